/* fashion.h: what fashion.c and mpi_train.c share, two programs that train a network of spiking neurons on Fashion-MNIST.

   An image of 28 x 28 pixels becomes 784 input spikes: the brighter a pixel, the earlier. One hidden layer and ten outputs
   follow; the output that spikes first names the class. Weights and delays are learned by exact gradients of spike times.

   A batch is cut into chunks of DG_WIDTH samples. Chunks are computed side by side, by threads in one program and by
   processes in the other, and added in their order. So the same seed gives the same bytes with any number of either, and
   each program can resume what the other saved. What differs between them are the five functions declared in part 4.

   CONTENTS
     1 settings             4 network and training    7 the run
     2 options              5 checkpoints
     3 data                 6 the terminal                                                                                 */
#ifndef FASHION_H
#define FASHION_H

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#ifndef DG_REAL
#define DG_REAL float /* half the memory of double and about twice its speed; networks are as accurate */
#endif
#include "delgrad.h"

/* ---- 1 settings ------------------------------------------------------------------------------------------------------ */

#define SIDE 28
#define INPUTS (SIDE * SIDE)
#define CLASSES 10
#define MOST_IMAGES 1000000 /* that a file may claim to hold */

static const char data_package[] = "dataset-fashion-mnist";                  /* of Debian, */
static const char data_folder[] = "/usr/share/datasets/fashion-mnist";       /* which puts its files there */

/* How a network is initialised and trained, by kind of delays. The mean weight of a neuron is the mean given here divided by
   the number of its inputs, the standard deviation that given here divided by the root of that number: so the voltage at the
   start is about the same for any --hidden. Rates are learning rates. Chosen by accuracy on the held-out images. */
static const struct {
  dg_delay_kind delays;
  double hidden_mean, hidden_sd, output_mean, output_sd, weight_rate, delay_rate;
} settings[] = {
    {DG_DELAY_NONE, 16, 2, 16, 2, 0.002, 0},
    {DG_DELAY_AXONAL, 16, 2, 16, 2, 0.002, 0.1},
    {DG_DELAY_SYNAPTIC, 16, 2, 16, 2, 0.002, 0.03},
};
static const double delay_sd = 0.25;         /* of the free parameter p of a delay sigma(p) at the start */
static const double missing_hidden = 0.95;   /* share of silent hidden neurons above which weights are bumped */
static const double missing_output = 0.9;
static const double bump = 0.0005;           /* first size of a bump */
static const double gradient_cut = 0.3;      /* largest |dL/dw| that one sample may give, of the mean over a batch */
static const double input_noise = 0.1;       /* standard deviation of the noise on input spikes in training */
static const double early = 0.15, late = 2;  /* when the brightest and the darkest pixels spike, or the other way round */
static const double xi = 0.05;               /* cross-entropy: width of the softmax over spike times */
static const double rate_decay = 0.85;       /* factor of learning rates, every epoch */

static const double save_seconds = 10;       /* longest time between two checkpoints */
static const double draw_seconds = 0.1;      /* shortest time between two drawings of the progress bar */

static const char *const delay_names[] = {"none", "axonal", "synaptic"}; /* in the order of settings */
typedef enum { DARK_NONE, DARK_LATE, DARK_EARLY } dark_kind;
static const char *const dark_names[] = {"none", "late", "early"};       /* in the order of dark_kind */

/* ---- 2 options ------------------------------------------------------------------------------------------------------- */

enum { DONE = 0, FAILED = 1, REFUSED = 2 }; /* exit codes; --help says what they mean */

/* Ends the program at once, and all its processes. */
#if defined(__GNUC__)
__attribute__((noreturn))
#endif
static void give_up(int code);

static char speaker[64] = PROGRAM; /* what messages begin with */
static int progress_width;         /* of the progress line that stands on the terminal, 0 if there is none */

static void clear_progress(void) {
  if (progress_width > 0) printf("\r%*s\r", progress_width, "");
  progress_width = 0;
  fflush(stdout);
}

/* Ends the program with one line on stderr. */
#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 2, 3)))
#endif
static void fail(int code, const char *format, ...) {
  char text[4096];
  va_list arguments;
  clear_progress();
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  fprintf(stderr, "%s: %s\n", speaker, text);
  give_up(code);
}

static void *allocate(size_t count, size_t size) {
  void *memory = count == SIZE_MAX ? NULL : calloc(count > 0 ? count : 1, size);
  if (memory == NULL) fail(FAILED, "not enough memory; take fewer --hidden neurons");
  return memory;
}

typedef struct {
  int delays; /* row of settings */
  dark_kind dark;
  size_t hidden, batch, train, held_out, threads; /* train, threads: 0 for all there are */
  uint64_t epochs, seed, save_every, stop_after;
  const char *data, *save, *resume;
  int force, quiet, help;
} options;

/* argument: null for an option that takes none. */
static const struct {
  const char *name, *argument, *help;
} option_table[] = {
    {"--delays", "KIND", "none, axonal or synaptic (axonal)"},
    {"--hidden", "N", "hidden neurons, 1 to 10000 (350)"},
    {"--epochs", "N", "passes over the training set, 1 to 100000 (20)"},
    {"--seed", "N", "of initial parameters and shuffling, below 2^64 (1)"},
    {"--batch", "N", "samples per batch, 1 to 60000 (128)"},
    {"--dark", "KIND", "dark pixels spike late, early, or late and black ones\n"
                       "not at all: late, early or none (none)"},
    {"--data", "DIR", "where the four files of Fashion-MNIST are\n"
                      "(/usr/share/datasets/fashion-mnist)"},
    {"--held-out", "N", "training images kept back to choose the epoch (10000)"},
    {"--train", "N", "train on the first N of the others only (all)"},
#ifdef MOST_THREADS
    {"--threads", "N", "threads; the result does not depend on it (all there are)"},
#endif
    {"--save", "FILE", "write a checkpoint every ten seconds and at the end"},
    {"--save-every", "N", "write it every N batches instead"},
    {"--stop-after", "N", "stop after N batches in all, as SIGTERM does"},
    {"--resume", "FILE", "go on from a checkpoint made with the same options;\n"
                         "--epochs may differ, and --save may name the same FILE"},
    {"--force", NULL, "let --save replace another file"},
    {"--quiet", NULL, "print the RESULT line alone"},
    {"--help", NULL, "print this"},
};
enum { OPTION_COUNT = sizeof option_table / sizeof option_table[0] };

static void print_help(void) {
  puts("Usage: " USAGE "\n"
       "Trains spiking neurons with exact gradients of spike times on Fashion-MNIST.\n");
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    char left[32];
    const char *argument = option_table[i].argument, *help = option_table[i].help;
    snprintf(left, sizeof left, "%s %s", option_table[i].name, argument != NULL ? argument : "");
    printf("  %-17s ", left);
    for (; *help != '\0'; help++)
      if (*help == '\n') printf("\n%20s", "");
      else putchar(*help);
    putchar('\n');
  }
  puts("\n" ADVICE
       "\n"
       "The parameters kept are those of the epoch with the best accuracy on the images\n"
       "held out, the last of the training set; the test set is used once, at the end.\n"
       "\n"
       "--save refuses a FILE that is there already, unless it is the one resumed.\n"
       "Ctrl-C and SIGTERM save at the batch reached. A run that was stopped or killed\n"
       "and is resumed ends with the same bytes as one that was not. fashion and\n"
       "mpi_train may resume each other, with any number of threads or processes.\n"
       "\n"
       "Exit code: 0 done; 1 a file or the result could not be written, or training\n"
       "broke off; 2 refused before training: an option, the data or a checkpoint is at\n"
       "fault, and nothing was written. A signal that stopped the run is passed on.");
}

static uint64_t parse_integer(const char *name, const char *text, uint64_t least, uint64_t most) {
  errno = 0;
  unsigned long long value = strtoull(text, NULL, 10);
  if (*text == '\0' || text[strspn(text, "0123456789")] != '\0' || errno != 0 || value < least || value > most)
    fail(REFUSED, "%s '%s': give an integer from %llu to %llu", name, text, (unsigned long long)least,
         (unsigned long long)most);
  return value;
}

/* Which of the three names the text is. */
static int parse_choice(const char *name, const char *text, const char *const *names) {
  for (int i = 0; i < 3; i++)
    if (strcmp(text, names[i]) == 0) return i;
  fail(REFUSED, "%s '%s': give %s, %s or %s", name, text, names[0], names[1], names[2]);
}

static const char *parse_path(const char *name, const char *text) {
  if (*text == '\0') fail(REFUSED, "%s '': give a name that is not empty", name);
  return text;
}

#ifdef MOST_THREADS
static size_t parse_threads(const char *name, const char *text) {
#ifndef _OPENMP
  if (strcmp(text, "1") != 0)
    fail(REFUSED, "%s '%s': compiled without OpenMP, there is one thread; compile with -fopenmp", name, text);
#endif
  return (size_t)parse_integer(name, text, 1, MOST_THREADS);
}
#endif

static void set_option(options *o, const char *name, const char *value) {
  if (strcmp(name, "--delays") == 0) o->delays = parse_choice(name, value, delay_names);
  else if (strcmp(name, "--dark") == 0) o->dark = (dark_kind)parse_choice(name, value, dark_names);
  else if (strcmp(name, "--hidden") == 0) o->hidden = (size_t)parse_integer(name, value, 1, 10000);
  else if (strcmp(name, "--epochs") == 0) o->epochs = parse_integer(name, value, 1, 100000);
  else if (strcmp(name, "--seed") == 0) o->seed = parse_integer(name, value, 0, UINT64_MAX);
  else if (strcmp(name, "--batch") == 0) o->batch = (size_t)parse_integer(name, value, 1, 60000);
  else if (strcmp(name, "--held-out") == 0) o->held_out = (size_t)parse_integer(name, value, 1, MOST_IMAGES);
  else if (strcmp(name, "--train") == 0) o->train = (size_t)parse_integer(name, value, 1, MOST_IMAGES);
#ifdef MOST_THREADS
  else if (strcmp(name, "--threads") == 0) o->threads = parse_threads(name, value);
#endif
  else if (strcmp(name, "--data") == 0) o->data = parse_path(name, value);
  else if (strcmp(name, "--save") == 0) o->save = parse_path(name, value);
  else if (strcmp(name, "--save-every") == 0) o->save_every = parse_integer(name, value, 1, UINT64_MAX);
  else if (strcmp(name, "--stop-after") == 0) o->stop_after = parse_integer(name, value, 1, UINT64_MAX);
  else if (strcmp(name, "--resume") == 0) o->resume = parse_path(name, value);
  else if (strcmp(name, "--force") == 0) o->force = 1;
  else if (strcmp(name, "--quiet") == 0) o->quiet = 1;
  else o->help = 1;
}

/* Options are --name value or --name=value; what follows --help is not looked at. */
static options parse_options(int count, char **arguments) {
  options o = {1, DARK_NONE, 350, 128, 0, 10000, 0, 20, 1, 0, 0, data_folder, NULL, NULL, 0, 0, 0};
  for (int i = 1; i < count && !o.help; i++) {
    const char *word = arguments[i], *equals = strchr(word, '='), *value = NULL;
    size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word), k = 0;
    while (k < OPTION_COUNT &&
           (strlen(option_table[k].name) != length || strncmp(word, option_table[k].name, length) != 0))
      k++;
    if (k == OPTION_COUNT) fail(REFUSED, "'%s': there is no such option; " PROGRAM " --help lists them", word);
    const char *name = option_table[k].name;
    if (option_table[k].argument == NULL && equals != NULL) fail(REFUSED, "'%s': %s takes no value", word, name);
    if (option_table[k].argument != NULL && equals == NULL && i + 1 == count)
      fail(REFUSED, "%s: the value is missing; give %s %s", name, name, option_table[k].argument);
    if (option_table[k].argument != NULL) value = equals != NULL ? equals + 1 : arguments[++i];
    set_option(&o, name, value);
  }
  if (o.save_every > 0 && o.save == NULL && !o.help)
    fail(REFUSED, "--save-every: there is nothing to save to; give --save FILE too");
  return o;
}

/* ---- 3 data ----------------------------------------------------------------------------------------------------------
   An IDX file: two zero bytes, the type of its numbers (8: bytes), the number of dimensions, the sizes as big-endian 32-bit
   integers, and the numbers.                                                                                              */

typedef struct {
  size_t count;
  unsigned char *pixels; /* [image][INPUTS], 0 black to 255 white */
  dg_index *labels;
} dataset;

static char *join(const char *a, const char *b, const char *c) {
  size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
  char *text = (char *)allocate(size, 1);
  snprintf(text, size, "%s%s%s", a, b, c);
  return text;
}

/* Reads exactly so many bytes of a file. */
static void read_bytes(gzFile file, const char *path, size_t count, unsigned char *bytes) {
  for (size_t done = 0; done < count;) {
    unsigned piece = count - done < (1u << 24) ? (unsigned)(count - done) : 1u << 24;
    int got = gzread(file, bytes + done, piece), error = Z_OK;
    const char *reason = gzerror(file, &error);
    if (got <= 0 && error != Z_OK && error != Z_BUF_ERROR)
      fail(REFUSED, "%s: is damaged: %s; install %s again, or get another copy", path, reason, data_package);
    if (got <= 0)
      fail(REFUSED, "%s: is truncated; install %s again, or get another copy", path, data_package);
    done += (size_t)got;
  }
}

/* Opens an IDX file of so many dimensions and reads its sizes. */
static gzFile open_idx(const char *path, size_t dimensions, uint32_t *sizes) {
  struct stat info;
  int there = stat(path, &info) == 0;
  if (there && !S_ISREG(info.st_mode)) fail(REFUSED, "%s: this is not a file; give another --data folder", path);
  gzFile file = there ? gzopen(path, "rb") : NULL;
  if (file == NULL)
    fail(REFUSED, "%s: cannot be read: %s; install the Debian package %s, or give --data DIR", path, strerror(errno),
         data_package);
  unsigned char bytes[16];
  read_bytes(file, path, 4 + 4 * dimensions, bytes);
  if (bytes[0] != 0 || bytes[1] != 0 || bytes[2] != 8 || bytes[3] != dimensions)
    fail(REFUSED, "%s: has the wrong magic number 0x%02x%02x%02x%02x, not 0x000008%02x; give the IDX file of this name", path,
         bytes[0], bytes[1], bytes[2], bytes[3], (unsigned)dimensions);
  for (size_t d = 0; d < dimensions; d++) {
    const unsigned char *b = bytes + 4 + 4 * d;
    sizes[d] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
  }
  if (sizes[0] < 1 || sizes[0] > MOST_IMAGES)
    fail(REFUSED, "%s: claims to hold %lu items; 1 to %d are admitted", path, (unsigned long)sizes[0], MOST_IMAGES);
  return file;
}

/* The length of its content that a gzip file gives in its last four bytes. */
static unsigned long gzip_length(const char *path) {
  unsigned char b[4] = {0, 0, 0, 0};
  FILE *file = fopen(path, "rb");
  int good = file != NULL && fseek(file, -4, SEEK_END) == 0 && fread(b, 1, 4, file) == 4;
  if (file != NULL) fclose(file);
  return good ? (unsigned long)b[3] << 24 | (unsigned long)b[2] << 16 | (unsigned long)b[1] << 8 | b[0] : 0;
}

/* The file must end here, after so many bytes, and its checksum be right. zlib does not miss the end of a checksum. */
static void close_idx(gzFile file, const char *path, size_t length) {
  unsigned char byte;
  int got = gzread(file, &byte, 1), compressed = !gzdirect(file);
  if (got > 0) fail(REFUSED, "%s: is longer than its header says; get another copy", path);
  if (gzclose(file) != Z_OK || got < 0 || (compressed && gzip_length(path) != length))
    fail(REFUSED, "%s: is damaged or truncated; install %s again, or get another copy", path, data_package);
}

/* The images and labels of the files DIR/NAME-images-idx3-ubyte.gz and DIR/NAME-labels-idx1-ubyte.gz. */
static dataset read_dataset(const char *folder, const char *name) {
  char *image_path = join(folder, name, "-images-idx3-ubyte.gz"), *label_path = join(folder, name, "-labels-idx1-ubyte.gz");
  uint32_t image_sizes[3], label_size;
  gzFile images = open_idx(image_path, 3, image_sizes), labels = open_idx(label_path, 1, &label_size);
  if (image_sizes[1] != SIDE || image_sizes[2] != SIDE)
    fail(REFUSED, "%s: images have %lu x %lu pixels instead of %d x %d", image_path, (unsigned long)image_sizes[1],
         (unsigned long)image_sizes[2], SIDE, SIDE);
  if (image_sizes[0] != label_size)
    fail(REFUSED, "%s: holds %lu labels for the %lu images beside it", label_path, (unsigned long)label_size,
         (unsigned long)image_sizes[0]);
  dataset set = {label_size, (unsigned char *)allocate(label_size, INPUTS), (dg_index *)allocate(label_size, sizeof(dg_index))};
  unsigned char *bytes = (unsigned char *)allocate(set.count, 1);
  read_bytes(images, image_path, set.count * INPUTS, set.pixels);
  close_idx(images, image_path, 16 + set.count * INPUTS);
  read_bytes(labels, label_path, set.count, bytes);
  close_idx(labels, label_path, 8 + set.count);
  for (size_t n = 0; n < set.count; n++) {
    if (bytes[n] >= CLASSES)
      fail(REFUSED, "%s: label %lu is %d, there are classes 0 to %d", label_path, (unsigned long)n, bytes[n], CLASSES - 1);
    set.labels[n] = bytes[n];
  }
  free(bytes);
  free(label_path);
  free(image_path);
  return set;
}

/* So many items of a set. */
static dataset part_of(const dataset *set, size_t first, size_t count) {
  dataset part = {count, set->pixels + INPUTS * first, set->labels + first};
  return part;
}

/* The spike times that stand for the 256 shades of grey. */
static void fill_time_of(dark_kind dark, dg_real *time_of) {
  double shade[256];
  for (int v = 0; v < 256; v++) shade[v] = (dark == DARK_EARLY ? v : 255 - v) / 255.0;
  dg_spike_times_of(256, shade, DG_R(early), DG_R(late), time_of);
  if (dark == DARK_NONE) time_of[0] = DG_NEVER;
}

/* ---- 4 network and training ------------------------------------------------------------------------------------------ */

/* What one epoch gave. */
typedef struct {
  double loss, valid_loss;         /* mean over batches, mean over held-out images */
  uint64_t correct, valid_correct; /* images classified right: in training, while the parameters changed */
} epoch_record;

/* Everything there is in a run. The network and the training point into it: it stays where it is. */
typedef struct {
  options option;
  int leader; /* whether this process prints and saves; the only one does */
  dataset train, held_out, test;
  dg_real time_of[256];
  uint32_t data_checksum; /* of training and held-out images */

  dg_layer layer[2];
  dg_network net;
  dg_layer_training layer_training[2];
  dg_training training;
  size_t parameter_count, batches_per_epoch;

  dg_real *parameters, *moments;
  dg_training_state state;
  dg_index *order; /* training set of the present epoch, shuffled */
  epoch_record *history, now;
  dg_real *kept; /* parameters of the best epoch so far */
  uint64_t kept_epoch; /* from 1; 0 before the first */

  dg_real *inputs; /* of the batch at hand */
  dg_index *labels;
  dg_real *prepared;
  dg_sums sums;

  dg_real *times; /* output spikes of a call of infer */
  int terminal;
  double started, drawn, saved;
  uint64_t batches_at_start;
} run;

/* What each program defines besides give_up. */
static void add_chunks(run *r, const dg_batch *batch); /* the sums of all chunks of a batch, in order, into r->sums */
static void infer(run *r, const dg_real *parameters, const dataset *set); /* output spikes of all images into r->times */
static int heard_signal(int own); /* a signal that any process heard, or 0, given the own one; the same for all */
static void take_leave(void);     /* of other processes, before the program ends */

/* What a thread or process needs of its own. */
typedef struct {
  dg_sums sums;
  dg_workspace work; /* of a chunk or of inference */
  dg_real *inputs;   /* of IMAGES_AT_ONCE images */
  dg_status status;  /* of its last call */
} worker;
enum { IMAGES_AT_ONCE = 500 }; /* in inference: enough to make little of what each call of dg_infer checks and prepares */

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* A library call that fails here failed because numbers ran out of range: everything else was checked before. */
static void check_status(const run *r, dg_status status) {
  if (status == DG_OK) return;
  fail(FAILED, "epoch %llu, batch %llu: %s; take another --seed", (unsigned long long)r->state.epoch + 1,
       (unsigned long long)r->state.batch + 1, dg_status_text(status));
}

static void describe_network(run *r) {
  dg_neuron neuron = {2, 1, 1, 0, DG_R(0.5)}; /* tau_syn is the unit of time, threshold the unit of potential */
  dg_delay delay = {settings[r->option.delays].delays, DG_MAP_SIGMOID, DG_GROUP_TILED, 0, 0, 1, 0};
  dg_layer hidden = {INPUTS, r->option.hidden, 0, NULL, neuron, delay};
  dg_layer output = {r->option.hidden, CLASSES, 0, NULL, neuron, delay};
  r->layer[0] = hidden;
  r->layer[1] = output;
  dg_network net = {INPUTS, 1, 2, r->layer, 0};
  r->net = net;
  r->parameter_count = dg_parameter_count(&r->net);
}

static void describe_training(run *r) {
  int row = r->option.delays;
  for (int l = 0; l < 2; l++) {
    dg_real n = (dg_real)r->layer[l].inputs;
    double mean = l == 0 ? settings[row].hidden_mean : settings[row].output_mean;
    double sd = l == 0 ? settings[row].hidden_sd : settings[row].output_sd;
    dg_layer_training layer = {DG_R(mean) / n, DG_R(sd) / dg_sqrt(n), 0, DG_R(delay_sd), DG_R(settings[row].weight_rate),
                               DG_R(settings[row].delay_rate), DG_R(l == 0 ? missing_hidden : missing_output)};
    r->layer_training[l] = layer;
  }
  dg_loss loss = {DG_LOSS_CROSS_ENTROPY, 0, 0, 0, DG_R(xi), 0, 0, 0, 0};
  dg_optimiser adam = {DG_ADAM, 0, DG_R(0.9), DG_R(0.999), DG_R(1e-8), DG_EXPONENTIAL, DG_R(rate_decay), 1, 0, NULL};
  dg_training training = {loss, adam, r->layer_training, DG_R(bump), DG_R(gradient_cut), 0, DG_R(input_noise), r->option.seed};
  r->training = training;
  r->batches_per_epoch = (r->train.count + r->option.batch - 1) / r->option.batch;
}

static dg_sums make_sums(const run *r) {
  dg_sums sums = {(dg_real *)allocate(r->parameter_count, sizeof(dg_real)),
                  (dg_index *)allocate(dg_neuron_count(&r->net), sizeof(dg_index)), 0, 0};
  return sums;
}

static worker make_worker(const run *r) {
  size_t reals = 0, integers = 0, more_reals = 0, more_integers = 0;
  dg_status status = dg_chunk_workspace(&r->net, &reals, &integers);
  if (status == DG_OK) status = dg_inference_workspace(&r->net, &more_reals, &more_integers);
  if (status != DG_OK) fail(REFUSED, "the network is not admitted: %s", dg_status_text(status));
  if (reals < more_reals) reals = more_reals;
  if (integers < more_integers) integers = more_integers;
  dg_workspace work = {(dg_real *)allocate(reals, sizeof(dg_real)), reals,
                       (dg_index *)allocate(integers, sizeof(dg_index)), integers};
  worker w = {make_sums(r), work, (dg_real *)allocate((size_t)IMAGES_AT_ONCE * INPUTS, sizeof(dg_real)), DG_OK};
  return w;
}

static void allocate_run(run *r) {
  size_t most = r->held_out.count > r->test.count ? r->held_out.count : r->test.count;
  r->parameters = (dg_real *)allocate(r->parameter_count, sizeof *r->parameters);
  r->moments = (dg_real *)allocate(2 * r->parameter_count, sizeof *r->moments);
  r->kept = (dg_real *)allocate(r->parameter_count, sizeof *r->kept);
  r->order = (dg_index *)allocate(r->train.count, sizeof *r->order);
  r->history = (epoch_record *)allocate((size_t)r->option.epochs, sizeof *r->history);
  r->inputs = (dg_real *)allocate(r->option.batch * INPUTS, sizeof *r->inputs);
  r->labels = (dg_index *)allocate(r->option.batch, sizeof *r->labels);
  r->prepared = (dg_real *)allocate(dg_prepared_reals(&r->net), sizeof *r->prepared);
  r->times = (dg_real *)allocate(CLASSES * most, sizeof *r->times);
  r->sums = make_sums(r);
}

static void load_image(const run *r, const dataset *set, size_t image, dg_real *inputs) {
  for (size_t i = 0; i < INPUTS; i++) inputs[i] = r->time_of[set->pixels[INPUTS * image + i]];
}

/* Output spikes of some images of a set, at most IMAGES_AT_ONCE of them, into their places in r->times. */
static dg_status infer_images(run *r, const dg_real *parameters, const dataset *set, size_t first, size_t count,
                              const worker *w) {
  dg_batch batch = {w->inputs, NULL, NULL, count};
  for (size_t n = 0; n < count; n++) load_image(r, set, first + n, w->inputs + INPUTS * n);
  return dg_infer(&r->net, parameters, &batch, r->times + CLASSES * first, NULL, &w->work);
}

/* Whether image n of the last call of infer was classified right. */
static int is_right(const run *r, const dataset *set, size_t n) {
  return dg_class(&r->training.loss, CLASSES, r->times + CLASSES * n, 1) == set->labels[n];
}

static void validate(run *r, epoch_record *record) {
  infer(r, r->parameters, &r->held_out);
  record->valid_correct = 0;
  record->valid_loss = 0;
  for (size_t n = 0; n < r->held_out.count; n++) {
    dg_real unused[CLASSES]; /* derivatives of the loss */
    record->valid_correct += (uint64_t)is_right(r, &r->held_out, n);
    record->valid_loss += (double)dg_sample_loss(&r->training.loss, r->layer[1].neuron.tau_syn, CLASSES,
                                                 r->times + CLASSES * n, 1, (size_t)r->held_out.labels[n], unused);
  }
  record->valid_loss /= (double)r->held_out.count;
}

/* Better on the held-out images: more of them right, or as many with less loss. On a tie the earlier epoch stays. */
static int better(const epoch_record *a, const epoch_record *b) {
  return a->valid_correct != b->valid_correct ? a->valid_correct > b->valid_correct : a->valid_loss < b->valid_loss;
}

static void close_epoch(run *r) {
  r->now.loss /= (double)r->batches_per_epoch;
  validate(r, &r->now);
  if (r->kept_epoch == 0 || better(&r->now, r->history + r->kept_epoch - 1)) {
    r->kept_epoch = r->state.epoch + 1;
    memcpy(r->kept, r->parameters, r->parameter_count * sizeof *r->kept);
  }
  r->history[r->state.epoch] = r->now;
  memset(&r->now, 0, sizeof r->now);
  r->state.epoch++;
  r->state.batch = 0;
}

/* The order of an epoch depends on seed and epoch alone, so that a resumed run finds it again. */
static void open_epoch(run *r) { dg_shuffle(r->option.seed, r->state.epoch, r->train.count, r->order); }

static void train_batch(run *r) {
  size_t first = (size_t)r->state.batch * r->option.batch, rest = r->train.count - first;
  dg_batch batch = {r->inputs, r->labels, NULL, rest < r->option.batch ? rest : r->option.batch};
  dg_batch_result result;
  for (size_t n = 0; n < batch.count; n++) {
    size_t image = (size_t)r->order[first + n];
    load_image(r, &r->train, image, r->inputs + INPUTS * n);
    r->labels[n] = r->train.labels[image];
  }
  check_status(r, dg_batch_prepare(&r->net, r->parameters, &r->training, &batch, NULL, r->prepared));
  add_chunks(r, &batch);
  dg_batch_finish(&r->net, r->parameters, &r->training, batch.count, &r->sums, &result);
  dg_batch_step(&r->net, &r->training, batch.count, &r->sums, &r->state, r->parameters, r->moments, &result);
  r->now.loss += (double)result.loss;
  r->now.correct += result.correct;
  if (r->state.batch == r->batches_per_epoch) {
    close_epoch(r);
    open_epoch(r);
  }
}

/* ---- 5 checkpoints ---------------------------------------------------------------------------------------------------
   dg_checkpoint_save keeps network, settings, parameters, moments and state. What else the programs must remember goes along
   as user bytes, little-endian: eight-byte fields, and the parameters kept.                                               */

typedef struct {
  unsigned char *bytes; /* null: only count */
  size_t at;
  int reading;
} cursor;

static void integer_field(cursor *c, uint64_t *value) {
  if (c->bytes != NULL && c->reading) {
    *value = 0;
    for (size_t b = 0; b < 8; b++) *value |= (uint64_t)c->bytes[c->at + b] << (8 * b);
  } else if (c->bytes != NULL) {
    for (size_t b = 0; b < 8; b++) c->bytes[c->at + b] = (unsigned char)(*value >> (8 * b) & 0xff);
  }
  c->at += 8;
}

static void real_field(cursor *c, double *value) {
  uint64_t bits;
  memcpy(&bits, value, sizeof bits);
  integer_field(c, &bits);
  memcpy(value, &bits, sizeof bits);
}

static void record_fields(cursor *c, epoch_record *record) {
  real_field(c, &record->loss);
  real_field(c, &record->valid_loss);
  integer_field(c, &record->correct);
  integer_field(c, &record->valid_correct);
}

/* What the results depend on besides network and settings, and the epochs seen. */
typedef struct {
  uint64_t magic, data_checksum, dark, train, held_out, batch, epochs;
} head;
#define HEAD_MAGIC UINT64_C(0x316e6f6968736166) /* "fashion1" */
enum { HEAD_BYTES = 7 * 8 };

static head head_of(const run *r) {
  head h = {HEAD_MAGIC,      r->data_checksum, (uint64_t)r->option.dark, r->train.count, r->held_out.count,
            r->option.batch, r->state.epoch};
  return h;
}

static void head_fields(cursor *c, head *h) {
  integer_field(c, &h->magic);
  integer_field(c, &h->data_checksum);
  integer_field(c, &h->dark);
  integer_field(c, &h->train);
  integer_field(c, &h->held_out);
  integer_field(c, &h->batch);
  integer_field(c, &h->epochs);
}

static void body_fields(cursor *c, run *r, uint64_t epochs) {
  integer_field(c, &r->kept_epoch);
  record_fields(c, &r->now);
  for (size_t i = 0; i < r->parameter_count; i++) {
    double p = (double)r->kept[i]; /* exact in both precisions */
    real_field(c, &p);
    r->kept[i] = DG_R(p);
  }
  for (uint64_t e = 0; e < epochs; e++) record_fields(c, r->history + e);
}

/* Under a temporary name, renamed when complete: a reader never sees half a checkpoint, and what kills the program leaves
   the last one as it was. */
static void write_file(const char *path, size_t size, const unsigned char *bytes) {
  char *temporary = join(path, ".tmp", "");
  FILE *file = fopen(temporary, "wb");
  int good = file != NULL;
  if (good) {
    good = fwrite(bytes, 1, size, file) == size && fflush(file) == 0 &&
           fsync(fileno(file)) == 0; /* else the name might reach the disk before the bytes */
    if (fclose(file) != 0) good = 0;
    if (good) good = rename(temporary, path) == 0;
  }
  if (!good) {
    const char *reason = strerror(errno);
    unlink(temporary);
    fail(FAILED, "%s: cannot be written: %s; what was there before is untouched", path, reason);
  }
  free(temporary);
}

static void save_checkpoint(run *r) {
  head h = head_of(r);
  cursor c = {NULL, 0, 0};
  size_t size = 0;
  head_fields(&c, &h);
  body_fields(&c, r, h.epochs);
  size_t user = c.at;
  c.bytes = (unsigned char *)allocate(user, 1);
  c.at = 0;
  head_fields(&c, &h);
  body_fields(&c, r, h.epochs);
  check_status(r, dg_checkpoint_size(&r->net, &r->training, user, &size));
  unsigned char *bytes = (unsigned char *)allocate(size, 1);
  check_status(r, dg_checkpoint_save(&r->net, &r->training, &r->state, r->parameters, r->moments, user, c.bytes, size,
                                     bytes));
  write_file(r->option.save, size, bytes);
  free(bytes);
  free(c.bytes);
  r->saved = seconds_now();
}

static unsigned char *read_file(const char *path, size_t *size) {
  struct stat info;
  int there = stat(path, &info) == 0;
  if (there && !S_ISREG(info.st_mode)) fail(REFUSED, "--resume %s: this is not a file; give another name", path);
  FILE *file = there ? fopen(path, "rb") : NULL;
  if (file == NULL) fail(REFUSED, "--resume %s: cannot be read: %s; give another name", path, strerror(errno));
  *size = (size_t)info.st_size;
  unsigned char *bytes = (unsigned char *)allocate(*size, 1);
  if (fread(bytes, 1, *size, file) != *size)
    fail(REFUSED, "--resume %s: cannot be read to its end; give another file", path);
  fclose(file);
  return bytes;
}

/* A checkpoint of the same settings may still come from another run. */
static void check_head(const run *r, const head *h) {
  const char *path = r->option.resume;
  if (h->magic != HEAD_MAGIC || h->epochs != r->state.epoch || h->dark > DARK_EARLY)
    fail(REFUSED, "--resume %s: this checkpoint was not made by fashion or mpi_train; give another file", path);
  if (h->batch != r->option.batch)
    fail(REFUSED, "--resume %s: made with --batch %llu; give that", path, (unsigned long long)h->batch);
  if (h->dark != (uint64_t)r->option.dark)
    fail(REFUSED, "--resume %s: made with --dark %s; give that", path, dark_names[h->dark]);
  if (h->held_out != r->held_out.count)
    fail(REFUSED, "--resume %s: made with --held-out %llu; give that", path, (unsigned long long)h->held_out);
  if (h->train != r->train.count)
    fail(REFUSED, "--resume %s: made with --train %llu; give that", path, (unsigned long long)h->train);
  if (h->data_checksum != r->data_checksum)
    fail(REFUSED, "--resume %s: made with other training images; give their folder as --data", path);
  if (h->epochs > r->option.epochs || (h->epochs == r->option.epochs && r->state.batch > 0))
    fail(REFUSED, "--resume %s: has seen more than %llu epochs; give --epochs %llu or more", path,
         (unsigned long long)r->option.epochs, (unsigned long long)(h->epochs + (r->state.batch > 0)));
}

static void load_checkpoint(run *r) {
  const char *path = r->option.resume;
  size_t size = 0, user = 0;
  unsigned char *bytes = read_file(path, &size);
  dg_status status = dg_checkpoint_inspect(size, bytes, &user);
  if (status != DG_OK) fail(REFUSED, "--resume %s: %s; give another file", path, dg_status_text(status));
  cursor c = {(unsigned char *)allocate(user, 1), 0, 1};
  status = dg_checkpoint_load(&r->net, &r->training, size, bytes, &r->state, r->parameters, r->moments, user, c.bytes);
  if (status != DG_OK) fail(REFUSED, "--resume %s: %s; give the options it was made with", path, dg_status_text(status));
  head h = {0, 0, 0, 0, 0, 0, 0};
  if (user >= HEAD_BYTES) head_fields(&c, &h);
  check_head(r, &h);
  cursor measure = {NULL, c.at, 1};
  body_fields(&measure, r, h.epochs);
  if (measure.at == user) body_fields(&c, r, h.epochs);
  if (measure.at != user || r->kept_epoch > h.epochs || (r->kept_epoch == 0 && h.epochs > 0) ||
      r->state.batch >= r->batches_per_epoch || dg_all_finite(r->parameter_count, r->kept) != DG_OK)
    fail(REFUSED, "--resume %s: this checkpoint was not made by fashion or mpi_train; give another file", path);
  free(c.bytes);
  free(bytes);
}

/* Before training: --save must not destroy anything, and must be able to write. */
static void check_save(const options *o) {
  struct stat there, resumed;
  char *temporary = join(o->save, ".tmp", "");
  const char *written[2] = {o->save, temporary};
  int same = o->resume != NULL && stat(o->save, &there) == 0 && stat(o->resume, &resumed) == 0 &&
             there.st_dev == resumed.st_dev && there.st_ino == resumed.st_ino;
  for (int i = 0; i < 2; i++) {
    if (stat(written[i], &there) != 0) continue;
    if (!S_ISREG(there.st_mode)) fail(REFUSED, "--save %s: %s is not a file; give another name", o->save, written[i]);
    if (!same && !o->force)
      fail(REFUSED, "--save %s: %s exists; remove it, or give --force to replace it", o->save, written[i]);
  }
  FILE *file = fopen(temporary, "wb");
  if (file == NULL) fail(REFUSED, "--save %s: cannot be written: %s; give another name", o->save, strerror(errno));
  fclose(file);
  unlink(temporary);
  free(temporary);
}

/* ---- 6 the terminal -------------------------------------------------------------------------------------------------- */

/* Columns of the terminal that standard output is, or 0: Open MPI gives ranks a terminal without any, wherever mpirun's own
   output goes. */
static int terminal_columns(void) {
#ifdef TIOCGWINSZ
  struct winsize size;
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size.ws_col;
#endif
  return 0;
}

/* Parts of the progress line, from left to right, and which are given up first where the terminal is narrow. */
enum { PART_EPOCH, PART_BAR, PART_LOSS, PART_TRAIN, PART_VALID, PART_LEFT, PARTS };

static void progress_parts(const run *r, char part[PARTS][32]) {
  uint64_t total = r->option.epochs * r->batches_per_epoch, seen = r->state.batches;
  double spent = seconds_now() - r->started, done = (double)(seen - r->batches_at_start);
  uint64_t left = done > 0 ? (uint64_t)(spent / done * (double)(total - seen) + 0.5) : 0;
  int digits = snprintf(NULL, 0, "%llu", (unsigned long long)r->option.epochs);
  snprintf(part[PART_EPOCH], 32, "epoch %*llu/%llu", digits, (unsigned long long)r->state.epoch,
           (unsigned long long)r->option.epochs);
  part[PART_BAR][0] = part[PART_LOSS][0] = part[PART_TRAIN][0] = part[PART_VALID][0] = '\0';
  if (r->state.epoch > 0) {
    const epoch_record *last = r->history + r->state.epoch - 1;
    snprintf(part[PART_LOSS], 32, "  loss %.4f", last->loss);
    snprintf(part[PART_TRAIN], 32, "  train %.4f", (double)last->correct / (double)r->train.count);
    snprintf(part[PART_VALID], 32, "  valid %.4f", (double)last->valid_correct / (double)r->held_out.count);
  }
  if (left < 3600) snprintf(part[PART_LEFT], 32, "  %u:%02u left", (unsigned)(left / 60), (unsigned)(left % 60));
  else snprintf(part[PART_LEFT], 32, "  %.1f h left", (double)left / 3600);
}

/* Redraws the progress bar, one line without escape sequences, so that any terminal can show it. */
static void draw_progress(run *r) {
  static const int give_up_first[] = {PART_TRAIN, PART_LOSS, PART_LEFT, PART_VALID};
  char part[PARTS][32], line[512] = "";
  int width = terminal_columns() - 1, used = 0, bar; /* a character in the last column would wrap */
  if (width >= (int)sizeof line) width = (int)sizeof line - 1;
  progress_parts(r, part);
  for (int i = 0; i < PARTS; i++) used += (int)strlen(part[i]);
  for (int i = 0; i < 4 && used > width; i++) {
    used -= (int)strlen(part[give_up_first[i]]);
    part[give_up_first[i]][0] = '\0';
  }
  bar = width - used - 3; /* a space and two brackets */
  if (bar > 40) bar = 40;
  for (int i = 0, at = 0; i < PARTS && at < width; i++) {
    if (i == PART_BAR && bar >= 4) {
      int full = (int)((uint64_t)bar * r->state.batches / (r->option.epochs * r->batches_per_epoch));
      at += snprintf(line + at, sizeof line - (size_t)at, " [%.*s%.*s]", full, "########################################",
                     bar - full, "----------------------------------------");
    } else {
      at += snprintf(line + at, sizeof line - (size_t)at, "%s", part[i]);
    }
  }
  line[width > 0 ? width : 0] = '\0';
  used = (int)strlen(line);
  printf("\r%s%*s", line, progress_width > used && progress_width <= width ? progress_width - used : 0, "");
  fflush(stdout);
  progress_width = used;
  r->drawn = seconds_now();
}

/* Not on a terminal: a line for each epoch. */
static void print_progress(const run *r) {
  char part[PARTS][32];
  if (r->state.batch != 0) return;
  progress_parts(r, part);
  printf("%s%s%s%s\n", part[PART_EPOCH], part[PART_LOSS], part[PART_TRAIN], part[PART_VALID]);
  fflush(stdout);
}

static void show_progress(run *r) {
  if (r->option.quiet || !r->leader) return;
  if (!r->terminal) print_progress(r);
  else if (seconds_now() - r->drawn >= draw_seconds) draw_progress(r);
}

/* ---- 7 the run ------------------------------------------------------------------------------------------------------- */

static volatile sig_atomic_t stop_signal; /* the signal that asks to stop, or 0 */

static void ask_to_stop(int number) { stop_signal = number; }

static void on_signals(void (*handler)(int)) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (int i = 0; i < 3; i++) {
    struct sigaction action;
    if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler == SIG_IGN) continue; /* nohup, for one */
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(numbers[i], &action, NULL);
  }
}

/* Saves, says how to go on, and lets the signal do what it would have done. */
static void stop(run *r, int number) {
  if (r->leader) {
    clear_progress();
    if (r->option.save != NULL) save_checkpoint(r);
    fprintf(stderr, "%s: stopped at epoch %llu, batch %llu; %s%s\n", speaker, (unsigned long long)r->state.epoch + 1,
            (unsigned long long)r->state.batch + 1, r->option.save != NULL ? "go on with --resume " : "nothing was saved",
            r->option.save != NULL ? r->option.save : "");
  }
  take_leave();
  on_signals(SIG_DFL);
  raise(number);
  exit(128 + number); /* where the signal is ignored */
}

static void train(run *r) {
  r->started = r->drawn = r->saved = seconds_now();
  r->batches_at_start = r->state.batches;
  on_signals(ask_to_stop);
  open_epoch(r);
  while (r->state.epoch < r->option.epochs) {
    train_batch(r);
    int due = r->option.save_every > 0 ? r->state.batches % r->option.save_every == 0
                                       : seconds_now() - r->saved >= save_seconds;
    if (r->leader && r->option.save != NULL && due) save_checkpoint(r);
    show_progress(r);
    int number = r->state.batches == r->option.stop_after ? SIGTERM : heard_signal(stop_signal);
    if (number != 0) stop(r, number);
  }
  on_signals(SIG_DFL);
  if (r->leader && r->option.save != NULL) save_checkpoint(r);
  if (r->leader) clear_progress();
}

static void print_start(const run *r) {
  size_t delays = dg_delay_count(&r->net);
  printf("Fashion-MNIST: %lu images to train on, %lu held out; %d-%llu-%d neurons, %llu weights, %llu delays (%s)\n",
         (unsigned long)r->train.count, (unsigned long)r->held_out.count, INPUTS, (unsigned long long)r->option.hidden, CLASSES,
         (unsigned long long)(r->parameter_count - delays), (unsigned long long)delays, delay_names[r->option.delays]);
  if (r->option.resume != NULL)
    printf("resumed %s at epoch %llu, batch %llu\n", r->option.resume, (unsigned long long)r->state.epoch + 1,
           (unsigned long long)r->state.batch + 1);
  fflush(stdout);
}

/* Reads options, data and checkpoint, and checks all that can be checked before training. Returns 0 if help is all that was
   asked for. */
static int set_up(run *r, int count, char **arguments) {
  r->option = parse_options(count, arguments);
  if (r->option.help) {
    if (r->leader) print_help();
    return 0;
  }
  const options *o = &r->option;
  char *folder = join(o->data, "/", "");
  dataset all = read_dataset(folder, "train");
  r->test = read_dataset(folder, "t10k");
  free(folder);
  if (all.count <= o->held_out)
    fail(REFUSED, "--held-out %lu: there are %lu training images; hold out fewer", (unsigned long)o->held_out,
         (unsigned long)all.count);
  size_t most = all.count - o->held_out;
  if (o->train > most)
    fail(REFUSED, "--train %lu: there are %lu training images beside those held out", (unsigned long)o->train,
         (unsigned long)most);
  r->train = part_of(&all, 0, o->train > 0 ? o->train : most);
  r->held_out = part_of(&all, most, o->held_out);
  r->data_checksum = 0;
  const dataset *sets[2] = {&r->train, &r->held_out};
  for (int i = 0; i < 2; i++)
    for (size_t n = 0; n < sets[i]->count; n++) {
      unsigned char label = (unsigned char)sets[i]->labels[n];
      r->data_checksum = (uint32_t)crc32(r->data_checksum, sets[i]->pixels + INPUTS * n, INPUTS);
      r->data_checksum = (uint32_t)crc32(r->data_checksum, &label, 1);
    }
  fill_time_of(o->dark, r->time_of);
  describe_network(r);
  describe_training(r);
  allocate_run(r);
  r->state = dg_training_start();
  dg_status status = dg_initialise(&r->net, &r->training, r->parameters);
  if (status != DG_OK) fail(REFUSED, "the settings are not admitted: %s", dg_status_text(status));
  if (o->resume != NULL) load_checkpoint(r);
  if (o->save != NULL && r->leader) check_save(o);
  return 1;
}

static void finish_output(void) {
  if (fflush(stdout) != 0 || ferror(stdout)) fail(FAILED, "the result could not be written to standard output");
}

/* Trains, reads the test set once with the parameters kept, and prints the result. */
static void carry_out(run *r) {
  uint64_t correct = 0;
  r->terminal = terminal_columns() > 0;
  if (r->leader && !r->option.quiet) print_start(r);
  train(r);
  double epochs = (double)(r->state.batches - r->batches_at_start) / (double)r->batches_per_epoch;
  double epoch_seconds = epochs > 0 ? (seconds_now() - r->started) / epochs : 0;
  infer(r, r->kept, &r->test);
  for (size_t n = 0; n < r->test.count; n++) correct += (uint64_t)is_right(r, &r->test, n);
  if (!r->leader) return;
  printf("RESULT fashion delays=%s hidden=%llu epochs=%llu seed=%llu best_epoch=%llu valid_accuracy=%.4f "
         "test_accuracy=%.4f epoch_seconds=%.3f\n",
         delay_names[r->option.delays], (unsigned long long)r->option.hidden, (unsigned long long)r->option.epochs,
         (unsigned long long)r->option.seed, (unsigned long long)r->kept_epoch,
         (double)r->history[r->kept_epoch - 1].valid_correct / (double)r->held_out.count,
         (double)correct / (double)r->test.count, epoch_seconds);
  finish_output();
}

#endif
