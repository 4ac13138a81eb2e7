/* The second, independent way to the gradients: central differences of the solved spike time or loss, extrapolated (Richardson), in
   500-bit arithmetic. Uses the solver for T and nothing of the implicit derivatives. */
#ifndef REF_DIFFERENCES_H
#define REF_DIFFERENCES_H

#include "network.h"

/* Largest relative disagreement |difference - implicit| / max over components |implicit|, of weights and arrivals apart. s: solution of
   x with crossing REF_SPIKES and at least 200 bits. Components: all, or the `limit` first in causal order if limit > 0. */
typedef struct {
  double w, a, c;
} ref_disagreement;
int ref_differences(const ref_inputs *x, const ref_solution *s, size_t limit, ref_disagreement *d);

/* The same for a network's loss and every parameter; one number. */
int ref_network_differences(const ref_network *net, const ref_network_solution *s, double *disagreement);

#endif
