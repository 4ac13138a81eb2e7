/* Logic definitions for the contracts of delgrad.h, section 12: the parts of a training workspace. */

/*@ predicate parts_valid(dg_network *net, dg_training_parts part) =
      \valid(part.shift + (0 .. delay_count(net)-1)) && \valid(part.gradient + (0 .. parameter_count(net)-1)) &&
      \valid(part.chunk + (0 .. parameter_count(net)-1)) && \valid(part.t + (0 .. net->inputs*DG_WIDTH-1)) &&
      \valid(part.measured + (0 .. neuron_count(net)*DG_WIDTH-1)) && \valid(part.T + (0 .. output_count(net)*DG_WIDTH-1)) &&
      \valid(part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(part.scratch + (0 .. scratch_reals(net)-1)) && \valid(part.missing + (0 .. neuron_count(net)-1)) &&
      \valid(part.order + (0 .. inference_integers(net)-1));
    predicate parts_separate(dg_network *net, dg_training_parts part) =
      \separated(part.shift + (0 .. delay_count(net)-1), part.gradient + (0 .. parameter_count(net)-1),
                 part.chunk + (0 .. parameter_count(net)-1), part.t + (0 .. net->inputs*DG_WIDTH-1),
                 part.measured + (0 .. neuron_count(net)*DG_WIDTH-1), part.T + (0 .. output_count(net)*DG_WIDTH-1),
                 part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
                 part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
                 part.states + (0 .. states_in(net->layers, net->depth)-1), part.scratch + (0 .. scratch_reals(net)-1),
                 part.missing + (0 .. neuron_count(net)-1), part.order + (0 .. inference_integers(net)-1));
    predicate counted(dg_network *net, dg_index *missing, integer samples) =
      \forall integer j; 0 <= j < neuron_count(net) ==> 0 <= missing[j] <= samples;
*/

/* Nothing that a batch's gradient reads lies in the parts, which it writes. */
/*@ predicate parts_apart_from(dg_network *net, dg_training_parts part, char *from, integer size) =
      \separated(from + (0 .. size-1), part.shift + (0 .. delay_count(net)-1)) &&
      \separated(from + (0 .. size-1), part.gradient + (0 .. parameter_count(net)-1)) &&
      \separated(from + (0 .. size-1), part.chunk + (0 .. parameter_count(net)-1)) &&
      \separated(from + (0 .. size-1), part.t + (0 .. net->inputs*DG_WIDTH-1)) &&
      \separated(from + (0 .. size-1), part.measured + (0 .. neuron_count(net)*DG_WIDTH-1)) &&
      \separated(from + (0 .. size-1), part.T + (0 .. output_count(net)*DG_WIDTH-1)) &&
      \separated(from + (0 .. size-1), part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \separated(from + (0 .. size-1), part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \separated(from + (0 .. size-1), part.states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \separated(from + (0 .. size-1), part.scratch + (0 .. scratch_reals(net)-1)) &&
      \separated(from + (0 .. size-1), part.missing + (0 .. neuron_count(net)-1)) &&
      \separated(from + (0 .. size-1), part.order + (0 .. inference_integers(net)-1));
    predicate parts_apart_from_network(dg_network *net, dg_training_parts part) =
      parts_apart_from(net, part, (char *)net, sizeof(dg_network)) &&
      parts_apart_from(net, part, (char *)net->layers, net->depth * sizeof(dg_layer)) &&
      \forall integer l; 0 <= l < net->depth ==>
        parts_apart_from(net, part, (char *)(net->layers + l)->bias_times, (net->layers + l)->biases * sizeof(dg_real));
    predicate parts_apart_from_batch(dg_network *net, dg_training_parts part, dg_batch *batch) =
      parts_apart_from(net, part, (char *)batch, sizeof(dg_batch)) &&
      parts_apart_from(net, part, (char *)batch->index, batch->count * sizeof(dg_index)) &&
      \forall integer n; 0 <= n < batch->count ==>
        parts_apart_from(net, part, (char *)(batch->labels + row_of(batch, n)), sizeof(dg_index)) &&
        parts_apart_from(net, part, (char *)(batch->inputs + row_of(batch, n) * net->inputs), net->inputs * sizeof(dg_real));
    predicate parts_apart_from_training(dg_network *net, dg_training_parts part, dg_training *training) =
      parts_apart_from(net, part, (char *)training, sizeof(dg_training)) &&
      parts_apart_from(net, part, (char *)training->layers, net->depth * sizeof(dg_layer_training)) &&
      parts_apart_from(net, part, (char *)training->optimiser.milestones,
                       training->optimiser.milestone_count * sizeof(uint32_t));
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
