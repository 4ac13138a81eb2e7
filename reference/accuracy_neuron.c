/* One neuron: both paths of delgrad.h against the oracle. */
#include <math.h>
#include <stdlib.h>

#include "accuracy.h"
#include "condition.h"
#include "delgrad.h"

#define REAL_BITS (DG_FLOAT ? 24 : 53)
#define REAL_NAME (DG_FLOAT ? "f32" : "f64")
#define UNDECIDED (64 * (double)DG_EPSILON)

enum { TIME, GRAD_W, GRAD_A, GRAD_C, QUANTITIES };
enum { BATCH, PRECISE, PATHS };

/* What a path says about a case. */
typedef struct {
  dg_crossing crossing;
  dg_real time, dT_dc;
  dg_real *dT_dw, *dT_da; /* n each */
  int *causal;            /* n: whether the input counts as before the spike */
} answer;

/* A case in working precision, with room for the answers and the scratch of one layer. */
typedef struct {
  size_t n;
  dg_neuron neuron;
  dg_real *w, *a, *src, *reals;
  dg_index *order;
  answer answers[PATHS];
  void *block[3];
} problem;

static int problem_init(problem *p, const ref_inputs *x) {
  size_t n = x->n, scratch = n + (n + 16) * DG_WIDTH + (n + 1) * 16 * DG_LANES;
  size_t reals = 2 * n + n * DG_WIDTH + 4 * n + n * DG_WIDTH + scratch;
  dg_real *r = p->block[0] = calloc(reals, sizeof *r);
  int *causal = p->block[1] = calloc(2 * n, sizeof *causal);
  p->order = p->block[2] = calloc(4 * n * DG_LANES, sizeof *p->order);
  if (r == NULL || causal == NULL || p->order == NULL) return -1;
  p->n = n;
  p->w = r;
  p->a = r + n;
  p->src = r + 2 * n;
  r = p->src + n * DG_WIDTH;
  for (int path = 0; path < PATHS; path++) {
    p->answers[path].dT_dw = r + (size_t)(2 * path) * n;
    p->answers[path].dT_da = r + (size_t)(2 * path + 1) * n;
    p->answers[path].causal = causal + (size_t)path * n;
  }
  p->reals = r + 4 * n;
  p->neuron.tau_mem = (dg_real)x->neuron.tau_mem;
  p->neuron.tau_syn = (dg_real)x->neuron.tau_syn;
  p->neuron.threshold = (dg_real)x->neuron.threshold;
  p->neuron.e_leak = (dg_real)x->neuron.e_leak;
  p->neuron.g_leak = (dg_real)x->neuron.g_leak;
  for (size_t i = 0; i < n; i++) {
    p->w[i] = (dg_real)x->w[i];
    p->a[i] = (dg_real)x->a[i];
  }
  return 0;
}

static void problem_clear(problem *p) {
  for (int b = 0; b < 3; b++) free(p->block[b]);
}

static dg_status ask_precise(problem *p) {
  answer *y = p->answers + PRECISE;
  dg_spike spike;
  dg_status status = dg_spike_time(&p->neuron, p->n, p->w, p->a, p->order, &spike);
  if (status != DG_OK) return status;
  for (size_t q = 0; q < spike.causal; q++) y->causal[p->order[q]] = 1;
  y->crossing = spike.crossing;
  y->time = spike.time;
  y->dT_dc = spike.dT_dc;
  return dg_spike_gradient(&p->neuron, p->n, p->w, p->a, p->order, &spike, y->dT_dw, y->dT_da);
}

/* One target, the same sample in every lane but g_out = 1 in the first alone. */
static dg_status ask_batch(problem *p) {
  answer *y = p->answers + BATCH;
  size_t n = p->n;
  dg_layer layer = {n, 1, 0, NULL, p->neuron, {DG_DELAY_NONE, DG_MAP_SIGMOID, DG_GROUP_NEIGHBOURS, 0, 0, 1, 0}};
  dg_status status = dg_layer_check(&layer);
  if (status != DG_OK) return status;
  dg_constants k = dg_neuron_constants(&p->neuron);
  for (size_t i = 0; i < n; i++)
    for (size_t l = 0; l < DG_WIDTH; l++) p->src[i * DG_WIDTH + l] = dg_encode(&k, 0, p->a[i]);
  dg_real out[DG_WIDTH], dT_dc[DG_WIDTH], g_out[DG_WIDTH] = {1};
  dg_layer_forward(&layer, p->w, NULL, p->src, out, dT_dc, p->reals, p->order);
  y->time = dg_decode(&k, 0, out[0]);
  y->dT_dc = dT_dc[0];
  y->crossing = !(y->time < DG_NEVER) ? DG_SILENT : dT_dc[0] == 0 ? DG_TANGENT : DG_SPIKES;
  for (size_t i = 0; i < n; i++) {
    y->causal[i] = y->time < DG_NEVER && p->src[i * DG_WIDTH] < out[0];
    y->dT_dw[i] = 0;
  }
  dg_real *g_src = p->reals, *scratch = p->reals + n * DG_WIDTH;
  dg_layer_backward(&layer, p->w, NULL, 0, p->src, out, dT_dc, g_out, g_src, y->dT_dw, NULL, scratch);
  for (size_t i = 0; i < n; i++) y->dT_da[i] = g_src[i * DG_WIDTH];
  return DG_OK;
}

/* ---- comparison ---- */

static mpfr_t exact, size, error; /* of the number at hand */

static double ulps_of(dg_real x, const mpfi_t e) {
  mpfi_mid(exact, e);
  if (!dg_is_finite(x)) return (double)INFINITY;
  mpfr_sub_d(error, exact, (double)x, MPFR_RNDA);
  return ac_ulps(error, exact, DG_FLOAT);
}

static double time_ulps(dg_real x, const mpfi_t e, double least) {
  mpfi_mid(exact, e);
  if (!dg_is_finite(x)) return (double)INFINITY;
  mpfr_sub_d(error, exact, (double)x, MPFR_RNDA);
  mpfr_abs(size, exact, MPFR_RNDN);
  if (mpfr_cmp_d(size, least) < 0) mpfr_set_d(size, least, MPFR_RNDN);
  return ac_ulps(error, size, DG_FLOAT);
}

/* How the decisions of an answer compare with the oracle's. TIME_ONLY: the causal sets differ by inputs that come within
   rounding of T, so that times can be compared, gradients not. */
typedef enum { SAME, TIME_ONLY, OPEN, WRONG } verdict;

static verdict judge(const ref_inputs *x, const ref_solution *s, const ref_condition *condition, const answer *y) {
  int silent = s->crossing == REF_SILENT;
  if (silent != (y->crossing == DG_SILENT)) return s->margin < UNDECIDED ? OPEN : WRONG;
  if (silent) return SAME;
  int same = 1, close = 1;
  double T = mpfi_get_d(s->time), scale = condition->time > 1 ? condition->time : 1;
  for (size_t p = 0; p < x->n; p++) {
    size_t i = s->order[p];
    if (y->causal[i] == (p < s->causal)) continue;
    same = 0;
    double least = fmax(fmax(fabs(T), fabs(x->a[i])), x->neuron.tau_mem);
    if (fabs(T - x->a[i]) > UNDECIDED * least * scale) close = 0;
  }
  int tangent = s->crossing == REF_TANGENT || y->crossing == DG_TANGENT;
  if (same && !tangent) return SAME;
  if (s->margin >= UNDECIDED) return WRONG;
  return close && s->crossing == REF_SPIKES ? TIME_ONLY : OPEN;
}

static void compare_gradient(ac_line *line, const ref_solution *s, const dg_real *g, mpfi_t *e, const double *condition,
                             uint64_t index) {
  line->cases++;
  for (size_t p = 0; p < s->n; p++) {
    size_t i = s->order[p];
    if (p >= s->causal) {
      if (g[i] != 0) ac_violation(line, index, "a gradient outside the causal set");
    } else if (!mpfi_is_zero(e[i])) {
      ac_add(line, ulps_of(g[i], e[i]), condition[i], index, i, 0);
    }
  }
}

/* Returns 1 if gradients were compared. */
static int compare(ac_line *lines, const ref_inputs *x, const ref_solution *s, const ref_condition *condition, double least,
                   const answer *y, uint64_t index) {
  verdict sentence = judge(x, s, condition, y);
  if (sentence == WRONG) {
    ac_violation(lines + TIME, index, "another crossing or causal set");
    return 0;
  }
  if (sentence != SAME)
    for (int q = 0; q < QUANTITIES; q++) lines[q].undecided++;
  if (sentence == OPEN || s->crossing == REF_SILENT) return 0;
  lines[TIME].cases++;
  ac_add(lines + TIME, time_ulps(y->time, s->time, least), condition->time, index, 0, 0);
  if (sentence != SAME || s->crossing != REF_SPIKES) return 0;
  lines[GRAD_C].cases++;
  ac_add(lines + GRAD_C, ulps_of(y->dT_dc, s->dT_dc), condition->dT_dc, index, 0, 0);
  compare_gradient(lines + GRAD_W, s, y->dT_dw, s->dT_dw, condition->dT_dw, index);
  compare_gradient(lines + GRAD_A, s, y->dT_da, s->dT_da, condition->dT_da, index);
  return 1;
}

/* Times beyond rho_max count as missing in layers with tau_mem = 2 tau_syn (SPEC 2.4). */
static int beyond(const ref_inputs *x, const ref_solution *s) {
  return s->crossing != REF_SILENT && mpfi_get_d(s->time) > (double)DG_TIME_MAX * x->neuron.tau_mem;
}

/* Draws one case and compares both paths. Returns the number of paths whose gradients were compared, or -1. */
static int measure(const ac_settings *set, ref_ratio ratio, uint64_t index, ac_line lines[PATHS][QUANTITIES]) {
  ref_inputs x;
  ref_solution s;
  ref_condition condition;
  problem p;
  int done = 0;
  if (ref_draw_inputs(set->seed, index, REF_CLASS_RANDOM, ratio, DG_FLOAT, &x) != 0) return -1;
  ref_solution_init(&s, x.n);
  ref_condition_init(&condition, x.n);
  if (problem_init(&p, &x) != 0 || ref_solve(&x, REAL_BITS + 20, &s) != 0) done = -1;
  for (int path = 0; done >= 0 && path < PATHS; path++) {
    ref_scale scale = {path == BATCH ? x.neuron.tau_mem : 0, 0};
    if (path == BATCH && ratio == REF_RATIO_TWO && beyond(&x, &s)) continue;
    dg_status status = path == BATCH ? ask_batch(&p) : ask_precise(&p);
    if (s.crossing == REF_SPIKES) ref_condition_of(&x, &s, scale, 0, &condition);
    else condition.time = 1;
    if (status != DG_OK) ac_violation(lines[path] + TIME, index, dg_status_text(status));
    else done += compare(lines[path], &x, &s, &condition, scale.floor, p.answers + path, index);
  }
  problem_clear(&p);
  ref_condition_clear(&condition);
  ref_solution_clear(&s);
  ref_inputs_clear(&x);
  return done;
}

static int measure_ratio(const ac_settings *set, ref_ratio ratio, ac_line lines[PATHS][QUANTITIES]) {
  static const char *const ratios[] = {"2", "1", "any"}, *const paths[] = {"batch", "precise"};
  static const char *const quantities[] = {"spike_time", "grad_w", "grad_a", "grad_c"};
  char what[64];
  snprintf(what, sizeof what, "accuracy %s ratio=%s", REAL_NAME, ratios[ratio]);
  for (int path = 0; path < PATHS; path++)
    for (int q = 0; q < QUANTITIES; q++)
      ac_line_start(lines[path] + q, "accuracy", "real=%s ratio=%s path=%s quantity=%s", REAL_NAME, ratios[ratio],
                    paths[path], quantities[q]);
  uint64_t goal = (set->cases + set->parts - 1) / set->parts, done = 0;
  for (uint64_t index = set->part; done < goal; index += set->parts) {
    int compared = measure(set, ratio, index, lines);
    if (compared < 0) return -1;
    uint64_t batch = lines[BATCH][GRAD_A].cases, precise = lines[PRECISE][GRAD_A].cases;
    done = batch < precise ? batch : precise;
    ac_progress(set, what, done, goal);
    if (done == 0 && index / set->parts > 1000) break; /* nothing agrees: violations say so */
  }
  return 0;
}

int ac_neurons(const ac_settings *set, FILE *out) {
  static ac_line lines[PATHS][QUANTITIES];
  if (set->cases == 0) return 0;
  mpfr_inits2(REAL_BITS + 64, exact, size, error, (mpfr_ptr)0);
  int failed = 0;
  for (int ratio = REF_RATIO_TWO; ratio <= REF_RATIO_ANY && !failed; ratio++) {
    failed = measure_ratio(set, (ref_ratio)ratio, lines);
    for (int path = 0; path < PATHS; path++)
      for (int q = 0; q < QUANTITIES; q++) ac_line_write(lines[path] + q, out);
  }
  mpfr_clears(exact, size, error, (mpfr_ptr)0);
  return failed;
}
