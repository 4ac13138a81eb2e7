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

/* Nothing of the network, the settings and the prepared delays lies in x[0 .. n-1], which is written; nor of parameters and
   gradient. */
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

/* Reals x[0 .. n-1] and integers y[0 .. m-1] of a workspace, which are written, overlap nothing that a pass over a batch reads
   (SPEC 6.5). */
/*@ predicate work_apart(dg_network *net, dg_training *training, dg_batch *batch, dg_real *parameters, dg_real *measured,
                         dg_real *x, integer n, dg_index *y, integer m) =
      network_apart(net, x, n) && integers_apart(net, y, m) && training_apart(training, net->depth, x, n) &&
      batch_apart(batch, net->inputs, x, n) && rows_apart(batch, y, m) && \separated(y + (0 .. m-1), training) &&
      \separated(parameters + (0 .. parameter_count(net)-1), training) &&
      \separated(x + (0 .. n-1), y + (0 .. m-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(x + (0 .. n-1), measured + (0 .. batch->count*neuron_count(net)-1)) &&
      \separated(y + (0 .. m-1), measured + (0 .. batch->count*neuron_count(net)-1)) &&
      (measured != \null ==> \separated(measured + (0 .. batch->count*neuron_count(net)-1), batch));
*/

/* Nor do what is prepared, the workspace and the sums of a chunk overlap each other and what a pass reads. */
/*@ predicate sums_written_apart(dg_network *net, dg_training *training, dg_batch *batch, dg_real *parameters, dg_real *prepared,
                                 dg_real *gradient, dg_index *missing, dg_real *x, integer n, dg_index *y, integer m) =
      \separated(x + (0 .. n-1), y + (0 .. m-1), prepared + (0 .. prepared_reals(net)-1), gradient + (0 .. parameter_count(net)-1),
                 missing + (0 .. neuron_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      network_apart(net, gradient, parameter_count(net)) && training_apart(training, net->depth, gradient, parameter_count(net)) &&
      integers_apart(net, missing, neuron_count(net)) && rows_apart(batch, missing, neuron_count(net));
*/

/* What dg_chunk_pass asks of its arrays: what it writes overlaps nothing else. */
/*@ predicate pass_apart(dg_network *net, dg_training *training, dg_batch *batch, dg_real *parameters, dg_real *prepared,
                         dg_real *measured, dg_chunk_parts part, dg_real *gradient, dg_index *missing) =
      parts_apart(net, training, parameters, prepared, gradient, part) &&
      region_apart(net, training, prepared, gradient, parameter_count(net)) &&
      \separated(gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(parameters + (0 .. parameter_count(net)-1), prepared + (0 .. delay_count(net)-1));
    predicate pass_rows_apart(dg_network *net, dg_batch *batch, dg_chunk_parts part, dg_index *missing) =
      batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH) && rows_apart(batch, missing, neuron_count(net)) &&
      rows_apart(batch, part.order, inference_integers(net));
    predicate pass_measured_apart(dg_network *net, dg_batch *batch, dg_real *measured, dg_chunk_parts part) =
      measured != \null ==> \separated(part.measured + (0 .. neuron_count(net)*DG_WIDTH-1),
        measured + (0 .. batch->count*neuron_count(net)-1), batch);
    predicate pass_integers_apart(dg_network *net, dg_real *parameters, dg_real *prepared, dg_chunk_parts part, dg_index *missing) =
      integers_apart(net, missing, neuron_count(net)) && integers_apart(net, part.order, inference_integers(net)) &&
      \separated(missing + (0 .. neuron_count(net)-1), part.states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \separated(missing + (0 .. neuron_count(net)-1), part.T + (0 .. output_count(net)*DG_WIDTH-1)) &&
      \separated(missing + (0 .. neuron_count(net)-1), part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \separated(part.order + (0 .. inference_integers(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(part.order + (0 .. inference_integers(net)-1), prepared + (0 .. delay_count(net)-1));
*/

/* What is added to, sums of a batch, lies apart too. */
/*@ predicate batch_sums_apart(dg_network *net, dg_training *training, dg_batch *batch, dg_training_parts part,
      dg_chunk_parts work) =
      region_apart(net, training, part.prepared, part.batch.gradient, parameter_count(net)) &&
      \separated(part.batch.gradient + (0 .. parameter_count(net)-1), part.chunk.gradient + (0 .. parameter_count(net)-1)) &&
      integers_apart(net, part.batch.missing, neuron_count(net)) && rows_apart(batch, part.batch.missing, neuron_count(net)) &&
      \separated(part.batch.missing + (0 .. neuron_count(net)-1), part.chunk.missing + (0 .. neuron_count(net)-1),
                 work.order + (0 .. inference_integers(net)-1));
*/

/* What dg_chunk_spikes writes. */
/*@ predicate spikes_separate(dg_network *net, dg_real *parameters, dg_real *prepared, dg_chunk_parts part) =
      \separated(part.states + (0 .. states_in(net->layers, net->depth)-1),
                 part.scratch + (0 .. most_forward(net->layers, net->depth)-1), part.order + (0 .. inference_integers(net)-1),
                 parameters + (0 .. parameter_count(net)-1), prepared + (0 .. delay_count(net)-1)) &&
      \separated(part.states + (0 .. states_in(net->layers, net->depth)-1), part.t + (0 .. net->inputs*DG_WIDTH-1)) &&
      \separated(part.states + (0 .. states_in(net->layers, net->depth)-1),
                 part.scratch + (0 .. most_forward(net->layers, net->depth)-1), part.order + (0 .. inference_integers(net)-1),
                 part.measured + (0 .. neuron_count(net)*DG_WIDTH-1));
    predicate spikes_apart_of(dg_network *net, dg_training *training, dg_real *prepared, dg_chunk_parts part) =
      region_apart(net, training, prepared, part.t, net->inputs * DG_WIDTH) &&
      region_apart(net, training, prepared, part.measured, neuron_count(net) * DG_WIDTH) &&
      region_apart(net, training, prepared, part.states, states_in(net->layers, net->depth)) &&
      region_apart(net, training, prepared, part.scratch, most_forward(net->layers, net->depth));
*/

/* The parts of a chunk lie one after another. */
/*@ predicate parts_cut(dg_network *net, dg_real *x, dg_index *y, dg_chunk_parts part) =
      part.t == x && part.order == y && part.measured == part.t + net->inputs * DG_WIDTH &&
      part.T == part.measured + neuron_count(net) * DG_WIDTH && part.g == part.T + output_count(net) * DG_WIDTH &&
      part.g_next == part.g + widest(net->layers, net->depth) * DG_WIDTH &&
      part.states == part.g_next + widest(net->layers, net->depth) * DG_WIDTH &&
      part.scratch == part.states + states_in(net->layers, net->depth);
    predicate sizes_positive(dg_network *net) =
      0 <= neuron_count(net) && 0 <= widest(net->layers, net->depth) && 0 <= states_in(net->layers, net->depth) &&
      0 <= most_forward(net->layers, net->depth) && 0 <= most_backward(net->layers, net->depth) && 0 <= inference_integers(net);
*/

/* The parts of the workspace of training: those of a chunk first, the others at its end. */
/*@ predicate training_parts_cut(dg_network *net, dg_workspace *work, dg_training_parts part) =
      part.work.real == work->real && part.work.integer == work->integer &&
      part.work.reals == work->reals - prepared_reals(net) - 2 * parameter_count(net) &&
      part.work.integers == work->integers - 2 * neuron_count(net) && part.prepared == work->real + part.work.reals &&
      part.batch.gradient == part.prepared + prepared_reals(net) &&
        part.chunk.gradient == part.batch.gradient + parameter_count(net) &&
      part.batch.missing == work->integer + part.work.integers && part.chunk.missing == part.batch.missing + neuron_count(net);
*/

/*@ predicate training_sizes_positive(dg_network *net, dg_training_parts part) =
      0 <= part.work.reals && 0 <= part.work.integers && 0 <= prepared_reals(net) && 0 <= parameter_count(net) &&
      0 <= neuron_count(net);
*/

/* The arguments of dg_chunk_gradient: what is written overlaps nothing else (SPEC 6.5). */
/*@ predicate chunk_separate(dg_network *net, dg_training *training, dg_batch *batch, dg_workspace *work,
                             dg_real *parameters, dg_real *prepared, dg_real *measured, dg_sums *sums) =
      work_apart(net, training, batch, parameters, measured, work->real, work->reals, work->integer, work->integers) &&
      sums_written_apart(net, training, batch, parameters, prepared, sums->gradient, sums->missing, work->real, work->reals,
                         work->integer, work->integers) &&
      \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), work, sums) &&
      sums_apart(net, sums) && \separated(sums, batch, training);
*/

/* The arguments of dg_gradient and dg_train_batch: what is written overlaps nothing else (SPEC 6.5). */
/*@ predicate work_separate(dg_network *net, dg_training *training, dg_workspace *work, dg_real *parameters) =
      network_apart(net, work->real, work->reals) && \separated(work->real + (0 .. work->reals-1), training) &&
      \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), work) &&
      \separated(work->real + (0 .. work->reals-1), parameters + (0 .. parameter_count(net)-1));
    predicate call_separate(dg_network *net, dg_training *training, dg_batch *batch, dg_workspace *work,
                            dg_real *parameters, dg_real *measured, dg_batch_result *result) =
      work_apart(net, training, batch, parameters, measured, work->real, work->reals, work->integer, work->integers) &&
      \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), work, result,
                 parameters + (0 .. parameter_count(net)-1)) &&
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

/*@ ghost // nor does a part of them
  /@ requires sizes: 0 <= parameter_count(net) && 0 <= delay_count(net) && 0 <= from && 0 <= count && from + count <= n;
     requires network: network_apart(net, x, n) && \separated(x + (0 .. n-1), training);
     requires arrays: \separated(x + (0 .. n-1), prepared + (0 .. delay_count(net)-1)) &&
       \separated(x + (0 .. n-1), parameters + (0 .. parameter_count(net)-1)) &&
       \separated(x + (0 .. n-1), gradient + (0 .. parameter_count(net)-1));
     terminates \true; assigns \nothing;
     ensures apart: part_apart(net, training, parameters, prepared, gradient, x + from, count); @/
  static void dg_lemma_region(const dg_network *net, const dg_training *training, const dg_real *parameters,
    const dg_real *prepared,
                              const dg_real *gradient, const dg_real *x, size_t n, size_t from, size_t count) {
    /@ assert part: network_apart(net, x + from, count); @/
    /@ assert neurons: neurons_apart(net->layers, net->depth, x + from, count); @/
    /@ assert settings: settings_apart(training, x + from, count); @/
    /@ assert delays: reals_apart(prepared, delay_count(net), x + from, count); @/
  }
*/

/*@ ghost // nor does the beginning of any length
  /@ requires sizes: 0 <= parameter_count(net) && 0 <= delay_count(net);
     requires whole: part_apart(net, training, parameters, prepared, gradient, x, n);
     terminates \true; assigns \nothing;
     ensures apart: \forall integer k; 0 <= k <= n ==> part_apart(net, training, parameters, prepared, gradient, x, k); @/
  static void dg_lemma_beginnings(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                  const dg_real *prepared, const dg_real *gradient, const dg_real *x, size_t n) {
    /@ loop invariant range: 0 <= k <= n;
       loop invariant apart: \forall integer j; 0 <= j < k ==> part_apart(net, training, parameters, prepared, gradient, x, j);
       loop assigns k; loop variant n - k; @/
    for (size_t k = 0; k < n; k++) dg_lemma_region(net, training, parameters, prepared, gradient, x, n, 0, k);
  }
*/

/*@ ghost // the scratch of a pass
  /@ requires sizes: 0 <= most_forward(net->layers, net->depth) <= n && 0 <= most_backward(net->layers, net->depth) <= n &&
       0 <= parameter_count(net) && 0 <= delay_count(net);
     requires whole: part_apart(net, training, parameters, prepared, gradient, x, n);
     terminates \true; assigns \nothing;
     ensures forward: part_apart(net, training, parameters, prepared, gradient, x, most_forward(net->layers, net->depth));
     ensures backward: part_apart(net, training, parameters, prepared, gradient, x, most_backward(net->layers, net->depth)); @/
  static void dg_lemma_scratch(const dg_network *net, const dg_training *training, const dg_real *parameters,
    const dg_real *prepared,
                               const dg_real *gradient, const dg_real *x, size_t n) {
    dg_lemma_beginnings(net, training, parameters, prepared, gradient, x, n);
  }
*/

/*@ ghost // the longer of the two scratches
  /@ requires forward: part_apart(net, training, parameters, prepared, gradient, x, most_forward(net->layers, net->depth));
     requires backward: part_apart(net, training, parameters, prepared, gradient, x, most_backward(net->layers, net->depth));
     terminates \true; assigns \nothing;
     ensures whole: part_apart(net, training, parameters, prepared, gradient, x, scratch_reals(net)); @/
  static void dg_lemma_scratch_whole(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                     const dg_real *prepared, const dg_real *gradient, const dg_real *x) { }
*/

/*@ ghost // nor does the beginning of it, of any length
  /@ requires whole: part_apart(net, training, parameters, prepared, gradient, x, scratch_reals(net));
     terminates \true; assigns \nothing;
     ensures network: \forall integer k; k <= scratch_reals(net) ==> network_apart(net, x, k);
     ensures neurons: \forall integer k; k <= scratch_reals(net) ==> neurons_apart(net->layers, net->depth, x, k);
     ensures settings: \forall integer k; k <= scratch_reals(net) ==>
       settings_apart(training, x, k) && \separated(x + (0 .. k-1), training);
     ensures delays: \forall integer k; k <= scratch_reals(net) ==> reals_apart(prepared, delay_count(net), x, k) &&
       \separated(x + (0 .. k-1), prepared + (0 .. delay_count(net)-1));
     ensures others: \forall integer k; k <= scratch_reals(net) ==>
       \separated(x + (0 .. k-1), parameters + (0 .. parameter_count(net)-1)) &&
       \separated(x + (0 .. k-1), gradient + (0 .. parameter_count(net)-1)); @/
  static void dg_lemma_shorter(const dg_network *net, const dg_training *training, const dg_real *parameters,
                               const dg_real *prepared, const dg_real *gradient, const dg_real *x) { }
*/

/*@ ghost // and both scratches are such
  /@ requires sizes: most_forward(net->layers, net->depth) <= scratch_reals(net) &&
       most_backward(net->layers, net->depth) <= scratch_reals(net);
     requires whole: part_apart(net, training, parameters, prepared, gradient, x, scratch_reals(net));
     terminates \true; assigns \nothing;
     ensures forward: part_apart(net, training, parameters, prepared, gradient, x, most_forward(net->layers, net->depth));
     ensures backward: part_apart(net, training, parameters, prepared, gradient, x, most_backward(net->layers, net->depth)); @/
  static void dg_lemma_scratch_parts(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                     const dg_real *prepared, const dg_real *gradient, const dg_real *x) {
    dg_lemma_shorter(net, training, parameters, prepared, gradient, x);
  }
*/

/*@ ghost
  /@ requires network: network_apart(net, gradient, parameter_count(net)) &&
       \separated(gradient + (0 .. parameter_count(net)-1), training) &&
       \separated(gradient + (0 .. parameter_count(net)-1), prepared + (0 .. delay_count(net)-1));
     terminates \true; assigns \nothing;
     ensures apart: region_apart(net, training, prepared, gradient, parameter_count(net)); @/
  static void dg_lemma_gradient(const dg_network *net, const dg_training *training, const dg_real *prepared,
    const dg_real *gradient) {
    /@ assert neurons: neurons_apart(net->layers, net->depth, gradient, parameter_count(net)); @/
    /@ assert settings: settings_apart(training, gradient, parameter_count(net)); @/
    /@ assert delays: reals_apart(prepared, delay_count(net), gradient, parameter_count(net)); @/
  }
*/

/*@ ghost // what holds of all scratch holds of that of the backward pass
  /@ requires sizes: 0 <= most_backward(net->layers, net->depth);
     requires whole: part_apart(net, training, parameters, prepared, gradient, x, scratch_reals(net));
     terminates \true; assigns \nothing;
     ensures apart: part_apart(net, training, parameters, prepared, gradient, x, most_backward(net->layers, net->depth)); @/
  static void dg_lemma_scratch_backward(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                        const dg_real *prepared, const dg_real *gradient, const dg_real *x) {
    /@ assert sizes: most_backward(net->layers, net->depth) <= scratch_reals(net); @/
    /@ assert network: network_apart(net, x, most_backward(net->layers, net->depth)); @/
    /@ assert neurons: neurons_apart(net->layers, net->depth, x, most_backward(net->layers, net->depth)); @/
    /@ assert settings: settings_apart(training, x, most_backward(net->layers, net->depth)); @/
    /@ assert delays: reals_apart(prepared, delay_count(net), x, most_backward(net->layers, net->depth)); @/
  }
*/

/*@ ghost // what holds of room for the widest layer holds of room for the outputs
  /@ requires sizes: 0 <= output_count(net) <= widest(net->layers, net->depth);
     requires apart: region_apart(net, training, prepared, g, widest(net->layers, net->depth) * DG_WIDTH);
     terminates \true; assigns \nothing;
     ensures apart: region_apart(net, training, prepared, g, output_count(net) * DG_WIDTH); @/
  static void dg_lemma_outputs_apart(const dg_network *net, const dg_training *training, const dg_real *prepared,
    const dg_real *g) {
    /@ assert network: network_apart(net, g, output_count(net) * DG_WIDTH); @/
    /@ assert neurons: neurons_apart(net->layers, net->depth, g, output_count(net) * DG_WIDTH); @/
    /@ assert settings: settings_apart(training, g, output_count(net) * DG_WIDTH); @/
    /@ assert delays: reals_apart(prepared, delay_count(net), g, output_count(net) * DG_WIDTH); @/
  }
*/

/*@ ghost // what holds of all states holds of the first sources
  /@ requires sizes: 0 <= sources_of(net->layers) * DG_WIDTH <= states_in(net->layers, net->depth);
     requires apart: region_apart(net, training, prepared, states, states_in(net->layers, net->depth));
     terminates \true; assigns \nothing;
     ensures apart: region_apart(net, training, prepared, states, sources_of(net->layers) * DG_WIDTH); @/
  static void dg_lemma_sources_apart(const dg_network *net, const dg_training *training, const dg_real *prepared,
    const dg_real *states) {
    /@ assert network: network_apart(net, states, sources_of(net->layers) * DG_WIDTH); @/
    /@ assert neurons: neurons_apart(net->layers, net->depth, states, sources_of(net->layers) * DG_WIDTH); @/
    /@ assert settings: settings_apart(training, states, sources_of(net->layers) * DG_WIDTH); @/
    /@ assert delays: reals_apart(prepared, delay_count(net), states, sources_of(net->layers) * DG_WIDTH); @/
  }
*/

/*@ ghost
  /@ requires part: k <= n && batch_apart(batch, inputs, x, n);
     terminates \true; assigns \nothing;
     ensures apart: batch_apart(batch, inputs, x, k); @/
  static void dg_lemma_batch_apart(const dg_batch *batch, size_t inputs, const dg_real *x, size_t n, size_t k) { }
*/

/*@ ghost
  /@ requires part: 0 <= inference_integers(net) <= m && rows_apart(batch, y, m) && integers_apart(net, y, m);
     terminates \true; assigns \nothing;
     ensures rows: rows_apart(batch, y, inference_integers(net));
     ensures integers: integers_apart(net, y, inference_integers(net)); @/
  static void dg_lemma_integers_apart(const dg_network *net, const dg_batch *batch, const dg_index *y, size_t m) { }
*/

/*@ ghost
  /@ requires sum: a + b <= n;
     terminates \true; assigns \nothing;
     ensures sum: \result == a + b; @/
  static size_t dg_lemma_add(size_t a, size_t b, size_t n) { return a + b; }
*/

/*@ ghost // one step after another
  /@ requires steps: p == x + a && q == p + b && sum == a + b;
     terminates \true; assigns \nothing;
     ensures place: q == x + sum; @/
  static void dg_lemma_place(const dg_real *x, const dg_real *p, const dg_real *q, size_t a, size_t b, size_t sum) { }
*/

/*@ ghost // the parts of a workspace overlap nothing that the workspace and the sums do not
  /@ requires admitted: admitted_network(net) && sizes_positive(net);
     requires enough: chunk_reals(net) <= n && inference_integers(net) <= m;
     requires cut: parts_cut(net, x, y, part);
     requires work: work_apart(net, training, batch, parameters, measured, x, n, y, m);
     requires sums: sums_written_apart(net, training, batch, parameters, prepared, gradient, missing, x, n, y, m);
     terminates \true; assigns \nothing;
     ensures apart: pass_apart(net, training, batch, parameters, prepared, measured, part, gradient, missing);
     ensures rows: pass_rows_apart(net, batch, part, missing);
     ensures measured: pass_measured_apart(net, batch, measured, part);
     ensures integers: pass_integers_apart(net, parameters, prepared, part, missing); @/
  static void dg_lemma_pass(const dg_network *net, const dg_training *training, const dg_batch *batch, const dg_real *parameters,
                            const dg_real *prepared, const dg_real *measured, const dg_real *x, size_t n,
                              const dg_index *y, size_t m,
                            const dg_real *gradient, const dg_index *missing, dg_chunk_parts part) {
    dg_lemma_offsets(net->layers, net->depth);
    /@ assert last: admitted_layer(net->layers + (net->depth - 1)); @/
    /@ assert sizes: 1 <= net->inputs && 1 <= output_count(net) && 0 <= parameter_count(net) && 0 <= delay_count(net); @/
    size_t neurons = part.T - part.measured, outputs = part.g - part.T, widest = part.g_next - part.g;
    size_t states = part.scratch - part.states;
    /@ assert neurons: neurons == neuron_count(net) * DG_WIDTH; @/
    /@ assert outputs: outputs == output_count(net) * DG_WIDTH; @/
    /@ assert widest: widest == widest(net->layers, net->depth) * DG_WIDTH; @/
    /@ assert states: states == states_in(net->layers, net->depth); @/
    size_t inputs = net->inputs * DG_WIDTH;
    /@ assert inputs: inputs == net->inputs * DG_WIDTH; @/
    /@ assert sum: inputs + neurons + outputs + 2 * widest + states + scratch_reals(net) <= n; @/
    /@ assert scratch_positive: 0 <= most_forward(net->layers, net->depth) <= scratch_reals(net) &&
         0 <= most_backward(net->layers, net->depth) <= scratch_reals(net); @/
    size_t to_T = dg_lemma_add(inputs, neurons, n);
    dg_lemma_place(x, part.measured, part.T, inputs, neurons, to_T);
    /@ assert to_T: to_T == inputs + neurons && part.T == x + to_T; @/
    size_t to_g = dg_lemma_add(to_T, outputs, n);
    dg_lemma_place(x, part.T, part.g, to_T, outputs, to_g);
    /@ assert to_g: to_g == to_T + outputs && part.g == x + to_g; @/
    size_t to_g_next = dg_lemma_add(to_g, widest, n);
    dg_lemma_place(x, part.g, part.g_next, to_g, widest, to_g_next);
    /@ assert to_g_next: to_g_next == to_g + widest && part.g_next == x + to_g_next; @/
    size_t to_states = dg_lemma_add(to_g_next, widest, n);
    dg_lemma_place(x, part.g_next, part.states, to_g_next, widest, to_states);
    /@ assert to_states: to_states == to_g_next + widest && part.states == x + to_states; @/
    size_t to_scratch = dg_lemma_add(to_states, states, n);
    dg_lemma_place(x, part.states, part.scratch, to_states, states, to_scratch);
    /@ assert to_scratch: to_scratch == to_states + states && part.scratch == x + to_scratch && to_scratch <= n; @/
    size_t scratch = n - to_scratch;
    /@ assert scratch: scratch == n - to_scratch && scratch_reals(net) <= scratch; @/
    dg_lemma_region(net, training, parameters, prepared, gradient, x, n, 0, inputs);
    /@ assert t: part_apart(net, training, parameters, prepared, gradient, part.t, net->inputs * DG_WIDTH); @/
    dg_lemma_region(net, training, parameters, prepared, gradient, x, n, inputs, neurons);
    /@ assert measured: part_apart(net, training, parameters, prepared, gradient, part.measured, neuron_count(net) * DG_WIDTH); @/
    dg_lemma_region(net, training, parameters, prepared, gradient, x, n, to_T, outputs);
    /@ assert T: part_apart(net, training, parameters, prepared, gradient, part.T, output_count(net) * DG_WIDTH); @/
    dg_lemma_region(net, training, parameters, prepared, gradient, x, n, to_g, widest);
    /@ assert g: part_apart(net, training, parameters, prepared, gradient, part.g, widest(net->layers, net->depth) * DG_WIDTH); @/
    dg_lemma_region(net, training, parameters, prepared, gradient, x, n, to_g_next, widest);
    /@ assert g_next: part_apart(net, training, parameters, prepared, gradient, part.g_next,
         widest(net->layers, net->depth) * DG_WIDTH); @/
    dg_lemma_region(net, training, parameters, prepared, gradient, x, n, to_states, states);
    /@ assert states_apart: part_apart(net, training, parameters, prepared, gradient, part.states,
         states_in(net->layers, net->depth)); @/
    dg_lemma_region(net, training, parameters, prepared, gradient, x, n, to_scratch, scratch);
    /@ assert whole: part_apart(net, training, parameters, prepared, gradient, part.scratch, scratch); @/
    dg_lemma_scratch(net, training, parameters, prepared, gradient, part.scratch, scratch);
    dg_lemma_gradient(net, training, prepared, gradient);
    dg_lemma_batch_apart(batch, net->inputs, x, n, inputs);
    dg_lemma_integers_apart(net, batch, y, m);
    /@ assert t_batch: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH); @/
    /@ assert order_rows: rows_apart(batch, part.order, inference_integers(net)); @/
    /@ assert missing_states: \separated(missing + (0 .. neuron_count(net)-1),
         part.states + (0 .. states_in(net->layers, net->depth)-1)); @/
    /@ assert missing_T: \separated(missing + (0 .. neuron_count(net)-1), part.T + (0 .. output_count(net)*DG_WIDTH-1)); @/
    /@ assert missing_g: \separated(missing + (0 .. neuron_count(net)-1),
         part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)); @/
    /@ assert order_parameters: \separated(part.order + (0 .. inference_integers(net)-1),
         parameters + (0 .. parameter_count(net)-1)); @/
    /@ assert order_prepared: \separated(part.order + (0 .. inference_integers(net)-1), prepared + (0 .. delay_count(net)-1)); @/
    /@ assert order_integers: integers_apart(net, part.order, inference_integers(net)); @/
    /@ assert times: \separated(part.measured + (0 .. neuron_count(net)*DG_WIDTH-1),
         measured + (0 .. batch->count*neuron_count(net)-1)); @/
    /@ assert times_batch: \separated(part.measured + (0 .. neuron_count(net)*DG_WIDTH-1), batch); @/
    /@ assert measured_batch: measured != \null ==> \separated(measured + (0 .. batch->count*neuron_count(net)-1), batch); @/
    /@ assert gradient: region_apart(net, training, prepared, gradient, parameter_count(net)); @/
  }
*/

/*@ ghost // the parts of a chunk lie within its workspace
  /@ requires admitted: admitted_network(net) && sizes_positive(net);
     requires enough: chunk_reals(net) <= n;
     requires cut: parts_cut(net, x, y, part);
     terminates \true; assigns \nothing;
     ensures t: part.t == x && 0 <= net->inputs * DG_WIDTH <= n;
     ensures measured: part.measured == x + (part.measured - x) && 0 <= part.measured - x &&
       (part.measured - x) + neuron_count(net) * DG_WIDTH <= n;
     ensures T: part.T == x + (part.T - x) && 0 <= part.T - x && (part.T - x) + output_count(net) * DG_WIDTH <= n;
     ensures g: part.g == x + (part.g - x) && 0 <= part.g - x && (part.g - x) + widest(net->layers, net->depth) * DG_WIDTH <= n;
     ensures g_next: part.g_next == x + (part.g_next - x) && 0 <= part.g_next - x &&
       (part.g_next - x) + widest(net->layers, net->depth) * DG_WIDTH <= n;
     ensures states: part.states == x + (part.states - x) && 0 <= part.states - x &&
       (part.states - x) + states_in(net->layers, net->depth) <= n;
     ensures scratch: part.scratch == x + (part.scratch - x) && 0 <= part.scratch - x &&
       (part.scratch - x) + scratch_reals(net) <= n; @/
  static void dg_lemma_within(const dg_network *net, const dg_real *x, size_t n, const dg_index *y, dg_chunk_parts part) {
    /@ assert last: admitted_layer(net->layers + (net->depth - 1)); @/
    /@ assert sizes: 1 <= net->inputs && 1 <= output_count(net); @/
    size_t neurons = part.T - part.measured, outputs = part.g - part.T, widest = part.g_next - part.g;
    size_t states = part.scratch - part.states;
    /@ assert neurons: neurons == neuron_count(net) * DG_WIDTH; @/
    /@ assert outputs: outputs == output_count(net) * DG_WIDTH; @/
    /@ assert widest: widest == widest(net->layers, net->depth) * DG_WIDTH; @/
    /@ assert states: states == states_in(net->layers, net->depth); @/
    size_t inputs = net->inputs * DG_WIDTH;
    /@ assert inputs: inputs == net->inputs * DG_WIDTH; @/
    /@ assert sum: inputs + neurons + outputs + 2 * widest + states + scratch_reals(net) <= n; @/
    /@ assert scratch_positive: 0 <= scratch_reals(net); @/
    size_t to_T = dg_lemma_add(inputs, neurons, n);
    dg_lemma_place(x, part.measured, part.T, inputs, neurons, to_T);
    /@ assert to_T: to_T == inputs + neurons && part.T == x + to_T; @/
    size_t to_g = dg_lemma_add(to_T, outputs, n);
    dg_lemma_place(x, part.T, part.g, to_T, outputs, to_g);
    /@ assert to_g: to_g == to_T + outputs && part.g == x + to_g; @/
    size_t to_g_next = dg_lemma_add(to_g, widest, n);
    dg_lemma_place(x, part.g, part.g_next, to_g, widest, to_g_next);
    /@ assert to_g_next: to_g_next == to_g + widest && part.g_next == x + to_g_next; @/
    size_t to_states = dg_lemma_add(to_g_next, widest, n);
    dg_lemma_place(x, part.g_next, part.states, to_g_next, widest, to_states);
    /@ assert to_states: to_states == to_g_next + widest && part.states == x + to_states; @/
    size_t to_scratch = dg_lemma_add(to_states, states, n);
    dg_lemma_place(x, part.states, part.scratch, to_states, states, to_scratch);
    /@ assert to_scratch: to_scratch == to_states + states && part.scratch == x + to_scratch; @/
  }
*/

/*@ ghost // and the sums within that of training
  /@ requires sizes: training_sizes_positive(net, part);
     requires cut: part.prepared == work->real + (work->reals - prepared_reals(net) - 2 * parameter_count(net)) &&
       part.batch.gradient == part.prepared + prepared_reals(net) &&
         part.chunk.gradient == part.batch.gradient + parameter_count(net) &&
       part.batch.missing == work->integer + (work->integers - 2 * neuron_count(net)) &&
       part.chunk.missing == part.batch.missing + neuron_count(net);
     requires work: part.work.real == work->real && part.work.integer == work->integer &&
       part.work.reals == work->reals - prepared_reals(net) - 2 * parameter_count(net) &&
       part.work.integers == work->integers - 2 * neuron_count(net);
     terminates \true; assigns \nothing;
     ensures cut: training_parts_cut(net, work, part);
     ensures batch: part.batch.gradient == work->real + (part.batch.gradient - work->real) &&
       0 <= part.batch.gradient - work->real &&
       (part.batch.gradient - work->real) + parameter_count(net) <= work->reals;
     ensures chunk: part.chunk.gradient == work->real + (part.chunk.gradient - work->real) &&
       0 <= part.chunk.gradient - work->real &&
       (part.chunk.gradient - work->real) + parameter_count(net) <= work->reals;
     ensures batch_missing: part.batch.missing == work->integer + (part.batch.missing - work->integer) &&
       0 <= part.batch.missing - work->integer && (part.batch.missing - work->integer) + neuron_count(net) <= work->integers;
     ensures chunk_missing: part.chunk.missing == work->integer + (part.chunk.missing - work->integer) &&
       0 <= part.chunk.missing - work->integer && (part.chunk.missing - work->integer) + neuron_count(net) <= work->integers; @/
  static void dg_lemma_sums_within(const dg_network *net, const dg_workspace *work, dg_training_parts part) { }
*/

/*@ ghost // the counter of a loop that has come to its end
  /@ requires end: l == net->depth && NetworkFactors(net, prepared, l);
     terminates \true; assigns \nothing;
     ensures factors: NetworkFactors(net, prepared, net->depth); @/
  static void dg_lemma_network_factors(const dg_network *net, const dg_real *prepared, size_t l) { }
*/

/*@ ghost // nor does a single row or label
  /@ requires apart: rows_apart(batch, missing, neuron_count(net));
     terminates \true; assigns \nothing;
     ensures index: \forall integer k; 0 <= k < batch->count ==> \separated(batch->index + k, missing + (0 .. neuron_count(net)-1));
     ensures labels: \forall integer k; 0 <= k < batch->count ==>
       \separated(batch->labels + row_of(batch, k), missing + (0 .. neuron_count(net)-1)); @/
  static void dg_lemma_missing_apart(const dg_network *net, const dg_batch *batch, const dg_index *missing) { }
*/

/*@ ghost // nor does a gradient within it, and the missing spikes
  /@ requires sizes: 0 <= parameter_count(net) && from + parameter_count(net) <= n;
     requires apart: network_apart(net, x, n) && training_apart(training, net->depth, x, n);
     terminates \true; assigns \nothing;
     ensures network: network_apart(net, x + from, parameter_count(net));
     ensures training: training_apart(training, net->depth, x + from, parameter_count(net)); @/
  static void dg_lemma_gradient_inside(const dg_network *net, const dg_training *training, const dg_real *x, size_t n,
    size_t from) { }
*/

/*@ ghost
  /@ requires sizes: 0 <= neuron_count(net) && from + neuron_count(net) <= m;
     requires apart: integers_apart(net, y, m) && rows_apart(batch, y, m);
     terminates \true; assigns \nothing;
     ensures network: integers_apart(net, y + from, neuron_count(net));
     ensures rows: rows_apart(batch, y + from, neuron_count(net)); @/
  static void dg_lemma_missing_inside(const dg_network *net, const dg_batch *batch, const dg_index *y, size_t m, size_t from) { }
*/

/*@ ghost // nor does the first part of a workspace
  /@ requires sizes: \valid_read(net) && k <= n && j <= m;
     requires apart: work_apart(net, training, batch, parameters, measured, x, n, y, m);
     terminates \true; assigns \nothing;
     ensures apart: work_apart(net, training, batch, parameters, measured, x, k, y, j); @/
  static void dg_lemma_work_part(const dg_network *net, const dg_training *training, const dg_batch *batch,
    const dg_real *parameters,
                                 const dg_real *measured, const dg_real *x, size_t n, const dg_index *y, size_t m, size_t k,
                                   size_t j) {
    /@ assert network: network_apart(net, x, k) && integers_apart(net, y, j); @/
    /@ assert training: training_apart(training, net->depth, x, k); @/
    dg_lemma_batch_apart(batch, net->inputs, x, n, k);
    /@ assert rows: rows_apart(batch, y, j); @/
  }
*/

/*@ ghost // pieces of two arrays, one after another, and a third
  /@ requires apart: \separated(x + (0 .. n-1), y + (0 .. m-1), p + (0 .. c-1));
     requires sizes: a + b + 2 * c <= n && d + 2 * e <= m;
     requires reals: prepared == x + a && batch == prepared + b && chunk == batch + c;
     requires integers: batch_missing == y + d && chunk_missing == batch_missing + e;
     terminates \true; assigns \nothing;
     ensures x: \separated(x + (0 .. a-1), prepared + (0 .. b-1)) &&
       \separated(x + (0 .. a-1), batch + (0 .. c-1)) &&
       \separated(x + (0 .. a-1), chunk + (0 .. c-1)) &&
       \separated(x + (0 .. a-1), y + (0 .. d-1)) &&
       \separated(x + (0 .. a-1), batch_missing + (0 .. e-1)) &&
       \separated(x + (0 .. a-1), chunk_missing + (0 .. e-1)) &&
       \separated(x + (0 .. a-1), p + (0 .. c-1));
     ensures prepared: \separated(prepared + (0 .. b-1), batch + (0 .. c-1)) &&
       \separated(prepared + (0 .. b-1), chunk + (0 .. c-1)) &&
       \separated(prepared + (0 .. b-1), y + (0 .. d-1)) &&
       \separated(prepared + (0 .. b-1), batch_missing + (0 .. e-1)) &&
       \separated(prepared + (0 .. b-1), chunk_missing + (0 .. e-1)) &&
       \separated(prepared + (0 .. b-1), p + (0 .. c-1));
     ensures batch: \separated(batch + (0 .. c-1), chunk + (0 .. c-1)) &&
       \separated(batch + (0 .. c-1), y + (0 .. d-1)) &&
       \separated(batch + (0 .. c-1), batch_missing + (0 .. e-1)) &&
       \separated(batch + (0 .. c-1), chunk_missing + (0 .. e-1)) &&
       \separated(batch + (0 .. c-1), p + (0 .. c-1));
     ensures chunk: \separated(chunk + (0 .. c-1), y + (0 .. d-1)) &&
       \separated(chunk + (0 .. c-1), batch_missing + (0 .. e-1)) &&
       \separated(chunk + (0 .. c-1), chunk_missing + (0 .. e-1)) &&
       \separated(chunk + (0 .. c-1), p + (0 .. c-1));
     ensures y: \separated(y + (0 .. d-1), batch_missing + (0 .. e-1)) &&
       \separated(y + (0 .. d-1), chunk_missing + (0 .. e-1)) &&
       \separated(y + (0 .. d-1), p + (0 .. c-1));
     ensures batch_missing: \separated(batch_missing + (0 .. e-1), chunk_missing + (0 .. e-1)) &&
       \separated(batch_missing + (0 .. e-1), p + (0 .. c-1));
     ensures chunk_missing: \separated(chunk_missing + (0 .. e-1), p + (0 .. c-1)); @/
  static void dg_lemma_pieces(const dg_real *x, size_t n, size_t a, size_t b, size_t c, const dg_index *y, size_t m,
    size_t d, size_t e,
                              const dg_real *p, const dg_real *prepared, const dg_real *batch, const dg_real *chunk,
                              const dg_index *batch_missing, const dg_index *chunk_missing) { }
*/

/*@ ghost // the parts of the workspace of training
  /@ requires admitted: admitted_network(net) && training_sizes_positive(net, part);
     requires workspace: holds_workspace(work, work->reals, work->integers);
     requires cut: training_parts_cut(net, work, part);
     requires apart: work_apart(net, training, batch, parameters, measured, work->real, work->reals, work->integer, work->integers);
     terminates \true; assigns \nothing;
     ensures work: work_apart(net, training, batch, parameters, measured, part.work.real, part.work.reals, part.work.integer,
       part.work.integers);
     ensures sums: sums_written_apart(net, training, batch, parameters, part.prepared, part.chunk.gradient, part.chunk.missing,
       part.work.real, part.work.reals, part.work.integer, part.work.integers);
     ensures gradient: region_apart(net, training, part.prepared, part.batch.gradient, parameter_count(net));
     ensures gradients: \separated(part.batch.gradient + (0 .. parameter_count(net)-1),
       part.chunk.gradient + (0 .. parameter_count(net)-1));
     ensures parameters: \separated(part.batch.gradient + (0 .. parameter_count(net)-1),
       parameters + (0 .. parameter_count(net)-1)) &&
       \separated(part.batch.gradient + (0 .. parameter_count(net)-1), training) &&
         \separated(parameters + (0 .. parameter_count(net)-1), training) ;
     ensures missing: integers_apart(net, part.batch.missing, neuron_count(net)) &&
       rows_apart(batch, part.batch.missing, neuron_count(net));
     ensures integers: \separated(part.batch.missing + (0 .. neuron_count(net)-1),
       part.chunk.missing + (0 .. neuron_count(net)-1)) &&
       \separated(part.batch.missing + (0 .. neuron_count(net)-1), part.work.integer + (0 .. part.work.integers-1)) &&
       \separated(part.chunk.missing + (0 .. neuron_count(net)-1), part.work.integer + (0 .. part.work.integers-1)); @/
  static void dg_lemma_training_parts(const dg_network *net, const dg_training *training, const dg_batch *batch,
                                      const dg_real *parameters, const dg_real *measured, const dg_workspace *work,
                                      dg_training_parts part) {
    size_t batch_from = part.batch.gradient - part.work.real, chunk_from = part.chunk.gradient - part.work.real;
    /@ assert batch_from: batch_from == part.work.reals + prepared_reals(net); @/
    /@ assert chunk_from: chunk_from == part.work.reals + prepared_reals(net) + parameter_count(net); @/
    size_t batch_missing = part.batch.missing - part.work.integer, chunk_missing = part.chunk.missing - part.work.integer;
    /@ assert batch_missing: batch_missing == part.work.integers; @/
    /@ assert chunk_missing: chunk_missing == part.work.integers + neuron_count(net); @/
    size_t first = part.work.reals, delays = batch_from - first, count = chunk_from - batch_from;
    size_t integers = part.work.integers, neurons = chunk_missing - batch_missing;
    /@ assert counts: delays == prepared_reals(net) && count == parameter_count(net) && neurons == neuron_count(net); @/
    /@ assert ends: first + delays + 2 * count == work->reals && integers + 2 * neurons == work->integers; @/
    dg_lemma_pieces(work->real, work->reals, first, delays, count, work->integer, work->integers, integers, neurons, parameters,
                    part.prepared, part.batch.gradient, part.chunk.gradient, part.batch.missing, part.chunk.missing);
    /@ assert place_prepared: part.prepared == work->real + first; @/
    /@ assert place_delays: part.batch.gradient == part.prepared + delays; @/
    dg_lemma_place(work->real, part.prepared, part.batch.gradient, first, delays, batch_from);
    dg_lemma_place(work->real, part.batch.gradient, part.chunk.gradient, batch_from, count, chunk_from);
    /@ assert place_batch: part.batch.gradient == work->real + batch_from; @/
    /@ assert place_chunk: part.chunk.gradient == work->real + chunk_from; @/
    /@ assert place_missing: part.batch.missing == work->integer + batch_missing &&
         part.chunk.missing == work->integer + chunk_missing; @/
    /@ assert pieces: \separated(part.work.real + (0 .. part.work.reals-1), part.work.integer + (0 .. part.work.integers-1),
         part.prepared + (0 .. prepared_reals(net)-1), part.chunk.gradient + (0 .. parameter_count(net)-1),
         part.chunk.missing + (0 .. neuron_count(net)-1), parameters + (0 .. parameter_count(net)-1)); @/
    /@ assert batch_reals: \separated(part.batch.gradient + (0 .. parameter_count(net)-1),
         part.prepared + (0 .. prepared_reals(net)-1)) &&
         \separated(part.batch.gradient + (0 .. parameter_count(net)-1), part.chunk.gradient + (0 .. parameter_count(net)-1)) &&
         \separated(part.batch.gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1)); @/
    /@ assert batch_integers: \separated(part.batch.missing + (0 .. neuron_count(net)-1),
         part.chunk.missing + (0 .. neuron_count(net)-1)) &&
         \separated(part.batch.missing + (0 .. neuron_count(net)-1), part.work.integer + (0 .. part.work.integers-1)); @/
    dg_lemma_gradient_inside(net, training, work->real, work->reals, batch_from);
    /@ assert batch_gradient: network_apart(net, part.batch.gradient, parameter_count(net)) &&
         training_apart(training, net->depth, part.batch.gradient, parameter_count(net)); @/
    dg_lemma_gradient(net, training, part.prepared, part.batch.gradient);
    dg_lemma_gradient_inside(net, training, work->real, work->reals, chunk_from);
    /@ assert gradient: network_apart(net, part.chunk.gradient, parameter_count(net)) &&
         training_apart(training, net->depth, part.chunk.gradient, parameter_count(net)); @/
    dg_lemma_missing_inside(net, batch, work->integer, work->integers, batch_missing);
    dg_lemma_missing_inside(net, batch, work->integer, work->integers, chunk_missing);
    dg_lemma_work_part(net, training, batch, parameters, measured, work->real, work->reals, work->integer, work->integers,
                       part.work.reals, part.work.integers);
  }
*/
