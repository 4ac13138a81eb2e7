/* libFuzzer: the board's end of a wire. The input is a script: raw bytes, frames with good checks and any content, good questions with
   one byte changed. Every answer must be a good frame with the number of a question that was asked, and its status a known one. */
#include "tests/fuzz/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static dg_hw_model model;
static dg_hw_server server;
static dg_hw_substrate behind;
static dg_index placed[LINES], integer[4096];
static dg_real real[16384], board_settings[SETTINGS], inputs[LARGEST * IN], record[LARGEST * NEURONS];
static dg_hw_decoder ear;
static unsigned char in[ROOM], out[ROOM], frame_bytes[70000];

static void start(void) {
  size_t reals = 0, integers = 0, room = 0;
  describe();
  must(dg_hw_model_workspace(&net, &reals, &integers) == DG_HW_OK && reals <= 16384 && integers <= 4096);
  must(dg_hw_frame_room(&net, LARGEST, &room) == DG_HW_OK && room <= ROOM);
  memset(&model, 0, sizeof model);
  memset(&server, 0, sizeof server);
  memset(&ear, 0, sizeof ear);
  model.chip = &chip;
  model.net = &net;
  model.element = placed;
  model.work.real = real;
  model.work.reals = reals;
  model.work.integer = integer;
  model.work.integers = integers;
  behind = dg_hw_model_substrate(&model);
  server.net = &net;
  server.substrate = &behind;
  server.element = placed;
  server.elements = ELEMENTS;
  server.largest = LARGEST;
  server.settings = board_settings;
  server.inputs = inputs;
  server.record = record;
  ear.bytes = in;
  ear.capacity = room;
}

static size_t serve(const dg_hw_frame *frame) {
  unsigned char *exact = (unsigned char *)malloc(frame->length + 1); /* so that the sanitizer sees what is read beyond it */
  must(exact != NULL);
  memcpy(exact + 1, frame->payload, frame->length);
  dg_hw_frame copy = *frame;
  copy.payload = exact + 1;
  const size_t size = dg_hw_serve(&server, &copy, out, ear.capacity);
  free(exact);
  return size;
}

static void answer(const dg_hw_frame *frame) {
  const size_t size = serve(frame);
  if (size == 0) {
    must(frame->type >= DG_HW_ANSWER);
    return;
  }
  must(size <= ear.capacity && dg_hw_look(size, out, size) == DG_HW_LOOK_GOOD);
  must(dg_read_number(out + 4, 4) == frame->sequence && dg_read_number(out + 8, 4) + DG_HW_FRAME == size);
  if (out[3] != DG_HW_ERROR) {
    must(out[3] == frame->type + DG_HW_ANSWER && frame->version == DG_HW_PROTOCOL);
    return;
  }
  const unsigned status = out[DG_HW_HEAD];
  must(size == DG_HW_FRAME + 2 && ((status > 0 && status < DG_STATUS_COUNT) || (status >= DG_HW_ERROR_CHIP && status < DG_HW_STATUS_END)));
}

static void take(int idle) {
  dg_hw_frame frame;
  while (idle ? dg_hw_take_idle(&ear, &frame) : dg_hw_take(&ear, &frame)) {
    must(frame.length + DG_HW_FRAME <= ear.capacity && frame.payload >= in && frame.payload + frame.length <= in + ear.filled);
    answer(&frame);
  }
  must(ear.start <= ear.filled && ear.filled <= ear.capacity && ear.taken == 0 && (!idle || ear.filled == 0));
}

static void hear(const unsigned char *bytes, size_t n) {
  for (size_t i = 0; i < n; i++) {
    dg_hw_feed(&ear, bytes[i]);
    take(0);
  }
}

/* A good question, as a payload; returns its length. */
static size_t question(unsigned type, unsigned count, unsigned char *p) {
  if (type == DG_HW_CONFIGURE) {
    for (size_t i = 0; i < LINES; i++) dg_write_number(p + 4 * i, 4, (uint64_t)element[i]);
    dg_hw_write_reals(p + 4 * LINES, SETTINGS, settings);
    return dg_hw_configure_bytes(&net);
  }
  if (type == DG_HW_RUN) {
    dg_write_number(p, 8, count);
    dg_write_number(p + 8, 4, server.configuration);
    dg_write_number(p + 12, 4, count % (LARGEST + 2));
    dg_hw_write_reals(p + DG_HW_RUN_BYTES, (LARGEST + 1) * IN, times);
    return DG_HW_RUN_BYTES + count % (LARGEST + 2) * IN * sizeof(dg_real);
  }
  if (type != DG_HW_MEASURE) return 0;
  dg_write_number(p, 4, count % 9);
  dg_write_number(p + 4, 4, 60);
  dg_write_number(p + 8, 8, 1);
  dg_write_number(p + 16, 4, count % 66);
  return DG_HW_MEASURE_BYTES;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  script s = {data, size, 0};
  start();
  while (s.at < s.n) {
    unsigned char *p = frame_bytes + DG_HW_HEAD;
    const unsigned what = next(&s) % 4, type = next(&s), number = next(&s);
    size_t length = 0;
    if (what == 0) {
      for (; length < number; length++) p[length] = (unsigned char)next(&s);
      hear(p, length);
    } else if (what == 1) {
      const unsigned high = next(&s) % 2;
      for (; length < number + 256 * high; length++) p[length] = (unsigned char)next(&s);
      hear(frame_bytes, dg_hw_seal(frame_bytes, type, number, length));
    } else if (what == 2) {
      length = question(type % 5, next(&s), p);
      const size_t at = next(&s) + 256 * (next(&s) % 2);
      if (at < length) p[at] ^= (unsigned char)next(&s);
      hear(frame_bytes, dg_hw_seal(frame_bytes, type % 5, number, length));
    } else {
      take(1);
    }
  }
  return 0;
}
