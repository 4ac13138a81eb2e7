/* A layer with fewer lanes than samples in a chunk (section 7 of delgrad.h): every sample against one neuron by itself, for every
   ratio and kind of delay; scratch is as large as said. */
#define DG_WIDTH 8
#define DG_LANES 2

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "delgrad.h"
#include "near.h"
#include "unit.h"

enum { INPUTS = 5, BIASES = 1, SOURCES = INPUTS + BIASES, OUTPUTS = 3, MOST = SOURCES * OUTPUTS, GUARD = 16 };

#define T_REF DG_R(0.25)
#define GUARD_REAL DG_R(-54321)

/* A layer, its spikes in one chunk in the layer's domain and in time, and how each neuron sees them. */
typedef struct {
  dg_layer layer;
  dg_constants k;
  dg_real bias_times[BIASES], w[MOST], p[MOST], shift[MOST];
  dg_real times[SOURCES][DG_WIDTH], src[SOURCES * DG_WIDTH], out[OUTPUTS * DG_WIDTH], dT_dc[OUTPUTS * DG_WIDTH];
  dg_real *reals;
  dg_index *indices;
} rig;

static dg_real tolerance(void) { return 2000 * DG_EPSILON; }

static void rig_start(rig *r, int ratio, int kind, uint64_t seed) {
  const dg_real tau_mem[3] = {2, DG_R(0.75), DG_R(1.25)}, tau_syn[3] = {1, DG_R(0.75), DG_R(2.5)}, need[3] = {4, DG_R(2.7), 2};
  dg_random random = dg_random_at(seed, DG_STREAM_NOISE, (uint64_t)(4 * ratio + kind));
  memset(r, 0, sizeof *r);
  r->layer.inputs = INPUTS;
  r->layer.outputs = OUTPUTS;
  r->layer.biases = BIASES;
  r->layer.bias_times = r->bias_times;
  r->bias_times[0] = DG_R(0.5);
  r->layer.neuron.tau_mem = tau_mem[ratio];
  r->layer.neuron.tau_syn = tau_syn[ratio];
  r->layer.neuron.threshold = DG_R(0.5);
  r->layer.neuron.g_leak = 2;
  r->layer.delay.kind = (dg_delay_kind)kind;
  r->layer.delay.map = DG_MAP_CLIP;
  r->k = dg_neuron_constants(&r->layer.neuron);
  for (size_t i = 0; i < MOST; i++) r->w[i] = need[ratio] * (DG_R(0.5) + dg_random_normal(&random) / 2);
  for (size_t i = 0; i < MOST; i++) r->p[i] = dg_random_uniform(&random);
  assert_true(dg_layer_check(&r->layer) == DG_OK);
  assert_true(dg_layer_shifts(&r->layer, dg_layer_delays(&r->layer), r->p, r->shift) == DG_OK);
  for (size_t i = 0; i < SOURCES; i++)
    for (size_t l = 0; l < DG_WIDTH; l++) {
      dg_real t = i < INPUTS ? 2 * dg_random_uniform(&random) : r->bias_times[0];
      if (i < INPUTS && dg_random_uniform(&random) < DG_R(0.1)) t = DG_NEVER;
      r->times[i][l] = t;
      r->src[i * DG_WIDTH + l] = dg_encode(&r->k, T_REF, t);
    }
  const size_t reals = dg_layer_forward_reals(&r->layer);
  r->reals = (dg_real *)malloc((reals + GUARD) * sizeof *r->reals);
  r->indices = (dg_index *)malloc((SOURCES * DG_LANES + GUARD) * sizeof *r->indices);
  assert_true(r->reals != NULL && r->indices != NULL);
  for (size_t i = 0; i < GUARD; i++) {
    r->reals[reals + i] = GUARD_REAL;
    r->indices[SOURCES * DG_LANES + i] = -54321;
  }
}

static void rig_end(rig *r) {
  const size_t reals = dg_layer_forward_reals(&r->layer);
  for (size_t i = 0; i < GUARD; i++)
    assert_true(r->reals[reals + i] == GUARD_REAL && r->indices[SOURCES * DG_LANES + i] == -54321);
  free(r->reals);
  free(r->indices);
}

/* Arrivals at target j in sample l. */
static void arrivals(const rig *r, size_t j, size_t l, dg_real *a) {
  for (size_t i = 0; i < SOURCES; i++) {
    const int kind = (int)r->layer.delay.kind;
    const dg_real d = kind == DG_DELAY_NONE     ? 0
                      : kind == DG_DELAY_AXONAL ? r->p[i]
                      : kind == DG_DELAY_DENDRITIC ? r->p[j]
                                                   : r->p[j * SOURCES + i];
    a[i] = r->times[i][l] + d;
  }
}

/* Close, unless the neuron is almost tangent. */
static void same_slope(dg_real got, dg_real want) {
  if (want < 50) NEAR(got, want, (double)tolerance() * (double)(1 + want * want));
}

static void test_forward(void **unused) {
  (void)unused;
  static rig r;
  size_t spikes = 0, silent = 0;
  for (int ratio = 0; ratio < 3; ratio++)
    for (int kind = 0; kind < 4; kind++) {
      rig_start(&r, ratio, kind, 1);
      dg_layer_forward(&r.layer, r.w, r.shift, r.src, r.out, r.dT_dc, r.reals, r.indices);
      for (size_t j = 0; j < OUTPUTS; j++)
        for (size_t l = 0; l < DG_WIDTH; l++) {
          dg_real a[SOURCES];
          dg_index order[SOURCES];
          dg_spike spike;
          arrivals(&r, j, l, a);
          assert_true(dg_spike_time(&r.layer.neuron, SOURCES, r.w + j * SOURCES, a, order, &spike) == DG_OK);
          const dg_real T = dg_decode(&r.k, T_REF, r.out[j * DG_WIDTH + l]);
          if (spike.time < DG_NEVER) NEAR(T, spike.time, (double)tolerance() * (double)(1 + spike.dT_dc));
          else assert_true(T == DG_NEVER);
          same_slope(r.dT_dc[j * DG_WIDTH + l], spike.dT_dc);
          spike.time < DG_NEVER ? spikes++ : silent++;
        }
      rig_end(&r);
    }
  assert_true(spikes > silent && silent > 20);
}

static void test_measured(void **unused) {
  (void)unused;
  static rig r;
  size_t rising = 0;
  for (int ratio = 0; ratio < 3; ratio++)
    for (int kind = 0; kind < 4; kind++) {
      dg_random random = dg_random_at(2, DG_STREAM_NOISE, (uint64_t)ratio);
      rig_start(&r, ratio, kind, 2);
      for (size_t x = 0; x < OUTPUTS * DG_WIDTH; x++)
        r.out[x] = x % 7 == 0 ? dg_encode(&r.k, T_REF, DG_NEVER) : dg_encode(&r.k, T_REF, 1 + 2 * dg_random_uniform(&random));
      dg_layer_measured(&r.layer, T_REF, r.w, r.shift, r.src, r.out, r.dT_dc, r.reals, r.indices);
      for (size_t j = 0; j < OUTPUTS; j++)
        for (size_t l = 0; l < DG_WIDTH; l++) {
          dg_real a[SOURCES], dT_dw[SOURCES], dT_da[SOURCES];
          dg_index order[SOURCES];
          dg_spike spike;
          arrivals(&r, j, l, a);
          assert_true(dg_measured_gradient(&r.layer.neuron, SOURCES, r.w + j * SOURCES, a,
                                           dg_decode(&r.k, T_REF, r.out[j * DG_WIDTH + l]), order, &spike, dT_dw, dT_da) == DG_OK);
          same_slope(r.dT_dc[j * DG_WIDTH + l], spike.dT_dc);
          rising += spike.dT_dc > 0;
        }
      rig_end(&r);
    }
  assert_true(rising > 50);
}

/* dL/dw, dL/dd and dL/dt for L = sum of g T, from the gradients of single neurons; all scratch is used, and nothing beyond. */
static void test_backward(void **unused) {
  (void)unused;
  static rig r;
  for (int ratio = 0; ratio < 3; ratio++)
    for (int kind = 0; kind < 4; kind++) {
      dg_random random = dg_random_at(3, DG_STREAM_NOISE, 0);
      dg_real g[OUTPUTS * DG_WIDTH], g_src[SOURCES * DG_WIDTH], g_w[MOST], g_d[MOST];
      double want_src[SOURCES * DG_WIDTH] = {0}, want_w[MOST] = {0}, want_d[MOST] = {0}, size = 0;
      rig_start(&r, ratio, kind, 3);
      dg_layer_forward(&r.layer, r.w, r.shift, r.src, r.out, r.dT_dc, r.reals, r.indices);
      for (size_t j = 0; j < OUTPUTS; j++)
        for (size_t l = 0; l < DG_WIDTH; l++) {
          dg_real a[SOURCES], dT_dw[SOURCES], dT_da[SOURCES];
          dg_index order[SOURCES];
          dg_spike spike;
          arrivals(&r, j, l, a);
          assert_true(dg_spike_time(&r.layer.neuron, SOURCES, r.w + j * SOURCES, a, order, &spike) == DG_OK);
          assert_true(dg_spike_gradient(&r.layer.neuron, SOURCES, r.w + j * SOURCES, a, order, &spike, dT_dw, dT_da) == DG_OK);
          const dg_real g_jl = spike.dT_dc < 50 ? dg_random_normal(&random) : 0;
          g[j * DG_WIDTH + l] = g_jl;
          size = fmax(size, (double)spike.dT_dc * (spike.dT_dc < 50));
          for (size_t i = 0; i < SOURCES; i++) {
            const size_t own = kind == DG_DELAY_AXONAL ? i : kind == DG_DELAY_DENDRITIC ? j : j * SOURCES + i;
            want_w[j * SOURCES + i] += (double)(g_jl * dT_dw[i]);
            want_d[own] += (double)(g_jl * dT_da[i]);
            want_src[i * DG_WIDTH + l] += (double)(g_jl * dT_da[i]);
          }
        }
      const size_t reals = dg_layer_backward_reals(&r.layer);
      dg_real *scratch = (dg_real *)malloc((reals + GUARD) * sizeof *scratch);
      assert_true(scratch != NULL);
      for (size_t i = 0; i < reals + GUARD; i++) scratch[i] = GUARD_REAL;
      for (size_t i = 0; i < MOST; i++) g_w[i] = g_d[i] = 1; /* added to */
      dg_layer_backward(&r.layer, r.w, r.shift, 0, r.src, r.out, r.dT_dc, g, g_src, g_w, g_d, scratch);
      for (size_t i = 0; i < GUARD; i++) assert_true(scratch[reals + i] == GUARD_REAL);
      if (ratio > 0 || kind == DG_DELAY_NONE || kind == DG_DELAY_DENDRITIC) assert_true(scratch[reals - 1] != GUARD_REAL);
      free(scratch);
      const double close = (double)tolerance() * (1 + size) * (1 + size) * 8;
      for (size_t i = 0; i < MOST; i++) NEAR(g_w[i], 1 + want_w[i], close);
      for (size_t i = 0; i < MOST; i++) NEAR(g_d[i], 1 + (kind == DG_DELAY_NONE ? 0 : want_d[i]), close);
      for (size_t x = 0; x < SOURCES * DG_WIDTH; x++) NEAR(g_src[x], want_src[x], close);
      rig_end(&r);
    }
}

/* Spikes made by hand where the membrane falls: the slope that comes with them is taken, as for a neuron by itself. */
static void test_backward_by_hand(void **unused) {
  (void)unused;
  static rig r;
  for (int ratio = 0; ratio < 3; ratio++) {
    dg_real g[OUTPUTS * DG_WIDTH], g_src[SOURCES * DG_WIDTH], g_w[MOST] = {0}, g_d[MOST] = {0};
    double want_w[MOST] = {0};
    rig_start(&r, ratio, DG_DELAY_NONE, 9);
    for (size_t x = 0; x < MOST; x++) r.w[x] = 1 + (dg_real)x / 4; /* all of one sign, so that v falls at last */
    for (size_t x = 0; x < OUTPUTS * DG_WIDTH; x++) {
      r.out[x] = dg_encode(&r.k, T_REF, 16 + (dg_real)(x % 3));
      r.dT_dc[x] = 5;
      g[x] = 1 + (dg_real)(x % 5);
    }
    dg_real *scratch = (dg_real *)malloc(dg_layer_backward_reals(&r.layer) * sizeof *scratch);
    assert_true(scratch != NULL);
    dg_layer_backward(&r.layer, r.w, r.shift, 0, r.src, r.out, r.dT_dc, g, g_src, g_w, g_d, scratch);
    free(scratch);
    for (size_t l = 0; l < DG_WIDTH; l++) {
      double want[SOURCES] = {0};
      for (size_t j = 0; j < OUTPUTS; j++) {
        dg_real a[SOURCES], dT_dw[SOURCES], dT_da[SOURCES];
        dg_index order[SOURCES];
        dg_spike spike;
        arrivals(&r, j, l, a);
        dg_order(SOURCES, a, order);
        spike.crossing = DG_SPIKES;
        spike.causal = SOURCES;
        while (spike.causal > 0 && a[order[spike.causal - 1]] == DG_NEVER) spike.causal--;
        spike.time = dg_decode(&r.k, T_REF, r.out[j * DG_WIDTH + l]);
        spike.since = spike.time - a[order[spike.causal - 1]];
        spike.dT_dc = 5;
        assert_true(dg_spike_gradient(&r.layer.neuron, SOURCES, r.w + j * SOURCES, a, order, &spike, dT_dw, dT_da) == DG_OK);
        for (size_t i = 0; i < SOURCES; i++) {
          assert_true(dT_da[i] <= 0);
          want[i] += (double)(g[j * DG_WIDTH + l] * dT_da[i]);
          want_w[j * SOURCES + i] += (double)(g[j * DG_WIDTH + l] * dT_dw[i]);
        }
      }
      for (size_t i = 0; i < SOURCES; i++) NEAR(g_src[i * DG_WIDTH + l], want[i], (double)tolerance() * fabs(want[i]));
    }
    for (size_t x = 0; x < MOST; x++) NEAR(g_w[x], want_w[x], (double)tolerance() * fabs(want_w[x]));
    rig_end(&r);
  }
}

/* The cut takes a sample's dL/dw of a neuron away if its largest, whichever weight has it, is above; dL/dt stays. */
static void test_cut(void **unused) {
  (void)unused;
  static rig r;
  for (int ratio = 0; ratio < 3; ratio++) {
    size_t largest[SOURCES] = {0};
    for (uint64_t draw = 0; draw < 60; draw++) {
      dg_real g[OUTPUTS * DG_WIDTH] = {0}, g_src[3][SOURCES * DG_WIDTH], g_w[3][MOST] = {{0}}, g_d[MOST] = {0};
      const size_t sample = draw % DG_WIDTH;
      rig_start(&r, ratio, DG_DELAY_SYNAPTIC, 100 + draw);
      dg_layer_forward(&r.layer, r.w, r.shift, r.src, r.out, r.dT_dc, r.reals, r.indices);
      g[DG_WIDTH + sample] = 1;
      dg_real *scratch = (dg_real *)malloc(dg_layer_backward_reals(&r.layer) * sizeof *scratch);
      assert_true(scratch != NULL);
      dg_layer_backward(&r.layer, r.w, r.shift, 0, r.src, r.out, r.dT_dc, g, g_src[0], g_w[0], g_d, scratch);
      size_t most = 0;
      for (size_t x = 0; x < MOST; x++)
        if (fabs((double)g_w[0][x]) > fabs((double)g_w[0][most])) most = x;
      const dg_real size = g_w[0][most] < 0 ? -g_w[0][most] : g_w[0][most];
      if (size > 0) {
        largest[most % SOURCES]++;
        dg_layer_backward(&r.layer, r.w, r.shift, size * DG_R(0.999), r.src, r.out, r.dT_dc, g, g_src[1], g_w[1], g_d, scratch);
        dg_layer_backward(&r.layer, r.w, r.shift, size * DG_R(1.001), r.src, r.out, r.dT_dc, g, g_src[2], g_w[2], g_d, scratch);
        for (size_t x = 0; x < MOST; x++) assert_true(g_w[1][x] == 0 && g_w[2][x] == g_w[0][x]);
        for (size_t x = 0; x < SOURCES * DG_WIDTH; x++) assert_true(g_src[1][x] == g_src[0][x] && g_src[2][x] == g_src[0][x]);
      }
      free(scratch);
      rig_end(&r);
    }
    for (size_t i = 0; i < SOURCES; i++) assert_true(largest[i] > 0);
  }
}

/* One order for all targets, unless several sources and several targets have delays of their own. */
static void test_shared_order(void **unused) {
  (void)unused;
  static rig r;
  for (int kind = 0; kind < 4; kind++)
    for (size_t source_groups = 0; source_groups <= 2; source_groups++)
      for (size_t target_groups = 0; target_groups <= 2; target_groups++) {
        rig_start(&r, 0, kind, 7);
        r.layer.delay.source_groups = source_groups;
        r.layer.delay.target_groups = target_groups;
        const int apart = kind == DG_DELAY_SYNAPTIC && source_groups != 1 && target_groups != 1;
        assert_int_equal(dg_layer_shares_order(&r.layer), !apart);
        rig_end(&r);
      }
}

/* Arrivals of some lanes, delayed; what comes too late, or never, has one number. */
static void test_arrivals(void **unused) {
  (void)unused;
  static rig r;
  for (int ratio = 0; ratio < 3; ratio++) {
    rig_start(&r, ratio, DG_DELAY_SYNAPTIC, 6);
    const int two = ratio == 0;
    const dg_real never = two ? DG_RHO_MAX : DG_REAL_MAX, row[2] = {two ? DG_R(1.25) : DG_R(0.5), 2};
    dg_real src[2 * DG_WIDTH], key[3 * DG_LANES], mark[3 * DG_LANES];
    for (size_t x = 0; x < 2 * DG_WIDTH; x++) src[x] = 1 + (dg_real)x;
    src[2] = two ? DG_RHO_MAX * DG_R(0.9) : DG_NEVER;
    src[DG_WIDTH + 3] = two ? DG_RHO_MAX : DG_NEVER;
    for (size_t x = 0; x < 3 * DG_LANES; x++) key[x] = mark[x] = GUARD_REAL;
    dg_lane_arrivals(&r.k, 2, row, src, 2, key, mark);
    const dg_real second = DG_WIDTH + 3; /* of the other source in lane 2 */
    const dg_real want[4] = {never, two ? 5 : DG_R(4.5), two ? 2 * second : second + 2, never};
    for (size_t x = 0; x < 4; x++) assert_true(key[x] == want[x] && mark[x] == (dg_real)(x / DG_LANES));
    for (size_t x = 4; x < 3 * DG_LANES; x++) assert_true(key[x] == GUARD_REAL && mark[x] == GUARD_REAL);
    dg_lane_arrivals(&r.k, 1, NULL, src, 4, key, mark); /* no delays */
    for (size_t x = 0; x < 2; x++) assert_true(key[x] == 5 + (dg_real)x && mark[x] == 0);
    rig_end(&r);
  }
}

/* Arrivals as times; rows beyond the last stay. */
static void test_times(void **unused) {
  (void)unused;
  static rig r;
  for (int ratio = 0; ratio < 3; ratio++) {
    rig_start(&r, ratio, DG_DELAY_NONE, 10);
    dg_real key[3 * DG_LANES];
    for (size_t x = 0; x < 3 * DG_LANES; x++) key[x] = 7 + (dg_real)x;
    key[1] = ratio == 0 ? DG_RHO_MAX : DG_REAL_MAX;
    dg_lane_times(&r.k, T_REF, 2, key);
    for (size_t x = 0; x < 3 * DG_LANES; x++) {
      const dg_real plain = 7 + (dg_real)x;
      assert_true(key[x] == (x == 1 ? DG_REAL_MAX : x < 2 * DG_LANES ? dg_decode(&r.k, T_REF, plain) : plain));
    }
    rig_end(&r);
  }
}

/* Sorted arrivals after a common delay: what comes too late is a spike that does not come, and stays one. */
static void test_later(void **unused) {
  (void)unused;
  const dg_real arrivals[3] = {1, DG_RHO_MAX / 2, DG_RHO_MAX}, want[2][3] = {{DG_R(1.5), DG_RHO_MAX * DG_R(0.75), DG_RHO_MAX},
                                                                             {3, DG_RHO_MAX, DG_RHO_MAX}};
  for (int f = 0; f < 2; f++) {
    dg_real key[3 * DG_LANES], later[4 * DG_LANES];
    for (size_t x = 0; x < 4 * DG_LANES; x++) later[x] = GUARD_REAL;
    for (size_t x = 0; x < 3 * DG_LANES; x++) key[x] = arrivals[x / DG_LANES];
    dg_lane_later(2, f == 0 ? DG_R(1.5) : 3, key, later);
    for (size_t x = 0; x < 4 * DG_LANES; x++) assert_true(later[x] == (x < 3 * DG_LANES ? want[f][x / DG_LANES] : GUARD_REAL));
  }
}

/* Rows in use are counted to the last arrival of whichever lane has it. */
static void test_used(void **unused) {
  (void)unused;
  enum { ROWS = 4 };
  for (size_t lane = 0; lane < DG_LANES; lane++)
    for (size_t rows = 0; rows <= ROWS; rows++) {
      dg_real key[(ROWS + 1) * DG_LANES];
      for (size_t x = 0; x < (ROWS + 1) * DG_LANES; x++) key[x] = DG_RHO_MAX;
      for (size_t p = 0; p < rows; p++) key[p * DG_LANES + lane] = 1 + (dg_real)p;
      assert_true(dg_lanes_used(ROWS, key) == rows);
    }
}

/* An arrival at the spike itself is not causal. */
static void test_synapse_at_spike(void **unused) {
  (void)unused;
  static rig r;
  for (int ratio = 0; ratio < 3; ratio++) {
    rig_start(&r, ratio, DG_DELAY_NONE, 8);
    for (int after = 0; after < 2; after++) {
      const dg_real a = 2 + (dg_real)after;
      const dg_synapse one = ratio == 0 ? dg_synapse_two(a, 2, DG_R(0.5)) : dg_synapse_any(&r.k, a, 2);
      assert_true(one.kernel == 0 && one.slope == 0);
    }
    const dg_synapse before = ratio == 0 ? dg_synapse_two(1, 2, DG_R(0.5)) : dg_synapse_any(&r.k, 1, 2);
    assert_true(before.kernel > 0);
    const dg_synapse none = dg_synapse_any(&r.k, 1, DG_NEVER);
    assert_true(none.kernel == 0 && none.slope == 0);
    rig_end(&r);
  }
}

/* The parts of the scratch lie one after the other and fill it. */
static void test_parts(void **unused) {
  (void)unused;
  static rig r;
  rig_start(&r, 0, DG_DELAY_AXONAL, 5);
  const dg_lane_parts part = dg_lane_cut(SOURCES, r.reals, r.indices);
  enum { ROWS = 8 }; /* sorted in */
  assert_true(part.key == r.reals && part.mark == part.key + (ROWS + 1) * DG_LANES && part.source == r.indices);
  assert_true(part.later == part.mark + ROWS * DG_LANES && part.a == part.later + (SOURCES + 1) * DG_LANES);
  assert_true(part.row == part.a + SOURCES && part.row + SOURCES == r.reals + dg_layer_forward_reals(&r.layer));
  rig_end(&r);
}

/* The class of a layer, and with it the scratch, does not depend on the unit of time. */
static void test_units(void **unused) {
  (void)unused;
  static rig r;
  for (int ratio = 0; ratio < 3; ratio++) {
    rig_start(&r, ratio, DG_DELAY_AXONAL, 4);
    const size_t backward = dg_layer_backward_reals(&r.layer);
    for (int k = -3; k < 4; k++) {
      dg_layer layer = r.layer;
      layer.neuron.tau_mem *= (dg_real)ldexp(1, k);
      layer.neuron.tau_syn *= (dg_real)ldexp(1, k);
      assert_true(dg_layer_backward_reals(&layer) == backward);
    }
    rig_end(&r);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_forward), cmocka_unit_test(test_measured),
                                     cmocka_unit_test(test_backward), cmocka_unit_test(test_backward_by_hand), cmocka_unit_test(test_cut), cmocka_unit_test(test_shared_order), cmocka_unit_test(test_arrivals), cmocka_unit_test(test_later),
                                     cmocka_unit_test(test_times), cmocka_unit_test(test_used), cmocka_unit_test(test_synapse_at_spike),
                                     cmocka_unit_test(test_parts),
                                     cmocka_unit_test(test_units)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
