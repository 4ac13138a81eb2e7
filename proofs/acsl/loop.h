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

/* The workspace of dg_hw_train_batch for count samples. */
/*@ logic integer loop_reals(dg_network *net, integer count) =
      training_reals(net) + count * neuron_count(net) + setting_count(net) + parameter_count(net);
*/

/*@ ghost // a row of a matrix lies within it
  /@ requires row: n < rows && rows <= DG_BATCH_MAX && 0 <= rows * width <= SIZE_MAX / 16;
     terminates \true; assigns \nothing;
     ensures within: 0 <= n * width && n * width + width <= rows * width; @/
  static void dg_hw_lemma_row(size_t n, size_t rows, size_t width) {
    /@ assert next: (n + 1) * width <= rows * width; @/
  }
*/
