/* libFuzzer: the reader of results and the comparison. The cases are solved once, at the start. The first byte chooses the
   rules. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reference/check.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CASES 4
#define RULES 4
static const char text[] =
    "{\"format\": \"delgrad-cases-1\", \"cases\": [\n"
    "{\"name\": \"m\", \"neuron\": {\"tau_mem\": 1, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 1}, \"weights\": [2, 3],\n"
    " \"arrivals\": [0, 0.25], \"measured\": 1.5},\n"
    "{\"name\": \"n\", \"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 0.5},\n"
    " \"weights\": [1.5, 2, 1], \"arrivals\": [0, 0.5, 9]},\n"
    "{\"name\": \"s\", \"neuron\": {\"tau_mem\": 3, \"tau_syn\": 1, \"threshold\": 9, \"g_leak\": 0.5},\n"
    " \"weights\": [1], \"arrivals\": [0]},\n"
    "{\"name\": \"w\", \"network\": {\"inputs\": 2, \"layers\": [\n"
    "  {\"outputs\": 2, \"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 0.5},\n"
    "   \"delay\": {\"kind\": \"axonal\"}},\n"
    "  {\"outputs\": 1, \"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 0.5}}]},\n"
    " \"loss\": {\"kind\": \"mse\", \"t_correct\": 1, \"t_wrong\": 2}, \"parameters\": [2, 1, 1, 3, 0, 0.5, 2, 1],\n"
    " \"samples\": [{\"inputs\": [0, 0.5], \"label\": 0}, {\"inputs\": [\"never\", 0], \"label\": 0}]}]}\n";

static const ref_rules all_rules[RULES] = {{0, 0, 0}, {0, 1, 0}, {1, 0, 0}, {1, 1, 1e-3}};
static ref_cases cases;
static const ref_case *list[CASES];
static ref_answer answers[RULES][CASES];

static void must(int truth) {
  if (!truth) abort();
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  ref_error error;
  (void)argc;
  (void)argv;
  must(ref_cases_read(text, strlen(text), &cases, &error) == 0 && cases.count == CASES);
  for (size_t i = 0; i < CASES; i++) list[i] = &cases.cases[i]; /* their names are in order */
  for (size_t r = 0; r < RULES; r++)
    for (size_t i = 0; i < CASES; i++) must(ref_answer_solve(list[i], &all_rules[r], 128, &answers[r][i]) == 0);
  return 0;
}

static void check_row(const ref_row *row) {
  must(row->ulp >= 0 && row->scaled >= 0 && row->relative >= 0);
  must(row->scaled <= row->ulp || row->quantity == REF_GRADIENT);
}

static void compare_all(ref_rows *rows, size_t r) {
  for (size_t n = 0, end; n < rows->count; n = end) {
    ref_row norm;
    size_t which = rows->rows[n].which;
    for (end = n; end < rows->count && rows->rows[end].which == which; end++) {}
    ref_compare(&answers[r][which], &all_rules[r], rows->rows + n, end - n, &norm);
    for (size_t k = n; k < end; k++) check_row(&rows->rows[k]);
    if (norm.quantity == REF_GRADIENT) check_row(&norm);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ref_index index = {CASES, list};
  ref_rows rows;
  ref_error error;
  size_t r;
  if (size < 1) return 0;
  r = data[0] % RULES;
  if (ref_rows_read((const char *)data + 1, size - 1, &index, &all_rules[r], &rows, &error) != 0) {
    must(strncmp(error.text, "line ", 5) == 0);
    for (const char *c = error.text; *c != '\0'; c++) must(*c >= 0x20 && *c <= 0x7e);
    return 0;
  }
  compare_all(&rows, r);
  ref_rows_by_line(&rows);
  ref_rows_clear(&rows);
  return 0;
}
