/* What a contract that is executed comes to, in place of the function of E-ACSL's run-time library: a clause that does not hold ends
   the program, and at its end the clauses that were evaluated are listed, each once, as "clause FILE:LINE KIND NAME". E-ACSL stops judging
   where it loses sight of memory; then the clauses after that are not evaluated and the list says so. With EACSL_GO_ON violations
   are told, once per clause, and the program goes on. Infinity is a number beyond all others, as in proofs/acsl/ideal.h: the linker puts
   __wrap_ functions in place of those of GMP (-Wl,--wrap), which abort at it. */
#include "e_acsl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 1 << 15 };
static struct { const char *text, *file; int line; char kind[40], name[40], told; } seen[SIZE];
static int used, blind;

extern void __real___gmpq_set_d(eacsl_mpq_t q, double x);
extern void __gmpq_mul_2exp(eacsl_mpq_t q, eacsl_mpq_t x, unsigned long e);

void __wrap___gmpq_set_d(eacsl_mpq_t q, double x) {
  if (x - x == 0) {
    __real___gmpq_set_d(q, x);
  } else if (x != x) {
    printf("Error: NaN is no rational number\n");
    fflush(stdout);
    abort();
  } else {
    __gmpq_set_si(q, x > 0 ? 1 : -1, 1);
    __gmpq_mul_2exp(q, q, 5000);
  }
}

static void list(void) {
  for (int i = 0; i < SIZE; i++)
    if (seen[i].text != NULL) printf("clause %s:%d %s %s\n", seen[i].file, seen[i].line, seen[i].kind, seen[i].name);
  if (blind) printf("blind\n");
}

void __e_acsl_assert(int holds, eacsl_assert_data_t *data) {
  size_t i = ((size_t)data->pred_txt >> 3) % SIZE;
  if (!__e_acsl_sound_verdict) {
    blind = 1;
    return;
  }
  while (seen[i].text != NULL && seen[i].text != data->pred_txt) i = (i + 1) % SIZE;
  if (seen[i].text == NULL) {
    if (used++ == 0) atexit(list);
    if (used == SIZE) abort();
    seen[i].text = data->pred_txt;
    seen[i].file = data->file;
    seen[i].line = data->line;
    strncpy(seen[i].kind, data->kind, sizeof seen[i].kind - 1);
    strncpy(seen[i].name, data->name != NULL ? data->name : "-", sizeof seen[i].name - 1);
  }
  if (holds || seen[i].told) return;
  printf("%s:%d: Error: %s failed: %s, in %s: %.400s\n", data->file, data->line, data->kind, seen[i].name, data->fct, data->pred_txt);
  fflush(stdout);
  seen[i].told = 1;
  if (getenv("EACSL_GO_ON") == NULL && data->blocking) abort();
}
