/* workload.h: networks to measure: their data, and weights with which neurons spike as they do in practice. */
#ifndef DG_WORKLOAD_H
#define DG_WORKLOAD_H

#include "delgrad.h"
#include "measure.h"

static const char *const delay_names[] = {"none", "axonal", "dendritic", "synaptic"}; /* in the order of dg_delay_kind */

/* What is to be measured. */
typedef struct {
  shape net;
  dg_delay_kind delays;
  double tau_ratio;
  size_t batch;
  int silent; /* weights so small that no neuron spikes, and nothing ends early */
} workload;

/* A network with all it needs, and where its training stands. It points into itself: it stays where it is. */
typedef struct {
  workload of;
  dg_layer layers[MOST_LAYERS];
  dg_network net;
  dg_layer_training layer_training[MOST_LAYERS];
  dg_training training;
  size_t parameter_count;
  dg_real *parameters, *moments;
  dg_real *inputs;
  dg_index *labels;
  dg_batch batch;
  dg_workspace workspace;
  dg_training_state state;
} model;

static inline void check_status(dg_status status) {
  if (status != DG_OK) fail(FAILED, "a network was refused: %s; this is a fault", dg_status_text(status));
}

static inline dg_real *reals(size_t count) { return (dg_real *)allocate(count, sizeof(dg_real)); }
static inline dg_index *indices(size_t count) { return (dg_index *)allocate(count, sizeof(dg_index)); }

static inline int is_yinyang(const workload *w) {
  return w->net.depth == 2 && w->net.size[0] == 4 && w->net.size[2] == 3 && !w->silent;
}

/* ---- network and settings, as examples/yinyang.c has them ------------------------------------------------------------- */

static inline void describe_network(model *m) {
  const dg_real ratio = DG_R(m->of.tau_ratio);
  const dg_neuron neuron = {ratio, 1, 1, 0, 1 / ratio};
  const dg_delay delay = {m->of.delays, DG_MAP_SIGMOID, DG_GROUP_TILED, 0, 0, 1, 0};
  for (size_t l = 0; l < m->of.net.depth; l++) {
    const dg_layer layer = {m->of.net.size[l], m->of.net.size[l + 1], 0, NULL, neuron, delay};
    m->layers[l] = layer;
  }
  const dg_network net = {m->of.net.size[0], 1, m->of.net.depth, m->layers, 0};
  m->net = net;
  check_status(dg_network_check(&m->net));
  m->parameter_count = dg_parameter_count(&m->net);
}

/* rate: of learning; 0 where an update is to be timed and the network to stay as it is. */
static inline void describe_training(model *m, double rate) {
  for (size_t l = 0; l < m->of.net.depth; l++) {
    const double mean = l == 0 ? 1.5 : 0.5, missing = l == 0 ? 0.3 : 0;
    const dg_layer_training layer = {DG_R(mean), DG_R(0.5), 0, DG_R(0.25), DG_R(rate), DG_R(rate / 2), DG_R(missing)};
    m->layer_training[l] = layer;
  }
  const dg_loss loss = {DG_LOSS_SHIFT_MSE, DG_R(0.2), 1, 1, 1, 0, 0, 0, 0};
  const dg_optimiser adam = {DG_ADAM, 0, DG_R(0.9), DG_R(0.999), DG_R(1e-8), DG_CONSTANT, 1, 1, 0, NULL};
  const dg_real bump = rate > 0 ? DG_R(0.0005) : 0, cut = rate > 0 ? DG_R(0.02) : 0; /* the published set-up has no cut */
  const dg_training training = {loss, adam, m->layer_training, bump, cut, 0, 0, 1};
  m->training = training;
}

/* ---- data ------------------------------------------------------------------------------------------------------------ */

/* Yin-Yang where the network has its inputs and outputs, else uniform spike times, as early and as late. */
static inline void make_data(model *m, size_t samples) {
  const dg_real early = DG_R(0.15), late = DG_R(2);
  const size_t inputs = m->net.inputs, outputs = dg_output_count(&m->net);
  m->inputs = reals(samples * inputs);
  m->labels = indices(samples);
  if (is_yinyang(&m->of)) {
    double *features = (double *)allocate(samples * inputs, sizeof *features);
    check_status(dg_yinyang(42, samples, features, m->labels));
    dg_spike_times_of(samples * inputs, features, early, late, m->inputs);
    free(features);
    return;
  }
  dg_random random = dg_random_at(1, DG_STREAM_NOISE, 0);
  for (size_t x = 0; x < samples * inputs; x++) m->inputs[x] = early + (late - early) * dg_random_uniform(&random);
  for (size_t n = 0; n < samples; n++) m->labels[n] = (dg_index)(n % outputs);
}

/* ---- weights --------------------------------------------------------------------------------------------------------- */

/* Share of the neurons of layer l that spike, over some samples. */
static inline double spiking_share(model *m, size_t l) {
  dg_network part = m->net;
  part.depth = l + 1;
  const size_t outputs = m->layers[l].outputs;
  dg_batch some = m->batch;
  some.count = some.count < DG_WIDTH ? some.count : DG_WIDTH;
  dg_real *times = reals(some.count * outputs);
  check_status(dg_infer(&part, m->parameters, &some, times, NULL, &m->workspace));
  size_t spikes = 0;
  for (size_t x = 0; x < some.count * outputs; x++) spikes += times[x] < DG_NEVER;
  free(times);
  return (double)spikes / (double)(some.count * outputs);
}

/* Scales the weights of a layer until four of five neurons spike; halving the interval of scales is enough for that. */
static inline void scale_weights(model *m, size_t l, dg_real *w) {
  const size_t count = dg_layer_weights(m->layers + l);
  dg_real *drawn = reals(count);
  memcpy(drawn, w, count * sizeof *w);
  double low = 1.0 / 16, high = 1024;
  for (int step = 0; step < 12; step++) {
    double scale = dg_sqrt_double(low * high);
    for (size_t i = 0; i < count; i++) w[i] = DG_R(scale) * drawn[i];
    if (spiking_share(m, l) < 0.8) low = scale;
    else high = scale;
  }
  for (size_t i = 0; i < count; i++) w[i] = DG_R(high) * drawn[i];
  free(drawn);
}

/* Weights into a neuron add up to a number of the same law however many there are. */
static inline void draw_parameters(model *m) {
  dg_random random = dg_random_at(1, DG_STREAM_PARAMETERS, 0);
  dg_real *p = m->parameters;
  for (size_t l = 0; l < m->of.net.depth; l++) {
    const size_t weights = dg_layer_weights(m->layers + l), delays = dg_layer_delays(m->layers + l);
    const double sources = (double)dg_layer_sources(m->layers + l);
    const dg_real mean = DG_R(6 / sources), sd = DG_R(3 / dg_sqrt_double(sources)), small = DG_R(0.5 / sources);
    for (size_t i = 0; i < weights; i++) p[i] = m->of.silent ? small : mean + sd * dg_random_normal(&random);
    for (size_t i = weights; i < weights + delays; i++) p[i] = DG_R(0.25) * dg_random_normal(&random);
    if (!m->of.silent) scale_weights(m, l, p);
    p += weights + delays;
  }
}

/* Trains Yin-Yang for some epochs, as the demo does. */
static inline void train_yinyang(model *m, size_t epochs) {
  enum { SAMPLES = 5000, BATCH = 150 };
  describe_training(m, 0.02);
  make_data(m, SAMPLES);
  check_status(dg_initialise(&m->net, &m->training, m->parameters));
  m->state = dg_training_start();
  dg_index *order = indices(SAMPLES);
  for (uint64_t epoch = 0; epoch < epochs; epoch++) {
    dg_shuffle(1, epoch, SAMPLES, order);
    m->state.epoch = epoch;
    for (size_t first = 0; first < SAMPLES; first += BATCH) {
      dg_batch batch = {m->inputs, m->labels, order + first, SAMPLES - first < BATCH ? SAMPLES - first : BATCH};
      dg_batch_result result;
      check_status(dg_train_batch(&m->net, &m->training, &batch, NULL, &m->state, m->parameters, m->moments, &result,
                                  &m->workspace));
    }
  }
  free(order);
  free(m->inputs);
  free(m->labels);
}

/* epochs: of training, where the network can learn Yin-Yang. */
static inline model *make_model(const workload *of, size_t epochs) {
  model *m = (model *)allocate(1, sizeof *m);
  size_t real_count = 0, index_count = 0;
  m->of = *of;
  describe_network(m);
  check_status(dg_training_workspace(&m->net, &real_count, &index_count));
  const dg_workspace workspace = {reals(real_count), real_count, indices(index_count), index_count};
  m->workspace = workspace;
  m->parameters = reals(m->parameter_count);
  m->moments = reals(2 * m->parameter_count);
  if (is_yinyang(of)) train_yinyang(m, epochs);
  make_data(m, of->batch);
  const dg_batch batch = {m->inputs, m->labels, NULL, of->batch};
  m->batch = batch;
  if (!is_yinyang(of)) draw_parameters(m);
  describe_training(m, 0);
  m->state = dg_training_start();
  return m;
}

static inline void free_model(model *m) {
  free(m->parameters);
  free(m->moments);
  free(m->inputs);
  free(m->labels);
  free(m->workspace.real);
  free(m->workspace.integer);
  free(m);
}

#endif
