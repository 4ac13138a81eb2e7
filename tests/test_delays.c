/* Sections 6 and 7 of delgrad.h: maps from parameters to delays, groups that share them, and delays within a layer. */
#include <math.h>
#include <string.h>

#include "delgrad.h"
#include "near.h"
#include "workspace.h"

static uint64_t draws;

/* Uniform in [0, 1), 24 bits, the same in both precisions. */
static dg_real uniform(void) {
  draws = draws * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (dg_real)(draws >> 40) / 16777216;
}

static dg_delay delay_of(dg_delay_kind kind, dg_delay_map map) {
  dg_delay delay;
  memset(&delay, 0, sizeof delay);
  delay.kind = kind;
  delay.map = map;
  delay.scale = 1;
  return delay;
}

static dg_layer layer_of(size_t inputs, size_t outputs, size_t biases, const dg_real *bias_times, dg_real tau_mem) {
  dg_layer layer;
  memset(&layer, 0, sizeof layer);
  layer.inputs = inputs;
  layer.outputs = outputs;
  layer.biases = biases;
  layer.bias_times = bias_times;
  layer.neuron.tau_mem = tau_mem;
  layer.neuron.tau_syn = 1;
  layer.neuron.threshold = 1;
  layer.neuron.g_leak = 1 / tau_mem;
  layer.delay = delay_of(DG_DELAY_NONE, DG_MAP_SIGMOID);
  return layer;
}

/* ---- maps ---- */

static void test_sigmoid(void **unused) {
  (void)unused;
  dg_delay delay = delay_of(DG_DELAY_AXONAL, DG_MAP_SIGMOID);
  assert_true(dg_sigmoid(0) == DG_R(0.5));
  assert_true(dg_delay_of(&delay, 0) == DG_R(0.5) && dg_delay_slope(&delay, 0) == DG_R(0.25));
  delay.scale = DG_R(1.5);
  delay.shift = 2;
  assert_true(dg_delay_of(&delay, 0) == DG_R(2.75) && dg_delay_slope(&delay, 0) == DG_R(0.375));
  for (int i = -60; i <= 60; i++) {
    const double p = i * 0.25, s = 1 / (1 + exp(-p)), falls = exp(-fabs(p)) / (1 + exp(-fabs(p))) / (1 + exp(-fabs(p)));
    NEAR(dg_sigmoid(DG_R(p)), s, 4 * EPSILON * s);
    NEAR(dg_delay_of(&delay, DG_R(p)), 2 + 1.5 * s, 8 * EPSILON);
    /* to relative precision in both tails: neither 1 - s nor e/(e+1)^2 may cancel or overflow */
    NEAR(dg_delay_slope(&delay, DG_R(p)), 1.5 * falls, 12 * EPSILON * falls);
  }
  const dg_real far = DG_R(1e6);
  assert_true(dg_sigmoid(far) == 1 && dg_sigmoid(-far) == 0);
  assert_true(dg_delay_of(&delay, far) == DG_R(3.5) && dg_delay_of(&delay, -far) == 2);
  assert_true(dg_delay_slope(&delay, far) == 0 && dg_delay_slope(&delay, -far) == 0);
}

static void test_identity(void **unused) {
  (void)unused;
  for (int map = DG_MAP_CLIP; map <= DG_MAP_SHIFT; map++) {
    dg_delay delay = delay_of(DG_DELAY_AXONAL, (dg_delay_map)map);
    delay.scale = 7; /* of the sigmoid alone */
    delay.shift = 9;
    const dg_real p[4] = {0, DG_R(0.25), 3, 100};
    for (int i = 0; i < 4; i++) assert_true(dg_delay_of(&delay, p[i]) == p[i] && dg_delay_slope(&delay, p[i]) == 1);
  }
}

static void check_projection(dg_delay_map map, size_t n, const dg_real *from, const dg_real *to) {
  dg_delay delay = delay_of(DG_DELAY_AXONAL, map);
  dg_real p[6];
  memcpy(p, from, sizeof p);
  dg_delay_project(&delay, n, p);
  for (size_t i = 0; i < 6; i++) assert_true(p[i] == (i < n ? to[i] : from[i]));
}

static void test_projection(void **unused) {
  (void)unused;
  const dg_real mixed[6] = {2, -3, 0, 1, DG_R(-0.5), -77}, clipped[5] = {2, 0, 0, 1, 0};
  const dg_real shifted[5] = {5, 0, 3, 4, DG_R(2.5)}, good[6] = {3, 1, 2, 4, DG_R(0.5), -77};
  check_projection(DG_MAP_SIGMOID, 5, mixed, mixed);
  check_projection(DG_MAP_CLIP, 5, mixed, clipped);
  check_projection(DG_MAP_SHIFT, 5, mixed, shifted);
  /* delays that are admissible stay, the least of them too */
  check_projection(DG_MAP_CLIP, 5, good, good);
  check_projection(DG_MAP_SHIFT, 5, good, good);
  check_projection(DG_MAP_SHIFT, 0, mixed, mixed);
  /* rounding must not leave a shifted delay below 0 */
  dg_delay delay = delay_of(DG_DELAY_AXONAL, DG_MAP_SHIFT);
  for (int i = 0; i < 1000; i++) {
    dg_real p[3] = {uniform() - 2, uniform() * uniform() - 1, uniform() * 1000 - 1};
    dg_delay_project(&delay, 3, p);
    assert_true(p[0] == 0 && p[1] >= 0 && p[2] >= 0);
  }
}

static void test_initial(void **unused) {
  (void)unused;
  for (int map = 0; map < 3; map++) {
    dg_layer layer = layer_of(30, 20, 0, NULL, 2);
    layer.delay = delay_of(DG_DELAY_SYNAPTIC, (dg_delay_map)map);
    dg_network net = {30, 1, 1, &layer, 0};
    dg_layer_training law = {DG_R(-2), 1, DG_R(0.25), 1, DG_R(0.01), DG_R(0.01), 0};
    dg_training training;
    memset(&training, 0, sizeof training);
    training.layers = &law;
    training.optimiser.gamma = 1;
    training.seed = 3;
    static dg_real p[1200], raw[1200];
    assert_true(dg_initialise(&net, &training, p) == DG_OK);
    if (map == 0) memcpy(raw, p, sizeof raw);
    dg_real least = 0;
    size_t below = 0;
    for (size_t i = 600; i < 1200; i++) {
      least = raw[i] < least ? raw[i] : least;
      below += raw[i] < 0;
    }
    assert_true(below > 150 && below < 350);
    for (size_t i = 0; i < 600; i++) assert_true(p[i] == raw[i]);
    for (size_t i = 600; i < 1200; i++)
      assert_true(p[i] == (map == 0 ? raw[i] : map == DG_MAP_SHIFT ? raw[i] - least : raw[i] < 0 ? 0 : raw[i]));
  }
}

/* ---- groups ---- */

static void test_group_of(void **unused) {
  (void)unused;
  const size_t side_by_side[6] = {0, 0, 0, 1, 1, 1}, tiled[6] = {0, 1, 2, 0, 1, 2}, uneven[5] = {0, 1, 2, 0, 1};
  for (size_t i = 0; i < 6; i++) {
    assert_true(dg_group_of(DG_GROUP_NEIGHBOURS, 2, 6, i) == side_by_side[i]);
    assert_true(dg_group_of(DG_GROUP_TILED, 3, 6, i) == tiled[i]);
    assert_true(dg_group_of(DG_GROUP_NEIGHBOURS, 6, 6, i) == i && dg_group_of(DG_GROUP_TILED, 6, 6, i) == i);
    assert_true(dg_group_of(DG_GROUP_NEIGHBOURS, 1, 6, i) == 0 && dg_group_of(DG_GROUP_TILED, 1, 6, i) == 0);
    if (i < 5) assert_true(dg_group_of(DG_GROUP_TILED, 3, 5, i) == uneven[i]);
  }
}

/* kind, groups asked for, and what comes of it in a layer of 4 + 2 sources and 4 targets */
typedef struct {
  dg_delay_kind kind;
  size_t source_groups, target_groups, sources, targets;
} grouping_case;

static const grouping_case groupings[] = {
    {DG_DELAY_NONE, 0, 0, 0, 0},      {DG_DELAY_NONE, 2, 2, 0, 0},      {DG_DELAY_AXONAL, 0, 0, 6, 1},
    {DG_DELAY_AXONAL, 3, 2, 3, 1},    {DG_DELAY_AXONAL, 1, 0, 1, 1},    {DG_DELAY_DENDRITIC, 0, 0, 1, 4},
    {DG_DELAY_DENDRITIC, 3, 2, 1, 2}, {DG_DELAY_DENDRITIC, 0, 1, 1, 1}, {DG_DELAY_SYNAPTIC, 0, 0, 6, 4},
    {DG_DELAY_SYNAPTIC, 2, 0, 2, 4},  {DG_DELAY_SYNAPTIC, 0, 2, 6, 2},  {DG_DELAY_SYNAPTIC, 3, 2, 3, 2}};

static size_t group_by_hand(int tiled, size_t groups, size_t n, size_t i) {
  if (tiled) return i % groups;
  size_t size = n / groups, group = 0;
  while (i >= size) {
    i -= size;
    group++;
  }
  return group;
}

static void test_delay_index(void **unused) {
  (void)unused;
  const dg_real bias_times[2] = {0, 1};
  for (size_t x = 0; x < sizeof groupings / sizeof groupings[0]; x++)
    for (int tiled = 0; tiled < 2; tiled++) {
      const grouping_case *c = groupings + x;
      dg_layer layer = layer_of(4, 4, 2, bias_times, 2);
      layer.delay = delay_of(c->kind, DG_MAP_CLIP);
      layer.delay.grouping = (dg_grouping)tiled;
      layer.delay.source_groups = c->source_groups;
      layer.delay.target_groups = c->target_groups;
      assert_true(dg_layer_check(&layer) == DG_OK);
      assert_true(dg_layer_sources(&layer) == 6 && dg_layer_weights(&layer) == 24);
      assert_true(dg_layer_source_groups(&layer) == c->sources && dg_layer_target_groups(&layer) == c->targets);
      assert_true(dg_layer_delays(&layer) == c->sources * c->targets);
      assert_true(dg_layer_parameters(&layer) == 24 + c->sources * c->targets);
      dg_network net = {4, 1, 1, &layer, 0};
      assert_true(dg_parameter_count(&net) == 24 + c->sources * c->targets);
      assert_true(dg_delay_count(&net) == c->sources * c->targets && dg_neuron_count(&net) == 4);
      for (size_t j = 0; j < 4 && c->kind != DG_DELAY_NONE; j++)
        for (size_t i = 0; i < 6; i++) {
          size_t want = c->kind == DG_DELAY_DENDRITIC ? 0 : group_by_hand(tiled, c->sources, 6, i);
          if (c->kind != DG_DELAY_AXONAL) want += c->sources * group_by_hand(tiled, c->targets, 4, j);
          assert_true(dg_layer_delay_index(&layer, i, j) == want);
        }
    }
}

static void test_shapes(void **unused) {
  (void)unused;
  dg_layer layer = layer_of(6, 4, 0, NULL, 2);
  layer.delay = delay_of(DG_DELAY_SYNAPTIC, DG_MAP_CLIP);
  for (size_t sources = 0; sources <= 8; sources++)
    for (size_t targets = 0; targets <= 6; targets++) {
      layer.delay.source_groups = sources;
      layer.delay.target_groups = targets;
      layer.delay.grouping = DG_GROUP_NEIGHBOURS;
      int divides = (sources == 0 || 6 % sources == 0) && (targets == 0 || 4 % targets == 0);
      assert_true(dg_layer_check(&layer) == (divides ? DG_OK : DG_ERROR_SHAPE));
      layer.delay.grouping = DG_GROUP_TILED;
      assert_true(dg_layer_check(&layer) == (sources <= 6 && targets <= 4 ? DG_OK : DG_ERROR_SHAPE));
    }
}

/* ---- delays at work ---- */

enum { IN = 3, OUT = 4, BIASES = 2, SAMPLES = 40 };

static void infer(const dg_network *net, const dg_real *parameters, const dg_real *inputs, dg_real *times) {
  dg_batch batch = {inputs, NULL, NULL, SAMPLES};
  dg_workspace work = workspace_of(net, dg_inference_workspace);
  assert_true(dg_infer(net, parameters, &batch, times, NULL, &work) == DG_OK);
  workspace_free(&work);
}

static const dg_real taus[4] = {2, 1, DG_R(1.5), DG_R(0.5)};

/* A dendritic delay d_j moves T_j by d_j and nothing else, bias spikes included. */
static void test_dendritic_shift(void **unused) {
  (void)unused;
  const dg_real bias_times[BIASES] = {DG_R(0.5), DG_R(1.25)}, d[OUT] = {0, DG_R(0.5), DG_R(1.75), 3};
  for (int tau = 0; tau < 4; tau++)
    for (int ref = 0; ref < 2; ref++) {
      dg_layer layer = layer_of(IN, OUT, BIASES, bias_times, taus[tau]);
      dg_network net = {IN, 1, 1, &layer, ref ? DG_R(1.5) : 0};
      dg_real p[OUT * (IN + BIASES) + OUT], inputs[SAMPLES * IN], plain[SAMPLES * OUT], delayed[SAMPLES * OUT];
      draws = 5;
      for (int i = 0; i < OUT * (IN + BIASES); i++) p[i] = DG_R(3) * uniform() - DG_R(0.25);
      for (int j = 0; j < OUT; j++) p[OUT * (IN + BIASES) + j] = d[j];
      for (int i = 0; i < SAMPLES * IN; i++) inputs[i] = 2 * uniform();
      infer(&net, p, inputs, plain);
      layer.delay = delay_of(DG_DELAY_DENDRITIC, DG_MAP_CLIP);
      infer(&net, p, inputs, delayed);
      int spikes = 0;
      for (int x = 0; x < SAMPLES * OUT; x++) {
        assert_true((plain[x] < DG_NEVER) == (delayed[x] < DG_NEVER));
        if (!(plain[x] < DG_NEVER)) continue;
        spikes++;
        NEAR(delayed[x] - plain[x], d[x % OUT], 3000 * EPSILON);
        if (x % OUT == 0) assert_true(delayed[x] == plain[x]);
      }
      assert_true(spikes > SAMPLES * OUT / 2);
    }
}

/* Which delay reaches which synapse: every kind and grouping gives the bits of the synaptic layer whose delays are spelled
   out one by one. */
static void test_same_as_synaptic(void **unused) {
  (void)unused;
  const dg_real bias_times[BIASES] = {DG_R(0.5), DG_R(1.25)};
  const size_t groups[3] = {0, 1, 2};
  int compared = 0;
  for (int tau = 0; tau < 3; tau++)
    for (int kind = DG_DELAY_AXONAL; kind <= DG_DELAY_SYNAPTIC; kind++)
      for (int map = 0; map < 3; map++)
        for (int tiled = 0; tiled < 2; tiled++)
          for (int g = 0; g < 3; g++) {
            enum { SOURCES = 4 + BIASES, WEIGHTS = OUT * SOURCES };
            dg_layer layer = layer_of(4, OUT, BIASES, bias_times, taus[tau]), full = layer;
            layer.delay = delay_of((dg_delay_kind)kind, (dg_delay_map)map);
            layer.delay.grouping = (dg_grouping)tiled;
            layer.delay.source_groups = groups[g];
            layer.delay.target_groups = groups[(g + tau) % 3];
            layer.delay.scale = DG_R(1.5);
            layer.delay.shift = DG_R(0.25);
            full.delay = delay_of(DG_DELAY_SYNAPTIC, DG_MAP_CLIP);
            dg_network net = {4, 1, 1, &layer, 0}, full_net = {4, 1, 1, &full, 0};
            dg_real p[2 * WEIGHTS], q[2 * WEIGHTS], inputs[SAMPLES * 4], a[SAMPLES * OUT], b[SAMPLES * OUT];
            draws = (uint64_t)(kind * 100 + map * 10 + tiled);
            for (size_t i = 0; i < 2 * WEIGHTS; i++) p[i] = q[i] = 2 * uniform();
            for (size_t j = 0; j < OUT; j++)
              for (size_t i = 0; i < SOURCES; i++)
                q[WEIGHTS + j * SOURCES + i] = dg_delay_of(&layer.delay, p[WEIGHTS + dg_layer_delay_index(&layer, i, j)]);
            for (int i = 0; i < SAMPLES * 4; i++) inputs[i] = 2 * uniform();
            infer(&net, p, inputs, a);
            infer(&full_net, q, inputs, b);
            assert_memory_equal(a, b, sizeof a);
            compared++;
          }
  assert_true(compared == 3 * 3 * 3 * 2 * 3);
}

/* An axonal delay is a later input, to the bit where times are kept as times. */
static void test_axonal_shift(void **unused) {
  (void)unused;
  const dg_real d[IN] = {0, DG_R(0.5), DG_R(1.25)};
  for (int tau = 0; tau < 4; tau++) {
    dg_layer layer = layer_of(IN, OUT, 0, NULL, taus[tau]);
    dg_network net = {IN, 1, 1, &layer, 0};
    dg_real p[OUT * IN + IN], inputs[SAMPLES * IN], later[SAMPLES * IN], a[SAMPLES * OUT], b[SAMPLES * OUT];
    draws = 6;
    for (int i = 0; i < OUT * IN; i++) p[i] = 4 * uniform() - DG_R(0.5);
    for (int i = 0; i < IN; i++) p[OUT * IN + i] = d[i];
    for (int i = 0; i < SAMPLES * IN; i++) {
      inputs[i] = 2 * uniform();
      later[i] = inputs[i] + d[i % IN];
    }
    infer(&net, p, later, a);
    layer.delay = delay_of(DG_DELAY_AXONAL, DG_MAP_CLIP);
    infer(&net, p, inputs, b);
    for (int x = 0; x < SAMPLES * OUT; x++) {
      if (taus[tau] != 2) assert_true(a[x] == b[x]);
      assert_true((a[x] < DG_NEVER) == (b[x] < DG_NEVER));
      if (a[x] < DG_NEVER) NEAR(a[x], b[x], 3000 * EPSILON);
    }
  }
}

/* ---- preparation and its errors ---- */

static void test_shifts(void **unused) {
  (void)unused;
  dg_layer layer = layer_of(2, 1, 0, NULL, 2);
  layer.delay = delay_of(DG_DELAY_AXONAL, DG_MAP_CLIP);
  const dg_real p[2] = {0, 3}, negative[2] = {1, DG_R(-0.001)};
  dg_real shift[2];
  assert_true(dg_layer_shifts(&layer, 2, p, shift) == DG_OK);
  assert_true(shift[0] == 1);
  NEAR(shift[1], exp(1.5), 8 * EPSILON);
  assert_true(dg_layer_shifts(&layer, 2, negative, shift) == DG_ERROR_DELAY);
  const dg_real longest[2] = {DG_TIME_MAX * 2, 0}, longer[2] = {0, DG_TIME_MAX * 2 * (1 + DG_EPSILON)};
  assert_true(dg_layer_shifts(&layer, 2, longest, shift) == DG_OK && dg_is_finite(shift[0]));
  assert_true(dg_layer_shifts(&layer, 2, longer, shift) == DG_ERROR_RANGE);
  layer.neuron.tau_mem = 1;
  assert_true(dg_layer_shifts(&layer, 2, p, shift) == DG_OK && shift[0] == 0 && shift[1] == 3);
  assert_true(dg_layer_shifts(&layer, 2, longest, shift) == DG_ERROR_RANGE);
  layer.delay.map = DG_MAP_SIGMOID;
  assert_true(dg_layer_shifts(&layer, 2, negative, shift) == DG_OK);
  NEAR(shift[0], 1 / (1 + exp(-1.0)), 4 * EPSILON);
}

/* A sigmoid whose delays could be negative is refused as a whole. */
static void test_sigmoid_check(void **unused) {
  (void)unused;
  dg_layer layer = layer_of(2, 1, 0, NULL, 2);
  layer.delay = delay_of(DG_DELAY_AXONAL, DG_MAP_SIGMOID);
  const dg_real odd[3] = {DG_NEVER, -DG_NEVER, DG_NAN};
  for (int map = 0; map < 3; map++) {
    layer.delay.map = (dg_delay_map)map;
    for (int i = 0; i < 3; i++) {
      layer.delay.scale = odd[i];
      assert_true(dg_layer_check(&layer) == (map == 0 ? DG_ERROR_NOT_FINITE : DG_OK));
      layer.delay.scale = 1;
      layer.delay.shift = odd[i];
      assert_true(dg_layer_check(&layer) == (map == 0 ? DG_ERROR_NOT_FINITE : DG_OK));
      layer.delay.shift = 0;
    }
    layer.delay.shift = DG_R(-0.125);
    assert_true(dg_layer_check(&layer) == (map == 0 ? DG_ERROR_DELAY : DG_OK));
    layer.delay.shift = 1;
    layer.delay.scale = DG_R(-1.125);
    assert_true(dg_layer_check(&layer) == (map == 0 ? DG_ERROR_DELAY : DG_OK));
    layer.delay.scale = -1;
    assert_true(dg_layer_check(&layer) == DG_OK);
    layer.delay.scale = 1;
    layer.delay.shift = 0;
  }
  /* with a negative scale the delay falls from shift to 0 */
  layer.delay.map = DG_MAP_SIGMOID;
  layer.delay.scale = -1;
  layer.delay.shift = 1;
  assert_true(dg_delay_of(&layer.delay, DG_R(1e6)) == 0 && dg_delay_of(&layer.delay, DG_R(-1e6)) == 1);
  assert_true(dg_delay_slope(&layer.delay, 0) == DG_R(-0.25));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sigmoid),         cmocka_unit_test(test_identity),         cmocka_unit_test(test_projection),
      cmocka_unit_test(test_initial),         cmocka_unit_test(test_group_of),         cmocka_unit_test(test_delay_index),
      cmocka_unit_test(test_shapes),          cmocka_unit_test(test_dendritic_shift),  cmocka_unit_test(test_axonal_shift),
      cmocka_unit_test(test_same_as_synaptic), cmocka_unit_test(test_shifts),          cmocka_unit_test(test_sigmoid_check)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
