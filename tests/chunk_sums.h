/* Sums over a chunk of DG_WIDTH samples, which the file that includes this defines (SPEC 6.3). */
#include "unit.h"

#include "delgrad.h"

/* The sum of every step-th number from x[from] on, by halves. */
static dg_real by_halves(const dg_real *x, size_t from, size_t step) {
  return step == DG_WIDTH ? x[from] : by_halves(x, from, 2 * step) + by_halves(x, from + step, 2 * step);
}

static void test_sum_of_chunk(void **unused) {
  (void)unused;
  dg_random random = dg_random_at(1, DG_STREAM_NOISE, DG_WIDTH);
  size_t in_line = 0;
  for (int draw = 0; draw < 200; draw++) {
    dg_real x[DG_WIDTH], plain = 0;
    for (size_t l = 0; l < DG_WIDTH; l++) plain += x[l] = dg_random_normal(&random);
    const dg_real wanted = by_halves(x, 0, 1);
    in_line += plain == wanted;
    assert_true(dg_lane_sum(x) == wanted);
  }
  assert_true(DG_WIDTH <= 2 || in_line < 190); /* so that order is seen */
}

/* Several sums at once, of which each ends in its first number. */
static void test_rows_of_sums(void **unused) {
  (void)unused;
  enum { ROWS = 3 };
  dg_random random = dg_random_at(2, DG_STREAM_NOISE, DG_WIDTH);
  dg_real x[ROWS][DG_WIDTH], folded[ROWS + 1][DG_FOLDED], wanted[ROWS];
  for (int row = 0; row < ROWS; row++) {
    for (size_t l = 0; l < DG_WIDTH; l++) x[row][l] = dg_random_normal(&random);
    wanted[row] = by_halves(x[row], 0, 1);
    dg_fold(x[row], folded[row]);
  }
  for (size_t l = 0; l < DG_FOLDED; l++) folded[ROWS][l] = 7;
  dg_fold_up(ROWS, folded[0]);
  for (int row = 0; row < ROWS; row++) assert_true(folded[row][0] == wanted[row]);
  for (size_t l = 0; l < DG_FOLDED; l++) assert_true(folded[ROWS][l] == 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sum_of_chunk), cmocka_unit_test(test_rows_of_sums)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
