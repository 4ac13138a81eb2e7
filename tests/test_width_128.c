#define DG_WIDTH 128
#include "chunk_sums.h"
