/* network_gradient.h: what the backward pass of a chunk through a network where tau_mem = 2 tau_syn in every layer adds up
   (SPEC 4.3, 6.3, 6.6), to which the contracts of delgrad.h, section 8, refer; all of the state before it. */

/*@ // How many numbers dL/dt of the sources of layer l are, or after the last layer dL/dT of its targets; how many targets the
    // sources of layer l have.
    logic integer rates_in(dg_layer *layers, integer depth, integer l) =
      l < depth ? sources_of(layers + l) : (layers + (depth - 1))->outputs;
    logic integer targets_in(dg_layer *layers, integer depth, integer l) = l < depth ? (layers + l)->outputs : 0;
    logic integer targets_of(dg_layer *layer) = layer->outputs;
    logic integer delay_kind_of(dg_layer *layer) = layer->delay.kind;
    logic integer grouping_of(dg_layer *layer) = layer->delay.grouping;
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

/*@ axiomatic NetworkGradients {
    // Theorems of the same names in proofs/coq/: state A is that before the backward pass through all layers, B that before it
    // goes through layer l, where what it reads is the same and g_out is dL/dT of the layer's targets.
    lemma dg_source_gradient{A, B}:
      \forall dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc, dg_real *g_out,
        dg_layer *layers, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g, integer depth, integer l,
        real tau_mem, integer targets, integer i, integer x;
        l < depth && (admitted_sizes{A}(layers + l) && admitted_groups{A}(layers + l)) ==>
        sources_of{B}(layer) == sources_of{A}(layers + l) && targets_of{B}(layer) == targets_of{A}(layers + l) &&
          delay_kind_of{B}(layer) == delay_kind_of{A}(layers + l) && grouping_of{B}(layer) == grouping_of{A}(layers + l) &&
          source_groups_of{B}(layer) == source_groups_of{A}(layers + l) &&
          target_groups_of{B}(layer) == target_groups_of{A}(layers + l) ==>
        (\forall integer y; 0 <= y < weights_of{A}(layers + l) ==>
          NumberAt{B}(w, y) == NumberAt{A}(parameters + parameters_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < delays_of{A}(layers + l) ==>
          NumberAt{B}(shift, y) == NumberAt{A}(delays + delays_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < sources_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(src, y) == NumberAt{A}(states + states_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < targets_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(out, y) == NumberAt{A}(states + spikes_at{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < targets_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(dT_dc, y) == NumberAt{A}(states + slopes_at{A}(layers, l), y)) ==>
        (\forall integer j, c; 0 <= j < targets_of{A}(layers + l) && 0 <= c < DG_WIDTH ==>
          RowValue{B}(g_out, j, c) == RateInto{A}(layers, depth, parameters, delays, states, g, l + 1, j, c)) ==>
        tau_mem == TauOf{A}(layers, l) && targets == targets_of{A}(layers + l) &&
          (0 <= i < sources_of{A}(layers + l) && 0 <= x < DG_WIDTH) ==>
        SourceGradient{B}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets, i, x) ==
          NetworkRate{A}(layers, depth, parameters, delays, states, g, l, targets, i, x);
    lemma dg_weight_gradient{A, B}:
      \forall dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc, dg_real *g_out,
        dg_layer *layers, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g, integer depth, integer l,
        real cut, integer target, integer i;
        l < depth && (admitted_sizes{A}(layers + l) && admitted_groups{A}(layers + l)) ==>
        sources_of{B}(layer) == sources_of{A}(layers + l) && targets_of{B}(layer) == targets_of{A}(layers + l) &&
          delay_kind_of{B}(layer) == delay_kind_of{A}(layers + l) && grouping_of{B}(layer) == grouping_of{A}(layers + l) &&
          source_groups_of{B}(layer) == source_groups_of{A}(layers + l) &&
          target_groups_of{B}(layer) == target_groups_of{A}(layers + l) ==>
        (\forall integer y; 0 <= y < weights_of{A}(layers + l) ==>
          NumberAt{B}(w, y) == NumberAt{A}(parameters + parameters_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < delays_of{A}(layers + l) ==>
          NumberAt{B}(shift, y) == NumberAt{A}(delays + delays_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < sources_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(src, y) == NumberAt{A}(states + states_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < targets_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(out, y) == NumberAt{A}(states + spikes_at{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < targets_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(dT_dc, y) == NumberAt{A}(states + slopes_at{A}(layers, l), y)) ==>
        (\forall integer j, c; 0 <= j < targets_of{A}(layers + l) && 0 <= c < DG_WIDTH ==>
          RowValue{B}(g_out, j, c) == RateInto{A}(layers, depth, parameters, delays, states, g, l + 1, j, c)) ==>
        0 <= target < targets_of{A}(layers + l) && 0 <= i < sources_of{A}(layers + l) ==>
        WeightGradient{B}(cut, layer, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH) ==
          NetworkWeight{A}(cut, layers, depth, parameters, delays, states, g, l, target, i, DG_WIDTH);
    lemma dg_delay_gradient{A, B}:
      \forall dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc, dg_real *g_out,
        dg_layer *layers, dg_real *parameters, dg_real *delays, dg_real *states, dg_real *g, integer depth, integer l,
        real tau_mem, integer targets, integer d;
        l < depth && (admitted_sizes{A}(layers + l) && admitted_groups{A}(layers + l)) ==>
        sources_of{B}(layer) == sources_of{A}(layers + l) && targets_of{B}(layer) == targets_of{A}(layers + l) &&
          delay_kind_of{B}(layer) == delay_kind_of{A}(layers + l) && grouping_of{B}(layer) == grouping_of{A}(layers + l) &&
          source_groups_of{B}(layer) == source_groups_of{A}(layers + l) &&
          target_groups_of{B}(layer) == target_groups_of{A}(layers + l) ==>
        (\forall integer y; 0 <= y < weights_of{A}(layers + l) ==>
          NumberAt{B}(w, y) == NumberAt{A}(parameters + parameters_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < delays_of{A}(layers + l) ==>
          NumberAt{B}(shift, y) == NumberAt{A}(delays + delays_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < sources_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(src, y) == NumberAt{A}(states + states_in{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < targets_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(out, y) == NumberAt{A}(states + spikes_at{A}(layers, l), y)) ==>
        (\forall integer y; 0 <= y < targets_of{A}(layers + l) * DG_WIDTH ==>
          NumberAt{B}(dT_dc, y) == NumberAt{A}(states + slopes_at{A}(layers, l), y)) ==>
        (\forall integer j, c; 0 <= j < targets_of{A}(layers + l) && 0 <= c < DG_WIDTH ==>
          RowValue{B}(g_out, j, c) == RateInto{A}(layers, depth, parameters, delays, states, g, l + 1, j, c)) ==>
        tau_mem == TauOf{A}(layers, l) && targets == targets_of{A}(layers + l) ==>
        DelayGradient{B}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets, d) ==
          NetworkDelay{A}(layers, depth, parameters, delays, states, g, l, targets, d);
    }
*/
