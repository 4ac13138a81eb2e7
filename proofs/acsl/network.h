/* Logic definitions for the contracts of delgrad.h, sections 8 to 14: a network and its arrays. */

/* Sizes of the first depth layers (SPEC 6.1): recursive sums and maxima. */
/*@ logic integer parameters_in(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : parameters_in(layers, depth - 1) + weights_of(layers + (depth - 1)) + delays_of(layers + (depth - 1));
    logic integer delays_in(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : delays_in(layers, depth - 1) + delays_of(layers + (depth - 1));
    logic integer neurons_in(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : neurons_in(layers, depth - 1) + (layers + (depth - 1))->outputs;
    logic integer states_in(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : states_in(layers, depth - 1) +
        (sources_of(layers + (depth - 1)) + 2 * (layers + (depth - 1))->outputs) * DG_WIDTH;
    logic integer most_sources(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : \max(most_sources(layers, depth - 1), sources_of(layers + (depth - 1)));
    logic integer most_outputs(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : \max(most_outputs(layers, depth - 1), (layers + (depth - 1))->outputs);
    logic integer most_forward(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : \max(most_forward(layers, depth - 1), forward_reals_of(layers + (depth - 1)));
    logic integer most_backward(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : \max(most_backward(layers, depth - 1), backward_reals_of(layers + (depth - 1)));
*/

/* Sizes of a network and of the workspace of dg_infer. */
/*@ logic integer parameter_count(dg_network *net) = parameters_in(net->layers, net->depth);
    logic integer delay_count(dg_network *net) = delays_in(net->layers, net->depth);
    logic integer neuron_count(dg_network *net) = neurons_in(net->layers, net->depth);
    logic integer output_count(dg_network *net) = (net->layers + (net->depth - 1))->outputs;
    logic integer inference_reals(dg_network *net) =
      delay_count(net) + (net->inputs + most_sources(net->layers, net->depth) +
                          2 * most_outputs(net->layers, net->depth)) * DG_WIDTH + most_forward(net->layers, net->depth);
    logic integer inference_integers(dg_network *net) = most_sources(net->layers, net->depth) * DG_LANES;
*/

/* What dg_network_check may read, and what it admits. nested says that the arrays of one layer lie within those of the
   network; it follows from the recursive sums by induction, which dg_parameter_count carries out. */
/*@ predicate readable_network(dg_network *net) =
      \valid_read(net) &&
      (net->layers == \null || (\valid_read(net->layers + (0 .. net->depth-1)) &&
                                \forall integer l; 0 <= l < net->depth ==> readable_layer(net->layers + l)));
    predicate admitted_layers(dg_layer *layers, integer depth) =
      0 <= depth <= DG_SIZE_MAX && \valid_read(layers + (0 .. depth-1)) &&
      \forall integer l; 0 <= l < depth ==> admitted_layer(layers + l);
    predicate chained(dg_layer *layers, integer depth) =
      \forall integer l; 0 < l < depth ==> (layers + l)->inputs == (layers + (l - 1))->outputs;
    predicate nested(dg_layer *layers, integer depth) =
      \forall integer l; 0 <= l < depth ==>
        0 <= parameters_in(layers, l) && parameters_in(layers, l + 1) <= parameters_in(layers, depth) &&
        0 <= delays_in(layers, l) && delays_in(layers, l + 1) <= delays_in(layers, depth) &&
        0 <= neurons_in(layers, l) && neurons_in(layers, l + 1) <= neurons_in(layers, depth) &&
        0 <= states_in(layers, l) && states_in(layers, l + 1) <= states_in(layers, depth);
    predicate admitted_network(dg_network *net) =
      readable_network(net) && net->layers != \null && 1 <= net->inputs <= DG_SIZE_MAX &&
      1 <= net->multiplex <= DG_SIZE_MAX && 1 <= net->depth && admitted_layers(net->layers, net->depth) &&
      net->layers->inputs == net->inputs * net->multiplex && chained(net->layers, net->depth) &&
      nested(net->layers, net->depth) && parameter_count(net) <= SIZE_MAX / 64;
*/

/* Nothing of a network's descriptor lies in x[0 .. n-1], which is written. */
/*@ predicate network_apart(dg_network *net, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), net) && \separated(x + (0 .. n-1), net->layers + (0 .. net->depth-1)) &&
      \forall integer l; 0 <= l < net->depth ==>
        \separated(x + (0 .. n-1), (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1));
    predicate size_apart(dg_network *net, size_t *x) =
      \separated(x, net) && \separated(x, net->layers + (0 .. net->depth-1));
    predicate integers_apart(dg_network *net, dg_index *x, integer n) =
      \separated(x + (0 .. n-1), net) && \separated(x + (0 .. n-1), net->layers + (0 .. net->depth-1)) &&
      \forall integer l; 0 <= l < net->depth ==>
        \separated(x + (0 .. n-1), (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1));
*/

/* No real of the neurons, of y[0 .. m-1] lies in x[0 .. n-1], which is written: each by itself, as provers ask. */
/*@ predicate neurons_apart(dg_layer *layers, integer depth, dg_real *x, integer n) =
      \forall integer l; 0 <= l < depth ==>
        \separated(&(layers + l)->neuron, x + (0 .. n-1));
    predicate reals_apart(dg_real *y, integer m, dg_real *x, integer n) =
      \forall integer i; 0 <= i < m ==> \separated(y + i, x + (0 .. n-1));
*/

/* The reals, the neurons of the first layers are those of state P. */
/*@ predicate SameReals{P, H}(dg_real *x, integer n) = \forall integer i; 0 <= i < n ==> \at(x[i], H) == \at(x[i], P);
    predicate SameNeurons{P, H}(dg_layer *layers, integer depth) =
      \forall integer l; 0 <= l < depth ==> \at((layers + l)->neuron, H) == \at((layers + l)->neuron, P);
    predicate neuron_signs(dg_neuron x) = x.tau_mem > 0 && x.tau_syn > 0 && x.g_leak > 0 && x.threshold > x.e_leak;
    predicate admitted_neurons(dg_layer *layers, integer depth) =
      \forall integer l; 0 <= l < depth ==> neuron_signs((layers + l)->neuron);
    // What a network is but for its neurons: no reals.
    predicate shaped_layer(dg_layer *layer) =
      readable_layer(layer) && (layer->biases > 0 ==> layer->bias_times != \null) && admitted_sizes(layer) &&
        admitted_groups(layer);
    predicate shaped_layers(dg_layer *layers, integer depth) =
      0 <= depth <= DG_SIZE_MAX && \valid_read(layers + (0 .. depth-1)) &&
      \forall integer l; 0 <= l < depth ==> shaped_layer(layers + l);
    predicate shaped_network(dg_network *net) =
      readable_network(net) && net->layers != \null && 1 <= net->inputs <= DG_SIZE_MAX &&
      1 <= net->multiplex <= DG_SIZE_MAX && 1 <= net->depth && shaped_layers(net->layers, net->depth) &&
      net->layers->inputs == net->inputs * net->multiplex && chained(net->layers, net->depth) &&
      nested(net->layers, net->depth) && parameter_count(net) <= SIZE_MAX / 64;
*/

/* The arrays of a workspace. */
/*@ predicate usable_workspace(dg_workspace *work) =
      \valid_read(work) && (work->real == \null || \valid(work->real + (0 .. work->reals-1))) &&
      (work->integer == \null || \valid(work->integer + (0 .. work->integers-1)));
    predicate holds_workspace(dg_workspace *work, integer reals, integer integers) =
      \valid_read(work) && \valid(work->real + (0 .. reals-1)) && \valid(work->integer + (0 .. integers-1)) &&
      \separated(work->real + (0 .. reals-1), work->integer + (0 .. integers-1), work);
*/

/* The wider of all layers' sources and outputs. */
/*@ logic integer widest(dg_layer *layers, integer depth) =
      \max(most_sources(layers, depth), most_outputs(layers, depth)); */

/* The workspaces of a chunk and of training. */
/*@ logic integer scratch_reals(dg_network *net) =
      \max(most_forward(net->layers, net->depth), most_backward(net->layers, net->depth));
    logic integer chunk_reals(dg_network *net) =
      states_in(net->layers, net->depth) + scratch_reals(net) +
      (net->inputs + neuron_count(net) + output_count(net) + 2 * widest(net->layers, net->depth)) * DG_WIDTH;
    logic integer prepared_reals(dg_network *net) = delay_count(net);
    logic integer training_reals(dg_network *net) = prepared_reals(net) + 2 * parameter_count(net) + chunk_reals(net);
    logic integer training_integers(dg_network *net) = inference_integers(net) + 2 * neuron_count(net);
*/

/* In layers whose domain is rho, the factors of delays are at least 1. */
/*@ predicate NetworkFactors{L}(dg_network *net, dg_real *shift, integer depth) =
      \forall integer l; 0 <= l < depth ==> DomainFactors(net->layers + l, shift + delays_in(net->layers, l));
*/

/* The same of one layer, of the neurons in state P, by the places in the array of all. */
/*@ predicate LayerFactors{P, H}(dg_layer *layers, dg_real *shift, integer l) =
      \at((layers + l)->neuron.tau_mem, P) == 2 * \at((layers + l)->neuron.tau_syn, P) ==>
        \forall integer x; delays_in{H}(layers, l) <= x < delays_in{H}(layers, l + 1) ==> \at(shift[x], H) >= 1;
    predicate AllFactors{P, H}(dg_layer *layers, dg_real *shift, integer depth) =
      \forall integer l; 0 <= l < depth ==> LayerFactors{P, H}(layers, shift, l);
*/

/* The spikes of the first layers whose domain is rho are above 0. */
/*@ predicate StatesPositive{L}(dg_layer *layers, dg_real *states, integer depth) =
      \forall integer l; 0 <= l < depth ==>
        DomainPositive(layers + l, states + (states_in(layers, l) + sources_of(layers + l) * DG_WIDTH), (layers + l)->outputs);
*/

/* The same of one layer, of the neurons in state P, by the places in the array of all states; of the first layers. */
/*@ predicate LayerAbove{P, H}(dg_layer *layers, dg_real *states, integer l) =
      \at((layers + l)->neuron.tau_mem, P) == 2 * \at((layers + l)->neuron.tau_syn, P) ==>
        \forall integer x; states_in{H}(layers, l) + sources_of{H}(layers + l) * DG_WIDTH <= x <
          states_in{H}(layers, l) + (sources_of{H}(layers + l) + \at((layers + l)->outputs, H)) * DG_WIDTH ==>
            \at(states[x], H) > 0;
    predicate AllAbove{P, H}(dg_layer *layers, dg_real *states, integer depth) =
      \forall integer l; 0 <= l < depth ==> LayerAbove{P, H}(layers, states, l);
*/

/*@ ghost
  /@ requires above: AllAbove{Here, Here}(layers, states, l) && LayerAbove{Here, Here}(layers, states, l);
     terminates \true; assigns \nothing;
     ensures above: AllAbove{Here, Here}(layers, states, l + 1); @/
  static void dg_lemma_next_above(const dg_layer *layers, const dg_real *states, size_t l) { }
*/

/*@ ghost // a network is its shape, which a write of reals does not touch, and its neurons
  /@ requires admitted: admitted_network(net);
     terminates \true; assigns \nothing;
     ensures shape: shaped_network(net);
     ensures neurons: admitted_neurons(net->layers, net->depth); @/
  static void dg_lemma_shape(const dg_network *net) {
    /@ assert layers: \forall integer l; 0 <= l < net->depth ==> admitted_layer(net->layers + l); @/
  }
*/

/*@ ghost
  /@ requires shape: shaped_network(net);
     requires neurons: admitted_neurons(net->layers, net->depth);
     terminates \true; assigns \nothing;
     ensures admitted: admitted_network(net); @/
  static void dg_lemma_network(const dg_network *net) {
    /@ assert layers: \forall integer l; 0 <= l < net->depth ==> shaped_layer(net->layers + l); @/
    /@ assert neurons: \forall integer l; 0 <= l < net->depth ==> admitted_layer(net->layers + l); @/
    /@ assert admitted: admitted_layers(net->layers, net->depth); @/
  }
*/

/*@ ghost
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures within: \forall integer k; 0 <= k < depth ==> 0 <= states_in(layers, k) &&
       states_in(layers, k + 1) <= states_in(layers, depth); @/
  static void dg_lemma_states(const dg_layer *layers, size_t depth) {
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant positive: 0 <= states_in(layers, l);
       loop invariant within: \forall integer k; 0 <= k < l ==> 0 <= states_in(layers, k) &&
         states_in(layers, k + 1) <= states_in(layers, l);
       loop assigns l;
       loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      /@ assert layer: sources_of(layers + l) >= 0 && (layers + l)->outputs >= 0; @/
    }
  }
*/

/*@ ghost // where the delays and parameters of the first layers end
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures delays: \forall integer k; 0 <= k < depth ==> 0 <= delays_in(layers, k) &&
       delays_in(layers, k + 1) <= delays_in(layers, depth);
     ensures next: \forall integer k; 0 <= k < depth ==> delays_in(layers, k + 1) == delays_in(layers, k) + delays_of(layers + k);
     ensures positive: 0 <= delays_in(layers, depth) && 0 <= parameters_in(layers, depth); @/
  static void dg_lemma_offsets(const dg_layer *layers, size_t depth) {
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant positive: 0 <= delays_in(layers, l) && 0 <= parameters_in(layers, l);
       loop invariant next: \forall integer k; 0 <= k < l ==>
         delays_in(layers, k + 1) == delays_in(layers, k) + delays_of(layers + k);
       loop invariant delays: \forall integer k; 0 <= k < l ==> 0 <= delays_in(layers, k) &&
         delays_in(layers, k + 1) <= delays_in(layers, l);
       loop assigns l;
       loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      /@ assert layer: admitted_layer(layers + l); @/
      /@ assert groups: source_groups_of(layers + l) >= 0 && target_groups_of(layers + l) >= 0; @/
      /@ assert products: \forall integer x, y; 0 <= x && 0 <= y ==> 0 <= x * y; @/
      /@ assert sizes: weights_of(layers + l) >= 0 && delays_of(layers + l) >= 0; @/
      /@ assert delays: delays_in(layers, l + 1) == delays_in(layers, l) + delays_of(layers + l); @/
    }
  }
*/

/*@ ghost // no layer lies where the delays of one are written
  /@ requires valid: \valid_read(net);
     requires apart: network_apart(net, x, delay_count(net));
     requires within: part == x + first && first + count <= delay_count(net);
     terminates \true; assigns \nothing;
     ensures layers: \forall integer l; 0 <= l < net->depth ==> \separated(part + (0 .. count-1), net->layers + l);
     ensures neurons: neurons_apart(net->layers, net->depth, part, count); @/
  static void dg_lemma_apart(const dg_network *net, const dg_real *x, const dg_real *part, size_t first, size_t count) {
  }
*/

/*@ ghost // one of the numbers that dg_layer_shifts wrote
  /@ requires shifts: Shifts(layer, shift, n) && i < n;
     terminates \true; assigns \nothing;
     ensures positive: shift[i] >= 0;
     ensures factor: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==> shift[i] >= 1; @/
  static void dg_lemma_shift(const dg_layer *layer, size_t n, const dg_real *shift, size_t i) {
  }
*/

/*@ ghost // what dg_layer_shifts wrote from first on
  /@ requires shifts: Shifts(layer, shift + first, n);
     requires size: n <= 2 * DG_SIZE_MAX * DG_SIZE_MAX && first <= SIZE_MAX / 2;
     terminates \true; assigns \nothing;
     ensures positive: \forall integer x; first <= x < first + n ==> shift[x] >= 0;
     ensures factors: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==>
       \forall integer x; first <= x < first + n ==> shift[x] >= 1; @/
  static void dg_lemma_shifts(const dg_layer *layer, size_t n, const dg_real *shift, size_t first) {
    /@ loop invariant range: first <= i <= first + n;
       loop invariant positive: \forall integer x; first <= x < i ==> shift[x] >= 0;
       loop invariant factors: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==>
         \forall integer x; first <= x < i ==> shift[x] >= 1;
       loop assigns i; loop variant first + n - i; @/
    for (size_t i = first; i < first + n; i++) {
      dg_lemma_shift(layer, n, shift + first, i - first);
    }
  }
*/

/*@ ghost // the definition
  /@ requires factors: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==>
       \forall integer i; 0 <= i < delays_of(layer) ==> shift[i] >= 1;
     terminates \true; assigns \nothing;
     ensures factors: DomainFactors(layer, shift); @/
  static void dg_lemma_domain_factors(const dg_layer *layer, const dg_real *shift) {
  }
*/

/*@ ghost // gives their number a name
  /@ requires admitted: admitted_layer(layer);
     terminates \true; assigns \nothing;
     ensures delays: \result == delays_of(layer);
     ensures bound: \result <= 4 * DG_SIZE_MAX * DG_SIZE_MAX; @/
  static size_t dg_lemma_delays(const dg_layer *layer) {
    size_t sources = layer->inputs + layer->biases;
    size_t from = layer->delay.kind == DG_DELAY_NONE ? 0 : layer->delay.kind == DG_DELAY_DENDRITIC ? 1 :
      layer->delay.source_groups != 0 ? layer->delay.source_groups : sources;
    size_t to = layer->delay.kind == DG_DELAY_NONE ? 0 : layer->delay.kind == DG_DELAY_AXONAL ? 1 :
      layer->delay.target_groups != 0 ? layer->delay.target_groups : layer->outputs;
    /@ assert groups: from == source_groups_of(layer) && to == target_groups_of(layer); @/
    /@ assert sizes: from <= 2 * DG_SIZE_MAX && to <= DG_SIZE_MAX; @/
    if (to > 0) dg_lemma_rows(to - 1, to, from);
    /@ assert limit: 0 <= from * to <= 4 * DG_SIZE_MAX * DG_SIZE_MAX; @/
    return from * to;
  }
*/

/*@ ghost // gives the most scratch that a layer needs to go backward a name
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures most: \result == most_backward(layers, depth);
     ensures fits: \forall integer k; 0 <= k < depth ==> backward_reals_of(layers + k) <= \result; @/
  static size_t dg_lemma_most_backward(const dg_layer *layers, size_t depth) {
    size_t most = 0;
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant most: most == most_backward(layers, l) && most <= 256 * DG_SIZE_MAX;
       loop invariant fits: \forall integer k; 0 <= k < l ==> backward_reals_of(layers + k) <= most;
       loop assigns l, most; loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      size_t n = layers[l].inputs + layers[l].biases, folded = (2 * DG_FOLDED + 1) * n;
      size_t reals = layers[l].neuron.tau_mem == 2 * layers[l].neuron.tau_syn ? folded : folded + 2 * n * DG_WIDTH;
      /@ assert layer: admitted_layer(layers + l) && n == sources_of(layers + l) && n <= 2 * DG_SIZE_MAX; @/
      /@ assert reals: reals == backward_reals_of(layers + l); @/
      if (reals > most) most = reals;
    }
    return most;
  }
*/

/*@ ghost // no layer and no neuron lies in a part of an array that is written
  /@ requires part: \valid_read(net) && part == x + first && first + count <= n;
     requires apart: network_apart(net, x, n);
     terminates \true; assigns \nothing;
     ensures layers: \forall integer l; 0 <= l < net->depth ==> \separated(part + (0 .. count-1), net->layers + l);
     ensures neurons: neurons_apart(net->layers, net->depth, part, count); @/
  static void dg_lemma_part_neurons(const dg_network *net, const dg_real *x, size_t n, const dg_real *part, size_t first,
    size_t count) {
  }
*/

/*@ ghost // what is written backward through one layer overlaps nothing that is read
  /@ requires sizes: first + weights + delays <= parameter_reals && delay + delays <= delay_reals &&
       start + sources + 2 * outputs <= n &&
       sources <= wide && outputs <= wide && room <= most;
     requires parts: w == parameters + first && own == shift + delay && g_w == gradient + first && g_d == g_w + weights &&
       src == states + start && out == src + sources && dT_dc == out + outputs;
     requires separate: \separated(gradient + (0 .. parameter_reals-1), g + (0 .. wide-1), g_next + (0 .. wide-1),
       scratch + (0 .. most-1), parameters + (0 .. parameter_reals-1), shift + (0 .. delay_reals-1), states + (0 .. n-1));
     terminates \true; assigns \nothing;
     ensures g_next: \separated(g_next + (0 .. sources-1), w + (0 .. weights-1)) &&
       \separated(g_next + (0 .. sources-1), own + (0 .. delays-1)) &&
       \separated(g_next + (0 .. sources-1), src + (0 .. sources-1)) &&
       \separated(g_next + (0 .. sources-1), out + (0 .. outputs-1)) &&
       \separated(g_next + (0 .. sources-1), dT_dc + (0 .. outputs-1)) &&
       \separated(g_next + (0 .. sources-1), g + (0 .. outputs-1));
     ensures g_w: \separated(g_w + (0 .. weights-1), w + (0 .. weights-1)) &&
       \separated(g_w + (0 .. weights-1), own + (0 .. delays-1)) &&
       \separated(g_w + (0 .. weights-1), src + (0 .. sources-1)) &&
       \separated(g_w + (0 .. weights-1), out + (0 .. outputs-1)) &&
       \separated(g_w + (0 .. weights-1), dT_dc + (0 .. outputs-1)) &&
       \separated(g_w + (0 .. weights-1), g + (0 .. outputs-1));
     ensures g_d: \separated(g_d + (0 .. delays-1), w + (0 .. weights-1)) &&
       \separated(g_d + (0 .. delays-1), own + (0 .. delays-1)) &&
       \separated(g_d + (0 .. delays-1), src + (0 .. sources-1)) &&
       \separated(g_d + (0 .. delays-1), out + (0 .. outputs-1)) &&
       \separated(g_d + (0 .. delays-1), dT_dc + (0 .. outputs-1)) &&
       \separated(g_d + (0 .. delays-1), g + (0 .. outputs-1));
     ensures scratch: \separated(scratch + (0 .. room-1), w + (0 .. weights-1)) &&
       \separated(scratch + (0 .. room-1), own + (0 .. delays-1)) &&
       \separated(scratch + (0 .. room-1), src + (0 .. sources-1)) &&
       \separated(scratch + (0 .. room-1), out + (0 .. outputs-1)) &&
       \separated(scratch + (0 .. room-1), dT_dc + (0 .. outputs-1)) &&
       \separated(scratch + (0 .. room-1), g + (0 .. outputs-1));
     ensures written: \separated(g_next + (0 .. sources-1), g_w + (0 .. weights-1)) &&
       \separated(g_next + (0 .. sources-1), g_d + (0 .. delays-1)) &&
       \separated(g_next + (0 .. sources-1), scratch + (0 .. room-1)) &&
       \separated(g_w + (0 .. weights-1), g_d + (0 .. delays-1)) &&
       \separated(g_w + (0 .. weights-1), scratch + (0 .. room-1)) &&
       \separated(g_d + (0 .. delays-1), scratch + (0 .. room-1));
     ensures states: reals_apart(states, n, g_next, sources) &&
       reals_apart(states, n, g_w, weights) &&
       reals_apart(states, n, g_d, delays) &&
       reals_apart(states, n, scratch, room); @/
  static void dg_lemma_backward_parts(const dg_real *gradient, const dg_real *parameters, size_t parameter_reals, size_t first,
                                      const dg_real *w, const dg_real *g_w, size_t weights, const dg_real *g_d, size_t delays,
                                      const dg_real *shift, size_t delay_reals, size_t delay, const dg_real *own,
                                        const dg_real *states,
                                      size_t n, size_t start, const dg_real *src, size_t sources, const dg_real *out,
                                        const dg_real *dT_dc,
                                      size_t outputs, const dg_real *g, const dg_real *g_next, size_t wide, const dg_real *scratch,
                                      size_t most, size_t room) {
  }
*/

/*@ ghost // the arrays of one layer can be read and written
  /@ requires sizes: first + weights + delays <= parameter_reals && delay + delays <= delay_reals &&
       start + sources + 2 * outputs <= n;
     requires parts: w == parameters + first && own == shift + delay && g_w == gradient + first && g_d == g_w + weights &&
       src == states + start && out == src + sources && dT_dc == out + outputs;
     requires valid: \valid(gradient + (0 .. parameter_reals-1)) && \valid_read(parameters + (0 .. parameter_reals-1)) &&
       \valid_read(shift + (0 .. delay_reals-1)) && \valid_read(states + (0 .. n-1));
     terminates \true; assigns \nothing;
     ensures place: g_d == gradient + (first + weights);
     ensures gradients: \valid(g_w + (0 .. weights-1)) && \valid(g_d + (0 .. delays-1));
     ensures parameters: \valid_read(w + (0 .. weights-1)) && \valid_read(own + (0 .. delays-1));
     ensures spikes: \valid_read(src + (0 .. sources-1)) && \valid_read(out + (0 .. outputs-1)) &&
       \valid_read(dT_dc + (0 .. outputs-1)); @/
  static void dg_lemma_backward_valid(dg_real *gradient, const dg_real *parameters, size_t parameter_reals, size_t first,
                                      const dg_real *w, dg_real *g_w, size_t weights, dg_real *g_d, size_t delays,
                                      const dg_real *shift, size_t delay_reals, size_t delay, const dg_real *own,
                                        const dg_real *states,
                                      size_t n, size_t start, const dg_real *src, size_t sources, const dg_real *out,
                                      const dg_real *dT_dc, size_t outputs) {
  }
*/

/*@ ghost // gives the width of the widest layer a name
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures widest: \result == widest(layers, depth) && \result <= 2 * DG_SIZE_MAX; @/
  static size_t dg_lemma_widest(const dg_layer *layers, size_t depth) {
    size_t sources = 0, outputs = 0;
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant sources: sources == most_sources(layers, l) && sources <= 2 * DG_SIZE_MAX;
       loop invariant outputs: outputs == most_outputs(layers, l) && outputs <= DG_SIZE_MAX;
       loop assigns l, sources, outputs; loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      size_t n = layers[l].inputs + layers[l].biases;
      /@ assert layer: admitted_layer(layers + l) && n == sources_of(layers + l) && n <= 2 * DG_SIZE_MAX; @/
      if (n > sources) sources = n;
      if (layers[l].outputs > outputs) outputs = layers[l].outputs;
    }
    return sources > outputs ? sources : outputs;
  }
*/

/*@ ghost // gives the number of all states a name
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures count: \result == states_in(layers, depth); @/
  static size_t dg_lemma_states_count(const dg_layer *layers, size_t depth) {
    size_t count = 0;
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant count: count == states_in(layers, l) && count <= 4 * DG_SIZE_MAX * DG_WIDTH * l;
       loop assigns l, count; loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      size_t sources = layers[l].inputs + layers[l].biases;
      /@ assert layer: admitted_layer(layers + l) && sources == sources_of(layers + l) && sources <= 2 * DG_SIZE_MAX; @/
      count += (sources + 2 * layers[l].outputs) * DG_WIDTH;
    }
    return count;
  }
*/

/*@ ghost // no layer needs more than the most
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures sources: \forall integer k; 0 <= k < depth ==> sources_of(layers + k) <= most_sources(layers, depth);
     ensures outputs: \forall integer k; 0 <= k < depth ==> (layers + k)->outputs <= most_outputs(layers, depth);
     ensures forward: \forall integer k; 0 <= k < depth ==> forward_reals_of(layers + k) <= most_forward(layers, depth); @/
  static void dg_lemma_most(const dg_layer *layers, size_t depth) {
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant sources: \forall integer k; 0 <= k < l ==> sources_of(layers + k) <= most_sources(layers, l);
       loop invariant outputs: \forall integer k; 0 <= k < l ==> (layers + k)->outputs <= most_outputs(layers, l);
       loop invariant forward: \forall integer k; 0 <= k < l ==> forward_reals_of(layers + k) <= most_forward(layers, l);
       loop assigns l; loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      /@ assert sources: most_sources(layers, l) <= most_sources(layers, l + 1) &&
           sources_of(layers + l) <= most_sources(layers, l + 1); @/
      /@ assert outputs: most_outputs(layers, l) <= most_outputs(layers, l + 1) &&
           (layers + l)->outputs <= most_outputs(layers, l + 1); @/
      /@ assert forward: most_forward(layers, l) <= most_forward(layers, l + 1) &&
           forward_reals_of(layers + l) <= most_forward(layers, l + 1); @/
    }
  }
*/

/*@ ghost // the arrays of one layer fit where those of the widest do
  /@ requires admitted: admitted_network(net) && l < net->depth;
     terminates \true; assigns \nothing;
     ensures sources: sources_of(net->layers + l) <= most_sources(net->layers, net->depth);
     ensures outputs: (net->layers + l)->outputs <= most_outputs(net->layers, net->depth);
     ensures forward: forward_reals_of(net->layers + l) <= most_forward(net->layers, net->depth); @/
  static void dg_lemma_fits(const dg_network *net, size_t l) {
    dg_lemma_most(net->layers, net->depth);
  }
*/

/*@ ghost // where the parameters, delays and neurons of one layer lie among those of all
  /@ requires admitted: admitted_network(net) && l < net->depth;
     terminates \true; assigns \nothing;
     ensures layer: admitted_layer(net->layers + l);
     ensures positive: 0 <= weights_of(net->layers + l) && 0 <= delays_of(net->layers + l);
     ensures parameters: 0 <= parameters_in(net->layers, l) && parameters_in(net->layers, l + 1) <= parameter_count(net) &&
       parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights_of(net->layers + l) +
         delays_of(net->layers + l);
     ensures delays: 0 <= delays_in(net->layers, l) && delays_in(net->layers, l + 1) <= delay_count(net) &&
       delays_in(net->layers, l + 1) == delays_in(net->layers, l) + delays_of(net->layers + l);
     ensures neurons: 0 <= neurons_in(net->layers, l) && neurons_in(net->layers, l + 1) <= neuron_count(net) &&
       neurons_in(net->layers, l + 1) == neurons_in(net->layers, l) + (net->layers + l)->outputs; @/
  static void dg_lemma_layer(const dg_network *net, size_t l) {
    size_t delays = dg_lemma_delays(net->layers + l);
    /@ assert nested: nested(net->layers, net->depth); @/
    /@ assert products: \forall integer x, y; 0 <= x && 0 <= y ==> 0 <= x * y; @/
    /@ assert sizes: 0 <= sources_of(net->layers + l) && 0 <= (net->layers + l)->outputs; @/
    /@ assert weights: 0 <= weights_of(net->layers + l); @/
  }
*/

/*@ ghost // where the states of layer k lie among those of the first l
  /@ requires admitted: admitted_network(net) && k < l <= net->depth;
     terminates \true; assigns \nothing;
     ensures layer: admitted_layer(net->layers + k);
     ensures sizes: 0 <= sources_of(net->layers + k) && 0 <= (net->layers + k)->outputs;
     ensures next: states_in(net->layers, k + 1) ==
       states_in(net->layers, k) + (sources_of(net->layers + k) + 2 * (net->layers + k)->outputs) * DG_WIDTH;
     ensures within: 0 <= states_in(net->layers, k) && states_in(net->layers, k + 1) <= states_in(net->layers, l); @/
  static void dg_lemma_state(const dg_network *net, size_t k, size_t l) {
    dg_lemma_states(net->layers, l);
  }
*/

/*@ ghost // one of the numbers
  /@ requires positive: DomainPositive(layer, x, layer->outputs) && i < layer->outputs * DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures positive: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==> x[i] > 0; @/
  static void dg_lemma_above_one(const dg_layer *layer, const dg_real *x, size_t i) {
  }
*/

/*@ ghost // the definition
  /@ requires positive: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==>
       \forall integer i; 0 <= i < layer->outputs * DG_WIDTH ==> x[i] > 0;
     terminates \true; assigns \nothing;
     ensures positive: DomainPositive(layer, x, layer->outputs); @/
  static void dg_lemma_domain_positive(const dg_layer *layer, const dg_real *x) {
  }
*/

/*@ ghost // the spikes of one layer by their places
  /@ requires size: \valid_read(layer) && layer->outputs <= DG_SIZE_MAX && first <= SIZE_MAX / 2;
     requires positive: DomainPositive(layer, x + first, layer->outputs);
     terminates \true; assigns \nothing;
     ensures positive: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==>
       \forall integer i; first <= i < first + layer->outputs * DG_WIDTH ==> x[i] > 0; @/
  static void dg_lemma_layer_above(const dg_layer *layer, const dg_real *x, size_t first) {
    /@ loop invariant range: first <= i <= first + layer->outputs * DG_WIDTH;
       loop invariant positive: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==>
         \forall integer j; first <= j < i ==> x[j] > 0;
       loop assigns i; loop variant first + layer->outputs * DG_WIDTH - i; @/
    for (size_t i = first; i < first + layer->outputs * DG_WIDTH; i++) {
      dg_lemma_above_one(layer, x + first, i - first);
    }
  }
*/

/*@ ghost // the spikes of layer l, which begin at first
  /@ requires admitted: admitted_network(net) && l < depth <= net->depth;
     requires first: first == states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH && first <= SIZE_MAX / 2;
     requires positive: StatesPositive(net->layers, states, depth);
     terminates \true; assigns \nothing;
     ensures above: LayerAbove{Here, Here}(net->layers, states, l); @/
  static void dg_lemma_state_above(const dg_network *net, const dg_real *states, size_t depth, size_t l, size_t first) {
    const dg_layer *layer = net->layers + l;
    /@ assert layer: admitted_layer(layer); @/
    /@ assert positive: DomainPositive(layer, states + first, layer->outputs); @/
    dg_lemma_layer_above(layer, states, first);
  }
*/

/*@ ghost
  /@ requires admitted: admitted_network(net) && l < net->depth;
     requires first: first == states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH;
     requires above: LayerAbove{Here, Here}(net->layers, states, l);
     terminates \true; assigns \nothing;
     ensures positive: DomainPositive(net->layers + l,
       states + (states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH), (net->layers + l)->outputs); @/
  static void dg_lemma_state_positive(const dg_network *net, const dg_real *states, size_t l, size_t first) {
    const dg_layer *layer = net->layers + l;
    /@ assert above: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==>
         \forall integer x; first <= x < first + layer->outputs * DG_WIDTH ==> states[x] > 0; @/
    dg_lemma_domain_positive(layer, states + first);
  }
*/

/*@ ghost // of all layers
  /@ requires admitted: admitted_network(net) && depth <= net->depth;
     requires positive: StatesPositive(net->layers, states, depth);
     terminates \true; assigns \nothing;
     ensures above: AllAbove{Here, Here}(net->layers, states, depth); @/
  static void dg_lemma_above(const dg_network *net, const dg_real *states, size_t depth) {
    size_t start = 0;
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant start: start == states_in(net->layers, l) && start <= 4 * DG_SIZE_MAX * DG_WIDTH * l;
       loop invariant above: AllAbove{Here, Here}(net->layers, states, l);
       loop assigns l, start; loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      dg_lemma_state(net, l, net->depth);
      size_t sources = net->layers[l].inputs + net->layers[l].biases;
      /@ assert sources: sources == sources_of(net->layers + l); @/
      dg_lemma_state_above(net, states, depth, l, start + sources * DG_WIDTH);
      start += (sources + 2 * net->layers[l].outputs) * DG_WIDTH;
    }
  }
*/

/*@ ghost
  /@ requires admitted: admitted_network(net) && depth <= net->depth;
     requires above: AllAbove{Here, Here}(net->layers, states, depth);
     terminates \true; assigns \nothing;
     ensures positive: StatesPositive(net->layers, states, depth); @/
  static void dg_lemma_states_positive(const dg_network *net, const dg_real *states, size_t depth) {
    size_t start = 0;
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant start: start == states_in(net->layers, l) && start <= 4 * DG_SIZE_MAX * DG_WIDTH * l;
       loop invariant positive: StatesPositive(net->layers, states, l);
       loop assigns l, start; loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      dg_lemma_state(net, l, net->depth);
      size_t sources = net->layers[l].inputs + net->layers[l].biases;
      /@ assert sources: sources == sources_of(net->layers + l); @/
      /@ assert above: LayerAbove{Here, Here}(net->layers, states, l); @/
      dg_lemma_state_positive(net, states, l, start + sources * DG_WIDTH);
      /@ assert next: StatesPositive(net->layers, states, l + 1); @/
      start += (sources + 2 * net->layers[l].outputs) * DG_WIDTH;
    }
  }
*/

/*@ ghost // the spikes of one layer
  /@ requires positive: StatesPositive(net->layers, states, depth) && l < depth;
     terminates \true; assigns \nothing;
     ensures positive: DomainPositive(net->layers + l,
       states + (states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH), (net->layers + l)->outputs); @/
  static void dg_lemma_positive_state(const dg_network *net, const dg_real *states, size_t depth, size_t l) {
  }
*/

/*@ ghost // one of the factors
  /@ requires factors: DomainFactors(layer, shift) && i < delays_of(layer);
     terminates \true; assigns \nothing;
     ensures factor: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==> shift[i] >= 1; @/
  static void dg_lemma_factor_one(const dg_layer *layer, const dg_real *shift, size_t i) {
  }
*/

/*@ ghost // the factors of layer l, which begin at first, by their places
  /@ requires admitted: admitted_network(net) && l < net->depth;
     requires first: first == delays_in(net->layers, l) && first <= SIZE_MAX / 2 && n == delays_of(net->layers + l);
     requires size: n <= 4 * DG_SIZE_MAX * DG_SIZE_MAX;
     requires next: delays_in(net->layers, l + 1) == delays_in(net->layers, l) + delays_of(net->layers + l);
     requires factors: DomainFactors(net->layers + l, shift + first);
     terminates \true; assigns \nothing;
     ensures factors: LayerFactors{Here, Here}(net->layers, shift, l); @/
  static void dg_lemma_place_factors(const dg_network *net, const dg_real *shift, size_t l, size_t first, size_t n) {
    const dg_layer *layer = net->layers + l;
    /@ loop invariant range: first <= i <= first + n;
       loop invariant factors: layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==> \forall integer j; first <= j < i ==>
         shift[j] >= 1;
       loop assigns i; loop variant first + n - i; @/
    for (size_t i = first; i < first + n; i++) {
      dg_lemma_factor_one(layer, shift + first, i - first);
    }
  }
*/

/*@ ghost
  /@ requires factors: AllFactors{Here, Here}(layers, shift, l) && LayerFactors{Here, Here}(layers, shift, l);
     terminates \true; assigns \nothing;
     ensures factors: AllFactors{Here, Here}(layers, shift, l + 1); @/
  static void dg_lemma_next_factors(const dg_layer *layers, const dg_real *shift, size_t l) {
  }
*/

/*@ ghost // of all layers
  /@ requires admitted: admitted_network(net);
     requires factors: NetworkFactors(net, shift, net->depth);
     terminates \true; assigns \nothing;
     ensures factors: AllFactors{Here, Here}(net->layers, shift, net->depth); @/
  static void dg_lemma_all_factors(const dg_network *net, const dg_real *shift) {
    size_t start = 0;
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant start: start == delays_in(net->layers, l) && start <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * l;
       loop invariant factors: AllFactors{Here, Here}(net->layers, shift, l);
       loop assigns l, start; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      dg_lemma_layer(net, l);
      size_t delays = dg_lemma_delays(net->layers + l);
      /@ assert layer: DomainFactors(net->layers + l, shift + start); @/
      dg_lemma_place_factors(net, shift, l, start, delays);
      dg_lemma_next_factors(net->layers, shift, l);
      start += delays;
    }
  }
*/

/*@ ghost // and back
  /@ requires admitted: admitted_network(net);
     requires factors: AllFactors{Here, Here}(net->layers, shift, net->depth);
     terminates \true; assigns \nothing;
     ensures factors: NetworkFactors(net, shift, net->depth); @/
  static void dg_lemma_placed_factors(const dg_network *net, const dg_real *shift) {
    size_t start = 0;
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant start: start == delays_in(net->layers, l) && start <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * l;
       loop invariant factors: NetworkFactors(net, shift, l);
       loop assigns l, start; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      dg_lemma_layer(net, l);
      size_t delays = dg_lemma_delays(net->layers + l);
      /@ assert placed: LayerFactors{Here, Here}(net->layers, shift, l); @/
      dg_lemma_domain_factors(net->layers + l, shift + start);
      /@ assert layer: DomainFactors(net->layers + l, shift + delays_in(net->layers, l)); @/
      start += delays;
    }
  }
*/

/*@ ghost // no neuron lies where the states of one layer are written, nor the layer
  /@ requires valid: \valid_read(net) && l < net->depth;
     requires apart: network_apart(net, states, states_in(net->layers, net->depth));
     requires within: 0 <= states_in(net->layers, l) && 0 <= sources_of(net->layers + l) && 0 <= (net->layers + l)->outputs &&
       states_in(net->layers, l) + (sources_of(net->layers + l) + 2 * (net->layers + l)->outputs) * DG_WIDTH <=
         states_in(net->layers, net->depth);
     terminates \true; assigns \nothing;
     ensures out: neurons_apart(net->layers, net->depth,
       states + (states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH), (net->layers + l)->outputs * DG_WIDTH);
     ensures dT_dc: neurons_apart(net->layers, net->depth,
       states + (states_in(net->layers, l) + (sources_of(net->layers + l) + (net->layers + l)->outputs) * DG_WIDTH),
       (net->layers + l)->outputs * DG_WIDTH);
     ensures layer: \separated(states + (0 .. states_in(net->layers, net->depth)-1), net->layers + l);
     ensures biases: \separated(states + (0 .. states_in(net->layers, net->depth)-1),
       (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1)); @/
  static void dg_lemma_state_apart(const dg_network *net, size_t l, const dg_real *states) {
  }
*/

/*@ ghost // nor in the scratch
  /@ requires valid: \valid_read(net) && l < net->depth;
     requires apart: network_apart(net, scratch, most_forward(net->layers, net->depth));
     requires within: forward_reals_of(net->layers + l) <= most_forward(net->layers, net->depth);
     terminates \true; assigns \nothing;
     ensures neurons: neurons_apart(net->layers, net->depth, scratch, forward_reals_of(net->layers + l));
     ensures layer: \separated(scratch + (0 .. forward_reals_of(net->layers + l)-1), net->layers + l); @/
  static void dg_lemma_scratch_apart(const dg_network *net, size_t l, const dg_real *scratch) {
  }
*/

/*@ ghost
  /@ requires valid: \valid_read(net) && l < net->depth;
     requires apart: integers_apart(net, indices, inference_integers(net));
     terminates \true; assigns \nothing;
     ensures layer: \separated(indices + (0 .. inference_integers(net)-1), net->layers + l); @/
  static void dg_lemma_indices_apart(const dg_network *net, size_t l, const dg_index *indices) {
  }
*/

/*@ ghost // nor do the delays lie in the states of one layer
  /@ requires apart: \separated(states + (0 .. states_in(net->layers, net->depth)-1), delays + (0 .. delay_count(net)-1));
     requires within: 0 <= states_in(net->layers, l) && states_in(net->layers, l) +
       (sources_of(net->layers + l) + 2 * (net->layers + l)->outputs) * DG_WIDTH <= states_in(net->layers, net->depth);
     terminates \true; assigns \nothing;
     ensures states: reals_apart(delays, delay_count(net), states + states_in(net->layers, l),
       (sources_of(net->layers + l) + 2 * (net->layers + l)->outputs) * DG_WIDTH); @/
  static void dg_lemma_delays_apart(const dg_network *net, size_t l, const dg_real *states, const dg_real *delays) {
  }
*/

/*@ ghost // nor do the states of the layers before it
  /@ requires apart: \separated(states + (0 .. states_in(net->layers, net->depth)-1),
       scratch + (0 .. most_forward(net->layers, net->depth)-1));
     requires within: 0 <= states_in(net->layers, l) && 0 <= sources_of(net->layers + l) && 0 <= (net->layers + l)->outputs &&
       states_in(net->layers, l) + (sources_of(net->layers + l) + 2 * (net->layers + l)->outputs) * DG_WIDTH <=
         states_in(net->layers, net->depth) && forward_reals_of(net->layers + l) <= most_forward(net->layers, net->depth);
     terminates \true; assigns \nothing;
     ensures src: reals_apart(states, states_in(net->layers, l), states + states_in(net->layers, l),
       sources_of(net->layers + l) * DG_WIDTH);
     ensures out: reals_apart(states, states_in(net->layers, l),
       states + (states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH), (net->layers + l)->outputs * DG_WIDTH);
     ensures dT_dc: reals_apart(states, states_in(net->layers, l),
       states + (states_in(net->layers, l) + (sources_of(net->layers + l) + (net->layers + l)->outputs) * DG_WIDTH),
       (net->layers + l)->outputs * DG_WIDTH);
     ensures scratch: reals_apart(states, states_in(net->layers, l), scratch, forward_reals_of(net->layers + l)); @/
  static void dg_lemma_below_apart(const dg_network *net, size_t l, const dg_real *states, const dg_real *scratch) {
  }
*/

/*@ ghost
  /@ requires positive: StatesPositive(layers, states, l) &&
       DomainPositive(layers + l, states + (states_in(layers, l) + sources_of(layers + l) * DG_WIDTH), (layers + l)->outputs);
     terminates \true; assigns \nothing;
     ensures positive: StatesPositive(layers, states, l + 1); @/
  static void dg_lemma_next_positive(const dg_layer *layers, const dg_real *states, size_t l) {
  }
*/
