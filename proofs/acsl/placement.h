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

/* The line of a synapse, and the delay parameter of a line. */
/*@ logic integer line_of(dg_layer *layer, integer source, integer target) =
      layer->delay.kind == DG_DELAY_AXONAL ? source :
      layer->delay.kind == DG_DELAY_DENDRITIC ? target : target * sources_of(layer) + source;
    logic integer line_parameter(dg_layer *layer, integer line) =
      layer->delay.kind == DG_DELAY_AXONAL ? delay_index(layer, line, 0) :
      layer->delay.kind == DG_DELAY_DENDRITIC ? delay_index(layer, 0, line) :
      delay_index(layer, line % sources_of(layer), line / sources_of(layer));
    logic integer rows_of(dg_layer *layer) = layer->delay.kind == DG_DELAY_SYNAPTIC ? lines_of(layer) : sources_of(layer);
*/

/* A chip whose codes are as dg_hw_chip_check admits them; what is known of elements, and that it does not lie in x[0 .. n-1], which
   is written. */
/*@ predicate rising_fits(dg_hw_fit *fit, integer n) =
      \valid_read(fit + (0 .. n-1)) && \forall integer i; 0 <= i < n ==> fit[i].gain > 0;
    predicate fits_apart(dg_hw_fit *fit, integer lines, dg_real *x, integer n) =
      \forall integer i; 0 <= i < lines ==> \separated(fit + i, x + (0 .. n-1));
    predicate coded_chip(dg_hw_chip *chip) =
      \valid_read(chip) && 0 <= chip->weights.most <= 1048576 && 0 <= chip->element.first && chip->element.last <= 1048576 &&
      (chip->element.last != 0 ==> chip->element.first <= chip->element.last);
*/

/* Elements of a chip, the first ones that work, one for each line. */
/*@ predicate placed{L}(dg_index *element, integer lines, integer elements) =
      (\forall integer i; 0 <= i < lines ==> 0 <= element[i] < elements) &&
      (\forall integer i, j; 0 <= i < j < lines ==> element[i] < element[j]);
    predicate all_work{L}(dg_hw_fit *known, dg_index *element, integer lines) =
      \valid_read(element + (0 .. lines-1)) && \forall integer i; 0 <= i < lines ==> known[element[i]].works != 0;
*/

/* The setting of a weight: itself, or the code next to it (SPEC 13.2). */
/*@ predicate SettingOf(real w, real per_unit, integer most, real setting) =
      (most == 0 ==> setting == w) &&
      (most != 0 && -most <= w * per_unit <= most ==> -0.5 <= setting - w * per_unit <= 0.5);
*/

/*@ ghost // a part of a matrix is no larger than all of it
  /@ requires within: x <= a && y <= b;
     terminates \true; assigns \nothing;
     ensures product: 0 <= x * y <= a * b; @/
  static void dg_hw_lemma_product(size_t x, size_t y, size_t a, size_t b) {
    /@ assert rows: x * y <= a * y; @/
    /@ assert all: a * y <= a * b; @/
  }
*/

/*@ ghost // a layer has no more lines than weights
  /@ requires admitted: \valid_read(layer) && admitted_sizes(layer);
     terminates \true; assigns \nothing;
     ensures bound: 0 <= lines_of(layer) <= weights_of(layer) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX;
     ensures delays: admitted_groups(layer) ==> 0 <= delays_of(layer) <= weights_of(layer); @/
  static void dg_hw_lemma_lines(const dg_layer *layer) {
    /@ assert products: \forall integer x, y; 1 <= x && 1 <= y ==> x <= x * y && y <= x * y; @/
    /@ assert limit: \forall integer x, y; 1 <= x <= 2 * DG_SIZE_MAX && 1 <= y <= DG_SIZE_MAX ==>
         x * y <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; @/
    /@ assert ends: 1 <= sources_of(layer) <= 2 * DG_SIZE_MAX && 1 <= layer->outputs <= DG_SIZE_MAX; @/
    /@ assert weights: weights_of(layer) == sources_of(layer) * layer->outputs; @/
    size_t all = layer->inputs + layer->biases;
    size_t sources = layer->delay.kind == DG_DELAY_NONE ? 0 : layer->delay.kind == DG_DELAY_DENDRITIC ? 1 :
      layer->delay.source_groups != 0 ? layer->delay.source_groups : all;
    size_t targets = layer->delay.kind == DG_DELAY_NONE ? 0 : layer->delay.kind == DG_DELAY_AXONAL ? 1 :
      layer->delay.target_groups != 0 ? layer->delay.target_groups : layer->outputs;
    /@ assert counts: all == sources_of(layer) && sources == source_groups_of(layer) && targets == target_groups_of(layer); @/
    if (sources <= all && targets <= layer->outputs) {
      dg_hw_lemma_product(sources, targets, all, layer->outputs);
      /@ assert delays: 0 <= delays_of(layer) <= weights_of(layer); @/
    }
  }
*/

/*@ ghost // where the lines and settings of the first layers end
  /@ requires admitted: shaped_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures next: \forall integer k; 0 <= k < depth ==> lines_in(layers, k + 1) == lines_in(layers, k) + lines_of(layers + k) &&
       settings_in(layers, k + 1) == settings_in(layers, k) + weights_of(layers + k) + lines_of(layers + k);
     ensures lines: \forall integer k; 0 <= k < depth ==> 0 <= lines_in(layers, k) &&
       lines_in(layers, k + 1) <= lines_in(layers, depth);
     ensures settings: \forall integer k; 0 <= k < depth ==>
       0 <= settings_in(layers, k) && settings_in(layers, k + 1) <= settings_in(layers, depth);
     ensures bounds: 0 <= lines_in(layers, depth) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * depth &&
       0 <= settings_in(layers, depth) <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * depth; @/
  static void dg_hw_lemma_offsets(const dg_layer *layers, size_t depth) {
    /@ loop invariant range: 0 <= l <= depth;
       loop invariant next: \forall integer k; 0 <= k < l ==>
         lines_in(layers, k + 1) == lines_in(layers, k) + lines_of(layers + k) &&
         settings_in(layers, k + 1) == settings_in(layers, k) + weights_of(layers + k) + lines_of(layers + k);
       loop invariant lines: \forall integer k; 0 <= k < l ==> 0 <= lines_in(layers, k) &&
         lines_in(layers, k + 1) <= lines_in(layers, l);
       loop invariant settings: \forall integer k; 0 <= k < l ==>
         0 <= settings_in(layers, k) && settings_in(layers, k + 1) <= settings_in(layers, l);
       loop invariant bounds: 0 <= lines_in(layers, l) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * l &&
         0 <= settings_in(layers, l) <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * l;
       loop assigns l; loop variant depth - l; @/
    for (size_t l = 0; l < depth; l++) {
      /@ assert layer: shaped_layer(layers + l); @/
      dg_hw_lemma_lines(layers + l);
      /@ assert lines: lines_in(layers, l + 1) == lines_in(layers, l) + lines_of(layers + l); @/
      /@ assert settings: settings_in(layers, l + 1) == settings_in(layers, l) + weights_of(layers + l) + lines_of(layers + l); @/
    }
  }
*/

/*@ ghost // where the parameters, lines and settings of one layer lie among those of all
  /@ requires shape: shaped_network(net) && l < net->depth;
     terminates \true; assigns \nothing;
     ensures layer: shaped_layer(net->layers + l);
     ensures sizes: 0 <= lines_of(net->layers + l) <= weights_of(net->layers + l) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX;
     ensures delays: 0 <= delays_of(net->layers + l);
     ensures parameters: 0 <= parameters_in(net->layers, l) && parameters_in(net->layers, l + 1) <= parameter_count(net) &&
       parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights_of(net->layers + l) +
         delays_of(net->layers + l);
     ensures lines: 0 <= lines_in(net->layers, l) && lines_in(net->layers, l + 1) <= line_count(net) &&
       lines_in(net->layers, l + 1) == lines_in(net->layers, l) + lines_of(net->layers + l);
     ensures settings: 0 <= settings_in(net->layers, l) && settings_in(net->layers, l + 1) <= setting_count(net) &&
       settings_in(net->layers, l + 1) ==
         settings_in(net->layers, l) + weights_of(net->layers + l) + lines_of(net->layers + l);
     ensures bounds: line_count(net) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * DG_SIZE_MAX &&
       setting_count(net) <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * DG_SIZE_MAX; @/
  static void dg_hw_lemma_place(const dg_network *net, size_t l) {
    dg_hw_lemma_offsets(net->layers, net->depth);
    dg_hw_lemma_lines(net->layers + l);
    /@ assert nested: nested(net->layers, net->depth); @/
    /@ assert products: \forall integer x, y; 0 <= x && 0 <= y ==> 0 <= x * y; @/
    /@ assert groups: 0 <= source_groups_of(net->layers + l) && 0 <= target_groups_of(net->layers + l); @/
  }
*/

/*@ ghost // gives the number of lines a name
  /@ requires shape: shaped_network(net);
     terminates \true; assigns \nothing;
     ensures count: \result == line_count(net); @/
  static size_t dg_hw_lemma_count(const dg_network *net) {
    size_t count = 0;
    dg_hw_lemma_offsets(net->layers, net->depth);
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant count: 0 <= count == lines_in(net->layers, l) && count <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * l;
       loop assigns l, count; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      dg_hw_lemma_lines(net->layers + l);
      size_t n = net->layers[l].inputs + net->layers[l].biases;
      /@ assert sources: n == sources_of(net->layers + l) && sources_of(net->layers + l) * net->layers[l].outputs ==
           weights_of(net->layers + l); @/
      /@ assert weights: 0 <= (integer)n * net->layers[l].outputs <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; @/
      size_t product = n * net->layers[l].outputs;
      /@ assert product: product == sources_of(net->layers + l) * net->layers[l].outputs; @/
      size_t more = net->layers[l].delay.kind == DG_DELAY_NONE ? 0 : net->layers[l].delay.kind == DG_DELAY_AXONAL ? n :
        net->layers[l].delay.kind == DG_DELAY_DENDRITIC ? net->layers[l].outputs : product;
      /@ assert more: more == lines_of(net->layers + l); @/
      count += more;
      /@ assert next: lines_in(net->layers, l + 1) == lines_in(net->layers, l) + lines_of(net->layers + l); @/
    }
    return count;
  }
*/

/*@ ghost // and the number of settings
  /@ requires shape: shaped_network(net);
     terminates \true; assigns \nothing;
     ensures count: \result == setting_count(net) && setting_count(net) <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * net->depth; @/
  static size_t dg_hw_lemma_settings(const dg_network *net) {
    size_t count = 0;
    dg_hw_lemma_offsets(net->layers, net->depth);
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant count: 0 <= count == settings_in(net->layers, l) && count <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * l;
       loop assigns l, count; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      dg_hw_lemma_lines(net->layers + l);
      size_t n = net->layers[l].inputs + net->layers[l].biases;
      /@ assert sources: n == sources_of(net->layers + l) && sources_of(net->layers + l) * net->layers[l].outputs ==
           weights_of(net->layers + l); @/
      /@ assert weights: 0 <= (integer)n * net->layers[l].outputs <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; @/
      size_t product = n * net->layers[l].outputs;
      /@ assert product: product == weights_of(net->layers + l); @/
      size_t more = net->layers[l].delay.kind == DG_DELAY_NONE ? 0 : net->layers[l].delay.kind == DG_DELAY_AXONAL ? n :
        net->layers[l].delay.kind == DG_DELAY_DENDRITIC ? net->layers[l].outputs : product;
      /@ assert more: more == lines_of(net->layers + l); @/
      count += product + more;
      /@ assert next: settings_in(net->layers, l + 1) ==
           settings_in(net->layers, l) + weights_of(net->layers + l) + lines_of(net->layers + l); @/
    }
    return count;
  }
*/

/* What a gradient is after a share of it, between none and all, is kept. */
/*@ predicate Shared(real before, real after) = 0 <= after <= before || before <= after <= 0; */

/*@ ghost
  /@ requires share: 0 <= share <= 1;
     terminates \true; assigns \nothing;
     ensures kept: Shared(x, x * share) && Shared(x, x); @/
  static void dg_hw_lemma_shared(dg_real x, dg_real share) {
    /@ assert above: x >= 0 ==> 0 <= x * share <= x; @/
    /@ assert below: x <= 0 ==> x <= x * share <= 0; @/
  }
*/

/*@ ghost // samples of a record lie among all
  /@ requires among: at + pending <= samples && samples * neurons <= SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures rows: 0 <= at * neurons && 0 <= pending * neurons && at * neurons + pending * neurons <= samples * neurons; @/
  static void dg_hw_lemma_rows(size_t at, size_t pending, size_t samples, size_t neurons) {
    /@ assert sum: at * neurons + pending * neurons == (at + pending) * neurons; @/
    /@ assert products: \forall integer x, y, z; 0 <= x <= y && 0 <= z ==> 0 <= x * z <= y * z; @/
    /@ assert within: (at + pending) * neurons <= samples * neurons; @/
  }
*/
