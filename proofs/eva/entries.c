/* Entry points for Eva, one for each public function of delgrad.h or for a few that belong together. What they hand in stands for
   every input of its shape. Compiled with ANY a number is any bit pattern, NaN and infinities included, and what Eva must exclude is
   undefined behaviour; without ANY numbers are those that SPEC.md 2 admits, and it must exclude NaN and infinity too. An entry ends
   with DONE: run.sh fails when it is not reached. */
#include <math.h>
#define __builtin_inf() ((double)INFINITY)
#define __builtin_nan(text) ((double)NAN)
#include "delgrad.h"
#include <__fc_builtin.h>

#ifndef N
#define N 2 /* inputs of a neuron, numbers of an array */
#endif
#ifndef INPUTS /* of a network */
#define INPUTS 2
#endif
#ifndef HIDDEN /* neurons of its first layer; 0: it has one layer only */
#define HIDDEN 0
#endif
#ifndef OUTPUTS
#define OUTPUTS 2
#endif
#ifndef BIASES
#define BIASES 1
#endif
#ifndef KIND
#define KIND DG_DELAY_SYNAPTIC
#endif
#ifndef GROUPS /* of sources and of targets that share a delay, 0: none shared */
#define GROUPS 0
#endif
#ifndef SAMPLES
#define SAMPLES 3
#endif
#ifdef ANY
#define ANY_FROM (-DG_REAL_MAX)
#else
#define ANY_FROM 0
#endif

#define DONE Frama_C_show_each_done()

static int choice(int n) { return Frama_C_interval(0, n - 1); }

static dg_real between(dg_real low, dg_real high) {
#ifdef ANY
  dg_real x;
  Frama_C_make_unknown((char *)&x, sizeof x);
  return x;
#elif DG_FLOAT
  return Frama_C_float_interval(low, high);
#else
  return Frama_C_double_interval(low, high);
#endif
}

static void reals(size_t n, dg_real *x, dg_real low, dg_real high) {
  //@ loop unroll n;
  for (size_t i = 0; i < n; i++) x[i] = between(low, high);
}

static uint64_t bits64(void) { return Frama_C_unsigned_long_interval(0, UINT64_MAX); }

/* ---- elementary functions: every argument there is, NaN and infinities by themselves ---- */

/* A number from low to high. */
static dg_real piece(dg_real low, dg_real high) {
#if DG_FLOAT
  return Frama_C_float_interval(low, high);
#else
  return Frama_C_double_interval(low, high);
#endif
}

static dg_real any(void) {
  dg_real x;
  Frama_C_make_unknown((char *)&x, sizeof x);
  return x;
}

#ifdef ANY
#define EVERY(call, from, to) call(-DG_NEVER), call(DG_NEVER), call(piece(from, to))
#else
#define EVERY(call, from, to) call(piece(from, to))
#endif

/* Without ANY: arguments from piece to piece, near 0 each so narrow that the exponent of the result is one number (and between these
   pieces one of two), so that Eva, which knows no relation between numbers, knows the reduced argument. What a piece gives is
   asserted; run.sh's contract of dg_exp as a leaf says no more. */
#define EXP_PIECE 11
#define EXP_LEAST (DG_FLOAT ? -121 : -759)
#define EXP_NEAR  44 /* 64 log 2 is more */
#define EXP_MOST  (DG_FLOAT ? 66 : 660) /* SPEC 2.4 needs 27 (277) */
#define HALF_LN2  0.3465

#ifndef ANY
static void exps(double from, double to) {
  const dg_real x = piece((dg_real)from, (dg_real)to);
  const dg_real y = dg_exp(x);
  //@ assert exp: x <= 0 ==> -0.99 <= y <= 4;
  dg_expm1(x);
  dg_sigmoid(x);
}
#endif

void eva_exp(void) {
#ifdef ANY
  EVERY(dg_exp, -DG_REAL_MAX, DG_REAL_MAX);
  EVERY(dg_expm1, -DG_REAL_MAX, DG_REAL_MAX);
  EVERY(dg_sigmoid, -DG_REAL_MAX, DG_REAL_MAX);
#else
  exps(-DG_REAL_MAX, EXP_LEAST);
  //@ loop unroll 200;
  for (int x = EXP_LEAST; x < EXP_MOST; x += EXP_PIECE)
    if (x < -EXP_NEAR || x >= EXP_NEAR) exps(x, x + EXP_PIECE);
  //@ loop unroll 200;
  for (int k = -64; k <= 64; k++) {
    exps(k * 0.69314718 - HALF_LN2, k * 0.69314718 + HALF_LN2);
    exps(k * 0.69314718 + HALF_LN2, (k + 1) * 0.69314718 - HALF_LN2);
  }
#endif
  DONE;
}

void eva_log(void) {
#ifdef ANY
  EVERY(dg_log, -DG_REAL_MAX, DG_REAL_MAX);
  EVERY(dg_log1p, -DG_REAL_MAX, DG_REAL_MAX);
#else
  dg_log(piece(DG_FLOAT ? 0x1p-149 : 0x1p-1074, DG_REAL_MAX));
  dg_log1p(piece(-1 + DG_EPSILON / 2, DG_REAL_MAX / 16));
#endif
  DONE;
}

void eva_sqrt(void) {
  EVERY(dg_sqrt, ANY_FROM, DG_REAL_MAX);
  EVERY(dg_sqrt_soft, ANY_FROM, DG_REAL_MAX);
  DONE;
}

static void exp_pair(dg_real high) {
  dg_pair x = {high, any()};
  dg_exp_pair(x);
}

void eva_exp_pair(void) {
  EVERY(exp_pair, -DG_REAL_MAX, DG_REAL_MAX);
  DONE;
}

static void ball_exp(dg_real high) {
  dg_ball x = {high, any(), any()};
  dg_ball_exp(x);
}

void eva_ball_exp(void) {
  EVERY(ball_exp, -DG_REAL_MAX, DG_REAL_MAX);
  DONE;
}

void eva_lambert(void) {
#ifdef ANY
  EVERY(dg_lambert_w0, -DG_REAL_MAX, DG_REAL_MAX);
#endif
  dg_lambert_w0(piece(DG_R(-0.25), DG_REAL_MAX));
  dg_lambert_w0(piece(-DG_1_E_HIGH, DG_R(-0.25)));
  DONE;
}

void eva_lambert_h(void) {
  EVERY(dg_lambert_h, ANY_FROM, DG_REAL_MAX);
  DONE;
}

void eva_self_test(void) {
  dg_self_test();
  DONE;
}

void eva_status_text(void) {
  const char *text = dg_status_text((dg_status)Frama_C_int_interval(INT32_MIN, INT32_MAX));
  char first = text[0];
  DONE;
}

/* ---- one neuron ---- */

static dg_neuron neuron(void) {
  dg_neuron k;
#ifdef TAU_MEM /* a neuron of which only the threshold and the potentials are open */
  k.tau_mem = TAU_MEM;
  k.tau_syn = 1;
  k.threshold = between(DG_R(0.5), 2);
  k.e_leak = 0;
  k.g_leak = 1;
  return k;
#endif
  k.tau_mem = between(1 / DG_SCALE_MAX, DG_SCALE_MAX);
  k.tau_syn = between(1 / DG_SCALE_MAX, DG_SCALE_MAX);
  k.threshold = between(-DG_SCALE_MAX, DG_SCALE_MAX);
  k.e_leak = between(-DG_SCALE_MAX, DG_SCALE_MAX);
  k.g_leak = between(0, DG_SCALE_MAX);
  return k;
}

void eva_neuron_check(void) {
  dg_neuron k = neuron();
  dg_neuron_check(choice(2) ? &k : NULL);
  DONE;
}

void eva_spike_time(void) {
  dg_neuron k = neuron();
  dg_real w[N], a[N], dT_dw[N], dT_da[N];
  dg_index order[N];
  dg_spike spike;
  reals(N, w, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(N, a, -DG_SCALE_MAX, DG_SCALE_MAX);
  if (dg_spike_time(&k, N, w, a, order, &spike) == DG_OK) dg_spike_gradient(&k, N, w, a, order, &spike, dT_dw, dT_da);
  DONE;
}

void eva_measured_gradient(void) {
  dg_neuron k = neuron();
  dg_real w[N], a[N], dT_dw[N], dT_da[N];
  dg_index order[N];
  dg_spike spike;
  reals(N, w, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(N, a, -DG_SCALE_MAX, DG_SCALE_MAX);
  dg_measured_gradient(&k, N, w, a, between(-DG_SCALE_MAX, DG_SCALE_MAX), order, &spike, dT_dw, dT_da);
  DONE;
}

void eva_spike_bounds(void) {
  dg_neuron k = neuron();
  dg_real w[N], a[N];
  dg_index order[N];
  dg_spike_bounds bounds;
  dg_interval dT_dw[N], dT_da[N];
  reals(N, w, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(N, a, -DG_SCALE_MAX, DG_SCALE_MAX);
  dg_spike_time_bounds(&k, N, w, a, order, &bounds);
  dg_spike_grad_bounds(&k, N, w, a, order, &bounds, dT_dw, dT_da);
  DONE;
}

/* ---- delays ---- */

static dg_delay delays(dg_delay_kind kind) {
  dg_delay delay;
  delay.kind = kind;
  delay.map = (dg_delay_map)choice(3);
  delay.grouping = (dg_grouping)choice(2);
  delay.source_groups = delay.target_groups = GROUPS;
  delay.shift = between(0, DG_SCALE_MAX);
  delay.scale = between(-DG_SCALE_MAX, DG_SCALE_MAX);
  return delay;
}

void eva_delays(void) {
  dg_delay delay = delays(KIND);
  dg_real p[N];
  delay.shift = between(0, 0x1p60);
  delay.scale = between(-0x1p60, 0x1p60);
  reals(N, p, -0x1p60, 0x1p60);
  dg_delay_of(&delay, p[0]);
  dg_delay_slope(&delay, p[0]);
  dg_delay_project(&delay, N, p);
  dg_all_finite(N, p);
  DONE;
}

/* ---- a network ---- */

#define FIRST (HIDDEN > 0 ? HIDDEN : OUTPUTS)
static dg_real bias_times[2 * BIASES + 1];
static dg_layer layers[2];
static dg_layer_training layer_training[2];
static dg_network net;
static dg_training training;
static dg_batch batch;
static dg_real inputs[SAMPLES * INPUTS];
static dg_index labels[SAMPLES], rows[SAMPLES];

static dg_layer layer(size_t sources, size_t outputs, dg_delay_kind kind) {
  dg_layer l;
  l.inputs = sources;
  l.outputs = outputs;
  l.biases = BIASES;
  l.bias_times = bias_times;
  l.neuron = neuron();
  l.delay = delays(kind);
  return l;
}

static void network(void) {
  reals(sizeof bias_times / sizeof *bias_times, bias_times, -DG_TIME_MAX, DG_TIME_MAX);
  layers[0] = layer(INPUTS, FIRST, KIND);
  if (HIDDEN > 0) layers[1] = layer(HIDDEN, OUTPUTS, KIND);
  net.inputs = INPUTS;
  net.multiplex = 1;
  net.depth = HIDDEN > 0 ? 2 : 1;
  net.layers = layers;
  net.t_ref = between(-DG_TIME_MAX, DG_TIME_MAX);
}

static void samples(void) {
  reals(SAMPLES * INPUTS, inputs, -DG_TIME_MAX, DG_TIME_MAX);
  for (size_t n = 0; n < SAMPLES; n++) {
    labels[n] = choice(OUTPUTS); /* others: eva_labels */
    rows[n] = choice(SAMPLES);
  }
  batch.inputs = inputs;
  batch.labels = labels;
  batch.index = choice(2) ? rows : NULL;
  batch.count = SAMPLES;
}

static dg_loss loss_of(void) {
  dg_loss loss;
#ifdef SQUARES
  loss.kind = choice(2) ? DG_LOSS_MSE : DG_LOSS_SHIFT_MSE;
#else
  loss.kind = (dg_loss_kind)choice(3);
#endif
  loss.delta_t = between(-DG_SCALE_MAX, DG_SCALE_MAX);
  loss.t_correct = between(-DG_SCALE_MAX, DG_SCALE_MAX);
  loss.t_wrong = between(-DG_SCALE_MAX, DG_SCALE_MAX);
  loss.xi = between(1 / DG_SCALE_MAX, DG_SCALE_MAX);
#ifdef SQUARES
  loss.early_alpha = 0;
#else
  loss.early_alpha = between(-DG_SCALE_MAX, DG_SCALE_MAX);
#endif
  loss.early_beta = between(1 / DG_SCALE_MAX, DG_SCALE_MAX);
  loss.delay_alpha = between(-DG_SCALE_MAX, DG_SCALE_MAX);
  loss.delay_parameters = choice(2);
  return loss;
}

static uint32_t milestones[2];
static dg_optimiser optimiser_of(void) {
  dg_optimiser o;
  o.kind = (dg_optimiser_kind)choice(2);
  o.momentum = between(0, 1);
  o.beta1 = between(0, 1 - DG_EPSILON / 2);
  o.beta2 = between(0, 1 - DG_EPSILON / 2);
  o.epsilon = between(1 / DG_SCALE_MAX, DG_SCALE_MAX);
  o.schedule = (dg_schedule_kind)choice(4);
  o.gamma = between(0, 1); /* a larger one grows beyond any number */
  o.every = Frama_C_unsigned_int_interval(0, UINT32_MAX);
  o.milestone_count = 2;
  o.milestones = milestones;
  milestones[0] = Frama_C_unsigned_int_interval(0, UINT32_MAX);
  milestones[1] = Frama_C_unsigned_int_interval(0, UINT32_MAX);
  return o;
}

static void settings(void) {
  training.loss = loss_of();
  training.optimiser = optimiser_of();
  training.optimiser.every = Frama_C_unsigned_int_interval(1, UINT32_MAX); /* 0: eva_optimiser */
  for (size_t l = 0; l < 2; l++) {
    dg_layer_training *t = layer_training + l;
    t->weight_mean = between(-DG_SCALE_MAX, DG_SCALE_MAX);
    t->weight_sd = between(0, DG_SCALE_MAX);
    t->delay_mean = between(-DG_SCALE_MAX, DG_SCALE_MAX);
    t->delay_sd = between(0, DG_SCALE_MAX);
    t->weight_rate = between(-DG_SCALE_MAX, DG_SCALE_MAX);
    t->delay_rate = between(-DG_SCALE_MAX, DG_SCALE_MAX);
    t->max_missing = between(0, DG_SCALE_MAX);
  }
  training.layers = layer_training;
  training.bump = between(0, DG_SCALE_MAX);
  training.gradient_cut = between(0, DG_SCALE_MAX);
  training.weight_clip = between(0, DG_SCALE_MAX);
  training.input_noise = between(0, DG_SCALE_MAX);
  training.seed = bits64();
}

static dg_training_state state_of(void) {
  dg_training_state state;
  state.epoch = bits64();
  state.batch = bits64();
  state.batches = bits64();
  state.steps = Frama_C_unsigned_long_interval(0, UINT64_MAX - 1);
  state.bump_size = between(0, DG_SCALE_MAX);
  state.bump_layer = Frama_C_unsigned_int_interval(0, UINT32_MAX);
  return state;
}

/* Numbers of the shape, by constant expressions, so that arrays of exactly these sizes can be declared; check_sizes compares them
   with what the library says. */
#define SOURCES_1 (INPUTS + BIASES)
#define SOURCES_2 (HIDDEN + BIASES)
#define SOURCE_GROUPS(n) (KIND == DG_DELAY_NONE ? 0 : KIND == DG_DELAY_DENDRITIC ? 1 : GROUPS ? GROUPS : (n))
#define TARGET_GROUPS(n) (KIND == DG_DELAY_NONE ? 0 : KIND == DG_DELAY_AXONAL ? 1 : GROUPS ? GROUPS : (n))
#define DELAYS (SOURCE_GROUPS(SOURCES_1) * TARGET_GROUPS(FIRST) + (HIDDEN > 0 ? SOURCE_GROUPS(SOURCES_2) * TARGET_GROUPS(OUTPUTS) : 0))
#define WEIGHTS (SOURCES_1 * FIRST + (HIDDEN > 0 ? SOURCES_2 * OUTPUTS : 0))
#define PARAMETERS (WEIGHTS + DELAYS)
#define NEURONS (FIRST + (HIDDEN > 0 ? OUTPUTS : 0))
#define CHUNKS ((SAMPLES + DG_WIDTH - 1) / DG_WIDTH)
#define ROOM 4096 /* more than any workspace here; what is handed in is its end, so that an access beyond is out of bounds */

static dg_real room[ROOM];
static dg_index whole[ROOM];
static dg_workspace work;

static void workspace(size_t reals, size_t integers) {
  Frama_C_make_unknown((char *)room, sizeof room);
  Frama_C_make_unknown((char *)whole, sizeof whole);
  work.real = room + (ROOM - reals);
  work.reals = reals;
  work.integer = whole + (ROOM - integers);
  work.integers = integers;
}

static dg_real parameters[PARAMETERS], moments[2 * PARAMETERS], gradient[PARAMETERS], measured[SAMPLES * NEURONS];

void eva_network(void) {
  size_t r, i;
  network();
  dg_network_check(choice(2) ? &net : NULL);
  size_t counts[3] = {dg_parameter_count(&net), dg_delay_count(&net), dg_neuron_count(&net)};
  //@ assert parameters: counts[0] == PARAMETERS && counts[1] == DELAYS && counts[2] == NEURONS;
  dg_output_count(&net);
  dg_layer_weights(layers);
  dg_layer_delays(layers);
  dg_inference_workspace(&net, &r, &i);
  dg_chunk_workspace(&net, &r, &i);
  dg_training_workspace(&net, &r, &i);
  dg_prepared_reals(&net);
  dg_chunk_count(SAMPLES);
  DONE;
}

void eva_infer(void) {
  dg_real times[SAMPLES * OUTPUTS], record[SAMPLES * NEURONS];
  size_t r = 0, i = 0;
  network();
  samples();
  reals(PARAMETERS, parameters, -DG_SCALE_MAX, DG_SCALE_MAX);
  if (dg_inference_workspace(&net, &r, &i) == DG_OK) {
    workspace(r, i);
    dg_infer(&net, parameters, &batch, times, choice(2) ? record : NULL, &work);
  }
  DONE;
}

void eva_gradient(void) {
  dg_batch_result result;
  size_t r = 0, i = 0;
  network();
  samples();
  settings();
  reals(PARAMETERS, parameters, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(SAMPLES * NEURONS, measured, -DG_TIME_MAX, DG_TIME_MAX);
  if (dg_training_workspace(&net, &r, &i) == DG_OK) {
    workspace(r, i);
    dg_gradient(&net, parameters, &training, bits64(), &batch, choice(2) ? measured : NULL, gradient, &result, &work);
  }
  DONE;
}

void eva_train_batch(void) {
  dg_batch_result result;
  dg_training_state state = state_of();
  size_t r = 0, i = 0;
  network();
  samples();
  settings();
  reals(PARAMETERS, parameters, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(2 * PARAMETERS, moments, -DG_REAL_MAX, DG_REAL_MAX);
  if (dg_training_workspace(&net, &r, &i) == DG_OK) {
    workspace(r, i);
    dg_train_batch(&net, &training, &batch, NULL, &state, parameters, moments, &result, &work);
  }
  DONE;
}

void eva_labels(void) {
  network();
  samples();
  for (size_t n = 0; n < SAMPLES; n++) labels[n] = (dg_index)Frama_C_int_interval(INT32_MIN, INT32_MAX);
  dg_labels_check(&net, &batch);
  DONE;
}

/* The parts of dg_train_batch as they are called on many cores. */
void eva_chunks(void) {
  dg_index missing[2][NEURONS];
  dg_real prepared[DELAYS + 1], more[PARAMETERS];
  dg_sums sums = {gradient, missing[0], 0, 0}, chunk = {more, missing[1], 0, 0};
  dg_batch_result result;
  dg_training_state state = state_of();
  size_t r = 0, i = 0;
  network();
  samples();
  settings();
  reals(PARAMETERS, parameters, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(2 * PARAMETERS, moments, -DG_REAL_MAX, DG_REAL_MAX);
  if (dg_chunk_workspace(&net, &r, &i) == DG_OK &&
      dg_batch_prepare(&net, parameters, &training, &batch, NULL, prepared) == DG_OK) {
    workspace(r, i);
    dg_sums_clear(&net, &sums);
    //@ loop unroll CHUNKS;
    for (size_t c = 0; c < dg_chunk_count(SAMPLES); c++)
      if (dg_chunk_gradient(&net, parameters, prepared, &training, bits64(), &batch, NULL, c, &chunk, &work) == DG_OK)
        dg_sums_add(&net, &sums, &chunk);
    dg_batch_finish(&net, parameters, &training, SAMPLES, &sums, &result);
    dg_batch_step(&net, &training, SAMPLES, &sums, &state, parameters, moments, &result);
  }
  DONE;
}

/* What follows the gradients of the chunks: sums and the step, from sums that are any numbers up to STEP_MAX. One layer. */
#define STEP_MAX (DG_FLOAT ? 16 : DG_SCALE_MAX)
void eva_step(void) {
  dg_index missing[2][NEURONS];
  dg_real more[PARAMETERS];
  dg_sums sums = {gradient, missing[0], 0, 0}, chunk = {more, missing[1], 0, 0};
  dg_batch_result result;
  dg_training_state state = state_of();
  network();
  settings();
  layers[0].delay.shift = between(0, STEP_MAX);
  layers[0].delay.scale = between(-STEP_MAX, STEP_MAX);
  training.loss.delay_alpha = between(-STEP_MAX, STEP_MAX);
  reals(PARAMETERS, parameters, -STEP_MAX, STEP_MAX);
  reals(PARAMETERS, more, -STEP_MAX, STEP_MAX);
  reals(WEIGHTS, moments, -STEP_MAX, STEP_MAX);
  reals(WEIGHTS, moments + WEIGHTS, 0, STEP_MAX);
  reals(DELAYS, moments + 2 * WEIGHTS, -STEP_MAX, STEP_MAX);
  reals(DELAYS, moments + 2 * WEIGHTS + DELAYS, 0, STEP_MAX);
  for (size_t j = 0; j < NEURONS; j++) missing[1][j] = choice(SAMPLES + 1);
  chunk.loss = between(-STEP_MAX, STEP_MAX);
  chunk.correct = (size_t)choice(SAMPLES + 1);
  dg_sums_clear(&net, &sums);
  dg_sums_add(&net, &sums, &chunk);
  dg_sums_add(&net, &sums, &chunk);
  dg_batch_finish(&net, parameters, &training, SAMPLES, &sums, &result);
  dg_batch_step(&net, &training, SAMPLES, &sums, &state, parameters, moments, &result);
  DONE;
}

void eva_initialise(void) {
  network();
  settings();
  dg_training_check(&net, choice(2) ? &training : NULL);
  dg_training_start();
  dg_initialise(&net, &training, parameters);
  DONE;
}

/* ---- losses, optimisers, random numbers ---- */

void eva_losses(void) {
  dg_loss loss = loss_of();
  dg_real T[N], g[N];
  dg_index label = choice(N);
  dg_loss_check(choice(2) ? &loss : NULL);
  reals(N, T, -2 * DG_SCALE_MAX, 2 * DG_SCALE_MAX);
  dg_class(&loss, N, T, 1);
  dg_sample_loss(&loss, between(1 / DG_SCALE_MAX, DG_SCALE_MAX), N, T, 1, (size_t)label, g);
  DONE;
}

void eva_delay_loss(void) {
  network();
  settings();
  reals(PARAMETERS, parameters, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(PARAMETERS, gradient, -DG_SCALE_MAX, DG_SCALE_MAX);
  dg_delay_loss(&training.loss, &net, parameters, gradient);
  DONE;
}

void eva_optimiser(void) {
  dg_optimiser o = optimiser_of();
  dg_real p[N], g[N], m[2 * N];
  reals(N, p, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(N, g, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(N, m, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(N, m + N, 0, DG_SCALE_MAX);
  if (dg_optimiser_check(choice(2) ? &o : NULL) == DG_OK && (o.schedule != DG_STEP || o.every > 0))
    dg_schedule_factor(&o, bits64());
  dg_optimiser_step(&o, between(-DG_SCALE_MAX, DG_SCALE_MAX), Frama_C_unsigned_long_interval(1, UINT64_MAX), N, g, p, m);
  DONE;
}

void eva_random(void) {
  dg_index order[N];
  dg_random random = dg_random_at(bits64(), (dg_stream)choice(3), bits64());
  dg_random_bits(&random);
  dg_random_uniform(&random);
#ifdef ANY
  dg_random_normal(&random);
#endif
  dg_shuffle(bits64(), bits64(), N, order);
  DONE;
}

/* ---- checkpoints: any bytes at all may be handed in ---- */

#ifndef BYTES
#define BYTES 800
#endif
static unsigned char block[BYTES], user_bytes[4];

void eva_checkpoint_save(void) {
  dg_training_state state = state_of();
  size_t size = 0;
  network();
  settings();
  reals(PARAMETERS, parameters, -DG_REAL_MAX, DG_REAL_MAX);
  reals(2 * PARAMETERS, moments, -DG_REAL_MAX, DG_REAL_MAX);
  Frama_C_make_unknown((char *)user_bytes, sizeof user_bytes);
  dg_checkpoint_size(&net, &training, 4, &size);
  dg_checkpoint_save(&net, &training, &state, parameters, moments, 4, user_bytes, BYTES, block);
  DONE;
}

/* Blocks of every kind of length: too short, of a header, cut, as it should be, too long. */
void eva_checkpoint_load(void) {
  dg_training_state state;
  size_t user, whole_size = 0;
  network();
  settings();
  if (dg_checkpoint_size(&net, &training, 4, &whole_size) == DG_OK) {
    const size_t sizes[] = {0, 31, 32, 40, 100, whole_size - 5, whole_size - 4, whole_size - 1, whole_size, whole_size + 1};
    //@ loop unroll 10;
    for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
      const unsigned char *bytes = block + (BYTES - sizes[n]);
      Frama_C_make_unknown((char *)block, sizeof block);
      dg_checkpoint_inspect(sizes[n], bytes, &user);
      dg_checkpoint_load(&net, &training, sizes[n], bytes, &state, parameters, moments, 4, choice(2) ? user_bytes : NULL);
    }
  }
  DONE;
}

/* ---- data ---- */

/* One draw from any state with next <= 624 leaves such a state, so any number of draws do. */
void eva_twister(void) {
#ifdef ANY
  double x, y;
  Frama_C_make_unknown((char *)&x, sizeof x);
  Frama_C_make_unknown((char *)&y, sizeof y);
  dg_yinyang_class(x, y);
#endif
  dg_twister twister;
  Frama_C_make_unknown((char *)&twister, sizeof twister);
  twister.next = Frama_C_size_t_interval(0, 624);
  dg_twister_bits(&twister);
  //@ assert next: 1 <= twister.next <= 624;
  const double uniform = dg_twister_uniform(&twister);
  //@ assert uniform: 0 <= uniform <= 1;
  dg_twister_seed(&twister, Frama_C_unsigned_int_interval(0, UINT32_MAX));
  //@ assert seeded: twister.next == 624;
  DONE;
}

void eva_yinyang(void) {
  double features[4 * N];
  dg_real times[4 * N];
  dg_index label[N];
  if (dg_yinyang(Frama_C_unsigned_int_interval(0, UINT32_MAX), N, features, label) == DG_OK)
    dg_spike_times_of(4 * N, features, between(-DG_SCALE_MAX, DG_SCALE_MAX), between(-DG_SCALE_MAX, DG_SCALE_MAX), times);
  DONE;
}
