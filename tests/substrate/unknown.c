/* A chip with a fixed pattern and noise that nobody outside this file knows. */
#include <stdlib.h>

#include "unknown.h"

static dg_hw_chip chip;
static dg_hw_model model;
static dg_hw_substrate substrate;

const dg_hw_substrate *unknown_substrate(uint64_t number, const dg_network *net, const dg_index *element) {
  size_t reals = 0, integers = 0;
  chip = dg_hw_brainscales(number * 1009 + 77);
  chip.neuron.threshold_mean = DG_R(0.13);
  chip.neuron.threshold_fixed = DG_R(0.1);
  chip.neuron.threshold_batch = DG_R(0.04);
  chip.neuron.lost = DG_R(0.002);
  chip.element.gain_spread = DG_R(0.08);
  chip.element.offset_spread = 1;
  chip.element.jitter = DG_R(0.06);
  chip.element.missing = DG_R(0.002);
  chip.element.dead = DG_R(0.05);
  chip.weights.spread = DG_R(0.08);
  chip.interval = 100;
  chip.resolution = DG_R(0.008);
  if (dg_hw_model_workspace(net, &reals, &integers) != DG_HW_OK) return NULL;
  model.chip = &chip;
  model.net = net;
  model.element = element;
  model.work.real = (dg_real *)calloc(reals, sizeof(dg_real));
  model.work.integer = (dg_index *)calloc(integers, sizeof(dg_index));
  model.work.reals = reals;
  model.work.integers = integers;
  if (model.work.real == NULL || model.work.integer == NULL) return NULL;
  substrate = dg_hw_model_substrate(&model);
  return &substrate;
}
