/* board_host.c: the board as a process, for whoever has no emulator: it computes what board.elf computes.

     build/board_host build/wire.socket &
     build/in_the_loop --socket build/wire.socket

   It listens at a socket, serves one host after another, and stays until it is killed.                                    */

#define _POSIX_C_SOURCE 200809L
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "board.h"

#define IDLE_MS 20

static board the_board;

static int send_out(int line, size_t size) {
  for (size_t done = 0; done < size;) {
    const ssize_t n = write(line, the_board.out + done, size - done);
    if (n <= 0) return 0;
    done += (size_t)n;
  }
  return 1;
}

/* Answers one host until it goes. */
static void serve(int line) {
  for (;;) {
    unsigned char bytes[4096];
    size_t size = 0;
    struct pollfd wait = {line, POLLIN, 0};
    const int came = poll(&wait, 1, IDLE_MS);
    const ssize_t n = came > 0 ? read(line, bytes, sizeof bytes) : 0;
    if (came < 0 || (came > 0 && n <= 0)) return;
    for (ssize_t i = 0; i < n; i++) {
      dg_hw_feed(&the_board.decoder, bytes[i]);
      while ((size = board_answer(&the_board, 0)) > 0)
        if (!send_out(line, size)) return;
    }
    while (came == 0 && (size = board_answer(&the_board, 1)) > 0)
      if (!send_out(line, size)) return;
  }
}

int main(int count, char **arguments) {
  struct sockaddr_un address;
  if (count != 2 || strlen(arguments[1]) >= sizeof address.sun_path) {
    fputs("usage: board_host PATH, which becomes a socket\n", stderr);
    return 2;
  }
  const dg_hw_status status = board_start(&the_board);
  if (status != DG_HW_OK) {
    fprintf(stderr, "board_host: %s\n", dg_hw_status_text(status));
    return 1;
  }
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  strcpy(address.sun_path, arguments[1]);
  const int door = socket(AF_UNIX, SOCK_STREAM, 0);
  if (door < 0 || bind(door, (const struct sockaddr *)&address, sizeof address) != 0 || listen(door, 1) != 0) {
    perror("board_host");
    return 1;
  }
  signal(SIGPIPE, SIG_IGN);
  for (;;) {
    const int line = accept(door, NULL, NULL);
    if (line < 0) return 1;
    serve(line);
    close(line);
  }
}
