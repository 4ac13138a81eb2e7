#define DG_REAL double
#include "common.h"

int f64_again(double *time);

int f64_again(double *time) { return spike_time(time); }
