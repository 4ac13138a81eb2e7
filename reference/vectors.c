/* vectors DIR: writes the golden vectors, cases of every class with results to 40 digits, each confirmed by differences
   before. The same bytes whenever it runs; one file per class and precision, worked on by two processes. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "case.h"
#include "differences.h"
#include "draw.h"

#define SEED UINT64_C(20261122)
#define DIGITS 40
#define BITS 256       /* of the solutions that differences confirm */
#define AGREEMENT 1e-30
#define COMPONENTS 6   /* confirmed per case of more than MANY inputs */
#define MANY 12
#define WORKERS 2

typedef enum { RANDOM, MEASURED, SPECIAL, NETWORK, NETWORK_MEASURED } group_kind;

/* A file: `count` cases for each ratio class. */
typedef struct {
  const char *name;
  group_kind kind;
  ref_class class_;
  int single;
  unsigned count;
} group;

static const group groups[] = { /* the long ones first */
  {"f64_network", NETWORK, REF_CLASS_RANDOM, 0, 20},        {"f32_network", NETWORK, REF_CLASS_RANDOM, 1, 16},
  {"f64_wide", RANDOM, REF_CLASS_WIDE, 0, 4},               {"f32_wide", RANDOM, REF_CLASS_WIDE, 1, 2},
  {"f64_plain", RANDOM, REF_CLASS_PLAIN, 0, 120},           {"f32_plain", RANDOM, REF_CLASS_PLAIN, 1, 80},
  {"f64_ties", RANDOM, REF_CLASS_TIES, 0, 60},              {"f32_ties", RANDOM, REF_CLASS_TIES, 1, 40},
  {"f64_tangent", RANDOM, REF_CLASS_TANGENT, 0, 120},       {"f32_tangent", RANDOM, REF_CLASS_TANGENT, 1, 60},
  {"f64_close", RANDOM, REF_CLASS_CLOSE, 0, 80},            {"f32_close", RANDOM, REF_CLASS_CLOSE, 1, 40},
  {"f64_long", RANDOM, REF_CLASS_LONG, 0, 80},              {"f32_long", RANDOM, REF_CLASS_LONG, 1, 40},
  {"f64_missing", RANDOM, REF_CLASS_MISSING, 0, 40},        {"f32_missing", RANDOM, REF_CLASS_MISSING, 1, 20},
  {"f64_measured", MEASURED, REF_CLASS_PLAIN, 0, 40},       {"f32_measured", MEASURED, REF_CLASS_PLAIN, 1, 20},
  {"f64_network_measured", NETWORK_MEASURED, REF_CLASS_RANDOM, 0, 6},
  {"f32_network_measured", NETWORK_MEASURED, REF_CLASS_RANDOM, 1, 4},
  {"special", SPECIAL, REF_CLASS_PLAIN, 0, 0},
};
#define GROUPS (sizeof groups / sizeof *groups)

static double rounded(int single, double x) { return single ? (double)(float)x : x; }

/* ---- confirmation ---- */

static int disagrees(const char *name, double d) {
  if (d <= AGREEMENT) return 0;
  fprintf(stderr, "%s: differences and implicit derivatives disagree by %.3g\n", name, d);
  return -1;
}

/* The identity that holds at measured times too, where differences of the solved spike say nothing: sum dT/da_i = 1. */
static int confirm_sum(const char *name, const ref_solution *s) {
  mpfi_t sum;
  mpfr_t off;
  mpfi_init2(sum, BITS);
  mpfr_init2(off, BITS);
  mpfi_set_si(sum, -1);
  for (size_t i = 0; i < s->n; i++) mpfi_add(sum, sum, s->dT_da[i]);
  mpfi_mag(off, sum);
  int failed = disagrees(name, mpfr_get_d(off, MPFR_RNDU));
  mpfr_clear(off);
  mpfi_clear(sum);
  return failed;
}

static int confirm_neuron(const ref_case *x) {
  ref_solution s;
  ref_disagreement d = {0, 0, 0};
  ref_solution_init(&s, x->neuron.n);
  int failed = ref_solve_case(x, BITS, &s);
  if (!failed && s.crossing == REF_SPIKES && x->has_measured) failed = confirm_sum(x->name, &s);
  if (!failed && s.crossing == REF_SPIKES && !x->has_measured) {
    failed = ref_differences(&x->neuron, &s, x->neuron.n > MANY ? COMPONENTS : 0, &d);
    if (!failed) failed = disagrees(x->name, fmax(d.c, fmax(d.w, d.a)));
  }
  ref_solution_clear(&s);
  return failed;
}

static int confirm_network(const ref_case *x) {
  ref_network_solution s;
  double d = 0;
  if (x->network.measured != NULL) return 0;
  ref_network_solution_init(&s, &x->network);
  int failed = ref_network_solve(&x->network, BITS, &s);
  if (!failed && !s.tangent) failed = ref_network_differences(&x->network, &s, &d);
  ref_network_solution_clear(&s);
  return failed ? failed : disagrees(x->name, d);
}

/* ---- cases ---- */

/* A measured time: near the spike; where there is none, any; never in one case of eight. */
static int measure(ref_case *x, int single, uint64_t index) {
  ref_random random = ref_random_at(SEED, 90, index);
  ref_solution s;
  double tau_mem = x->neuron.neuron.tau_mem, time = 4 * ref_random_uniform(&random);
  double move = ref_random_uniform(&random) - 0.5;
  ref_solution_init(&s, x->neuron.n);
  int failed = ref_solve(&x->neuron, 64, &s);
  time *= tau_mem;
  move *= tau_mem / 2;
  if (!failed && s.crossing != REF_SILENT) {
    time = mpfi_get_d(s.time);
    time += move;
  }
  ref_solution_clear(&s);
  x->has_measured = 1;
  x->measured = ref_random_below(&random, 8) == 0 ? (double)INFINITY : rounded(single, time);
  return failed;
}

/* Measured times of a network, its own times moved a little. */
static int measure_network(ref_network *net, int single, uint64_t index) {
  ref_random random = ref_random_at(SEED, 91, index);
  ref_network_solution s;
  ref_network_solution_init(&s, net);
  int failed = ref_network_solve(net, 64, &s);
  size_t count = s.samples * s.neurons;
  net->measured = malloc((count + 1) * sizeof *net->measured);
  for (size_t i = 0; net->measured != NULL && i < count; i++) {
    double move = (ref_random_uniform(&random) - 0.5) * net->layers->neuron.tau_mem;
    double time = failed || s.absent[i] ? (double)INFINITY : mpfi_get_d(s.times[i]);
    net->measured[i] = ref_random_below(&random, 16) == 0 ? (double)INFINITY : rounded(single, time + move / 8);
  }
  ref_network_solution_clear(&s);
  return failed || net->measured == NULL ? -1 : 0;
}

static int make_case(const group *g, ref_ratio ratio, unsigned number, ref_case *x) {
  uint64_t index = (uint64_t)g->class_ * 1000 + (uint64_t)g->kind * 100000 + number;
  switch (g->kind) {
  case NETWORK:
  case NETWORK_MEASURED:
    x->kind = REF_CASE_NETWORK;
    if (ref_draw_network(SEED, index, ratio, g->single, &x->network) != 0) return -1;
    return g->kind == NETWORK ? 0 : measure_network(&x->network, g->single, index);
  default:
    x->kind = REF_CASE_NEURON;
    if (ref_draw_inputs(SEED, index, g->class_, ratio, g->single, &x->neuron) != 0) return -1;
    return g->kind == MEASURED ? measure(x, g->single, index) : 0;
  }
}

/* Confirms a case and appends it with its result. */
static int add_case(ref_cases_file *file, const ref_case *x) {
  int failed = x->kind == REF_CASE_NEURON ? confirm_neuron(x) : confirm_network(x);
  ref_error error = {""};
  char *result = failed ? NULL : ref_result_write(x, DIGITS, &error);
  if (result == NULL) {
    fprintf(stderr, "%s: not written %s\n", x->name, error.text);
    return -1;
  }
  failed = ref_cases_add(file, x, result);
  free(result);
  return failed;
}

/* A line every ten seconds. */
static void progress(const char *name, const char *ratio, unsigned done, unsigned of) {
  static time_t last;
  time_t now = time(NULL);
  if (last == 0) last = now;
  if (now < last + 10) return;
  last = now;
  fprintf(stderr, "vectors: %s/%s, %u of %u\n", name, ratio, done, of);
}

static int write_ratio(const group *g, ref_ratio ratio, ref_cases_file *file) {
  static const char *const ratios[] = {"two", "one", "any"};
  for (unsigned number = 0; number < g->count; number++) {
    ref_case x;
    memset(&x, 0, sizeof x);
    x.name = malloc(80);
    int failed = x.name == NULL;
    if (!failed) {
      snprintf(x.name, 80, "%s/%s/%u", g->name, ratios[ratio], number);
      failed = make_case(g, ratio, number, &x) != 0 || add_case(file, &x) != 0;
    }
    ref_case_clear(&x);
    if (failed) return -1;
    progress(g->name, ratios[ratio], number + 1, g->count);
  }
  return 0;
}

/* Cases that chance does not meet; e_leak 0, g_leak 1. */
typedef struct {
  const char *name;
  double tau_mem, tau_syn, c;
  size_t n;
  double w[3], a[3];
} special_case;

static const special_case specials[] = {
  {"tangent", 2, 1, 1, 1, {4}, {0}},
  {"just_below_tangency", 2, 1, 1, 1, {0x1.fffffffffffffp+1}, {0}},
  {"just_above_tangency", 2, 1, 1, 1, {0x1.0000000000001p+2}, {0}},
  {"tangent_after_a_tie", 2, 1, 1, 2, {2, 2}, {0.5, 0.5}},
  {"a_tie_that_cancels", 1, 1, 1, 3, {1, -8, 8}, {0, 1, 1}},
  {"weight_zero", 2, 1, 1, 2, {0, 8}, {0, 0.25}},
  {"minus_zero", 2, 1, 1, 2, {4, 4}, {-0.0, 0}},
  {"subnormal_arrival", 2, 1, 1, 2, {8, 1}, {0, 0x0.0000000000001p-1022}},
  {"subnormal_weight", 1.5, 1, 1, 2, {0x0.0000000000001p-1022, 16}, {0, 0}},
  {"nothing_comes", 1.5, 1, 1, 2, {16, 16}, {(double)INFINITY, (double)INFINITY}},
  {"nothing_but_inhibition", 1.5, 1, 1, 2, {-16, -1}, {0, 1}},
  {"almost_equal_time_constants", 0x1.0000000000001p+0, 1, 0.5, 1, {4}, {0}},
  {"almost_twice", 0x1.0000000000001p+1, 1, 0.5, 1, {4}, {0}},
  {"largest_ratio", 0x1p+10, 1, 0x1p-10, 1, {4}, {0}},
  {"smallest_ratio", 0x1p-10, 1, 0.25, 1, {4}, {0}},
  {"early_and_late", 2, 1, 1, 2, {8, 8}, {-0x1p+90, 0x1p+90}},
};

static int write_special(ref_cases_file *file) {
  int failed = 0;
  for (size_t i = 0; !failed && i < sizeof specials / sizeof *specials; i++) {
    const special_case *from = specials + i;
    double w[3], a[3];
    char name[80];
    ref_case x;
    memset(&x, 0, sizeof x);
    memcpy(w, from->w, sizeof w);
    memcpy(a, from->a, sizeof a);
    snprintf(name, sizeof name, "special/%s", from->name);
    x.name = name;
    x.kind = REF_CASE_NEURON;
    x.neuron = (ref_inputs){{from->tau_mem, from->tau_syn, from->c, 0, 1}, from->n, w, a};
    failed = add_case(file, &x);
  }
  return failed;
}

/* ---- files ---- */

static int write_group(const group *g, const char *directory) {
  char path[1024], temporary[1040];
  if (snprintf(path, sizeof path, "%s/%s.json", directory, g->name) >= (int)sizeof path) return -1;
  snprintf(temporary, sizeof temporary, "%s.tmp", path);
  FILE *out = fopen(temporary, "w");
  if (out == NULL) {
    fprintf(stderr, "%s: %s\n", temporary, strerror(errno));
    return -1;
  }
  ref_cases_file file;
  ref_cases_begin(&file, out);
  int failed = 0;
  if (g->kind == SPECIAL) failed = write_special(&file);
  for (int ratio = REF_RATIO_TWO; ratio <= REF_RATIO_ANY && g->kind != SPECIAL && !failed; ratio++)
    failed = write_ratio(g, (ref_ratio)ratio, &file);
  if (!failed) failed = ref_cases_end(&file);
  if (fclose(out) != 0) failed = -1;
  if (!failed && rename(temporary, path) != 0) failed = -1;
  if (failed) {
    fprintf(stderr, "%s: not written\n", path);
    remove(temporary);
    return -1;
  }
  fprintf(stderr, "vectors: %s.json, %zu cases\n", g->name, file.count);
  return 0;
}

/* Takes numbers of groups from the pipe until there are no more. */
static int work(int from, const char *directory) {
  unsigned char number;
  while (read(from, &number, 1) == 1)
    if (number < GROUPS && write_group(groups + number, directory) != 0) return 1;
  mpfr_free_cache();
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 2 || argv[1][0] == '-') {
    fprintf(stderr, "usage: %s DIR\nWrites the golden vectors to DIR, in about ten minutes.\n", argv[0]);
    return 2;
  }
  int ends[2], failed = 0;
  if (pipe(ends) != 0) return 2;
  for (unsigned char number = 0; number < GROUPS; number++)
    if (write(ends[1], &number, 1) != 1) return 2;
  close(ends[1]);
  for (int w = 0; w < WORKERS; w++) {
    pid_t child = fork();
    if (child < 0) failed = 1;
    if (child == 0) exit(work(ends[0], argv[1]));
  }
  for (int status; wait(&status) > 0;) failed |= !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  return failed;
}
