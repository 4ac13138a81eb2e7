/* What the unit tests use of cmocka, plain enough for Frama-C. The program runs the test that EACSL_TEST names, or lists all. */
#ifndef EACSL_CMOCKA_H
#define EACSL_CMOCKA_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct CMUnitTest { const char *name; void (*test)(void **state); };
#define cmocka_unit_test(f) {#f, f}
static inline void eacsl_check(int good, const char *text, int line) { if (!good) { printf("FAIL %d: %s\n", line, text); exit(1); } }
#define assert_true(c) eacsl_check(!!(c), #c, __LINE__)
#define assert_false(c) eacsl_check(!(c), #c, __LINE__)
#define assert_int_equal(a, b) eacsl_check((a) == (b), #a " == " #b, __LINE__)
#define assert_int_not_equal(a, b) eacsl_check((a) != (b), #a " != " #b, __LINE__)
#define assert_non_null(a) eacsl_check((a) != NULL, #a, __LINE__)
#define assert_in_range(a, b, c) eacsl_check((a) >= (b) && (a) <= (c), #a, __LINE__)
#define assert_memory_equal(a, b, n) eacsl_check(memcmp(a, b, n) == 0, #a " == " #b, __LINE__)
#define assert_memory_not_equal(a, b, n) eacsl_check(memcmp(a, b, n) != 0, #a " != " #b, __LINE__)
#define assert_string_not_equal(a, b) eacsl_check(strcmp(a, b) != 0, #a " != " #b, __LINE__)
#define assert_string_equal(a, b) eacsl_check(strcmp(a, b) == 0, #a " == " #b, __LINE__)
#define fail() eacsl_check(0, "fail", __LINE__)
#define fail_msg(...) (printf(__VA_ARGS__), eacsl_check(0, "fail", __LINE__))
static inline int eacsl_run(const struct CMUnitTest *tests, size_t count) {
  const char *chosen = getenv("EACSL_TEST");
  int missing = 1;
  for (size_t i = 0; i < count; i++) {
    void *state = NULL;
    if (chosen == NULL) printf("%s\n", tests[i].name);
    if (chosen == NULL || strcmp(chosen, tests[i].name) != 0) continue;
    tests[i].test(&state);
    printf("ok %s\n", tests[i].name);
    missing = 0;
  }
  return chosen != NULL && missing;
}
#define cmocka_run_group_tests(tests, setup, teardown) eacsl_run(tests, sizeof tests / sizeof *tests)
#endif
