#include "neuron.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* What a time s does to a state: v(s) = v mem + i k, i(s) = i syn. */
typedef struct {
  mpfi_t mem, syn, k;
} decay;

typedef struct {
  mpfr_srcptr left;
  size_t index;
} arrival;

/* Sums over arrivals that a float evaluation would round: of |w| and of |w| max(|a|, tau_mem)/tau_mem, as states. */
typedef struct {
  long double v, i;
} size_state;

typedef enum { NONE, CROSSES, DOUBT } verdict;

enum { TEMPORARIES = 6 };

typedef struct {
  const ref_constants *k;
  mpfi_ptr w, a; /* as given, w + index */
  ref_solution *s;
  size_t come;  /* arrivals that come: order[0] to order[come - 1] */
  size_t steps; /* known so far: step[j] leads from arrival j - 1 to arrival j */
  decay *step;
  mpfi_t rate_mem, rate_syn, difference, gap, gain; /* 1/tau_mem, 1/tau_syn, tau_mem - tau_syn, |1/tau_syn - 1/tau_mem|,
                                                       tau_syn/|tau_mem - tau_syn|; the last two for REF_RATIO_ANY */
  int slow_syn;                                     /* tau_syn > tau_mem */
  mpfi_t v, i;                                      /* after the arrival that opens the window */
  mpfi_t v_end, i_end;                              /* where it ends, before the next arrival */
  mpfi_t length;                                    /* of the window */
  mpfi_t v_point, i_point;
  decay d;                                          /* at a point, and in the end at the spike */
  mpfr_t low, high;                                 /* v < c and v >= c are proved here */
  mpfr_t point, shift, next;
  mpfr_t rough[4];                                  /* 32 bits, for sizes and slacks */
  mpfi_t t[TEMPORARIES];
  long double tau_mem, tau_syn, c, eta; /* eta = 1 - tau_syn/tau_mem */
  size_state weights, arrivals;
  double margin;
} search;

ref_ratio ref_ratio_of(const ref_neuron *neuron) {
  if (neuron->tau_mem == neuron->tau_syn) return REF_RATIO_ONE;
  return neuron->tau_mem == 2 * neuron->tau_syn ? REF_RATIO_TWO : REF_RATIO_ANY;
}

void ref_constants_init(ref_constants *k, const ref_neuron *neuron, mpfr_prec_t working) {
  k->working = working;
  k->ratio = ref_ratio_of(neuron);
  mpfi_init2(k->tau_mem, working);
  mpfi_init2(k->tau_syn, working);
  mpfi_init2(k->c, working);
  mpfi_set_d(k->tau_mem, neuron->tau_mem);
  mpfi_set_d(k->tau_syn, neuron->tau_syn);
  mpfi_set_d(k->c, neuron->threshold);
  mpfi_sub_d(k->c, k->c, neuron->e_leak);
  mpfi_mul_d(k->c, k->c, neuron->g_leak);
}

void ref_constants_clear(ref_constants *k) {
  mpfi_clear(k->tau_mem);
  mpfi_clear(k->tau_syn);
  mpfi_clear(k->c);
}

void ref_solution_init(ref_solution *s, size_t n) {
  size_t room = n ? n : 1;
  s->n = n;
  s->working = 53;
  s->crossing = REF_SILENT;
  s->causal = 0;
  s->margin = 0;
  mpfi_init2(s->time, 53);
  mpfi_init2(s->since, 53);
  mpfi_init2(s->dT_dc, 53);
  s->order = calloc(room, sizeof *s->order);
  s->dT_dw = calloc(room, sizeof *s->dT_dw);
  s->dT_da = calloc(room, sizeof *s->dT_da);
  if (!s->order || !s->dT_dw || !s->dT_da) {
    free(s->order);
    free(s->dT_dw);
    free(s->dT_da);
    s->order = NULL;
    s->dT_dw = s->dT_da = NULL;
    return;
  }
  for (size_t i = 0; i < n; i++) {
    s->order[i] = i;
    mpfi_init2(s->dT_dw[i], 53);
    mpfi_init2(s->dT_da[i], 53);
    mpfi_set_ui(s->dT_dw[i], 0);
    mpfi_set_ui(s->dT_da[i], 0);
  }
}

void ref_solution_clear(ref_solution *s) {
  mpfi_clear(s->time);
  mpfi_clear(s->since);
  mpfi_clear(s->dT_dc);
  for (size_t i = 0; s->order && i < s->n; i++) {
    mpfi_clear(s->dT_dw[i]);
    mpfi_clear(s->dT_da[i]);
  }
  free(s->order);
  free(s->dT_dw);
  free(s->dT_da);
}

/* ---- kernel ------------------------------------------------------------------------------------------------------ */

static void decay_init(decay *d, mpfr_prec_t p) {
  mpfi_init2(d->mem, p);
  mpfi_init2(d->syn, p);
  mpfi_init2(d->k, p);
}

static void decay_clear(decay *d) {
  mpfi_clear(d->mem);
  mpfi_clear(d->syn);
  mpfi_clear(d->k);
}

/* mpfi_exp takes two exponentials; for a narrow interval of width d one is enough: e^d - 1 <= d (1 + d) for d <= 1. */
static void exp_of(search *q, mpfi_ptr y, mpfi_srcptr x) {
  mpfr_ptr width = q->rough[0], rise = q->rough[1];
  mpfr_sub(width, &x->right, &x->left, MPFR_RNDU);
  if (mpfr_cmp_d(width, 0x1p-20) > 0) {
    mpfi_exp(y, x);
    return;
  }
  int inexact = mpfr_exp(&y->left, &x->left, MPFR_RNDD);
  mpfr_set(&y->right, &y->left, MPFR_RNDU);
  if (inexact) mpfr_nextabove(&y->right);
  if (mpfr_zero_p(width)) return;
  mpfr_mul(rise, width, &y->right, MPFR_RNDU);
  mpfr_mul_d(rise, rise, 1 + 0x1p-19, MPFR_RNDU);
  mpfr_add(&y->right, &y->right, rise, MPFR_RNDU);
}

/* For x <= 0 the slope of e^x - 1 is at most 1. */
static void expm1_of(search *q, mpfi_ptr y, mpfi_srcptr x) {
  mpfr_ptr width = q->rough[0];
  mpfr_sub(width, &x->right, &x->left, MPFR_RNDU);
  if (mpfr_sgn(&x->right) > 0) {
    mpfi_expm1(y, x);
    return;
  }
  int inexact = mpfr_expm1(&y->left, &x->left, MPFR_RNDD);
  mpfr_set(&y->right, &y->left, MPFR_RNDU);
  if (inexact) mpfr_nextabove(&y->right);
  mpfr_add(&y->right, &y->right, width, MPFR_RNDU);
}

static int near_zero(mpfi_srcptr x) {
  return mpfr_cmp_d(&x->left, -0.5) > 0;
}

/* 1 - e^x for small x from expm1, so that k keeps its digits. */
static void decay_two(search *q, decay *d, mpfi_srcptr s) {
  mpfi_ptr x = q->t[0], e = q->t[1];
  mpfi_mul(x, s, q->rate_mem);
  mpfi_neg(x, x);
  if (near_zero(x)) {
    expm1_of(q, e, x);
    mpfi_add_ui(d->mem, e, 1);
    mpfi_neg(e, e);
    mpfi_mul(d->k, d->mem, e);
    mpfi_sqr(d->syn, d->mem);
  } else {
    exp_of(q, d->mem, x);
    mpfi_sqr(d->syn, d->mem);
    mpfi_sub(d->k, d->mem, d->syn);
  }
}

static void decay_one(search *q, decay *d, mpfi_srcptr s) {
  mpfi_ptr x = q->t[0], y = q->t[1];
  mpfi_mul(x, s, q->rate_mem);
  mpfi_neg(y, x);
  exp_of(q, d->mem, y);
  mpfi_set(d->syn, d->mem);
  mpfi_mul(d->k, x, d->mem);
}

static void decay_any(search *q, decay *d, mpfi_srcptr s) {
  mpfi_ptr x = q->t[0], e = q->t[1];
  mpfi_ptr slow = q->slow_syn ? d->syn : d->mem, fast = q->slow_syn ? d->mem : d->syn;
  mpfi_mul(x, s, q->slow_syn ? q->rate_syn : q->rate_mem);
  mpfi_neg(x, x);
  exp_of(q, slow, x);
  mpfi_mul(x, s, q->gap);
  mpfi_neg(x, x);
  if (near_zero(x)) {
    expm1_of(q, e, x);
    mpfi_add_ui(x, e, 1);
    mpfi_mul(fast, slow, x);
    mpfi_neg(e, e);
    mpfi_mul(e, e, slow);
  } else {
    mpfi_mul(x, s, q->slow_syn ? q->rate_mem : q->rate_syn);
    mpfi_neg(x, x);
    exp_of(q, fast, x);
    mpfi_sub(e, slow, fast);
  }
  mpfi_mul(d->k, e, q->gain);
}

static void decay_of(search *q, decay *d, mpfi_srcptr s) {
  if (q->k->ratio == REF_RATIO_TWO) decay_two(q, d, s);
  else if (q->k->ratio == REF_RATIO_ONE) decay_one(q, d, s);
  else decay_any(q, d, s);
}

static void apply(search *q, mpfi_ptr v, mpfi_ptr i, const decay *d) {
  mpfi_ptr x = q->t[0];
  mpfi_mul(x, q->i, d->k);
  mpfi_mul(v, q->v, d->mem);
  mpfi_add(v, v, x);
  mpfi_mul(i, q->i, d->syn);
}

/* v and i at the exact time s of this window. */
static void evaluate(search *q, mpfr_srcptr s) {
  mpfi_ptr x = q->t[2];
  mpfi_set_fr(x, s);
  decay_of(q, &q->d, x);
  apply(q, q->v_point, q->i_point, &q->d);
}

/* ---- the window's maximum, in long double: a first guess, and for the margin ------------------------------------- */

typedef struct {
  long double s, mem, syn, k; /* s infinite: v rises for ever */
} peak;

static long double number(mpfi_srcptr x) {
  return mpfr_get_ld(&x->left, MPFR_RNDN);
}

/* Where v = i, for i > v and i > 0: e^{-s (1/tau_syn - 1/tau_mem)} = 1 - eta (1 - v/i) =: h. */
static peak peak_of(search *q) {
  mpfi_ptr u = q->t[0], x = q->t[1], y = q->t[2];
  peak m = {INFINITY, 0, 0, 0};
  mpfi_sub(u, q->i, q->v);
  mpfi_mul(x, q->i, q->k->tau_syn);
  mpfi_mul(y, q->v, q->difference);
  mpfi_add(x, x, y);
  long double i = number(q->i), z = number(u) / i;
  long double h = number(x) / q->tau_mem / i;
  if (!(h > 0) || !(z >= 0)) return m;
  long double eta = q->eta, l = fabsl(eta * z) < 0.5L ? log1pl(-eta * z) : logl(h);
  long double x_syn = eta == 0 ? z : -l / eta;
  m.s = q->tau_syn * x_syn;
  m.syn = expl(-x_syn);
  m.mem = m.syn / h;
  m.k = (1 - eta) * z * m.mem;
  return m;
}

static void lower_margin(search *q, long double margin) {
  if (margin < (long double)q->margin) q->margin = (double)margin;
}

/* |c - maximum| over what a float evaluation would round. last: to the window's end, or NULL. */
static void margin_of_window(search *q, const peak *m, const decay *last) {
  long double mem = m->mem, syn = m->syn, k = m->k, top;
  if (last && !(m->s < number(q->length))) {
    mem = number(last->mem), syn = number(last->syn), k = number(last->k);
    top = number(q->v_end);
  } else {
    top = m->s < INFINITY ? number(q->i) * syn : 0;
  }
  long double moved = q->weights.v * mem + q->weights.i * k + q->arrivals.v * mem + q->arrivals.i * (k + syn);
  lower_margin(q, fabsl(q->c - top) / (moved + q->c));
}

/* ---- is there a crossing in the window? -------------------------------------------------------------------------- */

/* From v and i at a point of the window. With |u| <= U there, u = i - v, and on either side of the maximum, u passes
   from the point to there with a rate of at least r = (i - U)/tau_syn - U/tau_mem, so that v there is higher by at most
   U^2/(r tau_mem). */
static verdict judge(search *q, mpfi_srcptr v, mpfi_srcptr i, int at_end) {
  mpfi_srcptr c = q->k->c;
  mpfi_ptr u = q->t[3];
  mpfr_ptr size = q->rough[0], rate = q->rough[1], x = q->rough[2];
  if (mpfr_cmp(&v->left, &c->right) >= 0) return CROSSES;
  if (mpfr_cmp(&v->right, &c->left) >= 0) return DOUBT;
  mpfi_sub(u, i, v);
  if (mpfr_sgn(&u->left) >= 0 && (at_end || mpfr_cmp(&i->right, &c->left) <= 0)) return NONE;
  mpfi_mag(size, u);
  mpfr_sub(rate, &i->left, size, MPFR_RNDD);
  if (mpfr_sgn(rate) <= 0) return DOUBT;
  mpfr_mul(rate, rate, &q->rate_syn->left, MPFR_RNDD);
  mpfr_mul(x, size, &q->rate_mem->right, MPFR_RNDU);
  mpfr_sub(rate, rate, x, MPFR_RNDD);
  if (mpfr_sgn(rate) <= 0) return DOUBT;
  mpfr_mul(x, x, size, MPFR_RNDU);
  mpfr_div(x, x, rate, MPFR_RNDU);
  mpfr_add(&u->right, &v->right, x, MPFR_RNDU);
  return mpfr_cmp(&u->right, &c->left) < 0 ? NONE : DOUBT;
}

/* Newton's step on u at the point towards the maximum; 0 if u is not known well enough for it to lead anywhere. */
static int towards_maximum(search *q) {
  mpfi_ptr u = q->t[3], x = q->t[4], y = q->t[5];
  mpfr_ptr wide = q->rough[0], size = q->rough[1];
  mpfi_sub(u, q->i_point, q->v_point);
  mpfi_diam_abs(wide, u);
  mpfi_mag(size, u);
  mpfr_mul_2ui(wide, wide, 1, MPFR_RNDU);
  if (mpfr_cmp(size, wide) <= 0) return 0;
  mpfi_mul(x, q->i_point, q->rate_syn);
  mpfi_mul(y, u, q->rate_mem);
  mpfi_add(x, x, y);
  mpfi_mid(q->shift, u);
  mpfi_mid(q->next, x);
  if (mpfr_sgn(q->next) <= 0) return 0;
  mpfr_div(q->shift, q->shift, q->next, MPFR_RNDN);
  mpfr_add(q->next, q->point, q->shift, MPFR_RNDN);
  if (mpfr_sgn(q->next) <= 0) mpfr_div_2ui(q->next, q->point, 1, MPFR_RNDN);
  mpfr_set(q->point, q->next, MPFR_RNDN);
  return 1;
}

/* Looks for the maximum. A spike needs i >= c there, so that it is enough to go where i falls below c. */
static verdict judge_maximum(search *q, const peak *m, int last) {
  long double s = q->tau_syn * (logl(number(q->i) / q->c) + 0x1p-30L);
  if (!(s > 0)) s = INFINITY;
  if (m->s < s) s = m->s;
  if (!(s > 0) || !(s < INFINITY)) return DOUBT;
  mpfr_set_ld(q->point, s, MPFR_RNDN);
  for (int rounds = 0; rounds < 64; rounds++) {
    if (!last && mpfr_cmp(q->point, &q->length->left) >= 0) {
      if (rounds == 0) return DOUBT;
      mpfr_set(q->point, &q->length->left, MPFR_RNDD);
    }
    evaluate(q, q->point);
    verdict found = judge(q, q->v_point, q->i_point, 0);
    if (found == CROSSES) mpfr_set(q->high, q->point, MPFR_RNDN);
    if (found != DOUBT || !towards_maximum(q)) return found;
  }
  return DOUBT;
}

/* The window from arrival j to the next, or for ever. v < c where it opens is known. */
static verdict judge_window(search *q, const decay *end) {
  mpfi_ptr u = q->t[3];
  mpfi_srcptr c = q->k->c;
  int quiet = mpfr_cmp(&q->i->right, &c->left) <= 0;
  if (quiet && mpfr_cmp(&q->i->right, &q->v->left) <= 0) return NONE;
  peak m = peak_of(q);
  margin_of_window(q, &m, end);
  if (quiet) return NONE;
  if (!end) return judge_maximum(q, &m, 1);
  verdict found = judge(q, q->v_end, q->i_end, 1);
  if (found == CROSSES) mpfr_set(q->high, &q->length->left, MPFR_RNDD);
  if (found != DOUBT) return found;
  mpfi_sub(u, q->i_end, q->v_end);
  if (mpfr_sgn(&u->left) > 0) return DOUBT;
  return judge_maximum(q, &m, 0);
}

/* ---- the crossing ------------------------------------------------------------------------------------------------ */

/* In long double. Newton from the left never passes the root, for v is concave while it rises; the start is the parabola
   through the maximum. */
static long double guess(search *q, const peak *m) {
  mpfi_ptr x = q->t[0];
  mpfi_sub(x, q->k->c, q->v);
  long double v = number(q->v), i = number(q->i), miss = number(x), tau_mem = q->tau_mem, tau_syn = q->tau_syn;
  long double high = mpfr_get_ld(q->high, MPFR_RNDN), rise = i * m->syn - v, s = 0;
  if (m->s < INFINITY && rise > miss) s = m->s * (1 - sqrtl((rise - miss) / rise));
  for (int n = 0; n < 40; n++) {
    long double e = expm1l(-s / tau_mem), syn = expl(-s / tau_syn), k;
    if (q->k->ratio == REF_RATIO_TWO) k = -e * (1 + e);
    else if (q->k->ratio == REF_RATIO_ONE) k = s / tau_mem * syn;
    else k = q->slow_syn ? -expm1l(s * (1 / tau_syn - 1 / tau_mem)) * syn * (1 - q->eta) / q->eta
                         : -expm1l(-s * (1 / tau_syn - 1 / tau_mem)) * (1 + e) * (1 - q->eta) / q->eta;
    long double u = i * syn - v * (1 + e) - i * k, step = (miss - v * e - i * k) * tau_mem / u;
    if (!(u > 0) || !(fabsl(step) < INFINITY)) break;
    s += step;
    if (!(s > 0)) s = 0;
    if (fabsl(step) <= 0x1p-58L * s) break;
  }
  return s > 0 && s < high ? s : high / 2;
}

/* v - c at the point, and which side that proves: -1, 1, or 0 if it is in doubt. */
static int side(search *q, mpfr_srcptr point) {
  evaluate(q, point);
  if (mpfr_cmp(&q->v_point->left, &q->k->c->right) >= 0) return 1;
  return mpfr_cmp(&q->v_point->right, &q->k->c->left) < 0 ? -1 : 0;
}

/* From the state at the point: Newton's next point; in rough[1] how far the crossing may be from it by rounding, in
   rough[2] by curvature. 0 if v is not known to rise. */
static int newton(search *q) {
  mpfi_ptr f = q->t[3], u = q->t[4], x = q->t[5];
  mpfr_ptr slope = q->rough[0], noise = q->rough[1], bend = q->rough[2], y = q->rough[3];
  mpfi_sub(f, q->k->c, q->v_point);
  mpfi_sub(u, q->i_point, q->v_point);
  if (mpfr_sgn(&u->left) <= 0) return 0;
  mpfi_mul(u, u, q->rate_mem);
  mpfr_set(slope, &u->left, MPFR_RNDD);
  mpfi_diam_abs(noise, f);
  mpfr_div(noise, noise, slope, MPFR_RNDU);
  mpfi_mid(q->shift, f);
  mpfi_mid(q->next, u);
  mpfr_div(q->shift, q->shift, q->next, MPFR_RNDN);
  mpfr_add(q->next, q->point, q->shift, MPFR_RNDN);
  mpfi_mul(x, q->i_point, q->rate_syn);
  mpfi_mul(x, x, q->rate_mem);
  mpfi_mul(u, u, q->rate_mem);
  mpfi_add(x, x, u);
  mpfr_set(y, &x->right, MPFR_RNDU);
  mpfr_div(y, y, slope, MPFR_RNDU);
  mpfr_sqr(bend, q->shift, MPFR_RNDU);
  mpfr_mul(bend, bend, y, MPFR_RNDU);
  return 1;
}

/* Puts low and high around the predicted crossing, further apart each time a sign is in doubt. */
static int pin(search *q) {
  mpfr_t slack;
  int left = 0, right = 0;
  mpfr_init2(slack, 32);
  mpfr_add(slack, q->rough[1], q->rough[2], MPFR_RNDU);
  mpfr_add(slack, slack, q->rough[1], MPFR_RNDU);
  mpfr_set(q->shift, q->next, MPFR_RNDN);
  if (mpfr_zero_p(slack)) {
    mpfr_set(slack, q->next, MPFR_RNDU);
    mpfr_div_2ui(slack, slack, (unsigned long)q->k->working, MPFR_RNDU);
  }
  for (int n = 0; n < 12 && !(left && right); n++) {
    if (!left) {
      mpfr_sub(q->next, q->shift, slack, MPFR_RNDD);
      if (mpfr_cmp(q->next, q->low) <= 0) left = 1;
      else if (mpfr_cmp(q->next, q->high) < 0) {
        int found = side(q, q->next);
        if (found < 0) mpfr_set(q->low, q->next, MPFR_RNDN), left = 1;
        if (found > 0) mpfr_set(q->high, q->next, MPFR_RNDN), right = 1;
      }
    }
    if (!right) {
      mpfr_add(q->next, q->shift, slack, MPFR_RNDU);
      if (mpfr_cmp(q->next, q->high) >= 0) right = 1;
      else if (mpfr_cmp(q->next, q->low) > 0) {
        int found = side(q, q->next);
        if (found > 0) mpfr_set(q->high, q->next, MPFR_RNDN), right = 1;
        if (found < 0) mpfr_set(q->low, q->next, MPFR_RNDN), left = 1;
      }
    }
    mpfr_mul_2ui(slack, slack, 2, MPFR_RNDU);
  }
  mpfr_clear(slack);
  return left && right;
}

/* low = 0 < crossing <= high. v rises, then falls: with v(low) < c <= v(high) and low < high, v is below c up to low. */
static verdict narrow(search *q, const peak *m) {
  mpfr_set_ui(q->low, 0, MPFR_RNDN);
  mpfr_set_ld(q->point, guess(q, m), MPFR_RNDN);
  if (mpfr_cmp(q->point, q->low) <= 0 || mpfr_cmp(q->point, q->high) >= 0) mpfr_div_2ui(q->point, q->high, 1, MPFR_RNDN);
  for (long rounds = 0; rounds < 4 * (long)q->k->working; rounds++) {
    int found = side(q, q->point), known = newton(q);
    if (found < 0) mpfr_set(q->low, q->point, MPFR_RNDN);
    if (found > 0) mpfr_set(q->high, q->point, MPFR_RNDN);
    if (known && mpfr_cmp(q->rough[2], q->rough[1]) <= 0) return pin(q) ? CROSSES : DOUBT;
    if (found == 0) return DOUBT;
    /* Newton's point, unless it is outside or would shrink the bracket too slowly. */
    int inside = known && mpfr_cmp(q->next, q->low) > 0 && mpfr_cmp(q->next, q->high) < 0;
    if (inside && rounds % 16 != 15) mpfr_swap(q->point, q->next);
    else {
      mpfr_add(q->point, q->low, q->high, MPFR_RNDN);
      mpfr_div_2ui(q->point, q->point, 1, MPFR_RNDN);
      if (mpfr_cmp(q->point, q->low) <= 0 || mpfr_cmp(q->point, q->high) >= 0) return CROSSES;
    }
  }
  return DOUBT;
}

/* ---- from arrival to arrival ------------------------------------------------------------------------------------- */

static int search_init(search *q, const ref_constants *k, mpfi_ptr w, mpfi_ptr a, ref_solution *s) {
  mpfr_prec_t p = k->working;
  mpfi_ptr all[] = {q->rate_mem, q->rate_syn, q->difference, q->gap, q->gain, q->v, q->i, q->v_end, q->i_end, q->length,
                    q->v_point, q->i_point};
  q->k = k;
  q->w = w;
  q->a = a;
  q->s = s;
  q->come = q->steps = 0;
  q->step = malloc((s->n ? s->n : 1) * sizeof *q->step);
  if (!q->step) return -1;
  for (size_t j = 0; j < sizeof all / sizeof *all; j++) mpfi_init2(all[j], p);
  for (int j = 0; j < TEMPORARIES; j++) mpfi_init2(q->t[j], p);
  for (int j = 0; j < 4; j++) mpfr_init2(q->rough[j], 32);
  mpfr_inits2(p, q->low, q->high, q->point, q->shift, q->next, (mpfr_ptr)0);
  decay_init(&q->d, p);
  mpfi_ui_div(q->rate_mem, 1, k->tau_mem);
  mpfi_ui_div(q->rate_syn, 1, k->tau_syn);
  mpfi_sub(q->difference, k->tau_mem, k->tau_syn);
  q->slow_syn = mpfr_sgn(&q->difference->left) < 0;
  q->tau_mem = number(k->tau_mem);
  q->tau_syn = number(k->tau_syn);
  q->c = number(k->c);
  q->eta = number(q->difference) / q->tau_mem;
  if (k->ratio == REF_RATIO_ANY) {
    mpfi_abs(q->gain, q->difference);
    mpfi_mul(q->gap, q->gain, q->rate_mem);
    mpfi_mul(q->gap, q->gap, q->rate_syn);
    mpfi_div(q->gain, k->tau_syn, q->gain);
  }
  mpfi_set_ui(q->v, 0);
  mpfi_set_ui(q->i, 0);
  q->weights.v = q->weights.i = q->arrivals.v = q->arrivals.i = 0;
  q->margin = 1;
  return 0;
}

static void search_clear(search *q) {
  mpfi_ptr all[] = {q->rate_mem, q->rate_syn, q->difference, q->gap, q->gain, q->v, q->i, q->v_end, q->i_end, q->length,
                    q->v_point, q->i_point};
  for (size_t j = 0; j < sizeof all / sizeof *all; j++) mpfi_clear(all[j]);
  for (int j = 0; j < TEMPORARIES; j++) mpfi_clear(q->t[j]);
  for (int j = 0; j < 4; j++) mpfr_clear(q->rough[j]);
  mpfr_clears(q->low, q->high, q->point, q->shift, q->next, (mpfr_ptr)0);
  decay_clear(&q->d);
  for (size_t j = 1; j < q->steps; j++) decay_clear(&q->step[j]);
  free(q->step);
}

static mpfi_ptr input(mpfi_ptr x, size_t index) {
  return x + index;
}

static int earlier(const void *x, const void *y) {
  const arrival *a = x, *b = y;
  int order = mpfr_cmp(a->left, b->left);
  if (order != 0) return order;
  return a->index < b->index ? -1 : a->index > b->index;
}

/* Fills order. Arrivals that overlap need no order, see cross_group: they stand by lower end, then index. */
static int sort_arrivals(search *q, const int *come) {
  size_t n = q->s->n, missing = 0;
  arrival *list = malloc((n ? n : 1) * sizeof *list);
  if (!list) return -1;
  for (size_t i = 0; i < n; i++) {
    if (come[i]) list[q->come++] = (arrival){&input(q->a, i)->left, i};
  }
  qsort(list, q->come, sizeof *list, earlier);
  for (size_t j = 0; j < q->come; j++) q->s->order[j] = list[j].index;
  for (size_t i = 0; i < n; i++) {
    if (!come[i]) q->s->order[q->come + missing++] = i;
  }
  free(list);
  return 0;
}

/* The step that leads to arrival j > 0. */
static void make_step(search *q, size_t j) {
  mpfi_ptr x = q->t[3];
  if (q->steps == 0) q->steps = 1;
  if (j < q->steps) return;
  decay *d = &q->step[j];
  decay_init(d, q->k->working);
  q->steps = j + 1;
  mpfi_sub(x, input(q->a, q->s->order[j]), input(q->a, q->s->order[j - 1]));
  if (mpfi_is_zero(x)) {
    mpfi_set_ui(d->mem, 1);
    mpfi_set_ui(d->syn, 1);
    mpfi_set_ui(d->k, 0);
  } else {
    decay_of(q, d, x);
  }
}

static void advance_sizes(size_state *x, const decay *d) {
  x->v = x->v * number(d->mem) + x->i * number(d->k);
  x->i *= number(d->syn);
}

static void add_input(search *q, size_t index) {
  mpfi_ptr w = input(q->w, index);
  long double size = fabsl(number(w)), since = fabsl(number(input(q->a, index)));
  mpfi_add(q->i, q->i, w);
  q->weights.i += size;
  q->arrivals.i += size * fmaxl(since, q->tau_mem) / q->tau_mem;
}

/* Arrivals from j on whose intervals overlap, from the state before j. The flow from one to the next is the same in either
   order (negative times included), so they need none; only v < c must be shown while they come in, by
   |v'| <= 2 max(|v|, |i|)/tau_mem. */
static verdict cross_group(search *q, size_t j, size_t *last) {
  mpfi_ptr x = q->t[3];
  mpfr_ptr size = q->rough[0], length = q->rough[1], y = q->rough[2];
  mpfr_srcptr begin = &input(q->a, q->s->order[j])->left, end = &input(q->a, q->s->order[j])->right;
  mpfi_mag(size, q->i);
  mpfi_mag(y, q->v);
  mpfr_add(size, size, y, MPFR_RNDU);
  mpfi_mag(y, input(q->w, q->s->order[j]));
  mpfr_add(size, size, y, MPFR_RNDU);
  *last = j;
  while (*last + 1 < q->come && mpfr_cmp(&input(q->a, q->s->order[*last + 1])->left, end) <= 0) {
    ++*last;
    mpfi_ptr a = input(q->a, q->s->order[*last]);
    if (mpfr_cmp(&a->right, end) > 0) end = &a->right;
    mpfi_mag(y, input(q->w, q->s->order[*last]));
    mpfr_add(size, size, y, MPFR_RNDU);
  }
  mpfr_sub(length, end, begin, MPFR_RNDU);
  if (mpfr_zero_p(length)) return NONE;
  mpfr_mul(size, size, length, MPFR_RNDU);
  mpfr_mul(size, size, &q->rate_mem->right, MPFR_RNDU);
  mpfr_mul_2ui(size, size, 3, MPFR_RNDU);
  mpfr_add(&x->right, &q->v->right, size, MPFR_RNDU);
  return mpfr_cmp(&x->right, &q->k->c->left) < 0 ? NONE : DOUBT;
}

static void take_arrival(search *q, size_t j) {
  if (j > 0) {
    make_step(q, j);
    apply(q, q->v_end, q->i_end, &q->step[j]);
    mpfi_swap(q->v, q->v_end);
    mpfi_swap(q->i, q->i_end);
    advance_sizes(&q->weights, &q->step[j]);
    advance_sizes(&q->arrivals, &q->step[j]);
  }
  add_input(q, q->s->order[j]);
}

/* At REF_BITS_MAX: the maximum of the window as the spike, enclosed as in judge: |T - point| <= U/r. Where v still
   rises at the window's end, the end is the spike. */
static verdict settle(search *q, int infinite) {
  mpfi_ptr u = q->t[3];
  mpfr_ptr size = q->rough[0], rate = q->rough[1], x = q->rough[2];
  if (!infinite) {
    mpfi_sub(u, q->i_end, q->v_end);
    if (mpfr_sgn(&u->left) > 0) {
      mpfr_set(q->low, &q->length->left, MPFR_RNDD);
      mpfr_set(q->high, &q->length->right, MPFR_RNDU);
      return CROSSES;
    }
  }
  peak m = peak_of(q);
  if (!(m.s > 0) || !(m.s < INFINITY)) return DOUBT;
  mpfr_set_ld(q->point, m.s, MPFR_RNDN);
  for (int n = 0; n < 64; n++) {
    evaluate(q, q->point);
    if (!towards_maximum(q)) break;
  }
  mpfi_sub(u, q->i_point, q->v_point);
  mpfi_mag(size, u);
  mpfr_sub(rate, &q->i_point->left, size, MPFR_RNDD);
  mpfr_mul(rate, rate, &q->rate_syn->left, MPFR_RNDD);
  mpfr_mul(x, size, &q->rate_mem->right, MPFR_RNDU);
  mpfr_sub(rate, rate, x, MPFR_RNDD);
  if (mpfr_sgn(rate) <= 0) return DOUBT;
  mpfr_div(x, size, rate, MPFR_RNDU);
  mpfr_sub(q->low, q->point, x, MPFR_RNDD);
  mpfr_add(q->high, q->point, x, MPFR_RNDU);
  if (mpfr_sgn(q->low) < 0) mpfr_set_ui(q->low, 0, MPFR_RNDN);
  q->s->crossing = REF_TANGENT;
  return CROSSES;
}

/* Goes through the windows up to the spike. Then s->crossing and s->causal are known, and low and high after the last
   causal arrival. */
static verdict find_spike(search *q) {
  int exhausted = q->k->working >= REF_BITS_MAX;
  q->s->crossing = REF_SILENT;
  q->s->causal = 0;
  for (size_t j = 0, last; j < q->come; j = last + 1) {
    if (j > 0) {
      /* v_end, i_end hold the state before arrival j, made for the window before. */
      mpfi_set(q->v, q->v_end);
      mpfi_set(q->i, q->i_end);
      advance_sizes(&q->weights, &q->step[j]);
      advance_sizes(&q->arrivals, &q->step[j]);
    }
    if (cross_group(q, j, &last) == DOUBT && !exhausted) return DOUBT;
    add_input(q, q->s->order[j]);
    for (size_t m = j + 1; m <= last; m++) take_arrival(q, m);
    const decay *end = NULL;
    if (last + 1 < q->come) {
      make_step(q, last + 1);
      end = &q->step[last + 1];
      mpfi_sub(q->length, input(q->a, q->s->order[last + 1]), input(q->a, q->s->order[last]));
      apply(q, q->v_end, q->i_end, end);
    }
    verdict found = judge_window(q, end);
    if (found == NONE) continue;
    q->s->causal = last + 1;
    q->s->crossing = REF_SPIKES;
    peak m = peak_of(q);
    if (found == CROSSES) found = narrow(q, &m);
    if (found == DOUBT && exhausted) found = settle(q, !end), q->margin = 0;
    return found;
  }
  return NONE;
}

/* ---- gradients --------------------------------------------------------------------------------------------------- */

/* From the last causal arrival (q->d) back to the first: k(s + t) = k(s) mem(t) + syn(s) k(t), sums of positive terms.
   Leaves k in dT_dw, w (syn - k) in dT_da. */
static void kernels(search *q) {
  mpfi_ptr x = q->t[0];
  decay *r = &q->d;
  for (size_t j = q->s->causal; j-- > 0;) {
    size_t index = q->s->order[j];
    mpfi_ptr dw = q->s->dT_dw[index], da = q->s->dT_da[index];
    mpfi_set(dw, r->k);
    mpfi_sub(x, r->syn, r->k);
    mpfi_mul(da, x, input(q->w, index));
    if (j == 0) break;
    const decay *step = &q->step[j];
    if (mpfi_is_zero(step->k)) continue;
    mpfi_mul(x, r->syn, step->k);
    mpfi_mul(r->k, r->k, step->mem);
    mpfi_add(r->k, r->k, x);
    mpfi_mul(r->mem, r->mem, step->mem);
    mpfi_mul(r->syn, r->syn, step->syn);
  }
}

/* u = tau_mem K' at T is known to be positive. */
static void gradients(search *q, mpfi_srcptr u) {
  mpfi_ptr x = q->t[0], y = q->t[1];
  ref_solution *s = q->s;
  mpfi_div(s->dT_dc, q->k->tau_mem, u);
  mpfi_neg(x, s->dT_dc);
  mpfi_ui_div(y, 1, u);
  for (size_t j = 0; j < s->causal; j++) {
    size_t index = s->order[j];
    mpfi_mul(s->dT_dw[index], s->dT_dw[index], x);
    mpfi_mul(s->dT_da[index], s->dT_da[index], y);
  }
}

static void no_gradients(ref_solution *s) {
  mpfi_set_ui(s->dT_dc, 0);
  for (size_t i = 0; i < s->n; i++) {
    mpfi_set_ui(s->dT_dw[i], 0);
    mpfi_set_ui(s->dT_da[i], 0);
  }
}

/* Condition number of T, SPEC 9.3. */
static double condition_of_time(search *q) {
  ref_solution *s = q->s;
  long double sum = fabsl(q->c * number(s->dT_dc));
  for (size_t j = 0; j < s->causal; j++) {
    size_t i = s->order[j];
    sum += fabsl(number(input(q->w, i)) * number(s->dT_dw[i])) + fabsl(number(input(q->a, i)) * number(s->dT_da[i]));
  }
  return (double)(sum / fmaxl(fabsl(number(s->time)), q->tau_mem));
}

static void margin_of_arrivals(search *q) {
  ref_solution *s = q->s;
  long double condition = s->crossing == REF_SPIKES ? fmaxl(1, (long double)condition_of_time(q)) : 1;
  long double size = fmaxl(fabsl(number(s->time)), q->tau_mem);
  mpfi_ptr x = q->t[0];
  for (size_t j = 0; j < q->come; j++) {
    mpfi_ptr a = input(q->a, s->order[j]);
    mpfi_sub(x, s->time, a);
    lower_margin(q, fabsl(number(x)) / fmaxl(size, fabsl(number(a))) / condition);
  }
}

/* T, v and i there. */
static verdict finish_spike(search *q) {
  mpfi_ptr u = q->t[3];
  ref_solution *s = q->s;
  mpfi_interv_fr(s->since, q->low, q->high);
  mpfi_add(s->time, input(q->a, s->order[s->causal - 1]), s->since);
  if (s->crossing == REF_TANGENT) {
    margin_of_arrivals(q);
    return CROSSES;
  }
  decay_of(q, &q->d, s->since);
  apply(q, q->v_point, q->i_point, &q->d);
  mpfi_sub(u, q->i_point, q->v_point);
  if (mpfr_sgn(&u->left) <= 0) {
    if (q->k->working < REF_BITS_MAX) return DOUBT;
    s->crossing = REF_TANGENT;
    q->margin = 0;
    return CROSSES;
  }
  kernels(q);
  gradients(q, u);
  margin_of_arrivals(q);
  return CROSSES;
}

/* ---- measured times ---------------------------------------------------------------------------------------------- */

/* The arrivals before the measured time; whether the sign of a - measured is known for all. */
static verdict causal_at(search *q, mpfr_srcptr measured) {
  int exhausted = q->k->working >= REF_BITS_MAX;
  ref_solution *s = q->s;
  s->causal = 0;
  for (size_t j = 0; j < q->come; j++) {
    mpfi_ptr a = input(q->a, s->order[j]);
    if (mpfr_cmp(&a->left, measured) >= 0) break;
    if (mpfr_cmp(&a->right, measured) >= 0) {
      if (!exhausted) return DOUBT;
      break;
    }
    s->causal = j + 1;
  }
  return CROSSES;
}

static verdict finish_measured(search *q, mpfr_srcptr measured) {
  ref_solution *s = q->s;
  mpfi_ptr u = q->t[3];
  s->crossing = REF_SILENT;
  mpfi_set_fr(s->time, measured);
  if (causal_at(q, measured) == DOUBT) return DOUBT;
  if (s->causal == 0) return NONE;
  for (size_t j = 1; j < s->causal; j++) make_step(q, j);
  mpfi_sub(s->since, s->time, input(q->a, s->order[s->causal - 1]));
  decay_of(q, &q->d, s->since);
  kernels(q);
  mpfi_set_ui(u, 0);
  for (size_t j = 0; j < s->causal; j++) mpfi_add(u, u, s->dT_da[s->order[j]]);
  if (mpfr_sgn(&u->left) > 0) {
    s->crossing = REF_SPIKES;
    gradients(q, u);
    margin_of_arrivals(q);
    return CROSSES;
  }
  no_gradients(s);
  return mpfr_sgn(&u->right) <= 0 || q->k->working >= REF_BITS_MAX ? NONE : DOUBT;
}

/* ---- solve ------------------------------------------------------------------------------------------------------- */

static void set_precision(ref_solution *s, mpfr_prec_t p) {
  s->working = p;
  mpfi_set_prec(s->time, p);
  mpfi_set_prec(s->since, p);
  mpfi_set_prec(s->dT_dc, p);
  for (size_t i = 0; i < s->n; i++) {
    mpfi_set_prec(s->dT_dw[i], p);
    mpfi_set_prec(s->dT_da[i], p);
  }
}

int ref_solve_intervals(const ref_constants *k, size_t n, mpfi_t *w, mpfi_t *a, const int *come, const mpfr_t measured,
                        ref_solution *s) {
  search q;
  if (!s->order || s->n != n) return 1;
  set_precision(s, k->working);
  no_gradients(s);
  if (search_init(&q, k, w ? w[0] : NULL, a ? a[0] : NULL, s) != 0) return 1;
  verdict found = sort_arrivals(&q, come) == 0 ? find_spike(&q) : DOUBT;
  if (found == CROSSES && !measured) found = finish_spike(&q);
  else if (found == CROSSES && mpfr_number_p(measured)) found = finish_measured(&q, measured);
  else if (measured) s->crossing = REF_SILENT;
  if (s->crossing == REF_SILENT && !(found == NONE && measured && mpfr_number_p(measured))) s->causal = 0;
  s->margin = q.margin;
  search_clear(&q);
  return found == DOUBT;
}

/* Bits that x lacks for a width of 2^-bits of size (an exponent). */
static long lacking(mpfi_srcptr x, mpfr_exp_t size, mpfr_prec_t bits, mpfr_ptr width) {
  mpfr_sub(width, &x->right, &x->left, MPFR_RNDU);
  if (mpfr_zero_p(width)) return 0;
  long lack = (long)(mpfr_get_exp(width) - size) + (long)bits;
  return lack > 0 ? lack : 0;
}

/* The exponent e of a size of at least 2^e: from the end nearer to zero. */
static mpfr_exp_t exponent(mpfi_srcptr x) {
  mpfr_srcptr end = mpfr_cmpabs(&x->left, &x->right) < 0 ? &x->left : &x->right;
  return mpfi_has_zero(x) ? mpfr_get_emin() : mpfr_get_exp(end) - 1;
}

static long lacking_gradient(mpfi_t *x, size_t n, mpfr_prec_t bits, mpfr_ptr width) {
  mpfr_exp_t size = mpfr_get_emin();
  long most = 0;
  for (size_t i = 0; i < n; i++) {
    if (exponent(x[i]) > size) size = exponent(x[i]);
  }
  for (size_t i = 0; i < n; i++) {
    long lack = lacking(x[i], size, bits, width);
    if (lack > most) most = lack;
  }
  return most;
}

static long lacking_bits(const ref_solution *s, int measured, mpfr_prec_t bits) {
  long most = 0, lack[5] = {0, 0, 0, 0, 0};
  mpfr_t width;
  if (s->crossing == REF_SILENT) return 0;
  mpfr_init2(width, 32);
  if (!measured) {
    lack[0] = lacking(s->time, exponent(s->time), bits, width);
    lack[1] = lacking(s->since, exponent(s->since), bits, width);
  }
  if (s->crossing == REF_SPIKES) {
    lack[2] = lacking(s->dT_dc, exponent(s->dT_dc), bits, width);
    lack[3] = lacking_gradient(s->dT_dw, s->n, bits, width);
    lack[4] = lacking_gradient(s->dT_da, s->n, bits, width);
  }
  for (int j = 0; j < 5; j++) {
    if (lack[j] > most) most = lack[j];
  }
  mpfr_clear(width);
  return most;
}

static int solve_at(const ref_inputs *x, mpfi_t *w, mpfi_t *a, const int *come, mpfr_prec_t working, mpfr_srcptr measured,
                    ref_solution *s) {
  ref_constants k;
  ref_constants_init(&k, &x->neuron, working);
  int doubt = ref_solve_intervals(&k, x->n, w, a, come, measured, s);
  ref_constants_clear(&k);
  return doubt;
}

/* More bits until every sign and every width is proved. */
static int solve(const ref_inputs *x, mpfi_t *w, mpfi_t *a, const int *come, mpfr_prec_t bits, mpfr_srcptr measured,
                 ref_solution *s) {
  mpfr_prec_t working = bits + 40 < 96 ? 96 : bits + 40;
  for (;;) {
    if (working > REF_BITS_MAX) working = REF_BITS_MAX;
    long lack = solve_at(x, w, a, come, working, measured, s) ? (long)working : lacking_bits(s, measured != NULL, bits);
    if (lack == 0) return 0;
    if (working == REF_BITS_MAX) return -1;
    working += lack < (long)working ? lack + 8 : (long)working;
  }
}

static int sane(const ref_inputs *x) {
  const ref_neuron *m = &x->neuron;
  if (!isfinite(m->tau_mem) || !isfinite(m->tau_syn) || !isfinite(m->g_leak)) return 0;
  if (!isfinite(m->threshold) || !isfinite(m->e_leak)) return 0;
  if (!(m->tau_mem > 0) || !(m->tau_syn > 0) || !(m->g_leak > 0) || !(m->threshold > m->e_leak)) return 0;
  for (size_t i = 0; i < x->n; i++) {
    if (!isfinite(x->w[i]) || isnan(x->a[i]) || (isinf(x->a[i]) && x->a[i] < 0)) return 0;
  }
  return 1;
}

static int solve_doubles(const ref_inputs *x, mpfr_prec_t bits, mpfr_srcptr measured, ref_solution *s) {
  size_t n = x->n, room = n ? n : 1;
  int result = -1;
  if (!s->order || s->n != n || bits < 2 || bits > REF_BITS_MAX || !sane(x)) return -1;
  mpfi_t *w = malloc(room * sizeof *w), *a = malloc(room * sizeof *a);
  int *come = malloc(room * sizeof *come);
  if (w && a && come) {
    for (size_t i = 0; i < n; i++) {
      come[i] = isfinite(x->a[i]) != 0;
      mpfi_init2(w[i], 53);
      mpfi_init2(a[i], 53);
      mpfi_set_d(w[i], x->w[i]);
      mpfi_set_d(a[i], come[i] ? x->a[i] : 0);
    }
    result = solve(x, w, a, come, bits, measured, s);
    for (size_t i = 0; i < n; i++) {
      mpfi_clear(w[i]);
      mpfi_clear(a[i]);
    }
  }
  free(w);
  free(a);
  free(come);
  return result;
}

int ref_solve(const ref_inputs *x, mpfr_prec_t bits, ref_solution *s) {
  return solve_doubles(x, bits, NULL, s);
}

int ref_solve_measured(const ref_inputs *x, double measured, mpfr_prec_t bits, ref_solution *s) {
  mpfr_t at;
  mpfr_init2(at, 53);
  mpfr_set_d(at, measured, MPFR_RNDN);
  int result = isnan(measured) ? -1 : solve_doubles(x, bits, at, s);
  mpfr_clear(at);
  return result;
}
