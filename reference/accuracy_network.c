/* Whole networks: dg_gradient against the oracle, norm-wise. */
#include <math.h>
#include <stdlib.h>

#include "accuracy.h"
#include "condition.h"
#include "delgrad.h"

#define REAL_BITS (DG_FLOAT ? 24 : 53)
#define REAL_NAME (DG_FLOAT ? "f32" : "f64")
#define UNDECIDED (64 * (double)DG_EPSILON)
#define DIRECTIONS 16

/* A network as delgrad.h has it, and what it says. */
typedef struct {
  dg_network net;
  dg_training training;
  dg_batch batch;
  dg_workspace work;
  dg_layer *layers;
  dg_layer_training *laws;
  dg_real *parameters, *inputs, *gradient, *times, *record, *measured;
  dg_index *labels;
} problem;

static dg_real *reals_of(size_t n, const double *x) {
  dg_real *y = malloc((n + 1) * sizeof *y);
  for (size_t i = 0; y != NULL && i < n; i++) y[i] = (dg_real)x[i];
  return y;
}

static int layers_of(problem *p, const ref_network *net) {
  p->layers = calloc(net->depth, sizeof *p->layers);
  p->laws = calloc(net->depth, sizeof *p->laws);
  if (p->layers == NULL || p->laws == NULL) return -1;
  for (size_t l = 0; l < net->depth; l++) {
    const ref_layer *from = net->layers + l;
    dg_layer *to = p->layers + l;
    to->inputs = from->inputs;
    to->outputs = from->outputs;
    to->biases = from->biases;
    to->bias_times = reals_of(from->biases, from->bias_times);
    if (to->bias_times == NULL) return -1;
    to->neuron = (dg_neuron){(dg_real)from->neuron.tau_mem, (dg_real)from->neuron.tau_syn, (dg_real)from->neuron.threshold,
                             (dg_real)from->neuron.e_leak, (dg_real)from->neuron.g_leak};
    to->delay = (dg_delay){(dg_delay_kind)from->kind, (dg_delay_map)from->map, (dg_grouping)from->grouping,
                           from->source_groups, from->target_groups, (dg_real)from->scale, (dg_real)from->shift};
  }
  return 0;
}

static void settings_of(problem *p, const ref_loss *loss) {
  dg_training *t = &p->training;
  t->loss = (dg_loss){(dg_loss_kind)loss->kind, (dg_real)loss->delta_t, (dg_real)loss->t_correct, (dg_real)loss->t_wrong,
                      (dg_real)loss->xi, (dg_real)loss->early_alpha, (dg_real)loss->early_beta, (dg_real)loss->delay_alpha,
                      loss->delay_parameters};
  t->optimiser.kind = DG_SGD;
  t->optimiser.schedule = DG_CONSTANT;
  t->layers = p->laws;
}

static int problem_init(problem *p, const ref_network *net) {
  static const problem empty;
  size_t count = ref_parameter_count(net), neurons = ref_neuron_count(net), reals = 0, integers = 0;
  *p = empty;
  if (layers_of(p, net) != 0) return -1;
  settings_of(p, &net->loss);
  p->net = (dg_network){net->inputs, net->multiplex, net->depth, p->layers, (dg_real)net->t_ref};
  p->parameters = reals_of(count, net->parameters);
  p->inputs = reals_of(net->samples * net->inputs, net->input_times);
  p->measured = net->measured == NULL ? NULL : reals_of(net->samples * neurons, net->measured);
  p->labels = malloc(net->samples * sizeof *p->labels);
  p->gradient = calloc(count + 1, sizeof *p->gradient);
  p->record = calloc(net->samples * neurons + 1, sizeof *p->record);
  p->times = calloc(net->samples * neurons + 1, sizeof *p->times);
  if (dg_training_workspace(&p->net, &reals, &integers) != DG_OK) return 1;
  p->work.real = malloc(reals * sizeof *p->work.real);
  p->work.reals = reals;
  p->work.integer = malloc(integers * sizeof *p->work.integer);
  p->work.integers = integers;
  if (p->parameters == NULL || p->inputs == NULL || p->labels == NULL || p->gradient == NULL || p->record == NULL ||
      p->times == NULL || p->work.real == NULL || p->work.integer == NULL)
    return -1;
  for (size_t n = 0; n < net->samples; n++) p->labels[n] = (dg_index)net->labels[n];
  p->batch = (dg_batch){p->inputs, p->labels, NULL, net->samples};
  return 0;
}

static void problem_clear(problem *p) {
  for (size_t l = 0; p->layers != NULL && l < p->net.depth; l++) free((void *)(uintptr_t)p->layers[l].bias_times);
  free(p->layers);
  free(p->laws);
  free(p->parameters);
  free(p->inputs);
  free(p->measured);
  free(p->labels);
  free(p->gradient);
  free(p->record);
  free(p->times);
  free(p->work.real);
  free(p->work.integer);
}

/* |computed - exact| in ulps of |exact|, Euclidean norms; negative if exact is 0 and computed is not, NaN if both are 0. */
static double norm_error(const problem *p, const ref_network_solution *s) {
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
static int spikes_differ(const problem *p, const ref_network_solution *s) {
  for (size_t i = 0; i < s->samples * s->neurons; i++)
    if ((p->record[i] < DG_NEVER) == (s->absent[i] != 0)) return 1;
  return 0;
}

static void compare(const problem *p, const ref_network *net, const ref_network_solution *s, uint64_t index, ac_line *line) {
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

static int measure(const ac_settings *set, ref_ratio ratio, uint64_t index, ac_line *line) {
  ref_network net;
  ref_network_solution s;
  problem p;
  if (ref_draw_network(set->seed, index, ratio, DG_FLOAT, &net) != 0) return -1;
  ref_network_solution_init(&s, &net);
  int failed = problem_init(&p, &net);
  if (failed == 0) failed = ref_network_solve(&net, REAL_BITS + 20, &s);
  if (failed == 0) {
    dg_batch_result result;
    dg_status status = dg_infer(&p.net, p.parameters, &p.batch, p.times, p.record, &p.work);
    if (status == DG_OK)
      status = dg_gradient(&p.net, p.parameters, &p.training, 0, &p.batch, p.measured, p.gradient, &result, &p.work);
    if (status != DG_OK) ac_violation(line, index, dg_status_text(status));
    else compare(&p, &net, &s, index, line);
  } else if (failed > 0) {
    ac_violation(line, index, "refused");
    failed = 0;
  }
  problem_clear(&p);
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
