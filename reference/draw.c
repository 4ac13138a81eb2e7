#include "draw.h"

#include <math.h>
#include <stdlib.h>

#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)
#define BITS 160    /* of v where a threshold is tuned to it */
#define ATTEMPTS 16 /* cases drawn until one has a maximum to tune to */

/* ---- random numbers; each line one operation, so that contraction changes nothing ---- */

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

ref_random ref_random_at(uint64_t seed, uint64_t stream, uint64_t index) {
  ref_random random = {mix(mix(seed + GOLDEN * (stream + 1)) + GOLDEN * index)};
  return random;
}

uint64_t ref_random_bits(ref_random *random) {
  random->state += GOLDEN;
  return mix(random->state);
}

double ref_random_uniform(ref_random *random) { return ldexp((double)(ref_random_bits(random) >> 11), -53); }

size_t ref_random_below(ref_random *random, size_t n) {
  return (size_t)(((ref_random_bits(random) >> 32) * (uint64_t)n) >> 32);
}

double ref_random_log_uniform(ref_random *random, int low, int high) {
  int exponent = low + (int)ref_random_below(random, (size_t)(high - low));
  for (;;) {
    double x = 1 + ref_random_uniform(random);
    double chance = ref_random_uniform(random) * x;
    if (chance < 1) return ldexp(x, exponent);
  }
}

double ref_random_normal(ref_random *random) {
  double sum = 0;
  for (int i = 0; i < 12; i++) sum += ref_random_uniform(random);
  return sum - 6;
}

static double between(ref_random *random, double low, double high) {
  double part = (high - low) * ref_random_uniform(random);
  return low + part;
}

static int one_of(ref_random *random, size_t n) { return ref_random_below(random, n) == 0; }

static int power(ref_random *random, int low, int high) { /* low .. high */
  return low + (int)ref_random_below(random, (size_t)(high - low + 1));
}

static double rounded(int single, double x) { return single ? (double)(float)x : x; }

/* ---- one neuron ---- */

static size_t draw_count(ref_random *random, size_t low, size_t limit) {
  for (;;) {
    double x = low == 1 ? ref_random_log_uniform(random, 0, 7) : ref_random_log_uniform(random, 6, 11);
    size_t n = (size_t)x;
    if (n >= low && n <= limit) return n;
  }
}

static double draw_tau_mem(ref_random *random, ref_ratio ratio, int single, double tau_syn) {
  if (ratio == REF_RATIO_TWO) return 2 * tau_syn;
  if (ratio == REF_RATIO_ONE) return tau_syn;
  for (;;) {
    double tau_mem;
    if (one_of(random, 10)) {
      double near = ldexp(tau_syn, -power(random, 3, single ? 12 : 30));
      tau_mem = one_of(random, 2) ? tau_syn + near : tau_syn - near;
    } else {
      tau_mem = tau_syn * ref_random_log_uniform(random, -3, 3);
    }
    tau_mem = rounded(single, tau_mem);
    if (tau_mem != tau_syn && tau_mem != 2 * tau_syn) return tau_mem;
  }
}

static ref_neuron draw_neuron(ref_random *random, ref_ratio ratio, int single) {
  ref_neuron neuron;
  neuron.tau_syn = rounded(single, ref_random_log_uniform(random, -1, 3));
  neuron.tau_mem = draw_tau_mem(random, ratio, single, neuron.tau_syn);
  neuron.g_leak = rounded(single, ref_random_log_uniform(random, -2, 1));
  neuron.e_leak = one_of(random, 2) ? 0 : -rounded(single, ref_random_uniform(random));
  double height = ref_random_log_uniform(random, -1, 1);
  neuron.threshold = rounded(single, neuron.e_leak + height);
  return neuron;
}

static void draw_weights(ref_random *random, int single, ref_inputs *x) {
  size_t kind = ref_random_below(random, 3);
  double gain = ref_random_log_uniform(random, -1, 3);
  for (size_t i = 0; i < x->n; i++) {
    double w;
    if (kind == 0) w = 2 * ref_random_uniform(random) * gain;
    else if (kind == 1) w = (1 + ref_random_normal(random)) * gain;
    else w = one_of(random, 2) ? ref_random_log_uniform(random, -3, 8) : -ref_random_log_uniform(random, -3, 8);
    x->w[i] = rounded(single, w);
  }
}

static void draw_arrivals(ref_random *random, ref_class class_, int single, ref_inputs *x) {
  static const double spans[4] = {0.1, 1, 4, 16};
  double span = spans[ref_random_below(random, 4)], offset = 0;
  if (!one_of(random, 2)) offset = one_of(random, 2) ? between(random, -span, 0) : between(random, -16, 16);
  if (class_ == REF_CLASS_LONG) {
    double most = single ? 4 : 16, range = single ? 27 : 277;
    span = one_of(random, 2) ? most : most / 4;
    offset = between(random, -range, range - most);
  }
  size_t values = class_ == REF_CLASS_TIES ? 1 + ref_random_below(random, 1 + x->n / 2) : 0;
  for (size_t i = 0; i < x->n; i++) {
    double u = ref_random_uniform(random);
    if (values > 0 && i >= values) { /* one of the first */
      x->a[i] = x->a[ref_random_below(random, values)];
      continue;
    }
    double later = span * u;
    double place = offset + later;
    x->a[i] = rounded(single, place * x->neuron.tau_mem);
  }
  if (class_ != REF_CLASS_MISSING) return;
  int all = one_of(random, 8);
  for (size_t i = 0; i < x->n; i++)
    if (all || one_of(random, 4)) x->a[i] = (double)INFINITY;
}

/* ---- thresholds tuned to v: the membrane of SPEC 1.2, walked along the arrivals ---- */

typedef struct {
  double tau_mem, tau_syn;
  mpfr_t v, i; /* at the place */
  mpfr_t e_mem, e_syn, k, s;
} walk;

static void walk_init(walk *m, const ref_neuron *neuron) {
  m->tau_mem = neuron->tau_mem;
  m->tau_syn = neuron->tau_syn;
  mpfr_inits2(BITS, m->v, m->i, m->e_mem, m->e_syn, m->k, m->s, (mpfr_ptr)0);
  mpfr_set_zero(m->v, 1);
  mpfr_set_zero(m->i, 1);
}

static void walk_clear(walk *m) { mpfr_clears(m->v, m->i, m->e_mem, m->e_syn, m->k, m->s, (mpfr_ptr)0); }

/* v a time s after (m->v, m->i); leaves both decays in m. */
static void walk_v(walk *m, const mpfr_t s, mpfr_t v) {
  mpfr_div_d(m->e_mem, s, -m->tau_mem, MPFR_RNDN);
  mpfr_exp(m->e_mem, m->e_mem, MPFR_RNDN);
  mpfr_div_d(m->e_syn, s, -m->tau_syn, MPFR_RNDN);
  mpfr_exp(m->e_syn, m->e_syn, MPFR_RNDN);
  if (m->tau_mem == m->tau_syn) {
    mpfr_div_d(m->k, s, m->tau_mem, MPFR_RNDN);
    mpfr_mul(m->k, m->k, m->e_mem, MPFR_RNDN);
  } else {
    mpfr_sub(m->k, m->e_mem, m->e_syn, MPFR_RNDN);
    mpfr_mul_d(m->k, m->k, m->tau_syn, MPFR_RNDN);
    mpfr_div_d(m->k, m->k, m->tau_mem - m->tau_syn, MPFR_RNDN); /* the difference is exact or close enough */
  }
  mpfr_mul(m->k, m->k, m->i, MPFR_RNDN);
  mpfr_mul(v, m->v, m->e_mem, MPFR_RNDN);
  mpfr_add(v, v, m->k, MPFR_RNDN);
}

static void walk_on(walk *m, double from, double to) {
  mpfr_set_d(m->s, to, MPFR_RNDN);
  mpfr_sub_d(m->s, m->s, from, MPFR_RNDN);
  walk_v(m, m->s, m->v);
  mpfr_mul(m->i, m->i, m->e_syn, MPFR_RNDN);
}

/* The maximum of v after (m->v, m->i) and the time to it; 0 if there is none. */
static int walk_peak(walk *m, mpfr_t s, mpfr_t peak) {
  if (mpfr_sgn(m->i) <= 0 || mpfr_lessequal_p(m->i, m->v)) return 0;
  double gap = m->tau_mem - m->tau_syn;
  mpfr_sub(s, m->i, m->v, MPFR_RNDN);
  if (gap == 0) {
    mpfr_div(s, s, m->i, MPFR_RNDN);
    mpfr_mul_d(s, s, m->tau_mem, MPFR_RNDN);
  } else {
    mpfr_mul_d(peak, m->i, m->tau_syn, MPFR_RNDN); /* tail = v gap + i tau_syn; s = ln(1 + (i - v) gap/tail) ... */
    mpfr_mul_d(m->k, m->v, gap, MPFR_RNDN);
    mpfr_add(peak, peak, m->k, MPFR_RNDN);
    if (mpfr_sgn(peak) <= 0) return 0;
    mpfr_mul_d(s, s, gap, MPFR_RNDN);
    mpfr_div(s, s, peak, MPFR_RNDN);
    mpfr_log1p(s, s, MPFR_RNDN);
    mpfr_mul_d(s, s, m->tau_mem, MPFR_RNDN);
    mpfr_mul_d(s, s, m->tau_syn, MPFR_RNDN);
    mpfr_div_d(s, s, gap, MPFR_RNDN);
  }
  walk_v(m, s, peak);
  return 1;
}

static size_t *order_of(const ref_inputs *x) {
  size_t *order = malloc(x->n * sizeof *order);
  if (order == NULL) return NULL;
  for (size_t i = 0; i < x->n; i++) {
    size_t p = i;
    for (; p > 0 && x->a[order[p - 1]] > x->a[i]; p--) order[p] = order[p - 1];
    order[p] = i;
  }
  return order;
}

/* A threshold near v, chosen among the places where v is above everything before, each with equal chance. */
typedef struct {
  ref_random *random;
  size_t found;
  mpfr_t record, value, c;
} choice;

static void offer(choice *best) { /* value */
  best->found++;
  if (one_of(best->random, best->found)) mpfr_set(best->c, best->value, MPFR_RNDN);
}

static void offer_peak(choice *best, walk *m, double window) {
  if (!walk_peak(m, m->s, best->value)) return;
  if (mpfr_cmp_d(m->s, window) > 0 || mpfr_lessequal_p(best->value, best->record)) return;
  mpfr_set(best->record, best->value, MPFR_RNDN);
  offer(best);
}

/* v a time `distance` after the arrival the walk has reached, if v rises there and this is inside the window. */
static void offer_near(choice *best, walk *m, double distance, double window) {
  if (distance > window || mpfr_less_p(m->v, best->record) || mpfr_lessequal_p(m->i, m->v)) return;
  mpfr_set_d(m->s, distance, MPFR_RNDN);
  walk_v(m, m->s, best->value);
  if (mpfr_greater_p(best->value, m->v) && mpfr_sgn(best->value) > 0) offer(best);
}

/* v a time `distance` before the end of the window. */
static void offer_before(choice *best, walk *m, double distance, double window) {
  if (!(distance < window) || isinf(window)) return;
  mpfr_set_d(m->s, window, MPFR_RNDN);
  walk_v(m, m->s, best->value);
  mpfr_mul(m->k, m->i, m->e_syn, MPFR_RNDN);
  if (mpfr_less_p(best->value, best->record) || mpfr_lessequal_p(m->k, best->value)) return;
  mpfr_set_d(m->s, window, MPFR_RNDN);
  mpfr_sub_d(m->s, m->s, distance, MPFR_RNDN);
  walk_v(m, m->s, best->value);
  if (mpfr_sgn(best->value) > 0) offer(best);
}

/* Chooses c; class tangent: among maxima, class close: among places `distance` after or before an arrival. */
static int choose(choice *best, const ref_inputs *x, ref_class class_, double distance, int before) {
  size_t *order = order_of(x);
  if (order == NULL) return -1;
  walk m;
  walk_init(&m, &x->neuron);
  for (size_t p = 0; p < x->n; p++) {
    double a = x->a[order[p]], next = p + 1 < x->n ? x->a[order[p + 1]] : (double)INFINITY;
    mpfr_add_d(m.i, m.i, x->w[order[p]], MPFR_RNDN);
    if (!(next > a)) continue;
    if (class_ == REF_CLASS_TANGENT) offer_peak(best, &m, next - a);
    else if (before) offer_before(best, &m, distance, next - a);
    else offer_near(best, &m, distance, next - a);
    if (isinf(next)) break;
    if (class_ == REF_CLASS_CLOSE && walk_peak(&m, m.s, best->value) && mpfr_cmp_d(m.s, next - a) <= 0)
      mpfr_max(best->record, best->record, best->value, MPFR_RNDN);
    walk_on(&m, a, next);
    mpfr_max(best->record, best->record, m.v, MPFR_RNDN);
  }
  walk_clear(&m);
  free(order);
  return 0;
}

/* Sets the threshold; 0 if there is no place for it, -1 without memory. */
static int tune(ref_random *random, ref_class class_, int single, ref_inputs *x) {
  double distance = 0;
  int before = 0;
  if (class_ == REF_CLASS_CLOSE) {
    distance = ldexp(x->neuron.tau_mem, -power(random, 3, single ? 16 : 40));
    before = one_of(random, 2);
  }
  choice best = {.random = random};
  mpfr_inits2(BITS, best.record, best.value, best.c, (mpfr_ptr)0);
  mpfr_set_zero(best.record, 1);
  int done = choose(&best, x, class_, distance, before);
  if (done == 0 && best.found > 0) {
    if (class_ == REF_CLASS_TANGENT) {
      int k = single ? power(random, 5, 16) : power(random, 10, 40);
      double factor = 1 + ldexp(1, -k);
      if (one_of(random, 8)) mpfr_mul_d(best.c, best.c, factor, MPFR_RNDN);
      else mpfr_div_d(best.c, best.c, factor, MPFR_RNDN);
    }
    double c = single ? (double)mpfr_get_flt(best.c, MPFR_RNDN) : mpfr_get_d(best.c, MPFR_RNDN);
    x->neuron.e_leak = 0;
    x->neuron.g_leak = 1;
    x->neuron.threshold = c;
    done = c >= 0x1p-18 && c <= 0x1p+18;
  }
  mpfr_clears(best.record, best.value, best.c, (mpfr_ptr)0);
  return done;
}

/* One weight so large that the spike follows at once. */
static void raise_weight(ref_random *random, int single, ref_inputs *x) {
  double height = x->neuron.threshold - x->neuron.e_leak;
  double c = x->neuron.g_leak * height;
  x->w[ref_random_below(random, x->n)] = rounded(single, ldexp(c, power(random, 3, single ? 12 : 20)));
}

static ref_class draw_class(ref_random *random, size_t limit) {
  size_t place = ref_random_below(random, 256);
  if (place < 32) return REF_CLASS_TIES;
  if (place < 64) return REF_CLASS_TANGENT;
  if (place < 80) return REF_CLASS_CLOSE;
  if (place < 96) return REF_CLASS_LONG;
  if (place < 112) return REF_CLASS_MISSING;
  return place == 112 && limit > 64 ? REF_CLASS_WIDE : REF_CLASS_PLAIN;
}

static int draw(ref_random *random, ref_class class_, ref_ratio ratio, int single, size_t limit, ref_inputs *x) {
  for (int attempt = 1;; attempt++) {
    x->n = class_ == REF_CLASS_WIDE ? draw_count(random, 65, limit) : draw_count(random, 1, limit < 64 ? limit : 64);
    x->w = malloc(x->n * sizeof *x->w);
    x->a = malloc(x->n * sizeof *x->a);
    if (x->w == NULL || x->a == NULL) break;
    x->neuron = draw_neuron(random, ratio, single);
    draw_weights(random, single, x);
    draw_arrivals(random, class_, single, x);
    if (class_ != REF_CLASS_TANGENT && class_ != REF_CLASS_CLOSE) return 0;
    if (class_ == REF_CLASS_CLOSE && one_of(random, 2)) {
      raise_weight(random, single, x);
      return 0;
    }
    ref_neuron before = x->neuron;
    int done = tune(random, class_, single, x);
    if (done < 0) break;
    if (done > 0) return 0;
    x->neuron = before;
    if (attempt == ATTEMPTS) return 0;
    ref_inputs_clear(x);
  }
  ref_inputs_clear(x);
  return -1;
}

int ref_draw_inputs(uint64_t seed, uint64_t index, ref_class class_, ref_ratio ratio, int single, ref_inputs *x) {
  ref_random random = ref_random_at(seed, 64 + (uint64_t)ratio + (single ? 3 : 0), index);
  if (class_ == REF_CLASS_RANDOM) class_ = draw_class(&random, 1024);
  return draw(&random, class_, ratio, single, 1024, x);
}

int ref_draw_small(uint64_t seed, uint64_t index, ref_ratio ratio, int single, size_t limit, ref_inputs *x) {
  ref_random random = ref_random_at(seed, 64 + (uint64_t)ratio + (single ? 3 : 0), index);
  ref_class class_ = draw_class(&random, limit);
  return draw(&random, class_, ratio, single, limit, x);
}

void ref_inputs_clear(ref_inputs *x) {
  free(x->w);
  free(x->a);
  x->w = x->a = NULL;
  x->n = 0;
}

/* ---- networks ---- */

static size_t divisor(ref_random *random, size_t n) { /* of n, by chance */
  for (;;) {
    size_t d = 1 + ref_random_below(random, n);
    if (n % d == 0) return d;
  }
}

static size_t draw_groups(ref_random *random, ref_grouping grouping, size_t n) {
  if (!one_of(random, 3)) return 0;
  return grouping == REF_GROUP_NEIGHBOURS ? divisor(random, n) : 1 + ref_random_below(random, n);
}

static void draw_delay(ref_random *random, int single, ref_layer *layer) {
  layer->kind = (ref_delay_kind)ref_random_below(random, 4);
  layer->map = (ref_delay_map)ref_random_below(random, 3);
  layer->grouping = (ref_grouping)ref_random_below(random, 2);
  layer->source_groups = layer->target_groups = 0;
  layer->scale = 1;
  layer->shift = 0;
  if (layer->kind == REF_DELAY_AXONAL || layer->kind == REF_DELAY_SYNAPTIC)
    layer->source_groups = draw_groups(random, layer->grouping, layer->inputs + layer->biases);
  if (layer->kind == REF_DELAY_DENDRITIC || layer->kind == REF_DELAY_SYNAPTIC)
    layer->target_groups = draw_groups(random, layer->grouping, layer->outputs);
  if (layer->kind == REF_DELAY_NONE || layer->map != REF_MAP_SIGMOID || one_of(random, 2)) return;
  layer->scale = rounded(single, between(random, 0.5, 2) * layer->neuron.tau_mem);
  layer->shift = rounded(single, ref_random_uniform(random) * layer->neuron.tau_mem);
}

static int draw_layer(ref_random *random, ref_ratio ratio, int single, size_t inputs, int output, const ref_neuron *first,
                      int alike, ref_layer *layer) {
  layer->inputs = inputs;
  layer->outputs = output ? 2 + ref_random_below(random, 3) : 1 + ref_random_below(random, 8);
  layer->biases = ref_random_below(random, 3);
  do layer->neuron = draw_neuron(random, ratio, single);
  while (first != NULL && (layer->neuron.tau_mem > 4 * first->tau_mem || 4 * layer->neuron.tau_mem < first->tau_mem));
  if (first != NULL && alike) {
    layer->neuron.tau_mem = first->tau_mem;
    layer->neuron.tau_syn = first->tau_syn;
  }
  layer->bias_times = malloc((layer->biases + 1) * sizeof *layer->bias_times);
  if (layer->bias_times == NULL) return -1;
  for (size_t b = 0; b < layer->biases; b++)
    layer->bias_times[b] = rounded(single, between(random, -1, 2) * layer->neuron.tau_mem);
  draw_delay(random, single, layer);
  return 0;
}

static size_t groups_of(int delayed, size_t groups, size_t n) { return !delayed ? 1 : groups != 0 ? groups : n; }

static size_t delays_of(const ref_layer *layer) {
  if (layer->kind == REF_DELAY_NONE) return 0;
  return groups_of(layer->kind != REF_DELAY_DENDRITIC, layer->source_groups, layer->inputs + layer->biases) *
         groups_of(layer->kind != REF_DELAY_AXONAL, layer->target_groups, layer->outputs);
}

static void draw_parameters(ref_random *random, int single, const ref_layer *layer, double *p) {
  size_t weights = (layer->inputs + layer->biases) * layer->outputs, delays = delays_of(layer);
  double gain = ref_random_log_uniform(random, 0, 3);
  for (size_t i = 0; i < weights; i++) p[i] = rounded(single, (1 + ref_random_normal(random)) * gain);
  for (size_t i = 0; i < delays; i++)
    p[weights + i] = rounded(single, layer->map == REF_MAP_SIGMOID ? ref_random_normal(random)
                                                                   : ref_random_uniform(random) * layer->neuron.tau_mem);
}

static void draw_loss(ref_random *random, int single, double tau_syn, ref_loss *loss) {
  loss->kind = (ref_loss_kind)ref_random_below(random, 3);
  loss->delta_t = rounded(single, between(random, 0.1, 0.5));
  loss->t_correct = rounded(single, between(random, 0, 2) * tau_syn);
  loss->t_wrong = rounded(single, between(random, 2, 4) * tau_syn);
  loss->xi = rounded(single, between(random, 0.25, 1));
  loss->early_alpha = one_of(random, 4) ? rounded(single, between(random, 0, 0.125)) : 0;
  loss->early_beta = rounded(single, between(random, 1, 4));
  loss->delay_alpha = one_of(random, 4) ? rounded(single, between(random, 0, 0.125)) : 0;
  loss->delay_parameters = one_of(random, 2);
}

static int draw_samples(ref_random *random, int single, ref_network *net) {
  size_t count = net->samples * net->inputs;
  double span = net->layers->neuron.tau_mem, missing = one_of(random, 4);
  net->input_times = malloc(count * sizeof *net->input_times);
  net->labels = malloc(net->samples * sizeof *net->labels);
  if (net->input_times == NULL || net->labels == NULL) return -1;
  for (size_t i = 0; i < count; i++) {
    double place = between(random, 0, 2);
    double late = place * span;
    net->input_times[i] = missing > 0 && one_of(random, 8) ? (double)INFINITY : rounded(single, net->t_ref + late);
  }
  size_t outputs = net->layers[net->depth - 1].outputs;
  for (size_t n = 0; n < net->samples; n++) net->labels[n] = (int)ref_random_below(random, outputs);
  return 0;
}

static int fill_network(ref_random *random, ref_ratio ratio, int single, ref_network *net) {
  size_t count = 0, inputs = net->inputs * net->multiplex;
  int alike = one_of(random, 2);
  for (size_t l = 0; l < net->depth; l++) {
    ref_layer *layer = net->layers + l;
    const ref_neuron *first = l > 0 ? &net->layers->neuron : NULL;
    if (draw_layer(random, ratio, single, inputs, l + 1 == net->depth, first, alike, layer) != 0) return -1;
    inputs = layer->outputs;
    count += (layer->inputs + layer->biases) * layer->outputs + delays_of(layer);
  }
  net->t_ref = one_of(random, 4) ? rounded(single, between(random, -1, 1)) : 0;
  net->parameters = malloc(count * sizeof *net->parameters);
  if (net->parameters == NULL) return -1;
  double *p = net->parameters;
  for (size_t l = 0; l < net->depth; l++) {
    draw_parameters(random, single, net->layers + l, p);
    p += (net->layers[l].inputs + net->layers[l].biases) * net->layers[l].outputs + delays_of(net->layers + l);
  }
  draw_loss(random, single, net->layers[net->depth - 1].neuron.tau_syn, &net->loss);
  return draw_samples(random, single, net);
}

int ref_draw_network(uint64_t seed, uint64_t index, ref_ratio ratio, int single, ref_network *net) {
  static const ref_network empty;
  ref_random random = ref_random_at(seed, 70 + (uint64_t)ratio + (single ? 3 : 0), index);
  *net = empty;
  net->inputs = 1 + ref_random_below(&random, 5);
  net->multiplex = one_of(&random, 4) ? 2 : 1;
  net->depth = 1 + ref_random_below(&random, 3);
  net->samples = 1 + ref_random_below(&random, 4);
  net->layers = calloc(net->depth, sizeof *net->layers);
  if (net->layers != NULL && fill_network(&random, ratio, single, net) == 0) return 0;
  ref_network_clear(net);
  return -1;
}

void ref_network_clear(ref_network *net) {
  for (size_t l = 0; net->layers != NULL && l < net->depth; l++) free(net->layers[l].bias_times);
  free(net->layers);
  free(net->parameters);
  free(net->input_times);
  free(net->labels);
  free(net->measured);
  net->layers = NULL;
  net->parameters = net->input_times = net->measured = NULL;
  net->labels = NULL;
}
