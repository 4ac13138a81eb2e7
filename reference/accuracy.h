/* Errors of delgrad.h against the oracle, counted as SPEC 9 says. One program per precision; several processes share the
   work and write what they counted as text, which one of them merges. */
#ifndef REF_ACCURACY_H
#define REF_ACCURACY_H

#include <stdint.h>
#include <stdio.h>
#include "draw.h"

#define AC_BIN 0.03125 /* width of a bin, in ulps */
#define AC_BINS 1024   /* the last one holds the rest */
#define AC_WORST 3     /* worst cases kept per line */
#define AC_WELLCOND 10 /* condition number up to which errors count unscaled too */

typedef struct {
  double scaled, ulp, condition;
  uint64_t index;   /* of the case */
  size_t component; /* of the gradient */
  double x;         /* argument of an elementary function */
} ac_worst;

/* What becomes one RESULT line. name: "real=f64 ratio=2 path=batch quantity=spike_time" and the like. */
typedef struct {
  char kind[16], name[96];
  uint64_t cases, undecided, violations;
  double wellcond, scaled;
  uint64_t wellcond_index; /* of the case with the largest unscaled error */
  uint64_t histogram[AC_BINS];
  ac_worst worst[AC_WORST];
  size_t worsts;
} ac_line;

/* What to measure. progress: 1 if this process reports. */
typedef struct {
  uint64_t cases, networks, bounds, elementary;
  uint32_t stride; /* of binary32 arguments */
  uint64_t seed, part, parts;
  int progress;
} ac_settings;

/* Empty lines; real: "f64" or "f32". */
void ac_line_start(ac_line *line, const char *kind, const char *format, ...);
/* One error of `ulp`, which condition numbers up to 1 do not reduce. */
void ac_add(ac_line *line, double ulp, double condition, uint64_t index, size_t component, double x);
void ac_violation(ac_line *line, uint64_t index, const char *what);
void ac_progress(const ac_settings *set, const char *what, uint64_t done, uint64_t of);
/* e in units of the last place of this precision, 53 or 24 bits, at size; not below that of the least number. */
double ac_ulps(const mpfr_t e, const mpfr_t size, int single);

/* Each measures and writes its lines to out; 0, or -1 without memory. */
int ac_neurons(const ac_settings *set, FILE *out);
int ac_networks(const ac_settings *set, FILE *out);
int ac_bounds(const ac_settings *set, FILE *out);
int ac_elementary(const ac_settings *set, FILE *out);
void ac_line_write(const ac_line *line, FILE *out);

/* Merges files of lines, prints RESULT lines and writes table and histograms to a directory. 0, 1 if a figure exceeds its
   bound, 2 on an error. */
int ac_report(size_t files, char **paths, const char *directory);

#endif
