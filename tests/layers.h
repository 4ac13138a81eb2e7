/* Plain layers of given sizes, one after the other: tau_mem = 2 tau_syn = 2, no biases, no delays. */
#ifndef LAYERS_H
#define LAYERS_H

#include <string.h>

#include "delgrad.h"

/* sizes: inputs of the first layer, then the outputs of each */
static inline void layers_of(size_t depth, const size_t *sizes, dg_layer *layers) {
  memset(layers, 0, depth * sizeof *layers);
  for (size_t l = 0; l < depth; l++) {
    layers[l].inputs = sizes[l];
    layers[l].outputs = sizes[l + 1];
    layers[l].neuron.tau_mem = 2;
    layers[l].neuron.tau_syn = 1;
    layers[l].neuron.threshold = 1;
    layers[l].neuron.g_leak = DG_R(0.5);
  }
}

#endif
