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

/* In rho, numbers of one neuron in DG_LANES samples are above 0. */
/*@ predicate LanesAbove{L}(dg_real *x, integer n) = \forall integer l; 0 <= l < n ==> x[l] > 0; */

/* The same of x[0 .. n-1], numbers of a layer whose neurons do not differ; what a model reads does not lie there. */
/*@ predicate ModelPositive{L}(dg_hw_chip *chip, dg_layer *layer, dg_real *x, integer n) =
      layer->neuron.tau_mem == 2 * layer->neuron.tau_syn && chip->neuron.tau_mem_spread <= 0 && chip->neuron.tau_syn_spread <= 0 ==>
        Positives(x, n);
    predicate model_apart(dg_hw_model *model, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), model) && \separated(x + (0 .. n-1), model->chip) && network_apart(model->net, x, n);
    predicate SameChip{P, H}(dg_hw_chip *chip) =
      \at(chip->unit, H) == \at(chip->unit, P) && \at(chip->neuron.tau_mem_spread, H) == \at(chip->neuron.tau_mem_spread, P) &&
      \at(chip->neuron.tau_syn_spread, H) == \at(chip->neuron.tau_syn_spread, P);
*/

/*@ ghost // what lies apart from an array lies apart from a part of it
  /@ requires part: \valid_read(net) && part == x + first && first + count <= n && first <= SIZE_MAX / 16;
     requires apart: network_apart(net, x, n);
     terminates \true; assigns \nothing;
     ensures network: \separated(part + (0 .. count-1), net);
     ensures layers: \separated(part + (0 .. count-1), net->layers + (0 .. net->depth-1));
     ensures times: \forall integer l; 0 <= l < net->depth ==>
       \separated(part + (0 .. count-1), (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1));
     ensures apart: network_apart(net, part, count); @/
  static void dg_hw_lemma_network_part(const dg_network *net, const dg_real *x, size_t n, const dg_real *part, size_t first, size_t count) {
  }
*/
