/* Certified intervals of delgrad.h: each must hold the exact value, whatever the rounding. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "accuracy.h"
#include "delgrad.h"

#define REAL_BITS (DG_FLOAT ? 24 : 53)
#if DG_FLOAT
#define REAL_NAME "f32"
#else
#define REAL_NAME "f64"
#endif
#define UNDECIDED (64 * (double)DG_EPSILON)
#define SMALL 6 /* inputs of seven cases of eight, at most */

typedef struct {
  size_t n;
  dg_neuron neuron;
  dg_real *w, *a;
  dg_index *order;
  dg_interval *dT_dw, *dT_da;
  dg_spike_bounds bounds;
} problem;

static int problem_init(problem *p, const ref_inputs *x) {
  size_t n = x->n;
  p->n = n;
  p->w = malloc(2 * n * sizeof *p->w);
  p->order = malloc(n * sizeof *p->order);
  p->dT_dw = malloc(2 * n * sizeof *p->dT_dw);
  if (p->w == NULL || p->order == NULL || p->dT_dw == NULL) return -1;
  p->a = p->w + n;
  p->dT_da = p->dT_dw + n;
  p->neuron = (dg_neuron){(dg_real)x->neuron.tau_mem, (dg_real)x->neuron.tau_syn, (dg_real)x->neuron.threshold,
                          (dg_real)x->neuron.e_leak, (dg_real)x->neuron.g_leak};
  for (size_t i = 0; i < n; i++) {
    p->w[i] = (dg_real)x->w[i];
    p->a[i] = (dg_real)x->a[i];
  }
  return 0;
}

static void problem_clear(problem *p) {
  free(p->w);
  free(p->order);
  free(p->dT_dw);
}

static mpfr_t width; /* of the interval at hand */

/* Whether the enclosure e lies inside the interval: 1, 0 if the exact value is outside, -1 if e is too wide to tell. */
static int inside(dg_interval x, const mpfi_t e) {
  const __mpfr_struct *left = &e->left, *right = &e->right;
  if (mpfr_cmp_d(left, (double)x.low) >= 0 && mpfr_cmp_d(right, (double)x.high) <= 0) return 1;
  return mpfr_cmp_d(right, (double)x.low) < 0 || mpfr_cmp_d(left, (double)x.high) > 0 ? 0 : -1;
}

static void add_width(ac_line *line, dg_interval x, const mpfi_t e, uint64_t index, size_t component) {
  mpfr_set_d(width, (double)x.high, MPFR_RNDU);
  mpfr_sub_d(width, width, (double)x.low, MPFR_RNDU);
  ac_add(line, ac_ulps(width, &e->left, DG_FLOAT), 1, index, component, 0);
}

/* All intervals of a case against its solution. 1: inside, 0: not, -1: the solution is too wide. */
static int all_inside(const problem *p, const ref_solution *s) {
  int least = 1;
  if (s->crossing != REF_SPIKES) return p->bounds.crossing == DG_SILENT && s->crossing == REF_SILENT;
  if (p->bounds.crossing != DG_SPIKES || p->bounds.causal != s->causal) return 0;
  const dg_interval numbers[3] = {p->bounds.time, p->bounds.since, p->bounds.dT_dc};
  const __mpfi_struct *exact[3] = {s->time, s->since, s->dT_dc};
  for (int i = 0; i < 3; i++) {
    int y = inside(numbers[i], exact[i]);
    least = y == 0 || least == 0 ? 0 : y < least ? y : least;
  }
  for (size_t q = 0; q < s->n; q++) {
    size_t i = s->order[q];
    int w = inside(p->dT_dw[i], s->dT_dw[i]), a = inside(p->dT_da[i], s->dT_da[i]);
    if (w == 0 || a == 0) return 0;
    if (w < 0 || a < 0) least = least == 0 ? 0 : -1;
  }
  return least;
}

static void add_widths(const problem *p, const ref_solution *s, uint64_t index, ac_line *line) {
  add_width(line, p->bounds.time, s->time, index, 0);
  add_width(line, p->bounds.since, s->since, index, 0);
  add_width(line, p->bounds.dT_dc, s->dT_dc, index, 0);
  for (size_t q = 0; q < s->causal; q++) {
    size_t i = s->order[q];
    if (!mpfi_is_zero(s->dT_dw[i])) add_width(line, p->dT_dw[i], s->dT_dw[i], index, i);
    if (!mpfi_is_zero(s->dT_da[i])) add_width(line, p->dT_da[i], s->dT_da[i], index, i);
  }
}

/* dg_spike_time_bounds must give what dg_spike_grad_bounds gave. */
static int same_times(problem *p) {
  dg_spike_bounds alone;
  if (dg_spike_time_bounds(&p->neuron, p->n, p->w, p->a, p->order, &alone) != DG_OK) return 0;
  const dg_spike_bounds *y = &p->bounds;
  return alone.crossing == y->crossing && alone.causal == y->causal && alone.time.low == y->time.low &&
         alone.time.high == y->time.high && alone.since.low == y->since.low && alone.since.high == y->since.high &&
         alone.dT_dc.low == y->dT_dc.low && alone.dT_dc.high == y->dT_dc.high;
}

static int check(const ref_inputs *x, problem *p, ref_solution *s, uint64_t index, ac_line *line) {
  dg_status status = dg_spike_grad_bounds(&p->neuron, p->n, p->w, p->a, p->order, &p->bounds, p->dT_dw, p->dT_da);
  if (ref_solve(x, REAL_BITS + 30, s) != 0) return -1;
  if (status == DG_ERROR_UNDECIDED) {
    line->undecided++;
    if (s->crossing != REF_TANGENT && s->margin >= UNDECIDED) ac_violation(line, index, "undecided without need");
    return 0;
  }
  if (status != DG_OK) {
    ac_violation(line, index, dg_status_text(status));
    return 0;
  }
  int held = all_inside(p, s);
  if (held < 0) { /* an end is within 2^-30 ulp of the exact value, or is the exact value, which is allowed */
    if (ref_solve(x, 5 * REAL_BITS + 100, s) != 0) return -1;
    held = all_inside(p, s);
  }
  line->cases++;
  if (held == 0) ac_violation(line, index, "the exact value is outside");
  else if (s->crossing == REF_SPIKES) add_widths(p, s, index, line);
  if (index % 8 == 0 && !same_times(p)) ac_violation(line, index, "two functions, two results");
  return 0;
}

static int measure(const ac_settings *set, uint64_t index, ac_line *line) {
  ref_inputs x;
  ref_solution s;
  problem p;
  ref_ratio ratio = (ref_ratio)(index % 3);
  if (ref_draw_small(set->seed, index, ratio, DG_FLOAT, index / 3 % 8 == 0 ? 64 : SMALL, &x) != 0) return -1;
  ref_solution_init(&s, x.n);
  int failed = problem_init(&p, &x) != 0 || check(&x, &p, &s, index, line) != 0;
  problem_clear(&p);
  ref_solution_clear(&s);
  ref_inputs_clear(&x);
  return failed ? -1 : 0;
}

int ac_bounds(const ac_settings *set, FILE *out) {
  static ac_line line;
  uint64_t goal = (set->bounds + set->parts - 1) / set->parts, drawn = 0;
  if (goal == 0) return 0;
  mpfr_init2(width, REAL_BITS + 20);
  ac_line_start(&line, "bounds", "all");
  for (uint64_t index = set->part; line.cases < goal && drawn < 2 * goal + 1000; index += set->parts, drawn++) {
    if (measure(set, index, &line) != 0) return -1;
    ac_progress(set, "bounds " REAL_NAME, line.cases, goal);
  }
  mpfr_clear(width);
  ac_line_write(&line, out);
  return 0;
}
