/* calls.h: one call of each public function of delgrad.h, of which WP proves that it meets every `requires`: contracts that nobody
   could meet would be proved about nothing. Included by proofs/run.sh after the header, and by nothing else. */

/* The sizes of two inputs, one neuron, no delays. */
/*@ requires valid: \valid_read(layer) && \valid_read(net);
    requires network: net->layers == layer && net->depth == 1;
    requires layer: layer->inputs == 2 && layer->outputs == 1 && layer->biases == 0;
    requires delays: layer->delay.kind == DG_DELAY_NONE;
    terminates \true; assigns \nothing;
    ensures parameters: parameter_count(net) == 2;
    ensures sizes: neuron_count(net) == 1 && delay_count(net) == 0 && output_count(net) == 1; */
static void example_sizes(const dg_layer *layer, const dg_network *net) {
  //@ assert sources: sources_of(layer) == 2;
  //@ assert weights: weights_of(layer) == 2;
  //@ assert no_delays: delays_of(layer) == 0;
  //@ assert none: parameters_in(layer, 0) == 0 && delays_in(layer, 0) == 0 && neurons_in(layer, 0) == 0;
  //@ assert parameters: parameters_in(layer, 1) == parameters_in(layer, 0) + weights_of(layer) + delays_of(layer);
  //@ assert delays_in: delays_in(layer, 1) == delays_in(layer, 0) + delays_of(layer);
  //@ assert neurons_in: neurons_in(layer, 1) == neurons_in(layer, 0) + layer->outputs;
}

/* Two inputs, one neuron, no delays. */
/*@ requires room: \valid(layer) && \valid(net) && \separated(layer, net);
    terminates \true; assigns *layer, *net;
    ensures network: net->layers == layer && net->depth == 1 && net->inputs == 2 && net->multiplex == 1;
    ensures layer: layer->inputs == 2 && layer->outputs == 1 && layer->biases == 0 && layer->bias_times == \null;
    ensures delays: layer->delay.kind == DG_DELAY_NONE;
    ensures readable: readable_network(net);
    ensures parameters: parameter_count(net) == 2;
    ensures sizes: neuron_count(net) == 1 && delay_count(net) == 0 && output_count(net) == 1;
    ensures neuron: layer->neuron.tau_mem == 2 && layer->neuron.tau_syn == 1 && layer->neuron.threshold == 1 &&
      layer->neuron.e_leak == 0 && layer->neuron.g_leak == 1; */
static void example_network(dg_layer *layer, dg_network *net) {
  layer->inputs = 2;
  layer->outputs = 1;
  layer->biases = 0;
  layer->bias_times = NULL;
  layer->neuron.tau_mem = 2;
  layer->neuron.tau_syn = 1;
  layer->neuron.threshold = 1;
  layer->neuron.e_leak = 0;
  layer->neuron.g_leak = 1;
  layer->delay.kind = DG_DELAY_NONE;
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
  example_sizes(layer, net);
}

/* One sample of it, of class 0. */
/*@ requires room: \valid(batch) && \valid_read(inputs + (0 .. 1)) && \valid_read(labels) &&
      \separated(batch, inputs + (0 .. 1)) && \separated(batch, labels);
    terminates \true; assigns *batch;
    ensures batch: batch->inputs == inputs && batch->labels == labels && batch->index == \null && batch->count == 1; */
static void example_batch(dg_batch *batch, const dg_real *inputs, const dg_index *labels) {
  batch->inputs = inputs;
  batch->labels = labels;
  batch->index = NULL;
  batch->count = 1;
}

/* Plain SGD on the mean squared error. */
/*@ requires room: \valid(training) && \valid(layers) && \separated(training, layers);
    terminates \true; assigns *training, *layers;
    ensures training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0 && training->optimiser.schedule == DG_CONSTANT &&
      training->loss.kind == DG_LOSS_MSE && training->loss.early_alpha == 0.0; */
static void example_training(dg_training *training, dg_layer_training *layers) {
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

/*@ terminates \true; assigns \nothing; */
static void example_dg_status_text(void) { dg_status_text(DG_OK); }

/*@ terminates \true; assigns \nothing; */
static void example_dg_all_finite(void) {
  dg_real x[2] = {0, 1};
  dg_all_finite(2, x);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_elementary(void) {
  dg_exp(0);
  dg_expm1(0);
  dg_log(1);
  dg_log1p(0);
  dg_sqrt(2);
  dg_lambert_h(1);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_lambert_w0(void) { dg_lambert_w0(0); }

/*@ terminates \true; assigns \nothing; */
static void example_dg_self_test(void) { dg_self_test(); }

/*@ terminates \true; assigns \nothing; */
static void example_dg_spike_time(void) {
  dg_neuron neuron = {2, 1, 1, 0, 1};
  dg_real w[2] = {3, 3}, a[2] = {0, 1}, dT_dw[2], dT_da[2];
  dg_index order[2];
  dg_spike spike;
  if (dg_spike_time(&neuron, 2, w, a, order, &spike) != DG_OK) return;
  dg_spike_gradient(&neuron, 2, w, a, order, &spike, dT_dw, dT_da);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_measured_gradient(void) {
  dg_neuron neuron = {2, 1, 1, 0, 1};
  dg_real w[2] = {3, 3}, a[2] = {0, 1}, dT_dw[2], dT_da[2];
  dg_index order[2];
  dg_spike spike;
  dg_measured_gradient(&neuron, 2, w, a, 2, order, &spike, dT_dw, dT_da);
}

/*@ requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing; */
static void example_dg_spike_grad_bounds(void) {
  dg_neuron neuron = {2, 1, 1, 0, 1};
  dg_real w[2] = {3, 3}, a[2] = {0, 1};
  dg_interval dT_dw[2], dT_da[2];
  dg_index order[2];
  dg_spike_bounds bounds;
  dg_spike_time_bounds(&neuron, 2, w, a, order, &bounds);
  dg_spike_grad_bounds(&neuron, 2, w, a, order, &bounds, dT_dw, dT_da);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_delay_of(void) {
  dg_delay delay = {DG_DELAY_AXONAL, DG_MAP_SIGMOID, DG_GROUP_NEIGHBOURS, 0, 0, 1, 0};
  dg_delay_of(&delay, 0);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_parameter_count(void) {
  dg_layer layer;
  dg_network net;
  example_network(&layer, &net);
  dg_layer_weights(&layer);
  dg_layer_delays(&layer);
  dg_parameter_count(&net);
  dg_delay_count(&net);
  dg_neuron_count(&net);
  dg_prepared_reals(&net);
  dg_chunk_count(33);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_inference_workspace(void) {
  dg_layer layer;
  dg_network net;
  size_t reals, integers;
  example_network(&layer, &net);
  dg_inference_workspace(&net, &reals, &integers);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_chunk_workspace(void) {
  dg_layer layer;
  dg_network net;
  size_t reals, integers;
  example_network(&layer, &net);
  dg_chunk_workspace(&net, &reals, &integers);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_training_workspace(void) {
  dg_layer layer;
  dg_network net;
  size_t reals, integers;
  example_network(&layer, &net);
  dg_training_workspace(&net, &reals, &integers);
}

/* Its workspaces have at most 1024 numbers. */
/*@ requires valid: \valid_read(layer) && \valid_read(net);
    requires network: net->layers == layer && net->depth == 1 && net->inputs == 2;
    requires layer: layer->inputs == 2 && layer->outputs == 1 && layer->biases == 0;
    requires delays: layer->delay.kind == DG_DELAY_NONE;
    terminates \true; assigns \nothing;
    ensures inference: 0 <= inference_reals(net) <= 1024 && 0 <= inference_integers(net) <= 1024;
    ensures chunk: 0 <= chunk_reals(net) <= 1024; */
static void example_workspace(const dg_layer *layer, const dg_network *net) {
  example_sizes(layer, net);
  //@ assert sources: sources_of(layer) == 2;
  //@ assert none: states_in(layer, 0) == 0 && most_sources(layer, 0) == 0 && most_outputs(layer, 0) == 0;
  //@ assert no_scratch: most_forward(layer, 0) == 0 && most_backward(layer, 0) == 0;
  //@ assert states: states_in(layer, 1) == states_in(layer, 0) + (sources_of(layer) + 2 * layer->outputs) * DG_WIDTH;
  //@ assert most_sources: most_sources(layer, 1) == 2;
  //@ assert most_outputs: most_outputs(layer, 1) == 1;
  //@ assert forward: 0 <= most_forward(layer, 1) <= 512;
  //@ assert backward: 0 <= most_backward(layer, 1) <= 512;
  //@ assert widest: widest(layer, 1) == 2;
  //@ assert scratch: 0 <= scratch_reals(net) <= 512;
}

/* What inference needs of its arrays, which lie apart from each other. */
/*@ requires valid: \valid_read(layer) && \valid_read(net) && \valid_read(batch) && \valid_read(work) &&
      \valid_read(inputs + (0 .. 1)) && \valid_read(labels);
    requires arrays: \valid_read(parameters + (0 .. 1)) && \valid(times) && \valid(record);
    requires workspace: \valid(work->real + (0 .. work->reals-1)) && \valid(work->integer + (0 .. work->integers-1)) &&
      0 < work->reals && 0 < work->integers;
    requires network: net->layers == layer && net->depth == 1 && net->inputs == 2 && layer->biases == 0 &&
      parameter_count(net) == 2 && neuron_count(net) == 1 && output_count(net) == 1;
    requires batch: batch->inputs == inputs && batch->labels == labels && batch->index == \null && batch->count == 1;
    requires separate: \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), parameters + (0 .. 1),
      times, record, work) &&
      \separated(work->real + (0 .. work->reals-1), layer, net, batch, inputs + (0 .. 1), labels) &&
      \separated(work->integer + (0 .. work->integers-1), layer, net, batch) &&
      \separated(times, layer, net, batch, inputs + (0 .. 1), labels) &&
      \separated(record, layer, net, batch, inputs + (0 .. 1), labels);
    terminates \true; assigns \nothing;
    ensures batch: readable_batch(batch, net->inputs);
    ensures workspace: usable_workspace(work);
    ensures arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid(times + (0 .. batch->count*output_count(net)-1)) && \valid(record + (0 .. batch->count*neuron_count(net)-1));
    ensures separate: \separated(times + (0 .. batch->count*output_count(net)-1), record + (0 .. batch->count*neuron_count(net)-1),
      work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), parameters + (0 .. parameter_count(net)-1), work);
    ensures network: network_apart(net, times, batch->count * output_count(net)) &&
      network_apart(net, record, batch->count * neuron_count(net)) && network_apart(net, work->real, work->reals) &&
      integers_apart(net, work->integer, work->integers);
    ensures rows: batch_apart(batch, net->inputs, work->real, work->reals) &&
      batch_apart(batch, net->inputs, times, batch->count * output_count(net)) &&
      batch_apart(batch, net->inputs, record, batch->count * neuron_count(net)) &&
      \separated(work->integer + (0 .. work->integers-1), batch->index + (0 .. batch->count-1)); */
static void example_inference_apart(const dg_network *net, const dg_layer *layer, const dg_batch *batch, const dg_real *inputs,
                                    const dg_index *labels, const dg_workspace *work, const dg_real *parameters, dg_real *times,
                                    dg_real *record) {
  //@ assert neurons: batch->count * neuron_count(net) == 1;
  //@ assert outputs: batch->count * output_count(net) == 1;
  //@ assert reals: network_apart(net, work->real, work->reals);
  //@ assert integers: integers_apart(net, work->integer, work->integers);
  //@ assert row: row_of(batch, 0) == 0;
  //@ assert inputs: batch_apart(batch, net->inputs, work->real, work->reals);
  //@ assert times: network_apart(net, times, 1) && batch_apart(batch, net->inputs, times, 1);
  //@ assert record: network_apart(net, record, 1) && batch_apart(batch, net->inputs, record, 1);
}

/*@ requires work: \valid(numbers + (0 .. 1023)) && \valid(indices + (0 .. 1023));
    requires separate: \separated(numbers + (0 .. 1023), indices + (0 .. 1023));
    terminates \true; assigns numbers[0 .. 1023], indices[0 .. 1023]; */
static void example_dg_infer(dg_real *numbers, dg_index *indices) {
  dg_layer layer;
  dg_network net;
  dg_batch batch;
  dg_workspace work = {numbers, 1024, indices, 1024};
  dg_real parameters[2] = {3, 3}, inputs[2] = {0, 1}, times[1], record[1];
  dg_index labels[1] = {0};
  //@ assert reals: \valid(numbers + (0 .. 1023));
  //@ assert integers: \valid(indices + (0 .. 1023));
  example_batch(&batch, inputs, labels);
  example_network(&layer, &net);
  example_workspace(&layer, &net);
  example_inference_apart(&net, &layer, &batch, inputs, labels, &work, parameters, times, record);
  dg_infer(&net, parameters, &batch, times, record, &work);
}

/* What training needs of its arrays, which lie apart from each other. */
/*@ requires valid: \valid_read(layer) && \valid_read(net) && \valid_read(training) && \valid_read(layers) && \valid_read(batch) &&
      \valid_read(work) && \valid_read(inputs + (0 .. 1)) && \valid_read(labels);
    requires arrays: \valid(parameters + (0 .. 1)) && \valid(moments + (0 .. 3)) && \valid(state) && \valid(result);
    requires workspace: \valid(work->real + (0 .. work->reals-1)) && \valid(work->integer + (0 .. work->integers-1)) &&
      0 < work->reals && 0 < work->integers;
    requires network: net->layers == layer && net->depth == 1 && net->inputs == 2 && layer->biases == 0 &&
      parameter_count(net) == 2 && neuron_count(net) == 1;
    requires training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0;
    requires batch: batch->inputs == inputs && batch->labels == labels && batch->index == \null && batch->count == 1;
    requires separate: \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), parameters + (0 .. 1),
      moments + (0 .. 3), result, state, work) &&
      \separated(work->real + (0 .. work->reals-1), layer, net, training, layers, batch, inputs + (0 .. 1), labels) &&
      \separated(work->integer + (0 .. work->integers-1), layer, net, training, layers, batch, labels) &&
      \separated(parameters + (0 .. 1), layer, net, training, layers) &&
      \separated(moments + (0 .. 3), layer, net, training, layers) &&
      \separated(state, layer, net, training, layers) && \separated(result, layer, net, training, batch);
    terminates \true; assigns \nothing;
    ensures readable: readable_training(training, net->depth);
    ensures batch: readable_batch(batch, net->inputs) && readable_labels(batch);
    ensures workspace: usable_workspace(work);
    ensures parameters: \valid(parameters + (0 .. parameter_count(net)-1));
    ensures moments: \valid(moments + (0 .. 2*parameter_count(net)-1));
    ensures reals: network_apart(net, work->real, work->reals) && training_apart(training, net->depth, work->real, work->reals);
    ensures rows: batch_apart(batch, net->inputs, work->real, work->reals) && rows_apart(batch, work->integer, work->integers);
    ensures integers: integers_apart(net, work->integer, work->integers);
    ensures work: work_separate(net, training, work, parameters);
    ensures call: call_separate(net, training, batch, work, parameters, \null, result);
    ensures trained: \separated(parameters + (0 .. parameter_count(net)-1), moments + (0 .. 2*parameter_count(net)-1),
      work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), result, state);
    ensures state: \separated(state, net, net->layers + (0 .. net->depth-1), training, training->layers + (0 .. net->depth-1));
    ensures network: network_apart(net, parameters, parameter_count(net)) && network_apart(net, moments, 2 * parameter_count(net));
    ensures training: training_apart(training, net->depth, parameters, parameter_count(net)) &&
      training_apart(training, net->depth, moments, 2 * parameter_count(net)); */
static void example_training_apart(const dg_network *net, const dg_layer *layer, const dg_training *training,
                                   const dg_layer_training *layers, const dg_batch *batch, const dg_real *inputs,
                                   const dg_index *labels, const dg_workspace *work, dg_real *parameters, dg_real *moments,
                                   dg_training_state *state, dg_batch_result *result) {
  //@ assert one: batch->count * neuron_count(net) == 1;
  //@ assert reals: network_apart(net, work->real, work->reals);
  //@ assert integers: integers_apart(net, work->integer, work->integers);
  //@ assert settings: training_apart(training, net->depth, work->real, work->reals);
  //@ assert inputs: batch_apart(batch, net->inputs, work->real, work->reals);
  //@ assert rows: rows_apart(batch, work->integer, work->integers);
  //@ assert measured: \separated(work->real + (0 .. work->reals-1), (dg_real *)\null + (0 .. batch->count*neuron_count(net)-1));
  /*@ assert measured_integers:
        \separated(work->integer + (0 .. work->integers-1), (dg_real *)\null + (0 .. batch->count*neuron_count(net)-1)); */
  //@ assert work: work_apart(net, training, batch, parameters, \null, work->real, work->reals, work->integer, work->integers);
  //@ assert result: \separated(result, (dg_real *)\null + (0 .. batch->count*neuron_count(net)-1));
  //@ assert result_apart: \separated(result, net, net->layers + (0 .. net->depth-1), batch, training);
}

/*@ requires work: \valid(numbers + (0 .. reals-1)) && \valid(indices + (0 .. integers-1)) && 0 < reals && 0 < integers;
    requires separate: \separated(numbers + (0 .. reals-1), indices + (0 .. integers-1));
    terminates \true; assigns numbers[0 .. reals-1], indices[0 .. integers-1]; */
static void example_dg_train_batch(dg_real *numbers, size_t reals, dg_index *indices, size_t integers) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_batch batch;
  dg_workspace work = {numbers, reals, indices, integers};
  dg_real parameters[2] = {3, 3}, moments[4] = {0, 0, 0, 0}, inputs[2] = {0, 1};
  dg_index labels[1] = {0};
  dg_batch_result result;
  dg_training_state state = dg_training_start();
  example_training(&training, &layers);
  example_batch(&batch, inputs, labels);
  example_network(&layer, &net);
  example_training_apart(&net, &layer, &training, &layers, &batch, inputs, labels, &work, parameters, moments, &state, &result);
  dg_train_batch(&net, &training, &batch, NULL, &state, parameters, moments, &result, &work);
}

/* Its parameters lie apart from it. */
/*@ requires valid: \valid_read(layer) && \valid_read(net) && \valid_read(training) && \valid_read(layers);
    requires parameters: \valid(parameters + (0 .. 1)) && parameter_count(net) == 2;
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0;
    requires training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0;
    requires separate: \separated(parameters + (0 .. 1), layer, net, training, layers);
    terminates \true; assigns \nothing;
    ensures valid: \valid(parameters + (0 .. parameter_count(net)-1));
    ensures network: network_apart(net, parameters, parameter_count(net));
    ensures training: training_apart(training, net->depth, parameters, parameter_count(net));
    ensures readable: readable_training(training, net->depth); */
static void example_apart(const dg_network *net, const dg_layer *layer, const dg_training *training,
                          const dg_layer_training *layers, dg_real *parameters) {
}

/* And the moments of its parameters. */
/*@ requires valid: \valid_read(layer) && \valid_read(net) && \valid_read(training) && \valid_read(layers);
    requires moments: \valid(moments + (0 .. 3)) && parameter_count(net) == 2;
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0;
    requires training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0;
    requires separate: \separated(moments + (0 .. 3), layer, net, training, layers);
    terminates \true; assigns \nothing;
    ensures valid: \valid(moments + (0 .. 2*parameter_count(net)-1));
    ensures network: network_apart(net, moments, 2 * parameter_count(net));
    ensures training: training_apart(training, net->depth, moments, 2 * parameter_count(net)); */
static void example_moments(const dg_network *net, const dg_layer *layer, const dg_training *training,
                            const dg_layer_training *layers, dg_real *moments) {
}

/* What sums of it need. */
/*@ requires valid: \valid_read(layer) && \valid_read(net) && \valid(sums) && \valid(sums->gradient + (0 .. 1)) &&
      \valid(sums->missing);
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0 && parameter_count(net) == 2 &&
      neuron_count(net) == 1;
    requires separate: \separated(sums->gradient + (0 .. 1), sums->missing, sums, layer, net);
    terminates \true; assigns \nothing;
    ensures valid: sums_valid(net, *sums);
    ensures gradient: network_apart(net, sums->gradient, parameter_count(net));
    ensures missing: integers_apart(net, sums->missing, neuron_count(net));
    ensures apart: sums_apart(net, sums); */
static void example_sums(const dg_network *net, const dg_layer *layer, const dg_sums *sums) {
}

/* No spike of it is missing. */
/*@ requires valid: \valid_read(net) && \valid_read(missing);
    requires neurons: neuron_count(net) == 1;
    requires none: missing[0] == 0;
    terminates \true; assigns \nothing;
    ensures counted: counted(net, missing, samples); */
static void example_counted(const dg_network *net, const dg_index *missing, size_t samples) {
}

/* Its sums lie apart from what a chunk reads and works in. */
/*@ requires valid: \valid_read(layer) && \valid_read(net) && \valid_read(training) && \valid_read(layers) && \valid_read(batch) &&
      \valid_read(work);
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0 && parameter_count(net) == 2 &&
      neuron_count(net) == 1 && delay_count(net) == 0;
    requires training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0;
    requires batch: batch->labels == labels && batch->index == \null && batch->count == 1;
    requires arrays: \valid(gradient + (0 .. 1)) && \valid(missing);
    requires separate: \separated(gradient + (0 .. 1), work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1),
      parameters + (0 .. 1), missing);
    requires gradient: \separated(gradient + (0 .. 1), layer, net, training, layers);
    requires missing: \separated(missing, layer, net, batch, labels);
    terminates \true; assigns \nothing;
    ensures written: sums_written_apart(net, training, batch, parameters, prepared, gradient, missing, work->real, work->reals,
      work->integer, work->integers); */
static void example_written_apart(const dg_network *net, const dg_layer *layer, const dg_training *training,
                                  const dg_layer_training *layers, const dg_batch *batch, const dg_index *labels,
                                  const dg_workspace *work, const dg_real *parameters, const dg_real *prepared,
                                  const dg_real *gradient, const dg_index *missing) {
  //@ assert none: prepared_reals(net) == 0;
  //@ assert network: network_apart(net, gradient, 2);
  //@ assert training: training_apart(training, net->depth, gradient, 2);
  //@ assert integers: integers_apart(net, missing, 1);
  //@ assert rows: rows_apart(batch, missing, 1);
}

/* The workspace of a call lies apart from what the call reads. */
/*@ requires valid: \valid_read(net) && \valid_read(training) && \valid_read(batch) && \valid_read(work);
    requires call: call_separate(net, training, batch, work, parameters, \null, result);
    terminates \true; assigns \nothing;
    ensures work: work_apart(net, training, batch, parameters, \null, work->real, work->reals, work->integer, work->integers); */
static void example_work_apart(const dg_network *net, const dg_training *training, const dg_batch *batch, const dg_workspace *work,
                               const dg_real *parameters, const dg_batch_result *result) {
}

/* Nothing that a chunk writes overlaps what it reads. */
/*@ requires valid: \valid_read(net) && \valid_read(training) && \valid_read(batch) && \valid_read(work) && \valid_read(sums);
    requires work: work_apart(net, training, batch, parameters, \null, work->real, work->reals, work->integer, work->integers);
    requires written: sums_written_apart(net, training, batch, parameters, prepared, sums->gradient, sums->missing, work->real,
      work->reals, work->integer, work->integers);
    requires sums: sums_apart(net, sums) && \separated(sums, batch, training);
    requires arrays: \separated(work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), work, sums);
    terminates \true; assigns \nothing;
    ensures separate: chunk_separate(net, training, batch, work, parameters, prepared, \null, sums); */
static void example_chunk_apart(const dg_network *net, const dg_training *training, const dg_batch *batch, const dg_workspace *work,
                                const dg_real *parameters, const dg_real *prepared, const dg_sums *sums) {
}

/*@ requires work: \valid(numbers + (0 .. 1023)) && \valid(indices + (0 .. 1023));
    requires separate: \separated(numbers + (0 .. 1023), indices + (0 .. 1023));
    terminates \true; assigns numbers[0 .. 1023], indices[0 .. 1023]; */
static void example_dg_chunk_gradient(dg_real *numbers, dg_index *indices) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_batch batch;
  dg_workspace work = {numbers, 1024, indices, 1024};
  dg_real parameters[2] = {3, 3}, moments[4] = {0, 0, 0, 0}, inputs[2] = {0, 1}, prepared[1], gradient[2];
  dg_index labels[1] = {0}, missing[1];
  dg_sums sums = {gradient, missing, 0, 0};
  dg_batch_result result;
  dg_training_state state = dg_training_start();
  //@ assert reals: \valid(numbers + (0 .. 1023));
  //@ assert integers: \valid(indices + (0 .. 1023));
  /*@ assert reals_apart: \separated(numbers + (0 .. 1023), parameters + (0 .. 1)) &&
        \separated(numbers + (0 .. 1023), moments + (0 .. 3)) && \separated(numbers + (0 .. 1023), &result) &&
        \separated(numbers + (0 .. 1023), &state) && \separated(numbers + (0 .. 1023), &work); */
  /*@ assert reals_unread: \separated(numbers + (0 .. 1023), &layer) && \separated(numbers + (0 .. 1023), &net) &&
        \separated(numbers + (0 .. 1023), &training) && \separated(numbers + (0 .. 1023), &layers) &&
        \separated(numbers + (0 .. 1023), &batch) && \separated(numbers + (0 .. 1023), inputs + (0 .. 1)) &&
        \separated(numbers + (0 .. 1023), labels + 0); */
  /*@ assert integers_apart: \separated(indices + (0 .. 1023), parameters + (0 .. 1)) &&
        \separated(indices + (0 .. 1023), moments + (0 .. 3)) && \separated(indices + (0 .. 1023), &result) &&
        \separated(indices + (0 .. 1023), &state) && \separated(indices + (0 .. 1023), &work); */
  /*@ assert integers_unread: \separated(indices + (0 .. 1023), &layer) && \separated(indices + (0 .. 1023), &net) &&
        \separated(indices + (0 .. 1023), &training) && \separated(indices + (0 .. 1023), &layers) &&
        \separated(indices + (0 .. 1023), &batch) && \separated(indices + (0 .. 1023), labels + 0); */
  example_training(&training, &layers);
  example_batch(&batch, inputs, labels);
  example_network(&layer, &net);
  example_training_apart(&net, &layer, &training, &layers, &batch, inputs, labels, &work, parameters, moments, &state, &result);
  example_work_apart(&net, &training, &batch, &work, parameters, &result);
  /*@ assert work_then: work_apart(&net, &training, &batch, parameters + 0, \null, work.real, work.reals, work.integer,
        work.integers); */
  example_sums(&net, &layer, &sums);
  example_written_apart(&net, &layer, &training, &layers, &batch, labels, &work, parameters, prepared, gradient, missing);
  if (dg_batch_prepare(&net, parameters, &training, &batch, NULL, prepared) != DG_OK) return;
  example_workspace(&layer, &net);
  //@ assert written: \subset(work.integer + (0 .. inference_integers(&net)-1), indices + (0 .. 1023));
  //@ assert written_reals: \subset(work.real + (0 .. chunk_reals(&net)-1), numbers + (0 .. 1023));
  //@ assert work: work_apart(&net, &training, &batch, parameters + 0, \null, work.real, work.reals, work.integer, work.integers);
  /*@ assert sums_written: sums_written_apart(&net, &training, &batch, parameters + 0, prepared + 0, sums.gradient, sums.missing, work.real,
        work.reals, work.integer, work.integers); */
  //@ assert sums: sums_apart(&net, &sums) && \separated(&sums, &batch, &training);
  //@ assert arrays: \separated(work.real + (0 .. work.reals-1), work.integer + (0 .. work.integers-1), &work, &sums);
  example_chunk_apart(&net, &training, &batch, &work, parameters, prepared, &sums);
  dg_chunk_gradient(&net, parameters, prepared, &training, 0, &batch, NULL, 0, &sums, &work);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_sums_clear(void) {
  dg_layer layer;
  dg_network net;
  dg_real gradient[2];
  dg_index missing[1];
  dg_sums sums = {gradient, missing, 0, 0};
  example_network(&layer, &net);
  example_sums(&net, &layer, &sums);
  if (dg_network_check(&net) != DG_OK) return;
  dg_sums_clear(&net, &sums);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_sums_add(void) {
  dg_layer layer;
  dg_network net;
  dg_real total_gradient[2] = {0, 0}, chunk_gradient[2] = {0, 0};
  dg_index total_missing[1] = {0}, chunk_missing[1] = {0};
  dg_sums total = {total_gradient, total_missing, 0, 0}, chunk = {chunk_gradient, chunk_missing, 0, 0};
  example_network(&layer, &net);
  example_sums(&net, &layer, &total);
  example_sums(&net, &layer, &chunk);
  //@ assert none: total_missing[0] == 0 && chunk_missing[0] == 0;
  example_counted(&net, total_missing, DG_BATCH_MAX);
  example_counted(&net, chunk_missing, DG_WIDTH);
  if (dg_network_check(&net) != DG_OK) return;
  dg_sums_add(&net, &total, &chunk);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_batch_finish(void) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_real parameters[2] = {3, 3}, gradient[2] = {0, 0};
  dg_index missing[1] = {0};
  dg_sums sums = {gradient, missing, 0, 0};
  dg_batch_result result;
  example_training(&training, &layers);
  example_network(&layer, &net);
  example_sums(&net, &layer, &sums);
  if (dg_network_check(&net) != DG_OK) return;
  dg_batch_finish(&net, parameters, &training, 1, &sums, &result);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_batch_step(void) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_training_state state = dg_training_start();
  dg_real parameters[2] = {3, 3}, moments[4] = {0, 0, 0, 0}, gradient[2] = {0, 0};
  dg_index missing[1] = {0};
  dg_sums sums = {gradient, missing, 0, 0};
  dg_batch_result result;
  example_training(&training, &layers);
  example_network(&layer, &net);
  example_sums(&net, &layer, &sums);
  example_apart(&net, &layer, &training, &layers, parameters);
  example_apart(&net, &layer, &training, &layers, sums.gradient);
  //@ assert none: missing[0] == 0;
  example_counted(&net, missing, 1);
  example_moments(&net, &layer, &training, &layers, moments);
  if (dg_network_check(&net) != DG_OK || dg_training_check(&net, &training) != DG_OK) return;
  dg_batch_step(&net, &training, 1, &sums, &state, parameters, moments, &result);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_initialise(void) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_real parameters[2];
  example_training(&training, &layers);
  example_network(&layer, &net);
  example_apart(&net, &layer, &training, &layers, parameters);
  dg_initialise(&net, &training, parameters);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_checkpoint_size(void) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_real parameters[2];
  size_t size;
  example_training(&training, &layers);
  example_network(&layer, &net);
  example_apart(&net, &layer, &training, &layers, parameters);
  dg_checkpoint_size(&net, &training, 1, &size);
}

/* A checkpoint of it has fewer than 1024 bytes, which lie apart from it. */
/*@ requires valid: \valid_read(layer) && \valid_read(net) && \valid_read(training) && \valid_read(layers);
    requires network: net->layers == layer && net->depth == 1 && layer->biases == 0 && parameter_count(net) == 2;
    requires training: training->layers == layers && training->optimiser.milestones == \null &&
      training->optimiser.milestone_count == 0;
    requires block: \valid(bytes + (0 .. 1023)) && \separated(bytes + (0 .. 1023), layer, net, training, layers);
    terminates \true; assigns \nothing;
    ensures bytes: checkpoint_bytes(net, training, 1) <= 1024;
    ensures apart: block_apart(net, training, bytes, 1024); */
static void example_block(const dg_network *net, const dg_layer *layer, const dg_training *training,
                          const dg_layer_training *layers, unsigned char *bytes) {
  //@ assert none: layers_bytes(layer, 0) == 0;
  //@ assert layer: layer_bytes(layer) == 52 + sizeof(dg_real) * 7;
  //@ assert layers: layers_bytes(layer, 1) == layers_bytes(layer, 0) + layer_bytes(layer);
  //@ assert network: network_bytes(net) == 24 + sizeof(dg_real) + layer_bytes(layer);
  //@ assert training: training_bytes(training, 1) == 32 + sizeof(dg_real) * 23;
}

/*@ requires block: \valid(bytes + (0 .. 1023));
    terminates \true; assigns bytes[0 .. 1023]; */
static void example_dg_checkpoint_save(unsigned char *bytes) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_training_state state = dg_training_start();
  dg_real parameters[2] = {3, 3}, moments[4] = {0, 0, 0, 0};
  unsigned char user[1] = {7};
  example_training(&training, &layers);
  example_network(&layer, &net);
  example_apart(&net, &layer, &training, &layers, parameters);
  example_block(&net, &layer, &training, &layers, bytes);
  dg_checkpoint_save(&net, &training, &state, parameters, moments, 1, user, 1024, bytes);
}

/*@ requires block: \valid_read(bytes + (0 .. size-1)) && size <= INT64_MAX;
    terminates \true; assigns \nothing; */
static void example_dg_checkpoint_inspect(const unsigned char *bytes, size_t size) {
  size_t user;
  dg_checkpoint_inspect(size, bytes, &user);
}

/*@ requires block: \valid_read(bytes + (0 .. size-1)) && size <= INT64_MAX;
    terminates \true; assigns \nothing; */
static void example_dg_checkpoint_load(const unsigned char *bytes, size_t size) {
  dg_layer layer;
  dg_network net;
  dg_layer_training layers;
  dg_training training;
  dg_training_state state;
  dg_real parameters[2], moments[4];
  unsigned char user[1];
  example_training(&training, &layers);
  example_network(&layer, &net);
  example_apart(&net, &layer, &training, &layers, parameters);
  dg_checkpoint_load(&net, &training, size, bytes, &state, parameters, moments, 1, user);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_sample_loss(void) {
  dg_layer_training layers;
  dg_training training;
  dg_real T[2] = {1, 2}, g[2];
  example_training(&training, &layers);
  dg_class(&training.loss, 2, T, 1);
  dg_sample_loss(&training.loss, 1, 2, T, 1, 0, g);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_shuffle(void) {
  dg_index order[3];
  dg_shuffle(1, 0, 3, order);
}

/*@ terminates \true; assigns \nothing; */
static void example_dg_yinyang(void) {
  double features[4];
  dg_real times[4];
  dg_index labels[1];
  dg_yinyang_class(0.5, 0.5);
  if (dg_yinyang(42, 1, features, labels) != DG_OK) return;
  dg_spike_times_of(4, features, 0, 2, times);
}
