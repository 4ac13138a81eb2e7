/* Merges what processes counted, prints RESULT lines, writes the table of worst cases and the data of the histograms. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "accuracy.h"
#include "case.h"

#define MOST_LINES 128

typedef struct {
  uint64_t seed;
  size_t count;
  ac_line lines[MOST_LINES];
} merged;

/* ---- reading ---- */

static ac_line *line_of(merged *all, const char *kind, const char *name) {
  for (size_t i = 0; i < all->count; i++)
    if (strcmp(all->lines[i].kind, kind) == 0 && strcmp(all->lines[i].name, name) == 0) return all->lines + i;
  if (all->count == MOST_LINES) return NULL;
  ac_line *line = all->lines + all->count++;
  ac_line_start(line, kind, "%s", name);
  return line;
}

static ac_line *read_line(merged *all, const char *text) {
  char kind[16], name[96];
  uint64_t cases, undecided, violations, index;
  double wellcond, scaled;
  if (sscanf(text, "line %15s %" SCNu64 " %" SCNu64 " %" SCNu64 " %la %" SCNu64 " %la %95[^\n]", kind, &cases, &undecided,
             &violations, &wellcond, &index, &scaled, name) != 8)
    return NULL;
  ac_line *line = line_of(all, kind, name);
  if (line == NULL) return NULL;
  line->cases += cases;
  line->undecided += undecided;
  line->violations += violations;
  if (wellcond > line->wellcond) {
    line->wellcond = wellcond;
    line->wellcond_index = index;
  }
  line->scaled = fmax(line->scaled, scaled);
  return line;
}

static int read_detail(ac_line *line, const char *text) {
  size_t bin;
  uint64_t count;
  ac_worst x;
  if (sscanf(text, "bin %zu %" SCNu64, &bin, &count) == 2 && bin < AC_BINS) {
    line->histogram[bin] += count;
    return 0;
  }
  if (sscanf(text, "worst %la %la %la %" SCNu64 " %zu %la", &x.scaled, &x.ulp, &x.condition, &x.index, &x.component, &x.x) !=
      6)
    return -1;
  size_t at = line->worsts;
  while (at > 0 && line->worst[at - 1].scaled < x.scaled) at--;
  if (at == AC_WORST) return 0;
  if (line->worsts < AC_WORST) line->worsts++;
  for (size_t i = line->worsts - 1; i > at; i--) line->worst[i] = line->worst[i - 1];
  line->worst[at] = x;
  return 0;
}

static int read_file(merged *all, const char *path) {
  FILE *in = fopen(path, "r");
  if (in == NULL) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    return -1;
  }
  char text[512];
  ac_line *line = NULL;
  int number = 0, good = 1, ended = 0;
  while (good && !ended && fgets(text, sizeof text, in) != NULL) {
    number++;
    if (strcmp(text, "end\n") == 0) ended = 1;
    else if (number == 1) good = sscanf(text, "seed %" SCNu64, &all->seed) == 1;
    else if (strncmp(text, "line ", 5) == 0) good = (line = read_line(all, text)) != NULL;
    else good = line != NULL && read_detail(line, text) == 0;
  }
  fclose(in);
  if (!good) fprintf(stderr, "%s: line %d is not one of this program\n", path, number);
  else if (!ended) fprintf(stderr, "%s: incomplete\n", path);
  return good && ended ? 0 : -1;
}

/* ---- RESULT lines ---- */

static int holds(const char *name, const char *part) { return strstr(name, part) != NULL; }

/* The bound of issue 3 on the scaled error. */
static double bound_of(const ac_line *line) {
  if (strcmp(line->kind, "elementary") == 0) return holds(line->name, "fn=sqrt ") ? 0.5 : 1;
  if (strcmp(line->kind, "bounds") == 0) return 16;
  if (!holds(line->name, "spike_time")) return 8;
  return holds(line->name, "path=batch") ? 4 : 2;
}

static double median(const ac_line *line) {
  uint64_t total = 0, below = 0;
  for (size_t b = 0; b < AC_BINS; b++) total += line->histogram[b];
  for (size_t b = 0; b < AC_BINS; b++) {
    below += line->histogram[b];
    if (total > 0 && 2 * below >= total) return (b == AC_BINS - 1) ? (double)INFINITY : (double)(b + 1) * AC_BIN;
  }
  return 0;
}

/* Prints a line; 1 if it exceeds its bound. */
static int print(const ac_line *line) {
  double bound = bound_of(line), figure = line->scaled;
  if (strcmp(line->kind, "elementary") == 0) {
    printf("RESULT elementary %s max_ulp=%.4f cases=%" PRIu64 "\n", line->name, figure, line->cases);
  } else if (strcmp(line->kind, "bounds") == 0) {
    figure = median(line);
    printf("RESULT bounds cases=%" PRIu64 " violations=%" PRIu64 " median_width_ulp=%.4g undecided=%" PRIu64 "\n",
           line->cases, line->violations, figure, line->undecided);
  } else {
    printf("RESULT accuracy %s cases=%" PRIu64 " max_ulp_wellcond=%.4g max_scaled_ulp=%.4g undecided=%" PRIu64
           " violations=%" PRIu64 "\n",
           line->name, line->cases, line->wellcond, figure, line->undecided, line->violations);
  }
  int bad = line->violations > 0 || line->cases == 0 || !(figure <= bound);
  if (holds(line->name, "spike_time") && strcmp(line->kind, "accuracy") == 0) bad |= !(line->wellcond <= 8);
  if (bad) fprintf(stderr, "%s %s: beyond its bound of %g\n", line->kind, line->name, bound);
  return bad;
}

/* ---- files ---- */

static FILE *create(const char *directory, const char *name) {
  char path[1024];
  if (snprintf(path, sizeof path, "%s/%s", directory, name) >= (int)sizeof path) return NULL;
  FILE *out = fopen(path, "w");
  if (out == NULL) fprintf(stderr, "%s: %s\n", path, strerror(errno));
  return out;
}

static int close_file(FILE *out) {
  int failed = ferror(out);
  return fclose(out) != 0 || failed ? -1 : 0;
}

/* Shares of numbers over scaled error, one column per line of this quantity; column titles in the first row. */
static int write_histogram(const merged *all, const char *directory, const char *quantity, const char *precision) {
  char name[96], start[16];
  size_t shown[MOST_LINES], columns = 0, last = 0;
  snprintf(name, sizeof name, "quantity=%s", quantity);
  snprintf(start, sizeof start, "real=%s", precision);
  for (size_t i = 0; i < all->count; i++)
    if (holds(all->lines[i].name, name) && holds(all->lines[i].name, start)) shown[columns++] = i;
  if (columns == 0) return 0;
  snprintf(name, sizeof name, "%s_%s.dat", quantity, precision);
  FILE *out = create(directory, name);
  if (out == NULL) return -1;
  fprintf(out, "\"ulp\"");
  for (size_t c = 0; c < columns; c++) {
    const ac_line *line = all->lines + shown[c];
    char real[8] = "", ratio[8] = "", path[16] = "";
    if (sscanf(line->name, "real=%7s ratio=%7s path=%15s", real, ratio, path) == 3)
      fprintf(out, " \"ratio %s, %s\"", ratio, path);
    for (size_t b = 0; b < AC_BINS; b++)
      if (line->histogram[b] != 0 && b > last) last = b;
  }
  for (size_t b = 0; b <= last && b < AC_BINS; b++) {
    fprintf(out, "\n%g", ((double)b + 0.5) * AC_BIN);
    for (size_t c = 0; c < columns; c++) {
      uint64_t total = 0;
      for (size_t k = 0; k < AC_BINS; k++) total += all->lines[shown[c]].histogram[k];
      fprintf(out, " %g", total > 0 ? (double)all->lines[shown[c]].histogram[b] / (double)total : 0);
    }
  }
  fprintf(out, "\n");
  return close_file(out);
}

static ref_ratio ratio_of(const ac_line *line) {
  if (holds(line->name, "ratio=2")) return REF_RATIO_TWO;
  return holds(line->name, "ratio=1") ? REF_RATIO_ONE : REF_RATIO_ANY;
}

/* real, ratio, path and quantity of a line, and the number of the case. */
static void name_case(const ac_line *line, uint64_t index, char *name, size_t room) {
  char part[4][16] = {"", "", "", ""};
  sscanf(line->name, "real=%15s ratio=%15s path=%15s quantity=%15s", part[0], part[1], part[2], part[3]);
  snprintf(name, room, "%s/%s/%s/%s/%" PRIu64, part[0], part[1], part[2], part[3], index);
}

/* Appends the worst case of a line, drawn again. */
static int write_case(ref_cases_file *file, uint64_t seed, const ac_line *line) {
  ref_case x;
  memset(&x, 0, sizeof x);
  uint64_t index = line->worst[0].index;
  int single = holds(line->name, "real=f32"), network = holds(line->name, "grad_net"), failed;
  char name[128];
  name_case(line, index, name, sizeof name);
  x.name = name;
  x.kind = network ? REF_CASE_NETWORK : REF_CASE_NEURON;
  if (network) failed = ref_draw_network(seed, index, ratio_of(line), single, &x.network);
  else failed = ref_draw_inputs(seed, index, REF_CLASS_RANDOM, ratio_of(line), single, &x.neuron);
  if (!failed) failed = ref_cases_add(file, &x, NULL);
  ref_network_clear(&x.network);
  ref_inputs_clear(&x.neuron);
  return failed;
}

static int write_cases(const merged *all, FILE *out) {
  ref_cases_file file;
  int failed = 0;
  ref_cases_begin(&file, out);
  for (size_t i = 0; i < all->count && !failed; i++)
    if (strcmp(all->lines[i].kind, "accuracy") == 0 && all->lines[i].worsts > 0)
      failed = write_case(&file, all->seed, all->lines + i);
  if (!failed) failed = ref_cases_end(&file);
  if (failed) fprintf(stderr, "worst_cases.json: cannot be written\n");
  return failed;
}

/* One row per line, its worst case; arguments of elementary functions in place of the number of the case. */
static void write_table(const merged *all, FILE *out) {
  fprintf(out, "Worst cases, seed %" PRIu64 ". Cases by number are in `worst_cases.json`, which `dgref` reads.\n\n",
          all->seed);
  fprintf(out, "| line | cases | scaled error (ulp) | error (ulp) | condition | component | case | "
               "error (ulp) where condition < %d | case |\n", AC_WELLCOND);
  fprintf(out, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (size_t i = 0; i < all->count; i++) {
    const ac_line *line = all->lines + i;
    if (line->worsts == 0) continue;
    const ac_worst *x = line->worst;
    fprintf(out, "| %s | %" PRIu64 " | %.3f | %.4g | ", line->name, line->cases, x->scaled, x->ulp);
    if (strcmp(line->kind, "elementary") == 0) fprintf(out, "| | %a | | |\n", x->x);
    else fprintf(out, "%.3g | %zu | %" PRIu64 " | %.4g | %" PRIu64 " |\n", x->condition, x->component, x->index,
                 line->wellcond, line->wellcond_index);
  }
}

int ac_report(size_t files, char **paths, const char *directory) {
  static const char *const quantities[] = {"spike_time", "grad_w", "grad_a", "grad_c", "grad_net"};
  merged *all = calloc(1, sizeof *all);
  int failed = all == NULL, bad = 0;
  for (size_t f = 0; f < files && !failed; f++) failed = read_file(all, paths[f]) != 0;
  FILE *table = failed ? NULL : create(directory, "worst_cases.md");
  FILE *cases = failed ? NULL : create(directory, "worst_cases.json");
  if (table != NULL) write_table(all, table);
  if (cases != NULL) failed |= write_cases(all, cases) != 0;
  failed |= table == NULL || close_file(table) != 0;
  failed |= cases == NULL || close_file(cases) != 0;
  for (size_t q = 0; q < sizeof quantities / sizeof *quantities && !failed; q++)
    failed = write_histogram(all, directory, quantities[q], "f64") != 0 ||
             write_histogram(all, directory, quantities[q], "f32") != 0;
  for (size_t i = 0; i < all->count && !failed; i++) bad |= print(all->lines + i);
  free(all);
  mpfr_free_cache();
  return failed ? 2 : bad;
}
