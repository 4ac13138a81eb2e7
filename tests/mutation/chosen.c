/* chosen.c: which mutant and which test a program runs, from DG_MUTANT and DG_TEST (a name, or all), and for how many microseconds of
   the processor at most, DG_LIMIT; on exit the places reached, one byte each, go to the file DG_REACHED. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>

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
  const char *number = getenv("DG_MUTANT"), *test = getenv("DG_TEST"), *limit = getenv("DG_LIMIT");
  dg_mutant = number ? atoi(number) : 0;
  if (test) cmocka_set_test_filter(test);
  if (limit) {
    struct itimerval end = {{0, 0}, {atol(limit) / 1000000, atol(limit) % 1000000}};
    setitimer(ITIMER_PROF, &end, NULL); /* SIGPROF ends the program */
  }
  atexit(save);
}
