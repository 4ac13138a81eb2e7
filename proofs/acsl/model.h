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
     ensures above: LanesAbove(key + p * DG_LANES, DG_LANES) ==> \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, p, l) > 0; @/
  static void dg_hw_lemma_keys_row(const dg_real *key, size_t p) {
    dg_hw_lemma_lanes_above(key + p * DG_LANES);
    /@ loop invariant range: 0 <= l <= DG_LANES;
       loop invariant row: \forall integer n; p < n && KeysPositive(key, n) ==> LanesAbove(key + p * DG_LANES, l);
       loop invariant above: LanesAbove(key + p * DG_LANES, DG_LANES) ==> \forall integer j; 0 <= j < l ==> LaneValue(key, p, j) > 0;
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

/* Column c of row i of x[..][DG_WIDTH]; n rows are above 0 in DG_LANES columns from lane on; the domain of a layer. */
/*@ logic real RowValue{L}(dg_real *x, integer i, integer c) = x[i * DG_WIDTH + c];
    predicate RowsAbove{L}(dg_real *x, integer n, integer lane) =
      \forall integer i, c; 0 <= i < n && lane <= c < lane + DG_LANES ==> RowValue(x, i, c) > 0;
    predicate SameColumns{P, H}(dg_real *x, integer n, integer lane) =
      \forall integer i, c; 0 <= i < n && lane <= c < lane + DG_LANES ==> RowValue{H}(x, i, c) == RowValue{P}(x, i, c);
    predicate ModelDomain{L}(dg_hw_chip *chip, dg_layer *layer, dg_constants *k) = k->ratio == DG_RATIO_TWO <==> hw_rho(chip, layer);
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
        part->line_used + (at.line .. at.line+lines_of(at.layer)-1), part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1));
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
      \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && \valid_read(model->net) && admitted_network(model->net) &&
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
  static void dg_hw_lemma_network_part(const dg_network *net, const dg_real *x, size_t n, const dg_real *part, size_t first, size_t count) {
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
