#define DG_REAL float
#include "common.h"

int f32_again(double *time);

int f32_again(double *time) { return spike_time(time); }
