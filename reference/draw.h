/* Random cases, the distribution of SPEC 9: every number is a binary32 number if `single`, else binary64. The same seed and
   index give the same case on every machine: random bits are splitmix64 (SPEC 10.1), numbers are made of them by single
   binary64 operations and ldexp, and where a threshold is tuned to v the membrane is evaluated by MPFR, which rounds alike
   everywhere. (draw.c must be compiled without contraction, that is as C99, or with -ffp-contract=off.)

   In what follows u is uniform in [0, 1), 53 bits; log-uniform in [2^a, 2^b), a and b integers, has a uniform exponent and a
   significand of density 1/x; normal is the sum of twelve u, less 6. Generator: number `index` of stream
   64 + ratio + 3 single, for networks 70 + ratio + 3 single (ratio: two 0, one 1, any 2).

   Plain neurons
     n         log-uniform in [1, 65), rounded down
     tau_syn   log-uniform in [2^-1, 2^3)
     tau_mem   2 tau_syn or tau_syn; ratio any: tau_syn times a log-uniform number in [2^-3, 2^3), in one case of ten
               tau_syn (1 +- 2^-k), k uniform in 3..30 (single: 3..12)
     g_leak    log-uniform in [2^-2, 2)
     e_leak    0 in half of the cases, else -u
     threshold e_leak + h, h log-uniform in [2^-1, 2)
     weights   of one kind, each with a chance of 1/3: positive, 2 u; normal, mean 1 and standard deviation 1; random sign,
               log-uniform magnitude in [2^-3, 2^8). The first two are multiplied by g, log-uniform in [2^-1, 2^3)
     arrivals  tau_mem (o + span u), span of 0.1, 1, 4, 16 with equal chance; o is 0 in half of the cases, -span u in a
               quarter, 32 u - 16 in a quarter
   Ties        arrivals of 1 to 1 + n/2 different values
   Tangent     e_leak 0, g_leak 1, threshold c = m/(1 + 2^-k), in one case of eight c = m (1 + 2^-k); m: a maximum of v
               inside a window that is above everything before it, one of them by chance; k uniform in 10..40 (5..16). Where
               there is none the case is drawn again, at most 16 times, after which it is plain
   Close       in half of the cases one weight is c 2^k, k uniform in 3..20 (3..12), so that its spike follows it at once;
               else e_leak 0, g_leak 1, c = v(a + tau_mem 2^-k) or v(a - tau_mem 2^-k) for an arrival a by which v has grown
               beyond everything before, k uniform in 3..40 (3..16); drawn again as above
   Long        o uniform in [-X, X - 16) with X = 277 (27 and X - 4), span 4 or 16 (1 or 4)
   Missing     every arrival is missing with a chance of 1/4, in one case of eight all
   Wide        n log-uniform in [65, 1025), rounded down
   Random      of 256 cases: 32 ties, 32 tangent, 16 close, 16 long, 16 missing, 1 wide, 143 plain

   Networks
     size          1 to 5 inputs, twice each in one case of four; 1 to 3 layers, 2 to 4 outputs, 1 to 8 neurons in other
                   layers; 0 to 2 biases per layer, at tau_mem (3 u - 1); 1 to 4 samples
     neurons       as plain, drawn again until tau_mem is within a factor of 4 of the first layer's; in half of the cases
                   all layers have the time constants of the first
     delays        kind, map and grouping with equal chance; groups in one case of three, any number that is admitted;
                   sigmoid: scale 1 and shift 0, or in half of the cases scale in tau_mem [0.5, 2) and shift tau_mem u
     parameters    weights normal, mean and standard deviation g, log-uniform in [1, 2^3) per layer; p normal for sigmoid,
                   else tau_mem u
     loss          kind with equal chance; delta_t in [0.1, 0.5), t_correct in tau_syn [0, 2), t_wrong in tau_syn [2, 4), xi
                   in [1/4, 1); the early term and the delay term each in one case of four, factor u/8; early_beta in [1, 4)
     t_ref         0; in one case of four 2 u - 1
     input times   t_ref + 2 tau_mem u, tau_mem of the first layer; in one case of four every input is missing with a
                   chance of 1/8                                                                                          */
#ifndef REF_DRAW_H
#define REF_DRAW_H

#include <stdint.h>
#include "network.h"

typedef enum {
  REF_CLASS_RANDOM,  /* mixture of what follows, in the shares of SPEC 9 */
  REF_CLASS_PLAIN,   /* positive and mixed weights */
  REF_CLASS_TIES,    /* several arrivals at one time */
  REF_CLASS_TANGENT, /* maximum of v at c (1 + 2^-k), k 10 to 40 (single: 5 to 16) */
  REF_CLASS_CLOSE,   /* the spike closely follows an arrival */
  REF_CLASS_LONG,    /* times up to the range of SPEC 2 */
  REF_CLASS_MISSING, /* some or all inputs missing */
  REF_CLASS_WIDE,    /* 65 to 1024 inputs */
  REF_CLASS_COUNT
} ref_class;

/* Random bits, and what is made of them. */
typedef struct {
  uint64_t state;
} ref_random;
ref_random ref_random_at(uint64_t seed, uint64_t stream, uint64_t index);
uint64_t ref_random_bits(ref_random *random);
double ref_random_uniform(ref_random *random);                        /* u */
size_t ref_random_below(ref_random *random, size_t n);                /* 0 .. n-1 */
double ref_random_log_uniform(ref_random *random, int low, int high); /* in [2^low, 2^high) */
double ref_random_normal(ref_random *random);

/* Fills x (allocated by the function; free with ref_inputs_clear). limit: inputs at most, 0 for no limit. Returns 0, or -1
   without memory. */
int ref_draw_inputs(uint64_t seed, uint64_t index, ref_class class_, ref_ratio ratio, int single, ref_inputs *x);
int ref_draw_small(uint64_t seed, uint64_t index, ref_ratio ratio, int single, size_t limit, ref_inputs *x);
void ref_inputs_clear(ref_inputs *x);
/* A network of mixed size with all delay kinds, maps, groupings and losses, all layers of one ratio class. */
int ref_draw_network(uint64_t seed, uint64_t index, ref_ratio ratio, int single, ref_network *net);
void ref_network_clear(ref_network *net);

#endif
