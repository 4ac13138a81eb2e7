#include "check.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_LENGTH 400 /* longest number read */
#define SHARP (-80)      /* 2^SHARP is the relative width that is narrow enough */

const char *const ref_quantity_names[REF_QUANTITIES] = {"time", "since", "dT_dc", "dT_dw", "dT_da", "loss", "gradient",
                                                        "times"};
static const int index_count[REF_QUANTITIES] = {0, 0, 0, 1, 1, 0, 1, 2};

double ref_bound_of(const ref_rules *rules, ref_quantity quantity) {
  if (rules->bound > 0) return rules->bound;
  if (quantity == REF_TIME || quantity == REF_SINCE) return rules->batch ? 4 : 2;
  return 8;
}

double ref_margin_of(int single) { return 64 * (single ? FLT_EPSILON : DBL_EPSILON); }

/* ---- reading --------------------------------------------------------------------------------------------------------- */

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static int fail_line(ref_error *error, size_t line, const char *format, ...) {
  int length = snprintf(error->text, sizeof error->text, "line %zu: ", line);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->text + length, sizeof error->text - (size_t)length, format, arguments);
  va_end(arguments);
  for (char *c = error->text; *c != '\0'; c++)
    if ((unsigned char)*c < 0x20 || (unsigned char)*c > 0x7e) *c = '?';
  return -1;
}

static int is_digit(char c) { return c >= '0' && c <= '9'; }

/* 0: no number, 1: decimal, 2: hex float. An exponent has at most six digits. */
static int number_form(const char *s) {
  size_t digits = 0, exponent = 0;
  int hex;
  if (*s == '-' || *s == '+') s++;
  hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
  if (hex) s += 2;
  for (; is_digit(*s) || (hex && ((*s >= 'a' && *s <= 'f') || (*s >= 'A' && *s <= 'F'))); s++) digits++;
  if (*s == '.')
    for (s++; is_digit(*s) || (hex && ((*s >= 'a' && *s <= 'f') || (*s >= 'A' && *s <= 'F'))); s++) digits++;
  if (digits == 0) return 0;
  if (hex ? *s == 'p' || *s == 'P' : *s == 'e' || *s == 'E') {
    s++;
    if (*s == '-' || *s == '+') s++;
    for (; is_digit(*s); s++) exponent++;
    if (exponent < 1 || exponent > 6) return 0;
  }
  return *s != '\0' ? 0 : hex ? 2 : 1;
}

/* Decimals mean the number of the real in question that is nearest to them, as reading them back would give; hex floats are
   exact. */
static int read_value(const char *value, size_t length, int single, mpfr_t number, const char **reason) {
  char text[VALUE_LENGTH + 1];
  int form;
  *reason = "a number out of range";
  mpfr_set_prec(number, 64);
  if (length > VALUE_LENGTH) {
    *reason = "a number of more than 400 characters";
    return -1;
  }
  memcpy(text, value, length);
  text[length] = '\0';
  if (strcmp(text, "never") == 0) {
    mpfr_set_inf(number, 1);
    return 0;
  }
  form = memchr(text, '\0', length) != NULL ? 0 : number_form(text);
  if (form == 0) {
    *reason = "neither a decimal number, nor a hex float, nor 'never'";
    return -1;
  }
  if (form == 1) {
    double rounded = single ? (double)strtof(text, NULL) : strtod(text, NULL);
    mpfr_set_d(number, rounded, MPFR_RNDN);
    return isfinite(rounded) ? 0 : -1;
  }
  mpfr_set_prec(number, 4 * (mpfr_prec_t)length + 64);
  mpfr_strtofr(number, text, NULL, 16, MPFR_RNDN);
  if (mpfr_zero_p(number)) return 0;
  return mpfr_get_exp(number) <= 1024 && mpfr_get_exp(number) >= -20000 ? 0 : -1;
}

/* [123] at *s. */
static int read_index(const char **s, const char *end, size_t *number) {
  const char *c = *s;
  *number = 0;
  if (c == end || *c++ != '[' || c == end || !is_digit(*c)) return -1;
  if (*c == '0' && c + 1 < end && is_digit(c[1])) return -1;
  for (; c < end && is_digit(*c); c++) {
    if (*number > 1000000000) return -1;
    *number = 10 * *number + (size_t)(*c - '0');
  }
  if (c == end || *c++ != ']') return -1;
  *s = c;
  return 0;
}

static int read_quantity(const char *s, const char *end, ref_row *row) {
  for (int q = 0; q < REF_QUANTITIES; q++) {
    size_t length = strlen(ref_quantity_names[q]);
    const char *rest = s + length;
    if ((size_t)(end - s) < length || memcmp(s, ref_quantity_names[q], length) != 0) continue;
    row->i = row->j = 0;
    if (index_count[q] >= 1 && read_index(&rest, end, &row->i) != 0) continue;
    if (index_count[q] == 2 && read_index(&rest, end, &row->j) != 0) continue;
    if (rest != end) continue;
    row->quantity = (ref_quantity)q;
    return 0;
  }
  return -1;
}

static int by_key(const void *key, const void *element) {
  const ref_case *const *x = element;
  return strcmp(key, (*x)->name);
}

static int find_case(const ref_index *index, const char *s, size_t length, size_t *which) {
  char name[256];
  const ref_case **found;
  if (length >= sizeof name || memchr(s, '\0', length) != NULL) return -1;
  memcpy(name, s, length);
  name[length] = '\0';
  if (index->count == 0) return -1;
  found = bsearch(name, index->cases, index->count, sizeof *index->cases, by_key);
  if (found == NULL) return -1;
  *which = (size_t)(found - index->cases);
  return 0;
}

static int parameter_exists(const ref_network *net, size_t i) { return i < ref_parameter_count(net); }

static int exists(const ref_case *x, const ref_row *row) {
  if (x->kind == REF_CASE_NEURON)
    return row->quantity <= REF_DT_DA && (index_count[row->quantity] == 0 || row->i < x->neuron.n);
  if (row->quantity == REF_LOSS) return 1;
  if (row->quantity == REF_GRADIENT) return parameter_exists(&x->network, row->i);
  return row->quantity == REF_TIMES && row->i < x->network.samples && row->j < ref_neuron_count(&x->network);
}

static int read_row(const char *s, const char *end, size_t line, const ref_index *index, int single, ref_row *row,
                    ref_error *error) {
  const char *first = memchr(s, ',', (size_t)(end - s));
  const char *second = first == NULL ? NULL : memchr(first + 1, ',', (size_t)(end - first - 1));
  const char *reason;
  mpfr_t number;
  int bad;
  if (second == NULL || memchr(second + 1, ',', (size_t)(end - second - 1)) != NULL)
    return fail_line(error, line, "must have three fields: case,quantity,value");
  row->line = line;
  if (find_case(index, s, (size_t)(first - s), &row->which) != 0)
    return fail_line(error, line, "there is no case '%.*s'", first - s > 60 ? 60 : (int)(first - s), s);
  if (read_quantity(first + 1, second, row) != 0 || !exists(index->cases[row->which], row))
    return fail_line(error, line, "'%.*s' has no quantity '%.*s'", first - s > 60 ? 60 : (int)(first - s), s,
                     second - first > 41 ? 40 : (int)(second - first - 1), first + 1);
  row->value = second + 1;
  row->length = (size_t)(end - second - 1);
  mpfr_init2(number, 64);
  bad = read_value(row->value, row->length, single, number, &reason);
  if (bad == 0 && mpfr_inf_p(number) && row->quantity != REF_TIME && row->quantity != REF_TIMES &&
      row->quantity != REF_SINCE) {
    bad = -1;
    reason = "only a time can be 'never'";
  }
  mpfr_clear(number);
  if (bad == 0) return 0;
  return fail_line(error, line, "'%.*s': %s", row->length > 40 ? 40 : (int)row->length, row->value, reason);
}

static int compare_sizes(size_t a, size_t b) { return (a > b) - (a < b); }

static int by_case(const void *a, const void *b) {
  const ref_row *x = a, *y = b;
  int order = compare_sizes(x->which, y->which);
  if (order == 0) order = compare_sizes(x->quantity, y->quantity);
  if (order == 0) order = compare_sizes(x->i, y->i);
  if (order == 0) order = compare_sizes(x->j, y->j);
  return order != 0 ? order : compare_sizes(x->line, y->line);
}

static int by_line(const void *a, const void *b) {
  const ref_row *x = a, *y = b;
  return compare_sizes(x->line, y->line);
}

static int find_duplicates(const ref_rows *rows, ref_error *error) {
  for (size_t n = 1; n < rows->count; n++) {
    const ref_row *x = &rows->rows[n - 1], *y = &rows->rows[n];
    if (x->which == y->which && x->quantity == y->quantity && x->i == y->i && x->j == y->j)
      return fail_line(error, y->line, "the same case and quantity as line %zu", x->line);
  }
  return 0;
}

static size_t line_count(const char *text, size_t length) {
  size_t count = 1;
  for (size_t i = 0; i < length; i++) count += text[i] == '\n';
  return count;
}

static int read_rows(const char *text, size_t length, const ref_index *index, int single, ref_rows *rows, ref_error *error) {
  static const char header[] = "case,quantity,value";
  const char *s = text, *end = text + length;
  for (size_t line = 1; s < end; line++) {
    const char *stop = memchr(s, '\n', (size_t)(end - s)), *next;
    if (stop == NULL) stop = end;
    next = stop < end ? stop + 1 : end;
    if (stop > s && stop[-1] == '\r') stop--;
    if (line == 1) {
      if ((size_t)(stop - s) != strlen(header) || memcmp(s, header, strlen(header)) != 0)
        return fail_line(error, 1, "must be '%s'", header);
    } else {
      if (read_row(s, stop, line, index, single, &rows->rows[rows->count], error) != 0) return -1;
      rows->count++;
    }
    s = next;
  }
  return length == 0 ? fail_line(error, 1, "must be '%s'", header) : 0;
}

int ref_rows_read(const char *text, size_t length, const ref_index *index, const ref_rules *rules, ref_rows *rows,
                  ref_error *error) {
  int status;
  *rows = (ref_rows){0, NULL};
  error->text[0] = '\0';
  rows->rows = calloc(line_count(text, length), sizeof *rows->rows);
  if (rows->rows == NULL) {
    snprintf(error->text, sizeof error->text, "not enough memory");
    return -1;
  }
  status = read_rows(text, length, index, rules->single, rows, error);
  if (status == 0) {
    qsort(rows->rows, rows->count, sizeof *rows->rows, by_case);
    status = find_duplicates(rows, error);
  }
  if (status != 0) ref_rows_clear(rows);
  return status;
}

void ref_rows_clear(ref_rows *rows) {
  free(rows->rows);
  *rows = (ref_rows){0, NULL};
}

void ref_rows_by_line(ref_rows *rows) {
  if (rows->count > 0) qsort(rows->rows, rows->count, sizeof *rows->rows, by_line);
}

/* ---- answers --------------------------------------------------------------------------------------------------------- */

int ref_answer_solve(const ref_case *x, const ref_rules *rules, mpfr_prec_t bits, ref_answer *answer) {
  int status;
  *answer = (ref_answer){.x = x};
  if (x->kind == REF_CASE_NETWORK) {
    ref_network_solution_init(&answer->network, &x->network);
    status = ref_network_solve(&x->network, bits, &answer->network);
    if (status == 0) answer->network_condition = ref_network_condition(&x->network, &answer->network, 16);
    return status;
  }
  ref_solution_init(&answer->neuron, x->neuron.n);
  ref_condition_init(&answer->condition, x->neuron.n);
  status = ref_solve_case(x, bits, &answer->neuron);
  if (status == 0 && answer->neuron.crossing == REF_SPIKES && x->neuron.n > REF_CONDITION_INPUTS) {
    answer->condition.time = ref_time_condition(&x->neuron, &answer->neuron, rules->batch ? x->neuron.neuron.tau_mem : 0);
  } else if (status == 0 && answer->neuron.crossing == REF_SPIKES) {
    ref_scale scale = {rules->batch ? x->neuron.neuron.tau_mem : 0, 0};
    ref_condition_of(&x->neuron, &answer->neuron, scale, x->has_measured, &answer->condition);
  }
  return status;
}

void ref_answer_clear(ref_answer *answer) {
  if (answer->x == NULL) return;
  if (answer->x->kind == REF_CASE_NETWORK) {
    ref_network_solution_clear(&answer->network);
  } else {
    ref_solution_clear(&answer->neuron);
    ref_condition_clear(&answer->condition);
  }
  answer->x = NULL;
}

/* The exact value of a row as an enclosure; NULL if it is "never". At a measured time the time is what was measured,
   exactly. */
static mpfi_srcptr exact_of(const ref_answer *answer, const ref_row *row, mpfi_t measured) {
  const ref_solution *s = &answer->neuron;
  const ref_network_solution *net = &answer->network;
  switch (row->quantity) {
    case REF_TIME:
      if (answer->x->has_measured) {
        mpfi_set_d(measured, answer->x->measured);
        return isinf(answer->x->measured) ? NULL : measured;
      }
      return s->crossing == REF_SILENT ? NULL : s->time;
    case REF_SINCE: return s->crossing == REF_SILENT ? NULL : s->since;
    case REF_DT_DC: return s->dT_dc;
    case REF_DT_DW: return s->dT_dw[row->i];
    case REF_DT_DA: return s->dT_da[row->i];
    case REF_LOSS: return net->loss;
    case REF_GRADIENT: return net->gradient[row->i];
    default: return net->absent[row->i * net->neurons + row->j] ? NULL : net->times[row->i * net->neurons + row->j];
  }
}

int ref_answer_sharp(const ref_answer *answer, const ref_row *rows, size_t count) {
  mpfi_t measured;
  mpfr_t width, size;
  int sharp = 1;
  mpfi_init2(measured, 53);
  mpfr_inits2(53, width, size, (mpfr_ptr)0);
  for (size_t n = 0; n < count && sharp; n++) {
    mpfi_srcptr exact = exact_of(answer, &rows[n], measured);
    if (exact == NULL) continue;
    mpfi_diam_abs(width, exact);
    mpfi_mig(size, exact);
    mpfr_mul_2si(size, size, SHARP, MPFR_RNDD);
    sharp = mpfr_cmp(width, size) <= 0;
  }
  mpfi_clear(measured);
  mpfr_clears(width, size, (mpfr_ptr)0);
  return sharp;
}

/* ---- comparing ------------------------------------------------------------------------------------------------------- */

/* Exponent of the ulp of a number; of 0 that of the least number. */
static mpfr_exp_t ulp_of(const mpfr_t size, int single) {
  mpfr_exp_t digits = single ? FLT_MANT_DIG : DBL_MANT_DIG, least = single ? FLT_MIN_EXP : DBL_MIN_EXP;
  mpfr_exp_t exponent = mpfr_zero_p(size) ? least : mpfr_get_exp(size);
  return (exponent < least ? least : exponent) - digits;
}

/* What an error of a time is relative to: |T|, or max(|T - t_ref|, tau_mem). */
static void size_of_time(mpfr_t size, const mpfr_t exact, double t_ref, double floor_) {
  mpfr_sub_d(size, exact, t_ref, MPFR_RNDN);
  mpfr_abs(size, size, MPFR_RNDN);
  if (mpfr_cmp_d(size, floor_) < 0) mpfr_set_d(size, floor_, MPFR_RNDN);
}

static double layer_tau_mem(const ref_network *net, size_t neuron) {
  size_t l = 0;
  while (l + 1 < net->depth && neuron >= net->layers[l].outputs) neuron -= net->layers[l++].outputs;
  return net->layers[l].neuron.tau_mem;
}

static void size_of(const ref_answer *answer, const ref_rules *rules, const ref_row *row, const mpfr_t exact, mpfr_t size) {
  double tau_mem = answer->x->neuron.neuron.tau_mem;
  switch (row->quantity) {
    case REF_TIMES: size_of_time(size, exact, answer->x->network.t_ref, layer_tau_mem(&answer->x->network, row->j)); break;
    case REF_TIME:
    case REF_SINCE: size_of_time(size, exact, 0, rules->batch ? tau_mem : 0); break;
    default: mpfr_abs(size, exact, MPFR_RNDN);
  }
}

/* Condition number of T - a of the last causal arrival when times are counted from there. */
static double since_condition(const ref_answer *answer) {
  const ref_solution *s = &answer->neuron;
  const ref_inputs *x = &answer->x->neuron;
  double last, sum, since = mpfi_get_d(s->since);
  if (s->causal == 0 || !(since > 0)) return 1;
  last = x->a[s->order[s->causal - 1]];
  sum = x->neuron.g_leak * (x->neuron.threshold - x->neuron.e_leak) * fabs(mpfi_get_d(s->dT_dc));
  for (size_t k = 0; k < s->causal; k++) {
    size_t i = s->order[k];
    sum += fabs(x->w[i] * mpfi_get_d(s->dT_dw[i])) + fabs((x->a[i] - last) * mpfi_get_d(s->dT_da[i]));
  }
  return sum / since;
}

static double condition_of(const ref_answer *answer, const ref_rules *rules, const ref_row *row) {
  const ref_condition *c = &answer->condition;
  if (answer->x->kind == REF_CASE_NETWORK) return answer->network_condition;
  if (answer->neuron.crossing != REF_SPIKES) return 1;
  switch (row->quantity) {
    case REF_TIME: return answer->x->has_measured ? 1 : c->time;
    case REF_SINCE: return rules->batch ? c->time : since_condition(answer);
    case REF_DT_DC: return c->dT_dc;
    case REF_DT_DW: return c->dT_dw[row->i];
    default: return c->dT_da[row->i];
  }
}

static double at_least_one(double condition) { return condition > 1 ? condition : 1; }

static int beyond(const ref_answer *answer, const ref_rules *rules, ref_row *row) {
  double margin = answer->x->kind == REF_CASE_NETWORK ? answer->network.margin : answer->neuron.margin;
  row->undecided = margin < ref_margin_of(rules->single);
  return !(row->scaled <= ref_bound_of(rules, row->quantity)) && !row->undecided;
}

/* error: receives value - exact, infinite if one of them is a spike that is not there. */
static void compare_row(const ref_answer *answer, const ref_rules *rules, ref_row *row, mpfr_t error) {
  mpfi_t measured;
  mpfr_t value, exact, size, quotient;
  const char *reason;
  mpfi_srcptr enclosure;
  mpfi_init2(measured, 53);
  mpfr_init2(value, 64);
  read_value(row->value, row->length, rules->single, value, &reason);
  enclosure = exact_of(answer, row, measured);
  mpfr_init2(exact, enclosure == NULL ? 64 : mpfi_get_prec(enclosure) + 8);
  mpfr_inits2(64, size, quotient, (mpfr_ptr)0);
  row->ulp = row->scaled = row->relative = INFINITY;
  mpfr_set_inf(error, 1);
  if (enclosure == NULL || mpfr_inf_p(value)) {
    if (enclosure == NULL && mpfr_inf_p(value)) {
      row->ulp = row->scaled = row->relative = 0;
      mpfr_set_zero(error, 1);
    }
  } else {
    mpfi_mid(exact, enclosure);
    mpfr_sub(error, value, exact, MPFR_RNDN);
    size_of(answer, rules, row, exact, size);
    if (mpfr_zero_p(error)) {
      row->ulp = row->scaled = row->relative = 0;
    } else if (!mpfr_zero_p(size)) {
      mpfr_mul_2si(quotient, error, -ulp_of(size, rules->single), MPFR_RNDN);
      row->ulp = fabs(mpfr_get_d(quotient, MPFR_RNDN));
      row->scaled = row->ulp / at_least_one(condition_of(answer, rules, row));
      mpfr_div(quotient, error, exact, MPFR_RNDN);
      row->relative = fabs(mpfr_get_d(quotient, MPFR_RNDN));
    }
  }
  row->beyond = beyond(answer, rules, row);
  mpfi_clear(measured);
  mpfr_clears(value, exact, size, quotient, (mpfr_ptr)0);
}

/* Errors of gradient components count relative to the norm of the gradient. */
static void rescale(const ref_answer *answer, const ref_rules *rules, const mpfr_t error, const mpfr_t norm, ref_row *row) {
  mpfr_t quotient;
  double ulp = INFINITY;
  if (mpfr_zero_p(error)) ulp = 0;
  else if (!mpfr_zero_p(norm)) {
    mpfr_init2(quotient, 64);
    mpfr_mul_2si(quotient, error, -ulp_of(norm, rules->single), MPFR_RNDN);
    ulp = fabs(mpfr_get_d(quotient, MPFR_RNDN));
    mpfr_clear(quotient);
  }
  row->scaled = ulp / at_least_one(answer->network_condition);
  row->beyond = beyond(answer, rules, row);
  if (row->quantity == REF_GRADIENT && row->value == NULL) row->ulp = ulp;
}

static void add_square(mpfr_t sum, const mpfr_t x, mpfr_t square) {
  mpfr_sqr(square, x, MPFR_RNDN);
  mpfr_add(sum, sum, square, MPFR_RNDN);
}

static void compare_gradient(const ref_answer *answer, const ref_rules *rules, ref_row *rows, size_t count, ref_row *norm) {
  mpfr_t error, square, errors, size;
  mpfr_inits2(128, error, square, errors, size, (mpfr_ptr)0);
  mpfr_set_zero(errors, 1);
  mpfr_set_zero(size, 1);
  for (size_t i = 0; i < answer->network.parameters; i++) {
    mpfi_mid(error, answer->network.gradient[i]);
    add_square(size, error, square);
  }
  mpfr_sqrt(size, size, MPFR_RNDN);
  for (size_t n = 0; n < count; n++) {
    if (rows[n].quantity != REF_GRADIENT) continue;
    compare_row(answer, rules, &rows[n], error);
    rescale(answer, rules, error, size, &rows[n]);
    add_square(errors, error, square);
    *norm = rows[n];
  }
  if (norm->quantity == REF_GRADIENT) {
    norm->value = NULL;
    mpfr_sqrt(errors, errors, MPFR_RNDN);
    rescale(answer, rules, errors, size, norm);
    mpfr_div(square, errors, size, MPFR_RNDN);
    norm->relative = norm->ulp > 0 ? mpfr_get_d(square, MPFR_RNDN) : 0;
  }
  mpfr_clears(error, square, errors, size, (mpfr_ptr)0);
}

void ref_compare(const ref_answer *answer, const ref_rules *rules, ref_row *rows, size_t count, ref_row *norm) {
  mpfr_t error;
  int gradient = 0;
  *norm = (ref_row){.quantity = REF_QUANTITIES};
  mpfr_init2(error, 64);
  for (size_t n = 0; n < count; n++) {
    if (rows[n].quantity == REF_GRADIENT) gradient = 1;
    else compare_row(answer, rules, &rows[n], error);
  }
  mpfr_clear(error);
  if (gradient) compare_gradient(answer, rules, rows, count, norm);
}
