/* Logic definitions for the contracts of delgrad_hw.h, section 10: training in the loop. */

/* What is trained, on a substrate that runs the same network; null where something is missing. */
/*@ predicate hw_loop(dg_hw_loop *loop) =
      \valid_read(loop) && (loop->net == \null || (readable_network(loop->net) && runs_network(loop->net))) &&
      (loop->substrate == \null || any_substrate(loop->substrate));
    predicate hw_loop_parts(dg_hw_loop *loop, dg_real *parameters, dg_real *settings) = // with settings written there
      admitted_network(loop->net) ==>
        coded_chip(loop->chip) && rising_fits(loop->fit, line_count(loop->net)) &&
        \valid_read(parameters + (0 .. parameter_count(loop->net) - 1)) &&
        \separated(&loop->chip->weights.per_unit, settings + (0 .. setting_count(loop->net) - 1)) &&
        network_apart(loop->net, settings, setting_count(loop->net)) &&
        fits_apart(loop->fit, line_count(loop->net), settings, setting_count(loop->net)) &&
        \separated(parameters + (0 .. parameter_count(loop->net) - 1), settings + (0 .. setting_count(loop->net) - 1));
*/

/* What is known of the chip and its elements, where it is given; x[0 .. n-1], which is written, overlaps nothing of it, nor the
   parameters. */
/*@ predicate hw_loop_known(dg_hw_loop *loop) =
      (loop->chip == \null || (coded_chip(loop->chip) && loop->chip->weights.per_unit > 0)) &&
      (loop->fit == \null || rising_fits(loop->fit, line_count(loop->net)));
    predicate SameGains{P, H}(dg_hw_fit *fit, integer n) =
      \forall integer i; 0 <= i < n ==> \at(fit[i].gain, H) == \at(fit[i].gain, P);
    predicate hw_loop_apart(dg_hw_loop *loop, dg_real *parameters, dg_real *x, integer n) =
      network_apart(loop->net, x, n) && fits_apart(loop->fit, line_count(loop->net), x, n) &&
      \separated(&loop->chip->weights.per_unit, x + (0 .. n-1)) &&
      \separated(parameters + (0 .. parameter_count(loop->net)-1), x + (0 .. n-1));
*/

/* The workspace of dg_hw_train_batch for count samples. */
/*@ logic integer loop_reals(dg_network *net, integer count) =
      training_reals(net) + count * neuron_count(net) + setting_count(net) + parameter_count(net);
*/

/* The workspace of a batch overlaps nothing that training in the loop reads. */
/*@ predicate hw_training_apart(dg_hw_loop *loop, dg_training *training, dg_batch *batch, dg_real *parameters, dg_real *x,
      integer n,
                                dg_index *y, integer m) =
      hw_loop_apart(loop, parameters, x, n) && integers_apart(loop->net, y, m) &&
        training_apart(training, loop->net->depth, x, n) &&
      batch_apart(batch, loop->net->inputs, x, n) && rows_apart(batch, y, m) && \separated(y + (0 .. m-1), training) &&
      \separated(x + (0 .. n-1), y + (0 .. m-1)) && \separated(loop->chip, y + (0 .. m-1));
    predicate hw_update_apart(dg_hw_loop *loop, dg_training *training, dg_training_state *state, dg_real *parameters,
      dg_real *moments,
                              dg_real *x, integer n, dg_index *y, integer m) =
      \separated(parameters + (0 .. parameter_count(loop->net)-1), moments + (0 .. 2*parameter_count(loop->net)-1),
                 x + (0 .. n-1), y + (0 .. m-1), state) &&
      \separated(state, loop->net) && \separated(state, loop->net->layers + (0 .. loop->net->depth-1)) &&
        \separated(state, training) &&
      network_apart(loop->net, parameters, parameter_count(loop->net)) &&
      network_apart(loop->net, moments, 2 * parameter_count(loop->net)) &&
      training_apart(training, loop->net->depth, parameters, parameter_count(loop->net)) &&
      training_apart(training, loop->net->depth, moments, 2 * parameter_count(loop->net));
*/

/*@ ghost // nor does a part of it
  /@ requires part: \valid_read(loop) && \valid_read(loop->net) && part == x + first && first + count <= n;
     requires apart: hw_loop_apart(loop, parameters, x, n);
     terminates \true; assigns \nothing;
     ensures net: \separated(part + (0 .. count-1), loop->net) &&
       \separated(part + (0 .. count-1), loop->net->layers + (0 .. loop->net->depth-1));
     ensures times: \forall integer l; 0 <= l < loop->net->depth ==>
       \separated(part + (0 .. count-1), (loop->net->layers + l)->bias_times + (0 .. (loop->net->layers + l)->biases-1));
     ensures fits: fits_apart(loop->fit, line_count(loop->net), part, count);
     ensures chip: \separated(&loop->chip->weights.per_unit, part + (0 .. count-1));
     ensures parameters: \separated(parameters + (0 .. parameter_count(loop->net)-1), part + (0 .. count-1));
     ensures apart: hw_loop_apart(loop, parameters, part, count); @/
  static void dg_hw_lemma_loop_part(const dg_hw_loop *loop, const dg_real *parameters, const dg_real *x, size_t n,
    const dg_real *part,
                                    size_t first, size_t count) { }
*/

/*@ ghost // nor is the gain of an element within it
  /@ requires loop: \valid_read(loop);
     requires apart: hw_loop_apart(loop, parameters, x, n);
     terminates \true; assigns \nothing;
     ensures gains: \forall integer i; 0 <= i < line_count(loop->net) ==> \separated(&loop->fit[i].gain, x + (0 .. n-1)); @/
  static void dg_hw_lemma_gains(const dg_hw_loop *loop, const dg_real *parameters, const dg_real *x, size_t n) {
    /@ assert fits: fits_apart(loop->fit, line_count(loop->net), x, n); @/
  }
*/

/*@ ghost // nor do the settings, its first part
  /@ requires part: \valid_read(loop) && \valid_read(loop->net) && 0 <= setting_count(loop->net) <= n;
     requires apart: hw_loop_apart(loop, parameters, x, n);
     terminates \true; assigns \nothing;
     ensures apart: hw_loop_apart(loop, parameters, x, setting_count(loop->net));
     ensures net: network_apart(loop->net, x, setting_count(loop->net));
     ensures fits: fits_apart(loop->fit, line_count(loop->net), x, setting_count(loop->net)); @/
  static void dg_hw_lemma_loop_settings(const dg_hw_loop *loop, const dg_real *parameters, const dg_real *x, size_t n) {
    /@ loop invariant range: 0 <= i <= n;
       loop invariant apart: \forall integer k; 0 <= k < i ==> hw_loop_apart(loop, parameters, x, k);
       loop assigns i; loop variant n - i; @/
    for (size_t i = 0; i < n; i++) {
      dg_hw_lemma_loop_part(loop, parameters, x, n, x, 0, i);
    }
    /@ assert apart: hw_loop_apart(loop, parameters, x, setting_count(loop->net)); @/
  }
*/

/*@ ghost // the definition of work_apart
  /@ requires sizes: count == parameter_count(net) && spikes == batch->count * neuron_count(net);
     requires network: network_apart(net, x, k) && integers_apart(net, y, m);
     requires training: training_apart(training, net->depth, x, k) && \separated(y + (0 .. m-1), training);
     requires rows: batch_apart(batch, net->inputs, x, k) && rows_apart(batch, y, m);
     requires ideal: \separated(ideal + (0 .. count-1), training) && \separated(x + (0 .. k-1), y + (0 .. m-1));
     requires parts: \separated(x + (0 .. k-1), ideal + (0 .. count-1)) && \separated(y + (0 .. m-1), ideal + (0 .. count-1));
     requires record: \separated(x + (0 .. k-1), record + (0 .. spikes-1)) && \separated(y + (0 .. m-1), record + (0 .. spikes-1));
     requires batch: \separated(record + (0 .. spikes-1), batch);
     terminates \true; assigns \nothing;
     ensures work: work_apart(net, training, batch, ideal, record, x, k, y, m); @/
  static void dg_hw_lemma_work_apart(const dg_network *net, const dg_training *training, const dg_batch *batch, const dg_real *x,
                                     size_t k, const dg_index *y, size_t m, size_t count, size_t spikes, const dg_real *ideal,
                                     const dg_real *record) { }
*/

/*@ ghost // nor do its parts: a workspace of k reals, then count reals and the spikes of the batch
  /@ requires sizes: \valid_read(loop) && \valid_read(loop->net) && k + count + spikes <= n;
     requires count: count == parameter_count(loop->net) && spikes == batch->count * neuron_count(loop->net);
     requires parts: ideal == x + k && record == ideal + count;
     requires apart: hw_training_apart(loop, training, batch, parameters, x, n, y, m);
     terminates \true; assigns \nothing;
     ensures work: work_apart(loop->net, training, batch, ideal, record, x, k, y, m);
     ensures loop: hw_loop_apart(loop, parameters, x, k);
     ensures ideal: hw_loop_apart(loop, parameters, ideal, parameter_count(loop->net));
     ensures record: hw_loop_apart(loop, parameters, record, batch->count * neuron_count(loop->net)); @/
  static void dg_hw_lemma_parts(const dg_hw_loop *loop, const dg_training *training, const dg_batch *batch,
    const dg_real *parameters,
                                const dg_real *x, size_t n, const dg_index *y, size_t m, size_t k, size_t count, size_t spikes,
                                const dg_real *ideal, const dg_real *record) {
    /@ assert training: training_apart(training, loop->net->depth, x, k); @/
    /@ assert place: \separated(x + (0 .. k-1), ideal + (0 .. count-1)); @/
    /@ assert last_place: record == x + (k + count); @/
    /@ assert last: \separated(x + (0 .. k-1), record + (0 .. spikes-1)); @/
    /@ assert early: \separated(x + (0 .. n-1), y + (0 .. m-1)); @/
    /@ assert within: \subset(record + (0 .. spikes-1), x + (0 .. n-1)); @/
    /@ assert third: \separated(y + (0 .. m-1), record + (0 .. spikes-1)); @/
    dg_hw_lemma_loop_part(loop, parameters, x, n, x, 0, k);
    dg_hw_lemma_loop_part(loop, parameters, x, n, ideal, k, count);
    dg_hw_lemma_loop_part(loop, parameters, x, n, record, k + count, spikes);
    dg_lemma_batch_apart(batch, loop->net->inputs, x, n, k);
    /@ assert whole: \separated(x + (0 .. n-1), y + (0 .. m-1)); @/
    /@ assert first: \separated(x + (0 .. k-1), y + (0 .. m-1)); @/
    /@ assert second: \separated(y + (0 .. m-1), ideal + (0 .. count-1)); @/
    /@ assert training_whole: \separated(x + (0 .. n-1), training); @/
    /@ assert ideal_training: \separated(ideal + (0 .. count-1), training); @/
    /@ assert batch_whole: \separated(x + (0 .. n-1), batch); @/
    /@ assert record_batch: \separated(record + (0 .. spikes-1), batch); @/
    /@ assert network: network_apart(loop->net, x, k) && integers_apart(loop->net, y, m); @/
    /@ assert rows: batch_apart(batch, loop->net->inputs, x, k) && rows_apart(batch, y, m); @/
    /@ assert apart: \separated(y + (0 .. m-1), training); @/
    dg_hw_lemma_work_apart(loop->net, training, batch, x, k, y, m, count, spikes, ideal, record);
  }
*/

/*@ ghost // a row of a matrix lies within it
  /@ requires row: n < rows && rows <= DG_BATCH_MAX && 0 <= rows * width <= SIZE_MAX / 16;
     terminates \true; assigns \nothing;
     ensures within: 0 <= n * width && n * width + width <= rows * width; @/
  static void dg_hw_lemma_row(size_t n, size_t rows, size_t width) {
    /@ assert next: (n + 1) * width <= rows * width; @/
  }
*/
