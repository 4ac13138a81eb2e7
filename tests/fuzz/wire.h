/* A small board for the fuzzers of a wire. */
#ifndef FUZZ_WIRE_H
#define FUZZ_WIRE_H

#include <stdlib.h>

#define DG_WIDTH 1 /* one sample at a time is quicker here */
#include "delgrad_hw.h"

enum { IN = 2, HIDDEN = 3, OUT = 2, NEURONS = HIDDEN + OUT, LINES = IN + HIDDEN, SETTINGS = IN * HIDDEN + HIDDEN * OUT + LINES };
enum { LARGEST = 3, ELEMENTS = 8, ROOM = 1024 };

static dg_layer layers[2];
static dg_network net;
static dg_hw_chip chip;
static dg_index element[LINES];
static dg_real settings[SETTINGS], times[(LARGEST + 1) * IN];

static void must(int truth) {
  if (!truth) abort();
}

static void describe(void) {
  const dg_neuron neuron = {1, 1, 1, 0, 1};
  const dg_delay delay = {DG_DELAY_AXONAL, DG_MAP_SIGMOID, DG_GROUP_NEIGHBOURS, 0, 0, DG_R(1.5), 2};
  const dg_layer first = {IN, HIDDEN, 0, NULL, neuron, delay}, second = {HIDDEN, OUT, 0, NULL, neuron, delay};
  const dg_network whole = {IN, 1, 2, layers, 0};
  layers[0] = first;
  layers[1] = second;
  net = whole;
  chip = dg_hw_brainscales(3);
  chip.elements = ELEMENTS;
  chip.element.jitter = DG_R(0.06);
  chip.neuron.threshold_batch = DG_R(0.04);
  for (size_t i = 0; i < LINES; i++) element[i] = (dg_index)i;
  for (size_t i = 0; i < SETTINGS; i++) settings[i] = 55; /* a good code of weights and of delays */
  for (size_t i = 0; i < (LARGEST + 1) * IN; i++) times[i] = DG_R(i) / 4;
}

/* A byte of the input, 0 behind its end. */
typedef struct {
  const unsigned char *bytes;
  size_t n, at;
} script;

static unsigned next(script *s) { return s->at < s->n ? s->bytes[s->at++] : 0; }

#endif
