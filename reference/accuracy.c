/* accuracy_f64, accuracy_f32: errors of delgrad.h against the oracle. See --help. */
#include "accuracy.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void ac_line_start(ac_line *line, const char *kind, const char *format, ...) {
  memset(line, 0, sizeof *line);
  snprintf(line->kind, sizeof line->kind, "%s", kind);
  va_list list;
  va_start(list, format);
  vsnprintf(line->name, sizeof line->name, format, list);
  va_end(list);
}

double ac_ulps(const mpfr_t e, const mpfr_t size, int single) {
  mpfr_exp_t digits = single ? 24 : 53, least = single ? -149 : -1074;
  mpfr_exp_t ulp = mpfr_zero_p(size) ? least : mpfr_get_exp(size) - digits;
  long exponent;
  double x = mpfr_get_d_2exp(&exponent, e, MPFR_RNDA);
  return mpfr_zero_p(e) ? 0 : fabs(ldexp(x, (int)(exponent - (ulp > least ? ulp : least))));
}

static void keep_worst(ac_line *line, ac_worst x) {
  size_t at = line->worsts;
  while (at > 0 && line->worst[at - 1].scaled < x.scaled) at--;
  if (at == AC_WORST) return;
  if (line->worsts < AC_WORST) line->worsts++;
  for (size_t i = line->worsts - 1; i > at; i--) line->worst[i] = line->worst[i - 1];
  line->worst[at] = x;
}

void ac_add(ac_line *line, double ulp, double condition, uint64_t index, size_t component, double x) {
  if (ulp != ulp) ulp = (double)INFINITY;
  double scaled = condition > 1 ? (isinf(condition) ? 0 : ulp / condition) : ulp;
  if (condition < AC_WELLCOND && ulp > line->wellcond) {
    line->wellcond = ulp;
    line->wellcond_index = index;
  }
  if (scaled > line->scaled) line->scaled = scaled;
  double bin = scaled / AC_BIN;
  line->histogram[bin < AC_BINS - 1 ? (size_t)bin : AC_BINS - 1]++;
  ac_worst worst = {scaled, ulp, condition, index, component, x};
  keep_worst(line, worst);
}

void ac_violation(ac_line *line, uint64_t index, const char *what) {
  if (line->violations++ < 5) fprintf(stderr, "%s %s: case %" PRIu64 ": %s\n", line->kind, line->name, index, what);
}

void ac_progress(const ac_settings *set, const char *what, uint64_t done, uint64_t of) {
  static time_t last;
  static char name[80];
  if (!set->progress || of == 0) return;
  time_t now = time(NULL);
  int fresh = strcmp(name, what) != 0;
  if (!fresh && done < of && now < last + 10) return;
  if (fresh) snprintf(name, sizeof name, "%s", what);
  last = now;
  fprintf(stderr, "%s: %" PRIu64 " of %" PRIu64 "\n", what, done, of);
}

/* ---- lines as text ---- */

void ac_line_write(const ac_line *line, FILE *out) {
  fprintf(out, "line %s %" PRIu64 " %" PRIu64 " %" PRIu64 " %a %" PRIu64 " %a %s\n", line->kind, line->cases,
          line->undecided, line->violations, line->wellcond, line->wellcond_index, line->scaled, line->name);
  for (size_t b = 0; b < AC_BINS; b++)
    if (line->histogram[b] != 0) fprintf(out, "bin %zu %" PRIu64 "\n", b, line->histogram[b]);
  for (size_t i = 0; i < line->worsts; i++) {
    const ac_worst *x = line->worst + i;
    fprintf(out, "worst %a %a %a %" PRIu64 " %zu %a\n", x->scaled, x->ulp, x->condition, x->index, x->component, x->x);
  }
  fflush(out);
}

/* ---- command ---- */

static const char usage[] =
  "usage: %s [option] --out FILE        measure, write what was counted to FILE\n"
  "       %s --report DIR FILE ...      merge files, print RESULT lines, write table and histograms to DIR\n"
  "  --cases N       random neurons compared per ratio of the time constants\n"
  "  --networks N    random networks per ratio\n"
  "  --bounds N      neurons whose certified intervals are checked\n"
  "  --elementary N  binary64 arguments per elementary function\n"
  "  --stride N      of binary32 arguments, 1 for all\n"
  "  --seed S        default 1\n"
  "  --part I --parts N   this process takes cases I, I + N, ...\n"
  "  --progress      say how far it is\n";

static int number(const char *text, uint64_t *x) {
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != '\0' || errno != 0) return -1;
  *x = value;
  return 0;
}

static int option(ac_settings *set, uint64_t *stride, const char *name, const char *value) {
  const char *const names[] = {"--cases", "--networks", "--bounds", "--elementary",
                               "--stride", "--seed",    "--part",   "--parts"};
  uint64_t *const numbers[] = {&set->cases, &set->networks, &set->bounds, &set->elementary, stride,
                               &set->seed,  &set->part,     &set->parts};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(name, names[i]) == 0) return value == NULL ? -1 : number(value, numbers[i]);
  return -1;
}

static int measure_all(const ac_settings *set, const char *path) {
  FILE *out = fopen(path, "w");
  if (out == NULL) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return 2;
  }
  fprintf(out, "seed %" PRIu64 "\n", set->seed);
  int failed = ac_neurons(set, out) != 0 || ac_networks(set, out) != 0 || ac_bounds(set, out) != 0 ||
               ac_elementary(set, out) != 0;
  if (failed) fprintf(stderr, "%s: the oracle has no memory or no answer\n", path);
  if (fprintf(out, "end\n") < 0) failed = 1;
  if (fclose(out) != 0) failed = 1;
  mpfr_free_cache();
  return failed ? 2 : 0;
}

int main(int argc, char **argv) {
  ac_settings set = {.seed = 1, .parts = 1};
  uint64_t stride = 0;
  const char *out = NULL;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--help") == 0) return printf(usage, argv[0], argv[0]) < 0;
    if (strcmp(argv[i], "--report") == 0 && i + 2 < argc)
      return ac_report((size_t)(argc - i - 2), argv + i + 2, argv[i + 1]);
    if (strcmp(argv[i], "--progress") == 0) {
      set.progress = 1;
    } else if (strcmp(argv[i], "--out") == 0 && i + 1 < argc) {
      out = argv[++i];
    } else if (option(&set, &stride, argv[i], i + 1 < argc ? argv[i + 1] : NULL) == 0) {
      i++;
    } else {
      fprintf(stderr, usage, argv[0], argv[0]);
      return 2;
    }
  }
  if (out == NULL || set.parts == 0 || set.part >= set.parts || stride > UINT32_MAX) {
    fprintf(stderr, usage, argv[0], argv[0]);
    return 2;
  }
  set.stride = (uint32_t)stride;
  return measure_all(&set, out);
}
