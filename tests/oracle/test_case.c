/* The reader of cases, the writers of cases and results, and what `dgref check` does between the two (reference/case.h,
   check.h). */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "reference/case.h"
#include "reference/check.h"
#include "reference/draw.h"

static const char neuron_text[] =
    "{\"name\": \"one\", \"neuron\": {\"tau_mem\": \"0x1p+1\", \"tau_syn\": 1, \"threshold\": 1.0, \"g_leak\": 0.5},\n"
    " \"weights\": [\"0x1.8p+0\", 2, -0.25], \"arrivals\": [\"-0x1p-2\", \"never\", 0.1], \"measured\": \"0x1p+1\",\n"
    " \"result\": {\"anything\": [1, null, {}]}}";

static const char network_text[] =
    "{\"name\": \"net\", \"network\": {\"inputs\": 2, \"multiplex\": 2, \"t_ref\": 0.5, \"layers\": [\n"
    "  {\"outputs\": 2, \"bias_times\": [0.25, \"never\"],\n"
    "   \"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"e_leak\": -0.5, \"g_leak\": 0.5},\n"
    "   \"delay\": {\"kind\": \"synaptic\", \"map\": \"clip\", \"grouping\": \"tiled\", \"source_groups\": 2}},\n"
    "  {\"outputs\": 2, \"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 0.5}}]},\n"
    " \"loss\": {\"kind\": \"cross_entropy\", \"xi\": 0.5, \"early_alpha\": 1, \"early_beta\": 2,\n"
    "  \"delay_parameters\": true},\n"
    " \"parameters\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0.5, 1, 2, 3, -4, 5, 6],\n"
    " \"samples\": [{\"inputs\": [0, 1], \"label\": 1, \"measured\": [1, 2, \"never\", 3]},\n"
    "  {\"inputs\": [\"never\", 1], \"label\": 0, \"measured\": [1, 2, 3, 3]}]}";

static int read_text(const char *text, ref_cases *cases, ref_error *error) { return ref_cases_read(text, strlen(text), cases,
                                                                                                   error); }

static void must_read(const char *text, ref_cases *cases) {
  ref_error error;
  if (read_text(text, cases, &error) != 0) fail_msg("%s", error.text);
}

static void reads_a_neuron(void **state) {
  ref_cases cases;
  (void)state;
  must_read(neuron_text, &cases);
  assert_int_equal(cases.count, 1);
  const ref_case *x = cases.cases;
  assert_string_equal(x->name, "one");
  assert_int_equal(x->kind, REF_CASE_NEURON);
  assert_true(x->neuron.neuron.tau_mem == 2 && x->neuron.neuron.tau_syn == 1 && x->neuron.neuron.threshold == 1);
  assert_true(x->neuron.neuron.e_leak == 0 && x->neuron.neuron.g_leak == 0.5);
  assert_int_equal(x->neuron.n, 3);
  assert_true(x->neuron.w[0] == 1.5 && x->neuron.w[1] == 2 && x->neuron.w[2] == -0.25);
  assert_true(x->neuron.a[0] == -0.25 && x->neuron.a[1] == INFINITY && x->neuron.a[2] == 0.1);
  assert_true(x->has_measured && x->measured == 2);
  ref_cases_clear(&cases);
}

static void reads_a_network(void **state) {
  ref_cases cases;
  (void)state;
  must_read(network_text, &cases);
  const ref_network *net = &cases.cases->network;
  assert_int_equal(cases.cases->kind, REF_CASE_NETWORK);
  assert_true(net->inputs == 2 && net->multiplex == 2 && net->depth == 2 && net->t_ref == 0.5);
  const ref_layer *first = &net->layers[0], *second = &net->layers[1];
  assert_true(first->inputs == 4 && first->outputs == 2 && first->biases == 2);
  assert_true(first->bias_times[0] == 0.25 && first->bias_times[1] == INFINITY);
  assert_true(first->neuron.e_leak == -0.5 && second->neuron.e_leak == 0);
  assert_true(first->kind == REF_DELAY_SYNAPTIC && first->map == REF_MAP_CLIP && first->grouping == REF_GROUP_TILED);
  assert_true(first->source_groups == 2 && first->target_groups == 0 && first->scale == 1 && first->shift == 0);
  assert_true(second->inputs == 2 && second->biases == 0 && second->kind == REF_DELAY_NONE);
  assert_true(net->loss.kind == REF_LOSS_CROSS_ENTROPY && net->loss.xi == 0.5 && net->loss.early_alpha == 1);
  assert_true(net->loss.early_beta == 2 && net->loss.delay_alpha == 0 && net->loss.delay_parameters == 1);
  assert_int_equal(ref_parameter_count(net), 20);
  assert_true(net->parameters[17] == -4 && net->samples == 2);
  assert_true(net->labels[0] == 1 && net->labels[1] == 0);
  assert_true(net->input_times[1] == 1 && net->input_times[2] == INFINITY);
  assert_true(net->measured[2] == INFINITY && net->measured[6] == 3);
  ref_cases_clear(&cases);
}

/* ---- what is refused ------------------------------------------------------------------------------------------------- */

/* The text with its first `from` replaced. */
static char *with(const char *text, const char *from, const char *to) {
  const char *at = strstr(text, from);
  char *changed = malloc(strlen(text) + strlen(to) + 1);
  assert_non_null(at);
  assert_non_null(changed);
  sprintf(changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
  return changed;
}

static const struct {
  int network;
  const char *from, *to, *error;
} refused[] = {
    {0, "\"one\"", "1", "name: must be a string, not a number"},
    {0, "\"one\"", "\"a b\"", "name: must be 1 to 128 printable characters"},
    {0, "\"one\"", "\"a,b\"", "name: must be 1 to 128 printable characters"},
    {0, "\"one\"", "\"\"", "name: must be 1 to 128 printable characters"},
    {0, "\"one\"", "\"\\u00e9\"", "name: must be 1 to 128 printable characters"},
    {0, "\"one\"", "\"a\\nb\"", "name: must be 1 to 128 printable characters"},
    {0, "\"weights\"", "\"weight\"", "weight: unknown key"},
    {0, "\"neuron\": {", "\"neuron\": {\"tau\": 1, ", "neuron.tau: unknown key"},
    {0, "\"neuron\": {", "\"neuron\": {\"tau\\n\\u00e9\": 1, ", "neuron.tau?\?\?: unknown key"},
    {0, "\"neuron\": {", "\"neuron\": {\"tau_mem\": 1, ", "line 1, column"},
    {0, "\"tau_syn\": 1, ", "", "neuron.tau_syn: missing"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": null", "neuron.tau_syn: must be a number or a string with a hex float, not null"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": true",
        "neuron.tau_syn: must be a number or a string with a hex float, not true or false"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"never\"", "neuron.tau_syn: cannot be 'never'"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"1\"", "neuron.tau_syn: '1' is not a hex float"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"0x1\"", "neuron.tau_syn: '0x1' is not a hex float"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"0x1p0 \"", "neuron.tau_syn: '0x1p0 ' is not a hex float"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"0xp0\"", "neuron.tau_syn: '0xp0' is not a hex float"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"0x1p\"", "neuron.tau_syn: '0x1p' is not a hex float"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"nan\"", "neuron.tau_syn: 'nan' is not a hex float"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"0x1p9999\"", "neuron.tau_syn: '0x1p9999' is not a binary64 number"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"0x1p999999\"", "neuron.tau_syn: '0x1p999999' is not a hex float"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": \"0x1.00000000000001p0\"",
        "neuron.tau_syn: '0x1.00000000000001p0' is not a binary64 number"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": 0", "neuron: tau_syn must be from 2^-100 to 2^100"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": -1", "neuron: tau_syn must be from 2^-100 to 2^100"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": 1e-3", "neuron: tau_mem/tau_syn must be from 2^-10 to 2^10"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": 1e999", "line 1, column"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": NaN", "line 1, column"},
    {0, "\"tau_syn\": 1", "\"tau_syn\": 99999999999999999999", "line 1, column"},
    {0, "\"0x1p+1\"", "\"0x1p+101\"", "neuron: tau_mem must be from 2^-100 to 2^100"},
    {0, "\"g_leak\": 0.5", "\"g_leak\": 0", "neuron: g_leak must be positive"},
    {0, "\"g_leak\": 0.5", "\"g_leak\": 1e300", "neuron: g_leak (threshold - e_leak) must be from 2^-100 to 2^100"},
    {0, "\"threshold\": 1.0", "\"threshold\": 0", "neuron: threshold must be above e_leak"},
    {0, "[\"0x1.8p+0\", 2, -0.25]", "[]", "weights: 0 inputs, must be from 1 to 2^20"},
    {0, "[\"0x1.8p+0\", 2, -0.25]", "3", "weights: must be an array, not a number"},
    {0, "[\"0x1.8p+0\", 2, -0.25]", "[1, 2]", "arrivals: has 3 numbers, must have 2"},
    {0, "-0.25]", "\"never\"]", "weights[2]: cannot be 'never'"},
    {0, "-0.25]", "[]]", "weights[2]: must be a number or a string with a hex float, not an array"},
    {0, "-0.25]", "\"0x1.8p100\"]", "weights: the sum of |w| exceeds 2^100"},
    {0, "\"never\", 0.1]", "\"never\", \"-0x1.8p100\"]", "arrivals[2]: beyond 2^100"},
    {0, "\"measured\": \"0x1p+1\"", "\"measured\": \"0x1.8p100\"", "measured[0]: beyond 2^100"},
    {0, "\"measured\": \"0x1p+1\"", "\"measured\": {}",
        "measured: must be a number or a string with a hex float, not an object"},
    {0, "{\"name\"", "[{\"name\"", "line 3, column"},
    {1, "\"inputs\": 2", "\"inputs\": 0", "network.inputs: must be from 1 to 1048576"},
    {1, "\"inputs\": 2", "\"inputs\": -1", "network.inputs: must be from 1 to 1048576"},
    {1, "\"inputs\": 2", "\"inputs\": 2.0", "network.inputs: must be a whole number, not a number"},
    {1, "\"inputs\": 2", "\"inputs\": 9223372036854775807", "network.inputs: must be from 1 to 1048576"},
    {1, "\"inputs\": 2", "\"inputs\": 1048576", "network: inputs x multiplex must be at most 2^20"},
    {1, "\"inputs\": 2", "\"inputs\": 3", "parameters: has 20 numbers, the network needs 24"},
    {1, "\"multiplex\": 2", "\"multiplex\": 0", "network.multiplex: must be from 1 to 1048576"},
    {1, "\"t_ref\": 0.5", "\"t_ref\": \"never\"", "network.t_ref: cannot be 'never'"},
    {1, "\"outputs\": 2", "\"outputs\": 1048577", "network.layers[0].outputs: must be from 1 to 1048576"},
    {1, "\"outputs\": 2", "\"outputs\": 1048576", "parameters: has 20 numbers, the network needs 10485760"},
    {1, "\"outputs\": 2, \"b", "\"output\": 2, \"b", "network.layers[0].output: unknown key"},
    {1, "[0.25, ", "[600, ", "network.layers[0].bias_times[0]: further from t_ref than 277 tau_mem of layer 0"},
    {1, "\"synaptic\"", "\"somatic\"",
        "network.layers[0].delay.kind: 'somatic' is none of none, axonal, dendritic, synaptic"},
    {1, "\"clip\"", "3", "network.layers[0].delay.map: must be a string, not a number"},
    {1, "\"tiled\"", "\"round\"", "network.layers[0].delay.grouping: 'round' is none of neighbours, tiled"},
    {1, "\"source_groups\": 2", "\"source_groups\": 7", "network.layers[0].delay.source_groups: must be from 0 to 6"},
    {1, "\"tiled\", \"source_groups\": 2", "\"neighbours\", \"source_groups\": 4",
        "network.layers[0].delay: groups of neighbours"},
    {1, "\"source_groups\": 2", "\"source_groups\": 1", "parameters: has 20 numbers, the network needs 18"},
    {1, "\"clip\", ", "\"sigmoid\", \"shift\": -1, ",
        "network.layers[0].delay: shift and shift + scale must not be negative"},
    {1, "0, 0.5, 1, 2, 3", "0, -0.5, 1, 2, 3", "parameters[13]: a negative delay"},
    {1, "0, 0.5, 1, 2, 3", "0, 555, 1, 2, 3", "parameters[13]: a delay of more than 277 tau_mem"},
    {1, "\"parameters\": [1, 2", "\"parameters\": [1, 1e30, 1e30", "parameters: has 21 numbers, the network needs 20"},
    {1, "\"parameters\": [1, 2", "\"parameters\": [1, \"0x1.8p+100\"", "parameters[0]: the sum of |w| exceeds 2^100"},
    {1, "\"cross_entropy\"", "\"hinge\"", "loss.kind: 'hinge' is none of shift_mse, mse, cross_entropy"},
    {1, "\"cross_entropy\"", "\"mse\"", "loss.t_correct: missing"},
    {1, "\"xi\": 0.5", "\"xi\": 0", "loss: xi must be from 2^-100 to 2^100"},
    {1, ", \"early_beta\": 2", "", "loss.early_beta: missing"},
    {1, "\"delay_parameters\": true", "\"delay_parameters\": 1",
        "loss.delay_parameters: must be true or false, not a number"},
    {1, "\"inputs\": [0, 1]", "\"inputs\": [0]", "samples[0].inputs: has 1 numbers, must have 2"},
    {1, "\"inputs\": [0, 1]", "\"inputs\": [0, -1000]",
        "samples[0].inputs[1]: further from t_ref than 277 tau_mem of layer 0"},
    {1, "\"label\": 1", "\"label\": 2", "samples[0].label: must be from 0 to 1"},
    {1, "\"label\": 1, \"measured\": [1, 2, \"never\", 3]", "\"label\": 1",
        "samples[1].measured: in some samples, must be in all or none"},
    {1, "\"measured\": [1, 2, 3, 3]", "\"measured\": [1, 2, 3]", "samples[1].measured: has 3 numbers, must have 4"},
    {1, "\"measured\": [1, 2, 3, 3]", "\"label2\": 0", "samples[1].label2: unknown key"},
};

static void refuses(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
    char *text = with(refused[i].network ? network_text : neuron_text, refused[i].from, refused[i].to);
    ref_cases cases;
    ref_error error;
    int status = read_text(text, &cases, &error);
    if (status == 0 || strncmp(error.text, refused[i].error, strlen(refused[i].error)) != 0)
      fail_msg("%s instead of %s: '%s', expected '%s'", refused[i].to, refused[i].from, status == 0 ? "read" : error.text,
               refused[i].error);
    assert_int_equal(cases.count, 0);
    free(text);
  }
}

static void takes_the_ends_of_ranges(void **state) {
  static const char *const ends[][2] = {
      {"[\"0x1.8p+0\", 2, -0.25]", "[\"0x1p+100\", 0, \"-0x0p+0\"]"},
      {"\"never\", 0.1]", "\"0x1p+100\", \"-0x1p+100\"]"},
      {"\"0x1p+1\"", "\"0x1p+10\""},
      {"\"g_leak\": 0.5", "\"g_leak\": \"0x1p-100\""},
  };
  (void)state;
  for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
    char *text = with(neuron_text, ends[i][0], ends[i][1]);
    ref_cases cases;
    must_read(text, &cases);
    ref_cases_clear(&cases);
    free(text);
  }
}

static void refuses_bad_files(void **state) {
  static const struct {
    const char *text, *error;
  } files[] = {
      {"", "line 1, column 0: "},
      {"[]", "line 1: must be an object, not an array"},
      {"{\"cases\": []}", "format: missing"},
      {"{\"format\": \"delgrad-cases-2\", \"cases\": []}", "format: 'delgrad-cases-2' is none of delgrad-cases-1"},
      {"{\"format\": \"delgrad-cases-1\"}", "cases: missing"},
      {"{\"format\": \"delgrad-cases-1\", \"cases\": {}}", "cases: must be an array, not an object"},
      {"{\"format\": \"delgrad-cases-1\", \"cases\": [1]}", "cases[0]: must be an object, not a number"},
      {"{\"format\": \"delgrad-cases-1\", \"cases\": [{}]}", "cases[0].name: missing"},
      {"{\"format\": \"delgrad-cases-1\", \"cases\": [], \"more\": 1}", "more: unknown key"},
      {"{}", "neuron: missing"},
      {"{\"name\": \"\xff\"}", "line 1, column"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    ref_cases cases;
    ref_error error;
    int status = read_text(files[i].text, &cases, &error);
    if (status == 0 || strncmp(error.text, files[i].error, strlen(files[i].error)) != 0)
      fail_msg("'%s': '%s', expected '%s'", files[i].text, status == 0 ? "read" : error.text, files[i].error);
  }
}

static char *two_cases(const char *second_name) {
  char *renamed = with(neuron_text, "\"one\"", second_name);
  char *file = malloc(2 * strlen(neuron_text) + strlen(second_name) + 100);
  assert_non_null(file);
  sprintf(file, "{\"format\": \"delgrad-cases-1\", \"cases\": [%s, %s]}", neuron_text, renamed);
  free(renamed);
  return file;
}

static void refuses_a_name_twice(void **state) {
  ref_cases cases;
  ref_error error;
  char *file = two_cases("\"one\"");
  (void)state;
  assert_int_equal(read_text(file, &cases, &error), -1);
  assert_string_equal(error.text, "cases[1].name: 'one' is the name of cases[0] too");
  free(file);
  file = two_cases("\"two\"");
  must_read(file, &cases);
  assert_int_equal(cases.count, 2);
  assert_string_equal(cases.cases[1].name, "two");
  ref_cases_clear(&cases);
  free(file);
}

/* No prefix of a case is a case, and the error is one line. */
static void refuses_truncated(void **state) {
  const char *texts[] = {neuron_text, network_text};
  (void)state;
  for (int k = 0; k < 2; k++)
    for (size_t length = 0; length < strlen(texts[k]); length++) {
      ref_cases cases;
      ref_error error;
      char *part = malloc(length + 1); /* of this size, so that reading beyond it shows */
      assert_non_null(part);
      memcpy(part, texts[k], length);
      assert_int_equal(ref_cases_read(part, length, &cases, &error), -1);
      assert_true(strncmp(error.text, "line ", 5) == 0);
      assert_null(strchr(error.text, '\n'));
      free(part);
    }
}

/* Any byte replaced: read or refused, with a reason of one line of printable characters. */
static void survives_changed_bytes(void **state) {
  static const char bytes[] = "\n\"{}[],:-0x\xff\x01";
  size_t read = 0, not_read = 0;
  (void)state;
  for (size_t at = 0; at < strlen(network_text); at++)
    for (size_t b = 0; b + 1 < sizeof bytes; b++) {
      char *text = malloc(sizeof network_text);
      ref_cases cases;
      ref_error error;
      assert_non_null(text);
      memcpy(text, network_text, sizeof network_text);
      text[at] = bytes[b];
      if (read_text(text, &cases, &error) == 0) {
        read++;
        ref_cases_clear(&cases);
      } else {
        not_read++;
        assert_true(strlen(error.text) > 0);
        for (const char *c = error.text; *c != '\0'; c++) assert_true(*c >= 0x20 && *c <= 0x7e);
      }
      free(text);
    }
  assert_true(read > 100 && not_read > 1000);
}

static char *wide(size_t n) {
  static const char begin[] =
      "{\"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 0.5}, \"weights\": [";
  ref_text text = {NULL, 0, 0, 0};
  ref_text_add(&text, "%s1", begin);
  for (size_t i = 1; i < n; i++) ref_text_add(&text, ",1");
  ref_text_add(&text, "], \"arrivals\": [0");
  for (size_t i = 1; i < n; i++) ref_text_add(&text, ",0");
  ref_text_add(&text, "]}");
  assert_false(text.failed);
  return text.text;
}

static void takes_a_million_inputs_and_no_more(void **state) {
  ref_cases cases;
  ref_error error;
  char *text = wide(1048576);
  (void)state;
  must_read(text, &cases);
  assert_int_equal(cases.cases->neuron.n, 1048576);
  ref_cases_clear(&cases);
  free(text);
  text = wide(1048577);
  assert_int_equal(read_text(text, &cases, &error), -1);
  assert_string_equal(error.text, "weights: 1048577 inputs, must be from 1 to 2^20");
  free(text);
}

static void refuses_deep_nesting(void **state) {
  char *text = malloc(200001);
  ref_cases cases;
  ref_error error;
  (void)state;
  assert_non_null(text);
  memset(text, '[', 200000);
  text[200000] = '\0';
  assert_int_equal(read_text(text, &cases, &error), -1);
  free(text);
}

/* ---- writing --------------------------------------------------------------------------------------------------------- */

static void same_numbers(const double *a, const double *b, size_t n) {
  if (n > 0) assert_memory_equal(a, b, n * sizeof *a);
}

static void round_trip(const ref_case *x) {
  ref_cases cases;
  char *text = ref_case_write(x), *again;
  assert_non_null(text);
  must_read(text, &cases);
  again = ref_case_write(cases.cases);
  assert_non_null(again);
  assert_string_equal(text, again);
  if (x->kind == REF_CASE_NEURON) {
    assert_memory_equal(&x->neuron.neuron, &cases.cases->neuron.neuron, sizeof x->neuron.neuron);
    same_numbers(x->neuron.w, cases.cases->neuron.w, x->neuron.n);
    same_numbers(x->neuron.a, cases.cases->neuron.a, x->neuron.n);
  } else {
    const ref_network *net = &cases.cases->network;
    same_numbers(x->network.parameters, net->parameters, ref_parameter_count(net));
    same_numbers(x->network.input_times, net->input_times, net->samples * net->inputs);
    for (size_t l = 0; l < net->depth; l++) {
      assert_memory_equal(&x->network.layers[l].neuron, &net->layers[l].neuron, sizeof net->layers[l].neuron);
      same_numbers(x->network.layers[l].bias_times, net->layers[l].bias_times, net->layers[l].biases);
    }
  }
  free(text);
  free(again);
  ref_cases_clear(&cases);
}

static void writes_what_it_reads(void **state) {
  static char name[] = "drawn";
  const char *texts[] = {neuron_text, network_text};
  (void)state;
  for (int k = 0; k < 2; k++) {
    ref_cases cases;
    must_read(texts[k], &cases);
    round_trip(cases.cases);
    ref_cases_clear(&cases);
  }
  for (uint64_t index = 0; index < 100; index++)
    for (int ratio = REF_RATIO_TWO; ratio <= REF_RATIO_ANY; ratio++) {
      ref_case x = {.name = name, .kind = REF_CASE_NEURON};
      ref_case net = {.name = name, .kind = REF_CASE_NETWORK};
      assert_int_equal(ref_draw_inputs(3, index, REF_CLASS_RANDOM, (ref_ratio)ratio, index % 2 == 0, &x.neuron), 0);
      round_trip(&x);
      ref_inputs_clear(&x.neuron);
      assert_int_equal(ref_draw_network(3, index, (ref_ratio)ratio, index % 2 == 0, &net.network), 0);
      round_trip(&net);
      ref_network_clear(&net.network);
    }
}

static void does_not_write_a_bad_name(void **state) {
  char name[] = "a b";
  ref_cases cases;
  (void)state;
  must_read(neuron_text, &cases);
  free(cases.cases->name);
  cases.cases->name = name;
  assert_null(ref_case_write(cases.cases));
  cases.cases->name = NULL;
  ref_cases_clear(&cases);
}

static void writes_files_of_cases(void **state) {
  FILE *out = tmpfile();
  ref_cases_file file;
  ref_cases cases, two, read;
  char *text, *names = two_cases("\"two\"");
  size_t length;
  (void)state;
  assert_non_null(out);
  must_read(names, &two);
  must_read(network_text, &cases);
  ref_cases_begin(&file, out);
  assert_int_equal(ref_cases_add(&file, &two.cases[0], "{\"time\": \"1\"}"), 0);
  assert_int_equal(ref_cases_add(&file, &two.cases[1], NULL), 0);
  assert_int_equal(ref_cases_add(&file, cases.cases, "{}"), 0);
  assert_int_equal(ref_cases_end(&file), 0);
  rewind(out);
  text = calloc(1, 65536);
  assert_non_null(text);
  length = fread(text, 1, 65535, out);
  assert_true(length > 100 && length < 65535);
  assert_non_null(strstr(text, "\"result\": {\"time\": \"1\"}}"));
  must_read(text, &read);
  assert_int_equal(read.count, 3);
  assert_string_equal(read.cases[2].name, "net");
  fclose(out);
  free(text);
  free(names);
  ref_cases_clear(&read);
  ref_cases_clear(&cases);
  ref_cases_clear(&two);
}

/* ---- digits ---------------------------------------------------------------------------------------------------------- */

static void digits_are(const char *low, const char *high, unsigned digits, const char *expected) {
  ref_text out = {NULL, 0, 0, 0};
  mpfi_t x;
  int in_doubt;
  mpfi_init2(x, 400);
  mpfr_set_str(&x->left, low, 10, MPFR_RNDD);
  mpfr_set_str(&x->right, high, 10, MPFR_RNDU);
  in_doubt = ref_text_digits(&out, x, digits, NULL);
  if (expected == NULL) {
    assert_int_equal(in_doubt, 1);
    assert_int_equal(out.length, 0);
  } else {
    if (in_doubt) fail_msg("%s in doubt", expected);
    assert_string_equal(out.text, expected);
  }
  free(out.text);
  mpfi_clear(x);
}

static void digits_are_proved(void **state) {
  (void)state;
  digits_are("3.14159265", "3.14159266", 5, "3.1416");
  digits_are("3.14159265", "3.14159266", 7, "3.141593");
  digits_are("3.14159265", "3.14159266", 8, NULL); /* a tie at one end */
  digits_are("3.1414999", "3.1415001", 4, NULL); /* a tie between */
  digits_are("2.5", "2.5", 1, "2"); /* ties that are exact */
  digits_are("3.5", "3.5", 1, "4");
  digits_are("0.99996", "0.99997", 4, "1.000");
  digits_are("0.99994", "0.99996", 4, NULL);
  digits_are("-0.00123456", "-0.00123455", 3, "-0.00123");
  digits_are("0.0000123456", "0.0000123457", 3, "0.0000123");
  digits_are("0.00000123456", "0.00000123457", 3, "1.23e-6");
  digits_are("123456.1", "123456.2", 6, "123456");
  digits_are("123456.1", "123456.2", 3, "1.23e+5");
  digits_are("-1234.58", "-1234.57", 5, "-1234.6");
  digits_are("7", "7", 1, "7");
  digits_are("1e300", "1e300", 2, "1.0e+300");
  digits_are("0", "0", 40, "0");
  digits_are("-1e-90", "1e-90", 40, NULL);
  digits_are("-1e-90", "0", 40, NULL);
}

/* [x - width, x + width] */
static void around(mpfi_t x, double middle, double width) {
  mpfr_set_d(&x->left, middle, MPFR_RNDN);
  mpfr_set_d(&x->right, middle, MPFR_RNDN);
  mpfr_sub_d(&x->left, &x->left, width, MPFR_RNDD);
  mpfr_add_d(&x->right, &x->right, width, MPFR_RNDU);
}

/* Enclosures of ties: in doubt until they are narrow, then to even. 3 digits ask for 18 bits. */
static void ties_go_to_even(void **state) {
  static const struct {
    double tie;
    const char *even;
  } ties[] = {{1.125, "1.12"}, {1.375, "1.38"}, {-1.125, "-1.12"}, {999.5, "1.00e+3"}, {998.5, "998"}};
  mpfi_t x;
  (void)state;
  mpfi_init2(x, 500);
  for (size_t i = 0; i < sizeof ties / sizeof ties[0]; i++) {
    ref_text out = {NULL, 0, 0, 0};
    double size = fabs(ties[i].tie);
    around(x, ties[i].tie, size * 0x1p-274);
    assert_int_equal(ref_text_digits(&out, x, 3, NULL), 1);
    assert_int_equal(out.length, 0);
    around(x, ties[i].tie, size * 0x1p-276);
    assert_int_equal(ref_text_digits(&out, x, 3, NULL), 0);
    assert_string_equal(out.text, ties[i].even);
    free(out.text);
  }
  mpfi_clear(x);
}

static void small_is_zero_only_if_small(void **state) {
  ref_text out = {NULL, 0, 0, 0};
  mpfi_t x[2];
  mpfr_t small;
  (void)state;
  mpfr_init2(small, 53);
  mpfi_init2(x[0], 100);
  mpfi_init2(x[1], 100);
  mpfi_set_d(x[0], -8);
  mpfi_interv_d(x[1], -0x1p-250, 0x1p-250);
  ref_smallest(small, x, 2);
  assert_true(mpfr_cmp_d(small, 0x1p-253) == 0);
  assert_int_equal(ref_text_digits(&out, x[1], 10, small), 1);
  mpfi_interv_d(x[1], -0x1p-253, 0x1p-254);
  assert_int_equal(ref_text_digits(&out, x[1], 10, small), 0);
  assert_string_equal(out.text, "0");
  free(out.text);
  mpfr_clear(small);
  mpfi_clear(x[0]);
  mpfi_clear(x[1]);
}

/* One input, tau_mem = 2 tau_syn = 2, w = 1, g_leak = 1: c = u - u^2 with u = e^{-s/2}, so c = 3/16 gives u = 3/4: T = 2
   ln(4/3), and with u' = -u/2, dT/dw = -(u - u^2)/K', K' = u'(1 - 2 u) = 3/16: dT/dw = -1, dT/da = 1, dT/dc = 16/3. All
   digits from MPFR. */
static const char known_text[] =
    "{\"name\": \"known\", \"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 0.1875, \"g_leak\": 1}, "
    "\"weights\": [1], \"arrivals\": [0]}";

static void results_are_right(void **state) {
  ref_cases cases;
  ref_error error;
  mpfr_t t;
  char digits[64], *result, expected[80];
  mpfr_exp_t exponent;
  (void)state;
  must_read(known_text, &cases);
  mpfr_init2(t, 300);
  mpfr_set_ui(t, 4, MPFR_RNDN);
  mpfr_div_ui(t, t, 3, MPFR_RNDN);
  mpfr_log(t, t, MPFR_RNDN);
  mpfr_mul_ui(t, t, 2, MPFR_RNDN);
  mpfr_get_str(digits, &exponent, 10, 40, t, MPFR_RNDN);
  assert_int_equal(exponent, 0);
  snprintf(expected, sizeof expected, "\"time\": \"0.%s\"", digits);
  result = ref_result_write(cases.cases, 40, &error);
  assert_non_null(result);
  assert_non_null(strstr(result, "\"crossing\": \"spikes\", \"causal\": 1"));
  assert_non_null(strstr(result, expected));
  assert_non_null(strstr(result, "\"dT_dw\": [\"-1.000000000000000000000000000000000000000\"]"));
  assert_non_null(strstr(result, "\"dT_da\": [\"1.000000000000000000000000000000000000000\"]"));
  assert_non_null(strstr(result, "\"dT_dc\": \"5.333333333333333333333333333333333333333\""));
  free(result);
  mpfr_clear(t);
  ref_cases_clear(&cases);
}

/* The short way to the condition number of T agrees with the long one. */
static void condition_of_time(void **state) {
  size_t spikes = 0;
  (void)state;
  for (uint64_t index = 0; index < 60; index++) {
    ref_inputs x;
    ref_solution s;
    assert_int_equal(ref_draw_inputs(5, index, REF_CLASS_PLAIN, (ref_ratio)(index % 3), 0, &x), 0);
    ref_solution_init(&s, x.n);
    assert_int_equal(ref_solve(&x, 100, &s), 0);
    for (int batch = 0; batch < 2 && s.crossing == REF_SPIKES; batch++) {
      double floor_ = batch ? x.neuron.tau_mem : 0;
      ref_condition c;
      ref_condition_init(&c, x.n);
      ref_condition_of(&x, &s, (ref_scale){floor_, 0}, 0, &c);
      assert_true(fabs(ref_time_condition(&x, &s, floor_) / c.time - 1) < 1e-9);
      ref_condition_clear(&c);
      spikes++;
    }
    ref_solution_clear(&s);
    ref_inputs_clear(&x);
  }
  assert_true(spikes > 40);
}

/* ---- check ----------------------------------------------------------------------------------------------------------- */

typedef struct {
  ref_cases neuron, network;
  const ref_case *list[2];
  ref_index index;
} both;

static int set_up(void **state) {
  both *b = calloc(1, sizeof *b);
  assert_non_null(b);
  must_read(known_text, &b->neuron);
  must_read(network_text, &b->network);
  b->list[0] = b->neuron.cases; /* sorted by name */
  b->list[1] = b->network.cases;
  b->index = (ref_index){2, b->list};
  *state = b;
  return 0;
}

static int tear_down(void **state) {
  both *b = *state;
  ref_cases_clear(&b->neuron);
  ref_cases_clear(&b->network);
  free(b);
  return 0;
}

static void refuses_bad_results(void **state) {
  static const struct {
    const char *text, *error;
  } files[] = {
      {"", "line 1: must be 'case,quantity,value'"},
      {"case,value\n", "line 1: must be 'case,quantity,value'"},
      {"case,quantity,value\n\n", "line 2: must have three fields"},
      {"case,quantity,value\nknown,time\n", "line 2: must have three fields"},
      {"case,quantity,value\nknown,time,1,2\n", "line 2: must have three fields"},
      {"case,quantity,value\nknown,time,1\nKnown,time,1", "line 3: there is no case 'Known'"},
      {"case,quantity,value\n,time,1", "line 2: there is no case ''"},
      {"case,quantity,value\nknown,loss,1", "line 2: 'known' has no quantity 'loss'"},
      {"case,quantity,value\nknown,times[0][0],1", "line 2: 'known' has no quantity 'times[0][0]'"},
      {"case,quantity,value\nknown,dT_dw,1", "line 2: 'known' has no quantity 'dT_dw'"},
      {"case,quantity,value\nknown,dT_dw[1],1", "line 2: 'known' has no quantity 'dT_dw[1]'"},
      {"case,quantity,value\nknown,dT_dw[00],1", "line 2: 'known' has no quantity 'dT_dw[00]'"},
      {"case,quantity,value\nknown,dT_dw[-1],1", "line 2: 'known' has no quantity 'dT_dw[-1]'"},
      {"case,quantity,value\nknown,dT_dw[0,1", "line 2: 'known' has no quantity 'dT_dw[0'"},
      {"case,quantity,value\nknown,dT_dw[18446744073709551616],1",
          "line 2: 'known' has no quantity 'dT_dw[18446744073709551616]'"},
      {"case,quantity,value\nnet,time,1", "line 2: 'net' has no quantity 'time'"},
      {"case,quantity,value\nnet,gradient[20],1", "line 2: 'net' has no quantity 'gradient[20]'"},
      {"case,quantity,value\nnet,times[2][0],1", "line 2: 'net' has no quantity 'times[2][0]'"},
      {"case,quantity,value\nnet,times[0][4],1", "line 2: 'net' has no quantity 'times[0][4]'"},
      {"case,quantity,value\nknown,time,nan", "line 2: 'nan': neither a decimal number, nor a hex float, nor 'never'"},
      {"case,quantity,value\nknown,time,inf", "line 2: 'inf': neither"},
      {"case,quantity,value\nknown,time,", "line 2: '': neither"},
      {"case,quantity,value\nknown,time, 1", "line 2: ' 1': neither"},
      {"case,quantity,value\nknown,time,1e", "line 2: '1e': neither"},
      {"case,quantity,value\nknown,time,.", "line 2: '.': neither"},
      {"case,quantity,value\nknown,time,0x", "line 2: '0x': neither"},
      {"case,quantity,value\nknown,time,0x1g", "line 2: '0x1g': neither"},
      {"case,quantity,value\nknown,time,1e400", "line 2: '1e400': a number out of range"},
      {"case,quantity,value\nknown,time,0x1p1025", "line 2: '0x1p1025': a number out of range"},
      {"case,quantity,value\nknown,time,0x1p-999999", "line 2: '0x1p-999999': a number out of range"},
      {"case,quantity,value\nknown,time,\x01", "line 2: '?': neither"},
      {"case,quantity,value\nknown,dT_dc,never", "line 2: 'never': only a time can be 'never'"},
      {"case,quantity,value\nknown,time,1\nknown,since,1\nknown,time,2\n", "line 4: the same case and quantity as line 2"},
      {"case,quantity,value\nnet,times[1][0],1\nnet,times[1][0],1\n", "line 3: the same case and quantity as line 2"},
      {"case,quantity,value\nnet,times[1][3],1\nnet,times[1][0],1\nnet,times[1][3],1\n",
          "line 4: the same case and quantity as line 2"},
  };
  both *b = *state;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    ref_rows rows;
    ref_error error;
    ref_rules rules = {0, 0, 0};
    int status = ref_rows_read(files[i].text, strlen(files[i].text), &b->index, &rules, &rows, &error);
    if (status == 0 || strncmp(error.text, files[i].error, strlen(files[i].error)) != 0)
      fail_msg("'%s': '%s', expected '%s'", files[i].text, status == 0 ? "read" : error.text, files[i].error);
  }
}

static void takes_results_in_any_order(void **state) {
  static const char text[] =
      "case,quantity,value\nnet,times[1][0],1\nknown,time,1\nnet,times[0][1],never\n"
      "net,times[0][0],+.5E-3\nnet,loss,0X1.8P+1\n";
  both *b = *state;
  ref_rows rows;
  ref_error error;
  ref_rules rules = {0, 0, 0};
  if (ref_rows_read(text, strlen(text), &b->index, &rules, &rows, &error) != 0) fail_msg("%s", error.text);
  assert_int_equal(rows.count, 5);
  assert_true(rows.rows[0].which == 0 && rows.rows[1].quantity == REF_LOSS && rows.rows[2].i == 0 && rows.rows[2].j == 0);
  ref_rows_by_line(&rows);
  assert_true(rows.rows[0].line == 2 && rows.rows[0].i == 1 && rows.rows[4].line == 6);
  ref_rows_clear(&rows);
}

static void compare_text(both *b, const char *text, const ref_rules *rules, ref_rows *rows, ref_row *norm) {
  ref_error error;
  ref_answer answer;
  if (ref_rows_read(text, strlen(text), &b->index, rules, rows, &error) != 0) fail_msg("%s", error.text);
  assert_int_equal(ref_answer_solve(b->list[rows->rows[0].which], rules, 192, &answer), 0);
  assert_true(ref_answer_sharp(&answer, rows->rows, rows->count));
  ref_compare(&answer, rules, rows->rows, rows->count, norm);
  ref_answer_clear(&answer);
  ref_rows_by_line(rows);
}

/* dT_dw = -1 and dT_da = 1 exactly: a number k ulp away has an error of k ulp. */
static void counts_ulps(void **state) {
  static const char text[] =
      "case,quantity,value\r\n"
      "known,dT_dw[0],-0x1.0000000000003p+0\r\n"
      "known,dT_da[0],1\r\n"
      "known,dT_dc,5.333333333333333\r\n"
      "known,time,0.57536414490356185";
  both *b = *state;
  ref_rules rules = {0, 0, 0};
  ref_rows rows;
  ref_row norm;
  compare_text(b, text, &rules, &rows, &norm);
  assert_int_equal(rows.count, 4);
  assert_true(fabs(rows.rows[0].ulp - 3) < 1e-15 && rows.rows[0].scaled <= 3 && rows.rows[0].beyond == 0);
  assert_true(rows.rows[1].ulp < 1e-20 && rows.rows[1].relative < 1e-36);
  assert_true(rows.rows[2].ulp > 0.3 && rows.rows[2].ulp < 0.4); /* the double nearest to 16/3 is 1/3 ulp off */
  assert_true(rows.rows[3].ulp > 0 && rows.rows[3].ulp <= 0.5);
  assert_true(norm.quantity == REF_QUANTITIES);
  ref_rows_clear(&rows);
  rules.single = 1;
  compare_text(b, text, &rules, &rows, &norm);
  assert_true(fabs(rows.rows[0].ulp * 0x1p+29 - 3) < 1e-15);
  assert_true(rows.rows[2].ulp > 0.3 && rows.rows[2].ulp < 0.4); /* a decimal is read as the nearest float */
  ref_rows_clear(&rows);
}

static void bounds_and_scales(void **state) {
  static const char text[] = "case,quantity,value\nknown,time,0x1.2695p-1\nknown,dT_dw[0],1\nknown,since,never\n";
  both *b = *state;
  ref_rules rules = {0, 0, 0};
  ref_rows rows;
  ref_row norm;
  double precise;
  compare_text(b, text, &rules, &rows, &norm);
  assert_true(rows.rows[0].beyond && rows.rows[1].beyond && rows.rows[2].beyond);
  assert_true(isinf(rows.rows[2].ulp) && fabs(rows.rows[1].ulp * 0x1p-53 - 1) < 1e-15);
  precise = rows.rows[0].ulp;
  ref_rows_clear(&rows);
  rules = (ref_rules){0, 1, 1e15}; /* of max(T, tau_mem) = 2 instead of 0.57: ulp four times as large */
  compare_text(b, text, &rules, &rows, &norm);
  assert_true(fabs(4 * rows.rows[0].ulp / precise - 1) < 1e-12);
  assert_false(rows.rows[0].beyond);
  ref_rows_clear(&rows);
}

/* Errors of a gradient count in ulp of its norm, and add up as squares. */
static void gradients_count_by_norm(void **state) {
  static const char text[] = "case,quantity,value\nnet,gradient[1],7\nnet,gradient[4],-7\nnet,gradient[6],0\nnet,loss,3\n";
  both *b = *state;
  ref_rules rules = {0, 0, 0};
  ref_rows rows;
  ref_row norm;
  ref_answer answer;
  double sum = 0;
  free(b->network.cases->network.measured);
  b->network.cases->network.measured = NULL;
  compare_text(b, text, &rules, &rows, &norm);
  for (int n = 0; n < 3; n++) sum += rows.rows[n].scaled * rows.rows[n].scaled;
  assert_true(norm.quantity == REF_GRADIENT);
  assert_true(fabs(norm.scaled / sqrt(sum) - 1) < 1e-12);
  assert_int_equal(ref_answer_solve(b->list[1], &rules, 192, &answer), 0);
  assert_true(answer.network_condition > 1.5); /* or this test is none */
  assert_true(fabs(norm.ulp / norm.scaled / answer.network_condition - 1) < 1e-12);
  assert_true(norm.ulp > 1e10);
  ref_answer_clear(&answer);
  assert_int_equal(norm.beyond, norm.undecided ? 0 : 1);
  ref_rows_clear(&rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_a_neuron),
      cmocka_unit_test(reads_a_network),
      cmocka_unit_test(refuses),
      cmocka_unit_test(takes_the_ends_of_ranges),
      cmocka_unit_test(refuses_bad_files),
      cmocka_unit_test(refuses_a_name_twice),
      cmocka_unit_test(refuses_truncated),
      cmocka_unit_test(survives_changed_bytes),
      cmocka_unit_test(takes_a_million_inputs_and_no_more),
      cmocka_unit_test(refuses_deep_nesting),
      cmocka_unit_test(writes_what_it_reads),
      cmocka_unit_test(does_not_write_a_bad_name),
      cmocka_unit_test(writes_files_of_cases),
      cmocka_unit_test(digits_are_proved),
      cmocka_unit_test(ties_go_to_even),
      cmocka_unit_test(small_is_zero_only_if_small),
      cmocka_unit_test(results_are_right),
      cmocka_unit_test(condition_of_time),
      cmocka_unit_test_setup_teardown(refuses_bad_results, set_up, tear_down),
      cmocka_unit_test_setup_teardown(takes_results_in_any_order, set_up, tear_down),
      cmocka_unit_test_setup_teardown(counts_ulps, set_up, tear_down),
      cmocka_unit_test_setup_teardown(bounds_and_scales, set_up, tear_down),
      cmocka_unit_test_setup_teardown(gradients_count_by_norm, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
