/* The oracle's solver against the closed forms of SPEC 3.2 and 3.3 in MPFR, a scan of V on a grid, the identities of
   SPEC 4.1, and differences of its own spike times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference/differences.h"
#include "reference/draw.h"
#include "reference/neuron.h"

#define SEED 20261122
enum { P = 400, MAX_INPUTS = 16 };

static const ref_neuron two = {2, 1, 1, 0, 1}, one = {1, 1, 1, 0, 1}, any = {1.5, 1, 1, 0, 1};

static ref_random generator(uint64_t index) {
  return ref_random_at(SEED, 1000, index);
}

static double between(ref_random *r, double low, double high) {
  return low + (high - low) * ref_random_uniform(r);
}

/* A neuron with n inputs, mixed signs, some ties. */
static ref_inputs random_inputs(ref_random *r, ref_neuron neuron, size_t n, double *w, double *a) {
  ref_inputs x = {neuron, n, w, a};
  for (size_t i = 0; i < n; i++) {
    w[i] = between(r, -1.5, 4);
    a[i] = i > 0 && ref_random_below(r, 4) == 0 ? a[i - 1] : between(r, -1, 3);
  }
  return x;
}

static mpfr_srcptr left(mpfi_srcptr x) { return &x->left; }
static mpfr_srcptr right(mpfi_srcptr x) { return &x->right; }

/* |x - y| <= 2^-bits |y| for both ends of x. */
static void assert_agree(mpfi_srcptr x, mpfr_srcptr y, long bits) {
  mpfr_t d, limit;
  mpfr_inits2(P, d, limit, (mpfr_ptr)0);
  mpfr_div_2si(limit, y, bits, MPFR_RNDN);
  mpfr_sub(d, left(x), y, MPFR_RNDN);
  assert_true(mpfr_cmpabs(d, limit) <= 0);
  mpfr_sub(d, right(x), y, MPFR_RNDN);
  assert_true(mpfr_cmpabs(d, limit) <= 0);
  mpfr_clears(d, limit, (mpfr_ptr)0);
}

static void assert_zero(mpfi_srcptr x) { assert_true(mpfr_zero_p(left(x)) && mpfr_zero_p(right(x))); }

/* x contains y, and is at most `width` wide. */
static void assert_contains(mpfi_srcptr x, double y, double width) {
  mpfr_t d;
  mpfr_init2(d, P);
  assert_true(mpfr_cmp_d(left(x), y) <= 0 && mpfr_cmp_d(right(x), y) >= 0);
  mpfr_sub(d, right(x), left(x), MPFR_RNDU);
  assert_true(mpfr_cmp_d(d, width) <= 0);
  mpfr_clear(d);
}

/* ---- closed forms ------------------------------------------------------------------------------------------------ */

/* With times relative to the last arrival of a prefix: A1 = sum w e^{a/tau_syn}, A2 = sum w e^{a/tau_mem},
   B = sum w a/tau e^{a/tau}. */
static void prefix_sums(const ref_inputs *x, const size_t *order, size_t count, mpfr_t A1, mpfr_t A2, mpfr_t B) {
  mpfr_t s, e, y;
  mpfr_inits2(P, s, e, y, (mpfr_ptr)0);
  mpfr_set_ui(A1, 0, MPFR_RNDN);
  mpfr_set_ui(A2, 0, MPFR_RNDN);
  mpfr_set_ui(B, 0, MPFR_RNDN);
  for (size_t j = 0; j < count; j++) {
    double w = x->w[order[j]];
    mpfr_set_d(s, x->a[order[j]], MPFR_RNDN);
    mpfr_sub_d(s, s, x->a[order[count - 1]], MPFR_RNDN);
    mpfr_div_d(y, s, x->neuron.tau_mem, MPFR_RNDN);
    mpfr_exp(e, y, MPFR_RNDN);
    mpfr_mul_d(e, e, w, MPFR_RNDN);
    mpfr_add(A2, A2, e, MPFR_RNDN);
    mpfr_mul(y, y, e, MPFR_RNDN);
    mpfr_add(B, B, y, MPFR_RNDN);
    mpfr_div_d(y, s, x->neuron.tau_syn, MPFR_RNDN);
    mpfr_exp(e, y, MPFR_RNDN);
    mpfr_mul_d(e, e, w, MPFR_RNDN);
    mpfr_add(A1, A1, e, MPFR_RNDN);
  }
  mpfr_clears(s, e, y, (mpfr_ptr)0);
}

/* T - a_k = tau_mem ln(2 A1/(A2 + sqrt(A2^2 - 4 c A1))); 0 if there is none. */
static int root_two(double tau_mem, double c, mpfr_t A1, mpfr_t A2, mpfr_t s) {
  mpfr_t d;
  mpfr_init2(d, P);
  mpfr_sqr(s, A2, MPFR_RNDN);
  mpfr_mul_d(d, A1, 4 * c, MPFR_RNDN);
  mpfr_sub(d, s, d, MPFR_RNDN);
  int found = mpfr_sgn(A1) > 0 && mpfr_sgn(A2) > 0 && mpfr_sgn(d) >= 0;
  if (found) {
    mpfr_sqrt(d, d, MPFR_RNDN);
    mpfr_add(d, d, A2, MPFR_RNDN);
    mpfr_mul_ui(s, A1, 2, MPFR_RNDN);
    mpfr_div(s, s, d, MPFR_RNDN);
    mpfr_log(s, s, MPFR_RNDN);
    mpfr_mul_d(s, s, tau_mem, MPFR_RNDN);
  }
  mpfr_clear(d);
  return found;
}

/* W0(z) for -1/e < z < 0 by Newton's method on w e^w = z from -1 + sqrt(2 (1 + e z)). */
static void lambert(mpfr_t w, mpfr_t z) {
  mpfr_t e, f;
  mpfr_inits2(P, e, f, (mpfr_ptr)0);
  double start = -1 + sqrt(2 * fmax(0, 1 + exp(1) * mpfr_get_d(z, MPFR_RNDN)));
  mpfr_set_d(w, fmin(fmax(start, -1 + 1e-9), -1e-18), MPFR_RNDN);
  for (int n = 0; n < 60; n++) {
    mpfr_exp(e, w, MPFR_RNDN);
    mpfr_div(f, z, e, MPFR_RNDN);
    mpfr_sub(f, w, f, MPFR_RNDN);
    mpfr_add_ui(e, w, 1, MPFR_RNDN);
    mpfr_div(f, f, e, MPFR_RNDN);
    mpfr_sub(w, w, f, MPFR_RNDN);
  }
  mpfr_clears(e, f, (mpfr_ptr)0);
}

/* T - a_k = tau (B/A1 - W0(-(c/A1) e^{B/A1})). */
static int root_one(double tau, double c, mpfr_t A1, mpfr_t B, mpfr_t s) {
  mpfr_t z, w;
  if (mpfr_sgn(A1) <= 0) return 0;
  mpfr_inits2(P, z, w, (mpfr_ptr)0);
  mpfr_div(s, B, A1, MPFR_RNDN);
  mpfr_exp(z, s, MPFR_RNDN);
  mpfr_div(z, z, A1, MPFR_RNDN);
  mpfr_mul_d(z, z, -c, MPFR_RNDN);
  mpfr_set_si(w, -1, MPFR_RNDN);
  mpfr_exp(w, w, MPFR_RNDN);
  mpfr_neg(w, w, MPFR_RNDN);
  int found = mpfr_cmp(z, w) >= 0;
  if (found) {
    lambert(w, z);
    mpfr_sub(s, s, w, MPFR_RNDN);
    mpfr_mul_d(s, s, tau, MPFR_RNDN);
  }
  mpfr_clears(z, w, (mpfr_ptr)0);
  return found;
}

/* Sorted by time, then index. */
static void sort(const ref_inputs *x, size_t *order) {
  for (size_t i = 0; i < x->n; i++) {
    size_t j = i;
    for (; j > 0 && x->a[order[j - 1]] > x->a[i]; j--) order[j] = order[j - 1];
    order[j] = i;
  }
}

/* The first T_k that is after arrival k and not after arrival k + 1; returns the causal count. */
static size_t closed_form(const ref_inputs *x, mpfr_t T) {
  size_t order[MAX_INPUTS], causal = 0;
  const ref_neuron *m = &x->neuron;
  double c = m->g_leak * (m->threshold - m->e_leak);
  mpfr_t A1, A2, B;
  mpfr_inits2(P, A1, A2, B, (mpfr_ptr)0);
  sort(x, order);
  for (size_t k = 0; k < x->n && !causal; k++) {
    double here = x->a[order[k]];
    if (k + 1 < x->n && x->a[order[k + 1]] == here) continue;
    prefix_sums(x, order, k + 1, A1, A2, B);
    int found = ref_ratio_of(m) == REF_RATIO_TWO ? root_two(m->tau_mem, c, A1, A2, T) : root_one(m->tau_mem, c, A1, B, T);
    if (!found || mpfr_sgn(T) <= 0) continue;
    mpfr_add_d(T, T, here, MPFR_RNDN);
    if (k + 1 == x->n || mpfr_cmp_d(T, x->a[order[k + 1]]) <= 0) causal = k + 1;
  }
  mpfr_clears(A1, A2, B, (mpfr_ptr)0);
  return causal;
}

static void against_closed_form(ref_neuron neuron, uint64_t stream) {
  mpfr_t T;
  mpfr_init2(T, P);
  size_t spikes = 0, silent = 0;
  for (uint64_t index = 0; index < 400; index++) {
    double w[MAX_INPUTS], a[MAX_INPUTS];
    ref_random r = generator(stream + index);
    ref_inputs x = random_inputs(&r, neuron, 1 + (size_t)index % 8, w, a);
    ref_solution s;
    ref_solution_init(&s, x.n);
    assert_int_equal(ref_solve(&x, 200, &s), 0);
    size_t causal = closed_form(&x, T);
    assert_int_equal(s.crossing, causal ? REF_SPIKES : REF_SILENT);
    assert_int_equal(s.causal, causal);
    if (causal) assert_agree(s.time, T, 199);
    if (causal) spikes++;
    else silent++;
    ref_solution_clear(&s);
  }
  assert_true(spikes > 100 && silent > 40);
  mpfr_clear(T);
}

static void test_ratio_two(void **state) {
  (void)state;
  against_closed_form(two, 0);
  against_closed_form((ref_neuron){0.75, 0.375, 0.5, -1.25, 0.6875}, 1000);
}

static void test_ratio_one(void **state) {
  (void)state;
  against_closed_form(one, 2000);
  against_closed_form((ref_neuron){3, 3, -0.5, -1.5, 0.75}, 3000);
}

/* ---- V on a grid ------------------------------------------------------------------------------------------------- */

static double kernel(const ref_neuron *m, double s) {
  if (m->tau_mem == m->tau_syn) return s / m->tau_mem * exp(-s / m->tau_mem);
  return m->tau_syn / (m->tau_mem - m->tau_syn) * (exp(-s / m->tau_mem) - exp(-s / m->tau_syn));
}

static double membrane(const ref_inputs *x, double t) {
  double v = 0;
  for (size_t i = 0; i < x->n; i++)
    if (x->a[i] < t) v += x->w[i] * kernel(&x->neuron, t - x->a[i]);
  return v;
}

static void test_scan(void **state) {
  (void)state;
  const ref_neuron neurons[] = {two, one, any, {0.5, 1, 1, 0, 1}, {10, 1, 0.1, 0, 1}, {1, 10, 1, 0, 1},
                                {1.0625, 1, 1, 0, 1}};
  size_t spikes = 0, later = 0;
  for (uint64_t index = 0; index < 350; index++) {
    double w[MAX_INPUTS], a[MAX_INPUTS];
    ref_random r = generator(4000 + index);
    ref_inputs x = random_inputs(&r, neurons[index % 7], 1 + (size_t)index % 13, w, a);
    ref_solution s;
    ref_solution_init(&s, x.n);
    assert_int_equal(ref_solve(&x, 64, &s), 0);
    int spike = s.crossing == REF_SPIKES;
    double c = x.neuron.g_leak * x.neuron.threshold, T = spike ? mpfi_get_d(s.time) : 20, K = 0;
    for (double t = -1; t < T; t += 0x1p-7) assert_true(membrane(&x, t) < c + 1e-12);
    if (spike) {
      size_t before = 0;
      for (size_t i = 0; i < x.n; i++) before += a[i] < T;
      K = (membrane(&x, T) - membrane(&x, T - 1e-6)) / 1e-6;
      assert_true(fabs(membrane(&x, T) - c) < 1e-11);
      assert_int_equal(before, s.causal);
      if (T - a[s.order[s.causal - 1]] > 1e-3) assert_true(fabs(K * mpfi_get_d(s.dT_dc) - 1) < 1e-3);
      spikes++;
      later += before < x.n;
    }
    ref_solution_clear(&s);
  }
  assert_true(spikes > 150 && spikes < 340 && later > 30);
}

/* ---- gradients --------------------------------------------------------------------------------------------------- */

/* sum dT/da = 1, sum w dT/dw = -c dT/dc (with measured times v(T) in place of c). */
static void identities(const ref_inputs *x, const ref_solution *s, int second) {
  mpfi_t sum, y;
  mpfi_init2(sum, P);
  mpfi_init2(y, P);
  mpfi_set_ui(sum, 0);
  for (size_t i = 0; i < s->n; i++) mpfi_add(sum, sum, s->dT_da[i]);
  assert_contains(sum, 1, 1e-60);
  mpfi_set_ui(sum, 0);
  for (size_t i = 0; i < s->n; i++) {
    mpfi_mul_d(y, s->dT_dw[i], x->w[i]);
    mpfi_add(sum, sum, y);
  }
  mpfi_mul_d(y, s->dT_dc, x->neuron.g_leak * (x->neuron.threshold - x->neuron.e_leak));
  mpfi_add(sum, sum, y);
  if (second) assert_contains(sum, 0, 1e-60 * fmax(1, mpfi_get_d(s->dT_dc)));
  mpfi_clear(sum);
  mpfi_clear(y);
}

static void test_identities(void **state) {
  (void)state;
  const ref_neuron neurons[] = {two, one, any, {0.5, 1, 1, 0, 1}, {1 + 0x1p-30, 1, 1, 0, 1}};
  size_t spikes = 0;
  for (uint64_t index = 0; index < 200; index++) {
    double w[MAX_INPUTS], a[MAX_INPUTS];
    ref_random r = generator(5000 + index);
    ref_inputs x = random_inputs(&r, neurons[index % 5], 1 + (size_t)index % 16, w, a);
    ref_solution s;
    ref_solution_init(&s, x.n);
    assert_int_equal(ref_solve(&x, 230, &s), 0);
    if (s.crossing == REF_SPIKES) identities(&x, &s, 1), spikes++;
    for (size_t j = s.causal; j < s.n; j++) {
      assert_zero(s.dT_dw[s.order[j]]);
      assert_zero(s.dT_da[s.order[j]]);
    }
    ref_solution_clear(&s);
  }
  assert_true(spikes > 100);
}

/* k and k' themselves, for one input and c = 1: T, then dT/dw = -k/K', K' = w k'. */
static void test_components(void **state) {
  (void)state;
  const ref_neuron neurons[] = {two, one, any};
  double w[] = {5, 0.25}, a[] = {0, 0.125};
  for (int n = 0; n < 3; n++) {
    ref_inputs x = {neurons[n], 2, w, a};
    ref_solution s;
    ref_solution_init(&s, 2);
    assert_int_equal(ref_solve(&x, 80, &s), 0);
    double T = mpfi_get_d(s.time), h = 1e-5, k[2], slope[2];
    for (int i = 0; i < 2; i++) {
      k[i] = kernel(&x.neuron, T - a[i]);
      slope[i] = (kernel(&x.neuron, T - a[i] + h) - kernel(&x.neuron, T - a[i] - h)) / (2 * h);
    }
    double K = w[0] * slope[0] + w[1] * slope[1];
    assert_int_equal(s.causal, 2);
    for (int i = 0; i < 2; i++) {
      assert_true(fabs(mpfi_get_d(s.dT_dw[i]) * K + k[i]) < 1e-8);
      assert_true(fabs(mpfi_get_d(s.dT_da[i]) * K - w[i] * slope[i]) < 1e-8);
    }
    assert_true(fabs(mpfi_get_d(s.dT_dc) * K - 1) < 1e-8);
    ref_solution_clear(&s);
  }
}

static void test_differences(void **state) {
  (void)state;
  const ref_class classes[] = {REF_CLASS_PLAIN, REF_CLASS_TIES, REF_CLASS_TANGENT, REF_CLASS_CLOSE, REF_CLASS_LONG,
                               REF_CLASS_MISSING};
  size_t spikes = 0;
  for (uint64_t index = 0; index < 270; index++) {
    ref_inputs x;
    ref_solution s;
    ref_disagreement d;
    assert_int_equal(ref_draw_inputs(SEED, index, classes[index % 6], (ref_ratio)(index / 6 % 3), 0, &x), 0);
    ref_solution_init(&s, x.n);
    assert_int_equal(ref_solve(&x, 250, &s), 0);
    if (s.crossing == REF_SPIKES) {
      assert_int_equal(ref_differences(&x, &s, 6, &d), 0);
      assert_true(d.w < 1e-30 && d.a < 1e-30 && d.c < 1e-30);
      if (spikes++ % 8 == 0) {
        mpfi_ptr y = s.dT_dw[s.order[0]], z = s.dT_da[s.order[s.causal - 1]];
        mpfi_mul_d(y, y, 1 + 0x1p-50);
        mpfi_add_d(z, z, 1e-20);
        mpfi_mul_d(s.dT_dc, s.dT_dc, -1);
        assert_int_equal(ref_differences(&x, &s, 0, &d), 0);
        assert_true(d.w > 0 && d.a > 0 && d.c > 1.9);
      }
    }
    ref_solution_clear(&s);
    ref_inputs_clear(&x);
  }
  assert_true(spikes > 135);
}

/* A step that loses digits would show here: condition numbers of 2^26. */
static void test_differences_near_tangency(void **state) {
  (void)state;
  double w[] = {4 * (1 + 0x1p-52), 0.5}, a[] = {0, INFINITY};
  ref_inputs x = {two, 2, w, a};
  ref_solution s;
  ref_disagreement d;
  ref_solution_init(&s, 2);
  assert_int_equal(ref_solve(&x, 250, &s), 0);
  assert_int_equal(s.crossing, REF_SPIKES);
  assert_int_equal(ref_differences(&x, &s, 0, &d), 0);
  assert_true(d.w < 1e-30 && d.a < 1e-30 && d.c < 1e-30);
  ref_solution_clear(&s);
}

static void test_network_differences(void **state) {
  (void)state;
  size_t done = 0;
  for (uint64_t index = 0; index < 40 && done < 3; index++) {
    ref_network net;
    ref_network_solution s;
    double d;
    assert_int_equal(ref_draw_network(SEED, index, (ref_ratio)(index % 3), 0, &net), 0);
    if (ref_parameter_count(&net) < 20 && net.samples < 3) {
      ref_network_solution_init(&s, &net);
      assert_int_equal(ref_network_solve(&net, 230, &s), 0);
      mpfi_t *g = s.gradient;
      size_t most = 0;
      for (size_t i = 1; i < s.parameters; i++)
        if (fabs(mpfi_get_d(g[i])) > fabs(mpfi_get_d(g[most]))) most = i;
      if (s.margin > 1e-6 && !s.tangent && !mpfi_is_zero(g[most])) {
        assert_int_equal(ref_network_differences(&net, &s, &d), 0);
        assert_true(d < 1e-30);
        mpfi_mul_d(g[most], g[most], 1 + 0x1p-40);
        assert_int_equal(ref_network_differences(&net, &s, &d), 0);
        assert_true(d > 0x1p-42);
        done++;
      }
      ref_network_solution_clear(&s);
    }
    ref_network_clear(&net);
  }
  assert_int_equal(done, 3);
}

/* ---- measured times ---------------------------------------------------------------------------------------------- */

static void test_measured(void **state) {
  (void)state;
  double w[] = {4, -1, 2}, a[] = {0, 0.25, 1};
  ref_inputs x = {any, 3, w, a};
  ref_solution s;
  ref_solution_init(&s, 3);
  assert_int_equal(ref_solve_measured(&x, 0.75, 230, &s), 0);
  assert_int_equal(s.crossing, REF_SPIKES);
  assert_int_equal(s.causal, 2);
  double h = 1e-5, K = 0, slope[2];
  for (int i = 0; i < 2; i++) {
    slope[i] = (kernel(&any, 0.75 - a[i] + h) - kernel(&any, 0.75 - a[i] - h)) / (2 * h);
    K += w[i] * slope[i];
  }
  for (int i = 0; i < 2; i++) {
    assert_true(fabs(mpfi_get_d(s.dT_dw[i]) + kernel(&any, 0.75 - a[i]) / K) < 1e-8);
    assert_true(fabs(mpfi_get_d(s.dT_da[i]) - w[i] * slope[i] / K) < 1e-8);
  }
  assert_true(fabs(mpfi_get_d(s.dT_dc) - 1 / K) < 1e-8);
  assert_contains(s.time, 0.75, 0);
  assert_contains(s.since, 0.5, 0);
  assert_zero(s.dT_dw[2]);
  identities(&x, &s, 0);
  ref_solution_clear(&s);
}

static void silent_at(const ref_inputs *x, double measured) {
  ref_solution s;
  ref_solution_init(&s, x->n);
  assert_int_equal(ref_solve_measured(x, measured, 70, &s), 0);
  assert_int_equal(s.crossing, REF_SILENT);
  assert_zero(s.dT_dc);
  for (size_t i = 0; i < x->n; i++) {
    assert_zero(s.dT_dw[i]);
    assert_zero(s.dT_da[i]);
  }
  ref_solution_clear(&s);
}

static void test_measured_without_gradient(void **state) {
  (void)state;
  double w[] = {5, 1}, a[] = {0, 2}, weak[] = {3, 0.5};
  ref_inputs x = {two, 2, w, a}, never = {two, 2, weak, a};
  ref_solution s;
  silent_at(&x, INFINITY);
  silent_at(&x, -1);
  silent_at(&x, 0); /* an input at the measured time is not before it */
  silent_at(&x, 9); /* v falls there */
  silent_at(&never, 0.5);
  /* An arrival at the measured time is left out, the next larger time has it. */
  ref_solution_init(&s, 2);
  w[1] = 100;
  assert_int_equal(ref_solve_measured(&x, 2, 70, &s), 0);
  assert_int_equal(s.causal, 1);
  assert_int_equal(ref_solve_measured(&x, nextafter(2, 3), 70, &s), 0);
  assert_int_equal(s.causal, 2);
  assert_int_equal(s.crossing, REF_SPIKES);
  ref_solution_clear(&s);
}

/* At the spike time, rounded, the gradients are those of the spike but for the rounding. */
static void test_measured_at_spike(void **state) {
  (void)state;
  double w[] = {4, 2, 7}, a[] = {0, 0.25, 6};
  const ref_neuron neurons[] = {two, one, any};
  for (int n = 0; n < 3; n++) {
    ref_inputs x = {neurons[n], 3, w, a};
    ref_solution s, m;
    ref_solution_init(&s, 3);
    ref_solution_init(&m, 3);
    assert_int_equal(ref_solve(&x, 70, &s), 0);
    assert_int_equal(ref_solve_measured(&x, mpfi_get_d(s.time), 70, &m), 0);
    assert_int_equal(m.causal, s.causal);
    for (int i = 0; i < 3; i++) {
      assert_true(fabs(mpfi_get_d(m.dT_dw[i]) - mpfi_get_d(s.dT_dw[i])) < 1e-14);
      assert_true(fabs(mpfi_get_d(m.dT_da[i]) - mpfi_get_d(s.dT_da[i])) < 1e-14);
    }
    ref_solution_clear(&s);
    ref_solution_clear(&m);
  }
}

/* ---- ties, missing inputs, extremes ------------------------------------------------------------------------------ */

static void test_ties(void **state) {
  (void)state;
  double w[] = {1, 2, 1.5, 9}, a[] = {0.5, -0.0, 0, 0}, sum_w[] = {12.5, 1}, sum_a[] = {0, 0.5};
  const size_t order[] = {1, 2, 3, 0};
  ref_inputs x = {two, 4, w, a}, y = {two, 2, sum_w, sum_a};
  ref_solution s, t;
  mpfr_t mid;
  ref_solution_init(&s, 4);
  ref_solution_init(&t, 2);
  mpfr_init2(mid, 200);
  assert_int_equal(ref_solve(&x, 100, &s), 0);
  assert_int_equal(ref_solve(&y, 150, &t), 0);
  assert_memory_equal(s.order, order, sizeof order);
  assert_int_equal(s.causal, 3);
  mpfi_mid(mid, t.time);
  assert_agree(s.time, mid, 99);
  for (size_t i = 1; i < 4; i++) {
    mpfi_mid(mid, t.dT_dw[0]);
    assert_agree(s.dT_dw[i], mid, 98);
  }
  mpfr_clear(mid);
  ref_solution_clear(&s);
  ref_solution_clear(&t);
}

static void expect(const ref_inputs *x, ref_crossing crossing, size_t causal) {
  ref_solution s;
  ref_solution_init(&s, x->n);
  assert_int_equal(ref_solve(x, 70, &s), 0);
  assert_int_equal(s.crossing, crossing);
  assert_int_equal(s.causal, causal);
  assert_true(s.margin >= 0 && s.margin <= 1);
  ref_solution_clear(&s);
}

static void test_missing(void **state) {
  (void)state;
  double w[] = {100, 5, -3}, a[] = {INFINITY, 0, INFINITY};
  const size_t order[] = {1, 0, 2};
  ref_inputs x = {two, 3, w, a}, alone = {two, 1, w + 1, a + 1}, none = {two, 0, NULL, NULL};
  ref_solution s, t;
  ref_solution_init(&s, 3);
  ref_solution_init(&t, 1);
  assert_int_equal(ref_solve(&x, 100, &s), 0);
  assert_int_equal(ref_solve(&alone, 100, &t), 0);
  assert_memory_equal(s.order, order, sizeof order);
  assert_true(mpfr_equal_p(left(s.time), left(t.time)) && mpfr_equal_p(right(s.time), right(t.time)));
  assert_zero(s.dT_dw[0]);
  assert_zero(s.dT_da[2]);
  ref_solution_clear(&s);
  ref_solution_clear(&t);
  a[1] = INFINITY;
  expect(&x, REF_SILENT, 0);
  expect(&none, REF_SILENT, 0);
}

static void test_extremes(void **state) {
  (void)state;
  const ref_neuron neurons[] = {two, one, any, {1 + 0x1p-52, 1, 1, 0, 1}, {1 - 0x1p-53, 1, 1, 0, 1}, {1024, 1, 0x1p-9, 0, 1},
                                {1, 1024, 1, 0, 1}, {0x1p100, 0x1p99, 0x1p90, 0, 1}, {0x1p-100, 0x1p-101, 1, 0, 1}};
  for (int n = 0; n < 9; n++) {
    double w[4] = {0x1p100, 0x1p100, 0, 0}, a[4] = {-0x1p100, 0, 0, 0};
    ref_inputs x = {neurons[n], 1, w, a};
    expect(&x, REF_SPIKES, 1); /* crosses 2^-100 after -2^100 */
    a[0] = 5e-324;
    a[1] = 0x1p-1000;
    x.n = 2;
    expect(&x, REF_SPIKES, 2);
    w[1] = -0x1p100; /* not to be seen before 2^-100 */
    expect(&x, REF_SILENT, 0);
    a[1] = 0;
    w[1] = 5e-324;
    w[0] = 0;
    expect(&x, REF_SILENT, 0);
    w[1] = -1;
    expect(&x, REF_SILENT, 0);
    /* After the longest pause nothing is left of the first input, whose jump does not reach c. */
    w[0] = 0.5 * neurons[n].threshold;
    w[1] = 0x1p100;
    a[0] = -0x1p100;
    a[1] = 0x1p100;
    expect(&x, REF_SPIKES, 2);
  }
}

static void test_refused(void **state) {
  (void)state;
  double w[] = {5}, a[] = {0};
  ref_inputs x = {two, 1, w, a};
  ref_solution s;
  ref_solution_init(&s, 1);
  x.neuron.tau_mem = 0;
  assert_int_equal(ref_solve(&x, 70, &s), -1);
  x.neuron = two;
  x.neuron.threshold = -1;
  assert_int_equal(ref_solve(&x, 70, &s), -1);
  x.neuron = two;
  a[0] = NAN;
  assert_int_equal(ref_solve(&x, 70, &s), -1);
  a[0] = -INFINITY;
  assert_int_equal(ref_solve(&x, 70, &s), -1);
  a[0] = 0;
  w[0] = INFINITY;
  assert_int_equal(ref_solve(&x, 70, &s), -1);
  w[0] = 5;
  assert_int_equal(ref_solve(&x, REF_BITS_MAX + 1, &s), -1);
  assert_int_equal(ref_solve_measured(&x, NAN, 70, &s), -1);
  assert_int_equal(ref_solve(&x, 70, &s), 0);
  ref_solution_clear(&s);
}

/* ---- tangency ---------------------------------------------------------------------------------------------------- */

/* One input with w = 4c: v touches c at 2 tau_syn ln 2 times tau_mem/(2 tau_syn). */
static void test_tangent(void **state) {
  (void)state;
  double w[] = {4, 1}, a[] = {0, 1.5};
  ref_inputs x = {two, 2, w, a};
  ref_solution s;
  mpfr_t T;
  mpfr_init2(T, P);
  ref_solution_init(&s, 2);
  assert_int_equal(ref_solve(&x, 200, &s), 0);
  assert_int_equal(s.crossing, REF_TANGENT);
  assert_int_equal(s.causal, 1);
  mpfr_const_log2(T, MPFR_RNDN);
  mpfr_mul_ui(T, T, 2, MPFR_RNDN);
  assert_agree(s.time, T, 199);
  mpfr_t exact; /* to more bits than the solver has */
  mpfr_init2(exact, 2 * REF_BITS_MAX);
  mpfr_const_log2(exact, MPFR_RNDN);
  mpfr_mul_ui(exact, exact, 2, MPFR_RNDN);
  assert_true(mpfr_cmp(left(s.time), exact) < 0 && mpfr_cmp(right(s.time), exact) > 0);
  mpfr_clear(exact);
  assert_zero(s.dT_dc);
  assert_zero(s.dT_dw[0]);
  assert_zero(s.dT_da[0]);
  assert_true(s.margin == 0);
  a[1] = 1; /* the second arrival is before the touch */
  assert_int_equal(ref_solve(&x, 200, &s), 0);
  assert_int_equal(s.crossing, REF_SPIKES);
  assert_int_equal(s.causal, 2);
  w[0] = w[1] = 2;
  a[1] = 0;
  assert_int_equal(ref_solve(&x, 200, &s), 0);
  assert_int_equal(s.crossing, REF_TANGENT);
  assert_int_equal(s.causal, 2);
  mpfr_clear(T);
  ref_solution_clear(&s);
}

/* w = 4c (1 +- 2^-k), the spike to all bits, and what the margin says: |c - c w/(4c)|/(c + ...). */
static void test_near_tangency(void **state) {
  (void)state;
  mpfr_t T;
  mpfr_init2(T, P);
  for (int k = 4; k <= 52; k += 4) {
    for (int sign = -1; sign <= 1; sign += 2) {
      double w[] = {4 * (1 + sign * ldexp(1, -k))}, a[] = {0.375};
      ref_inputs x = {two, 1, w, a};
      ref_solution s;
      ref_solution_init(&s, 1);
      assert_int_equal(ref_solve(&x, 150, &s), 0);
      assert_int_equal(s.crossing, sign > 0 ? REF_SPIKES : REF_SILENT);
      if (sign > 0) {
        assert_int_equal(closed_form(&x, T), 1);
        assert_agree(s.time, T, 149);
        assert_contains(s.dT_da[0], 1, 0x1p-149);
      }
      assert_true(s.margin < ldexp(1, -k) && s.margin > ldexp(1, -k - 4));
      ref_solution_clear(&s);
    }
  }
  mpfr_clear(T);
}

/* Ratio one is never tangent with rational numbers: e and its neighbours among the doubles are told apart. */
static void test_no_tangency(void **state) {
  (void)state;
  double w[] = {0x1.5bf0a8b145769p+1}, a[] = {0};
  ref_inputs x = {one, 1, w, a};
  expect(&x, REF_SILENT, 0); /* below e */
  w[0] = nextafter(w[0], 3);
  expect(&x, REF_SPIKES, 1);
}

/* An arrival at the spike, and its neighbours among the doubles. The spike is not rational, so that the order is known. */
static void test_arrival_at_spike(void **state) {
  (void)state;
  double w[] = {5, 3}, a[] = {0, INFINITY};
  ref_inputs x = {any, 2, w, a};
  ref_solution s;
  ref_solution_init(&s, 2);
  assert_int_equal(ref_solve(&x, 200, &s), 0);
  double below = mpfr_get_d(left(s.time), MPFR_RNDD);
  a[1] = below;
  assert_int_equal(ref_solve(&x, 200, &s), 0);
  assert_int_equal(s.causal, 2);
  assert_true(s.margin < 1e-15);
  a[1] = nextafter(below, 10);
  assert_int_equal(ref_solve(&x, 200, &s), 0);
  assert_int_equal(s.causal, 1);
  assert_true(s.margin < 1e-15);
  a[1] = below + 0.125;
  assert_int_equal(ref_solve(&x, 200, &s), 0);
  assert_true(s.margin > 1e-3);
  ref_solution_clear(&s);
}

/* A strong input: what is nearest to falling otherwise is whether it comes before the spike. */
static void test_margin_of_arrivals(void **state) {
  (void)state;
  double w[] = {1000}, a[] = {0};
  ref_inputs x = {two, 1, w, a};
  ref_solution s;
  ref_solution_init(&s, 1);
  assert_int_equal(ref_solve(&x, 70, &s), 0);
  assert_true(fabs(s.margin - mpfi_get_d(s.time) / 2) < 1e-18);
  a[0] = 4096;
  assert_int_equal(ref_solve(&x, 70, &s), 0);
  assert_true(fabs(s.margin / (mpfi_get_d(s.since) / mpfi_get_d(s.time)) - 1) < 1e-6);
  ref_solution_clear(&s);
}

/* ---- widths, and intervals as inputs ----------------------------------------------------------------------------- */

static void assert_narrow(mpfi_srcptr x, double size, long bits) {
  mpfr_t width;
  mpfr_init2(width, P);
  mpfr_sub(width, right(x), left(x), MPFR_RNDU);
  assert_true(mpfr_cmp_d(width, ldexp(size, (int)-bits)) <= 0);
  mpfr_clear(width);
}

static void test_widths(void **state) {
  (void)state;
  for (uint64_t index = 0; index < 120; index++) {
    ref_inputs x;
    ref_solution s;
    long bits = 60 + 40 * (long)(index % 5);
    double w = 0, a = 0;
    assert_int_equal(ref_draw_inputs(SEED, 500 + index, REF_CLASS_RANDOM, (ref_ratio)(index % 3), 0, &x), 0);
    ref_solution_init(&s, x.n);
    assert_int_equal(ref_solve(&x, bits, &s), 0);
    if (s.crossing == REF_SPIKES) {
      for (size_t i = 0; i < s.n; i++) {
        w = fmax(w, fabs(mpfi_get_d(s.dT_dw[i])));
        a = fmax(a, fabs(mpfi_get_d(s.dT_da[i])));
      }
      assert_narrow(s.time, fabs(mpfi_get_d(s.time)), bits);
      assert_narrow(s.since, mpfi_get_d(s.since), bits);
      assert_narrow(s.dT_dc, mpfi_get_d(s.dT_dc), bits);
      for (size_t i = 0; i < s.n; i++) {
        assert_narrow(s.dT_dw[i], w, bits);
        assert_narrow(s.dT_da[i], a, bits);
      }
    }
    ref_solution_clear(&s);
    ref_inputs_clear(&x);
  }
}

/* What 300 bits find lies inside what 60 bits found: an end rounded inwards, or not proved, would show. */
static void test_enclosures(void **state) {
  (void)state;
  size_t spikes = 0;
  for (uint64_t index = 0; index < 600; index++) {
    ref_inputs x;
    ref_solution coarse, fine;
    assert_int_equal(ref_draw_small(SEED, 900 + index, (ref_ratio)(index % 3), 0, 12, &x), 0);
    ref_solution_init(&coarse, x.n);
    ref_solution_init(&fine, x.n);
    assert_int_equal(ref_solve(&x, 60, &coarse), 0);
    assert_int_equal(ref_solve(&x, 300, &fine), 0);
    assert_int_equal(coarse.crossing, fine.crossing);
    assert_int_equal(coarse.causal, fine.causal);
    if (fine.crossing == REF_SPIKES) {
      spikes++;
      assert_true(mpfi_is_inside(fine.time, coarse.time));
      assert_true(mpfi_is_inside(fine.since, coarse.since));
      assert_true(mpfi_is_inside(fine.dT_dc, coarse.dT_dc));
      for (size_t i = 0; i < x.n; i++) {
        assert_true(mpfi_is_inside(fine.dT_dw[i], coarse.dT_dw[i]));
        assert_true(mpfi_is_inside(fine.dT_da[i], coarse.dT_da[i]));
      }
    }
    ref_solution_clear(&coarse);
    ref_solution_clear(&fine);
    ref_inputs_clear(&x);
  }
  assert_true(spikes > 300);
}

/* a to a + blur for each arrival, at a given precision. */
static int solve_blurred(const ref_inputs *x, double blur, mpfr_prec_t p, ref_solution *s) {
  mpfi_t w[4], a[4];
  int come[4];
  ref_constants k;
  ref_constants_init(&k, &x->neuron, p);
  for (size_t i = 0; i < x->n; i++) {
    mpfi_init2(w[i], p);
    mpfi_init2(a[i], p);
    mpfi_set_d(w[i], x->w[i]);
    come[i] = isfinite(x->a[i]) != 0;
    mpfi_interv_d(a[i], come[i] ? x->a[i] : 0, come[i] ? x->a[i] + blur : 0);
  }
  int doubt = ref_solve_intervals(&k, x->n, w, a, come, NULL, s);
  for (size_t i = 0; i < x->n; i++) {
    mpfi_clear(w[i]);
    mpfi_clear(a[i]);
  }
  ref_constants_clear(&k);
  return doubt;
}

static void test_intervals(void **state) {
  (void)state;
  double w[] = {3, 2, 1, 1}, a[] = {0, 0, INFINITY, 1.25};
  ref_inputs x = {two, 4, w, a};
  ref_solution s, exact;
  ref_solution_init(&s, 4);
  ref_solution_init(&exact, 4);
  assert_int_equal(ref_solve(&x, 100, &exact), 0);
  /* Arrivals that overlap need no order; the exact answer is inside, and not much more. */
  assert_int_equal(solve_blurred(&x, 0x1p-40, 120, &s), 0);
  assert_int_equal(s.causal, 2);
  assert_true(mpfr_cmp(left(s.time), left(exact.time)) <= 0 && mpfr_cmp(right(s.time), right(exact.time)) >= 0);
  assert_narrow(s.time, 32, 40);
  for (size_t i = 0; i < 2; i++) {
    assert_true(mpfi_is_inside(exact.dT_dw[i], s.dT_dw[i]));
    assert_true(mpfi_is_inside(exact.dT_da[i], s.dT_da[i]));
  }
  /* An arrival that may be on either side of the spike is a doubt. */
  a[3] = mpfi_get_d(exact.time);
  assert_int_equal(solve_blurred(&x, 0x1p-40, 120, &s), 1);
  assert_int_equal(solve_blurred(&x, 0, 120, &s), 0);
  /* So is a crossing that may come between two that overlap. */
  a[3] = INFINITY;
  w[0] = 0x1p50;
  assert_int_equal(solve_blurred(&x, 0x1p-40, 120, &s), 1);
  ref_solution_clear(&s);
  ref_solution_clear(&exact);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ratio_two),
      cmocka_unit_test(test_ratio_one),
      cmocka_unit_test(test_scan),
      cmocka_unit_test(test_identities),
      cmocka_unit_test(test_components),
      cmocka_unit_test(test_differences),
      cmocka_unit_test(test_differences_near_tangency),
      cmocka_unit_test(test_network_differences),
      cmocka_unit_test(test_measured),
      cmocka_unit_test(test_measured_without_gradient),
      cmocka_unit_test(test_measured_at_spike),
      cmocka_unit_test(test_ties),
      cmocka_unit_test(test_missing),
      cmocka_unit_test(test_extremes),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_tangent),
      cmocka_unit_test(test_near_tangency),
      cmocka_unit_test(test_no_tangency),
      cmocka_unit_test(test_arrival_at_spike),
      cmocka_unit_test(test_margin_of_arrivals),
      cmocka_unit_test(test_widths),
      cmocka_unit_test(test_enclosures),
      cmocka_unit_test(test_intervals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
