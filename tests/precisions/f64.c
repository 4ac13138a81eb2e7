#define DG_REAL double
#include "common.h"

int f64(double *time);

int f64(double *time) { return spike_time(time); }
