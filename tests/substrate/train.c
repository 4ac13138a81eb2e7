/* Trains Yin-Yang on a substrate that it knows by its interface alone: calibrates it, puts the network on elements that work, trains a
   few epochs in the loop. It must learn; with the gradient of another batch's spikes it must not. */
#include <stdio.h>
#include <string.h>

#include "unknown.h"
#include "workspace.h"

#define SAMPLES 2000
#define BATCH 40
#define NEURONS 33
static dg_layer layers[2];
static dg_layer_training laws[2];
static dg_training training;
static dg_real times[SAMPLES * 4], parameters[900], moments[1800];
static dg_index labels[SAMPLES], order[SAMPLES], element[50];
static dg_hw_fit known[128], fit[50];

/* A substrate that gives the spikes of samples in the reverse order: what it measures is not what was asked. */
static const dg_hw_substrate *behind;
static size_t pending;
static dg_hw_status liar_configure(void *context, const dg_real *settings) {
  (void)context;
  return behind->configure(behind->context, settings);
}
static dg_hw_status liar_stimulate(void *context, uint64_t number, const dg_batch *batch) {
  (void)context;
  pending = batch->count;
  return behind->stimulate(behind->context, number, batch);
}
static dg_hw_status liar_read(void *context, dg_real *record) {
  (void)context;
  const dg_hw_status status = behind->read(behind->context, record);
  for (size_t n = 0; n < pending / 2; n++)
    for (size_t j = 0; j < NEURONS; j++) {
      const dg_real kept = record[n * NEURONS + j];
      record[n * NEURONS + j] = record[(pending - 1 - n) * NEURONS + j];
      record[(pending - 1 - n) * NEURONS + j] = kept;
    }
  return status;
}

/* Accuracy on the last epoch's batches after so many epochs. */
static double trained(const dg_hw_loop *loop, uint64_t epochs) {
  static dg_real record[BATCH * NEURONS];
  dg_workspace work = {NULL, 0, NULL, 0};
  dg_training_state state = dg_training_start();
  size_t correct = 0;
  assert_int_equal(dg_hw_training_workspace(loop->net, BATCH, &work.reals, &work.integers), DG_HW_OK);
  work.real = (dg_real *)calloc(work.reals, sizeof(dg_real));
  work.integer = (dg_index *)calloc(work.integers, sizeof(dg_index));
  memset(moments, 0, sizeof moments);
  assert_int_equal(dg_initialise(loop->net, &training, parameters), DG_OK);
  for (; state.epoch < epochs; state.epoch++) {
    dg_shuffle(1, state.epoch, SAMPLES, order);
    for (size_t first = 0; first < SAMPLES; first += BATCH) {
      const dg_batch batch = {times, labels, order + first, BATCH};
      dg_batch_result result;
      assert_int_equal(dg_hw_train_batch(loop, &training, &batch, &state, parameters, moments, &result, &work), DG_HW_OK);
    }
  }
  assert_int_equal(dg_hw_configure(loop, parameters, &work), DG_HW_OK);
  for (size_t first = 0; first < SAMPLES; first += BATCH) {
    const dg_batch batch = {times + 4 * first, labels + first, NULL, BATCH};
    assert_int_equal(dg_hw_run(loop, (UINT64_C(1) << 39) + first, &batch, record), DG_HW_OK);
    correct += dg_hw_correct(loop->net, &training.loss, &batch, record);
  }
  workspace_free(&work);
  return (double)correct / SAMPLES;
}

static void test_unknown(void **unused) {
  (void)unused;
  static double features[SAMPLES * 4];
  const dg_neuron neuron = {1, 1, DG_R(2.6), 0, 1};
  const dg_delay delay = {DG_DELAY_AXONAL, DG_MAP_SIGMOID, DG_GROUP_TILED, 0, 0, DG_R(1.5), 2};
  const dg_layer hidden = {20, 30, 0, NULL, neuron, delay}, output = {30, 3, 0, NULL, neuron, delay};
  layers[0] = hidden;
  layers[0].delay.source_groups = 4;
  layers[1] = output;
  const dg_network net = {4, 5, 2, layers, 0};
  const dg_layer_training law = {1, DG_R(0.12), 0, DG_R(0.5), DG_R(0.01), DG_R(0.01), DG_R(0.05)};
  laws[0] = laws[1] = law;
  laws[1].weight_mean = DG_R(0.075);
  training.loss.kind = DG_LOSS_SHIFT_MSE;
  training.loss.delta_t = DG_R(0.3);
  training.loss.xi = training.loss.early_beta = 1;
  training.optimiser.kind = DG_ADAM;
  training.optimiser.beta1 = DG_R(0.9);
  training.optimiser.beta2 = DG_R(0.999);
  training.optimiser.epsilon = DG_R(1e-8);
  training.optimiser.gamma = 1;
  training.optimiser.every = 1;
  training.layers = laws;
  training.bump = DG_R(0.0005);
  training.gradient_cut = DG_R(0.2);
  training.weight_clip = DG_R(2.1);
  training.seed = 3;
  assert_int_equal(dg_yinyang(42, SAMPLES, features, labels), DG_OK);
  dg_spike_times_of(SAMPLES * 4, features, DG_R(0.15), 2, times);

  const dg_hw_chip nominal = dg_hw_brainscales(0); /* codes and ranges; what else there is, calibration finds */
  const dg_hw_substrate *substrate = unknown_substrate(5, &net, element);
  assert_non_null(substrate);
  for (size_t e = 0; e < 128; e++) assert_int_equal(dg_hw_calibrate(&nominal, substrate, e, 16, 0, known + e), DG_HW_OK);
  assert_int_equal(dg_hw_place(&nominal, &net, known, element), DG_HW_OK);
  dg_hw_lines_known(&nominal, &net, known, element, fit);
  const dg_hw_loop loop = {&nominal, &net, fit, substrate};
  const double before = trained(&loop, 0), after = trained(&loop, 4);
  behind = substrate;
  const dg_hw_substrate liar = {NULL, liar_configure, liar_stimulate, liar_read, substrate->measure};
  const dg_hw_loop wrong = {&nominal, &net, fit, &liar};
  const double lied = trained(&wrong, 4);
  printf("substrate: accuracy %.3f, after 4 epochs in the loop %.3f; with the spikes of other samples %.3f\n", before, after, lied);
  assert_true(before < 0.5 && after > 0.75 && lied < after - 0.15);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_unknown)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
