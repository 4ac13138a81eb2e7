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

/* The spikes of the first layers whose domain is rho are above 0. */
/*@ predicate StatesPositive{L}(dg_layer *layers, dg_real *states, integer depth) =
      \forall integer l; 0 <= l < depth ==>
        DomainPositive(layers + l, states + (states_in(layers, l) + sources_of(layers + l) * DG_WIDTH), (layers + l)->outputs);
*/

/*@ ghost
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures within: \forall integer k; 0 <= k < depth ==> 0 <= states_in(layers, k) && states_in(layers, k + 1) <= states_in(layers, depth); @/
  static void dg_lemma_states(const dg_layer *layers, size_t depth) {
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant positive: 0 <= states_in(layers, l);
       loop invariant within: \forall integer k; 0 <= k < l ==> 0 <= states_in(layers, k) && states_in(layers, k + 1) <= states_in(layers, l);
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
     ensures delays: \forall integer k; 0 <= k < depth ==> 0 <= delays_in(layers, k) && delays_in(layers, k + 1) <= delays_in(layers, depth);
     ensures next: \forall integer k; 0 <= k < depth ==> delays_in(layers, k + 1) == delays_in(layers, k) + delays_of(layers + k);
     ensures positive: 0 <= delays_in(layers, depth) && 0 <= parameters_in(layers, depth); @/
  static void dg_lemma_offsets(const dg_layer *layers, size_t depth) {
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant positive: 0 <= delays_in(layers, l) && 0 <= parameters_in(layers, l);
       loop invariant next: \forall integer k; 0 <= k < l ==> delays_in(layers, k + 1) == delays_in(layers, k) + delays_of(layers + k);
       loop invariant delays: \forall integer k; 0 <= k < l ==> 0 <= delays_in(layers, k) && delays_in(layers, k + 1) <= delays_in(layers, l);
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
