#define DG_REAL double
#include "common.h"

extern "C" int cpp64(double *time);

int cpp64(double *time) { return spike_time(time); }
