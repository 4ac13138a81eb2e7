#define DG_REAL float
#include "common.h"

extern "C" int cpp32(double *time);

int cpp32(double *time) { return spike_time(time); }
