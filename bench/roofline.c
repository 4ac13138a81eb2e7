/* roofline.c: what this processor could do with the arithmetic of a network, had it nothing else to do.

     cc -O3 -march=native -fno-math-errno -fno-trapping-math -ffp-contract=off -DDG_REAL=double -o roofline bench/roofline.c
     ./roofline --help

   Two loops are timed in turns. The first keeps every number in a register, multiplies and adds: the multiply-add rate
   (two instructions; the header fuses none, and so it is here). The second goes forward and backward through a network with
   synaptic delays and tau_mem = 2 tau_syn over one block of samples that stays in cache. It does what no program can do
   without, on vectors as wide as the processor has: forward, per synapse, the delay's factor, the two running sums and the
   window test of SPEC 3.2, per neuron one root and one division; backward ten operations per synapse. It does not put spikes
   in order, does not branch on data, and sums the gradient over samples only down to one vector.                           */

#define _DEFAULT_SOURCE /* for getloadavg too */
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

static const char *const program = "roofline";
#include "measure.h"

/* ---- vectors as wide as the processor's ------------------------------------------------------------------------------ */

#ifndef DG_REAL
#define DG_REAL double
#endif
typedef DG_REAL real;

#if defined(__AVX512F__)
#define VECTOR_BYTES 64
#elif defined(__AVX__)
#define VECTOR_BYTES 32
#else
#define VECTOR_BYTES 16
#endif
typedef real vec __attribute__((vector_size(VECTOR_BYTES)));
enum { LANES = VECTOR_BYTES / sizeof(real) };

#ifndef BLOCK
#define BLOCK 2 /* vectors side by side, so that one's latency hides behind the other's */
#endif

static inline vec all(real x) { return x - (vec){0}; }

/* A mask register where there are such: a comparison under a mask then costs no more than one without. */
#if defined(__AVX512F__)
typedef __mmask16 mask;
static inline mask at_least(mask where, vec a, vec b) {
  return sizeof(real) == 8 ? _mm512_mask_cmp_pd_mask((__mmask8)where, (__m512d)a, (__m512d)b, _CMP_GE_OQ)
                           : _mm512_mask_cmp_ps_mask(where, (__m512)a, (__m512)b, _CMP_GE_OQ);
}
static inline mask above(mask where, vec a, vec b) {
  return sizeof(real) == 8 ? _mm512_mask_cmp_pd_mask((__mmask8)where, (__m512d)a, (__m512d)b, _CMP_GT_OQ)
                           : _mm512_mask_cmp_ps_mask(where, (__m512)a, (__m512)b, _CMP_GT_OQ);
}
static inline vec choose(mask where, vec a, vec b) {
  return sizeof(real) == 8 ? (vec)_mm512_mask_blend_pd((__mmask8)where, (__m512d)b, (__m512d)a)
                           : (vec)_mm512_mask_blend_ps(where, (__m512)b, (__m512)a);
}
static inline vec root(vec a) {
  return sizeof(real) == 8 ? (vec)_mm512_sqrt_pd((__m512d)a) : (vec)_mm512_sqrt_ps((__m512)a);
}
static inline mask everywhere(void) { return (mask)0xffff; }
#else
typedef __typeof__(__builtin_choose_expr(sizeof(real) == 8, (int64_t)0, (int32_t)0)) word;
typedef word mask __attribute__((vector_size(VECTOR_BYTES)));
static inline mask at_least(mask where, vec a, vec b) { return where & (a >= b); }
static inline mask above(mask where, vec a, vec b) { return where & (a > b); }
static inline vec choose(mask where, vec a, vec b) { return (vec)(((mask)a & where) | ((mask)b & ~where)); }
static inline vec root(vec a) {
  for (int l = 0; l < LANES; l++) a[l] = sizeof(real) == 8 ? (real)__builtin_sqrt(a[l]) : (real)__builtin_sqrtf((float)a[l]);
  return a;
}
static inline mask everywhere(void) { return ~(mask){0}; }
#endif

/* ---- the multiply-add rate ------------------------------------------------------------------------------------------- */

/* Enough chains for two units with latencies of four cycles, few enough for the registers. */
enum { CHAINS = VECTOR_BYTES == 64 ? 16 : 12, MULTIPLY_ADD_STEPS = 2000 };

/* MULTIPLY_ADD_STEPS times CHAINS multiplications, and as many additions, of vectors. */
__attribute__((noinline)) static vec multiply_add(vec factor, vec term) {
  vec x[CHAINS], sum = {0};
  for (int i = 0; i < CHAINS; i++) x[i] = all((real)i);
  for (int step = 0; step < MULTIPLY_ADD_STEPS; step++)
    for (int i = 0; i < CHAINS; i++) x[i] = x[i] * factor + term;
  for (int i = 0; i < CHAINS; i++) sum += x[i];
  return sum;
}

/* ---- the network ----------------------------------------------------------------------------------------------------- */

static const real never = (real)0x1p+40;

/* What one synapse costs forward and backward, and one neuron: additions, subtractions, multiplications, comparisons, roots
   and divisions. They are counted at the functions below. */
enum { SYNAPSE_OPERATIONS = 20 + 10, NEURON_OPERATIONS = 12 + 1 };

/* Arrays of vectors: [source][BLOCK], [target][BLOCK], [target][source]. */
typedef struct {
  size_t sources, targets;
  real *w, *factor;        /* weights and factors e^{d/tau_mem}, [target][source] */
  vec *src, *out;          /* spikes as rho */
  vec *inverse, *slope;    /* 1/rho and dT/dc of the targets */
  vec *g_out, *g_src;      /* dL/dT of the targets, dL/dt of the sources */
  vec *g_w, *g_d;          /* sums over samples */
  real c, four_c;          /* c = g_leak (threshold - e_leak), and 4 c */
} layer;

/* One more arrival r of weight w, and the window test from it to the next one: 4 operations; 8 and 7 comparisons. */
static inline mask add_arrival(const layer *at, real w, vec r, vec next, vec *a1, vec *a2) {
  vec wr = w * r;
  *a2 += wr;
  *a1 += wr * r;
  vec right = *a2 * next, twice = *a1 + *a1, zero = {0};
  mask rises = above(above(above(everywhere(), next, r), *a1, zero), *a2, zero);
  mask at_end = at_least(rises, right - *a1, at->c * (next * next));
  mask at_peak = at_least(rises, *a2 * *a2, at->four_c * *a1);
  at_peak = at_least(at_least(at_peak, twice, r * *a2), right, twice);
  return at_end | at_peak;
}

/* rho, 1/rho and dT/dc = tau_mem rho/S from one root and one division: 16 operations, less 2 as the discriminant is that of
   the last window test, less 2 which that test saves as its window ends at a constant. */
static inline void solve(const layer *at, mask spikes, vec a1, vec a2, vec *rho, vec *inverse, vec *slope) {
  vec S = root(a2 * a2 - at->four_c * a1), p = a1 + a1, q = a2 + S, pq = p * q;
  vec d = 1 / (pq * S), s = S * d;
  vec crossing = p * p * s;
  *rho = choose(spikes, crossing, all(never));
  *inverse = q * q * s;
  *slope = crossing * (pq * d);
}

/* 1 multiplication by the delay's factor and add_arrival per synapse: 20 operations. This function and roofline_backward stay
   apart from others, so that their instructions can be counted in the object code. */
__attribute__((noinline)) static void roofline_forward(const layer *at) {
  for (size_t j = 0; j < at->targets; j++) {
    const real *w = at->w + j * at->sources, *factor = at->factor + j * at->sources;
    vec a1[BLOCK], a2[BLOCK], r[BLOCK];
    mask spikes[BLOCK];
    for (size_t b = 0; b < BLOCK; b++) {
      a1[b] = a2[b] = (vec){0};
      spikes[b] = (mask){0};
      r[b] = at->src[b] * factor[0];
    }
    for (size_t i = 0; i + 1 < at->sources; i++)
      for (size_t b = 0; b < BLOCK; b++) {
        vec next = at->src[(i + 1) * BLOCK + b] * factor[i + 1];
        spikes[b] |= add_arrival(at, w[i], r[b], next, &a1[b], &a2[b]);
        r[b] = next;
      }
    for (size_t b = 0; b < BLOCK; b++) {
      size_t x = j * BLOCK + b;
      spikes[b] |= add_arrival(at, w[at->sources - 1], r[b], all(never), &a1[b], &a2[b]);
      solve(at, spikes[b], a1[b], a2[b], at->out + x, at->inverse + x, at->slope + x);
    }
  }
}

/* 10 operations per synapse and 1 per neuron. Arrivals are formed again, which is not counted: loading them would take no
   less time. */
__attribute__((noinline)) static void roofline_backward(const layer *at) {
  memset(at->g_src, 0, at->sources * BLOCK * sizeof(vec));
  for (size_t j = 0; j < at->targets; j++) {
    const real *w = at->w + j * at->sources, *factor = at->factor + j * at->sources;
    vec g[BLOCK], inverse[BLOCK];
    for (size_t b = 0; b < BLOCK; b++) {
      g[b] = at->g_out[j * BLOCK + b] * at->slope[j * BLOCK + b];
      inverse[b] = at->inverse[j * BLOCK + b];
    }
    for (size_t i = 0; i < at->sources; i++) {
      vec g_w = at->g_w[j * at->sources + i], g_d = at->g_d[j * at->sources + i];
      for (size_t b = 0; b < BLOCK; b++) {
        vec r = at->src[i * BLOCK + b] * factor[i];
        vec u = r * inverse[b], rest = 1 - u, g_u = g[b] * u;
        vec g_a = g_u * (u - rest) * w[i];
        g_w += g_u * rest;
        g_d += g_a;
        at->g_src[i * BLOCK + b] += g_a;
      }
      at->g_w[j * at->sources + i] = g_w;
      at->g_d[j * at->sources + i] = g_d;
    }
  }
}

/* Forward and backward for BLOCK vectors of samples. */
static void network_pass(size_t depth, const layer *layers) {
  for (size_t l = 0; l < depth; l++) roofline_forward(layers + l);
  for (size_t l = depth; l > 0; l--) roofline_backward(layers + l - 1);
}

/* ---- a network in cache ---------------------------------------------------------------------------------------------- */

/* Wide layers get fewer targets, so that a layer's sums stay in cache; what is measured is then scaled by operations. */
enum { MOST_SYNAPSES = 8192 };

static double operations(size_t sources, size_t targets) {
  return (double)sources * (double)targets * SYNAPSE_OPERATIONS + (double)targets * NEURON_OPERATIONS;
}

static vec *vectors(size_t count) { return (vec *)allocate(count, sizeof(vec)); }

/* Weights and spikes of which every neuron spikes soon after its last arrival, and nothing is subnormal. */
static void fill_layer(layer *at, const layer *before) {
  size_t synapses = at->sources * at->targets;
  at->w = (real *)allocate(synapses, sizeof *at->w);
  at->factor = (real *)allocate(synapses, sizeof *at->factor);
  for (size_t x = 0; x < synapses; x++) {
    at->w[x] = (real)((4 + 0.1 * (double)(x % 7)) / (double)at->sources);
    at->factor[x] = (real)(1.1 + 0.01 * (double)(x % 5));
  }
  at->src = before != NULL && before->targets == at->sources ? before->out : vectors(at->sources * BLOCK);
  for (size_t x = 0; x < at->sources * BLOCK; x++) at->src[x] = all((real)(1 + 0.1 * (double)(x % 5)));
  at->out = vectors(at->targets * BLOCK);
  at->inverse = vectors(at->targets * BLOCK);
  at->slope = vectors(at->targets * BLOCK);
  at->g_w = vectors(synapses);
  at->g_d = vectors(synapses);
  at->g_src = before != NULL && before->targets == at->sources ? before->g_out : vectors(at->sources * BLOCK);
  at->g_out = vectors(at->targets * BLOCK);
  for (size_t x = 0; x < at->targets * BLOCK; x++) at->g_out[x] = all((real)0.01);
  at->c = (real)0.5;
  at->four_c = 4 * at->c;
}

static void make_layers(const shape *net, layer *layers) {
  for (size_t l = 0; l < net->depth; l++) {
    size_t most = MOST_SYNAPSES / net->size[l] > 0 ? MOST_SYNAPSES / net->size[l] : 1;
    layers[l].sources = net->size[l];
    layers[l].targets = net->size[l + 1] < most ? net->size[l + 1] : most;
    fill_layer(layers + l, l > 0 ? layers + l - 1 : NULL);
  }
}

/* Timing means nothing if the numbers were not what they should be. */
static void check_layers(size_t depth, const layer *layers) {
  for (size_t l = 0; l < depth; l++)
    for (size_t x = 0; x < layers[l].targets * BLOCK; x++)
      for (size_t lane = 0; lane < LANES; lane++) {
        size_t first = x / BLOCK * layers[l].sources; /* synapse of this target */
        real rho = layers[l].out[x][lane], slope = layers[l].slope[x][lane], g = layers[l].g_w[first][lane];
        if (!(rho > 1 && rho < never && slope > 0 && g - g == 0)) fail(FAILED, "the loop computed nonsense; this is a fault");
      }
}

/* ---- the run --------------------------------------------------------------------------------------------------------- */

typedef struct {
  shape net;
  size_t repeats;
  double seconds; /* per repeat and loop */
} options;

static void print_help(void) {
  puts("Usage: roofline [options]\n"
       "Times the unavoidable arithmetic of a network beside a loop that only multiplies\n"
       "and adds in registers, one thread.\n"
       "\n"
       "  --net SIZES    inputs and neurons of the layers (4-30-3)\n"
       "  --seconds X    of each repeat and loop, 0.001 to 60 (0.05)\n"
       "  --repeats N    of which the median counts, 3 to 1000 (11)\n"
       "  --quick        short: 3 repeats of 0.002 s\n"
       "  --help         print this\n"
       "\n"
       "Exit code: 0 done; 1 the measurement failed; 2 bad usage.");
}

static options parse_options(int count, char **arguments) {
  options o = {{2, {4, 30, 3}}, 11, 0.05};
  for (int i = 1; i < count; i++) {
    const char *value;
    if (strcmp(arguments[i], "--help") == 0) {
      print_help();
      finish_output();
      exit(DONE);
    } else if (strcmp(arguments[i], "--quick") == 0) {
      o.repeats = 3;
      o.seconds = 0.002;
    } else if ((value = option_value(count, arguments, &i, "--net")) != NULL) {
      o.net = parse_shape("--net", value);
    } else if ((value = option_value(count, arguments, &i, "--seconds")) != NULL) {
      o.seconds = parse_real("--seconds", value, 0.001, 60);
    } else if ((value = option_value(count, arguments, &i, "--repeats")) != NULL) {
      o.repeats = parse_integer("--repeats", value, 3, 1000);
    } else {
      fail(REFUSED, "'%s': there is no such option; roofline --help lists them", arguments[i]);
    }
  }
  return o;
}

static volatile real consumed; /* so that no result is thrown away */

static double time_multiply_add(size_t calls) {
  double began = seconds_now();
  for (size_t n = 0; n < calls; n++) consumed = multiply_add(all((real)0.9), all((real)0.1 + consumed))[0];
  return seconds_now() - began;
}

static double time_passes(size_t calls, size_t depth, const layer *layers) {
  double began = seconds_now();
  for (size_t n = 0; n < calls; n++) network_pass(depth, layers);
  return seconds_now() - began;
}

int main(int count, char **arguments) {
  options o = parse_options(count, arguments);
  static layer layers[MOST_LAYERS]; /* lasts as long as the program, and so does what it points to */
  make_layers(&o.net, layers);
  double wanted = 0, done = 0; /* operations per sample: of the network, and of its layers in cache */
  for (size_t l = 0; l < o.net.depth; l++) {
    wanted += operations(o.net.size[l], o.net.size[l + 1]);
    done += operations(layers[l].sources, layers[l].targets);
  }

  size_t adds = 1, passes = 1;
  while (time_multiply_add(adds) < o.seconds) adds *= 2;
  while (time_passes(passes, o.net.depth, layers) < o.seconds) passes *= 2;
  double *rate = (double *)allocate(o.repeats, sizeof *rate), *speed = (double *)allocate(o.repeats, sizeof *speed);
  double *fraction = (double *)allocate(o.repeats, sizeof *fraction);
  for (size_t n = 0; n < o.repeats; n++) {
    show_progress("roofline: repeat %llu of %llu", (unsigned long long)n + 1, (unsigned long long)o.repeats);
    rate[n] = (double)adds * MULTIPLY_ADD_STEPS * CHAINS * 2 * LANES / time_multiply_add(adds);
    double samples = (double)passes * BLOCK * LANES / time_passes(passes, o.net.depth, layers);
    fraction[n] = samples * done / rate[n];
    speed[n] = samples * done / wanted;
  }
  clear_progress();
  check_layers(o.net.depth, layers);
  summary r = summarise(o.repeats, rate), s = summarise(o.repeats, speed), f = summarise(o.repeats, fraction);
  printf("RESULT roofline net=");
  print_shape(stdout, &o.net);
  printf(" real=%s samples_per_s=%.4g ops_per_sample=%.0f muladd_per_s=%.4g fraction_of_muladd=%.3f spread=%.3f vector_bits=%d"
         " load=%.2f\n",
         sizeof(real) == 8 ? "f64" : "f32", s.median, wanted, r.median, f.median, s.spread, 8 * VECTOR_BYTES, load_average());
  free(rate);
  free(speed);
  free(fraction);
  finish_output();
  return DONE;
}
