/* reference/network.c and reference/condition.c: whole networks against single neurons, differences and the library;
   condition numbers against differences of the oracle itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delgrad.h"
#include "reference/condition.h"
#include "reference/draw.h"
#include "reference/network.h"

enum { MOST = 256 };

/* ---- networks by hand --------------------------------------------------------------------------------------------- */

typedef struct {
  ref_network net;
  ref_layer layers[3];
  double bias_times[3][2], parameters[MOST], input_times[32], measured[64];
  int labels[8];
} model;

static uint64_t random_state;

static double uniform(void) {
  random_state += UINT64_C(0x9e3779b97f4a7c15);
  uint64_t z = random_state;
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return (double)((z ^ (z >> 31)) >> 44) * 0x1p-20; /* 20 bits, so that small steps are exact */
}

static ref_neuron neuron_of(double tau_mem, double tau_syn) {
  ref_neuron neuron = {tau_mem, tau_syn, 1, 0, 0.5};
  return neuron;
}

static void start(model *m, size_t inputs, size_t multiplex, size_t samples) {
  memset(m, 0, sizeof *m);
  m->net.inputs = inputs;
  m->net.multiplex = multiplex;
  m->net.samples = samples;
  m->net.layers = m->layers;
  m->net.parameters = m->parameters;
  m->net.input_times = m->input_times;
  m->net.labels = m->labels;
  m->net.loss.kind = REF_LOSS_SHIFT_MSE;
  m->net.loss.delta_t = 0.25;
  m->net.loss.t_correct = 0.5;
  m->net.loss.t_wrong = 2.5;
  m->net.loss.xi = 0.5;
  m->net.loss.early_beta = 2;
}

static ref_layer *add_layer(model *m, size_t outputs, size_t biases, ref_neuron neuron) {
  ref_layer *layer = &m->layers[m->net.depth];
  layer->inputs = m->net.depth > 0 ? m->layers[m->net.depth - 1].outputs : m->net.inputs * m->net.multiplex;
  layer->outputs = outputs;
  layer->biases = biases;
  layer->bias_times = m->bias_times[m->net.depth];
  layer->neuron = neuron;
  layer->scale = 1;
  m->net.depth++;
  return layer;
}

/* Weights and delay parameters that are not alike, so that shapes cannot be mistaken for each other. */
static void fill(model *m, double weight, double spread) {
  size_t at = 0;
  for (size_t l = 0; l < m->net.depth; l++) {
    const ref_layer *layer = &m->layers[l];
    for (size_t i = 0; i < ref_weight_count(layer); i++) m->parameters[at++] = weight + spread * (uniform() - 0.25);
    for (size_t i = 0; i < ref_delay_count(layer); i++)
      m->parameters[at++] = layer->map == REF_MAP_SIGMOID ? 2 * uniform() - 1 : uniform();
    for (size_t b = 0; b < layer->biases; b++) m->bias_times[l][b] = uniform() - 0.25;
  }
  assert_true(at <= MOST);
  for (size_t i = 0; i < m->net.samples * m->net.inputs; i++) m->input_times[i] = 2 * uniform();
  size_t outputs = m->layers[m->net.depth - 1].outputs;
  for (size_t n = 0; n < m->net.samples; n++) m->labels[n] = (int)(n % outputs);
}

static double number(mpfi_srcptr x) {
  mpfr_t mid;
  mpfr_init2(mid, 53);
  mpfi_mid(mid, x);
  double y = mpfr_get_d(mid, MPFR_RNDN);
  mpfr_clear(mid);
  return y;
}

/* Whether two enclosures may hold the same number and are both narrow: at most 2^-bits of size wide. */
static void assert_same(mpfi_srcptr x, mpfi_srcptr y, double size, int bits) {
  mpfr_t low, high;
  mpfr_inits2(53, low, high, (mpfr_ptr)0);
  assert_true(mpfr_cmp(&x->left, &y->right) <= 0 && mpfr_cmp(&y->left, &x->right) <= 0);
  mpfr_min(low, &x->left, &y->left, MPFR_RNDD);
  mpfr_sub(high, &x->right, &x->left, MPFR_RNDU);
  mpfr_sub(low, &y->right, &y->left, MPFR_RNDU);
  mpfr_max(high, high, low, MPFR_RNDU);
  if (mpfr_get_d(high, MPFR_RNDU) > ldexp(size, -bits)) fail_msg("wide: %g for %g", mpfr_get_d(high, MPFR_RNDU), size);
  mpfr_clears(low, high, (mpfr_ptr)0);
}

static double largest(const ref_network_solution *s) {
  double most = 0;
  for (size_t i = 0; i < s->parameters; i++) most = fmax(most, fabs(number(s->gradient[i])));
  return most;
}

/* ---- against single neurons --------------------------------------------------------------------------------------- */

/* Two layers: T by single solves; the loss' chain rule by hand, shift MSE, one sample. */
static void test_composed(void **unused) {
  (void)unused;
  random_state = 1;
  model m;
  start(&m, 3, 1, 1);
  add_layer(&m, 3, 1, neuron_of(2, 1));
  ref_layer *last = add_layer(&m, 2, 0, neuron_of(1, 1));
  last->kind = REF_DELAY_DENDRITIC;
  last->map = REF_MAP_CLIP;
  fill(&m, 1.5, 1);
  m.labels[0] = 1;
  ref_network_solution s;
  ref_network_solution_init(&s, &m.net);
  assert_int_equal(ref_network_solve(&m.net, 120, &s), 0);
  assert_true(s.parameters == 12 + 6 + 2 && s.neurons == 5 && s.working >= 180);
  for (size_t j = 0; j < 5; j++) assert_false(s.absent[j] || s.flat[j]);

  mpfr_prec_t p = 400;
  ref_solution hidden[3], out[2];
  mpfi_t arrival[3], w[3], e, x;
  int come[3] = {1, 1, 1};
  double a[4] = {m.input_times[0], m.input_times[1], m.input_times[2], m.bias_times[0][0]};
  mpfi_init2(e, p);
  mpfi_init2(x, p);
  for (size_t j = 0; j < 3; j++) {
    ref_inputs inputs = {m.layers[0].neuron, 4, m.parameters + 4 * j, a};
    ref_solution_init(&hidden[j], 4);
    assert_int_equal(ref_solve(&inputs, 300, &hidden[j]), 0);
    assert_same(s.times[j], hidden[j].time, number(hidden[j].time), 120);
    mpfi_init2(arrival[j], p);
    mpfi_init2(w[j], p);
  }
  ref_constants k;
  ref_constants_init(&k, &last->neuron, p);
  for (size_t j = 0; j < 2; j++) {
    for (size_t i = 0; i < 3; i++) {
      mpfi_add_d(arrival[i], hidden[i].time, m.parameters[18 + j]);
      mpfi_set_d(w[i], m.parameters[12 + 3 * j + i]);
    }
    ref_solution_init(&out[j], 3);
    assert_int_equal(ref_solve_intervals(&k, 3, w, arrival, come, NULL, &out[j]), 0);
    assert_same(s.times[3 + j], out[j].time, number(out[j].time), 120);
  }
  /* e = T_0 - T_1 - 0.25, L = e^2/2 */
  mpfi_sub(e, out[0].time, out[1].time);
  mpfi_sub_d(e, e, 0.25);
  mpfi_sqr(x, e);
  mpfi_div_ui(x, x, 2);
  assert_same(s.loss, x, number(x), 120);
  double size = largest(&s);
  for (size_t j = 0; j < 2; j++) {
    for (size_t i = 0; i < 3; i++) {
      mpfi_mul(x, e, out[j].dT_dw[i]);
      if (j == 1) mpfi_neg(x, x);
      assert_same(s.gradient[12 + 3 * j + i], x, size, 119);
    }
    if (j == 0) assert_same(s.gradient[18], e, size, 119); /* all arrivals shift: dT/dd = 1 */
  }
  for (size_t i = 0; i < 3; i++) {
    mpfi_sub(x, out[0].dT_da[i], out[1].dT_da[i]);
    mpfi_mul(arrival[i], e, x); /* dL/dT of hidden neuron i */
    for (size_t q = 0; q < 4; q++) {
      mpfi_mul(x, arrival[i], hidden[i].dT_dw[q]);
      assert_same(s.gradient[4 * i + q], x, size, 119);
    }
  }
  ref_constants_clear(&k);
  for (size_t j = 0; j < 3; j++) {
    ref_solution_clear(&hidden[j]);
    if (j < 2) ref_solution_clear(&out[j]);
    mpfi_clear(arrival[j]);
    mpfi_clear(w[j]);
  }
  mpfi_clear(e);
  mpfi_clear(x);
  ref_network_solution_clear(&s);
}

/* ---- against differences ------------------------------------------------------------------------------------------ */

/* (8 (L(h) - L(-h)) - (L(2h) - L(-2h)))/(12 h), of error h^4. p + h is exact for p of 20 bits. */
static long double difference(model *m, size_t parameter, ref_network_solution *s) {
  const double h = 0x1p-20, steps[4] = {h, -h, 2 * h, -2 * h}, factors[4] = {8, -8, -1, 1};
  double p = m->parameters[parameter];
  mpfr_t sum, mid;
  mpfr_inits2(300, sum, mid, (mpfr_ptr)0);
  mpfr_set_ui(sum, 0, MPFR_RNDN);
  for (int i = 0; i < 4; i++) {
    m->parameters[parameter] = p + steps[i];
    assert_int_equal(ref_network_solve(&m->net, 150, s), 0);
    mpfi_mid(mid, s->loss);
    mpfr_mul_d(mid, mid, factors[i], MPFR_RNDN);
    mpfr_add(sum, sum, mid, MPFR_RNDN);
  }
  m->parameters[parameter] = p;
  mpfr_div_d(sum, sum, 12 * h, MPFR_RNDN);
  long double d = mpfr_get_ld(sum, MPFR_RNDN);
  mpfr_clears(sum, mid, (mpfr_ptr)0);
  return d;
}

/* The largest disagreement relative to the largest component; at most `count` parameters, spread over all. */
static double disagreement(model *m, size_t count) {
  ref_network_solution s, moved;
  ref_network_solution_init(&s, &m->net);
  ref_network_solution_init(&moved, &m->net);
  assert_int_equal(ref_network_solve(&m->net, 150, &s), 0);
  double most = 0, size = largest(&s);
  size_t step = s.parameters / count + 1;
  for (size_t i = 0; i < s.parameters; i += step) {
    double got = number(s.gradient[i]);
    most = fmax(most, (double)fabsl(difference(m, i, &moved) - got) / size);
  }
  ref_network_solution_clear(&s);
  ref_network_solution_clear(&moved);
  return most;
}

/* Draws again until no decision is near, so that steps change no causal set, and all outputs spike. */
static void fill_safely(model *m) {
  ref_network_solution s;
  ref_network_solution_init(&s, &m->net);
  for (int i = 0; i < 500; i++) {
    fill(m, 1.25, 2);
    assert_int_equal(ref_network_solve(&m->net, 10, &s), 0);
    int spikes = 1;
    for (size_t n = 0; n < m->net.samples; n++)
      for (size_t j = 1; j <= m->layers[m->net.depth - 1].outputs; j++) spikes &= !s.absent[(n + 1) * s.neurons - j];
    if (spikes && s.margin > 1e-3) {
      ref_network_solution_clear(&s);
      return;
    }
  }
  fail();
}

/* Every delay kind, map, grouping and loss, the ratio classes in turn. */
static void test_differences(void **unused) {
  (void)unused;
  random_state = 2;
  int turn = 0;
  double most = 0;
  for (int kind = REF_DELAY_NONE; kind <= REF_DELAY_SYNAPTIC; kind++)
    for (int map = REF_MAP_SIGMOID; map <= REF_MAP_SHIFT; map++)
      for (int grouping = REF_GROUP_NEIGHBOURS; grouping <= REF_GROUP_TILED; grouping++)
        for (int loss = REF_LOSS_SHIFT_MSE; loss <= REF_LOSS_CROSS_ENTROPY; loss++, turn++) {
          model m;
          start(&m, 2, turn % 3 == 0 ? 2 : 1, 2);
          const double tau_syn[3] = {1, 2, 0.75};
          ref_layer *first = add_layer(&m, 4, turn % 3 == 0 ? 0 : 2, neuron_of(2, tau_syn[turn % 3]));
          ref_layer *last = add_layer(&m, 2, turn % 2 ? 2 : 0, neuron_of(2, tau_syn[turn / 3 % 3]));
          first->kind = last->kind = (ref_delay_kind)kind;
          first->map = last->map = (ref_delay_map)map;
          first->grouping = last->grouping = (ref_grouping)grouping;
          first->source_groups = turn % 2 ? 2 : 0;
          last->source_groups = 2;
          first->target_groups = turn % 4 == 1 ? 0 : 2;
          last->scale = 0.75;
          last->shift = 0.125;
          m.net.loss.kind = (ref_loss_kind)loss;
          m.net.loss.early_alpha = turn % 2 ? 0.25 : 0;
          m.net.loss.delay_alpha = turn % 5 < 3 ? 0.5 : 0;
          m.net.loss.delay_parameters = turn % 5 == 2;
          fill_safely(&m);
          double d = disagreement(&m, 12);
          most = fmax(most, d);
          if (!(d < 1e-15))
            fail_msg("kind %d map %d grouping %d loss %d: %.3g", kind, map, grouping, loss, d);
        }
  printf("differences: %d networks, off by at most %.2g\n", turn, most);
}

/* ---- missing spikes ----------------------------------------------------------------------------------------------- */

static void solve(const model *m, ref_network_solution *s) {
  ref_network_solution_init(s, &m->net);
  assert_int_equal(ref_network_solve(&m->net, 100, s), 0);
}

static void test_missing(void **unused) {
  (void)unused;
  random_state = 3;
  model m;
  start(&m, 2, 1, 1);
  add_layer(&m, 3, 0, neuron_of(2, 1));
  ref_layer *last = add_layer(&m, 2, 1, neuron_of(2, 1));
  last->kind = REF_DELAY_AXONAL;
  fill(&m, 3, 1);
  for (int loss = REF_LOSS_SHIFT_MSE; loss <= REF_LOSS_CROSS_ENTROPY; loss++) {
    ref_network_solution one, two;
    m.net.loss.kind = (ref_loss_kind)loss;
    m.net.samples = 1;
    solve(&m, &one);
    m.net.samples = 2;
    m.input_times[2] = m.input_times[3] = INFINITY;
    m.bias_times[1][0] = INFINITY;
    ref_network_solution_clear(&one);
    m.net.samples = 1;
    solve(&m, &one);
    m.net.samples = 2;
    solve(&m, &two);
    for (size_t j = 0; j < 5; j++) assert_true(!two.absent[j] && two.absent[5 + j] && two.flat[5 + j]);
    assert_true(fabs(number(two.loss) - (number(one.loss) + 100) / 2) < 1e-13);
    for (size_t i = 0; i < one.parameters; i++) {
      mpfi_t half;
      mpfi_init2(half, 300);
      mpfi_div_ui(half, one.gradient[i], 2);
      assert_same(two.gradient[i], half, largest(&two), 99);
      mpfi_clear(half);
    }
    ref_network_solution_clear(&one);
    ref_network_solution_clear(&two);
  }
}

/* One layer whose output 1 never spikes: 100 and no gradient, but with cross-entropy only if it is the label. */
static void test_silent_output(void **unused) {
  (void)unused;
  for (int loss = REF_LOSS_SHIFT_MSE; loss <= REF_LOSS_CROSS_ENTROPY; loss++)
    for (int label = 0; label < 3; label++) {
      model m;
      ref_network_solution s;
      start(&m, 1, 1, 1);
      add_layer(&m, 3, 0, neuron_of(2, 1));
      m.net.loss.kind = (ref_loss_kind)loss;
      m.parameters[0] = 4;
      m.parameters[1] = 1;
      m.parameters[2] = 3;
      m.labels[0] = label;
      solve(&m, &s);
      assert_true(!s.absent[0] && s.absent[1] && !s.absent[2]);
      if (loss == REF_LOSS_CROSS_ENTROPY && label != 1) {
        double T[3] = {number(s.times[0]), INFINITY, number(s.times[2])}, scale = m.net.loss.xi;
        double sum = exp(-T[0] / scale) + exp(-T[2] / scale);
        assert_true(fabs(number(s.loss) - (log(sum) + T[label] / scale)) < 1e-13);
        assert_true(mpfi_is_zero(s.gradient[1]) && !mpfi_has_zero(s.gradient[0]) && !mpfi_has_zero(s.gradient[2]));
      } else {
        assert_true(number(s.loss) == 100 && largest(&s) == 0);
      }
      ref_network_solution_clear(&s);
    }
}

/* A value or a derivative that overflows double counts as a missing spike. */
static void test_overflow(void **unused) {
  (void)unused;
  random_state = 4;
  model m;
  ref_network_solution s;
  start(&m, 2, 1, 1);
  add_layer(&m, 2, 0, neuron_of(2, 1));
  fill(&m, 4, 1);
  solve(&m, &s);
  double T = number(s.times[0]);
  assert_true(number(s.loss) < 100 && largest(&s) > 0);
  ref_network_solution_clear(&s);
  /* near the largest double: derivative below and above it, value below and above it */
  const double betas[4] = {0x1p-5, 0x1p-5, 32, 32};
  const double alphas[4] = {ldexp(exp(-32 * T), 1018), ldexp(exp(-32 * T), 1020), 0x1p1022, 0x1.fffffffffffffp1023};
  for (int i = 0; i < 4; i++) {
    m.net.loss.early_beta = betas[i];
    m.net.loss.early_alpha = alphas[i];
    solve(&m, &s);
    if (i % 2) assert_true(number(s.loss) == 100 && largest(&s) == 0);
    else assert_true(number(s.loss) > 1e300 && largest(&s) > 1e300);
    ref_network_solution_clear(&s);
  }
}

/* Cross-entropy on a scale so small that no exponent range holds its terms. */
static void test_small_scale(void **unused) {
  (void)unused;
  random_state = 10;
  model m;
  ref_network_solution s;
  start(&m, 2, 1, 1);
  add_layer(&m, 2, 0, neuron_of(2, 1));
  fill(&m, 2, 2);
  m.net.loss.kind = REF_LOSS_CROSS_ENTROPY;
  m.net.loss.xi = 0x1p-100;
  for (int label = 0; label < 2; label++) {
    m.labels[0] = label;
    solve(&m, &s);
    double late = number(s.times[label]) - number(s.times[1 - label]);
    assert_true(!s.absent[0] && !s.absent[1]);
    assert_true(fabs(number(s.loss) - fmax(late, 0) * 0x1p100) <= 1e-14 * 0x1p100);
    assert_true(late > 0 ? largest(&s) > 0x1p90 : largest(&s) < 1e-300);
    ref_network_solution_clear(&s);
  }
}

/* ---- measured times ----------------------------------------------------------------------------------------------- */

/* Two layers at measured times, each neuron by ref_solve_measured. Neuron 1 was not seen, neuron 2 never reaches c. */
static void test_measured(void **unused) {
  (void)unused;
  random_state = 5;
  model m;
  start(&m, 3, 1, 1);
  add_layer(&m, 4, 0, neuron_of(2, 1.5));
  ref_layer *last = add_layer(&m, 2, 0, neuron_of(2, 1));
  last->kind = REF_DELAY_SYNAPTIC;
  last->map = REF_MAP_SHIFT;
  fill(&m, 2, 0.5);
  for (size_t i = 0; i < 3; i++) m.parameters[6 + i] = 0.25;
  const double measured[6] = {1.75, INFINITY, 1.5, 2.25, 3.5, 3};
  memcpy(m.measured, measured, sizeof measured);
  m.net.measured = m.measured;
  m.labels[0] = 1;
  ref_network_solution s;
  solve(&m, &s);
  assert_true(s.absent[1] && s.flat[1] && !s.absent[2] && s.flat[2] && !s.flat[0] && !s.flat[3] && !s.flat[4] && !s.flat[5]);
  for (size_t j = 0; j < 6; j++)
    if (j != 1) assert_true(mpfi_cmp_d(s.times[j], measured[j]) == 0);
  const double e = 3.5 - 3 - 0.25, G[2] = {e, -e};
  assert_true(number(s.loss) == e * e / 2);
  double before[4] = {0, 0, 0, 0};
  for (size_t j = 0; j < 6; j++) {
    size_t n = j < 4 ? 3 : 4, w = j < 4 ? 3 * j : 12 + 4 * (j - 4);
    double a[4];
    for (size_t i = 0; i < n; i++) a[i] = j < 4 ? m.input_times[i] : measured[i] + m.parameters[w + 8 + i];
    ref_inputs inputs = {m.layers[j < 4 ? 0 : 1].neuron, n, m.parameters + w, a};
    ref_solution one;
    ref_solution_init(&one, n);
    assert_int_equal(ref_solve_measured(&inputs, measured[j], 60, &one), 0);
    assert_true((one.crossing != REF_SPIKES) == s.flat[j]);
    for (size_t i = 0; i < n && j >= 4; i++) {
      double dT_dw = number(one.dT_dw[i]), dT_da = number(one.dT_da[i]);
      assert_true(fabs(number(s.gradient[w + i]) - G[j - 4] * dT_dw) <= 1e-15);
      assert_true(fabs(number(s.gradient[w + 8 + i]) - G[j - 4] * dT_da) <= 1e-15);
      before[i] += G[j - 4] * dT_da;
    }
    ref_solution_clear(&one);
  }
  assert_true(before[0] != 0 && before[1] == 0 && before[2] != 0 && before[3] != 0);
  for (size_t j = 0; j < 4; j++) {
    ref_inputs inputs = {m.layers[0].neuron, 3, m.parameters + 3 * j, m.input_times};
    ref_solution one;
    ref_solution_init(&one, 3);
    assert_int_equal(ref_solve_measured(&inputs, measured[j], 60, &one), 0);
    for (size_t i = 0; i < 3; i++)
      assert_true(fabs(number(s.gradient[3 * j + i]) - before[j] * number(one.dT_dw[i])) <= 1e-14);
    ref_solution_clear(&one);
  }
  ref_network_solution_clear(&s);
}

/* ---- ties --------------------------------------------------------------------------------------------------------- */

/* Arrivals of the same provenance are ties that need no extra bits: copies of an input, equal parameters, twin neurons. */
static void test_ties(void **unused) {
  (void)unused;
  random_state = 6;
  model m;
  ref_network_solution s;
  start(&m, 2, 3, 2);
  ref_layer *first = add_layer(&m, 4, 1, neuron_of(2, 1.25));
  ref_layer *last = add_layer(&m, 2, 1, neuron_of(2, 1));
  first->kind = last->kind = REF_DELAY_SYNAPTIC;
  fill(&m, 1.5, 1);
  for (size_t i = 0; i < 28; i++) m.parameters[28 + i] = 0.25 * (double)(i % 7 / 3);
  for (size_t i = 0; i < 10; i++) m.parameters[56 + 10 + i] = -0.5;
  for (size_t i = 0; i < 7; i++) m.parameters[7 + i] = m.parameters[i], m.parameters[28 + 7 + i] = m.parameters[28 + i];
  m.bias_times[0][0] = m.input_times[0];
  solve(&m, &s);
  assert_true(mpfr_equal_p(&s.times[0]->left, &s.times[1]->left) && !s.tangent);
  assert_true(s.working < 1000);
  ref_network_solution_clear(&s);
}

/* Outputs that are twins: with delta_t 0 the loss and its gradient are zero, found without a proof but to all digits. */
static void test_twins(void **unused) {
  (void)unused;
  model m;
  ref_network_solution s;
  start(&m, 1, 1, 1);
  add_layer(&m, 2, 0, neuron_of(2, 1));
  m.parameters[0] = m.parameters[1] = 4;
  m.net.loss.delta_t = 0;
  solve(&m, &s);
  assert_true(fabs(number(s.loss)) < 1e-100 && largest(&s) < 1e-100);
  ref_network_solution_clear(&s);
}

/* Exactly tangent, w = 4 c: a spike without gradient. */
static void test_tangent(void **unused) {
  (void)unused;
  model m;
  ref_network_solution s;
  start(&m, 1, 1, 1);
  add_layer(&m, 2, 0, neuron_of(2, 1));
  m.parameters[0] = 2;
  m.parameters[1] = 4;
  solve(&m, &s);
  assert_true(s.tangent && !s.absent[0] && s.flat[0] && !s.flat[1]);
  assert_true(fabs(number(s.times[0]) - 2 * log(2)) < 1e-15);
  assert_true(mpfi_is_zero(s.gradient[0]) && !mpfi_has_zero(s.gradient[1]));
  ref_network_solution_clear(&s);
}

/* ---- condition numbers of one neuron ------------------------------------------------------------------------------ */

enum { N = 5 };

/* T, dT_dc, dT_dw, dT_da */
static void components(const ref_inputs *x, int measured, double time, double *y) {
  ref_solution s;
  ref_solution_init(&s, x->n);
  if (measured) assert_int_equal(ref_solve_measured(x, time, 80, &s), 0);
  else assert_int_equal(ref_solve(x, 80, &s), 0);
  assert_int_equal(s.crossing, REF_SPIKES);
  y[0] = measured ? time : number(s.time);
  y[1] = number(s.dT_dc);
  for (size_t i = 0; i < x->n; i++) {
    y[2 + i] = number(s.dT_dw[i]);
    y[2 + x->n + i] = number(s.dT_da[i]);
  }
  ref_solution_clear(&s);
}

/* sum over variables of size |d component| by differences. */
static void moves_by_differences(ref_inputs *x, ref_scale scale, int measured, double time, double *moves) {
  const double h = 0x1p-18;
  double up[2 * N + 2], down[2 * N + 2];
  for (size_t i = 0; i < 2 * N + 2; i++) moves[i] = 0;
  for (size_t v = 0; v <= 2 * N; v++) {
    double *at = v < N ? &x->w[v] : v < 2 * N ? &x->a[v - N] : &x->neuron.threshold, y = *at;
    double size = v < N ? fabs(y) : v == 2 * N ? y - x->neuron.e_leak : fmax(fabs(y - scale.t_ref), scale.floor);
    *at = y + h;
    components(x, measured, time, up);
    *at = y - h;
    components(x, measured, time, down);
    *at = y;
    for (size_t i = 0; i < 2 * N + 2; i++) moves[i] += size * fabs(up[i] - down[i]) / (2 * h);
  }
  if (measured || scale.floor == 0) return;
  /* The batch engine rounds T: dT_dw takes k there and dT_da both k' and K', dT_dc neither (SPEC 9.4). */
  double y[2 * N + 2];
  components(x, 0, 0, y);
  components(x, 1, y[0] + h, up);
  components(x, 1, y[0] - h, down);
  double size = fmax(fabs(y[0] - scale.t_ref), scale.floor);
  for (size_t i = 2; i < N + 2; i++) moves[i] += size * fabs(up[i] / up[1] - down[i] / down[1]) * y[1] / (2 * h);
  for (size_t i = N + 2; i < 2 * N + 2; i++) moves[i] += size * fabs(up[i] - down[i]) / (2 * h);
}

/* A lone input has dT/da = 1 whatever moves: condition numbers of 0 are met but for rounding. */
static double relative(double got, double want) {
  if (got == want) return 0;
  return fabs(got - want) / fmax(fabs(want), 1e-3);
}

/* The largest relative error of a condition number; -1 if a decision is near or there is no spike. */
static double condition_error(ref_inputs *x, ref_scale scale, int measured) {
  ref_solution s;
  ref_condition c;
  double y[2 * N + 2], moves[2 * N + 2], most = 0, time = 0;
  ref_solution_init(&s, N);
  ref_condition_init(&c, N);
  assert_int_equal(ref_solve(x, 80, &s), 0);
  int near = s.crossing != REF_SPIKES || s.margin < 1e-3;
  if (!near && measured) {
    time = number(s.time) + 0x1p-4;
    assert_int_equal(ref_solve_measured(x, time, 80, &s), 0);
    near = s.crossing != REF_SPIKES || number(s.since) < 0.01 || number(s.dT_dc) > 100;
    for (size_t i = 0; i < N; i++) near |= fabs(x->a[i] - time) < 1e-3;
  }
  if (!near) {
    components(x, measured, time, y);
    moves_by_differences(x, scale, measured, time, moves);
    ref_condition_of(x, &s, scale, measured, &c);
    if (measured) assert_true(c.time == 0);
    else most = relative(c.time, moves[0] / fmax(fabs(y[0] - scale.t_ref), scale.floor));
    most = fmax(most, relative(c.dT_dc, moves[1] / y[1]));
    for (size_t i = 0; i < N; i++) {
      if (y[2 + i] == 0) assert_true(isinf(c.dT_dw[i]) && isinf(c.dT_da[i]));
      else most = fmax(most, fmax(relative(c.dT_dw[i], moves[2 + i] / fabs(y[2 + i])),
                                  relative(c.dT_da[i], moves[2 + N + i] / fabs(y[2 + N + i]))));
    }
  }
  ref_solution_clear(&s);
  ref_condition_clear(&c);
  return near ? -1 : most;
}

static void test_condition(void **unused) {
  (void)unused;
  random_state = 7;
  const ref_neuron neurons[5] = {{2, 1, 1, 0, 0.5}, {1, 1, 1.25, 0.25, 1}, {2, 2 - 0x1p-20, 1, -1, 0.5},
                                 {0.75, 4, 1, 0, 1}, {8, 0.25, 1, 0, 0.25}};
  double w[N], a[N], most = 0;
  int tried = 0, counted = 0;
  while (counted < 60 && tried < 2000) {
    ref_inputs x = {neurons[tried % 5], N, w, a};
    ref_scale scale = {0, 0};
    if (tried / 5 % 2) scale = (ref_scale){x.neuron.tau_mem, 0.5};
    for (size_t i = 0; i < N; i++) {
      w[i] = 4 * uniform() - 1;
      a[i] = 3 * uniform() - 1;
    }
    double error = condition_error(&x, scale, tried / 10 % 2);
    tried++;
    if (error < 0) continue;
    counted++;
    most = fmax(most, error);
    if (!(error < 1e-5)) fail_msg("case %d: off by %g", tried - 1, error);
  }
  assert_int_equal(counted, 60);
  printf("condition: %d neurons of %d, off by at most %.2g\n", counted, tried, most);
}

/* Near tangency the condition number of T grows as distance^-1/2: one input, w = 4 c (1 + 2^-k), T = 2 log(2/(1 + S)) for
   S = sqrt(1 - 4 c/w), so that kappa = (2 |w T_w| + |a T_a|)/|T| is known. */
static void test_condition_tangent(void **unused) {
  (void)unused;
  for (int k = 4; k <= 44; k += 8) {
    double w = 2 * (1 + ldexp(1, -k)), a = 1;
    ref_inputs x = {{2, 1, 1, 0, 0.5}, 1, &w, &a};
    ref_solution s;
    ref_condition c;
    ref_solution_init(&s, 1);
    ref_condition_init(&c, 1);
    assert_int_equal(ref_solve(&x, 80, &s), 0);
    ref_condition_of(&x, &s, (ref_scale){0, 0}, 0, &c);
    long double S = sqrtl(ldexpl(1, -k) / (1 + ldexpl(1, -k))), T = 1 + 2 * logl(2 / (1 + S));
    long double wT_w = 2 * (1 - S) / (2 * S); /* w dS/dw = (1 - S^2)/(2 S), dT/dS = -2/(1 + S) */
    if (relative(c.time, (double)((2 * wT_w + 1) / T)) > 1e-6) fail_msg("k %d: got %.9g", k, c.time);
    /* dT_dc ~ (1 - S)/S/c, dS/dlog w = -dS/dlog c = (1 - S^2)/(2 S) */
    long double by_w = (1 + S) / (2 * S * S), want = by_w + fabsl(by_w - 1);
    if (relative(c.dT_dc, (double)want) > 1e-6) fail_msg("k %d: got %.9g, want %.9Lg", k, c.dT_dc, want);
    ref_solution_clear(&s);
    ref_condition_clear(&c);
  }
}

/* ---- condition number of a network -------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static double sign_of(uint64_t *state) {
  *state += UINT64_C(0x9e3779b97f4a7c15);
  return mix(*state) >> 63 ? -1 : 1;
}

static double delay_of(const ref_layer *layer, double p) {
  return layer->map == REF_MAP_SIGMOID ? layer->shift + layer->scale / (1 + exp(-p)) : p;
}

static double slope_of(const ref_layer *layer, double p) {
  double z = exp(-fabs(p));
  return layer->map == REF_MAP_SIGMOID ? layer->scale * z / ((1 + z) * (1 + z)) : 1;
}

/* A network of one sample in which everything has moved by h times its size in direction d. Every synapse of it has a delay
   of its own, map shift, that holds delay and move of the arrival; a moved c is w/(1 + h) at the c of before. rounding: how far
   each spike moves as it is rounded; of the layer before it is added to the delays. */
static void moved_model(const model *m, const ref_network_solution *s, size_t sample, size_t d, double h, double *p,
                        double *factor, double *rounding, model *y) {
  uint64_t start_at = mix(UINT64_C(0x64656c67726164) + d), shared = mix(start_at), own = mix(start_at + sample + 1);
  const double *inputs = m->input_times + sample * m->net.inputs;
  *y = *m;
  y->net.layers = y->layers;
  y->net.parameters = y->parameters;
  y->net.input_times = y->input_times;
  y->net.loss.delay_alpha = 0;
  y->net.labels = y->labels;
  y->net.samples = 1;
  y->labels[0] = m->labels[sample];
  if (m->net.measured) y->net.measured = m->net.measured + sample * s->neurons;
  for (size_t i = 0; i < m->net.inputs; i++)
    y->input_times[i] = inputs[i] + h * sign_of(&own) * fmax(fabs(inputs[i] - m->net.t_ref), m->layers[0].neuron.tau_mem);
  size_t at = 0, to = 0, neuron = 0, before = sample * s->neurons;
  for (size_t l = 0; l < m->net.depth; l++) {
    const ref_layer *layer = &m->layers[l];
    size_t n = ref_source_count(layer), weights = ref_weight_count(layer), count = weights + ref_delay_count(layer);
    double tau_mem = layer->neuron.tau_mem;
    for (size_t i = 0; i < count; i++) {
      double x = m->parameters[at + i];
      p[at + i] = x + h * sign_of(&shared) * fabs(x);
    }
    y->layers[l].bias_times = y->bias_times[l];
    for (size_t b = 0; b < layer->biases; b++)
      y->bias_times[l][b] += h * sign_of(&shared) * fmax(fabs(m->bias_times[l][b] - m->net.t_ref), tau_mem);
    for (size_t j = 0; j < layer->outputs; j++) factor[neuron + j] = 1 + h * sign_of(&shared);
    for (size_t j = 0; j < layer->outputs; j++) {
      for (size_t i = 0; i < n; i++) {
        double delay = 0, moved = l > 0 && i < layer->inputs ? rounding[neuron - layer->inputs + i] : 0;
        if (layer->kind != REF_DELAY_NONE) {
          size_t q = at + weights + ref_delay_index(layer, i, j);
          delay = delay_of(layer, m->parameters[q]);
          moved += delay_of(layer, p[q]);
        }
        double t = i >= layer->inputs ? m->bias_times[l][i - layer->inputs]
                   : l == 0           ? inputs[i / m->net.multiplex]
                                      : number(s->times[before + i]);
        y->parameters[to + j * n + i] = p[at + j * n + i] / factor[neuron + j];
        y->parameters[to + weights + j * n + i] = moved + h * sign_of(&own) * fmax(fabs(t + delay - m->net.t_ref), tau_mem);
      }
      size_t here = sample * s->neurons + neuron + j;
      double size = s->absent[here] ? 0 : fmax(fabs(number(s->times[here]) - m->net.t_ref), tau_mem);
      rounding[neuron + j] = h * sign_of(&own) * (m->net.measured ? 0 : size);
    }
    y->layers[l].kind = REF_DELAY_SYNAPTIC;
    y->layers[l].map = REF_MAP_SHIFT;
    y->layers[l].source_groups = y->layers[l].target_groups = 0;
    at += count;
    to += 2 * weights;
    before = sample * s->neurons + neuron;
    neuron += layer->outputs;
  }
  assert_true(to <= MOST);
}

/* Turns a moved network into one measured at its own spikes as they are rounded, sent on without the delays that stood for it. */
static void measure_rounded(const model *m, const ref_network_solution *moved, const double *rounding, model *y) {
  if (m->net.measured) return;
  for (size_t i = 0; i < moved->neurons; i++)
    y->measured[i] = moved->absent[i] ? INFINITY : number(moved->times[i]) + rounding[i];
  y->net.measured = y->measured;
  size_t to = 0, neuron = 0;
  for (size_t l = 0; l < m->net.depth; l++) {
    const ref_layer *layer = &m->layers[l];
    size_t n = ref_source_count(layer), weights = ref_weight_count(layer);
    for (size_t j = 0; l > 0 && j < layer->outputs; j++)
      for (size_t i = 0; i < layer->inputs; i++)
        y->parameters[to + weights + j * n + i] -= rounding[neuron - layer->inputs + i];
    to += 2 * weights;
    neuron += layer->outputs;
  }
}

/* By what factor dL/dT of each neuron differs once every dL/dT has moved by itself. In the moved network every synapse has a delay of
   its own, whose gradient is what its source receives of dL/dT. */
static void moved_signals(const model *m, const ref_network_solution *moved, size_t sample, size_t d, double h, double *signal) {
  uint64_t signs = mix(mix(UINT64_C(0x64656c67726164) + d) + m->net.samples + sample + 1);
  size_t from = moved->parameters, neuron = moved->neurons;
  for (size_t i = 0; i < moved->neurons; i++) signal[i] = 1;
  for (size_t l = m->net.depth; l-- > 0;) {
    const ref_layer *layer = &m->layers[l];
    size_t n = ref_source_count(layer), weights = ref_weight_count(layer);
    from -= 2 * weights;
    neuron -= layer->outputs;
    for (size_t j = 0; j < layer->outputs; j++) signal[neuron + j] *= 1 + h * sign_of(&signs);
    for (size_t i = 0; l > 0 && i < layer->inputs; i++) {
      double all = 0, with = 0;
      for (size_t j = 0; j < layer->outputs; j++) {
        double part = number(moved->gradient[from + weights + j * n + i]);
        all += part;
        with += part * signal[neuron + j];
      }
      signal[neuron - layer->inputs + i] = all != 0 ? with / all : 1;
    }
  }
}

/* Adds the gradient of m's parameters at the moved network of one sample, without delay term. */
static void add_moved(const model *m, const ref_network_solution *s, size_t sample, size_t d, double h, double *g) {
  double p[MOST], factor[64], rounding[64], signal[64];
  model y;
  ref_network_solution moved;
  moved_model(m, s, sample, d, h, p, factor, rounding, &y);
  ref_network_solution_init(&moved, &y.net);
  assert_int_equal(ref_network_solve(&y.net, 70, &moved), 0);
  measure_rounded(m, &moved, rounding, &y);
  assert_int_equal(ref_network_solve(&y.net, 70, &moved), 0);
  moved_signals(m, &moved, sample, d, h, signal);
  size_t at = 0, from = 0, neuron = 0;
  for (size_t l = 0; l < m->net.depth; l++) {
    const ref_layer *layer = &m->layers[l];
    size_t n = ref_source_count(layer), weights = ref_weight_count(layer);
    for (size_t j = 0; j < layer->outputs; j++) {
      double share = signal[neuron + j] / (double)m->net.samples;
      for (size_t i = 0; i < n; i++) {
        g[at + j * n + i] += number(moved.gradient[from + j * n + i]) / factor[neuron + j] * share;
        if (layer->kind == REF_DELAY_NONE) continue;
        size_t q = at + weights + ref_delay_index(layer, i, j);
        g[q] += number(moved.gradient[from + weights + j * n + i]) * slope_of(layer, p[q]) * share;
      }
    }
    at += weights + ref_delay_count(layer);
    from += 2 * weights;
    neuron += layer->outputs;
  }
  ref_network_solution_clear(&moved);
}

static void add_delay_term(const model *m, size_t d, double h, double *g) {
  uint64_t shared = mix(mix(UINT64_C(0x64656c67726164) + d));
  size_t at = 0, delays = 0;
  for (size_t l = 0; l < m->net.depth; l++) delays += ref_delay_count(&m->layers[l]);
  for (size_t l = 0; l < m->net.depth; l++) {
    const ref_layer *layer = &m->layers[l];
    size_t weights = ref_weight_count(layer), end = at + weights + ref_delay_count(layer);
    for (size_t i = 0; i < weights; i++) sign_of(&shared);
    for (at += weights; at < end; at++) {
      double p = m->parameters[at] + h * sign_of(&shared) * fabs(m->parameters[at]);
      double x = m->net.loss.delay_parameters ? p : delay_of(layer, p);
      double slope = m->net.loss.delay_parameters ? 1 : slope_of(layer, p);
      g[at] += 2 * m->net.loss.delay_alpha / (double)delays * x * slope;
    }
    for (size_t i = 0; i < layer->biases + layer->outputs; i++) sign_of(&shared);
  }
}

static void moved_gradient(const model *m, const ref_network_solution *s, size_t d, double h, double *g) {
  for (size_t i = 0; i < s->parameters; i++) g[i] = 0;
  for (size_t n = 0; n < s->samples; n++) add_moved(m, s, n, d, h, g);
  add_delay_term(m, d, h, g);
}

static double network_condition_by_differences(const model *m, const ref_network_solution *s, size_t directions) {
  const double h = 0x1p-20;
  double up[MOST], down[MOST], most = 0;
  for (size_t d = 0; d < directions; d++) {
    double moves = 0, size = 0;
    moved_gradient(m, s, d, h, up);
    moved_gradient(m, s, d, -h, down);
    for (size_t i = 0; i < s->parameters; i++) {
      moves += (up[i] - down[i]) * (up[i] - down[i]);
      size += number(s->gradient[i]) * number(s->gradient[i]);
    }
    most = fmax(most, sqrt(moves / size) / (2 * h));
  }
  return most;
}

static void test_network_condition(void **unused) {
  (void)unused;
  random_state = 8;
  double most = 0, least = 1e9, highest = 0;
  for (int turn = 0; turn < 36; turn++) {
    model m;
    start(&m, 2, turn % 2 ? 2 : 1, turn % 3 ? 1 : 2);
    const double tau_syn[3] = {1, 2, 0.75};
    add_layer(&m, 3, turn % 3 ? 1 : 0, neuron_of(2, tau_syn[turn % 3]));
    add_layer(&m, 2, 1, neuron_of(1.5, 1.5 * tau_syn[turn / 2 % 3]));
    for (int l = 0; l < 2; l++) {
      m.layers[l].kind = (ref_delay_kind)((turn + l) % 4);
      m.layers[l].map = (ref_delay_map)((turn + l) / 2 % 3);
      m.layers[l].grouping = REF_GROUP_TILED;
      m.layers[l].source_groups = turn % 5 == 1 ? 2 : 0;
      m.layers[l].scale = 0.75;
      m.layers[l].shift = 0.125;
    }
    m.net.t_ref = turn % 2 ? 0.5 : 0;
    m.net.loss.kind = (ref_loss_kind)(turn % 3);
    m.net.loss.early_alpha = turn % 2 ? 0 : 0.5;
    m.net.loss.delay_alpha = turn % 2 ? 0.5 : 0;
    m.net.loss.delay_parameters = turn % 4 == 3;
    fill_safely(&m);
    ref_network_solution s;
    solve(&m, &s);
    if (turn % 4 >= 2) {
      for (size_t i = 0; i < s.samples * s.neurons; i++)
        m.measured[i] = s.absent[i] ? INFINITY : (double)(float)number(s.times[i]) + 0x1p-6;
      m.net.measured = m.measured;
      assert_int_equal(ref_network_solve(&m.net, 100, &s), 0);
    }
    double got = ref_network_condition(&m.net, &s, 3), want = network_condition_by_differences(&m, &s, 3);
    double error = relative(got, want);
    most = fmax(most, error);
    least = fmin(least, want);
    highest = fmax(highest, want);
    if (!(error < 1e-4)) fail_msg("network %d: got %.9g, want %.9g", turn, got, want);
    ref_network_solution_clear(&s);
  }
  printf("condition: 36 networks, %.2g to %.2g, off by at most %.2g\n", least, highest, most);
}

/* ---- against the library ------------------------------------------------------------------------------------------ */

static dg_neuron library_neuron(const ref_neuron *neuron) {
  dg_neuron y = {(dg_real)neuron->tau_mem, (dg_real)neuron->tau_syn, (dg_real)neuron->threshold, (dg_real)neuron->e_leak,
                 (dg_real)neuron->g_leak};
  return y;
}

static dg_loss library_loss(const ref_loss *loss) {
  dg_loss y;
  memset(&y, 0, sizeof y);
  y.kind = (dg_loss_kind)loss->kind;
  y.delta_t = loss->delta_t;
  y.t_correct = loss->t_correct;
  y.t_wrong = loss->t_wrong;
  y.xi = loss->xi;
  y.early_alpha = loss->early_alpha;
  y.early_beta = loss->early_beta;
  y.delay_alpha = loss->delay_alpha;
  y.delay_parameters = loss->delay_parameters;
  return y;
}

/* Loss and gradient of the library; gradient has room for all parameters. */
static double library_gradient(const ref_network *net, double *gradient) {
  dg_layer layers[8];
  dg_layer_training laws[8];
  dg_index labels[64];
  memset(layers, 0, sizeof layers);
  memset(laws, 0, sizeof laws);
  assert_true(net->depth <= 8 && net->samples <= 64);
  for (size_t l = 0; l < net->depth; l++) {
    const ref_layer *x = &net->layers[l];
    layers[l].inputs = x->inputs;
    layers[l].outputs = x->outputs;
    layers[l].biases = x->biases;
    layers[l].bias_times = x->bias_times;
    layers[l].neuron = library_neuron(&x->neuron);
    dg_delay delay = {(dg_delay_kind)x->kind, (dg_delay_map)x->map, (dg_grouping)x->grouping, x->source_groups,
                      x->target_groups, x->scale, x->shift};
    layers[l].delay = delay;
  }
  for (size_t n = 0; n < net->samples; n++) labels[n] = net->labels[n];
  dg_network y = {net->inputs, net->multiplex, net->depth, layers, net->t_ref};
  dg_training training;
  memset(&training, 0, sizeof training);
  training.loss = library_loss(&net->loss);
  training.optimiser.epsilon = 1;
  training.optimiser.gamma = 1;
  training.optimiser.every = 1;
  training.layers = laws;
  dg_batch batch = {net->input_times, labels, NULL, net->samples};
  size_t reals = 0, integers = 0;
  assert_int_equal(dg_training_workspace(&y, &reals, &integers), DG_OK);
  dg_workspace work = {calloc(reals, sizeof(dg_real)), reals, calloc(integers, sizeof(dg_index)), integers};
  assert_true(work.real && work.integer);
  dg_batch_result result;
  assert_int_equal(dg_gradient(&y, net->parameters, &training, 0, &batch, net->measured, gradient, &result, &work), DG_OK);
  free(work.real);
  free(work.integer);
  return result.loss;
}

/* Off by at most 1e-12 of the largest component, or 1e-14 times the condition number if that is more. Measured: at the
   oracle's times, rounded to binary32 and later by 1/64. */
static void test_library(void **unused) {
  (void)unused;
  double most = 0, scaled = 0;
  int counted = 0, passed_over = 0;
  for (uint64_t index = 0; index < 240; index++) {
    ref_network net;
    ref_network_solution s;
    assert_int_equal(ref_draw_network(77, index, (ref_ratio)(index % 3), 0, &net), 0);
    ref_network_solution_init(&s, &net);
    assert_int_equal(ref_network_solve(&net, 70, &s), 0);
    double *measured = NULL;
    if (index % 4 == 3) {
      measured = calloc(s.neurons * s.samples, sizeof *measured);
      assert_non_null(measured);
      for (size_t i = 0; i < s.neurons * s.samples; i++)
        measured[i] = s.absent[i] ? INFINITY : (double)(float)number(s.times[i]) + 0x1p-6;
      net.measured = measured;
      assert_int_equal(ref_network_solve(&net, 70, &s), 0);
    }
    double *gradient = calloc(s.parameters, sizeof *gradient);
    assert_non_null(gradient);
    double loss = library_gradient(&net, gradient), size = largest(&s), off = 0;
    double condition = fmax(ref_network_condition(&net, &s, 16), 100);
    for (size_t i = 0; i < s.parameters; i++) off = fmax(off, fabs(gradient[i] - number(s.gradient[i])));
    if (size > 0) off /= size;
    if (s.margin < 1e-12 || s.tangent) {
      passed_over++;
    } else {
      counted++;
      most = fmax(most, off);
      scaled = fmax(scaled, off / condition * 100);
      if (off > 1e-14 * condition) fail_msg("network %d: gradient off by %g, condition %g", (int)index, off, condition);
      if (fabs(loss - number(s.loss)) > 1e-12 * fmax(1, fabs(loss)))
        fail_msg("network %d: loss %.17g, not %.17g", (int)index, loss, number(s.loss));
    }
    free(gradient);
    ref_network_solution_clear(&s);
    net.measured = NULL;
    free(measured);
    ref_network_clear(&net);
  }
  assert_true(counted >= 200);
  printf("library: %d networks, off by at most %.2g, scaled %.2g; passed over %d\n", counted, most, scaled, passed_over);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_composed),          cmocka_unit_test(test_differences),
      cmocka_unit_test(test_missing),           cmocka_unit_test(test_silent_output),
      cmocka_unit_test(test_overflow),          cmocka_unit_test(test_measured),
      cmocka_unit_test(test_ties),              cmocka_unit_test(test_twins),
      cmocka_unit_test(test_tangent),           cmocka_unit_test(test_condition),
      cmocka_unit_test(test_condition_tangent), cmocka_unit_test(test_network_condition),
      cmocka_unit_test(test_small_scale),       cmocka_unit_test(test_library),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
