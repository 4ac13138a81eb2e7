/* Spike times against a bracketing solve of V(t) = threshold, and their gradients, on random neurons of every ratio of the
   time constants. Accepted are cases with a spike and a condition number below 10,

     (sum |w_i dT/dw_i| + sum |a_i dT/da_i| + |c dT/dc|) / max(|T|, tau_mem),

   everything in it taken from the reference. The reference is written from the model alone, in long double, and shares no
   code with the header; some of its times are confirmed with MPFR from the definition of V. */
#include <math.h>
#include <mpfr.h>
#include <stdio.h>

#include "delgrad.h"
#include "quick.h"
#include "unit.h"

#define MAX_INPUTS 64
#define CONDITION 10
#define SEED 20250721

/* The claim, in units of max(|T|, tau_mem), and the same number of ulps in float. */
#if DG_FLOAT
#define REAL_NAME "f32"
#define DIFFERENCE_TOLERANCE 5e-5L
#define CASES 10000
#define SUBSET 500
#define TIME_TOLERANCE (1.8e-16L * 0x1p-23L / 0x1p-52L)
#define GRADIENT_TOLERANCE (1e-15L * 0x1p-23L / 0x1p-52L)
#else
#define REAL_NAME "f64"
#define DIFFERENCE_TOLERANCE 1e-9L
#define CASES 100000
#define SUBSET 2000
#define TIME_TOLERANCE 1.8e-16L
#define GRADIENT_TOLERANCE 1e-15L
#endif

typedef long double real;

/* ---- the reference --------------------------------------------------------------------------------------------------
   With the slower rate 1/slow taken out of both exponentials of k, and q(t) = e^{t d} - 1 where d = 1/fast - 1/slow,

     k(t - a) = gain e^{-t/slow} / (1 + q(t)) * e^{a/slow} (q(t) - q(a)),     gain = tau_syn / |tau_mem - tau_syn|,

   which keeps its digits when d is small, and is (t - a)/tau e^{-(t-a)/tau} with q(t) = t/tau for equal time constants.
   So two sums over the arrivals before t give V(t). */

typedef struct {
  size_t n;
  real tau_mem, tau_syn, c;
  real w[MAX_INPUTS], a[MAX_INPUTS];
} problem;

typedef struct {
  const problem *x;
  int equal, slow_membrane;
  real slow, d, gain;
  real sum, sum_q; /* of w e^{a/slow} and w e^{a/slow} q(a) over the arrivals so far */
} membrane;

typedef struct {
  real v, i; /* g_leak (V - e_leak), and the current; V rises where i > v */
} state;

typedef struct {
  int spikes;
  size_t causal;
  real time;
  real nearest; /* distance of the spike from the nearest arrival */
} solution;

static membrane rest(const problem *x) {
  membrane m;
  m.x = x;
  m.equal = x->tau_mem == x->tau_syn;
  m.slow_membrane = x->tau_mem > x->tau_syn;
  m.slow = m.slow_membrane ? x->tau_mem : x->tau_syn;
  m.d = fabsl(x->tau_mem - x->tau_syn) / (x->tau_mem * x->tau_syn);
  m.gain = m.equal ? 1 : x->tau_syn / fabsl(x->tau_mem - x->tau_syn);
  m.sum = m.sum_q = 0;
  return m;
}

static real growth(const membrane *m, real t) { return m->equal ? t / m->slow : expm1l(t * m->d); }

static state state_from(const membrane *m, real decay, real q) {
  real scale = m->equal ? decay : decay / (1 + q);
  state s;
  s.v = m->gain * scale * (q * m->sum - m->sum_q);
  s.i = m->slow_membrane ? scale * (m->sum + m->sum_q) : decay * m->sum;
  return s;
}

static state state_at(const membrane *m, real t) { return state_from(m, expl(-t / m->slow), growth(m, t)); }

/* The crossing in [low, high], where v is below c at low, not below at high, and changes sides once: Newton steps inside
   the bracket, then the signs on both sides confirm the result, otherwise bisection to the end. */
static real crossing(const membrane *m, real low, real high) {
  real c = m->x->c, t = low + (high - low) / 2;
  for (int step = 0; step < 30; step++) {
    state s = state_at(m, t);
    if (s.v < c) low = t;
    else high = t;
    real next = t - m->x->tau_mem * (s.v - c) / (s.i - s.v);
    if (!(s.i > s.v) || !(next > low && next < high)) next = low + (high - low) / 2;
    real move = fabsl(next - t);
    t = next;
    if (move < 0x1p-50L * m->x->tau_mem) break; /* the next step is below 2^-60, short of a tangency */
  }
  real size = fabsl(t) > m->x->tau_mem ? fabsl(t) : m->x->tau_mem;
  real before = t - size * 0x1p-56L, after = t + size * 0x1p-56L;
  if ((before <= low || state_at(m, before).v < c) && (after >= high || state_at(m, after).v >= c)) return t;
  for (;;) {
    t = low + (high - low) / 2;
    if (t <= low || t >= high) return high;
    if (state_at(m, t).v < c) low = t;
    else high = t;
  }
}

/* The first t > 0 in arrival order with V(t) at the threshold. Between two arrivals V has at most one maximum: its place is
   found by bisecting the sign of V', given up as soon as it is known to stay below (the current falls, and equals v at the
   maximum), ended as soon as a point at or above the threshold is found. */
static solution solve(const problem *x) {
  solution none = {0, 0, 0, 0};
  size_t order[MAX_INPUTS];
  for (size_t i = 0; i < x->n; i++) {
    size_t p = i;
    for (; p > 0 && x->a[order[p - 1]] > x->a[i]; p--) order[p] = order[p - 1];
    order[p] = i;
  }
  membrane m = rest(x);
  real decay = 0, q = 0;
  for (size_t p = 0; p < x->n; p++) {
    real from = x->a[order[p]], grown;
    int last = p + 1 == x->n;
    real to = last ? from : x->a[order[p + 1]];
    if (p == 0) decay = expl(-from / m.slow), q = growth(&m, from);
    grown = x->w[order[p]] / decay;
    m.sum += grown;
    m.sum_q += grown * q;
    if (!last && to == from) continue;
    state s = state_from(&m, decay, q), end = s;
    real low = from, high = to;
    int found = 0;
    if (!last) {
      decay = expl(-to / m.slow), q = growth(&m, to);
      end = state_from(&m, decay, q);
      found = end.v >= x->c;
    } else if (s.i > s.v) {
      real step = x->tau_mem;
      do {
        high = from + step;
        end = state_at(&m, high);
        found = end.v >= x->c;
        step *= 2;
      } while (!found && end.i > end.v && end.i >= x->c);
    }
    if (!found && s.i > s.v && end.i < end.v) {
      while (s.i >= x->c) {
        real middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        state at = state_at(&m, middle);
        if (at.v >= x->c) {
          found = 1;
          high = middle;
          break;
        }
        if (at.i > at.v) low = middle, s = at;
        else high = middle;
      }
    }
    if (found) {
      solution y;
      y.spikes = 1;
      y.causal = p + 1;
      y.time = crossing(&m, low, high);
      y.nearest = y.time - from;
      if (!last && to - y.time < y.nearest) y.nearest = to - y.time;
      return y;
    }
  }
  return none;
}

/* What the model gives at the spike: the gradients, and the condition number made of them. */
typedef struct {
  real dT_dw[MAX_INPUTS], dT_da[MAX_INPUTS], dT_dc, condition, size;
} gradient;

static void differentiate(const problem *x, const solution *y, gradient *g) {
  membrane m = rest(x);
  real decay = expl(-y->time / m.slow), q = growth(&m, y->time), slope = 0, total = 0;
  for (size_t i = 0; i < x->n; i++) {
    g->dT_dw[i] = g->dT_da[i] = 0;
    if (x->a[i] >= y->time) continue;
    m.sum = expl(x->a[i] / m.slow);
    m.sum_q = m.sum * growth(&m, x->a[i]);
    state s = state_from(&m, decay, q);
    g->dT_dw[i] = -s.v;
    g->dT_da[i] = x->w[i] * (s.i - s.v) / x->tau_mem;
    slope += g->dT_da[i];
  }
  for (size_t i = 0; i < x->n; i++) {
    g->dT_dw[i] /= slope;
    g->dT_da[i] /= slope;
    total += fabsl(x->w[i] * g->dT_dw[i]) + fabsl(x->a[i] * g->dT_da[i]);
  }
  g->dT_dc = 1 / slope;
  g->size = fabsl(y->time) > x->tau_mem ? fabsl(y->time) : x->tau_mem;
  g->condition = (total + x->c / slope) / g->size;
}

/* ---- MPFR -----------------------------------------------------------------------------------------------------------
   The sign of V(t) - threshold from the definition of V, in 200 bits. */

static int above_by_mpfr(const problem *x, real t) {
  mpfr_t v, s, e, f, mem, syn;
  mpfr_inits2(200, v, s, e, f, mem, syn, (mpfr_ptr)0);
  mpfr_set_ld(mem, x->tau_mem, MPFR_RNDN);
  mpfr_set_ld(syn, x->tau_syn, MPFR_RNDN);
  mpfr_set_zero(v, 1);
  for (size_t i = 0; i < x->n; i++) {
    if (!(x->a[i] < t)) continue;
    mpfr_set_ld(s, x->a[i], MPFR_RNDN);
    mpfr_set_ld(e, t, MPFR_RNDN);
    mpfr_sub(s, s, e, MPFR_RNDN); /* a - t */
    mpfr_div(e, s, mem, MPFR_RNDN);
    if (x->tau_mem == x->tau_syn) {
      mpfr_neg(f, e, MPFR_RNDN);
      mpfr_exp(e, e, MPFR_RNDN);
      mpfr_mul(f, f, e, MPFR_RNDN);
    } else {
      mpfr_exp(e, e, MPFR_RNDN);
      mpfr_div(f, s, syn, MPFR_RNDN);
      mpfr_exp(f, f, MPFR_RNDN);
      mpfr_sub(f, e, f, MPFR_RNDN);
      mpfr_sub(e, mem, syn, MPFR_RNDN);
      mpfr_div(f, f, e, MPFR_RNDN);
      mpfr_mul(f, f, syn, MPFR_RNDN);
    }
    mpfr_set_ld(e, x->w[i], MPFR_RNDN);
    mpfr_mul(f, f, e, MPFR_RNDN);
    mpfr_add(v, v, f, MPFR_RNDN);
  }
  mpfr_set_ld(e, x->c, MPFR_RNDN);
  int above = mpfr_cmp(v, e) >= 0;
  mpfr_clears(v, s, e, f, mem, syn, (mpfr_ptr)0);
  return above;
}

/* ---- differences ----------------------------------------------------------------------------------------------------
   The solver's times are confirmed to 2^-56 of max(|T|, tau_mem). Central differences over four points have an error of
   h^4, Richardson's step over h and h/2 leaves h^6, and rounding adds about 2^-56/h: with h = 2^-14 of the scale of the
   argument that is 2^-42 times the condition number, and the first is below it unless T bends within 1/100 of the scale.
   Seen are errors of 2e-11; a sign, a factor or a term that is missing would be 1e-2 and more. */

static real time_with(problem *x, real *argument, real value, size_t causal, int *same) {
  real kept = *argument;
  *argument = value;
  solution y = solve(x);
  *argument = kept;
  if (!y.spikes || y.causal != causal) *same = 0;
  return y.time;
}

static real four_points(problem *x, real *argument, real h, size_t causal, int *same) {
  real at = *argument;
  real near = time_with(x, argument, at + h, causal, same) - time_with(x, argument, at - h, causal, same);
  real far = time_with(x, argument, at + 2 * h, causal, same) - time_with(x, argument, at - 2 * h, causal, same);
  return (8 * near - far) / (12 * h);
}

static real derivative(problem *x, real *argument, real h, size_t causal, int *same) {
  real coarse = four_points(x, argument, h, causal, same), fine = four_points(x, argument, h / 2, causal, same);
  return fine + (fine - coarse) / 15;
}

/* ---- the cases ------------------------------------------------------------------------------------------------------ */

typedef enum { TWO, ONE, ANY } ratio_class;

typedef struct {
  dg_neuron neuron;
  size_t n;
  dg_real w[MAX_INPUTS], a[MAX_INPUTS];
} sample;

/* 1 to 64 inputs, weights N(1, 1) or, every other case, of either sign and log-uniform in magnitude from 2^-3 to 2^8;
   arrivals uniform in [0, 4 tau_mem]; tau_syn log-uniform in [1/4, 4], c in [1/8, 2], any other ratio in [1/8, 8]. */
static void draw(ratio_class ratio, size_t number, dg_random *random, sample *s) {
  const dg_real ln2 = DG_R(0.693147180559945309);
  dg_real tau = dg_exp((4 * dg_random_uniform(random) - 2) * ln2), c = dg_exp((4 * dg_random_uniform(random) - 3) * ln2);
  dg_real other = dg_exp((6 * dg_random_uniform(random) - 3) * ln2);
  s->neuron.tau_syn = tau;
  s->neuron.tau_mem = ratio == TWO ? 2 * tau : ratio == ONE ? tau : other * tau;
  if (ratio == ANY && (s->neuron.tau_mem == tau || s->neuron.tau_mem == 2 * tau)) s->neuron.tau_mem = 3 * tau;
  s->neuron.g_leak = dg_exp(dg_random_normal(random));
  s->neuron.e_leak = number % 4 < 2 ? 0 : dg_random_normal(random);
  s->neuron.threshold = s->neuron.e_leak + c / s->neuron.g_leak;
  s->n = 1 + (size_t)(dg_random_bits(random) >> 58);
  for (size_t i = 0; i < s->n; i++) {
    if (number % 2 == 0) {
      s->w[i] = 1 + dg_random_normal(random);
    } else {
      dg_real magnitude = dg_exp((11 * dg_random_uniform(random) - 3) * ln2);
      s->w[i] = dg_random_bits(random) >> 63 ? -magnitude : magnitude;
    }
    s->a[i] = 4 * s->neuron.tau_mem * dg_random_uniform(random);
  }
}

static void problem_of(const sample *s, problem *x) {
  x->n = s->n;
  x->tau_mem = (real)s->neuron.tau_mem;
  x->tau_syn = (real)s->neuron.tau_syn;
  x->c = (real)s->neuron.g_leak * ((real)s->neuron.threshold - (real)s->neuron.e_leak);
  for (size_t i = 0; i < s->n; i++) x->w[i] = (real)s->w[i], x->a[i] = (real)s->a[i];
}

static real larger(real a, real b) { return a > b ? a : b; }

static real largest(size_t n, const real *x) {
  real m = 0;
  for (size_t i = 0; i < n; i++) m = larger(m, fabsl(x[i]));
  return m;
}

/* The largest difference of n derivatives, relative to the largest of them. */
static real distance(size_t n, const dg_real *x, const real *y) {
  real m = 0;
  for (size_t i = 0; i < n; i++) m = larger(m, fabsl((real)x[i] - y[i]));
  return m / largest(n, y);
}

static void accuracy(ratio_class ratio, const char *name) {
  size_t share = quick() ? 20 : 1, cases = CASES / share, subset = SUBSET / share;
  size_t accepted = 0, silent = 0, condition = 0, differences = 0, kinks = 0, confirmed = 0;
  real worst = 0, worst_w = 0, worst_a = 0, worst_c = 0, worst_difference = 0;
  dg_random random = dg_random_at(SEED, DG_STREAM_NOISE, (uint64_t)ratio);
  for (size_t number = 0; accepted < cases; number++) {
    static sample s;
    static problem x;
    static gradient g;
    dg_index order[MAX_INPUTS];
    dg_real dT_dw[MAX_INPUTS], dT_da[MAX_INPUTS];
    dg_spike spike;
    draw(ratio, number, &random, &s);
    problem_of(&s, &x);
    assert_int_equal(dg_spike_time(&s.neuron, s.n, s.w, s.a, order, &spike), DG_OK);
    solution y = solve(&x);
    if (!y.spikes) {
      silent++;
      if (spike.crossing != DG_SILENT) { /* only if a little less would have been enough */
        x.c *= 1 - TIME_TOLERANCE;
        assert_true(solve(&x).spikes);
      }
      continue;
    }
    differentiate(&x, &y, &g);
    if (!(g.condition < CONDITION)) {
      condition++;
      continue;
    }
    accepted++;
    assert_int_equal(spike.crossing, DG_SPIKES);
    real error = fabsl((real)spike.time - y.time) / g.size;
    if (error > worst) worst = error;
    size_t before = 0;
    for (size_t i = 0; i < s.n; i++) before += s.a[i] < spike.time;
    assert_int_equal(spike.causal, before);
    if (y.nearest > TIME_TOLERANCE * g.size) assert_int_equal(spike.causal, y.causal);

    assert_int_equal(dg_spike_gradient(&s.neuron, s.n, s.w, s.a, order, &spike, dT_dw, dT_da), DG_OK);
    if (spike.causal == y.causal) {
      worst_w = larger(worst_w, distance(s.n, dT_dw, g.dT_dw));
      worst_a = larger(worst_a, distance(s.n, dT_da, g.dT_da));
      worst_c = larger(worst_c, fabsl((real)spike.dT_dc - g.dT_dc) / g.dT_dc);
    }

    if (accepted % (cases / subset) == 0) {
      /* One weight, one arrival and c; a spike next to an arrival may change sides under the difference. */
      size_t i = (size_t)order[(size_t)(dg_random_bits(&random) % spike.causal)];
      size_t j = (size_t)order[(size_t)(dg_random_bits(&random) % spike.causal)];
      int same = 1;
      real by_w = derivative(&x, &x.w[i], 0x1p-14L * larger(1, fabsl(x.w[i])), y.causal, &same);
      real by_a = derivative(&x, &x.a[j], 0x1p-14L * x.tau_mem, y.causal, &same);
      real by_c = derivative(&x, &x.c, 0x1p-14L * x.c, y.causal, &same);
      if (!same) {
        kinks++;
      } else {
        differences++;
        real difference = fabsl((real)dT_dw[i] - by_w) / largest(s.n, g.dT_dw);
        difference = larger(difference, fabsl((real)dT_da[j] - by_a) / largest(s.n, g.dT_da));
        difference = larger(difference, fabsl((real)spike.dT_dc - by_c) / g.dT_dc);
        worst_difference = larger(worst_difference, difference);
      }
    }
    if (accepted % (cases / subset * 2) == 0) {
      assert_false(above_by_mpfr(&x, y.time - 0x1p-54L * g.size));
      assert_true(above_by_mpfr(&x, y.time + 0x1p-54L * g.size));
      confirmed++;
    }
  }
  size_t rejected = silent + condition;
  printf("spike_accuracy ratio=%s: splitmix64 seed %d; rejected %zu: %zu without a spike, %zu ill-conditioned; %zu times"
         " confirmed by MPFR\n", name, SEED, rejected, silent, condition, confirmed);
  printf("spike_gradient ratio=%s: relative to the largest, by weights %.2Le, arrivals %.2Le, c %.2Le; %zu differences left"
         " out, next to an arrival\n", name, worst_w, worst_a, worst_c, kinks);
  printf("RESULT spike_gradient ratio=%s real=%s cases=%zu max_error=%.3Le differences=%zu max_difference=%.3Le\n", name,
         REAL_NAME, accepted, larger(worst_w, larger(worst_a, worst_c)), differences, worst_difference);
  printf("RESULT spike_accuracy ratio=%s real=%s cases=%zu rejected=%zu max_error=%.3Le\n", name, REAL_NAME, accepted,
         rejected, worst);
  assert_true(worst <= TIME_TOLERANCE);
  assert_true(larger(worst_w, larger(worst_a, worst_c)) <= GRADIENT_TOLERANCE);
  assert_true(worst_difference <= DIFFERENCE_TOLERANCE);
  assert_true(kinks <= 1 + subset / 10);
}

static void test_ratio_two(void **unused) {
  (void)unused;
  accuracy(TWO, "2");
}

static void test_ratio_one(void **unused) {
  (void)unused;
  accuracy(ONE, "1");
}

static void test_ratio_any(void **unused) {
  (void)unused;
  accuracy(ANY, "any");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ratio_two),
      cmocka_unit_test(test_ratio_one),
      cmocka_unit_test(test_ratio_any),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
