/* Logic definitions for the contracts of delgrad.h, sections 12 and 13: training settings. */

/* What dg_training_check may read, and what it admits (SPEC 2.6). */
/*@ predicate readable_training(dg_training *training, integer depth) =
      \valid_read(training) && (training->layers == \null || \valid_read(training->layers + (0 .. depth-1))) &&
      (training->optimiser.milestones == \null ||
       \valid_read(training->optimiser.milestones + (0 .. training->optimiser.milestone_count-1)));
    predicate admitted_schedule(dg_optimiser *optimiser) =
      (optimiser->schedule == DG_STEP ==> optimiser->every >= 1) &&
      (optimiser->schedule == DG_MULTI_STEP && optimiser->milestone_count > 0 ==> optimiser->milestones != \null) &&
      (optimiser->kind != DG_SGD ==> adam_ranges(optimiser));
    predicate admitted_loss(dg_loss *loss) =
      (loss->kind == DG_LOSS_CROSS_ENTROPY ==> loss->xi > 0) && (loss->early_alpha != 0 ==> loss->early_beta > 0);
    predicate admitted_training(dg_training *training, integer depth) =
      readable_training(training, depth) && training->layers != \null && admitted_schedule(&training->optimiser) &&
      admitted_loss(&training->loss);
*/

/* No real of the settings lies in x[0 .. n-1], which is written: each by itself, as provers ask. */
/*@ predicate settings_apart(dg_training *training, dg_real *x, integer n) =
      \separated(&training->loss.xi, x + (0 .. n-1)) && \separated(&training->loss.early_alpha, x + (0 .. n-1)) &&
      \separated(&training->loss.early_beta, x + (0 .. n-1)) && \separated(&training->optimiser.beta1, x + (0 .. n-1)) &&
      \separated(&training->optimiser.beta2, x + (0 .. n-1)) && \separated(&training->optimiser.epsilon, x + (0 .. n-1));
*/

/* The neuron, its time constants, the settings are those of state P. */
/*@ predicate SameNeuron{P, H}(dg_layer *layer) = \at(layer->neuron, H) == \at(layer->neuron, P);
    predicate SameRatio{P, H}(dg_layer *layer) =
      \at(layer->neuron.tau_mem, H) == \at(layer->neuron.tau_mem, P) &&
        \at(layer->neuron.tau_syn, H) == \at(layer->neuron.tau_syn, P);
    predicate SameSettings{P, H}(dg_training *training) =
      \at(training->loss.xi, H) == \at(training->loss.xi, P) &&
      \at(training->loss.early_alpha, H) == \at(training->loss.early_alpha, P) &&
      \at(training->loss.early_beta, H) == \at(training->loss.early_beta, P) &&
      \at(training->optimiser.beta1, H) == \at(training->optimiser.beta1, P) &&
      \at(training->optimiser.beta2, H) == \at(training->optimiser.beta2, P) &&
      \at(training->optimiser.epsilon, H) == \at(training->optimiser.epsilon, P);
*/

/* Absent spikes of n neurons, and the layers of which too many are absent (SPEC 8.4). */
/*@ logic integer absent_in(dg_index *missing, integer n) = n <= 0 ? 0 : absent_in(missing, n - 1) + missing[n - 1];
    predicate layer_fails(dg_network *net, dg_training *training, integer samples, dg_index *missing, integer l) =
      absent_in(missing + neurons_in(net->layers, l), (net->layers + l)->outputs) >
        (training->layers + l)->max_missing * (samples * (net->layers + l)->outputs);
    predicate none_fails(dg_network *net, dg_training *training, integer samples, dg_index *missing, integer n) =
      \forall integer l; 0 <= l < n ==> !layer_fails(net, training, samples, missing, l);
    logic integer late_in(dg_real *rho, integer n, real limit) =
      n <= 0 ? 0 : late_in(rho, n - 1, limit) + (rho[n - 1] >= limit ? 1 : 0);
    predicate counts_between(dg_index *missing, integer from, integer to, integer samples) =
      \forall integer j; from <= j < to ==> 0 <= missing[j] <= samples;
    predicate late_counts(dg_index *missing, integer from, dg_real *out, integer lanes, integer n) =
      \forall integer j; from <= j < from + n ==> missing[j] == late_in(out + (j - from) * DG_WIDTH, lanes, DG_RHO_MAX);
    logic real clipped_to(real clip, real x) = x > clip ? clip : x < -clip ? -clip : x;
*/

/* Nothing of the settings lies in x[0 .. n-1], which is written. */
/*@ predicate training_apart(dg_training *training, integer depth, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), training) && \separated(x + (0 .. n-1), training->layers + (0 .. depth-1)) &&
      \separated(x + (0 .. n-1), training->optimiser.milestones + (0 .. training->optimiser.milestone_count-1));
*/
