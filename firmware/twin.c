/* twin.c: what in_the_loop does over a wire, with the model of the same board in this process. Both must end with the same bytes.

     build/twin EPOCHS SAMPLES SEED FILE                                                                                    */

#define _POSIX_C_SOURCE 200809L
#include "../examples/in_the_loop.h"
#include "board.h"

static board the_board;
static lesson run;

static void must(dg_hw_status status) {
  if (status == DG_HW_OK) return;
  fprintf(stderr, "twin: %s\n", dg_hw_status_text(status));
  exit(1);
}

int main(int count, char **arguments) {
  size_t correct = 0;
  if (count != 5) {
    fputs("usage: twin EPOCHS SAMPLES SEED FILE\n", stderr);
    return 2;
  }
  const uint64_t epochs = strtoull(arguments[1], NULL, 10);
  must(lesson_start(&run, (size_t)strtoull(arguments[2], NULL, 10), strtoull(arguments[3], NULL, 10)));
  must(board_start(&the_board));
  the_board.model.element = run.element; /* no server: placement is shared */
  must(lesson_calibrate(&run, the_board.substrate));
  while (run.state.epoch < epochs) must(lesson_batch(&run));
  must(lesson_test(&run, &correct));
  if (!lesson_save(&run, arguments[4])) {
    fprintf(stderr, "twin: %s cannot be written\n", arguments[4]);
    return 1;
  }
  printf("RESULT twin epochs=%llu samples=%zu test_accuracy=%.4f\n", (unsigned long long)epochs, run.samples, (double)correct / TEST);
  return 0;
}
