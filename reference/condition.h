/* Condition numbers (SPEC 9.3): how much a result moves, relative to itself, when its inputs move relative to themselves, from
   first and second derivatives that the oracle knows. Three digits are enough, so they are evaluated in long double from the
   exact spike. */
#ifndef REF_CONDITION_H
#define REF_CONDITION_H

#include "network.h"

/* How sizes of times are taken: |t - t_ref|, but at least `floor`. The precise path: floor 0, t_ref 0. The batch engine: floor tau_mem;
   there T counts as one more input of a gradient component, as it is rounded (SPEC 9.4). */
typedef struct {
  double floor, t_ref;
} ref_scale;

typedef struct {
  double time;          /* (sum |w T_w| + sum size(a) |T_a| + c |T_c|) / size(T) */
  double dT_dc;         /* the same of 1/K', relative to |1/K'| */
  double *dT_dw, *dT_da; /* n each: of every component, relative to its absolute value; infinite where the component is 0 */
} ref_condition;

void ref_condition_init(ref_condition *c, size_t n);
void ref_condition_clear(ref_condition *c);
/* s: a solution with crossing REF_SPIKES. at measured times: derivatives of the formulas with T fixed (measured = 1). */
void ref_condition_of(const ref_inputs *x, const ref_solution *s, ref_scale scale, int measured, ref_condition *c);

/* Norm-wise condition of a network's gradient: the largest |g(x + h d) - g(x)| / (h |g(x)|) for h -> 0 over `directions` random
   directions d in which every parameter, input time, bias time, threshold current, the arrival time of every spike at every
   synapse, every spike time as it is rounded (unless measured) and every dL/dT as it is (SPEC 9.4) moves by plus or minus h times
   its size: |t - t_ref|, but at least tau_mem, for times. Causal sets are kept. The directions are the same in every call. 0 if nothing moves, infinite if the gradient is 0 and moves, or without memory. */
double ref_network_condition(const ref_network *net, const ref_network_solution *s, unsigned directions);

#endif
