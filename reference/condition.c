#include "condition.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* ---- kernel in long double ---------------------------------------------------------------------------------------- */

typedef struct {
  long double k, k1, k2; /* k, k', k'' */
} kernel;

/* k = s/tau_mem e^{-s/slow} (1 - e^{-x})/x with x = s |1/tau_syn - 1/tau_mem|, `slow` the longer time constant: symmetric in
   both, and nothing cancels where they are nearly equal. tau_mem k' = e^{-s/tau_syn} - k. */
static kernel kernel_at(const ref_neuron *neuron, long double s) {
  long double tau_mem = neuron->tau_mem, tau_syn = neuron->tau_syn, slow = fmaxl(tau_mem, tau_syn);
  long double x = s * (fabsl(tau_mem - tau_syn) / tau_mem / tau_syn), h = expm1l(-x), e = expl(-s / slow);
  long double syn = tau_syn < tau_mem ? e * (1 + h) : e;
  kernel y;
  y.k = s / tau_mem * e * (x > 0 ? -h / x : 1);
  y.k1 = (syn - y.k) / tau_mem;
  y.k2 = (-syn / tau_syn - y.k1) / tau_mem;
  return y;
}

static long double current_of(const ref_neuron *neuron) {
  return (long double)neuron->g_leak * ((long double)neuron->threshold - neuron->e_leak);
}

static long double middle(mpfi_srcptr x) {
  return (mpfr_get_ld(&x->left, MPFR_RNDN) + mpfr_get_ld(&x->right, MPFR_RNDN)) / 2;
}

/* ---- one neuron --------------------------------------------------------------------------------------------------- */

/* What T depends on, weights, arrivals and c: its size, T_y, how T moves with it (T_y, or 0 if T is measured), and F_yT of
   F(T, w, a, c) = sum w k(T - a) - c. Variables 2 p and 2 p + 1 are weight and arrival of causal input p, 2 causal is c. */
typedef struct {
  long double size, T_y, moves, F_yT;
} variable;

void ref_condition_init(ref_condition *c, size_t n) {
  c->time = c->dT_dc = 0;
  c->dT_dw = calloc(n ? n : 1, sizeof *c->dT_dw);
  c->dT_da = calloc(n ? n : 1, sizeof *c->dT_da);
}

void ref_condition_clear(ref_condition *c) {
  free(c->dT_dw);
  free(c->dT_da);
}

static long double size_of_time(long double t, ref_scale scale) {
  return fmaxl(fabsl(t - scale.t_ref), scale.floor);
}

/* sum over y of size(y) |T_xy| / |T_x| for variable x, with T_xy = -(F_xy + F_xT T_y + F_yT T_x + F_TT T_x T_y)/F_T. */
static double condition_at(const variable *v, size_t count, size_t x, long double F_T, long double F_TT) {
  long double T_x = v[x].T_y, rate = v[x].F_yT + F_TT * T_x, total = 0;
  if (T_x == 0) return INFINITY;
  size_t partner = x ^ 1; /* of c: none */
  for (size_t y = 0; y < count; y++) {
    long double term = rate * v[y].moves + T_x * v[y].F_yT;
    if (y == x && x % 2 == 1) term -= v[y].F_yT;          /* F_aa = w k'' = -F_aT */
    if (y == partner) term -= v[x % 2 == 0 ? x : y].F_yT; /* F_wa = -k' = -F_wT */
    total += fabsl(term) * v[y].size;
  }
  return (double)(total / fabsl(F_T * T_x));
}

/* Returns F_TT. */
static long double load_variables(const ref_inputs *x, const ref_solution *s, ref_scale scale, long double F_T, int measured,
                                  variable *v) {
  size_t m = s->causal;
  long double last = x->a[s->order[m - 1]], since = middle(s->since), F_TT = 0;
  for (size_t p = 0; p < m; p++) {
    long double w = x->w[s->order[p]], a = x->a[s->order[p]];
    kernel k = kernel_at(&x->neuron, since + (last - a));
    v[2 * p] = (variable){fabsl(w), -k.k / F_T, 0, k.k1};
    v[2 * p + 1] = (variable){size_of_time(a, scale), w * k.k1 / F_T, 0, -w * k.k2};
    F_TT += w * k.k2;
  }
  v[2 * m] = (variable){current_of(&x->neuron), 1 / F_T, 0, 0};
  for (size_t y = 0; y <= 2 * m && !measured; y++) v[y].moves = v[y].T_y;
  return F_TT;
}

/* What rounding T adds (SPEC 9.4): size(T) |d ln k/dT| to dT/dw, size(T) |d ln(k'/K')/dT| to dT/da. */
static void add_rounded_time(const ref_solution *s, const variable *v, long double size, long double F_T, long double F_TT,
                             ref_condition *c) {
  for (size_t p = 0; p < s->causal; p++) {
    const variable *w = &v[2 * p], *a = w + 1;
    if (w->T_y != 0) c->dT_dw[s->order[p]] += (double)(size * fabsl(w->F_yT / (w->T_y * F_T)));
    if (a->T_y != 0) c->dT_da[s->order[p]] += (double)(size * fabsl((a->F_yT / a->T_y + F_TT) / F_T));
  }
}

void ref_condition_of(const ref_inputs *x, const ref_solution *s, ref_scale scale, int measured, ref_condition *c) {
  size_t m = s->causal, count = 2 * m + 1;
  c->time = c->dT_dc = INFINITY;
  if (!c->dT_dw || !c->dT_da) return;
  for (size_t i = 0; i < x->n; i++) c->dT_dw[i] = c->dT_da[i] = INFINITY;
  variable *v = m > 0 ? calloc(count, sizeof *v) : NULL;
  if (!v) return;
  long double F_T = 1 / middle(s->dT_dc), F_TT = load_variables(x, s, scale, F_T, measured, v), moved = 0;
  for (size_t y = 0; y < count; y++) moved += v[y].size * fabsl(v[y].moves);
  c->time = measured ? 0 : (double)(moved / size_of_time(middle(s->time), scale));
  c->dT_dc = condition_at(v, count, 2 * m, F_T, F_TT);
  for (size_t p = 0; p < m; p++) {
    c->dT_dw[s->order[p]] = condition_at(v, count, 2 * p, F_T, F_TT);
    c->dT_da[s->order[p]] = condition_at(v, count, 2 * p + 1, F_T, F_TT);
  }
  if (scale.floor > 0 && !measured) add_rounded_time(s, v, size_of_time(middle(s->time), scale), F_T, F_TT, c);
  free(v);
}

/* ---- networks ----------------------------------------------------------------------------------------------------------
   Gradient and its derivative in a direction are evaluated together: the difference quotient for h -> 0, without a step
   to choose. A dual is a number and how it moves.                                                                        */

typedef struct {
  long double at, moves;
} dual;

typedef struct {
  int causal;
  kernel k;
  long double size, moves; /* of its arrival */
} synapse;

typedef struct {
  dual T, F_T, G; /* F_T = K'; G = dL/dT */
  long double F_TT, c_moves;
} neuron_state;

typedef struct {
  const ref_network *net;
  const ref_network_solution *s;
  size_t parameters, neurons, biases;
  synapse *synapses;           /* of one sample, in the order of the weights of all layers */
  neuron_state *neuron;
  dual *p;                     /* weights; in place of a delay parameter its delay */
  long double *slope, *bend;   /* dd/dp, d2d/dp2 */
  long double *p_moves;        /* how parameters move, p itself too */
  long double *inputs;         /* how input times move */
  long double *bias;           /* how bias times move, all layers */
  dual *g;                     /* [direction][parameter]: gradient, for delay parameters dL/dd until finish */
} duals;

/* ---- random signs: splitmix64 (SPEC 10.1) ---- */

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* What all samples share moves by signs of stream 0, what belongs to sample n by signs of stream n + 1, its dL/dT by those of stream
   samples + n + 1. */
static uint64_t signs_of(size_t direction, size_t stream) {
  return mix(mix(UINT64_C(0x64656c67726164) + direction) + stream);
}

static long double next_sign(uint64_t *state) {
  *state += UINT64_C(0x9e3779b97f4a7c15);
  return mix(*state) >> 63 ? -1 : 1;
}

/* ---- set up ---- */

static void duals_clear(duals *x) {
  free(x->synapses);
  free(x->neuron);
  free(x->p);
  free(x->slope);
  free(x->bend);
  free(x->p_moves);
  free(x->inputs);
  free(x->bias);
  free(x->g);
}

static int duals_init(duals *x, const ref_network *net, const ref_network_solution *s, unsigned directions) {
  x->net = net;
  x->s = s;
  x->parameters = s->parameters;
  x->neurons = s->neurons;
  x->biases = 0;
  for (size_t l = 0; l < net->depth; l++) x->biases += net->layers[l].biases;
  x->synapses = calloc(x->parameters + 1, sizeof *x->synapses);
  x->neuron = calloc(x->neurons + 1, sizeof *x->neuron);
  x->p = calloc(x->parameters + 1, sizeof *x->p);
  x->slope = calloc(x->parameters + 1, sizeof *x->slope);
  x->bend = calloc(x->parameters + 1, sizeof *x->bend);
  x->p_moves = calloc(x->parameters + 1, sizeof *x->p_moves);
  x->inputs = calloc(net->inputs + 1, sizeof *x->inputs);
  x->bias = calloc(x->biases + 1, sizeof *x->bias);
  size_t rows = x->parameters < SIZE_MAX / sizeof *x->g / (directions + 1U) ? x->parameters * directions : SIZE_MAX;
  x->g = calloc(rows ? rows : 1, sizeof *x->g);
  if (!x->synapses || !x->neuron || !x->p || !x->slope || !x->bend) return -1;
  return x->p_moves && x->inputs && x->bias && x->g ? 0 : -1;
}

/* With z = e^{-|p|}: the sigmoid's slope is z/(1+z)^2, and d2d/dp2 that times (1 - 2 sigmoid) = -+(1-z)/(1+z). */
static void load_delay(duals *x, const ref_layer *layer, size_t at) {
  long double p = x->net->parameters[at], z = expl(-fabsl(p)), y = 1 / (1 + z), scale = layer->scale;
  int sigmoid = layer->map == REF_MAP_SIGMOID;
  x->p[at].at = sigmoid ? layer->shift + scale * (p < 0 ? z * y : y) : p;
  x->slope[at] = sigmoid ? scale * z * y * y : 1;
  x->bend[at] = sigmoid ? x->slope[at] * (p < 0 ? 1 : -1) * (1 - z) * y : 0;
}

static void load_network(duals *x) {
  size_t at = 0;
  for (size_t l = 0; l < x->net->depth; l++) {
    const ref_layer *layer = &x->net->layers[l];
    for (size_t end = at + ref_weight_count(layer); at < end; at++) x->p[at].at = x->net->parameters[at];
    for (size_t end = at + ref_delay_count(layer); at < end; at++) load_delay(x, layer, at);
  }
}

/* T - t of source i of a layer for the neuron that spikes at T. Returns 0 if the source does not spike. before: place of the
   layer before in s->times. */
static int since_source(duals *x, size_t l, size_t i, size_t sample, size_t before, mpfr_srcptr T, mpfr_ptr difference) {
  const ref_layer *layer = &x->net->layers[l];
  if (i < layer->inputs && l > 0) {
    if (x->s->absent[before + i]) return 0;
    mpfr_sub(difference, T, &x->s->times[before + i]->left, MPFR_RNDN);
    return 1;
  }
  double t = i < layer->inputs ? x->net->input_times[sample * x->net->inputs + i / x->net->multiplex]
                               : layer->bias_times[i - layer->inputs];
  if (isinf(t)) return 0;
  mpfr_sub_d(difference, T, t, MPFR_RNDN);
  return 1;
}

/* Kernels and slope of one neuron at its spike; no causal inputs if its gradients are zero. at: its place in s->times. */
static void load_neuron(duals *x, size_t l, size_t j, size_t sample, size_t before, size_t at, const dual *p,
                        synapse *synapses, neuron_state *neuron) {
  const ref_layer *layer = &x->net->layers[l];
  size_t n = ref_source_count(layer);
  neuron->T.at = x->s->absent[at] ? INFINITY : middle(x->s->times[at]);
  neuron->F_T.at = neuron->F_TT = 0;
  mpfr_t difference;
  mpfr_init2(difference, 64);
  for (size_t i = 0; i < n; i++) {
    synapse *y = &synapses[j * n + i];
    y->causal = 0;
    if (x->s->flat[at] || !since_source(x, l, i, sample, before, &x->s->times[at]->left, difference)) continue;
    long double since = mpfr_get_ld(difference, MPFR_RNDN), w = p[j * n + i].at;
    if (layer->kind != REF_DELAY_NONE) since -= p[ref_weight_count(layer) + ref_delay_index(layer, i, j)].at;
    if (!(since > 0)) continue;
    y->causal = 1;
    y->k = kernel_at(&layer->neuron, since);
    y->size = fmaxl(fabsl(neuron->T.at - since - x->net->t_ref), layer->neuron.tau_mem);
    neuron->F_T.at += w * y->k.k1;
    neuron->F_TT += w * y->k.k2;
  }
  mpfr_clear(difference);
}

static void load_sample(duals *x, size_t sample) {
  size_t offset = 0, neuron = 0, before = 0;
  for (size_t l = 0; l < x->net->depth; l++) {
    const ref_layer *layer = &x->net->layers[l];
    size_t first = sample * x->neurons + neuron;
    for (size_t j = 0; j < layer->outputs; j++)
      load_neuron(x, l, j, sample, before, first + j, x->p + offset, x->synapses + offset, &x->neuron[neuron + j]);
    offset += ref_weight_count(layer) + ref_delay_count(layer);
    neuron += layer->outputs;
    before = first;
  }
}

/* ---- how everything moves ---- */

static long double move_of_time(const duals *x, double t, double tau_mem, uint64_t *signs) {
  long double sign = next_sign(signs);
  return isinf(t) ? 0 : sign * fmaxl(fabsl((long double)t - x->net->t_ref), tau_mem);
}

/* In the order of layers: parameters, bias times, c of each neuron. */
static void move_network(duals *x, size_t direction) {
  uint64_t signs = signs_of(direction, 0);
  size_t at = 0, bias = 0, neuron = 0;
  for (size_t l = 0; l < x->net->depth; l++) {
    const ref_layer *layer = &x->net->layers[l];
    size_t weights = ref_weight_count(layer), count = weights + ref_delay_count(layer);
    for (size_t i = 0; i < count; i++, at++) {
      x->p_moves[at] = next_sign(&signs) * fabsl((long double)x->net->parameters[at]);
      x->p[at].moves = i < weights ? x->p_moves[at] : x->p_moves[at] * x->slope[at];
    }
    for (size_t b = 0; b < layer->biases; b++)
      x->bias[bias++] = move_of_time(x, layer->bias_times[b], layer->neuron.tau_mem, &signs);
    for (size_t j = 0; j < layer->outputs; j++) x->neuron[neuron++].c_moves = next_sign(&signs) * current_of(&layer->neuron);
  }
}

static long double move_of_source(const duals *x, size_t l, size_t i, size_t bias, const neuron_state *before) {
  const ref_layer *layer = &x->net->layers[l];
  if (i >= layer->inputs) return x->bias[bias + i - layer->inputs];
  return l > 0 ? before[i].T.moves : x->inputs[i / x->net->multiplex];
}

static void move_neuron(duals *x, size_t l, size_t j, size_t bias, const dual *p, synapse *synapses,
                        const neuron_state *before, neuron_state *neuron, uint64_t *signs) {
  const ref_layer *layer = &x->net->layers[l];
  size_t n = ref_source_count(layer);
  long double F = -neuron->c_moves;
  neuron->T.moves = neuron->F_T.moves = 0;
  for (size_t i = 0; i < n; i++) {
    synapse *y = &synapses[j * n + i];
    const dual *w = &p[j * n + i];
    y->moves = next_sign(signs) * y->size;
    if (!y->causal) continue;
    y->moves += move_of_source(x, l, i, bias, before);
    if (layer->kind != REF_DELAY_NONE) y->moves += p[ref_weight_count(layer) + ref_delay_index(layer, i, j)].moves;
    F += w->moves * y->k.k - w->at * y->k.k1 * y->moves;
    neuron->F_T.moves += w->moves * y->k.k1 - w->at * y->k.k2 * y->moves;
  }
  long double rounding = next_sign(signs) * fmaxl(fabsl(neuron->T.at - x->net->t_ref), layer->neuron.tau_mem);
  if (x->net->measured || neuron->F_T.at == 0) return;
  neuron->T.moves = -F / neuron->F_T.at + rounding;
  neuron->F_T.moves += neuron->F_TT * neuron->T.moves;
}

/* In this order: input times, then by layer and target arrivals by source, and T. */
static void move_sample(duals *x, size_t sample, size_t direction) {
  uint64_t signs = signs_of(direction, sample + 1);
  size_t offset = 0, bias = 0;
  const double *t = x->net->input_times + sample * x->net->inputs;
  for (size_t i = 0; i < x->net->inputs; i++) x->inputs[i] = move_of_time(x, t[i], x->net->layers[0].neuron.tau_mem, &signs);
  neuron_state *neuron = x->neuron, *before = NULL;
  for (size_t l = 0; l < x->net->depth; l++) {
    const ref_layer *layer = &x->net->layers[l];
    for (size_t j = 0; j < layer->outputs; j++)
      move_neuron(x, l, j, bias, x->p + offset, x->synapses + offset, before, &neuron[j], &signs);
    offset += ref_weight_count(layer) + ref_delay_count(layer);
    bias += layer->biases;
    before = neuron;
    neuron += layer->outputs;
  }
}

/* ---- losses: G of the n outputs y, SPEC 7 ---- */

static void mse_moves(const ref_loss *loss, long double tau_syn, size_t n, size_t label, neuron_state *y) {
  for (size_t j = 0; j < n; j++) {
    if (loss->kind == REF_LOSS_MSE) {
      y[j].G = (dual){y[j].T.at - (j == label ? loss->t_correct : loss->t_wrong), y[j].T.moves};
    } else if (j != label) {
      y[j].G = (dual){y[j].T.at - y[label].T.at - loss->delta_t * tau_syn, y[j].T.moves - y[label].T.moves};
      y[label].G.at -= y[j].G.at;
      y[label].G.moves -= y[j].G.moves;
    }
  }
}

/* With q_j = e^{-(T_j - first)/scale} and share_j = q_j/sum q: G_j = ([j = label] - share_j)/scale, where 1 - share_label is
   taken as the sum of the other shares. */
static void cross_entropy_moves(long double scale, size_t n, size_t label, neuron_state *y) {
  long double first = y[label].T.at, sum = 0, moves = 0, rest = 0, rest_moves = 0;
  for (size_t j = 0; j < n; j++) first = fminl(first, y[j].T.at);
  for (size_t j = 0; j < n; j++) {
    y[j].G.at = expl((first - y[j].T.at) / scale);
    sum += y[j].G.at;
    moves -= y[j].G.at * y[j].T.moves / scale;
  }
  for (size_t j = 0; j < n; j++) {
    long double share = y[j].G.at / sum, share_moves = -share * (y[j].T.moves / scale + moves / sum);
    y[j].G = (dual){-share / scale, -share_moves / scale};
    if (j == label) continue;
    rest += share;
    rest_moves += share_moves;
  }
  y[label].G = (dual){rest / scale, rest_moves / scale};
}

/* Returns 0 if the sample gives no gradient. */
static int move_loss(duals *x, size_t sample) {
  const ref_loss *loss = &x->net->loss;
  const ref_layer *last = &x->net->layers[x->net->depth - 1];
  size_t n = last->outputs, label = (size_t)x->net->labels[sample];
  neuron_state *y = x->neuron + (x->neurons - n);
  long double tau_syn = last->neuron.tau_syn, scale = loss->early_beta * tau_syn, early = 0;
  for (size_t j = 0; j < x->neurons; j++) x->neuron[j].G = (dual){0, 0};
  if (isinf(y[label].T.at)) return 0;
  for (size_t j = 0; j < n; j++)
    if (loss->kind != REF_LOSS_CROSS_ENTROPY && isinf(y[j].T.at)) return 0;
  if (loss->kind == REF_LOSS_CROSS_ENTROPY) cross_entropy_moves(loss->xi * tau_syn, n, label, y);
  else mse_moves(loss, tau_syn, n, label, y);
  if (loss->early_alpha != 0) {
    early = loss->early_alpha * expl(y[label].T.at / scale);
    y[label].G.at += early / scale;
    y[label].G.moves += early / scale / scale * y[label].T.moves;
  }
  if (!(fabsl(early) <= DBL_MAX)) return 0;
  for (size_t j = 0; j < n; j++)
    if (!(fabsl(y[j].G.at) <= DBL_MAX)) return 0;
  for (size_t j = 0; j < n; j++) {
    y[j].G.at /= (long double)x->net->samples;
    y[j].G.moves /= (long double)x->net->samples;
  }
  return 1;
}

/* ---- gradient ---- */

static void add_product(dual *sum, const dual *x, long double y, long double y_moves) {
  sum->at += x->at * y;
  sum->moves += x->moves * y + x->at * y_moves;
}

static void gradient_of_neuron(const ref_layer *layer, size_t j, const dual *p, const synapse *synapses,
                               const neuron_state *neuron, dual *g, neuron_state *before) {
  size_t n = ref_source_count(layer), weights = ref_weight_count(layer);
  const dual *F = &neuron->F_T;
  if (F->at == 0) return;
  for (size_t i = 0; i < n; i++) {
    const synapse *y = &synapses[j * n + i];
    const dual *w = &p[j * n + i];
    if (!y->causal) continue;
    long double s = neuron->T.moves - y->moves, T_w = -y->k.k / F->at, T_a = w->at * y->k.k1 / F->at;
    long double T_w_moves = -(y->k.k1 * s + T_w * F->moves) / F->at;
    long double T_a_moves = (w->moves * y->k.k1 + w->at * y->k.k2 * s - T_a * F->moves) / F->at;
    add_product(&g[j * n + i], &neuron->G, T_w, T_w_moves);
    if (layer->kind != REF_DELAY_NONE) add_product(&g[weights + ref_delay_index(layer, i, j)], &neuron->G, T_a, T_a_moves);
    if (before && i < layer->inputs) add_product(&before[i].G, &neuron->G, T_a, T_a_moves);
  }
}

/* dL/dT of every neuron moves by itself as it is rounded: from the last layer to the first, by index. */
static void gradient_of_sample(duals *x, size_t sample, size_t direction, dual *g) {
  uint64_t signs = signs_of(direction, x->net->samples + sample + 1);
  size_t offset = x->parameters;
  neuron_state *neuron = x->neuron + x->neurons;
  for (size_t l = x->net->depth; l-- > 0;) {
    const ref_layer *layer = &x->net->layers[l];
    offset -= ref_weight_count(layer) + ref_delay_count(layer);
    neuron -= layer->outputs;
    neuron_state *before = l > 0 ? neuron - x->net->layers[l - 1].outputs : NULL;
    for (size_t j = 0; j < layer->outputs; j++) {
      neuron[j].G.moves += next_sign(&signs) * neuron[j].G.at;
      gradient_of_neuron(layer, j, x->p + offset, x->synapses + offset, &neuron[j], g + offset, before);
    }
  }
}

/* From delays to their parameters, and the delay term. move_network has been called for this direction. */
static void finish(duals *x, dual *g) {
  const ref_loss *loss = &x->net->loss;
  size_t at = 0, delays = 0;
  for (size_t l = 0; l < x->net->depth; l++) delays += ref_delay_count(&x->net->layers[l]);
  long double factor = delays > 0 ? 2 * (long double)loss->delay_alpha / (long double)delays : 0;
  for (size_t l = 0; l < x->net->depth; l++) {
    at += ref_weight_count(&x->net->layers[l]);
    for (size_t end = at + ref_delay_count(&x->net->layers[l]); at < end; at++) {
      long double slope = x->slope[at], bend = x->bend[at] * x->p_moves[at];
      g[at] = (dual){g[at].at * slope, g[at].moves * slope + g[at].at * bend};
      if (loss->delay_parameters) {
        g[at].at += factor * x->net->parameters[at];
        g[at].moves += factor * x->p_moves[at];
      } else {
        g[at].at += factor * x->p[at].at * slope;
        g[at].moves += factor * (x->p[at].moves * slope + x->p[at].at * bend);
      }
    }
  }
}

static double ratio_of_norms(const dual *g, size_t n) {
  long double size = 0, moves = 0;
  for (size_t i = 0; i < n; i++) {
    size += g[i].at * g[i].at;
    moves += g[i].moves * g[i].moves;
  }
  if (moves == 0) return 0;
  return (double)sqrtl(moves / size);
}

static double condition_of(duals *x, size_t directions) {
  double most = 0;
  load_network(x);
  for (size_t n = 0; n < x->net->samples; n++) {
    load_sample(x, n);
    for (size_t d = 0; d < directions; d++) {
      move_network(x, d);
      move_sample(x, n, d);
      if (move_loss(x, n)) gradient_of_sample(x, n, d, x->g + d * x->parameters);
    }
  }
  for (size_t d = 0; d < directions; d++) {
    dual *g = x->g + d * x->parameters;
    move_network(x, d);
    finish(x, g);
    most = fmax(most, ratio_of_norms(g, x->parameters));
  }
  return most;
}

double ref_network_condition(const ref_network *net, const ref_network_solution *s, unsigned directions) {
  duals x;
  double condition = duals_init(&x, net, s, directions) == 0 ? condition_of(&x, directions) : INFINITY;
  duals_clear(&x);
  return condition;
}
