/* delgrad_hw.h: neuromorphic hardware beside delgrad.h: delay elements, noise, a model of a chip, and training in the loop.

   MIT licence, see LICENSE. Facts and figures are those of BrainScaleS-2 as the DelGrad work uses it (SPEC 13).
   Source of the generator: Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011.

   HOW TO USE IT
     Include it after delgrad.h, or alone; there is nothing to link. All promises of delgrad.h hold here too.

   CONTENTS
     1 random numbers     3 delay elements
     2 weights            4 neurons                                                                                        */
#ifndef DELGRAD_HW_H
#define DELGRAD_HW_H

#include "delgrad.h"

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC push_options
#pragma GCC optimize("fp-contract=off", "no-trapping-math")
#endif

#ifdef __cplusplus
#if DG_FLOAT
inline namespace dg_binary32 {
#else
inline namespace dg_binary64 {
#endif
#endif

/* ---- 1 random numbers -------------------------------------------------------------------------------------------------
   Every number is a pure function of a seed, a stream and an index, so that noise does not depend on the order in which things
   are computed.                                                                                                           */

/* Four words, of which Philox makes four others. */
typedef struct {
  uint32_t word[4];
} dg_hw_block;

/* What numbers are drawn for: one stream for each cause of noise. */
typedef enum {
  DG_HW_WEIGHT_SPREAD,
  DG_HW_DELAY_GAIN,
  DG_HW_DELAY_OFFSET,
  DG_HW_DELAY_DEAD,
  DG_HW_DELAY_JITTER,
  DG_HW_DELAY_MISSING,
  DG_HW_THRESHOLD_FIXED,
  DG_HW_THRESHOLD_BATCH,
  DG_HW_THRESHOLD_SAMPLE,
  DG_HW_SPIKE_JITTER,
  DG_HW_SPIKE_LOST,
  DG_HW_TAU_MEM,
  DG_HW_TAU_SYN
} dg_hw_stream;

/* Philox4x32-10: ten rounds on a counter, with a key. */
/*@ terminates \true; assigns \nothing; */
static inline dg_hw_block dg_hw_philox(dg_hw_block counter, uint64_t key) {
  uint32_t first = (uint32_t)key, second = (uint32_t)(key >> 32);
  /*@ loop invariant range: 0 <= round <= 10;
      loop assigns round, counter, first, second; loop variant 10 - round; */
  for (int round = 0; round < 10; round++) {
    const uint64_t a = UINT64_C(0xd2511f53) * counter.word[0], b = UINT64_C(0xcd9e8d57) * counter.word[2];
    const dg_hw_block mixed = {{(uint32_t)(b >> 32) ^ counter.word[1] ^ first, (uint32_t)b,
                                (uint32_t)(a >> 32) ^ counter.word[3] ^ second, (uint32_t)a}};
    counter = mixed;
    first += 0x9e3779b9u;
    second += 0xbb67ae85u;
  }
  return counter;
}

/* Draw number trial of an index of a stream. */
/*@ terminates \true; assigns \nothing; */
static inline dg_hw_block dg_hw_draw(uint64_t seed, dg_hw_stream stream, uint64_t index, uint32_t trial) {
  const dg_hw_block counter = {{(uint32_t)index, (uint32_t)(index >> 32), (uint32_t)stream, trial}};
  return dg_hw_philox(counter, seed);
}

/* Two words as a number, uniform on the multiples of 2^-53 (float: 2^-24) in [0, 1). */
/*@ terminates \true; assigns \nothing;
    ensures range: 0 <= \result < 1; */
static inline dg_real dg_hw_fraction(uint32_t high, uint32_t low) {
#if DG_FLOAT
  (void)low;
  return DG_R(high / 256u) * DG_R(0x1p-24);
#else
  return (DG_R(high / 32u) * DG_R(0x1p+26) + DG_R(low / 64u)) * DG_R(0x1p-53); /* 27 and 26 bits: exact */
#endif
}

/* Uniform in [0, 1). */
/*@ terminates \true; assigns \nothing;
    ensures range: 0 <= \result < 1; */
static inline dg_real dg_hw_uniform(uint64_t seed, dg_hw_stream stream, uint64_t index) {
  const dg_hw_block draw = dg_hw_draw(seed, stream, index, 0);
  return dg_hw_fraction(draw.word[0], draw.word[1]);
}

/* A standard normal number, by the polar method (Marsaglia, Bray 1964): trials until a point lies in the circle; 64 in vain,
   2^-142 of all, count as 0. Error below 4 ulp for the uniform numbers used. */
/*@ terminates \true; assigns \nothing; */
static inline dg_real dg_hw_normal(uint64_t seed, dg_hw_stream stream, uint64_t index) {
  /*@ loop invariant range: 0 <= trial <= 64;
      loop assigns trial; loop variant 64 - trial; */
  for (uint32_t trial = 0; trial < 64; trial++) {
    const dg_hw_block draw = dg_hw_draw(seed, stream, index, trial);
    const dg_real x = 2 * dg_hw_fraction(draw.word[0], draw.word[1]) - 1, y = 2 * dg_hw_fraction(draw.word[2], draw.word[3]) - 1;
    const dg_real square = x * x + y * y;
    if (square > 0 && square < 1) return x * dg_sqrt(-2 * dg_log(square) / square);
  }
  return 0;
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
