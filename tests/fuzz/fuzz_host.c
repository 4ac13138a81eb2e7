/* libFuzzer: the host's end of a wire. The input is what comes back: raw bytes, frames with good checks and any content, time-outs. Every
   question must end, with a status that is known, and an answer that is taken must have the right length. */
#include "tests/fuzz/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static dg_hw_wire wire;
static unsigned char in[ROOM], out[ROOM], coming[1100];
static dg_real kept[SETTINGS], record[LARGEST * NEURONS], delay[130];
static size_t at, end, last; /* last: payload of the frame that came last */
static script said;
static uint32_t asked;
static unsigned asked_type;

static int send_bytes(void *context, const unsigned char *bytes, size_t n) {
  (void)context;
  must(dg_hw_look(n, bytes, ROOM) == DG_HW_LOOK_GOOD && dg_read_number(bytes + 8, 4) + DG_HW_FRAME == n);
  asked = (uint32_t)dg_read_number(bytes + 4, 4);
  asked_type = bytes[3];
  return 0;
}

static int receive_byte(void *context, unsigned char *byte) {
  (void)context;
  while (at == end) {
    if (said.at >= said.n) return -1;
    const unsigned what = next(&said) % 5, type = next(&said), number = next(&said);
    unsigned char *p = coming + DG_HW_HEAD;
    size_t length = 0;
    at = end = 0;
    if (what == 0) return 0;
    if (what == 1) {
      for (; length < number; length++) coming[length] = (unsigned char)next(&said);
      end = length;
      continue;
    }
    const size_t good_length[5] = {0, DG_HW_HELLO_BYTES, 0, 2 * NEURONS * sizeof(dg_real), (type % 2 ? 1 : 64) * sizeof(dg_real)};
    const size_t most = what == 4 ? good_length[asked_type % 5] : number + 256 * (type % 2);
    for (; length < most; length++) p[length] = (unsigned char)next(&said);
    if (what == 4 && asked_type == DG_HW_HELLO && type % 4 != 0) { /* nearly a good one */
      const uint32_t good[7] = {sizeof(dg_real), IN, NEURONS, LINES, SETTINGS, LARGEST, dg_hw_network_mark(&net, p)};
      for (int i = 0; i < 7; i++) dg_write_number(p + 4 * i, 4, good[i] + (number == (unsigned)i));
    }
    last = length;
    end = dg_hw_seal(coming, what == 2 ? type : type % 8 == 7 ? DG_HW_ERROR : asked_type + DG_HW_ANSWER, asked - (what == 2 && number % 2),
                     length);
  }
  *byte = coming[at++];
  return 1;
}

static void start(void) {
  size_t room = 0;
  describe();
  memset(&wire, 0, sizeof wire);
  must(dg_hw_frame_room(&net, LARGEST, &room) == DG_HW_OK && room <= ROOM);
  wire.link.send = send_bytes;
  wire.link.receive = receive_byte;
  wire.net = &net;
  wire.element = element;
  wire.decoder.bytes = in;
  wire.decoder.capacity = wire.room = room;
  wire.out = out;
  wire.settings = kept;
  wire.retries = 2;
  at = end = 0;
}

static void known(dg_hw_status status) {
  must(status < DG_STATUS_COUNT || (status >= DG_HW_ERROR_CHIP && status < DG_HW_STATUS_END));
  const dg_hw_decoder *d = &wire.decoder;
  must(d->start + d->taken <= d->filled && d->filled <= d->capacity);
}

static void right(dg_hw_status status, size_t length) {
  known(status);
  must(status != DG_HW_OK || last == length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const script all = {data, size, 0};
  const dg_batch batch = {times, NULL, NULL, 2};
  start();
  said = all;
  const dg_hw_substrate substrate = dg_hw_wire_substrate(&wire);
  while (said.at < said.n) {
    const size_t before = said.at;
    right(dg_hw_wire_hello(&wire), DG_HW_HELLO_BYTES);
    right(substrate.configure(substrate.context, settings), 0);
    known(substrate.stimulate(substrate.context, 7, &batch));
    right(substrate.read(substrate.context, record), 2 * NEURONS * sizeof(dg_real));
    right(substrate.measure(substrate.context, 2, 60, 5, 65, delay), sizeof(dg_real));
    if (said.at == before) break; /* a board that takes no batch is asked nothing more */
  }
  return 0;
}
