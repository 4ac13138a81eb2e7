/* Loaded into Frama-C beforehand (run.sh): its WP sleeps 50 ms each time it looks whether a goal's answer has come, and an answer
   from the cache is there at once. Sleeps are cut to 1 ms; what is proved does not depend on them. */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <time.h>

/* The provers that Frama-C starts are left alone. */
__attribute__((constructor)) static void alone(void) { unsetenv("LD_PRELOAD"); }

int nanosleep(const struct timespec *wanted, struct timespec *left) {
  struct timespec sleep = *wanted;
  if (sleep.tv_sec == 0 && sleep.tv_nsec > 1000000) sleep.tv_nsec = 1000000;
  return clock_nanosleep(CLOCK_MONOTONIC, 0, &sleep, left);
}
