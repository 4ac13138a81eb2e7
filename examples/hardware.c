/* hardware.c: trains Yin-Yang for a neuromorphic chip, with its noise in training or in the loop with a model of the chip.

     cc -O3 -march=native -fno-math-errno -fno-trapping-math -I. -o hardware examples/hardware.c
     ./hardware --help

   The settings are those of the published hardware-aware work (SPEC 13.2): four inputs, each given five times, 30 hidden neurons,
   axonal delays of 2 to 3.5 units of time, weights of six bits, thresholds and delays with noise.

   CONTENTS
     1 settings      3 the chip      5 training         7 the run
     2 options       4 the board     6 measurements                                                                       */

#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "delgrad_hw.h"

/* ---- 1 settings ------------------------------------------------------------------------------------------------------ */

#define TRAIN 5000
#define TEST 1000
#define TRAIN_SEED 42
#define TEST_SEED 40
#define BATCH 40
#define INPUTS 4
#define COPIES 5
#define HIDDEN 30
#define CLASSES 3
#define NEURONS (HIDDEN + CLASSES)
#define LINES_MOST (INPUTS * COPIES + HIDDEN)
#define ELEMENTS 128

/* The published settings; times in units of tau_mem = tau_syn, which are 6 microseconds on the chip. */
static const double early = 0.15, late = 2;
static const double threshold_mean = 0.13, threshold_fixed = 0.08, threshold_batch = 0.04; /* threshold 2.6 */
static const double delay_jitter = 0.06;                                                    /* microseconds */

/* What differs from element to element and from synapse to synapse, and how a chip is read: chosen for the model, as the
   published work gives no figures. */
static const double gain_spread = 0.05, offset_spread = 0.5; /* microseconds */
static const double dead = 0.05, missing = 0.001, recovery = 10;
static const double weight_spread = 0.05, resolution = 0.004, interval = 100;
#define REPEATS 16 /* of a measurement in calibration */

enum { DONE = 0, FAILED = 1, REFUSED = 2 }; /* exit codes */

typedef enum { IDEAL, AWARE, LOOP } mode;
static const char *const mode_names[] = {"ideal", "aware", "loop"};
static const char *const delay_names[] = {"none", "axonal"};
static const char *const sharing_names[] = {"neighbours", "tiled"}; /* in the order of dg_grouping */

/* ---- 2 options ------------------------------------------------------------------------------------------------------- */

typedef struct {
  mode mode;
  int delays, sharing;
  uint64_t seed, epochs;
  double jitter, threshold_spread;
  int weight_bits, delay_bits, quiet;
  const char *calibrate, *raster;
} options;

static const char help[] =
    "Usage: hardware [options]\n"
    "Trains Yin-Yang for a neuromorphic chip and tells the test accuracy on it.\n\n"
    "  --mode MODE            ideal: trained without hardware, then put on the chip;\n"
    "                         aware: with the noise of the chip in training;\n"
    "                         loop: in the loop with a model of the whole chip (aware)\n"
    "  --delays KIND          none or axonal (axonal)\n"
    "  --sharing PATTERN      of the four input delays among the 20 inputs: tiled, so\n"
    "                         that copies differ, or neighbours, one per input (tiled)\n"
    "  --seed N               of the chip, its noise, parameters and order (1)\n"
    "  --epochs N             1 to 100000 (300)\n"
    "  --jitter X             of delays, in microseconds (0.06)\n"
    "  --threshold-spread X   fixed from neuron to neuron; the threshold is 2.6 (0.08)\n"
    "  --weight-bits N        2 to 16, or 0 for weights without codes (6)\n"
    "  --delay-bits N         2 to 8, of the delay elements in mode loop (8)\n"
    "  --calibrate FILE       calibrate the elements of the chip, write what they do\n"
    "                         before and after to FILE, and train nothing\n"
    "  --raster FILE          write spikes of test samples, ideal and measured\n"
    "  --quiet                print the RESULT line alone\n"
    "  --help                 print this\n\n"
    "FILEs must not be there yet. Exit code: 0 done, 1 a file could not be written or\n"
    "the network does not fit the chip, 2 a wrong option.\n";

static int progress; /* whether a progress line stands on the terminal */

#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 2, 3)))
#endif
static void fail(int code, const char *format, ...) {
  va_list arguments;
  if (progress) fputs("\r\033[K", stderr);
  fputs("hardware: ", stderr);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(code);
}

static void must(unsigned status, const char *what) {
  if (status != 0) fail(FAILED, "%s: %s", what, dg_hw_status_text((dg_hw_status)status));
}

static double number(const char *name, const char *text, double least, double most, int whole) {
  char *end = NULL;
  const double value = strtod(text, &end);
  if (*text == '\0' || text[strspn(text, whole ? "0123456789" : "0123456789.e-")] != '\0' || *end != '\0' ||
      !(value >= least && value <= most))
    fail(REFUSED, "%s '%s': give %s from %g to %g", name, text, whole ? "an integer" : "a number", least, most);
  return value;
}

static int choice(const char *name, const char *text, const char *const *names, int count) {
  for (int i = 0; i < count; i++)
    if (strcmp(text, names[i]) == 0) return i;
  fail(REFUSED, "%s '%s': give %s%s%s%s%s", name, text, names[0], count > 2 ? ", " : " or ", names[1], count > 2 ? " or " : "",
       count > 2 ? names[2] : "");
}

static options parse(int count, char **words) {
  options o = {AWARE, 1, DG_GROUP_TILED, 1, 300, delay_jitter, threshold_fixed, 6, 8, 0, NULL, NULL};
  for (int i = 1; i < count; i++) {
    const char *name = words[i], *value = i + 1 < count ? words[i + 1] : NULL;
    if (strcmp(name, "--help") == 0) {
      fputs(help, stdout);
      exit(fflush(stdout) == 0 ? DONE : FAILED);
    }
    if (strcmp(name, "--quiet") == 0) {
      o.quiet = 1;
      continue;
    }
    static const char *const known[] = {"--mode", "--delays", "--sharing", "--seed", "--epochs", "--jitter", "--threshold-spread",
                                        "--weight-bits", "--delay-bits", "--calibrate", "--raster"};
    size_t k = 0;
    while (k < sizeof known / sizeof known[0] && strcmp(known[k], name) != 0) k++;
    if (k == sizeof known / sizeof known[0]) fail(REFUSED, "'%s': there is no such option; hardware --help lists them", name);
    if (value == NULL) fail(REFUSED, "%s: the value is missing", name);
    i++;
    switch (k) {
    case 0: o.mode = (mode)choice(name, value, mode_names, 3); break;
    case 1: o.delays = choice(name, value, delay_names, 2); break;
    case 2: o.sharing = choice(name, value, sharing_names, 2); break;
    case 3: o.seed = (uint64_t)number(name, value, 0, 1e9, 1); break;
    case 4: o.epochs = (uint64_t)number(name, value, 1, 1e5, 1); break;
    case 5: o.jitter = number(name, value, 0, 100, 0); break;
    case 6: o.threshold_spread = number(name, value, 0, 100, 0); break;
    case 7: o.weight_bits = (int)number(name, value, 0, 16, 1); break;
    case 8: o.delay_bits = (int)number(name, value, 2, 8, 1); break;
    case 9: o.calibrate = value; break;
    default: o.raster = value; break;
    }
    if (o.weight_bits == 1) fail(REFUSED, "--weight-bits 1: give 0, or 2 to 16");
  }
  return o;
}

/* A new file, or none. */
static FILE *create(const char *path) {
  FILE *file = fopen(path, "wx");
  if (file == NULL) fail(errno == EEXIST ? REFUSED : FAILED, "%s: %s", path, strerror(errno));
  return file;
}

static void finish(FILE *file, const char *path) {
  const int bad = ferror(file);
  if (fclose(file) != 0 || bad) fail(FAILED, "%s: it could not be written", path);
}

/* ---- 3 the chip ------------------------------------------------------------------------------------------------------ */

/* Weights, thresholds and jitter as published; with whole, also delay elements with codes, what differs between them, and the way
   a chip is read. */
static dg_hw_chip chip_of(const options *o, int whole) {
  dg_hw_chip chip = dg_hw_brainscales(o->seed);
  chip.weights.most = o->weight_bits == 0 ? 0 : ((dg_index)1 << (o->weight_bits - 1)) - 1;
  chip.weights.per_unit = o->weight_bits == 0 ? 1 : DG_R(chip.weights.most) / DG_R(2.1);
  if (o->weight_bits == 6) chip.weights.per_unit = 30;
  chip.neuron.threshold_mean = DG_R(threshold_mean);
  chip.neuron.threshold_fixed = DG_R(o->threshold_spread);
  chip.neuron.threshold_batch = DG_R(threshold_batch);
  chip.element.jitter = DG_R(o->jitter);
  if (!whole) {
    chip.element.last = 0;
    return chip;
  }
  const int coarse = 1 << (8 - o->delay_bits); /* codes of eight bits to one */
  chip.element.gain *= DG_R(coarse);
  chip.element.first = (chip.element.first + coarse - 1) / coarse;
  chip.element.last /= coarse;
  chip.element.gain_spread = DG_R(gain_spread);
  chip.element.offset_spread = DG_R(offset_spread);
  chip.element.dead = DG_R(dead);
  chip.element.missing = DG_R(missing);
  chip.element.recovery = DG_R(recovery);
  chip.weights.spread = DG_R(weight_spread);
  chip.resolution = DG_R(resolution);
  chip.interval = DG_R(interval);
  return chip;
}

/* ---- 4 the board ------------------------------------------------------------------------------------------------------ */

static dg_layer layers[2];
static dg_network net;
static dg_layer_training laws[2];
static dg_training training;

static void describe(const options *o) {
  const dg_neuron neuron = {1, 1, DG_R(2.6), 0, 1};
  const dg_delay delay = {o->delays ? DG_DELAY_AXONAL : DG_DELAY_NONE, DG_MAP_SIGMOID, (dg_grouping)o->sharing, 0, 0, DG_R(1.5), 2};
  const dg_layer hidden = {INPUTS * COPIES, HIDDEN, 0, NULL, neuron, delay}, output = {HIDDEN, CLASSES, 0, NULL, neuron, delay};
  layers[0] = hidden;
  layers[1] = output;
  layers[0].delay.source_groups = o->delays ? INPUTS : 0;
  const dg_network described = {INPUTS, COPIES, 2, layers, 0};
  net = described;
  const dg_layer_training hidden_law = {1, DG_R(0.12), 0, DG_R(0.5), DG_R(0.002), DG_R(0.002), DG_R(0.05)};
  laws[0] = laws[1] = hidden_law;
  laws[1].weight_mean = DG_R(0.075);
  laws[1].weight_sd = DG_R(0.15);
  training.loss.kind = DG_LOSS_SHIFT_MSE;
  training.loss.delta_t = DG_R(0.3);
  training.loss.xi = training.loss.early_beta = 1;
  training.optimiser.kind = DG_ADAM;
  training.optimiser.beta1 = DG_R(0.9);
  training.optimiser.beta2 = DG_R(0.999);
  training.optimiser.epsilon = DG_R(1e-8);
  training.optimiser.schedule = DG_STEP;
  training.optimiser.gamma = DG_R(0.95);
  training.optimiser.every = 20;
  training.layers = laws;
  training.bump = DG_R(0.0005);
  training.gradient_cut = DG_R(0.2);
  training.weight_clip = DG_R(2.1);
  training.seed = o->seed;
}

/* A model of a chip with the network on it, and what its host knows. */
typedef struct {
  dg_hw_chip chip;
  dg_hw_model model;
  dg_hw_substrate substrate;
  dg_index element[LINES_MOST];
  dg_hw_fit known[ELEMENTS], fit[LINES_MOST];
  dg_workspace work;
  dg_hw_loop loop;
} board;

static dg_workspace workspace(size_t reals, size_t integers) {
  dg_workspace work = {NULL, reals, NULL, integers};
  work.real = (dg_real *)calloc(reals, sizeof(dg_real));
  work.integer = (dg_index *)calloc(integers + 1, sizeof(dg_index));
  if (work.real == NULL || work.integer == NULL) fail(FAILED, "not enough memory");
  return work;
}

/* Elements are calibrated where delays have codes. */
static void set_up(board *b, const dg_hw_chip *chip) {
  size_t reals = 0, integers = 0;
  memset(b, 0, sizeof *b);
  b->chip = *chip;
  b->model.chip = &b->chip;
  b->model.net = &net;
  b->model.element = b->element;
  b->substrate = dg_hw_model_substrate(&b->model);
  const int coded = chip->element.last != 0;
  for (size_t e = 0; coded && e < ELEMENTS; e++)
    must(dg_hw_calibrate(&b->chip, &b->substrate, e, REPEATS, 0, b->known + e), "calibration");
  must(dg_hw_place(&b->chip, &net, coded ? b->known : NULL, b->element), "the network on the chip");
  dg_hw_lines_known(&b->chip, &net, coded ? b->known : NULL, b->element, b->fit);
  must(dg_hw_model_workspace(&net, &reals, &integers), "workspace");
  b->model.work = workspace(reals, integers);
  must(dg_hw_training_workspace(&net, BATCH, &reals, &integers), "workspace");
  b->work = workspace(reals, integers);
  const dg_hw_loop loop = {&b->chip, &net, b->fit, &b->substrate};
  b->loop = loop;
}

/* ---- 5 training ------------------------------------------------------------------------------------------------------ */

typedef struct {
  dg_real times[TRAIN * INPUTS];
  dg_index labels[TRAIN];
} dataset;
static dataset train_set, test_set;

static void load(dataset *set, uint32_t seed, size_t count) {
  static double features[TRAIN * INPUTS];
  must(dg_yinyang(seed, count, features, set->labels), "data");
  dg_spike_times_of(count * INPUTS, features, DG_R(early), DG_R(late), set->times);
}

#define PARAMETERS_MOST (INPUTS * COPIES * HIDDEN + HIDDEN * CLASSES + INPUTS + HIDDEN)
static dg_real parameters[PARAMETERS_MOST], moments[2 * PARAMETERS_MOST];
static dg_index order[TRAIN];

/* Batches of the test set have numbers that no batch of training has. */
#define TEST_BATCHES (UINT64_C(1) << 39)

/* Accuracy on the test set, on a board. */
static double test_on(board *b, uint64_t epoch) {
  static dg_real record[BATCH * NEURONS];
  size_t correct = 0;
  must(dg_hw_configure(&b->loop, parameters, &b->work), "settings");
  for (size_t first = 0; first < TEST; first += BATCH) {
    const dg_batch batch = {test_set.times + first * INPUTS, test_set.labels + first, NULL, BATCH};
    must(dg_hw_run(&b->loop, TEST_BATCHES + epoch * (TEST / BATCH) + first / BATCH, &batch, record), "test");
    correct += dg_hw_correct(&net, &training.loss, &batch, record);
  }
  return (double)correct / TEST;
}

static double train(board *b, const options *o) {
  dg_training_state state = dg_training_start();
  double accuracy = 0;
  progress = !o->quiet && isatty(STDERR_FILENO);
  must(dg_initialise(&net, &training, parameters), "parameters");
  for (uint64_t epoch = 0; epoch < o->epochs; epoch++) {
    double loss = 0;
    size_t correct = 0;
    dg_shuffle(o->seed, epoch, TRAIN, order);
    state.epoch = epoch;
    state.batch = 0;
    for (size_t first = 0; first < TRAIN; first += BATCH) {
      const dg_batch batch = {train_set.times, train_set.labels, order + first, BATCH};
      dg_batch_result result;
      if (o->mode == IDEAL)
        must(dg_train_batch(&net, &training, &batch, NULL, &state, parameters, moments, &result, &b->work), "training");
      else must(dg_hw_train_batch(&b->loop, &training, &batch, &state, parameters, moments, &result, &b->work), "training");
      loss += (double)result.loss;
      correct += result.correct;
    }
    if (progress)
      fprintf(stderr, "\r\033[Kepoch %llu of %llu: loss %.4f, training accuracy %.3f", (unsigned long long)epoch + 1,
              (unsigned long long)o->epochs, loss / (TRAIN / BATCH), (double)correct / TRAIN);
    const int report = (epoch + 1) % 20 == 0 || epoch + 1 == o->epochs;
    if (report) accuracy = test_on(b, epoch);
    if (report && !o->quiet) {
      if (progress) fputs("\r\033[K", stderr);
      printf("epoch %llu: loss %.4f, training accuracy %.4f, test accuracy %.3f\n", (unsigned long long)epoch + 1,
             loss / (TRAIN / BATCH), (double)correct / TRAIN, accuracy);
      fflush(stdout);
    }
  }
  if (progress) fputs("\r\033[K", stderr);
  return accuracy;
}

/* ---- 6 measurements --------------------------------------------------------------------------------------------------- */

/* Mean delay of an element at a code over fresh stimuli, in microseconds. */
static double measure(board *b, size_t element, dg_real code, uint64_t event) {
  dg_real delay[REPEATS];
  must(b->substrate.measure(b->substrate.context, element, (dg_index)code, event, REPEATS, delay), "measurement");
  return (double)dg_hw_mean_of(REPEATS, delay).mean;
}

/* How far from wanted delays each working element comes, with the codes of elements as built and with those of the fit. */
static void calibrate(board *b, const char *path) {
  enum { WANTED = 47 };
  FILE *file = create(path);
  fprintf(file, "# element, delay wanted, measured before and after calibration, in microseconds\n");
  const dg_hw_fit built = dg_hw_nominal(&b->chip);
  const dg_hw_elements *e = &b->chip.element;
  double before = 0, after = 0, count = 0;
  size_t broken = 0;
  for (size_t i = 0; i < ELEMENTS; i++) {
    const dg_hw_fit *fit = b->known + i;
    broken += !fit->works;
    for (int k = 0; fit->works && k < WANTED; k++) {
      const double wanted = 9 + 0.5 * k + 0.01 * (double)(i % 50); /* 9 to 32.5 microseconds */
      const dg_real d = DG_R(wanted) / b->chip.unit;
      if (dg_hw_delay_passes(&b->chip, fit, d) == 0 || dg_hw_delay_passes(&b->chip, &built, d) == 0) continue;
      const uint64_t event = UINT64_C(1000000) + (uint64_t)k * 2 * REPEATS; /* none that the fit has seen */
      const double was = measure(b, i, dg_hw_delay_setting(&b->chip, &built, d), event);
      const double is = measure(b, i, dg_hw_delay_setting(&b->chip, fit, d), event + REPEATS);
      fprintf(file, "%zu %.4f %.4f %.4f\n", i, wanted, was, is);
      before += (was - wanted) * (was - wanted);
      after += (is - wanted) * (is - wanted);
      count++;
    }
    if (fit->works) fprintf(file, "\n");
  }
  finish(file, path);
  const double step = (double)e->gain / sqrt(12.0), jitter = (double)e->jitter / sqrt((double)REPEATS);
  printf("RESULT calibration elements=%d dead=%zu rms_before=%.4f rms_after=%.4f bound=%.4f\n", ELEMENTS, broken, sqrt(before / count),
         sqrt(after / count), 1.5 * sqrt(step * step + jitter * jitter));
}

/* Spikes of the first samples of the test set, as the ideal network has them and as the board gives them. */
static void raster(board *b, const char *path) {
  static dg_real ideal[BATCH * NEURONS], measured[BATCH * NEURONS], times[BATCH * CLASSES], coded[PARAMETERS_MOST];
  const dg_batch batch = {test_set.times, test_set.labels, NULL, BATCH};
  FILE *file = create(path);
  dg_hw_ideal(&b->chip, &net, parameters, coded);
  must(dg_infer(&net, coded, &batch, times, ideal, &b->work), "ideal spikes");
  must(dg_hw_configure(&b->loop, parameters, &b->work), "settings");
  must(dg_hw_run(&b->loop, TEST_BATCHES, &batch, measured), "measured spikes");
  fprintf(file, "# sample, neuron (hidden first), spike time in microseconds: ideal, measured; nan for none\n");
  for (size_t n = 0; n < 8; n++)
    for (size_t j = 0; j < NEURONS; j++) {
      const dg_real t[2] = {ideal[n * NEURONS + j], measured[n * NEURONS + j]};
      fprintf(file, "%zu %zu", n, j);
      for (int i = 0; i < 2; i++) {
        if (t[i] < DG_NEVER) fprintf(file, " %.4f", (double)dg_hw_microseconds(&b->chip, t[i]));
        else fputs(" nan", file);
      }
      fputc('\n', file);
    }
  finish(file, path);
}

/* ---- 7 the run ---------------------------------------------------------------------------------------------------------- */

int main(int count, char **words) {
  static board b, whole;
  const options o = parse(count, words);
  describe(&o);
  load(&train_set, TRAIN_SEED, TRAIN);
  load(&test_set, TEST_SEED, TEST);
  const dg_hw_chip all = chip_of(&o, 1), some = chip_of(&o, 0), perfect = dg_hw_ideal_chip();
  if (o.calibrate != NULL) {
    set_up(&b, &all);
    calibrate(&b, o.calibrate);
    return fflush(stdout) == 0 ? DONE : FAILED;
  }
  set_up(&b, o.mode == LOOP ? &all : o.mode == AWARE ? &some : &perfect);
  const double accuracy = train(&b, &o);
  printf("RESULT hardware mode=%s delays=%s sharing=%s seed=%llu epochs=%llu test_accuracy=%.4f", mode_names[o.mode],
         delay_names[o.delays], o.delays ? sharing_names[o.sharing] : "none", (unsigned long long)o.seed,
         (unsigned long long)o.epochs, accuracy);
  if (o.mode == IDEAL) { /* on the chip without training there */
    set_up(&whole, &all);
    printf(" on_chip=%.4f", test_on(&whole, 0));
  }
  putchar('\n');
  if (o.raster != NULL) raster(&b, o.raster);
  return fflush(stdout) == 0 && !ferror(stdout) ? DONE : FAILED;
}
