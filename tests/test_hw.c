/* delgrad_hw.h, sections 1 to 10: random numbers, codes, delay elements, neurons, the model of a chip, training in the loop. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "delgrad_hw.h"
#include "workspace.h"

#define EXPECT(call, status) assert_int_equal((int)(call), (int)(status))

/* ---- random numbers ---- */

/* Known answers of Philox4x32-10 (Random123, kat_vectors). */
static void test_philox(void **unused) {
  (void)unused;
  static const struct {
    uint32_t counter[4];
    uint64_t key;
    uint32_t answer[4];
  } known[3] = {
      {{0, 0, 0, 0}, 0, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, UINT64_MAX, {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, UINT64_C(0x299f31d0a4093822),
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
  };
  for (int i = 0; i < 3; i++) {
    dg_hw_block counter;
    memcpy(counter.word, known[i].counter, sizeof counter.word);
    const dg_hw_block got = dg_hw_philox(counter, known[i].key);
    assert_memory_equal(got.word, known[i].answer, sizeof got.word);
  }
}

/* Every argument of a draw matters, each on its own. */
static void test_draw_arguments(void **unused) {
  (void)unused;
  const dg_hw_block base = dg_hw_draw(1, DG_HW_DELAY_GAIN, 2, 3, 4);
  const dg_hw_block others[6] = {dg_hw_draw(2, DG_HW_DELAY_GAIN, 2, 3, 4), dg_hw_draw(1, DG_HW_DELAY_OFFSET, 2, 3, 4),
                                 dg_hw_draw(1, DG_HW_DELAY_GAIN, 3, 3, 4), dg_hw_draw(1, DG_HW_DELAY_GAIN, 2, 4, 4),
                                 dg_hw_draw(1, DG_HW_DELAY_GAIN, 2, 3, 5),
                                 dg_hw_draw(1, DG_HW_DELAY_GAIN, 2, 3 + (UINT64_C(1) << 32), 4)};
  for (int i = 0; i < 6; i++) assert_memory_not_equal(others[i].word, base.word, sizeof base.word);
}

#define DRAWS 1000000

/* Moments of numbers whose law has mean 0 and variance 1, within six standard errors. */
typedef struct {
  double sum, square, cube, fourth, next, before;
} law;

static void count_in(law *m, double x) {
  m->sum += x;
  m->square += x * x;
  m->cube += x * x * x;
  m->fourth += x * x * x * x;
  m->next += x * m->before;
  m->before = x;
}

static void assert_standard(const char *what, const law *m, double fourth) {
  const double n = DRAWS, error = 6 / sqrt(n);
  if (!(fabs(m->sum / n) < error && fabs(m->square / n - 1) < error * sqrt(fourth - 1) && fabs(m->cube / n) < error * 4 &&
        fabs(m->fourth / n - fourth) < error * 10 && fabs(m->next / n) < error))
    fail_msg("%s: mean %g, variance %g, third %g, fourth %g, of neighbours %g", what, m->sum / n, m->square / n, m->cube / n,
             m->fourth / n, m->next / n);
}

/* Normal numbers over events and over places. */
static void test_normal(void **unused) {
  (void)unused;
  law events = {0, 0, 0, 0, 0, 0}, places = events;
  double within = 0;
  for (uint32_t i = 0; i < DRAWS; i++) {
    const double x = (double)dg_hw_normal(7, DG_HW_DELAY_JITTER, 5, i);
    count_in(&events, x);
    count_in(&places, (double)dg_hw_normal(7, DG_HW_DELAY_JITTER, i, 5));
    within += fabs(x) < 1;
  }
  assert_standard("normal by event", &events, 3);
  assert_standard("normal by place", &places, 3);
  assert_true(fabs(within / DRAWS - 0.682689492137) < 0.003);
}

/* No two streams depend on each other: all pairs, on a tenth of the draws. */
static void test_streams(void **unused) {
  (void)unused;
  static double product[DG_HW_STREAM_COUNT][DG_HW_STREAM_COUNT];
  for (uint64_t i = 0; i < DRAWS / 10; i++) {
    double x[DG_HW_STREAM_COUNT];
    for (int a = 0; a < DG_HW_STREAM_COUNT; a++) {
      x[a] = (double)dg_hw_normal(7, (dg_hw_stream)a, 5, i);
      for (int b = 0; b <= a; b++) product[a][b] += x[a] * x[b];
    }
  }
  for (int a = 0; a < DG_HW_STREAM_COUNT; a++)
    for (int b = 0; b <= a; b++)
      assert_true(fabs(product[a][b] / (DRAWS / 10) - (a == b)) < 6 * (a == b ? sqrt(2.0) : 1) / sqrt(DRAWS / 10.0));
}

static void test_uniform(void **unused) {
  (void)unused;
  law m = {0, 0, 0, 0, 0, 0};
  double least = 1, most = 0;
  for (uint64_t i = 0; i < DRAWS; i++) {
    const double u = (double)dg_hw_uniform(3, DG_HW_SPIKE_LOST, 1, i);
    assert_true(u >= 0 && u < 1);
    least = u < least ? u : least;
    most = u > most ? u : most;
    count_in(&m, (u - 0.5) * sqrt(12.0));
  }
  assert_standard("uniform", &m, 1.8);
  assert_true(least < 1e-5 && most > 1 - 1e-5);
  assert_true(dg_hw_fraction(0, 0) == 0 && dg_hw_fraction(UINT32_MAX, UINT32_MAX) == 1 - DG_EPSILON / 2);
}

/* What happens with a probability does so as often; never and always are exact. */
static void test_happens(void **unused) {
  (void)unused;
  const double probability[3] = {0.001, 0.05, 0.5};
  for (int p = 0; p < 3; p++) {
    double count = 0;
    for (uint64_t i = 0; i < DRAWS; i++) count += dg_hw_happens(DG_R(probability[p]), 9, DG_HW_DELAY_MISSING, 2, i);
    const double sd = sqrt(DRAWS * probability[p] * (1 - probability[p]));
    assert_true(fabs(count - DRAWS * probability[p]) < 6 * sd);
  }
  for (uint64_t i = 0; i < 1000; i++)
    assert_true(!dg_hw_happens(0, 9, DG_HW_DELAY_MISSING, 2, i) && dg_hw_happens(1, 9, DG_HW_DELAY_MISSING, 2, i));
}

/* ---- sources of noise ---- */

/* A fixed pattern stays, what is redrawn for a batch or a sample does not; all have the standard deviation that is asked for. */
static void test_thresholds(void **unused) {
  (void)unused;
  dg_hw_chip chip = dg_hw_brainscales(11);
  chip.neuron.threshold_mean = DG_R(0.13);
  chip.neuron.threshold_fixed = DG_R(0.08);
  law fixed = {0, 0, 0, 0, 0, 0}, batch = fixed;
  for (uint32_t i = 0; i < DRAWS; i++) {
    assert_true(i > 100 || dg_hw_threshold(&chip, i, 0) == dg_hw_threshold(&chip, i, 77));
    count_in(&fixed, ((double)dg_hw_threshold(&chip, i, 0) - 0.13) / 0.08);
  }
  chip.neuron.threshold_fixed = 0;
  chip.neuron.threshold_batch = DG_R(0.04);
  for (uint32_t i = 0; i < DRAWS; i++) count_in(&batch, ((double)dg_hw_threshold(&chip, 4, i) - 0.13) / 0.04);
  assert_standard("threshold by neuron", &fixed, 3);
  assert_standard("threshold by batch", &batch, 3);
}

static void test_time_constants(void **unused) {
  (void)unused;
  dg_hw_chip chip = dg_hw_brainscales(12);
  chip.neuron.tau_mem_spread = chip.neuron.tau_syn_spread = DG_R(0.05);
  const dg_neuron neuron = {2, 1, 1, 0, 1};
  law mem = {0, 0, 0, 0, 0, 0}, syn = mem;
  double both = 0;
  for (uint32_t i = 0; i < DRAWS; i++) {
    const dg_neuron made = dg_hw_neuron_made(&chip, &neuron, i);
    const double x = ((double)made.tau_mem / 2 - 1) / 0.05, y = ((double)made.tau_syn - 1) / 0.05;
    count_in(&mem, x);
    count_in(&syn, y);
    both += x * y;
  }
  assert_standard("tau_mem", &mem, 3);
  assert_standard("tau_syn", &syn, 3);
  assert_true(fabs(both / DRAWS) < 6 / sqrt((double)DRAWS));
  chip.neuron.tau_mem_spread = 10; /* however wild the spread, time constants stay admitted */
  for (uint32_t i = 0; i < 1000; i++) {
    const dg_neuron made = dg_hw_neuron_made(&chip, &neuron, i);
    assert_true(made.tau_mem >= 1 && made.tau_mem <= 4 && dg_neuron_check(&made) == DG_OK);
  }
}

static void test_element_pattern(void **unused) {
  (void)unused;
  dg_hw_chip chip = dg_hw_brainscales(13);
  chip.element.gain_spread = DG_R(0.05);
  chip.element.offset_spread = DG_R(0.5);
  chip.element.dead = DG_R(0.1);
  chip.weights.spread = DG_R(0.05);
  law gain = {0, 0, 0, 0, 0, 0}, offset = gain, synapse = gain;
  double dead = 0;
  for (uint32_t i = 0; i < DRAWS; i++) {
    const double low = 6 * (double)dg_hw_delay_made(&chip, i, 0), high = 6 * (double)dg_hw_delay_made(&chip, i, 100);
    count_in(&gain, ((high - low) / 12.5 - 1) / 0.05);
    count_in(&offset, (low - 2) / 0.5);
    count_in(&synapse, ((double)dg_hw_synapse(&chip, i, 30) - 1) / 0.05);
    dead += dg_hw_dead(&chip, i);
  }
  assert_standard("gain of elements", &gain, 3);
  assert_standard("offset of elements", &offset, 3);
  assert_standard("weights of synapses", &synapse, 3);
  assert_true(fabs(dead / DRAWS - 0.1) < 6 * 0.3 / sqrt((double)DRAWS));
}

/* ---- codes ---- */

static void test_round(void **unused) {
  (void)unused;
  const double from[9] = {0.5, 1.5, 2.5, -0.5, -1.5, 0.49999, 2.50001, -7.2, 1048576.5}, to[9] = {0, 2, 2, 0, -2, 0, 3, -7, 1048576};
  for (int i = 0; i < 9; i++) assert_true(dg_hw_round(DG_R(from[i])) == DG_R(to[i]));
}

static void test_weights(void **unused) {
  (void)unused;
  dg_hw_weights weights = {30, 63, 0};
  assert_true(dg_hw_weight_setting(&weights, 1) == 30 && dg_hw_weight_of(&weights, 30) == 1);
  assert_true(dg_hw_weight_setting(&weights, DG_R(2.1)) == 63 && dg_hw_weight_setting(&weights, 50) == 63);
  assert_true(dg_hw_weight_setting(&weights, -50) == -63 && dg_hw_weight_setting(&weights, DG_R(0.0166)) == 0);
  assert_true(dg_hw_weight_setting(&weights, DG_R(0.0167)) == 1);
  for (int code = -63; code <= 63; code++)
    assert_true(dg_hw_weight_setting(&weights, dg_hw_weight_of(&weights, DG_R(code))) == DG_R(code));
  weights.most = 0; /* no codes */
  assert_true(dg_hw_weight_setting(&weights, DG_R(0.123)) == DG_R(0.123) && dg_hw_weight_of(&weights, DG_R(0.123)) == DG_R(0.123));
}

static void test_delay_codes(void **unused) {
  (void)unused;
  const dg_hw_chip chip = dg_hw_brainscales(1);
  const dg_hw_fit fit = dg_hw_nominal(&chip);
  assert_true(fit.gain == DG_R(0.125) && fit.offset == 2 && fit.residual == 0 && fit.works);
  /* 8.25 to 33.25 microseconds, 6 to a unit of time */
  assert_true(dg_hw_delay_setting(&chip, &fit, DG_R(8.25) / 6) == 50 && dg_hw_delay_setting(&chip, &fit, DG_R(33.25) / 6) == 250);
  assert_true(dg_hw_delay_setting(&chip, &fit, 0) == 50 && dg_hw_delay_setting(&chip, &fit, 100) == 250);
  assert_true(dg_hw_delay_passes(&chip, &fit, 1) == 0 && dg_hw_delay_passes(&chip, &fit, 2) == 1 &&
              dg_hw_delay_passes(&chip, &fit, 6) == 0);
  for (dg_index code = 50; code <= 250; code++) {
    const dg_real made = dg_hw_delay_made(&chip, 3, DG_R(code));
    assert_true(fabs((double)(made * 6) - (2 + 0.125 * (double)code)) < 1e-5);
    assert_true(dg_hw_delay_setting(&chip, &fit, made) == DG_R(code));
  }
  assert_true(dg_hw_microseconds(&chip, 2) == 12 && fabs((double)dg_hw_biological(&chip, 2) - 0.012) < 1e-8);
}

static void test_event(void **unused) {
  (void)unused;
  dg_hw_chip chip = dg_hw_brainscales(1);
  assert_true(dg_hw_event(&chip, DG_R(0.1234)) == DG_R(0.1234));
  chip.resolution = 3; /* half a unit of time */
  assert_true(dg_hw_event(&chip, DG_R(0.7)) == DG_R(0.5) && dg_hw_event(&chip, DG_R(-0.8)) == -1);
  assert_true(dg_hw_event(&chip, DG_NEVER) == DG_NEVER && dg_hw_event(&chip, DG_SCALE_MAX) == DG_SCALE_MAX);
}

/* ---- calibration ---- */

static void test_line(void **unused) {
  (void)unused;
  const dg_real code[4] = {0, 10, 20, 30};
  dg_hw_mean delay[4] = {{1, 5}, {6, 5}, {11, 5}, {16, 5}};
  dg_hw_fit fit = dg_hw_fit_of(4, code, delay);
  assert_true(fit.works && fabs((double)fit.gain - 0.5) < 1e-6 && fabs((double)fit.offset - 1) < 1e-6 && fit.residual < DG_R(1e-5));
  delay[3].count = 0; /* a code that never answered does not count */
  delay[3].mean = 99;
  fit = dg_hw_fit_of(4, code, delay);
  assert_true(fit.works && fabs((double)fit.gain - 0.5) < 1e-6);
  delay[1].mean = 7; /* one of three points is off by 1: residual is that of the best line */
  fit = dg_hw_fit_of(3, code, delay);
  assert_true(fabs((double)fit.residual - sqrt(2.0) / 3) < 1e-5);
  delay[1].count = delay[2].count = 0; /* one code is no line */
  fit = dg_hw_fit_of(4, code, delay);
  assert_true(!fit.works && fit.gain == 0 && fit.offset == 0 && fit.residual == 0);
  delay[0].count = 0;
  assert_true(!dg_hw_fit_of(4, code, delay).works);
  const dg_hw_mean falling[2] = {{5, 1}, {4, 1}}; /* nor is one that falls */
  assert_true(!dg_hw_fit_of(2, code, falling).works);
}

/* The mean is that of the delays that came. */
static void test_mean(void **unused) {
  (void)unused;
  const dg_real delay[4] = {2, DG_NEVER, 7, DG_R(NAN)};
  const dg_hw_mean two = dg_hw_mean_of(4, delay), one = dg_hw_mean_of(2, delay), none = dg_hw_mean_of(1, delay + 1);
  assert_true(two.count == 2 && two.mean == DG_R(4.5) && one.count == 1 && one.mean == 2 && none.count == 0 && none.mean == 0);
}

/* A layer of every kind, small. */
static const dg_real bias_times[2] = {DG_R(0.25), DG_R(1.5)};
typedef struct {
  dg_network net;
  dg_layer layers[2];
  dg_real parameters[400];
  dg_layer_training laws[2];
  dg_training training;
} problem;

static void problem_of(problem *p, dg_delay_kind kind, double tau_mem, size_t groups, size_t biases) {
  memset(p, 0, sizeof *p);
  const dg_neuron neuron = {DG_R(tau_mem), 1, 1, 0, 1};
  const dg_delay delay = {kind, DG_MAP_SIGMOID, DG_GROUP_TILED, groups, 0, DG_R(1.5), 2};
  p->layers[0].inputs = 4;
  p->layers[0].outputs = p->layers[1].inputs = 5;
  p->layers[1].outputs = 3;
  for (int l = 0; l < 2; l++) {
    p->layers[l].biases = biases;
    p->layers[l].bias_times = bias_times;
    p->layers[l].neuron = neuron;
    p->layers[l].delay = delay;
    const dg_layer_training start = {DG_R(1.0), DG_R(0.5), 0, DG_R(0.5), DG_R(0.01), DG_R(0.01), DG_R(0.5)};
    p->laws[l] = start;
  }
  const dg_network net = {2, 2, 2, p->layers, DG_R(0.125)};
  p->net = net;
  p->training.loss.kind = DG_LOSS_SHIFT_MSE;
  p->training.loss.delta_t = DG_R(0.3);
  p->training.loss.xi = p->training.loss.early_beta = 1;
  p->training.optimiser.kind = DG_ADAM;
  p->training.optimiser.beta1 = DG_R(0.9);
  p->training.optimiser.beta2 = DG_R(0.99);
  p->training.optimiser.epsilon = DG_R(1e-8);
  p->training.optimiser.gamma = 1;
  p->training.optimiser.every = 1;
  p->training.layers = p->laws;
  p->training.bump = DG_R(0.001);
  p->training.seed = 5;
  EXPECT(dg_initialise(&p->net, &p->training, p->parameters), DG_OK);
}

/* A model of a chip with a problem's network on it, and what is known of its elements. */
typedef struct {
  dg_hw_model model;
  dg_hw_substrate substrate;
  dg_index element[400];
  dg_hw_fit known[128], fit[400];
  dg_workspace work;
  dg_hw_loop loop;
} board;

static void board_of(board *b, const dg_hw_chip *chip, const dg_network *net, size_t most) {
  memset(b, 0, sizeof *b);
  b->model.chip = chip;
  b->model.net = net;
  b->model.element = b->element;
  EXPECT(dg_hw_place(chip, net, NULL, b->element), DG_HW_OK);
  dg_hw_lines_known(chip, net, NULL, b->element, b->fit);
  EXPECT(dg_hw_model_workspace(net, &b->model.work.reals, &b->model.work.integers), DG_HW_OK);
  b->model.work.real = (dg_real *)malloc(b->model.work.reals * sizeof(dg_real));
  b->model.work.integer = (dg_index *)malloc(b->model.work.integers * sizeof(dg_index));
  EXPECT(dg_hw_training_workspace(net, most, &b->work.reals, &b->work.integers), DG_HW_OK);
  b->work.real = (dg_real *)malloc(b->work.reals * sizeof(dg_real));
  b->work.integer = (dg_index *)malloc(b->work.integers * sizeof(dg_index));
  b->substrate = dg_hw_model_substrate(&b->model);
  const dg_hw_loop loop = {chip, net, b->fit, &b->substrate};
  b->loop = loop;
}

static void board_free(board *b) {
  workspace_free(&b->model.work);
  workspace_free(&b->work);
}

#define SAMPLES 70
static dg_real inputs[SAMPLES * 2];
static dg_index labels[SAMPLES];
static dg_batch batch_of(void) {
  for (size_t n = 0; n < SAMPLES; n++) {
    inputs[2 * n] = 2 * dg_hw_uniform(1, DG_HW_WEIGHT_SPREAD, 0, n);
    inputs[2 * n + 1] = n % 9 == 0 ? DG_NEVER : 2 * dg_hw_uniform(1, DG_HW_WEIGHT_SPREAD, 1, n);
    labels[n] = (dg_index)(n % 3);
  }
  const dg_batch batch = {inputs, labels, NULL, SAMPLES};
  return batch;
}

/* ---- the model ---- */

static const dg_delay_kind kinds[4] = {DG_DELAY_NONE, DG_DELAY_AXONAL, DG_DELAY_DENDRITIC, DG_DELAY_SYNAPTIC};
static const double taus[3] = {2, 1, 3};

/* Without noise, with infinite resolution: spikes and training are those of delgrad.h, bit for bit. */
static void test_ideal(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  static dg_real want[SAMPLES * 8], got[SAMPLES * 8], times[SAMPLES * 3], twin[400], moments[2][800];
  const dg_hw_chip chip = dg_hw_ideal_chip();
  const dg_batch batch = batch_of();
  size_t spikes = 0;
  for (int kind = 0; kind < 4; kind++)
    for (int tau = 0; tau < 3; tau++)
      for (size_t biases = 0; biases < 3; biases += 2) {
        problem_of(&p, kinds[kind], taus[tau], kind == 1 || kind == 3 ? 2 : 0, biases);
        board_of(&b, &chip, &p.net, SAMPLES);
        dg_workspace work = workspace_of(&p.net, dg_training_workspace);
        EXPECT(dg_infer(&p.net, p.parameters, &batch, times, want, &work), DG_OK);
        EXPECT(dg_hw_configure(&b.loop, p.parameters, &b.work), DG_HW_OK);
        EXPECT(dg_hw_run(&b.loop, 3, &batch, got), DG_HW_OK);
        assert_memory_equal(got, want, sizeof want);
        for (size_t x = 0; x < SAMPLES * 8; x++) spikes += want[x] < DG_NEVER;
        memset(moments, 0, sizeof moments);
        memcpy(twin, p.parameters, sizeof twin);
        dg_training_state state[2] = {dg_training_start(), dg_training_start()};
        for (int step = 0; step < 3; step++) {
          dg_batch_result result[2];
          EXPECT(dg_infer(&p.net, twin, &batch, times, want, &work), DG_OK);
          EXPECT(dg_train_batch(&p.net, &p.training, &batch, want, &state[0], twin, moments[0], &result[0], &work), DG_OK);
          EXPECT(dg_hw_train_batch(&b.loop, &p.training, &batch, &state[1], p.parameters, moments[1], &result[1], &b.work), DG_HW_OK);
          assert_true(result[0].loss == result[1].loss && result[0].correct == result[1].correct);
        }
        assert_memory_equal(twin, p.parameters, sizeof twin);
        assert_memory_equal(moments[0], moments[1], sizeof moments[0]);
        workspace_free(&work);
        board_free(&b);
      }
  assert_true(spikes > SAMPLES * 24 * 4);
}

/* What concerns a sample depends on its batch's number and its place there, on nothing else. */
static void test_prefix(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  static dg_real all[SAMPLES * 8], some[SAMPLES * 8];
  dg_hw_chip chip = dg_hw_brainscales(3);
  chip.element.jitter = DG_R(0.06);
  chip.neuron.threshold_batch = chip.neuron.threshold_sample = chip.neuron.jitter = DG_R(0.02);
  chip.neuron.lost = chip.element.missing = DG_R(0.05);
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  dg_batch batch = batch_of();
  EXPECT(dg_hw_configure(&b.loop, p.parameters, &b.work), DG_HW_OK);
  EXPECT(dg_hw_run(&b.loop, 3, &batch, all), DG_HW_OK);
  batch.count = 37;
  EXPECT(dg_hw_run(&b.loop, 3, &batch, some), DG_HW_OK);
  assert_memory_equal(all, some, 37 * 8 * sizeof(dg_real));
  EXPECT(dg_hw_run(&b.loop, 4, &batch, some), DG_HW_OK);
  assert_memory_not_equal(all, some, 37 * 8 * sizeof(dg_real));
  board_free(&b);
}

/* Runs a batch on a chip: record[SAMPLES][8]. */
static void run_on(const dg_hw_chip *chip, problem *p, dg_real *record) {
  static board b;
  const dg_batch batch = batch_of();
  board_of(&b, chip, &p->net, SAMPLES);
  EXPECT(dg_hw_configure(&b.loop, p->parameters, &b.work), DG_HW_OK);
  EXPECT(dg_hw_run(&b.loop, 1, &batch, record), DG_HW_OK);
  board_free(&b);
}

/* A threshold that is raised gives the spikes of a neuron with that threshold; time constants that differ those of such neurons. */
static void test_threshold_effect(void **unused) {
  (void)unused;
  static problem p, q;
  static dg_real got[SAMPLES * 8], want[SAMPLES * 8];
  for (int tau = 0; tau < 3; tau++) {
    dg_hw_chip chip = dg_hw_ideal_chip();
    problem_of(&p, DG_DELAY_AXONAL, taus[tau], 0, 0);
    q = p;
    q.net.layers = q.layers;
    q.training.layers = q.laws;
    for (int l = 0; l < 2; l++) q.layers[l].neuron.threshold += DG_R(0.125);
    chip.neuron.threshold_mean = DG_R(0.125);
    run_on(&chip, &p, got);
    chip.neuron.threshold_mean = 0;
    run_on(&chip, &q, want);
    for (size_t x = 0; x < SAMPLES * 8; x++)
      assert_true(got[x] == want[x] || fabs((double)(got[x] - want[x])) < 1e4 * (double)DG_EPSILON);
  }
}

/* Neurons with time constants of their own spike as such neurons do. */
static void test_own_time_constants(void **unused) {
  (void)unused;
  static problem p;
  static dg_real got[SAMPLES * 8];
  for (int tau = 0; tau < 3; tau++) {
    dg_hw_chip chip = dg_hw_ideal_chip();
    chip.neuron.tau_mem_spread = chip.neuron.tau_syn_spread = DG_R(0.1);
    problem_of(&p, DG_DELAY_NONE, taus[tau], 0, 0);
    run_on(&chip, &p, got);
    for (size_t n = 0; n < SAMPLES; n++)
      for (uint32_t j = 0; j < 5; j++) {
        const dg_neuron made = dg_hw_neuron_made(&chip, &p.layers[0].neuron, j);
        const dg_real a[4] = {inputs[2 * n], inputs[2 * n], inputs[2 * n + 1], inputs[2 * n + 1]};
        dg_index order[4];
        dg_spike spike;
        EXPECT(dg_spike_time(&made, 4, p.parameters + 4 * j, a, order, &spike), DG_OK);
        assert_true(got[n * 8 + j] == spike.time);
      }
  }
}

/* Of the spikes of the first layer's neurons, 60 microseconds from sample to sample, those pass that come 180 or more after the one
   before; what comes after its sample is not read. */
static void assert_recovers(const dg_real *ideal, const dg_real *got) {
  for (size_t j = 0; j < 5; j++) {
    dg_real last = -DG_REAL_MAX;
    for (size_t n = 0; n < SAMPLES; n++) {
      const dg_real t = ideal[n * 8 + j], now = (dg_real)n * 60 + t * 6;
      const int passes = t < DG_NEVER && now - last >= 180;
      if (passes) last = now;
      assert_true(got[n * 8 + j] == (passes && t * 6 < 60 ? t : DG_NEVER));
    }
  }
}

/* Each failure and each limit in turn. */
static void test_limits(void **unused) {
  (void)unused;
  static problem p;
  static dg_real ideal[SAMPLES * 8], got[SAMPLES * 8];
  for (int kind = 1; kind < 4; kind++)
    for (int tau = 0; tau < 2; tau++) {
      const dg_hw_chip good = dg_hw_ideal_chip();
      dg_hw_chip chip = good;
      problem_of(&p, kinds[kind], taus[tau], 0, 0);
      run_on(&good, &p, ideal);

      chip.neuron.lost = 1; /* no spike is seen */
      run_on(&chip, &p, got);
      for (size_t x = 0; x < SAMPLES * 8; x++) assert_true(got[x] == DG_NEVER);
      chip = good;
      chip.element.missing = 1; /* no element fires */
      run_on(&chip, &p, got);
      for (size_t x = 0; x < SAMPLES * 8; x++) assert_true(got[x] == DG_NEVER);
      chip = good;
      chip.element.dead = 1;
      run_on(&chip, &p, got);
      for (size_t x = 0; x < SAMPLES * 8; x++) assert_true(got[x] == DG_NEVER);

      chip = good;
      chip.resolution = DG_R(0.75); /* an eighth of a unit: the first layer's inputs and all that is read lie on that grid */
      run_on(&chip, &p, got);
      for (size_t x = 0; x < SAMPLES * 8; x++) assert_true(got[x] == DG_NEVER || floor((double)got[x] * 8) == (double)got[x] * 8);

      chip = good;
      chip.interval = 18; /* three units: what is later is not read, all else is as before */
      run_on(&chip, &p, got);
      size_t late = 0;
      for (size_t x = 0; x < SAMPLES * 8; x++) {
        late += ideal[x] < DG_NEVER && ideal[x] >= 3;
        assert_true(got[x] == (ideal[x] < 3 ? ideal[x] : DG_NEVER));
      }
      assert_true(late > 0);

      chip.interval = 0; /* samples of their own: nothing is tired */
      chip.element.recovery = chip.neuron.recovery = 180;
      run_on(&chip, &p, got);
      assert_memory_equal(got, ideal, sizeof got);
      chip.neuron.recovery = 0;

      chip.interval = 60;
      chip.element.recovery = 180; /* an element is ready again after three to four samples */
      run_on(&chip, &p, got);
      size_t spikes = 0, before = 0;
      for (size_t n = 0; n < SAMPLES; n++)
        for (size_t j = 0; j < 5; j++) {
          spikes += got[n * 8 + j] < DG_NEVER;
          before += ideal[n * 8 + j] < DG_NEVER;
        }
      assert_true(spikes > 0 && spikes * 2 < before);
      if (kinds[kind] == DG_DELAY_DENDRITIC) assert_recovers(ideal, got);
      chip.element.recovery = 0;
      chip.neuron.recovery = 180;
      run_on(&chip, &p, got);
      assert_recovers(ideal, got);
    }
}

/* Jitter of spikes and of delays adds to a time what its law says, for a network of one neuron. */
static void test_jitter(void **unused) {
  (void)unused;
  static problem p;
  static dg_real ideal[SAMPLES * 8], got[SAMPLES * 8];
  dg_hw_chip chip = dg_hw_ideal_chip();
  problem_of(&p, DG_DELAY_DENDRITIC, 1, 0, 0);
  run_on(&chip, &p, ideal);
  chip.neuron.jitter = DG_R(0.01);
  chip.seed = 4;
  run_on(&chip, &p, got);
  double sum = 0, square = 0, count = 0;
  for (size_t n = 0; n < SAMPLES; n++)
    for (size_t j = 0; j < 5; j++)
      if (ideal[n * 8 + j] < DG_NEVER) {
        const double x = (double)(got[n * 8 + j] - ideal[n * 8 + j]) / 0.01;
        const dg_real late = dg_hw_spread(DG_R(0.01), 4, DG_HW_SPIKE_JITTER, (uint32_t)j, DG_BATCH_MAX + n);
        assert_true(fabs(x - (double)late / 0.01) < 1e-3); /* SPEC 13.1 says which number it is */
        sum += x;
        square += x * x;
        count++;
      }
  assert_true(count > 100 && fabs(sum / count) < 6 / sqrt(count) && fabs(square / count - 1) < 6 * sqrt(2 / count));
  chip.neuron.jitter = 0;
  chip.element.jitter = DG_R(0.06); /* a dendritic delay shifts the spike by as much */
  run_on(&chip, &p, got);
  sum = square = count = 0;
  for (size_t n = 0; n < SAMPLES; n++)
    for (size_t j = 0; j < 5; j++)
      if (ideal[n * 8 + j] < DG_NEVER) {
        const double x = (double)(got[n * 8 + j] - ideal[n * 8 + j]) / 0.01;
        sum += x;
        square += x * x;
        count++;
      }
  assert_true(fabs(sum / count) < 6 / sqrt(count) && fabs(square / count - 1) < 6 * sqrt(2 / count));
}

/* An element behind a neuron that misses a spike takes that one away, and no other. */
static void test_missing_behind(void **unused) {
  (void)unused;
  static problem p;
  static dg_real ideal[SAMPLES * 8], got[SAMPLES * 8];
  dg_hw_chip chip = dg_hw_ideal_chip();
  size_t missing = 0;
  chip.seed = 6;
  problem_of(&p, DG_DELAY_DENDRITIC, 1, 0, 0);
  run_on(&chip, &p, ideal);
  chip.element.missing = DG_R(0.4);
  run_on(&chip, &p, got);
  for (size_t n = 0; n < SAMPLES; n++)
    for (size_t j = 0; j < 5; j++) { /* of the first layer: line j, element j */
      const int misses = dg_hw_happens(DG_R(0.4), 6, DG_HW_DELAY_MISSING, (uint32_t)j, DG_BATCH_MAX + n);
      assert_true(got[n * 8 + j] == (misses ? DG_NEVER : ideal[n * 8 + j]));
      missing += misses && ideal[n * 8 + j] < DG_NEVER;
    }
  assert_true(missing > SAMPLES);
}

/* One sample again and again: what is redrawn for each sample differs between any two of them, what is fixed or for the batch does not. */
static void test_redrawn(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  static dg_real record[SAMPLES * 8], first[8], second[8];
  static dg_index same[SAMPLES];
  dg_batch batch = batch_of();
  batch.index = same;
  for (size_t n = 0; n < SAMPLES; n++) same[n] = 1;
  for (int noise = 0; noise < 6; noise++) {
    dg_hw_chip chip = dg_hw_ideal_chip();
    if (noise == 0) chip.neuron.threshold_sample = DG_R(0.02);
    if (noise == 1) chip.neuron.jitter = DG_R(0.02);
    if (noise == 2) chip.element.jitter = DG_R(0.1);
    if (noise == 3) chip.neuron.threshold_batch = DG_R(0.02);
    if (noise == 4) chip.neuron.threshold_fixed = DG_R(0.02);
    if (noise == 5) chip.weights.spread = chip.element.gain_spread = DG_R(0.02);
    problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
    board_of(&b, &chip, &p.net, SAMPLES);
    EXPECT(dg_hw_configure(&b.loop, p.parameters, &b.work), DG_HW_OK);
    EXPECT(dg_hw_run(&b.loop, 6, &batch, record), DG_HW_OK);
    memcpy(first, record, sizeof first);
    for (size_t n = 1; n < SAMPLES; n++)
      for (size_t m = 0; m < n; m++)
        assert_true((memcmp(record + n * 8, record + m * 8, 8 * sizeof(dg_real)) == 0) == (noise >= 3));
    const int next = memcmp(record + 8, record + 16, sizeof first);
    memcpy(second, record + 8, sizeof second);
    EXPECT(dg_hw_run(&b.loop, 7, &batch, record), DG_HW_OK);
    assert_true(noise >= 3 || (next != 0 && memcmp(record, second, sizeof second) != 0)); /* nor is it the next one of the batch before */
    assert_true((memcmp(first, record, sizeof first) == 0) == (noise >= 4));
    board_free(&b);
  }
}

/* However wild the jitter, a delay is not negative: nothing comes before the inputs. */
static void test_causal(void **unused) {
  (void)unused;
  static problem p;
  static dg_real got[SAMPLES * 8];
  dg_hw_chip chip = dg_hw_ideal_chip();
  chip.element.jitter = 120;
  problem_of(&p, DG_DELAY_AXONAL, 1, 0, 0);
  run_on(&chip, &p, got);
  for (size_t n = 0; n < SAMPLES; n++)
    for (size_t j = 0; j < 8; j++)
      assert_true(got[n * 8 + j] >= inputs[2 * n] || got[n * 8 + j] >= inputs[2 * n + 1]);
}

/* Calibration measures every code with stimuli of its own. */
static uint64_t seen_events[DG_HW_CODES];
static dg_index seen_codes[DG_HW_CODES];
static size_t seen_calls;
static dg_hw_status spy_measure(void *context, size_t element, dg_index code, uint64_t event, size_t count, dg_real *delay) {
  (void)context, (void)element;
  seen_events[seen_calls] = event;
  seen_codes[seen_calls++] = code;
  for (size_t i = 0; i < count; i++) delay[i] = DG_R(code);
  return DG_HW_OK;
}
static void test_stimuli(void **unused) {
  (void)unused;
  const dg_hw_chip chip = dg_hw_brainscales(1);
  const dg_hw_substrate spy = {NULL, NULL, NULL, NULL, spy_measure};
  dg_hw_fit fit;
  EXPECT(dg_hw_calibrate(&chip, &spy, 0, 16, 1000, &fit), DG_HW_OK);
  assert_true(seen_calls == DG_HW_CODES && fit.works && fabs((double)fit.gain - 1) < 1e-5);
  for (size_t i = 0; i < DG_HW_CODES; i++)
    assert_true(seen_events[i] == 1000 + 16 * i && seen_codes[i] == 50 + (dg_index)(25 * i));
}

/* ---- the loop ---- */

/* A delay parameter whose lines lie out of range does not move; one of which half do moves at half the gradient. */
static void test_through_elements(void **unused) {
  (void)unused;
  static problem p;
  static dg_hw_fit fit[40];
  dg_hw_chip chip = dg_hw_brainscales(1);
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0); /* four sources in two groups, tiled; five sources in two would not divide: tiled too */
  for (int i = 0; i < 40; i++) fit[i] = dg_hw_nominal(&chip);
  dg_real gradient[400];
  for (int i = 0; i < 400; i++) gradient[i] = 1;
  fit[0].offset = 30; /* line 0, of group 0: no code is as short as the wanted 12 to 21 microseconds */
  dg_hw_through_elements(&chip, &p.net, fit, p.parameters, gradient);
  const size_t first = dg_layer_weights(p.layers);
  assert_true(gradient[first] == DG_R(0.5) && gradient[first + 1] == 1 && gradient[0] == 1);
  fit[2].offset = 30;
  dg_hw_through_elements(&chip, &p.net, fit, p.parameters, gradient);
  assert_true(gradient[first] == 0 && gradient[first + 1] == 1);
  for (size_t i = first + 2; i < dg_parameter_count(&p.net); i++) assert_true(gradient[i] == 1);
}

/* Each parameter is looked at by its own delay: one beyond the longest code does not move, its neighbour does. */
static void test_through_each(void **unused) {
  (void)unused;
  static problem p;
  static dg_hw_fit fit[40];
  const dg_hw_chip chip = dg_hw_brainscales(1);
  for (size_t far = 0; far < 2; far++) {
    problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
    for (int i = 0; i < 40; i++) fit[i] = dg_hw_nominal(&chip);
    dg_real gradient[400];
    for (int i = 0; i < 400; i++) gradient[i] = 1;
    const size_t first = dg_layer_weights(p.layers);
    for (int l = 0; l < 2; l++) { /* delays from 0 to 12, of codes up to 5.5 */
      p.layers[l].delay.shift = 0;
      p.layers[l].delay.scale = 12;
    }
    for (size_t i = 0; i < 400; i++) p.parameters[i] = i < first ? 5 : -1;
    p.parameters[first + far] = 5;
    dg_hw_through_elements(&chip, &p.net, fit, p.parameters, gradient);
    assert_true(gradient[first + far] == 0 && gradient[first + 1 - far] == 1);
  }
}

/* Replaying what a model gave trains to the same parameters; when the record ends, nothing is changed. */
static void test_replay(void **unused) {
  (void)unused;
  static problem p, q;
  static board b, c;
  static dg_real record[2 * SAMPLES * 8], moments[2][800];
  dg_hw_chip chip = dg_hw_brainscales(8);
  chip.neuron.threshold_fixed = DG_R(0.05);
  chip.element.jitter = DG_R(0.06);
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  problem_of(&q, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  board_of(&c, &chip, &q.net, SAMPLES);
  const dg_batch batch = batch_of();
  dg_training_state state = dg_training_start(), other = state;
  dg_batch_result result;
  memset(moments, 0, sizeof moments);
  for (int step = 0; step < 2; step++) {
    EXPECT(dg_hw_configure(&b.loop, p.parameters, &b.work), DG_HW_OK);
    EXPECT(dg_hw_run(&b.loop, state.batches, &batch, record + step * SAMPLES * 8), DG_HW_OK);
    EXPECT(dg_hw_train_batch(&b.loop, &p.training, &batch, &state, p.parameters, moments[0], &result, &b.work), DG_HW_OK);
  }
  dg_hw_replay replay = {record, 2 * SAMPLES, 8, 0, 0};
  c.substrate = dg_hw_replay_substrate(&replay);
  dg_real one[SAMPLES * 8];
  EXPECT(c.substrate.read(c.substrate.context, one), DG_HW_ERROR_ORDER);
  for (int step = 0; step < 2; step++)
    EXPECT(dg_hw_train_batch(&c.loop, &q.training, &batch, &other, q.parameters, moments[1], &result, &c.work), DG_HW_OK);
  assert_memory_equal(p.parameters, q.parameters, sizeof p.parameters);
  EXPECT(dg_hw_train_batch(&c.loop, &q.training, &batch, &other, q.parameters, moments[1], &result, &c.work), DG_HW_ERROR_END);
  assert_memory_equal(p.parameters, q.parameters, sizeof p.parameters);
  assert_true(other.batches == 2);
  EXPECT(c.substrate.measure(c.substrate.context, 0, 50, 0, 1, one), DG_HW_ERROR_SUPPORT);
  board_free(&b);
  board_free(&c);
}

/* A step in the loop is that of the gradient at the coded weights and the measured times, passed through the elements. */
static void test_step(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  static dg_real record[SAMPLES * 8], coded[400], gradient[400], want[400], moments[2][800];
  dg_hw_chip chip = dg_hw_brainscales(8);
  chip.element.jitter = DG_R(0.06);
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  b.fit[0].offset = 30; /* half of the first delay parameter's elements cannot be as short as it wants */
  const dg_batch batch = batch_of();
  dg_training_state state = dg_training_start(), other = state;
  dg_batch_result result;
  p.training.bump = 0;
  memset(moments, 0, sizeof moments);
  memcpy(want, p.parameters, sizeof want);
  EXPECT(dg_hw_configure(&b.loop, p.parameters, &b.work), DG_HW_OK);
  EXPECT(dg_hw_run(&b.loop, 0, &batch, record), DG_HW_OK);
  dg_hw_ideal(&chip, &p.net, p.parameters, coded);
  assert_memory_not_equal(coded, p.parameters, 20 * sizeof(dg_real));
  dg_workspace work = workspace_of(&p.net, dg_training_workspace);
  EXPECT(dg_gradient(&p.net, coded, &p.training, 0, &batch, record, gradient, &result, &work), DG_OK);
  dg_hw_through_elements(&chip, &p.net, b.fit, p.parameters, gradient);
  dg_network_step(&p.net, &p.training, gradient, &other, want, moments[0]);
  dg_project(&p.net, &p.training, want);
  EXPECT(dg_hw_train_batch(&b.loop, &p.training, &batch, &state, p.parameters, moments[1], &result, &b.work), DG_HW_OK);
  assert_memory_equal(want, p.parameters, sizeof want);
  assert_memory_equal(moments[0], moments[1], sizeof moments[0]);
  workspace_free(&work);
  board_free(&b);
}

/* A substrate that answers with nonsense: times that are no numbers, out of range, before their causes. */
static dg_hw_status nonsense_configure(void *context, const dg_real *settings) {
  (void)context, (void)settings;
  return DG_HW_OK;
}
static dg_hw_status nonsense_stimulate(void *context, uint64_t number, const dg_batch *batch) {
  (void)number;
  *(size_t *)context = batch->count;
  return DG_HW_OK;
}
static dg_hw_status nonsense_read(void *context, dg_real *record) {
  const dg_real odd[6] = {DG_R(NAN), -DG_NEVER, DG_SCALE_MAX, DG_NEVER, -5, DG_R(2.5)};
  for (size_t x = 0; x < *(size_t *)context * 8; x++) record[x] = odd[x % 6];
  return DG_HW_OK;
}

static void test_nonsense(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  static dg_real moments[800];
  size_t count = 0;
  const dg_hw_chip chip = dg_hw_brainscales(8);
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  const dg_hw_substrate odd = {&count, nonsense_configure, nonsense_stimulate, nonsense_read, dg_hw_replay_measure};
  b.substrate = odd;
  const dg_batch batch = batch_of();
  dg_training_state state = dg_training_start();
  dg_batch_result result;
  memset(moments, 0, sizeof moments);
  p.training.bump = 0;
  static dg_real record[SAMPLES * 8];
  EXPECT(dg_hw_run(&b.loop, 0, &batch, record), DG_HW_OK); /* what delgrad.h does not admit counts as no spike */
  for (size_t x = 0; x < SAMPLES * 8; x++)
    assert_true(record[x] == (x % 6 < 4 ? DG_NEVER : x % 6 == 4 ? -5 : DG_R(2.5)));
  for (int step = 0; step < 5; step++)
    EXPECT(dg_hw_train_batch(&b.loop, &p.training, &batch, &state, p.parameters, moments, &result, &b.work), DG_HW_OK);
  EXPECT(dg_all_finite(dg_parameter_count(&p.net), p.parameters), DG_OK);
  board_free(&b);
}

/* Calibration finds what an element is, apart from what differs from spike to spike, and which are dead. */
static void test_calibration(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  dg_hw_chip chip = dg_hw_brainscales(21);
  chip.element.gain_spread = DG_R(0.05);
  chip.element.offset_spread = DG_R(0.5);
  chip.element.dead = DG_R(0.1);
  chip.element.missing = DG_R(0.02);
  chip.element.jitter = DG_R(0.06);
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  size_t dead = 0;
  for (size_t e = 0; e < chip.elements; e++) {
    dg_hw_fit fit;
    EXPECT(dg_hw_calibrate(&chip, &b.substrate, e, 16, 0, &fit), DG_HW_OK);
    assert_true(fit.works == !dg_hw_dead(&chip, (uint32_t)e));
    dead += !fit.works;
    b.known[e] = fit;
    if (!fit.works) continue;
    for (dg_index code = 50; code <= 250; code += 100)
      assert_true(fabs((double)(fit.gain * DG_R(code) + fit.offset) - 6 * (double)dg_hw_delay_made(&chip, (uint32_t)e, DG_R(code))) <
                  6 * 0.06 / sqrt(144.0) * 2);
    assert_true(fit.residual < DG_R(0.05));
  }
  assert_true(dead > 3 && dead < 30);
  EXPECT(dg_hw_place(&chip, &p.net, b.known, b.element), DG_HW_OK);
  for (size_t line = 0; line < dg_hw_line_count(&p.net); line++) {
    assert_true(b.known[(size_t)b.element[line]].works);
    for (size_t other = 0; other < line; other++) assert_true(b.element[other] < b.element[line]);
  }
  dg_hw_fit fit;
  EXPECT(dg_hw_calibrate(&chip, &b.substrate, chip.elements, 16, 0, &fit), DG_HW_ERROR_ELEMENT);
  EXPECT(dg_hw_calibrate(&chip, &b.substrate, 0, 0, 0, &fit), DG_ERROR_EMPTY);
  EXPECT(dg_hw_calibrate(&chip, &b.substrate, 0, DG_HW_REPEATS + 1, 0, &fit), DG_ERROR_TOO_LARGE);
  EXPECT(dg_hw_calibrate(NULL, &b.substrate, 0, 1, 0, &fit), DG_ERROR_NULL);
  dg_hw_fit *none = (dg_hw_fit *)calloc(chip.elements, sizeof *none); /* no more than there are, so that sanitizers see who looks beyond */
  EXPECT(dg_hw_place(&chip, &p.net, none, b.element), DG_HW_ERROR_ELEMENTS);
  free(none);
  dg_real delay[1];
  EXPECT(b.substrate.measure(b.substrate.context, 0, 49, 0, 1, delay), DG_HW_ERROR_CODE);
  EXPECT(b.substrate.measure(b.substrate.context, 0, 251, 0, 1, delay), DG_HW_ERROR_CODE);
  EXPECT(b.substrate.measure(b.substrate.context, chip.elements, 50, 0, 1, delay), DG_HW_ERROR_ELEMENT);
  chip.element.last = 0;
  EXPECT(dg_hw_calibrate(&chip, &b.substrate, 0, 1, 0, &fit), DG_HW_ERROR_SUPPORT);
  EXPECT(b.substrate.measure(b.substrate.context, 0, 50, 0, 1, delay), DG_HW_ERROR_SUPPORT);
  board_free(&b);
}

/* ---- bad input ---- */

static void test_does_not_fit(void **unused) {
  (void)unused;
  static problem p;
  dg_index element[400];
  dg_hw_chip chip = dg_hw_brainscales(1);
  problem_of(&p, DG_DELAY_SYNAPTIC, 1, 0, 0); /* 20 + 15 lines, 8 neurons, 20 rows */
  EXPECT(dg_hw_place(&chip, &p.net, NULL, element), DG_HW_OK);
  chip.elements = 35;
  EXPECT(dg_hw_place(&chip, &p.net, NULL, element), DG_HW_OK);
  chip.elements = 34;
  EXPECT(dg_hw_place(&chip, &p.net, NULL, element), DG_HW_ERROR_ELEMENTS);
  chip = dg_hw_brainscales(1);
  chip.rows = 20;
  EXPECT(dg_hw_place(&chip, &p.net, NULL, element), DG_HW_OK);
  chip.rows = 19;
  EXPECT(dg_hw_place(&chip, &p.net, NULL, element), DG_HW_ERROR_ROWS);
  chip = dg_hw_brainscales(1);
  chip.neurons = 7;
  EXPECT(dg_hw_place(&chip, &p.net, NULL, element), DG_HW_ERROR_NEURONS);
  chip = dg_hw_brainscales(1);
  EXPECT(dg_hw_place(&chip, NULL, NULL, element), DG_ERROR_NULL);
  EXPECT(dg_hw_place(NULL, &p.net, NULL, element), DG_ERROR_NULL);
  EXPECT(dg_hw_place(&chip, &p.net, NULL, NULL), DG_ERROR_NULL);
}

static void test_bad_chips(void **unused) {
  (void)unused;
  const dg_hw_chip good = dg_hw_brainscales(1);
  EXPECT(dg_hw_chip_check(&good), DG_HW_OK);
  for (int fault = 0; fault < 14; fault++) {
    dg_hw_chip chip = good;
    switch (fault) {
    case 0: chip.unit = 0; break;
    case 1: chip.weights.per_unit = -30; break;
    case 2: chip.element.gain = 0; break;
    case 3: chip.element.offset = DG_R(NAN); break;
    case 4: chip.element.jitter = -1; break;
    case 5: chip.element.missing = 2; break;
    case 6: chip.element.dead = DG_NEVER; break;
    case 7: chip.neuron.lost = 2; break;
    case 8: chip.neuron.threshold_mean = DG_NEVER; break;
    case 9: chip.interval = -1; break;
    case 10: chip.weights.most = -1; break;
    case 11: chip.element.first = 251; break;
    case 12: chip.element.last = 1 << 21; break;
    case 13: chip.element.first = -1; break;
    }
    EXPECT(dg_hw_chip_check(&chip), DG_HW_ERROR_CHIP);
  }
}

/* What a chip may be, at its limits: each number that must be positive, each that must not be negative, each that may be anything. */
static void test_chip_limits(void **unused) {
  (void)unused;
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_hw_elements *e = &chip.element;
  dg_hw_neurons *n = &chip.neuron;
  dg_real *positive[4] = {&chip.weights.per_unit, &e->gain, &chip.unit, &chip.acceleration};
  dg_real *magnitude[17] = {&chip.weights.spread, &e->gain_spread, &e->offset_spread, &e->jitter, &e->missing, &e->dead,
                            &e->recovery, &n->threshold_fixed, &n->threshold_batch, &n->threshold_sample, &n->tau_mem_spread,
                            &n->tau_syn_spread, &n->jitter, &n->lost, &n->recovery, &chip.resolution, &chip.interval};
  dg_real *any[2] = {&e->offset, &n->threshold_mean};
  for (int i = 0; i < 23; i++) {
    dg_real *x = i < 4 ? positive[i] : i < 21 ? magnitude[i - 4] : any[i - 21], kept = *x;
    const dg_real bad[3] = {DG_NEVER, -DG_NEVER, DG_R(NAN)};
    for (int b = 0; b < 3; b++) {
      *x = bad[b];
      EXPECT(dg_hw_chip_check(&chip), DG_HW_ERROR_CHIP);
    }
    *x = DG_R(-0.01);
    EXPECT(dg_hw_chip_check(&chip), i < 21 ? DG_HW_ERROR_CHIP : DG_HW_OK);
    *x = 0;
    EXPECT(dg_hw_chip_check(&chip), i < 4 ? DG_HW_ERROR_CHIP : DG_HW_OK);
    *x = 1;
    EXPECT(dg_hw_chip_check(&chip), DG_HW_OK);
    *x = DG_SCALE_MAX * 2;
    const int most_1 = x == &e->missing || x == &e->dead || x == &n->lost;
    EXPECT(dg_hw_chip_check(&chip), i < 4 || most_1 ? DG_HW_ERROR_CHIP : DG_HW_OK);
    *x = kept;
  }
  /* codes up to 2^20; a single one; none, whatever the first is */
  chip.weights.most = e->last = 1 << 20;
  EXPECT(dg_hw_chip_check(&chip), DG_HW_OK);
  chip.weights.most++;
  EXPECT(dg_hw_chip_check(&chip), DG_HW_ERROR_CHIP);
  chip.weights.most = 0;
  e->last++;
  EXPECT(dg_hw_chip_check(&chip), DG_HW_ERROR_CHIP);
  e->first = e->last = 7;
  EXPECT(dg_hw_chip_check(&chip), DG_HW_OK);
  e->first = 8;
  EXPECT(dg_hw_chip_check(&chip), DG_HW_ERROR_CHIP);
  e->last = 0;
  EXPECT(dg_hw_chip_check(&chip), DG_HW_OK);
}

/* The chips are those of SPEC 13.2; an ideal one adds nothing. */
static void test_chips(void **unused) {
  (void)unused;
  for (int is_ideal = 0; is_ideal < 2; is_ideal++) {
    const dg_hw_chip chip = is_ideal ? dg_hw_ideal_chip() : dg_hw_brainscales(9);
    const dg_hw_elements *e = &chip.element;
    const dg_hw_neurons *n = &chip.neuron;
    assert_true(chip.weights.per_unit == 30 && e->gain == DG_R(0.125) && e->offset == 2 && e->first == 50 && chip.unit == 6);
    assert_true(chip.acceleration == 1000 && chip.resolution == 0 && chip.interval == 0 && chip.weights.spread == 0);
    assert_true(e->gain_spread == 0 && e->offset_spread == 0 && e->jitter == 0 && e->missing == 0 && e->dead == 0 && e->recovery == 0);
    assert_true(n->threshold_mean == 0 && n->threshold_fixed == 0 && n->threshold_batch == 0 && n->threshold_sample == 0);
    assert_true(n->tau_mem_spread == 0 && n->tau_syn_spread == 0 && n->jitter == 0 && n->lost == 0 && n->recovery == 0);
    assert_true(chip.weights.most == (is_ideal ? 0 : 63) && e->last == (is_ideal ? 0 : 250) && chip.seed == (is_ideal ? 0 : 9));
    assert_true(chip.neurons == (is_ideal ? DG_SIZE_MAX : 256) && chip.rows == chip.neurons);
    assert_true(chip.elements == (is_ideal ? DG_SIZE_MAX : 128));
  }
}

/* Settings are made in room of just their number; without codes any finite weight and any delay from 0 on is one. */
static void test_uncoded_settings(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  static dg_real settings[400], kept;
  const dg_hw_chip chip = dg_hw_ideal_chip();
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  const size_t count = dg_hw_setting_count(&p.net), line = dg_layer_weights(p.layers);
  dg_index none[1];
  dg_workspace work = {settings, count, none, 0};
  EXPECT(dg_hw_configure(&b.loop, p.parameters, &work), DG_HW_OK);
  work.reals--;
  EXPECT(dg_hw_configure(&b.loop, p.parameters, &work), DG_ERROR_WORKSPACE);
  const size_t at[3] = {0, line + 1, count - 1}; /* a weight, delays of the first layer and the last */
  const double value[5] = {NAN, (double)INFINITY, -0.001, 0, 1e6};
  for (int i = 0; i < 3; i++)
    for (int v = 0; v < 5; v++) {
      kept = settings[at[i]];
      settings[at[i]] = DG_R(value[v]);
      EXPECT(b.substrate.configure(b.substrate.context, settings), v < 2 || (v == 2 && i > 0) ? DG_HW_ERROR_CODE : DG_HW_OK);
      settings[at[i]] = kept;
    }
  board_free(&b);
}

static void test_bad_settings(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  dg_real settings[400], record[8];
  const dg_hw_chip chip = dg_hw_brainscales(1);
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  dg_batch batch = batch_of();
  EXPECT(b.substrate.stimulate(b.substrate.context, 0, &batch), DG_HW_ERROR_ORDER);
  EXPECT(b.substrate.read(b.substrate.context, record), DG_HW_ERROR_ORDER);
  dg_hw_settings(&chip, &p.net, b.fit, p.parameters, settings);
  EXPECT(b.substrate.configure(b.substrate.context, settings), DG_HW_OK);
  const size_t line = dg_layer_weights(p.layers);
  const double bad[6] = {64, -64, 0.5, 49, 251, 50.5};
  for (int i = 0; i < 6; i++) {
    const size_t at = i < 3 ? 0 : line;
    const dg_real kept = settings[at];
    settings[at] = DG_R(bad[i]);
    EXPECT(b.substrate.configure(b.substrate.context, settings), DG_HW_ERROR_CODE);
    settings[at] = kept;
  }
  settings[3] = DG_R(NAN);
  EXPECT(b.substrate.configure(b.substrate.context, settings), DG_HW_ERROR_CODE);
  EXPECT(b.substrate.configure(b.substrate.context, NULL), DG_ERROR_NULL);
  b.model.work.reals--;
  EXPECT(b.substrate.configure(b.substrate.context, settings), DG_ERROR_WORKSPACE);
  b.model.work.reals++;
  b.model.work.integers--;
  EXPECT(b.substrate.configure(b.substrate.context, settings), DG_ERROR_WORKSPACE);
  b.model.work.integers++;
  assert_int_equal(b.model.configured, 1);
  batch.count = 0;
  EXPECT(dg_hw_run(&b.loop, 0, &batch, record), DG_ERROR_EMPTY);
  EXPECT(dg_hw_run(&b.loop, 0, NULL, record), DG_ERROR_NULL);
  batch = batch_of();
  dg_training_state state = dg_training_start();
  dg_batch_result result;
  dg_real moments[800] = {0};
  p.training.input_noise = DG_R(0.1);
  EXPECT(dg_hw_train_batch(&b.loop, &p.training, &batch, &state, p.parameters, moments, &result, &b.work), DG_ERROR_RANGE);
  p.training.input_noise = 0;
  b.work.reals -= 1;
  EXPECT(dg_hw_train_batch(&b.loop, &p.training, &batch, &state, p.parameters, moments, &result, &b.work), DG_ERROR_WORKSPACE);
  b.work.reals += 1;
  EXPECT(dg_hw_train_batch(&b.loop, NULL, &batch, &state, p.parameters, moments, &result, &b.work), DG_ERROR_NULL);
  p.parameters[0] = DG_R(NAN);
  EXPECT(dg_hw_train_batch(&b.loop, &p.training, &batch, &state, p.parameters, moments, &result, &b.work), DG_ERROR_NOT_FINITE);
  assert_true(state.batches == 0);
  board_free(&b);
}

/* Each pointer that may not be null, and sizes that are not admitted. */
static void test_null(void **unused) {
  (void)unused;
  static problem p;
  static board b;
  static dg_real record[SAMPLES * 8], moments[800], settings[400], delay[1];
  dg_hw_chip chip = dg_hw_brainscales(1), larger = chip;
  dg_hw_fit fit;
  size_t reals = 0, integers = 0;
  problem_of(&p, DG_DELAY_AXONAL, 1, 2, 0);
  board_of(&b, &chip, &p.net, SAMPLES);
  dg_batch batch = batch_of();
  const dg_hw_substrate *s = &b.substrate;
  dg_hw_settings(&chip, &p.net, b.fit, p.parameters, settings);
  EXPECT(dg_hw_calibrate(&chip, NULL, 0, 1, 0, &fit), DG_ERROR_NULL);
  EXPECT(dg_hw_calibrate(&chip, s, 0, 1, 0, NULL), DG_ERROR_NULL);
  larger.elements = 200;
  EXPECT(dg_hw_calibrate(&larger, s, 150, 1, 0, &fit), DG_HW_ERROR_ELEMENT); /* as the substrate says */
  EXPECT(dg_hw_replay_configure(NULL, settings), DG_ERROR_NULL);
  EXPECT(dg_hw_replay_configure(&b, NULL), DG_ERROR_NULL);
  EXPECT(dg_hw_model_workspace(NULL, &reals, &integers), DG_ERROR_NULL);
  EXPECT(dg_hw_model_workspace(&p.net, NULL, &integers), DG_ERROR_NULL);
  EXPECT(dg_hw_model_workspace(&p.net, &reals, NULL), DG_ERROR_NULL);
  EXPECT(dg_hw_training_workspace(NULL, 1, &reals, &integers), DG_ERROR_NULL);
  EXPECT(dg_hw_training_workspace(&p.net, 0, &reals, &integers), DG_ERROR_EMPTY);
  EXPECT(dg_hw_training_workspace(&p.net, DG_BATCH_MAX, &reals, &integers), DG_HW_OK);
  EXPECT(dg_hw_training_workspace(&p.net, DG_BATCH_MAX + 1, &reals, &integers), DG_ERROR_TOO_LARGE);
  EXPECT(s->configure(NULL, settings), DG_ERROR_NULL);
  b.model.chip = NULL;
  EXPECT(s->configure(s->context, settings), DG_ERROR_NULL);
  EXPECT(s->measure(s->context, 0, 50, 0, 1, delay), DG_ERROR_NULL);
  b.model.chip = &chip;
  b.model.element = NULL;
  EXPECT(s->configure(s->context, settings), DG_ERROR_NULL);
  b.model.element = b.element;
  b.model.net = NULL;
  EXPECT(s->configure(s->context, settings), DG_ERROR_NULL);
  b.model.net = &p.net;
  chip.unit = 0;
  EXPECT(s->configure(s->context, settings), DG_HW_ERROR_CHIP);
  chip.unit = 6;
  EXPECT(s->measure(NULL, 0, 50, 0, 1, delay), DG_ERROR_NULL);
  EXPECT(s->measure(s->context, 0, 50, 0, 1, NULL), DG_ERROR_NULL);
  EXPECT(s->stimulate(NULL, 0, &batch), DG_HW_ERROR_ORDER);
  EXPECT(s->read(NULL, record), DG_HW_ERROR_ORDER);
  EXPECT(s->read(s->context, NULL), DG_ERROR_NULL);
  /* the loop */
  EXPECT(dg_hw_configure(NULL, p.parameters, &b.work), DG_ERROR_NULL);
  EXPECT(dg_hw_configure(&b.loop, NULL, &b.work), DG_ERROR_NULL);
  EXPECT(dg_hw_configure(&b.loop, p.parameters, NULL), DG_ERROR_NULL);
  EXPECT(dg_hw_run(NULL, 0, &batch, record), DG_ERROR_NULL);
  EXPECT(dg_hw_run(&b.loop, 0, &batch, NULL), DG_ERROR_NULL);
  for (int lacks = 0; lacks < 4; lacks++) {
    dg_hw_loop loop = b.loop;
    if (lacks == 0) loop.chip = NULL;
    if (lacks == 1) loop.fit = NULL;
    if (lacks == 2) loop.substrate = NULL;
    if (lacks == 3) loop.net = NULL;
    EXPECT(dg_hw_configure(&loop, p.parameters, &b.work), DG_ERROR_NULL);
    if (lacks >= 2) EXPECT(dg_hw_run(&loop, 0, &batch, record), DG_ERROR_NULL);
  }
  dg_training_state state = dg_training_start();
  dg_batch_result result;
  for (int lacks = 0; lacks < 8; lacks++)
    EXPECT(dg_hw_train_batch(lacks == 0 ? NULL : &b.loop, lacks == 1 ? NULL : &p.training, lacks == 2 ? NULL : &batch,
                             lacks == 3 ? NULL : &state, lacks == 4 ? NULL : p.parameters, lacks == 5 ? NULL : moments,
                             lacks == 6 ? NULL : &result, lacks == 7 ? NULL : &b.work), DG_ERROR_NULL);
  const dg_index kept = labels[5];
  labels[5] = 3; /* there are three classes */
  assert_true(dg_hw_train_batch(&b.loop, &p.training, &batch, &state, p.parameters, moments, &result, &b.work) != DG_HW_OK);
  assert_true(state.batches == 0 && moments[0] == 0);
  labels[5] = kept;
  board_free(&b);
}

/* A sample counts as right where the output of its label spikes first; rows are those of the batch's index. */
static void test_correct(void **unused) {
  (void)unused;
  static problem p;
  problem_of(&p, DG_DELAY_NONE, 1, 0, 0);
  dg_real record[3 * 8];
  const dg_index label[3] = {2, 0, 1}, index[3] = {2, 0, 1};
  dg_batch batch = {inputs, label, index, 3};
  for (size_t x = 0; x < 24; x++) record[x] = DG_R(x % 8 < 5 ? 0 : 7); /* what hidden neurons do does not matter */
  for (size_t n = 0; n < 3; n++) record[8 * n + 5 + (size_t)label[index[n]]] = 4;
  assert_int_equal(dg_hw_correct(&p.net, &p.training.loss, &batch, record), 3);
  record[8 + 5] = 3; /* sample 1 has label 2 */
  assert_int_equal(dg_hw_correct(&p.net, &p.training.loss, &batch, record), 2);
  batch.count = 1;
  assert_int_equal(dg_hw_correct(&p.net, &p.training.loss, &batch, record), 1);
}

/* A short recovery counts too: half a microsecond is not over after a quarter. */
static void test_recovered(void **unused) {
  (void)unused;
  dg_hw_chip chip = dg_hw_brainscales(1);
  dg_real last = 96;
  chip.interval = 96;
  chip.unit = 4;
  assert_true(!dg_hw_recovered(&chip, DG_R(0.5), 1, DG_R(0.0625), &last) && last == 96);
  assert_true(dg_hw_recovered(&chip, DG_R(0.5), 1, DG_R(0.125), &last) && last == DG_R(96.5));
  assert_true(dg_hw_recovered(&chip, 0, 1, 0, &last) && last == DG_R(96.5));
}

/* A threshold lowered to the leak potential and below counts as 2^-10 of its height. */
static void test_raised(void **unused) {
  (void)unused;
  const dg_neuron neuron = {1, 1, 3, 1, 1};
  assert_true(dg_hw_raised(&neuron, 0) == 1 && dg_hw_raised(&neuron, 2) == DG_R(0.5) && dg_hw_raised(&neuron, -1) == 2);
  assert_true(dg_hw_raised(&neuron, -2) == 1024 && dg_hw_raised(&neuron, -50) == 1024);
}

/* What is known of elements goes to the lines that lie on them. */
static void test_lines_known(void **unused) {
  (void)unused;
  static problem p;
  static dg_hw_fit known[128], fit[40];
  dg_index element[40];
  const dg_hw_chip chip = dg_hw_brainscales(1);
  problem_of(&p, DG_DELAY_DENDRITIC, 1, 0, 0);
  for (int e = 0; e < 128; e++) {
    known[e].offset = DG_R(e);
    known[e].works = e % 3 == 1;
  }
  EXPECT(dg_hw_place(&chip, &p.net, known, element), DG_HW_OK);
  dg_hw_lines_known(&chip, &p.net, known, element, fit);
  for (int line = 0; line < 8; line++) assert_true(element[line] == 3 * line + 1 && fit[line].offset == DG_R(3 * line + 1));
}

/* What an element and a synapse make of a setting, by the numbers of SPEC 13.1. */
static void test_made(void **unused) {
  (void)unused;
  dg_hw_chip chip = dg_hw_brainscales(13);
  chip.element.gain_spread = DG_R(0.3);
  chip.element.offset_spread = DG_R(0.5);
  chip.weights.spread = DG_R(0.3);
  for (uint32_t i = 0; i < 20; i++) {
    const double gain = 0.125 * (1 + 0.3 * (double)dg_hw_normal(13, DG_HW_DELAY_GAIN, i, 0));
    const double offset = 2 + 0.5 * (double)dg_hw_normal(13, DG_HW_DELAY_OFFSET, i, 0);
    const double weight = 1 + 0.3 * (double)dg_hw_normal(13, DG_HW_WEIGHT_SPREAD, i, 0);
    assert_true(fabs((double)dg_hw_delay_made(&chip, i, 100) - (gain * 100 + offset) / 6) < 1e-5);
    assert_true(fabs((double)dg_hw_synapse(&chip, i, 30) - weight) < 1e-5);
  }
}

/* Every line has the delay of its synapses, and the setting that this delay has on its own element. */
static void test_lines(void **unused) {
  (void)unused;
  static problem p;
  static dg_hw_fit fit[40];
  static dg_real settings[400];
  const dg_hw_chip chip = dg_hw_brainscales(1);
  for (int kind = 1; kind < 4; kind++)
    for (size_t groups = 0; groups < 4; groups += 2)
      for (int neighbours = 0; neighbours < (groups > 0 ? 2 : 1); neighbours++) {
        problem_of(&p, kinds[kind], 1, kinds[kind] == DG_DELAY_AXONAL || kinds[kind] == DG_DELAY_SYNAPTIC ? groups : 0, 0);
        p.layers[1].delay.source_groups = 0;
        if (neighbours) p.layers[0].delay.grouping = DG_GROUP_NEIGHBOURS;
        for (size_t i = 0; i < 400; i++) p.parameters[i] = DG_R(0.03) * (dg_real)(i % 70);
        for (size_t x = 0; x < 40; x++) {
          fit[x] = dg_hw_nominal(&chip);
          fit[x].offset += DG_R(0.125) * (dg_real)(x % 37);
        }
        dg_hw_settings(&chip, &p.net, fit, p.parameters, settings);
        const dg_real *parameters = p.parameters, *setting = settings;
        size_t first = 0;
        for (const dg_layer *layer = p.layers; layer < p.layers + 2; layer++) {
          const size_t weights = dg_layer_weights(layer);
          for (size_t j = 0; j < layer->outputs; j++)
            for (size_t i = 0; i < layer->inputs; i++) {
              const size_t line = dg_hw_line_of(layer, i, j), delay = dg_layer_delay_index(layer, i, j);
              assert_int_equal(dg_hw_line_parameter(layer, line), delay);
              assert_true(setting[weights + line] ==
                          dg_hw_delay_setting(&chip, fit + first + line, dg_delay_of(&layer->delay, parameters[weights + delay])));
              assert_true(setting[j * layer->inputs + i] == dg_hw_weight_setting(&chip.weights, parameters[j * layer->inputs + i]));
            }
          parameters += dg_layer_parameters(layer);
          setting += weights + dg_hw_layer_lines(layer);
          first += dg_hw_layer_lines(layer);
        }
      }
}

static void test_texts(void **unused) {
  (void)unused;
  for (int i = 0; i < DG_HW_STATUS_END; i++) {
    const char *text = dg_hw_status_text((dg_hw_status)i);
    assert_true(strlen(text) > 5 && text[strlen(text) - 1] != '.');
    for (int j = DG_HW_ERROR_CHIP; j < i && i > DG_HW_ERROR_CHIP; j++) assert_string_not_equal(text, dg_hw_status_text((dg_hw_status)j));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_philox),       cmocka_unit_test(test_draw_arguments),  cmocka_unit_test(test_normal),          cmocka_unit_test(test_streams),
      cmocka_unit_test(test_uniform),      cmocka_unit_test(test_happens),         cmocka_unit_test(test_thresholds),
      cmocka_unit_test(test_time_constants), cmocka_unit_test(test_element_pattern), cmocka_unit_test(test_round),
      cmocka_unit_test(test_weights),      cmocka_unit_test(test_delay_codes),     cmocka_unit_test(test_event),
      cmocka_unit_test(test_line),         cmocka_unit_test(test_ideal),           cmocka_unit_test(test_prefix),
      cmocka_unit_test(test_threshold_effect), cmocka_unit_test(test_own_time_constants), cmocka_unit_test(test_limits),      cmocka_unit_test(test_jitter),
      cmocka_unit_test(test_redrawn),     cmocka_unit_test(test_causal),       cmocka_unit_test(test_stimuli),
      cmocka_unit_test(test_through_elements), cmocka_unit_test(test_replay),      cmocka_unit_test(test_step),         cmocka_unit_test(test_nonsense),
      cmocka_unit_test(test_calibration),  cmocka_unit_test(test_does_not_fit),    cmocka_unit_test(test_bad_chips),
      cmocka_unit_test(test_bad_settings), cmocka_unit_test(test_texts),           cmocka_unit_test(test_mean),
      cmocka_unit_test(test_through_each), cmocka_unit_test(test_chip_limits),     cmocka_unit_test(test_chips),
      cmocka_unit_test(test_uncoded_settings), cmocka_unit_test(test_missing_behind),  cmocka_unit_test(test_null),
      cmocka_unit_test(test_correct),      cmocka_unit_test(test_raised),          cmocka_unit_test(test_lines_known),
      cmocka_unit_test(test_made),         cmocka_unit_test(test_lines),           cmocka_unit_test(test_recovered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
