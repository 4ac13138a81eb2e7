/* How much a test draws at random: less where the environment has DG_QUICK. */
#ifndef QUICK_H
#define QUICK_H

#include <stddef.h>
#include <stdlib.h>

static inline int quick(void) { return getenv("DG_QUICK") != NULL; }

static inline size_t draws(size_t full) { return quick() ? full / 10 : full; }

#endif
