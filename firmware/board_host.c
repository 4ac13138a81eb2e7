/* board_host.c: the board as a process: frames come on standard input, answers go to standard output. It computes what board.elf
   computes. For attaching it to a socket: socat UNIX-LISTEN:path EXEC:build/board_host */

#define _POSIX_C_SOURCE 200809L
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "board.h"

#define IDLE_MS 20

static board the_board;

static int send_out(size_t size) {
  for (size_t done = 0; done < size;) {
    const ssize_t n = write(STDOUT_FILENO, the_board.out + done, size - done);
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return 1;
}

int main(void) {
  const dg_hw_status status = board_start(&the_board);
  if (status != DG_HW_OK) {
    fprintf(stderr, "board_host: %s\n", dg_hw_status_text(status));
    return 1;
  }
  for (;;) {
    unsigned char bytes[4096];
    size_t size = 0;
    struct pollfd line = {STDIN_FILENO, POLLIN, 0};
    const int came = poll(&line, 1, IDLE_MS);
    const ssize_t n = came > 0 ? read(STDIN_FILENO, bytes, sizeof bytes) : 0;
    if (came < 0 || (came > 0 && n <= 0)) return 0; /* nobody is there any more */
    for (ssize_t i = 0; i < n; i++) {
      dg_hw_feed(&the_board.decoder, bytes[i]);
      while ((size = board_answer(&the_board, 0)) > 0)
        if (!send_out(size)) return 0;
    }
    while (came == 0 && (size = board_answer(&the_board, 1)) > 0)
      if (!send_out(size)) return 0;
  }
}
