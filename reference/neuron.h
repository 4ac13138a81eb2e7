/* The oracle for one neuron: first spike and its gradient, from V(t) >= threshold alone, in interval arithmetic (MPFI on MPFR) of
   as many bits as the answer asks for. Shares no code with delgrad.h. Equations: SPEC 1.

   Between two arrivals the state (v, i), v = g_leak (V - e_leak) and i the synaptic current, evolves as
     v(s) = v e^{-s/tau_mem} + i k(s),    i(s) = i e^{-s/tau_syn},    tau_mem v' = i - v,
   so v has at most one extremum there, which is a maximum where i > 0. The first window that holds a crossing is found by signs
   that outward rounding proves; the crossing is then enclosed by points where v < c and v >= c are proved. Nothing is taken
   from a closed form of the root. A sign that cannot be proved asks for more bits.                                         */
#ifndef REF_NEURON_H
#define REF_NEURON_H

#include <mpfi.h>
#include <stddef.h>

/* One neuron and its inputs as given: binary floating-point numbers, taken as exact. a: arrival times, infinity for an input that
   does not come. */
typedef struct {
  double tau_mem, tau_syn, threshold, e_leak, g_leak;
} ref_neuron;

typedef struct {
  ref_neuron neuron;
  size_t n;
  double *w, *a;
} ref_inputs;

typedef enum { REF_RATIO_TWO, REF_RATIO_ONE, REF_RATIO_ANY } ref_ratio;
ref_ratio ref_ratio_of(const ref_neuron *neuron);

typedef enum {
  REF_SILENT,  /* v stays below c */
  REF_SPIKES,  /* v crosses c upwards */
  REF_TANGENT  /* the maximum of v and c agree to REF_BITS_MAX bits: counted as a spike with zero gradients (SPEC 3.4) */
} ref_crossing;

#define REF_BITS_MAX 4096 /* precision at which the search for a sign is given up */

/* A solution. Intervals contain the exact value; their width is at most 2^-bits relative to the value asked for, or to the
   largest of the gradient components where one is smaller by cancellation. */
typedef struct {
  size_t n;
  mpfr_prec_t working;   /* bits of working precision that were enough */
  ref_crossing crossing;
  size_t causal;         /* arrivals strictly before T; at a measured time, strictly before that */
  size_t *order;         /* n: inputs in causal order, ties by index, those that do not come last */
  mpfi_t time;           /* T; not set if silent */
  mpfi_t since;          /* T - a of the last causal arrival */
  mpfi_t dT_dc;          /* 1/K' */
  mpfi_t *dT_dw, *dT_da; /* n each, zero outside the causal set */
  double margin;         /* the decision nearest to falling otherwise: see ref_solve */
} ref_solution;

void ref_solution_init(ref_solution *s, size_t n);
void ref_solution_clear(ref_solution *s);

/* Solves for the first spike to `bits` proved bits. Returns 0, or -1 if memory or REF_BITS_MAX does not suffice.
   margin: a lower estimate of the relative change of the inputs that could change crossing or causal set: the least, over all decisions
   taken up to the spike, of
     |c - maximum of v in a window| / (sum |w_i| k + sum |w_i k'| max(|a_i|, tau_mem)/tau_mem + c), windows without crossing, and
     the same for the window with the crossing (distance from tangency);
     |T - a| / max(|T|, |a|, tau_mem) for every arrival a, divided by max(1, condition number of T) where that is known.
   A double (float) evaluation may decide otherwise where margin is below a few times 2^-53 (2^-24). */
int ref_solve(const ref_inputs *x, mpfr_prec_t bits, ref_solution *s);

/* The same at a measured spike time (SPEC 4.4): causal set { a < measured }, the formulas of SPEC 4.1 with T = measured. crossing is
   REF_SILENT, all gradients zero, if measured is infinite, no input comes before it, the ideal neuron never spikes, or the slope
   at the measured time is not positive. */
int ref_solve_measured(const ref_inputs *x, double measured, mpfr_prec_t bits, ref_solution *s);

/* For networks: constants, weights and arrivals as intervals, working precision given. Returns 1 if the precision does not decide
   (the caller starts again with more bits; at REF_BITS_MAX the sign in doubt is taken as zero), else 0. s is initialised and set
   at this precision; s->bits of accuracy are what comes out. */
typedef struct {
  mpfr_prec_t working;
  ref_ratio ratio;
  mpfi_t tau_mem, tau_syn, c;
} ref_constants;
void ref_constants_init(ref_constants *k, const ref_neuron *neuron, mpfr_prec_t working);
void ref_constants_clear(ref_constants *k);
/* come[i] is 0 for an input that does not come; a[i] is then not read. Ties between interval arrivals that overlap and are not the
   same number are a sign in doubt. measured: NULL, or the measured time; infinite for none. */
int ref_solve_intervals(const ref_constants *k, size_t n, mpfi_t *w, mpfi_t *a, const int *come, const mpfr_t measured,
                        ref_solution *s);

#endif
