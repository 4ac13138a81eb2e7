/* Sections 11 and 12 of delgrad.h: random numbers, initial parameters, noise, weight bumping, gradient cut, training. */
#include <math.h>
#include <string.h>

#include "delgrad.h"
#include "layers.h"
#include "near.h"
#include "workspace.h"

/* ---- random numbers ---- */

/* The first outputs of splitmix64 for the states 0 and 1234567, as published with it. */
static void test_splitmix(void **unused) {
  (void)unused;
  dg_random random = {0};
  assert_true(dg_random_bits(&random) == UINT64_C(0xe220a8397b1dcdaf));
  assert_true(dg_random_bits(&random) == UINT64_C(0x6e789e6aa1b965f4));
  assert_true(dg_random_bits(&random) == UINT64_C(0x06c45d188009454f));
  random.state = 1234567;
  assert_true(dg_random_bits(&random) == UINT64_C(6457827717110365317));
  assert_true(dg_random_bits(&random) == UINT64_C(3203168211198807973));
  assert_true(dg_random_bits(&random) == UINT64_C(9817491932198370423));
}

static void test_streams(void **unused) {
  (void)unused;
  uint64_t seen[3 * 3 * 4];
  size_t count = 0;
  const dg_stream streams[3] = {DG_STREAM_PARAMETERS, DG_STREAM_SHUFFLE, DG_STREAM_NOISE};
  for (uint64_t seed = 0; seed < 3; seed++)
    for (int s = 0; s < 3; s++)
      for (uint64_t index = 0; index < 4; index++) {
        dg_random a = dg_random_at(seed, streams[s], index), b = dg_random_at(seed, streams[s], index);
        assert_true(a.state == b.state);
        for (size_t i = 0; i < count; i++) assert_true(seen[i] != a.state);
        seen[count++] = a.state;
      }
}

/* Below a power of two: the upper bits. */
static void test_below(void **unused) {
  (void)unused;
  for (uint64_t seed = 0; seed < 1000; seed++)
    for (int k = 0; k <= 31; k++) {
      dg_random a = dg_random_at(seed, DG_STREAM_SHUFFLE, 0), b = a;
      const uint64_t upper = dg_random_bits(&b) >> 32;
      assert_true(dg_random_below(&a, (size_t)1 << k) == upper >> (32 - k) && a.state == b.state);
    }
}

#define DRAWS 100000.0

static void test_uniform(void **unused) {
  (void)unused;
  dg_random random = dg_random_at(5, DG_STREAM_NOISE, 0);
  double moment[3] = {0, 0, 0}, least = 1, most = 0, next = 0, before = 0;
  for (int i = 0; i < DRAWS; i++) {
    dg_real u = dg_random_uniform(&random);
    assert_true(u >= 0 && u < 1);
    /* a multiple of the unit */
    double scaled = (double)u * (DG_FLOAT ? 0x1p24 : 0x1p53);
    assert_true(scaled == floor(scaled));
    double x = (double)u - 0.5;
    moment[0] += x / DRAWS;
    moment[1] += x * x / DRAWS;
    moment[2] += x * x * x * x / DRAWS;
    next += x * before / DRAWS;
    before = x;
    least = (double)u < least ? (double)u : least;
    most = (double)u > most ? (double)u : most;
  }
  NEAR(moment[0], 0, 5 * sqrt(1.0 / 12 / DRAWS));
  NEAR(moment[1], 1.0 / 12, 0.0015);
  NEAR(moment[2], 1.0 / 80, 0.0003);
  NEAR(next, 0, 5 * (1.0 / 12) / sqrt(DRAWS));
  assert_true(least < 1e-3 && most > 1 - 1e-3);
}

static void test_normal(void **unused) {
  (void)unused;
  dg_random random = dg_random_at(6, DG_STREAM_PARAMETERS, 0);
  double moment[5] = {0, 0, 0, 0, 0}, next = 0, before = 0;
  int beyond = 0;
  for (int i = 0; i < DRAWS; i++) {
    double x = (double)dg_random_normal(&random), power = 1;
    for (int m = 1; m < 5; m++) moment[m] += (power *= x) / DRAWS;
    next += x * before / DRAWS;
    before = x;
    beyond += fabs(x) > 1.959964;
  }
  NEAR(moment[1], 0, 5 / sqrt(DRAWS));
  NEAR(moment[2], 1, 5 * sqrt(2.0 / DRAWS));
  NEAR(moment[3], 0, 5 * sqrt(15.0 / DRAWS));
  NEAR(moment[4], 3, 5 * sqrt(96.0 / DRAWS));
  NEAR(next, 0, 5 / sqrt(DRAWS));
  NEAR(beyond, 0.05 * DRAWS, 5 * sqrt(0.05 * DRAWS));
}

/* A state whose next two outputs put the polar method at the origin in binary32, where it must draw again. */
static void test_normal_origin(void **unused) {
  (void)unused;
  dg_random random = {UINT64_C(0xeae92b3c017dbfb3)}, again = random;
#if DG_FLOAT
  assert_true(dg_random_uniform(&again) == DG_R(0.5) && dg_random_uniform(&again) == DG_R(0.5));
  assert_true(dg_random_normal(&random) == dg_random_normal(&again));
#else
  assert_true(dg_is_finite(dg_random_normal(&random)) && random.state != again.state);
#endif
}

static void test_shuffle(void **unused) {
  (void)unused;
  enum { MANY = 1000 };
  static dg_index a[MANY + 1], b[MANY];
  unsigned char seen[MANY];
  a[MANY] = -5;
  for (size_t n = 0; n <= 40; n++) {
    memset(seen, 0, sizeof seen);
    a[n] = -5;
    dg_shuffle(3, 4, n, a);
    assert_true(a[n] == -5);
    for (size_t i = 0; i < n; i++) {
      assert_true(a[i] >= 0 && (size_t)a[i] < n && !seen[a[i]]);
      seen[a[i]] = 1;
    }
  }
  dg_shuffle(1, 0, MANY, a);
  dg_shuffle(1, 0, MANY, b);
  assert_memory_equal(a, b, sizeof b);
  const uint64_t others[3][2] = {{2, 0}, {1, 1}, {0, 1}};
  for (int o = 0; o < 3; o++) {
    size_t same = 0;
    dg_shuffle(others[o][0], others[o][1], MANY, b);
    for (size_t i = 0; i < MANY; i++) same += a[i] == b[i];
    assert_true(same < 10);
  }
  /* every member comes to every place equally often */
  size_t count[6][6];
  memset(count, 0, sizeof count);
  for (uint64_t epoch = 0; epoch < 6000; epoch++) {
    dg_shuffle(9, epoch, 6, a);
    for (size_t i = 0; i < 6; i++) count[i][a[i]]++;
  }
  for (size_t i = 0; i < 6; i++)
    for (size_t j = 0; j < 6; j++) assert_true(count[i][j] > 850 && count[i][j] < 1150);
}

/* ---- a network to train ---- */

enum { MOST = 1000, BATCH = 70 };

typedef struct {
  dg_layer layers[3];
  dg_layer_training laws[3];
  dg_network net;
  dg_training training;
  dg_training_state state;
  dg_real p[MOST], m[2 * MOST];
  dg_workspace work;
} rig;

static const dg_real bias_times[2] = {DG_R(0.25), DG_R(0.75)};

static void rig_start(rig *r, size_t depth, const size_t *sizes) {
  memset(r, 0, sizeof *r);
  layers_of(depth, sizes, r->layers);
  for (size_t l = 0; l < depth; l++) {
    r->layers[l].bias_times = bias_times;
    r->layers[l].delay.scale = 1;
    r->laws[l].weight_rate = DG_R(0.01);
    r->laws[l].delay_rate = DG_R(0.01);
    r->laws[l].max_missing = 1;
  }
  r->net.inputs = sizes[0];
  r->net.multiplex = 1;
  r->net.depth = depth;
  r->net.layers = r->layers;
  r->training.layers = r->laws;
  r->training.loss.kind = DG_LOSS_MSE;
  r->training.loss.t_correct = 1;
  r->training.loss.t_wrong = DG_R(1.5);
  r->training.loss.delta_t = DG_R(0.2);
  r->training.loss.xi = DG_R(0.5);
  r->training.optimiser.gamma = 1;
  r->training.optimiser.beta1 = DG_R(0.9);
  r->training.optimiser.beta2 = DG_R(0.999);
  r->training.optimiser.epsilon = DG_R(1e-8);
  r->state = dg_training_start();
}

static void rig_ready(rig *r) {
  assert_true(dg_parameter_count(&r->net) <= MOST);
  r->work = workspace_of(&r->net, dg_training_workspace);
}

static void rig_end(rig *r) { workspace_free(&r->work); }

static dg_batch_result rig_train(rig *r, const dg_batch *batch) {
  dg_batch_result result;
  assert_true(dg_train_batch(&r->net, &r->training, batch, NULL, &r->state, r->p, r->m, &result, &r->work) == DG_OK);
  return result;
}

static dg_batch_result rig_gradient(const rig *r, uint64_t batches, const dg_batch *batch, dg_real *gradient) {
  dg_batch_result result;
  assert_true(dg_gradient(&r->net, r->p, &r->training, batches, batch, NULL, gradient, &result, &r->work) == DG_OK);
  return result;
}

static void rig_inputs(dg_real *inputs, size_t n, dg_index *labels, size_t samples, size_t classes) {
  dg_random random = dg_random_at(77, DG_STREAM_PARAMETERS, 0);
  for (size_t i = 0; i < n * samples; i++) inputs[i] = DG_R(0.15) + DG_R(1.85) * dg_random_uniform(&random);
  for (size_t i = 0; i < samples; i++) labels[i] = (dg_index)(dg_random_bits(&random) % classes);
}

/* ---- initial parameters ---- */

static void test_initialise(void **unused) {
  (void)unused;
  const size_t sizes[3] = {20, 20, 20};
  static rig r;
  static dg_real again[MOST], other[MOST];
  rig_start(&r, 2, sizes);
  r.laws[0].weight_mean = 2;
  r.laws[0].weight_sd = DG_R(0.5);
  r.laws[1].weight_mean = -1;
  r.laws[1].weight_sd = 3;
  r.layers[0].delay.kind = DG_DELAY_AXONAL;
  r.laws[0].delay_mean = DG_R(5.25);
  assert_true(dg_parameter_count(&r.net) == 820);
  r.p[820] = 9;
  assert_true(dg_initialise(&r.net, &r.training, r.p) == DG_OK && r.p[820] == 9);
  for (size_t l = 0; l < 2; l++) {
    const dg_real *w = r.p + (l == 0 ? 0 : 420);
    double mean = 0, square = 0, sd = (double)r.laws[l].weight_sd;
    for (size_t i = 0; i < 400; i++) mean += (double)w[i] / 400;
    for (size_t i = 0; i < 400; i++) square += pow((double)w[i] - mean, 2) / 400;
    NEAR(mean, (double)r.laws[l].weight_mean, 4 * sd / 20);
    NEAR(sqrt(square), sd, 4 * sd / sqrt(800));
  }
  for (size_t i = 400; i < 420; i++) assert_true(r.p[i] == DG_R(5.25)); /* a law of width zero */
  assert_true(dg_initialise(&r.net, &r.training, again) == DG_OK);
  assert_memory_equal(r.p, again, 820 * sizeof again[0]);
  r.training.seed = 1;
  assert_true(dg_initialise(&r.net, &r.training, other) == DG_OK);
  for (size_t i = 0; i < 400; i++) assert_true(other[i] != again[i]);
}

/* ---- input noise ---- */

static void test_noise(void **unused) {
  (void)unused;
  enum { IN = 100 };
  const size_t sizes[2] = {IN, 1};
  static rig r;
  static dg_real t[IN * DG_WIDTH], again[IN * DG_WIDTH];
  rig_start(&r, 1, sizes);
  r.training.seed = 8;
  r.training.input_noise = DG_R(0.25);
  double moment[5] = {0, 0, 0, 0, 0};
  size_t chunks = (size_t)DRAWS / (IN * DG_WIDTH) + 1, count = 0;
  for (size_t chunk = 0; chunk < chunks; chunk++) {
    for (size_t i = 0; i < IN * DG_WIDTH; i++) t[i] = 1;
    dg_add_noise(&r.net, &r.training, 5, chunk * DG_WIDTH, t);
    for (size_t i = 0; i < IN * DG_WIDTH; i++, count++) {
      double x = ((double)t[i] - 1) / 0.25, power = 1;
      for (int m = 1; m < 5; m++) moment[m] += (power *= x);
    }
  }
  const double n = (double)count;
  NEAR(moment[1] / n, 0, 5 / sqrt(n));
  NEAR(moment[2] / n, 1, 5 * sqrt(2 / n));
  NEAR(moment[3] / n, 0, 5 * sqrt(15 / n));
  NEAR(moment[4] / n, 3, 5 * sqrt(96 / n));

  /* a function of seed, number of the batch, and place in it, wherever chunks begin */
  for (size_t i = 0; i < IN * DG_WIDTH; i++) t[i] = again[i] = 0;
  dg_add_noise(&r.net, &r.training, 5, 40, t);
  dg_add_noise(&r.net, &r.training, 5, 41, again);
  for (size_t i = 0; i < IN; i++)
    for (size_t l = 0; l + 1 < DG_WIDTH; l++) assert_true(t[i * DG_WIDTH + l + 1] == again[i * DG_WIDTH + l]);
  const uint64_t seeds[2] = {8, 9}, batches[2] = {6, 5};
  for (int other = 0; other < 2; other++) {
    for (size_t i = 0; i < IN * DG_WIDTH; i++) again[i] = 0;
    r.training.seed = seeds[other];
    dg_add_noise(&r.net, &r.training, batches[other], 40, again);
    size_t same = 0;
    for (size_t i = 0; i < IN * DG_WIDTH; i++) same += t[i] == again[i];
    assert_true(same < IN * DG_WIDTH / 500 + 2);
  }
  /* a missing spike stays missing; without noise nothing moves */
  t[0] = DG_NEVER;
  dg_add_noise(&r.net, &r.training, 5, 40, t);
  assert_true(t[0] == DG_NEVER);
  memcpy(again, t, sizeof t);
  r.training.input_noise = 0;
  dg_add_noise(&r.net, &r.training, 5, 40, t);
  assert_memory_equal(t, again, sizeof t);
}

/* Training with noise is training on inputs with that noise. */
static void test_noise_in_gradient(void **unused) {
  (void)unused;
  const size_t sizes[3] = {4, 5, 3};
  static rig r;
  dg_real inputs[BATCH * 4], noisy[BATCH * 4], t[4 * DG_WIDTH], a[MOST], b[MOST];
  dg_index labels[BATCH];
  rig_start(&r, 2, sizes);
  rig_ready(&r);
  r.training.seed = 4;
  for (size_t l = 0; l < 2; l++) r.laws[l].weight_mean = DG_R(1.5);
  assert_true(dg_initialise(&r.net, &r.training, r.p) == DG_OK);
  rig_inputs(inputs, 4, labels, BATCH, 3);
  dg_batch batch = {inputs, labels, NULL, BATCH}, by_hand = {noisy, labels, NULL, BATCH};
  r.training.input_noise = DG_R(0.0625);
  for (size_t first = 0; first < BATCH; first += DG_WIDTH) {
    dg_load_batch(&r.net, &batch, first, t);
    dg_add_noise(&r.net, &r.training, 17, first, t);
    for (size_t n = first; n < BATCH && n < first + DG_WIDTH; n++)
      for (size_t i = 0; i < 4; i++) noisy[n * 4 + i] = t[i * DG_WIDTH + n - first];
  }
  dg_batch_result x = rig_gradient(&r, 17, &batch, a);
  r.state.batches = 17;
  dg_batch_result z = rig_train(&r, &batch);
  assert_true(r.state.batches == 18 && z.loss == x.loss);
  r.training.input_noise = 0;
  assert_true(dg_initialise(&r.net, &r.training, r.p) == DG_OK);
  dg_batch_result y = rig_gradient(&r, 0, &by_hand, b), plain = rig_gradient(&r, 17, &batch, a + 500);
  assert_true(x.loss == y.loss && x.correct == y.correct && x.loss != plain.loss);
  assert_memory_equal(a, b, dg_parameter_count(&r.net) * sizeof a[0]);
  rig_end(&r);
}

/* ---- weight bumping ---- */

/* Three layers of two neurons; bias spikes in the first. Weights of 4 always spike, of 0 never. */
static void bump_rig(rig *r, const dg_real *weights) {
  const size_t sizes[4] = {2, 2, 2, 2};
  rig_start(r, 3, sizes);
  r->layers[0].biases = 1;
  r->layers[1].delay.kind = DG_DELAY_SYNAPTIC;
  r->layers[1].delay.map = DG_MAP_CLIP;
  r->training.bump = DG_R(0.0625);
  r->training.optimiser.kind = DG_ADAM;
  rig_ready(r);
  dg_real *p = r->p;
  for (size_t i = 0; i < 6; i++) *p++ = weights[i / 3];
  for (size_t i = 0; i < 4; i++) *p++ = weights[2 + i / 2];
  for (size_t i = 0; i < 4; i++) *p++ = DG_R(0.5);
  for (size_t i = 0; i < 4; i++) *p++ = weights[4 + i / 2];
  assert_true(dg_parameter_count(&r->net) == 18);
  for (size_t i = 0; i < 36; i++) r->m[i] = DG_R(0.125) * (dg_real)(i + 1);
}

/* Copies through volatile: gcc 12 with AVX-512 takes six stores of 4 and two of 0 in front of a memcpy for eight of 4. */
static void remember(dg_real *before, const volatile dg_real *p) {
  for (size_t i = 0; i < 18; i++) before[i] = p[i];
}

/* Which parameters changed by how much since before: bit i of the result where by exactly size, and nothing else. */
static unsigned grown(const dg_real *p, const dg_real *before, dg_real size) {
  unsigned bits = 0;
  for (unsigned i = 0; i < 18; i++) {
    if (p[i] == before[i]) continue;
    assert_true(p[i] == before[i] + size);
    bits |= 1u << i;
  }
  return bits;
}

static void test_bump(void **unused) {
  (void)unused;
  static rig r;
  const dg_real weights[6] = {4, 0, 4, 4, 4, 4}, inputs[6] = {DG_R(0.25), DG_R(0.5), DG_R(0.75), DG_R(0.5), 1, DG_R(1.25)};
  const dg_index labels[3] = {0, 1, 0};
  const dg_batch batch = {inputs, labels, NULL, 3};
  dg_real before[18], moments[36];
  bump_rig(&r, weights);
  for (size_t l = 0; l < 3; l++) r.laws[l].max_missing = DG_R(0.25);
  memcpy(moments, r.m, sizeof moments);
  /* row 1 of the first layer missed three of six spikes: all its weights grow, bias weight included; again, by twice that */
  dg_real size = DG_R(0.0625);
  for (uint64_t step = 1; step <= 4; step++, size *= 2) {
    remember(before, r.p);
    dg_batch_result result = rig_train(&r, &batch);
    assert_true(result.bumped == 0 && r.state.bump_layer == 0 && r.state.bump_size == size);
    assert_true(grown(r.p, before, size) == 0x38u);
    assert_memory_equal(r.m, moments, sizeof moments);
    assert_true(r.state.steps == 0 && r.state.batches == step && r.state.batch == step && r.state.epoch == 0);
  }
  /* 0.0625 * 15 of weight on three inputs is enough to spike here; then the optimiser is back */
  remember(before, r.p);
  for (size_t i = 3; i < 6; i++) r.p[i] = 4;
  dg_batch_result result = rig_train(&r, &batch);
  assert_true(result.bumped == DG_NO_LAYER && r.state.bump_layer == DG_NO_LAYER && r.state.steps == 1);
  assert_true(memcmp(r.m, moments, sizeof moments) != 0 && r.p[0] != before[0]);
  /* after a batch without a bump it starts anew */
  for (size_t i = 3; i < 6; i++) r.p[i] = 0;
  remember(before, r.p);
  result = rig_train(&r, &batch);
  assert_true(result.bumped == 0 && r.state.bump_size == DG_R(0.0625) && grown(r.p, before, DG_R(0.0625)) == 0x38u);
  rig_end(&r);
}

/* Only the first layer that fails; another layer than the last time starts at the first size. */
static void test_bump_layers(void **unused) {
  (void)unused;
  static rig r;
  const dg_real weights[6] = {0, 0, 4, 4, 4, 4}, inputs[2] = {DG_R(0.25), DG_R(0.5)};
  const dg_index labels[1] = {0};
  const dg_batch batch = {inputs, labels, NULL, 1};
  dg_real before[18];
  bump_rig(&r, weights);
  for (size_t l = 0; l < 3; l++) r.laws[l].max_missing = 0;
  for (int step = 0; step < 3; step++) {
    remember(before, r.p);
    assert_true(rig_train(&r, &batch).bumped == 0 && r.state.bump_size == DG_R(0.0625) * (dg_real)(1 << step));
    assert_true(grown(r.p, before, r.state.bump_size) == 0x3fu);
  }
  /* the second layer fails alone, in one neuron */
  for (size_t i = 0; i < 6; i++) r.p[i] = 4;
  for (size_t i = 6; i < 8; i++) r.p[i] = 0;
  remember(before, r.p);
  assert_true(rig_train(&r, &batch).bumped == 1 && r.state.bump_size == DG_R(0.0625));
  assert_true(grown(r.p, before, DG_R(0.0625)) == 0xc0u);
  remember(before, r.p);
  assert_true(rig_train(&r, &batch).bumped == 1 && r.state.bump_size == DG_R(0.125));
  assert_true(grown(r.p, before, DG_R(0.125)) == 0xc0u);
  /* then the last, past the delays of the one before */
  for (size_t i = 6; i < 10; i++) r.p[i] = 4;
  for (size_t i = 16; i < 18; i++) r.p[i] = 0;
  remember(before, r.p);
  assert_true(rig_train(&r, &batch).bumped == 2 && r.state.bump_size == DG_R(0.0625));
  assert_true(grown(r.p, before, DG_R(0.0625)) == 0x30000u);
  rig_end(&r);
}

/* More than max_missing of samples times neurons, not as much; samples beyond the batch's end do not count. */
static void test_bump_fraction(void **unused) {
  (void)unused;
  const size_t counts[4] = {1, 4, 33, 70};
  for (int ratio = 0; ratio < 2; ratio++)
    for (int c = 0; c < 4; c++) {
      static rig r;
      const dg_real weights[6] = {4, 0, 4, 4, 4, 4};
      dg_real inputs[2 * BATCH];
      dg_index labels[BATCH];
      const dg_batch batch = {inputs, labels, NULL, counts[c]};
      bump_rig(&r, weights);
      if (ratio == 1)
        for (size_t l = 0; l < 3; l++) r.layers[l].neuron.tau_mem = r.layers[l].neuron.g_leak = 1;
      rig_inputs(inputs, 2, labels, BATCH, 2);
      r.laws[0].max_missing = DG_R(0.5);
      r.laws[1].max_missing = r.laws[2].max_missing = 0;
      assert_true(rig_train(&r, &batch).bumped == DG_NO_LAYER && r.state.steps == 1);
      for (size_t i = 3; i < 6; i++) r.p[i] = 0;
      r.laws[0].max_missing = DG_R(0.5) - DG_R(0.001);
      assert_true(rig_train(&r, &batch).bumped == 0);
      for (size_t i = 3; i < 6; i++) r.p[i] = 0;
      r.training.bump = 0;
      assert_true(rig_train(&r, &batch).bumped == DG_NO_LAYER && r.state.steps == 2);
      rig_end(&r);
    }
}

/* One spike missed in one sample is enough for a neuron to be bumped. */
static void test_bump_one_sample(void **unused) {
  (void)unused;
  static rig r;
  const dg_real weights[6] = {4, 4, 4, 4, 4, 4};
  dg_real inputs[2 * BATCH], before[18];
  dg_index labels[BATCH];
  const dg_batch batch = {inputs, labels, NULL, BATCH};
  bump_rig(&r, weights);
  rig_inputs(inputs, 2, labels, BATCH, 2);
  r.laws[0].max_missing = r.laws[1].max_missing = r.laws[2].max_missing = 0;
  /* neuron 1 of the first layer lives on input 1, which the last sample does not have */
  r.p[3] = r.p[5] = 0;
  inputs[2 * BATCH - 1] = DG_NEVER;
  remember(before, r.p);
  assert_true(rig_train(&r, &batch).bumped == 0);
  assert_true(grown(r.p, before, DG_R(0.0625)) == 0x38u);
  rig_end(&r);
}

/* A bump is clipped as a step is. */
static void test_bump_clip(void **unused) {
  (void)unused;
  static rig r;
  const dg_real weights[6] = {4, 0, 4, 4, 4, 4}, inputs[2] = {DG_R(0.25), DG_R(0.5)};
  const dg_index labels[1] = {0};
  const dg_batch batch = {inputs, labels, NULL, 1};
  bump_rig(&r, weights);
  r.laws[0].max_missing = 0;
  r.training.bump = 1;
  r.training.weight_clip = DG_R(0.5);
  assert_true(rig_train(&r, &batch).bumped == 0);
  for (size_t i = 0; i < 18; i++) assert_true(r.p[i] == DG_R(0.5));
  rig_end(&r);
}

/* ---- gradient cut ---- */

/* From the gradients of single samples: where a weight's share in the batch mean exceeds the cut, that neuron's weights get
   nothing from that sample; its delays and the layers before it get all. */
static void test_gradient_cut(void **unused) {
  (void)unused;
  const size_t sizes[4] = {4, 6, 5, 3}, counts[3] = {1, 32, BATCH};
  const dg_real taus[3] = {2, 1, DG_R(1.5)};
  for (int tau = 0; tau < 3; tau++)
    for (int c = 0; c < 3; c++) {
      static rig r;
      static dg_real one[MOST], cut[MOST], whole[MOST];
      static double want[MOST];
      const size_t count = counts[c];
      dg_real inputs[BATCH * 4];
      dg_index labels[BATCH];
      rig_start(&r, 3, sizes);
      for (size_t l = 0; l < 3; l++) {
        r.layers[l].neuron.tau_mem = taus[tau];
        r.layers[l].biases = l;
        r.layers[l].delay.kind = (dg_delay_kind)(l + 1);
        r.laws[l].weight_mean = DG_R(1.25);
        r.laws[l].weight_sd = DG_R(0.75);
      }
      rig_ready(&r);
      r.training.loss.kind = DG_LOSS_CROSS_ENTROPY;
      assert_true(dg_initialise(&r.net, &r.training, r.p) == DG_OK);
      rig_inputs(inputs, 4, labels, BATCH, 3);
      dg_batch batch = {inputs, labels, NULL, count};
      const double limit = 0.25 / (double)count;
      int dropped = 0, kept = 0;
      size_t parameters = dg_parameter_count(&r.net);
      for (size_t i = 0; i < parameters; i++) want[i] = 0;
      for (size_t n = 0; n < count; n++) {
        dg_batch single = {inputs + n * 4, labels + n, NULL, 1};
        rig_gradient(&r, 0, &single, one);
        size_t at = 0;
        for (size_t l = 0; l < 3; l++) {
          size_t sources = dg_layer_sources(r.layers + l);
          for (size_t j = 0; j < r.layers[l].outputs; j++, at += sources) {
            int keep = 1;
            for (size_t i = at; i < at + sources; i++)
              if (fabs((double)one[i]) / (double)count > limit) keep = 0;
            for (size_t i = at; i < at + sources && keep; i++) want[i] += (double)one[i] / (double)count;
            dropped += !keep;
            kept += keep;
          }
          for (size_t d = 0; d < dg_layer_delays(r.layers + l); d++, at++) want[at] += (double)one[at] / (double)count;
        }
      }
      rig_gradient(&r, 0, &batch, whole);
      r.training.gradient_cut = DG_R(limit);
      rig_gradient(&r, 0, &batch, cut);
      double largest = 0;
      for (size_t i = 0; i < parameters; i++) largest = fabs(want[i]) > largest ? fabs(want[i]) : largest;
      for (size_t i = 0; i < parameters; i++) NEAR(cut[i], want[i], 100 * EPSILON * largest);
      assert_true(dropped > 0 && kept > dropped);
      assert_true(memcmp(whole, cut, parameters * sizeof cut[0]) != 0);
      /* a limit that nothing reaches changes no bit */
      r.training.gradient_cut = 1000;
      rig_gradient(&r, 0, &batch, cut);
      for (size_t i = 0; i < parameters; i++) assert_true(cut[i] == whole[i]);
      rig_end(&r);
    }
}

/* ---- one batch ---- */

/* A trained batch is its gradient, one step, and the projection. */
static void test_train_batch(void **unused) {
  (void)unused;
  const size_t sizes[3] = {4, 5, 3};
  for (int kind = 0; kind < 2; kind++)
    for (int map = 0; map < 3; map++) {
      static rig r;
      static dg_real g[MOST], p[MOST], m[2 * MOST];
      dg_real inputs[BATCH * 4];
      dg_index labels[BATCH];
      rig_start(&r, 2, sizes);
      for (size_t l = 0; l < 2; l++) {
        r.layers[l].delay.kind = DG_DELAY_SYNAPTIC;
        r.layers[l].delay.map = (dg_delay_map)map;
        r.laws[l].weight_mean = DG_R(1.25);
        r.laws[l].delay_sd = DG_R(0.25);
        r.laws[l].weight_sd = DG_R(0.5);
        r.laws[l].delay_rate = DG_R(0.125);
      }
      rig_ready(&r);
      r.training.optimiser.kind = (dg_optimiser_kind)kind;
      r.training.optimiser.momentum = DG_R(0.25);
      r.training.weight_clip = 2;
      assert_true(dg_initialise(&r.net, &r.training, r.p) == DG_OK);
      rig_inputs(inputs, 4, labels, BATCH, 3);
      dg_batch batch = {inputs, labels, NULL, BATCH};
      dg_training_state state = dg_training_start();
      memcpy(p, r.p, sizeof p);
      memset(m, 0, sizeof m);
      size_t clipped = 0;
      for (uint64_t step = 0; step < 6; step++) {
        dg_batch_result want = rig_gradient(&r, step, &batch, g), got = rig_train(&r, &batch);
        assert_true(got.loss == want.loss && got.correct == want.correct && got.bumped == DG_NO_LAYER);
        dg_network_step(&r.net, &r.training, g, &state, p, m);
        dg_project(&r.net, &r.training, p);
        assert_memory_equal(r.p, p, dg_parameter_count(&r.net) * sizeof p[0]);
        assert_memory_equal(r.m, m, 2 * dg_parameter_count(&r.net) * sizeof p[0]);
        assert_true(r.state.steps == step + 1 && r.state.batch == step + 1 && r.state.batches == step + 1);
        for (size_t i = 0; i < 20; i++) clipped += r.p[i] == 2;
        for (size_t i = 20; i < 40; i++) assert_true(map == DG_MAP_SIGMOID || r.p[i] >= 0);
      }
      assert_true(clipped > 0);
      rig_end(&r);
    }
}

/* dg_training_check looks at every setting of every layer. */
static void test_check(void **unused) {
  (void)unused;
  const size_t sizes[3] = {2, 2, 2};
  static rig r;
  rig_start(&r, 2, sizes);
  dg_training *t = &r.training;
  assert_true(dg_training_check(&r.net, t) == DG_OK);
  assert_true(dg_training_check(&r.net, NULL) == DG_ERROR_NULL);
  dg_real *const settings[4] = {&t->bump, &t->gradient_cut, &t->weight_clip, &t->input_noise};
  const dg_real odd[2] = {DG_NEVER, DG_NAN};
  for (int i = 0; i < 4; i++) {
    for (int o = 0; o < 2; o++) {
      *settings[i] = odd[o];
      assert_true(dg_training_check(&r.net, t) == DG_ERROR_NOT_FINITE);
    }
    *settings[i] = -1;
    assert_true(dg_training_check(&r.net, t) == DG_ERROR_RANGE);
    *settings[i] = 0;
  }
  for (size_t l = 0; l < 2; l++) {
    dg_layer_training *x = r.laws + l;
    dg_real *const laws[7] = {&x->weight_mean, &x->weight_sd,  &x->delay_mean, &x->delay_sd,
                              &x->weight_rate, &x->delay_rate, &x->max_missing};
    for (int i = 0; i < 7; i++) {
      dg_real kept = *laws[i];
      for (int o = 0; o < 2; o++) {
        *laws[i] = odd[o];
        assert_true(dg_training_check(&r.net, t) == DG_ERROR_NOT_FINITE);
      }
      *laws[i] = -1;
      assert_true(dg_training_check(&r.net, t) == (i == 1 || i == 3 || i == 6 ? DG_ERROR_RANGE : DG_OK));
      *laws[i] = kept;
    }
  }
  /* noise up to the smallest tau_mem */
  r.layers[1].neuron.tau_mem = 1;
  t->input_noise = 1;
  assert_true(dg_training_check(&r.net, t) == DG_OK);
  t->input_noise = 1 + DG_EPSILON;
  assert_true(dg_training_check(&r.net, t) == DG_ERROR_RANGE);
}

/* ---- it learns ---- */

static void test_learning(void **unused) {
  (void)unused;
  enum { SAMPLES = 600, HIDDEN = 8, EACH = 60, EPOCHS = 10 };
  const size_t sizes[3] = {4, HIDDEN, 3};
  static rig r;
  static double features[4 * SAMPLES];
  static dg_real inputs[4 * SAMPLES];
  static dg_index labels[SAMPLES], order[SAMPLES];
  assert_true(dg_yinyang(42, SAMPLES, features, labels) == DG_OK);
  dg_spike_times_of(4 * SAMPLES, features, DG_R(0.15), 2, inputs);
  for (int kind = 0; kind < 4; kind++) {
    rig_start(&r, 2, sizes);
    for (size_t l = 0; l < 2; l++) {
      r.layers[l].delay.kind = (dg_delay_kind)kind;
      r.laws[l].weight_mean = 1;
      r.laws[l].weight_sd = DG_R(0.5);
      r.laws[l].delay_sd = DG_R(0.25);
      r.laws[l].weight_rate = DG_R(0.02);
      r.laws[l].max_missing = l == 0 ? DG_R(0.3) : 0;
    }
    rig_ready(&r);
    r.training.optimiser.kind = DG_ADAM;
    r.training.loss.kind = DG_LOSS_SHIFT_MSE;
    r.training.bump = DG_R(0.0005);
    r.training.seed = 1;
    assert_true(dg_initialise(&r.net, &r.training, r.p) == DG_OK);
    double first = 0, last = 0;
    size_t correct = 0;
    for (uint64_t epoch = 0; epoch < EPOCHS; epoch++) {
      dg_shuffle(r.training.seed, epoch, SAMPLES, order);
      r.state.epoch = epoch;
      r.state.batch = 0;
      last = 0;
      correct = 0;
      for (size_t n = 0; n < SAMPLES; n += EACH) {
        dg_batch batch = {inputs, labels, order + n, EACH};
        dg_batch_result result = rig_train(&r, &batch);
        last += (double)result.loss / (SAMPLES / EACH);
        correct += result.correct;
      }
      if (epoch == 0) first = last;
    }
    assert_true(last < 0.7 * first && last < 0.2);
    assert_true(correct > SAMPLES * 55 / 100);
    rig_end(&r);
  }
}

/* ---- chunks ---- */

/* A batch trained by its chunks, the last one first and by two callers in turn, gives the bytes of dg_train_batch. */
static void test_chunks(void **unused) {
  (void)unused;
  enum { COUNT = 4 * DG_WIDTH - DG_WIDTH / 2, CHUNKS = 4, NEURONS = 8 };
  const size_t sizes[3] = {4, 5, 3};
  static rig whole, parts;
  static dg_real inputs[4 * COUNT], prepared[MOST], gradient[CHUNKS + 1][MOST];
  static dg_index labels[COUNT], missing[CHUNKS + 1][NEURONS];
  rig_inputs(inputs, 4, labels, COUNT, 3);
  const dg_batch batch = {inputs, labels, NULL, COUNT};
  for (int bump = 0; bump < 2; bump++) {
    rig *both[2] = {&whole, &parts};
    for (int i = 0; i < 2; i++) {
      rig *r = both[i];
      rig_start(r, 2, sizes);
      r->layers[0].delay.kind = DG_DELAY_SYNAPTIC;
      r->layers[1].delay.kind = DG_DELAY_AXONAL;
      r->training.input_noise = DG_R(0.05);
      r->training.bump = bump ? DG_R(0.125) : 0;
      r->laws[1].max_missing = 0;
      for (int l = 0; l < 2; l++) {
        r->laws[l].weight_mean = bump ? DG_R(0.2) : 1;
        r->laws[l].weight_sd = DG_R(0.75);
      }
      rig_ready(r);
      assert_true(dg_initialise(&r->net, &r->training, r->p) == DG_OK);
    }
    assert_true(dg_neuron_count(&parts.net) == NEURONS && dg_prepared_reals(&parts.net) <= MOST);
    assert_true(dg_chunk_count(1) == 1 && dg_chunk_count(DG_WIDTH) == 1 && dg_chunk_count(DG_WIDTH + 1) == 2);
    assert_true(dg_chunk_count(COUNT) == CHUNKS);
    for (int step = 0; step < 3; step++) {
      const dg_batch_result want = rig_train(&whole, &batch);
      dg_workspace work[2] = {workspace_of(&parts.net, dg_chunk_workspace), workspace_of(&parts.net, dg_chunk_workspace)};
      dg_sums sums[CHUNKS + 1], *total = &sums[CHUNKS];
      for (size_t c = 0; c <= CHUNKS; c++) {
        sums[c].gradient = gradient[c];
        sums[c].missing = missing[c];
        gradient[c][0] = 77;
      }
      assert_true(dg_batch_prepare(&parts.net, parts.p, &parts.training, &batch, NULL, prepared) == DG_OK);
      for (size_t c = CHUNKS; c > 0; c--)
        assert_true(dg_chunk_gradient(&parts.net, parts.p, prepared, &parts.training, parts.state.batches, &batch, NULL, c - 1,
                                      &sums[c - 1], &work[c % 2]) == DG_OK);
      dg_sums_clear(&parts.net, total);
      for (size_t c = 0; c < CHUNKS; c++) dg_sums_add(&parts.net, total, &sums[c]);
      dg_batch_result result;
      dg_batch_finish(&parts.net, parts.p, &parts.training, COUNT, total, &result);
      dg_batch_step(&parts.net, &parts.training, COUNT, total, &parts.state, parts.p, parts.m, &result);
      assert_true(result.loss == want.loss && result.correct == want.correct && result.bumped == want.bumped);
      assert_true((want.bumped == DG_NO_LAYER) == !bump);
      assert_memory_equal(parts.p, whole.p, dg_parameter_count(&parts.net) * sizeof *parts.p);
      assert_memory_equal(parts.m, whole.m, 2 * dg_parameter_count(&parts.net) * sizeof *parts.m);
      assert_true(parts.state.batches == whole.state.batches && parts.state.steps == whole.state.steps);
      for (size_t j = 0; j < NEURONS; j++) {
        dg_index sum = 0;
        for (size_t c = 0; c < CHUNKS; c++) sum += missing[c][j];
        assert_true(total->missing[j] == sum && sum <= COUNT);
      }
      workspace_free(&work[0]);
      workspace_free(&work[1]);
    }
    rig_end(&whole);
    rig_end(&parts);
  }
}

/* The parts of a workspace lie one after the other with room for what they hold, and end where it ends. */
static void test_parts(void **unused) {
  (void)unused;
  const size_t shapes[3][4] = {{4, 5, 3, 2}, {2, 9, 2, 9}, {7, 1, 1, 3}}, W = DG_WIDTH;
  static rig r;
  for (int shape = 0; shape < 3; shape++)
    for (size_t depth = 1; depth <= 3; depth++) {
      const size_t *sizes = shapes[shape];
      rig_start(&r, depth, sizes);
      r.layers[0].delay.kind = DG_DELAY_SYNAPTIC;
      r.layers[depth - 1].neuron.tau_mem = 3; /* no closed form: more to keep */
      size_t neurons = 0, widest = 0, states = 0, parameters = sizes[0] * sizes[1], scratch = 0, most = 0;
      for (size_t l = 0; l < depth; l++) {
        const size_t forward = dg_layer_forward_reals(r.layers + l), backward = dg_layer_backward_reals(r.layers + l);
        neurons += sizes[l + 1];
        states += (sizes[l] + 2 * sizes[l + 1]) * W;
        parameters += sizes[l] * sizes[l + 1];
        most = sizes[l] > most ? sizes[l] : most;
        widest = sizes[l] > widest ? sizes[l] : sizes[l + 1] > widest ? sizes[l + 1] : widest;
        scratch = forward > scratch ? forward : scratch;
        scratch = backward > scratch ? backward : scratch;
      }
      widest = sizes[depth] > widest ? sizes[depth] : widest;
      for (size_t l = 0; l <= depth; l++) widest = sizes[l] > widest ? sizes[l] : widest;
      const size_t delays = sizes[0] * sizes[1];
      dg_workspace work = workspace_of(&r.net, dg_training_workspace);
      const dg_training_parts all = dg_training_cut(&r.net, &work);
      const dg_chunk_parts chunk = dg_chunk_cut(&r.net, &all.work);
      const dg_real *const at[10] = {work.real,   chunk.t + sizes[0] * W, chunk.measured + neurons * W, chunk.T + sizes[depth] * W,
                                     chunk.g + widest * W, chunk.g_next + widest * W, chunk.states + states, chunk.scratch + scratch,
                                     all.prepared + delays, all.batch.gradient + parameters};
      const dg_real *const begins[10] = {chunk.t,      chunk.measured, chunk.T,      chunk.g,            chunk.g_next,
                                         chunk.states, chunk.scratch,  all.prepared, all.batch.gradient, all.chunk.gradient};
      for (int part = 0; part < 10; part++) assert_true(begins[part] == at[part]);
      assert_true(all.chunk.gradient + parameters == work.real + work.reals);
      assert_true(all.work.real == work.real && all.work.real + all.work.reals == all.prepared);
      assert_true(chunk.order == work.integer && all.work.integer == work.integer && all.work.integers == most * DG_LANES);
      assert_true(all.batch.missing == work.integer + most * DG_LANES && all.chunk.missing == all.batch.missing + neurons);
      assert_true(all.chunk.missing + neurons == work.integer + work.integers);
      workspace_free(&work);
    }
}

/* Loops over arrays take every element and none beyond. */
static void test_arrays(void **unused) {
  (void)unused;
  enum { MANY = 5 };
  for (size_t n = 0; n < MANY; n++) {
    dg_real x[MANY], y[MANY], z[MANY];
    dg_index i[MANY], j[MANY], k[MANY];
    for (size_t e = 0; e < MANY; e++) {
      i[e] = j[e] = (dg_index)e + 3;
      k[e] = 2 * (dg_index)e - 7;
      x[e] = y[e] = (dg_real)e + 3;
      z[e] = 2 * (dg_real)e - 7;
    }
    dg_add_reals(n, x, z);
    dg_clear_reals(n, y);
    dg_add_counts(n, i, k);
    dg_clear_counts(n, j);
    for (size_t e = 0; e < MANY; e++) {
      assert_true(x[e] == (e < n ? 3 * (dg_real)e - 4 : (dg_real)e + 3) && y[e] == (e < n ? 0 : (dg_real)e + 3));
      assert_true(i[e] == (e < n ? 3 * (dg_index)e - 4 : (dg_index)e + 3) && j[e] == (e < n ? 0 : (dg_index)e + 3));
    }
  }
}

/* Measured times and output times of a chunk: rows of all neurons, and nothing beyond. */
static void test_rows(void **unused) {
  (void)unused;
  enum { NEURONS = 3, COUNT = DG_WIDTH + 2 };
  static dg_real measured[(COUNT + 1) * NEURONS], t[(NEURONS + 1) * DG_WIDTH], T[(NEURONS + 1) * DG_WIDTH];
  for (size_t x = 0; x < (COUNT + 1) * NEURONS; x++) measured[x] = 1 + (dg_real)x;
  const dg_batch batch = {NULL, NULL, NULL, COUNT};
  const size_t sizes[2] = {2, NEURONS};
  dg_layer layer;
  layers_of(1, sizes, &layer);
  layer.neuron.tau_mem = 1; /* its domain is time itself */
  for (size_t first = 0; first < COUNT; first += DG_WIDTH) {
    for (size_t x = 0; x < (NEURONS + 1) * DG_WIDTH; x++) t[x] = -77, T[x] = -78;
    dg_load_measured(&batch, NEURONS, measured, first, t);
    dg_output_times(&layer, 0, t, T);
    for (size_t j = 0; j <= NEURONS; j++)
      for (size_t l = 0; l < DG_WIDTH; l++) {
        const dg_real want = j == NEURONS ? -77 : first + l < COUNT ? 1 + (dg_real)((first + l) * NEURONS + j) : DG_NEVER;
        assert_true(t[j * DG_WIDTH + l] == want && T[j * DG_WIDTH + l] == (j == NEURONS ? -78 : want));
      }
  }
}

/* What dg_chunk_gradient and dg_batch_prepare refuse. */
static void test_chunk_refused(void **unused) {
  (void)unused;
  const size_t sizes[2] = {4, 3};
  static rig r;
  static dg_real inputs[4 * BATCH], prepared[MOST], gradient[MOST];
  static dg_index labels[BATCH], missing[3];
  rig_start(&r, 1, sizes);
  rig_ready(&r);
  rig_inputs(inputs, 4, labels, BATCH, 3);
  dg_batch batch = {inputs, labels, NULL, BATCH};
  dg_sums sums = {gradient, missing, -1, 99};
  dg_workspace work = workspace_of(&r.net, dg_chunk_workspace);
  const size_t chunks = dg_chunk_count(BATCH);
#define CHUNK(p, chunk, sums, work) \
  dg_chunk_gradient(&r.net, p, prepared, &r.training, 0, &batch, NULL, chunk, sums, work)
  assert_true(dg_batch_prepare(&r.net, r.p, &r.training, &batch, NULL, prepared) == DG_OK);
  assert_true(CHUNK(r.p, chunks, &sums, &work) == DG_ERROR_SHAPE && sums.loss == -1 && sums.correct == 99);
  assert_true(CHUNK(r.p, SIZE_MAX / DG_WIDTH, &sums, &work) == DG_ERROR_SHAPE);
  assert_true(CHUNK(NULL, 0, &sums, &work) == DG_ERROR_NULL && CHUNK(r.p, 0, NULL, &work) == DG_ERROR_NULL);
  assert_true(CHUNK(r.p, 0, &sums, NULL) == DG_ERROR_NULL);
  work.reals--;
  assert_true(CHUNK(r.p, 0, &sums, &work) == DG_ERROR_WORKSPACE);
  work.reals++;
  work.integers--;
  assert_true(CHUNK(r.p, 0, &sums, &work) == DG_ERROR_WORKSPACE && sums.loss == -1);
  work.integers++;
  assert_true(CHUNK(r.p, chunks - 1, &sums, &work) == DG_OK && sums.correct <= BATCH - (chunks - 1) * DG_WIDTH);
#undef CHUNK
  assert_true(dg_batch_prepare(&r.net, r.p, &r.training, &batch, NULL, NULL) == DG_ERROR_NULL);
  assert_true(dg_batch_prepare(&r.net, NULL, &r.training, &batch, NULL, prepared) == DG_ERROR_NULL);
  labels[BATCH - 1] = 3;
  assert_true(dg_batch_prepare(&r.net, r.p, &r.training, &batch, NULL, prepared) == DG_ERROR_LABEL);
  workspace_free(&work);
  rig_end(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_splitmix),
                                     cmocka_unit_test(test_streams),
                                     cmocka_unit_test(test_below),
                                     cmocka_unit_test(test_uniform),
                                     cmocka_unit_test(test_normal),
                                     cmocka_unit_test(test_normal_origin),
                                     cmocka_unit_test(test_shuffle),
                                     cmocka_unit_test(test_initialise),
                                     cmocka_unit_test(test_noise),
                                     cmocka_unit_test(test_noise_in_gradient),
                                     cmocka_unit_test(test_bump),
                                     cmocka_unit_test(test_bump_layers),
                                     cmocka_unit_test(test_bump_fraction),
                                     cmocka_unit_test(test_bump_one_sample),
                                     cmocka_unit_test(test_bump_clip),
                                     cmocka_unit_test(test_gradient_cut),
                                     cmocka_unit_test(test_train_batch),
                                     cmocka_unit_test(test_chunks),
                                     cmocka_unit_test(test_parts),
                                     cmocka_unit_test(test_arrays),
                                     cmocka_unit_test(test_rows),
                                     cmocka_unit_test(test_chunk_refused),
                                     cmocka_unit_test(test_check),
                                     cmocka_unit_test(test_learning)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
