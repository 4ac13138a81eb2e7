/* Logic definitions for the contracts of delgrad_hw.h, section 10: training in the loop. */

/* What is trained, on a substrate that runs the same network; null where something is missing. */
/*@ predicate hw_loop(dg_hw_loop *loop) =
      \valid_read(loop) && (loop->net == \null || (readable_network(loop->net) && runs_network(loop->net))) &&
      (loop->substrate == \null || any_substrate(loop->substrate));
*/

/*@ ghost // a row of a matrix lies within it
  /@ requires row: n < rows && rows <= DG_BATCH_MAX && 0 <= rows * width <= SIZE_MAX / 16;
     terminates \true; assigns \nothing;
     ensures within: 0 <= n * width && n * width + width <= rows * width; @/
  static void dg_hw_lemma_row(size_t n, size_t rows, size_t width) {
    /@ assert next: (n + 1) * width <= rows * width; @/
  }
*/
