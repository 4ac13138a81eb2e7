/* delgrad.h: exact, event-based gradients of spike times with respect to synaptic weights and transmission delays.

   MIT licence, see LICENSE. The model, the ranges and every convention are in SPEC.md; "SPEC 3.2" below is a clause of it.
   Sources: Goeltz et al., DelGrad, Nature Communications 16 (2025); Goeltz, Kriener et al., Fast & Deep, Nature Machine
   Intelligence 3 (2021); Kriener, Goeltz, Petrovici, The Yin-Yang dataset, NICE 2022.

   HOW TO USE IT
     Include it, in any number of C or C++ files; there is nothing to link and nothing to initialise.
     One neuron:  dg_spike_time, dg_spike_gradient, dg_measured_gradient; with guaranteed bounds dg_spike_time_bounds,
                  dg_spike_grad_bounds.
     A network:   describe it (dg_network, dg_layer), ask dg_parameter_count and dg_training_workspace or
                  dg_inference_workspace for sizes, hand in arrays of those sizes, then dg_train_batch or dg_infer.
     Many cores:  dg_batch_prepare, dg_chunk_gradient for every chunk in any order by anyone, dg_sums_add in order,
                  dg_batch_finish, dg_batch_step. Any number of threads or processes gives the same bytes.
     Every function that can fail returns a dg_status; dg_status_text turns it into a sentence.

   PROMISES
     No allocation, no globals, no input or output, no hidden state, no library calls but memcpy: every function may be
     called from any thread and any signal handler on separate data. Unless a comment says otherwise, arrays that are
     written must not overlap any other argument, and arrays that are only read may overlap each other. The same input gives
     the same bits with any compiler, optimisation level, vector width and processor (SPEC 9).

   OPTIONS, defined before inclusion
     DG_REAL    double (default) or float. Different files of one program may choose differently.
     DG_WIDTH   samples that are summed as one chunk, a power of two up to 1024, default 32. Part of the results (SPEC 6.3).
     DG_LANES   samples a neuron is computed for side by side, a divisor of DG_WIDTH. Not part of the results.
     On a microcontroller define both as 1. For speed compile with -O3 -march=native -mprefer-vector-width=512
     -fno-math-errno -fno-trapping-math; gcc vectorises nearly all of it, clang less.

   CONTENTS
     1 types and status codes     6 delays             11 random numbers
     2 elementary functions       7 layer              12 training
     3 the neuron                 8 network            13 checkpoints
     4 causal order               9 losses             14 data
     5 certified results         10 optimisers                                                                            */
#ifndef DELGRAD_H
#define DELGRAD_H

#define DG_VERSION_MAJOR 0
#define DG_VERSION_MINOR 1
#define DG_VERSION_PATCH 0

#include <float.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __FRAMAC__
#include <math.h>
#endif

#ifndef DG_REAL
#define DG_REAL double
#endif
#ifndef DG_WIDTH
#define DG_WIDTH 32
#endif
#ifndef DG_LANES
#if DG_WIDTH < 32
#define DG_LANES DG_WIDTH
#else
#define DG_LANES 32
#endif
#endif

/* DG_FLOAT tells the preprocessor which type DG_REAL names. */
#define DG_CODE_float 1
#define DG_CODE_double 2
#define DG_CODE_OF(type) DG_CODE_##type
#define DG_CODE(type) DG_CODE_OF(type)
#if DG_CODE(DG_REAL) == DG_CODE_float
#define DG_FLOAT 1
#elif DG_CODE(DG_REAL) == DG_CODE_double
#define DG_FLOAT 0
#else
#error "delgrad: DG_REAL must be float or double"
#endif

#if DG_WIDTH < 1 || DG_WIDTH > 1024 || (DG_WIDTH & (DG_WIDTH - 1)) != 0
#error "delgrad: DG_WIDTH must be a power of two from 1 to 1024"
#endif
#if DG_LANES < 1 || DG_WIDTH % DG_LANES != 0
#error "delgrad: DG_LANES must divide DG_WIDTH"
#endif
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
    (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__ > 0)
#error "delgrad: -ffast-math changes results; compile without it"
#endif
/* 16 says that only _Float16 is widened, which is not used here. */
#if defined(FLT_EVAL_METHOD) && FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 16
#error "delgrad: float and double must be evaluated in their own precision (on 32-bit x86: -msse2 -mfpmath=sse)"
#endif

/* a*b + c must round twice on every target: no contraction into a fused operation. */
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC push_options
#pragma GCC optimize("fp-contract=off", "no-trapping-math")
#endif

/* DG_SIMD stands before a loop whose iterations are independent lanes, DG_UNROLL before one of a few constant steps,
   DG_FLATTEN before a function with loops over lanes, so that what they call is inlined and they vectorise. */
#if defined(__GNUC__) && !defined(__FRAMAC__)
#define DG_FLATTEN __attribute__((flatten))
#else
#define DG_FLATTEN
#endif
#if defined(__GNUC__) && !defined(__clang__) && !defined(__FRAMAC__)
#define DG_SIMD   _Pragma("GCC ivdep")
#define DG_UNROLL _Pragma("GCC unroll 16")
#else
#define DG_SIMD
#define DG_UNROLL
#endif

/* The fused multiply-add, where it is an instruction; it serves for the rounding error of a product, nothing else. */
#if defined(__FRAMAC__)
#elif DG_FLOAT && (defined(__FP_FAST_FMAF) || (defined(__clang__) && (defined(__FMA__) || defined(__aarch64__))))
#define DG_FMA __builtin_fmaf
#elif !DG_FLOAT && (defined(__FP_FAST_FMA) || (defined(__clang__) && (defined(__FMA__) || defined(__aarch64__))))
#define DG_FMA __builtin_fma
#endif

/* Types of one precision stay apart from those of the other when C++ files are linked together. */
#ifdef __cplusplus
#if DG_FLOAT
inline namespace dg_binary32 {
#else
inline namespace dg_binary64 {
#endif
#endif

/* ---- 1 types and status codes -------------------------------------------------------------------------------------- */

typedef DG_REAL dg_real;

/* An integer as wide as dg_real, so that lanes of both vectorise together. */
#if DG_FLOAT
typedef int32_t dg_index;
#else
typedef int64_t dg_index;
#endif

#define DG_R(x) ((dg_real)(x))

#ifdef __FRAMAC__
#define DG_NEVER DG_R(INFINITY)
#else
#define DG_NEVER DG_R(__builtin_inf()) /* the time of a spike that does not come */
#endif

/* The ranges of SPEC 2. Inside them no intermediate result overflows, and none that matters underflows. */
#if DG_FLOAT
#define DG_EPSILON DG_R(0x1p-23)
#define DG_ROOT_EPSILON DG_R(0x1p-12)   /* at most the root of DG_EPSILON */
#define DG_RHO_MAX DG_R(0x1p+40)        /* e^((t - t_ref)/tau_mem) of a spike that does not come, or comes later */
#define DG_TIME_MAX DG_R(27.0)          /* largest |t - t_ref| of an input and largest delay, in units of tau_mem */
#define DG_SCALE_MAX DG_R(0x1p+20)      /* largest sum of |w|, and c, tau and 1/c, 1/tau */
#else
#define DG_EPSILON DG_R(0x1p-52)
#define DG_ROOT_EPSILON DG_R(0x1p-26)
#define DG_RHO_MAX DG_R(0x1p+400)
#define DG_TIME_MAX DG_R(277.0)
#define DG_SCALE_MAX DG_R(0x1p+100)
#endif
#define DG_RATIO_MAX DG_R(1024.0)       /* largest tau_mem/tau_syn, and its inverse */
#define DG_SIZE_MAX ((size_t)1 << 20)   /* most inputs, outputs, biases of a layer, layers, and inputs of a network */
#define DG_BATCH_MAX ((size_t)1 << 24)  /* most samples of a batch */

typedef enum {
  DG_OK = 0,
  DG_ERROR_NULL,              /* a pointer is null where data is needed */
  DG_ERROR_EMPTY,             /* a size is zero */
  DG_ERROR_TOO_LARGE,         /* a size exceeds its limit, or sizes multiply beyond size_t */
  DG_ERROR_NOT_FINITE,        /* a number is NaN or infinite where it must be finite */
  DG_ERROR_RANGE,             /* a number is finite but outside the range SPEC 2 admits */
  DG_ERROR_TIME_CONSTANT,     /* a time constant or the leak conductance is not positive */
  DG_ERROR_THRESHOLD,         /* the threshold is at or below the leak potential */
  DG_ERROR_SHAPE,             /* layers do not follow from one another, or groups do not divide what they group */
  DG_ERROR_OPTION,            /* an enumerated option has no such value */
  DG_ERROR_DELAY,             /* a delay is negative */
  DG_ERROR_LABEL,             /* a label names no output */
  DG_ERROR_WORKSPACE,         /* the workspace is smaller than its size function says */
  DG_ERROR_CAPACITY,          /* an output array is too small */
  DG_ERROR_UNDECIDED,         /* the order of two events cannot be told, or whether there is one */
  DG_ERROR_CHECKPOINT_LENGTH, /* the checkpoint is truncated or has bytes to spare */
  DG_ERROR_CHECKPOINT_MAGIC,  /* these bytes are no checkpoint */
  DG_ERROR_CHECKPOINT_VERSION,
  DG_ERROR_CHECKPOINT_PRECISION,
  DG_ERROR_CHECKPOINT_CRC,      /* the checkpoint was altered */
  DG_ERROR_CHECKPOINT_NETWORK,  /* it belongs to another network */
  DG_ERROR_CHECKPOINT_TRAINING, /* it belongs to other training settings */
  DG_STATUS_COUNT
} dg_status;

#ifdef __FRAMAC__ /* the logic that contracts refer to */
#include "proofs/acsl/elementary.h"
#endif

/* A sentence for a status, without a full stop; never null. */
/*@ terminates \true; assigns \nothing;
    ensures valid: \valid_read(\result + (0 .. TextLength(status)));
    ensures end: \result[TextLength(status)] == 0; */
static inline const char *dg_status_text(dg_status status) {
  switch (status) {
  case DG_OK: return "no error";
  case DG_ERROR_NULL: return "a pointer is null where data is needed";
  case DG_ERROR_EMPTY: return "a size is zero";
  case DG_ERROR_TOO_LARGE: return "a size is too large";
  case DG_ERROR_NOT_FINITE: return "a number is not finite";
  case DG_ERROR_RANGE: return "a number is outside the admitted range";
  case DG_ERROR_TIME_CONSTANT: return "a time constant or the leak conductance is not positive";
  case DG_ERROR_THRESHOLD: return "the threshold is at or below the leak potential";
  case DG_ERROR_SHAPE: return "sizes of layers or groups do not fit together";
  case DG_ERROR_OPTION: return "an option has no such value";
  case DG_ERROR_DELAY: return "a delay is negative";
  case DG_ERROR_LABEL: return "a label names no output";
  case DG_ERROR_WORKSPACE: return "the workspace is too small";
  case DG_ERROR_CAPACITY: return "an output array is too small";
  case DG_ERROR_UNDECIDED: return "the order of events cannot be decided";
  case DG_ERROR_CHECKPOINT_LENGTH: return "the checkpoint is truncated or too long";
  case DG_ERROR_CHECKPOINT_MAGIC: return "this is not a delgrad checkpoint";
  case DG_ERROR_CHECKPOINT_VERSION: return "the checkpoint is of another version";
  case DG_ERROR_CHECKPOINT_PRECISION: return "the checkpoint is of another precision";
  case DG_ERROR_CHECKPOINT_CRC: return "the checkpoint is corrupt";
  case DG_ERROR_CHECKPOINT_NETWORK: return "the checkpoint belongs to another network";
  case DG_ERROR_CHECKPOINT_TRAINING: return "the checkpoint belongs to other training settings";
  case DG_STATUS_COUNT: break;
  }
  return "unknown status";
}

/* Whether x is neither NaN nor infinite. */
/*@ terminates \true; assigns \nothing; ensures finite: \result <==> \is_finite(x); */
static inline int dg_is_finite(dg_real x) { return x - x == 0; }

/* Whether |x| lies in [1/limit, limit]. */
/*@ requires finite: \is_finite(x) && \is_finite(limit);
    requires limit: limit >= 1;
    terminates \true; assigns \nothing;
    ensures scale: \result <==> \abs(x) <= limit && \abs(x) * limit >= 1; */
static inline int dg_in_scale(dg_real x, dg_real limit) {
  dg_real m = x < 0 ? -x : x;
  return m <= limit && m * limit >= 1;
}

/* DG_OK if all n numbers are finite, else DG_ERROR_NOT_FINITE. */
/*@ requires valid: \valid_read(x + (0 .. n-1));
    terminates \true; assigns \nothing;
    ensures status: \result == DG_OK || \result == DG_ERROR_NOT_FINITE;
    ensures finite: \result == DG_OK <==> (\forall integer i; 0 <= i < n ==> \is_finite(x[i])); */
static inline dg_status dg_all_finite(size_t n, const dg_real *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant finite: \forall integer j; 0 <= j < i ==> \is_finite(x[j]);
      loop assigns i; loop variant n - i; */
  for (size_t i = 0; i < n; i++)
    if (!dg_is_finite(x[i])) return DG_ERROR_NOT_FINITE;
  return DG_OK;
}

/* a*b, or SIZE_MAX if it is larger than that. */
/*@ terminates \true; assigns \nothing;
    ensures product: \result == (a * b <= SIZE_MAX ? a * b : SIZE_MAX); */
static inline size_t dg_size_product(size_t a, size_t b) { return b != 0 && a > SIZE_MAX / b ? SIZE_MAX : a * b; }

/* a+b, or SIZE_MAX if it is larger than that. */
/*@ terminates \true; assigns \nothing;
    ensures sum: \result == (a + b <= SIZE_MAX ? a + b : SIZE_MAX); */
static inline size_t dg_size_sum(size_t a, size_t b) { return a > SIZE_MAX - b ? SIZE_MAX : a + b; }

/* ---- 2 elementary functions -----------------------------------------------------------------------------------------
   Only + - * / sqrt, compares, selects and exact conversions, so the bits are the same on every machine, level and width. No
   tables, no type punning, no data-dependent loops: a loop over lanes that calls one of these can be vectorised. Errors in
   ulp are maxima measured against MPFR by tests/test_elementary.c.                                                       */

#if DG_FLOAT
#define DG_EXPONENT_MIN (-126) /* exponents of the normal numbers */
#define DG_EXPONENT_MAX 127
#define DG_REAL_MAX     DG_R(0x1.fffffep+127)
#define DG_REAL_LEAST   DG_R(0x1p-149) /* subnormal */
#define DG_ROUNDER      DG_R(0x1.8p+23) /* adding and subtracting it rounds |x| < 2^22 to an integer */
#define DG_SPLITTER     DG_R(0x1.002p+12) /* 2^12+1: halves a significand, Dekker */
#define DG_PRODUCT_MIN  DG_R(0x1p-100) /* errors of smaller products may be subnormal; scaled by DG_PRODUCT_UP they are not */
#define DG_PRODUCT_UP   DG_R(0x1p+60)
#define DG_EXP_FROM     DG_R(-105) /* exp is 0 below, infinite above */
#define DG_EXP_TO       DG_R(89)
#define DG_EXP_DEEP     DG_R(-87) /* e^x is normal from here to DG_EXP_MOST */
#define DG_EXP_MOST     DG_R(86)
#define DG_LN2_HIGH     DG_R(0x1.62e4p-1) /* round(log(2),16,RD): times an 8-bit integer it is exact */
#define DG_LN2_LOW      DG_R(0x1.7f7d1cp-20) /* round(log(2)-DG_LN2_HIGH,SG,RN) */
#define DG_LN2_INVERSE  DG_R(0x1.715476p+0)
#define DG_1_E_HIGH     DG_R(0x1.78b564p-2) /* 1/e = high + low */
#define DG_1_E_LOW      DG_R(-0x1.3a621ap-27)
#define DG_LAMBERT_TINY DG_R(0x1p-15) /* below it W(z) = z - z^2 to working precision */
#else
#define DG_EXPONENT_MIN (-1022)
#define DG_EXPONENT_MAX 1023
#define DG_REAL_MAX     DG_R(0x1.fffffffffffffp+1023)
#define DG_REAL_LEAST   DG_R(0x1p-1074)
#define DG_ROUNDER      DG_R(0x1.8p+52)
#define DG_SPLITTER     DG_R(0x1.0000002p+27) /* 2^27+1 */
#define DG_PRODUCT_MIN  DG_R(0x1p-960)
#define DG_PRODUCT_UP   DG_R(0x1p+200)
#define DG_EXP_FROM     DG_R(-746)
#define DG_EXP_TO       DG_R(710)
#define DG_EXP_DEEP     DG_R(-708)
#define DG_EXP_MOST     DG_R(704)
#define DG_LN2_HIGH     DG_R(0x1.62e42fefa3p-1) /* round(log(2),41,RD): times an 11-bit integer it is exact */
#define DG_LN2_LOW      DG_R(0x1.3de6af278ece6p-42)
#define DG_LN2_INVERSE  DG_R(0x1.71547652b82fep+0)
#define DG_1_E_HIGH     DG_R(0x1.78b56362cef38p-2)
#define DG_1_E_LOW      DG_R(-0x1.ca8a4270fadf5p-57)
#define DG_LAMBERT_TINY DG_R(0x1p-30)
#endif
#define DG_NAN ((dg_real)__builtin_nan(""))

/* A number as an unevaluated sum, low at most half an ulp of high, about twice as precise as dg_real. In the reals low = 0. */
typedef struct {
  dg_real high, low;
} dg_pair;

/* e^x and e^x - 1. */
typedef struct {
  dg_pair value, growth;
} dg_exponential;

#ifdef DG_PROOF_IDEAL /* proofs in the real model assume ideal elementary functions */
#include "proofs/acsl/ideal.h"
#endif

/* a + b, exactly (Knuth). */
/*@ terminates \true; assigns \nothing; */
static inline dg_pair dg_two_sum(dg_real a, dg_real b) {
  dg_pair sum;
  sum.high = a + b;
  const dg_real part = sum.high - a;
  sum.low = (a - (sum.high - part)) + (b - part);
  return sum;
}

/* |x| */
/*@ terminates \true; assigns \nothing;
    ensures size: \is_finite(x) ==> \result == (x < 0 ? -x : x); */
static inline dg_real dg_size_of(dg_real x) { return x < 0 ? -x : x; }

/* a b - product for product = a b as rounded: exact, or rounded once where it is subnormal; |a|, |b| below
   DG_REAL_MAX / DG_SPLITTER. Without a fused instruction by halves of a and b (Dekker), to the same bits but the sign of a zero. */
/*@ terminates \true; assigns \nothing;
    ensures error: \result == a * b - product; */
static inline dg_real dg_product_error(dg_real a, dg_real b, dg_real product) {
#ifdef DG_FMA
  return DG_FMA(a, b, -product);
#else
  const dg_real size = dg_size_of(product), up = size < DG_PRODUCT_MIN ? DG_PRODUCT_UP : 1;
  const int a_is_less = dg_size_of(a) < dg_size_of(b);
  a = a_is_less ? a * up : a;
  b = a_is_less ? b : b * up;
  dg_real t = DG_SPLITTER * a;
  const dg_real a1 = t - (t - a), a2 = a - a1;
  t = DG_SPLITTER * b;
  const dg_real b1 = t - (t - b), b2 = b - b1;
  const dg_real error = ((a1 * b1 - product * up) + a1 * b2 + a2 * b1) + a2 * b2;
  return error * (size < DG_PRODUCT_MIN ? 1 / DG_PRODUCT_UP : 1);
#endif
}

/* a b, exactly but for underflow of the low part; if that is zero, its sign means nothing. */
/*@ terminates \true; assigns \nothing;
    ensures product: \result.high == a * b && \result.low == 0; */
static inline dg_pair dg_lane_product(dg_real a, dg_real b) {
  dg_pair product;
  product.high = a * b;
  product.low = dg_product_error(a, b, product.high);
  return product;
}

/* The same, with a zero that is not negative. */
/*@ terminates \true; assigns \nothing; */
static inline dg_pair dg_two_product(dg_real a, dg_real b) {
  dg_pair product = dg_lane_product(a, b);
  product.low += 0;
  return product;
}

/* x + y, x y and x / y with errors of a few DG_EPSILON^2, of the sum relative to |x| + |y|. */
/*@ terminates \true; assigns \nothing; */
static inline dg_pair dg_pair_sum(dg_pair x, dg_pair y) {
  const dg_pair sum = dg_two_sum(x.high, y.high);
  return dg_two_sum(sum.high, sum.low + (x.low + y.low));
}
/*@ terminates \true; assigns \nothing; */
static inline dg_pair dg_pair_product(dg_pair x, dg_pair y) {
  const dg_pair product = dg_two_product(x.high, y.high);
  return dg_two_sum(product.high, product.low + (x.high * y.low + x.low * y.high));
}
/*@ terminates \true; assigns \nothing; */
static inline dg_pair dg_pair_quotient(dg_pair x, dg_pair y) {
  const dg_real q = x.high / y.high;
  const dg_pair back = dg_two_product(q, y.high);
  return dg_two_sum(q, (((x.high - back.high) - back.low) + (x.low - q * y.low)) / y.high);
}

/* A number as a pair, and -x. */
/*@ terminates \true; assigns \nothing; ensures real: \result.high == x && \result.low == 0; */
static inline dg_pair dg_pair_of(dg_real x) {
  const dg_pair pair = {x, 0};
  return pair;
}
/*@ terminates \true; assigns \nothing; ensures minus: \result.high == -x.high && \result.low == -x.low; */
static inline dg_pair dg_pair_minus(dg_pair x) {
  const dg_pair minus = {-x.high, -x.low};
  return minus;
}

/* 2^k, exact, for every exponent k of a normal number. The digits of k + 1024 (float: k + 128) to base 16, h m l (h l), give
   2^k = ((2^(h-4))^16 2^m)^16 2^l  ((2^(h-8))^16 2^l). Digits and shifted ones are 32 bits wide, a width in which every vector unit
   shifts and converts. Cost: three shifts and conversions, eleven multiplications (two and five). */
/*@ requires DG_EXPONENT_MIN <= k <= DG_EXPONENT_MAX;
    terminates \true;
    assigns \nothing;
    ensures \is_finite(\result) && \result > 0;
*/
static inline dg_real dg_power_of_two_32(int32_t k) {
#if DG_FLOAT
  const int32_t n = k + 128, h = n >> 4, l = n & 15;
  dg_real p = (dg_real)((int32_t)1 << h) * DG_R(0x1p-8);
#else
  const int32_t n = k + 1024, h = n >> 8, m = n >> 4 & 15, l = n & 15;
  dg_real p = (dg_real)((int32_t)1 << h) * DG_R(0x1p-4);
  p = p * p, p = p * p, p = p * p, p = p * p;
  p *= (dg_real)((int32_t)1 << m);
#endif
  p = p * p, p = p * p, p = p * p, p = p * p; /* at least 2^-1024 (2^-128): exact */
  return p * (dg_real)((int32_t)1 << l);
}

/* The same for lane loops over dg_index. */
/*@ requires DG_EXPONENT_MIN <= k <= DG_EXPONENT_MAX;
    terminates \true;
    assigns \nothing;
    ensures \is_finite(\result) && \result > 0;
*/
static inline dg_real dg_power_of_two(dg_index k) {
  return dg_power_of_two_32((int32_t)k);
}

/* The integer nearest to x / log 2, for DG_EXP_FROM <= x <= DG_EXP_TO. */
/*@ requires DG_EXP_FROM <= x <= DG_EXP_TO; terminates \true; assigns \nothing; ensures \is_finite(\result); */
static inline dg_real dg_ln2_count(dg_real x) {
  return (x * DG_LN2_INVERSE + DG_ROUNDER) - DG_ROUNDER;
}

/* x - k log 2 rounded, |.| < 0.347, and its rounding error: together they hold the reduced argument to twice the precision. */
/*@ requires \is_finite(x) && \is_finite(k); terminates \true; assigns \nothing;
    ensures rest: \result == x - k * DG_LN2_HIGH - k * DG_LN2_LOW; */
static inline dg_real dg_ln2_rest(dg_real x, dg_real k) {
  return (x - k * DG_LN2_HIGH) - k * DG_LN2_LOW; /* the first two operations are exact */
}
/*@ requires \is_finite(x) && \is_finite(k) && \is_finite(rest); terminates \true; assigns \nothing;
    ensures low: \result == x - k * DG_LN2_HIGH - rest - k * DG_LN2_LOW; */
static inline dg_real dg_ln2_rest_low(dg_real x, dg_real k, dg_real rest) {
  return ((x - k * DG_LN2_HIGH) - rest) - k * DG_LN2_LOW;
}

/* r Q(r), where e^r = 1 + r + r^2/2 + r^3 Q(r), for |r| < 0.347.
   Sollya: 1/2 + x Q = fpminimax((exp(x)-1-x)/x^2, d, [|1,D...|], [-b;b], absolute) with b = log(2)/2*(1+2^-9), d = 10 (error of
   exp 2^-61.9) or, with SG for D, d = 5 (2^-31.7). */
/*@ requires -0.35 <= r <= 0.35; terminates \true; assigns \nothing;
    ensures \is_finite(\result);
    ensures polynomial: \result == r * CubicPolynomial(r); */
static inline dg_real dg_exp_cubic(dg_real r) {
#if DG_FLOAT
  dg_real p = DG_R(0x1.a2d474p-13);
  p = p * r + DG_R(0x1.6d30b4p-10);
  p = p * r + DG_R(0x1.110fc4p-7);
  p = p * r + DG_R(0x1.5555p-5);
  p = p * r + DG_R(0x1.555556p-3);
#else
  dg_real p = DG_R(0x1.1f8733fdf7ee6p-29);
  p = p * r + DG_R(0x1.af4f6c979608ep-26);
  p = p * r + DG_R(0x1.27e4cf8d4cd3cp-22);
  p = p * r + DG_R(0x1.71de01656e66ep-19);
  p = p * r + DG_R(0x1.a01a01aba33e1p-16);
  p = p * r + DG_R(0x1.a01a01ac31516p-13);
  p = p * r + DG_R(0x1.6c16c16c15694p-10);
  p = p * r + DG_R(0x1.1111111110038p-7);
  p = p * r + DG_R(0x1.5555555555557p-5);
  p = p * r + DG_R(0x1.5555555555557p-3);
#endif
  return r * p;
}

/* e^(r+low) - 1 - r for |r| < 0.347 and low below half an ulp of r; r^2/2 apart as it must be rounded once only. */
/*@ requires -0.35 <= r <= 0.35 && -0.35 <= low <= 0.35; terminates \true; assigns \nothing;
    ensures \is_finite(\result);
    ensures rest: \result == ExpRestOf(r, low); */
static inline dg_real dg_exp_rest(dg_real r, dg_real low) {
  const dg_real square = r * r;
  return (square * dg_exp_cubic(r) + (low + low * r)) + DG_R(0.5) * square;
}

/* e^a / 2^k rounded once, up to the rounding of its low part, for k = dg_ln2_count(a). */
/*@ requires range: DG_EXP_FROM <= a <= DG_EXP_TO && \is_finite(k);
    requires count: -0.5001 <= a * DG_LN2_INVERSE - k <= 0.5001;
    terminates \true; assigns \nothing;
    ensures fraction: \result == 1 + (a - k * DG_LN2_HIGH - k * DG_LN2_LOW) +
      ExpRestOf(a - k * DG_LN2_HIGH - k * DG_LN2_LOW, 0.0); */
static inline dg_real dg_exp_fraction(dg_real a, dg_real k) {
  const dg_real r = dg_ln2_rest(a, k), c = dg_ln2_rest_low(a, k, r);
  const dg_real high = DG_R(1) + r;
  const dg_real low = ((DG_R(1) - high) + r) + dg_exp_rest(r, c); /* what 1+r lost is exact, |r| < 1 */
  return high + low;
}

/* e^x as dg_exp, where x is known to be finite and the result to be normal. */
/*@ requires DG_EXPONENT_MIN * 0.69 <= x <= DG_EXPONENT_MAX * 0.69; terminates \true; assigns \nothing; */
static inline dg_real dg_exp_normal(dg_real x) {
  const dg_real k = dg_ln2_count(x);
  return dg_exp_fraction(x, k) * dg_power_of_two_32((int32_t)k);
}

/* e^x. Error below 0.76 ulp. Special values: exp(+-0) = 1, exp(-inf) = 0, exp(+inf) = inf, NaN gives NaN; overflows to inf,
   underflows gradually. Cost: 55 additions and multiplications (float 40), no division. */
/*@ terminates \true;
    assigns \nothing;
    ensures \is_NaN(x) ==> \is_NaN(\result);
    ensures !\is_NaN(x) ==> \result >= 0;
*/
static inline dg_real dg_exp(dg_real x) {
  dg_real a = x > DG_EXP_FROM ? x : DG_EXP_FROM; /* NaN goes here, so that k is an integer */
  a = a < DG_EXP_TO ? a : DG_EXP_TO;
  const dg_real k = dg_ln2_count(a);
  /* 2^k in two factors: the first product is exact, the second rounds once, at overflow or underflow only. */
  const dg_real shift = k > DG_R(DG_EXPONENT_MAX) ? DG_R(1) : k < DG_R(DG_EXPONENT_MIN) ? DG_R(-64) : DG_R(0);
  const dg_real factor = k > DG_R(DG_EXPONENT_MAX) ? DG_R(2) : k < DG_R(DG_EXPONENT_MIN) ? DG_R(0x1p-64) : DG_R(1);
  const dg_real y = dg_exp_fraction(a, k) * dg_power_of_two_32((int32_t)(k - shift)) * factor;
  return x == x ? y : x;
}

/* e^x - 1 with full relative precision for small x. Error below 0.80 ulp. Special values: expm1(+-0) = +-0, expm1(-inf) = -1,
   expm1(+inf) = inf, NaN gives NaN. Cost: that of dg_exp and a few additions. */
/*@ terminates \true;
    assigns \nothing;
    ensures \is_NaN(x) ==> \is_NaN(\result);
    ensures !\is_NaN(x) ==> \result >= -1;
*/
static inline dg_real dg_expm1(dg_real x) {
  dg_real a = x > DG_R(-50) ? x : DG_R(-50); /* -1 to working precision */
  a = a < DG_EXP_TO ? a : DG_EXP_TO;
  const dg_real k = dg_ln2_count(a), r = dg_ln2_rest(a, k), c = dg_ln2_rest_low(a, k, r);
  const dg_real tail = dg_exp_rest(r, c);
  const dg_real p = r + tail, p_low = (r - p) + tail; /* e^r - 1 */
  const dg_real factor = k > DG_R(DG_EXPONENT_MAX) ? DG_R(2) : DG_R(1);
  const dg_real s = dg_power_of_two_32((int32_t)(k - (factor - DG_R(1)))); /* 2^k p + (2^k - 1), halved if k is too large */
  const dg_real t = s - DG_R(1), t_low = s > DG_R(1) ? (s - t) - DG_R(1) : (DG_R(-1) - t) + s;
  const dg_real sp = s * p, high = t + sp; /* |t| >= |sp| or t = 0: the error is exact */
  const dg_real low = ((t - high) + sp) + (s * p_low + t_low);
  const dg_real y = (high + low) * factor;
  return x == x && x != DG_R(0) ? y : x; /* keeps -0 */
}

/* e^x and e^x - 1 for x <= 0, the former with a relative error below (1 + |x|) 2^-56 (2^-27), the latter too for |x| < 0.34.
   Below DG_EXP_DEEP e^x counts as 0. Cost: that of two dg_exp. */
/*@ terminates \true; assigns \nothing; */
static inline dg_exponential dg_exp_pair(dg_pair x) {
  dg_exponential y;
  const dg_index deep = !(x.high > DG_EXP_DEEP);
  const dg_real kept = x.high > DG_EXP_DEEP ? x.high : 0, a = kept < DG_EXP_MOST ? kept : DG_EXP_MOST; /* k is an exponent */
  const dg_real k = dg_ln2_count(a), r = dg_ln2_rest(a, k), low = dg_ln2_rest_low(a, k, r) + x.low;
  const dg_pair square = dg_two_product(r, r), sum = dg_two_sum(r, DG_R(0.5) * square.high);
  const dg_real rest = square.high * dg_exp_cubic(r) + (DG_R(0.5) * square.low + (low + low * r));
  const dg_pair growth = dg_two_sum(sum.high, sum.low + rest); /* e^r - 1 */
  const dg_real scale = dg_power_of_two_32((int32_t)k);
  const dg_pair one = dg_two_sum(1, growth.high), less = dg_two_sum(-1, scale);
  y.value = dg_two_sum(scale * one.high, scale * (one.low + growth.low));
  y.growth = dg_two_sum(less.high, scale * growth.high);
  y.growth = dg_two_sum(y.growth.high, y.growth.low + (less.low + scale * growth.low));
  y.value.high = deep ? 0 : y.value.high;
  y.value.low = deep ? 0 : y.value.low;
  y.growth.high = deep ? -1 : y.growth.high;
  y.growth.low = deep ? 0 : y.growth.low;
  return y;
}

typedef struct dg_binary { dg_real fraction, exponent; } dg_binary;

/* x = fraction * 2^exponent, exact, sqrt(1/2) <= fraction < sqrt(2) (to rounding), for 0 < x < inf. Each step
   halves the range of exponents left, written [from, to] beside it. */
/*@ requires \is_finite(x) && x > 0; terminates \true; assigns \nothing;
    ensures fraction: DG_REAL_LEAST <= x <= DG_REAL_MAX ==> 0.70 <= \result.fraction <= 1.42;
    ensures exponent: -1075 <= \result.exponent <= 1024; */
static inline dg_binary dg_binary_split(dg_real x) {
  const dg_real root = DG_R(0x1.6a09e667f3bcdp+0), half_root = DG_R(0.5) * root;
  dg_real f = x, e = DG_R(0);
  int c;
#define DG_SPLIT_STEP(condition, scale, count) c = (condition), f = c ? f * DG_R(scale) : f, e = c ? e + DG_R(count) : e
#if DG_FLOAT
  DG_SPLIT_STEP(f < half_root * DG_R(0x1p-11), 0x1p+127, -127); /* [-22, 128] */
  DG_SPLIT_STEP(f < half_root, 0x1p+22, -22); /* [0, 128] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+63), 0x1p-64, 64); /* [0, 64] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+31), 0x1p-32, 32); /* [0, 32] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+15), 0x1p-16, 16); /* [0, 16] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+7), 0x1p-8, 8); /* [0, 8] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+3), 0x1p-4, 4); /* [0, 4] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+1), 0x1p-2, 2); /* [0, 2] */
#else
  DG_SPLIT_STEP(f < half_root * DG_R(0x1p-50), 0x1p+1023, -1023); /* [-51, 1024] */
  DG_SPLIT_STEP(f < half_root, 0x1p+51, -51); /* [0, 1024] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+511), 0x1p-512, 512); /* [0, 512] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+255), 0x1p-256, 256); /* [0, 256] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+127), 0x1p-128, 128); /* [0, 128] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+63), 0x1p-64, 64); /* [0, 64] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+31), 0x1p-32, 32); /* [0, 32] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+15), 0x1p-16, 16); /* [0, 16] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+7), 0x1p-8, 8); /* [0, 8] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+3), 0x1p-4, 4); /* [0, 4] */
  DG_SPLIT_STEP(f >= root * DG_R(0x1p+1), 0x1p-2, 2); /* [0, 2] */
#endif
  DG_SPLIT_STEP(f >= root, 0x1p-1, 1); /* [0, 1] */
  DG_SPLIT_STEP(f >= root, 0x1p-1, 1);
#undef DG_SPLIT_STEP
  dg_binary b;
  b.fraction = f;
  b.exponent = e;
  return b;
}

/* log(u) + low for 0 < u < inf and a correction low below one ulp of u relative to u (or u = 1), to 2^-54 (2^-25).
   With f = fraction - 1 and s = f/(2+f): log(1+f) = 2s + s R(s^2) = f - (f^2/2 - s (f^2/2 + R)), R(t) = t (2/3 + 2t/5 + ...).
   Sollya: fpminimax((log((1+x)/(1-x))/x-2)/x^2 in x^2, d, [|D...|], [0;z], absolute) with z = ((sqrt(2)-1)/(sqrt(2)+1))^2*(1+2^-9),
   d = 6 (error of the logarithm 2^-57.6) or, with SG for D, d = 3 (2^-33.9). */
/*@ requires \is_finite(u) && u > 0 && \is_finite(low); terminates \true; assigns \nothing; */
static inline dg_pair dg_log_pair(dg_real u, dg_real low) {
  const dg_binary b = dg_binary_split(u);
  const dg_real f = b.fraction - DG_R(1), half = DG_R(0.5) * f * f, s = f / (DG_R(2) + f), t = s * s;
#if DG_FLOAT
  dg_real p = DG_R(0x1.ce8fep-3);
  p = p * t + DG_R(0x1.24c12p-2);
  p = p * t + DG_R(0x1.99986ep-2);
  p = p * t + DG_R(0x1.555556p-1);
#else
  dg_real p = DG_R(0x1.2b69630226487p-3);
  p = p * t + DG_R(0x1.39fcfea8828a1p-3);
  p = p * t + DG_R(0x1.7462bf325067fp-3);
  p = p * t + DG_R(0x1.c71c62c1bca9bp-3);
  p = p * t + DG_R(0x1.2492492e0ab2ap-2);
  p = p * t + DG_R(0x1.9999999995247p-2);
  p = p * t + DG_R(0x1.5555555555558p-1);
#endif
  const dg_real n = b.exponent * DG_LN2_HIGH; /* exact; |n| > |f| or n = 0 */
  const dg_real high = n + f, high_low = (n - high) + f;
  const dg_real rest = half - s * (half + t * p);
  return dg_two_sum(high, -((rest - (b.exponent * DG_LN2_LOW + low)) - high_low));
}

/* log x. Error below 0.91 ulp, subnormals included. Cost: a division, 13 (float 10) compares with selects, 39 (31) additions and
   multiplications. Special values: log(1) = 0, log(+-0) = -inf, log(inf) = inf, x < 0 and NaN give NaN. */
/*@ terminates \true;
    assigns \nothing;
    ensures \is_NaN(x) || x < 0 ==> NotANumber(\result);
*/
static inline dg_real dg_log(dg_real x) {
  const dg_real u = x > DG_R(0) ? (x < DG_NEVER ? x : DG_R(1)) : DG_R(1);
  dg_real y = dg_log_pair(u, DG_R(0)).high;
  y = x < DG_NEVER ? y : x; /* inf and NaN stay */
  y = x == DG_R(0) ? -DG_NEVER : y;
  return x < DG_R(0) ? DG_NAN : y;
}

/* log(1+a) for -1 < a < inf. */
/*@ requires \is_finite(a) && a > -1; terminates \true; assigns \nothing;
    ensures above: a >= -0.25 ==> \result > -1; */
static inline dg_real dg_log1p_inside(dg_real a) {
  const dg_real u = DG_R(1) + a, lost = a > DG_R(1) ? (a - u) + DG_R(1) : (DG_R(1) - u) + a; /* u + lost = 1 + a exactly */
  const dg_real y = dg_log_pair(u, lost / u).high;
  /*@ ghost if (a >= -0.25) dg_lemma_log_above(u, y); */
  return y;
}

/* log(1+x) with full relative precision for small x. Error below 0.92 ulp. Special values: log1p(+-0) = +-0, log1p(-1) = -inf,
   log1p(inf) = inf, x < -1 and NaN give NaN. Cost: that of dg_log and a division. */
/*@ terminates \true;
    assigns \nothing;
    ensures \is_NaN(x) || x < -1 ==> NotANumber(\result);
*/
static inline dg_real dg_log1p(dg_real x) {
  dg_real y = dg_log1p_inside(x > DG_R(-1) ? (x < DG_NEVER ? x : DG_R(1)) : DG_R(1));
  y = x < DG_NEVER ? y : x; /* inf and NaN stay */
  y = x == DG_R(0) ? x : y; /* keeps -0 */
  y = x == DG_R(-1) ? -DG_NEVER : y;
  return x < DG_R(-1) ? DG_NAN : y;
}

/* Square root by integers, correctly rounded. Special values: sqrt(+-0) = +-0, sqrt(inf) = inf, x < 0 and NaN give NaN. */
/*@ requires number: !(0 < x < 0x1p-1074) && !(0x1.fffffffffffffp+1023 < x < DG_NEVER); // there is none
    terminates \true;
    assigns \nothing;
    ensures \is_NaN(x) || x < 0 ==> NotANumber(\result);
    ensures x >= 0 ==> \result >= 0;
*/
static inline double dg_sqrt_soft_double(double x) {
  if (!(x > 0) || !(x < DG_NEVER)) return x < 0 ? DG_NAN : x;
  double y = x, scale = 1; /* sqrt x = sqrt y * scale, all exact */
  if (y < 1) y *= 0x1p+538, scale = 0x1p-269;
  if (y < 1) y *= 0x1p+536, scale *= 0x1p-268; /* the least subnormal becomes 1 */
  if (y >= 0x1p+512) y *= 0x1p-512, scale *= 0x1p+256;
  if (y >= 0x1p+256) y *= 0x1p-256, scale *= 0x1p+128;
  if (y >= 0x1p+128) y *= 0x1p-128, scale *= 0x1p+64;
  if (y >= 0x1p+64) y *= 0x1p-64, scale *= 0x1p+32;
  if (y >= 0x1p+32) y *= 0x1p-32, scale *= 0x1p+16;
  if (y >= 0x1p+16) y *= 0x1p-16, scale *= 0x1p+8;
  if (y >= 0x1p+8) y *= 0x1p-8, scale *= 0x1p+4;
  if (y >= 0x1p+4) y *= 0x1p-4, scale *= 0x1p+2;
  if (y >= 0x1p+2) y *= 0x1p-2, scale *= 0x1p+1;
  const uint64_t n = (uint64_t)(y * 0x1p+52); /* 1 <= y < 4: exact, below 2^54 */
  uint64_t q = 0, rest = 0; /* the root of n 2^52 by digits, 53 bits */
  /*@ loop invariant -1 <= i <= 52; loop assigns i, q, rest; loop variant i + 1; */
  for (int i = 52; i >= 0; i--) {
    rest = rest << 2 | (i >= 26 ? n >> 2 * (i - 26) & 3u : 0u);
    const uint64_t trial = q << 2 | 1u;
    q <<= 1;
    if (rest >= trial) rest -= trial, q |= 1u;
  }
  if (rest > q) q++; /* above q + 1/2; equality cannot happen */
  return (double)q * 0x1p-52 * scale; /* exact: a root is never subnormal */
}

/* Which instruction: DG_SQRT_INSTRUCTION_DOUBLE, DG_SQRT_INSTRUCTION_SINGLE hold its spelling for %0 (result) and %1, and
   DG_SQRT_REGISTER the register class. */
#if defined(__FRAMAC__)
#elif defined(__x86_64__) && defined(__SSE2__) || defined(__i386__) && defined(__SSE2_MATH__)
#define DG_SQRT_INSTRUCTION_DOUBLE "%vsqrtsd %1, %d0"
#define DG_SQRT_INSTRUCTION_SINGLE "%vsqrtss %1, %d0"
#define DG_SQRT_REGISTER_DOUBLE "x"
#define DG_SQRT_REGISTER_SINGLE "x"
#elif defined(__aarch64__) && defined(__ARM_FP)
#define DG_SQRT_INSTRUCTION_DOUBLE "fsqrt %d0, %d1"
#define DG_SQRT_INSTRUCTION_SINGLE "fsqrt %s0, %s1"
#define DG_SQRT_REGISTER_DOUBLE "w"
#define DG_SQRT_REGISTER_SINGLE "w"
#elif defined(__arm__) && defined(__ARM_FP)
#if __ARM_FP & 8
#define DG_SQRT_INSTRUCTION_DOUBLE "vsqrt.f64 %P0, %P1"
#define DG_SQRT_REGISTER_DOUBLE "w"
#endif
#if __ARM_FP & 4
#define DG_SQRT_INSTRUCTION_SINGLE "vsqrt.f32 %0, %1"
#define DG_SQRT_REGISTER_SINGLE "t"
#endif
#elif defined(__riscv_flen)
#if __riscv_flen >= 64
#define DG_SQRT_INSTRUCTION_DOUBLE "fsqrt.d %0, %1"
#define DG_SQRT_REGISTER_DOUBLE "f"
#endif
#define DG_SQRT_INSTRUCTION_SINGLE "fsqrt.s %0, %1"
#define DG_SQRT_REGISTER_SINGLE "f"
#endif

#if defined(__clang__)
double dg_sqrt_instruction_double(double x) __asm__("llvm.sqrt.f64"); /* the compiler's own operation, no symbol */
float dg_sqrt_instruction_single(float x) __asm__("llvm.sqrt.f32");
#endif

/* sqrt of a double whatever dg_real is, correctly rounded. Special values as dg_sqrt_soft_double. */
/*@ terminates \true; assigns \nothing; ensures \is_NaN(x) || x < 0 ==> NotANumber(\result); ensures x >= 0 ==> \result >= 0; */
static inline double dg_sqrt_double(double x) {
#if !defined(DG_SQRT_INSTRUCTION_DOUBLE)
  return dg_sqrt_soft_double(x);
#elif defined(__clang__)
  return dg_sqrt_instruction_double(x);
#elif defined(__NO_MATH_ERRNO__)
  return __builtin_sqrt(x);
#else
  double y;
  __asm__(DG_SQRT_INSTRUCTION_DOUBLE : "=" DG_SQRT_REGISTER_DOUBLE(y) : DG_SQRT_REGISTER_DOUBLE(x));
  return y;
#endif
}

/* dg_sqrt without the instruction. A float's root rounded to double and then to float is correctly rounded (53 >= 2*24+2). */
/*@ requires number: !(0 < x < 0x1p-1074) && !(0x1.fffffffffffffp+1023 < x < DG_NEVER);
    terminates \true; assigns \nothing; ensures \is_NaN(x) || x < 0 ==> NotANumber(\result); ensures x >= 0 ==> \result >= 0; */
static inline dg_real dg_sqrt_soft(dg_real x) {
  return (dg_real)dg_sqrt_soft_double((double)x);
}

/* sqrt x, correctly rounded. Special values: sqrt(+-0) = +-0, sqrt(inf) = inf, x < 0 and NaN give NaN. */
/*@ terminates \true; assigns \nothing; ensures \is_NaN(x) || x < 0 ==> NotANumber(\result); ensures x >= 0 ==> \result >= 0; */
static inline dg_real dg_sqrt(dg_real x) {
#if !DG_FLOAT
  return dg_sqrt_double(x);
#elif !defined(DG_SQRT_INSTRUCTION_SINGLE)
  return dg_sqrt_soft(x);
#elif defined(__clang__)
  return dg_sqrt_instruction_single(x);
#elif defined(__NO_MATH_ERRNO__)
  return __builtin_sqrtf(x);
#else
  dg_real y;
  __asm__(DG_SQRT_INSTRUCTION_SINGLE : "=" DG_SQRT_REGISTER_SINGLE(y) : DG_SQRT_REGISTER_SINGLE(x));
  return y;
#endif
}

/* 1 + W near the branch point as a function of p = sqrt(2 (1 + e z)), for 0 <= p <= 0.802. h(p) = p Q(p) solves
   p (1-h) = (1-p^2/2) (h^2/2)', which gives its power series Q = 1 - p/3 + 11p^2/72 - ...; from 139 terms of it, Sollya:
   fpminimax(Q, d, [|D...|], [0;P], absolute) with P = sqrt(2*(1-exp(1)/4))*(1+2^-9), d = 17 (relative error 2^-60) or, with SG for
   D, d = 8 (2^-30.6). */
/*@ requires 0 <= p <= 0.802; terminates \true; assigns \nothing;
    ensures \is_finite(\result);
    ensures polynomial: \result == p + p * (p * BranchPolynomial(p)); */
static inline dg_real dg_lambert_branch(dg_real p) {
#if DG_FLOAT
  dg_real q = DG_R(0x1.d7a1d4p-11);
  q = q * p + DG_R(-0x1.32ba6cp-8);
  q = q * p + DG_R(0x1.990614p-7);
  q = q * p + DG_R(-0x1.94b4p-6);
  q = q * p + DG_R(0x1.69f128p-5);
  q = q * p + DG_R(-0x1.45fa04p-4);
  q = q * p + DG_R(0x1.38e1ep-3);
  q = q * p + DG_R(-0x1.55555p-2);
#else
  dg_real q = DG_R(-0x1.3721878a01cc4p-19);
  q = q * p + DG_R(0x1.51f78794fc4bdp-16);
  q = q * p + DG_R(-0x1.658b4c14a78e1p-14);
  q = q * p + DG_R(0x1.f4ad45fb65bc4p-13);
  q = q * p + DG_R(-0x1.0c47418b9668ap-11);
  q = q * p + DG_R(0x1.e5c6079f47095p-11);
  q = q * p + DG_R(-0x1.90a47dedb99c7p-10);
  q = q * p + DG_R(0x1.3d83df269867fp-9);
  q = q * p + DG_R(-0x1.f2d91f6f866eep-9);
  q = q * p + DG_R(0x1.8a172c022a4a8p-8);
  q = q * p + DG_R(-0x1.3b1eaa4bbaa36p-7);
  q = q * p + DG_R(0x1.002c7eb999acdp-6);
  q = q * p + DG_R(-0x1.a9bbc8f520082p-6);
  q = q * p + DG_R(0x1.6c901e479b24dp-5);
  q = q * p + DG_R(-0x1.4629b7f0911d4p-4);
  q = q * p + DG_R(0x1.38e38e38e2f99p-3);
  q = q * p + DG_R(-0x1.555555555554ep-2);
#endif
  return p + p * (p * q);
}

/* One step of Halley's iteration for F(w) = w - E, E = z e^-w, given F and E: w improved, the error goes to its cube. */
/*@ terminates \true; assigns \nothing; ensures step: \result == LambertStep(w, residual, e); */
static inline dg_real dg_lambert_step(dg_real w, dg_real residual, dg_real e) {
  const dg_real slope = DG_R(1) + e;
  return w - DG_R(2) * residual * slope / (DG_R(2) * slope * slope + residual * e);
}

/* Last step: the residual w - z e^-w is computed to about twice the precision, so the error left is the final rounding. */
/*@ requires inside: -1 <= w <= DG_EXP_MOST;
    terminates \true; assigns \nothing; */
static inline dg_real dg_lambert_last(dg_real w, dg_real z) {
  const dg_real k = dg_ln2_count(-w), r = dg_ln2_rest(-w, k), c = dg_ln2_rest_low(-w, k, r);
  const dg_real tail = dg_exp_rest(r, c);
  const dg_real one = DG_R(1) + r, rest = ((DG_R(1) - one) + r) + tail;
  const dg_real high = one + rest, low = (one - high) + rest; /* e^-w = 2^k (high + low) */
  const dg_real a = z * dg_power_of_two_32((int32_t)k); /* exact for |z| > DG_LAMBERT_TINY */
  const dg_pair product = dg_two_product(a, high);
  return dg_lambert_step(w, (w - product.high) - (product.low + a * low), product.high);
}

/* w, or the nearest number that W can be: W(DG_REAL_MAX) < DG_EXP_MOST. So e^-w is normal whatever rounding did. */
/*@ terminates \true; assigns \nothing;
    ensures inside: -1 <= \result <= DG_EXP_MOST;
    ensures same: -1 <= w <= DG_EXP_MOST ==> \result == w; */
static inline dg_real dg_lambert_inside(dg_real w) {
  w = w > DG_R(-1) ? w : DG_R(-1); /* NaN too */
  w = w < DG_EXP_MOST ? w : DG_EXP_MOST;
  //@ assert eva_number: \is_finite(w);
  return w;
}

/* Principal branch W(z) >= -1 of w e^w = z, for z >= -1/e. Error below 0.76 ulp. Special values: W(+-0) = +-0,
   W(inf) = inf; z below -1/e and NaN give NaN. Fixed cost: two logarithms, three exponentials, one square root. */
/*@ terminates \true;
    assigns \nothing;
    ensures \is_NaN(z) ==> \is_NaN(\result);
*/
static inline dg_real dg_lambert_w0(dg_real z) {
  const dg_real least = DG_R(-0.25); /* below: W from the branch point's polynomial */
  const dg_real d = (z + DG_1_E_HIGH) + DG_1_E_LOW; /* z + 1/e; the first sum is exact near -1/e */
  const dg_real inside = d > DG_R(0) ? d : DG_R(0), x = z < least ? inside : DG_R(0);
  const dg_real branch = dg_lambert_branch(dg_sqrt(x * DG_R(0x1.5bf0a8b145769p+2))) - DG_R(1); /* x 2e */
  dg_real a = z > least ? z : least;
  a = a < DG_REAL_MAX ? a : DG_REAL_MAX;
  const dg_real l = dg_log1p_inside(a); /* l - l log(1+l)/(2+l): within 4 % of W */
  dg_real w = dg_lambert_inside(l - l * dg_log1p_inside(l) / (DG_R(2) + l));
  const dg_real e1 = a * dg_exp_normal(-w);
  w = dg_lambert_inside(dg_lambert_step(w, w - e1, e1));
  const dg_real e2 = a * dg_exp_normal(-w);
  w = dg_lambert_step(w, w - e2, e2);
  const dg_real start = dg_lambert_inside(z < least ? branch : w), at = z < least ? z : a;
  const dg_real last = dg_lambert_last(start, at > DG_R(-0.375) ? at : least); /* z < -1/e: any number, unused */
  w = d < DG_R(0x1.8p-9) ? branch : last; /* W < -0.87: 1 + W is too small for the last step */
  const dg_real size = z < DG_R(0) ? -z : z;
  w = size < DG_LAMBERT_TINY ? z - z * z : w;
  w = z < DG_NEVER ? w : z; /* inf and NaN stay */
  return d < DG_R(0) ? DG_NAN : w;
}

/* h = 1 + W(-e^(-1-L)), the solution 0 <= h < 1 of -h - log(1-h) = L, for L >= 0: keeps its digits where 1 + W would lose them,
   h = sqrt(2L) - 2L/3 + ... Error below 2 ulp. Special values: h(0) = 0, h(inf) = 1, L < 0 and NaN give NaN. Fixed cost:
   that of dg_lambert_w0, dg_expm1, dg_exp and a square root. */
/*@ terminates \true;
    assigns \nothing;
    ensures \is_NaN(L) || L < 0 ==> NotANumber(\result);
*/
static inline dg_real dg_lambert_h(dg_real L) {
  const dg_real d = -dg_expm1(-L); /* 1 - e^-L = 1 + e z */
  const dg_real h = dg_lambert_branch(dg_sqrt(d < DG_R(0.32) ? DG_R(2) * d : DG_R(0))); /* z < -0.25 and a bit */
  const dg_real z = -dg_exp(DG_R(-1) - L);
  const dg_real far = DG_R(1) + dg_lambert_w0(d < DG_R(0.32) ? DG_R(0) : z);
  return d < DG_R(0.32) ? h : far;
}

/* Whether this machine, as set up, computes as SPEC 9 demands: products and sums rounded apart and to nearest, subnormal
   numbers kept. 1 if so. Cheap; for start-up on a new target. The operands are volatile so that the machine computes, not
   the compiler. */
/*@ terminates \true; assigns \nothing; ensures answer: \result == 0 || \result == 1; */
static inline int dg_self_test(void) {
  volatile dg_real above = 1 + DG_EPSILON, below = 1 - DG_EPSILON, one = 1, quarter = DG_EPSILON / 4, two = 2;
  volatile dg_real least = DG_FLOAT ? DG_R(FLT_MIN) : DG_R(DBL_MIN);
  dg_real a = above, b = below, c = one, q = quarter, small = least / two;
  int apart = a * b - c == 0; /* (1 + e)(1 - e) - 1 is -e^2 if the product is not rounded */
  int nearest = c + q == 1 && -c - q == -1 && c + 3 * q == a;
  int subnormal = small > 0 && small * two == least && small - small / two > 0;
  return apart && nearest && subnormal;
}

/* ---- 3 the neuron ---------------------------------------------------------------------------------------------------
   Equations: SPEC 1, 3, 4. V(t) = e_leak + (1/g_leak) sum of w_i k(t - a_i) over arrivals a_i <= t. Between two arrivals the
   state since the earlier one is (v, i) with v = g_leak (V - e_leak) and i the synaptic current:
     v(s) = v e^{-s/tau_mem} + i k(s),    i(s) = i e^{-s/tau_syn},    tau_mem v' = i - v.                                  */

/* A leaky integrate-and-fire neuron with exponential synaptic currents (SPEC 1.1). tau_mem, tau_syn: time constants, in
   the unit of all times; threshold, e_leak: potentials; g_leak: leak conductance. */
typedef struct {
  dg_real tau_mem, tau_syn, threshold, e_leak, g_leak;
} dg_neuron;

typedef enum { DG_RATIO_TWO, DG_RATIO_ONE, DG_RATIO_ANY } dg_ratio; /* of tau_mem to tau_syn */

/* What follows from a neuron's constants; c = g_leak (threshold - e_leak) is the threshold of v. */
typedef struct {
  dg_ratio ratio;
  dg_real tau_mem, tau_syn, c;
  dg_real slow;       /* the larger time constant */
  dg_real difference; /* 1/fast - 1/slow */
  dg_real gain;       /* tau_syn / |tau_mem - tau_syn|, not used when they are equal */
  dg_real c_low, difference_low, gain_low; /* low parts of the pairs that c, difference and gain begin */
} dg_constants;

typedef enum {
  DG_SILENT,  /* the threshold is never reached */
  DG_SPIKES,  /* V crosses the threshold with positive slope */
  DG_TANGENT  /* V touches the threshold with slope zero: a spike with zero gradients (SPEC 3.4) */
} dg_crossing;

/* The first spike of a neuron. order[0 .. causal-1] of the call that made it is the causal set. */
typedef struct {
  dg_crossing crossing;
  size_t causal; /* number of arrivals before the spike */
  dg_real time;  /* T, or DG_NEVER */
  dg_real since; /* T minus the last arrival before it, more precise than the difference of the two */
  dg_real dT_dc; /* 1/K', the derivative of T by c = g_leak (threshold - e_leak); 0 if silent or tangent */
} dg_spike;

#ifdef __FRAMAC__ /* the logic that contracts refer to */
#include "proofs/acsl/neuron.h"
#include "proofs/acsl/facts_neuron.h"
#include "proofs/acsl/lemmas.h"
#endif

/* Whether a neuron's constants are admitted (SPEC 2.1). */
/*@ requires null_or_valid: neuron == \null || \valid_read(neuron);
    terminates \true; assigns \nothing;
    ensures admitted: \result == DG_OK ==> Neuron(neuron); */
static inline dg_status dg_neuron_check(const dg_neuron *neuron) {
  if (neuron == NULL) return DG_ERROR_NULL;
  if (!dg_is_finite(neuron->tau_mem) || !dg_is_finite(neuron->tau_syn) || !dg_is_finite(neuron->threshold) ||
      !dg_is_finite(neuron->e_leak) || !dg_is_finite(neuron->g_leak))
    return DG_ERROR_NOT_FINITE;
  if (neuron->tau_mem <= 0 || neuron->tau_syn <= 0 || neuron->g_leak <= 0) return DG_ERROR_TIME_CONSTANT;
  if (neuron->threshold <= neuron->e_leak) return DG_ERROR_THRESHOLD;
  dg_real c = neuron->g_leak * (neuron->threshold - neuron->e_leak);
  if (!dg_in_scale(neuron->tau_mem, DG_SCALE_MAX) || !dg_in_scale(neuron->tau_syn, DG_SCALE_MAX) ||
      !dg_in_scale(neuron->tau_mem / neuron->tau_syn, DG_RATIO_MAX) || !dg_is_finite(c) || !dg_in_scale(c, DG_SCALE_MAX))
    return DG_ERROR_RANGE;
  return DG_OK;
}

/* x y for a product within [1/M, M], M of SPEC 2: a factor that is too large for dg_product_error is first made less, and the other
   greater, by a power of two. */
/*@ requires ideal: IdealLow(y.low);
    terminates \true; assigns \nothing;
    ensures product: \result.high == x * y.high && IdealLow(\result.low); */
static inline dg_pair dg_far_product(dg_real x, dg_pair y) {
  const dg_real down = 1 / DG_PRODUCT_UP;
  if (x > DG_PRODUCT_UP) {
    const dg_real less = x * down;
    const dg_pair greater = {y.high * DG_PRODUCT_UP, y.low * DG_PRODUCT_UP};
    return dg_pair_product(dg_pair_of(less), greater);
  }
  if (y.high > DG_PRODUCT_UP) {
    const dg_real greater = x * DG_PRODUCT_UP;
    const dg_pair less = {y.high * down, y.low * down};
    return dg_pair_product(dg_pair_of(greater), less);
  }
  return dg_pair_product(dg_pair_of(x), y);
}

/* The constants of a neuron that dg_neuron_check admits. */
/*@ requires admitted: Neuron(neuron);
    terminates \true; assigns \nothing;
    ensures constants: ConstantsAre(\result.ratio, \result.tau_mem, \result.tau_syn, \result.c, \result.slow,
                                    \result.difference, \result.gain);
    ensures ideal: IdealLow(\result.c_low) && IdealLow(\result.difference_low) && IdealLow(\result.gain_low);
    ensures same: \result.tau_mem == neuron->tau_mem && \result.tau_syn == neuron->tau_syn;
    ensures c: \result.c == ThresholdOf(neuron); */
static inline dg_constants dg_neuron_constants(const dg_neuron *neuron) {
  dg_constants k;
  dg_real tau_mem = neuron->tau_mem, tau_syn = neuron->tau_syn;
  dg_pair gap = dg_two_sum(tau_mem < tau_syn ? tau_syn : tau_mem, tau_mem < tau_syn ? -tau_mem : -tau_syn);
  dg_pair difference = dg_pair_quotient(dg_pair_quotient(gap, dg_pair_of(tau_mem)), dg_pair_of(tau_syn));
  dg_pair gain = gap.high == 0 ? dg_pair_of(0) : dg_pair_quotient(dg_pair_of(tau_syn), gap);
  dg_pair height = dg_two_sum(neuron->threshold, -neuron->e_leak);
  dg_pair c = dg_far_product(neuron->g_leak, height);
  /*@ ghost
    dg_lemma_twice(gap.high, tau_mem, tau_syn, difference.high);
    if (gap.high != 0) dg_lemma_once(tau_syn, gap.high, gain.high);
    dg_lemma_positive(neuron->g_leak, height.high); */
  dg_ratio ratio = gap.high == 0 ? DG_RATIO_ONE : tau_mem == 2 * tau_syn ? DG_RATIO_TWO : DG_RATIO_ANY;
  dg_real slow = tau_mem < tau_syn ? tau_syn : tau_mem;
  /*@ ghost dg_lemma_constants(ratio, tau_mem, tau_syn, c.high, slow, difference.high, gain.high); */
  k.ratio = ratio;
  k.tau_mem = tau_mem;
  k.tau_syn = tau_syn;
  k.c = c.high;
  k.slow = slow;
  k.difference = difference.high;
  k.gain = gain.high;
  k.c_low = c.low;
  k.difference_low = difference.low;
  k.gain_low = gain.low;
  return k;
}

/* The kernel k(s) of SPEC 1.2 for s >= 0. The difference of exponentials is taken by expm1, so that k keeps its digits for
   small s and for time constants that are almost equal. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures kernel: \result == Kernel(k->tau_mem, k->tau_syn, s); */
static inline dg_real dg_kernel(const dg_constants *k, dg_real s) {
  /*@ ghost dg_lemma_unfold(k->tau_mem, k->tau_syn, 0, 0, s); */
  /*@ assert one: k->ratio == DG_RATIO_ONE <==> k->tau_mem == k->tau_syn; */
  if (k->ratio == DG_RATIO_ONE) return s / k->tau_mem * dg_exp(-s / k->tau_mem);
  /*@ ghost dg_lemma_kernel(k->tau_mem, k->tau_syn, k->slow, k->difference, k->gain, s); */
  return k->gain * dg_exp(-s / k->slow) * -dg_expm1(-s * k->difference);
}

/* v and i just after an arrival. */
typedef struct {
  dg_real v, i;
} dg_membrane;

/* The state a time s >= 0 later, without further arrivals. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures voltage: \result.v == VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, s);
    ensures current: \result.i == CurrentLater(k->tau_syn, m.i, s); */
static inline dg_membrane dg_membrane_later(const dg_constants *k, dg_membrane m, dg_real s) {
  dg_membrane later;
  later.v = m.v * dg_exp(-s / k->tau_mem) + m.i * dg_kernel(k, s);
  later.i = m.i * dg_exp(-s / k->tau_syn);
  return later;
}

/* What an input of weight 1 leaves after a time s >= 0: k(s), its current e^{-s/tau_syn}, and what the membrane loses of its
   potential meanwhile, e^{-s/tau_mem} - 1; all as pairs, s too, errors below (1 + s/slow) 2^-55 (2^-26) where s/slow < 708 (87). */
typedef struct {
  dg_pair kernel, current, leak;
} dg_response;

/* e^{-s/tau} and e^{-s/tau} - 1. */
/*@ requires positive: tau > 0;
    requires ideal: Ideal(s);
    terminates \true; assigns \nothing;
    ensures value: \result.value.high == \exp(-s.high / tau) && Ideal(\result.value);
    ensures growth: \result.growth.high == \exp(-s.high / tau) - 1 && Ideal(\result.growth); */
static inline dg_exponential dg_decay_of(dg_real tau, dg_pair s) {
  dg_pair x = dg_pair_quotient(s, dg_pair_of(-tau));
  /*@ ghost dg_lemma_negative(s.high, tau, x.high); dg_lemma_same(x.high, -s.high / tau); */
  return dg_exp_pair(x);
}

/*@ requires constants: Constants(k) && k->ratio == DG_RATIO_TWO;
    requires ideal: Ideal(s);
    terminates \true; assigns \nothing;
    ensures kernel: \result.kernel.high == Kernel(k->tau_mem, k->tau_syn, s.high) && Ideal(\result.kernel);
    ensures current: \result.current.high == Decay(k->tau_syn, s.high) && Ideal(\result.current);
    ensures leak: \result.leak.high == Decay(k->tau_mem, s.high) - 1 && Ideal(\result.leak); */
static inline dg_response dg_response_two(const dg_constants *k, dg_pair s) {
  dg_response y;
  dg_exponential e = dg_decay_of(k->tau_mem, s);
  /*@ ghost
    dg_lemma_decay(k->tau_mem, s.high); dg_lemma_decay(k->tau_syn, s.high);
    dg_lemma_unfold(k->tau_mem, k->tau_syn, 0, 1, s.high);
    dg_lemma_two(k->tau_mem, k->tau_syn, 0, 1, s.high, e.value.high); */
  y.kernel = dg_pair_minus(dg_pair_product(e.value, e.growth));
  y.current = dg_pair_product(e.value, e.value);
  y.leak = e.growth;
  /*@ assert kernel: y.kernel.high == e.value.high - e.value.high * e.value.high; */
  return y;
}

/*@ requires constants: Constants(k) && k->ratio == DG_RATIO_ONE;
    requires ideal: Ideal(s);
    terminates \true; assigns \nothing;
    ensures kernel: \result.kernel.high == Kernel(k->tau_mem, k->tau_syn, s.high) && Ideal(\result.kernel);
    ensures current: \result.current.high == Decay(k->tau_syn, s.high) && Ideal(\result.current);
    ensures leak: \result.leak.high == Decay(k->tau_mem, s.high) - 1 && Ideal(\result.leak); */
static inline dg_response dg_response_one(const dg_constants *k, dg_pair s) {
  dg_response y;
  dg_exponential e = dg_decay_of(k->tau_mem, s);
  dg_pair x = dg_pair_quotient(s, dg_pair_of(k->tau_mem));
  /*@ ghost
    dg_lemma_decay(k->tau_mem, s.high); dg_lemma_decay(k->tau_syn, s.high);
    dg_lemma_unfold(k->tau_mem, k->tau_syn, 0, 1, s.high); */
  /*@ assert equal: k->tau_mem == k->tau_syn; */
  /*@ assert definition: Kernel(k->tau_mem, k->tau_syn, s.high) == s.high / k->tau_mem * \exp(-s.high / k->tau_mem); */
  /*@ assert x: x.high == s.high / k->tau_mem; */
  y.kernel = dg_pair_product(x, e.value);
  /*@ assert product: y.kernel.high == x.high * e.value.high; */
  /*@ assert kernel: y.kernel.high == Kernel(k->tau_mem, k->tau_syn, s.high); */
  y.current = e.value;
  y.leak = e.growth;
  return y;
}

/*@ requires constants: Constants(k) && k->ratio != DG_RATIO_ONE;
    requires ideal: Ideal(s);
    terminates \true; assigns \nothing;
    ensures kernel: \result.kernel.high == Kernel(k->tau_mem, k->tau_syn, s.high) && Ideal(\result.kernel);
    ensures current: \result.current.high == Decay(k->tau_syn, s.high) && Ideal(\result.current);
    ensures leak: \result.leak.high == Decay(k->tau_mem, s.high) - 1 && Ideal(\result.leak); */
static inline dg_response dg_response_any(const dg_constants *k, dg_pair s) {
  dg_response y;
  dg_pair difference = {-k->difference, -k->difference_low}, gain = {k->gain, k->gain_low};
  dg_exponential slow = dg_decay_of(k->slow, s), rest = dg_exp_pair(dg_pair_product(s, difference));
  /*@ assert exponent: s.high * difference.high == -s.high * k->difference; */
  /*@ ghost
    dg_lemma_decay(k->tau_mem, s.high); dg_lemma_decay(k->tau_syn, s.high);
    dg_lemma_same(s.high * difference.high, -s.high * k->difference);
    dg_lemma_kernel(k->tau_mem, k->tau_syn, k->slow, k->difference, k->gain, s.high);
    if (k->tau_mem < k->tau_syn) dg_lemma_rates(k->tau_syn, k->tau_mem, k->difference, s.high);
    else dg_lemma_rates(k->tau_mem, k->tau_syn, k->difference, s.high); */
  dg_exponential fast;
  fast.value = dg_pair_product(slow.value, rest.value);
  fast.growth = dg_pair_sum(dg_pair_sum(slow.growth, rest.growth), dg_pair_product(slow.growth, rest.growth));
  /*@ assert rest: rest.value.high == \exp(-s.high * k->difference) && rest.growth.high == rest.value.high - 1; */
  /*@ assert slow: slow.value.high == \exp(-s.high / k->slow) && slow.growth.high == slow.value.high - 1; */
  /*@ assert fast: fast.value.high == slow.value.high * rest.value.high; */
  /*@ assert growth: fast.growth.high == fast.value.high - 1; */
  y.kernel = dg_pair_minus(dg_pair_product(gain, dg_pair_product(slow.value, rest.growth)));
  /*@ assert kernel: y.kernel.high == k->gain * slow.value.high * -rest.growth.high; */
  /*@ assert growth_rest: -rest.growth.high == -(\exp(-s.high * k->difference) - 1); */
  /*@ assert definition: y.kernel.high == k->gain * \exp(-s.high / k->slow) * -(\exp(-s.high * k->difference) - 1); */
  int membrane_is_fast = k->tau_mem < k->tau_syn;
  /*@ assert taus: membrane_is_fast != 0 ==> slow.value.high == Decay(k->tau_syn, s.high) &&
                                             fast.value.high == Decay(k->tau_mem, s.high); */
  /*@ assert taus_other: membrane_is_fast == 0 ==> slow.value.high == Decay(k->tau_mem, s.high) &&
                                                   fast.value.high == Decay(k->tau_syn, s.high); */
  y.current = membrane_is_fast ? slow.value : fast.value;
  y.leak = membrane_is_fast ? fast.growth : slow.growth;
  return y;
}

/*@ requires constants: Constants(k);
    requires ideal: Ideal(s);
    terminates \true; assigns \nothing;
    ensures kernel: \result.kernel.high == Kernel(k->tau_mem, k->tau_syn, s.high) && Ideal(\result.kernel);
    ensures current: \result.current.high == Decay(k->tau_syn, s.high) && Ideal(\result.current);
    ensures leak: \result.leak.high == Decay(k->tau_mem, s.high) - 1 && Ideal(\result.leak); */
static inline dg_response dg_response_at(const dg_constants *k, dg_pair s) {
  if (k->ratio == DG_RATIO_TWO) return dg_response_two(k, s);
  if (k->ratio == DG_RATIO_ONE) return dg_response_one(k, s);
  return dg_response_any(k, s);
}

/* A crossing of the threshold within a window between two arrivals. */
typedef struct {
  dg_real since; /* time since the earlier arrival */
  dg_real rise;  /* tau_mem v' there, i - v */
} dg_root;

/* v and i as pairs. */
typedef struct {
  dg_pair v, i;
} dg_membrane_pair;

/* The state a time s >= 0 later, without further arrivals. */
/*@ requires constants: Constants(k);
    requires ideal: Ideal(m.v) && Ideal(m.i);
    terminates \true; assigns \nothing;
    ensures voltage: \result.v.high == VoltageLater(k->tau_mem, k->tau_syn, m.v.high, m.i.high, s) && Ideal(\result.v);
    ensures current: \result.i.high == CurrentLater(k->tau_syn, m.i.high, s) && Ideal(\result.i); */
static inline dg_membrane_pair dg_membrane_after(const dg_constants *k, dg_membrane_pair m, dg_real s) {
  dg_response one = dg_response_at(k, dg_pair_of(s));
  dg_membrane_pair later;
  /*@ ghost
    dg_lemma_unfold(k->tau_mem, k->tau_syn, m.v.high, m.i.high, s);
    dg_lemma_decay(k->tau_mem, s); dg_lemma_decay(k->tau_syn, s); */
  later.v = dg_pair_sum(dg_pair_sum(m.v, dg_pair_product(m.v, one.leak)), dg_pair_product(m.i, one.kernel));
  later.i = dg_pair_product(m.i, one.current);
  /*@ assert voltage: later.v.high == m.v.high + m.v.high * one.leak.high + m.i.high * one.kernel.high; */
  /*@ assert decay: later.v.high == m.v.high * (one.leak.high + 1) + m.i.high * one.kernel.high; */
  /*@ assert kernel: one.kernel.high == Kernel(k->tau_mem, k->tau_syn, s); */
  /*@ assert leak: one.leak.high + 1 == \exp(-s / k->tau_mem); */
  /*@ assert current: one.current.high == \exp(-s / k->tau_syn); */
  /*@ assert later: later.v.high == m.v.high * \exp(-s / k->tau_mem) + m.i.high * Kernel(k->tau_mem, k->tau_syn, s); */
  /*@ assert ideal: Ideal(later.v) && Ideal(later.i); */
  /*@ assert later_i: later.i.high == m.i.high * one.current.high; */
  /*@ assert later_current: later.i.high == m.i.high * \exp(-s / k->tau_syn); */
  return later;
}

/* Time from state m to the maximum of v, if v rises at first and has one; otherwise 0. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures time: HasPeak(k->tau_mem, k->tau_syn, m.v, m.i) ==>
      \result == PeakTime(k->tau_mem, k->tau_syn, m.v, m.i) && \result > 0;
    ensures none: !HasPeak(k->tau_mem, k->tau_syn, m.v, m.i) ==> \result == 0;
    ensures peak: HasPeak(k->tau_mem, k->tau_syn, m.v, m.i) ==>
      VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, \result) == CurrentLater(k->tau_syn, m.i, \result); */
static inline dg_real dg_peak_time(const dg_constants *k, dg_membrane m) {
  dg_real gap = k->tau_mem - k->tau_syn;
  dg_real tail = m.i * k->tau_syn + m.v * gap; /* has the sign of v at late times, if tau_mem > tau_syn */
  if (!(m.i > m.v) || !(m.i > 0)) return 0;
  if (k->ratio == DG_RATIO_ONE) {
    dg_real x = (m.i - m.v) / m.i;
    /*@ assert equal: k->tau_mem == k->tau_syn; */
    dg_real peak = k->tau_mem * x;
    /*@ assert time: PeakTime(k->tau_mem, k->tau_syn, m.v, m.i) == k->tau_mem * ((m.i - m.v) / m.i); */
    /*@ assert peak: peak == PeakTime(k->tau_mem, k->tau_syn, m.v, m.i); */
    /*@ ghost dg_lemma_once(m.i - m.v, m.i, x); */
    /*@ ghost
      dg_lemma_scaled(k->tau_mem, x);
      dg_lemma_peak_one(k->tau_mem, m.v, m.i, x, peak);
      dg_lemma_positive(k->tau_mem, x); */
    return peak;
  }
  if (!(tail > 0)) return 0;
  /*@ ghost dg_lemma_rise(k->tau_mem, k->tau_syn, m.v, m.i); */
  dg_real x = dg_log1p((m.i - m.v) * gap / tail);
  dg_real peak = x * k->tau_mem * (k->tau_syn / gap);
  /*@ ghost
    dg_real ratio = dg_lemma_exp(x);
    dg_lemma_ratio(k->tau_mem, k->tau_syn, m.v, m.i, ratio);
    dg_lemma_exponent(k->tau_mem, k->tau_syn, x, peak);
    dg_lemma_peak(k->tau_mem, k->tau_syn, m.v, m.i, tail, x, peak);
    dg_lemma_peak_after(k->tau_mem, k->tau_syn, m.v, m.i, tail, x, peak); */
  /*@ assert time: peak == PeakTime(k->tau_mem, k->tau_syn, m.v, m.i); */
  return peak;
}

/* Whether v, below c at state m, reaches c if nothing else arrives: whether its maximum, where v = i, is high enough. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures crosses: \result != 0 <==> Crosses(k->tau_mem, k->tau_syn, k->c, m.v, m.i);
    ensures never: \result == 0 && m.v < k->c ==> BelowAlways(k->tau_mem, k->tau_syn, k->c, m.v, m.i); */
static inline int dg_crosses(const dg_constants *k, dg_membrane m) {
  /*@ ghost if (m.v < k->c && (m.i <= m.v || m.i < k->c)) dg_fact_flat(k->tau_mem, k->tau_syn, k->c, m.v, m.i); */
  if (!(m.i > m.v) || !(m.i >= k->c)) return 0;
  if (k->ratio == DG_RATIO_TWO) {
    int meets = m.i + m.v > 0 && (m.i + m.v) * (m.i + m.v) >= 4 * k->c * m.i;
    /*@ assert meets: meets != 0 <==> CrossesTwo(k->c, m.v, m.i); */
    /*@ ghost if (!meets) dg_fact_two(k->tau_mem, k->tau_syn, k->c, m.v, m.i); */
    return meets;
  }
  dg_real peak = dg_peak_time(k, m);
  int reaches = peak > 0 && m.i * dg_exp(-peak / k->tau_syn) >= k->c;
  /*@ assert current: CurrentLater(k->tau_syn, m.i, peak) == m.i * \exp(-peak / k->tau_syn); */
  /*@ assert peak: peak > 0 <==> HasPeak(k->tau_mem, k->tau_syn, m.v, m.i); */
  /*@ assert reaches: reaches != 0 <==> CrossesPeak(k->tau_mem, k->tau_syn, k->c, m.v, m.i); */
  /*@ ghost
    if (peak > 0 && !reaches) dg_fact_peak(k->tau_mem, k->tau_syn, k->c, m.v, m.i, peak);
    if (!(peak > 0)) dg_fact_tail(k->tau_mem, k->tau_syn, k->c, m.v, m.i); */
  return reaches;
}

/* The crossing for tau_mem = 2 tau_syn (SPEC 3.2). With a1 = i, a2 = v + i and S^2 = a2^2 - 4 c a1 it is at
   rho = 2 a1/(a2 + S), and rho - 1 = 4 i (c - v)/((i - v + S)(v + i + S)) does not cancel. */
/*@ requires constants: Constants(k) && k->ratio == DG_RATIO_TWO;
    terminates \true; assigns \nothing;
    ensures after: m.i > 0 ==> \result.since >= 0;
    ensures crossing: Crosses(k->tau_mem, k->tau_syn, k->c, m.v, m.i) && m.v < k->c ==>
      RootIs(k->tau_mem, k->tau_syn, k->c, m.v, m.i, \result.since, \result.rise); */
static inline dg_root dg_root_two(const dg_constants *k, dg_membrane m) {
  dg_root root = {0, 0};
  dg_real a2 = m.v + m.i, square = a2 * a2 - 4 * k->c * m.i;
  dg_real S = square > 0 ? dg_sqrt(square) : 0;
  dg_real below = k->c - m.v;
  dg_real growth = m.i - m.v + S;
  /*@ assert square: CrossesTwo(k->c, m.v, m.i) ==> square >= 0 && a2 > 0; */
  if (!(a2 > 0) || !(growth > 0)) return root;
  dg_real step = below > 0 ? 4 * m.i * below / growth / (a2 + S) : 0; /* rho - 1; 0 where rounding put v at c already */
  dg_real time = dg_log1p(step), since = k->tau_mem * time, rise = S / (1 + step);
  /*@ ghost
    if (below > 0) dg_lemma_step(m.i, below, growth, a2 + S, step);
    if (1 + step > 0) dg_lemma_log(step, time);
    dg_lemma_scaled(k->tau_mem, time);
    if (time >= 0) dg_lemma_positive_or_zero(k->tau_mem, time);
    if (square >= 0 && m.i > 0 && m.i > m.v && below > 0) {
      dg_real y = dg_lemma_exp(-time);
      dg_lemma_rho(k->c, m.v, m.i, S, step);
      dg_lemma_root(k->c, m.v, m.i, S, step, y);
      dg_lemma_same(-since / k->tau_mem, -time);
      dg_lemma_two(k->tau_mem, k->tau_syn, m.v, m.i, since, y);
      /@ assert crossing: VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, since) == k->c; @/
      /@ assert rise: rise == CurrentLater(k->tau_syn, m.i, since) -
                              VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, since); @/
      /@ assert upward: rise >= 0; @/
      /@ assert root: RootIs(k->tau_mem, k->tau_syn, k->c, m.v, m.i, since, rise); @/
    } */
  /*@ assert root: CrossesTwo(k->c, m.v, m.i) && m.i > 0 && m.i > m.v && below > 0 ==>
        RootIs(k->tau_mem, k->tau_syn, k->c, m.v, m.i, since, rise); */
  root.since = since;
  root.rise = rise;
  return root;
}

/* The crossing for tau_mem = tau_syn (SPEC 3.3): v(s) = (v + i x) e^{-x}, x = s/tau, has its maximum at x = 1 - v/i, a factor
   e^L above c, and crosses c by h = dg_lambert_h(L) before it. One Newton step restores what cancels in 1 - v/i - h. */
/*@ requires constants: Constants(k) && k->ratio == DG_RATIO_ONE;
    terminates \true; assigns \nothing;
    ensures after: \result.since >= 0;
    ensures crossing: Crosses(k->tau_mem, k->tau_syn, k->c, m.v, m.i) && m.v < k->c ==>
      RootIs(k->tau_mem, k->tau_syn, k->c, m.v, m.i, \result.since, \result.rise); */
static inline dg_root dg_root_one(const dg_constants *k, dg_membrane m) {
  dg_root root = {0, 0};
  if (!(m.i > 0) || !(m.i > m.v)) return root;
  /*@ assert equal: k->tau_mem == k->tau_syn; */
  dg_real peak = (m.i - m.v) / m.i;
  /*@ ghost
    dg_real top = dg_lemma_exp(-peak);
    int reaches = m.v < k->c && m.i * top >= k->c;
    dg_lemma_top(k->tau_mem, m.v, m.i, peak, top);
    if (reaches) dg_fact_excess(k->tau_mem, k->c, m.v, m.i); */
  /*@ assert time: PeakTime(k->tau_mem, k->tau_syn, m.v, m.i) == k->tau_mem * ((m.i - m.v) / m.i); */
  /*@ assert other: k->tau_mem != 2 * k->tau_syn; */
  /*@ assert top: Crosses(k->tau_mem, k->tau_syn, k->c, m.v, m.i) ==> m.i * top >= k->c; */
  /*@ assert reaches: Crosses(k->tau_mem, k->tau_syn, k->c, m.v, m.i) && m.v < k->c ==> reaches != 0; */
  dg_real excess = dg_log(m.i / k->c) - peak;
  dg_real h = dg_lambert_h(excess > 0 ? excess : 0);
  dg_real x = peak - h;
  /*@ ghost if (reaches) dg_fact_lambert(k->tau_mem, k->c, m.v, m.i, h, x); */
  x = x > 0 ? x : 0;
  dg_real decay = dg_exp(-x);
  dg_real slope = m.i * h * decay;
  /*@ ghost
    dg_real root_x = x;
    if (reaches) dg_lemma_settled(k->c, m.v, m.i, x, decay); */
  if (slope > 0) x -= ((m.v - k->c / decay) + m.i * x) * decay / slope;
  /*@ assert settled: reaches != 0 ==> x == root_x; */
  x = x > 0 ? x : 0;
  root.since = k->tau_mem * x;
  /*@ ghost dg_lemma_positive_or_zero(k->tau_mem, x); */
  root.rise = slope;
  /*@ assert rise: reaches != 0 ==> slope == m.i * h * \exp(-root_x) && slope >= 0; */
  /*@ assert root: reaches != 0 ==> RootIs(k->tau_mem, k->tau_syn, k->c, m.v, m.i, root.since, root.rise); */
  return root;
}

/* The crossing for any other ratio: v - c has one sign change in [0, high], from below to above; Newton steps from inside
   the bracket, bisection where they would leave it. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures inside: high >= 0 ==> 0 <= \result.since <= high;
    ensures rise: \result.rise == \max(0, CurrentLater(k->tau_syn, m.i, \result.since) -
                                         VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, \result.since)); */
static inline dg_root dg_root_any(const dg_constants *k, dg_membrane m, dg_real high) {
  dg_root root = {0, 0};
  dg_real low = 0, s = high / 2;
  dg_membrane at = m;
  /*@ loop invariant count: 0 <= step <= 200;
      loop invariant bracket: \at(high, Pre) >= 0 ==> 0 <= low <= s <= high <= \at(high, Pre);
      loop assigns step, s, at, low, high;
      loop variant 200 - step; */
  for (int step = 0; step < 200; step++) {
    at = dg_membrane_later(k, m, s);
    if (at.v < k->c) low = s;
    else high = s;
    dg_real rise = at.i - at.v;
    dg_real newton = rise > 0 ? s - k->tau_mem * ((at.v - k->c) / rise) : low;
    dg_real middle = low + (high - low) / 2;
    dg_real next = newton > low && newton < high ? newton : middle;
    dg_real move = next > s ? next - s : s - next;
    s = next;
    if (move <= DG_EPSILON * s || middle <= low || middle >= high) break;
  }
  at = dg_membrane_later(k, m, s);
  root.since = s;
  root.rise = at.i > at.v ? at.i - at.v : 0;
  return root;
}

/* dg_root_any as the proofs take it (proofs/README.md): in the reals its steps end at the crossing. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures inside: high >= 0 ==> 0 <= \result.since <= high;
    ensures rise: \result.rise == \max(0, CurrentLater(k->tau_syn, m.i, \result.since) -
                                         VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, \result.since));
    ensures ideal: high > 0 && m.v < k->c && VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, high) >= k->c ==>
      VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, \result.since) == k->c; */
static inline dg_root dg_root_limit(const dg_constants *k, dg_membrane m, dg_real high) { return dg_root_any(k, m, high); }

/* The crossing that dg_crosses found from state m. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures after: m.i > 0 && k->ratio != DG_RATIO_ANY ==> \result.since >= 0;
    ensures crossing: Crosses(k->tau_mem, k->tau_syn, k->c, m.v, m.i) && m.v < k->c ==>
      RootIs(k->tau_mem, k->tau_syn, k->c, m.v, m.i, \result.since, \result.rise); */
static inline dg_root dg_root_of(const dg_constants *k, dg_membrane m) {
  if (k->ratio == DG_RATIO_TWO) return dg_root_two(k, m);
  if (k->ratio == DG_RATIO_ONE) return dg_root_one(k, m);
  dg_real peak = dg_peak_time(k, m);
  dg_root root = dg_root_limit(k, m, peak);
  /*@ assert other: k->tau_mem != 2 * k->tau_syn; */
  /*@ assert peak: Crosses(k->tau_mem, k->tau_syn, k->c, m.v, m.i) ==> peak > 0 && m.i > 0 &&
        VoltageLater(k->tau_mem, k->tau_syn, m.v, m.i, peak) == CurrentLater(k->tau_syn, m.i, peak) &&
        CurrentLater(k->tau_syn, m.i, peak) >= k->c; */
  /*@ ghost if (peak > 0) dg_fact_upward(k->tau_mem, k->tau_syn, m.v, m.i, peak, root.since); */
  return root;
}

/* A crossing brought to the last bit by Newton's steps on v(s) - c, which pairs evaluate without cancellation: one unless the
   threshold is almost tangent. */
/*@ requires constants: Constants(k);
    requires ideal: Ideal(m.v) && Ideal(m.i);
    terminates \true; assigns \nothing;
    ensures after: root.since >= 0 ==> \result.since >= 0;
    ensures kept: root.since >= 0 && VoltageLater(k->tau_mem, k->tau_syn, m.v.high, m.i.high, root.since) == k->c ==>
      \result.since == root.since;
    ensures crossing: RootIs(k->tau_mem, k->tau_syn, k->c, m.v.high, m.i.high, root.since, root.rise) ==>
      \result.since == root.since && \result.rise == root.rise; */
static inline dg_root dg_root_refine(const dg_constants *k, dg_membrane_pair m, dg_root root) {
  dg_pair c = {-k->c, -k->c_low};
  dg_real s = root.since, rise = root.rise;
  /*@ loop invariant count: 0 <= step <= 3;
      loop invariant after: root.since >= 0 ==> s >= 0;
      loop invariant kept: root.since >= 0 && VoltageLater(k->tau_mem, k->tau_syn, m.v.high, m.i.high, root.since) == k->c ==>
        s == root.since;
      loop invariant crossing: RootIs(k->tau_mem, k->tau_syn, k->c, m.v.high, m.i.high, root.since, root.rise) ==>
        s == root.since && rise == root.rise;
      loop assigns step, s, rise;
      loop variant 3 - step; */
  for (int step = 0; step < 3 && rise > 0; step++) {
    dg_membrane_pair at = dg_membrane_after(k, m, s);
    dg_real above = dg_pair_sum(at.v, c).high;
    rise = dg_pair_sum(at.i, dg_pair_minus(at.v)).high;
    /*@ assert rise: RootIs(k->tau_mem, k->tau_syn, k->c, m.v.high, m.i.high, root.since, root.rise) ==> rise == root.rise; */
    if (!(rise > 0)) return root;
    dg_real move = -k->tau_mem * (above / rise);
    /*@ assert stays: above == 0 ==> move == 0; */
    /*@ assert root: RootIs(k->tau_mem, k->tau_syn, k->c, m.v.high, m.i.high, root.since, root.rise) ==> move == 0; */
    s = s + move > 0 ? s + move : 0;
    /*@ assert same: RootIs(k->tau_mem, k->tau_syn, k->c, m.v.high, m.i.high, root.since, root.rise) ==> s == root.since; */
    /*@ assert no_change: move == 0 ==> move * (at.i.high / k->tau_syn + rise / k->tau_mem) == 0; */
    rise -= move * (at.i.high / k->tau_syn + rise / k->tau_mem);
    /*@ assert crossing: RootIs(k->tau_mem, k->tau_syn, k->c, m.v.high, m.i.high, root.since, root.rise) ==>
          s == root.since && rise == root.rise; */
    if ((move < 0 ? -move : move) <= DG_R(0x1p-10) * DG_ROOT_EPSILON * s) break;
  }
  root.since = s;
  root.rise = rise;
  return root;
}

/* The state at arrival order[count-1], from the first count arrivals in causal order: each term directly, so that the error
   does not grow along the way. a[order[..]] must not decrease. Cost: one or two exponentials in pairs per arrival. */
/*@ requires constants: Constants(k);
    requires some: count >= 1;
    requires valid: Readable(w, a, order, count);
    terminates \true; assigns \nothing;
    ensures voltage: \result.v.high == Voltage(k->tau_mem, k->tau_syn, w, a, order, count, a[order[count - 1]]);
    ensures current: \result.i.high == Current(k->tau_syn, w, a, order, count, a[order[count - 1]]);
    ensures ideal: Ideal(\result.v) && Ideal(\result.i); */
static inline dg_membrane_pair dg_membrane_at(const dg_constants *k, size_t count, const dg_real *w, const dg_real *a,
                                              const dg_index *order) {
  dg_membrane_pair m;
  dg_pair v = dg_pair_of(0), i = dg_pair_of(0);
  dg_real t = a[order[count - 1]];
  /*@ assert last: (size_t)(count - 1) == count - 1; */
  /*@ loop invariant bound: 0 <= p <= count;
      loop invariant voltage: v.high == Voltage(k->tau_mem, k->tau_syn, w, a, order, p, t) && Ideal(v);
      loop invariant current: i.high == Current(k->tau_syn, w, a, order, p, t) && Ideal(i);
      loop assigns p, v, i;
      loop variant count - p; */
  for (size_t p = 0; p < count; p++) {
    dg_pair s = dg_two_sum(t, -a[order[p]]), w_p = dg_pair_of(w[order[p]]);
    /*@ ghost dg_lemma_sums(k->tau_mem, k->tau_syn, w, a, order, p, t); */
    dg_response one = dg_response_at(k, s);
    v = dg_pair_sum(v, dg_pair_product(w_p, one.kernel));
    i = dg_pair_sum(i, dg_pair_product(w_p, one.current));
    /*@ assert arrival: s.high == t - a[order[p]] && w_p.high == w[order[p]]; */
    /*@ assert voltage: v.high == Voltage(k->tau_mem, k->tau_syn, w, a, order, p + 1, t); */
    /*@ assert current: i.high == Current(k->tau_syn, w, a, order, p + 1, t); */
    /*@ assert next: (size_t)(p + 1) == p + 1; */
  }
  m.v = v;
  m.i = i;
  return m;
}

/* The smallest number above a, for SPEC 3.6: a spike is later than the arrivals that caused it. |a| at most 1/DG_EPSILON
   times the smallest normal number counts as zero. */
/*@ requires finite: \is_finite(a);
    terminates \true; assigns \nothing;
    ensures later: \result > a;
    ensures near: \result <= a + (\abs(a) + 1) * DG_EPSILON; */
static inline dg_real dg_just_after(dg_real a) {
  dg_real size = a < 0 ? -a : a;
#if DG_FLOAT
  dg_real least = DG_R(FLT_MIN);
#else
  dg_real least = DG_R(DBL_MIN);
#endif
  /* half an ulp and a little: rounds to the neighbour */
  dg_real step = size * (DG_EPSILON / 2 * (1 + DG_EPSILON));
  return a + (step > least ? step : least);
}

/* More than rounding can change v at time t in the walk of dg_first_spike over p + 1 arrivals with a sum of |w| of size, and what
   an ulp of t changes it. */
/*@ requires positive: k != \null && \valid_read(k) && k->tau_mem > 0;
    terminates \true; assigns \nothing;
    ensures positive: size >= 0 ==> \result >= 0; */
static inline dg_real dg_walk_error(const dg_constants *k, size_t p, dg_real size, dg_real t) {
  dg_real distance = (t < 0 ? -t : t) / k->tau_mem;
  /*@ assert distance: distance >= 0; */
  return 16 * DG_EPSILON * size * ((dg_real)(p + 8) + distance);
}

/* v and i just after an arrival and just before the next one. */
typedef struct {
  dg_membrane from, to;
} dg_window;

/* The window from arrival p, with the state m just before it, to t_next; if nothing comes then, to = from. */
/*@ requires constants: Constants(k);
    requires place: (size_t)(p + 1) == p + 1;
    requires valid: Readable(w, a, order, p + 1);
    requires voltage: m.v == Voltage(k->tau_mem, k->tau_syn, w, a, order, p, a[order[p]]);
    requires current: m.i == Current(k->tau_syn, w, a, order, p, a[order[p]]);
    terminates \true; assigns \nothing;
    ensures same: \result.from.v == m.v;
    ensures voltage: \result.from.v == Voltage(k->tau_mem, k->tau_syn, w, a, order, p + 1, a[order[p]]);
    ensures current: \result.from.i == Current(k->tau_syn, w, a, order, p + 1, a[order[p]]);
    ensures to_v: Comes(t_next) ==> \result.to.v ==
      VoltageLater(k->tau_mem, k->tau_syn, \result.from.v, \result.from.i, t_next - a[order[p]]);
    ensures to_i: Comes(t_next) ==> \result.to.i == CurrentLater(k->tau_syn, \result.from.i, t_next - a[order[p]]);
    ensures next_voltage: Comes(t_next) ==> \result.to.v == Voltage(k->tau_mem, k->tau_syn, w, a, order, p + 1, t_next);
    ensures next_current: Comes(t_next) ==> \result.to.i == Current(k->tau_syn, w, a, order, p + 1, t_next); */
static inline dg_window dg_window_of(const dg_constants *k, const dg_real *w, const dg_real *a, const dg_index *order,
                                     size_t p, dg_membrane m, dg_real t_next) {
  dg_window x;
  dg_real t = a[order[p]];
  /*@ ghost
    dg_lemma_arrives(k->tau_mem, k->tau_syn, w, a, order, p, t);
    dg_fact_sums_later(k->tau_mem, k->tau_syn, w, a, order, p + 1, t); */
  m.i += w[order[p]];
  x.from = m;
  x.to = t_next < DG_NEVER ? dg_membrane_later(k, m, t_next - t) : m;
  /*@ ghost
    if (t_next < DG_NEVER) dg_lemma_next(k->tau_mem, k->tau_syn, w, a, order, p + 1, t, m.v, m.i, t_next, x.to.v, x.to.i); */
  return x;
}

/* Whether v reaches c after t, in state x.from below c, if nothing else comes: asked unless v, at t_next, still rises and is
   below c by more than the walk can err. p, size: as dg_walk_error. */
/*@ requires constants: Constants(k);
    requires size: size >= 0;
    requires below: x.from.v < k->c;
    requires times: t <= t_next && Comes(t);
    requires voltage: Comes(t_next) ==> x.to.v == VoltageLater(k->tau_mem, k->tau_syn, x.from.v, x.from.i, t_next - t);
    requires current: Comes(t_next) ==> x.to.i == CurrentLater(k->tau_syn, x.from.i, t_next - t);
    terminates \true; assigns \nothing;
    ensures crosses: \result != 0 ==> t < t_next && Crosses(k->tau_mem, k->tau_syn, k->c, x.from.v, x.from.i);
    ensures below: \result == 0 && Comes(t_next) ==> BelowTo(k->tau_mem, k->tau_syn, k->c, x.from.v, x.from.i, t_next - t);
    ensures never: \result == 0 && !Comes(t_next) ==> BelowAlways(k->tau_mem, k->tau_syn, k->c, x.from.v, x.from.i); */
static inline int dg_window_crosses(const dg_constants *k, dg_window x, size_t p, dg_real size, dg_real t, dg_real t_next) {
  if (!(t < t_next)) {
    /*@ ghost dg_lemma_now(k->tau_mem, k->tau_syn, x.from.v, x.from.i, 0.0); */
    return 0;
  }
  if (t_next < DG_NEVER && x.to.i > x.to.v && x.to.v + dg_walk_error(k, p, size, t_next) < k->c) {
    /*@ ghost dg_fact_rising(k->tau_mem, k->tau_syn, k->c, x.from.v, x.from.i, t_next - t); */
    return 0;
  }
  return dg_crosses(k, x.from);
}

/* The crossing after the last of count arrivals, if nothing else comes. */
/*@ requires constants: Constants(k);
    requires some: count >= 1;
    requires valid: Readable(w, a, order, count);
    requires below: Voltage(k->tau_mem, k->tau_syn, w, a, order, count, a[order[count - 1]]) < k->c;
    requires crosses: Crosses(k->tau_mem, k->tau_syn, k->c, Voltage(k->tau_mem, k->tau_syn, w, a, order, count,
      a[order[count - 1]]),
                              Current(k->tau_syn, w, a, order, count, a[order[count - 1]]));
    terminates \true; assigns \nothing;
    ensures root: RootIs(k->tau_mem, k->tau_syn, k->c, Voltage(k->tau_mem, k->tau_syn, w, a, order, count, a[order[count - 1]]),
                         Current(k->tau_syn, w, a, order, count, a[order[count - 1]]), \result.since, \result.rise); */
static inline dg_root dg_window_root(const dg_constants *k, size_t count, const dg_real *w, const dg_real *a,
                                     const dg_index *order) {
  dg_membrane_pair at = dg_membrane_at(k, count, w, a, order);
  dg_membrane rounded = {at.v.high, at.i.high};
  return dg_root_refine(k, at, dg_root_of(k, rounded));
}

/* t + since, up to t_next. A time that rounds to t is moved past it, but not past the next arrival. */
/*@ requires finite: \is_finite(t);
    requires times: t < t_next && t + since <= t_next && since > 0;
    terminates \true; assigns \nothing;
    ensures after: t < \result <= t_next;
    ensures time: TimeIs(\result, t, since, DG_EPSILON); */
static inline dg_real dg_window_time(dg_real t, dg_real since, dg_real t_next) {
  dg_real T = t + since, least = dg_just_after(t);
  T = T < least ? least : T;
  return T < t_next ? T : t_next;
}

/* The spike at a root that comes by t_next, when the next arrival comes; the last of count arrivals is before it. */
/*@ requires constants: Constants(k);
    requires inputs: Inputs(w, a, order, n);
    requires sorted: InOrder(a, order, n);
    requires count: 1 <= count <= n;
    requires t: t == a[order[count - 1]] && Comes(t) && t < t_next;
    requires next: count < n ==> t_next == a[order[count]];
    requires before: Below(k->tau_mem, k->tau_syn, k->c, w, a, order, count - 1, n);
    requires voltage: m.v == Voltage(k->tau_mem, k->tau_syn, w, a, order, count, t) && m.v < k->c;
    requires current: m.i == Current(k->tau_syn, w, a, order, count, t);
    requires root: RootIs(k->tau_mem, k->tau_syn, k->c, m.v, m.i, root.since, root.rise);
    requires by: t + root.since <= t_next;
    terminates \true; assigns \nothing;
    ensures kinds: \result.crossing == DG_SPIKES || \result.crossing == DG_TANGENT;
    ensures count: \result.causal == count;
    ensures causal: CausalSet(a, order, count, n, \result.time);
    ensures time: TimeIs(\result.time, t, \result.since, DG_EPSILON);
    ensures crossing: CrossesAt(k->tau_mem, k->tau_syn, k->c, w, a, order, n, count, t, \result.since);
    ensures first: FirstCrossing(k->tau_mem, k->tau_syn, k->c, w, a, n, t + \result.since);
    ensures slope: SlopeIs(k->tau_mem, k->tau_syn, w, a, order, count, t, \result.since, \result.crossing, \result.dT_dc);
    ensures zero: \result.crossing != DG_SPIKES ==> \result.dT_dc == 0.0; */
static inline dg_spike dg_spike_from(const dg_constants *k, size_t count, dg_root root, dg_real t, dg_real t_next)
  /*@ ghost (size_t n, const dg_real *w, const dg_real *a, const dg_index *order, dg_membrane m) */ {
  dg_spike spike;
  /*@ ghost
    dg_lemma_crosses(k->tau_mem, k->tau_syn, k->c, w, a, order, count, t, m.v, m.i, root.since, root.rise);
    dg_fact_first_time(k->tau_mem, k->tau_syn, k->c, w, a, order, n, count, t, root.since);
    dg_lemma_rise_is(k->tau_mem, k->tau_syn, w, a, order, count, t, root.since); */
  spike.crossing = root.rise > 0 ? DG_SPIKES : DG_TANGENT;
  spike.causal = count;
  spike.time = dg_window_time(t, root.since, t_next);
  spike.since = root.since;
  spike.dT_dc = root.rise > 0 ? k->tau_mem / root.rise : 0;
  /*@ ghost
    dg_lemma_slope_is(k->tau_mem, k->tau_syn, w, a, order, count, t, root.since, root.rise, spike.crossing, spike.dT_dc); */
  return spike;
}

/* The spike in the window x from arrival p, which comes at t, to t_next; silent if v does not reach c in it. */
/*@ requires constants: Constants(k);
    requires inputs: Inputs(w, a, order, n);
    requires sorted: InOrder(a, order, n);
    requires arrival: p < n && t == a[order[p]] && Comes(t);
    requires next: p + 1 < n ==> t_next == a[order[p + 1]];
    requires last: p + 1 >= n ==> t_next == DG_NEVER;
    requires size: size >= 0;
    requires voltage: x.from.v == Voltage(k->tau_mem, k->tau_syn, w, a, order, p + 1, t) && x.from.v < k->c;
    requires current: x.from.i == Current(k->tau_syn, w, a, order, p + 1, t);
    requires next_v: Comes(t_next) ==> x.to.v == VoltageLater(k->tau_mem, k->tau_syn, x.from.v, x.from.i, t_next - t);
    requires next_i: Comes(t_next) ==> x.to.i == CurrentLater(k->tau_syn, x.from.i, t_next - t);
    requires before: Below(k->tau_mem, k->tau_syn, k->c, w, a, order, p, n);
    terminates \true; assigns \nothing;
    ensures silent: \result.crossing == DG_SILENT <==> \result.causal == 0;
    ensures kinds: \result.crossing == DG_SILENT || \result.crossing == DG_SPIKES || \result.crossing == DG_TANGENT;
    ensures below: \result.causal == 0 ==> Below(k->tau_mem, k->tau_syn, k->c, w, a, order, p + 1, n);
    ensures bound: \result.causal == 0 || \result.causal == p + 1;
    ensures causal: \result.causal > 0 ==> CausalSet(a, order, p + 1, n, \result.time);
    ensures time: \result.causal > 0 ==> TimeIs(\result.time, t, \result.since, DG_EPSILON);
    ensures crossing: \result.causal > 0 ==> CrossesAt(k->tau_mem, k->tau_syn, k->c, w, a, order, n, p + 1, t, \result.since);
    ensures first: \result.causal > 0 ==> FirstCrossing(k->tau_mem, k->tau_syn, k->c, w, a, n, t + \result.since);
    ensures slope: \result.causal > 0 ==> SlopeIs(k->tau_mem, k->tau_syn, w, a, order, p + 1, t, \result.since,
                                                  \result.crossing, \result.dT_dc);
    ensures zero: \result.crossing != DG_SPIKES ==> \result.dT_dc == 0.0; */
static inline dg_spike dg_window_spike(const dg_constants *k, const dg_real *w, const dg_real *a, const dg_index *order, size_t p,
                                       dg_window x, dg_real size, dg_real t, dg_real t_next) /*@ ghost (size_t n) */ {
  const dg_spike silent = {DG_SILENT, 0, DG_NEVER, 0, 0};
  /*@ assert count: (size_t)(p + 1) == p + 1; */
  /*@ assert readable: Readable(w, a, order, p + 1); */
  if (!dg_window_crosses(k, x, p, size, t, t_next)) {
    /*@ ghost
      dg_lemma_quiet(k->tau_mem, k->tau_syn, k->c, w, a, order, p, n, t, t_next, x.from.v, x.from.i); */
    return silent;
  }
  dg_root root = dg_window_root(k, p + 1, w, a, order);
  if (!(t + root.since <= t_next)) {
    /*@ ghost
      dg_fact_first(k->tau_mem, k->tau_syn, k->c, x.from.v, x.from.i, root.since);
      dg_lemma_quiet(k->tau_mem, k->tau_syn, k->c, w, a, order, p, n, t, t_next, x.from.v, x.from.i); */
    return silent;
  }
  return dg_spike_from(k, p + 1, root, t, t_next) /*@ ghost (n, w, a, order, x.from) */;
}

/* The first spike of a neuron whose arrivals are taken in the given causal order; dg_spike_time makes the order as well. The
   spike belongs to the first arrival after which v would reach c before or at the next one (SPEC 3.1). Still rising at the next
   arrival, and below c there by more than the walk can err, it does not. Cost: about four exponentials per arrival up to the spike,
   two or three more each for the causal ones. */
/*@ requires constants: Constants(k);
    requires inputs: Inputs(w, a, order, n);
    requires sorted: InOrder(a, order, n);
    terminates \true; assigns \nothing;
    ensures silent: \result.crossing == DG_SILENT <==> \result.causal == 0;
    ensures kinds: \result.crossing == DG_SILENT || \result.crossing == DG_SPIKES || \result.crossing == DG_TANGENT;
    ensures bound: \result.causal <= n;
    ensures causal: \result.causal > 0 ==> CausalSet(a, order, \result.causal, n, \result.time);
    ensures time: \result.causal > 0 ==> TimeIs(\result.time, a[order[\result.causal - 1]], \result.since, DG_EPSILON);
    ensures crossing: \result.causal > 0 ==> CrossesAt(k->tau_mem, k->tau_syn, k->c, w, a, order, n, \result.causal,
                                                       a[order[\result.causal - 1]], \result.since);
    ensures first: \result.causal > 0 ==> FirstCrossing(k->tau_mem, k->tau_syn, k->c, w, a, n,
                                                        a[order[\result.causal - 1]] + \result.since);
    ensures never: \result.causal == 0 ==> NoCrossing(k->tau_mem, k->tau_syn, k->c, w, a, n);
    ensures slope: \result.causal > 0 ==> SlopeIs(k->tau_mem, k->tau_syn, w, a, order, \result.causal,
                     a[order[\result.causal - 1]], \result.since, \result.crossing, \result.dT_dc);
    ensures zero: \result.crossing != DG_SPIKES ==> \result.dT_dc == 0.0; */
static inline dg_spike dg_first_spike(const dg_constants *k, size_t n, const dg_real *w, const dg_real *a,
                                      const dg_index *order) {
  const dg_spike silent = {DG_SILENT, 0, DG_NEVER, 0, 0};
  dg_membrane m = {0, 0};
  dg_real size = 0;
  /*@ loop invariant bound: 0 <= p <= n;
      loop invariant size: size >= 0;
      loop invariant voltage: p < n && Comes(a[order[p]]) ==>
        m.v == Voltage(k->tau_mem, k->tau_syn, w, a, order, p, a[order[p]]) && m.v < k->c;
      loop invariant current: p < n && Comes(a[order[p]]) ==> m.i == Current(k->tau_syn, w, a, order, p, a[order[p]]);
      loop invariant below: Below(k->tau_mem, k->tau_syn, k->c, w, a, order, p, n);
      loop assigns p, m, size;
      loop variant n - p; */
  for (size_t p = 0; p < n && a[order[p]] < DG_NEVER; p++) {
    dg_real t = a[order[p]], t_next = p + 1 < n ? a[order[p + 1]] : DG_NEVER;
    /*@ assert count: (size_t)(p + 1) == p + 1; */
    dg_window x = dg_window_of(k, w, a, order, p, m, t_next);
    size += w[order[p]] < 0 ? -w[order[p]] : w[order[p]];
    dg_spike spike = dg_window_spike(k, w, a, order, p, x, size, t, t_next) /*@ ghost (n) */;
    if (spike.crossing != DG_SILENT) return spike;
    m = x.to;
    /*@ assert next: p + 1 < n && Comes(a[order[p + 1]]) ==> InWindow(a, order, n, p, t_next) && t_next == a[order[p + 1]]; */
  }
  /*@ assert silent: Below(k->tau_mem, k->tau_syn, k->c, w, a, order, n, n); */
  /*@ ghost dg_fact_no_time(k->tau_mem, k->tau_syn, k->c, w, a, order, n); */
  return silent;
}

/* ---- 4 causal order ------------------------------------------------------------------------------------------------- */

/* Fills order with 0 .. n-1 such that a[order[p]] does not decrease and equal arrivals keep their index order (SPEC 3.5).
   a: n numbers, not NaN. Cost: at most n^2/2 exchanges, n - 1 compares when a is in order already. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires valid: \valid_read(a + (0 .. n-1)) && \valid(order + (0 .. n-1));
    requires separated: \separated(a + (0 .. n-1), order + (0 .. n-1));
    terminates \true; assigns order[0 .. n-1];
    ensures indices: Indices(order, n, n);
    ensures injective: Injective(order, n);
    ensures stable: Stable(a, order, n); */
static inline void dg_order(size_t n, const dg_real *a, dg_index *order) {
  /*@ loop invariant bound: 0 <= i <= n;
      loop invariant indices: Indices(order, i, i);
      loop invariant injective: Injective(order, i);
      loop invariant stable: Stable(a, order, i);
      loop assigns i, order[0 .. n-1];
      loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    order[i] = (dg_index)i;
    size_t p = i;
    /*@ loop invariant bound: 0 <= p <= i;
        loop invariant indices: Indices(order, i + 1, i + 1);
        loop invariant injective: Injective(order, i + 1);
        loop invariant moving: order[p] == i;
        loop invariant stable: StableBut(a, order, i + 1, p);
        loop invariant before: \forall integer q; p < q <= i ==> a[order[p]] < a[order[q]];
        loop assigns p, order[0 .. n-1];
        loop variant p; */
    while (p > 0 && a[order[p - 1]] > a[order[p]]) {
      dg_index later = order[p - 1];
      order[p - 1] = order[p];
      order[p] = later;
      p--;
    }
    /*@ assert rest: \forall integer q; 0 <= q <= i && q != p ==> order[q] != order[p]; */
    /*@ assert sorted: \forall integer q; 0 <= q < p - 1 ==> Before(a, order[q], order[p - 1]); */
    /*@ assert lower: \forall integer q; 0 <= q < p ==> a[order[q]] <= a[order[p - 1]]; */
    /*@ assert after: \forall integer q; 0 <= q < p ==> Before(a, order[q], order[p]); */
  }
}

/* Whether n inputs with weights w and arrivals a are admitted for one neuron (SPEC 2.2): weights finite with a sum of
   magnitudes up to DG_SCALE_MAX, arrivals finite or DG_NEVER and within DG_SCALE_MAX. */
/*@ requires valid: (w == \null || \valid_read(w + (0 .. n-1))) && (a == \null || \valid_read(a + (0 .. n-1)));
    terminates \true; assigns \nothing;
    ensures there: \result == DG_OK ==> w != \null && a != \null && 1 <= n <= DG_SIZE_MAX; */
static inline dg_status dg_inputs_check(size_t n, const dg_real *w, const dg_real *a) {
  if (w == NULL || a == NULL) return DG_ERROR_NULL;
  if (n == 0) return DG_ERROR_EMPTY;
  if (n > DG_SIZE_MAX) return DG_ERROR_TOO_LARGE;
  dg_real sum = 0;
  /*@ loop invariant bound: 0 <= i <= n; loop assigns i, sum; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    if (!dg_is_finite(w[i]) || (!dg_is_finite(a[i]) && a[i] != DG_NEVER)) return DG_ERROR_NOT_FINITE;
    if (a[i] < -DG_SCALE_MAX || (a[i] > DG_SCALE_MAX && a[i] != DG_NEVER)) return DG_ERROR_RANGE;
    sum += w[i] < 0 ? -w[i] : w[i];
    if (sum > DG_SCALE_MAX) return DG_ERROR_RANGE;
  }
  return DG_OK;
}

/* T - a_i of a spike that comes since after t, as a pair. */
/*@ terminates \true; assigns \nothing;
    ensures since: \result.high == since + (t - a) && Ideal(\result); */
static inline dg_pair dg_since(dg_real since, dg_real t, dg_real a) {
  return dg_pair_sum(dg_two_sum(t, -a), dg_pair_of(since));
}

/* w tau_mem k'(s) = w (e^{-s/tau_syn} - k(s)) of a response. */
/*@ requires ideal: Ideal(one.current) && Ideal(one.kernel);
    terminates \true; assigns \nothing;
    ensures term: \result.high == w * (one.current.high - one.kernel.high) && Ideal(\result); */
static inline dg_pair dg_rise_term(dg_real w, dg_response one) {
  return dg_pair_product(dg_pair_of(w), dg_pair_sum(one.current, dg_pair_minus(one.kernel)));
}

/* tau_mem K' at a spike that comes since after the last of its causal arrivals: the sum of w_i tau_mem k'(T - a_i). */
/*@ requires constants: Constants(k);
    requires some: count >= 1;
    requires valid: Readable(w, a, order, count);
    terminates \true; assigns \nothing;
    ensures rise: \result == Rise(k->tau_mem, k->tau_syn, w, a, order, count, a[order[count - 1]], since); */
static inline dg_real dg_rise_of(const dg_constants *k, size_t count, const dg_real *w, const dg_real *a,
                                 const dg_index *order, dg_real since) {
  dg_pair rise = dg_pair_of(0);
  dg_real t = a[order[count - 1]];
  /*@ assert last: (size_t)(count - 1) == count - 1; */
  /*@ loop invariant bound: 0 <= p <= count;
      loop invariant rise: rise.high == Rise(k->tau_mem, k->tau_syn, w, a, order, p, t, since) && Ideal(rise);
      loop assigns p, rise;
      loop variant count - p; */
  for (size_t p = 0; p < count; p++) {
    dg_pair s = dg_since(since, t, a[order[p]]);
    /*@ ghost dg_lemma_rises(k->tau_mem, k->tau_syn, w, a, order, p, t, since); */
    dg_response one = dg_response_at(k, s);
    dg_pair term = dg_rise_term(w[order[p]], one);
    /*@ ghost dg_lemma_slope(k->tau_mem, k->tau_syn, s.high, one.current.high, one.kernel.high); */
    /*@ assert kernel: one.current.high - one.kernel.high == KernelSlope(k->tau_mem, k->tau_syn, s.high); */
    /*@ assert since: s.high == since + (t - a[order[p]]); */
    /*@ assert slope: term.high == w[order[p]] * KernelSlope(k->tau_mem, k->tau_syn, s.high); */
    /*@ assert term: term.high == RiseTerm(k->tau_mem, k->tau_syn, since, t, w[order[p]], a[order[p]]); */
    rise = dg_pair_sum(rise, term);
    /*@ assert rise: rise.high == Rise(k->tau_mem, k->tau_syn, w, a, order, p + 1, t, since); */
    /*@ assert next: (size_t)(p + 1) == p + 1; */
  }
  return rise.high;
}

/* The first spike of one neuron (SPEC 3). n inputs with weights w and arrival times a (DG_NEVER: no spike there).
   order: n integers, receives the causal order. spike: receives time, causal set and threshold gradient.
   Errors: NULL, EMPTY, TOO_LARGE, NOT_FINITE, RANGE and those of dg_neuron_check; nothing is written then. Exact to ulps of
   max(T - last causal arrival, tau_mem), scaled by the condition number (SPEC 9.3). Cost: dg_order and dg_first_spike. */
/*@ requires neuron: neuron == \null || \valid_read(neuron);
    requires inputs: (w == \null || \valid_read(w + (0 .. n-1))) && (a == \null || \valid_read(a + (0 .. n-1)));
    requires outputs: (order == \null || \valid(order + (0 .. n-1))) && (spike == \null || \valid(spike));
    requires separated: \separated(order + (0 .. n-1), spike, a + (0 .. n-1)) &&
      \separated(order + (0 .. n-1), spike, w + (0 .. n-1)) && \separated(order + (0 .. n-1), spike, neuron);
    terminates \true; assigns order[0 .. n-1], *spike;
    ensures order: \result == DG_OK ==> Indices(order, n, n) && Injective(order, n) && Stable(a, order, n);
    ensures kinds: \result == DG_OK ==>
      spike->crossing == DG_SILENT || spike->crossing == DG_SPIKES || spike->crossing == DG_TANGENT;
    ensures silent: \result == DG_OK ==> (spike->crossing == DG_SILENT <==> spike->causal == 0);
    ensures causal: \result == DG_OK && spike->causal > 0 ==> CausalSet(a, order, spike->causal, n, spike->time);
    ensures time: \result == DG_OK && spike->causal > 0 ==>
      TimeIs(spike->time, a[order[spike->causal - 1]], spike->since, DG_EPSILON);
    ensures first: \result == DG_OK && spike->causal > 0 ==> FirstCrossing(neuron->tau_mem, neuron->tau_syn, ThresholdOf(neuron),
                     w, a, n, a[order[spike->causal - 1]] + spike->since);
    ensures never: \result == DG_OK && spike->crossing == DG_SILENT ==>
      NoCrossing(neuron->tau_mem, neuron->tau_syn, ThresholdOf(neuron), w, a, n);
    ensures slope: \result == DG_OK && spike->causal > 0 ==> SlopeIs(neuron->tau_mem, neuron->tau_syn, w, a, order,
                     spike->causal, a[order[spike->causal - 1]], spike->since, spike->crossing, spike->dT_dc);
    ensures zero: \result == DG_OK && spike->crossing != DG_SPIKES ==> spike->dT_dc == 0.0; */
static inline dg_status dg_spike_time(const dg_neuron *neuron, size_t n, const dg_real *w, const dg_real *a,
                                      dg_index *order, dg_spike *spike) {
  dg_status status = dg_neuron_check(neuron);
  if (status == DG_OK) status = dg_inputs_check(n, w, a);
  if (status != DG_OK) return status;
  if (order == NULL || spike == NULL) return DG_ERROR_NULL;
  /*@ assert apart: \forall integer j; 0 <= j < n ==> \separated(a + j, spike) && \separated(w + j, spike); */
  /*@ ghost dg_real g = neuron->g_leak, top = neuron->threshold, rest = neuron->e_leak, c = dg_lemma_threshold(neuron); */
  /*@ assert product: c == g * (top - rest); */
  dg_constants k = dg_neuron_constants(neuron);
  /*@ ghost dg_real tau_mem = neuron->tau_mem, tau_syn = neuron->tau_syn; */
  /*@ assert c: k.c == c; */
  /*@ assert constants: k.tau_mem == tau_mem && k.tau_syn == tau_syn; */
  dg_order(n, a, order);
  /*@ assert ordered_scale: neuron->g_leak == g && neuron->threshold == top && neuron->e_leak == rest; */
  /*@ assert ordered: tau_mem == neuron->tau_mem && tau_syn == neuron->tau_syn && c == ThresholdOf(neuron); */
  /*@ assert chain: Chain(a, order, n); */
  /*@ ghost dg_lemma_in_order(n, a, order); */
  dg_spike first = dg_first_spike(&k, n, w, a, order);
  /*@ ghost
    dg_real t = 0;
    if (first.causal > 0) t = a[order[first.causal - 1]];
    dg_real T = t + first.since; */
  /*@ assert t: first.causal > 0 ==> t == a[order[first.causal - 1]]; */
  /*@ assert found: first.causal > 0 ==> FirstCrossing(tau_mem, tau_syn, c, w, a, n, T); */
  /*@ assert found_slope: first.causal > 0 ==> SlopeIs(tau_mem, tau_syn, w, a, order, first.causal, t, first.since,
                                                       first.crossing, first.dT_dc); */
  /*@ ghost
    dg_real r = 0;
    if (first.causal > 0) r = dg_lemma_rise_value(tau_mem, tau_syn, w, a, order, first.causal, t, first.since); */
  /*@ assert found_rise: first.causal > 0 ==> Rise(tau_mem, tau_syn, w, a, order, first.causal, t, first.since) == r; */
  /*@ assert found_spikes: first.causal > 0 && first.crossing == DG_SPIKES ==> r > 0 && first.dT_dc == tau_mem / r; */
  /*@ assert found_tangent: first.causal > 0 && first.crossing == DG_TANGENT ==> r == 0.0; */
  /*@ assert found_causal: first.causal > 0 ==> CausalSet(a, order, first.causal, n, first.time); */
  /*@ ghost Found: ; */
  *spike = first;
  /*@ assert written: spike->causal == first.causal && spike->crossing == first.crossing && spike->time == first.time &&
        spike->since == first.since && spike->dT_dc == first.dT_dc; */
  /*@ assert arrivals: \forall integer j; 0 <= j < n ==> a[j] == \at(a[j], Found); */
  /*@ assert weights: \forall integer j; 0 <= j < n ==> w[j] == \at(w[j], Found); */
  /*@ assert order: \forall integer j; 0 <= j < n ==> order[j] == \at(order[j], Found); */
  /*@ assert scale: neuron->g_leak == g && neuron->threshold == top && neuron->e_leak == rest; */
  /*@ assert neuron: tau_mem == neuron->tau_mem && tau_syn == neuron->tau_syn && c == ThresholdOf(neuron); */
  /*@ ghost // the sums, which the spike's own memory does not touch
    /@ loop invariant bound: 0 <= q <= n;
       loop invariant membrane: \forall integer j, real x; 0 <= j <= q ==>
         Membrane(tau_mem, tau_syn, w, a, j, x) == \at(Membrane(tau_mem, tau_syn, w, a, j, x), Found);
       loop invariant rise: \forall integer j, real x, real s; 0 <= j <= q ==>
         Rise(tau_mem, tau_syn, w, a, order, j, x, s) == \at(Rise(tau_mem, tau_syn, w, a, order, j, x, s), Found);
       loop assigns q;
       loop variant n - q; @/
    for (size_t q = 0; q < n; q++) {
      /@ assert next: (size_t)(q + 1) == q + 1; @/
      /@ assert index: 0 <= order[q] < n; @/
    } */
  /*@ assert last: first.causal > 0 ==> t == a[order[first.causal - 1]]; */
  /*@ assert meets: first.causal > 0 ==> Membrane(tau_mem, tau_syn, w, a, n, T) == c; */
  /*@ assert below: first.causal > 0 ==> \forall real x; x < T ==> Membrane(tau_mem, tau_syn, w, a, n, x) < c; */
  /*@ assert first: first.causal > 0 ==> FirstCrossing(tau_mem, tau_syn, c, w, a, n, T); */
  /*@ assert never: first.causal == 0 ==> NoCrossing(tau_mem, tau_syn, c, w, a, n); */
  /*@ assert rise: first.causal > 0 ==> Rise(tau_mem, tau_syn, w, a, order, first.causal, t, first.since) == r; */
  /*@ ghost
    if (first.causal > 0) dg_lemma_slope_again(tau_mem, tau_syn, w, a, order, first.causal, t, first.since, r, first.crossing,
                                               first.dT_dc); */
  /*@ assert slope: first.causal > 0 ==> SlopeIs(tau_mem, tau_syn, w, a, order, first.causal, t, first.since, first.crossing,
                                                 first.dT_dc); */
  /*@ assert places: \forall integer q; 0 <= q < n ==> a[order[q]] == \at(a[order[q]], Found); */
  /*@ assert causal: first.causal > 0 ==> CausalSet(a, order, first.causal, n, first.time); */
  /*@ assert indices: Indices(order, n, n); */
  /*@ assert injective: Injective(order, n); */
  /*@ assert chain_kept: Chain(a, order, n); */
  /*@ ghost dg_lemma_chain(n, a, order); */
  /*@ assert stable: Stable(a, order, n); */
  return DG_OK;
}

/* dT/dw and dT/da of one causal input (SPEC 4.1); rise: tau_mem K' as dg_rise_of sums it. */
typedef struct {
  dg_real by_weight, by_arrival;
} dg_derivatives;
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures weight: \result.by_weight == WeightTerm(k->tau_mem, k->tau_syn, since, t, a, dT_dc);
    ensures arrival: \result.by_arrival == ArrivalTerm(k->tau_mem, k->tau_syn, since, t, w, a, dT_dc, rise); */
static inline dg_derivatives dg_derivatives_of(const dg_constants *k, dg_real w, dg_real a, dg_real t, dg_real since,
                                               dg_real dT_dc, dg_real rise) {
  dg_derivatives d;
  dg_pair s = dg_since(since, t, a);
  dg_response one = dg_response_at(k, s);
  dg_real kernel = one.kernel.high, term = dg_rise_term(w, one).high;
  /*@ ghost dg_lemma_slope(k->tau_mem, k->tau_syn, s.high, one.current.high, one.kernel.high); */
  /*@ assert since: s.high == since + (t - a); */
  /*@ assert kernel: kernel == Kernel(k->tau_mem, k->tau_syn, since + (t - a)); */
  /*@ assert slope: one.current.high - one.kernel.high == KernelSlope(k->tau_mem, k->tau_syn, s.high); */
  /*@ assert product: term == w * (one.current.high - one.kernel.high); */
  /*@ assert high: term == w * KernelSlope(k->tau_mem, k->tau_syn, s.high); */
  /*@ assert term: term == RiseTerm(k->tau_mem, k->tau_syn, since, t, w, a); */
  /*@ ghost dg_lemma_terms(k->tau_mem, k->tau_syn, since, t, w, a, dT_dc, rise, kernel, term); */
  d.by_weight = -kernel * dT_dc;
  d.by_arrival = rise > 0 ? term / rise : term * (dT_dc / k->tau_mem);
  return d;
}

/* Zero gradients of n inputs. */
/*@ requires outputs: \valid(dT_dw + (0 .. n-1)) && \valid(dT_da + (0 .. n-1));
    requires apart: \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1));
    terminates \true; assigns dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures zero: \forall integer j; 0 <= j < n ==> IsZero(dT_dw[j]) && IsZero(dT_da[j]); */
static inline void dg_gradient_zero(size_t n, dg_real *dT_dw, dg_real *dT_da) {
  /*@ loop invariant bound: 0 <= i <= n;
      loop invariant zero: \forall integer j; 0 <= j < i ==> IsZero(dT_dw[j]) && IsZero(dT_da[j]);
      loop assigns i, dT_dw[0 .. n-1], dT_da[0 .. n-1];
      loop variant n - i; */
  for (size_t i = 0; i < n; i++) dT_dw[i] = dT_da[i] = 0;
}

/* What a gradient is made of: 1/K' and tau_mem K' of a spike that comes since after t. */
typedef struct {
  dg_real t, since, dT_dc, rise;
} dg_slope;

/* The gradients of the causal inputs over zeros. */
/*@ requires constants: Constants(k);
    requires inputs: Inputs(w, a, order, n);
    requires causal: causal <= n;
    requires outputs: \valid(dT_dw + (0 .. n-1)) && \valid(dT_da + (0 .. n-1));
    requires apart: \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1));
    requires apart_dw: \separated(dT_dw + (0 .. n-1), w + (0 .. n-1)) && \separated(dT_dw + (0 .. n-1), a + (0 .. n-1)) &&
      \separated(dT_dw + (0 .. n-1), order + (0 .. n-1)) && \separated(dT_dw + (0 .. n-1), k);
    requires apart_da: \separated(dT_da + (0 .. n-1), w + (0 .. n-1)) && \separated(dT_da + (0 .. n-1), a + (0 .. n-1)) &&
      \separated(dT_da + (0 .. n-1), order + (0 .. n-1)) && \separated(dT_da + (0 .. n-1), k);
    requires zero: ZeroOutside(order, 0, n, dT_dw, dT_da);
    terminates \true; assigns dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures weights: ByWeight(k->tau_mem, k->tau_syn, a, order, causal, x.t, x.since, x.dT_dc, dT_dw);
    ensures arrivals: ByArrival(k->tau_mem, k->tau_syn, w, a, order, causal, x.t, x.since, x.dT_dc, x.rise, dT_da);
    ensures rest: ZeroOutside(order, causal, n, dT_dw, dT_da); */
static inline void dg_gradient_terms(const dg_constants *k, size_t causal, const dg_real *w, const dg_real *a,
                                     const dg_index *order, dg_slope x, dg_real *dT_dw, dg_real *dT_da)
  /*@ ghost (size_t n) */ {
  /*@ ghost dg_real tau_mem = k->tau_mem, tau_syn = k->tau_syn; */
  /*@ loop invariant bound: 0 <= p <= causal;
      loop invariant constants: Constants(k);
      loop invariant same: k->tau_mem == tau_mem && k->tau_syn == tau_syn;
      loop invariant weights: ByWeight(tau_mem, tau_syn, a, order, p, x.t, x.since, x.dT_dc, dT_dw);
      loop invariant arrivals: ByArrival(tau_mem, tau_syn, w, a, order, p, x.t, x.since, x.dT_dc, x.rise, dT_da);
      loop invariant rest: ZeroOutside(order, p, n, dT_dw, dT_da);
      loop assigns p, dT_dw[0 .. n-1], dT_da[0 .. n-1];
      loop variant causal - p; */
  for (size_t p = 0; p < causal; p++) {
    dg_index i = order[p];
    dg_derivatives d = dg_derivatives_of(k, w[i], a[i], x.t, x.since, x.dT_dc, x.rise);
    /*@ assert index: 0 <= i < n; */
    /*@ assert others: \forall integer q; 0 <= q < p ==> order[q] != i; */
    dT_dw[i] = d.by_weight;
    dT_da[i] = d.by_arrival;
    /*@ assert next: (size_t)(p + 1) == p + 1; */
    /*@ assert unchanged: \forall integer j; 0 <= j < n && j != i ==> dT_dw[j] == \at(dT_dw[j], LoopCurrent) &&
                                                                     dT_da[j] == \at(dT_da[j], LoopCurrent); */
    /*@ assert this: dT_dw[i] == d.by_weight && dT_da[i] == d.by_arrival; */
    /*@ assert inputs: \forall integer j; 0 <= j < n ==> a[j] == \at(a[j], LoopCurrent) && w[j] == \at(w[j], LoopCurrent) &&
                                                        order[j] == \at(order[j], LoopCurrent); */
    /*@ assert kept_taus: k->tau_mem == tau_mem && k->tau_syn == tau_syn; */
    /*@ assert kept_c: k->ratio == \at(k->ratio, LoopCurrent) && k->c == \at(k->c, LoopCurrent); */
    /*@ assert kept_slow: k->slow == \at(k->slow, LoopCurrent) && k->difference == \at(k->difference, LoopCurrent); */
    /*@ assert kept_gain: k->gain == \at(k->gain, LoopCurrent) && IdealLow(k->c_low); */
    /*@ assert kept_low: IdealLow(k->difference_low) && IdealLow(k->gain_low); */
    /*@ assert constants: Constants(k); */
    /*@ assert zero: \forall integer j; 0 <= j < n && j != i && (\forall integer q; 0 <= q < p ==> order[q] != j) ==>
                     IsZero(dT_dw[j]) && IsZero(dT_da[j]); */
    /*@ assert rest: ZeroOutside(order, p + 1, n, dT_dw, dT_da); */
    /*@ assert weights: ByWeight(tau_mem, tau_syn, a, order, p + 1, x.t, x.since, x.dT_dc, dT_dw); */
    /*@ assert arrivals: ByArrival(tau_mem, tau_syn, w, a, order, p + 1, x.t, x.since, x.dT_dc, x.rise, dT_da); */
  }
}

/* Gradients from a spike whose causal set, time and dT_dc are known (SPEC 4.1): dT/dw_i = -k(T - a_i) dT/dc and
   dT/da_i = w_i k'(T - a_i)/K' in the causal set, 0 outside. K' is summed from the same terms, so that one input, or inputs that
   all come at once, have sum dT/da_i = 1 to the last bit. */
/*@ requires constants: Constants(k);
    requires inputs: \valid_read(w + (0 .. n-1)) && \valid_read(a + (0 .. n-1)) && \valid_read(order + (0 .. n-1));
    requires order: Indices(order, n, n);
    requires once: Injective(order, n);
    requires spike: \valid_read(spike) && spike->causal <= n;
    requires outputs: \valid(dT_dw + (0 .. n-1)) && \valid(dT_da + (0 .. n-1));
    requires apart: Apart(w, a, order, spike, dT_dw, dT_da, n);
    requires constants_apart: \separated(dT_dw + (0 .. n-1), k) && \separated(dT_da + (0 .. n-1), k);
    terminates \true; assigns dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures weights: spike->crossing == DG_SPIKES ==> ByWeight(k->tau_mem, k->tau_syn, a, order, spike->causal,
               a[order[spike->causal - 1]], spike->since, spike->dT_dc, dT_dw);
    ensures arrivals: spike->crossing == DG_SPIKES && spike->causal > 0 ==>
      ByArrival(k->tau_mem, k->tau_syn, w, a, order, spike->causal, a[order[spike->causal - 1]], spike->since, spike->dT_dc,
        Rise(k->tau_mem, k->tau_syn, w, a, order, spike->causal, a[order[spike->causal - 1]], spike->since), dT_da);
    ensures rest: ZeroOutside(order, spike->causal, n, dT_dw, dT_da);
    ensures none: spike->crossing != DG_SPIKES ==> ZeroOutside(order, 0, n, dT_dw, dT_da); */
static inline void dg_gradient_of(const dg_constants *k, size_t n, const dg_real *w, const dg_real *a, const dg_index *order,
                                  const dg_spike *spike, dg_real *dT_dw, dg_real *dT_da) {
  size_t causal = spike->crossing == DG_SPIKES ? spike->causal : 0;
  dg_slope x = {0, spike->since, spike->dT_dc, 0};
  if (causal > 0) {
    /*@ assert before: (size_t)(causal - 1) == causal - 1; */
    x.t = a[order[causal - 1]];
    x.rise = dg_rise_of(k, causal, w, a, order, x.since);
  }
  /*@ assert first_place: causal > 0 ==> 0 <= order[causal - 1] < n; */
  /*@ assert first_last: causal > 0 ==> x.t == a[order[causal - 1]]; */
  /*@ assert apart: \forall integer j; 0 <= j < n ==>
        \separated(a + j, dT_dw + (0 .. n-1)) && \separated(a + j, dT_da + (0 .. n-1)) &&
        \separated(w + j, dT_dw + (0 .. n-1)) && \separated(w + j, dT_da + (0 .. n-1)); */
  dg_gradient_zero(n, dT_dw, dT_da);
  /*@ assert zero_a: \forall integer j; 0 <= j < n ==> a[j] == \at(a[j], Pre); */
  /*@ assert zero_w: \forall integer j; 0 <= j < n ==> w[j] == \at(w[j], Pre); */
  /*@ assert zero_taus: k->tau_mem == \at(k->tau_mem, Pre) && k->tau_syn == \at(k->tau_syn, Pre); */
  /*@ assert zero_c: k->ratio == \at(k->ratio, Pre) && k->c == \at(k->c, Pre); */
  /*@ assert zero_slow: k->slow == \at(k->slow, Pre) && k->difference == \at(k->difference, Pre); */
  /*@ assert zero_gain: k->gain == \at(k->gain, Pre) && IdealLow(k->c_low); */
  /*@ assert zero_low: IdealLow(k->difference_low) && IdealLow(k->gain_low); */
  dg_gradient_terms(k, causal, w, a, order, x, dT_dw, dT_da) /*@ ghost (n) */;
  /*@ assert kept_a: \forall integer j; 0 <= j < n ==> a[j] == \at(a[j], Pre); */
  /*@ assert kept_w: \forall integer j; 0 <= j < n ==> w[j] == \at(w[j], Pre); */
  /*@ assert kept_taus: k->tau_mem == \at(k->tau_mem, Pre) && k->tau_syn == \at(k->tau_syn, Pre); */
  /*@ assert kept_spike: spike->crossing == \at(spike->crossing, Pre) && spike->causal == \at(spike->causal, Pre) &&
        spike->since == \at(spike->since, Pre) && spike->dT_dc == \at(spike->dT_dc, Pre); */
  /*@ assert place: causal > 0 ==> 0 <= order[causal - 1] < n; */
  /*@ assert last: causal > 0 ==> x.t == a[order[causal - 1]]; */
  /*@ ghost // the sum, which the derivatives' memory does not touch
    /@ loop invariant bound: 0 <= q <= causal;
       loop invariant rise: \forall integer j, real t, real s; 0 <= j <= q ==>
         Rise(k->tau_mem, k->tau_syn, w, a, order, j, t, s) == \at(Rise(k->tau_mem, k->tau_syn, w, a, order, j, t, s), Pre);
       loop assigns q;
       loop variant causal - q; @/
    for (size_t q = 0; q < causal; q++) {
      /@ assert next: (size_t)(q + 1) == q + 1; @/
      /@ assert index: 0 <= order[q] < n; @/
    } */
  /*@ assert rise: causal > 0 ==> x.rise == Rise(k->tau_mem, k->tau_syn, w, a, order, causal, x.t, x.since); */
  /*@ assert weights: ByWeight(k->tau_mem, k->tau_syn, a, order, causal, x.t, x.since, x.dT_dc, dT_dw); */
  /*@ assert arrivals: ByArrival(k->tau_mem, k->tau_syn, w, a, order, causal, x.t, x.since, x.dT_dc, x.rise, dT_da); */
  /*@ assert found: spike->crossing == DG_SPIKES ==> spike->causal == causal && x.since == spike->since &&
        x.dT_dc == spike->dT_dc; */
}

/* The gradient of a spike time (SPEC 4): dT_dw and dT_da receive n derivatives each, by weights and by arrival times; a
   delay's derivative is that of the arrival it shifts, the threshold's is g_leak * spike->dT_dc. order and spike: as
   dg_spike_time left them for the same neuron, w and a. Errors: as dg_spike_time. Cost: three exponentials per causal
   input. */
/*@ requires neuron: neuron == \null || \valid_read(neuron);
    requires inputs: (w == \null || \valid_read(w + (0 .. n-1))) && (a == \null || \valid_read(a + (0 .. n-1)));
    requires order: order == \null ||
      (\valid_read(order + (0 .. n-1)) && Indices(order, n, n) && Injective(order, n));
    requires spike: spike == \null || \valid_read(spike);
    requires outputs: (dT_dw == \null || \valid(dT_dw + (0 .. n-1))) && (dT_da == \null || \valid(dT_da + (0 .. n-1)));
    requires separated: Apart(w, a, order, spike, dT_dw, dT_da, n) &&
      \separated(dT_dw + (0 .. n-1), neuron) && \separated(dT_da + (0 .. n-1), neuron);
    terminates \true; assigns dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures weights: \result == DG_OK && spike->crossing == DG_SPIKES && spike->causal > 0 ==>
      ByWeight(neuron->tau_mem, neuron->tau_syn, a, order, spike->causal, a[order[spike->causal - 1]], spike->since,
        spike->dT_dc, dT_dw);
    ensures arrivals: \result == DG_OK && spike->crossing == DG_SPIKES && spike->causal > 0 ==>
      ByArrival(neuron->tau_mem, neuron->tau_syn, w, a, order, spike->causal, a[order[spike->causal - 1]], spike->since,
        spike->dT_dc, Rise(neuron->tau_mem, neuron->tau_syn, w, a, order, spike->causal, a[order[spike->causal - 1]],
                           spike->since), dT_da);
    ensures rest: \result == DG_OK ==> ZeroOutside(order, spike->causal, n, dT_dw, dT_da);
    ensures none: \result == DG_OK && spike->crossing != DG_SPIKES ==> ZeroOutside(order, 0, n, dT_dw, dT_da); */
static inline dg_status dg_spike_gradient(const dg_neuron *neuron, size_t n, const dg_real *w, const dg_real *a,
                                          const dg_index *order, const dg_spike *spike, dg_real *dT_dw, dg_real *dT_da) {
  dg_status status = dg_neuron_check(neuron);
  if (status == DG_OK) status = dg_inputs_check(n, w, a);
  if (status != DG_OK) return status;
  if (order == NULL || spike == NULL || dT_dw == NULL || dT_da == NULL) return DG_ERROR_NULL;
  if (spike->causal > n) return DG_ERROR_SHAPE;
  dg_constants k = dg_neuron_constants(neuron);
  /*@ ghost dg_real tau_mem = neuron->tau_mem, tau_syn = neuron->tau_syn; */
  /*@ assert same: k.tau_mem == tau_mem && k.tau_syn == tau_syn; */
  dg_gradient_of(&k, n, w, a, order, spike, dT_dw, dT_da);
  /*@ assert constants: k.tau_mem == tau_mem && k.tau_syn == tau_syn; */
  /*@ assert neuron_mem: neuron->tau_mem == tau_mem; */
  /*@ assert neuron_syn: neuron->tau_syn == tau_syn; */
  return DG_OK;
}

/* The ideal model's formulas at a measured spike time (SPEC 4.4): the causal set is { i : a_i < time }. A neuron that was
   not seen to spike, whose ideal membrane never crosses, or whose ideal membrane does not rise at that time counts as
   silent, so that its gradients are zero. */
/*@ requires constants: Constants(k);
    requires inputs: Inputs(w, a, order, n);
    requires sorted: InOrder(a, order, n);
    terminates \true; assigns \nothing;
    ensures causal: CausalSet(a, order, \result.causal, n, time);
    ensures time: \result.time == time;
    ensures kinds: \result.crossing == DG_SILENT || (\result.crossing == DG_SPIKES && \result.causal > 0);
    ensures since: \result.crossing == DG_SPIKES ==> \result.since == time - a[order[\result.causal - 1]];
    ensures slope: \result.crossing == DG_SPIKES ==> SlopeIs(k->tau_mem, k->tau_syn, w, a, order, \result.causal,
                     a[order[\result.causal - 1]], \result.since, \result.crossing, \result.dT_dc);
    ensures zero: \result.crossing != DG_SPIKES ==> \result.dT_dc == 0.0; */
static inline dg_spike dg_measured_spike(const dg_constants *k, size_t n, const dg_real *w, const dg_real *a,
                                         const dg_index *order, dg_real time) {
  size_t causal = 0;
  /*@ loop invariant bound: 0 <= causal <= n;
      loop invariant before: \forall integer p; 0 <= p < causal ==> a[order[p]] < time;
      loop assigns causal;
      loop variant n - causal; */
  while (causal < n && a[order[causal]] < time) causal++;
  /*@ assert after: \forall integer p; causal <= p < n ==> a[order[p]] >= time; */
  /*@ assert set: CausalSet(a, order, causal, n, time); */
  dg_spike silent = {DG_SILENT, causal, time, 0, 0};
  if (!(time < DG_NEVER) || causal == 0) return silent;
  if (dg_first_spike(k, n, w, a, order).crossing == DG_SILENT) return silent;
  /*@ assert last: (size_t)(causal - 1) == causal - 1; */
  dg_real t = a[order[causal - 1]], since = time - t;
  /*@ assert reference: t == a[order[causal - 1]]; */
  silent.since = since;
  dg_membrane_pair m = dg_membrane_after(k, dg_membrane_at(k, causal, w, a, order), since);
  dg_real rise = dg_pair_sum(m.i, dg_pair_minus(m.v)).high;
  /*@ assert rise: rise == CurrentLater(k->tau_syn, Current(k->tau_syn, w, a, order, causal, t), since) -
        VoltageLater(k->tau_mem, k->tau_syn, Voltage(k->tau_mem, k->tau_syn, w, a, order, causal, t),
                     Current(k->tau_syn, w, a, order, causal, t), since); */
  if (!(rise > 0)) return silent;
  dg_spike spike = {DG_SPIKES, causal, time, since, k->tau_mem / rise};
  /*@ ghost
    dg_lemma_measured(k->tau_mem, k->tau_syn, w, a, order, causal, t, since, rise);
    dg_lemma_slope_is(k->tau_mem, k->tau_syn, w, a, order, causal, t, since, rise, DG_SPIKES, spike.dT_dc); */
  /*@ assert slope: SlopeIs(k->tau_mem, k->tau_syn, w, a, order, spike.causal, a[order[spike.causal - 1]], spike.since,
                            spike.crossing, spike.dT_dc); */
  return spike;
}

/* The gradient at a measured spike time, finite or DG_NEVER. order, spike, dT_dw and dT_da receive what dg_spike_time and
   dg_spike_gradient would give, with the measured time in place of T. Errors: as dg_spike_time. */
/*@ requires neuron: neuron == \null || \valid_read(neuron);
    requires inputs: (w == \null || \valid_read(w + (0 .. n-1))) && (a == \null || \valid_read(a + (0 .. n-1)));
    requires outputs: (order == \null || \valid(order + (0 .. n-1))) && (spike == \null || \valid(spike)) &&
      (dT_dw == \null || \valid(dT_dw + (0 .. n-1))) && (dT_da == \null || \valid(dT_da + (0 .. n-1)));
    requires separated: Apart(w, a, order, spike, dT_dw, dT_da, n) &&
      \separated(order + (0 .. n-1), spike, a + (0 .. n-1)) && \separated(order + (0 .. n-1), spike, w + (0 .. n-1)) &&
      \separated(order + (0 .. n-1), spike, neuron) && \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1), neuron);
    terminates \true; assigns order[0 .. n-1], *spike, dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures order: \result == DG_OK ==> Indices(order, n, n) && Injective(order, n);
    ensures kinds: \result == DG_OK ==> spike->crossing == DG_SILENT || (spike->crossing == DG_SPIKES && spike->causal > 0);
    ensures bound: \result == DG_OK ==> spike->causal <= n;
    ensures time: \result == DG_OK ==> spike->time == time;
    ensures weights: \result == DG_OK && spike->crossing == DG_SPIKES ==>
      ByWeight(neuron->tau_mem, neuron->tau_syn, a, order, spike->causal, a[order[spike->causal - 1]], spike->since,
        spike->dT_dc, dT_dw);
    ensures arrivals: \result == DG_OK && spike->crossing == DG_SPIKES ==>
      ByArrival(neuron->tau_mem, neuron->tau_syn, w, a, order, spike->causal, a[order[spike->causal - 1]], spike->since,
        spike->dT_dc, Rise(neuron->tau_mem, neuron->tau_syn, w, a, order, spike->causal, a[order[spike->causal - 1]],
                           spike->since), dT_da);
    ensures rest: \result == DG_OK ==> ZeroOutside(order, spike->causal, n, dT_dw, dT_da);
    ensures none: \result == DG_OK && spike->crossing != DG_SPIKES ==> ZeroOutside(order, 0, n, dT_dw, dT_da); */
static inline dg_status dg_measured_gradient(const dg_neuron *neuron, size_t n, const dg_real *w, const dg_real *a,
                                             dg_real time, dg_index *order, dg_spike *spike, dg_real *dT_dw,
                                             dg_real *dT_da) {
  dg_status status = dg_neuron_check(neuron);
  if (status == DG_OK) status = dg_inputs_check(n, w, a);
  if (status != DG_OK) return status;
  if (order == NULL || spike == NULL || dT_dw == NULL || dT_da == NULL) return DG_ERROR_NULL;
  if (!dg_is_finite(time) && time != DG_NEVER) return DG_ERROR_NOT_FINITE;
  if (time < -DG_SCALE_MAX || (time > DG_SCALE_MAX && time != DG_NEVER)) return DG_ERROR_RANGE;
  dg_constants k = dg_neuron_constants(neuron);
  /*@ ghost dg_real tau_mem = neuron->tau_mem, tau_syn = neuron->tau_syn; */
  dg_order(n, a, order);
  /*@ ghost dg_lemma_in_order(n, a, order); */
  /*@ assert found: Constants(&k) && k.tau_mem == tau_mem && k.tau_syn == tau_syn; */
  /*@ ghost Found: ; */
  *spike = dg_measured_spike(&k, n, w, a, order, time);
  /*@ assert times: spike->time == time; */
  /*@ assert written_constants: k.tau_mem == tau_mem && k.tau_syn == tau_syn; */
  /*@ assert written_neuron: neuron->tau_mem == tau_mem && neuron->tau_syn == tau_syn; */
  /*@ assert written_ratio: k.ratio == \at(k.ratio, Found); */
  /*@ assert written_c: k.c == \at(k.c, Found) && k.slow == \at(k.slow, Found); */
  /*@ assert written_gain: k.difference == \at(k.difference, Found) && k.gain == \at(k.gain, Found); */
  /*@ assert written_low: IdealLow(k.c_low) && IdealLow(k.difference_low) && IdealLow(k.gain_low); */
  dg_gradient_of(&k, n, w, a, order, spike, dT_dw, dT_da);
  /*@ assert k_mem: k.tau_mem == tau_mem; */
  /*@ assert k_syn: k.tau_syn == tau_syn; */
  /*@ assert neuron_mem: neuron->tau_mem == tau_mem; */
  /*@ assert neuron_syn: neuron->tau_syn == tau_syn; */
  return DG_OK;
}

/* ---- 5 certified results ------------------------------------------------------------------------------------------------
   Spike times and gradients as intervals that contain the exact value, without an oracle: ball arithmetic. A ball is a
   centre high + low of twice the precision and a bound of its error. With u = DG_EPSILON/2 every rounded result y is off by
   at most u |y| (additions never underflow), a product or quotient by at most DG_BALL_TINY more. Errors are summed in
   rounded arithmetic and enlarged by 1 + 8 DG_EPSILON, which covers 14 roundings. Overflow makes a centre or an error NaN or
   infinite; no comparison below is proved by such a ball, so that it ends as DG_ERROR_UNDECIDED.                          */

typedef struct { dg_real high, low, error; } dg_ball; /* |exact - (high + low)| <= error; |low| <= u |high| */
typedef struct { dg_real low, high; } dg_interval;    /* low <= exact <= high */

/* Constants of a neuron as balls: c and 1/slow, difference, gain of dg_constants. */
typedef struct {
  dg_ratio ratio;
  dg_real tau_mem, tau_syn;
  dg_ball c, per_slow, difference, gain;
} dg_ball_constants;

/* DG_BALL_TINY: above what products can lose to underflow, 2^20 times the least subnormal number or more.
   DG_BALL_EXP_FROM: e^(x + 1/4) < DG_BALL_TINY below, 2^k is normal above. DG_BALL_FAR: factors beyond it are rescaled.
   DG_BALL_LN2_1 + _2 + _3 = log 2: 41, 41 and 53 bits (float 16, 16, 24), so that k times the first two is exact for every k
   here. DG_BALL_LN2_ERROR: error of the sum, 2^-136 (2^-60.4), and of rounding k times the third, 2^-135.3 (2^-59.8), per
   unit of k. */
#if DG_FLOAT
#define DG_BALL_TINY      DG_R(0x1p-125)
#define DG_BALL_EXP_FROM  DG_R(-87)
#define DG_BALL_FAR       DG_R(0x1p+60)
#define DG_BALL_LN2_1     DG_R(0x1.62e4p-1)
#define DG_BALL_LN2_2     DG_R(0x1.7f7cp-20)
#define DG_BALL_LN2_3     DG_R(0x1.1cf79ap-36)
#define DG_BALL_LN2_ERROR DG_R(0x1p-59)
#else
#define DG_BALL_TINY      DG_R(0x1p-1000)
#define DG_BALL_EXP_FROM  DG_R(-694)
#define DG_BALL_FAR       DG_R(0x1p+500)
#define DG_BALL_LN2_1     DG_R(0x1.62e42fefa3p-1)
#define DG_BALL_LN2_2     DG_R(0x1.3de6af278ep-42)
#define DG_BALL_LN2_3     DG_R(0x1.9cc01f97b57ap-83)
#define DG_BALL_LN2_ERROR DG_R(0x1p-134)
#endif

#ifdef __FRAMAC__ /* the logic that contracts refer to */
#include "proofs/acsl/facts_balls.h"
#include "proofs/acsl/balls.h"
#endif

/* At least the exact value of a sum of products of numbers that are not negative, computed with at most 14 roundings, up to
   DG_BALL_TINY for underflow. */
/*@ terminates \true; assigns \nothing;
    ensures up: \is_finite(\result) && x >= 0 ==> \result >= x;
    ensures value: \is_finite(\result) ==> \result == x * (1 + 8 * DG_EPSILON); */
static inline dg_real dg_ball_up(dg_real x) { return x * (1 + 8 * DG_EPSILON); }

/*@ terminates \true; assigns \nothing;
    ensures exact: \is_finite(x) ==> \result.high == x && \result.low == 0.0 && \result.error == 0.0;
    ensures tight: Tight(\result.high, \result.low);
    ensures holds: Holds(\result, x); */
static inline dg_ball dg_ball_exact(dg_real x) {
  dg_ball y = {x, 0, 0};
  return y;
}

/* A ball of which nothing is known. */
/*@ terminates \true; assigns \nothing;
    ensures unbounded: !Bounded(\result.error) && \result.error == DG_NEVER && \result.low == 0.0;
    ensures tight: Tight(\result.high, \result.low);
    ensures holds: \forall real a; Holds(\result, a); */
static inline dg_ball dg_ball_unknown(void) {
  dg_ball y = {0, 0, DG_NEVER};
  return y;
}

/* Whether anything is known of x. */
/*@ terminates \true; assigns \nothing; ensures bounded: \result <==> Bounded(x.error); */
static inline int dg_ball_bounded(dg_ball x) { return x.error < DG_NEVER; }

/* a + b, without error. */
/*@ terminates \true; assigns \nothing;
    ensures exact: \result.high + \result.low == a + b && \result.error == 0.0;
    ensures tight: Tight(\result.high, \result.low) && IdealLow(\result.low);
    ensures sum: Holds(\result, a + b); */
static inline dg_ball dg_ball_two_sum(dg_real a, dg_real b) {
  const dg_pair sum = dg_two_sum(a, b);
  dg_ball y = {sum.high, sum.low, 0};
  return y;
}

/*@ terminates \true; assigns \nothing;
    ensures error: \is_finite(x.error) ==> \result.error == x.error;
    ensures tight: Tight(x.high, x.low) ==> Tight(\result.high, \result.low);
    ensures negative: \forall real a; Holds(x, a) ==> Holds(\result, -a); */
static inline dg_ball dg_ball_negative(dg_ball x) {
  dg_ball y = {-x.high, -x.low, x.error};
  return y;
}

/* x 2^k for scale = 2^k. */
/*@ requires positive: scale > 0;
    terminates \true; assigns \nothing;
    ensures centre: Bounded(x.error) ==> \result.high == x.high * scale && \result.low == x.low * scale;
    ensures error: Bounded(x.error) && scale < 1 ==> \result.error == (1 + 8 * DG_EPSILON) * (x.error * scale + DG_BALL_TINY);
    ensures scaled: \forall real a; Holds(x, a) ==> Holds(\result, a * scale); */
static inline dg_ball dg_ball_scale(dg_ball x, dg_real scale) {
  if (!dg_ball_bounded(x)) return dg_ball_unknown();
  dg_ball y = {x.high * scale, x.low * scale, 0};
  y.error = scale < 1 ? dg_ball_up(x.error * scale + DG_BALL_TINY) : x.error * scale;
  return y;
}

/* Only two of the additions round: that of `rest` and that of `last`. */
/*@ terminates \true; assigns \nothing;
    ensures tight: Tight(\result.high, \result.low);
    ensures centre: Bounded(x.error) && Bounded(y.error) ==> \result.high + \result.low == x.high + x.low + (y.high + y.low);
    ensures error: Bounded(x.error) && Bounded(y.error) ==> \result.error ==
      (1 + 8 * DG_EPSILON) * (x.error + y.error + DG_EPSILON / 2 * \abs(x.low + y.low) + DG_BALL_TINY);
    ensures low: Bounded(x.error) && Bounded(y.error) ==> IdealLow(\result.low);
    ensures infinite: !Bounded(x.error) || !Bounded(y.error) ==> !Bounded(\result.error);
    ensures sum: \forall real a, b; Holds(x, a) && Holds(y, b) ==> Holds(\result, a + b); */
static inline dg_ball dg_ball_add(dg_ball x, dg_ball y) {
  if (!dg_ball_bounded(x) || !dg_ball_bounded(y)) return dg_ball_unknown();
  const dg_pair high = dg_two_sum(x.high, y.high), low = dg_two_sum(x.low, y.low);
  const dg_real rest = high.low + low.high;
  const dg_pair sum = dg_two_sum(high.high, rest);
  const dg_real last = sum.low + low.low;
  dg_ball z = dg_ball_two_sum(sum.high, last);
  z.error = dg_ball_up(x.error + y.error + DG_EPSILON / 2 * (dg_size_of(rest) + dg_size_of(last)) + DG_BALL_TINY);
  return z;
}

/*@ terminates \true; assigns \nothing;
    ensures tight: Tight(\result.high, \result.low);
    ensures difference: \forall real a, b; Holds(x, a) && Holds(y, b) ==> Holds(\result, a - b); */
static inline dg_ball dg_ball_subtract(dg_ball x, dg_ball y) { return dg_ball_add(x, dg_ball_negative(y)); }

/* With p = x.high * y.high: the cross products are at most u p (1+u) each, their roundings and that of their sum u^2 p,
   u^2 p, 2 u^2 p, that of adding p's low part (at most u p) 3 u^2 p, x.low * y.low left out u^2 p: 8 u^2 p, taken as 9. */
/*@ terminates \true; assigns \nothing;
    ensures tight: Tight(\result.high, \result.low);
    ensures product: \forall real a, b; Holds(x, a) && Holds(y, b) ==> Holds(\result, a * b); */
static inline dg_ball dg_ball_multiply(dg_ball x, dg_ball y) {
  if (!dg_ball_bounded(x) || !dg_ball_bounded(y)) return dg_ball_unknown();
  const dg_pair p = dg_two_product(x.high, y.high);
  dg_ball z = dg_ball_two_sum(p.high, p.low + (x.high * y.low + x.low * y.high));
  const dg_real rounding = dg_size_of(p.high) * (9 * (DG_EPSILON / 2) * (DG_EPSILON / 2));
  const dg_real spread = (dg_size_of(x.high) + x.error) * y.error + dg_size_of(y.high) * x.error;
  z.error = dg_ball_up(spread + rounding + DG_BALL_TINY);
  /*@ ghost
    dg_lemma_ball_product(x.high + x.low, x.error, y.high + y.low, y.error);
    dg_lemma_ball_width(x.high, x.low, y.error);
    dg_lemma_ball_width(y.high, y.low, x.error);
    dg_lemma_ball_lows(x.high, x.low, y.high, y.low); */
  /*@ assert widths: Tight(x.high, x.low) && Tight(y.high, y.low) && x.error >= 0 && y.error >= 0 ==>
        \abs(x.high + x.low) * y.error + \abs(y.high + y.low) * x.error + x.error * y.error + \abs(x.low * y.low) <= z.error; */
  return z;
}

/* x/y for a q1 + q2 that leaves |x - q1 y - q2 y| <= most, where |y| >= least. */
/*@ requires least: least > 0;
    terminates \true; assigns \nothing;
    ensures quotient: \forall real a, b; DividedWith(q1 + q2, most, least, a, b) ==> HoldsQuotient(\result, a, b); */
static inline dg_ball dg_ball_quotient(dg_real q1, dg_real q2, dg_real most, dg_real least) {
  dg_ball q = dg_ball_two_sum(q1, q2);
  q.error = dg_ball_up(most / (least * (1 - 4 * DG_EPSILON)) + DG_BALL_TINY);
  /*@ assert some: least * (1 - 4 * DG_EPSILON) > 0 && (most >= 0 ==> most / least <= most / (least * (1 - 4 * DG_EPSILON))); */
  /*@ ghost dg_lemma_ball_quotient(q1 + q2, most, least, q.error); */
  return q;
}

/* With q = q1 + q2 exact and r = x - q1 y, x/y - q = (r - q2 y)/y. */
/*@ terminates \true; assigns \nothing;
    ensures nonzero: Bounded(\result.error) ==> !Holds(y, 0.0);
    ensures quotient: \forall real a, b; Holds(x, a) && Holds(y, b) ==> HoldsQuotient(\result, a, b); */
static inline dg_ball dg_ball_divide(dg_ball x, dg_ball y) {
  const dg_real least = dg_size_of(y.high) * (1 - 4 * DG_EPSILON) - y.error * (1 + 4 * DG_EPSILON); /* of |y| */
  if (!(least > 0) || !dg_ball_bounded(y)) return dg_ball_unknown();
  const dg_real q1 = x.high / y.high;
  dg_ball rest = dg_ball_subtract(x, dg_ball_multiply(y, dg_ball_exact(q1)));
  const dg_real q2 = rest.high / y.high;
  rest = dg_ball_subtract(rest, dg_ball_multiply(y, dg_ball_exact(q2)));
  if (!dg_ball_bounded(rest)) return dg_ball_unknown();
  const dg_real most = dg_size_of(rest.high) + dg_size_of(rest.low) + rest.error;
  /*@ assert apart: \forall real b; Holds(y, b) ==> Distant(least, b); */
  /*@ assert rest: \forall real a, b; Holds(x, a) && Holds(y, b) ==> Holds(rest, a - b * q1 - b * q2); */
  /*@ assert left: \forall real a, b; Holds(x, a) && Holds(y, b) ==> LeavesAtMost(most, q1 + q2, a, b); */
  /*@ assert known: \forall real a, b; Holds(x, a) && Holds(y, b) ==> DividedWith(q1 + q2, most, least, a, b); */
  return dg_ball_quotient(q1, q2, most, least);
}

/* Whether x > 0, x < y are proved. */
/*@ terminates \true; assigns \nothing;
    ensures positive: \result != 0 ==> Bounded(x.error) && \forall real a; Holds(x, a) ==> a > 0; */
static inline int dg_ball_positive(dg_ball x) {
  return dg_ball_bounded(x) && x.high > dg_ball_up(dg_size_of(x.low) + x.error) && x.high < DG_NEVER;
}
/*@ terminates \true; assigns \nothing;
    ensures less: \result != 0 ==> \forall real a, b; Holds(x, a) && Holds(y, b) ==> a < b; */
static inline int dg_ball_less(dg_ball x, dg_ball y) { return dg_ball_positive(dg_ball_subtract(y, x)); }

/* high + low + q sum, for a coefficient high + low that is good to u^2 high. */
/*@ terminates \true; assigns \nothing;
    ensures tight: Tight(\result.high, \result.low);
    ensures term: \forall real c, a, b; Tight(high, low) && InBall(high + low, high * (DG_EPSILON / 2 * (DG_EPSILON / 2)), c) &&
      Holds(q, a) && Holds(sum, b) ==> Holds(\result, c + a * b); */
static inline dg_ball dg_ball_horner(dg_real high, dg_real low, dg_ball q, dg_ball sum) {
  dg_ball term = {high, low, high * (DG_EPSILON / 2 * (DG_EPSILON / 2))};
  /*@ assert term: \forall real c; Tight(high, low) && InBall(high + low, high * (DG_EPSILON / 2 * (DG_EPSILON / 2)), c) ==>
        Holds(term, c); */
  return dg_ball_add(term, dg_ball_multiply(q, sum));
}

/* q + q^2 (1/2 + q third) */
/*@ terminates \true; assigns \nothing;
    ensures sum: \forall real a, b; Holds(q, a) && Holds(third, b) ==> Holds(\result, a + a * (a * (0.5 + a * b))); */
static inline dg_ball dg_ball_from_third(dg_ball q, dg_ball third) {
  const dg_ball second = dg_ball_add(dg_ball_exact(DG_R(0.5)), dg_ball_multiply(q, third));
  /*@ assert second: \forall real a, b; Holds(q, a) && Holds(third, b) ==> Holds(second, 0.5 + a * b); */
  const dg_ball first = dg_ball_multiply(q, second);
  /*@ assert first: \forall real a, b; Holds(q, a) && Holds(third, b) ==> Holds(first, a * (0.5 + a * b)); */
  const dg_ball square = dg_ball_multiply(q, first);
  /*@ assert square: \forall real a, b; Holds(q, a) && Holds(third, b) ==> Holds(square, a * (a * (0.5 + a * b))); */
  return dg_ball_add(q, square);
}

/* e^q - 1 for the centre q of a ball, |q| <= 0.0217: q + q^2 (1/2! + q (1/3! + ... + q (1/7! + q R(q)))), R = sum q^n/(n+8)!
   in working precision: 7 terms leave 2^-78.9, their rounding at most 4 u/8! = 2^-66.3; times q^8 that is 2^-104 of e^q - 1.
   float: up to 1/4!, R from 1/5!, 3 terms leave 2^-31.9, rounding 2^-28.9, 2^-50 in all. The inverse factorials as pairs are
   good to u^2/3 relative. */
/*@ requires small: -0.0217 <= q.high <= 0.0217 && q.error <= 2 * DG_BALL_TINY;
    terminates \true; assigns \nothing;
    ensures series: \forall real a; Holds(q, a) && Bounded(q.error) ==> Holds(\result, Exp(a) - 1); */
static inline dg_ball dg_ball_expm1_series(dg_ball q) {
#if DG_FLOAT
  const dg_real tail = DG_R(0x1.111112p-7) + q.high * (DG_R(0x1.6c16c2p-10) + q.high * DG_R(0x1.a01a02p-13));
  /*@ assert tail: tail == TailPolynomial5(q.high); */
  dg_ball sum = {tail, 0, DG_R(0x1p-28)};
  /*@ ghost dg_fact_exp_tail(); */
  /*@ assert near: \forall real a; Holds(q, a) && Bounded(q.error) ==> -0.0218 <= a <= 0.0218 &&
        -0x1p-24 <= a - q.high <= 0x1p-24; */
  /*@ assert rest: \forall real a; Holds(q, a) && Bounded(q.error) ==> Holds(sum, ExpTail5(a)); */
  /*@ assert factorial: Tight(0x1.555556p-5, -0x1.555556p-30) &&
        InBall(0x1.555556p-5 + -0x1.555556p-30, 0x1.555556p-5 * (DG_EPSILON / 2 * (DG_EPSILON / 2)), 1.0 / 24); */
  sum = dg_ball_horner(DG_R(0x1.555556p-5), DG_R(-0x1.555556p-30), q, sum);
  /*@ assert order: \forall real a; Holds(q, a) && Bounded(q.error) ==>
        Holds(sum, 1.0 / 24 + a * ExpTail5(a)); */
  /*@ assert factorial: Tight(0x1.555556p-3, -0x1.555556p-28) &&
        InBall(0x1.555556p-3 + -0x1.555556p-28, 0x1.555556p-3 * (DG_EPSILON / 2 * (DG_EPSILON / 2)), 1.0 / 6); */
  sum = dg_ball_horner(DG_R(0x1.555556p-3), DG_R(-0x1.555556p-28), q, sum);
#else
  dg_real tail = DG_R(0x1.6124613a86d09p-33) + q.high * DG_R(0x1.93974a8c07c9dp-37);
  tail = DG_R(0x1.1eed8eff8d898p-29) + q.high * tail;
  tail = DG_R(0x1.ae64567f544e4p-26) + q.high * tail;
  tail = DG_R(0x1.27e4fb7789f5cp-22) + q.high * tail;
  tail = DG_R(0x1.71de3a556c734p-19) + q.high * tail;
  tail = DG_R(0x1.a01a01a01a01ap-16) + q.high * tail;
  /*@ assert tail: tail == TailPolynomial8(q.high); */
  dg_ball sum = {tail, 0, DG_R(0x1p-66)};
  /*@ ghost dg_fact_exp_tail(); */
  /*@ assert near: \forall real a; Holds(q, a) && Bounded(q.error) ==> -0.0218 <= a <= 0.0218 &&
        -0x1p-50 <= a - q.high <= 0x1p-50; */
  /*@ assert rest: \forall real a; Holds(q, a) && Bounded(q.error) ==> Holds(sum, ExpTail8(a)); */
  /*@ assert factorial: Tight(0x1.a01a01a01a01ap-13, 0x1.a01a01a01a01ap-73) &&
        InBall(0x1.a01a01a01a01ap-13 + 0x1.a01a01a01a01ap-73, 0x1.a01a01a01a01ap-13 * (DG_EPSILON / 2 * (DG_EPSILON / 2)),
          1.0 / 5040); */
  sum = dg_ball_horner(DG_R(0x1.a01a01a01a01ap-13), DG_R(0x1.a01a01a01a01ap-73), q, sum);
  /*@ assert order: \forall real a; Holds(q, a) && Bounded(q.error) ==>
        Holds(sum, 1.0 / 5040 + a * ExpTail8(a)); */
  /*@ assert factorial: Tight(0x1.6c16c16c16c17p-10, -0x1.f49f49f49f49fp-65) &&
        InBall(0x1.6c16c16c16c17p-10 + -0x1.f49f49f49f49fp-65, 0x1.6c16c16c16c17p-10 * (DG_EPSILON / 2 * (DG_EPSILON / 2)),
          1.0 / 720); */
  sum = dg_ball_horner(DG_R(0x1.6c16c16c16c17p-10), DG_R(-0x1.f49f49f49f49fp-65), q, sum);
  /*@ assert order: \forall real a; Holds(q, a) && Bounded(q.error) ==>
        Holds(sum, 1.0 / 720 + a * (1.0 / 5040 + a * ExpTail8(a))); */
  /*@ assert factorial: Tight(0x1.1111111111111p-7, 0x1.1111111111111p-63) &&
        InBall(0x1.1111111111111p-7 + 0x1.1111111111111p-63, 0x1.1111111111111p-7 * (DG_EPSILON / 2 * (DG_EPSILON / 2)),
          1.0 / 120); */
  sum = dg_ball_horner(DG_R(0x1.1111111111111p-7), DG_R(0x1.1111111111111p-63), q, sum);
  /*@ assert order: \forall real a; Holds(q, a) && Bounded(q.error) ==>
        Holds(sum, 1.0 / 120 + a * (1.0 / 720 + a * (1.0 / 5040 + a * ExpTail8(a)))); */
  /*@ assert factorial: Tight(0x1.5555555555555p-5, 0x1.5555555555555p-59) &&
        InBall(0x1.5555555555555p-5 + 0x1.5555555555555p-59,
          0x1.5555555555555p-5 * (DG_EPSILON / 2 * (DG_EPSILON / 2)), 1.0 / 24); */
  sum = dg_ball_horner(DG_R(0x1.5555555555555p-5), DG_R(0x1.5555555555555p-59), q, sum);
  /*@ assert order: \forall real a; Holds(q, a) && Bounded(q.error) ==>
        Holds(sum, 1.0 / 24 + a * (1.0 / 120 + a * (1.0 / 720 + a * (1.0 / 5040 + a * ExpTail8(a))))); */
  /*@ assert factorial: Tight(0x1.5555555555555p-3, 0x1.5555555555555p-57) &&
        InBall(0x1.5555555555555p-3 + 0x1.5555555555555p-57,
          0x1.5555555555555p-3 * (DG_EPSILON / 2 * (DG_EPSILON / 2)), 1.0 / 6); */
  sum = dg_ball_horner(DG_R(0x1.5555555555555p-3), DG_R(0x1.5555555555555p-57), q, sum);
#endif
  /*@ assert known: \forall real a; Holds(q, a) && Bounded(q.error) ==> Holds(sum, ThirdTail(a)); */
  const dg_ball power = dg_ball_from_third(q, sum);
  /*@ assert second: \forall real a; Holds(q, a) && Bounded(q.error) ==> Holds(power, a + a * (a * (0.5 + a * ThirdTail(a)))); */
  /*@ ghost dg_fact_exp_series(); */
  return power;
}

/* The centre of x less k log 2, for k = dg_ln2_count(x.high). */
/*@ requires range: DG_BALL_EXP_FROM <= x.high <= 1 && x.error <= DG_R(0.25) && Tight(x.high, x.low);
    requires count: -0.5001 <= x.high * DG_LN2_INVERSE - k <= 0.5001;
    requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing;
    ensures rest: Holds(\result, x.high + x.low - k * \log(2.0));
    ensures small: \result.error <= 0.25 && -0.347 <= \result.high <= 0.347 && Tight(\result.high, \result.low); */
static inline dg_ball dg_ball_reduced(dg_ball x, dg_real k) {
  dg_ball r = {x.high, x.low, 0};
  /*@ assert centre: Holds(r, x.high + x.low); */
  /*@ assert count: -1003 <= k <= 3; */
  if (k != 0) {
    dg_ball third = dg_ball_exact(-k * DG_BALL_LN2_3);
    third.error = dg_size_of(k) * DG_BALL_LN2_ERROR;
    /*@ ghost dg_fact_log_two(); */
    /*@ assert parts: \abs(\log(2.0) - DG_BALL_LN2_1 - DG_BALL_LN2_2 - DG_BALL_LN2_3) <= DG_BALL_LN2_ERROR; */
    /*@ assert times: \abs(-k * (\log(2.0) - DG_BALL_LN2_1 - DG_BALL_LN2_2 - DG_BALL_LN2_3)) <= \abs(k) * DG_BALL_LN2_ERROR; */
    /*@ assert third: Holds(third, -k * (\log(2.0) - DG_BALL_LN2_1 - DG_BALL_LN2_2)); */
    r = dg_ball_add(r, dg_ball_exact(-k * DG_BALL_LN2_1));
    /*@ assert first: Holds(r, x.high + x.low + -k * DG_BALL_LN2_1); */
    r = dg_ball_add(r, dg_ball_exact(-k * DG_BALL_LN2_2));
    /*@ assert second: Holds(r, x.high + x.low + -k * DG_BALL_LN2_1 + -k * DG_BALL_LN2_2); */
    r = dg_ball_add(r, third);
  }
  return r;
}

/* e^x and e^x - 1, the latter with relative precision for small x. */
typedef struct { dg_ball all, less_one; } dg_ball_power;

/* From e^q - 1 to e^{2q} - 1. */
/*@ terminates \true; assigns \nothing;
    ensures twice: \forall real a; Holds(p, Exp(a) - 1) ==> Holds(\result, Exp(2 * a) - 1); */
static inline dg_ball dg_ball_twice(dg_ball p) {
  const dg_ball twice = dg_ball_add(dg_ball_scale(p, DG_R(2)), dg_ball_multiply(p, p));
  /*@ assert twice: \forall real a; Holds(p, a) ==> Holds(twice, a * 2 + a * a); */
  /*@ ghost dg_fact_exp_sum(); */
  /*@ assert square: \forall real a; Exp(2 * a) - 1 == (Exp(a) - 1) * 2 + (Exp(a) - 1) * (Exp(a) - 1); */
  return twice;
}

/* What lies within spread of what y contains. */
/*@ requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing;
    ensures wider: \forall real a, b; Holds(y, a) && InBall(a, spread, b) ==> Holds(\result, b);
    ensures unknown: spread >= 0 && !Bounded(y.error) ==> !Bounded(\result.error); */
static inline dg_ball dg_ball_wider(dg_ball y, dg_real spread) {
  y.error = dg_ball_up(y.error + spread);
  return y;
}

/* For x up to 1: x = k log 2 + 16 q, e^{2q} - 1 = 2 (e^q - 1) + (e^q - 1)^2 four times, then 2^k. An error d <= 1/4 of x
   changes e^x by at most e^x (d + d^2). Error below 2^-100 (float 2^-43) relative to either result, times -x/2 beyond -2. */
/*@ requires tight: Tight(x.high, x.low);
    requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing;
    ensures all: \forall real a; Holds(x, a) ==> Holds(\result.all, Exp(a));
    ensures less_one: \forall real a; Holds(x, a) ==> Holds(\result.less_one, Exp(a) - 1); */
static inline dg_ball_power dg_ball_exp(dg_ball x) {
  dg_ball_power y = {{0, 0, DG_BALL_TINY}, {-1, 0, DG_BALL_TINY}};
  /*@ ghost dg_fact_exp_deep(); */
  if (x.high < DG_BALL_EXP_FROM && x.error <= DG_R(0.25)) {
    /*@ assert deep: \forall real a; Holds(x, a) ==> Holds(y.all, Exp(a)) && Holds(y.less_one, Exp(a) - 1); */
    return y;
  }
  if (x.high < 2 * DG_BALL_EXP_FROM && x.error <= -x.high / 4 && x.error < DG_NEVER) {
    /*@ assert deeper: \forall real a; Holds(x, a) ==> Holds(y.all, Exp(a)) && Holds(y.less_one, Exp(a) - 1); */
    return y;
  }
  if (!(x.high <= 1) || !(x.error <= DG_R(0.25))) {
    y.all = y.less_one = dg_ball_unknown();
    return y;
  }
  //@ assert eva_exponent: DG_BALL_EXP_FROM <= x.high <= 1;
  const dg_real k = dg_ln2_count(x.high);
  dg_ball r = dg_ball_reduced(x, k);
  const dg_real reduction = r.error;
  /*@ assert reduced: Holds(r, x.high + x.low - k * \log(2.0)); */
  r.error = 0;
  dg_ball p = dg_ball_expm1_series(dg_ball_scale(r, DG_R(0.0625)));
  /*@ assert series: Holds(p, Exp((r.high + r.low) * 0.0625) - 1); */
  /*@ loop invariant bound: 0 <= n <= 4;
      loop invariant doubled: (n == 0 ==> Holds(p, Exp((r.high + r.low) * 0.0625) - 1)) &&
        (n == 1 ==> Holds(p, Exp((r.high + r.low) * 0.125) - 1)) && (n == 2 ==> Holds(p, Exp((r.high + r.low) * 0.25) - 1)) &&
        (n == 3 ==> Holds(p, Exp((r.high + r.low) * 0.5) - 1)) && (n == 4 ==> Holds(p, Exp(r.high + r.low) - 1));
      loop assigns n, p; loop variant 4 - n; */
  for (int n = 0; n < 4; n++) p = dg_ball_twice(p);
  const dg_real scale = dg_power_of_two_32((int32_t)k), d = dg_ball_up(x.error + reduction);
  p = dg_ball_scale(p, scale); /* 2^k (e^r - 1) */
  /*@ assert scaled: Holds(p, scale * (Exp(r.high + r.low) - 1)); */
  y.all = dg_ball_add(dg_ball_exact(scale), p);
  y.less_one = k != 0 ? dg_ball_add(dg_ball_two_sum(scale, DG_R(-1)), p) : p;
  const dg_real spread = dg_ball_up((dg_size_of(y.all.high) + y.all.error) * (d + d * d) + DG_BALL_TINY);
  /*@ assert all: Holds(y.all, scale * Exp(r.high + r.low)); */
  /*@ assert one: k == 0 ==> scale == 1.0; */
  /*@ assert less_one: Holds(y.less_one, scale * Exp(r.high + r.low) - 1); */
  /*@ assert unknown: !Bounded(p.error) ==> !Bounded(y.all.error) && !Bounded(y.less_one.error); */
  /*@ ghost dg_fact_exp_moved(k, r.high + r.low, d); */
  /*@ assert range: -1003 <= k <= 3; */
  /*@ assert whole: (int32_t)k == k; */
  /*@ assert two: scale == PowerOfTwo((int32_t)k); */
  /*@ ghost dg_lemma_ball_power((int32_t)k); */
  /*@ assert argument: (int32_t)k * \log(2.0) == k * \log(2.0); */
  /*@ assert power: scale == Exp(k * \log(2.0)); */
  /*@ assert centre: scale * Exp(r.high + r.low) == Exp(k * \log(2.0) + (r.high + r.low)); */
  /*@ assert size: Bounded(p.error) ==> 0 <= scale * Exp(r.high + r.low) <= \abs(y.all.high) + y.all.error; */
  /*@ assert offset: \forall real a; Holds(x, a) && Bounded(x.error) ==>
        InBall(k * \log(2.0) + (r.high + r.low), d, a) && 0 <= d <= 1; */
  /*@ assert moved: \forall real a; Holds(x, a) && Bounded(x.error) ==>
        InBall(Exp(k * \log(2.0) + (r.high + r.low)), Exp(k * \log(2.0) + (r.high + r.low)) * (d + d * d), Exp(a)); */
  /*@ assert spread: Bounded(p.error) && d >= 0 ==> scale * Exp(r.high + r.low) * (d + d * d) <= spread; */
  /*@ assert near: \forall real a; Holds(x, a) && Bounded(x.error) && Bounded(p.error) ==>
        InBall(scale * Exp(r.high + r.low), spread, Exp(a)); */
  /*@ assert near_one: \forall real a; Holds(x, a) && Bounded(x.error) && Bounded(p.error) ==>
        InBall(scale * Exp(r.high + r.low) - 1, spread, Exp(a) - 1); */
  /*@ assert wide: d >= 0 && !Bounded(p.error) ==> spread >= 0; */
  y.all = dg_ball_wider(y.all, spread);
  y.less_one = dg_ball_wider(y.less_one, spread);
  /*@ assert done: \forall real a; Holds(x, a) && Bounded(x.error) ==> Holds(y.all, Exp(a)); */
  /*@ assert done_one: \forall real a; Holds(x, a) && Bounded(x.error) ==> Holds(y.less_one, Exp(a) - 1); */
  return y;
}

/* The interval of a ball, rounded outward. */
/*@ terminates \true; assigns \nothing;
    ensures below: \result <= x.high + x.low - x.error; */
static inline dg_real dg_ball_floor(dg_ball x) {
  const dg_real rest = x.low - x.error;
  const dg_pair sum = dg_two_sum(x.high, rest - 2 * DG_EPSILON * dg_size_of(rest));
  return sum.low < 0 ? -dg_just_after(-sum.high) : sum.high;
}
/*@ terminates \true; assigns \nothing;
    ensures contains: Bounded(x.error) ==> \forall real a; Holds(x, a) ==> Contains(\result, a); */
static inline dg_interval dg_ball_interval(dg_ball x) {
  dg_interval y = {dg_ball_floor(x), -dg_ball_floor(dg_ball_negative(x))};
  return y;
}
/*@ terminates \true; assigns \nothing; ensures finite: \result <==> \is_finite(x.low) && \is_finite(x.high); */
static inline int dg_interval_is_finite(dg_interval x) { return dg_is_finite(x.low) && dg_is_finite(x.high); }

/* c = g_leak (threshold - e_leak) from the numbers given. */
/*@ requires admitted: Neuron(neuron);
    terminates \true; assigns \nothing;
    ensures threshold: Holds(\result, ThresholdOf(neuron)); */
static inline dg_ball dg_ball_threshold(const dg_neuron *neuron) {
  const dg_real g_leak = neuron->g_leak;
  const dg_real scale = g_leak > DG_BALL_FAR ? 1 / DG_BALL_FAR : g_leak < 1 / DG_BALL_FAR ? DG_BALL_FAR : 1;
  dg_ball height = dg_ball_two_sum(neuron->threshold, -neuron->e_leak);
  /*@ ghost dg_lemma_ball_scaled(g_leak, scale, neuron->threshold - neuron->e_leak); */
  if (scale != 1) height = dg_ball_scale(height, 1 / scale);
  return dg_ball_multiply(dg_ball_exact(g_leak * scale), height);
}

/*@ requires admitted: Neuron(neuron);
    terminates \true; assigns \nothing;
    ensures same: \result.tau_mem == neuron->tau_mem && \result.tau_syn == neuron->tau_syn;
    ensures balls: BallsAround(\result.ratio, \result.tau_mem, \result.tau_syn, \result.c, \result.per_slow, \result.difference,
                               \result.gain, ThresholdOf(neuron)); */
static inline dg_ball_constants dg_ball_neuron(const dg_neuron *neuron) {
  dg_ball_constants k;
  const dg_real tau_mem = neuron->tau_mem, tau_syn = neuron->tau_syn;
  const dg_real slow = tau_mem < tau_syn ? tau_syn : tau_mem, fast = tau_mem < tau_syn ? tau_mem : tau_syn;
  const dg_ball gap = dg_ball_two_sum(slow, -fast), one = dg_ball_exact(1);
  k.ratio = tau_mem == tau_syn ? DG_RATIO_ONE : tau_mem == 2 * tau_syn ? DG_RATIO_TWO : DG_RATIO_ANY;
  k.tau_mem = tau_mem;
  k.tau_syn = tau_syn;
  k.c = dg_ball_threshold(neuron);
  k.per_slow = dg_ball_divide(one, dg_ball_exact(slow));
  const dg_ball relative = dg_ball_multiply(gap, k.per_slow), per_fast = dg_ball_divide(one, dg_ball_exact(fast));
  k.difference = dg_ball_multiply(relative, per_fast);
  k.gain = k.ratio == DG_RATIO_ONE ? one : dg_ball_divide(dg_ball_exact(tau_syn), gap);
  /*@ ghost dg_lemma_ball_inverses(slow, fast); dg_lemma_positive(neuron->g_leak, neuron->threshold - neuron->e_leak); */
  /*@ assert slow: HoldsQuotient(k.per_slow, 1.0, slow) && HoldsQuotient(per_fast, 1.0, fast); */
  /*@ assert per_slow: Holds(k.per_slow, 1.0 / slow) && Holds(per_fast, 1.0 / fast); */
  /*@ assert relative: Holds(relative, (slow - fast) * (1.0 / slow)); */
  /*@ assert difference: Holds(k.difference, (slow - fast) * (1.0 / slow) * (1.0 / fast)); */
  /*@ assert gain: tau_mem != tau_syn ==> HoldsQuotient(k.gain, tau_syn, slow - fast); */
  /*@ assert names: slow == Slower(tau_mem, tau_syn) && fast == Faster(tau_mem, tau_syn); */
  /*@ assert per_slow_is: Holds(k.per_slow, PerSlow(tau_mem, tau_syn)); */
  /*@ assert inverses: (slow - fast) * (1.0 / slow) * (1.0 / fast) == 1.0 / fast - 1.0 / slow; */
  /*@ assert rates: PerDifference(tau_mem, tau_syn) == 1.0 / fast - 1.0 / slow; */
  /*@ assert difference_is: Holds(k.difference, PerDifference(tau_mem, tau_syn)); */
  /*@ assert gain_is: tau_mem != tau_syn ==> Holds(k.gain, GainOf(tau_mem, tau_syn)); */
  /*@ assert threshold: Holds(k.c, ThresholdOf(neuron)) && ThresholdOf(neuron) > 0; */
  return k;
}

/* e^{-s/tau_mem}, e^{-s/tau_syn} and k(s). */
typedef struct { dg_ball mem, syn, kernel; } dg_ball_decay;

/*@ requires valid: \valid_read(k);
    requires tight: Tight(s.high, s.low);
    requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing;
    ensures mem: \forall real c, t; Encloses(k, c) && Holds(s, t) ==> Holds(\result.mem, Decay(k->tau_mem, t));
    ensures syn: \forall real c, t; Encloses(k, c) && Holds(s, t) ==> Holds(\result.syn, Decay(k->tau_syn, t));
    ensures kernel: \forall real c, t; Encloses(k, c) && Holds(s, t) ==>
      Holds(\result.kernel, Kernel(k->tau_mem, k->tau_syn, t)); */
static inline dg_ball_decay dg_ball_decays(const dg_ball_constants *k, dg_ball s) {
  dg_ball_decay y;
  const dg_ball x = dg_ball_multiply(s, k->per_slow);
  /*@ assert x: \forall real c, t; Encloses(k, c) && Holds(s, t) ==> Holds(x, t * PerSlow(k->tau_mem, k->tau_syn)); */
  const dg_ball_power slow = dg_ball_exp(dg_ball_negative(x));
  /*@ assert slow: \forall real c, t; Encloses(k, c) && Holds(s, t) ==> Holds(slow.all, ExpSlow(k->tau_mem, k->tau_syn, t)) &&
        Holds(slow.less_one, ExpSlow(k->tau_mem, k->tau_syn, t) - 1); */
  if (k->ratio == DG_RATIO_ONE) {
    y.mem = y.syn = slow.all;
    y.kernel = dg_ball_multiply(x, slow.all);
    /*@ assert one: \forall real c, t; Encloses(k, c) && Holds(s, t) ==>
          Holds(y.kernel, t * PerSlow(k->tau_mem, k->tau_syn) * ExpSlow(k->tau_mem, k->tau_syn, t)); */
  } else if (k->ratio == DG_RATIO_TWO) {
    y.mem = slow.all;
    y.syn = dg_ball_multiply(slow.all, slow.all);
    y.kernel = dg_ball_multiply(slow.all, dg_ball_negative(slow.less_one));
    /*@ assert two: \forall real c, t; Encloses(k, c) && Holds(s, t) ==>
          Holds(y.syn, ExpSlow(k->tau_mem, k->tau_syn, t) * ExpSlow(k->tau_mem, k->tau_syn, t)) &&
          Holds(y.kernel, ExpSlow(k->tau_mem, k->tau_syn, t) * -(ExpSlow(k->tau_mem, k->tau_syn, t) - 1)); */
  } else {
    const dg_ball z = dg_ball_multiply(s, k->difference);
    /*@ assert z: \forall real c, t; Encloses(k, c) && Holds(s, t) ==> Holds(z, t * PerDifference(k->tau_mem, k->tau_syn)); */
    const dg_ball_power rest = dg_ball_exp(dg_ball_negative(z));
    /*@ assert rest: \forall real c, t; Encloses(k, c) && Holds(s, t) ==> Holds(rest.all, ExpRest(k->tau_mem, k->tau_syn, t)) &&
          Holds(rest.less_one, ExpRest(k->tau_mem, k->tau_syn, t) - 1); */
    const dg_ball fast = dg_ball_multiply(slow.all, rest.all);
    y.mem = k->tau_mem > k->tau_syn ? slow.all : fast;
    y.syn = k->tau_mem > k->tau_syn ? fast : slow.all;
    const dg_ball growth = dg_ball_multiply(slow.all, dg_ball_negative(rest.less_one));
    /*@ assert growth: \forall real c, t; Encloses(k, c) && Holds(s, t) ==>
          Holds(growth, ExpSlow(k->tau_mem, k->tau_syn, t) * -(ExpRest(k->tau_mem, k->tau_syn, t) - 1)); */
    y.kernel = dg_ball_multiply(k->gain, growth);
    /*@ assert any: \forall real c, t; Encloses(k, c) && Holds(s, t) ==>
          Holds(fast, ExpSlow(k->tau_mem, k->tau_syn, t) * ExpRest(k->tau_mem, k->tau_syn, t)) &&
          Holds(y.kernel, GainOf(k->tau_mem, k->tau_syn) *
            (ExpSlow(k->tau_mem, k->tau_syn, t) * -(ExpRest(k->tau_mem, k->tau_syn, t) - 1))); */
  }
  /*@ ghost dg_fact_decays(k->tau_mem, k->tau_syn); */
  return y;
}

typedef struct { dg_ball v, i; } dg_ball_membrane;

/* The state a time s later, without further arrivals. */
/*@ requires valid: \valid_read(k);
    requires tight: Tight(s.high, s.low);
    requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing;
    ensures voltage: \forall real c, t, v, i; Encloses(k, c) && Holds(s, t) && Holds(m.v, v) && Holds(m.i, i) ==>
      Holds(\result.v, VoltageLater(k->tau_mem, k->tau_syn, v, i, t));
    ensures current: \forall real c, t, i; Encloses(k, c) && Holds(s, t) && Holds(m.i, i) ==>
      Holds(\result.i, CurrentLater(k->tau_syn, i, t)); */
static inline dg_ball_membrane dg_ball_later(const dg_ball_constants *k, dg_ball_membrane m, dg_ball s) {
  const dg_ball_decay e = dg_ball_decays(k, s);
  dg_ball_membrane later;
  later.v = dg_ball_add(dg_ball_multiply(m.v, e.mem), dg_ball_multiply(m.i, e.kernel));
  /*@ assert parts: \forall real c, t, v, i; Encloses(k, c) && Holds(s, t) && Holds(m.v, v) && Holds(m.i, i) ==>
        Holds(later.v, v * Decay(k->tau_mem, t) + i * Kernel(k->tau_mem, k->tau_syn, t)); */
  later.i = dg_ball_multiply(m.i, e.syn);
  /*@ assert last: \forall real c, t, i; Encloses(k, c) && Holds(s, t) && Holds(m.i, i) ==>
        Holds(later.i, i * Decay(k->tau_syn, t)); */
  /*@ ghost dg_lemma_ball_later(k->tau_mem, k->tau_syn); */
  return later;
}

/* Whether the state at q, later than one with v < c, proves that v stays below c before q and for good: v < i < c. If i > 0,
   v has risen all the time until q (i - v cannot turn positive while i > 0), and later neither v nor i exceeds what i is at
   q; if i <= 0, v never exceeds the larger of 0 and what it was. */
/*@ requires valid: \valid_read(k);
    terminates \true; assigns \nothing;
    ensures below: \result != 0 ==> \forall real c, v, i; Encloses(k, c) && Holds(q.v, v) && Holds(q.i, i) ==> v < i < c; */
static inline int dg_ball_below(const dg_ball_constants *k, dg_ball_membrane q) {
  return dg_ball_less(q.v, q.i) && dg_ball_less(q.i, k->c);
}

/* How long after i has come down to c, where v = c (1 - room), it is half way to its meeting v, if both went on straight. */
/*@ requires valid: \valid_read(k);
    terminates \true; assigns \nothing;
    ensures half_way: \result == HalfWay(k->tau_mem, k->tau_syn, room); */
static inline dg_real dg_ball_half_way(const dg_ball_constants *k, dg_real room) {
  const dg_real speed = room / k->tau_mem + 1 / k->tau_syn; /* v is concave, i convex: in truth they meet later */
  return DG_R(0.5) * room / speed;
}

/* Whether v, below c at state m, is proved never to reach c. If it reached c it would do so before i has fallen to c. */
/*@ requires valid: \valid_read(k) && Constants(plain);
    requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing;
    ensures below: \result != 0 ==> \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
      StaysBelow(k->tau_mem, k->tau_syn, c, v, i); */
static inline int dg_ball_stays_below(const dg_ball_constants *k, const dg_constants *plain, dg_ball_membrane m) {
  const dg_membrane start = {m.v.high, m.i.high};
  const dg_real c = k->c.high, tau_syn = k->tau_syn, ratio = start.i / c;
  dg_real time = ratio > 1 ? tau_syn * dg_log(ratio) : 0;
  dg_real room = 1 - dg_membrane_later(plain, start, time).v / c;
  if (room < -64 * DG_EPSILON * ratio) return 0;
  dg_ball q = dg_ball_exact(time + (room > 0 ? dg_ball_half_way(k, room) : 0));
  /*@ loop invariant bound: 0 <= step <= 3;
      loop invariant centre: Tight(q.high, q.low) && q.error == 0;
      loop assigns step, q, room; loop variant 3 - step; */
  for (int step = 0; step < 3; step++) {
    if (!(q.high >= 0)) return 0; /* or is NaN */
    /*@ assert centre: Holds(q, q.high + q.low) && q.high + q.low >= 0; */
    const dg_ball_membrane at = dg_ball_later(k, m, q);
    if (dg_ball_below(k, at)) {
      /*@ assert good: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
            VoltageLater(k->tau_mem, k->tau_syn, v, i, q.high + q.low) < CurrentLater(k->tau_syn, i, q.high + q.low) < c; */
      /*@ ghost dg_fact_below(); */
      return 1;
    }
    const dg_real back = dg_ball_subtract(at.i, k->c).high / c; /* i = c (1 + back) */
    room = dg_ball_subtract(k->c, at.v).high / c;
    if (!(room > 0)) return 0;
    q = dg_ball_add(q, dg_ball_exact(tau_syn * dg_log1p(back)));
    q = dg_ball_add(q, dg_ball_exact(dg_ball_half_way(k, room)));
    q.error = 0; /* any q will do */
  }
  return 0;
}

/* Where v crosses c, roughly. v is concave while it rises, so that Newton steps from below do not pass the crossing. */
/*@ requires valid: \valid_read(k) && Constants(plain); terminates \true; assigns \nothing; */
static inline dg_real dg_ball_guess(const dg_ball_constants *k, const dg_constants *plain, dg_ball_membrane m) {
  const dg_membrane start = {m.v.high, m.i.high};
  dg_real s = 0;
  /*@ loop invariant bound: 0 <= step <= 60; loop assigns step, s; loop variant 60 - step; */
  for (int step = 0; step < 60; step++) {
    const dg_membrane at = dg_membrane_later(plain, start, s);
    if (!(at.i > at.v)) break;
    const dg_real move = k->tau_mem * ((k->c.high - at.v) / (at.i - at.v)); /* infinite at worst */
    if (!(move > 4 * DG_EPSILON * s)) break;
    s += move;
  }
  return s;
}

/* Whether the crossing is proved to come later than s - radius and not later than s + radius, nor than gap after state m,
   where v < c: v < c at the former and v > c at the latter, for a v that has come down again does not return. */
/*@ requires valid: \valid_read(k) && (gap == \null || \valid_read(gap));
    requires never: DG_NEVER >= 1;
    requires start: s.high + s.low >= 0 && s.error == 0 && Tight(s.high, s.low) && radius >= 0;
    terminates \true; assigns \nothing;
    ensures crosses: \result != 0 ==> \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
      CrossesWithin(k->tau_mem, k->tau_syn, c, v, i, s.high > 2 * radius ? s.high + s.low - radius : 0.0, s.high + s.low + radius);
    ensures gap: \result != 0 && gap != \null ==> \forall real g; Holds(*gap, g) ==> s.high + s.low + radius < g; */
static inline int dg_ball_crosses(const dg_ball_constants *k, dg_ball_membrane m, const dg_ball *gap, dg_ball s,
                                  dg_real radius) {
  /*@ assert centre: Holds(s, s.high + s.low); */
  const dg_ball high = dg_ball_add(s, dg_ball_exact(radius));
  /*@ assert high: Holds(high, s.high + s.low + radius); */
  if (gap != NULL && !dg_ball_less(high, *gap)) return 0;
  if (!dg_ball_less(k->c, dg_ball_later(k, m, high).v)) return 0;
  /*@ assert above: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) ==>
        VoltageLater(k->tau_mem, k->tau_syn, v, i, s.high + s.low + radius) > c; */
  if (s.high <= 2 * radius) { /* v < c at m is known */
    /*@ ghost dg_lemma_ball_start(k->tau_mem, k->tau_syn); dg_fact_between(); */
    /*@ assert later: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
          s.high + s.low + radius > 0; */
    /*@ assert start: \forall real c, v, i; Encloses(k, c) && v < c ==> VoltageLater(k->tau_mem, k->tau_syn, v, i, 0.0) < c; */
    /*@ assert between: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
          CrossesWithin(k->tau_mem, k->tau_syn, c, v, i, 0.0, s.high + s.low + radius); */
    return 1;
  }
  const dg_ball low = dg_ball_subtract(s, dg_ball_exact(radius));
  /*@ assert low: Holds(low, s.high + s.low - radius) && 0 <= s.high + s.low - radius; */
  if (!dg_ball_less(dg_ball_later(k, m, low).v, k->c)) return 0;
  /*@ assert below: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) ==>
        VoltageLater(k->tau_mem, k->tau_syn, v, i, s.high + s.low - radius) < c; */
  /*@ assert apart: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) ==>
        s.high + s.low - radius < s.high + s.low + radius; */
  /*@ ghost dg_fact_between(); */
  /*@ assert between: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
        CrossesWithin(k->tau_mem, k->tau_syn, c, v, i, s.high + s.low - radius, s.high + s.low + radius); */
  return 1;
}

/* The crossing from state m, as time since then; an infinite error if none is proved to come within gap (null: ever). */
/*@ requires valid: \valid_read(k) && Constants(plain) && (gap == \null || \valid_read(gap));
    requires never: DG_NEVER >= 1;
    terminates \true; assigns \nothing;
    ensures tight: Tight(\result.high, \result.low);
    ensures root: Bounded(\result.error) ==> \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
      CrossesWithin(k->tau_mem, k->tau_syn, c, v, i, \result.high + \result.low - \result.error,
                    \result.high + \result.low + \result.error);
    ensures gap: Bounded(\result.error) && gap != \null ==> \forall real g; Holds(*gap, g) ==>
      \result.high + \result.low < g; */
static inline dg_ball dg_ball_root(const dg_ball_constants *k, const dg_constants *plain, dg_ball_membrane m,
                                   const dg_ball *gap) {
  dg_ball s = dg_ball_exact(dg_ball_guess(k, plain, m));
  dg_real radius = 0;
  int again = 0;
  /*@ loop invariant bound: 0 <= step <= 100;
      loop invariant centre: Tight(s.high, s.low) && s.error == 0;
      loop assigns step, s, radius, again; loop variant 100 - step; */
  for (int step = 0; step < 100 && radius == 0; step++) {
    const dg_ball_membrane at = dg_ball_later(k, m, s);
    const dg_ball below = dg_ball_subtract(k->c, at.v);
    const dg_real rise = at.i.high - at.v.high;
    if (!(rise > 0)) { /* beyond the maximum: from the start again */
      if (again) return dg_ball_unknown();
      again = 1;
      s = dg_ball_exact(0);
      continue;
    }
    const dg_real move = k->tau_mem * (below.high / rise), noise = k->tau_mem * (below.error / rise);
    const dg_real curvature = (at.i.high / k->tau_syn + rise / k->tau_mem) / (2 * rise); /* of v, relative to its slope */
    const dg_real rest = move * curvature * move;
    s = dg_ball_add(s, dg_ball_exact(move));
    s.error = 0; /* any s will do */
    if (!(s.high >= 0)) s = dg_ball_exact(0);
    if (dg_size_of(rest) <= noise) radius = 2 * noise + 4 * DG_EPSILON * DG_EPSILON * s.high;
  }
  if (!(s.high >= 0 && radius >= 0)) return dg_ball_unknown(); /* or is NaN */
  /*@ loop invariant bound: 0 <= step <= 6; loop invariant radius: radius >= 0; loop assigns step, radius; loop variant 6 - step; */
  for (int step = 0; step < 6; step++) {
    if (dg_ball_crosses(k, m, gap, s, radius)) {
      /*@ ghost dg_real low = s.high > 2 * radius ? s.high + s.low - radius : 0, high = s.high + s.low + radius; */
      /*@ assert crossed: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
            CrossesWithin(k->tau_mem, k->tau_syn, c, v, i, low, high); */
      s.error = s.high > 2 * radius ? radius : 3 * radius; /* the latter: T > 0 only is known below */
      /*@ assert wider: s.high + s.low - s.error <= low && high <= s.high + s.low + s.error; */
      /*@ ghost dg_lemma_ball_within(k->tau_mem, k->tau_syn, low, high, s.high + s.low - s.error, s.high + s.low + s.error); */
      /*@ assert near: \forall real c, v, i; Encloses(k, c) && Holds(m.v, v) && Holds(m.i, i) && v < c ==>
            CrossesWithin(k->tau_mem, k->tau_syn, c, v, i, s.high + s.low - s.error, s.high + s.low + s.error); */
      return s;
    }
    radius *= 8;
  }
  return dg_ball_unknown();
}

/* What is proved of a neuron's first spike. */
typedef struct {
  dg_crossing crossing;
  size_t causal;
  dg_ball since, rise; /* T - last causal arrival; tau_mem v' = i - c there */
} dg_ball_spike;

/* The first spike of a neuron whose arrivals are taken in the given causal order. Before each window v < c is proved. In it
   v reaches c only if i >= c at first, and not if v < c and v < i at its end: v has risen all the time then. */
/*@ requires valid: \valid_read(k) && Constants(plain) && \valid(spike);
    requires never: DG_NEVER >= 1;
    requires inputs: Inputs(w, a, order, n);
    requires separated: \separated(spike, k) && \separated(spike, plain) && \separated(spike, w + (0 .. n-1)) &&
      \separated(spike, a + (0 .. n-1)) && \separated(spike, order + (0 .. n-1));
    terminates \true; assigns *spike;
    ensures status: \result == DG_OK || \result == DG_ERROR_UNDECIDED;
    ensures bound: \result == DG_OK ==> spike->causal <= n;
    ensures kinds: \result == DG_OK ==> spike->crossing == DG_SILENT || spike->crossing == DG_SPIKES;
    ensures silent: \result == DG_OK ==> (spike->crossing == DG_SILENT <==> spike->causal == 0); */
static inline dg_status dg_ball_first_spike(const dg_ball_constants *k, const dg_constants *plain, size_t n,
                                            const dg_real *w, const dg_real *a, const dg_index *order,
                                            dg_ball_spike *spike) {
  dg_ball_membrane m = {{0, 0, 0}, {0, 0, 0}};
  spike->crossing = DG_SILENT;
  spike->causal = 0;
  spike->since = spike->rise = dg_ball_exact(0);
  /*@ loop invariant bound: 0 <= p <= n;
      loop invariant silent: spike->crossing == DG_SILENT && spike->causal == 0;
      loop assigns p, m, *spike;
      loop variant n - p; */
  for (size_t p = 0; p < n && a[order[p]] < DG_NEVER; p++) {
    const int last = p + 1 >= n || !(a[order[p + 1]] < DG_NEVER);
    const dg_real t = a[order[p]], t_next = last ? t : a[order[p + 1]];
    m.i = dg_ball_add(m.i, dg_ball_exact(w[order[p]]));
    if (!last && !(t < t_next)) continue;
    const dg_ball gap = dg_ball_two_sum(t_next, -t);
    dg_ball_membrane end = m;
    if (!last) end = dg_ball_later(k, m, gap);
    const int clear = dg_ball_less(m.i, k->c) || (!last && dg_ball_less(end.v, k->c) && dg_ball_less(end.v, end.i));
    if (!clear && !dg_ball_stays_below(k, plain, m)) {
      const dg_ball since = dg_ball_root(k, plain, m, last ? NULL : &gap);
      if (!(since.error < DG_NEVER)) return DG_ERROR_UNDECIDED;
      spike->crossing = DG_SPIKES;
      spike->causal = p + 1;
      spike->since = since;
      spike->rise = dg_ball_subtract(dg_ball_multiply(m.i, dg_ball_decays(k, since).syn), k->c);
      return DG_OK;
    }
    m = end;
  }
  return DG_OK;
}

/* The first spike of a neuron with its time and threshold gradient in intervals. order[0 .. causal-1] of the call that made
   it is the causal set, for certain. Without a spike time is [DG_NEVER, DG_NEVER], the others [0, 0]. */
typedef struct {
  dg_crossing crossing; /* DG_SILENT or DG_SPIKES */
  size_t causal;
  dg_interval time, since, dT_dc; /* as in dg_spike */
} dg_spike_bounds;

/*@ requires valid: \valid_read(k) && \valid_read(spike) && \valid(bounds) && \separated(spike, bounds);
    requires inputs: spike->crossing == DG_SILENT || \is_finite(last);
    requires kinds: spike->crossing == DG_SPIKES || (spike->crossing == DG_SILENT && spike->causal == 0);
    terminates \true; assigns *bounds;
    ensures status: \result == DG_OK || \result == DG_ERROR_UNDECIDED;
    ensures same: \result == DG_OK ==> bounds->crossing == \old(spike->crossing);
    ensures causal: \result == DG_OK ==> bounds->causal == \old(spike->causal);
    ensures since: \result == DG_OK && \old(spike->crossing) == DG_SPIKES && Bounded(\old(spike->since.error)) ==>
      \forall real t; Holds(\old(spike->since), t) ==> Contains(bounds->since, t);
    ensures silent: \result == DG_OK && \old(spike->crossing) == DG_SILENT ==>
      Contains(bounds->time, DG_NEVER) && Contains(bounds->since, 0.0) && Contains(bounds->dT_dc, 0.0); */
static inline dg_status dg_ball_bounds(const dg_ball_constants *k, const dg_ball_spike *spike, dg_real last,
                                       dg_spike_bounds *bounds) {
  const dg_interval zero = {0, 0}, never = {DG_NEVER, DG_NEVER};
  dg_spike_bounds y = {DG_SILENT, 0, never, zero, zero};
  if (spike->crossing == DG_SPIKES) {
    y.crossing = DG_SPIKES;
    y.causal = spike->causal;
    y.time = dg_ball_interval(dg_ball_add(dg_ball_exact(last), spike->since));
    y.since = dg_ball_interval(spike->since);
    y.dT_dc = dg_ball_interval(dg_ball_divide(dg_ball_exact(k->tau_mem), spike->rise));
    if (!dg_interval_is_finite(y.dT_dc)) return DG_ERROR_UNDECIDED; /* rise may be 0 */
  }
  *bounds = y;
  return DG_OK;
}

/*@ terminates \true; assigns \nothing; ensures point: \result.low == x && \result.high == x; */
static inline dg_interval dg_interval_of(dg_real x) {
  const dg_interval y = {x, x};
  return y;
}

/* The gradient by one input of the causal set, whose arrival comes a time age before the spike; 0 if it is not finite. */
/*@ requires valid: \valid_read(k) && \valid(by_weight) && \valid(by_arrival) && \separated(by_weight, by_arrival, k);
    requires never: DG_NEVER >= 1;
    requires tight: Tight(age.high, age.low);
    terminates \true; assigns *by_weight, *by_arrival;
    ensures silent: IsZero(w) ==> Contains(*by_arrival, 0.0); */
static inline int dg_ball_gradient(const dg_ball_constants *k, dg_ball age, dg_real w, dg_ball per_rise,
                                   dg_interval *by_weight, dg_interval *by_arrival) {
  const dg_ball per_slope = dg_ball_multiply(dg_ball_exact(k->tau_mem), per_rise);
  const dg_ball_decay e = dg_ball_decays(k, age);
  const dg_ball slope = dg_ball_multiply(dg_ball_exact(w), dg_ball_subtract(e.syn, e.kernel)); /* tau_mem w k' */
  const dg_interval weight = dg_ball_interval(dg_ball_negative(dg_ball_multiply(e.kernel, per_slope)));
  dg_interval arrival = dg_interval_of(0);
  if (w != 0) arrival = dg_ball_interval(dg_ball_multiply(slope, per_rise));
  *by_weight = weight;
  *by_arrival = arrival;
  return dg_interval_is_finite(weight) && dg_interval_is_finite(arrival);
}

/* The gradient by all n inputs; 0 outside the causal set. */
/*@ requires never: DG_NEVER >= 1;
    requires valid: \valid_read(k) && \valid_read(spike) && spike->causal <= n;
    requires inputs: \valid_read(w + (0 .. n-1)) && \valid_read(a + (0 .. n-1)) && \valid_read(order + (0 .. n-1)) &&
      Indices(order, n, n) && Injective(order, n);
    requires outputs: \valid(dT_dw + (0 .. n-1)) && \valid(dT_da + (0 .. n-1));
    requires apart: \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1), order + (0 .. n-1), k, spike) &&
      \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1), w + (0 .. n-1)) &&
      \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1), a + (0 .. n-1));
    terminates \true; assigns dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures status: \result == DG_OK || \result == DG_ERROR_UNDECIDED;
    ensures outside: NothingBeyond(order, spike->causal, n, dT_dw) && NothingBeyond(order, spike->causal, n, dT_da); */
static inline dg_status dg_ball_gradients(const dg_ball_constants *k, const dg_ball_spike *spike, dg_real last, size_t n,
                                          const dg_real *w, const dg_real *a, const dg_index *order, dg_interval *dT_dw,
                                          dg_interval *dT_da) {
  dg_status status = DG_OK;
  const size_t causal = spike->causal;
  const dg_ball per_rise = dg_ball_divide(dg_ball_exact(1), spike->rise);
  /*@ loop invariant bound: 0 <= p <= causal;
      loop invariant status: status == DG_OK || status == DG_ERROR_UNDECIDED;
      loop assigns p, status, dT_dw[0 .. n-1], dT_da[0 .. n-1]; loop variant causal - p; */
  for (size_t p = 0; p < causal; p++) {
    const dg_index i = order[p];
    /*@ assert index: 0 <= i < n; */
    const dg_ball age = dg_ball_add(spike->since, dg_ball_two_sum(last, -a[i]));
    if (!dg_ball_gradient(k, age, w[i], per_rise, &dT_dw[i], &dT_da[i])) status = DG_ERROR_UNDECIDED;
  }
  /*@ loop invariant bound: causal <= p <= n;
      loop invariant weights: NothingBeyond(order, causal, p, dT_dw);
      loop invariant arrivals: NothingBeyond(order, causal, p, dT_da);
      loop assigns p, dT_dw[0 .. n-1], dT_da[0 .. n-1]; loop variant n - p; */
  for (size_t p = causal; p < n; p++) {
    const dg_index i = order[p];
    /*@ assert index: 0 <= i < n; */
    /*@ assert others: \forall integer q; causal <= q < p ==> order[q] != i; */
    dT_dw[i].low = 0;
    dT_dw[i].high = 0;
    dT_da[i].low = 0;
    dT_da[i].high = 0;
    /*@ assert same: order[p] == i; */
    /*@ assert older: NothingBeyond(order, causal, p, dT_dw) && NothingBeyond(order, causal, p, dT_da); */
    /*@ assert last: IsZero(dT_dw[i].low) && IsZero(dT_dw[i].high) && IsZero(dT_da[i].low) && IsZero(dT_da[i].high); */
    /*@ assert weights: NothingBeyond(order, causal, p + 1, dT_dw); */
    /*@ assert arrivals: NothingBeyond(order, causal, p + 1, dT_da); */
  }
  return status;
}

/* dg_spike_time and dg_spike_gradient with intervals in place of numbers, dT_dw and dT_da both null or n each. */
/*@ requires never: DG_NEVER >= 1;
    requires neuron: neuron == \null || \valid_read(neuron);
    requires inputs: (w == \null || \valid_read(w + (0 .. n-1))) && (a == \null || \valid_read(a + (0 .. n-1)));
    requires outputs: (order == \null || \valid(order + (0 .. n-1))) && (bounds == \null || \valid(bounds)) &&
      (dT_dw == \null || \valid(dT_dw + (0 .. n-1))) && (dT_da == \null || \valid(dT_da + (0 .. n-1)));
    requires both: dT_dw == \null <==> dT_da == \null;
    requires separated: \separated(order + (0 .. n-1), bounds, a + (0 .. n-1)) &&
      \separated(order + (0 .. n-1), bounds, w + (0 .. n-1)) && \separated(order + (0 .. n-1), bounds, neuron);
    requires apart: dT_dw != \null ==> \separated(order + (0 .. n-1), bounds, dT_dw + (0 .. n-1), dT_da + (0 .. n-1)) &&
      \separated(a + (0 .. n-1), order + (0 .. n-1), dT_dw + (0 .. n-1), dT_da + (0 .. n-1)) &&
      \separated(w + (0 .. n-1), order + (0 .. n-1), dT_dw + (0 .. n-1), dT_da + (0 .. n-1));
    terminates \true; assigns order[0 .. n-1], *bounds, dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures order: \result == DG_OK ==> Indices(order, n, n) && Injective(order, n);
    ensures causal: \result == DG_OK ==> bounds->causal <= n;
    ensures kinds: \result == DG_OK ==> bounds->crossing == DG_SILENT || bounds->crossing == DG_SPIKES;
    ensures silent: \result == DG_OK ==> (bounds->crossing == DG_SILENT <==> bounds->causal == 0);
    ensures never: \result == DG_OK && bounds->causal == 0 ==> Contains(bounds->time, DG_NEVER) &&
      Contains(bounds->since, 0.0) && Contains(bounds->dT_dc, 0.0);
    ensures outside: dT_dw != \null && \result == DG_OK ==>
      NothingBeyond(order, bounds->causal, n, dT_dw) && NothingBeyond(order, bounds->causal, n, dT_da); */
static inline dg_status dg_ball_solve(const dg_neuron *neuron, size_t n, const dg_real *w, const dg_real *a, dg_index *order,
                                      dg_spike_bounds *bounds, dg_interval *dT_dw, dg_interval *dT_da) {
  dg_status status = dg_neuron_check(neuron);
  if (status == DG_OK) status = dg_inputs_check(n, w, a);
  if (status != DG_OK) return status;
  if (order == NULL || bounds == NULL) return DG_ERROR_NULL;
  const dg_constants plain = dg_neuron_constants(neuron);
  const dg_ball_constants k = dg_ball_neuron(neuron);
  dg_ball_spike spike;
  dg_order(n, a, order);
  status = dg_ball_first_spike(&k, &plain, n, w, a, order, &spike);
  if (status != DG_OK) return status;
  const dg_real last = spike.causal > 0 ? a[order[spike.causal - 1]] : 0;
  status = dg_ball_bounds(&k, &spike, last, bounds);
  /*@ assert order: Indices(order, n, n) && Injective(order, n); */
  if (status != DG_OK || dT_dw == NULL) return status;
  return dg_ball_gradients(&k, &spike, last, n, w, a, order, dT_dw, dT_da);
}

/* The first spike of one neuron (SPEC 3) in intervals that contain the exact value of every number, for the inputs as given.
   n, w, a, order: as in dg_spike_time. Errors: as dg_spike_time, nothing is written then; and UNDECIDED where the order of
   two events, or whether there is a crossing, cannot be told in twice the working precision (as at a tangency, SPEC 3.4);
   only order is written then. An interval is one ulp wide, the least possible, unless the condition number nears
   1/DG_EPSILON. Cost: dg_order, up to two exponentials of twice the precision per arrival, some 10 more for the spike. */
/*@ requires never: DG_NEVER >= 1;
    requires neuron: neuron == \null || \valid_read(neuron);
    requires inputs: (w == \null || \valid_read(w + (0 .. n-1))) && (a == \null || \valid_read(a + (0 .. n-1)));
    requires outputs: (order == \null || \valid(order + (0 .. n-1))) && (bounds == \null || \valid(bounds));
    requires separated: \separated(order + (0 .. n-1), bounds, a + (0 .. n-1)) &&
      \separated(order + (0 .. n-1), bounds, w + (0 .. n-1)) && \separated(order + (0 .. n-1), bounds, neuron);
    terminates \true; assigns order[0 .. n-1], *bounds;
    ensures order: \result == DG_OK ==> Indices(order, n, n) && Injective(order, n);
    ensures causal: \result == DG_OK ==> bounds->causal <= n;
    ensures kinds: \result == DG_OK ==> bounds->crossing == DG_SILENT || bounds->crossing == DG_SPIKES;
    ensures silent: \result == DG_OK ==> (bounds->crossing == DG_SILENT <==> bounds->causal == 0);
    ensures never: \result == DG_OK && bounds->causal == 0 ==> Contains(bounds->time, DG_NEVER) &&
      Contains(bounds->since, 0.0) && Contains(bounds->dT_dc, 0.0); */
static inline dg_status dg_spike_time_bounds(const dg_neuron *neuron, size_t n, const dg_real *w, const dg_real *a,
                                             dg_index *order, dg_spike_bounds *bounds) {
  return dg_ball_solve(neuron, n, w, a, order, bounds, NULL, NULL);
}

/* The same with the gradient (SPEC 4.1): dT_dw and dT_da receive n intervals each, [0, 0] outside the causal set. If
   UNDECIDED is returned, what was written means nothing. Cost: up to two more exponentials per causal input. */
/*@ requires never: DG_NEVER >= 1;
    requires neuron: neuron == \null || \valid_read(neuron);
    requires inputs: (w == \null || \valid_read(w + (0 .. n-1))) && (a == \null || \valid_read(a + (0 .. n-1)));
    requires outputs: (order == \null || \valid(order + (0 .. n-1))) && (bounds == \null || \valid(bounds)) &&
      (dT_dw == \null || \valid(dT_dw + (0 .. n-1))) && (dT_da == \null || \valid(dT_da + (0 .. n-1)));
    requires separated: \separated(order + (0 .. n-1), bounds, a + (0 .. n-1)) &&
      \separated(order + (0 .. n-1), bounds, w + (0 .. n-1)) && \separated(order + (0 .. n-1), bounds, neuron);
    requires apart: \separated(order + (0 .. n-1), bounds, dT_dw + (0 .. n-1), dT_da + (0 .. n-1)) &&
      \separated(a + (0 .. n-1), order + (0 .. n-1), dT_dw + (0 .. n-1), dT_da + (0 .. n-1)) &&
      \separated(w + (0 .. n-1), order + (0 .. n-1), dT_dw + (0 .. n-1), dT_da + (0 .. n-1));
    terminates \true; assigns order[0 .. n-1], *bounds, dT_dw[0 .. n-1], dT_da[0 .. n-1];
    ensures order: \result == DG_OK ==> Indices(order, n, n) && Injective(order, n);
    ensures causal: \result == DG_OK ==> bounds->causal <= n;
    ensures kinds: \result == DG_OK ==> bounds->crossing == DG_SILENT || bounds->crossing == DG_SPIKES;
    ensures silent: \result == DG_OK ==> (bounds->crossing == DG_SILENT <==> bounds->causal == 0);
    ensures never: \result == DG_OK && bounds->causal == 0 ==> Contains(bounds->time, DG_NEVER) &&
      Contains(bounds->since, 0.0) && Contains(bounds->dT_dc, 0.0);
    ensures outside: \result == DG_OK ==>
      NothingBeyond(order, bounds->causal, n, dT_dw) && NothingBeyond(order, bounds->causal, n, dT_da); */
static inline dg_status dg_spike_grad_bounds(const dg_neuron *neuron, size_t n, const dg_real *w, const dg_real *a,
                                             dg_index *order, dg_spike_bounds *bounds, dg_interval *dT_dw,
                                             dg_interval *dT_da) {
  dg_status status = dg_neuron_check(neuron);
  if (status == DG_OK) status = dg_inputs_check(n, w, a);
  if (status != DG_OK) return status;
  if (dT_dw == NULL || dT_da == NULL) return DG_ERROR_NULL;
  return dg_ball_solve(neuron, n, w, a, order, bounds, dT_dw, dT_da);
}

/* ---- 6 delays -------------------------------------------------------------------------------------------------------- */

#ifdef __FRAMAC__
#include "proofs/acsl/delays.h"
#endif

typedef enum {
  DG_DELAY_NONE,
  DG_DELAY_AXONAL,    /* one delay per source */
  DG_DELAY_DENDRITIC, /* one delay per target */
  DG_DELAY_SYNAPTIC   /* one delay per source and target */
} dg_delay_kind;

typedef enum {
  DG_MAP_SIGMOID, /* d = shift + scale sigma(p) */
  DG_MAP_CLIP,    /* d = p, after an update clipped at 0 */
  DG_MAP_SHIFT    /* d = p, after an update all of a layer shifted until none is negative */
} dg_delay_map;

typedef enum {
  DG_GROUP_NEIGHBOURS, /* 0 0 0 1 1 1 */
  DG_GROUP_TILED       /* 0 1 2 0 1 2 */
} dg_grouping;

/* The delays of a layer (SPEC 5). source_groups, target_groups: how many groups of sources (biases included) or targets
   share a parameter, 0 for one each; scale and shift are used by DG_MAP_SIGMOID alone. */
typedef struct {
  dg_delay_kind kind;
  dg_delay_map map;
  dg_grouping grouping;
  size_t source_groups, target_groups;
  dg_real scale, shift;
} dg_delay;

/* The group of member i among n that form the given number of groups (1 .. n). */
/*@ requires index: 0 <= i < n;
    requires groups: 1 <= groups <= n;
    requires divides: grouping != DG_GROUP_TILED ==> n % groups == 0;
    terminates \true; assigns \nothing;
    ensures tiled: grouping == DG_GROUP_TILED ==> \result == i % groups;
    ensures neighbours: grouping != DG_GROUP_TILED ==> \result == i / (n / groups);
    ensures bound: 0 <= \result < groups; */
static inline size_t dg_group_of(dg_grouping grouping, size_t groups, size_t n, size_t i) {
  if (groups == n) return i;
  return grouping == DG_GROUP_TILED ? i % groups : i / (n / groups);
}

/* sigma(p) = 1/(1 + e^{-p}) */
/*@ requires finite: \is_finite(p);
    terminates \true; assigns \nothing;
    ensures range: 0 <= \result <= 1;
    ensures value: \result == Sigmoid(p); */
static inline dg_real dg_sigmoid(dg_real p) {
  dg_real e = dg_exp(p < 0 ? p : -p);
  /*@ ghost dg_real up = dg_lemma_exp(p), down = dg_lemma_exp(-p); dg_lemma_inverse(p); dg_lemma_sigmoid(p, up, down); */
  dg_real y = (p < 0 ? e : 1) / (1 + e);
  /*@ assert positive: e > 0 && (p < 0 ? e == up : e == down); */
  /*@ ghost
    if (p < 0) dg_lemma_once(e, 1 + e, y);
    else dg_lemma_once(1.0, 1 + e, y); */
  /*@ assert low: p < 0 ==> y == up / (1 + up); */
  /*@ assert high: p >= 0 ==> y == 1 / (1 + down); */
  return y;
}

/* The delay of parameter p (SPEC 5.2). */
/*@ requires valid: \valid_read(delay);
    requires finite: \is_finite(p);
    terminates \true; assigns \nothing;
    ensures identity: delay->map != DG_MAP_SIGMOID ==> \result == p;
    ensures sigmoid: delay->map == DG_MAP_SIGMOID ==> \result == delay->shift + delay->scale * Sigmoid(p); */
static inline dg_real dg_delay_of(const dg_delay *delay, dg_real p) {
  return delay->map == DG_MAP_SIGMOID ? delay->shift + delay->scale * dg_sigmoid(p) : p;
}

/* dd/dp at parameter p. */
/*@ requires valid: \valid_read(delay);
    requires finite: \is_finite(p);
    terminates \true; assigns \nothing;
    ensures identity: delay->map != DG_MAP_SIGMOID ==> \result == 1;
    ensures sigmoid: delay->map == DG_MAP_SIGMOID ==> \result == delay->scale * (Sigmoid(p) * (1 - Sigmoid(p))); */
static inline dg_real dg_delay_slope(const dg_delay *delay, dg_real p) {
  if (delay->map != DG_MAP_SIGMOID) return 1;
  dg_real e = dg_exp(p < 0 ? p : -p);
  /*@ ghost
    dg_real up = dg_lemma_exp(p), down = dg_lemma_exp(-p);
    dg_lemma_inverse(p);
    dg_lemma_sigmoid(p, up, down);
    dg_lemma_sigmoid_slope(p, e, up, down); */
  return delay->scale * (e / ((1 + e) * (1 + e)));
}

/* Makes the n delay parameters of one layer admissible again after an update (SPEC 5.2). */
/*@ requires valid: \valid_read(delay) && \valid(p + (0 .. n-1));
    requires separate: \separated(delay, p + (0 .. n-1));
    terminates \true; assigns p[0 .. n-1];
    ensures sigmoid: delay->map == DG_MAP_SIGMOID ==> \forall integer i; 0 <= i < n ==> p[i] == \old(p[i]);
    ensures clip: delay->map == DG_MAP_CLIP ==> \forall integer i; 0 <= i < n ==> p[i] == (\old(p[i]) < 0 ? 0 : \old(p[i]));
    ensures shift: delay->map == DG_MAP_SHIFT ==>
      \forall integer i, j; 0 <= i < n && 0 <= j < n ==> p[i] - p[j] == \old(p[i]) - \old(p[j]);
    ensures positive: delay->map != DG_MAP_SIGMOID ==> \forall integer i; 0 <= i < n ==> p[i] >= 0;
    ensures least: delay->map == DG_MAP_SHIFT ==> (\forall integer i; 0 <= i < n ==> p[i] == \old(p[i])) ||
      (\exists integer i; 0 <= i < n && \old(p[i]) < 0 && IsZero(p[i])); */
static inline void dg_delay_project(const dg_delay *delay, size_t n, dg_real *p) {
  if (delay->map == DG_MAP_SIGMOID) return;
  dg_real least = 0;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant least: least <= 0 && \forall integer j; 0 <= j < i ==> least <= p[j];
      loop invariant one: IsZero(least) || (\exists integer j; 0 <= j < i && least == p[j]);
      loop assigns i, least; loop variant n - i; */
  for (size_t i = 0; i < n; i++) least = p[i] < least ? p[i] : least;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant rest: \forall integer j; i <= j < n ==> p[j] == \at(p[j], Pre);
      loop invariant shift: delay->map == DG_MAP_SHIFT ==> \forall integer j; 0 <= j < i ==> p[j] == \at(p[j], Pre) - least;
      loop invariant clip: delay->map != DG_MAP_SHIFT ==>
        \forall integer j; 0 <= j < i ==> p[j] == (\at(p[j], Pre) < 0 ? 0 : \at(p[j], Pre));
      loop assigns i, p[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    if (delay->map == DG_MAP_SHIFT) p[i] -= least;
    else p[i] = p[i] < 0 ? 0 : p[i];
  }
}

/* ---- 7 layer ---------------------------------------------------------------------------------------------------------
   Spikes of a layer are held in the layer's own domain: rho = e^{(t - t_ref)/tau_mem} where tau_mem = 2 tau_syn, DG_RHO_MAX
   for a spike that does not come; the time t itself for other ratios, DG_NEVER for a spike that does not come. Arrays over
   a chunk of samples are x[neuron][DG_WIDTH].                                                                            */

/* A layer of neurons. sources = inputs + biases; bias spikes come at bias_times in every sample. */
typedef struct {
  size_t inputs, outputs, biases;
  const dg_real *bias_times; /* biases times; may be null if there are none */
  dg_neuron neuron;
  dg_delay delay;
} dg_layer;
#ifdef __FRAMAC__
#include "proofs/acsl/layer.h"
#endif

/* inputs + biases */
/*@ requires valid: \valid_read(layer);
    requires sizes: layer->inputs <= DG_SIZE_MAX && layer->biases <= DG_SIZE_MAX;
    terminates \true; assigns \nothing;
    ensures sources: \result == sources_of(layer); */
static inline size_t dg_layer_sources(const dg_layer *layer) { return layer->inputs + layer->biases; }

/* Number of weights, w[target][source]. */
/*@ requires valid: \valid_read(layer);
    requires sizes: admitted_sizes(layer);
    terminates \true; assigns \nothing;
    ensures weights: \result == weights_of(layer); */
static inline size_t dg_layer_weights(const dg_layer *layer) {
  return dg_size_product(dg_layer_sources(layer), layer->outputs);
}

/* Number of groups of sources that have a delay of their own. */
/*@ requires valid: \valid_read(layer);
    requires sizes: layer->inputs <= DG_SIZE_MAX && layer->biases <= DG_SIZE_MAX;
    terminates \true; assigns \nothing;
    ensures groups: \result == source_groups_of(layer); */
static inline size_t dg_layer_source_groups(const dg_layer *layer) {
  if (layer->delay.kind == DG_DELAY_NONE) return 0;
  if (layer->delay.kind == DG_DELAY_DENDRITIC) return 1;
  return layer->delay.source_groups != 0 ? layer->delay.source_groups : dg_layer_sources(layer);
}

/* Number of groups of targets that have a delay of their own. */
/*@ requires valid: \valid_read(layer);
    terminates \true; assigns \nothing;
    ensures groups: \result == target_groups_of(layer); */
static inline size_t dg_layer_target_groups(const dg_layer *layer) {
  if (layer->delay.kind == DG_DELAY_NONE) return 0;
  if (layer->delay.kind == DG_DELAY_AXONAL) return 1;
  return layer->delay.target_groups != 0 ? layer->delay.target_groups : layer->outputs;
}

/* Number of delay parameters, p[target group][source group]. */
/*@ requires valid: \valid_read(layer);
    requires admitted: admitted_sizes(layer) && admitted_groups(layer);
    terminates \true; assigns \nothing;
    ensures delays: \result == delays_of(layer);
    ensures bound: \result <= weights_of(layer);
    ensures limit: weights_of(layer) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; */
static inline size_t dg_layer_delays(const dg_layer *layer) {
  return dg_size_product(dg_layer_source_groups(layer), dg_layer_target_groups(layer));
}

/* The first of the delay parameters of a target; the layer has delays. */
/*@ requires valid: \valid_read(layer);
    requires admitted: admitted_sizes(layer) && admitted_groups(layer);
    requires delayed: layer->delay.kind != DG_DELAY_NONE;
    requires index: target < layer->outputs;
    terminates \true; assigns \nothing;
    ensures first: \result == group_of(layer->delay.grouping, target_groups_of(layer), layer->outputs, target) *
      source_groups_of(layer);
    ensures row: \result + source_groups_of(layer) <= delays_of(layer);
    ensures limit: delays_of(layer) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; */
static inline size_t dg_layer_first_delay(const dg_layer *layer, size_t target) {
  size_t groups = dg_layer_target_groups(layer);
  size_t group = dg_group_of(layer->delay.grouping, groups, layer->outputs, target), own = dg_layer_source_groups(layer);
  //@ assert group: group == group_of(layer->delay.grouping, target_groups_of(layer), layer->outputs, target);
  //@ ghost dg_lemma_rows(group, groups, own);
  return group * own;
}

/* The delay parameter of a synapse; the layer has delays. */
/*@ requires valid: \valid_read(layer);
    requires admitted: admitted_sizes(layer) && admitted_groups(layer);
    requires delayed: layer->delay.kind != DG_DELAY_NONE;
    requires index: source < sources_of(layer) && target < layer->outputs;
    terminates \true; assigns \nothing;
    ensures index: \result == delay_index(layer, source, target);
    ensures bound: \result < delays_of(layer); */
static inline size_t dg_layer_delay_index(const dg_layer *layer, size_t source, size_t target) {
  size_t first = dg_layer_first_delay(layer, target);
  size_t group = dg_group_of(layer->delay.grouping, dg_layer_source_groups(layer), dg_layer_sources(layer), source);
  //@ assert group: group == group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), source);
  //@ assert sum: first + group < delays_of(layer);
  return first + group;
}

/* Whether a layer is admitted (SPEC 2.3). */
/*@ requires null_or_readable: layer == \null || readable_layer(layer);
    terminates \true; assigns \nothing;
    ensures admitted: \result == DG_OK ==> layer != \null && admitted_layer(layer); */
static inline dg_status dg_layer_check(const dg_layer *layer) {
  if (layer == NULL) return DG_ERROR_NULL;
  if (layer->inputs == 0 || layer->outputs == 0) return DG_ERROR_EMPTY;
  if (layer->inputs > DG_SIZE_MAX || layer->outputs > DG_SIZE_MAX || layer->biases > DG_SIZE_MAX) return DG_ERROR_TOO_LARGE;
  if (layer->biases > 0 && layer->bias_times == NULL) return DG_ERROR_NULL;
  dg_status status = dg_neuron_check(&layer->neuron);
  if (status != DG_OK) return status;
  const dg_delay *delay = &layer->delay;
  if ((unsigned)delay->kind > DG_DELAY_SYNAPTIC || (unsigned)delay->map > DG_MAP_SHIFT ||
      (unsigned)delay->grouping > DG_GROUP_TILED)
    return DG_ERROR_OPTION;
  if (delay->kind == DG_DELAY_NONE) return DG_OK;
  size_t sources = dg_layer_source_groups(layer), targets = dg_layer_target_groups(layer);
  if (sources > dg_layer_sources(layer) || targets > layer->outputs) return DG_ERROR_SHAPE;
  if (delay->grouping == DG_GROUP_NEIGHBOURS && (dg_layer_sources(layer) % sources != 0 || layer->outputs % targets != 0))
    return DG_ERROR_SHAPE;
  if (delay->map != DG_MAP_SIGMOID) return DG_OK;
  if (!dg_is_finite(delay->scale) || !dg_is_finite(delay->shift)) return DG_ERROR_NOT_FINITE;
  if (delay->shift < 0 || delay->shift + delay->scale < 0) return DG_ERROR_DELAY;
  return DG_OK;
}

/* e^{t/tau_mem}, or DG_RHO_MAX if that is less; rounded once, but for |t|/tau_mem 2^-57 (2^-28), below an ulp of t. */
/*@ requires positive: tau_mem > 0;
    requires ideal: Ideal(t);
    terminates \true; assigns \nothing;
    ensures rho: RhoIs(\result, tau_mem, t.high);
    ensures range: 0 < \result <= DG_RHO_MAX;
    ensures later: t.high >= 0 ==> \result >= 1; */
static inline dg_real dg_rho_of(dg_real tau_mem, dg_pair t) {
  dg_pair x = dg_pair_quotient(t, dg_pair_of(tau_mem));
  //@ ghost dg_real exponent = x.high;
  //@ assert exponent: exponent == t.high / tau_mem;
  //@ ghost dg_fact_beyond(exponent);
  //@ ghost dg_lemma_exp(exponent);
  x.high = x.high < DG_TIME_MAX + 1 ? x.high : DG_TIME_MAX + 1; /* beyond DG_RHO_MAX */
  //@ ghost dg_fact_beyond(x.high);
  dg_real rho = dg_exp_pair(x).value.high;
  //@ assert near: exponent < DG_TIME_MAX + 1 ==> rho == \exp(exponent);
  //@ assert far: exponent >= DG_TIME_MAX + 1 ==> rho >= DG_RHO_MAX && \exp(exponent) >= DG_RHO_MAX;
  //@ assert quotient: \exp(exponent) == \exp(t.high / tau_mem);
  rho = rho < DG_RHO_MAX ? rho : DG_RHO_MAX;
  //@ assert least: rho == (\exp(t.high / tau_mem) < DG_RHO_MAX ? \exp(t.high / tau_mem) : DG_RHO_MAX);
  //@ ghost dg_lemma_rho_is(rho, tau_mem, t.high);
  return rho;
}

/* A time in the domain of a layer. */
/*@ requires valid: \valid_read(k) && k->tau_mem > 0;
    terminates \true; assigns \nothing;
    ensures time: k->ratio != DG_RATIO_TWO ==> \result == t;
    ensures rho: k->ratio == DG_RATIO_TWO && Comes(t) ==> RhoIs(\result, k->tau_mem, t - t_ref);
    ensures never: k->ratio == DG_RATIO_TWO && !Comes(t) ==> \result == DG_RHO_MAX;
    ensures range: k->ratio == DG_RATIO_TWO ==> 0 < \result <= DG_RHO_MAX; */
static inline dg_real dg_encode(const dg_constants *k, dg_real t_ref, dg_real t) {
  if (k->ratio != DG_RATIO_TWO) return t;
  return t < DG_NEVER ? dg_rho_of(k->tau_mem, dg_two_sum(t, -t_ref)) : DG_RHO_MAX;
}

/* The time that a number in the domain of a layer stands for; error below 0.6 ulp. */
/*@ requires valid: \valid_read(k);
    requires positive: k->ratio == DG_RATIO_TWO ==> x > 0;
    terminates \true; assigns \nothing;
    ensures time: k->ratio != DG_RATIO_TWO ==> \result == x;
    ensures rho: k->ratio == DG_RATIO_TWO && x < DG_RHO_MAX ==> TimeOfRho(\result, k->tau_mem, t_ref, x);
    ensures never: k->ratio == DG_RATIO_TWO && x >= DG_RHO_MAX ==> !Comes(\result); */
static inline dg_real dg_decode(const dg_constants *k, dg_real t_ref, dg_real x) {
  if (k->ratio != DG_RATIO_TWO) return x;
  if (!(x < DG_RHO_MAX)) return DG_NEVER;
  dg_pair since = dg_pair_product(dg_pair_of(k->tau_mem), dg_log_pair(x, 0));
  //@ assert since: since.high == k->tau_mem * \log(x);
  dg_real t = dg_pair_sum(since, dg_pair_of(t_ref)).high;
  //@ assert time: t == k->tau_mem * \log(x) + t_ref;
  //@ ghost dg_lemma_time_is(t, k->tau_mem, t_ref, x);
  return t;
}

/* Prepares the n delay parameters p of a layer for a whole batch (SPEC 5.3): shift receives e^{d/tau_mem} where
   tau_mem = 2 tau_syn, d otherwise. Errors: DELAY if a delay is negative, RANGE if one is beyond DG_TIME_MAX tau_mem. */
/*@ requires admitted: admitted_layer(layer);
    requires arrays: \valid_read(p + (0 .. n-1)) && \valid(shift + (0 .. n-1));
    requires separate: \separated(shift + (0 .. n-1), p + (0 .. n-1)) && \separated(shift + (0 .. n-1), layer);
    terminates \true; assigns shift[0 .. n-1];
    ensures status: \result == DG_OK || \result == DG_ERROR_DELAY || \result == DG_ERROR_RANGE;
    ensures shifts: \result == DG_OK ==> Shifts(layer, shift, n); */
DG_FLATTEN static inline dg_status dg_layer_shifts(const dg_layer *layer, size_t n, const dg_real *p, dg_real *shift) {
  dg_constants k = dg_neuron_constants(&layer->neuron);
  const dg_delay delay = layer->delay;
  dg_real longest = DG_TIME_MAX * k.tau_mem;
  dg_index negative = 0, beyond = 0;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant flags: (negative == 0 || negative == 1) && (beyond == 0 || beyond == 1);
      loop invariant shifts: negative == 0 ==> \forall integer j; 0 <= j < i ==> shift[j] >= 0;
      loop assigns i, negative, beyond, shift[0 .. n-1]; loop variant n - i; */
  DG_SIMD
  for (size_t i = 0; i < n; i++) {
    dg_real d = dg_delay_of(&delay, p[i]);
    negative |= d < 0;
    beyond |= d > longest;
    shift[i] = d;
  }
  size_t exponentials = k.ratio == DG_RATIO_TWO ? n : 0;
  /*@ loop invariant range: 0 <= i <= exponentials;
      loop invariant done: negative == 0 ==> \forall integer j; 0 <= j < i ==> shift[j] >= 1;
      loop invariant rest: negative == 0 ==> \forall integer j; i <= j < n ==> shift[j] >= 0;
      loop assigns i, shift[0 .. n-1]; loop variant exponentials - i; */
  DG_SIMD
  for (size_t i = 0; i < exponentials; i++) {
    //@ assert delay: negative == 0 ==> shift[i] >= 0;
    //@ ghost dg_lemma_ahead(shift[i], k.tau_mem);
    //@ assert ahead: negative == 0 ==> shift[i] / k.tau_mem >= 0;
    //@ ghost dg_real e = dg_lemma_exp(shift[i] / k.tau_mem);
    //@ assert above: negative == 0 ==> e >= 1;
    shift[i] = dg_rho_of(k.tau_mem, dg_pair_of(shift[i]));
    //@ assert factor: negative == 0 ==> shift[i] >= 1;
  }
  return negative ? DG_ERROR_DELAY : beyond ? DG_ERROR_RANGE : DG_OK;
}

/* What the delays do to the arrivals at one target: the factors or terms of its synapses, by source, where they lie in shift, or
   else in room. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires target: target < layer->outputs;
    requires arrays: \valid_read(shift + (0 .. delays_of(layer)-1)) && \valid(room + (0 .. sources_of(layer)-1));
    requires separate: \separated(room + (0 .. sources_of(layer)-1), shift + (0 .. delays_of(layer)-1)) &&
      \separated(room + (0 .. sources_of(layer)-1), layer);
    terminates \true; assigns room[0 .. layer->inputs+layer->biases-1];
    ensures valid: \valid_read(\result + (0 .. sources_of(layer)-1));
    ensures none: layer->delay.kind == DG_DELAY_NONE ==>
      \forall integer i; 0 <= i < sources_of(layer) ==> \result[i] == (ratio == DG_RATIO_TWO ? 1 : 0);
    ensures delayed: layer->delay.kind != DG_DELAY_NONE ==>
      \forall integer i; 0 <= i < sources_of(layer) ==> \result[i] == shift[delay_index(layer, i, target)];
    ensures place: \result == room ||
      \exists integer first; 0 <= first <= delays_of(layer) - sources_of(layer) && \result == shift + first;
    ensures factors: ratio == DG_RATIO_TWO && Factors{Pre}(shift, delays_of(layer)) ==> Factors(\result, sources_of(layer)); */
static inline const dg_real *dg_layer_row(const dg_layer *layer, dg_ratio ratio, const dg_real *shift, size_t target,
                                          dg_real *room) {
  size_t n = dg_layer_sources(layer), groups = dg_layer_source_groups(layer);
  int delayed = layer->delay.kind != DG_DELAY_NONE;
  size_t first = delayed ? dg_layer_first_delay(layer, target) : 0;
  dg_grouping grouping = layer->delay.grouping;
  dg_real neutral = ratio == DG_RATIO_TWO ? 1 : 0;
  //@ assert bound: layer->delay.kind != DG_DELAY_NONE ==> first + groups <= delays_of(layer);
  //@ assert delayed: groups == n ==> layer->delay.kind != DG_DELAY_NONE && first <= delays_of(layer) - n;
  //@ ghost if (groups == n) dg_lemma_factors(n, shift, first);
  //@ assert own: groups == n && ratio == DG_RATIO_TWO && Factors(shift, delays_of(layer)) ==> Factors(shift + first, n);
  if (groups == n) return shift + first;
  /*@ loop invariant range: 0 <= i <= sources_of(layer);
      loop invariant none: layer->delay.kind == DG_DELAY_NONE ==>
        \forall integer j; 0 <= j < i ==> room[j] == (ratio == DG_RATIO_TWO ? 1 : 0);
      loop invariant delayed: layer->delay.kind != DG_DELAY_NONE ==>
        \forall integer j; 0 <= j < i ==> room[j] == shift[delay_index(layer, j, target)];
      loop invariant factors: ratio == DG_RATIO_TWO && Factors{Pre}(shift, delays_of(layer)) ==> Factors(room, i);
      loop assigns i, room[0 .. layer->inputs+layer->biases-1]; loop variant sources_of(layer) - i; */
  for (size_t i = 0; i < n; i++) {
    size_t group = delayed ? dg_group_of(grouping, groups, n, i) : 0;
    //@ assert index: layer->delay.kind != DG_DELAY_NONE ==> first + group == delay_index(layer, i, target);
    /*@ assert factor: ratio == DG_RATIO_TWO && Factors{Pre}(shift, delays_of(layer)) ==>
          (delayed != 0 ? shift[first + group] : neutral) >= 1; */
    room[i] = delayed ? shift[first + group] : neutral;
    //@ assert row: layer->delay.kind != DG_DELAY_NONE ==> room[i] == shift[delay_index(layer, i, target)];
    //@ assert above: ratio == DG_RATIO_TWO && Factors{Pre}(shift, delays_of(layer)) ==> room[i] >= 1;
  }
  return room;
}

/* The window test for tau_mem = 2 tau_syn (SPEC 3.2): whether the crossing of a2 y - a1 y^2 = c lies in [r, next], given
   that there is none before r; a window between equal arrivals holds none. Neither root nor division. */
/*@ requires finite: \is_finite(a1) && \is_finite(a2) && \is_finite(c) && \is_finite(r) && \is_finite(next);
    terminates \true; assigns \nothing;
    ensures crosses: \result != 0 <==> CrossesRho(a1, a2, c, r, next);
    ensures truth: 0 <= \result <= 1; */
static inline int dg_crosses_two(dg_real a1, dg_real a2, dg_real c, dg_real r, dg_real next) {
  dg_real end = a2 * next, twice = 2 * a1;
  int at_end = end - a1 >= c * next * next;
  int at_peak = (a2 * a2 >= 4 * c * a1) & (r * a2 <= twice) & (twice <= end);
  return (next > r) & (a1 > 0) & (at_end | at_peak);
}

/* An arrival and what is sorted along with it. */
typedef struct {
  dg_real key, mark;
} dg_arrival;
#ifdef __FRAMAC__
#include "proofs/acsl/facts_layer.h"
#endif

/* Puts two arrivals in order. */
/*@ requires valid: \valid(x) && \valid(y) && \separated(x, y);
    terminates \true; assigns *x, *y;
    ensures sorted: x->key <= y->key;
    ensures kept: \old(x->key <= y->key) ==> *x == \old(*x) && *y == \old(*y);
    ensures exchanged: \old(x->key > y->key) ==> *x == \old(*y) && *y == \old(*x); */
static inline void dg_exchange(dg_arrival *x, dg_arrival *y) {
  dg_index swap = x->key > y->key;
  dg_arrival less, more;
  less.key = swap ? y->key : x->key;
  less.mark = swap ? y->mark : x->mark;
  more.key = swap ? x->key : y->key;
  more.mark = swap ? x->mark : y->mark;
  *x = less;
  *y = more;
}

/* Row p of key[..][DG_LANES] and mark in one lane, read and written. */
/*@ requires rows: Rows(key, mark, rows) && p < rows && l < DG_LANES;
    terminates \true; assigns \nothing;
    ensures row: RowIs(key, mark, p, l, \result); */
static inline dg_arrival dg_arrival_at(const dg_real *key, const dg_real *mark, size_t p, size_t l) /*@ ghost (size_t rows) */ {
  dg_arrival x = {key[p * DG_LANES + l], mark[p * DG_LANES + l]};
  return x;
}
/*@ requires rows: Rows(key, mark, rows) && p < rows && l < DG_LANES;
    terminates \true; assigns key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
    ensures row: RowIs(key, mark, p, l, x);
    ensures others: ButOne{Pre, Here}(key, mark, rows, l, p); */
static inline void dg_arrival_put(dg_real *key, dg_real *mark, size_t p, size_t l, dg_arrival x) /*@ ghost (size_t rows) */ {
  key[p * DG_LANES + l] = x.key;
  mark[p * DG_LANES + l] = x.mark;
}

/* Puts rows i and i + 1 of key[..][DG_LANES] in order, in every lane. */
/*@ requires row: i + 1 < rows;
    requires rows: Rows(key, mark, rows);
    terminates \true; assigns key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
    ensures moved: Moved{Pre, Here}(key, mark, rows);
    ensures distinct: StaysDistinct{Pre, Here}(mark, rows);
    ensures padded: StaysPadded{Pre, Here}(key, mark, rows); */
DG_FLATTEN static inline void dg_lane_pair(size_t i, dg_real *key, dg_real *mark) /*@ ghost (size_t rows) */ {
  const size_t next = i + 1;
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
      loop assigns l, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant DG_LANES - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_LANES; l++) {
    dg_arrival x = dg_arrival_at(key, mark, i, l) /*@ ghost (rows) */, y = dg_arrival_at(key, mark, next, l) /*@ ghost (rows) */;
    dg_exchange(&x, &y);
    //@ assert fresh_x: Distinct(mark, rows) ==> Nowhere(mark, rows, l, i, next, i, i, x.mark);
    //@ assert fresh_y: Distinct(mark, rows) ==> Nowhere(mark, rows, l, i, next, i, i, y.mark);
    //@ assert differ: Distinct(mark, rows) ==> x.mark != y.mark;
    dg_arrival_put(key, mark, i, l, x) /*@ ghost (rows) */;
    //@ assert first: RowIs(key, mark, i, l, x);
    dg_arrival_put(key, mark, next, l, y) /*@ ghost (rows) */;
    //@ assert others: ButFour{LoopCurrent, Here}(key, mark, rows, l, i, next, i, i);
    //@ assert after: RowIs(key, mark, i, l, x) && RowIs(key, mark, next, l, y);
    //@ assert moved: Moved{LoopCurrent, Here}(key, mark, rows);
    //@ assert new_x: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, i, next, i, i, x.mark);
    //@ assert new_y: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, i, next, i, i, y.mark);
    //@ assert apart: Distinct{LoopCurrent}(mark, rows) ==> DistinctBut(mark, rows, l, i, next, i, i);
    //@ ghost dg_lemma_distinct_two(key, mark, rows, l, i, next, x, y);
    //@ assert distinct: StaysDistinct{LoopCurrent, Here}(mark, rows);
    //@ assert padded: StaysPadded{LoopCurrent, Here}(key, mark, rows);
  }
}

/* Steps of a sorting network on four rows: sort them; or exchange the outer two and the inner two, or those two apart, and
   then each half. */
typedef enum { DG_FOUR_SORT, DG_FOUR_FLIP, DG_FOUR_HALVES } dg_four;

/* Exchanges on four arrivals: the outer two and the inner two; those two apart; each half; the inner two. */
/*@ requires valid: \valid(a) && \valid(b) && \valid(c) && \valid(d) && \separated(a, b, c, d);
    terminates \true; assigns *a, *b, *c, *d;
    ensures from: FourFrom(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures last: FourLast(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures distinct: \old(FourDistinct(*a, *b, *c, *d)) ==> FourDistinct(*a, *b, *c, *d); */
static inline void dg_exchange_flip(dg_arrival *a, dg_arrival *b, dg_arrival *c, dg_arrival *d) {
  dg_exchange(a, d);
  dg_exchange(b, c);
}
/*@ requires valid: \valid(a) && \valid(b) && \valid(c) && \valid(d) && \separated(a, b, c, d);
    terminates \true; assigns *a, *b, *c, *d;
    ensures from: FourFrom(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures last: FourLast(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures distinct: \old(FourDistinct(*a, *b, *c, *d)) ==> FourDistinct(*a, *b, *c, *d); */
static inline void dg_exchange_apart(dg_arrival *a, dg_arrival *b, dg_arrival *c, dg_arrival *d) {
  dg_exchange(a, c);
  dg_exchange(b, d);
}
/*@ requires valid: \valid(a) && \valid(b) && \valid(c) && \valid(d) && \separated(a, b, c, d);
    terminates \true; assigns *a, *b, *c, *d;
    ensures from: FourFrom(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures last: FourLast(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures distinct: \old(FourDistinct(*a, *b, *c, *d)) ==> FourDistinct(*a, *b, *c, *d); */
static inline void dg_exchange_halves(dg_arrival *a, dg_arrival *b, dg_arrival *c, dg_arrival *d) {
  dg_exchange(a, b);
  dg_exchange(c, d);
}
/*@ requires valid: \valid(a) && \valid(b) && \valid(c) && \valid(d) && \separated(a, b, c, d);
    terminates \true; assigns *a, *b, *c, *d;
    ensures from: FourFrom(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures last: FourLast(\old(*a), \old(*b), \old(*c), \old(*d), *a, *b, *c, *d);
    ensures distinct: \old(FourDistinct(*a, *b, *c, *d)) ==> FourDistinct(*a, *b, *c, *d); */
static inline void dg_exchange_inner(dg_arrival *a, dg_arrival *b, dg_arrival *c, dg_arrival *d) {
  (void)a;
  (void)d;
  dg_exchange(b, c);
}

/* Such a step on four arrivals. */
/*@ requires valid: \valid(a) && \valid(b) && \valid(c) && \valid(d) && \separated(a, b, c, d);
    terminates \true; assigns *a, *b, *c, *d;
    ensures a: OneOf(*a, \old(*a), \old(*b), \old(*c), \old(*d));
    ensures b: OneOf(*b, \old(*a), \old(*b), \old(*c), \old(*d));
    ensures c: OneOf(*c, \old(*a), \old(*b), \old(*c), \old(*d));
    ensures d: OneOf(*d, \old(*a), \old(*b), \old(*c), \old(*d));
    ensures distinct: \old(FourDistinct(*a, *b, *c, *d)) ==> FourDistinct(*a, *b, *c, *d);
    ensures last_d: \old(a->key <= d->key && b->key <= d->key && c->key <= d->key) ==> *d == \old(*d);
    ensures last_c: \old(a->key <= c->key && b->key <= c->key && c->key == d->key) ==> *c == \old(*c);
    ensures last_b: \old(a->key <= b->key && b->key == c->key && c->key == d->key) ==> *b == \old(*b);
    ensures last_a: \old(a->key == b->key && b->key == c->key && c->key == d->key) ==> *a == \old(*a); */
static inline void dg_exchange_four(dg_four step, dg_arrival *a, dg_arrival *b, dg_arrival *c, dg_arrival *d) {
  //@ ghost dg_arrival a0 = *a, b0 = *b, c0 = *c, d0 = *d;
  if (step == DG_FOUR_FLIP) dg_exchange_flip(a, b, c, d);
  else if (step == DG_FOUR_HALVES) dg_exchange_apart(a, b, c, d);
  //@ ghost dg_arrival a1 = *a, b1 = *b, c1 = *c, d1 = *d;
  /*@ assert first: FourFrom(a0, b0, c0, d0, a1, b1, c1, d1) && FourLast(a0, b0, c0, d0, a1, b1, c1, d1) &&
        (FourDistinct(a0, b0, c0, d0) ==> FourDistinct(a1, b1, c1, d1)); */
  dg_exchange_halves(a, b, c, d);
  //@ ghost dg_arrival a2 = *a, b2 = *b, c2 = *c, d2 = *d;
  //@ ghost dg_lemma_four(a0, b0, c0, d0, a1, b1, c1, d1, a2, b2, c2, d2);
  if (step == DG_FOUR_SORT) {
    dg_exchange_apart(a, b, c, d);
    //@ ghost dg_arrival a3 = *a, b3 = *b, c3 = *c, d3 = *d;
    //@ ghost dg_lemma_four(a0, b0, c0, d0, a2, b2, c2, d2, a3, b3, c3, d3);
    dg_exchange_inner(a, b, c, d);
    //@ ghost dg_lemma_four(a0, b0, c0, d0, a3, b3, c3, d3, *a, *b, *c, *d);
  }
  /*@ assert all: FourFrom(a0, b0, c0, d0, *a, *b, *c, *d) && FourLast(a0, b0, c0, d0, *a, *b, *c, *d) &&
        (FourDistinct(a0, b0, c0, d0) ==> FourDistinct(*a, *b, *c, *d)); */
}

/* Such steps on rows i[0] < i[1] < i[2] < i[3], in every lane. */
/*@ requires rows: Rows(key, mark, rows);
    requires valid: \valid_read(i + (0 .. 3)) && i[0] < i[1] < i[2] < i[3] < rows;
    requires separate: \separated(key + (0 .. rows*DG_LANES-1), mark + (0 .. rows*DG_LANES-1), i + (0 .. 3));
    terminates \true; assigns key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
    ensures moved: Moved{Pre, Here}(key, mark, rows);
    ensures distinct: StaysDistinct{Pre, Here}(mark, rows);
    ensures padded: StaysPadded{Pre, Here}(key, mark, rows); */
DG_FLATTEN static inline void dg_lane_four(dg_four step, const size_t *i, dg_real *key, dg_real *mark) /*@ ghost (size_t rows) */ {
  const size_t i0 = i[0], i1 = i[1], i2 = i[2], i3 = i[3];
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
      loop assigns l, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant DG_LANES - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_LANES; l++) {
    dg_arrival a = dg_arrival_at(key, mark, i0, l) /*@ ghost (rows) */, b = dg_arrival_at(key, mark, i1, l) /*@ ghost (rows) */;
    dg_arrival c = dg_arrival_at(key, mark, i2, l) /*@ ghost (rows) */, d = dg_arrival_at(key, mark, i3, l) /*@ ghost (rows) */;
    //@ assert before: Distinct(mark, rows) ==> FourDistinct(a, b, c, d);
    //@ assert pad_a: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i0, a);
    //@ assert pad_b: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i1, b);
    //@ assert pad_c: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i2, c);
    //@ assert pad_d: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i3, d);
    dg_exchange_four(step, &a, &b, &c, &d);
    //@ assert fresh_a: Distinct(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, a.mark);
    //@ assert fresh_b: Distinct(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, b.mark);
    //@ assert fresh_c: Distinct(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, c.mark);
    //@ assert fresh_d: Distinct(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, d.mark);
    //@ assert differ: Distinct(mark, rows) ==> FourDistinct(a, b, c, d);
    //@ assert from_a: RowFrom(key, mark, rows, l, a.key, a.mark);
    //@ assert from_b: RowFrom(key, mark, rows, l, b.key, b.mark);
    //@ assert from_c: RowFrom(key, mark, rows, l, c.key, c.mark);
    //@ assert from_d: RowFrom(key, mark, rows, l, d.key, d.mark);
    //@ assert padded_d: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i3, d);
    //@ assert padded_c: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i2, c);
    //@ assert padded_b: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i1, b);
    //@ assert padded_a: \forall integer n, real never; Padded(key, mark, n, rows, never) ==> PaddedRow(n, never, i0, a);
    dg_arrival_put(key, mark, i0, l, a) /*@ ghost (rows) */;
    dg_arrival_put(key, mark, i1, l, b) /*@ ghost (rows) */;
    dg_arrival_put(key, mark, i2, l, c) /*@ ghost (rows) */;
    dg_arrival_put(key, mark, i3, l, d) /*@ ghost (rows) */;
    //@ assert others: ButFour{LoopCurrent, Here}(key, mark, rows, l, i0, i1, i2, i3);
    /*@ assert after: RowIs(key, mark, i0, l, a) && RowIs(key, mark, i1, l, b) && RowIs(key, mark, i2, l, c) &&
          RowIs(key, mark, i3, l, d); */
    //@ assert new_a: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, a.mark);
    //@ assert new_b: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, b.mark);
    //@ assert new_c: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, c.mark);
    //@ assert new_d: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, i0, i1, i2, i3, d.mark);
    //@ assert moved: Moved{LoopCurrent, Here}(key, mark, rows);
    //@ assert apart: Distinct{LoopCurrent}(mark, rows) ==> DistinctBut(mark, rows, l, i0, i1, i2, i3);
    //@ ghost dg_lemma_distinct(key, mark, rows, l, i0, i1, i2, i3, a, b, c, d);
    /*@ assert rest: \forall integer n, real never; Padded{LoopCurrent}(key, mark, n, rows, never) ==>
          PaddedBut(key, mark, n, rows, never, l, i0, i1, i2, i3); */
    //@ ghost dg_lemma_padded(key, mark, rows, l, i0, i1, i2, i3, a, b, c, d);
    //@ assert distinct: StaysDistinct{LoopCurrent, Here}(mark, rows);
    //@ assert padded: StaysPadded{LoopCurrent, Here}(key, mark, rows);
  }
}

/* The rows that n arrivals are sorted in: the least power of two from n and 4 on. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    terminates \true; assigns \nothing;
    ensures rows: \result == sorting_rows(n) && n <= \result && 4 <= \result <= 2 * n + 4;
    ensures power: Power(\result); */
static inline size_t dg_sorting_rows(size_t n) {
  size_t rows = 4;
  /*@ loop invariant rows: 4 <= rows <= 2 * n + 4 && sorting_rows(n) == power_from(rows, n);
      loop invariant power: Power(rows);
      loop assigns rows; loop variant 2 * n + 4 - rows; */
  while (rows < n) rows *= 2;
  return rows;
}

/* One step on every block of size rows, from row from on while its first row is before to. */
/*@ requires rows: Rows(key, mark, rows) && to <= rows;
    requires blocks: size >= 4 && Blocks(rows, from, size);
    terminates \true; assigns key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
    ensures moved: Moved{Pre, Here}(key, mark, rows);
    ensures distinct: StaysDistinct{Pre, Here}(mark, rows);
    ensures padded: StaysPadded{Pre, Here}(key, mark, rows); */
static inline void dg_lane_level(dg_four step, size_t from, size_t to, size_t size, dg_real *key, dg_real *mark)
    /*@ ghost (size_t rows) */ {
  size_t quarter = size / 4;
  //@ assert quarter: size == 4 * quarter;
  /*@ loop invariant range: 0 <= from && from % size == 0 && from <= \max(\at(from, Pre), rows);
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
      loop assigns from, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
      loop variant rows + size - from; */
  for (; from < to; from += size) {
    //@ ghost dg_lemma_block(from, rows, size);
    /*@ loop invariant range: 0 <= x <= quarter;
        loop invariant moved: Moved{Pre, Here}(key, mark, rows);
        loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
        loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
        loop assigns x, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
        loop variant quarter - x; */
    for (size_t x = 0; x < quarter; x++) {
      size_t first = from + x, last = from + (size - 1 - x), half = first + 2 * quarter;
      size_t i[4] = {first, first + quarter, half, half + quarter};
      i[2] = step == DG_FOUR_FLIP ? last - quarter : i[2];
      i[3] = step == DG_FOUR_FLIP ? last : i[3];
      dg_lane_four(step, i, key, mark) /*@ ghost (rows) */;
    }
  }
}

/* The steps that exchange halves, of blocks of size rows, then of ever smaller ones. */
/*@ requires rows: Rows(key, mark, rows) && to <= rows;
    requires blocks: Blocks(rows, from, size);
    terminates \true; assigns key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
    ensures moved: Moved{Pre, Here}(key, mark, rows);
    ensures distinct: StaysDistinct{Pre, Here}(mark, rows);
    ensures padded: StaysPadded{Pre, Here}(key, mark, rows); */
static inline void dg_lane_halves(size_t from, size_t to, size_t size, dg_real *key, dg_real *mark) /*@ ghost (size_t rows) */ {
  /*@ loop invariant blocks: Blocks(rows, from, size);
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
      loop assigns size, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant size; */
  for (; size >= 4; size /= 4) {
    dg_lane_level(DG_FOUR_HALVES, from, to, size, key, mark) /*@ ghost (rows) */;
    //@ ghost dg_lemma_quarter(size, from);
    //@ ghost dg_lemma_quarter(size, rows);
  }
  /*@ loop invariant range: 0 <= from && (size == 2 ==> from % 2 == 0 && rows % 2 == 0);
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
      loop assigns from, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant to + 1 - from; */
  for (; size == 2 && from < to; from += 2) dg_lane_pair(from, key, mark) /*@ ghost (rows) */;
}

/* Rows that stay in the cache next to the processor while they are sorted. */
#define DG_BLOCK (DG_FLOAT ? 128 : 64)

/* Sorts key[0 .. n-1][DG_LANES] in every lane, and mark with it, by a network of exchanges (Batcher's bitonic sort with
   its first step reversed, so that every exchange puts the lesser above): log n (log n + 1)/2 steps, two at a time while four
   rows are in registers. Rows n .. dg_sorting_rows(n)-1 hold DG_NEVER. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires rows: Rows(key, mark, sorting_rows(n));
    terminates \true; assigns key[0 .. sorting_rows(n)*DG_LANES-1], mark[0 .. sorting_rows(n)*DG_LANES-1];
    ensures moved: Moved{Pre, Here}(key, mark, sorting_rows(n));
    ensures distinct: StaysDistinct{Pre, Here}(mark, sorting_rows(n));
    ensures padded: StaysPadded{Pre, Here}(key, mark, sorting_rows(n)); */
static inline void dg_lane_network(size_t n, dg_real *key, dg_real *mark) {
  size_t rows = dg_sorting_rows(n), block = rows < DG_BLOCK ? rows : DG_BLOCK;
  //@ ghost dg_lemma_powers(block, rows);
  /*@ loop invariant range: 0 <= from <= rows && from % block == 0;
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
      loop assigns from, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant rows - from; */
  for (size_t from = 0; from < n; from += block) {
    //@ ghost dg_lemma_block(from, rows, block);
    size_t to = n - from < block ? n : from + block;
    //@ ghost dg_lemma_powers(4, block);
    //@ ghost dg_lemma_powers(4, rows);
    //@ ghost dg_lemma_divides(4, block, from);
    dg_lane_level(DG_FOUR_SORT, from, to, 4, key, mark) /*@ ghost (rows) */;
    /*@ loop invariant range: 8 <= size && Power(size) && size <= 2 * block;
        loop invariant moved: Moved{Pre, Here}(key, mark, rows);
        loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
        loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
        loop assigns size, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant 2 * block - size; */
    for (size_t size = 8; size <= block; size *= 2) {
      //@ ghost dg_lemma_powers(size, block);
      //@ ghost dg_lemma_powers(size, rows);
      //@ ghost dg_lemma_divides(size, block, from);
      dg_lane_level(DG_FOUR_FLIP, from, to, size, key, mark) /*@ ghost (rows) */;
      //@ assert moved: Moved{Pre, Here}(key, mark, rows);
      //@ ghost dg_lemma_quarter(size, from);
      //@ ghost dg_lemma_quarter(size, rows);
      dg_lane_halves(from, to, size / 4, key, mark) /*@ ghost (rows) */;
    }
  }
  /*@ loop invariant range: 8 <= size && 2 * block <= size && Power(size) && size <= 2 * rows;
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
      loop assigns size, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant 2 * rows - size; */
  for (size_t size = 2 * block; size <= rows; size *= 2) {
    size_t part = size / 4;
    //@ ghost dg_lemma_powers(size, rows);
    dg_lane_level(DG_FOUR_FLIP, 0, n, size, key, mark) /*@ ghost (rows) */;
    /*@ loop invariant range: 1 <= part <= rows && Power(part);
        loop invariant moved: Moved{Pre, Here}(key, mark, rows);
        loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
        loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
        loop assigns part, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant part; */
    for (; part > block; part /= 4) {
      //@ ghost dg_lemma_powers(part, rows);
      dg_lane_level(DG_FOUR_HALVES, 0, n, part, key, mark) /*@ ghost (rows) */;
    }
    //@ ghost dg_lemma_powers(part, rows);
    //@ ghost dg_lemma_powers(part, block);
    /*@ loop invariant range: 0 <= from <= rows && from % block == 0;
        loop invariant moved: Moved{Pre, Here}(key, mark, rows);
        loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
        loop invariant padded: StaysPadded{Pre, Here}(key, mark, rows);
        loop assigns from, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant rows - from; */
    for (size_t from = 0; from < n; from += block) {
      //@ ghost dg_lemma_block(from, rows, block);
      //@ ghost dg_lemma_divides(part, block, from);
      dg_lane_halves(from, n - from < block ? n : from + block, part, key, mark) /*@ ghost (rows) */;
    }
  }
}

/* Whether key[0 .. n-1][DG_LANES] ascends strictly in every lane, but for arrivals that do not come. */
/*@ requires valid: n <= 2 * DG_SIZE_MAX && \valid_read(key + (0 .. n*DG_LANES-1));
    terminates \true; assigns \nothing;
    ensures sorted: \result != 0 ==> lanes_sorted(key, 1, n); */
DG_FLATTEN static inline int dg_lanes_ascend(size_t n, const dg_real *key) {
  dg_index good = 1;
  /*@ loop invariant range: 1 <= p && (n > 0 ==> p <= n);
      loop invariant good: good == 0 || good == 1;
      loop invariant sorted: good == 1 ==> lanes_sorted(key, 1, p);
      loop assigns p, good; loop variant n - p; */
  for (size_t p = 1; p < n; p++) {
    const dg_real *upper = key + p * DG_LANES, *lower = upper - DG_LANES;
    /*@ loop invariant range: 0 <= l <= DG_LANES;
        loop invariant good: (good == 0 || good == 1) && (good == 1 ==> \at(good, LoopEntry) == 1);
        loop invariant sorted: good == 1 ==> \forall integer j; 0 <= j < l ==> LaneValue(key, p - 1, j) <= LaneValue(key, p, j);
        loop assigns l, good; loop variant DG_LANES - l; */
    DG_SIMD
    for (size_t l = 0; l < DG_LANES; l++) good &= (lower[l] < upper[l]) | ((lower[l] == upper[l]) & (upper[l] >= DG_RHO_MAX));
  }
  return good != 0;
}

/* The rows of sorted key[n][DG_LANES] up to the last in which an arrival comes. */
/*@ requires valid: n <= 2 * DG_SIZE_MAX && \valid_read(key + (0 .. n*DG_LANES-1));
    terminates \true; assigns \nothing;
    ensures bound: \result <= n;
    ensures never: \forall integer p, l; \result <= p < n && 0 <= l < DG_LANES ==> LaneValue(key, p, l) >= DG_RHO_MAX; */
static inline size_t dg_lanes_used(size_t n, const dg_real *key) {
  /*@ loop invariant range: 0 <= n <= \at(n, Pre);
      loop invariant never: \forall integer p, l; n <= p < \at(n, Pre) && 0 <= l < DG_LANES ==> LaneValue(key, p, l) >= DG_RHO_MAX;
      loop assigns n; loop variant n; */
  for (; n > 0; n--) {
    dg_index some = 0;
    /*@ loop invariant range: 0 <= l <= DG_LANES;
        loop invariant some: (some == 0 || some == 1) &&
          (some == 0 ==> \forall integer j; 0 <= j < l ==> LaneValue(key, n - 1, j) >= DG_RHO_MAX);
        loop assigns l, some; loop variant DG_LANES - l; */
    DG_SIMD
    for (size_t l = 0; l < DG_LANES; l++) some |= key[(n - 1) * DG_LANES + l] < DG_RHO_MAX;
    if (some != 0) return n;
    //@ assert row: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, n - 1, l) >= DG_RHO_MAX;
    //@ assert rows: \forall integer p, l; n - 1 <= p < n && 0 <= l < DG_LANES ==> LaneValue(key, p, l) >= DG_RHO_MAX;
  }
  return 0;
}

/* Exchanges rows p - 1 and p in the lanes where they are not in order by key, then mark; tells whether there were any. */
/*@ requires row: 1 <= p < rows;
    requires rows: Rows(key, mark, rows);
    terminates \true; assigns key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
    ensures ordered: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, p - 1, l) <= LaneValue(key, p, l);
    ensures lower: LowerOf{Pre, Here}(key, p, DG_LANES);
    ensures others: ButRows{Pre, Here}(key, rows, p);
    ensures none: \result == 0 ==> KeysSame{Pre, Here}(key, rows);
    ensures moved: Moved{Pre, Here}(key, mark, rows);
    ensures distinct: StaysDistinct{Pre, Here}(mark, rows); */
DG_FLATTEN static inline dg_index dg_lane_settle(size_t p, dg_real *key, dg_real *mark) /*@ ghost (size_t rows) */ {
  const size_t below = p - 1;
  dg_index moved = 0;
  //@ assert below: below == p - 1;
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant ordered: \forall integer j; 0 <= j < l ==> LaneValue(key, p - 1, j) <= LaneValue(key, p, j);
      loop invariant lower: LowerOf{Pre, Here}(key, p, l);
      loop invariant rest: \forall integer q, j; 0 <= q < rows && l <= j < DG_LANES ==>
        LaneValue(key, q, j) == LaneValue{Pre}(key, q, j);
      loop invariant others: ButRows{Pre, Here}(key, rows, p);
      loop invariant none: (moved == 0 || moved == 1) && (moved == 0 ==> KeysSame{Pre, Here}(key, rows));
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop assigns l, moved, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant DG_LANES - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_LANES; l++) {
    dg_arrival a = dg_arrival_at(key, mark, below, l) /*@ ghost (rows) */, b = dg_arrival_at(key, mark, p, l) /*@ ghost (rows) */;
    dg_index swap = (a.key > b.key) | ((a.key == b.key) & (a.mark > b.mark) & (a.key < DG_RHO_MAX));
    dg_arrival x = swap ? b : a, y = swap ? a : b;
    //@ assert fresh_x: Distinct(mark, rows) ==> Nowhere(mark, rows, l, below, p, p, p, x.mark);
    //@ assert fresh_y: Distinct(mark, rows) ==> Nowhere(mark, rows, l, below, p, p, p, y.mark);
    //@ assert differ: Distinct(mark, rows) ==> x.mark != y.mark;
    dg_arrival_put(key, mark, below, l, x) /*@ ghost (rows) */;
    //@ assert first: RowIs(key, mark, below, l, x);
    dg_arrival_put(key, mark, p, l, y) /*@ ghost (rows) */;
    moved |= swap;
    //@ assert others: ButFour{LoopCurrent, Here}(key, mark, rows, l, below, p, p, p);
    //@ assert after: RowIs(key, mark, below, l, x) && RowIs(key, mark, p, l, y);
    //@ assert moved_lower: RowFrom{LoopCurrent}(key, mark, rows, l, LaneValue(key, below, l), LaneValue(mark, below, l));
    //@ assert moved_upper: RowFrom{LoopCurrent}(key, mark, rows, l, LaneValue(key, p, l), LaneValue(mark, p, l));
    /*@ assert moved_rest: \forall integer q, j; 0 <= q < rows && 0 <= j < DG_LANES && (j != l || (q != below && q != p)) ==>
          RowFrom{LoopCurrent}(key, mark, rows, j, LaneValue(key, q, j), LaneValue(mark, q, j)); */
    /*@ assert moved_lane: \forall integer q, j; 0 <= q < rows && j == l ==>
          RowFrom{LoopCurrent}(key, mark, rows, j, LaneValue(key, q, j), LaneValue(mark, q, j)); */
    //@ assert moved: Moved{LoopCurrent, Here}(key, mark, rows);
    //@ assert moved_from_start: Moved{Pre, Here}(key, mark, rows);
    //@ assert same: swap == 0 ==> KeysSame{LoopCurrent, Here}(key, rows);
    //@ assert ascends: x.key <= y.key && x.key <= a.key && x.key <= b.key && y.key >= a.key && y.key >= b.key;
    //@ assert kept: (x.key == a.key || x.key == b.key) && (y.key == a.key || y.key == b.key);
    //@ assert before: a.key == LaneValue{Pre}(key, p - 1, l) && b.key == LaneValue{Pre}(key, p, l);
    //@ assert here: LaneValue(key, below, l) == x.key && LaneValue(key, p, l) == y.key;
    //@ assert earlier: \forall integer j; 0 <= j < l ==> LaneValue(key, p - 1, j) == LaneValue{LoopCurrent}(key, p - 1, j);
    //@ assert earlier_p: \forall integer j; 0 <= j < l ==> LaneValue(key, p, j) == LaneValue{LoopCurrent}(key, p, j);
    //@ assert lower: LowerOf{Pre, Here}(key, p, l);
    //@ assert lower_here: LowerOf{Pre, Here}(key, p, l + 1);
    //@ assert apart: Distinct{LoopCurrent}(mark, rows) ==> DistinctBut(mark, rows, l, below, p, p, p);
    //@ assert nowhere_x: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, below, p, p, p, x.mark);
    //@ assert nowhere_y: Distinct{LoopCurrent}(mark, rows) ==> Nowhere(mark, rows, l, below, p, p, p, y.mark);
    //@ ghost dg_lemma_distinct_pair(key, mark, rows, l, below, p, x, y);
    //@ assert distinct: StaysDistinct{LoopCurrent, Here}(mark, rows);
  }
  return moved;
}

/* Moves row i of key[..][DG_LANES], whose first i rows ascend, up to its place in every lane, and mark with it. */
/*@ requires row: 1 <= i < rows;
    requires rows: Rows(key, mark, rows);
    requires sorted: lanes_sorted(key, 1, i);
    terminates \true; assigns key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1];
    ensures sorted: lanes_sorted(key, 1, i + 1);
    ensures moved: Moved{Pre, Here}(key, mark, rows);
    ensures distinct: StaysDistinct{Pre, Here}(mark, rows); */
static inline void dg_lane_insert(size_t i, dg_real *key, dg_real *mark) /*@ ghost (size_t rows) */ {
  dg_index moved = 1;
  /*@ loop invariant range: 0 <= p <= i;
      loop invariant above: SortedBut(key, i, p);
      loop invariant gap: 0 < p < i ==> \forall integer l; 0 <= l < DG_LANES ==>
        LaneValue(key, p - 1, l) <= LaneValue(key, p + 1, l);
      loop invariant done: moved == 0 ==> lanes_sorted(key, 1, i + 1);
      loop invariant moved: Moved{Pre, Here}(key, mark, rows);
      loop invariant distinct: StaysDistinct{Pre, Here}(mark, rows);
      loop assigns p, moved, key[0 .. rows*DG_LANES-1], mark[0 .. rows*DG_LANES-1]; loop variant p; */
  for (size_t p = i; p > 0 && moved != 0; p--) {
    moved = dg_lane_settle(p, key, mark) /*@ ghost (rows) */;
    /*@ assert upper: p < i ==> \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, p, l) <= LaneValue(key, p + 1, l); */
    /*@ assert rest: \forall integer q, l; 1 <= q <= i && q != p - 1 && q != p && q != p + 1 && 0 <= l < DG_LANES ==>
          LaneValue(key, q - 1, l) <= LaneValue(key, q, l); */
    //@ ghost dg_lemma_sorted_but(rows, key, i, p);
    //@ assert above: SortedBut(key, i, p - 1);
    /*@ assert gap: 1 < p ==> \forall integer l; 0 <= l < DG_LANES ==>
          LaneValue(key, p - 2, l) <= LaneValue(key, p, l); */
    /*@ assert done: moved == 0 ==> \forall integer q, l; 1 <= q <= i && q != p && 0 <= l < DG_LANES ==>
          LaneValue(key, q - 1, l) <= LaneValue(key, q, l); */
  }
}

/* Rows n .. rows - 1 of key[..][DG_LANES] become DG_NEVER, and their marks the numbers of the rows. */
/*@ requires size: 1 <= n <= rows;
    requires rows: Rows(key, mark, rows);
    terminates \true; assigns key[n*DG_LANES .. rows*DG_LANES-1], mark[n*DG_LANES .. rows*DG_LANES-1];
    ensures never: \forall integer p, l; n <= p < rows && 0 <= l < DG_LANES ==> IsNever(LaneValue(key, p, l)) &&
      LaneValue(mark, p, l) == p;
    ensures same: KeysSame{Pre, Here}(key, n) && KeysSame{Pre, Here}(mark, n); */
static inline void dg_lane_pad(size_t n, size_t rows, dg_real *key, dg_real *mark) {
  /*@ loop invariant range: n <= p <= rows;
      loop invariant never: \forall integer q, l; n <= q < p && 0 <= l < DG_LANES ==>
        IsNever(LaneValue(key, q, l)) && LaneValue(mark, q, l) == q;
      loop invariant same: KeysSame{Pre, Here}(key, n) && KeysSame{Pre, Here}(mark, n);
      loop assigns p, key[n*DG_LANES .. rows*DG_LANES-1], mark[n*DG_LANES .. rows*DG_LANES-1];
      loop variant rows - p; */
  for (size_t p = n; p < rows; p++) {
    /*@ loop invariant range: 0 <= l <= DG_LANES;
        loop invariant row: \forall integer j; 0 <= j < l ==> IsNever(LaneValue(key, p, j)) && LaneValue(mark, p, j) == p;
        loop invariant never: \forall integer q, j; n <= q < p && 0 <= j < DG_LANES ==>
          IsNever(LaneValue(key, q, j)) && LaneValue(mark, q, j) == q;
        loop invariant same: KeysSame{Pre, Here}(key, n) && KeysSame{Pre, Here}(mark, n);
        loop assigns l, key[n*DG_LANES .. rows*DG_LANES-1], mark[n*DG_LANES .. rows*DG_LANES-1];
        loop variant DG_LANES - l; */
    for (size_t l = 0; l < DG_LANES; l++) {
      key[p * DG_LANES + l] = DG_NEVER;
      mark[p * DG_LANES + l] = (dg_real)p;
      //@ assert row: IsNever(LaneValue(key, p, l)) && LaneValue(mark, p, l) == p;
    }
    /*@ assert last: \forall integer q, j; q == p && 0 <= j < DG_LANES ==>
          IsNever(LaneValue(key, q, j)) && LaneValue(mark, q, j) == q; */
    /*@ assert never: \forall integer q, j; n <= q <= p && 0 <= j < DG_LANES ==>
          IsNever(LaneValue(key, q, j)) && LaneValue(mark, q, j) == q; */
  }
}

/* Row n of key[..][DG_LANES] becomes DG_RHO_MAX. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires valid: \valid(key + (0 .. (n+1)*DG_LANES-1)) && \valid_read(mark + (0 .. n*DG_LANES-1));
    requires separate: \separated(key + (0 .. (n+1)*DG_LANES-1), mark + (0 .. n*DG_LANES-1));
    terminates \true; assigns key[n*DG_LANES .. (n+1)*DG_LANES-1];
    ensures last: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, n, l) == DG_RHO_MAX;
    ensures same: KeysSame{Pre, Here}(key, n) && KeysSame{Pre, Here}(mark, n); */
static inline void dg_lane_end(size_t n, dg_real *key) /*@ ghost (const dg_real *mark) */ {
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant last: \forall integer j; 0 <= j < l ==> LaneValue(key, n, j) == DG_RHO_MAX;
      loop invariant same: KeysSame{Pre, Here}(key, n) && KeysSame{Pre, Here}(mark, n);
      loop assigns l, key[n*DG_LANES .. (n+1)*DG_LANES-1]; loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) key[n * DG_LANES + l] = DG_RHO_MAX;
}

/* Puts key[0 .. n-1][DG_LANES], below DG_NEVER, into ascending order in every lane, equal ones below DG_RHO_MAX by mark, and mark
   with it; row n of key becomes DG_RHO_MAX. Both have room for dg_sorting_rows(n), key for one row more. Cost: n log^2 n/8
   times four exchanges; up to n^2/2 more where arrivals are equal. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires valid: \valid(key + (0 .. (sorting_rows(n)+1)*DG_LANES-1)) && \valid(mark + (0 .. sorting_rows(n)*DG_LANES-1));
    requires separate: \separated(key + (0 .. (sorting_rows(n)+1)*DG_LANES-1), mark + (0 .. sorting_rows(n)*DG_LANES-1));
    requires come: \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==> NotBeyond(LaneValue(key, p, l));
    terminates \true; assigns key[0 .. (sorting_rows(n)+1)*DG_LANES-1], mark[0 .. sorting_rows(n)*DG_LANES-1];
    ensures sorted: lanes_sorted(key, 1, n);
    ensures last: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, n, l) == DG_RHO_MAX;
    ensures permutation: \old(Named(mark, n)) ==> Permuted{Pre, Here}(key, mark, n) && Distinct(mark, n);
    ensures positive: \old(KeysPositive(key, n)) ==> KeysPositive(key, n + 1); */
static inline void dg_lane_order(size_t n, dg_real *key, dg_real *mark) {
  size_t rows = dg_sorting_rows(n);
  dg_lane_pad(n, rows, key, mark);
  //@ assert padded: PaddedNever(key, mark, n, rows);
  //@ assert distinct: Named{Pre}(mark, n) ==> Distinct(mark, rows);
  //@ ghost dg_ideal_never();
  //@ assert positive: KeysPositive{Pre}(key, n) ==> KeysPositive(key, rows);
  //@ assert named: Named{Pre}(mark, n) ==> Named(mark, rows);
  //@ ghost unsorted: ;
  dg_lane_network(n, key, mark);
  //@ assert positive: KeysPositive{Pre}(key, n) ==> KeysPositive(key, rows);
  //@ assert padded: PaddedNever(key, mark, n, rows);
  //@ assert distinct: Named{Pre}(mark, n) ==> Distinct(mark, rows);
  //@ assert distinct_n: Named{Pre}(mark, n) ==> Distinct(mark, n);
  //@ ghost dg_lemma_own_rows(n, rows, mark);
  /*@ assert others: Named{Pre}(mark, n) ==> \forall integer p, q, l; 0 <= p < n && n <= q < rows && 0 <= l < DG_LANES ==>
        LaneValue(mark, p, l) != q; */
  /*@ assert from: Named{Pre}(mark, n) ==> \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==>
        RowOf{unsorted}(key, rows, l, LaneValue(key, p, l), LaneValue(mark, p, l)); */
  /*@ assert from_n: Named{Pre}(mark, n) ==> \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==>
        RowOf{unsorted}(key, n, l, LaneValue(key, p, l), LaneValue(mark, p, l)); */
  //@ assert permuted: Named{Pre}(mark, n) ==> Permuted{Pre, Here}(key, mark, n);
  //@ assert positive_n: KeysPositive{Pre}(key, n) ==> KeysPositive(key, n);
  dg_lane_end(n, key) /*@ ghost (mark) */;
  //@ assert distinct_last: Named{Pre}(mark, n) ==> Distinct(mark, n);
  //@ assert permuted_last: Named{Pre}(mark, n) ==> Permuted{Pre, Here}(key, mark, n);
  if (dg_lanes_ascend(n, key)) return;
  /*@ loop invariant range: 1 <= i <= n;
      loop invariant sorted: lanes_sorted(key, 1, i);
      loop invariant distinct: Named{Pre}(mark, n) ==> Distinct(mark, n);
      loop invariant permuted: Named{Pre}(mark, n) ==> Permuted{Pre, Here}(key, mark, n);
      loop invariant last: \forall integer j; 0 <= j < DG_LANES ==> LaneValue(key, n, j) == DG_RHO_MAX;
      loop invariant positive: KeysPositive{Pre}(key, n) ==> KeysPositive(key, n);
      loop assigns i, key[0 .. n*DG_LANES-1], mark[0 .. n*DG_LANES-1]; loop variant n - i; */
  for (size_t i = 1; i < n; i++) dg_lane_insert(i, key, mark) /*@ ghost (n) */;
}

/* Weights of the p-th arrivals of DG_LANES samples: w[p][DG_LANES] holds them if source is null, else those of n sources, of which
   source[p][DG_LANES] names the arrivals'; room: for DG_LANES numbers. */
/*@ requires valid: \valid(room + (0 .. DG_LANES-1));
    requires weights: source == \null ==> \valid_read(w + (p*DG_LANES .. (p+1)*DG_LANES-1));
    requires sources: source != \null ==> \valid_read(source + (p*DG_LANES .. (p+1)*DG_LANES-1)) &&
      (\forall integer x; p * DG_LANES <= x < (p + 1) * DG_LANES ==> \valid_read(w + source[x]) &&
        \separated(room + (0 .. DG_LANES-1), w + source[x])) &&
      \separated(room + (0 .. DG_LANES-1), source + (p*DG_LANES .. (p+1)*DG_LANES-1));
    requires row: p <= 2 * DG_SIZE_MAX;
    requires separate: source == \null ==> \separated(room + (0 .. DG_LANES-1), w + (p*DG_LANES .. (p+1)*DG_LANES-1));
    terminates \true; assigns room[0 .. DG_LANES-1];
    ensures place: \result == (source == \null ? w + p * DG_LANES : room);
    ensures weights: \forall integer l; 0 <= l < DG_LANES ==>
      \result[l] == LaneWeight{Pre}(source != \null ? 1 : 0, w, source, p, l); */
static inline const dg_real *dg_lane_weights(size_t p, const dg_real *w, const dg_index *source, dg_real *room) {
  if (source == NULL) return w + p * DG_LANES;
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant weights: \forall integer j; 0 <= j < l ==> room[j] == LaneWeight{Pre}(1, w, source, p, j);
      loop assigns l, room[0 .. DG_LANES-1]; loop variant DG_LANES - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_LANES; l++) room[l] = w[source[p * DG_LANES + l]];
  return room;
}

/* Walks the arrivals key[0 .. n][DG_LANES] in order, none below DG_RHO_MAX in row n, with plain sums in causal order, until in
   every lane a window with a crossing is found. causal[DG_LANES] receives the number of arrivals before the
   crossing, 0 without one. w, source: as for dg_lane_weights. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires valid: \valid_read(key + (0 .. (n+1)*DG_LANES-1)) && \valid(causal + (0 .. DG_LANES-1));
    requires weights: lane_weights(n, w, source);
    requires separate: \separated(causal + (0 .. DG_LANES-1), key + (0 .. (n+1)*DG_LANES-1)) &&
      lane_weights_apart(n, w, source, causal);
    terminates \true; assigns causal[0 .. DG_LANES-1];
    ensures causal: \forall integer l; 0 <= l < DG_LANES ==> 0 <= causal[l] <= n;
    ensures window: \forall integer l; 0 <= l < DG_LANES ==>
      FirstWindow{Pre}(source != \null ? 1 : 0, w, source, key, n, c, l, causal[l]); */
DG_FLATTEN static inline void dg_lane_search(size_t n, dg_real c, const dg_real *w, const dg_index *source, const dg_real *key,
                                             dg_index *causal) {
  dg_real room[DG_LANES], a1[DG_LANES], a2[DG_LANES];
  dg_index open[DG_LANES], seen[DG_LANES], waiting = 1;
  //@ ghost int named = source != 0 ? 1 : 0;
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant start: \forall integer j; 0 <= j < l ==> a1[j] == 0 && a2[j] == 0 && open[j] == 1 && seen[j] == 0;
      loop assigns l, a1[0 .. DG_LANES-1], a2[0 .. DG_LANES-1], open[0 .. DG_LANES-1], seen[0 .. DG_LANES-1];
      loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    a1[l] = a2[l] = 0;
    open[l] = 1;
    seen[l] = 0;
  }
  /*@ loop invariant range: 0 <= p <= n;
      loop invariant sums: \forall integer j; 0 <= j < DG_LANES ==>
        a1[j] == SumOne{Pre}(named, w, source, key, p, j) && a2[j] == SumTwo{Pre}(named, w, source, key, p, j);
      loop invariant seen: \forall integer j; 0 <= j < DG_LANES ==> Searched{Pre}(named, w, source, key, p, c, j, open[j], seen[j]);
      loop invariant waiting: waiting == 0 ==> \forall integer j; 0 <= j < DG_LANES ==> open[j] == 0;
      loop assigns p, waiting, room[0 .. DG_LANES-1], a1[0 .. DG_LANES-1], a2[0 .. DG_LANES-1], open[0 .. DG_LANES-1],
        seen[0 .. DG_LANES-1];
      loop variant n - p; */
  for (size_t p = 0; p < n && waiting != 0; p++) {
    /*@ assert sources: source != \null ==> \forall integer j; 0 <= j < DG_LANES ==>
          \valid_read(w + source[p * DG_LANES + j]); */
    /*@ assert same_named: source != \null ==> \forall integer j; 0 <= j < DG_LANES ==>
          LaneWeight(1, w, source, p, j) == LaneWeight{Pre}(1, w, source, p, j); */
    /*@ assert same_plain: source == \null ==> \forall integer j; 0 <= j < DG_LANES ==>
          LaneWeight(0, w, source, p, j) == LaneWeight{Pre}(0, w, source, p, j); */
    const dg_real *r = key + p * DG_LANES, *next = r + DG_LANES, *weight = dg_lane_weights(p, w, source, room);
    waiting = 0;
    //@ assert weights: \forall integer j; 0 <= j < DG_LANES ==> weight[j] == LaneWeight{Pre}(named, w, source, p, j);
    /*@ assert keys: \forall integer j; 0 <= j < DG_LANES ==> r[j] == LaneValue{Pre}(key, p, j) &&
          next[j] == LaneValue{Pre}(key, p + 1, j); */
    /*@ loop invariant range: 0 <= l <= DG_LANES;
        loop invariant done: \forall integer j; 0 <= j < l ==>
          a1[j] == SumOne{Pre}(named, w, source, key, p + 1, j) && a2[j] == SumTwo{Pre}(named, w, source, key, p + 1, j);
        loop invariant rest: \forall integer j; l <= j < DG_LANES ==>
          a1[j] == SumOne{Pre}(named, w, source, key, p, j) && a2[j] == SumTwo{Pre}(named, w, source, key, p, j);
        loop invariant seen: \forall integer j; 0 <= j < l ==>
          Searched{Pre}(named, w, source, key, p + 1, c, j, open[j], seen[j]);
        loop invariant unseen: \forall integer j; l <= j < DG_LANES ==>
          Searched{Pre}(named, w, source, key, p, c, j, open[j], seen[j]);
        loop invariant waiting: 0 <= waiting <= 1 && (waiting == 0 ==> \forall integer j; 0 <= j < l ==> open[j] == 0);
        loop assigns l, waiting, a1[0 .. DG_LANES-1], a2[0 .. DG_LANES-1], open[0 .. DG_LANES-1], seen[0 .. DG_LANES-1];
        loop variant DG_LANES - l; */
    DG_SIMD
    for (size_t l = 0; l < DG_LANES; l++) {
      dg_real wr = weight[l] * r[l];
      a1[l] += wr * r[l];
      a2[l] += wr;
      /*@ assert unfold_one: SumOne{Pre}(named, w, source, key, p + 1, l) == SumOne{Pre}(named, w, source, key, p, l) +
            LaneWeight{Pre}(named, w, source, p, l) * LaneValue{Pre}(key, p, l) * LaneValue{Pre}(key, p, l); */
      /*@ assert unfold_two: SumTwo{Pre}(named, w, source, key, p + 1, l) == SumTwo{Pre}(named, w, source, key, p, l) +
            LaneWeight{Pre}(named, w, source, p, l) * LaneValue{Pre}(key, p, l); */
      //@ assert weight: weight[l] == LaneWeight{Pre}(named, w, source, p, l);
      //@ assert key: r[l] == LaneValue{Pre}(key, p, l);
      //@ assert term: wr == LaneWeight{Pre}(named, w, source, p, l) * LaneValue{Pre}(key, p, l);
      //@ assert one: a1[l] == SumOne{Pre}(named, w, source, key, p + 1, l);
      //@ assert two: a2[l] == SumTwo{Pre}(named, w, source, key, p + 1, l);
      dg_index found = dg_crosses_two(a1[l], a2[l], c, r[l], next[l]);
      //@ ghost dg_index was_open = open[l], had = seen[l];
      //@ assert found: found != 0 <==> WindowAt{Pre}(named, w, source, key, p, c, l);
      seen[l] += open[l];
      open[l] = found ? 0 : open[l];
      //@ assert known: Searched{Pre}(named, w, source, key, p, c, l, was_open, had);
      //@ assert none: was_open == 1 && found == 0 ==> NoWindow{Pre}(named, w, source, key, p + 1, c, l);
      //@ assert first: was_open == 1 && found != 0 ==> FirstWindow{Pre}(named, w, source, key, p + 1, c, l, p + 1);
      //@ assert before: was_open == 0 ==> FirstWindow{Pre}(named, w, source, key, p + 1, c, l, had);
      //@ assert now: seen[l] == had + was_open && open[l] == (found != 0 ? 0 : was_open);
      //@ assert searched: Searched{Pre}(named, w, source, key, p + 1, c, l, open[l], seen[l]);
      waiting |= open[l];
    }
  }
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant window: \forall integer j; 0 <= j < l ==>
        0 <= causal[j] <= n && FirstWindow{Pre}(named, w, source, key, n, c, j, causal[j]);
      loop assigns l, causal[0 .. DG_LANES-1]; loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) causal[l] = open[l] != 0 ? 0 : seen[l];
}

/* rho clamped to (low, high], so that a spike is later than its causes. */
/*@ terminates \true; assigns \nothing;
    ensures clamped: \result == ClampRho(rho, low, high);
    ensures window: 0 < low < high ==> low < \result <= high;
    ensures positive: 0 < low && 0 < high ==> \result > 0; */
static inline dg_real dg_clamp_rho(dg_real rho, dg_real low, dg_real high) {
  dg_real least = low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON));
  rho = rho < least ? least : rho;
  return rho > high ? high : rho;
}

/* A spike in rho, and 1/K'. */
typedef struct {
  dg_real rho, dT_dc;
} dg_rho_spike;

/* The crossing inside a window found by dg_lane_search (SPEC 3.2), clamped to it; DG_RHO_MAX and 0 without one. dT_dc is taken at
   rho as rounded, where tau_mem rho^2 K' = 2 A1 - A2 rho; 0 at tangency. */
/*@ requires valid: \valid_read(k);
    requires ideal: Ideal(a1) && Ideal(a2) && IdealLow(k->c_low);
    terminates \true; assigns \nothing;
    ensures silent: low >= DG_RHO_MAX ==> \result.rho == DG_RHO_MAX && \result.dT_dc == 0;
    ensures window: 0 < low < high && low < DG_RHO_MAX ==> low < \result.rho <= high;
    ensures positive: 0 < low && 0 < high ==> \result.rho > 0;
    ensures spike: low < DG_RHO_MAX && a2.high > 0 ==>
      RhoSpike(k->tau_mem, k->c, a1.high, a2.high, low, high, \result.rho, \result.dT_dc); */
static inline dg_rho_spike dg_root_rho(const dg_constants *k, dg_pair a1, dg_pair a2, dg_real low, dg_real high) {
  dg_index spikes = low < DG_RHO_MAX;
  a1.high = spikes ? a1.high : 1;
  a2.high = spikes ? a2.high : 1;
  /* S^2 = A2^2 - 4 c A1 cancels near tangency */
  dg_pair square = dg_lane_product(a2.high, a2.high), product = dg_lane_product(4 * k->c, a1.high);
  dg_real rest = (square.low - product.low) + (2 * a2.high * a2.low - 4 * (k->c * a1.low + k->c_low * a1.high));
  dg_real S2 = (square.high - product.high) + rest, S = dg_sqrt(S2 > 0 ? S2 : 0);
  /* rho = 2 A1/(A2 + S), and what is left over divided again */
  dg_real sum = a2.high + S, sum_low = (S - (sum - a2.high)) + a2.low, inverse = 1 / sum, rho = 2 * a1.high * inverse;
  dg_pair back = dg_lane_product(rho, sum);
  //@ assert sum: sum == a2.high + S && sum_low == 0;
  //@ assert inverse: a2.high > 0 ==> inverse * sum == 1;
  //@ assert product: a2.high > 0 ==> rho * sum == 2 * a1.high;
  rho += (((2 * a1.high - back.high) - back.low) + (2 * a1.low - rho * sum_low)) * inverse;
  //@ assert square: S2 == a2.high * a2.high - 4 * k->c * a1.high;
  //@ assert root: S >= 0 && S * S == (S2 > 0 ? S2 : 0);
  //@ assert exact: a2.high > 0 ==> rho * sum == 2 * a1.high && sum > 0;
  //@ assert rho: a2.high > 0 ==> rho == 2 * a1.high / (a2.high + S);
  //@ ghost dg_real root = rho;
  rho = dg_clamp_rho(rho, low, high);
  dg_pair part = dg_lane_product(a2.high, rho);
  dg_real slope = (2 * a1.high - part.high) + ((2 * a1.low - part.low) - a2.low * rho);
  dg_index rises = spikes & (S2 > 0) & (slope > 0);
  //@ assert slope: slope == 2 * a1.high - a2.high * rho;
  dg_rho_spike spike;
  spike.rho = spikes ? rho : DG_RHO_MAX;
  spike.dT_dc = rises ? k->tau_mem * rho * (rho / (rises ? slope : 1)) : 0;
  //@ assert rate: spikes != 0 ==> spike.dT_dc == (S2 > 0 && slope > 0 ? k->tau_mem * rho * (rho / slope) : 0);
  /*@ ghost if (low < DG_RHO_MAX && a2.high > 0)
        dg_lemma_spike(k->tau_mem, k->c, a1.high, a2.high, low, high, root, spike.rho, spike.dT_dc, S, S2, slope); */
  /*@ assert spike: low < DG_RHO_MAX && a2.high > 0 ==>
        RhoSpikeBy(k->tau_mem, k->c, a1.high, a2.high, low, high, spike.rho, spike.dT_dc, S); */
  return spike;
}

/* Whether arrivals come in the same order at all targets, so that a sample is sorted once: unless sources and targets have several
   delays each. */
/*@ requires valid: \valid_read(layer);
    requires sizes: layer->inputs <= DG_SIZE_MAX && layer->biases <= DG_SIZE_MAX;
    terminates \true; assigns \nothing;
    ensures shared: \result != 0 <==> shared_order(layer); */
static inline int dg_layer_shares_order(const dg_layer *layer) {
  return dg_layer_source_groups(layer) <= 1 || dg_layer_target_groups(layer) <= 1;
}

/* Reals of scratch that dg_layer_forward and dg_layer_measured need. */
/*@ requires valid: \valid_read(layer);
    requires sizes: admitted_sizes(layer);
    terminates \true; assigns \nothing;
    ensures reals: \result == forward_reals_of(layer);
    ensures bound: \result <= 16 * DG_SIZE_MAX * DG_LANES; */
static inline size_t dg_layer_forward_reals(const dg_layer *layer) {
  size_t n = dg_layer_sources(layer);
  return (2 * dg_sorting_rows(n) + n + 2) * DG_LANES + 2 * n;
}

/* The scratch of a layer, cut into its parts. */
typedef struct {
  dg_real *key, *mark; /* arrivals, sorted, and their sources */
  dg_real *later;      /* arrivals after a delay of the target */
  dg_real *row, *a;    /* delays of the synapses of one target, arrivals in one lane */
  dg_index *source;
} dg_lane_parts;
#ifdef __FRAMAC__
#include "proofs/acsl/lanes.h"
#include "proofs/acsl/first_spikes.h"
#endif

/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires valid: \valid(reals + (0 .. forward_reals(n)-1)) && \valid(indices + (0 .. n*DG_LANES-1));
    requires separate: \separated(reals + (0 .. forward_reals(n)-1), indices + (0 .. n*DG_LANES-1));
    terminates \true; assigns \nothing;
    ensures valid: lane_parts_valid(n, \result);
    ensures separate: lane_parts_separate(n, \result);
    ensures within: \result.key == reals && \result.row + n == reals + forward_reals(n) && \result.source == indices;
    ensures layout: \result.mark == reals + (sorting_rows(n) + 1) * DG_LANES &&
      \result.later == \result.mark + sorting_rows(n) * DG_LANES &&
      \result.a == \result.later + (n + 1) * DG_LANES && \result.row == \result.a + n;
    ensures later: \result.later == \result.key + (2 * sorting_rows(n) + 1) * DG_LANES;
    ensures a: \result.a == \result.key + (2 * sorting_rows(n) + n + 2) * DG_LANES;
    ensures row: \result.row == \result.key + ((2 * sorting_rows(n) + n + 2) * DG_LANES + n);
    ensures rows: n <= sorting_rows(n) && sorted_parts(n, \result.key, \result.mark, \result.a, \result.source); */
static inline dg_lane_parts dg_lane_cut(size_t n, dg_real *reals, dg_index *indices) {
  size_t rows = dg_sorting_rows(n) * DG_LANES;
  dg_lane_parts part;
  part.key = reals;
  part.mark = part.key + rows + DG_LANES;
  part.later = part.mark + rows;
  part.a = part.later + (n + 1) * DG_LANES;
  part.row = part.a + n;
  part.source = indices;
  return part;
}

/* An arrival in the domain of a layer (SPEC 6.2): the source x after a delay, as a factor or a shift, up to never. */
/*@ requires never: never == (ratio == DG_RATIO_TWO ? DG_RHO_MAX : DG_REAL_MAX);
    terminates \true; assigns \nothing;
    ensures key: \result == ArrivalKey(ratio, x, shift); */
static inline dg_real dg_lane_key(dg_ratio ratio, dg_real x, dg_real shift, dg_real never) {
  dg_real a = ratio == DG_RATIO_TWO ? x * shift : x + shift;
  return a < never ? a : never;
}

/* Row i of dg_lane_arrivals: x, after a delay, and its mark. */
/*@ requires size: i < 2 * DG_SIZE_MAX;
    requires never: never == (ratio == DG_RATIO_TWO ? DG_RHO_MAX : DG_REAL_MAX);
    requires input: \valid_read(x + (0 .. DG_LANES-1));
    requires output: \valid(key + (i*DG_LANES .. i*DG_LANES+DG_LANES-1)) && \valid(mark + (i*DG_LANES .. i*DG_LANES+DG_LANES-1));
    requires separate: \separated(key + (i*DG_LANES .. i*DG_LANES+DG_LANES-1), mark + (i*DG_LANES .. i*DG_LANES+DG_LANES-1),
                                  x + (0 .. DG_LANES-1));
    terminates \true; assigns key[i*DG_LANES .. i*DG_LANES+DG_LANES-1], mark[i*DG_LANES .. i*DG_LANES+DG_LANES-1];
    ensures arrivals: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, i, l) == ArrivalKey(ratio, x[l], shift);
    ensures marks: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(mark, i, l) == name; */
DG_FLATTEN static inline void dg_lane_arrive(dg_ratio ratio, const dg_real *x, dg_real shift, dg_real name, dg_real never,
                                             size_t i, dg_real *key, dg_real *mark) {
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant arrivals: \forall integer j; 0 <= j < l ==> LaneValue(key, i, j) == ArrivalKey(ratio, x[j], shift);
      loop invariant marks: \forall integer j; 0 <= j < l ==> LaneValue(mark, i, j) == name;
      loop invariant same: \forall integer j; 0 <= j < DG_LANES ==> x[j] == \at(x[j], Pre);
      loop assigns l, key[i*DG_LANES .. i*DG_LANES+DG_LANES-1], mark[i*DG_LANES .. i*DG_LANES+DG_LANES-1];
      loop variant DG_LANES - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_LANES; l++) {
    key[i * DG_LANES + l] = dg_lane_key(ratio, x[l], shift, never);
    mark[i * DG_LANES + l] = name;
    //@ assert key: LaneValue(key, i, l) == ArrivalKey(ratio, x[l], shift) && LaneValue(mark, i, l) == name;
    //@ assert before: \forall integer j; 0 <= j < l ==> LaneValue(key, i, j) == \at(LaneValue(key, i, j), LoopCurrent);
    //@ assert before_mark: \forall integer j; 0 <= j < l ==> LaneValue(mark, i, j) == \at(LaneValue(mark, i, j), LoopCurrent);
  }
}

/* Arrivals in DG_LANES samples from column lane on, in the layer's domain, into key; their marks are their sources.
   row: delays, null for none. A spike that does not come is DG_RHO_MAX, or DG_REAL_MAX as a time. */
/*@ requires size: n <= 2 * DG_SIZE_MAX && lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(k) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      (row == \null || \valid_read(row + (0 .. n-1)));
    requires output: \valid(key + (0 .. n*DG_LANES-1)) && \valid(mark + (0 .. n*DG_LANES-1));
    requires separate: \separated(key + (0 .. n*DG_LANES-1), mark + (0 .. n*DG_LANES-1), k) &&
      \separated(key + (0 .. n*DG_LANES-1), mark + (0 .. n*DG_LANES-1), src + (0 .. n*DG_WIDTH-1)) &&
      (row != \null ==> \separated(key + (0 .. n*DG_LANES-1), mark + (0 .. n*DG_LANES-1), row + (0 .. n-1)));
    terminates \true; assigns key[0 .. n*DG_LANES-1], mark[0 .. n*DG_LANES-1];
    ensures arrivals: \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==>
      LaneValue(key, i, l) == ArrivalKey(k->ratio, src[i * DG_WIDTH + lane + l], row != \null ? row[i] : k->ratio ==
        DG_RATIO_TWO ? 1 : 0);
    ensures marks: \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==> LaneValue(mark, i, l) == i; */
DG_FLATTEN static inline void dg_lane_arrivals(const dg_constants *k, size_t n, const dg_real *row, const dg_real *src, size_t lane,
                                               dg_real *key, dg_real *mark) {
  dg_ratio ratio = k->ratio;
  dg_real never = ratio == DG_RATIO_TWO ? DG_RHO_MAX : DG_REAL_MAX;
  /*@ loop invariant range: 0 <= i; // not i <= n: WP would write n for i, but not in every memory
      loop invariant arrivals: \forall integer p, l; 0 <= p < i && 0 <= l < DG_LANES ==> LaneValue(key, p, l) ==
        ArrivalKey(ratio, src[p * DG_WIDTH + lane + l], row != \null ? row[p] : ratio == DG_RATIO_TWO ? 1 : 0);
      loop invariant marks: \forall integer p, l; 0 <= p < i && 0 <= l < DG_LANES ==> LaneValue(mark, p, l) == p;
      loop assigns i, key[0 .. n*DG_LANES-1], mark[0 .. n*DG_LANES-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    dg_real shift = row != NULL ? row[i] : ratio == DG_RATIO_TWO ? 1 : 0, name = (dg_real)i;
    //@ assert places: (size_t)(i * DG_LANES) == i * DG_LANES && (size_t)(i * DG_WIDTH) == i * DG_WIDTH;
    dg_lane_arrive(ratio, src + i * DG_WIDTH + lane, shift, name, never, i, key, mark);
    //@ assert mark: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(mark, i, l) == i;
    //@ assert sources: \forall integer y; 0 <= y < n * DG_WIDTH ==> src[y] == \at(src[y], LoopCurrent);
    //@ assert shifts: row != \null ==> \forall integer y; 0 <= y < n ==> row[y] == \at(row[y], LoopCurrent);
    /*@ assert before: \forall integer p, l; 0 <= p < i && 0 <= l < DG_LANES ==>
          LaneValue(key, p, l) == \at(LaneValue(key, p, l), LoopCurrent); */
    /*@ assert before_mark: \forall integer p, l; 0 <= p < i && 0 <= l < DG_LANES ==>
          LaneValue(mark, p, l) == \at(LaneValue(mark, p, l), LoopCurrent); */
    //@ assert rows_mark: \forall integer p, l; 0 <= p < i && 0 <= l < DG_LANES ==> LaneValue(mark, p, l) == p;
    //@ assert all_marks: \forall integer p, l; 0 <= p <= i && 0 <= l < DG_LANES ==> LaneValue(mark, p, l) == p;
    /*@ assert key: \forall integer l; 0 <= l < DG_LANES ==>
          LaneValue(key, i, l) == ArrivalKey(ratio, src[i * DG_WIDTH + lane + l], shift); */
    //@ assert shift: shift == (row != \null ? row[i] : ratio == DG_RATIO_TWO ? 1 : 0);
    /*@ assert rows: \forall integer p, l; 0 <= p < i && 0 <= l < DG_LANES ==> LaneValue(key, p, l) ==
          ArrivalKey(ratio, src[p * DG_WIDTH + lane + l], row != \null ? row[p] : ratio == DG_RATIO_TWO ? 1 : 0); */
  }
}

/* The source that a mark names. */
/*@ requires name: n <= 2 * DG_SIZE_MAX && NamesRow(mark, n);
    terminates \true; assigns \nothing;
    ensures range: 0 <= \result < n;
    ensures source: \result == mark; */
static inline dg_index dg_source_of(dg_real mark) /*@ ghost (size_t n) */ {
  //@ assert range: 0 <= mark <= 2 * DG_SIZE_MAX;
  dg_index source = (dg_index)mark;
  //@ assert around: source <= mark < source + 1;
  return source;
}

/* Marks that name sources, as indices. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires valid: \valid_read(mark + (0 .. n*DG_LANES-1)) && \valid(source + (0 .. n*DG_LANES-1));
    requires separate: \separated(source + (0 .. n*DG_LANES-1), mark + (0 .. n*DG_LANES-1));
    requires names: n <= sources <= 2 * DG_SIZE_MAX && \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==>
      NamesRow(LaneValue(mark, p, l), sources);
    terminates \true; assigns source[0 .. n*DG_LANES-1];
    ensures sources: \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==> source[p * DG_LANES + l] == LaneValue(mark, p, l);
    ensures below: indices_below(source, n * DG_LANES, sources); */
static inline void dg_lane_sources(size_t n, const dg_real *mark, dg_index *source) /*@ ghost (size_t sources) */ {
  /*@ loop invariant range: 0 <= x <= n * DG_LANES;
      loop invariant sources: \forall integer y; 0 <= y < x ==> source[y] == mark[y];
      loop invariant below: indices_below(source, x, sources);
      loop assigns x, source[0 .. n*DG_LANES-1]; loop variant n * DG_LANES - x; */
  DG_SIMD
  for (size_t x = 0; x < n * DG_LANES; x++) {
    //@ assert name: NamesRow(LaneValue(mark, x / DG_LANES, x % DG_LANES), sources);
    //@ assert mark: LaneValue(mark, x / DG_LANES, x % DG_LANES) == mark[x];
    //@ assert whole: NamesRow(mark[x], sources);
    source[x] = dg_source_of(mark[x]) /*@ ghost (sources) */;
  }
}

/* Sorted arrivals key[0 .. n][DG_LANES] in rho after a common delay. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires valid: \valid_read(key + (0 .. (n+1)*DG_LANES-1)) && \valid(later + (0 .. (n+1)*DG_LANES-1));
    requires separate: \separated(later + (0 .. (n+1)*DG_LANES-1), key + (0 .. (n+1)*DG_LANES-1));
    terminates \true; assigns later[0 .. (n+1)*DG_LANES-1];
    ensures later: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==>
      LaneValue(later, p, l) == ArrivalKey(DG_RATIO_TWO, LaneValue(key, p, l), factor); */
static inline void dg_lane_later(size_t n, dg_real factor, const dg_real *key, dg_real *later) {
  /*@ loop invariant range: 0 <= x <= (n + 1) * DG_LANES;
      loop invariant later: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES && p * DG_LANES + l < x ==>
        LaneValue(later, p, l) == ArrivalKey(DG_RATIO_TWO, LaneValue(key, p, l), factor);
      loop assigns x, later[0 .. (n+1)*DG_LANES-1]; loop variant (n + 1) * DG_LANES - x; */
  DG_SIMD
  for (size_t x = 0; x < (n + 1) * DG_LANES; x++) {
    dg_real r = key[x] * factor;
    later[x] = r < DG_RHO_MAX ? r : DG_RHO_MAX;
  }
}

/* Sums A1 and A2 of the causal arrivals so far in one lane, and the window after the last of them. */
typedef struct {
  dg_pair a1, a2;
  dg_real low, high;
} dg_lane_total;

/* Adds the arrival r with its weight, and the next one after it, if it precedes the spike. */
/*@ requires ideal: Ideal(sum.a1) && Ideal(sum.a2);
    terminates \true; assigns \nothing;
    ensures ideal: Ideal(\result.a1) && Ideal(\result.a2);
    ensures one: \result.a1.high == sum.a1.high + (precedes != 0 ? weight * r * r : 0);
    ensures two: \result.a2.high == sum.a2.high + (precedes != 0 ? weight * r : 0);
    ensures window: precedes != 0 ==> \result.low == r && \result.high == next;
    ensures same: precedes == 0 ==> \result.low == sum.low && \result.high == sum.high; */
static inline dg_lane_total dg_lane_add(dg_lane_total sum, dg_real weight, dg_real r, dg_real next, dg_index precedes) {
  dg_pair wr = dg_lane_product(precedes ? weight : 0, r), wrr = dg_lane_product(wr.high, r);
  dg_pair sum1 = dg_two_sum(sum.a1.high, wrr.high), sum2 = dg_two_sum(sum.a2.high, wr.high);
  dg_lane_total more;
  more.a1.high = sum1.high;
  more.a1.low = sum.a1.low + (sum1.low + (wrr.low + wr.low * r));
  more.a2.high = sum2.high;
  more.a2.low = sum.a2.low + (sum2.low + wr.low);
  more.low = precedes ? r : sum.low;
  more.high = precedes ? next : sum.high;
  return more;
}

/* Spikes and 1/K' in DG_LANES samples whose causal arrivals dg_lane_search has counted: A1 and A2 are summed in causal order, as
   pairs of numbers (SPEC 3.2). w, source, key: as for dg_lane_search. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires valid: \valid_read(k) && \valid_read(key + (0 .. (n+1)*DG_LANES-1)) && \valid_read(causal + (0 .. DG_LANES-1));
    requires weights: lane_weights(n, w, source);
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1), k);
    requires constants: Constants(k);
    requires causal: \forall integer l; 0 <= l < DG_LANES ==> 0 <= causal[l] <= n;
    requires positive: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==> LaneValue(key, p, l) > 0;
    terminates \true; assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1];
    ensures positive: \forall integer l; 0 <= l < DG_LANES ==> out[l] > 0;
    ensures silent: \forall integer l; 0 <= l < DG_LANES && causal[l] == 0 ==> out[l] == DG_RHO_MAX && IsZero(dT_dc[l]);
    ensures spike: \forall integer l; 0 <= l < DG_LANES ==>
      LaneSpike{Pre}(k->tau_mem, k->c, source != \null ? 1 : 0, w, source, key, l, causal[l], \at(out[l], Here),
        \at(dT_dc[l], Here)); */
DG_FLATTEN static inline void dg_lane_spikes(const dg_constants *k, size_t n, const dg_real *w, const dg_index *source,
                                             const dg_real *key, const dg_index *causal, dg_real *out, dg_real *dT_dc) {
  const dg_constants constants = *k; /* which lanes written through out cannot change */
  dg_real room[DG_LANES], a1[DG_LANES], a1_low[DG_LANES], a2[DG_LANES], a2_low[DG_LANES], low[DG_LANES], high[DG_LANES];
  dg_index most = 0;
  //@ ghost int named = source != 0 ? 1 : 0;
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant start: \forall integer j; 0 <= j < l ==>
        LaneSums{Pre}(named, w, source, key, 0, j, causal[j], a1[j], a1_low[j], a2[j], a2_low[j], low[j], high[j]);
      loop invariant most: 0 <= most <= n && \forall integer j; 0 <= j < l ==> causal[j] <= most;
      loop assigns l, most, a1[0 .. DG_LANES-1], a1_low[0 .. DG_LANES-1], a2[0 .. DG_LANES-1], a2_low[0 .. DG_LANES-1],
        low[0 .. DG_LANES-1], high[0 .. DG_LANES-1];
      loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    a1[l] = a1_low[l] = a2[l] = a2_low[l] = 0;
    low[l] = high[l] = DG_RHO_MAX;
    most = causal[l] > most ? causal[l] : most;
  }
  //@ ghost size_t p_end = 0;
  /*@ loop invariant range: 0 <= p <= n;
      loop invariant sums: \forall integer j; 0 <= j < DG_LANES ==>
        LaneSums{Pre}(named, w, source, key, p, j, causal[j], a1[j], a1_low[j], a2[j], a2_low[j], low[j], high[j]);
      loop invariant end: p_end == p;
      loop assigns p_end, p, room[0 .. DG_LANES-1], a1[0 .. DG_LANES-1], a1_low[0 .. DG_LANES-1], a2[0 .. DG_LANES-1],
        a2_low[0 .. DG_LANES-1], low[0 .. DG_LANES-1], high[0 .. DG_LANES-1];
      loop variant n - p; */
  for (size_t p = 0; p < n && (dg_index)p < most; p++) {
    //@ assert rows: named == 0 ==> \forall integer x; 0 <= x < n * DG_LANES ==> w[x] == \at(w[x], Pre);
    //@ assert names: named == 1 ==> \forall integer x; 0 <= x < n * DG_LANES ==> w[source[x]] == \at(w[source[x]], Pre);
    /*@ assert same: \forall integer j; 0 <= j < DG_LANES ==>
          LaneWeight(named, w, source, p, j) == LaneWeight{Pre}(named, w, source, p, j); */
    const dg_real *r = key + p * DG_LANES, *next = r + DG_LANES, *weight = dg_lane_weights(p, w, source, room);
    dg_index at = (dg_index)p;
    //@ assert weights: \forall integer j; 0 <= j < DG_LANES ==> weight[j] == LaneWeight{Pre}(named, w, source, p, j);
    /*@ assert keys: \forall integer j; 0 <= j < DG_LANES ==> r[j] == LaneValue{Pre}(key, p, j) &&
          next[j] == LaneValue{Pre}(key, p + 1, j); */
    /*@ loop invariant range: 0 <= l <= DG_LANES;
        loop invariant done: \forall integer j; 0 <= j < l ==>
          LaneSums{Pre}(named, w, source, key, p + 1, j, causal[j], a1[j], a1_low[j], a2[j], a2_low[j], low[j], high[j]);
        loop invariant rest: \forall integer j; l <= j < DG_LANES ==>
          LaneSums{Pre}(named, w, source, key, p, j, causal[j], a1[j], a1_low[j], a2[j], a2_low[j], low[j], high[j]);
        loop assigns l, a1[0 .. DG_LANES-1], a1_low[0 .. DG_LANES-1], a2[0 .. DG_LANES-1], a2_low[0 .. DG_LANES-1],
          low[0 .. DG_LANES-1], high[0 .. DG_LANES-1];
        loop variant DG_LANES - l; */
    DG_SIMD
    for (size_t l = 0; l < DG_LANES; l++) {
      /*@ assert unfold_one: SumOne{Pre}(named, w, source, key, p + 1, l) == SumOne{Pre}(named, w, source, key, p, l) +
            LaneWeight{Pre}(named, w, source, p, l) * LaneValue{Pre}(key, p, l) * LaneValue{Pre}(key, p, l); */
      /*@ assert unfold_two: SumTwo{Pre}(named, w, source, key, p + 1, l) == SumTwo{Pre}(named, w, source, key, p, l) +
            LaneWeight{Pre}(named, w, source, p, l) * LaneValue{Pre}(key, p, l); */
      dg_index precedes = at < causal[l];
      //@ assert weight: weight[l] == LaneWeight{Pre}(named, w, source, p, l);
      //@ assert key: r[l] == LaneValue{Pre}(key, p, l) && next[l] == LaneValue{Pre}(key, p + 1, l);
      dg_lane_total sum = {{a1[l], a1_low[l]}, {a2[l], a2_low[l]}, low[l], high[l]};
      sum = dg_lane_add(sum, weight[l], r[l], next[l], precedes);
      a1[l] = sum.a1.high;
      a1_low[l] = sum.a1.low;
      a2[l] = sum.a2.high;
      a2_low[l] = sum.a2.low;
      low[l] = sum.low;
      high[l] = sum.high;
      //@ assert counted: precedes != 0 ==> Lesser(p, causal[l]) == p && Lesser(p + 1, causal[l]) == p + 1;
      //@ assert passed: precedes == 0 ==> Lesser(p, causal[l]) == causal[l] && Lesser(p + 1, causal[l]) == causal[l];
      //@ assert low: IdealLow(a1_low[l]) && IdealLow(a2_low[l]);
      //@ assert one: a1[l] == SumOne{Pre}(named, w, source, key, Lesser(p + 1, causal[l]), l);
      //@ assert two: a2[l] == SumTwo{Pre}(named, w, source, key, Lesser(p + 1, causal[l]), l);
      /*@ assert sums: LaneSums{Pre}(named, w, source, key, p + 1, l, causal[l], a1[l], a1_low[l], a2[l], a2_low[l],
            low[l], high[l]); */
    }
    //@ ghost p_end = p + 1;
  }
  //@ assert least: \forall integer j; 0 <= j < DG_LANES ==> Lesser(p_end, causal[j]) == causal[j];
  /*@ assert sums: \forall integer j; 0 <= j < DG_LANES ==>
        LaneSums{Pre}(named, w, source, key, causal[j], j, causal[j], a1[j], a1_low[j], a2[j], a2_low[j], low[j], high[j]); */
  /*@ assert windows: \forall integer j; 0 <= j < DG_LANES ==> low[j] > 0 && high[j] > 0 && IdealLow(a1_low[j]) &&
        IdealLow(a2_low[j]); */
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant positive: \forall integer j; 0 <= j < l ==> out[j] > 0;
      loop invariant silent: \forall integer j; 0 <= j < l && causal[j] == 0 ==> out[j] == DG_RHO_MAX && IsZero(dT_dc[j]);
      loop invariant spike: \forall integer j; 0 <= j < l ==>
        LaneSpike{Pre}(constants.tau_mem, constants.c, named, w, source, key, j, causal[j], \at(out[j], Here), \at(dT_dc[j], Here));
      loop invariant constants: k->tau_mem == constants.tau_mem && k->c == constants.c;
      loop assigns l, out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1]; loop variant DG_LANES - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_LANES; l++) {
    dg_pair A1 = {a1[l], a1_low[l]}, A2 = {a2[l], a2_low[l]};
    dg_rho_spike spike = dg_root_rho(&constants, A1, A2, low[l], high[l]);
    out[l] = spike.rho;
    dT_dc[l] = spike.dT_dc;
    //@ assert spike: LaneSpike{Pre}(constants.tau_mem, constants.c, named, w, source, key, l, causal[l], spike.rho, spike.dT_dc);
  }
}

/* One lane of sorted arrival times by source: a[source] of those that mark names, and their order. */
/*@ requires size: n <= 2 * DG_SIZE_MAX && lane < DG_LANES;
    requires valid: \valid_read(key + (0 .. n*DG_LANES-1)) && \valid_read(mark + (0 .. n*DG_LANES-1)) &&
      \valid(a + (0 .. n-1)) && \valid(order + (0 .. n-1));
    requires sorted: lanes_sorted(key, 1, n);
    requires permutation: NamesRows(mark, n) && Distinct(mark, n);
    requires separate: \separated(a + (0 .. n-1), order + (0 .. n-1), key + (0 .. n*DG_LANES-1), mark + (0 .. n*DG_LANES-1));
    terminates \true; assigns a[0 .. n-1], order[0 .. n-1];
    ensures indices: Indices(order, n, n);
    ensures injective: Injective(order, n);
    ensures sources: \forall integer p; 0 <= p < n ==> order[p] == LaneValue{Pre}(mark, p, lane);
    ensures arrivals: \forall integer p; 0 <= p < n ==> ArrivesAt(a[order[p]], LaneValue{Pre}(key, p, lane));
    ensures sorted: InOrder(a, order, n); */
static inline void dg_lane_of(size_t n, const dg_real *key, const dg_real *mark, size_t lane, dg_real *a, dg_index *order) {
  //@ ghost dg_ideal_never();
  //@ ghost dg_lemma_ascend(n, key, lane);
  //@ assert distinct: \forall integer p, q; 0 <= p < q < n ==> LaneValue{Pre}(mark, p, lane) != LaneValue{Pre}(mark, q, lane);
  /*@ loop invariant range: 0 <= p <= n;
      loop invariant indices: Indices(order, p, n);
      loop invariant injective: Injective(order, p);
      loop invariant sources: \forall integer q; 0 <= q < p ==> order[q] == LaneValue{Pre}(mark, q, lane);
      loop invariant arrivals: \forall integer q; 0 <= q < p ==> ArrivesAt(a[order[q]], LaneValue{Pre}(key, q, lane));
      loop assigns p, a[0 .. n-1], order[0 .. n-1]; loop variant n - p; */
  for (size_t p = 0; p < n; p++) {
    //@ assert mark: mark[p * DG_LANES + lane] == LaneValue{Pre}(mark, p, lane);
    //@ assert key: key[p * DG_LANES + lane] == LaneValue{Pre}(key, p, lane);
    //@ assert name: NamesRow(LaneValue{Pre}(mark, p, lane), n);
    dg_index source = dg_source_of(mark[p * DG_LANES + lane]) /*@ ghost (n) */;
    //@ assert other: \forall integer q; 0 <= q < p ==> order[q] != source;
    order[p] = source;
    a[source] = key[p * DG_LANES + lane] < DG_REAL_MAX ? key[p * DG_LANES + lane] : DG_NEVER;
    //@ assert order: \forall integer q; 0 <= q < p ==> order[q] == \at(order[q], LoopCurrent) && order[q] != source;
    //@ assert a: \forall integer q; 0 <= q < p ==> a[order[q]] == \at(a[order[q]], LoopCurrent);
    //@ assert last: order[p] == source && ArrivesAt(a[order[p]], LaneValue{Pre}(key, p, lane));
  }
}

/* First spikes of one target for DG_LANES samples, where tau_mem = 2 tau_syn. w, source, key: as for dg_lane_search. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires valid: \valid_read(key + (0 .. (n+1)*DG_LANES-1));
    requires weights: lane_weights(n, w, source);
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1), k);
    requires positive: KeysPositive(key, n + 1);
    terminates \true; assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1];
    ensures positive: \forall integer l; 0 <= l < DG_LANES ==> out[l] > 0;
    ensures spikes: \forall integer l; 0 <= l < DG_LANES ==> FirstSpikeIn{Pre}(k->tau_mem, k->c, source != \null ? 1 : 0, w, source,
      key, n, l,
      \at(out[l], Here), \at(dT_dc[l], Here)); */
DG_FLATTEN static inline void dg_target_forward_two(const dg_constants *k, size_t n, const dg_real *w, const dg_index *source,
                                                    const dg_real *key, dg_real *out, dg_real *dT_dc) {
  dg_index causal[DG_LANES];
  //@ ghost int named = source != 0 ? 1 : 0;
  dg_lane_search(n, k->c, w, source, key, causal);
  /*@ ghost // causal is not among the arrivals
      /@ loop invariant range: 0 <= l <= DG_LANES;
         loop invariant sums: \forall integer j; 0 <= j < l ==>
           SumOne(named, w, source, key, causal[j], j) == SumOne{Pre}(named, w, source, key, causal[j], j) &&
           SumTwo(named, w, source, key, causal[j], j) == SumTwo{Pre}(named, w, source, key, causal[j], j);
         loop assigns l; loop variant DG_LANES - l; @/
      for (size_t l = 0; l < DG_LANES; l++)
        /@ loop invariant range: 0 <= p <= causal[l];
           loop invariant one: SumOne(named, w, source, key, p, l) == SumOne{Pre}(named, w, source, key, p, l);
           loop invariant two: SumTwo(named, w, source, key, p, l) == SumTwo{Pre}(named, w, source, key, p, l);
           loop assigns p; loop variant causal[l] - p; @/
        for (dg_index p = 0; p < causal[l]; p++) {
          /@ assert weight: LaneWeight(named, w, source, p, l) == LaneWeight{Pre}(named, w, source, p, l); @/
          /@ assert key: LaneValue(key, p, l) == LaneValue{Pre}(key, p, l); @/
          /@ assert one: SumOne(named, w, source, key, p + 1, l) == SumOne(named, w, source, key, p, l) +
               LaneWeight(named, w, source, p, l) * LaneValue(key, p, l) * LaneValue(key, p, l); @/
          /@ assert one_before: SumOne{Pre}(named, w, source, key, p + 1, l) == SumOne{Pre}(named, w, source, key, p, l) +
               LaneWeight{Pre}(named, w, source, p, l) * LaneValue{Pre}(key, p, l) * LaneValue{Pre}(key, p, l); @/
          /@ assert two: SumTwo(named, w, source, key, p + 1, l) == SumTwo(named, w, source, key, p, l) +
               LaneWeight(named, w, source, p, l) * LaneValue(key, p, l); @/
          /@ assert two_before: SumTwo{Pre}(named, w, source, key, p + 1, l) == SumTwo{Pre}(named, w, source, key, p, l) +
               LaneWeight{Pre}(named, w, source, p, l) * LaneValue{Pre}(key, p, l); @/
        } */
  dg_lane_spikes(k, n, w, source, key, causal, out, dT_dc);
}

/* First spike of one target in the sample of one lane, for other ratios; part holds the sorted arrivals, whose marks name sources,
   and which come the delay d later. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX && lane < DG_LANES;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1));
    requires parts: \valid_read(part) && sorted_parts(n, part->key, part->mark, part->a, part->source);
    requires order: Ordered(part->key, part->mark, n);
    requires separate: \separated(part->a + (0 .. n-1), part->source + (0 .. n-1), k, part) &&
      \separated(part->a + (0 .. n-1), w + (0 .. n-1)) && \separated(part->source + (0 .. n-1), w + (0 .. n-1));
    terminates \true; assigns part->a[0 .. n-1], part->source[0 .. n-1];
    ensures keys: KeysSame{Pre, Here}(part->key, n);
    ensures marks: KeysSame{Pre, Here}(part->mark, n);
    ensures constants: Constants(k);
    ensures inputs: Inputs(w, part->a, part->source, n) && InOrder(part->a, part->source, n);
    ensures sources: \forall integer p; 0 <= p < n ==> part->source[p] == LaneValue{Pre}(part->mark, p, lane);
    ensures arrivals: \forall integer p; 0 <= p < n ==> ArrivesAt(part->a[part->source[p]] - d, LaneValue{Pre}(part->key, p, lane));
    ensures causal: \result.causal <= n && (\result.causal > 0 ==>
      CausalSet(part->a, part->source, \result.causal, n, \result.time));
    ensures first: \result.causal > 0 ==> FirstCrossing(k->tau_mem, k->tau_syn, k->c, w, part->a, n,
      part->a[part->source[\result.causal - 1]] + \result.since);
    ensures time: \result.causal > 0 ==>
      TimeIs(\result.time, part->a[part->source[\result.causal - 1]], \result.since, DG_EPSILON);
    ensures never: \result.causal == 0 ==> NoCrossing(k->tau_mem, k->tau_syn, k->c, w, part->a, n);
    ensures slope: \result.causal > 0 ==> SlopeIs(k->tau_mem, k->tau_syn, w, part->a, part->source, \result.causal,
      part->a[part->source[\result.causal - 1]], \result.since, \result.crossing, \result.dT_dc); */
static inline dg_spike dg_lane_first_spike(const dg_constants *k, size_t n, const dg_real *w, dg_real d, const dg_lane_parts *part,
                                           size_t lane) {
  dg_lane_of(n, part->key, part->mark, lane, part->a, part->source);
  //@ assert sources: \forall integer p; 0 <= p < n ==> 0 <= part->source[p] < n;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant done: \forall integer j; 0 <= j < i ==> part->a[j] == \at(part->a[j], LoopEntry) + d;
      loop invariant rest: \forall integer j; i <= j < n ==> part->a[j] == \at(part->a[j], LoopEntry);
      loop assigns i, part->a[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) part->a[i] += d;
  //@ assert order: InOrder(part->a, part->source, n);
  //@ assert inputs: Inputs(w, part->a, part->source, n);
  //@ assert k: *k == \at(*k, Pre);
  //@ assert keys: \forall integer x; 0 <= x < n * DG_LANES ==> part->key[x] == \at(part->key[x], Pre);
  //@ assert marks: \forall integer x; 0 <= x < n * DG_LANES ==> part->mark[x] == \at(part->mark[x], Pre);
  return dg_first_spike(k, n, w, part->a, part->source);
}

/* First spikes of one target for DG_LANES samples, for other ratios; part and d as above. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1));
    requires parts: \valid_read(part) && sorted_parts(n, part->key, part->mark, part->a, part->source);
    requires order: Ordered(part->key, part->mark, n);
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(part->a + (0 .. n-1), part->source + (0 .. n-1), out + (0 .. DG_LANES-1),
        dT_dc + (0 .. DG_LANES-1), k, part) && \separated(part->a + (0 .. n-1), w + (0 .. n-1)) &&
      \separated(part->source + (0 .. n-1), w + (0 .. n-1));
    requires separate_sorted: \separated(out + (0 .. DG_LANES-1), part->key + (0 .. n*DG_LANES-1),
      part->mark + (0 .. n*DG_LANES-1)) &&
      \separated(dT_dc + (0 .. DG_LANES-1), part->key + (0 .. n*DG_LANES-1), part->mark + (0 .. n*DG_LANES-1));
    terminates \true;
    assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1], part->a[0 .. n-1], part->source[0 .. n-1];
    ensures keys: KeysSame{Pre, Here}(part->key, n);
    ensures marks: KeysSame{Pre, Here}(part->mark, n);
    ensures order: Ordered(part->key, part->mark, n); */
static inline void dg_target_forward_any(const dg_constants *k, size_t n, const dg_real *w, dg_real d,
                                         const dg_lane_parts *part, dg_real *out, dg_real *dT_dc) {
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant keys: KeysSame{Pre, Here}(part->key, n);
      loop invariant marks: KeysSame{Pre, Here}(part->mark, n);
      loop invariant order: Ordered(part->key, part->mark, n);
      loop invariant constants: Constants(k);
      loop assigns l, out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1], part->a[0 .. n-1], part->source[0 .. n-1];
      loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    dg_spike spike = dg_lane_first_spike(k, n, w, d, part, l);
    //@ assert keys_then: KeysSame{Pre, Here}(part->key, n);
    //@ assert marks_then: KeysSame{Pre, Here}(part->mark, n);
    out[l] = spike.time;
    dT_dc[l] = spike.dT_dc;
    /*@ assert keys: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(part->key, p, j) == LaneValue{Pre}(part->key, p, j); */
    /*@ assert marks: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(part->mark, p, j) == LaneValue{Pre}(part->mark, p, j); */
    //@ assert k: *k == \at(*k, LoopCurrent);
  }
}

/* The arrivals at one target in DG_LANES samples from column lane on, sorted into part, whose marks are sources; returns how many
   rows are in use. together: without the delay, which is that of the target. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs && lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(shift + (0 .. delays_of(layer)-1)) && \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires parts: \valid_read(part) && lane_parts_valid(sources_of(layer), *part) &&
      lane_parts_separate(sources_of(layer), *part) &&
      sources_of(layer) <= sorting_rows(sources_of(layer));
    requires separate: parts_apart(layer, shift, src, k, part);
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer));
    terminates \true;
    assigns part->key[0 .. (sorting_rows(layer->inputs+layer->biases)+1)*DG_LANES-1],
      part->mark[0 .. sorting_rows(layer->inputs+layer->biases)*DG_LANES-1], part->row[0 .. layer->inputs+layer->biases-1];
    ensures order: Ordered(part->key, part->mark, sources_of(layer));
    ensures keys: KeysOf(k->ratio, layer, shift, src, target, lane, together, part->key, part->mark, sources_of(layer));
    ensures last: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(part->key, sources_of(layer), l) == DG_RHO_MAX;
    ensures positive: k->ratio == DG_RATIO_TWO ==> KeysPositive(part->key, sources_of(layer) + 1); */
static inline void dg_layer_arrivals(const dg_layer *layer, const dg_constants *k, const dg_real *shift, const dg_real *src,
                                     size_t lane, size_t target, int together, const dg_lane_parts *part) {
  size_t n = dg_layer_sources(layer);
  const dg_real *row = together ? NULL : dg_layer_row(layer, k->ratio, shift, target, part->row);
  //@ assert factors: k->ratio == DG_RATIO_TWO && row != \null ==> Factors(row, n);
  //@ assert delays: row != \null ==> \forall integer i; 0 <= i < n ==> row[i] == ShiftOf(k->ratio, layer, shift, i, target);
  //@ ghost dg_lemma_delay_range(layer, target);
  //@ assert sources: k->ratio == DG_RATIO_TWO ==> Positives(src, n * DG_WIDTH);
  //@ assert row_key: row != \null ==> \separated(part->key + (0 .. n*DG_LANES-1), row + (0 .. n-1));
  //@ assert row_mark: row != \null ==> \separated(part->mark + (0 .. n*DG_LANES-1), row + (0 .. n-1));
  dg_lane_arrivals(k, n, row, src, lane, part->key, part->mark);
  /*@ assert spikes: k->ratio == DG_RATIO_TWO ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==>
        src[i * DG_WIDTH + lane + l] > 0; */
  //@ assert shifts: k->ratio == DG_RATIO_TWO && row != \null ==> \forall integer i; 0 <= i < n ==> row[i] >= 1;
  //@ ghost dg_lemma_arrival();
  //@ assert arrive: k->ratio == DG_RATIO_TWO ==> KeysPositive(part->key, n);
  //@ assert named: Named(part->mark, n);
  //@ assert kept: row != \null ==> \forall integer i; 0 <= i < n ==> row[i] == ShiftOf(k->ratio, layer, shift, i, target);
  /*@ assert keys: \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==>
        LaneValue(part->key, i, l) == SortedKey(k->ratio, layer, shift, src, target, together, i, lane + l); */
  //@ ghost dg_ideal_never();
  //@ ghost Unsorted: ;
  dg_lane_order(n, part->key, part->mark);
  //@ assert order: Ordered(part->key, part->mark, n);
  //@ assert shifts_kept: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Unsorted);
  //@ assert sources_kept: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Unsorted);
  /*@ assert each: \forall integer i; 0 <= i < n ==>
        ShiftOf(k->ratio, layer, shift, i, target) == ShiftOf{Unsorted}(\at(k->ratio, Unsorted), layer, shift, i, target); */
  /*@ assert same: \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==>
        SortedKey(k->ratio, layer, shift, src, target, together, i, lane + l) ==
        SortedKey{Unsorted}(\at(k->ratio, Unsorted), layer, shift, src, target, together, i, lane + l); */
  //@ assert permuted: Permuted{Unsorted, Here}(part->key, part->mark, n);
}

/* Sorted arrivals in rho: returns how many rows come, and writes the sources of these. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires parts: \valid_read(part) && lane_parts_valid(n, *part) && lane_parts_separate(n, *part);
    requires apart: \separated(part, part->source + (0 .. n*DG_LANES-1));
    requires order: Ordered(part->key, part->mark, n);
    requires last: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(part->key, n, l) == DG_RHO_MAX;
    requires positive: KeysPositive(part->key, n + 1);
    terminates \true; assigns part->source[0 .. n*DG_LANES-1];
    ensures used: \result <= n;
    ensures below: indices_below(part->source, \result * DG_LANES, n);
    ensures rows: SourcesOf(part->source, part->mark, \result) && NeverFrom(part->key, \result, n);
    ensures positive: KeysPositive(part->key, \result + 1);
    ensures keys: KeysSame{Pre, Here}(part->key, n);
    ensures marks: KeysSame{Pre, Here}(part->mark, n); */
static inline size_t dg_lane_name(size_t n, const dg_lane_parts *part) {
  size_t used = dg_lanes_used(n, part->key);
  dg_lane_sources(used, part->mark, part->source) /*@ ghost (n) */;
  /*@ assert keys: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==>
        LaneValue(part->key, p, l) == LaneValue{Pre}(part->key, p, l); */
  /*@ assert marks: \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==>
        LaneValue(part->mark, p, l) == LaneValue{Pre}(part->mark, p, l); */
  return used;
}

/* Both, with all scratch as one array. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs && lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(shift + (0 .. delays_of(layer)-1)) && \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), part->source + (0 .. sources_of(layer)*DG_LANES-1),
      layer, k, part);
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), part->key + (0 .. forward_reals_of(layer)-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer));
    terminates \true;
    assigns part->key[0 .. forward_reals_of(layer)-1], part->source[0 .. sources_of(layer)*DG_LANES-1];
    ensures used: \result <= sources_of(layer);
    ensures sorted: SortedLanes(k->ratio, layer, shift, src, target, lane, together, part, sources_of(layer), \result); */
static inline size_t dg_target_arrivals(const dg_layer *layer, const dg_constants *k, const dg_real *shift, const dg_real *src,
                                        size_t lane, size_t target, int together, const dg_lane_parts *part) {
  size_t n = dg_layer_sources(layer);
  //@ assert rows: sources_of(layer) <= sorting_rows(sources_of(layer));
  //@ assert places: mark_after(sources_of(layer), part) && row_last(sources_of(layer), part);
  //@ assert parts: lane_parts_valid(sources_of(layer), *part) && lane_parts_separate(sources_of(layer), *part);
  //@ assert separate_key: part_apart(layer, shift, src, k, part->key, (sorting_rows(sources_of(layer))+1)*DG_LANES);
  //@ assert separate_mark: part_apart(layer, shift, src, k, part->mark, sorting_rows(sources_of(layer))*DG_LANES);
  //@ assert separate_row: part_apart(layer, shift, src, k, part->row, sources_of(layer));
  //@ assert separate: parts_apart(layer, shift, src, k, part);
  dg_layer_arrivals(layer, k, shift, src, lane, target, together, part);
  if (k->ratio != DG_RATIO_TWO) return n;
  //@ ghost Sorted: ;
  size_t used = dg_lane_name(n, part);
  //@ assert order: Ordered(part->key, part->mark, n);
  /*@ assert same: \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==>
        SortedKey(k->ratio, layer, shift, src, target, together, i, lane + l) ==
        SortedKey{Sorted}(\at(k->ratio, Sorted), layer, shift, src, target, together, i, lane + l); */
  return used;
}

/* The first rows of part in rho after the delay d of the target, a factor, if together. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX && used <= n;
    requires parts: \valid_read(part) && laid_out(n, part);
    requires keys: KeysPositive(part->key, used + 1);
    requires delay: together != 0 ==> d >= 1;
    terminates \true; assigns part->later[0 .. (n+1)*DG_LANES-1];
    ensures valid: \valid_read(\result + (0 .. (used+1)*DG_LANES-1));
    ensures place: \result == (together != 0 ? part->later : part->key);
    ensures later: LaterBy(together, d, part->key, \result, used);
    ensures positive: KeysPositive(\result, used + 1);
    ensures keys: KeysSame{Pre, Here}(part->key, n + 1);
    ensures marks: KeysSame{Pre, Here}(part->mark, n); */
static inline const dg_real *dg_target_later(size_t used, dg_real d, int together,
  const dg_lane_parts *part) /*@ ghost (size_t n) */ {
  //@ assert places: later_after(n, part) && mark_after(n, part);
  //@ assert valid: \valid(part->later + (0 .. (n+1)*DG_LANES-1)) && \valid(part->key + (0 .. (n+1)*DG_LANES-1));
  //@ assert apart: \separated(part->key + (0 .. (n+1)*DG_LANES-1), part->later + (0 .. (n+1)*DG_LANES-1));
  if (!together) return part->key;
  //@ assert marks_apart: \separated(part->mark + (0 .. n*DG_LANES-1), part->later + (0 .. (n+1)*DG_LANES-1));
  dg_lane_later(used, d, part->key, part->later);
  //@ ghost dg_lemma_arrival();
  /*@ assert keys: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==>
        LaneValue(part->key, p, l) == LaneValue{Pre}(part->key, p, l); */
  /*@ assert marks: \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==>
        LaneValue(part->mark, p, l) == LaneValue{Pre}(part->mark, p, l); */
  return part->later;
}

/* First spikes of one target for DG_LANES samples from column lane on, where tau_mem = 2 tau_syn, of the first rows of part; if
   together, all come later by the factor d. */
/*@ requires size: n == sources_of(layer) && 1 <= n <= 2 * DG_SIZE_MAX && used <= n && lane <= DG_WIDTH - DG_LANES;
    requires constants: Constants(k) && k->ratio == DG_RATIO_TWO;
    requires input: \valid_read(layer) && \valid_read(w + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(shift + (0 .. delays_of(layer)-1)) && admitted_sizes(layer) && admitted_groups(layer) && target < layer->outputs;
    requires parts: \valid_read(part) && laid_out(n, part);
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(part->key + (0 .. forward_reals(n)-1), part->source + (0 .. n*DG_LANES-1), layer, k, part,
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_weights: \separated(w + (0 .. n-1), part->key + (0 .. forward_reals(n)-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), part->key + (0 .. forward_reals(n)-1),
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_sources: \separated(src + (0 .. n*DG_WIDTH-1), part->key + (0 .. forward_reals(n)-1),
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires sorted: SortedLanes(DG_RATIO_TWO, layer, shift, src, target, lane, together, part, n, used);
    requires delay: together != 0 ==> d >= 1 && DelayOf(DG_RATIO_TWO, layer, shift, target, n, d);
    terminates \true; assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1], part->key[0 .. forward_reals(n)-1];
    ensures positive: \forall integer l; 0 <= l < DG_LANES ==> out[l] > 0;
    ensures sorted: SortedLanes(DG_RATIO_TWO, layer, shift, src, target, lane, together, part, n, used);
    ensures spikes: \forall integer l; 0 <= l < DG_LANES ==>
      SpikeIn{Pre}(k->tau_mem, k->c, layer, w, shift, src, target, n, lane + l, \at(out[l], Post), \at(dT_dc[l], Post)); */
static inline void dg_target_two(const dg_constants *k, size_t used, const dg_real *w, dg_real d, int together,
                                 const dg_lane_parts *part, dg_real *out, dg_real *dT_dc)
  /*@ ghost (const dg_layer *layer, const dg_real *shift, const dg_real *src, size_t target, size_t lane, size_t n) */ {
  //@ assert places: later_after(n, part) && mark_after(n, part);
  //@ assert later_part: \subset(part->later + (0 .. (n+1)*DG_LANES-1), part->key + (0 .. forward_reals(n)-1));
  const dg_real *arrivals = dg_target_later(used, d, together, part) /*@ ghost (n) */;
  //@ ghost dg_lemma_delay_range(layer, target);
  //@ assert k: *k == \at(*k, Pre);
  //@ assert weights: \forall integer i; 0 <= i < n ==> w[i] == \at(w[i], Pre);
  //@ assert shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
  //@ assert sources: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
  /*@ assert each: \forall integer i; 0 <= i < n ==>
        ShiftOf(DG_RATIO_TWO, layer, shift, i, target) == ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, target); */
  //@ assert rows: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==> RowValue(src, i, x) == RowValue{Pre}(src, i, x);
  //@ assert same: TargetSame{Pre, Here}(layer, w, shift, src, target, n);
  //@ assert keys_of: KeysOf(DG_RATIO_TWO, layer, shift, src, target, lane, together, part->key, part->mark, n);
  //@ assert sorted: SortedLanes(DG_RATIO_TWO, layer, shift, src, target, lane, together, part, n, used);
  //@ assert delay: together != 0 ==> d >= 1 && DelayOf(DG_RATIO_TWO, layer, shift, target, n, d);
  /*@ ghost dg_fact_lane_spikes(k->tau_mem, k->c, layer, w, shift, src, target, lane, together, d, n, used, part->key, part->mark,
        arrivals, part->source); */
  //@ ghost const dg_real tau_mem = k->tau_mem, c = k->c;
  //@ ghost Later: ;
  /*@ assert from: \forall integer x, real rho, real rate; 0 <= x < DG_WIDTH &&
        SpikeIn(tau_mem, c, layer, w, shift, src, target, n, x, rho, rate) ==>
        SpikeIn{Pre}(tau_mem, c, layer, w, shift, src, target, n, x, rho, rate); */
  //@ assert weights_valid: part->source != \null && lane_weights(used, w, part->source);
  dg_target_forward_two(k, used, w, part->source, arrivals, out, dT_dc);
  //@ assert k_then: k->tau_mem == tau_mem && k->c == c && tau_mem == \at(k->tau_mem, Pre) && c == \at(k->c, Pre);
  /*@ assert first: \forall integer l; 0 <= l < DG_LANES ==>
        FirstSpikeIn{Later}(tau_mem, c, 1, w, part->source, arrivals, used, l, \at(out[l], Here), \at(dT_dc[l], Here)); */
  /*@ assert spikes: \forall integer l; 0 <= l < DG_LANES ==> SpikeIn{Later}(tau_mem, c, layer, w, shift, src, target, n, lane + l,
        \at(out[l], Here), \at(dT_dc[l], Here)); */
  //@ assert shifts_then: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Later);
  //@ assert sources_then: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Later);
  /*@ assert each_then: \forall integer i; 0 <= i < n ==>
        ShiftOf(DG_RATIO_TWO, layer, shift, i, target) == ShiftOf{Later}(DG_RATIO_TWO, layer, shift, i, target); */
  //@ assert rows_then: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==> RowValue(src, i, x) == RowValue{Later}(src, i, x);
  //@ assert keys_same: KeysSame{Later, Here}(part->key, n + 1);
  //@ assert marks_same: KeysSame{Later, Here}(part->mark, n);
  //@ assert keys_of_then: KeysOf(DG_RATIO_TWO, layer, shift, src, target, lane, together, part->key, part->mark, n);
}

/* dg_target_forward_any with all scratch as one array. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1));
    requires parts: \valid_read(part) && laid_out(n, part);
    requires order: Ordered(part->key, part->mark, n);
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(part->key + (0 .. forward_reals(n)-1), part->source + (0 .. n*DG_LANES-1), k, part,
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_weights: \separated(w + (0 .. n-1), part->key + (0 .. forward_reals(n)-1),
      part->source + (0 .. n*DG_LANES-1));
    terminates \true;
    assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1], part->key[0 .. forward_reals(n)-1], part->source[0 .. n*DG_LANES-1];
    ensures keys: KeysSame{Pre, Here}(part->key, n);
    ensures marks: KeysSame{Pre, Here}(part->mark, n);
    ensures order: Ordered(part->key, part->mark, n); */
static inline void dg_target_spikes(const dg_constants *k, size_t n, const dg_real *w, dg_real d, const dg_lane_parts *part,
                                    dg_real *out, dg_real *dT_dc) {
  //@ assert a: a_after(n, part) && mark_after(n, part);
  //@ assert parts: sorted_parts(n, part->key, part->mark, part->a, part->source);
  dg_target_forward_any(k, n, w, d, part, out, dT_dc);
}

/* First spikes of one target for DG_LANES samples from column lane on, from the sorted arrivals in part. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs && lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(w + (0 .. sources_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part) && used <= sources_of(layer);
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), part->source + (0 .. sources_of(layer)*DG_LANES-1),
      layer, k, part,
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_weights: \separated(w + (0 .. sources_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires sorted: SortedLanes(k->ratio, layer, shift, src, target, lane, together, part, sources_of(layer), used);
    requires delay: k->ratio == DG_RATIO_TWO && together != 0 ==>
      d >= 1 && DelayOf(DG_RATIO_TWO, layer, shift, target, sources_of(layer), d);
    terminates \true;
    assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1], part->key[0 .. forward_reals_of(layer)-1],
      part->source[0 .. sources_of(layer)*DG_LANES-1];
    ensures sorted: SortedLanes(k->ratio, layer, shift, src, target, lane, together, part, sources_of(layer), used);
    ensures shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \old(shift[x]);
    ensures sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \old(src[x]);
    ensures positive: k->ratio == DG_RATIO_TWO ==> Positives(out, DG_LANES);
    ensures spikes: k->ratio == DG_RATIO_TWO ==> \forall integer l; 0 <= l < DG_LANES ==>
      SpikeIn{Pre}(k->tau_mem, k->c, layer, w, shift, src, target, sources_of(layer), lane + l, \at(out[l], Post),
        \at(dT_dc[l], Post)); */
static inline void dg_target_sorted(const dg_layer *layer, const dg_constants *k, const dg_real *w, size_t used, dg_real d,
                                    int together, const dg_lane_parts *part, dg_real *out, dg_real *dT_dc)
  /*@ ghost (const dg_real *shift, const dg_real *src, size_t target, size_t lane) */ {
  size_t n = dg_layer_sources(layer);
  //@ assert reals: forward_reals(n) == forward_reals_of(layer);
  if (k->ratio == DG_RATIO_TWO) {
    dg_target_two(k, used, w, d, together, part, out, dT_dc) /*@ ghost (layer, shift, src, target, lane, n) */;
    //@ assert shifts_two: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
    //@ assert sources_two: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \at(src[x], Pre);
  } else {
    dg_target_spikes(k, n, w, d, part, out, dT_dc);
    //@ assert k: k->ratio == \at(k->ratio, Pre);
    //@ ghost dg_lemma_delay_range(layer, target);
    //@ assert shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
    //@ assert sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \at(src[x], Pre);
    /*@ assert each: \forall integer i; 0 <= i < n ==>
          ShiftOf(k->ratio, layer, shift, i, target) == ShiftOf{Pre}(\at(k->ratio, Pre), layer, shift, i, target); */
    //@ assert keys: KeysOf(k->ratio, layer, shift, src, target, lane, together, part->key, part->mark, n);
  }
}

/* First spikes of one target for DG_LANES samples from column lane on, w: its weights. If shared, the arrivals of target 0 are
   those of all, of which so many rows are used; together: but for the delay of the target. Returns how many rows are in use. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs && lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(w + (0 .. sources_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), part->source + (0 .. sources_of(layer)*DG_LANES-1),
      layer, k, part,
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_weights: \separated(w + (0 .. sources_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer));
    requires order: SharesOrder(layer, shared, together);
    requires used: used <= sources_of(layer);
    requires sorted: shared != 0 && target > 0 ==>
      SortedLanes(k->ratio, layer, shift, src, 0, lane, together, part, sources_of(layer), used);
    terminates \true;
    assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1], part->key[0 .. forward_reals_of(layer)-1],
      part->source[0 .. sources_of(layer)*DG_LANES-1];
    ensures used: \result <= sources_of(layer);
    ensures sorted: shared != 0 ==> SortedLanes(k->ratio, layer, shift, src, 0, lane, together, part, sources_of(layer), \result);
    ensures sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \old(src[x]);
    ensures shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \old(shift[x]);
    ensures positive: k->ratio == DG_RATIO_TWO ==> Positives(out, DG_LANES);
    ensures spikes: k->ratio == DG_RATIO_TWO ==> \forall integer l; 0 <= l < DG_LANES ==>
      SpikeIn{Pre}(k->tau_mem, k->c, layer, w, shift, src, target, sources_of(layer), lane + l, NumberAt{Post}(out, l),
        NumberAt{Post}(dT_dc, l)); */
static inline size_t dg_target_forward(const dg_layer *layer, const dg_constants *k, const dg_real *w, const dg_real *shift,
                                       const dg_real *src, size_t lane, size_t target, size_t used, int shared, int together,
                                       const dg_lane_parts *part, dg_real *out, dg_real *dT_dc) {
  //@ ghost dg_lemma_one_group(layer, target);
  //@ ghost dg_lemma_delay_range(layer, target);
  //@ ghost const size_t n = layer->inputs + layer->biases;
  if (target == 0 || !shared) used = dg_target_arrivals(layer, k, shift, src, lane, target, together, part);
  //@ assert k: *k == \at(*k, Pre);
  //@ assert weights: \forall integer i; 0 <= i < n ==> w[i] == \at(w[i], Pre);
  //@ assert shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
  //@ assert sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \at(src[x], Pre);
  /*@ assert one: shared != 0 && together == 0 ==> \forall integer i; 0 <= i < n ==>
        ShiftOf(k->ratio, layer, shift, i, target) == ShiftOf(k->ratio, layer, shift, i, 0); */
  /*@ assert keys: shared != 0 ==> \forall integer i, x; 0 <= i < n ==>
        SortedKey(k->ratio, layer, shift, src, target, together, i, x) ==
        SortedKey(k->ratio, layer, shift, src, 0, together, i, x); */
  //@ assert sorted: SortedLanes(k->ratio, layer, shift, src, target, lane, together, part, n, used);
  /*@ assert each: \forall integer i; 0 <= i < n ==>
        ShiftOf(DG_RATIO_TWO, layer, shift, i, target) == ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, target); */
  //@ assert rows: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==> RowValue(src, i, x) == RowValue{Pre}(src, i, x);
  //@ ghost const dg_real tau_mem = k->tau_mem, c = k->c;
  //@ assert same: TargetSame{Pre, Here}(layer, w, shift, src, target, n);
  /*@ assert from: \forall integer x, real rho, real rate; 0 <= x < DG_WIDTH &&
        SpikeIn(tau_mem, c, layer, w, shift, src, target, n, x, rho, rate) ==>
        SpikeIn{Pre}(tau_mem, c, layer, w, shift, src, target, n, x, rho, rate); */
  dg_real d = together ? shift[dg_layer_delay_index(layer, 0, target)] : 0;
  //@ assert own: together != 0 ==> DelayOf(k->ratio, layer, shift, target, n, d);
  //@ assert delay: k->ratio == DG_RATIO_TWO && together != 0 ==> d >= 1;
  //@ ghost Sorted: ;
  dg_target_sorted(layer, k, w, used, d, together, part, out, dT_dc) /*@ ghost (shift, src, target, lane) */;
  //@ assert k_then: k->tau_mem == tau_mem && k->c == c && k->ratio == \at(k->ratio, Pre);
  /*@ assert spikes: k->ratio == DG_RATIO_TWO ==> \forall integer l; 0 <= l < DG_LANES ==>
        SpikeIn{Sorted}(tau_mem, c, layer, w, shift, src, target, n, lane + l, \at(out[l], Here), \at(dT_dc[l], Here)); */
  /*@ assert spikes_first: k->ratio == DG_RATIO_TWO ==> \forall integer l; 0 <= l < DG_LANES ==>
        SpikeIn{Pre}(tau_mem, c, layer, w, shift, src, target, n, lane + l, \at(out[l], Here), \at(dT_dc[l], Here)); */
  return used;
}

/* The same where w, out and dT_dc are those of all targets. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs && lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires output: \valid(out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid(dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), part->source + (0 .. sources_of(layer)*DG_LANES-1),
      layer, k, part,
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_weights: \separated(w + (0 .. weights_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer));
    requires order: SharesOrder(layer, shared, together);
    requires used: used <= sources_of(layer);
    requires sorted: shared != 0 && target > 0 ==>
      SortedLanes(k->ratio, layer, shift, src, 0, lane, together, part, sources_of(layer), used);
    terminates \true;
    assigns out[target*DG_WIDTH+lane .. target*DG_WIDTH+lane+DG_LANES-1],
      dT_dc[target*DG_WIDTH+lane .. target*DG_WIDTH+lane+DG_LANES-1], part->key[0 .. forward_reals_of(layer)-1],
      part->source[0 .. sources_of(layer)*DG_LANES-1];
    ensures used: \result <= sources_of(layer);
    ensures sorted: shared != 0 ==> SortedLanes(k->ratio, layer, shift, src, 0, lane, together, part, sources_of(layer), \result);
    ensures sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \old(src[x]);
    ensures shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \old(shift[x]);
    ensures positive: k->ratio == DG_RATIO_TWO ==>
      \forall integer x; target * DG_WIDTH + lane <= x < target * DG_WIDTH + lane + DG_LANES ==> out[x] > 0;
    ensures spikes: k->ratio == DG_RATIO_TWO ==> \forall integer x; lane <= x < lane + DG_LANES ==>
      SpikeOf{Pre}(k->tau_mem, k->c, layer, w, shift, src, target, x, RowValue{Post}(out, target, x),
        RowValue{Post}(dT_dc, target, x)); */
static inline size_t dg_target_forward_at(const dg_layer *layer, const dg_constants *k, const dg_real *w, const dg_real *shift,
                                          const dg_real *src, size_t lane, size_t target, size_t used, int shared, int together,
                                          const dg_lane_parts *part, dg_real *out, dg_real *dT_dc) {
  size_t n = dg_layer_sources(layer), at = target * DG_WIDTH + lane;
  //@ ghost dg_lemma_rows(target, layer->outputs, n);
  //@ ghost dg_lemma_rows(target, layer->outputs, DG_WIDTH);
  //@ assert weights: layer->outputs * n == weights_of(layer) && 0 <= target * n && target * n + n <= weights_of(layer);
  /*@ assert places: (size_t)(target * n) == target * n && at == target * DG_WIDTH + lane &&
        at + DG_LANES <= layer->outputs * DG_WIDTH; */
  /*@ assert weights_apart: \separated(w + (target * n .. target * n + n - 1), part->key + (0 .. forward_reals_of(layer)-1),
        part->source + (0 .. sources_of(layer)*DG_LANES-1)); */
  const dg_real *w_j = w + target * n;
  //@ assert w_j: \valid_read(w_j + (0 .. n-1));
  dg_real *out_j = out + at;
  dg_real *dT_dc_j = dT_dc + at;
  used = dg_target_forward(layer, k, w_j, shift, src, lane, target, used, shared, together, part, out_j, dT_dc_j);
  //@ assert own: w_j == w + target * sources_of(layer) && n == sources_of(layer);
  /*@ ghost
    /@ loop invariant range: at <= x <= at + DG_LANES;
       loop invariant spikes: k->ratio == DG_RATIO_TWO ==> \forall integer y; at <= y < x ==> out[y] > 0;
       loop assigns x; loop variant at + DG_LANES - x; @/
    for (size_t x = at; x < at + DG_LANES; x++) dg_lemma_one_positive(out + at, DG_LANES, x - at); */
  /*@ ghost
    /@ loop invariant range: 0 <= l <= DG_LANES;
       loop invariant spikes: k->ratio == DG_RATIO_TWO ==> \forall integer x; lane <= x < lane + l ==>
         SpikeIn{Pre}(k->tau_mem, k->c, layer, w_j, shift, src, target, n, x, RowValue{Here}(out, target, x),
           RowValue{Here}(dT_dc, target, x));
       loop assigns l; loop variant DG_LANES - l; @/
    for (size_t l = 0; l < DG_LANES; l++) {
      /@ assert values: RowValue(out, target, lane + l) == NumberAt(out_j, l) &&
           RowValue(dT_dc, target, lane + l) == NumberAt(dT_dc_j, l); @/
      /@ assert spike: k->ratio == DG_RATIO_TWO ==>
           SpikeIn{Pre}(k->tau_mem, k->c, layer, w_j, shift, src, target, n, lane + l, NumberAt{Here}(out_j, l),
             NumberAt{Here}(dT_dc_j, l)); @/
    } */
  return used;
}

/* First spikes of all targets for DG_LANES samples from column lane on. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires lane: lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires output: \valid(out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid(dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), part->source + (0 .. sources_of(layer)*DG_LANES-1),
      layer, k, part,
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_weights: \separated(w + (0 .. weights_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_spikes: \separated(w + (0 .. weights_of(layer)-1), out + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \separated(w + (0 .. weights_of(layer)-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer));
    requires order: SharesOrder(layer, shared, together);
    terminates \true;
    assigns out[0 .. layer->outputs*DG_WIDTH-1], dT_dc[0 .. layer->outputs*DG_WIDTH-1], part->key[0 .. forward_reals_of(layer)-1],
      part->source[0 .. sources_of(layer)*DG_LANES-1];
    ensures positive: k->ratio == DG_RATIO_TWO ==>
      \forall integer x; 0 <= x < layer->outputs * DG_WIDTH && lane <= x % DG_WIDTH < lane + DG_LANES ==> out[x] > 0;
    ensures others: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH && x % DG_WIDTH < lane ==> out[x] == \old(out[x]);
    ensures before: BeforeLane{Pre, Post}(out, layer->outputs, lane) && BeforeLane{Pre, Post}(dT_dc, layer->outputs, lane);
    ensures spikes: k->ratio == DG_RATIO_TWO ==> \forall integer j, x; 0 <= j < layer->outputs && lane <= x < lane + DG_LANES ==>
      SpikeOf{Pre}(k->tau_mem, k->c, layer, w, shift, src, j, x, RowValue{Post}(out, j, x),
        RowValue{Post}(dT_dc, j, x)); */
static inline void dg_lane_forward(const dg_layer *layer, const dg_constants *k, const dg_real *w, const dg_real *shift,
                                   const dg_real *src, size_t lane, int shared, int together, const dg_lane_parts *part,
                                   dg_real *out, dg_real *dT_dc) {
  size_t used = 0;
  //@ ghost const size_t n = layer->inputs + layer->biases;
  //@ assert n: n == sources_of(layer) && 1 <= n <= 2 * DG_SIZE_MAX;
  /*@ loop invariant range: 0 <= j <= layer->outputs;
      loop invariant used: used <= sources_of(layer);
      loop invariant constants: *k == \at(*k, Pre);
      loop invariant sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \at(src[x], Pre);
      loop invariant shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
      loop invariant weights: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], Pre);
      loop invariant sorted: shared != 0 && j > 0 ==> SortedLanes(k->ratio, layer, shift, src, 0, lane, together, part, n, used);
      loop invariant positive: k->ratio == DG_RATIO_TWO ==>
        \forall integer x; 0 <= x < j * DG_WIDTH && lane <= x % DG_WIDTH < lane + DG_LANES ==> out[x] > 0;
      loop invariant others: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH && x % DG_WIDTH < lane ==>
        out[x] == \at(out[x], Pre);
      loop invariant before: BeforeLane{Pre, Here}(out, layer->outputs, lane) && BeforeLane{Pre, Here}(dT_dc, layer->outputs, lane);
      loop invariant spikes: k->ratio == DG_RATIO_TWO ==> \forall integer i, x; 0 <= i < j && lane <= x < lane + DG_LANES ==>
        SpikeOf{Pre}(\at(k->tau_mem, Pre), \at(k->c, Pre), layer, w, shift, src, i, x, RowValue{Here}(out, i, x),
          RowValue{Here}(dT_dc, i, x));
      loop assigns j, used, out[0 .. layer->outputs*DG_WIDTH-1], dT_dc[0 .. layer->outputs*DG_WIDTH-1],
        part->key[0 .. forward_reals_of(layer)-1], part->source[0 .. sources_of(layer)*DG_LANES-1];
      loop variant layer->outputs - j; */
  for (size_t j = 0; j < layer->outputs; j++) {
    //@ assert places: 0 <= j * DG_WIDTH && j * DG_WIDTH + lane + DG_LANES <= layer->outputs * DG_WIDTH;
    /*@ assert k_apart: \separated(k, out + (j * DG_WIDTH + lane .. j * DG_WIDTH + lane + DG_LANES - 1)) &&
          \separated(k, dT_dc + (j * DG_WIDTH + lane .. j * DG_WIDTH + lane + DG_LANES - 1)); */
    //@ ghost dg_lemma_rows(j, layer->outputs, n);
    //@ ghost const dg_real *w_j = w + j * n;
    //@ assert row: layer->outputs * n == weights_of(layer) && 0 <= j * n && j * n + n <= weights_of(layer);
    //@ ghost dg_lemma_delay_range(layer, j);
    //@ assert weights: \forall integer i; 0 <= i < n ==> NumberAt(w_j, i) == NumberAt{Pre}(w_j, i);
    /*@ assert each: \forall integer i; 0 <= i < n ==>
          ShiftOf(DG_RATIO_TWO, layer, shift, i, j) == ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, j); */
    //@ assert rows: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==> RowValue(src, i, x) == RowValue{Pre}(src, i, x);
    //@ ghost const dg_real tau_mem = k->tau_mem, c = k->c;
    //@ assert same: TargetSame{Pre, Here}(layer, w_j, shift, src, j, n);
    /*@ assert from: \forall integer x, real rho, real rate; 0 <= x < DG_WIDTH &&
          SpikeIn(tau_mem, c, layer, w_j, shift, src, j, n, x, rho, rate) ==>
          SpikeIn{Pre}(tau_mem, c, layer, w_j, shift, src, j, n, x, rho, rate); */
    //@ assert place_then: w_j == w + j * sources_of(layer) && n == sources_of(layer) && n == sources_of{Pre}(layer);
    /*@ assert of: \forall integer x, real rho, real rate; 0 <= x < DG_WIDTH &&
          SpikeOf(tau_mem, c, layer, w, shift, src, j, x, rho, rate) ==>
          SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, j, x, rho, rate); */
    used = dg_target_forward_at(layer, k, w, shift, src, lane, j, used, shared, together, part, out, dT_dc);
    //@ assert k: *k == \at(*k, LoopCurrent);
    /*@ assert all_apart: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==>
          \separated(out + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
          \separated(dT_dc + x, part->key + (0 .. forward_reals_of(layer)-1)); */
    /*@ assert out_others: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH &&
          (x < j * DG_WIDTH + lane || x >= j * DG_WIDTH + lane + DG_LANES) ==>
          out[x] == \at(out[x], LoopCurrent); */
    /*@ assert dT_dc_others: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH &&
          (x < j * DG_WIDTH + lane || x >= j * DG_WIDTH + lane + DG_LANES) ==>
          dT_dc[x] == \at(dT_dc[x], LoopCurrent); */
    /*@ assert last: k->ratio == DG_RATIO_TWO ==> \forall integer x; j * DG_WIDTH + lane <= x < j * DG_WIDTH + lane + DG_LANES ==>
          out[x] > 0; */
    /*@ assert before_apart: \forall integer x; 0 <= x < j * DG_WIDTH ==>
          \separated(out + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
          \separated(out + x, out + (j * DG_WIDTH + lane .. j * DG_WIDTH + lane + DG_LANES - 1)) &&
          \separated(out + x, dT_dc + (j * DG_WIDTH + lane .. j * DG_WIDTH + lane + DG_LANES - 1)); */
    //@ assert before: \forall integer x; 0 <= x < j * DG_WIDTH ==> out[x] == \at(out[x], LoopCurrent);
    //@ assert rows: SameRowsBut{LoopCurrent, Here}(out, layer->outputs, j, lane);
    //@ assert rows_dT_dc: SameRowsBut{LoopCurrent, Here}(dT_dc, layer->outputs, j, lane);
    //@ assert k_then: k->tau_mem == tau_mem && k->c == c && tau_mem == \at(k->tau_mem, Pre) && c == \at(k->c, Pre);
    /*@ assert weights_apart: \forall integer x; 0 <= x < weights_of(layer) ==>
          \separated(w + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
          \separated(w + x, out + (j * DG_WIDTH + lane .. j * DG_WIDTH + lane + DG_LANES - 1)) &&
          \separated(w + x, dT_dc + (j * DG_WIDTH + lane .. j * DG_WIDTH + lane + DG_LANES - 1)); */
    //@ assert weights_then: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], LoopCurrent);
    /*@ assert latest: k->ratio == DG_RATIO_TWO ==> \forall integer x; lane <= x < lane + DG_LANES ==>
          SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, j, x, RowValue{Here}(out, j, x), RowValue{Here}(dT_dc, j, x)); */
    /*@ assert older: k->ratio == DG_RATIO_TWO ==> \forall integer i, x; 0 <= i < j && lane <= x < lane + DG_LANES ==>
          SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, i, x, RowValue{Here}(out, i, x), RowValue{Here}(dT_dc, i, x)); */
    /*@ assert both: k->ratio == DG_RATIO_TWO ==> \forall integer i, x; 0 <= i <= j && lane <= x < lane + DG_LANES ==>
          SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, i, x, RowValue{Here}(out, i, x), RowValue{Here}(dT_dc, i, x)); */
  }
}

/* First spikes of all targets in a chunk. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires output: \valid(out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid(dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), part->source + (0 .. sources_of(layer)*DG_LANES-1),
      layer, k, part,
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_weights: \separated(w + (0 .. weights_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_spikes: \separated(w + (0 .. weights_of(layer)-1), out + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \separated(w + (0 .. weights_of(layer)-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), part->key + (0 .. forward_reals_of(layer)-1),
      out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer));
    requires order: SharesOrder(layer, shared, together);
    terminates \true;
    assigns out[0 .. layer->outputs*DG_WIDTH-1], dT_dc[0 .. layer->outputs*DG_WIDTH-1], part->key[0 .. forward_reals_of(layer)-1],
      part->source[0 .. sources_of(layer)*DG_LANES-1];
    ensures positive: k->ratio == DG_RATIO_TWO ==> Positives(out, layer->outputs * DG_WIDTH);
    ensures spikes: k->ratio == DG_RATIO_TWO ==> \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < DG_WIDTH ==>
      SpikeOf{Pre}(k->tau_mem, k->c, layer, w, shift, src, j, x, RowValue{Post}(out, j, x),
        RowValue{Post}(dT_dc, j, x)); */
static inline void dg_target_chunk_spikes(const dg_layer *layer, const dg_constants *k, const dg_real *w, const dg_real *shift,
                                   const dg_real *src, int shared, int together, const dg_lane_parts *part, dg_real *out,
                                   dg_real *dT_dc) {
  //@ ghost const size_t n = layer->inputs + layer->biases;
  //@ assert n: n == sources_of(layer) && 1 <= n <= 2 * DG_SIZE_MAX;
  /*@ loop invariant range: 0 <= lane <= DG_WIDTH && lane % DG_LANES == 0;
      loop invariant weights: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], Pre);
      loop invariant spikes: k->ratio == DG_RATIO_TWO ==> \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < lane ==>
        SpikeOf{Pre}(\at(k->tau_mem, Pre), \at(k->c, Pre), layer, w, shift, src, j, x, RowValue{Here}(out, j, x),
          RowValue{Here}(dT_dc, j, x));
      loop invariant constants: *k == \at(*k, Pre);
      loop invariant sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \at(src[x], Pre);
      loop invariant shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
      loop invariant positive: k->ratio == DG_RATIO_TWO ==>
        \forall integer x; 0 <= x < layer->outputs * DG_WIDTH && x % DG_WIDTH < lane ==> out[x] > 0;
      loop assigns lane, out[0 .. layer->outputs*DG_WIDTH-1], dT_dc[0 .. layer->outputs*DG_WIDTH-1],
        part->key[0 .. forward_reals_of(layer)-1], part->source[0 .. sources_of(layer)*DG_LANES-1];
      loop variant DG_WIDTH - lane; */
  for (size_t lane = 0; lane < DG_WIDTH; lane += DG_LANES) {
    //@ assert lane: lane <= DG_WIDTH - DG_LANES;
    //@ ghost const dg_real tau_mem = k->tau_mem, c = k->c;
    //@ assert weights: \forall integer y; 0 <= y < weights_of(layer) ==> NumberAt(w, y) == NumberAt{Pre}(w, y);
    //@ assert numbers: \forall integer y; 0 <= y < delays_of(layer) ==> NumberAt(shift, y) == NumberAt{Pre}(shift, y);
    //@ assert rows: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==> RowValue(src, i, x) == RowValue{Pre}(src, i, x);
    //@ assert same: TargetsSame{Pre, Here}(layer, w, shift, src);
    /*@ assert from: \forall integer j, x, real rho, real rate;
            0 <= j < layer->outputs && 0 <= x < DG_WIDTH && SpikeOf(tau_mem, c, layer, w, shift, src, j, x, rho, rate) ==>
            SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, j, x, rho, rate); */
    dg_lane_forward(layer, k, w, shift, src, lane, shared, together, part, out, dT_dc);
    /*@ assert weights_apart: \forall integer x; 0 <= x < weights_of(layer) ==>
          \separated(w + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
          \separated(w + x, out + (0 .. layer->outputs*DG_WIDTH-1)) &&
            \separated(w + x, dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
    //@ assert weights: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], LoopCurrent);
    //@ assert k_then: k->tau_mem == tau_mem && k->c == c && tau_mem == \at(k->tau_mem, Pre) && c == \at(k->c, Pre);
    /*@ assert latest: k->ratio == DG_RATIO_TWO ==> \forall integer j, x; 0 <= j < layer->outputs && lane <= x < lane + DG_LANES ==>
          SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, j, x, RowValue{Here}(out, j, x), RowValue{Here}(dT_dc, j, x)); */
    /*@ assert older: k->ratio == DG_RATIO_TWO ==> \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < lane ==>
          SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, j, x, RowValue{Here}(out, j, x), RowValue{Here}(dT_dc, j, x)); */
    //@ assert k: *k == \at(*k, LoopCurrent);
    /*@ assert sources_apart: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==>
          \separated(src + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
          \separated(src + x, out + (0 .. layer->outputs*DG_WIDTH-1)) &&
            \separated(src + x, dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
    //@ assert sources: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> src[x] == \at(src[x], LoopCurrent);
    /*@ assert shifts_apart: \forall integer x; 0 <= x < delays_of(layer) ==>
          \separated(shift + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
          \separated(shift + x, out + (0 .. layer->outputs*DG_WIDTH-1)) &&
            \separated(shift + x, dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
    //@ assert shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], LoopCurrent);
  }
}

/* First spikes of a chunk (SPEC 3). w: weights; shift: from dg_layer_shifts; src[sources][DG_WIDTH]: spikes in this layer's
   domain; out, dT_dc[outputs][DG_WIDTH]: spikes and 1/K'. reals, indices: scratch of dg_layer_forward_reals and
   sources * DG_LANES numbers. Arrivals are sorted for every target, or once where all see the same order. */
/*@ requires admitted: admitted_layer(layer);
    requires parameters: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1));
    requires spikes: \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \valid(out + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \valid(dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires scratch: \valid(reals + (0 .. forward_reals_of(layer)-1)) &&
      \valid(indices + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_read: read_only(layer, w, shift, src, reals, forward_reals_of(layer)) &&
      read_only(layer, w, shift, src, out, layer->outputs * DG_WIDTH) &&
      read_only(layer, w, shift, src, dT_dc, layer->outputs * DG_WIDTH) &&
      indices_apart(layer, w, shift, src, indices, sources_of(layer) * DG_LANES);
    requires separate: \separated(out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      reals + (0 .. forward_reals_of(layer)-1), indices + (0 .. sources_of(layer)*DG_LANES-1));
    requires positive: DomainPositive(layer, src, sources_of(layer)) && DomainFactors(layer, shift);
    terminates \true;
    assigns out[0 .. layer->outputs*DG_WIDTH-1], dT_dc[0 .. layer->outputs*DG_WIDTH-1],
      reals[0 .. forward_reals_of(layer)-1], indices[0 .. sources_of(layer)*DG_LANES-1];
    ensures positive: DomainPositive(layer, out, layer->outputs);
    ensures spikes: \old(layer->neuron.tau_mem == 2 * layer->neuron.tau_syn) ==>
      \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf{Pre}(\old(layer->neuron.tau_mem), \old(ThresholdOf(&layer->neuron)), layer, w, shift, src, j, x,
          RowValue{Post}(out, j, x),
          RowValue{Post}(dT_dc, j, x)); */
static inline void dg_layer_forward(const dg_layer *layer, const dg_real *w, const dg_real *shift, const dg_real *src,
                                    dg_real *out, dg_real *dT_dc, dg_real *reals, dg_index *indices) {
  size_t n = dg_layer_sources(layer);
  dg_constants k = dg_neuron_constants(&layer->neuron);
  //@ assert constants_first: k.tau_mem == \at(layer->neuron.tau_mem, Pre) && k.c == \at(ThresholdOf(&layer->neuron), Pre);
  //@ assert domain: k.ratio == DG_RATIO_TWO <==> \at(layer->neuron.tau_mem, Pre) == 2 * \at(layer->neuron.tau_syn, Pre);
  //@ assert sources: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
  //@ assert positive_then: k.ratio == DG_RATIO_TWO ==> \at(Positives(src, sources_of(layer) * DG_WIDTH), Pre);
  //@ assert positive: k.ratio == DG_RATIO_TWO ==> Positives(src, n * DG_WIDTH);
  //@ assert shifts: \forall integer x; 0 <= x < \at(delays_of(layer), Pre) ==> shift[x] == \at(shift[x], Pre);
  //@ assert factors_then: k.ratio == DG_RATIO_TWO ==> Factors(shift, \at(delays_of(layer), Pre));
  //@ assert kind: layer->delay.kind == \at(layer->delay.kind, Pre);
  //@ assert grouping: layer->delay.grouping == \at(layer->delay.grouping, Pre);
  /*@ assert sizes: layer->inputs == \at(layer->inputs, Pre) && layer->biases == \at(layer->biases, Pre) &&
        layer->outputs == \at(layer->outputs, Pre); */
  //@ assert groups: source_groups_of(layer) == \at(source_groups_of(layer), Pre);
  //@ assert target_groups: target_groups_of(layer) == \at(target_groups_of(layer), Pre);
  //@ assert product: delays_of(layer) == source_groups_of(layer) * target_groups_of(layer);
  //@ assert product_then: \at(delays_of(layer), Pre) == \at(source_groups_of(layer), Pre) * \at(target_groups_of(layer), Pre);
  //@ assert delays: delays_of(layer) == \at(delays_of(layer), Pre);
  //@ assert factors: k.ratio == DG_RATIO_TWO ==> Factors(shift, delays_of(layer));
  int shared = dg_layer_shares_order(layer);
  int together = shared && dg_layer_target_groups(layer) > 1; /* the delay of a target shifts all its arrivals */
  dg_lane_parts part = dg_lane_cut(n, reals, indices);
  //@ assert places: part.key == reals && part.source == indices;
  /*@ assert valid: \valid(part.key + (0 .. forward_reals(n)-1)) && \valid(part.source + (0 .. n*DG_LANES-1)) &&
        n <= sorting_rows(n); */
  //@ assert apart: \separated(part.key + (0 .. forward_reals(n)-1), part.source + (0 .. n*DG_LANES-1), &part);
  //@ assert laid: laid_out(n, &part);
  //@ assert neuron_before: layer->neuron == \at(layer->neuron, Pre);
  //@ assert n_is: n == sources_of(layer) && n == sources_of{Pre}(layer) && 1 <= n <= 2 * DG_SIZE_MAX;
  //@ assert weights: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], Pre);
  //@ ghost const dg_real tau_mem = k.tau_mem, c = k.c;
  //@ assert shape: ShapeSame{Pre, Here}(layer);
  //@ assert weights: \forall integer y; 0 <= y < weights_of(layer) ==> NumberAt(w, y) == NumberAt{Pre}(w, y);
  //@ assert numbers: \forall integer y; 0 <= y < delays_of(layer) ==> NumberAt(shift, y) == NumberAt{Pre}(shift, y);
  //@ assert rows: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==> RowValue(src, i, x) == RowValue{Pre}(src, i, x);
  //@ assert same: TargetsSame{Pre, Here}(layer, w, shift, src);
  /*@ assert from: \forall integer j, x, real rho, real rate;
          0 <= j < layer->outputs && 0 <= x < DG_WIDTH && SpikeOf(tau_mem, c, layer, w, shift, src, j, x, rho, rate) ==>
          SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, j, x, rho, rate); */
  //@ assert neuron_reals: \separated(&layer->neuron, part.key + (0 .. forward_reals_of(layer)-1));
  //@ assert neuron_out: \separated(&layer->neuron, out + (0 .. layer->outputs*DG_WIDTH-1));
  //@ assert neuron_dT_dc: \separated(&layer->neuron, dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
  //@ assert k_reals: \separated(&k, part.key + (0 .. forward_reals_of(layer)-1));
  /*@ assert k_out: \separated(&k, out + (0 .. layer->outputs*DG_WIDTH-1)) &&
        \separated(&k, dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
  //@ ghost Called: ;
  dg_target_chunk_spikes(layer, &k, w, shift, src, shared, together, &part, out, dT_dc);
  //@ assert k_then: k.tau_mem == tau_mem && k.c == c;
  /*@ assert spikes: k.ratio == DG_RATIO_TWO ==> \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf{Called}(tau_mem, c, layer, w, shift, src, j, x, RowValue{Here}(out, j, x), RowValue{Here}(dT_dc, j, x)); */
  //@ assert neuron: layer->neuron == \at(layer->neuron, Pre);
  /*@ assert spikes_first: k.ratio == DG_RATIO_TWO ==> \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf{Pre}(tau_mem, c, layer, w, shift, src, j, x, RowValue{Here}(out, j, x), RowValue{Here}(dT_dc, j, x)); */
  //@ assert constants: tau_mem == \at(layer->neuron.tau_mem, Pre) && c == \at(ThresholdOf(&layer->neuron), Pre);
}

/* Arrivals key[n][DG_LANES] as times; one that does not come is DG_REAL_MAX. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires valid: \valid_read(k) && \valid(key + (0 .. n*DG_LANES-1)) && \separated(key + (0 .. n*DG_LANES-1), k);
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(key, n * DG_LANES);
    terminates \true; assigns key[0 .. n*DG_LANES-1];
    ensures bound: \forall integer x; 0 <= x < n * DG_LANES ==> key[x] <= DG_REAL_MAX;
    ensures same: k->ratio != DG_RATIO_TWO ==> \forall integer x; 0 <= x < n * DG_LANES ==>
      key[x] == (\at(key[x], Pre) < DG_REAL_MAX ? \at(key[x], Pre) : DG_REAL_MAX); */
static inline void dg_lane_times(const dg_constants *k, dg_real t_ref, size_t n, dg_real *key) {
  /*@ loop invariant range: 0 <= x <= n * DG_LANES;
      loop invariant rest: \forall integer y; x <= y < n * DG_LANES ==> key[y] == \at(key[y], Pre);
      loop invariant bound: \forall integer y; 0 <= y < x ==> key[y] <= DG_REAL_MAX;
      loop invariant same: k->ratio != DG_RATIO_TWO ==> \forall integer y; 0 <= y < x ==>
        key[y] == (\at(key[y], Pre) < DG_REAL_MAX ? \at(key[y], Pre) : DG_REAL_MAX);
      loop assigns x, key[0 .. n*DG_LANES-1]; loop variant n * DG_LANES - x; */
  for (size_t x = 0; x < n * DG_LANES; x++) {
    dg_real a = dg_decode(k, t_ref, key[x]);
    key[x] = a < DG_REAL_MAX ? a : DG_REAL_MAX;
  }
}

/* dT_dc of one target at measured spikes out in DG_LANES samples, whose sorted arrival times part holds. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(out + (0 .. DG_LANES-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(out, DG_LANES);
    requires parts: \valid_read(part) && sorted_parts(n, part->key, part->mark, part->a, part->source);
    requires order: Ordered(part->key, part->mark, n);
    requires output: \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(part->a + (0 .. n-1), part->source + (0 .. n-1), dT_dc + (0 .. DG_LANES-1), k, part) &&
      \separated(part->a + (0 .. n-1), w + (0 .. n-1)) && \separated(part->source + (0 .. n-1), w + (0 .. n-1)) &&
      \separated(out + (0 .. DG_LANES-1), part->a + (0 .. n-1), dT_dc + (0 .. DG_LANES-1));
    requires separate_sorted: \separated(dT_dc + (0 .. DG_LANES-1), part->key + (0 .. n*DG_LANES-1),
      part->mark + (0 .. n*DG_LANES-1));
    terminates \true; assigns dT_dc[0 .. DG_LANES-1], part->a[0 .. n-1], part->source[0 .. n-1]; */
static inline void dg_target_measured(const dg_constants *k, dg_real t_ref, size_t n, const dg_real *w, const dg_lane_parts *part,
                                      const dg_real *out, dg_real *dT_dc) {
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant keys: KeysSame{Pre, Here}(part->key, n);
      loop invariant marks: KeysSame{Pre, Here}(part->mark, n);
      loop invariant order: Ordered(part->key, part->mark, n);
      loop invariant constants: Constants(k);
      loop invariant positive: k->ratio == DG_RATIO_TWO ==> Positives(out, DG_LANES);
      loop assigns l, dT_dc[0 .. DG_LANES-1], part->a[0 .. n-1], part->source[0 .. n-1];
      loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    dg_lane_of(n, part->key, part->mark, l, part->a, part->source);
    /*@ assert keys_then: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(part->key, p, j) == LaneValue{Pre}(part->key, p, j); */
    /*@ assert marks_then: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(part->mark, p, j) == LaneValue{Pre}(part->mark, p, j); */
    dg_real time = dg_decode(k, t_ref, out[l]);
    //@ assert inputs: Inputs(w, part->a, part->source, n);
    //@ assert k_then: *k == \at(*k, LoopCurrent);
    dT_dc[l] = dg_measured_spike(k, n, w, part->a, part->source, time).dT_dc;
    /*@ assert keys: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(part->key, p, j) == LaneValue{Pre}(part->key, p, j); */
    /*@ assert marks: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(part->mark, p, j) == LaneValue{Pre}(part->mark, p, j); */
    //@ assert k: *k == \at(*k, LoopCurrent);
  }
}

/* dT_dc of one target at measured spikes out in DG_LANES samples, to which src shows its arrivals after the delays row. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX && lane <= DG_WIDTH - DG_LANES;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(out + (0 .. DG_LANES-1));
    requires parts: \valid_read(part) && lane_parts_valid(n, *part) && lane_parts_separate(n, *part) && n <= sorting_rows(n);
    requires output: \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: target_parts_apart(n, k, w, row, src, part) && spikes_parts_apart(n, out, dT_dc, part, DG_LANES);
    requires separate_output: \separated(dT_dc + (0 .. DG_LANES-1), k, part) &&
      \separated(dT_dc + (0 .. DG_LANES-1), out + (0 .. DG_LANES-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, n * DG_WIDTH) && Factors(row, n) && Positives(out, DG_LANES);
    terminates \true;
    assigns dT_dc[0 .. DG_LANES-1], part->key[0 .. (sorting_rows(n)+1)*DG_LANES-1], part->mark[0 .. sorting_rows(n)*DG_LANES-1],
      part->a[0 .. n-1], part->source[0 .. n-1]; */
static inline void dg_arrivals_measured(const dg_constants *k, dg_real t_ref, size_t n, const dg_real *w, const dg_real *row,
                                        const dg_real *src, size_t lane, const dg_lane_parts *part, const dg_real *out,
                                        dg_real *dT_dc) {
  /*@ assert out_apart: \forall integer l; 0 <= l < DG_LANES ==>
        \separated(out + l, part->key + (0 .. (sorting_rows(n)+1)*DG_LANES-1)) &&
        \separated(out + l, part->mark + (0 .. sorting_rows(n)*DG_LANES-1)); */
  dg_lane_arrivals(k, n, row, src, lane, part->key, part->mark);
  //@ assert k_then: *k == \at(*k, Pre);
  /*@ assert spikes: k->ratio == DG_RATIO_TWO ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==>
        src[i * DG_WIDTH + lane + l] > 0; */
  //@ assert factors: k->ratio == DG_RATIO_TWO ==> \forall integer i; 0 <= i < n ==> row[i] >= 1;
  //@ ghost dg_lemma_arrival();
  //@ assert arrive: k->ratio == DG_RATIO_TWO ==> KeysPositive(part->key, n);
  //@ ghost dg_lemma_keys(n, part->key);
  //@ assert out_first: \forall integer l; 0 <= l < DG_LANES ==> out[l] == \at(out[l], Pre);
  dg_lane_times(k, t_ref, n, part->key);
  //@ assert out_times: \forall integer l; 0 <= l < DG_LANES ==> out[l] == \at(out[l], Pre);
  //@ ghost dg_ideal_never();
  //@ assert named: Named(part->mark, n);
  //@ assert bound: \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==> NotBeyond(LaneValue(part->key, p, l));
  dg_lane_order(n, part->key, part->mark);
  //@ assert names: NamesRows(part->mark, n);
  //@ assert order: Ordered(part->key, part->mark, n);
  //@ assert k: *k == \at(*k, Pre);
  //@ assert out_then: \forall integer l; 0 <= l < DG_LANES ==> out[l] == \at(out[l], Pre);
  //@ assert out: k->ratio == DG_RATIO_TWO ==> \forall integer l; 0 <= l < DG_LANES ==> out[l] > 0;
  dg_target_measured(k, t_ref, n, w, part, out, dT_dc);
}

/* The same with all scratch as one array. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX && lane <= DG_WIDTH - DG_LANES;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(out + (0 .. DG_LANES-1));
    requires parts: \valid_read(part) && laid_out(n, part);
    requires output: \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(part->key + (0 .. forward_reals(n)-n-1), k, part, dT_dc + (0 .. DG_LANES-1),
      part->source + (0 .. n-1));
    requires separate_weights: \separated(w + (0 .. n-1), part->key + (0 .. forward_reals(n)-n-1), part->source + (0 .. n-1));
    requires separate_delays: \separated(row + (0 .. n-1), part->key + (0 .. forward_reals(n)-n-1));
    requires separate_sources: \separated(src + (0 .. n*DG_WIDTH-1), part->key + (0 .. forward_reals(n)-n-1));
    requires separate_spikes: \separated(out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1),
      part->key + (0 .. forward_reals(n)-n-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, n * DG_WIDTH) && Factors(row, n) && Positives(out, DG_LANES);
    terminates \true;
    assigns dT_dc[0 .. DG_LANES-1], part->key[0 .. forward_reals(n)-n-1], part->source[0 .. n-1]; */
static inline void dg_lane_measured(const dg_constants *k, dg_real t_ref, size_t n, const dg_real *w, const dg_real *row,
                                    const dg_real *src, size_t lane, const dg_lane_parts *part, const dg_real *out,
                                    dg_real *dT_dc) {
  //@ assert parts: lane_parts_valid(n, *part) && lane_parts_separate(n, *part) && n <= sorting_rows(n);
  //@ assert separate: target_parts_apart(n, k, w, row, src, part);
  //@ assert separate_spikes: spikes_parts_apart(n, out, dT_dc, part, DG_LANES);
  dg_arrivals_measured(k, t_ref, n, w, row, src, lane, part, out, dT_dc);
}

/* The same in a chunk. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs;
    requires input: \valid_read(w + (0 .. sources_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \valid_read(out + (0 .. DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires output: \valid(dT_dc + (0 .. DG_WIDTH-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), k, part, dT_dc + (0 .. DG_WIDTH-1),
      part->source + (0 .. sources_of(layer)-1), layer);
    requires separate_weights: \separated(w + (0 .. sources_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), dT_dc + (0 .. DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), dT_dc + (0 .. DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires separate_spikes: \separated(out + (0 .. DG_WIDTH-1), dT_dc + (0 .. DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer)) &&
      Positives(out, DG_WIDTH);
    terminates \true;
    assigns dT_dc[0 .. DG_WIDTH-1], part->key[0 .. forward_reals_of(layer)-1], part->source[0 .. sources_of(layer)-1]; */
static inline void dg_target_chunk_measured(const dg_layer *layer, const dg_constants *k, dg_real t_ref, const dg_real *w,
                                     const dg_real *shift, const dg_real *src, size_t target, const dg_lane_parts *part,
                                     const dg_real *out, dg_real *dT_dc) {
  size_t n = dg_layer_sources(layer);
  //@ assert last: row_last(n, part);
  const dg_real *row = dg_layer_row(layer, k->ratio, shift, target, part->row);
  //@ assert k_then: *k == \at(*k, Pre);
  //@ assert sources_then: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
  //@ assert spikes_then: \forall integer x; 0 <= x < DG_WIDTH ==> out[x] == \at(out[x], Pre);
  //@ assert row_apart: \separated(row + (0 .. n-1), part->key + (0 .. forward_reals(n)-n-1));
  //@ assert row_output: \separated(row + (0 .. n-1), dT_dc + (0 .. DG_WIDTH-1));
  /*@ loop invariant range: 0 <= lane <= DG_WIDTH && lane % DG_LANES == 0;
      loop invariant constants: *k == \at(*k, Pre);
      loop invariant sources: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
      loop invariant factors: \forall integer x; 0 <= x < n ==> row[x] == \at(row[x], LoopEntry);
      loop invariant spikes: \forall integer x; 0 <= x < DG_WIDTH ==> out[x] == \at(out[x], Pre);
      loop assigns lane, dT_dc[0 .. DG_WIDTH-1], part->key[0 .. forward_reals(n)-n-1], part->source[0 .. n-1];
      loop variant DG_WIDTH - lane; */
  for (size_t lane = 0; lane < DG_WIDTH; lane += DG_LANES) {
    dg_lane_measured(k, t_ref, n, w, row, src, lane, part, out + lane, dT_dc + lane);
    //@ assert k: *k == \at(*k, LoopCurrent);
    /*@ assert sources_apart: \forall integer x; 0 <= x < n * DG_WIDTH ==>
          \separated(src + x, part->key + (0 .. forward_reals(n)-n-1)) && \separated(src + x, dT_dc + (0 .. DG_WIDTH-1)); */
    //@ assert sources: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], LoopCurrent);
    /*@ assert factors_apart: \forall integer x; 0 <= x < n ==>
          \separated(row + x, part->key + (0 .. forward_reals(n)-n-1)) && \separated(row + x, dT_dc + (0 .. DG_WIDTH-1)); */
    //@ assert factors: \forall integer x; 0 <= x < n ==> row[x] == \at(row[x], LoopCurrent);
    /*@ assert spikes_apart: \forall integer x; 0 <= x < DG_WIDTH ==>
          \separated(out + x, part->key + (0 .. forward_reals(n)-n-1)) && \separated(out + x, dT_dc + (0 .. DG_WIDTH-1)); */
    //@ assert spikes: \forall integer x; 0 <= x < DG_WIDTH ==> out[x] == \at(out[x], LoopCurrent);
  }
}

/* The same where w, out and dT_dc are those of all targets of the layer. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs;
    requires input: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \valid_read(out + (0 .. layer->outputs*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires output: \valid(dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), k, part, dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->source + (0 .. sources_of(layer)-1), layer);
    requires separate_weights: \separated(w + (0 .. weights_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires separate_spikes: \separated(out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer)) &&
      Positives(out, layer->outputs*DG_WIDTH);
    terminates \true;
    assigns dT_dc[0 .. layer->outputs*DG_WIDTH-1], part->key[0 .. forward_reals_of(layer)-1],
      part->source[0 .. sources_of(layer)-1]; */
static inline void dg_target_measured_at(const dg_layer *layer, const dg_constants *k, dg_real t_ref, const dg_real *w,
                                         const dg_real *shift, const dg_real *src, size_t target, const dg_lane_parts *part,
                                         const dg_real *out, dg_real *dT_dc) {
  size_t n = dg_layer_sources(layer);
  //@ ghost dg_lemma_rows(target, layer->outputs, n);
  //@ ghost dg_lemma_rows(target, layer->outputs, DG_WIDTH);
  //@ assert weights: layer->outputs * n == weights_of(layer) && 0 <= target * n && target * n + n <= weights_of(layer);
  //@ assert places: (size_t)(target * n) == target * n && (size_t)(target * DG_WIDTH) == target * DG_WIDTH;
  /*@ assert weights_apart: \separated(w + (target * n .. target * n + n - 1), part->key + (0 .. forward_reals_of(layer)-1),
        part->source + (0 .. n-1)); */
  const dg_real *w_j = w + target * n, *out_j = out + target * DG_WIDTH;
  //@ assert w_j: \valid_read(w_j + (0 .. n-1));
  //@ assert sources: k->ratio == DG_RATIO_TWO ==> Positives(src, n * DG_WIDTH);
  //@ assert factors: k->ratio == DG_RATIO_TWO ==> Factors(shift, delays_of(layer));
  //@ ghost dg_lemma_positives(layer->outputs * DG_WIDTH, out, target * DG_WIDTH, DG_WIDTH);
  //@ assert spikes: k->ratio == DG_RATIO_TWO ==> Positives(out_j, DG_WIDTH);
  dg_target_chunk_measured(layer, k, t_ref, w_j, shift, src, target, part, out_j, dT_dc + target * DG_WIDTH);
}

/* The same for all targets of a layer. */
/*@ requires sources: n == sources_of(layer);
    requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \valid_read(out + (0 .. layer->outputs*DG_WIDTH-1));
    requires parts: \valid_read(part) && laid_out(sources_of(layer), part);
    requires output: \valid(dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires separate: \separated(part->key + (0 .. forward_reals_of(layer)-1), k, part, dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->source + (0 .. sources_of(layer)-1), layer);
    requires separate_weights: \separated(w + (0 .. weights_of(layer)-1), part->key + (0 .. forward_reals_of(layer)-1),
      part->source + (0 .. sources_of(layer)-1));
    requires separate_delays: \separated(shift + (0 .. delays_of(layer)-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires separate_sources: \separated(src + (0 .. sources_of(layer)*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires separate_spikes: \separated(out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      part->key + (0 .. forward_reals_of(layer)-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(src, sources_of(layer) * DG_WIDTH) &&
      Factors(shift, delays_of(layer)) &&
      Positives(out, layer->outputs*DG_WIDTH);
    terminates \true;
    assigns dT_dc[0 .. layer->outputs*DG_WIDTH-1], part->key[0 .. forward_reals_of(layer)-1],
      part->source[0 .. sources_of(layer)-1]; */
static inline void dg_targets_measured(const dg_layer *layer, const dg_constants *k, dg_real t_ref, const dg_real *w,
                                       const dg_real *shift, const dg_real *src, const dg_lane_parts *part, const dg_real *out,
                                       dg_real *dT_dc) /*@ ghost (size_t n) */ {
  /*@ loop invariant range: 0 <= j <= layer->outputs;
      loop invariant constants: *k == \at(*k, Pre);
      loop invariant sources: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
      loop invariant shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
      loop invariant spikes: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> out[x] == \at(out[x], Pre);
      loop assigns j, dT_dc[0 .. layer->outputs*DG_WIDTH-1], part->key[0 .. forward_reals_of(layer)-1], part->source[0 .. n-1];
      loop variant layer->outputs - j; */
  for (size_t j = 0; j < layer->outputs; j++) {
    dg_target_measured_at(layer, k, t_ref, w, shift, src, j, part, out, dT_dc);
    /*@ assert shifts_apart: \forall integer x; 0 <= x < delays_of(layer) ==>
          \separated(shift + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
            \separated(shift + x, dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
    //@ assert shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], LoopCurrent);
    /*@ assert spikes_apart: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==>
          \separated(out + x, part->key + (0 .. forward_reals_of(layer)-1)) &&
            \separated(out + x, dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
    //@ assert spikes_then: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> out[x] == \at(out[x], LoopCurrent);
  }
}

/* dT_dc of a chunk at measured spikes out (SPEC 4.4), in place of dg_layer_forward. */
/*@ requires admitted: admitted_layer(layer);
    requires parameters: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1));
    requires spikes: \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1)) &&
      \valid_read(out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid(dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires scratch: \valid(reals + (0 .. forward_reals_of(layer)-1)) &&
      \valid(indices + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_read: read_only(layer, w, shift, src, reals, forward_reals_of(layer)) &&
      read_only(layer, w, shift, src, dT_dc, layer->outputs * DG_WIDTH) &&
      indices_apart(layer, w, shift, src, indices, sources_of(layer) * DG_LANES);
    requires separate: \separated(out + (0 .. layer->outputs*DG_WIDTH-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      reals + (0 .. forward_reals_of(layer)-1), indices + (0 .. sources_of(layer)*DG_LANES-1));
    requires positive: DomainPositive(layer, src, sources_of(layer)) && DomainFactors(layer, shift) &&
      DomainPositive(layer, out, layer->outputs);
    terminates \true;
    assigns dT_dc[0 .. layer->outputs*DG_WIDTH-1], reals[0 .. forward_reals_of(layer)-1],
      indices[0 .. sources_of(layer)*DG_LANES-1]; */
static inline void dg_layer_measured(const dg_layer *layer, dg_real t_ref, const dg_real *w, const dg_real *shift,
                                     const dg_real *src, const dg_real *out, dg_real *dT_dc, dg_real *reals,
                                     dg_index *indices) {
  dg_constants k = dg_neuron_constants(&layer->neuron);
  size_t n = dg_layer_sources(layer);
  //@ assert kind: layer->delay.kind == \at(layer->delay.kind, Pre);
  //@ assert groups: source_groups_of(layer) == \at(source_groups_of(layer), Pre);
  //@ assert target_groups: target_groups_of(layer) == \at(target_groups_of(layer), Pre);
  //@ assert product: delays_of(layer) == source_groups_of(layer) * target_groups_of(layer);
  //@ assert product_then: \at(delays_of(layer), Pre) == \at(source_groups_of(layer), Pre) * \at(target_groups_of(layer), Pre);
  //@ assert delays: delays_of(layer) == \at(delays_of(layer), Pre);
  //@ assert domain: k.ratio == DG_RATIO_TWO ==> \at(layer->neuron.tau_mem, Pre) == 2 * \at(layer->neuron.tau_syn, Pre);
  //@ assert sources: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
  //@ assert shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
  //@ assert spikes: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> out[x] == \at(out[x], Pre);
  //@ assert positive: k.ratio == DG_RATIO_TWO ==> Positives(src, n * DG_WIDTH);
  //@ assert factors: k.ratio == DG_RATIO_TWO ==> Factors(shift, delays_of(layer));
  //@ assert positive_out: k.ratio == DG_RATIO_TWO ==> Positives(out, layer->outputs * DG_WIDTH);
  dg_lane_parts part = dg_lane_cut(n, reals, indices);
  /*@ assert valid: \valid(part.key + (0 .. forward_reals(n)-1)) && \valid(part.source + (0 .. n*DG_LANES-1)) &&
        n <= sorting_rows(n); */
  //@ assert apart: \separated(part.key + (0 .. forward_reals(n)-1), part.source + (0 .. n*DG_LANES-1), &part);
  //@ assert laid: laid_out(n, &part);
  dg_targets_measured(layer, &k, t_ref, w, shift, src, &part, out, dT_dc) /*@ ghost (n) */;
}

/* A sum over the samples of a chunk adds halves of what is left until one number is (SPEC 6.3). The first steps, down to
   DG_FOLDED numbers: folded[DG_FOLDED] receives them. Destroys x[DG_WIDTH]. */
#define DG_FOLDED (DG_WIDTH < 8 ? DG_WIDTH : 8)
/*@ requires half: 1 <= half <= DG_WIDTH / 2;
    requires valid: \valid(x + (0 .. 2*half-1));
    terminates \true; assigns x[0 .. half-1];
    ensures sum: \forall integer j; 0 <= j < half ==> x[j] == \at(x[j], Pre) + \at(x[j + half], Pre); */
static inline void dg_halve(size_t half, dg_real *x) {
  /*@ loop invariant range: 0 <= l <= half;
      loop invariant sum: \forall integer j; 0 <= j < l ==> x[j] == \at(x[j], Pre) + \at(x[j + half], Pre);
      loop invariant rest: \forall integer j; l <= j < 2 * half ==> x[j] == \at(x[j], Pre);
      loop assigns l, x[0 .. half-1]; loop variant half - l; */
  DG_SIMD
  for (size_t l = 0; l < half; l++) x[l] += x[l + half];
}

/*@ requires valid: \valid(x + (0 .. DG_WIDTH-1)) && \valid(folded + (0 .. DG_FOLDED-1));
    requires separate: \separated(x + (0 .. DG_WIDTH-1), folded + (0 .. DG_FOLDED-1));
    terminates \true; assigns x[0 .. DG_WIDTH-1], folded[0 .. DG_FOLDED-1];
    ensures sums: \forall integer j; 0 <= j < 8 ==> folded[j] == \at(x[j], Pre) + \at(x[j + 16], Pre) +
      (\at(x[j + 8], Pre) + \at(x[j + 24], Pre)); */
static inline void dg_fold_steps(dg_real *x, dg_real *folded) {
  /*@ loop invariant range: half == 16;
      loop invariant whole: \forall integer j; 0 <= j < 32 ==> x[j] == \at(x[j], Pre);
      loop assigns half, x[0 .. DG_WIDTH-1]; loop variant half; */
  DG_UNROLL
  for (size_t half = DG_WIDTH / 2; half >= 32; half /= 2) dg_halve(half, x);
  if (DG_WIDTH >= 32) dg_halve(16, x);
  //@ assert left: \forall integer j; 0 <= j < 8 ==> x[j] == \at(x[j], Pre) + \at(x[j + 16], Pre);
  //@ assert right: \forall integer j; 0 <= j < 8 ==> x[j + 8] == \at(x[j + 8], Pre) + \at(x[j + 24], Pre);
  if (DG_WIDTH >= 16) dg_halve(8, x);
  /*@ assert sums: \forall integer j; 0 <= j < 8 ==>
        x[j] == \at(x[j], Pre) + \at(x[j + 16], Pre) + (\at(x[j + 8], Pre) + \at(x[j + 24], Pre)); */
  /*@ loop invariant range: 0 <= l <= DG_FOLDED;
      loop invariant copied: \forall integer j; 0 <= j < l ==> folded[j] == x[j];
      loop assigns l, folded[0 .. DG_FOLDED-1]; loop variant DG_FOLDED - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_FOLDED; l++) folded[l] = x[l];
}

/*@ requires valid: \valid(x + (0 .. DG_WIDTH-1)) && \valid(folded + (0 .. DG_FOLDED-1));
    requires separate: \separated(x + (0 .. DG_WIDTH-1), folded + (0 .. DG_FOLDED-1));
    terminates \true; assigns x[0 .. DG_WIDTH-1], folded[0 .. DG_FOLDED-1];
    ensures sums: \forall integer l; 0 <= l < DG_FOLDED ==> folded[l] == StrideSum{Pre}(x, l, DG_FOLDED, DG_WIDTH / DG_FOLDED); */
static inline void dg_fold(dg_real *x, dg_real *folded) {
  //@ ghost dg_lemma_strides(x);
  dg_fold_steps(x, folded);
}

/*@ requires valid: \valid(x + (0 .. DG_FOLDED-1));
    terminates \true; assigns x[0 .. DG_FOLDED-1];
    ensures sum: x[0] == \at(x[0], Pre) + \at(x[4], Pre) + (\at(x[2], Pre) + \at(x[6], Pre)) +
      (\at(x[1], Pre) + \at(x[5], Pre) + (\at(x[3], Pre) + \at(x[7], Pre))); */
static inline void dg_fold_row(dg_real *x) {
  if (DG_FOLDED >= 8) dg_halve(4, x);
  //@ assert four: \forall integer j; 0 <= j < 4 ==> x[j] == \at(x[j], Pre) + \at(x[j + 4], Pre);
  //@ assert left: x[0] == \at(x[0], Pre) + \at(x[4], Pre) && x[1] == \at(x[1], Pre) + \at(x[5], Pre);
  //@ assert right: x[2] == \at(x[2], Pre) + \at(x[6], Pre) && x[3] == \at(x[3], Pre) + \at(x[7], Pre);
  if (DG_FOLDED >= 4) dg_halve(2, x);
  //@ assert first: x[0] == \at(x[0], Pre) + \at(x[4], Pre) + (\at(x[2], Pre) + \at(x[6], Pre));
  //@ assert second: x[1] == \at(x[1], Pre) + \at(x[5], Pre) + (\at(x[3], Pre) + \at(x[7], Pre));
  if (DG_FOLDED >= 2) dg_halve(1, x);
}

/* The last steps for n sums at once: folded[n][DG_FOLDED] ends with each sum in its first number. */
/*@ requires size: n <= 4 * DG_SIZE_MAX;
    requires valid: \valid(folded + (0 .. n*DG_FOLDED-1));
    terminates \true; assigns folded[0 .. n*DG_FOLDED-1];
    ensures rows: \forall integer i; 0 <= i < n ==> RowFolded{Pre, Here}(folded, i);
    ensures first: n >= 1 ==> folded[0] == StrideSum{Pre}(folded, 0, 1, DG_FOLDED); */
static inline void dg_fold_up(size_t n, dg_real *folded) {
  //@ ghost if (n >= 1) dg_lemma_eight(folded);
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant first: i >= 1 ==> folded[0] == StrideSum{Pre}(folded, 0, 1, DG_FOLDED);
      loop invariant rows: \forall integer j; 0 <= j < i ==> RowFolded{Pre, Here}(folded, j);
      loop invariant rest: \forall integer j; i <= j < n ==> RowSame{Pre, Here}(folded, j);
      loop assigns i, folded[0 .. n*DG_FOLDED-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    //@ assert row: RowSame{Pre, Here}(folded, i);
    dg_fold_row(folded + i * DG_FOLDED);
    //@ assert now: RowFolded{LoopCurrent, Here}(folded, i);
    //@ assert folded: RowFolded{Pre, Here}(folded, i);
    //@ assert kept: \forall integer j; 0 <= j < n && j != i ==> RowSame{LoopCurrent, Here}(folded, j);
    /*@ assert row_then: \forall integer j; RowFolded{Pre, LoopCurrent}(folded, j) && RowSame{LoopCurrent, Here}(folded, j) ==>
          RowFolded{Pre, Here}(folded, j); */
    /*@ assert row_still: \forall integer j; RowSame{Pre, LoopCurrent}(folded, j) && RowSame{LoopCurrent, Here}(folded, j) ==>
          RowSame{Pre, Here}(folded, j); */
    //@ assert rows: \forall integer j; 0 <= j < i ==> RowFolded{Pre, Here}(folded, j);
    //@ assert rest: \forall integer j; i < j < n ==> RowSame{Pre, Here}(folded, j);
  }
}

/* The sum over the samples of a chunk. Destroys x[DG_WIDTH]. */
/*@ requires valid: \valid(x + (0 .. DG_WIDTH-1));
    terminates \true; assigns x[0 .. DG_WIDTH-1];
    ensures sum: \result == StrideSum{Pre}(x, 0, 1, DG_WIDTH); */
static inline dg_real dg_lane_sum(dg_real *x) {
  dg_real folded[DG_FOLDED];
  //@ ghost dg_lemma_chunk(x);
  //@ assert two: ChunkFolded(x, 2) == StrideSum(x, 0, 8, 4) + StrideSum(x, 1, 8, 4);
  //@ assert four: ChunkFolded(x, 4) == ChunkFolded(x, 2) + StrideSum(x, 2, 8, 4) + StrideSum(x, 3, 8, 4);
  //@ assert six: ChunkFolded(x, 6) == ChunkFolded(x, 4) + StrideSum(x, 4, 8, 4) + StrideSum(x, 5, 8, 4);
  //@ assert eight: ChunkFolded(x, 8) == ChunkFolded(x, 6) + StrideSum(x, 6, 8, 4) + StrideSum(x, 7, 8, 4);
  dg_fold(x, folded);
  //@ ghost dg_lemma_eight(folded);
  //@ assert folds: StrideSum(&folded[0], 0, 1, 8) == ChunkFolded{Pre}(x, 8);
  dg_fold_up(1, folded);
  return folded[0];
}

/* k(T - a) and tau_mem k'(T - a) of one synapse at a source, T and a in the layer's domain; zero where it is not causal. */
typedef struct {
  dg_real kernel, slope;
} dg_synapse;

/* For tau_mem = 2 tau_syn: r the arrival, rho the spike, y = 1/rho. u = r y, and 1 - u and 2 u - 1 are taken as (rho - r) y and
   (2 r - rho) y, without cancellation (SPEC 4.2). */
/*@ terminates \true; assigns \nothing;
    ensures not_causal: r >= rho ==> IsZero(\result.kernel) && IsZero(\result.slope);
    ensures kernel: rho > 0 && y == 1 / rho ==> \result.kernel == KernelRho(r, rho);
    ensures slope: rho > 0 && y == 1 / rho ==> \result.slope == SlopeRho(r, rho); */
static inline dg_synapse dg_synapse_two(dg_real r, dg_real rho, dg_real y) {
  r = r < rho ? r : 0;
  dg_real u = r * y;
  dg_synapse one;
  //@ ghost if (rho > 0 && y == 1 / rho) dg_lemma_synapse(r, rho, y);
  one.kernel = u * ((rho - r) * y);
  one.slope = u * ((2 * r - rho) * y);
  return one;
}

/* For other ratios: a the arrival, T the spike. */
/*@ requires constants: Constants(k);
    terminates \true; assigns \nothing;
    ensures not_causal: a >= T || !Comes(T) ==> IsZero(\result.kernel) && IsZero(\result.slope);
    ensures kernel: a < T && Comes(T) ==> \result.kernel == Kernel(k->tau_mem, k->tau_syn, T - a);
    ensures slope: a < T && Comes(T) ==> \result.slope == KernelSlope(k->tau_mem, k->tau_syn, T - a); */
static inline dg_synapse dg_synapse_any(const dg_constants *k, dg_real a, dg_real T) {
  dg_synapse one = {0, 0};
  if (!(a < T) || !(T < DG_NEVER)) return one;
  dg_response response = dg_response_at(k, dg_two_sum(T, -a));
  one.kernel = response.kernel.high;
  one.slope = dg_pair_sum(response.current, dg_pair_minus(response.kernel)).high;
  //@ ghost dg_lemma_slope(k->tau_mem, k->tau_syn, T - a, response.current.high, response.kernel.high);
  return one;
}

/* The gradient cut (SPEC 6.6) in a chunk: by_weight[DG_WIDTH], dL/dw over -k(T - a), becomes 0 where with the largest kernel, most,
   it gives more than cut. */
/*@ requires valid: \valid_read(most + (0 .. DG_WIDTH-1)) && \valid(by_weight + (0 .. DG_WIDTH-1)) && chunk_apart(most, by_weight);
    terminates \true; assigns by_weight[0 .. DG_WIDTH-1];
    ensures cut: \forall integer l; 0 <= l < DG_WIDTH ==> by_weight[l] == Cut(cut, most[l], \at(by_weight[l], Pre)); */
static inline void dg_cut(dg_real cut, const dg_real *most, dg_real *by_weight) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant done: \forall integer j; 0 <= j < l ==> by_weight[j] == Cut(cut, most[j], \at(by_weight[j], Pre));
      loop invariant rest: \forall integer j; l <= j < DG_WIDTH ==> by_weight[j] == \at(by_weight[j], Pre);
      loop assigns l, by_weight[0 .. DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_WIDTH; l++)
    by_weight[l] = cut > 0 && dg_size_of(by_weight[l] * most[l]) > cut ? 0 : by_weight[l];
}

/* What one target gives all its synapses in one sample, where tau_mem = 2 tau_syn: y = 1/rho, dL/dw over k(T - a) before the cut,
   and dL/da over w tau_mem k'(T - a). rate: 1/tau_mem. */
typedef struct {
  dg_real inverse, by_weight, by_arrival;
} dg_rates;

/*@ requires positive: tau_mem > 0 && rate == 1 / tau_mem && rho > 0;
    terminates \true; assigns \nothing;
    ensures inverse: \result.inverse == Inverse(rho);
    ensures weight: \result.by_weight == Uncut(g_out, dT_dc);
    ensures arrival: \result.by_arrival == ArrivalRate(tau_mem, g_out, dT_dc); */
static inline dg_rates dg_rates_of(dg_real rate, dg_real rho, dg_real dT_dc, dg_real g_out) /*@ ghost (dg_real tau_mem) */ {
  dg_real g = g_out * dT_dc;
  //@ ghost dg_lemma_target_rates(g_out, dT_dc, tau_mem, rate, rho);
  dg_rates of;
  of.inverse = 1 / rho;
  of.by_weight = -g;
  of.by_arrival = g * rate;
  return of;
}

/* The same in a chunk. */
/*@ requires input: \valid_read(rho + (0 .. DG_WIDTH-1)) && \valid_read(dT_dc + (0 .. DG_WIDTH-1)) &&
      \valid_read(g_out + (0 .. DG_WIDTH-1));
    requires output: \valid(y + (0 .. DG_WIDTH-1)) && \valid(by_weight + (0 .. DG_WIDTH-1)) &&
      \valid(by_arrival + (0 .. DG_WIDTH-1));
    requires separate: \separated(y + (0 .. DG_WIDTH-1), by_weight + (0 .. DG_WIDTH-1), by_arrival + (0 .. DG_WIDTH-1));
    requires separate_read: spikes_read(rho, dT_dc, g_out, y) && spikes_read(rho, dT_dc, g_out, by_weight) &&
      spikes_read(rho, dT_dc, g_out, by_arrival);
    requires positive: Positives(rho, DG_WIDTH) && tau_mem > 0;
    terminates \true; assigns y[0 .. DG_WIDTH-1], by_weight[0 .. DG_WIDTH-1], by_arrival[0 .. DG_WIDTH-1];
    ensures inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(\at(rho[l], Pre));
    ensures weight: \forall integer l; 0 <= l < DG_WIDTH ==> by_weight[l] == Uncut(\at(g_out[l], Pre), \at(dT_dc[l], Pre));
    ensures arrival: \forall integer l; 0 <= l < DG_WIDTH ==>
      by_arrival[l] == ArrivalRate(tau_mem, \at(g_out[l], Pre), \at(dT_dc[l], Pre)); */
static inline void dg_rates_two(dg_real tau_mem, const dg_real *rho, const dg_real *dT_dc, const dg_real *g_out, dg_real *y,
                                dg_real *by_weight, dg_real *by_arrival) {
  dg_real rate = 1 / tau_mem;
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant inverse: \forall integer j; 0 <= j < l ==> y[j] == Inverse(\at(rho[j], Pre));
      loop invariant weight: \forall integer j; 0 <= j < l ==> by_weight[j] == Uncut(\at(g_out[j], Pre), \at(dT_dc[j], Pre));
      loop invariant arrival: \forall integer j; 0 <= j < l ==>
        by_arrival[j] == ArrivalRate(tau_mem, \at(g_out[j], Pre), \at(dT_dc[j], Pre));
      loop assigns l, y[0 .. DG_WIDTH-1], by_weight[0 .. DG_WIDTH-1], by_arrival[0 .. DG_WIDTH-1];
      loop variant DG_WIDTH - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_WIDTH; l++) {
    //@ assert rho: rho[l] == \at(rho[\at(l, Here)], Pre) && rho[l] > 0;
    //@ assert g_out: g_out[l] == \at(g_out[\at(l, Here)], Pre);
    //@ assert dT_dc: dT_dc[l] == \at(dT_dc[\at(l, Here)], Pre);
    //@ assert apart: y + l != by_weight + l && y + l != by_arrival + l && by_weight + l != by_arrival + l;
    dg_rates of = dg_rates_of(rate, rho[l], dT_dc[l], g_out[l]) /*@ ghost (tau_mem) */;
    y[l] = of.inverse;
    by_weight[l] = of.by_weight;
    by_arrival[l] = of.by_arrival;
    //@ assert inverse: y[l] == Inverse(\at(rho[\at(l, Here)], Pre));
    //@ assert weight: by_weight[l] == Uncut(\at(g_out[\at(l, Here)], Pre), \at(dT_dc[\at(l, Here)], Pre));
    //@ assert arrival: by_arrival[l] == ArrivalRate(tau_mem, \at(g_out[\at(l, Here)], Pre), \at(dT_dc[\at(l, Here)], Pre));
    //@ assert kept_y: \forall integer j; 0 <= j < l ==> y[j] == \at(y[j], LoopCurrent);
    //@ assert kept_weight: \forall integer j; 0 <= j < l ==> by_weight[j] == \at(by_weight[j], LoopCurrent);
    //@ assert kept_arrival: \forall integer j; 0 <= j < l ==> by_arrival[j] == \at(by_arrival[j], LoopCurrent);
  }
}

/* The largest kernel of the target's synapses so far, most[DG_WIDTH], and that of one more, of arrivals t[DG_WIDTH] times shift. */
/*@ requires input: \valid_read(t + (0 .. DG_WIDTH-1)) && \valid_read(rho + (0 .. DG_WIDTH-1)) &&
      \valid_read(y + (0 .. DG_WIDTH-1));
    requires output: \valid(most + (0 .. DG_WIDTH-1));
    requires separate: chunk_apart(most, t) && chunk_apart(most, rho) && chunk_apart(most, y);
    requires positive: Positives(rho, DG_WIDTH);
    requires inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(rho[l]);
    terminates \true; assigns most[0 .. DG_WIDTH-1];
    ensures most: \forall integer l; 0 <= l < DG_WIDTH ==>
      most[l] == \max(\at(most[l], Pre), KernelRho(\at(t[l], Pre) * shift, \at(rho[l], Pre))); */
static inline void dg_most_two(dg_real shift, const dg_real *t, const dg_real *rho, const dg_real *y, dg_real *most) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant done: \forall integer j; 0 <= j < l ==>
        most[j] == \max(\at(most[j], Pre), KernelRho(\at(t[j], Pre) * shift, \at(rho[j], Pre)));
      loop invariant rest: \forall integer j; l <= j < DG_WIDTH ==> most[j] == \at(most[j], Pre);
      loop assigns l, most[0 .. DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_WIDTH; l++) {
    //@ assert rho: rho[l] == \at(rho[\at(l, Here)], Pre) && rho[l] > 0 && y[l] == Inverse(rho[l]);
    //@ assert t: t[l] == \at(t[\at(l, Here)], Pre);
    dg_real kernel = dg_synapse_two(t[l] * shift, rho[l], y[l]).kernel;
    //@ assert kernel: kernel == KernelRho(\at(t[\at(l, Here)], Pre) * shift, \at(rho[\at(l, Here)], Pre));
    most[l] = kernel > most[l] ? kernel : most[l];
  }
}

/* dL/dw and dL/da of one synapse in one sample: source t, delay shift, spike rho, y = 1/rho. */
typedef struct {
  dg_real weight, arrival;
} dg_synapse_gradient;

/*@ requires inverse: rho > 0 && y == Inverse(rho);
    terminates \true; assigns \nothing;
    ensures weight: \result.weight == ByKernel(by_weight, t, shift, rho);
    ensures arrival: \result.arrival == BySlope(w, by_arrival, t, shift, rho); */
static inline dg_synapse_gradient dg_synapse_gradient_two(dg_real by_weight, dg_real w, dg_real by_arrival, dg_real t,
                                                          dg_real shift, dg_real rho, dg_real y) {
  dg_synapse one = dg_synapse_two(t * shift, rho, y);
  //@ ghost dg_lemma_synapse_terms(by_weight, w, by_arrival, t, shift, rho, one.kernel, one.slope);
  dg_synapse_gradient of;
  of.weight = by_weight * one.kernel;
  of.arrival = w * by_arrival * one.slope;
  return of;
}

/* Backward through one synapse: dw, da[DG_WIDTH] receive dL/dw and dL/da, which is added to g_src[DG_WIDTH], too. */
/*@ requires input: \valid_read(t + (0 .. DG_WIDTH-1)) && \valid_read(rho + (0 .. DG_WIDTH-1)) &&
      \valid_read(y + (0 .. DG_WIDTH-1)) &&
      \valid_read(by_weight + (0 .. DG_WIDTH-1)) && \valid_read(by_arrival + (0 .. DG_WIDTH-1));
    requires output: \valid(dw + (0 .. DG_WIDTH-1)) && \valid(da + (0 .. DG_WIDTH-1)) && \valid(g_src + (0 .. DG_WIDTH-1));
    requires separate: \separated(dw + (0 .. DG_WIDTH-1), da + (0 .. DG_WIDTH-1), g_src + (0 .. DG_WIDTH-1));
    requires separate_read: rates_read(t, rho, y, by_weight, by_arrival, dw) && rates_read(t, rho, y, by_weight, by_arrival, da) &&
      rates_read(t, rho, y, by_weight, by_arrival, g_src);
    requires positive: Positives(rho, DG_WIDTH);
    requires inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(rho[l]);
    terminates \true; assigns dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. DG_WIDTH-1];
    ensures weight: \forall integer l; 0 <= l < DG_WIDTH ==>
      dw[l] == ByKernel(\at(by_weight[l], Pre), \at(t[l], Pre), shift, \at(rho[l], Pre));
    ensures arrival: \forall integer l; 0 <= l < DG_WIDTH ==>
      da[l] == BySlope(w, \at(by_arrival[l], Pre), \at(t[l], Pre), shift, \at(rho[l], Pre));
    ensures source: \forall integer l; 0 <= l < DG_WIDTH ==> g_src[l] == \at(g_src[l], Pre) + da[l]; */
static inline void dg_synapse_backward_two(dg_real w, dg_real shift, const dg_real *t, const dg_real *rho, const dg_real *y,
                                           const dg_real *by_weight, const dg_real *by_arrival, dg_real *dw, dg_real *da,
                                           dg_real *g_src) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant weight: \forall integer j; 0 <= j < l ==>
        dw[j] == ByKernel(\at(by_weight[j], Pre), \at(t[j], Pre), shift, \at(rho[j], Pre));
      loop invariant arrival: \forall integer j; 0 <= j < l ==>
        da[j] == BySlope(w, \at(by_arrival[j], Pre), \at(t[j], Pre), shift, \at(rho[j], Pre));
      loop invariant done: \forall integer j; 0 <= j < l ==> g_src[j] == \at(g_src[j], Pre) + da[j];
      loop invariant rest: \forall integer j; l <= j < DG_WIDTH ==> g_src[j] == \at(g_src[j], Pre);
      loop assigns l, dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_WIDTH; l++) {
    //@ assert t: t[l] == \at(t[\at(l, Here)], Pre);
    //@ assert rho: rho[l] == \at(rho[\at(l, Here)], Pre);
    //@ assert y: y[l] == \at(y[\at(l, Here)], Pre);
    //@ assert inverse: rho[l] > 0 && y[l] == Inverse(rho[l]);
    //@ assert by_weight: by_weight[l] == \at(by_weight[\at(l, Here)], Pre);
    //@ assert by_arrival: by_arrival[l] == \at(by_arrival[\at(l, Here)], Pre);
    //@ assert apart: dw + l != da + l && dw + l != g_src + l && da + l != g_src + l;
    dg_synapse_gradient of = dg_synapse_gradient_two(by_weight[l], w, by_arrival[l], t[l], shift, rho[l], y[l]);
    dw[l] = of.weight;
    da[l] = of.arrival;
    g_src[l] += da[l];
    /*@ assert last_dw: dw[l] ==
          ByKernel(\at(by_weight[\at(l, Here)], Pre), \at(t[\at(l, Here)], Pre), shift, \at(rho[\at(l, Here)], Pre)); */
    /*@ assert last_da: da[l] ==
          BySlope(w, \at(by_arrival[\at(l, Here)], Pre), \at(t[\at(l, Here)], Pre), shift, \at(rho[\at(l, Here)], Pre)); */
    //@ assert kept_dw: \forall integer j; 0 <= j < l ==> dw[j] == \at(dw[j], LoopCurrent);
    //@ assert kept_da: \forall integer j; 0 <= j < l ==> da[j] == \at(da[j], LoopCurrent);
  }
}

/* dg_fold of two chunks. */
/*@ requires valid: \valid(x + (0 .. DG_WIDTH-1)) && \valid(y + (0 .. DG_WIDTH-1)) && \valid(folded_x + (0 .. DG_FOLDED-1)) &&
      \valid(folded_y + (0 .. DG_FOLDED-1));
    requires separate: \separated(x + (0 .. DG_WIDTH-1), y + (0 .. DG_WIDTH-1), folded_x + (0 .. DG_FOLDED-1),
      folded_y + (0 .. DG_FOLDED-1));
    terminates \true;
    assigns x[0 .. DG_WIDTH-1], y[0 .. DG_WIDTH-1], folded_x[0 .. DG_FOLDED-1], folded_y[0 .. DG_FOLDED-1];
    ensures first: \forall integer f; 0 <= f < DG_FOLDED ==> folded_x[f] == FourSum{Pre}(x, f);
    ensures second: \forall integer f; 0 <= f < DG_FOLDED ==> folded_y[f] == FourSum{Pre}(y, f); */
static inline void dg_fold_two(dg_real *x, dg_real *y, dg_real *folded_x, dg_real *folded_y) {
  dg_fold_steps(x, folded_x);
  //@ assert first: \forall integer f; 0 <= f < DG_FOLDED ==> folded_x[f] == FourSum{Pre}(x, f);
  //@ assert y: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == \at(y[l], Pre);
  //@ ghost Folded: ;
  dg_fold_steps(y, folded_y);
  //@ assert second: \forall integer f; 0 <= f < DG_FOLDED ==> folded_y[f] == FourSum{Folded}(y, f);
  //@ assert same: \forall integer f; 0 <= f < DG_FOLDED ==> FourSum{Folded}(y, f) == FourSum{Pre}(y, f);
  //@ assert kept: \forall integer j; 0 <= j < DG_FOLDED ==> folded_x[j] == \at(folded_x[j], Folded);
}

/* The same, where g_w, g_d[DG_FOLDED] receive dL/dw and dL/dd, folded over the chunk. dw, da[DG_WIDTH]: scratch. */
/*@ requires input: \valid_read(t + (0 .. DG_WIDTH-1)) && \valid_read(rho + (0 .. DG_WIDTH-1)) &&
      \valid_read(y + (0 .. DG_WIDTH-1)) &&
      \valid_read(by_weight + (0 .. DG_WIDTH-1)) && \valid_read(by_arrival + (0 .. DG_WIDTH-1));
    requires output: \valid(dw + (0 .. DG_WIDTH-1)) && \valid(da + (0 .. DG_WIDTH-1)) && \valid(g_src + (0 .. DG_WIDTH-1)) &&
      \valid(g_w + (0 .. DG_FOLDED-1)) && \valid(g_d + (0 .. DG_FOLDED-1));
    requires separate: \separated(dw + (0 .. DG_WIDTH-1), da + (0 .. DG_WIDTH-1), g_src + (0 .. DG_WIDTH-1),
      g_w + (0 .. DG_FOLDED-1),
      g_d + (0 .. DG_FOLDED-1));
    requires separate_read: rates_read(t, rho, y, by_weight, by_arrival, dw) && rates_read(t, rho, y, by_weight, by_arrival, da) &&
      rates_read(t, rho, y, by_weight, by_arrival, g_src);
    requires positive: Positives(rho, DG_WIDTH);
    requires inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(rho[l]);
    terminates \true;
    assigns dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. DG_WIDTH-1], g_w[0 .. DG_FOLDED-1], g_d[0 .. DG_FOLDED-1];
    ensures source: \forall integer l; 0 <= l < DG_WIDTH ==> g_src[l] == \at(g_src[l], Pre) +
      BySlope(w, \at(by_arrival[l], Pre), \at(t[l], Pre), shift, \at(rho[l], Pre));
    ensures weight: \forall integer f; 0 <= f < DG_FOLDED ==> g_w[f] == FourKernels{Pre}(by_weight, t, shift, rho, f);
    ensures delay: \forall integer f; 0 <= f < DG_FOLDED ==> g_d[f] == FourSlopes{Pre}(w, by_arrival, t, shift, rho, f); */
static inline void dg_synapse_folded_two(dg_real w, dg_real shift, const dg_real *t, const dg_real *rho, const dg_real *y,
                                         const dg_real *by_weight, const dg_real *by_arrival, dg_real *dw, dg_real *da,
                                         dg_real *g_src, dg_real *g_w, dg_real *g_d) {
  dg_synapse_backward_two(w, shift, t, rho, y, by_weight, by_arrival, dw, da, g_src);
  //@ assert weight: \forall integer f; 0 <= f < DG_FOLDED ==> FourSum(dw, f) == FourKernels{Pre}(by_weight, t, shift, rho, f);
  //@ assert delay: \forall integer f; 0 <= f < DG_FOLDED ==> FourSum(da, f) == FourSlopes{Pre}(w, by_arrival, t, shift, rho, f);
  /*@ assert apart: \forall integer l; 0 <= l < DG_WIDTH ==> \separated(g_src + l, dw + (0 .. DG_WIDTH-1)) &&
        \separated(g_src + l, da + (0 .. DG_WIDTH-1)) && \separated(g_src + l, g_w + (0 .. DG_FOLDED-1)) &&
        \separated(g_src + l, g_d + (0 .. DG_FOLDED-1)); */
  //@ ghost Sums: ;
  dg_fold_two(dw, da, g_w, g_d);
  //@ assert source: \forall integer l; 0 <= l < DG_WIDTH ==> g_src[l] == \at(g_src[l], Sums);
}

/* The largest kernel of the n synapses of a target in each sample of a chunk, as far as cut asks for it. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires input: \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(rho + (0 .. DG_WIDTH-1)) &&
      \valid_read(y + (0 .. DG_WIDTH-1));
    requires output: \valid(most + (0 .. DG_WIDTH-1));
    requires separate: \separated(most + (0 .. DG_WIDTH-1), row + (0 .. n-1)) &&
      \separated(most + (0 .. DG_WIDTH-1), src + (0 .. n*DG_WIDTH-1)) &&
      chunk_apart(most, rho) && chunk_apart(most, y);
    requires positive: Positives(rho, DG_WIDTH);
    requires inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(rho[l]);
    terminates \true; assigns most[0 .. DG_WIDTH-1];
    ensures most: cut > 0 ==> \forall integer l; 0 <= l < DG_WIDTH ==> most[l] == MostKernel{Pre}(row, src, rho, n, l); */
static inline void dg_target_most(dg_real cut, size_t n, const dg_real *row, const dg_real *src, const dg_real *rho,
                                  const dg_real *y, dg_real *most) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant none: \forall integer j; 0 <= j < l ==> IsZero(most[j]);
      loop assigns l, most[0 .. DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++) most[l] = 0;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant most: \forall integer l; 0 <= l < DG_WIDTH ==> most[l] == MostKernel{Pre}(row, src, rho, i, l);
      loop assigns i, most[0 .. DG_WIDTH-1]; loop variant n - i; */
  for (size_t i = 0; cut > 0 && i < n; i++) {
    //@ assert row: row[i] == \at(row[\at(i, Here)], Pre);
    //@ assert src: \forall integer l; 0 <= l < DG_WIDTH ==> src[i * DG_WIDTH + l] == \at(src[\at(i, Here) * DG_WIDTH + l], Pre);
    //@ assert rho: \forall integer l; 0 <= l < DG_WIDTH ==> rho[l] == \at(rho[l], Pre);
    //@ assert y: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == \at(y[l], Pre);
    //@ ghost Before: ;
    dg_most_two(row[i], src + i * DG_WIDTH, rho, y, most);
    /*@ assert kernel: \forall integer l; 0 <= l < DG_WIDTH ==> most[l] == \max(\at(most[l], Before),
          KernelRho(\at(src[\at(i, Here) * DG_WIDTH + l], Pre) * \at(row[\at(i, Here)], Pre), \at(rho[l], Pre))); */
    //@ assert before: \forall integer l; 0 <= l < DG_WIDTH ==> \at(most[l], Before) == MostKernel{Pre}(row, src, rho, i, l);
    /*@ assert unfold: \forall integer l; 0 <= l < DG_WIDTH ==> MostKernel{Pre}(row, src, rho, i + 1, l) ==
          \max(MostKernel{Pre}(row, src, rho, i, l),
               KernelRho(\at(src[\at(i, Here) * DG_WIDTH + l], Pre) * \at(row[\at(i, Here)], Pre), \at(rho[l], Pre))); */
    //@ assert after: \forall integer l; 0 <= l < DG_WIDTH ==> most[l] == MostKernel{Pre}(row, src, rho, i + 1, l);
    //@ assert next: (size_t)(i + 1) == i + 1;
  }
}

#ifdef __FRAMAC__
#include "proofs/acsl/layer_gradient.h"
#endif

/* dg_synapse_folded_two of synapse i of the n of a target, which leaves the others as they are. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires index: i < n;
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1));
    requires rates: \valid_read(rho + (0 .. DG_WIDTH-1)) && \valid_read(y + (0 .. DG_WIDTH-1)) &&
      \valid_read(by_weight + (0 .. DG_WIDTH-1)) && \valid_read(by_arrival + (0 .. DG_WIDTH-1));
    requires output: \valid(dw + (0 .. DG_WIDTH-1)) && \valid(da + (0 .. DG_WIDTH-1)) && \valid(g_src + (0 .. n*DG_WIDTH-1)) &&
      \valid(g_w + (0 .. n*DG_FOLDED-1)) && \valid(g_d + (0 .. n*DG_FOLDED-1));
    requires separate: \separated(dw + (0 .. DG_WIDTH-1), da + (0 .. DG_WIDTH-1), g_src + (0 .. n*DG_WIDTH-1),
      g_w + (0 .. n*DG_FOLDED-1), g_d + (0 .. n*DG_FOLDED-1));
    requires separate_read: target_apart(n, w, row, src, rho, by_weight, by_arrival, g_src, n * DG_WIDTH) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, g_w, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, g_d, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, dw, DG_WIDTH) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, da, DG_WIDTH);
    requires separate_y: \separated(y + (0 .. DG_WIDTH-1), g_src + (0 .. n*DG_WIDTH-1)) &&
      \separated(y + (0 .. DG_WIDTH-1), g_w + (0 .. n*DG_FOLDED-1)) &&
        \separated(y + (0 .. DG_WIDTH-1), g_d + (0 .. n*DG_FOLDED-1)) &&
      chunk_apart(y, dw) && chunk_apart(y, da);
    requires positive: Positives(rho, DG_WIDTH);
    requires inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(rho[l]);
    terminates \true;
    assigns dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. n*DG_WIDTH-1], g_w[0 .. n*DG_FOLDED-1], g_d[0 .. n*DG_FOLDED-1];
    ensures source: \forall integer l; 0 <= l < DG_WIDTH ==> SourceAdded{Pre, Here}(w, row, src, rho, by_arrival, g_src, i, l);
    ensures weight: \forall integer f; 0 <= f < DG_FOLDED ==>
      g_w[i * DG_FOLDED + f] == FourKernels{Pre}(by_weight, src + i * DG_WIDTH, \at(row[i], Pre), rho, f);
    ensures delay: \forall integer f; 0 <= f < DG_FOLDED ==> 
      g_d[i * DG_FOLDED + f] == FourSlopes{Pre}(\at(w[i], Pre), by_arrival, src + i * DG_WIDTH, \at(row[i], Pre), rho, f);
    ensures other_sources: \forall integer j, l; 0 <= j < n && j != i && 0 <= l < DG_WIDTH ==> ChunkSame{Pre, Here}(g_src, j, l);
    ensures other_weights: \forall integer j, f; 0 <= j < n && j != i && 0 <= f < DG_FOLDED ==> FoldSame{Pre, Here}(g_w, j, f);
    ensures other_delays: \forall integer j, f; 0 <= j < n && j != i && 0 <= f < DG_FOLDED ==> FoldSame{Pre, Here}(g_d, j, f); */
static inline void dg_source_folded(size_t i, const dg_real *w, const dg_real *row, const dg_real *src, const dg_real *rho,
                                    const dg_real *y, const dg_real *by_weight, const dg_real *by_arrival, dg_real *dw,
                                    dg_real *da, dg_real *g_src, dg_real *g_w, dg_real *g_d) /*@ ghost (size_t n) */ {
  dg_synapse_folded_two(w[i], row[i], src + i * DG_WIDTH, rho, y, by_weight, by_arrival, dw, da, g_src + i * DG_WIDTH,
                        g_w + i * DG_FOLDED, g_d + i * DG_FOLDED);
}

/* The same, the sums of four written out. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires index: i < n;
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1));
    requires rates: \valid_read(rho + (0 .. DG_WIDTH-1)) && \valid_read(y + (0 .. DG_WIDTH-1)) &&
      \valid_read(by_weight + (0 .. DG_WIDTH-1)) && \valid_read(by_arrival + (0 .. DG_WIDTH-1));
    requires output: \valid(dw + (0 .. DG_WIDTH-1)) && \valid(da + (0 .. DG_WIDTH-1)) && \valid(g_src + (0 .. n*DG_WIDTH-1)) &&
      \valid(g_w + (0 .. n*DG_FOLDED-1)) && \valid(g_d + (0 .. n*DG_FOLDED-1));
    requires separate: \separated(dw + (0 .. DG_WIDTH-1), da + (0 .. DG_WIDTH-1), g_src + (0 .. n*DG_WIDTH-1),
      g_w + (0 .. n*DG_FOLDED-1), g_d + (0 .. n*DG_FOLDED-1));
    requires separate_read: target_apart(n, w, row, src, rho, by_weight, by_arrival, g_src, n * DG_WIDTH) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, g_w, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, g_d, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, dw, DG_WIDTH) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, da, DG_WIDTH);
    requires separate_y: \separated(y + (0 .. DG_WIDTH-1), g_src + (0 .. n*DG_WIDTH-1)) &&
      \separated(y + (0 .. DG_WIDTH-1), g_w + (0 .. n*DG_FOLDED-1)) &&
        \separated(y + (0 .. DG_WIDTH-1), g_d + (0 .. n*DG_FOLDED-1)) &&
      chunk_apart(y, dw) && chunk_apart(y, da);
    requires positive: Positives(rho, DG_WIDTH);
    requires inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(rho[l]);
    terminates \true;
    assigns dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. n*DG_WIDTH-1], g_w[0 .. n*DG_FOLDED-1], g_d[0 .. n*DG_FOLDED-1];
    ensures source: \forall integer l; 0 <= l < DG_WIDTH ==> SourceAdded{Pre, Here}(w, row, src, rho, by_arrival, g_src, i, l);
    ensures weight: \forall integer f; 0 <= f < DG_FOLDED ==> WeightIs{Pre, Here}(row, src, rho, by_weight, g_w, i, f);
    ensures delay: \forall integer f; 0 <= f < DG_FOLDED ==> DelayIs{Pre, Here}(w, row, src, rho, by_arrival, g_d, i, f);
    ensures other_sources: \forall integer j, l; 0 <= j < n && j != i && 0 <= l < DG_WIDTH ==> ChunkSame{Pre, Here}(g_src, j, l);
    ensures other_weights: \forall integer j, f; 0 <= j < n && j != i && 0 <= f < DG_FOLDED ==> FoldSame{Pre, Here}(g_w, j, f);
    ensures other_delays: \forall integer j, f; 0 <= j < n && j != i && 0 <= f < DG_FOLDED ==> FoldSame{Pre, Here}(g_d, j, f);
    ensures rates: \forall integer l; 0 <= l < DG_WIDTH ==> RatesSame{Pre, Here}(rho, by_weight, by_arrival, l);
    ensures inverses: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == \at(y[l], Pre);
    ensures synapses: \forall integer j; 0 <= j < n ==> SynapseSame{Pre, Here}(w, row, j);
    ensures sources: \forall integer j, l; 0 <= j < n && 0 <= l < DG_WIDTH ==> ChunkSame{Pre, Here}(src, j, l); */
static inline void dg_target_source(size_t i, const dg_real *w, const dg_real *row, const dg_real *src, const dg_real *rho,
                                    const dg_real *y, const dg_real *by_weight, const dg_real *by_arrival, dg_real *dw,
                                    dg_real *da, dg_real *g_src, dg_real *g_w, dg_real *g_d) /*@ ghost (size_t n) */ {
  /*@ assert kernels: \forall integer f; 0 <= f < DG_FOLDED ==> FourKernels(by_weight, src + i * DG_WIDTH, row[i], rho, f) ==
        ByKernel(by_weight[f], src[i * DG_WIDTH + f], row[i], rho[f]) + ByKernel(by_weight[f + 16], src[i * DG_WIDTH + f + 16],
          row[i], rho[f + 16]) +
        (ByKernel(by_weight[f + 8], src[i * DG_WIDTH + f + 8], row[i], rho[f + 8]) + ByKernel(by_weight[f + 24],
          src[i * DG_WIDTH + f + 24], row[i], rho[f + 24])); */
  /*@ assert slopes: \forall integer f; 0 <= f < DG_FOLDED ==> FourSlopes(w[i], by_arrival, src + i * DG_WIDTH, row[i], rho, f) ==
        BySlope(w[i], by_arrival[f], src[i * DG_WIDTH + f], row[i], rho[f]) +
        BySlope(w[i], by_arrival[f + 16], src[i * DG_WIDTH + f + 16], row[i], rho[f + 16]) +
        (BySlope(w[i], by_arrival[f + 8], src[i * DG_WIDTH + f + 8], row[i], rho[f + 8]) +
         BySlope(w[i], by_arrival[f + 24], src[i * DG_WIDTH + f + 24], row[i], rho[f + 24])); */
  /*@ assert rho_apart: \forall integer l; 0 <= l < DG_WIDTH ==> \separated(rho + l, dw + (0 .. DG_WIDTH-1)) &&
        \separated(rho + l, da + (0 .. DG_WIDTH-1)) && \separated(rho + l, g_src + (0 .. n*DG_WIDTH-1)) &&
        \separated(rho + l, g_w + (0 .. n*DG_FOLDED-1)) && \separated(rho + l, g_d + (0 .. n*DG_FOLDED-1)); */
  /*@ assert by_arrival_apart: \forall integer l; 0 <= l < DG_WIDTH ==> \separated(by_arrival + l, dw + (0 .. DG_WIDTH-1)) &&
        \separated(by_arrival + l, da + (0 .. DG_WIDTH-1)) && \separated(by_arrival + l, g_src + (0 .. n*DG_WIDTH-1)) &&
        \separated(by_arrival + l, g_w + (0 .. n*DG_FOLDED-1)) && \separated(by_arrival + l, g_d + (0 .. n*DG_FOLDED-1)); */
  dg_source_folded(i, w, row, src, rho, y, by_weight, by_arrival, dw, da, g_src, g_w, g_d) /*@ ghost (n) */;
  //@ assert rho: \forall integer l; 0 <= l < DG_WIDTH ==> rho[l] == \at(rho[l], Pre);
  //@ assert y: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == \at(y[l], Pre);
  //@ assert by_weight: \forall integer l; 0 <= l < DG_WIDTH ==> by_weight[l] == \at(by_weight[l], Pre);
  //@ assert by_arrival: \forall integer l; 0 <= l < DG_WIDTH ==> by_arrival[l] == \at(by_arrival[l], Pre);
  //@ assert w: \forall integer j; 0 <= j < n ==> w[j] == \at(w[j], Pre);
  //@ assert row: \forall integer j; 0 <= j < n ==> row[j] == \at(row[j], Pre);
}

/* Backward through the n synapses of a target for a chunk, as dg_target_backward_two; dw, da[DG_WIDTH]: scratch. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1));
    requires rates: \valid_read(rho + (0 .. DG_WIDTH-1)) && \valid_read(y + (0 .. DG_WIDTH-1)) &&
      \valid_read(by_weight + (0 .. DG_WIDTH-1)) && \valid_read(by_arrival + (0 .. DG_WIDTH-1));
    requires output: \valid(dw + (0 .. DG_WIDTH-1)) && \valid(da + (0 .. DG_WIDTH-1)) && \valid(g_src + (0 .. n*DG_WIDTH-1)) &&
      \valid(g_w + (0 .. n*DG_FOLDED-1)) && \valid(g_d + (0 .. n*DG_FOLDED-1));
    requires separate: \separated(dw + (0 .. DG_WIDTH-1), da + (0 .. DG_WIDTH-1), g_src + (0 .. n*DG_WIDTH-1),
      g_w + (0 .. n*DG_FOLDED-1), g_d + (0 .. n*DG_FOLDED-1));
    requires separate_read: target_apart(n, w, row, src, rho, by_weight, by_arrival, g_src, n * DG_WIDTH) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, g_w, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, g_d, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, dw, DG_WIDTH) &&
      target_apart(n, w, row, src, rho, by_weight, by_arrival, da, DG_WIDTH);
    requires separate_y: \separated(y + (0 .. DG_WIDTH-1), g_src + (0 .. n*DG_WIDTH-1)) &&
      \separated(y + (0 .. DG_WIDTH-1), g_w + (0 .. n*DG_FOLDED-1)) &&
        \separated(y + (0 .. DG_WIDTH-1), g_d + (0 .. n*DG_FOLDED-1)) &&
      chunk_apart(y, dw) && chunk_apart(y, da);
    requires positive: Positives(rho, DG_WIDTH);
    requires inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(rho[l]);
    terminates \true;
    assigns dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. n*DG_WIDTH-1], g_w[0 .. n*DG_FOLDED-1], g_d[0 .. n*DG_FOLDED-1];
    ensures source: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
      SourceAdded{Pre, Here}(w, row, src, rho, by_arrival, g_src, i, l);
    ensures weight: \forall integer i, f; 0 <= i < n && 0 <= f < DG_FOLDED ==>
      WeightIs{Pre, Here}(row, src, rho, by_weight, g_w, i, f);
    ensures delay: \forall integer i, f; 0 <= i < n && 0 <= f < DG_FOLDED ==>
      DelayIs{Pre, Here}(w, row, src, rho, by_arrival, g_d, i, f); */
static inline void dg_target_sources(size_t n, const dg_real *w, const dg_real *row, const dg_real *src, const dg_real *rho,
                                     const dg_real *y, const dg_real *by_weight, const dg_real *by_arrival, dg_real *dw,
                                     dg_real *da, dg_real *g_src, dg_real *g_w, dg_real *g_d) {
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant source: \forall integer i, l; 0 <= i < j && 0 <= l < DG_WIDTH ==>
        SourceAdded{Pre, Here}(w, row, src, rho, by_arrival, g_src, i, l);
      loop invariant rest: \forall integer i, l; j <= i < n && 0 <= l < DG_WIDTH ==> ChunkSame{Pre, Here}(g_src, i, l);
      loop invariant weight: \forall integer i, f; 0 <= i < j && 0 <= f < DG_FOLDED ==>
        WeightIs{Pre, Here}(row, src, rho, by_weight, g_w, i, f);
      loop invariant delay: \forall integer i, f; 0 <= i < j && 0 <= f < DG_FOLDED ==>
        DelayIs{Pre, Here}(w, row, src, rho, by_arrival, g_d, i, f);
      loop invariant rates: \forall integer l; 0 <= l < DG_WIDTH ==> RatesSame{Pre, Here}(rho, by_weight, by_arrival, l);
      loop invariant inverses: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == \at(y[l], Pre);
      loop invariant synapses: \forall integer i; 0 <= i < n ==> SynapseSame{Pre, Here}(w, row, i);
      loop invariant sources: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==> ChunkSame{Pre, Here}(src, i, l);
      loop assigns j, dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. n*DG_WIDTH-1], g_w[0 .. n*DG_FOLDED-1],
        g_d[0 .. n*DG_FOLDED-1];
      loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    //@ assert rho: \forall integer l; 0 <= l < DG_WIDTH ==> rho[l] == \at(rho[l], Pre);
    dg_target_source(j, w, row, src, rho, y, by_weight, by_arrival, dw, da, g_src, g_w, g_d) /*@ ghost (n) */;
    /*@ assert now_source: \forall integer l; ChunkSame{Pre, LoopCurrent}(g_src, j, l) && ChunkSame{Pre, LoopCurrent}(src, j, l) &&
          SynapseSame{Pre, LoopCurrent}(w, row, j) && RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, l) &&
          SourceAdded{LoopCurrent, Here}(w, row, src, rho, by_arrival, g_src, j, l) ==>
          SourceAdded{Pre, Here}(w, row, src, rho, by_arrival, g_src, j, l); */
    /*@ assert now_weight: \forall integer f; ChunkSame{Pre, LoopCurrent}(src, j, f) &&
          ChunkSame{Pre, LoopCurrent}(src, j, f + 8) &&
          ChunkSame{Pre, LoopCurrent}(src, j, f + 16) && ChunkSame{Pre, LoopCurrent}(src, j, f + 24) &&
          SynapseSame{Pre, LoopCurrent}(w, row, j) && RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f) &&
          RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f + 8) &&
            RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f + 16) &&
          RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f + 24) &&
          WeightIs{LoopCurrent, Here}(row, src, rho, by_weight, g_w, j, f) ==>
          WeightIs{Pre, Here}(row, src, rho, by_weight, g_w, j, f); */
    /*@ assert now_delay: \forall integer f; ChunkSame{Pre, LoopCurrent}(src, j, f) && ChunkSame{Pre, LoopCurrent}(src, j, f + 8) &&
          ChunkSame{Pre, LoopCurrent}(src, j, f + 16) && ChunkSame{Pre, LoopCurrent}(src, j, f + 24) &&
          SynapseSame{Pre, LoopCurrent}(w, row, j) && RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f) &&
          RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f + 8) &&
            RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f + 16) &&
          RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, f + 24) &&
          DelayIs{LoopCurrent, Here}(w, row, src, rho, by_arrival, g_d, j, f) ==>
          DelayIs{Pre, Here}(w, row, src, rho, by_arrival, g_d, j, f); */
    /*@ assert source_then: \forall integer i, l; SourceAdded{Pre, LoopCurrent}(w, row, src, rho, by_arrival, g_src, i, l) &&
          ChunkSame{LoopCurrent, Here}(g_src, i, l) ==> SourceAdded{Pre, Here}(w, row, src, rho, by_arrival, g_src, i, l); */
    /*@ assert weight_then: \forall integer i, f; WeightIs{Pre, LoopCurrent}(row, src, rho, by_weight, g_w, i, f) &&
          FoldSame{LoopCurrent, Here}(g_w, i, f) ==> WeightIs{Pre, Here}(row, src, rho, by_weight, g_w, i, f); */
    /*@ assert delay_then: \forall integer i, f; DelayIs{Pre, LoopCurrent}(w, row, src, rho, by_arrival, g_d, i, f) &&
          FoldSame{LoopCurrent, Here}(g_d, i, f) ==> DelayIs{Pre, Here}(w, row, src, rho, by_arrival, g_d, i, f); */
    /*@ assert rest_then: \forall integer i, l; ChunkSame{Pre, LoopCurrent}(g_src, i, l) &&
          ChunkSame{LoopCurrent, Here}(g_src, i, l) ==>
          ChunkSame{Pre, Here}(g_src, i, l); */
    /*@ assert sources_then: \forall integer i, l; ChunkSame{Pre, LoopCurrent}(src, i, l) &&
          ChunkSame{LoopCurrent, Here}(src, i, l) ==>
          ChunkSame{Pre, Here}(src, i, l); */
    /*@ assert synapses_then: \forall integer i; SynapseSame{Pre, LoopCurrent}(w, row, i) &&
          SynapseSame{LoopCurrent, Here}(w, row, i) ==>
          SynapseSame{Pre, Here}(w, row, i); */
    /*@ assert rates_then: \forall integer l; RatesSame{Pre, LoopCurrent}(rho, by_weight, by_arrival, l) &&
          RatesSame{LoopCurrent, Here}(rho, by_weight, by_arrival, l) ==> RatesSame{Pre, Here}(rho, by_weight, by_arrival, l); */
    //@ assert next: (size_t)(j + 1) == j + 1;
  }
}

/* What one target gives its n synapses in a chunk, as dg_rates_two and after the cut: y, by_weight, by_arrival[DG_WIDTH].
   most[DG_WIDTH]: scratch. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires input: \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(rho + (0 .. DG_WIDTH-1)) &&
      \valid_read(dT_dc + (0 .. DG_WIDTH-1)) && \valid_read(g_out + (0 .. DG_WIDTH-1));
    requires output: \valid(y + (0 .. DG_WIDTH-1)) && \valid(by_weight + (0 .. DG_WIDTH-1)) &&
      \valid(by_arrival + (0 .. DG_WIDTH-1)) &&
      \valid(most + (0 .. DG_WIDTH-1));
    requires separate: \separated(y + (0 .. DG_WIDTH-1), by_weight + (0 .. DG_WIDTH-1), by_arrival + (0 .. DG_WIDTH-1),
      most + (0 .. DG_WIDTH-1));
    requires separate_spikes: spikes_read(rho, dT_dc, g_out, y) && spikes_read(rho, dT_dc, g_out, by_weight) &&
      spikes_read(rho, dT_dc, g_out, by_arrival) && spikes_read(rho, dT_dc, g_out, most);
    requires separate_row: \separated(row + (0 .. n-1), y + (0 .. DG_WIDTH-1)) &&
      \separated(row + (0 .. n-1), by_weight + (0 .. DG_WIDTH-1)) &&
      \separated(row + (0 .. n-1), by_arrival + (0 .. DG_WIDTH-1)) && \separated(row + (0 .. n-1), most + (0 .. DG_WIDTH-1));
    requires separate_sources: \separated(src + (0 .. n*DG_WIDTH-1), y + (0 .. DG_WIDTH-1)) &&
      \separated(src + (0 .. n*DG_WIDTH-1), by_weight + (0 .. DG_WIDTH-1)) &&
      \separated(src + (0 .. n*DG_WIDTH-1), by_arrival + (0 .. DG_WIDTH-1)) &&
        \separated(src + (0 .. n*DG_WIDTH-1), most + (0 .. DG_WIDTH-1));
    requires positive: Positives(rho, DG_WIDTH) && tau_mem > 0;
    terminates \true;
    assigns y[0 .. DG_WIDTH-1], by_weight[0 .. DG_WIDTH-1], by_arrival[0 .. DG_WIDTH-1], most[0 .. DG_WIDTH-1];
    ensures inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == Inverse(\at(rho[l], Pre));
    ensures weight: \forall integer l; 0 <= l < DG_WIDTH ==>
      by_weight[l] == ByWeightOf{Pre}(cut, row, src, rho, dT_dc, g_out, n, l);
    ensures arrival: \forall integer l; 0 <= l < DG_WIDTH ==>
      by_arrival[l] == ArrivalRate(tau_mem, \at(g_out[l], Pre), \at(dT_dc[l], Pre)); */
static inline void dg_target_rates(dg_real tau_mem, size_t n, dg_real cut, const dg_real *row, const dg_real *src,
                                   const dg_real *rho, const dg_real *dT_dc, const dg_real *g_out, dg_real *y, dg_real *by_weight,
                                   dg_real *by_arrival, dg_real *most) {
  dg_rates_two(tau_mem, rho, dT_dc, g_out, y, by_weight, by_arrival);
  //@ assert rho: \forall integer l; 0 <= l < DG_WIDTH ==> rho[l] == \at(rho[l], Pre);
  //@ assert row: \forall integer i; 0 <= i < n ==> row[i] == \at(row[i], Pre);
  //@ assert src: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
  /*@ ghost // the rates are not among what the kernels are computed from
      /@ loop invariant range: 0 <= i <= n;
         loop invariant most: \forall integer l; 0 <= l < DG_WIDTH ==>
           MostKernel(row, src, rho, i, l) == MostKernel{Pre}(row, src, rho, i, l);
         loop assigns i; loop variant n - i; @/
      for (size_t i = 0; i < n; i++) {
        /@ assert factor: row[i] == \at(row[\at(i, Here)], Pre); @/
        /@ assert source: \forall integer l; 0 <= l < DG_WIDTH ==>
             src[i * DG_WIDTH + l] == \at(src[\at(i, Here) * DG_WIDTH + l], Pre); @/
        /@ assert now: \forall integer l; 0 <= l < DG_WIDTH ==> MostKernel(row, src, rho, i + 1, l) ==
             \max(MostKernel(row, src, rho, i, l), KernelRho(src[i * DG_WIDTH + l] * row[i], rho[l])); @/
        /@ assert before: \forall integer l; 0 <= l < DG_WIDTH ==> MostKernel{Pre}(row, src, rho, i + 1, l) ==
             \max(MostKernel{Pre}(row, src, rho, i, l),
               KernelRho(\at(src[\at(i, Here) * DG_WIDTH + l], Pre) * \at(row[\at(i, Here)], Pre),
                                                               \at(rho[l], Pre))); @/
      } */
  //@ ghost Rates: ;
  dg_target_most(cut, n, row, src, rho, y, most);
  //@ assert most: cut > 0 ==> \forall integer l; 0 <= l < DG_WIDTH ==> most[l] == MostKernel{Pre}(row, src, rho, n, l);
  //@ assert kept: \forall integer l; 0 <= l < DG_WIDTH ==> by_weight[l] == \at(by_weight[l], Rates);
  //@ assert uncut: \forall integer l; 0 <= l < DG_WIDTH ==> by_weight[l] == -(\at(g_out[l], Pre) * \at(dT_dc[l], Pre));
  /*@ assert same: \forall integer l, real x; 0 <= l < DG_WIDTH ==>
        Cut(cut, most[l], x) == Cut(cut, MostKernel{Pre}(row, src, rho, n, l), x); */
  //@ ghost Most: ;
  dg_cut(cut, most, by_weight);
  //@ assert most_kept: \forall integer l; 0 <= l < DG_WIDTH ==> most[l] == \at(most[l], Most);
  /*@ assert cut: \forall integer l; 0 <= l < DG_WIDTH ==>
        by_weight[l] == Cut(cut, MostKernel{Pre}(row, src, rho, n, l), -(\at(g_out[l], Pre) * \at(dT_dc[l], Pre))); */
  //@ assert inverse: \forall integer l; 0 <= l < DG_WIDTH ==> y[l] == \at(y[l], Rates);
  //@ assert arrival: \forall integer l; 0 <= l < DG_WIDTH ==> by_arrival[l] == \at(by_arrival[l], Rates);
}

/* Backward through one target for a chunk (SPEC 4.2), where tau_mem = 2 tau_syn. w, row: weights and delays of its n synapses;
   src[n][DG_WIDTH], rho, dT_dc[DG_WIDTH]: spikes and 1/K'; g_out[DG_WIDTH]: dL/dT. dL/dt of the sources is added to
   g_src[n][DG_WIDTH]; g_w, g_d[n][DG_FOLDED] receive dL/dw and dL/dd, folded over the chunk. cut: as for dg_layer_backward. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(rho + (0 .. DG_WIDTH-1)) && \valid_read(dT_dc + (0 .. DG_WIDTH-1)) &&
      \valid_read(g_out + (0 .. DG_WIDTH-1));
    requires output: \valid(g_src + (0 .. n*DG_WIDTH-1)) && \valid(g_w + (0 .. n*DG_FOLDED-1)) &&
      \valid(g_d + (0 .. n*DG_FOLDED-1));
    requires separate: target_apart(n, w, row, src, rho, dT_dc, g_out, g_src, n * DG_WIDTH) &&
      target_apart(n, w, row, src, rho, dT_dc, g_out, g_w, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, dT_dc, g_out, g_d, n * DG_FOLDED) &&
      \separated(g_src + (0 .. n*DG_WIDTH-1), g_w + (0 .. n*DG_FOLDED-1), g_d + (0 .. n*DG_FOLDED-1), k);
    requires positive: Positives(rho, DG_WIDTH);
    terminates \true; assigns g_src[0 .. n*DG_WIDTH-1], g_w[0 .. n*DG_FOLDED-1], g_d[0 .. n*DG_FOLDED-1];
    ensures source: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
      SourceBy{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_src, i, l);
    ensures weight: \forall integer i, f; 0 <= i < n && 0 <= f < DG_FOLDED ==>
      WeightBy{Pre, Here}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, f);
    ensures delay: \forall integer i, f; 0 <= i < n && 0 <= f < DG_FOLDED ==>
      DelayBy{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, f); */
DG_FLATTEN static inline void dg_target_backward_two(const dg_constants *k, size_t n, dg_real cut, const dg_real *w,
                                                     const dg_real *row, const dg_real *src, const dg_real *rho,
                                                     const dg_real *dT_dc, const dg_real *g_out, dg_real *g_src, dg_real *g_w,
                                                     dg_real *g_d) {
  dg_real y[DG_WIDTH], by_weight[DG_WIDTH], by_arrival[DG_WIDTH], dw[DG_WIDTH], da[DG_WIDTH], most[DG_WIDTH];
  //@ ghost dg_lemma_weights_folded(cut, row, src, rho, dT_dc, g_out, n);
  //@ ghost dg_lemma_arrivals_folded(k->tau_mem, w, row, src, rho, dT_dc, g_out);
  //@ ghost dg_lemma_target_terms(cut, k->tau_mem, w, row, src, rho, dT_dc, g_out, n);
  dg_target_rates(k->tau_mem, n, cut, row, src, rho, dT_dc, g_out, y, by_weight, by_arrival, most);
  //@ assert rho: \forall integer l; 0 <= l < DG_WIDTH ==> rho[l] == \at(rho[l], Pre);
  //@ assert synapses: \forall integer i; 0 <= i < n ==> SynapseSame{Pre, Here}(w, row, i);
  //@ assert src: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==> ChunkSame{Pre, Here}(src, i, l);
  //@ assert g_src: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==> ChunkSame{Pre, Here}(g_src, i, l);
  /*@ assert kernel_of: \forall integer i, l; SynapseSame{Pre, Here}(w, row, i) && ChunkSame{Pre, Here}(src, i, l) &&
        rho[l] == \at(rho[l], Pre) && by_weight[l] == ByWeightOf{Pre}(cut, row, src, rho, dT_dc, g_out, n, l) ==>
        WeightAs{Pre, Here}(cut, row, src, rho, dT_dc, g_out, &by_weight[0], n, i, l); */
  /*@ assert slope_of: \forall integer i, l; SynapseSame{Pre, Here}(w, row, i) && ChunkSame{Pre, Here}(src, i, l) &&
        rho[l] == \at(rho[l], Pre) && by_arrival[l] == ArrivalRate(\at(k->tau_mem, Pre), \at(g_out[l], Pre), \at(dT_dc[l], Pre)) ==>
        ArrivalAs{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, &by_arrival[0], i, l); */
  /*@ assert kernel: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
        WeightAs{Pre, Here}(cut, row, src, rho, dT_dc, g_out, &by_weight[0], n, i, l); */
  /*@ assert slope: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
        ArrivalAs{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, &by_arrival[0], i, l); */
  //@ ghost Rates: ;
  dg_target_sources(n, w, row, src, rho, y, by_weight, by_arrival, dw, da, g_src, g_w, g_d);
  /*@ assert source_by: \forall integer i, l; SourceAdded{Rates, Here}(w, row, src, rho, &by_arrival[0], g_src, i, l) &&
        ChunkSame{Pre, Rates}(g_src, i, l) &&
        ArrivalAs{Pre, Rates}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, &by_arrival[0], i, l) ==>
        SourceBy{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_src, i, l); */
  /*@ assert weight_by: \forall integer i, f; WeightIs{Rates, Here}(row, src, rho, &by_weight[0], g_w, i, f) &&
        WeightAs{Pre, Rates}(cut, row, src, rho, dT_dc, g_out, &by_weight[0], n, i, f) &&
        WeightAs{Pre, Rates}(cut, row, src, rho, dT_dc, g_out, &by_weight[0], n, i, f + 8) &&
        WeightAs{Pre, Rates}(cut, row, src, rho, dT_dc, g_out, &by_weight[0], n, i, f + 16) &&
        WeightAs{Pre, Rates}(cut, row, src, rho, dT_dc, g_out, &by_weight[0], n, i, f + 24) ==>
        WeightBy{Pre, Here}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, f); */
  /*@ assert delay_by: \forall integer i, f; DelayIs{Rates, Here}(w, row, src, rho, &by_arrival[0], g_d, i, f) &&
        ArrivalAs{Pre, Rates}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, &by_arrival[0], i, f) &&
        ArrivalAs{Pre, Rates}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, &by_arrival[0], i, f + 8) &&
        ArrivalAs{Pre, Rates}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, &by_arrival[0], i, f + 16) &&
        ArrivalAs{Pre, Rates}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, &by_arrival[0], i, f + 24) ==>
        DelayBy{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, f); */
}

/* The same, where the first of each row of g_w and of g_d receives the sum over the chunk. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(rho + (0 .. DG_WIDTH-1)) && \valid_read(dT_dc + (0 .. DG_WIDTH-1)) &&
      \valid_read(g_out + (0 .. DG_WIDTH-1));
    requires output: \valid(g_src + (0 .. n*DG_WIDTH-1)) && \valid(g_w + (0 .. n*DG_FOLDED-1)) &&
      \valid(g_d + (0 .. n*DG_FOLDED-1));
    requires separate: target_apart(n, w, row, src, rho, dT_dc, g_out, g_src, n * DG_WIDTH) &&
      target_apart(n, w, row, src, rho, dT_dc, g_out, g_w, n * DG_FOLDED) &&
      target_apart(n, w, row, src, rho, dT_dc, g_out, g_d, n * DG_FOLDED) &&
      \separated(g_src + (0 .. n*DG_WIDTH-1), g_w + (0 .. n*DG_FOLDED-1), g_d + (0 .. n*DG_FOLDED-1), k);
    requires positive: Positives(rho, DG_WIDTH);
    terminates \true; assigns g_src[0 .. n*DG_WIDTH-1], g_w[0 .. n*DG_FOLDED-1], g_d[0 .. n*DG_FOLDED-1];
    ensures source: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
      SourceBy{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_src, i, l);
    ensures weight: \forall integer i; 0 <= i < n ==>
      g_w[i * DG_FOLDED] == WeightSum{Pre}(cut, row, src, rho, dT_dc, g_out, n, i, DG_WIDTH);
    ensures delay: \forall integer i; 0 <= i < n ==> g_d[i * DG_FOLDED] == ArrivalSum{Pre}(\at(k->tau_mem, Pre), w, row, src, rho,
      dT_dc, g_out, i, DG_WIDTH); */
static inline void dg_target_sums_two(const dg_constants *k, size_t n, dg_real cut, const dg_real *w, const dg_real *row,
                                      const dg_real *src, const dg_real *rho, const dg_real *dT_dc, const dg_real *g_out,
                                      dg_real *g_src, dg_real *g_w, dg_real *g_d) {
  //@ ghost dg_lemma_weights_summed(cut, row, src, rho, dT_dc, g_out, n);
  //@ ghost dg_lemma_arrivals_summed(k->tau_mem, w, row, src, rho, dT_dc, g_out);
  dg_target_backward_two(k, n, cut, w, row, src, rho, dT_dc, g_out, g_src, g_w, g_d);
  //@ ghost Rows: ;
  dg_fold_up(n, g_w);
  //@ assert first_source: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==> ChunkSame{Rows, Here}(g_src, i, l);
  //@ assert first_delay: \forall integer i; 0 <= i < n ==> RowSame{Rows, Here}(g_d, i);
  //@ ghost First: ;
  dg_fold_up(n, g_d);
  //@ assert kept: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==> ChunkSame{First, Here}(g_src, i, l);
  //@ assert kept_weight: \forall integer i; 0 <= i < n ==> g_w[i * DG_FOLDED] == \at(g_w[i * DG_FOLDED], First);
  /*@ assert source_still: \forall integer i, l; SourceBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_src, i,
        l) && ChunkSame{Rows, First}(g_src, i, l) &&
        ChunkSame{First, Here}(g_src, i, l) ==> SourceBy{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out,
          g_src, i, l); */
  /*@ assert row_first: \forall integer i; RowSame{Rows, First}(g_d, i) && RowFolded{First, Here}(g_d, i) ==>
        RowFolded{Rows, Here}(g_d, i); */
  /*@ assert weight_sum: \forall integer i; RowFolded{Rows, First}(g_w, i) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 0) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 1) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 2) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 3) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 4) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 5) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 6) &&
        WeightBy{Pre, Rows}(cut, row, src, rho, dT_dc, g_out, g_w, n, i, 7) ==>
        \at(g_w[i * DG_FOLDED], First) == WeightSum{Pre}(cut, row, src, rho, dT_dc, g_out, n, i, DG_WIDTH); */
  /*@ assert delay_sum: \forall integer i; RowFolded{Rows, Here}(g_d, i) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 0) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 1) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 2) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 3) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 4) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 5) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 6) &&
        DelayBy{Pre, Rows}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, g_d, i, 7) ==>
        g_d[i * DG_FOLDED] == ArrivalSum{Pre}(\at(k->tau_mem, Pre), w, row, src, rho, dT_dc, g_out, i, DG_WIDTH); */
}

/* dg_target_backward_two for other ratios, where dL/da is divided by the sum K' of its own terms (SPEC 4.1). synapse: room for 2 n
   DG_WIDTH numbers. */
/*@ requires size: n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(T + (0 .. DG_WIDTH-1)) && \valid_read(dT_dc + (0 .. DG_WIDTH-1)) && \valid_read(g_out + (0 .. DG_WIDTH-1));
    requires output: \valid(g_src + (0 .. n*DG_WIDTH-1)) && \valid(g_w + (0 .. n*DG_FOLDED-1)) &&
      \valid(g_d + (0 .. n*DG_FOLDED-1)) &&
      \valid(synapse + (0 .. 2*n*DG_WIDTH-1));
    requires separate: target_apart(n, w, row, src, T, dT_dc, g_out, g_src, n * DG_WIDTH) &&
      target_apart(n, w, row, src, T, dT_dc, g_out, g_w, n * DG_FOLDED) &&
      target_apart(n, w, row, src, T, dT_dc, g_out, g_d, n * DG_FOLDED) &&
      target_apart(n, w, row, src, T, dT_dc, g_out, synapse, 2 * n * DG_WIDTH) &&
      \separated(g_src + (0 .. n*DG_WIDTH-1), g_w + (0 .. n*DG_FOLDED-1), g_d + (0 .. n*DG_FOLDED-1),
        synapse + (0 .. 2*n*DG_WIDTH-1), k);
    terminates \true;
    assigns g_src[0 .. n*DG_WIDTH-1], g_w[0 .. n*DG_FOLDED-1], g_d[0 .. n*DG_FOLDED-1], synapse[0 .. 2*n*DG_WIDTH-1]; */
static inline void dg_target_backward_any(const dg_constants *k, size_t n, dg_real cut, const dg_real *w, const dg_real *row,
                                          const dg_real *src, const dg_real *T, const dg_real *dT_dc, const dg_real *g_out,
                                          dg_real *g_src, dg_real *g_w, dg_real *g_d, dg_real *synapse) {
  dg_real rise[DG_WIDTH], lost[DG_WIDTH], by_weight[DG_WIDTH], by_arrival[DG_WIDTH], dw[DG_WIDTH], da[DG_WIDTH], most[DG_WIDTH];
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop assigns l, rise[0 .. DG_WIDTH-1], lost[0 .. DG_WIDTH-1], most[0 .. DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++) rise[l] = lost[l] = most[l] = 0;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant same: *k == \at(*k, Pre);
      loop assigns i, rise[0 .. DG_WIDTH-1], lost[0 .. DG_WIDTH-1], most[0 .. DG_WIDTH-1], synapse[0 .. 2*n*DG_WIDTH-1];
      loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const dg_real *t = src + i * DG_WIDTH;
    dg_real *kernel = synapse + 2 * i * DG_WIDTH, *slope = kernel + DG_WIDTH;
    //@ assert within: 2 * i * DG_WIDTH + 2 * DG_WIDTH <= 2 * n * DG_WIDTH;
    /*@ loop invariant range: 0 <= l <= DG_WIDTH;
        loop invariant same: *k == \at(*k, Pre);
        loop assigns l, rise[0 .. DG_WIDTH-1], lost[0 .. DG_WIDTH-1], most[0 .. DG_WIDTH-1], kernel[0 .. 2*DG_WIDTH-1];
        loop variant DG_WIDTH - l; */
    for (size_t l = 0; l < DG_WIDTH; l++) {
      //@ assert constants: Constants(k);
      dg_synapse one = dg_synapse_any(k, t[l] + row[i], T[l]);
      kernel[l] = one.kernel;
      slope[l] = w[i] * one.slope;
      most[l] = one.kernel > most[l] ? one.kernel : most[l];
      dg_pair sum = dg_two_sum(rise[l], slope[l]);
      rise[l] = sum.high;
      lost[l] += sum.low;
    }
  }
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop assigns l, by_weight[0 .. DG_WIDTH-1], by_arrival[0 .. DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++) {
    dg_real g = g_out[l] * dT_dc[l], sum = rise[l] + lost[l];
    by_weight[l] = -g;
    by_arrival[l] = sum > 0 && dT_dc[l] > 0 ? g_out[l] / sum : g / k->tau_mem;
  }
  dg_cut(cut, most, by_weight);
  /*@ loop invariant range: 0 <= i <= n;
      loop assigns i, dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_src[0 .. n*DG_WIDTH-1],
        g_w[0 .. n*DG_FOLDED-1], g_d[0 .. n*DG_FOLDED-1];
      loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const dg_real *kernel = synapse + 2 * i * DG_WIDTH, *slope = kernel + DG_WIDTH;
    dg_real *g_i = g_src + i * DG_WIDTH;
    /*@ loop invariant range: 0 <= l <= DG_WIDTH;
        loop assigns l, dw[0 .. DG_WIDTH-1], da[0 .. DG_WIDTH-1], g_i[0 .. DG_WIDTH-1]; loop variant DG_WIDTH - l; */
    DG_SIMD
    for (size_t l = 0; l < DG_WIDTH; l++) {
      dw[l] = by_weight[l] * kernel[l];
      da[l] = by_arrival[l] * slope[l];
      g_i[l] += da[l];
    }
    dg_fold(dw, g_w + i * DG_FOLDED);
    dg_fold(da, g_d + i * DG_FOLDED);
  }
}

/* Reals of scratch that dg_layer_backward needs. */
/*@ requires valid: \valid_read(layer);
    requires sizes: admitted_sizes(layer);
    terminates \true; assigns \nothing;
    ensures reals: \result == backward_reals_of(layer); */
static inline size_t dg_layer_backward_reals(const dg_layer *layer) {
  size_t n = dg_layer_sources(layer);
  size_t folded = (2 * DG_FOLDED + 1) * n;
  return layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ? folded : folded + 2 * n * DG_WIDTH;
}

/* Adds dL/dw and dL/dd of one target, the first of folded_w, folded_d[sources][DG_FOLDED], to those of its weights and of the delay
   parameters from first on. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires first: layer->delay.kind != DG_DELAY_NONE ==> first + source_groups_of(layer) <= delays_of(layer);
    requires limit: first <= 2 * DG_SIZE_MAX * DG_SIZE_MAX;
    requires input: \valid_read(folded_w + (0 .. sources_of(layer)*DG_FOLDED-1)) &&
      \valid_read(folded_d + (0 .. sources_of(layer)*DG_FOLDED-1));
    requires output: \valid(g_w + (0 .. sources_of(layer)-1)) && \valid(g_d + (0 .. delays_of(layer)-1));
    requires separate: \separated(g_w + (0 .. sources_of(layer)-1), g_d + (0 .. delays_of(layer)-1), layer,
        folded_w + (0 .. sources_of(layer)*DG_FOLDED-1)) && \separated(g_w + (0 .. sources_of(layer)-1),
        folded_d + (0 .. sources_of(layer)*DG_FOLDED-1)) &&
      \separated(g_d + (0 .. delays_of(layer)-1), folded_d + (0 .. sources_of(layer)*DG_FOLDED-1));
    terminates \true; assigns g_w[0 .. layer->inputs+layer->biases-1], g_d[0 .. delays_of(layer)-1];
    ensures weights: \forall integer i; 0 <= i < sources_of(layer) ==>
      g_w[i] == \at(g_w[i], Pre) + \at(folded_w[i * DG_FOLDED], Pre);
    ensures delays: \forall integer d; 0 <= d < delays_of(layer) ==>
      g_d[d] == \at(g_d[d], Pre) + DelaySum{Pre}(layer, first, folded_d, sources_of(layer), d);
    ensures none: layer->delay.kind == DG_DELAY_NONE ==> \forall integer x; 0 <= x < delays_of(layer) ==>
      g_d[x] == \at(g_d[x], Pre); */
static inline void dg_add_folded(const dg_layer *layer, size_t first, const dg_real *folded_w, const dg_real *folded_d,
                                 dg_real *g_w, dg_real *g_d) {
  size_t n = dg_layer_sources(layer), groups = dg_layer_source_groups(layer);
  int delayed = layer->delay.kind != DG_DELAY_NONE;
  dg_grouping grouping = layer->delay.grouping;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant weights: \forall integer j; 0 <= j < i ==> g_w[j] == \at(g_w[j], Pre) + \at(folded_w[j * DG_FOLDED], Pre);
      loop invariant rest: \forall integer j; i <= j < n ==> g_w[j] == \at(g_w[j], Pre);
      loop invariant none: delayed == 0 ==> \forall integer x; 0 <= x < delays_of(layer) ==> g_d[x] == \at(g_d[x], Pre);
      loop invariant delays: delayed != 0 ==> \forall integer d; 0 <= d < delays_of(layer) ==>
        g_d[d] == \at(g_d[d], Pre) + DelaySum{Pre}(layer, first, folded_d, i, d);
      loop assigns i, g_w[0 .. layer->inputs+layer->biases-1], g_d[0 .. delays_of(layer)-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    /*@ assert next: \forall integer d; DelaySum{Pre}(layer, first, folded_d, i + 1, d) == DelaySum{Pre}(layer, first,
          folded_d, i, d) +
          (first + group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), i) == d ?
             \at(folded_d[\at(i, Here) * DG_FOLDED], Pre) : 0); */
    g_w[i] += folded_w[i * DG_FOLDED];
    if (delayed) {
      size_t group = dg_group_of(grouping, groups, n, i);
      //@ assert group: group == group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), i);
      //@ assert folded: folded_d[i * DG_FOLDED] == \at(folded_d[\at(i, Here) * DG_FOLDED], Pre);
      //@ assert place: (size_t)(first + group) == first + group && first + group < delays_of(layer);
      //@ assert before: \forall integer d; 0 <= d < delays_of(layer) ==> g_d[d] == \at(g_d[d], LoopCurrent);
      g_d[first + group] += folded_d[i * DG_FOLDED];
      /*@ assert added: \forall integer d; 0 <= d < delays_of(layer) ==> g_d[d] == \at(g_d[d], LoopCurrent) +
            (first + group == d ? \at(folded_d[\at(i, Here) * DG_FOLDED], Pre) : 0); */
      /*@ assert delays: \forall integer d; 0 <= d < delays_of(layer) ==>
            g_d[d] == \at(g_d[d], Pre) + DelaySum{Pre}(layer, first, folded_d, i + 1, d); */
    }
  }
}

/* Backward through one target for a chunk, by either; the sums over the chunk, dL/dw and dL/dd, are the first of each row of g_w
   and of g_d, which follows it. */
/*@ requires size: n <= 2 * DG_SIZE_MAX && m <= SIZE_MAX / 8;
    requires constants: Constants(k);
    requires room: k->ratio != DG_RATIO_TWO ==> 2 * n * DG_WIDTH <= m;
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(row + (0 .. n-1)) && \valid_read(src + (0 .. n*DG_WIDTH-1)) &&
      \valid_read(out + (0 .. DG_WIDTH-1)) && \valid_read(dT_dc + (0 .. DG_WIDTH-1)) && \valid_read(g_out + (0 .. DG_WIDTH-1));
    requires output: \valid(g_src + (0 .. n*DG_WIDTH-1)) && \valid(g_w + (0 .. 2*n*DG_FOLDED-1)) && \valid(synapse + (0 .. m-1));
    requires rows: g_d == g_w + n * DG_FOLDED;
    requires separate_read: target_apart(n, w, row, src, out, dT_dc, g_out, g_src, n * DG_WIDTH) &&
      target_apart(n, w, row, src, out, dT_dc, g_out, g_w, 2 * n * DG_FOLDED) &&
      target_apart(n, w, row, src, out, dT_dc, g_out, synapse, m);
    requires separate: \separated(g_src + (0 .. n*DG_WIDTH-1), g_w + (0 .. 2*n*DG_FOLDED-1), synapse + (0 .. m-1), k);
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(out, DG_WIDTH);
    terminates \true;
    assigns g_src[0 .. n*DG_WIDTH-1], g_w[0 .. 2*n*DG_FOLDED-1], synapse[0 .. m-1];
    ensures source: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
      SourceBy{Pre, Here}(\at(k->tau_mem, Pre), w, row, src, out, dT_dc, g_out, g_src, i, l);
    ensures weight: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i; 0 <= i < n ==>
      g_w[i * DG_FOLDED] == WeightSum{Pre}(cut, row, src, out, dT_dc, g_out, n, i, DG_WIDTH);
    ensures delay: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i; 0 <= i < n ==>
      g_d[i * DG_FOLDED] == ArrivalSum{Pre}(\at(k->tau_mem, Pre), w, row, src, out, dT_dc, g_out, i, DG_WIDTH); */
static inline void dg_target_backward(const dg_constants *k, size_t n, dg_real cut, const dg_real *w, const dg_real *row,
                                      const dg_real *src, const dg_real *out, const dg_real *dT_dc, const dg_real *g_out,
                                      dg_real *g_src, dg_real *g_w, dg_real *g_d, dg_real *synapse) /*@ ghost (size_t m) */ {
  if (k->ratio == DG_RATIO_TWO) dg_target_sums_two(k, n, cut, w, row, src, out, dT_dc, g_out, g_src, g_w, g_d);
  else {
    dg_target_backward_any(k, n, cut, w, row, src, out, dT_dc, g_out, g_src, g_w, g_d, synapse);
    dg_fold_up(2 * n, g_w);
  }
}

/* The same where w, out, dT_dc and g_out are those of all targets of the layer, and the sums are added to g_w and g_d; row: what
   its delays do to the arrivals. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires constants: Constants(k);
    requires target: target < layer->outputs;
    requires room: (2 * DG_FOLDED + 1) * sources_of(layer) + (k->ratio == DG_RATIO_TWO ? 0 :
      2 * sources_of(layer) * DG_WIDTH) <= m &&
      m <= SIZE_MAX / 8;
    requires parameters: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(row + (0 .. sources_of(layer)-1));
    requires spikes: \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1)) &&
      \valid_read(out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid_read(dT_dc + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \valid_read(g_out + (0 .. layer->outputs*DG_WIDTH-1));
    requires gradients: \valid(g_src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \valid(g_w + (0 .. weights_of(layer)-1)) &&
      \valid(g_d + (0 .. delays_of(layer)-1));
    requires scratch: \valid(reals + (0 .. m-1));
    requires separate_read: read_only(layer, w, shift, src, g_src, sources_of(layer) * DG_WIDTH) &&
      read_only(layer, w, shift, src, g_w, weights_of(layer)) && read_only(layer, w, shift, src, g_d, delays_of(layer)) &&
      read_only(layer, w, shift, src, reals, m);
    requires separate_row: \separated(row + (0 .. sources_of(layer)-1), g_src + (0 .. sources_of(layer)*DG_WIDTH-1)) &&
      \separated(row + (0 .. sources_of(layer)-1), reals + (0 .. 2*sources_of(layer)*DG_FOLDED-1)) &&
      \separated(row + (0 .. sources_of(layer)-1), reals + ((2*DG_FOLDED+1)*sources_of(layer) .. m-1));
    requires separate_spikes: spikes_apart(layer, out, dT_dc, g_out, g_src, sources_of(layer) * DG_WIDTH) &&
      spikes_apart(layer, out, dT_dc, g_out, g_w, weights_of(layer)) &&
      spikes_apart(layer, out, dT_dc, g_out, g_d, delays_of(layer)) && spikes_apart(layer, out, dT_dc, g_out, reals, m);
    requires separate: \separated(g_src + (0 .. sources_of(layer)*DG_WIDTH-1), g_w + (0 .. weights_of(layer)-1),
      g_d + (0 .. delays_of(layer)-1), reals + (0 .. m-1), k);
    requires positive: k->ratio == DG_RATIO_TWO ==> Positives(out, layer->outputs * DG_WIDTH);
    requires row: k->ratio == DG_RATIO_TWO ==>
      \forall integer i; 0 <= i < sources_of(layer) ==> row[i] == ShiftOf(DG_RATIO_TWO, layer, shift, i, target);
    terminates \true;
    assigns g_src[0 .. sources_of(layer)*DG_WIDTH-1], g_w[0 .. weights_of(layer)-1], g_d[0 .. delays_of(layer)-1], reals[0 .. m-1];
    ensures source: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i, l; 0 <= i < sources_of(layer) && 0 <= l < DG_WIDTH ==>
      RhoSourceBy{Pre, Here}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, g_src, target, i, l);
    ensures weight: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i; 0 <= i < sources_of(layer) ==>
      RhoWeightBy{Pre, Here}(cut, layer, shift, src, out, dT_dc, g_out, g_w, target, i);
    ensures others: \forall integer x; 0 <= x < weights_of(layer) &&
      (x < target * sources_of(layer) || target * sources_of(layer) + sources_of(layer) <= x) ==> g_w[x] == \at(g_w[x], Pre);
    ensures delay: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer d; 0 <= d < delays_of(layer) ==>
      g_d[d] == \at(g_d[d], Pre) +
        TargetGradient{Pre}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, target, sources_of(layer), d); */
static inline void dg_target_backward_at(const dg_layer *layer, const dg_constants *k, size_t target, const dg_real *w,
                                         const dg_real *row, dg_real cut, const dg_real *src, const dg_real *out,
                                         const dg_real *dT_dc, const dg_real *g_out, dg_real *g_src, dg_real *g_w, dg_real *g_d,
                                         dg_real *reals) /*@ ghost (const dg_real *shift, size_t m) */ {
  const size_t n = dg_layer_sources(layer);
  //@ ghost dg_lemma_rows(target, layer->outputs, n);
  const size_t at = dg_size_product(target, n), chunk = target * DG_WIDTH;
  //@ assert sources: n == sources_of(layer) && layer->outputs * n == weights_of(layer);
  //@ assert row: 0 <= target * n && target * n + n <= layer->outputs * n && layer->outputs * n <= 4 * DG_SIZE_MAX * DG_SIZE_MAX;
  //@ assert at: at == target * n;
  //@ assert weights: 0 <= at && at + n <= weights_of(layer);
  //@ assert places: chunk == target * DG_WIDTH && chunk + DG_WIDTH <= layer->outputs * DG_WIDTH;
  //@ assert readable_w: \valid_read(w + (at .. at + n - 1)) && \valid(g_w + (at .. at + n - 1));
  /*@ assert apart_w: \separated(w + (at .. at + n - 1), g_src + (0 .. n*DG_WIDTH-1)) &&
        \separated(w + (at .. at + n - 1), reals + (0 .. m-1)); */
  /*@ assert apart_out: \separated(out + (chunk .. chunk + DG_WIDTH - 1), g_src + (0 .. n*DG_WIDTH-1)) &&
        \separated(out + (chunk .. chunk + DG_WIDTH - 1), reals + (0 .. m-1)); */
  /*@ assert apart_dT_dc: \separated(dT_dc + (chunk .. chunk + DG_WIDTH - 1), g_src + (0 .. n*DG_WIDTH-1)) &&
        \separated(dT_dc + (chunk .. chunk + DG_WIDTH - 1), reals + (0 .. m-1)); */
  /*@ assert apart_g: \separated(g_out + (chunk .. chunk + DG_WIDTH - 1), g_src + (0 .. n*DG_WIDTH-1)) &&
        \separated(g_out + (chunk .. chunk + DG_WIDTH - 1), reals + (0 .. m-1)); */
  /*@ assert apart_weights: \separated(g_w + (at .. at + n - 1), g_d + (0 .. delays_of(layer)-1)) &&
        \separated(g_w + (at .. at + n - 1), layer) && \separated(g_w + (at .. at + n - 1), reals + (0 .. m-1)); */
  dg_real *g_w_j = reals, *g_d_j = g_w_j + n * DG_FOLDED, *synapse = reals + (2 * DG_FOLDED + 1) * n;
  const dg_real *w_j = w + at, *out_j = out + chunk, *dT_dc_j = dT_dc + chunk, *g_j = g_out + chunk;
  size_t first = layer->delay.kind != DG_DELAY_NONE ? dg_layer_first_delay(layer, target) : 0;
  //@ ghost const size_t rest = m - (2 * DG_FOLDED + 1) * n;
  //@ assert rest: rest == m - (2 * DG_FOLDED + 1) * n && synapse == reals + (2 * DG_FOLDED + 1) * n;
  //@ ghost dg_lemma_positives(layer->outputs * DG_WIDTH, out, chunk, DG_WIDTH);
  //@ assert spikes: k->ratio == DG_RATIO_TWO ==> Positives(out_j, DG_WIDTH);
  /*@ assert row_source: \separated(g_src + (0 .. n*DG_WIDTH-1), row + (0 .. n-1)); */
  /*@ assert row_folded: \separated(g_w_j + (0 .. 2*n*DG_FOLDED-1), row + (0 .. n-1)); */
  /*@ assert row_synapse: \separated(synapse + (0 .. rest-1), row + (0 .. n-1)); */
  /*@ assert read_source: target_apart(n, w_j, row, src, out_j, dT_dc_j, g_j, g_src, n * DG_WIDTH); */
  /*@ assert read_folded: target_apart(n, w_j, row, src, out_j, dT_dc_j, g_j, g_w_j, 2 * n * DG_FOLDED); */
  /*@ assert read_synapse: target_apart(n, w_j, row, src, out_j, dT_dc_j, g_j, synapse, rest); */
  /*@ assert apart: \separated(g_src + (0 .. n*DG_WIDTH-1), g_w_j + (0 .. 2*n*DG_FOLDED-1), synapse + (0 .. rest-1), k); */
  /*@ assert readable: \valid_read(w_j + (0 .. n-1)) && \valid_read(out_j + (0 .. DG_WIDTH-1)) &&
        \valid_read(dT_dc_j + (0 .. DG_WIDTH-1)) && \valid_read(g_j + (0 .. DG_WIDTH-1)); */
  //@ assert places_out: \forall integer l; 0 <= l < DG_WIDTH ==> out_j[l] == out[target * DG_WIDTH + l];
  //@ assert places_dT_dc: \forall integer l; 0 <= l < DG_WIDTH ==> dT_dc_j[l] == dT_dc[target * DG_WIDTH + l];
  //@ assert places_g: \forall integer l; 0 <= l < DG_WIDTH ==> g_j[l] == g_out[target * DG_WIDTH + l];
  //@ assert places_w: \forall integer i; 0 <= i < n ==> w_j[i] == w[target * n + i];
  /*@ ghost
    if (k->ratio == DG_RATIO_TWO) {
      dg_lemma_target_weights(layer, n, cut, shift, row, src, out, dT_dc, g_out, target, out_j, dT_dc_j, g_j);
      dg_lemma_target_arrivals(layer, n, k->tau_mem, w, shift, row, src, out, dT_dc, g_out, target, w_j, out_j, dT_dc_j, g_j);
    } */
  dg_target_backward(k, n, cut, w_j, row, src, out_j, dT_dc_j, g_j, g_src, g_w_j, g_d_j, synapse) /*@ ghost (rest) */;
  /*@ assert source_of: \forall integer i, l; ArrivalOf{Pre}(\at(k->tau_mem, Pre), w_j, row, src, out_j, dT_dc_j, g_j, i, l) ==
        RhoArrivalOf{Pre}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, target, i, l) &&
        SourceBy{Pre, Here}(\at(k->tau_mem, Pre), w_j, row, src, out_j, dT_dc_j, g_j, g_src, i, l) ==>
        RhoSourceBy{Pre, Here}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, g_src, target, i, l); */
  /*@ assert source: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
        RhoSourceBy{Pre, Here}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, g_src, target, i, l); */
  /*@ assert weight: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i; 0 <= i < n ==>
        g_w_j[i * DG_FOLDED] == WeightGradient{Pre}(cut, layer, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH); */
  /*@ assert delay: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer i; 0 <= i < n ==>
        g_d_j[i * DG_FOLDED] ==
        ArrivalGradient{Pre}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH); */
  /*@ ghost // by delay parameters
      /@ loop invariant range: 0 <= i <= n;
         loop invariant delays: \at(k->ratio, Pre) == DG_RATIO_TWO ==> \forall integer d; DelaySum(layer, first, g_d_j, i, d) ==
           TargetGradient{Pre}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, target, i, d);
         loop assigns i; loop variant n - i; @/
      for (size_t i = 0; i < n; i++) {
        /@ assert index: first + group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), i) ==
             delay_index(layer, i, target); @/
        /@ assert folded: \forall integer d; DelaySum(layer, first, g_d_j, i + 1, d) == DelaySum(layer, first, g_d_j, i, d) +
             (first + group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), i) == d ?
               g_d_j[i * DG_FOLDED] : 0); @/
        /@ assert gradient: \forall integer d;
             TargetGradient{Pre}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, target, i + 1, d) ==
             TargetGradient{Pre}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, target, i, d) +
             (delay_index(layer, i, target) == d ?
                ArrivalGradient{Pre}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH) : 0); @/
      } */
  /*@ assert weights_apart: \separated(g_w + (at .. at + n - 1), g_d + (0 .. delays_of(layer)-1), layer,
        g_w_j + (0 .. n*DG_FOLDED-1)) && \separated(g_w + (at .. at + n - 1), g_d_j + (0 .. n*DG_FOLDED-1)); */
  //@ assert weights_then: \forall integer x; 0 <= x < weights_of(layer) ==> g_w[x] == \at(g_w[x], Pre);
  //@ assert places_then: \forall integer i; 0 <= i < n ==> PlaceSame{Pre, Here}(g_w, at, i);
  //@ assert delays_then: \forall integer d; 0 <= d < delays_of(layer) ==> g_d[d] == \at(g_d[d], Pre);
  //@ ghost Folded: ;
  dg_add_folded(layer, first, g_w_j, g_d_j, g_w + at, g_d);
  //@ assert source_kept: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==> ChunkSame{Folded, Here}(g_src, i, l);
  /*@ assert source_still: \forall integer i, l; RhoSourceBy{Pre, Folded}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc,
        g_out, g_src, target, i, l) &&
        ChunkSame{Folded, Here}(g_src, i, l) ==> RhoSourceBy{Pre, Here}(\at(k->tau_mem, Pre), layer, w, shift, src, out, dT_dc,
          g_out, g_src, target, i, l); */
  //@ assert added: \forall integer i; 0 <= i < n ==> FirstAdded{Folded, Here}(g_w, at, g_w_j, i);
  /*@ assert added_by: \forall integer i; FirstAdded{Folded, Here}(g_w, at, g_w_j, i) && PlaceSame{Pre, Folded}(g_w, at, i) &&
        \at(g_w_j[i * DG_FOLDED], Folded) == WeightGradient{Pre}(cut, layer, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH) ==>
        RhoWeightBy{Pre, Here}(cut, layer, shift, src, out, dT_dc, g_out, g_w, target, i); */
}

/* Backward through one layer for a chunk (SPEC 4, 6.3). g_out[outputs][DG_WIDTH]: dL/dT of the layer's spikes;
   g_src[sources][DG_WIDTH]: receives dL/dt of its sources; g_w, g_d: dL/dw and dL/dd of this chunk are added to them, shared
   delays over targets, then sources, by index. cut: 0, or the gradient cut of SPEC 6.6. */
/*@ requires admitted: admitted_layer(layer);
    requires parameters: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1));
    requires spikes: \valid_read(src + (0 .. sources_of(layer)*DG_WIDTH-1)) &&
      \valid_read(out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid_read(dT_dc + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \valid_read(g_out + (0 .. layer->outputs*DG_WIDTH-1));
    requires gradients: \valid(g_src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \valid(g_w + (0 .. weights_of(layer)-1)) &&
      \valid(g_d + (0 .. delays_of(layer)-1));
    requires scratch: \valid(reals + (0 .. backward_reals_of(layer)-1));
    requires separate_read: read_only(layer, w, shift, src, g_src, sources_of(layer) * DG_WIDTH) &&
      read_only(layer, w, shift, src, g_w, weights_of(layer)) && read_only(layer, w, shift, src, g_d, delays_of(layer)) &&
      read_only(layer, w, shift, src, reals, backward_reals_of(layer));
    requires separate_spikes: spikes_apart(layer, out, dT_dc, g_out, g_src, sources_of(layer) * DG_WIDTH) &&
      spikes_apart(layer, out, dT_dc, g_out, g_w, weights_of(layer)) &&
      spikes_apart(layer, out, dT_dc, g_out, g_d, delays_of(layer)) &&
      spikes_apart(layer, out, dT_dc, g_out, reals, backward_reals_of(layer));
    requires positive: DomainPositive(layer, out, layer->outputs);
    requires separate: \separated(g_src + (0 .. sources_of(layer)*DG_WIDTH-1), g_w + (0 .. weights_of(layer)-1),
      g_d + (0 .. delays_of(layer)-1), reals + (0 .. backward_reals_of(layer)-1));
    terminates \true;
    assigns g_src[0 .. sources_of(layer)*DG_WIDTH-1], g_w[0 .. weights_of(layer)-1], g_d[0 .. delays_of(layer)-1],
      reals[0 .. backward_reals_of(layer)-1];
    ensures source: \old(layer->neuron.tau_mem == 2 * layer->neuron.tau_syn) ==>
      \forall integer i, l; 0 <= i < sources_of(layer) && 0 <= l < DG_WIDTH ==>
        SourceIs{Pre, Post}(\old(layer->neuron.tau_mem), layer, w, shift, src, out, dT_dc, g_out, g_src, layer->outputs, i, l);
    ensures weight: \old(layer->neuron.tau_mem == 2 * layer->neuron.tau_syn) ==>
      \forall integer j, i; 0 <= j < layer->outputs && 0 <= i < sources_of(layer) ==>
        RhoWeightBy{Pre, Post}(cut, layer, shift, src, out, dT_dc, g_out, g_w, j, i);
    ensures delay: \old(layer->neuron.tau_mem == 2 * layer->neuron.tau_syn) ==> \forall integer d; 0 <= d < delays_of(layer) ==>
      DelayAdded{Pre, Post}(\old(layer->neuron.tau_mem), layer, w, shift, src, out, dT_dc, g_out, g_d, layer->outputs, d); */
static inline void dg_layer_backward(const dg_layer *layer, const dg_real *w, const dg_real *shift, dg_real cut,
                                     const dg_real *src, const dg_real *out, const dg_real *dT_dc, const dg_real *g_out,
                                     dg_real *g_src, dg_real *g_w, dg_real *g_d, dg_real *reals) {
  dg_constants k = dg_neuron_constants(&layer->neuron);
  size_t n = dg_layer_sources(layer);
  dg_real *room = reals + 2 * n * DG_FOLDED;
  //@ ghost const size_t m = (2 * DG_FOLDED + 1) * n + (k.ratio == DG_RATIO_TWO ? 0 : 2 * n * DG_WIDTH);
  //@ assert constants: k.tau_mem == \at(layer->neuron.tau_mem, Pre);
  /*@ assert sizes: layer->inputs == \at(layer->inputs, Pre) && layer->biases == \at(layer->biases, Pre) &&
        layer->outputs == \at(layer->outputs, Pre); */
  //@ assert n_is: n == sources_of(layer) && n == sources_of{Pre}(layer) && 1 <= n <= 2 * DG_SIZE_MAX;
  //@ assert grouping: layer->delay.grouping == \at(layer->delay.grouping, Pre);
  //@ assert kind: layer->delay.kind == \at(layer->delay.kind, Pre);
  //@ assert groups: source_groups_of(layer) == \at(source_groups_of(layer), Pre);
  //@ assert target_groups: target_groups_of(layer) == \at(target_groups_of(layer), Pre);
  //@ assert product: delays_of(layer) == source_groups_of(layer) * target_groups_of(layer);
  //@ assert product_then: \at(delays_of(layer), Pre) == \at(source_groups_of(layer), Pre) * \at(target_groups_of(layer), Pre);
  //@ assert delays: delays_of(layer) == \at(delays_of(layer), Pre);
  //@ assert domain: k.ratio == DG_RATIO_TWO <==> \at(layer->neuron.tau_mem, Pre) == 2 * \at(layer->neuron.tau_syn, Pre);
  //@ assert room: m == \at(backward_reals_of(layer), Pre);
  //@ assert spikes: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> out[x] == \at(out[x], Pre);
  //@ assert positive: k.ratio == DG_RATIO_TWO ==> Positives(out, layer->outputs * DG_WIDTH);
  /*@ assert k_apart: \separated(&k, g_src + (0 .. n*DG_WIDTH-1)) && \separated(&k, g_w + (0 .. weights_of(layer)-1)) &&
        \separated(&k, g_d + (0 .. delays_of(layer)-1)) && \separated(&k, reals + (0 .. m-1)); */
  /*@ assert spikes_apart: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==>
        \separated(out + x, g_src + (0 .. n*DG_WIDTH-1)) && \separated(out + x, g_w + (0 .. weights_of(layer)-1)) &&
        \separated(out + x, g_d + (0 .. delays_of(layer)-1)) && \separated(out + x, reals + (0 .. m-1)); */
  //@ ghost const dg_real tau_mem = k.tau_mem;
  //@ ghost const int two = k.ratio == DG_RATIO_TWO;
  //@ ghost Made: ;
  /*@ assert rates_apart: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==>
        \separated(dT_dc + x, g_src + (0 .. n*DG_WIDTH-1)) && \separated(dT_dc + x, g_w + (0 .. weights_of(layer)-1)) &&
        \separated(dT_dc + x, g_d + (0 .. delays_of(layer)-1)) && \separated(dT_dc + x, reals + (0 .. m-1)); */
  /*@ assert losses_apart: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==>
        \separated(g_out + x, g_src + (0 .. n*DG_WIDTH-1)) && \separated(g_out + x, g_w + (0 .. weights_of(layer)-1)) &&
        \separated(g_out + x, g_d + (0 .. delays_of(layer)-1)) && \separated(g_out + x, reals + (0 .. m-1)); */
  /*@ assert weights_apart: \forall integer x; 0 <= x < weights_of(layer) ==>
        \separated(w + x, g_src + (0 .. n*DG_WIDTH-1)) && \separated(w + x, g_w + (0 .. weights_of(layer)-1)) &&
        \separated(w + x, g_d + (0 .. delays_of(layer)-1)) && \separated(w + x, reals + (0 .. m-1)); */
  /*@ assert shifts_apart: \forall integer x; 0 <= x < delays_of(layer) ==>
        \separated(shift + x, g_src + (0 .. n*DG_WIDTH-1)) && \separated(shift + x, g_w + (0 .. weights_of(layer)-1)) &&
        \separated(shift + x, g_d + (0 .. delays_of(layer)-1)) && \separated(shift + x, reals + (0 .. m-1)); */
  /*@ assert sources_apart: \forall integer x; 0 <= x < n * DG_WIDTH ==>
        \separated(src + x, g_src + (0 .. n*DG_WIDTH-1)) && \separated(src + x, g_w + (0 .. weights_of(layer)-1)) &&
        \separated(src + x, g_d + (0 .. delays_of(layer)-1)) && \separated(src + x, reals + (0 .. m-1)); */
  //@ ghost dg_lemma_all_rows(layer->outputs, n);
  //@ assert product: layer->outputs * n == weights_of(layer);
  //@ assert rows: \forall integer t, i; 0 <= t < layer->outputs && 0 <= i < n ==> InRow(t, n, i, 0, weights_of(layer));
  /*@ loop invariant range: 0 <= x <= n * DG_WIDTH;
      loop invariant zero: \forall integer y; 0 <= y < x ==> IsZero(g_src[y]);
      loop assigns x, g_src[0 .. n*DG_WIDTH-1]; loop variant n * DG_WIDTH - x; */
  for (size_t x = 0; x < n * DG_WIDTH; x++) g_src[x] = 0;
  //@ assert g_w_first: \forall integer x; 0 <= x < weights_of(layer) ==> g_w[x] == \at(g_w[x], Pre);
  //@ assert rest_at: \forall integer t, i; InRow(t, n, i, 0, weights_of(layer)) ==> RhoWeightSame{Pre, Here}(layer, g_w, t, i);
  //@ assert rest_first: \forall integer t, i; 0 <= t < layer->outputs && 0 <= i < n ==> RhoWeightSame{Pre, Here}(layer, g_w, t, i);
  //@ assert zero: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==> IsZero(RowValue(g_src, i, l));
  /*@ assert no_source: \forall integer i, l; IsZero(RowValue(g_src, i, l)) ==>
        SourceIs{Pre, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src, 0, i, l); */
  /*@ loop invariant range: 0 <= j <= layer->outputs;
      loop invariant constants: k == \at(k, Made);
      loop invariant weights: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], Pre);
      loop invariant shifts: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
      loop invariant sources: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
      loop invariant spikes: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> out[x] == \at(out[x], Pre);
      loop invariant rates: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> dT_dc[x] == \at(dT_dc[x], Pre);
      loop invariant losses: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> g_out[x] == \at(g_out[x], Pre);
      loop invariant source: two ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
        SourceIs{Pre, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src, j, i, l);
      loop invariant weight: two ==> \forall integer t, i; 0 <= t < j && 0 <= i < n ==>
        RhoWeightBy{Pre, Here}(cut, layer, shift, src, out, dT_dc, g_out, g_w, t, i);
      loop invariant rest: \forall integer t, i; j <= t < layer->outputs && 0 <= i < n ==>
        RhoWeightSame{Pre, Here}(layer, g_w, t, i);
      loop invariant delay: two ==> \forall integer d; 0 <= d < delays_of(layer) ==>
        DelayAdded{Pre, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_d, j, d);
      loop assigns j, g_src[0 .. n*DG_WIDTH-1], g_w[0 .. weights_of(layer)-1], g_d[0 .. delays_of(layer)-1], reals[0 .. m-1];
      loop variant layer->outputs - j; */
  for (size_t j = 0; j < layer->outputs; j++) {
    const dg_real *row = dg_layer_row(layer, k.ratio, shift, j, room);
    //@ assert k_then: k == \at(k, Made);
    //@ assert weights_then: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], Pre);
    //@ assert shifts_then: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Pre);
    //@ assert sources_then: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Pre);
    //@ assert spikes_then: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> out[x] == \at(out[x], Pre);
    //@ assert rates_then: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> dT_dc[x] == \at(dT_dc[x], Pre);
    //@ assert losses_then: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> g_out[x] == \at(g_out[x], Pre);
    //@ assert g_src_then: \forall integer x; 0 <= x < n * DG_WIDTH ==> g_src[x] == \at(g_src[x], LoopCurrent);
    //@ assert g_w_then: \forall integer x; 0 <= x < weights_of(layer) ==> g_w[x] == \at(g_w[x], LoopCurrent);
    //@ assert g_d_then: \forall integer x; 0 <= x < delays_of(layer) ==> g_d[x] == \at(g_d[x], LoopCurrent);
    //@ assert row_source: \separated(row + (0 .. n-1), g_src + (0 .. n*DG_WIDTH-1));
    //@ assert row_folded: \separated(row + (0 .. n-1), reals + (0 .. 2*n*DG_FOLDED-1));
    //@ assert row_synapse: \separated(row + (0 .. n-1), reals + ((2*DG_FOLDED+1)*n .. m-1));
    /*@ assert row: two ==>
          \forall integer i; 0 <= i < n ==> row[i] == ShiftOf(DG_RATIO_TWO, layer, shift, i, j); */
    //@ assert positive: two ==> Positives(out, layer->outputs * DG_WIDTH);
    //@ ghost dg_lemma_delay_range(layer, j);
    /*@ assert target_group: group_of(layer->delay.grouping, target_groups_of(layer), layer->outputs, j) ==
          group_of(\at(layer->delay.grouping, Pre), \at(target_groups_of(layer), Pre), \at(layer->outputs, Pre), j); */
    /*@ assert first_delay: group_of(layer->delay.grouping, target_groups_of(layer), layer->outputs, j) * source_groups_of(layer) ==
          group_of(\at(layer->delay.grouping, Pre), \at(target_groups_of(layer), Pre), \at(layer->outputs, Pre), j) *
          \at(source_groups_of(layer), Pre); */
    /*@ assert source_group: \forall integer i; group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), i) ==
          group_of(\at(layer->delay.grouping, Pre), \at(source_groups_of(layer), Pre), \at(sources_of(layer), Pre), i); */
    //@ assert index: \forall integer i; delay_index(layer, i, j) == delay_index{Pre}(layer, i, j);
    /*@ assert delays: \forall integer i; 0 <= i < n ==>
          ShiftOf(DG_RATIO_TWO, layer, shift, i, j) == ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, j); */
    /*@ assert places_src: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
          RowValue(src, i, l) == RowValue{Pre}(src, i, l); */
    //@ assert places_out: \forall integer l; 0 <= l < DG_WIDTH ==> RowValue(out, j, l) == RowValue{Pre}(out, j, l);
    //@ assert places_dT_dc: \forall integer l; 0 <= l < DG_WIDTH ==> RowValue(dT_dc, j, l) == RowValue{Pre}(dT_dc, j, l);
    //@ assert places_g: \forall integer l; 0 <= l < DG_WIDTH ==> RowValue(g_out, j, l) == RowValue{Pre}(g_out, j, l);
    //@ ghost dg_lemma_other_rows(j, layer->outputs, n);
    //@ ghost dg_lemma_rows(j, layer->outputs, n);
    //@ assert range: 0 <= j * n && j * n + n <= weights_of(layer);
    //@ assert places_w: \forall integer i; 0 <= i < n ==> RhoWeightSame{Pre, Here}(layer, w, j, i);
    /*@ ghost // what is read is as it was, and so are the sums of it
        /@ loop invariant range: 0 <= i <= n;
           loop invariant most: \forall integer l; 0 <= l < DG_WIDTH ==>
             RhoMost(layer, shift, src, out, j, i, l) == RhoMost{Pre}(layer, shift, src, out, j, i, l);
           loop assigns i; loop variant n - i; @/
        for (size_t i = 0; i < n; i++) {
          /@ assert now: \forall integer l; RhoMost(layer, shift, src, out, j, i + 1, l) ==
               \max(RhoMost(layer, shift, src, out, j, i, l),
               RhoTerm(1, RowValue(src, i, l), ShiftOf(DG_RATIO_TWO, layer, shift, i, j), RowValue(out, j, l))); @/
          /@ assert before: \forall integer l; RhoMost{Pre}(layer, shift, src, out, j, i + 1, l) ==
               \max(RhoMost{Pre}(layer, shift, src, out, j, i, l),
                    RhoTerm(1, RowValue{Pre}(src, i, l), ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, j),
                      RowValue{Pre}(out, j, l))); @/
        } */
    /*@ assert uncut: \forall integer l; RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, j, l) ==
          Cut(cut, RhoMost(layer, shift, src, out, j, n, l), Uncut(RowValue(g_out, j, l), RowValue(dT_dc, j, l))); */
    /*@ assert uncut_before: \forall integer l; RhoByWeight{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, l) ==
          Cut(cut, RhoMost{Pre}(layer, shift, src, out, j, n, l), Uncut(RowValue{Pre}(g_out, j, l), RowValue{Pre}(dT_dc, j, l))); */
    /*@ assert by_weight: \forall integer l; 0 <= l < DG_WIDTH ==> RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, j, l) ==
          RhoByWeight{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, l); */
    /*@ assert weight_of: \forall integer i, l; RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, j, i, l) ==
          ByKernel(RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, j, l), RowValue(src, i, l),
                   ShiftOf(DG_RATIO_TWO, layer, shift, i, j), RowValue(out, j, l)); */
    /*@ assert weight_of_before: \forall integer i, l; RhoWeightOf{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, i, l) ==
          ByKernel(RhoByWeight{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, l), RowValue{Pre}(src, i, l),
                   ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, j), RowValue{Pre}(out, j, l)); */
    /*@ assert weight_same: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
          RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, j, i, l) ==
          RhoWeightOf{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, i, l); */
    /*@ assert arrival_of: \forall integer i, l; RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, l) ==
          BySlope(w[j * n + i], ArrivalRate(tau_mem, RowValue(g_out, j, l), RowValue(dT_dc, j, l)), RowValue(src, i, l),
                  ShiftOf(DG_RATIO_TWO, layer, shift, i, j), RowValue(out, j, l)); */
    /*@ assert arrival_of_before: \forall integer i, l; RhoArrivalOf{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out,
          j, i, l) ==
          BySlope(NumberAt{Pre}(w, j * n + i), ArrivalRate(tau_mem, RowValue{Pre}(g_out, j, l), RowValue{Pre}(dT_dc, j, l)),
                  RowValue{Pre}(src, i, l), ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, j), RowValue{Pre}(out, j, l)); */
    /*@ assert weight_value: \forall integer i; RhoWeightSame{Pre, Here}(layer, w, j, i) ==>
          NumberAt{Pre}(w, j * n + i) == w[j * n + i]; */
    /*@ assert arrival_join: \forall integer i, l; RhoWeightSame{Pre, Here}(layer, w, j, i) ==>
          RhoArrivalOf{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, l) ==
          BySlope(w[j * n + i], ArrivalRate(tau_mem, RowValue{Pre}(g_out, j, l), RowValue{Pre}(dT_dc, j, l)),
                  RowValue{Pre}(src, i, l), ShiftOf{Pre}(DG_RATIO_TWO, layer, shift, i, j), RowValue{Pre}(out, j, l)); */
    /*@ assert arrival_same: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
          RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, l) ==
          RhoArrivalOf{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, l); */
    /*@ ghost
        /@ loop invariant range: 0 <= x <= DG_WIDTH;
           loop invariant weights: \forall integer i; 0 <= i < n ==>
             WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, j, i, x) ==
             WeightGradient{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, i, x);
           loop invariant arrivals: \forall integer i; 0 <= i < n ==>
             ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, x) ==
             ArrivalGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, x);
           loop assigns x; loop variant DG_WIDTH - x; @/
        for (size_t x = 0; x < DG_WIDTH; x++) {
          /@ assert weights_now: \forall integer i; WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, j, i, x + 1) ==
               WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, j, i, x) +
               RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, j, i, x); @/
          /@ assert weights_before: \forall integer i; WeightGradient{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j,
               i, x + 1) ==
               WeightGradient{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, i, x) +
               RhoWeightOf{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, i, x); @/
          /@ assert arrivals_now: \forall integer i; ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j,
               i, x + 1) ==
               ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, x) +
               RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, x); @/
          /@ assert arrivals_before: \forall integer i;
               ArrivalGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, x + 1) ==
               ArrivalGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, x) +
               RhoArrivalOf{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, x); @/
        } */
    /*@ ghost
        /@ loop invariant range: 0 <= i <= n;
           loop invariant delays: \forall integer d; TargetGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, d) ==
             TargetGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, d);
           loop assigns i; loop variant n - i; @/
        for (size_t i = 0; i < n; i++) {
          /@ assert now: \forall integer d; TargetGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i + 1, d) ==
               TargetGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, d) + (delay_index(layer, i, j) == d ?
                 ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, DG_WIDTH) : 0); @/
          /@ assert before: \forall integer d; TargetGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i + 1, d) ==
               TargetGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, d) +
                 (delay_index{Pre}(layer, i, j) == d ?
                 ArrivalGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, DG_WIDTH) : 0); @/
        } */
    //@ assert constants_row: k.tau_mem == tau_mem && (k.ratio == DG_RATIO_TWO <==> two != 0);
    //@ ghost Row: ;
    /*@ assert g_w_at: \forall integer t, i; InRow(t, n, i, 0, weights_of(layer)) ==>
          RhoWeightSame{LoopCurrent, Here}(layer, g_w, t, i); */
    /*@ assert g_w_same: \forall integer t, i; 0 <= t < layer->outputs && 0 <= i < n ==>
          RhoWeightSame{LoopCurrent, Here}(layer, g_w, t, i); */
    /*@ assert weight_still: \forall integer t, i; RhoWeightBy{Pre, LoopCurrent}(cut, layer, shift, src, out, dT_dc, g_out,
          g_w, t, i) &&
          RhoWeightSame{LoopCurrent, Here}(layer, g_w, t, i) ==>
          RhoWeightBy{Pre, Here}(cut, layer, shift, src, out, dT_dc, g_out, g_w, t, i); */
    /*@ assert rest_still: \forall integer t, i; RhoWeightSame{Pre, LoopCurrent}(layer, g_w, t, i) &&
          RhoWeightSame{LoopCurrent, Here}(layer, g_w, t, i) ==> RhoWeightSame{Pre, Here}(layer, g_w, t, i); */
    /*@ assert source_row: two ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
          SourceIs{Pre, Row}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src, j, i, l); */
    /*@ assert weight_row: two ==> \forall integer t, i; 0 <= t < j && 0 <= i < n ==>
          RhoWeightBy{Pre, Row}(cut, layer, shift, src, out, dT_dc, g_out, g_w, t, i); */
    //@ assert rest_row: \forall integer t, i; j <= t < layer->outputs && 0 <= i < n ==> RhoWeightSame{Pre, Row}(layer, g_w, t, i);
    /*@ assert delay_row: two ==> \forall integer d; 0 <= d < delays_of(layer) ==>
          DelayAdded{Pre, Row}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_d, j, d); */
    dg_target_backward_at(layer, &k, j, w, row, cut, src, out, dT_dc, g_out, g_src, g_w, g_d, reals) /*@ ghost (shift, m) */;
    //@ assert k: k == \at(k, LoopCurrent);
    //@ assert weights_kept: \forall integer x; 0 <= x < weights_of(layer) ==> w[x] == \at(w[x], Row);
    //@ assert shifts_kept: \forall integer x; 0 <= x < delays_of(layer) ==> shift[x] == \at(shift[x], Row);
    //@ assert sources_kept: \forall integer x; 0 <= x < n * DG_WIDTH ==> src[x] == \at(src[x], Row);
    //@ assert spikes_kept: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> out[x] == \at(out[x], Row);
    //@ assert rates_kept: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> dT_dc[x] == \at(dT_dc[x], Row);
    //@ assert losses_kept: \forall integer x; 0 <= x < layer->outputs * DG_WIDTH ==> g_out[x] == \at(g_out[x], Row);
    /*@ assert source_added: two ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
          RhoSourceBy{Row, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src, j, i, l); */
    /*@ assert source_next: \forall integer i, l; RhoSourceBy{Row, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src,
          j, i, l) &&
          SourceIs{Pre, Row}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src, j, i, l) &&
          RhoArrivalOf{Row}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, l) ==
          RhoArrivalOf{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, i, l) ==>
          SourceIs{Pre, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src, j + 1, i, l); */
    /*@ assert source_done: two ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
          SourceIs{Pre, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_src, j + 1, i, l); */
    /*@ assert weight_next: \forall integer i; RhoWeightSame{Pre, Row}(layer, g_w, j, i) &&
          RhoWeightBy{Row, Here}(cut, layer, shift, src, out, dT_dc, g_out, g_w, j, i) &&
          WeightGradient{Row}(cut, layer, shift, src, out, dT_dc, g_out, j, i, DG_WIDTH) ==
          WeightGradient{Pre}(cut, layer, shift, src, out, dT_dc, g_out, j, i, DG_WIDTH) ==>
          RhoWeightBy{Pre, Here}(cut, layer, shift, src, out, dT_dc, g_out, g_w, j, i); */
    //@ assert at_before: \forall integer t, i; InRow(t, n, i, 0, j * n) ==> RhoWeightSame{Row, Here}(layer, g_w, t, i);
    /*@ assert at_after: \forall integer t, i; InRow(t, n, i, j * n + n, layer->outputs * n) ==>
          RhoWeightSame{Row, Here}(layer, g_w, t, i); */
    //@ assert others_before: \forall integer t, i; 0 <= t < j && 0 <= i < n ==> RhoWeightSame{Row, Here}(layer, g_w, t, i);
    /*@ assert others_after: \forall integer t, i; j < t < layer->outputs && 0 <= i < n ==>
          RhoWeightSame{Row, Here}(layer, g_w, t, i); */
    /*@ assert weight_kept: \forall integer t, i; RhoWeightBy{Pre, Row}(cut, layer, shift, src, out, dT_dc, g_out, g_w, t, i) &&
          RhoWeightSame{Row, Here}(layer, g_w, t, i) ==>
          RhoWeightBy{Pre, Here}(cut, layer, shift, src, out, dT_dc, g_out, g_w, t, i); */
    /*@ assert rest_kept: \forall integer t, i; RhoWeightSame{Pre, Row}(layer, g_w, t, i) &&
          RhoWeightSame{Row, Here}(layer, g_w, t, i) ==> RhoWeightSame{Pre, Here}(layer, g_w, t, i); */
    /*@ assert delay_now: two ==> \forall integer d; 0 <= d < delays_of(layer) ==>
          g_d[d] == \at(g_d[d], Row) + TargetGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, n, d); */
    /*@ assert delay_sum: \forall integer d; DelayGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j + 1, d) ==
          DelayGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, d) +
          TargetGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, n, d); */
    /*@ assert delay_join: \forall integer d; DelayAdded{Pre, Row}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_d, j, d) &&
          g_d[d] == \at(g_d[d], Row) + TargetGradient{Pre}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, j, n, d) ==>
          DelayAdded{Pre, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_d, j + 1, d); */
    /*@ assert delay_next: two ==> \forall integer d; 0 <= d < delays_of(layer) ==>
          DelayAdded{Pre, Here}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, g_d, j + 1, d); */
  }
}

/* ---- 8 network -------------------------------------------------------------------------------------------------------
   A network is a value: a descriptor that says how to read one flat array of parameters, layer after layer, each first its
   weights w[target][source], then its delay parameters p[target group][source group] (SPEC 6.1). A gradient is an array of
   the same shape.                                                                                                        */

/* inputs: inputs of a sample; multiplex: copies of each, side by side (0 0 0 1 1 1), at least 1; depth: number of layers;
   t_ref: reference time, to which times where tau_mem = 2 tau_syn are taken (SPEC 2.4). */
typedef struct {
  size_t inputs, multiplex, depth;
  const dg_layer *layers;
  dg_real t_ref;
} dg_network;

/* Workspace: arrays of the caller, of the sizes that a size function told. Contents are lost at every call. */
typedef struct {
  dg_real *real;
  size_t reals;
  dg_index *integer;
  size_t integers;
} dg_workspace;
#ifdef __FRAMAC__
#include "proofs/acsl/network.h"
#include "proofs/acsl/network_passes.h"
#include "proofs/acsl/network_gradient.h"
#endif

/* Number of parameters of a layer. */
/*@ requires valid: \valid_read(layer);
    requires admitted: admitted_sizes(layer) && admitted_groups(layer);
    terminates \true; assigns \nothing;
    ensures parameters: \result == weights_of(layer) + delays_of(layer);
    ensures positive: 0 <= weights_of(layer) && 0 <= delays_of(layer);
    ensures bound: 0 <= \result <= 4 * DG_SIZE_MAX * DG_SIZE_MAX; */
static inline size_t dg_layer_parameters(const dg_layer *layer) {
  return dg_size_sum(dg_layer_weights(layer), dg_layer_delays(layer));
}

/* Number of parameters of an admitted network. */
/*@ requires valid: \valid_read(net);
    requires admitted: admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures count: \result == parameter_count(net);
    ensures nested: nested(net->layers, net->depth); */
static inline size_t dg_parameter_count(const dg_network *net) {
  size_t count = 0;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant count: count == parameters_in(net->layers, l) && count <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * l;
      loop invariant positive: 0 <= parameters_in(net->layers, l) && 0 <= delays_in(net->layers, l) &&
        0 <= neurons_in(net->layers, l) && 0 <= states_in(net->layers, l);
      loop invariant nested: nested(net->layers, l);
      loop assigns l, count; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) count = dg_size_sum(count, dg_layer_parameters(net->layers + l));
  return count;
}

/* Number of delay parameters of an admitted network. */
/*@ requires valid: \valid_read(net);
    requires admitted: admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures count: \result == delay_count(net);
    ensures bound: \result <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * net->depth; */
static inline size_t dg_delay_count(const dg_network *net) {
  size_t count = 0;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant count: 0 <= count == delays_in(net->layers, l) && count <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * l;
      loop assigns l, count; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) count += dg_layer_delays(net->layers + l);
  return count;
}

/* Number of neurons of an admitted network. */
/*@ requires valid: \valid_read(net);
    requires admitted: admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures count: \result == neuron_count(net);
    ensures bound: \result <= DG_SIZE_MAX * net->depth; */
static inline size_t dg_neuron_count(const dg_network *net) {
  size_t count = 0;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant count: 0 <= count == neurons_in(net->layers, l) && count <= DG_SIZE_MAX * l;
      loop assigns l, count; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) count += net->layers[l].outputs;
  return count;
}

/* Number of outputs of an admitted network. */
/*@ requires valid: \valid_read(net) && net->depth >= 1 && \valid_read(net->layers + (0 .. net->depth-1));
    terminates \true; assigns \nothing;
    ensures count: \result == output_count(net); */
static inline size_t dg_output_count(const dg_network *net) { return net->layers[net->depth - 1].outputs; }

/* Whether time t is a spike that does not come or lies within the network's range (SPEC 2.4). */
/*@ requires valid: \valid_read(net) && \valid_read(net->layers + (0 .. net->depth-1));
    terminates \true; assigns \nothing;
    ensures status: \result == DG_OK || \result == DG_ERROR_NOT_FINITE || \result == DG_ERROR_RANGE; */
static inline dg_status dg_time_check(const dg_network *net, dg_real t) {
  if (t == DG_NEVER) return DG_OK;
  if (!dg_is_finite(t)) return DG_ERROR_NOT_FINITE;
  dg_real distance = t < net->t_ref ? net->t_ref - t : t - net->t_ref;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant near: \forall integer k; 0 <= k < l ==> distance <= DG_TIME_MAX * (net->layers + k)->neuron.tau_mem;
      loop assigns l; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++)
    if (!(distance <= DG_TIME_MAX * net->layers[l].neuron.tau_mem)) return DG_ERROR_RANGE;
  return DG_OK;
}

/* Whether a network is admitted (SPEC 2.3). Cost: a few operations per layer and bias. */
/*@ requires null_or_readable: net == \null || readable_network(net);
    terminates \true; assigns \nothing;
    ensures admitted: \result == DG_OK ==> net != \null && admitted_network(net); */
static inline dg_status dg_network_check(const dg_network *net) {
  if (net == NULL || net->layers == NULL) return DG_ERROR_NULL;
  if (net->inputs == 0 || net->multiplex == 0 || net->depth == 0) return DG_ERROR_EMPTY;
  if (net->inputs > DG_SIZE_MAX || net->multiplex > DG_SIZE_MAX || net->depth > DG_SIZE_MAX) return DG_ERROR_TOO_LARGE;
  if (!dg_is_finite(net->t_ref)) return DG_ERROR_NOT_FINITE;
  if (net->t_ref > DG_SCALE_MAX || net->t_ref < -DG_SCALE_MAX) return DG_ERROR_RANGE;
  size_t ends = 0; /* sources and outputs of all layers; the workspace holds a few chunks of each */
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant admitted: \forall integer k; 0 <= k < l ==> admitted_layer(net->layers + k);
      loop invariant first: l > 0 ==> net->layers->inputs == net->inputs * net->multiplex;
      loop invariant chained: chained(net->layers, l);
      loop assigns l, ends; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    dg_status status = dg_layer_check(layer);
    if (status != DG_OK) return status;
    ends = dg_size_sum(ends, dg_size_sum(dg_layer_sources(layer), layer->outputs));
    size_t inputs = l == 0 ? dg_size_product(net->inputs, net->multiplex) : net->layers[l - 1].outputs;
    if (layer->inputs != inputs) return DG_ERROR_SHAPE;
  }
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop assigns l; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++)
    /*@ loop invariant range: 0 <= b <= net->layers[l].biases;
        loop assigns b; loop variant net->layers[l].biases - b; */
    for (size_t b = 0; b < net->layers[l].biases; b++) {
      dg_status status = dg_time_check(net, net->layers[l].bias_times[b]);
      if (status != DG_OK) return status;
    }
  return dg_parameter_count(net) > SIZE_MAX / 64 || ends > SIZE_MAX / 256 / DG_WIDTH ? DG_ERROR_TOO_LARGE : DG_OK;
}

/* Checks the parameters of an admitted network and prepares its delays (SPEC 2.3, 5.3): shift receives one number per delay
   parameter. */
/*@ requires admitted: admitted_network(net);
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(shift + (0 .. delay_count(net)-1));
    requires separate: \separated(shift + (0 .. delay_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      network_apart(net, shift, delay_count(net));
    terminates \true; assigns shift[0 .. delay_count(net)-1];
    ensures shifts: \result == DG_OK ==> \forall integer i; 0 <= i < delay_count(net) ==> shift[i] >= 0;
    ensures factors: \result == DG_OK ==> NetworkFactors(net, shift, net->depth); */
static inline dg_status dg_network_shifts(const dg_network *net, const dg_real *parameters, dg_real *shift) {
  //@ ghost const dg_real *all = shift;
  //@ ghost size_t first = 0; // where the delays of layer l begin
  //@ ghost dg_lemma_shape(net);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: parameters == \at(parameters, Pre) + parameters_in(net->layers, l) &&
        shift == \at(shift, Pre) + delays_in(net->layers, l) && first == delays_in(net->layers, l);
      loop invariant bound: first <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * l;
      loop invariant same: SameNeurons{Pre, Here}(net->layers, net->depth);
      loop invariant shifts: \forall integer x; 0 <= x < delays_in(net->layers, l) ==> all[x] >= 0;
      loop invariant factors: AllFactors{Pre, Here}(net->layers, all, l);
      loop assigns l, parameters, shift, first, *(\at(shift, Pre) + (0 .. delays_in(net->layers, net->depth)-1));
      loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    //@ assert neurons: admitted_neurons(net->layers, net->depth);
    //@ ghost dg_lemma_network(net);
    //@ assert layer: admitted_layer(layer);
    //@ ghost dg_lemma_offsets(net->layers, l);
    //@ assert weights: parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights_of(layer) + delays_of(layer);
    //@ assert delays: delays_in(net->layers, l + 1) == delays_in(net->layers, l) + delays_of(layer);
    /*@ assert within: delays_in(net->layers, l + 1) <= delay_count(net) &&
          parameters_in(net->layers, l + 1) <= parameter_count(net); */
    size_t sources = dg_layer_sources(layer), weights = dg_layer_weights(layer), delays = dg_layer_delays(layer);
    //@ assert readable: \valid_read(parameters + (0 .. weights + delays - 1));
    dg_status status = dg_all_finite(weights + delays, parameters);
    if (status != DG_OK) return status;
    /*@ loop invariant range: 0 <= j <= layer->outputs;
        loop assigns j; loop variant layer->outputs - j; */
    for (size_t j = 0; j < layer->outputs; j++) {
      //@ ghost dg_lemma_rows(j, layer->outputs, sources);
      //@ assert all: weights == layer->outputs * sources;
      //@ assert row: 0 <= j * sources && j * sources + sources <= weights;
      dg_real sum = 0;
      /*@ loop invariant range: 0 <= i <= sources;
          loop invariant sum: 0 <= sum;
          loop assigns i, sum; loop variant sources - i; */
      for (size_t i = 0; i < sources; i++) {
        //@ assert place: j * sources + i < weights;
        dg_real w = parameters[j * sources + i];
        sum += w < 0 ? -w : w;
        if (sum > DG_SCALE_MAX) return DG_ERROR_RANGE;
      }
    }
    //@ ghost dg_lemma_apart(net, all, shift, first, delays);
    //@ ghost Before: ;
    status = dg_layer_shifts(layer, delays, parameters + weights, shift);
    if (status != DG_OK) return status;
    //@ assert neuron: SameNeurons{Pre, Here}(net->layers, net->depth);
    /*@ assert kept: \forall integer x; 0 <= x < first ==> all[x] == \at(all[x], LoopCurrent); */
    //@ ghost dg_lemma_shifts(layer, delays, all, first);
    //@ assert shifts: \forall integer x; 0 <= x < delays_in(net->layers, l + 1) ==> all[x] >= 0;
    /*@ ghost
        /@ loop invariant range: 0 <= k;
           loop invariant earlier: AllFactors{Pre, Here}(net->layers, all, k);
           loop assigns k; loop variant l - k; @/
        for (size_t k = 0; k < l; k++) {
          /@ assert before: LayerFactors{Pre, Before}(net->layers, all, k); @/
          /@ assert below: 0 <= delays_in(net->layers, k) && delays_in(net->layers, k + 1) <= first; @/
          /@ assert now: LayerFactors{Pre, Here}(net->layers, all, k); @/
        } */
    /*@ assert taus: layer->neuron.tau_mem == \at((net->layers + \at(l, Here))->neuron.tau_mem, Pre) &&
          layer->neuron.tau_syn == \at((net->layers + \at(l, Here))->neuron.tau_syn, Pre); */
    //@ assert earlier: AllFactors{Pre, Here}(net->layers, all, l);
    //@ assert latest: LayerFactors{Pre, Here}(net->layers, all, l);
    //@ assert factors: AllFactors{Pre, Here}(net->layers, all, l + 1);
    //@ assert sum: (size_t)(weights + delays) == weights + delays && (size_t)(first + delays) == first + delays;
    parameters += weights + delays;
    shift += delays;
    //@ ghost first += delays;
  }
  //@ assert neurons: admitted_neurons(net->layers, net->depth);
  /*@ ghost
      dg_lemma_network(net);
      dg_lemma_offsets(net->layers, net->depth);
      size_t start = 0;
      /@ loop invariant range: 0 <= l <= net->depth;
         loop invariant start: start == delays_in(net->layers, l) && start <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * l;
         loop invariant factors: NetworkFactors(net, all, l);
         loop assigns l, start; loop variant net->depth - l; @/
      for (size_t l = 0; l < net->depth; l++) {
        size_t delays = dg_lemma_delays(net->layers + l);
        /@ assert neuron: (net->layers + l)->neuron == \at((net->layers + \at(l, Here))->neuron, Pre); @/
        /@ assert next: delays_in(net->layers, l + 1) == delays_in(net->layers, l) + delays; @/
        /@ assert layer: LayerFactors{Pre, Here}(net->layers, all, l); @/
        /@ assert each: (net->layers + l)->neuron.tau_mem == 2 * (net->layers + l)->neuron.tau_syn ==>
             \forall integer x; start <= x < start + delays ==> all[x] >= 1; @/
        dg_lemma_domain_factors(net->layers + l, all + start);
        start += delays;
      } */
  return DG_OK;
}

/* A batch of samples. inputs[sample][net->inputs]: spike times; index: which rows make the batch, in this order, or null for
   rows 0 .. count-1; labels[sample]: class of each row. */
typedef struct {
  const dg_real *inputs;
  const dg_index *labels;
  const dg_index *index;
  size_t count;
} dg_batch;
#ifdef __FRAMAC__
#include "proofs/acsl/batch.h"
#endif

/* The row of the n-th sample of a batch. */
/*@ requires valid: \valid_read(batch);
    requires index: batch->index != \null ==> \valid_read(batch->index + n) && batch->index[n] >= 0;
    terminates \true; assigns \nothing;
    ensures row: \result == row_of(batch, n); */
static inline size_t dg_batch_row(const dg_batch *batch, size_t n) {
  return batch->index != NULL ? (size_t)batch->index[n] : n;
}

/* Whether the input times of a batch are admitted; labels are checked where they are used. */
/*@ requires admitted: admitted_network(net);
    requires null_or_readable: batch == \null || readable_batch(batch, net->inputs);
    terminates \true; assigns \nothing;
    ensures admitted: \result == DG_OK ==> batch != \null && admitted_batch(batch, net->inputs); */
static inline dg_status dg_batch_check(const dg_network *net, const dg_batch *batch) {
  if (batch == NULL || batch->inputs == NULL) return DG_ERROR_NULL;
  if (batch->count == 0) return DG_ERROR_EMPTY;
  if (batch->count > DG_BATCH_MAX) return DG_ERROR_TOO_LARGE;
  /*@ loop invariant range: 0 <= n <= batch->count;
      loop assigns n; loop variant batch->count - n; */
  for (size_t n = 0; n < batch->count; n++)
    /*@ loop invariant range: 0 <= i <= net->inputs;
        loop assigns i; loop variant net->inputs - i; */
    for (size_t i = 0; i < net->inputs; i++) {
      dg_status status = dg_time_check(net, batch->inputs[dg_batch_row(batch, n) * net->inputs + i]);
      if (status != DG_OK) return status;
    }
  return DG_OK;
}

/* x in every lane of the row that starts at src[first]. */
/*@ requires valid: \valid(src + (first .. first+DG_WIDTH-1));
    requires size: first <= SIZE_MAX - DG_WIDTH;
    terminates \true; assigns src[first .. first+DG_WIDTH-1];
    ensures row: \forall integer y; first <= y < first + DG_WIDTH ==> src[y] == x; */
static inline void dg_fill_row(dg_real x, size_t first, dg_real *src) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant row: \forall integer y; first <= y < first + l ==> src[y] == x;
      loop assigns l, src[first .. first+DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++) src[first + l] = x;
}

/* Bias spikes of a layer, below its inputs. */
/*@ requires admitted: admitted_layer(layer);
    requires valid: \valid(src + (layer->inputs*DG_WIDTH .. sources_of(layer)*DG_WIDTH-1));
    requires separate: \separated(src + (layer->inputs*DG_WIDTH .. sources_of(layer)*DG_WIDTH-1), layer) &&
      \separated(src + (layer->inputs*DG_WIDTH .. sources_of(layer)*DG_WIDTH-1), layer->bias_times + (0 .. layer->biases-1));
    terminates \true; assigns src[layer->inputs*DG_WIDTH .. (layer->inputs+layer->biases)*DG_WIDTH-1];
    ensures biases: \forall integer b, l; 0 <= b < layer->biases && 0 <= l < DG_WIDTH ==>
      Encoded{Pre}(layer, t_ref, \old(layer->bias_times[b]), src[(layer->inputs + b) * DG_WIDTH + l]);
    ensures positive: \old(layer->neuron.tau_mem) == 2 * \old(layer->neuron.tau_syn) ==>
      \forall integer y; layer->inputs * DG_WIDTH <= y < (layer->inputs + layer->biases) * DG_WIDTH ==> src[y] > 0; */
static inline void dg_load_biases(const dg_layer *layer, dg_real t_ref, dg_real *src) {
  dg_constants k = dg_neuron_constants(&layer->neuron);
  /*@ loop invariant range: 0 <= b <= layer->biases;
      loop invariant biases: \forall integer c, y; 0 <= c < b &&
        (layer->inputs + c) * DG_WIDTH <= y < (layer->inputs + c + 1) * DG_WIDTH ==>
        Encoded{Pre}(layer, t_ref, \at(layer->bias_times[c], Pre), src[y]);
      loop invariant positive: k.ratio == DG_RATIO_TWO ==>
        \forall integer y; layer->inputs * DG_WIDTH <= y < (layer->inputs + b) * DG_WIDTH ==> src[y] > 0;
      loop assigns b, src[layer->inputs*DG_WIDTH .. (layer->inputs+layer->biases)*DG_WIDTH-1]; loop variant layer->biases - b;
  */
  for (size_t b = 0; b < layer->biases; b++) {
    //@ assert time: layer->bias_times[b] == \at(layer->bias_times[\at(b, Here)], Pre);
    dg_real x = dg_encode(&k, t_ref, layer->bias_times[b]);
    //@ assert encoded: Encoded{Pre}(layer, t_ref, \at(layer->bias_times[\at(b, Here)], Pre), x);
    dg_fill_row(x, (layer->inputs + b) * DG_WIDTH, src);
    /*@ assert older: \forall integer c, y; 0 <= c < b &&
          (layer->inputs + c) * DG_WIDTH <= y < (layer->inputs + c + 1) * DG_WIDTH ==>
          src[y] == \at(src[y], LoopCurrent); */
    /*@ assert last: \forall integer y; (layer->inputs + b) * DG_WIDTH <= y < (layer->inputs + b + 1) * DG_WIDTH ==>
          src[y] == x; */
  }
}

/* One input's times t[DG_WIDTH] in the domain of a layer, in so many rows from src[first] on. */
/*@ requires valid: \valid_read(k) && k->tau_mem > 0;
    requires rows: 1 <= rows <= DG_SIZE_MAX && first <= SIZE_MAX / 2;
    requires arrays: \valid_read(t + (0 .. DG_WIDTH-1)) && \valid(src + (first .. first+rows*DG_WIDTH-1));
    requires separate: \separated(src + (first .. first+rows*DG_WIDTH-1), t + (0 .. DG_WIDTH-1)) &&
      \separated(src + (first .. first+rows*DG_WIDTH-1), k);
    terminates \true; assigns src[first .. first+rows*DG_WIDTH-1];
    ensures time: k->ratio != DG_RATIO_TWO ==> \forall integer y; first <= y < first + DG_WIDTH ==> src[y] == \old(t[y - first]);
    ensures rho: k->ratio == DG_RATIO_TWO ==> \forall integer y; first <= y < first + DG_WIDTH && Comes(\old(t[y - first])) ==>
      RhoIs(src[y], \old(k->tau_mem), \old(t[y - first]) - t_ref);
    ensures never: k->ratio == DG_RATIO_TWO ==> \forall integer y; first <= y < first + DG_WIDTH && !Comes(\old(t[y - first])) ==>
      src[y] == DG_RHO_MAX;
    ensures copies: \forall integer y; first + DG_WIDTH <= y < first + rows * DG_WIDTH ==> src[y] == src[y - DG_WIDTH];
    ensures positive: k->ratio == DG_RATIO_TWO ==> \forall integer y; first <= y < first + rows * DG_WIDTH ==> src[y] > 0; */
DG_FLATTEN static inline void dg_load_input(const dg_constants *k, dg_real t_ref, const dg_real *t, size_t rows, size_t first,
                                            dg_real *src) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant time: k->ratio != DG_RATIO_TWO ==> \forall integer y; first <= y < first + l ==>
        src[y] == \at(t[y - first], Pre);
      loop invariant rho: k->ratio == DG_RATIO_TWO ==> \forall integer y; first <= y < first + l &&
        Comes(\at(t[y - first], Pre)) ==>
        RhoIs(src[y], \at(k->tau_mem, Pre), \at(t[y - first], Pre) - t_ref);
      loop invariant never: k->ratio == DG_RATIO_TWO ==> \forall integer y; first <= y < first + l &&
        !Comes(\at(t[y - first], Pre)) ==>
        src[y] == DG_RHO_MAX;
      loop invariant positive: k->ratio == DG_RATIO_TWO ==> \forall integer y; first <= y < first + l ==> src[y] > 0;
      loop assigns l, src[first .. first+DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  DG_SIMD
  for (size_t l = 0; l < DG_WIDTH; l++) {
    //@ assert t: t[l] == \at(t[\at(l, Here)], Pre) && k->tau_mem == \at(k->tau_mem, Pre);
    dg_real x = dg_encode(k, t_ref, t[l]);
    /*@ assert rho: k->ratio == DG_RATIO_TWO && Comes(\at(t[\at(l, Here)], Pre)) ==>
          RhoIs(x, \at(k->tau_mem, Pre), \at(t[\at(l, Here)], Pre) - t_ref); */
    //@ assert never: k->ratio == DG_RATIO_TWO && !Comes(\at(t[\at(l, Here)], Pre)) ==> x == DG_RHO_MAX;
    src[first + l] = x;
    //@ assert last: src[first + l] == x;
    //@ assert older: \forall integer y; first <= y < first + l ==> src[y] == \at(src[y], LoopCurrent);
  }
  /*@ loop invariant range: DG_WIDTH <= x <= rows * DG_WIDTH;
      loop invariant copies: \forall integer y; first + DG_WIDTH <= y < first + x ==> src[y] == src[y - DG_WIDTH];
      loop invariant positive: k->ratio == DG_RATIO_TWO ==> \forall integer y; first <= y < first + x ==> src[y] > 0;
      loop assigns x, src[first+DG_WIDTH .. first+rows*DG_WIDTH-1]; loop variant rows * DG_WIDTH - x; */
  for (size_t x = DG_WIDTH; x < rows * DG_WIDTH; x++) src[first + x] = src[first + x - DG_WIDTH];
}

/* Sources of the first layer from input times t[net->inputs][DG_WIDTH]. */
/*@ requires admitted: admitted_network(net);
    requires valid: \valid_read(t + (0 .. net->inputs*DG_WIDTH-1)) && \valid(src + (0 .. sources_of(net->layers)*DG_WIDTH-1));
    requires separate: \separated(src + (0 .. sources_of(net->layers)*DG_WIDTH-1), t + (0 .. net->inputs*DG_WIDTH-1)) &&
      network_apart(net, src, sources_of(net->layers) * DG_WIDTH);
    terminates \true; assigns src[0 .. sources_of(net->layers)*DG_WIDTH-1];
    ensures positive: DomainPositive(net->layers, src, sources_of(net->layers)); */
DG_FLATTEN static inline void dg_load_inputs(const dg_network *net, const dg_real *t, dg_real *src) {
  dg_constants k = dg_neuron_constants(&net->layers[0].neuron);
  const size_t inputs = net->inputs, rows = net->multiplex;
  size_t first = 0;
  //@ assert sizes: 1 <= inputs <= DG_SIZE_MAX && 1 <= rows <= DG_SIZE_MAX && net->layers->inputs == inputs * rows <= DG_SIZE_MAX;
  /*@ loop invariant range: 0 <= i <= inputs;
      loop invariant first: first == i * rows * DG_WIDTH <= inputs * rows * DG_WIDTH;
      loop invariant positive: k.ratio == DG_RATIO_TWO ==> \forall integer y; 0 <= y < first ==> src[y] > 0;
      loop assigns i, first, src[0 .. inputs*rows*DG_WIDTH-1]; loop variant inputs - i; */
  for (size_t i = 0; i < inputs; i++, first += rows * DG_WIDTH) {
    //@ ghost dg_lemma_input(i, inputs, rows);
    dg_load_input(&k, net->t_ref, t + i * DG_WIDTH, rows, first, src);
    //@ assert older: k.ratio == DG_RATIO_TWO ==> \forall integer y; 0 <= y < first ==> src[y] > 0;
    //@ assert index: (size_t)(i + 1) == i + 1 && (size_t)(first + rows * DG_WIDTH) == first + rows * DG_WIDTH;
    //@ assert next: first + rows * DG_WIDTH == (i + 1) * rows * DG_WIDTH;
  }
  //@ assert inputs: first == net->layers->inputs * DG_WIDTH;
  //@ assert neuron: Neuron(&net->layers->neuron);
  dg_load_biases(net->layers, net->t_ref, src);
  //@ assert inputs: k.ratio == DG_RATIO_TWO ==> \forall integer y; 0 <= y < net->layers->inputs * DG_WIDTH ==> src[y] > 0;
  //@ assert sources: k.ratio == DG_RATIO_TWO ==> Positives(src, sources_of(net->layers) * DG_WIDTH);
  //@ assert ratio: net->layers->neuron.tau_mem == 2 * net->layers->neuron.tau_syn ==> k.ratio == DG_RATIO_TWO;
}

/* n numbers of one layer's domain in another's; they pass unchanged where both count in the same rho. */
/*@ requires valid: \valid_read(from) && \valid_read(to) && from->tau_mem > 0 && to->tau_mem > 0;
    requires arrays: \valid_read(x + (0 .. n-1)) && \valid(y + (0 .. n-1));
    requires separate: \separated(y + (0 .. n-1), x + (0 .. n-1)) && \separated(y + (0 .. n-1), from) &&
      \separated(y + (0 .. n-1), to);
    requires positive: from->ratio == DG_RATIO_TWO ==> Positives(x, n);
    terminates \true; assigns y[0 .. n-1];
    ensures same: \old(from->ratio == DG_RATIO_TWO && to->ratio == DG_RATIO_TWO && from->tau_mem == to->tau_mem) ==>
      \forall integer i; 0 <= i < n ==> y[i] == \old(x[i]);
    ensures times: \old(from->ratio != DG_RATIO_TWO && to->ratio != DG_RATIO_TWO) ==>
      \forall integer i; 0 <= i < n ==> y[i] == \old(x[i]);
    ensures positive: \old(to->ratio) == DG_RATIO_TWO ==> Positives(y, n); */
DG_FLATTEN static inline void dg_recode(const dg_constants *from, const dg_constants *to, dg_real t_ref, size_t n, const dg_real *x,
                                        dg_real *y) {
  if (from->ratio == DG_RATIO_TWO && to->ratio == DG_RATIO_TWO && from->tau_mem == to->tau_mem) {
    /*@ loop invariant range: 0 <= i <= n;
        loop invariant same: \forall integer j; 0 <= j < i ==> y[j] == \at(x[j], Pre);
        loop invariant positive: Positives(y, i);
        loop assigns i, y[0 .. n-1]; loop variant n - i; */
    DG_SIMD
    for (size_t i = 0; i < n; i++) y[i] = x[i];
    return;
  }
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant times: \at(from->ratio, Pre) != DG_RATIO_TWO && \at(to->ratio, Pre) != DG_RATIO_TWO ==>
        \forall integer j; 0 <= j < i ==> y[j] == \at(x[j], Pre);
      loop invariant positive: \at(to->ratio, Pre) == DG_RATIO_TWO ==> Positives(y, i);
      loop assigns i, y[0 .. n-1]; loop variant n - i; */
  DG_SIMD
  for (size_t i = 0; i < n; i++) y[i] = dg_encode(to, t_ref, dg_decode(from, t_ref, x[i]));
}

/* Sources of a layer from the spikes of the layer before it. */
/*@ requires admitted: admitted_layer(from) && admitted_layer(to) && to->inputs == from->outputs;
    requires valid: \valid_read(out + (0 .. from->outputs*DG_WIDTH-1)) && \valid(src + (0 .. sources_of(to)*DG_WIDTH-1));
    requires separate: \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), out + (0 .. from->outputs*DG_WIDTH-1)) &&
      \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), from) && \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), to) &&
      \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), to->bias_times + (0 .. to->biases-1));
    requires positive: DomainPositive(from, out, from->outputs);
    terminates \true; assigns src[0 .. sources_of(to)*DG_WIDTH-1];
    ensures same: \old(from->neuron.tau_mem == 2 * from->neuron.tau_syn && to->neuron.tau_mem == 2 * to->neuron.tau_syn &&
      from->neuron.tau_mem == to->neuron.tau_mem) ==> \forall integer y; 0 <= y < to->inputs * DG_WIDTH ==> src[y] == \old(out[y]);
    ensures times: \old(from->neuron.tau_mem != 2 * from->neuron.tau_syn && to->neuron.tau_mem != 2 * to->neuron.tau_syn) ==>
      \forall integer y; 0 <= y < to->inputs * DG_WIDTH ==> src[y] == \old(out[y]);
    ensures positive: DomainPositive(to, src, sources_of(to)); */
DG_FLATTEN static inline void dg_load_spikes(const dg_layer *from, const dg_layer *to, dg_real t_ref, const dg_real *out,
                                             dg_real *src) {
  dg_constants k_from = dg_neuron_constants(&from->neuron), k_to = dg_neuron_constants(&to->neuron);
  dg_recode(&k_from, &k_to, t_ref, from->outputs * DG_WIDTH, out, src);
  //@ assert inputs: k_to.ratio == DG_RATIO_TWO ==> Positives(src, to->inputs * DG_WIDTH);
  //@ assert taus: to->neuron.tau_mem == \at(to->neuron.tau_mem, Pre) && to->neuron.tau_syn == \at(to->neuron.tau_syn, Pre);
  /*@ assert scale: to->neuron.g_leak == \at(to->neuron.g_leak, Pre) && to->neuron.threshold == \at(to->neuron.threshold, Pre) &&
        to->neuron.e_leak == \at(to->neuron.e_leak, Pre); */
  //@ assert neuron: Neuron(&to->neuron);
  dg_load_biases(to, t_ref, src);
  //@ assert loaded: to->neuron.tau_mem == \at(to->neuron.tau_mem, Pre) && to->neuron.tau_syn == \at(to->neuron.tau_syn, Pre);
  //@ assert inputs: k_to.ratio == DG_RATIO_TWO ==> Positives(src, to->inputs * DG_WIDTH);
  //@ assert sources: k_to.ratio == DG_RATIO_TWO ==> Positives(src, sources_of(to) * DG_WIDTH);
  //@ assert ratio: to->neuron.tau_mem == 2 * to->neuron.tau_syn ==> k_to.ratio == DG_RATIO_TWO;
}

/* Input times of samples first .. first+DG_WIDTH-1 of a batch, as t[net->inputs][DG_WIDTH]; DG_NEVER beyond its end. */
/*@ requires admitted: admitted_network(net) && admitted_batch(batch, net->inputs);
    requires first: first < batch->count;
    requires valid: \valid(t + (0 .. net->inputs*DG_WIDTH-1));
    requires separate: network_apart(net, t, net->inputs * DG_WIDTH) &&
      batch_apart(batch, net->inputs, t, net->inputs * DG_WIDTH);
    terminates \true; assigns t[0 .. net->inputs*DG_WIDTH-1]; */
static inline void dg_load_batch(const dg_network *net, const dg_batch *batch, size_t first, dg_real *t) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop assigns l, t[0 .. net->inputs*DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++)
    /*@ loop invariant range: 0 <= i <= net->inputs;
        loop assigns i, t[0 .. net->inputs*DG_WIDTH-1]; loop variant net->inputs - i; */
    for (size_t i = 0; i < net->inputs; i++)
      t[i * DG_WIDTH + l] =
          first + l < batch->count ? batch->inputs[dg_batch_row(batch, first + l) * net->inputs + i] : DG_NEVER;
}

/* Most sources of a layer, most outputs, and most reals of forward and of backward scratch. */
typedef struct {
  size_t sources, outputs, forward, backward;
} dg_extent;

/*@ requires valid: \valid_read(net);
    requires admitted: admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures sources: \result.sources == most_sources(net->layers, net->depth) && \result.sources <= 2 * DG_SIZE_MAX;
    ensures outputs: \result.outputs == most_outputs(net->layers, net->depth) && \result.outputs <= DG_SIZE_MAX;
    ensures forward: \result.forward == most_forward(net->layers, net->depth) && \result.forward <= 16 * DG_SIZE_MAX * DG_LANES;
    ensures backward: \result.backward == most_backward(net->layers, net->depth) &&
      \result.backward <= 8 * DG_SIZE_MAX * DG_WIDTH; */
static inline dg_extent dg_network_extent(const dg_network *net) {
  dg_extent most = {0, 0, 0, 0};
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant sources: 0 <= most.sources == most_sources(net->layers, l) && most.sources <= 2 * DG_SIZE_MAX;
      loop invariant outputs: 0 <= most.outputs == most_outputs(net->layers, l) && most.outputs <= DG_SIZE_MAX;
      loop invariant forward: 0 <= most.forward == most_forward(net->layers, l) && most.forward <= 16 * DG_SIZE_MAX * DG_LANES;
      loop invariant backward: 0 <= most.backward == most_backward(net->layers, l) && most.backward <= 8 * DG_SIZE_MAX * DG_WIDTH;
      loop assigns l, most; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    size_t sources = dg_layer_sources(layer), forward = dg_layer_forward_reals(layer);
    size_t backward = dg_layer_backward_reals(layer);
    most.sources = sources > most.sources ? sources : most.sources;
    most.outputs = layer->outputs > most.outputs ? layer->outputs : most.outputs;
    most.forward = forward > most.forward ? forward : most.forward;
    most.backward = backward > most.backward ? backward : most.backward;
  }
  return most;
}

/* Numbers of reals and integers. */
typedef struct {
  size_t reals, integers;
} dg_sizes;

/*@ requires admitted: admitted_network(net);
    terminates \true; assigns \nothing;
    ensures reals: \result.reals == inference_reals(net);
    ensures integers: \result.integers == inference_integers(net); */
static inline dg_sizes dg_inference_sizes(const dg_network *net) {
  const dg_extent most = dg_network_extent(net);
  dg_sizes size;
  size.reals = dg_delay_count(net) + (net->inputs + most.sources + 2 * most.outputs) * DG_WIDTH + most.forward;
  size.integers = most.sources * DG_LANES;
  return size;
}

/* Size of the workspace of dg_infer for an admitted network; the same for every batch size. */
/*@ requires null_or_readable: net == \null || readable_network(net);
    requires output: (reals == \null || \valid(reals)) && (integers == \null || \valid(integers));
    requires separate: \separated(reals, integers) && (net != \null ==> size_apart(net, reals) && size_apart(net, integers));
    terminates \true; assigns *reals, *integers;
    ensures admitted: \result == DG_OK ==> \old(admitted_network(net)) && reals != \null && integers != \null;
    ensures sizes: \result == DG_OK ==> *reals == \old(inference_reals(net)) && *integers == \old(inference_integers(net));
*/
static inline dg_status dg_inference_workspace(const dg_network *net, size_t *reals, size_t *integers) {
  dg_status status = dg_network_check(net);
  if (status != DG_OK) return status;
  if (reals == NULL || integers == NULL) return DG_ERROR_NULL;
  const dg_sizes size = dg_inference_sizes(net);
  *reals = size.reals;
  *integers = size.integers;
  return DG_OK;
}

/* Whether a workspace is there and large enough. */
/*@ requires null_or_usable: work == \null || usable_workspace(work);
    terminates \true; assigns \nothing;
    ensures enough: \result == DG_OK ==> work != \null && work->real != \null && work->integer != \null &&
      reals <= work->reals && integers <= work->integers; */
static inline dg_status dg_workspace_check(const dg_workspace *work, size_t reals, size_t integers) {
  if (work == NULL || work->real == NULL || work->integer == NULL) return DG_ERROR_NULL;
  return work->reals < reals || work->integers < integers ? DG_ERROR_WORKSPACE : DG_OK;
}

/* What a layer keeps of a chunk between forward and backward. */
typedef struct {
  dg_real *src, *out, *dT_dc;
} dg_layer_state;

/* Reals that the states of all layers take. */
/*@ requires valid: \valid_read(net) && layers <= net->depth;
    requires admitted: admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures reals: \result == states_in(net->layers, layers);
    ensures bound: \result <= 4 * DG_SIZE_MAX * DG_WIDTH * layers; */
static inline size_t dg_state_reals(const dg_network *net, size_t layers) {
  size_t reals = 0;
  /*@ loop invariant range: 0 <= l <= layers;
      loop invariant reals: 0 <= reals == states_in(net->layers, l) && reals <= 4 * DG_SIZE_MAX * DG_WIDTH * l;
      loop assigns l, reals; loop variant layers - l; */
  for (size_t l = 0; l < layers; l++) reals += (dg_layer_sources(net->layers + l) + 2 * net->layers[l].outputs) * DG_WIDTH;
  return reals;
}

/* The state of one layer within an array of dg_state_reals(net, net->depth). */
/*@ requires valid: \valid_read(net) && l < net->depth;
    requires admitted: admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures src: \result.src == states + states_in(net->layers, l);
    ensures out: \result.out == \result.src + sources_of(net->layers + l) * DG_WIDTH;
    ensures dT_dc: \result.dT_dc == \result.out + (net->layers + l)->outputs * DG_WIDTH;
    ensures spikes: \result.out == states + (states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH);
    ensures slopes: \result.dT_dc ==
      states + (states_in(net->layers, l) + (sources_of(net->layers + l) + (net->layers + l)->outputs) * DG_WIDTH); */
static inline dg_layer_state dg_state_of(const dg_network *net, size_t l, dg_real *states) {
  dg_layer_state state;
  state.src = states + dg_state_reals(net, l);
  state.out = state.src + dg_layer_sources(net->layers + l) * DG_WIDTH;
  state.dT_dc = state.out + net->layers[l].outputs * DG_WIDTH;
  return state;
}

/* n times in the domain of a layer. */
/*@ requires valid: \valid_read(k) && k->tau_mem > 0;
    requires arrays: \valid_read(t + (0 .. n-1)) && \valid(x + (0 .. n-1));
    requires separate: \separated(x + (0 .. n-1), t + (0 .. n-1)) && \separated(x + (0 .. n-1), k);
    terminates \true; assigns x[0 .. n-1];
    ensures positive: \old(k->ratio) == DG_RATIO_TWO ==> Positives(x, n); */
static inline void dg_encode_times(const dg_constants *k, dg_real t_ref, size_t n, const dg_real *t, dg_real *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant positive: \at(k->ratio, Pre) == DG_RATIO_TWO ==> Positives(x, i);
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] = dg_encode(k, t_ref, t[i]);
}

/* Forward through one layer for a chunk whose sources are loaded: first spikes, or with measured[outputs][DG_WIDTH] dT_dc at these
   (SPEC 4.4). */
/*@ requires admitted: admitted_layer(layer);
    requires parameters: \valid_read(w + (0 .. weights_of(layer)-1)) && \valid_read(shift + (0 .. delays_of(layer)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. layer->outputs*DG_WIDTH-1)));
    requires spikes: \valid_read(at.src + (0 .. sources_of(layer)*DG_WIDTH-1)) &&
      \valid(at.out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid(at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
    requires scratch: \valid(scratch + (0 .. forward_reals_of(layer)-1)) &&
      \valid(indices + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_read: read_only(layer, w, shift, at.src, scratch, forward_reals_of(layer)) &&
      read_only(layer, w, shift, at.src, at.out, layer->outputs * DG_WIDTH) &&
      read_only(layer, w, shift, at.src, at.dT_dc, layer->outputs * DG_WIDTH) &&
      indices_apart(layer, w, shift, at.src, indices, sources_of(layer) * DG_LANES);
    requires separate: \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
      scratch + (0 .. forward_reals_of(layer)-1), indices + (0 .. sources_of(layer)*DG_LANES-1));
    requires separate_biases: \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), layer->bias_times + (0 .. layer->biases-1));
    requires separate_measured: measured != \null ==>
      \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), measured + (0 .. layer->outputs*DG_WIDTH-1));
    requires positive: DomainPositive(layer, at.src, sources_of(layer)) && DomainFactors(layer, shift);
    terminates \true;
    assigns at.out[0 .. layer->outputs*DG_WIDTH-1], at.dT_dc[0 .. layer->outputs*DG_WIDTH-1],
      scratch[0 .. forward_reals_of(layer)-1], indices[0 .. sources_of(layer)*DG_LANES-1];
    ensures positive: DomainPositive(layer, at.out, layer->outputs);
    ensures spikes: measured == \null && \old(layer->neuron.tau_mem == 2 * layer->neuron.tau_syn) ==>
      \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf{Pre}(\old(layer->neuron.tau_mem), \old(ThresholdOf(&layer->neuron)), layer, w, shift, at.src, j, x,
          RowValue{Post}(at.out, j, x), RowValue{Post}(at.dT_dc, j, x)); */
static inline void dg_layer_pass(const dg_layer *layer, dg_real t_ref, const dg_real *w, const dg_real *shift,
                                 const dg_real *measured, dg_layer_state at, dg_real *scratch, dg_index *indices) {
  if (measured == NULL) {
    dg_layer_forward(layer, w, shift, at.src, at.out, at.dT_dc, scratch, indices);
    return;
  }
  dg_constants k = dg_neuron_constants(&layer->neuron);
  dg_encode_times(&k, t_ref, layer->outputs * DG_WIDTH, measured, at.out);
  //@ assert neuron: layer->neuron == \at(layer->neuron, Pre);
  //@ assert layer: admitted_layer(layer);
  //@ assert source: SameReals{Pre, Here}(at.src, sources_of(layer) * DG_WIDTH);
  //@ assert delays: SameReals{Pre, Here}(shift, delays_of(layer));
  //@ assert sources: DomainPositive(layer, at.src, sources_of(layer));
  //@ assert factors: DomainFactors(layer, shift);
  //@ assert spikes: DomainPositive(layer, at.out, layer->outputs);
  dg_layer_measured(layer, t_ref, w, shift, at.src, at.out, at.dT_dc, scratch, indices);
  //@ assert neuron_measured: layer->neuron == \at(layer->neuron, Pre);
  //@ assert positive: DomainPositive(layer, at.out, layer->outputs);
}

/* The sources of layer l of a chunk from the spikes of the layer before it; those of the first layer are there. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires valid: \valid(states + (0 .. states_in(net->layers, net->depth)-1));
    requires separate: network_apart(net, states, states_in(net->layers, net->depth));
    requires positive: StatesPositive(net->layers, states, l);
    requires first: l == 0 ==> DomainPositive(net->layers, states, sources_of(net->layers));
    terminates \true;
    assigns states[states_in(net->layers, l) .. states_in(net->layers, l) + sources_of(net->layers + l)*DG_WIDTH - 1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures sources: DomainPositive(net->layers + l, states + states_in(net->layers, l), sources_of(net->layers + l));
    ensures handed: HandedOn(net->layers, states, l); */
static inline void dg_state_load(const dg_network *net, size_t l, dg_real *states) {
  //@ ghost dg_lemma_shape(net);
  //@ assert none: states_in(net->layers, 0) == 0;
  if (l == 0) return;
  const size_t before = l - 1;
  const dg_layer *from = net->layers + before, *to = net->layers + l;
  //@ assert before: before == l - 1 && chained(net->layers, net->depth);
  //@ assert chained: to->inputs == from->outputs;
  //@ ghost dg_lemma_state(net, before, l);
  //@ ghost dg_lemma_state(net, l, net->depth);
  //@ assert apart: neurons_apart(net->layers, net->depth, states, states_in(net->layers, net->depth));
  const dg_real *out = dg_state_of(net, before, states).out;
  dg_real *src = dg_state_of(net, l, states).src;
  //@ assert next: before + 1 == l && states_in(net->layers, before + 1) == states_in(net->layers, l);
  //@ assert spikes: DomainPositive(from, out, from->outputs);
  /*@ assert apart_spikes: \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), out + (0 .. from->outputs*DG_WIDTH-1)); */
  /*@ assert apart_from: \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), from); */
  /*@ assert apart_to: \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), to); */
  /*@ assert apart_src: neurons_apart(net->layers, net->depth, src, sources_of(to) * DG_WIDTH); */
  /*@ assert apart_biases: \separated(src + (0 .. sources_of(to)*DG_WIDTH-1), to->bias_times + (0 .. to->biases-1)); */
  //@ ghost Load: ;
  dg_load_spikes(from, to, net->t_ref, out, src);
  /*@ assert read: \at(from->neuron.tau_mem == 2 * from->neuron.tau_syn && to->neuron.tau_mem == 2 * to->neuron.tau_syn &&
        from->neuron.tau_mem == to->neuron.tau_mem, Load) ==>
        \forall integer y; 0 <= y < to->inputs * DG_WIDTH ==> NumberAt(src, y) == NumberAt{Load}(out, y); */
  //@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth);
  //@ assert neurons: admitted_neurons(net->layers, net->depth);
  //@ ghost dg_lemma_network(net);
  //@ assert places: src == states + states_in(net->layers, l) && out == states + spikes_at(net->layers, l - 1);
  //@ assert out_same: \forall integer y; 0 <= y < from->outputs * DG_WIDTH ==> NumberAt(out, y) == NumberAt{Load}(out, y);
  //@ assert from_same: from->neuron == \at((net->layers + (l - 1))->neuron, Pre);
  //@ assert to_same: to->neuron == \at((net->layers + l)->neuron, Pre);
  //@ assert two_from: TwoOf(net->layers, l - 1) <==> TwoOf{Pre}(net->layers, l - 1);
  //@ assert two_to: TwoOf(net->layers, l) <==> TwoOf{Pre}(net->layers, l);
  //@ assert from_is: from == net->layers + (l - 1) && to == net->layers + l;
  //@ assert from_two: TwoOf{Load}(net->layers, l - 1) <==> \at(from->neuron.tau_mem == 2 * from->neuron.tau_syn, Load);
  //@ assert to_two: TwoOf{Load}(net->layers, l) <==> \at(to->neuron.tau_mem == 2 * to->neuron.tau_syn, Load);
  /*@ assert copied: TwoOf(net->layers, l - 1) && TwoOf(net->layers, l) && from->neuron.tau_mem == to->neuron.tau_mem ==>
        \forall integer y; 0 <= y < to->inputs * DG_WIDTH ==> NumberAt(src, y) == NumberAt{Load}(out, y); */
}

/* dg_layer_pass of layer l of a network. */
/*@ requires valid: \valid_read(net) && l < net->depth && admitted_layer(net->layers + l);
    requires parameters: \valid_read(w + (0 .. weights_of(net->layers + l)-1)) &&
      \valid_read(shift + (0 .. delays_of(net->layers + l)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. (net->layers + l)->outputs*DG_WIDTH-1)));
    requires spikes: \valid_read(at.src + (0 .. sources_of(net->layers + l)*DG_WIDTH-1)) &&
      \valid(at.out + (0 .. (net->layers + l)->outputs*DG_WIDTH-1)) &&
        \valid(at.dT_dc + (0 .. (net->layers + l)->outputs*DG_WIDTH-1));
    requires scratch: \valid(scratch + (0 .. forward_reals_of(net->layers + l)-1)) &&
      \valid(indices + (0 .. sources_of(net->layers + l)*DG_LANES-1));
    requires separate_read: read_only(net->layers + l, w, shift, at.src, scratch, forward_reals_of(net->layers + l)) &&
      read_only(net->layers + l, w, shift, at.src, at.out, (net->layers + l)->outputs * DG_WIDTH) &&
      read_only(net->layers + l, w, shift, at.src, at.dT_dc, (net->layers + l)->outputs * DG_WIDTH) &&
      indices_apart(net->layers + l, w, shift, at.src, indices, sources_of(net->layers + l) * DG_LANES);
    requires separate: \separated(at.out + (0 .. (net->layers + l)->outputs*DG_WIDTH-1),
      at.dT_dc + (0 .. (net->layers + l)->outputs*DG_WIDTH-1), scratch + (0 .. forward_reals_of(net->layers + l)-1),
      indices + (0 .. sources_of(net->layers + l)*DG_LANES-1));
    requires separate_biases: \separated(at.out + (0 .. (net->layers + l)->outputs*DG_WIDTH-1),
      (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1));
    requires separate_measured: measured != \null ==>
      \separated(at.out + (0 .. (net->layers + l)->outputs*DG_WIDTH-1), measured + (0 .. (net->layers + l)->outputs*DG_WIDTH-1));
    requires apart: neurons_apart(net->layers, net->depth, at.out, (net->layers + l)->outputs * DG_WIDTH) &&
      neurons_apart(net->layers, net->depth, at.dT_dc, (net->layers + l)->outputs * DG_WIDTH) &&
      neurons_apart(net->layers, net->depth, scratch, forward_reals_of(net->layers + l));
    requires positive: DomainPositive(net->layers + l, at.src, sources_of(net->layers + l)) &&
      DomainFactors(net->layers + l, shift);
    terminates \true;
    assigns at.out[0 .. (net->layers + l)->outputs*DG_WIDTH-1], at.dT_dc[0 .. (net->layers + l)->outputs*DG_WIDTH-1],
      scratch[0 .. forward_reals_of(net->layers + l)-1], indices[0 .. sources_of(net->layers + l)*DG_LANES-1];
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures positive: DomainPositive(net->layers + l, at.out, (net->layers + l)->outputs);
    ensures spikes: measured == \null && TwoOf{Pre}(net->layers, l) ==>
      \forall integer j, x; 0 <= j < (net->layers + l)->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf{Pre}(\old((net->layers + l)->neuron.tau_mem), \old(ThresholdOf(&(net->layers + l)->neuron)),
          net->layers + l, w, shift,
          at.src, j, x, RowValue{Post}(at.out, j, x), RowValue{Post}(at.dT_dc, j, x)); */
static inline void dg_state_pass(const dg_network *net, size_t l, const dg_real *w, const dg_real *shift, const dg_real *measured,
                                 dg_layer_state at, dg_real *scratch, dg_index *indices) {
  dg_layer_pass(net->layers + l, net->t_ref, w, shift, measured, at, scratch, indices);
}

/* Loads the sources of layer l from the spikes of the layer before it, and goes forward through it, as dg_layer_pass. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires parameters: \valid_read(w + (0 .. weights_of(net->layers + l)-1)) &&
      \valid_read(shift + (0 .. delays_of(net->layers + l)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. (net->layers + l)->outputs*DG_WIDTH-1)));
    requires arrays: \valid(states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(scratch + (0 .. most_forward(net->layers, net->depth)-1)) && \valid(indices + (0 .. inference_integers(net)-1));
    requires separate: \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      scratch + (0 .. most_forward(net->layers, net->depth)-1), indices + (0 .. inference_integers(net)-1),
      w + (0 .. weights_of(net->layers + l)-1), shift + (0 .. delays_of(net->layers + l)-1));
    requires apart: network_apart(net, states, states_in(net->layers, net->depth)) &&
      network_apart(net, scratch, most_forward(net->layers, net->depth)) &&
      integers_apart(net, indices, inference_integers(net));
    requires separate_measured: measured != \null ==> \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      measured + (0 .. (net->layers + l)->outputs*DG_WIDTH-1));
    requires positive: StatesPositive(net->layers, states, l) && DomainFactors(net->layers + l, shift);
    requires first: l == 0 ==> DomainPositive(net->layers, states, sources_of(net->layers));
    terminates \true;
    assigns states[states_in(net->layers, l) .. states_in(net->layers, l) +
      (sources_of(net->layers + l) + 2*(net->layers + l)->outputs)*DG_WIDTH - 1],
      scratch[0 .. most_forward(net->layers, net->depth)-1], indices[0 .. most_sources(net->layers, net->depth)*DG_LANES-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures positive: StatesPositive(net->layers, states, l + 1);
    ensures kept: SameReals{Pre, Post}(states, states_in(net->layers, l));
    ensures spikes: measured == \null ==> PassSpikes(net->layers, w, shift, states, l);
    ensures handed: HandedOn(net->layers, states, l); */
static inline void dg_state_forward(const dg_network *net, size_t l, const dg_real *w, const dg_real *shift,
                                    const dg_real *measured, dg_real *states, dg_real *scratch, dg_index *indices) {
  //@ ghost const dg_layer *layer = net->layers + l;
  //@ ghost dg_lemma_state(net, l, net->depth);
  //@ ghost dg_lemma_above(net, states, l);
  //@ ghost dg_lemma_fits(net, l);
  //@ ghost dg_lemma_below_apart(net, l, states, scratch);
  //@ ghost if (l > 0) dg_lemma_state(net, l - 1, l);
  dg_state_load(net, l, states);
  //@ assert kept_loaded: SameReals{Pre, Here}(states, states_in(net->layers, l));
  //@ assert neuron: (net->layers + l)->neuron == \at((net->layers + l)->neuron, Pre);
  //@ assert delays: SameReals{Pre, Here}(shift, delays_of(layer));
  //@ assert factors: DomainFactors(layer, shift);
  //@ assert layer: admitted_layer(layer);
  //@ ghost dg_lemma_shape(net);
  //@ ghost dg_lemma_state_apart(net, l, states);
  //@ ghost dg_lemma_scratch_apart(net, l, scratch);
  //@ ghost dg_lemma_indices_apart(net, l, indices);
  const dg_layer_state at = dg_state_of(net, l, states);
  //@ assert out_src: \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), at.src + (0 .. sources_of(layer)*DG_WIDTH-1));
  //@ assert dT_dc_src: \separated(at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1), at.src + (0 .. sources_of(layer)*DG_WIDTH-1));
  //@ assert out_dT_dc: \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1));
  //@ assert out_layer: \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), layer);
  //@ assert dT_dc_layer: \separated(at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1), layer);
  //@ assert read_scratch: read_only(layer, w, shift, at.src, scratch, forward_reals_of(layer));
  //@ assert read_out: read_only(layer, w, shift, at.src, at.out, layer->outputs * DG_WIDTH);
  //@ assert read_dT_dc: read_only(layer, w, shift, at.src, at.dT_dc, layer->outputs * DG_WIDTH);
  //@ assert read_indices: indices_apart(layer, w, shift, at.src, indices, sources_of(layer) * DG_LANES);
  /*@ assert src_apart: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==>
        \separated(at.src + x, at.out + (0 .. layer->outputs*DG_WIDTH-1)) &&
        \separated(at.src + x, at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1)) &&
        \separated(at.src + x, scratch + (0 .. forward_reals_of(layer)-1)); */
  //@ assert out_w: \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), w + (0 .. weights_of(layer)-1));
  //@ assert dT_dc_w: \separated(at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1), w + (0 .. weights_of(layer)-1));
  //@ assert scratch_w: \separated(scratch + (0 .. forward_reals_of(layer)-1), w + (0 .. weights_of(layer)-1));
  //@ assert out_shift: \separated(at.out + (0 .. layer->outputs*DG_WIDTH-1), shift + (0 .. delays_of(layer)-1));
  //@ assert dT_dc_shift: \separated(at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1), shift + (0 .. delays_of(layer)-1));
  //@ assert scratch_shift: \separated(scratch + (0 .. forward_reals_of(layer)-1), shift + (0 .. delays_of(layer)-1));
  //@ assert w_out: \forall integer x; 0 <= x < weights_of(layer) ==> \separated(w + x, at.out + (0 .. layer->outputs*DG_WIDTH-1));
  /*@ assert w_dT_dc: \forall integer x; 0 <= x < weights_of(layer) ==>
        \separated(w + x, at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
  /*@ assert w_scratch: \forall integer x; 0 <= x < weights_of(layer) ==>
        \separated(w + x, scratch + (0 .. forward_reals_of(layer)-1)); */
  /*@ assert shift_out: \forall integer x; 0 <= x < delays_of(layer) ==>
        \separated(shift + x, at.out + (0 .. layer->outputs*DG_WIDTH-1)); */
  /*@ assert shift_dT_dc: \forall integer x; 0 <= x < delays_of(layer) ==>
        \separated(shift + x, at.dT_dc + (0 .. layer->outputs*DG_WIDTH-1)); */
  /*@ assert shift_scratch: \forall integer x; 0 <= x < delays_of(layer) ==>
        \separated(shift + x, scratch + (0 .. forward_reals_of(layer)-1)); */
  //@ ghost dg_lemma_threshold_in(&layer->neuron);
  //@ ghost dg_lemma_numbers(states);
  //@ ghost Loaded: ;
  dg_state_pass(net, l, w, shift, measured, at, scratch, indices);
  //@ assert neurons: admitted_neurons(net->layers, net->depth);
  //@ ghost dg_lemma_network(net);
  //@ assert kept: SameReals{Pre, Here}(states, states_in(net->layers, l));
  //@ ghost const size_t n = layer->inputs + layer->biases;
  //@ assert source_reals: \forall integer x; 0 <= x < sources_of(layer) * DG_WIDTH ==> at.src[x] == \at(at.src[x], Loaded);
  //@ assert delay_count: delays_of(layer) == delays_of{Loaded}(layer);
  //@ assert delay_reals: \forall integer x; 0 <= x < delays_of(layer) ==> NumberAt(shift, x) == NumberAt{Loaded}(shift, x);
  //@ assert weights: \forall integer y; 0 <= y < weights_of(layer) ==> NumberAt(w, y) == NumberAt{Loaded}(w, y);
  /*@ assert rows: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==>
        RowValue(at.src, i, x) == RowValue{Loaded}(at.src, i, x); */
  //@ assert same: TargetsSame{Loaded, Here}(layer, w, shift, at.src);
  /*@ assert from: \forall integer j, x, real tau_mem, real c, real rho, real rate;
          0 <= j < layer->outputs && 0 <= x < DG_WIDTH && SpikeOf{Loaded}(tau_mem, c, layer, w, shift, at.src, j, x, rho, rate) ==>
          SpikeOf(tau_mem, c, layer, w, shift, at.src, j, x, rho, rate); */
  //@ assert neuron_since: (net->layers + l)->neuron == \at((net->layers + l)->neuron, Loaded);
  //@ assert two: TwoOf(net->layers, l) <==> TwoOf{Loaded}(net->layers, l);
  //@ assert c: ThresholdIn((net->layers + l)->neuron) == ThresholdIn(\at((net->layers + l)->neuron, Loaded));
  /*@ assert loaded: measured == \null && TwoOf(net->layers, l) ==>
        \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf{Loaded}((net->layers + l)->neuron.tau_mem, ThresholdIn((net->layers + l)->neuron), layer, w, shift, at.src, j, x,
          RowValue(at.out, j, x), RowValue(at.dT_dc, j, x)); */
  /*@ assert now: measured == \null && TwoOf(net->layers, l) ==>
        \forall integer j, x; 0 <= j < layer->outputs && 0 <= x < DG_WIDTH ==>
        SpikeOf((net->layers + l)->neuron.tau_mem, ThresholdIn((net->layers + l)->neuron), layer, w, shift, at.src, j, x,
          RowValue(at.out, j, x), RowValue(at.dT_dc, j, x)); */
  /*@ assert places: at.src == states + states_in(net->layers, l) && at.out == states + spikes_at(net->layers, l) &&
        at.dT_dc == states + slopes_at(net->layers, l); */
  //@ assert spikes: measured == \null ==> PassSpikes(net->layers, w, shift, states, l);
  /*@ assert before: 0 < l ==> 0 <= spikes_at(net->layers, l - 1) &&
        spikes_at(net->layers, l - 1) + layer->inputs * DG_WIDTH <= states_in(net->layers, l); */
  //@ assert handed_loaded: HandedOn{Loaded}(net->layers, states, l);
  /*@ assert before_since: 0 < l ==> (net->layers + (l - 1))->neuron == \at((net->layers + (l - 1))->neuron, Loaded); */
  /*@ assert kept_since: \forall integer i; 0 <= i < states_in(net->layers, l) ==>
        NumberAt(states, i) == NumberAt{Loaded}(states, i); */
  //@ ghost dg_lemma_numbers(states);
  /*@ assert src_since: \forall integer y; 0 <= y < layer->inputs * DG_WIDTH ==>
        NumberAt(states + states_in(net->layers, l), y) == NumberAt{Loaded}(states + states_in(net->layers, l), y); */
  /*@ assert out_since: 0 < l ==> \forall integer y; 0 <= y < layer->inputs * DG_WIDTH ==>
        NumberAt(states + spikes_at(net->layers, l - 1), y) == NumberAt{Loaded}(states + spikes_at(net->layers, l - 1), y); */
  //@ assert handed: HandedOn(net->layers, states, l);
  //@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth);
  /*@ ghost
    /@ loop invariant range: 0 <= k;
       loop invariant above: AllAbove{Here, Here}(net->layers, states, k);
       loop assigns k; loop variant l - k; @/
    for (size_t k = 0; k < l; k++) {
      dg_lemma_state(net, k, l);
      /@ assert neuron: (net->layers + k)->neuron == \at((net->layers + \at(k, Here))->neuron, Pre); @/
      /@ assert then: LayerAbove{Pre, Pre}(net->layers, states, k); @/
      /@ assert now: LayerAbove{Here, Here}(net->layers, states, k); @/
      dg_lemma_next_above(net->layers, states, k);
    } */
  //@ assert above: AllAbove{Here, Here}(net->layers, states, l);
  //@ ghost dg_lemma_states_positive(net, states, l);
  //@ assert latest: DomainPositive(layer, states + (states_in(net->layers, l) + sources_of(layer) * DG_WIDTH), layer->outputs);
  //@ ghost dg_lemma_next_positive(net->layers, states, l);
}

/* dg_state_forward of a network whose parameters and delays are all and delays; spikes of the layers before stay as they are. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires parameters: \valid_read(w + (0 .. weights_of(net->layers + l)-1)) &&
      \valid_read(shift + (0 .. delays_of(net->layers + l)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. (net->layers + l)->outputs*DG_WIDTH-1)));
    requires arrays: \valid(states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(scratch + (0 .. most_forward(net->layers, net->depth)-1)) && \valid(indices + (0 .. inference_integers(net)-1));
    requires separate: \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      scratch + (0 .. most_forward(net->layers, net->depth)-1), indices + (0 .. inference_integers(net)-1),
      w + (0 .. weights_of(net->layers + l)-1), shift + (0 .. delays_of(net->layers + l)-1));
    requires place: w == all + parameters_in(net->layers, l) && shift == delays + delays_in(net->layers, l);
    requires whole: reals_apart(all, parameter_count(net), states, states_in(net->layers, net->depth)) &&
      reals_apart(all, parameter_count(net), scratch, most_forward(net->layers, net->depth)) &&
      reals_apart(delays, delay_count(net), states, states_in(net->layers, net->depth)) &&
      reals_apart(delays, delay_count(net), scratch, most_forward(net->layers, net->depth));
    requires spikes: measured == \null ==> NetworkSpikes(net->layers, all, delays, states, l);
    requires apart: network_apart(net, states, states_in(net->layers, net->depth)) &&
      network_apart(net, scratch, most_forward(net->layers, net->depth)) &&
      integers_apart(net, indices, inference_integers(net));
    requires separate_measured: measured != \null ==> \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      measured + (0 .. (net->layers + l)->outputs*DG_WIDTH-1));
    requires positive: StatesPositive(net->layers, states, l) && DomainFactors(net->layers + l, shift);
    requires first: l == 0 ==> DomainPositive(net->layers, states, sources_of(net->layers));
    terminates \true;
    assigns states[states_in(net->layers, l) .. states_in(net->layers, l) +
      (sources_of(net->layers + l) + 2*(net->layers + l)->outputs)*DG_WIDTH - 1],
      scratch[0 .. most_forward(net->layers, net->depth)-1], indices[0 .. most_sources(net->layers, net->depth)*DG_LANES-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures positive: StatesPositive(net->layers, states, l + 1);
    ensures parameters: SameReals{Pre, Post}(all, parameter_count(net));
    ensures delays: SameReals{Pre, Post}(delays, delay_count(net));
    ensures spikes: measured == \null ==> NetworkSpikes(net->layers, all, delays, states, l + 1); */
static inline void dg_network_layer_forward(const dg_network *net, size_t l, const dg_real *w, const dg_real *shift,
                                            const dg_real *measured, dg_real *states, dg_real *scratch, dg_index *indices)
  /*@ ghost (const dg_real *all, const dg_real *delays) */ {
  //@ ghost dg_lemma_state(net, l, net->depth);
  /*@ assert whole_states: \forall integer i; 0 <= i < parameter_count(net) ==>
        \separated(all + i, states + (states_in(net->layers, l) .. states_in(net->layers, l) +
          (sources_of(net->layers + l) + 2 * (net->layers + l)->outputs) * DG_WIDTH - 1)); */
  /*@ assert whole_delays: \forall integer i; 0 <= i < delay_count(net) ==>
        \separated(delays + i, states + (states_in(net->layers, l) .. states_in(net->layers, l) +
          (sources_of(net->layers + l) + 2 * (net->layers + l)->outputs) * DG_WIDTH - 1)); */
  /*@ ghost
    dg_lemma_numbers(all);
    dg_lemma_numbers(delays);
    dg_lemma_numbers(states); */
  dg_state_forward(net, l, w, shift, measured, states, scratch, indices);
  //@ assert parameters_now: \forall integer i; 0 <= i < parameter_count(net) ==> NumberAt(all, i) == NumberAt{Pre}(all, i);
  //@ assert delays_now: \forall integer i; 0 <= i < delay_count(net) ==> NumberAt(delays, i) == NumberAt{Pre}(delays, i);
  /*@ assert states_now: \forall integer i; 0 <= i < states_in(net->layers, l) ==>
        NumberAt(states, i) == NumberAt{Pre}(states, i); */
  /*@ ghost
    dg_lemma_numbers(all);
    dg_lemma_numbers(delays);
    dg_lemma_numbers(states);
    const dg_real *w_k = all, *shift_k = delays, *src_k = states;
    /@ loop invariant range: 0 <= k <= l;
       loop invariant at: w_k == all + parameters_in(net->layers, k) && shift_k == delays + delays_in(net->layers, k) &&
         src_k == states + states_in(net->layers, k);
       loop invariant spikes: measured == \null ==> NetworkSpikes(net->layers, all, delays, states, k);
       loop assigns k, w_k, shift_k, src_k; loop variant l - k; @/
    for (size_t k = 0; k < l; k++) {
      dg_lemma_state(net, k, l);
      dg_lemma_layer(net, k);
      const dg_layer *layer_k = net->layers + k;
      const size_t n = layer_k->inputs + layer_k->biases, weights = dg_lemma_weights(layer_k), count = dg_lemma_delays(layer_k);
      /@ assert weights_in: 0 <= parameters_in(net->layers, k) &&
           parameters_in(net->layers, k) + weights_of(layer_k) <= parameter_count(net); @/
      /@ assert weights: \forall integer y; 0 <= y < weights_of(layer_k) ==> NumberAt(w_k, y) == NumberAt{Pre}(w_k, y); @/
      /@ assert shifts_in: 0 <= delays_in(net->layers, k) && delays_in(net->layers, k) + delays_of(layer_k) <= delay_count(net); @/
      /@ assert shifts: \forall integer y; 0 <= y < delays_of(layer_k) ==> NumberAt(shift_k, y) == NumberAt{Pre}(shift_k, y); @/
      /@ assert sources_in: 0 <= states_in(net->layers, k) &&
           states_in(net->layers, k) + (n + 2 * layer_k->outputs) * DG_WIDTH <= states_in(net->layers, l); @/
      /@ assert sources: \forall integer y; 0 <= y < n * DG_WIDTH ==> NumberAt(src_k, y) == NumberAt{Pre}(src_k, y); @/
      /@ assert spikes_now: \forall integer y; 0 <= y < layer_k->outputs * DG_WIDTH ==>
           NumberAt(states + spikes_at(net->layers, k), y) == NumberAt{Pre}(states + spikes_at(net->layers, k), y); @/
      /@ assert slopes_now: \forall integer y; 0 <= y < layer_k->outputs * DG_WIDTH ==>
           NumberAt(states + slopes_at(net->layers, k), y) == NumberAt{Pre}(states + slopes_at(net->layers, k), y); @/
      /@ assert out: \forall integer j, x; 0 <= j < layer_k->outputs && 0 <= x < DG_WIDTH ==>
           RowValue(states + spikes_at(net->layers, k), j, x) == RowValue{Pre}(states + spikes_at(net->layers, k), j, x); @/
      /@ assert dT_dc: \forall integer j, x; 0 <= j < layer_k->outputs && 0 <= x < DG_WIDTH ==>
           RowValue(states + slopes_at(net->layers, k), j, x) == RowValue{Pre}(states + slopes_at(net->layers, k), j, x); @/
      /@ assert rows: \forall integer i, x; 0 <= i < n && 0 <= x < DG_WIDTH ==>
           RowValue(src_k, i, x) == RowValue{Pre}(src_k, i, x); @/
      /@ assert same: TargetsSame{Pre, Here}(layer_k, w_k, shift_k, src_k); @/
      /@ assert from: \forall integer j, x, real tau_mem, real c, real rho, real rate;
             0 <= j < layer_k->outputs && 0 <= x < DG_WIDTH && SpikeOf{Pre}(tau_mem, c, layer_k, w_k, shift_k, src_k, j, x,
               rho, rate) ==>
             SpikeOf(tau_mem, c, layer_k, w_k, shift_k, src_k, j, x, rho, rate); @/
      /@ assert neuron_k: layer_k->neuron == \at((net->layers + \at(k, Here))->neuron, Pre); @/
      /@ assert then: measured == \null ==> PassSpikes{Pre}(net->layers, w_k, shift_k, states, k); @/
      /@ assert now: measured == \null ==> PassSpikes(net->layers, w_k, shift_k, states, k); @/
      if (k > 0) dg_lemma_state(net, k - 1, k);
      /@ assert before_in: 0 < k ==> 0 <= spikes_at(net->layers, k - 1) &&
           spikes_at(net->layers, k - 1) + layer_k->inputs * DG_WIDTH <= states_in(net->layers, k); @/
      /@ assert before: 0 < k ==> \forall integer y; 0 <= y < layer_k->inputs * DG_WIDTH ==>
           NumberAt(states + spikes_at(net->layers, k - 1), y) == NumberAt{Pre}(states + spikes_at(net->layers, k - 1), y); @/
      /@ assert neuron_before: 0 < k ==>
           (net->layers + (k - 1))->neuron == \at((net->layers + (\at(k, Here) - 1))->neuron, Pre); @/
      /@ assert handed_then: measured == \null ==> HandedOn{Pre}(net->layers, states, k); @/
      /@ assert handed: measured == \null ==> HandedOn(net->layers, states, k); @/
      if (measured == NULL) dg_lemma_next_spikes(net->layers, all, w_k, delays, shift_k, states, k);
      /@ assert next_w: parameters_in(net->layers, k + 1) == parameters_in(net->layers, k) + weights + count; @/
      /@ assert next_shift: delays_in(net->layers, k + 1) == delays_in(net->layers, k) + count; @/
      /@ assert next_src: states_in(net->layers, k + 1) == states_in(net->layers, k) + (n + 2 * layer_k->outputs) * DG_WIDTH; @/
      w_k += weights + count;
      shift_k += count;
      src_k += (n + 2 * layer_k->outputs) * DG_WIDTH;
    } */
  //@ assert place: w == all + parameters_in(net->layers, l) && shift == delays + delays_in(net->layers, l);
  //@ ghost if (measured == NULL) dg_lemma_next_spikes(net->layers, all, w, delays, shift, states, l);
}

/* Forward through all layers for a chunk whose first sources are loaded. measured[neuron][DG_WIDTH]: null, or measured spike
   times of all layers to be used in place of computed ones (SPEC 4.4). */
/*@ requires admitted: admitted_network(net);
    requires parameters: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid_read(shift + (0 .. delay_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. neuron_count(net)*DG_WIDTH-1)));
    requires arrays: \valid(states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(scratch + (0 .. most_forward(net->layers, net->depth)-1)) && \valid(indices + (0 .. inference_integers(net)-1));
    requires separate: \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      scratch + (0 .. most_forward(net->layers, net->depth)-1), indices + (0 .. inference_integers(net)-1),
      parameters + (0 .. parameter_count(net)-1), shift + (0 .. delay_count(net)-1)) &&
      network_apart(net, states, states_in(net->layers, net->depth)) &&
      network_apart(net, scratch, most_forward(net->layers, net->depth)) &&
      integers_apart(net, indices, inference_integers(net));
    requires positive: DomainPositive(net->layers, states, sources_of(net->layers)) && NetworkFactors(net, shift, net->depth);
    requires separate_measured: measured != \null ==> \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      scratch + (0 .. most_forward(net->layers, net->depth)-1), indices + (0 .. inference_integers(net)-1),
      measured + (0 .. neuron_count(net)*DG_WIDTH-1));
    terminates \true;
    assigns states[0 .. states_in(net->layers, net->depth)-1], scratch[0 .. most_forward(net->layers, net->depth)-1],
      indices[0 .. most_sources(net->layers, net->depth)*DG_LANES-1];
    ensures positive: StatesPositive(net->layers, states, net->depth);
    ensures spikes: measured == \null ==> NetworkSpikes(net->layers, parameters, shift, states, net->depth); */
static inline void dg_network_forward(const dg_network *net, const dg_real *parameters, const dg_real *shift,
                                      const dg_real *measured, dg_real *states, dg_real *scratch, dg_index *indices) {
  //@ ghost const dg_real *delays = shift, *all = parameters;
  //@ ghost dg_lemma_all_factors(net, delays);
  //@ assert none: parameters_in(net->layers, 0) == 0 && delays_in(net->layers, 0) == 0 && neurons_in(net->layers, 0) == 0;
  //@ assert parameters_scratch: reals_apart(all, parameter_count(net), scratch, most_forward(net->layers, net->depth));
  //@ assert delays_scratch: reals_apart(delays, delay_count(net), scratch, most_forward(net->layers, net->depth));
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: parameters == \at(parameters, Pre) + parameters_in(net->layers, l);
      loop invariant at_delays: shift == delays + delays_in(net->layers, l);
      loop invariant given: measured == \null <==> \at(measured, Pre) == \null;
      loop invariant at_measured: measured != \null ==> measured == \at(measured, Pre) + neurons_in(net->layers, l) * DG_WIDTH;
      loop invariant admitted: admitted_network(net);
      loop invariant same: SameNeurons{Pre, Here}(net->layers, net->depth);
      loop invariant delays: SameReals{Pre, Here}(delays, delay_count(net));
      loop invariant parameters: SameReals{Pre, Here}(all, parameter_count(net));
      loop invariant first: l == 0 ==> DomainPositive(net->layers, states, sources_of(net->layers));
      loop invariant positive: StatesPositive(net->layers, states, l);
      loop invariant spikes: measured == \null ==> NetworkSpikes(net->layers, all, delays, states, l);
      loop assigns l, parameters, shift, measured, states[0 .. states_in(net->layers, net->depth)-1],
        scratch[0 .. most_forward(net->layers, net->depth)-1], indices[0 .. most_sources(net->layers, net->depth)*DG_LANES-1];
      loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    //@ ghost dg_lemma_layer(net, l);
    //@ ghost dg_lemma_state(net, l, net->depth);
    //@ ghost dg_lemma_delays_apart(net, l, states, delays);
    //@ assert neuron: layer->neuron == \at((net->layers + \at(l, Here))->neuron, Pre);
    //@ assert then: LayerFactors{Pre, Pre}(net->layers, delays, l);
    //@ assert now: LayerFactors{Here, Here}(net->layers, delays, l);
    //@ ghost dg_lemma_domain_factors(layer, shift);
    //@ assert readable_w: \valid_read(parameters + (0 .. weights_of(layer)-1));
    //@ assert readable_shift: \valid_read(shift + (0 .. delays_of(layer)-1));
    //@ assert readable_measured: measured == \null || \valid_read(measured + (0 .. layer->outputs*DG_WIDTH-1));
    //@ assert states_w: \separated(states + (0 .. states_in(net->layers, net->depth)-1), parameters + (0 .. weights_of(layer)-1));
    //@ assert states_shift: \separated(states + (0 .. states_in(net->layers, net->depth)-1), shift + (0 .. delays_of(layer)-1));
    /*@ assert scratch_w: \separated(scratch + (0 .. most_forward(net->layers, net->depth)-1),
          parameters + (0 .. weights_of(layer)-1)); */
    /*@ assert scratch_shift: \separated(scratch + (0 .. most_forward(net->layers, net->depth)-1),
          shift + (0 .. delays_of(layer)-1)); */
    //@ assert indices_w: \separated(indices + (0 .. inference_integers(net)-1), parameters + (0 .. weights_of(layer)-1));
    //@ assert indices_shift: \separated(indices + (0 .. inference_integers(net)-1), shift + (0 .. delays_of(layer)-1));
    //@ assert w_delays: \separated(parameters + (0 .. weights_of(layer)-1), delays + (0 .. delay_count(net)-1));
    //@ assert w_shift: \separated(parameters + (0 .. weights_of(layer)-1), shift + (0 .. delays_of(layer)-1));
    /*@ assert delays_apart: \forall integer i; 0 <= i < delay_count(net) ==>
          \separated(delays + i, scratch + (0 .. most_forward(net->layers, net->depth)-1)) &&
          \separated(delays + i, states + (states_in(net->layers, l) .. states_in(net->layers, l) +
            (sources_of(layer) + 2 * layer->outputs) * DG_WIDTH - 1)); */
    //@ assert whole: reals_apart(all, parameter_count(net), states, states_in(net->layers, net->depth));
    //@ assert whole_delays: reals_apart(delays, delay_count(net), states, states_in(net->layers, net->depth));
    dg_network_layer_forward(net, l, parameters, shift, measured, states, scratch, indices) /*@ ghost (all, delays) */;
    //@ assert delays: SameReals{Pre, Here}(delays, delay_count(net));
    //@ assert parameters: SameReals{Pre, Here}(all, parameter_count(net));
    //@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth);
    //@ assert outputs: measured != \null ==> \valid_read(measured) && \valid_read(measured + (0 .. layer->outputs*DG_WIDTH-1));
    if (measured != NULL) measured += layer->outputs * DG_WIDTH;
    //@ assert given: measured == \null <==> \at(measured, Pre) == \null;
    parameters += dg_layer_parameters(layer);
    shift += dg_layer_delays(layer);
    //@ assert next_neurons: measured != \null ==> measured == \at(measured, Pre) + neurons_in(net->layers, l + 1) * DG_WIDTH;
    //@ assert next_parameters: parameters == \at(parameters, Pre) + parameters_in(net->layers, l + 1);
    //@ assert next_delays: shift == delays + delays_in(net->layers, l + 1);
  }
}

/* dg_layer_backward of layer l of a network; neurons and states, of which there are n, stay as they are. */
/*@ requires valid: \valid_read(net) && l < net->depth && admitted_layer(net->layers + l);
    requires place: g_d == g_w + weights_of(net->layers + l) && 0 <= weights_of(net->layers + l) && 0 <= delays_of(net->layers + l);
    requires part: g_w == gradient + first;
    requires parameters: \valid_read(w + (0 .. weights_of(net->layers + l)-1)) &&
      \valid_read(shift + (0 .. delays_of(net->layers + l)-1));
    requires spikes: \valid_read(at.src + (0 .. sources_of(net->layers + l)*DG_WIDTH-1)) &&
      \valid_read(at.out + (0 .. (net->layers + l)->outputs*DG_WIDTH-1)) &&
      \valid_read(at.dT_dc + (0 .. (net->layers + l)->outputs*DG_WIDTH-1)) &&
      \valid_read(g + (0 .. (net->layers + l)->outputs*DG_WIDTH-1));
    requires gradients: \valid(g_next + (0 .. sources_of(net->layers + l)*DG_WIDTH-1)) &&
      \valid(g_w + (0 .. weights_of(net->layers + l)-1)) && \valid(g_d + (0 .. delays_of(net->layers + l)-1));
    requires scratch: \valid(scratch + (0 .. backward_reals_of(net->layers + l)-1));
    requires separate_read: read_only(net->layers + l, w, shift, at.src, g_next, sources_of(net->layers + l) * DG_WIDTH) &&
      read_only(net->layers + l, w, shift, at.src, g_w, weights_of(net->layers + l)) &&
      read_only(net->layers + l, w, shift, at.src, g_d, delays_of(net->layers + l)) &&
      read_only(net->layers + l, w, shift, at.src, scratch, backward_reals_of(net->layers + l));
    requires separate_spikes: spikes_apart(net->layers + l, at.out, at.dT_dc, g, g_next, sources_of(net->layers + l) * DG_WIDTH) &&
      spikes_apart(net->layers + l, at.out, at.dT_dc, g, g_w, weights_of(net->layers + l)) &&
      spikes_apart(net->layers + l, at.out, at.dT_dc, g, g_d, delays_of(net->layers + l)) &&
      spikes_apart(net->layers + l, at.out, at.dT_dc, g, scratch, backward_reals_of(net->layers + l));
    requires separate: \separated(g_next + (0 .. sources_of(net->layers + l)*DG_WIDTH-1),
      g_w + (0 .. weights_of(net->layers + l)-1),
      g_d + (0 .. delays_of(net->layers + l)-1), scratch + (0 .. backward_reals_of(net->layers + l)-1));
    requires apart: neurons_apart(net->layers, net->depth, g_next, sources_of(net->layers + l) * DG_WIDTH) &&
      neurons_apart(net->layers, net->depth, g_w, weights_of(net->layers + l)) &&
      neurons_apart(net->layers, net->depth, g_d, delays_of(net->layers + l)) &&
      neurons_apart(net->layers, net->depth, scratch, backward_reals_of(net->layers + l));
    requires states: reals_apart(states, n, g_next, sources_of(net->layers + l) * DG_WIDTH) &&
      reals_apart(states, n, g_w, weights_of(net->layers + l)) &&
      reals_apart(states, n, g_d, delays_of(net->layers + l)) &&
      reals_apart(states, n, scratch, backward_reals_of(net->layers + l));
    requires read: reals_apart(parameters, parameter_reals, g_next, sources_of(net->layers + l) * DG_WIDTH) &&
      reals_apart(parameters, parameter_reals, g_w, weights_of(net->layers + l) + delays_of(net->layers + l)) &&
      reals_apart(parameters, parameter_reals, scratch, backward_reals_of(net->layers + l));
    requires delays: reals_apart(delays, delay_reals, g_next, sources_of(net->layers + l) * DG_WIDTH) &&
      reals_apart(delays, delay_reals, g_w, weights_of(net->layers + l) + delays_of(net->layers + l)) &&
      reals_apart(delays, delay_reals, scratch, backward_reals_of(net->layers + l));
    requires positive: DomainPositive(net->layers + l, at.out, (net->layers + l)->outputs);
    terminates \true;
    assigns g_next[0 .. sources_of(net->layers + l)*DG_WIDTH-1],
      g_w[0 .. weights_of(net->layers + l) + delays_of(net->layers + l)-1], scratch[0 .. backward_reals_of(net->layers + l)-1];
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures states: SameReals{Pre, Post}(states, n);
    ensures read: SameReals{Pre, Post}(parameters, parameter_reals) && SameReals{Pre, Post}(delays, delay_reals);
    ensures source: TwoOf{Pre}(net->layers, l) ==>
      \forall integer i, x; 0 <= i < sources_of(net->layers + l) && 0 <= x < DG_WIDTH ==>
        SourceIs{Pre, Post}(\old((net->layers + l)->neuron.tau_mem), net->layers + l, w, shift, at.src, at.out, at.dT_dc, g, g_next,
          (net->layers + l)->outputs, i, x);
    ensures weight: TwoOf{Pre}(net->layers, l) ==>
      \forall integer j, i; 0 <= j < (net->layers + l)->outputs && 0 <= i < sources_of(net->layers + l) ==>
        RowGains{Pre, Post}(gradient, first, sources_of(net->layers + l), j, i,
          WeightGradient{Pre}(cut, net->layers + l, shift, at.src, at.out, at.dT_dc, g, j, i, DG_WIDTH));
    ensures delay: TwoOf{Pre}(net->layers, l) ==> \forall integer d; 0 <= d < delays_of(net->layers + l) ==>
      PlaceGains{Pre, Post}(gradient, first + weights_of(net->layers + l), d, DelayGradient{Pre}(
        \old((net->layers + l)->neuron.tau_mem), net->layers + l, w, shift, at.src, at.out, at.dT_dc, g,
        (net->layers + l)->outputs, d)); */
static inline void dg_state_backward(const dg_network *net, size_t l, const dg_real *w, const dg_real *shift, dg_real cut,
                                     dg_layer_state at, const dg_real *g, dg_real *g_next, dg_real *g_w, dg_real *g_d,
                                     dg_real *scratch)
    /*@ ghost (const dg_real *states, size_t n, const dg_real *parameters, size_t parameter_reals, const dg_real *delays,
          size_t delay_reals, const dg_real *gradient, size_t first) */ {
  dg_layer_backward(net->layers + l, w, shift, cut, at.src, at.out, at.dT_dc, g, g_next, g_w, g_d, scratch);
  //@ assert states: SameReals{Pre, Here}(states, n);
  //@ assert read: SameReals{Pre, Here}(parameters, parameter_reals);
  //@ assert delays: SameReals{Pre, Here}(delays, delay_reals);
  /*@ assert weight_place: \forall integer j, i;
        RhoWeightBy{Pre, Here}(cut, net->layers + l, shift, at.src, at.out, at.dT_dc, g, g_w, j, i) ==>
        RowGains{Pre, Here}(gradient, first, sources_of(net->layers + l), j, i,
          WeightGradient{Pre}(cut, net->layers + l, shift, at.src, at.out, at.dT_dc, g, j, i, DG_WIDTH)); */
  /*@ assert delay_place: \forall integer d;
        DelayAdded{Pre, Here}(\at((net->layers + l)->neuron.tau_mem, Pre), net->layers + l, w, shift, at.src, at.out, at.dT_dc,
          g, g_d, (net->layers + l)->outputs, d) ==>
        PlaceGains{Pre, Here}(gradient, first + weights_of(net->layers + l), d, DelayGradient{Pre}(
          \at((net->layers + l)->neuron.tau_mem, Pre), net->layers + l, w, shift, at.src, at.out, at.dT_dc, g,
          (net->layers + l)->outputs, d)); */
}

/* Backward through layer l, whose parameters start at offset and whose delays at delay, from g into g_next. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires at: offset == parameters_in(net->layers, l) && delay == delays_in(net->layers, l);
    requires most: backward_reals_of(net->layers + l) <= most && n == states_in(net->layers, net->depth);
    requires counts: parameter_reals == parameter_count(net) && delay_reals == delay_count(net) &&
      wide == widest(net->layers, net->depth) * DG_WIDTH;
    requires parameters: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid_read(shift + (0 .. delay_count(net)-1)) && \valid_read(states + (0 .. n-1));
    requires gradients: \valid(gradient + (0 .. parameter_count(net)-1)) &&
      \valid(g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) && \valid(scratch + (0 .. most-1));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1),
      g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1), g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
      scratch + (0 .. most-1), parameters + (0 .. parameter_count(net)-1), shift + (0 .. delay_count(net)-1), states + (0 .. n-1));
    requires apart: network_apart(net, gradient, parameter_count(net)) &&
      network_apart(net, g_next, widest(net->layers, net->depth) * DG_WIDTH) && network_apart(net, scratch, most);
    requires positive: StatesPositive(net->layers, states, net->depth);
    terminates \true;
    assigns gradient[0 .. parameter_count(net)-1], g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], scratch[0 .. most-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures positive: StatesPositive(net->layers, states, net->depth);
    ensures read: SameReals{Pre, Post}(states, n) && SameReals{Pre, Post}(parameters, parameter_reals) &&
      SameReals{Pre, Post}(shift, delay_reals);
    ensures before: SameReals{Pre, Post}(gradient, offset);
    ensures after: SameBetween{Pre, Post}(gradient, parameters_in(net->layers, l + 1), parameter_reals);
    ensures other_weights: \forall integer k; 0 <= k < net->depth && k != l ==> WeightsSame{Pre, Post}(net->layers, gradient, k);
    ensures other_delays: \forall integer k; 0 <= k < net->depth && k != l ==> DelaysSame{Pre, Post}(net->layers, gradient, k);
    ensures source: TwoOf{Pre}(net->layers, l) ==>
      \forall integer i, x; 0 <= i < sources_of(net->layers + l) && 0 <= x < DG_WIDTH ==>
        SourceIs{Pre, Post}(\old((net->layers + l)->neuron.tau_mem), net->layers + l, parameters + offset, shift + delay,
          states + states_in(net->layers, l), states + spikes_at(net->layers, l), states + slopes_at(net->layers, l), g, g_next,
          (net->layers + l)->outputs, i, x);
    ensures weight: TwoOf{Pre}(net->layers, l) ==>
      \forall integer j, i; 0 <= j < (net->layers + l)->outputs && 0 <= i < sources_of(net->layers + l) ==>
        RowGains{Pre, Post}(gradient, offset, sources_of(net->layers + l), j, i, WeightGradient{Pre}(cut, net->layers + l,
          shift + delay, states + states_in(net->layers, l), states + spikes_at(net->layers, l),
          states + slopes_at(net->layers, l), g, j, i, DG_WIDTH));
    ensures delay: TwoOf{Pre}(net->layers, l) ==> \forall integer d; 0 <= d < delays_of(net->layers + l) ==>
      PlaceGains{Pre, Post}(gradient, offset + weights_of(net->layers + l), d, DelayGradient{Pre}(
        \old((net->layers + l)->neuron.tau_mem), net->layers + l, parameters + offset, shift + delay,
        states + states_in(net->layers, l), states + spikes_at(net->layers, l), states + slopes_at(net->layers, l), g,
        (net->layers + l)->outputs, d)); */
static inline void dg_network_layer_backward(const dg_network *net, size_t l, size_t offset, size_t delay,
                                             const dg_real *parameters, const dg_real *shift, dg_real cut, dg_real *states,
                                             const dg_real *g, dg_real *g_next,
                                             dg_real *gradient, dg_real *scratch) /*@ ghost (size_t most, size_t n,
                                               size_t parameter_reals, size_t delay_reals, size_t wide) */ {
  const dg_layer *layer = net->layers + l;
  //@ ghost dg_lemma_layer(net, l);
  //@ ghost dg_lemma_state(net, l, net->depth);
  //@ ghost dg_lemma_fits(net, l);
  //@ ghost dg_lemma_shape(net);
  //@ ghost dg_lemma_above(net, states, net->depth);
  //@ ghost dg_lemma_positive_state(net, states, net->depth, l);
  const dg_layer_state at = dg_state_of(net, l, states);
  const size_t weights = dg_layer_weights(layer);
  /*@ assert weights: weights == weights_of(layer) && 0 <= delays_of(layer) &&
        offset + weights + delays_of(layer) <= parameter_count(net); */
  //@ assert delays: 0 <= delay && delay + delays_of(layer) <= delay_count(net);
  //@ assert wide: sources_of(layer) <= widest(net->layers, net->depth) && layer->outputs <= widest(net->layers, net->depth);
  //@ assert scratch_size: 0 <= backward_reals_of(layer) <= most;
  //@ assert states_end: states_in(net->layers, l) + (sources_of(layer) + 2 * layer->outputs) * DG_WIDTH <= n;
  const dg_real *w = parameters + offset, *own = shift + delay;
  dg_real *g_w = gradient + offset, *g_d = g_w + weights;
  /*@ ghost const size_t delays = dg_lemma_delays(layer), sources = (layer->inputs + layer->biases) * DG_WIDTH,
        outputs = layer->outputs * DG_WIDTH; */
  /*@ ghost const size_t room = (2 * DG_FOLDED + 1) * (layer->inputs + layer->biases) + (layer->neuron.tau_mem ==
        2 * layer->neuron.tau_syn ? 0 : 2 * sources); */
  //@ ghost const size_t start = at.src - states;
  //@ assert start: start == states_in(net->layers, l) && at.src == states + start;
  //@ assert sizes: sources == sources_of(layer) * DG_WIDTH && outputs == layer->outputs * DG_WIDTH && delays == delays_of(layer);
  //@ assert scratch: room == backward_reals_of(layer);
  /*@ ghost dg_lemma_backward_parts(gradient, parameters, parameter_reals, offset, w, g_w, weights, g_d, delays, shift, delay_reals,
        delay, own,
                                    states, n, start, at.src, sources, at.out, at.dT_dc, outputs, g, g_next, wide, scratch,
                                      most, room); */
  //@ ghost dg_lemma_part_neurons(net, g_next, wide, g_next, 0, sources);
  //@ ghost dg_lemma_part_neurons(net, gradient, parameter_reals, g_w, offset, weights);
  //@ ghost dg_lemma_part_neurons(net, gradient, parameter_reals, g_d, offset + weights, delays);
  //@ ghost dg_lemma_part_neurons(net, scratch, most, scratch, 0, room);
  //@ assert read_g_next: read_only(layer, w, own, at.src, g_next, sources_of(layer) * DG_WIDTH);
  //@ assert read_w: read_only(layer, w, own, at.src, g_w, weights_of(layer));
  //@ assert layer_d: \separated(g_d + (0 .. delays_of(layer)-1), layer);
  //@ assert d_w: \separated(g_d + (0 .. delays_of(layer)-1), w + (0 .. weights_of(layer)-1));
  //@ assert d_own: \separated(g_d + (0 .. delays_of(layer)-1), own + (0 .. delays_of(layer)-1));
  //@ assert d_src: \separated(g_d + (0 .. delays_of(layer)-1), at.src + (0 .. sources_of(layer)*DG_WIDTH-1));
  //@ assert read_d: read_only(layer, w, own, at.src, g_d, delays_of(layer));
  //@ assert read_scratch: read_only(layer, w, own, at.src, scratch, backward_reals_of(layer));
  //@ assert spikes_g_next: spikes_apart(layer, at.out, at.dT_dc, g, g_next, sources_of(layer) * DG_WIDTH);
  //@ assert spikes_w: spikes_apart(layer, at.out, at.dT_dc, g, g_w, weights_of(layer));
  //@ assert spikes_d: spikes_apart(layer, at.out, at.dT_dc, g, g_d, delays_of(layer));
  //@ assert spikes_scratch: spikes_apart(layer, at.out, at.dT_dc, g, scratch, backward_reals_of(layer));
  //@ assert neurons_g_next: neurons_apart(net->layers, net->depth, g_next, sources_of(layer) * DG_WIDTH);
  //@ assert neurons_w: neurons_apart(net->layers, net->depth, g_w, weights_of(layer));
  //@ assert neurons_d: neurons_apart(net->layers, net->depth, g_d, delays_of(layer));
  //@ assert neurons_scratch: neurons_apart(net->layers, net->depth, scratch, backward_reals_of(layer));
  //@ assert states_g_next: reals_apart(states, n, g_next, sources_of(layer) * DG_WIDTH);
  //@ assert states_w: reals_apart(states, n, g_w, weights_of(layer));
  //@ assert states_d: reals_apart(states, n, g_d, delays_of(layer));
  //@ assert states_scratch: reals_apart(states, n, scratch, backward_reals_of(layer));
  /*@ ghost dg_lemma_backward_valid(gradient, parameters, parameter_reals, offset, w, g_w, weights, g_d, delays, shift,
        delay_reals, delay,
                                    own, states, n, start, at.src, sources, at.out, at.dT_dc, outputs); */
  //@ assert d_place: g_d == gradient + (offset + weights);
  //@ assert d_end: 0 <= offset + weights && offset + weights + delays_of(layer) <= parameter_count(net);
  /*@ ghost dg_lemma_read_parts(gradient, parameters, parameter_reals, offset, g_w, weights + delays, shift, delay_reals, sources,
        g_next, wide, scratch, most, room); */
  //@ assert part_end: offset + weights_of(layer) + delays_of(layer) == parameters_in(net->layers, l + 1);
  //@ assert part_written: weights + delays == weights_of(layer) + delays_of(layer);
  //@ assert read_next: reals_apart(parameters, parameter_reals, g_next, sources_of(layer) * DG_WIDTH);
  //@ assert read_part: reals_apart(parameters, parameter_reals, g_w, weights_of(layer) + delays_of(layer));
  //@ assert read_room: reals_apart(parameters, parameter_reals, scratch, backward_reals_of(layer));
  //@ assert delays_next: reals_apart(shift, delay_reals, g_next, sources_of(layer) * DG_WIDTH);
  //@ assert delays_part: reals_apart(shift, delay_reals, g_w, weights_of(layer) + delays_of(layer));
  //@ assert delays_room: reals_apart(shift, delay_reals, scratch, backward_reals_of(layer));
  /*@ assert after_part: \forall integer x; offset + weights + delays <= x < parameter_reals ==>
        \separated(gradient + x, g_next + (0 .. sources_of(layer)*DG_WIDTH-1)) &&
        \separated(gradient + x, g_w + (0 .. weights_of(layer) + delays_of(layer)-1)) &&
        \separated(gradient + x, scratch + (0 .. backward_reals_of(layer)-1)); */
  //@ assert src_place: at.src == states + states_in(net->layers, l);
  //@ assert out_place: at.out == states + spikes_at(net->layers, l);
  //@ assert slope_place: at.dT_dc == states + slopes_at(net->layers, l);
  dg_state_backward(net, l, w, own, cut, at, g, g_next, g_w, g_d, scratch)
      /*@ ghost (states, n, parameters, parameter_reals, shift, delay_reals, gradient, offset) */;
  //@ assert read: SameReals{Pre, Here}(parameters, parameter_reals);
  //@ assert read_delays: SameReals{Pre, Here}(shift, delay_reals);
  //@ assert before: SameReals{Pre, Here}(gradient, offset);
  /*@ assert source: TwoOf{Pre}(net->layers, l) ==>
        \forall integer i, x; 0 <= i < sources_of(layer) && 0 <= x < DG_WIDTH ==>
          SourceIs{Pre, Here}(\at((net->layers + l)->neuron.tau_mem, Pre), layer, w, own, at.src, at.out, at.dT_dc, g, g_next,
            layer->outputs, i, x); */
  /*@ assert weight: TwoOf{Pre}(net->layers, l) ==>
        \forall integer j, i; 0 <= j < layer->outputs && 0 <= i < sources_of(layer) ==>
          RowGains{Pre, Here}(gradient, offset, sources_of(layer), j, i,
            WeightGradient{Pre}(cut, layer, own, at.src, at.out, at.dT_dc, g, j, i, DG_WIDTH)); */
  /*@ assert delay: TwoOf{Pre}(net->layers, l) ==> \forall integer d; 0 <= d < delays_of(layer) ==>
        PlaceGains{Pre, Here}(gradient, offset + weights_of(layer), d, DelayGradient{Pre}(
          \at((net->layers + l)->neuron.tau_mem, Pre), layer, w, own, at.src, at.out, at.dT_dc, g, layer->outputs, d)); */
  //@ assert after: SameBetween{Pre, Here}(gradient, offset + weights + delays, parameter_reals);
  //@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth);
  //@ assert neurons: admitted_neurons(net->layers, net->depth);
  //@ ghost dg_lemma_network(net);
  //@ ghost size_t first = 0;
  /*@ ghost
    /@ loop invariant range: 0 <= k <= net->depth;
       loop invariant first: first == parameters_in(net->layers, k);
       loop invariant other_weights: \forall integer m; 0 <= m < k && m != l ==> WeightsSame{Pre, Here}(net->layers, gradient, m);
       loop invariant other_delays: \forall integer m; 0 <= m < k && m != l ==> DelaysSame{Pre, Here}(net->layers, gradient, m);
       loop assigns k, first; loop variant net->depth - k; @/
    for (size_t k = 0; k < net->depth; k++) {
      dg_lemma_layer(net, k);
      const size_t synapses = dg_lemma_weights(net->layers + k), shifts = dg_lemma_delays(net->layers + k);
      const size_t rows = net->layers[k].outputs, columns = net->layers[k].inputs + net->layers[k].biases;
      /@ assert columns: columns == sources_of(net->layers + k); @/
      if (k != l) dg_lemma_other_parameters(net, l, k, columns, rows, first, offset, offset + weights + delays, parameter_reals);
      /@ assert rest: \forall integer j, i; InRest(j, columns, i, first, offset, offset + weights + delays, parameter_reals) ==>
           RowSame{Pre, Here}(gradient, \at(first, Here), columns, j, i); @/
      /@ assert rows: k != l ==> \forall integer j, i; 0 <= j < rows && 0 <= i < columns ==>
           RowSame{Pre, Here}(gradient, \at(first, Here), columns, j, i); @/
      /@ assert other_weights: k != l ==> WeightsSame{Pre, Here}(net->layers, gradient, \at(k, Here)); @/
      /@ assert other_delays: k != l ==> DelaysSame{Pre, Here}(net->layers, gradient, \at(k, Here)); @/
      /@ assert next: first + synapses + shifts == parameters_in(net->layers, k + 1); @/
      first += synapses + shifts;
    } */
  /*@ ghost
    /@ loop invariant range: 0 <= k;
       loop invariant above: AllAbove{Here, Here}(net->layers, states, k);
       loop assigns k; loop variant net->depth - k; @/
    for (size_t k = 0; k < net->depth; k++) {
      dg_lemma_state(net, k, net->depth);
      /@ assert neuron: (net->layers + k)->neuron == \at((net->layers + \at(k, Here))->neuron, Pre); @/
      /@ assert then: LayerAbove{Pre, Pre}(net->layers, states, k); @/
      /@ assert now: LayerAbove{Here, Here}(net->layers, states, k); @/
      dg_lemma_next_above(net->layers, states, k);
    } */
  //@ assert above: AllAbove{Here, Here}(net->layers, states, net->depth);
  //@ ghost dg_lemma_states_positive(net, states, net->depth);
}

/* Backward through all layers for a chunk (SPEC 4.3): g[outputs][DG_WIDTH] holds dL/dT of the output layer; gradient, of the
   shape of the parameters, is added to. g and g_next: room for the widest layer's sources and outputs each. */
/*@ requires admitted: admitted_network(net);
    requires parameters: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid_read(shift + (0 .. delay_count(net)-1)) && \valid_read(states + (0 .. states_in(net->layers, net->depth)-1));
    requires gradients: \valid(gradient + (0 .. parameter_count(net)-1)) &&
      \valid(g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(scratch + (0 .. most_backward(net->layers, net->depth)-1));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1),
      g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1), g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
      scratch + (0 .. most_backward(net->layers, net->depth)-1), parameters + (0 .. parameter_count(net)-1),
      shift + (0 .. delay_count(net)-1), states + (0 .. states_in(net->layers, net->depth)-1)) &&
      network_apart(net, gradient, parameter_count(net)) &&
      network_apart(net, g, widest(net->layers, net->depth) * DG_WIDTH) &&
      network_apart(net, g_next, widest(net->layers, net->depth) * DG_WIDTH) &&
      network_apart(net, scratch, most_backward(net->layers, net->depth));
    requires positive: StatesPositive(net->layers, states, net->depth);
    terminates \true;
    assigns gradient[0 .. parameters_in(net->layers, net->depth)-1], g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], scratch[0 .. most_backward(net->layers, net->depth)-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures weights: AllTwo{Pre}(net->layers, net->depth) ==> \forall integer l; 0 <= l < net->depth ==>
      WeightsAdded{Pre, Post}(cut, net->layers, net->depth, parameters, shift, states, g, gradient, l);
    ensures delays: AllTwo{Pre}(net->layers, net->depth) ==> \forall integer l; 0 <= l < net->depth ==>
      DelaysAdded{Pre, Post}(net->layers, net->depth, parameters, shift, states, g, gradient, l); */
static inline void dg_network_backward(const dg_network *net, const dg_real *parameters, const dg_real *shift, dg_real cut,
                                       dg_real *states, dg_real *g, dg_real *g_next, dg_real *gradient, dg_real *scratch) {
  size_t offset = dg_parameter_count(net), delay = dg_delay_count(net);
  //@ ghost const size_t most = dg_lemma_most_backward(net->layers, net->depth), n = dg_lemma_states_count(net->layers, net->depth);
  //@ assert no_targets: targets_in{Pre}(net->layers, net->depth, net->depth) == 0;
  //@ ghost const size_t parameter_reals = offset, delay_reals = delay, wide = dg_lemma_widest(net->layers, net->depth) * DG_WIDTH;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: offset == parameters_in(net->layers, l) && delay == delays_in(net->layers, l);
      loop invariant swapped: (g == \at(g, Pre) && g_next == \at(g_next, Pre)) || (g == \at(g_next, Pre) && g_next == \at(g, Pre));
      loop invariant admitted: admitted_network(net);
      loop invariant same: SameNeurons{Pre, Here}(net->layers, net->depth);
      loop invariant positive: StatesPositive(net->layers, states, net->depth);
      loop invariant read: SameReals{Pre, Here}(states, n) && SameReals{Pre, Here}(parameters, parameter_reals) &&
        SameReals{Pre, Here}(shift, delay_reals);
      loop invariant rates: AllTwo{Pre}(net->layers, net->depth) ==>
        RatesAre{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), g, l);
      loop invariant weights: AllTwo{Pre}(net->layers, net->depth) ==> \forall integer k; l <= k < net->depth ==>
        WeightsAdded{Pre, Here}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k);
      loop invariant delays: AllTwo{Pre}(net->layers, net->depth) ==> \forall integer k; l <= k < net->depth ==>
        DelaysAdded{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k);
      loop invariant weights_left: \forall integer k; 0 <= k < l ==> WeightsSame{Pre, Here}(net->layers, gradient, k);
      loop invariant delays_left: \forall integer k; 0 <= k < l ==> DelaysSame{Pre, Here}(net->layers, gradient, k);
      loop assigns l, offset, delay, g, g_next, gradient[0 .. parameters_in(net->layers, net->depth)-1],
        *(\at(g, Pre) + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)),
        *(\at(g_next, Pre) + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)), scratch[0 .. most-1];
      loop variant l; */
  for (size_t l = net->depth; l > 0; l--) {
    const size_t at = l - 1;
    const dg_layer *layer = net->layers + at;
    //@ ghost dg_lemma_layer(net, at);
    //@ assert next: at + 1 == l && 0 <= weights_of(layer) && 0 <= delays_of(layer);
    //@ assert offset: offset == parameters_in(net->layers, at) + weights_of(layer) + delays_of(layer);
    //@ assert delay: delay == delays_in(net->layers, at) + delays_of(layer);
    //@ assert neuron: layer->neuron == \at((net->layers + \at(at, Here))->neuron, Pre);
    //@ assert then: backward_reals_of{Pre}(net->layers + at) <= most;
    //@ assert fits: backward_reals_of(layer) <= most;
    offset -= dg_layer_parameters(layer);
    delay -= dg_layer_delays(layer);
    //@ ghost dg_lemma_state(net, at, net->depth);
    //@ assert two: AllTwo{Pre}(net->layers, net->depth) ==> TwoOf(net->layers, at);
    //@ assert tau: TauOf{Pre}(net->layers, at) == TauOf(net->layers, at);
    //@ assert start: offset == parameters_in{Pre}(net->layers, at) && delay == delays_in{Pre}(net->layers, at);
    /*@ assert end: 0 <= parameters_in{Pre}(net->layers, at) &&
          parameters_in{Pre}(net->layers, at) + weights_of{Pre}(net->layers + at) <= parameters_in{Pre}(net->layers, net->depth); */
    /*@ assert delays_end: 0 <= delays_in{Pre}(net->layers, at) &&
          delays_in{Pre}(net->layers, at) + delays_of{Pre}(net->layers + at) <= delays_in{Pre}(net->layers, net->depth); */
    /*@ assert states_end: 0 <= states_in{Pre}(net->layers, at) && slopes_at{Pre}(net->layers, at) +
          targets_of{Pre}(net->layers + at) * DG_WIDTH <= states_in{Pre}(net->layers, net->depth); */
    /*@ assert same_parameters: \forall integer y; 0 <= y < parameters_in{Pre}(net->layers, net->depth) ==>
          NumberAt(parameters, y) == NumberAt{Pre}(parameters, y); */
    /*@ assert same_delays: \forall integer y; 0 <= y < delays_in{Pre}(net->layers, net->depth) ==>
          NumberAt(shift, y) == NumberAt{Pre}(shift, y); */
    /*@ assert same_states: \forall integer y; 0 <= y < states_in{Pre}(net->layers, net->depth) ==>
          NumberAt(states, y) == NumberAt{Pre}(states, y); */
    //@ assert count: layer->outputs <= rates_in{Pre}(net->layers, net->depth, l);
    /*@ assert rates_out: AllTwo{Pre}(net->layers, net->depth) ==>
          \forall integer j, c; 0 <= j < layer->outputs && 0 <= c < DG_WIDTH ==> RowValue(g, j, c) ==
            RateInto{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), at + 1, j, c); */
    //@ assert admitted_layer: admitted_sizes{Pre}(net->layers + at) && admitted_groups{Pre}(net->layers + at);
    /*@ assert sources_carried: AllTwo{Pre}(net->layers, net->depth) ==>
          SourcesCarried{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), g, at); */
    /*@ assert weights_carried: AllTwo{Pre}(net->layers, net->depth) ==>
          WeightsCarried{Pre, Here}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), g, at); */
    /*@ assert delays_carried: AllTwo{Pre}(net->layers, net->depth) ==>
          DelaysCarried{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), g, at); */
    dg_network_layer_backward(net, at, offset, delay, parameters, shift, cut, states, g, g_next, gradient, scratch)
        /*@ ghost (most, n, parameter_reals, delay_reals, wide) */;
    //@ assert same_step: SameNeurons{LoopCurrent, Here}(net->layers, net->depth);
    //@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth);
    /*@ assert rate: \forall integer i, x;
          SourceIs{LoopCurrent, Here}(TauOf{Pre}(net->layers, at), layer, parameters + offset, shift + delay,
            states + states_in(net->layers, at),
            states + spikes_at(net->layers, at), states + slopes_at(net->layers, at), g, g_next,
            layer->outputs, i, x) &&
          SourceGradient{LoopCurrent}(TauOf{Pre}(net->layers, at), layer, parameters + offset, shift + delay,
            states + states_in(net->layers, at),
            states + spikes_at(net->layers, at), states + slopes_at(net->layers, at), g,
            layer->outputs, i, x) ==
          NetworkRate{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), at, layer->outputs, i, x) ==>
          RowValue(g_next, i, x) == RateInto{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), at, i, x); */
    /*@ assert rates: AllTwo{Pre}(net->layers, net->depth) ==>
          RatesAre{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), g_next, at); */
    /*@ assert row_gains: \forall integer first, sources, j, i, real gain;
          RowSame{Pre, LoopCurrent}(gradient, first, sources, j, i) &&
          RowGains{LoopCurrent, Here}(gradient, first, sources, j, i, gain) ==>
          RowGains{Pre, Here}(gradient, first, sources, j, i, gain); */
    /*@ assert row_keeps: \forall integer first, sources, j, i, real gain;
          RowGains{Pre, LoopCurrent}(gradient, first, sources, j, i, gain) &&
          RowSame{LoopCurrent, Here}(gradient, first, sources, j, i) ==>
          RowGains{Pre, Here}(gradient, first, sources, j, i, gain); */
    /*@ assert row_left: \forall integer first, sources, j, i; RowSame{Pre, LoopCurrent}(gradient, first, sources, j, i) &&
          RowSame{LoopCurrent, Here}(gradient, first, sources, j, i) ==> RowSame{Pre, Here}(gradient, first, sources, j, i); */
    /*@ assert place_gains: \forall integer first, i, real gain; PlaceSame{Pre, LoopCurrent}(gradient, first, i) &&
          PlaceGains{LoopCurrent, Here}(gradient, first, i, gain) ==> PlaceGains{Pre, Here}(gradient, first, i, gain); */
    /*@ assert place_keeps: \forall integer first, i, real gain; PlaceGains{Pre, LoopCurrent}(gradient, first, i, gain) &&
          PlaceSame{LoopCurrent, Here}(gradient, first, i) ==> PlaceGains{Pre, Here}(gradient, first, i, gain); */
    /*@ assert place_left: \forall integer first, i; PlaceSame{Pre, LoopCurrent}(gradient, first, i) &&
          PlaceSame{LoopCurrent, Here}(gradient, first, i) ==> PlaceSame{Pre, Here}(gradient, first, i); */
    //@ assert then_weights: WeightsSame{Pre, LoopCurrent}(net->layers, gradient, \at(at, Here));
    //@ assert then_delays: DelaysSame{Pre, LoopCurrent}(net->layers, gradient, \at(at, Here));
    /*@ assert weight_here: AllTwo{Pre}(net->layers, net->depth) ==>
          \forall integer j, i; 0 <= j < layer->outputs && 0 <= i < sources_of(layer) ==>
          RowGains{LoopCurrent, Here}(gradient, parameters_in{Pre}(net->layers, at), sources_of(layer), j, i,
            NetworkWeight{Pre}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), at, j, i, DG_WIDTH)); */
    /*@ assert weights_at: AllTwo{Pre}(net->layers, net->depth) ==>
          WeightsAdded{Pre, Here}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, at); */
    /*@ assert delay_here: AllTwo{Pre}(net->layers, net->depth) ==>
          \forall integer d; 0 <= d < delays_of(layer) ==>
          PlaceGains{LoopCurrent, Here}(gradient, parameters_in{Pre}(net->layers, at) + weights_of(layer), d,
            NetworkDelay{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), at, layer->outputs, d)); */
    /*@ assert delays_at: AllTwo{Pre}(net->layers, net->depth) ==>
          DelaysAdded{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, at); */
    /*@ assert weight_keeps: \forall integer k, j, i;
          RowGains{Pre, LoopCurrent}(gradient, parameters_in{Pre}(net->layers, k), sources_of{Pre}(net->layers + k), j, i,
            NetworkWeight{Pre}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), k, j, i, DG_WIDTH)) &&
          RowSame{LoopCurrent, Here}(gradient, parameters_in{Pre}(net->layers, k), sources_of{Pre}(net->layers + k), j, i) ==>
          RowGains{Pre, Here}(gradient, parameters_in{Pre}(net->layers, k), sources_of{Pre}(net->layers + k), j, i,
            NetworkWeight{Pre}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), k, j, i, DG_WIDTH)); */
    /*@ assert delay_keeps: \forall integer k, d, targets;
          PlaceGains{Pre, LoopCurrent}(gradient, parameters_in{Pre}(net->layers, k) + weights_of{Pre}(net->layers + k), d,
            NetworkDelay{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), k, targets, d)) &&
          PlaceSame{LoopCurrent, Here}(gradient, parameters_in{Pre}(net->layers, k) + weights_of{Pre}(net->layers + k), d) ==>
          PlaceGains{Pre, Here}(gradient, parameters_in{Pre}(net->layers, k) + weights_of{Pre}(net->layers + k), d,
            NetworkDelay{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), k, targets, d)); */
    /*@ assert weights_open: \forall integer k, j, i;
          WeightsAdded{Pre, LoopCurrent}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k) &&
          0 <= j < targets_of{Pre}(net->layers + k) && 0 <= i < sources_of{Pre}(net->layers + k) ==>
          RowGains{Pre, LoopCurrent}(gradient, parameters_in{Pre}(net->layers, k), sources_of{Pre}(net->layers + k), j, i,
            NetworkWeight{Pre}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), k, j, i, DG_WIDTH)); */
    /*@ assert weights_rows: \forall integer k, j, i;
          WeightsAdded{Pre, LoopCurrent}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k) &&
          WeightsSame{LoopCurrent, Here}(net->layers, gradient, k) &&
          0 <= j < targets_of{Pre}(net->layers + k) && 0 <= i < sources_of{Pre}(net->layers + k) ==>
          RowGains{Pre, Here}(gradient, parameters_in{Pre}(net->layers, k), sources_of{Pre}(net->layers + k), j, i,
            NetworkWeight{Pre}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), k, j, i, DG_WIDTH)); */
    /*@ assert weights_keep: \forall integer k;
          WeightsAdded{Pre, LoopCurrent}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k) &&
          WeightsSame{LoopCurrent, Here}(net->layers, gradient, k) ==>
          WeightsAdded{Pre, Here}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k); */
    /*@ assert delays_open: \forall integer k, d;
          DelaysAdded{Pre, LoopCurrent}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k) &&
          0 <= d < delays_of{Pre}(net->layers + k) ==>
          PlaceGains{Pre, LoopCurrent}(gradient, parameters_in{Pre}(net->layers, k) + weights_of{Pre}(net->layers + k), d,
            NetworkDelay{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), k,
              \at((net->layers + k)->outputs, Pre), d)); */
    /*@ assert delays_rows: \forall integer k, d;
          DelaysAdded{Pre, LoopCurrent}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k) &&
          DelaysSame{LoopCurrent, Here}(net->layers, gradient, k) && 0 <= d < delays_of{Pre}(net->layers + k) ==>
          PlaceGains{Pre, Here}(gradient, parameters_in{Pre}(net->layers, k) + weights_of{Pre}(net->layers + k), d,
            NetworkDelay{Pre}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), k,
              \at((net->layers + k)->outputs, Pre), d)); */
    /*@ assert delays_keep: \forall integer k;
          DelaysAdded{Pre, LoopCurrent}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k) &&
          DelaysSame{LoopCurrent, Here}(net->layers, gradient, k) ==>
          DelaysAdded{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k); */
    /*@ assert weights_kept: AllTwo{Pre}(net->layers, net->depth) ==> \forall integer k; l <= k < net->depth ==>
          WeightsAdded{Pre, Here}(cut, net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k); */
    /*@ assert delays_kept: AllTwo{Pre}(net->layers, net->depth) ==> \forall integer k; l <= k < net->depth ==>
          DelaysAdded{Pre, Here}(net->layers, net->depth, parameters, shift, states, \at(g, Pre), gradient, k); */
    /*@ assert weights_leave: \forall integer k; WeightsSame{Pre, LoopCurrent}(net->layers, gradient, k) &&
          WeightsSame{LoopCurrent, Here}(net->layers, gradient, k) ==> WeightsSame{Pre, Here}(net->layers, gradient, k); */
    /*@ assert delays_leave: \forall integer k; DelaysSame{Pre, LoopCurrent}(net->layers, gradient, k) &&
          DelaysSame{LoopCurrent, Here}(net->layers, gradient, k) ==> DelaysSame{Pre, Here}(net->layers, gradient, k); */
    //@ assert weights_left: \forall integer k; 0 <= k < at ==> WeightsSame{Pre, Here}(net->layers, gradient, k);
    //@ assert delays_left: \forall integer k; 0 <= k < at ==> DelaysSame{Pre, Here}(net->layers, gradient, k);
    dg_real *used = g;
    g = g_next;
    g_next = used;
  }
}

/* The workspace of inference, cut into its parts. */
typedef struct {
  dg_real *t;   /* input times of a chunk */
  dg_real *src; /* sources of a layer */
  dg_real *out, *dT_dc;
  dg_real *scratch;
  dg_index *order;
} dg_inference_parts;
#ifdef __FRAMAC__
#include "proofs/acsl/inference.h"
#endif

/* The sources of the first layer for a chunk of a batch. */
/*@ requires admitted: admitted_network(net) && admitted_batch(batch, net->inputs) && first < batch->count;
    requires factors: AllFactors{Here, Here}(net->layers, shift, net->depth);
    requires parts: inference_valid(net, part) && inference_apart(net, part) && inputs_separate(net, part, shift);
    requires separate: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH);
    terminates \true;
    assigns part.t[0 .. net->inputs*DG_WIDTH-1], part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures delays: SameReals{Pre, Post}(shift, delay_count(net));
    ensures factors: AllFactors{Here, Here}(net->layers, shift, net->depth);
    ensures positive: DomainPositive(net->layers, part.src, sources_of(net->layers)); */
static inline void dg_infer_inputs(const dg_network *net, const dg_real *shift, const dg_batch *batch, size_t first,
                                   dg_inference_parts part) {
  (void)shift; /* named in the contract */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_fits(net, 0); */
  /*@ assert sources: 0 <= sources_of(net->layers) * DG_WIDTH <= most_sources(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert neurons_t: neurons_apart(net->layers, net->depth, part.t, net->inputs * DG_WIDTH); */
  /*@ assert neurons_src: neurons_apart(net->layers, net->depth, part.src, most_sources(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert delays_t: reals_apart(shift, delay_count(net), part.t, net->inputs * DG_WIDTH); */
  /*@ assert delays_src: reals_apart(shift, delay_count(net), part.src, most_sources(net->layers, net->depth) * DG_WIDTH); */
  dg_load_batch(net, batch, first, part.t);
  /*@ assert same_loaded: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert delays_loaded: SameReals{Pre, Here}(shift, delay_count(net)); */
  /*@ assert neurons_loaded: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert src: \separated(part.src + (0 .. sources_of(net->layers)*DG_WIDTH-1), part.t + (0 .. net->inputs*DG_WIDTH-1)); */
  /*@ ghost dg_lemma_first_sources(net, part.src); */
  dg_load_inputs(net, part.t, part.src);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert delays: SameReals{Pre, Here}(shift, delay_count(net)); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ ghost
    size_t k = 0;
    /@ loop invariant range: 0 <= k <= net->depth;
       loop invariant factors: AllFactors{Here, Here}(net->layers, shift, k);
       loop assigns k; loop variant net->depth - k; @/
    while (k < net->depth) {
      /@ assert within: 0 <= delays_in(net->layers, k) && delays_in(net->layers, k + 1) <= delay_count(net); @/
      /@ assert neuron: (net->layers + k)->neuron == \at((net->layers + \at(k, Here))->neuron, Pre); @/
      /@ assert before: LayerFactors{Pre, Pre}(net->layers, shift, k); @/
      /@ assert factors: LayerFactors{Here, Here}(net->layers, shift, k); @/
      dg_lemma_next_factors(net->layers, shift, k);
      k++;
    }
    dg_lemma_factors_end(net, shift, k); */
}

/* The sources of layer l of a chunk from the spikes of the layer before it; those of the first layer are there. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires parts: inference_valid(net, part) && inference_apart(net, part);
    requires separate: \separated(part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1),
      part.out + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1));
    requires first: l == 0 ==> DomainPositive(net->layers, part.src, sources_of(net->layers));
    requires before: l > 0 ==> DomainPositive(net->layers + (l - 1), part.out, (net->layers + (l - 1))->outputs);
    terminates \true; assigns part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures positive: DomainPositive(net->layers + l, part.src, sources_of(net->layers + l)); */
static inline void dg_infer_sources(const dg_network *net, size_t l, dg_inference_parts part) {
  if (l == 0) return;
  const size_t before = l - 1;
  const dg_layer *from = net->layers + before, *to = net->layers + l;
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_fits(net, l); */
  /*@ ghost dg_lemma_fits(net, before); */
  /*@ ghost dg_lemma_sources_neurons(net, part.src); */
  /*@ assert before: before == l - 1 && chained(net->layers, net->depth); */
  /*@ assert chained: to->inputs == from->outputs; */
  /*@ assert sources: 0 <= sources_of(to) * DG_WIDTH <= most_sources(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert outputs: 0 <= from->outputs * DG_WIDTH <= most_outputs(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert spikes: \separated(part.src + (0 .. sources_of(to)*DG_WIDTH-1), part.out + (0 .. from->outputs*DG_WIDTH-1)); */
  /*@ assert apart_from: \separated(part.src + (0 .. sources_of(to)*DG_WIDTH-1), from); */
  /*@ assert apart_to: \separated(part.src + (0 .. sources_of(to)*DG_WIDTH-1), to); */
  /*@ assert biases: \separated(part.src + (0 .. sources_of(to)*DG_WIDTH-1), to->bias_times + (0 .. to->biases-1)); */
  /*@ assert neurons_src: neurons_apart(net->layers, net->depth, part.src, sources_of(to) * DG_WIDTH); */
  dg_load_spikes(from, to, net->t_ref, part.out, part.src);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
}

/* The spikes of layer l of a chunk, whose sources are loaded. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires parameters: \valid_read(w + (0 .. weights_of(net->layers + l)-1)) &&
      \valid_read(shift + (0 .. delays_of(net->layers + l)-1));
    requires parts: inference_valid(net, part) && inference_apart(net, part);
    requires separate: inference_separate(net, part, w, weights_of(net->layers + l), shift, delays_of(net->layers + l));
    requires positive: DomainPositive(net->layers + l, part.src, sources_of(net->layers + l));
    requires factors: DomainFactors(net->layers + l, shift);
    terminates \true;
    assigns part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures positive: DomainPositive(net->layers + l, part.out, (net->layers + l)->outputs); */
static inline void dg_infer_spikes(const dg_network *net, size_t l, const dg_real *w, const dg_real *shift,
                                   dg_inference_parts part) {
  /*@ ghost const dg_layer *layer = net->layers + l; */
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_fits(net, l); */
  /*@ ghost dg_lemma_scratch_apart(net, l, part.scratch); */
  /*@ assert layer: admitted_layer(layer) && 0 <= layer->outputs && 0 <= sources_of(layer); */
  /*@ assert sources: sources_of(layer) * DG_WIDTH <= most_sources(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert indices: sources_of(layer) * DG_LANES <= inference_integers(net); */
  /*@ assert outputs: layer->outputs * DG_WIDTH <= most_outputs(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert neurons_out: neurons_apart(net->layers, net->depth, part.out, layer->outputs * DG_WIDTH); */
  /*@ assert neurons_dT_dc: neurons_apart(net->layers, net->depth, part.dT_dc, layer->outputs * DG_WIDTH); */
  /*@ assert biases: \separated(part.out + (0 .. layer->outputs*DG_WIDTH-1), layer->bias_times + (0 .. layer->biases-1)); */
  /*@ assert written: \separated(part.out + (0 .. layer->outputs*DG_WIDTH-1), part.dT_dc + (0 .. layer->outputs*DG_WIDTH-1),
        part.scratch + (0 .. forward_reals_of(layer)-1), part.order + (0 .. sources_of(layer)*DG_LANES-1)); */
  /*@ assert read_scratch: read_only(layer, w, shift, part.src, part.scratch, forward_reals_of(layer)); */
  /*@ assert read_out: read_only(layer, w, shift, part.src, part.out, layer->outputs * DG_WIDTH); */
  /*@ assert read_dT_dc: read_only(layer, w, shift, part.src, part.dT_dc, layer->outputs * DG_WIDTH); */
  /*@ assert read_indices: indices_apart(layer, w, shift, part.src, part.order, sources_of(layer) * DG_LANES); */
  const dg_layer_state at = {part.src, part.out, part.dT_dc};
  dg_state_pass(net, l, w, shift, NULL, at, part.scratch, part.order);
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
}

/* Forward through layer l for a chunk: dg_infer_sources, then dg_infer_spikes. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires parameters: \valid_read(w + (0 .. weights_of(net->layers + l)-1));
    requires delays: \valid_read(shift + (0 .. delay_count(net)-1)) && 0 <= start && start == delays_in(net->layers, l);
    requires parts: inference_valid(net, part) && inference_apart(net, part);
    requires separate: inference_separate(net, part, w, weights_of(net->layers + l), shift, delay_count(net));
    requires first: l == 0 ==> DomainPositive(net->layers, part.src, sources_of(net->layers));
    requires before: l > 0 ==> DomainPositive(net->layers + (l - 1), part.out, (net->layers + (l - 1))->outputs);
    requires factors: LayerFactors{Here, Here}(net->layers, shift, l);
    terminates \true;
    assigns part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1],
      part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures delays: SameReals{Pre, Post}(shift, delay_count(net));
    ensures positive: DomainPositive(net->layers + l, part.out, (net->layers + l)->outputs); */
static inline void dg_infer_layer(const dg_network *net, size_t l, const dg_real *w, const dg_real *shift, size_t start,
                                  dg_inference_parts part) {
  /*@ ghost dg_lemma_layer(net, l); */
  /*@ assert within: 0 <= delays_of(net->layers + l) && start + delays_of(net->layers + l) <= delay_count(net); */
  /*@ assert delays_src: reals_apart(shift, delay_count(net), part.src, most_sources(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert delays_out: reals_apart(shift, delay_count(net), part.out, most_outputs(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert delays_dT_dc: reals_apart(shift, delay_count(net), part.dT_dc, most_outputs(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert delays_scratch: reals_apart(shift, delay_count(net), part.scratch, most_forward(net->layers, net->depth)); */
  dg_infer_sources(net, l, part);
  /*@ assert delays_loaded: SameReals{Pre, Here}(shift, delay_count(net)); */
  /*@ assert neuron: (net->layers + l)->neuron == \at((net->layers + l)->neuron, Pre); */
  /*@ assert factors: LayerFactors{Here, Here}(net->layers, shift, l); */
  /*@ assert each: (net->layers + l)->neuron.tau_mem == 2 * (net->layers + l)->neuron.tau_syn ==>
        \forall integer x; start <= x < start + delays_of(net->layers + l) ==> shift[x] >= 1; */
  /*@ ghost dg_lemma_domain_factors(net->layers + l, shift + start); */
  /*@ assert separate: inference_separate(net, part, w, weights_of(net->layers + l), shift + start, delays_of(net->layers + l)); */
  dg_infer_spikes(net, l, w, shift + start, part);
  /*@ assert delays: SameReals{Pre, Here}(shift, delay_count(net)); */
}

/* Times of the spikes out[outputs][DG_WIDTH] of a layer, for so many samples of a chunk: rows[sample][columns], from column on. */
/*@ requires admitted: admitted_layer(layer);
    requires sizes: samples <= DG_WIDTH && column + layer->outputs <= columns <= DG_SIZE_MAX * DG_SIZE_MAX;
    requires positive: DomainPositive(layer, out, layer->outputs);
    requires valid: \valid_read(out + (0 .. layer->outputs*DG_WIDTH-1)) && \valid(rows + (0 .. samples*columns-1));
    requires separate: \separated(rows + (0 .. samples*columns-1), out + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \separated(rows + (0 .. samples*columns-1), layer);
    terminates \true; assigns rows[0 .. samples*columns-1];
    ensures spikes: SameReals{Pre, Post}(out, layer->outputs * DG_WIDTH); */
static inline void dg_layer_times(const dg_layer *layer, dg_real t_ref, size_t samples, const dg_real *out, size_t columns,
                                  size_t column, dg_real *rows) {
  const dg_constants k = dg_neuron_constants(&layer->neuron);
  const size_t outputs = layer->outputs;
  /*@ assert apart: reals_apart(out, outputs * DG_WIDTH, rows, samples * columns); */
  /*@ loop invariant range: 0 <= n <= samples;
      loop invariant spikes: SameReals{Pre, Here}(out, outputs * DG_WIDTH);
      loop assigns n, rows[0 .. samples*columns-1]; loop variant samples - n; */
  for (size_t n = 0; n < samples; n++)
    /*@ loop invariant range: 0 <= j <= outputs;
        loop invariant spikes: SameReals{Pre, Here}(out, outputs * DG_WIDTH);
        loop assigns j, rows[0 .. samples*columns-1]; loop variant outputs - j; */
    for (size_t j = 0; j < outputs; j++) {
      /*@ ghost dg_lemma_sample(n, samples, column + j, columns); */
      /*@ assert lane: 0 <= j * DG_WIDTH + n < outputs * DG_WIDTH; */
      rows[n * columns + (column + j)] = dg_decode(&k, t_ref, out[j * DG_WIDTH + n]);
    }
}

/* dg_layer_times of layer l of a network, if its times are wanted; what is read again and again is as it was. */
/*@ requires admitted: admitted_network(net) && l < net->depth;
    requires sizes: samples <= DG_WIDTH && column + (net->layers + l)->outputs <= columns <= DG_SIZE_MAX * DG_SIZE_MAX;
    requires positive: DomainPositive(net->layers + l, part.out, (net->layers + l)->outputs);
    requires valid: inference_valid(net, part) && (rows == \null || \valid(rows + (0 .. samples*columns-1)));
    requires separate: rows != \null ==> times_apart(net, part, parameters, shift, rows, samples * columns);
    terminates \true; assigns rows[0 .. samples*columns-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures delays: SameReals{Pre, Post}(shift, delay_count(net));
    ensures positive: DomainPositive(net->layers + l, part.out, (net->layers + l)->outputs); */
static inline void dg_infer_times(const dg_network *net, const dg_real *parameters, const dg_real *shift, size_t l, size_t samples,
                                  dg_inference_parts part, size_t columns, size_t column, dg_real *rows) {
  (void)parameters, (void)shift; /* named in the contract */
  if (rows == NULL) return;
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_fits(net, l); */
  /*@ assert outputs: 0 <= (net->layers + l)->outputs * DG_WIDTH <= most_outputs(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert neurons_apart: neurons_apart(net->layers, net->depth, rows, samples * columns); */
  /*@ assert delays_apart: reals_apart(shift, delay_count(net), rows, samples * columns); */
  /*@ assert layer: \separated(rows + (0 .. samples*columns-1), net->layers + l); */
  dg_layer_times(net->layers + l, net->t_ref, samples, part.out, columns, column, rows);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neuron: (net->layers + l)->neuron == \at((net->layers + l)->neuron, Pre); */
  /*@ assert delays: SameReals{Pre, Here}(shift, delay_count(net)); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
}

/* Forward through all layers for a chunk whose first sources are loaded: times and record of so many samples. */
/*@ requires admitted: admitted_network(net) && AllFactors{Here, Here}(net->layers, shift, net->depth) && samples <= DG_WIDTH;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid_read(shift + (0 .. delay_count(net)-1)) &&
      \valid(times + (0 .. samples*output_count(net)-1)) &&
      (record == \null || \valid(record + (0 .. samples*neuron_count(net)-1)));
    requires parts: inference_valid(net, part) && inference_apart(net, part);
    requires separate: inference_separate(net, part, parameters, parameter_count(net), shift, delay_count(net));
    requires times_apart: times_apart(net, part, parameters, shift, times, samples * output_count(net));
    requires record_apart: record != \null ==> times_apart(net, part, parameters, shift, record, samples * neuron_count(net));
    requires first: DomainPositive(net->layers, part.src, sources_of(net->layers));
    terminates \true;
    assigns times[0 .. samples*output_count(net)-1], record[0 .. samples*neuron_count(net)-1],
      part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1],
      part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures delays: SameReals{Pre, Post}(shift, delay_count(net)); */
static inline void dg_infer_layers(const dg_network *net, const dg_real *parameters, const dg_real *shift, size_t samples,
                                   dg_real *times, dg_real *record, dg_inference_parts part) {
  const size_t neurons = dg_neuron_count(net);
  size_t l = 0, at = 0, start = 0, neuron = 0;
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ assert none: parameters_in(net->layers, 0) == 0 && delays_in(net->layers, 0) == 0 && neurons_in(net->layers, 0) == 0; */
  /*@ assert neurons: neurons == neuron_count(net) && neurons <= DG_SIZE_MAX * DG_SIZE_MAX; */
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: at == parameters_in(net->layers, l);
      loop invariant start: start == delays_in(net->layers, l) && start <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * l;
      loop invariant neuron: neuron == neurons_in(net->layers, l);
      loop invariant admitted: admitted_network(net);
      loop invariant same: SameNeurons{Pre, Here}(net->layers, net->depth);
      loop invariant delays: SameReals{Pre, Here}(shift, delay_count(net));
      loop invariant first: l == 0 ==> DomainPositive(net->layers, part.src, sources_of(net->layers));
      loop invariant before: l > 0 ==> DomainPositive(net->layers + (l - 1), part.out, (net->layers + (l - 1))->outputs);
      loop assigns l, at, start, neuron, record[0 .. samples*neuron_count(net)-1],
        part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1],
        part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
        part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
        part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
      loop variant net->depth - l; */
  for (; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    /*@ ghost dg_lemma_layer(net, l); */
    /*@ assert within: 0 <= delays_in(net->layers, l) && delays_in(net->layers, l + 1) <= delay_count(net); */
    /*@ assert here: LayerFactors{Pre, Pre}(net->layers, shift, l); */
    /*@ assert neuron: layer->neuron == \at((net->layers + \at(l, Here))->neuron, Pre); */
    /*@ assert delays: \forall integer x; delays_in(net->layers, l) <= x < delays_in(net->layers, l + 1) ==>
          shift[x] == \at(shift[x], Pre); */
    /*@ assert factors: LayerFactors{Here, Here}(net->layers, shift, l); */
    /*@ assert w: \valid_read(parameters + at + (0 .. weights_of(layer)-1)); */
    /*@ ghost dg_lemma_separate_layer(net, l, parameters, at, shift, part); */
    dg_infer_layer(net, l, parameters + at, shift, start, part);
    /*@ assert column: neuron + layer->outputs <= neurons; */
    dg_infer_times(net, parameters, shift, l, samples, part, neurons, neuron, record);
    /*@ assert next_at: parameters_in(net->layers, l + 1) == at + weights_of(layer) + delays_of(layer) <= parameter_count(net); */
    /*@ assert next_start: delays_in(net->layers, l + 1) == start + delays_of(layer) <= delay_count(net); */
    /*@ assert next_neuron: neurons_in(net->layers, l + 1) == neuron + layer->outputs <= neurons; */
    at += dg_layer_parameters(layer);
    start += dg_layer_delays(layer);
    neuron += layer->outputs;
  }
  const size_t top = l - 1, outputs = dg_output_count(net);
  /*@ assert top: top == l - 1 && l == net->depth; */
  /*@ assert last: admitted_layer(net->layers + top) && outputs == (net->layers + top)->outputs; */
  dg_infer_times(net, parameters, shift, top, samples, part, outputs, 0, times);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert delays: SameReals{Pre, Here}(shift, delay_count(net)); */
}

/* dg_infer_layers; what is read again and again is as it was. */
/*@ requires admitted: admitted_network(net) && AllFactors{Here, Here}(net->layers, shift, net->depth) && samples <= DG_WIDTH;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid_read(shift + (0 .. delay_count(net)-1)) &&
      \valid(times + (0 .. samples*output_count(net)-1)) &&
      (record == \null || \valid(record + (0 .. samples*neuron_count(net)-1)));
    requires parts: inference_valid(net, part) && inference_apart(net, part);
    requires separate: inference_separate(net, part, parameters, parameter_count(net), shift, delay_count(net));
    requires times_apart: times_apart(net, part, parameters, shift, times, samples * output_count(net));
    requires record_apart: record != \null ==> times_apart(net, part, parameters, shift, record, samples * neuron_count(net));
    requires first: DomainPositive(net->layers, part.src, sources_of(net->layers));
    terminates \true;
    assigns times[0 .. samples*output_count(net)-1], record[0 .. samples*neuron_count(net)-1],
      part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1],
      part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures factors: AllFactors{Here, Here}(net->layers, shift, net->depth); */
static inline void dg_infer_forward(const dg_network *net, const dg_real *parameters, const dg_real *shift, size_t samples,
                                    dg_real *times, dg_real *record, dg_inference_parts part) {
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  dg_infer_layers(net, parameters, shift, samples, times, record, part);
  /*@ ghost
    size_t k = 0;
    /@ loop invariant range: 0 <= k <= net->depth;
       loop invariant factors: AllFactors{Here, Here}(net->layers, shift, k);
       loop assigns k; loop variant net->depth - k; @/
    while (k < net->depth) {
      /@ assert within: 0 <= delays_in(net->layers, k) && delays_in(net->layers, k + 1) <= delay_count(net); @/
      /@ assert neuron: (net->layers + k)->neuron == \at((net->layers + \at(k, Here))->neuron, Pre); @/
      /@ assert before: LayerFactors{Pre, Pre}(net->layers, shift, k); @/
      /@ assert factors: LayerFactors{Here, Here}(net->layers, shift, k); @/
      dg_lemma_next_factors(net->layers, shift, k);
      k++;
    }
    dg_lemma_factors_end(net, shift, k); */
}

/* One chunk of a batch, samples first and on: times and record of its samples. */
/*@ requires admitted: admitted_network(net) && AllFactors{Here, Here}(net->layers, shift, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && first < batch->count;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid_read(shift + (0 .. delay_count(net)-1)) &&
      \valid(times + (0 .. batch->count*output_count(net)-1)) &&
      (record == \null || \valid(record + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: inference_valid(net, part) && inference_apart(net, part) && inputs_separate(net, part, shift);
    requires separate: inference_separate(net, part, parameters, parameter_count(net), shift, delay_count(net));
    requires times_apart: times_apart(net, part, parameters, shift, times, batch->count * output_count(net));
    requires record_apart: record != \null ==> times_apart(net, part, parameters, shift, record, batch->count * neuron_count(net));
    requires batch_apart: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH);
    requires rows_apart: \separated(part.order + (0 .. inference_integers(net)-1), batch->index + (0 .. batch->count-1));
    terminates \true;
    assigns times[0 .. batch->count*output_count(net)-1], record[0 .. batch->count*neuron_count(net)-1],
      part.t[0 .. net->inputs*DG_WIDTH-1], part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1],
      part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures factors: AllFactors{Here, Here}(net->layers, shift, net->depth);
    ensures batch: admitted_batch(batch, net->inputs);
    ensures batch_apart: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH); */
static inline void dg_infer_chunk(const dg_network *net, const dg_real *parameters, const dg_real *shift, const dg_batch *batch,
                                  size_t first, dg_real *times, dg_real *record, dg_inference_parts part) {
  const size_t rest = batch->count - first, samples = rest < DG_WIDTH ? rest : DG_WIDTH;
  const size_t outputs = dg_output_count(net), neurons = dg_neuron_count(net);
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ ghost dg_lemma_chunk_rows(first, samples, batch->count, outputs); */
  /*@ ghost dg_lemma_chunk_rows(first, samples, batch->count, neurons); */
  /*@ ghost dg_lemma_times_part(net, part, parameters, shift, times, first, samples, batch->count, outputs); */
  /*@ ghost if (record != NULL) dg_lemma_times_part(net, part, parameters, shift, record, first, samples, batch->count, neurons); */
  dg_infer_inputs(net, shift, batch, first, part);
  /*@ assert times: times_apart(net, part, parameters, shift, times + first * outputs, samples * outputs); */
  /*@ assert record: record != \null ==> times_apart(net, part, parameters, shift, record + first * neurons, samples * neurons); */
  dg_infer_forward(net, parameters, shift, samples, times + first * outputs, record != NULL ? record + first * neurons : NULL,
                   part);
  /*@ assert index: \forall integer n; 0 <= n < batch->count && batch->index != \null ==>
        batch->index[n] == \at(batch->index[n], Pre); */
  /*@ assert row: \forall integer n; 0 <= n < batch->count ==> row_of{Here}(batch, n) == row_of{Pre}(batch, n); */
  /*@ assert rows_then: readable_rows{Pre}(batch, \at(net->inputs, Pre)); */
  /*@ assert readable: readable_rows(batch, net->inputs); */
}

/* All chunks of a batch. */
/*@ requires admitted: admitted_network(net) && AllFactors{Here, Here}(net->layers, shift, net->depth);
    requires batch: admitted_batch(batch, net->inputs);
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid_read(shift + (0 .. delay_count(net)-1)) &&
      \valid(times + (0 .. batch->count*output_count(net)-1)) &&
      (record == \null || \valid(record + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: inference_valid(net, part) && inference_apart(net, part) && inputs_separate(net, part, shift);
    requires separate: inference_separate(net, part, parameters, parameter_count(net), shift, delay_count(net));
    requires times_apart: times_apart(net, part, parameters, shift, times, batch->count * output_count(net));
    requires record_apart: record != \null ==> times_apart(net, part, parameters, shift, record, batch->count * neuron_count(net));
    requires batch_apart: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH);
    requires rows_apart: \separated(part.order + (0 .. inference_integers(net)-1), batch->index + (0 .. batch->count-1));
    terminates \true;
    assigns times[0 .. batch->count*output_count(net)-1], record[0 .. batch->count*neuron_count(net)-1],
      part.t[0 .. net->inputs*DG_WIDTH-1], part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1],
      part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
      part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures batch: admitted_batch(batch, net->inputs); */
static inline void dg_infer_batch(const dg_network *net, const dg_real *parameters, const dg_real *shift, const dg_batch *batch,
                                  dg_real *times, dg_real *record, dg_inference_parts part) {
  /*@ loop invariant range: 0 <= first < batch->count + DG_WIDTH;
      loop invariant admitted: admitted_network(net);
      loop invariant factors: AllFactors{Here, Here}(net->layers, shift, net->depth);
      loop invariant batch: admitted_batch(batch, net->inputs);
      loop invariant apart: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH);
      loop assigns first, times[0 .. batch->count*output_count(net)-1], record[0 .. batch->count*neuron_count(net)-1],
        part.t[0 .. net->inputs*DG_WIDTH-1], part.src[0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1],
        part.out[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
        part.dT_dc[0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1],
        part.scratch[0 .. most_forward(net->layers, net->depth)-1], part.order[0 .. inference_integers(net)-1];
      loop variant batch->count + DG_WIDTH - first; */
  for (size_t first = 0; first < batch->count; first += DG_WIDTH)
    dg_infer_chunk(net, parameters, shift, batch, first, times, record, part);
}

/* Cuts the workspace of inference. */
/*@ requires admitted: admitted_network(net) && \valid_read(work);
    terminates \true; assigns \nothing;
    ensures t: \result.t == work->real + delay_count(net);
    ensures src: \result.src == \result.t + net->inputs * DG_WIDTH;
    ensures out: \result.out == \result.src + most_sources(net->layers, net->depth) * DG_WIDTH;
    ensures dT_dc: \result.dT_dc == \result.out + most_outputs(net->layers, net->depth) * DG_WIDTH;
    ensures scratch: \result.scratch == \result.dT_dc + most_outputs(net->layers, net->depth) * DG_WIDTH;
    ensures order: \result.order == work->integer; */
static inline dg_inference_parts dg_infer_cut(const dg_network *net, const dg_workspace *work) {
  const dg_extent most = dg_network_extent(net);
  const size_t inputs = net->inputs * DG_WIDTH, sources = most.sources * DG_WIDTH, outputs = most.outputs * DG_WIDTH;
  /*@ assert inputs: inputs == net->inputs * DG_WIDTH; */
  /*@ assert sources: sources == most_sources(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert outputs: outputs == most_outputs(net->layers, net->depth) * DG_WIDTH; */
  dg_inference_parts part;
  part.t = work->real + dg_delay_count(net);
  part.src = part.t + inputs;
  part.out = part.src + sources;
  part.dT_dc = part.out + outputs;
  part.scratch = part.dT_dc + outputs;
  part.order = work->integer;
  /*@ assert t: part.t == work->real + delay_count(net); */
  /*@ assert src: part.src == part.t + net->inputs * DG_WIDTH; */
  /*@ assert out: part.out == part.src + most_sources(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert dT_dc: part.dT_dc == part.out + most_outputs(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert scratch: part.scratch == part.dT_dc + most_outputs(net->layers, net->depth) * DG_WIDTH; */
  return part;
}

/* Inference for arguments that are admitted, but for the parameters, in a workspace that is large enough. */
/*@ requires admitted: admitted_network(net) && admitted_batch(batch, net->inputs);
    requires workspace: \valid_read(work) && \valid(work->real + (0 .. work->reals-1)) &&
      \valid(work->integer + (0 .. work->integers-1));
    requires enough: inference_reals(net) <= work->reals && inference_integers(net) <= work->integers;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid(times + (0 .. batch->count*output_count(net)-1)) &&
      (record == \null || \valid(record + (0 .. batch->count*neuron_count(net)-1)));
    requires apart: network_apart(net, work->real, work->reals) && integers_apart(net, work->integer, work->integers) &&
      network_apart(net, times, batch->count * output_count(net)) && network_apart(net, record, batch->count * neuron_count(net));
    requires separate: \separated(times + (0 .. batch->count*output_count(net)-1), record + (0 .. batch->count*neuron_count(net)-1),
      work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), parameters + (0 .. parameter_count(net)-1), work);
    requires batch_apart: batch_apart(batch, net->inputs, work->real, work->reals);
    requires rows_apart: \separated(work->integer + (0 .. work->integers-1), batch->index + (0 .. batch->count-1));
    terminates \true;
    assigns times[0 .. batch->count*output_count(net)-1], record[0 .. batch->count*neuron_count(net)-1],
      work->real[0 .. inference_reals(net)-1], work->integer[0 .. inference_integers(net)-1]; */
static inline dg_status dg_infer_admitted(const dg_network *net, const dg_real *parameters, const dg_batch *batch, dg_real *times,
                                          dg_real *record, const dg_workspace *work) {
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_inference_sizes(net); */
  const dg_inference_parts part = dg_infer_cut(net, work);
  /*@ assert cut: inference_cut(net, work->real, work->integer, part); */
  /*@ ghost dg_lemma_inference_parts(net, parameters, work->real, work->reals, work->integer, work->integers, part); */
  /*@ ghost dg_lemma_inference_batch(net, batch, work->real, work->reals, part.t - work->real, part); */
  /*@ assert times_apart: times_apart(net, part, parameters, work->real, times, batch->count * output_count(net)); */
  /*@ assert record_apart: record != \null ==>
        times_apart(net, part, parameters, work->real, record, batch->count * neuron_count(net)); */
  /*@ assert rows_apart: \separated(part.order + (0 .. inference_integers(net)-1), batch->index + (0 .. batch->count-1)); */
  /*@ assert neurons_apart: neurons_apart(net->layers, net->depth, work->real, delay_count(net)); */
  /*@ assert shifts_apart: network_apart(net, work->real, delay_count(net)); */
  const dg_status status = dg_network_shifts(net, parameters, work->real);
  if (status != DG_OK) return status;
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ ghost dg_lemma_all_factors(net, work->real); */
  dg_infer_batch(net, parameters, work->real, batch, times, record, part);
  return DG_OK;
}

/* Inference: first spike times of a batch (SPEC 6.2). times[n][outputs]: of the output layer, for the n-th sample, DG_NEVER
   where there is none; record[n][dg_neuron_count]: of all layers, or null; labels are not used. Errors: those of the network,
   its parameters, the batch and the workspace; nothing is written to times then. */
/*@ requires network: net == \null || readable_network(net);
    requires batch: net != \null && batch != \null ==> readable_batch(batch, net->inputs);
    requires workspace: work == \null || usable_workspace(work);
    requires arrays: net != \null && batch != \null ==>
      (parameters == \null || \valid_read(parameters + (0 .. parameter_count(net)-1))) &&
      (times == \null || \valid(times + (0 .. batch->count*output_count(net)-1))) &&
      (record == \null || \valid(record + (0 .. batch->count*neuron_count(net)-1)));
    requires separate: net != \null && batch != \null && work != \null ==>
      \separated(times + (0 .. batch->count*output_count(net)-1), record + (0 .. batch->count*neuron_count(net)-1),
                 work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1),
                 parameters + (0 .. parameter_count(net)-1), work) &&
      network_apart(net, times, batch->count * output_count(net)) && network_apart(net, record, batch->count * neuron_count(net)) &&
      network_apart(net, work->real, work->reals) && integers_apart(net, work->integer, work->integers) &&
      batch_apart(batch, net->inputs, work->real, work->reals) &&
      batch_apart(batch, net->inputs, times, batch->count * output_count(net)) &&
      batch_apart(batch, net->inputs, record, batch->count * neuron_count(net)) &&
      \separated(work->integer + (0 .. work->integers-1), batch->index + (0 .. batch->count-1));
    terminates \true;
    assigns times[0 .. batch->count*output_count(net)-1], record[0 .. batch->count*neuron_count(net)-1],
      work->real[0 .. inference_reals(net)-1], work->integer[0 .. inference_integers(net)-1];
    ensures arrays: \result == DG_OK ==> net != \null && parameters != \null && batch != \null && times != \null && work != \null;
    ensures admitted: \result == DG_OK ==> \old(admitted_network(net)); */
static inline dg_status dg_infer(const dg_network *net, const dg_real *parameters, const dg_batch *batch, dg_real *times,
                                 dg_real *record, const dg_workspace *work) {
  dg_status status = dg_network_check(net);
  if (status != DG_OK) return status;
  const dg_sizes size = dg_inference_sizes(net);
  status = dg_workspace_check(work, size.reals, size.integers);
  if (status == DG_OK && (parameters == NULL || times == NULL)) status = DG_ERROR_NULL;
  if (status == DG_OK) status = dg_batch_check(net, batch);
  if (status != DG_OK) return status;
  return dg_infer_admitted(net, parameters, batch, times, record, work);
}

/* ---- 9 losses -------------------------------------------------------------------------------------------------------- */

typedef enum {
  DG_LOSS_SHIFT_MSE,    /* 1/2 sum_j (T_j - T_label - delta_t tau_syn [j != label])^2 */
  DG_LOSS_MSE,          /* 1/2 sum_j (T_j - (t_correct or t_wrong))^2 */
  DG_LOSS_CROSS_ENTROPY /* log sum_j e^{-T_j/(xi tau_syn)} + T_label/(xi tau_syn) */
} dg_loss_kind;

/* A loss and its regularisers (SPEC 7). tau_syn is that of the output layer. early_alpha, early_beta: the term
   early_alpha e^{T_label/(early_beta tau_syn)}, none if early_alpha is 0. delay_alpha: the term delay_alpha mean(d^2) over
   all delays of the network, or over their parameters if delay_parameters is not 0. Times in the unit of all times, xi,
   delta_t and early_beta in units of tau_syn. */
typedef struct {
  dg_loss_kind kind;
  dg_real delta_t, t_correct, t_wrong, xi;
  dg_real early_alpha, early_beta;
  dg_real delay_alpha;
  int delay_parameters;
} dg_loss;

#define DG_LOSS_MISSING DG_R(100) /* what a sample whose loss is not finite counts (SPEC 7.5) */
#define DG_NO_CLASS ((dg_index)-1)
#ifdef __FRAMAC__
#include "proofs/acsl/losses.h"
#include "proofs/acsl/facts_training.h"
#endif

/*@ requires null_or_valid: loss == \null || \valid_read(loss);
    terminates \true; assigns \nothing;
    ensures kind: \result == DG_OK ==> loss != \null && 0 <= loss->kind <= DG_LOSS_CROSS_ENTROPY;
    ensures xi: \result == DG_OK && loss->kind == DG_LOSS_CROSS_ENTROPY ==> loss->xi > 0 && in_scale(loss->xi, DG_SCALE_MAX);
    ensures early: \result == DG_OK && loss->early_alpha != 0 ==>
      loss->early_beta > 0 && in_scale(loss->early_beta, DG_SCALE_MAX);
    ensures ok: loss != \null && 0 <= loss->kind <= DG_LOSS_CROSS_ENTROPY && finite_loss(loss) &&
      (loss->kind == DG_LOSS_CROSS_ENTROPY ==> loss->xi > 0 && in_scale(loss->xi, DG_SCALE_MAX)) &&
      (loss->early_alpha != 0 ==> loss->early_beta > 0 && in_scale(loss->early_beta, DG_SCALE_MAX)) ==> \result == DG_OK; */
static inline dg_status dg_loss_check(const dg_loss *loss) {
  if (loss == NULL) return DG_ERROR_NULL;
  if ((unsigned)loss->kind > DG_LOSS_CROSS_ENTROPY) return DG_ERROR_OPTION;
  if (!dg_is_finite(loss->delta_t) || !dg_is_finite(loss->t_correct) || !dg_is_finite(loss->t_wrong) ||
      !dg_is_finite(loss->xi) || !dg_is_finite(loss->early_alpha) || !dg_is_finite(loss->early_beta) ||
      !dg_is_finite(loss->delay_alpha))
    return DG_ERROR_NOT_FINITE;
  if (loss->kind == DG_LOSS_CROSS_ENTROPY && (loss->xi < 0 || !dg_in_scale(loss->xi, DG_SCALE_MAX))) return DG_ERROR_RANGE;
  if (loss->early_alpha != 0 && (loss->early_beta < 0 || !dg_in_scale(loss->early_beta, DG_SCALE_MAX))) return DG_ERROR_RANGE;
  return DG_OK;
}

/* The class that output times T[0], T[stride], .. of n outputs stand for (SPEC 7.6): the first spike, with DG_LOSS_MSE the
   spike closest to t_correct; the lower index on a tie; DG_NO_CLASS if there is no spike. */
/*@ requires valid: \valid_read(loss) && \valid_read(T + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    terminates \true; assigns \nothing;
    ensures output: \result == DG_NO_CLASS || 0 <= \result < n;
    ensures none: \result == DG_NO_CLASS ==> no_class(loss, T, stride, n, DG_NEVER);
    ensures class: \result != DG_NO_CLASS ==> class_among(loss, T, stride, n, DG_NEVER, \result); */
static inline dg_index dg_class(const dg_loss *loss, size_t n, const dg_real *T, size_t stride) {
  dg_index best = DG_NO_CLASS;
  dg_real least = DG_NEVER;
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant output: best == DG_NO_CLASS || 0 <= best < j;
      loop invariant none: best == DG_NO_CLASS ==> least == DG_NEVER && no_class(loss, T, stride, j, DG_NEVER);
      loop invariant class: best != DG_NO_CLASS ==>
        least == class_key(loss, T[place(stride, best)]) && class_among(loss, T, stride, j, DG_NEVER, best);
      loop assigns j, best, least; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); */
    dg_real t = T[j * stride];
    if (!(t < DG_NEVER)) continue;
    dg_real key = loss->kind != DG_LOSS_MSE ? t : t < loss->t_correct ? loss->t_correct - t : t - loss->t_correct;
    if (key < least) {
      least = key;
      best = (dg_index)j;
    }
  }
  return best;
}

/* g_j := 0 for n outputs. */
/*@ requires valid: \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures zero: zeros(g, stride, n); */
static inline void dg_clear_strided(size_t n, dg_real *g, size_t stride) {
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant zero: zeros(g, stride, j);
      loop assigns j, g[0 .. (n-1)*stride]; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); */
    /*@ ghost dg_lemma_places(j, n, stride); */
    g[j * stride] = 0;
  }
}

/* The earliest of n output times. */
/*@ requires valid: \valid_read(T + (0 .. (n-1)*stride));
    requires sizes: 1 <= n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    terminates \true; assigns \nothing;
    ensures first: \forall integer j; 0 <= j < n ==> \result <= T[place(stride, j)]; */
static inline dg_real dg_earliest(size_t n, const dg_real *T, size_t stride) {
  dg_real first = T[0];
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant first: first <= T[0] && \forall integer i; 0 <= i < j ==> first <= T[place(stride, i)];
      loop assigns j, first; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); */
    first = T[j * stride] < first ? T[j * stride] : first;
  }
  return first;
}

/* e^{-(t - first)/scale}, 0 without a spike. */
/*@ requires scale: scale > 0;
    terminates \true; assigns \nothing;
    ensures share: \result == unit_of(first, scale) * share(t, scale, DG_NEVER);
    ensures positive: \result >= 0 && (t < DG_NEVER ==> \result > 0);
    ensures one: t == first && t < DG_NEVER ==> \result == 1; */
static inline dg_real dg_relative_share(dg_real t, dg_real first, dg_real scale) {
  /*@ ghost dg_real unit = dg_lemma_unit_of(first, scale), share = dg_lemma_share(t, first, scale, unit); */
  dg_real term = t < DG_NEVER ? dg_exp(-(t - first) / scale) : 0;
  /*@ assert term: term == unit * share; */
  return term;
}

/* Sums of e^{-(T_j - first)/scale}: of all outputs but the label's, and of all. */
typedef struct {
  dg_real others, sum;
} dg_share_sums;

/* g_j = e^{-(T_j - first)/scale}, 0 without a spike; returns their sum but for the label's. */
/*@ requires valid: \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires scale: scale > 0;
    requires separate: \separated(T + (0 .. (n-1)*stride), g + (0 .. (n-1)*stride));
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures terms: share_terms{Pre, Post}(T, g, stride, 0, n, scale, DG_NEVER, unit_of(first, scale));
    ensures positive: \result >= 0;
    ensures sum: \result + unit_of(first, scale) * share_of{Pre}(T, stride, label, scale, DG_NEVER) ==
      unit_of(first, scale) * shares{Pre}(T, stride, n, scale, DG_NEVER); */
static inline dg_real dg_relative_shares(dg_real scale, dg_real first, size_t n, const dg_real *T, size_t stride, size_t label,
                                         dg_real *g) {
  dg_real others = 0;
  /*@ ghost dg_real unit = dg_lemma_unit_name(first, scale), plain = 0, own = 0; size_t last = dg_lemma_last(n, stride); */
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant positive: others >= 0;
      loop invariant terms: share_terms{Pre, Here}(T, g, stride, 0, j, scale, DG_NEVER, unit);
      loop invariant plain: plain == shares{Pre}(T, stride, j, scale, DG_NEVER);
      loop invariant before: label >= j ==> own == 0.0;
      loop invariant own: label < j ==> own == share_of{Pre}(T, stride, label, scale, DG_NEVER);
      loop invariant sum: others == unit * (plain - own);
      loop assigns j, others, plain, own, g[0 .. last]; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); dg_lemma_places(j, n, stride); */
    dg_real t = T[j * stride];
    /*@ ghost dg_real share = dg_lemma_share_name(t, scale); */
    /*@ assert share: share == share_of{Pre}(T, stride, j, scale, DG_NEVER); */
    /*@ assert step: shares{Pre}(T, stride, j + 1, scale, DG_NEVER) == shares{Pre}(T, stride, j, scale, DG_NEVER) + share; */
    dg_real term = dg_relative_share(t, first, scale);
    /*@ assert term: term == unit * share; */
    /*@ assert definition: term == term_of{Pre}(T, stride, j, scale, DG_NEVER, unit); */
    /*@ ghost Before: ; */
    g[j * stride] = term;
    /*@ assert kept: others_kept{Before, Here}(g, stride, n, j); */
    /*@ assert new: g[place(stride, j)] == term_of{Pre}(T, stride, j, scale, DG_NEVER, unit); */
    if (j != label) others += term;
    /*@ ghost plain = plain + share; if (j == label) own = share; */
  }
  return others;
}

/* g_j := the derivative of the cross-entropy by T_j: for the label the share of the others, for another output less its own. */
/*@ requires valid: \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires positive: sum > 0 && scale > 0;
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures slopes: share_slopes{Pre, Post}(g, stride, 0, n, label, others, sum, scale); */
static inline void dg_share_slopes(dg_real scale, dg_real others, dg_real sum, size_t n, size_t stride, size_t label, dg_real *g) {
  /*@ ghost size_t last = dg_lemma_last(n, stride); */
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant done: share_slopes{Pre, Here}(g, stride, 0, j, label, others, sum, scale);
      loop invariant rest: unchanged_from{Pre, Here}(g, stride, j, n);
      loop assigns j, g[0 .. last]; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); dg_lemma_places(j, n, stride); */
    dg_real term = g[j * stride];
    /*@ assert term: term == \at(g[place(stride, \at(j, Here))], Pre); */
    dg_real slope = (j == label ? others : -term) / sum / scale;
    /*@ assert slope: slope == share_slope(\at(g[place(stride, \at(j, Here))], Pre), j, label, others, sum, scale); */
    /*@ ghost Before: ; */
    g[j * stride] = slope;
    /*@ assert kept: others_kept{Before, Here}(g, stride, n, j); */
    /*@ assert new: g[place(stride, j)] == slope; */
  }
}

/* g_j = e^{-(T_j - first)/scale}, 0 without a spike, and their sums, for a label that spikes. */
/*@ requires valid: \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires scale: scale > 0;
    requires spikes: T[place(stride, label)] < DG_NEVER;
    requires separate: \separated(T + (0 .. (n-1)*stride), g + (0 .. (n-1)*stride));
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures positive: \result.sum > 0 && \result.others >= 0;
    ensures sum: \result.sum == unit_of(first, scale) * shares{Pre}(T, stride, n, scale, DG_NEVER);
    ensures one: \at(T[place(stride, label)], Pre) == first ==> \result.sum == 1 + \result.others;
    ensures terms: share_terms{Pre, Post}(T, g, stride, 0, n, scale, DG_NEVER, unit_of(first, scale));
    ensures label: \result.sum - \result.others == term_of{Pre}(T, stride, label, scale, DG_NEVER, unit_of(first, scale)); */
static inline dg_share_sums dg_shares(dg_real scale, dg_real first, size_t n, const dg_real *T, size_t stride, size_t label,
                                      dg_real *g) {
  /*@ ghost dg_lemma_strided(label, n, stride); */
  /*@ ghost
    dg_real unit = dg_lemma_unit_name(first, scale), share = dg_lemma_share_name(T[label * stride], scale);
    dg_real term = dg_lemma_term(T[label * stride], first, scale); */
  /*@ assert share: share == share_of{Pre}(T, stride, label, scale, DG_NEVER); */
  /*@ assert term: term == term_of{Pre}(T, stride, label, scale, DG_NEVER, unit); */
  const dg_real others = dg_relative_shares(scale, first, n, T, stride, label, g);
  const dg_real own = g[label * stride];
  /*@ assert place: own == g[place(stride, label)]; */
  /*@ assert own: own == term; */
  dg_share_sums sums = {others, own + others};
  return sums;
}

/* g_j := the derivative by T_j of dg_cross_entropy. Returns the sums it takes. */
/*@ requires valid: \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires scale: scale > 0;
    requires spikes: T[place(stride, label)] < DG_NEVER;
    requires separate: \separated(T + (0 .. (n-1)*stride), g + (0 .. (n-1)*stride));
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures positive: \result.sum > 0 && \result.others >= 0;
    ensures sum: \result.sum == unit_of(first, scale) * shares{Pre}(T, stride, n, scale, DG_NEVER);
    ensures one: \at(T[place(stride, label)], Pre) == first ==> \result.sum == 1 + \result.others;
    ensures slopes: entropy_slopes{Pre, Post}(T, g, stride, n, n, label, scale, DG_NEVER); */
static inline dg_share_sums dg_entropy_slopes(dg_real scale, dg_real first, size_t n, const dg_real *T, size_t stride,
                                              size_t label, dg_real *g) {
  /*@ ghost dg_real unit = dg_lemma_unit_of(first, scale), plain = dg_lemma_shares(n, T, stride, scale); */
  const dg_share_sums sums = dg_shares(scale, first, n, T, stride, label, g);
  /*@ ghost dg_lemma_positive_factor(unit, plain); */
  /*@ ghost Shares: ; */
  dg_share_slopes(scale, sums.others, sums.sum, n, stride, label, g);
  /*@ ghost
    size_t end = dg_lemma_count(n);
    /@ loop invariant range: 0 <= j <= end;
       loop invariant slopes: entropy_slopes{Pre, Here}(T, g, stride, j, n, label, scale, DG_NEVER);
       loop assigns j; loop variant end - j; @/
    for (size_t j = 0; j < end; j++) {
      /@ assert below: j < n; @/
      dg_lemma_strided(j, n, stride);
      dg_real share = dg_lemma_share_name(T[j * stride], scale);
      /@ assert share: share == share_of{Pre}(T, stride, j, scale, DG_NEVER); @/
      dg_real term = unit * share;
      /@ assert definition: term == term_of{Pre}(T, stride, j, scale, DG_NEVER, unit); @/
      /@ assert term: \at(g[place(stride, \at(j, Here))], Shares) == term; @/
      /@ assert slope: g[place(stride, j)] == share_slope(term, j, label, sums.others, sums.sum, scale); @/
      dg_lemma_entropy(unit, plain, sums.sum, scale, sums.others, term, share, j, label);
      /@ assert entropy: cross_entropy_slope{Pre}(T, stride, n, label, scale, DG_NEVER, j) ==
           ((j == label ? 1 : 0) - share / plain) / scale; @/
      /@ assert same: g[place(stride, j)] == cross_entropy_slope{Pre}(T, stride, n, label, scale, DG_NEVER, j); @/
    }
  */
  return sums;
}

/* log sum_j e^{-(T_j - first)/scale} + (T_label - first)/scale, where others is the sum but for the label. */
/*@ requires scale: scale > 0;
    requires positive: sum > 0 && others >= 0;
    requires one: T_label == first ==> sum == 1 + others;
    terminates \true; assigns \nothing;
    ensures value: \result == \log(sum) + (T_label - first) / scale; */
static inline dg_real dg_entropy_value(dg_real T_label, dg_real first, dg_real scale, dg_real others, dg_real sum) {
  /*@ assert zero: T_label == first ==> (T_label - first) / scale == 0; */
  return T_label == first ? dg_log1p(others) : dg_log(sum) + (T_label - first) / scale;
}

/* log sum_j e^{-T_j/scale} + T_label/scale, with g_j = its derivative by T_j, for a label that spikes. Times are taken relative to
   the earliest, so that nothing overflows; what the label's share lacks of 1 is the sum of the others, so that a good answer keeps
   its digits. */
/*@ requires valid: \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires scale: scale > 0;
    requires spikes: T[place(stride, label)] < DG_NEVER;
    requires separate: \separated(T + (0 .. (n-1)*stride), g + (0 .. (n-1)*stride));
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures value: \result == cross_entropy{Pre}(T, stride, n, label, scale, DG_NEVER);
    ensures slopes: entropy_slopes{Pre, Post}(T, g, stride, n, n, label, scale, DG_NEVER); */
static inline dg_real dg_cross_entropy(dg_real scale, size_t n, const dg_real *T, size_t stride, size_t label, dg_real *g) {
  /*@ ghost dg_lemma_strided(label, n, stride); */
  const dg_real T_label = T[label * stride], first = dg_earliest(n, T, stride);
  /*@ ghost dg_real unit = dg_lemma_unit_of(first, scale), plain = dg_lemma_shares(n, T, stride, scale); */
  /*@ ghost dg_lemma_cross_entropy(n, T, stride, label, scale, T_label, plain); */
  const dg_share_sums sums = dg_entropy_slopes(scale, first, n, T, stride, label, g);
  /*@ ghost dg_lemma_positive_factor(unit, plain); dg_lemma_log_sum(unit, first, scale, plain, sums.sum); */
  /*@ assert times: first / scale + (T_label - first) / scale == T_label / scale; */
  return dg_entropy_value(T_label, first, scale, sums.others, sums.sum);
}

/* 1/2 sum_j (T_j - (t_correct or t_wrong))^2, with g_j = its derivative by T_j (SPEC 7.2). */
/*@ requires valid: \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires separate: \separated(g + (0 .. (n-1)*stride), T + (0 .. (n-1)*stride));
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures value: \result == squared_errors{Pre}(T, stride, n, label, correct, wrong);
    ensures slopes: error_slopes{Pre, Post}(T, g, stride, n, label, correct, wrong); */
static inline dg_real dg_squared_errors(dg_real correct, dg_real wrong, size_t n, const dg_real *T, size_t stride,
                                        size_t label, dg_real *g) {
  dg_real value = 0;
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant value: value == squared_errors{Pre}(T, stride, j, label, correct, wrong);
      loop invariant slopes: error_slopes{Pre, Here}(T, g, stride, j, label, correct, wrong);
      loop assigns j, value, g[0 .. (n-1)*stride]; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); */
    dg_real e = T[j * stride] - (j == label ? correct : wrong);
    /*@ assert error: e == error_of{Pre}(T, stride, j, label, correct, wrong); */
    /*@ assert step: squared_errors{Pre}(T, stride, j + 1, label, correct, wrong) ==
          squared_errors{Pre}(T, stride, j, label, correct, wrong) + e * e / 2; */
    /*@ ghost dg_lemma_places(j, n, stride); */
    g[j * stride] = e;
    value += e * e / 2;
  }
  return value;
}

/* 1/2 sum_j (T_j - T_label - gap [j != label])^2, with g_j = its derivative by T_j (SPEC 7.1). */
/*@ requires valid: \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires separate: \separated(g + (0 .. (n-1)*stride), T + (0 .. (n-1)*stride));
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures value: \result == squared_gaps{Pre}(T, stride, n, label, \at(T[place(stride, label)], Pre), gap);
    ensures label: g[place(stride, label)] == -gaps{Pre}(T, stride, n, label, \at(T[place(stride, label)], Pre), gap);
    ensures slopes: gap_slopes{Pre, Post}(T, g, stride, n, label, \at(T[place(stride, label)], Pre), gap); */
static inline dg_real dg_squared_gaps(dg_real gap, size_t n, const dg_real *T, size_t stride, size_t label, dg_real *g) {
  /*@ ghost dg_lemma_strided(label, n, stride); */
  /*@ ghost size_t last = dg_lemma_last(n, stride); */
  dg_real value = 0, slope = 0, T_label = T[label * stride];
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant value: value == squared_gaps{Pre}(T, stride, j, label, T_label, gap);
      loop invariant slope: slope == -gaps{Pre}(T, stride, j, label, T_label, gap);
      loop invariant slopes: gap_slopes{Pre, Here}(T, g, stride, j, label, T_label, gap);
      loop assigns j, value, slope, g[0 .. last]; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); */
    dg_real e = j == label ? 0 : T[j * stride] - T_label - gap;
    /*@ assert gap: e == gap_of{Pre}(T, stride, j, label, T_label, gap); */
    /*@ assert step: squared_gaps{Pre}(T, stride, j + 1, label, T_label, gap) ==
          squared_gaps{Pre}(T, stride, j, label, T_label, gap) + e * e / 2; */
    /*@ assert sum: gaps{Pre}(T, stride, j + 1, label, T_label, gap) == gaps{Pre}(T, stride, j, label, T_label, gap) + e; */
    /*@ ghost dg_lemma_places(j, n, stride); */
    g[j * stride] = e;
    slope -= e;
    value += e * e / 2;
  }
  /*@ ghost dg_lemma_places(label, n, stride); */
  /*@ assert before: gap_slopes{Pre, Here}(T, g, stride, n, label, T_label, gap); */
  /*@ ghost Summed: ; */
  g[label * stride] = slope;
  /*@ assert kept: others_kept{Summed, Here}(g, stride, n, label); */
  /*@ assert slopes: gap_slopes{Pre, Here}(T, g, stride, n, label, T_label, gap); */
  return value;
}

/* The loss of a sample without the early-output term, and its derivatives. */
/*@ requires valid: \valid_read(loss) && \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires positive: tau_syn > 0 && (loss->kind == DG_LOSS_CROSS_ENTROPY ==> loss->xi > 0);
    requires spikes: T[place(stride, label)] < DG_NEVER;
    requires separate: \separated(g + (0 .. (n-1)*stride), T + (0 .. (n-1)*stride), loss);
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures value: \result == plain_loss{Pre}(loss, tau_syn, T, stride, n, label, DG_NEVER);
    ensures slopes: plain_slopes{Pre, Post}(loss, tau_syn, T, g, stride, n, label, DG_NEVER); */
static inline dg_real dg_plain_loss(const dg_loss *loss, dg_real tau_syn, size_t n, const dg_real *T, size_t stride,
                                    size_t label, dg_real *g) {
  if (loss->kind == DG_LOSS_CROSS_ENTROPY) return dg_cross_entropy(loss->xi * tau_syn, n, T, stride, label, g);
  if (loss->kind == DG_LOSS_MSE) return dg_squared_errors(loss->t_correct, loss->t_wrong, n, T, stride, label, g);
  return dg_squared_gaps(loss->delta_t * tau_syn, n, T, stride, label, g);
}

/* Whether a sample has a loss: its label's output spikes, for the squared errors every output (SPEC 7.5). */
/*@ requires valid: \valid_read(loss) && \valid_read(T + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    terminates \true; assigns \nothing;
    ensures complete: \result != 0 <==> complete(loss, T, stride, n, label, DG_NEVER); */
static inline int dg_complete(const dg_loss *loss, size_t n, const dg_real *T, size_t stride, size_t label) {
  /*@ ghost dg_lemma_strided(label, n, stride); */
  int complete = T[label * stride] < DG_NEVER;
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant complete: complete != 0 <==> complete(loss, T, stride, j, label, DG_NEVER);
      loop assigns j, complete; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); */
    if (loss->kind != DG_LOSS_CROSS_ENTROPY && !(T[j * stride] < DG_NEVER)) complete = 0;
  }
  return complete;
}

/* The loss of a sample that has one, and its derivatives. */
/*@ requires valid: \valid_read(loss) && \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires positive: tau_syn > 0 && (loss->kind == DG_LOSS_CROSS_ENTROPY ==> loss->xi > 0);
    requires early: loss->early_alpha != 0 ==> loss->early_beta > 0;
    requires spikes: T[place(stride, label)] < DG_NEVER;
    requires separate: \separated(g + (0 .. (n-1)*stride), T + (0 .. (n-1)*stride), loss);
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures value: \result == sample_loss{Pre}(loss, tau_syn, T, stride, n, label, DG_NEVER);
    ensures slopes: sample_slopes{Pre, Post}(loss, tau_syn, T, g, stride, n, label, DG_NEVER); */
static inline dg_real dg_complete_loss(const dg_loss *loss, dg_real tau_syn, size_t n, const dg_real *T, size_t stride,
                                       size_t label, dg_real *g) {
  /*@ ghost dg_lemma_strided(label, n, stride); dg_lemma_places(label, n, stride); */
  const dg_real T_label = T[label * stride], alpha = loss->early_alpha, scale = loss->early_beta * tau_syn;
  dg_real value = dg_plain_loss(loss, tau_syn, n, T, stride, label, g);
  if (alpha == 0) return value;
  dg_real early = alpha * dg_exp(T_label / scale);
  /*@ assert early: early == early_loss{Pre}(loss, tau_syn, T_label); */
  /*@ assert slope: early / scale == early_slope{Pre}(loss, tau_syn, T_label); */
  g[label * stride] += early / scale;
  return value + early;
}

/* Whether n numbers are finite. */
/*@ requires valid: \valid_read(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    terminates \true; assigns \nothing;
    ensures finite: \result != 0 <==> finite_values(g, stride, n); */
static inline int dg_strided_finite(size_t n, const dg_real *g, size_t stride) {
  int finite = 1;
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant finite: finite != 0 <==> finite_values(g, stride, j);
      loop assigns j, finite; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ ghost dg_lemma_strided(j, n, stride); */
    finite = finite && dg_is_finite(g[j * stride]);
  }
  return finite;
}

/* The loss of one sample and its derivatives g[0], g[stride], .. by the n output times T[0], T[stride], .. (SPEC 7). A loss
   that is not finite counts DG_LOSS_MISSING and gives no gradient. Cost: one exponential per output at most. */
/*@ requires valid: \valid_read(loss) && \valid_read(T + (0 .. (n-1)*stride)) && \valid(g + (0 .. (n-1)*stride));
    requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
    requires label: label < n;
    requires positive: tau_syn > 0 && (loss->kind == DG_LOSS_CROSS_ENTROPY ==> loss->xi > 0);
    requires early: loss->early_alpha != 0 ==> loss->early_beta > 0;
    requires separate: \separated(g + (0 .. (n-1)*stride), T + (0 .. (n-1)*stride), loss);
    terminates \true; assigns g[0 .. (n-1)*stride];
    ensures missing: !complete{Pre}(loss, T, stride, n, label, DG_NEVER) ==> 
      \result == DG_LOSS_MISSING && zeros(g, stride, n);
    ensures value: complete{Pre}(loss, T, stride, n, label, DG_NEVER) ==>
      \result == sample_loss{Pre}(loss, tau_syn, T, stride, n, label, DG_NEVER);
    ensures slopes: complete{Pre}(loss, T, stride, n, label, DG_NEVER) ==>
      sample_slopes{Pre, Post}(loss, tau_syn, T, g, stride, n, label, DG_NEVER); */
static inline dg_real dg_sample_loss(const dg_loss *loss, dg_real tau_syn, size_t n, const dg_real *T, size_t stride,
                                     size_t label, dg_real *g) {
  if (dg_complete(loss, n, T, stride, label)) {
    dg_real value = dg_complete_loss(loss, tau_syn, n, T, stride, label, g);
    if (dg_is_finite(value) && dg_strided_finite(n, g, stride)) return value;
  }
  dg_clear_strided(n, g, stride);
  return DG_LOSS_MISSING;
}

/* What SPEC 7.4 squares: the delay, or its parameter p if raw; and its derivative by p. */
/*@ requires valid: \valid_read(delay);
    terminates \true; assigns \nothing;
    ensures value: \result == penalised(raw, delay, p); */
static inline dg_real dg_penalised(int raw, const dg_delay *delay, dg_real p) { return raw ? p : dg_delay_of(delay, p); }

/*@ requires valid: \valid_read(delay);
    terminates \true; assigns \nothing;
    ensures slope: \result == penalised_slope(raw, delay, p); */
static inline dg_real dg_penalised_slope(int raw, const dg_delay *delay, dg_real p) {
  return raw ? 1 : dg_delay_slope(delay, p);
}

/* sum + the squares of the n delays from parameter `from` on, or of their parameters if raw (SPEC 7.4). */
/*@ requires valid: \valid_read(delay) && \valid_read(p + (from .. from+n-1));
    requires sizes: from + n <= SIZE_MAX;
    terminates \true; assigns \nothing;
    ensures more: \result >= sum;
    ensures squares: \result == sum + squared_delays(raw, delay, p, from, n); */
static inline dg_real dg_squared_delays(int raw, const dg_delay *delay, size_t from, size_t n, const dg_real *p, dg_real sum) {
  /*@ ghost dg_real before = sum; */
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant more: sum >= before;
      loop invariant squares: sum == before + squared_delays(raw, delay, p, from, i);
      loop assigns i, sum; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const size_t k = from + i;
    /*@ assert place: k == from + i; */
    /*@ assert step: squared_delays(raw, delay, p, from, i + 1) ==
          squared_delays(raw, delay, p, from, i) + penalty(raw, delay, p[k]); */
    dg_real d = dg_penalised(raw, delay, p[k]), square = d * d;
    /*@ assert positive: square >= 0; */
    /*@ assert square: square == penalty(raw, delay, p[k]); */
    sum += square;
  }
  return sum;
}

/* The sum of SPEC 7.4 over all layers, by parameter index. */
/*@ requires admitted: admitted_network(net);
    requires arrays: \valid_read(p + (0 .. parameter_count(net)-1));
    terminates \true; assigns \nothing;
    ensures positive: \result >= 0;
    ensures sum: \result == network_penalty(raw, net->layers, net->depth, p); */
static inline dg_real dg_network_penalty(int raw, const dg_network *net, const dg_real *p) {
  dg_real sum = 0;
  size_t first = 0;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant first: first == parameters_in(net->layers, l);
      loop invariant positive: sum >= 0;
      loop invariant sum: sum == network_penalty(raw, net->layers, l, p);
      loop assigns l, sum, first; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    size_t weights = dg_layer_weights(layer), delays = dg_layer_delays(layer);
    /*@ assert inside: parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights + delays; */
    /*@ assert bound: 0 <= parameters_in(net->layers, l) &&
          parameters_in(net->layers, l) + weights + delays <= parameter_count(net); */
    size_t from = first + weights;
    /*@ assert from: from == parameters_in(net->layers, l) + weights_of(layer); */
    /*@ assert next: network_penalty(raw, net->layers, l + 1, p) ==
          network_penalty(raw, net->layers, l, p) + squared_delays(raw, &layer->delay, p, from, delays); */
    sum = dg_squared_delays(raw, &layer->delay, from, delays, p, sum);
    /*@ assert counter: (size_t)(l + 1) == l + 1; */
    /*@ assert sum: sum == network_penalty(raw, net->layers, (size_t)(l + 1), p); */
    first = from + delays;
  }
  return sum;
}

/* 2 scale d dd/dp, d the delay of parameter p or p itself if raw, is added to n elements of g from `from` on (SPEC 7.4). */
/*@ requires valid: \valid_read(delay) && \valid_read(p + (from .. from+n-1)) && \valid(g + (from .. from+n-1));
    requires sizes: from + n <= SIZE_MAX;
    requires separate: \separated(g + (from .. from+n-1), p + (from .. from+n-1)) &&
      \separated(g + (from .. from+n-1), delay);
    terminates \true; assigns g[from .. from+n-1];
    ensures slopes: penalty_added{Pre, Post}(g, raw, scale, delay, p, from, from + n); */
static inline void dg_penalty_slopes(int raw, dg_real scale, const dg_delay *delay, size_t from, size_t n, const dg_real *p,
                                     dg_real *g) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant slopes: penalty_added{Pre, Here}(g, raw, scale, delay, p, from, from + i);
      loop invariant rest: kept_from{Pre, Here}(g, from + i, from + n);
      loop assigns i, g[from .. from+n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const size_t k = from + i;
    dg_real d = dg_penalised(raw, delay, p[k]), slope = dg_penalised_slope(raw, delay, p[k]);
    /*@ assert parameter: p[k] == \at(p[\at(k, Here)], Pre); */
    /*@ assert map: delay->map == \at(delay->map, Pre) && delay->scale == \at(delay->scale, Pre) &&
          delay->shift == \at(delay->shift, Pre); */
    /*@ assert value: d == penalised{Pre}(raw, delay, \at(p[\at(k, Here)], Pre)); */
    /*@ assert slope: slope == penalised_slope{Pre}(raw, delay, \at(p[\at(k, Here)], Pre)); */
    dg_real pull = 2 * scale * d * slope;
    /*@ assert pull: pull == penalty_slope{Pre}(raw, scale, delay, \at(p[\at(k, Here)], Pre)); */
    g[k] += pull;
  }
}

/* The same for all layers. */
/*@ requires admitted: admitted_network(net);
    requires arrays: \valid_read(p + (0 .. parameter_count(net)-1)) && \valid(g + (0 .. parameter_count(net)-1));
    requires separate: \separated(g + (0 .. parameter_count(net)-1), p + (0 .. parameter_count(net)-1)) &&
      network_apart(net, g, parameter_count(net));
    terminates \true; assigns g[0 .. parameter_count(net)-1]; */
static inline void dg_network_penalty_slopes(int raw, dg_real scale, const dg_network *net, const dg_real *p, dg_real *g) {
  size_t first = 0;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant first: first == parameters_in(net->layers, l);
      loop assigns l, first, g[0 .. parameters_in(net->layers, net->depth)-1]; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    size_t weights = dg_layer_weights(layer), delays = dg_layer_delays(layer);
    /*@ assert inside: parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights + delays; */
    /*@ assert bound: 0 <= parameters_in(net->layers, l) &&
          parameters_in(net->layers, l) + weights + delays <= parameter_count(net); */
    size_t from = first + weights;
    /*@ assert layers: \separated(g + (0 .. parameter_count(net)-1), net->layers + (0 .. net->depth-1)); */
    /*@ assert layer: \separated(g + (0 .. parameter_count(net)-1), layer); */
    /*@ assert within: 0 <= from && from + delays <= parameter_count(net); */
    /*@ assert apart: \separated(g + (from .. from+delays-1), &layer->delay); */
    dg_penalty_slopes(raw, scale, &layer->delay, from, delays, p, g);
    first = from + delays;
  }
}

/* delay_alpha mean(d^2) over the network's delays or their parameters, by parameter index; its derivatives are added to the
   delay parameters of gradient (SPEC 7.4). */
/*@ requires admitted: \valid_read(loss) && admitted_network(net);
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(gradient + (0 .. parameter_count(net)-1));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1), loss) &&
      network_apart(net, gradient, parameter_count(net));
    terminates \true; assigns gradient[0 .. parameter_count(net)-1];
    ensures none: \old(loss->delay_alpha) == 0 || delay_count(net) == 0 ==> \result == 0;
    ensures positive: \old(loss->delay_alpha) >= 0 ==> \result >= 0;
    ensures value: \result == delay_loss{Pre}(loss, net, parameters); */
static inline dg_real dg_delay_loss(const dg_loss *loss, const dg_network *net, const dg_real *parameters,
                                    dg_real *gradient) {
  size_t count = dg_delay_count(net);
  if (count == 0 || loss->delay_alpha == 0) return 0;
  dg_real scale = loss->delay_alpha / (dg_real)count;
  int raw = loss->delay_parameters;
  /*@ ghost if (loss->delay_alpha >= 0) dg_lemma_positive_mean(loss->delay_alpha, count, scale); */
  /*@ assert positive: loss->delay_alpha >= 0 ==> scale >= 0; */
  dg_real sum = dg_network_penalty(raw, net, parameters), value = scale * sum;
  /*@ assert positive_value: loss->delay_alpha >= 0 ==> value >= 0; */
  /*@ assert value: value == delay_loss{Pre}(loss, net, parameters); */
  dg_network_penalty_slopes(raw, scale, net, parameters, gradient);
  return value;
}

/* ---- 10 optimisers ---------------------------------------------------------------------------------------------------- */

typedef enum { DG_SGD, DG_ADAM } dg_optimiser_kind;

typedef enum {
  DG_CONSTANT,
  DG_STEP,       /* gamma^floor(epoch/every) */
  DG_MULTI_STEP, /* gamma^(number of milestones at or below epoch) */
  DG_EXPONENTIAL /* gamma^epoch */
} dg_schedule_kind;

/* An optimiser and its schedule of learning rates (SPEC 8). momentum: of DG_SGD, 0 for none; beta1, beta2, epsilon: of
   DG_ADAM. milestones: epochs, not decreasing, may be null if there are none. */
typedef struct {
  dg_optimiser_kind kind;
  dg_real momentum, beta1, beta2, epsilon;
  dg_schedule_kind schedule;
  dg_real gamma;
  uint32_t every, milestone_count;
  const uint32_t *milestones;
} dg_optimiser;
#ifdef __FRAMAC__
#include "proofs/acsl/optimisers.h"
#include "proofs/acsl/facts_optimisers.h"
#endif

/*@ requires null_or_valid: optimiser == \null || \valid_read(optimiser);
    terminates \true; assigns \nothing;
    ensures options: \result == DG_OK ==> optimiser != \null && 0 <= optimiser->kind <= DG_ADAM &&
      0 <= optimiser->schedule <= DG_EXPONENTIAL;
    ensures ranges: \result == DG_OK ==> 0 <= optimiser->momentum < 1 && optimiser->gamma >= 0 &&
      (optimiser->schedule == DG_STEP ==> optimiser->every >= 1) &&
      (optimiser->kind == DG_ADAM ==> 0 <= optimiser->beta1 < 1 && 0 <= optimiser->beta2 < 1 && optimiser->epsilon > 0);
    ensures milestones: \result == DG_OK && optimiser->schedule == DG_MULTI_STEP && optimiser->milestone_count > 0 ==>
      optimiser->milestones != \null; */
static inline dg_status dg_optimiser_check(const dg_optimiser *optimiser) {
  if (optimiser == NULL) return DG_ERROR_NULL;
  if ((unsigned)optimiser->kind > DG_ADAM || (unsigned)optimiser->schedule > DG_EXPONENTIAL) return DG_ERROR_OPTION;
  if (!dg_is_finite(optimiser->momentum) || !dg_is_finite(optimiser->beta1) || !dg_is_finite(optimiser->beta2) ||
      !dg_is_finite(optimiser->epsilon) || !dg_is_finite(optimiser->gamma))
    return DG_ERROR_NOT_FINITE;
  if (optimiser->momentum < 0 || optimiser->momentum >= 1 || optimiser->gamma < 0) return DG_ERROR_RANGE;
  if (optimiser->kind == DG_ADAM && (optimiser->beta1 < 0 || optimiser->beta1 >= 1 || optimiser->beta2 < 0 ||
                                     optimiser->beta2 >= 1 || !(optimiser->epsilon > 0)))
    return DG_ERROR_RANGE;
  if (optimiser->schedule == DG_STEP && optimiser->every == 0) return DG_ERROR_RANGE;
  if (optimiser->schedule == DG_MULTI_STEP && optimiser->milestone_count > 0 && optimiser->milestones == NULL)
    return DG_ERROR_NULL;
  return DG_OK;
}

/* x^n by squaring, the same bits everywhere. */
/*@ requires finite: \is_finite(x);
    terminates \true; assigns \nothing;
    ensures power: \result == nth_power(x, n); */
static inline dg_real dg_power(dg_real x, uint64_t n) {
  dg_real power = 1;
  /*@ loop invariant range: 0 <= n <= \at(n, Pre);
      loop invariant power: power * nth_power(x, n) == nth_power(\at(x, Pre), \at(n, Pre));
      loop assigns power, x, n; loop variant n; */
  for (; n > 0; n /= 2) {
    /*@ ghost dg_real before = power, base = x; */
    if (n % 2 == 1) power *= x;
    /*@ ghost dg_lemma_squaring(base, n, before, power); */
    x *= x;
  }
  /*@ assert one: nth_power(x, 0) == 1; */
  return power;
}

/* What the schedule multiplies every learning rate by in an epoch, counted from 0 (SPEC 8.3). */
/*@ requires valid: \valid_read(optimiser);
    requires every: optimiser->schedule == DG_STEP ==> optimiser->every >= 1;
    requires milestones: optimiser->schedule == DG_MULTI_STEP ==>
      \valid_read(optimiser->milestones + (0 .. optimiser->milestone_count-1));
    terminates \true; assigns \nothing;
    ensures constant: optimiser->schedule == DG_CONSTANT ==> \result == 1;
    ensures step: optimiser->schedule == DG_STEP ==>
      \result == nth_power(optimiser->gamma, epoch / optimiser->every);
    ensures exponential: optimiser->schedule == DG_EXPONENTIAL ==> \result == nth_power(optimiser->gamma, epoch);
    ensures multi_step: optimiser->schedule == DG_MULTI_STEP ==> \exists integer m;
      milestones_passed(optimiser, epoch, m) && \result == nth_power(optimiser->gamma, m); */
static inline dg_real dg_schedule_factor(const dg_optimiser *optimiser, uint64_t epoch) {
  uint64_t times = 0;
  if (optimiser->schedule == DG_STEP) times = epoch / optimiser->every;
  if (optimiser->schedule == DG_EXPONENTIAL) times = epoch;
  if (optimiser->schedule == DG_MULTI_STEP)
    /*@ loop invariant range: 0 <= times <= optimiser->milestone_count;
        loop invariant passed: \forall integer i; 0 <= i < times ==> optimiser->milestones[i] <= epoch;
        loop assigns times; loop variant optimiser->milestone_count - times; */
    while (times < optimiser->milestone_count && optimiser->milestones[times] <= epoch) times++;
  /*@ assert passed: optimiser->schedule == DG_MULTI_STEP ==> milestones_passed(optimiser, epoch, times); */
  return dg_power(optimiser->gamma, times);
}

/* The second moment v after a step with gradient g. */
/*@ terminates \true; assigns \nothing;
    ensures square: \result == square_after(beta2, v, g);
    ensures positive: 0 <= beta2 < 1 && v >= 0 ==> \result >= 0; */
static inline dg_real dg_square_step(dg_real beta2, dg_real v, dg_real g) {
  /*@ assert square: g * g >= 0; */
  /*@ assert old: 0 <= beta2 && v >= 0 ==> beta2 * v >= 0; */
  /*@ assert new: beta2 < 1 ==> (1 - beta2) * (g * g) >= 0; */
  return beta2 * v + (1 - beta2) * (g * g);
}

/* The root of the second moment v, unbiased. */
/*@ terminates \true; assigns \nothing;
    ensures root: v >= 0 && unbias2 >= 0 ==> \result == \sqrt(v * unbias2); */
static inline dg_real dg_unbiased_root(dg_real v, dg_real unbias2) {
  dg_real under = v * unbias2, root = dg_sqrt(under);
  /*@ assert positive: v >= 0 && unbias2 >= 0 ==> under >= 0; */
  /*@ ghost if (v >= 0 && unbias2 >= 0) dg_lemma_sqrt(under, root); */
  return root;
}

/* Parameter p after a step of Adam with moments m and v; unbias1 = 1/(1 - beta1^n), unbias2 likewise (SPEC 8.2). */
/*@ terminates \true; assigns \nothing;
    ensures adam: v >= 0 && unbias2 >= 0 ==> \result == adam_with(rate, unbias1, unbias2, epsilon, p, m, v); */
static inline dg_real dg_adam_step(dg_real rate, dg_real unbias1, dg_real unbias2, dg_real epsilon, dg_real p, dg_real m,
                                   dg_real v) {
  dg_real root = dg_unbiased_root(v, unbias2);
  /*@ ghost dg_lemma_adam_with(rate, unbias1, unbias2, epsilon, p, m, v); */
  return p - rate * (m * unbias1) / (root + epsilon);
}

/* SGD with momentum: one step of n parameters p with velocities u (SPEC 8.1). */
/*@ requires valid: \valid_read(g + (0 .. n-1)) && \valid(p + (0 .. n-1)) && \valid(u + (0 .. n-1));
    requires separate: \separated(p + (0 .. n-1), u + (0 .. n-1), g + (0 .. n-1));
    terminates \true; assigns p[0 .. n-1], u[0 .. n-1];
    ensures velocity: velocities{Pre, Post}(momentum, g, u, n);
    ensures sgd: sgd_steps{Pre, Post}(rate, p, u, n); */
static inline void dg_sgd(dg_real momentum, dg_real rate, size_t n, const dg_real *g, dg_real *p, dg_real *u) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant rest: \forall integer j; i <= j < n ==> u[j] == \at(u[j], Pre) && p[j] == \at(p[j], Pre);
      loop invariant velocity: \forall integer j; 0 <= j < i ==> u[j] == velocity_after(momentum, \at(u[j], Pre), g[j]);
      loop invariant sgd: \forall integer j; 0 <= j < i ==> p[j] == sgd_after(rate, \at(p[j], Pre), u[j]);
      loop assigns i, p[0 .. n-1], u[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const dg_real velocity = momentum * u[i] + g[i], value = p[i] - rate * velocity;
    /*@ assert velocity: velocity == velocity_after(momentum, u[i], g[i]); */
    /*@ assert sgd: value == sgd_after(rate, p[i], velocity); */
    u[i] = velocity;
    p[i] = value;
    /*@ assert written: u[i] == velocity && p[i] == value; */
  }
}

/* Adam: step number step of n parameters p with moments m and v (SPEC 8.2). */
/*@ requires step: step >= 1;
    requires ranges: 0 <= beta1 < 1 && 0 <= beta2 < 1;
    requires valid: \valid_read(g + (0 .. n-1)) && \valid(p + (0 .. n-1)) && \valid(m + (0 .. n-1)) && \valid(v + (0 .. n-1));
    requires separate: \separated(p + (0 .. n-1), m + (0 .. n-1), v + (0 .. n-1), g + (0 .. n-1));
    terminates \true; assigns p[0 .. n-1], m[0 .. n-1], v[0 .. n-1];
    ensures mean: means{Pre, Post}(beta1, g, m, n);
    ensures square: mean_squares{Pre, Post}(beta2, g, v, n);
    ensures positive: kept_positive{Pre, Post}(v, n);
    ensures adam: adam_steps{Pre, Post}(rate, beta1, beta2, epsilon, step, p, m, v, n); */
static inline void dg_adam(dg_real beta1, dg_real beta2, dg_real epsilon, dg_real rate, uint64_t step, size_t n,
                           const dg_real *g, dg_real *p, dg_real *m, dg_real *v) {
  /*@ ghost dg_lemma_power_below(beta1, step); dg_lemma_power_below(beta2, step); */
  const dg_real unbias1 = 1 / (1 - dg_power(beta1, step)), unbias2 = 1 / (1 - dg_power(beta2, step));
  /*@ assert positive: unbias2 > 0; */
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant rest: \forall integer j; i <= j < n ==>
        m[j] == \at(m[j], Pre) && v[j] == \at(v[j], Pre) && p[j] == \at(p[j], Pre);
      loop invariant mean: \forall integer j; 0 <= j < i ==> m[j] == mean_after(beta1, \at(m[j], Pre), g[j]);
      loop invariant square: \forall integer j; 0 <= j < i ==> v[j] == square_after(beta2, \at(v[j], Pre), g[j]);
      loop invariant positive: \forall integer j; 0 <= j < i ==> \at(v[j], Pre) >= 0 ==> v[j] >= 0;
      loop invariant adam: \forall integer j; 0 <= j < i ==> \at(v[j], Pre) >= 0 ==>
        p[j] == adam_after(rate, beta1, beta2, epsilon, step, \at(p[j], Pre), m[j], v[j]);
      loop assigns i, p[0 .. n-1], m[0 .. n-1], v[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const dg_real mean = beta1 * m[i] + (1 - beta1) * g[i], square = dg_square_step(beta2, v[i], g[i]);
    const dg_real value = dg_adam_step(rate, unbias1, unbias2, epsilon, p[i], mean, square);
    /*@ ghost dg_lemma_adam_after(rate, beta1, beta2, epsilon, step, p[i], mean, square, unbias1, unbias2); */
    /*@ assert mean: mean == mean_after(beta1, m[i], g[i]); */
    m[i] = mean;
    v[i] = square;
    p[i] = value;
    /*@ assert written: m[i] == mean && v[i] == square && p[i] == value; */
  }
}

/* One step of n parameters (SPEC 8.1, 8.2). step: number of this step, from 1. moments[2 n]: state, zero before the first
   step; DG_SGD uses the first n for the velocity. */
/*@ requires size: n <= 2 * DG_SIZE_MAX * DG_SIZE_MAX;
    requires step: step >= 1;
    requires ranges: optimiser->kind != DG_SGD ==> adam_ranges(optimiser);
    requires valid: \valid_read(optimiser) && \valid_read(gradient + (0 .. n-1)) && \valid(parameters + (0 .. n-1)) &&
      \valid(moments + (0 .. 2*n-1));
    requires separate: \separated(parameters + (0 .. n-1), moments + (0 .. 2*n-1), gradient + (0 .. n-1));
    requires apart: \separated(parameters + (0 .. n-1), optimiser) && \separated(moments + (0 .. 2*n-1), optimiser);
    terminates \true; assigns parameters[0 .. n-1], moments[0 .. 2*n-1];
    ensures velocity: \old(optimiser->kind) == DG_SGD ==>
      velocities{Pre, Post}(\old(optimiser->momentum), gradient, moments, n);
    ensures sgd: \old(optimiser->kind) == DG_SGD ==> sgd_steps{Pre, Post}(rate, parameters, moments, n);
    ensures mean: \old(optimiser->kind) != DG_SGD ==> means{Pre, Post}(\old(optimiser->beta1), gradient, moments, n);
    ensures square: \old(optimiser->kind) != DG_SGD ==>
      mean_squares{Pre, Post}(\old(optimiser->beta2), gradient, moments + n, n);
    ensures positive: \old(optimiser->kind) != DG_SGD ==> kept_positive{Pre, Post}(moments + n, n);
    ensures adam: \old(optimiser->kind) != DG_SGD ==>
      adam_steps{Pre, Post}(rate, \old(optimiser->beta1), \old(optimiser->beta2), \old(optimiser->epsilon), step,
                            parameters, moments, moments + n, n); */
static inline void dg_optimiser_step(const dg_optimiser *optimiser, dg_real rate, uint64_t step, size_t n,
                                     const dg_real *gradient, dg_real *parameters, dg_real *moments) {
  if (optimiser->kind == DG_SGD) dg_sgd(optimiser->momentum, rate, n, gradient, parameters, moments);
  else
    dg_adam(optimiser->beta1, optimiser->beta2, optimiser->epsilon, rate, step, n, gradient, parameters, moments, moments + n);
}

/* ---- 11 random numbers ----------------------------------------------------------------------------------------------- */

/* A splitmix64 generator (Steele, Lea, Flood, OOPSLA 2014): the state counts up by an odd constant and is mixed. Used for
   initial parameters, shuffling and noise (SPEC 10.1). */
typedef struct {
  uint64_t state;
} dg_random;

/* What a stream is drawn for; streams of one seed are independent. */
typedef enum { DG_STREAM_PARAMETERS, DG_STREAM_SHUFFLE, DG_STREAM_NOISE } dg_stream;
#ifdef __FRAMAC__
#include "proofs/acsl/random.h"
#endif

/*@ terminates \true; assigns \nothing;
    ensures mix: \result == random_mix(z); */
static inline uint64_t dg_random_mix(uint64_t z) {
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  /*@ assert first: z == mix_first(\at(z, Pre)); */
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  /*@ assert second: z == mix_second(mix_first(\at(z, Pre))); */
  return z ^ (z >> 31);
}

#define DG_RANDOM_STEP UINT64_C(0x9e3779b97f4a7c15)

/* The generator number index of a stream of a seed: a pure function of the three. */
/*@ terminates \true; assigns \nothing;
    ensures start: \result.state == random_start(seed, stream, index); */
static inline dg_random dg_random_at(uint64_t seed, dg_stream stream, uint64_t index) {
  dg_random random;
  random.state = dg_random_mix(dg_random_mix(seed + DG_RANDOM_STEP * ((uint64_t)stream + 1)) + DG_RANDOM_STEP * index);
  return random;
}

/* 64 random bits. */
/*@ requires valid: \valid(random);
    terminates \true; assigns *random;
    ensures step: random->state == random_next(\old(random->state));
    ensures bits: \result == random_mix(random->state); */
static inline uint64_t dg_random_bits(dg_random *random) {
  random->state += DG_RANDOM_STEP;
  return dg_random_mix(random->state);
}

/* Uniform on the multiples of 2^-53 (float: 2^-24) in [0, 1). */
/*@ requires valid: \valid(random);
    terminates \true; assigns *random;
    ensures step: random->state == random_next(\old(random->state));
    ensures value: \result == uniform_of(random_mix(random->state));
    ensures range: 0 <= \result < 1; */
static inline dg_real dg_random_uniform(dg_random *random) {
#if DG_FLOAT
  return DG_R(dg_random_bits(random) / 1099511627776u) * DG_R(0x1p-24); /* the upper 24 bits */
#else
  return DG_R(dg_random_bits(random) / 2048u) * DG_R(0x1p-53); /* the upper 53 bits */
#endif
}

/* A standard normal number, by the polar method (Marsaglia, Bray 1964); one draw in 2^22 pairs of misses gives up as 0. */
/*@ requires valid: \valid(random);
    terminates \true; assigns *random;
    ensures polar: \result == 0 || \exists real x, y; polar(x, y, \result); */
static inline dg_real dg_random_normal(dg_random *random) {
  /*@ loop invariant range: 0 <= trial <= 64;
      loop assigns trial, *random; loop variant 64 - trial; */
  for (int trial = 0; trial < 64; trial++) {
    dg_real x = 2 * dg_random_uniform(random) - 1, y = 2 * dg_random_uniform(random) - 1, square = x * x + y * y;
    if (square > 0 && square < 1) {
      dg_real log = dg_log(square), under = -2 * log / square, root = dg_sqrt(under);
      /*@ ghost dg_lemma_exp(log); */
      /*@ assert below: log < 0; */
      /*@ assert under: under > 0; */
      /*@ ghost dg_lemma_sqrt(under, root); */
      /*@ assert root: root == \sqrt(under); */
      /*@ assert polar: polar(x, y, x * root); */
      return x * root;
    }
  }
  return 0;
}

/* Uniform on 0 .. n-1, but for a bias of n/2^32 (SPEC 10.3). */
/*@ requires valid: \valid(random);
    requires size: 1 <= n <= INT32_MAX;
    terminates \true; assigns *random;
    ensures step: random->state == random_next(\old(random->state));
    ensures value: \result == below_of(random_mix(random->state), n);
    ensures below: \result < n; */
static inline size_t dg_random_below(dg_random *random, size_t n) {
  uint64_t high = dg_random_bits(random) / 4294967296u; /* the upper 32 bits */
  /*@ assert high: high <= 4294967295; */
  /*@ ghost dg_lemma_below(high, n); */
  return (size_t)(high * (uint64_t)n / 4294967296u);
}

/* A permutation of 0 .. n-1, n below 2^31, that depends on seed and epoch alone (SPEC 10.3). */
/*@ requires size: n <= INT32_MAX;
    requires valid: \valid(order + (0 .. n-1));
    terminates \true; assigns order[0 .. n-1];
    ensures range: indices_below(order, n, n);
    ensures permutation: Injective(order, n); */
static inline void dg_shuffle(uint64_t seed, uint64_t epoch, size_t n, dg_index *order) {
  dg_random random = dg_random_at(seed, DG_STREAM_SHUFFLE, epoch);
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant index: \forall integer j; 0 <= j < i ==> order[j] == j;
      loop assigns i, order[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) order[i] = (dg_index)i;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant index: indices_below(order, n, n);
      loop invariant permutation: Injective(order, n);
      loop assigns i, random, order[0 .. n-1]; loop variant i; */
  for (size_t i = n; i > 1; i--) {
    size_t other = dg_random_below(&random, i);
    /*@ ghost Drawn: ; */
    dg_index swap = order[i - 1];
    order[i - 1] = order[other];
    order[other] = swap;
    /*@ assert others: \forall integer k; 0 <= k < n && k != i - 1 && k != other ==> order[k] == \at(order[k], Drawn); */
  }
}

/* ---- 12 training ----------------------------------------------------------------------------------------------------- */

/* How a layer is trained. weight_mean, weight_sd, delay_mean, delay_sd: normal laws of its initial weights and delay
   parameters; rates: learning rates; max_missing: the fraction of absent spikes above which a batch bumps weights. */
typedef struct {
  dg_real weight_mean, weight_sd, delay_mean, delay_sd;
  dg_real weight_rate, delay_rate;
  dg_real max_missing;
} dg_layer_training;

/* How a network is trained (SPEC 8). layers: depth of them. bump: first size of a weight bump, 0 for none; gradient_cut:
   limit of |dL/dw| of one sample, 0 for none; weight_clip: largest |w|, 0 for none; input_noise: standard deviation of normal
   noise on input times, at most the smallest tau_mem. */
typedef struct {
  dg_loss loss;
  dg_optimiser optimiser;
  const dg_layer_training *layers;
  dg_real bump, gradient_cut, weight_clip, input_noise;
  uint64_t seed;
} dg_training;

#define DG_NO_LAYER UINT32_MAX

/* Where a training run stands, together with parameters and moments. All zero but bump_layer at first:
   dg_training_start. */
typedef struct {
  uint64_t epoch, batch; /* the next batch to train, of this epoch; the caller counts epochs */
  uint64_t batches;      /* batches seen so far */
  uint64_t steps;        /* optimiser steps so far */
  dg_real bump_size;     /* of the last bump */
  uint32_t bump_layer;   /* layer that the last batch bumped, or DG_NO_LAYER */
} dg_training_state;

/* What one batch gave. loss: mean over samples and regularisers; correct: samples classified right; bumped: layer whose
   weights were bumped, or DG_NO_LAYER. */
typedef struct {
  dg_real loss;
  size_t correct;
  uint32_t bumped;
} dg_batch_result;
#ifdef __FRAMAC__
#include "proofs/acsl/training.h"
#endif

/*@ terminates \true; assigns \nothing;
    ensures start: \result.epoch == 0 && \result.batch == 0 && \result.batches == 0 && \result.steps == 0 &&
      \result.bump_size == 0 && \result.bump_layer == DG_NO_LAYER; */
static inline dg_training_state dg_training_start(void) {
  dg_training_state state = {0, 0, 0, 0, 0, DG_NO_LAYER};
  return state;
}

/* Whether training settings are admitted for an admitted network. */
/*@ requires admitted: admitted_network(net);
    requires null_or_readable: training == \null || readable_training(training, net->depth);
    terminates \true; assigns \nothing;
    ensures admitted: \result == DG_OK ==> training != \null && admitted_training(training, net->depth); */
static inline dg_status dg_training_check(const dg_network *net, const dg_training *training) {
  if (training == NULL || training->layers == NULL) return DG_ERROR_NULL;
  dg_status status = dg_loss_check(&training->loss);
  if (status == DG_OK) status = dg_optimiser_check(&training->optimiser);
  if (status != DG_OK) return status;
  dg_real settings[4] = {training->bump, training->gradient_cut, training->weight_clip, training->input_noise};
  if (dg_all_finite(4, settings) != DG_OK) return DG_ERROR_NOT_FINITE;
  /*@ loop invariant range: 0 <= i <= 4;
      loop invariant positive: \forall integer j; 0 <= j < i ==> settings[j] >= 0;
      loop assigns i; loop variant 4 - i; */
  for (size_t i = 0; i < 4; i++)
    if (settings[i] < 0) return DG_ERROR_RANGE;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop assigns l; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer_training *x = training->layers + l;
    dg_real laws[7] = {x->weight_mean, x->weight_sd,  x->delay_mean, x->delay_sd,
                       x->weight_rate, x->delay_rate, x->max_missing};
    if (dg_all_finite(7, laws) != DG_OK) return DG_ERROR_NOT_FINITE;
    if (x->weight_sd < 0 || x->delay_sd < 0 || x->max_missing < 0) return DG_ERROR_RANGE;
    if (training->input_noise > net->layers[l].neuron.tau_mem) return DG_ERROR_RANGE;
  }
  return DG_OK;
}

/* Initial parameters, drawn in the order of the array from the seed of the training (SPEC 10.2). */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires parameters: net != \null && parameters != \null ==> \valid(parameters + (0 .. parameter_count(net)-1)) &&
      network_apart(net, parameters, parameter_count(net)) &&
      (training != \null ==> training_apart(training, net->depth, parameters, parameter_count(net)));
    terminates \true; assigns parameters[0 .. parameter_count(net)-1];
    ensures there: \result == DG_OK ==> net != \null && training != \null && parameters != \null; */
static inline dg_status dg_initialise(const dg_network *net, const dg_training *training, dg_real *parameters) {
  dg_status status = dg_network_check(net);
  if (status == DG_OK) status = dg_training_check(net, training);
  if (status != DG_OK) return status;
  if (parameters == NULL) return DG_ERROR_NULL;
  dg_random random = dg_random_at(training->seed, DG_STREAM_PARAMETERS, 0);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: parameters == \at(parameters, Pre) + parameters_in(net->layers, l);
      loop assigns l, random, parameters, *(\at(parameters, Pre) + (0 .. parameters_in(net->layers, net->depth)-1));
      loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer_training *law = training->layers + l;
    size_t weights = dg_layer_weights(net->layers + l), delays = dg_layer_delays(net->layers + l);
    /*@ assert inside: parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights + delays; */
    /*@ assert bound: 0 <= parameters_in(net->layers, l) &&
          parameters_in(net->layers, l) + weights + delays <= parameter_count(net); */
    /*@ loop invariant range: 0 <= i <= weights;
        loop assigns i, random, parameters[0 .. weights-1]; loop variant weights - i; */
    for (size_t i = 0; i < weights; i++) parameters[i] = law->weight_mean + law->weight_sd * dg_random_normal(&random);
    parameters += weights;
    /*@ loop invariant range: 0 <= i <= delays;
        loop assigns i, random, parameters[0 .. delays-1]; loop variant delays - i; */
    for (size_t i = 0; i < delays; i++) parameters[i] = law->delay_mean + law->delay_sd * dg_random_normal(&random);
    dg_delay_project(&net->layers[l].delay, delays, parameters);
    parameters += delays;
  }
  return DG_OK;
}

/* Chunks of DG_WIDTH samples that a batch is cut into (SPEC 6.3). */
/*@ requires count: count <= DG_BATCH_MAX;
    terminates \true; assigns \nothing;
    ensures chunks: \result == chunks_of(count); */
static inline size_t dg_chunk_count(size_t count) { return (count + (DG_WIDTH - 1)) / DG_WIDTH; }

/* What samples add up to, those of a chunk or of a batch. gradient: dg_parameter_count reals, by weights and delays; missing:
   dg_neuron_count numbers, the spikes that each neuron missed; loss: of the samples together; correct: classified right. */
typedef struct {
  dg_real *gradient;
  dg_index *missing;
  dg_real loss;
  size_t correct;
} dg_sums;

/* The loss of samples together, and how many of them are classified right. */
typedef struct {
  dg_real loss;
  size_t correct;
} dg_score;

/* The workspace of a chunk, cut into its parts. */
typedef struct {
  dg_real *t;        /* input times */
  dg_real *measured; /* measured times */
  dg_real *T;        /* output times */
  dg_real *g, *g_next;
  dg_real *states, *scratch;
  dg_index *order;
} dg_chunk_parts;
/* The workspace of training, cut: what is prepared, the sums of the batch and of a chunk, and the chunk's workspace. */
typedef struct {
  dg_real *prepared;
  dg_sums batch, chunk;
  dg_workspace work;
} dg_training_parts;
#ifdef __FRAMAC__
#include "proofs/acsl/parts.h"
#endif

/*@ requires admitted: admitted_network(net);
    terminates \true; assigns \nothing;
    ensures reals: \result.reals == chunk_reals(net);
    ensures integers: \result.integers == inference_integers(net);
    ensures bound: \result.reals <= SIZE_MAX / 4 && \result.integers <= SIZE_MAX / 4; */
static inline dg_sizes dg_chunk_sizes(const dg_network *net) {
  dg_sizes size;
  dg_extent most = dg_network_extent(net);
  size_t scratch = most.forward > most.backward ? most.forward : most.backward;
  size_t widest = most.sources > most.outputs ? most.sources : most.outputs;
  size_t lanes = net->inputs + dg_neuron_count(net) + dg_output_count(net) + 2 * widest;
  size.reals = lanes * DG_WIDTH + dg_state_reals(net, net->depth) + scratch;
  size.integers = most.sources * DG_LANES;
  return size;
}

/* Size of the workspace of dg_chunk_gradient for an admitted network. */
/*@ requires null_or_readable: net == \null || readable_network(net);
    requires output: (reals == \null || \valid(reals)) && (integers == \null || \valid(integers));
    requires separate: \separated(reals, integers) && (net != \null ==> size_apart(net, reals) && size_apart(net, integers));
    terminates \true; assigns *reals, *integers;
    ensures admitted: \result == DG_OK ==> \old(admitted_network(net)) && reals != \null && integers != \null;
    ensures sizes: \result == DG_OK ==> *reals == \old(chunk_reals(net)) && *integers == \old(inference_integers(net)); */
static inline dg_status dg_chunk_workspace(const dg_network *net, size_t *reals, size_t *integers) {
  dg_status status = dg_network_check(net);
  if (status != DG_OK) return status;
  if (reals == NULL || integers == NULL) return DG_ERROR_NULL;
  dg_sizes size = dg_chunk_sizes(net);
  *reals = size.reals;
  *integers = size.integers;
  return DG_OK;
}

/*@ requires admitted: admitted_network(net);
    requires workspace: holds_workspace(work, chunk_reals(net), inference_integers(net));
    terminates \true; assigns \nothing;
    ensures valid: parts_valid(net, \result);
    ensures separate: parts_separate(net, \result);
    ensures first: \result.t == work->real && \result.order == work->integer;
    ensures measured: \result.measured == \result.t + net->inputs * DG_WIDTH;
    ensures T: \result.T == \result.measured + neuron_count(net) * DG_WIDTH;
    ensures g: \result.g == \result.T + output_count(net) * DG_WIDTH;
    ensures g_next: \result.g_next == \result.g + widest(net->layers, net->depth) * DG_WIDTH;
    ensures states: \result.states == \result.g_next + widest(net->layers, net->depth) * DG_WIDTH;
    ensures scratch: \result.scratch == \result.states + states_in(net->layers, net->depth);
    ensures sizes: sizes_positive(net); */
static inline dg_chunk_parts dg_chunk_cut(const dg_network *net, const dg_workspace *work) {
  dg_chunk_parts part;
  dg_extent most = dg_network_extent(net);
  size_t widest = most.sources > most.outputs ? most.sources : most.outputs;
  part.t = work->real;
  part.measured = part.t + net->inputs * DG_WIDTH;
  part.T = part.measured + dg_neuron_count(net) * DG_WIDTH;
  part.g = part.T + dg_output_count(net) * DG_WIDTH;
  part.g_next = part.g + widest * DG_WIDTH;
  part.states = part.g_next + widest * DG_WIDTH;
  part.scratch = part.states + dg_state_reals(net, net->depth);
  part.order = work->integer;
  /*@ assert sizes: sizes_positive(net); */
  /*@ assert widest: widest == widest(net->layers, net->depth); */
  return part;
}

/* Reals of what dg_batch_prepare prepares for an admitted network. */
/*@ requires valid: \valid_read(net);
    requires admitted: admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures reals: \result == delay_count(net);
    ensures bound: \result <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * net->depth; */
static inline size_t dg_prepared_reals(const dg_network *net) { return dg_delay_count(net); }

/*@ requires admitted: admitted_network(net);
    terminates \true; assigns \nothing;
    ensures reals: \result.reals == training_reals(net);
    ensures integers: \result.integers == training_integers(net);
    ensures positive: 0 <= chunk_reals(net) && 0 <= inference_integers(net);
    ensures counts: 0 <= prepared_reals(net) && 0 <= parameter_count(net) && 0 <= neuron_count(net); */
static inline dg_sizes dg_training_sizes(const dg_network *net) {
  dg_sizes size = dg_chunk_sizes(net);
  const size_t prepared = dg_prepared_reals(net), parameters = dg_parameter_count(net);
  /*@ assert bounds: prepared <= SIZE_MAX / 8 + 1 && parameters <= SIZE_MAX / 64; */
  size.reals += prepared + 2 * parameters;
  size.integers += 2 * dg_neuron_count(net);
  return size;
}

/* Size of the workspace of dg_gradient and dg_train_batch for an admitted network; the same for every batch size. */
/*@ requires null_or_readable: net == \null || readable_network(net);
    requires output: (reals == \null || \valid(reals)) && (integers == \null || \valid(integers));
    requires separate: \separated(reals, integers) && (net != \null ==> size_apart(net, reals) && size_apart(net, integers));
    terminates \true; assigns *reals, *integers;
    ensures admitted: \result == DG_OK ==> \old(admitted_network(net)) && reals != \null && integers != \null;
    ensures sizes: \result == DG_OK ==> *reals == \old(training_reals(net)) && *integers == \old(training_integers(net)); */
static inline dg_status dg_training_workspace(const dg_network *net, size_t *reals, size_t *integers) {
  dg_status status = dg_network_check(net);
  if (status != DG_OK) return status;
  if (reals == NULL || integers == NULL) return DG_ERROR_NULL;
  dg_sizes size = dg_training_sizes(net);
  *reals = size.reals;
  *integers = size.integers;
  return DG_OK;
}

/*@ requires admitted: admitted_network(net);
    requires workspace: holds_workspace(work, work->reals, work->integers);
    requires enough: training_reals(net) <= work->reals && training_integers(net) <= work->integers;
    requires positive: 0 <= chunk_reals(net) && 0 <= inference_integers(net);
    terminates \true; assigns \nothing;
    ensures prepared: \result.prepared == work->real + (work->reals - prepared_reals(net) - 2 * parameter_count(net));
    ensures gradients: \result.batch.gradient == \result.prepared + prepared_reals(net) &&
      \result.chunk.gradient == \result.batch.gradient + parameter_count(net);
    ensures batch_missing: \result.batch.missing == work->integer + (work->integers - 2 * neuron_count(net));
    ensures chunk_missing: \result.chunk.missing == \result.batch.missing + neuron_count(net);
    ensures work: \result.work.real == work->real && \result.work.integer == work->integer;
    ensures reals: \result.work.reals == work->reals - prepared_reals(net) - 2 * parameter_count(net);
    ensures integers: \result.work.integers == work->integers - 2 * neuron_count(net);
    ensures valid: training_parts_valid(net, \result);
    ensures sizes: training_sizes_positive(net, \result); */
static inline dg_training_parts dg_training_cut(const dg_network *net, const dg_workspace *work) {
  size_t prepared = dg_prepared_reals(net), parameters = dg_parameter_count(net), neurons = dg_neuron_count(net);
  size_t reals = prepared + 2 * parameters, integers = 2 * neurons;
  /*@ assert bounds: prepared <= SIZE_MAX / 8 + 1 && parameters <= SIZE_MAX / 64 && neurons <= DG_SIZE_MAX * DG_SIZE_MAX; */
  /*@ assert sums: reals == prepared + 2 * parameters && integers == 2 * neurons; */
  /*@ assert enough: chunk_reals(net) + reals <= work->reals && inference_integers(net) + integers <= work->integers; */
  dg_training_parts part; /* the chunk first, so that its rows are aligned if the workspace is */
  part.prepared = work->real + (work->reals - reals);
  part.batch.gradient = part.prepared + prepared;
  part.chunk.gradient = part.batch.gradient + parameters;
  part.batch.missing = work->integer + (work->integers - integers);
  part.chunk.missing = part.batch.missing + neurons;
  part.batch.loss = part.chunk.loss = 0;
  part.batch.correct = part.chunk.correct = 0;
  part.work.real = work->real;
  part.work.reals = work->reals - reals;
  part.work.integer = work->integer;
  part.work.integers = work->integers - integers;
  return part;
}

/* Whether the labels of a batch name outputs. */
/*@ requires admitted: admitted_network(net) && admitted_batch(batch, net->inputs);
    requires labels: readable_labels(batch);
    terminates \true; assigns \nothing;
    ensures admitted: \result == DG_OK <==> admitted_labels(batch, output_count(net)); */
static inline dg_status dg_labels_check(const dg_network *net, const dg_batch *batch) {
  if (batch->labels == NULL) return DG_ERROR_NULL;
  /*@ loop invariant range: 0 <= n <= batch->count;
      loop invariant named: \forall integer k; 0 <= k < n ==> 0 <= batch->labels[row_of(batch, k)] < output_count(net);
      loop assigns n; loop variant batch->count - n; */
  for (size_t n = 0; n < batch->count; n++) {
    dg_index label = batch->labels[dg_batch_row(batch, n)];
    if (label < 0 || (size_t)label >= dg_output_count(net)) return DG_ERROR_LABEL;
  }
  return DG_OK;
}

/* Adds normal noise to the input times of a chunk (SPEC 10.4): that of sample n of the batch number batches is a function of
   the seed, batches and n alone. */
/*@ requires admitted: admitted_network(net) && \valid_read(training);
    requires valid: \valid(t + (0 .. net->inputs*DG_WIDTH-1));
    requires separate: \separated(t + (0 .. net->inputs*DG_WIDTH-1), training) && network_apart(net, t, net->inputs * DG_WIDTH);
    terminates \true; assigns t[0 .. net->inputs*DG_WIDTH-1]; */
static inline void dg_add_noise(const dg_network *net, const dg_training *training, uint64_t batches, size_t first,
                                dg_real *t) {
  if (!(training->input_noise > 0)) return;
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop assigns l, t[0 .. net->inputs*DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++) {
    dg_random random = dg_random_at(training->seed, DG_STREAM_NOISE, batches * DG_BATCH_MAX + first + l);
    /*@ loop invariant range: 0 <= i <= net->inputs;
        loop assigns i, random, t[0 .. net->inputs*DG_WIDTH-1]; loop variant net->inputs - i; */
    for (size_t i = 0; i < net->inputs; i++) t[i * DG_WIDTH + l] += training->input_noise * dg_random_normal(&random);
  }
}

/* Measured times of a chunk, from measured[n][neurons] to [neuron][DG_WIDTH]; DG_NEVER beyond the batch's end. */
/*@ requires sizes: \valid_read(batch) && first < batch->count <= DG_BATCH_MAX && neurons <= DG_SIZE_MAX * DG_SIZE_MAX;
    requires valid: \valid_read(measured + (0 .. batch->count*neurons-1)) && \valid(t + (0 .. neurons*DG_WIDTH-1));
    requires separate: \separated(t + (0 .. neurons*DG_WIDTH-1), measured + (0 .. batch->count*neurons-1), batch);
    terminates \true; assigns t[0 .. neurons*DG_WIDTH-1]; */
static inline void dg_load_measured(const dg_batch *batch, size_t neurons, const dg_real *measured, size_t first, dg_real *t) {
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop assigns l, t[0 .. neurons*DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++)
    /*@ loop invariant range: 0 <= j <= neurons;
        loop assigns j, t[0 .. neurons*DG_WIDTH-1]; loop variant neurons - j; */
    for (size_t j = 0; j < neurons; j++)
      t[j * DG_WIDTH + l] = first + l < batch->count ? measured[(first + l) * neurons + j] : DG_NEVER;
}

/* Output times of a chunk from what the last layer gave. */
/*@ requires admitted: admitted_layer(last);
    requires valid: \valid_read(out + (0 .. last->outputs*DG_WIDTH-1)) && \valid(T + (0 .. last->outputs*DG_WIDTH-1));
    requires separate: \separated(T + (0 .. last->outputs*DG_WIDTH-1), out + (0 .. last->outputs*DG_WIDTH-1)) &&
      \separated(T + (0 .. last->outputs*DG_WIDTH-1), last);
    requires positive: DomainPositive(last, out, last->outputs);
    terminates \true; assigns T[0 .. last->outputs*DG_WIDTH-1]; */
static inline void dg_output_times(const dg_layer *last, dg_real t_ref, const dg_real *out, dg_real *T) {
  const dg_constants k = dg_neuron_constants(&last->neuron);
  const size_t count = last->outputs * DG_WIDTH;
  /*@ loop invariant range: 0 <= x <= count;
      loop assigns x, T[0 .. count-1]; loop variant count - x; */
  DG_SIMD
  for (size_t x = 0; x < count; x++) T[x] = dg_decode(&k, t_ref, out[x]);
}

/* The loss of one of so many samples, T[0], T[DG_WIDTH], .. its output times, and its derivatives by them, divided by the number of
   samples. */
/*@ requires admitted: admitted_layer(last) && \valid_read(loss) && admitted_loss(loss) && label < last->outputs;
    requires samples: 1 <= samples <= DG_BATCH_MAX;
    requires valid: \valid_read(T + (0 .. (last->outputs-1)*DG_WIDTH)) && \valid(g + (0 .. (last->outputs-1)*DG_WIDTH));
    requires separate: \separated(g + (0 .. (last->outputs-1)*DG_WIDTH), T + (0 .. (last->outputs-1)*DG_WIDTH)) &&
      \separated(T + (0 .. (last->outputs-1)*DG_WIDTH), loss) &&
      \separated(g + (0 .. (last->outputs-1)*DG_WIDTH), loss) && \separated(g + (0 .. (last->outputs-1)*DG_WIDTH), last);
    terminates \true; assigns g[0 .. (last->outputs-1)*DG_WIDTH]; */
static inline dg_real dg_share_of_loss(const dg_layer *last, const dg_loss *loss, size_t samples, size_t label, const dg_real *T,
                                       dg_real *g) {
  const size_t outputs = last->outputs;
  const dg_real value = dg_sample_loss(loss, last->neuron.tau_syn, outputs, T, DG_WIDTH, label, g);
  /*@ loop invariant range: 0 <= j <= outputs;
      loop assigns j, g[0 .. (outputs-1)*DG_WIDTH]; loop variant outputs - j; */
  for (size_t j = 0; j < outputs; j++) g[j * DG_WIDTH] = g[j * DG_WIDTH] / (dg_real)samples;
  return value;
}

/* Loss of sample n of a batch, as dg_share_of_loss, and whether it is classified right; beyond the batch's end there is none. */
/*@ requires admitted: admitted_layer(last) && \valid_read(loss) && admitted_loss(loss);
    requires batch: \valid_read(batch) && readable_index(batch) && admitted_labels(batch, last->outputs);
    requires samples: 1 <= batch->count <= DG_BATCH_MAX;
    requires valid: \valid_read(T + (0 .. (last->outputs-1)*DG_WIDTH)) && \valid(g + (0 .. (last->outputs-1)*DG_WIDTH));
    requires separate: \separated(g + (0 .. (last->outputs-1)*DG_WIDTH), T + (0 .. (last->outputs-1)*DG_WIDTH)) &&
      \separated(T + (0 .. (last->outputs-1)*DG_WIDTH), loss) &&
      \separated(g + (0 .. (last->outputs-1)*DG_WIDTH), loss) && \separated(g + (0 .. (last->outputs-1)*DG_WIDTH), last);
    terminates \true; assigns g[0 .. (last->outputs-1)*DG_WIDTH];
    ensures admitted: admitted_layer(last);
    ensures loss: admitted_loss(loss);
    ensures correct: 0 <= \result.correct <= 1 && (n >= batch->count ==> \result.correct == 0); */
static inline dg_score dg_sample_score(const dg_layer *last, const dg_loss *loss, const dg_batch *batch, size_t n, const dg_real *T,
                                       dg_real *g) {
  dg_score score = {0, 0};
  /*@ assert apart: \separated(&last->neuron, g + (0 .. (last->outputs-1)*DG_WIDTH)); */
  if (n < batch->count) {
    const size_t label = (size_t)batch->labels[dg_batch_row(batch, n)];
    score.loss = dg_share_of_loss(last, loss, batch->count, label, T, g);
    score.correct = dg_class(loss, last->outputs, T, DG_WIDTH) == (dg_index)label;
  } else {
    dg_clear_strided(last->outputs, g, DG_WIDTH);
  }
  /*@ assert neuron: last->neuron == \at(last->neuron, Pre); */
  /*@ assert settings: loss->xi == \at(loss->xi, Pre) && loss->early_alpha == \at(loss->early_alpha, Pre) &&
        loss->early_beta == \at(loss->early_beta, Pre); */
  return score;
}

/* Losses of a chunk whose output times are T[outputs][DG_WIDTH], and their derivatives g by them, divided by the batch size;
   samples beyond the batch's end give none. Returns the sum of the losses over the chunk (SPEC 6.3) and how many samples are
   classified right. */
/*@ requires admitted: admitted_layer(last) && \valid_read(loss) && admitted_loss(loss);
    requires batch: \valid_read(batch) && readable_index(batch) && admitted_labels(batch, last->outputs);
    requires samples: first < batch->count <= DG_BATCH_MAX;
    requires valid: \valid_read(T + (0 .. last->outputs*DG_WIDTH-1)) && \valid(g + (0 .. last->outputs*DG_WIDTH-1));
    requires separate: \separated(g + (0 .. last->outputs*DG_WIDTH-1), T + (0 .. last->outputs*DG_WIDTH-1)) &&
      \separated(T + (0 .. last->outputs*DG_WIDTH-1), loss) &&
      \separated(g + (0 .. last->outputs*DG_WIDTH-1), loss) && \separated(g + (0 .. last->outputs*DG_WIDTH-1), last);
    terminates \true; assigns g[0 .. last->outputs*DG_WIDTH-1];
    ensures correct: \result.correct <= DG_WIDTH && \result.correct <= batch->count - first; */
DG_FLATTEN static inline dg_score dg_chunk_loss(const dg_layer *last, const dg_loss *loss, const dg_batch *batch, size_t first,
                                                const dg_real *T, dg_real *g) {
  dg_real value[DG_WIDTH];
  dg_score score = {0, 0};
  /*@ assert batch: \valid_read(batch) && readable_index(batch) && admitted_labels(batch, last->outputs); */
  /*@ loop invariant range: 0 <= l <= DG_WIDTH;
      loop invariant correct: score.correct <= l && score.correct <= batch->count - first;
      loop invariant admitted: admitted_layer(last);
      loop invariant loss: admitted_loss(loss);
      loop assigns l, value[0 .. DG_WIDTH-1], score.correct, g[0 .. last->outputs*DG_WIDTH-1]; loop variant DG_WIDTH - l; */
  for (size_t l = 0; l < DG_WIDTH; l++) {
    const dg_score one = dg_sample_score(last, loss, batch, first + l, T + l, g + l);
    value[l] = one.loss;
    score.correct += one.correct;
    /*@ assert settings: loss->xi == \at(loss->xi, LoopCurrent) && loss->early_alpha == \at(loss->early_alpha, LoopCurrent) &&
          loss->early_beta == \at(loss->early_beta, LoopCurrent); */
  }
  score.loss = dg_lane_sum(value);
  return score;
}

/* How many of n spikes do not come or come too late. */
/*@ requires size: n <= DG_WIDTH;
    requires valid: \valid_read(rho + (0 .. n-1));
    terminates \true; assigns \nothing;
    ensures late: \result == late_in(rho, n, DG_RHO_MAX);
    ensures bound: 0 <= \result <= n; */
static inline dg_index dg_late_spikes(size_t n, const dg_real *rho) {
  dg_index late = 0;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant late: late == late_in(rho, i, DG_RHO_MAX);
      loop invariant bound: 0 <= late <= i;
      loop assigns i, late; loop variant n - i; */
  for (size_t i = 0; i < n; i++) late += rho[i] >= DG_RHO_MAX;
  return late;
}

/* Counts the spikes that each of n neurons, number from and on, missed in the first lanes of a chunk. */
/*@ requires sizes: n <= DG_SIZE_MAX && lanes <= DG_WIDTH && from <= DG_SIZE_MAX * DG_SIZE_MAX;
    requires valid: \valid_read(out + (0 .. n*DG_WIDTH-1)) && \valid(missing + (from .. from+n-1));
    requires separate: \separated(missing + (from .. from+n-1), out + (0 .. n*DG_WIDTH-1));
    terminates \true; assigns missing[from .. from+n-1];
    ensures late: late_counts(missing, from, out, lanes, n);
    ensures within: counts_between(missing, from, from + n, lanes); */
static inline void dg_layer_missing(size_t from, size_t n, size_t lanes, const dg_real *out, dg_index *missing) {
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant late: late_counts(missing, from, out, lanes, j);
      loop invariant within: counts_between(missing, from, from + j, lanes);
      loop assigns j, missing[from .. from+n-1]; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    missing[from + j] = dg_late_spikes(lanes, out + j * DG_WIDTH);
    /*@ assert one: missing[from + j] == late_in(out + j * DG_WIDTH, lanes, DG_RHO_MAX) && 0 <= missing[from + j] <= lanes; */
  }
}

/* Counts the spikes that each neuron missed in the samples of a chunk. */
/*@ requires admitted: admitted_network(net);
    requires samples: 1 <= samples;
    requires states: \valid_read(states + (0 .. states_in(net->layers, net->depth)-1));
    requires missing: \valid(missing + (0 .. neuron_count(net)-1));
    requires separate: \separated(missing + (0 .. neuron_count(net)-1), states + (0 .. states_in(net->layers, net->depth)-1)) &&
      integers_apart(net, missing, neuron_count(net));
    terminates \true; assigns missing[0 .. neuron_count(net)-1];
    ensures missing: counts_between(missing, 0, neuron_count(net), DG_WIDTH) &&
      counts_between(missing, 0, neuron_count(net), samples); */
static inline void dg_count_missing(const dg_network *net, size_t samples, dg_real *states, dg_index *missing) {
  const size_t lanes = samples < DG_WIDTH ? samples : DG_WIDTH;
  size_t neuron = 0;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: neuron == neurons_in(net->layers, l) && neuron <= l * DG_SIZE_MAX;
      loop invariant missing: counts_between(missing, 0, neuron, lanes);
      loop assigns l, neuron, missing[0 .. neuron_count(net)-1]; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const size_t outputs = net->layers[l].outputs;
    /*@ assert inside: neurons_in(net->layers, l + 1) == neurons_in(net->layers, l) + outputs; */
    /*@ assert neurons: neurons_in(net->layers, l + 1) <= neuron_count(net); */
    /*@ assert states: 0 <= states_in(net->layers, l) && states_in(net->layers, l + 1) <= states_in(net->layers, net->depth) &&
          states_in(net->layers, l + 1) == states_in(net->layers, l) + (sources_of(net->layers + l) + 2 * outputs) * DG_WIDTH; */
    const dg_real *out = dg_state_of(net, l, states).out;
    /*@ assert layer: admitted_layer(net->layers + l); */
    /*@ assert sources: 0 <= sources_of(net->layers + l); */
    /*@ assert at: out == states + (states_in(net->layers, l) + sources_of(net->layers + l) * DG_WIDTH); */
    /*@ assert out: \valid_read(out + (0 .. outputs*DG_WIDTH-1)); */
    /*@ assert counts: \valid(missing + (neuron .. neuron+outputs-1)); */
    dg_layer_missing(neuron, outputs, lanes, out, missing);
    neuron += outputs;
  }
}

/* Checks the parameters and prepares the delays (SPEC 5.3) of an admitted network with admitted settings. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth);
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(prepared + (0 .. delay_count(net)-1));
    requires separate: \separated(prepared + (0 .. delay_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      network_apart(net, prepared, delay_count(net)) && \separated(prepared + (0 .. delay_count(net)-1), training);
    terminates \true; assigns prepared[0 .. delay_count(net)-1];
    ensures network: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: \result == DG_OK ==> NetworkFactors(net, prepared, net->depth); */
static inline dg_status dg_prepare(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                   dg_real *prepared) {
  (void)training; /* named in the contract */
  /*@ ghost dg_lemma_shape(net); */
  const dg_status status = dg_network_shifts(net, parameters, prepared);
  /*@ assert apart: neurons_apart(net->layers, net->depth, prepared, delay_count(net)); */
  /*@ assert settings_apart: settings_apart(training, prepared, delay_count(net)); */
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert settings: SameSettings{Pre, Here}(training); */
  return status;
}

/* Every check of a batch's arguments, and what all its chunks share (SPEC 5.3): prepared[dg_prepared_reals]. Errors: those of
   the network, settings, batch and parameters. Cost: an exponential per delay parameter, a comparison per number. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires batch: net != \null && batch != \null ==> readable_batch(batch, net->inputs) && readable_labels(batch);
    requires arrays: net != \null && batch != \null ==>
      (parameters == \null || \valid_read(parameters + (0 .. parameter_count(net)-1))) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires prepared: net != \null && prepared != \null ==> \valid(prepared + (0 .. prepared_reals(net)-1));
    requires separate: net != \null ==> network_apart(net, prepared, prepared_reals(net)) &&
      \separated(prepared + (0 .. prepared_reals(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(prepared + (0 .. delay_count(net)-1), training);
    terminates \true; assigns prepared[0 .. prepared_reals(net)-1];
    ensures network: \result == DG_OK ==> admitted_network(net) && NetworkFactors(net, prepared, net->depth);
    ensures training: \result == DG_OK ==> training != \null && admitted_training(training, net->depth);
    ensures batch: \result == DG_OK ==> batch != \null && admitted_batch(batch, net->inputs);
    ensures labels: \result == DG_OK ==> admitted_labels(batch, output_count(net));
    ensures parameters: \result == DG_OK ==> parameters != \null; */
static inline dg_status dg_batch_prepare(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                         const dg_batch *batch, const dg_real *measured, dg_real *prepared) {
  dg_status status = dg_network_check(net);
  if (status == DG_OK && (parameters == NULL || prepared == NULL)) status = DG_ERROR_NULL;
  if (status == DG_OK) status = dg_training_check(net, training);
  if (status == DG_OK) status = dg_batch_check(net, batch);
  if (status == DG_OK) status = dg_labels_check(net, batch);
  if (status != DG_OK) return status;
  size_t samples = measured != NULL ? batch->count : 0, neurons = dg_neuron_count(net);
  /*@ loop invariant range: 0 <= n <= samples;
      loop assigns n, status; loop variant samples - n; */
  for (size_t n = 0; n < samples; n++)
    /*@ loop invariant range: 0 <= j <= neurons;
        loop assigns j, status; loop variant neurons - j; */
    for (size_t j = 0; j < neurons; j++) {
      /*@ ghost dg_lemma_cell(n, samples, j, neurons); */
      status = dg_time_check(net, measured[n * neurons + j]);
      if (status != DG_OK) return status;
    }
  return dg_prepare(net, training, parameters, prepared);
}

/* x_i := 0. */
/*@ requires valid: \valid(x + (0 .. n-1));
    terminates \true; assigns x[0 .. n-1];
    ensures zero: \forall integer i; 0 <= i < n ==> is_zero(x[i]); */
static inline void dg_clear_reals(size_t n, dg_real *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant zero: \forall integer j; 0 <= j < i ==> is_zero(x[j]);
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] = 0;
}

/* x_i := 0. */
/*@ requires valid: \valid(x + (0 .. n-1));
    terminates \true; assigns x[0 .. n-1];
    ensures zero: counts_between(x, 0, n, 0); */
static inline void dg_clear_counts(size_t n, dg_index *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant zero: counts_between(x, 0, i, 0);
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] = 0;
}

/* x_i := x_i + y_i. */
/*@ requires valid: \valid(x + (0 .. n-1)) && \valid_read(y + (0 .. n-1));
    requires separate: \separated(x + (0 .. n-1), y + (0 .. n-1));
    terminates \true; assigns x[0 .. n-1];
    ensures sum: \forall integer i; 0 <= i < n ==> x[i] == \old(x[i]) + y[i]; */
static inline void dg_add_reals(size_t n, dg_real *x, const dg_real *y) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant sum: \forall integer j; 0 <= j < i ==> x[j] == \at(x[j], Pre) + y[j];
      loop invariant rest: \forall integer j; i <= j < n ==> x[j] == \at(x[j], Pre);
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] += y[i];
}

/* x_i := x_i + y_i. */
/*@ requires valid: \valid(x + (0 .. n-1)) && \valid_read(y + (0 .. n-1));
    requires separate: \separated(x + (0 .. n-1), y + (0 .. n-1));
    requires room: counts_between(x, 0, n, DG_BATCH_MAX) && counts_between(y, 0, n, DG_WIDTH);
    terminates \true; assigns x[0 .. n-1];
    ensures sum: \forall integer i; 0 <= i < n ==> x[i] == \old(x[i]) + y[i]; */
static inline void dg_add_counts(size_t n, dg_index *x, const dg_index *y) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant sum: \forall integer j; 0 <= j < i ==> x[j] == \at(x[j], Pre) + y[j];
      loop invariant rest: \forall integer j; i <= j < n ==> x[j] == \at(x[j], Pre);
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] += y[i];
}

/* The sources of the first layer for a chunk, from the inputs of its samples, with noise if there is any. t: room for them. */
/*@ requires admitted: admitted_network(net) && admitted_batch(batch, net->inputs) && \valid_read(training) && first < batch->count;
    requires factors: NetworkFactors(net, prepared, net->depth);
    requires valid: \valid(t + (0 .. net->inputs*DG_WIDTH-1)) && \valid(src + (0 .. sources_of(net->layers)*DG_WIDTH-1));
    requires separate: region_apart(net, training, prepared, t, net->inputs * DG_WIDTH) &&
      region_apart(net, training, prepared, src, sources_of(net->layers) * DG_WIDTH) &&
      batch_apart(batch, net->inputs, t, net->inputs * DG_WIDTH) &&
      \separated(src + (0 .. sources_of(net->layers)*DG_WIDTH-1), t + (0 .. net->inputs*DG_WIDTH-1));
    terminates \true; assigns t[0 .. net->inputs*DG_WIDTH-1], src[0 .. sources_of(net->layers)*DG_WIDTH-1];
    ensures admitted: admitted_network(net);
    ensures kept: Kept{Pre, Post}(net->layers, net->depth, training, prepared, delay_count(net));
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures positive: DomainPositive(net->layers, src, sources_of(net->layers)); */
static inline void dg_chunk_load(const dg_network *net, const dg_training *training, const dg_real *prepared, uint64_t batches,
                                 const dg_batch *batch, size_t first, dg_real *t, dg_real *src) {
  (void)prepared; /* named in the contract */
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ assert apart_src: neurons_apart(net->layers, net->depth, src, sources_of(net->layers) * DG_WIDTH); */
  /*@ assert apart_t: neurons_apart(net->layers, net->depth, t, net->inputs * DG_WIDTH); */
  /*@ assert delays_src: reals_apart(prepared, delay_count(net), src, sources_of(net->layers) * DG_WIDTH); */
  /*@ assert delays_t: reals_apart(prepared, delay_count(net), t, net->inputs * DG_WIDTH); */
  dg_load_batch(net, batch, first, t);
  /*@ assert same_loaded: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert settings_loaded: SameSettings{Pre, Here}(training); */
  /*@ assert delays_loaded: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ assert neurons_loaded: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  dg_add_noise(net, training, batches, first, t);
  /*@ assert same_noisy: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert settings_noisy: SameSettings{Pre, Here}(training); */
  /*@ assert delays_noisy: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ assert neurons_noisy: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  dg_load_inputs(net, t, src);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert settings: SameSettings{Pre, Here}(training); */
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ ghost
    size_t l = 0;
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop invariant factors: NetworkFactors(net, prepared, l);
       loop assigns l; loop variant net->depth - l; @/
    while (l < net->depth) {
      /@ assert within: 0 <= delays_in(net->layers, l) &&
           delays_in(net->layers, l) + delays_of(net->layers + l) <= delay_count(net); @/
      /@ assert shifts: SameReals{Pre, Here}(prepared + delays_in(net->layers, l), delays_of(net->layers + l)); @/
      /@ assert neuron: SameNeuron{Pre, Here}(net->layers + l); @/
      /@ assert ratio: SameRatio{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
      /@ assert before: DomainFactors{Pre}(net->layers + l, prepared + delays_in(net->layers, l)); @/
      /@ assert factors: DomainFactors(net->layers + l, prepared + delays_in(net->layers, l)); @/
      l++;
    }
    dg_lemma_network_factors(net, prepared, l); */
}

/* Forward through all layers for a chunk whose first sources are loaded. */
/*@ requires admitted: admitted_network(net) && \valid_read(training) && NetworkFactors(net, prepared, net->depth);
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid_read(prepared + (0 .. delay_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. neuron_count(net)*DG_WIDTH-1)));
    requires valid: \valid(states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(scratch + (0 .. most_forward(net->layers, net->depth)-1)) && \valid(indices + (0 .. inference_integers(net)-1));
    requires separate: \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      scratch + (0 .. most_forward(net->layers, net->depth)-1), indices + (0 .. inference_integers(net)-1),
      parameters + (0 .. parameter_count(net)-1), prepared + (0 .. delay_count(net)-1));
    requires apart: region_apart(net, training, prepared, states, states_in(net->layers, net->depth)) &&
      region_apart(net, training, prepared, scratch, most_forward(net->layers, net->depth)) &&
      integers_apart(net, indices, inference_integers(net));
    requires separate_measured: measured != \null ==> \separated(states + (0 .. states_in(net->layers, net->depth)-1),
      scratch + (0 .. most_forward(net->layers, net->depth)-1), indices + (0 .. inference_integers(net)-1),
      measured + (0 .. neuron_count(net)*DG_WIDTH-1));
    requires positive: DomainPositive(net->layers, states, sources_of(net->layers));
    terminates \true;
    assigns states[0 .. states_in(net->layers, net->depth)-1], scratch[0 .. most_forward(net->layers, net->depth)-1],
      indices[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures kept: Kept{Pre, Post}(net->layers, net->depth, training, prepared, delay_count(net));
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures positive: StatesPositive(net->layers, states, net->depth); */
static inline void dg_chunk_forward(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                    const dg_real *prepared, const dg_real *measured, dg_real *states, dg_real *scratch,
                                    dg_index *indices) {
  (void)training;
  /*@ ghost dg_lemma_shape(net); */
  /*@ assert apart_states: neurons_apart(net->layers, net->depth, states, states_in(net->layers, net->depth)); */
  /*@ assert apart_scratch: neurons_apart(net->layers, net->depth, scratch, most_forward(net->layers, net->depth)); */
  dg_network_forward(net, parameters, prepared, measured, states, scratch, indices);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert settings: SameSettings{Pre, Here}(training); */
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ ghost
    size_t l = 0;
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop invariant factors: NetworkFactors(net, prepared, l);
       loop assigns l; loop variant net->depth - l; @/
    while (l < net->depth) {
      /@ assert neuron: SameNeuron{Pre, Here}(net->layers + l); @/
      /@ assert ratio: SameRatio{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
      /@ assert before: DomainFactors{Pre}(net->layers + l, prepared + delays_in(net->layers, l)); @/
      /@ assert shifts: SameReals{Pre, Here}(prepared + delays_in(net->layers, l), delays_of(net->layers + l)); @/
      /@ assert factors: DomainFactors(net->layers + l, prepared + delays_in(net->layers, l)); @/
      l++;
    }
    dg_lemma_network_factors(net, prepared, l); */
}

/* Output times T of a chunk from what the last layer gave, and dg_chunk_loss of them. */
/*@ requires admitted: admitted_layer(last) && \valid_read(loss) && admitted_loss(loss);
    requires batch: \valid_read(batch) && readable_index(batch) && admitted_labels(batch, last->outputs);
    requires samples: first < batch->count <= DG_BATCH_MAX;
    requires positive: DomainPositive(last, out, last->outputs);
    requires valid: \valid_read(out + (0 .. last->outputs*DG_WIDTH-1)) && \valid(T + (0 .. last->outputs*DG_WIDTH-1)) &&
      \valid(g + (0 .. last->outputs*DG_WIDTH-1));
    requires separate: \separated(T + (0 .. last->outputs*DG_WIDTH-1), out + (0 .. last->outputs*DG_WIDTH-1)) &&
      \separated(T + (0 .. last->outputs*DG_WIDTH-1), last) && \separated(T + (0 .. last->outputs*DG_WIDTH-1), loss) &&
      \separated(g + (0 .. last->outputs*DG_WIDTH-1), T + (0 .. last->outputs*DG_WIDTH-1)) &&
      \separated(g + (0 .. last->outputs*DG_WIDTH-1), loss) && \separated(g + (0 .. last->outputs*DG_WIDTH-1), last);
    terminates \true; assigns T[0 .. last->outputs*DG_WIDTH-1], g[0 .. last->outputs*DG_WIDTH-1];
    ensures correct: \result.correct <= DG_WIDTH && \result.correct <= batch->count - first; */
static inline dg_score dg_output_loss(const dg_layer *last, dg_real t_ref, const dg_loss *loss, const dg_batch *batch, size_t first,
                                      const dg_real *out, dg_real *T, dg_real *g) {
  /*@ assert apart: \separated(&last->neuron, T + (0 .. last->outputs*DG_WIDTH-1)); */
  dg_output_times(last, t_ref, out, T);
  /*@ assert neuron: last->neuron == \at(last->neuron, Pre); */
  /*@ assert settings: loss->xi == \at(loss->xi, Pre) && loss->early_alpha == \at(loss->early_alpha, Pre) &&
        loss->early_beta == \at(loss->early_beta, Pre); */
  /*@ assert layer: admitted_layer(last); */
  /*@ assert loss: admitted_loss(loss); */
  return dg_chunk_loss(last, loss, batch, first, T, g);
}

/* Losses of a chunk from its states, divided by the batch size, with their derivatives g by the output times T, and the spikes that
   each neuron missed. */
/*@ requires admitted: admitted_network(net) && \valid_read(training) && admitted_loss(&training->loss);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net)) && first < batch->count;
    requires positive: StatesPositive(net->layers, states, net->depth);
    requires valid: \valid_read(states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(T + (0 .. output_count(net)*DG_WIDTH-1)) && \valid(g + (0 .. output_count(net)*DG_WIDTH-1)) &&
      \valid(missing + (0 .. neuron_count(net)-1));
    requires separate: \separated(states + (0 .. states_in(net->layers, net->depth)-1), T + (0 .. output_count(net)*DG_WIDTH-1),
      g + (0 .. output_count(net)*DG_WIDTH-1), missing + (0 .. neuron_count(net)-1));
    requires apart: region_apart(net, training, prepared, T, output_count(net) * DG_WIDTH) &&
      region_apart(net, training, prepared, g, output_count(net) * DG_WIDTH) && integers_apart(net, missing, neuron_count(net));
    terminates \true;
    assigns T[0 .. output_count(net)*DG_WIDTH-1], g[0 .. output_count(net)*DG_WIDTH-1], missing[0 .. neuron_count(net)-1];
    ensures admitted: admitted_network(net);
    ensures kept: Kept{Pre, Post}(net->layers, net->depth, training, prepared, delay_count(net));
    ensures positive: StatesPositive(net->layers, states, net->depth);
    ensures correct: \result.correct <= DG_WIDTH && \result.correct <= batch->count - first;
    ensures missing: counts_between(missing, 0, neuron_count(net), DG_WIDTH) &&
      counts_between(missing, 0, neuron_count(net), batch->count - first); */
static inline dg_score dg_states_score(const dg_network *net, const dg_training *training, const dg_real *prepared,
                                       const dg_batch *batch, size_t first, dg_real *states, dg_real *T, dg_real *g,
                                       dg_index *missing) {
  (void)prepared;
  const size_t top = net->depth - 1;
  const dg_layer *last = net->layers + top;
  const dg_real *out = dg_state_of(net, top, states).out;
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_above(net, states, net->depth); */
  /*@ ghost dg_lemma_positive_state(net, states, net->depth, top); */
  /*@ ghost dg_lemma_state(net, top, net->depth); */
  /*@ ghost dg_lemma_index(batch, net->inputs); */
  /*@ assert top: top == net->depth - 1 && last->outputs == output_count(net); */
  /*@ assert apart_T: neurons_apart(net->layers, net->depth, T, output_count(net) * DG_WIDTH); */
  /*@ assert apart_g: neurons_apart(net->layers, net->depth, g, output_count(net) * DG_WIDTH); */
  /*@ assert settings_T: settings_apart(training, T, output_count(net) * DG_WIDTH); */
  /*@ assert settings_g: settings_apart(training, g, output_count(net) * DG_WIDTH); */
  /*@ assert delays_T: reals_apart(prepared, delay_count(net), T, output_count(net) * DG_WIDTH); */
  /*@ assert delays_g: reals_apart(prepared, delay_count(net), g, output_count(net) * DG_WIDTH); */
  /*@ assert states_T: reals_apart(states, states_in(net->layers, net->depth), T, output_count(net) * DG_WIDTH); */
  /*@ assert states_g: reals_apart(states, states_in(net->layers, net->depth), g, output_count(net) * DG_WIDTH); */
  /*@ assert within: states_in(net->layers, top) + (sources_of(last) + last->outputs) * DG_WIDTH <= states_in(net->layers,
        net->depth); */
  /*@ assert readable: \valid_read(out + (0 .. last->outputs*DG_WIDTH-1)); */
  /*@ assert last_T: \separated(T + (0 .. last->outputs*DG_WIDTH-1), last); */
  /*@ assert last_g: \separated(g + (0 .. last->outputs*DG_WIDTH-1), last); */
  /*@ assert loss_g: \separated(g + (0 .. last->outputs*DG_WIDTH-1), &training->loss); */
  /*@ assert out_T: \separated(T + (0 .. last->outputs*DG_WIDTH-1), out + (0 .. last->outputs*DG_WIDTH-1)); */
  /*@ assert loss_T: \separated(T + (0 .. last->outputs*DG_WIDTH-1), &training->loss); */
  const dg_score score = dg_output_loss(last, net->t_ref, &training->loss, batch, first, out, T, g);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert settings_loss: training->loss.xi == \at(training->loss.xi, Pre) &&
        training->loss.early_alpha == \at(training->loss.early_alpha, Pre) &&
        training->loss.early_beta == \at(training->loss.early_beta, Pre); */
  /*@ assert settings_optimiser: training->optimiser.beta1 == \at(training->optimiser.beta1, Pre) &&
        training->optimiser.beta2 == \at(training->optimiser.beta2, Pre) &&
        training->optimiser.epsilon == \at(training->optimiser.epsilon, Pre); */
  /*@ assert settings: SameSettings{Pre, Here}(training); */
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ assert spikes: SameReals{Pre, Here}(states, states_in(net->layers, net->depth)); */
  /*@ ghost
    /@ loop invariant range: 0 <= k;
       loop invariant above: AllAbove{Here, Here}(net->layers, states, k);
       loop assigns k; loop variant net->depth - k; @/
    for (size_t k = 0; k < net->depth; k++) {
      dg_lemma_state(net, k, net->depth);
      /@ assert neuron: (net->layers + k)->neuron == \at((net->layers + \at(k, Here))->neuron, Pre); @/
      /@ assert then: LayerAbove{Pre, Pre}(net->layers, states, k); @/
      /@ assert now: LayerAbove{Here, Here}(net->layers, states, k); @/
      dg_lemma_next_above(net->layers, states, k);
    } */
  /*@ assert above: AllAbove{Here, Here}(net->layers, states, net->depth); */
  /*@ ghost dg_lemma_states_positive(net, states, net->depth); */
  dg_count_missing(net, batch->count - first, states, missing);
  return score;
}

/* dg_states_score; what is read again and again is as it was. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net)) && first < batch->count;
    requires positive: StatesPositive(net->layers, states, net->depth);
    requires valid: \valid_read(states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(T + (0 .. output_count(net)*DG_WIDTH-1)) && \valid(g + (0 .. output_count(net)*DG_WIDTH-1)) &&
      \valid(missing + (0 .. neuron_count(net)-1));
    requires separate: \separated(states + (0 .. states_in(net->layers, net->depth)-1), T + (0 .. output_count(net)*DG_WIDTH-1),
      g + (0 .. output_count(net)*DG_WIDTH-1), missing + (0 .. neuron_count(net)-1));
    requires apart: region_apart(net, training, prepared, T, output_count(net) * DG_WIDTH) &&
      region_apart(net, training, prepared, g, output_count(net) * DG_WIDTH) && integers_apart(net, missing, neuron_count(net));
    requires rows_apart: rows_apart(batch, missing, neuron_count(net));
    terminates \true;
    assigns T[0 .. output_count(net)*DG_WIDTH-1], g[0 .. output_count(net)*DG_WIDTH-1], missing[0 .. neuron_count(net)-1];
    ensures admitted: admitted_network(net);
    ensures kept: Kept{Pre, Post}(net->layers, net->depth, training, prepared, delay_count(net));
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    ensures rows: SameRows{Pre, Post}(batch, batch->index, batch->labels, batch->count);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures positive: StatesPositive(net->layers, states, net->depth);
    ensures correct: \result.correct <= DG_WIDTH && \result.correct <= batch->count - first;
    ensures missing: counts_between(missing, 0, neuron_count(net), DG_WIDTH) &&
      counts_between(missing, 0, neuron_count(net), batch->count - first); */
static inline dg_score dg_chunk_score(const dg_network *net, const dg_training *training, const dg_real *prepared,
                                      const dg_batch *batch, size_t first, dg_real *states, dg_real *T, dg_real *g,
                                      dg_index *missing) {
  /*@ ghost dg_lemma_all_factors(net, prepared); */
  /*@ assert factors_then: AllFactors{Here, Here}(net->layers, prepared, net->depth); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ ghost dg_lemma_missing_apart(net, batch, missing); */
  const dg_score score = dg_states_score(net, training, prepared, batch, first, states, T, g, missing);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ ghost
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop invariant factors: AllFactors{Here, Here}(net->layers, prepared, l);
       loop assigns l; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      /@ assert within: 0 <= delays_in(net->layers, l) && delays_in(net->layers, l + 1) <= delay_count(net); @/
      /@ assert ratio: SameRatio{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
      /@ assert before: LayerFactors{Pre, Pre}(net->layers, prepared, l); @/
      /@ assert factors: LayerFactors{Here, Here}(net->layers, prepared, l); @/
      dg_lemma_next_factors(net->layers, prepared, l);
    } */
  /*@ assert factors: AllFactors{Here, Here}(net->layers, prepared, net->depth); */
  /*@ ghost dg_lemma_placed_factors(net, prepared); */
  /*@ assert index: \forall integer n; 0 <= n < batch->count && batch->index != \null ==>
        batch->index[n] == \at(batch->index[n], Pre); */
  /*@ assert row: \forall integer n; 0 <= n < batch->count ==> row_of{Here}(batch, n) == row_of{Pre}(batch, n); */
  /*@ assert rows: SameRows{Pre, Here}(batch, batch->index, batch->labels, batch->count); */
  /*@ assert rows_then: readable_rows{Pre}(batch, \at(net->inputs, Pre)); */
  /*@ assert readable: readable_rows(batch, net->inputs); */
  /*@ assert labels_then: readable_labels{Pre}(batch); */
  /*@ assert labels: readable_labels(batch); */
  return score;
}

/* dg_network_backward; what it reads again and again is as it was. */
/*@ requires admitted: admitted_network(net) && \valid_read(training);
    requires parameters: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid_read(prepared + (0 .. delay_count(net)-1)) && \valid_read(part.states + (0 .. states_in(net->layers, net->depth)-1));
    requires gradients: \valid(gradient + (0 .. parameter_count(net)-1)) &&
      \valid(part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.scratch + (0 .. most_backward(net->layers, net->depth)-1));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1),
      part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1), part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
      part.scratch + (0 .. most_backward(net->layers, net->depth)-1), parameters + (0 .. parameter_count(net)-1),
      prepared + (0 .. delay_count(net)-1), part.states + (0 .. states_in(net->layers, net->depth)-1));
    requires apart: network_apart(net, gradient, parameter_count(net)) &&
      network_apart(net, part.g, widest(net->layers, net->depth) * DG_WIDTH) &&
      network_apart(net, part.g_next, widest(net->layers, net->depth) * DG_WIDTH) &&
      network_apart(net, part.scratch, most_backward(net->layers, net->depth));
    requires delays: reals_apart(prepared, delay_count(net), gradient, parameter_count(net)) &&
      reals_apart(prepared, delay_count(net), part.g, widest(net->layers, net->depth) * DG_WIDTH) &&
      reals_apart(prepared, delay_count(net), part.g_next, widest(net->layers, net->depth) * DG_WIDTH) &&
      reals_apart(prepared, delay_count(net), part.scratch, most_backward(net->layers, net->depth));
    requires settings: settings_apart(training, gradient, parameter_count(net)) &&
      settings_apart(training, part.g, widest(net->layers, net->depth) * DG_WIDTH) &&
      settings_apart(training, part.g_next, widest(net->layers, net->depth) * DG_WIDTH) &&
      settings_apart(training, part.scratch, most_backward(net->layers, net->depth));
    requires positive: StatesPositive(net->layers, part.states, net->depth);
    terminates \true;
    assigns gradient[0 .. parameter_count(net)-1], part.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      part.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], part.scratch[0 .. most_backward(net->layers, net->depth)-1];
    ensures delays: SameReals{Pre, Post}(prepared, delay_count(net));
    ensures same: SameNeurons{Pre, Post}(net->layers, net->depth);
    ensures settings: SameSettings{Pre, Post}(training); */
static inline void dg_parts_backward(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                     const dg_real *prepared, dg_chunk_parts part, dg_real *gradient) {
  dg_network_backward(net, parameters, prepared, training->gradient_cut, part.states, part.g, part.g_next, gradient, part.scratch);
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ assert xi: training->loss.xi == \at(training->loss.xi, Pre); */
  /*@ assert early: training->loss.early_alpha == \at(training->loss.early_alpha, Pre) &&
        training->loss.early_beta == \at(training->loss.early_beta, Pre); */
  /*@ assert beta1: training->optimiser.beta1 == \at(training->optimiser.beta1, Pre); */
  /*@ assert beta2: training->optimiser.beta2 == \at(training->optimiser.beta2, Pre); */
  /*@ assert epsilon: training->optimiser.epsilon == \at(training->optimiser.epsilon, Pre); */
}

/* Backward through all layers for a chunk: the gradient of its losses. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, prepared, net->depth);
    requires parameters: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid_read(prepared + (0 .. delay_count(net)-1)) &&
      \valid_read(part.states + (0 .. states_in(net->layers, net->depth)-1));
    requires parts: parts_valid(net, part) && parts_separate(net, part) && \valid(gradient + (0 .. parameter_count(net)-1));
    requires separate: parts_apart(net, training, parameters, prepared, gradient, part) &&
      region_apart(net, training, prepared, gradient, parameter_count(net)) &&
      \separated(gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(parameters + (0 .. parameter_count(net)-1), prepared + (0 .. delay_count(net)-1));
    requires positive: StatesPositive(net->layers, part.states, net->depth);
    terminates \true;
    assigns gradient[0 .. parameter_count(net)-1], part.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      part.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], part.scratch[0 .. most_backward(net->layers, net->depth)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net)); */
static inline void dg_chunk_backward(const dg_network *net, const dg_training *training, const dg_real *parameters,
                                     const dg_real *prepared, dg_chunk_parts part, dg_real *gradient) {
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_all_factors(net, prepared); */
  /*@ assert factors_then: AllFactors{Here, Here}(net->layers, prepared, net->depth); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ assert apart_gradient: neurons_apart(net->layers, net->depth, gradient, parameter_count(net)); */
  /*@ assert apart_g: neurons_apart(net->layers, net->depth, part.g, widest(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert apart_g_next: neurons_apart(net->layers, net->depth, part.g_next, widest(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert apart_scratch: neurons_apart(net->layers, net->depth, part.scratch, most_backward(net->layers, net->depth)); */
  /*@ assert delays_gradient: reals_apart(prepared, delay_count(net), gradient, parameter_count(net)); */
  /*@ assert delays_g: reals_apart(prepared, delay_count(net), part.g, widest(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert delays_g_next: reals_apart(prepared, delay_count(net), part.g_next, widest(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert delays_scratch: reals_apart(prepared, delay_count(net), part.scratch, most_backward(net->layers, net->depth)); */
  /*@ assert settings_gradient: settings_apart(training, gradient, parameter_count(net)); */
  /*@ assert settings_g: settings_apart(training, part.g, widest(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert settings_g_next: settings_apart(training, part.g_next, widest(net->layers, net->depth) * DG_WIDTH); */
  /*@ assert settings_scratch: settings_apart(training, part.scratch, most_backward(net->layers, net->depth)); */
  /*@ assert parts: \separated(part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
        part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1),
          part.scratch + (0 .. most_backward(net->layers, net->depth)-1),
        part.states + (0 .. states_in(net->layers, net->depth)-1)); */
  /*@ assert of_gradient: \separated(gradient + (0 .. parameter_count(net)-1),
        part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
        \separated(gradient + (0 .. parameter_count(net)-1), part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
        \separated(gradient + (0 .. parameter_count(net)-1), part.scratch + (0 .. most_backward(net->layers, net->depth)-1)) &&
        \separated(gradient + (0 .. parameter_count(net)-1), part.states + (0 .. states_in(net->layers, net->depth)-1)) &&
        \separated(gradient + (0 .. parameter_count(net)-1), prepared + (0 .. delay_count(net)-1)); */
  /*@ assert of_parameters: \separated(parameters + (0 .. parameter_count(net)-1),
        part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
        \separated(parameters + (0 .. parameter_count(net)-1), part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
        \separated(parameters + (0 .. parameter_count(net)-1), part.scratch + (0 .. most_backward(net->layers, net->depth)-1)) &&
        \separated(parameters + (0 .. parameter_count(net)-1), part.states + (0 .. states_in(net->layers, net->depth)-1)); */
  /*@ assert of_prepared: \separated(prepared + (0 .. delay_count(net)-1),
        part.g + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
        \separated(prepared + (0 .. delay_count(net)-1), part.g_next + (0 .. widest(net->layers, net->depth)*DG_WIDTH-1)) &&
        \separated(prepared + (0 .. delay_count(net)-1), part.scratch + (0 .. most_backward(net->layers, net->depth)-1)) &&
        \separated(prepared + (0 .. delay_count(net)-1), part.states + (0 .. states_in(net->layers, net->depth)-1)); */
  dg_parts_backward(net, training, parameters, prepared, part, gradient);
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ ghost
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop invariant factors: AllFactors{Here, Here}(net->layers, prepared, l);
       loop assigns l; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      /@ assert within: 0 <= delays_in(net->layers, l) && delays_in(net->layers, l + 1) <= delay_count(net); @/
      /@ assert ratio: SameRatio{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
      /@ assert before: LayerFactors{Pre, Pre}(net->layers, prepared, l); @/
      /@ assert factors: LayerFactors{Here, Here}(net->layers, prepared, l); @/
      dg_lemma_next_factors(net->layers, prepared, l);
    } */
  /*@ assert factors: AllFactors{Here, Here}(net->layers, prepared, net->depth); */
  /*@ ghost dg_lemma_placed_factors(net, prepared); */
}

/* dg_load_measured, if there are measured times. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, prepared, net->depth);
    requires batch: \valid_read(batch) && first < batch->count <= DG_BATCH_MAX;
    requires valid: \valid(t + (0 .. neuron_count(net)*DG_WIDTH-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires apart: region_apart(net, training, prepared, t, neuron_count(net) * DG_WIDTH);
    requires separate: measured != \null ==> \separated(t + (0 .. neuron_count(net)*DG_WIDTH-1),
      measured + (0 .. batch->count*neuron_count(net)-1), batch);
    terminates \true; assigns t[0 .. neuron_count(net)*DG_WIDTH-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net)); */
static inline void dg_chunk_measured(const dg_network *net, const dg_training *training, const dg_real *prepared,
                                     const dg_batch *batch, const dg_real *measured, size_t first, dg_real *t) {
  (void)training, (void)prepared; /* named in the contract */
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  if (measured != NULL) dg_load_measured(batch, dg_neuron_count(net), measured, first, t);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert settings: SameSettings{Pre, Here}(training); */
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ ghost
    size_t l = 0;
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop invariant factors: NetworkFactors(net, prepared, l);
       loop assigns l; loop variant net->depth - l; @/
    while (l < net->depth) {
      /@ assert neuron: SameNeuron{Pre, Here}(net->layers + l); @/
      /@ assert ratio: SameRatio{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
      /@ assert before: DomainFactors{Pre}(net->layers + l, prepared + delays_in(net->layers, l)); @/
      /@ assert shifts: SameReals{Pre, Here}(prepared + delays_in(net->layers, l), delays_of(net->layers + l)); @/
      /@ assert factors: DomainFactors(net->layers + l, prepared + delays_in(net->layers, l)); @/
      l++;
    }
    dg_lemma_network_factors(net, prepared, l); */
}

/* A gradient of zeros. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, prepared, net->depth);
    requires valid: \valid(gradient + (0 .. parameter_count(net)-1));
    requires apart: region_apart(net, training, prepared, gradient, parameter_count(net));
    terminates \true; assigns gradient[0 .. parameter_count(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures zero: \forall integer i; 0 <= i < parameter_count(net) ==> is_zero(gradient[i]); */
static inline void dg_gradient_clear(const dg_network *net, const dg_training *training, const dg_real *prepared,
                                     dg_real *gradient) {
  (void)training, (void)prepared; /* named in the contract */
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  dg_clear_reals(dg_parameter_count(net), gradient);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert settings: SameSettings{Pre, Here}(training); */
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ ghost
    size_t l = 0;
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop invariant factors: NetworkFactors(net, prepared, l);
       loop assigns l; loop variant net->depth - l; @/
    while (l < net->depth) {
      /@ assert neuron: SameNeuron{Pre, Here}(net->layers + l); @/
      /@ assert ratio: SameRatio{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
      /@ assert before: DomainFactors{Pre}(net->layers + l, prepared + delays_in(net->layers, l)); @/
      /@ assert shifts: SameReals{Pre, Here}(prepared + delays_in(net->layers, l), delays_of(net->layers + l)); @/
      /@ assert factors: DomainFactors(net->layers + l, prepared + delays_in(net->layers, l)); @/
      l++;
    }
    dg_lemma_network_factors(net, prepared, l); */
}

/* The gradient of a chunk, added to that of a batch. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, prepared, net->depth);
    requires valid: \valid(gradient + (0 .. parameter_count(net)-1)) && \valid_read(chunk + (0 .. parameter_count(net)-1));
    requires apart: region_apart(net, training, prepared, gradient, parameter_count(net));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1), chunk + (0 .. parameter_count(net)-1));
    terminates \true; assigns gradient[0 .. parameter_count(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures sum: \forall integer i; 0 <= i < parameter_count(net) ==> gradient[i] == \old(gradient[i]) + chunk[i]; */
static inline void dg_gradient_add(const dg_network *net, const dg_training *training, const dg_real *prepared, dg_real *gradient,
                                   const dg_real *chunk) {
  (void)training, (void)prepared; /* named in the contract */
  /*@ ghost dg_lemma_shape(net); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  dg_add_reals(dg_parameter_count(net), gradient, chunk);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  /*@ assert settings: SameSettings{Pre, Here}(training); */
  /*@ assert delays: SameReals{Pre, Here}(prepared, delay_count(net)); */
  /*@ ghost
    size_t l = 0;
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop invariant factors: NetworkFactors(net, prepared, l);
       loop assigns l; loop variant net->depth - l; @/
    while (l < net->depth) {
      /@ assert neuron: SameNeuron{Pre, Here}(net->layers + l); @/
      /@ assert ratio: SameRatio{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
      /@ assert before: DomainFactors{Pre}(net->layers + l, prepared + delays_in(net->layers, l)); @/
      /@ assert shifts: SameReals{Pre, Here}(prepared + delays_in(net->layers, l), delays_of(net->layers + l)); @/
      /@ assert factors: DomainFactors(net->layers + l, prepared + delays_in(net->layers, l)); @/
      l++;
    }
    dg_lemma_network_factors(net, prepared, l); */
}

/* The spikes of a chunk: measured times, inputs, then forward through all layers. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net)) && first < batch->count;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid_read(prepared + (0 .. delay_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires valid: \valid(part.t + (0 .. net->inputs*DG_WIDTH-1)) && \valid(part.measured + (0 .. neuron_count(net)*DG_WIDTH-1)) &&
      \valid(part.states + (0 .. states_in(net->layers, net->depth)-1)) &&
      \valid(part.scratch + (0 .. most_forward(net->layers, net->depth)-1)) &&
        \valid(part.order + (0 .. inference_integers(net)-1));
    requires separate: spikes_separate(net, parameters, prepared, part);
    requires apart: spikes_apart_of(net, training, prepared, part);
    requires integers: integers_apart(net, part.order, inference_integers(net)) &&
      rows_apart(batch, part.order, inference_integers(net));
    requires separate_batch: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH);
    requires separate_measured: pass_measured_apart(net, batch, measured, part);
    terminates \true;
    assigns part.t[0 .. net->inputs*DG_WIDTH-1], part.measured[0 .. neuron_count(net)*DG_WIDTH-1],
      part.states[0 .. states_in(net->layers, net->depth)-1], part.scratch[0 .. most_forward(net->layers, net->depth)-1],
      part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures rows: SameRows{Pre, Post}(batch, batch->index, batch->labels, batch->count);
    ensures batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    ensures positive: StatesPositive(net->layers, part.states, net->depth); */
static inline void dg_chunk_spikes(const dg_network *net, const dg_real *parameters, const dg_real *prepared,
                                   const dg_training *training, uint64_t batches, const dg_batch *batch, const dg_real *measured,
                                   size_t first, dg_chunk_parts part) {
  /*@ ghost dg_lemma_wide(net); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ assert states: 0 <= sources_of(net->layers) * DG_WIDTH <= states_in(net->layers, net->depth); */
  /*@ assert src: \separated(part.states + (0 .. sources_of(net->layers)*DG_WIDTH-1), part.t + (0 .. net->inputs*DG_WIDTH-1)) &&
        \valid(part.states + (0 .. sources_of(net->layers)*DG_WIDTH-1)); */
  /*@ ghost dg_lemma_sources_apart(net, training, prepared, part.states); */
  /*@ assert src_apart: region_apart(net, training, prepared, part.states, sources_of(net->layers) * DG_WIDTH); */
  dg_chunk_measured(net, training, prepared, batch, measured, first, part.measured);
  dg_real *src = dg_state_of(net, 0, part.states).src;
  /*@ assert src: src == part.states; */
  dg_chunk_load(net, training, prepared, batches, batch, first, part.t, src);
  dg_chunk_forward(net, training, parameters, prepared, measured != NULL ? part.measured : NULL, part.states, part.scratch,
                   part.order);
  /*@ assert index: \forall integer n; 0 <= n < batch->count && batch->index != \null ==>
        batch->index[n] == \at(batch->index[n], Pre); */
  /*@ assert row: \forall integer n; 0 <= n < batch->count ==> row_of{Here}(batch, n) == row_of{Pre}(batch, n); */
  /*@ assert rows: SameRows{Pre, Here}(batch, batch->index, batch->labels, batch->count); */
  /*@ assert rows_then: readable_rows{Pre}(batch, \at(net->inputs, Pre)); */
  /*@ assert readable: readable_rows(batch, net->inputs); */
  /*@ assert labels_then: readable_labels{Pre}(batch); */
  /*@ assert labels: readable_labels(batch); */
}

/* One chunk of a batch, samples first and on, whose arguments are admitted and prepared: gradient and missing are written. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net)) && first < batch->count;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid_read(prepared + (0 .. delay_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires sums: \valid(gradient + (0 .. parameter_count(net)-1)) && \valid(missing + (0 .. neuron_count(net)-1));
    requires parts: parts_valid(net, part) && parts_separate(net, part);
    requires apart: pass_apart(net, training, batch, parameters, prepared, measured, part, gradient, missing);
    requires rows_apart: pass_rows_apart(net, batch, part, missing);
    requires measured_apart: pass_measured_apart(net, batch, measured, part);
    requires integers_apart: pass_integers_apart(net, parameters, prepared, part, missing);
    terminates \true;
    assigns gradient[0 .. parameter_count(net)-1], missing[0 .. neuron_count(net)-1], part.t[0 .. net->inputs*DG_WIDTH-1],
      part.measured[0 .. neuron_count(net)*DG_WIDTH-1], part.T[0 .. output_count(net)*DG_WIDTH-1],
      part.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], part.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      part.states[0 .. states_in(net->layers, net->depth)-1], part.scratch[0 .. scratch_reals(net)-1],
      part.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, prepared, net->depth);
    ensures batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    ensures rows: SameRows{Pre, Post}(batch, batch->index, batch->labels, batch->count);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures correct: \result.correct <= DG_WIDTH && \result.correct <= batch->count - first;
    ensures missing: counts_between(missing, 0, neuron_count(net), DG_WIDTH) &&
      counts_between(missing, 0, neuron_count(net), batch->count - first); */
static inline dg_score dg_chunk_pass(const dg_network *net, const dg_real *parameters, const dg_real *prepared,
                                     const dg_training *training, uint64_t batches, const dg_batch *batch, const dg_real *measured,
                                     size_t first, dg_chunk_parts part, dg_real *gradient, dg_index *missing) {
  /*@ ghost dg_lemma_wide(net); */
  /*@ ghost dg_lemma_offsets(net->layers, net->depth); */
  /*@ assert outputs: 0 <= output_count(net) * DG_WIDTH <= widest(net->layers, net->depth) * DG_WIDTH; */
  /*@ assert scratch: most_forward(net->layers, net->depth) <= scratch_reals(net) &&
        most_backward(net->layers, net->depth) <= scratch_reals(net); */
  /*@ assert scratch_apart: part_apart(net, training, parameters, prepared, gradient, part.scratch, scratch_reals(net)); */
  /*@ assert spikes_separate: spikes_separate(net, parameters, prepared, part); */
  /*@ assert spikes_apart: spikes_apart_of(net, training, prepared, part); */
  /*@ ghost dg_lemma_outputs_apart(net, training, prepared, part.g); */
  /*@ assert g_apart: region_apart(net, training, prepared, part.g, output_count(net) * DG_WIDTH); */
  /*@ assert scores_separate: \separated(part.states + (0 .. states_in(net->layers, net->depth)-1),
        part.T + (0 .. output_count(net)*DG_WIDTH-1),
        part.g + (0 .. output_count(net)*DG_WIDTH-1), missing + (0 .. neuron_count(net)-1)); */
  /*@ ghost dg_lemma_missing_apart(net, batch, missing); */
  dg_gradient_clear(net, training, prepared, gradient);
  dg_chunk_spikes(net, parameters, prepared, training, batches, batch, measured, first, part);
  const dg_score score = dg_chunk_score(net, training, prepared, batch, first, part.states, part.T, part.g, missing);
  /*@ ghost size_t most = dg_lemma_most_backward(net->layers, net->depth); */
  /*@ assert scratch_scored: part_apart(net, training, parameters, prepared, gradient, part.scratch, scratch_reals(net)); */
  /*@ ghost dg_lemma_scratch_backward(net, training, parameters, prepared, gradient, part.scratch); */
  dg_chunk_backward(net, training, parameters, prepared, part, gradient);
  return score;
}

/* Loss and gradient of one chunk of a batch, samples chunk*DG_WIDTH and on: sums is written, nothing else but the workspace
   work. Chunks are independent of each other: they may be computed in any order, by any thread or process, each with a
   workspace of its own. The arguments up to measured are those that dg_batch_prepare has admitted, prepared what it wrote, and
   batches, measured as for dg_gradient. Errors: NULL, WORKSPACE, SHAPE if there is no such chunk. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      \valid_read(prepared + (0 .. prepared_reals(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires prepared: NetworkFactors(net, prepared, net->depth);
    requires workspace: work == \null || usable_workspace(work);
    requires sums: sums == \null || \valid(sums) && sums_valid(net, *sums);
    requires separate: work != \null && sums != \null ==>
      chunk_separate(net, training, batch, work, parameters, prepared, measured, sums);
    terminates \true;
    assigns sums->loss, sums->correct, sums->gradient[0 .. parameter_count(net)-1], sums->missing[0 .. neuron_count(net)-1],
      work->real[0 .. chunk_reals(net)-1], work->integer[0 .. inference_integers(net)-1];
    ensures correct: \result == DG_OK ==> sums->correct <= DG_WIDTH && sums->correct <= batch->count - chunk * DG_WIDTH;
    ensures counted: \result == DG_OK ==> counts_between(sums->missing, 0, \old(neuron_count(net)), DG_WIDTH) &&
      counts_between(sums->missing, 0, \old(neuron_count(net)), batch->count - chunk * DG_WIDTH); */
static inline dg_status dg_chunk_gradient(const dg_network *net, const dg_real *parameters, const dg_real *prepared,
                                          const dg_training *training, uint64_t batches, const dg_batch *batch,
                                          const dg_real *measured, size_t chunk, dg_sums *sums, const dg_workspace *work) {
  dg_status status = dg_network_check(net);
  if (status != DG_OK) return status;
  dg_sizes size = dg_chunk_sizes(net);
  status = dg_workspace_check(work, size.reals, size.integers);
  if (status == DG_OK && (sums == NULL || parameters == NULL || prepared == NULL)) status = DG_ERROR_NULL;
  if (status == DG_OK && chunk >= dg_chunk_count(batch->count)) status = DG_ERROR_SHAPE;
  if (status != DG_OK) return status;
  const size_t first = chunk * DG_WIDTH;
  /*@ assert first: first == chunk * DG_WIDTH && first < batch->count; */
  /*@ assert enough: chunk_reals(net) <= work->reals && inference_integers(net) <= work->integers; */
  const dg_chunk_parts part = dg_chunk_cut(net, work);
  /*@ assert cut: parts_cut(net, work->real, work->integer, part); */
  /*@ ghost dg_lemma_pass(net, training, batch, parameters, prepared, measured, work->real, work->reals, work->integer,
        work->integers,
                          sums->gradient, sums->missing, part); */
  const dg_score score = dg_chunk_pass(net, parameters, prepared, training, batches, batch, measured, first, part, sums->gradient,
                                       sums->missing);
  sums->loss = score.loss;
  sums->correct = score.correct;
  return DG_OK;
}

/* Sums of no sample. */
/*@ requires admitted: admitted_network(net);
    requires sums: \valid(sums) && sums_valid(net, *sums) && sums_apart(net, sums);
    terminates \true;
    assigns sums->loss, sums->correct, sums->gradient[0 .. parameter_count(net)-1], sums->missing[0 .. neuron_count(net)-1];
    ensures zero: sums->loss == 0 && sums->correct == 0;
    ensures missing: \forall integer j; 0 <= j < \old(neuron_count(net)) ==> sums->missing[j] == 0;
    ensures gradient: \forall integer i; 0 <= i < \old(parameter_count(net)) ==> is_zero(sums->gradient[i]); */
static inline void dg_sums_clear(const dg_network *net, dg_sums *sums) {
  size_t parameters = dg_parameter_count(net), neurons = dg_neuron_count(net);
  /*@ loop invariant range: 0 <= i <= parameters;
      loop invariant zero: \forall integer j; 0 <= j < i ==> is_zero(sums->gradient[j]);
      loop assigns i, sums->gradient[0 .. parameters-1]; loop variant parameters - i; */
  for (size_t i = 0; i < parameters; i++) sums->gradient[i] = 0;
  /*@ loop invariant range: 0 <= j <= neurons;
      loop invariant zero: \forall integer i; 0 <= i < j ==> sums->missing[i] == 0;
      loop assigns j, sums->missing[0 .. neurons-1]; loop variant neurons - j; */
  for (size_t j = 0; j < neurons; j++) sums->missing[j] = 0;
  sums->loss = 0;
  sums->correct = 0;
}

/* Adds the sums of a chunk to those of a batch: chunk after chunk, in order, from dg_sums_clear on (SPEC 6.3). */
/*@ requires admitted: admitted_network(net);
    requires sums: \valid(sums) && sums_valid(net, *sums) && sums_apart(net, sums);
    requires chunk: \valid_read(chunk) && sums_valid(net, *chunk) && counted(net, chunk->missing, DG_WIDTH) &&
      chunk->correct <= DG_WIDTH;
    requires room: sums->correct <= DG_BATCH_MAX && counted(net, sums->missing, DG_BATCH_MAX);
    requires separate: sums_separate(net, sums, chunk);
    terminates \true;
    assigns sums->loss, sums->correct, sums->gradient[0 .. parameter_count(net)-1], sums->missing[0 .. neuron_count(net)-1];
    ensures gradient: \forall integer i; 0 <= i < \old(parameter_count(net)) ==>
      sums->gradient[i] == \old(sums->gradient[i]) + chunk->gradient[i];
    ensures missing: \forall integer j; 0 <= j < \old(neuron_count(net)) ==>
      sums->missing[j] == \old(sums->missing[j]) + chunk->missing[j];
    ensures loss: sums->loss == \old(sums->loss) + chunk->loss && sums->correct == \old(sums->correct) + chunk->correct; */
static inline void dg_sums_add(const dg_network *net, dg_sums *sums, const dg_sums *chunk) {
  size_t parameters = dg_parameter_count(net), neurons = dg_neuron_count(net);
  /*@ loop invariant range: 0 <= i <= parameters;
      loop invariant done: \forall integer j; 0 <= j < i ==>
        sums->gradient[j] == \at(sums->gradient[j], Pre) + chunk->gradient[j];
      loop invariant rest: \forall integer j; i <= j < parameters ==> sums->gradient[j] == \at(sums->gradient[j], Pre);
      loop assigns i, sums->gradient[0 .. parameters-1]; loop variant parameters - i; */
  for (size_t i = 0; i < parameters; i++) sums->gradient[i] += chunk->gradient[i];
  /*@ loop invariant range: 0 <= j <= neurons;
      loop invariant done: \forall integer i; 0 <= i < j ==>
        sums->missing[i] == \at(sums->missing[i], Pre) + chunk->missing[i];
      loop invariant rest: \forall integer i; j <= i < neurons ==> sums->missing[i] == \at(sums->missing[i], Pre);
      loop assigns j, sums->missing[0 .. neurons-1]; loop variant neurons - j; */
  for (size_t j = 0; j < neurons; j++) sums->missing[j] += chunk->missing[j];
  sums->loss += chunk->loss;
  sums->correct += chunk->correct;
}

/* The derivatives g by n delays of a layer become those by their parameters p (SPEC 5.2). */
/*@ requires valid: \valid_read(delay) && \valid_read(p + (0 .. n-1)) && \valid(g + (0 .. n-1));
    requires separate: \separated(g + (0 .. n-1), p + (0 .. n-1)) && \separated(g + (0 .. n-1), delay);
    terminates \true; assigns g[0 .. n-1];
    ensures identity: \old(delay->map) != DG_MAP_SIGMOID ==> \forall integer i; 0 <= i < n ==> g[i] == \old(g[i]); */
static inline void dg_by_delay_parameters(const dg_delay *delay, size_t n, const dg_real *p, dg_real *g) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant identity: \at(delay->map, Pre) != DG_MAP_SIGMOID ==> \forall integer j; 0 <= j < n ==> g[j] == \at(g[j], Pre);
      loop assigns i, g[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) g[i] *= dg_delay_slope(delay, p[i]);
}

/* The gradient by delays becomes that by their parameters, layer by layer. */
/*@ requires admitted: admitted_network(net);
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(gradient + (0 .. parameter_count(net)-1));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      network_apart(net, gradient, parameter_count(net));
    terminates \true; assigns gradient[0 .. parameter_count(net)-1];
    ensures admitted: admitted_network(net); */
static inline void dg_by_parameters(const dg_network *net, const dg_real *parameters, dg_real *gradient) {
  size_t at = 0;
  /*@ ghost dg_lemma_shape(net); */
  /*@ assert apart: neurons_apart(net->layers, net->depth, gradient, parameter_count(net)); */
  /*@ assert layers: \forall integer l; 0 <= l < net->depth ==>
        \separated(gradient + (0 .. parameter_count(net)-1), &(net->layers + l)->delay); */
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: at == parameters_in(net->layers, l);
      loop assigns l, at, gradient[0 .. parameter_count(net)-1]; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    /*@ assert layer: \valid_read(layer) && shaped_layer(layer); */
    const size_t weights = dg_layer_weights(layer), delays = dg_layer_delays(layer);
    /*@ assert inside: parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights + delays; */
    /*@ assert bound: 0 <= parameters_in(net->layers, l) &&
          parameters_in(net->layers, l) + weights + delays <= parameter_count(net); */
    /*@ assert delay: \separated(gradient + (at+weights .. at+weights+delays-1), &layer->delay); */
    dg_by_delay_parameters(&layer->delay, delays, parameters + at + weights, gradient + at + weights);
    at += weights + delays;
  }
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
}

/* dg_delay_loss, where it is wanted. */
/*@ requires admitted: \valid_read(loss) && admitted_network(net);
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(gradient + (0 .. parameter_count(net)-1));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1), loss) &&
      network_apart(net, gradient, parameter_count(net));
    terminates \true; assigns gradient[0 .. parameter_count(net)-1];
    ensures none: is_zero(\old(loss->delay_alpha)) ==> is_zero(\result); */
static inline dg_real dg_regulariser(const dg_loss *loss, const dg_network *net, const dg_real *parameters, dg_real *gradient) {
  if (loss->delay_alpha == 0) return 0;
  return dg_delay_loss(loss, net, parameters, gradient);
}

/* The loss of a batch of so many samples, from that of all its chunks together: a mean, and regularisers; the gradient by delays
   becomes that by their parameters. */
/*@ requires admitted: admitted_network(net) && \valid_read(training) && 1 <= samples <= DG_BATCH_MAX;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(gradient + (0 .. parameter_count(net)-1));
    requires separate: \separated(gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(gradient + (0 .. parameter_count(net)-1), training) && network_apart(net, gradient, parameter_count(net)) &&
      \separated(parameters + (0 .. parameter_count(net)-1), training);
    terminates \true; assigns gradient[0 .. parameter_count(net)-1];
    ensures admitted: admitted_network(net);
    ensures settings: SameSettings{Pre, Post}(training);
    ensures mean: is_zero(\old(training->loss.delay_alpha)) ==> \result == loss / samples; */
static inline dg_real dg_batch_loss(const dg_network *net, const dg_real *parameters, const dg_training *training, size_t samples,
                                    dg_real loss, dg_real *gradient) {
  const dg_real mean = loss / (dg_real)samples;
  /*@ ghost dg_lemma_shape(net); */
  /*@ assert neurons_apart: neurons_apart(net->layers, net->depth, gradient, parameter_count(net)); */
  /*@ assert settings_apart: settings_apart(training, gradient, parameter_count(net)); */
  dg_by_parameters(net, parameters, gradient);
  /*@ assert alpha: training->loss.delay_alpha == \at(training->loss.delay_alpha, Pre); */
  /*@ assert loss: \separated(gradient + (0 .. parameter_count(net)-1), &training->loss) &&
        \separated(parameters + (0 .. parameter_count(net)-1), &training->loss); */
  const dg_real regulariser = dg_regulariser(&training->loss, net, parameters, gradient);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
  return mean + regulariser;
}

/* What a batch of so many samples gave, from the sums of all its chunks: the gradient by delays becomes that by their
   parameters, the loss a mean, and regularisers are added. */
/*@ requires admitted: admitted_network(net) && \valid_read(training) && 1 <= samples <= DG_BATCH_MAX;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(result);
    requires sums: \valid_read(sums) && \valid(sums->gradient + (0 .. parameter_count(net)-1)) &&
      network_apart(net, sums->gradient, parameter_count(net));
    requires separate: \separated(sums->gradient + (0 .. parameter_count(net)-1), sums, result,
      parameters + (0 .. parameter_count(net)-1)) && \separated(sums->gradient + (0 .. parameter_count(net)-1), training) &&
      \separated(parameters + (0 .. parameter_count(net)-1), training);
    terminates \true; assigns *result, sums->gradient[0 .. parameter_count(net)-1];
    ensures correct: result->correct == \old(sums->correct) && result->bumped == DG_NO_LAYER;
    ensures mean: is_zero(\old(training->loss.delay_alpha)) ==> result->loss == \old(sums->loss) / samples; */
static inline void dg_batch_finish(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                   size_t samples, const dg_sums *sums, dg_batch_result *result) {
  const size_t correct = sums->correct;
  result->loss = dg_batch_loss(net, parameters, training, samples, sums->loss, sums->gradient);
  result->correct = correct;
  result->bumped = DG_NO_LAYER;
}

/* One chunk of a batch, samples first and on, added to the sums of the chunks before. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net)) && first < batch->count;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
    requires apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
      part.chunk.missing);
    requires rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
    requires measured_apart: pass_measured_apart(net, batch, measured, work);
    requires integers_apart: pass_integers_apart(net, parameters, part.prepared, work, part.chunk.missing);
    requires sums_apart: batch_sums_apart(net, training, batch, part, work);
    requires counted: counts_between(part.batch.missing, 0, neuron_count(net), first);
    terminates \true;
    assigns part.batch.gradient[0 .. parameter_count(net)-1], part.batch.missing[0 .. neuron_count(net)-1],
      part.chunk.gradient[0 .. parameter_count(net)-1], part.chunk.missing[0 .. neuron_count(net)-1],
      work.t[0 .. net->inputs*DG_WIDTH-1], work.measured[0 .. neuron_count(net)*DG_WIDTH-1],
      work.T[0 .. output_count(net)*DG_WIDTH-1], work.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      work.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], work.states[0 .. states_in(net->layers, net->depth)-1],
      work.scratch[0 .. scratch_reals(net)-1], work.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, part.prepared, net->depth);
    ensures batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    ensures rows: SameRows{Pre, Post}(batch, batch->index, batch->labels, batch->count);
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures correct: \result.correct <= DG_WIDTH && \result.correct <= batch->count - first;
    ensures counted: counts_between(part.batch.missing, 0, neuron_count(net), first + DG_WIDTH) &&
      counts_between(part.batch.missing, 0, neuron_count(net), batch->count); */
static inline dg_score dg_batch_chunk(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                      uint64_t batches, const dg_batch *batch, const dg_real *measured, size_t first,
                                      dg_training_parts part, dg_chunk_parts work) {
  /*@ ghost dg_lemma_missing_apart(net, batch, part.batch.missing); */
  const size_t neurons = dg_neuron_count(net);
  const dg_score score = dg_chunk_pass(net, parameters, part.prepared, training, batches, batch, measured, first, work,
                                       part.chunk.gradient, part.chunk.missing);
  /*@ assert index_then: \forall integer n; 0 <= n < batch->count && batch->index != \null ==>
        batch->index[n] == \at(batch->index[n], Pre); */
  /*@ assert row_then: \forall integer n; 0 <= n < batch->count ==> row_of{Here}(batch, n) == row_of{Pre}(batch, n); */
  /*@ assert sums_then: \forall integer j; 0 <= j < neurons ==> part.batch.missing[j] == \at(part.batch.missing[j], Pre); */
  /*@ assert before: counts_between(part.batch.missing, 0, neurons, first); */
  dg_gradient_add(net, training, part.prepared, part.batch.gradient, part.chunk.gradient);
  /*@ ghost Passed: ; */
  dg_add_counts(neurons, part.batch.missing, part.chunk.missing);
  /*@ assert chunk: \forall integer j; 0 <= j < neurons ==> part.chunk.missing[j] == \at(part.chunk.missing[j], Passed); */
  /*@ assert counted: counts_between(part.batch.missing, 0, neurons, first + DG_WIDTH) &&
        counts_between(part.batch.missing, 0, neurons, batch->count); */
  /*@ assert index: \forall integer n; 0 <= n < batch->count && batch->index != \null ==>
        batch->index[n] == \at(batch->index[n], Pre); */
  /*@ assert row: \forall integer n; 0 <= n < batch->count ==> row_of{Here}(batch, n) == row_of{Pre}(batch, n); */
  /*@ assert label: \forall integer n; 0 <= n < batch->count ==>
        batch->labels[row_of{Pre}(batch, n)] == \at(batch->labels[row_of{Pre}(batch, n)], Passed); */
  /*@ assert rows: SameRows{Pre, Here}(batch, batch->index, batch->labels, batch->count); */
  /*@ assert rows_then: readable_rows{Pre}(batch, \at(net->inputs, Pre)); */
  /*@ assert readable: readable_rows(batch, net->inputs); */
  /*@ assert labels_then: readable_labels{Pre}(batch); */
  /*@ assert labels: readable_labels(batch); */
  return score;
}

/* Sums of a batch at its beginning: zeros. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
    requires apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
      part.chunk.missing);
    requires rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
    requires measured_apart: pass_measured_apart(net, batch, measured, work);
    requires integers_apart: pass_integers_apart(net, parameters, part.prepared, work, part.chunk.missing);
    requires sums_apart: batch_sums_apart(net, training, batch, part, work);
    terminates \true;
    assigns part.batch.gradient[0 .. parameter_count(net)-1], part.batch.missing[0 .. neuron_count(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, part.prepared, net->depth);
    ensures batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
    ensures apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
      part.chunk.missing);
    ensures rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
    ensures sums_apart: batch_sums_apart(net, training, batch, part, work);
    ensures zero: counts_between(part.batch.missing, 0, neuron_count(net), 0); */
static inline void dg_batch_clear(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                  const dg_batch *batch, const dg_real *measured, dg_training_parts part, dg_chunk_parts work) {
  (void)parameters, (void)batch, (void)measured, (void)work; /* named in the contract */
  const size_t neurons = dg_neuron_count(net);
  /*@ ghost dg_lemma_missing_apart(net, batch, part.batch.missing); */
  /*@ ghost dg_lemma_scratch_whole(net, training, parameters, part.prepared, part.chunk.gradient, work.scratch); */
  /*@ ghost Before: ; */
  dg_gradient_clear(net, training, part.prepared, part.batch.gradient);
  dg_clear_counts(neurons, part.batch.missing);
  /*@ assert size: scratch_reals(net) == \at(scratch_reals(net), Before); */
  /*@ assert whole: part_apart(net, training, parameters, part.prepared, part.chunk.gradient, work.scratch, scratch_reals(net)); */
  /*@ assert larger: most_forward(net->layers, net->depth) <= scratch_reals(net) &&
        most_backward(net->layers, net->depth) <= scratch_reals(net); */
  /*@ ghost dg_lemma_scratch_parts(net, training, parameters, part.prepared, part.chunk.gradient, work.scratch); */
  /*@ assert index: \forall integer n; 0 <= n < batch->count && batch->index != \null ==>
        batch->index[n] == \at(batch->index[n], Pre); */
  /*@ assert row: \forall integer n; 0 <= n < batch->count ==> row_of{Here}(batch, n) == row_of{Pre}(batch, n); */
  /*@ assert label: \forall integer n; 0 <= n < batch->count ==>
        batch->labels[row_of{Pre}(batch, n)] == \at(batch->labels[row_of{Pre}(batch, n)], Pre); */
  /*@ assert rows: SameRows{Pre, Here}(batch, batch->index, batch->labels, batch->count); */
  /*@ assert rows_then: readable_rows{Pre}(batch, \at(net->inputs, Pre)); */
  /*@ assert readable: readable_rows(batch, net->inputs); */
  /*@ assert labels_then: readable_labels{Pre}(batch); */
  /*@ assert labels: readable_labels(batch); */
  /*@ assert inputs_then: batch_apart{Pre}(batch, \at(net->inputs, Pre), work.t, \at(net->inputs, Pre) * DG_WIDTH); */
  /*@ assert inputs: batch_apart(batch, net->inputs, work.t, net->inputs * DG_WIDTH); */
  /*@ assert order_then: rows_apart{Pre}(batch, work.order, inference_integers{Pre}(net)); */
  /*@ assert order: rows_apart(batch, work.order, inference_integers(net)); */
  /*@ assert chunk_then: rows_apart{Pre}(batch, part.chunk.missing, neuron_count{Pre}(net)); */
  /*@ assert chunk: rows_apart(batch, part.chunk.missing, neuron_count(net)); */
  /*@ assert sums_then: rows_apart{Pre}(batch, part.batch.missing, neuron_count{Pre}(net)); */
  /*@ assert sums: rows_apart(batch, part.batch.missing, neuron_count(net)); */
}

/* One chunk of a batch as dg_batch_chunk computes it: what it asks for holds again when it is done. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net)) && first < batch->count;
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
    requires apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
      part.chunk.missing);
    requires rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
    requires measured_apart: pass_measured_apart(net, batch, measured, work);
    requires integers_apart: pass_integers_apart(net, parameters, part.prepared, work, part.chunk.missing);
    requires sums_apart: batch_sums_apart(net, training, batch, part, work);
    requires counted: counts_between(part.batch.missing, 0, neuron_count(net), first);
    terminates \true;
    assigns part.batch.gradient[0 .. parameter_count(net)-1], part.batch.missing[0 .. neuron_count(net)-1],
      part.chunk.gradient[0 .. parameter_count(net)-1], part.chunk.missing[0 .. neuron_count(net)-1],
      work.t[0 .. net->inputs*DG_WIDTH-1], work.measured[0 .. neuron_count(net)*DG_WIDTH-1],
      work.T[0 .. output_count(net)*DG_WIDTH-1], work.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      work.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], work.states[0 .. states_in(net->layers, net->depth)-1],
      work.scratch[0 .. scratch_reals(net)-1], work.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures factors: NetworkFactors(net, part.prepared, net->depth);
    ensures batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    ensures scratch: scratch_reals(net) == \old(scratch_reals(net));
    ensures parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
    ensures apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
      part.chunk.missing);
    ensures rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
    ensures sums_apart: batch_sums_apart(net, training, batch, part, work);
    ensures correct: \result.correct <= DG_WIDTH && \result.correct <= batch->count - first;
    ensures counted: counts_between(part.batch.missing, 0, neuron_count(net), first + DG_WIDTH) &&
      counts_between(part.batch.missing, 0, neuron_count(net), batch->count); */
static inline dg_score dg_batch_next(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                     uint64_t batches, const dg_batch *batch, const dg_real *measured, size_t first,
                                     dg_training_parts part, dg_chunk_parts work) {
  /*@ ghost dg_lemma_scratch_whole(net, training, parameters, part.prepared, part.chunk.gradient, work.scratch); */
  /*@ ghost Before: ; */
  const dg_score score = dg_batch_chunk(net, parameters, training, batches, batch, measured, first, part, work);
  /*@ assert size: scratch_reals(net) == \at(scratch_reals(net), Before); */
  /*@ assert whole: part_apart(net, training, parameters, part.prepared, part.chunk.gradient, work.scratch, scratch_reals(net)); */
  /*@ assert larger: most_forward(net->layers, net->depth) <= scratch_reals(net) &&
        most_backward(net->layers, net->depth) <= scratch_reals(net); */
  /*@ ghost dg_lemma_scratch_parts(net, training, parameters, part.prepared, part.chunk.gradient, work.scratch); */
  /*@ assert index: \forall integer n; 0 <= n < batch->count && batch->index != \null ==>
        batch->index[n] == \at(batch->index[n], Pre); */
  /*@ assert row: \forall integer n; 0 <= n < batch->count ==> row_of{Here}(batch, n) == row_of{Pre}(batch, n); */
  /*@ assert inputs_then: batch_apart{Pre}(batch, \at(net->inputs, Pre), work.t, \at(net->inputs, Pre) * DG_WIDTH); */
  /*@ assert inputs: batch_apart(batch, net->inputs, work.t, net->inputs * DG_WIDTH); */
  /*@ assert order_then: rows_apart{Pre}(batch, work.order, inference_integers{Pre}(net)); */
  /*@ assert order: rows_apart(batch, work.order, inference_integers(net)); */
  /*@ assert chunk_then: rows_apart{Pre}(batch, part.chunk.missing, neuron_count{Pre}(net)); */
  /*@ assert chunk: rows_apart(batch, part.chunk.missing, neuron_count(net)); */
  /*@ assert sums_then: rows_apart{Pre}(batch, part.batch.missing, neuron_count{Pre}(net)); */
  /*@ assert sums: rows_apart(batch, part.batch.missing, neuron_count(net)); */
  return score;
}

/* Loss and gradient of all chunks of a batch, one after another, added to its sums. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
    requires apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
      part.chunk.missing);
    requires rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
    requires measured_apart: pass_measured_apart(net, batch, measured, work);
    requires integers_apart: pass_integers_apart(net, parameters, part.prepared, work, part.chunk.missing);
    requires sums_apart: batch_sums_apart(net, training, batch, part, work);
    requires counted: counts_between(part.batch.missing, 0, neuron_count(net), 0);
    terminates \true;
    assigns part.batch.gradient[0 .. parameter_count(net)-1], part.batch.missing[0 .. neuron_count(net)-1],
      part.chunk.gradient[0 .. parameter_count(net)-1], part.chunk.missing[0 .. neuron_count(net)-1],
      work.t[0 .. net->inputs*DG_WIDTH-1], work.measured[0 .. neuron_count(net)*DG_WIDTH-1],
      work.T[0 .. output_count(net)*DG_WIDTH-1], work.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      work.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], work.states[0 .. states_in(net->layers, net->depth)-1],
      work.scratch[0 .. scratch_reals(net)-1], work.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures correct: \result.correct <= batch->count;
    ensures counted: counts_between(part.batch.missing, 0, neuron_count(net), batch->count); */
static inline dg_score dg_batch_chunks(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                       uint64_t batches, const dg_batch *batch, const dg_real *measured, dg_training_parts part,
                                       dg_chunk_parts work) {
  const size_t count = batch->count, chunks = dg_chunk_count(count);
  dg_score sum = {0, 0};
  /*@ loop invariant range: 0 <= chunk <= chunks;
      loop invariant admitted: admitted_network(net) && admitted_training(training, net->depth);
      loop invariant factors: NetworkFactors(net, part.prepared, net->depth);
      loop invariant batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
      loop invariant scratch: scratch_reals(net) == \at(scratch_reals(net), Pre);
      loop invariant parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
      loop invariant apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
        part.chunk.missing);
      loop invariant rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
      loop invariant sums_apart: batch_sums_apart(net, training, batch, part, work);
      loop invariant counted: counts_between(part.batch.missing, 0, neuron_count(net), chunk * DG_WIDTH) &&
        counts_between(part.batch.missing, 0, neuron_count(net), count);
      loop invariant correct: sum.correct <= chunk * DG_WIDTH && sum.correct <= count;
      loop assigns chunk, sum, part.batch.gradient[0 .. parameter_count(net)-1], part.batch.missing[0 .. neuron_count(net)-1],
        part.chunk.gradient[0 .. parameter_count(net)-1], part.chunk.missing[0 .. neuron_count(net)-1],
        work.t[0 .. net->inputs*DG_WIDTH-1], work.measured[0 .. neuron_count(net)*DG_WIDTH-1],
        work.T[0 .. output_count(net)*DG_WIDTH-1], work.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
        work.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], work.states[0 .. states_in(net->layers, net->depth)-1],
        work.scratch[0 .. \at(scratch_reals(net), Pre)-1], work.order[0 .. inference_integers(net)-1];
      loop variant chunks - chunk; */
  for (size_t chunk = 0; chunk < chunks; chunk++) {
    const size_t first = chunk * DG_WIDTH;
    /*@ assert first: first == chunk * DG_WIDTH && first < count; */
    const dg_score score = dg_batch_next(net, parameters, training, batches, batch, measured, first, part, work);
    sum.loss += score.loss;
    sum.correct += score.correct;
  }
  return sum;
}

/* Loss and gradient of a batch whose arguments are admitted and prepared, chunk after chunk, in order, into its sums. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: training_parts_valid(net, part) && parts_valid(net, work) && parts_separate(net, work);
    requires apart: pass_apart(net, training, batch, parameters, part.prepared, measured, work, part.chunk.gradient,
      part.chunk.missing);
    requires rows_apart: pass_rows_apart(net, batch, work, part.chunk.missing);
    requires measured_apart: pass_measured_apart(net, batch, measured, work);
    requires integers_apart: pass_integers_apart(net, parameters, part.prepared, work, part.chunk.missing);
    requires sums_apart: batch_sums_apart(net, training, batch, part, work);
    terminates \true;
    assigns part.batch.gradient[0 .. parameter_count(net)-1], part.batch.missing[0 .. neuron_count(net)-1],
      part.chunk.gradient[0 .. parameter_count(net)-1], part.chunk.missing[0 .. neuron_count(net)-1],
      work.t[0 .. net->inputs*DG_WIDTH-1], work.measured[0 .. neuron_count(net)*DG_WIDTH-1],
      work.T[0 .. output_count(net)*DG_WIDTH-1], work.g[0 .. widest(net->layers, net->depth)*DG_WIDTH-1],
      work.g_next[0 .. widest(net->layers, net->depth)*DG_WIDTH-1], work.states[0 .. states_in(net->layers, net->depth)-1],
      work.scratch[0 .. scratch_reals(net)-1], work.order[0 .. inference_integers(net)-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures correct: \result.correct <= batch->count;
    ensures counted: counts_between(part.batch.missing, 0, neuron_count(net), batch->count); */
static inline dg_score dg_batch_sum(const dg_network *net, const dg_real *parameters, const dg_training *training, uint64_t batches,
                                    const dg_batch *batch, const dg_real *measured, dg_training_parts part, dg_chunk_parts work) {
  dg_batch_clear(net, parameters, training, batch, measured, part, work);
  return dg_batch_chunks(net, parameters, training, batches, batch, measured, part, work);
}

/* Loss and gradient of a batch whose arguments are admitted and prepared, part and chunk cut from the workspace work: nothing
   else is written. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires parts: training_parts_valid(net, part) && parts_valid(net, chunk) && parts_separate(net, chunk);
    requires apart: pass_apart(net, training, batch, parameters, part.prepared, measured, chunk, part.chunk.gradient,
      part.chunk.missing);
    requires rows_apart: pass_rows_apart(net, batch, chunk, part.chunk.missing);
    requires measured_apart: pass_measured_apart(net, batch, measured, chunk);
    requires integers_apart: pass_integers_apart(net, parameters, part.prepared, chunk, part.chunk.missing);
    requires sums_apart: batch_sums_apart(net, training, batch, part, chunk);
    requires cut: parts_cut(net, work->real, work->integer, chunk) && training_parts_cut(net, work, part);
    requires positive: sizes_positive(net) && training_sizes_positive(net, part) && \valid_read(work);
    requires enough: chunk_reals(net) <= part.work.reals && inference_integers(net) <= part.work.integers;
    terminates \true;
    assigns work->real[0 .. work->reals-1], work->integer[0 .. work->integers-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures correct: \result.correct <= batch->count;
    ensures counted: counts_between(part.batch.missing, 0, neuron_count(net), batch->count); */
static inline dg_score dg_batch_in_work(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                        uint64_t batches, const dg_batch *batch, const dg_real *measured, dg_training_parts part,
                                        dg_chunk_parts chunk, const dg_workspace *work) {
  (void)work; /* named in the contract */
  /*@ ghost dg_lemma_sums_within(net, work, part); */
  /*@ ghost dg_lemma_within(net, work->real, part.work.reals, work->integer, chunk); */
  /*@ assert within: part.work.reals <= work->reals && 0 <= inference_integers(net) <= work->integers; */
  /*@ assert t: \subset(chunk.t + (0 .. net->inputs * DG_WIDTH-1), work->real + (0 .. work->reals-1)); */
  /*@ assert measured: \subset(chunk.measured + (0 .. neuron_count(net) * DG_WIDTH-1), work->real + (0 .. work->reals-1)); */
  /*@ assert T: \subset(chunk.T + (0 .. output_count(net) * DG_WIDTH-1), work->real + (0 .. work->reals-1)); */
  /*@ assert g: \subset(chunk.g + (0 .. widest(net->layers, net->depth) * DG_WIDTH-1), work->real + (0 .. work->reals-1)); */
  /*@ assert g_next: \subset(chunk.g_next + (0 .. widest(net->layers, net->depth) * DG_WIDTH-1),
        work->real + (0 .. work->reals-1)); */
  /*@ assert states: \subset(chunk.states + (0 .. states_in(net->layers, net->depth)-1), work->real + (0 .. work->reals-1)); */
  /*@ assert scratch: \subset(chunk.scratch + (0 .. scratch_reals(net)-1), work->real + (0 .. work->reals-1)); */
  /*@ assert order: \subset(chunk.order + (0 .. inference_integers(net)-1), work->integer + (0 .. work->integers-1)); */
  /*@ assert gradient: \subset(part.batch.gradient + (0 .. parameter_count(net)-1), work->real + (0 .. work->reals-1)); */
  /*@ assert chunk_gradient: \subset(part.chunk.gradient + (0 .. parameter_count(net)-1), work->real + (0 .. work->reals-1)); */
  /*@ assert missing: \subset(part.batch.missing + (0 .. neuron_count(net)-1), work->integer + (0 .. work->integers-1)); */
  /*@ assert chunk_missing: \subset(part.chunk.missing + (0 .. neuron_count(net)-1), work->integer + (0 .. work->integers-1)); */
  return dg_batch_sum(net, parameters, training, batches, batch, measured, part, chunk);
}

/* The sums over all samples of a batch whose arguments are admitted and prepared: part is cut from the workspace work. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires workspace: holds_workspace(work, work->reals, work->integers) && training_reals(net) <= work->reals &&
      training_integers(net) <= work->integers;
    requires parts: training_parts_valid(net, part) && training_sizes_positive(net, part) &&
      0 <= chunk_reals(net) && 0 <= inference_integers(net);
    requires prepared: part.prepared == work->real + (work->reals - prepared_reals(net) - 2 * parameter_count(net));
    requires gradients: part.batch.gradient == part.prepared + prepared_reals(net) &&
      part.chunk.gradient == part.batch.gradient + parameter_count(net);
    requires batch_missing: part.batch.missing == work->integer + (work->integers - 2 * neuron_count(net));
    requires chunk_missing: part.chunk.missing == part.batch.missing + neuron_count(net);
    requires work: part.work.real == work->real && part.work.integer == work->integer;
    requires reals: part.work.reals == work->reals - prepared_reals(net) - 2 * parameter_count(net);
    requires integers: part.work.integers == work->integers - 2 * neuron_count(net);
    requires separate: work_apart(net, training, batch, parameters, measured, work->real, work->reals, work->integer,
      work->integers);
    terminates \true;
    assigns work->real[0 .. work->reals-1], work->integer[0 .. work->integers-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures apart: \separated(part.batch.gradient + (0 .. parameter_count(net)-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(part.batch.gradient + (0 .. parameter_count(net)-1), training) &&
      network_apart(net, part.batch.gradient, parameter_count(net));
    ensures correct: \result.correct <= batch->count;
    ensures counted: counts_between(part.batch.missing, 0, neuron_count(net), batch->count); */
static inline dg_score dg_batch_score(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                      uint64_t batches, const dg_batch *batch, const dg_real *measured, dg_training_parts part,
                                      const dg_workspace *work) {
  /*@ assert enough: 0 <= chunk_reals(net) <= work->reals && inference_integers(net) <= work->integers; */
  const dg_chunk_parts chunk = dg_chunk_cut(net, work);
  /*@ assert cut: parts_cut(net, work->real, work->integer, chunk); */
  /*@ ghost dg_lemma_sums_within(net, work, part); */
  /*@ ghost dg_lemma_training_parts(net, training, batch, parameters, measured, work, part); */
  /*@ assert network: network_apart(net, part.batch.gradient, parameter_count(net)); */
  /*@ assert room: chunk_reals(net) <= part.work.reals && inference_integers(net) <= part.work.integers; */
  /*@ ghost dg_lemma_pass(net, training, batch, parameters, part.prepared, measured, part.work.real, part.work.reals,
        part.work.integer,
                          part.work.integers, part.chunk.gradient, part.chunk.missing, chunk); */
  /*@ assert batch_sums: batch_sums_apart(net, training, batch, part, chunk); */
  return dg_batch_in_work(net, parameters, training, batches, batch, measured, part, chunk, work);
}

/* Loss and gradient of a batch whose arguments are admitted and prepared: part is cut from the workspace work. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      NetworkFactors(net, part.prepared, net->depth);
    requires batch: admitted_batch(batch, net->inputs) && admitted_labels(batch, output_count(net));
    requires arrays: \valid_read(parameters + (0 .. parameter_count(net)-1)) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires workspace: holds_workspace(work, work->reals, work->integers) && training_reals(net) <= work->reals &&
      training_integers(net) <= work->integers;
    requires parts: training_parts_valid(net, part) && training_sizes_positive(net, part) &&
      0 <= chunk_reals(net) && 0 <= inference_integers(net);
    requires prepared: part.prepared == work->real + (work->reals - prepared_reals(net) - 2 * parameter_count(net));
    requires gradients: part.batch.gradient == part.prepared + prepared_reals(net) &&
      part.chunk.gradient == part.batch.gradient + parameter_count(net);
    requires batch_missing: part.batch.missing == work->integer + (work->integers - 2 * neuron_count(net));
    requires chunk_missing: part.chunk.missing == part.batch.missing + neuron_count(net);
    requires work: part.work.real == work->real && part.work.integer == work->integer;
    requires reals: part.work.reals == work->reals - prepared_reals(net) - 2 * parameter_count(net);
    requires integers: part.work.integers == work->integers - 2 * neuron_count(net);
    requires separate: work_apart(net, training, batch, parameters, measured, work->real, work->reals, work->integer,
      work->integers);
    terminates \true;
    assigns work->real[0 .. work->reals-1], work->integer[0 .. work->integers-1];
    ensures admitted: admitted_network(net);
    ensures training: admitted_training(training, net->depth);
    ensures correct: \result.correct <= batch->count;
    ensures bumped: \result.bumped == DG_NO_LAYER;
    ensures counted: counted(net, part.batch.missing, batch->count); */
static inline dg_batch_result dg_batch_gradient(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                                uint64_t batches, const dg_batch *batch, const dg_real *measured,
                                                dg_training_parts part, const dg_workspace *work) {
  dg_batch_result result;
  /*@ ghost dg_lemma_sums_within(net, work, part); */
  const dg_score sum = dg_batch_score(net, parameters, training, batches, batch, measured, part, work);
  result.loss = dg_batch_loss(net, parameters, training, batch->count, sum.loss, part.batch.gradient);
  result.correct = sum.correct;
  result.bumped = DG_NO_LAYER;
  return result;
}

/* The checks of dg_gradient and dg_train_batch; their workspace is prepared. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires batch: net != \null && batch != \null ==> readable_batch(batch, net->inputs) && readable_labels(batch);
    requires workspace: work == \null || usable_workspace(work);
    requires arrays: net != \null && batch != \null ==>
      (parameters == \null || \valid_read(parameters + (0 .. parameter_count(net)-1))) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires separate: net != \null && work != \null ==> work_separate(net, training, work, parameters);
    terminates \true; assigns work->real[0 .. work->reals-1];
    ensures network: \result == DG_OK ==> net != \null && admitted_network(net);
    ensures training: \result == DG_OK ==> training != \null && admitted_training(training, net->depth);
    ensures batch: \result == DG_OK ==> batch != \null && admitted_batch(batch, net->inputs);
    ensures labels: \result == DG_OK ==> admitted_labels(batch, output_count(net));
    ensures given: \result == DG_OK ==> parameters != \null && work != \null && work->real != \null && work->integer != \null;
    ensures enough: \result == DG_OK ==>
      \old(training_reals(net)) <= work->reals && \old(training_integers(net)) <= work->integers;
    ensures size: \result == DG_OK ==> training_reals(net) <= work->reals && training_integers(net) <= work->integers &&
      0 <= chunk_reals(net) && 0 <= inference_integers(net);
    ensures factors: \result == DG_OK ==>
      NetworkFactors(net, work->real + (work->reals - prepared_reals(net) - 2 * parameter_count(net)), net->depth); */
static inline dg_status dg_training_prepare(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                            const dg_batch *batch, const dg_real *measured, const dg_workspace *work) {
  dg_status status = dg_network_check(net);
  if (status != DG_OK) return status;
  dg_sizes size = dg_training_sizes(net);
  status = dg_workspace_check(work, size.reals, size.integers);
  if (status != DG_OK) return status;
  dg_real *prepared = dg_training_cut(net, work).prepared;
  /*@ assert size: training_reals(net) <= work->reals && 0 <= prepared_reals(net) && 0 <= parameter_count(net); */
  /*@ assert within: prepared == work->real + (work->reals - delay_count(net) - 2 * parameter_count(net)) &&
        0 <= work->reals - delay_count(net) - 2 * parameter_count(net); */
  /*@ assert whole: network_apart(net, work->real, work->reals); */
  /*@ assert apart: network_apart(net, prepared, delay_count(net)); */
  /*@ assert same: prepared_reals(net) == delay_count(net); */
  /*@ assert neurons: neurons_apart(net->layers, net->depth, prepared, delay_count(net)); */
  status = dg_batch_prepare(net, parameters, training, batch, measured, prepared);
  /*@ assert neurons_same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ ghost
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant scratch: most_backward(net->layers, l) == most_backward{Pre}(net->layers, l);
       loop assigns l; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      /@ assert neuron: SameNeuron{Pre, Here}(net->layers + l); @/
      /@ assert layer: backward_reals_of(net->layers + l) == backward_reals_of{Pre}(net->layers + l); @/
    } */
  return status;
}

/* Loss, gradient and accuracy of a batch (SPEC 4, 6.3, 7). gradient: receives dL/d parameters of the batch-mean loss, of the
   shape of the parameters. batches: number of the batch, which the noise depends on. measured[n][dg_neuron_count]: null, or
   measured spike times of all layers, in place of those the model gives (SPEC 4.4). Errors: those of the network, parameters,
   settings, batch and workspace; nothing but the workspace is written then. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires batch: net != \null && batch != \null ==> readable_batch(batch, net->inputs) && readable_labels(batch);
    requires workspace: work == \null || usable_workspace(work);
    requires output: (result == \null || \valid(result)) &&
      (net != \null && gradient != \null ==> \valid(gradient + (0 .. parameter_count(net)-1)));
    requires arrays: net != \null && batch != \null ==>
      (parameters == \null || \valid_read(parameters + (0 .. parameter_count(net)-1))) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires separate_work: net != \null && work != \null ==> work_separate(net, training, work, parameters);
    requires separate: net != \null && batch != \null && training != \null && work != \null ==>
      call_separate(net, training, batch, work, parameters, measured, result) &&
      \separated(gradient + (0 .. parameter_count(net)-1), work->real + (0 .. work->reals-1),
                 work->integer + (0 .. work->integers-1), result, net, net->layers + (0 .. net->depth-1));
    terminates \true;
    assigns gradient[0 .. parameter_count(net)-1], *result, work->real[0 .. work->reals-1],
      work->integer[0 .. work->integers-1];
    ensures correct: \result == DG_OK ==> result->correct <= batch->count && result->bumped == DG_NO_LAYER; */
static inline dg_status dg_gradient(const dg_network *net, const dg_real *parameters, const dg_training *training,
                                    uint64_t batches, const dg_batch *batch, const dg_real *measured, dg_real *gradient,
                                    dg_batch_result *result, const dg_workspace *work) {
  dg_status status = dg_training_prepare(net, parameters, training, batch, measured, work);
  if (status != DG_OK) return status;
  if (gradient == NULL || result == NULL) return DG_ERROR_NULL;
  const dg_training_parts part = dg_training_cut(net, work);
  const dg_batch_result found = dg_batch_gradient(net, parameters, training, batches, batch, measured, part, work);
  const size_t count = dg_parameter_count(net);
  /*@ loop invariant range: 0 <= i <= count;
      loop assigns i, gradient[0 .. count-1]; loop variant count - i; */
  for (size_t i = 0; i < count; i++) gradient[i] = part.batch.gradient[i];
  *result = found;
  return DG_OK;
}

/* How many of the spikes of n neurons in a batch are absent. */
/*@ requires size: n <= DG_SIZE_MAX;
    requires missing: \valid_read(missing + (0 .. n-1)) && \forall integer j; 0 <= j < n ==> 0 <= missing[j] <= DG_BATCH_MAX;
    terminates \true; assigns \nothing;
    ensures absent: \result == absent_in(missing, n); */
static inline size_t dg_absent_spikes(size_t n, const dg_index *missing) {
  size_t absent = 0;
  /*@ loop invariant range: 0 <= j <= n;
      loop invariant absent: absent == absent_in(missing, j);
      loop invariant bound: 0 <= absent <= j * DG_BATCH_MAX;
      loop assigns j, absent; loop variant n - j; */
  for (size_t j = 0; j < n; j++) {
    /*@ assert next: absent_in(missing, j + 1) == absent_in(missing, j) + missing[j]; */
    absent += (size_t)missing[j];
  }
  return absent;
}

/* The first layer of which more than max_missing of the spikes of a batch are absent, or DG_NO_LAYER. */
/*@ requires admitted: admitted_network(net) && \valid_read(training) && \valid_read(training->layers + (0 .. net->depth-1));
    requires samples: samples <= DG_BATCH_MAX;
    requires missing: \valid_read(missing + (0 .. neuron_count(net)-1)) && counted(net, missing, samples);
    terminates \true; assigns \nothing;
    ensures layer: \result == DG_NO_LAYER || \result < net->depth;
    ensures none: \result == DG_NO_LAYER ==> none_fails(net, training, samples, missing, net->depth);
    ensures first: \result != DG_NO_LAYER ==>
      layer_fails(net, training, samples, missing, \result) && none_fails(net, training, samples, missing, \result); */
static inline uint32_t dg_failing_layer(const dg_network *net, const dg_training *training, size_t samples,
                                        const dg_index *missing) {
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: missing == \at(missing, Pre) + neurons_in(net->layers, l);
      loop invariant none: none_fails(net, training, samples, \at(missing, Pre), l);
      loop assigns l, missing; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    size_t outputs = net->layers[l].outputs;
    /*@ assert inside: neurons_in(net->layers, l + 1) == neurons_in(net->layers, l) + outputs; */
    size_t absent = dg_absent_spikes(outputs, missing);
    /*@ ghost dg_lemma_spikes(samples, outputs); */
    /*@ assert fails: absent > (training->layers + l)->max_missing * (samples * outputs) <==>
          layer_fails(net, training, samples, \at(missing, Pre), l); */
    const size_t spikes = samples * outputs;
    /*@ assert spikes: spikes == samples * outputs && l < DG_SIZE_MAX; */
    if ((dg_real)absent > training->layers[l].max_missing * (dg_real)spikes) return (uint32_t)l;
    /*@ assert passes: !layer_fails(net, training, samples, \at(missing, Pre), l); */
    missing += outputs;
  }
  return DG_NO_LAYER;
}

/* Every weight of outputs rows into a neuron that missed a spike grows by bump. */
/*@ requires sizes: 1 <= sources <= 2 * DG_SIZE_MAX && outputs <= DG_SIZE_MAX;
    requires valid: \valid_read(missing + (0 .. outputs-1)) && \valid(w + (0 .. sources*outputs-1));
    requires separate: \separated(w + (0 .. sources*outputs-1), missing + (0 .. outputs-1));
    terminates \true; assigns w[0 .. sources*outputs-1];
    ensures bumped: \forall integer x; 0 <= x < sources * outputs ==>
      w[x] == \old(w[x]) + (missing[x / sources] > 0 ? bump : 0); */
static inline void dg_bump_layer(size_t sources, size_t outputs, const dg_index *missing, dg_real bump, dg_real *w) {
  /*@ ghost dg_lemma_bound(sources, outputs); */
  size_t weights = sources * outputs;
  /*@ loop invariant range: 0 <= x <= weights;
      loop invariant bumped: \forall integer y; 0 <= y < x ==>
        w[y] == \at(w[y], Pre) + (missing[y / sources] > 0 ? bump : 0);
      loop invariant rest: \forall integer y; x <= y < weights ==> w[y] == \at(w[y], Pre);
      loop assigns x, w[0 .. weights-1]; loop variant weights - x; */
  for (size_t x = 0; x < weights; x++) {
    /*@ ghost dg_lemma_row(x, sources, outputs); */
    if (missing[x / sources] > 0) w[x] += bump;
  }
}

/* Weight bumping (SPEC 8.4): every weight into a neuron of the layer that missed a spike grows by the bump, which doubles
   while the same layer fails in one batch after another. */
/*@ requires admitted: admitted_network(net) && \valid_read(training) && layer < net->depth;
    requires valid: \valid(state) && \valid_read(missing + (0 .. neuron_count(net)-1)) &&
      \valid(parameters + (0 .. parameter_count(net)-1));
    requires separate: \separated(parameters + (0 .. parameter_count(net)-1), missing + (0 .. neuron_count(net)-1), state) &&
      \separated(parameters + (0 .. parameter_count(net)-1), training) && \separated(state, net) &&
      \separated(state, net->layers + (0 .. net->depth-1)) && \separated(state, training) &&
      \separated(state, missing + (0 .. neuron_count(net)-1)) &&
      network_apart(net, parameters, parameter_count(net));
    terminates \true; assigns state->bump_size, parameters[0 .. parameter_count(net)-1];
    ensures first: layer != state->bump_layer ==> state->bump_size == training->bump;
    ensures again: layer == state->bump_layer ==> state->bump_size == 2 * \old(state->bump_size); */
static inline void dg_bump_weights(const dg_network *net, const dg_training *training, uint32_t layer,
                                   const dg_index *missing, dg_training_state *state, dg_real *parameters) {
  state->bump_size = layer == state->bump_layer ? 2 * state->bump_size : training->bump;
  /*@ loop invariant range: 0 <= l <= layer;
      loop invariant at: parameters == \at(parameters, Pre) + parameters_in(net->layers, l) &&
        missing == \at(missing, Pre) + neurons_in(net->layers, l);
      loop assigns l, parameters, missing; loop variant layer - l; */
  for (uint32_t l = 0; l < layer; l++) {
    parameters += dg_layer_parameters(net->layers + l);
    missing += net->layers[l].outputs;
  }
  /*@ assert inside: parameters_in(net->layers, layer + 1) ==
        parameters_in(net->layers, layer) + weights_of(net->layers + layer) + delays_of(net->layers + layer) &&
        neurons_in(net->layers, layer + 1) == neurons_in(net->layers, layer) + (net->layers + layer)->outputs; */
  /*@ assert layer: \valid_read(net->layers + layer) && admitted_layer(net->layers + layer); */
  /*@ ghost dg_lemma_layer_positive(net->layers + layer); */
  /*@ assert weights: 0 <= parameters_in(net->layers, layer) &&
        parameters_in(net->layers, layer) + weights_of(net->layers + layer) <= parameter_count(net); */
  /*@ assert neurons: 0 <= neurons_in(net->layers, layer) &&
        neurons_in(net->layers, layer) + (net->layers + layer)->outputs <= neuron_count(net); */
  dg_bump_layer(dg_layer_sources(net->layers + layer), net->layers[layer].outputs, missing, state->bump_size, parameters);
}

/* Optimiser step of one layer, weights first: moments holds two numbers for each weight, then two for each delay. */
/*@ requires sizes: weights <= 2 * DG_SIZE_MAX * DG_SIZE_MAX && delays <= 2 * DG_SIZE_MAX * DG_SIZE_MAX;
    requires step: step >= 1;
    requires ranges: optimiser->kind != DG_SGD ==> adam_ranges(optimiser);
    requires valid: \valid_read(optimiser) && \valid_read(gradient + (0 .. weights+delays-1)) &&
      \valid(parameters + (0 .. weights+delays-1)) && \valid(moments + (0 .. 2*(weights+delays)-1));
    requires separate: \separated(parameters + (0 .. weights+delays-1), moments + (0 .. 2*(weights+delays)-1),
      gradient + (0 .. weights+delays-1));
    requires apart: \separated(parameters + (0 .. weights+delays-1), optimiser) &&
      \separated(moments + (0 .. 2*(weights+delays)-1), optimiser);
    terminates \true; assigns parameters[0 .. weights+delays-1], moments[0 .. 2*(weights+delays)-1];
    ensures velocity: \old(optimiser->kind) == DG_SGD ==>
      velocities{Pre, Post}(\old(optimiser->momentum), gradient, moments, weights) &&
      velocities{Pre, Post}(\old(optimiser->momentum), gradient + weights, moments + 2*weights, delays);
    ensures sgd: \old(optimiser->kind) == DG_SGD ==> sgd_steps{Pre, Post}(weight_rate, parameters, moments, weights);
    ensures sgd_delays: \old(optimiser->kind) == DG_SGD ==>
      sgd_steps{Pre, Post}(delay_rate, parameters + weights, moments + 2*weights, delays); */
static inline void dg_layer_step(const dg_optimiser *optimiser, dg_real weight_rate, dg_real delay_rate, uint64_t step,
                                 size_t weights, size_t delays, const dg_real *gradient, dg_real *parameters, dg_real *moments) {
  dg_optimiser_step(optimiser, weight_rate, step, weights, gradient, parameters, moments);
  /*@ assert settings: optimiser->beta1 == \at(optimiser->beta1, Pre) && optimiser->beta2 == \at(optimiser->beta2, Pre) &&
        optimiser->epsilon == \at(optimiser->epsilon, Pre) && optimiser->momentum == \at(optimiser->momentum, Pre); */
  /*@ assert left: unchanged{Pre, Here}(parameters + weights, delays); */
  /*@ assert left: unchanged{Pre, Here}(moments + 2 * weights, delays); */
  /*@ ghost Weights: ; */
  dg_optimiser_step(optimiser, delay_rate, step, delays, gradient + weights, parameters + weights, moments + 2 * weights);
  /*@ assert kept: unchanged{Weights, Here}(parameters, weights); */
  /*@ assert kept: unchanged{Weights, Here}(moments, weights); */
  /*@ assert kept: unchanged{Weights, Here}(gradient, weights); */
}

/* Optimiser step number step, in an epoch, of all layers with their learning rates (SPEC 8). */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth);
    requires valid: \valid_read(gradient + (0 .. parameter_count(net)-1)) &&
      \valid(parameters + (0 .. parameter_count(net)-1)) && \valid(moments + (0 .. 2*parameter_count(net)-1));
    requires step: step >= 1;
    requires separate: \separated(parameters + (0 .. parameter_count(net)-1), moments + (0 .. 2*parameter_count(net)-1),
      gradient + (0 .. parameter_count(net)-1)) &&
      network_apart(net, parameters, parameter_count(net)) && network_apart(net, moments, 2 * parameter_count(net)) &&
      training_apart(training, net->depth, parameters, parameter_count(net)) &&
      training_apart(training, net->depth, moments, 2 * parameter_count(net));
    terminates \true;
    assigns parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1]; */
static inline void dg_layer_steps(const dg_network *net, const dg_training *training, uint64_t epoch, uint64_t step,
                                  const dg_real *gradient, dg_real *parameters, dg_real *moments) {
  const dg_optimiser *optimiser = &training->optimiser;
  dg_real factor = dg_schedule_factor(optimiser, epoch);
  size_t first = 0; /* parameter of the layer */
  /*@ assert laws: \valid_read(training->layers + (0 .. net->depth-1)); */
  /*@ assert apart: \separated(parameters + (0 .. parameter_count(net)-1), optimiser) &&
        \separated(moments + (0 .. 2*parameter_count(net)-1), optimiser); */
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant first: first == parameters_in(net->layers, l);
      loop assigns l, first, parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1];
      loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    size_t weights = dg_layer_weights(net->layers + l), delays = dg_layer_delays(net->layers + l);
    /*@ assert inside: parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights + delays; */
    /*@ assert bound: 0 <= first && first + weights + delays <= parameter_count(net) <= SIZE_MAX / 64; */
    /*@ assert beta1: optimiser->beta1 == \at(training->optimiser.beta1, Pre); */
    /*@ assert beta2: optimiser->beta2 == \at(training->optimiser.beta2, Pre); */
    /*@ assert epsilon: optimiser->epsilon == \at(training->optimiser.epsilon, Pre); */
    /*@ assert ranges: optimiser->kind != DG_SGD ==> adam_ranges(optimiser); */
    /*@ assert moments: (size_t)(2 * first) == 2 * first && (size_t)(weights + delays) == weights + delays; */
    const dg_layer_training *law = training->layers + l;
    /*@ assert law: \valid_read(law); */
    /*@ assert slices: \separated(parameters + first + (0 .. weights+delays-1), moments + 2 * first + (0 .. 2*(weights+delays)-1),
          gradient + first + (0 .. weights+delays-1)); */
    /*@ assert apart: \separated(parameters + first + (0 .. weights+delays-1), optimiser) &&
          \separated(moments + 2 * first + (0 .. 2*(weights+delays)-1), optimiser); */
    dg_layer_step(optimiser, factor * law->weight_rate, factor * law->delay_rate, step, weights, delays, gradient + first,
                  parameters + first, moments + 2 * first);
    first += weights + delays;
  }
}

/* One optimiser step, which state counts. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth);
    requires valid: \valid(state) && \valid_read(gradient + (0 .. parameter_count(net)-1)) &&
      \valid(parameters + (0 .. parameter_count(net)-1)) && \valid(moments + (0 .. 2*parameter_count(net)-1));
    requires steps: state->steps < UINT64_MAX;
    requires separate: \separated(parameters + (0 .. parameter_count(net)-1), moments + (0 .. 2*parameter_count(net)-1),
      gradient + (0 .. parameter_count(net)-1), state) &&
      network_apart(net, parameters, parameter_count(net)) && network_apart(net, moments, 2 * parameter_count(net)) &&
      training_apart(training, net->depth, parameters, parameter_count(net)) &&
      training_apart(training, net->depth, moments, 2 * parameter_count(net));
    terminates \true;
    assigns state->steps, parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1];
    ensures steps: state->steps == \old(state->steps) + 1; */
static inline void dg_network_step(const dg_network *net, const dg_training *training, const dg_real *gradient,
                                   dg_training_state *state, dg_real *parameters, dg_real *moments) {
  dg_layer_steps(net, training, state->epoch, state->steps + 1, gradient, parameters, moments);
  state->steps++;
}

/* Clips n numbers to +- clip. */
/*@ requires clip: clip > 0;
    requires valid: \valid(x + (0 .. n-1));
    terminates \true; assigns x[0 .. n-1];
    ensures clipped: \forall integer i; 0 <= i < n ==> x[i] == clipped_to(clip, \old(x[i]));
    ensures range: \forall integer i; 0 <= i < n ==> -clip <= x[i] <= clip; */
static inline void dg_clip(size_t n, dg_real clip, dg_real *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant clipped: \forall integer j; 0 <= j < i ==> x[j] == clipped_to(clip, \at(x[j], Pre));
      loop invariant within: \forall integer j; 0 <= j < i ==> -clip <= x[j] <= clip;
      loop invariant rest: \forall integer j; i <= j < n ==> x[j] == \at(x[j], Pre);
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] = x[i] > clip ? clip : x[i] < -clip ? -clip : x[i];
}

/* Makes all parameters admissible again: weights are clipped, delays projected (SPEC 5.2, 8.5). */
/*@ requires admitted: admitted_network(net) && \valid_read(training);
    requires valid: \valid(parameters + (0 .. parameter_count(net)-1));
    requires separate: \separated(parameters + (0 .. parameter_count(net)-1), training) &&
      network_apart(net, parameters, parameter_count(net));
    terminates \true; assigns parameters[0 .. parameter_count(net)-1]; */
static inline void dg_project(const dg_network *net, const dg_training *training, dg_real *parameters) {
  dg_real clip = training->weight_clip;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: parameters == \at(parameters, Pre) + parameters_in(net->layers, l);
      loop assigns l, parameters, *(\at(parameters, Pre) + (0 .. parameters_in(net->layers, net->depth)-1));
      loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    size_t weights = dg_layer_weights(net->layers + l), delays = dg_layer_delays(net->layers + l);
    /*@ assert inside: parameters_in(net->layers, l + 1) == parameters_in(net->layers, l) + weights + delays; */
    if (clip > 0) dg_clip(weights, clip, parameters);
    dg_delay_project(&net->layers[l].delay, delays, parameters + weights);
    parameters += weights + delays;
  }
}

/* A weight bump of a layer, or an optimiser step if bumped is DG_NO_LAYER. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) &&
      (bumped != DG_NO_LAYER ==> bumped < net->depth);
    requires valid: \valid(state) && \valid(parameters + (0 .. parameter_count(net)-1)) &&
      \valid(moments + (0 .. 2*parameter_count(net)-1));
    requires sums: \valid_read(gradient + (0 .. parameter_count(net)-1)) && \valid_read(missing + (0 .. neuron_count(net)-1));
    requires steps: state->steps < UINT64_MAX;
    requires separate: \separated(parameters + (0 .. parameter_count(net)-1), moments + (0 .. 2*parameter_count(net)-1),
      gradient + (0 .. parameter_count(net)-1), missing + (0 .. neuron_count(net)-1), state);
    requires apart: \separated(state, net) && \separated(state, net->layers + (0 .. net->depth-1)) && \separated(state, training) &&
      \separated(state, missing + (0 .. neuron_count(net)-1)) &&
      network_apart(net, parameters, parameter_count(net)) && network_apart(net, moments, 2 * parameter_count(net)) &&
      training_apart(training, net->depth, parameters, parameter_count(net)) &&
      training_apart(training, net->depth, moments, 2 * parameter_count(net));
    terminates \true;
    assigns state->bump_size, parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1];
    ensures admitted: admitted_network(net); */
static inline void dg_update(const dg_network *net, const dg_training *training, uint32_t bumped, const dg_real *gradient,
                             const dg_index *missing, dg_training_state *state, dg_real *parameters, dg_real *moments) {
  /*@ ghost dg_lemma_shape(net); */
  /*@ assert apart_parameters: neurons_apart(net->layers, net->depth, parameters, parameter_count(net)); */
  /*@ assert apart_moments: neurons_apart(net->layers, net->depth, moments, 2 * parameter_count(net)); */
  /*@ assert apart_state: neurons_apart(net->layers, net->depth, &state->bump_size, 1); */
  if (bumped != DG_NO_LAYER) dg_bump_weights(net, training, bumped, missing, state, parameters);
  else dg_layer_steps(net, training, state->epoch, state->steps + 1, gradient, parameters, moments);
  /*@ assert same: SameNeurons{Pre, Here}(net->layers, net->depth); */
  /*@ assert neurons: admitted_neurons(net->layers, net->depth); */
  /*@ ghost dg_lemma_network(net); */
}

/* dg_batch_step of sums' arrays: the layer that was bumped, or DG_NO_LAYER. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) && samples <= DG_BATCH_MAX;
    requires valid: \valid(state) && \valid(parameters + (0 .. parameter_count(net)-1)) &&
      \valid(moments + (0 .. 2*parameter_count(net)-1));
    requires sums: \valid_read(gradient + (0 .. parameter_count(net)-1)) && \valid_read(missing + (0 .. neuron_count(net)-1)) &&
      counted(net, missing, samples);
    requires steps: state->steps < UINT64_MAX;
    requires separate: \separated(parameters + (0 .. parameter_count(net)-1), moments + (0 .. 2*parameter_count(net)-1),
      gradient + (0 .. parameter_count(net)-1), missing + (0 .. neuron_count(net)-1), state);
    requires apart: \separated(state, net) && \separated(state, net->layers + (0 .. net->depth-1)) && \separated(state, training) &&
      network_apart(net, parameters, parameter_count(net)) && network_apart(net, moments, 2 * parameter_count(net)) &&
      training_apart(training, net->depth, parameters, parameter_count(net)) &&
      training_apart(training, net->depth, moments, 2 * parameter_count(net));
    terminates \true;
    assigns *state, parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1];
    ensures counts: state->batches == (uint64_t)(\old(state->batches) + 1) &&
      state->batch == (uint64_t)(\old(state->batch) + 1) && state->epoch == \old(state->epoch);
    ensures steps: state->steps == \old(state->steps) + (\result == DG_NO_LAYER ? 1 : 0);
    ensures bumped: state->bump_layer == \result; */
static inline uint32_t dg_train_step(const dg_network *net, const dg_training *training, size_t samples, const dg_real *gradient,
                                     const dg_index *missing, dg_training_state *state, dg_real *parameters, dg_real *moments) {
  const uint32_t bumped = training->bump > 0 ? dg_failing_layer(net, training, samples, missing) : DG_NO_LAYER;
  dg_update(net, training, bumped, gradient, missing, state, parameters, moments);
  dg_project(net, training, parameters);
  if (bumped == DG_NO_LAYER) state->steps++;
  state->batch++;
  state->batches++;
  state->bump_layer = bumped;
  return bumped;
}

/* The update that a batch of so many samples brings, given its finished sums: a weight bump or an optimiser step, then
   projection. state: counts the batch; result->bumped is set. */
/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth) && samples <= DG_BATCH_MAX;
    requires valid: \valid(state) && \valid(result) && \valid(parameters + (0 .. parameter_count(net)-1)) &&
      \valid(moments + (0 .. 2*parameter_count(net)-1));
    requires sums: \valid_read(sums) && sums_valid(net, *sums) && counted(net, sums->missing, samples);
    requires steps: state->steps < UINT64_MAX;
    requires separate: \separated(parameters + (0 .. parameter_count(net)-1), moments + (0 .. 2*parameter_count(net)-1),
      sums->gradient + (0 .. parameter_count(net)-1), sums->missing + (0 .. neuron_count(net)-1), sums, state, result) &&
      \separated(state, net) && \separated(state, net->layers + (0 .. net->depth-1)) && \separated(state, training) &&
      \separated(state, training->layers + (0 .. net->depth-1)) && \separated(result, net) &&
      \separated(result, net->layers + (0 .. net->depth-1)) && \separated(result, training) &&
      \separated(result, training->layers + (0 .. net->depth-1)) &&
      network_apart(net, parameters, parameter_count(net)) && network_apart(net, moments, 2 * parameter_count(net)) &&
      training_apart(training, net->depth, parameters, parameter_count(net)) &&
      training_apart(training, net->depth, moments, 2 * parameter_count(net));
    terminates \true;
    assigns *state, result->bumped, parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1];
    ensures counts: state->batches == (uint64_t)(\old(state->batches) + 1) &&
      state->batch == (uint64_t)(\old(state->batch) + 1) && state->epoch == \old(state->epoch);
    ensures steps: state->steps == \old(state->steps) + (result->bumped == DG_NO_LAYER ? 1 : 0);
    ensures bumped: state->bump_layer == result->bumped; */
static inline void dg_batch_step(const dg_network *net, const dg_training *training, size_t samples, const dg_sums *sums,
                                 dg_training_state *state, dg_real *parameters, dg_real *moments, dg_batch_result *result) {
  result->bumped = dg_train_step(net, training, samples, sums->gradient, sums->missing, state, parameters, moments);
}

/* Trains one batch: gradient, then a weight bump or an optimiser step, then projection. moments: twice as many as
   parameters, zero at first. measured: as for dg_gradient. state: counts the batch; the caller sets epoch and batch when an
   epoch ends. Errors: as dg_gradient; nothing but the workspace is written then. Cost: forward and backward of
   ceil(count/DG_WIDTH) chunks, and one step. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires batch: net != \null && batch != \null ==> readable_batch(batch, net->inputs) && readable_labels(batch);
    requires workspace: work == \null || usable_workspace(work);
    requires output: (result == \null || \valid(result)) && (state == \null || \valid(state) && state->steps < UINT64_MAX);
    requires arrays: net != \null && batch != \null ==>
      (parameters == \null || \valid(parameters + (0 .. parameter_count(net)-1))) &&
      (moments == \null || \valid(moments + (0 .. 2*parameter_count(net)-1))) &&
      (measured == \null || \valid_read(measured + (0 .. batch->count*neuron_count(net)-1)));
    requires separate_work: net != \null && work != \null ==> work_separate(net, training, work, parameters);
    requires separate: net != \null && batch != \null && training != \null && work != \null ==>
      call_separate(net, training, batch, work, parameters, measured, result) &&
      \separated(parameters + (0 .. parameter_count(net)-1), moments + (0 .. 2*parameter_count(net)-1),
                 work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), result, state) &&
      \separated(state, net, net->layers + (0 .. net->depth-1), training, training->layers + (0 .. net->depth-1)) &&
      network_apart(net, parameters, parameter_count(net)) && network_apart(net, moments, 2 * parameter_count(net)) &&
      training_apart(training, net->depth, parameters, parameter_count(net)) &&
      training_apart(training, net->depth, moments, 2 * parameter_count(net));
    terminates \true;
    assigns *state, parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1], *result,
      work->real[0 .. work->reals-1], work->integer[0 .. work->integers-1];
    ensures counts: \result == DG_OK ==> state->batches == (uint64_t)(\old(state->batches) + 1) &&
      state->batch == (uint64_t)(\old(state->batch) + 1) && state->epoch == \old(state->epoch);
    ensures bumped: \result == DG_OK ==> state->bump_layer == result->bumped; */
static inline dg_status dg_train_batch(const dg_network *net, const dg_training *training, const dg_batch *batch,
                                       const dg_real *measured, dg_training_state *state, dg_real *parameters,
                                       dg_real *moments, dg_batch_result *result, const dg_workspace *work) {
  dg_status status = dg_training_prepare(net, parameters, training, batch, measured, work);
  if (status != DG_OK) return status;
  if (state == NULL || moments == NULL || result == NULL) return DG_ERROR_NULL;
  const dg_training_parts part = dg_training_cut(net, work);
  const dg_batch_result found = dg_batch_gradient(net, parameters, training, state->batches, batch, measured, part, work);
  /*@ assert all: net != \null && batch != \null && training != \null && work != \null; */
  /*@ assert sizes: training_sizes_positive(net, part); */
  /*@ assert gradient: \separated(part.batch.gradient + (0 .. parameter_count(net)-1),
        parameters + (0 .. parameter_count(net)-1)); */
  /*@ assert gradient_moments: \separated(part.batch.gradient + (0 .. parameter_count(net)-1),
        moments + (0 .. 2*parameter_count(net)-1)); */
  /*@ assert gradient_state: \separated(part.batch.gradient + (0 .. parameter_count(net)-1), state); */
  /*@ assert missing: \separated(part.batch.missing + (0 .. neuron_count(net)-1), parameters + (0 .. parameter_count(net)-1)); */
  /*@ assert missing_moments: \separated(part.batch.missing + (0 .. neuron_count(net)-1),
        moments + (0 .. 2*parameter_count(net)-1)); */
  /*@ assert missing_state: \separated(part.batch.missing + (0 .. neuron_count(net)-1), state); */
  /*@ assert gradient_missing: \separated(part.batch.gradient + (0 .. parameter_count(net)-1),
        part.batch.missing + (0 .. neuron_count(net)-1)); */
  /*@ assert state_apart: \separated(state, result); */
  const uint32_t bumped = dg_train_step(net, training, batch->count, part.batch.gradient, part.batch.missing, state, parameters,
                                        moments);
  /*@ ghost Stepped: ; */
  result->loss = found.loss;
  result->correct = found.correct;
  result->bumped = bumped;
  /*@ assert state: \separated(&state->batches, &result->correct) && \separated(&state->batch, &result->correct) &&
        \separated(&state->epoch, &result->correct); */
  /*@ assert counts: state->batches == \at(state->batches, Stepped) && state->batch == \at(state->batch, Stepped) &&
        state->epoch == \at(state->epoch, Stepped); */
  return DG_OK;
}

/* ---- 13 checkpoints --------------------------------------------------------------------------------------------------
   A checkpoint is a flat block of bytes, little-endian on every machine (SPEC 11). One function walks its fields; it writes
   them, or compares them with what is there.                                                                             */

#define DG_CHECKPOINT_VERSION 1u
#define DG_CHECKPOINT_HEADER 28u /* bytes before the descriptor */

typedef enum { DG_WRITE, DG_COMPARE, DG_READ } dg_stream_mode;

/* A position in a block of bytes. mode: a dg_stream_mode; same: cleared by DG_COMPARE where the block differs. Its fields have
   other types than the sizes of a network, so that proofs see at once that moving on changes no network. */
typedef struct {
  unsigned char *out;
  const unsigned char *in;
  int64_t at;
  int mode;
  int same;
} dg_stream_at;
#ifdef __FRAMAC__
#include "proofs/acsl/checkpoint.h"
#endif

/* The remainder one bit later. */
/*@ terminates \true; assigns \nothing;
    ensures bit: \result == crc_bit(crc); */
static inline uint32_t dg_crc_bit(uint32_t crc) { return crc % 2u == 1u ? (crc >> 1) ^ 0xedb88320u : crc >> 1; }

/* CRC-32 as of zlib and PNG (polynomial 0xedb88320) of n bytes. */
/*@ requires valid: \valid_read(bytes + (0 .. n-1));
    terminates \true; assigns \nothing;
    ensures crc: \result == (uint32_t)(~crc_of(bytes, n)); */
static inline uint32_t dg_crc32(size_t n, const unsigned char *bytes) {
  uint32_t crc = 0xffffffffu;
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant crc: crc == crc_of(bytes, i);
      loop assigns i, crc; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    crc ^= bytes[i];
    /*@ ghost uint32_t mixed = crc; */
    /*@ loop invariant range: 0 <= bit <= 8;
        loop invariant crc: crc == crc_bits(mixed, bit);
        loop assigns bit, crc; loop variant 8 - bit; */
    for (int bit = 0; bit < 8; bit++) {
      /*@ assert next: crc_bits(mixed, bit + 1) == crc_bit(crc_bits(mixed, bit)); */
      crc = dg_crc_bit(crc);
    }
    /*@ assert next: crc_of(bytes, i + 1) == crc_bits((uint32_t)(crc_of(bytes, i) ^ bytes[i]), 8); */
  }
  return ~crc;
}

/* A value as little-endian bytes; whether bytes hold it; the number that bytes stand for. */
/*@ requires bytes: bytes <= 8 && \valid(out + (0 .. bytes-1));
    terminates \true; assigns out[0 .. bytes-1];
    ensures written: holds_number(out, bytes, value); */
static inline void dg_write_number(unsigned char *out, size_t bytes, uint64_t value) {
  uint64_t rest = value;
  /*@ loop invariant range: 0 <= b <= bytes;
      loop invariant rest: rest == rest_of(value, b);
      loop invariant written: holds_number(out, b, value);
      loop assigns b, rest, out[0 .. bytes-1]; loop variant bytes - b; */
  for (size_t b = 0; b < bytes; b++) {
    const unsigned char byte = (unsigned char)(rest % 256u);
    /*@ assert byte: byte == byte_of(value, b); */
    /*@ assert next: rest_of(value, b + 1) == rest_of(value, b) / 256; */
    out[b] = byte;
    rest /= 256u;
  }
}

/*@ requires bytes: bytes <= 8 && \valid_read(in + (0 .. bytes-1));
    terminates \true; assigns \nothing;
    ensures same: \result != 0 <==> holds_number(in, bytes, value); */
static inline int dg_same_number(const unsigned char *in, size_t bytes, uint64_t value) {
  uint64_t rest = value;
  int same = 1;
  /*@ loop invariant range: 0 <= b <= bytes;
      loop invariant rest: rest == rest_of(value, b);
      loop invariant same: same != 0 <==> holds_number(in, b, value);
      loop assigns b, rest, same; loop variant bytes - b; */
  for (size_t b = 0; b < bytes; b++) {
    const unsigned char byte = (unsigned char)(rest % 256u);
    /*@ assert byte: byte == byte_of(value, b); */
    /*@ assert next: rest_of(value, b + 1) == rest_of(value, b) / 256; */
    /*@ assert more: holds_number(in, b + 1, value) <==> holds_number(in, b, value) && in[b] == byte; */
    if (in[b] != byte) same = 0;
    rest /= 256u;
  }
  return same;
}

/*@ requires bytes: bytes <= 8 && \valid_read(in + (0 .. bytes-1));
    terminates \true; assigns \nothing;
    ensures read: \result == little_endian(in, bytes);
    ensures below: \result < byte_unit(bytes); */
static inline uint64_t dg_read_number(const unsigned char *in, size_t bytes) {
  uint64_t found = 0, unit = 1;
  /*@ ghost dg_lemma_units(); */
  /*@ loop invariant range: 0 <= b <= bytes;
      loop invariant unit: b < bytes ==> unit == byte_unit(b);
      loop invariant read: found == little_endian(in, b);
      loop invariant below: found < byte_unit(b);
      loop assigns b, found, unit; loop variant bytes - b; */
  for (size_t b = 0; b < bytes; b++) {
    const unsigned char digit = in[b];
    /*@ ghost dg_lemma_unit_bound(b); dg_lemma_digit(found, digit, unit); */
    /*@ assert sum: little_endian(in, b + 1) == little_endian(in, b) + digit * byte_unit(b); */
    const uint64_t part = digit * unit;
    /*@ assert part: part == digit * byte_unit(b); */
    found += part;
    /*@ assert found: found == little_endian(in, b + 1) && found < byte_unit(b + 1); */
    if (b + 1 < bytes) unit *= 256u;
    /*@ assert next: b + 1 < bytes ==> unit == byte_unit(b + 1); */
  }
  return found;
}

/* One integer of the given number of bytes; returns it, or with DG_READ the one in the block. */
/*@ requires bytes: bytes <= 8;
    requires room: room_for(stream, bytes);
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+bytes-1];
    ensures at: stream->at == \old(stream->at) + bytes;
    ensures value: stream->mode != DG_READ ==> \result == value;
    ensures written: stream->mode == DG_WRITE ==> holds_number(stream->out + \old(stream->at), bytes, value);
    ensures compared: stream->mode == DG_COMPARE ==>
      (stream->same != 0 <==> \old(stream->same) != 0 && holds_number(stream->in + \old(stream->at), bytes, value));
    ensures same: stream->mode != DG_COMPARE ==> stream->same == \old(stream->same);
    ensures read: stream->mode == DG_READ ==> \result == little_endian(stream->in + \old(stream->at), bytes);
    ensures below: stream->mode == DG_READ ==> \result < byte_unit(bytes); */
static inline uint64_t dg_field(dg_stream_at *stream, size_t bytes, uint64_t value) {
  const int64_t at = stream->at;
  stream->at = at + (int64_t)bytes;
  if (stream->mode == DG_WRITE) dg_write_number(stream->out + at, bytes, value);
  if (stream->mode == DG_COMPARE && !dg_same_number(stream->in + at, bytes, value)) stream->same = 0;
  return stream->mode == DG_READ ? dg_read_number(stream->in + at, bytes) : value;
}

/* The bits of a number, and the number of its bits. That memcpy copies them is assumed in proofs. */
/*@ terminates \true; assigns \nothing; ensures bits: real_of_bits(\result) == value; */
static inline uint64_t dg_bits_of(dg_real value) {
#if DG_FLOAT
  uint32_t bits;
#else
  uint64_t bits;
#endif
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/*@ terminates \true; assigns \nothing; ensures number: \result == real_of_bits(field); */
static inline dg_real dg_real_of_bits(uint64_t field) {
#if DG_FLOAT
  uint32_t bits = (uint32_t)field;
#else
  uint64_t bits = field;
#endif
  dg_real value;
  memcpy(&value, &bits, sizeof bits);
  return value;
}

/* One number, as the bits of its IEEE 754 format. */
/*@ requires room: room_for(stream, sizeof(dg_real));
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+sizeof(dg_real)-1];
    ensures at: stream->at == \old(stream->at) + sizeof(dg_real);
    ensures value: stream->mode != DG_READ ==> \result == value;
    ensures same: stream->mode != DG_COMPARE ==> stream->same == \old(stream->same);
    ensures read: stream->mode == DG_READ ==>
      \result == real_of_bits(little_endian(stream->in + \old(stream->at), sizeof(dg_real))); */
static inline dg_real dg_real_field(dg_stream_at *stream, dg_real value) {
  uint64_t field = dg_field(stream, sizeof(dg_real), dg_bits_of(value));
  return dg_real_of_bits(field);
}

/* A field of which nothing is read. */
/*@ requires bytes: bytes <= 8;
    requires room: room_for(stream, bytes);
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+bytes-1];
    ensures at: stream->at == \old(stream->at) + bytes; */
static inline void dg_put(dg_stream_at *stream, size_t bytes, uint64_t value) { dg_field(stream, bytes, value); }

/*@ requires room: room_for(stream, sizeof(dg_real));
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+sizeof(dg_real)-1];
    ensures at: stream->at == \old(stream->at) + sizeof(dg_real); */
static inline void dg_put_real(dg_stream_at *stream, dg_real value) { dg_real_field(stream, value); }

/* The constants of a neuron, and the delays of a layer (SPEC 11.2). */
/*@ requires valid: \valid_read(neuron) && \separated(stream, neuron);
    requires room: room_for(stream, 5 * sizeof(dg_real));
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+5*sizeof(dg_real)-1];
    ensures at: stream->at == \old(stream->at) + 5 * sizeof(dg_real); */
static inline void dg_neuron_fields(dg_stream_at *stream, const dg_neuron *neuron) {
  dg_put_real(stream, neuron->tau_mem);
  //@ assert room_tau_syn: room_for(stream, 4 * sizeof(dg_real));
  dg_put_real(stream, neuron->tau_syn);
  //@ assert room_threshold: room_for(stream, 3 * sizeof(dg_real));
  dg_put_real(stream, neuron->threshold);
  //@ assert room_e_leak: room_for(stream, 2 * sizeof(dg_real));
  dg_put_real(stream, neuron->e_leak);
  //@ assert room_g_leak: room_for(stream, sizeof(dg_real));
  dg_put_real(stream, neuron->g_leak);
}
/*@ requires valid: \valid_read(delay) && \separated(stream, delay);
    requires room: room_for(stream, 28 + 2 * sizeof(dg_real));
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+27+2*sizeof(dg_real)];
    ensures at: stream->at == \old(stream->at) + 28 + 2 * sizeof(dg_real); */
static inline void dg_delay_fields(dg_stream_at *stream, const dg_delay *delay) {
  dg_put(stream, 4, (uint64_t)delay->kind);
  //@ assert room_map: room_for(stream, 24 + 2 * sizeof(dg_real));
  dg_put(stream, 4, (uint64_t)delay->map);
  //@ assert room_grouping: room_for(stream, 20 + 2 * sizeof(dg_real));
  dg_put(stream, 4, (uint64_t)delay->grouping);
  //@ assert room_source: room_for(stream, 16 + 2 * sizeof(dg_real));
  dg_put(stream, 8, delay->source_groups);
  //@ assert room_target: room_for(stream, 8 + 2 * sizeof(dg_real));
  dg_put(stream, 8, delay->target_groups);
  //@ assert room_scale: room_for(stream, 2 * sizeof(dg_real));
  dg_put_real(stream, delay->scale);
  //@ assert room_shift: room_for(stream, sizeof(dg_real));
  dg_put_real(stream, delay->shift);
}

/* The descriptor of a layer (SPEC 11.2). */
/*@ requires valid: \valid_read(layer) && admitted_layer(layer);
    requires room: room_for(stream, layer_bytes(layer)) && stream->mode != DG_READ;
    requires separate: \separated(stream, layer) && \separated(stream, layer->bias_times + (0 .. layer->biases-1));
    requires separate_block: stream->mode == DG_WRITE ==>
      \separated(stream->out + (stream->at .. stream->at+layer_bytes(layer)-1), layer);
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+layer_bytes(layer)-1];
    ensures at: stream->at == \old(stream->at) + layer_bytes(layer); */
static inline void dg_layer_fields(dg_stream_at *stream, const dg_layer *layer) {
  const size_t biases = layer->biases;
  const dg_real *bias_times = layer->bias_times;
  /*@ assert bias: biases <= DG_SIZE_MAX && (biases > 0 ==> \valid_read(bias_times + (0 .. biases-1))); */
  dg_put(stream, 8, layer->inputs);
  //@ assert room_outputs: room_for(stream, layer_bytes(layer) - 8);
  dg_put(stream, 8, layer->outputs);
  //@ assert room_biases: room_for(stream, layer_bytes(layer) - 16);
  dg_put(stream, 8, biases);
  /*@ loop invariant range: 0 <= b <= biases;
      loop invariant at: stream->at == \at(stream->at, Pre) + 24 + sizeof(dg_real) * b;
      loop assigns b, stream->at, stream->same, stream->out[\at(stream->at, Pre) .. \at(stream->at, Pre)+layer_bytes(layer)-1];
      loop variant biases - b; */
  for (size_t b = 0; b < biases; b++) {
    //@ assert room_bias: room_for(stream, sizeof(dg_real));
    dg_put_real(stream, bias_times[b]);
  }
  //@ assert room_neuron: room_for(stream, 28 + 7 * sizeof(dg_real));
  dg_neuron_fields(stream, &layer->neuron);
  //@ assert room_delay: room_for(stream, 28 + 2 * sizeof(dg_real));
  dg_delay_fields(stream, &layer->delay);
}

/* The descriptor of a network (SPEC 11.2). */
/*@ requires admitted: admitted_network(net);
    requires room: room_for(stream, network_bytes(net)) && stream->mode != DG_READ;
    requires separate: \separated(stream, net) && \separated(stream, net->layers + (0 .. net->depth-1));
    requires separate_block: stream->mode == DG_WRITE ==>
      \separated(stream->out + (stream->at .. stream->at+network_bytes(net)-1), net) &&
      \separated(stream->out + (stream->at .. stream->at+network_bytes(net)-1), net->layers + (0 .. net->depth-1));
    requires separate_biases: \forall integer l; 0 <= l < net->depth ==>
      \separated(stream, (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1));
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+network_bytes(net)-1];
    ensures at: stream->at == \old(stream->at) + network_bytes(net); */
static inline void dg_network_fields(dg_stream_at *stream, const dg_network *net) {
  const dg_layer *layers = net->layers;
  /*@ ghost dg_lemma_layers_bytes(net->layers, net->depth); */
  dg_field(stream, 8, net->inputs);
  dg_field(stream, 8, net->multiplex);
  dg_field(stream, 8, net->depth);
  dg_real_field(stream, net->t_ref);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: stream->at == \at(stream->at, Pre) + 24 + sizeof(dg_real) + layers_bytes(net->layers, l);
      loop assigns l, stream->at, stream->same, stream->out[\at(stream->at, Pre) .. \at(stream->at, Pre)+network_bytes(net)-1];
      loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    /*@ assert layer: \valid_read(layers + l) && admitted_layer(layers + l); */
    /*@ assert within: 0 <= layers_bytes(layers, l) && layers_bytes(layers, l + 1) <= layers_bytes(layers, net->depth); */
    /*@ assert next: layers_bytes(layers, l + 1) == layers_bytes(layers, l) + layer_bytes(layers + l); */
    /*@ assert some: 0 <= layer_bytes(layers + l); */
    /*@ assert inside: layers_bytes(layers, l) + layer_bytes(layers + l) <= layers_bytes(layers, net->depth); */
    dg_layer_fields(stream, layers + l);
  }
}

/* The settings of a training (SPEC 11.3): loss, milestones, optimiser, one layer, all. */
/*@ requires valid: \valid_read(loss);
    requires room: room_for(stream, loss_bytes) && stream->mode != DG_READ;
    requires separate: \separated(stream, loss);
    requires separate_block: stream->mode == DG_WRITE ==>
      \separated(stream->out + (stream->at .. stream->at+loss_bytes-1), loss);
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+loss_bytes-1];
    ensures at: stream->at == \old(stream->at) + loss_bytes; */
static inline void dg_loss_fields(dg_stream_at *stream, const dg_loss *loss) {
  dg_field(stream, 4, (uint64_t)loss->kind);
  dg_real_field(stream, loss->delta_t);
  dg_real_field(stream, loss->t_correct);
  dg_real_field(stream, loss->t_wrong);
  dg_real_field(stream, loss->xi);
  dg_real_field(stream, loss->early_alpha);
  dg_real_field(stream, loss->early_beta);
  dg_real_field(stream, loss->delay_alpha);
  dg_field(stream, 4, loss->delay_parameters != 0);
}

/*@ requires valid: count > 0 ==> \valid_read(milestones + (0 .. count-1));
    requires room: room_for(stream, 4 * count) && stream->mode != DG_READ;
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+4*count-1];
    ensures at: stream->at == \old(stream->at) + 4 * count; */
static inline void dg_milestone_fields(dg_stream_at *stream, uint32_t count, const uint32_t *milestones) {
  /*@ loop invariant range: 0 <= i <= count;
      loop invariant at: stream->at == \at(stream->at, Pre) + 4 * i;
      loop assigns i, stream->at, stream->same, stream->out[\at(stream->at, Pre) .. \at(stream->at, Pre)+4*count-1];
      loop variant count - i; */
  for (uint32_t i = 0; i < count; i++) dg_field(stream, 4, milestones[i]);
}

/*@ requires valid: \valid_read(optimiser);
    requires room: room_for(stream, optimiser_bytes(optimiser)) && stream->mode != DG_READ;
    requires separate: \separated(stream, optimiser);
    requires separate_block: stream->mode == DG_WRITE ==>
      \separated(stream->out + (stream->at .. stream->at+optimiser_bytes(optimiser)-1), optimiser);
    requires milestones: optimiser->milestone_count > 0 ==>
      \valid_read(optimiser->milestones + (0 .. optimiser->milestone_count-1));
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+optimiser_bytes(optimiser)-1];
    ensures at: stream->at == \old(stream->at) + optimiser_bytes(optimiser); */
static inline void dg_optimiser_fields(dg_stream_at *stream, const dg_optimiser *optimiser) {
  const uint32_t count = optimiser->milestone_count, *milestones = optimiser->milestones;
  dg_field(stream, 4, (uint64_t)optimiser->kind);
  dg_real_field(stream, optimiser->momentum);
  dg_real_field(stream, optimiser->beta1);
  dg_real_field(stream, optimiser->beta2);
  dg_real_field(stream, optimiser->epsilon);
  dg_field(stream, 4, (uint64_t)optimiser->schedule);
  dg_real_field(stream, optimiser->gamma);
  dg_field(stream, 4, optimiser->every);
  dg_field(stream, 4, count);
  dg_milestone_fields(stream, count, milestones);
}

/*@ requires valid: \valid_read(layer);
    requires room: room_for(stream, layer_training_bytes) && stream->mode != DG_READ;
    requires separate: \separated(stream, layer);
    requires separate_block: stream->mode == DG_WRITE ==>
      \separated(stream->out + (stream->at .. stream->at+layer_training_bytes-1), layer);
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+layer_training_bytes-1];
    ensures at: stream->at == \old(stream->at) + layer_training_bytes; */
static inline void dg_layer_training_fields(dg_stream_at *stream, const dg_layer_training *layer) {
  dg_real_field(stream, layer->weight_mean);
  dg_real_field(stream, layer->weight_sd);
  dg_real_field(stream, layer->delay_mean);
  dg_real_field(stream, layer->delay_sd);
  dg_real_field(stream, layer->weight_rate);
  dg_real_field(stream, layer->delay_rate);
  dg_real_field(stream, layer->max_missing);
}

/*@ requires admitted: admitted_training(training, depth) && depth <= DG_SIZE_MAX;
    requires room: room_for(stream, training_bytes(training, depth)) && stream->mode != DG_READ;
    requires milestones: training->optimiser.milestone_count > 0 ==> training->optimiser.milestones != \null;
    requires separate: \separated(stream, training) && \separated(stream, training->layers + (0 .. depth-1));
    requires separate_block: stream->mode == DG_WRITE ==>
      \separated(stream->out + (stream->at .. stream->at+training_bytes(training, depth)-1), training) &&
      \separated(stream->out + (stream->at .. stream->at+training_bytes(training, depth)-1), training->layers + (0 .. depth-1));
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+training_bytes(training, depth)-1];
    ensures at: stream->at == \old(stream->at) + training_bytes(training, depth); */
static inline void dg_training_fields(dg_stream_at *stream, size_t depth, const dg_training *training) {
  const dg_layer_training *layers = training->layers;
  dg_loss_fields(stream, &training->loss);
  dg_optimiser_fields(stream, &training->optimiser);
  /*@ loop invariant range: 0 <= l <= depth;
      loop invariant at: stream->at == \at(stream->at, Pre) + loss_bytes + optimiser_bytes(&training->optimiser) +
        layer_training_bytes * l;
      loop assigns l, stream->at, stream->same,
        stream->out[\at(stream->at, Pre) .. \at(stream->at, Pre)+training_bytes(training, depth)-1];
      loop variant depth - l; */
  for (size_t l = 0; l < depth; l++) dg_layer_training_fields(stream, layers + l);
  dg_real_field(stream, training->bump);
  dg_real_field(stream, training->gradient_cut);
  dg_real_field(stream, training->weight_clip);
  dg_real_field(stream, training->input_noise);
  /*@ assert at: stream->at + 8 == \at(stream->at, Pre) + training_bytes(training, depth); */
  dg_field(stream, 8, training->seed);
}

/* Where a training stands (SPEC 11.4). */
/*@ requires valid: \valid_read(state);
    requires room: room_for(stream, state_bytes) && stream->mode == DG_WRITE;
    requires separate: \separated(stream, state) && \separated(stream->out + (stream->at .. stream->at+state_bytes-1), state);
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+state_bytes-1];
    ensures at: stream->at == \old(stream->at) + state_bytes; */
static inline void dg_state_fields(dg_stream_at *stream, const dg_training_state *state) {
  dg_field(stream, 8, state->epoch);
  dg_field(stream, 8, state->batch);
  dg_field(stream, 8, state->batches);
  dg_field(stream, 8, state->steps);
  dg_real_field(stream, state->bump_size);
  dg_field(stream, 4, state->bump_layer);
}

/* n numbers, and n bytes. */
/*@ requires valid: \valid_read(x + (0 .. n-1));
    requires room: room_for(stream, sizeof(dg_real) * n) && stream->mode == DG_WRITE;
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+sizeof(dg_real)*n-1];
    ensures at: stream->at == \old(stream->at) + sizeof(dg_real) * n; */
static inline void dg_real_fields(dg_stream_at *stream, size_t n, const dg_real *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant at: stream->at == \at(stream->at, Pre) + sizeof(dg_real) * i;
      loop assigns i, stream->at, stream->same, stream->out[\at(stream->at, Pre) .. \at(stream->at, Pre)+sizeof(dg_real)*n-1];
      loop variant n - i; */
  for (size_t i = 0; i < n; i++) dg_real_field(stream, x[i]);
}

/*@ requires valid: \valid_read(x + (0 .. n-1));
    requires room: room_for(stream, n) && stream->mode == DG_WRITE;
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+n-1];
    ensures at: stream->at == \old(stream->at) + n; */
static inline void dg_byte_fields(dg_stream_at *stream, size_t n, const unsigned char *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant at: stream->at == \at(stream->at, Pre) + i;
      loop assigns i, stream->at, stream->same, stream->out[\at(stream->at, Pre) .. \at(stream->at, Pre)+n-1];
      loop variant n - i; */
  for (size_t i = 0; i < n; i++) dg_field(stream, 1, x[i]);
}

/* Header fields: magic "delgrad\0", version, bytes of a number, bytes of the whole. */
/*@ requires room: room_for(stream, DG_CHECKPOINT_HEADER);
    terminates \true;
    assigns stream->at, stream->same, stream->out[stream->at .. stream->at+DG_CHECKPOINT_HEADER-1];
    ensures at: stream->at == \old(stream->at) + DG_CHECKPOINT_HEADER; */
static inline void dg_header_fields(dg_stream_at *stream, size_t size, size_t user) {
  dg_put(stream, 8, UINT64_C(0x00646172676c6564));
  //@ assert room_version: room_for(stream, 20);
  dg_put(stream, 4, DG_CHECKPOINT_VERSION);
  //@ assert room_real: room_for(stream, 16);
  dg_put(stream, 4, sizeof(dg_real));
  //@ assert room_size: room_for(stream, 12);
  dg_put(stream, 8, size);
  //@ assert room_user: room_for(stream, 4);
  dg_put(stream, 4, user);
}

/* Bytes of the descriptor of a network, and of the settings of a training. */
/*@ requires admitted: admitted_network(net);
    terminates \true; assigns \nothing;
    ensures bytes: \result == network_bytes(net);
    ensures bound: 0 <= \result <= 64 + 16 * DG_SIZE_MAX * DG_SIZE_MAX; */
static inline size_t dg_network_bytes(const dg_network *net) {
  const dg_layer *layers = net->layers;
  size_t bytes = 24 + sizeof(dg_real);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant bytes: bytes == 24 + sizeof(dg_real) + layers_bytes(layers, l);
      loop invariant bound: 0 <= layers_bytes(layers, l) <= 16 * DG_SIZE_MAX * l;
      loop assigns l, bytes; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    /*@ assert layer: \valid_read(layers + l) && admitted_layer(layers + l); */
    const size_t biases = layers[l].biases;
    /*@ assert biases: biases <= DG_SIZE_MAX; */
    /*@ assert next: layers_bytes(layers, l + 1) == layers_bytes(layers, l) + 52 + sizeof(dg_real) * (biases + 7); */
    bytes += 52 + sizeof(dg_real) * (biases + 7);
    /*@ assert counter: (size_t)(l + 1) == l + 1; */
  }
  return bytes;
}

/*@ requires valid: \valid_read(training) && depth <= DG_SIZE_MAX;
    terminates \true; assigns \nothing;
    ensures bytes: \result == training_bytes(training, depth); */
static inline size_t dg_training_bytes(const dg_training *training, size_t depth) {
  return 32 + sizeof(dg_real) * (16 + 7 * depth) + (size_t)4 * training->optimiser.milestone_count;
}

/*@ requires admitted: admitted_network(net) && admitted_training(training, net->depth);
    requires user: user <= (1 << 30);
    terminates \true; assigns \nothing;
    ensures bytes: \result == checkpoint_bytes(net, training, user);
    ensures positive: network_bytes(net) >= 0 && parameter_count(net) >= 0;
    ensures bound: \result <= INT64_MAX; */
static inline size_t dg_checkpoint_bytes(const dg_network *net, const dg_training *training, size_t user) {
  const size_t count = dg_parameter_count(net), network = dg_network_bytes(net), settings = dg_training_bytes(training, net->depth);
  return DG_CHECKPOINT_HEADER + network + settings + 36 + sizeof(dg_real) + 3 * count * sizeof(dg_real) + user + 4;
}

/* Checks what a checkpoint is made of. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    terminates \true; assigns \nothing;
    ensures given: \result == DG_OK ==> net != \null && training != \null;
    ensures admitted: \result == DG_OK ==> admitted_network(net) && admitted_training(training, net->depth);
    ensures milestones: \result == DG_OK ==>
      (training->optimiser.milestone_count > 0 ==> training->optimiser.milestones != \null); */
static inline dg_status dg_checkpoint_check(const dg_network *net, const dg_training *training) {
  dg_status status = dg_network_check(net);
  if (status == DG_OK) status = dg_training_check(net, training);
  if (status == DG_OK && training->optimiser.milestone_count > 0 && training->optimiser.milestones == NULL) status = DG_ERROR_NULL;
  return status;
}

/* Bytes of a checkpoint with user bytes of the caller's own (at most 2^30), for dg_checkpoint_save. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires output: bytes == \null || \valid(bytes);
    terminates \true; assigns *bytes;
    ensures bytes: \result == DG_OK ==> *bytes == \old(checkpoint_bytes(net, training, user)); */
static inline dg_status dg_checkpoint_size(const dg_network *net, const dg_training *training, size_t user, size_t *bytes) {
  dg_status status = dg_checkpoint_check(net, training);
  if (status == DG_OK && bytes == NULL) status = DG_ERROR_NULL;
  if (status != DG_OK) return status;
  if (user > (size_t)1 << 30) return DG_ERROR_TOO_LARGE;
  *bytes = dg_checkpoint_bytes(net, training, user);
  return DG_OK;
}

/* Writes a checkpoint of exactly dg_checkpoint_size bytes into bytes[capacity] (SPEC 11). user_bytes: user bytes to keep
   along, may be null if user is 0. Errors: those of the network and settings, NULL, TOO_LARGE, CAPACITY, NOT_FINITE; nothing is
   written then. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires state: state == \null || \valid_read(state);
    requires parameters: net != \null && parameters != \null ==> \valid_read(parameters + (0 .. parameter_count(net)-1));
    requires moments: net != \null && moments != \null ==> \valid_read(moments + (0 .. 2*parameter_count(net)-1));
    requires user: user_bytes == \null || \valid_read(user_bytes + (0 .. user-1));
    requires output: bytes == \null || \valid(bytes + (0 .. capacity-1));
    requires separate: net != \null && training != \null ==> block_apart(net, training, bytes, capacity) &&
      \separated(bytes + (0 .. capacity-1), state) &&
      \separated(bytes + (0 .. capacity-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(bytes + (0 .. capacity-1), moments + (0 .. 2*parameter_count(net)-1)) &&
      \separated(bytes + (0 .. capacity-1), user_bytes + (0 .. user-1));
    terminates \true; assigns bytes[0 .. checkpoint_bytes(net, training, user)-1];
    ensures room: \result == DG_OK ==> checkpoint_bytes(net, training, user) <= capacity; */
static inline dg_status dg_checkpoint_save(const dg_network *net, const dg_training *training, const dg_training_state *state,
                                           const dg_real *parameters, const dg_real *moments, size_t user,
                                           const unsigned char *user_bytes, size_t capacity, unsigned char *bytes) {
  dg_stream_at stream = {bytes, NULL, 0, DG_WRITE, 1};
  /*@ assert layers: net != \null ==> net->layers == \at(net->layers, Pre); */
  /*@ assert biases: net != \null && net->layers != \null ==> \forall integer l; 0 <= l < net->depth ==>
        (net->layers + l)->bias_times == \at((net->layers + l)->bias_times, Pre); */
  /*@ assert network: net == \null || readable_network(net); */
  dg_status status = dg_checkpoint_check(net, training);
  if (status == DG_OK && (parameters == NULL || moments == NULL || state == NULL)) status = DG_ERROR_NULL;
  if (status != DG_OK) return status;
  if (bytes == NULL || (user > 0 && user_bytes == NULL)) return DG_ERROR_NULL;
  if (user > (size_t)1 << 30) return DG_ERROR_TOO_LARGE;
  size_t size = dg_checkpoint_bytes(net, training, user), count = dg_parameter_count(net);
  if (capacity < size) return DG_ERROR_CAPACITY;
  if (!dg_is_finite(state->bump_size)) return DG_ERROR_NOT_FINITE;
  if (dg_all_finite(count, parameters) != DG_OK || dg_all_finite(2 * count, moments) != DG_OK) return DG_ERROR_NOT_FINITE;
  dg_header_fields(&stream, size, user);
  dg_network_fields(&stream, net);
  dg_training_fields(&stream, net->depth, training);
  dg_state_fields(&stream, state);
  dg_real_fields(&stream, count, parameters);
  dg_real_fields(&stream, 2 * count, moments);
  dg_byte_fields(&stream, user, user_bytes);
  dg_field(&stream, 4, dg_crc32((size_t)stream.at, bytes));
  return DG_OK;
}

/* Whether magic, version, precision, length and CRC of a block are those of a checkpoint. */
/*@ requires bytes: bytes == \null || \valid_read(bytes + (0 .. size-1));
    requires size: size <= INT64_MAX;
    terminates \true; assigns \nothing;
    ensures length: \result == DG_OK ==> bytes != \null && size >= DG_CHECKPOINT_HEADER + 4; */
static inline dg_status dg_header_check(size_t size, const unsigned char *bytes) {
  if (bytes == NULL) return DG_ERROR_NULL;
  if (size < DG_CHECKPOINT_HEADER + 4) return DG_ERROR_CHECKPOINT_LENGTH;
  dg_stream_at stream = {NULL, bytes, 0, DG_COMPARE, 1};
  dg_field(&stream, 8, UINT64_C(0x00646172676c6564));
  if (!stream.same) return DG_ERROR_CHECKPOINT_MAGIC;
  dg_field(&stream, 4, DG_CHECKPOINT_VERSION);
  if (!stream.same) return DG_ERROR_CHECKPOINT_VERSION;
  dg_field(&stream, 4, sizeof(dg_real));
  if (!stream.same) return DG_ERROR_CHECKPOINT_PRECISION;
  dg_field(&stream, 8, size);
  if (!stream.same) return DG_ERROR_CHECKPOINT_LENGTH;
  stream.at = (int64_t)(size - 4);
  dg_field(&stream, 4, dg_crc32(size - 4, bytes));
  return stream.same ? DG_OK : DG_ERROR_CHECKPOINT_CRC;
}

/* The number of user bytes that a checkpoint's header names. */
/*@ requires bytes: \valid_read(bytes + (0 .. DG_CHECKPOINT_HEADER-1));
    terminates \true; assigns \nothing;
    ensures user: \result == (size_t)little_endian(bytes + (DG_CHECKPOINT_HEADER - 4), 4); */
static inline size_t dg_header_user(const unsigned char *bytes) {
  dg_stream_at stream = {NULL, bytes, DG_CHECKPOINT_HEADER - 4, DG_READ, 1};
  return (size_t)dg_field(&stream, 4, 0);
}

/* What the header of a block that claims to be a checkpoint says: magic, version, precision, length and CRC are checked.
   user: receives the number of user bytes. */
/*@ requires bytes: bytes == \null || \valid_read(bytes + (0 .. size-1));
    requires size: size <= INT64_MAX;
    requires output: user == \null || \valid(user);
    requires separate: \separated(user, bytes + (0 .. size-1));
    terminates \true; assigns *user;
    ensures length: \result == DG_OK ==> size >= DG_CHECKPOINT_HEADER + 4;
    ensures user: \result == DG_OK ==> *user == (size_t)little_endian(bytes + (DG_CHECKPOINT_HEADER - 4), 4); */
static inline dg_status dg_checkpoint_inspect(size_t size, const unsigned char *bytes, size_t *user) {
  if (user == NULL) return DG_ERROR_NULL;
  dg_status status = dg_header_check(size, bytes);
  if (status == DG_OK) *user = dg_header_user(bytes);
  return status;
}

/* The state that bytes hold (SPEC 11.4); n numbers; whether n numbers are finite; n bytes. */
/*@ requires valid: \valid_read(in + (0 .. state_bytes-1));
    terminates \true; assigns \nothing;
    ensures counters: \result.epoch == little_endian(in, 8) && \result.steps == little_endian(in + 24, 8); */
static inline dg_training_state dg_read_state(const unsigned char *in) {
  dg_training_state state;
  state.epoch = dg_read_number(in, 8);
  state.batch = dg_read_number(in + 8, 8);
  state.batches = dg_read_number(in + 16, 8);
  state.steps = dg_read_number(in + 24, 8);
  state.bump_size = dg_real_of_bits(dg_read_number(in + 32, sizeof(dg_real)));
  state.bump_layer = (uint32_t)dg_read_number(in + (32 + sizeof(dg_real)), 4);
  return state;
}

/*@ requires valid: \valid_read(in + (0 .. sizeof(dg_real)*n-1)) && \valid(x + (0 .. n-1));
    requires sizes: n <= SIZE_MAX / 16;
    terminates \true; assigns x[0 .. n-1]; */
static inline void dg_read_reals(const unsigned char *in, size_t n, dg_real *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] = dg_real_of_bits(dg_read_number(in + i * sizeof(dg_real), sizeof(dg_real)));
}

/*@ requires valid: \valid_read(in + (0 .. sizeof(dg_real)*n-1));
    requires sizes: n <= SIZE_MAX / 16;
    terminates \true; assigns \nothing; */
static inline int dg_reals_finite(const unsigned char *in, size_t n) {
  /*@ loop invariant range: 0 <= i <= n;
      loop assigns i; loop variant n - i; */
  for (size_t i = 0; i < n; i++)
    if (!dg_is_finite(dg_real_of_bits(dg_read_number(in + i * sizeof(dg_real), sizeof(dg_real))))) return 0;
  return 1;
}

/*@ requires valid: \valid_read(in + (0 .. n-1)) && \valid(x + (0 .. n-1));
    requires separate: \separated(in + (0 .. n-1), x + (0 .. n-1));
    terminates \true; assigns x[0 .. n-1];
    ensures same: \forall integer i; 0 <= i < n ==> x[i] == \old(in[i]); */
static inline void dg_read_bytes(const unsigned char *in, size_t n, unsigned char *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant same: \forall integer j; 0 <= j < i ==> x[j] == \at(in[j], Pre);
      loop assigns i, x[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) x[i] = in[i];
}

/* What follows the descriptor and the settings in a checkpoint: state, parameters, moments, user bytes. Writes nothing unless
   all numbers are finite and the user bytes fit. */
/*@ requires input: \valid_read(in + (0 .. state_bytes+3*sizeof(dg_real)*count+user-1));
    requires sizes: count <= SIZE_MAX / 64;
    requires valid: \valid(state) && \valid(parameters + (0 .. count-1)) && \valid(moments + (0 .. 2*count-1));
    requires user: user_bytes == \null || \valid(user_bytes + (0 .. user_capacity-1));
    requires separate: \separated(in + (0 .. state_bytes+3*sizeof(dg_real)*count+user-1), user_bytes + (0 .. user_capacity-1));
    terminates \true;
    assigns *state, parameters[0 .. count-1], moments[0 .. 2*count-1], user_bytes[0 .. user_capacity-1];
    ensures status: \result == DG_OK || \result == DG_ERROR_NOT_FINITE || \result == DG_ERROR_CAPACITY;
    ensures capacity: user_bytes != \null && user_capacity < user ==> \result != DG_OK; */
static inline dg_status dg_checkpoint_values(const unsigned char *in, size_t count, size_t user, dg_training_state *state,
                                             dg_real *parameters, dg_real *moments, size_t user_capacity,
                                             unsigned char *user_bytes) {
  const unsigned char *numbers = in + (36 + sizeof(dg_real)), *more = numbers + count * sizeof(dg_real);
  const dg_training_state read = dg_read_state(in);
  if (!dg_is_finite(read.bump_size) || !dg_reals_finite(numbers, 3 * count)) return DG_ERROR_NOT_FINITE;
  if (user_bytes != NULL && user_capacity < user) return DG_ERROR_CAPACITY;
  *state = read;
  dg_read_reals(numbers, count, parameters);
  dg_read_reals(more, 2 * count, moments);
  if (user_bytes != NULL) dg_read_bytes(more + 2 * count * sizeof(dg_real), user, user_bytes);
  return DG_OK;
}

/* Reads a checkpoint of the given network and settings from bytes[size]. state, parameters and moments receive the training;
   user_bytes: null, or receives the user bytes, of which dg_checkpoint_inspect tells the number, user_capacity at most.
   Errors: those of dg_checkpoint_inspect, CHECKPOINT_NETWORK, CHECKPOINT_TRAINING, NOT_FINITE, CAPACITY; nothing is written
   then. */
/*@ requires network: net == \null || readable_network(net);
    requires training: net != \null && training != \null ==> readable_training(training, net->depth);
    requires input: bytes == \null || \valid_read(bytes + (0 .. size-1));
    requires size: size <= INT64_MAX;
    requires state: state == \null || \valid(state);
    requires parameters: net != \null && parameters != \null ==> \valid(parameters + (0 .. parameter_count(net)-1));
    requires moments: net != \null && moments != \null ==> \valid(moments + (0 .. 2*parameter_count(net)-1));
    requires user: user_bytes == \null || \valid(user_bytes + (0 .. user_capacity-1));
    requires separate: net != \null ==> \separated(bytes + (0 .. size-1), state, parameters + (0 .. parameter_count(net)-1),
      moments + (0 .. 2*parameter_count(net)-1), user_bytes + (0 .. user_capacity-1));
    terminates \true;
    assigns *state, parameters[0 .. parameter_count(net)-1], moments[0 .. 2*parameter_count(net)-1],
      user_bytes[0 .. user_capacity-1];
    ensures length: \result == DG_OK ==> size >= DG_CHECKPOINT_HEADER + 4;
    ensures given: \result == DG_OK ==> net != \null && training != \null && state != \null && parameters != \null &&
      moments != \null; */
static inline dg_status dg_checkpoint_load(const dg_network *net, const dg_training *training, size_t size,
                                           const unsigned char *bytes, dg_training_state *state, dg_real *parameters,
                                           dg_real *moments, size_t user_capacity, unsigned char *user_bytes) {
  dg_stream_at stream = {NULL, bytes, DG_CHECKPOINT_HEADER, DG_COMPARE, 1};
  /*@ assert layers: net != \null ==> net->layers == \at(net->layers, Pre); */
  /*@ assert biases: net != \null && net->layers != \null ==> \forall integer l; 0 <= l < net->depth ==>
        (net->layers + l)->bias_times == \at((net->layers + l)->bias_times, Pre); */
  /*@ assert network: net == \null || readable_network(net); */
  dg_status status = dg_checkpoint_check(net, training);
  if (status == DG_OK && (parameters == NULL || moments == NULL || state == NULL)) status = DG_ERROR_NULL;
  if (status == DG_OK) status = dg_header_check(size, bytes);
  if (status != DG_OK) return status;
  const size_t user = dg_header_user(bytes), count = dg_parameter_count(net);
  /*@ assert count: count == \at(parameter_count(net), Pre) && count <= SIZE_MAX / 64; */
  const size_t network = DG_CHECKPOINT_HEADER + dg_network_bytes(net);
  if (network > size) return DG_ERROR_CHECKPOINT_NETWORK; /* what is compared next does not end past the block */
  dg_network_fields(&stream, net);
  if (!stream.same) return DG_ERROR_CHECKPOINT_NETWORK;
  if (network + dg_training_bytes(training, net->depth) > size) return DG_ERROR_CHECKPOINT_TRAINING;
  dg_training_fields(&stream, net->depth, training);
  if (!stream.same) return DG_ERROR_CHECKPOINT_TRAINING;
  const size_t rest = dg_checkpoint_bytes(net, training, 0);
  if (size < rest || user != size - rest) return DG_ERROR_CHECKPOINT_LENGTH;
  return dg_checkpoint_values(bytes + stream.at, count, user, state, parameters, moments, user_capacity, user_bytes);
}

/* ---- 14 data --------------------------------------------------------------------------------------------------------- */

/* The Mersenne Twister MT19937 (Matsumoto, Nishimura 1998), which the published Yin-Yang sets are drawn from. */
typedef struct {
  uint32_t word[624];
  size_t next;
} dg_twister;
#ifdef __FRAMAC__
#include "proofs/acsl/data.h"
#endif

/* A word of a seed from the one before. */
/*@ terminates \true; assigns \nothing;
    ensures word: \result == seeded_word(before, i); */
static inline uint32_t dg_seeded_word(uint32_t before, uint32_t i) { return 1812433253u * (before ^ (before >> 30)) + i; }

/*@ requires valid: \valid(twister);
    terminates \true; assigns *twister;
    ensures next: twister->next == 624;
    ensures first: twister->word[0] == seed;
    ensures words: \forall integer i; 1 <= i < 624 ==> twister->word[i] == seeded_word(twister->word[i - 1], i); */
static inline void dg_twister_seed(dg_twister *twister, uint32_t seed) {
  twister->word[0] = seed;
  /*@ loop invariant range: 1 <= i <= 624;
      loop invariant words: \forall integer j; 1 <= j < i ==> twister->word[j] == seeded_word(twister->word[j - 1], j);
      loop assigns i, twister->word[1 .. 623]; loop variant 624 - i; */
  for (uint32_t i = 1; i < 624; i++) {
    twister->word[i] = dg_seeded_word(twister->word[i - 1], i);
    //@ assert word: twister->word[i] == seeded_word(twister->word[i - 1], i);
    //@ assert kept: \forall integer j; 0 <= j < i ==> twister->word[j] == \at(twister->word[j], LoopCurrent);
    //@ assert before: \forall integer j; 1 <= j < i ==> twister->word[j] == seeded_word(twister->word[j - 1], j);
  }
  twister->next = 624;
}

/* The two middle steps from a word to what is handed out. */
/*@ terminates \true; assigns \nothing;
    ensures step: \result == temper_second(y); */
static inline uint32_t dg_temper_second(uint32_t y) { return y ^ ((y << 7) & 0x9d2c5680u); }

/*@ terminates \true; assigns \nothing;
    ensures step: \result == temper_third(y); */
static inline uint32_t dg_temper_third(uint32_t y) { return y ^ ((y << 15) & 0xefc60000u); }

/* A word as it is handed out. */
/*@ terminates \true; assigns \nothing;
    ensures tempered: \result == tempered(word); */
static inline uint32_t dg_temper(uint32_t word) {
  uint32_t first = word ^ (word >> 11);
  /*@ assert first: first == temper_first(word); */
  uint32_t third = dg_temper_third(dg_temper_second(first));
  return third ^ (third >> 18);
}

/* The next 32 bits. */
/*@ requires valid: \valid(twister);
    requires next: twister->next <= 624;
    terminates \true; assigns *twister;
    ensures next: twister->next == (\old(twister->next) == 624 ? 1 : \old(twister->next) + 1);
    ensures bits: \result == tempered(twister->word[twister->next - 1]);
    ensures kept: \old(twister->next) < 624 ==>
      \forall integer i; 0 <= i < 624 ==> twister->word[i] == \old(twister->word[i]); */
static inline uint32_t dg_twister_bits(dg_twister *twister) {
  uint32_t *x = twister->word;
  if (twister->next == 624) {
    /*@ loop invariant range: 0 <= i <= 624;
        loop assigns i, twister->word[0 .. 623]; loop variant 624 - i; */
    for (size_t i = 0; i < 624; i++) {
      uint32_t y = (x[i] & 0x80000000u) | (x[(i + 1) % 624] & 0x7fffffffu);
      x[i] = x[(i + 397) % 624] ^ (y >> 1) ^ (y & 1u ? 0x9908b0dfu : 0u);
    }
    twister->next = 0;
  }
  return dg_temper(x[twister->next++]);
}

/* Uniform on the multiples of 2^-53 in [0, 1), from two draws. */
/*@ requires valid: \valid(twister);
    requires next: twister->next <= 624;
    terminates \true; assigns *twister;
    ensures next: twister->next <= 624;
    ensures range: 0 <= \result < 1; */
static inline double dg_twister_uniform(dg_twister *twister) {
  uint32_t high = dg_twister_bits(twister) / 32u, low = dg_twister_bits(twister) / 64u; /* the upper bits */
  /*@ assert high: high <= 134217727; */
  /*@ assert low: low <= 67108863; */
  return ((double)high * 0x1p26 + (double)low) / 0x1p53;
}

/*@ requires finite: \is_finite(x) && \is_finite(y);
    terminates \true; assigns \nothing;
    ensures distance: \result == distance(x, y);
    ensures positive: \result >= 0; */
static inline double dg_distance(double x, double y) {
  double square = x * x + y * y;
  /*@ assert positive: square >= 0; */
  double root = dg_sqrt_double(square);
  /*@ ghost dg_lemma_distance(x, y); */
  /*@ assert difference: (root - distance(x, y)) * (root + distance(x, y)) == 0; */
  return root;
}

/* The class of a point of the Yin-Yang disc, 0 yin, 1 yang, 2 dot; -1 outside the disc (SPEC 12.1). In double whatever
   DG_REAL is. */
/*@ requires finite: \is_finite(x) && \is_finite(y);
    terminates \true; assigns \nothing;
    ensures class: \result == class_of(x, y, (double)0.1, 0.5);
    ensures range: -1 <= \result <= 2; */
static inline int dg_yinyang_class(double x, double y) {
  const double small = 0.1, big = 0.5;
  double right = dg_distance(x - 1.5 * big, y - big), left = dg_distance(x - 0.5 * big, y - big);
  if (dg_distance(x - big, y - big) > big) return -1;
  if (right < small || left < small) return 2;
  return right <= small || (left > small && left <= 0.5 * big) || (y > big && right > 0.5 * big);
}

#define DG_DRAWS_MAX 4096u /* draws in vain; the rarest, a point in a dot, comes in one of 16: 2^-380 at most */

/* The goal class of a sample, drawn until it is below 3; 3 after DG_DRAWS_MAX draws in vain. */
/*@ requires valid: \valid(twister);
    requires next: twister->next <= 624;
    terminates \true; assigns *twister;
    ensures next: twister->next <= 624;
    ensures goal: 0 <= \result <= 3; */
static inline int dg_yinyang_goal(dg_twister *twister) {
  /*@ loop invariant range: 0 <= draw <= DG_DRAWS_MAX && twister->next <= 624;
      loop assigns draw, *twister; loop variant DG_DRAWS_MAX - draw; */
  for (uint32_t draw = 0; draw < DG_DRAWS_MAX; draw++) {
    int goal = (int)(dg_twister_bits(twister) % 4u);
    if (goal != 3) return goal;
  }
  return 3;
}

/* A point x[0], x[1] of a class, drawn until it has it; returns 0 after DG_DRAWS_MAX draws in vain. */
/*@ requires valid: \valid(twister) && \valid(x + (0 .. 1));
    requires next: twister->next <= 624;
    requires separate: \separated(twister, x + (0 .. 1));
    terminates \true; assigns *twister, x[0 .. 1];
    ensures next: twister->next <= 624;
    ensures class: \result != 0 ==> class_of(x[0], x[1], (double)0.1, 0.5) == goal;
    ensures square: \result != 0 ==> 0 <= x[0] < 1 && 0 <= x[1] < 1; */
static inline int dg_yinyang_point(dg_twister *twister, int goal, double *x) {
  /*@ loop invariant range: 0 <= draw <= DG_DRAWS_MAX && twister->next <= 624;
      loop assigns draw, *twister, x[0 .. 1]; loop variant DG_DRAWS_MAX - draw; */
  for (uint32_t draw = 0; draw < DG_DRAWS_MAX; draw++) {
    x[0] = dg_twister_uniform(twister) * 2.0 * 0.5;
    x[1] = dg_twister_uniform(twister) * 2.0 * 0.5;
    if (dg_yinyang_class(x[0], x[1]) == goal) return 1;
  }
  return 0;
}

/* One sample x, y, 1-x, 1-y; returns its class, 3 after DG_DRAWS_MAX draws in vain. */
/*@ requires valid: \valid(twister) && \valid(sample + (0 .. 3));
    requires next: twister->next <= 624;
    requires separate: \separated(twister, sample + (0 .. 3));
    terminates \true; assigns *twister, sample[0 .. 3];
    ensures next: twister->next <= 624;
    ensures range: 0 <= \result <= 3;
    ensures sample: \result != 3 ==> yinyang_sample(sample, \result, (double)0.1, 0.5); */
static inline int dg_yinyang_sample(dg_twister *twister, double *sample) {
  double point[2];
  int goal = dg_yinyang_goal(twister);
  if (goal == 3 || !dg_yinyang_point(twister, goal, point)) return 3;
  const double x = point[0], y = point[1];
  sample[0] = x;
  sample[1] = y;
  sample[2] = 1 - x;
  sample[3] = 1 - y;
  return goal;
}

/* The Yin-Yang set of a seed (SPEC 12.2): features[samples][4] receives x, y, 1-x, 1-y, labels[samples] the classes, in
   double whatever DG_REAL is. Seeds 42, 41, 40 with 5000, 1000, 1000 samples are the published training, validation and test
   sets. Errors: NULL, EMPTY, TOO_LARGE; RANGE for a seed that draws 4096 times in vain, of which none is known. */
/*@ requires output: (features == \null || \valid(features + (0 .. 4*samples-1))) &&
      (labels == \null || \valid(labels + (0 .. samples-1)));
    requires separate: \separated(features + (0 .. 4*samples-1), labels + (0 .. samples-1));
    terminates \true; assigns features[0 .. 4*samples-1], labels[0 .. samples-1];
    ensures samples: \result == DG_OK ==> yinyang_samples(features, labels, samples, (double)0.1, 0.5); */
static inline dg_status dg_yinyang(uint32_t seed, size_t samples, double *features, dg_index *labels) {
  if (features == NULL || labels == NULL) return DG_ERROR_NULL;
  if (samples == 0) return DG_ERROR_EMPTY;
  if (samples > DG_BATCH_MAX) return DG_ERROR_TOO_LARGE;
  dg_twister twister;
  dg_twister_seed(&twister, seed);
  /*@ loop invariant range: 0 <= n <= samples && twister.next <= 624;
      loop invariant samples: yinyang_samples(features, labels, n, (double)0.1, 0.5);
      loop assigns n, twister, features[0 .. 4*samples-1], labels[0 .. samples-1]; loop variant samples - n; */
  for (size_t n = 0; n < samples; n++) {
    int goal = dg_yinyang_sample(&twister, features + 4 * n);
    if (goal == 3) return DG_ERROR_RANGE;
    labels[n] = (dg_index)goal;
    /*@ assert older: yinyang_samples(features, labels, n, (double)0.1, 0.5); */
    /*@ assert last: yinyang_sample(features + 4 * n, labels[n], (double)0.1, 0.5); */
  }
  return DG_OK;
}

/* Spike times early + (late - early) v of n features v. */
/*@ requires valid: \valid_read(features + (0 .. n-1)) && \valid(times + (0 .. n-1));
    requires separate: \separated(features + (0 .. n-1), times + (0 .. n-1));
    terminates \true; assigns times[0 .. n-1];
    ensures times: \forall integer i; 0 <= i < n ==> times[i] == early + (late - early) * features[i]; */
static inline void dg_spike_times_of(size_t n, const double *features, dg_real early, dg_real late, dg_real *times) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant times: \forall integer j; 0 <= j < i ==> times[j] == early + (late - early) * features[j];
      loop assigns i, times[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) times[i] = early + (late - early) * DG_R(features[i]);
}

#ifdef __cplusplus
}
#endif

#if defined(__clang__)
#pragma STDC FP_CONTRACT DEFAULT
#elif defined(__GNUC__)
#pragma GCC pop_options
#endif

#endif
