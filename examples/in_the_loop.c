/* in_the_loop.c: trains the network of a board at the other end of a stream of bytes (SPEC 14).

     make build/in_the_loop build/board.elf
     qemu-system-arm -M mps2-an386 -nographic -monitor none -kernel build/board.elf -serial unix:build/wire.socket,server,nowait &
     build/in_the_loop --socket build/wire.socket

   The board holds a quantised, noisy chip. This program knows the network and the chip's data sheet (firmware/network.h); what is
   particular to the board it learns by asking: it measures delay elements, sends codes, stimulates, and takes the gradient at the
   spike times that come back. Any real board that answers the frames is trained the same way; the training is in in_the_loop.h.

   CONTENTS
     1 options     2 the stream of bytes     3 faults     4 the run                                                          */

#define _DEFAULT_SOURCE /* cfmakeraw */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>

#include "in_the_loop.h"

/* ---- 1 options ------------------------------------------------------------------------------------------------------- */

enum { DONE = 0, FAILED = 1, REFUSED = 2 }; /* exit codes */

/* Ends the program with one line on stderr. */
#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 2, 3)))
#endif
static void fail(int code, const char *format, ...) {
  va_list arguments;
  fflush(stdout);
  fputs("in_the_loop: ", stderr);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(code);
}

typedef enum { ABSENT, TRUNCATED, CORRUPTED, DUPLICATED, REORDERED, VERSION, KINDS, NO_FAULT = KINDS } fault;
static const char *const fault_names[KINDS] = {"absent", "truncated", "corrupted", "duplicated", "reordered", "version"};

typedef struct {
  const char *socket, *pty, *out, *resume;
  uint64_t epochs, samples, seed, retries;
  double timeout, faults;
  fault once[KINDS]; /* those of --fault, in order */
  uint64_t once_count;
} options;

static const struct {
  const char *name, *argument, *help;
} option_table[] = {
    {"--socket", "PATH", "the board is at this socket"},
    {"--pty", "PATH", "the board is at this terminal or serial device"},
    {"--epochs", "N", "passes over the samples, 1 to 100000 (5)"},
    {"--samples", "N", "samples of an epoch, 1 to 100000 (1000)"},
    {"--seed", "N", "of initial parameters, shuffling and faults, below 2^64 (1)"},
    {"--out", "FILE", "write a checkpoint after each epoch, at the end, and of the last\n"
                      "good batch when the board falls silent"},
    {"--resume", "FILE", "go on from a checkpoint; --samples and --seed must be the same"},
    {"--timeout", "X", "seconds without a byte after which a question is asked again,\n"
                       "0.01 to 3600 (3)"},
    {"--retries", "N", "how often it is asked again, 0 to 1000000 (10)"},
    {"--faults", "X", "damage X percent of the frames sent and received, 0 to 100 (0)"},
    {"--fault", "KIND", "damage the 100th frame sent and the 100th received: absent,\n"
                        "truncated, corrupted, duplicated, reordered or version;\n"
                        "given again, the 120th, 140th and so on, up to six times"},
    {"--help", NULL, "print this"},
};
enum { OPTION_COUNT = sizeof option_table / sizeof option_table[0] };

static void print_help(void) {
  puts("Usage: in_the_loop --socket PATH | --pty PATH [options]\n"
       "Trains Yin-Yang on a board at the other end of a stream of bytes.\n");
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    char left[32];
    const char *argument = option_table[i].argument, *help = option_table[i].help;
    snprintf(left, sizeof left, "%s %s", option_table[i].name, argument != NULL ? argument : "");
    printf("  %-15s ", left);
    for (; *help != '\0'; help++)
      if (*help == '\n') printf("\n%18s", "");
      else putchar(*help);
    putchar('\n');
  }
  puts("\nExit code: 0 done; 1 the board fell silent, is another or another version, or a\n"
       "file could not be written; 2 refused before training: an option or file is at fault.");
}

static uint64_t parse_integer(const char *name, const char *text, uint64_t least, uint64_t most) {
  errno = 0;
  const unsigned long long value = strtoull(text, NULL, 10);
  if (*text == '\0' || text[strspn(text, "0123456789")] != '\0' || errno != 0 || value < least || value > most)
    fail(REFUSED, "%s '%s': give an integer from %llu to %llu", name, text, (unsigned long long)least, (unsigned long long)most);
  return value;
}

static double parse_real(const char *name, const char *text, double least, double most) {
  char *end = NULL;
  const double value = strtod(text, &end);
  if (*text == '\0' || text[strspn(text, "0123456789.eE+-")] != '\0' || *end != '\0' || !(value >= least && value <= most))
    fail(REFUSED, "%s '%s': give a number from %g to %g", name, text, least, most);
  return value;
}

static fault parse_fault(const char *name, const char *text) {
  for (int i = 0; i < KINDS; i++)
    if (strcmp(text, fault_names[i]) == 0) return (fault)i;
  fail(REFUSED, "%s '%s': give absent, truncated, corrupted, duplicated, reordered or version", name, text);
}

static const char *parse_path(const char *name, const char *text) {
  if (*text == '\0') fail(REFUSED, "%s '': give a name that is not empty", name);
  return text;
}

static void set_option(options *o, const char *name, const char *value) {
  if (strcmp(name, "--socket") == 0) o->socket = parse_path(name, value);
  else if (strcmp(name, "--pty") == 0) o->pty = parse_path(name, value);
  else if (strcmp(name, "--epochs") == 0) o->epochs = parse_integer(name, value, 1, 100000);
  else if (strcmp(name, "--samples") == 0) o->samples = parse_integer(name, value, 1, SAMPLES_MAX);
  else if (strcmp(name, "--seed") == 0) o->seed = parse_integer(name, value, 0, UINT64_MAX);
  else if (strcmp(name, "--out") == 0) o->out = parse_path(name, value);
  else if (strcmp(name, "--resume") == 0) o->resume = parse_path(name, value);
  else if (strcmp(name, "--timeout") == 0) o->timeout = parse_real(name, value, 0.01, 3600);
  else if (strcmp(name, "--retries") == 0) o->retries = parse_integer(name, value, 0, 1000000);
  else if (strcmp(name, "--faults") == 0) o->faults = parse_real(name, value, 0, 100);
  else if (strcmp(name, "--fault") == 0) {
    if (o->once_count == KINDS) fail(REFUSED, "--fault: no more than %d times", KINDS);
    o->once[o->once_count++] = parse_fault(name, value);
  }
  else {
    print_help();
    exit(fflush(stdout) == 0 && !ferror(stdout) ? DONE : FAILED);
  }
}

/* Options are --name value or --name=value. */
static options parse_options(int count, char **arguments) {
  options o = {NULL, NULL, NULL, NULL, 5, 1000, 1, 10, 3, 0, {NO_FAULT}, 0};
  for (int i = 1; i < count; i++) {
    const char *word = arguments[i], *equals = strchr(word, '='), *value = NULL;
    const size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word);
    size_t k = 0;
    while (k < OPTION_COUNT && (strlen(option_table[k].name) != length || strncmp(word, option_table[k].name, length) != 0)) k++;
    if (k == OPTION_COUNT) fail(REFUSED, "'%s': there is no such option; in_the_loop --help lists them", word);
    const char *name = option_table[k].name;
    if (option_table[k].argument == NULL && equals != NULL) fail(REFUSED, "'%s': %s takes no value", word, name);
    if (option_table[k].argument != NULL && equals == NULL && i + 1 == count)
      fail(REFUSED, "%s: the value is missing; give %s %s", name, name, option_table[k].argument);
    if (option_table[k].argument != NULL) value = equals != NULL ? equals + 1 : arguments[++i];
    set_option(&o, name, value);
  }
  if ((o.socket == NULL) == (o.pty == NULL)) fail(REFUSED, "give either --socket PATH or --pty PATH, where the board is");
  return o;
}

/* ---- 2 the stream of bytes ------------------------------------------------------------------------------------------- */

static int open_socket(const char *path) {
  struct sockaddr_un address;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address.sun_path) fail(REFUSED, "%s: the name is too long for a socket", path);
  strcpy(address.sun_path, path);
  const int line = socket(AF_UNIX, SOCK_STREAM, 0);
  if (line < 0 || connect(line, (const struct sockaddr *)&address, sizeof address) != 0)
    fail(REFUSED, "%s: no board can be reached: %s", path, strerror(errno));
  return line;
}

/* A device passes every byte as it is. */
static int open_device(const char *path) {
  struct termios settings;
  const int line = open(path, O_RDWR | O_NOCTTY);
  if (line < 0) fail(REFUSED, "%s: no board can be reached: %s", path, strerror(errno));
  if (tcgetattr(line, &settings) == 0) {
    cfmakeraw(&settings);
    if (tcsetattr(line, TCSANOW, &settings) != 0) fail(REFUSED, "%s: %s", path, strerror(errno));
  }
  return line;
}

/* All bytes, 0 if it went well. */
static int write_line(int line, const unsigned char *bytes, size_t n) {
  for (size_t done = 0; done < n;) {
    const ssize_t some = write(line, bytes + done, n - done);
    if (some < 0 && errno == EINTR) continue;
    if (some <= 0) return -1;
    done += (size_t)some;
  }
  return 0;
}

/* Some bytes; 0 if none came in time, -1 if none will. */
static ssize_t read_line(int line, unsigned char *bytes, size_t n, double seconds) {
  struct pollfd wait = {line, POLLIN, 0};
  const int came = poll(&wait, 1, (int)(seconds * 1000));
  if (came == 0) return 0;
  if (came < 0) return errno == EINTR ? 0 : -1;
  const ssize_t some = read(line, bytes, n);
  return some > 0 ? some : -1;
}

/* ---- 3 faults ---------------------------------------------------------------------------------------------------------
   All frames pass here, on their way out and in, are counted, and damaged where options say so.                           */

typedef struct {
  unsigned char held[ROOM]; /* a frame that lets the next one go first, and its size */
  size_t holds;
  uint64_t frames;
} direction;

typedef struct {
  int line;
  double timeout, share;
  const fault *once;
  uint64_t once_count;
  uint64_t seed;
  uint32_t draws;
  direction out, in;
  uint64_t faults[KINDS], count;
  dg_hw_decoder decoder; /* of what comes */
  unsigned char raw[ROOM];
  unsigned char queue[3 * ROOM]; /* what has come and passed, still to be received */
  size_t begin, end;
} wires;

static int pass_on(wires *w, direction *d, const unsigned char *bytes, size_t n) {
  if (d == &w->out) return write_line(w->line, bytes, n);
  memcpy(w->queue + w->end, bytes, n); /* the queue was empty, and no fault makes three frames of one */
  w->end += n;
  return 0;
}

/* A random number of 32 bits. */
static uint32_t draw(wires *w) {
  const dg_hw_block counter = {{w->draws++, 0, 0, 0}};
  return dg_hw_philox(counter, w->seed).word[0];
}

static fault choose_fault(wires *w, const direction *d) {
  for (uint64_t i = 0; i < w->once_count; i++)
    if (d->frames == 100 + 20 * i) return w->once[i];
  return draw(w) < w->share * 0x1p+32 ? (fault)(draw(w) % VERSION) : NO_FAULT;
}

/* A frame goes its way. */
static int pass_frame(wires *w, direction *d, const unsigned char *bytes, size_t n) {
  static unsigned char copy[ROOM];
  int status = 0;
  size_t sent = n;
  d->frames++;
  const fault kind = choose_fault(w, d);
  memcpy(copy, bytes, n);
  if (kind != NO_FAULT) {
    w->faults[kind]++;
    w->count++;
  }
  if (kind == REORDERED && d->holds == 0) {
    memcpy(d->held, copy, n);
    d->holds = n;
    return 0;
  }
  if (kind == ABSENT) return 0;
  if (kind == TRUNCATED) sent = 1 + draw(w) % (n - 1);
  if (kind == CORRUPTED) copy[draw(w) % n] ^= (unsigned char)(1u << draw(w) % 8);
  if (kind == VERSION) {
    copy[2]++;
    dg_hw_seal_head(copy);
  }
  status = pass_on(w, d, copy, sent);
  if (status == 0 && kind == DUPLICATED) status = pass_on(w, d, copy, n);
  if (status == 0 && d->holds > 0) {
    status = pass_on(w, d, d->held, d->holds);
    d->holds = 0;
  }
  return status;
}

static int send_frame(void *context, const unsigned char *bytes, size_t n) {
  wires *w = (wires *)context;
  return pass_frame(w, &w->out, bytes, n);
}

/* The next byte of what came and passed. Nothing of a frame passes before it is complete. */
static int receive_byte(void *context, unsigned char *byte) {
  static unsigned char bytes[4096]; /* read and not yet looked at */
  static size_t at, there;
  wires *w = (wires *)context;
  while (w->begin == w->end) {
    dg_hw_frame frame;
    w->begin = w->end = 0;
    if (at == there) {
      const ssize_t some = read_line(w->line, bytes, sizeof bytes, w->timeout);
      if (some <= 0) return (int)some;
      at = 0;
      there = (size_t)some;
    }
    dg_hw_feed(&w->decoder, bytes[at++]);
    if (dg_hw_take(&w->decoder, &frame)) pass_frame(w, &w->in, frame.payload - DG_HW_HEAD, frame.length + DG_HW_FRAME);
  }
  *byte = w->queue[w->begin++];
  return 1;
}

/* ---- 4 the run ------------------------------------------------------------------------------------------------------- */

static options option;
static wires line;
static dg_hw_wire wire;
static lesson run;

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Where the run stands goes to --out. */
static void save(void) {
  if (option.out != NULL && !lesson_save(&run, option.out))
    fail(FAILED, "%s: cannot be written: %s; what was there before is untouched", option.out, strerror(errno));
}

/* Ends the run if something went wrong, with the parameters of the last good batch saved. */
static void must(const char *what, dg_hw_status status) {
  if (status == DG_HW_OK) return;
  save();
  fail(FAILED, "%s: %s; epoch %llu, batch %llu, %llu of %llu questions asked again%s%s", what, dg_hw_status_text(status),
       (unsigned long long)run.state.epoch + 1, (unsigned long long)run.state.batch + 1, (unsigned long long)wire.resent,
       (unsigned long long)wire.sent, option.out != NULL ? "; parameters of the last good batch are in " : "; nothing was saved",
       option.out != NULL ? option.out : "");
}

static void connect_wire(void) {
  static unsigned char in[ROOM], out[ROOM];
  static dg_real settings[SETTINGS];
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  line.line = option.socket != NULL ? open_socket(option.socket) : open_device(option.pty);
  line.timeout = option.timeout;
  line.share = option.faults / 100;
  line.once = option.once;
  line.once_count = option.once_count;
  line.seed = option.seed;
  line.decoder.bytes = line.raw;
  line.decoder.capacity = ROOM;
  wire.link.context = &line;
  wire.link.send = send_frame;
  wire.link.receive = receive_byte;
  wire.net = &run.net;
  wire.element = run.element;
  wire.decoder.bytes = in;
  wire.out = out;
  wire.decoder.capacity = wire.room = ROOM;
  wire.settings = settings;
  wire.retries = (uint32_t)option.retries;
  wire.sequence = (uint32_t)now.tv_sec ^ (uint32_t)now.tv_nsec; /* answers to an earlier program are not taken for ours */
}

static void train(void) {
  while (run.state.epoch < option.epochs) {
    const uint64_t epoch = run.state.epoch;
    must("training", lesson_batch(&run));
    if (run.state.epoch == epoch) continue;
    printf("epoch %llu: loss %.4f, accuracy %.4f\n", (unsigned long long)run.state.epoch, run.loss / (double)run.samples,
           (double)run.correct / (double)run.samples);
    fflush(stdout);
    save();
  }
}

static void print_faults(void) {
  printf("faults:");
  for (int i = 0; i < KINDS; i++) printf(" %s %llu", fault_names[i], (unsigned long long)line.faults[i]);
  printf("; %llu answers to no question, %llu configurations sent again\n", (unsigned long long)wire.stale,
         (unsigned long long)wire.lost);
}

int main(int count, char **arguments) {
  const double began = seconds_now();
  size_t correct = 0;
  option = parse_options(count, arguments);
  signal(SIGPIPE, SIG_IGN);
  const dg_hw_status status = lesson_start(&run, (size_t)option.samples, option.seed);
  if (status != DG_HW_OK) fail(REFUSED, "the settings are not admitted: %s", dg_hw_status_text(status));
  if (option.resume != NULL) {
    const char *wrong = lesson_load(&run, option.resume);
    if (wrong != NULL) fail(REFUSED, "%s: cannot be resumed: %s", option.resume, wrong);
  }
  connect_wire();
  must("greeting", dg_hw_wire_hello(&wire));
  must("calibration", lesson_calibrate(&run, dg_hw_wire_substrate(&wire)));
  printf("calibrated: %d delay elements, %zu that do not work passed over\n", LINES, run.dead);
  fflush(stdout);
  train();
  must("test", lesson_test(&run, &correct));
  save();
  print_faults();
  printf("RESULT wire epochs=%llu frames=%llu faults=%llu resent=%llu test_accuracy=%.4f samples=%zu seconds=%.1f\n",
         (unsigned long long)run.state.epoch, (unsigned long long)(line.out.frames + line.in.frames), (unsigned long long)line.count,
         (unsigned long long)wire.resent, (double)correct / TEST, run.samples, seconds_now() - began);
  if (fflush(stdout) != 0 || ferror(stdout)) fail(FAILED, "the result could not be written to standard output");
  return DONE;
}
