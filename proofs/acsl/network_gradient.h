/* network_gradient.h: what the backward pass of a chunk through a network where tau_mem = 2 tau_syn in every layer adds up
   (SPEC 4.3, 6.3, 6.6), to which the contracts of delgrad.h, section 8, refer; all of the state before it. */

/*@ // How many numbers dL/dt of the sources of layer l are, or after the last layer dL/dT of its targets; how many targets the
    // sources of layer l have.
    logic integer rates_in(dg_layer *layers, integer depth, integer l) =
      l < depth ? sources_of(layers + l) : (layers + (depth - 1))->outputs;
    logic integer targets_in(dg_layer *layers, integer depth, integer l) = l < depth ? (layers + l)->outputs : 0;
    logic real TauOf{L}(dg_layer *layers, integer l) = (layers + l)->neuron.tau_mem;
    predicate AllTwo{L}(dg_layer *layers, integer depth) = \forall integer l; 0 <= l < depth ==> TwoOf(layers, l);
    // What a synapse of weight w onto a target whose dL/dT is rate adds to dL/dt of its source.
    logic real RateTerm(real tau_mem, real w, real rate, real dT_dc, real arrival, real rho) =
      w * (rate * dT_dc / tau_mem) * SlopeRho(arrival, rho);
    // What it adds to dL/dw, cut.
    logic real CutTerm(real cut, real most, real rate, real dT_dc, real arrival, real rho) =
      Cut(cut, most, -(rate * dT_dc)) * KernelRho(arrival, rho);
*/

/*@ // dL/dt of source i of layer l in sample x, over the first targets of the layer; g: dL/dT of the last layer's targets.
    logic real NetworkRate{L}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g,
                              integer l, integer targets, integer i, integer x) =
      l >= depth ? RowValue(g, i, x) :
      targets <= 0 ? 0 :
      NetworkRate(layers, depth, parameters, delays, states, g, l, targets - 1, i, x) +
      RateTerm(TauOf(layers, l),
        NumberAt(parameters + parameters_in(layers, l), (targets - 1) * sources_of(layers + l) + i),
        NetworkRate(layers, depth, parameters, delays, states, g, l + 1, targets_in(layers, depth, l + 1), targets - 1, x),
        RowValue(states + slopes_at(layers, l), targets - 1, x),
        RhoArrival(layers + l, delays + delays_in(layers, l), states + states_in(layers, l), targets - 1, i, x),
        RowValue(states + spikes_at(layers, l), targets - 1, x));
    // The same over all targets.
    logic real RateInto{L}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g,
                           integer l, integer i, integer x) =
      NetworkRate(layers, depth, parameters, delays, states, g, l, targets_in(layers, depth, l), i, x);
    // dL/dw and dL/da of a synapse of layer l over the first samples of the chunk.
    logic real NetworkWeight{L}(real cut, dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states,
                                dg_real *g, integer l, integer target, integer i, integer count) =
      count <= 0 ? 0 :
      NetworkWeight(cut, layers, depth, parameters, delays, states, g, l, target, i, count - 1) +
      CutTerm(cut,
        RhoMost(layers + l, delays + delays_in(layers, l), states + states_in(layers, l), states + spikes_at(layers, l), target,
          sources_of(layers + l), count - 1),
        RateInto(layers, depth, parameters, delays, states, g, l + 1, target, count - 1),
        RowValue(states + slopes_at(layers, l), target, count - 1),
        RhoArrival(layers + l, delays + delays_in(layers, l), states + states_in(layers, l), target, i, count - 1),
        RowValue(states + spikes_at(layers, l), target, count - 1));
    logic real NetworkArrival{L}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g,
                                 integer l, integer target, integer i, integer count) =
      count <= 0 ? 0 :
      NetworkArrival(layers, depth, parameters, delays, states, g, l, target, i, count - 1) +
      RateTerm(TauOf(layers, l),
        NumberAt(parameters + parameters_in(layers, l), target * sources_of(layers + l) + i),
        RateInto(layers, depth, parameters, delays, states, g, l + 1, target, count - 1),
        RowValue(states + slopes_at(layers, l), target, count - 1),
        RhoArrival(layers + l, delays + delays_in(layers, l), states + states_in(layers, l), target, i, count - 1),
        RowValue(states + spikes_at(layers, l), target, count - 1));
    // dL/dd of delay parameter d of layer l over the first n sources of one target, and over the first targets.
    logic real NetworkTarget{L}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g,
                                integer l, integer target, integer n, integer d) =
      n <= 0 ? 0 :
      NetworkTarget(layers, depth, parameters, delays, states, g, l, target, n - 1, d) +
      (delay_index(layers + l, n - 1, target) == d ?
         NetworkArrival(layers, depth, parameters, delays, states, g, l, target, n - 1, DG_WIDTH) : 0);
    logic real NetworkDelay{L}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g,
                               integer l, integer targets, integer d) =
      targets <= 0 ? 0 :
      NetworkDelay(layers, depth, parameters, delays, states, g, l, targets - 1, d) +
      NetworkTarget(layers, depth, parameters, delays, states, g, l, targets - 1, sources_of(layers + l), d);
*/

/*@ // What the pass of layer l adds up in state B, where g_out comes in, is what the network's backward pass does, seen from A.
    predicate SourcesCarried{A, B}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states,
                                   dg_real *g, dg_real *g_out, integer l) =
      \forall integer i, x; 0 <= i < sources_of{A}(layers + l) && 0 <= x < DG_WIDTH ==>
        SourceGradient{B}(TauOf{A}(layers, l), layers + l, parameters + parameters_in{A}(layers, l),
          delays + delays_in{A}(layers, l), states + states_in{A}(layers, l), states + spikes_at{A}(layers, l),
          states + slopes_at{A}(layers, l), g_out,
          \at((layers + l)->outputs, A), i, x) ==
        NetworkRate{A}(layers, depth, parameters, delays, states, g, l, \at((layers + l)->outputs, A), i, x);
    predicate WeightsCarried{A, B}(real cut, dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states,
                                   dg_real *g, dg_real *g_out, integer l) =
      \forall integer j, i; 0 <= j < \at((layers + l)->outputs, A) && 0 <= i < sources_of{A}(layers + l) ==>
        WeightGradient{B}(cut, layers + l, delays + delays_in{A}(layers, l), states + states_in{A}(layers, l),
          states + spikes_at{A}(layers, l), states + slopes_at{A}(layers, l), g_out, j, i, DG_WIDTH) ==
        NetworkWeight{A}(cut, layers, depth, parameters, delays, states, g, l, j, i, DG_WIDTH);
    predicate DelaysCarried{A, B}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states,
                                  dg_real *g, dg_real *g_out, integer l) =
      \forall integer d;
        DelayGradient{B}(TauOf{A}(layers, l), layers + l, parameters + parameters_in{A}(layers, l),
          delays + delays_in{A}(layers, l), states + states_in{A}(layers, l), states + spikes_at{A}(layers, l),
          states + slopes_at{A}(layers, l), g_out,
          \at((layers + l)->outputs, A), d) ==
        NetworkDelay{A}(layers, depth, parameters, delays, states, g, l, \at((layers + l)->outputs, A), d);
*/

/* Theorems of these names in proofs/coq/: state A is that before the backward pass through all layers, B that before it goes
   through layer l, where what it reads is the same and g_out is dL/dT of the layer's targets. Given to dg_network_backward alone,
   as the lemmas of first_spikes.h to theirs. */
#ifdef DG_TWO_GRADIENTS
/*@ lemma dg_source_gradient{A, B}:
      \forall dg_real *g_out, dg_layer *layers, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g, integer depth,
        integer l, real tau_mem, integer targets, integer i, integer x;
        (0 <= l && l < depth) && (admitted_sizes{A}(layers + l) && admitted_groups{A}(layers + l)) ==>
        sources_of{B}(layers + l) == sources_of{A}(layers + l) && targets_of{B}(layers + l) == targets_of{A}(layers + l) &&
          delay_kind_of{B}(layers + l) == delay_kind_of{A}(layers + l) &&
          grouping_of{B}(layers + l) == grouping_of{A}(layers + l) &&
          source_groups_of{B}(layers + l) == source_groups_of{A}(layers + l) &&
          target_groups_of{B}(layers + l) == target_groups_of{A}(layers + l) ==>
        0 <= parameters_in{A}(layers, l) &&
          parameters_in{A}(layers, l) + weights_of{A}(layers + l) <= parameters_in{A}(layers, depth) ==>
        0 <= delays_in{A}(layers, l) && delays_in{A}(layers, l) + delays_of{A}(layers + l) <= delays_in{A}(layers, depth) ==>
        0 <= states_in{A}(layers, l) &&
          slopes_at{A}(layers, l) + targets_of{A}(layers + l) * DG_WIDTH <= states_in{A}(layers, depth) ==>
        (\forall integer y; 0 <= y < parameters_in{A}(layers, depth) ==>
          NumberAt{B}(parameters, y) == NumberAt{A}(parameters, y)) ==>
        (\forall integer y; 0 <= y < delays_in{A}(layers, depth) ==> NumberAt{B}(delays, y) == NumberAt{A}(delays, y)) ==>
        (\forall integer y; 0 <= y < states_in{A}(layers, depth) ==> NumberAt{B}(states, y) == NumberAt{A}(states, y)) ==>
        (\forall integer j, c; 0 <= j < targets_of{A}(layers + l) && 0 <= c < DG_WIDTH ==>
          RowValue{B}(g_out, j, c) == RateInto{A}(layers, depth, parameters, delays, states, g, l + 1, j, c)) ==>
        tau_mem == TauOf{A}(layers, l) && targets == targets_of{A}(layers + l) &&
          (0 <= i < sources_of{A}(layers + l) && 0 <= x < DG_WIDTH) ==>
        SourceGradient{B}(tau_mem, layers + l, parameters + parameters_in{A}(layers, l),
            delays + delays_in{A}(layers, l), states + states_in{A}(layers, l),
            states + spikes_at{A}(layers, l), states + slopes_at{A}(layers, l), g_out, targets, i, x) ==
          NetworkRate{A}(layers, depth, parameters, delays, states, g, l, targets, i, x);
    lemma dg_weight_gradient{A, B}:
      \forall dg_real *g_out, dg_layer *layers, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g, integer depth,
        integer l, real cut, integer target, integer i;
        (0 <= l && l < depth) && (admitted_sizes{A}(layers + l) && admitted_groups{A}(layers + l)) ==>
        sources_of{B}(layers + l) == sources_of{A}(layers + l) && targets_of{B}(layers + l) == targets_of{A}(layers + l) &&
          delay_kind_of{B}(layers + l) == delay_kind_of{A}(layers + l) &&
          grouping_of{B}(layers + l) == grouping_of{A}(layers + l) &&
          source_groups_of{B}(layers + l) == source_groups_of{A}(layers + l) &&
          target_groups_of{B}(layers + l) == target_groups_of{A}(layers + l) ==>
        0 <= parameters_in{A}(layers, l) &&
          parameters_in{A}(layers, l) + weights_of{A}(layers + l) <= parameters_in{A}(layers, depth) ==>
        0 <= delays_in{A}(layers, l) && delays_in{A}(layers, l) + delays_of{A}(layers + l) <= delays_in{A}(layers, depth) ==>
        0 <= states_in{A}(layers, l) &&
          slopes_at{A}(layers, l) + targets_of{A}(layers + l) * DG_WIDTH <= states_in{A}(layers, depth) ==>
        (\forall integer y; 0 <= y < parameters_in{A}(layers, depth) ==>
          NumberAt{B}(parameters, y) == NumberAt{A}(parameters, y)) ==>
        (\forall integer y; 0 <= y < delays_in{A}(layers, depth) ==> NumberAt{B}(delays, y) == NumberAt{A}(delays, y)) ==>
        (\forall integer y; 0 <= y < states_in{A}(layers, depth) ==> NumberAt{B}(states, y) == NumberAt{A}(states, y)) ==>
        (\forall integer j, c; 0 <= j < targets_of{A}(layers + l) && 0 <= c < DG_WIDTH ==>
          RowValue{B}(g_out, j, c) == RateInto{A}(layers, depth, parameters, delays, states, g, l + 1, j, c)) ==>
        0 <= target < targets_of{A}(layers + l) && 0 <= i < sources_of{A}(layers + l) ==>
        WeightGradient{B}(cut, layers + l,
            delays + delays_in{A}(layers, l), states + states_in{A}(layers, l),
            states + spikes_at{A}(layers, l), states + slopes_at{A}(layers, l), g_out, target, i, DG_WIDTH) ==
          NetworkWeight{A}(cut, layers, depth, parameters, delays, states, g, l, target, i, DG_WIDTH);
    lemma dg_delay_gradient{A, B}:
      \forall dg_real *g_out, dg_layer *layers, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g, integer depth,
        integer l, real tau_mem, integer targets, integer d;
        (0 <= l && l < depth) && (admitted_sizes{A}(layers + l) && admitted_groups{A}(layers + l)) ==>
        sources_of{B}(layers + l) == sources_of{A}(layers + l) && targets_of{B}(layers + l) == targets_of{A}(layers + l) &&
          delay_kind_of{B}(layers + l) == delay_kind_of{A}(layers + l) &&
          grouping_of{B}(layers + l) == grouping_of{A}(layers + l) &&
          source_groups_of{B}(layers + l) == source_groups_of{A}(layers + l) &&
          target_groups_of{B}(layers + l) == target_groups_of{A}(layers + l) ==>
        0 <= parameters_in{A}(layers, l) &&
          parameters_in{A}(layers, l) + weights_of{A}(layers + l) <= parameters_in{A}(layers, depth) ==>
        0 <= delays_in{A}(layers, l) && delays_in{A}(layers, l) + delays_of{A}(layers + l) <= delays_in{A}(layers, depth) ==>
        0 <= states_in{A}(layers, l) &&
          slopes_at{A}(layers, l) + targets_of{A}(layers + l) * DG_WIDTH <= states_in{A}(layers, depth) ==>
        (\forall integer y; 0 <= y < parameters_in{A}(layers, depth) ==>
          NumberAt{B}(parameters, y) == NumberAt{A}(parameters, y)) ==>
        (\forall integer y; 0 <= y < delays_in{A}(layers, depth) ==> NumberAt{B}(delays, y) == NumberAt{A}(delays, y)) ==>
        (\forall integer y; 0 <= y < states_in{A}(layers, depth) ==> NumberAt{B}(states, y) == NumberAt{A}(states, y)) ==>
        (\forall integer j, c; 0 <= j < targets_of{A}(layers + l) && 0 <= c < DG_WIDTH ==>
          RowValue{B}(g_out, j, c) == RateInto{A}(layers, depth, parameters, delays, states, g, l + 1, j, c)) ==>
        tau_mem == TauOf{A}(layers, l) && targets == targets_of{A}(layers + l) ==>
        DelayGradient{B}(tau_mem, layers + l, parameters + parameters_in{A}(layers, l),
            delays + delays_in{A}(layers, l), states + states_in{A}(layers, l),
            states + spikes_at{A}(layers, l), states + slopes_at{A}(layers, l), g_out, targets, d) ==
          NetworkDelay{A}(layers, depth, parameters, delays, states, g, l, targets, d);
*/
#endif

/*@ // Column i of row j of y[..][n], which starts at first, lies before from, or from to on and before end.
    predicate InRest(integer j, integer n, integer i, integer first, integer from, integer to, integer end) =
      (0 <= first + (j * n + i) && first + (j * n + i) < from) || (to <= first + (j * n + i) && first + (j * n + i) < end);
    predicate SameBetween{P, H}(dg_real *x, integer from, integer to) =
      \forall integer i; from <= i < to ==> \at(x[i], H) == \at(x[i], P);
    predicate RowSame{P, H}(dg_real *x, integer first, integer n, integer j, integer i) =
      \at(x[first + (j * n + i)], H) == \at(x[first + (j * n + i)], P);
    predicate RowGains{P, H}(dg_real *x, integer first, integer n, integer j, integer i, real gain) =
      \at(x[first + (j * n + i)], H) == \at(x[first + (j * n + i)], P) + gain;
    predicate PlaceGains{P, H}(dg_real *x, integer first, integer i, real gain) =
      \at(x[first + i], H) == \at(x[first + i], P) + gain;
    // What lies at the places of the weights and delays of layer l is as it was.
    predicate WeightsSame{P, H}(dg_layer *layers, dg_real *x, integer l) =
      \forall integer j, i; 0 <= j < \at((layers + l)->outputs, P) && 0 <= i < sources_of{P}(layers + l) ==>
        RowSame{P, H}(x, parameters_in{P}(layers, l), sources_of{P}(layers + l), j, i);
    predicate DelaysSame{P, H}(dg_layer *layers, dg_real *x, integer l) =
      \forall integer d; 0 <= d < delays_of{P}(layers + l) ==>
        PlaceSame{P, H}(x, parameters_in{P}(layers, l) + weights_of{P}(layers + l), d);
*/

/*@ ghost // the parameters of layer k come before those of layer l
  /@ requires admitted: admitted_network(net) && k < l <= net->depth;
     terminates \true; assigns \nothing;
     ensures order: parameters_in(net->layers, k + 1) <= parameters_in(net->layers, l); @/
  static void dg_lemma_parameters_order(const dg_network *net, size_t k, size_t l) {
    /@ loop invariant range: k + 1 <= m <= l;
       loop invariant order: parameters_in(net->layers, k + 1) <= parameters_in(net->layers, m);
       loop assigns m; loop variant l - m; @/
    for (size_t m = k + 1; m < l; m++) dg_lemma_layer(net, m);
  }
*/

/*@ ghost // x[outputs][n] from first on
  /@ requires size: outputs <= DG_SIZE_MAX && n <= 2 * DG_SIZE_MAX;
     requires rest: first + outputs * n <= from || (to <= first && first + outputs * n <= end);
     terminates \true; assigns \nothing;
     ensures rows: \forall integer j, i; 0 <= j < outputs && 0 <= i < n ==> InRest(j, n, i, first, from, to, end); @/
  static void dg_lemma_rest_rows(size_t first, size_t outputs, size_t n, size_t from, size_t to, size_t end) {
    dg_lemma_all_rows(outputs, n);
    /@ assert low: \forall integer j, i; 0 <= j < outputs && 0 <= i < n ==> 0 <= j * n + i; @/
    /@ assert high: \forall integer j, i; 0 <= j < outputs && 0 <= i < n ==> j * n + i < outputs * n; @/
  }
*/

/*@ ghost // the parameters of another layer than l lie before or after its own
  /@ requires admitted: admitted_network(net) && k < net->depth && l < net->depth && k != l;
     requires places: first == parameters_in(net->layers, k) && from == parameters_in(net->layers, l) &&
       to == parameters_in(net->layers, l + 1) && end == parameter_count(net);
     requires sizes: n == sources_of(net->layers + k) && outputs == (net->layers + k)->outputs;
     terminates \true; assigns \nothing;
     ensures weights: \forall integer j, i; 0 <= j < (net->layers + k)->outputs && 0 <= i < sources_of(net->layers + k) ==>
       InRest(j, sources_of(net->layers + k), i, first, from, to, end);
     ensures delays: first + weights_of(net->layers + k) + delays_of(net->layers + k) <= from ||
       (to <= first && first + weights_of(net->layers + k) + delays_of(net->layers + k) <= end);
     ensures positive: 0 <= weights_of(net->layers + k) && 0 <= delays_of(net->layers + k); @/
  static void dg_lemma_other_parameters(const dg_network *net, size_t l, size_t k, size_t n, size_t outputs, size_t first,
                                        size_t from, size_t to, size_t end) {
    dg_lemma_layer(net, k);
    dg_lemma_layer(net, l);
    if (k < l) dg_lemma_parameters_order(net, k, l);
    else dg_lemma_parameters_order(net, l, k);
    /@ assert sizes: n == sources_of(net->layers + k) && n <= 2 * DG_SIZE_MAX && outputs <= DG_SIZE_MAX; @/
    /@ assert product: weights_of(net->layers + k) == outputs * n; @/
    dg_lemma_rest_rows(first, outputs, n, from, to, end);
  }
*/

/*@ ghost // nothing that is read, or belongs to other layers, is written backward through one layer
  /@ requires sizes: first + count <= parameter_reals && sources <= wide && room <= most;
     requires part: g_w == gradient + first;
     requires separate: \separated(gradient + (0 .. parameter_reals-1), g_next + (0 .. wide-1), scratch + (0 .. most-1),
       parameters + (0 .. parameter_reals-1), shift + (0 .. delay_reals-1));
     terminates \true; assigns \nothing;
     ensures parameters: reals_apart(parameters, parameter_reals, g_next, sources) &&
       reals_apart(parameters, parameter_reals, g_w, count) && reals_apart(parameters, parameter_reals, scratch, room);
     ensures delays: reals_apart(shift, delay_reals, g_next, sources) && reals_apart(shift, delay_reals, g_w, count) &&
       reals_apart(shift, delay_reals, scratch, room);
     ensures gradient: reals_apart(gradient, parameter_reals, g_next, sources) &&
       reals_apart(gradient, parameter_reals, scratch, room);
     ensures before: reals_apart(gradient, first, g_w, count);
     ensures after: \forall integer x; first + count <= x < parameter_reals ==> \separated(gradient + x, g_w + (0 .. count-1)); @/
  static void dg_lemma_read_parts(const dg_real *gradient, const dg_real *parameters, size_t parameter_reals, size_t first,
                                  const dg_real *g_w, size_t count, const dg_real *shift, size_t delay_reals, size_t sources,
                                  const dg_real *g_next, size_t wide, const dg_real *scratch, size_t most, size_t room) {
  }
*/

/*@ // What dg_network_backward has added to the gradient for layer l; its rates before layer l.
    predicate WeightsAdded{P, H}(real cut, dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states,
                                 dg_real *g, dg_real *x, integer l) =
      \forall integer j, i; 0 <= j < \at((layers + l)->outputs, P) && 0 <= i < sources_of{P}(layers + l) ==>
        RowGains{P, H}(x, parameters_in{P}(layers, l), sources_of{P}(layers + l), j, i,
          NetworkWeight{P}(cut, layers, depth, parameters, delays, states, g, l, j, i, DG_WIDTH));
    predicate DelaysAdded{P, H}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g,
                                dg_real *x, integer l) =
      \forall integer d; 0 <= d < delays_of{P}(layers + l) ==>
        PlaceGains{P, H}(x, parameters_in{P}(layers, l) + weights_of{P}(layers + l), d,
          NetworkDelay{P}(layers, depth, parameters, delays, states, g, l, \at((layers + l)->outputs, P), d));
    predicate RatesAre{P, H}(dg_layer *layers, integer depth, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g,
                             dg_real *rates, integer l) =
      \forall integer i, x; 0 <= i < rates_in{P}(layers, depth, l) && 0 <= x < DG_WIDTH ==>
        RowValue{H}(rates, i, x) == RateInto{P}(layers, depth, parameters, delays, states, g, l, i, x);
*/
