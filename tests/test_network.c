/* Section 8 of delgrad.h and what of section 12 runs a network forward and backward: against single neurons, against a
   reference written in this file, against finite differences, and against itself bit for bit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "delgrad.h"
#include "near.h"
#include "quick.h"
#include "workspace.h"

/* ---- networks to test with ---- */

/* Draws are whole numbers over a power of two: exact in both precisions, whatever a compiler makes of sums and products. */
static uint64_t stream;

static uint32_t draw(uint32_t below) {
  stream = stream * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(((stream >> 32) * below) >> 32);
}

static dg_real pick(int from, int to, int over) {
  return (dg_real)(from + (int)draw((uint32_t)(to - from + 1))) / (dg_real)over;
}

typedef struct {
  int tau_mem, tau_syn; /* in units of 1/8 */
  int weight;           /* threshold over the peak of the kernel, in units of 1/8: the weight one input would need */
} constants;

static const constants kinds_of_neuron[] = {{16, 8, 16},  {8, 8, 22},   {12, 8, 18}, {4, 8, 32},
                                            {24, 12, 16}, {14, 14, 22}, {9, 8, 20}};
enum { NEURON_KINDS = 7, DEPTH = 4, PARAMETERS = 1000, BATCH = 150, INPUTS = 8, NEURONS = 40 };

typedef struct {
  dg_layer layers[DEPTH];
  dg_layer_training laws[DEPTH];
  dg_network net;
  dg_training training;
  dg_real bias_times[DEPTH][3];
  int need[DEPTH];
  dg_real p[PARAMETERS], inputs[BATCH * INPUTS];
  dg_index labels[BATCH];
  dg_batch batch;
  dg_workspace work;
} rig;

static void rig_start(rig *r, size_t inputs, size_t multiplex, size_t depth) {
  memset(r, 0, sizeof *r);
  r->net.inputs = inputs;
  r->net.multiplex = multiplex;
  r->net.depth = depth;
  r->net.layers = r->layers;
  r->training.layers = r->laws;
  r->training.optimiser.gamma = 1;
  r->training.loss.delta_t = DG_R(0.25);
  r->training.loss.t_correct = 1;
  r->training.loss.t_wrong = 2;
  r->training.loss.xi = DG_R(0.5);
  r->training.loss.early_beta = 2;
  r->layers[0].inputs = inputs * multiplex;
}

static void rig_layer(rig *r, size_t l, size_t outputs, int neuron, size_t biases, int kind, int map) {
  dg_layer *layer = r->layers + l;
  const constants *k = kinds_of_neuron + neuron;
  if (l > 0) layer->inputs = r->layers[l - 1].outputs;
  layer->outputs = outputs;
  layer->biases = biases;
  layer->bias_times = r->bias_times[l];
  for (size_t b = 0; b < 3; b++) r->bias_times[l][b] = DG_R(0.5) + DG_R(0.375) * (dg_real)b;
  layer->neuron.tau_mem = (dg_real)k->tau_mem / 8;
  layer->neuron.tau_syn = (dg_real)k->tau_syn / 8;
  layer->neuron.e_leak = DG_R(-0.25);
  layer->neuron.threshold = DG_R(0.75);
  layer->neuron.g_leak = layer->neuron.tau_syn / layer->neuron.tau_mem;
  layer->delay.kind = (dg_delay_kind)kind;
  layer->delay.map = (dg_delay_map)map;
  layer->delay.scale = DG_R(0.75);
  layer->delay.shift = DG_R(0.125);
  r->need[l] = k->weight;
}

/* Weights that let most neurons spike, a fifth of them negative; delays up to 1; inputs over two units of time. */
static void rig_draw(rig *r, uint64_t seed, size_t count) {
  dg_real *p = r->p;
  assert_true(dg_network_check(&r->net) == DG_OK && dg_parameter_count(&r->net) <= PARAMETERS);
  assert_true(count <= BATCH && r->net.inputs <= INPUTS && dg_neuron_count(&r->net) <= NEURONS);
  stream = seed;
  for (size_t l = 0; l < r->net.depth; l++) {
    const dg_layer *layer = r->layers + l;
    int mean = r->need[l] * 320 / (int)dg_layer_sources(layer);
    for (size_t i = 0; i < dg_layer_weights(layer); i++) *p++ = pick(-mean / 2, 5 * mean / 2, 1024);
    for (size_t i = 0; i < dg_layer_delays(layer); i++)
      *p++ = layer->delay.map == DG_MAP_SIGMOID ? pick(-2048, 2048, 1024) : pick(0, 1024, 1024);
  }
  for (size_t i = 0; i < count * r->net.inputs; i++) r->inputs[i] = pick(9830, 131072, 65536);
  for (size_t n = 0; n < count; n++) r->labels[n] = (dg_index)draw((uint32_t)dg_output_count(&r->net));
  r->batch.inputs = r->inputs;
  r->batch.labels = r->labels;
  r->batch.index = NULL;
  r->batch.count = count;
  workspace_free(&r->work);
  r->work = workspace_of(&r->net, dg_training_workspace);
}

static void rig_end(rig *r) { workspace_free(&r->work); }

static void rig_infer(const rig *r, const dg_batch *batch, dg_real *times, dg_real *record) {
  assert_true(dg_infer(&r->net, r->p, batch, times, record, &r->work) == DG_OK);
}

static dg_batch_result rig_gradient(const rig *r, const dg_batch *batch, const dg_real *measured, dg_real *gradient) {
  dg_batch_result result;
  assert_true(dg_gradient(&r->net, r->p, &r->training, 0, batch, measured, gradient, &result, &r->work) == DG_OK);
  return result;
}

static int kind_of_ratio(const dg_layer *layer) { return (int)dg_neuron_constants(&layer->neuron).ratio; }

/* Network number which of a varied set: depths 1 to 4, layers that differ in size, constants, delays and biases. */
static void rig_vary(rig *r, int which, size_t count) {
  stream = (uint64_t)which * 7919 + 1;
  for (int i = 0; i < 8; i++) draw(2);
  size_t depth = (size_t)which % 4 + 1, multiplex = which % 3 == 1 ? 3 : 1;
  rig_start(r, 2 + draw(3), multiplex, depth);
  r->net.t_ref = pick(-4, 4, 2) * (dg_real)(which % 2);
  for (size_t l = 0; l < depth; l++) {
    size_t outputs = 2 + draw(5), biases = draw(3); /* before the call: arguments have no order */
    int map = (int)draw(3);
    int neuron = which < 2 * NEURON_KINDS ? (which + (int)(l * draw(2))) % NEURON_KINDS : (int)draw(NEURON_KINDS);
    rig_layer(r, l, outputs, neuron, biases, (which + (int)l) % 4, map);
    dg_delay *delay = &r->layers[l].delay;
    delay->grouping = (dg_grouping)draw(2);
    size_t sources = dg_layer_sources(r->layers + l);
    if (draw(2) == 1) delay->source_groups = delay->grouping == DG_GROUP_TILED || sources % 2 == 0 ? 2 : 1;
    if (draw(2) == 1) delay->target_groups = delay->grouping == DG_GROUP_TILED || outputs % 2 == 0 ? 2 : 1;
  }
  rig_draw(r, (uint64_t)which + 1000, count);
}

/* ---- sources of a chunk ---- */

#define ELSEWHERE DG_R(-777)

/* Samples in lanes, copies of inputs in rows, biases below them, and nothing beyond. */
static void test_loaded_rows(void **unused) {
  (void)unused;
  enum { SAMPLES = DG_WIDTH + 3, EACH = 2, ROWS = 10 };
  static rig r;
  static dg_real inputs[SAMPLES * EACH], t[(EACH + 1) * DG_WIDTH], src[(ROWS + 1) * DG_WIDTH], next[(ROWS + 1) * DG_WIDTH];
  static dg_index index[SAMPLES];
  for (size_t x = 0; x < SAMPLES * EACH; x++) inputs[x] = (dg_real)x / 4;
  for (size_t n = 0; n < SAMPLES; n++) index[n] = (dg_index)(SAMPLES - 1 - n);
  for (size_t copies = 1; copies <= 3; copies++)
    for (size_t biases = 0; biases <= 2; biases++) {
      rig_start(&r, EACH, copies, 1);
      rig_layer(&r, 0, 2, 1, biases, DG_DELAY_NONE, DG_MAP_CLIP); /* equal time constants: times as they are */
      const size_t rows = EACH * copies + biases;
      for (int turned = 0; turned < 2; turned++)
        for (size_t first = 0; first < SAMPLES; first += DG_WIDTH) {
          const dg_batch batch = {inputs, NULL, turned ? index : NULL, SAMPLES};
          for (size_t x = 0; x < (EACH + 1) * DG_WIDTH; x++) t[x] = ELSEWHERE - 1;
          for (size_t x = 0; x < (ROWS + 1) * DG_WIDTH; x++) src[x] = next[x] = ELSEWHERE;
          dg_load_batch(&r.net, &batch, first, t);
          dg_load_inputs(&r.net, t, src);
          for (size_t l = 0; l < DG_WIDTH; l++) {
            const size_t n = first + l, row = turned ? SAMPLES - 1 - n : n;
            for (size_t i = 0; i <= EACH; i++)
              assert_true(t[i * DG_WIDTH + l] == (i == EACH ? ELSEWHERE - 1 : n < SAMPLES ? inputs[row * EACH + i] : DG_NEVER));
            for (size_t i = 0; i <= ROWS; i++) {
              const dg_real want = i < EACH * copies ? t[i / copies * DG_WIDTH + l] : i < rows ? r.bias_times[0][i - EACH * copies] : ELSEWHERE;
              assert_true(src[i * DG_WIDTH + l] == want);
            }
          }
          /* the same as spikes of a layer before */
          dg_layer from = r.layers[0];
          from.outputs = EACH * copies;
          dg_load_spikes(&from, r.layers, 0, src, next);
          assert_memory_equal(src, next, sizeof src);
        }
    }
}

/* ---- forward, neuron by neuron ---- */

/* Every spike of a record against dg_spike_time with arrivals made here. */
static void check_record(const rig *r, const dg_batch *batch, const dg_real *record, size_t *spikes, size_t *silent) {
  size_t neurons = dg_neuron_count(&r->net);
  for (size_t n = 0; n < batch->count; n++) {
    size_t row = batch->index != NULL ? (size_t)batch->index[n] : n;
    const dg_real *input = batch->inputs + row * r->net.inputs, *p = r->p, *T = record + n * neurons, *before = T;
    dg_real t[64], a[64], dT_dw[64], dT_da[64];
    dg_index order[64];
    for (size_t l = 0; l < r->net.depth; l++) {
      const dg_layer *layer = r->layers + l;
      size_t sources = layer->inputs + layer->biases;
      for (size_t i = 0; i < layer->inputs; i++) t[i] = l == 0 ? input[i / r->net.multiplex] : before[i];
      for (size_t b = 0; b < layer->biases; b++) t[layer->inputs + b] = layer->bias_times[b];
      for (size_t j = 0; j < layer->outputs; j++) {
        dg_spike spike;
        for (size_t i = 0; i < sources; i++) {
          a[i] = t[i];
          if (layer->delay.kind != DG_DELAY_NONE)
            a[i] += dg_delay_of(&layer->delay, p[sources * layer->outputs + dg_layer_delay_index(layer, i, j)]);
        }
        assert_true(dg_spike_time(&layer->neuron, sources, p + j * sources, a, order, &spike) == DG_OK);
        if ((spike.time < DG_NEVER) != (T[j] < DG_NEVER)) {
          printf("layer %d, neuron %d: %g alone, %g in the network\n", (int)l, (int)j, (double)spike.time, (double)T[j]);
          fail();
        }
        if (!(spike.time < DG_NEVER)) {
          (*silent)++;
          continue;
        }
        (*spikes)++;
        assert_true(dg_spike_gradient(&layer->neuron, sources, p + j * sources, a, order, &spike, dT_dw, dT_da) == DG_OK);
        /* Arrivals and T are known to ulps of max(|t - t_ref|, tau_mem); weights act through the threshold. */
        double scale = (double)layer->neuron.tau_mem, change = 1, sum = 0;
        for (size_t i = 0; i < sources; i++) {
          double distance = fabs((double)a[i] - (double)r->net.t_ref);
          if (a[i] < spike.time && distance > scale) scale = distance;
          change += fabs((double)dT_da[i]);
          sum += fabs((double)dT_dw[i] * (double)p[j * sources + i]);
        }
        double late = fabs((double)spike.time - (double)r->net.t_ref);
        if (late > scale) scale = late;
        NEAR(T[j], spike.time, 16 * EPSILON * (scale * change + sum + fabs((double)spike.time)));
      }
      p += dg_layer_parameters(layer);
      before = T;
      T += layer->outputs;
    }
  }
}

static void test_forward(void **unused) {
  (void)unused;
  static rig r;
  static dg_real times[BATCH * NEURONS], record[BATCH * NEURONS];
  size_t spikes = 0, silent = 0, seen_ratio[3] = {0, 0, 0}, seen_kind[4] = {0, 0, 0, 0}, changes = 0;
  for (int which = 0; which < (quick() ? 60 : 400); which++) {
    rig_vary(&r, which, 35);
    rig_infer(&r, &r.batch, times, record);
    check_record(&r, &r.batch, record, &spikes, &silent);
    size_t neurons = dg_neuron_count(&r.net), outputs = dg_output_count(&r.net);
    for (size_t n = 0; n < 35; n++)
      assert_memory_equal(times + n * outputs, record + (n + 1) * neurons - outputs, outputs * sizeof times[0]);
    for (size_t l = 0; l < r.net.depth; l++) {
      seen_ratio[kind_of_ratio(r.layers + l)]++;
      seen_kind[r.layers[l].delay.kind]++;
      if (l > 0) changes += kind_of_ratio(r.layers + l) != kind_of_ratio(r.layers + l - 1);
    }
    rig_end(&r);
  }
  for (int i = 0; i < 3; i++) assert_true(seen_ratio[i] >= 20);
  for (int i = 0; i < 4; i++) assert_true(seen_kind[i] >= 20);
  assert_true(changes >= 20 && silent > 100);
  assert_true(spikes > 2 * silent);
}

/* What dg_infer says is what the gradient is taken of. */
static void test_record_is_trained_on(void **unused) {
  (void)unused;
  static rig r;
  static dg_real times[BATCH * NEURONS], record[BATCH * NEURONS], gradient[PARAMETERS];
  const size_t counts[3] = {5, 33, 150};
  for (int which = 0; which < 40; which++) {
    size_t count = counts[which % 3], first = (count - 1) / DG_WIDTH * DG_WIDTH, at = 0;
    rig_vary(&r, which, count);
    rig_infer(&r, &r.batch, times, record);
    dg_batch_result result = rig_gradient(&r, &r.batch, NULL, gradient);
    dg_training_parts parts = dg_training_cut(&r.net, &r.work);
    dg_chunk_parts part = dg_chunk_cut(&r.net, &parts.work);
    for (size_t l = 0; l < r.net.depth; l++) {
      dg_constants k = dg_neuron_constants(&r.layers[l].neuron);
      dg_layer_state state = dg_state_of(&r.net, l, part.states);
      for (size_t j = 0; j < r.layers[l].outputs; j++, at++)
        for (size_t n = first; n < count; n++)
          assert_true(dg_decode(&k, r.net.t_ref, state.out[j * DG_WIDTH + n - first]) ==
                      record[n * dg_neuron_count(&r.net) + at]);
    }
    /* and its loss and accuracy are those of these times */
    double loss = 0;
    size_t correct = 0, outputs = dg_output_count(&r.net);
    dg_real g[NEURONS], tau_syn = r.layers[r.net.depth - 1].neuron.tau_syn;
    for (size_t n = 0; n < count; n++) {
      loss += (double)dg_sample_loss(&r.training.loss, tau_syn, outputs, times + n * outputs, 1, (size_t)r.labels[n], g);
      correct += dg_class(&r.training.loss, outputs, times + n * outputs, 1) == r.labels[n];
      /* dL/dT is divided by the batch size before anything is summed; with one layer it is still there */
      for (size_t j = 0; j < outputs && r.net.depth == 1 && n >= first; j++)
        assert_true(part.g[j * DG_WIDTH + n - first] == g[j] / (dg_real)count);
    }
    NEAR(result.loss, loss / (double)count, 100 * EPSILON * loss / (double)count);
    assert_true(result.correct == correct && result.bumped == DG_NO_LAYER);
    rig_end(&r);
  }
}

/* ---- one sample depends on nothing but itself ---- */

static void test_batch_independence(void **unused) {
  (void)unused;
  static rig r;
  static dg_real alone[BATCH * NEURONS], times[BATCH * NEURONS], record[BATCH * NEURONS];
  const size_t counts[5] = {1, 31, 32, 33, 150};
  for (int which = 0; which < (quick() ? 5 : 20); which++) {
    rig_vary(&r, which, BATCH);
    size_t neurons = dg_neuron_count(&r.net);
    for (dg_index n = 0; n < BATCH; n++) {
      dg_batch one = {r.inputs, NULL, &n, 1};
      rig_infer(&r, &one, times, alone + (size_t)n * neurons);
    }
    for (int c = 0; c < 5; c++) {
      dg_index index[BATCH];
      dg_batch batch = {r.inputs, NULL, index, counts[c]};
      for (size_t n = 0; n < counts[c]; n++) index[n] = (dg_index)draw(BATCH);
      rig_infer(&r, &batch, times, record);
      for (size_t n = 0; n < counts[c]; n++)
        assert_memory_equal(record + n * neurons, alone + (size_t)index[n] * neurons, neurons * sizeof record[0]);
    }
    rig_end(&r);
  }
}

/* A sample among samples without any input gives the same gradient at every place of a batch: the others add zeros. */
static void test_gradient_independence(void **unused) {
  (void)unused;
  static rig r;
  static dg_real first[PARAMETERS], gradient[PARAMETERS], rows[2 * INPUTS];
  const size_t places[6] = {0, 1, 30, 31, 32, 69};
  for (int which = 0; which < 24; which++) {
    rig_vary(&r, which, 1);
    /* no bias spikes, so that no input means no spike */
    for (size_t l = 0; l < r.net.depth; l++)
      for (size_t b = 0; b < 3; b++) r.bias_times[l][b] = DG_NEVER;
    for (size_t i = 0; i < r.net.inputs; i++) {
      rows[i] = DG_NEVER;
      rows[r.net.inputs + i] = r.inputs[i];
    }
    const dg_index labels[2] = {0, r.labels[0]};
    dg_index index[70];
    dg_batch batch = {rows, labels, index, 70};
    dg_batch_result want, got;
    memset(&want, 0, sizeof want);
    for (int x = 0; x < 6; x++) {
      for (size_t n = 0; n < 70; n++) index[n] = n == places[x];
      got = rig_gradient(&r, &batch, NULL, gradient);
      if (x == 0) {
        want = got;
        memcpy(first, gradient, sizeof first);
      }
      for (size_t i = 0; i < dg_parameter_count(&r.net); i++) assert_true(gradient[i] == first[i]);
      NEAR(got.loss, want.loss, 100 * EPSILON * (double)want.loss); /* the place decides how the losses are summed */
      assert_true(got.correct == want.correct);
    }
    rig_end(&r);
  }
}

static void test_index(void **unused) {
  (void)unused;
  static rig r;
  static dg_real a[PARAMETERS], b[PARAMETERS], rows[BATCH * INPUTS];
  rig_vary(&r, 6, 50);
  dg_index index[60], labels[60];
  for (size_t n = 0; n < 60; n++) {
    index[n] = (dg_index)draw(50);
    labels[n] = r.labels[index[n]];
    memcpy(rows + n * r.net.inputs, r.inputs + (size_t)index[n] * r.net.inputs, r.net.inputs * sizeof rows[0]);
  }
  dg_batch chosen = {r.inputs, r.labels, index, 60}, plain = {rows, labels, NULL, 60};
  dg_batch_result x = rig_gradient(&r, &chosen, NULL, a), y = rig_gradient(&r, &plain, NULL, b);
  assert_true(x.loss == y.loss && x.correct == y.correct);
  assert_memory_equal(a, b, dg_parameter_count(&r.net) * sizeof a[0]);
  rig_end(&r);
}

/* Loss and gradient over samples: pairwise by halves within a chunk, then chunk after chunk (SPEC 6.3). */
static dg_real tree(const dg_real *x, size_t from, size_t step) {
  return step == DG_WIDTH ? x[from] : tree(x, from, 2 * step) + tree(x, from + step, 2 * step);
}

static dg_real sum_of_batch(const dg_real *x, size_t count) {
  dg_real sum = 0;
  for (size_t first = 0; first < count; first += DG_WIDTH) {
    dg_real chunk[DG_WIDTH];
    for (size_t l = 0; l < DG_WIDTH; l++) chunk[l] = first + l < count ? x[first + l] : 0;
    sum += tree(chunk, 0, 1);
  }
  return sum;
}

static void test_sum_order(void **unused) {
  (void)unused;
  static rig r;
  enum { WEIGHTS = 4 * 3 };
  static dg_real each[WEIGHTS][BATCH], losses[BATCH], gradient[PARAMETERS], rows[(BATCH + 1) * INPUTS];
  const size_t counts[5] = {1, 31, 32, 33, 150};
  size_t naive_differs = 0;
  for (int neuron = 0; neuron < 3; neuron++)
    for (int c = 0; c < 5; c++) {
      size_t count = counts[c];
      rig_start(&r, 4, 1, 1);
      rig_layer(&r, 0, 3, neuron, 0, DG_DELAY_NONE, 0);
      rig_draw(&r, 11, BATCH);
      memcpy(rows, r.inputs, BATCH * 4 * sizeof rows[0]);
      for (size_t i = 0; i < 4; i++) rows[BATCH * 4 + i] = DG_NEVER;
      dg_index index[BATCH];
      dg_index labels[BATCH + 1];
      memcpy(labels, r.labels, sizeof r.labels);
      labels[BATCH] = 0;
      for (size_t n = 0; n < count; n++) {
        for (size_t m = 0; m < count; m++) index[m] = m == n ? (dg_index)n : (dg_index)BATCH;
        dg_batch one = {rows, labels, index, count}, alone = {rows, labels, index + n, 1};
        rig_gradient(&r, &one, NULL, gradient);
        for (size_t i = 0; i < WEIGHTS; i++) each[i][n] = gradient[i];
        losses[n] = rig_gradient(&r, &alone, NULL, gradient).loss;
      }
      dg_batch batch = {rows, labels, NULL, count};
      dg_batch_result result = rig_gradient(&r, &batch, NULL, gradient);
      assert_true(result.loss == sum_of_batch(losses, count) / (dg_real)count);
      for (size_t i = 0; i < WEIGHTS; i++) {
        dg_real naive = 0;
        for (size_t n = 0; n < count; n++) naive += each[i][n];
        naive_differs += naive != gradient[i];
        assert_true(gradient[i] == sum_of_batch(each[i], count));
      }
      rig_end(&r);
    }
  if (DG_WIDTH > 4) assert_true(naive_differs > 20); /* so that order is seen at all */
}

/* Copies of inputs lie side by side, biases below them, and nothing is written beyond. */
static void test_copies(void **unused) {
  (void)unused;
  static rig r;
  enum { W = DG_WIDTH, ROWS = 2 * 3 + 2 };
  for (int neuron = 0; neuron < 2; neuron++)
    for (size_t biases = 0; biases <= 2; biases++) {
      dg_real t[2 * W], src[(ROWS + 1) * W];
      rig_start(&r, 2, 3, 1);
      rig_layer(&r, 0, 2, neuron, biases, DG_DELAY_NONE, 0);
      rig_draw(&r, 5, 1);
      const dg_constants k = dg_neuron_constants(&r.layers[0].neuron);
      for (size_t x = 0; x < 2 * W; x++) t[x] = (dg_real)x / 64;
      for (size_t x = 0; x < (ROWS + 1) * W; x++) src[x] = -77;
      dg_load_inputs(&r.net, t, src);
      for (size_t i = 0; i < ROWS + 1; i++)
        for (size_t l = 0; l < W; l++) {
          const dg_real want = i < 6          ? dg_encode(&k, 0, t[i / 3 * W + l])
                               : i < 6 + biases ? dg_encode(&k, 0, r.bias_times[0][i - 6])
                                              : -77;
          assert_true(src[i * W + l] == want);
        }
      rig_end(&r);
    }
}

/* Spikes of a layer and the biases of the next are its sources, copied or converted, and nothing is written beyond. */
static void test_spikes_of_the_layer_before(void **unused) {
  (void)unused;
  static rig r;
  enum { W = DG_WIDTH, OUT = 3 };
  for (int from = 0; from < 3; from++)
    for (int to = 0; to < 3; to++)
      for (size_t biases = 0; biases <= 1; biases++) {
        dg_real out[(OUT + 1) * W], src[(OUT + 2) * W];
        rig_start(&r, 2, 1, 2);
        rig_layer(&r, 0, OUT, from, 0, DG_DELAY_NONE, 0);
        rig_layer(&r, 1, 2, to, biases, DG_DELAY_NONE, 0);
        const dg_constants k_from = dg_neuron_constants(&r.layers[0].neuron), k_to = dg_neuron_constants(&r.layers[1].neuron);
        for (size_t x = 0; x < (OUT + 1) * W; x++) out[x] = x % 5 == 0 ? DG_NEVER : (dg_real)x / 64;
        for (size_t x = 0; x < (OUT + 1) * W; x++) out[x] = dg_encode(&k_from, DG_R(0.5), out[x]);
        for (size_t x = 0; x < (OUT + 2) * W; x++) src[x] = -77;
        dg_load_spikes(r.layers, r.layers + 1, DG_R(0.5), out, src);
        for (size_t x = 0; x < (OUT + 2) * W; x++) {
          if (x >= (OUT + biases) * W) assert_true(src[x] == -77);
          else if (x >= OUT * W) assert_true(src[x] == dg_encode(&k_to, DG_R(0.5), r.bias_times[1][0]));
          else if (x % 5 == 0) assert_true(dg_decode(&k_to, DG_R(0.5), src[x]) == DG_NEVER);
          else NEAR(dg_decode(&k_to, DG_R(0.5), src[x]), (double)x / 64, 8 * EPSILON);
        }
      }
}

/* Shared delays are summed over targets, then sources, by index: from the synaptic gradient, where each stands alone. */
static void test_shared_delay_order(void **unused) {
  (void)unused;
  static rig r;
  enum { SOURCES = 6, TARGETS = 5, WEIGHTS = SOURCES * TARGETS };
  static dg_real each[PARAMETERS], shared[PARAMETERS];
  for (int kind = DG_DELAY_AXONAL; kind <= DG_DELAY_SYNAPTIC; kind++)
    for (int neuron = 0; neuron < 3; neuron++) {
      rig_start(&r, SOURCES, 1, 1);
      rig_layer(&r, 0, TARGETS, neuron, 0, DG_DELAY_SYNAPTIC, DG_MAP_CLIP);
      rig_draw(&r, 21, DG_WIDTH < 30 ? DG_WIDTH : 30);
      for (size_t i = WEIGHTS; i < 2 * WEIGHTS; i++) r.p[i] = DG_R(0.375);
      rig_gradient(&r, &r.batch, NULL, each);
      dg_delay *delay = &r.layers[0].delay;
      delay->kind = (dg_delay_kind)kind;
      delay->source_groups = 2;
      delay->target_groups = kind == DG_DELAY_SYNAPTIC ? 1 : 0;
      rig_gradient(&r, &r.batch, NULL, shared);
      for (size_t i = 0; i < WEIGHTS; i++) assert_true(shared[i] == each[i]);
      dg_real sum[TARGETS] = {0, 0, 0, 0, 0};
      for (size_t j = 0; j < TARGETS; j++)
        for (size_t i = 0; i < SOURCES; i++)
          sum[kind == DG_DELAY_DENDRITIC ? j : i / 3] += each[WEIGHTS + j * SOURCES + i];
      for (size_t d = 0; d < dg_delay_count(&r.net); d++) assert_true(shared[WEIGHTS + d] == sum[d]);
      rig_end(&r);
    }
}

/* ---- missing inputs ---- */

/* A missing input is an input that is not there. */
static void test_missing_inputs(void **unused) {
  (void)unused;
  static rig r, s;
  static dg_real a[BATCH * NEURONS], b[BATCH * NEURONS], times[BATCH * NEURONS], g[PARAMETERS], h[PARAMETERS];
  for (int neuron = 0; neuron < NEURON_KINDS; neuron++)
    for (size_t gone = 0; gone < 4; gone++) {
      enum { OUT = 5, COUNT = 40 };
      rig_start(&r, 4, 1, 2);
      rig_layer(&r, 0, OUT, neuron, 1, DG_DELAY_SYNAPTIC, DG_MAP_CLIP);
      rig_layer(&r, 1, 3, neuron, 0, DG_DELAY_NONE, 0);
      rig_draw(&r, 31, COUNT);
      for (size_t n = 0; n < COUNT; n++) r.inputs[n * 4 + gone] = DG_NEVER;
      rig_start(&s, 3, 1, 2);
      rig_layer(&s, 0, OUT, neuron, 1, DG_DELAY_SYNAPTIC, DG_MAP_CLIP);
      rig_layer(&s, 1, 3, neuron, 0, DG_DELAY_NONE, 0);
      rig_draw(&s, 31, COUNT);
      memcpy(s.labels, r.labels, sizeof s.labels);
      for (size_t n = 0; n < COUNT; n++)
        for (size_t i = 0; i < 3; i++) s.inputs[n * 3 + i] = r.inputs[n * 4 + i + (i >= gone)];
      for (size_t j = 0; j < 2 * OUT; j++) /* weights, then delays */
        for (size_t i = 0; i < 4; i++) s.p[j * 4 + i] = r.p[j * 5 + i + (i >= gone)];
      memcpy(s.p + 2 * OUT * 4, r.p + 2 * OUT * 5, OUT * 3 * sizeof s.p[0]);
      rig_infer(&r, &r.batch, times, a);
      rig_infer(&s, &s.batch, times, b);
      assert_memory_equal(a, b, COUNT * (OUT + 3) * sizeof a[0]);
      dg_batch_result x = rig_gradient(&r, &r.batch, NULL, g), y = rig_gradient(&s, &s.batch, NULL, h);
      assert_true(x.loss == y.loss && x.correct == y.correct);
      for (size_t j = 0; j < 2 * OUT; j++) {
        assert_true(g[j * 5 + gone] == 0);
        for (size_t i = 0; i < 4; i++) assert_true(h[j * 4 + i] == g[j * 5 + i + (i >= gone)]);
      }
      rig_end(&r);
      rig_end(&s);
    }
}

static void test_all_missing(void **unused) {
  (void)unused;
  static rig r;
  static dg_real times[BATCH * NEURONS], record[BATCH * NEURONS], g[PARAMETERS];
  for (int which = 0; which < 20; which++) {
    const size_t count = which % 2 == 0 ? 1 : 35;
    rig_vary(&r, which, count);
    for (size_t l = 0; l < r.net.depth; l++)
      for (size_t b = 0; b < 3; b++) r.bias_times[l][b] = DG_NEVER;
    for (size_t i = 0; i < count * r.net.inputs; i++) r.inputs[i] = DG_NEVER;
    rig_infer(&r, &r.batch, times, record);
    for (size_t i = 0; i < count * dg_neuron_count(&r.net); i++) assert_true(record[i] == DG_NEVER);
    for (int kind = 0; kind < 3; kind++) {
      r.training.loss.kind = (dg_loss_kind)kind;
      dg_batch_result result = rig_gradient(&r, &r.batch, NULL, g);
      assert_true(result.loss == 100 && result.correct == 0);
      for (size_t i = 0; i < dg_parameter_count(&r.net); i++) assert_true(g[i] == 0);
    }
    rig_end(&r);
  }
}

/* A layer whose inputs are all silent may still spike by its bias spikes. */
static void test_bias_alone(void **unused) {
  (void)unused;
  for (int neuron = 0; neuron < NEURON_KINDS; neuron++) {
    static rig r;
    dg_real times[3], record[5];
    size_t spikes = 0, silent = 0;
    rig_start(&r, 2, 1, 2);
    rig_layer(&r, 0, 2, neuron, 0, DG_DELAY_NONE, 0);
    rig_layer(&r, 1, 3, (neuron + 1) % NEURON_KINDS, 2, DG_DELAY_DENDRITIC, DG_MAP_CLIP);
    rig_draw(&r, 5, 1);
    for (size_t j = 0; j < 3; j++) r.p[4 + j * 4 + 2] = r.p[4 + j * 4 + 3] = 8;
    r.inputs[0] = r.inputs[1] = DG_NEVER;
    rig_infer(&r, &r.batch, times, record);
    check_record(&r, &r.batch, record, &spikes, &silent);
    assert_true(spikes == 3 && silent == 2);
    rig_end(&r);
  }
}

/* ---- ties and ends of the range ---- */

/* tau_mem = 2 tau_syn, c = 1/2, one input at r = 1 with weight 9/4: rho = 3/2 exactly. A second input that arrives just
   then has no influence and no gradient (SPEC 3.6). */
static void test_tie_with_arrival(void **unused) {
  (void)unused;
  static rig r;
  enum { SCRATCH = 12 * DG_WIDTH + 40 };
  static dg_real src[2 * DG_WIDTH], out[DG_WIDTH], dT_dc[DG_WIDTH], g_out[DG_WIDTH], g_src[2 * DG_WIDTH], scratch[SCRATCH];
  static dg_index integer[2 * DG_LANES];
  const dg_real second[3] = {-100, 0, 100};
  dg_real g_w[2], first = 0;
  rig_start(&r, 2, 1, 1);
  rig_layer(&r, 0, 1, 0, 0, DG_DELAY_NONE, 0);
  for (int x = 0; x < 3; x++) {
    const dg_real w[2] = {DG_R(2.25), second[x]};
    for (size_t l = 0; l < DG_WIDTH; l++) {
      src[l] = 1;
      src[DG_WIDTH + l] = DG_R(1.5);
      g_out[l] = 1;
    }
    g_w[0] = g_w[1] = 0;
    assert_true(dg_layer_forward_reals(r.layers) <= SCRATCH && dg_layer_backward_reals(r.layers) <= SCRATCH);
    dg_layer_forward(r.layers, w, NULL, src, out, dT_dc, scratch, integer);
    dg_layer_backward(r.layers, w, NULL, 0, src, out, dT_dc, g_out, g_src, g_w, NULL, scratch);
    for (size_t l = 0; l < DG_WIDTH; l++) {
      assert_true(out[l] == DG_R(1.5) && g_src[DG_WIDTH + l] == 0);
      NEAR(g_src[l], 1, 8 * EPSILON); /* the one input carries the spike along */
    }
    assert_true(g_w[1] == 0 && g_w[0] < 0);
    if (x == 0) first = g_w[0];
    assert_true(g_w[0] == first);
  }
}

/* With weight 2 the membrane touches the threshold at rho = 2: a spike without gradients (SPEC 3.4). */
static void test_tangency(void **unused) {
  (void)unused;
  static rig r;
  dg_real times[1], g[2];
  rig_start(&r, 1, 1, 1);
  rig_layer(&r, 0, 1, 0, 0, DG_DELAY_AXONAL, DG_MAP_CLIP);
  rig_draw(&r, 1, 1);
  r.training.loss.kind = DG_LOSS_MSE;
  r.inputs[0] = 0;
  r.p[0] = 2;
  r.p[1] = 0;
  rig_infer(&r, &r.batch, times, NULL);
  NEAR(times[0], 2 * log(2.0), 4 * EPSILON);
  dg_batch_result result = rig_gradient(&r, &r.batch, NULL, g);
  NEAR(result.loss, pow(2 * log(2.0) - 1, 2) / 2, 8 * EPSILON);
  assert_true(g[0] == 0 && g[1] == 0);
  r.p[0] = 2 - 2 * DG_EPSILON;
  rig_infer(&r, &r.batch, times, NULL);
  assert_true(times[0] == DG_NEVER);
  rig_end(&r);
}

/* Where tau_mem = 2 tau_syn, what comes later than rho can say does not come (SPEC 2.4). */
static void test_late(void **unused) {
  (void)unused;
  const dg_real X = DG_TIME_MAX;
  for (int neuron = 0; neuron < 3; neuron++) {
    static rig r;
    dg_real times[1], g[2];
    rig_start(&r, 1, 1, 1);
    rig_layer(&r, 0, 1, neuron, 0, DG_DELAY_AXONAL, DG_MAP_CLIP);
    const dg_real tau = r.layers[0].neuron.tau_mem, input[3] = {X, -X, DG_R(0.75) * X}, delay[3] = {0, X, X / 2};
    rig_draw(&r, 1, 1);
    r.p[0] = 1000;
    for (int x = 0; x < 3; x++) {
      r.inputs[0] = input[x] * tau;
      r.p[1] = delay[x] * tau;
      rig_infer(&r, &r.batch, times, NULL);
      if (x == 2 && neuron == 0) assert_true(times[0] == DG_NEVER);
      else assert_true(times[0] > r.inputs[0] + r.p[1] && times[0] < r.inputs[0] + r.p[1] + tau / 100);
      rig_gradient(&r, &r.batch, NULL, g);
      assert_true(dg_is_finite(g[0]) && dg_is_finite(g[1]));
      if (x == 2 && neuron == 0) assert_true(g[0] == 0 && g[1] == 0);
    }
    rig_end(&r);
  }
}

/* ---- what a layer writes ---- */

enum { GUARD = 16 };

/* n numbers between guards, all of them -777. */
static dg_real *guarded(size_t n) {
  dg_real *x = (dg_real *)malloc((n + 2 * GUARD) * sizeof *x);
  assert_true(x != NULL);
  for (size_t i = 0; i < n + 2 * GUARD; i++) x[i] = -777;
  return x + GUARD;
}

static void guarded_end(dg_real *x, size_t n) {
  for (size_t i = 0; i < GUARD; i++) assert_true(x[n + i] == -777 && x[-1 - (ptrdiff_t)i] == -777);
  free(x - GUARD);
}

/* One chunk through one layer: neither results nor scratch are written beyond their ends. */
static void test_layer_bounds(void **unused) {
  (void)unused;
  static rig r;
  for (int neuron = 0; neuron < 3; neuron++)
    for (int kind = 0; kind < 4; kind++)
      for (size_t outputs = 1; outputs < 5; outputs += 3) {
        rig_start(&r, 3, 1, 1);
        rig_layer(&r, 0, outputs, neuron, 1, kind, DG_MAP_CLIP);
        rig_draw(&r, 61, DG_WIDTH < BATCH ? DG_WIDTH : BATCH);
        const dg_layer *layer = r.layers;
        const size_t n = 4, W = DG_WIDTH, weights = dg_layer_weights(layer), delays = dg_layer_delays(layer);
        const size_t forward = dg_layer_forward_reals(layer), backward = dg_layer_backward_reals(layer);
        dg_real *src = guarded(n * W), *out = guarded(outputs * W), *dT_dc = guarded(outputs * W), *again = guarded(outputs * W);
        dg_real *g_out = guarded(outputs * W), *g_src = guarded(n * W), *g_w = guarded(weights), *g_d = guarded(delays);
        dg_real *t = guarded(3 * W), *shift = guarded(delays), *scratch = guarded(forward), *more = guarded(backward);
        dg_index *order = (dg_index *)malloc((n * DG_LANES + 1) * sizeof *order);
        assert_true(order != NULL);
        order[n * DG_LANES] = -777;
        dg_load_batch(&r.net, &r.batch, 0, t);
        dg_load_inputs(&r.net, t, src);
        assert_true(dg_layer_shifts(layer, delays, r.p + weights, shift) == DG_OK);
        dg_layer_forward(layer, r.p, shift, src, out, dT_dc, scratch, order);
        dg_layer_measured(layer, r.net.t_ref, r.p, shift, src, out, again, scratch, order);
        for (size_t x = 0; x < outputs * W; x++) {
          g_out[x] = 1;
          assert_true(dT_dc[x] != -777 && again[x] != -777);
        }
        for (size_t i = 0; i < weights; i++) g_w[i] = 0;
        for (size_t i = 0; i < delays; i++) g_d[i] = 0;
        dg_layer_backward(layer, r.p, shift, DG_R(0.5), src, out, dT_dc, g_out, g_src, g_w, g_d, more);
        assert_true(order[n * DG_LANES] == -777);
        guarded_end(src, n * W);
        guarded_end(out, outputs * W);
        guarded_end(dT_dc, outputs * W);
        guarded_end(again, outputs * W);
        guarded_end(g_out, outputs * W);
        guarded_end(g_src, n * W);
        guarded_end(g_w, weights);
        guarded_end(g_d, delays);
        guarded_end(t, 3 * W);
        guarded_end(shift, delays);
        guarded_end(scratch, forward);
        guarded_end(more, backward);
        free(order);
        rig_end(&r);
      }
}

/* dT/da over 300 inputs of one target add to 1, but for the rounding of each; dT/dc is tau_mem rho/(A2 - 2 c rho), whose error is that
   of A2. */
static void test_arrival_shares(void **unused) {
  (void)unused;
  enum { n = 300, W = DG_WIDTH };
  static dg_real w[n], src[n * W], out[W], dT_dc[W], g_out[W], g_src[n * W], g_w[n], scratch[(2 * 512 + n + 2) * W + 2 * n];
  static dg_index order[n * DG_LANES];
  const dg_neuron neuron = {2, 1, 1, 0, DG_R(0.5)};
  const dg_layer layer = {n, 1, 0, NULL, neuron, {DG_DELAY_NONE, DG_MAP_SIGMOID, DG_GROUP_NEIGHBOURS, 0, 0, 0, 0}};
  double worst = 0, worst_slope = 0;
  for (int round = 0; round < 20; round++) {
    for (size_t i = 0; i < n; i++) w[i] = DG_R(draw(1000) + 1) / DG_R(20000);
    for (size_t x = 0; x < n * W; x++) src[x] = 1 + DG_R(draw(1 << 20)) / DG_R(1 << 20);
    for (size_t l = 0; l < W; l++) g_out[l] = 1;
    assert_true(dg_layer_forward_reals(&layer) <= sizeof scratch / sizeof *scratch);
    assert_true(dg_layer_backward_reals(&layer) <= sizeof scratch / sizeof *scratch);
    dg_layer_forward(&layer, w, NULL, src, out, dT_dc, scratch, order);
    dg_layer_backward(&layer, w, NULL, 0, src, out, dT_dc, g_out, g_src, g_w, NULL, scratch);
    for (size_t l = 0; l < W; l++) {
      long double sum = 0, a2 = 0, S;
      for (size_t i = 0; i < n; i++) sum += g_src[i * W + l];
      for (size_t i = 0; i < n; i++) a2 += src[i * W + l] < out[l] ? (long double)w[i] * src[i * W + l] : 0;
      S = a2 - 2 * (long double)DG_R(0.5) * out[l];
      worst_slope = fmax(worst_slope, fabs((double)(dT_dc[l] * S / (2 * (long double)out[l]) - 1)) / (double)(a2 / S * DG_EPSILON));
      assert_true(out[l] < DG_RHO_MAX);
      worst = fmax(worst, fabs((double)(sum - 1)) / (double)DG_EPSILON);
    }
  }
  printf("network: dT/da of 300 inputs add to 1 within %.2f, dT/dc is off by %.2f DG_EPSILON A2/S\n", worst, worst_slope);
  assert_true(worst < 2.2);
  assert_true(worst_slope < 1.3);
}

/* ---- symmetries ---- */

/* Whether numbers agree to rounding: sums over sources run by their index (SPEC 4.2). */
static int same_but_order(dg_real x, dg_real y, dg_real size) { return fabs((double)(x - y)) <= 256 * (double)(DG_EPSILON * size); }

/* Inputs in another order, with their weights and delays: not a bit changes in times, and gradients agree to rounding. */
static void test_permutation(void **unused) {
  (void)unused;
  static rig r, s;
  static dg_real a[BATCH * NEURONS], b[BATCH * NEURONS], times[BATCH * NEURONS], g[PARAMETERS], h[PARAMETERS];
  for (int neuron = 0; neuron < NEURON_KINDS; neuron++)
    for (int kind = 0; kind < 4; kind++) {
      enum { IN = 7, OUT = 4, COUNT = 40, WEIGHTS = IN * OUT };
      size_t to[IN];
      rig_start(&r, IN, 1, 2);
      rig_layer(&r, 0, OUT, neuron, 0, kind, kind % 3);
      rig_layer(&r, 1, 3, neuron, 1, DG_DELAY_NONE, 0);
      rig_draw(&r, (uint64_t)(41 + kind), COUNT);
      rig_start(&s, IN, 1, 2);
      rig_layer(&s, 0, OUT, neuron, 0, kind, kind % 3);
      rig_layer(&s, 1, 3, neuron, 1, DG_DELAY_NONE, 0);
      rig_draw(&s, 1, COUNT);
      memcpy(s.p, r.p, sizeof s.p);
      memcpy(s.labels, r.labels, sizeof s.labels);
      for (size_t i = 0; i < IN; i++) to[i] = i;
      for (size_t i = IN; i > 1; i--) {
        size_t other = draw((uint32_t)i), kept = to[i - 1];
        to[i - 1] = to[other];
        to[other] = kept;
      }
      size_t rows = OUT + (kind == DG_DELAY_AXONAL ? 1 : kind == DG_DELAY_SYNAPTIC ? OUT : 0); /* over sources */
      for (size_t n = 0; n < COUNT; n++)
        for (size_t i = 0; i < IN; i++) s.inputs[n * IN + to[i]] = r.inputs[n * IN + i];
      for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < IN; i++) s.p[row * IN + to[i]] = r.p[row * IN + i];
      rig_infer(&r, &r.batch, times, a);
      rig_infer(&s, &s.batch, times, b);
      assert_memory_equal(a, b, COUNT * (OUT + 3) * sizeof a[0]);
      dg_batch_result x = rig_gradient(&r, &r.batch, NULL, g), y = rig_gradient(&s, &s.batch, NULL, h);
      assert_true(x.loss == y.loss && x.correct == y.correct);
      dg_real size = 0;
      for (size_t i = 0; i < dg_parameter_count(&r.net); i++) size = g[i] > size ? g[i] : -g[i] > size ? -g[i] : size;
      for (size_t row = 0; row < rows; row++)
        for (size_t i = 0; i < IN; i++) assert_true(same_but_order(h[row * IN + to[i]], g[row * IN + i], size));
      for (size_t i = rows * IN; i < dg_parameter_count(&r.net); i++) assert_true(same_but_order(h[i], g[i], size));
      rig_end(&r);
      rig_end(&s);
    }
}

/* Copies of an input lie side by side: the same as a network that is given every input several times. */
static void test_multiplex(void **unused) {
  (void)unused;
  static rig r, s;
  static dg_real a[BATCH * NEURONS], b[BATCH * NEURONS], times[BATCH * NEURONS], g[PARAMETERS], h[PARAMETERS];
  for (int neuron = 0; neuron < 3; neuron++)
    for (int tiled = 0; tiled < 2; tiled++) {
      enum { COUNT = 40, COPIES = 3, IN = 2 };
      rig_start(&r, IN, COPIES, 2);
      rig_start(&s, IN * COPIES, 1, 2);
      for (int x = 0; x < 2; x++) {
        rig *each = x == 0 ? &r : &s;
        rig_layer(each, 0, 4, neuron, 0, DG_DELAY_AXONAL, DG_MAP_CLIP);
        each->layers[0].delay.grouping = (dg_grouping)tiled;
        each->layers[0].delay.source_groups = 2;
        rig_layer(each, 1, 3, neuron, 0, DG_DELAY_NONE, 0);
        rig_draw(each, 51, COUNT);
      }
      memcpy(s.labels, r.labels, sizeof s.labels);
      for (size_t n = 0; n < COUNT; n++)
        for (size_t i = 0; i < IN * COPIES; i++) s.inputs[n * IN * COPIES + i] = r.inputs[n * IN + i / COPIES];
      rig_infer(&r, &r.batch, times, a);
      rig_infer(&s, &s.batch, times, b);
      assert_memory_equal(a, b, COUNT * 7 * sizeof a[0]);
      assert_true(rig_gradient(&r, &r.batch, NULL, g).loss == rig_gradient(&s, &s.batch, NULL, h).loss);
      assert_memory_equal(g, h, dg_parameter_count(&r.net) * sizeof g[0]);
      rig_end(&r);
      rig_end(&s);
    }
}

/* Where the reference time lies is rounding; moving every time moves the spikes. */
static void test_reference_time(void **unused) {
  (void)unused;
  static rig r;
  static dg_real a[BATCH * NEURONS], b[BATCH * NEURONS], times[BATCH * NEURONS];
  for (int which = 0; which < 28; which++) {
    rig_vary(&r, which, 30);
    size_t numbers = 30 * dg_neuron_count(&r.net), missed = 0;
    rig_infer(&r, &r.batch, times, a);
    for (int move = 0; move < 2; move++) {
      const dg_real by = move ? DG_R(2.5) : 0;
      r.net.t_ref += DG_R(1.25);
      for (size_t i = 0; i < 30 * r.net.inputs; i++) r.inputs[i] += by;
      for (size_t l = 0; l < r.net.depth; l++)
        for (size_t i = 0; i < 3; i++) r.bias_times[l][i] += by;
      rig_infer(&r, &r.batch, times, b);
      for (size_t i = 0; i < numbers; i++) {
        if ((a[i] < DG_NEVER) != (b[i] < DG_NEVER)) missed++;
        else if (a[i] < DG_NEVER) missed += fabs((double)(b[i] - a[i] - by)) > 1e5 * EPSILON;
      }
    }
    /* float: a neuron close to tangency may change by more */
    assert_true(missed <= (DG_FLOAT ? numbers / 50 : 0));
    rig_end(&r);
  }
}

/* ---- a reference in double, and finite differences of it ---- */

typedef struct {
  double v, i, tau_mem, tau_syn, c;
} membrane;

static double ref_v(const membrane *m, double s) {
  double slow = exp(-s / m->tau_mem), k = s / m->tau_mem * slow;
  if (m->tau_mem != m->tau_syn) k = m->tau_syn / (m->tau_mem - m->tau_syn) * (slow - exp(-s / m->tau_syn));
  return m->v * slow + m->i * k;
}

static double ref_rise(const membrane *m, double s) { return m->i * exp(-s / m->tau_syn) - ref_v(m, s); }

/* Time to the first crossing within the window, or -1: the end of the window or the maximum of v, then Newton between. */
static double ref_root(const membrane *m, double window) {
  double low = 0, high = window;
  if (!(m->i > m->v) || !(m->i > 0)) return -1;
  if (!(window < 1e9) || ref_v(m, window) < m->c) {
    if (!(window < 1e9)) {
      high = m->tau_mem;
      while (high < 200 && ref_rise(m, high) > 0) high *= 2;
    }
    if (ref_rise(m, high) > 0) return -1;
    for (int step = 0; step < 100 && high - low > 1e-16 * high; step++) {
      double middle = (low + high) / 2;
      if (ref_rise(m, middle) > 0) low = middle;
      else high = middle;
    }
    if (ref_v(m, high) < m->c) return -1;
    low = 0;
  }
  double s = high / 2;
  for (int step = 0; step < 100; step++) {
    double error = ref_v(m, s) - m->c, rise = ref_rise(m, s);
    if (error < 0) low = s;
    else high = s;
    double next = rise > 0 ? s - error * m->tau_mem / rise : -1;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (fabs(next - s) <= 1e-16 * s) break;
    s = next;
  }
  return s;
}

/* T of one neuron; dT_dc as a measure of condition; hash takes in the causal set. */
static double ref_spike(const dg_neuron *neuron, size_t n, const double *w, const double *a, double *dT_dc,
                        uint64_t *hash) {
  membrane m = {0, 0, (double)neuron->tau_mem, (double)neuron->tau_syn, 0};
  m.c = (double)neuron->g_leak * ((double)neuron->threshold - (double)neuron->e_leak);
  size_t order[64];
  for (size_t i = 0; i < n; i++) {
    size_t p = i;
    for (; p > 0 && a[order[p - 1]] > a[i]; p--) order[p] = order[p - 1];
    order[p] = i;
  }
  *dT_dc = 0;
  for (size_t p = 0; p < n && a[order[p]] < HUGE_VAL; p++) {
    m.i += w[order[p]];
    double window = p + 1 < n ? a[order[p + 1]] - a[order[p]] : HUGE_VAL;
    double s = window > 0 ? ref_root(&m, window) : -1;
    uint64_t causal = 0;
    for (size_t q = 0; q <= p; q++) causal |= UINT64_C(1) << order[q];
    if (s >= 0) {
      *dT_dc = m.tau_mem / ref_rise(&m, s);
      *hash = (*hash ^ causal) * UINT64_C(1099511628211);
      return a[order[p]] + s;
    }
    if (!(window < 1e9)) break;
    double v = ref_v(&m, window);
    m.i *= exp(-window / m.tau_syn);
    m.v = v;
  }
  *hash = (*hash ^ 1) * UINT64_C(1099511628211);
  return HUGE_VAL;
}

static double ref_delay(const dg_delay *delay, double p) {
  return delay->map == DG_MAP_SIGMOID ? (double)delay->shift + (double)delay->scale / (1 + exp(-p)) : p;
}

typedef struct {
  double loss;
  uint64_t hash;      /* of all causal sets */
  double condition;   /* largest c dT/dc */
  size_t missing;     /* output spikes */
} ref_result;

static double ref_sample_loss(const dg_loss *loss, double tau_syn, size_t n, const double *T, size_t label) {
  double value = 0, sum = 0, shift = T[label] + (double)loss->delta_t * tau_syn;
  for (size_t j = 0; j < n; j++) {
    double target = j == label ? (double)loss->t_correct : (double)loss->t_wrong;
    if (loss->kind == DG_LOSS_MSE) value += (T[j] - target) * (T[j] - target) / 2;
    if (loss->kind == DG_LOSS_SHIFT_MSE && j != label) value += pow(T[j] - shift, 2) / 2;
    sum += exp(-T[j] / ((double)loss->xi * tau_syn));
  }
  if (loss->kind == DG_LOSS_CROSS_ENTROPY) value = log(sum) + T[label] / ((double)loss->xi * tau_syn);
  if (loss->early_alpha != 0) value += (double)loss->early_alpha * exp(T[label] / ((double)loss->early_beta * tau_syn));
  return value < HUGE_VAL ? value : 100;
}

static ref_result reference(const rig *r, const double *parameters) {
  ref_result result = {0, UINT64_C(14695981039346656037), 0, 0};
  const dg_loss *loss = &r->training.loss;
  for (size_t n = 0; n < r->batch.count; n++) {
    double t[64], T[64], w[64], a[64], dT_dc;
    const double *p = parameters;
    for (size_t i = 0; i < r->layers[0].inputs; i++) t[i] = (double)r->inputs[n * r->net.inputs + i / r->net.multiplex];
    for (size_t l = 0; l < r->net.depth; l++) {
      const dg_layer *layer = r->layers + l;
      size_t sources = layer->inputs + layer->biases;
      for (size_t b = 0; b < layer->biases; b++) t[layer->inputs + b] = (double)layer->bias_times[b];
      for (size_t j = 0; j < layer->outputs; j++) {
        for (size_t i = 0; i < sources; i++) {
          w[i] = p[j * sources + i];
          a[i] = t[i];
          if (layer->delay.kind != DG_DELAY_NONE)
            a[i] += ref_delay(&layer->delay, p[sources * layer->outputs + dg_layer_delay_index(layer, i, j)]);
        }
        T[j] = ref_spike(&layer->neuron, sources, w, a, &dT_dc, &result.hash);
        double condition = dT_dc * (double)layer->neuron.g_leak;
        if (condition > result.condition) result.condition = condition;
        if (l + 1 == r->net.depth) result.missing += !(T[j] < HUGE_VAL);
      }
      memcpy(t, T, layer->outputs * sizeof t[0]);
      p += dg_layer_parameters(layer);
    }
    const dg_layer *last = r->layers + r->net.depth - 1;
    result.loss += ref_sample_loss(loss, (double)last->neuron.tau_syn, last->outputs, T, (size_t)r->labels[n]);
  }
  result.loss /= (double)r->batch.count;
  double sum = 0, count = 0;
  const double *p = parameters;
  for (size_t l = 0; l < r->net.depth; l++) {
    const dg_layer *layer = r->layers + l;
    for (size_t i = dg_layer_weights(layer); i < dg_layer_parameters(layer); i++) {
      sum += pow(loss->delay_parameters ? p[i] : ref_delay(&layer->delay, p[i]), 2);
      count++;
    }
    p += dg_layer_parameters(layer);
  }
  if (count > 0) result.loss += (double)loss->delay_alpha * sum / count;
  return result;
}

static size_t differences, skipped;
static double worst_difference;

/* The gradient of a network against differences of the reference, fourth order, for every parameter. */
static void check_differences(const rig *r) {
  static dg_real gradient[PARAMETERS];
  static double p[PARAMETERS], difference[PARAMETERS];
  const double h = 0x1p-12, tolerance = DG_FLOAT ? 1e-4 : 2e-9;
  size_t count = dg_parameter_count(&r->net);
  for (size_t i = 0; i < count; i++) p[i] = (double)r->p[i];
  ref_result base = reference(r, p);
  dg_batch_result result = rig_gradient(r, &r->batch, NULL, gradient);
  NEAR(result.loss, base.loss, (DG_FLOAT ? 1e-4 : 1e-12) * (1 + base.loss));
  double largest = 0;
  for (size_t i = 0; i < count; i++) {
    double loss[4];
    int same = 1;
    for (int x = 0; x < 4; x++) {
      p[i] = (double)r->p[i] + h * (x < 2 ? x - 2 : x - 1);
      ref_result at = reference(r, p);
      loss[x] = at.loss;
      same = same && at.hash == base.hash;
    }
    p[i] = (double)r->p[i];
    difference[i] = same ? (8 * (loss[2] - loss[1]) - (loss[3] - loss[0])) / (12 * h) : HUGE_VAL;
    if (same && fabs(difference[i]) > largest) largest = fabs(difference[i]);
    differences++;
    skipped += !same;
  }
  assert_true(largest > 0);
  for (size_t i = 0; i < count; i++) {
    if (!(difference[i] < HUGE_VAL)) continue;
    double off = fabs((double)gradient[i] - difference[i]) / largest;
    if (off > worst_difference) worst_difference = off;
    if (off > tolerance) {
      printf("parameter %d of %d: gradient %.12g, difference %.12g, largest %.3g\n", (int)i, (int)count, (double)gradient[i],
             difference[i], largest);
      fail();
    }
  }
}

static void print_differences(const char *what) {
  printf("%s: %d parameters, %d skipped, worst difference %.2g of the largest\n", what, (int)differences, (int)skipped,
         worst_difference);
  assert_true(differences > 100 && skipped * 20 < differences);
  differences = skipped = 0;
  worst_difference = 0;
}

/* Draws until every output spikes in every sample and no neuron is close to tangency. */
static void rig_draw_good(rig *r, uint64_t seed, size_t count) {
  static double p[PARAMETERS];
  for (uint64_t attempt = 0; attempt < 3000; attempt++) {
    rig_draw(r, seed * 3000 + attempt, count);
    for (size_t i = 0; i < dg_parameter_count(&r->net); i++) p[i] = (double)r->p[i];
    ref_result at = reference(r, p);
    if (at.missing == 0 && at.condition < 8) return;
  }
  fail_msg("no network drawn");
}

/* Every delay kind and map in every ratio class; depth, grouping, loss, regularisers, biases and copies go round. */
static void test_differences(void **unused) {
  (void)unused;
  static rig r;
  int which = 0;
  for (int neuron = 0; neuron < 5; neuron++)
    for (int kind = 0; kind < 4; kind++)
      for (int map = 0; map < (kind == 0 ? 1 : 3); map++, which++) {
        if (quick() && neuron == 4) continue;
        size_t depth = 2 + (size_t)which % 2;
        rig_start(&r, 2 + (size_t)which % 2, which % 4 == 3 ? 2 : 1, depth);
        for (size_t l = 0; l < depth; l++) {
          int turn = which + (int)l;
          rig_layer(&r, l, l + 1 == depth ? 3 : 4, l == 0 ? neuron : (neuron + which) % 5, (size_t)turn % 3,
                    l == 0 ? kind : (kind + which) % 4, l == 0 ? map : turn % 3);
          dg_delay *delay = &r.layers[l].delay;
          delay->grouping = (dg_grouping)(turn / 2 % 2);
          size_t sources = dg_layer_sources(r.layers + l), outputs = r.layers[l].outputs;
          if (turn % 3 == 1) delay->source_groups = delay->grouping == DG_GROUP_TILED || sources % 2 == 0 ? 2 : 1;
          if (turn % 5 == 2) delay->target_groups = delay->grouping == DG_GROUP_TILED || outputs % 2 == 0 ? 2 : 1;
        }
        r.net.t_ref = (dg_real)(which % 3) - 1;
        dg_loss *loss = &r.training.loss;
        loss->kind = (dg_loss_kind)(which % 3);
        if (which / 3 % 2 == 1) loss->early_alpha = DG_R(0.25);
        if (which / 2 % 2 == 1) {
          loss->delay_alpha = DG_R(0.5);
          loss->delay_parameters = which / 4 % 2;
        }
        rig_draw_good(&r, (uint64_t)which, 4);
        check_differences(&r);
        rig_end(&r);
      }
  print_differences("finite differences");
}

/* Cross entropy bears wrong classes that do not spike, and samples that count 100 give nothing. */
static void test_differences_missing(void **unused) {
  (void)unused;
  static rig r;
  static double p[PARAMETERS];
  size_t missing = 0;
  for (int neuron = 0; neuron < 3; neuron++)
    for (int kind = 0; kind < 3; kind++) {
      rig_start(&r, 3, 1, 2);
      rig_layer(&r, 0, 4, neuron, 1, DG_DELAY_SYNAPTIC, DG_MAP_SIGMOID);
      rig_layer(&r, 1, 3, neuron, 0, DG_DELAY_AXONAL, DG_MAP_CLIP);
      r.training.loss.kind = (dg_loss_kind)kind;
      ref_result at;
      uint64_t seed = 0;
      do {
        rig_draw(&r, seed++, 5);
        for (size_t i = 0; i < 3; i++) r.inputs[2 * 3 + i] = DG_NEVER;
        r.bias_times[0][0] = DG_NEVER;
        for (size_t i = 0; i < 3; i++) r.p[dg_layer_parameters(r.layers) + 4 + i] /= 8; /* output 1 mostly fails */
        for (size_t i = 0; i < dg_parameter_count(&r.net); i++) p[i] = (double)r.p[i];
        at = reference(&r, p);
      } while (seed < 3000 && (at.missing < 4 || at.missing > 7 || at.condition > 8 || at.loss > 90));
      missing += at.missing;
      assert_true(at.loss > 19);
      check_differences(&r);
      rig_end(&r);
    }
  print_differences("with missing spikes");
  assert_true(missing >= 36);
}

/* ---- measured spikes ---- */

/* The model's own times, taken as measured, give the model's gradient. */
static void test_measured_ideal(void **unused) {
  (void)unused;
  static rig r;
  static dg_real times[BATCH * NEURONS], record[BATCH * NEURONS], g[PARAMETERS], h[PARAMETERS];
  for (int which = 0; which < 60; which++) {
    const size_t counts[3] = {1, 20, 45};
    rig_vary(&r, which, counts[which % 3]);
    r.training.loss.kind = (dg_loss_kind)(which % 3);
    rig_infer(&r, &r.batch, times, record);
    dg_batch_result x = rig_gradient(&r, &r.batch, NULL, g), y = rig_gradient(&r, &r.batch, record, h);
    assert_true(x.correct == y.correct);
    NEAR(y.loss, x.loss, 1e3 * EPSILON * (1 + (double)x.loss));
    double largest = 0;
    for (size_t i = 0; i < dg_parameter_count(&r.net); i++) {
      assert_true(dg_is_finite(h[i]));
      if (fabs((double)g[i]) > largest) largest = fabs((double)g[i]);
    }
    for (size_t i = 0; i < dg_parameter_count(&r.net); i++) NEAR(h[i], g[i], 1e5 * EPSILON * largest);
    rig_end(&r);
  }
}

/* At any measured times the gradient is the chain of what dg_measured_gradient says neuron by neuron. */
static void measured_by_hand(const rig *r, const dg_real *record, double *want) {
  size_t neurons = dg_neuron_count(&r->net), count = r->batch.count;
  for (size_t i = 0; i < dg_parameter_count(&r->net); i++) want[i] = 0;
  for (size_t n = 0; n < count; n++) {
    double g[64], g_next[64];
    const dg_real *T = record + (n + 1) * neurons;
    size_t offset = dg_parameter_count(&r->net);
    for (size_t l = r->net.depth; l-- > 0;) {
      const dg_layer *layer = r->layers + l;
      size_t sources = dg_layer_sources(layer), weights = dg_layer_weights(layer);
      dg_real a[64], dT_dw[64], dT_da[64];
      dg_index order[64];
      dg_spike spike;
      offset -= dg_layer_parameters(layer);
      T -= layer->outputs;
      if (l + 1 == r->net.depth) {
        dg_real slope[64];
        dg_sample_loss(&r->training.loss, layer->neuron.tau_syn, layer->outputs, T, 1, (size_t)r->labels[n], slope);
        for (size_t j = 0; j < layer->outputs; j++) g[j] = (double)slope[j] / (double)count;
      }
      for (size_t i = 0; i < sources; i++) g_next[i] = 0;
      for (size_t j = 0; j < layer->outputs; j++) {
        for (size_t i = 0; i < sources; i++) {
          const dg_real *before = T - layer->inputs;
          a[i] = i >= layer->inputs ? layer->bias_times[i - layer->inputs]
                 : l > 0            ? before[i]
                                    : r->inputs[n * r->net.inputs + i / r->net.multiplex];
          if (layer->delay.kind != DG_DELAY_NONE)
            a[i] += dg_delay_of(&layer->delay, r->p[offset + weights + dg_layer_delay_index(layer, i, j)]);
        }
        const dg_real *w = r->p + offset + j * sources;
        assert_true(dg_measured_gradient(&layer->neuron, sources, w, a, T[j], order, &spike, dT_dw, dT_da) == DG_OK);
        for (size_t i = 0; i < sources; i++) {
          want[offset + j * sources + i] += g[j] * (double)dT_dw[i];
          g_next[i] += g[j] * (double)dT_da[i];
          if (layer->delay.kind == DG_DELAY_NONE) continue;
          size_t d = offset + weights + dg_layer_delay_index(layer, i, j);
          want[d] += g[j] * (double)dT_da[i] * (double)dg_delay_slope(&layer->delay, r->p[d]);
        }
      }
      memcpy(g, g_next, sizeof g);
    }
  }
}

static void test_measured_by_hand(void **unused) {
  (void)unused;
  static rig r;
  static dg_real times[BATCH * NEURONS], record[BATCH * NEURONS], g[PARAMETERS];
  static double want[PARAMETERS];
  size_t compared = 0;
  for (int which = 0; which < (quick() ? 40 : 120); which++) {
    const size_t count = which % 2 == 0 ? 6 : 40;
    rig_vary(&r, which, count);
    r.training.loss.kind = which % 2 == 0 ? DG_LOSS_CROSS_ENTROPY : DG_LOSS_SHIFT_MSE;
    rig_infer(&r, &r.batch, times, record);
    for (size_t i = 0; i < count * dg_neuron_count(&r.net); i++) {
      if (!(record[i] < DG_NEVER)) record[i] = pick(8192, 262144, 65536); /* one that should not have come */
      record[i] += pick(-6000, 6000, 65536);
      if (draw(40) == 0) record[i] = DG_NEVER;
      if (draw(40) == 0) record[i] = DG_R(0.0625) + pick(0, 1000, 65536); /* before any arrival */
    }
    dg_batch_result result = rig_gradient(&r, &r.batch, record, g);
    assert_true(dg_is_finite(result.loss));
    measured_by_hand(&r, record, want);
    double largest = 0;
    for (size_t i = 0; i < dg_parameter_count(&r.net); i++)
      if (fabs(want[i]) > largest) largest = fabs(want[i]);
    for (size_t i = 0; i < dg_parameter_count(&r.net); i++) NEAR(g[i], want[i], (DG_FLOAT ? 3e-3 : 1e-10) * largest);
    compared += largest > 0;
    rig_end(&r);
  }
  assert_true(compared > 20);
}

/* One neuron after the other measured as silent, too early, or after the peak: its weights get no gradient and pass none
   on, the others' stay as they were. */
static void test_measured_wrong(void **unused) {
  (void)unused;
  enum { IN = 3, HIDDEN = 4, OUT = 3, NET = HIDDEN + OUT, COUNT = 3 };
  static rig r;
  static dg_real g[PARAMETERS], h[PARAMETERS];
  dg_real times[COUNT * OUT], record[COUNT * NET], wrong[COUNT * NET];
  for (int neuron = 0; neuron < NEURON_KINDS; neuron++) {
    rig_start(&r, IN, 1, 2);
    rig_layer(&r, 0, HIDDEN, neuron, 0, DG_DELAY_SYNAPTIC, DG_MAP_CLIP);
    rig_layer(&r, 1, OUT, (neuron + 1) % NEURON_KINDS, 0, DG_DELAY_NONE, 0);
    rig_draw_good(&r, 77, COUNT);
    r.training.loss.kind = DG_LOSS_CROSS_ENTROPY;
    rig_infer(&r, &r.batch, times, record);
    /* only one output is asked for, so that the label's spike stays */
    for (size_t n = 0; n < COUNT; n++) r.labels[n] = 2;
    const dg_real odd[4] = {DG_NEVER, DG_R(0.03125), DG_R(10), DG_R(-1)};
    for (int how = 0; how < 4; how++)
      for (size_t j = 0; j < NET - 1; j++) {
        memcpy(wrong, record, sizeof wrong);
        for (size_t n = 0; n < COUNT; n++) wrong[n * NET + j] = odd[how];
        rig_gradient(&r, &r.batch, wrong, g);
        size_t row = j < HIDDEN ? j * IN : 2 * HIDDEN * IN + (j - HIDDEN) * HIDDEN, width = j < HIDDEN ? IN : HIDDEN;
        for (size_t i = 0; i < dg_parameter_count(&r.net); i++) assert_true(dg_is_finite(g[i]));
        for (size_t i = 0; i < width; i++) assert_true(g[row + i] == 0);
        for (size_t i = 0; i < IN && j < HIDDEN; i++) assert_true(g[HIDDEN * IN + j * IN + i] == 0);
        if (j < HIDDEN || how != 0) continue;
        /* a silent wrong output leaves the rest of the loss: as if the other weights fed a smaller network */
        dg_layer *last = r.layers + 1;
        last->outputs = OUT - 1;
        static dg_real kept[PARAMETERS];
        memcpy(kept, r.p, sizeof kept);
        size_t from = 2 * HIDDEN * IN, gone = j - HIDDEN;
        for (size_t k = gone; k + 1 < OUT; k++)
          memmove(r.p + from + k * HIDDEN, r.p + from + (k + 1) * HIDDEN, HIDDEN * sizeof r.p[0]);
        dg_real less[COUNT * NET];
        for (size_t n = 0; n < COUNT; n++)
          for (size_t k = 0, to = 0; k < NET; k++)
            if (k != j) less[n * (NET - 1) + to++] = record[n * NET + k];
        for (size_t n = 0; n < COUNT; n++) r.labels[n] = 1;
        rig_gradient(&r, &r.batch, less, h);
        for (size_t i = 0; i < from; i++) NEAR(g[i], h[i], 0);
        last->outputs = OUT;
        memcpy(r.p, kept, sizeof kept);
        for (size_t n = 0; n < COUNT; n++) r.labels[n] = 2;
      }
    rig_end(&r);
  }
}

/* A neuron whose ideal membrane never reaches the threshold has no gradient, whatever was measured. */
static void test_measured_never_crosses(void **unused) {
  (void)unused;
  for (int neuron = 0; neuron < NEURON_KINDS; neuron++) {
    static rig r;
    dg_real g[8];
    rig_start(&r, 2, 1, 1);
    rig_layer(&r, 0, 1, neuron, 0, DG_DELAY_AXONAL, DG_MAP_CLIP);
    r.training.loss.kind = DG_LOSS_MSE;
    rig_draw(&r, 3, 1);
    r.inputs[0] = DG_R(0.5);
    r.inputs[1] = DG_R(0.75);
    r.p[2] = r.p[3] = 0;
    const dg_real measured[1] = {DG_R(0.875)};
    r.p[0] = r.p[1] = DG_R(0.01);
    rig_gradient(&r, &r.batch, measured, g);
    for (int i = 0; i < 4; i++) assert_true(g[i] == 0);
    r.p[0] = r.p[1] = 8;
    rig_gradient(&r, &r.batch, measured, g);
    for (int i = 0; i < 2; i++) assert_true(g[i] > 0); /* T = 0.875 is before t_correct, more weight comes earlier yet */
    rig_end(&r);
  }
}

/* ---- the same bits everywhere ---- */

static uint64_t hash_of(uint64_t hash, const void *bytes, size_t n) {
  const unsigned char *x = (const unsigned char *)bytes;
  for (size_t i = 0; i < n; i++) hash = (hash ^ x[i]) * UINT64_C(1099511628211);
  return hash;
}

/* One line for all results over a fixed set: times, losses, gradients, and parameters after training. It must be the same
   for every compiler, optimisation level, instruction set and DG_LANES. */
static void test_hash(void **unused) {
  (void)unused;
  static rig r;
  static dg_real times[BATCH * NEURONS], record[BATCH * NEURONS], g[PARAMETERS], moments[2 * PARAMETERS];
  uint64_t hash = UINT64_C(14695981039346656037);
  assert_true(dg_self_test());
  for (int which = 0; which < (quick() ? 4 : 40); which++) {
    const size_t count = which % 2 == 0 ? 7 : 75;
    rig_vary(&r, which, count);
    dg_training *training = &r.training;
    training->loss.kind = (dg_loss_kind)(which % 3);
    training->loss.early_alpha = DG_R(0.125);
    training->loss.delay_alpha = DG_R(0.25);
    training->optimiser.kind = (dg_optimiser_kind)(which / 2 % 2);
    training->optimiser.momentum = DG_R(0.5);
    training->optimiser.beta1 = DG_R(0.875);
    training->optimiser.beta2 = DG_R(0.9921875);
    training->optimiser.epsilon = DG_R(0.0009765625);
    training->optimiser.schedule = DG_EXPONENTIAL;
    training->optimiser.gamma = DG_R(0.75);
    training->gradient_cut = which % 4 == 0 ? DG_R(0.0625) : 0;
    training->weight_clip = 16;
    training->input_noise = which % 5 == 0 ? DG_R(0.03125) : 0;
    training->bump = which % 3 == 0 ? DG_R(0.0625) : 0;
    training->seed = (uint64_t)which;
    for (size_t l = 0; l < r.net.depth; l++) {
      r.laws[l].weight_rate = DG_R(0.015625);
      r.laws[l].delay_rate = DG_R(0.0078125);
      r.laws[l].max_missing = DG_R(0.5);
    }
    size_t parameters = dg_parameter_count(&r.net), neurons = dg_neuron_count(&r.net);
    rig_infer(&r, &r.batch, times, record);
    hash = hash_of(hash, record, count * neurons * sizeof record[0]);
    dg_batch_result result = rig_gradient(&r, &r.batch, NULL, g);
    hash = hash_of(hash, &result.loss, sizeof result.loss);
    /* + 0: the sign of a zero is no result */
    for (size_t i = 0; i < parameters; i++) g[i] += 0;
    hash = hash_of(hash, g, parameters * sizeof g[0]);
    for (size_t i = 0; i < count * neurons; i++) record[i] += DG_R(0.0625);
    rig_gradient(&r, &r.batch, record, g);
    for (size_t i = 0; i < parameters; i++) g[i] += 0;
    hash = hash_of(hash, g, parameters * sizeof g[0]);
    dg_training_state state = dg_training_start();
    memset(moments, 0, sizeof moments);
    for (int step = 0; step < 4; step++) {
      state.epoch = (uint64_t)step;
      assert_true(dg_train_batch(&r.net, training, &r.batch, NULL, &state, r.p, moments, &result, &r.work) == DG_OK);
      hash = hash_of(hash, &result.loss, sizeof result.loss);
    }
    for (size_t i = 0; i < parameters; i++) r.p[i] += 0;
    hash = hash_of(hash, r.p, parameters * sizeof r.p[0]);
    assert_true(dg_initialise(&r.net, training, r.p) == DG_OK);
    hash = hash_of(hash, r.p, parameters * sizeof r.p[0]);
    rig_end(&r);
  }
  printf("HASH network real=%s width=%d %016llx\n", DG_FLOAT ? "float" : "double", DG_WIDTH, (unsigned long long)hash);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_loaded_rows), cmocka_unit_test(test_forward),
                                     cmocka_unit_test(test_record_is_trained_on),
                                     cmocka_unit_test(test_batch_independence),
                                     cmocka_unit_test(test_gradient_independence),
                                     cmocka_unit_test(test_index),
                                     cmocka_unit_test(test_copies), cmocka_unit_test(test_spikes_of_the_layer_before), cmocka_unit_test(test_sum_order),
                                     cmocka_unit_test(test_shared_delay_order),
                                     cmocka_unit_test(test_missing_inputs),
                                     cmocka_unit_test(test_all_missing),
                                     cmocka_unit_test(test_bias_alone),
                                     cmocka_unit_test(test_tie_with_arrival),
                                     cmocka_unit_test(test_tangency),
                                     cmocka_unit_test(test_late),
                                     cmocka_unit_test(test_layer_bounds), cmocka_unit_test(test_arrival_shares),
                                     cmocka_unit_test(test_permutation),
                                     cmocka_unit_test(test_multiplex),
                                     cmocka_unit_test(test_reference_time),
                                     cmocka_unit_test(test_differences),
                                     cmocka_unit_test(test_differences_missing),
                                     cmocka_unit_test(test_measured_ideal),
                                     cmocka_unit_test(test_measured_by_hand),
                                     cmocka_unit_test(test_measured_wrong),
                                     cmocka_unit_test(test_measured_never_crosses),
                                     cmocka_unit_test(test_hash)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
