/* Logic definitions for the contracts of delgrad_hw.h: the delay lines of a network and its settings (SPEC 13.2). */

/* The lines of a layer, its settings; those of the first layers. */
/*@ logic integer lines_of(dg_layer *layer) =
      layer->delay.kind == DG_DELAY_NONE ? 0 :
      layer->delay.kind == DG_DELAY_AXONAL ? sources_of(layer) :
      layer->delay.kind == DG_DELAY_DENDRITIC ? layer->outputs : sources_of(layer) * layer->outputs;
    logic integer lines_in(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : lines_in(layers, depth - 1) + lines_of(layers + (depth - 1));
    logic integer settings_in(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : settings_in(layers, depth - 1) + weights_of(layers + (depth - 1)) + lines_of(layers + (depth - 1));
    logic integer line_count(dg_network *net) = lines_in(net->layers, net->depth);
    logic integer setting_count(dg_network *net) = settings_in(net->layers, net->depth);
*/
