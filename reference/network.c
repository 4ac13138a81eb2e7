#include "network.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static const unsigned missing_loss = 100; /* SPEC 7.5 */

/* Beyond a bound that no allocation satisfies it stays there. */
static size_t product(size_t a, size_t b) {
  return b != 0 && a > SIZE_MAX / b ? SIZE_MAX : a * b;
}

static size_t sum(size_t a, size_t b) {
  return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

/* ---- shape -------------------------------------------------------------------------------------------------------- */

size_t ref_source_count(const ref_layer *layer) {
  return sum(layer->inputs, layer->biases);
}

size_t ref_weight_count(const ref_layer *layer) {
  return product(ref_source_count(layer), layer->outputs);
}

static size_t source_groups(const ref_layer *layer) {
  if (layer->kind == REF_DELAY_DENDRITIC) return 1;
  return layer->source_groups ? layer->source_groups : ref_source_count(layer);
}

static size_t target_groups(const ref_layer *layer) {
  if (layer->kind == REF_DELAY_AXONAL) return 1;
  return layer->target_groups ? layer->target_groups : layer->outputs;
}

size_t ref_delay_count(const ref_layer *layer) {
  return layer->kind == REF_DELAY_NONE ? 0 : product(source_groups(layer), target_groups(layer));
}

static size_t group_of(ref_grouping grouping, size_t member, size_t members, size_t groups) {
  return grouping == REF_GROUP_TILED ? member % groups : member / (members / groups);
}

size_t ref_delay_index(const ref_layer *layer, size_t source, size_t target) {
  size_t sources = source_groups(layer), targets = target_groups(layer);
  size_t row = group_of(layer->grouping, target, layer->outputs, targets);
  return row * sources + group_of(layer->grouping, source, ref_source_count(layer), sources);
}

size_t ref_parameter_count(const ref_network *net) {
  size_t count = 0;
  for (size_t l = 0; l < net->depth; l++)
    count = sum(count, sum(ref_weight_count(&net->layers[l]), ref_delay_count(&net->layers[l])));
  return count;
}

size_t ref_neuron_count(const ref_network *net) {
  size_t count = 0;
  for (size_t l = 0; l < net->depth; l++) count = sum(count, net->layers[l].outputs);
  return count;
}

/* ---- arrays of intervals ------------------------------------------------------------------------------------------ */

static mpfi_t *intervals(size_t n, mpfr_prec_t precision) {
  mpfi_t *x = calloc(n ? n : 1, sizeof *x);
  for (size_t i = 0; x && i < n; i++) mpfi_init2(x[i], precision);
  return x;
}

static void intervals_clear(mpfi_t *x, size_t n) {
  for (size_t i = 0; x && i < n; i++) mpfi_clear(x[i]);
  free(x);
}

static void intervals_restart(mpfi_t *x, size_t n, mpfr_prec_t precision) {
  for (size_t i = 0; i < n; i++) {
    mpfi_set_prec(x[i], precision);
    mpfi_set_ui(x[i], 0);
  }
}

void ref_network_solution_init(ref_network_solution *s, const ref_network *net) {
  s->parameters = ref_parameter_count(net);
  s->neurons = ref_neuron_count(net);
  s->samples = net->samples;
  s->working = 53;
  s->tangent = 0;
  s->margin = 0;
  size_t times = product(s->samples, s->neurons);
  mpfi_init2(s->loss, 53);
  s->gradient = intervals(s->parameters, 53);
  s->times = intervals(times, 53);
  s->absent = calloc(times ? times : 1, sizeof *s->absent);
  s->flat = calloc(times ? times : 1, sizeof *s->flat);
}

void ref_network_solution_clear(ref_network_solution *s) {
  mpfi_clear(s->loss);
  intervals_clear(s->gradient, s->parameters);
  intervals_clear(s->times, s->samples * s->neurons);
  free(s->absent);
  free(s->flat);
}

/* ---- one evaluation at a given precision -------------------------------------------------------------------------- */

typedef struct {
  const ref_network *net;
  ref_network_solution *s;
  mpfr_prec_t working;
  ref_constants *constants; /* of each layer */
  size_t layers_ready, neurons_ready, sources;
  ref_solution *neurons;    /* of one sample */
  mpfi_t *dL_dT;            /* neurons, of one sample's loss */
  mpfi_t *parameters;       /* weights; in place of a delay parameter its delay */
  mpfi_t *slopes;           /* dd/dp, used for delay parameters alone */
  mpfi_t *arrivals;         /* sources of one layer */
  int *come;
  mpfi_t x, y, scale;
  mpfr_t measured;
} evaluation;

static size_t most_sources(const ref_network *net) {
  size_t most = 0;
  for (size_t l = 0; l < net->depth; l++)
    if (ref_source_count(&net->layers[l]) > most) most = ref_source_count(&net->layers[l]);
  return most;
}

static int neurons_init(evaluation *e) {
  const ref_network *net = e->net;
  for (size_t l = 0; l < net->depth; l++) {
    ref_constants_init(&e->constants[l], &net->layers[l].neuron, e->working);
    e->layers_ready++;
    for (size_t j = 0; j < net->layers[l].outputs; j++) {
      ref_solution *neuron = &e->neurons[e->neurons_ready];
      ref_solution_init(neuron, ref_source_count(&net->layers[l]));
      e->neurons_ready++;
      if (!neuron->order || !neuron->dT_dw || !neuron->dT_da) return -1;
    }
  }
  return 0;
}

static int evaluation_init(evaluation *e, const ref_network *net, ref_network_solution *s, mpfr_prec_t working) {
  e->net = net;
  e->s = s;
  e->working = working;
  e->layers_ready = e->neurons_ready = 0;
  e->sources = most_sources(net);
  e->constants = calloc(net->depth ? net->depth : 1, sizeof *e->constants);
  e->neurons = calloc(s->neurons ? s->neurons : 1, sizeof *e->neurons);
  e->come = calloc(e->sources ? e->sources : 1, sizeof *e->come);
  e->dL_dT = intervals(s->neurons, working);
  e->parameters = intervals(s->parameters, working);
  e->slopes = intervals(s->parameters, working);
  e->arrivals = intervals(e->sources, working);
  mpfi_init2(e->x, working);
  mpfi_init2(e->y, working);
  mpfi_init2(e->scale, working);
  mpfr_init2(e->measured, 53);
  if (!e->constants || !e->neurons || !e->come || !e->dL_dT || !e->parameters || !e->slopes || !e->arrivals) return -1;
  return neurons_init(e);
}

static void evaluation_clear(evaluation *e) {
  for (size_t l = 0; l < e->layers_ready; l++) ref_constants_clear(&e->constants[l]);
  for (size_t j = 0; j < e->neurons_ready; j++) ref_solution_clear(&e->neurons[j]);
  free(e->constants);
  free(e->neurons);
  free(e->come);
  intervals_clear(e->dL_dT, e->s->neurons);
  intervals_clear(e->parameters, e->s->parameters);
  intervals_clear(e->slopes, e->s->parameters);
  intervals_clear(e->arrivals, e->sources);
  mpfi_clear(e->x);
  mpfi_clear(e->y);
  mpfi_clear(e->scale);
  mpfr_clear(e->measured);
}

/* d and dd/dp of a delay parameter (SPEC 5.2): with z = e^{-|p|} the sigmoid is 1/(1+z) or z/(1+z), its slope z/(1+z)^2. */
static void map_delay(evaluation *e, const ref_layer *layer, double p, mpfi_ptr d, mpfi_ptr slope) {
  mpfi_ptr z = e->x, rest = e->y;
  mpfi_set_d(d, p);
  mpfi_set_ui(slope, 1);
  if (layer->map != REF_MAP_SIGMOID) return;
  mpfi_set_d(z, -fabs(p));
  mpfi_exp(z, z);
  mpfi_add_ui(rest, z, 1);
  mpfi_inv(rest, rest);
  mpfi_mul(z, z, rest);
  mpfi_mul(slope, z, rest);
  mpfi_mul_d(slope, slope, layer->scale);
  mpfi_mul_d(d, p < 0 ? z : rest, layer->scale);
  mpfi_add_d(d, d, layer->shift);
}

static void load_parameters(evaluation *e) {
  const double *from = e->net->parameters;
  size_t at = 0;
  for (size_t l = 0; l < e->net->depth; l++) {
    const ref_layer *layer = &e->net->layers[l];
    size_t weights = ref_weight_count(layer), delays = ref_delay_count(layer);
    for (size_t i = 0; i < weights; i++) mpfi_set_d(e->parameters[at + i], from[at + i]);
    at += weights;
    for (size_t i = 0; i < delays; i++) map_delay(e, layer, from[at + i], e->parameters[at + i], e->slopes[at + i]);
    at += delays;
  }
}

/* When source i of a layer spikes, if it does. before: first neuron of the layer before, in s->times. */
static int load_source(evaluation *e, size_t l, size_t i, size_t sample, size_t before, mpfi_ptr t) {
  const ref_layer *layer = &e->net->layers[l];
  if (i < layer->inputs && l > 0) {
    if (e->s->absent[before + i]) return 0;
    mpfi_set(t, e->s->times[before + i]);
    return 1;
  }
  double time = i < layer->inputs ? e->net->input_times[sample * e->net->inputs + i / e->net->multiplex]
                                  : layer->bias_times[i - layer->inputs];
  if (isinf(time)) return 0;
  mpfi_set_d(t, time);
  return 1;
}

/* The spike of one neuron, its arrivals loaded. at: its place in s->times. Returns 1 if the precision does not decide. */
static int solve_neuron(evaluation *e, size_t l, ref_solution *neuron, mpfi_t *w, size_t at) {
  const ref_network *net = e->net;
  size_t n = ref_source_count(&net->layers[l]);
  mpfr_ptr measured = net->measured ? e->measured : NULL;
  if (measured) mpfr_set_d(measured, net->measured[at], MPFR_RNDN);
  if (ref_solve_intervals(&e->constants[l], n, w, e->arrivals, e->come, measured, neuron)) return 1;
  e->s->absent[at] = net->measured ? isinf(net->measured[at]) : neuron->crossing == REF_SILENT;
  e->s->flat[at] = neuron->crossing != REF_SPIKES;
  if (net->measured && !e->s->absent[at]) mpfi_set_d(e->s->times[at], net->measured[at]);
  if (!net->measured && !e->s->absent[at]) mpfi_set(e->s->times[at], neuron->time);
  if (neuron->crossing == REF_TANGENT) e->s->tangent = 1;
  if (neuron->margin < e->s->margin) e->s->margin = neuron->margin;
  return 0;
}

static int forward(evaluation *e, size_t sample) {
  size_t offset = 0, neuron = 0, before = 0;
  for (size_t l = 0; l < e->net->depth; l++) {
    const ref_layer *layer = &e->net->layers[l];
    size_t n = ref_source_count(layer), first = sample * e->s->neurons + neuron;
    mpfi_t *w = e->parameters + offset, *d = w + ref_weight_count(layer);
    for (size_t j = 0; j < layer->outputs; j++) {
      for (size_t i = 0; i < n; i++) {
        e->come[i] = load_source(e, l, i, sample, before, e->arrivals[i]);
        if (e->come[i] && layer->kind != REF_DELAY_NONE)
          mpfi_add(e->arrivals[i], e->arrivals[i], d[ref_delay_index(layer, i, j)]);
      }
      if (solve_neuron(e, l, &e->neurons[neuron + j], w + j * n, first + j)) return 1;
    }
    offset += ref_weight_count(layer) + ref_delay_count(layer);
    neuron += layer->outputs;
    before = first;
  }
  return 0;
}

/* ---- losses, SPEC 7. T: output times, g: receives dL/dT, n of them ------------------------------------------------ */

static void add_half_square(evaluation *e, mpfi_ptr value, mpfi_srcptr x) {
  mpfi_sqr(e->y, x);
  mpfi_div_2ui(e->y, e->y, 1);
  mpfi_add(value, value, e->y);
}

static void shift_mse(evaluation *e, mpfi_ptr value, size_t n, size_t label, mpfi_t *T, mpfi_t *g) {
  mpfi_set_d(e->scale, e->net->loss.delta_t);
  mpfi_mul_d(e->scale, e->scale, e->net->layers[e->net->depth - 1].neuron.tau_syn);
  for (size_t j = 0; j < n; j++) {
    if (j == label) continue;
    mpfi_sub(g[j], T[j], T[label]);
    mpfi_sub(g[j], g[j], e->scale);
    mpfi_sub(g[label], g[label], g[j]);
    add_half_square(e, value, g[j]);
  }
}

static void mse(evaluation *e, mpfi_ptr value, size_t n, size_t label, mpfi_t *T, mpfi_t *g) {
  for (size_t j = 0; j < n; j++) {
    mpfi_sub_d(g[j], T[j], j == label ? e->net->loss.t_correct : e->net->loss.t_wrong);
    add_half_square(e, value, g[j]);
  }
}

/* Relative to the first spike, f: with q_j = e^{-(T_j - T_f)/scale}, q_f = 1, the loss is log sum q_j +
   (T_label - T_f)/scale, dL/dT_j = ([j = label] - q_j/sum)/scale, where 1 - q_label/sum is taken as the others' sum. */
static void cross_entropy(evaluation *e, mpfi_ptr value, size_t n, size_t label, mpfi_t *T, mpfi_t *g, const int *absent) {
  size_t f = label;
  for (size_t j = 0; j < n; j++)
    if (!absent[j] && mpfr_cmp(&T[j]->left, &T[f]->left) < 0) f = j;
  mpfi_set_d(e->scale, e->net->loss.xi);
  mpfi_mul_d(e->scale, e->scale, e->net->layers[e->net->depth - 1].neuron.tau_syn);
  mpfi_set_ui(g[f], 1);
  mpfi_set_ui(e->x, 0);
  for (size_t j = 0; j < n; j++) {
    if (j == f || absent[j]) continue;
    mpfi_sub(e->y, T[f], T[j]);
    mpfi_div(e->y, e->y, e->scale);
    mpfi_exp(g[j], e->y);
    mpfi_add(e->x, e->x, g[j]);
  }
  mpfi_log1p(value, e->x);
  mpfi_add_ui(e->x, e->x, 1);
  mpfi_mul(e->x, e->x, e->scale);
  mpfi_set_ui(g[label], 0);
  for (size_t j = 0; j < n; j++) {
    if (j == label || absent[j]) continue;
    mpfi_div(g[j], g[j], e->x);
    mpfi_add(g[label], g[label], g[j]);
    mpfi_neg(g[j], g[j]);
  }
  if (f == label) return;
  mpfi_sub(e->y, T[label], T[f]);
  mpfi_div(e->y, e->y, e->scale);
  mpfi_add(value, value, e->y);
}

static void early_output(evaluation *e, mpfi_ptr value, mpfi_srcptr T, mpfi_ptr g) {
  const ref_loss *loss = &e->net->loss;
  if (loss->early_alpha == 0) return;
  mpfi_set_d(e->scale, loss->early_beta);
  mpfi_mul_d(e->scale, e->scale, e->net->layers[e->net->depth - 1].neuron.tau_syn);
  mpfi_div(e->x, T, e->scale);
  mpfi_exp(e->x, e->x);
  mpfi_mul_d(e->x, e->x, loss->early_alpha);
  mpfi_add(value, value, e->x);
  mpfi_div(e->x, e->x, e->scale);
  mpfi_add(g, g, e->x);
}

/* Overflow, SPEC 7.5, is that of double: of what is evaluated here nothing overflows. */
static int overflows(mpfi_srcptr x) {
  return mpfr_cmp_d(&x->left, DBL_MAX) > 0 || mpfr_cmp_d(&x->right, -DBL_MAX) < 0;
}

/* Adds the loss of a sample and sets dL/dT of its outputs. Returns 0 if the sample gives no gradient. */
static int sample_loss(evaluation *e, size_t sample, mpfi_ptr value) {
  const ref_network *net = e->net;
  size_t n = net->layers[net->depth - 1].outputs, first = e->s->neurons - n, label = (size_t)net->labels[sample];
  mpfi_t *T = e->s->times + sample * e->s->neurons + first, *g = e->dL_dT + first;
  const int *absent = e->s->absent + sample * e->s->neurons + first;
  for (size_t j = 0; j < e->s->neurons; j++) mpfi_set_ui(e->dL_dT[j], 0);
  mpfi_set_ui(value, 0);
  int complete = !absent[label];
  for (size_t j = 0; j < n; j++) complete = complete && (net->loss.kind == REF_LOSS_CROSS_ENTROPY || !absent[j]);
  if (complete) {
    if (net->loss.kind == REF_LOSS_SHIFT_MSE) shift_mse(e, value, n, label, T, g);
    else if (net->loss.kind == REF_LOSS_MSE) mse(e, value, n, label, T, g);
    else cross_entropy(e, value, n, label, T, g, absent);
    early_output(e, value, T[label], g[label]);
    complete = !overflows(value);
    for (size_t j = 0; j < n; j++) complete = complete && !overflows(g[j]);
  }
  if (!complete) mpfi_set_ui(value, missing_loss);
  mpfi_add(e->s->loss, e->s->loss, value);
  return complete;
}

/* ---- gradient ----------------------------------------------------------------------------------------------------- */

/* dL/dT of one neuron, passed on to its weights w, delays d and the spikes of the layer before, if any. */
static void neuron_backward(evaluation *e, const ref_layer *layer, size_t j, const ref_solution *neuron, mpfi_srcptr g,
                            mpfi_t *dL_dw, mpfi_t *dL_dd, mpfi_t *before) {
  for (size_t p = 0; p < neuron->causal; p++) {
    size_t i = neuron->order[p];
    mpfi_mul(e->x, g, neuron->dT_dw[i]);
    mpfi_add(dL_dw[i], dL_dw[i], e->x);
    mpfi_mul(e->x, g, neuron->dT_da[i]);
    if (layer->kind != REF_DELAY_NONE) {
      size_t d = ref_delay_index(layer, i, j);
      mpfi_add(dL_dd[d], dL_dd[d], e->x);
    }
    if (before && i < layer->inputs) mpfi_add(before[i], before[i], e->x);
  }
}

static void backward(evaluation *e, size_t sample) {
  size_t offset = e->s->parameters, neuron = e->s->neurons;
  const int *flat = e->s->flat + sample * e->s->neurons;
  for (size_t l = e->net->depth; l-- > 0;) {
    const ref_layer *layer = &e->net->layers[l];
    size_t n = ref_source_count(layer), weights = ref_weight_count(layer);
    offset -= weights + ref_delay_count(layer);
    neuron -= layer->outputs;
    mpfi_t *before = l > 0 ? e->dL_dT + (neuron - e->net->layers[l - 1].outputs) : NULL;
    for (size_t j = 0; j < layer->outputs; j++)
      if (!flat[neuron + j])
        neuron_backward(e, layer, j, &e->neurons[neuron + j], e->dL_dT[neuron + j], e->s->gradient + offset + j * n,
                        e->s->gradient + offset + weights, before);
  }
}

static size_t all_delays(const ref_network *net) {
  size_t count = 0;
  for (size_t l = 0; l < net->depth; l++) count += ref_delay_count(&net->layers[l]);
  return count;
}

/* The mean over samples, from delays to their parameters, and the delay term. */
static void finish(evaluation *e) {
  const ref_loss *loss = &e->net->loss;
  size_t at = 0, count = all_delays(e->net);
  mpfi_div_ui(e->s->loss, e->s->loss, e->s->samples);
  for (size_t i = 0; i < e->s->parameters; i++) mpfi_div_ui(e->s->gradient[i], e->s->gradient[i], e->s->samples);
  mpfi_set_d(e->scale, loss->delay_alpha);
  if (count > 0) mpfi_div_ui(e->scale, e->scale, count);
  for (size_t l = 0; l < e->net->depth; l++) {
    at += ref_weight_count(&e->net->layers[l]);
    for (size_t end = at + ref_delay_count(&e->net->layers[l]); at < end; at++) {
      mpfi_mul(e->s->gradient[at], e->s->gradient[at], e->slopes[at]);
      if (loss->delay_alpha == 0) continue;
      if (loss->delay_parameters) mpfi_set_d(e->x, e->net->parameters[at]);
      else mpfi_set(e->x, e->parameters[at]);
      mpfi_mul(e->y, e->x, e->scale);
      mpfi_mul(e->x, e->x, e->y);
      mpfi_add(e->s->loss, e->s->loss, e->x);
      mpfi_mul_2ui(e->y, e->y, 1);
      if (!loss->delay_parameters) mpfi_mul(e->y, e->y, e->slopes[at]);
      mpfi_add(e->s->gradient[at], e->s->gradient[at], e->y);
    }
  }
}

/* ---- precision ---------------------------------------------------------------------------------------------------- */

/* Returns 0, 1 if a sign is in doubt, -1 without memory. */
static int evaluate(const ref_network *net, mpfr_prec_t working, ref_network_solution *s) {
  evaluation e;
  int failed = evaluation_init(&e, net, s, working);
  s->working = working;
  s->tangent = 0;
  s->margin = INFINITY;
  mpfi_set_prec(s->loss, working);
  mpfi_set_ui(s->loss, 0);
  intervals_restart(s->gradient, s->parameters, working);
  intervals_restart(s->times, s->samples * s->neurons, working);
  if (failed == 0) load_parameters(&e);
  mpfi_t value;
  mpfi_init2(value, working);
  for (size_t n = 0; n < s->samples && failed == 0; n++) {
    failed = forward(&e, n);
    if (failed == 0 && sample_loss(&e, n, value)) backward(&e, n);
  }
  mpfi_clear(value);
  if (failed == 0) finish(&e);
  evaluation_clear(&e);
  return failed;
}

/* Whether x is at most 2^-bits largest wide, or zero for all that can be told: within 2^-(512 + bits) of it. */
static int narrow(mpfi_srcptr x, mpfr_srcptr largest, mpfr_prec_t bits) {
  mpfr_t width, limit;
  mpfr_inits2(53, width, limit, (mpfr_ptr)0);
  mpfr_sub(width, &x->right, &x->left, MPFR_RNDU);
  mpfr_div_2si(limit, largest, bits, MPFR_RNDD);
  int enough = mpfr_cmp(width, limit) <= 0;
  if (!enough && mpfi_has_zero(x)) {
    mpfi_mag(width, x);
    enough = mpfr_cmp_ui_2exp(width, 1, -512 - (mpfr_exp_t)bits) < 0;
  }
  mpfr_clears(width, limit, (mpfr_ptr)0);
  return enough;
}

static int enough(const ref_network_solution *s, mpfr_prec_t bits) {
  mpfr_t size, largest;
  mpfr_inits2(53, size, largest, (mpfr_ptr)0);
  mpfi_mig(largest, s->loss);
  int narrow_all = narrow(s->loss, largest, bits);
  for (size_t i = 0; i < s->samples * s->neurons; i++) {
    if (s->absent[i]) continue;
    mpfi_mig(largest, s->times[i]);
    narrow_all = narrow_all && narrow(s->times[i], largest, bits);
  }
  mpfr_set_ui(largest, 0, MPFR_RNDN);
  for (size_t i = 0; i < s->parameters; i++) {
    mpfi_mig(size, s->gradient[i]);
    mpfr_max(largest, largest, size, MPFR_RNDD);
  }
  for (size_t i = 0; i < s->parameters; i++) narrow_all = narrow_all && narrow(s->gradient[i], largest, bits);
  mpfr_clears(size, largest, (mpfr_ptr)0);
  return narrow_all;
}

int ref_network_solve(const ref_network *net, mpfr_prec_t bits, ref_network_solution *s) {
  if (!s->gradient || !s->times || !s->absent || !s->flat) return -1;
  mpfr_prec_t working = bits + 60;
  for (;;) {
    if (working > REF_BITS_MAX) working = REF_BITS_MAX;
    int failed = evaluate(net, working, s);
    if (failed < 0) return -1;
    if (failed == 0 && enough(s, bits)) return 0;
    if (working == REF_BITS_MAX) return -1;
    working *= 2;
  }
}
