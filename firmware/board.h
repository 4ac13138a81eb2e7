/* board.h: the board without its wires: bytes come in, answers go out. board.c gives it those of a Cortex-M, board_host.c those of a
   process. */
#ifndef BOARD_H
#define BOARD_H

#include "chip.h"

/* The model of the chip needs this much (dg_hw_model_workspace); board_start checks. */
#define WORK_REALS (1024 + 256 * DG_WIDTH)
#define WORK_INTEGERS (32 * DG_WIDTH)

typedef struct {
  dg_layer layer[2];
  dg_network net;
  dg_hw_chip chip;
  dg_hw_model model;
  dg_hw_substrate substrate;
  dg_hw_server server;
  dg_hw_decoder decoder;
  dg_index element[LINES], integer[WORK_INTEGERS];
  dg_real settings[SETTINGS], inputs[LARGEST * INPUTS], record[LARGEST * NEURONS], real[WORK_REALS];
  unsigned char in[ROOM], out[ROOM];
} board;

/* Puts the parts together. Errors: those of the network and the chip, WORKSPACE or CAPACITY if a figure above is too small. */
static inline dg_hw_status board_start(board *b) {
  size_t reals = 0, integers = 0, room = 0;
  b->net = network_of(b->layer);
  b->chip = own_chip();
  dg_hw_status status = dg_hw_place(&b->chip, &b->net, NULL, b->element);
  if (status == DG_HW_OK) status = dg_hw_model_workspace(&b->net, &reals, &integers);
  if (status == DG_HW_OK) status = dg_hw_frame_room(&b->net, LARGEST, &room);
  if (status != DG_HW_OK) return status;
  if (reals > WORK_REALS || integers > WORK_INTEGERS) return (dg_hw_status)DG_ERROR_WORKSPACE;
  if (room > ROOM) return (dg_hw_status)DG_ERROR_CAPACITY;
  b->model.chip = &b->chip;
  b->model.net = &b->net;
  b->model.element = b->element;
  b->model.work.real = b->real;
  b->model.work.reals = WORK_REALS;
  b->model.work.integer = b->integer;
  b->model.work.integers = WORK_INTEGERS;
  b->substrate = dg_hw_model_substrate(&b->model);
  b->server.net = &b->net;
  b->server.substrate = &b->substrate;
  b->server.element = b->element;
  b->server.elements = b->chip.elements;
  b->server.largest = LARGEST;
  b->server.settings = b->settings;
  b->server.inputs = b->inputs;
  b->server.record = b->record;
  b->decoder.bytes = b->in;
  b->decoder.capacity = ROOM;
  return DG_HW_OK;
}

/* The answer to the next frame among the bytes fed, in b->out; returns its size, 0 when more bytes are needed. idle: none has come for a
   while. */
static inline size_t board_answer(board *b, int idle) {
  dg_hw_frame frame;
  while (idle ? dg_hw_take_idle(&b->decoder, &frame) : dg_hw_take(&b->decoder, &frame)) {
    const size_t size = dg_hw_serve(&b->server, &frame, b->out, sizeof b->out);
    if (size > 0) return size;
  }
  return 0;
}

#endif
