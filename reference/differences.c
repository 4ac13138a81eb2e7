#include "differences.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BITS = 500, NETWORK_BITS = 450, STEP = 50, NODES = 4 };

/* One neuron with its causal set held, in plain arithmetic. State and times are relative to the last causal arrival: an
   input moves the state there, and v(s) = c is all there is to solve. */
typedef struct {
  ref_ratio ratio;
  int slow_syn;
  mpfr_t tau_mem, tau_syn, c, gain, gap;
  mpfr_t v, i, since, mem, syn, k; /* the state; T, and the kernels last evaluated */
  mpfr_t v_moved, i_moved, c_moved;
  mpfr_t theta, slope;             /* by how much T is to move, and v' there */
  mpfr_t time, step, h, x, y, z;
  mpfr_t found[2];
} plain;

static void list(plain *p, mpfr_ptr *all) {
  mpfr_ptr x[] = {p->tau_mem, p->tau_syn, p->c, p->gain, p->gap, p->v, p->i, p->since, p->mem, p->syn, p->k, p->v_moved,
                  p->i_moved, p->c_moved, p->theta, p->slope, p->time, p->step, p->h, p->x, p->y, p->z, p->found[0],
                  p->found[1]};
  memcpy(all, x, sizeof x);
}
enum { NUMBERS = 24 };

static void plain_init(plain *p, const ref_neuron *m) {
  mpfr_ptr all[NUMBERS];
  list(p, all);
  for (int n = 0; n < NUMBERS; n++) {
    mpfr_init2(all[n], BITS);
    mpfr_set_ui(all[n], 0, MPFR_RNDN);
  }
  p->ratio = ref_ratio_of(m);
  p->slow_syn = m->tau_syn > m->tau_mem;
  mpfr_set_d(p->tau_mem, m->tau_mem, MPFR_RNDN);
  mpfr_set_d(p->tau_syn, m->tau_syn, MPFR_RNDN);
  mpfr_set_d(p->c, m->threshold, MPFR_RNDN);
  mpfr_sub_d(p->c, p->c, m->e_leak, MPFR_RNDN);
  mpfr_mul_d(p->c, p->c, m->g_leak, MPFR_RNDN);
  if (p->ratio != REF_RATIO_ANY) return;
  mpfr_sub(p->x, p->tau_mem, p->tau_syn, MPFR_RNDN);
  mpfr_abs(p->x, p->x, MPFR_RNDN);
  mpfr_div(p->gain, p->tau_syn, p->x, MPFR_RNDN);
  mpfr_div(p->gap, p->x, p->tau_mem, MPFR_RNDN);
  mpfr_div(p->gap, p->gap, p->tau_syn, MPFR_RNDN);
}

static void plain_clear(plain *p) {
  mpfr_ptr all[NUMBERS];
  list(p, all);
  for (int n = 0; n < NUMBERS; n++) mpfr_clear(all[n]);
}

static void decays(mpfr_ptr y, mpfr_srcptr s, mpfr_srcptr tau) {
  mpfr_div(y, s, tau, MPFR_RNDN);
  mpfr_neg(y, y, MPFR_RNDN);
  mpfr_exp(y, y, MPFR_RNDN);
}

/* mem, syn and k at s, which may be negative. */
static void kernels(plain *p, mpfr_srcptr s) {
  decays(p->mem, s, p->tau_mem);
  if (p->ratio == REF_RATIO_ONE) {
    mpfr_set(p->syn, p->mem, MPFR_RNDN);
    mpfr_div(p->k, s, p->tau_mem, MPFR_RNDN);
    mpfr_mul(p->k, p->k, p->mem, MPFR_RNDN);
    return;
  }
  if (p->ratio == REF_RATIO_TWO) {
    mpfr_sqr(p->syn, p->mem, MPFR_RNDN);
    mpfr_div(p->k, s, p->tau_mem, MPFR_RNDN);
  } else {
    decays(p->syn, s, p->tau_syn);
    mpfr_mul(p->k, s, p->gap, MPFR_RNDN);
  }
  mpfr_neg(p->k, p->k, MPFR_RNDN);
  mpfr_expm1(p->k, p->k, MPFR_RNDN);
  mpfr_neg(p->k, p->k, MPFR_RNDN);
  mpfr_mul(p->k, p->k, p->slow_syn ? p->syn : p->mem, MPFR_RNDN);
  if (p->ratio == REF_RATIO_ANY) mpfr_mul(p->k, p->k, p->gain, MPFR_RNDN);
}

/* Newton's method from T on v(s) = c of the moved state; into `time`. -1 if it does not settle. */
static int solve_moved(plain *p) {
  mpfr_set(p->time, p->since, MPFR_RNDN);
  for (int n = 0; n < 24; n++) {
    kernels(p, p->time);
    mpfr_mul(p->x, p->v_moved, p->mem, MPFR_RNDN);
    mpfr_mul(p->y, p->i_moved, p->k, MPFR_RNDN);
    mpfr_add(p->x, p->x, p->y, MPFR_RNDN);
    mpfr_mul(p->y, p->i_moved, p->syn, MPFR_RNDN);
    mpfr_sub(p->y, p->y, p->x, MPFR_RNDN);
    mpfr_sub(p->x, p->c_moved, p->x, MPFR_RNDN);
    mpfr_div(p->step, p->x, p->y, MPFR_RNDN);
    mpfr_mul(p->step, p->step, p->tau_mem, MPFR_RNDN);
    mpfr_add(p->time, p->time, p->step, MPFR_RNDN);
    if (!mpfr_number_p(p->time)) return -1;
    mpfr_mul_2si(p->y, p->theta, -(BITS / 2), MPFR_RNDN);
    if (mpfr_cmpabs(p->step, p->y) < 0) return 0;
  }
  return -1;
}

/* The state at the last causal arrival, T again to all bits, and how far things may move: a small part of the way from T to
   the maximum, which is about u/|u'|, u = i - v. */
static int start(plain *p, const ref_inputs *x, const ref_solution *s) {
  double last = x->a[s->order[s->causal - 1]];
  for (size_t j = 0; j < s->causal; j++) {
    size_t index = s->order[j];
    mpfr_set_d(p->x, last, MPFR_RNDN);
    mpfr_sub_d(p->x, p->x, x->a[index], MPFR_RNDN);
    kernels(p, p->x);
    mpfr_mul_d(p->k, p->k, x->w[index], MPFR_RNDN);
    mpfr_mul_d(p->syn, p->syn, x->w[index], MPFR_RNDN);
    mpfr_add(p->v, p->v, p->k, MPFR_RNDN);
    mpfr_add(p->i, p->i, p->syn, MPFR_RNDN);
  }
  mpfi_mid(p->since, s->since);
  mpfr_set(p->theta, p->since, MPFR_RNDN);
  mpfr_set(p->v_moved, p->v, MPFR_RNDN);
  mpfr_set(p->i_moved, p->i, MPFR_RNDN);
  mpfr_set(p->c_moved, p->c, MPFR_RNDN);
  /* Near tangency rounding alone keeps the last step above a fixed part of T. */
  mpfr_mul_2si(p->theta, p->theta, -STEP, MPFR_RNDN);
  if (solve_moved(p) != 0) return -1;
  mpfr_set(p->since, p->time, MPFR_RNDN);
  kernels(p, p->since);
  mpfr_mul(p->x, p->i, p->syn, MPFR_RNDN);
  mpfr_sub(p->slope, p->x, p->c, MPFR_RNDN);
  mpfr_div(p->slope, p->slope, p->tau_mem, MPFR_RNDN);
  mpfr_div(p->x, p->x, p->tau_syn, MPFR_RNDN);
  mpfr_add(p->x, p->x, p->slope, MPFR_RNDN);
  mpfr_div(p->theta, p->slope, p->x, MPFR_RNDN);
  mpfr_mul(p->theta, p->theta, p->tau_mem, MPFR_RNDN);
  mpfr_mul_2si(p->theta, p->theta, -STEP, MPFR_RNDN);
  return mpfr_sgn(p->slope) > 0 ? 0 : -1;
}

typedef enum { MOVE_C, MOVE_W, MOVE_A } move;

/* Moves a number by d: the state at the last causal arrival as it is then. w, back: of the input, and its time before
   that. */
static void moved_state(plain *p, move what, double w, mpfr_srcptr back, mpfr_srcptr d) {
  mpfr_set(p->v_moved, p->v, MPFR_RNDN);
  mpfr_set(p->i_moved, p->i, MPFR_RNDN);
  mpfr_set(p->c_moved, p->c, MPFR_RNDN);
  if (what == MOVE_C) {
    mpfr_add(p->c_moved, p->c, d, MPFR_RNDN);
    return;
  }
  kernels(p, back);
  if (what == MOVE_W) {
    mpfr_fma(p->v_moved, p->k, d, p->v_moved, MPFR_RNDN);
    mpfr_fma(p->i_moved, p->syn, d, p->i_moved, MPFR_RNDN);
    return;
  }
  mpfr_set_d(p->x, w, MPFR_RNDN);
  mpfr_fms(p->v_moved, p->k, p->x, p->v_moved, MPFR_RNDN);
  mpfr_fms(p->i_moved, p->syn, p->x, p->i_moved, MPFR_RNDN);
  mpfr_sub(p->y, back, d, MPFR_RNDN);
  kernels(p, p->y);
  mpfr_fms(p->v_moved, p->k, p->x, p->v_moved, MPFR_RNDN);
  mpfr_fms(p->i_moved, p->syn, p->x, p->i_moved, MPFR_RNDN);
}

/* (T(+h) - T(-h))/2h for h and h/2, and what the two extrapolate to: into found[1]. */
static int difference(plain *p, move what, double w, mpfr_srcptr back) {
  for (int n = 0; n < 2; n++) {
    moved_state(p, what, w, back, p->h);
    if (solve_moved(p) != 0) return -1;
    mpfr_set(p->found[n], p->time, MPFR_RNDN);
    mpfr_neg(p->h, p->h, MPFR_RNDN);
    moved_state(p, what, w, back, p->h);
    if (solve_moved(p) != 0) return -1;
    mpfr_sub(p->found[n], p->found[n], p->time, MPFR_RNDN);
    mpfr_neg(p->h, p->h, MPFR_RNDN);
    mpfr_div(p->found[n], p->found[n], p->h, MPFR_RNDN);
    mpfr_div_2ui(p->found[n], p->found[n], 1, MPFR_RNDN);
    mpfr_div_2ui(p->h, p->h, 1, MPFR_RNDN);
  }
  mpfr_mul_2ui(p->found[1], p->found[1], 2, MPFR_RNDN);
  mpfr_sub(p->found[1], p->found[1], p->found[0], MPFR_RNDN);
  mpfr_div_ui(p->found[1], p->found[1], 3, MPFR_RNDN);
  return 0;
}

/* h: T moves by about theta if v moves by theta v', and v moves by weight h at most. limit: NULL, or the largest h. */
static void choose_step(plain *p, mpfr_srcptr weight, mpfr_srcptr limit) {
  mpfr_mul(p->h, p->theta, p->slope, MPFR_RNDN);
  mpfr_div(p->h, p->h, weight, MPFR_RNDN);
  if (limit && mpfr_cmp(p->h, limit) > 0) mpfr_set(p->h, limit, MPFR_RNDN);
}

static double relative(mpfr_t x, mpfi_srcptr y, mpfr_srcptr scale) {
  mpfr_t mid;
  mpfr_init2(mid, BITS);
  mpfi_mid(mid, y);
  mpfr_sub(mid, mid, x, MPFR_RNDN);
  mpfr_div(mid, mid, scale, MPFR_RNDN);
  double size = fabs(mpfr_get_d(mid, MPFR_RNDA));
  mpfr_clear(mid);
  return mpfr_nan_p(x) || isnan(size) ? (double)INFINITY : size;
}

static void largest(mpfr_ptr most, mpfi_t *x, size_t n) {
  mpfr_t size;
  mpfr_init2(size, BITS);
  mpfr_set_ui(most, 0, MPFR_RNDN);
  for (size_t i = 0; i < n; i++) {
    mpfi_mag(size, x[i]);
    if (mpfr_cmp(size, most) > 0) mpfr_set(most, size, MPFR_RNDN);
  }
  if (mpfr_zero_p(most)) mpfr_set_ui(most, 1, MPFR_RNDN);
  mpfr_clear(size);
}

/* v and tau_mem v' at T move by at most k + syn (at T - a) per weight, and v by w times that over tau_mem per arrival. */
static int compare_input(plain *p, const ref_inputs *x, const ref_solution *s, size_t index, mpfr_ptr back, mpfr_ptr limit,
                         const mpfr_t *scale, ref_disagreement *d) {
  double w = x->w[index];
  mpfr_set_d(back, x->a[s->order[s->causal - 1]], MPFR_RNDN);
  mpfr_sub_d(back, back, x->a[index], MPFR_RNDN);
  mpfr_add(p->z, back, p->since, MPFR_RNDN);
  kernels(p, p->z);
  if (mpfr_zero_p(p->k)) return 0;
  mpfr_add(p->z, p->k, p->syn, MPFR_RNDN);
  choose_step(p, p->z, NULL);
  if (difference(p, MOVE_W, w, back) != 0) return -1;
  d->w = fmax(d->w, relative(p->found[1], s->dT_dw[index], scale[0]));
  mpfr_mul_d(p->z, p->z, fabs(w), MPFR_RNDN);
  mpfr_div(p->z, p->z, p->tau_mem, MPFR_RNDN);
  choose_step(p, p->z, limit);
  if (difference(p, MOVE_A, w, back) != 0) return -1;
  d->a = fmax(d->a, relative(p->found[1], s->dT_da[index], scale[1]));
  return 0;
}

int ref_differences(const ref_inputs *x, const ref_solution *s, size_t limit, ref_disagreement *d) {
  plain p;
  mpfr_t back, bound, scale[2];
  d->w = d->a = d->c = 0;
  if (s->crossing != REF_SPIKES || s->causal == 0) return -1;
  plain_init(&p, &x->neuron);
  mpfr_inits2(BITS, back, bound, scale[0], scale[1], (mpfr_ptr)0);
  largest(scale[0], s->dT_dw, s->n);
  largest(scale[1], s->dT_da, s->n);
  mpfr_min(bound, p.tau_mem, p.tau_syn, MPFR_RNDN);
  mpfr_mul_2si(bound, bound, -STEP, MPFR_RNDN);
  int failed = start(&p, x, s);
  if (!failed) {
    mpfr_set_ui(p.z, 1, MPFR_RNDN);
    choose_step(&p, p.z, NULL);
    failed = difference(&p, MOVE_C, 0, back);
  }
  if (!failed) {
    mpfi_mid(p.z, s->dT_dc);
    d->c = relative(p.found[1], s->dT_dc, p.z);
  }
  size_t count = limit > 0 && limit < s->causal ? limit : s->causal;
  for (size_t j = 0; j < count && !failed; j++) {
    failed = compare_input(&p, x, s, s->order[j], back, bound, (const mpfr_t *)scale, d);
  }
  mpfr_clears(back, bound, scale[0], scale[1], (mpfr_ptr)0);
  plain_clear(&p);
  return failed;
}

/* ---- networks ---------------------------------------------------------------------------------------------------- */

/* The loss at NODES points p + d around a parameter p, d about -2h, -h, h, 2h as doubles allow (d is exact). */
static int losses(ref_network *net, double *p, mpfr_t *d, mpfr_t *loss) {
  const int at[NODES] = {-2, -1, 1, 2};
  double kept = *p, h = ldexp(fmax(fabs(kept), 0.125), -44);
  ref_network_solution s;
  int failed = 0;
  for (int n = 0; n < NODES && !failed; n++) {
    ref_network_solution_init(&s, net);
    *p = kept + at[n] * h;
    mpfr_set_d(d[n], *p, MPFR_RNDN);
    mpfr_sub_d(d[n], d[n], kept, MPFR_RNDN);
    failed = ref_network_solve(net, NETWORK_BITS, &s);
    if (!failed) mpfi_mid(loss[n], s.loss);
    ref_network_solution_clear(&s);
  }
  *p = kept;
  return failed;
}

/* The derivative at 0 of the polynomial through (0, L) and the nodes: for even nodes Richardson's extrapolation of central
   differences. sum (L_n - L)/d_n prod over m != n of d_m/(d_m - d_n). */
static void extrapolate(mpfr_t *d, mpfr_t *loss, mpfr_srcptr here, mpfr_ptr slope) {
  mpfr_t x, y;
  mpfr_inits2(BITS, x, y, (mpfr_ptr)0);
  mpfr_set_ui(slope, 0, MPFR_RNDN);
  for (int n = 0; n < NODES; n++) {
    mpfr_sub(x, loss[n], here, MPFR_RNDN);
    mpfr_div(x, x, d[n], MPFR_RNDN);
    for (int m = 0; m < NODES; m++) {
      if (m == n) continue;
      mpfr_sub(y, d[m], d[n], MPFR_RNDN);
      mpfr_div(y, d[m], y, MPFR_RNDN);
      mpfr_mul(x, x, y, MPFR_RNDN);
    }
    mpfr_add(slope, slope, x, MPFR_RNDN);
  }
  mpfr_clears(x, y, (mpfr_ptr)0);
}

/* The loss at p itself, to the same bits. */
static int loss_here(const ref_network *net, mpfr_ptr here) {
  ref_network_solution s;
  ref_network_solution_init(&s, net);
  int failed = ref_network_solve(net, NETWORK_BITS, &s);
  if (!failed) mpfi_mid(here, s.loss);
  ref_network_solution_clear(&s);
  return failed;
}

int ref_network_differences(const ref_network *net, const ref_network_solution *s, double *disagreement) {
  ref_network moved = *net;
  size_t count = ref_parameter_count(net);
  mpfr_t d[NODES], loss[NODES], here, slope, scale;
  *disagreement = 0;
  if (net->measured) return -1;
  moved.parameters = malloc((count ? count : 1) * sizeof *moved.parameters);
  if (!moved.parameters) return -1;
  if (count > 0) memcpy(moved.parameters, net->parameters, count * sizeof *moved.parameters);
  for (int n = 0; n < NODES; n++) mpfr_inits2(BITS, d[n], loss[n], (mpfr_ptr)0);
  mpfr_inits2(BITS, here, slope, scale, (mpfr_ptr)0);
  largest(scale, s->gradient, s->parameters);
  int failed = loss_here(net, here);
  for (size_t i = 0; i < count && !failed; i++) {
    failed = losses(&moved, &moved.parameters[i], d, loss);
    if (failed) break;
    extrapolate(d, loss, here, slope);
    *disagreement = fmax(*disagreement, relative(slope, s->gradient[i], scale));
  }
  for (int n = 0; n < NODES; n++) mpfr_clears(d[n], loss[n], (mpfr_ptr)0);
  mpfr_clears(here, slope, scale, (mpfr_ptr)0);
  free(moved.parameters);
  return failed;
}
