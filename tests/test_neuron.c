/* One neuron: kernel, spike time, causal set, gradients, gradients at a measured time (sections 3 and 4 of delgrad.h), for
   each ratio of the time constants, against the model in long double and MPFR. */
#include <math.h>
#include <mpfr.h>
#include <stdio.h>
#include <string.h>

#include "delgrad.h"
#include "quick.h"
#include "unit.h"

#if DG_FLOAT
#define LEAST DG_R(FLT_MIN)
#define LEAST_SUBNORMAL DG_R(0x1p-149)
#define DIFFERENCE_TOLERANCE 2e-4L
#else
#define LEAST DG_R(DBL_MIN)
#define LEAST_SUBNORMAL DG_R(0x1p-1074)
#define DIFFERENCE_TOLERANCE 1e-11L
#endif

#define EPS ((real)DG_EPSILON)
#define MOST 16 /* inputs of a random neuron */

typedef long double real;

static const dg_real ratios[] = {DG_R(2), DG_R(1), DG_R(3), DG_R(1.3), DG_R(0.5), DG_R(1.0001), DG_R(100), DG_R(0.01)};
enum { ratio_count = sizeof ratios / sizeof *ratios };

static real larger(real a, real b) { return a > b ? a : b; }

static dg_real next_up(dg_real x) {
#if DG_FLOAT
  return nextafterf(x, DG_NEVER);
#else
  return nextafter(x, DG_NEVER);
#endif
}

/* ---- the model in long double --------------------------------------------------------------------------------------- */

static real model_kernel(const dg_neuron *u, real s) {
  const real mem = (real)u->tau_mem, syn = (real)u->tau_syn;
  if (mem == syn) return s / mem * expl(-s / mem);
  return syn / (mem - syn) * expl(-s / mem) * -expm1l(-s * ((mem - syn) / (mem * syn)));
}

static real model_slope(const dg_neuron *u, real s) { /* k'(s) */
  return (expl(-s / (real)u->tau_syn) - model_kernel(u, s)) / (real)u->tau_mem;
}

static real model_potential(const dg_neuron *u, size_t n, const dg_real *w, const dg_real *a, real t) {
  real v = 0;
  for (size_t i = 0; i < n; i++)
    if ((real)a[i] <= t) v += (real)w[i] * model_kernel(u, t - (real)a[i]);
  return (real)u->e_leak + v / (real)u->g_leak;
}

/* k(s) from its definition, in 400 bits: no cancellation to think about. */
static void kernel_by_mpfr(const dg_neuron *u, dg_real s, real *kernel, real *slope) {
  mpfr_t e, f, k, mem, syn;
  mpfr_inits2(400, e, f, k, mem, syn, (mpfr_ptr)0);
  mpfr_set_ld(mem, (real)u->tau_mem, MPFR_RNDN);
  mpfr_set_ld(syn, (real)u->tau_syn, MPFR_RNDN);
  mpfr_set_ld(k, -(real)s, MPFR_RNDN);
  mpfr_div(e, k, mem, MPFR_RNDN);
  mpfr_div(f, k, syn, MPFR_RNDN);
  if (u->tau_mem == u->tau_syn) {
    mpfr_neg(k, e, MPFR_RNDN);
    mpfr_exp(f, f, MPFR_RNDN);
    mpfr_mul(k, k, f, MPFR_RNDN);
  } else {
    mpfr_exp(e, e, MPFR_RNDN);
    mpfr_exp(f, f, MPFR_RNDN);
    mpfr_sub(k, e, f, MPFR_RNDN);
    mpfr_mul(k, k, syn, MPFR_RNDN);
    mpfr_sub(e, mem, syn, MPFR_RNDN);
    mpfr_div(k, k, e, MPFR_RNDN);
  }
  *kernel = mpfr_get_ld(k, MPFR_RNDN);
  mpfr_sub(k, f, k, MPFR_RNDN);
  *slope = mpfr_get_ld(k, MPFR_RNDN); /* tau_mem k' */
  mpfr_clears(e, f, k, mem, syn, (mpfr_ptr)0);
}

/* ---- random neurons --------------------------------------------------------------------------------------------------- */

typedef struct {
  dg_neuron neuron;
  size_t n;
  dg_real w[MOST + 1], a[MOST + 1]; /* room for one more input */
} sample;

typedef struct {
  dg_index order[MOST + 1];
  dg_spike spike;
  dg_real dT_dw[MOST + 1], dT_da[MOST + 1];
} answer;

static dg_neuron neuron_of(dg_real ratio, dg_real tau_syn) {
  dg_neuron u;
  u.tau_syn = tau_syn;
  u.tau_mem = ratio * tau_syn;
  u.threshold = 1;
  u.e_leak = 0;
  u.g_leak = DG_R(0.5);
  return u;
}

/* The largest value of the kernel: what one input of weight 1 can do. */
static dg_real kernel_peak(const dg_neuron *u) {
  const real r = (real)u->tau_mem / (real)u->tau_syn;
  return DG_R(r == 1 ? expl(-1.0L) : powl(r, r / (1 - r)));
}

/* Weights of either sign, a threshold that one to four typical inputs reach, any leak potential and conductance. */
static void draw(dg_real ratio, dg_random *random, sample *s) {
  s->neuron = neuron_of(ratio, dg_exp(dg_random_normal(random)));
  const dg_real c = kernel_peak(&s->neuron) * (1 + 3 * dg_random_uniform(random));
  s->neuron.g_leak = dg_exp(dg_random_normal(random));
  s->neuron.e_leak = dg_random_normal(random);
  s->neuron.threshold = s->neuron.e_leak + c / s->neuron.g_leak;
  s->n = 1 + (size_t)(dg_random_bits(random) % MOST);
  const dg_real span = s->neuron.tau_mem < s->neuron.tau_syn ? s->neuron.tau_syn : s->neuron.tau_mem;
  for (size_t i = 0; i < s->n; i++) {
    s->w[i] = 1 + 2 * dg_random_normal(random);
    s->a[i] = 4 * span * (dg_random_uniform(random) - DG_R(0.25));
  }
}

static void solve(const sample *s, answer *y) {
  assert_int_equal(dg_spike_time(&s->neuron, s->n, s->w, s->a, y->order, &y->spike), DG_OK);
  assert_int_equal(dg_spike_gradient(&s->neuron, s->n, s->w, s->a, y->order, &y->spike, y->dT_dw, y->dT_da), DG_OK);
}

static sample single(dg_neuron neuron, dg_real w, dg_real a) {
  sample s;
  s.neuron = neuron;
  s.n = 1;
  s.w[0] = w;
  s.a[0] = a;
  return s;
}

static void add_input(sample *s, dg_real w, dg_real a) {
  s->w[s->n] = w;
  s->a[s->n++] = a;
}

static int same_bits(size_t n, const dg_real *x, const dg_real *y) { return memcmp(x, y, n * sizeof *x) == 0; }

static void assert_zero_gradient(size_t n, const answer *y) {
  for (size_t i = 0; i < n; i++) assert_true(y->dT_dw[i] == 0 && y->dT_da[i] == 0);
  assert_true(y->spike.dT_dc == 0);
}

static void assert_silent(const sample *s) {
  answer y;
  solve(s, &y);
  assert_int_equal(y.spike.crossing, DG_SILENT);
  assert_true(y.spike.time == DG_NEVER);
  assert_zero_gradient(s->n, &y);
}

/* order[0 .. causal-1] is { i : a_i < T }, by arrival and then by index; T is later than all of them. */
static void assert_causal(const sample *s, const answer *y) {
  size_t before = 0;
  for (size_t i = 0; i < s->n; i++) before += s->a[i] < y->spike.time;
  assert_int_equal(y->spike.causal, before);
  for (size_t p = 0; p < s->n; p++) {
    assert_true((s->a[y->order[p]] < y->spike.time) == (p < before));
    if (p == 0) continue;
    const dg_index i = y->order[p - 1], j = y->order[p];
    assert_true(s->a[i] < s->a[j] || (s->a[i] == s->a[j] && i < j));
  }
}

/* sum |w_i| |k'(0)| / K' in units of tau_mem: how far rounding of V moves T. */
static real sensitivity(const sample *s, const answer *y) {
  real sum = (real)s->neuron.g_leak * ((real)s->neuron.threshold - (real)s->neuron.e_leak);
  for (size_t p = 0; p < y->spike.causal; p++) sum += fabsl((real)s->w[y->order[p]]);
  return 1 + sum * (real)y->spike.dT_dc / (real)s->neuron.tau_mem;
}

static real largest(size_t n, const dg_real *x) {
  real m = 0;
  for (size_t i = 0; i < n; i++) m = larger(m, fabsl((real)x[i]));
  return m;
}

/* Largest difference of n derivatives, relative to the largest of them. */
static real distance(size_t n, const dg_real *x, const dg_real *y) {
  real m = 0;
  for (size_t i = 0; i < n; i++) m = larger(m, fabsl((real)x[i] - (real)y[i]));
  return m == 0 ? 0 : m / larger(largest(n, x), largest(n, y));
}

/* ---- constants and kernel ------------------------------------------------------------------------------------------- */

static void test_constants(void **unused) {
  (void)unused;
  dg_neuron u = {2, 1, DG_R(1.5), DG_R(0.5), DG_R(0.25)};
  dg_constants k = dg_neuron_constants(&u);
  assert_int_equal(k.ratio, DG_RATIO_TWO);
  assert_true(k.c == DG_R(0.25) && k.tau_mem == 2 && k.tau_syn == 1);
  u.tau_syn = 2;
  assert_int_equal(dg_neuron_constants(&u).ratio, DG_RATIO_ONE);
  u.tau_syn = next_up(2);
  assert_int_equal(dg_neuron_constants(&u).ratio, DG_RATIO_ANY);
  u.tau_syn = next_up(1);
  assert_int_equal(dg_neuron_constants(&u).ratio, DG_RATIO_ANY);
  u.tau_syn = 4;
  assert_int_equal(dg_neuron_constants(&u).ratio, DG_RATIO_ANY);
}

static void test_kernel(void **unused) {
  (void)unused;
  real worst = 0, worst_slope = 0;
  dg_random random = dg_random_at(1, DG_STREAM_NOISE, 0);
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron u = neuron_of(ratios[r], DG_R(0.7));
    const dg_constants k = dg_neuron_constants(&u);
    assert_true(dg_kernel(&k, 0) == 0);
    assert_true(dg_rise_term(1, dg_response_at(&k, dg_pair_of(0))).high == 1);
    assert_true(dg_kernel(&k, DG_SCALE_MAX) == 0);
    assert_true(dg_rise_term(1, dg_response_at(&k, dg_pair_of(DG_SCALE_MAX))).high == 0);
    for (size_t i = 0; i < draws(1000); i++) {
      /* from 2^-60 to 2^5 times the faster time constant */
      const dg_real fast = u.tau_mem < u.tau_syn ? u.tau_mem : u.tau_syn;
      const dg_real s = fast * dg_exp((65 * dg_random_uniform(&random) - 60) * DG_R(0.693));
      real kernel, slope;
      kernel_by_mpfr(&u, s, &kernel, &slope);
      /* The rounding of s/tau counts as often as s/tau, and that of each constant once. */
      const real ulps = EPS * (1 + (real)(s / fast));
      worst = larger(worst, fabsl((real)dg_kernel(&k, s) - kernel) / kernel / ulps);
      worst_slope = larger(worst_slope, fabsl((real)dg_rise_term(1, dg_response_at(&k, dg_pair_of(s))).high - slope) / (kernel + fabsl(slope)) / ulps);
      /* the model in long double that the other tests use */
      assert_true(fabsl(model_kernel(&u, (real)s) - kernel) <= 0x1p-58L * kernel * (1 + (real)(s / fast)));
      assert_true(fabsl(model_slope(&u, (real)s) * (real)u.tau_mem - slope) <=
                  0x1p-58L * (kernel + fabsl(slope)) * (1 + (real)(s / fast)));
    }
  }
  printf("neuron: kernel within %.2Lf ulps, its slope within %.2Lf (times 1 + s/tau)\n", worst, worst_slope);
  assert_true(worst < 4);
  assert_true(worst_slope < 4);
}

/* State and maximum of v between arrivals, against two inputs that make this state: one long ago, one now. */
static void test_membrane(void **unused) {
  (void)unused;
  dg_random random = dg_random_at(2, DG_STREAM_NOISE, 0);
  for (size_t r = 0; r < ratio_count; r++) {
    for (size_t i = 0; i < draws(500); i++) {
      const dg_neuron u = neuron_of(ratios[r], 1 + dg_random_uniform(&random));
      const dg_constants k = dg_neuron_constants(&u);
      const dg_membrane m = {dg_random_normal(&random), dg_random_normal(&random)};
      const dg_real s = 3 * dg_random_uniform(&random) * u.tau_syn;
      const dg_membrane later = dg_membrane_later(&k, m, s);
      const real v = (real)m.v * expl(-(real)s / (real)u.tau_mem) + (real)m.i * model_kernel(&u, (real)s);
      const real fastest = u.tau_mem < u.tau_syn ? (real)u.tau_mem : (real)u.tau_syn;
      const real bound = 8 * EPS * (fabsl((real)m.v) + fabsl((real)m.i)) * (1 + (real)s / fastest);
      assert_true(fabsl((real)later.v - v) <= bound);
      assert_true(fabsl((real)later.i - (real)m.i * expl(-(real)s / (real)u.tau_syn)) <= bound);
      const dg_real peak = dg_peak_time(&k, m);
      assert_true(peak >= 0 && peak < DG_NEVER);
      if (peak > 0) { /* v' = 0, i = v */
        const dg_membrane top = dg_membrane_later(&k, m, peak);
        assert_true(m.i > m.v && m.i > 0);
        assert_true(fabsl((real)top.i - (real)top.v) <= 64 * EPS * (fabsl((real)m.v) + fabsl((real)m.i)) *
                                                            larger(1, (real)u.tau_mem / (real)u.tau_syn));
      } else { /* v falls, or rises to zero from below for ever */
        assert_true(m.i <= m.v || m.i <= 0 || model_slope(&u, 60 * fastest) * (real)m.i < -(real)m.v ||
                    (real)m.i * (real)u.tau_syn <= -(real)m.v * ((real)u.tau_mem - (real)u.tau_syn) * (1 - 4 * EPS));
      }
    }
  }
}

/* v rises from below towards zero, or stands still: no maximum. */
static void test_no_peak(void **unused) {
  (void)unused;
  const dg_neuron u = neuron_of(3, 1);
  const dg_constants k = dg_neuron_constants(&u);
  const dg_membrane states[4] = {{-1, 2}, {-2, 2}, {1, 1}, {0, 0}}; /* -1, 2: late potential exactly zero */
  for (int i = 0; i < 4; i++) assert_true(dg_peak_time(&k, states[i]) == 0);
  const dg_membrane above = {DG_R(-0.75), 2}, no_current = {-1, 0};
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron other = neuron_of(ratios[r], 1);
    const dg_constants k_other = dg_neuron_constants(&other);
    assert_true(dg_peak_time(&k_other, no_current) == 0);
  }
  assert_true(dg_peak_time(&k, above) > 0);
}

/* From states at the threshold that do not rise, or have no current, the root is here and does not rise. */
static void test_root_of_tangent(void **unused) {
  (void)unused;
  const dg_neuron u = neuron_of(2, 1), one = neuron_of(1, 1);
  const dg_constants k = dg_neuron_constants(&u), k_one = dg_neuron_constants(&one);
  const dg_membrane states[3] = {{k.c, k.c}, {2 * k.c, 0}, {-k.c, 0}};
  for (int i = 0; i < 3; i++) {
    const dg_root by_two = dg_root_two(&k, states[i]), by_one = dg_root_one(&k_one, states[i]);
    assert_true(by_two.since == 0 && by_two.rise == 0 && by_one.since == 0 && by_one.rise == 0);
  }
  const dg_root by_steps = dg_root_any(&k, states[0], 0);
  assert_true(by_steps.since == 0 && by_steps.rise == 0);
}

/* v that stands still does not cross, however high it is; a crossing found by steps tells how steep it is. */
static void test_crossing_of_state(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron u = neuron_of(ratios[r], 1);
    const dg_constants k = dg_neuron_constants(&u);
    const dg_membrane still = {k.c, k.c}, high = {2 * k.c, 2 * k.c}, rising = {0, 16 * k.c * (u.tau_mem + u.tau_syn) / u.tau_syn};
    assert_false(dg_crosses(&k, still) || dg_crosses(&k, high));
    assert_true(dg_crosses(&k, rising));
    if (k.ratio == DG_RATIO_ONE) assert_true(dg_root_one(&k, high).since == 0 && dg_root_one(&k, high).rise == 0);
    if (k.ratio != DG_RATIO_ANY) continue;
    const dg_root root = dg_root_any(&k, rising, dg_peak_time(&k, rising));
    const dg_membrane at = dg_membrane_later(&k, rising, root.since);
    assert_true(fabsl((real)(at.v - k.c)) <= 8 * EPS * (real)rising.i);
    assert_true(root.rise == at.i - at.v && root.rise > 0);
  }
}

/* What the walk allows for rounding: ulps of the weights, per arrival and per tau_mem from time 0, whatever the unit. */
static void test_walk_error(void **unused) {
  (void)unused;
  for (int e = -2; e < 3; e++) {
    const dg_neuron u = neuron_of(3, 1), scaled = {u.tau_mem * (dg_real)ldexp(1, e), u.tau_syn * (dg_real)ldexp(1, e), 1, 0, 1};
    const dg_constants k = dg_neuron_constants(&scaled);
    for (int side = -1; side <= 1; side += 2) {
      const dg_real t = (dg_real)side * 5 * k.tau_mem;
      assert_true(dg_walk_error(&k, 3, 2, t) == 512 * DG_EPSILON);
      assert_true(dg_walk_error(&k, 3, 4, t) == 1024 * DG_EPSILON);
      assert_true(dg_walk_error(&k, 19, 2, t) == 1024 * DG_EPSILON);
      assert_true(dg_walk_error(&k, 3, 2, (dg_real)4.2 * t) >= 1023 * DG_EPSILON);
    }
  }
}

static void test_just_after(void **unused) {
  (void)unused;
  dg_random random = dg_random_at(3, DG_STREAM_NOISE, 0);
  for (size_t i = 0; i < draws(10000); i++) {
    const dg_real a = dg_random_normal(&random) * dg_exp(8 * dg_random_normal(&random));
    assert_true(dg_just_after(a) == next_up(a));
  }
  const dg_real exact[] = {1, -1, 2, -2, DG_SCALE_MAX, -DG_SCALE_MAX, DG_R(1) - DG_EPSILON / 2, DG_R(-1) - DG_EPSILON};
  for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) assert_true(dg_just_after(exact[i]) == next_up(exact[i]));
  const dg_real small[] = {0, DG_R(-0.0), LEAST_SUBNORMAL, -LEAST_SUBNORMAL, LEAST, -LEAST, LEAST * 3};
  for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
    assert_true(dg_just_after(small[i]) > small[i]);
    assert_true(dg_just_after(small[i]) <= small[i] + 2 * LEAST);
  }
}

/* ---- the spike ------------------------------------------------------------------------------------------------------ */

/* V(T) = threshold, and V stays below the threshold before T: on a grid over all the time before, on one that closes in on
   T, and at every arrival. A neuron that is silent stays below for ever. */
static void test_first_crossing(void **unused) {
  (void)unused;
  size_t spikes = 0, silent = 0;
  real worst = 0;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(4, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(100); number++) {
      sample s;
      answer y;
      draw(ratios[r], &random, &s);
      solve(&s, &y);
      const dg_neuron *u = &s.neuron;
      const real threshold = (real)u->threshold, first = (real)s.a[y.order[0]], final = (real)s.a[y.order[s.n - 1]];
      real sum = 1;
      for (size_t i = 0; i < s.n; i++) sum += fabsl((real)s.w[i]);
      /* what rounding in V may do, in units of V */
      const real room = 8 * EPS * (sum / (real)u->g_leak + fabsl(threshold) + fabsl((real)u->e_leak));
      real end = final + 12 * larger((real)u->tau_mem, (real)u->tau_syn);
      if (y.spike.crossing == DG_SILENT) {
        silent++;
        assert_silent(&s);
        assert_int_equal(y.spike.causal, 0);
      } else {
        spikes++;
        assert_int_equal(y.spike.crossing, DG_SPIKES);
        assert_causal(&s, &y);
        end = (real)y.spike.time;
        const real rise = 1 / ((real)y.spike.dT_dc * (real)u->g_leak); /* V' */
        const real error = fabsl(model_potential(u, s.n, s.w, s.a, end) - threshold);
        assert_true(rise > 0);
        worst = larger(worst, error / (room + rise * EPS * larger(fabsl(end), (real)u->tau_mem)));
        const real last = (real)s.a[y.order[y.spike.causal - 1]];
        assert_true(fabsl((real)y.spike.since - (end - last)) <= EPS * (fabsl(end) + fabsl(last)));
        for (real gap = (end - first) / 2; gap > 64 * EPS * larger(fabsl(end), (real)u->tau_mem); gap /= 2)
          assert_true(model_potential(u, s.n, s.w, s.a, end - gap) < threshold + room);
      }
      for (int i = 0; i < 300; i++)
        assert_true(model_potential(u, s.n, s.w, s.a, first + (end - first) * (real)i / 300) < threshold + room);
      for (size_t i = 0; i < s.n; i++)
        if ((real)s.a[i] < end) assert_true(model_potential(u, s.n, s.w, s.a, (real)s.a[i]) < threshold + room);
    }
  }
  printf("neuron: %zu spikes, %zu silent; V(T) is off by at most %.2Lf of what rounding T and V explains\n", spikes, silent,
         worst);
  assert_true(spikes > 2 * silent && 10 * silent > spikes);
  assert_true(worst < 1);
}

/* Across the borders between the ratio classes nothing jumps: three solvers, one answer. */
static void test_ratio_classes_agree(void **unused) {
  (void)unused;
  real worst = 0;
  for (size_t r = 0; r < 2; r++) {
    dg_random random = dg_random_at(5, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(2000); number++) {
      sample s;
      answer at, above;
      draw(ratios[r], &random, &s);
      solve(&s, &at);
      s.neuron.tau_mem = next_up(s.neuron.tau_mem);
      assert_int_equal(dg_neuron_constants(&s.neuron).ratio, DG_RATIO_ANY);
      solve(&s, &above);
      if (at.spike.crossing == DG_SPIKES && sensitivity(&s, &at) > 1000) continue;
      assert_int_equal(at.spike.crossing, above.spike.crossing);
      assert_int_equal(at.spike.causal, above.spike.causal);
      if (at.spike.crossing != DG_SPIKES) continue;
      const real scale = larger(fabsl((real)at.spike.time), (real)s.neuron.tau_mem) * EPS * sensitivity(&s, &at);
      worst = larger(worst, fabsl((real)at.spike.time - (real)above.spike.time) / scale);
      const real limit = 64 * EPS * sensitivity(&s, &at) * sensitivity(&s, &at);
      assert_true(distance(s.n, at.dT_dw, above.dT_dw) < limit);
      assert_true(distance(s.n, at.dT_da, above.dT_da) < limit);
    }
  }
  printf("neuron: times across the borders of the ratio classes differ by %.2Lf ulps times sensitivity\n", worst);
  assert_true(worst < 4);
}

/* Powers of two as units of weight and time, and the origin of the potential, change no bit. */
static void test_units(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(6, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(200); number++) {
      sample s, t;
      answer x, y;
      draw(ratios[r], &random, &s);
      s.neuron.e_leak = 0;
      s.neuron.threshold = DG_R(1 + number % 7) / 4;
      s.neuron.g_leak = DG_R(0.5);
      solve(&s, &x);
      t = s;
      for (size_t i = 0; i < s.n; i++) t.w[i] *= 4;
      t.neuron.g_leak *= 4;
      solve(&t, &y);
      assert_true(same_bits(1, &x.spike.time, &y.spike.time) && same_bits(s.n, x.dT_da, y.dT_da));
      for (size_t i = 0; i < s.n; i++) assert_true(x.dT_dw[i] == 4 * y.dT_dw[i]);
      t = s;
      for (size_t i = 0; i < s.n; i++) t.a[i] *= 8;
      t.neuron.tau_mem *= 8;
      t.neuron.tau_syn *= 8;
      solve(&t, &y);
      assert_true(y.spike.time == 8 * x.spike.time && same_bits(s.n, x.dT_da, y.dT_da));
      for (size_t i = 0; i < s.n; i++) assert_true(y.dT_dw[i] == 8 * x.dT_dw[i]);
      t = s;
      t.neuron.e_leak -= 3;
      t.neuron.threshold -= 3;
      solve(&t, &y);
      assert_true(same_bits(1, &x.spike.time, &y.spike.time) && same_bits(s.n, x.dT_da, y.dT_da) &&
                  same_bits(s.n, x.dT_dw, y.dT_dw));
      t = s;
      t.neuron.threshold *= 2;
      t.neuron.g_leak /= 2;
      solve(&t, &y);
      assert_true(same_bits(1, &x.spike.time, &y.spike.time) && same_bits(s.n, x.dT_dw, y.dT_dw));
    }
  }
}

/* ---- ties, arrivals at T, tangency ---------------------------------------------------------------------------------- */

static void test_equal_arrivals(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(7, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(200); number++) {
      sample s, t;
      answer x, y;
      draw(ratios[r], &random, &s);
      if (s.n == MOST) s.n--;
      for (size_t i = 0; i < s.n; i++) s.a[i] = DG_R(dg_random_bits(&random) % 4) * s.neuron.tau_syn;
      /* Input n repeats the arrival of input 0, and half its weight each is the whole. */
      t = s;
      t.w[0] /= 2;
      add_input(&t, t.w[0], t.a[0]);
      solve(&s, &x);
      solve(&t, &y);
      if (x.spike.crossing == DG_SPIKES && sensitivity(&s, &x) > 1000) continue;
      assert_int_equal(x.spike.crossing, y.spike.crossing);
      if (x.spike.crossing != DG_SPIKES) continue;
      assert_causal(&s, &x);
      assert_causal(&t, &y);
      const real scale = larger(fabsl((real)x.spike.time), (real)s.neuron.tau_mem) * EPS;
      assert_true(fabsl((real)x.spike.time - (real)y.spike.time) <= 8 * scale * sensitivity(&s, &x));
      assert_true(y.dT_dw[0] == y.dT_dw[t.n - 1]); /* the same kernel */
      assert_true(y.dT_da[0] == y.dT_da[t.n - 1]);
    }
  }
  /* Inputs at one time that cancel: the threshold is not crossed between them. */
  for (size_t r = 0; r < ratio_count; r++) {
    sample s = single(neuron_of(ratios[r], 1), 1000, 1);
    add_input(&s, -1000, 1);
    assert_silent(&s);
    add_input(&s, 1000, 1);
    answer y;
    solve(&s, &y);
    assert_int_equal(y.spike.crossing, DG_SPIKES);
    assert_int_equal(y.spike.causal, 3);
    for (size_t i = 0; i < 3; i++) assert_int_equal(y.order[i], i);
  }
}

/* An input that arrives at T or later has no influence, however strong, to the last bit. Within rounding before T, whether it
   comes before the crossing is for rounding to say, but a spike that was coming is not put off by an input that helps it. */
static void test_arrival_at_the_spike(void **unused) {
  (void)unused;
  static const dg_real weights[] = {DG_R(0.25), 5, DG_R(1e4), DG_R(-0.25), -5, DG_R(-1e4), 0};
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(8, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(300); number++) {
      sample s, t;
      answer x, y;
      draw(ratios[r], &random, &s);
      solve(&s, &x);
      if (x.spike.crossing != DG_SPIKES || sensitivity(&s, &x) > 1000) continue;
      const real scale = larger(fabsl((real)x.spike.time), (real)s.neuron.tau_mem) * EPS * sensitivity(&s, &x);
      const dg_real T = x.spike.time, after = T + DG_R(8 * scale);
      for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        t = s;
        add_input(&t, weights[i], after);
        solve(&t, &y);
        assert_int_equal(y.spike.crossing, DG_SPIKES);
        assert_int_equal(y.spike.causal, x.spike.causal);
        assert_true(fabsl((real)y.spike.time - (real)T) <= 4 * scale);
        assert_true(distance(s.n, x.dT_dw, y.dT_dw) <= 64 * EPS * sensitivity(&s, &x) * sensitivity(&s, &x));
        assert_true(distance(s.n, x.dT_da, y.dT_da) <= 64 * EPS * sensitivity(&s, &x) * sensitivity(&s, &x));
        assert_true(y.dT_dw[s.n] == 0 && y.dT_da[s.n] == 0);
        t.a[s.n] = -next_up(next_up(-T));
        for (int ulps = -2; ulps <= 2; ulps++, t.a[s.n] = next_up(t.a[s.n])) {
          solve(&t, &y);
          assert_true(y.spike.time >= T - DG_R(4 * scale));
          if (weights[i] >= 0) assert_true(y.spike.time <= T + DG_R(4 * scale) && y.spike.crossing != DG_SILENT);
          if (y.spike.crossing != DG_SILENT) assert_causal(&t, &y);
          assert_int_not_equal(y.spike.crossing, DG_TANGENT);
          if (t.a[s.n] < T) continue;
          assert_int_equal(y.spike.causal, x.spike.causal);
          assert_true(same_bits(1, &x.spike.time, &y.spike.time) && same_bits(1, &x.spike.dT_dc, &y.spike.dT_dc));
          assert_true(same_bits(s.n, x.dT_dw, y.dT_dw) && same_bits(s.n, x.dT_da, y.dT_da));
        }
      }
    }
  }
}

/* tau_mem = 2 tau_syn, one input, c = w/4: v = w (y - y^2) touches c at y = 1/2 and everything is exact. */
static void test_tangency(void **unused) {
  (void)unused;
  const real ln2 = logl(2.0L);
  for (int scale = -16; scale <= 16; scale += 4) {
    for (int at = -3; at <= 3; at++) {
      dg_neuron u = {DG_R(2), DG_R(1), DG_R(0.75), DG_R(0.25), DG_R(0.5)}; /* c = 1/4 */
      u.tau_mem = DG_R(ldexpl(1.0L, scale));
      u.tau_syn = u.tau_mem / 2;
      sample s = single(u, 1, DG_R(at) * u.tau_mem);
      answer y;
      solve(&s, &y);
      assert_int_equal(y.spike.crossing, DG_TANGENT);
      assert_int_equal(y.spike.causal, 1);
      assert_zero_gradient(1, &y);
      const real T = (real)s.a[0] + (real)u.tau_mem * ln2;
      assert_true(fabsl((real)y.spike.time - T) <= EPS * (fabsl(T) + (real)u.tau_mem));

      /* It is a spike: what comes later does not change it, an input without weight does not either. */
      sample t = s;
      add_input(&t, 100, s.a[0] + u.tau_mem);
      add_input(&t, 0, s.a[0] - u.tau_mem);
      add_input(&t, -1, DG_NEVER);
      answer z;
      solve(&t, &z);
      assert_int_equal(z.spike.crossing, DG_TANGENT);
      assert_true(z.spike.time == y.spike.time);
      assert_int_equal(z.spike.causal, 2);
      assert_zero_gradient(t.n, &z);

      /* An ulp less of weight is silent, an ulp more crosses, earlier. */
      s.w[0] = DG_R(1) - DG_EPSILON / 2;
      assert_silent(&s);
      s.w[0] = DG_R(1) + DG_EPSILON;
      solve(&s, &y);
      assert_int_equal(y.spike.crossing, DG_SPIKES);
      assert_true((real)y.spike.time < T && y.spike.dT_dc > 0);
    }
  }
  /* Any ratio: a little above and below the maximum, where tau_mem tau_syn v'' = -v. So v crosses sqrt(2 tau_mem tau_syn x)
     before a maximum that is x too high, with slope v/(tau_mem tau_syn) times that. */
  for (size_t r = 0; r < ratio_count; r++) {
    for (int sign = -1; sign <= 1; sign += 2) {
      dg_neuron u = neuron_of(ratios[r], 1);
      const real ratio = (real)u.tau_mem;
      const real peak = ratio == 1 ? 1 : ratio / (ratio - 1) * logl(ratio), early = sqrtl(2 * ratio * 64 * EPS);
      u.threshold = DG_R((real)kernel_peak(&u) * (1 + (real)sign * 64 * EPS));
      u.g_leak = 1;
      sample s = single(u, 1, 0);
      answer y;
      if (sign > 0) {
        assert_silent(&s);
        continue;
      }
      solve(&s, &y);
      assert_int_equal(y.spike.crossing, DG_SPIKES);
      assert_true(fabsl((peak - (real)y.spike.time) / early - 1) < 0.15L);
      assert_true(fabsl((real)y.spike.dT_dc * (real)u.threshold * early / ratio - 1) < 0.15L);
    }
  }
}

/* ---- silence and special arrivals ----------------------------------------------------------------------------------- */

static void test_silence(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron u = neuron_of(ratios[r], 1);
    sample s = single(u, -5, 0);
    assert_silent(&s);
    s.w[0] = 0;
    assert_silent(&s);
    s.w[0] = DG_R(0.99) * u.g_leak * u.threshold / kernel_peak(&u); /* its maximum is 1 % too low */
    assert_silent(&s);
    add_input(&s, -3, DG_R(0.5) * u.tau_syn);
    assert_silent(&s);
    s.w[0] = 100; /* would cross if it were not for the others */
    s.w[1] = -100;
    s.a[1] = 0;
    add_input(&s, -10000, 0);
    assert_silent(&s);
    s = single(u, 100, DG_NEVER);
    assert_silent(&s);
    add_input(&s, 50, DG_NEVER);
    assert_silent(&s);
  }
}

/* An input that never comes is no input: no bit changes, and its own gradient is zero. */
static void test_inputs_that_never_come(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(9, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(200); number++) {
      sample s, t;
      answer x, y;
      draw(ratios[r], &random, &s);
      solve(&s, &x);
      t.neuron = s.neuron;
      t.n = 0;
      const size_t place = (size_t)(dg_random_bits(&random) % (s.n + 1));
      for (size_t i = 0; i <= s.n; i++) {
        if (i == place) add_input(&t, 7, DG_NEVER);
        if (i < s.n) add_input(&t, s.w[i], s.a[i]);
      }
      solve(&t, &y);
      assert_true(same_bits(1, &x.spike.time, &y.spike.time) && same_bits(1, &x.spike.dT_dc, &y.spike.dT_dc));
      assert_int_equal(x.spike.crossing, y.spike.crossing);
      assert_int_equal(x.spike.causal, y.spike.causal);
      assert_int_equal(y.order[s.n], place);
      assert_true(y.dT_dw[place] == 0 && y.dT_da[place] == 0);
      assert_true(same_bits(place, x.dT_dw, y.dT_dw) && same_bits(s.n - place, x.dT_dw + place, y.dT_dw + place + 1));
      assert_true(same_bits(place, x.dT_da, y.dT_da) && same_bits(s.n - place, x.dT_da + place, y.dT_da + place + 1));
    }
  }
}

static void test_zero_and_subnormal_arrivals(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron u = neuron_of(ratios[r], 1);
    const dg_real w = 3 * u.g_leak / kernel_peak(&u);
    sample s = single(u, w, 0);
    answer x, y;
    add_input(&s, w / 2, DG_R(-0.0));
    solve(&s, &x);
    assert_int_equal(x.spike.crossing, DG_SPIKES);
    assert_int_equal(x.order[0], 0); /* -0 = 0 is a tie */
    s.a[0] = DG_R(-0.0);
    s.a[1] = 0;
    solve(&s, &y);
    assert_true(same_bits(1, &x.spike.time, &y.spike.time) && same_bits(2, x.dT_dw, y.dT_dw) &&
                same_bits(2, x.dT_da, y.dT_da));
    assert_int_equal(y.order[0], 0);
    const dg_real tiny[] = {LEAST_SUBNORMAL, -LEAST_SUBNORMAL, LEAST / 2, -LEAST / 2, LEAST};
    for (size_t i = 0; i < sizeof tiny / sizeof *tiny; i++) {
      s.a[0] = tiny[i];
      solve(&s, &y);
      assert_int_equal(y.spike.crossing, DG_SPIKES);
      assert_int_equal(y.spike.causal, 2);
      assert_int_equal(y.order[0], tiny[i] > 0); /* a subnormal number is not zero */
      assert_true(fabsl((real)(y.spike.time - x.spike.time)) <= 4 * EPS * (real)x.spike.time);
      assert_true(distance(2, x.dT_dw, y.dT_dw) <= 16 * EPS && distance(2, x.dT_da, y.dT_da) <= 16 * EPS);
    }
  }
}

/* Only g_leak (threshold - e_leak) counts, so a power of two from one factor to the other changes no bit, however far it goes. */
static void test_conductance(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron u = neuron_of(ratios[r], 1);
    sample s = single(u, 4 / kernel_peak(&u), 0);
    s.neuron.e_leak = DG_R(-0.7);
    s.neuron.threshold = DG_R(0.6);
    s.neuron.g_leak = DG_R(0.9);
    answer plain, y;
    solve(&s, &plain);
    assert_int_equal(plain.spike.crossing, DG_SPIKES);
    for (int k = DG_EXPONENT_MIN + 2; k < DG_EXPONENT_MAX - 2; k++) {
      s.neuron.threshold = (dg_real)ldexp((double)DG_R(0.6), -k);
      s.neuron.e_leak = (dg_real)ldexp((double)DG_R(-0.7), -k);
      s.neuron.g_leak = (dg_real)ldexp((double)DG_R(0.9), k);
      if (dg_neuron_check(&s.neuron) != DG_OK) fail_msg("2^%d", k);
      solve(&s, &y);
      if (y.spike.crossing != DG_SPIKES || !same_bits(1, &plain.spike.time, &y.spike.time)) fail_msg("2^%d", k);
      assert_true(same_bits(1, plain.dT_dw, y.dT_dw) && same_bits(1, plain.dT_da, y.dT_da));
    }
  }
}

/* A spike right after its input is later than it all the same, so that the input counts. */
static void test_huge_weights(void **unused) {
  (void)unused;
  static const dg_real arrivals[] = {0, DG_R(-0.0), 1, -1, 1000, DG_R(-0.001), LEAST_SUBNORMAL};
  for (size_t r = 0; r < ratio_count; r++) {
    for (size_t i = 0; i < sizeof arrivals / sizeof *arrivals; i++) {
      for (dg_real w = 1000; w <= DG_SCALE_MAX; w *= 16) {
        const dg_neuron u = neuron_of(ratios[r], 1);
        sample s = single(u, w, arrivals[i]);
        answer y;
        if (w < 1000 * u.tau_mem) continue;
        solve(&s, &y);
        assert_int_equal(y.spike.crossing, DG_SPIKES);
        assert_int_equal(y.spike.causal, 1);
        assert_true(y.spike.time > arrivals[i]);
        assert_causal(&s, &y);
        /* T - a = tau_mem c/w, with a little more from the curvature */
        const real since = (real)u.tau_mem * 0.5L / (real)w;
        assert_true(fabsl((real)y.spike.since / since - 1) < 8 * EPS + 8 * since / larger(1e-3L, (real)u.tau_mem) +
                                                                 8 * since);
        assert_true(fabsl((real)y.dT_da[0] - 1) < 4 * EPS);
        assert_true(fabsl((real)y.dT_dw[0] * (real)w / -since - 1) < 16 * EPS + 32 * since + 32 * since / (real)u.tau_mem);
        const real T = (real)arrivals[i] + since;
        assert_true(fabsl((real)y.spike.time - T) < 2 * EPS * fabsl(T) + 2 * (real)LEAST + since / 8);
      }
    }
  }
  /* The next input arrives just as soon: the neuron has spiked before. */
  const dg_neuron u = neuron_of(2, 1);
  sample s = single(u, DG_SCALE_MAX / 4, 4096);
  add_input(&s, -DG_SCALE_MAX / 2, next_up(4096));
  answer y;
  solve(&s, &y);
  assert_int_equal(y.spike.crossing, DG_SPIKES);
  assert_int_equal(y.spike.causal, 1);
  assert_true(y.spike.time == next_up(4096));
}

/* Arrivals on a coarse grid, so that far away they are still exact: T is the same to an ulp of its own, the gradients to
   the bit. This is what a dendritic delay does; it also puts all times below zero. */
static void test_shifted_times(void **unused) {
  (void)unused;
  const dg_real grid = DG_R(0x1p-10), shifts[] = {DG_R(0.5), -16, 1024, -4096};
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(10, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(200); number++) {
      sample s, t;
      answer x, y;
      draw(ratios[r], &random, &s);
      s.neuron.tau_syn = 1;
      s.neuron.tau_mem = ratios[r];
      for (size_t i = 0; i < s.n; i++) s.a[i] = grid * DG_R(dg_random_bits(&random) % 2048);
      solve(&s, &x);
      for (size_t i = 0; i < sizeof shifts / sizeof *shifts; i++) {
        t = s;
        for (size_t j = 0; j < s.n; j++) t.a[j] += shifts[i];
        solve(&t, &y);
        assert_int_equal(x.spike.crossing, y.spike.crossing);
        assert_int_equal(x.spike.causal, y.spike.causal);
        assert_true(same_bits(s.n, x.dT_dw, y.dT_dw) && same_bits(s.n, x.dT_da, y.dT_da));
        assert_true(same_bits(1, &x.spike.since, &y.spike.since));
        if (x.spike.crossing == DG_SILENT) continue;
        const real T = (real)x.spike.time + (real)shifts[i];
        assert_true(fabsl((real)y.spike.time - T) <= EPS * (fabsl(T) + fabsl((real)x.spike.time)));
      }
    }
  }
}

/* So far away that neighbouring numbers lie 1/32 apart: T rounds to an arrival, or to one of two with nothing in between,
   and the causal set is that of the numbers returned all the same. */
static void test_rounded_times(void **unused) {
  (void)unused;
  const dg_real far = DG_R(0x1p-5) / DG_EPSILON, step = DG_R(0x1p-5);
  size_t count = 0, same = 0;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(17, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(500); number++) {
      sample s, t;
      answer x, y;
      draw(ratios[r], &random, &s);
      s.neuron.tau_syn = 1;
      s.neuron.tau_mem = ratios[r];
      for (size_t i = 0; i < s.n; i++) s.a[i] = step * DG_R(dg_random_bits(&random) % 32), s.w[i] *= 2;
      solve(&s, &x);
      t = s;
      for (size_t i = 0; i < s.n; i++) t.a[i] += far;
      solve(&t, &y);
      count++;
      if (y.spike.crossing != DG_SILENT) assert_causal(&t, &y);
      if (x.spike.crossing != y.spike.crossing || x.spike.causal != y.spike.causal) continue; /* rounded to an arrival */
      same++;
      assert_true(same_bits(s.n, x.dT_dw, y.dT_dw) && same_bits(s.n, x.dT_da, y.dT_da));
      if (y.spike.crossing == DG_SILENT) continue;
      const real T = (real)x.spike.time + (real)far;
      assert_true(fabsl((real)y.spike.time - T) <= (real)step);
    }
  }
  assert_true(same > count / 2);
}

/* Any shift at all, of arrivals that are rounded by it. */
static void test_dendritic_delay(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(11, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(300); number++) {
      sample s, t;
      answer x, y;
      draw(ratios[r], &random, &s);
      solve(&s, &x);
      if (x.spike.crossing != DG_SPIKES || sensitivity(&s, &x) > 100) continue;
      const dg_real d = 3 * s.neuron.tau_mem * dg_random_uniform(&random);
      t = s;
      for (size_t i = 0; i < s.n; i++) t.a[i] += d;
      solve(&t, &y);
      const real fast = larger(1, (real)s.neuron.tau_mem / (real)s.neuron.tau_syn);
      const real scale = EPS * (larger(fabsl((real)y.spike.time), (real)s.neuron.tau_mem) + 4 * (real)s.neuron.tau_syn);
      assert_int_equal(y.spike.crossing, DG_SPIKES);
      assert_true(fabsl((real)y.spike.time - ((real)x.spike.time + (real)d)) <= 8 * scale * sensitivity(&s, &x));
      const real limit = 64 * EPS * fast * sensitivity(&s, &x) * sensitivity(&s, &x) * (1 + scale / EPS / fast);
      assert_true(distance(s.n, x.dT_dw, y.dT_dw) <= limit && distance(s.n, x.dT_da, y.dT_da) <= limit);
    }
  }
}

static void test_permuted_inputs(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(12, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(300); number++) {
      sample s, t;
      answer x, y;
      dg_index place[MOST];
      draw(ratios[r], &random, &s); /* arrivals are distinct, but for a chance of 2^-24 */
      dg_shuffle(number, r, s.n, place);
      t = s;
      for (size_t i = 0; i < s.n; i++) t.w[i] = s.w[place[i]], t.a[i] = s.a[place[i]];
      solve(&s, &x);
      solve(&t, &y);
      assert_true(same_bits(1, &x.spike.time, &y.spike.time) && same_bits(1, &x.spike.since, &y.spike.since) &&
                  same_bits(1, &x.spike.dT_dc, &y.spike.dT_dc));
      assert_int_equal(x.spike.causal, y.spike.causal);
      for (size_t i = 0; i < s.n; i++) {
        assert_true(same_bits(1, &y.dT_dw[i], &x.dT_dw[place[i]]) && same_bits(1, &y.dT_da[i], &x.dT_da[place[i]]));
        assert_int_equal(place[y.order[i]], x.order[i]);
      }
    }
  }
}

/* ---- gradients ------------------------------------------------------------------------------------------------------ */

/* The time near T where the causal inputs, with weights and arrivals in long double, bring v to c: Newton's iteration. */
typedef struct {
  dg_neuron neuron;
  size_t n;
  real w[MOST], a[MOST], c, T;
} problem;

static real model_time(const problem *x) {
  real t = x->T;
  for (int step = 0; step < 40; step++) {
    real v = 0, slope = 0;
    for (size_t i = 0; i < x->n; i++) {
      v += x->w[i] * model_kernel(&x->neuron, t - x->a[i]);
      slope += x->w[i] * model_slope(&x->neuron, t - x->a[i]);
    }
    const real move = (v - x->c) / slope;
    t -= move;
    if (fabsl(move) < 0x1p-40L * (real)x->neuron.tau_mem) break; /* the next step would be below rounding */
  }
  return t;
}

/* Central differences over four points and Richardson's step: h^6 and about 2^-60/h remain. */
static real derivative(problem *x, real *argument, real h) {
  const real at = *argument;
  real d[2];
  for (int half = 0; half < 2; half++) {
    real t[4];
    for (int i = 0; i < 4; i++) {
      *argument = at + h * (real)(i < 2 ? i - 2 : i - 1);
      t[i] = model_time(x);
    }
    d[half] = (t[0] - 8 * t[1] + 8 * t[2] - t[3]) / (12 * h);
    h /= 2;
  }
  *argument = at;
  return d[1] + (d[1] - d[0]) / 15;
}

static void test_gradient_by_differences(void **unused) {
  (void)unused;
  real worst = 0;
  size_t count = 0;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(13, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(100); number++) {
      sample s;
      answer y;
      problem x;
      draw(ratios[r], &random, &s);
      solve(&s, &y);
      if (y.spike.crossing != DG_SPIKES || sensitivity(&s, &y) > 40) continue;
      count++;
      x.neuron = s.neuron;
      x.n = y.spike.causal;
      x.T = (real)y.spike.time;
      x.c = (real)s.neuron.g_leak * ((real)s.neuron.threshold - (real)s.neuron.e_leak);
      for (size_t p = 0; p < x.n; p++) x.w[p] = (real)s.w[y.order[p]], x.a[p] = (real)s.a[y.order[p]];
      const real fast = (real)(s.neuron.tau_mem < s.neuron.tau_syn ? s.neuron.tau_mem : s.neuron.tau_syn);
      const real scale_w = largest(s.n, y.dT_dw), scale_a = largest(s.n, y.dT_da), h = 0x1p-14L;
      for (size_t p = 0; p < x.n; p++) {
        const real by_w = derivative(&x, &x.w[p], h), by_a = derivative(&x, &x.a[p], h * fast);
        worst = larger(worst, fabsl((real)y.dT_dw[y.order[p]] - by_w) / scale_w);
        worst = larger(worst, fabsl((real)y.dT_da[y.order[p]] - by_a) / scale_a);
      }
      for (size_t p = x.n; p < s.n; p++) assert_true(y.dT_dw[y.order[p]] == 0 && y.dT_da[y.order[p]] == 0);
      const real by_c = derivative(&x, &x.c, h * x.c);
      worst = larger(worst, fabsl((real)y.spike.dT_dc - by_c) / by_c);
    }
  }
  printf("neuron: gradients of %zu spikes agree with differences to %.1Le of the largest\n", count, worst);
  assert_true(count > draws(100) * ratio_count / 3);
  assert_true(worst < DIFFERENCE_TOLERANCE);
}

/* sum dT/da = 1 and sum w dT/dw = -c dT/dc, as far as rounding of the terms goes. */
static void test_identities(void **unused) {
  (void)unused;
  real worst = 0;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(14, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(1000); number++) {
      sample s;
      answer y;
      draw(ratios[r], &random, &s);
      solve(&s, &y);
      if (y.spike.crossing != DG_SPIKES) continue;
      real a = 0, w = 0, size_a = 1, size_w = 0, threshold = (real)s.neuron.g_leak * (real)y.spike.dT_dc;
      threshold *= (real)s.neuron.threshold - (real)s.neuron.e_leak;
      size_w = threshold;
      for (size_t i = 0; i < s.n; i++) {
        const real by_w = (real)s.w[i] * (real)y.dT_dw[i];
        a += (real)y.dT_da[i];
        size_a += fabsl((real)y.dT_da[i]);
        w += by_w;
        size_w += fabsl(by_w);
      }
      /* K' and the slopes are differences of a current and a potential; the time itself is off by an ulp or so. */
      const real loss = sensitivity(&s, &y) * (1 + fabsl((real)y.spike.since) / (real)s.neuron.tau_syn +
                                               (real)s.neuron.tau_mem / (real)s.neuron.tau_syn);
      worst = larger(worst, fabsl(a - 1) / (size_a * EPS * loss));
      worst = larger(worst, fabsl(w + threshold) / (size_w * EPS * loss));
    }
  }
  printf("neuron: the two identities of the gradient hold to %.2Lf ulps times sensitivity\n", worst);
  assert_true(worst < 8);
}

/* ---- gradients at a measured time ----------------------------------------------------------------------------------- */

static void measure(const sample *s, dg_real time, answer *y) {
  memset(y, 0x5a, sizeof *y);
  assert_int_equal(dg_measured_gradient(&s->neuron, s->n, s->w, s->a, time, y->order, &y->spike, y->dT_dw, y->dT_da), DG_OK);
}

/* A spike made by hand where the membrane falls: the slope that comes with it is taken, as its inputs have none to divide by. */
static void test_slope_by_hand(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron u = neuron_of(ratios[r], 1);
    const dg_real w[2] = {DG_R(1.5), DG_R(0.25)}, a[2] = {1, 1}, since = 3 * (u.tau_mem + u.tau_syn);
    const dg_index order[2] = {0, 1};
    const dg_spike spike = {DG_SPIKES, 2, 1 + since, since, 5};
    dg_real dT_dw[2], dT_da[2];
    assert_int_equal(dg_spike_gradient(&u, 2, w, a, order, &spike, dT_dw, dT_da), DG_OK);
    for (int i = 0; i < 2; i++) {
      const real kernel = -5 * model_kernel(&u, (real)since), slope = 5 * (real)w[i] * model_slope(&u, (real)since);
      assert_true(slope < 0 && fabsl((real)dT_da[i] - slope) <= 200 * EPS * fabsl(slope));
      assert_true(fabsl((real)dT_dw[i] - kernel) <= 200 * EPS * fabsl(kernel));
    }
  }
}

static void test_measured_at_ideal_time(void **unused) {
  (void)unused;
  real worst = 0;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(15, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(300); number++) {
      sample s;
      answer x, y;
      draw(ratios[r], &random, &s);
      solve(&s, &x);
      measure(&s, x.spike.time, &y);
      assert_true(same_bits(1, &x.spike.time, &y.spike.time));
      for (size_t i = 0; i < s.n; i++) assert_int_equal(x.order[i], y.order[i]);
      if (x.spike.crossing == DG_SILENT) {
        assert_int_equal(y.spike.crossing, DG_SILENT);
        assert_zero_gradient(s.n, &y);
        continue;
      }
      if (sensitivity(&s, &x) > 1000) continue;
      assert_int_equal(y.spike.crossing, DG_SPIKES);
      assert_int_equal(x.spike.causal, y.spike.causal);
      const real slow = larger((real)s.neuron.tau_mem, (real)s.neuron.tau_syn);
      const real fast = (real)(s.neuron.tau_mem < s.neuron.tau_syn ? s.neuron.tau_mem : s.neuron.tau_syn);
      const real loss = EPS * sensitivity(&s, &x) * (1 + (larger(fabsl((real)x.spike.time), 0) + slow) / fast);
      worst = larger(worst, distance(s.n, x.dT_dw, y.dT_dw) / loss);
      worst = larger(worst, distance(s.n, x.dT_da, y.dT_da) / loss);
      worst = larger(worst, distance(1, &x.spike.dT_dc, &y.spike.dT_dc) / loss);
    }
  }
  printf("neuron: measured at the ideal time, gradients differ by %.2Lf ulps times sensitivity\n", worst);
  assert_true(worst < 16);
}

/* At any other time: the causal set is what arrived before it, dT/dw = -k/K', dT/da = w k'/K', 0 where V does not rise. */
static void test_measured_at_other_times(void **unused) {
  (void)unused;
  size_t rising = 0, falling = 0, silent = 0;
  for (size_t r = 0; r < ratio_count; r++) {
    dg_random random = dg_random_at(16, DG_STREAM_NOISE, r);
    for (size_t number = 0; number < draws(400); number++) {
      sample s;
      answer ideal, y;
      draw(ratios[r], &random, &s);
      solve(&s, &ideal);
      const dg_real slow = s.neuron.tau_mem < s.neuron.tau_syn ? s.neuron.tau_syn : s.neuron.tau_mem;
      const dg_real time = number % 8 == 0 ? s.a[0] : slow * (5 * dg_random_uniform(&random) - DG_R(1.25));
      measure(&s, time, &y);
      assert_true(y.spike.time == time);
      real slope = 0, size = 0;
      size_t causal = 0;
      for (size_t i = 0; i < s.n; i++) {
        if (!(s.a[i] < time)) continue;
        causal++;
        slope += (real)s.w[i] * model_slope(&s.neuron, (real)time - (real)s.a[i]);
        size += fabsl((real)s.w[i]) / (real)s.neuron.tau_mem;
      }
      assert_int_equal(y.spike.causal, causal);
      if (ideal.spike.crossing == DG_SILENT || causal == 0) {
        silent++;
        assert_int_equal(y.spike.crossing, DG_SILENT);
        assert_zero_gradient(s.n, &y);
        continue;
      }
      if (fabsl(slope) < 1e-3L * size) continue; /* rounding would decide */
      if (slope < 0) {
        falling++;
        assert_int_equal(y.spike.crossing, DG_SILENT);
        assert_zero_gradient(s.n, &y);
        continue;
      }
      rising++;
      assert_int_equal(y.spike.crossing, DG_SPIKES);
      const real fast = (real)(s.neuron.tau_mem < s.neuron.tau_syn ? s.neuron.tau_mem : s.neuron.tau_syn);
      const real loss = 16 * EPS * size / slope * (1 + (fabsl((real)time) + (real)slow) / fast);
      assert_true(fabsl((real)y.spike.dT_dc * slope - 1) <= loss);
      for (size_t i = 0; i < s.n; i++) {
        const real since = (real)time - (real)s.a[i];
        const real by_w = s.a[i] < time ? -model_kernel(&s.neuron, since) / slope : 0;
        const real by_a = s.a[i] < time ? (real)s.w[i] * model_slope(&s.neuron, since) / slope : 0;
        assert_true(fabsl((real)y.dT_dw[i] - by_w) <= loss / slope);
        assert_true(fabsl((real)y.dT_da[i] - by_a) <= loss * size / slope);
        if (!(s.a[i] < time)) assert_true(y.dT_dw[i] == 0 && y.dT_da[i] == 0);
      }
    }
  }
  printf("neuron: measured at other times: %zu rising, %zu falling, %zu silent or early\n", rising, falling, silent);
  assert_true(rising > draws(100) && falling > draws(100) && silent > draws(100));
}

static void test_measured_rule(void **unused) {
  (void)unused;
  for (size_t r = 0; r < ratio_count; r++) {
    const dg_neuron u = neuron_of(ratios[r], 1);
    const dg_real strong = 3 * u.g_leak / kernel_peak(&u);
    sample s = single(u, strong, 1);
    answer y;
    const dg_real early[] = {-5, 0, 1, DG_NEVER}; /* 1: the input arrives exactly then, and is not before it */
    for (size_t i = 0; i < sizeof early / sizeof *early; i++) {
      measure(&s, early[i], &y);
      assert_int_equal(y.spike.crossing, DG_SILENT);
      assert_true(y.spike.time == early[i] && y.spike.since == 0);
      assert_zero_gradient(1, &y);
    }
    const dg_real soon = 1 + DG_R(0.01) * (u.tau_mem < 1 ? u.tau_mem : 1);
    measure(&s, soon, &y);
    assert_int_equal(y.spike.crossing, DG_SPIKES);
    assert_true(fabsl((real)y.dT_da[0] - 1) <= 64 * EPS && y.dT_dw[0] < 0);
    measure(&s, 1 + 40 * (u.tau_mem < 1 ? 1 : u.tau_mem), &y); /* falls by then */
    assert_int_equal(y.spike.crossing, DG_SILENT);
    assert_zero_gradient(1, &y);
    s.w[0] = strong / 4; /* rises, but never as far as the threshold */
    measure(&s, soon, &y);
    assert_int_equal(y.spike.crossing, DG_SILENT);
    assert_int_equal(y.spike.causal, 1);
    assert_zero_gradient(1, &y);
    add_input(&s, strong, 100 * (1 + u.tau_mem)); /* now it does, later; the formulas hold at the measured time */
    measure(&s, soon, &y);
    assert_int_equal(y.spike.crossing, DG_SPIKES);
    assert_int_equal(y.spike.causal, 1);
    assert_true(fabsl((real)y.dT_da[0] - 1) <= 64 * EPS && y.dT_da[1] == 0 && y.dT_dw[1] == 0);
    s.a[0] = s.a[1] = DG_NEVER;
    measure(&s, soon, &y);
    assert_int_equal(y.spike.crossing, DG_SILENT);
    assert_int_equal(y.spike.causal, 0);
    assert_zero_gradient(2, &y);
  }
}

/* ---- bad input ------------------------------------------------------------------------------------------------------ */

/* A call of each of the three functions, all outputs between canaries. */
typedef struct {
  dg_neuron neuron;
  const dg_neuron *neuron_pointer;
  size_t n;
  dg_real w[3], a[3], time;
  const dg_real *w_pointer, *a_pointer;
  struct {
    unsigned char before[16];
    dg_index order[3];
    unsigned char between[16];
    dg_spike spike;
    unsigned char beside[16];
    dg_real dT_dw[3];
    unsigned char among[16];
    dg_real dT_da[3];
    unsigned char after[16];
  } out;
  int no_order, no_spike, no_dT_dw, no_dT_da;
} call;

static void reset(call *x) {
  memset(x, 0, sizeof *x);
  x->neuron = neuron_of(2, 1);
  x->neuron_pointer = &x->neuron;
  x->n = 3;
  x->w[0] = 3, x->w[1] = 4, x->w[2] = -5;
  x->a[0] = 0, x->a[1] = DG_R(0.5), x->a[2] = 2;
  x->time = 1;
  x->w_pointer = x->w;
  x->a_pointer = x->a;
  memset(&x->out, 0xa5, sizeof x->out);
}

typedef enum { SPIKE_TIME, SPIKE_GRADIENT, MEASURED_GRADIENT, FUNCTIONS } function;

static dg_status run(call *x, function f) {
  dg_index *order = x->no_order ? NULL : x->out.order;
  dg_spike *spike = x->no_spike ? NULL : &x->out.spike;
  dg_real *dT_dw = x->no_dT_dw ? NULL : x->out.dT_dw, *dT_da = x->no_dT_da ? NULL : x->out.dT_da;
  if (f == SPIKE_TIME) return dg_spike_time(x->neuron_pointer, x->n, x->w_pointer, x->a_pointer, order, spike);
  if (f == SPIKE_GRADIENT)
    return dg_spike_gradient(x->neuron_pointer, x->n, x->w_pointer, x->a_pointer, order, spike, dT_dw, dT_da);
  return dg_measured_gradient(x->neuron_pointer, x->n, x->w_pointer, x->a_pointer, x->time, order, spike, dT_dw, dT_da);
}

/* The status comes, and no byte of any output has changed. */
static void assert_refused(call *x, function f, dg_status status) {
  call before;
  memcpy(&before, x, sizeof before);
  assert_int_equal(run(x, f), status);
  assert_memory_equal(&before, x, sizeof before);
}

static void assert_all_refuse(call *x, dg_status status) {
  assert_refused(x, SPIKE_TIME, status);
  assert_refused(x, SPIKE_GRADIENT, status);
  assert_refused(x, MEASURED_GRADIENT, status);
  if (x->neuron_pointer != NULL && x->n == 3 && x->w_pointer != NULL && x->a_pointer != NULL) reset(x);
}

static void test_null_and_sizes(void **unused) {
  (void)unused;
  call x;
  for (int f = 0; f < FUNCTIONS; f++) {
    reset(&x), x.neuron_pointer = NULL, assert_refused(&x, (function)f, DG_ERROR_NULL);
    reset(&x), x.w_pointer = NULL, assert_refused(&x, (function)f, DG_ERROR_NULL);
    reset(&x), x.a_pointer = NULL, assert_refused(&x, (function)f, DG_ERROR_NULL);
    reset(&x), x.no_order = 1, assert_refused(&x, (function)f, DG_ERROR_NULL);
    reset(&x), x.no_spike = 1, assert_refused(&x, (function)f, DG_ERROR_NULL);
    reset(&x), x.n = 0, assert_refused(&x, (function)f, DG_ERROR_EMPTY);
    reset(&x), x.n = DG_SIZE_MAX + 1, assert_refused(&x, (function)f, DG_ERROR_TOO_LARGE);
    reset(&x), x.n = DG_SIZE_MAX, x.w[0] = DG_NAN, assert_refused(&x, (function)f, DG_ERROR_NOT_FINITE); /* is looked at */
    reset(&x), x.n = SIZE_MAX, assert_refused(&x, (function)f, DG_ERROR_TOO_LARGE);
    if (f == SPIKE_TIME) continue;
    reset(&x), x.no_dT_dw = 1, assert_refused(&x, (function)f, DG_ERROR_NULL);
    reset(&x), x.no_dT_da = 1, assert_refused(&x, (function)f, DG_ERROR_NULL);
  }
  /* order and spike must be those of a spike of this neuron: as far as that can be seen */
  reset(&x);
  x.out.spike.causal = 4;
  assert_refused(&x, SPIKE_GRADIENT, DG_ERROR_SHAPE);
  x.out.spike.causal = SIZE_MAX;
  assert_refused(&x, SPIKE_GRADIENT, DG_ERROR_SHAPE);
  assert_int_equal(dg_neuron_check(NULL), DG_ERROR_NULL);
}

static void test_bad_numbers(void **unused) {
  (void)unused;
  const dg_real nan = DG_NAN, infinite = DG_NEVER, most = DG_SCALE_MAX, beyond = next_up(DG_SCALE_MAX);
  call x;
  reset(&x);
  for (size_t i = 0; i < 3; i++) {
    x.w[i] = nan, assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.w[i] = infinite, assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.w[i] = -infinite, assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.a[i] = nan, assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.a[i] = -infinite, assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.a[i] = beyond, assert_all_refuse(&x, DG_ERROR_RANGE);
    x.a[i] = -beyond, assert_all_refuse(&x, DG_ERROR_RANGE);
    x.w[i] = beyond, assert_all_refuse(&x, DG_ERROR_RANGE);
    x.w[i] = -beyond, assert_all_refuse(&x, DG_ERROR_RANGE);
  }
  x.w[0] = most / 2, x.w[1] = -most / 2, x.w[2] = most / 4, assert_all_refuse(&x, DG_ERROR_RANGE); /* their sum */
  reset(&x), x.time = nan, assert_refused(&x, MEASURED_GRADIENT, DG_ERROR_NOT_FINITE);
  reset(&x), x.time = -infinite, assert_refused(&x, MEASURED_GRADIENT, DG_ERROR_NOT_FINITE);
  reset(&x), x.time = beyond, assert_refused(&x, MEASURED_GRADIENT, DG_ERROR_RANGE);
  reset(&x), x.time = -beyond, assert_refused(&x, MEASURED_GRADIENT, DG_ERROR_RANGE);
}

static void test_bad_constants(void **unused) {
  (void)unused;
  const dg_real bad[] = {DG_NAN, DG_NEVER, -DG_NEVER};
  call x;
  reset(&x);
  for (size_t i = 0; i < 3; i++) {
    x.neuron.tau_mem = bad[i], assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.neuron.tau_syn = bad[i], assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.neuron.threshold = bad[i], assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.neuron.e_leak = bad[i], assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
    x.neuron.g_leak = bad[i], assert_all_refuse(&x, DG_ERROR_NOT_FINITE);
  }
  const dg_real not_positive[] = {0, DG_R(-0.0), -1};
  for (size_t i = 0; i < 3; i++) {
    x.neuron.tau_mem = not_positive[i], assert_all_refuse(&x, DG_ERROR_TIME_CONSTANT);
    x.neuron.tau_syn = not_positive[i], assert_all_refuse(&x, DG_ERROR_TIME_CONSTANT);
    x.neuron.g_leak = not_positive[i], assert_all_refuse(&x, DG_ERROR_TIME_CONSTANT);
  }
  x.neuron.threshold = x.neuron.e_leak, assert_all_refuse(&x, DG_ERROR_THRESHOLD);
  x.neuron.e_leak = 5, assert_all_refuse(&x, DG_ERROR_THRESHOLD);
  const dg_real most = DG_SCALE_MAX, beyond = next_up(most), too_small = DG_R(0.99) / most;
  x.neuron.tau_mem = next_up(DG_RATIO_MAX), assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.tau_syn = next_up(2 * DG_RATIO_MAX), assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.tau_mem = x.neuron.tau_syn = beyond, assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.tau_mem = most, x.neuron.tau_syn = beyond, assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.tau_mem = x.neuron.tau_syn = too_small, assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.tau_mem = 1 / most, x.neuron.tau_syn = too_small, assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.threshold = beyond, x.neuron.g_leak = 1, assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.threshold = too_small, x.neuron.g_leak = 1, assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.threshold = DG_REAL_MAX, x.neuron.e_leak = -DG_REAL_MAX, assert_all_refuse(&x, DG_ERROR_RANGE);
  x.neuron.threshold = LEAST, x.neuron.g_leak = LEAST, assert_all_refuse(&x, DG_ERROR_RANGE);
}

/* What lies on the borders is admitted, gives finite numbers, and writes nothing beside its outputs. */
static void test_borders(void **unused) {
  (void)unused;
  const dg_real most = DG_SCALE_MAX;
  for (int border = 0; border < 13; border++) {
    call x, clean;
    reset(&clean);
    reset(&x);
    dg_neuron *u = &x.neuron;
    if (border == 0) u->tau_mem = DG_RATIO_MAX;
    if (border == 1) u->tau_syn = DG_RATIO_MAX, u->tau_mem = 1;
    if (border == 2) u->tau_mem = u->tau_syn = most;
    if (border == 3) u->tau_mem = u->tau_syn = 1 / most;
    if (border == 4) u->tau_mem = most, u->tau_syn = most / 2;
    if (border == 5) u->tau_mem = 1 / most, u->tau_syn = 1 / most * DG_RATIO_MAX;
    if (border == 6) x.w[0] = x.w[1] = most / 4, x.w[2] = -most / 2;
    if (border == 7) u->g_leak = 1, u->threshold = most;
    if (border == 8) u->g_leak = 1, u->threshold = 1 / most;
    if (border == 9) u->g_leak = DG_R(0x1p-30), u->threshold = DG_R(0x1p30);
    if (border == 10) x.a[0] = -most, x.a[1] = most, x.time = -most;
    if (border == 11) x.a[0] = -most, x.a[1] = -most, x.a[2] = -most, x.time = most;
    if (border == 12) x.w[0] = most * DG_EPSILON / 2, x.w[1] = most, x.w[2] = 0; /* a sum that rounds to the limit */
    for (int f = 0; f < FUNCTIONS; f++) {
      assert_int_equal(run(&x, (function)f), DG_OK);
      if (f == SPIKE_TIME) assert_true(memcmp(x.out.dT_dw, clean.out.dT_dw, sizeof x.out.dT_dw) == 0);
      if (f == SPIKE_TIME) continue;
      assert_true(dg_is_finite(x.out.spike.dT_dc) && dg_is_finite(x.out.spike.since));
      assert_true(dg_is_finite(x.out.spike.time) || x.out.spike.time == DG_NEVER);
      for (size_t i = 0; i < 3; i++) assert_true(dg_is_finite(x.out.dT_dw[i]) && dg_is_finite(x.out.dT_da[i]));
    }
    assert_memory_equal(x.out.before, clean.out.before, 16);
    assert_memory_equal(x.out.between, clean.out.between, 16);
    assert_memory_equal(x.out.beside, clean.out.beside, 16);
    assert_memory_equal(x.out.among, clean.out.among, 16);
    assert_memory_equal(x.out.after, clean.out.after, 16);
  }
  /* A spike without a causal set, made by hand, has no gradient, and one that did not come has none. */
  call x;
  reset(&x);
  assert_int_equal(run(&x, SPIKE_TIME), DG_OK);
  assert_int_equal(x.out.spike.crossing, DG_SPIKES);
  const dg_spike spike = x.out.spike;
  for (int i = 0; i < 3; i++) {
    x.out.spike = spike;
    if (i == 0) x.out.spike.causal = 0;
    if (i == 1) x.out.spike.crossing = DG_SILENT;
    if (i == 2) x.out.spike.crossing = DG_TANGENT;
    x.out.dT_dw[0] = x.out.dT_da[0] = 1;
    assert_int_equal(run(&x, SPIKE_GRADIENT), DG_OK);
    for (size_t j = 0; j < 3; j++) assert_true(x.out.dT_dw[j] == 0 && x.out.dT_da[j] == 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_constants),
      cmocka_unit_test(test_kernel),
      cmocka_unit_test(test_membrane),
      cmocka_unit_test(test_no_peak), cmocka_unit_test(test_root_of_tangent), cmocka_unit_test(test_crossing_of_state),
      cmocka_unit_test(test_walk_error), cmocka_unit_test(test_just_after),
      cmocka_unit_test(test_first_crossing),
      cmocka_unit_test(test_ratio_classes_agree),
      cmocka_unit_test(test_units),
      cmocka_unit_test(test_equal_arrivals),
      cmocka_unit_test(test_arrival_at_the_spike),
      cmocka_unit_test(test_tangency),
      cmocka_unit_test(test_silence),
      cmocka_unit_test(test_inputs_that_never_come),
      cmocka_unit_test(test_zero_and_subnormal_arrivals),
      cmocka_unit_test(test_conductance),
      cmocka_unit_test(test_huge_weights),
      cmocka_unit_test(test_shifted_times),
      cmocka_unit_test(test_rounded_times),
      cmocka_unit_test(test_dendritic_delay),
      cmocka_unit_test(test_permuted_inputs),
      cmocka_unit_test(test_gradient_by_differences),
      cmocka_unit_test(test_identities),
      cmocka_unit_test(test_slope_by_hand),
      cmocka_unit_test(test_measured_at_ideal_time),
      cmocka_unit_test(test_measured_at_other_times),
      cmocka_unit_test(test_measured_rule),
      cmocka_unit_test(test_null_and_sizes),
      cmocka_unit_test(test_bad_numbers),
      cmocka_unit_test(test_bad_constants),
      cmocka_unit_test(test_borders),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
