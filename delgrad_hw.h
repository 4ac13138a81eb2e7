/* delgrad_hw.h: neuromorphic hardware beside delgrad.h: delay elements, noise, a model of a chip, and training in the loop.

   MIT licence, see LICENSE. Clauses are those of SPEC 13 and 14. Facts and figures: BrainScaleS-2 as the DelGrad work uses it.
   Source of the generator: Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, SC 2011.

   HOW TO USE IT
     Include it in place of delgrad.h, or after it; there is nothing to link. All promises of delgrad.h hold here too.
     A chip:       describe it (dg_hw_chip), dg_hw_place a network on it, dg_hw_settings makes codes of parameters.
     A substrate:  four functions (dg_hw_substrate). Behind them stands the model of the chip (dg_hw_model_substrate), recorded
                   spikes (dg_hw_replay_substrate), a stream of bytes to another machine (dg_hw_wire_substrate), or your own.
     Calibration:  dg_hw_calibrate stimulates a delay element, measures it and fits it.
     Training:     dg_hw_train_batch runs a batch on a substrate and updates the parameters by the gradient at the measured times.
     The board:    dg_hw_serve answers the frames that dg_hw_wire_substrate sends.
     Times are in the unit of the network unless their comment says microseconds.

   CONTENTS
     1 status codes      4 weights            7 placement          10 training in the loop
     2 random numbers    5 delay elements     8 substrates         11 a chip on a wire
     3 the chip          6 neurons            9 the model                                                                  */
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

/* ---- 1 status codes -------------------------------------------------------------------------------------------------- */

/* A value below DG_STATUS_COUNT is that of a dg_status. */
typedef enum {
  DG_HW_OK = 0,
  DG_HW_ERROR_CHIP = 64,  /* a constant of the chip is not finite, negative, or codes begin above their end */
  DG_HW_ERROR_NEURONS,    /* the network has more neurons than the chip */
  DG_HW_ERROR_ROWS,       /* a neuron has more delayed sources than the chip has rows of synapses */
  DG_HW_ERROR_ELEMENTS,   /* the network needs more delay elements than work */
  DG_HW_ERROR_CODE,       /* a setting is no code, or beyond the codes of the chip */
  DG_HW_ERROR_ELEMENT,    /* there is no such delay element */
  DG_HW_ERROR_ORDER,      /* read without a stimulus, or a stimulus before settings */
  DG_HW_ERROR_END,        /* there are no more recorded spikes */
  DG_HW_ERROR_SUPPORT,    /* the substrate cannot do this */
  DG_HW_ERROR_FRAME,      /* a frame does not say what its type should */
  DG_HW_ERROR_VERSION,    /* the other side speaks another version of the protocol */
  DG_HW_ERROR_OTHER,      /* the other side holds another network or precision */
  DG_HW_ERROR_SILENT,     /* no answer, though asked again and again */
  DG_HW_ERROR_CLOSED,     /* the stream of bytes has ended */
  DG_HW_STATUS_END
} dg_hw_status;

/* A sentence for a status, without a full stop; never null. */
/*@ terminates \true; assigns \nothing; */
static inline const char *dg_hw_status_text(dg_hw_status status) {
  switch ((int)status) {
  case DG_HW_ERROR_CHIP: return "a constant of the chip is not finite, negative, or its codes begin above their end";
  case DG_HW_ERROR_NEURONS: return "the network has more neurons than the chip";
  case DG_HW_ERROR_ROWS: return "a neuron has more sources than the chip has rows of synapses";
  case DG_HW_ERROR_ELEMENTS: return "the network needs more delay elements than work";
  case DG_HW_ERROR_CODE: return "a setting is beyond the codes of the chip";
  case DG_HW_ERROR_ELEMENT: return "there is no such delay element";
  case DG_HW_ERROR_ORDER: return "the substrate needs settings before a stimulus, and a stimulus before reading";
  case DG_HW_ERROR_END: return "there are no more recorded spikes";
  case DG_HW_ERROR_SUPPORT: return "the substrate cannot do this";
  case DG_HW_ERROR_FRAME: return "a frame does not say what its type should";
  case DG_HW_ERROR_VERSION: return "the other side speaks another version of the protocol";
  case DG_HW_ERROR_OTHER: return "the other side holds another network or precision";
  case DG_HW_ERROR_SILENT: return "the other side does not answer";
  case DG_HW_ERROR_CLOSED: return "the stream of bytes has ended";
  default: return dg_status_text((dg_status)status);
  }
}

/* ---- 2 random numbers -------------------------------------------------------------------------------------------------
   Every number is a pure function of a seed, a stream, a place and an event, so that noise does not depend on the order in which
   things are computed (SPEC 13.1).                                                                                        */

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
  DG_HW_MEASURE_JITTER,
  DG_HW_MEASURE_MISSING,
  DG_HW_THRESHOLD_FIXED,
  DG_HW_THRESHOLD_BATCH,
  DG_HW_THRESHOLD_SAMPLE,
  DG_HW_SPIKE_JITTER,
  DG_HW_SPIKE_LOST,
  DG_HW_TAU_MEM,
  DG_HW_TAU_SYN,
  DG_HW_STREAM_COUNT
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

/* Draw number trial, below 256, for a place at an event. */
/*@ terminates \true; assigns \nothing; */
static inline dg_hw_block dg_hw_draw(uint64_t seed, dg_hw_stream stream, uint32_t place, uint64_t event, uint32_t trial) {
  const dg_hw_block counter = {{(uint32_t)event, (uint32_t)(event >> 32), place, (uint32_t)stream * 256u + trial}};
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
static inline dg_real dg_hw_uniform(uint64_t seed, dg_hw_stream stream, uint32_t place, uint64_t event) {
  const dg_hw_block draw = dg_hw_draw(seed, stream, place, event, 0);
  return dg_hw_fraction(draw.word[0], draw.word[1]);
}

/* A standard normal number, by the polar method (Marsaglia, Bray 1964): trials until a point lies in the circle; 64 in vain,
   2^-142 of all, count as 0. */
/*@ terminates \true; assigns \nothing; */
static inline dg_real dg_hw_normal(uint64_t seed, dg_hw_stream stream, uint32_t place, uint64_t event) {
  /*@ loop invariant range: 0 <= trial <= 64;
      loop assigns trial; loop variant 64 - trial; */
  for (uint32_t trial = 0; trial < 64; trial++) {
    const dg_hw_block draw = dg_hw_draw(seed, stream, place, event, trial);
    const dg_real x = 2 * dg_hw_fraction(draw.word[0], draw.word[1]) - 1, y = 2 * dg_hw_fraction(draw.word[2], draw.word[3]) - 1;
    const dg_real square = x * x + y * y;
    if (square > 0 && square < 1) return x * dg_sqrt(-2 * dg_log(square) / square);
  }
  return 0;
}

/* A normal number of mean 0; without spread nothing is drawn. */
/*@ terminates \true; assigns \nothing;
    ensures none: sd <= 0 ==> \result == 0; */
static inline dg_real dg_hw_spread(dg_real sd, uint64_t seed, dg_hw_stream stream, uint32_t place, uint64_t event) {
  return sd > 0 ? sd * dg_hw_normal(seed, stream, place, event) : 0;
}

/* Whether something of this probability happens. */
/*@ terminates \true; assigns \nothing;
    ensures never: probability <= 0 ==> !\result;
    ensures always: probability >= 1 ==> \result; */
static inline int dg_hw_happens(dg_real probability, uint64_t seed, dg_hw_stream stream, uint32_t place, uint64_t event) {
  return probability > 0 && dg_hw_uniform(seed, stream, place, event) < probability;
}

/* ---- 3 the chip -------------------------------------------------------------------------------------------------------- */

/* Weights. per_unit: codes to a weight of 1; most: the largest code, 2^(bits-1) - 1, or 0 for weights that are not coded; spread:
   standard deviation of what a synapse multiplies its weight by, about 1. */
typedef struct {
  dg_real per_unit;
  dg_index most;
  dg_real spread;
} dg_hw_weights;

/* Delay elements, in microseconds: delay = gain code + offset. first, last: usable codes, last = 0 for delays that are not coded;
   gain_spread (relative), offset_spread: standard deviations from element to element; jitter: from spike to spike; missing:
   probability of not firing; dead: share of elements that never fire; recovery: least time between two uses. */
typedef struct {
  dg_real gain, offset;
  dg_index first, last;
  dg_real gain_spread, offset_spread, jitter, missing, dead, recovery;
} dg_hw_elements;

/* Neurons. threshold_mean, threshold_fixed: mean and standard deviation of what is added to the threshold of each neuron for good;
   threshold_batch, threshold_sample: standard deviations of what is added for a batch, for a sample; tau_mem_spread,
   tau_syn_spread: relative standard deviations of time constants; jitter: standard deviation of a spike time; lost: probability
   of a spike that nobody sees; recovery: refractory time in microseconds. */
typedef struct {
  dg_real threshold_mean, threshold_fixed, threshold_batch, threshold_sample;
  dg_real tau_mem_spread, tau_syn_spread;
  dg_real jitter, lost, recovery;
} dg_hw_neurons;

/* A chip (SPEC 13.2). neurons, rows, elements: how many there are, rows of synapses to each neuron; unit: microseconds to the
   network's unit of time; acceleration: how much faster than biology; resolution: step of the times of events, in microseconds, 0
   for none; interval: microseconds from sample to sample of a batch, after which spikes are not read, 0 if each sample starts
   afresh; seed: of its fixed pattern and its noise. */
typedef struct {
  dg_hw_weights weights;
  dg_hw_elements element;
  dg_hw_neurons neuron;
  size_t neurons, rows, elements;
  dg_real unit, acceleration, resolution, interval;
  uint64_t seed;
} dg_hw_chip;

/* One half of BrainScaleS-2 as the DelGrad work uses it (SPEC 13.2), without what differs from chip to chip. */
/*@ terminates \true; assigns \nothing; */
static inline dg_hw_chip dg_hw_brainscales(uint64_t seed) {
  dg_hw_chip chip;
  const dg_hw_weights weights = {30, 63, 0};
  const dg_hw_elements element = {DG_R(0.125), 2, 50, 250, 0, 0, 0, 0, 0, 0};
  const dg_hw_neurons neuron = {0, 0, 0, 0, 0, 0, 0, 0, 0};
  chip.weights = weights;
  chip.element = element;
  chip.neuron = neuron;
  chip.neurons = chip.rows = 256;
  chip.elements = 128;
  chip.unit = 6;
  chip.acceleration = 1000;
  chip.resolution = chip.interval = 0;
  chip.seed = seed;
  return chip;
}

/* A chip without noise and with infinite resolution: what runs on it runs as in delgrad.h, bit for bit. */
/*@ terminates \true; assigns \nothing; */
static inline dg_hw_chip dg_hw_ideal_chip(void) {
  dg_hw_chip chip = dg_hw_brainscales(0);
  chip.weights.most = 0;
  chip.element.last = 0;
  chip.neurons = chip.rows = chip.elements = DG_SIZE_MAX;
  return chip;
}

/* Whether a chip's constants are admitted: finite, not negative but for offset and threshold_mean, gain, per_unit and unit positive,
   probabilities at most 1, codes from first to last, within 2^20. */
/*@ requires valid: \valid_read(chip);
    terminates \true; assigns \nothing;
    ensures status: \result == DG_HW_OK || \result == DG_HW_ERROR_CHIP;
    ensures codes: \result == DG_HW_OK ==> 0 <= chip->weights.most <= 1048576 && 0 <= chip->element.first &&
      chip->element.last <= 1048576 && (chip->element.last != 0 ==> chip->element.first <= chip->element.last); */
static inline dg_hw_status dg_hw_chip_check(const dg_hw_chip *chip) {
  const dg_hw_elements *e = &chip->element;
  const dg_hw_neurons *n = &chip->neuron;
  const dg_real positive[4] = {chip->weights.per_unit, e->gain, chip->unit, chip->acceleration};
  const dg_real magnitude[16] = {chip->weights.spread, e->gain_spread,     e->offset_spread,    e->jitter,
                                 e->missing,           e->dead,            e->recovery,         n->threshold_fixed,
                                 n->threshold_batch,   n->threshold_sample, n->tau_mem_spread,  n->tau_syn_spread,
                                 n->jitter,            n->lost,            n->recovery,         chip->resolution};
  const dg_real any[3] = {e->offset, n->threshold_mean, chip->interval};
  if (dg_all_finite(4, positive) != DG_OK || dg_all_finite(16, magnitude) != DG_OK || dg_all_finite(3, any) != DG_OK)
    return DG_HW_ERROR_CHIP;
  /*@ loop invariant range: 0 <= i <= 4; loop assigns i; loop variant 4 - i; */
  for (size_t i = 0; i < 4; i++)
    if (positive[i] <= 0 || !dg_in_scale(positive[i], DG_SCALE_MAX)) return DG_HW_ERROR_CHIP;
  /*@ loop invariant range: 0 <= i <= 16; loop assigns i; loop variant 16 - i; */
  for (size_t i = 0; i < 16; i++)
    if (magnitude[i] < 0) return DG_HW_ERROR_CHIP;
  if (e->missing > 1 || e->dead > 1 || n->lost > 1 || chip->interval < 0) return DG_HW_ERROR_CHIP;
  const dg_index codes = 1 << 20;
  if (chip->weights.most < 0 || chip->weights.most > codes || e->first < 0 || e->last > codes) return DG_HW_ERROR_CHIP;
  return e->last != 0 && e->first > e->last ? DG_HW_ERROR_CHIP : DG_HW_OK;
}

/* Microseconds on the chip, and seconds in biology, of a time of the network. */
/*@ requires valid: \valid_read(chip); terminates \true; assigns \nothing;
    ensures time: \result == t * chip->unit; */
static inline dg_real dg_hw_microseconds(const dg_hw_chip *chip, dg_real t) { return t * chip->unit; }
/*@ requires valid: \valid_read(chip); terminates \true; assigns \nothing; */
static inline dg_real dg_hw_biological(const dg_hw_chip *chip, dg_real t) {
  return dg_hw_microseconds(chip, t) * chip->acceleration * DG_R(1e-6);
}

/* The integer next to x, even ones on a tie, |x| below 2^50 (2^21). */
/*@ terminates \true; assigns \nothing;
    ensures near: -0.5 <= \result - x <= 0.5; */
static inline dg_real dg_hw_round(dg_real x) {
  const dg_real big = DG_FLOAT ? DG_R(0x1.8p+23) : DG_R(0x1.8p+52); /* whose neighbours lie 1 apart */
  return (x + big) - big;
}

/* The code next to x among first .. last. */
/*@ requires codes: -1048576 <= first <= last <= 1048576;
    terminates \true; assigns \nothing;
    ensures near: first <= x <= last ==> -0.5 <= \result - x <= 0.5;
    ensures range: first - 0.5 <= \result <= last + 0.5; */
static inline dg_real dg_hw_code(dg_real x, dg_index first, dg_index last) {
  const dg_real low = (dg_real)first, high = (dg_real)last;
  return dg_hw_round(x < low ? low : x > high ? high : x);
}

/* A time on the grid of the chip's events. */
/*@ requires valid: \valid_read(chip) && chip->unit > 0;
    terminates \true; assigns \nothing;
    ensures same: chip->resolution <= 0 ==> \result == t; */
static inline dg_real dg_hw_event(const dg_hw_chip *chip, dg_real t) {
  if (!(chip->resolution > 0) || !dg_is_finite(t)) return t;
  const dg_real step = chip->resolution / chip->unit, n = t / step, most = DG_FLOAT ? DG_R(0x1p+21) : DG_R(0x1p+50);
  return n > most || n < -most ? t : dg_hw_round(n) * step;
}

/* ---- 4 weights --------------------------------------------------------------------------------------------------------
   A master copy in dg_real is trained; its codes run. The gradient is that at the coded weights, passed straight through. */

/* The setting of a weight: its code, clipped, or the weight itself where weights are not coded. */
/*@ requires valid: \valid_read(weights) && 0 <= weights->most <= 1048576;
    terminates \true; assigns \nothing;
    ensures plain: weights->most == 0 ==> \result == w;
    ensures near: weights->most != 0 && -weights->most <= w * weights->per_unit <= weights->most ==>
      -0.5 <= \result - w * weights->per_unit <= 0.5; */
static inline dg_real dg_hw_weight_setting(const dg_hw_weights *weights, dg_real w) {
  return weights->most == 0 ? w : dg_hw_code(w * weights->per_unit, -weights->most, weights->most);
}

/* The weight that a setting stands for. */
/*@ requires valid: \valid_read(weights) && (weights->most != 0 ==> weights->per_unit > 0);
    terminates \true; assigns \nothing;
    ensures weight: \result == (weights->most == 0 ? setting : setting / weights->per_unit); */
static inline dg_real dg_hw_weight_of(const dg_hw_weights *weights, dg_real setting) {
  return weights->most == 0 ? setting : setting / weights->per_unit;
}

/* The weight that synapse number place of a chip makes of a setting. */
/*@ requires valid: \valid_read(chip) && (chip->weights.most != 0 ==> chip->weights.per_unit > 0);
    terminates \true; assigns \nothing;
    ensures plain: chip->weights.most == 0 && chip->weights.spread <= 0 ==> \result == setting; */
static inline dg_real dg_hw_synapse(const dg_hw_chip *chip, uint32_t place, dg_real setting) {
  const dg_real w = dg_hw_weight_of(&chip->weights, setting);
  return chip->weights.spread > 0 ? w * (1 + dg_hw_spread(chip->weights.spread, chip->seed, DG_HW_WEIGHT_SPREAD, place, 0)) : w;
}

/* ---- 5 delay elements --------------------------------------------------------------------------------------------------
   An element is a pair of neuron circuits; the refractory time of the first, a counter, delays the spike of the second.   */

/* What is known of an element: delay = gain code + offset, in microseconds; residual: root mean square of what the fit leaves; works:
   whether it fires. */
typedef struct {
  dg_real gain, offset, residual;
  int works;
} dg_hw_fit;

/* An element as built, before calibration. */
/*@ requires valid: \valid_read(chip); terminates \true; assigns \nothing;
    ensures built: \result.gain == chip->element.gain && \result.offset == chip->element.offset && \result.works == 1; */
static inline dg_hw_fit dg_hw_nominal(const dg_hw_chip *chip) {
  const dg_hw_fit fit = {chip->element.gain, chip->element.offset, 0, 1};
  return fit;
}

/* The code, not yet rounded or clipped, that gives the delay d. */
/*@ requires valid: \valid_read(chip) && \valid_read(fit) && fit->gain > 0;
    terminates \true; assigns \nothing;
    ensures code: \result * fit->gain + fit->offset == d * chip->unit; */
static inline dg_real dg_hw_wanted(const dg_hw_chip *chip, const dg_hw_fit *fit, dg_real d) {
  return (dg_hw_microseconds(chip, d) - fit->offset) / fit->gain;
}

/* The setting for a wanted delay: the code, or the delay itself where delays are not coded. */
/*@ requires valid: \valid_read(chip) && \valid_read(fit) && fit->gain > 0;
    requires codes: 0 <= chip->element.first && chip->element.last <= 1048576 &&
      (chip->element.last != 0 ==> chip->element.first <= chip->element.last);
    terminates \true; assigns \nothing;
    ensures plain: chip->element.last == 0 ==> \result == d; */
static inline dg_real dg_hw_delay_setting(const dg_hw_chip *chip, const dg_hw_fit *fit, dg_real d) {
  const dg_hw_elements *e = &chip->element;
  return e->last == 0 ? d : dg_hw_code(dg_hw_wanted(chip, fit, d), e->first, e->last);
}

/* Derivative of the realised delay by the wanted one: quantisation is passed straight through, a delay out of range does not move. */
/*@ requires valid: \valid_read(chip) && \valid_read(fit) && fit->gain > 0;
    terminates \true; assigns \nothing;
    ensures slope: \result == 0 || \result == 1;
    ensures plain: chip->element.last == 0 ==> \result == 1; */
static inline dg_real dg_hw_delay_passes(const dg_hw_chip *chip, const dg_hw_fit *fit, dg_real d) {
  const dg_hw_elements *e = &chip->element;
  if (e->last == 0) return 1;
  const dg_real x = dg_hw_wanted(chip, fit, d);
  return x >= (dg_real)e->first && x <= (dg_real)e->last ? 1 : 0;
}

/* Whether an element is dead. */
/*@ requires valid: \valid_read(chip); terminates \true; assigns \nothing; */
static inline int dg_hw_dead(const dg_hw_chip *chip, uint32_t element) {
  return dg_hw_happens(chip->element.dead, chip->seed, DG_HW_DELAY_DEAD, element, 0);
}

/* The mean delay that an element of the chip makes of a setting. */
/*@ requires valid: \valid_read(chip) && chip->unit > 0;
    terminates \true; assigns \nothing;
    ensures plain: chip->element.last == 0 && chip->element.gain_spread <= 0 && chip->element.offset_spread <= 0 ==>
      \result == setting; */
static inline dg_real dg_hw_delay_made(const dg_hw_chip *chip, uint32_t element, dg_real setting) {
  const dg_hw_elements *e = &chip->element;
  const dg_real factor = 1 + dg_hw_spread(e->gain_spread, chip->seed, DG_HW_DELAY_GAIN, element, 0);
  const dg_real shift = dg_hw_spread(e->offset_spread, chip->seed, DG_HW_DELAY_OFFSET, element, 0);
  if (e->last == 0) return setting * factor + shift / chip->unit;
  return (e->gain * factor * setting + (e->offset + shift)) / chip->unit;
}

/* Mean and number of measured delays. */
typedef struct {
  dg_real mean;
  size_t count;
} dg_hw_mean;

/* The mean of n measured delays, those that came. */
/*@ requires valid: \valid_read(delay + (0 .. n - 1)); terminates \true; assigns \nothing;
    ensures count: \result.count <= n; */
static inline dg_hw_mean dg_hw_mean_of(size_t n, const dg_real *delay) {
  dg_hw_mean mean = {0, 0};
  /*@ loop invariant range: 0 <= i <= n && mean.count <= i; loop assigns i, mean; loop variant n - i; */
  for (size_t i = 0; i < n; i++)
    if (dg_is_finite(delay[i])) {
      mean.mean += delay[i];
      mean.count++;
    }
  if (mean.count > 0) mean.mean /= (dg_real)mean.count;
  return mean;
}

/* The straight line through n points (code, mean delay), least squares weighted by the number of delays behind each point; it works if
   two codes answered and longer codes delay longer. */
/*@ requires valid: \valid_read(code + (0 .. n - 1)) && \valid_read(delay + (0 .. n - 1));
    terminates \true; assigns \nothing;
    ensures rises: \result.works != 0 ==> \result.gain > 0; */
static inline dg_hw_fit dg_hw_line(size_t n, const dg_real *code, const dg_hw_mean *delay) {
  dg_hw_fit fit = {0, 0, 0, 0};
  dg_real weight = 0, x = 0, y = 0, xx = 0, xy = 0, rest = 0;
  /*@ loop invariant range: 0 <= i <= n; loop assigns i, weight, x, y; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const dg_real count = (dg_real)delay[i].count;
    weight += count;
    x += count * code[i];
    y += count * delay[i].mean;
  }
  if (!(weight > 0)) return fit;
  x /= weight;
  y /= weight;
  /*@ loop invariant range: 0 <= i <= n; loop assigns i, xx, xy; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const dg_real count = (dg_real)delay[i].count, dx = code[i] - x;
    xx += count * dx * dx;
    xy += count * dx * (delay[i].mean - y);
  }
  if (!(xx > 0) || !(xy > 0)) return fit;
  fit.gain = xy / xx;
  fit.offset = y - fit.gain * x;
  /*@ loop invariant range: 0 <= i <= n; loop assigns i, rest; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const dg_real left = delay[i].mean - (fit.gain * code[i] + fit.offset);
    rest += (dg_real)delay[i].count * left * left;
  }
  fit.residual = dg_sqrt(rest / weight);
  fit.works = 1;
  return fit;
}

/* ---- 6 neurons ---------------------------------------------------------------------------------------------------------- */

/* What is added to the threshold of neuron place in all samples of a batch. */
/*@ requires valid: \valid_read(chip); terminates \true; assigns \nothing;
    ensures mean: chip->neuron.threshold_fixed <= 0 && chip->neuron.threshold_batch <= 0 ==>
      \result == chip->neuron.threshold_mean; */
static inline dg_real dg_hw_threshold(const dg_hw_chip *chip, uint32_t place, uint64_t batch) {
  const dg_hw_neurons *n = &chip->neuron;
  return n->threshold_mean + dg_hw_spread(n->threshold_fixed, chip->seed, DG_HW_THRESHOLD_FIXED, place, 0) +
         dg_hw_spread(n->threshold_batch, chip->seed, DG_HW_THRESHOLD_BATCH, place, batch);
}

/* A threshold raised by offset is reached as the threshold itself by weights times this factor; lowered to the leak potential and
   below, it counts as 2^-10 of its height above that. */
/*@ requires valid: \valid_read(neuron) && neuron->threshold > neuron->e_leak;
    terminates \true; assigns \nothing;
    ensures same: offset == 0 ==> \result == 1;
    ensures factor: 0 < \result <= 1024;
    ensures threshold: neuron->threshold - neuron->e_leak + offset > (neuron->threshold - neuron->e_leak) / 1024 ==>
      \result * (neuron->threshold - neuron->e_leak + offset) == neuron->threshold - neuron->e_leak; */
static inline dg_real dg_hw_raised(const dg_neuron *neuron, dg_real offset) {
  const dg_real height = neuron->threshold - neuron->e_leak, raised = height + offset, least = height * DG_R(0x1p-10);
  return height / (raised > least ? raised : least);
}

/* A time constant of neuron place; it stays between half and twice what it should be. */
/*@ requires valid: \valid_read(chip) && tau > 0;
    terminates \true; assigns \nothing;
    ensures range: tau / 2 <= \result <= 2 * tau;
    ensures same: spread <= 0 ==> \result == tau; */
static inline dg_real dg_hw_tau(const dg_hw_chip *chip, dg_hw_stream stream, dg_real spread, uint32_t place, dg_real tau) {
  const dg_real factor = 1 + dg_hw_spread(spread, chip->seed, stream, place, 0);
  return tau * (factor < DG_R(0.5) ? DG_R(0.5) : factor > 2 ? 2 : factor);
}

/* Neuron place with its own time constants. */
/*@ requires valid: \valid_read(chip) && \valid_read(neuron) && neuron->tau_mem > 0 && neuron->tau_syn > 0;
    terminates \true; assigns \nothing;
    ensures others: \result.threshold == neuron->threshold && \result.e_leak == neuron->e_leak && \result.g_leak == neuron->g_leak;
    ensures ranges: neuron->tau_mem / 2 <= \result.tau_mem <= 2 * neuron->tau_mem &&
      neuron->tau_syn / 2 <= \result.tau_syn <= 2 * neuron->tau_syn; */
static inline dg_neuron dg_hw_neuron_made(const dg_hw_chip *chip, const dg_neuron *neuron, uint32_t place) {
  dg_neuron made = *neuron;
  made.tau_mem = dg_hw_tau(chip, DG_HW_TAU_MEM, chip->neuron.tau_mem_spread, place, neuron->tau_mem);
  made.tau_syn = dg_hw_tau(chip, DG_HW_TAU_SYN, chip->neuron.tau_syn_spread, place, neuron->tau_syn);
  return made;
}

/* Whether something that needs time to recover can be used at t in sample number n of a batch; last holds its last use, in
   microseconds from the beginning of the batch, and is set. */
/*@ requires valid: \valid_read(chip) && \valid(last) && \separated(chip, last);
    terminates \true; assigns *last;
    ensures free: chip->interval <= 0 || recovery <= 0 ==> \result && *last == \old(*last);
    ensures used: chip->interval > 0 && recovery > 0 ==>
      (\result ? *last == n * chip->interval + t * chip->unit && *last - \old(*last) >= recovery
               : *last == \old(*last) && n * chip->interval + t * chip->unit - *last < recovery); */
static inline int dg_hw_recovered(const dg_hw_chip *chip, dg_real recovery, size_t n, dg_real t, dg_real *last) {
  if (!(chip->interval > 0) || !(recovery > 0)) return 1;
  const dg_real now = (dg_real)n * chip->interval + dg_hw_microseconds(chip, t);
  if (now - *last < recovery) return 0;
  *last = now;
  return 1;
}

/* ---- 7 placement --------------------------------------------------------------------------------------------------------
   Every delayed connection of a network is a line through a delay element of its own: one for each source of a layer with
   axonal delays, for each target with dendritic ones, for each synapse, row after row, with synaptic ones. Settings lie in one
   array: for each layer its weights, then its lines.                                                                      */

/* The lines of a layer. */
/*@ requires valid: \valid_read(layer); terminates \true; assigns \nothing; */
static inline size_t dg_hw_layer_lines(const dg_layer *layer) {
  const size_t n = dg_layer_sources(layer);
  if (layer->delay.kind == DG_DELAY_NONE) return 0;
  if (layer->delay.kind == DG_DELAY_AXONAL) return n;
  return layer->delay.kind == DG_DELAY_DENDRITIC ? layer->outputs : dg_size_product(n, layer->outputs);
}

/* The line of a synapse of a layer with delays. */
/*@ requires valid: \valid_read(layer); terminates \true; assigns \nothing; */
static inline size_t dg_hw_line_of(const dg_layer *layer, size_t source, size_t target) {
  if (layer->delay.kind == DG_DELAY_AXONAL) return source;
  return layer->delay.kind == DG_DELAY_DENDRITIC ? target : target * dg_layer_sources(layer) + source;
}

/* The delay parameter of a line of a layer. */
/*@ requires valid: \valid_read(layer); terminates \true; assigns \nothing; */
static inline size_t dg_hw_line_parameter(const dg_layer *layer, size_t line) {
  const size_t n = dg_layer_sources(layer);
  if (layer->delay.kind == DG_DELAY_AXONAL) return dg_layer_delay_index(layer, line, 0);
  if (layer->delay.kind == DG_DELAY_DENDRITIC) return dg_layer_delay_index(layer, 0, line);
  return dg_layer_delay_index(layer, line % n, line / n);
}

/* The lines, and the settings, of an admitted network. */
static inline size_t dg_hw_line_count(const dg_network *net) {
  size_t count = 0;
  for (size_t l = 0; l < net->depth; l++) count += dg_hw_layer_lines(net->layers + l);
  return count;
}
static inline size_t dg_hw_setting_count(const dg_network *net) {
  size_t count = dg_hw_line_count(net);
  for (size_t l = 0; l < net->depth; l++) count += dg_layer_weights(net->layers + l);
  return count;
}

/* Puts a network on a chip: element[dg_hw_line_count] receives the delay element of each line, the first ones that work. known: what
   calibration found of each of the chip's elements, or null if all are thought to work. Errors: those of the network, CHIP,
   NEURONS, ROWS (a row of synapses for each source of a layer; for each synapse if its delays are synaptic), ELEMENTS. */
static inline dg_hw_status dg_hw_place(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *known, dg_index *element) {
  if (chip == NULL || element == NULL) return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = (dg_hw_status)dg_network_check(net);
  if (status == DG_HW_OK) status = dg_hw_chip_check(chip);
  if (status != DG_HW_OK) return status;
  if (dg_neuron_count(net) > chip->neurons) return DG_HW_ERROR_NEURONS;
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    const size_t rows = layer->delay.kind == DG_DELAY_SYNAPTIC ? dg_hw_layer_lines(layer) : dg_layer_sources(layer);
    if (rows > chip->rows) return DG_HW_ERROR_ROWS;
  }
  size_t next = 0;
  for (size_t line = 0; line < dg_hw_line_count(net); line++) {
    while (next < chip->elements && known != NULL && !known[next].works) next++;
    if (next >= chip->elements) return DG_HW_ERROR_ELEMENTS;
    element[line] = (dg_index)next++;
  }
  return DG_HW_OK;
}

/* What is known of the elements of each line: fit[line] = known[element[line]], or as built if known is null. */
static inline void dg_hw_lines_known(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *known, const dg_index *element,
                                     dg_hw_fit *fit) {
  for (size_t line = 0; line < dg_hw_line_count(net); line++)
    fit[line] = known != NULL ? known[(size_t)element[line]] : dg_hw_nominal(chip);
}

/* The settings for parameters: codes of weights, and of delays by what is known of each line's element. */
static inline void dg_hw_settings(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *fit, const dg_real *parameters,
                                  dg_real *settings) {
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    const size_t weights = dg_layer_weights(layer), lines = dg_hw_layer_lines(layer);
    for (size_t i = 0; i < weights; i++) settings[i] = dg_hw_weight_setting(&chip->weights, parameters[i]);
    for (size_t x = 0; x < lines; x++) {
      const dg_real d = dg_delay_of(&layer->delay, parameters[weights + dg_hw_line_parameter(layer, x)]);
      settings[weights + x] = dg_hw_delay_setting(chip, fit + x, d);
    }
    parameters += dg_layer_parameters(layer);
    settings += weights + lines;
    fit += lines;
  }
}

/* The parameters that the gradient is taken at: weights as coded, delays as they are. */
static inline void dg_hw_ideal(const dg_hw_chip *chip, const dg_network *net, const dg_real *parameters, dg_real *ideal) {
  for (size_t l = 0; l < net->depth; l++) {
    const size_t weights = dg_layer_weights(net->layers + l), count = dg_layer_parameters(net->layers + l);
    for (size_t i = 0; i < weights; i++)
      ideal[i] = dg_hw_weight_of(&chip->weights, dg_hw_weight_setting(&chip->weights, parameters[i]));
    for (size_t i = weights; i < count; i++) ideal[i] = parameters[i];
    parameters += count;
    ideal += count;
  }
}

/* The gradient by delay parameters through the elements: that of a parameter is multiplied by the share of its lines that can follow,
   those whose delay is within the range of their element. */
static inline void dg_hw_through_elements(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *fit,
                                          const dg_real *parameters, dg_real *gradient) {
  if (chip->element.last == 0) return;
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    const size_t weights = dg_layer_weights(layer), lines = dg_hw_layer_lines(layer), delays = dg_layer_delays(layer);
    for (size_t p = 0; p < delays; p++) {
      const dg_real d = dg_delay_of(&layer->delay, parameters[weights + p]);
      dg_real all = 0, passing = 0;
      for (size_t x = 0; x < lines; x++)
        if (dg_hw_line_parameter(layer, x) == p) {
          all += 1;
          passing += dg_hw_delay_passes(chip, fit + x, d);
        }
      if (passing < all) gradient[weights + p] *= passing / all;
    }
    parameters += weights + delays;
    gradient += weights + delays;
    fit += lines;
  }
}

/* Whether settings are codes of the chip; any finite weight and delay where there are no codes, delays not negative. */
static inline dg_hw_status dg_hw_settings_check(const dg_hw_chip *chip, const dg_network *net, const dg_real *settings) {
  const dg_hw_weights *w = &chip->weights;
  const dg_hw_elements *e = &chip->element;
  for (size_t l = 0; l < net->depth; l++) {
    const size_t weights = dg_layer_weights(net->layers + l), lines = dg_hw_layer_lines(net->layers + l);
    if (dg_all_finite(weights + lines, settings) != DG_OK) return DG_HW_ERROR_CODE;
    for (size_t i = 0; i < weights && w->most != 0; i++)
      if (settings[i] != dg_hw_code(settings[i], -w->most, w->most)) return DG_HW_ERROR_CODE;
    for (size_t i = weights; i < weights + lines; i++)
      if (e->last == 0 ? settings[i] < 0 : settings[i] != dg_hw_code(settings[i], e->first, e->last)) return DG_HW_ERROR_CODE;
    settings += weights + lines;
  }
  return DG_HW_OK;
}

/* ---- 8 substrates --------------------------------------------------------------------------------------------------------
   What runs a network: a chip, a model of one, recorded spikes, another machine. All of them answer to four functions; context is
   theirs. A batch has a number, and what a substrate does may depend on it and on the place of a sample in the batch, so that to ask
   again after a failure changes nothing.                                                                                  */

/* configure: settings[dg_hw_setting_count] are what runs from now on. stimulate: the samples of a batch come, labels are not
   used; the batch must stay until it is read. read: record[n][dg_neuron_count] receives the first spikes of the last batch,
   since the beginning of each sample, DG_NEVER where there is none. measure: count stimuli go through a delay element at a
   code; delay[count] receives how much later each came out, in microseconds, DG_NEVER if it did not. event: number of the first
   stimulus, as that of a batch. */
typedef struct {
  void *context;
  dg_hw_status (*configure)(void *context, const dg_real *settings);
  dg_hw_status (*stimulate)(void *context, uint64_t number, const dg_batch *batch);
  dg_hw_status (*read)(void *context, dg_real *record);
  dg_hw_status (*measure)(void *context, size_t element, dg_index code, uint64_t event, size_t count, dg_real *delay);
} dg_hw_substrate;

/* Codes at which an element is measured when it is calibrated, and most stimuli at each. */
#define DG_HW_CODES 9
#define DG_HW_REPEATS 64

/* Calibrates delay element number element: it is measured at DG_HW_CODES codes from first to last, repeats times each, and fitted.
   An element that never answers gives a fit that does not work, and no error. event: number of the first of its
   DG_HW_CODES * repeats stimuli. Errors: SUPPORT if delays are not coded, TOO_LARGE or EMPTY for repeats, those of the
   substrate. */
static inline dg_hw_status dg_hw_calibrate(const dg_hw_chip *chip, const dg_hw_substrate *substrate, size_t element, size_t repeats,
                                           uint64_t event, dg_hw_fit *fit) {
  dg_real code[DG_HW_CODES], delay[DG_HW_REPEATS];
  dg_hw_mean mean[DG_HW_CODES];
  if (chip == NULL || substrate == NULL || fit == NULL) return (dg_hw_status)DG_ERROR_NULL;
  if (chip->element.last == 0) return DG_HW_ERROR_SUPPORT;
  if (repeats == 0) return (dg_hw_status)DG_ERROR_EMPTY;
  if (repeats > DG_HW_REPEATS) return (dg_hw_status)DG_ERROR_TOO_LARGE;
  if (element >= chip->elements) return DG_HW_ERROR_ELEMENT;
  const dg_index first = chip->element.first, range = chip->element.last - first;
  for (size_t i = 0; i < DG_HW_CODES; i++) {
    const dg_index at = first + range * (dg_index)i / (DG_HW_CODES - 1);
    const dg_hw_status status = substrate->measure(substrate->context, element, at, event + i * repeats, repeats, delay);
    if (status != DG_HW_OK) return status;
    code[i] = (dg_real)at;
    mean[i] = dg_hw_mean_of(repeats, delay);
  }
  *fit = dg_hw_line(DG_HW_CODES, code, mean);
  return DG_HW_OK;
}

/* Recorded spikes as a substrate: record[samples][neurons] of one batch after another. */
typedef struct {
  const dg_real *record;
  size_t samples, neurons;
  size_t at, pending; /* samples read so far, and of the stimulus that waits */
} dg_hw_replay;

static inline dg_hw_status dg_hw_replay_configure(void *context, const dg_real *settings) {
  return context == NULL || settings == NULL ? (dg_hw_status)DG_ERROR_NULL : DG_HW_OK;
}
static inline dg_hw_status dg_hw_replay_stimulate(void *context, uint64_t number, const dg_batch *batch) {
  dg_hw_replay *replay = (dg_hw_replay *)context;
  (void)number;
  if (batch->count > replay->samples - replay->at) return DG_HW_ERROR_END;
  replay->pending = batch->count;
  return DG_HW_OK;
}
static inline dg_hw_status dg_hw_replay_read(void *context, dg_real *record) {
  dg_hw_replay *replay = (dg_hw_replay *)context;
  if (replay->pending == 0) return DG_HW_ERROR_ORDER;
  const dg_real *from = replay->record + replay->at * replay->neurons;
  for (size_t x = 0; x < replay->pending * replay->neurons; x++) record[x] = from[x];
  replay->at += replay->pending;
  replay->pending = 0;
  return DG_HW_OK;
}
static inline dg_hw_status dg_hw_replay_measure(void *context, size_t element, dg_index code, uint64_t event, size_t count,
                                                dg_real *delay) {
  (void)context, (void)element, (void)code, (void)event, (void)count, (void)delay;
  return DG_HW_ERROR_SUPPORT;
}
static inline dg_hw_substrate dg_hw_replay_substrate(dg_hw_replay *replay) {
  const dg_hw_substrate substrate = {replay, dg_hw_replay_configure, dg_hw_replay_stimulate, dg_hw_replay_read,
                                     dg_hw_replay_measure};
  return substrate;
}

/* ---- 9 the model ---------------------------------------------------------------------------------------------------------
   A chip with a network on it (SPEC 13.3). It computes as delgrad.h does, so that without noise it gives the same bits.
   Noise has the physical element, neuron or synapse as its place, and the sample, number * DG_BATCH_MAX + n, as its event. */

/* chip, net, element (from dg_hw_place): what runs; work: of the sizes of dg_hw_model_workspace; the rest begins as 0. */
typedef struct {
  const dg_hw_chip *chip;
  const dg_network *net;
  const dg_index *element;
  dg_workspace work;
  int configured, stimulated;
  uint64_t number;
  dg_batch batch;
} dg_hw_model;

/* The parts of a model's workspace. */
typedef struct {
  dg_real *made;       /* weights and delays as realised, in the order of settings */
  dg_real *line_used;  /* last uses, in microseconds */
  dg_real *neuron_used;
  dg_real *t, *src, *delayed, *out; /* a chunk: inputs; sources and spikes of a layer, in its domain */
  dg_real *weight;                  /* of the arrivals at one target in DG_LANES samples */
  dg_real *scratch;
  dg_index *indices;
} dg_hw_model_parts;

static inline dg_hw_model_parts dg_hw_model_cut(const dg_network *net, const dg_workspace *work) {
  const dg_extent most = dg_network_extent(net);
  dg_hw_model_parts part;
  part.t = work->real;
  part.src = part.t + net->inputs * DG_WIDTH;
  part.delayed = part.src + most.sources * DG_WIDTH;
  part.out = part.delayed + most.sources * DG_WIDTH;
  part.weight = part.out + most.outputs * DG_WIDTH;
  part.scratch = part.weight + (most.sources + 3) * DG_LANES;
  part.made = part.scratch + most.forward;
  part.line_used = part.made + dg_hw_setting_count(net);
  part.neuron_used = part.line_used + dg_hw_line_count(net);
  part.indices = work->integer;
  return part;
}

/* Size of the workspace of a model. Errors: those of the network. */
static inline dg_hw_status dg_hw_model_workspace(const dg_network *net, size_t *reals, size_t *integers) {
  const dg_status status = dg_network_check(net);
  if (status != DG_OK) return (dg_hw_status)status;
  if (reals == NULL || integers == NULL) return (dg_hw_status)DG_ERROR_NULL;
  const dg_extent most = dg_network_extent(net);
  *reals = (net->inputs + 2 * most.sources + most.outputs) * DG_WIDTH + (most.sources + 3) * DG_LANES + most.forward +
           dg_hw_setting_count(net) + dg_hw_line_count(net) + dg_neuron_count(net);
  *integers = most.sources * DG_LANES;
  return DG_HW_OK;
}

/* Where a layer of a network begins. */
typedef struct {
  const dg_layer *layer;
  size_t setting, line, neuron;
} dg_hw_at;

/* The layer after it. */
static inline dg_hw_at dg_hw_after(dg_hw_at at) {
  const size_t lines = dg_hw_layer_lines(at.layer);
  const dg_hw_at next = {at.layer + 1, at.setting + dg_layer_weights(at.layer) + lines, at.line + lines,
                         at.neuron + at.layer->outputs};
  return next;
}
static inline dg_hw_at dg_hw_first(const dg_network *net) {
  const dg_hw_at at = {net->layers, 0, 0, 0};
  return at;
}

/* The constants whose domain a layer's spikes are held in: times where neurons differ in their time constants. */
static inline dg_constants dg_hw_domain(const dg_hw_chip *chip, const dg_layer *layer) {
  dg_constants k = dg_neuron_constants(&layer->neuron);
  if (chip->neuron.tau_mem_spread > 0 || chip->neuron.tau_syn_spread > 0) k.ratio = DG_RATIO_ANY;
  return k;
}

/* A spike that does not come, in a domain. */
static inline dg_real dg_hw_never(const dg_constants *k) { return k->ratio == DG_RATIO_TWO ? DG_RHO_MAX : DG_NEVER; }

/* A sample of a batch as an event. */
static inline uint64_t dg_hw_sample(const dg_hw_model *model, size_t n) { return model->number * DG_BATCH_MAX + n; }

/* The delay that the element of a line makes of one sample, or DG_NEVER if it does not fire. */
static inline dg_real dg_hw_line_delay(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t line,
                                       size_t sample) {
  const dg_hw_chip *chip = model->chip;
  const uint32_t element = (uint32_t)model->element[at.line + line];
  const uint64_t event = dg_hw_sample(model, sample);
  if (dg_hw_dead(chip, element) || dg_hw_happens(chip->element.missing, chip->seed, DG_HW_DELAY_MISSING, element, event))
    return DG_NEVER;
  const dg_real made = part->made[at.setting + dg_layer_weights(at.layer) + line];
  const dg_real d = made + dg_hw_spread(chip->element.jitter / chip->unit, chip->seed, DG_HW_DELAY_JITTER, element, event);
  return d > 0 ? d : 0;
}

/* A delay as a factor or a shift in a domain. */
static inline dg_real dg_hw_shift(const dg_constants *k, dg_real d) {
  return k->ratio == DG_RATIO_TWO ? dg_rho_of(k->tau_mem, dg_pair_of(d)) : d;
}

/* Sources x[DG_LANES] after a line of a layer, in its domain: y. An element that does not fire or has not recovered passes nothing. */
static inline void dg_hw_delayed(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t line, size_t sample,
                                 const dg_real *x, dg_real *y) {
  const dg_hw_chip *chip = model->chip;
  const dg_constants k = dg_hw_domain(chip, at.layer);
  dg_real *used = part->line_used + at.line + line, never = dg_hw_never(&k);
  for (size_t l = 0; l < DG_LANES; l++) {
    const dg_real d = dg_hw_line_delay(model, part, at, line, sample + l);
    const int passes = x[l] < never && d < DG_NEVER &&
                       dg_hw_recovered(chip, chip->element.recovery, sample + l, dg_decode(&k, model->net->t_ref, x[l]), used);
    y[l] = passes ? dg_lane_key(k.ratio, x[l], dg_hw_shift(&k, d), never) : never;
  }
}

/* The spikes x[DG_LANES] of a target in its layer's domain become those that leave its neuron: with jitter, none in its refractory
   time, some lost. A dendritic delay is that of an element behind the neuron, which may fail too. */
static inline void dg_hw_emit(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t target, size_t sample,
                              dg_real *x) {
  const dg_hw_chip *chip = model->chip;
  const dg_hw_neurons *law = &chip->neuron;
  const dg_constants k = dg_hw_domain(chip, at.layer);
  const uint32_t neuron = (uint32_t)(at.neuron + target);
  const dg_real t_ref = model->net->t_ref, never = dg_hw_never(&k);
  const int behind = at.layer->delay.kind == DG_DELAY_DENDRITIC;
  for (size_t l = 0; l < DG_LANES; l++) {
    const uint64_t event = dg_hw_sample(model, sample + l);
    if (!(x[l] < never)) continue;
    if (law->jitter > 0) {
      const dg_real late = dg_hw_spread(law->jitter, chip->seed, DG_HW_SPIKE_JITTER, neuron, event);
      x[l] = dg_encode(&k, t_ref, dg_decode(&k, t_ref, x[l]) + late);
    }
    const dg_real t = dg_decode(&k, t_ref, x[l]);
    int seen = dg_hw_recovered(chip, law->recovery, sample + l, t, part->neuron_used + neuron) &&
               !dg_hw_happens(law->lost, chip->seed, DG_HW_SPIKE_LOST, neuron, event);
    if (seen && behind)
      seen = dg_hw_line_delay(model, part, at, target, sample + l) < DG_NEVER &&
             dg_hw_recovered(chip, chip->element.recovery, sample + l, t, part->line_used + at.line + target);
    if (!seen) x[l] = never;
  }
}

/* What the threshold of a target is in DG_LANES samples, as a factor of its weights. */
static inline void dg_hw_factors(const dg_hw_model *model, dg_hw_at at, size_t target, size_t sample, dg_real *factor) {
  const dg_hw_chip *chip = model->chip;
  const uint32_t neuron = (uint32_t)(at.neuron + target);
  const dg_real batch = dg_hw_threshold(chip, neuron, model->number), sd = chip->neuron.threshold_sample;
  for (size_t l = 0; l < DG_LANES; l++) {
    const dg_real own = dg_hw_spread(sd, chip->seed, DG_HW_THRESHOLD_SAMPLE, neuron, dg_hw_sample(model, sample + l));
    factor[l] = dg_hw_raised(&at.layer->neuron, batch + own);
  }
}

/* First spikes out[DG_LANES] of one target, whose arrivals lie sorted in lanes, used rows of them; with a dendritic delay they come that
   much later. */
static inline void dg_hw_target(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t target, size_t sample,
                                size_t used, const dg_lane_parts *lanes, dg_real *out) {
  const size_t n = dg_layer_sources(at.layer);
  const dg_constants k = dg_hw_domain(model->chip, at.layer);
  const dg_real *w = part->made + at.setting + target * n;
  dg_real *factor = part->weight + n * DG_LANES, *shift = factor + DG_LANES, *dT_dc = shift + DG_LANES;
  const int behind = at.layer->delay.kind == DG_DELAY_DENDRITIC;
  dg_hw_factors(model, at, target, sample, factor);
  for (size_t l = 0; l < DG_LANES; l++) {
    const dg_real d = behind ? dg_hw_line_delay(model, part, at, target, sample + l) : 0;
    shift[l] = dg_hw_shift(&k, d < DG_NEVER ? d : 0);
  }
  if (k.ratio == DG_RATIO_TWO) {
    for (size_t p = 0; p < used; p++)
      for (size_t l = 0; l < DG_LANES; l++)
        part->weight[p * DG_LANES + l] = w[lanes->source[p * DG_LANES + l]] * factor[l];
    for (size_t p = 0; p <= used && behind; p++)
      for (size_t l = 0; l < DG_LANES; l++)
        lanes->later[p * DG_LANES + l] = dg_lane_key(k.ratio, lanes->key[p * DG_LANES + l], shift[l], DG_RHO_MAX);
    dg_target_forward_two(&k, used, part->weight, NULL, behind ? lanes->later : lanes->key, out, dT_dc);
    return;
  }
  const dg_neuron made = dg_hw_neuron_made(model->chip, &at.layer->neuron, (uint32_t)(at.neuron + target));
  const dg_constants own = dg_neuron_constants(&made);
  for (size_t l = 0; l < DG_LANES; l++) {
    for (size_t i = 0; i < n; i++) part->weight[i] = w[i] * factor[l];
    out[l] = dg_lane_first_spike(&own, n, part->weight, shift[l], lanes, l).time;
  }
}

/* A layer of the model for DG_LANES samples from column lane of a chunk on: src in, out. Arrivals are sorted once, or for every target
   where each has delays of its own. */
static inline void dg_hw_layer(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t first, size_t lane) {
  const dg_layer *layer = at.layer;
  const size_t n = dg_layer_sources(layer), sample = first + lane;
  const dg_constants k = dg_hw_domain(model->chip, layer);
  const dg_lane_parts lanes = dg_lane_cut(n, part->scratch, part->indices);
  const dg_delay_kind kind = layer->delay.kind;
  const int before = kind == DG_DELAY_AXONAL || kind == DG_DELAY_SYNAPTIC;
  size_t used = n;
  for (size_t j = 0; j < layer->outputs; j++) {
    dg_real *out = part->out + j * DG_WIDTH + lane;
    if (j == 0 || kind == DG_DELAY_SYNAPTIC) {
      for (size_t i = 0; before && i < n; i++)
        dg_hw_delayed(model, part, at, dg_hw_line_of(layer, i, j), sample, part->src + i * DG_WIDTH + lane,
                      part->delayed + i * DG_WIDTH + lane);
      used = dg_layer_arrivals(layer, &k, NULL, NULL, before ? part->delayed : part->src, lane, j, 1, &lanes);
    }
    dg_hw_target(model, part, at, j, sample, used, &lanes, out);
    dg_hw_emit(model, part, at, j, sample, out);
  }
}

/* The sources of the first layer for a chunk: inputs on the grid of the chip's events, and biases. */
static inline void dg_hw_load(const dg_hw_model *model, const dg_hw_model_parts *part, size_t first) {
  const dg_network *net = model->net;
  const dg_constants k = dg_hw_domain(model->chip, net->layers);
  dg_load_batch(net, &model->batch, first, part->t);
  for (size_t x = 0; x < net->inputs * DG_WIDTH; x++) part->t[x] = dg_hw_event(model->chip, part->t[x]);
  for (size_t i = 0; i < net->inputs; i++)
    dg_load_input(&k, net->t_ref, part->t + i * DG_WIDTH, net->multiplex, i * net->multiplex * DG_WIDTH, part->src);
}

/* Bias spikes of a layer, below its inputs. */
static inline void dg_hw_biases(const dg_hw_model *model, const dg_hw_model_parts *part, const dg_layer *layer) {
  const dg_constants k = dg_hw_domain(model->chip, layer);
  for (size_t b = 0; b < layer->biases; b++)
    dg_fill_row(dg_encode(&k, model->net->t_ref, layer->bias_times[b]), (layer->inputs + b) * DG_WIDTH, part->src);
}

/* What is read of a spike time t: its event, unless it comes when the next sample has begun. */
static inline dg_real dg_hw_seen(const dg_hw_chip *chip, dg_real t) {
  const dg_real event = dg_hw_event(chip, t);
  return chip->interval > 0 && !(dg_hw_microseconds(chip, event) < chip->interval) ? DG_NEVER : event;
}

/* The spikes of a layer for samples first and on, as they are read. */
static inline void dg_hw_record(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t first, dg_real *record) {
  const dg_constants k = dg_hw_domain(model->chip, at.layer);
  const size_t neurons = dg_neuron_count(model->net), count = model->batch.count;
  for (size_t n = first; n < count && n < first + DG_WIDTH; n++)
    for (size_t j = 0; j < at.layer->outputs; j++) {
      const dg_real t = dg_decode(&k, model->net->t_ref, part->out[j * DG_WIDTH + (n - first)]);
      record[n * neurons + at.neuron + j] = dg_hw_seen(model->chip, t);
    }
}

/* A chunk of the batch that stimulates the model. */
static inline void dg_hw_chunk(const dg_hw_model *model, const dg_hw_model_parts *part, size_t first, dg_real *record) {
  const dg_network *net = model->net;
  dg_hw_at at = dg_hw_first(net);
  dg_hw_load(model, part, first);
  for (size_t l = 0; l < net->depth; l++) {
    if (l > 0) {
      const dg_constants from = dg_hw_domain(model->chip, at.layer - 1), to = dg_hw_domain(model->chip, at.layer);
      dg_recode(&from, &to, net->t_ref, at.layer->inputs * DG_WIDTH, part->out, part->src);
    }
    dg_hw_biases(model, part, at.layer);
    for (size_t lane = 0; lane < DG_WIDTH; lane += DG_LANES) dg_hw_layer(model, part, at, first, lane);
    dg_hw_record(model, part, at, first, record);
    if (l + 1 < net->depth) at = dg_hw_after(at);
  }
}

/* The four functions of a model. Errors: NULL, WORKSPACE, CODE, ORDER, ELEMENT, those of the network, the batch and the chip. */
static inline dg_hw_status dg_hw_model_configure(void *context, const dg_real *settings) {
  dg_hw_model *model = (dg_hw_model *)context;
  size_t reals = 0, integers = 0;
  if (model == NULL || settings == NULL || model->chip == NULL || model->element == NULL) return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = dg_hw_model_workspace(model->net, &reals, &integers);
  if (status == DG_HW_OK) status = (dg_hw_status)dg_workspace_check(&model->work, reals, integers);
  if (status == DG_HW_OK) status = dg_hw_chip_check(model->chip);
  if (status == DG_HW_OK) status = dg_hw_settings_check(model->chip, model->net, settings);
  if (status != DG_HW_OK) return status;
  const dg_network *net = model->net;
  dg_real *made = dg_hw_model_cut(net, &model->work).made;
  dg_hw_at at = dg_hw_first(net);
  for (size_t l = 0; l < net->depth; l++) {
    const size_t weights = dg_layer_weights(at.layer), lines = dg_hw_layer_lines(at.layer);
    for (size_t i = at.setting; i < at.setting + weights; i++) made[i] = dg_hw_synapse(model->chip, (uint32_t)i, settings[i]);
    for (size_t x = 0; x < lines; x++) {
      const size_t i = at.setting + weights + x;
      made[i] = dg_hw_delay_made(model->chip, (uint32_t)model->element[at.line + x], settings[i]);
    }
    if (l + 1 < net->depth) at = dg_hw_after(at);
  }
  model->configured = 1;
  return DG_HW_OK;
}

static inline dg_hw_status dg_hw_model_stimulate(void *context, uint64_t number, const dg_batch *batch) {
  dg_hw_model *model = (dg_hw_model *)context;
  if (model == NULL || !model->configured) return DG_HW_ERROR_ORDER;
  const dg_status status = dg_batch_check(model->net, batch);
  if (status != DG_OK) return (dg_hw_status)status;
  model->number = number;
  model->batch = *batch;
  model->stimulated = 1;
  return DG_HW_OK;
}

static inline dg_hw_status dg_hw_model_read(void *context, dg_real *record) {
  dg_hw_model *model = (dg_hw_model *)context;
  if (record == NULL) return (dg_hw_status)DG_ERROR_NULL;
  if (model == NULL || !model->stimulated) return DG_HW_ERROR_ORDER;
  const dg_hw_model_parts part = dg_hw_model_cut(model->net, &model->work);
  const size_t lines = dg_hw_line_count(model->net), neurons = dg_neuron_count(model->net);
  for (size_t i = 0; i < lines; i++) part.line_used[i] = -DG_REAL_MAX;
  for (size_t j = 0; j < neurons; j++) part.neuron_used[j] = -DG_REAL_MAX;
  for (size_t first = 0; first < model->batch.count; first += DG_WIDTH) dg_hw_chunk(model, &part, first, record);
  model->stimulated = 0;
  return DG_HW_OK;
}

static inline dg_hw_status dg_hw_model_measure(void *context, size_t element, dg_index code, uint64_t event, size_t count,
                                               dg_real *delay) {
  const dg_hw_model *model = (const dg_hw_model *)context;
  if (model == NULL || model->chip == NULL || delay == NULL) return (dg_hw_status)DG_ERROR_NULL;
  const dg_hw_chip *chip = model->chip;
  const dg_hw_elements *e = &chip->element;
  if (e->last == 0) return DG_HW_ERROR_SUPPORT;
  if (element >= chip->elements) return DG_HW_ERROR_ELEMENT;
  if (code < e->first || code > e->last) return DG_HW_ERROR_CODE;
  const uint32_t place = (uint32_t)element;
  const int dead = dg_hw_dead(chip, place);
  const dg_real made = dg_hw_microseconds(chip, dg_hw_delay_made(chip, place, (dg_real)code));
  for (size_t i = 0; i < count; i++) {
    const dg_real d = made + dg_hw_spread(e->jitter, chip->seed, DG_HW_MEASURE_JITTER, place, event + i);
    const int missing = dg_hw_happens(e->missing, chip->seed, DG_HW_MEASURE_MISSING, place, event + i);
    delay[i] = dead || missing ? DG_NEVER : dg_hw_microseconds(chip, dg_hw_event(chip, d / chip->unit));
  }
  return DG_HW_OK;
}

static inline dg_hw_substrate dg_hw_model_substrate(dg_hw_model *model) {
  const dg_hw_substrate substrate = {model, dg_hw_model_configure, dg_hw_model_stimulate, dg_hw_model_read, dg_hw_model_measure};
  return substrate;
}

/* ---- 10 training in the loop -----------------------------------------------------------------------------------------------
   Forward on a substrate, backward from the times it gave, in the formulas of the ideal model (SPEC 4.4).                   */

/* What is trained, and on what: chip: codes and ranges, none of its noise is looked at; fit: what is known of the element of each line
   (dg_hw_lines_known). */
typedef struct {
  const dg_hw_chip *chip;
  const dg_network *net;
  const dg_hw_fit *fit;
  const dg_hw_substrate *substrate;
} dg_hw_loop;

/* Size of the workspace of dg_hw_train_batch for batches of up to count samples. */
static inline dg_hw_status dg_hw_training_workspace(const dg_network *net, size_t count, size_t *reals, size_t *integers) {
  const dg_status status = dg_training_workspace(net, reals, integers);
  if (status != DG_OK) return (dg_hw_status)status;
  if (count == 0) return (dg_hw_status)DG_ERROR_EMPTY;
  if (count > DG_BATCH_MAX) return (dg_hw_status)DG_ERROR_TOO_LARGE;
  const size_t record = dg_size_product(count, dg_neuron_count(net));
  const size_t more = dg_size_sum(record, dg_size_sum(dg_hw_setting_count(net), dg_parameter_count(net)));
  if (dg_size_sum(*reals, more) > SIZE_MAX / sizeof(dg_real)) return (dg_hw_status)DG_ERROR_TOO_LARGE;
  *reals += more;
  return DG_HW_OK;
}

/* Sends the settings for parameters to the substrate; work: room for dg_hw_setting_count reals. Errors: those of the parameters and the substrate. */
static inline dg_hw_status dg_hw_configure(const dg_hw_loop *loop, const dg_real *parameters, const dg_workspace *work) {
  if (loop == NULL || loop->chip == NULL || loop->fit == NULL || loop->substrate == NULL || parameters == NULL)
    return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = (dg_hw_status)dg_network_check(loop->net);
  if (status == DG_HW_OK) status = (dg_hw_status)dg_workspace_check(work, dg_hw_setting_count(loop->net), 0);
  if (status == DG_HW_OK) status = (dg_hw_status)dg_all_finite(dg_parameter_count(loop->net), parameters);
  if (status != DG_HW_OK) return status;
  dg_hw_settings(loop->chip, loop->net, loop->fit, parameters, work->real);
  return loop->substrate->configure(loop->substrate->context, work->real);
}

/* Runs a batch: record[n][dg_neuron_count] receives the spikes that the substrate gave; a time that delgrad.h does not admit (SPEC 2.4)
   counts as a spike that does not come. Errors: those of the batch and the substrate. */
static inline dg_hw_status dg_hw_run(const dg_hw_loop *loop, uint64_t number, const dg_batch *batch, dg_real *record) {
  if (loop == NULL || loop->substrate == NULL || record == NULL) return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = (dg_hw_status)dg_network_check(loop->net);
  if (status == DG_HW_OK) status = (dg_hw_status)dg_batch_check(loop->net, batch);
  if (status == DG_HW_OK) status = loop->substrate->stimulate(loop->substrate->context, number, batch);
  if (status == DG_HW_OK) status = loop->substrate->read(loop->substrate->context, record);
  if (status != DG_HW_OK) return status;
  for (size_t x = 0; x < batch->count * dg_neuron_count(loop->net); x++)
    if (dg_time_check(loop->net, record[x]) != DG_OK) record[x] = DG_NEVER;
  return DG_HW_OK;
}

/* How many samples of a batch a record of it classifies right (SPEC 7.6). */
static inline size_t dg_hw_correct(const dg_network *net, const dg_loss *loss, const dg_batch *batch, const dg_real *record) {
  const size_t neurons = dg_neuron_count(net), outputs = dg_output_count(net);
  size_t correct = 0;
  for (size_t n = 0; n < batch->count; n++)
    correct += dg_class(loss, outputs, record + (n + 1) * neurons - outputs, 1) == batch->labels[dg_batch_row(batch, n)];
  return correct;
}

/* Trains one batch in the loop: settings are sent, the batch is run as number state->batches, its gradient taken at the coded
   weights and the measured times, passed through the elements, and the update made on parameters, the master copy. moments,
   state, result: as for dg_train_batch. Errors: those of dg_train_batch and of the substrate; nothing but the workspace is
   written then, so that the batch can be tried again. input_noise must be 0 (RANGE): noise is the substrate's. */
static inline dg_hw_status dg_hw_train_batch(const dg_hw_loop *loop, const dg_training *training, const dg_batch *batch,
                                             dg_training_state *state, dg_real *parameters, dg_real *moments,
                                             dg_batch_result *result, const dg_workspace *work) {
  size_t reals = 0, integers = 0;
  if (loop == NULL || batch == NULL || training == NULL || state == NULL || moments == NULL || result == NULL)
    return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = dg_hw_training_workspace(loop->net, batch->count, &reals, &integers);
  if (status == DG_HW_OK) status = (dg_hw_status)dg_workspace_check(work, reals, integers);
  if (status != DG_HW_OK) return status;
  if (training->input_noise != 0) return (dg_hw_status)DG_ERROR_RANGE;
  const size_t count = dg_parameter_count(loop->net), record_size = batch->count * dg_neuron_count(loop->net);
  const dg_workspace rest = {work->real, work->reals - record_size - count, work->integer, work->integers};
  dg_real *ideal = work->real + rest.reals, *record = ideal + count;
  status = dg_hw_configure(loop, parameters, &rest);
  if (status == DG_HW_OK) status = dg_hw_run(loop, state->batches, batch, record);
  if (status != DG_HW_OK) return status;
  dg_hw_ideal(loop->chip, loop->net, parameters, ideal);
  status = (dg_hw_status)dg_training_prepare(loop->net, ideal, training, batch, record, &rest);
  if (status != DG_HW_OK) return status;
  dg_training_parts part = dg_training_cut(loop->net, &rest);
  dg_batch_gradient(loop->net, ideal, training, state->batches, batch, record, &part, result);
  dg_hw_through_elements(loop->chip, loop->net, loop->fit, parameters, part.batch.gradient);
  dg_batch_step(loop->net, training, batch->count, &part.batch, state, parameters, moments, result);
  return DG_HW_OK;
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
