/* yinyang.c: trains a small network of spiking neurons on the Yin-Yang data and shows what it learned.

     cc -O3 -march=native -fno-math-errno -fno-trapping-math -I. -o yinyang examples/yinyang.c
     ./yinyang --help

   A point (x, y) of the disc becomes four input spikes, at times that grow with x, y, 1-x and 1-y. One hidden layer and
   three outputs follow; the output that spikes first names the class. Weights and delays are learned by exact gradients of
   the spike times. Parts 3 to 5 show how the library is used; the rest is for people at a terminal.

   CONTENTS
     1 settings             4 network and training    7 pictures
     2 options              5 checkpoints             8 the run
     3 data, inference      6 the terminal                                                                                 */

#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "delgrad.h"

/* ---- 1 settings ------------------------------------------------------------------------------------------------------ */

#define INPUTS 4
#define CLASSES 3

/* The published sets: sizes, and seeds of the generator. */
#define TRAIN 5000
#define VALIDATION 1000
#define TEST 1000
#define TRAIN_SEED 42
#define VALIDATION_SEED 41
#define TEST_SEED 40

/* How a network is initialised and trained: the first row with the kind of delays and at least as many hidden neurons
   counts. Weights start as normal numbers with these means, rates are learning rates. Chosen by validation accuracy, mean of
   eight seeds that the table of the README does not use. */
static const struct {
  dg_delay_kind delays;
  size_t most_hidden;
  double hidden_mean, output_mean, weight_rate, delay_rate;
} settings[] = {
    {DG_DELAY_NONE, SIZE_MAX, 1, 0.5, 0.02, 0},
    {DG_DELAY_AXONAL, SIZE_MAX, 1.5, 0.5, 0.01, 0.01},
    {DG_DELAY_DENDRITIC, SIZE_MAX, 1, 0.5, 0.02, 0.01},
    {DG_DELAY_SYNAPTIC, 9, 1.5, 1, 0.02, 0.01},
    {DG_DELAY_SYNAPTIC, SIZE_MAX, 1.5, 0.5, 0.02, 0.01},
};
static const double weight_sd = 0.5;                 /* of the weights of both layers at the start */
static const double delay_sd = 0.25;                 /* of the free parameter p of a delay sigma(p) at the start */
static const double missing_hidden = 0.3;            /* share of silent hidden neurons above which weights are bumped */
static const double missing_output = 0;
static const double bump = 0.0005;                   /* first size of a bump */
static const double gradient_cut = 0.02;             /* largest |dL/dw| that one sample may give, of the mean over a batch */
static const double early = 0.15, late = 2;          /* spike times of features 0 and 1 */
static const double delta_t = 0.2;                   /* shift-mse: how much later the wrong outputs should come */
static const double t_correct = 2.2, t_wrong = 2.6;  /* mse: when the right and the wrong outputs should come */
static const double xi = 0.05;                       /* cross-entropy: width of the softmax over spike times */
static const double rate_decay = 0.9;                /* factor of learning rates, every so many epochs */
#define RATE_DECAY_EPOCHS 20

static const double save_seconds = 1;                /* longest time between two checkpoints */
static const double draw_seconds = 0.1;              /* shortest time between two drawings of the progress bar */
#define MAP_PIXELS 400                               /* side of the decision map in decision_map.png */

static const char *const delay_names[] = {"none", "axonal", "dendritic", "synaptic"};   /* in the order of dg_delay_kind */
static const char *const loss_names[] = {"shift-mse", "mse", "cross-entropy"};          /* in the order of dg_loss_kind */
static const char *const class_names[] = {"yin", "yang", "dot", "none"};                /* none: no output spiked */

/* ---- 2 options ------------------------------------------------------------------------------------------------------- */

enum { DONE = 0, FAILED = 1, REFUSED = 2 }; /* exit codes; --help says what they mean */

static int progress_width; /* of the progress line that stands on the terminal, 0 if there is none */

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
  va_list arguments;
  clear_progress();
  fputs("yinyang: ", stderr);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(code);
}

static void *allocate(size_t count, size_t size) {
  void *memory = count == SIZE_MAX ? NULL : calloc(count > 0 ? count : 1, size);
  if (memory == NULL) fail(FAILED, "not enough memory; take fewer --hidden neurons");
  return memory;
}

typedef struct {
  dg_delay_kind delays;
  dg_loss_kind loss;
  size_t hidden, batch;
  double tau_ratio;
  uint64_t epochs, seed, save_every, stop_after;
  const char *save, *resume, *out;
  int force, quiet, describe;
} options;

/* argument: null for an option that takes none. */
static const struct {
  const char *name, *argument, *help;
} option_table[] = {
    {"--delays", "KIND", "none, axonal, dendritic or synaptic (synaptic)"},
    {"--hidden", "N", "hidden neurons, 1 to 10000 (30)"},
    {"--epochs", "N", "passes over the training set, 1 to 1000000 (300)"},
    {"--seed", "N", "of initial parameters and shuffling, below 2^64 (1)"},
    {"--batch", "N", "samples per batch, 1 to 5000 (150)"},
    {"--tau-ratio", "X", "tau_mem/tau_syn, 0.1 to 100 (2)"},
    {"--loss", "KIND", "shift-mse, mse or cross-entropy (shift-mse)"},
    {"--save", "FILE", "write a checkpoint every second and at the end"},
    {"--save-every", "N", "write it every N batches instead"},
    {"--stop-after", "N", "stop after N batches in all, as SIGTERM does"},
    {"--resume", "FILE", "go on from a checkpoint made with the same options;\n"
                         "--epochs may differ, and --save may name the same FILE"},
    {"--out", "DIR", "write pictures, their data and gnuplot scripts there"},
    {"--force", NULL, "let --save and --out replace files of other origin"},
    {"--describe", NULL, "print the number of parameters and train nothing"},
    {"--quiet", NULL, "print the RESULT line alone"},
    {"--help", NULL, "print this"},
};
enum { OPTION_COUNT = sizeof option_table / sizeof option_table[0] };

static void print_help(void) {
  puts("Usage: yinyang [options]\n"
       "Trains spiking neurons with exact gradients of spike times on the Yin-Yang data.\n");
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
  puts("\nThe parameters kept are those of the epoch with the best validation accuracy;\n"
       "the test set is read once, at the end.\n"
       "\n"
       "--save refuses a FILE that is there already, unless it is the one resumed.\n"
       "Ctrl-C and SIGTERM save at the batch reached. A run that was stopped or killed\n"
       "and is resumed ends with the same bytes as one that was not.\n"
       "\n"
       "--out makes DIR if need be. It replaces files of an earlier run and leaves all\n"
       "others alone. Pictures need gnuplot (Debian: gnuplot-nox); without it there are\n"
       "the data and the scripts: cd DIR && gnuplot training.gp.\n"
       "\n"
       "Exit code: 0 done; 1 a file or the result could not be written, or training\n"
       "broke off; 2 refused before training: an option, folder or checkpoint is at\n"
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

static double parse_real(const char *name, const char *text, double least, double most) {
  char *end = NULL;
  double value = strtod(text, &end);
  /* The set of characters keeps out nan, inf, hexadecimal digits and leading space. */
  if (*text == '\0' || text[strspn(text, "0123456789.eE+-")] != '\0' || *end != '\0' || !(value >= least && value <= most))
    fail(REFUSED, "%s '%s': give a number from %g to %g", name, text, least, most);
  return value;
}

/* Which of the names the text is. */
static int parse_choice(const char *name, const char *text, const char *const *names, int count) {
  char list[128] = "";
  for (int i = 0; i < count; i++) {
    if (strcmp(text, names[i]) == 0) return i;
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", names[i]);
  }
  fail(REFUSED, "%s '%s': give %s", name, text, list);
}

static const char *parse_path(const char *name, const char *text) {
  if (*text == '\0') fail(REFUSED, "%s '': give a name that is not empty", name);
  return text;
}

static void set_option(options *o, const char *name, const char *value) {
  if (strcmp(name, "--delays") == 0) o->delays = (dg_delay_kind)parse_choice(name, value, delay_names, 4);
  else if (strcmp(name, "--loss") == 0) o->loss = (dg_loss_kind)parse_choice(name, value, loss_names, 3);
  else if (strcmp(name, "--hidden") == 0) o->hidden = (size_t)parse_integer(name, value, 1, 10000);
  else if (strcmp(name, "--epochs") == 0) o->epochs = parse_integer(name, value, 1, 1000000);
  else if (strcmp(name, "--seed") == 0) o->seed = parse_integer(name, value, 0, UINT64_MAX);
  else if (strcmp(name, "--batch") == 0) o->batch = (size_t)parse_integer(name, value, 1, TRAIN);
  else if (strcmp(name, "--tau-ratio") == 0) o->tau_ratio = parse_real(name, value, 0.1, 100);
  else if (strcmp(name, "--save") == 0) o->save = parse_path(name, value);
  else if (strcmp(name, "--save-every") == 0) o->save_every = parse_integer(name, value, 1, UINT64_MAX);
  else if (strcmp(name, "--stop-after") == 0) o->stop_after = parse_integer(name, value, 1, UINT64_MAX);
  else if (strcmp(name, "--resume") == 0) o->resume = parse_path(name, value);
  else if (strcmp(name, "--out") == 0) o->out = parse_path(name, value);
  else if (strcmp(name, "--force") == 0) o->force = 1;
  else if (strcmp(name, "--describe") == 0) o->describe = 1;
  else if (strcmp(name, "--quiet") == 0) o->quiet = 1;
  else {
    print_help();
    exit(fflush(stdout) == 0 && !ferror(stdout) ? DONE : FAILED);
  }
}

/* Options are --name value or --name=value. */
static options parse_options(int count, char **arguments) {
  options o = {DG_DELAY_SYNAPTIC, DG_LOSS_SHIFT_MSE, 30, 150, 2, 300, 1, 0, 0, NULL, NULL, NULL, 0, 0, 0};
  for (int i = 1; i < count; i++) {
    const char *word = arguments[i], *equals = strchr(word, '='), *value = NULL;
    size_t length = equals != NULL ? (size_t)(equals - word) : strlen(word), k = 0;
    while (k < OPTION_COUNT &&
           (strlen(option_table[k].name) != length || strncmp(word, option_table[k].name, length) != 0))
      k++;
    if (k == OPTION_COUNT) fail(REFUSED, "'%s': there is no such option; yinyang --help lists them", word);
    const char *name = option_table[k].name;
    if (option_table[k].argument == NULL && equals != NULL) fail(REFUSED, "'%s': %s takes no value", word, name);
    if (option_table[k].argument != NULL && equals == NULL && i + 1 == count)
      fail(REFUSED, "%s: the value is missing; give %s %s", name, name, option_table[k].argument);
    if (option_table[k].argument != NULL) value = equals != NULL ? equals + 1 : arguments[++i];
    set_option(&o, name, value);
  }
  if (o.save_every > 0 && o.save == NULL) fail(REFUSED, "--save-every: there is nothing to save to; give --save FILE too");
  return o;
}

/* ---- 3 data, inference ----------------------------------------------------------------------------------------------- */

typedef struct {
  size_t count;
  double *features; /* x, y, 1-x, 1-y */
  dg_real *times;   /* the same as spike times */
  dg_index *labels;
} dataset;

static dataset make_dataset(uint32_t seed, size_t count) {
  dataset set;
  set.count = count;
  set.features = (double *)allocate(INPUTS * count, sizeof *set.features);
  set.times = (dg_real *)allocate(INPUTS * count, sizeof *set.times);
  set.labels = (dg_index *)allocate(count, sizeof *set.labels);
  dg_yinyang(seed, count, set.features, set.labels);
  dg_spike_times_of(INPUTS * count, set.features, DG_R(early), DG_R(late), set.times);
  return set;
}

/* What one epoch gave. */
typedef struct {
  double loss, valid_loss;         /* mean over batches, mean over samples */
  uint64_t correct, valid_correct; /* samples classified right: in training, while the parameters changed */
} epoch_record;

/* Everything there is in a run. The network and the training point into it: it stays where it is. */
typedef struct {
  options option;
  dataset train, validation, test;

  dg_layer layer[2];
  dg_network net;
  dg_layer_training layer_training[2];
  dg_training training;
  size_t parameter_count, batches_per_epoch;
  dg_workspace workspace;

  dg_real *parameters, *moments;
  dg_training_state state;
  dg_index *order; /* training set of the present epoch, shuffled */
  epoch_record *history, now;
  dg_real *kept; /* parameters of the best epoch so far */
  uint64_t kept_epoch; /* from 1; 0 before the first */

  dg_real *times; /* output spikes of a call of dg_infer */
  int terminal;
  double started, drawn, saved;
  uint64_t batches_at_start;
} run;

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* A library call that fails here failed because numbers ran out of range: everything else was checked before. */
static void check_status(const run *r, dg_status status) {
  if (status == DG_OK) return;
  fail(FAILED, "epoch %llu, batch %llu: %s; take another --seed or --tau-ratio",
       (unsigned long long)r->state.epoch + 1, (unsigned long long)r->state.batch + 1, dg_status_text(status));
}

/* Output spikes of samples given by input spikes into r->times, and if record is not null the spikes of all neurons. */
static void infer(run *r, const dg_real *parameters, size_t count, const dg_real *inputs, dg_real *record) {
  dg_batch batch = {inputs, NULL, NULL, count};
  check_status(r, dg_infer(&r->net, parameters, &batch, r->times, record, &r->workspace));
}

/* The class that the network gave sample n of the last call of infer, or DG_NO_CLASS. */
static dg_index class_of(const run *r, size_t n) {
  return dg_class(&r->training.loss, CLASSES, r->times + CLASSES * n, 1);
}

static void validate(run *r, epoch_record *record) {
  infer(r, r->parameters, VALIDATION, r->validation.times, NULL);
  record->valid_correct = 0;
  record->valid_loss = 0;
  for (size_t n = 0; n < VALIDATION; n++) {
    dg_index label = r->validation.labels[n];
    dg_real unused[CLASSES]; /* derivatives of the loss */
    record->valid_correct += class_of(r, n) == label;
    record->valid_loss += (double)dg_sample_loss(&r->training.loss, r->layer[1].neuron.tau_syn, CLASSES,
                                                 r->times + CLASSES * n, 1, (size_t)label, unused);
  }
  record->valid_loss /= VALIDATION;
}

/* ---- 4 network and training ------------------------------------------------------------------------------------------ */

static void describe_network(run *r) {
  const options *o = &r->option;
  const dg_real ratio = DG_R(o->tau_ratio);
  dg_neuron neuron = {ratio, 1, 1, 0, 1 / ratio}; /* tau_syn is the unit of time, threshold the unit of potential */
  dg_delay delay = {o->delays, DG_MAP_SIGMOID, DG_GROUP_TILED, 0, 0, 1, 0};
  dg_layer hidden = {INPUTS, o->hidden, 0, NULL, neuron, delay}, output = {o->hidden, CLASSES, 0, NULL, neuron, delay};
  r->layer[0] = hidden;
  r->layer[1] = output;
  dg_network net = {INPUTS, 1, 2, r->layer, 0};
  r->net = net;
  r->parameter_count = dg_parameter_count(&r->net);
}

static void describe_training(run *r) {
  const options *o = &r->option;
  size_t row = 0;
  while (settings[row].delays != o->delays || o->hidden > settings[row].most_hidden) row++;
  for (int l = 0; l < 2; l++) {
    double weight_mean = l == 0 ? settings[row].hidden_mean : settings[row].output_mean;
    double max_missing = l == 0 ? missing_hidden : missing_output;
    dg_layer_training layer = {DG_R(weight_mean), DG_R(weight_sd), 0, DG_R(delay_sd), DG_R(settings[row].weight_rate),
                               DG_R(settings[row].delay_rate), DG_R(max_missing)};
    r->layer_training[l] = layer;
  }
  dg_loss loss = {o->loss, DG_R(delta_t), DG_R(t_correct), DG_R(t_wrong), DG_R(xi), 0, 0, 0, 0};
  dg_optimiser adam = {DG_ADAM, 0,           DG_R(0.9),        DG_R(0.999),       DG_R(1e-8),
                       DG_STEP, DG_R(rate_decay), RATE_DECAY_EPOCHS, 0, NULL};
  dg_training training = {loss, adam, r->layer_training, DG_R(bump), DG_R(gradient_cut), 0, 0, o->seed};
  r->training = training;
  r->batches_per_epoch = (TRAIN + o->batch - 1) / o->batch;
}

static void allocate_run(run *r) {
  size_t reals = 0, integers = 0, most = VALIDATION > TEST ? VALIDATION : TEST;
  dg_status status = dg_training_workspace(&r->net, &reals, &integers);
  if (status != DG_OK) fail(REFUSED, "the network is not admitted: %s", dg_status_text(status));
  dg_workspace workspace = {(dg_real *)allocate(reals, sizeof(dg_real)), reals,
                            (dg_index *)allocate(integers, sizeof(dg_index)), integers};
  r->workspace = workspace; /* of training, which is enough for inference too */
  r->parameters = (dg_real *)allocate(r->parameter_count, sizeof *r->parameters);
  r->moments = (dg_real *)allocate(2 * r->parameter_count, sizeof *r->moments);
  r->kept = (dg_real *)allocate(r->parameter_count, sizeof *r->kept);
  r->order = (dg_index *)allocate(TRAIN, sizeof *r->order);
  r->history = (epoch_record *)allocate((size_t)r->option.epochs, sizeof *r->history);
  r->times = (dg_real *)allocate(CLASSES * (most > MAP_PIXELS ? most : MAP_PIXELS), sizeof *r->times);
  r->train = make_dataset(TRAIN_SEED, TRAIN);
  r->validation = make_dataset(VALIDATION_SEED, VALIDATION);
}

/* Better on the validation set: more samples right, or as many with less loss. On a tie the earlier epoch stays. */
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
static void open_epoch(run *r) { dg_shuffle(r->option.seed, r->state.epoch, TRAIN, r->order); }

static void train_batch(run *r) {
  size_t first = (size_t)r->state.batch * r->option.batch, rest = TRAIN - first;
  dg_batch batch = {r->train.times, r->train.labels, r->order + first, rest < r->option.batch ? rest : r->option.batch};
  dg_batch_result result;
  check_status(r, dg_train_batch(&r->net, &r->training, &batch, NULL, &r->state, r->parameters, r->moments, &result,
                                 &r->workspace));
  r->now.loss += (double)result.loss;
  r->now.correct += result.correct;
  if (r->state.batch == r->batches_per_epoch) {
    close_epoch(r);
    open_epoch(r);
  }
}

/* ---- 5 checkpoints ---------------------------------------------------------------------------------------------------
   dg_checkpoint_save keeps network, settings, parameters, moments and state. What else this program must remember goes along
   as user bytes: eight-byte fields, little-endian.                                                                        */

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

typedef struct {
  uint64_t magic, batch, epochs;
} head;
#define HEAD_MAGIC UINT64_C(0x31676e61796e6979) /* "yinyang1" */

static void head_fields(cursor *c, head *h) {
  integer_field(c, &h->magic);
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

static char *join(const char *a, const char *b, const char *c) {
  size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
  char *text = (char *)allocate(size, 1);
  snprintf(text, size, "%s%s%s", a, b, c);
  return text;
}

/* Files are written under a temporary name and renamed when complete, so that a reader never sees half of one. */
static FILE *open_output(const char *path) {
  char *temporary = join(path, ".tmp", "");
  FILE *file = fopen(temporary, "wb");
  if (file == NULL) fail(FAILED, "%s: cannot be written: %s", temporary, strerror(errno));
  free(temporary);
  return file;
}

static void close_output(FILE *file, const char *path, int durable) {
  char *temporary = join(path, ".tmp", "");
  int good = !ferror(file) && fflush(file) == 0;
  if (good && durable) good = fsync(fileno(file)) == 0; /* else the name might reach the disk before the bytes */
  if (fclose(file) != 0) good = 0;
  if (good) good = rename(temporary, path) == 0;
  if (!good) {
    const char *reason = strerror(errno);
    unlink(temporary);
    fail(FAILED, "%s: cannot be written: %s; what was there before is untouched", path, reason);
  }
  free(temporary);
}

static void save_checkpoint(run *r) {
  head h = {HEAD_MAGIC, r->option.batch, r->state.epoch};
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
  FILE *file = open_output(r->option.save);
  fwrite(bytes, 1, size, file);
  close_output(file, r->option.save, 1);
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

static void load_checkpoint(run *r) {
  const char *path = r->option.resume;
  size_t size = 0, user = 0;
  unsigned char *bytes = read_file(path, &size);
  dg_status status = dg_checkpoint_inspect(size, bytes, &user);
  if (status != DG_OK) fail(REFUSED, "--resume %s: %s; give another file", path, dg_status_text(status));
  cursor c = {(unsigned char *)allocate(user, 1), 0, 1};
  status = dg_checkpoint_load(&r->net, &r->training, size, bytes, &r->state, r->parameters, r->moments, user, c.bytes);
  if (status != DG_OK) fail(REFUSED, "--resume %s: %s; give the options it was made with", path, dg_status_text(status));

  head h = {0, 0, 0};
  if (user >= 3 * 8) head_fields(&c, &h);
  if (h.magic != HEAD_MAGIC || h.epochs != r->state.epoch)
    fail(REFUSED, "--resume %s: this checkpoint was not made by yinyang; give another file", path);
  if (h.batch != r->option.batch)
    fail(REFUSED, "--resume %s: made with --batch %llu; give that", path, (unsigned long long)h.batch);
  if (h.epochs > r->option.epochs || (h.epochs == r->option.epochs && r->state.batch > 0))
    fail(REFUSED, "--resume %s: has seen more than %llu epochs; give --epochs %llu or more", path,
         (unsigned long long)r->option.epochs, (unsigned long long)(h.epochs + (r->state.batch > 0)));
  cursor measure = {NULL, c.at, 1};
  body_fields(&measure, r, h.epochs);
  if (measure.at != user) fail(REFUSED, "--resume %s: this checkpoint was not made by yinyang; give another file", path);
  body_fields(&c, r, h.epochs);
  if (r->kept_epoch > h.epochs || (r->kept_epoch == 0 && h.epochs > 0) || r->state.batch >= r->batches_per_epoch)
    fail(REFUSED, "--resume %s: this checkpoint was not made by yinyang; give another file", path);
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

/* Okabe and Ito's colours, which colour-blind people can tell apart: yin blue, yang orange, dot green; none grey. */
static const int class_rgb[4][3] = {{0, 114, 178}, {230, 159, 0}, {0, 158, 115}, {153, 153, 153}};
static const int class_256[4] = {25, 214, 36, 247};
static const char class_letters[] = ".#o?";

static int terminal_size(int rows) {
#ifdef TIOCGWINSZ
  struct winsize size;
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
    return rows ? size.ws_row : size.ws_col;
#endif
  return rows ? 24 : 80;
}

static int contains(const char *variable, const char *text) {
  const char *value = getenv(variable);
  return value != NULL && strstr(value, text) != NULL;
}

/* Colours that standard output shows: 0 none, 256, or 1 << 24. Half blocks need UTF-8 besides. */
static int terminal_colours(void) {
  const char *no_colour = getenv("NO_COLOR"), *locale = getenv("LC_ALL");
  if (!isatty(STDOUT_FILENO) || (no_colour != NULL && *no_colour != '\0')) return 0;
  if (locale == NULL || *locale == '\0') locale = getenv("LC_CTYPE");
  if (locale == NULL || *locale == '\0') locale = getenv("LANG");
  if (locale == NULL || (strstr(locale, "UTF-8") == NULL && strstr(locale, "utf8") == NULL)) return 0;
  if (contains("COLORTERM", "truecolor") || contains("COLORTERM", "24bit")) return 1 << 24;
  return contains("TERM", "256color") ? 256 : 0;
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
    snprintf(part[PART_TRAIN], 32, "  train %.4f", (double)last->correct / TRAIN);
    snprintf(part[PART_VALID], 32, "  valid %.4f", (double)last->valid_correct / VALIDATION);
  }
  if (left < 3600) snprintf(part[PART_LEFT], 32, "  %u:%02u left", (unsigned)(left / 60), (unsigned)(left % 60));
  else snprintf(part[PART_LEFT], 32, "  %.1f h left", (double)left / 3600);
}

/* Redraws the progress bar, one line without escape sequences, so that any terminal can show it. */
static void draw_progress(run *r) {
  static const int give_up[] = {PART_TRAIN, PART_LOSS, PART_LEFT, PART_VALID};
  char part[PARTS][32], line[512] = "";
  int width = terminal_size(0) - 1, used = 0, bar; /* a character in the last column would wrap */
  if (width >= (int)sizeof line) width = (int)sizeof line - 1;
  progress_parts(r, part);
  for (int i = 0; i < PARTS; i++) used += (int)strlen(part[i]);
  for (int i = 0; i < 4 && used > width; i++) {
    used -= (int)strlen(part[give_up[i]]);
    part[give_up[i]][0] = '\0';
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

/* Not on a terminal: a line for about every tenth of the run. */
static void print_progress(const run *r) {
  uint64_t every = (r->option.epochs + 9) / 10;
  char part[PARTS][32];
  if (r->state.batch != 0 || (r->state.epoch % every != 0 && r->state.epoch != r->option.epochs)) return;
  progress_parts(r, part);
  printf("%s%s%s%s\n", part[PART_EPOCH], part[PART_LOSS], part[PART_TRAIN], part[PART_VALID]);
  fflush(stdout);
}

static void show_progress(run *r) {
  if (r->option.quiet) return;
  if (!r->terminal) print_progress(r);
  else if (seconds_now() - r->drawn >= draw_seconds) draw_progress(r);
}

static void print_confusion(uint64_t confusion[CLASSES][CLASSES + 1]) {
  printf("\ntrue     classified as\n%-8s", "");
  for (int k = 0; k <= CLASSES; k++) printf("%6s", class_names[k]);
  for (int label = 0; label < CLASSES; label++) {
    printf("\n%-8s", class_names[label]);
    for (int k = 0; k <= CLASSES; k++) printf("%6llu", (unsigned long long)confusion[label][k]);
  }
  puts("\n");
}

enum { OUTSIDE = -1, NO_SPIKE = CLASSES };

/* A row of the decision map: class[columns] receives what the network says at height y, from x = 0 to x = 1. */
static void classify_row(run *r, size_t columns, double y, int *class_at) {
  double *features = (double *)allocate(INPUTS * columns, sizeof *features);
  dg_real *times = (dg_real *)allocate(INPUTS * columns, sizeof *times);
  for (size_t i = 0; i < columns; i++) {
    double *at = features + INPUTS * i;
    at[0] = ((double)i + 0.5) / (double)columns;
    at[1] = y;
    at[2] = 1 - at[0];
    at[3] = 1 - at[1];
  }
  dg_spike_times_of(INPUTS * columns, features, DG_R(early), DG_R(late), times);
  infer(r, r->kept, columns, times, NULL);
  for (size_t i = 0; i < columns; i++) {
    dg_index found = class_of(r, i);
    class_at[i] = dg_yinyang_class(features[INPUTS * i], y) < 0 ? OUTSIDE : found == DG_NO_CLASS ? NO_SPIKE : (int)found;
  }
  free(times);
  free(features);
}

static void set_colour(int colours, int background, int k) {
  int layer = background ? 48 : 38;
  if (colours == 256) printf("\033[%d;5;%dm", layer, class_256[k]);
  else printf("\033[%d;2;%d;%d;%dm", layer, class_rgb[k][0], class_rgb[k][1], class_rgb[k][2]);
}

/* One character for two pixels, the upper and the lower. */
static void print_half_blocks(int colours, int upper, int lower, int wrong) {
  if (wrong && (upper >= 0 || lower >= 0)) {
    set_colour(colours, 1, upper >= 0 ? upper : lower);
    fputs(colours == 256 ? "\033[1;38;5;16mx" : "\033[1;38;2;0;0;0mx", stdout);
  } else if (upper >= 0 || lower >= 0) {
    set_colour(colours, 0, upper >= 0 ? upper : lower);
    if (upper >= 0 && lower >= 0) set_colour(colours, 1, lower);
    fputs(upper >= 0 ? "\xe2\x96\x80" : "\xe2\x96\x84", stdout); /* upper half block, lower half block */
  } else {
    putchar(' ');
  }
  fputs("\033[0m", stdout);
}

static void print_legend(int colours, int with_none) {
  for (int k = 0; k < CLASSES + with_none; k++) {
    if (colours > 0) print_half_blocks(colours, k, k, 0);
    else putchar(class_letters[k]);
    printf(" %s  ", class_names[k]);
  }
  printf("%c wrong\n", colours > 0 ? 'x' : 'X');
}

/* The decision map: what the network says all over the disc, with the test points it gets wrong. */
static void print_map(run *r, const int *found) {
  int colours = terminal_colours(), width = terminal_size(0) - 1, height = terminal_size(1) - 4, with_none = 0;
  int columns = 2 * height < 24 ? 24 : 2 * height > 60 ? 60 : 2 * height;
  columns = columns > width ? width : columns;
  if (columns < 8) return; /* nothing could be seen */
  size_t n = (size_t)columns, rows = (n + 1) / 2;
  int *upper = (int *)allocate(2 * n, sizeof *upper), *lower = upper + n;
  char *wrong = (char *)allocate(n * rows, 1);
  for (size_t i = 0; i < TEST; i++) {
    size_t x = (size_t)(r->test.features[INPUTS * i] * (double)n);
    size_t y = (size_t)((1 - r->test.features[INPUTS * i + 1]) * (double)rows);
    if (found[i] != (int)r->test.labels[i] && x < n && y < rows) wrong[y * n + x] = 1;
  }
  for (size_t j = 0; j < rows; j++) {
    double top = (double)j / (double)rows, step = 1 / (double)rows;
    /* With letters one sample stands for the whole character. */
    classify_row(r, n, 1 - (top + step * (colours > 0 ? 0.25 : 0.5)), upper);
    classify_row(r, n, 1 - (top + step * (colours > 0 ? 0.75 : 0.5)), lower);
    for (size_t i = 0; i < n; i++) {
      with_none |= upper[i] == NO_SPIKE || lower[i] == NO_SPIKE;
      if (colours > 0) print_half_blocks(colours, upper[i], lower[i], wrong[j * n + i]);
      else putchar(wrong[j * n + i] ? 'X' : upper[i] == OUTSIDE ? ' ' : class_letters[upper[i]]);
    }
    putchar('\n');
  }
  print_legend(colours, with_none);
  free(wrong);
  free(upper);
}

/* ---- 7 pictures ------------------------------------------------------------------------------------------------------
   Data go into .dat files, and gnuplot scripts beside them make pictures of them.                                         */

static const char *const pictures[] = {"decision_map", "training", "raster", "delays"};
static const char *const data_files[] = {"decision_map.dat", "test_points.dat", "training.dat", "raster.dat", "delays.dat"};
enum { PICTURES = 4, DATA_FILES = 5 };
static const char mark[] = "# Written by yinyang";

/* Makes a folder and those it lies in. */
static void make_folder(const char *path) {
  char *partial = join(path, "", "");
  for (char *slash = partial + 1;; slash++) {
    char after = *slash;
    if (after != '/' && after != '\0') continue;
    *slash = '\0';
    if (mkdir(partial, 0777) != 0 && errno != EEXIST)
      fail(REFUSED, "--out %s: cannot be made: %s; give another folder", path, strerror(errno));
    *slash = after;
    if (after == '\0') break;
  }
  free(partial);
}

/* Whether a file is absent or bears our mark. */
static int is_ours(const char *path) {
  char start[sizeof mark] = "";
  struct stat info;
  if (lstat(path, &info) != 0) return 1;
  if (!S_ISREG(info.st_mode)) return 0;
  FILE *file = fopen(path, "rb");
  if (file == NULL) return 0;
  size_t got = fread(start, 1, sizeof mark - 1, file);
  fclose(file);
  return got == sizeof mark - 1 && memcmp(start, mark, got) == 0;
}

static void check_ours(const options *o, const char *name, const char *ending, const char *marked_by) {
  struct stat info;
  char *path = join(o->out, "/", name), *whole = join(path, ending, ""), *marked = join(path, marked_by, "");
  if (lstat(whole, &info) == 0) {
    if (!S_ISREG(info.st_mode)) fail(REFUSED, "--out %s: %s%s is in the way; give another folder", o->out, name, ending);
    if (!o->force && (lstat(marked, &info) != 0 || !is_ours(marked)))
      fail(REFUSED, "--out %s: %s%s is not of this program; give another folder, or --force to replace it", o->out, name,
           ending);
  }
  free(path);
  free(whole);
  free(marked);
}

/* Before training: the folder must be there, be writable, and hold no file of others by our names. */
static void check_out(const options *o) {
  struct stat info;
  make_folder(o->out);
  if (stat(o->out, &info) == 0 && !S_ISDIR(info.st_mode))
    fail(REFUSED, "--out %s: this is not a folder; give another name", o->out);
  if (access(o->out, W_OK | X_OK) != 0)
    fail(REFUSED, "--out %s: cannot be written: %s; give another folder", o->out, strerror(errno));
  for (int i = 0; i < DATA_FILES; i++) check_ours(o, data_files[i], "", "");
  for (int i = 0; i < PICTURES; i++) check_ours(o, pictures[i], ".gp", ".gp");
  for (int i = 0; i < PICTURES; i++) check_ours(o, pictures[i], ".png", ".gp"); /* a script bears the mark for both */
}

static FILE *open_in_out(const run *r, const char *name, const char *ending) {
  char *folder = join(r->option.out, "/", name), *path = join(folder, ending, "");
  FILE *file = open_output(path);
  fprintf(file, "%s --delays %s --hidden %llu --epochs %llu --seed %llu\n", mark, delay_names[r->option.delays],
          (unsigned long long)r->option.hidden, (unsigned long long)r->option.epochs, (unsigned long long)r->option.seed);
  free(path);
  free(folder);
  return file;
}

static void close_in_out(const run *r, FILE *file, const char *name, const char *ending) {
  char *folder = join(r->option.out, "/", name), *path = join(folder, ending, "");
  close_output(file, path, 0);
  free(path);
  free(folder);
}

/* Returns whether there is a point where no output spikes. */
static int write_map_data(run *r, const int *found) {
  int with_none = 0, *row = (int *)allocate(MAP_PIXELS, sizeof *row);
  FILE *file = open_in_out(r, "decision_map.dat", "");
  fputs("# class by pixel, x from 0 to 1, y from 0 to 1: 0 yin, 1 yang, 2 dot, 3 no spike, NaN outside\n", file);
  for (size_t j = 0; j < MAP_PIXELS; j++) {
    classify_row(r, MAP_PIXELS, ((double)j + 0.5) / MAP_PIXELS, row);
    for (size_t i = 0; i < MAP_PIXELS; i++) {
      with_none |= row[i] == NO_SPIKE;
      if (row[i] == OUTSIDE) fputs("NaN ", file);
      else fprintf(file, "%d ", row[i]);
    }
    fputc('\n', file);
  }
  close_in_out(r, file, "decision_map.dat", "");
  free(row);

  file = open_in_out(r, "test_points.dat", "");
  fputs("# x, y, true class, class found (3: no spike)\n", file);
  for (size_t n = 0; n < TEST; n++)
    fprintf(file, "%.6f %.6f %d %d\n", r->test.features[INPUTS * n], r->test.features[INPUTS * n + 1],
            (int)r->test.labels[n], found[n]);
  close_in_out(r, file, "test_points.dat", "");
  return with_none;
}

static void write_training_data(const run *r) {
  FILE *file = open_in_out(r, "training.dat", "");
  fputs("# epoch, training loss, validation loss, training accuracy, validation accuracy\n", file);
  for (uint64_t e = 0; e < r->option.epochs; e++) {
    const epoch_record *record = r->history + e;
    fprintf(file, "%llu %.9g %.9g %.6f %.6f\n", (unsigned long long)e + 1, record->loss, record->valid_loss,
            (double)record->correct / TRAIN, (double)record->valid_correct / VALIDATION);
  }
  close_in_out(r, file, "training.dat", "");
}

/* record: spikes of all neurons for the test set; sample: one of each class. */
static void write_raster_data(const run *r, const dg_real *record, const size_t *sample) {
  size_t hidden = r->option.hidden, neurons = hidden + CLASSES;
  FILE *file = open_in_out(r, "raster.dat", "");
  fputs("# one block per class: layer (0 inputs, 1 hidden, 2 outputs), neuron, spike time; no line where no spike comes\n",
        file);
  for (size_t k = 0; k < CLASSES; k++) {
    const dg_real *input = r->test.times + INPUTS * sample[k], *spike = record + neurons * sample[k];
    fprintf(file, "# %s, test sample %llu\n", class_names[k], (unsigned long long)sample[k]);
    for (size_t i = 0; i < INPUTS; i++) fprintf(file, "0 %u %.6f\n", (unsigned)i, (double)input[i]);
    for (size_t j = 0; j < neurons; j++)
      if (spike[j] < DG_NEVER)
        fprintf(file, "%d %u %.6f\n", j < hidden ? 1 : 2, (unsigned)(j < hidden ? j : j - hidden), (double)spike[j]);
    fputs("\n\n", file);
  }
  close_in_out(r, file, "raster.dat", "");
}

static void write_delay_data(const run *r) {
  const dg_real *p = r->kept;
  FILE *file = open_in_out(r, "delays.dat", "");
  fputs("# one block per layer: layer (1 hidden, 2 output), number of the parameter, delay\n", file);
  for (int l = 0; l < 2; l++) {
    p += dg_layer_weights(r->layer + l);
    for (size_t i = 0; i < dg_layer_delays(r->layer + l); i++)
      fprintf(file, "%d %llu %.6f\n", l + 1, (unsigned long long)i, (double)dg_delay_of(&r->layer[l].delay, p[i]));
    p += dg_layer_delays(r->layer + l);
    fputs("\n\n", file);
  }
  close_in_out(r, file, "delays.dat", "");
}

/* What all scripts begin with. Redrawn by hand, a script writes NAME.png; this program asks for a temporary name. */
static FILE *open_script(const run *r, const char *name, int width, int height) {
  FILE *file = open_in_out(r, name, ".gp");
  fprintf(file,
          "if (!exists('out')) out = '%s.png'\n"
          "set encoding utf8\n"
          "set terminal pngcairo size %d,%d font 'DejaVu Sans,12'\n"
          "set output out\n"
          "yin = '#0072B2'; yang = '#E69F00'; dot = '#009E73'; none = '#999999'; dark = '#333333'\n",
          name, width, height);
  return file;
}

static void write_map_script(const run *r, double accuracy, int with_none) {
  FILE *file = open_script(r, "decision_map", 860, 920);
  fprintf(file,
          "set title 'Decision map: %llu hidden neurons, delays: %s, test accuracy %.1f %%'\n",
          (unsigned long long)r->option.hidden, delay_names[r->option.delays], 100 * accuracy);
  fprintf(file,
          "n = %d\n"
          "set size ratio -1\n"
          "set xrange [-0.02:1.02]\n"
          "set yrange [-0.02:1.02]\n"
          "set tics out nomirror 0.25\n"
          "set xlabel 'feature x (no unit)'\n"
          "set ylabel 'feature y (no unit)'\n"
          "set key below horizontal reverse Left samplen 1.5 maxrows 1\n"
          "unset colorbox\n"
          "set cbrange [-0.5:3.5]\n"
          "set palette maxcolors 4\n"
          "set palette defined (0 '#99C7E0', 1 '#F5D999', 2 '#99D8C7', 3 '#D6D6D6')\n"
          "# Borders of the true classes.\n"
          "do for [x in '0.25 0.75'] { set object circle at x,0.5 size 0.1 front fs empty border lc rgb dark lw 1.5 }\n"
          "set object circle at 0.5,0.5 size 0.5 front fs empty border lc rgb dark lw 1.5\n"
          "set object circle at 0.25,0.5 size 0.25 arc [180:360] nowedge front fs empty border lc rgb dark lw 1.5\n"
          "set object circle at 0.75,0.5 size 0.25 arc [0:180] nowedge front fs empty border lc rgb dark lw 1.5\n",
          MAP_PIXELS);
  fputs("points = 'test_points.dat'\n"
        "plot 'decision_map.dat' matrix using (($1+0.5)/n):(($2+0.5)/n):3 with image notitle, \\\n"
        "  points using ($3 == 0 ? $1 : NaN):2 with points pt 7 ps 0.6 lc rgb yin notitle, \\\n"
        "  points using ($3 == 1 ? $1 : NaN):2 with points pt 9 ps 0.7 lc rgb yang notitle, \\\n"
        "  points using ($3 == 2 ? $1 : NaN):2 with points pt 5 ps 0.55 lc rgb dot notitle, \\\n"
        "  points using ($3 != $4 ? $1 : NaN):2 with points pt 6 ps 2 lw 2 lc rgb 'black' notitle, \\\n"
        "  NaN with points pt 7 ps 1.5 lc rgb yin title 'yin', \\\n"
        "  NaN with points pt 9 ps 1.7 lc rgb yang title 'yang', \\\n"
        "  NaN with points pt 5 ps 1.4 lc rgb dot title 'dot', \\\n"
        "  NaN with points pt 6 ps 2 lw 2 lc rgb 'black' title 'wrong', \\\n"
        "  NaN with lines lc rgb dark lw 1.5 title 'true border'",
        file);
  if (with_none) fputs(", \\\n  NaN with points pt 5 ps 2 lc rgb '#D6D6D6' title 'no spike'", file);
  fputc('\n', file);
  close_in_out(r, file, "decision_map", ".gp");
}

static void write_training_script(const run *r) {
  FILE *file = open_script(r, "training", 860, 760);
  const epoch_record *kept = r->history + r->kept_epoch - 1;
  fprintf(file, "kept = %llu; valid = %.6f; epochs = %llu\n", (unsigned long long)r->kept_epoch,
          (double)kept->valid_correct / VALIDATION, (unsigned long long)r->option.epochs);
  fputs("set multiplot layout 2,1\n"
        "set xrange [0.5:epochs+0.5]\n"
        "if (epochs < 10) set xtics 1\n"
        "set lmargin 10; set rmargin 3\n"
        "set tics out nomirror\n"
        "set grid ytics lc rgb '#DDDDDD'\n"
        "set style line 1 lc rgb yin lw 2.5 pt 7 ps 0.7\n"
        "set style line 2 lc rgb yang lw 1.5 pt 5 ps 0.7\n"
        "shape = epochs < 3 ? 'linespoints' : 'lines' # a single epoch makes no line\n"
        "set arrow from kept, graph 0 to kept, graph 1 nohead dt 2 lw 1.5 lc rgb dark\n"
        "set logscale y\n"
        "set format y '%g'\n"
        "set ylabel 'mean loss (\xcf\x84_{syn}^2)'\n",
        file);
  if (r->option.loss == DG_LOSS_CROSS_ENTROPY) fputs("set ylabel 'mean loss (no unit)'\n", file);
  fputs("set key above right horizontal samplen 2\n"
        "eval \"plot 'training.dat' using 1:2 with \".shape.\" ls 1 title 'training', \" \\\n"
        "  .\"'' using 1:3 with \".shape.\" ls 2 title 'validation'\"\n"
        "unset logscale y\n"
        "set xlabel 'epoch'\n"
        "set ylabel 'accuracy (fraction right)'\n"

        "# The first fiftieth of the run may leave the picture: it starts near chance.\n"
        "stats 'training.dat' using ($1 > epochs/50.0 ? ($4 < $5 ? $4 : $5) : NaN) nooutput\n"
        "set yrange [0.05*floor(STATS_min*0.99/0.05):1]\n"
        "eval \"plot 'training.dat' using 1:4 with \".shape.\" ls 1 notitle, \" \\\n"
        "  .\"'' using 1:5 with \".shape.\" ls 2 notitle, \" \\\n"
        "  .\"NaN with lines dt 2 lw 1.5 lc rgb dark title sprintf('kept: epoch %d, validation %.3f', kept, valid)\"\n"
        "unset multiplot\n",
        file);
  close_in_out(r, file, "training", ".gp");
}

static void write_raster_script(const run *r, const int *found, const size_t *sample) {
  FILE *file = open_script(r, "raster", 1100, 700);
  fprintf(file, "hidden = %llu.0\n", (unsigned long long)r->option.hidden);
  fputs("# Hidden neurons share a band of fixed height, however many there are.\n"
        "row(layer, j) = layer == 0 ? 2*j+1 : layer == 1 ? 10+24*(j+0.5)/hidden : 36+2*j+1\n"
        "high(layer) = layer == 1 && hidden > 16 ? 9.6/hidden+0.05 : 0.6\n"
        "layer_colour(layer) = layer == 0 ? 0x666666 : layer == 1 ? 0x0072B2 : 0xD55E00\n"
        "set multiplot layout 1,3\n"
        "unset key\n"
        "set yrange [-1:43]\n"
        "stats 'raster.dat' using 3 nooutput\n"
        "set xrange [0:STATS_max*1.05]\n"
        "set tics out nomirror\n"
        "set ytics ('x' 1, 'y' 3, '1\xe2\x88\x92x' 5, '1\xe2\x88\x92y' 7, 'hidden' 22, 'yin' 37, 'yang' 39, 'dot' 41)\n"
        "set xlabel 'spike time (\xcf\x84_{syn})'\n"
        "set grid xtics lc rgb '#DDDDDD'\n"
        "do for [y in '9 35'] { set arrow from graph 0, first y to graph 1, first y nohead lc rgb '#BBBBBB' back }\n",
        file);
  for (int k = 0; k < CLASSES; k++) {
    fprintf(file, "set title 'test sample %llu: %s, %s %s'\n", (unsigned long long)sample[k], class_names[k],
            found[sample[k]] == k ? "classified as" : "taken for", class_names[found[sample[k]]]);
    fprintf(file,
            "plot 'raster.dat' index %d using 3:(row($1,$2)-high($1)):(0):(2*high($1)):(layer_colour($1)) "
            "with vectors nohead lw 2.5 lc rgb variable\n",
            k);
  }
  fputs("unset multiplot\n", file);
  close_in_out(r, file, "raster", ".gp");
}

static void write_delay_script(const run *r) {
  static const char *const titles[] = {"inputs to hidden neurons", "hidden neurons to outputs"};
  FILE *file = open_script(r, "delays", 860, 640);
  if (r->option.delays == DG_DELAY_NONE) {
    fputs("unset border; unset tics; unset key\n"
          "set label 'This network has no delays.' at graph 0.5,0.5 center\n"
          "plot [0:1] [0:1] NaN\n",
          file);
  } else {
    fputs("width = 0.025\n"
          "bin(d) = width*(floor(d/width)+0.5)\n"
          "set multiplot layout 2,1\n"
          "unset key\n"
          "set xrange [0:1]\n"
          "set yrange [0:5<*]\n"
          "set lmargin 9; set rmargin 3\n"
          "set tics out nomirror\n"
          "set boxwidth 0.9*width\n"
          "set style fill solid noborder\n"
          "set ylabel 'number of delays'\n",
          file);
    for (int l = 0; l < 2; l++)
      fprintf(file,
              "%sset title '%s: %llu %s delays'\n"
              "plot 'delays.dat' index %d using (bin($3)):(1) smooth freq with boxes lc rgb %s\n",
              l == 1 ? "set xlabel 'delay (\xcf\x84_{syn})'\n" : "", titles[l],
              (unsigned long long)dg_layer_delays(r->layer + l), delay_names[r->option.delays], l, l == 0 ? "yin" : "yang");
    fputs("unset multiplot\n", file);
  }
  close_in_out(r, file, "delays", ".gp");
}

enum { GNUPLOT_MISSING = 127 };

/* Runs gnuplot on a script, in the folder of the script and without the user's settings; returns its exit code. */
static int run_gnuplot(const char *folder, const char *script, const char *setting) {
  int status = 0;
  pid_t child = fork();
  if (child == 0) {
    int null = open("/dev/null", O_RDWR);
    if (chdir(folder) != 0 || null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0) _exit(126);
    execlp("gnuplot", "gnuplot", "-d", "-e", setting, script, (char *)NULL);
    _exit(errno == ENOENT || errno == EACCES || errno == ENOTDIR ? GNUPLOT_MISSING : 126);
  }
  if (child < 0) return 126;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return 126;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

static void draw_pictures(const run *r) {
  const char *folder = r->option.out;
  for (int i = 0; i < PICTURES; i++) {
    char *script = join(pictures[i], ".gp", ""), *picture = join(pictures[i], ".png", "");
    char *setting = join("out='", picture, ".tmp'"), *path = join(folder, "/", picture), *temporary = join(path, ".tmp", "");
    int code = run_gnuplot(folder, script, setting);
    if (code == GNUPLOT_MISSING) {
      fprintf(stderr, "yinyang: no pictures in %s: install gnuplot (Debian: gnuplot-nox), or draw its .gp files elsewhere\n",
              folder);
      return;
    }
    if (code != 0 || rename(temporary, path) != 0) {
      unlink(temporary);
      fail(FAILED, "%s: cannot be drawn; to see why: cd %s && gnuplot %s", path, folder, script);
    }
    free(temporary);
    free(path);
    free(setting);
    free(picture);
    free(script);
  }
  if (!r->option.quiet) printf("pictures in %s: decision_map.png, training.png, raster.png, delays.png\n", folder);
}

/* The first test sample of each class. */
static void first_samples(const dataset *set, size_t *sample) {
  for (size_t k = 0; k < CLASSES; k++)
    for (sample[k] = 0; (size_t)set->labels[sample[k]] != k;) sample[k]++;
}

static void write_pictures(run *r, const int *found, const dg_real *record, uint64_t correct) {
  size_t sample[CLASSES];
  first_samples(&r->test, sample);
  int with_none = write_map_data(r, found);
  write_training_data(r);
  write_raster_data(r, record, sample);
  write_delay_data(r);
  write_map_script(r, (double)correct / TEST, with_none);
  write_training_script(r);
  write_raster_script(r, found, sample);
  write_delay_script(r);
  draw_pictures(r);
}

/* ---- 8 the run ------------------------------------------------------------------------------------------------------- */

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
static void stop(run *r) {
  clear_progress();
  if (r->option.save != NULL) save_checkpoint(r);
  fprintf(stderr, "yinyang: stopped at epoch %llu, batch %llu; %s%s\n", (unsigned long long)r->state.epoch + 1,
          (unsigned long long)r->state.batch + 1, r->option.save != NULL ? "go on with --resume " : "nothing was saved",
          r->option.save != NULL ? r->option.save : "");
  on_signals(SIG_DFL);
  raise(stop_signal);
  exit(128 + stop_signal); /* where the signal is ignored */
}

static void train(run *r) {
  uint64_t batches = r->state.batches;
  r->started = r->drawn = r->saved = seconds_now();
  r->batches_at_start = batches;
  on_signals(ask_to_stop);
  open_epoch(r);
  while (r->state.epoch < r->option.epochs) {
    train_batch(r);
    batches++;
    int due = r->option.save_every > 0 ? batches % r->option.save_every == 0 : seconds_now() - r->saved >= save_seconds;
    if (r->option.save != NULL && due) save_checkpoint(r);
    show_progress(r);
    if (batches == r->option.stop_after) stop_signal = SIGTERM;
    if (stop_signal != 0) stop(r);
  }
  on_signals(SIG_DFL);
  if (r->option.save != NULL) save_checkpoint(r);
  clear_progress();
}

/* Reads the test set with the parameters kept, prints and draws; returns the number of samples classified right. */
static uint64_t report(run *r) {
  size_t neurons = dg_neuron_count(&r->net);
  uint64_t confusion[CLASSES][CLASSES + 1] = {{0}}, correct = 0;
  dg_real *record = (dg_real *)allocate(TEST * neurons, sizeof *record);
  int *found = (int *)allocate(TEST, sizeof *found);
  r->test = make_dataset(TEST_SEED, TEST);
  infer(r, r->kept, TEST, r->test.times, record);
  for (size_t n = 0; n < TEST; n++) {
    dg_index k = class_of(r, n);
    found[n] = k == DG_NO_CLASS ? NO_SPIKE : (int)k;
    confusion[r->test.labels[n]][found[n]]++;
    correct += k == r->test.labels[n];
  }
  if (!r->option.quiet) {
    printf("kept epoch %llu: validation accuracy %.4f, test accuracy %.4f\n", (unsigned long long)r->kept_epoch,
           (double)r->history[r->kept_epoch - 1].valid_correct / VALIDATION, (double)correct / TEST);
    print_confusion(confusion);
    print_map(r, found);
    fflush(stdout);
  }
  if (r->option.out != NULL) write_pictures(r, found, record, correct);
  free(found);
  free(record);
  return correct;
}

static void print_describe(const run *r) {
  size_t delays = dg_delay_count(&r->net);
  printf("DESCRIBE yinyang delays=%s hidden=%llu parameters=%llu weights=%llu delay_parameters=%llu\n",
         delay_names[r->option.delays], (unsigned long long)r->option.hidden, (unsigned long long)r->parameter_count,
         (unsigned long long)(r->parameter_count - delays), (unsigned long long)delays);
}

static void print_start(const run *r) {
  size_t delays = dg_delay_count(&r->net);
  printf("Yin-Yang: %d-%llu-%d neurons, %llu weights, %llu delays (%s)\n", INPUTS, (unsigned long long)r->option.hidden,
         CLASSES, (unsigned long long)(r->parameter_count - delays), (unsigned long long)delays,
         delay_names[r->option.delays]);
  if (r->option.resume != NULL)
    printf("resumed %s at epoch %llu, batch %llu\n", r->option.resume, (unsigned long long)r->state.epoch + 1,
           (unsigned long long)r->state.batch + 1);
  fflush(stdout);
}

static void finish_output(void) {
  if (fflush(stdout) != 0 || ferror(stdout)) fail(FAILED, "the result could not be written to standard output");
}

int main(int count, char **arguments) {
  static run r;
  double began = seconds_now();
  r.option = parse_options(count, arguments);
  r.terminal = isatty(STDOUT_FILENO);
  describe_network(&r);
  describe_training(&r);
  if (r.option.describe) {
    print_describe(&r);
    finish_output();
    return DONE;
  }
  allocate_run(&r);
  r.state = dg_training_start();
  dg_status status = dg_initialise(&r.net, &r.training, r.parameters);
  if (status != DG_OK) fail(REFUSED, "the settings are not admitted: %s", dg_status_text(status));
  if (r.option.resume != NULL) load_checkpoint(&r);
  if (r.option.save != NULL) check_save(&r.option);
  if (r.option.out != NULL) check_out(&r.option);

  if (!r.option.quiet) print_start(&r);
  train(&r);
  uint64_t correct = report(&r);
  printf("RESULT yinyang delays=%s hidden=%llu epochs=%llu seed=%llu test_accuracy=%.4f seconds=%.2f\n",
         delay_names[r.option.delays], (unsigned long long)r.option.hidden, (unsigned long long)r.option.epochs,
         (unsigned long long)r.option.seed, (double)correct / TEST, seconds_now() - began);
  finish_output();
  return DONE;
}
