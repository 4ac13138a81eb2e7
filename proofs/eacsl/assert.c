/* What a contract that is executed comes to, in place of the function of E-ACSL's run-time library: a clause that does not hold ends
   the program, and at its end the clauses that were evaluated are listed, each once, as "clause LINE KIND NAME". E-ACSL stops judging
   where it loses sight of memory; then the clauses after that are not evaluated and the list says so. With EACSL_GO_ON violations
   are told, once per clause, and the program goes on. */
#include "e_acsl.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 1 << 15 };
static struct { const char *text; int line; char kind[40], name[40], told; } seen[SIZE];
static int used, blind;

static void list(void) {
  for (int i = 0; i < SIZE; i++)
    if (seen[i].text != NULL) printf("clause %d %s %s\n", seen[i].line, seen[i].kind, seen[i].name);
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
