/* Logic definitions for the contracts of delgrad.h, section 12: sums of chunks, and the parts of the workspaces. */

/* The arrays of sums, over a chunk or a batch (SPEC 6.3). */
/*@ predicate sums_valid(dg_network *net, dg_sums sums) =
      \valid(sums.gradient + (0 .. parameter_count(net)-1)) && \valid(sums.missing + (0 .. neuron_count(net)-1));
    predicate sums_apart(dg_network *net, dg_sums *sums) =
      \separated(sums, sums->gradient + (0 .. parameter_count(net)-1), sums->missing + (0 .. neuron_count(net)-1)) &&
      \separated(sums, net, net->layers + (0 .. net->depth-1)) &&
      network_apart(net, sums->gradient, parameter_count(net)) && integers_apart(net, sums->missing, neuron_count(net));
    predicate sums_separate(dg_network *net, dg_sums *sums, dg_sums *chunk) =
      \separated(sums, chunk, sums->gradient + (0 .. parameter_count(net)-1), sums->missing + (0 .. neuron_count(net)-1),
                 chunk->gradient + (0 .. parameter_count(net)-1), chunk->missing + (0 .. neuron_count(net)-1));
    predicate counted(dg_network *net, dg_index *missing, integer samples) =
      \forall integer j; 0 <= j < neuron_count(net) ==> 0 <= missing[j] <= samples;
*/

/* The parts of a chunk's workspace. */
/*@ predicate parts_valid(dg_network *net, dg_chunk_parts part) =
      \valid(part.t + (0 .. net->inputs*DG_WIDTH-1)) && \valid(part.measured + (0 .. neuron_count(net)*DG_WIDTH-1)) &&
      \valid(part.T + (0 .. output_count(net)*DG_WIDTH-1)) &&
      \valid(part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(part.scratch + (0 .. scratch_reals(net)-1)) && \valid(part.order + (0 .. inference_integers(net)-1));
    predicate parts_separate(dg_network *net, dg_chunk_parts part) =
      \separated(part.t + (0 .. net->inputs*DG_WIDTH-1), part.measured + (0 .. neuron_count(net)*DG_WIDTH-1),
                 part.T + (0 .. output_count(net)*DG_WIDTH-1),
                 part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
                 part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
                 part.states + (0 .. states_in(net->layers, net->depth)-1), part.scratch + (0 .. scratch_reals(net)-1),
                 part.order + (0 .. inference_integers(net)-1));
*/

/* Nothing of the network, the settings and the prepared delays lies in x[0 .. n-1], which is written; nor of parameters and gradient. */
/*@ predicate region_apart(dg_network *net, dg_training *training, dg_real *prepared, dg_real *x, integer n) =
      network_apart(net, x, n) && \separated(x + (0 .. n-1), training) &&
      \separated(x + (0 .. n-1), prepared + (0 .. delay_count(net)-1)) && neurons_apart(net->layers, net->depth, x, n) &&
      settings_apart(training, x, n) && reals_apart(prepared, delay_count(net), x, n);
    predicate part_apart(dg_network *net, dg_training *training, dg_real *parameters, dg_real *prepared, dg_real *gradient,
                         dg_real *x, integer n) =
      region_apart(net, training, prepared, x, n) && \separated(x + (0 .. n-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(x + (0 .. n-1), gradient + (0 .. parameter_count(net)-1));
    predicate parts_apart(dg_network *net, dg_training *training, dg_real *parameters, dg_real *prepared, dg_real *gradient,
                          dg_chunk_parts part) =
      part_apart(net, training, parameters, prepared, gradient, part.t, net->inputs * DG_WIDTH) &&
      part_apart(net, training, parameters, prepared, gradient, part.measured, neuron_count(net) * DG_WIDTH) &&
      part_apart(net, training, parameters, prepared, gradient, part.T, output_count(net) * DG_WIDTH) &&
      part_apart(net, training, parameters, prepared, gradient, part.g, widest(net->layers, net->depth) * DG_WIDTH) &&
      part_apart(net, training, parameters, prepared, gradient, part.g_next, widest(net->layers, net->depth) * DG_WIDTH) &&
      part_apart(net, training, parameters, prepared, gradient, part.states, states_in(net->layers, net->depth)) &&
      part_apart(net, training, parameters, prepared, gradient, part.scratch, most_forward(net->layers, net->depth)) &&
      part_apart(net, training, parameters, prepared, gradient, part.scratch, most_backward(net->layers, net->depth));
*/

/* What is read again and again is as in state P. */
/*@ predicate SameRows{P, H}(dg_batch *batch, dg_index *index, dg_index *labels, integer count) =
      \forall integer n; 0 <= n < count ==>
        (index != \null ==> \at(index[n], H) == \at(index[n], P)) &&
        \at(labels[row_of{H}(batch, n)], H) == \at(labels[row_of{P}(batch, n)], P);
    predicate Kept{P, H}(dg_layer *layers, integer depth, dg_training *training, dg_real *prepared, integer delays) =
      SameNeurons{P, H}(layers, depth) && SameSettings{P, H}(training) && SameReals{P, H}(prepared, delays);
*/

/* The parts of the workspace of training. */
/*@ predicate training_parts_valid(dg_network *net, dg_training_parts part) =
      \valid(part.prepared + (0 .. prepared_reals(net)-1)) && sums_valid(net, part.batch) && sums_valid(net, part.chunk) &&
      \valid(part.work.real + (0 .. chunk_reals(net)-1)) && \valid(part.work.integer + (0 .. inference_integers(net)-1));
    predicate training_parts_separate(dg_network *net, dg_training_parts part) =
      \separated(part.prepared + (0 .. prepared_reals(net)-1), part.batch.gradient + (0 .. parameter_count(net)-1),
                 part.chunk.gradient + (0 .. parameter_count(net)-1), part.batch.missing + (0 .. neuron_count(net)-1),
                 part.chunk.missing + (0 .. neuron_count(net)-1), part.work.real + (0 .. chunk_reals(net)-1),
                 part.work.integer + (0 .. inference_integers(net)-1));
*/

/* The arguments of dg_chunk_gradient: what is written overlaps nothing else (SPEC 6.5). */
/*@ predicate chunk_separate(dg_network *net, dg_training *training, dg_batch *batch, dg_workspace *work,
                             dg_real *parameters, dg_real *prepared, dg_real *measured, dg_sums *sums) =
      network_apart(net, work->real, work->reals) && integers_apart(net, work->integer, work->integers) &&
      training_apart(training, net->depth, work->real, work->reals) && batch_apart(batch, net->inputs, work->real, work->reals) &&
      \separated(work->integer + (0 .. work->integers-1), training, training->layers + (0 .. net->depth-1), batch,
                 batch->index + (0 .. batch->count-1)) &&
      \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), work, sums,
                 sums->gradient + (0 .. parameter_count(net)-1), sums->missing + (0 .. neuron_count(net)-1),
                 parameters + (0 .. parameter_count(net)-1)) &&
      \separated(work->real + (0 .. work->reals-1), prepared + (0 .. prepared_reals(net)-1)) &&
      \separated(work->integer + (0 .. work->integers-1), prepared + (0 .. prepared_reals(net)-1)) &&
      \separated(work->real + (0 .. work->reals-1), measured + (0 .. batch->count*neuron_count(net)-1)) &&
      \separated(work->integer + (0 .. work->integers-1), measured + (0 .. batch->count*neuron_count(net)-1)) &&
      sums_apart(net, sums) && training_apart(training, net->depth, sums->gradient, parameter_count(net)) &&
      batch_apart(batch, net->inputs, sums->gradient, parameter_count(net)) &&
      \separated(sums->gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(sums->gradient + (0 .. parameter_count(net)-1), prepared + (0 .. prepared_reals(net)-1)) &&
      \separated(sums->gradient + (0 .. parameter_count(net)-1), measured + (0 .. batch->count*neuron_count(net)-1)) &&
      \separated(sums->missing + (0 .. neuron_count(net)-1), training, batch, parameters + (0 .. parameter_count(net)-1)) &&
      \separated(sums, batch, training);
*/

/* The arguments of dg_gradient and dg_train_batch: what is written overlaps nothing else (SPEC 6.5). */
/*@ predicate call_separate(dg_network *net, dg_training *training, dg_batch *batch, dg_workspace *work,
                            dg_real *parameters, dg_real *measured, dg_batch_result *result) =
      network_apart(net, work->real, work->reals) && integers_apart(net, work->integer, work->integers) &&
      training_apart(training, net->depth, work->real, work->reals) &&
      \separated(work->integer + (0 .. work->integers-1), training, training->layers + (0 .. net->depth-1)) &&
      batch_apart(batch, net->inputs, work->real, work->reals) &&
      \separated(work->integer + (0 .. work->integers-1), batch, batch->index + (0 .. batch->count-1)) &&
      \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), work, result,
                 parameters + (0 .. parameter_count(net)-1)) &&
      \separated(work->real + (0 .. work->reals-1), measured + (0 .. batch->count*neuron_count(net)-1)) &&
      \separated(work->integer + (0 .. work->integers-1), measured + (0 .. batch->count*neuron_count(net)-1)) &&
      \separated(result, measured + (0 .. batch->count*neuron_count(net)-1)) &&
      \separated(result, net, net->layers + (0 .. net->depth-1), batch, training);
*/

/*@ ghost // the last layer is not wider than the widest
  /@ requires admitted: admitted_network(net);
     terminates \true; assigns \nothing;
     ensures outputs: output_count(net) <= most_outputs(net->layers, net->depth) <= widest(net->layers, net->depth);
     ensures first: 0 <= states_in(net->layers, 1) <= states_in(net->layers, net->depth);
     ensures states: states_in(net->layers, 1) == (sources_of(net->layers) + 2 * net->layers->outputs) * DG_WIDTH; @/
  static void dg_lemma_wide(const dg_network *net) {
    /@ assert last: most_outputs(net->layers, net->depth) >= (net->layers + (net->depth - 1))->outputs; @/
    /@ assert none: states_in(net->layers, 0) == 0; @/
  }
*/
