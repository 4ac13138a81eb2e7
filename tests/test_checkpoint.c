/* Section 13 of delgrad.h: a run that was stopped and resumed ends in the same bytes, and no altered block is taken in. */
#include <stdlib.h>
#include <string.h>

#include "delgrad.h"
#include "quick.h"
#include "unit.h"

enum { SAMPLES = 40, EACH = 9, BATCHES = 5, IN = 2, MOST = 200, USER = 7, ROOM = 8192 };

typedef struct {
  dg_layer layers[2];
  dg_layer_training laws[2];
  uint32_t milestones[3];
  dg_real bias_times[2];
  dg_network net;
  dg_training training;
} setup;

typedef struct {
  dg_training_state state;
  dg_real p[MOST], m[2 * MOST];
} run;

static const unsigned char user_bytes[USER] = {1, 0, 255, 'd', 7, 7, 128};
static dg_real inputs[SAMPLES * IN];
static dg_index labels[SAMPLES];

/* Every setting differs from every other and from 0, so that none can stand for another unnoticed. */
static void setup_start(setup *s) {
  memset(s, 0, sizeof *s);
  const size_t sizes[3] = {2 * IN, 6, 3};
  for (size_t l = 0; l < 2; l++) {
    dg_layer *layer = s->layers + l;
    dg_real x = (dg_real)l;
    layer->inputs = sizes[l];
    layer->outputs = sizes[l + 1];
    layer->neuron.tau_mem = 2 + x;
    layer->neuron.tau_syn = 1 + x / 2;
    layer->neuron.threshold = DG_R(0.875) + x / 8;
    layer->neuron.e_leak = DG_R(-0.0625);
    layer->neuron.g_leak = DG_R(0.5);
    layer->delay.kind = l == 0 ? DG_DELAY_SYNAPTIC : DG_DELAY_AXONAL;
    layer->delay.map = l == 0 ? DG_MAP_SHIFT : DG_MAP_SIGMOID;
    layer->delay.grouping = l == 0 ? DG_GROUP_TILED : DG_GROUP_NEIGHBOURS;
    layer->delay.source_groups = 2;
    layer->delay.target_groups = 3;
    layer->delay.scale = DG_R(1.5);
    layer->delay.shift = DG_R(0.125);
    s->laws[l].weight_mean = DG_R(1.5) + x / 4;
    s->laws[l].weight_sd = DG_R(1.25);
    s->laws[l].delay_mean = DG_R(0.75) + x;
    s->laws[l].delay_sd = DG_R(0.25);
    s->laws[l].weight_rate = DG_R(0.0625) + x / 64;
    s->laws[l].delay_rate = DG_R(0.03125) + x / 64;
    s->laws[l].max_missing = DG_R(0.1875);
  }
  s->layers[0].biases = 2;
  s->layers[0].bias_times = s->bias_times;
  s->bias_times[0] = DG_R(0.4375);
  s->bias_times[1] = DG_R(0.6875);
  s->net.inputs = IN;
  s->net.multiplex = 2;
  s->net.depth = 2;
  s->net.layers = s->layers;
  s->net.t_ref = DG_R(0.28125);
  dg_loss *loss = &s->training.loss;
  loss->kind = DG_LOSS_SHIFT_MSE;
  loss->delta_t = DG_R(0.21875);
  loss->t_correct = DG_R(1.0625);
  loss->t_wrong = DG_R(1.9375);
  loss->xi = DG_R(0.40625);
  loss->early_alpha = DG_R(0.015625);
  loss->early_beta = DG_R(1.1875);
  loss->delay_alpha = DG_R(0.0078125);
  loss->delay_parameters = 1;
  dg_optimiser *o = &s->training.optimiser;
  o->kind = DG_ADAM;
  o->momentum = DG_R(0.34375);
  o->beta1 = DG_R(0.84375);
  o->beta2 = DG_R(0.984375);
  o->epsilon = DG_R(0.001953125);
  o->schedule = DG_MULTI_STEP;
  o->gamma = DG_R(0.5625);
  o->every = 11;
  o->milestone_count = 3;
  o->milestones = s->milestones;
  for (uint32_t i = 0; i < 3; i++) s->milestones[i] = i + 1;
  s->training.layers = s->laws;
  s->training.bump = DG_R(0.046875);
  s->training.gradient_cut = DG_R(0.15625);
  s->training.weight_clip = DG_R(5.25);
  s->training.input_noise = DG_R(0.0234375);
  s->training.seed = UINT64_C(0x0123456789abcdef);
  assert_true(dg_network_check(&s->net) == DG_OK && dg_training_check(&s->net, &s->training) == DG_OK);
  assert_true(dg_parameter_count(&s->net) == 36 + 6 + 18 + 2);
  dg_random random = dg_random_at(3, DG_STREAM_NOISE, 0);
  for (size_t i = 0; i < SAMPLES * IN; i++) inputs[i] = 2 * dg_random_uniform(&random);
  for (size_t n = 0; n < SAMPLES; n++) labels[n] = (dg_index)(dg_random_bits(&random) % 3);
}

static void run_start(const setup *s, run *r) {
  memset(r, 0, sizeof *r);
  r->state = dg_training_start();
  assert_true(dg_initialise(&s->net, &s->training, r->p) == DG_OK);
  /* some neurons miss their spikes at first, so that bumps belong to the run */
  for (size_t i = 6; i < 24; i++) r->p[i] /= 8;
}

/* One batch, as a caller would: epochs and shuffles from the state alone. */
static uint32_t run_batch(const setup *s, run *r) {
  static dg_real real[20000];
  static dg_index integer[2000], order[SAMPLES];
  dg_workspace work = {real, 20000, integer, 2000};
  dg_batch_result result;
  dg_shuffle(s->training.seed, r->state.epoch, SAMPLES, order);
  size_t first = (size_t)r->state.batch * EACH;
  dg_batch batch = {inputs, labels, order + first, first + EACH <= SAMPLES ? (size_t)EACH : SAMPLES - first};
  assert_true(dg_train_batch(&s->net, &s->training, &batch, NULL, &r->state, r->p, r->m, &result, &work) == DG_OK);
  if (r->state.batch == BATCHES) {
    r->state.epoch++;
    r->state.batch = 0;
  }
  return result.bumped;
}

static size_t save(const setup *s, const run *r, unsigned char *bytes) {
  size_t size = 0;
  assert_true(dg_checkpoint_size(&s->net, &s->training, USER, &size) == DG_OK && size <= ROOM);
  assert_true(dg_checkpoint_save(&s->net, &s->training, &r->state, r->p, r->m, USER, user_bytes, size, bytes) == DG_OK);
  return size;
}

static dg_status load(const setup *s, size_t size, const unsigned char *bytes, run *r, unsigned char *user) {
  return dg_checkpoint_load(&s->net, &s->training, size, bytes, &r->state, r->p, r->m, USER, user);
}

/* ---- resume ---- */

static void test_resume(void **unused) {
  (void)unused;
  enum { STEPS = 23 };
  static setup s, again;
  static run whole, part, resumed;
  static unsigned char end[ROOM], middle[ROOM], other[ROOM];
  size_t bumps = 0, steps = 0;
  setup_start(&s);
  run_start(&s, &whole);
  for (int step = 0; step < STEPS; step++) {
    if (run_batch(&s, &whole) != DG_NO_LAYER) bumps++;
    else steps++;
  }
  assert_true(bumps > 2 && steps > 2 && whole.state.epoch == 4 && whole.state.batch == 3);
  size_t size = save(&s, &whole, end);
  for (int stop = 0; stop <= STEPS; stop++) {
    run_start(&s, &part);
    for (int step = 0; step < stop; step++) run_batch(&s, &part);
    save(&s, &part, middle);
    /* a new process: nothing but the settings and the bytes */
    setup_start(&again);
    memset(&resumed, 0x5a, sizeof resumed);
    unsigned char user[USER];
    assert_true(load(&again, size, middle, &resumed, user) == DG_OK);
    assert_memory_equal(user, user_bytes, USER);
    for (int step = stop; step < STEPS; step++) run_batch(&again, &resumed);
    assert_true(save(&again, &resumed, other) == size);
    assert_memory_equal(other, end, size);
  }
}

static void test_round_trip(void **unused) {
  (void)unused;
  static setup s;
  static run r, back;
  static unsigned char bytes[ROOM];
  setup_start(&s);
  run_start(&s, &r);
  for (size_t i = 0; i < MOST; i++) {
    r.p[i] = (dg_real)i / 7;
    r.m[i] = -(dg_real)i / 3;
    r.m[MOST + i] = 1 / (dg_real)(i + 1);
  }
  r.p[0] = -DG_R(0.0); /* its sign is kept */
  r.state.epoch = UINT64_C(0x1122334455667788);
  r.state.batch = UINT64_C(0x99aabbccddeeff00);
  r.state.batches = 3;
  r.state.steps = UINT64_C(1) << 40;
  r.state.bump_size = DG_R(0.3);
  r.state.bump_layer = 1;
  size_t size = save(&s, &r, bytes), count = dg_parameter_count(&s.net);
  memset(&back, 0, sizeof back);
  for (size_t i = 0; i < MOST; i++) back.p[i] = back.m[i] = back.m[MOST + i] = 99;
  assert_true(load(&s, size, bytes, &back, NULL) == DG_OK);
  assert_memory_equal(back.p, r.p, count * sizeof r.p[0]);
  assert_memory_equal(back.m, r.m, 2 * count * sizeof r.m[0]);
  assert_true(back.state.epoch == r.state.epoch && back.state.batch == r.state.batch && back.state.steps == r.state.steps);
  assert_true(back.state.batches == 3 && back.state.bump_size == DG_R(0.3) && back.state.bump_layer == 1);
  assert_true(back.p[count] == 99 && back.m[2 * count] == 99);
}

/* ---- layout ---- */

static const unsigned char *reading;

static uint64_t next_integer(size_t n) {
  uint64_t x = 0;
  for (size_t b = 0; b < n; b++) x |= (uint64_t)*reading++ << (8 * b);
  return x;
}

/* An IEEE 754 number from its sign, exponent and fraction. */
static double next_real(void) {
  const int fraction = DG_FLOAT ? 23 : 52, bias = DG_FLOAT ? 127 : 1023;
  uint64_t bits = next_integer(DG_FLOAT ? 4 : 8);
  int exponent = (int)(bits >> fraction & (uint64_t)(2 * bias + 1));
  double x = (double)(bits & ((UINT64_C(1) << fraction) - 1));
  if (exponent > 0) x += (double)(UINT64_C(1) << fraction);
  for (int e = exponent > 0 ? exponent : 1; e < bias + fraction; e++) x /= 2;
  for (int e = exponent; e > bias + fraction; e--) x *= 2;
  return bits >> (DG_FLOAT ? 31 : 63) ? -x : x;
}

static int next_is(dg_real x) { return next_real() == (double)x; }

static void test_layout(void **unused) {
  (void)unused;
  static setup s;
  static run r;
  static unsigned char bytes[ROOM];
  setup_start(&s);
  run_start(&s, &r);
  for (int step = 0; step < 8; step++) run_batch(&s, &r);
  r.state.bump_layer = DG_NO_LAYER;
  size_t size = save(&s, &r, bytes), count = dg_parameter_count(&s.net);
  assert_memory_equal(bytes, "delgrad\0", 8);
  assert_true(DG_CHECKPOINT_HEADER == 28);
  const unsigned char version_and_precision[8] = {1, 0, 0, 0, DG_FLOAT ? 4 : 8, 0, 0, 0};
  assert_memory_equal(bytes + 8, version_and_precision, 8);
  reading = bytes + 16;
  assert_true(next_integer(8) == size && next_integer(4) == USER);
  /* the network */
  assert_true(next_integer(8) == IN && next_integer(8) == 2 && next_integer(8) == 2 && next_is(s.net.t_ref));
  for (size_t l = 0; l < 2; l++) {
    const dg_layer *layer = s.layers + l;
    assert_true(next_integer(8) == layer->inputs && next_integer(8) == layer->outputs && next_integer(8) == layer->biases);
    for (size_t b = 0; b < layer->biases; b++) assert_true(next_is(layer->bias_times[b]));
    assert_true(next_is(layer->neuron.tau_mem) && next_is(layer->neuron.tau_syn) && next_is(layer->neuron.threshold));
    assert_true(next_is(layer->neuron.e_leak) && next_is(layer->neuron.g_leak));
    assert_true(next_integer(4) == (uint64_t)layer->delay.kind && next_integer(4) == (uint64_t)layer->delay.map);
    assert_true(next_integer(4) == (uint64_t)layer->delay.grouping);
    assert_true(next_integer(8) == layer->delay.source_groups && next_integer(8) == layer->delay.target_groups);
    assert_true(next_is(layer->delay.scale) && next_is(layer->delay.shift));
  }
  /* the settings */
  const dg_training *t = &s.training;
  const dg_loss *loss = &t->loss;
  const dg_optimiser *o = &t->optimiser;
  assert_true(next_integer(4) == (uint64_t)loss->kind && next_is(loss->delta_t) && next_is(loss->t_correct));
  assert_true(next_is(loss->t_wrong) && next_is(loss->xi) && next_is(loss->early_alpha) && next_is(loss->early_beta));
  assert_true(next_is(loss->delay_alpha) && next_integer(4) == 1);
  assert_true(next_integer(4) == (uint64_t)o->kind && next_is(o->momentum) && next_is(o->beta1) && next_is(o->beta2));
  assert_true(next_is(o->epsilon) && next_integer(4) == (uint64_t)o->schedule && next_is(o->gamma));
  assert_true(next_integer(4) == o->every && next_integer(4) == 3);
  for (int i = 0; i < 3; i++) assert_true(next_integer(4) == o->milestones[i]);
  for (size_t l = 0; l < 2; l++) {
    const dg_layer_training *x = s.laws + l;
    assert_true(next_is(x->weight_mean) && next_is(x->weight_sd) && next_is(x->delay_mean) && next_is(x->delay_sd));
    assert_true(next_is(x->weight_rate) && next_is(x->delay_rate) && next_is(x->max_missing));
  }
  assert_true(next_is(t->bump) && next_is(t->gradient_cut) && next_is(t->weight_clip) && next_is(t->input_noise));
  assert_true(next_integer(8) == t->seed);
  /* the state */
  assert_true(next_integer(8) == r.state.epoch && next_integer(8) == r.state.batch && next_integer(8) == r.state.batches);
  assert_true(next_integer(8) == r.state.steps && next_is(r.state.bump_size) && next_integer(4) == 0xffffffffu);
  for (size_t i = 0; i < count; i++) assert_true(next_is(r.p[i]));
  for (size_t i = 0; i < 2 * count; i++) assert_true(next_is(r.m[i]));
  assert_memory_equal(reading, user_bytes, USER);
  reading += USER;
  size_t covered = (size_t)(reading - bytes);
  assert_true(next_integer(4) == dg_crc32(covered, bytes));
  assert_true((size_t)(reading - bytes) == size);
}

static void test_crc(void **unused) {
  (void)unused;
  const unsigned char digits[9] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'}, zero[4] = {0, 0, 0, 0};
  assert_true(dg_crc32(9, digits) == 0xcbf43926u);
  assert_true(dg_crc32(0, digits) == 0);
  assert_true(dg_crc32(4, zero) == 0x2144df1cu);
}

/* ---- bad blocks ---- */

static void write_integer(unsigned char *at, size_t n, uint64_t x) {
  for (size_t b = 0; b < n; b++) at[b] = (unsigned char)(x >> (8 * b) & 0xff);
}

static void seal(size_t size, unsigned char *bytes) { write_integer(bytes + size - 4, 4, dg_crc32(size - 4, bytes)); }

/* Loads from memory of exactly this size, and checks that nothing was written if it failed. */
static dg_status try_load(const setup *s, size_t size, const unsigned char *bytes) {
  static run r, kept;
  unsigned char user[USER], kept_user[USER];
  unsigned char *exact = (unsigned char *)malloc(size > 0 ? size : 1);
  assert_true(exact != NULL);
  if (size > 0) memcpy(exact, bytes, size);
  memset(&r, 0x5a, sizeof r);
  memset(user, 0x5a, sizeof user);
  kept = r;
  memcpy(kept_user, user, sizeof user);
  dg_status status = load(s, size, exact, &r, user);
  if (status != DG_OK) {
    assert_memory_equal(&r, &kept, sizeof r);
    assert_memory_equal(user, kept_user, sizeof user);
  }
  free(exact);
  return status;
}

/* Where settings and state begin in the checkpoint of a setup (SPEC 11.2, 11.3). */
static size_t settings_offset(void) {
  const size_t real = sizeof(dg_real);
  return 28 + 24 + real + 2 * (24 + 5 * real + 12 + 16 + 2 * real) + 2 * real;
}

static size_t state_offset(void) {
  const size_t real = sizeof(dg_real);
  return settings_offset() + 4 + 7 * real + 4 + 4 + 4 * real + 4 + real + 8 + 12 + 14 * real + 4 * real + 8;
}

/* Too short for a header and a CRC: the length is told, whatever the bytes are. */
static void test_short(void **unused) {
  (void)unused;
  static setup s;
  static unsigned char bytes[33];
  setup_start(&s);
  for (size_t size = 0; size <= 33; size++)
    assert_true(try_load(&s, size, bytes) == (size < 32 ? DG_ERROR_CHECKPOINT_LENGTH : DG_ERROR_CHECKPOINT_MAGIC));
}

/* Settings whose last bytes are the CRC of what is before them: a block may end there, whole, and lacks all that follows. */
static void test_sealed_settings(void **unused) {
  (void)unused;
  static setup s;
  static run r;
  static unsigned char bytes[ROOM];
  setup_start(&s);
  run_start(&s, &r);
  save(&s, &r, bytes);
  const size_t end = state_offset();
  write_integer(bytes + 16, 8, end);
  seal(end, bytes);
  s.training.seed = (s.training.seed & 0xffffffffu) | (uint64_t)dg_crc32(end - 4, bytes) << 32;
  assert_true(try_load(&s, end, bytes) == DG_ERROR_CHECKPOINT_LENGTH);
}

static void test_damage(void **unused) {
  (void)unused;
  static setup s;
  static run r;
  static unsigned char bytes[ROOM], bad[ROOM];
  setup_start(&s);
  run_start(&s, &r);
  size_t size = save(&s, &r, bytes);
  assert_true(try_load(&s, size, bytes) == DG_OK);
  const size_t step = quick() ? 7 : 1;
  for (size_t length = 0; length < size; length += step)
    assert_true(try_load(&s, length, bytes) == DG_ERROR_CHECKPOINT_LENGTH);
  memcpy(bad, bytes, size);
  bad[size] = 0;
  assert_true(try_load(&s, size + 1, bad) == DG_ERROR_CHECKPOINT_LENGTH);
  /* cut short and sealed anew, with a length that fits */
  for (size_t length = 32; length < size; length += step) {
    memcpy(bad, bytes, length);
    write_integer(bad + 16, 8, length);
    seal(length, bad);
    dg_status want = length < settings_offset() + 4 ? DG_ERROR_CHECKPOINT_NETWORK
                     : length < state_offset() + 4  ? DG_ERROR_CHECKPOINT_TRAINING
                                                    : DG_ERROR_CHECKPOINT_LENGTH;
    assert_true(try_load(&s, length, bad) == want);
  }
  for (size_t i = 0; i < size; i += i < 32 ? 1 : step)
    for (int bit = 0; bit < 8; bit += 1 + (int)(i % 3)) {
      memcpy(bad, bytes, size);
      bad[i] = (unsigned char)(bad[i] ^ 1u << bit);
      dg_status want = i < 8    ? DG_ERROR_CHECKPOINT_MAGIC
                       : i < 12 ? DG_ERROR_CHECKPOINT_VERSION
                       : i < 16 ? DG_ERROR_CHECKPOINT_PRECISION
                       : i < 24 ? DG_ERROR_CHECKPOINT_LENGTH
                                : DG_ERROR_CHECKPOINT_CRC;
      assert_true(try_load(&s, size, bad) == want);
    }
}

/* Bytes altered and sealed anew: the block is whole but of another network, other settings, or holds what is no number. */
static void test_sealed(void **unused) {
  (void)unused;
  static setup s;
  static run r;
  static unsigned char bytes[ROOM], bad[ROOM];
  setup_start(&s);
  run_start(&s, &r);
  const size_t size = save(&s, &r, bytes), real = sizeof(dg_real), count = dg_parameter_count(&s.net);
  const size_t training = settings_offset(), state = state_offset();
  const size_t numbers = state + 32 + real + 4, user = numbers + 3 * count * real;
  assert_true(user + USER + 4 == size);
  for (size_t i = 8; i + 4 < size; i += i < 64 || !quick() ? 1 : 3) {
    memcpy(bad, bytes, size);
    bad[i] = (unsigned char)(bad[i] ^ 1u);
    seal(size, bad);
    dg_status want = i < 12         ? DG_ERROR_CHECKPOINT_VERSION
                     : i < 16       ? DG_ERROR_CHECKPOINT_PRECISION
                     : i < 28       ? DG_ERROR_CHECKPOINT_LENGTH
                     : i < training ? DG_ERROR_CHECKPOINT_NETWORK
                     : i < state    ? DG_ERROR_CHECKPOINT_TRAINING
                                    : DG_OK;
    assert_true(try_load(&s, size, bad) == want);
  }
  const dg_real odd[3] = {DG_NEVER, -DG_NEVER, DG_NAN};
  for (size_t i = 0; i < 3 * count; i++) {
    memcpy(bad, bytes, size);
    uint64_t bits = 0;
    if (DG_FLOAT) {
      uint32_t half;
      memcpy(&half, odd + i % 3, 4);
      bits = half;
    } else {
      memcpy(&bits, odd + i % 3, sizeof(dg_real));
    }
    write_integer(bad + numbers + i * real, real, bits);
    seal(size, bad);
    assert_true(try_load(&s, size, bad) == DG_ERROR_NOT_FINITE);
  }
  /* a number of user bytes that no block could hold */
  const uint64_t users[4] = {0xffffffffu, size, size + 1, size - 1};
  for (int u = 0; u < 4; u++) {
    memcpy(bad, bytes, size);
    write_integer(bad + 24, 4, users[u]);
    seal(size, bad);
    assert_true(try_load(&s, size, bad) == DG_ERROR_CHECKPOINT_LENGTH);
  }
}

/* ---- other networks and settings ---- */

/* A number changes a little, and is put back. */
#define OTHER(field, value, want)                         \
  do {                                                    \
    memcpy(&kept, &(field), sizeof(field));               \
    (field) = (value);                                    \
    assert_true(try_load(&s, size, bytes) == (want));     \
    memcpy(&(field), &kept, sizeof(field));               \
    assert_true(try_load(&s, size, bytes) == DG_OK);      \
  } while (0)

static void test_other_network(void **unused) {
  (void)unused;
  static setup s;
  static run r;
  static unsigned char bytes[ROOM];
  unsigned char kept[16];
  const dg_status network = DG_ERROR_CHECKPOINT_NETWORK;
  setup_start(&s);
  run_start(&s, &r);
  size_t size = save(&s, &r, bytes);
  OTHER(s.net.t_ref, 0, network);
  OTHER(s.bias_times[0], DG_R(0.5), network);
  OTHER(s.bias_times[1], DG_R(0.5), network);
  OTHER(s.net.depth, 1, network);
  OTHER(s.layers[1].outputs, 6, network);
  for (int l = 0; l < 2; l++) {
    dg_layer *layer = s.layers + l;
    OTHER(layer->neuron.tau_mem, 4, network);
    OTHER(layer->neuron.tau_syn, DG_R(0.75), network);
    OTHER(layer->neuron.threshold, DG_R(0.5), network);
    OTHER(layer->neuron.e_leak, 0, network);
    OTHER(layer->neuron.g_leak, 1, network);
    OTHER(layer->delay.map, DG_MAP_CLIP, network);
    OTHER(layer->delay.scale, 1, network);
    OTHER(layer->delay.shift, 0, network);
    OTHER(layer->delay.grouping, l == 0 ? DG_GROUP_NEIGHBOURS : DG_GROUP_TILED, network);
    OTHER(layer->delay.source_groups, 1, network);
  }
  OTHER(s.layers[0].delay.target_groups, 1, network);
  OTHER(s.layers[1].delay.target_groups, 1, network); /* though axonal delays have no groups of targets */
  OTHER(s.layers[0].delay.kind, DG_DELAY_NONE, network);
  OTHER(s.layers[0].biases, 0, network);
  OTHER(s.layers[1].delay.kind, DG_DELAY_SYNAPTIC, network);
  /* the same layers, fed otherwise */
  s.net.inputs = 1;
  s.net.multiplex = 4;
  assert_true(try_load(&s, size, bytes) == network);
}

static void test_other_training(void **unused) {
  (void)unused;
  static setup s;
  static run r;
  static unsigned char bytes[ROOM];
  unsigned char kept[16];
  const dg_status training = DG_ERROR_CHECKPOINT_TRAINING;
  setup_start(&s);
  run_start(&s, &r);
  size_t size = save(&s, &r, bytes);
  dg_loss *loss = &s.training.loss;
  OTHER(loss->kind, DG_LOSS_MSE, training);
  OTHER(loss->delta_t, 0, training);
  OTHER(loss->t_correct, 0, training);
  OTHER(loss->t_wrong, 0, training);
  OTHER(loss->xi, 0, training);
  OTHER(loss->early_alpha, 0, training);
  OTHER(loss->early_beta, 1, training);
  OTHER(loss->delay_alpha, 0, training);
  OTHER(loss->delay_parameters, 0, training);
  OTHER(loss->delay_parameters, 2, DG_OK); /* anything but 0 means the same */
  dg_optimiser *o = &s.training.optimiser;
  OTHER(o->kind, DG_SGD, training);
  OTHER(o->momentum, 0, training);
  OTHER(o->beta1, 0, training);
  OTHER(o->beta2, 0, training);
  OTHER(o->epsilon, 1, training);
  OTHER(o->schedule, DG_STEP, training);
  OTHER(o->gamma, 1, training);
  OTHER(o->every, 12, training);
  for (int i = 0; i < 3; i++) OTHER(s.milestones[i], 77, training);
  for (int l = 0; l < 2; l++) {
    OTHER(s.laws[l].weight_mean, 0, training);
    OTHER(s.laws[l].weight_sd, 0, training);
    OTHER(s.laws[l].delay_mean, 0, training);
    OTHER(s.laws[l].delay_sd, 0, training);
    OTHER(s.laws[l].weight_rate, 0, training);
    OTHER(s.laws[l].delay_rate, 0, training);
    OTHER(s.laws[l].max_missing, 0, training);
  }
  OTHER(s.training.bump, 0, training);
  OTHER(s.training.gradient_cut, 0, training);
  OTHER(s.training.weight_clip, 0, training);
  OTHER(s.training.input_noise, 0, training);
  OTHER(s.training.seed, UINT64_C(0x0123456789abcdee), training);
  OTHER(s.training.seed, UINT64_C(0x0023456789abcdef), training);
  OTHER(o->milestone_count, 2, training); /* which makes another length too */
}

/* ---- sizes and user bytes ---- */

static void test_capacity(void **unused) {
  (void)unused;
  static setup s;
  static run r, back;
  static unsigned char bytes[ROOM], user[USER + 1];
  setup_start(&s);
  run_start(&s, &r);
  size_t none = 0, size = 0, found = 99;
  assert_true(dg_checkpoint_size(&s.net, &s.training, 0, &none) == DG_OK);
  assert_true(dg_checkpoint_size(&s.net, &s.training, USER, &size) == DG_OK && size == none + USER);
  memset(bytes, 0x5a, sizeof bytes);
  assert_true(dg_checkpoint_save(&s.net, &s.training, &r.state, r.p, r.m, USER, user_bytes, size - 1, bytes) ==
              DG_ERROR_CAPACITY);
  for (size_t i = 0; i < ROOM; i++) assert_true(bytes[i] == 0x5a);
  /* room to spare is not touched */
  assert_true(dg_checkpoint_save(&s.net, &s.training, &r.state, r.p, r.m, USER, user_bytes, ROOM, bytes) == DG_OK);
  for (size_t i = size; i < ROOM; i++) assert_true(bytes[i] == 0x5a);
  assert_true(dg_checkpoint_inspect(size, bytes, &found) == DG_OK && found == USER);
  memset(user, 0x5a, sizeof user);
  memset(&back, 0x5a, sizeof back);
  assert_true(dg_checkpoint_load(&s.net, &s.training, size, bytes, &back.state, back.p, back.m, USER - 1, user) ==
              DG_ERROR_CAPACITY);
  assert_true(user[0] == 0x5a && ((unsigned char *)&back)[0] == 0x5a);
  /* what is not finite is not written, and a block that holds it says so before it asks for room */
  dg_real *odd[3] = {r.p, r.m + 2 * dg_parameter_count(&s.net) - 1, &r.state.bump_size};
  for (int i = 0; i < 3; i++) {
    const dg_real before = *odd[i];
    static unsigned char refused[ROOM];
    *odd[i] = DG_NEVER;
    assert_true(dg_checkpoint_save(&s.net, &s.training, &r.state, r.p, r.m, USER, user_bytes, ROOM, refused) ==
                DG_ERROR_NOT_FINITE);
    for (size_t b = 0; b < ROOM; b++) assert_true(refused[b] == 0);
    *odd[i] = before;
  }
  const size_t numbers = state_offset() + 32, real = sizeof(dg_real);
  for (size_t at = numbers; at < numbers + real + 4 + real; at += real + 4) {
    static unsigned char bad[ROOM];
    memcpy(bad, bytes, size);
    memset(bad + at, 0xff, real);
    seal(size, bad);
    assert_true(dg_checkpoint_load(&s.net, &s.training, size, bad, &back.state, back.p, back.m, USER - 1, user) ==
                DG_ERROR_NOT_FINITE);
  }
  assert_true(dg_checkpoint_load(&s.net, &s.training, size, bytes, &back.state, back.p, back.m, USER + 1, user) == DG_OK);
  assert_memory_equal(user, user_bytes, USER);
  assert_true(user[USER] == 0x5a);
  /* nobody has to ask for the user's bytes */
  assert_true(dg_checkpoint_load(&s.net, &s.training, size, bytes, &back.state, back.p, back.m, 0, NULL) == DG_OK);
  /* and nobody has to have any */
  assert_true(dg_checkpoint_save(&s.net, &s.training, &r.state, r.p, r.m, 0, NULL, none, bytes) == DG_OK);
  assert_true(dg_checkpoint_inspect(none, bytes, &found) == DG_OK && found == 0);
  assert_true(dg_checkpoint_load(&s.net, &s.training, none, bytes, &back.state, back.p, back.m, 0, user) == DG_OK);
  found = 99;
  bytes[40] ^= 1;
  assert_true(dg_checkpoint_inspect(none, bytes, &found) == DG_ERROR_CHECKPOINT_CRC && found == 99);
}

static void test_errors(void **unused) {
  (void)unused;
  static setup s;
  static run r;
  static unsigned char bytes[ROOM];
  setup_start(&s);
  run_start(&s, &r);
  size_t size = save(&s, &r, bytes), found = 99;
  const size_t too_many = ((size_t)1 << 30) + 1;
  const dg_network *net = &s.net;
  const dg_training *t = &s.training;
  assert_true(dg_checkpoint_size(NULL, t, 0, &found) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_size(net, NULL, 0, &found) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_size(net, t, 0, NULL) == DG_ERROR_NULL);
  dg_training lacking = *t; /* no milestones, though as many are counted and the schedule asks for none */
  lacking.optimiser.schedule = DG_STEP;
  lacking.optimiser.milestones = NULL;
  assert_true(dg_training_check(net, &lacking) == DG_OK);
  assert_true(dg_checkpoint_size(net, &lacking, 0, &found) == DG_ERROR_NULL && found == 99);
  assert_true(dg_checkpoint_save(net, &lacking, &r.state, r.p, r.m, 0, NULL, ROOM, bytes) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_load(net, &lacking, size, bytes, &r.state, r.p, r.m, 0, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_size(net, t, too_many, &found) == DG_ERROR_TOO_LARGE && found == 99);
  assert_true(dg_checkpoint_size(net, t, too_many - 1, &found) == DG_OK && found == size - USER + too_many - 1);
  assert_true(dg_checkpoint_save(net, t, &r.state, r.p, r.m, too_many, user_bytes, ROOM, bytes) == DG_ERROR_TOO_LARGE);
  assert_true(dg_checkpoint_save(net, t, &r.state, r.p, r.m, too_many - 1, user_bytes, ROOM, bytes) == DG_ERROR_CAPACITY);
  assert_true(dg_checkpoint_save(NULL, t, &r.state, r.p, r.m, 0, NULL, ROOM, bytes) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_save(net, NULL, &r.state, r.p, r.m, 0, NULL, ROOM, bytes) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_save(net, t, NULL, r.p, r.m, 0, NULL, ROOM, bytes) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_save(net, t, &r.state, NULL, r.m, 0, NULL, ROOM, bytes) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_save(net, t, &r.state, r.p, NULL, 0, NULL, ROOM, bytes) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_save(net, t, &r.state, r.p, r.m, 0, NULL, ROOM, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_save(net, t, &r.state, r.p, r.m, 1, NULL, ROOM, bytes) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_inspect(size, NULL, &found) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_inspect(size, bytes, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_load(NULL, t, size, bytes, &r.state, r.p, r.m, 0, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_load(net, NULL, size, bytes, &r.state, r.p, r.m, 0, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_load(net, t, size, NULL, &r.state, r.p, r.m, 0, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_load(net, t, size, bytes, NULL, r.p, r.m, 0, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_load(net, t, size, bytes, &r.state, NULL, r.m, 0, NULL) == DG_ERROR_NULL);
  assert_true(dg_checkpoint_load(net, t, size, bytes, &r.state, r.p, NULL, 0, NULL) == DG_ERROR_NULL);
  s.layers[0].neuron.tau_mem = -1;
  assert_true(dg_checkpoint_load(net, t, size, bytes, &r.state, r.p, r.m, 0, NULL) == DG_ERROR_TIME_CONSTANT);
  assert_true(dg_checkpoint_save(net, t, &r.state, r.p, r.m, 0, NULL, ROOM, bytes) == DG_ERROR_TIME_CONSTANT);
  assert_true(dg_checkpoint_size(net, t, 0, &found) == DG_ERROR_TIME_CONSTANT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_resume), cmocka_unit_test(test_round_trip),    cmocka_unit_test(test_layout),
      cmocka_unit_test(test_crc),    cmocka_unit_test(test_short), cmocka_unit_test(test_sealed_settings), cmocka_unit_test(test_damage),        cmocka_unit_test(test_sealed),
      cmocka_unit_test(test_other_network), cmocka_unit_test(test_other_training), cmocka_unit_test(test_capacity),
      cmocka_unit_test(test_errors)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
