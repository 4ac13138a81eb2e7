/* host.c: how fast delgrad.h is on this machine: forward, backward, loss and update apart, for networks of all kinds.

     cc -O3 -march=native -fno-math-errno -fno-trapping-math -fopenmp -I. -DDG_REAL=double -o host bench/host.c
     ./host --help

   Without -fopenmp it measures one thread. Speeds are medians over repeats; each repeat takes turns over all that is
   compared, so that a machine that changes its mind changes it for everyone. bench.sh runs it in both precisions, beside
   roofline.c.

   CONTENTS
     1 options          3 measuring        5 curves        7 the run
     2 parts            4 workloads        6 threads                                                                      */

#define _DEFAULT_SOURCE
#ifdef _OPENMP
#include <omp.h>
#endif

static const char *const program = "host";
#include "workload.h"

#if DG_FLOAT
static const char *const real_name = "f32";
#else
static const char *const real_name = "f64";
#endif

/* ---- 1 options ------------------------------------------------------------------------------------------------------- */

typedef struct {
  size_t repeats, threads, calls, most_inputs;
  double seconds; /* of each repeat */
  int quick, workloads, curves, scaling, one;
  workload of; /* where one is given */
  const char *out;
  int force;
} options;

static void print_help(void) {
  puts("Usage: host [options]\n"
       "Times forward, backward, loss and update of delgrad.h. Without --net: a list of\n"
       "networks, curves over inputs, neurons and batch, and threads.\n"
       "\n"
       "  --part NAME    of these only workloads, curves or threads\n"
       "  --net SIZES    only this network: inputs and neurons of the layers, as 4-30-3\n"
       "  --delays KIND  its delays: none, axonal, dendritic or synaptic (synaptic)\n"
       "  --tau-ratio X  its tau_mem/tau_syn, 0.1 to 100 (2)\n"
       "  --batch N      samples of a batch, 1 to 65536 (150)\n"
       "  --silent       weights so small that no neuron spikes\n"
       "  --calls N      compute N batches and measure nothing, for a profiler\n"
       "  --threads N    most threads, 1 to 1024 (as many as processors)\n"
       "  --inputs N     most inputs of curves, 1 to 4096 (4096)\n"
       "  --seconds X    of each repeat, 0.001 to 60 (0.02)\n"
       "  --repeats N    of which the median counts, 3 to 1000 (9)\n"
       "  --quick        little of everything: 3 repeats of 0.001 s\n"
       "  --out DIR      write the data of pictures to DIR/host_f64.dat (or _f32)\n"
       "  --force        replace that file if it is there\n"
       "  --help         print this\n"
       "\n"
       "Exit code: 0 done; 1 the measurement failed; 2 bad usage.");
}

static size_t processors(void) {
#ifdef _OPENMP
  return (size_t)omp_get_num_procs();
#else
  return 1;
#endif
}

static dg_delay_kind parse_delays(const char *text) {
  for (int kind = 0; kind < 4; kind++)
    if (strcmp(text, delay_names[kind]) == 0) return (dg_delay_kind)kind;
  fail(REFUSED, "--delays '%s': give none, axonal, dendritic or synaptic", text);
}

static void parse_part(options *o, const char *text) {
  o->workloads = strcmp(text, "workloads") == 0;
  o->curves = strcmp(text, "curves") == 0;
  o->scaling = strcmp(text, "threads") == 0;
  if (!o->workloads && !o->curves && !o->scaling) fail(REFUSED, "--part '%s': give workloads, curves or threads", text);
}

static options parse_options(int count, char **arguments) {
  options o = {9, processors(), 0, 4096, 0.02, 0, 1, 1, 1, 0, {{2, {4, 30, 3}}, DG_DELAY_SYNAPTIC, 2, 150, 0}, NULL, 0};
  int described = 0;
  for (int i = 1; i < count; i++) {
    const char *value;
    if (strcmp(arguments[i], "--help") == 0) {
      print_help();
      finish_output();
      exit(DONE);
    } else if (strcmp(arguments[i], "--quick") == 0) {
      o.quick = 1;
      o.repeats = 3;
      o.seconds = 0.001;
      o.most_inputs = 16;
    } else if (strcmp(arguments[i], "--silent") == 0) {
      o.of.silent = described = 1;
    } else if (strcmp(arguments[i], "--force") == 0) {
      o.force = 1;
    } else if ((value = option_value(count, arguments, &i, "--part")) != NULL) {
      parse_part(&o, value);
    } else if ((value = option_value(count, arguments, &i, "--net")) != NULL) {
      o.of.net = parse_shape("--net", value);
      o.one = 1;
    } else if ((value = option_value(count, arguments, &i, "--delays")) != NULL) {
      o.of.delays = parse_delays(value);
      described = 1;
    } else if ((value = option_value(count, arguments, &i, "--tau-ratio")) != NULL) {
      o.of.tau_ratio = parse_real("--tau-ratio", value, 0.1, 100);
      described = 1;
    } else if ((value = option_value(count, arguments, &i, "--batch")) != NULL) {
      o.of.batch = parse_integer("--batch", value, 1, 65536);
      described = 1;
    } else if ((value = option_value(count, arguments, &i, "--calls")) != NULL) {
      o.calls = parse_integer("--calls", value, 1, 1000000);
    } else if ((value = option_value(count, arguments, &i, "--threads")) != NULL) {
      o.threads = parse_integer("--threads", value, 1, 1024);
    } else if ((value = option_value(count, arguments, &i, "--inputs")) != NULL) {
      o.most_inputs = parse_integer("--inputs", value, 1, 4096);
    } else if ((value = option_value(count, arguments, &i, "--seconds")) != NULL) {
      o.seconds = parse_real("--seconds", value, 0.001, 60);
    } else if ((value = option_value(count, arguments, &i, "--repeats")) != NULL) {
      o.repeats = parse_integer("--repeats", value, 3, 1000);
    } else if ((value = option_value(count, arguments, &i, "--out")) != NULL) {
      if (*value == '\0') fail(REFUSED, "--out '': give the name of a folder");
      o.out = value;
    } else {
      fail(REFUSED, "'%s': there is no such option; host --help lists them", arguments[i]);
    }
  }
  if (described && !o.one)
    fail(REFUSED, "--delays, --tau-ratio, --batch, --silent: they describe a network; give --net SIZES too");
  if (o.calls > 0 && !o.one) fail(REFUSED, "--calls: give --net SIZES too");
  if (o.one && o.out != NULL) fail(REFUSED, "--out: pictures show many networks; leave out --net");
  return o;
}

/* ---- 2 parts ---------------------------------------------------------------------------------------------------------
   What dg_train_batch does, in pieces that can be timed. This is the only place that uses functions below the interface of
   delgrad.h; they are those of dg_chunk_gradient, in its order.                                                          */

/* Where the pieces work. */
typedef struct {
  dg_training_parts at;
  dg_chunk_parts chunk;
} bench;

static bench make_bench(model *m) {
  bench b;
  b.at = dg_training_cut(&m->net, &m->workspace);
  b.chunk = dg_chunk_cut(&m->net, &b.at.work);
  return b;
}

static void prepare_batch(model *m, bench *b) {
  check_status(dg_batch_prepare(&m->net, m->parameters, &m->training, &m->batch, NULL, b->at.prepared));
}

/* Functions of their own, so that a profiler tells them apart. */
__attribute__((noinline)) static void load_chunk(model *m, bench *b, size_t first) {
  dg_load_batch(&m->net, &m->batch, first, b->chunk.t);
  dg_load_inputs(&m->net, b->chunk.t, dg_state_of(&m->net, 0, b->chunk.states).src);
}

__attribute__((noinline)) static void forward_chunk(model *m, bench *b) {
  dg_network_forward(&m->net, m->parameters, b->at.prepared, NULL, b->chunk.states, b->chunk.scratch, b->chunk.order);
}

__attribute__((noinline)) static void loss_chunk(model *m, bench *b, size_t first) {
  dg_sums *sums = &b->at.chunk;
  const dg_score score = dg_chunk_score(&m->net, &m->training, b->at.prepared, &m->batch, first, b->chunk.states, b->chunk.T,
                                        b->chunk.g, sums->missing);
  sums->loss = score.loss;
  sums->correct = score.correct;
}

__attribute__((noinline)) static void backward_chunk(model *m, bench *b) {
  dg_sums *sums = &b->at.chunk;
  memset(sums->gradient, 0, m->parameter_count * sizeof *sums->gradient);
  dg_network_backward(&m->net, m->parameters, b->at.prepared, m->training.gradient_cut, b->chunk.states, b->chunk.g,
                      b->chunk.g_next, sums->gradient, b->chunk.scratch);
  dg_sums_add(&m->net, &b->at.batch, sums);
}

__attribute__((noinline)) static void update_batch(model *m, bench *b) {
  dg_batch_result result;
  dg_batch_finish(&m->net, m->parameters, &m->training, m->batch.count, &b->at.batch, &result);
  dg_batch_step(&m->net, &m->training, m->batch.count, &b->at.batch, &m->state, m->parameters, m->moments, &result);
}

/* Shares of neurons that spike, and of their inputs that come before. */
typedef struct {
  double spiking, causal;
} shares;

static shares count_shares(model *m, bench *b) {
  size_t neurons = 0, spikes = 0, arrivals = 0, causal = 0;
  prepare_batch(m, b);
  for (size_t first = 0; first < m->batch.count; first += DG_WIDTH) {
    const dg_real *shift = b->at.prepared;
    load_chunk(m, b, first);
    forward_chunk(m, b);
    for (size_t l = 0; l < m->net.depth; l++) {
      const dg_layer *layer = m->layers + l;
      const size_t n = dg_layer_sources(layer), lanes = m->batch.count - first;
      const dg_ratio ratio = dg_neuron_constants(&layer->neuron).ratio;
      const dg_layer_state state = dg_state_of(&m->net, l, b->chunk.states);
      dg_real *row = reals(n);
      for (size_t j = 0; j < layer->outputs; j++) {
        const dg_real *delays = dg_layer_row(layer, ratio, shift, j, row);
        for (size_t lane = 0; lane < DG_WIDTH && lane < lanes; lane++) {
          const dg_real spike = state.out[j * DG_WIDTH + lane];
          neurons++;
          if (!(spike < (ratio == DG_RATIO_TWO ? DG_RHO_MAX : DG_NEVER))) continue;
          spikes++;
          arrivals += n;
          for (size_t i = 0; i < n; i++) {
            const dg_real source = state.src[i * DG_WIDTH + lane];
            causal += (ratio == DG_RATIO_TWO ? source * delays[i] : source + delays[i]) < spike;
          }
        }
      }
      free(row);
      shift += dg_layer_delays(layer);
    }
  }
  const shares s = {(double)spikes / (double)neurons, arrivals > 0 ? (double)causal / (double)arrivals : 0};
  return s;
}

/* ---- 3 measuring ----------------------------------------------------------------------------------------------------- */

enum { PREPARE, LOAD, FORWARD, LOSS, BACKWARD, UPDATE, TRAIN, ALL, PASSES };
static const char *const pass_names[] = {"prepare", "load", "forward", "loss", "backward", "update", "train", "all"};

typedef struct {
  double seconds[PASSES];
} times;

static double clock_cost; /* of one reading, which is taken off every interval */

static void time_clock(void) {
  enum { READINGS = 20000 };
  double began = seconds_now();
  for (int i = 0; i < READINGS; i++) (void)seconds_now();
  clock_cost = (seconds_now() - began) / READINGS;
}

/* Adds the time since *at to a sum, and moves *at to now. */
static void lap(double *at, double *sum) {
  double now = seconds_now();
  *sum += now - *at - clock_cost;
  *at = now;
}

/* One batch in pieces; their times are added to t. */
static void run_parts(model *m, bench *b, times *t) {
  double at = seconds_now();
  prepare_batch(m, b);
  lap(&at, t->seconds + PREPARE);
  dg_sums_clear(&m->net, &b->at.batch);
  lap(&at, t->seconds + BACKWARD);
  for (size_t first = 0; first < m->batch.count; first += DG_WIDTH) {
    load_chunk(m, b, first);
    lap(&at, t->seconds + LOAD);
    forward_chunk(m, b);
    lap(&at, t->seconds + FORWARD);
    loss_chunk(m, b, first);
    lap(&at, t->seconds + LOSS);
    backward_chunk(m, b);
    lap(&at, t->seconds + BACKWARD);
  }
  update_batch(m, b);
  lap(&at, t->seconds + UPDATE);
}

/* Seconds per batch of every part. */
static times time_parts(model *m, bench *b, size_t calls) {
  times t = {{0}};
  for (size_t n = 0; n < calls; n++) run_parts(m, b, &t);
  for (int pass = 0; pass < TRAIN; pass++) {
    t.seconds[pass] /= (double)calls;
    if (!(t.seconds[pass] > 0)) t.seconds[pass] = 1e-12; /* less than the clock shows */
  }
  return t;
}

/* Seconds per batch of forward and backward alone, the same chunk again and again, without a clock between. */
static double time_train(model *m, bench *b, size_t calls) {
  const size_t count = dg_output_count(&m->net) * DG_WIDTH, chunks = dg_chunk_count(m->batch.count);
  dg_real *g = reals(count);
  prepare_batch(m, b);
  dg_sums_clear(&m->net, &b->at.batch);
  load_chunk(m, b, 0);
  forward_chunk(m, b);
  loss_chunk(m, b, 0);
  memcpy(g, b->chunk.g, count * sizeof *g);
  const double began = seconds_now();
  for (size_t n = 0; n < calls * chunks; n++) {
    forward_chunk(m, b);
    memcpy(b->chunk.g, g, count * sizeof *g);
    backward_chunk(m, b);
  }
  const double seconds = (seconds_now() - began) / (double)calls;
  free(g);
  return seconds;
}

/* Seconds per call of dg_train_batch. */
static double time_whole(model *m, size_t calls) {
  double began = seconds_now();
  for (size_t n = 0; n < calls; n++) {
    dg_batch_result result;
    check_status(dg_train_batch(&m->net, &m->training, &m->batch, NULL, &m->state, m->parameters, m->moments, &result,
                                &m->workspace));
  }
  return (seconds_now() - began) / (double)calls;
}

static size_t calls_that_take(double seconds, model *m) {
  (void)time_whole(m, 1); /* into the cache */
  double one = time_whole(m, 1);
  return one > 0 && seconds / one > 1 ? (size_t)(seconds / one) + 1 : 1;
}

typedef struct {
  summary seconds[PASSES]; /* per batch */
  shares shares;
} measurement;

static measurement measure(model *m, const options *o) {
  measurement x;
  bench b = make_bench(m);
  double *seconds = (double *)allocate(o->repeats * PASSES, sizeof *seconds); /* [pass][repeat] */
  const size_t calls = calls_that_take(o->seconds, m);
  for (size_t n = 0; n < o->repeats; n++) {
    const times t = time_parts(m, &b, calls);
    for (int pass = 0; pass < TRAIN; pass++) seconds[(size_t)pass * o->repeats + n] = t.seconds[pass];
    seconds[TRAIN * o->repeats + n] = time_train(m, &b, calls);
    seconds[ALL * o->repeats + n] = time_whole(m, calls);
  }
  for (size_t pass = 0; pass < PASSES; pass++) x.seconds[pass] = summarise(o->repeats, seconds + pass * o->repeats);
  free(seconds);
  x.shares = count_shares(m, &b);
  return x;
}

/* Nanoseconds per sample. */
static double nanoseconds(const measurement *x, int pass, size_t batch) {
  return x->seconds[pass].median * 1e9 / (double)batch;
}

/* ---- 4 workloads ----------------------------------------------------------------------------------------------------- */

/* quick: whether it is part of a quick run. */
static const struct {
  workload of;
  int quick;
} workloads[] = {
    {{{2, {4, 30, 3}}, DG_DELAY_SYNAPTIC, 2, 150, 0}, 1},
    {{{2, {4, 30, 3}}, DG_DELAY_DENDRITIC, 2, 150, 0}, 1},
    {{{2, {4, 30, 3}}, DG_DELAY_AXONAL, 2, 150, 0}, 1},
    {{{2, {4, 30, 3}}, DG_DELAY_NONE, 2, 150, 0}, 1},
    {{{2, {4, 30, 3}}, DG_DELAY_SYNAPTIC, 1, 150, 0}, 1},
    {{{2, {4, 30, 3}}, DG_DELAY_SYNAPTIC, 3, 150, 0}, 1},
    {{{2, {4, 30, 3}}, DG_DELAY_NONE, 1, 150, 0}, 0},
    {{{2, {4, 30, 3}}, DG_DELAY_NONE, 3, 150, 0}, 0},
    {{{2, {4, 5, 3}}, DG_DELAY_SYNAPTIC, 2, 150, 0}, 0},
    {{{1, {1, 1}}, DG_DELAY_SYNAPTIC, 2, 150, 0}, 1},
    {{{1, {16, 256}}, DG_DELAY_SYNAPTIC, 2, 96, 0}, 0},
    {{{3, {64, 64, 64, 10}}, DG_DELAY_SYNAPTIC, 2, 96, 0}, 0},
    {{{3, {64, 64, 64, 10}}, DG_DELAY_AXONAL, 2, 96, 0}, 0},
    {{{1, {64, 32}}, DG_DELAY_SYNAPTIC, 1, 32, 0}, 0},
    {{{1, {64, 32}}, DG_DELAY_SYNAPTIC, 3, 32, 0}, 0},
    {{{2, {784, 350, 10}}, DG_DELAY_AXONAL, 2, 32, 0}, 0},
    {{{1, {4096, 16}}, DG_DELAY_SYNAPTIC, 2, 32, 0}, 0},
    {{{1, {4096, 16}}, DG_DELAY_DENDRITIC, 2, 32, 0}, 0},
    {{{1, {64, 64}}, DG_DELAY_SYNAPTIC, 2, 96, 0}, 0},
    {{{1, {64, 64}}, DG_DELAY_SYNAPTIC, 2, 96, 1}, 1},
    {{{1, {64, 64}}, DG_DELAY_AXONAL, 2, 96, 1}, 0},
    {{{1, {64, 32}}, DG_DELAY_SYNAPTIC, 3, 32, 1}, 0},
    {{{1, {4096, 16}}, DG_DELAY_SYNAPTIC, 2, 32, 1}, 0},
};
enum { WORKLOADS = sizeof workloads / sizeof workloads[0] };

/* Epochs of training before a network is timed: ten thousands of samples, or what other ratios can do in that time. */
static size_t training_epochs(const workload *w, int quick) { return quick ? 1 : w->tau_ratio == 2 ? 20 : 2; }

static void print_workload(FILE *file, const workload *w) {
  fputs("net=", file);
  print_shape(file, &w->net);
  fprintf(file, " delays=%s real=%s threads=1", delay_names[w->delays], real_name);
}

static void print_memory(const model *m) {
  size_t whole = 0, whole_integers = 0, chunk = 0, chunk_integers = 0;
  check_status(dg_training_workspace(&m->net, &whole, &whole_integers));
  check_status(dg_chunk_workspace(&m->net, &chunk, &chunk_integers));
  const double bytes = (double)(whole * sizeof(dg_real) + whole_integers * sizeof(dg_index));
  const double lane = (double)(chunk * sizeof(dg_real) + chunk_integers * sizeof(dg_index)) / DG_WIDTH;
  printf("RESULT memory ");
  print_workload(stdout, &m->of);
  printf(" workspace_bytes=%.0f bytes_per_lane=%.0f bytes_per_parameter=%.1f parameters=%llu\n", bytes, lane,
         bytes / (double)m->parameter_count, (unsigned long long)m->parameter_count);
}

static void print_measurement(const workload *w, const measurement *x) {
  for (int pass = 0; pass < PASSES; pass++) {
    printf("RESULT bench ");
    print_workload(stdout, w);
    printf(" pass=%s samples_per_s=%.4g spread=%.3f tau_ratio=%g batch=%llu spikes=%s spiking=%.3f causal=%.3f\n",
           pass_names[pass], (double)w->batch / x->seconds[pass].median, x->seconds[pass].spread, w->tau_ratio,
           (unsigned long long)w->batch, w->silent ? "none" : "usual", x->shares.spiking, x->shares.causal);
  }
}

static void print_parts_row(FILE *file, const workload *w, const measurement *x) {
  if (file == NULL) return;
  fputc('"', file);
  print_shape(file, &w->net);
  fprintf(file, " %s", delay_names[w->delays]);
  if (w->tau_ratio < 2 || w->tau_ratio > 2) fprintf(file, ", ratio %g", w->tau_ratio);
  fprintf(file, "%s\"", w->silent ? ", silent" : "");
  for (int pass = 0; pass < PASSES; pass++) fprintf(file, " %.6g", nanoseconds(x, pass, w->batch));
  fputc('\n', file);
}

static void run_workload(const workload *w, const options *o, FILE *data) {
  model *m = make_model(w, training_epochs(w, o->quick));
  const measurement x = measure(m, o);
  clear_progress();
  print_measurement(w, &x);
  print_memory(m);
  fflush(stdout);
  print_parts_row(data, w, &x);
  free_model(m);
}

static void run_workloads(const options *o, FILE *data) {
  if (data != NULL) fputs("# parts\n", data);
  for (size_t i = 0; i < WORKLOADS; i++) {
    if (o->quick && !workloads[i].quick) continue;
    show_progress("host %s: workload %llu of %d", real_name, (unsigned long long)i + 1, WORKLOADS);
    run_workload(&workloads[i].of, o, data);
  }
  if (data != NULL) fputs("\n\n", data);
}

/* Computes batches for a profiler. */
static void run_calls(const options *o) {
  model *m = make_model(&o->of, training_epochs(&o->of, o->quick));
  bench b = make_bench(m);
  times unused = {{0}};
  for (size_t n = 0; n < o->calls; n++) run_parts(m, &b, &unused);
  printf("RESULT calls ");
  print_workload(stdout, &o->of);
  printf(" samples=%llu\n", (unsigned long long)(o->calls * o->of.batch));
  free_model(m);
}

/* ---- 5 curves -------------------------------------------------------------------------------------------------------- */

/* What is measured at one point of a curve, in nanoseconds per sample. */
typedef struct {
  double x, forward, train, samples_per_s;
} point;

static point measure_point(const workload *w, double x, const options *o) {
  show_progress("host %s: curves, %s delays, %llu inputs, %llu neurons, batch %llu", real_name, delay_names[w->delays],
                (unsigned long long)w->net.size[0], (unsigned long long)w->net.size[1], (unsigned long long)w->batch);
  model *m = make_model(w, training_epochs(w, o->quick));
  const measurement t = measure(m, o);
  const double train = nanoseconds(&t, TRAIN, w->batch);
  const point p = {x, nanoseconds(&t, FORWARD, w->batch), train, 1e9 / train};
  free_model(m);
  return p;
}

static double log_of(double x) { return (double)dg_log(DG_R(x)); }

/* y = factor x^exponent by least squares over logarithms; exponent is NaN if there are too few positive points. */
typedef struct {
  double exponent, factor;
} power_law;

static power_law fit_power(size_t n, const double *x, const double *y) {
  double count = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (size_t i = 0; i < n; i++) {
    if (!(x[i] > 0 && y[i] > 0)) continue;
    const double u = log_of(x[i]), v = log_of(y[i]);
    count++;
    sx += u;
    sy += v;
    sxx += u * u;
    sxy += u * v;
  }
  const double width = count * sxx - sx * sx;
  power_law law = {(double)DG_NAN, (double)DG_NAN};
  if (count < 3 || !(width > 0)) return law;
  law.exponent = (count * sxy - sx * sy) / width;
  law.factor = (double)dg_exp(DG_R((sy - law.exponent * sx) / count));
  return law;
}

enum { MOST_POINTS = 16, FIT_FROM = 64, FIT_FROM_QUICK = 4 };

typedef struct {
  size_t count;
  double n[MOST_POINTS], y[MOST_POINTS];
} curve;

/* Fits y = a n^e and y = a n^e log2 n from some n on, prints both exponents, and writes points and the second or first fit. */
static void report_curve(const char *part, const workload *w, const curve *c, int sorted, const options *o, FILE *data) {
  double n[MOST_POINTS], plain[MOST_POINTS], per_log[MOST_POINTS];
  size_t count = 0;
  for (size_t i = 0; i < c->count; i++) {
    if (c->n[i] < (o->quick ? FIT_FROM_QUICK : FIT_FROM)) continue;
    n[count] = c->n[i];
    plain[count] = c->y[i];
    per_log[count] = c->y[i] / (log_of(c->n[i]) / log_of(2));
    count++;
  }
  const power_law without = fit_power(count, n, plain), with = fit_power(count, n, per_log), law = sorted ? with : without;
  clear_progress();
  printf("RESULT complexity delays=%s real=%s part=%s spikes=%s fit=%s exponent=%.3f plain_exponent=%.3f\n",
         delay_names[w->delays], real_name, part, w->silent ? "none" : "usual", sorted ? "n_log_n" : "n", law.exponent,
         without.exponent);
  fflush(stdout);
  if (data == NULL) return;
  fprintf(data, "# %s %s %s\n", part, delay_names[w->delays], w->silent ? "silent" : "spiking");
  for (size_t i = 0; i < c->count; i++) {
    const double logarithm = sorted ? log_of(c->n[i]) / log_of(2) : 1;
    const double power = (double)dg_exp(DG_R(law.exponent * log_of(c->n[i])));
    fprintf(data, "%g %.6g %.6g %.3f\n", c->n[i], c->y[i], law.factor * power * logarithm, law.exponent);
  }
  fputs("\n\n", data);
}

static void write_points(FILE *data, const char *name, size_t count, const point *p) {
  if (data == NULL) return;
  fprintf(data, "# %s\n", name);
  for (size_t i = 0; i < count; i++) fprintf(data, "%g %.6g %.6g %.6g\n", p[i].x, p[i].forward, p[i].train, p[i].samples_per_s);
  fputs("\n\n", data);
}

/* One layer over its number of inputs. With synaptic delays every neuron sorts its arrivals; else all share one order, so
   that what n neurons cost over one is linear, and the rest is the sorting. */
static void run_inputs(dg_delay_kind delays, int silent, const options *o, FILE *data) {
  enum { SYNAPTIC_NEURONS = 16, SHARED_NEURONS = 64 };
  const int sorted = delays == DG_DELAY_SYNAPTIC;
  const size_t neurons = sorted ? SYNAPTIC_NEURONS : SHARED_NEURONS;
  workload w = {{1, {1, neurons}}, delays, 2, 64, silent};
  curve neuron = {0, {0}, {0}}, order = neuron;
  point points[MOST_POINTS];
  for (size_t n = 1; n <= o->most_inputs; n *= 2) {
    w.net.size[0] = n;
    w.net.size[1] = neurons;
    if (n >= 256) w.batch = 32;
    const size_t i = neuron.count++;
    points[i] = measure_point(&w, (double)n, o);
    neuron.n[i] = (double)n;
    neuron.y[i] = points[i].forward / (double)neurons;
    if (sorted) continue;
    w.net.size[1] = 1;
    const double one = measure_point(&w, (double)n, o).forward;
    neuron.y[i] = (points[i].forward - one) / (double)(neurons - 1);
    order.n[order.count] = (double)n;
    order.y[order.count++] = one - neuron.y[i];
  }
  report_curve("per_neuron", &w, &neuron, sorted, o, data);
  if (!sorted) report_curve("per_sample", &w, &order, 1, o, data);
  char name[64];
  snprintf(name, sizeof name, "inputs %s %s", delay_names[delays], silent ? "silent" : "spiking");
  write_points(data, name, neuron.count, points);
}

static void run_neurons(dg_delay_kind delays, const options *o, FILE *data) {
  workload w = {{1, {64, 1}}, delays, 2, 64, 0};
  point points[MOST_POINTS];
  size_t count = 0;
  for (size_t n = 1; n <= (o->quick ? 4u : 1024u); n *= 2) {
    w.net.size[1] = n;
    points[count++] = measure_point(&w, (double)n, o);
  }
  char name[64];
  snprintf(name, sizeof name, "neurons %s", delay_names[delays]);
  write_points(data, name, count, points);
}

static void run_batches(dg_delay_kind delays, const options *o, FILE *data) {
  workload w = {{2, {4, 30, 3}}, delays, 2, 1, 0};
  point points[MOST_POINTS];
  size_t count = 0;
  for (size_t n = 1; n <= (o->quick ? 4u : 4096u); n *= 2) {
    w.batch = n;
    points[count++] = measure_point(&w, (double)n, o);
  }
  char name[64];
  snprintf(name, sizeof name, "batch %s", delay_names[delays]);
  write_points(data, name, count, points);
}

static void run_curves(const options *o, FILE *data) {
  run_inputs(DG_DELAY_SYNAPTIC, 0, o, data);
  run_inputs(DG_DELAY_SYNAPTIC, 1, o, data);
  run_inputs(DG_DELAY_AXONAL, 0, o, data);
  run_inputs(DG_DELAY_AXONAL, 1, o, data);
  run_inputs(DG_DELAY_DENDRITIC, 0, o, data);
  run_inputs(DG_DELAY_NONE, 0, o, data);
  run_neurons(DG_DELAY_SYNAPTIC, o, data);
  run_neurons(DG_DELAY_AXONAL, o, data);
  run_batches(DG_DELAY_SYNAPTIC, o, data);
  run_batches(DG_DELAY_AXONAL, o, data);
  clear_progress();
}

/* ---- 6 threads ------------------------------------------------------------------------------------------------------- */

#ifdef _OPENMP
/* What each thread has to itself. */
typedef struct {
  dg_workspace work;
  dg_sums sums;
} worker;

static worker *make_workers(const model *m, size_t count) {
  worker *workers = (worker *)allocate(count, sizeof *workers);
  size_t real_count = 0, index_count = 0;
  check_status(dg_chunk_workspace(&m->net, &real_count, &index_count));
  for (size_t i = 0; i < count; i++) {
    const dg_workspace work = {reals(real_count), real_count, indices(index_count), index_count};
    const dg_sums sums = {reals(m->parameter_count), indices(dg_neuron_count(&m->net)), 0, 0};
    workers[i].work = work;
    workers[i].sums = sums;
  }
  return workers;
}

static void free_workers(worker *workers, size_t count) {
  for (size_t i = 0; i < count; i++) {
    free(workers[i].work.real);
    free(workers[i].work.integer);
    free(workers[i].sums.gradient);
    free(workers[i].sums.missing);
  }
  free(workers);
}

/* dg_train_batch with threads: chunks are computed in any order and added in theirs, so the bits are the same. */
static void train_shared(model *m, bench *b, worker *workers, size_t threads) {
  const size_t chunks = dg_chunk_count(m->batch.count);
  prepare_batch(m, b);
  dg_sums_clear(&m->net, &b->at.batch);
#pragma omp parallel for ordered schedule(static, 1) num_threads((int)threads)
  for (size_t chunk = 0; chunk < chunks; chunk++) {
    worker *mine = workers + omp_get_thread_num();
    check_status(dg_chunk_gradient(&m->net, m->parameters, b->at.prepared, &m->training, m->state.batches, &m->batch, NULL,
                                   chunk, &mine->sums, &mine->work));
#pragma omp ordered
    dg_sums_add(&m->net, &b->at.batch, &mine->sums);
  }
  update_batch(m, b);
}

static double time_shared(model *m, bench *b, worker *workers, size_t threads, size_t calls) {
  double began = seconds_now();
  for (size_t n = 0; n < calls; n++) train_shared(m, b, workers, threads);
  return (seconds_now() - began) / (double)calls;
}

/* A network with 1 to so many threads. */
static void run_threads(const workload *w, const options *o, FILE *data) {
  enum { MOST_THREADS = 1024 };
  model *m = make_model(w, training_epochs(w, o->quick));
  bench b = make_bench(m);
  worker *workers = make_workers(m, o->threads);
  const double seconds = 5 * o->seconds; /* threads want longer repeats: a machine wakes up slowly */
  size_t calls[MOST_THREADS];
  double *taken = (double *)allocate(o->threads * o->repeats, sizeof *taken), one_thread = 0;
  for (size_t t = 0; t < o->threads; t++) {
    double one = time_shared(m, &b, workers, t + 1, 2);
    calls[t] = one > 0 && seconds / one > 1 ? (size_t)(seconds / one) + 1 : 1;
  }
  for (size_t n = 0; n < o->repeats; n++)
    for (size_t t = 0; t < o->threads; t++) {
      show_progress("host %s: %llu threads", real_name, (unsigned long long)t + 1);
      taken[t * o->repeats + n] = time_shared(m, &b, workers, t + 1, calls[t]);
    }
  clear_progress();
  if (data != NULL) {
    fputs("# threads ", data);
    print_shape(data, &w->net);
    fputc('\n', data);
  }
  for (size_t t = 0; t < o->threads; t++) {
    const summary s = summarise(o->repeats, taken + t * o->repeats);
    if (t == 0) one_thread = s.median;
    printf("RESULT scaling engine=openmp net=");
    print_shape(stdout, &w->net);
    printf(" delays=%s real=%s n=%llu speedup=%.3f samples_per_s=%.4g spread=%.3f load=%.2f\n", delay_names[w->delays],
           real_name, (unsigned long long)t + 1, one_thread / s.median, (double)w->batch / s.median, s.spread, load_average());
    if (data != NULL) fprintf(data, "%llu %.6g\n", (unsigned long long)t + 1, (double)w->batch / s.median);
  }
  if (data != NULL) fputs("\n\n", data);
  fflush(stdout);
  free(taken);
  free_workers(workers, o->threads);
  free_model(m);
}
#endif

static void run_scaling(const options *o, FILE *data) {
#ifdef _OPENMP
  const workload small = {{2, {4, 30, 3}}, DG_DELAY_SYNAPTIC, 2, o->quick ? 64 : 1024, 0};
  const workload wide = {{2, {256, 128, 10}}, DG_DELAY_AXONAL, 2, 256, 0};
  run_threads(&small, o, data);
  if (!o->quick) run_threads(&wide, o, data);
#else
  (void)o;
  (void)data;
  puts("host: compiled without -fopenmp, so there is one thread and nothing to compare");
#endif
}

/* ---- 7 the run ------------------------------------------------------------------------------------------------------- */

static char *join(const char *a, const char *b, const char *c) {
  size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
  char *text = (char *)allocate(size, 1);
  snprintf(text, size, "%s%s%s", a, b, c);
  return text;
}

int main(int count, char **arguments) {
  const options o = parse_options(count, arguments);
  char *path = NULL, *temporary = NULL;
  FILE *data = NULL;
  if (o.out != NULL) {
    path = join(o.out, "/host_", real_name);
    temporary = join(path, ".dat.tmp", "");
    char *whole = join(path, ".dat", "");
    free(path);
    path = whole;
    if (!o.force && access(path, F_OK) == 0) fail(REFUSED, "--out: %s is there already; give --force to replace it", path);
    data = fopen(temporary, "w");
    if (data == NULL)
      fail(REFUSED, "--out: %s cannot be written: %s; make the folder or give another", temporary, strerror(errno));
  }
  time_clock();
  if (o.calls > 0) {
    run_calls(&o);
  } else if (o.one) {
    run_workload(&o.of, &o, NULL);
  } else {
    if (o.workloads) run_workloads(&o, data);
    if (o.curves) run_curves(&o, data);
    if (o.scaling) run_scaling(&o, data);
    printf("host: %s, %llu samples in a chunk, %llu repeats of %g s, load average %.2f\n", real_name,
           (unsigned long long)DG_WIDTH, (unsigned long long)o.repeats, o.seconds, load_average());
  }
  if (data != NULL) {
    int good = fflush(data) == 0 && !ferror(data);
    if (fclose(data) != 0) good = 0;
    if (!good || rename(temporary, path) != 0) fail(FAILED, "%s: cannot be written: %s", path, strerror(errno));
  }
  free(path);
  free(temporary);
  finish_output();
  return DONE;
}
