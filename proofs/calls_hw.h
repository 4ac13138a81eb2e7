/* calls_hw.h: one call of each public function of delgrad_hw.h, of which WP proves that it meets every `requires`: contracts that
   nobody could meet would be proved about nothing. Included by proofs/run.sh after the header, and by nothing else.

   The substrate and the stream of bytes of these calls are those of proofs/acsl/hardware.h and host.h, which stand for any. That
   the substrate runs a network of these sizes (dg_hw_any) is asked for, since its user puts it there. */

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
    ensures any: any_substrate(substrate);
    ensures functions: substrate->configure == &dg_hw_any_configure && substrate->stimulate == &dg_hw_any_stimulate &&
      substrate->read == &dg_hw_any_read && substrate->measure == &dg_hw_any_measure; */
static void example_hw_substrate(dg_hw_substrate *substrate) {
  substrate->context = NULL;
  substrate->configure = dg_hw_any_configure;
  substrate->stimulate = dg_hw_any_stimulate;
  substrate->read = dg_hw_any_read;
  substrate->measure = dg_hw_any_measure;
}

/* Half of BrainScaleS-2. */
/*@ requires room: \valid(chip);
    terminates \true; assigns *chip;
    ensures codes: chip->weights.most == 63 && chip->element.first == 50 && chip->element.last == 250;
    ensures numbers: chip->weights.per_unit == 30 && chip->element.gain == 0.125;
    ensures elements: chip->elements == 128; */
static void example_hw_chip(dg_hw_chip *chip) {
  const dg_hw_chip made = dg_hw_brainscales(1);
  chip->weights.per_unit = made.weights.per_unit;
  chip->weights.most = made.weights.most;
  chip->weights.spread = made.weights.spread;
  chip->element.gain = made.element.gain;
  chip->element.offset = made.element.offset;
  chip->element.first = made.element.first;
  chip->element.last = made.element.last;
  chip->element.gain_spread = made.element.gain_spread;
  chip->element.offset_spread = made.element.offset_spread;
  chip->element.jitter = made.element.jitter;
  chip->element.missing = made.element.missing;
  chip->element.dead = made.element.dead;
  chip->element.recovery = made.element.recovery;
  chip->neuron.threshold_mean = made.neuron.threshold_mean;
  chip->neuron.threshold_fixed = made.neuron.threshold_fixed;
  chip->neuron.threshold_batch = made.neuron.threshold_batch;
  chip->neuron.threshold_sample = made.neuron.threshold_sample;
  chip->neuron.tau_mem_spread = made.neuron.tau_mem_spread;
  chip->neuron.tau_syn_spread = made.neuron.tau_syn_spread;
  chip->neuron.jitter = made.neuron.jitter;
  chip->neuron.lost = made.neuron.lost;
  chip->neuron.recovery = made.neuron.recovery;
  chip->neurons = made.neurons;
  chip->rows = made.rows;
  chip->elements = made.elements;
  chip->unit = made.unit;
  chip->acceleration = made.acceleration;
  chip->resolution = made.resolution;
  chip->interval = made.interval;
  chip->seed = made.seed;
}

/* What is known of two of its elements. */
/*@ requires room: \valid_read(chip) && \valid(fit + (0 .. 1)) && \separated(chip, fit + (0 .. 1));
    requires gain: chip->element.gain == 0.125;
    terminates \true; assigns fit[0 .. 1];
    ensures gains: fit[0].gain == 0.125 && fit[1].gain == 0.125; */
static void example_hw_fits(const dg_hw_chip *chip, dg_hw_fit *fit) {
  const dg_hw_fit nominal = dg_hw_nominal(chip);
  fit[0] = nominal;
  fit[1] = nominal;
}

/* What settings for it need, or its parameters as they are on the chip: x, which is written. */
/*@ requires valid: \valid_read(chip) && \valid_read(layer) && \valid_read(net) && \valid_read(fit + (0 .. 1)) &&
      \valid_read(parameters + (0 .. 3)) && \valid(x + (0 .. 3));
    requires codes: chip->weights.most == 63 && chip->element.first == 50 && chip->element.last == 250;
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0;
    requires sizes: parameter_count(net) == 4 && line_count(net) == 2 && setting_count(net) == 4;
    requires gains: fit[0].gain == 0.125 && fit[1].gain == 0.125;
    requires separate: \separated(x + (0 .. 3), chip, layer, net) && \separated(x + (0 .. 3), fit + (0 .. 1)) &&
      \separated(x + (0 .. 3), parameters + (0 .. 3));
    terminates \true; assigns \nothing;
    ensures chip: coded_chip(chip);
    ensures fits: rising_fits(fit, line_count(net));
    ensures valid: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(x + (0 .. parameter_count(net)-1)) &&
      \valid(x + (0 .. setting_count(net)-1));
    ensures chip_apart: \separated(&chip->weights.per_unit, x + (0 .. setting_count(net)-1)) &&
      \separated(&chip->weights.per_unit, x + (0 .. parameter_count(net)-1));
    ensures net_apart: network_apart(net, x, setting_count(net)) && network_apart(net, x, parameter_count(net));
    ensures fits_apart: fits_apart(fit, line_count(net), x, setting_count(net));
    ensures apart: \separated(parameters + (0 .. parameter_count(net)-1), x + (0 .. setting_count(net)-1)) &&
      \separated(parameters + (0 .. parameter_count(net)-1), x + (0 .. parameter_count(net)-1)); */
static void example_hw_settings(const dg_hw_chip *chip, const dg_layer *layer, const dg_network *net, const dg_hw_fit *fit,
                                const dg_real *parameters, dg_real *x) {
}

/* A batch of one row can be read. */
/*@ requires valid: \valid_read(batch) && \valid_read(inputs + (0 .. 1)) && \valid_read(labels);
    requires batch: batch->inputs == inputs && batch->labels == labels && batch->index == \null && batch->count == 1;
    requires there: inputs != \null && labels != \null;
    terminates \true; assigns \nothing;
    ensures rows: readable_batch(batch, 2) && admitted_batch(batch, 2);
    ensures labels: readable_labels(batch); */
static void example_hw_rows(const dg_batch *batch, const dg_real *inputs, const dg_index *labels) {
  //@ assert row: row_of(batch, 0) == 0;
}

/* A substrate that runs the network. */
/*@ requires valid: \valid_read(loop) && \valid_read(net) && \valid_read(layer) && \valid_read(substrate);
    requires loop: loop->net == net && loop->substrate == substrate;
    requires network: readable_network(net) && net->inputs == 2;
    requires sizes: neuron_count(net) == 1 && setting_count(net) == 4;
    requires runs: dg_hw_any.inputs == 2 && dg_hw_any.neurons == 1 && dg_hw_any.settings == 4;
    requires substrate: substrate->configure == &dg_hw_any_configure && substrate->stimulate == &dg_hw_any_stimulate &&
      substrate->read == &dg_hw_any_read && substrate->measure == &dg_hw_any_measure;
    terminates \true; assigns \nothing;
    ensures loop: hw_loop(loop); */
static void example_hw_loop(const dg_hw_loop *loop, const dg_network *net, const dg_layer *layer,
                            const dg_hw_substrate *substrate) {
}

/* A workspace of n reals and m integers. */
/*@ requires valid: \valid_read(work) && \valid(x + (0 .. n-1)) && \valid(y + (0 .. m-1));
    requires work: work->real == x && work->reals == n && work->integer == y && work->integers == m;
    terminates \true; assigns \nothing;
    ensures usable: usable_workspace(work); */
static void example_hw_workspace(const dg_workspace *work, const dg_real *x, size_t n, const dg_index *y, size_t m) {
}

/* Settings lie apart from what makes them. */
/*@ requires valid: \valid_read(loop) && \valid_read(chip) && \valid_read(layer) && \valid_read(net) &&
      \valid_read(fit + (0 .. 1)) && \valid_read(parameters + (0 .. 3)) && \valid(x + (0 .. 3));
    requires loop: loop->chip == chip && loop->net == net && loop->fit == fit;
    requires codes: chip->weights.most == 63 && chip->element.first == 50 && chip->element.last == 250;
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0;
    requires sizes: parameter_count(net) == 4 && line_count(net) == 2 && setting_count(net) == 4;
    requires gains: fit[0].gain == 0.125 && fit[1].gain == 0.125;
    requires separate: \separated(x + (0 .. 3), chip, layer, net) && \separated(x + (0 .. 3), fit + (0 .. 1)) &&
      \separated(x + (0 .. 3), parameters + (0 .. 3));
    requires work: \valid_read(work) && work->real == x;
    terminates \true; assigns \nothing;
    ensures parts: hw_loop_parts(loop, parameters, work->real); */
static void example_hw_parts(const dg_hw_loop *loop, const dg_hw_chip *chip, const dg_layer *layer, const dg_network *net,
                             const dg_hw_fit *fit, const dg_real *parameters, dg_real *x, const dg_workspace *work) {
  example_hw_settings(chip, layer, net, fit, parameters, x);
}

/* The spikes of a batch of one row lie apart from the network. */
/*@ requires valid: \valid_read(batch) && \valid_read(layer) && \valid_read(net) && \valid(record);
    requires batch: batch->count == 1;
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0 && neuron_count(net) == 1;
    requires separate: \separated(record, layer, net);
    terminates \true; assigns \nothing;
    ensures size: batch->count * neuron_count(net) == 1;
    ensures apart: network_apart(net, record, batch->count * neuron_count(net)); */
static void example_hw_record(const dg_batch *batch, const dg_layer *layer, const dg_network *net, dg_real *record) {
}

/* Two elements of which something is known. */
/*@ requires valid: \valid_read(element + (0 .. 1)) && \valid_read(known + (0 .. 1));
    requires first: element[0] == 0 && element[1] == 1;
    terminates \true; assigns \nothing;
    ensures known: \forall integer i; 0 <= i < 2 ==> 0 <= element[i] <= 1 && \valid_read(known + element[i]); */
static void example_hw_known(const dg_index *element, const dg_hw_fit *known) {
  //@ assert both: \forall integer i; 0 <= i < 2 ==> i == 0 || i == 1;
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

/*@ requires known: \valid_read(known + (0 .. 127));
    terminates \true; assigns \nothing; */
static void example_dg_hw_place(const dg_hw_fit *known) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip;
  dg_index element[2];
  example_hw_chip(&chip);
  example_hw_network(&layer, &net);
  dg_hw_place(&chip, &net, known, element);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_lines_known(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip;
  dg_index element[2] = {0, 1};
  dg_hw_fit known[2], fit[2];
  example_hw_chip(&chip);
  example_hw_fits(&chip, known);
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  example_hw_known(element, known);
  dg_hw_lines_known(&chip, &net, known, element, fit);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_settings(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip;
  dg_hw_fit fit[2];
  dg_real parameters[4] = {3, 3, 1, 1}, settings[4];
  example_hw_chip(&chip);
  example_hw_fits(&chip, fit);
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  example_hw_settings(&chip, &layer, &net, fit, parameters, settings);
  dg_hw_settings(&chip, &net, fit, parameters, settings);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_ideal(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip;
  dg_hw_fit fit[2];
  dg_real parameters[4] = {3, 3, 1, 1}, ideal[4];
  example_hw_chip(&chip);
  example_hw_fits(&chip, fit);
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  example_hw_settings(&chip, &layer, &net, fit, parameters, ideal);
  dg_hw_ideal(&chip, &net, parameters, ideal);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_hw_calibrate(void) {
  dg_hw_chip chip;
  dg_hw_substrate substrate;
  dg_hw_fit fit;
  example_hw_substrate(&substrate);
  example_hw_chip(&chip);
  dg_hw_calibrate(&chip, &substrate, 0, 1, 0, &fit);
}

/*@ requires runs: dg_hw_any.inputs == 2 && dg_hw_any.neurons == 1 && dg_hw_any.settings == 4;
    terminates \true; assigns dg_hw_any.samples; */
static void example_dg_hw_configure(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip;
  dg_hw_fit fit[2];
  dg_real parameters[4] = {3, 3, 1, 1}, settings[4];
  dg_hw_substrate substrate;
  dg_hw_loop loop = {&chip, &net, fit, &substrate};
  dg_index indices[1];
  dg_workspace work = {settings, 4, indices, 1};
  example_hw_substrate(&substrate);
  example_hw_chip(&chip);
  example_hw_fits(&chip, fit);
  example_hw_network(&layer, &net);
  example_hw_parts(&loop, &chip, &layer, &net, fit, parameters, settings, &work);
  example_hw_loop(&loop, &net, &layer, &substrate);
  example_hw_workspace(&work, settings, 4, indices, 1);
  dg_hw_configure(&loop, parameters, &work);
}

/*@ requires runs: dg_hw_any.inputs == 2 && dg_hw_any.neurons == 1 && dg_hw_any.settings == 4;
    terminates \true; assigns dg_hw_any.samples; */
static void example_dg_hw_run(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip;
  dg_hw_fit fit[2];
  dg_batch batch;
  dg_real inputs[2] = {0, 1}, record[1];
  dg_index labels[1] = {0};
  dg_hw_substrate substrate;
  dg_hw_loop loop = {&chip, &net, fit, &substrate};
  example_hw_substrate(&substrate);
  example_hw_batch(&batch, inputs, labels);
  example_hw_network(&layer, &net);
  example_hw_loop(&loop, &net, &layer, &substrate);
  example_hw_rows(&batch, inputs, labels);
  example_hw_record(&batch, &layer, &net, record);
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
  example_hw_rows(&batch, inputs, labels);
  dg_hw_correct(&net, &loss, &batch, record);
}

/* The host's end of a wire, with room for frames of 1024 bytes. */
/*@ requires room: \valid(wire);
    terminates \true; assigns *wire;
    ensures link: wire->link.send == &dg_hw_any_send && wire->link.receive == &dg_hw_any_receive;
    ensures parts: wire->net == net && wire->element == element && wire->settings == settings;
    ensures decoder: wire->decoder.bytes == bytes && wire->decoder.capacity == 1024 && wire->decoder.filled == 0 &&
      wire->decoder.start == 0 && wire->decoder.taken == 0;
    ensures out: wire->out == out && wire->room == 1024; */
static void example_hw_wire(dg_hw_wire *wire, const dg_network *net, const dg_index *element, unsigned char *bytes,
                            unsigned char *out, dg_real *settings) {
  wire->link.context = NULL;
  wire->link.send = dg_hw_any_send;
  wire->link.receive = dg_hw_any_receive;
  wire->net = net;
  wire->element = element;
  wire->decoder.bytes = bytes;
  wire->decoder.capacity = 1024;
  wire->decoder.filled = 0;
  wire->decoder.start = 0;
  wire->decoder.taken = 0;
  wire->decoder.frames = 0;
  wire->decoder.dropped = 0;
  wire->out = out;
  wire->room = 1024;
  wire->settings = settings;
  wire->sequence = 1;
  wire->retries = 3;
  wire->largest = 0;
  wire->configured = 0;
  wire->stimulated = 0;
  wire->configuration = 0;
  wire->number = 0;
  wire->sent = 0;
  wire->received = 0;
  wire->resent = 0;
  wire->stale = 0;
  wire->lost = 0;
}

/* What it needs of its arrays. */
/*@ requires valid: \valid(wire) && \valid_read(layer) && \valid_read(net) && \valid(bytes + (0 .. 1023)) &&
      \valid(out + (0 .. 1023));
    requires link: wire->link.send == &dg_hw_any_send && wire->link.receive == &dg_hw_any_receive;
    requires decoder: wire->decoder.bytes == bytes && wire->decoder.capacity == 1024 && wire->decoder.filled == 0 &&
      wire->decoder.start == 0 && wire->decoder.taken == 0;
    requires out: wire->out == out && wire->room == 1024;
    requires network: wire->net == net && net->layers == layer && net->depth == 1 && readable_network(net);
    requires separate: \separated(out + (0 .. 1023), bytes + (0 .. 1023)) && \separated(out + (0 .. 1023), wire, layer, net) &&
      \separated(bytes + (0 .. 1023), wire);
    terminates \true; assigns \nothing;
    ensures given: hw_wire_given(wire);
    ensures apart: hw_host_apart(wire); */
static void example_hw_host(const dg_hw_wire *wire, const dg_layer *layer, const dg_network *net, unsigned char *bytes,
                            unsigned char *out) {
}

/*@ terminates \true; assigns dg_hw_far; */
static void example_dg_hw_wire_hello(void) {
  dg_layer layer;
  dg_network net;
  dg_index element[2] = {0, 1};
  dg_real settings[4];
  unsigned char bytes[1024], out[1024];
  dg_hw_wire wire;
  example_hw_wire(&wire, &net, element, bytes, out, settings);
  example_hw_network(&layer, &net);
  example_hw_host(&wire, &layer, &net, bytes, out);
  dg_hw_wire_hello(&wire);
}

/* A server with room for batches of one sample. */
/*@ requires room: \valid(server);
    terminates \true; assigns *server;
    ensures runs: server->net == net && server->substrate == substrate && server->elements == 128 && server->largest == 1;
    ensures arrays: server->element == element && server->settings == settings && server->inputs == inputs &&
      server->record == record;
    ensures fresh: server->answer == 0; */
static void example_hw_server(dg_hw_server *server, const dg_network *net, const dg_hw_substrate *substrate, dg_index *element,
                              dg_real *settings, dg_real *inputs, dg_real *record) {
  server->net = net;
  server->substrate = substrate;
  server->element = element;
  server->elements = 128;
  server->largest = 1;
  server->settings = settings;
  server->inputs = inputs;
  server->record = record;
  server->configured = 0;
  server->configuration = 0;
  server->sequence = 0;
  server->mark = 0;
  server->type = 0;
  server->answer = 0;
}

/* What it needs of its arrays; sizes as bounds, so that their products stay in what the provers see. */
/*@ requires valid: \valid(server) && \valid_read(net) && \valid_read(layer) && \valid_read(substrate);
    requires server: server->net == net && server->substrate == substrate && server->elements == 128;
    requires largest: 0 <= server->largest <= 1 && 0 <= server->largest * net->inputs <= 2 &&
      0 <= server->largest * neuron_count(net) <= 1;
    requires arrays: \valid(server->element + (0 .. 1)) && \valid(server->settings + (0 .. 3)) &&
      \valid(server->inputs + (0 .. 1)) && \valid(server->record);
    requires network: admitted_network(net) && net->layers == layer && net->depth == 1 && dg_hw_any.inputs == net->inputs;
    requires sizes: line_count(net) == 2 && setting_count(net) == 4;
    requires runs: dg_hw_any.neurons == neuron_count(net) && dg_hw_any.settings == 4;
    requires substrate: substrate->configure == &dg_hw_any_configure && substrate->stimulate == &dg_hw_any_stimulate &&
      substrate->read == &dg_hw_any_read && substrate->measure == &dg_hw_any_measure;
    terminates \true; assigns \nothing;
    ensures server: hw_server(server); */
static void example_hw_serves(const dg_hw_server *server, const dg_layer *layer, const dg_network *net,
                              const dg_hw_substrate *substrate) {
  //@ assert rooms: hw_room(server->largest, server->net->inputs) && hw_room(server->largest, neuron_count(server->net));
  //@ assert substrate: any_substrate(server->substrate);
  //@ assert runs: runs_network(server->net);
  //@ assert batch: \valid(server->inputs + (0 .. server->largest * server->net->inputs - 1));
  //@ assert record: \valid(server->record + (0 .. server->largest * neuron_count(server->net) - 1));
}

/* A question, and where it is answered. */
/*@ requires valid: \valid_read(server) && \valid_read(layer) && \valid_read(net) && \valid_read(request);
    requires server: server->net == net && server->substrate == substrate && server->element == element &&
      server->settings == settings;
    requires network: net->layers == layer && net->depth == 1 && line_count(net) == 2 && setting_count(net) == 4;
    requires request: request->payload == payload && request->length == length && request->type == DG_HW_RUN;
    requires payload: length <= 0xffffffff && \valid_read(payload + (0 .. length - 1));
    requires separate: \separated(server, request) && \separated(server, payload + (0 .. length - 1)) && \separated(server, net) &&
      \separated(server, substrate) && \separated(server, element + (0 .. 1)) && \separated(server, settings + (0 .. 3));
    requires out: \separated(out + (0 .. 1023), net) && \separated(out + (0 .. 1023), layer) &&
      \separated(out + (0 .. 1023), server);
    terminates \true; assigns \nothing;
    ensures request: hw_request(request);
    ensures separate: hw_server_separate(server, request);
    ensures apart: hw_server_apart(server, out, 1024); */
static void example_hw_asked(const dg_hw_server *server, const dg_layer *layer, const dg_network *net,
                             const dg_hw_substrate *substrate, const dg_index *element, const dg_real *settings,
                             const dg_hw_frame *request, const unsigned char *payload, size_t length, unsigned char *out) {
}

/*@ requires runs: dg_hw_any.inputs == 2 && dg_hw_any.neurons == 1 && dg_hw_any.settings == 4;
    terminates \true; assigns dg_hw_any.samples; */
static void example_dg_hw_serve(void) {
  dg_layer layer;
  dg_network net;
  dg_hw_substrate substrate;
  dg_index element[2];
  dg_real settings[4], inputs[2], record[1];
  dg_hw_server server;
  unsigned char payload[64], out[1024];
  dg_hw_frame request = {DG_HW_PROTOCOL, DG_HW_RUN, 1, 64, payload};
  example_hw_substrate(&substrate);
  example_hw_server(&server, &net, &substrate, element, settings, inputs, record);
  example_hw_network(&layer, &net);
  if (dg_network_check(&net) != DG_OK) return;
  example_hw_serves(&server, &layer, &net, &substrate);
  example_hw_asked(&server, &layer, &net, &substrate, element, settings, &request, payload, 64, out);
  dg_hw_serve(&server, &request, out, 1024);
}

/* Plain SGD on the mean squared error. */
/*@ requires room: \valid(training) && \valid(layers) && \separated(training, layers);
    terminates \true; assigns *training, *layers;
    ensures training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0; */
static void example_hw_training(dg_training *training, dg_layer_training *layers) {
  layers->weight_mean = 1;
  layers->weight_sd = 0;
  layers->delay_mean = 0;
  layers->delay_sd = 0;
  layers->weight_rate = 1;
  layers->delay_rate = 0;
  layers->max_missing = 1;
  training->loss.kind = DG_LOSS_MSE;
  training->loss.delta_t = 0;
  training->loss.t_correct = 1;
  training->loss.t_wrong = 2;
  training->loss.xi = 1;
  training->loss.early_alpha = 0;
  training->loss.early_beta = 1;
  training->loss.delay_alpha = 0;
  training->loss.delay_parameters = 0;
  training->optimiser.kind = DG_SGD;
  training->optimiser.momentum = 0;
  training->optimiser.beta1 = 0;
  training->optimiser.beta2 = 0;
  training->optimiser.epsilon = 1;
  training->optimiser.schedule = DG_CONSTANT;
  training->optimiser.gamma = 1;
  training->optimiser.every = 1;
  training->optimiser.milestone_count = 0;
  training->optimiser.milestones = NULL;
  training->layers = layers;
  training->bump = 0;
  training->gradient_cut = 0;
  training->weight_clip = 0;
  training->input_noise = 0;
  training->seed = 1;
}

/* What is known of the chip of a loop, and that it lies apart from a workspace. */
/*@ requires valid: \valid_read(loop) && \valid_read(chip) && \valid_read(layer) && \valid_read(net) &&
      \valid_read(fit + (0 .. 1)) && 0 < n && \valid(x + (0 .. n-1)) && \valid_read(parameters + (0 .. 3));
    requires loop: loop->chip == chip && loop->net == net && loop->fit == fit;
    requires codes: chip->weights.most == 63 && chip->element.first == 50 && chip->element.last == 250 &&
      chip->weights.per_unit == 30;
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0;
    requires sizes: parameter_count(net) == 4 && line_count(net) == 2;
    requires gains: fit[0].gain == 0.125 && fit[1].gain == 0.125;
    requires separate: \separated(x + (0 .. n-1), chip, layer, net) && \separated(x + (0 .. n-1), fit + (0 .. 1)) &&
      \separated(x + (0 .. n-1), parameters + (0 .. 3));
    terminates \true; assigns \nothing;
    ensures known: hw_loop_known(loop);
    ensures apart: hw_loop_apart(loop, parameters, x, n); */
static void example_hw_loop_apart(const dg_hw_loop *loop, const dg_hw_chip *chip, const dg_layer *layer, const dg_network *net,
                                  const dg_hw_fit *fit, const dg_real *parameters, const dg_real *x, size_t n) {
  //@ assert net: network_apart(net, x, n);
  //@ assert fits: fits_apart(fit, line_count(net), x, n);
}

/* The workspace of a batch of one row overlaps nothing that training in the loop reads. */
/*@ requires valid: \valid_read(loop) && \valid_read(chip) && \valid_read(layer) && \valid_read(net) && \valid_read(training) &&
      \valid_read(layers) && \valid_read(batch) && \valid_read(inputs + (0 .. 1)) && \valid_read(labels) &&
      0 < n && \valid(x + (0 .. n-1)) && 0 < m && \valid(y + (0 .. m-1));
    requires loop: loop->chip == chip && loop->net == net;
    requires network: net->layers == layer && net->depth == 1 && net->inputs == 2 && layer->biases == 0;
    requires training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0;
    requires batch: batch->inputs == inputs && batch->labels == labels && batch->index == \null && batch->count == 1;
    requires known: hw_loop_apart(loop, parameters, x, n);
    requires reals: \separated(x + (0 .. n-1), y + (0 .. m-1)) && \separated(x + (0 .. n-1), training, layers) &&
      \separated(x + (0 .. n-1), batch) && \separated(x + (0 .. n-1), inputs + (0 .. 1)) && \separated(x + (0 .. n-1), labels);
    requires integers: \separated(y + (0 .. m-1), layer, net) && \separated(y + (0 .. m-1), training) &&
      \separated(y + (0 .. m-1), batch) && \separated(y + (0 .. m-1), labels) && \separated(y + (0 .. m-1), chip);
    terminates \true; assigns \nothing;
    ensures training: readable_training(training, net->depth);
    ensures apart: hw_training_apart(loop, training, batch, parameters, x, n, y, m); */
static void example_hw_training_apart(const dg_hw_loop *loop, const dg_hw_chip *chip, const dg_layer *layer, const dg_network *net,
                                      const dg_training *training, const dg_layer_training *layers, const dg_batch *batch,
                                      const dg_real *inputs, const dg_index *labels, const dg_real *parameters, const dg_real *x,
                                      size_t n, const dg_index *y, size_t m) {
  //@ assert row: row_of(batch, 0) == 0;
  //@ assert settings: training_apart(training, net->depth, x, n);
  //@ assert rows: rows_apart(batch, y, m);
  //@ assert inputs: batch_apart(batch, net->inputs, x, n);
  //@ assert indices: integers_apart(net, y, m);
}

/* What an update writes overlaps nothing of it either. */
/*@ requires valid: \valid_read(loop) && \valid_read(layer) && \valid_read(net) && \valid_read(training) && \valid_read(layers) &&
      \valid(state) && \valid(parameters + (0 .. 3)) && \valid(moments + (0 .. 7)) &&
      0 < n && \valid(x + (0 .. n-1)) && 0 < m && \valid(y + (0 .. m-1));
    requires network: loop->net == net && net->layers == layer && net->depth == 1 && layer->biases == 0 &&
      parameter_count(net) == 4;
    requires training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0;
    requires separate: \separated(parameters + (0 .. 3), moments + (0 .. 7), x + (0 .. n-1), y + (0 .. m-1), state);
    requires state: \separated(state, net) && \separated(state, layer) && \separated(state, training);
    requires parameters: \separated(parameters + (0 .. 3), layer, net, training, layers);
    requires moments: \separated(moments + (0 .. 7), layer, net, training, layers);
    terminates \true; assigns \nothing;
    ensures parameters: \valid(parameters + (0 .. parameter_count(net)-1));
    ensures moments: \valid(moments + (0 .. 2*parameter_count(net)-1));
    ensures apart: hw_update_apart(loop, training, state, parameters, moments, x, n, y, m); */
static void example_hw_update_apart(const dg_hw_loop *loop, const dg_layer *layer, const dg_network *net,
                                    const dg_training *training, const dg_layer_training *layers, const dg_training_state *state,
                                    dg_real *parameters, dg_real *moments, const dg_real *x, size_t n, const dg_index *y,
                                    size_t m) {
  //@ assert parameters: network_apart(net, parameters, 4) && training_apart(training, net->depth, parameters, 4);
  //@ assert moments: network_apart(net, moments, 8) && training_apart(training, net->depth, moments, 8);
}

/*@ requires runs: dg_hw_any.inputs == 2 && dg_hw_any.neurons == 1 && dg_hw_any.settings == 4;
    requires work: \valid(numbers + (0 .. reals-1)) && \valid(indices + (0 .. integers-1)) && 0 < reals && 0 < integers;
    requires separate: \separated(numbers + (0 .. reals-1), indices + (0 .. integers-1));
    terminates \true; assigns numbers[0 .. reals-1], indices[0 .. integers-1], dg_hw_any.samples; */
static void example_dg_hw_train_batch(dg_real *numbers, size_t reals, dg_index *indices, size_t integers) {
  dg_layer layer;
  dg_network net;
  dg_hw_chip chip;
  dg_hw_fit fit[2];
  dg_hw_substrate substrate;
  dg_hw_loop loop = {&chip, &net, fit, &substrate};
  dg_layer_training layers;
  dg_training training;
  dg_batch batch;
  dg_workspace work = {numbers, reals, indices, integers};
  dg_real parameters[4] = {3, 3, 1, 1}, moments[8] = {0, 0, 0, 0, 0, 0, 0, 0}, inputs[2] = {0, 1};
  dg_index labels[1] = {0};
  dg_batch_result result;
  dg_training_state state = dg_training_start();
  //@ assert reals: \valid(numbers + (0 .. reals-1));
  //@ assert integers: \valid(indices + (0 .. integers-1));
  example_hw_substrate(&substrate);
  example_hw_chip(&chip);
  example_hw_fits(&chip, fit);
  example_hw_training(&training, &layers);
  example_hw_batch(&batch, inputs, labels);
  example_hw_network(&layer, &net);
  example_hw_loop(&loop, &net, &layer, &substrate);
  example_hw_rows(&batch, inputs, labels);
  example_hw_loop_apart(&loop, &chip, &layer, &net, fit, parameters, numbers, reals);
  example_hw_training_apart(&loop, &chip, &layer, &net, &training, &layers, &batch, inputs, labels, parameters, numbers, reals,
    indices, integers);
  example_hw_update_apart(&loop, &layer, &net, &training, &layers, &state, parameters, moments, numbers, reals, indices, integers);
  example_hw_workspace(&work, numbers, reals, indices, integers);
  dg_hw_train_batch(&loop, &training, &batch, &state, parameters, moments, &result, &work);
}
