/* Logic definitions for the contracts of delgrad_hw.h, section 9: the model of a chip. */

/* Reals of a model's workspace (SPEC 13.3). */
/*@ logic integer model_reals(dg_network *net) =
      (net->inputs + 2 * most_sources(net->layers, net->depth) + most_outputs(net->layers, net->depth)) * DG_WIDTH +
      (most_sources(net->layers, net->depth) + 3) * DG_LANES + most_forward(net->layers, net->depth) + setting_count(net) +
      line_count(net) + neuron_count(net);
*/

/* A layer, and where it begins; one of its lines, whose element and delay can be read. */
/*@ predicate at_layer(dg_hw_at at) =
      \valid_read(at.layer) && admitted_sizes(at.layer) && at.setting <= SIZE_MAX / 2 && at.line <= SIZE_MAX / 2 &&
      at.neuron <= SIZE_MAX / 2;
    predicate readable_line(dg_hw_model *model, dg_hw_model_parts *part, dg_hw_at at, integer line) =
      \valid_read(model) && \valid_read(model->chip) && \valid_read(part) && 0 <= line < lines_of(at.layer) &&
      \valid_read(model->element + (at.line + line)) && \valid_read(part->made + (at.setting + weights_of(at.layer) + line));
*/

/* Spikes of a layer are held in rho: its neurons do not differ in their time constants. */
/*@ predicate hw_rho(dg_hw_chip *chip, dg_layer *layer) =
      layer->neuron.tau_mem == 2 * layer->neuron.tau_syn && chip->neuron.tau_mem_spread <= 0 && chip->neuron.tau_syn_spread <= 0;
*/

/* In rho, numbers of one neuron in DG_LANES samples are above 0. */
/*@ predicate LanesAbove{L}(dg_real *x, integer n) = \forall integer l; 0 <= l < n ==> x[l] > 0; */
