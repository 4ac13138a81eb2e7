/* network_passes.h: what the passes of a chunk through a network write (SPEC 2.4, 4.3), to which the contracts of delgrad.h,
   section 8, refer. */

/*@ // Where the spikes of layer l, and 1/K' there, start among the states.
    logic integer spikes_at(dg_layer *layers, integer l) = states_in(layers, l) + sources_of(layers + l) * DG_WIDTH;
    logic integer slopes_at(dg_layer *layers, integer l) =
      states_in(layers, l) + (sources_of(layers + l) + (layers + l)->outputs) * DG_WIDTH;
    logic real ThresholdIn(dg_neuron x) = x.g_leak * (x.threshold - x.e_leak); // c
    predicate TwoOf{L}(dg_layer *layers, integer l) = (layers + l)->neuron.tau_mem == 2 * (layers + l)->neuron.tau_syn;
    // Where tau_mem = 2 tau_syn, the spikes of layer l are the first of its targets over its sources, and 1/K' is what it is there.
    predicate PassSpikes{L}(dg_layer *layers, dg_real *w, dg_real *shift, dg_real *states, integer l) =
      TwoOf(layers, l) ==> \forall integer j, x; 0 <= j < (layers + l)->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf((layers + l)->neuron.tau_mem, ThresholdIn((layers + l)->neuron), layers + l, w, shift,
          states + states_in(layers, l),
          j, x, RowValue(states + spikes_at(layers, l), j, x), RowValue(states + slopes_at(layers, l), j, x));
    // The sources of layer l are the spikes of the layer before it: copied, where both have the same domain.
    predicate HandedOn{L}(dg_layer *layers, dg_real *states, integer l) =
      0 < l && TwoOf(layers, l - 1) && TwoOf(layers, l) &&
        (layers + (l - 1))->neuron.tau_mem == (layers + l)->neuron.tau_mem ==>
      \forall integer y; 0 <= y < (layers + l)->inputs * DG_WIDTH ==>
        NumberAt(states + states_in(layers, l), y) == NumberAt(states + spikes_at(layers, l - 1), y);
    predicate NetworkSpikes{L}(dg_layer *layers, dg_real *parameters, dg_real *delays, dg_real *states, integer depth) =
      \forall integer l; 0 <= l < depth ==>
        PassSpikes(layers, parameters + parameters_in(layers, l), delays + delays_in(layers, l), states, l) &&
        HandedOn(layers, states, l);
*/

/*@ ghost // of a neuron in memory, and of its value
  /@ requires valid: \valid_read(neuron);
     terminates \true; assigns \nothing;
     ensures same: ThresholdIn(*neuron) == ThresholdOf(neuron); @/
  static void dg_lemma_threshold_in(const dg_neuron *neuron) { }
*/

/*@ ghost // number y from place first on
  /@ terminates \true; assigns \nothing;
     ensures numbers: \forall integer first, y; NumberAt(x + first, y) == NumberAt(x, first + y); @/
  static void dg_lemma_numbers(const dg_real *x) { }
*/

/*@ ghost
  /@ requires place: w == parameters + parameters_in(layers, l) && shift == delays + delays_in(layers, l);
     requires spikes: NetworkSpikes(layers, parameters, delays, states, l);
     requires pass: PassSpikes(layers, w, shift, states, l) && HandedOn(layers, states, l);
     terminates \true; assigns \nothing;
     ensures spikes: NetworkSpikes(layers, parameters, delays, states, l + 1); @/
  static void dg_lemma_next_spikes(const dg_layer *layers, const dg_real *parameters, const dg_real *w, const dg_real *delays,
                                   const dg_real *shift, const dg_real *states, size_t l) { }
*/

/*@ ghost // gives their number a name
  /@ requires admitted: admitted_layer(layer);
     terminates \true; assigns \nothing;
     ensures weights: \result == weights_of(layer);
     ensures bound: \result <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; @/
  static size_t dg_lemma_weights(const dg_layer *layer) {
    const size_t n = layer->inputs + layer->biases;
    if (layer->outputs > 0) dg_lemma_rows(layer->outputs - 1, layer->outputs, n);
    return n * layer->outputs;
  }
*/
