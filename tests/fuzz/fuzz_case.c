/* libFuzzer: the reader of cases. What is read is written, and must read back as the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reference/case.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int truth) {
  if (!truth) abort();
}

static void check_error(const ref_error *error) {
  must(memchr(error->text, '\0', sizeof error->text) != NULL && error->text[0] != '\0');
  for (const char *c = error->text; *c != '\0'; c++) must(*c >= 0x20 && *c <= 0x7e);
}

static void write_and_read(const ref_case *x) {
  ref_cases again;
  ref_error error;
  char *text = ref_case_write(x), *second;
  must(text != NULL);
  must(ref_cases_read(text, strlen(text), &again, &error) == 0 && again.count == 1);
  second = ref_case_write(again.cases);
  must(second != NULL && strcmp(text, second) == 0);
  free(text);
  free(second);
  ref_cases_clear(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ref_cases cases;
  ref_error error;
  if (ref_cases_read((const char *)data, size, &cases, &error) != 0) {
    check_error(&error);
    return 0;
  }
  for (size_t i = 0; i < cases.count; i++) write_and_read(&cases.cases[i]);
  ref_cases_clear(&cases);
  return 0;
}
