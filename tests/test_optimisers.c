/* Section 10 of delgrad.h and the steps of section 12 that apply it: steps, schedules, rates, clips. */
#include <math.h>
#include <string.h>

#include "delgrad.h"
#include "layers.h"
#include "near.h"

static dg_optimiser optimiser_of(dg_optimiser_kind kind) {
  dg_optimiser x;
  memset(&x, 0, sizeof x);
  x.kind = kind;
  x.beta1 = DG_R(0.9);
  x.beta2 = DG_R(0.999);
  x.epsilon = DG_R(1e-8);
  x.gamma = 1;
  return x;
}

/* By hand, in numbers that are exact: velocity 2, then 0.5*2-1 = 0, then 4; second parameter -8, -4+4, 0+1. */
static void test_sgd(void **unused) {
  (void)unused;
  dg_optimiser sgd = optimiser_of(DG_SGD);
  sgd.momentum = DG_R(0.5);
  const dg_real gradients[3][2] = {{2, -8}, {-1, 4}, {4, 1}};
  const dg_real want[3][2] = {{DG_R(0.5), 1}, {DG_R(0.5), 1}, {DG_R(-0.5), DG_R(0.75)}};
  const dg_real velocity[3][2] = {{2, -8}, {0, 0}, {4, 1}};
  dg_real p[3] = {1, -1, 99}, m[5] = {0, 0, 5, 6, 99};
  for (uint64_t step = 1; step <= 3; step++) {
    dg_optimiser_step(&sgd, DG_R(0.25), step, 2, gradients[step - 1], p, m);
    assert_true(p[0] == want[step - 1][0] && p[1] == want[step - 1][1]);
    assert_true(m[0] == velocity[step - 1][0] && m[1] == velocity[step - 1][1]);
  }
  /* the second half of the moments is Adam's */
  assert_true(p[2] == 99 && m[2] == 5 && m[3] == 6 && m[4] == 99);
  /* without momentum it is gradient descent */
  sgd.momentum = 0;
  dg_optimiser_step(&sgd, DG_R(0.25), 4, 2, gradients[0], p, m);
  assert_true(p[0] == -1 && p[1] == DG_R(2.75) && m[0] == 2);
}

/* Moments as their definition says, weighted means of all gradients so far, in long double. */
static void test_adam(void **unused) {
  (void)unused;
  const long double beta[3][2] = {{0.9L, 0.999L}, {0.5L, 0.75L}, {0, 0}};
  for (int b = 0; b < 3; b++) {
    dg_optimiser adam = optimiser_of(DG_ADAM);
    adam.beta1 = DG_R(beta[b][0]);
    adam.beta2 = DG_R(beta[b][1]);
    adam.epsilon = b == 0 ? DG_R(1e-8) : DG_R(0.125);
    const long double b1 = (long double)adam.beta1, b2 = (long double)adam.beta2, epsilon = (long double)adam.epsilon;
    const long double rate = 0.125L;
    dg_real g[20][2], p[3] = {1, -2, 99}, m[5] = {0, 0, 0, 0, 99};
    long double want[2] = {1, -2};
    for (uint64_t step = 1; step <= 20; step++) {
      g[step - 1][0] = DG_R(sin((double)step * 1.7)) + DG_R(0.25);
      g[step - 1][1] = DG_R(100 * cos((double)step * 0.9));
      dg_optimiser_step(&adam, DG_R(rate), step, 2, g[step - 1], p, m);
      for (int i = 0; i < 2; i++) {
        long double first = 0, second = 0;
        for (uint64_t s = 1; s <= step; s++) {
          long double x = (long double)g[s - 1][i];
          first += (1 - b1) * powl(b1, (long double)(step - s)) * x;
          second += (1 - b2) * powl(b2, (long double)(step - s)) * x * x;
        }
        NEAR(m[i], first, 64 * EPSILON * 100);
        NEAR(m[2 + i], second, 64 * EPSILON * 10000);
        first /= 1 - powl(b1, (long double)step);
        second /= 1 - powl(b2, (long double)step);
        want[i] -= rate * first / (sqrtl(second) + epsilon);
        /* 1 - beta2^step is known to eps/(1 - beta2) only: 1000 eps at the first step */
        NEAR(p[i], want[i], (double)step * 600 * EPSILON);
      }
    }
    assert_true(p[2] == 99 && m[4] == 99);
  }
}

/* Its first step has the size of the rate, whatever the gradient's. */
static void test_adam_first_step(void **unused) {
  (void)unused;
  dg_optimiser adam = optimiser_of(DG_ADAM);
  const dg_real g[4] = {DG_R(0.001), -1000, 5, 0};
  dg_real p[4] = {0, 0, 0, 3}, m[8] = {0, 0, 0, 0, 0, 0, 0, 0};
  dg_optimiser_step(&adam, DG_R(0.02), 1, 4, g, p, m);
  NEAR(p[0], -0.02 * 0.001 / (0.001 + 1e-8), 1e4 * EPSILON * 0.02);
  NEAR(p[1], 0.02 * 1000 / (1000 + 1e-8), 1e4 * EPSILON * 0.02);
  NEAR(p[2], -0.02 * 5 / (5 + 1e-8), 1e4 * EPSILON * 0.02);
  assert_true(p[3] == 3);
}

static void test_power(void **unused) {
  (void)unused;
  assert_true(dg_power(3, 0) == 1 && dg_power(3, 1) == 3 && dg_power(3, 13) == 1594323);
  assert_true(dg_power(0, 0) == 1 && dg_power(0, 7) == 0 && dg_power(-2, 5) == -32 && dg_power(-2, 6) == 64);
  assert_true(dg_power(1, UINT64_MAX) == 1 && dg_power(DG_R(0.5), UINT64_MAX) == 0);
  for (unsigned n = 0; n < 400; n += 7)
    NEAR(dg_power(DG_R(0.95), n), pow((double)DG_R(0.95), n), 1.5 * n * EPSILON * pow(0.95, n));
}

static void test_schedules(void **unused) {
  (void)unused;
  const uint32_t milestones[4] = {2, 5, 5, 9};
  dg_optimiser x = optimiser_of(DG_SGD);
  x.gamma = DG_R(0.5);
  x.every = 3;
  x.milestone_count = 4;
  x.milestones = milestones;
  for (uint64_t epoch = 0; epoch < 14; epoch++) {
    x.schedule = DG_CONSTANT;
    assert_true(dg_schedule_factor(&x, epoch) == 1);
    x.schedule = DG_STEP;
    assert_true(dg_schedule_factor(&x, epoch) == DG_R(ldexp(1, -(int)(epoch / 3))));
    x.schedule = DG_EXPONENTIAL;
    assert_true(dg_schedule_factor(&x, epoch) == DG_R(ldexp(1, -(int)epoch)));
    x.schedule = DG_MULTI_STEP;
    int passed = epoch < 2 ? 0 : epoch < 5 ? 1 : epoch < 9 ? 3 : 4;
    assert_true(dg_schedule_factor(&x, epoch) == DG_R(ldexp(1, -passed)));
  }
  x.milestone_count = 0;
  x.milestones = NULL;
  assert_true(dg_optimiser_check(&x) == DG_OK && dg_schedule_factor(&x, 1000) == 1);
  /* the published one */
  x.schedule = DG_STEP;
  x.gamma = DG_R(0.95);
  x.every = 20;
  NEAR(dg_schedule_factor(&x, 299), pow(0.95, 14), 40 * EPSILON);
}

static void test_check(void **unused) {
  (void)unused;
  assert_true(dg_optimiser_check(NULL) == DG_ERROR_NULL);
  for (int kind = 0; kind < 2; kind++) {
    dg_optimiser x = optimiser_of((dg_optimiser_kind)kind);
    assert_true(dg_optimiser_check(&x) == DG_OK);
    dg_real *const number[5] = {&x.momentum, &x.beta1, &x.beta2, &x.epsilon, &x.gamma};
    for (int i = 0; i < 5; i++) {
      const dg_real kept = *number[i], odd[3] = {DG_NEVER, -DG_NEVER, DG_NAN};
      for (int o = 0; o < 3; o++) {
        *number[i] = odd[o];
        assert_true(dg_optimiser_check(&x) == DG_ERROR_NOT_FINITE);
      }
      *number[i] = -1;
      assert_true(dg_optimiser_check(&x) == (kind == DG_ADAM || i == 0 || i == 4 ? DG_ERROR_RANGE : DG_OK));
      *number[i] = 1;
      assert_true(dg_optimiser_check(&x) == (i == 0 || (kind == DG_ADAM && (i == 1 || i == 2)) ? DG_ERROR_RANGE : DG_OK));
      *number[i] = 0;
      assert_true(dg_optimiser_check(&x) == (kind == DG_ADAM && i == 3 ? DG_ERROR_RANGE : DG_OK));
      *number[i] = kept;
    }
    x.schedule = DG_STEP;
    assert_true(dg_optimiser_check(&x) == DG_ERROR_RANGE);
    x.every = 1;
    assert_true(dg_optimiser_check(&x) == DG_OK);
    x.schedule = DG_MULTI_STEP;
    x.milestone_count = 1;
    assert_true(dg_optimiser_check(&x) == DG_ERROR_NULL);
    x.schedule = DG_EXPONENTIAL;
    assert_true(dg_optimiser_check(&x) == DG_OK);
  }
}

/* ---- a whole network's step ---- */

/* Three layers, 1-2-2-1, of 2+2, 4+0 and 2+1 parameters. */
static dg_layer layers[3];
static dg_layer_training laws[3];
static dg_network net;
static dg_training training;
enum { COUNT = 11 };

static void describe(void) {
  const size_t sizes[4] = {1, 2, 2, 1};
  layers_of(3, sizes, layers);
  memset(laws, 0, sizeof laws);
  memset(&training, 0, sizeof training);
  for (size_t l = 0; l < 3; l++) {
    laws[l].weight_rate = DG_R(ldexp(1, -(int)l));
    laws[l].delay_rate = DG_R(8 << l);
  }
  layers[0].delay.kind = DG_DELAY_SYNAPTIC;
  layers[0].delay.map = DG_MAP_CLIP;
  layers[2].delay.kind = DG_DELAY_DENDRITIC;
  layers[2].delay.map = DG_MAP_SIGMOID;
  layers[2].delay.scale = 1;
  net.inputs = net.multiplex = 1;
  net.depth = 3;
  net.layers = layers;
  training.layers = laws;
  training.optimiser = optimiser_of(DG_SGD);
  assert_true(dg_network_check(&net) == DG_OK && dg_parameter_count(&net) == COUNT);
}

/* Which rate each parameter has. */
static const dg_real rates[COUNT] = {1, 1, 8, 8, DG_R(0.5), DG_R(0.5), DG_R(0.5), DG_R(0.5), DG_R(0.25), DG_R(0.25), 32};

static void test_rates(void **unused) {
  (void)unused;
  describe();
  training.optimiser.schedule = DG_STEP;
  training.optimiser.every = 2;
  training.optimiser.gamma = DG_R(0.5);
  training.optimiser.momentum = DG_R(0.5);
  dg_real p[COUNT], m[2 * COUNT], g[COUNT];
  dg_training_state state = dg_training_start();
  for (int i = 0; i < COUNT; i++) {
    p[i] = (dg_real)(100 * i);
    g[i] = (dg_real)(i + 1);
  }
  memset(m, 0, sizeof m);
  state.epoch = 5;
  dg_network_step(&net, &training, g, &state, p, m);
  assert_true(state.steps == 1 && state.epoch == 5 && state.batch == 0 && state.batches == 0);
  for (int i = 0; i < COUNT; i++) assert_true(p[i] == (dg_real)(100 * i) - rates[i] * (dg_real)(i + 1) / 4);
  state.epoch = 0;
  dg_network_step(&net, &training, g, &state, p, m);
  assert_true(state.steps == 2);
  for (int i = 0; i < COUNT; i++)
    assert_true(p[i] == (dg_real)(100 * i) - rates[i] * (dg_real)(i + 1) * (DG_R(0.25) + DG_R(1.5)));
}

/* Adam's moments of one block of parameters must not mix with another's. */
static void test_network_adam(void **unused) {
  (void)unused;
  describe();
  training.optimiser = optimiser_of(DG_ADAM);
  dg_real p[COUNT], m[2 * COUNT], g[COUNT];
  dg_training_state state = dg_training_start();
  for (int i = 0; i < COUNT; i++) p[i] = 0;
  memset(m, 0, sizeof m);
  dg_real alone[COUNT], alone_m[COUNT][2];
  memset(alone, 0, sizeof alone);
  memset(alone_m, 0, sizeof alone_m);
  for (uint64_t step = 1; step <= 4; step++) {
    for (int i = 0; i < COUNT; i++) {
      g[i] = DG_R(sin((double)step + 3 * i));
      dg_optimiser_step(&training.optimiser, rates[i], step, 1, g + i, alone + i, alone_m[i]);
    }
    dg_network_step(&net, &training, g, &state, p, m);
    assert_memory_equal(p, alone, sizeof p);
  }
  assert_true(state.steps == 4);
}

static void test_project(void **unused) {
  (void)unused;
  describe();
  const dg_real before[COUNT] = {3, -3, -1, 5, 2, -2, DG_R(2.5), DG_R(-2.5), 1, 9, -9};
  const dg_real clipped[COUNT] = {2, -2, 0, 5, 2, -2, 2, -2, 1, 2, -9};
  const dg_real kept[COUNT] = {3, -3, 0, 5, 2, -2, DG_R(2.5), DG_R(-2.5), 1, 9, -9};
  dg_real p[COUNT];
  training.weight_clip = 2;
  memcpy(p, before, sizeof p);
  dg_project(&net, &training, p);
  assert_memory_equal(p, clipped, sizeof p);
  training.weight_clip = 0;
  memcpy(p, before, sizeof p);
  dg_project(&net, &training, p);
  assert_memory_equal(p, kept, sizeof p);
  /* a shift is that of the layer's least delay */
  layers[0].delay.map = DG_MAP_SHIFT;
  memcpy(p, before, sizeof p);
  dg_project(&net, &training, p);
  assert_true(p[2] == 0 && p[3] == 6 && p[0] == 3 && p[10] == -9);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sgd),   cmocka_unit_test(test_adam),
                                     cmocka_unit_test(test_adam_first_step), cmocka_unit_test(test_power),
                                     cmocka_unit_test(test_schedules), cmocka_unit_test(test_check),
                                     cmocka_unit_test(test_rates), cmocka_unit_test(test_network_adam),
                                     cmocka_unit_test(test_project)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
