/* Bad input of every kind: each status is reached, nothing is written when one is returned, and a workspace of exactly
   the size asked for is enough and all of it. Neurons alone are tested elsewhere. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delgrad.h"
#include "quick.h"
#include "unit.h"

static int reached[DG_STATUS_COUNT];

#define EXPECT(call, want) expect(__LINE__, call, want)

static void expect(int line, dg_status got, dg_status want) {
  if (got == want) {
    reached[got] = 1;
    return;
  }
  printf("line %d: got \"%s\", want \"%s\"\n", line, dg_status_text(got), dg_status_text(want));
  fail();
}

/* ---- a network that is admitted, and what is needed to run it ---- */

enum { IN = 3, HIDDEN = 4, OUT = 2, NEURONS = HIDDEN + OUT, COUNT = 5 };
enum { PARAMETERS = HIDDEN * (IN + 1) * 2 + OUT * HIDDEN + HIDDEN };
enum { REALS = 8000, INTEGERS = 1000, BYTES = 8192 };

typedef struct {
  dg_layer layers[2];
  dg_layer_training laws[2];
  dg_real bias_times[1];
  dg_network net;
  dg_training training;
  dg_real p[PARAMETERS];
  dg_real inputs[COUNT * IN];
  dg_index labels[COUNT];
  dg_batch batch;
  dg_workspace work;
} setup;

static dg_real real[REALS];
static dg_index integer[INTEGERS];

/* What calls may write to, filled with a pattern that must stay when they fail. */
typedef struct {
  dg_real times[COUNT * OUT], record[COUNT * NEURONS], gradient[PARAMETERS], moments[2 * PARAMETERS];
  dg_batch_result result;
  dg_training_state state;
  size_t reals, integers;
} results;

static setup s;
static results out;

static void start(void) {
  memset(&s, 0, sizeof s);
  const size_t sizes[3] = {IN, HIDDEN, OUT};
  for (size_t l = 0; l < 2; l++) {
    s.layers[l].inputs = sizes[l];
    s.layers[l].outputs = sizes[l + 1];
    s.layers[l].neuron.tau_mem = 2;
    s.layers[l].neuron.tau_syn = 1;
    s.layers[l].neuron.threshold = 1;
    s.layers[l].neuron.g_leak = DG_R(0.5);
    s.layers[l].delay.scale = 1;
  }
  s.layers[0].biases = 1;
  s.layers[0].bias_times = s.bias_times;
  s.layers[0].delay.kind = DG_DELAY_SYNAPTIC;
  s.layers[0].delay.map = DG_MAP_CLIP;
  s.layers[1].delay.kind = DG_DELAY_AXONAL;
  s.net.inputs = IN;
  s.net.multiplex = 1;
  s.net.depth = 2;
  s.net.layers = s.layers;
  s.training.layers = s.laws;
  s.training.optimiser.gamma = 1;
  s.training.optimiser.beta1 = s.training.optimiser.beta2 = DG_R(0.5);
  s.training.optimiser.epsilon = DG_R(0.001);
  for (size_t i = 0; i < PARAMETERS; i++) s.p[i] = 1 + (dg_real)(i % 3) / 4;
  for (size_t i = 0; i < COUNT * IN; i++) s.inputs[i] = (dg_real)(i % 7) / 4;
  s.batch.inputs = s.inputs;
  s.batch.labels = s.labels;
  s.batch.count = COUNT;
  s.work.real = real;
  s.work.reals = REALS;
  s.work.integer = integer;
  s.work.integers = INTEGERS;
  memset(&out, 0x5a, sizeof out);
}

static void untouched(void) {
  const unsigned char *bytes = (const unsigned char *)&out;
  for (size_t i = 0; i < sizeof out; i++) assert_true(bytes[i] == 0x5a);
}

static dg_status infer(void) { return dg_infer(&s.net, s.p, &s.batch, out.times, out.record, &s.work); }

static dg_status gradient(const dg_real *measured) {
  return dg_gradient(&s.net, s.p, &s.training, 0, &s.batch, measured, out.gradient, &out.result, &s.work);
}

static dg_status train(const dg_real *measured) {
  return dg_train_batch(&s.net, &s.training, &s.batch, measured, &out.state, s.p, out.moments, &out.result, &s.work);
}

static dg_status initialise(void) { return dg_initialise(&s.net, &s.training, out.gradient); }

/* The same fault in every function that sees a network: nothing is written, and the parameters stay. */
#define EXPECT_NETWORK(want)                                                     \
  do {                                                                           \
    static setup before;                                                         \
    memcpy(&before, &s, sizeof s);                                               \
    EXPECT(dg_network_check(&s.net), want);                                      \
    EXPECT(dg_inference_workspace(&s.net, &out.reals, &out.integers), want);     \
    EXPECT(dg_training_workspace(&s.net, &out.reals, &out.integers), want);      \
    EXPECT(infer(), want);                                                       \
    EXPECT(gradient(NULL), want);                                                \
    EXPECT(train(NULL), want);                                                   \
    EXPECT(initialise(), want);                                                  \
    EXPECT(dg_checkpoint_size(&s.net, &s.training, 0, &out.reals), want);        \
    untouched();                                                                 \
    assert_memory_equal(&before, &s, sizeof s);                                  \
    start();                                                                     \
  } while (0)

/* A fault of parameters, batch or workspace: seen when a batch is run. labels: whether inference does not see it. */
#define EXPECT_RUN(want, seen_by_inference)                                      \
  do {                                                                           \
    static setup before;                                                         \
    memcpy(&before, &s, sizeof s);                                               \
    if (seen_by_inference) EXPECT(infer(), want);                                \
    EXPECT(gradient(NULL), want);                                                \
    EXPECT(train(NULL), want);                                                   \
    untouched();                                                                 \
    assert_memory_equal(&before, &s, sizeof s);                                  \
    start();                                                                     \
  } while (0)

static void test_good(void **unused) {
  (void)unused;
  start();
  assert_true(dg_parameter_count(&s.net) == PARAMETERS);
  EXPECT(dg_network_check(&s.net), DG_OK);
  EXPECT(dg_inference_workspace(&s.net, &out.reals, &out.integers), DG_OK);
  assert_true(out.reals <= REALS && out.integers <= INTEGERS);
  EXPECT(dg_training_workspace(&s.net, &out.reals, &out.integers), DG_OK);
  assert_true(out.reals <= REALS && out.integers <= INTEGERS);
  EXPECT(infer(), DG_OK);
  EXPECT(gradient(NULL), DG_OK);
  EXPECT(gradient(out.record), DG_OK);
  for (size_t i = 0; i < sizeof out.moments; i++) assert_true(((unsigned char *)out.moments)[i] == 0x5a); /* what lies behind */
  memset(out.moments, 0, sizeof out.moments);
  out.state = dg_training_start();
  EXPECT(train(NULL), DG_OK);
  EXPECT(train(out.record), DG_OK);
  EXPECT(initialise(), DG_OK);
}

/* ---- texts ---- */

static void test_texts(void **unused) {
  (void)unused;
  const char *unknown = dg_status_text(DG_STATUS_COUNT);
  for (int a = 0; a < DG_STATUS_COUNT; a++) {
    const char *text = dg_status_text((dg_status)a);
    size_t length = strlen(text);
    assert_true(length > 5 && text[length - 1] != '.' && strcmp(text, unknown) != 0);
    for (int b = 0; b < a; b++) assert_true(strcmp(text, dg_status_text((dg_status)b)) != 0);
  }
  assert_true(strlen(unknown) > 5);
  assert_string_equal(dg_status_text((dg_status)31), unknown); /* the largest that the enumeration may hold in C++ */
  assert_int_equal(DG_OK, 0);
}

/* ---- null ---- */

static void test_null(void **unused) {
  (void)unused;
  start();
  EXPECT(dg_network_check(NULL), DG_ERROR_NULL);
  EXPECT(dg_layer_check(NULL), DG_ERROR_NULL);
  EXPECT(dg_neuron_check(NULL), DG_ERROR_NULL);
  EXPECT(dg_training_check(&s.net, NULL), DG_ERROR_NULL);
  EXPECT(dg_inference_workspace(NULL, &out.reals, &out.integers), DG_ERROR_NULL);
  EXPECT(dg_inference_workspace(&s.net, NULL, &out.integers), DG_ERROR_NULL);
  EXPECT(dg_inference_workspace(&s.net, &out.reals, NULL), DG_ERROR_NULL);
  EXPECT(dg_training_workspace(NULL, &out.reals, &out.integers), DG_ERROR_NULL);
  EXPECT(dg_training_workspace(&s.net, NULL, &out.integers), DG_ERROR_NULL);
  EXPECT(dg_training_workspace(&s.net, &out.reals, NULL), DG_ERROR_NULL);
  EXPECT(dg_initialise(NULL, &s.training, out.gradient), DG_ERROR_NULL);
  EXPECT(dg_initialise(&s.net, NULL, out.gradient), DG_ERROR_NULL);
  EXPECT(dg_initialise(&s.net, &s.training, NULL), DG_ERROR_NULL);
  EXPECT(dg_infer(NULL, s.p, &s.batch, out.times, out.record, &s.work), DG_ERROR_NULL);
  EXPECT(dg_infer(&s.net, NULL, &s.batch, out.times, out.record, &s.work), DG_ERROR_NULL);
  EXPECT(dg_infer(&s.net, s.p, NULL, out.times, out.record, &s.work), DG_ERROR_NULL);
  EXPECT(dg_infer(&s.net, s.p, &s.batch, NULL, out.record, &s.work), DG_ERROR_NULL);
  EXPECT(dg_infer(&s.net, s.p, &s.batch, out.times, out.record, NULL), DG_ERROR_NULL);
  const dg_network *net = &s.net;
  const dg_training *t = &s.training;
  const dg_batch *b = &s.batch;
  const dg_workspace *w = &s.work;
  dg_training_state *state = &out.state;
  dg_real *p = s.p, *g = out.gradient, *m = out.moments;
  dg_batch_result *result = &out.result;
  EXPECT(dg_gradient(NULL, p, t, 0, b, NULL, g, result, w), DG_ERROR_NULL);
  EXPECT(dg_gradient(net, NULL, t, 0, b, NULL, g, result, w), DG_ERROR_NULL);
  EXPECT(dg_gradient(net, p, NULL, 0, b, NULL, g, result, w), DG_ERROR_NULL);
  EXPECT(dg_gradient(net, p, t, 0, NULL, NULL, g, result, w), DG_ERROR_NULL);
  EXPECT(dg_gradient(net, p, t, 0, b, NULL, NULL, result, w), DG_ERROR_NULL);
  EXPECT(dg_gradient(net, p, t, 0, b, NULL, g, NULL, w), DG_ERROR_NULL);
  EXPECT(dg_gradient(net, p, t, 0, b, NULL, g, result, NULL), DG_ERROR_NULL);
  EXPECT(dg_train_batch(NULL, t, b, NULL, state, p, m, result, w), DG_ERROR_NULL);
  EXPECT(dg_train_batch(net, NULL, b, NULL, state, p, m, result, w), DG_ERROR_NULL);
  EXPECT(dg_train_batch(net, t, NULL, NULL, state, p, m, result, w), DG_ERROR_NULL);
  EXPECT(dg_train_batch(net, t, b, NULL, NULL, p, m, result, w), DG_ERROR_NULL);
  EXPECT(dg_train_batch(net, t, b, NULL, state, NULL, m, result, w), DG_ERROR_NULL);
  EXPECT(dg_train_batch(net, t, b, NULL, state, p, NULL, result, w), DG_ERROR_NULL);
  EXPECT(dg_train_batch(net, t, b, NULL, state, p, m, NULL, w), DG_ERROR_NULL);
  EXPECT(dg_train_batch(net, t, b, NULL, state, p, m, result, NULL), DG_ERROR_NULL);
  EXPECT(dg_yinyang(1, 1, NULL, s.labels), DG_ERROR_NULL);
  double features[4];
  EXPECT(dg_yinyang(1, 1, features, NULL), DG_ERROR_NULL);
  untouched();

  s.net.layers = NULL;
  EXPECT_NETWORK(DG_ERROR_NULL);
  s.layers[0].bias_times = NULL;
  EXPECT_NETWORK(DG_ERROR_NULL);
  s.training.layers = NULL;
  EXPECT(dg_training_check(&s.net, &s.training), DG_ERROR_NULL);
  EXPECT(initialise(), DG_ERROR_NULL);
  EXPECT_RUN(DG_ERROR_NULL, 0);
  s.training.optimiser.schedule = DG_MULTI_STEP;
  s.training.optimiser.milestone_count = 1;
  EXPECT_RUN(DG_ERROR_NULL, 0);
  s.batch.inputs = NULL;
  EXPECT_RUN(DG_ERROR_NULL, 1);
  s.batch.labels = NULL;
  EXPECT_RUN(DG_ERROR_NULL, 0);
  s.work.real = NULL;
  EXPECT_RUN(DG_ERROR_NULL, 1);
  s.work.integer = NULL;
  EXPECT_RUN(DG_ERROR_NULL, 1);

  /* what may be null */
  s.batch.labels = NULL;
  memset(&out, 0x5a, sizeof out);
  EXPECT(dg_infer(&s.net, s.p, &s.batch, out.times, NULL, &s.work), DG_OK);
  memset(out.times, 0x5a, sizeof out.times);
  untouched();
}

/* ---- sizes ---- */

static void test_empty(void **unused) {
  (void)unused;
  start();
  s.net.inputs = 0;
  EXPECT_NETWORK(DG_ERROR_EMPTY);
  s.net.multiplex = 0;
  EXPECT_NETWORK(DG_ERROR_EMPTY);
  s.net.depth = 0;
  EXPECT_NETWORK(DG_ERROR_EMPTY);
  for (int l = 0; l < 2; l++) {
    s.layers[l].inputs = 0;
    EXPECT_NETWORK(DG_ERROR_EMPTY);
    s.layers[l].outputs = 0;
    EXPECT_NETWORK(DG_ERROR_EMPTY);
  }
  s.batch.count = 0;
  EXPECT_RUN(DG_ERROR_EMPTY, 1);
  double features[4] = {7, 7, 7, 7};
  EXPECT(dg_yinyang(1, 0, features, s.labels), DG_ERROR_EMPTY);
  assert_true(features[0] == 7);
}

static void test_too_large(void **unused) {
  (void)unused;
  const size_t large[3] = {DG_SIZE_MAX + 1, SIZE_MAX / 2, SIZE_MAX};
  start();
  for (int i = 0; i < 3; i++) {
    s.net.inputs = large[i];
    EXPECT_NETWORK(DG_ERROR_TOO_LARGE);
    s.net.multiplex = large[i];
    EXPECT_NETWORK(DG_ERROR_TOO_LARGE);
    s.net.depth = large[i];
    EXPECT_NETWORK(DG_ERROR_TOO_LARGE);
    for (int l = 0; l < 2; l++) {
      s.layers[l].inputs = large[i];
      EXPECT_NETWORK(DG_ERROR_TOO_LARGE);
      s.layers[l].outputs = large[i];
      EXPECT_NETWORK(DG_ERROR_TOO_LARGE);
      s.layers[l].biases = large[i];
      EXPECT_NETWORK(DG_ERROR_TOO_LARGE);
    }
  }
  s.layers[0].inputs = s.layers[0].outputs = s.layers[0].biases = DG_SIZE_MAX;
  EXPECT(dg_layer_check(s.layers), DG_OK);
  start();
  /* inputs times copies */
  s.net.inputs = s.net.multiplex = DG_SIZE_MAX;
  EXPECT_NETWORK(DG_ERROR_SHAPE);
  s.net.depth = DG_SIZE_MAX; /* is admitted: the first layer is looked at */
  s.layers[0].inputs = 0;
  EXPECT_NETWORK(DG_ERROR_EMPTY);
  s.batch.count = DG_BATCH_MAX; /* is admitted: the first sample is looked at */
  s.inputs[0] = DG_NAN;
  EXPECT_RUN(DG_ERROR_NOT_FINITE, 1);
  s.batch.count = DG_BATCH_MAX + 1;
  EXPECT_RUN(DG_ERROR_TOO_LARGE, 1);
  s.batch.count = SIZE_MAX;
  EXPECT_RUN(DG_ERROR_TOO_LARGE, 1);
  double features[4];
  EXPECT(dg_yinyang(1, DG_BATCH_MAX + 1, features, s.labels), DG_ERROR_TOO_LARGE);
}

static void test_products(void **unused) {
  (void)unused;
  assert_true(dg_size_product(0, SIZE_MAX) == 0 && dg_size_product(SIZE_MAX, 0) == 0 && dg_size_product(3, 5) == 15);
  assert_true(dg_size_product(SIZE_MAX / 2, 2) == SIZE_MAX - 1 && dg_size_product(SIZE_MAX / 2 + 1, 2) == SIZE_MAX);
  assert_true(dg_size_sum(SIZE_MAX, 0) == SIZE_MAX && dg_size_sum(SIZE_MAX - 2, 1) == SIZE_MAX - 1);
  assert_true(dg_size_sum(SIZE_MAX, 1) == SIZE_MAX && dg_size_sum(2, 3) == 5);
  start();
  s.layers[0].inputs = SIZE_MAX / 4;
  assert_true(dg_parameter_count(&s.net) == SIZE_MAX);
}

static void test_numbers(void **unused) {
  (void)unused;
  const dg_real good[4] = {0, -DG_R(0.0), DG_REAL_MAX, -DG_REAL_MAX};
  dg_real odd[3] = {DG_NEVER, -DG_NEVER, DG_NAN};
  for (int i = 0; i < 4; i++) assert_true(dg_is_finite(good[i]));
  for (int i = 0; i < 3; i++) assert_true(!dg_is_finite(odd[i]));
  EXPECT(dg_all_finite(4, good), DG_OK);
  EXPECT(dg_all_finite(0, odd), DG_OK);
  odd[0] = odd[1] = 1;
  EXPECT(dg_all_finite(2, odd), DG_OK);
  EXPECT(dg_all_finite(3, odd), DG_ERROR_NOT_FINITE);
  for (int sign = -1; sign < 2; sign += 2) {
    const dg_real x = (dg_real)sign;
    assert_true(dg_in_scale(8 * x, 8) && dg_in_scale(x / 8, 8) && dg_in_scale(x, 1));
    assert_true(!dg_in_scale(8 * x * (1 + DG_EPSILON), 8) && !dg_in_scale(x / 8 * (1 - DG_EPSILON), 8));
    assert_true(!dg_in_scale(0 * x, 8));
  }
}

/* Many layers of the largest size: the last number of parameters that is admitted, and the first that is not. */
static void test_many_parameters(void **unused) {
  (void)unused;
  size_t each = DG_SIZE_MAX * 2, depth = 0;
  start();
  if (SIZE_MAX / 64 / DG_SIZE_MAX > each) { /* 64 bits; with 32 one layer is enough */
    each = 2 * DG_SIZE_MAX * DG_SIZE_MAX;
    depth = SIZE_MAX / 64 / each;
  }
  dg_layer *layers = (dg_layer *)malloc((depth + 1) * sizeof *layers);
  assert_true(layers != NULL);
  for (size_t l = 0; l <= depth; l++) {
    layers[l] = s.layers[0];
    layers[l].inputs = layers[l].outputs = DG_SIZE_MAX;
    layers[l].biases = 0;
  }
  dg_network net = {DG_SIZE_MAX, 1, depth, layers, 0};
  if (depth > 0) {
    EXPECT(dg_network_check(&net), DG_OK);
    size_t reals = 0, integers = 0, parameters = dg_parameter_count(&net);
    EXPECT(dg_training_workspace(&net, &reals, &integers), DG_OK);
    assert_true(parameters == depth * each && reals > 2 * parameters && reals < SIZE_MAX / sizeof(dg_real));
    assert_true(integers < SIZE_MAX / sizeof(dg_index));
    EXPECT(dg_inference_workspace(&net, &reals, &integers), DG_OK);
    assert_true(reals > dg_delay_count(&net) && reals < parameters);
    EXPECT(infer(), DG_OK);
  }
  memset(&out, 0x5a, sizeof out);
  net.depth = depth + 1;
  EXPECT(dg_network_check(&net), DG_ERROR_TOO_LARGE);
  EXPECT(dg_training_workspace(&net, &out.reals, &out.integers), DG_ERROR_TOO_LARGE);
  EXPECT(dg_inference_workspace(&net, &out.reals, &out.integers), DG_ERROR_TOO_LARGE);
  untouched();
  free(layers);
}

static void test_shape(void **unused) {
  (void)unused;
  start();
  s.layers[1].inputs = HIDDEN + 1;
  EXPECT_NETWORK(DG_ERROR_SHAPE);
  s.layers[0].inputs = IN + 1;
  EXPECT_NETWORK(DG_ERROR_SHAPE);
  s.net.multiplex = 2;
  EXPECT_NETWORK(DG_ERROR_SHAPE);
  s.layers[0].delay.source_groups = 3; /* of 4 sources */
  EXPECT_NETWORK(DG_ERROR_SHAPE);
  s.layers[0].delay.target_groups = 3;
  EXPECT_NETWORK(DG_ERROR_SHAPE);
  s.layers[0].delay.source_groups = 5;
  s.layers[0].delay.grouping = DG_GROUP_TILED;
  EXPECT_NETWORK(DG_ERROR_SHAPE);
  s.layers[0].delay.target_groups = SIZE_MAX;
  s.layers[0].delay.grouping = DG_GROUP_TILED;
  EXPECT_NETWORK(DG_ERROR_SHAPE);
}

/* ---- numbers ---- */

static void test_neuron_numbers(void **unused) {
  (void)unused;
  const dg_real odd[3] = {DG_NEVER, -DG_NEVER, DG_NAN};
  start();
  for (int l = 0; l < 2; l++) {
    dg_neuron *x = &s.layers[l].neuron;
    dg_real *const numbers[5] = {&x->tau_mem, &x->tau_syn, &x->g_leak, &x->threshold, &x->e_leak};
    for (int k = 0; k < 5; k++)
      for (int i = 0; i < 3; i++) {
        *numbers[k] = odd[i];
        EXPECT_NETWORK(DG_ERROR_NOT_FINITE);
      }
    const dg_real low[2] = {0, -1};
    for (int k = 0; k < 4; k++)
      for (int i = 0; i < 2; i++) {
        *numbers[k] = low[i];
        EXPECT_NETWORK(k < 3 ? DG_ERROR_TIME_CONSTANT : DG_ERROR_THRESHOLD);
      }
    x->tau_mem = x->tau_syn = 2 * DG_SCALE_MAX;
    EXPECT_NETWORK(DG_ERROR_RANGE);
    x->tau_mem = x->tau_syn = DG_R(0.5) / DG_SCALE_MAX;
    EXPECT_NETWORK(DG_ERROR_RANGE);
    x->tau_mem = 2 * DG_RATIO_MAX;
    EXPECT_NETWORK(DG_ERROR_RANGE);
    x->tau_syn = 4 * DG_RATIO_MAX;
    EXPECT_NETWORK(DG_ERROR_RANGE);
    x->threshold = 4 * DG_SCALE_MAX;
    EXPECT_NETWORK(DG_ERROR_RANGE);
    x->threshold = DG_R(0.5) / DG_SCALE_MAX;
    EXPECT_NETWORK(DG_ERROR_RANGE);
    x->threshold = DG_REAL_MAX;
    x->e_leak = -DG_REAL_MAX;
    EXPECT_NETWORK(DG_ERROR_RANGE);
  }
}

static void test_network_numbers(void **unused) {
  (void)unused;
  const dg_real odd[3] = {DG_NEVER, -DG_NEVER, DG_NAN};
  start();
  for (int i = 0; i < 3; i++) {
    s.net.t_ref = odd[i];
    EXPECT_NETWORK(DG_ERROR_NOT_FINITE);
    s.bias_times[0] = odd[i];
    if (i > 0) EXPECT_NETWORK(DG_ERROR_NOT_FINITE);
    else EXPECT(dg_network_check(&s.net), DG_OK); /* a bias spike that does not come */
    start();
    s.layers[1].delay.scale = odd[i];
    EXPECT_NETWORK(DG_ERROR_NOT_FINITE);
    s.layers[1].delay.shift = odd[i];
    EXPECT_NETWORK(DG_ERROR_NOT_FINITE);
  }
  s.net.t_ref = 2 * DG_SCALE_MAX;
  EXPECT_NETWORK(DG_ERROR_RANGE);
  s.net.t_ref = -2 * DG_SCALE_MAX;
  EXPECT_NETWORK(DG_ERROR_RANGE);
  for (int sign = -1; sign < 2; sign += 2) { /* without biases, whose times would be too far from it */
    s.layers[0].biases = 0;
    s.net.t_ref = (dg_real)sign * DG_SCALE_MAX;
    EXPECT(dg_network_check(&s.net), DG_OK);
    s.net.t_ref *= 1 + DG_EPSILON;
    EXPECT_NETWORK(DG_ERROR_RANGE);
  }
  s.bias_times[0] = 2 * DG_TIME_MAX * (1 + DG_EPSILON);
  EXPECT_NETWORK(DG_ERROR_RANGE);
  s.bias_times[0] = -2 * DG_TIME_MAX * (1 + DG_EPSILON);
  EXPECT_NETWORK(DG_ERROR_RANGE);
  s.bias_times[0] = 0;
  s.net.t_ref = 3 * DG_TIME_MAX; /* the distance counts */
  EXPECT_NETWORK(DG_ERROR_RANGE);
  s.bias_times[0] = 2 * DG_TIME_MAX;
  EXPECT(dg_network_check(&s.net), DG_OK);
  s.net.t_ref = 3 * DG_TIME_MAX;
  s.bias_times[0] = 4 * DG_TIME_MAX;
  EXPECT(dg_network_check(&s.net), DG_OK);
  s.bias_times[0] = 0;
  s.net.t_ref = -3 * DG_TIME_MAX;
  EXPECT_NETWORK(DG_ERROR_RANGE);
  /* and the smallest tau_mem of all layers, whichever has it */
  for (int l = 0; l < 2; l++) {
    start();
    s.bias_times[0] = 2 * DG_TIME_MAX;
    s.layers[l].neuron.tau_mem = 1;
    EXPECT_NETWORK(DG_ERROR_RANGE);
    s.inputs[4] = -2 * DG_TIME_MAX;
    s.layers[l].neuron.tau_mem = 1;
    EXPECT_RUN(DG_ERROR_RANGE, 1);
  }
  s.layers[1].delay.shift = -1;
  EXPECT_NETWORK(DG_ERROR_DELAY);
  s.layers[1].delay.scale = -1;
  EXPECT_NETWORK(DG_ERROR_DELAY);
}

/* In C++ a value beyond the bits of an enumeration must not even be held, so only those that fit are tried there. */
static void test_option(void **unused) {
  (void)unused;
  start();
  s.layers[0].delay.map = (dg_delay_map)3;
  EXPECT_NETWORK(DG_ERROR_OPTION);
  s.training.loss.kind = (dg_loss_kind)3;
  EXPECT(initialise(), DG_ERROR_OPTION);
  EXPECT_RUN(DG_ERROR_OPTION, 0);
#ifndef __cplusplus
  const int odd[3] = {4, -1, 1000};
  for (int i = 0; i < 3; i++) {
    s.layers[1].delay.kind = (dg_delay_kind)odd[i];
    EXPECT_NETWORK(DG_ERROR_OPTION);
    s.layers[1].delay.map = (dg_delay_map)odd[i];
    EXPECT_NETWORK(DG_ERROR_OPTION);
    s.layers[1].delay.grouping = (dg_grouping)odd[i];
    EXPECT_NETWORK(DG_ERROR_OPTION);
    s.training.loss.kind = (dg_loss_kind)odd[i];
    EXPECT_RUN(DG_ERROR_OPTION, 0);
    s.training.optimiser.kind = (dg_optimiser_kind)odd[i];
    EXPECT_RUN(DG_ERROR_OPTION, 0);
    s.training.optimiser.schedule = (dg_schedule_kind)odd[i];
    EXPECT_RUN(DG_ERROR_OPTION, 0);
  }
  s.layers[1].delay.grouping = (dg_grouping)2;
  EXPECT_NETWORK(DG_ERROR_OPTION);
  s.training.optimiser.kind = (dg_optimiser_kind)2;
  EXPECT_RUN(DG_ERROR_OPTION, 0);
#endif
}

static void test_parameters(void **unused) {
  (void)unused;
  const dg_real odd[3] = {DG_NEVER, -DG_NEVER, DG_NAN};
  start();
  for (size_t i = 0; i < PARAMETERS; i++) {
    s.p[i] = odd[i % 3];
    EXPECT_RUN(DG_ERROR_NOT_FINITE, 1);
  }
  const size_t first = HIDDEN * (IN + 1);
  s.p[first + 5] = DG_R(-0.001);
  EXPECT_RUN(DG_ERROR_DELAY, 1);
  s.p[first + 5] = 2 * DG_TIME_MAX * (1 + DG_EPSILON);
  EXPECT_RUN(DG_ERROR_RANGE, 1);
  s.p[first + 5] = DG_REAL_MAX;
  EXPECT_RUN(DG_ERROR_RANGE, 1);
  s.layers[1].delay.scale = 3 * DG_TIME_MAX; /* through sigma(1) */
  EXPECT_RUN(DG_ERROR_RANGE, 1);
  s.p[0] = DG_SCALE_MAX / 2;
  s.p[3] = DG_SCALE_MAX * DG_R(-0.625); /* the bias weight belongs to the sum */
  EXPECT_RUN(DG_ERROR_RANGE, 1);
  for (size_t j = 0; j < HIDDEN; j++) /* every neuron at the limit */
    for (size_t i = 0; i < IN + 1; i++) s.p[j * (IN + 1) + i] = (i == 1 ? DG_R(0.75) : i == 3 ? DG_R(-0.25) : 0) * DG_SCALE_MAX;
  EXPECT(infer(), DG_OK);
  memset(&out, 0x5a, sizeof out);
  s.p[5] *= 1 + DG_EPSILON;
  EXPECT_RUN(DG_ERROR_RANGE, 1);
  s.p[0] = DG_SCALE_MAX * DG_EPSILON / 2; /* a sum that rounds to the limit */
  s.p[1] = DG_SCALE_MAX;
  s.p[2] = s.p[3] = 0;
  EXPECT(infer(), DG_OK);
  start();
  s.p[PARAMETERS - HIDDEN - 1] = -2 * DG_SCALE_MAX;
  EXPECT_RUN(DG_ERROR_RANGE, 1);
  s.p[2] = -DG_REAL_MAX;
  s.p[3] = -DG_REAL_MAX;
  EXPECT_RUN(DG_ERROR_RANGE, 1);
}

static void test_batch(void **unused) {
  (void)unused;
  start();
  for (size_t i = 0; i < COUNT * IN; i++) {
    s.inputs[i] = DG_NAN;
    EXPECT_RUN(DG_ERROR_NOT_FINITE, 1);
    s.inputs[i] = -DG_NEVER;
    EXPECT_RUN(DG_ERROR_NOT_FINITE, 1);
    s.inputs[i] = (i % 2 == 0 ? 2 : -2) * DG_TIME_MAX * (1 + DG_EPSILON);
    EXPECT_RUN(DG_ERROR_RANGE, 1);
  }
  for (size_t n = 0; n < COUNT; n++) {
    s.labels[n] = -1;
    EXPECT_RUN(DG_ERROR_LABEL, 0);
    s.labels[n] = OUT;
    EXPECT_RUN(DG_ERROR_LABEL, 0);
    s.labels[n] = DG_NO_CLASS;
    EXPECT(infer(), DG_OK); /* labels are not used */
    start();
  }
  /* a row that no index names is not looked at */
  const dg_index index[3] = {0, 4, 0};
  s.batch.index = index;
  s.batch.count = 3;
  s.inputs[IN] = DG_NAN;
  s.labels[1] = 99;
  EXPECT(infer(), DG_OK);
  EXPECT(gradient(NULL), DG_OK);
  memset(&out, 0x5a, sizeof out);
  s.inputs[4 * IN] = DG_NAN;
  EXPECT_RUN(DG_ERROR_NOT_FINITE, 1);
  s.batch.index = index;
  s.batch.count = 3;
  s.labels[4] = OUT;
  EXPECT_RUN(DG_ERROR_LABEL, 0);
}

static void test_measured(void **unused) {
  (void)unused;
  const dg_real odd[2] = {-DG_NEVER, DG_NAN}, far[2] = {2 * DG_TIME_MAX * (1 + DG_EPSILON), -3 * DG_TIME_MAX};
  dg_real measured[COUNT * NEURONS];
  start();
  for (size_t i = 0; i < COUNT * NEURONS; i++) measured[i] = 3;
  for (size_t i = 0; i < COUNT * NEURONS; i++) {
    measured[i] = odd[i % 2];
    EXPECT(gradient(measured), DG_ERROR_NOT_FINITE);
    EXPECT(train(measured), DG_ERROR_NOT_FINITE);
    measured[i] = far[i % 2];
    EXPECT(gradient(measured), DG_ERROR_RANGE);
    EXPECT(train(measured), DG_ERROR_RANGE);
    measured[i] = 3;
  }
  untouched();
}

/* What lies behind the end of an array is not looked at. */
static void test_behind(void **unused) {
  (void)unused;
  dg_real measured[COUNT * NEURONS + 1], p[PARAMETERS + 1], inputs[COUNT * IN + 1], bias_times[2] = {0, DG_NAN}, many[3] = {1, 2, DG_NAN};
  dg_index labels[COUNT + 1], index[COUNT + 1], order[3];
  dg_layer layers[3];
  dg_layer_training laws[3];
  start();
  memset(layers, -1, sizeof layers);
  memset(laws, -1, sizeof laws);
  memcpy(layers, s.layers, sizeof s.layers);
  memcpy(laws, s.laws, sizeof s.laws);
  layers[0].bias_times = bias_times;
  s.net.layers = layers;
  s.training.layers = laws;
  for (size_t i = 0; i < COUNT * NEURONS; i++) measured[i] = 3;
  for (size_t i = 0; i < PARAMETERS; i++) p[i] = s.p[i];
  for (size_t i = 0; i < COUNT * IN; i++) inputs[i] = s.inputs[i];
  for (size_t n = 0; n < COUNT; n++) labels[n] = 0, index[n] = (dg_index)n;
  measured[COUNT * NEURONS] = p[PARAMETERS] = inputs[COUNT * IN] = DG_NAN;
  labels[COUNT] = 99;
  index[COUNT] = COUNT;
  s.batch.inputs = inputs;
  s.batch.labels = labels;
  for (int turn = 0; turn < 2; turn++) {
    s.batch.index = turn ? index : NULL;
    EXPECT(dg_network_check(&s.net), DG_OK);
    EXPECT(dg_training_check(&s.net, &s.training), DG_OK);
    EXPECT(dg_infer(&s.net, p, &s.batch, out.times, out.record, &s.work), DG_OK);
    EXPECT(dg_gradient(&s.net, p, &s.training, 0, &s.batch, turn ? measured : NULL, out.gradient, &out.result, &s.work), DG_OK);
    EXPECT(initialise(), DG_OK);
  }
  dg_spike spike;
  dg_spike_bounds bounds;
  dg_interval no_w[2], no_a[2];
  const dg_neuron *neuron = &layers[0].neuron;
  dg_real dT_dw[3] = {7, 7, 7}, dT_da[3] = {7, 7, 7};
  order[2] = 77;
  EXPECT(dg_spike_time(neuron, 2, many, many, order, &spike), DG_OK);
  EXPECT(dg_spike_gradient(neuron, 2, many, many, order, &spike, dT_dw, dT_da), DG_OK);
  EXPECT(dg_measured_gradient(neuron, 2, many, many, 4, order, &spike, dT_dw, dT_da), DG_OK);
  EXPECT(dg_spike_time_bounds(neuron, 2, many, many, order, &bounds), DG_OK);
  dg_index before[3] = {DG_FLOAT ? INT32_MAX : (dg_index)1 << 50, 0, 0}; /* what lies before an order names no arrival */
  const dg_real weak[2] = {DG_R(0.125), DG_R(0.125)};
  EXPECT(dg_spike_time_bounds(neuron, 2, weak, many, before + 1, &bounds), DG_OK);
  EXPECT(dg_spike_grad_bounds(neuron, 2, weak, many, before + 1, &bounds, no_w, no_a), DG_OK);
  EXPECT(dg_spike_time(neuron, 2, weak, many, before + 1, &spike), DG_OK);
  EXPECT(dg_spike_gradient(neuron, 2, weak, many, before + 1, &spike, dT_dw, dT_da), DG_OK);
  EXPECT(dg_measured_gradient(neuron, 2, weak, many, 0, before + 1, &spike, dT_dw, dT_da), DG_OK); /* before all arrivals */
  assert_true(bounds.crossing == DG_SILENT && spike.causal == 0);
  assert_true(order[2] == 77 && dT_dw[2] == 7 && dT_da[2] == 7);
  EXPECT(dg_all_finite(2, many), DG_OK);
  assert_true(dg_strided_finite(1, many + 1, 1) && dg_strided_finite(1, many, 2) && !dg_strided_finite(2, many, 2));
}

static void test_settings(void **unused) {
  (void)unused;
  start();
  s.training.loss.delta_t = DG_NAN;
  EXPECT_RUN(DG_ERROR_NOT_FINITE, 0);
  s.training.optimiser.gamma = DG_NEVER;
  EXPECT_RUN(DG_ERROR_NOT_FINITE, 0);
  s.training.gradient_cut = DG_NAN;
  EXPECT_RUN(DG_ERROR_NOT_FINITE, 0);
  s.laws[1].weight_rate = DG_NAN;
  EXPECT_RUN(DG_ERROR_NOT_FINITE, 0);
  s.training.optimiser.momentum = 1;
  EXPECT_RUN(DG_ERROR_RANGE, 0);
  s.training.loss.kind = DG_LOSS_CROSS_ENTROPY;
  EXPECT_RUN(DG_ERROR_RANGE, 0); /* xi is 0 */
  for (int i = 0; i < 2; i++) { /* the ends of the scales of losses */
    s.training.loss.kind = DG_LOSS_CROSS_ENTROPY;
    s.training.loss.xi = s.training.loss.early_beta = i == 0 ? DG_SCALE_MAX : 1 / DG_SCALE_MAX;
    s.training.loss.early_alpha = 1;
    EXPECT(dg_loss_check(&s.training.loss), DG_OK);
    s.training.loss.xi *= i == 0 ? 1 + DG_EPSILON : 1 - DG_EPSILON;
    EXPECT(dg_loss_check(&s.training.loss), DG_ERROR_RANGE);
    s.training.loss.xi = 1;
    s.training.loss.early_beta *= i == 0 ? 1 + DG_EPSILON : 1 - DG_EPSILON;
    EXPECT_RUN(DG_ERROR_RANGE, 0);
  }
  s.training.bump = -1;
  EXPECT_RUN(DG_ERROR_RANGE, 0);
  s.training.input_noise = 3;
  EXPECT_RUN(DG_ERROR_RANGE, 0);
  s.laws[1].delay_sd = -1;
  EXPECT(initialise(), DG_ERROR_RANGE);
  untouched();
}

/* ---- workspaces ---- */

enum { GUARD = 64 };

typedef struct {
  dg_workspace work;
  dg_real *real;
  dg_index *integer;
} guarded;

static guarded guarded_of(size_t reals, size_t integers) {
  guarded g;
  g.real = (dg_real *)malloc((reals + 2 * GUARD) * sizeof(dg_real));
  g.integer = (dg_index *)malloc((integers + 2 * GUARD) * sizeof(dg_index));
  assert_true(g.real != NULL && g.integer != NULL);
  for (size_t i = 0; i < reals + 2 * GUARD; i++) g.real[i] = DG_R(-12345);
  for (size_t i = 0; i < integers + 2 * GUARD; i++) g.integer[i] = -12345;
  g.work.real = g.real + GUARD;
  g.work.reals = reals;
  g.work.integer = g.integer + GUARD;
  g.work.integers = integers;
  return g;
}

static void guarded_end(guarded *g, int all_used) {
  for (size_t i = 0; i < GUARD; i++) {
    assert_true(g->real[i] == DG_R(-12345) && g->work.real[g->work.reals + i] == DG_R(-12345));
    assert_true(g->integer[i] == -12345 && g->work.integer[g->work.integers + i] == -12345);
  }
  if (all_used) assert_true(g->work.real[g->work.reals - 1] != DG_R(-12345));
  if (all_used) assert_true(g->work.integer[g->work.integers - 1] != -12345);
  free(g->real);
  free(g->integer);
}

/* Wide inside, wide outside, biases, copies, every ratio. */
static const size_t shapes[6][6] = {/* inputs, copies, biases, three layers' outputs */
                                    {2, 1, 0, 3, 2, 2}, {1, 1, 0, 1, 1, 1}, {2, 3, 2, 9, 2, 3},
                                    {9, 1, 1, 2, 2, 2}, {2, 1, 3, 2, 2, 9}, {3, 2, 0, 5, 7, 4}};

static void test_workspace(void **unused) {
  (void)unused;
  const dg_real taus[3] = {2, 1, 3}, bias_times[3] = {0, 1, 2};
  for (int shape = 0; shape < 6; shape++)
    for (int tau = 0; tau < 3; tau++)
      for (size_t depth = 1; depth <= 3; depth++) {
        start();
        dg_layer layers[3];
        dg_layer_training laws[3];
        memset(laws, 0, sizeof laws);
        const size_t *x = shapes[shape], counts[2] = {2, DG_WIDTH + 3};
        for (size_t l = 0; l < depth; l++) {
          layers[l] = s.layers[0];
          layers[l].inputs = l == 0 ? x[0] * x[1] : x[2 + l];
          layers[l].outputs = x[3 + l];
          layers[l].biases = x[2];
          layers[l].bias_times = bias_times;
          layers[l].neuron.tau_mem = taus[tau];
          layers[l].delay.kind = (dg_delay_kind)((shape + (int)l) % 4);
        }
        dg_network net = {x[0], x[1], depth, layers, 0};
        s.training.layers = laws;
        size_t reals, integers, less_reals, less_integers, parameters = dg_parameter_count(&net);
        EXPECT(dg_training_workspace(&net, &reals, &integers), DG_OK);
        EXPECT(dg_inference_workspace(&net, &less_reals, &less_integers), DG_OK);
        assert_true(less_reals < reals && less_integers < integers);
        static dg_real p[1000], g[1000], m[2000], inputs[(DG_WIDTH + 3) * 9], times[(DG_WIDTH + 3) * 9];
        static dg_index labels[DG_WIDTH + 3];
        assert_true(parameters <= 1000);
        for (size_t i = 0; i < parameters; i++) p[i] = 1;
        for (size_t i = 0; i < (DG_WIDTH + 3) * 9; i++) inputs[i] = (dg_real)(i % 5) / 4;
        memset(m, 0, sizeof m);
        dg_batch_result result;
        dg_training_state state = dg_training_start();
        for (int c = 0; c < 2; c++) {
          dg_batch batch = {inputs, labels, NULL, counts[c]};
          guarded w = guarded_of(less_reals, less_integers);
          EXPECT(dg_infer(&net, p, &batch, times, NULL, &w.work), DG_OK);
          w.work.reals--;
          EXPECT(dg_infer(&net, p, &batch, times, NULL, &w.work), DG_ERROR_WORKSPACE);
          w.work.reals++;
          w.work.integers--;
          EXPECT(dg_infer(&net, p, &batch, times, NULL, &w.work), DG_ERROR_WORKSPACE);
          w.work.integers++;
          /* the last room is for delays that do not lie in place */
          guarded_end(&w, taus[tau] == 2 && depth == 1 && layers[0].delay.kind == DG_DELAY_NONE);
          for (int call = 0; call < 2; call++)
            for (int less = 0; less < 3; less++) {
              w = guarded_of(reals, integers);
              if (less == 1) w.work.reals--;
              if (less == 2) w.work.integers--;
              const dg_status want = less == 0 ? DG_OK : DG_ERROR_WORKSPACE;
              if (call == 0) {
                EXPECT(dg_gradient(&net, p, &s.training, 0, &batch, NULL, g, &result, &w.work), want);
              } else {
                EXPECT(dg_train_batch(&net, &s.training, &batch, NULL, &state, p, m, &result, &w.work), want);
              }
              w.work.reals = reals;
              w.work.integers = integers;
              guarded_end(&w, less == 0 && taus[tau] == 2 && depth == 1);
            }
        }
      }
}

/* ---- the ends of what is admitted ---- */

/* Times, delays, weights and constants as large as they may be: results are finite, or spikes that do not come. */
static void test_extremes(void **unused) {
  (void)unused;
  const dg_real ratios[4] = {2, 1, DG_RATIO_MAX, 1 / DG_RATIO_MAX};
  const dg_real scales[3] = {1, DG_SCALE_MAX / DG_RATIO_MAX, DG_RATIO_MAX / DG_SCALE_MAX};
  size_t spikes = 0;
  dg_random random = dg_random_at(1, DG_STREAM_NOISE, 0);
  for (int ratio = 0; ratio < 4; ratio++)
    for (int scale = 0; scale < 3; scale++)
      for (int run = 0; run < (quick() ? 30 : 150); run++) {
        start();
        s.training.loss.kind = DG_LOSS_CROSS_ENTROPY;
        s.training.loss.xi = 1;
        dg_real tau_mem = 0;
        for (size_t l = 0; l < 2; l++) {
          dg_neuron *x = &s.layers[l].neuron;
          x->tau_syn = scales[scale];
          x->tau_mem = tau_mem = scales[scale] * ratios[ratio];
          const dg_real c[3] = {1, DG_SCALE_MAX / 2, 2 / DG_SCALE_MAX};
          x->g_leak = 1;
          x->threshold = c[run % 3];
          s.layers[l].delay.map = DG_MAP_CLIP;
        }
        s.net.t_ref = run % 2 == 0 ? 0 : DG_R(0.5) * tau_mem;
        s.bias_times[0] = s.net.t_ref - DG_TIME_MAX * tau_mem;
        for (size_t i = 0; i < PARAMETERS; i++) {
          dg_real u = dg_random_uniform(&random), largest = DG_SCALE_MAX / 8;
          int weight = i < 16 || (i >= 32 && i < 40);
          if (!weight) s.p[i] = (u < DG_R(0.3) ? 1 : u) * DG_TIME_MAX * tau_mem;
          else if (run % 5 == 0) s.p[i] = (2 * u - DG_R(0.5)) * largest / 2;
          else s.p[i] = 8 * u * s.layers[0].neuron.threshold < largest ? 8 * u * s.layers[0].neuron.threshold : largest;
        }
        if (run % 7 == 0)
          for (size_t i = 16; i < 32; i++) s.p[i] = 0;
        for (size_t i = 0; i < COUNT * IN; i++) {
          dg_real u = dg_random_uniform(&random);
          s.inputs[i] = s.net.t_ref + (u < DG_R(0.2) ? -1 : u < DG_R(0.4) ? 1 : 2 * u - 1) * DG_TIME_MAX * tau_mem;
        }
        EXPECT(infer(), DG_OK);
        EXPECT(gradient(NULL), DG_OK);
        assert_true(dg_is_finite(out.result.loss));
        for (size_t i = 0; i < COUNT * NEURONS; i++) {
          assert_true(dg_is_finite(out.record[i]) || out.record[i] == DG_NEVER);
          if (dg_is_finite(out.record[i])) spikes++;
        }
        for (size_t i = 0; i < PARAMETERS; i++) assert_true(dg_is_finite(out.gradient[i]));
      }
  assert_true(spikes > 1000);
}

/* ---- checkpoints ---- */

static unsigned char bytes[BYTES], altered[BYTES];

static dg_status load(size_t size, size_t user_capacity) {
  unsigned char user[4];
  return dg_checkpoint_load(&s.net, &s.training, size, altered, &out.state, out.gradient, out.moments, user_capacity, user);
}

/* Sets bytes of a good checkpoint, with a CRC to match. */
static void alter(size_t size, size_t at, unsigned char byte) {
  memcpy(altered, bytes, size);
  altered[at] = byte;
  uint32_t crc = dg_crc32(size - 4, altered);
  for (size_t b = 0; b < 4; b++) altered[size - 4 + b] = (unsigned char)(crc >> (8 * b) & 0xff);
}

static void test_checkpoint(void **unused) {
  (void)unused;
  static const unsigned char user[4] = {1, 2, 3, 4};
  dg_real moments[2 * PARAMETERS];
  dg_training_state state = dg_training_start();
  size_t size = 0;
  start();
  memset(moments, 0, sizeof moments);
  EXPECT(dg_checkpoint_size(&s.net, &s.training, 4, &size), DG_OK);
  assert_true(size <= BYTES);
  EXPECT(dg_checkpoint_save(&s.net, &s.training, &state, s.p, moments, 4, user, size - 1, bytes), DG_ERROR_CAPACITY);
  EXPECT(dg_checkpoint_save(&s.net, &s.training, &state, s.p, moments, 4, user, size, bytes), DG_OK);
  memcpy(altered, bytes, size);
  EXPECT(load(size - 1, 4), DG_ERROR_CHECKPOINT_LENGTH);
  EXPECT(load(0, 4), DG_ERROR_CHECKPOINT_LENGTH);
  EXPECT(load(size, 3), DG_ERROR_CAPACITY);
  altered[size / 2] = (unsigned char)(altered[size / 2] ^ 1u);
  EXPECT(load(size, 4), DG_ERROR_CHECKPOINT_CRC);
  alter(size, 0, 'D');
  EXPECT(load(size, 4), DG_ERROR_CHECKPOINT_MAGIC);
  alter(size, 8, 2);
  EXPECT(load(size, 4), DG_ERROR_CHECKPOINT_VERSION);
  alter(size, 12, DG_FLOAT ? 8 : 4);
  EXPECT(load(size, 4), DG_ERROR_CHECKPOINT_PRECISION);
  alter(size, 28, 2);
  EXPECT(load(size, 4), DG_ERROR_CHECKPOINT_NETWORK);
  memcpy(altered, bytes, size);
  s.training.seed++;
  EXPECT(load(size, 4), DG_ERROR_CHECKPOINT_TRAINING);
  s.training.seed--;
  untouched();
  EXPECT(load(size, 4), DG_OK);
}

/* One input of weight 4c touches the threshold: what no precision decides. */
static void test_undecided(void **unused) {
  (void)unused;
  const dg_neuron neuron = {2, 1, 2, 0, DG_R(0.5)};
  const dg_real w = 4, a = 0;
  dg_index order;
  dg_spike_bounds bounds;
  EXPECT(dg_spike_time_bounds(&neuron, 1, &w, &a, &order, &bounds), DG_ERROR_UNDECIDED);
}

/* Last: has every status been returned by some call above? */
static void test_every_status(void **unused) {
  (void)unused;
  int missing = 0;
  for (int i = 0; i < DG_STATUS_COUNT; i++)
    if (!reached[i]) {
      printf("never reached: %s\n", dg_status_text((dg_status)i));
      missing++;
    }
  assert_int_equal(missing, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_good),
      cmocka_unit_test(test_texts),
      cmocka_unit_test(test_null),
      cmocka_unit_test(test_empty),
      cmocka_unit_test(test_too_large),
      cmocka_unit_test(test_products),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_many_parameters),
      cmocka_unit_test(test_shape),
      cmocka_unit_test(test_neuron_numbers),
      cmocka_unit_test(test_network_numbers),
      cmocka_unit_test(test_option),
      cmocka_unit_test(test_parameters),
      cmocka_unit_test(test_batch),
      cmocka_unit_test(test_measured),
      cmocka_unit_test(test_behind),
      cmocka_unit_test(test_settings),
      cmocka_unit_test(test_workspace),
      cmocka_unit_test(test_extremes),
      cmocka_unit_test(test_undecided),
      cmocka_unit_test(test_checkpoint),
      cmocka_unit_test(test_every_status)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
