/* in_the_loop.h: training Yin-Yang on a substrate, whatever stands behind it: in_the_loop.c has a board at the end of a wire,
   firmware/twin.c the model of that board in its own process. */
#ifndef IN_THE_LOOP_H
#define IN_THE_LOOP_H

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../firmware/network.h"

#define TRAIN_SEED 42
#define TEST_SEED 40
#define TEST 1000
#define SAMPLES_MAX 100000
#define BATCH LARGEST
#define PARAMETERS (INPUTS * COPIES * HIDDEN + INPUTS + HIDDEN * CLASSES + HIDDEN)
#define REPEATS 16                      /* measurements of a delay element at each of DG_HW_CODES codes */
#define TEST_NUMBER ((uint64_t)1 << 39) /* number of the first batch that tests, far from those that train */

/* A training run. It stays where it is: its parts point to one another. */
typedef struct {
  size_t samples;
  dg_layer layer[2];
  dg_network net;
  dg_hw_chip chip;
  dg_layer_training laws[2];
  dg_training training;
  dg_index element[LINES];
  dg_hw_fit fit[LINES];
  size_t dead; /* elements that did not answer */
  dg_hw_substrate substrate;
  dg_hw_loop loop;
  dg_workspace work;
  dg_real parameters[PARAMETERS], moments[2 * PARAMETERS];
  dg_training_state state;
  dg_real *times;
  dg_index *labels, *order;
  dg_real test_times[TEST * INPUTS], record[BATCH * NEURONS];
  dg_index test_labels[TEST];
  double loss; /* of the epoch so far, summed over batches */
  size_t correct;
} lesson;

/* Yin-Yang as spike times; features: room. */
static inline dg_hw_status lesson_data(uint32_t seed, size_t count, double *features, dg_real *times, dg_index *labels) {
  const dg_status status = dg_yinyang(seed, count, features, labels);
  if (status == DG_OK) dg_spike_times_of(INPUTS * count, features, DG_R(0.15), 2, times);
  return (dg_hw_status)status;
}

/* Everything but what the substrate tells; the seed is that of initial parameters and shuffling. The published settings, but for
   a learning rate of 0.02, since a run on a board is short. */
static inline dg_hw_status lesson_start(lesson *l, size_t samples, uint64_t seed) {
  const dg_layer_training hidden = {1, DG_R(0.12), 0, DG_R(0.5), DG_R(0.02), DG_R(0.02), DG_R(0.05)};
  const dg_layer_training output = {DG_R(0.075), DG_R(0.15), 0, DG_R(0.5), DG_R(0.02), DG_R(0.02), DG_R(0.05)};
  dg_training *t = &l->training;
  size_t reals = 0, integers = 0;
  memset(l, 0, sizeof *l);
  l->samples = samples;
  l->net = network_of(l->layer);
  l->chip = nominal_chip();
  l->laws[0] = hidden;
  l->laws[1] = output;
  t->layers = l->laws;
  t->loss.kind = DG_LOSS_SHIFT_MSE;
  t->loss.delta_t = DG_R(0.3);
  t->loss.xi = DG_R(0.2);
  t->loss.early_beta = 1;
  t->optimiser.kind = DG_ADAM;
  t->optimiser.beta1 = DG_R(0.9);
  t->optimiser.beta2 = DG_R(0.999);
  t->optimiser.epsilon = DG_R(1e-8);
  t->optimiser.schedule = DG_STEP;
  t->optimiser.gamma = DG_R(0.95);
  t->optimiser.every = 20;
  t->bump = DG_R(0.0005);
  t->gradient_cut = DG_R(0.2);
  t->weight_clip = DG_R(2.1);
  t->seed = seed;
  l->state = dg_training_start();
  dg_hw_status status = dg_hw_training_workspace(&l->net, 2 * BATCH, &reals, &integers);
  if (status != DG_HW_OK) return status;
  const size_t most = samples > TEST ? samples : TEST;
  double *features = (double *)malloc(INPUTS * most * sizeof *features);
  l->work.real = (dg_real *)malloc(reals * sizeof(dg_real));
  l->work.reals = reals;
  l->work.integer = (dg_index *)malloc(integers * sizeof(dg_index));
  l->work.integers = integers;
  l->times = (dg_real *)malloc(INPUTS * samples * sizeof(dg_real));
  l->labels = (dg_index *)malloc(samples * sizeof(dg_index));
  l->order = (dg_index *)malloc(samples * sizeof(dg_index));
  if (features == NULL || l->work.real == NULL || l->work.integer == NULL || l->times == NULL || l->labels == NULL || l->order == NULL) {
    fputs("not enough memory\n", stderr);
    exit(1);
  }
  status = lesson_data(TRAIN_SEED, samples, features, l->times, l->labels);
  if (status == DG_HW_OK) status = lesson_data(TEST_SEED, TEST, features, l->test_times, l->test_labels);
  free(features);
  return status != DG_HW_OK ? status : (dg_hw_status)dg_initialise(&l->net, t, l->parameters);
}

/* Measures delay elements, one after another, until there are enough that work, and puts the network on them. */
static inline dg_hw_status lesson_calibrate(lesson *l, dg_hw_substrate substrate) {
  dg_hw_fit known[ELEMENTS];
  size_t found = 0;
  const dg_hw_loop loop = {&l->chip, &l->net, l->fit, &l->substrate};
  l->substrate = substrate;
  l->loop = loop;
  memset(known, 0, sizeof known);
  for (size_t e = 0; e < l->chip.elements && found < LINES; e++) {
    const dg_hw_status status = dg_hw_calibrate(&l->chip, &l->substrate, e, REPEATS, 0, known + e);
    if (status != DG_HW_OK) return status;
    found += known[e].works != 0;
    l->dead += !known[e].works;
  }
  const dg_hw_status status = dg_hw_place(&l->chip, &l->net, known, l->element);
  if (status == DG_HW_OK) dg_hw_lines_known(&l->chip, &l->net, known, l->element, l->fit);
  return status;
}

/* The next batch; on an error the run is as it was before it. */
static inline dg_hw_status lesson_batch(lesson *l) {
  dg_batch_result result;
  if (l->state.batch == 0) {
    l->loss = 0;
    l->correct = 0;
  }
  dg_shuffle(l->training.seed, l->state.epoch, l->samples, l->order);
  const size_t first = (size_t)l->state.batch * BATCH, left = l->samples - first;
  const dg_batch batch = {l->times, l->labels, l->order + first, left < BATCH ? left : (size_t)BATCH};
  const dg_hw_status status = dg_hw_train_batch(&l->loop, &l->training, &batch, &l->state, l->parameters, l->moments, &result, &l->work);
  if (status != DG_HW_OK) return status;
  l->loss += (double)result.loss * (double)batch.count;
  l->correct += result.correct;
  if (first + batch.count == l->samples) {
    l->state.epoch++;
    l->state.batch = 0;
  }
  return DG_HW_OK;
}

/* How many of the test samples are classified right. */
static inline dg_hw_status lesson_test(lesson *l, size_t *correct) {
  *correct = 0;
  dg_hw_status status = dg_hw_configure(&l->loop, l->parameters, &l->work);
  for (size_t b = 0; b < TEST / BATCH && status == DG_HW_OK; b++) {
    const dg_batch batch = {l->test_times + b * BATCH * INPUTS, l->test_labels + b * BATCH, NULL, BATCH};
    status = dg_hw_run(&l->loop, TEST_NUMBER + b, &batch, l->record);
    if (status == DG_HW_OK) *correct += dg_hw_correct(&l->net, &l->training.loss, &batch, l->record);
  }
  return status;
}

/* Where the run stands, as a checkpoint in a file, which is replaced at once or not at all; 0 if it could not be written. */
static inline int lesson_save(const lesson *l, const char *path) {
  static unsigned char bytes[1 << 16];
  char temporary[4096];
  unsigned char user[8];
  size_t size = 0;
  for (int i = 0; i < 8; i++) user[i] = (unsigned char)((uint64_t)l->samples >> 8 * i);
  if (dg_checkpoint_size(&l->net, &l->training, sizeof user, &size) != DG_OK || size > sizeof bytes ||
      dg_checkpoint_save(&l->net, &l->training, &l->state, l->parameters, l->moments, sizeof user, user, size, bytes) != DG_OK)
    return 0;
  if (strlen(path) + 5 > sizeof temporary) return 0;
  sprintf(temporary, "%s.tmp", path);
  FILE *file = fopen(temporary, "wb");
  int good = file != NULL && fwrite(bytes, 1, size, file) == size && fflush(file) == 0 && fsync(fileno(file)) == 0;
  if (file != NULL && fclose(file) != 0) good = 0;
  if (good && rename(temporary, path) == 0) return 1;
  if (file != NULL) remove(temporary);
  return 0;
}

/* Goes on from a checkpoint; null if that went well, or what is wrong with it. */
static inline const char *lesson_load(lesson *l, const char *path) {
  static unsigned char bytes[1 << 16];
  unsigned char user[8];
  size_t has = 0;
  FILE *file = fopen(path, "rb");
  if (file == NULL) return strerror(errno);
  const size_t size = fread(bytes, 1, sizeof bytes, file);
  fclose(file);
  dg_status status = dg_checkpoint_inspect(size, bytes, &has);
  if (status == DG_OK && has != sizeof user) status = DG_ERROR_CHECKPOINT_TRAINING;
  if (status == DG_OK)
    status = dg_checkpoint_load(&l->net, &l->training, size, bytes, &l->state, l->parameters, l->moments, sizeof user, user);
  if (status != DG_OK) return dg_status_text(status);
  for (int i = 0; i < 8; i++)
    if (user[i] != (unsigned char)((uint64_t)l->samples >> 8 * i)) return "it belongs to another number of samples";
  return NULL;
}

#endif
