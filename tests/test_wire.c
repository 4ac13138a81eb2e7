/* Section 11 of delgrad_hw.h: frames, a board and its host at two ends of a stream of bytes that loses, damages and repeats. */
#include <stdlib.h>
#include <string.h>

#include "delgrad_hw.h"
#include "quick.h"
#include "unit.h"

#define EXPECT(call, status) assert_int_equal((int)(call), (int)(status))

enum { IN = 2, HIDDEN = 3, OUT = 2, NEURONS = HIDDEN + OUT, LINES = IN + HIDDEN, WEIGHTS = IN * HIDDEN + HIDDEN * OUT };
enum { SETTINGS = WEIGHTS + LINES, PARAMETERS = SETTINGS, LARGEST = 6, SAMPLES = 32, ELEMENTS = 16, BYTES = 4096, QUEUE = 1 << 18 };

/* ---- a board, a host, and what happens between them ---- */

typedef enum { NONE, ABSENT, TRUNCATED, CORRUPTED, DUPLICATED, REORDERED, KINDS, VERSION = KINDS } fault;

/* One way of the wire. faulty: number of the frame that is damaged, from 1, and how; rate: out of 256, of others. */
typedef struct {
  uint64_t frames, faulty;
  fault kind;
  unsigned rate;
  unsigned char held[BYTES];
  size_t holds, at; /* at: which bit or byte a fault hits */
} way;

typedef struct {
  dg_layer layer[2];
  dg_network net;
  dg_hw_chip chip, nominal;
  /* the board */
  dg_hw_model model;
  dg_hw_substrate behind;
  dg_hw_server server;
  dg_hw_decoder ear;
  dg_index element[LINES], integer[4096];
  dg_real real[65536], board_settings[SETTINGS], board_inputs[LARGEST * IN], board_record[LARGEST * NEURONS];
  unsigned char board_in[BYTES], board_out[BYTES];
  /* the host */
  dg_hw_wire wire;
  dg_hw_substrate substrate;
  dg_index placed[LINES];
  dg_hw_fit fit[LINES];
  dg_real settings[SETTINGS];
  unsigned char in[BYTES], out[BYTES];
  /* between */
  way to, from;
  dg_random random;
  int deaf, closed, babbles;
  uint64_t answered, babbled;
  unsigned char queue[QUEUE];
  size_t begin, end;
} rig;

static void queue_put(rig *r, const unsigned char *bytes, size_t n) {
  if (r->begin == r->end) r->begin = r->end = 0;
  assert_true(r->end + n <= QUEUE);
  memcpy(r->queue + r->end, bytes, n);
  r->end += n;
}

static void damage(rig *r, way *w, const unsigned char *bytes, size_t n, void (*deliver)(rig *, const unsigned char *, size_t)) {
  static unsigned char copies[2][BYTES];
  unsigned char *copy = copies[w == &r->from]; /* the answer passes while the question does */
  fault kind = NONE;
  assert_true(n <= BYTES);
  w->frames++;
  if (w->frames == w->faulty) kind = w->kind;
  else if (dg_random_bits(&r->random) % 256 < w->rate) {
    kind = (fault)(1 + dg_random_bits(&r->random) % (KINDS - 1));
    w->at = (size_t)dg_random_bits(&r->random) % 100000;
  }
  memcpy(copy, bytes, n);
  if (kind == REORDERED && w->holds == 0) {
    memcpy(w->held, copy, n);
    w->holds = n;
    return;
  }
  if (kind == ABSENT) return;
  if (kind == CORRUPTED) copy[w->at / 8 % n] ^= (unsigned char)(1u << w->at % 8);
  if (kind == VERSION) {
    copy[2] = 2;
    dg_write_number(copy + 12, 4, dg_crc32(12, copy));
  }
  deliver(r, copy, kind == TRUNCATED ? 1 + w->at % (n - 1) : n);
  if (kind == DUPLICATED) deliver(r, bytes, n);
  if (w->holds > 0) {
    const size_t size = w->holds;
    w->holds = 0;
    deliver(r, w->held, size);
  }
}

static void serve(rig *r, const dg_hw_frame *frame) {
  const size_t size = dg_hw_serve(&r->server, frame, r->board_out, BYTES);
  if (size == 0) return;
  r->answered++;
  damage(r, &r->from, r->board_out, size, queue_put);
}

static void hear(rig *r, const unsigned char *bytes, size_t n) {
  dg_hw_frame frame;
  for (size_t i = 0; i < n && !r->deaf; i++) {
    dg_hw_feed(&r->ear, bytes[i]);
    while (dg_hw_take(&r->ear, &frame)) serve(r, &frame);
  }
}

static int send_bytes(void *context, const unsigned char *bytes, size_t n) {
  rig *r = (rig *)context;
  if (r->closed) return -1;
  damage(r, &r->to, bytes, n, hear);
  return 0;
}

/* A time-out comes after the board has seen that its line is idle. */
static int receive_byte(void *context, unsigned char *byte) {
  rig *r = (rig *)context;
  dg_hw_frame frame;
  if (r->closed) return -1;
  if (r->babbles) {
    r->babbled++;
    *byte = 'D';
    return 1;
  }
  while (r->begin == r->end && dg_hw_take_idle(&r->ear, &frame)) serve(r, &frame);
  if (r->begin == r->end) return 0;
  *byte = r->queue[r->begin++];
  return 1;
}

static void describe(rig *r) {
  const dg_neuron neuron = {1, 1, 1, 0, 1};
  const dg_delay delay = {DG_DELAY_AXONAL, DG_MAP_SIGMOID, DG_GROUP_NEIGHBOURS, 0, 0, DG_R(1.5), 2};
  const dg_layer first = {IN, HIDDEN, 0, NULL, neuron, delay}, second = {HIDDEN, OUT, 0, NULL, neuron, delay};
  const dg_network net = {IN, 1, 2, r->layer, 0};
  r->layer[0] = first;
  r->layer[1] = second;
  r->net = net;
  r->nominal = r->chip = dg_hw_brainscales(0);
  r->nominal.elements = r->chip.elements = ELEMENTS;
  r->chip.seed = 77;
  r->chip.weights.spread = DG_R(0.05);
  r->chip.element.gain_spread = DG_R(0.05);
  r->chip.element.offset_spread = DG_R(0.5);
  r->chip.element.jitter = DG_R(0.06);
  r->chip.element.missing = DG_R(0.01);
  r->chip.element.dead = DG_R(0.1);
  r->chip.neuron.threshold_fixed = DG_R(0.08);
  r->chip.neuron.threshold_batch = DG_R(0.04);
  r->chip.neuron.jitter = DG_R(0.01);
  r->chip.interval = 100;
  r->chip.element.recovery = 10;
}

static void rig_start(rig *r) {
  size_t reals = 0, integers = 0, bytes = 0;
  memset(r, 0, sizeof *r);
  describe(r);
  r->random = dg_random_at(5, DG_STREAM_NOISE, 0);
  for (size_t i = 0; i < LINES; i++) {
    r->placed[i] = (dg_index)(ELEMENTS - 1 - i);
    r->fit[i] = dg_hw_nominal(&r->nominal);
  }
  EXPECT(dg_hw_model_workspace(&r->net, &reals, &integers), DG_HW_OK);
  assert_true(reals <= 65536 && integers <= 4096);
  EXPECT(dg_hw_frame_room(&r->net, LARGEST, &bytes), DG_HW_OK);
  assert_true(bytes <= BYTES && dg_hw_setting_count(&r->net) == SETTINGS && dg_parameter_count(&r->net) == PARAMETERS);
  r->model.chip = &r->chip;
  r->model.net = &r->net;
  r->model.element = r->element;
  r->model.work.real = r->real;
  r->model.work.reals = reals;
  r->model.work.integer = r->integer;
  r->model.work.integers = integers;
  r->behind = dg_hw_model_substrate(&r->model);
  r->server.net = &r->net;
  r->server.substrate = &r->behind;
  r->server.element = r->element;
  r->server.elements = ELEMENTS;
  r->server.largest = LARGEST;
  r->server.settings = r->board_settings;
  r->server.inputs = r->board_inputs;
  r->server.record = r->board_record;
  r->ear.bytes = r->board_in;
  r->ear.capacity = bytes;
  r->wire.link.context = r;
  r->wire.link.send = send_bytes;
  r->wire.link.receive = receive_byte;
  r->wire.net = &r->net;
  r->wire.element = r->placed;
  r->wire.decoder.bytes = r->in;
  r->wire.decoder.capacity = bytes;
  r->wire.out = r->out;
  r->wire.room = bytes;
  r->wire.settings = r->settings;
  r->wire.sequence = 0xfffffffeu; /* so that it wraps */
  r->wire.retries = 30;
  r->substrate = dg_hw_wire_substrate(&r->wire);
}

static rig here, there; /* over a wire; and one whose model is used without */

static dg_real inputs[SAMPLES * IN];
static dg_index labels[SAMPLES];

static void data_start(void) {
  dg_random random = dg_random_at(3, DG_STREAM_NOISE, 0);
  for (size_t i = 0; i < SAMPLES * IN; i++) inputs[i] = 2 * dg_random_uniform(&random);
  for (size_t n = 0; n < SAMPLES; n++) labels[n] = (dg_index)(dg_random_bits(&random) % OUT);
}

static dg_batch some(size_t first, size_t count) {
  const dg_batch batch = {inputs + first * IN, labels + first, NULL, count};
  return batch;
}

static void codes(unsigned seed, dg_real *settings) {
  for (size_t i = 0; i < SETTINGS; i++) {
    const unsigned x = (unsigned)i * 37u + seed * 11u;
    const int delay = (i >= IN * HIDDEN && i < IN * HIDDEN + IN) || i >= SETTINGS - HIDDEN;
    settings[i] = delay ? DG_R(50 + x % 200) : DG_R(20 + (int)(x % 40));
  }
}

/* The record that the model gives without a wire. */
static void reference_run(unsigned seed, uint64_t number, const dg_batch *batch, dg_real *record) {
  dg_real settings[SETTINGS];
  rig_start(&there);
  there.model.element = there.placed;
  codes(seed, settings);
  EXPECT(there.behind.configure(there.behind.context, settings), DG_HW_OK);
  EXPECT(there.behind.stimulate(there.behind.context, number, batch), DG_HW_OK);
  EXPECT(there.behind.read(there.behind.context, record), DG_HW_OK);
}

/* Greets, configures, runs and measures, and compares with the model. */
static void whole_exchange(rig *r, unsigned seed) {
  dg_real settings[SETTINGS], record[LARGEST * NEURONS], expected[LARGEST * NEURONS], delay[7], expected_delay[7];
  const dg_batch batch = some(seed % 8, LARGEST);
  codes(seed, settings);
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  EXPECT(r->substrate.configure(r->substrate.context, settings), DG_HW_OK);
  EXPECT(r->substrate.stimulate(r->substrate.context, seed, &batch), DG_HW_OK);
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_OK);
  EXPECT(r->substrate.measure(r->substrate.context, 3, 120, seed, 7, delay), DG_HW_OK);
  reference_run(seed, seed, &batch, expected);
  assert_memory_equal(record, expected, sizeof record);
  EXPECT(there.behind.measure(there.behind.context, 3, 120, seed, 7, expected_delay), DG_HW_OK);
  assert_memory_equal(delay, expected_delay, sizeof delay);
}

/* ---- frames ---- */

static const unsigned char known_frame[25] = {
    'D', 'G', 0x01, 0x03, 0x04, 0x03, 0x02, 0x01, 0x05, 0x00, 0x00, 0x00, 0x99, 0x7d, 0x58, 0x93, 'a', 'b',
    'c', 'd', 'e', 0x65, 0xd8, 0x87, 0x85};

/* The bytes of a frame, from an independent implementation of the CRC. */
static void test_frame(void **unused) {
  (void)unused;
  unsigned char out[64];
  memset(out, 0x5a, sizeof out);
  memcpy(out + DG_HW_HEAD, "abcde", 5);
  assert_int_equal(dg_hw_seal(out, DG_HW_RUN, 0x01020304, 5), 25);
  assert_memory_equal(out, known_frame, 25);
  for (size_t i = 25; i < sizeof out; i++) assert_int_equal(out[i], 0x5a);
  unsigned char room[25];
  dg_hw_decoder decoder = {room, sizeof room, 0, 0, 0, 0, 0};
  dg_hw_frame frame;
  for (size_t i = 0; i < 25; i++) {
    assert_int_equal(dg_hw_take(&decoder, &frame), 0);
    dg_hw_feed(&decoder, known_frame[i]);
  }
  assert_int_equal(dg_hw_take(&decoder, &frame), 1);
  assert_true(frame.version == 1 && frame.type == DG_HW_RUN && frame.sequence == 0x01020304 && frame.length == 5);
  assert_memory_equal(frame.payload, "abcde", 5);
  assert_int_equal(dg_hw_take(&decoder, &frame), 0);
  assert_true(decoder.frames == 1 && decoder.dropped == 0);
}

/* The head of a frame can be sealed alone: four bytes are written. */
static void test_seal_head(void **unused) {
  (void)unused;
  unsigned char out[20];
  memset(out, 0x5a, sizeof out);
  memcpy(out, known_frame, 12);
  dg_hw_seal_head(out);
  assert_memory_equal(out, known_frame, 16);
  for (size_t i = 16; i < sizeof out; i++) assert_int_equal(out[i], 0x5a);
}

static size_t feed(dg_hw_decoder *d, const unsigned char *bytes, size_t n, uint32_t sequence) {
  dg_hw_frame frame;
  size_t found = 0;
  for (size_t i = 0; i < n; i++) {
    dg_hw_feed(d, bytes[i]);
    while (dg_hw_take(d, &frame)) found += frame.sequence == sequence ? 1 : 1000;
  }
  return found;
}

static size_t feed_idle(dg_hw_decoder *d, uint32_t sequence) {
  dg_hw_frame frame;
  size_t found = 0;
  while (dg_hw_take_idle(d, &frame)) found += frame.sequence == sequence ? 1 : 1000;
  assert_true(d->filled == 0);
  return found;
}

/* A frame with any bit wrong, or cut anywhere, is dropped, and the good one behind it is found, at once or when the line is idle. */
static void test_damaged_frames(void **unused) {
  (void)unused;
  unsigned char good[64], bad[64], room[64];
  memcpy(good + DG_HW_HEAD, "DGDG\001\001", 6);
  const size_t n = dg_hw_seal(good, DG_HW_MEASURE, 9, 6);
  for (size_t bit = 0; bit < 8 * n; bit++) {
    dg_hw_decoder d = {room, sizeof room, 0, 0, 0, 0, 0};
    memcpy(bad, good, n);
    bad[bit / 8] ^= (unsigned char)(1u << bit % 8);
    assert_int_equal(feed(&d, bad, n, 9) + feed(&d, good, n, 9) + feed_idle(&d, 9), 1);
    assert_int_equal(d.dropped, n);
  }
  for (size_t cut = 0; cut < n; cut++) {
    dg_hw_decoder d = {room, sizeof room, 0, 0, 0, 0, 0};
    assert_int_equal(feed(&d, good, cut, 9) + feed(&d, good, n, 9) + feed_idle(&d, 9), 1);
    assert_int_equal(d.dropped, cut);
    /* and without idleness, when the same comes again */
    const size_t found = feed(&d, good, cut, 9) + feed(&d, good, n, 9) + feed(&d, good, n, 9);
    assert_true(found >= 1 && found + feed_idle(&d, 9) == 2);
  }
}

/* A frame that finds no room is dropped, however good; one that just fits is not. */
static void test_too_long(void **unused) {
  (void)unused;
  unsigned char big[64], small[64], room[40];
  memset(big, 'D', sizeof big);
  memset(small, 'D', sizeof small);
  const size_t n = dg_hw_seal(big, DG_HW_RUN, 1, 21), m = dg_hw_seal(small, DG_HW_RUN, 2, 20);
  dg_hw_decoder d = {room, sizeof room, 0, 0, 0, 0, 0};
  assert_int_equal(feed(&d, big, n, 2) + feed(&d, small, m, 2), 1);
  assert_int_equal(d.dropped, n);
  /* a length near 2^32 does not wrap */
  const uint32_t lengths[4] = {0xffffffffu, 0xfffffff0u, 0xffffffecu, 0x80000000u};
  for (int i = 0; i < 4; i++) {
    dg_write_number(big + 8, 4, lengths[i]);
    dg_write_number(big + 12, 4, dg_crc32(12, big));
    assert_int_equal(feed(&d, big, n, 2) + feed(&d, small, m, 2) + feed_idle(&d, 2), 1);
  }
}

/* Bytes that nobody takes out push out the oldest; nothing is written beyond the room. */
static void test_overflow(void **unused) {
  (void)unused;
  unsigned char good[32], room[48];
  memset(room, 0x5a, sizeof room);
  const size_t n = dg_hw_seal(good, DG_HW_HELLO, 4, 0);
  dg_hw_decoder d = {room, 40, 0, 0, 0, 0, 0};
  dg_hw_frame frame;
  for (int k = 0; k < 3; k++)
    for (size_t i = 0; i < n; i++) dg_hw_feed(&d, good[i]);
  assert_true(d.filled == 40 && d.dropped == 20);
  for (size_t i = 40; i < sizeof room; i++) assert_int_equal(room[i], 0x5a);
  assert_true(dg_hw_take(&d, &frame) && dg_hw_take(&d, &frame) && !dg_hw_take(&d, &frame));
}

/* Streams of frames and noise, in pieces of any size: every frame is found, in order. */
static void test_streams(void **unused) {
  (void)unused;
  static unsigned char stream[1 << 16], room[340]; /* a frame, and what is fed before it is taken */
  dg_random random = dg_random_at(8, DG_STREAM_NOISE, 0);
  for (size_t round = 0; round < draws(300); round++) {
    dg_hw_decoder d = {room, sizeof room, 0, 0, 0, 0, 0};
    dg_hw_frame frame;
    size_t n = 0, noise = 0;
    uint32_t frames = 0, found = 0;
    while (n < sizeof stream - 1000) {
      const size_t length = (size_t)(dg_random_bits(&random) % 281), extra = (size_t)(dg_random_bits(&random) % 30);
      for (size_t i = 0; i < length; i++) stream[n + DG_HW_HEAD + i] = (unsigned char)("DG\001\003"[dg_random_bits(&random) % 4]);
      n += dg_hw_seal(stream + n, 3, frames++, length);
      for (size_t i = 0; i < extra; i++) stream[n++] = (unsigned char)("DG\001x"[dg_random_bits(&random) % 4]);
      noise += extra;
    }
    for (size_t i = 0; i < n;) {
      const size_t piece = (size_t)(dg_random_bits(&random) % 40);
      for (size_t k = 0; k <= piece && i < n; k++) dg_hw_feed(&d, stream[i++]);
      while (dg_hw_take(&d, &frame)) assert_int_equal(frame.sequence, found++);
      assert_true(d.start <= d.filled && d.filled <= d.capacity);
    }
    while (dg_hw_take_idle(&d, &frame)) assert_int_equal(frame.sequence, found++);
    assert_true(found == frames && d.frames == frames && d.dropped == noise);
  }
}

/* ---- the board ---- */

static unsigned char answer_bytes[BYTES + 64];

/* What the board answers to a question: the status, DG_HW_OK for an answer of the right type, -1 for none. */
static int ask_board(rig *r, unsigned type, size_t length, const unsigned char *payload, size_t capacity) {
  unsigned char *exact = (unsigned char *)malloc(length + 1); /* so that sanitizers see what is read beyond it */
  if (length > 0) memcpy(exact, payload, length);
  static uint32_t sequence;
  const dg_hw_frame frame = {DG_HW_PROTOCOL, type, ++sequence, length, exact};
  memset(answer_bytes, 0x5a, sizeof answer_bytes);
  const size_t size = dg_hw_serve(&r->server, &frame, answer_bytes, capacity);
  free(exact);
  assert_true(size <= capacity);
  for (size_t i = capacity; i < sizeof answer_bytes; i++) assert_int_equal(answer_bytes[i], 0x5a);
  if (size == 0) return -1;
  assert_int_equal((int)dg_hw_look(size, answer_bytes, BYTES), DG_HW_LOOK_GOOD);
  assert_true(dg_read_number(answer_bytes + 4, 4) == sequence && dg_read_number(answer_bytes + 8, 4) == size - DG_HW_FRAME);
  if (answer_bytes[3] == DG_HW_ERROR) {
    assert_true(size == DG_HW_FRAME + 2 && answer_bytes[DG_HW_HEAD + 1] == DG_HW_PROTOCOL);
    return answer_bytes[DG_HW_HEAD];
  }
  assert_int_equal(answer_bytes[3], type + DG_HW_ANSWER);
  return DG_HW_OK;
}

static size_t question_configure(const dg_index *element, const dg_real *settings, unsigned char *out) {
  for (size_t i = 0; i < LINES; i++) dg_write_number(out + 4 * i, 4, (uint64_t)element[i]);
  dg_hw_write_reals(out + 4 * LINES, SETTINGS, settings);
  return 4 * LINES + SETTINGS * sizeof(dg_real);
}

static size_t question_run(uint32_t configuration, uint32_t count, unsigned char *out) {
  dg_write_number(out, 8, 7);
  dg_write_number(out + 8, 4, configuration);
  dg_write_number(out + 12, 4, count);
  dg_hw_write_reals(out + DG_HW_RUN_BYTES, LARGEST * IN, inputs);
  return DG_HW_RUN_BYTES + count * IN * sizeof(dg_real);
}

static size_t question_measure(uint32_t element, uint32_t code, uint32_t count, unsigned char *out) {
  dg_write_number(out, 4, element);
  dg_write_number(out + 4, 4, code);
  dg_write_number(out + 8, 8, 5);
  dg_write_number(out + 16, 4, count);
  return DG_HW_MEASURE_BYTES;
}

static void test_server_refuses(void **unused) {
  (void)unused;
  unsigned char q[BYTES];
  dg_real settings[SETTINGS];
  rig *r = &here;
  rig_start(r);
  memset(q, 0, sizeof q);
  codes(1, settings);
  /* types */
  for (unsigned type = 0; type < 256; type++)
    if (type == 0 || type > DG_HW_MEASURE) assert_int_equal(ask_board(r, type, 0, q, BYTES), type < 0x80 ? DG_HW_ERROR_FRAME : -1);
  dg_hw_frame frame = {2, DG_HW_HELLO, 42, 0, q};
  assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), DG_HW_FRAME + 2);
  assert_true(answer_bytes[2] == 1 && answer_bytes[3] == DG_HW_ERROR && answer_bytes[16] == DG_HW_ERROR_VERSION && answer_bytes[17] == 1);
  frame.version = 0;
  assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), DG_HW_FRAME + 2);
  assert_int_equal(answer_bytes[16], DG_HW_ERROR_VERSION);
  /* order, and lengths */
  const size_t run = question_run(0, LARGEST, q);
  EXPECT(ask_board(r, DG_HW_RUN, run, q, BYTES), DG_HW_ERROR_ORDER);
  const size_t length = question_configure(r->placed, settings, q);
  for (size_t n = 0; n < length + 9; n++) {
    EXPECT(ask_board(r, DG_HW_CONFIGURE, n, q, BYTES), n == length ? DG_HW_OK : DG_HW_ERROR_FRAME);
    assert_int_equal(r->server.configured, n >= length);
  }
  const uint32_t mark = dg_crc32(length, q);
  question_run(mark, LARGEST, q);
  for (size_t n = 0; n < run + 9; n++)
    EXPECT(ask_board(r, DG_HW_RUN, n, q, BYTES), n == run ? DG_HW_OK : DG_HW_ERROR_FRAME);
  question_measure(0, 100, 4, q);
  for (size_t n = 0; n < 40; n++)
    EXPECT(ask_board(r, DG_HW_MEASURE, n, q, BYTES), n == DG_HW_MEASURE_BYTES ? DG_HW_OK : DG_HW_ERROR_FRAME);
  for (size_t n = 0; n < 40; n++) EXPECT(ask_board(r, DG_HW_HELLO, n, q, BYTES), n == 0 ? DG_HW_OK : DG_HW_ERROR_FRAME);
  /* counts */
  EXPECT(ask_board(r, DG_HW_RUN, question_run(mark, 0, q), q, BYTES), DG_ERROR_EMPTY);
  EXPECT(ask_board(r, DG_HW_RUN, question_run(mark, LARGEST + 1, q), q, BYTES), DG_ERROR_TOO_LARGE);
  question_run(mark, 0xffffffffu, q);
  EXPECT(ask_board(r, DG_HW_RUN, run, q, BYTES), DG_ERROR_TOO_LARGE);
  EXPECT(ask_board(r, DG_HW_RUN, question_run(mark, 1, q), q, BYTES), DG_HW_OK);
  EXPECT(ask_board(r, DG_HW_RUN, question_run(mark ^ 1u, 1, q), q, BYTES), DG_HW_ERROR_ORDER);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(0, 100, 0, q), q, BYTES), DG_ERROR_EMPTY);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(0, 100, DG_HW_REPEATS, q), q, BYTES), DG_HW_OK);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(0, 100, DG_HW_REPEATS + 1, q), q, BYTES), DG_ERROR_TOO_LARGE);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(ELEMENTS - 1, 100, 4, q), q, BYTES), DG_HW_OK);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(ELEMENTS, 100, 4, q), q, BYTES), DG_HW_ERROR_ELEMENT);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(0, 49, 4, q), q, BYTES), DG_HW_ERROR_CODE);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(0, 251, 4, q), q, BYTES), DG_HW_ERROR_CODE);
  EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(0, 0xffffffffu, 4, q), q, BYTES), DG_HW_ERROR_CODE);
  /* times that are not admitted */
  question_run(mark, 1, q);
  const dg_real bad = -DG_NEVER;
  dg_hw_write_reals(q + DG_HW_RUN_BYTES, 1, &bad);
  EXPECT(ask_board(r, DG_HW_RUN, DG_HW_RUN_BYTES + IN * sizeof(dg_real), q, BYTES), DG_ERROR_NOT_FINITE);
  /* elements and codes; a configuration that is refused leaves none, if it got so far as the substrate */
  dg_index element[LINES];
  memcpy(element, r->placed, sizeof element);
  element[LINES - 1] = ELEMENTS;
  EXPECT(ask_board(r, DG_HW_CONFIGURE, question_configure(element, settings, q), q, BYTES), DG_HW_ERROR_ELEMENT);
  element[LINES - 1] = element[0];
  EXPECT(ask_board(r, DG_HW_CONFIGURE, question_configure(element, settings, q), q, BYTES), DG_HW_ERROR_ELEMENT);
  assert_int_equal(r->server.configured, 1);
  settings[0] = 64;
  EXPECT(ask_board(r, DG_HW_CONFIGURE, question_configure(r->placed, settings, q), q, BYTES), DG_HW_ERROR_CODE);
  EXPECT(ask_board(r, DG_HW_RUN, question_run(mark, 1, q), q, BYTES), DG_HW_ERROR_ORDER);
  EXPECT(ask_board(r, DG_HW_RUN, question_run(dg_crc32(length, q), 1, q), q, BYTES), DG_HW_ERROR_ORDER);
}

/* Codes up to 2^20 reach a substrate, whatever its chip has; others are refused before. */
static dg_index measured_at;
static dg_hw_status any_code(void *context, size_t number, dg_index code, uint64_t event, size_t count, dg_real *delay) {
  (void)context, (void)number, (void)event;
  measured_at = code;
  for (size_t i = 0; i < count; i++) delay[i] = 1;
  return DG_HW_OK;
}

static void test_server_codes(void **unused) {
  (void)unused;
  unsigned char q[BYTES];
  rig *r = &here;
  rig_start(r);
  r->behind.measure = any_code;
  const uint32_t code[6] = {0, 1 << 20, (1 << 20) + 1, 1 << 21, 0x80000000u, 0xffffffffu};
  for (int i = 0; i < 6; i++) {
    measured_at = -1;
    EXPECT(ask_board(r, DG_HW_MEASURE, question_measure(0, code[i], 4, q), q, BYTES), i < 2 ? DG_HW_OK : DG_HW_ERROR_CODE);
    assert_int_equal(measured_at, i < 2 ? (int)code[i] : -1);
  }
}

/* An answer never exceeds its room. */
static void test_server_room(void **unused) {
  (void)unused;
  unsigned char q[BYTES];
  dg_real settings[SETTINGS];
  rig *r = &here;
  rig_start(r);
  codes(1, settings);
  size_t room = 0;
  EXPECT(dg_hw_frame_room(&r->net, LARGEST, &room), DG_HW_OK);
  const size_t length = question_configure(r->placed, settings, q);
  const uint32_t mark = dg_crc32(length, q);
  for (size_t capacity = 0; capacity <= room; capacity++) {
    const int none = capacity < DG_HW_FRAME + 2;
    question_configure(r->placed, settings, q);
    EXPECT(ask_board(r, DG_HW_CONFIGURE, length, q, capacity), none ? -1 : DG_HW_OK);
    const int configured = r->server.configured;
    const int hello = ask_board(r, DG_HW_HELLO, 0, q, capacity);
    assert_int_equal(hello, none ? -1 : capacity < DG_HW_FRAME + dg_network_bytes(&r->net) ? (int)DG_ERROR_CAPACITY : 0);
    const int run = ask_board(r, DG_HW_RUN, question_run(mark, LARGEST, q), q, capacity);
    const int enough = capacity >= DG_HW_FRAME + LARGEST * NEURONS * sizeof(dg_real);
    assert_int_equal(run, none ? -1 : !enough ? (int)DG_ERROR_CAPACITY : configured ? 0 : (int)DG_HW_ERROR_ORDER);
    const int measure = ask_board(r, DG_HW_MEASURE, question_measure(1, 100, DG_HW_REPEATS, q), q, capacity);
    assert_int_equal(measure, none ? -1 : capacity < DG_HW_FRAME + DG_HW_REPEATS * sizeof(dg_real) ? (int)DG_ERROR_CAPACITY : 0);
  }
  assert_int_equal(r->server.configured, 1);
  EXPECT(ask_board(r, DG_HW_RUN, question_run(mark, LARGEST, q), q, room), DG_HW_OK);
}

/* The last question again gets the same answer, and nothing runs; any other question is answered anew. */
static int runs;
static dg_hw_status counted_read(void *context, dg_real *record) {
  runs++;
  return dg_hw_model_read(context, record);
}

static void test_repeated(void **unused) {
  (void)unused;
  unsigned char q[BYTES], first[BYTES];
  dg_real settings[SETTINGS];
  rig *r = &here;
  rig_start(r);
  r->behind.read = counted_read;
  codes(1, settings);
  const size_t length = question_configure(r->placed, settings, q);
  const uint32_t mark = dg_crc32(length, q);
  EXPECT(ask_board(r, DG_HW_CONFIGURE, length, q, BYTES), DG_HW_OK);
  dg_hw_frame frame = {DG_HW_PROTOCOL, DG_HW_RUN, 0x10000, question_run(mark, 2, q), q};
  runs = 0;
  const size_t size = dg_hw_serve(&r->server, &frame, answer_bytes, BYTES);
  memcpy(first, answer_bytes, size);
  for (int i = 0; i < 3; i++) {
    assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), size);
    assert_memory_equal(answer_bytes, first, size);
    assert_int_equal(runs, 1);
  }
  frame.sequence++;
  assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), size);
  assert_int_equal(runs, 2);
  q[0]++; /* another number of a batch, though in a frame with the same number */
  assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), size);
  assert_int_equal(runs, 3);
  assert_memory_not_equal(answer_bytes, first, size);
  frame.version = 2;
  assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), DG_HW_FRAME + 2);
  assert_int_equal(answer_bytes[3], DG_HW_ERROR);
  frame.version = DG_HW_PROTOCOL;
  assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), size);
  assert_int_equal(runs, 4);
  frame.type = DG_HW_MEASURE; /* refused, though its bytes were a good RUN */
  assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), DG_HW_FRAME + 2);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(dg_hw_serve(&r->server, &frame, answer_bytes, BYTES), DG_HW_FRAME + 2);
    assert_int_equal(answer_bytes[16], DG_HW_ERROR_FRAME);
  }
}

/* ---- both ---- */

static void test_same_bits(void **unused) {
  (void)unused;
  for (unsigned seed = 1; seed <= 8; seed++) {
    rig_start(&here);
    whole_exchange(&here, seed);
    assert_true(here.wire.sent == 4 && here.wire.received == 4 && here.wire.resent == 0 && here.wire.stale == 0 && here.wire.lost == 0);
    assert_int_equal(here.wire.largest, LARGEST);
  }
  /* rows of a batch in another order, fewer than the most, and measurements in several frames */
  dg_real settings[SETTINGS], record[LARGEST * NEURONS], expected[LARGEST * NEURONS], delay[200], expected_delay[150];
  const dg_index index[4] = {9, 2, 30, 2};
  const dg_batch batch = {inputs, labels, index, 4};
  rig *r = &here;
  codes(3, settings);
  memset(record, 0, sizeof record);
  memset(expected, 0, sizeof expected);
  EXPECT(r->substrate.configure(r->substrate.context, settings), DG_HW_OK);
  EXPECT(r->substrate.stimulate(r->substrate.context, UINT64_MAX, &batch), DG_HW_OK);
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_OK);
  reference_run(3, UINT64_MAX, &batch, expected);
  assert_memory_equal(record, expected, sizeof record);
  for (size_t i = 0; i < 200; i++) delay[i] = 77;
  EXPECT(r->substrate.measure(r->substrate.context, 5, 250, 1000, 150, delay), DG_HW_OK);
  for (size_t i = 150; i < 200; i++) assert_true(delay[i] == 77); /* as many as asked for, no more */
  EXPECT(there.behind.measure(there.behind.context, 5, 250, 1000, 150, expected_delay), DG_HW_OK);
  assert_memory_equal(delay, expected_delay, sizeof expected_delay);
  for (size_t e = 0; e < ELEMENTS; e++) {
    dg_hw_fit fit, same;
    EXPECT(dg_hw_calibrate(&r->nominal, &r->substrate, e, 16, 0, &fit), DG_HW_OK);
    EXPECT(dg_hw_calibrate(&r->nominal, &there.behind, e, 16, 0, &same), DG_HW_OK);
    assert_true(fit.gain == same.gain && fit.offset == same.offset && fit.residual == same.residual && fit.works == same.works);
  }
}

/* Every kind of fault in every frame of a whole exchange, either way. */
static void test_each_fault(void **unused) {
  (void)unused;
  for (int kind = ABSENT; kind < KINDS; kind++)
    for (uint64_t frame = 1; frame <= 4; frame++)
      for (int back = 0; back < 2; back++)
        for (size_t at = 0; at < 1000; at += 83) {
          rig *r = &here;
          rig_start(r);
          way *w = back ? &r->from : &r->to;
          w->faulty = frame;
          w->kind = (fault)kind;
          w->at = at;
          whole_exchange(r, 2);
          const int again = kind != DUPLICATED;
          assert_int_equal(r->wire.resent, again);
          assert_int_equal(r->wire.sent, 4 + again);
          if (!(kind == REORDERED || kind == DUPLICATED)) assert_true(r->wire.stale == 0 && r->wire.received == 4);
          else if (frame < 4) assert_int_equal(r->wire.stale, 1);
        }
}

typedef struct {
  dg_real p[PARAMETERS], m[2 * PARAMETERS];
  dg_training_state state;
} trained;

static void train_batch(const rig *r, const dg_hw_substrate *substrate, trained *t, dg_hw_status expected) {
  static dg_real real[200000];
  static dg_index integer[20000];
  const dg_workspace work = {real, 200000, integer, 20000};
  const dg_layer_training law = {DG_R(1.2), DG_R(0.3), 0, DG_R(0.5), DG_R(0.02), DG_R(0.02), DG_R(0.3)};
  dg_layer_training laws[2];
  dg_training training;
  dg_batch_result result;
  memset(&training, 0, sizeof training);
  laws[0] = laws[1] = law;
  training.layers = laws;
  training.loss.kind = DG_LOSS_SHIFT_MSE;
  training.loss.delta_t = DG_R(0.3);
  training.loss.xi = DG_R(0.2);
  training.loss.early_beta = 1;
  training.optimiser.kind = DG_ADAM;
  training.optimiser.beta1 = DG_R(0.9);
  training.optimiser.beta2 = DG_R(0.999);
  training.optimiser.epsilon = DG_R(1e-8);
  training.optimiser.gamma = 1;
  training.optimiser.every = 1;
  training.bump = DG_R(0.0005);
  training.seed = 4;
  if (t->state.batches == 0 && t->p[0] == 0) {
    t->state = dg_training_start();
    EXPECT(dg_initialise(&r->net, &training, t->p), DG_OK);
  }
  const dg_batch batch = some((size_t)(t->state.batches % 5) * LARGEST, LARGEST);
  const dg_hw_loop loop = {&r->nominal, &r->net, r->fit, substrate};
  EXPECT(dg_hw_train_batch(&loop, &training, &batch, &t->state, t->p, t->m, &result, &work), expected);
}

/* Training over a wire that damages frames ends as training without one; where the board falls silent, the batch has not happened, and
   happens once when the board is back. */
static void test_training(void **unused) {
  (void)unused;
  const uint64_t batches = draws(100);
  static trained over, without, before;
  uint64_t faulty = 0;
  memset(&over, 0, sizeof over);
  memset(&without, 0, sizeof without);
  rig_start(&there);
  there.model.element = there.placed;
  for (uint64_t b = 0; b < batches; b++) train_batch(&there, &there.behind, &without, DG_HW_OK);
  for (unsigned rate = 0; rate <= 128; rate += 64) {
    rig *r = &here;
    rig_start(r);
    memset(&over, 0, sizeof over);
    r->to.rate = r->from.rate = rate;
    EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
    for (uint64_t b = 0; b < batches; b++) {
      if (b % 7 == 3) {
        before = over;
        r->deaf = 1;
        train_batch(r, &r->substrate, &over, DG_HW_ERROR_SILENT);
        assert_memory_equal(&over, &before, sizeof over);
        r->deaf = 0;
      }
      if (b % 11 == 5) { /* the board began anew */
        r->server.configured = 0;
        r->server.answer = 0;
      }
      train_batch(r, &r->substrate, &over, DG_HW_OK);
      assert_int_equal(over.state.batches, b + 1);
    }
    assert_memory_equal(over.p, without.p, sizeof over.p);
    assert_memory_equal(over.m, without.m, sizeof over.m);
    faulty += r->wire.resent;
  }
  assert_true(faulty > 0);
}

/* A configuration that comes late, after a newer one: the board must not run on it. */
static void test_late_configuration(void **unused) {
  (void)unused;
  dg_real settings[SETTINGS], record[LARGEST * NEURONS], expected[LARGEST * NEURONS];
  const dg_batch batch = some(0, LARGEST);
  rig *r = &here;
  rig_start(r);
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  codes(1, settings);
  EXPECT(r->substrate.configure(r->substrate.context, settings), DG_HW_OK);
  unsigned char late[BYTES];
  const size_t size = DG_HW_FRAME + dg_hw_configure_bytes(&r->net);
  memcpy(late, r->out, size);
  codes(2, settings);
  EXPECT(r->substrate.configure(r->substrate.context, settings), DG_HW_OK);
  hear(r, late, size);
  EXPECT(r->substrate.stimulate(r->substrate.context, 5, &batch), DG_HW_OK);
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_OK);
  assert_true(r->wire.lost == 1 && r->wire.stale == 1);
  reference_run(2, 5, &batch, expected);
  assert_memory_equal(record, expected, sizeof record);
}

static void test_silent(void **unused) {
  (void)unused;
  dg_real settings[SETTINGS], record[LARGEST * NEURONS], delay[4];
  const dg_batch batch = some(0, 2);
  rig *r = &here;
  for (uint32_t retries = 0; retries < 4; retries++) {
    rig_start(r);
    r->wire.retries = retries;
    r->deaf = 1;
    EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_ERROR_SILENT);
    assert_true(r->wire.sent == retries + 1u && r->wire.resent == retries && r->to.frames == retries + 1u);
  }
  r->deaf = 0;
  codes(1, settings);
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  EXPECT(r->substrate.configure(r->substrate.context, settings), DG_HW_OK);
  EXPECT(r->substrate.stimulate(r->substrate.context, 5, &batch), DG_HW_OK);
  r->deaf = 1;
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_ERROR_SILENT);
  EXPECT(r->substrate.measure(r->substrate.context, 0, 100, 0, 4, delay), DG_HW_ERROR_SILENT);
  r->deaf = 0;
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_OK); /* asked again, it answers */
  r->deaf = 1;
  EXPECT(r->substrate.configure(r->substrate.context, settings), DG_HW_ERROR_SILENT);
  EXPECT(r->substrate.stimulate(r->substrate.context, 5, &batch), DG_HW_ERROR_ORDER); /* nobody knows what runs there */
  r->closed = 1;
  EXPECT(r->substrate.configure(r->substrate.context, settings), DG_HW_ERROR_CLOSED);
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_ERROR_CLOSED);
  /* one that never stops and never answers */
  rig_start(r);
  r->babbles = 1;
  r->wire.retries = 2;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_ERROR_SILENT);
  assert_int_equal(r->wire.sent, 3);
  assert_true(r->babbled == 3 * 16 * r->wire.decoder.capacity); /* SPEC 14.6 */
}

static void test_version(void **unused) {
  (void)unused;
  for (int back = 0; back < 2; back++) {
    rig *r = &here;
    rig_start(r);
    way *w = back ? &r->from : &r->to;
    w->faulty = 1;
    w->kind = VERSION;
    EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_ERROR_VERSION);
    assert_true(r->wire.sent == 1 && r->wire.largest == 0);
    EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  }
}

static void test_other(void **unused) {
  (void)unused;
  rig *r = &here;
  rig_start(r);
  dg_layer other[2];
  dg_network net = r->net;
  memcpy(other, r->layer, sizeof other);
  net.layers = other;
  r->server.net = &net;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  other[1].neuron.threshold = 2; /* of the same shape */
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_ERROR_OTHER);
  other[1].neuron.threshold = 1;
  net.t_ref = 1;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_ERROR_OTHER);
  net.t_ref = 0;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
}

/* ---- a board that answers nonsense ---- */

static unsigned char said[BYTES]; /* the next answer, with the sequence of the question */
static size_t said_type, said_length, said_at, said_end;

static int nonsense_send(void *context, const unsigned char *bytes, size_t n) {
  (void)context;
  assert_true(n >= DG_HW_FRAME);
  said_end = dg_hw_seal(said, (unsigned)said_type, (uint32_t)dg_read_number(bytes + 4, 4), said_length);
  said_at = 0;
  return 0;
}
static int nonsense_receive(void *context, unsigned char *byte) {
  (void)context;
  if (said_at == said_end) return 0;
  *byte = said[said_at++];
  return 1;
}

static dg_hw_status say(rig *r, unsigned type, size_t length) {
  said_type = type;
  said_length = length;
  r->wire.link.send = nonsense_send;
  r->wire.link.receive = nonsense_receive;
  return dg_hw_wire_hello(&r->wire);
}

static void test_nonsense(void **unused) {
  (void)unused;
  rig *r = &here;
  unsigned char *p = said + DG_HW_HEAD;
  dg_real record[LARGEST * NEURONS];
  rig_start(r);
  r->wire.retries = 1;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  for (unsigned status = 0; status < 256; status++) {
    p[0] = (unsigned char)status;
    p[1] = 1;
    const int known = (status > 0 && status < DG_STATUS_COUNT) || (status >= DG_HW_ERROR_CHIP && status < DG_HW_STATUS_END);
    EXPECT(say(r, DG_HW_ERROR, 2), known ? status : (unsigned)DG_HW_ERROR_FRAME);
    EXPECT(say(r, DG_HW_ERROR, 1), DG_HW_ERROR_FRAME);
  }
  EXPECT(say(r, DG_HW_ERROR, 0), DG_HW_ERROR_FRAME);
  EXPECT(say(r, DG_HW_HELLO, DG_HW_HELLO_BYTES), DG_HW_ERROR_SILENT); /* a question is no answer */
  EXPECT(say(r, DG_HW_RUN + DG_HW_ANSWER, DG_HW_HELLO_BYTES), DG_HW_ERROR_SILENT);
  const uint32_t right[7] = {sizeof(dg_real), IN, NEURONS, LINES, SETTINGS, LARGEST, dg_hw_network_mark(&r->net, p)};
  for (int wrong = -1; wrong < 7; wrong++) {
    for (int i = 0; i < 7; i++) dg_write_number(p + 4 * i, 4, right[i] + (i == wrong));
    EXPECT(say(r, DG_HW_HELLO + DG_HW_ANSWER, DG_HW_HELLO_BYTES), wrong < 0 || wrong == 5 ? DG_HW_OK : DG_HW_ERROR_OTHER);
    EXPECT(say(r, DG_HW_HELLO + DG_HW_ANSWER, DG_HW_HELLO_BYTES - 1), DG_HW_ERROR_FRAME);
    EXPECT(say(r, DG_HW_HELLO + DG_HW_ANSWER, DG_HW_HELLO_BYTES + 1), DG_HW_ERROR_FRAME);
  }
  dg_write_number(p + 20, 4, 0); /* takes no batch at all */
  dg_write_number(p + 24, 4, right[6]);
  EXPECT(say(r, DG_HW_HELLO + DG_HW_ANSWER, DG_HW_HELLO_BYTES), DG_HW_ERROR_FRAME);
  /* one that takes larger batches than we have room for */
  dg_write_number(p + 20, 4, 0xffffffffu);
  EXPECT(say(r, DG_HW_HELLO + DG_HW_ANSWER, DG_HW_HELLO_BYTES), DG_HW_OK);
  assert_int_equal(r->wire.largest, DG_BATCH_MAX);
  r->wire.configured = 1;
  const dg_batch large = some(0, SAMPLES), small = some(0, 1);
  EXPECT(r->substrate.stimulate(r->substrate.context, 0, &large), DG_ERROR_CAPACITY);
  /* spikes of another length than asked; one that always lost its configuration */
  EXPECT(r->substrate.stimulate(r->substrate.context, 0, &small), DG_HW_OK);
  said_type = DG_HW_RUN + DG_HW_ANSWER;
  said_length = NEURONS * sizeof(dg_real) + 1;
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_ERROR_FRAME);
  p[0] = DG_HW_ERROR_ORDER;
  said_type = DG_HW_ERROR;
  said_length = 2;
  for (uint32_t retries = 0; retries < 3; retries++) {
    r->wire.retries = retries;
    r->wire.lost = 0;
    EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_ERROR_ORDER);
    assert_true(r->wire.lost == retries);
  }
  said_type = DG_HW_RUN + DG_HW_ANSWER;
  said_length = NEURONS * sizeof(dg_real);
  memset(p, 0xff, said_length); /* not a number; the substrate does not judge */
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_OK);
  EXPECT(r->substrate.read(r->substrate.context, record), DG_HW_ERROR_ORDER);
}

static void test_errors(void **unused) {
  (void)unused;
  dg_real settings[SETTINGS], record[NEURONS], delay[1];
  rig *r = &here;
  rig_start(r);
  size_t bytes = 0;
  codes(1, settings);
  const dg_batch batch = some(0, 1), large = some(0, LARGEST + 1);
  void *context = r->substrate.context;
  EXPECT(dg_hw_frame_room(NULL, 1, &bytes), DG_ERROR_NULL);
  EXPECT(dg_hw_frame_room(&r->net, 1, NULL), DG_ERROR_NULL);
  EXPECT(dg_hw_frame_room(&r->net, 0, &bytes), DG_ERROR_EMPTY);
  EXPECT(dg_hw_frame_room(&r->net, DG_BATCH_MAX + 1, &bytes), DG_ERROR_TOO_LARGE);
  EXPECT(dg_hw_frame_room(&r->net, SIZE_MAX, &bytes), DG_ERROR_TOO_LARGE);
  EXPECT(dg_hw_wire_hello(NULL), DG_ERROR_NULL);
  EXPECT(r->substrate.configure(NULL, settings), DG_ERROR_NULL);
  EXPECT(r->substrate.configure(context, NULL), DG_ERROR_NULL);
  EXPECT(r->substrate.stimulate(NULL, 0, &batch), DG_ERROR_NULL);
  EXPECT(r->substrate.read(NULL, record), DG_ERROR_NULL);
  EXPECT(r->substrate.read(context, NULL), DG_ERROR_NULL);
  EXPECT(r->substrate.measure(context, 0, 100, 0, 1, NULL), DG_ERROR_NULL);
  /* before greeting, in the wrong order */
  EXPECT(r->substrate.configure(context, settings), DG_HW_ERROR_ORDER);
  EXPECT(r->substrate.measure(context, 0, 100, 0, 1, delay), DG_HW_ERROR_ORDER);
  EXPECT(r->substrate.stimulate(context, 0, &batch), DG_HW_ERROR_ORDER);
  EXPECT(r->substrate.read(context, record), DG_HW_ERROR_ORDER);
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  EXPECT(r->substrate.read(context, record), DG_HW_ERROR_ORDER);
  EXPECT(r->substrate.configure(context, settings), DG_HW_OK);
  EXPECT(r->substrate.read(context, record), DG_HW_ERROR_ORDER);
  EXPECT(r->substrate.stimulate(context, 0, &large), DG_ERROR_TOO_LARGE);
  EXPECT(r->substrate.stimulate(context, 0, NULL), DG_ERROR_NULL);
  /* what the board refuses */
  settings[0] = DG_R(0.5);
  EXPECT(r->substrate.configure(context, settings), DG_HW_ERROR_CODE);
  EXPECT(r->substrate.measure(context, ELEMENTS, 100, 0, 1, delay), DG_HW_ERROR_ELEMENT);
  EXPECT(r->substrate.measure(context, (size_t)UINT32_MAX + (sizeof(size_t) > 4), 100, 0, 1, delay), DG_HW_ERROR_ELEMENT);
  EXPECT(r->substrate.measure(context, 0, 49, 0, 1, delay), DG_HW_ERROR_CODE);
  const uint64_t sent = r->wire.sent; /* what no chip has is not even asked for */
  EXPECT(r->substrate.measure(context, 0, -1, 0, 1, delay), DG_HW_ERROR_CODE);
  EXPECT(r->substrate.measure(context, 0, (1 << 20) + 1, 0, 1, delay), DG_HW_ERROR_CODE);
  assert_true(r->wire.sent == sent);
  EXPECT(r->substrate.measure(context, 0, 1 << 20, 0, 1, delay), DG_HW_ERROR_CODE);
  assert_true(r->wire.sent == sent + 1);
  assert_int_equal(r->wire.resent, 0);
  /* too little room */
  EXPECT(dg_hw_frame_room(&r->net, 1, &bytes), DG_HW_OK);
  r->wire.room = bytes - 1;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_ERROR_CAPACITY);
  r->wire.room = bytes;
  r->wire.decoder.capacity = bytes - 1;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_ERROR_CAPACITY);
  r->wire.decoder.capacity = bytes;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_HW_OK);
  void *lacking[3] = {&r->wire.out, &r->wire.decoder.bytes, &r->wire.settings};
  for (int i = 0; i < 3; i++) {
    unsigned char *kept, *null = NULL;
    memcpy(&kept, lacking[i], sizeof kept);
    memcpy(lacking[i], &null, sizeof null);
    EXPECT(dg_hw_wire_hello(&r->wire), DG_ERROR_NULL);
    memcpy(lacking[i], &kept, sizeof kept);
  }
  r->wire.element = NULL;
  EXPECT(dg_hw_wire_hello(&r->wire), DG_ERROR_NULL);
}

/* Room for one sample is enough to begin with, also where the frames of samples are the largest. */
static void test_wire_room(void **unused) {
  (void)unused;
  rig *r = &here;
  static dg_real many[100];
  dg_real delay[1];
  size_t bytes = 0, more = 0;
  rig_start(r);
  const dg_delay none = {DG_DELAY_NONE, DG_MAP_SIGMOID, DG_GROUP_TILED, 0, 0, 0, 1};
  const dg_layer wide = {100, 1, 0, NULL, r->layer[0].neuron, none};
  const dg_network net = {100, 1, 1, &wide, 0};
  EXPECT(dg_hw_frame_room(&net, 1, &bytes), DG_HW_OK);
  EXPECT(dg_hw_frame_room(&net, 2, &more), DG_HW_OK);
  assert_true(bytes == DG_HW_FRAME + DG_HW_RUN_BYTES + 100 * sizeof(dg_real) && more == bytes + 100 * sizeof(dg_real));
  r->wire.net = &net;
  r->wire.settings = many;
  r->wire.largest = 1;
  r->closed = 1;
  for (int lacks = 0; lacks < 2; lacks++) {
    const dg_hw_status expected = lacks ? (dg_hw_status)DG_ERROR_CAPACITY : DG_HW_ERROR_CLOSED;
    r->wire.room = r->wire.decoder.capacity = bytes - (size_t)lacks;
    EXPECT(dg_hw_wire_hello(&r->wire), expected);
    EXPECT(r->substrate.configure(r->substrate.context, many), expected);
    EXPECT(r->substrate.measure(r->substrate.context, 0, 100, 0, 1, delay), expected);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_frame),          cmocka_unit_test(test_damaged_frames), cmocka_unit_test(test_too_long),
      cmocka_unit_test(test_overflow),       cmocka_unit_test(test_streams),        cmocka_unit_test(test_server_refuses),
      cmocka_unit_test(test_server_room),    cmocka_unit_test(test_repeated),    cmocka_unit_test(test_same_bits),      cmocka_unit_test(test_each_fault),
      cmocka_unit_test(test_training),       cmocka_unit_test(test_late_configuration),
      cmocka_unit_test(test_silent),         cmocka_unit_test(test_version),        cmocka_unit_test(test_other),
      cmocka_unit_test(test_nonsense),       cmocka_unit_test(test_errors),
      cmocka_unit_test(test_seal_head),      cmocka_unit_test(test_server_codes), cmocka_unit_test(test_wire_room)};
  data_start();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
