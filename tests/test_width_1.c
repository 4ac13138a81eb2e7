#define DG_WIDTH 1
#include "chunk_sums.h"
