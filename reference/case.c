#define _POSIX_C_SOURCE 200809L
#include "case.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "condition.h"
#include "draw.h"

/* The ranges of SPEC 2 for double. */
#define SIZE_LIMIT 1048576
#define SAMPLE_LIMIT 16777216
#define RANGE 0x1p100
#define RATIO_RANGE 0x1p10
#define TIME_RANGE 277.0
#define NUMBER_LENGTH 60 /* longest hex float read */
#define NAME_LENGTH 128

/* ---- places and errors ----------------------------------------------------------------------------------------------- */

/* Where a value stands: a key or an index below another place. */
typedef struct place {
  const struct place *up;
  const char *key;
  size_t index;
} place;

static place at_key(const place *up, const char *key) { return (place){up, key, 0}; }
static place at_index(const place *up, size_t index) { return (place){up, NULL, index}; }

static void append(char *text, size_t room, const char *more) {
  size_t length = strlen(text), i = 0;
  for (; more[i] != '\0' && length + 1 < room; i++) {
    unsigned char byte = (unsigned char)more[i];
    text[length++] = byte < 0x20 || byte > 0x7e ? '?' : more[i]; /* one line, whatever the file holds */
  }
  text[length] = '\0';
}

static void append_place(char *text, size_t room, const place *p) {
  char part[48];
  if (p == NULL) return;
  append_place(text, room, p->up);
  if (p->key == NULL) {
    snprintf(part, sizeof part, "[%zu]", p->index);
  } else {
    snprintf(part, sizeof part, "%s%.40s", text[0] == '\0' ? "" : ".", p->key);
  }
  append(text, room, part);
}

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static int fail_at(ref_error *error, const place *p, const char *format, ...) {
  char reason[320];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(reason, sizeof reason, format, arguments);
  va_end(arguments);
  error->text[0] = '\0';
  append_place(error->text, 180, p);
  if (error->text[0] != '\0') append(error->text, sizeof error->text, ": ");
  append(error->text, sizeof error->text, reason);
  return -1;
}

static int no_memory(ref_error *error, const place *p) { return fail_at(error, p, "not enough memory"); }

static void *allocate(size_t count, size_t size) { return calloc(count > 0 ? count : 1, size); }

/* ---- values ---------------------------------------------------------------------------------------------------------- */

static const char *type_name(const json_t *value) {
  switch (json_typeof(value)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "an array";
    case JSON_STRING: return "a string";
    case JSON_INTEGER:
    case JSON_REAL: return "a number";
    case JSON_TRUE:
    case JSON_FALSE: return "true or false";
    default: return "null";
  }
}

static int is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

static int is_hex_float(const char *s) {
  size_t digits = 0, exponent = 0;
  if (*s == '-' || *s == '+') s++;
  if (s[0] != '0' || (s[1] != 'x' && s[1] != 'X')) return 0;
  for (s += 2; is_hex(*s); s++) digits++;
  if (*s == '.')
    for (s++; is_hex(*s); s++) digits++;
  if (digits == 0 || (*s != 'p' && *s != 'P')) return 0;
  s++;
  if (*s == '-' || *s == '+') s++;
  for (; *s >= '0' && *s <= '9'; s++) exponent++;
  return exponent >= 1 && exponent <= 5 && *s == '\0';
}

/* A hex float must be a double exactly: what is read is taken as exact. */
static int hex_float(ref_error *error, const place *p, const char *s, double *number) {
  mpfr_t exact;
  int fits;
  if (strlen(s) > NUMBER_LENGTH || !is_hex_float(s))
    return fail_at(error, p, "'%.40s' is not a hex float such as \"0x1.8p-3\"", s);
  mpfr_init2(exact, 4 * NUMBER_LENGTH);
  mpfr_strtofr(exact, s, NULL, 16, MPFR_RNDN);
  *number = mpfr_get_d(exact, MPFR_RNDN);
  fits = isfinite(*number) && mpfr_cmp_d(exact, *number) == 0;
  mpfr_clear(exact);
  return fits ? 0 : fail_at(error, p, "'%.40s' is not a binary64 number", s);
}

/* Finite, or infinity for "never" if that may be. */
static int get_number(ref_error *error, const place *p, const json_t *value, int may_be_never, double *number) {
  if (json_is_integer(value)) {
    *number = (double)json_integer_value(value);
  } else if (json_is_real(value)) {
    *number = json_real_value(value);
  } else if (!json_is_string(value)) {
    return fail_at(error, p, "must be a number or a string with a hex float, not %s", type_name(value));
  } else if (strcmp(json_string_value(value), "never") == 0) {
    if (!may_be_never) return fail_at(error, p, "cannot be 'never'");
    *number = INFINITY;
    return 0;
  } else {
    return hex_float(error, p, json_string_value(value), number);
  }
  return isfinite(*number) ? 0 : fail_at(error, p, "out of range");
}

static int get_size(ref_error *error, const place *p, const json_t *value, size_t least, size_t most, size_t *size) {
  json_int_t number;
  if (!json_is_integer(value)) return fail_at(error, p, "must be a whole number, not %s", type_name(value));
  number = json_integer_value(value);
  if (number < 0 || (uintmax_t)number < least || (uintmax_t)number > most)
    return fail_at(error, p, "must be from %zu to %zu", least, most);
  *size = (size_t)number;
  return 0;
}

/* The number of the word in a list that ends with NULL. */
static int get_choice(ref_error *error, const place *p, const json_t *value, const char *const *words, int *choice) {
  char list[160] = "";
  if (!json_is_string(value)) return fail_at(error, p, "must be a string, not %s", type_name(value));
  for (*choice = 0; words[*choice] != NULL; ++*choice)
    if (strcmp(words[*choice], json_string_value(value)) == 0) return 0;
  for (size_t i = 0; words[i] != NULL; i++) {
    if (i > 0) append(list, sizeof list, ", ");
    append(list, sizeof list, words[i]);
  }
  return fail_at(error, p, "'%.40s' is none of %s", json_string_value(value), list);
}

static int need_object(ref_error *error, const place *p, json_t *value, const char *const *keys) {
  const char *key;
  json_t *member;
  if (!json_is_object(value)) return fail_at(error, p, "must be an object, not %s", type_name(value));
  json_object_foreach(value, key, member) {
    size_t i = 0;
    while (keys[i] != NULL && strcmp(keys[i], key) != 0) i++;
    if (keys[i] == NULL) {
      place there = at_key(p, key);
      return fail_at(error, &there, "unknown key");
    }
  }
  return 0;
}

static int need_array(ref_error *error, const place *p, const json_t *value) {
  return json_is_array(value) ? 0 : fail_at(error, p, "must be an array, not %s", type_name(value));
}

static json_t *need_member(ref_error *error, const place *p, const json_t *object, const char *key) {
  json_t *value = json_object_get(object, key);
  if (value == NULL) {
    place there = at_key(p, key);
    fail_at(error, &there, "missing");
  }
  return value;
}

/* A finite number that must be there. */
static int number_of(ref_error *error, const place *p, const json_t *object, const char *key, double *number) {
  place there = at_key(p, key);
  json_t *value = need_member(error, p, object, key);
  return value == NULL ? -1 : get_number(error, &there, value, 0, number);
}

/* The same, or what stands in `number` if it is not there. */
static int number_or(ref_error *error, const place *p, const json_t *object, const char *key, double *number) {
  return json_object_get(object, key) == NULL ? 0 : number_of(error, p, object, key, number);
}

static int size_or(ref_error *error, const place *p, const json_t *object, const char *key, size_t least, size_t most,
                   size_t *size) {
  place there = at_key(p, key);
  json_t *value = json_object_get(object, key);
  return value == NULL ? 0 : get_size(error, &there, value, least, most, size);
}

/* An array of exactly n numbers at `to`. */
static int get_numbers(ref_error *error, const place *p, const json_t *value, int may_be_never, size_t n, double *to) {
  if (need_array(error, p, value) != 0) return -1;
  if (json_array_size(value) != n) return fail_at(error, p, "has %zu numbers, must have %zu", json_array_size(value), n);
  for (size_t i = 0; i < n; i++) {
    place there = at_index(p, i);
    if (get_number(error, &there, json_array_get(value, i), may_be_never, &to[i]) != 0) return -1;
  }
  return 0;
}

/* ---- one neuron ------------------------------------------------------------------------------------------------------ */

static int in_range(double x) { return x >= 1 / RANGE && x <= RANGE; }

static int get_neuron(ref_error *error, const place *up, const json_t *object, ref_neuron *neuron) {
  static const char *const keys[] = {"tau_mem", "tau_syn", "threshold", "e_leak", "g_leak", NULL};
  place p = at_key(up, "neuron");
  json_t *value = need_member(error, up, object, "neuron");
  double ratio;
  if (value == NULL || need_object(error, &p, value, keys) != 0) return -1;
  neuron->e_leak = 0;
  if (number_of(error, &p, value, "tau_mem", &neuron->tau_mem) != 0 ||
      number_of(error, &p, value, "tau_syn", &neuron->tau_syn) != 0 ||
      number_of(error, &p, value, "threshold", &neuron->threshold) != 0 ||
      number_or(error, &p, value, "e_leak", &neuron->e_leak) != 0 ||
      number_of(error, &p, value, "g_leak", &neuron->g_leak) != 0)
    return -1;
  if (!in_range(neuron->tau_mem)) return fail_at(error, &p, "tau_mem must be from 2^-100 to 2^100");
  if (!in_range(neuron->tau_syn)) return fail_at(error, &p, "tau_syn must be from 2^-100 to 2^100");
  ratio = neuron->tau_mem / neuron->tau_syn;
  if (!(ratio >= 1 / RATIO_RANGE && ratio <= RATIO_RANGE))
    return fail_at(error, &p, "tau_mem/tau_syn must be from 2^-10 to 2^10");
  if (!(neuron->g_leak > 0)) return fail_at(error, &p, "g_leak must be positive");
  if (!(neuron->threshold > neuron->e_leak)) return fail_at(error, &p, "threshold must be above e_leak");
  if (!in_range(neuron->g_leak * (neuron->threshold - neuron->e_leak)))
    return fail_at(error, &p, "g_leak (threshold - e_leak) must be from 2^-100 to 2^100");
  return 0;
}

static int check_weights(ref_error *error, const place *p, const double *w, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += fabs(w[i]);
  return sum <= RANGE ? 0 : fail_at(error, p, "the sum of |w| exceeds 2^100");
}

static int check_arrivals(ref_error *error, const place *p, const double *a, size_t n) {
  for (size_t i = 0; i < n; i++) {
    place there = at_index(p, i);
    if (fabs(a[i]) > RANGE && a[i] != INFINITY) return fail_at(error, &there, "beyond 2^100");
  }
  return 0;
}

static int get_inputs(ref_error *error, const place *p, const json_t *object, ref_case *x) {
  ref_inputs *inputs = &x->neuron;
  place weights = at_key(p, "weights"), arrivals = at_key(p, "arrivals"), measured = at_key(p, "measured");
  json_t *w = need_member(error, p, object, "weights"), *a;
  size_t n;
  if (w == NULL || need_array(error, &weights, w) != 0) return -1;
  a = need_member(error, p, object, "arrivals");
  if (a == NULL) return -1;
  n = json_array_size(w);
  if (n < 1 || n > SIZE_LIMIT) return fail_at(error, &weights, "%zu inputs, must be from 1 to 2^20", n);
  inputs->w = allocate(n, sizeof *inputs->w);
  inputs->a = allocate(n, sizeof *inputs->a);
  if (inputs->w == NULL || inputs->a == NULL) return no_memory(error, &weights);
  inputs->n = n;
  if (get_numbers(error, &weights, w, 0, n, inputs->w) != 0 || check_weights(error, &weights, inputs->w, n) != 0 ||
      get_numbers(error, &arrivals, a, 1, n, inputs->a) != 0 || check_arrivals(error, &arrivals, inputs->a, n) != 0)
    return -1;
  if (json_object_get(object, "measured") == NULL) return 0;
  x->has_measured = 1;
  if (get_number(error, &measured, json_object_get(object, "measured"), 1, &x->measured) != 0) return -1;
  return check_arrivals(error, &measured, &x->measured, 1);
}

static int get_neuron_case(ref_error *error, const place *p, json_t *object, ref_case *x) {
  static const char *const keys[] = {"name", "neuron", "weights", "arrivals", "measured", "result", NULL};
  x->kind = REF_CASE_NEURON;
  if (need_object(error, p, object, keys) != 0 || get_neuron(error, p, object, &x->neuron.neuron) != 0) return -1;
  return get_inputs(error, p, object, x);
}

/* ---- networks -------------------------------------------------------------------------------------------------------- */

static const char *const kind_words[] = {"none", "axonal", "dendritic", "synaptic", NULL};
static const char *const map_words[] = {"sigmoid", "clip", "shift", NULL};
static const char *const grouping_words[] = {"neighbours", "tiled", NULL};
static const char *const loss_words[] = {"shift_mse", "mse", "cross_entropy", NULL};

static size_t sources_of(const ref_layer *layer) { return layer->inputs + layer->biases; }

static size_t source_groups_of(const ref_layer *layer) {
  if (layer->kind == REF_DELAY_NONE || layer->kind == REF_DELAY_DENDRITIC) return layer->kind == REF_DELAY_NONE ? 0 : 1;
  return layer->source_groups > 0 ? layer->source_groups : sources_of(layer);
}

static size_t target_groups_of(const ref_layer *layer) {
  if (layer->kind == REF_DELAY_NONE || layer->kind == REF_DELAY_AXONAL) return layer->kind == REF_DELAY_NONE ? 0 : 1;
  return layer->target_groups > 0 ? layer->target_groups : layer->outputs;
}

static int get_delay(ref_error *error, const place *up, const json_t *object, ref_layer *layer) {
  static const char *const keys[] = {"kind", "map", "grouping", "source_groups", "target_groups", "scale", "shift", NULL};
  place p = at_key(up, "delay");
  json_t *value = json_object_get(object, "delay"), *word;
  int kind = REF_DELAY_NONE, map = REF_MAP_SIGMOID, grouping = REF_GROUP_NEIGHBOURS;
  layer->scale = 1;
  if (value == NULL) return 0; /* all else is 0: no delays */
  if (need_object(error, &p, value, keys) != 0) return -1;
  word = need_member(error, &p, value, "kind");
  place at_kind = at_key(&p, "kind"), at_map = at_key(&p, "map"), at_grouping = at_key(&p, "grouping");
  if (word == NULL || get_choice(error, &at_kind, word, kind_words, &kind) != 0) return -1;
  word = json_object_get(value, "map");
  if (word != NULL && get_choice(error, &at_map, word, map_words, &map) != 0) return -1;
  word = json_object_get(value, "grouping");
  if (word != NULL && get_choice(error, &at_grouping, word, grouping_words, &grouping) != 0) return -1;
  layer->kind = (ref_delay_kind)kind;
  layer->map = (ref_delay_map)map;
  layer->grouping = (ref_grouping)grouping;
  if (size_or(error, &p, value, "source_groups", 0, sources_of(layer), &layer->source_groups) != 0 ||
      size_or(error, &p, value, "target_groups", 0, layer->outputs, &layer->target_groups) != 0 ||
      number_or(error, &p, value, "scale", &layer->scale) != 0 || number_or(error, &p, value, "shift", &layer->shift) != 0)
    return -1;
  if (layer->kind == REF_DELAY_NONE) return 0;
  if (layer->grouping == REF_GROUP_NEIGHBOURS &&
      (sources_of(layer) % source_groups_of(layer) != 0 || layer->outputs % target_groups_of(layer) != 0))
    return fail_at(error, &p, "groups of neighbours must divide the sources and the targets");
  if (layer->map == REF_MAP_SIGMOID && (layer->shift < 0 || !(layer->shift + layer->scale >= 0)))
    return fail_at(error, &p, "shift and shift + scale must not be negative");
  return 0;
}

static int check_times(ref_error *error, const place *p, const ref_network *net, const double *t, size_t n) {
  for (size_t i = 0; i < n; i++) {
    place there = at_index(p, i);
    if (t[i] == INFINITY) continue;
    for (size_t l = 0; l < net->depth; l++)
      if (!(fabs(t[i] - net->t_ref) <= TIME_RANGE * net->layers[l].neuron.tau_mem))
        return fail_at(error, &there, "further from t_ref than 277 tau_mem of layer %zu", l);
  }
  return 0;
}

static int get_layer(ref_error *error, const place *p, json_t *object, size_t inputs, ref_layer *layer) {
  static const char *const keys[] = {"outputs", "bias_times", "neuron", "delay", NULL};
  place outputs = at_key(p, "outputs"), biases = at_key(p, "bias_times");
  json_t *value, *times;
  if (need_object(error, p, object, keys) != 0) return -1;
  value = need_member(error, p, object, "outputs");
  if (value == NULL || get_size(error, &outputs, value, 1, SIZE_LIMIT, &layer->outputs) != 0) return -1;
  layer->inputs = inputs;
  times = json_object_get(object, "bias_times");
  if (times != NULL) {
    if (need_array(error, &biases, times) != 0) return -1;
    if (json_array_size(times) > SIZE_LIMIT) return fail_at(error, &biases, "more than 2^20");
    layer->bias_times = allocate(json_array_size(times), sizeof *layer->bias_times);
    if (layer->bias_times == NULL) return no_memory(error, &biases);
    layer->biases = json_array_size(times);
    if (get_numbers(error, &biases, times, 1, layer->biases, layer->bias_times) != 0) return -1;
  }
  return get_neuron(error, p, object, &layer->neuron) != 0 || get_delay(error, p, object, layer) != 0 ? -1 : 0;
}

static int get_layers(ref_error *error, const place *up, const json_t *object, ref_network *net) {
  place p = at_key(up, "layers");
  json_t *value = need_member(error, up, object, "layers");
  size_t depth, inputs;
  if (value == NULL || need_array(error, &p, value) != 0) return -1;
  depth = json_array_size(value);
  if (depth < 1 || depth > SIZE_LIMIT) return fail_at(error, &p, "%zu layers, must be from 1 to 2^20", depth);
  net->layers = allocate(depth, sizeof *net->layers);
  if (net->layers == NULL) return no_memory(error, &p);
  net->depth = depth;
  inputs = net->inputs * net->multiplex;
  for (size_t l = 0; l < depth; l++) {
    place there = at_index(&p, l);
    if (get_layer(error, &there, json_array_get(value, l), inputs, &net->layers[l]) != 0) return -1;
    inputs = net->layers[l].outputs;
  }
  for (size_t l = 0; l < depth; l++) {
    place layer = at_index(&p, l), biases = at_key(&layer, "bias_times");
    if (check_times(error, &biases, net, net->layers[l].bias_times, net->layers[l].biases) != 0) return -1;
  }
  return 0;
}

static int get_network(ref_error *error, const place *up, const json_t *object, ref_network *net) {
  static const char *const keys[] = {"inputs", "multiplex", "t_ref", "layers", NULL};
  place p = at_key(up, "network"), inputs = at_key(&p, "inputs"), t_ref = at_key(&p, "t_ref");
  json_t *network = json_object_get(object, "network"), *value;
  net->multiplex = 1;
  if (need_object(error, &p, network, keys) != 0) return -1;
  value = need_member(error, &p, network, "inputs");
  if (value == NULL || get_size(error, &inputs, value, 1, SIZE_LIMIT, &net->inputs) != 0 ||
      size_or(error, &p, network, "multiplex", 1, SIZE_LIMIT, &net->multiplex) != 0 ||
      number_or(error, &p, network, "t_ref", &net->t_ref) != 0)
    return -1;
  if (net->multiplex > SIZE_LIMIT / net->inputs) return fail_at(error, &p, "inputs x multiplex must be at most 2^20");
  if (fabs(net->t_ref) > RANGE) return fail_at(error, &t_ref, "beyond 2^100");
  return get_layers(error, &p, network, net);
}

static int get_loss(ref_error *error, const place *up, const json_t *object, ref_loss *loss) {
  static const char *const keys[] = {"kind", "delta_t", "t_correct", "t_wrong", "xi", "early_alpha", "early_beta",
                                     "delay_alpha",
                                     "delay_parameters", NULL};
  place p = at_key(up, "loss"), at_kind = at_key(&p, "kind"), at_flag = at_key(&p, "delay_parameters");
  json_t *value = need_member(error, up, object, "loss"), *word, *flag;
  int kind = 0, bad;
  if (value == NULL || need_object(error, &p, value, keys) != 0) return -1;
  word = need_member(error, &p, value, "kind");
  if (word == NULL || get_choice(error, &at_kind, word, loss_words, &kind) != 0) return -1;
  loss->kind = (ref_loss_kind)kind;
  loss->xi = loss->early_beta = 1;
  bad = (kind == REF_LOSS_SHIFT_MSE ? number_of : number_or)(error, &p, value, "delta_t", &loss->delta_t) != 0 ||
        (kind == REF_LOSS_MSE ? number_of : number_or)(error, &p, value, "t_correct", &loss->t_correct) != 0 ||
        (kind == REF_LOSS_MSE ? number_of : number_or)(error, &p, value, "t_wrong", &loss->t_wrong) != 0 ||
        (kind == REF_LOSS_CROSS_ENTROPY ? number_of : number_or)(error, &p, value, "xi", &loss->xi) != 0 ||
        number_or(error, &p, value, "early_alpha", &loss->early_alpha) != 0 ||
        (loss->early_alpha != 0 ? number_of : number_or)(error, &p, value, "early_beta", &loss->early_beta) != 0 ||
        number_or(error, &p, value, "delay_alpha", &loss->delay_alpha) != 0;
  if (bad) return -1;
  if (kind == REF_LOSS_CROSS_ENTROPY && !in_range(loss->xi)) return fail_at(error, &p, "xi must be from 2^-100 to 2^100");
  if (loss->early_alpha != 0 && !in_range(loss->early_beta))
    return fail_at(error, &p, "early_beta must be from 2^-100 to 2^100");
  flag = json_object_get(value, "delay_parameters");
  if (flag != NULL && !json_is_boolean(flag))
    return fail_at(error, &at_flag, "must be true or false, not %s", type_name(flag));
  loss->delay_parameters = json_is_true(flag);
  return 0;
}

static int check_delays(ref_error *error, const place *p, const ref_layer *layer, const double *parameters, size_t first,
                        size_t n) {
  for (size_t i = 0; i < n; i++) {
    place there = at_index(p, first + i);
    double d = parameters[first + i];
    if (layer->map == REF_MAP_SIGMOID) d = layer->shift + layer->scale / (1 + exp(-d));
    if (!(d >= 0)) return fail_at(error, &there, "a negative delay");
    if (!(d <= TIME_RANGE * layer->neuron.tau_mem)) return fail_at(error, &there, "a delay of more than 277 tau_mem");
  }
  return 0;
}

static int get_parameters(ref_error *error, const place *up, const json_t *object, ref_network *net) {
  place p = at_key(up, "parameters");
  json_t *value = need_member(error, up, object, "parameters");
  uint64_t count = 0; /* layers and sizes are at most 2^20 each, so a layer has less than 2^42 */
  size_t next = 0;
  if (value == NULL || need_array(error, &p, value) != 0) return -1;
  for (size_t l = 0; l < net->depth && count < UINT64_C(1) << 62; l++) {
    const ref_layer *layer = &net->layers[l];
    count += (uint64_t)sources_of(layer) * layer->outputs + (uint64_t)source_groups_of(layer) * target_groups_of(layer);
  }
  if (count != json_array_size(value))
    return fail_at(error, &p, "has %zu numbers, the network needs %llu", json_array_size(value), (unsigned long long)count);
  net->parameters = allocate(json_array_size(value), sizeof *net->parameters);
  if (net->parameters == NULL) return no_memory(error, &p);
  if (get_numbers(error, &p, value, 0, json_array_size(value), net->parameters) != 0) return -1;
  for (size_t l = 0; l < net->depth; l++) {
    const ref_layer *layer = &net->layers[l];
    for (size_t j = 0; j < layer->outputs; j++, next += sources_of(layer)) {
      place there = at_index(&p, next);
      if (check_weights(error, &there, net->parameters + next, sources_of(layer)) != 0) return -1;
    }
    if (check_delays(error, &p, layer, net->parameters, next, source_groups_of(layer) * target_groups_of(layer)) != 0)
      return -1;
    next += source_groups_of(layer) * target_groups_of(layer);
  }
  return 0;
}

static int get_sample(ref_error *error, const place *p, json_t *object, size_t neurons, size_t n, ref_network *net) {
  static const char *const keys[] = {"inputs", "label", "measured", NULL};
  place inputs = at_key(p, "inputs"), label = at_key(p, "label"), measured = at_key(p, "measured");
  double *times = net->input_times + n * net->inputs;
  json_t *value;
  size_t number = 0;
  if (need_object(error, p, object, keys) != 0) return -1;
  value = need_member(error, p, object, "inputs");
  if (value == NULL || get_numbers(error, &inputs, value, 1, net->inputs, times) != 0 ||
      check_times(error, &inputs, net, times, net->inputs) != 0)
    return -1;
  value = need_member(error, p, object, "label");
  if (value == NULL || get_size(error, &label, value, 0, net->layers[net->depth - 1].outputs - 1, &number) != 0) return -1;
  net->labels[n] = (int)number;
  value = json_object_get(object, "measured");
  if ((value != NULL) != (net->measured != NULL))
    return fail_at(error, &measured, "in some samples, must be in all or none");
  if (value == NULL) return 0;
  if (get_numbers(error, &measured, value, 1, neurons, net->measured + n * neurons) != 0) return -1;
  return check_times(error, &measured, net, net->measured + n * neurons, neurons);
}

static int get_samples(ref_error *error, const place *up, const json_t *object, ref_network *net) {
  place p = at_key(up, "samples");
  json_t *value = need_member(error, up, object, "samples");
  size_t count, neurons = 0;
  if (value == NULL || need_array(error, &p, value) != 0) return -1;
  count = json_array_size(value);
  if (count < 1 || count > SAMPLE_LIMIT) return fail_at(error, &p, "%zu samples, must be from 1 to 2^24", count);
  for (size_t l = 0; l < net->depth; l++) neurons += net->layers[l].outputs;
  for (size_t n = 0; n < count; n++) { /* before memory is asked for, so that sizes that are not there ask for none */
    place there = at_index(&p, n), inputs = at_key(&there, "inputs"), measured = at_key(&there, "measured");
    json_t *sample = json_array_get(value, n), *times = json_object_get(sample, "inputs");
    json_t *seen = json_object_get(sample, "measured");
    if (json_is_array(times) && json_array_size(times) != net->inputs)
      return fail_at(error, &inputs, "has %zu numbers, must have %zu", json_array_size(times), net->inputs);
    if (json_is_array(seen) && json_array_size(seen) != neurons)
      return fail_at(error, &measured, "has %zu numbers, must have %zu", json_array_size(seen), neurons);
    if (!json_is_array(times)) break; /* get_sample says what is wrong */
  }
  net->samples = count;
  net->input_times = allocate(count * net->inputs, sizeof *net->input_times);
  net->labels = allocate(count, sizeof *net->labels);
  if (json_object_get(json_array_get(value, 0), "measured") != NULL) {
    net->measured = allocate(count * neurons, sizeof *net->measured);
    if (net->measured == NULL) return no_memory(error, &p);
  }
  if (net->input_times == NULL || net->labels == NULL) return no_memory(error, &p);
  for (size_t n = 0; n < count; n++) {
    place there = at_index(&p, n);
    if (get_sample(error, &there, json_array_get(value, n), neurons, n, net) != 0) return -1;
  }
  return 0;
}

static int get_network_case(ref_error *error, const place *p, json_t *object, ref_case *x) {
  static const char *const keys[] = {"name", "network", "loss", "parameters", "samples", "result", NULL};
  x->kind = REF_CASE_NETWORK;
  if (need_object(error, p, object, keys) != 0 || get_network(error, p, object, &x->network) != 0 ||
      get_loss(error, p, object, &x->network.loss) != 0 || get_parameters(error, p, object, &x->network) != 0)
    return -1;
  return get_samples(error, p, object, &x->network);
}

/* ---- cases ----------------------------------------------------------------------------------------------------------- */

/* A name stands in JSON and CSV without quoting. */
static int is_name(const char *name) {
  size_t length = strlen(name);
  if (length < 1 || length > NAME_LENGTH) return 0;
  for (; *name != '\0'; name++)
    if (*name <= 0x20 || *name > 0x7e || *name == ',' || *name == '"' || *name == '\\') return 0;
  return 1;
}

static int get_name(ref_error *error, const place *p, const json_t *object, const char *otherwise, ref_case *x) {
  place there = at_key(p, "name");
  json_t *value = json_object_get(object, "name");
  const char *name = otherwise;
  if (value == NULL && otherwise == NULL) return fail_at(error, &there, "missing");
  if (value != NULL) {
    if (!json_is_string(value)) return fail_at(error, &there, "must be a string, not %s", type_name(value));
    name = json_string_value(value);
  }
  if (!is_name(name))
    return fail_at(error, &there, "must be 1 to 128 printable characters without blank, comma, quote, backslash");
  x->name = strdup(name);
  return x->name == NULL ? no_memory(error, &there) : 0;
}

static int get_case(ref_error *error, const place *p, json_t *object, const char *name, ref_case *x) {
  if (!json_is_object(object)) return fail_at(error, p, "must be an object, not %s", type_name(object));
  if (get_name(error, p, object, name, x) != 0) return -1;
  if (json_object_get(object, "network") != NULL) return get_network_case(error, p, object, x);
  return get_neuron_case(error, p, object, x);
}

typedef struct {
  const char *name;
  size_t index;
} named;

static int by_name(const void *a, const void *b) {
  const named *x = a, *y = b;
  int order = strcmp(x->name, y->name);
  return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static int check_names(ref_error *error, const place *p, const ref_cases *cases) {
  named *names = allocate(cases->count, sizeof *names);
  int status = 0;
  if (names == NULL) return no_memory(error, p);
  for (size_t i = 0; i < cases->count; i++) names[i] = (named){cases->cases[i].name, i};
  qsort(names, cases->count, sizeof *names, by_name);
  for (size_t i = 1; i < cases->count && status == 0; i++) {
    place there = at_index(p, names[i].index), name = at_key(&there, "name");
    if (strcmp(names[i - 1].name, names[i].name) == 0)
      status = fail_at(error, &name, "'%.40s' is the name of cases[%zu] too", names[i].name, names[i - 1].index);
  }
  free(names);
  return status;
}

static int get_cases(ref_error *error, json_t *root, ref_cases *cases) {
  static const char *const keys[] = {"format", "cases", NULL};
  static const char *const formats[] = {"delgrad-cases-1", NULL};
  place format = at_key(NULL, "format"), list = at_key(NULL, "cases");
  json_t *value = json_object_get(root, "cases"), *word;
  int several = json_is_object(root) && (value != NULL || json_object_get(root, "format") != NULL), ignored;
  size_t count = 1;
  if (!json_is_object(root)) return fail_at(error, NULL, "line 1: must be an object, not %s", type_name(root));
  if (several) {
    if (need_object(error, NULL, root, keys) != 0 || (word = need_member(error, NULL, root, "format")) == NULL ||
        get_choice(error, &format, word, formats, &ignored) != 0 ||
        (value = need_member(error, NULL, root, "cases")) == NULL ||
        need_array(error, &list, value) != 0)
      return -1;
    count = json_array_size(value);
  }
  cases->cases = allocate(count, sizeof *cases->cases);
  if (cases->cases == NULL) return no_memory(error, &list);
  for (size_t i = 0; i < count; i++) {
    place there = at_index(&list, i);
    cases->count = i + 1; /* counts the case that may stay half read, for ref_cases_clear */
    if (get_case(error, several ? &there : NULL, several ? json_array_get(value, i) : root, several ? NULL : "case",
                 &cases->cases[i]) != 0)
      return -1;
  }
  return check_names(error, &list, cases);
}

int ref_cases_read(const char *text, size_t length, ref_cases *cases, ref_error *error) {
  json_error_t why;
  json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
  int status;
  *cases = (ref_cases){0, NULL};
  error->text[0] = '\0';
  if (root == NULL) {
    if (json_error_code(&why) == json_error_out_of_memory) return no_memory(error, NULL);
    return fail_at(error, NULL, "line %d, column %d: %s", why.line, why.column, why.text);
  }
  status = get_cases(error, root, cases);
  json_decref(root);
  if (status != 0) ref_cases_clear(cases);
  return status;
}

void ref_case_clear(ref_case *x) {
  free(x->name);
  ref_inputs_clear(&x->neuron);
  ref_network_clear(&x->network);
  memset(x, 0, sizeof *x);
}

void ref_cases_clear(ref_cases *cases) {
  for (size_t i = 0; i < cases->count; i++) ref_case_clear(&cases->cases[i]);
  free(cases->cases);
  *cases = (ref_cases){0, NULL};
}

/* ---- text ------------------------------------------------------------------------------------------------------------ */

static char *text_room(ref_text *out, size_t more) {
  if (out->failed) return NULL;
  if (more >= SIZE_MAX / 4 - out->length) {
    out->failed = 1;
    return NULL;
  }
  if (out->length + more + 1 > out->room) {
    size_t room = 2 * (out->length + more + 1);
    char *text = realloc(out->text, room);
    if (text == NULL) {
      out->failed = 1;
      return NULL;
    }
    out->text = text;
    out->room = room;
  }
  return out->text + out->length;
}

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void ref_text_add(ref_text *out, const char *format, ...) {
  char short_text[128], *to;
  va_list arguments;
  int length;
  va_start(arguments, format);
  length = vsnprintf(short_text, sizeof short_text, format, arguments);
  va_end(arguments);
  to = length < 0 ? NULL : text_room(out, (size_t)length);
  if (to == NULL) {
    out->failed = 1;
    return;
  }
  if ((size_t)length < sizeof short_text) {
    memcpy(to, short_text, (size_t)length + 1);
  } else {
    va_start(arguments, format);
    vsnprintf(to, (size_t)length + 1, format, arguments);
    va_end(arguments);
  }
  out->length += (size_t)length;
}

/* Digits d1 d2 ... of the number 0.d1d2... 10^exponent, as people write it. */
static void add_decimal(ref_text *out, const char *digits, long exponent) {
  const char *sign = digits[0] == '-' ? "-" : "";
  size_t n;
  if (sign[0] != '\0') digits++;
  n = strlen(digits);
  if (exponent > 0 && (unsigned long)exponent < n) {
    ref_text_add(out, "%s%.*s.%s", sign, (int)exponent, digits, digits + exponent);
  } else if (exponent > 0 && (unsigned long)exponent == n) {
    ref_text_add(out, "%s%s", sign, digits);
  } else if (exponent <= 0 && exponent > -5) {
    ref_text_add(out, "%s0.%.*s%s", sign, (int)-exponent, "0000", digits);
  } else {
    ref_text_add(out, "%s%c%s%se%+ld", sign, digits[0], n > 1 ? "." : "", digits + 1, exponent - 1);
  }
}

static int below(const mpfi_t x, const mpfr_t small) {
  return mpfr_cmpabs(&x->left, small) <= 0 && mpfr_cmpabs(&x->right, small) <= 0;
}

static mpfr_prec_t bits_of(unsigned digits) { return (mpfr_prec_t)ceil(digits * 3.3219280948873626) + 8; }

/* Whether an enclosure is 2^-256 narrower than its digits ask for: two roundings then mean a tie. */
static int is_narrow(const mpfi_t x, unsigned digits) {
  mpfr_t width, size;
  int narrow;
  mpfr_inits2(53, width, size, (mpfr_ptr)0);
  mpfi_diam_abs(width, x);
  mpfi_mig(size, x);
  mpfr_mul_2si(size, size, -(long)bits_of(digits) - 256, MPFR_RNDD);
  narrow = mpfr_cmp(width, size) <= 0;
  mpfr_clears(width, size, (mpfr_ptr)0);
  return narrow;
}

static int is_even(const char *digits) { return (digits[strlen(digits) - 1] - '0') % 2 == 0; }

int ref_text_digits(ref_text *out, const mpfi_t x, unsigned digits, const mpfr_t small) {
  mpfr_exp_t low_exponent, high_exponent;
  char *low, *high;
  int in_doubt, tie;
  if (!mpfi_bounded_p(x)) return 1;
  if (mpfi_is_zero(x) || (small != NULL && mpfi_has_zero(x) && below(x, small))) {
    ref_text_add(out, "0");
    return 0;
  }
  if (mpfi_has_zero(x)) return 1;
  /* Rounding is monotonous: if both ends round to the same digits, so does what is between. */
  low = mpfr_get_str(NULL, &low_exponent, 10, digits, &x->left, MPFR_RNDN);
  high = mpfr_get_str(NULL, &high_exponent, 10, digits, &x->right, MPFR_RNDN);
  in_doubt = low == NULL || high == NULL || low_exponent != high_exponent || strcmp(low, high) != 0;
  tie = in_doubt && low != NULL && high != NULL && is_narrow(x, digits);
  if (!in_doubt || (tie && is_even(low))) add_decimal(out, low, (long)low_exponent);
  else if (tie) add_decimal(out, high, (long)high_exponent);
  if (low != NULL) mpfr_free_str(low);
  if (high != NULL) mpfr_free_str(high);
  return in_doubt && !tie;
}

/* ---- writing cases --------------------------------------------------------------------------------------------------- */

static void add_number(ref_text *out, double x) {
  if (isinf(x)) ref_text_add(out, "\"never\"");
  else ref_text_add(out, "\"%a\"", x);
}

static void add_numbers(ref_text *out, const double *x, size_t n) {
  ref_text_add(out, "[");
  for (size_t i = 0; i < n; i++) {
    if (i > 0) ref_text_add(out, ", ");
    add_number(out, x[i]);
  }
  ref_text_add(out, "]");
}

static void add_member(ref_text *out, const char *key, double x) {
  ref_text_add(out, "\"%s\": ", key);
  add_number(out, x);
}

static void add_neuron(ref_text *out, const ref_neuron *neuron) {
  ref_text_add(out, "\"neuron\": {");
  add_member(out, "tau_mem", neuron->tau_mem);
  ref_text_add(out, ", ");
  add_member(out, "tau_syn", neuron->tau_syn);
  ref_text_add(out, ", ");
  add_member(out, "threshold", neuron->threshold);
  ref_text_add(out, ", ");
  add_member(out, "e_leak", neuron->e_leak);
  ref_text_add(out, ", ");
  add_member(out, "g_leak", neuron->g_leak);
  ref_text_add(out, "}");
}

static void add_layer(ref_text *out, const ref_layer *layer) {
  ref_text_add(out, "{\"outputs\": %zu, \"bias_times\": ", layer->outputs);
  add_numbers(out, layer->bias_times, layer->biases);
  ref_text_add(out, ",\n    ");
  add_neuron(out, &layer->neuron);
  ref_text_add(out, ",\n    \"delay\": {\"kind\": \"%s\", \"map\": \"%s\", \"grouping\": \"%s\", ", kind_words[layer->kind],
               map_words[layer->map], grouping_words[layer->grouping]);
  ref_text_add(out, "\"source_groups\": %zu, \"target_groups\": %zu, ", layer->source_groups, layer->target_groups);
  add_member(out, "scale", layer->scale);
  ref_text_add(out, ", ");
  add_member(out, "shift", layer->shift);
  ref_text_add(out, "}}");
}

static void add_loss(ref_text *out, const ref_loss *loss) {
  const char *keys[] = {"delta_t", "t_correct", "t_wrong", "xi", "early_alpha", "early_beta", "delay_alpha"};
  double values[] = {loss->delta_t, loss->t_correct, loss->t_wrong, loss->xi, loss->early_alpha, loss->early_beta,
                     loss->delay_alpha};
  ref_text_add(out, " \"loss\": {\"kind\": \"%s\"", loss_words[loss->kind]);
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    ref_text_add(out, ", ");
    add_member(out, keys[i], values[i]);
  }
  ref_text_add(out, ", \"delay_parameters\": %s},\n", loss->delay_parameters ? "true" : "false");
}

static void add_network(ref_text *out, const ref_network *net) {
  ref_text_add(out, " \"network\": {\"inputs\": %zu, \"multiplex\": %zu, ", net->inputs, net->multiplex);
  add_member(out, "t_ref", net->t_ref);
  ref_text_add(out, ", \"layers\": [");
  for (size_t l = 0; l < net->depth; l++) {
    ref_text_add(out, l > 0 ? ",\n   " : "\n   ");
    add_layer(out, &net->layers[l]);
  }
  ref_text_add(out, "]},\n");
  add_loss(out, &net->loss);
  ref_text_add(out, " \"parameters\": ");
  add_numbers(out, net->parameters, ref_parameter_count(net));
  ref_text_add(out, ",\n \"samples\": [");
  for (size_t n = 0; n < net->samples; n++) {
    ref_text_add(out, "%s{\"inputs\": ", n > 0 ? ",\n  " : "\n  ");
    add_numbers(out, net->input_times + n * net->inputs, net->inputs);
    ref_text_add(out, ", \"label\": %d", net->labels[n]);
    if (net->measured != NULL) {
      ref_text_add(out, ", \"measured\": ");
      add_numbers(out, net->measured + n * ref_neuron_count(net), ref_neuron_count(net));
    }
    ref_text_add(out, "}");
  }
  ref_text_add(out, "]");
}

static char *finish(ref_text *out) {
  if (!out->failed) return out->text;
  free(out->text);
  return NULL;
}

static char *write_case(const ref_case *x, const char *result) {
  ref_text out = {NULL, 0, 0, 0};
  if (x->name == NULL || !is_name(x->name)) return NULL;
  ref_text_add(&out, "{\"name\": \"%s\",\n", x->name);
  if (x->kind == REF_CASE_NETWORK) {
    add_network(&out, &x->network);
  } else {
    ref_text_add(&out, " ");
    add_neuron(&out, &x->neuron.neuron);
    ref_text_add(&out, ",\n \"weights\": ");
    add_numbers(&out, x->neuron.w, x->neuron.n);
    ref_text_add(&out, ",\n \"arrivals\": ");
    add_numbers(&out, x->neuron.a, x->neuron.n);
    if (x->has_measured) {
      ref_text_add(&out, ",\n ");
      add_member(&out, "measured", x->measured);
    }
  }
  if (result != NULL) ref_text_add(&out, ",\n \"result\": %s", result);
  ref_text_add(&out, "}");
  return finish(&out);
}

char *ref_case_write(const ref_case *x) { return write_case(x, NULL); }

void ref_cases_begin(ref_cases_file *file, FILE *out) {
  *file = (ref_cases_file){out, 0};
  fprintf(out, "{\"format\": \"delgrad-cases-1\",\n\"cases\": [");
}

int ref_cases_add(ref_cases_file *file, const ref_case *x, const char *result) {
  char *text = write_case(x, result);
  int bad = text == NULL || fprintf(file->out, "%s\n%s", file->count > 0 ? "," : "", text) < 0;
  free(text);
  file->count++;
  return bad ? -1 : 0;
}

int ref_cases_end(ref_cases_file *file) {
  fprintf(file->out, "\n]}\n");
  return fflush(file->out) != 0 || ferror(file->out) ? -1 : 0;
}

/* ---- results --------------------------------------------------------------------------------------------------------- */

int ref_solve_case(const ref_case *x, mpfr_prec_t bits, ref_solution *s) {
  return x->has_measured ? ref_solve_measured(&x->neuron, x->measured, bits, s) : ref_solve(&x->neuron, bits, s);
}

void ref_smallest(mpfr_t small, mpfi_t *x, size_t n) {
  mpfr_t size;
  mpfr_init2(size, 53);
  mpfr_set_ui(small, 0, MPFR_RNDN);
  for (size_t i = 0; i < n; i++) {
    mpfi_mag(size, x[i]);
    if (mpfr_cmp(size, small) > 0) mpfr_set(small, size, MPFR_RNDN);
  }
  mpfr_mul_2si(small, small, -256, MPFR_RNDN);
  mpfr_clear(size);
}

static int add_digits(ref_text *out, const mpfi_t x, unsigned digits, const mpfr_t small) {
  int in_doubt;
  ref_text_add(out, "\"");
  in_doubt = ref_text_digits(out, x, digits, small);
  ref_text_add(out, "\"");
  return in_doubt;
}

static int add_all_digits(ref_text *out, const char *key, mpfi_t *x, size_t n, unsigned digits) {
  mpfr_t small;
  int in_doubt = 0;
  mpfr_init2(small, 53);
  ref_smallest(small, x, n);
  ref_text_add(out, ",\n  \"%s\": [", key);
  for (size_t i = 0; i < n; i++) {
    if (i > 0) ref_text_add(out, ", ");
    in_doubt |= add_digits(out, x[i], digits, small);
  }
  ref_text_add(out, "]");
  mpfr_clear(small);
  return in_doubt;
}

/* Three digits, rounded; JSON has no infinity. */
static void add_figure(ref_text *out, double x) {
  if (isfinite(x)) ref_text_add(out, "%.3g", x);
  else ref_text_add(out, "null");
}

static void add_figures(ref_text *out, const char *key, const double *x, size_t n) {
  ref_text_add(out, ", \"%s\": [", key);
  for (size_t i = 0; i < n; i++) {
    if (i > 0) ref_text_add(out, ", ");
    add_figure(out, x[i]);
  }
  ref_text_add(out, "]");
}

double ref_time_condition(const ref_inputs *x, const ref_solution *s, double floor) {
  double sum = fabs(x->neuron.g_leak * (x->neuron.threshold - x->neuron.e_leak) * mpfi_get_d(s->dT_dc));
  for (size_t k = 0; k < s->causal; k++) {
    size_t i = s->order[k];
    sum += fabs(x->w[i] * mpfi_get_d(s->dT_dw[i])) + fmax(fabs(x->a[i]), floor) * fabs(mpfi_get_d(s->dT_da[i]));
  }
  return sum / fmax(fabs(mpfi_get_d(s->time)), floor);
}

static void add_condition(ref_text *out, const char *key, ref_scale scale, const ref_case *x, const ref_solution *s) {
  ref_condition c;
  if (s->n > REF_CONDITION_INPUTS) {
    ref_text_add(out, ",\n  \"%s\": {\"time\": ", key);
    add_figure(out, x->has_measured ? INFINITY : ref_time_condition(&x->neuron, s, scale.floor));
    ref_text_add(out, "}");
    return;
  }
  ref_condition_init(&c, s->n);
  ref_condition_of(&x->neuron, s, scale, x->has_measured, &c);
  ref_text_add(out, ",\n  \"%s\": {\"time\": ", key);
  add_figure(out, c.time);
  ref_text_add(out, ", \"dT_dc\": ");
  add_figure(out, c.dT_dc);
  add_figures(out, "dT_dw", c.dT_dw, s->n);
  add_figures(out, "dT_da", c.dT_da, s->n);
  ref_text_add(out, "}");
  ref_condition_clear(&c);
}

static int add_time(ref_text *out, const ref_case *x, const ref_solution *s, unsigned digits) {
  mpfi_t measured;
  int in_doubt;
  if (s->crossing == REF_SILENT && !(x->has_measured && isfinite(x->measured))) {
    ref_text_add(out, "\"never\"");
    return 0;
  }
  if (!x->has_measured) return add_digits(out, s->time, digits, NULL);
  mpfi_init2(measured, 53);
  mpfi_set_d(measured, x->measured);
  in_doubt = add_digits(out, measured, digits, NULL);
  mpfi_clear(measured);
  return in_doubt;
}

static int add_neuron_result(ref_text *out, const ref_case *x, const ref_solution *s, unsigned digits) {
  static const char *const crossings[] = {"silent", "spikes", "tangent"};
  int in_doubt;
  ref_text_add(out, "{\"crossing\": \"%s\", \"causal\": %zu,\n  \"time\": ", crossings[s->crossing], s->causal);
  in_doubt = add_time(out, x, s, digits);
  in_doubt |= add_all_digits(out, "dT_dw", s->dT_dw, s->n, digits);
  in_doubt |= add_all_digits(out, "dT_da", s->dT_da, s->n, digits);
  ref_text_add(out, ",\n  \"dT_dc\": ");
  in_doubt |= add_digits(out, s->dT_dc, digits, NULL);
  ref_text_add(out, ", \"margin\": ");
  add_figure(out, s->margin);
  if (s->crossing == REF_SPIKES && !in_doubt) {
    add_condition(out, "condition", (ref_scale){0, 0}, x, s);
    add_condition(out, "condition_batch", (ref_scale){x->neuron.neuron.tau_mem, 0}, x, s);
  }
  ref_text_add(out, "}");
  return in_doubt;
}

/* Random directions for the condition number of a network, as SPEC 9 says. */
#define DIRECTIONS 16

static int add_network_result(ref_text *out, const ref_network *net, const ref_network_solution *s, unsigned digits) {
  int in_doubt;
  ref_text_add(out, "{\"loss\": ");
  in_doubt = add_digits(out, s->loss, digits, NULL);
  in_doubt |= add_all_digits(out, "gradient", s->gradient, s->parameters, digits);
  ref_text_add(out, ",\n  \"times\": [");
  for (size_t n = 0; n < s->samples; n++) {
    ref_text_add(out, n > 0 ? ",\n   [" : "[");
    for (size_t j = 0; j < s->neurons; j++) {
      if (j > 0) ref_text_add(out, ", ");
      if (s->absent[n * s->neurons + j]) ref_text_add(out, "\"never\"");
      else in_doubt |= add_digits(out, s->times[n * s->neurons + j], digits, NULL);
    }
    ref_text_add(out, "]");
  }
  ref_text_add(out, "],\n  \"margin\": ");
  add_figure(out, s->margin);
  if (!in_doubt) {
    ref_text_add(out, ", \"condition\": ");
    add_figure(out, ref_network_condition(net, s, DIRECTIONS));
  }
  ref_text_add(out, "}");
  return in_doubt;
}

int ref_write_result(ref_text *out, const ref_case *x, const ref_solution *s, const ref_network_solution *net,
                     unsigned digits) {
  if (x->kind == REF_CASE_NEURON) return add_neuron_result(out, x, s, digits);
  return add_network_result(out, &x->network, net, digits);
}

/* One attempt: 0 with the text, 1 if digits are in doubt, -1 if the solver gives up. */
static int attempt(const ref_case *x, mpfr_prec_t bits, unsigned digits, ref_writer *write, ref_text *out) {
  ref_solution s;
  ref_network_solution net;
  int status;
  if (x->kind == REF_CASE_NEURON) {
    ref_solution_init(&s, x->neuron.n);
    status = ref_solve_case(x, bits, &s);
    if (status == 0) status = write(out, x, &s, NULL, digits);
    ref_solution_clear(&s);
  } else {
    ref_network_solution_init(&net, &x->network);
    status = ref_network_solve(&x->network, bits, &net);
    if (status == 0) status = write(out, x, NULL, &net, digits);
    ref_network_solution_clear(&net);
  }
  return status;
}

char *ref_solve_and_write(const ref_case *x, unsigned digits, ref_writer *write, ref_error *error) {
  mpfr_prec_t bits = bits_of(digits), more = 64;
  for (;;) {
    ref_text out = {NULL, 0, 0, 0};
    int status = attempt(x, bits, digits, write, &out);
    char *text = finish(&out);
    if (text == NULL && status >= 0) {
      no_memory(error, NULL);
      return NULL;
    }
    if (status == 0) return text;
    free(text);
    bits += more;
    more *= 4;
    if (status < 0 || bits > REF_BITS_MAX) {
      snprintf(error->text, sizeof error->text, "%u digits need more than %d bits, or there is no memory", digits,
               REF_BITS_MAX);
      return NULL;
    }
  }
}

char *ref_result_write(const ref_case *x, unsigned digits, ref_error *error) {
  return ref_solve_and_write(x, digits, ref_write_result, error);
}
