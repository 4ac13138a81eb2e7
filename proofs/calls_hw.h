/* calls_hw.h: one call of each public function of delgrad_hw.h, of which WP proves that it meets every `requires`, as calls.h does
   for delgrad.h. What a substrate or a stream of bytes owes (any_substrate, hw_any_*) its user supplies, and so is asked for here. */

/* The sizes of two inputs with a delay each, one neuron. */
/*@ requires valid: \valid_read(layer) && \valid_read(net);
    requires network: net->layers == layer && net->depth == 1;
    requires layer: layer->inputs == 2 && layer->outputs == 1 && layer->biases == 0;
    requires delays: layer->delay.kind == DG_DELAY_AXONAL && layer->delay.source_groups == 0;
    terminates \true; assigns \nothing;
    ensures parameters: parameter_count(net) == 4;
    ensures sizes: neuron_count(net) == 1 && delay_count(net) == 2 && line_count(net) == 2 && setting_count(net) == 4; */
static void example_hw_sizes(const dg_layer *layer, const dg_network *net) {
  //@ assert sources: sources_of(layer) == 2;
  //@ assert weights: weights_of(layer) == 2;
  //@ assert delays: delays_of(layer) == 2 && lines_of(layer) == 2;
  //@ assert none: parameters_in(layer, 0) == 0 && delays_in(layer, 0) == 0 && neurons_in(layer, 0) == 0;
  //@ assert no_lines: lines_in(layer, 0) == 0 && settings_in(layer, 0) == 0;
  //@ assert parameters: parameters_in(layer, 1) == parameters_in(layer, 0) + weights_of(layer) + delays_of(layer);
  //@ assert delays_in: delays_in(layer, 1) == delays_in(layer, 0) + delays_of(layer);
  //@ assert neurons_in: neurons_in(layer, 1) == neurons_in(layer, 0) + layer->outputs;
  //@ assert lines: lines_in(layer, 1) == lines_in(layer, 0) + lines_of(layer);
  //@ assert settings: settings_in(layer, 1) == settings_in(layer, 0) + weights_of(layer) + lines_of(layer);
}

/* Two inputs with a delay each, one neuron. */
/*@ requires room: \valid(layer) && \valid(net) && \separated(layer, net);
    terminates \true; assigns *layer, *net;
    ensures network: net->layers == layer && net->depth == 1 && net->inputs == 2 && net->multiplex == 1;
    ensures layer: layer->inputs == 2 && layer->outputs == 1 && layer->biases == 0 && layer->bias_times == \null;
    ensures delays: layer->delay.kind == DG_DELAY_AXONAL && layer->delay.source_groups == 0;
    ensures readable: readable_network(net);
    ensures parameters: parameter_count(net) == 4;
    ensures sizes: neuron_count(net) == 1 && delay_count(net) == 2 && line_count(net) == 2 && setting_count(net) == 4; */
static void example_hw_network(dg_layer *layer, dg_network *net) {
  layer->inputs = 2;
  layer->outputs = 1;
  layer->biases = 0;
  layer->bias_times = NULL;
  layer->neuron.tau_mem = 2;
  layer->neuron.tau_syn = 1;
  layer->neuron.threshold = 1;
  layer->neuron.e_leak = 0;
  layer->neuron.g_leak = 1;
  layer->delay.kind = DG_DELAY_AXONAL;
  layer->delay.map = DG_MAP_CLIP;
  layer->delay.grouping = DG_GROUP_NEIGHBOURS;
  layer->delay.source_groups = 0;
  layer->delay.target_groups = 0;
  layer->delay.scale = 1;
  layer->delay.shift = 0;
  net->inputs = 2;
  net->multiplex = 1;
  net->depth = 1;
  net->layers = layer;
  net->t_ref = 0;
  example_hw_sizes(layer, net);
}

/* One sample of it, of class 0. */
/*@ requires room: \valid(batch) && \valid_read(inputs + (0 .. 1)) && \valid_read(labels) &&
      \separated(batch, inputs + (0 .. 1)) && \separated(batch, labels);
    terminates \true; assigns *batch;
    ensures batch: batch->inputs == inputs && batch->labels == labels && batch->index == \null && batch->count == 1; */
static void example_hw_batch(dg_batch *batch, const dg_real *inputs, const dg_index *labels) {
  batch->inputs = inputs;
  batch->labels = labels;
  batch->index = NULL;
  batch->count = 1;
}

/* Any substrate. */
/*@ requires room: \valid(substrate);
    terminates \true; assigns *substrate;
    ensures any: any_substrate(substrate); */
static void example_hw_substrate(dg_hw_substrate *substrate) {
  substrate->context = NULL;
  substrate->configure = dg_hw_any_configure;
  substrate->stimulate = dg_hw_any_stimulate;
  substrate->read = dg_hw_any_read;
  substrate->measure = dg_hw_any_measure;
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_status_text(void) { dg_hw_status_text(DG_HW_OK); }

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_philox(void) {
  dg_hw_block counter = {{0, 1, 2, 3}};
  dg_hw_philox(counter, 1);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_brainscales(void) { dg_hw_brainscales(1); }

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_ideal_chip(void) { dg_hw_ideal_chip(); }

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_microseconds(void) {
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_hw_microseconds(&chip, 2);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_delay_setting(void) {
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_hw_fit fit = dg_hw_nominal(&chip);
  dg_hw_delay_setting(&chip, &fit, 1);
  dg_hw_delay_passes(&chip, &fit, 1);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_mean_of(void) {
  dg_real delay[2] = {8, DG_NEVER};
  dg_hw_mean_of(2, delay);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_place(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_index element[2];
  //@ assert elements: chip.elements == 128;
  example_hw_network(&layer, &net);
  //@ assert elements_then: chip.elements == 128;
  //@ assert apart: integers_apart(&net, element + 0, 2);
  dg_hw_place(&chip, &net, NULL, element);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_lines_known(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_index element[2] = {0, 1};
  dg_hw_fit known[2] = {dg_hw_nominal(&chip), dg_hw_nominal(&chip)}, fit[2];
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  //@ assert element: element[0] == 0 && element[1] == 1;
  dg_hw_lines_known(&chip, &net, known, element, fit);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_settings(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_hw_fit fit[2] = {dg_hw_nominal(&chip), dg_hw_nominal(&chip)};
  dg_real parameters[4] = {3, 3, 1, 1}, settings[4];
  //@ assert chip: coded_chip(&chip);
  //@ assert fits: rising_fits(fit + 0, 2);
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  //@ assert chip_then: coded_chip(&chip);
  //@ assert fits_then: rising_fits(fit + 0, 2);
  //@ assert net_apart: network_apart(&net, settings + 0, 4);
  //@ assert fits_apart: fits_apart(fit + 0, 2, settings + 0, 4);
  dg_hw_settings(&chip, &net, fit, parameters, settings);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_ideal(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_real parameters[4] = {3, 3, 1, 1}, ideal[4];
  //@ assert chip: coded_chip(&chip) && chip.weights.per_unit > 0;
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  //@ assert chip_then: coded_chip(&chip) && chip.weights.per_unit > 0;
  //@ assert net_apart: network_apart(&net, ideal + 0, 4);
  dg_hw_ideal(&chip, &net, parameters, ideal);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_calibrate(void) {
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_hw_substrate substrate;
  dg_hw_fit fit;
  example_hw_substrate(&substrate);
  dg_hw_calibrate(&chip, &substrate, 0, 1, 0, &fit);
}

/*@ requires runs: dg_hw_any.inputs == 2 && dg_hw_any.neurons == 1 && dg_hw_any.settings == 4;
    terminates \true; assigns dg_hw_any.samples; */
static void example_dg_hw_configure(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_hw_fit fit[2] = {dg_hw_nominal(&chip), dg_hw_nominal(&chip)};
  dg_real parameters[4] = {3, 3, 1, 1}, settings[4];
  dg_hw_substrate substrate;
  dg_hw_loop loop = {&chip, &net, fit, &substrate};
  dg_workspace work = {settings, 4, NULL, 0};
  //@ assert chip: coded_chip(&chip);
  //@ assert fits: rising_fits(fit + 0, 2);
  example_hw_network(&layer, &net);
  example_hw_substrate(&substrate);
  example_hw_sizes(&layer, &net);
  //@ assert runs: runs_network(&net);
  //@ assert loop: hw_loop(&loop);
  //@ assert chip_then: coded_chip(&chip);
  //@ assert fits_then: rising_fits(fit + 0, 2);
  //@ assert net_apart: network_apart(&net, settings + 0, 4);
  //@ assert fits_apart: fits_apart(fit + 0, 2, settings + 0, 4);
  //@ assert parts: hw_loop_parts(&loop, parameters + 0, work.real);
  dg_hw_configure(&loop, parameters, &work);
}

/*@ requires runs: dg_hw_any.inputs == 2 && dg_hw_any.neurons == 1 && dg_hw_any.settings == 4;
    terminates \true; assigns dg_hw_any.samples; */
static void example_dg_hw_run(void) {
  dg_layer layer;
  dg_network net;
  dg_batch batch;
  dg_real inputs[2] = {0, 1}, record[1];
  dg_index labels[1] = {0};
  dg_hw_substrate substrate;
  dg_hw_loop loop = {NULL, &net, NULL, &substrate};
  example_hw_batch(&batch, inputs, labels);
  example_hw_network(&layer, &net);
  example_hw_substrate(&substrate);
  example_hw_sizes(&layer, &net);
  //@ assert runs: runs_network(&net);
  //@ assert loop: hw_loop(&loop);
  //@ assert neurons: batch.count * neuron_count(&net) == 1;
  //@ assert net_apart: network_apart(&net, record + 0, 1);
  //@ assert row: row_of(&batch, 0) == 0;
  //@ assert rows: readable_batch(&batch, 2);
  dg_hw_run(&loop, 0, &batch, record);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_correct(void) {
  dg_layer layer;
  dg_network net;
  dg_batch batch;
  dg_real inputs[2] = {0, 1}, record[1] = {2};
  dg_index labels[1] = {0};
  dg_loss loss = {DG_LOSS_MSE, 0, 1, 2, 1, 0, 1, 0, 0};
  example_hw_batch(&batch, inputs, labels);
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  //@ assert neurons: batch.count * neuron_count(&net) == 1;
  //@ assert row: row_of(&batch, 0) == 0;
  //@ assert rows: admitted_batch(&batch, net.inputs) && readable_labels(&batch);
  dg_hw_correct(&net, &loss, &batch, record);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_model_workspace(void) {
  dg_layer layer;
  dg_network net;
  size_t reals, integers;
  example_hw_network(&layer, &net);
  dg_hw_model_workspace(&net, &reals, &integers);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_training_workspace(void) {
  dg_layer layer;
  dg_network net;
  size_t reals, integers;
  example_hw_network(&layer, &net);
  dg_hw_training_workspace(&net, 1, &reals, &integers);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_frame_room(void) {
  dg_layer layer;
  dg_network net;
  size_t bytes;
  example_hw_network(&layer, &net);
  dg_hw_frame_room(&net, 1, &bytes);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_model_substrate(void) {
  dg_hw_model model;
  dg_hw_model_substrate(&model);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_replay_substrate(void) {
  dg_hw_replay replay;
  dg_hw_replay_substrate(&replay);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_wire_substrate(void) {
  dg_hw_wire wire;
  dg_hw_wire_substrate(&wire);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_seal_head(void) {
  unsigned char out[16];
  dg_hw_seal_head(out);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_take(void) {
  unsigned char bytes[20];
  dg_hw_decoder decoder = {bytes, 20, 0, 0, 0, 0, 0};
  dg_hw_frame frame;
  dg_hw_feed(&decoder, 0xd7);
  if (dg_hw_take(&decoder, &frame)) return;
  dg_hw_take_idle(&decoder, &frame);
}
