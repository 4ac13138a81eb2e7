/* A substrate behind its interface alone. */
#ifndef UNKNOWN_H
#define UNKNOWN_H

#include "delgrad_hw.h"

/* A chip of the given number with a network of its own on it, or null if there is no memory. Neither its pattern nor its noise can
   be seen. */
const dg_hw_substrate *unknown_substrate(uint64_t number, const dg_network *net, const dg_index *element);

#endif
