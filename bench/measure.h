/* measure.h: what the benchmarks share: time, medians, options. The file that includes it names itself in `program`, and
   defines _DEFAULT_SOURCE for getloadavg and clock_gettime. */
#ifndef DG_MEASURE_H
#define DG_MEASURE_H

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DONE = 0, FAILED = 1, REFUSED = 2 }; /* exit codes */

/* ---- the terminal ---------------------------------------------------------------------------------------------------- */

/* A line that says what is being measured; the next output replaces it. */
__attribute__((format(printf, 1, 2))) static inline void show_progress(const char *format, ...) {
  va_list arguments;
  if (!isatty(STDOUT_FILENO)) return;
  fputs("\r\033[K", stdout);
  va_start(arguments, format);
  vprintf(format, arguments);
  va_end(arguments);
  fflush(stdout);
}

static inline void clear_progress(void) {
  if (isatty(STDOUT_FILENO)) fputs("\r\033[K", stdout);
}

/* Ends the program with one line on stderr. */
__attribute__((noreturn, format(printf, 2, 3))) static inline void fail(int code, const char *format, ...) {
  va_list arguments;
  clear_progress();
  fflush(stdout);
  fprintf(stderr, "%s: ", program);
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  exit(code);
}

static inline void finish_output(void) {
  if (fflush(stdout) != 0 || ferror(stdout)) fail(FAILED, "the result could not be written to standard output");
}

/* Zeroed memory that starts on a cache line. */
static inline void *allocate(size_t count, size_t size) {
  void *memory = NULL;
  size_t bytes = size != 0 && count > SIZE_MAX / 2 / size ? SIZE_MAX : count * size;
  if (bytes == SIZE_MAX || posix_memalign(&memory, 64, bytes > 0 ? bytes : 1) != 0)
    fail(FAILED, "not enough memory; take a smaller network");
  memset(memory, 0, bytes);
  return memory;
}

/* ---- options --------------------------------------------------------------------------------------------------------- */

/* The value of argument i if that is this option, as `name value` (i moves on) or `name=value`, else null. */
static inline const char *option_value(int count, char **arguments, int *i, const char *name) {
  size_t length = strlen(name);
  if (strncmp(arguments[*i], name, length) != 0) return NULL;
  if (arguments[*i][length] == '=') return arguments[*i] + length + 1;
  if (arguments[*i][length] != '\0') return NULL;
  if (*i + 1 == count) fail(REFUSED, "%s: the value is missing; %s --help tells what it takes", name, program);
  return arguments[++*i];
}

static inline size_t parse_integer(const char *name, const char *text, size_t least, size_t most) {
  errno = 0;
  unsigned long long value = strtoull(text, NULL, 10);
  if (*text == '\0' || text[strspn(text, "0123456789")] != '\0' || errno != 0 || value < least || value > most)
    fail(REFUSED, "%s '%s': give an integer from %llu to %llu", name, text, (unsigned long long)least,
         (unsigned long long)most);
  return (size_t)value;
}

static inline double parse_real(const char *name, const char *text, double least, double most) {
  char *end = NULL;
  double value = strtod(text, &end);
  if (*text == '\0' || text[strspn(text, "0123456789.eE+-")] != '\0' || *end != '\0' || !(value >= least && value <= most))
    fail(REFUSED, "%s '%s': give a number from %g to %g", name, text, least, most);
  return value;
}

/* A network as its sizes: inputs, then the neurons of each layer. */
#define MOST_LAYERS 8
#define MOST_NEURONS 65536
typedef struct {
  size_t depth, size[MOST_LAYERS + 1];
} shape;

static inline shape parse_shape(const char *name, const char *text) {
  shape s = {0, {0}};
  const char *at = text;
  int good = 0; /* whether the text so far is a network */
  for (size_t i = 0; i <= MOST_LAYERS; i++) {
    const size_t digits = strspn(at, "0123456789");
    const unsigned long long size = digits > 0 && digits < 7 ? strtoull(at, NULL, 10) : 0;
    good = size >= 1 && size <= MOST_NEURONS;
    if (!good) break;
    s.size[i] = (size_t)size;
    s.depth = i;
    at += digits;
    if (*at != '-') break;
    at++;
  }
  if (!good || s.depth == 0 || *at != '\0')
    fail(REFUSED, "%s '%s': give sizes like 4-30-3, inputs and up to %d layers, each from 1 to %d", name, text, MOST_LAYERS,
         MOST_NEURONS);
  return s;
}

static inline void print_shape(FILE *file, const shape *s) {
  for (size_t i = 0; i <= s->depth; i++) fprintf(file, "%s%llu", i > 0 ? "-" : "", (unsigned long long)s->size[i]);
}

/* ---- time ------------------------------------------------------------------------------------------------------------ */

static inline double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static inline double load_average(void) {
  double load = 0;
  return getloadavg(&load, 1) == 1 ? load : 0;
}

/* Median, and the distance between the quartiles in units of it. */
typedef struct {
  double median, spread;
} summary;

static inline int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static inline double quantile(size_t n, const double *sorted, double q) {
  double at = q * (double)(n - 1);
  size_t i = (size_t)at;
  return i + 1 < n ? sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]) : sorted[i];
}

/* Of n numbers, which are sorted. */
static inline summary summarise(size_t n, double *x) {
  qsort(x, n, sizeof *x, ascending);
  double median = quantile(n, x, 0.5);
  summary s = {median, median > 0 ? (quantile(n, x, 0.75) - quantile(n, x, 0.25)) / median : 0};
  return s;
}

#endif
