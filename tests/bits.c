/* What delgrad.h computes, as hashes: one line `bits SECTION f64 HASH` (f32 for DG_REAL float) per section. tests/bits.sh
   builds this program in many ways and compares; its argument, if any, is the file of golden vectors that bits.sh makes.
   Here, outside the header, a compiler may contract: inputs are made from integers by exact operations or by `product`, and
   no library function that rounds is called. */
#include <stdio.h>
#include <stdlib.h>

#include "delgrad.h"

#if DG_FLOAT
#define REAL "f32"
#define MANTISSA 23
#define BIAS 127
typedef uint32_t bits;
#else
#define REAL "f64"
#define MANTISSA 52
#define BIAS 1023
typedef uint64_t bits;
#endif

/* ---- sections and their hashes ---- */

enum {
  EXP, EXPM1, LOG, LOG1P, SQRT, SQRT_SOFT, LAMBERT_W0, LAMBERT_H, SIGMOID,
  SPIKE_TWO, SPIKE_ONE, SPIKE_ANY, GRADIENT_TWO, GRADIENT_ONE, GRADIENT_ANY, MEASURED_TWO, MEASURED_ONE, MEASURED_ANY,
  BOUNDS_TWO, BOUNDS_ONE, BOUNDS_ANY,
  INFERENCE, LOSS, NETWORK, NETWORK_MEASURED, OPTIMISERS, TRAINING, CHECKPOINT, RANDOM, YINYANG,
  GOLDEN_NEURONS, GOLDEN_NETWORKS, SECTIONS
};

static const char *const names[SECTIONS] = {
  "exp", "expm1", "log", "log1p", "sqrt", "sqrt_soft", "lambert_w0", "lambert_h", "sigmoid",
  "spike_two", "spike_one", "spike_any", "gradient_two", "gradient_one", "gradient_any",
  "measured_two", "measured_one", "measured_any", "bounds_two", "bounds_one", "bounds_any",
  "inference", "loss", "network", "network_measured", "optimisers", "training", "checkpoint", "random", "yinyang",
  "golden_neurons", "golden_networks"
};

static uint64_t hashes[SECTIONS];

/* FNV-1a by words, then the upper half folded down: the next hash tells apart any two words. */
static void put(int section, uint64_t word) {
  uint64_t h = (hashes[section] ^ word) * UINT64_C(0x100000001b3);
  hashes[section] = h ^ h >> 32;
}

static void put_real(int section, dg_real x) {
  bits b;
  memcpy(&b, &x, sizeof b);
  put(section, x == x ? b : UINT64_C(0x7ff8dead)); /* a NaN is a NaN: its sign and payload differ between processors */
}

static void put_reals(int section, size_t n, const dg_real *x) {
  for (size_t i = 0; i < n; i++) put_real(section, x[i]);
}

/* What must hold for the hashes to mean something. */
static void require(int holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "bits: %s\n", what);
  exit(1);
}

static void *memory(size_t count, size_t size) {
  void *p = calloc(count, size);
  require(p != NULL, "out of memory");
  return p;
}

/* ---- inputs ---- */

static dg_random stream;

static void seed(uint64_t number) { stream = dg_random_at(2026, DG_STREAM_PARAMETERS, number); }

/* An integer from 0 to below - 1, and one of from .. to. */
static uint32_t draw(uint32_t below) { return (uint32_t)((dg_random_bits(&stream) >> 32) * below >> 32); }
static int pick(int from, int to) { return from + (int)draw((uint32_t)(to - from + 1)); }

static dg_real of_bits(bits b) {
  dg_real x;
  memcpy(&x, &b, sizeof x);
  return x;
}

/* 2^e for a normal number. */
static dg_real power(int e) { return of_bits((bits)(e + BIAS) << MANTISSA); }

/* One of from .. to, over 2^shift. */
static dg_real grid(int from, int to, int shift) { return (dg_real)pick(from, to) * power(-shift); }

/* A positive normal number with an exponent of from .. to, all its bits random. */
static dg_real binade(int from, int to) {
  bits fraction = (bits)dg_random_bits(&stream) & (((bits)1 << MANTISSA) - 1);
  return of_bits((bits)(pick(from, to) + BIAS) << MANTISSA | fraction);
}

static dg_real signed_binade(int from, int to) {
  dg_real x = binade(from, to);
  return draw(2) ? -x : x;
}

/* a b, rounded before it is added to anything. */
static dg_real product(dg_real a, dg_real b) {
  volatile dg_real p = a * b;
  return p;
}

/* ---- elementary functions ---- */

typedef dg_real function(dg_real);

static function *const functions[] = {dg_exp,  dg_expm1,     dg_log,        dg_log1p,    dg_sqrt,
                                      dg_sqrt_soft, dg_lambert_w0, dg_lambert_h, dg_sigmoid};

static void put_elementary(int f) {
  /* near these a function changes its ways; sevenths and the like are added by the random numbers */
  const dg_real special[] = {0, 1, 2, DG_R(0.25), DG_R(0.32), DG_R(0.5), DG_1_E_HIGH,
                             DG_R(0x1.6a09e6p-1), DG_R(0x1.62e43p-1), DG_R(0x1.62e43p-2), 16, 22, 37, 88, 89, 104, 105, 700,
                             709, 710, 745, 746, power(-BIAS + 1), power(-MANTISSA - 1), DG_LAMBERT_TINY, DG_EPSILON,
                             DG_REAL_MAX, DG_NEVER};
  const size_t count = sizeof special / sizeof *special;
  for (size_t i = 0; i < count; i++)
    for (int step = -4; step <= 4; step++) {
      bits b;
      memcpy(&b, special + i, sizeof b);
      dg_real x = of_bits((bits)(b + (bits)step)); /* beyond the ends NaNs of either sign, and infinity */
      put_real(EXP + f, functions[f](x));
      put_real(EXP + f, functions[f](-x));
    }
  seed(0);
  for (int i = 0; i < 1500; i++) {
    dg_real x = of_bits((bits)dg_random_bits(&stream)); /* any number */
    dg_real y = signed_binade(-30, 9), z = grid(-(1 << 22), 1 << 22, 17);
    put_real(EXP + f, functions[f](x));
    put_real(EXP + f, functions[f](y));
    put_real(EXP + f, functions[f](z));
    put_real(EXP + f, functions[f](1 + DG_EPSILON * (dg_real)pick(-5000, 5000)));
    bits subnormal = (bits)(dg_random_bits(&stream) >> (64 - MANTISSA) >> draw(MANTISSA));
    put_real(EXP + f, functions[f](of_bits(subnormal)));
  }
}

/* ---- one neuron ---- */

enum { INPUTS = 1024, NEURONS = 1500 };

typedef struct {
  dg_neuron neuron;
  size_t n;
  dg_real w[INPUTS], a[INPUTS];
} problem;

/* Time constants with dg_ratio ratio; returns the weight over c with which one input just reaches the threshold, 0 where
   that is no simple number. */
static dg_real draw_constants(dg_ratio ratio, dg_neuron *neuron) {
  dg_real scale = power(draw(4) == 0 ? pick(-12, 12) : 0), syn = grid(8, 64, 4) * scale, mem = syn, need = 0;
  neuron->e_leak = grid(-16, 16, 4);
  neuron->threshold = neuron->e_leak + grid(1, 64, 5);
  neuron->g_leak = power(pick(-3, 3));
  if (ratio == DG_RATIO_TWO) mem = 2 * syn, need = 4;
  if (ratio == DG_RATIO_ONE) need = DG_R(0x1.5bf0a8b145769p+1);
  if (ratio == DG_RATIO_ANY) switch (draw(8)) {
    case 0: mem = syn * DG_R(1.5), need = DG_R(3.375); break;
    case 1: mem = syn * DG_R(1.25), need = DG_R(3.0517578125); break;
    case 2: mem = syn / 2, need = 2; break;
    case 3: mem = syn * (1 + power(-pick(6, MANTISSA - 10))); break;
    case 4: mem = syn * (2 - power(-pick(6, MANTISSA - 10))); break;
    case 5: mem = syn * (dg_real)pick(3, 1024); break;
    case 6: syn = mem * (dg_real)pick(3, 1024); break;
    default: mem = grid(129, 1023, 8) * scale; break;
  }
  neuron->tau_mem = mem;
  neuron->tau_syn = syn;
  return need;
}

static void draw_weights(problem *x, dg_real c) {
  int kind = pick(0, 3), few = 0;
  while (few < 7 && (size_t)1 << few < x->n) few++;
  for (size_t i = 0; i < x->n; i++) {
    if (kind == 0) x->w[i] = c * grid(1, 4096, 9 + few / 2);
    if (kind == 1) x->w[i] = c * grid(-1024, 4096, 9 + few / 2);
    if (kind == 2) x->w[i] = c * signed_binade(-3, 6);
    if (kind == 3) x->w[i] = c * grid(0, 2048, 8 + few);
    if (draw(64) == 0) x->w[i] = draw(2) ? DG_R(-0.0) : of_bits((bits)draw(1000)); /* zero or subnormal */
  }
}

static void draw_arrivals(problem *x, dg_real tau) {
  int kind = pick(0, 4), missing = draw(4) == 0;
  dg_real late = draw(16) == 0 ? power(pick(6, 12)) * tau : 0;
  for (size_t i = 0; i < x->n; i++) {
    if (kind == 0) x->a[i] = product(grid(0, 4, 1), tau); /* many ties */
    if (kind == 1) x->a[i] = product(grid(0, 1 << 16, 14), tau);
    if (kind == 2) x->a[i] = product(grid(-(1 << 15), 1 << 15, 14), tau);
    if (kind == 3) x->a[i] = product(binade(-20, 1), tau);
    if (kind == 4) x->a[i] = product(grid(0, 64, 5), tau);
    x->a[i] += late;
    if (draw(64) == 0) x->a[i] = draw(2) ? DG_R(-0.0) : -of_bits((bits)draw(1000));
    if (missing && draw(3) == 0) x->a[i] = DG_NEVER;
  }
  if (draw(64) == 0)
    for (size_t i = 0; i < x->n; i++) x->a[i] = DG_NEVER;
}

/* All weight in inputs that come at once, the sum at, just below or just above what reaches the threshold. */
static void draw_tangent(problem *x, dg_real enough, dg_real tau) {
  dg_real t = product(grid(0, 64, 5), tau), near = power(-pick(4, MANTISSA - 1));
  dg_real w = enough * (draw(4) == 0 ? 1 : draw(2) ? 1 + near : 1 - near);
  int ties = pick(0, 2);
  for (size_t i = 0; i < x->n; i++) {
    x->w[i] = 0;
    if (i < (size_t)1 << ties) x->w[i] = w * power(-ties), x->a[i] = t;
    else if (x->a[i] < t + 4 * tau) x->a[i] = t + 4 * tau;
  }
}

/* When the problem spikes. */
static dg_real spike_time(const problem *x) {
  dg_index order[INPUTS];
  dg_spike spike;
  return dg_spike_time(&x->neuron, x->n, x->w, x->a, order, &spike) == DG_OK ? spike.time : DG_NEVER;
}

/* Gives the problem an input that comes when the neuron spikes, or within a few ulps of it. */
static void draw_close(problem *x) {
  dg_real T = spike_time(x);
  bits b;
  if (T == DG_NEVER) return;
  memcpy(&b, &T, sizeof b);
  x->a[draw((uint32_t)x->n)] = of_bits((bits)(b + (bits)pick(-2, 2)));
}

static void draw_problem(dg_ratio ratio, problem *x) {
  int few = pick(0, 9);
  dg_real need = draw_constants(ratio, &x->neuron), tau = x->neuron.tau_syn;
  dg_real c = x->neuron.g_leak * (x->neuron.threshold - x->neuron.e_leak);
  x->n = few < 3 ? (size_t)pick(1, 4) : few < 9 ? (size_t)pick(1, 24) : (size_t)pick(25, 128);
  draw_weights(x, c);
  draw_arrivals(x, tau);
  int kind = pick(0, 7);
  if (kind == 0 && need > 0 && x->n >= 4) draw_tangent(x, c * need, tau);
  if (kind == 1) draw_close(x);
}

static void put_spike(int section, const problem *x, const dg_index *order, const dg_spike *spike) {
  put(section, (uint64_t)spike->crossing);
  put(section, spike->causal);
  put_real(section, spike->time);
  put_real(section, spike->since);
  put_real(section, spike->dT_dc);
  for (size_t i = 0; i < x->n; i++) put(section, (uint64_t)order[i]);
}

static void put_gradient(int section, const problem *x, dg_status status, const dg_real *dT_dw, const dg_real *dT_da) {
  put(section, (uint64_t)status);
  if (status != DG_OK) return;
  put_reals(section, x->n, dT_dw);
  put_reals(section, x->n, dT_da);
}

/* A time at which the neuron may have been measured to spike: near the spike, at an arrival, anywhere, or never. */
static dg_real draw_measured(const problem *x) {
  dg_real T = spike_time(x);
  int kind = pick(0, 7);
  if (kind == 0) return DG_NEVER;
  if (kind == 1) return x->a[draw((uint32_t)x->n)];
  if (kind < 6 && T < DG_NEVER) return T + product(grid(-64, 64, 8), x->neuron.tau_syn);
  return product(grid(-64, 1024, 8), x->neuron.tau_syn);
}

/* What comes out for one neuron; kinds counts what becomes of neurons. */
static void put_problem(int of_spike, int of_gradient, const problem *x, size_t *kinds) {
  dg_index order[INPUTS];
  dg_spike spike;
  dg_real dT_dw[INPUTS], dT_da[INPUTS];
  dg_status status = dg_spike_time(&x->neuron, x->n, x->w, x->a, order, &spike);
  put(of_spike, (uint64_t)status);
  if (status != DG_OK) return;
  put_spike(of_spike, x, order, &spike);
  kinds[spike.crossing]++;
  status = dg_spike_gradient(&x->neuron, x->n, x->w, x->a, order, &spike, dT_dw, dT_da);
  put_gradient(of_gradient, x, status, dT_dw, dT_da);
}

static void put_measured(int section, const problem *x, dg_real time, size_t *spikes) {
  dg_index order[INPUTS];
  dg_spike spike;
  dg_real dT_dw[INPUTS], dT_da[INPUTS];
  dg_status status = dg_measured_gradient(&x->neuron, x->n, x->w, x->a, time, order, &spike, dT_dw, dT_da);
  if (status == DG_OK) {
    put_spike(section, x, order, &spike);
    *spikes += spike.crossing == DG_SPIKES;
  }
  put_gradient(section, x, status, dT_dw, dT_da);
}

static void put_interval(int section, const dg_interval *x) {
  put_real(section, x->low);
  put_real(section, x->high);
}

static void put_bounds(int section, const problem *x, size_t *certain) {
  dg_index order[INPUTS];
  dg_spike_bounds bounds;
  dg_interval dT_dw[INPUTS], dT_da[INPUTS];
  dg_status status = dg_spike_time_bounds(&x->neuron, x->n, x->w, x->a, order, &bounds);
  put(section, (uint64_t)status);
  if (status != DG_OK) return;
  put(section, (uint64_t)bounds.crossing);
  put(section, bounds.causal);
  put_interval(section, &bounds.time);
  put_interval(section, &bounds.since);
  put_interval(section, &bounds.dT_dc);
  status = dg_spike_grad_bounds(&x->neuron, x->n, x->w, x->a, order, &bounds, dT_dw, dT_da);
  put(section, (uint64_t)status);
  if (status != DG_OK) return;
  for (size_t i = 0; i < x->n; i++) {
    put_interval(section, dT_dw + i);
    put_interval(section, dT_da + i);
  }
  *certain += bounds.crossing == DG_SPIKES;
}

static void put_neurons(dg_ratio ratio) {
  size_t kinds[3] = {0, 0, 0}, measured = 0, certain = 0;
  int at = (int)ratio;
  seed(100 + (uint64_t)ratio);
  for (int number = 0; number < NEURONS; number++) {
    problem x;
    draw_problem(ratio, &x);
    put_problem(SPIKE_TWO + at, GRADIENT_TWO + at, &x, kinds);
    put_measured(MEASURED_TWO + at, &x, draw_measured(&x), &measured);
    put_bounds(BOUNDS_TWO + at, &x, &certain);
  }
  if (getenv("BITS_COUNTS"))
    fprintf(stderr, "ratio %d: %zu silent %zu spikes %zu tangent, %zu measured, %zu certain\n", at, kinds[0], kinds[1],
            kinds[2], measured, certain);
  require(kinds[DG_SILENT] > NEURONS / 20 && kinds[DG_SPIKES] > NEURONS / 2 && measured > NEURONS / 4,
          "too few neurons are silent, or spike");
  require(certain > NEURONS / 4 && certain < kinds[DG_SPIKES] + kinds[DG_TANGENT], "bounds are never or always certain");
  require(kinds[DG_TANGENT] > 0 || ratio == DG_RATIO_ANY, "no neuron is tangent");
}

/* ---- networks ---- */

enum { DEPTH = 3, BIASES = 2, SAMPLES = 40, WIDEST = 8 };

/* A network of up to DEPTH layers with settings, parameters and samples. */
typedef struct {
  dg_network net;
  dg_layer layers[DEPTH];
  dg_real bias_times[DEPTH][BIASES];
  dg_training training;
  dg_layer_training laws[DEPTH];
  dg_batch batch;
  dg_real inputs[SAMPLES * WIDEST];
  dg_index labels[SAMPLES], index[SAMPLES];
  size_t parameters, outputs, neurons;
  dg_real *p, *gradient, *moments, *times, *record;
  dg_workspace work;
} rig;

/* The arrays of a network whose layers and batch are set. */
static void rig_allocate(rig *r) {
  require(dg_training_workspace(&r->net, &r->work.reals, &r->work.integers) == DG_OK, "a network is refused");
  r->parameters = dg_parameter_count(&r->net);
  r->outputs = dg_output_count(&r->net);
  r->neurons = dg_neuron_count(&r->net);
  r->p = (dg_real *)memory(r->parameters, sizeof(dg_real));
  r->gradient = (dg_real *)memory(r->parameters, sizeof(dg_real));
  r->moments = (dg_real *)memory(2 * r->parameters, sizeof(dg_real));
  r->times = (dg_real *)memory(r->batch.count * r->outputs, sizeof(dg_real));
  r->record = (dg_real *)memory(r->batch.count * r->neurons, sizeof(dg_real));
  r->work.real = (dg_real *)memory(r->work.reals, sizeof(dg_real));
  r->work.integer = (dg_index *)memory(r->work.integers, sizeof(dg_index));
}

static void rig_free(rig *r) {
  free(r->p);
  free(r->gradient);
  free(r->moments);
  free(r->times);
  free(r->record);
  free(r->work.real);
  free(r->work.integer);
}

/* Time constants of a ratio class, c = 1; returns the weight with which one input about reaches the threshold. */
static dg_real rig_neuron(dg_ratio ratio, dg_neuron *neuron) {
  static const dg_real syn[3][2] = {{1, DG_R(0.75)}, {1, DG_R(0.875)}, {DG_R(0.75), 2}};
  static const dg_real mem[3][2] = {{2, DG_R(1.5)}, {1, DG_R(0.875)}, {DG_R(1.125), 1}};
  static const dg_real need[3][2] = {{4, 4}, {DG_R(2.75), DG_R(2.75)}, {DG_R(3.375), 2}};
  uint32_t which = draw(2);
  neuron->tau_syn = syn[ratio][which];
  neuron->tau_mem = mem[ratio][which];
  neuron->e_leak = DG_R(-0.25);
  neuron->threshold = DG_R(0.75);
  neuron->g_leak = 1;
  return need[ratio][which];
}

static void rig_layer(rig *r, size_t l, size_t outputs, size_t biases, int kind, int map) {
  dg_layer *layer = r->layers + l;
  layer->inputs = l == 0 ? r->net.inputs * r->net.multiplex : r->layers[l - 1].outputs;
  layer->outputs = outputs;
  layer->biases = biases;
  layer->bias_times = r->bias_times[l];
  for (size_t b = 0; b < BIASES; b++) r->bias_times[l][b] = grid(0, 64, 5);
  layer->delay.kind = (dg_delay_kind)kind;
  layer->delay.map = (dg_delay_map)map;
  layer->delay.scale = DG_R(0.75);
  layer->delay.shift = DG_R(0.125);
  if (draw(2)) {
    layer->delay.grouping = draw(2) ? DG_GROUP_TILED : DG_GROUP_NEIGHBOURS;
    layer->delay.source_groups = draw(2) ? 2 : 0;
    layer->delay.target_groups = draw(2) ? 2 : 0;
  }
}

static void rig_draw_samples(rig *r) {
  for (size_t i = 0; i < SAMPLES * r->net.inputs; i++) r->inputs[i] = draw(24) == 0 ? DG_NEVER : grid(0, 1 << 16, 15);
  for (size_t n = 0; n < SAMPLES; n++) {
    r->labels[n] = (dg_index)draw(4);
    r->index[n] = (dg_index)draw(SAMPLES);
  }
  r->batch.inputs = r->inputs;
  r->batch.labels = r->labels;
  r->batch.index = draw(2) ? r->index : NULL;
  r->batch.count = draw(3) == 0 ? SAMPLES : 24; /* more than a chunk of DG_WIDTH, or less */
}

static void rig_draw_settings(rig *r, int loss) {
  dg_training *t = &r->training;
  t->layers = r->laws;
  t->optimiser.gamma = 1;
  t->loss.kind = (dg_loss_kind)loss;
  t->loss.delta_t = DG_R(0.25);
  t->loss.t_correct = DG_R(1.5);
  t->loss.t_wrong = DG_R(2.25);
  t->loss.xi = grid(1, 8, 2);
  t->loss.early_alpha = draw(2) ? DG_R(0.0625) : 0;
  t->loss.early_beta = 2;
  t->loss.delay_alpha = draw(2) ? DG_R(0.125) : 0;
  t->loss.delay_parameters = draw(2) != 0;
  t->gradient_cut = draw(4) == 0 ? power(-6) : 0;
  t->input_noise = draw(4) == 0 ? power(-5) : 0;
  t->seed = draw(1000);
}

/* Network number 0 .. 47: every delay kind with every ratio class (3: each layer another) and map, and every two of these
   with every loss. */
static void rig_draw(rig *r, int number) {
  int kind = number % 4, ratio = number / 4 % 4, map = number / 16;
  dg_real need[DEPTH];
  memset(r, 0, sizeof *r);
  seed(200 + (uint64_t)number);
  r->net.inputs = 4;
  r->net.multiplex = draw(3) == 0 ? 2 : 1;
  r->net.depth = (size_t)pick(1, DEPTH);
  r->net.layers = r->layers;
  r->net.t_ref = grid(0, 4, 2);
  for (size_t l = 0; l < r->net.depth; l++) {
    rig_layer(r, l, l + 1 == r->net.depth ? 4 : 6, BIASES * draw(2), (kind + (int)l) % 4, map);
    need[l] = rig_neuron((dg_ratio)(ratio < 3 ? ratio : (number / 4 + (int)l) % 3), &r->layers[l].neuron);
  }
  rig_draw_samples(r);
  rig_draw_settings(r, (number + number / 4 + number / 16) % 3);
  rig_allocate(r);
  dg_real *p = r->p;
  for (size_t l = 0; l < r->net.depth; l++) {
    const dg_layer *layer = r->layers + l;
    for (size_t i = 0; i < dg_layer_weights(layer); i++) *p++ = need[l] * grid(-256, 1536, 11);
    for (size_t i = 0; i < dg_layer_delays(layer); i++)
      *p++ = layer->delay.map == DG_MAP_SIGMOID ? grid(-2048, 2048, 10) : grid(0, 1024, 10);
  }
}

static void put_result(int section, const dg_batch_result *result) {
  put_real(section, result->loss);
  put(section, result->correct);
  put(section, result->bumped);
}

/* Moves recorded times by up to 2^-4, and loses some: what a chip may have measured. */
static void rig_measure(rig *r) {
  for (size_t i = 0; i < r->batch.count * r->neurons; i++) {
    dg_real off = grid(-64, 64, 10);
    if (draw(16) == 0) r->record[i] = DG_NEVER;
    else if (r->record[i] < DG_NEVER) r->record[i] += off;
  }
}

/* Times and gradients, hashed apart; infers spike times into the record. Returns whether the network was admitted. */
static int put_network(int of_times, int of_loss, int of_gradient, rig *r) {
  dg_batch_result result;
  dg_status status = dg_infer(&r->net, r->p, &r->batch, r->times, r->record, &r->work);
  put(of_times, (uint64_t)status);
  if (status != DG_OK) return 0;
  put_reals(of_times, r->batch.count * r->outputs, r->times);
  put_reals(of_times, r->batch.count * r->neurons, r->record);
  require(dg_gradient(&r->net, r->p, &r->training, 3, &r->batch, NULL, r->gradient, &result, &r->work) == DG_OK,
          "dg_gradient fails");
  put_result(of_loss, &result);
  put_reals(of_gradient, r->parameters, r->gradient);
  return 1;
}

static void put_network_measured(int section, rig *r, const dg_real *measured) {
  dg_batch_result result;
  require(dg_gradient(&r->net, r->p, &r->training, 3, &r->batch, measured, r->gradient, &result, &r->work) == DG_OK,
          "dg_gradient fails at measured times");
  put_result(section, &result);
  put_reals(section, r->parameters, r->gradient);
}

static void put_networks(void) {
  size_t spikes = 0, silent = 0, moved = 0, count = 0;
  for (int number = 0; number < 48; number++) {
    rig r;
    rig_draw(&r, number);
    require(put_network(INFERENCE, LOSS, NETWORK, &r), "dg_infer fails");
    for (size_t i = 0; i < r.batch.count * r.neurons; i++) r.record[i] < DG_NEVER ? spikes++ : silent++;
    for (size_t i = 0; i < r.parameters; i++) count++, moved += r.gradient[i] != 0;
    rig_measure(&r);
    put_network_measured(NETWORK_MEASURED, &r, r.record);
    rig_free(&r);
  }
  if (getenv("BITS_COUNTS"))
    fprintf(stderr, "networks: %zu spikes %zu silent, of %zu parameters %zu move\n", spikes, silent, count, moved);
  require(spikes > 2 * silent && silent > 100 && moved > count / 2, "the networks hardly spike, or hardly learn");
}

/* ---- training ---- */

/* Rates, momentum and schedule number 0 .. 7: both kinds with every schedule. */
static void draw_optimiser(dg_optimiser *o, int number) {
  static const uint32_t milestones[2] = {1, 3};
  memset(o, 0, sizeof *o);
  o->kind = number % 2 == 0 ? DG_ADAM : DG_SGD;
  o->momentum = number < 4 ? DG_R(0.875) : 0;
  o->beta1 = DG_R(0.9);
  o->beta2 = DG_R(0.999);
  o->epsilon = DG_R(1e-8);
  o->schedule = (dg_schedule_kind)(number / 2 % 4);
  o->gamma = DG_R(0.95);
  o->every = 2;
  o->milestone_count = 2;
  o->milestones = milestones;
}

static void put_optimisers(void) {
  enum { N = 40 };
  dg_real p[N], g[N], moments[2 * N];
  seed(300);
  for (int number = 0; number < 8; number++) {
    dg_optimiser o;
    draw_optimiser(&o, number);
    for (int i = 0; i < N; i++) p[i] = signed_binade(-4, 2), moments[i] = moments[N + i] = 0;
    for (uint64_t step = 1; step <= 25; step++) {
      dg_real rate = dg_schedule_factor(&o, step / 4);
      put_real(OPTIMISERS, rate);
      for (int i = 0; i < N; i++) g[i] = draw(16) == 0 ? 0 : signed_binade(-12, 2);
      dg_optimiser_step(&o, rate * DG_R(0.01), step, N, g, p, moments);
      put_reals(OPTIMISERS, N, p);
      put_reals(OPTIMISERS, 2 * N, moments);
    }
  }
}

/* Two layers on Yin-Yang; run number 0 .. 7 chooses delays, map, neurons, loss and optimiser. */
static void yinyang_rig(rig *r, int run, double *features, dg_index *labels, dg_real *inputs, size_t samples) {
  memset(r, 0, sizeof *r);
  seed(400 + (uint64_t)run);
  r->net.inputs = 4;
  r->net.multiplex = 1;
  r->net.depth = 2;
  r->net.layers = r->layers;
  for (size_t l = 0; l < 2; l++) {
    rig_layer(r, l, l == 0 ? 8 : 3, l == 0 ? 1 : 0, 3 - run % 4, run % 3);
    r->layers[l].delay.source_groups = r->layers[l].delay.target_groups = 0;
    dg_real need = rig_neuron(run < 4 ? DG_RATIO_TWO : (dg_ratio)(run % 3), &r->layers[l].neuron);
    r->laws[l].weight_mean = need / 2;
    r->laws[l].weight_sd = need / 4;
    r->laws[l].delay_mean = DG_R(0.25);
    r->laws[l].delay_sd = DG_R(0.125);
    r->laws[l].weight_rate = run % 2 == 0 ? DG_R(0.005) : DG_R(0.05);
    r->laws[l].delay_rate = run % 2 == 0 ? DG_R(0.01) : DG_R(0.1);
    r->laws[l].max_missing = DG_R(0.25);
  }
  rig_draw_settings(r, run % 3);
  draw_optimiser(&r->training.optimiser, run);
  r->training.bump = DG_R(0.0625);
  r->training.weight_clip = run % 2 == 1 ? 4 : 0;
  if (run == 5) r->laws[0].weight_mean = r->laws[1].weight_mean = 0; /* so few spikes that weights are bumped */
  require(dg_yinyang(42, samples, features, labels) == DG_OK, "dg_yinyang fails");
  dg_spike_times_of(4 * samples, features, DG_R(0.15), 2, inputs);
  r->batch.inputs = inputs;
  r->batch.labels = labels;
  r->batch.count = samples;
  rig_allocate(r);
}

/* The bytes of a checkpoint, and what is read back from them. */
static void put_checkpoint(rig *r, dg_training_state *state) {
  static const unsigned char user[5] = {1, 2, 3, 0, 255};
  size_t size = 0;
  require(dg_checkpoint_size(&r->net, &r->training, sizeof user, &size) == DG_OK, "dg_checkpoint_size fails");
  unsigned char *block = (unsigned char *)memory(size, 1);
  require(dg_checkpoint_save(&r->net, &r->training, state, r->p, r->moments, sizeof user, user, size, block) == DG_OK,
          "dg_checkpoint_save fails");
  put(CHECKPOINT, size);
  for (size_t i = 0; i < size; i++) put(CHECKPOINT, block[i]);
  memset(r->p, 0, r->parameters * sizeof(dg_real));
  memset(r->moments, 0, 2 * r->parameters * sizeof(dg_real));
  require(dg_checkpoint_load(&r->net, &r->training, size, block, state, r->p, r->moments, 0, NULL) == DG_OK,
          "dg_checkpoint_load fails");
  put_reals(CHECKPOINT, r->parameters, r->p);
  put_reals(CHECKPOINT, 2 * r->parameters, r->moments);
  free(block);
}

static void put_training(void) {
  enum { EACH = 30, ROWS = 3 * EACH, EPOCHS = 3 };
  double features[4 * ROWS];
  dg_real inputs[4 * ROWS];
  dg_index labels[ROWS], order[ROWS];
  size_t bumps = 0, steps = 0;
  for (int run = 0; run < 8; run++) {
    rig r;
    dg_batch_result result;
    dg_training_state state = dg_training_start();
    yinyang_rig(&r, run, features, labels, inputs, ROWS);
    r.batch.count = EACH;
    require(dg_initialise(&r.net, &r.training, r.p) == DG_OK, "dg_initialise fails");
    put_reals(RANDOM, r.parameters, r.p);
    for (state.epoch = 0; state.epoch < EPOCHS; state.epoch++) {
      dg_shuffle(r.training.seed, state.epoch, ROWS, order);
      for (state.batch = 0; state.batch < ROWS / EACH;) {
        r.batch.index = order + state.batch * EACH;
        require(dg_train_batch(&r.net, &r.training, &r.batch, NULL, &state, r.p, r.moments, &result, &r.work) == DG_OK,
                "dg_train_batch fails");
        put_result(TRAINING, &result);
        put_reals(TRAINING, r.parameters, r.p);
        if (result.bumped != DG_NO_LAYER) bumps++;
      }
      put_checkpoint(&r, &state);
    }
    steps += state.steps;
    rig_free(&r);
  }
  if (getenv("BITS_COUNTS")) fprintf(stderr, "training: %zu steps, %zu bumps\n", steps, bumps);
  require(steps > 36 && bumps > 3, "training made hardly any step, or bumped no weight");
}

/* ---- random numbers and data ---- */

static void put_random(void) {
  dg_index order[1000];
  for (int s = 0; s < 3; s++)
    for (uint64_t index = 0; index < 20; index++) {
      dg_random random = dg_random_at(7, (dg_stream)s, index);
      put(RANDOM, dg_random_bits(&random));
      for (int i = 0; i < 50; i++) put_real(RANDOM, dg_random_uniform(&random));
      for (int i = 0; i < 100; i++) put_real(RANDOM, dg_random_normal(&random));
    }
  for (size_t n = 1; n <= 1000; n += 111) {
    dg_shuffle(8, n, n, order);
    for (size_t i = 0; i < n; i++) put(RANDOM, (uint64_t)order[i]);
  }
}

static void put_yinyang(void) {
  enum { ROWS = 1000 };
  static double features[4 * ROWS];
  static dg_index labels[ROWS];
  static dg_real times[4 * ROWS];
  for (uint32_t number = 40; number <= 42; number++) {
    require(dg_yinyang(number, ROWS, features, labels) == DG_OK, "dg_yinyang fails");
    dg_spike_times_of(4 * ROWS, features, DG_R(0.15), 2, times);
    for (size_t i = 0; i < 4 * ROWS; i++) {
      uint64_t word;
      memcpy(&word, features + i, sizeof word);
      put(YINYANG, word);
    }
    for (size_t n = 0; n < ROWS; n++) put(YINYANG, (uint64_t)labels[n]);
    put_reals(YINYANG, 4 * ROWS, times);
  }
}

/* ---- golden vectors ----
   bits.sh makes of reference/vectors/ a text of words: a member's name, then its numbers, all in the order of the files. An
   object without a member of its own is a name without numbers: "cases" starts a case, "network.layers" a layer. */

enum {
  TAU_MEM, TAU_SYN, THRESHOLD, E_LEAK, G_LEAK, WEIGHTS, ARRIVALS, MEASURED, NET_INPUTS, MULTIPLEX, T_REF, OUTPUTS,
  BIAS_TIMES, KIND, MAP, GROUPING, SOURCE_GROUPS, TARGET_GROUPS, SCALE, SHIFT, LOSS_KIND, DELTA_T, T_CORRECT, T_WRONG, XI,
  EARLY_ALPHA, EARLY_BETA, DELAY_ALPHA, DELAY_PARAMETERS, PARAMETERS, SAMPLE_INPUTS, LABELS, SAMPLE_MEASURED, MEMBERS
};

static const char *const member_names[MEMBERS] = {
  "neuron.tau_mem", "neuron.tau_syn", "neuron.threshold", "neuron.e_leak", "neuron.g_leak", "cases.weights",
  "cases.arrivals", "cases.measured", "network.inputs", "network.multiplex", "network.t_ref", "layers.outputs",
  "layers.bias_times", "delay.kind", "delay.map", "delay.grouping", "delay.source_groups", "delay.target_groups",
  "delay.scale", "delay.shift", "loss.kind", "loss.delta_t", "loss.t_correct", "loss.t_wrong", "loss.xi",
  "loss.early_alpha", "loss.early_beta", "loss.delay_alpha", "loss.delay_parameters", "cases.parameters",
  "samples.inputs", "samples.label", "samples.measured"
};

/* The numbers of a case, by member; where its layers begin among bias times. */
typedef struct {
  size_t count, room;
  dg_real *x;
} numbers;
static numbers members[MEMBERS], layer_biases;

static void numbers_add(numbers *list, dg_real x) {
  if (list->count == list->room) {
    list->room = 2 * list->room + 16;
    list->x = (dg_real *)realloc(list->x, list->room * sizeof *list->x);
    require(list->x != NULL, "out of memory");
  }
  list->x[list->count++] = x;
}

static dg_real number_of(int member, size_t i) {
  require(i < members[member].count, member_names[member]);
  return members[member].x[i];
}

static size_t size_of(int member, size_t i) {
  dg_real x = number_of(member, i);
  require(x >= 0 && x <= 65536, member_names[member]);
  return (size_t)x;
}

static dg_neuron golden_neuron(size_t l) {
  dg_neuron neuron = {number_of(TAU_MEM, l), number_of(TAU_SYN, l), number_of(THRESHOLD, l), number_of(E_LEAK, l),
                      number_of(G_LEAK, l)};
  return neuron;
}

static void put_golden_neuron(void) {
  problem x;
  size_t kinds[3] = {0, 0, 0}, measured = 0, certain = 0;
  x.neuron = golden_neuron(0);
  x.n = members[WEIGHTS].count;
  require(x.n <= INPUTS && members[ARRIVALS].count == x.n, "weights and arrivals do not match");
  for (size_t i = 0; i < x.n; i++) x.w[i] = number_of(WEIGHTS, i), x.a[i] = number_of(ARRIVALS, i);
  put_problem(GOLDEN_NEURONS, GOLDEN_NEURONS, &x, kinds);
  if (members[MEASURED].count > 0) put_measured(GOLDEN_NEURONS, &x, number_of(MEASURED, 0), &measured);
  put_bounds(GOLDEN_NEURONS, &x, &certain);
}

static void golden_layer(dg_layer *layer, size_t l, size_t depth) {
  size_t from = (size_t)layer_biases.x[l], to = l + 1 < depth ? (size_t)layer_biases.x[l + 1] : members[BIAS_TIMES].count;
  layer->inputs = l == 0 ? size_of(NET_INPUTS, 0) * size_of(MULTIPLEX, 0) : size_of(OUTPUTS, l - 1);
  layer->outputs = size_of(OUTPUTS, l);
  layer->biases = to - from;
  layer->bias_times = layer->biases > 0 ? members[BIAS_TIMES].x + from : NULL;
  layer->neuron = golden_neuron(l);
  layer->delay.kind = (dg_delay_kind)size_of(KIND, l);
  layer->delay.map = (dg_delay_map)size_of(MAP, l);
  layer->delay.grouping = (dg_grouping)size_of(GROUPING, l);
  layer->delay.source_groups = size_of(SOURCE_GROUPS, l);
  layer->delay.target_groups = size_of(TARGET_GROUPS, l);
  layer->delay.scale = number_of(SCALE, l);
  layer->delay.shift = number_of(SHIFT, l);
}

static dg_loss golden_loss(void) {
  dg_loss loss = {(dg_loss_kind)size_of(LOSS_KIND, 0), number_of(DELTA_T, 0), number_of(T_CORRECT, 0), number_of(T_WRONG, 0),
                  number_of(XI, 0), number_of(EARLY_ALPHA, 0), number_of(EARLY_BETA, 0), number_of(DELAY_ALPHA, 0),
                  (int)size_of(DELAY_PARAMETERS, 0)};
  return loss;
}

/* A network that double admits may be outside the ranges of float. */
static void put_golden_network(void) {
  rig r;
  size_t depth = members[OUTPUTS].count, samples = members[LABELS].count;
  dg_layer *layers = (dg_layer *)memory(depth, sizeof *layers);
  dg_layer_training *laws = (dg_layer_training *)memory(depth, sizeof *laws);
  dg_index *labels = (dg_index *)memory(samples, sizeof *labels);
  require(layer_biases.count == depth, "layers");
  memset(&r, 0, sizeof r);
  for (size_t l = 0; l < depth; l++) golden_layer(layers + l, l, depth);
  for (size_t n = 0; n < samples; n++) labels[n] = (dg_index)size_of(LABELS, n);
  r.net.inputs = size_of(NET_INPUTS, 0);
  r.net.multiplex = size_of(MULTIPLEX, 0);
  r.net.t_ref = number_of(T_REF, 0);
  r.net.depth = depth;
  r.net.layers = layers;
  r.training.layers = laws;
  r.training.loss = golden_loss();
  r.batch.inputs = members[SAMPLE_INPUTS].x;
  r.batch.labels = labels;
  r.batch.count = samples;
  dg_status status = dg_network_check(&r.net);
  put(GOLDEN_NETWORKS, (uint64_t)status);
  if (status == DG_OK) {
    rig_allocate(&r);
    require(members[PARAMETERS].count == r.parameters && members[SAMPLE_INPUTS].count == samples * r.net.inputs,
            "sizes of a network");
    memcpy(r.p, members[PARAMETERS].x, r.parameters * sizeof(dg_real));
    if (put_network(GOLDEN_NETWORKS, GOLDEN_NETWORKS, GOLDEN_NETWORKS, &r) &&
        members[SAMPLE_MEASURED].count == samples * r.neurons)
      put_network_measured(GOLDEN_NETWORKS, &r, members[SAMPLE_MEASURED].x);
    rig_free(&r);
  }
  free(layers);
  free(laws);
  free(labels);
}

/* The case that was read, if any, and none any more. */
static void put_golden_case(void) {
  if (members[WEIGHTS].count > 0) put_golden_neuron();
  if (members[OUTPUTS].count > 0) put_golden_network();
  for (int m = 0; m < MEMBERS; m++) members[m].count = 0;
  layer_biases.count = 0;
}

static void put_golden(const char *path) {
  FILE *file = fopen(path, "r");
  char word[100];
  int member = 0;
  require(file != NULL, "cannot open the file of golden vectors");
  while (fscanf(file, "%99s", word) == 1) {
    char *end;
    double x = strtod(word, &end);
    if (*end == '\0') numbers_add(members + member, (dg_real)x);
    else if (strcmp(word, "cases") == 0) put_golden_case();
    else if (strcmp(word, "network.layers") == 0) numbers_add(&layer_biases, (dg_real)members[BIAS_TIMES].count);
    else {
      for (member = 0; member < MEMBERS && strcmp(word, member_names[member]) != 0;) member++;
      require(member < MEMBERS, word);
    }
  }
  put_golden_case();
  fclose(file);
  for (int m = 0; m < MEMBERS; m++) free(members[m].x);
  free(layer_biases.x);
  require(hashes[GOLDEN_NEURONS] != 0, "no golden vector");
}

int main(int argc, char **argv) {
  require(dg_self_test() == 1, "dg_self_test says that this build computes otherwise than SPEC 9 demands");
  for (int f = 0; f <= SIGMOID - EXP; f++) put_elementary(f);
  for (int r = 0; r < 3; r++) put_neurons((dg_ratio)r);
  put_networks();
  put_optimisers();
  put_training();
  put_random();
  put_yinyang();
  if (argc > 1) put_golden(argv[1]);
  require(hashes[SQRT] == hashes[SQRT_SOFT], "the two square roots differ");
  for (int s = 0; s < (argc > 1 ? SECTIONS : GOLDEN_NEURONS); s++)
    printf("bits %s " REAL " %016llx\n", names[s], (unsigned long long)hashes[s]);
  return 0;
}
