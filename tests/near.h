/* NEAR fails the test, with the line and both numbers, unless they are as close as said. */
#ifndef NEAR_H
#define NEAR_H

#include <math.h>
#include <stdio.h>

#include "unit.h"

#include "delgrad.h"

#define EPSILON ((double)DG_EPSILON)
#define NEAR(got, want, tolerance) near_at(__LINE__, (double)(got), (double)(want), tolerance)

static inline void near_at(int line, double got, double want, double tolerance) {
  if (fabs(got - want) <= tolerance) return;
  printf("line %d: got %.17g, want %.17g, off by %.3g, allowed %.3g\n", line, got, want, got - want, tolerance);
  fail();
}

#endif
