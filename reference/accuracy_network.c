/* Whole networks: dg_gradient against the oracle, norm-wise. */
#include <math.h>
#include <stdlib.h>

#include "accuracy.h"
#include "condition.h"
#include "problem.h"

#define REAL_BITS (DG_FLOAT ? 24 : 53)
#define REAL_NAME (DG_FLOAT ? "f32" : "f64")
#define UNDECIDED (64 * (double)DG_EPSILON)
#define DIRECTIONS 16

/* |computed - exact| in ulps of |exact|, Euclidean norms; negative if exact is 0 and computed is not, NaN if both are 0. */
static double norm_error(const ref_problem *p, const ref_network_solution *s) {
  mpfr_t sum, norm, e;
  mpfr_inits2(REAL_BITS + 64, sum, norm, e, (mpfr_ptr)0);
  mpfr_set_zero(sum, 1);
  mpfr_set_zero(norm, 1);
  for (size_t i = 0; i < s->parameters; i++) {
    mpfi_mid(e, s->gradient[i]);
    mpfr_fma(norm, e, e, norm, MPFR_RNDN);
    mpfr_sub_d(e, e, (double)p->gradient[i], MPFR_RNDN);
    mpfr_fma(sum, e, e, sum, MPFR_RNDN);
  }
  int none = mpfr_zero_p(norm), exact = mpfr_zero_p(sum);
  mpfr_sqrt(sum, sum, MPFR_RNDN);
  mpfr_sqrt(norm, norm, MPFR_RNDN);
  double ulps = none ? (exact ? (double)NAN : -1) : mpfr_nan_p(sum) ? (double)INFINITY : ac_ulps(sum, norm, DG_FLOAT);
  mpfr_clears(sum, norm, e, (mpfr_ptr)0);
  return ulps;
}

/* Whether a neuron spikes in one and not in the other. */
static int spikes_differ(const ref_problem *p, const ref_network_solution *s) {
  for (size_t i = 0; i < s->samples * s->neurons; i++)
    if ((p->record[i] < DG_NEVER) == (s->absent[i] != 0)) return 1;
  return 0;
}

/* The longest delay of a layer. */
static double longest_delay(const ref_layer *layer, const double *p) {
  double most = 0;
  size_t first = ref_weight_count(layer);
  if (layer->kind == REF_DELAY_NONE) return 0;
  if (layer->map == REF_MAP_SIGMOID) return layer->shift + fmax(layer->scale, 0);
  for (size_t i = first; i < first + ref_delay_count(layer); i++) most = fmax(most, p[i]);
  return most;
}

/* Whether a spike comes to or from a layer with tau_mem = 2 tau_syn so late that delgrad.h may take it as missing (SPEC 2.4). */
static int beyond(const ref_network *net, const ref_network_solution *s) {
  const double *p = net->parameters;
  size_t neuron = 0;
  double before = 0; /* the latest spike of the layer before */
  for (size_t l = 0; l < net->depth; l++) {
    const ref_layer *layer = net->layers + l;
    double latest = before + longest_delay(layer, p), range = (double)DG_TIME_MAX * layer->neuron.tau_mem;
    before = 0;
    for (size_t n = 0; n < net->samples; n++)
      for (size_t j = neuron; j < neuron + layer->outputs; j++)
        if (!s->absent[n * s->neurons + j]) before = fmax(before, mpfi_get_d(s->times[n * s->neurons + j]) - net->t_ref);
    if (ref_ratio_of(&layer->neuron) == REF_RATIO_TWO && fmax(latest, before) > range) return 1;
    neuron += layer->outputs;
    p += ref_weight_count(layer) + ref_delay_count(layer);
  }
  return 0;
}

static void compare(const ref_problem *p, const ref_network *net, const ref_network_solution *s, uint64_t index, ac_line *line) {
  if (beyond(net, s)) return;
  if (s->tangent || s->margin < UNDECIDED) {
    line->undecided++;
    return;
  }
  double ulps = norm_error(p, s), condition = ulps > 0 ? ref_network_condition(net, s, DIRECTIONS) : 1;
  int differ = spikes_differ(p, s), open = s->margin < UNDECIDED * fmax(1, condition);
  if (open && (differ || ulps > 8 * fmax(1, condition))) line->undecided++;
  else if (differ) ac_violation(line, index, "other spikes");
  else if (ulps < 0) ac_violation(line, index, "a gradient where there is none");
  else if (ulps == ulps) {
    line->cases++;
    ac_add(line, ulps, condition, index, 0, 0);
  }
}

/* Whether a network is refused for an input or bias time out of range. */
static int out_of_range(const ref_problem *p) {
  size_t reals, integers;
  return dg_training_workspace(&p->net, &reals, &integers) == DG_ERROR_RANGE;
}

static int measure(const ac_settings *set, ref_ratio ratio, uint64_t index, ac_line *line) {
  ref_network net;
  ref_network_solution s;
  ref_problem p;
  if (ref_draw_network(set->seed, index, ratio, DG_FLOAT, &net) != 0) return -1;
  ref_network_solution_init(&s, &net);
  int failed = ref_problem_init(&p, &net);
  if (failed == 0) failed = ref_network_solve(&net, REAL_BITS + 20, &s);
  if (failed == 0) {
    dg_batch_result result;
    dg_status status = dg_infer(&p.net, p.parameters, &p.batch, p.times, p.record, &p.work);
    if (status == DG_OK)
      status = dg_gradient(&p.net, p.parameters, &p.training, 0, &p.batch, p.measured, p.gradient, &result, &p.work);
    if (status == DG_OK) compare(&p, &net, &s, index, line);
    else if (status != DG_ERROR_RANGE) ac_violation(line, index, dg_status_text(status)); /* RANGE: SPEC 2.4 */
  } else if (failed > 0) {
    if (!out_of_range(&p)) ac_violation(line, index, "refused");
    failed = 0;
  }
  ref_problem_clear(&p);
  ref_network_solution_clear(&s);
  ref_network_clear(&net);
  return failed;
}

int ac_networks(const ac_settings *set, FILE *out) {
  static const char *const ratios[] = {"2", "1", "any"};
  static ac_line line;
  uint64_t goal = (set->networks + set->parts - 1) / set->parts;
  for (int ratio = REF_RATIO_TWO; ratio <= REF_RATIO_ANY && goal > 0; ratio++) {
    char what[64];
    snprintf(what, sizeof what, "networks %s ratio=%s", REAL_NAME, ratios[ratio]);
    ac_line_start(&line, "accuracy", "real=%s ratio=%s path=batch quantity=grad_net", REAL_NAME, ratios[ratio]);
    for (uint64_t index = set->part; line.cases < goal; index += set->parts) {
      if (measure(set, (ref_ratio)ratio, index, &line) != 0) return -1;
      ac_progress(set, what, line.cases, goal);
      if (line.cases == 0 && index / set->parts > 1000) break; /* nothing agrees: violations say so */
    }
    ac_line_write(&line, out);
  }
  return 0;
}
