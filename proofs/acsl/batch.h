/* Logic definitions for the contracts of delgrad.h, sections 8 to 13: a batch and optimisers. */

/* The rows of a batch, and the chunks it is cut into (SPEC 6.3); what dg_batch_check may read, and what it admits (SPEC 2.5). */
/*@ logic integer row_of(dg_batch *batch, integer n) = batch->index != \null ? batch->index[n] : n;
    logic integer chunks_of(integer count) = (count + DG_WIDTH - 1) / DG_WIDTH;
    predicate readable_rows(dg_batch *batch, integer inputs) =
      (batch->index != \null ==> \valid_read(batch->index + (0 .. batch->count-1))) &&
      \forall integer n; 0 <= n < batch->count ==>
        0 <= row_of(batch, n) && 0 <= row_of(batch, n) * inputs && row_of(batch, n) * inputs + inputs <= SIZE_MAX &&
        \valid_read(batch->inputs + (row_of(batch, n) * inputs .. row_of(batch, n) * inputs + inputs - 1));
    predicate readable_batch(dg_batch *batch, integer inputs) =
      \valid_read(batch) && (batch->inputs == \null || readable_rows(batch, inputs));
    predicate admitted_batch(dg_batch *batch, integer inputs) =
      readable_batch(batch, inputs) && batch->inputs != \null && 1 <= batch->count <= DG_BATCH_MAX;
    predicate readable_index(dg_batch *batch) =
      batch->index != \null ==> \forall integer n; 0 <= n < batch->count ==> \valid_read(batch->index + n) && batch->index[n] >= 0;
    predicate readable_labels(dg_batch *batch) =
      batch->labels == \null || \forall integer n; 0 <= n < batch->count ==> \valid_read(batch->labels + row_of(batch, n));
    predicate admitted_labels(dg_batch *batch, integer outputs) =
      batch->labels != \null && readable_labels(batch) &&
      \forall integer n; 0 <= n < batch->count ==> 0 <= batch->labels[row_of(batch, n)] < outputs;
*/

/*@ ghost // the rows of one input lie among those of all
  /@ requires sizes: i < inputs && rows <= DG_SIZE_MAX && inputs * rows <= DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures next: (i + 1) * rows * DG_WIDTH == i * rows * DG_WIDTH + rows * DG_WIDTH;
     ensures within: (i + 1) * rows * DG_WIDTH <= inputs * rows * DG_WIDTH; @/
  static void dg_lemma_input(size_t i, size_t inputs, size_t rows) {
    /@ assert within: (i + 1) * rows <= inputs * rows; @/
  }
*/

/*@ ghost
  /@ requires admitted: admitted_batch(batch, inputs);
     terminates \true; assigns \nothing;
     ensures index: readable_index(batch); @/
  static void dg_lemma_index(const dg_batch *batch, size_t inputs) {
    /@ assert rows: readable_rows(batch, inputs); @/
    /@ assert row: batch->index != \null ==> \forall integer n; 0 <= n < batch->count ==> row_of(batch, n) == batch->index[n]; @/
  }
*/

/* Nothing that describes a batch lies in x[0 .. n-1], which is written. */
/*@ predicate batch_apart(dg_batch *batch, integer inputs, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), batch) && \separated(x + (0 .. n-1), batch->index + (0 .. batch->count-1)) &&
      \forall integer s; 0 <= s < batch->count ==>
        \separated(x + (0 .. n-1), batch->labels + row_of(batch, s)) &&
        \separated(x + (0 .. n-1),
                   batch->inputs + (row_of(batch, s) * inputs .. row_of(batch, s) * inputs + inputs - 1));
*/

/* Nor do its rows and labels lie in x[0 .. n-1]. */
/*@ predicate rows_apart(dg_batch *batch, dg_index *x, integer n) =
      \separated(x + (0 .. n-1), batch) && \separated(x + (0 .. n-1), batch->index + (0 .. batch->count-1)) &&
      \forall integer s; 0 <= s < batch->count ==> \separated(x + (0 .. n-1), batch->labels + row_of(batch, s));
*/

/* x^n (SPEC 8.3). */
/*@ logic real nth_power(real x, integer n) = n <= 0 ? 1 : nth_power(x, n - 1) * x; */
