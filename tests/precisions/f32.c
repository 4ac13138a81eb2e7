#define DG_REAL float
#include "common.h"

int f32(double *time);

int f32(double *time) { return spike_time(time); }
