/* network.h: what the board and its host agree on: the network, and the chip as its makers describe it. What makes one board differ
   from another is in chip.h, which the host does not see. */
#ifndef NETWORK_H
#define NETWORK_H

#ifndef DG_REAL
#define DG_REAL float /* the board has no other in hardware */
#endif
#include "../delgrad_hw.h"

#define INPUTS 4
#define COPIES 5
#define HIDDEN 30
#define CLASSES 3
#define LARGEST 40  /* samples of a batch */
#define ELEMENTS 128

#define LINES (INPUTS * COPIES + HIDDEN)
#define NEURONS (HIDDEN + CLASSES)
#define SETTINGS (LINES + INPUTS * COPIES * HIDDEN + HIDDEN * CLASSES)
#define ROOM (DG_HW_FRAME + LARGEST * NEURONS * sizeof(dg_real)) /* that of dg_hw_frame_room: the spikes of a batch are most */

/* One hidden layer with axonal delays before and behind it, one delay for the five copies of an input. layer: room for two. */
static inline dg_network network_of(dg_layer *layer) {
  const dg_neuron neuron = {1, 1, DG_R(2.6), 0, 1};
  const dg_delay copies = {DG_DELAY_AXONAL, DG_MAP_SIGMOID, DG_GROUP_NEIGHBOURS, INPUTS, 0, DG_R(1.5), 2};
  const dg_delay each = {DG_DELAY_AXONAL, DG_MAP_SIGMOID, DG_GROUP_NEIGHBOURS, 0, 0, DG_R(1.5), 2};
  const dg_layer first = {INPUTS * COPIES, HIDDEN, 0, NULL, neuron, copies}, second = {HIDDEN, CLASSES, 0, NULL, neuron, each};
  const dg_network net = {INPUTS, COPIES, 2, layer, 0};
  layer[0] = first;
  layer[1] = second;
  return net;
}

/* Codes, their ranges, and the unit of time, as in the data sheet. */
static inline dg_hw_chip nominal_chip(void) { return dg_hw_brainscales(0); }

#endif
