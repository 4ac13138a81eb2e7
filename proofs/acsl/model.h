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
    logic integer lines_behind(dg_layer *layer) = layer->delay.kind == DG_DELAY_DENDRITIC ? 1 : 0; // of one neuron
*/

/* Spikes of a layer are held in rho: its neurons do not differ in their time constants. */
/*@ predicate hw_rho(dg_hw_chip *chip, dg_layer *layer) =
      layer->neuron.tau_mem == 2 * layer->neuron.tau_syn && chip->neuron.tau_mem_spread <= 0 && chip->neuron.tau_syn_spread <= 0;
*/

/* In rho, numbers of one neuron in DG_LANES samples are above 0. */
/*@ predicate LanesAbove{L}(dg_real *x, integer n) = \forall integer l; 0 <= l < n ==> x[l] > 0;
    predicate ColumnAbove{L}(dg_real *x, integer n) = \forall integer j; 0 <= j < n ==> LaneValue(x, j, 0) > 0; // of n neurons in one sample
*/

/*@ ghost // the same by rows
  /@ terminates \true; assigns \nothing;
     ensures above: LanesAbove(x, DG_LANES) ==> \forall integer l; 0 <= l < DG_LANES ==> LaneValue(x, 0, l) > 0; @/
  static void dg_hw_lemma_lanes_above(const dg_real *x) {
    /@ assert values: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(x, 0, l) == x[l]; @/
  }
*/

/*@ ghost // and a row of keys
  /@ requires size: p <= 2 * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures row: \forall integer n; p < n && KeysPositive(key, n) ==> LanesAbove(key + p * DG_LANES, DG_LANES);
     ensures above: LanesAbove(key + p * DG_LANES, DG_LANES) ==> \forall integer l; 0 <= l < DG_LANES ==>
       LaneValue(key, p, l) > 0; @/
  static void dg_hw_lemma_keys_row(const dg_real *key, size_t p) {
    dg_hw_lemma_lanes_above(key + p * DG_LANES);
    /@ loop invariant range: 0 <= l <= DG_LANES;
       loop invariant row: \forall integer n; p < n && KeysPositive(key, n) ==> LanesAbove(key + p * DG_LANES, l);
       loop invariant above: LanesAbove(key + p * DG_LANES, DG_LANES) ==> \forall integer j; 0 <= j < l ==>
         LaneValue(key, p, j) > 0;
       loop assigns l; loop variant DG_LANES - l; @/
    for (size_t l = 0; l < DG_LANES; l++) {
      /@ assert value: LaneValue(key, p, l) == *(key + p * DG_LANES + l); @/
      /@ assert row: \forall integer n; p < n && KeysPositive(key, n) ==> LaneValue(key, p, l) > 0; @/
      /@ assert first: LanesAbove(key + p * DG_LANES, DG_LANES) ==> LaneValue(key + p * DG_LANES, 0, l) > 0; @/
      /@ assert place: LaneValue(key + p * DG_LANES, 0, l) == *(key + p * DG_LANES + l); @/
      /@ assert above: LanesAbove(key + p * DG_LANES, DG_LANES) ==> *(key + p * DG_LANES + l) > 0; @/
    }
  }
*/

/*@ ghost // and of numbers above 0
  /@ terminates \true; assigns \nothing;
     ensures above: Positives(x, DG_LANES) ==> LanesAbove(x, DG_LANES); @/
  static void dg_hw_lemma_lanes_positive(const dg_real *x) { }
*/

/*@ ghost // one sample of a chunk
  /@ requires sizes: n <= DG_SIZE_MAX && column < DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures above: Positives(x, n * DG_WIDTH) ==> ColumnAbove(x + column, n); @/
  static void dg_hw_lemma_column(const dg_real *x, size_t n, size_t column) {
    /@ loop invariant range: 0 <= j <= n;
       loop invariant above: Positives(x, n * DG_WIDTH) ==> ColumnAbove(x + column, j);
       loop assigns j; loop variant n - j; @/
    for (size_t j = 0; j < n; j++) {
      /@ assert index: 0 <= column + j * DG_WIDTH < n * DG_WIDTH; @/
      /@ assert next: Positives(x, n * DG_WIDTH) ==> *(x + (column + j * DG_WIDTH)) > 0; @/
      /@ assert this: LaneValue(x + column, j, 0) == *(x + (column + j * DG_WIDTH)); @/
    }
  }
*/

/* The same of x[0 .. n-1], numbers of a layer whose neurons do not differ; what a model reads does not lie there. */
/*@ predicate ModelPositive{L}(dg_hw_chip *chip, dg_layer *layer, dg_real *x, integer n) =
      hw_rho(chip, layer) ==> Positives(x, n);
    predicate model_apart(dg_hw_model *model, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), model) && \separated(x + (0 .. n-1), model->chip) && network_apart(model->net, x, n);
    predicate spreads_apart(dg_hw_chip *chip, dg_real *x, integer n) = // what a pass reads of a chip, each of it
      \separated(&chip->unit, x + (0 .. n-1)) && \separated(&chip->neuron.tau_mem_spread, x + (0 .. n-1)) &&
      \separated(&chip->neuron.tau_syn_spread, x + (0 .. n-1));
    predicate SameChip{P, H}(dg_hw_chip *chip) =
      \at(chip->unit, H) == \at(chip->unit, P) && \at(chip->neuron.tau_mem_spread, H) == \at(chip->neuron.tau_mem_spread, P) &&
      \at(chip->neuron.tau_syn_spread, H) == \at(chip->neuron.tau_syn_spread, P);
*/

/* n rows of x[..][DG_WIDTH] are above 0 in DG_LANES columns from lane on; those columns as they were; the domain of a layer. */
/*@ predicate RowsAbove{L}(dg_real *x, integer n, integer lane) =
      \forall integer i, c; 0 <= i < n && lane <= c < lane + DG_LANES ==> RowValue(x, i, c) > 0;
    predicate SameColumns{P, H}(dg_real *x, integer n, integer lane) =
      \forall integer i, c; 0 <= i < n && lane <= c < lane + DG_LANES ==> RowValue{H}(x, i, c) == RowValue{P}(x, i, c);
    predicate ModelDomain{L}(dg_hw_chip *chip, dg_layer *layer, dg_constants *k) = k->ratio ==
      DG_RATIO_TWO <==> hw_rho(chip, layer);
*/

/*@ ghost // DG_LANES columns of one row
  /@ requires place: row <= 2 * DG_SIZE_MAX && lane <= DG_WIDTH - DG_LANES && y == x + (row * DG_WIDTH + lane);
     terminates \true; assigns \nothing;
     ensures columns: \forall integer c; lane <= c < lane + DG_LANES ==> RowValue(x, row, c) == LaneValue(y, 0, c - lane); @/
  static void dg_hw_lemma_row_lanes(const dg_real *x, size_t row, size_t lane, const dg_real *y) { }
*/

/*@ ghost // all columns of n rows, where all samples of a chunk lie side by side
  /@ requires size: n <= 2 * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures above: DG_LANES == DG_WIDTH && RowsAbove(x, n, 0) ==> Positives(x, n * DG_WIDTH); @/
  static void dg_hw_lemma_rows_above(const dg_real *x, size_t n) {
    /@ loop invariant range: 0 <= i <= n;
       loop invariant above: DG_LANES == DG_WIDTH && RowsAbove(x, n, 0) ==> Positives(x, i * DG_WIDTH);
       loop assigns i; loop variant n - i; @/
    for (size_t i = 0; i < n; i++) {
      /@ assert row: \forall integer y; i * DG_WIDTH <= y < (i + 1) * DG_WIDTH ==> x[y] == RowValue(x, i, y - i * DG_WIDTH); @/
    }
  }
*/

/* The lines of a layer; neither it nor the chip lies in x[0 .. n-1], which is written. */
/*@ predicate layer_lines(dg_hw_model *model, dg_hw_model_parts *part, dg_hw_at at) =
      \valid_read(model->element + (at.line .. at.line+lines_of(at.layer)-1)) &&
      \valid_read(part->made + (at.setting + weights_of(at.layer) .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1)) &&
      \valid(part->line_used + (at.line .. at.line+lines_of(at.layer)-1));
    predicate layer_apart(dg_hw_model *model, dg_hw_at at, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), at.layer) && \separated(x + (0 .. n-1), model->chip);
*/

/* Arrivals of n sources sorted in lanes, of which the first rows are used, in rho. */
/*@ predicate ArrivedRho{L}(dg_lane_parts *lanes, integer n, integer used) =
      KeysPositive(lanes->key, used + 1) && indices_below(lanes->source, used * DG_LANES, n);
    predicate lanes_cut(dg_lane_parts *lanes, integer n) =
      \valid_read(lanes) && lane_parts_valid(n, *lanes) && lane_parts_separate(n, *lanes) && n <= sorting_rows(n);
*/

/* A layer and the parts of the workspace that its pass through the model needs: where they are valid, that they do not overlap. */
/*@ predicate layer_parts(dg_hw_model_parts *part, dg_layer *layer) =
      \valid_read(part->src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \valid(part->delayed + (0 .. sources_of(layer)*DG_WIDTH-1)) &&
      \valid(part->out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid(part->weight + (0 .. (sources_of(layer)+3)*DG_LANES-1)) &&
      \valid(part->scratch + (0 .. forward_reals_of(layer)-1)) && \valid(part->indices + (0 .. sources_of(layer)*DG_LANES-1));
    predicate layer_places(dg_hw_model_parts *part, dg_hw_at at) =
      \valid_read(part->made + (at.setting .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1)) &&
      \valid(part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1));
    predicate layer_separate(dg_hw_model_parts *part, dg_hw_at at) =
      \separated(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1), part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1),
        part->out + (0 .. at.layer->outputs*DG_WIDTH-1), part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1),
        part->scratch + (0 .. forward_reals_of(at.layer)-1), part->indices + (0 .. sources_of(at.layer)*DG_LANES-1),
        part->made + (at.setting .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1),
        part->line_used + (at.line .. at.line+lines_of(at.layer)-1),
          part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1));
    predicate layer_parts_apart(dg_hw_model *model, dg_hw_model_parts *part, dg_hw_at at) =
      layer_apart(model, at, part->delayed, sources_of(at.layer) * DG_WIDTH) &&
      layer_apart(model, at, part->out, at.layer->outputs * DG_WIDTH) &&
      layer_apart(model, at, part->weight, (sources_of(at.layer) + 3) * DG_LANES) &&
      layer_apart(model, at, part->scratch, forward_reals_of(at.layer)) &&
      layer_apart(model, at, part->line_used + at.line, lines_of(at.layer)) &&
      layer_apart(model, at, part->neuron_used + at.neuron, at.layer->outputs);
    predicate model_layer(dg_hw_model *model, dg_hw_model_parts *part, dg_hw_at at) =
      \valid_read(model) && \valid_read(model->net) && \valid_read(model->chip) && \valid_read(part) && at_layer(at) &&
      layer_parts(part, at.layer) && layer_places(part, at) && layer_lines(model, part, at) && layer_separate(part, at) &&
      layer_parts_apart(model, part, at);
    // The scratch of that layer as dg_lane_cut cuts it; the column of the spikes of a target.
    predicate model_lanes(dg_hw_model_parts *part, dg_layer *layer, dg_lane_parts *lanes) =
      \valid_read(lanes) && laid_out(sources_of(layer), lanes) && lanes->key == part->scratch && lanes->source == part->indices;
    predicate model_out(dg_hw_model *model, dg_hw_model_parts *part, dg_hw_at at, dg_real *out) =
      \valid(out + (0 .. DG_LANES-1)) && layer_apart(model, at, out, DG_LANES) &&
      \separated(out + (0 .. DG_LANES-1), part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1)) &&
      \separated(out + (0 .. DG_LANES-1), part->scratch + (0 .. forward_reals_of(at.layer)-1)) &&
      \separated(out + (0 .. DG_LANES-1), part->indices + (0 .. sources_of(at.layer)*DG_LANES-1)) &&
      \separated(out + (0 .. DG_LANES-1), part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1)) &&
      \separated(out + (0 .. DG_LANES-1), part->line_used + (at.line .. at.line+lines_of(at.layer)-1)) &&
      \separated(out + (0 .. DG_LANES-1), part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1));
*/

/* The parts of a workspace as dg_hw_model_cut lays them out, reals one after another from t on. */
/*@ logic integer passing_reals(dg_network *net) = // those that a chunk needs
      (net->inputs + 2 * most_sources(net->layers, net->depth) + most_outputs(net->layers, net->depth)) * DG_WIDTH +
      (most_sources(net->layers, net->depth) + 3) * DG_LANES + most_forward(net->layers, net->depth);
    predicate model_cut(dg_network *net, dg_hw_model_parts *part) =
      \valid_read(part) && part->src == part->t + net->inputs * DG_WIDTH &&
      part->delayed == part->src + most_sources(net->layers, net->depth) * DG_WIDTH &&
      part->out == part->delayed + most_sources(net->layers, net->depth) * DG_WIDTH &&
      part->weight == part->out + most_outputs(net->layers, net->depth) * DG_WIDTH &&
      part->scratch == part->weight + (most_sources(net->layers, net->depth) + 3) * DG_LANES &&
      part->made == part->scratch + most_forward(net->layers, net->depth) &&
      part->line_used == part->made + setting_count(net) && part->neuron_used == part->line_used + line_count(net);
    // A batch that waits; the arrays that its spikes need, of so many reals and integers; what they do not overlap.
    predicate model_waits(dg_hw_model *model) =
      \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && \valid_read(model->net) &&
        admitted_network(model->net) &&
      admitted_batch(&model->batch, model->net->inputs) && 0 <= model->batch.count * neuron_count(model->net) <= SIZE_MAX / 16 &&
      \valid_read(model->element + (0 .. line_count(model->net)-1));
    predicate model_arrays(dg_hw_model *model, dg_real *x, dg_index *place, dg_real *record) =
      0 <= model_reals(model->net) <= SIZE_MAX / 16 && \valid(x + (0 .. model_reals(model->net)-1)) &&
      \valid(place + (0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1)) &&
      \valid(record + (0 .. model->batch.count*neuron_count(model->net)-1)) &&
      \separated(x + (0 .. model_reals(model->net)-1), record + (0 .. model->batch.count*neuron_count(model->net)-1),
        place + (0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1));
    predicate model_arrays_apart(dg_hw_model *model, dg_real *x, dg_index *place, dg_real *record) =
      model_apart(model, x, model_reals(model->net)) &&
      model_apart(model, record, model->batch.count * neuron_count(model->net)) &&
      batch_apart(&model->batch, model->net->inputs, x, model_reals(model->net)) &&
      batch_apart(&model->batch, model->net->inputs, record, model->batch.count * neuron_count(model->net)) &&
      rows_apart(&model->batch, place, most_sources(model->net->layers, model->net->depth) * DG_LANES);
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
  static void dg_hw_lemma_network_part(const dg_network *net, const dg_real *x, size_t n, const dg_real *part, size_t first,
    size_t count) {
  }
*/

/* What a model is configured with; a batch that it is stimulated with; where delays of an element are written. */
/*@ predicate model_given(dg_hw_model *model, dg_real *settings) =
      (model == \null || (\valid(model) && usable_workspace(&model->work) &&
        (model->chip == \null || \valid_read(model->chip)) && (model->net == \null || readable_network(model->net)))) &&
      (model != \null && model->element != \null && model->net != \null && admitted_network(model->net) ==>
        \valid_read(model->element + (0 .. line_count(model->net)-1))) &&
      (model != \null && settings != \null && model->net != \null && admitted_network(model->net) ==>
        \valid_read(settings + (0 .. setting_count(model->net)-1))) &&
      (model != \null && model->net != \null && model->work.real != \null ==>
        network_apart(model->net, model->work.real, model->work.reals) &&
        \separated(model->chip, model->work.real + (0 .. model->work.reals-1)) &&
        \separated(model, model->work.real + (0 .. model->work.reals-1)));
    predicate model_stimulated(dg_hw_model *model, dg_batch *batch) =
      (model == \null || (\valid(model) && (model->configured != 0 ==> model->net != \null && admitted_network(model->net)))) &&
      (model != \null && model->configured != 0 && batch != \null ==>
        readable_batch(batch, model->net->inputs) && \separated(model, batch));
    predicate model_measured(dg_hw_model *model, dg_real *delay, integer count) =
      (model == \null || (\valid_read(model) && (model->chip == \null || (\valid_read(model->chip) && model->chip->unit > 0)))) &&
      (delay == \null || \valid(delay + (0 .. count-1))) &&
      (model != \null && model->chip != \null && delay != \null ==> \separated(&model->chip->unit, delay + (0 .. count-1)));
*/

/* Where layer l of a network begins, among its settings, lines and neurons; what it needs is no more than all layers do. */
/*@ predicate model_place(dg_network *net, dg_hw_at at, integer l) =
      at.layer == net->layers + l && at.setting == settings_in(net->layers, l) && at.line == lines_in(net->layers, l) &&
      at.neuron == neurons_in(net->layers, l);
    predicate model_fits(dg_network *net, dg_hw_at at) =
      0 <= sources_of(at.layer) <= most_sources(net->layers, net->depth) &&
      0 <= at.layer->outputs <= most_outputs(net->layers, net->depth) &&
      0 <= forward_reals_of(at.layer) <= most_forward(net->layers, net->depth) && 0 <= weights_of(at.layer) &&
        0 <= lines_of(at.layer) &&
      at.setting + weights_of(at.layer) + lines_of(at.layer) <= setting_count(net) &&
      at.line + lines_of(at.layer) <= line_count(net) && at.neuron + at.layer->outputs <= neuron_count(net);
*/

/*@ ghost // a layer needs some scratch
  /@ requires size: n <= 2 * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures positive: 0 <= forward_reals(n); @/
  static void dg_hw_lemma_forward(size_t n) {
    size_t power = 4;
    /@ loop invariant range: 4 <= power <= 4 * DG_SIZE_MAX;
       loop invariant rows: sorting_rows(n) == power_from(power, n);
       loop assigns power; loop variant 4 * DG_SIZE_MAX - power; @/
    while (power < n) {
      /@ assert next: power_from(power, n) == power_from(2 * power, n); @/
      power = 2 * power;
    }
    /@ assert rows: sorting_rows(n) == power; @/
  }
*/

/*@ ghost
  /@ requires admitted: \valid_read(net) && admitted_network(net) && l < net->depth;
     requires place: model_place(net, at, l);
     requires sizes: setting_count(net) <= SIZE_MAX / 16 && line_count(net) <= SIZE_MAX / 16 && neuron_count(net) <= SIZE_MAX / 16;
     terminates \true; assigns \nothing;
     ensures at: at_layer(at);
     ensures layer: admitted_layer(at.layer);
     ensures fits: model_fits(net, at); @/
  static void dg_hw_lemma_fits(const dg_network *net, dg_hw_at at, size_t l) {
    dg_lemma_shape(net);
    dg_lemma_fits(net, l);
    dg_lemma_layer(net, l);
    dg_hw_lemma_place(net, l);
    /@ assert layer: admitted_layer(at.layer); @/
    dg_hw_lemma_forward(at.layer->inputs + at.layer->biases);
  }
*/

/*@ ghost // the parts that a layer needs do not overlap
  /@ requires cut: model_cut(net, part) && model_fits(net, at);
     requires arrays: \separated(part->t + (0 .. model_reals(net)-1),
       part->indices + (0 .. most_sources(net->layers, net->depth)*DG_LANES-1));
     terminates \true; assigns \nothing;
     ensures separate: layer_separate(part, at); @/
  static void dg_hw_lemma_separate(const dg_network *net, const dg_hw_model_parts *part, dg_hw_at at) { }
*/

/*@ ghost // they can be read and written
  /@ requires cut: model_cut(net, part) && model_fits(net, at);
     requires arrays: \valid(part->t + (0 .. model_reals(net)-1)) &&
       \valid(part->indices + (0 .. most_sources(net->layers, net->depth)*DG_LANES-1));
     terminates \true; assigns \nothing;
     ensures parts: layer_parts(part, at.layer);
     ensures places: layer_places(part, at);
     ensures lines: \valid(part->line_used + (at.line .. at.line+lines_of(at.layer)-1)); @/
  static void dg_hw_lemma_valid(const dg_network *net, const dg_hw_model_parts *part, dg_hw_at at) { }
*/

/*@ ghost // neither the layer nor the chip lies in them
  /@ requires cut: model_cut(model->net, part) && model_fits(model->net, at) && model_place(model->net, at, l) &&
       l < model->net->depth;
     requires apart: model_apart(model, part->t, model_reals(model->net));
     terminates \true; assigns \nothing;
     ensures apart: layer_parts_apart(model, part, at); @/
  static void dg_hw_lemma_parts_apart(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t l) { }
*/

/* A model that runs a batch; its arrays, each with what it reads all the time elsewhere. */
/*@ predicate model_runs(dg_hw_model *model) =
      \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && \valid_read(model->net) &&
        admitted_network(model->net) &&
      1 <= model->batch.count <= DG_BATCH_MAX && 0 <= model->batch.count * neuron_count(model->net) <= SIZE_MAX / 16 &&
      \valid_read(model->element + (0 .. line_count(model->net)-1));
    predicate model_regions(dg_hw_model *model, dg_hw_model_parts *part, dg_real *record) =
      model_cut(model->net, part) && model_arrays(model, part->t, part->indices, record) &&
      model_apart(model, part->t, model_reals(model->net)) &&
      model_apart(model, record, model->batch.count * neuron_count(model->net));
*/

/*@ ghost // the parts of its reals
  /@ requires admitted: \valid_read(net) && admitted_network(net) && 0 <= model_reals(net) <= SIZE_MAX / 16;
     terminates \true; assigns \nothing;
     ensures most: 0 <= most_sources(net->layers, net->depth) && 0 <= most_outputs(net->layers, net->depth) &&
       0 <= most_forward(net->layers, net->depth);
     ensures passing: 0 <= passing_reals(net) <= SIZE_MAX / 16;
     ensures counts: 0 <= setting_count(net) <= SIZE_MAX / 16 && 0 <= line_count(net) <= SIZE_MAX / 16 &&
       0 <= neuron_count(net) <= SIZE_MAX / 16;
     ensures all: model_reals(net) == passing_reals(net) + setting_count(net) + line_count(net) + neuron_count(net); @/
  static void dg_hw_lemma_counts(const dg_network *net) {
    dg_lemma_shape(net);
    dg_lemma_inference_sizes(net);
    dg_hw_lemma_offsets(net->layers, net->depth);
    /@ assert neurons: nested(net->layers, net->depth) && 0 <= neuron_count(net); @/
  }
*/

/*@ ghost // what begins beyond what begins beyond x
  /@ terminates \true; assigns \nothing;
     ensures place: \forall integer a, b, c; y == x + a && z == y + b && c == a + b ==> z == x + c; @/
  static void dg_hw_lemma_beyond(const dg_real *x, const dg_real *y, const dg_real *z) { }
*/

/*@ ghost // where weights of arrivals lie among a model's reals
  /@ requires cut: model_cut(net, part);
     terminates \true; assigns \nothing;
     ensures weight: part->weight == part->t +
       (net->inputs + 2 * most_sources(net->layers, net->depth) + most_outputs(net->layers, net->depth)) * DG_WIDTH; @/
  static void dg_hw_lemma_weight(const dg_network *net, const dg_hw_model_parts *part) {
    /@ assert src: part->src == part->t + net->inputs * DG_WIDTH; @/
    /@ assert delayed: part->delayed == part->src + most_sources(net->layers, net->depth) * DG_WIDTH; @/
    dg_hw_lemma_beyond(part->t, part->src, part->delayed);
    /@ assert delayed_place: part->delayed == part->t + (net->inputs + most_sources(net->layers, net->depth)) * DG_WIDTH; @/
    /@ assert out: part->out == part->delayed + most_sources(net->layers, net->depth) * DG_WIDTH; @/
    dg_hw_lemma_beyond(part->t, part->delayed, part->out);
    /@ assert out_place: part->out == part->t + (net->inputs + 2 * most_sources(net->layers, net->depth)) * DG_WIDTH; @/
    /@ assert weight: part->weight == part->out + most_outputs(net->layers, net->depth) * DG_WIDTH; @/
    dg_hw_lemma_beyond(part->t, part->out, part->weight);
    /@ assert weight_place: part->weight == part->t +
         (net->inputs + 2 * most_sources(net->layers, net->depth) + most_outputs(net->layers, net->depth)) * DG_WIDTH; @/
  }
*/

/*@ ghost // and weights and delays as realised
  /@ requires cut: model_cut(net, part);
     terminates \true; assigns \nothing;
     ensures made: part->made == part->t + passing_reals(net); @/
  static void dg_hw_lemma_made(const dg_network *net, const dg_hw_model_parts *part) {
    /@ assert passing: passing_reals(net) ==
         (net->inputs + 2 * most_sources(net->layers, net->depth) + most_outputs(net->layers, net->depth)) * DG_WIDTH +
         (most_sources(net->layers, net->depth) + 3) * DG_LANES + most_forward(net->layers, net->depth); @/
    dg_hw_lemma_weight(net, part);
    /@ assert scratch: part->scratch == part->weight + (most_sources(net->layers, net->depth) + 3) * DG_LANES; @/
    dg_hw_lemma_beyond(part->t, part->weight, part->scratch);
    /@ assert scratch_place: part->scratch == part->t +
         ((net->inputs + 2 * most_sources(net->layers, net->depth) + most_outputs(net->layers, net->depth)) * DG_WIDTH +
          (most_sources(net->layers, net->depth) + 3) * DG_LANES); @/
    /@ assert made: part->made == part->scratch + most_forward(net->layers, net->depth); @/
    dg_hw_lemma_beyond(part->t, part->scratch, part->made);
    /@ assert made_place: part->made == part->t + passing_reals(net); @/
  }
*/

/*@ ghost // and where last uses are kept
  /@ requires cut: model_cut(net, part);
     terminates \true; assigns \nothing;
     ensures lines: part->line_used == part->t + (passing_reals(net) + setting_count(net));
     ensures neurons: part->neuron_used == part->t + (passing_reals(net) + setting_count(net) + line_count(net)); @/
  static void dg_hw_lemma_used(const dg_network *net, const dg_hw_model_parts *part) {
    dg_hw_lemma_made(net, part);
    /@ assert line_used: part->line_used == part->made + setting_count(net); @/
    dg_hw_lemma_beyond(part->t, part->made, part->line_used);
    /@ assert line_place: part->line_used == part->t + (passing_reals(net) + setting_count(net)); @/
    /@ assert neuron_used: part->neuron_used == part->line_used + line_count(net); @/
    dg_hw_lemma_beyond(part->t, part->line_used, part->neuron_used);
    /@ assert neuron_place: part->neuron_used == part->t + (passing_reals(net) + setting_count(net) + line_count(net)); @/
  }
*/

/*@ ghost // no neuron lies where a chunk is written
  /@ requires cut: model_cut(model->net, part) && \valid_read(model) && \valid_read(model->net) && admitted_network(model->net) &&
       0 <= model_reals(model->net) <= SIZE_MAX / 16;
     requires apart: model_apart(model, part->t, model_reals(model->net));
     terminates \true; assigns \nothing;
     ensures passing: neurons_apart(model->net->layers, model->net->depth, part->t, passing_reals(model->net));
     ensures lines: neurons_apart(model->net->layers, model->net->depth, part->line_used, line_count(model->net));
     ensures neurons: neurons_apart(model->net->layers, model->net->depth, part->neuron_used, neuron_count(model->net)); @/
  static void dg_hw_lemma_kept(const dg_hw_model *model, const dg_hw_model_parts *part) {
    /@ assert all: neurons_apart(model->net->layers, model->net->depth, part->t, model_reals(model->net)); @/
    dg_hw_lemma_used(model->net, part);
    dg_hw_lemma_counts(model->net);
  }
*/

/*@ ghost // nor does the unit of the chip lie where last uses are kept
  /@ requires cut: model_cut(model->net, part) && \valid_read(model) && \valid_read(model->net) && admitted_network(model->net) &&
       0 <= model_reals(model->net) <= SIZE_MAX / 16;
     requires apart: \separated(part->t + (0 .. model_reals(model->net)-1), model->chip);
     terminates \true; assigns \nothing;
     ensures lines: \separated(&model->chip->unit, part->line_used + (0 .. line_count(model->net)-1));
     ensures neurons: \separated(&model->chip->unit, part->neuron_used + (0 .. neuron_count(model->net)-1)); @/
  static void dg_hw_lemma_unit(const dg_hw_model *model, const dg_hw_model_parts *part) {
    dg_hw_lemma_used(model->net, part);
    dg_hw_lemma_counts(model->net);
  }
*/

/*@ ghost // what one layer needs
  /@ requires runs: model_runs(model) && l < model->net->depth && model_place(model->net, at, l);
     requires regions: model_regions(model, part, record);
     terminates \true; assigns \nothing;
     ensures at: at_layer(at) && admitted_layer(at.layer);
     ensures fits: model_fits(model->net, at);
     ensures layer: model_layer(model, part, at); @/
  static void dg_hw_lemma_model_layer(const dg_hw_model *model, const dg_hw_model_parts *part, const dg_real *record, dg_hw_at at,
                                      size_t l) {
    dg_hw_lemma_counts(model->net);
    dg_hw_lemma_fits(model->net, at, l);
    dg_hw_lemma_separate(model->net, part, at);
    dg_hw_lemma_valid(model->net, part, at);
    dg_hw_lemma_parts_apart(model, part, at, l);
    /@ assert element: \valid_read(model->element + (at.line .. at.line+lines_of(at.layer)-1)); @/
    /@ assert made: \valid_read(part->made +
         (at.setting + weights_of(at.layer) .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1)); @/
    /@ assert lines: layer_lines(model, part, at); @/
  }
*/

/*@ ghost // and where the next one begins
  /@ requires admitted: \valid_read(net) && admitted_network(net) && l + 1 < net->depth && model_place(net, at, l);
     requires next: next.layer == at.layer + 1 && next.setting == at.setting + weights_of(at.layer) + lines_of(at.layer) &&
       next.line == at.line + lines_of(at.layer) && next.neuron == at.neuron + at.layer->outputs;
     terminates \true; assigns \nothing;
     ensures place: model_place(net, next, l + 1);
     ensures inputs: next.layer->inputs == at.layer->outputs; @/
  static void dg_hw_lemma_next(const dg_network *net, dg_hw_at at, dg_hw_at next, size_t l) {
    dg_lemma_shape(net);
    dg_lemma_layer(net, l);
    dg_hw_lemma_place(net, l);
    /@ assert layer: next.layer == net->layers + (l + 1); @/
    /@ assert inputs: (net->layers + (l + 1))->inputs == (net->layers + (l + 1 - 1))->outputs; @/
  }
*/

/*@ ghost // what a model reads does not lie in a part of its reals
  /@ requires part: \valid_read(model) && \valid_read(model->net) && part == x + first &&
       first + count <= model_reals(model->net) &&
       first <= SIZE_MAX / 16;
     requires apart: model_apart(model, x, model_reals(model->net));
     terminates \true; assigns \nothing;
     ensures model: \separated(part + (0 .. count-1), model) && \separated(part + (0 .. count-1), model->chip);
     ensures network: network_apart(model->net, part, count);
     ensures apart: model_apart(model, part, count); @/
  static void dg_hw_lemma_reals_part(const dg_hw_model *model, const dg_real *x, const dg_real *part, size_t first, size_t count) {
    /@ assert model: \separated(part + (0 .. count-1), model) && \separated(part + (0 .. count-1), model->chip); @/
    /@ assert network: network_apart(model->net, part, count); @/
  }
*/

/*@ ghost // the sources of a layer, which are written, and what is read then
  /@ requires runs: model_runs(model) && l < model->net->depth && model_place(model->net, at, l) && model_fits(model->net, at);
     requires regions: model_regions(model, part, record);
     requires sizes: 0 <= passing_reals(model->net) && 0 <= setting_count(model->net) && 0 <= line_count(model->net) &&
       0 <= neuron_count(model->net) && 0 <= most_outputs(model->net->layers, model->net->depth) &&
       0 <= most_forward(model->net->layers, model->net->depth);
     terminates \true; assigns \nothing;
     ensures valid: \valid(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1));
     ensures apart: model_apart(model, part->src, sources_of(at.layer) * DG_WIDTH);
     ensures layer: \separated(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1), at.layer);
     ensures within: \subset(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1), part->t + (0 .. passing_reals(model->net)-1)); @/
  static void dg_hw_lemma_sources(const dg_hw_model *model, const dg_hw_model_parts *part, const dg_real *record, dg_hw_at at,
                                  size_t l) {
    size_t first = model->net->inputs * DG_WIDTH, count = (at.layer->inputs + at.layer->biases) * DG_WIDTH;
    size_t passing = part->made - part->t;
    /@ assert passing: passing == passing_reals(model->net) && passing <= SIZE_MAX / 16; @/
    /@ assert count: count == sources_of(at.layer)*DG_WIDTH && first + count <= passing; @/
    /@ assert more: passing <= model_reals(model->net); @/
    dg_hw_lemma_reals_part(model, part->t, part->src, first, count);
  }
*/

/*@ ghost // the spikes of one layer do not lie in the sources of the next
  /@ requires fits: model_cut(model->net, part) && model_fits(model->net, at) && model_fits(model->net, next);
     requires inputs: 0 <= next.layer->inputs <= sources_of(next.layer) && next.layer->inputs == at.layer->outputs;
     terminates \true; assigns \nothing;
     ensures separate: \separated(part->src + (0 .. next.layer->inputs*DG_WIDTH-1),
       part->out + (0 .. next.layer->inputs*DG_WIDTH-1)); @/
  static void dg_hw_lemma_inputs(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, dg_hw_at next) { }
*/

/*@ ghost // what a layer writes is a part of what all layers do
  /@ requires cut: model_cut(net, part) && model_fits(net, at);
     requires sizes: 0 <= passing_reals(net) && 0 <= most_sources(net->layers, net->depth);
     terminates \true; assigns \nothing;
     ensures delayed: \subset(part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1), part->t + (0 .. passing_reals(net)-1));
     ensures out: \subset(part->out + (0 .. at.layer->outputs*DG_WIDTH-1), part->t + (0 .. passing_reals(net)-1));
     ensures weight: \subset(part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1), part->t + (0 .. passing_reals(net)-1));
     ensures scratch: \subset(part->scratch + (0 .. forward_reals_of(at.layer)-1), part->t + (0 .. passing_reals(net)-1));
     ensures indices: \subset(part->indices + (0 .. sources_of(at.layer)*DG_LANES-1),
       part->indices + (0 .. most_sources(net->layers, net->depth)*DG_LANES-1));
     ensures lines: \subset(part->line_used + (at.line .. at.line+lines_of(at.layer)-1),
       part->line_used + (0 .. line_count(net)-1));
     ensures neurons: \subset(part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1),
       part->neuron_used + (0 .. neuron_count(net)-1)); @/
  static void dg_hw_lemma_within(const dg_network *net, const dg_hw_model_parts *part, dg_hw_at at) { }
*/

/*@ ghost // nor do they lie in what is recorded
  /@ requires regions: model_regions(model, part, record) && model_fits(model->net, at) && model_place(model->net, at, l) &&
       l < model->net->depth;
     requires sizes: 0 <= passing_reals(model->net) && 0 <= setting_count(model->net) && 0 <= line_count(model->net) &&
       0 <= neuron_count(model->net);
     terminates \true; assigns \nothing;
     ensures apart: \separated(part->out + (0 .. at.layer->outputs*DG_WIDTH-1),
       record + (0 .. model->batch.count*neuron_count(model->net)-1));
     ensures chip: \separated(&model->chip->unit, record + (0 .. model->batch.count*neuron_count(model->net)-1));
     ensures layer: \separated(record + (0 .. model->batch.count*neuron_count(model->net)-1), at.layer); @/
  static void dg_hw_lemma_recorded(const dg_hw_model *model, const dg_hw_model_parts *part, const dg_real *record, dg_hw_at at,
                                   size_t l) { }
*/

/*@ ghost // the inputs of a network
  /@ requires runs: model_runs(model) && model_place(model->net, at, 0) && model_fits(model->net, at);
     requires regions: model_regions(model, part, record);
     requires inputs: 0 <= at.layer->inputs <= sources_of(at.layer);
     requires sizes: 0 <= passing_reals(model->net) && 0 <= setting_count(model->net) && 0 <= line_count(model->net) &&
       0 <= neuron_count(model->net) && 0 <= most_outputs(model->net->layers, model->net->depth) &&
       0 <= most_forward(model->net->layers, model->net->depth);
     terminates \true; assigns \nothing;
     ensures valid: \valid(part->t + (0 .. model->net->inputs*DG_WIDTH-1)) &&
       \valid(part->src + (0 .. model->net->layers->inputs*DG_WIDTH-1));
     ensures t: model_apart(model, part->t, model->net->inputs * DG_WIDTH);
     ensures src: model_apart(model, part->src, model->net->layers->inputs * DG_WIDTH);
     ensures separate: \separated(part->src + (0 .. model->net->layers->inputs*DG_WIDTH-1),
       part->t + (0 .. model->net->inputs*DG_WIDTH-1));
     ensures within: \subset(part->t + (0 .. model->net->inputs*DG_WIDTH-1), part->t + (0 .. passing_reals(model->net)-1)) &&
       \subset(part->src + (0 .. model->net->layers->inputs*DG_WIDTH-1), part->t + (0 .. passing_reals(model->net)-1)); @/
  static void dg_hw_lemma_load(const dg_hw_model *model, const dg_hw_model_parts *part, const dg_real *record, dg_hw_at at) {
    dg_hw_lemma_reals_part(model, part->t, part->t, 0, model->net->inputs * DG_WIDTH);
    size_t first = model->net->inputs * DG_WIDTH, count = model->net->layers->inputs * DG_WIDTH;
    size_t passing = part->made - part->t;
    /@ assert passing: passing == passing_reals(model->net) && passing <= SIZE_MAX / 16; @/
    /@ assert count: count == model->net->layers->inputs*DG_WIDTH && first + count <= passing; @/
    /@ assert more: passing <= model_reals(model->net); @/
    dg_hw_lemma_reals_part(model, part->t, part->src, first, count);
  }
*/

/*@ ghost // nor does the batch lie there
  /@ requires cut: model_cut(model->net, part) && 0 <= n <= model_reals(model->net);
     requires apart: batch_apart(&model->batch, model->net->inputs, part->t, model_reals(model->net));
     terminates \true; assigns \nothing;
     ensures apart: batch_apart(&model->batch, model->net->inputs, part->t, n); @/
  static void dg_hw_lemma_batch_apart(const dg_hw_model *model, const dg_hw_model_parts *part, size_t n) { }
*/
