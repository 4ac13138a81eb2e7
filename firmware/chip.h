/* chip.h: one board as it left the factory. Only the board, and whoever plays it, includes this. */
#ifndef CHIP_H
#define CHIP_H

#include "network.h"

static inline dg_hw_chip own_chip(void) {
  dg_hw_chip chip = nominal_chip();
  chip.seed = UINT64_C(0x5eed0fb0a2d);
  chip.weights.spread = DG_R(0.05);
  chip.element.gain_spread = DG_R(0.05);
  chip.element.offset_spread = DG_R(0.5);
  chip.element.jitter = DG_R(0.06);
  chip.element.missing = DG_R(0.001);
  chip.element.dead = DG_R(0.05);
  chip.element.recovery = 10;
  chip.neuron.threshold_mean = DG_R(0.13);
  chip.neuron.threshold_fixed = DG_R(0.08);
  chip.neuron.threshold_batch = DG_R(0.04);
  chip.neuron.recovery = 1;
  chip.resolution = DG_R(0.004);
  chip.interval = 100;
  return chip;
}

#endif
