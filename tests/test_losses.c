/* Section 9 of delgrad.h: losses, their gradients, regularisers and the class of a sample. */
#include <math.h>
#include <string.h>

#include "delgrad.h"
#include "layers.h"
#include "near.h"

static dg_loss loss_of(dg_loss_kind kind) {
  dg_loss loss;
  memset(&loss, 0, sizeof loss);
  loss.kind = kind;
  loss.delta_t = DG_R(0.5);
  loss.t_correct = DG_R(1.5);
  loss.t_wrong = 3;
  loss.xi = DG_R(0.25);
  loss.early_beta = 2;
  return loss;
}

#define STRIDE 5

/* The loss of times with stride 5 from an odd place, among numbers that must stay as they are. */
static dg_real strided(const dg_loss *loss, dg_real tau_syn, size_t n, const dg_real *T, size_t label, dg_real *g) {
  dg_real t[8 * STRIDE], slope[8 * STRIDE];
  for (size_t i = 0; i < 8 * STRIDE; i++) {
    t[i] = -1000;
    slope[i] = 777;
  }
  for (size_t j = 0; j < n; j++) t[2 + j * STRIDE] = T[j];
  dg_real value = dg_sample_loss(loss, tau_syn, n, t + 2, STRIDE, label, slope + 2);
  for (size_t i = 0; i < 8 * STRIDE; i++)
    if (i % STRIDE != 2 || i / STRIDE >= n) assert_true(slope[i] == 777);
  for (size_t j = 0; j < n; j++) g[j] = slope[2 + j * STRIDE];
  return value;
}

static void test_shift_mse(void **unused) {
  (void)unused;
  dg_loss loss = loss_of(DG_LOSS_SHIFT_MSE);
  const dg_real T[3] = {1, 2, 4};
  dg_real g[3];
  /* delta_t tau_syn = 1: the errors are 0 and 2 for label 0, -4 and -3 for label 2 */
  assert_true(strided(&loss, 2, 3, T, 0, g) == 2);
  assert_true(g[0] == -2 && g[1] == 0 && g[2] == 2);
  assert_true(strided(&loss, 2, 3, T, 2, g) == DG_R(12.5));
  assert_true(g[0] == -4 && g[1] == -3 && g[2] == 7);
  /* it does not notice a common shift */
  const dg_real later[3] = {9, 10, 12};
  assert_true(strided(&loss, 2, 3, later, 2, g) == DG_R(12.5));
}

static void test_mse(void **unused) {
  (void)unused;
  dg_loss loss = loss_of(DG_LOSS_MSE);
  const dg_real T[3] = {1, 2, 5};
  dg_real g[3];
  /* errors -0.5 -1 2 for label 0, -2 0.5 2 for label 1 */
  assert_true(strided(&loss, 2, 3, T, 0, g) == DG_R(2.625));
  assert_true(g[0] == DG_R(-0.5) && g[1] == -1 && g[2] == 2);
  assert_true(strided(&loss, 2, 3, T, 1, g) == DG_R(4.125));
  assert_true(g[0] == -2 && g[1] == DG_R(0.5) && g[2] == 2);
}

static void test_cross_entropy(void **unused) {
  (void)unused;
  dg_loss loss = loss_of(DG_LOSS_CROSS_ENTROPY);
  const dg_real T[3] = {1, 2, DG_R(1.5)};
  dg_real g[3];
  /* xi tau_syn = 0.5: the exponents are -2 -4 -3 */
  const double a = exp(-2.0), b = exp(-4.0), c = exp(-3.0), sum = a + b + c;
  NEAR(strided(&loss, 2, 3, T, 0, g), log(sum) + 2, 8 * EPSILON);
  NEAR(g[0], (1 - a / sum) / 0.5, 16 * EPSILON);
  NEAR(g[1], -b / sum / 0.5, 16 * EPSILON);
  NEAR(g[2], -c / sum / 0.5, 16 * EPSILON);
  NEAR(strided(&loss, 2, 3, T, 1, g), log(sum) + 4, 16 * EPSILON);
  NEAR(g[0], -a / sum / 0.5, 16 * EPSILON);
  NEAR(g[1], (1 - b / sum) / 0.5, 16 * EPSILON);
  /* one output alone is always right */
  assert_true(strided(&loss, 2, 1, T, 0, g) == 0 && g[0] == 0);
}

static void test_cross_entropy_far(void **unused) {
  (void)unused;
  dg_loss loss = loss_of(DG_LOSS_CROSS_ENTROPY);
  loss.xi = DG_R(0.03125);
  /* 2^-5: exponents differ by 3200 and 6400; only relative to the earliest nothing is lost */
  const dg_real T[3] = {-100, 0, 100}, shifted[3] = {-200, -100, 0};
  dg_real g[3], h[3];
  assert_true(strided(&loss, 1, 3, T, 0, g) == 0);
  assert_true(g[0] == 0 && g[1] == 0 && g[2] == 0);
  assert_true(strided(&loss, 1, 3, T, 2, g) == 6400);
  assert_true(g[0] == -32 && g[1] == 0 && g[2] == 32);
  assert_true(strided(&loss, 1, 3, shifted, 2, h) == 6400);
  assert_memory_equal(g, h, sizeof g);
}

/* A label that spikes first by far: what its share lacks of 1 is that of the others, to the last digits. */
static void test_cross_entropy_good(void **unused) {
  (void)unused;
  dg_loss loss = loss_of(DG_LOSS_CROSS_ENTROPY); /* xi tau_syn = 0.5 */
  const dg_real T[3] = {0, 5, DG_R(6.5)};
  dg_real g[3];
  const double b = exp(-10.0), c = exp(-13.0), sum = 1 + b + c;
  NEAR(strided(&loss, 2, 3, T, 0, g), log1p(b + c), 4 * EPSILON * b);
  NEAR(g[0], (b + c) / sum / 0.5, 8 * EPSILON * b);
  NEAR(g[1], -b / sum / 0.5, 8 * EPSILON * b);
  NEAR(g[2], -c / sum / 0.5, 8 * EPSILON * c);
}

static void test_early_output(void **unused) {
  (void)unused;
  const dg_real T[3] = {1, 2, 4};
  dg_loss loss = loss_of(DG_LOSS_SHIFT_MSE);
  loss.early_alpha = DG_R(0.75);
  dg_real g[3];
  /* early_beta tau_syn = 4; the label spikes at 2 */
  const double early = 0.75 * exp(0.5);
  NEAR(strided(&loss, 2, 3, T, 1, g), 2 + 0.5 + early, 16 * EPSILON);
  NEAR(g[0], -2, 0);
  NEAR(g[1], 1 + early / 4, 16 * EPSILON);
  NEAR(g[2], 1, 0);
  /* 0 switches it off, whatever early_beta is */
  loss.early_alpha = 0;
  loss.early_beta = 0;
  assert_true(strided(&loss, 2, 3, T, 1, g) == DG_R(2.5));
  assert_true(g[1] == 1);
}

static void test_differences(void **unused) {
  (void)unused;
  const double h = DG_FLOAT ? 0x1p-7 : 0x1p-17, tolerance = DG_FLOAT ? 4e-3 : 1e-8;
  for (int kind = 0; kind < 3; kind++)
    for (int early = 0; early < 2; early++)
      for (size_t label = 0; label < 4; label++) {
        dg_loss loss = loss_of((dg_loss_kind)kind);
        loss.early_alpha = early ? DG_R(0.5) : 0;
        dg_real T[4] = {DG_R(1.25), DG_R(0.75), DG_R(1.5), DG_R(1.0)}, g[4], ignored[4];
        strided(&loss, DG_R(1.5), 4, T, label, g);
        double sum = 0;
        for (size_t j = 0; j < 4; j++) {
          dg_real t = T[j];
          T[j] = t + DG_R(h);
          double up = (double)strided(&loss, DG_R(1.5), 4, T, label, ignored);
          T[j] = t - DG_R(h);
          double down = (double)strided(&loss, DG_R(1.5), 4, T, label, ignored);
          T[j] = t;
          NEAR(g[j], (up - down) / (2 * h), tolerance);
          sum += (double)g[j];
        }
        /* only MSE and the early-output term notice a shift of all times */
        if (kind != DG_LOSS_MSE && !early) NEAR(sum, 0, 32 * EPSILON);
      }
}

static void check_missing(const dg_loss *loss, size_t n, const dg_real *T, size_t label) {
  dg_real g[8];
  assert_true(strided(loss, 1, n, T, label, g) == DG_LOSS_MISSING);
  for (size_t j = 0; j < n; j++) assert_true(g[j] == 0);
}

static void test_missing(void **unused) {
  (void)unused;
  const dg_real no_label[3] = {DG_NEVER, 2, 4}, no_other[3] = {1, DG_NEVER, 4}, none[3] = {DG_NEVER, DG_NEVER, DG_NEVER};
  assert_true(DG_LOSS_MISSING == 100);
  for (int kind = 0; kind < 3; kind++) {
    dg_loss loss = loss_of((dg_loss_kind)kind);
    check_missing(&loss, 3, no_label, 0);
    check_missing(&loss, 3, none, 1);
    loss.early_alpha = 1;
    check_missing(&loss, 3, no_label, 0);
    loss.early_alpha = 0;
    if (kind != DG_LOSS_CROSS_ENTROPY) {
      check_missing(&loss, 3, no_other, 0);
      continue;
    }
    /* a wrong class that does not spike is what cross entropy wants */
    const dg_real two[2] = {1, 4};
    dg_real g[3], h[2];
    assert_true(strided(&loss, 1, 3, no_other, 0, g) == strided(&loss, 1, 2, two, 0, h));
    assert_true(g[0] == h[0] && g[1] == 0 && g[2] == h[1]);
    assert_true(strided(&loss, 1, 3, no_other, 2, g) == strided(&loss, 1, 2, two, 1, h));
    assert_true(g[0] == h[0] && g[1] == 0 && g[2] == h[1]);
  }
}

static void test_overflow(void **unused) {
  (void)unused;
  const dg_real huge = DG_FLOAT ? DG_R(1e30) : DG_R(1e200);
  const dg_real T[3] = {1, 2, 4}, far[3] = {1, 2, huge};
  dg_loss loss = loss_of(DG_LOSS_SHIFT_MSE);
  check_missing(&loss, 3, far, 0);
  loss.kind = DG_LOSS_MSE;
  check_missing(&loss, 3, far, 0);
  loss.kind = DG_LOSS_SHIFT_MSE;
  loss.early_alpha = 1;
  loss.early_beta = DG_R(0.0009765625);
  check_missing(&loss, 3, T, 0);
  /* the loss is finite, its gradient is not */
  loss.early_beta = 1 / DG_SCALE_MAX;
  loss.early_alpha = DG_REAL_MAX / 2;
  for (size_t label = 0; label < 3; label++) {
    const dg_real times[3] = {2, 3, 4};
    dg_real zero[3];
    memcpy(zero, times, sizeof zero);
    zero[label] = 0;
    check_missing(&loss, 3, zero, label);
  }
}

static void test_class(void **unused) {
  (void)unused;
  const dg_loss first = loss_of(DG_LOSS_SHIFT_MSE), entropy = loss_of(DG_LOSS_CROSS_ENTROPY), mse = loss_of(DG_LOSS_MSE);
  const dg_real a[4] = {3, 1, 2, 1}, none[3] = {DG_NEVER, DG_NEVER, DG_NEVER}, some[3] = {DG_NEVER, 7, DG_NEVER};
  assert_true(dg_class(&first, 4, a, 1) == 1);
  assert_true(dg_class(&entropy, 4, a, 1) == 1);
  assert_true(dg_class(&first, 2, a + 2, 1) == 1);
  assert_true(dg_class(&first, 2, a, 2) == 1);
  assert_true(dg_class(&first, 3, none, 1) == DG_NO_CLASS);
  assert_true(dg_class(&mse, 3, none, 1) == DG_NO_CLASS);
  assert_true(dg_class(&first, 3, some, 1) == 1);
  assert_true(dg_class(&mse, 3, some, 1) == 1);
  /* t_correct = 1.5 */
  const dg_real b[3] = {DG_R(0.5), 2, DG_R(1.75)}, tie[3] = {DG_R(0.25), 2, 1}, early[2] = {DG_R(1.25), DG_R(2.5)};
  assert_true(dg_class(&mse, 3, b, 1) == 2);
  assert_true(dg_class(&first, 3, b, 1) == 0);
  assert_true(dg_class(&mse, 3, tie, 1) == 1);
  assert_true(dg_class(&mse, 2, early, 1) == 0);
  assert_true(DG_NO_CLASS < 0);
}

static void test_check(void **unused) {
  (void)unused;
  for (int kind = 0; kind < 3; kind++) {
    dg_loss loss = loss_of((dg_loss_kind)kind);
    assert_true(dg_loss_check(&loss) == DG_OK);
    dg_real *const number[7] = {&loss.delta_t,     &loss.t_correct,  &loss.t_wrong,    &loss.xi,
                                &loss.early_alpha, &loss.early_beta, &loss.delay_alpha};
    for (int i = 0; i < 7; i++) {
      dg_real kept = *number[i];
      *number[i] = DG_NEVER;
      assert_true(dg_loss_check(&loss) == DG_ERROR_NOT_FINITE);
      *number[i] = DG_NAN;
      assert_true(dg_loss_check(&loss) == DG_ERROR_NOT_FINITE);
      *number[i] = kept;
    }
    const dg_real bad[4] = {0, -1, 2 * DG_SCALE_MAX, DG_R(0.25) / DG_SCALE_MAX};
    for (int i = 0; i < 4; i++) {
      loss.xi = bad[i];
      assert_true(dg_loss_check(&loss) == (kind == DG_LOSS_CROSS_ENTROPY ? DG_ERROR_RANGE : DG_OK));
      loss.xi = 1;
      loss.early_beta = bad[i];
      assert_true(dg_loss_check(&loss) == DG_OK);
      loss.early_alpha = 1;
      assert_true(dg_loss_check(&loss) == DG_ERROR_RANGE);
      loss.early_alpha = 0;
      loss.early_beta = 1;
    }
  }
  assert_true(dg_loss_check(NULL) == DG_ERROR_NULL);
}

/* A network of three layers: two clipped dendritic delays, none, four synaptic ones through sigma. */
static void test_delay_loss(void **unused) {
  (void)unused;
  dg_layer layers[3];
  const size_t sizes[4] = {1, 2, 2, 2};
  layers_of(3, sizes, layers);
  layers[0].delay.kind = DG_DELAY_DENDRITIC;
  layers[0].delay.map = DG_MAP_CLIP;
  layers[2].delay.kind = DG_DELAY_SYNAPTIC;
  layers[2].delay.map = DG_MAP_SIGMOID;
  layers[2].delay.scale = 2;
  layers[2].delay.shift = DG_R(0.5);
  dg_network net = {1, 1, 3, layers, 0};
  assert_true(dg_network_check(&net) == DG_OK && dg_parameter_count(&net) == 2 + 2 + 4 + 4 + 4);
  /* weights that would be seen if they counted as delays */
  const dg_real p[16] = {50, 60, 3, 5, 70, 80, 90, 99, 11, 12, 13, 14, 0, 1, -1, 2};
  dg_real g[16];
  double mean = 9 + 25, want[16];
  dg_loss loss = loss_of(DG_LOSS_MSE);
  loss.delay_alpha = 3;
  for (size_t i = 0; i < 16; i++) {
    g[i] = (dg_real)i;
    want[i] = (double)i;
  }
  want[2] += 3.0 / 6 * 2 * 3;
  want[3] += 3.0 / 6 * 2 * 5;
  for (size_t i = 12; i < 16; i++) {
    double s = 1 / (1 + exp(-(double)p[i])), d = 0.5 + 2 * s;
    mean += d * d;
    want[i] += 3.0 / 6 * 2 * d * 2 * s * (1 - s);
  }
  NEAR(dg_delay_loss(&loss, &net, p, g), 3 * mean / 6, 64 * EPSILON);
  for (size_t i = 0; i < 16; i++) NEAR(g[i], want[i], 32 * EPSILON);

  loss.delay_parameters = 1;
  for (size_t i = 0; i < 16; i++) g[i] = 1;
  NEAR(dg_delay_loss(&loss, &net, p, g), 3 * (9 + 25 + 0 + 1 + 1 + 4) / 6.0, 64 * EPSILON);
  for (size_t i = 0; i < 16; i++) NEAR(g[i], i < 2 || (i > 3 && i < 12) ? 1 : 1 + (double)p[i], 16 * EPSILON);

  loss.delay_alpha = 0;
  for (size_t i = 0; i < 16; i++) g[i] = 1;
  assert_true(dg_delay_loss(&loss, &net, p, g) == 0);
  loss.delay_alpha = 3;
  layers[0].delay.kind = layers[2].delay.kind = DG_DELAY_NONE;
  assert_true(dg_delay_loss(&loss, &net, p, g) == 0);
  for (size_t i = 0; i < 16; i++) assert_true(g[i] == 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_shift_mse),
                                     cmocka_unit_test(test_mse),
                                     cmocka_unit_test(test_cross_entropy),
                                     cmocka_unit_test(test_cross_entropy_far),
                                     cmocka_unit_test(test_cross_entropy_good),
                                     cmocka_unit_test(test_early_output),
                                     cmocka_unit_test(test_differences),
                                     cmocka_unit_test(test_missing),
                                     cmocka_unit_test(test_overflow),
                                     cmocka_unit_test(test_class),
                                     cmocka_unit_test(test_check),
                                     cmocka_unit_test(test_delay_loss)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
