#define DG_WIDTH 4
#include "chunk_sums.h"
