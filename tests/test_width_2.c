#define DG_WIDTH 2
#include "chunk_sums.h"
