/* Causal order (section 4 of delgrad.h) and its counterpart in lanes for tau_mem = 2 tau_syn (section 7): sorted, stable, a
   permutation; the window found by lanes and its root agree with dg_first_spike. */
#include <math.h>
#include <stdio.h>

#include "delgrad.h"
#include "near.h"
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

/* The lanes are independent: each is sorted as dg_order sorts it, and its marks move along; of arrivals that do not come the
   order is free. */
static void assert_lanes_ordered(size_t n, const dg_real *keys) {
  static dg_real sorted[(2 * MAX_SIZE + 8) * DG_LANES], mark[(2 * MAX_SIZE + 8) * DG_LANES], lane[MAX_SIZE];
  static dg_index expected[MAX_SIZE];
  static int seen[MAX_SIZE];
  const size_t rows = dg_sorting_rows(n);
  assert_true(rows >= n && rows >= 4 && (rows == 4 || rows < 2 * n));
  for (size_t i = 0; i < (rows + 3) * DG_LANES; i++) sorted[i] = mark[i] = CANARY_REAL;
  for (size_t i = 0; i < n * DG_LANES; i++) {
    sorted[DG_LANES + i] = keys[i];
    mark[DG_LANES + i] = DG_R(i / DG_LANES);
  }
  dg_lane_order(n, sorted + DG_LANES, mark + DG_LANES);
  for (size_t l = 0; l < DG_LANES; l++) {
    assert_true(sorted[l] == CANARY_REAL && sorted[(rows + 2) * DG_LANES + l] == CANARY_REAL);
    assert_true(mark[l] == CANARY_REAL && mark[(rows + 1) * DG_LANES + l] == CANARY_REAL);
    assert_true(sorted[(n + 1) * DG_LANES + l] == DG_RHO_MAX);
    for (size_t i = 0; i < n; i++) {
      lane[i] = keys[i * DG_LANES + l];
      seen[i] = 0;
    }
    dg_order(n, lane, expected);
    for (size_t p = 0; p < n; p++) {
      const dg_real key = sorted[(p + 1) * DG_LANES + l];
      const size_t source = (size_t)mark[(p + 1) * DG_LANES + l];
      assert_true(key == lane[expected[p]] && source < n && key == lane[source] && seen[source]++ == 0);
      if (key < DG_RHO_MAX) assert_int_equal(source, expected[p]);
    }
  }
}

static void test_lane_order(void **unused) {
  (void)unused;
  static dg_real keys[MAX_SIZE * DG_LANES];
  dg_random random = dg_random_at(2, DG_STREAM_NOISE, 0);
  for (size_t round = 0; round < draws(10); round++) {
    for (size_t n = 1; n <= MAX_SIZE; n += 1 + n / 8) {
      for (size_t i = 0; i < n * DG_LANES; i++) {
        keys[i] = tied(&random);
        if (keys[i] == DG_NEVER) keys[i] = below(&random, 2) ? DG_RHO_MAX : DG_REAL_MAX;
      }
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

/* Two equal arrivals in one lane alone, in every place, are put in order by their marks, whatever the other lanes hold: descending
   numbers, earlier ones, or nothing. */
static void test_one_tie(void **unused) {
  (void)unused;
  enum { n = 6 };
  static dg_real keys[n * DG_LANES];
  for (size_t lane = 0; lane < DG_LANES; lane += DG_LANES > 8 && lane == 1 ? DG_LANES - 3 : 1)
    for (size_t place = 0; place < n * n; place++)
      for (size_t factor = 1; factor <= n; factor++)
        for (int others = 0; others < 5; others++) {
          const size_t one = place / n, other = place % n;
          for (size_t i = 0; i < n * DG_LANES; i++) {
            const int early = i % DG_LANES < lane ? others & 1 : others & 2;
            keys[i] = others == 4 ? DG_R(n - i / DG_LANES) : early ? -DG_R(i / DG_LANES) - 1 : DG_RHO_MAX;
          }
          for (size_t i = 0; i < n; i++) keys[i * DG_LANES + lane] = DG_R((i + 1) * factor % (n + 1)); /* in some order */
          keys[one * DG_LANES + lane] = keys[other * DG_LANES + lane];
          assert_lanes_ordered(n, keys);
        }
}

/* A spike is later than its last cause: by an ulp, and not beyond its window. */
static void test_clamp(void **unused) {
  (void)unused;
  dg_random random = dg_random_at(4, DG_STREAM_NOISE, 0);
  for (int i = 0; i < 1000; i++) {
    const dg_real low = i == 0 ? 1 : i == 1 ? 2 - DG_EPSILON : DG_R(0.5) + 4 * dg_random_uniform(&random), high = 2 * low;
#if DG_FLOAT
    const dg_real next = nextafterf(low, high);
#else
    const dg_real next = nextafter(low, high);
#endif
    assert_true(dg_clamp_rho(low, low, high) == next && dg_clamp_rho(0, low, high) == next);
    assert_true(dg_clamp_rho(next, low, high) == next && dg_clamp_rho(low * DG_R(1.5), low, high) == low * DG_R(1.5));
    assert_true(dg_clamp_rho(high, low, high) == high && dg_clamp_rho(high * 2, low, high) == high);
    assert_true(dg_just_after(low) == next && dg_just_after(-next) == -low);
  }
  assert_true(dg_just_after(0) == LEAST && dg_just_after(DG_R(-0.0)) == LEAST);
}

/* The network alone sorts keys that are all different, without the exchanges that put ties in order afterwards. */
static void test_lane_network(void **unused) {
  (void)unused;
  enum { most = 600 };
  static dg_real key[1024 * DG_LANES], mark[1024 * DG_LANES];
  dg_random random = dg_random_at(12, DG_STREAM_NOISE, 0);
  for (size_t n = 1; n <= most; n += 1 + n / 4) {
    for (size_t i = 0; i < dg_sorting_rows(n) * DG_LANES; i++) {
      key[i] = i < n * DG_LANES ? dg_random_uniform(&random) : DG_NEVER;
      mark[i] = -key[i];
    }
    for (size_t l = 0; l < DG_LANES; l++) key[l] = mark[l] = DG_R(l % 3) - 1; /* first, between, last */
    for (size_t l = 0; l < DG_LANES; l++) mark[l] = -key[l];
    dg_lane_network(n, key, mark);
    for (size_t i = 0; i < n * DG_LANES; i++)
      assert_true(mark[i] == -key[i] && (i < DG_LANES || key[i - DG_LANES] <= key[i]));
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

}

/* The root in numbers where everything is exact: c = 1, tau_mem = 4. */
static void test_root_in_exact_numbers(void **unused) {
  (void)unused;
  const dg_neuron neuron = {4, 2, 2, 1, 1};
  const dg_constants k = dg_neuron_constants(&neuron);
  const dg_real less = DG_EPSILON / 4;
  /* a1 = 8, a2 = 6: S = 2, rho = 2, 2 a1 - a2 rho = 4, dT/dc = 4 rho^2/4 */
  dg_rho_spike spike = dg_root_rho(&k, dg_pair_of(8), dg_pair_of(6), 1, DG_RHO_MAX);
  assert_true(spike.rho == 2 && spike.dT_dc == 4);
  /* clamped to the window, with the slope there: 2 a1 - a2 rho = 5.5 */
  spike = dg_root_rho(&k, dg_pair_of(8), dg_pair_of(6), 1, DG_R(1.75));
  assert_true(spike.rho == DG_R(1.75) && spike.dT_dc == 4 * DG_R(1.75) * (DG_R(1.75) / DG_R(5.5)));
  assert_true(dg_root_rho(&k, dg_pair_of(8), dg_pair_of(6), DG_R(2.5), 3).rho == DG_R(2.5) + 2 * DG_EPSILON);
  /* tangent: S = 0 */
  spike = dg_root_rho(&k, dg_pair_of(4), dg_pair_of(4), 1, DG_RHO_MAX);
  assert_true(spike.rho == 2 && spike.dT_dc == 0);
  spike = dg_root_rho(&k, dg_pair_of(5), dg_pair_of(4), 1, DG_RHO_MAX); /* S^2 < 0 counts as 0 */
  assert_true(spike.rho == DG_R(2.5) && spike.dT_dc == 0);
  /* the low parts decide where the high ones cancel: S^2 = 16 - 16 (1 - 2^-k), 8 2^-k */
  dg_pair a1 = {4, -4 * less}, a2 = {4, 0};
  spike = dg_root_rho(&k, a1, a2, 1, DG_RHO_MAX);
  const double S = sqrt(16 * (double)less);
  NEAR(spike.dT_dc, 8 / S, 8);
  NEAR(2 - spike.rho, S / 2, S * S);
  a1.low = 0;
  a2.low = 2 * less;
  NEAR(dg_root_rho(&k, a1, a2, 1, DG_RHO_MAX).rho, spike.rho, 2 * EPSILON);
  a2.low = -2 * less;
  assert_true(dg_root_rho(&k, a1, a2, 1, DG_RHO_MAX).dT_dc == 0);
  /* products of high parts have low parts: 4 c a1 = a2^2 = 16 (1 + 2 e + e^2) */
  dg_constants part = k;
  part.c = 1 + DG_EPSILON;
  const dg_pair touching = dg_pair_of(4 * (1 + DG_EPSILON));
  assert_true(dg_root_rho(&part, touching, touching, 1, DG_RHO_MAX).dT_dc == 0);
  const dg_pair above = {touching.high, DG_EPSILON * DG_EPSILON * 2}, under = {touching.high, -DG_EPSILON * DG_EPSILON * 2};
  assert_true(dg_root_rho(&part, touching, above, 1, DG_RHO_MAX).dT_dc > 0);
  assert_true(dg_root_rho(&part, touching, under, 1, DG_RHO_MAX).dT_dc == 0);
  assert_true(dg_root_rho(&part, under, touching, 1, DG_RHO_MAX).dT_dc > 0);
  assert_true(dg_root_rho(&part, above, touching, 1, DG_RHO_MAX).dT_dc == 0);
  part.c = k.c;
  /* c has a low part as well: by itself, and against that of a1 */
  part.c_low = -less;
  NEAR(dg_root_rho(&part, dg_pair_of(4), dg_pair_of(4), 1, DG_RHO_MAX).rho, spike.rho, 2 * EPSILON);
  part.c_low = less;
  a1.low = -8 * less;
  NEAR(dg_root_rho(&part, a1, dg_pair_of(4), 1, DG_RHO_MAX).rho, spike.rho, 2 * EPSILON);
  /* no crossing */
  spike = dg_root_rho(&k, dg_pair_of(0), dg_pair_of(-1), DG_RHO_MAX, DG_RHO_MAX);
  assert_true(spike.rho == DG_RHO_MAX && spike.dT_dc == 0);
}

/* Sorted arrivals of DG_LANES samples and the weights that go with them, either way that dg_lane_search takes them. */
typedef struct {
  dg_real key[(2 * 64 + 1) * DG_LANES], mark[2 * 64 * DG_LANES], w[64];
  dg_index source[64 * DG_LANES], causal[DG_LANES];
  dg_real rho[DG_LANES], dT_dc[DG_LANES];
} lanes;

/* Spikes of n arrivals in key: weights sorted along, and weights named by source, which must give the same. */
static void solve(lanes *x, const dg_constants *k, size_t n) {
  static lanes other;
  for (size_t i = 0; i < n * DG_LANES; i++) x->mark[i] = DG_R(i / DG_LANES);
  other = *x;
  dg_lane_order(n, x->key, x->mark);
  dg_lane_sources(n, x->mark, x->source);
  dg_lane_search(n, k->c, x->w, x->source, x->key, x->causal);
  dg_lane_spikes(k, n, x->w, x->source, x->key, x->causal, x->rho, x->dT_dc);
  for (size_t i = 0; i < n * DG_LANES; i++) other.mark[i] = x->w[x->source[i]];
  dg_lane_search(n, k->c, other.mark, NULL, x->key, other.causal);
  dg_lane_spikes(k, n, other.mark, NULL, x->key, other.causal, other.rho, other.dT_dc);
  for (size_t l = 0; l < DG_LANES; l++)
    assert_true(x->causal[l] == other.causal[l] && x->rho[l] == other.rho[l] && x->dT_dc[l] == other.dT_dc[l]);
}

/* rho of one to three exact arrivals against long double: it is off by its own rounding and little more, up to a condition number
   of 8 (A2/S). */
static void test_rho_accuracy(void **unused) {
  (void)unused;
  enum { n = 3 };
  static lanes x;
  const dg_neuron neuron = {2, 1, DG_R(0.5), 0, 1};
  const dg_constants k = dg_neuron_constants(&neuron);
  dg_random random = dg_random_at(11, DG_STREAM_NOISE, 0);
  double worst = 0;
  size_t counted = 0;
  for (size_t round = 0; round < draws(20000); round++) {
    const size_t inputs = 1 + below(&random, n);
    for (size_t i = 0; i < n; i++) x.w[i] = i < inputs ? 3 * dg_random_normal(&random) + 3 : 0;
    for (size_t l = 0; l < DG_LANES; l++)
      for (size_t i = 0; i < n; i++) x.key[i * DG_LANES + l] = i < inputs ? 1 + dg_random_uniform(&random) : DG_RHO_MAX;
    solve(&x, &k, n);
    for (size_t l = 0; l < DG_LANES; l++) {
      long double a1_exact = 0, a2_exact = 0, root;
      if (x.causal[l] == 0) continue;
      for (size_t p = 0; p < (size_t)x.causal[l]; p++) {
        const long double r = x.key[p * DG_LANES + l], wr = x.w[x.source[p * DG_LANES + l]] * r;
        a1_exact += wr * r;
        a2_exact += wr;
      }
      root = a2_exact * a2_exact - 4 * (long double)k.c * a1_exact;
      if (!(root > 0) || a2_exact > 8 * sqrtl(root)) continue;
      const long double exact = 2 * a1_exact / (a2_exact + sqrtl(root));
      if (exact >= x.key[(size_t)x.causal[l] * DG_LANES + l] || exact <= x.key[((size_t)x.causal[l] - 1) * DG_LANES + l])
        continue;
      const double error = fabs((double)((x.rho[l] - exact) / exact)) / (double)DG_EPSILON;
      counted++;
      if (error > worst) worst = error;
    }
  }
  printf("causal_order: rho of %zu spikes is off by at most %.3f DG_EPSILON rho\n", counted, worst);
  assert_true(counted > 1000);
  assert_true(worst < 0.9);
}

/* Lanes of random neurons with tau_mem = 2 tau_syn, against dg_first_spike on the same arrivals. */
static void test_lane_search(void **unused) {
  (void)unused;
  enum { most = 40 };
  static lanes x;
  static dg_real a[DG_LANES][most];
  static dg_index single[most];
  const dg_neuron neuron = {2, 1, DG_R(0.5), 0, 1};
  const dg_constants k = dg_neuron_constants(&neuron);
  dg_random random = dg_random_at(3, DG_STREAM_NOISE, 0);
  size_t spikes = 0, silent = 0, close = 0;
  double worst = 0, worst_slope = 0;
  for (size_t round = 0; round < draws(3000); round++) {
    const size_t n = 1 + below(&random, most);
    const dg_real mean = DG_R(below(&random, 3)) / 2; /* 0, 1/2 or 1: many neurons stay silent, or few */
    for (size_t i = 0; i < n; i++) x.w[i] = (mean + dg_random_normal(&random)) / DG_R(1 + below(&random, 2));
    for (size_t l = 0; l < DG_LANES; l++)
      for (size_t i = 0; i < n; i++) {
        dg_real t = 4 * dg_random_uniform(&random);
        if (below(&random, 4) == 0) t = DG_R(below(&random, 5)); /* ties */
        if (below(&random, 8) == 0) t = DG_NEVER;
        a[l][i] = t;
        x.key[i * DG_LANES + l] = dg_encode(&k, 0, t);
      }
    solve(&x, &k, n);
    for (size_t l = 0; l < DG_LANES; l++) {
      dg_order(n, a[l], single);
      const dg_spike spike = dg_first_spike(&k, n, x.w, a[l], single);
      const dg_real rho = x.rho[l], slope = x.dT_dc[l];
      assert_int_equal(x.causal[l], spike.causal);
      if (spike.crossing == DG_SILENT) {
        silent++;
        assert_true(rho == DG_RHO_MAX && slope == 0);
        assert_true(dg_decode(&k, 0, rho) == DG_NEVER);
        continue;
      }
      spikes++;
      assert_true(x.key[(spike.causal - 1) * DG_LANES + l] < rho && rho <= x.key[spike.causal * DG_LANES + l]);
      assert_true(rho < DG_RHO_MAX);
      /* Both lose digits towards a tangency, as 1/K'; what rounding does to the sums is about 40 ulps of all of them. */
      const double ulps = fabs((double)(dg_decode(&k, 0, rho) - spike.time)) / (double)DG_EPSILON;
      double size = 0;
      for (size_t p = 0; p < spike.causal; p++) size += fabs((double)x.w[single[p]]);
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
      cmocka_unit_test(test_lane_order),              cmocka_unit_test(test_lane_network),
      cmocka_unit_test(test_one_tie),                 cmocka_unit_test(test_clamp),
      cmocka_unit_test(test_window_in_exact_numbers),
      cmocka_unit_test(test_root_in_exact_numbers),   cmocka_unit_test(test_rho_accuracy),
      cmocka_unit_test(test_lane_search),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
