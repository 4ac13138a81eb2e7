/* Causal order (section 4 of delgrad.h) and its counterpart in lanes for tau_mem = 2 tau_syn (section 7): sorted, stable, a
   permutation; the window found by lanes and its root agree with dg_first_spike. */
#include <math.h>
#include <stdio.h>

#include "delgrad.h"
#include "quick.h"
#include "unit.h"

#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed" /* of lane loops inlined here: the header's own pragma ends with it */
#endif

#define MAX_SIZE 200
#define CANARY 77
#define CANARY_REAL DG_R(-7.25)

#if DG_FLOAT
#define LEAST DG_R(FLT_MIN)
#else
#define LEAST DG_R(DBL_MIN)
#endif

static size_t below(dg_random *random, size_t n) { return (size_t)(dg_random_bits(random) % n); }

/* Sorted, equal ones by index, and each index once. */
static void assert_order(size_t n, const dg_real *a, const dg_index *order) {
  static int seen[MAX_SIZE];
  for (size_t i = 0; i < n; i++) seen[i] = 0;
  for (size_t p = 0; p < n; p++) {
    assert_in_range(order[p], 0, n - 1);
    assert_int_equal(seen[order[p]]++, 0);
    if (p == 0) continue;
    assert_true(a[order[p - 1]] <= a[order[p]]);
    if (a[order[p - 1]] == a[order[p]]) assert_true(order[p - 1] < order[p]);
  }
}

static void assert_ordered(size_t n, const dg_real *a) {
  static dg_index order[MAX_SIZE + 2];
  for (size_t p = 0; p < n + 2; p++) order[p] = CANARY;
  dg_order(n, a, order + 1);
  assert_int_equal(order[0], CANARY);
  assert_int_equal(order[n + 1], CANARY);
  assert_order(n, a, order + 1);
}

/* One of few numbers, so that most are tied; zeros of both signs are equal, subnormal numbers are not zero. */
static dg_real tied(dg_random *random) {
  static const dg_real values[] = {DG_R(0), DG_R(-0.0), DG_R(1), DG_R(-1), DG_R(1) + DG_EPSILON, DG_R(3.5), DG_R(-1e6),
                                   LEAST, LEAST / 4, -LEAST / 4, DG_NEVER, DG_NEVER};
  return values[below(random, sizeof values / sizeof *values)];
}

static void test_order_of_random_arrays(void **unused) {
  (void)unused;
  static dg_real a[MAX_SIZE];
  dg_random random = dg_random_at(1, DG_STREAM_NOISE, 0);
  for (size_t round = 0; round < draws(10); round++) {
    for (size_t n = 1; n <= MAX_SIZE; n++) {
      for (size_t i = 0; i < n; i++) a[i] = tied(&random);
      assert_ordered(n, a);
      for (size_t i = 0; i < n; i++) a[i] = DG_R(below(&random, n)) - DG_R(5);
      assert_ordered(n, a);
      for (size_t i = 0; i < n; i++) a[i] = dg_random_normal(&random);
      assert_ordered(n, a);
    }
  }
}

static void test_order_of_special_arrays(void **unused) {
  (void)unused;
  static dg_real a[MAX_SIZE];
  static dg_index order[MAX_SIZE];
  for (size_t n = 1; n <= MAX_SIZE; n++) {
    for (size_t i = 0; i < n; i++) a[i] = DG_R(i / 3);
    dg_order(n, a, order);
    for (size_t p = 0; p < n; p++) assert_int_equal(order[p], p);
    for (size_t i = 0; i < n; i++) a[i] = -DG_R(i);
    dg_order(n, a, order);
    for (size_t p = 0; p < n; p++) assert_int_equal(order[p], n - 1 - p);
    for (size_t i = 0; i < n; i++) a[i] = DG_NEVER;
    dg_order(n, a, order);
    for (size_t p = 0; p < n; p++) assert_int_equal(order[p], p);
    for (size_t i = 0; i < n; i++) a[i] = i % 2 == 0 ? DG_R(0) : DG_R(-0.0);
    dg_order(n, a, order);
    for (size_t p = 0; p < n; p++) assert_int_equal(order[p], p);
  }
}

/* The lanes are independent: each is sorted as dg_order sorts it, and its keys move along. */
static void assert_lanes_ordered(size_t n, const dg_real *keys) {
  static dg_real sorted[(MAX_SIZE + 2) * DG_LANES], lane[MAX_SIZE];
  static dg_index order[(MAX_SIZE + 2) * DG_LANES], expected[MAX_SIZE];
  for (size_t i = 0; i < (n + 2) * DG_LANES; i++) sorted[i] = CANARY_REAL, order[i] = CANARY;
  for (size_t i = 0; i < n * DG_LANES; i++) sorted[DG_LANES + i] = keys[i];
  dg_lane_order(n, sorted + DG_LANES, order + DG_LANES);
  for (size_t l = 0; l < DG_LANES; l++) {
    assert_true(sorted[l] == CANARY_REAL && sorted[(n + 1) * DG_LANES + l] == CANARY_REAL);
    assert_true(order[l] == CANARY && order[(n + 1) * DG_LANES + l] == CANARY);
    for (size_t i = 0; i < n; i++) lane[i] = keys[i * DG_LANES + l];
    dg_order(n, lane, expected);
    for (size_t p = 0; p < n; p++) {
      assert_int_equal(order[(p + 1) * DG_LANES + l], expected[p]);
      assert_true(sorted[(p + 1) * DG_LANES + l] == lane[expected[p]]);
    }
  }
}

static void test_lane_order(void **unused) {
  (void)unused;
  static dg_real keys[MAX_SIZE * DG_LANES];
  dg_random random = dg_random_at(2, DG_STREAM_NOISE, 0);
  for (size_t round = 0; round < draws(10); round++) {
    for (size_t n = 1; n <= MAX_SIZE; n += 1 + n / 8) {
      for (size_t i = 0; i < n * DG_LANES; i++) keys[i] = tied(&random);
      assert_lanes_ordered(n, keys);
      for (size_t i = 0; i < n * DG_LANES; i++) keys[i] = DG_R(below(&random, 2 * n));
      assert_lanes_ordered(n, keys);
      /* One lane is in order, one reversed, the others random: none may stop early because another has. */
      for (size_t i = 0; i < n; i++)
        for (size_t l = 0; l < DG_LANES; l++)
          keys[i * DG_LANES + l] = l == 0 ? DG_R(i) : l == 1 ? -DG_R(i) : dg_random_normal(&random);
      assert_lanes_ordered(n, keys);
    }
  }
}

/* The window test in numbers where everything is exact: v goes as a2 y - a1 y^2 with y = 1/rho, c = 1. */
static void test_window_in_exact_numbers(void **unused) {
  (void)unused;
  const dg_real c = 1;
  /* a1 = a2 = 4 touches c at rho = 2 = 2 a1/a2 */
  assert_true(dg_crosses_two(4, 4, c, 1, 4));
  assert_true(dg_crosses_two(4, 4, c, 1, 2));
  assert_true(dg_crosses_two(4, 4, c, 2, 3));
  assert_false(dg_crosses_two(4, 4, c, 1, DG_R(1.5)));
  assert_false(dg_crosses_two(4, 4, c, DG_R(2.5), 4));
  assert_false(dg_crosses_two(4, 4, DG_R(1.0625), 1, 4));
  /* a1 = 8, a2 = 6 crosses upward at rho = 2, and is back there at 4 */
  assert_true(dg_crosses_two(8, 6, c, 1, 2));
  assert_true(dg_crosses_two(8, 6, c, 1, 3));
  assert_true(dg_crosses_two(8, 6, c, 1, 4));
  assert_true(dg_crosses_two(8, 6, c, 1, DG_RHO_MAX));
  assert_false(dg_crosses_two(8, 6, c, 1, 2 - DG_EPSILON));
  assert_false(dg_crosses_two(8, 6, c, 3, 3)); /* no window at all between equal arrivals */
  /* the current or the late potential is negative */
  assert_false(dg_crosses_two(-8, 6, c, 1, DG_RHO_MAX));
  assert_false(dg_crosses_two(-8, 6, c, 1, 2));
  assert_false(dg_crosses_two(8, -6, c, 1, DG_RHO_MAX));
  assert_false(dg_crosses_two(0, 0, c, 1, DG_RHO_MAX));

  dg_real S = CANARY_REAL;
  assert_true(dg_root_rho(c, 4, 4, 1, DG_RHO_MAX, &S) == 2 && S == 0);
  assert_true(dg_root_rho(c, 8, 6, 1, DG_RHO_MAX, &S) == 2 && S == 2);
  assert_true(dg_root_rho(c, 8, 6, 1, DG_R(1.75), &S) == DG_R(1.75));
  assert_true(dg_root_rho(c, 8, 6, DG_R(2.5), 3, &S) == DG_R(2.5) + 2 * DG_EPSILON); /* later than the arrival */
  assert_true(dg_root_rho(c, 5, 4, 1, DG_RHO_MAX, &S) == DG_R(2.5) && S == 0); /* S^2 < 0 counts as 0 */
  assert_true(dg_root_rho(c, 1, 1, DG_RHO_MAX, DG_RHO_MAX, &S) == DG_RHO_MAX && S == 0);
}

/* One step of Newton's in numbers where everything is exact: at the root, from a point before it, clamped, without a crossing. */
static void test_refine_in_exact_numbers(void **unused) {
  (void)unused;
  const dg_neuron neuron = {4, 2, 2, 1, 1}; /* c = 1 */
  const dg_constants k = dg_neuron_constants(&neuron);
  const dg_pair a2 = {6, 0};
  dg_real slope = CANARY_REAL;
  /* a1 = 8, a2 = 6: rho^2 v = 6 rho - 8, S = 6 - 2 rho, dT/dc = 4 rho/S */
  assert_true(dg_refine_rho(&k, 2, 2, a2, dg_pair_of(4), 1, DG_RHO_MAX, &slope) == 2 && slope == 4);
  assert_true(dg_refine_rho(&k, 2, 2, a2, dg_two_sum(4, DG_EPSILON / 4), 1, DG_RHO_MAX, &slope) == 2);
  assert_true(dg_refine_rho(&k, DG_R(1.5), 4, a2, dg_pair_of(1), 1, DG_RHO_MAX, &slope) == DG_R(1.8125)); /* + 1.25/4 */
  assert_true(slope == 4 * DG_R(1.8125) / DG_R(2.375));
  assert_true(dg_refine_rho(&k, DG_R(1.5), 4, a2, dg_pair_of(1), 1, DG_R(1.75), &slope) == DG_R(1.75));
  assert_true(dg_refine_rho(&k, DG_R(3.5), 2, a2, dg_pair_of(DG_R(14.25)), 3, 4, &slope) == 3 + 2 * DG_EPSILON);
  assert_true(dg_refine_rho(&k, 2, 0, a2, dg_pair_of(4), 1, 3, &slope) == 2 && slope == 0); /* tangent */
  assert_true(dg_refine_rho(&k, DG_RHO_MAX, 0, a2, dg_pair_of(0), DG_RHO_MAX, DG_RHO_MAX, &slope) == DG_RHO_MAX && slope == 0);
}

/* rho of one to three exact arrivals against long double: the Newton step leaves the rounding of rho and little more, up to a
   condition number of 8 (A2/S). */
static void test_rho_accuracy(void **unused) {
  (void)unused;
  enum { n = 3 };
  const dg_neuron neuron = {2, 1, DG_R(0.5), 0, 1};
  const dg_constants k = dg_neuron_constants(&neuron);
  dg_random random = dg_random_at(11, DG_STREAM_NOISE, 0);
  dg_real key[(n + 1) * DG_LANES], w[n], rho[DG_LANES], S[DG_LANES], sum[DG_LANES], lost[DG_LANES];
  dg_index order[n * DG_LANES];
  double worst = 0;
  size_t counted = 0;
  for (int round = 0; round < 20000; round++) {
    const size_t inputs = 1 + below(&random, n);
    for (size_t i = 0; i < n; i++) w[i] = i < inputs ? 3 * dg_random_normal(&random) + 3 : 0;
    for (size_t l = 0; l < DG_LANES; l++) {
      for (size_t i = 0; i < n; i++) key[i * DG_LANES + l] = i < inputs ? 1 + dg_random_uniform(&random) : DG_RHO_MAX;
      key[n * DG_LANES + l] = DG_RHO_MAX;
    }
    dg_lane_windows x;
    dg_lane_order(n, key, order);
    dg_lane_search(n, k.c, w, key, order, &x);
    for (size_t l = 0; l < DG_LANES; l++) rho[l] = dg_root_rho(k.c, x.a1[l], x.a2[l], x.low[l], x.high[l], &S[l]);
    dg_lane_voltage(n, w, key, order, rho, sum, lost);
    for (size_t l = 0; l < DG_LANES; l++) {
      const dg_pair a2 = {x.a2[l], x.a2_lost[l]}, voltage = {sum[l], lost[l]};
      dg_real slope;
      const dg_real got = dg_refine_rho(&k, rho[l], S[l], a2, voltage, x.low[l], x.high[l], &slope);
      long double a1_exact = 0, a2_exact = 0, root;
      for (size_t p = 0; p < n && key[p * DG_LANES + l] < rho[l]; p++) {
        const long double r = key[p * DG_LANES + l], wr = w[order[p * DG_LANES + l]] * r;
        a1_exact += wr * r;
        a2_exact += wr;
      }
      root = a2_exact * a2_exact - 4 * (long double)k.c * a1_exact;
      if (got >= DG_RHO_MAX || !(root > 0) || a2_exact > 8 * sqrtl(root)) continue;
      const long double exact = 2 * a1_exact / (a2_exact + sqrtl(root));
      if (exact >= x.high[l] || exact <= x.low[l]) continue;
      const double error = fabs((double)((got - exact) / exact)) / (double)DG_EPSILON;
      counted++;
      if (error > worst) worst = error;
    }
  }
  printf("causal_order: rho of %zu spikes is off by at most %.3f DG_EPSILON rho\n", counted, worst);
  assert_true(counted > 1000);
  assert_true(worst < 0.53);
}

/* Lanes of random neurons with tau_mem = 2 tau_syn, against dg_first_spike on the same arrivals. */
static void test_lane_search(void **unused) {
  (void)unused;
  enum { most = 40 };
  static dg_real key[(most + 1) * DG_LANES], a[DG_LANES][most], w[most];
  static dg_index order[most * DG_LANES], single[most];
  dg_real start[DG_LANES], S[DG_LANES], sum[DG_LANES], lost[DG_LANES];
  const dg_neuron neuron = {2, 1, DG_R(0.5), 0, 1};
  const dg_constants k = dg_neuron_constants(&neuron);
  dg_random random = dg_random_at(3, DG_STREAM_NOISE, 0);
  size_t spikes = 0, silent = 0, close = 0;
  double worst = 0, worst_slope = 0;
  for (size_t round = 0; round < draws(3000); round++) {
    const size_t n = 1 + below(&random, most);
    const dg_real mean = DG_R(below(&random, 3)) / 2; /* 0, 1/2 or 1: many neurons stay silent, or few */
    for (size_t i = 0; i < n; i++) w[i] = (mean + dg_random_normal(&random)) / DG_R(1 + below(&random, 2));
    for (size_t l = 0; l < DG_LANES; l++) {
      for (size_t i = 0; i < n; i++) {
        dg_real t = 4 * dg_random_uniform(&random);
        if (below(&random, 4) == 0) t = DG_R(below(&random, 5)); /* ties */
        if (below(&random, 8) == 0) t = DG_NEVER;
        a[l][i] = t;
        key[i * DG_LANES + l] = dg_encode(&k, 0, t);
      }
      key[n * DG_LANES + l] = DG_RHO_MAX;
    }
    dg_lane_windows x;
    dg_lane_order(n, key, order);
    dg_lane_search(n, k.c, w, key, order, &x);
    for (size_t l = 0; l < DG_LANES; l++) start[l] = dg_root_rho(k.c, x.a1[l], x.a2[l], x.low[l], x.high[l], &S[l]);
    dg_lane_voltage(n, w, key, order, start, sum, lost);
    for (size_t l = 0; l < DG_LANES; l++) {
      dg_order(n, a[l], single);
      const dg_spike spike = dg_first_spike(&k, n, w, a[l], single);
      dg_real slope;
      const dg_pair a2_pair = {x.a2[l], x.a2_lost[l]}, voltage = {sum[l], lost[l]};
      const dg_real rho = dg_refine_rho(&k, start[l], S[l], a2_pair, voltage, x.low[l], x.high[l], &slope);
      if (spike.crossing == DG_SILENT) {
        silent++;
        assert_true(x.low[l] == DG_RHO_MAX && rho == DG_RHO_MAX && slope == 0);
        assert_true(dg_decode(&k, 0, rho) == DG_NEVER);
        continue;
      }
      spikes++;
      assert_true(x.low[l] < rho && rho <= x.high[l] && rho < DG_RHO_MAX);
      /* The window is the one after the last causal arrival, and its sums run over the causal set in its order. */
      dg_real a1 = 0, a2 = 0;
      for (size_t p = 0; p < spike.causal; p++) {
        const dg_real r = key[p * DG_LANES + l];
        volatile dg_real wr = w[order[p * DG_LANES + l]] * r, wrr = wr * r; /* rounded: outside the header a sum may fuse */
        a2 += wr;
        a1 += wrr;
      }
      assert_true(x.low[l] == key[(spike.causal - 1) * DG_LANES + l]);
      assert_true(x.high[l] == key[spike.causal * DG_LANES + l]);
      assert_true(x.a1[l] == a1 && x.a2[l] == a2);
      /* Both lose digits towards a tangency, as 1/K'; what rounding does to the sums is about 40 ulps of all of them. */
      const double ulps = fabs((double)(dg_decode(&k, 0, rho) - spike.time)) / (double)DG_EPSILON;
      double size = 0;
      for (size_t p = 0; p < spike.causal; p++) size += fabs((double)w[single[p]]);
      const double bound = 2 + (double)spike.time + (double)spike.dT_dc * (1 + size);
      if (spike.dT_dc > 100) {
        close++;
        continue;
      }
      if (ulps / bound > worst) worst = ulps / bound;
      const double by_slope = fabs((double)(slope / spike.dT_dc) - 1) / (double)DG_EPSILON / (1 + size);
      if (by_slope / (1 + (double)spike.dT_dc) > worst_slope) worst_slope = by_slope / (1 + (double)spike.dT_dc);
    }
  }
  printf("causal_order: lanes against one by one: %zu spikes, %zu silent, %zu near a tangency; times differ by %.2f,"
         " slopes by %.2f ulps of the bound\n", spikes, silent, close, worst, worst_slope);
  assert_true(spikes > silent && 10 * silent > spikes);
  assert_true(worst < 1);
  assert_true(worst_slope < 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_order_of_random_arrays),  cmocka_unit_test(test_order_of_special_arrays),
      cmocka_unit_test(test_lane_order),              cmocka_unit_test(test_window_in_exact_numbers),
      cmocka_unit_test(test_refine_in_exact_numbers), cmocka_unit_test(test_rho_accuracy),
      cmocka_unit_test(test_lane_search),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
