/* dgref: the oracle on the command line. dgref --help, reference/README.md. */
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE /* _SC_PHYS_PAGES */
#include <dirent.h>
#include <errno.h>
#include <gmp.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

#ifndef DGREF_VERSION
#define DGREF_VERSION "unknown"
#endif
#ifndef DGREF_VECTORS
#define DGREF_VECTORS "reference/vectors"
#endif
#define FILE_LIMIT ((size_t)1 << 28)
#define ANSWER_BITS 192

enum { DONE = 0, BEYOND = 1, REFUSED = 2 }; /* exit codes */

static int progress_shown;
static double began;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void clear_progress(void) {
  if (progress_shown) fprintf(stderr, "\r%40s\r", "");
  progress_shown = 0;
}

static void progress(size_t done, size_t count) {
  static double last;
  double now = seconds();
  if (now - began < 1 || now - last < 0.1 || !isatty(STDERR_FILENO)) return;
  last = now;
  progress_shown = 1;
  fprintf(stderr, "\r%zu of %zu cases", done, count);
  fflush(stderr);
}

/* Ends the program with one line on stderr. */
#if defined(__GNUC__)
__attribute__((noreturn, format(printf, 1, 2)))
#endif
static void refuse(const char *format, ...) {
  char text[1024];
  va_list arguments;
  clear_progress();
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  for (char *c = text; *c != '\0'; c++)
    if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = '?';
  fprintf(stderr, "dgref: %s\n", text);
  exit(REFUSED);
}

/* GMP and MPFR have no other way to say that there is no memory. */
static const char *current_file = "";
static void *gmp_allocate(size_t size) {
  void *memory = malloc(size);
  if (memory == NULL) refuse("%s: not enough memory", current_file);
  return memory;
}
static void *gmp_reallocate(void *memory, size_t old, size_t size) {
  (void)old;
  memory = realloc(memory, size);
  if (memory == NULL) refuse("%s: not enough memory", current_file);
  return memory;
}
static void gmp_free(void *memory, size_t size) {
  (void)size;
  free(memory);
}

static void *allocate(size_t count, size_t size) {
  void *memory = calloc(count > 0 ? count : 1, size);
  if (memory == NULL) refuse("%s: not enough memory", current_file);
  return memory;
}

/* ---- options --------------------------------------------------------------------------------------------------------- */

typedef enum { SPIKE, GRAD, NET, CHECK, COMMANDS } command;
static const char *const command_names[COMMANDS] = {"spike", "grad", "net", "check"};

typedef struct {
  command command;
  unsigned digits;
  int json, result, show_digits;
  ref_rules rules;
  const char **case_files;
  size_t case_count;
  const char *vectors, *file;
} options;

static const char program_help[] =
    "dgref: exact spike times and gradients, and results checked against them\n"
    "\n"
    "  dgref spike FILE     the first spike of a neuron\n"
    "  dgref grad FILE      the same with every derivative\n"
    "  dgref net FILE       loss, output times and gradient of a network\n"
    "  dgref check FILE     errors of the results in a CSV file\n"
    "  dgref COMMAND --help\n"
    "  dgref --version\n"
    "\n"
    "FILE is - for standard input. Exit codes: 0 done, 1 a bound is exceeded\n"
    "(check), 2 input or options refused. The formats are described in\n"
    "reference/README.md and dgref(1).\n";

static const char solve_help[] =
    "Usage: dgref %s [options] FILE\n"
    "\n"
    "%s"
    "FILE holds one case as JSON or a file of cases; - is standard input.\n"
    "\n"
    "  --digits N        significant digits, 1 to 1000, each proved (40)\n"
    "  --format F        text or json, one object per case (text)\n"
    "  --json-result     only the member \"result\" that golden vectors have\n"
    "  --help            print this\n";

static const char *const solve_lines[] = {
    "Prints the first spike time T of a neuron, its causal set, T - a of the last\n"
    "causal arrival a, the condition number, and a warning where rounding in\n"
    "double or float could change the causal set.\n",
    "Prints what dgref spike prints, and the derivative of T by every weight, every\n"
    "arrival and c, each with its condition number.\n",
    "Prints the loss of a network, the spike times of all its neurons and the\n"
    "gradient of every parameter, with the condition number of the gradient.\n",
};

static const char check_help[] =
    "Usage: dgref check [options] FILE\n"
    "\n"
    "Solves the cases that the CSV FILE names and prints the error of every value\n"
    "in ulp, and divided by max(1, condition number). Exit code 1 if a bound is\n"
    "exceeded. Lines of FILE: case,quantity,value.\n"
    "\n"
    "  --cases FILE      cases as JSON, any number of times\n"
    "  --vectors DIR     without --cases: all *.json in DIR (environment variable\n"
    "                    DGREF_VECTORS, or the golden vectors)\n"
    "  --real R          f64 or f32: whose ulp counts (f64)\n"
    "  --path P          precise: ulp of T; batch: ulp of max(|T - t_ref|, tau_mem)\n"
    "                    (precise)\n"
    "  --bound B         largest scaled error of every quantity (time, since: 2\n"
    "                    precise, 4 batch; others: 8)\n"
    "  --digits          print the number of correct digits too\n"
    "  --help            print this\n";

static void print_help(const options *o) {
  if (o->command == COMMANDS) fputs(program_help, stdout);
  else if (o->command == CHECK) fputs(check_help, stdout);
  else printf(solve_help, command_names[o->command], solve_lines[o->command]);
}

static void finish_output(void) {
  if (fflush(stdout) != 0 || ferror(stdout)) refuse("standard output: %s", strerror(errno));
}

/* The argument of an option that is written --name=x or --name x; *i moves on. */
static const char *argument_of(const char *name, const char *equals, int argc, char **argv, int *i) {
  if (equals != NULL) return equals + 1;
  if (*i + 1 >= argc) refuse("%s needs an argument", name);
  return argv[++*i];
}

static int choose(const char *name, const char *word, const char *first, const char *second) {
  if (strcmp(word, first) != 0 && strcmp(word, second) != 0)
    refuse("%s: '%.40s' is neither %s nor %s", name, word, first, second);
  return strcmp(word, second) == 0;
}

static unsigned read_digits(const char *word) {
  char *end;
  long n;
  errno = 0;
  n = strtol(word, &end, 10);
  if (word[0] < '0' || word[0] > '9' || *end != '\0' || errno != 0 || n < 1 || n > 1000)
    refuse("--digits: '%.40s' is no number from 1 to 1000", word);
  return (unsigned)n;
}

static double read_bound(const char *word) {
  char *end;
  double bound = strtod(word, &end);
  if (end == word || *end != '\0' || !isfinite(bound) || !(bound > 0))
    refuse("--bound: '%.40s' is no positive number", word);
  return bound;
}

/* Returns 0 if the command has no such option. */
static int read_option(options *o, const char *name, const char *equals, int argc, char **argv, int *i) {
  if (o->command == CHECK) {
    if (strcmp(name, "--cases") == 0) o->case_files[o->case_count++] = argument_of(name, equals, argc, argv, i);
    else if (strcmp(name, "--vectors") == 0) o->vectors = argument_of(name, equals, argc, argv, i);
    else if (strcmp(name, "--real") == 0)
      o->rules.single = choose(name, argument_of(name, equals, argc, argv, i), "f64", "f32");
    else if (strcmp(name, "--path") == 0)
      o->rules.batch = choose(name, argument_of(name, equals, argc, argv, i), "precise", "batch");
    else if (strcmp(name, "--bound") == 0) o->rules.bound = read_bound(argument_of(name, equals, argc, argv, i));
    else if (strcmp(name, "--digits") == 0 && equals == NULL) o->show_digits = 1;
    else return 0;
  } else {
    if (strcmp(name, "--digits") == 0) o->digits = read_digits(argument_of(name, equals, argc, argv, i));
    else if (strcmp(name, "--format") == 0) o->json = choose(name, argument_of(name, equals, argc, argv, i), "text", "json");
    else if (strcmp(name, "--json-result") == 0 && equals == NULL) o->result = 1;
    else return 0;
  }
  return 1;
}

static void read_options(options *o, int argc, char **argv) {
  int only_files = 0;
  for (int i = 2; i < argc; i++) {
    char name[24];
    const char *word = argv[i], *equals = strchr(word, '=');
    if (only_files || word[0] != '-' || strcmp(word, "-") == 0) {
      if (o->file != NULL) refuse("one FILE at a time, '%.80s' is too much; dgref %s --help", word,
                                  command_names[o->command]);
      o->file = word;
    } else if (strcmp(word, "--") == 0) {
      only_files = 1;
    } else if (strcmp(word, "--help") == 0) {
      print_help(o);
      finish_output();
      exit(DONE);
    } else {
      snprintf(name, sizeof name, "%.*s", equals != NULL ? (int)(equals - word < 23 ? equals - word : 23) : 23, word);
      if (!read_option(o, name, equals, argc, argv, &i))
        refuse("%.40s: no such option; dgref %s --help lists them", word, command_names[o->command]);
    }
  }
  if (o->file == NULL) refuse("FILE is missing; dgref %s --help", command_names[o->command]);
}

static void read_command(options *o, int argc, char **argv) {
  o->command = COMMANDS;
  if (argc < 2) refuse("a command is missing; dgref --help");
  if (strcmp(argv[1], "--version") == 0) {
    puts("dgref " DGREF_VERSION);
  } else if (strcmp(argv[1], "--help") == 0) {
    print_help(o);
  } else {
    for (int k = 0; k < COMMANDS; k++)
      if (strcmp(argv[1], command_names[k]) == 0) o->command = (command)k;
    if (o->command == COMMANDS) refuse("'%.40s' is no command; dgref --help", argv[1]);
    return;
  }
  finish_output();
  exit(DONE);
}

/* ---- files ----------------------------------------------------------------------------------------------------------- */

static char *read_file(const char *file, size_t *length) {
  FILE *in = strcmp(file, "-") == 0 ? stdin : fopen(file, "rb");
  size_t room = 65536;
  char *text;
  current_file = file;
  if (in == NULL) refuse("%s: %s", file, strerror(errno));
  text = allocate(room, 1);
  *length = 0;
  for (;;) {
    size_t n = fread(text + *length, 1, room - *length, in);
    *length += n;
    if (n == 0) break;
    if (*length > FILE_LIMIT) refuse("%s: more than 256 MiB", file);
    if (*length == room) {
      room *= 2;
      text = realloc(text, room);
      if (text == NULL) refuse("%s: not enough memory", file);
    }
  }
  if (ferror(in)) {
    free(text);
    refuse("%s: %s", file, strerror(errno));
  }
  if (in != stdin) fclose(in);
  return text;
}

static void read_cases(const char *file, ref_cases *cases) {
  ref_error error;
  size_t length;
  char *text = read_file(file, &length);
  if (ref_cases_read(text, length, cases, &error) != 0) refuse("%s: %s", file, error.text);
  free(text);
}

/* Refuses a case that cannot fit: numbers held at once, each with two ends of `bits` bits. */
static void check_memory(const char *file, const ref_case *x, double bits) {
  double numbers, need, there = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
  if (x->kind == REF_CASE_NEURON) {
    numbers = 4 * (double)x->neuron.n;
  } else {
    double neurons = (double)ref_neuron_count(&x->network);
    numbers = 2 * (double)ref_parameter_count(&x->network) + 2 * neurons * (double)x->network.samples;
  }
  need = numbers * 2 * (48 + bits / 8);
  if (there > 0 && need > there)
    refuse("%s: %s: needs %.3g GiB of memory, there are %.3g", file, x->name, need / 0x1p30, there / 0x1p30);
}

/* ---- spike, grad, net ------------------------------------------------------------------------------------------------ */

static const options *settings; /* writers see them only here */

static void add_figure(ref_text *out, double x) {
  if (isfinite(x)) ref_text_add(out, "%.3g", x);
  else ref_text_add(out, settings->json ? "null" : "infinite");
}

static void add_set(ref_text *out, const ref_solution *s) {
  for (size_t k = 0; k < s->causal; k++) ref_text_add(out, "%s%zu", k > 0 ? ", " : "", s->order[k]);
}

/* T, or the measured time, which is exact. */
static int add_time(ref_text *out, const ref_case *x, const ref_solution *s, unsigned digits) {
  mpfi_t measured;
  int in_doubt;
  if (!x->has_measured && s->crossing != REF_SILENT) return ref_text_digits(out, s->time, digits, NULL);
  if (!x->has_measured || isinf(x->measured)) {
    ref_text_add(out, "never");
    return 0;
  }
  mpfi_init2(measured, 53);
  mpfi_set_d(measured, x->measured);
  in_doubt = ref_text_digits(out, measured, digits, NULL);
  mpfi_clear(measured);
  return in_doubt;
}

static int add_since(ref_text *out, const ref_solution *s, unsigned digits) {
  if (s->crossing != REF_SILENT) return ref_text_digits(out, s->since, digits, NULL);
  ref_text_add(out, "never");
  return 0;
}

static void add_warnings(ref_text *out, double margin) {
  for (int single = 0; single < 2; single++)
    if (margin < ref_margin_of(single))
      ref_text_add(out, "  warning        rounding in %s could change the causal set or the crossing\n",
                   single ? "float" : "double");
}

static void add_undecided(ref_text *out, double margin) {
  ref_text_add(out, "\"undecided\": [%s%s]", margin < ref_margin_of(0) ? "\"f64\", " : "",
               margin < ref_margin_of(1) ? "\"f32\"" : "");
}

static int spike_text(ref_text *out, const ref_case *x, const ref_solution *s, const ref_network_solution *net,
                      unsigned digits) {
  static const char *const crossings[] = {"silent", "spikes", "tangent"};
  int in_doubt;
  (void)net;
  ref_text_add(out, "%s\n  crossing       %s%s\n  T              ", x->name, crossings[s->crossing],
               x->has_measured ? ", measured" : "");
  in_doubt = add_time(out, x, s, digits);
  ref_text_add(out, "\n  since          ");
  in_doubt |= add_since(out, s, digits);
  if (s->causal > 0 && s->crossing != REF_SILENT) ref_text_add(out, " after arrival %zu", s->order[s->causal - 1]);
  ref_text_add(out, "\n  causal set     {");
  add_set(out, s);
  ref_text_add(out, "}, %zu of %zu\n  margin         ", s->causal, s->n);
  add_figure(out, s->margin);
  ref_text_add(out, "\n");
  if (s->crossing == REF_SPIKES && !in_doubt && !x->has_measured) {
    ref_text_add(out, "  condition      ");
    add_figure(out, ref_time_condition(&x->neuron, s, 0));
    ref_text_add(out, ", batch ");
    add_figure(out, ref_time_condition(&x->neuron, s, x->neuron.neuron.tau_mem));
    ref_text_add(out, "\n");
  }
  add_warnings(out, s->margin);
  return in_doubt;
}

static int add_components(ref_text *out, const char *name, mpfi_t *x, const double *condition, size_t n, unsigned digits) {
  mpfr_t small;
  int in_doubt = 0;
  mpfr_init2(small, 53);
  ref_smallest(small, x, n);
  for (size_t i = 0; i < n; i++) {
    char what[40];
    snprintf(what, sizeof what, "%s[%zu]", name, i);
    ref_text_add(out, "  %-14s ", what);
    in_doubt |= ref_text_digits(out, x[i], digits, small);
    if (condition != NULL && !mpfi_is_zero(x[i])) {
      ref_text_add(out, "  condition ");
      add_figure(out, condition[i]);
    }
    ref_text_add(out, "\n");
  }
  mpfr_clear(small);
  return in_doubt;
}

static int grad_text(ref_text *out, const ref_case *x, const ref_solution *s, const ref_network_solution *net,
                     unsigned digits) {
  ref_condition c;
  int in_doubt = spike_text(out, x, s, net, digits);
  int spikes = s->crossing == REF_SPIKES && !in_doubt && s->n <= REF_CONDITION_INPUTS;
  if (spikes) {
    ref_condition_init(&c, s->n);
    ref_condition_of(&x->neuron, s, (ref_scale){0, 0}, x->has_measured, &c);
  }
  in_doubt |= add_components(out, "dT_dw", s->dT_dw, spikes ? c.dT_dw : NULL, s->n, digits);
  in_doubt |= add_components(out, "dT_da", s->dT_da, spikes ? c.dT_da : NULL, s->n, digits);
  ref_text_add(out, "  dT_dc          ");
  in_doubt |= ref_text_digits(out, s->dT_dc, digits, NULL);
  if (spikes) {
    ref_text_add(out, "  condition ");
    add_figure(out, c.dT_dc);
    ref_condition_clear(&c);
  }
  ref_text_add(out, "\n");
  return in_doubt;
}

static int net_text(ref_text *out, const ref_case *x, const ref_solution *s, const ref_network_solution *net,
                    unsigned digits) {
  int in_doubt;
  (void)s;
  ref_text_add(out, "%s\n  loss           ", x->name);
  in_doubt = ref_text_digits(out, net->loss, digits, NULL);
  ref_text_add(out, "\n");
  for (size_t k = 0; k < net->samples * net->neurons; k++) {
    char what[64];
    snprintf(what, sizeof what, "times[%zu][%zu]", k / net->neurons, k % net->neurons);
    ref_text_add(out, "  %-14s ", what);
    if (net->absent[k]) ref_text_add(out, "never");
    else in_doubt |= ref_text_digits(out, net->times[k], digits, NULL);
    ref_text_add(out, "\n");
  }
  in_doubt |= add_components(out, "gradient", net->gradient, NULL, net->parameters, digits);
  ref_text_add(out, "  margin         ");
  add_figure(out, net->margin);
  ref_text_add(out, "\n");
  if (!in_doubt) {
    ref_text_add(out, "  condition      ");
    add_figure(out, ref_network_condition(&x->network, net, 16));
    ref_text_add(out, "\n");
  }
  if (net->tangent) ref_text_add(out, "  warning        a neuron is tangent: the loss has no derivative\n");
  add_warnings(out, net->margin);
  return in_doubt;
}

/* What a result has not, then the members of the result. */
static int write_json(ref_text *out, const ref_case *x, const ref_solution *s, const ref_network_solution *net,
                      unsigned digits) {
  int in_doubt = 0;
  size_t start;
  ref_text_add(out, "{\"name\": \"%s\", ", x->name);
  add_undecided(out, s != NULL ? s->margin : net->margin);
  if (s != NULL) {
    ref_text_add(out, ", \"causal_set\": [");
    add_set(out, s);
    ref_text_add(out, "], \"since\": \"");
    in_doubt = add_since(out, s, digits);
    ref_text_add(out, "\"");
  }
  ref_text_add(out, ",\n  ");
  start = out->length;
  in_doubt |= ref_write_result(out, x, s, net, digits);
  if (!out->failed) { /* the result's own brace goes */
    memmove(out->text + start, out->text + start + 1, out->length - start);
    out->length--;
  }
  return in_doubt;
}

static int spike_json(ref_text *out, const ref_case *x, const ref_solution *s, const ref_network_solution *net,
                      unsigned digits) {
  static const char *const crossings[] = {"silent", "spikes", "tangent"};
  int in_doubt;
  (void)net;
  ref_text_add(out, "{\"name\": \"%s\", ", x->name);
  add_undecided(out, s->margin);
  ref_text_add(out, ", \"causal_set\": [");
  add_set(out, s);
  ref_text_add(out, "], \"since\": \"");
  in_doubt = add_since(out, s, digits);
  ref_text_add(out, "\", \"crossing\": \"%s\", \"causal\": %zu, \"time\": \"", crossings[s->crossing], s->causal);
  in_doubt |= add_time(out, x, s, digits);
  ref_text_add(out, "\", \"margin\": ");
  add_figure(out, s->margin);
  if (s->crossing == REF_SPIKES && !in_doubt && !x->has_measured) {
    ref_text_add(out, ", \"condition\": ");
    add_figure(out, ref_time_condition(&x->neuron, s, 0));
    ref_text_add(out, ", \"condition_batch\": ");
    add_figure(out, ref_time_condition(&x->neuron, s, x->neuron.neuron.tau_mem));
  }
  ref_text_add(out, "}");
  return in_doubt;
}

static void solve_all(const options *o) {
  static ref_writer *const texts[] = {spike_text, grad_text, net_text};
  static ref_writer *const jsons[] = {spike_json, write_json, write_json};
  ref_writer *write = o->result ? ref_write_result : o->json ? jsons[o->command] : texts[o->command];
  ref_cases cases;
  ref_error error;
  read_cases(o->file, &cases);
  for (size_t i = 0; i < cases.count; i++) {
    const ref_case *x = &cases.cases[i];
    char *text;
    if ((x->kind == REF_CASE_NETWORK) != (o->command == NET))
      refuse("%s: %s: is a %s, dgref %s", o->file, x->name, o->command == NET ? "neuron" : "network",
             o->command == NET ? "spike and dgref grad take it" : "net takes it");
    check_memory(o->file, x, 4 * o->digits + 64);
    text = ref_solve_and_write(x, o->digits, write, &error);
    if (text == NULL) refuse("%s: %s: %s", o->file, x->name, error.text);
    printf("%s%s", text, o->result || o->json ? "\n" : "");
    free(text);
  }
  ref_cases_clear(&cases);
}

/* ---- check ----------------------------------------------------------------------------------------------------------- */

typedef struct {
  size_t count;
  ref_cases *files;
  char **names;
} case_files;

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* All *.json of a folder, sorted. */
static char **list_folder(const char *folder, size_t *count) {
  DIR *d = opendir(folder);
  struct dirent *entry;
  char **names = NULL;
  *count = 0;
  if (d == NULL) refuse("%s: %s", folder, strerror(errno));
  while ((entry = readdir(d)) != NULL) {
    size_t length = strlen(entry->d_name);
    if (length < 6 || strcmp(entry->d_name + length - 5, ".json") != 0) continue;
    names = realloc(names, (*count + 1) * sizeof *names);
    if (names == NULL) refuse("%s: not enough memory", folder);
    names[*count] = allocate(strlen(folder) + length + 2, 1);
    sprintf(names[(*count)++], "%s/%s", folder, entry->d_name);
  }
  closedir(d);
  if (*count == 0) refuse("%s: no *.json there; name the file of cases with --cases", folder);
  qsort(names, *count, sizeof *names, by_text);
  return names;
}

static void read_case_files(const options *o, case_files *f) {
  const char *folder = o->vectors;
  if (folder == NULL) folder = getenv("DGREF_VECTORS");
  if (folder == NULL) folder = DGREF_VECTORS;
  f->names = NULL;
  f->count = o->case_count;
  if (o->case_count == 0) f->names = list_folder(folder, &f->count);
  f->files = allocate(f->count, sizeof *f->files);
  for (size_t i = 0; i < f->count; i++) read_cases(f->names != NULL ? f->names[i] : o->case_files[i], &f->files[i]);
}

static int by_name(const void *a, const void *b) {
  const ref_case *const *x = a, *const *y = b;
  return strcmp((*x)->name, (*y)->name);
}

static void index_cases(const case_files *f, ref_index *index) {
  size_t n = 0;
  index->count = 0;
  for (size_t i = 0; i < f->count; i++) index->count += f->files[i].count;
  index->cases = allocate(index->count, sizeof *index->cases);
  for (size_t i = 0; i < f->count; i++)
    for (size_t k = 0; k < f->files[i].count; k++) index->cases[n++] = &f->files[i].cases[k];
  qsort(index->cases, n, sizeof *index->cases, by_name);
  for (size_t i = 1; i < n; i++)
    if (strcmp(index->cases[i - 1]->name, index->cases[i]->name) == 0)
      refuse("%s: '%s' is the name of two cases", current_file, index->cases[i]->name);
}

static void clear_case_files(const options *o, case_files *f) {
  for (size_t i = 0; i < f->count; i++) {
    ref_cases_clear(&f->files[i]);
    if (o->case_count == 0) free(f->names[i]);
  }
  free(f->names);
  free(f->files);
}

/* Solves one case and compares; more bits where cancellation takes those that the rows need. */
static void compare_case(const options *o, const ref_case *x, ref_row *rows, size_t count, ref_row *norm) {
  ref_answer answer;
  check_memory(o->file, x, ANSWER_BITS + 64);
  for (mpfr_prec_t bits = ANSWER_BITS; ; bits += 256) {
    if (ref_answer_solve(x, &o->rules, bits, &answer) != 0)
      refuse("%s: %s: %d bits do not solve it, or there is no memory", o->file, x->name, REF_BITS_MAX);
    if (bits > 700 || ref_answer_sharp(&answer, rows, count)) break;
    ref_answer_clear(&answer);
  }
  ref_compare(&answer, &o->rules, rows, count, norm);
  ref_answer_clear(&answer);
}

typedef struct {
  size_t count, beyond, undecided;
  double ulp, scaled;
  size_t ulp_case, scaled_case;
} summary;

static void count_row(summary *sums, const ref_row *row) {
  summary *sum = &sums[row->quantity];
  if (sum->count == 0 || row->ulp > sum->ulp || isnan(row->ulp)) {
    sum->ulp = row->ulp;
    sum->ulp_case = row->which;
  }
  if (sum->count == 0 || row->scaled > sum->scaled || isnan(row->scaled)) {
    sum->scaled = row->scaled;
    sum->scaled_case = row->which;
  }
  sum->count++;
  sum->beyond += row->beyond != 0;
  sum->undecided += row->undecided != 0;
}

static void print_row(const options *o, const ref_index *index, const ref_row *row) {
  char what[64], line[24] = "norm";
  const char *name = ref_quantity_names[row->quantity];
  int is_norm = row->value == NULL;
  if (!is_norm) snprintf(line, sizeof line, "%zu", row->line);
  if (row->quantity == REF_TIMES) snprintf(what, sizeof what, "%s[%zu][%zu]", name, row->i, row->j);
  else if (!is_norm && (row->quantity == REF_DT_DW || row->quantity == REF_DT_DA || row->quantity == REF_GRADIENT))
    snprintf(what, sizeof what, "%s[%zu]", name, row->i);
  else snprintf(what, sizeof what, "%s", name);
  printf("%6s  %-24s %-14s %9.3g %9.3g", line, index->cases[row->which]->name, what, row->ulp, row->scaled);
  if (o->show_digits) printf(" %7.1f", row->relative > 0 ? fmax(0, -log10(row->relative)) : INFINITY);
  if (row->beyond) printf("  beyond %g", ref_bound_of(&o->rules, row->quantity));
  if (row->undecided) printf("  undecided");
  putchar('\n');
}

static void print_summary(const options *o, const ref_index *index, const summary *sums) {
  printf("\n%-15s %7s %9s %9s %6s %6s %9s  %s\n", "quantity", "count", "ulp", "scaled", "bound", "beyond", "undecided",
         "worst case");
  for (int q = 0; q < REF_QUANTITIES; q++) {
    const summary *sum = &sums[q];
    if (sum->count == 0) continue;
    printf("%-15s %7zu %9.3g %9.3g %6g %6zu %9zu  %s\n", q == REF_GRADIENT ? "gradient (norm)" : ref_quantity_names[q],
           sum->count, sum->ulp, sum->scaled, ref_bound_of(&o->rules, (ref_quantity)q), sum->beyond, sum->undecided,
           index->cases[sum->scaled_case]->name);
  }
}

static size_t rows_of_case(const ref_rows *rows, size_t first) {
  size_t end = first;
  while (end < rows->count && rows->rows[end].which == rows->rows[first].which) end++;
  return end - first;
}

static int check(const options *o) {
  summary sums[REF_QUANTITIES] = {{0}};
  case_files files;
  ref_index index;
  ref_rows rows;
  ref_error error;
  size_t length, cases = 0, norms = 0, beyond = 0;
  ref_row *norm;
  char *text;
  read_case_files(o, &files);
  index_cases(&files, &index);
  text = read_file(o->file, &length);
  if (ref_rows_read(text, length, &index, &o->rules, &rows, &error) != 0) refuse("%s: %s", o->file, error.text);
  if (rows.count == 0) refuse("%s: line 2: no results", o->file);
  for (size_t n = 0; n < rows.count; n += rows_of_case(&rows, n)) cases++;
  norm = allocate(cases, sizeof *norm);
  for (size_t n = 0, done = 0; n < rows.count; done++) {
    size_t count = rows_of_case(&rows, n);
    progress(done, cases);
    compare_case(o, index.cases[rows.rows[n].which], rows.rows + n, count, &norm[norms]);
    norms += norm[norms].quantity == REF_GRADIENT;
    n += count;
  }
  clear_progress();
  ref_rows_by_line(&rows);
  printf("%6s  %-24s %-14s %9s %9s%s\n", "line", "case", "quantity", "ulp", "scaled", o->show_digits ? "  digits" : "");
  for (size_t n = 0; n < rows.count; n++) {
    print_row(o, &index, &rows.rows[n]);
    if (rows.rows[n].quantity != REF_GRADIENT) count_row(sums, &rows.rows[n]);
  }
  for (size_t n = 0; n < norms; n++) {
    print_row(o, &index, &norm[n]);
    count_row(sums, &norm[n]);
  }
  print_summary(o, &index, sums);
  for (int q = 0; q < REF_QUANTITIES; q++) beyond += sums[q].beyond;
  free(norm);
  ref_rows_clear(&rows);
  free(text);
  free(index.cases);
  clear_case_files(o, &files);
  return beyond > 0 ? BEYOND : DONE;
}

int main(int argc, char **argv) {
  options o = {.digits = 40};
  int code = DONE;
  began = seconds();
  mp_set_memory_functions(gmp_allocate, gmp_reallocate, gmp_free);
  o.case_files = allocate((size_t)argc + 1, sizeof *o.case_files);
  settings = &o;
  read_command(&o, argc, argv);
  read_options(&o, argc, argv);
  if (o.command == CHECK) code = check(&o);
  else solve_all(&o);
  free(o.case_files);
  mpfr_free_cache();
  finish_output();
  return code;
}
