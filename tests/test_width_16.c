#define DG_WIDTH 16
#include "chunk_sums.h"
