/* Entry points for Eva as in entries.c, for the public functions of delgrad_hw.h. Their numbers are any bit pattern; counts and codes are
   those that SPEC 13 and 14 admit; what comes over the wire is any bytes of any length. A substrate or a link stands for any there is:
   it reads and writes what its interface lets it, and answers what it likes. */
#include "entries.c"
#include "delgrad_hw.h"

#define ELEMENTS 8
#define CODES (1 << 20)
#define LINES_OF(n, m) (KIND == DG_DELAY_NONE ? 0 : KIND == DG_DELAY_AXONAL ? (n) : KIND == DG_DELAY_DENDRITIC ? (m) : (n) * (m))
#define LINES (LINES_OF(SOURCES_1, FIRST) + (HIDDEN > 0 ? LINES_OF(SOURCES_2, OUTPUTS) : 0))
#define SETTINGS (WEIGHTS + LINES)

static dg_index code(int most) { return (dg_index)Frama_C_int_interval(0, most); }
static uint32_t bits32(void) { return Frama_C_unsigned_int_interval(0, UINT32_MAX); }
static unsigned char byte(void) { return (unsigned char)Frama_C_unsigned_int_interval(0, 255); }

static dg_hw_chip chip_of(void) {
  dg_hw_chip chip;
  Frama_C_make_unknown((char *)&chip, sizeof chip);
  chip.weights.most = code(CODES);
  chip.element.first = code(CODES);
  chip.element.last = code(CODES);
  chip.elements = ELEMENTS;
  return chip;
}

static void fits(size_t n, dg_hw_fit *fit) {
  //@ loop unroll n;
  for (size_t i = 0; i < n; i++) {
    fit[i].gain = between(-DG_SCALE_MAX, DG_SCALE_MAX);
    fit[i].offset = between(-DG_SCALE_MAX, DG_SCALE_MAX);
    fit[i].residual = between(0, DG_SCALE_MAX);
    fit[i].works = choice(2);
  }
}

static dg_hw_chip chip;
static dg_hw_fit known[ELEMENTS], fit[LINES + 1];
static dg_index element[LINES + 1];
static dg_real set[SETTINGS], ideal[PARAMETERS], record[SAMPLES * NEURONS], delay[DG_HW_REPEATS];

static void placed(void) {
  //@ loop unroll LINES;
  for (size_t i = 0; i < LINES; i++) element[i] = code(ELEMENTS - 1);
}

/* ---- numbers, codes, one element ---- */

void eva_hw_numbers(void) {
  dg_hw_block counter = {{bits32(), bits32(), bits32(), bits32()}};
  dg_hw_philox(counter, bits64());
  const dg_hw_stream stream = (dg_hw_stream)choice(DG_HW_STREAM_COUNT);
  dg_hw_uniform(bits64(), stream, bits32(), bits64());
  dg_hw_normal(bits64(), stream, bits32(), bits64());
  dg_hw_happens(any(), bits64(), stream, bits32(), bits64());
  const char *text = dg_hw_status_text((dg_hw_status)Frama_C_int_interval(0, 255));
  char first = text[0];
  DONE;
}

void eva_hw_chip(void) {
  dg_real times[N];
  chip = choice(2) ? dg_hw_brainscales(bits64()) : dg_hw_ideal_chip();
  //@ assert built: chip.weights.most == 63 || chip.weights.most == 0;
  Frama_C_make_unknown((char *)&chip, sizeof chip);
  dg_hw_chip_check(&chip); /* any at all */
  chip = chip_of();
  dg_hw_fit one = dg_hw_nominal(&chip);
  dg_hw_microseconds(&chip, any());
  dg_hw_biological(&chip, any());
  dg_hw_delay_setting(&chip, &one, any());
  dg_hw_delay_passes(&chip, &one, any());
  dg_hw_weight_setting(&chip.weights, any());
  dg_hw_synapse(&chip, bits32(), any());
  dg_hw_delay_made(&chip, bits32(), any());
  dg_hw_event(&chip, any());
  reals(N, times, -DG_REAL_MAX, DG_REAL_MAX);
  dg_hw_mean_of(N, times);
  DONE;
}

/* ---- a network on a chip ---- */

void eva_hw_place(void) {
  network();
  chip = chip_of();
  fits(ELEMENTS, known);
  chip.neurons = Frama_C_size_t_interval(0, SIZE_MAX);
  chip.rows = Frama_C_size_t_interval(0, SIZE_MAX);
  const dg_hw_fit *what = choice(2) ? known : NULL;
  size_t counts[2] = {dg_hw_line_count(&net), dg_hw_setting_count(&net)};
  //@ assert counts: counts[0] == LINES && counts[1] == SETTINGS;
  if (dg_hw_place(&chip, choice(2) ? &net : NULL, what, element) == DG_HW_OK) dg_hw_lines_known(&chip, &net, what, element, fit);
  fits(LINES, fit);
  reals(PARAMETERS, parameters, -DG_SCALE_MAX, DG_SCALE_MAX);
  reals(PARAMETERS, gradient, -DG_SCALE_MAX, DG_SCALE_MAX);
  dg_hw_settings(&chip, &net, fit, parameters, set);
  dg_hw_settings_check(&chip, &net, set);
  dg_hw_ideal(&chip, &net, parameters, ideal);
  dg_hw_through_elements(&chip, &net, fit, parameters, gradient);
  DONE;
}

/* The four functions of the model, in any order; a stimulus may wait from before. */
void eva_hw_model(void) {
  dg_hw_model model = {&chip, &net, element, work, 0, 0, 0, batch};
  size_t r = 0, i = 0;
  network();
  samples();
  model.batch = batch;
  placed();
  chip = chip_of();
  reals(SETTINGS, set, -DG_REAL_MAX, DG_REAL_MAX);
  if (dg_hw_model_workspace(&net, &r, &i) == DG_HW_OK) {
    workspace(r, i);
    model.work = work;
    const dg_hw_substrate substrate = dg_hw_model_substrate(&model);
    substrate.read(&model, record);
    substrate.configure(&model, set);
    substrate.stimulate(&model, bits64(), &batch);
    substrate.read(&model, record);
    substrate.measure(&model, Frama_C_size_t_interval(0, SIZE_MAX), (dg_index)Frama_C_int_interval(INT32_MIN, INT32_MAX), bits64(),
                      DG_HW_REPEATS, delay);
  }
  DONE;
}

/* ---- any substrate ---- */

static size_t waiting;
static dg_real seen;
static dg_hw_status answer(void) { return choice(2) ? DG_HW_OK : (dg_hw_status)Frama_C_int_interval(DG_OK + 1, 255); }
static dg_hw_status any_configure(void *context, const dg_real *settings) {
  //@ loop unroll SETTINGS;
  for (size_t i = 0; i < SETTINGS; i++) seen = settings[i];
  return answer();
}
static dg_hw_status any_stimulate(void *context, uint64_t number, const dg_batch *samples) {
  waiting = samples->count;
  //@ loop unroll SAMPLES;
  for (size_t n = 0; n < waiting; n++) {
    const size_t row = dg_batch_row(samples, n);
    for (size_t i = 0; i < INPUTS; i++) seen = samples->inputs[row * INPUTS + i];
  }
  return answer();
}
static dg_hw_status any_read(void *context, dg_real *spikes) {
  //@ loop unroll SAMPLES;
  for (size_t n = 0; n < waiting; n++) reals(NEURONS, spikes + n * NEURONS, -DG_REAL_MAX, DG_REAL_MAX);
  return answer();
}
/* Both callers hand in DG_HW_REPEATS delays: all are written, as Eva does not see that those beyond count are not read. */
static dg_hw_status any_measure(void *context, size_t number, dg_index at, uint64_t event, size_t count, dg_real *delays) {
  //@ assert count: 1 <= count <= DG_HW_REPEATS;
  reals(DG_HW_REPEATS, delays, -DG_REAL_MAX, DG_REAL_MAX);
  return answer();
}
static const dg_hw_substrate any_substrate = {NULL, any_configure, any_stimulate, any_read, any_measure};

void eva_hw_calibrate(void) {
  dg_hw_fit found;
  chip = chip_of();
  const size_t repeats[] = {0, 1, 2, DG_HW_REPEATS, DG_HW_REPEATS + 1, SIZE_MAX};
  //@ loop unroll 6;
  for (size_t n = 0; n < 6; n++)
    dg_hw_calibrate(choice(2) ? &chip : NULL, &any_substrate, Frama_C_size_t_interval(0, SIZE_MAX), repeats[n], bits64(), &found);
  DONE;
}

void eva_hw_replay(void) {
  static dg_real recorded[4 * NEURONS];
  network();
  samples();
  reals(4 * NEURONS, recorded, -DG_REAL_MAX, DG_REAL_MAX);
  dg_hw_replay replay = {recorded, 4, NEURONS, 0, 0};
  const dg_hw_substrate substrate = dg_hw_replay_substrate(&replay);
  substrate.configure(&replay, set);
  //@ loop unroll 2;
  for (int step = 0; step < 2; step++) {
    batch.count = 1 + (size_t)choice(SAMPLES);
    /*@ split batch.count; */ ;
    substrate.read(&replay, record);
    substrate.stimulate(&replay, bits64(), &batch);
    substrate.read(&replay, record);
  }
  substrate.measure(&replay, 0, 0, bits64(), 1, delay);
  DONE;
}

void eva_hw_train(void) {
  const dg_hw_loop loop = {&chip, &net, fit, &any_substrate};
  dg_batch_result result;
  dg_training_state state = state_of();
  size_t r = 0, i = 0;
  network();
  samples();
  settings();
  training.input_noise = choice(2) ? 0 : any();
  chip = chip_of();
  fits(LINES, fit);
  reals(PARAMETERS, parameters, -DG_REAL_MAX, DG_REAL_MAX);
  reals(2 * PARAMETERS, moments, -DG_REAL_MAX, DG_REAL_MAX);
  if (dg_hw_training_workspace(&net, SAMPLES, &r, &i) == DG_HW_OK) {
    workspace(r, i);
    dg_hw_configure(&loop, parameters, &work);
    if (dg_hw_run(&loop, bits64(), &batch, record) == DG_HW_OK) dg_hw_correct(&net, &training.loss, &batch, record);
    dg_hw_train_batch(&loop, &training, &batch, &state, parameters, moments, &result, &work);
  }
  DONE;
}

/* ---- the wire ---- */

static unsigned char given[BYTES], made[BYTES], held[64];

/* Any stream of bytes, taken out at any time. What may be out of bounds by Eva's intervals is not by WP's proof of hw_decoder, whose
   terms the first state meets (closed.txt). */
void eva_hw_frames(void) {
  dg_hw_decoder decoder = {held, sizeof held, 0, 0, 0, bits64(), bits64()};
  dg_hw_frame frame;
  while (choice(2)) {
    dg_hw_feed(&decoder, byte());
    if (choice(2)) dg_hw_take(&decoder, &frame);
    if (choice(2)) dg_hw_take_idle(&decoder, &frame);
  }
  Frama_C_make_unknown((char *)made, sizeof made);
  dg_hw_seal_head(made + (BYTES - 16));
  DONE;
}

/* Frames of every kind of length, with any payload, to a board in any state, with room of every kind. */
void eva_hw_serve(void) {
  static dg_real board_set[SETTINGS], board_inputs[SAMPLES * INPUTS], board_record[SAMPLES * NEURONS];
  static dg_index board_element[LINES + 1];
  size_t room = 0;
  network();
  dg_hw_frame_room(choice(2) ? &net : NULL, Frama_C_size_t_interval(0, SIZE_MAX), choice(2) ? &room : NULL);
  room = 0;
  dg_hw_frame_room(&net, SAMPLES, &room);
  if (room > 0) {
    const size_t configure = dg_hw_configure_bytes(&net), sample = INPUTS * sizeof(dg_real);
    const size_t sizes[] = {0, 1, 15, 16, 20, 16 + sample, 16 + 3 * sample, 16 + 3 * sample + 1, configure - 1, configure, BYTES};
    const size_t rooms[] = {21, 22, room};
    //@ loop unroll 4;
    for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++) {
      //@ loop unroll 11;
      for (size_t n = 0; n < sizeof sizes / sizeof *sizes; n++) {
        dg_hw_server server = {&net, &any_substrate, board_element, ELEMENTS, SAMPLES, board_set, board_inputs, board_record,
                               choice(2), bits32(), bits32(), bits32(), byte(), Frama_C_size_t_interval(0, rooms[r])};
        const dg_hw_frame request = {byte(), byte(), bits32(), sizes[n], given + (BYTES - sizes[n])};
        Frama_C_make_unknown((char *)given, sizeof given);
        const size_t answered = dg_hw_serve(&server, &request, made + (BYTES - rooms[r]), rooms[r]);
        //@ assert answered: answered <= rooms[r];
      }
    }
  }
  DONE;
}

/* A host whose link is any: what comes is any frame that a decoder could find (strip.pl puts dg_hw_await aside, which eva_hw_await
   covers), of every kind of length. */
static int any_send(void *context, const unsigned char *bytes, size_t n) {
  const unsigned char first = bytes[0], last = bytes[n - 1];
  return choice(2);
}
static int any_receive(void *context, unsigned char *one) {
  *one = byte();
  return choice(3) - 1;
}

#ifdef HOST
static int kind; /* not local, so that Eva goes on telling its values apart */

/* What a good answer to a question has as payload. */
static size_t right_length(const dg_hw_wire *wire, unsigned type) {
  switch (type) {
  case DG_HW_HELLO: return DG_HW_HELLO_BYTES;
  case DG_HW_CONFIGURE: return 0;
  case DG_HW_RUN: return wire->batch.count * NEURONS * sizeof(dg_real);
  default: return DG_HW_REPEATS * sizeof(dg_real);
  }
}

static dg_hw_status dg_hw_await(dg_hw_wire *wire, unsigned type, dg_hw_frame *answer) {
  static const size_t others[] = {0, 2, 3, BYTES};
  kind = choice(5);
  /*@ split kind; */ ;
  const size_t length = kind == 4 ? right_length(wire, type) : others[kind];
  Frama_C_make_unknown((char *)given, sizeof given);
  answer->version = byte();
  answer->type = byte();
  answer->sequence = wire->sequence;
  answer->length = length;
  answer->payload = given + (BYTES - length);
  if (choice(2)) return choice(2) ? DG_HW_ERROR_SILENT : DG_HW_ERROR_CLOSED;
  return dg_hw_answered(answer);
}
#endif

static size_t bytes; /* of the largest frame, 0 if the network is not admitted */
static void host(void) {
  network();
  samples();
  placed();
  reals(SETTINGS, set, -DG_REAL_MAX, DG_REAL_MAX);
  bytes = 0;
  dg_hw_frame_room(&net, SAMPLES, &bytes);
}
static dg_hw_wire wire_of(void) {
  const dg_hw_wire wire = {{NULL, any_send, any_receive}, &net, element, {given, bytes, 0, 0, 0, 0, 0}, made + (BYTES - bytes), bytes, set,
                           bits32(), 1, 0, 0, 0, 0, 0, batch, 0, 0, 0, 0, 0};
  return wire;
}

void eva_hw_wire(void) {
  dg_real wanted[SETTINGS];
  reals(SETTINGS, wanted, -DG_REAL_MAX, DG_REAL_MAX);
  host();
  if (bytes > 0) {
    dg_hw_wire wire = wire_of();
    const dg_hw_substrate substrate = dg_hw_wire_substrate(&wire);
    dg_hw_wire_hello(&wire);
    substrate.configure(&wire, wanted);
    substrate.stimulate(&wire, bits64(), &batch);
    substrate.read(&wire, record);
    substrate.measure(&wire, Frama_C_size_t_interval(0, SIZE_MAX), (dg_index)Frama_C_int_interval(INT32_MIN, INT32_MAX), bits64(),
                      DG_HW_REPEATS, delay);
  }
  DONE;
}

/* What waits for an answer in any stream of bytes. Eva does not see that no frame is looked at that was not found: one is there before. */
void eva_hw_await(void) {
  dg_hw_frame frame = {byte(), byte(), bits32(), 0, held};
  host();
  dg_hw_wire wire = wire_of();
  wire.decoder.bytes = held;
  wire.decoder.capacity = sizeof held;
  dg_hw_await(&wire, byte(), &frame);
  DONE;
}
