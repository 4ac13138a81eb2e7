/* chosen.c: which mutant and which test a program runs, from DG_MUTANT and DG_TEST (a name, or all); on exit the places reached, one
   byte each, go to the file DG_REACHED. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

int dg_mutant;
unsigned char dg_reached[DG_PLACES];

static void save(void) {
  const char *name = getenv("DG_REACHED");
  FILE *file = name ? fopen(name, "wb") : NULL;
  if (!file) return;
  fwrite(dg_reached, 1, sizeof dg_reached, file);
  fclose(file);
}

__attribute__((constructor)) static void choose(void) {
  const char *number = getenv("DG_MUTANT"), *test = getenv("DG_TEST");
  dg_mutant = number ? atoi(number) : 0;
  if (test) cmocka_set_test_filter(test);
  atexit(save);
}
