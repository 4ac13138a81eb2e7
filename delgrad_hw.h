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
/*@ terminates \true; assigns \result \from status;
    ensures valid: \valid_read(\result); */
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
  default: break;
  }
  const char *text = dg_status_text((dg_status)status);
  return text;
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

#ifdef __FRAMAC__
#include "proofs/acsl/philox.h"
#endif

/* Philox4x32-10: ten rounds on a counter, with a key. */
/*@ terminates \true; assigns \nothing;
    ensures words: \forall integer i; 0 <= i < 4 ==> \result.word[i] == philox_word(i, 10, counter.word[0], counter.word[1],
      counter.word[2], counter.word[3], (uint32_t)key, (uint32_t)(key >> 32)); */
static inline dg_hw_block dg_hw_philox(dg_hw_block counter, uint64_t key) {
  uint32_t first = (uint32_t)key, second = (uint32_t)(key >> 32);
  /*@ loop invariant range: 0 <= round <= 10;
      loop invariant words: \forall integer i; 0 <= i < 4 ==>
        philox_word(i, 10 - round, counter.word[0], counter.word[1], counter.word[2], counter.word[3], first, second) ==
        philox_word(i, 10, \at(counter.word[0], Pre), \at(counter.word[1], Pre), \at(counter.word[2], Pre),
          \at(counter.word[3], Pre),
          (uint32_t)key, (uint32_t)(key >> 32));
      loop assigns round, counter, first, second; loop variant 10 - round; */
  for (int round = 0; round < 10; round++) {
    /*@ assert next: \forall integer i; 0 <= i < 4 ==>
          philox_word(i, 10 - round, counter.word[0], counter.word[1], counter.word[2], counter.word[3], first, second) ==
          philox_word(i, 10 - round - 1, philox_mix(philox_high(counter.word[2], 3449720151), counter.word[1], first),
            philox_low(counter.word[2], 3449720151), philox_mix(philox_high(counter.word[0], 3528531795), counter.word[3], second),
            philox_low(counter.word[0], 3528531795), (uint32_t)(first + 2654435769), (uint32_t)(second + 3144134277)); */
    const uint64_t a = UINT64_C(0xd2511f53) * counter.word[0], b = UINT64_C(0xcd9e8d57) * counter.word[2];
    //@ assert products: a == 3528531795 * counter.word[0] && b == 3449720151 * counter.word[2];
    /*@ assert low: (uint32_t)a == philox_low(counter.word[0], 3528531795) &&
          (uint32_t)b == philox_low(counter.word[2], 3449720151); */
    /*@ assert high: (uint32_t)(a >> 32) == philox_high(counter.word[0], 3528531795) &&
          (uint32_t)(b >> 32) == philox_high(counter.word[2], 3449720151); */
    const dg_hw_block mixed = {{(uint32_t)(b >> 32) ^ counter.word[1] ^ first, (uint32_t)b,
                                (uint32_t)(a >> 32) ^ counter.word[3] ^ second, (uint32_t)a}};
    /*@ assert mixed: mixed.word[0] == (philox_mix(philox_high(counter.word[2], 3449720151), counter.word[1], first)) &&
          mixed.word[2] == (philox_mix(philox_high(counter.word[0], 3528531795), counter.word[3], second)); */
    counter = mixed;
    first += 0x9e3779b9u;
    second += 0xbb67ae85u;
  }
  return counter;
}

/* Draw number trial, below 256, for a place at an event. */
/*@ terminates \true; assigns \nothing;
    ensures words: \forall integer i; 0 <= i < 4 ==> \result.word[i] == draw_word(i, seed, stream, place, event, trial); */
static inline dg_hw_block dg_hw_draw(uint64_t seed, dg_hw_stream stream, uint32_t place, uint64_t event, uint32_t trial) {
  const dg_hw_block counter = {{(uint32_t)event, (uint32_t)(event >> 32), place, (uint32_t)stream * 256u + trial}};
  return dg_hw_philox(counter, seed);
}

/* Two words as a number, uniform on the multiples of 2^-53 (float: 2^-24) in [0, 1). */
/*@ terminates \true; assigns \nothing;
    ensures value: \result == fraction_of(high, low);
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
    ensures value: \result == fraction_of(draw_word(0, seed, stream, place, event, 0), draw_word(1, seed, stream, place, event, 0));
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
/*@ terminates \true; assigns \nothing;
    ensures weights: \result.weights.per_unit == 30 && \result.weights.most == 63 && \result.weights.spread == 0;
    ensures delays: \result.element.gain == 0.125 && \result.element.offset == 2 && \result.element.first == 50 &&
      \result.element.last == 250 && \result.element.gain_spread == 0 && \result.element.offset_spread == 0 &&
      \result.element.jitter == 0 && \result.element.missing == 0 && \result.element.dead == 0 && \result.element.recovery == 0;
    ensures neurons: \result.neuron.threshold_mean == 0 && \result.neuron.threshold_fixed == 0 &&
      \result.neuron.threshold_batch == 0 && \result.neuron.threshold_sample == 0 && \result.neuron.tau_mem_spread == 0 &&
      \result.neuron.tau_syn_spread == 0 && \result.neuron.jitter == 0 && \result.neuron.lost == 0 && \result.neuron.recovery == 0;
    ensures counts: \result.neurons == 256 && \result.rows == 256 && \result.elements == 128;
    ensures times: \result.unit == 6 && \result.acceleration == 1000 && \result.resolution == 0 && \result.interval == 0;
    ensures seed: \result.seed == seed; */
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
/*@ terminates \true; assigns \nothing;
    ensures uncoded: \result.weights.most == 0 && \result.element.last == 0;
    ensures quiet: \result.weights.spread == 0 && \result.element.gain_spread == 0 && \result.element.offset_spread == 0 &&
      \result.element.jitter == 0 && \result.element.missing == 0 && \result.element.dead == 0 && \result.neuron.jitter == 0 &&
      \result.neuron.threshold_mean == 0 && \result.neuron.threshold_fixed == 0 && \result.neuron.threshold_batch == 0 &&
      \result.neuron.threshold_sample == 0 && \result.neuron.tau_mem_spread == 0 && \result.neuron.tau_syn_spread == 0 &&
      \result.neuron.lost == 0;
    ensures unlimited: \result.element.recovery == 0 && \result.neuron.recovery == 0 && \result.resolution == 0 &&
      \result.interval == 0; */
static inline dg_hw_chip dg_hw_ideal_chip(void) {
  dg_hw_chip chip = dg_hw_brainscales(0);
  chip.weights.most = 0;
  chip.element.last = 0;
  chip.neurons = chip.rows = chip.elements = DG_SIZE_MAX;
  return chip;
}

/* Whether a chip's constants are admitted: finite, not negative but for offset and threshold_mean, gain, per_unit and unit
   positive, probabilities at most 1, codes from first to last, within 2^20. */
/*@ requires valid: \valid_read(chip);
    terminates \true; assigns \nothing;
    ensures status: \result == DG_HW_OK || \result == DG_HW_ERROR_CHIP;
    ensures codes: \result == DG_HW_OK ==> 0 <= chip->weights.most <= 1048576 && 0 <= chip->element.first &&
      chip->element.last <= 1048576 && (chip->element.last != 0 ==> chip->element.first <= chip->element.last);
    ensures positive: \result == DG_HW_OK ==> chip->weights.per_unit > 0 && chip->unit > 0; */
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
  /*@ loop invariant range: 0 <= i <= 4;
      loop invariant positive: \forall integer j; 0 <= j < i ==> positive[j] > 0;
      loop assigns i; loop variant 4 - i; */
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

/* What is known of an element: delay = gain code + offset, in microseconds; residual: root mean square of what the fit leaves;
   works: whether it fires. */
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

/* Derivative of the realised delay by the wanted one: quantisation is passed straight through, a delay out of range does not
   move. */
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

/* The straight line through n points (code, mean delay), least squares weighted by the number of delays behind each point; it works
   if two codes answered and longer codes delay longer. */
/*@ requires valid: \valid_read(code + (0 .. n - 1)) && \valid_read(delay + (0 .. n - 1));
    terminates \true; assigns \nothing;
    ensures rises: \result.works != 0 ==> \result.gain > 0; */
static inline dg_hw_fit dg_hw_fit_of(size_t n, const dg_real *code, const dg_hw_mean *delay) {
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

#ifdef __FRAMAC__
#include "proofs/acsl/placement.h"
#endif

/* The lines of a layer. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer);
    terminates \true; assigns \nothing;
    ensures lines: \result == lines_of(layer);
    ensures bound: \result <= weights_of(layer) <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; */
static inline size_t dg_hw_layer_lines(const dg_layer *layer) {
  const size_t n = dg_layer_sources(layer);
  //@ ghost dg_hw_lemma_lines(layer);
  if (layer->delay.kind == DG_DELAY_NONE) return 0;
  if (layer->delay.kind == DG_DELAY_AXONAL) return n;
  return layer->delay.kind == DG_DELAY_DENDRITIC ? layer->outputs : dg_size_product(n, layer->outputs);
}

/* The line of a synapse of a layer with delays. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && layer->delay.kind != DG_DELAY_NONE;
    requires synapse: source < sources_of(layer) && target < layer->outputs;
    terminates \true; assigns \nothing;
    ensures line: \result == line_of(layer, source, target);
    ensures bound: \result < lines_of(layer); */
static inline size_t dg_hw_line_of(const dg_layer *layer, size_t source, size_t target) {
  if (layer->delay.kind == DG_DELAY_AXONAL) return source;
  //@ assert row: target * sources_of(layer) + sources_of(layer) == (target + 1) * sources_of(layer);
  //@ ghost dg_lemma_rows(target, layer->outputs, layer->inputs + layer->biases);
  //@ assert rows: (target + 1) * sources_of(layer) <= layer->outputs * sources_of(layer);
  //@ ghost dg_hw_lemma_lines(layer);
  return layer->delay.kind == DG_DELAY_DENDRITIC ? target : target * dg_layer_sources(layer) + source;
}

/* The delay parameter of a line of a layer. */
/*@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires line: line < lines_of(layer);
    terminates \true; assigns \nothing;
    ensures parameter: \result == line_parameter(layer, line);
    ensures bound: \result < delays_of(layer); */
static inline size_t dg_hw_line_parameter(const dg_layer *layer, size_t line) {
  const size_t n = dg_layer_sources(layer);
  if (layer->delay.kind == DG_DELAY_AXONAL) return dg_layer_delay_index(layer, line, 0);
  if (layer->delay.kind == DG_DELAY_DENDRITIC) return dg_layer_delay_index(layer, 0, line);
  return dg_layer_delay_index(layer, line % n, line / n);
}

/* The lines, and the settings, of an admitted network. */
/*@ requires admitted: \valid_read(net) && admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures count: \result == line_count(net);
    ensures bound: \result <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * net->depth; */
static inline size_t dg_hw_line_count(const dg_network *net) {
  size_t count = 0;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant count: 0 <= count == lines_in(net->layers, l) && count <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * l;
      loop assigns l, count; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) count = dg_size_sum(count, dg_hw_layer_lines(net->layers + l));
  return count;
}
/*@ requires admitted: \valid_read(net) && admitted_layers(net->layers, net->depth);
    terminates \true; assigns \nothing;
    ensures count: \result == setting_count(net);
    ensures bound: \result <= 4 * DG_SIZE_MAX * DG_SIZE_MAX * net->depth; */
static inline size_t dg_hw_setting_count(const dg_network *net) {
  size_t count = dg_hw_line_count(net);
  //@ assert shape: shaped_layers(net->layers, net->depth);
  //@ ghost dg_hw_lemma_offsets(net->layers, net->depth);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant count: count == line_count(net) + settings_in(net->layers, l) - lines_in(net->layers, l);
      loop invariant bound: count <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * (net->depth + l);
      loop assigns l, count; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    //@ ghost dg_hw_lemma_lines(net->layers + l);
    count = dg_size_sum(count, dg_layer_weights(net->layers + l));
  }
  return count;
}

/* The first element from next on that works, or the number of elements if there is none. known: null if all are thought to work. */
/*@ requires known: known != \null ==> \valid_read(known + (0 .. elements-1));
    requires range: next <= elements;
    terminates \true; assigns \nothing;
    ensures range: next <= \result <= elements;
    ensures works: known != \null && \result < elements ==> known[\result].works != 0; */
static inline size_t dg_hw_next_element(const dg_hw_fit *known, size_t elements, size_t next) {
  /*@ loop invariant range: \at(next, Pre) <= next <= elements;
      loop assigns next; loop variant elements - next; */
  while (next < elements && known != NULL && !known[next].works) next++;
  return next;
}

/* Gives each of so many lines an element of its own, the first ones that work. Error: ELEMENTS. */
/*@ requires known: known != \null ==> \valid_read(known + (0 .. elements-1));
    requires elements: elements <= 2147483647;
    requires element: \valid(element + (0 .. lines-1));
    requires apart: known != \null ==> \separated(element + (0 .. lines-1), known + (0 .. elements-1));
    terminates \true; assigns element[0 .. lines-1];
    ensures status: \result == DG_HW_OK || \result == DG_HW_ERROR_ELEMENTS;
    ensures placed: \result == DG_HW_OK ==> placed(element, lines, elements);
    ensures work: \result == DG_HW_OK && known != \null ==> all_work(known, element, lines); */
static inline dg_hw_status dg_hw_place_lines(const dg_hw_fit *known, size_t elements, size_t lines, dg_index *element) {
  size_t next = 0;
  /*@ loop invariant range: 0 <= line <= lines && line <= next <= elements;
      loop invariant within: \forall integer i; 0 <= i < line ==> 0 <= element[i] < elements;
      loop invariant ascend: \forall integer i, j; 0 <= i < j < line ==> element[i] < element[j];
      loop invariant below: \forall integer i; 0 <= i < line ==> element[i] < next;
      loop invariant work: known != \null ==> all_work(known, element, line);
      loop assigns line, next, element[0 .. lines-1]; loop variant lines - line; */
  for (size_t line = 0; line < lines; line++) {
    const size_t found = dg_hw_next_element(known, elements, next);
    if (found >= elements) return DG_HW_ERROR_ELEMENTS;
    element[line] = (dg_index)found;
    next = found + 1;
    //@ assert this: element[line] == found;
    //@ assert before: \forall integer i; 0 <= i < line ==> element[i] == \at(element[i], LoopCurrent);
    //@ assert last: \forall integer i; 0 <= i < line ==> element[i] < element[line];
    //@ assert others: \forall integer i, j; 0 <= i < j < line ==> element[i] < element[j];
  }
  return DG_HW_OK;
}

/* Puts a network on a chip: element[dg_hw_line_count] receives the delay element of each line, the first ones that work. known:
   what calibration found of each of the chip's elements, or null if all are thought to work. Errors: those of the network, CHIP,
   NEURONS, ROWS (a row of synapses for each source of a layer; for each synapse if its delays are synaptic), ELEMENTS. */
/*@ requires chip: chip == \null || \valid_read(chip);
    requires net: net == \null || readable_network(net);
    requires known: chip != \null && known != \null ==> \valid_read(known + (0 .. chip->elements-1));
    requires elements: chip != \null ==> chip->elements <= 2147483647;
    requires element: element != \null && net != \null && admitted_network(net) ==> \valid(element + (0 .. line_count(net)-1));
    requires apart: element != \null && net != \null && admitted_network(net) ==> integers_apart(net, element, line_count(net)) &&
      \separated(element + (0 .. line_count(net)-1), chip) &&
      (known != \null && chip != \null ==> \separated(element + (0 .. line_count(net)-1), known + (0 .. chip->elements-1)));
    terminates \true; assigns element[0 .. line_count(net)-1];
    ensures network: \result == DG_HW_OK ==> admitted_network(net) && neuron_count(net) <= chip->neurons &&
      \forall integer l; 0 <= l < net->depth ==> rows_of(net->layers + l) <= chip->rows;
    ensures placed: \result == DG_HW_OK ==> placed(element, line_count(net), chip->elements);
    ensures work: \result == DG_HW_OK && known != \null ==> all_work(known, element, line_count(net)); */
static inline dg_hw_status dg_hw_place(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *known, dg_index *element) {
  if (chip == NULL || element == NULL) return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = (dg_hw_status)dg_network_check(net);
  if (status == DG_HW_OK) status = dg_hw_chip_check(chip);
  if (status != DG_HW_OK) return status;
  if (dg_neuron_count(net) > chip->neurons) return DG_HW_ERROR_NEURONS;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant rows: \forall integer k; 0 <= k < l ==> rows_of(net->layers + k) <= chip->rows;
      loop assigns l; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    const size_t rows = layer->delay.kind == DG_DELAY_SYNAPTIC ? dg_hw_layer_lines(layer) : dg_layer_sources(layer);
    if (rows > chip->rows) return DG_HW_ERROR_ROWS;
  }
  const size_t lines = dg_hw_line_count(net);
  return dg_hw_place_lines(known, chip->elements, lines, element);
}

/* What is known of the elements of each line: fit[line] = known[element[line]], or as built if known is null. */
/*@ requires chip: \valid_read(chip);
    requires net: \valid_read(net) && admitted_network(net);
    requires element: \valid_read(element + (0 .. line_count(net)-1));
    requires known: known != \null ==> \forall integer i; 0 <= i < line_count(net) ==> 0 <= element[i] &&
      \valid_read(known + element[i]);
    requires fit: \valid(fit + (0 .. line_count(net)-1));
    requires apart: \separated(fit + (0 .. line_count(net)-1), chip) && \separated(fit + (0 .. line_count(net)-1), net) &&
      \separated(fit + (0 .. line_count(net)-1), element + (0 .. line_count(net)-1)) &&
      (known != \null ==> \forall integer i; 0 <= i < line_count(net) ==>
        \separated(fit + (0 .. line_count(net)-1), known + element[i]));
    terminates \true; assigns fit[0 .. line_count(net)-1];
    ensures known: known != \null ==> \forall integer i; 0 <= i < line_count(net) ==> fit[i] == known[element[i]];
    ensures built: known == \null ==> \forall integer i; 0 <= i < line_count(net) ==>
      fit[i].gain == chip->element.gain && fit[i].offset == chip->element.offset && fit[i].works == 1; */
static inline void dg_hw_lines_known(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *known, const dg_index *element,
                                     dg_hw_fit *fit) {
  const size_t lines = dg_hw_line_count(net);
  /*@ loop invariant range: 0 <= line <= lines;
      loop invariant known: known != \null ==> \forall integer i; 0 <= i < line ==> fit[i] == known[element[i]];
      loop invariant built: known == \null ==> \forall integer i; 0 <= i < line ==>
        fit[i].gain == chip->element.gain && fit[i].offset == chip->element.offset && fit[i].works == 1;
      loop assigns line, fit[0 .. lines-1]; loop variant lines - line; */
  for (size_t line = 0; line < lines; line++)
    fit[line] = known != NULL ? known[(size_t)element[line]] : dg_hw_nominal(chip);
}

/* The settings of a layer, of its weights and then of its lines, which begin at number line. */
/*@ requires chip: coded_chip(chip);
    requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires fits: rising_fits(fit, all) && line + lines_of(layer) <= all && line <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * DG_SIZE_MAX;
    requires valid: \valid_read(parameters + (0 .. weights_of(layer)+delays_of(layer)-1)) &&
      \valid(settings + (0 .. weights_of(layer)+lines_of(layer)-1));
    requires chip_apart: \separated(&chip->weights.per_unit, settings + (0 .. weights_of(layer)+lines_of(layer)-1));
    requires layer_apart: \separated(layer, settings + (0 .. weights_of(layer)+lines_of(layer)-1));
    requires fits_apart: fits_apart(fit, all, settings, weights_of(layer) + lines_of(layer));
    requires apart: \separated(parameters + (0 .. weights_of(layer)+delays_of(layer)-1),
                               settings + (0 .. weights_of(layer)+lines_of(layer)-1));
    terminates \true; assigns settings[0 .. weights_of(layer)+lines_of(layer)-1];
    ensures fits: rising_fits(fit, all);
    ensures weights: \forall integer i; 0 <= i < weights_of(layer) ==>
      SettingOf(parameters[i], chip->weights.per_unit, chip->weights.most, settings[i]); */
static inline void dg_hw_layer_settings(const dg_hw_chip *chip, const dg_layer *layer, const dg_hw_fit *fit, size_t line,
                                        const dg_real *parameters, dg_real *settings) /*@ ghost (size_t all) */ {
  const size_t weights = dg_layer_weights(layer), lines = dg_hw_layer_lines(layer);
  //@ ghost dg_hw_lemma_lines(layer);
  //@ assert apart: reals_apart(parameters, weights_of(layer) + delays_of(layer), settings, weights_of(layer) + lines_of(layer));
  /*@ loop invariant range: 0 <= i <= weights;
      loop invariant fits: rising_fits(fit, all);
      loop invariant per_unit: chip->weights.per_unit == \at(chip->weights.per_unit, Pre);
      loop invariant parameters: SameReals{Pre, Here}(parameters, weights);
      loop invariant weights: \forall integer j; 0 <= j < i ==>
        SettingOf(parameters[j], chip->weights.per_unit, chip->weights.most, settings[j]);
      loop assigns i, settings[0 .. weights-1]; loop variant weights - i; */
  for (size_t i = 0; i < weights; i++) {
    const dg_real setting = dg_hw_weight_setting(&chip->weights, parameters[i]);
    //@ assert setting: SettingOf(parameters[i], chip->weights.per_unit, chip->weights.most, setting);
    settings[i] = setting;
    //@ assert before: \forall integer j; 0 <= j < i ==> settings[j] == \at(settings[j], LoopCurrent);
  }
  /*@ loop invariant range: 0 <= x <= lines;
      loop invariant fits: rising_fits(fit, all);
      loop invariant weights: \forall integer j; 0 <= j < weights ==>
        SettingOf(parameters[j], chip->weights.per_unit, chip->weights.most, settings[j]);
      loop assigns x, settings[weights .. weights+lines-1]; loop variant lines - x; */
  for (size_t x = 0; x < lines; x++) {
    const dg_real d = dg_delay_of(&layer->delay, parameters[weights + dg_hw_line_parameter(layer, x)]);
    settings[weights + x] = dg_hw_delay_setting(chip, fit + line + x, d);
  }
}

/* The settings for parameters: codes of weights, and of delays by what is known of each line's element. */
/*@ requires chip: coded_chip(chip);
    requires net: \valid_read(net) && admitted_network(net);
    requires fits: rising_fits(fit, line_count(net));
    requires valid: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(settings + (0 .. setting_count(net)-1));
    requires apart: \separated(&chip->weights.per_unit, settings + (0 .. setting_count(net)-1)) &&
      network_apart(net, settings, setting_count(net)) &&
      fits_apart(fit, line_count(net), settings, setting_count(net)) &&
      \separated(parameters + (0 .. parameter_count(net)-1), settings + (0 .. setting_count(net)-1));
    terminates \true; assigns settings[0 .. setting_count(net)-1]; */
static inline void dg_hw_settings(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *fit, const dg_real *parameters,
                                  dg_real *settings) {
  size_t from = 0, setting = 0, line = 0;
  //@ ghost dg_lemma_shape(net);
  //@ ghost const size_t all = dg_hw_lemma_count(net);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant places: from == parameters_in(net->layers, l) && setting == settings_in(net->layers, l) &&
        line == lines_in(net->layers, l);
      loop invariant shape: shaped_network(net);
      loop invariant fits: rising_fits(fit, line_count(net));
      loop assigns l, from, setting, line, settings[0 .. setting_count(net)-1]; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    //@ ghost dg_hw_lemma_place(net, l);
    //@ assert setting: 0 <= setting && setting + weights_of(layer) + lines_of(layer) <= setting_count(net);
    //@ assert line: 0 <= line && line + lines_of(layer) <= line_count(net);
    //@ assert from: 0 <= from && from + weights_of(layer) + delays_of(layer) <= parameter_count(net);
    //@ assert fits_apart: fits_apart(fit, line_count(net), settings + setting, weights_of(layer) + lines_of(layer));
    dg_hw_layer_settings(chip, layer, fit, line, parameters + from, settings + setting) /*@ ghost (all) */;
    from += dg_layer_parameters(layer);
    setting += dg_layer_weights(layer) + dg_hw_layer_lines(layer);
    line += dg_hw_layer_lines(layer);
  }
}

/* The parameters that the gradient is taken at: weights as coded, delays as they are. */
/*@ requires chip: coded_chip(chip) && chip->weights.per_unit > 0;
    requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires valid: \valid_read(parameters + (0 .. weights_of(layer)+delays_of(layer)-1)) &&
      \valid(ideal + (0 .. weights_of(layer)+delays_of(layer)-1));
    requires chip_apart: \separated(&chip->weights.per_unit, ideal + (0 .. weights_of(layer)+delays_of(layer)-1));
    requires layer_apart: \separated(layer, ideal + (0 .. weights_of(layer)+delays_of(layer)-1));
    requires apart: reals_apart(parameters, weights_of(layer) + delays_of(layer), ideal, weights_of(layer) + delays_of(layer));
    terminates \true; assigns ideal[0 .. weights_of(layer)+delays_of(layer)-1];
    ensures plain: chip->weights.most == 0 ==> \forall integer i; 0 <= i < weights_of(layer) ==> ideal[i] == parameters[i];
    ensures delays: \forall integer i; weights_of(layer) <= i < weights_of(layer) + delays_of(layer) ==>
      ideal[i] == parameters[i]; */
static inline void dg_hw_layer_ideal(const dg_hw_chip *chip, const dg_layer *layer, const dg_real *parameters, dg_real *ideal) {
  const size_t weights = dg_layer_weights(layer), count = dg_layer_parameters(layer);
  /*@ loop invariant range: 0 <= i <= weights;
      loop invariant chip: chip->weights.per_unit > 0;
      loop invariant plain: chip->weights.most == 0 ==> \forall integer j; 0 <= j < i ==> ideal[j] == parameters[j];
      loop assigns i, ideal[0 .. weights-1]; loop variant weights - i; */
  for (size_t i = 0; i < weights; i++)
    ideal[i] = dg_hw_weight_of(&chip->weights, dg_hw_weight_setting(&chip->weights, parameters[i]));
  /*@ loop invariant range: weights <= i <= count;
      loop invariant plain: chip->weights.most == 0 ==> \forall integer j; 0 <= j < weights ==> ideal[j] == parameters[j];
      loop invariant delays: \forall integer j; weights <= j < i ==> ideal[j] == parameters[j];
      loop assigns i, ideal[weights .. count-1]; loop variant count - i; */
  for (size_t i = weights; i < count; i++) ideal[i] = parameters[i];
}
/*@ requires chip: coded_chip(chip) && chip->weights.per_unit > 0;
    requires net: \valid_read(net) && admitted_network(net);
    requires valid: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(ideal + (0 .. parameter_count(net)-1));
    requires apart: \separated(&chip->weights.per_unit, ideal + (0 .. parameter_count(net)-1)) &&
      network_apart(net, ideal, parameter_count(net)) &&
      \separated(parameters + (0 .. parameter_count(net)-1), ideal + (0 .. parameter_count(net)-1));
    terminates \true; assigns ideal[0 .. parameter_count(net)-1]; */
static inline void dg_hw_ideal(const dg_hw_chip *chip, const dg_network *net, const dg_real *parameters, dg_real *ideal) {
  size_t from = 0;
  //@ ghost dg_lemma_shape(net);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant place: from == parameters_in(net->layers, l);
      loop invariant chip: chip->weights.per_unit > 0;
      loop invariant shape: shaped_network(net);
      loop assigns l, from, ideal[0 .. parameter_count(net)-1]; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    //@ ghost dg_hw_lemma_place(net, l);
    //@ assert from: 0 <= from && from + weights_of(layer) + delays_of(layer) <= parameter_count(net);
    //@ assert layer: \separated(net->layers + l, ideal + (0 .. parameter_count(net)-1));
    dg_hw_layer_ideal(chip, layer, parameters + from, ideal + from);
    from += dg_layer_parameters(layer);
  }
}

/* The share of the lines of delay parameter p of a layer, now d, that can follow: those whose delay is
   within the range of their element. Its lines begin at number line. */
/*@ requires chip: coded_chip(chip);
    requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires fits: rising_fits(fit, line + lines_of(layer)) && line <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * DG_SIZE_MAX;
    terminates \true; assigns \nothing;
    ensures share: 0 <= \result <= 1;
    ensures plain: chip->element.last == 0 ==> \result == 1; */
static inline dg_real dg_hw_share(const dg_hw_chip *chip, const dg_layer *layer, const dg_hw_fit *fit, size_t line, size_t p,
                                  dg_real d) {
  const size_t lines = dg_hw_layer_lines(layer);
  dg_real all = 0, passing = 0;
  /*@ loop invariant range: 0 <= x <= lines && 0 <= passing <= all;
      loop invariant plain: chip->element.last == 0 ==> passing == all;
      loop assigns x, all, passing; loop variant lines - x; */
  for (size_t x = 0; x < lines; x++)
    if (dg_hw_line_parameter(layer, x) == p) {
      all += 1;
      passing += dg_hw_delay_passes(chip, fit + line + x, d);
    }
  return passing < all ? passing / all : 1;
}

/* The gradient by delay parameters through the elements: that of a parameter is multiplied by the share of its lines. */
/*@ requires chip: coded_chip(chip);
    requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
    requires fits: rising_fits(fit, line + lines_of(layer)) && line <= 2 * DG_SIZE_MAX * DG_SIZE_MAX * DG_SIZE_MAX;
    requires valid: \valid_read(parameters + (0 .. delays_of(layer)-1)) && \valid(gradient + (0 .. delays_of(layer)-1));
    requires layer_apart: \separated(layer, gradient + (0 .. delays_of(layer)-1));
    requires fits_apart: fits_apart(fit, line + lines_of(layer), gradient, delays_of(layer));
    requires apart: \separated(parameters + (0 .. delays_of(layer)-1), gradient + (0 .. delays_of(layer)-1));
    terminates \true; assigns gradient[0 .. delays_of(layer)-1];
    ensures share: \forall integer p; 0 <= p < delays_of(layer) ==> Shared(\old(gradient[p]), gradient[p]); */
static inline void dg_hw_layer_through(const dg_hw_chip *chip, const dg_layer *layer, const dg_hw_fit *fit, size_t line,
                                       const dg_real *parameters, dg_real *gradient) {
  const size_t delays = dg_layer_delays(layer);
  /*@ loop invariant range: 0 <= p <= delays;
      loop invariant layer: admitted_sizes(layer) && admitted_groups(layer);
      loop invariant fits: rising_fits(fit, line + lines_of(layer));
      loop invariant share: \forall integer q; 0 <= q < p ==> Shared(\at(gradient[q], Pre), gradient[q]);
      loop invariant rest: \forall integer q; p <= q < delays ==> gradient[q] == \at(gradient[q], Pre);
      loop assigns p, gradient[0 .. delays-1]; loop variant delays - p; */
  for (size_t p = 0; p < delays; p++) {
    const dg_real share = dg_hw_share(chip, layer, fit, line, p, dg_delay_of(&layer->delay, parameters[p]));
    //@ ghost dg_hw_lemma_shared(gradient[p], share);
    if (share < 1) gradient[p] *= share;
  }
}
/*@ requires chip: coded_chip(chip);
    requires net: \valid_read(net) && admitted_network(net);
    requires fits: rising_fits(fit, line_count(net));
    requires valid: \valid_read(parameters + (0 .. parameter_count(net)-1)) && \valid(gradient + (0 .. parameter_count(net)-1));
    requires apart: network_apart(net, gradient, parameter_count(net)) &&
      fits_apart(fit, line_count(net), gradient, parameter_count(net)) &&
      \separated(parameters + (0 .. parameter_count(net)-1), gradient + (0 .. parameter_count(net)-1));
    terminates \true; assigns gradient[0 .. parameter_count(net)-1]; */
static inline void dg_hw_through_elements(const dg_hw_chip *chip, const dg_network *net, const dg_hw_fit *fit,
                                          const dg_real *parameters, dg_real *gradient) {
  size_t from = 0, line = 0;
  if (chip->element.last == 0) return;
  //@ ghost dg_lemma_shape(net);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant places: from == parameters_in(net->layers, l) && line == lines_in(net->layers, l);
      loop invariant shape: shaped_network(net);
      loop invariant fits: rising_fits(fit, line_count(net));
      loop assigns l, from, line, gradient[0 .. parameter_count(net)-1]; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    const size_t weights = dg_layer_weights(layer);
    //@ ghost dg_hw_lemma_place(net, l);
    //@ assert line: 0 <= line && line + lines_of(layer) <= line_count(net);
    //@ assert from: 0 <= from && from + weights_of(layer) + delays_of(layer) <= parameter_count(net);
    //@ assert fits_apart: fits_apart(fit, line_count(net), gradient + (from + weights), delays_of(layer));
    dg_hw_layer_through(chip, layer, fit, line, parameters + (from + weights), gradient + (from + weights));
    from += dg_layer_parameters(layer);
    line += dg_hw_layer_lines(layer);
  }
}

/* Whether settings are codes of the chip; any finite weight and delay where there are no codes, delays not negative. */
/*@ requires chip: coded_chip(chip);
    requires admitted: \valid_read(layer) && admitted_sizes(layer);
    requires valid: \valid_read(settings + (0 .. weights_of(layer)+lines_of(layer)-1));
    terminates \true; assigns \nothing;
    ensures status: \result == DG_HW_OK || \result == DG_HW_ERROR_CODE;
    ensures weights: \result == DG_HW_OK && chip->weights.most != 0 ==> \forall integer i; 0 <= i < weights_of(layer) ==>
      -chip->weights.most - 0.5 <= settings[i] <= chip->weights.most + 0.5;
    ensures delays: \result == DG_HW_OK && chip->element.last == 0 ==>
      \forall integer i; weights_of(layer) <= i < weights_of(layer) + lines_of(layer) ==> settings[i] >= 0;
    ensures codes: \result == DG_HW_OK && chip->element.last != 0 ==>
      \forall integer i; weights_of(layer) <= i < weights_of(layer) + lines_of(layer) ==>
        chip->element.first - 0.5 <= settings[i] <= chip->element.last + 0.5; */
static inline dg_hw_status dg_hw_layer_settings_check(const dg_hw_chip *chip, const dg_layer *layer, const dg_real *settings) {
  const dg_hw_weights *w = &chip->weights;
  const dg_hw_elements *e = &chip->element;
  const size_t weights = dg_layer_weights(layer), lines = dg_hw_layer_lines(layer);
  if (dg_all_finite(weights + lines, settings) != DG_OK) return DG_HW_ERROR_CODE;
  /*@ loop invariant range: 0 <= i <= weights && (w->most == 0 ==> i == 0);
      loop invariant codes: \forall integer j; 0 <= j < i ==> -w->most - 0.5 <= settings[j] <= w->most + 0.5;
      loop assigns i; loop variant weights - i; */
  for (size_t i = 0; i < weights && w->most != 0; i++)
    if (settings[i] != dg_hw_code(settings[i], -w->most, w->most)) return DG_HW_ERROR_CODE;
  /*@ loop invariant range: weights <= i <= weights + lines;
      loop invariant delays: e->last == 0 ==> \forall integer j; weights <= j < i ==> settings[j] >= 0;
      loop invariant codes: e->last != 0 ==> \forall integer j; weights <= j < i ==> e->first - 0.5 <= settings[j] <= e->last + 0.5;
      loop assigns i; loop variant weights + lines - i; */
  for (size_t i = weights; i < weights + lines; i++)
    if (e->last == 0 ? settings[i] < 0 : settings[i] != dg_hw_code(settings[i], e->first, e->last)) return DG_HW_ERROR_CODE;
  return DG_HW_OK;
}
/*@ requires chip: coded_chip(chip);
    requires net: \valid_read(net) && admitted_network(net);
    requires valid: \valid_read(settings + (0 .. setting_count(net)-1));
    terminates \true; assigns \nothing;
    ensures status: \result == DG_HW_OK || \result == DG_HW_ERROR_CODE; */
static inline dg_hw_status dg_hw_settings_check(const dg_hw_chip *chip, const dg_network *net, const dg_real *settings) {
  size_t setting = 0;
  //@ ghost dg_lemma_shape(net);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant place: setting == settings_in(net->layers, l);
      loop assigns l, setting; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    const dg_layer *layer = net->layers + l;
    //@ ghost dg_hw_lemma_place(net, l);
    if (dg_hw_layer_settings_check(chip, layer, settings + setting) != DG_HW_OK) return DG_HW_ERROR_CODE;
    setting += dg_layer_weights(layer) + dg_hw_layer_lines(layer);
  }
  return DG_HW_OK;
}

/* ---- 8 substrates --------------------------------------------------------------------------------------------------------
   What runs a network: a chip, a model of one, recorded spikes, another machine. All of them answer to four functions; context is
   theirs. A batch has a number, and what a substrate does may depend on it and on the place of a sample in the batch, so that to
   ask again after a failure changes nothing.                                                                                  */

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
#ifdef __FRAMAC__
#include "proofs/acsl/hardware.h"
#endif

/* Codes at which an element is measured when it is calibrated, and most stimuli at each. */
#define DG_HW_CODES 9
#define DG_HW_REPEATS 64

/* Calibrates delay element number element: it is measured at DG_HW_CODES codes from first to last, repeats times each, and fitted.
   An element that never answers gives a fit that does not work, and no error. event: number of the first of its
   DG_HW_CODES * repeats stimuli. Errors: SUPPORT if delays are not coded, TOO_LARGE or EMPTY for repeats, those of the
   substrate. */
/*@ requires chip: chip == \null || (\valid_read(chip) && 0 <= chip->element.first && chip->element.last <= 1048576 &&
      (chip->element.last != 0 ==> chip->element.first <= chip->element.last));
    requires substrate: substrate == \null || any_substrate(substrate);
    requires fit: fit == \null || \valid(fit);
    requires apart: \separated(fit, chip) && \separated(fit, substrate);
    terminates \true; assigns *fit;
    ensures null: chip == \null || substrate == \null || fit == \null ==> \result == (dg_hw_status)DG_ERROR_NULL;
    ensures support: \result == DG_HW_OK ==> chip->element.last != 0 && 1 <= repeats <= DG_HW_REPEATS && element < chip->elements;
    ensures rises: \result == DG_HW_OK && fit->works != 0 ==> fit->gain > 0; */
static inline dg_hw_status dg_hw_calibrate(const dg_hw_chip *chip, const dg_hw_substrate *substrate, size_t element, size_t repeats,
                                           uint64_t event, dg_hw_fit *fit) {
  dg_real code[DG_HW_CODES], delay[DG_HW_REPEATS];
  dg_hw_mean mean[DG_HW_CODES];
  dg_hw_status status = DG_HW_OK;
  if (chip == NULL || substrate == NULL || fit == NULL) return (dg_hw_status)DG_ERROR_NULL;
  if (chip->element.last == 0) return DG_HW_ERROR_SUPPORT;
  if (repeats == 0) return (dg_hw_status)DG_ERROR_EMPTY;
  if (repeats > DG_HW_REPEATS) return (dg_hw_status)DG_ERROR_TOO_LARGE;
  if (element >= chip->elements) return DG_HW_ERROR_ELEMENT;
  const dg_index first = chip->element.first, range = chip->element.last - first;
  /*@ loop invariant range: 0 <= i <= DG_HW_CODES;
      loop assigns i, status, code[0 .. DG_HW_CODES-1], mean[0 .. DG_HW_CODES-1], delay[0 .. DG_HW_REPEATS-1];
      loop variant DG_HW_CODES - i; */
  for (size_t i = 0; i < DG_HW_CODES; i++) {
    const dg_index at = first + range * (dg_index)i / (DG_HW_CODES - 1);
    //@ calls dg_hw_any_measure;
    status = substrate->measure(substrate->context, element, at, event + i * repeats, repeats, delay);
    if (status != DG_HW_OK) return status;
    code[i] = (dg_real)at;
    mean[i] = dg_hw_mean_of(repeats, delay);
  }
  *fit = dg_hw_fit_of(DG_HW_CODES, code, mean);
  return DG_HW_OK;
}

/* Recorded spikes as a substrate: record[samples][neurons] of one batch after another. */
typedef struct {
  const dg_real *record;
  size_t samples, neurons;
  size_t at, pending; /* samples read so far, and of the stimulus that waits */
} dg_hw_replay;

/* The four functions of recorded spikes. */
/*@ terminates \true; assigns \nothing;
    ensures status: \result == (context == \null || settings == \null ? (dg_hw_status)DG_ERROR_NULL : DG_HW_OK); */
static inline dg_hw_status dg_hw_replay_configure(void *context, const dg_real *settings) {
  return context == NULL || settings == NULL ? (dg_hw_status)DG_ERROR_NULL : DG_HW_OK;
}
/*@ requires replay: \valid(replay) && replay->at <= replay->samples;
    requires batch: \valid_read(batch) && \separated(replay, batch);
    terminates \true; assigns replay->pending;
    ensures waits: \result == DG_HW_OK ==> replay->pending == batch->count && replay->at + replay->pending <= replay->samples;
    ensures end: \result != DG_HW_OK ==> \result == DG_HW_ERROR_END && replay->pending == \old(replay->pending) &&
      replay->at + batch->count > replay->samples; */
static inline dg_hw_status dg_hw_replay_stimulate_of(dg_hw_replay *replay, const dg_batch *batch) {
  if (batch->count > replay->samples - replay->at) return DG_HW_ERROR_END;
  replay->pending = batch->count;
  return DG_HW_OK;
}
/*@ predicate replay_waits(dg_hw_replay *replay, dg_real *record) =
      \valid(replay) && replay->at + replay->pending <= replay->samples && replay->samples * replay->neurons <= SIZE_MAX &&
      \valid_read(replay->record + (0 .. replay->samples*replay->neurons-1)) &&
      \valid(record + (0 .. replay->pending*replay->neurons-1)) &&
      \separated(record + (0 .. replay->pending*replay->neurons-1), replay) &&
      \separated(record + (0 .. replay->pending*replay->neurons-1), replay->record + (0 .. replay->samples*replay->neurons-1)); */
/*@ requires replay: replay_waits(replay, record);
    terminates \true; assigns replay->at, replay->pending, record[0 .. replay->pending*replay->neurons-1];
    ensures order: \result == (\old(replay->pending) == 0 ? DG_HW_ERROR_ORDER : DG_HW_OK);
    ensures next: replay->at == \old(replay->at) + \old(replay->pending) && replay->pending == 0; */
static inline dg_hw_status dg_hw_replay_read_of(dg_hw_replay *replay, dg_real *record) {
  if (replay->pending == 0) return DG_HW_ERROR_ORDER;
  //@ ghost dg_hw_lemma_rows(replay->at, replay->pending, replay->samples, replay->neurons);
  const size_t count = replay->pending * replay->neurons;
  const dg_real *from = replay->record + replay->at * replay->neurons;
  /*@ loop invariant range: 0 <= x <= count;
      loop assigns x, record[0 .. count-1]; loop variant count - x; */
  for (size_t x = 0; x < count; x++) record[x] = from[x];
  replay->at += replay->pending;
  replay->pending = 0;
  return DG_HW_OK;
}
/*@ requires replay: \valid(((dg_hw_replay *)context)) && ((dg_hw_replay *)context)->at <= ((dg_hw_replay *)context)->samples;
    requires batch: \valid_read(batch) && \separated(((dg_hw_replay *)context), batch);
    terminates \true; assigns ((dg_hw_replay *)context)->pending;
    ensures waits: \result == DG_HW_OK ==> ((dg_hw_replay *)context)->pending == batch->count;
    ensures end: \result == DG_HW_OK || \result == DG_HW_ERROR_END; */
static inline dg_hw_status dg_hw_replay_stimulate(void *context, uint64_t number, const dg_batch *batch) {
  (void)number;
  return dg_hw_replay_stimulate_of((dg_hw_replay *)context, batch);
}
/*@ requires replay: replay_waits(((dg_hw_replay *)context), record);
    terminates \true;
    assigns ((dg_hw_replay *)context)->at, ((dg_hw_replay *)context)->pending,
      record[0 .. ((dg_hw_replay *)context)->pending*((dg_hw_replay *)context)->neurons-1];
    ensures order: \result == (\old(((dg_hw_replay *)context)->pending) == 0 ? DG_HW_ERROR_ORDER : DG_HW_OK);
    ensures next: ((dg_hw_replay *)context)->at == \old(((dg_hw_replay *)context)->at) + \old(((dg_hw_replay *)context)->pending) &&
      ((dg_hw_replay *)context)->pending == 0; */
static inline dg_hw_status dg_hw_replay_read(void *context, dg_real *record) {
  return dg_hw_replay_read_of((dg_hw_replay *)context, record);
}
/*@ terminates \true; assigns \nothing; ensures support: \result == DG_HW_ERROR_SUPPORT; */
static inline dg_hw_status dg_hw_replay_measure(void *context, size_t element, dg_index code, uint64_t event, size_t count,
                                                dg_real *delay) {
  (void)context, (void)element, (void)code, (void)event, (void)count, (void)delay;
  return DG_HW_ERROR_SUPPORT;
}
/*@ terminates \true; assigns \nothing;
    ensures functions: \result.configure == &dg_hw_replay_configure &&
      \result.stimulate == &dg_hw_replay_stimulate && \result.read == &dg_hw_replay_read &&
        \result.measure == &dg_hw_replay_measure; */
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

/* Where a layer of a network begins. */
typedef struct {
  const dg_layer *layer;
  size_t setting, line, neuron;
} dg_hw_at;

#ifdef __FRAMAC__
#include "proofs/acsl/model.h"
#endif

/* The parts of a workspace that is large enough. */
/*@ requires net: \valid_read(net) && admitted_network(net);
    requires work: \valid_read(work);
    terminates \true; assigns \nothing;
    ensures inputs: \result.t == work->real && \result.src == \result.t + net->inputs * DG_WIDTH &&
      \result.indices == work->integer;
    ensures chunk: \result.delayed == \result.src + most_sources(net->layers, net->depth) * DG_WIDTH &&
      \result.out == \result.delayed + most_sources(net->layers, net->depth) * DG_WIDTH &&
      \result.weight == \result.out + most_outputs(net->layers, net->depth) * DG_WIDTH;
    ensures scratch: \result.scratch == \result.weight + (most_sources(net->layers, net->depth) + 3) * DG_LANES &&
      \result.made == \result.scratch + most_forward(net->layers, net->depth);
    ensures uses: \result.line_used == \result.made + setting_count(net) &&
      \result.neuron_used == \result.line_used + line_count(net);
    ensures sizes: 0 <= setting_count(net) && 0 <= line_count(net) && 0 <= neuron_count(net);
    ensures place: 0 <= model_reals(net) - setting_count(net) - line_count(net) - neuron_count(net) &&
      \result.made == work->real + (model_reals(net) - setting_count(net) - line_count(net) - neuron_count(net)); */
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
  //@ assert neurons: nested(net->layers, net->depth) && 0 <= neuron_count(net);
  return part;
}

/* Reals of the workspace of a model. */
/*@ requires net: \valid_read(net) && admitted_network(net);
    terminates \true; assigns \nothing;
    ensures reals: \result == model_reals(net); */
static inline size_t dg_hw_model_reals(const dg_network *net) {
  const dg_extent most = dg_network_extent(net);
  return (net->inputs + 2 * most.sources + most.outputs) * DG_WIDTH + (most.sources + 3) * DG_LANES + most.forward +
         dg_hw_setting_count(net) + dg_hw_line_count(net) + dg_neuron_count(net);
}

/* Size of the workspace of a model. Errors: those of the network. */
/*@ requires net: net == \null || readable_network(net);
    requires valid: (reals == \null || \valid(reals)) && (integers == \null || \valid(integers));
    requires apart: \separated(reals, integers) && (net != \null ==> size_apart(net, reals) && size_apart(net, integers));
    terminates \true; assigns *reals, *integers;
    ensures admitted: \result == DG_HW_OK ==> net != \null && \old(admitted_network(net));
    ensures reals: \result == DG_HW_OK ==> *reals == \old(model_reals(net));
    ensures integers: \result == DG_HW_OK ==> *integers == \old(most_sources(net->layers, net->depth)) * DG_LANES; */
static inline dg_hw_status dg_hw_model_workspace(const dg_network *net, size_t *reals, size_t *integers) {
  const dg_status status = dg_network_check(net);
  if (status != DG_OK) return (dg_hw_status)status;
  if (reals == NULL || integers == NULL) return (dg_hw_status)DG_ERROR_NULL;
  const size_t sources = dg_network_extent(net).sources;
  *reals = dg_hw_model_reals(net);
  *integers = sources * DG_LANES;
  return DG_HW_OK;
}

/* The layer after it. */
/*@ requires at: at_layer(at);
    terminates \true; assigns \nothing;
    ensures next: \result.layer == at.layer + 1 && \result.setting == at.setting + weights_of(at.layer) + lines_of(at.layer) &&
      \result.line == at.line + lines_of(at.layer) && \result.neuron == at.neuron + at.layer->outputs; */
static inline dg_hw_at dg_hw_after(dg_hw_at at) {
  const size_t lines = dg_hw_layer_lines(at.layer);
  const dg_hw_at next = {at.layer + 1, at.setting + dg_layer_weights(at.layer) + lines, at.line + lines,
                         at.neuron + at.layer->outputs};
  return next;
}
/*@ requires net: \valid_read(net);
    terminates \true; assigns \nothing;
    ensures first: \result.layer == net->layers && \result.setting == 0 && \result.line == 0 && \result.neuron == 0; */
static inline dg_hw_at dg_hw_first(const dg_network *net) {
  const dg_hw_at at = {net->layers, 0, 0, 0};
  return at;
}

/* The constants whose domain a layer's spikes are held in: times where neurons differ in their time constants. */
/*@ requires chip: \valid_read(chip);
    requires layer: Neuron(&layer->neuron);
    terminates \true; assigns \nothing;
    ensures positive: \result.tau_mem == layer->neuron.tau_mem && \result.tau_mem > 0;
    ensures two: \result.ratio == DG_RATIO_TWO <==> layer->neuron.tau_mem == 2 * layer->neuron.tau_syn &&
      chip->neuron.tau_mem_spread <= 0 && chip->neuron.tau_syn_spread <= 0;
    ensures constants: \result.ratio == DG_RATIO_TWO ==>
      ConstantsAre(\result.ratio, \result.tau_mem, \result.tau_syn, \result.c, \result.slow, \result.difference, \result.gain) &&
      IdealLow(\result.c_low) && IdealLow(\result.difference_low) && IdealLow(\result.gain_low); */
static inline dg_constants dg_hw_domain(const dg_hw_chip *chip, const dg_layer *layer) {
  dg_constants k = dg_neuron_constants(&layer->neuron);
  if (chip->neuron.tau_mem_spread > 0 || chip->neuron.tau_syn_spread > 0) k.ratio = DG_RATIO_ANY;
  return k;
}

/* A spike that does not come, in a domain. */
/*@ requires valid: \valid_read(k);
    terminates \true; assigns \nothing;
    ensures two: k->ratio == DG_RATIO_TWO ==> \result == DG_RHO_MAX;
    ensures any: k->ratio != DG_RATIO_TWO ==> IsNever(\result); */
static inline dg_real dg_hw_never(const dg_constants *k) { return k->ratio == DG_RATIO_TWO ? DG_RHO_MAX : DG_NEVER; }

/* A sample of a batch as an event. */
/*@ requires valid: \valid_read(model);
    terminates \true; assigns \nothing;
    ensures event: model->number * DG_BATCH_MAX + n <= UINT64_MAX ==> \result == model->number * DG_BATCH_MAX + n; */
static inline uint64_t dg_hw_sample(const dg_hw_model *model, size_t n) { return model->number * DG_BATCH_MAX + n; }

/* The delay that the element of a line makes of one sample, or DG_NEVER if it does not fire. */
/*@ requires at: at_layer(at);
    requires line: readable_line(model, part, at, line);
    terminates \true; assigns \nothing;
    ensures delay: IsNever(\result) || \result >= 0; */
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
/*@ requires positive: \valid_read(k) && k->tau_mem > 0;
    terminates \true; assigns \nothing;
    ensures plain: k->ratio != DG_RATIO_TWO ==> \result == d;
    ensures rho: k->ratio == DG_RATIO_TWO ==> RhoIs(\result, k->tau_mem, d) && 0 < \result <= DG_RHO_MAX;
    ensures later: k->ratio == DG_RATIO_TWO && d >= 0 ==> \result >= 1; */
static inline dg_real dg_hw_shift(const dg_constants *k, dg_real d) {
  return k->ratio == DG_RATIO_TWO ? dg_rho_of(k->tau_mem, dg_pair_of(d)) : d;
}

/* A number x of a domain after a delay that is a factor or a shift there; at most never. */
/*@ requires valid: \valid_read(k);
    terminates \true; assigns \nothing;
    ensures two: k->ratio == DG_RATIO_TWO ==> \result == (x * shift < DG_RHO_MAX ? x * shift : DG_RHO_MAX);
    ensures positive: k->ratio == DG_RATIO_TWO && x > 0 && shift >= 1 ==> \result > 0; */
static inline dg_real dg_hw_later(const dg_constants *k, dg_real x, dg_real shift) {
  const dg_real never = dg_hw_never(k), later = k->ratio == DG_RATIO_TWO ? x * shift : x + shift;
  //@ assert product: \forall real a, b; a > 0 && b >= 1 ==> a * b > 0;
  return later < never ? later : never;
}

/* A source x of a layer after a line, in the layer's domain. An element that does not fire or has not recovered passes nothing. */
/*@ requires at: at_layer(at) && \valid_read(k) && k->tau_mem > 0;
    requires line: readable_line(model, part, at, line) && \valid_read(model->net);
    requires used: \valid(part->line_used + (at.line + line)) && \separated(model->chip, part->line_used + (at.line + line));
    requires positive: k->ratio == DG_RATIO_TWO ==> x > 0;
    terminates \true; assigns part->line_used[at.line + line];
    ensures positive: k->ratio == DG_RATIO_TWO ==> \result > 0; */
static inline dg_real dg_hw_passed(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, const dg_constants *k,
                                   size_t line, size_t sample, dg_real x) {
  const dg_hw_chip *chip = model->chip;
  const dg_real never = dg_hw_never(k), d = dg_hw_line_delay(model, part, at, line, sample);
  if (!(x < never) || !(d < DG_NEVER)) return never;
  //@ ghost dg_hw_lemma_lines(at.layer);
  const dg_real shift = dg_hw_shift(k, d);
  //@ assert shift: k->ratio == DG_RATIO_TWO ==> shift > 0;
  const dg_real t = dg_decode(k, model->net->t_ref, x);
  const dg_real y = dg_hw_later(k, x, shift);
  return dg_hw_recovered(chip, chip->element.recovery, sample, t, part->line_used + (at.line + line)) ? y : never;
}

/* Sources x[DG_LANES] after a line of a layer, in its domain: y. */
/*@ requires at: at_layer(at) && Neuron(&at.layer->neuron);
    requires line: readable_line(model, part, at, line) && \valid_read(model->net);
    requires used: \valid(part->line_used + (at.line + line)) && \separated(model->chip, part->line_used + (at.line + line));
    requires valid: \valid_read(x + (0 .. DG_LANES-1)) && \valid(y + (0 .. DG_LANES-1));
    requires apart: reals_apart(x, DG_LANES, y, DG_LANES) && reals_apart(x, DG_LANES, part->line_used + (at.line + line), 1) &&
      reals_apart(y, DG_LANES, part->line_used + (at.line + line), 1);
    requires positive: hw_rho(model->chip, at.layer) ==> LanesAbove(x, DG_LANES);
    terminates \true; assigns y[0 .. DG_LANES-1], part->line_used[at.line + line];
    ensures positive: \old(at.layer->neuron.tau_mem) == 2 * \old(at.layer->neuron.tau_syn) &&
      \old(model->chip->neuron.tau_mem_spread) <= 0 && \old(model->chip->neuron.tau_syn_spread) <= 0 ==> LanesAbove(y, DG_LANES); */
static inline void dg_hw_delayed(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t line, size_t sample,
                                 const dg_real *x, dg_real *y) {
  const dg_constants k = dg_hw_domain(model->chip, at.layer);
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant constants: k.tau_mem > 0;
      loop invariant above: k.ratio == DG_RATIO_TWO ==> LanesAbove(x, DG_LANES);
      loop invariant positive: k.ratio == DG_RATIO_TWO ==> LanesAbove(y, l);
      loop assigns l, y[0 .. DG_LANES-1], part->line_used[at.line + line]; loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    //@ assert this: k.ratio == DG_RATIO_TWO ==> x[l] > 0;
    const dg_real passed = dg_hw_passed(model, part, at, &k, line, sample + l, x[l]);
    //@ assert passed: k.ratio == DG_RATIO_TWO ==> passed > 0 && LanesAbove(y, l);
    //@ assert next: k.ratio == DG_RATIO_TWO ==> LanesAbove(x, DG_LANES);
    y[l] = passed;
    //@ assert older: \forall integer j; 0 <= j < l ==> y[j] == \at(y[j], LoopCurrent);
  }
}

/* A spike x of a target in its layer's domain becomes the one that leaves its neuron: with jitter, none in its refractory time,
   some lost. A dendritic delay is that of an element behind the neuron, which may fail too. */
/*@ requires at: at_layer(at) && \valid_read(k) && k->tau_mem > 0 && target < at.layer->outputs;
    requires model: \valid_read(model) && \valid_read(model->net) && \valid_read(model->chip) && \valid_read(part);
    requires neuron: \valid(part->neuron_used + (at.neuron + target)) &&
      \separated(model->chip, part->neuron_used + (at.neuron + target));
    requires line: at.layer->delay.kind == DG_DELAY_DENDRITIC ==> readable_line(model, part, at, target) &&
      \valid(part->line_used + (at.line + target)) && \separated(model->chip, part->line_used + (at.line + target));
    requires positive: k->ratio == DG_RATIO_TWO ==> x > 0;
    terminates \true;
    assigns part->neuron_used[at.neuron + target], part->line_used[at.line+target .. at.line+target+lines_behind(at.layer)-1];
    ensures positive: k->ratio == DG_RATIO_TWO ==> \result > 0;
    ensures silent: k->ratio == DG_RATIO_TWO && x >= DG_RHO_MAX ==> \result == x; */
static inline dg_real dg_hw_leaves(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, const dg_constants *k,
                                   size_t target, size_t sample, dg_real x) {
  const dg_hw_chip *chip = model->chip;
  const dg_hw_neurons *law = &chip->neuron;
  const uint32_t neuron = (uint32_t)(at.neuron + target);
  const uint64_t event = dg_hw_sample(model, sample);
  const dg_real t_ref = model->net->t_ref, never = dg_hw_never(k);
  dg_real y = x;
  if (!(x < never)) return x;
  if (law->jitter > 0) {
    const dg_real late = dg_hw_spread(law->jitter, chip->seed, DG_HW_SPIKE_JITTER, neuron, event);
    y = dg_encode(k, t_ref, dg_decode(k, t_ref, x) + late);
  }
  const dg_real t = dg_decode(k, t_ref, y);
  if (!dg_hw_recovered(chip, law->recovery, sample, t, part->neuron_used + (at.neuron + target))) return never;
  if (dg_hw_happens(law->lost, chip->seed, DG_HW_SPIKE_LOST, neuron, event)) return never;
  if (at.layer->delay.kind != DG_DELAY_DENDRITIC) return y;
  if (!(dg_hw_line_delay(model, part, at, target, sample) < DG_NEVER)) return never;
  return dg_hw_recovered(chip, chip->element.recovery, sample, t, part->line_used + (at.line + target)) ? y : never;
}

/* The spikes x[DG_LANES] of a target become those that leave its neuron. */
/*@ requires at: at_layer(at) && Neuron(&at.layer->neuron) && target < at.layer->outputs;
    requires model: \valid_read(model) && \valid_read(model->net) && \valid_read(model->chip) && \valid_read(part);
    requires neuron: \valid(part->neuron_used + (at.neuron + target)) &&
      \separated(model->chip, part->neuron_used + (at.neuron + target));
    requires line: at.layer->delay.kind == DG_DELAY_DENDRITIC ==> readable_line(model, part, at, target) &&
      \valid(part->line_used + (at.line + target)) && \separated(model->chip, part->line_used + (at.line + target));
    requires valid: \valid(x + (0 .. DG_LANES-1));
    requires apart: reals_apart(x, DG_LANES, part->neuron_used + (at.neuron + target), 1) &&
      reals_apart(x, DG_LANES, part->line_used + (at.line + target), lines_behind(at.layer));
    requires positive: hw_rho(model->chip, at.layer) ==> LanesAbove(x, DG_LANES);
    terminates \true;
    assigns x[0 .. DG_LANES-1], part->neuron_used[at.neuron + target],
      part->line_used[at.line+target .. at.line+target+lines_behind(at.layer)-1];
    ensures positive: \old(at.layer->neuron.tau_mem) == 2 * \old(at.layer->neuron.tau_syn) &&
      \old(model->chip->neuron.tau_mem_spread) <= 0 && \old(model->chip->neuron.tau_syn_spread) <= 0 ==> LanesAbove(x, DG_LANES); */
static inline void dg_hw_emit(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t target, size_t sample,
                              dg_real *x) {
  const dg_constants k = dg_hw_domain(model->chip, at.layer);
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant constants: k.tau_mem > 0;
      loop invariant above: k.ratio == DG_RATIO_TWO ==> LanesAbove(x, DG_LANES);
      loop assigns l, x[0 .. DG_LANES-1], part->neuron_used[at.neuron + target],
        part->line_used[at.line+target .. at.line+target+lines_behind(at.layer)-1];
      loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    //@ assert this: k.ratio == DG_RATIO_TWO ==> x[l] > 0;
    const dg_real leaves = dg_hw_leaves(model, part, at, &k, target, sample + l, x[l]);
    //@ assert same: SameReals{LoopCurrent, Here}(x, DG_LANES);
    x[l] = leaves;
    //@ assert others: \forall integer j; 0 <= j < DG_LANES && j != l ==> x[j] == \at(x[j], LoopCurrent);
    //@ assert last: k.ratio == DG_RATIO_TWO ==> x[l] > 0;
  }
}

/* What the threshold of a target is in DG_LANES samples, as a factor of its weights. */
/*@ requires at: at_layer(at) && Neuron(&at.layer->neuron) && target < at.layer->outputs;
    requires model: \valid_read(model) && \valid_read(model->chip);
    requires factor: \valid(factor + (0 .. DG_LANES-1)) && \separated(&at.layer->neuron, factor + (0 .. DG_LANES-1));
    terminates \true; assigns factor[0 .. DG_LANES-1];
    ensures range: \forall integer l; 0 <= l < DG_LANES ==> 0 < factor[l] <= 1024; */
static inline void dg_hw_factors(const dg_hw_model *model, dg_hw_at at, size_t target, size_t sample, dg_real *factor) {
  const dg_hw_chip *chip = model->chip;
  const uint32_t neuron = (uint32_t)(at.neuron + target);
  const dg_real batch = dg_hw_threshold(chip, neuron, model->number), sd = chip->neuron.threshold_sample;
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant neuron: at.layer->neuron.threshold > at.layer->neuron.e_leak;
      loop invariant factors: \forall integer i; 0 <= i < l ==> 0 < factor[i] <= 1024;
      loop assigns l, factor[0 .. DG_LANES-1]; loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    const dg_real own = dg_hw_spread(sd, chip->seed, DG_HW_THRESHOLD_SAMPLE, neuron, dg_hw_sample(model, sample + l));
    factor[l] = dg_hw_raised(&at.layer->neuron, batch + own);
  }
}

/* What the element behind a target adds to the arrivals of DG_LANES samples, as factors or shifts in a domain: nothing where there
   is none, or where it does not fire. */
/*@ requires at: at_layer(at) && target < at.layer->outputs && \valid_read(k) && k->tau_mem > 0;
    requires model: \valid_read(model) && \valid_read(model->chip) && \valid_read(part);
    requires line: at.layer->delay.kind == DG_DELAY_DENDRITIC ==> readable_line(model, part, at, target);
    requires valid: \valid(shift + (0 .. DG_LANES-1)) && \separated(shift + (0 .. DG_LANES-1), k);
    terminates \true; assigns shift[0 .. DG_LANES-1];
    ensures later: k->ratio == DG_RATIO_TWO ==> \forall integer l; 0 <= l < DG_LANES ==> shift[l] >= 1; */
static inline void dg_hw_shifts(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, const dg_constants *k,
                                size_t target, size_t sample, dg_real *shift) {
  const int behind = at.layer->delay.kind == DG_DELAY_DENDRITIC;
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant constants: k->tau_mem > 0;
      loop invariant later: k->ratio == DG_RATIO_TWO ==> \forall integer i; 0 <= i < l ==> shift[i] >= 1;
      loop assigns l, shift[0 .. DG_LANES-1]; loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    const dg_real d = behind ? dg_hw_line_delay(model, part, at, target, sample + l) : 0, adds = d < DG_NEVER ? d : 0;
    //@ assert adds: adds >= 0;
    shift[l] = dg_hw_shift(k, adds);
  }
}

/* Weights of the p-th arrivals of DG_LANES samples, each times the factor of its sample; source names the arrivals' sources,
   of n. */
/*@ requires size: p < n <= 2 * DG_SIZE_MAX;
    requires valid: \valid(row + (0 .. DG_LANES-1)) && \valid_read(factor + (0 .. DG_LANES-1)) && \valid_read(w + (0 .. n-1)) &&
      \valid_read(source + (p*DG_LANES .. (p+1)*DG_LANES-1));
    requires named: \forall integer x; p * DG_LANES <= x < (p + 1) * DG_LANES ==> 0 <= source[x] < n;
    requires separate: \separated(row + (0 .. DG_LANES-1), w + (0 .. n-1)) &&
      \separated(row + (0 .. DG_LANES-1), source + (p*DG_LANES .. (p+1)*DG_LANES-1));
    terminates \true; assigns row[0 .. DG_LANES-1]; */
static inline void dg_hw_row_weights(size_t p, const dg_real *w, const dg_index *source, const dg_real *factor,
                                     dg_real *row) /*@ ghost (size_t n) */ {
  dg_lane_weights(p, w, source, row);
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop assigns l, row[0 .. DG_LANES-1]; loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) row[l] *= factor[l];
}

/* The same of the first used arrivals: weight[used][DG_LANES]. */
/*@ requires size: used <= n <= 2 * DG_SIZE_MAX;
    requires valid: \valid(weight + (0 .. n*DG_LANES-1)) && \valid_read(factor + (0 .. DG_LANES-1)) &&
      \valid_read(w + (0 .. n-1)) &&
      \valid_read(source + (0 .. n*DG_LANES-1));
    requires named: indices_below(source, used * DG_LANES, n);
    requires separate: \separated(weight + (0 .. n*DG_LANES-1), w + (0 .. n-1)) &&
      \separated(weight + (0 .. n*DG_LANES-1), source + (0 .. n*DG_LANES-1));
    terminates \true; assigns weight[0 .. n*DG_LANES-1]; */
static inline void dg_hw_weights_in_lanes(size_t used, const dg_real *w, const dg_index *source, const dg_real *factor,
                                          dg_real *weight) /*@ ghost (size_t n) */ {
  /*@ loop invariant range: 0 <= p <= used;
      loop invariant named: indices_below(source, used * DG_LANES, n);
      loop assigns p, weight[0 .. n*DG_LANES-1]; loop variant used - p; */
  for (size_t p = 0; p < used; p++) {
    //@ assert row: 0 <= p * DG_LANES && p * DG_LANES + DG_LANES <= n * DG_LANES;
    dg_hw_row_weights(p, w, source, factor, weight + p * DG_LANES) /*@ ghost (n) */;
  }
}

/* Arrivals of DG_LANES samples in rho, each after the delay of its sample, a factor. */
/*@ requires valid: \valid_read(key + (0 .. DG_LANES-1)) && \valid_read(shift + (0 .. DG_LANES-1)) &&
      \valid(later + (0 .. DG_LANES-1));
    requires separate: reals_apart(key, DG_LANES, later, DG_LANES) && reals_apart(shift, DG_LANES, later, DG_LANES);
    requires positive: LanesAbove(key, DG_LANES) && LanesAbove(shift, DG_LANES);
    terminates \true; assigns later[0 .. DG_LANES-1];
    ensures positive: LanesAbove(later, DG_LANES); */
static inline void dg_hw_row_later(const dg_real *shift, const dg_real *key, dg_real *later) {
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant keys: LanesAbove(key, DG_LANES) && LanesAbove(shift, DG_LANES);
      loop invariant positive: LanesAbove(later, l);
      loop assigns l, later[0 .. DG_LANES-1]; loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    //@ assert product: \forall real a, b; a > 0 && b > 0 ==> a * b > 0;
    //@ assert this: key[l] > 0 && shift[l] > 0;
    later[l] = dg_lane_key(DG_RATIO_TWO, key[l], shift[l], DG_RHO_MAX);
  }
}

/* Those of used + 1 rows. */
/*@ requires size: used <= 2 * DG_SIZE_MAX;
    requires valid: \valid_read(key + (0 .. (used+1)*DG_LANES-1)) && \valid_read(shift + (0 .. DG_LANES-1)) &&
      \valid(later + (0 .. (used+1)*DG_LANES-1));
    requires separate: \separated(later + (0 .. (used+1)*DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1)) &&
      reals_apart(shift, DG_LANES, later, (used + 1) * DG_LANES);
    requires positive: KeysPositive(key, used + 1) && LanesAbove(shift, DG_LANES);
    terminates \true; assigns later[0 .. (used+1)*DG_LANES-1];
    ensures later: KeysPositive(later, used + 1);
    ensures keys: KeysPositive(key, used + 1); */
static inline void dg_hw_later_in_lanes(size_t used, const dg_real *shift, const dg_real *key, dg_real *later) {
  /*@ loop invariant range: 0 <= p <= used + 1;
      loop invariant shift: LanesAbove(shift, DG_LANES);
      loop invariant keys: KeysPositive(key, used + 1);
      loop invariant later: KeysPositive(later, p);
      loop assigns p, later[0 .. (used+1)*DG_LANES-1]; loop variant used + 1 - p; */
  for (size_t p = 0; p <= used; p++) {
    const dg_real *from = key + p * DG_LANES;
    dg_real *to = later + p * DG_LANES;
    //@ assert row: 0 <= p * DG_LANES && p * DG_LANES + DG_LANES <= (used + 1) * DG_LANES;
    //@ ghost dg_hw_lemma_keys_row(key, p);
    //@ assert from: LanesAbove(from, DG_LANES);
    //@ assert apart: reals_apart(from, DG_LANES, to, DG_LANES) && reals_apart(shift, DG_LANES, to, DG_LANES);
    dg_hw_row_later(shift, from, to);
    /*@ assert keys: \forall integer q, l; 0 <= q <= used && 0 <= l < DG_LANES ==>
          LaneValue(key, q, l) == \at(LaneValue(key, q, l), LoopCurrent); */
    //@ ghost dg_hw_lemma_keys_row(later, p);
    /*@ assert before: \forall integer q, l; 0 <= q < p && 0 <= l < DG_LANES ==>
          LaneValue(later, q, l) == \at(LaneValue(later, q, l), LoopCurrent); */
    //@ assert older: \forall integer q, l; 0 <= q < p && 0 <= l < DG_LANES ==> LaneValue(later, q, l) > 0;
    //@ assert this: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(later, p, l) > 0;
    //@ assert rows: KeysPositive(later, p + 1);
  }
}

/* Weights of the first used arrivals at a target, as above, and where these arrivals lie: in key, or in later where the target is
   behind a delay. */
/*@ requires size: used <= n <= 2 * DG_SIZE_MAX;
    requires valid: \valid(weight + (0 .. n*DG_LANES-1)) && \valid_read(w + (0 .. n-1)) &&
      \valid_read(source + (0 .. n*DG_LANES-1)) &&
      \valid_read(factor + (0 .. DG_LANES-1)) && \valid_read(shift + (0 .. DG_LANES-1));
    requires keys: \valid_read(key + (0 .. (used+1)*DG_LANES-1)) && \valid(later + (0 .. (used+1)*DG_LANES-1));
    requires named: indices_below(source, used * DG_LANES, n);
    requires separate: \separated(weight + (0 .. n*DG_LANES-1), w + (0 .. n-1)) &&
      \separated(weight + (0 .. n*DG_LANES-1), source + (0 .. n*DG_LANES-1));
    requires weight_apart: \separated(weight + (0 .. n*DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1)) &&
      \separated(weight + (0 .. n*DG_LANES-1), shift + (0 .. DG_LANES-1));
    requires later_apart: \separated(later + (0 .. (used+1)*DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1)) &&
      reals_apart(shift, DG_LANES, later, (used + 1) * DG_LANES);
    requires positive: KeysPositive(key, used + 1) && LanesAbove(shift, DG_LANES);
    terminates \true; assigns weight[0 .. n*DG_LANES-1], later[0 .. (used+1)*DG_LANES-1];
    ensures arrivals: \result == (behind != 0 ? later : key);
    ensures positive: KeysPositive(\result, used + 1);
    ensures keys: KeysPositive(key, used + 1); */
static inline const dg_real *dg_hw_lanes_two(size_t used, const dg_real *w, const dg_index *source, const dg_real *factor,
                                             const dg_real *shift, int behind, const dg_real *key, dg_real *weight,
                                             dg_real *later) /*@ ghost (size_t n) */ {
  dg_hw_weights_in_lanes(used, w, source, factor, weight) /*@ ghost (n) */;
  //@ assert same: \forall integer p, l; 0 <= p <= used && 0 <= l < DG_LANES ==> LaneValue(key, p, l) == LaneValue{Pre}(key, p, l);
  //@ assert keys: KeysPositive(key, used + 1);
  //@ assert shifts: \forall integer l; 0 <= l < DG_LANES ==> shift[l] == \at(shift[l], Pre);
  //@ assert shift: LanesAbove(shift, DG_LANES);
  if (!behind) return key;
  dg_hw_later_in_lanes(used, shift, key, later);
  return later;
}

/* First spikes of one target in rho, with weights in lanes; keys from which arrivals may have been made stay. */
/*@ requires size: used <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires valid: \valid_read(weight + (0 .. used*DG_LANES-1)) && \valid_read(arrivals + (0 .. (used+1)*DG_LANES-1)) &&
      \valid_read(key + (0 .. (used+1)*DG_LANES-1));
    requires output: \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1), k);
    requires keys_apart: \separated(out + (0 .. DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1)) &&
      \separated(dT_dc + (0 .. DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1));
    requires positive: KeysPositive(arrivals, used + 1) && KeysPositive(key, used + 1);
    terminates \true; assigns out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1];
    ensures positive: LanesAbove(out, DG_LANES);
    ensures keys: KeysPositive(key, used + 1); */
static inline void dg_hw_spikes_two(const dg_constants *k, size_t used, const dg_real *weight, const dg_real *arrivals,
                                    dg_real *out,
                                    dg_real *dT_dc) /*@ ghost (const dg_real *key) */ {
  //@ assert weights: lane_weights(used, weight, (dg_index *)\null);
  dg_target_forward_two(k, used, weight, NULL, arrivals, out, dT_dc);
  //@ assert same: \forall integer p, l; 0 <= p <= used && 0 <= l < DG_LANES ==> LaneValue(key, p, l) == LaneValue{Pre}(key, p, l);
}

/* First spikes out[DG_LANES] of one target in rho from weights w, factors of them, and arrivals in lanes; behind: each sample after
   a delay, shift. weight: room for n rows. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX && used <= n;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(factor + (0 .. DG_LANES-1)) &&
      \valid_read(shift + (0 .. DG_LANES-1));
    requires lanes: \valid_read(lanes) && laid_out(n, lanes);
    requires room: \valid(weight + (0 .. n*DG_LANES-1)) && \valid(out + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
    requires separate: \separated(weight + (0 .. n*DG_LANES-1), lanes->key + (0 .. forward_reals(n)-1),
      lanes->source + (0 .. n*DG_LANES-1),
      k, out + (0 .. DG_LANES-1), dT_dc + (0 .. DG_LANES-1)) && \separated(weight + (0 .. n*DG_LANES-1), w + (0 .. n-1)) &&
      \separated(weight + (0 .. n*DG_LANES-1), shift + (0 .. DG_LANES-1)) &&
      \separated(lanes->key + (0 .. forward_reals(n)-1), shift + (0 .. DG_LANES-1));
    requires keys: KeysPositive(lanes->key, used + 1);
    requires named: indices_below(lanes->source, used * DG_LANES, n);
    requires delay: Factors(shift, DG_LANES);
    terminates \true;
    assigns weight[0 .. n*DG_LANES-1], out[0 .. DG_LANES-1], dT_dc[0 .. DG_LANES-1], lanes->later[0 .. (used+1)*DG_LANES-1];
    ensures positive: LanesAbove(out, DG_LANES);
    ensures keys: KeysPositive(lanes->key, used + 1); */
static inline void dg_hw_target_two(const dg_constants *k, size_t used, const dg_real *w, const dg_real *factor,
                                    const dg_real *shift, int behind, dg_real *weight, const dg_lane_parts *lanes, dg_real *out,
                                    dg_real *dT_dc) /*@ ghost (size_t n) */ {
  //@ assert places: later_after(n, lanes);
  /*@ assert sizes: 0 <= (used + 1) * DG_LANES <= (n + 1) * DG_LANES &&
        (2 * sorting_rows(n) + 1 + n + 1) * DG_LANES <= forward_reals(n); */
  const dg_real *key = lanes->key;
  dg_real *later = lanes->later;
  //@ assert key_part: \subset(key + (0 .. (used+1)*DG_LANES-1), key + (0 .. forward_reals(n)-1));
  //@ assert later_place: later == key + (2 * sorting_rows(n) + 1) * DG_LANES;
  //@ assert later_end: (2 * sorting_rows(n) + 1) * DG_LANES + (used + 1) * DG_LANES <= forward_reals(n);
  //@ assert later_begin: (used + 1) * DG_LANES <= (2 * sorting_rows(n) + 1) * DG_LANES;
  //@ assert later_part: \subset(later + (0 .. (used+1)*DG_LANES-1), key + (0 .. forward_reals(n)-1));
  //@ assert later: \valid(later + (0 .. (used+1)*DG_LANES-1)) && \valid(key + (0 .. (used+1)*DG_LANES-1));
  //@ assert later_apart: \separated(later + (0 .. (used+1)*DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1));
  //@ assert shift_apart: reals_apart(shift, DG_LANES, later, (used + 1) * DG_LANES);
  //@ assert key_apart: \separated(weight + (0 .. n*DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1));
  //@ assert key_out: \separated(out + (0 .. DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1));
  //@ assert key_dT_dc: \separated(dT_dc + (0 .. DG_LANES-1), key + (0 .. (used+1)*DG_LANES-1));
  //@ assert k_apart: \separated(k, later + (0 .. (used+1)*DG_LANES-1)) && \separated(k, weight + (0 .. n*DG_LANES-1));
  //@ assert shift: LanesAbove(shift, DG_LANES);
  const dg_real *arrivals = dg_hw_lanes_two(used, w, lanes->source, factor, shift, behind, key, weight, later) /*@ ghost (n) */;
  //@ assert k: *k == \at(*k, Pre);
  dg_hw_spikes_two(k, used, weight, arrivals, out, dT_dc) /*@ ghost (key) */;
}

/* Weights times a factor. */
/*@ requires valid: \valid_read(w + (0 .. n-1)) && \valid(weight + (0 .. n-1));
    terminates \true; assigns weight[0 .. n-1]; */
static inline void dg_hw_scale(size_t n, const dg_real *w, dg_real factor, dg_real *weight) {
  /*@ loop invariant range: 0 <= i <= n;
      loop assigns i, weight[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) weight[i] = w[i] * factor;
}

/* The same as dg_hw_target_two for other ratios, with the constants of the neuron itself. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires constants: Constants(k);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(factor + (0 .. DG_LANES-1)) &&
      \valid_read(shift + (0 .. DG_LANES-1));
    requires lanes: \valid_read(lanes) && sorted_parts(n, lanes->key, lanes->mark, lanes->a, lanes->source);
    requires order: Ordered(lanes->key, lanes->mark, n);
    requires room: \valid(weight + (0 .. n-1)) && \valid(out + (0 .. DG_LANES-1));
    requires separate: \separated(lanes->a + (0 .. n-1), lanes->source + (0 .. n-1), k, lanes) &&
      \separated(lanes->a + (0 .. n-1), k, weight + (0 .. n-1), out + (0 .. DG_LANES-1)) &&
      \separated(lanes->source + (0 .. n-1), weight + (0 .. n-1));
    requires separate_sorted: \separated(out + (0 .. DG_LANES-1), lanes->key + (0 .. n*DG_LANES-1),
      lanes->mark + (0 .. n*DG_LANES-1)) &&
      \separated(weight + (0 .. n-1), lanes->key + (0 .. n*DG_LANES-1), lanes->mark + (0 .. n*DG_LANES-1));
    terminates \true;
    assigns weight[0 .. n-1], out[0 .. DG_LANES-1], lanes->a[0 .. n-1], lanes->source[0 .. n-1];
    ensures keys: KeysSame{Pre, Here}(lanes->key, n);
    ensures marks: KeysSame{Pre, Here}(lanes->mark, n);
    ensures order: Ordered(lanes->key, lanes->mark, n); */
static inline void dg_hw_target_any(const dg_constants *k, size_t n, const dg_real *w, const dg_real *factor, const dg_real *shift,
                                    dg_real *weight, const dg_lane_parts *lanes, dg_real *out) {
  /*@ loop invariant range: 0 <= l <= DG_LANES;
      loop invariant keys: KeysSame{Pre, Here}(lanes->key, n);
      loop invariant marks: KeysSame{Pre, Here}(lanes->mark, n);
      loop invariant order: Ordered(lanes->key, lanes->mark, n);
      loop invariant constants: Constants(k);
      loop assigns l, weight[0 .. n-1], out[0 .. DG_LANES-1], lanes->a[0 .. n-1], lanes->source[0 .. n-1];
      loop variant DG_LANES - l; */
  for (size_t l = 0; l < DG_LANES; l++) {
    dg_hw_scale(n, w, factor[l], weight);
    /*@ assert keys_scaled: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(lanes->key, p, j) == LaneValue{Pre}(lanes->key, p, j); */
    /*@ assert marks_scaled: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(lanes->mark, p, j) == LaneValue{Pre}(lanes->mark, p, j); */
    //@ assert k_scaled: *k == \at(*k, LoopCurrent);
    //@ assert order_scaled: Ordered(lanes->key, lanes->mark, n);
    const dg_real time = dg_lane_first_spike(k, n, weight, shift[l], lanes, l).time;
    //@ assert keys_then: KeysSame{Pre, Here}(lanes->key, n);
    //@ assert marks_then: KeysSame{Pre, Here}(lanes->mark, n);
    out[l] = time;
    /*@ assert keys: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(lanes->key, p, j) == LaneValue{Pre}(lanes->key, p, j); */
    /*@ assert marks: \forall integer p, j; 0 <= p < n && 0 <= j < DG_LANES ==>
          LaneValue(lanes->mark, p, j) == LaneValue{Pre}(lanes->mark, p, j); */
    //@ assert k: *k == \at(*k, LoopCurrent);
    //@ assert sorted: lanes_sorted(lanes->key, 1, n);
    //@ assert names: NamesRows(lanes->mark, n);
    //@ assert distinct: Distinct(lanes->mark, n);
  }
}

/* The same with the time constants of one neuron, place, and all scratch as one array. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX;
    requires neuron: \valid_read(chip) && Neuron(neuron);
    requires input: \valid_read(w + (0 .. n-1)) && \valid_read(factor + (0 .. DG_LANES-1)) &&
      \valid_read(shift + (0 .. DG_LANES-1));
    requires lanes: \valid_read(lanes) && laid_out(n, lanes);
    requires order: Ordered(lanes->key, lanes->mark, n);
    requires room: \valid(weight + (0 .. n-1)) && \valid(out + (0 .. DG_LANES-1));
    requires key_apart: \separated(lanes->key + (0 .. forward_reals(n)-1), weight + (0 .. n-1), out + (0 .. DG_LANES-1));
    requires source_apart: \separated(lanes->source + (0 .. n*DG_LANES-1), weight + (0 .. n-1));
    terminates \true;
    assigns weight[0 .. n-1], out[0 .. DG_LANES-1], lanes->a[0 .. n-1], lanes->source[0 .. n-1];
    ensures order: Ordered(lanes->key, lanes->mark, n); */
static inline void dg_hw_target_own(const dg_hw_chip *chip, const dg_neuron *neuron, uint32_t place, size_t n, const dg_real *w,
                                    const dg_real *factor, const dg_real *shift, dg_real *weight, const dg_lane_parts *lanes,
                                    dg_real *out) {
  const dg_neuron made = dg_hw_neuron_made(chip, neuron, place);
  const dg_constants own = dg_neuron_constants(&made);
  //@ assert a: a_after(n, lanes) && mark_after(n, lanes);
  //@ assert sizes: n <= n * DG_LANES && n * DG_LANES <= (sorting_rows(n) + 1) * DG_LANES;
  //@ assert ends: (2 * sorting_rows(n) + n + 2) * DG_LANES + n <= forward_reals(n);
  //@ assert sorted: sorted_parts(n, lanes->key, lanes->mark, lanes->a, lanes->source);
  //@ assert own_a: \separated(&own, lanes->a + (0 .. n-1)) && \separated(&own, lanes->source + (0 .. n-1));
  //@ assert own_room: \separated(&own, weight + (0 .. n-1)) && \separated(&own, out + (0 .. DG_LANES-1));
  //@ assert a_room: \separated(lanes->a + (0 .. n-1), weight + (0 .. n-1), out + (0 .. DG_LANES-1));
  //@ assert key_room: \separated(lanes->key + (0 .. n*DG_LANES-1), weight + (0 .. n-1), out + (0 .. DG_LANES-1));
  //@ assert mark_room: \separated(lanes->mark + (0 .. n*DG_LANES-1), weight + (0 .. n-1), out + (0 .. DG_LANES-1));
  dg_hw_target_any(&own, n, w, factor, shift, weight, lanes, out);
}

/* The factors of a target's weights and the shifts of its arrivals in DG_LANES samples; sorted arrivals key, mark stay as
   they are. */
/*@ requires size: used <= n <= 2 * DG_SIZE_MAX;
    requires at: at_layer(at) && Neuron(&at.layer->neuron) && target < at.layer->outputs;
    requires model: \valid_read(model) && \valid_read(model->chip) && \valid_read(part);
    requires domain: \valid_read(k) && k->tau_mem > 0;
    requires line: at.layer->delay.kind == DG_DELAY_DENDRITIC ==> readable_line(model, part, at, target);
    requires valid: \valid(factor + (0 .. DG_LANES-1)) && \valid(shift + (0 .. DG_LANES-1));
    requires neuron_apart: \separated(&at.layer->neuron, factor + (0 .. DG_LANES-1)) &&
      \separated(&at.layer->neuron, shift + (0 .. DG_LANES-1));
    requires k_apart: \separated(k, factor + (0 .. DG_LANES-1)) && \separated(k, shift + (0 .. DG_LANES-1));
    requires key_apart: \separated(factor + (0 .. DG_LANES-1), key + (0 .. (n+1)*DG_LANES-1)) &&
      \separated(shift + (0 .. DG_LANES-1), key + (0 .. (n+1)*DG_LANES-1));
    requires mark_apart: \separated(factor + (0 .. DG_LANES-1), mark + (0 .. n*DG_LANES-1)) &&
      \separated(shift + (0 .. DG_LANES-1), mark + (0 .. n*DG_LANES-1));
    requires keys: k->ratio == DG_RATIO_TWO ==> KeysPositive(key, used + 1);
    requires order: k->ratio != DG_RATIO_TWO ==> Ordered(key, mark, n);
    terminates \true; assigns factor[0 .. DG_LANES-1], shift[0 .. DG_LANES-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures domain: *k == \old(*k);
    ensures keys: k->ratio == DG_RATIO_TWO ==> KeysPositive(key, used + 1);
    ensures order: k->ratio != DG_RATIO_TWO ==> Ordered(key, mark, n);
    ensures later: k->ratio == DG_RATIO_TWO ==> Factors(shift, DG_LANES); */
static inline void dg_hw_adjust(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, const dg_constants *k,
                                size_t target, size_t sample, dg_real *factor, dg_real *shift)
  /*@ ghost (const dg_real *key, const dg_real *mark, size_t used, size_t n) */ {
  dg_hw_factors(model, at, target, sample, factor);
  //@ assert neuron_raised: at.layer->neuron == \at(at.layer->neuron, Pre);
  //@ assert k_raised: *k == \at(*k, Pre);
  /*@ assert key_rows: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==> 0 <= p * DG_LANES + l &&
        p * DG_LANES + l < (n + 1) * DG_LANES; */
  /*@ assert keys_raised: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==>
        LaneValue(key, p, l) == LaneValue{Pre}(key, p, l); */
  //@ assert marks_raised: KeysSame{Pre, Here}(mark, n);
  dg_hw_shifts(model, part, at, k, target, sample, shift);
  /*@ assert keys_same: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==>
        LaneValue(key, p, l) == LaneValue{Pre}(key, p, l); */
  //@ assert marks_same: KeysSame{Pre, Here}(mark, n);
  //@ assert k_same: *k == \at(*k, Pre);
  //@ assert ratio: k->ratio == \at(k->ratio, Pre);
  //@ assert sorted: k->ratio != DG_RATIO_TWO ==> lanes_sorted(key, 1, n);
  //@ assert names: k->ratio != DG_RATIO_TWO ==> NamesRows(mark, n);
  //@ assert distinct: k->ratio != DG_RATIO_TWO ==> Distinct(mark, n);
}

/* First spikes out[DG_LANES] of one target, whose arrivals lie sorted in lanes, used rows of them; with a dendritic delay they come
   that much later. */
/*@ requires at: at_layer(at) && Neuron(&at.layer->neuron) && target < at.layer->outputs && used <= sources_of(at.layer);
    requires model: \valid_read(model) && \valid_read(model->chip) && \valid_read(part);
    requires line: at.layer->delay.kind == DG_DELAY_DENDRITIC ==> readable_line(model, part, at, target);
    requires weights: \valid_read(part->made + (at.setting + target*sources_of(at.layer) ..
      at.setting + target*sources_of(at.layer) + sources_of(at.layer) - 1));
    requires room: \valid(part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1)) && \valid(out + (0 .. DG_LANES-1));
    requires lanes: \valid_read(lanes) && laid_out(sources_of(at.layer), lanes);
    requires separate: \separated(part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1), out + (0 .. DG_LANES-1),
      lanes->key + (0 .. forward_reals_of(at.layer)-1), lanes->source + (0 .. sources_of(at.layer)*DG_LANES-1), lanes);
    requires made_apart: \separated(part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1),
      part->made + (at.setting + target*sources_of(at.layer) .. at.setting + target*sources_of(at.layer) +
        sources_of(at.layer) - 1));
    requires layer_apart: \separated(&at.layer->neuron, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1));
    requires chip_apart: \separated(model->chip, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1));
    requires keys: hw_rho(model->chip, at.layer) ==> KeysPositive(lanes->key, used + 1) &&
      indices_below(lanes->source, used * DG_LANES, sources_of(at.layer));
    requires order: !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer));
    terminates \true;
    assigns part->weight[0 .. (sources_of(at.layer)+3)*DG_LANES-1], out[0 .. DG_LANES-1], lanes->later[0 .. (used+1)*DG_LANES-1],
      lanes->a[0 .. sources_of(at.layer)-1], lanes->source[0 .. sources_of(at.layer)-1];
    ensures positive: \old(hw_rho(model->chip, at.layer)) ==> LanesAbove(out, DG_LANES);
    ensures keys: \old(hw_rho(model->chip, at.layer)) ==> KeysPositive(lanes->key, used + 1) &&
      indices_below(lanes->source, used * DG_LANES, sources_of(at.layer));
    ensures order: \old(!hw_rho(model->chip, at.layer)) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer)); */
static inline void dg_hw_target(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t target, size_t sample,
                                size_t used, const dg_lane_parts *lanes, dg_real *out) {
  const size_t n = dg_layer_sources(at.layer);
  const dg_constants k = dg_hw_domain(model->chip, at.layer);
  //@ ghost dg_lemma_rows(target, at.layer->outputs, n);
  const dg_real *w = part->made + at.setting + target * n;
  dg_real *weight = part->weight, *factor = weight + n * DG_LANES, *shift = factor + DG_LANES, *dT_dc = shift + DG_LANES;
  //@ assert places: mark_after(n, lanes) && later_after(n, lanes) && a_after(n, lanes);
  //@ assert sizes: n * DG_LANES <= (n + 1) * DG_LANES && (n + 1) * DG_LANES <= (sorting_rows(n) + 1) * DG_LANES;
  //@ assert ends: (2 * sorting_rows(n) + n + 2) * DG_LANES + n <= forward_reals(n);
  //@ assert w_place: w == part->made + (at.setting + target * n);
  //@ assert weights: \valid_read(w + (0 .. n-1)) && \separated(w + (0 .. n-1), weight + (0 .. (n+3)*DG_LANES-1));
  //@ assert weight_part: \subset(weight + (0 .. n*DG_LANES-1), weight + (0 .. (n+3)*DG_LANES-1));
  //@ assert first_part: \subset(weight + (0 .. n-1), weight + (0 .. (n+3)*DG_LANES-1));
  //@ assert factor_part: \subset(factor + (0 .. DG_LANES-1), weight + (0 .. (n+3)*DG_LANES-1));
  //@ assert shift_part: \subset(shift + (0 .. DG_LANES-1), weight + (0 .. (n+3)*DG_LANES-1));
  //@ assert dT_dc_part: \subset(dT_dc + (0 .. DG_LANES-1), weight + (0 .. (n+3)*DG_LANES-1));
  //@ assert room: \valid(weight + (0 .. n*DG_LANES-1)) && \valid(factor + (0 .. DG_LANES-1));
  //@ assert more: \valid(shift + (0 .. DG_LANES-1)) && \valid(dT_dc + (0 .. DG_LANES-1));
  //@ assert key_part: \subset(lanes->key + (0 .. (n+1)*DG_LANES-1), lanes->key + (0 .. forward_reals(n)-1));
  //@ assert mark_part: \subset(lanes->mark + (0 .. n*DG_LANES-1), lanes->key + (0 .. forward_reals(n)-1));
  //@ assert key_apart: \separated(weight + (0 .. (n+3)*DG_LANES-1), lanes->key + (0 .. forward_reals(n)-1));
  //@ assert source_apart: \separated(weight + (0 .. (n+3)*DG_LANES-1), lanes->source + (0 .. n*DG_LANES-1));
  //@ assert factor_key: \separated(factor + (0 .. DG_LANES-1), lanes->key + (0 .. forward_reals(n)-1));
  //@ assert shift_key: \separated(shift + (0 .. DG_LANES-1), lanes->key + (0 .. forward_reals(n)-1));
  //@ assert factor_mark: \separated(factor + (0 .. DG_LANES-1), lanes->mark + (0 .. n*DG_LANES-1));
  //@ assert shift_mark: \separated(shift + (0 .. DG_LANES-1), lanes->mark + (0 .. n*DG_LANES-1));
  //@ assert k_apart: \separated(&k, weight + (0 .. (n+3)*DG_LANES-1)) && \separated(&k, lanes->key + (0 .. forward_reals(n)-1));
  //@ assert k_source: \separated(&k, lanes->source + (0 .. n*DG_LANES-1)) && \separated(&k, out + (0 .. DG_LANES-1));
  //@ assert constants: k.ratio == DG_RATIO_TWO ==> Constants(&k);
  //@ assert domain: k.ratio == DG_RATIO_TWO <==> \at(hw_rho(model->chip, at.layer), Pre);
  dg_hw_adjust(model, part, at, &k, target, sample, factor, shift) /*@ ghost (lanes->key, lanes->mark, used, n) */;
  //@ assert named: k.ratio == DG_RATIO_TWO ==> indices_below(lanes->source, used * DG_LANES, n);
  if (k.ratio == DG_RATIO_TWO) {
    //@ assert later: Factors(shift, DG_LANES);
    dg_hw_target_two(&k, used, w, factor, shift, at.layer->delay.kind == DG_DELAY_DENDRITIC, weight, lanes, out,
                     dT_dc) /*@ ghost (n) */;
    //@ assert named_then: indices_below(lanes->source, used * DG_LANES, n);
  } else {
    dg_hw_target_own(model->chip, &at.layer->neuron, (uint32_t)(at.neuron + target), n, w, factor, shift, weight, lanes, out);
  }
}

/* One source of a layer after a line, in DG_LANES samples from column lane on. */
/*@ requires at: at_layer(at) && Neuron(&at.layer->neuron) && line < lines_of(at.layer) && source < sources_of(at.layer) &&
      lane <= DG_WIDTH - DG_LANES;
    requires model: \valid_read(model) && \valid_read(model->net) && \valid_read(model->chip) && \valid_read(part);
    requires lines: layer_lines(model, part, at);
    requires arrays: \valid_read(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1)) &&
      \valid(part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1));
    requires separate: \separated(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1),
      part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1),
      part->line_used + (at.line .. at.line+lines_of(at.layer)-1));
    requires delayed_apart: layer_apart(model, at, part->delayed, sources_of(at.layer) * DG_WIDTH);
    requires lines_apart: layer_apart(model, at, part->line_used + at.line, lines_of(at.layer));
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    terminates \true;
    assigns part->delayed[source*DG_WIDTH+lane .. source*DG_WIDTH+lane+DG_LANES-1], part->line_used[at.line + line];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures sources: SameReals{Pre, Post}(part->src, sources_of(at.layer) * DG_WIDTH);
    ensures before: SameColumns{Pre, Post}(part->delayed, source, lane);
    ensures row: \old(hw_rho(model->chip, at.layer)) ==>
      \forall integer c; lane <= c < lane + DG_LANES ==> RowValue(part->delayed, source, c) > 0; */
static inline void dg_hw_source_delayed(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t source,
                                        size_t line, size_t sample, size_t lane) {
  const dg_real *x = part->src + source * DG_WIDTH + lane;
  dg_real *y = part->delayed + source * DG_WIDTH + lane;
  //@ assert place: 0 <= source * DG_WIDTH + lane && source * DG_WIDTH + lane + DG_LANES <= sources_of(at.layer) * DG_WIDTH;
  //@ assert x: x == part->src + (source * DG_WIDTH + lane) && y == part->delayed + (source * DG_WIDTH + lane);
  //@ assert used_src: \separated(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1), part->line_used + (at.line + line));
  //@ assert used_delayed: \separated(part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1), part->line_used + (at.line + line));
  //@ assert lanes: reals_apart(x, DG_LANES, y, DG_LANES);
  //@ assert used_x: reals_apart(x, DG_LANES, part->line_used + (at.line + line), 1);
  //@ assert used_y: reals_apart(y, DG_LANES, part->line_used + (at.line + line), 1);
  //@ ghost dg_lemma_positives((at.layer->inputs + at.layer->biases) * DG_WIDTH, part->src, source * DG_WIDTH + lane, DG_LANES);
  //@ ghost dg_hw_lemma_lanes_positive(x);
  //@ assert above: hw_rho(model->chip, at.layer) ==> LanesAbove(x, DG_LANES);
  /*@ assert line: \separated(model->chip, part->line_used + (at.line + line)) &&
        \separated(at.layer, part->line_used + (at.line + line)); */
  //@ assert chip: \separated(model->chip, y + (0 .. DG_LANES-1)) && \separated(at.layer, y + (0 .. DG_LANES-1));
  //@ assert src: reals_apart(part->src, sources_of(at.layer) * DG_WIDTH, y, DG_LANES);
  //@ assert src_used: reals_apart(part->src, sources_of(at.layer) * DG_WIDTH, part->line_used + (at.line + line), 1);
  //@ assert older: reals_apart(part->delayed, source * DG_WIDTH, y, DG_LANES);
  //@ assert older_used: reals_apart(part->delayed, source * DG_WIDTH, part->line_used + (at.line + line), 1);
  dg_hw_delayed(model, part, at, line, sample, x, y);
  //@ assert chip_then: SameChip{Pre, Here}(model->chip);
  //@ assert sources: SameReals{Pre, Here}(part->src, sources_of(at.layer) * DG_WIDTH);
  //@ assert older: SameReals{Pre, Here}(part->delayed, source * DG_WIDTH);
  /*@ assert index: \forall integer i, c; 0 <= i < source && lane <= c < lane + DG_LANES ==>
        0 <= i * DG_WIDTH + c < source * DG_WIDTH; */
  //@ assert before: SameColumns{Pre, Here}(part->delayed, source, lane);
  //@ assert row: \at(hw_rho(model->chip, at.layer), Pre) ==> LanesAbove(y, DG_LANES);
  //@ ghost dg_hw_lemma_lanes_above(y);
  //@ ghost dg_hw_lemma_row_lanes(part->delayed, source, lane, y);
  /*@ assert columns: \forall integer c; lane <= c < lane + DG_LANES ==>
        RowValue(part->delayed, source, c) == LaneValue(y, 0, c - lane); */
}

/* The sources of a layer with delays before its neurons, after the lines to a target, in DG_LANES samples from column lane on. */
/*@ requires at: at_layer(at) && Neuron(&at.layer->neuron) && target < at.layer->outputs && lane <= DG_WIDTH - DG_LANES;
    requires kind: at.layer->delay.kind == DG_DELAY_AXONAL || at.layer->delay.kind == DG_DELAY_SYNAPTIC;
    requires model: \valid_read(model) && \valid_read(model->net) && \valid_read(model->chip) && \valid_read(part);
    requires lines: layer_lines(model, part, at);
    requires arrays: \valid_read(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1)) &&
      \valid(part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1));
    requires separate: \separated(part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1),
      part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1),
      part->line_used + (at.line .. at.line+lines_of(at.layer)-1));
    requires delayed_apart: layer_apart(model, at, part->delayed, sources_of(at.layer) * DG_WIDTH);
    requires lines_apart: layer_apart(model, at, part->line_used + at.line, lines_of(at.layer));
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    terminates \true;
    assigns part->delayed[0 .. sources_of(at.layer)*DG_WIDTH-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures sources: SameReals{Pre, Post}(part->src, sources_of(at.layer) * DG_WIDTH);
    ensures positive: hw_rho(model->chip, at.layer) ==> RowsAbove(part->delayed, sources_of(at.layer), lane); */
static inline void dg_hw_all_delayed(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t target,
                                     size_t sample, size_t lane) {
  const size_t n = dg_layer_sources(at.layer);
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant neuron: at.layer->neuron == \at(at.layer->neuron, Pre);
      loop invariant chip: SameChip{Pre, Here}(model->chip);
      loop invariant sources: SameReals{Pre, Here}(part->src, n * DG_WIDTH);
      loop invariant positive: \at(hw_rho(model->chip, at.layer), Pre) ==> RowsAbove(part->delayed, i, lane);
      loop assigns i, part->delayed[0 .. n*DG_WIDTH-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1];
      loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    //@ assert rho: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
    //@ assert above: ModelPositive(model->chip, at.layer, part->src, n * DG_WIDTH);
    dg_hw_source_delayed(model, part, at, i, dg_hw_line_of(at.layer, i, target), sample, lane);
    //@ assert rho_then: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
    //@ assert older: \at(hw_rho(model->chip, at.layer), Pre) ==> RowsAbove(part->delayed, i, lane);
    //@ assert next: \at(hw_rho(model->chip, at.layer), Pre) ==> RowsAbove(part->delayed, i + 1, lane);
  }
}

/* Arrivals of the n sources x[n][DG_WIDTH] in DG_LANES samples from column lane on, sorted in every lane; how many rows of them a
   target needs. Their marks name sources. */
/*@ requires size: 1 <= n <= 2 * DG_SIZE_MAX && lane <= DG_WIDTH - DG_LANES;
    requires input: \valid_read(k) && \valid_read(x + (0 .. n*DG_WIDTH-1));
    requires lanes: lanes_cut(lanes, n);
    requires constants_apart: \separated(lanes->key + (0 .. (sorting_rows(n)+1)*DG_LANES-1),
      lanes->mark + (0 .. sorting_rows(n)*DG_LANES-1), k);
    requires apart: \separated(lanes->key + (0 .. (sorting_rows(n)+1)*DG_LANES-1), x + (0 .. n*DG_WIDTH-1)) &&
      \separated(lanes->mark + (0 .. sorting_rows(n)*DG_LANES-1), x + (0 .. n*DG_WIDTH-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> RowsAbove(x, n, lane);
    terminates \true; assigns lanes->key[0 .. (sorting_rows(n)+1)*DG_LANES-1], lanes->mark[0 .. sorting_rows(n)*DG_LANES-1],
      lanes->source[0 .. n*DG_LANES-1];
    ensures used: \result <= n;
    ensures order: Ordered(lanes->key, lanes->mark, n);
    ensures rho: k->ratio == DG_RATIO_TWO ==> ArrivedRho(lanes, n, \result); */
static inline size_t dg_hw_sorted(const dg_constants *k, size_t n, const dg_real *x, size_t lane, const dg_lane_parts *lanes) {
  size_t used = n;
  //@ assert each_key: reals_apart(x, n * DG_WIDTH, lanes->key, n * DG_LANES);
  //@ assert each_mark: reals_apart(x, n * DG_WIDTH, lanes->mark, n * DG_LANES);
  dg_lane_arrivals(k, n, NULL, x, lane, lanes->key, lanes->mark);
  //@ assert same: SameReals{Pre, Here}(x, n * DG_WIDTH);
  //@ assert rows: SameColumns{Pre, Here}(x, n, lane);
  //@ assert above: k->ratio == DG_RATIO_TWO ==> RowsAbove(x, n, lane);
  /*@ assert keys: k->ratio == DG_RATIO_TWO ==> \forall integer i, l; 0 <= i < n && 0 <= l < DG_LANES ==>
        LaneValue(lanes->key, i, l) == ArrivalKey(DG_RATIO_TWO, RowValue(x, i, lane + l), 1); */
  //@ ghost dg_lemma_arrival();
  //@ assert arrive: k->ratio == DG_RATIO_TWO ==> KeysPositive(lanes->key, n);
  //@ assert named: Named(lanes->mark, n);
  //@ ghost dg_ideal_never();
  dg_lane_order(n, lanes->key, lanes->mark);
  //@ assert names: NamesRows(lanes->mark, n);
  //@ assert distinct: Distinct(lanes->mark, n);
  //@ assert order: Ordered(lanes->key, lanes->mark, n);
  if (k->ratio == DG_RATIO_TWO) {
    used = dg_lanes_used(n, lanes->key);
    dg_lane_sources(used, lanes->mark, lanes->source) /*@ ghost (n) */;
  }
  return used;
}

/* The same of the arrivals at a target of a layer, after their lines. */
/*@ requires layer: model_layer(model, part, at) && Neuron(&at.layer->neuron) && target < at.layer->outputs &&
      lane <= DG_WIDTH - DG_LANES;
    requires lanes: model_lanes(part, at.layer, lanes);
    requires domain: \valid_read(k) && ModelDomain(model->chip, at.layer, k) &&
      \separated(k, lanes->key + (0 .. forward_reals_of(at.layer)-1));
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    terminates \true;
    assigns part->delayed[0 .. sources_of(at.layer)*DG_WIDTH-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1],
      lanes->key[0 .. forward_reals_of(at.layer)-1], lanes->source[0 .. sources_of(at.layer)*DG_LANES-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures sources: SameReals{Pre, Post}(part->src, sources_of(at.layer) * DG_WIDTH);
    ensures used: \result <= sources_of(at.layer);
    ensures order: Ordered(lanes->key, lanes->mark, sources_of(at.layer));
    ensures rho: hw_rho(model->chip, at.layer) ==> ArrivedRho(lanes, sources_of(at.layer), \result); */
static inline size_t dg_hw_arrivals(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, const dg_constants *k,
                                    size_t target, size_t sample, size_t lane, const dg_lane_parts *lanes) {
  const size_t n = dg_layer_sources(at.layer);
  const dg_delay_kind kind = at.layer->delay.kind;
  const dg_real *x = part->src;
  //@ assert size: n <= sorting_rows(n);
  //@ assert places: mark_after(n, lanes) && row_last(n, lanes);
  //@ assert cut: lanes_cut(lanes, n);
  //@ assert domain: k->ratio == DG_RATIO_TWO <==> \at(hw_rho(model->chip, at.layer), Pre);
  /*@ assert values: \forall integer i, c; 0 <= i < n && lane <= c < lane + DG_LANES ==>
        RowValue(part->src, i, c) == part->src[i * DG_WIDTH + c]; */
  //@ assert rows: k->ratio == DG_RATIO_TWO ==> RowsAbove(part->src, n, lane);
  if (kind == DG_DELAY_AXONAL || kind == DG_DELAY_SYNAPTIC) {
    dg_hw_all_delayed(model, part, at, target, sample, lane);
    x = part->delayed;
    //@ assert same: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
    //@ assert delayed: k->ratio == DG_RATIO_TWO ==> RowsAbove(part->delayed, n, lane);
  }
  //@ assert neuron_first: at.layer->neuron == \at(at.layer->neuron, Pre);
  //@ assert chip_first: SameChip{Pre, Here}(model->chip);
  //@ assert sources_first: SameReals{Pre, Here}(part->src, n * DG_WIDTH);
  //@ assert above: k->ratio == DG_RATIO_TWO ==> RowsAbove(x, n, lane);
  //@ assert key: \separated(lanes->key + (0 .. forward_reals_of(at.layer)-1), x + (0 .. n*DG_WIDTH-1));
  //@ assert key_neuron: \separated(lanes->key + (0 .. forward_reals_of(at.layer)-1), &at.layer->neuron);
  //@ assert key_chip: \separated(lanes->key + (0 .. forward_reals_of(at.layer)-1), model->chip);
  //@ assert mark: mark_after(n, lanes) && (2 * sorting_rows(n) + 1) * DG_LANES <= forward_reals(n);
  /*@ assert key_sorted: \subset(lanes->key + (0 .. (sorting_rows(n)+1)*DG_LANES-1),
        lanes->key + (0 .. forward_reals_of(at.layer)-1)); */
  /*@ assert mark_sorted: \subset(lanes->mark + (0 .. sorting_rows(n)*DG_LANES-1),
        lanes->key + (0 .. forward_reals_of(at.layer)-1)); */
  //@ assert chip_key: \separated(lanes->key + (0 .. (sorting_rows(n)+1)*DG_LANES-1), model->chip);
  //@ assert chip_mark: \separated(lanes->mark + (0 .. sorting_rows(n)*DG_LANES-1), model->chip);
  //@ assert spreads_key: spreads_apart(model->chip, lanes->key, (sorting_rows(n) + 1) * DG_LANES);
  //@ assert spreads_mark: spreads_apart(model->chip, lanes->mark, sorting_rows(n) * DG_LANES);
  //@ assert src_key: reals_apart(part->src, n * DG_WIDTH, lanes->key, (sorting_rows(n) + 1) * DG_LANES);
  //@ assert src_mark: reals_apart(part->src, n * DG_WIDTH, lanes->mark, sorting_rows(n) * DG_LANES);
  //@ ghost Arrived: ;
  const size_t used = dg_hw_sorted(k, n, x, lane, lanes);
  //@ assert sources_sorted: SameReals{Arrived, Here}(part->src, n * DG_WIDTH);
  //@ assert unit: model->chip->unit == \at(model->chip->unit, Pre);
  //@ assert mem: model->chip->neuron.tau_mem_spread == \at(model->chip->neuron.tau_mem_spread, Pre);
  //@ assert syn: model->chip->neuron.tau_syn_spread == \at(model->chip->neuron.tau_syn_spread, Pre);
  //@ assert neuron: at.layer->neuron == \at(at.layer->neuron, Pre);
  //@ assert chip: SameChip{Pre, Here}(model->chip);
  return used;
}

/* The spikes out[DG_LANES] of a target become those that leave its neuron, and the arrivals sorted in lanes stay as they are. */
/*@ requires layer: model_layer(model, part, at) && Neuron(&at.layer->neuron) && target < at.layer->outputs &&
      used <= sources_of(at.layer);
    requires lanes: model_lanes(part, at.layer, lanes);
    requires rho: hw_rho(model->chip, at.layer) ==> KeysPositive(lanes->key, used + 1) && LanesAbove(out, DG_LANES);
    requires order: !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer));
    requires out: model_out(model, part, at, out);
    terminates \true;
    assigns out[0 .. DG_LANES-1], part->neuron_used[at.neuron .. at.neuron+at.layer->outputs-1],
      part->line_used[at.line .. at.line+lines_of(at.layer)-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: hw_rho(model->chip, at.layer) ==> KeysPositive(lanes->key, used + 1) && LanesAbove(out, DG_LANES);
    ensures order: !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer)); */
static inline void dg_hw_target_sends(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t target,
                                      size_t sample, dg_real *out) /*@ ghost (const dg_lane_parts *lanes, size_t used) */ {
  //@ ghost const size_t n = at.layer->inputs + at.layer->biases;
  //@ assert n: n == sources_of(at.layer);
  //@ ghost dg_lemma_rows(target, at.layer->outputs, n);
  //@ assert weights: at.layer->outputs * n == weights_of(at.layer);
  //@ ghost dg_hw_lemma_lines(at.layer);
  //@ assert dendritic: at.layer->delay.kind == DG_DELAY_DENDRITIC ==> target < lines_of(at.layer);
  //@ assert behind: target + lines_behind(at.layer) <= lines_of(at.layer) || lines_behind(at.layer) == 0;
  //@ assert places: mark_after(n, lanes);
  /*@ assert sizes: (n + 1) * DG_LANES <= (sorting_rows(n) + 1) * DG_LANES &&
        (2 * sorting_rows(n) + 1) * DG_LANES <= forward_reals(n); */
  //@ assert key_part: \subset(lanes->key + (0 .. (n+1)*DG_LANES-1), lanes->key + (0 .. forward_reals_of(at.layer)-1));
  //@ assert mark_part: \subset(lanes->mark + (0 .. n*DG_LANES-1), lanes->key + (0 .. forward_reals_of(at.layer)-1));
  /*@ assert neuron_part: \subset(part->neuron_used + (at.neuron + target),
        part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1)); */
  /*@ assert line_part: \subset(part->line_used + (at.line+target .. at.line+target+lines_behind(at.layer)-1),
        part->line_used + (at.line .. at.line+lines_of(at.layer)-1)); */
  //@ assert key_out: \separated(lanes->key + (0 .. forward_reals_of(at.layer)-1), out + (0 .. DG_LANES-1));
  //@ assert key_neuron: \separated(lanes->key + (0 .. forward_reals_of(at.layer)-1), part->neuron_used + (at.neuron + target));
  /*@ assert key_line: \separated(lanes->key + (0 .. forward_reals_of(at.layer)-1),
        part->line_used + (at.line+target .. at.line+target+lines_behind(at.layer)-1)); */
  //@ assert out_neuron: reals_apart(out, DG_LANES, part->neuron_used + (at.neuron + target), 1);
  //@ assert out_line: reals_apart(out, DG_LANES, part->line_used + (at.line + target), lines_behind(at.layer));
  /*@ assert layer_out: \separated(at.layer, out + (0 .. DG_LANES-1)) &&
        \separated(at.layer, part->neuron_used + (at.neuron + target)); */
  //@ assert layer_line: \separated(at.layer, part->line_used + (at.line+target .. at.line+target+lines_behind(at.layer)-1));
  /*@ assert chip_out: \separated(model->chip, out + (0 .. DG_LANES-1)) &&
        \separated(model->chip, part->neuron_used + (at.neuron + target)); */
  //@ assert chip_line: \separated(model->chip, part->line_used + (at.line+target .. at.line+target+lines_behind(at.layer)-1));
  //@ assert neuron_out: \separated(&at.layer->neuron, out + (0 .. DG_LANES-1));
  //@ assert neuron_neuron: \separated(&at.layer->neuron, part->neuron_used + (at.neuron + target));
  /*@ assert neuron_line: \separated(&at.layer->neuron,
        part->line_used + (at.line+target .. at.line+target+lines_behind(at.layer)-1)); */
  //@ assert spreads_out: spreads_apart(model->chip, out, DG_LANES);
  //@ assert spreads_neuron: spreads_apart(model->chip, part->neuron_used + (at.neuron + target), 1);
  //@ assert spreads_line: spreads_apart(model->chip, part->line_used + (at.line + target), lines_behind(at.layer));
  //@ assert keys_out: reals_apart(lanes->key, (n + 1) * DG_LANES, out, DG_LANES);
  //@ assert keys_neuron: reals_apart(lanes->key, (n + 1) * DG_LANES, part->neuron_used + (at.neuron + target), 1);
  //@ assert keys_line: reals_apart(lanes->key, (n + 1) * DG_LANES, part->line_used + (at.line + target), lines_behind(at.layer));
  //@ assert marks_out: reals_apart(lanes->mark, n * DG_LANES, out, DG_LANES);
  //@ assert marks_neuron: reals_apart(lanes->mark, n * DG_LANES, part->neuron_used + (at.neuron + target), 1);
  //@ assert marks_line: reals_apart(lanes->mark, n * DG_LANES, part->line_used + (at.line + target), lines_behind(at.layer));
  /*@ assert key_rows: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==> 0 <= p * DG_LANES + l &&
        p * DG_LANES + l < (n + 1) * DG_LANES; */
  dg_hw_emit(model, part, at, target, sample, out);
  //@ assert neuron: at.layer->neuron == \at(at.layer->neuron, Pre);
  //@ assert unit: model->chip->unit == \at(model->chip->unit, Pre);
  //@ assert mem: model->chip->neuron.tau_mem_spread == \at(model->chip->neuron.tau_mem_spread, Pre);
  //@ assert syn: model->chip->neuron.tau_syn_spread == \at(model->chip->neuron.tau_syn_spread, Pre);
  //@ assert rho: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
  //@ assert keys_same: SameReals{Pre, Here}(lanes->key, (n + 1) * DG_LANES);
  //@ assert marks_same: SameReals{Pre, Here}(lanes->mark, n * DG_LANES);
  /*@ assert keys: \forall integer p, l; 0 <= p <= n && 0 <= l < DG_LANES ==>
        LaneValue(lanes->key, p, l) == LaneValue{Pre}(lanes->key, p, l); */
  //@ assert marks: KeysSame{Pre, Here}(lanes->mark, n);
  //@ assert sorted: !hw_rho(model->chip, at.layer) ==> lanes_sorted(lanes->key, 1, n);
  //@ assert names: !hw_rho(model->chip, at.layer) ==> NamesRows(lanes->mark, n);
  //@ assert distinct: !hw_rho(model->chip, at.layer) ==> Distinct(lanes->mark, n);
}

/* The spikes out[DG_LANES] that leave the neuron of a target, whose arrivals lie sorted in lanes, used rows of them. */
/*@ requires layer: model_layer(model, part, at) && Neuron(&at.layer->neuron) && target < at.layer->outputs &&
      used <= sources_of(at.layer);
    requires lanes: model_lanes(part, at.layer, lanes);
    requires rho: hw_rho(model->chip, at.layer) ==> ArrivedRho(lanes, sources_of(at.layer), used);
    requires order: !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer));
    requires out: model_out(model, part, at, out) && \separated(lanes, out + (0 .. DG_LANES-1)) &&
      \separated(lanes, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1));
    terminates \true;
    assigns out[0 .. DG_LANES-1], part->weight[0 .. (sources_of(at.layer)+3)*DG_LANES-1],
      lanes->key[0 .. forward_reals_of(at.layer)-1], lanes->source[0 .. sources_of(at.layer)*DG_LANES-1],
      part->neuron_used[at.neuron .. at.neuron+at.layer->outputs-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: hw_rho(model->chip, at.layer) ==> LanesAbove(out, DG_LANES);
    ensures rho: hw_rho(model->chip, at.layer) ==> ArrivedRho(lanes, sources_of(at.layer), used);
    ensures order: !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer)); */
static inline void dg_hw_spikes(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t target, size_t sample,
                                size_t used, const dg_lane_parts *lanes, dg_real *out) {
  //@ ghost const size_t n = at.layer->inputs + at.layer->biases;
  //@ assert n: n == sources_of(at.layer);
  //@ ghost dg_lemma_rows(target, at.layer->outputs, n);
  //@ assert weights: at.layer->outputs * n == weights_of(at.layer);
  //@ assert row: 0 <= target * n && target * n + n <= weights_of(at.layer);
  //@ ghost dg_hw_lemma_lines(at.layer);
  //@ assert dendritic: at.layer->delay.kind == DG_DELAY_DENDRITIC ==> target < lines_of(at.layer);
  //@ assert places: later_after(n, lanes) && a_after(n, lanes) && mark_after(n, lanes);
  //@ assert sizes: (used + 1) * DG_LANES <= (n + 1) * DG_LANES && (2 * sorting_rows(n) + n + 2) * DG_LANES + n <= forward_reals(n);
  //@ assert later_part: \subset(lanes->later + (0 .. (used+1)*DG_LANES-1), lanes->key + (0 .. forward_reals_of(at.layer)-1));
  //@ assert a_part: \subset(lanes->a + (0 .. n-1), lanes->key + (0 .. forward_reals_of(at.layer)-1));
  //@ assert source_part: \subset(lanes->source + (0 .. n-1), lanes->source + (0 .. n*DG_LANES-1));
  //@ assert later: \separated(lanes->later + (0 .. (used+1)*DG_LANES-1), at.layer) && \separated(lanes->a + (0 .. n-1), at.layer);
  /*@ assert later_chip: \separated(lanes->later + (0 .. (used+1)*DG_LANES-1), model->chip) &&
        \separated(lanes->a + (0 .. n-1), model->chip); */
  /*@ assert weight: \separated(part->weight + (0 .. (n+3)*DG_LANES-1), at.layer) &&
        \separated(part->weight + (0 .. (n+3)*DG_LANES-1), model->chip); */
  //@ assert out: \separated(out + (0 .. DG_LANES-1), at.layer) && \separated(out + (0 .. DG_LANES-1), model->chip);
  //@ assert spreads_later: spreads_apart(model->chip, lanes->later, (used + 1) * DG_LANES);
  //@ assert spreads_a: spreads_apart(model->chip, lanes->a, n);
  //@ assert spreads_weight: spreads_apart(model->chip, part->weight, (n + 3) * DG_LANES);
  //@ assert spreads_out: spreads_apart(model->chip, out, DG_LANES);
  dg_hw_target(model, part, at, target, sample, used, lanes, out);
  //@ assert neuron: at.layer->neuron == \at(at.layer->neuron, Pre);
  //@ assert unit: model->chip->unit == \at(model->chip->unit, Pre);
  //@ assert mem: model->chip->neuron.tau_mem_spread == \at(model->chip->neuron.tau_mem_spread, Pre);
  //@ assert syn: model->chip->neuron.tau_syn_spread == \at(model->chip->neuron.tau_syn_spread, Pre);
  //@ assert chip: SameChip{Pre, Here}(model->chip);
  //@ assert same: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
  dg_hw_target_sends(model, part, at, target, sample, out) /*@ ghost (lanes, used) */;
  //@ assert named: hw_rho(model->chip, at.layer) ==> indices_below(lanes->source, used * DG_LANES, n);
}

/* One target of a layer of the model for DG_LANES samples from column lane on, of which so many rows of sorted arrivals are used;
   they are sorted for the first target, and for every one where each has delays of its own. Returns how many rows are in use. */
/*@ requires layer: model_layer(model, part, at) && Neuron(&at.layer->neuron) && target < at.layer->outputs &&
      lane <= DG_WIDTH - DG_LANES;
    requires lanes: model_lanes(part, at.layer, lanes) && used <= sources_of(at.layer);
    requires lanes_apart: \separated(lanes, part->out + (0 .. at.layer->outputs*DG_WIDTH-1)) &&
      \separated(lanes, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1));
    requires domain: \valid_read(k) && ModelDomain(model->chip, at.layer, k);
    requires k_scratch: \separated(k, part->scratch + (0 .. forward_reals_of(at.layer)-1));
    requires k_apart: \separated(k, part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1)) &&
      \separated(k, part->out + (0 .. at.layer->outputs*DG_WIDTH-1)) &&
        \separated(k, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1));
    requires k_used: \separated(k, part->line_used + (at.line .. at.line+lines_of(at.layer)-1)) &&
      \separated(k, part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1));
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    requires rho: target > 0 && hw_rho(model->chip, at.layer) ==> ArrivedRho(lanes, sources_of(at.layer), used);
    requires order: target > 0 && !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer));
    terminates \true;
    assigns part->delayed[0 .. sources_of(at.layer)*DG_WIDTH-1], part->out[target*DG_WIDTH+lane .. target*DG_WIDTH+lane+DG_LANES-1],
      part->weight[0 .. (sources_of(at.layer)+3)*DG_LANES-1], part->scratch[0 .. forward_reals_of(at.layer)-1],
      part->indices[0 .. sources_of(at.layer)*DG_LANES-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1],
      part->neuron_used[at.neuron .. at.neuron+at.layer->outputs-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures domain: k->ratio == \old(k->ratio);
    ensures sources: SameReals{Pre, Post}(part->src, sources_of(at.layer) * DG_WIDTH);
    ensures used: \result <= sources_of(at.layer);
    ensures rho: hw_rho(model->chip, at.layer) ==> ArrivedRho(lanes, sources_of(at.layer), \result);
    ensures order: !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, sources_of(at.layer));
    ensures before: SameColumns{Pre, Post}(part->out, target, lane);
    ensures row: hw_rho(model->chip, at.layer) ==>
      \forall integer c; lane <= c < lane + DG_LANES ==> RowValue(part->out, target, c) > 0; */
static inline size_t dg_hw_target_pass(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, const dg_constants *k,
                                       size_t target, size_t sample, size_t lane, size_t used, const dg_lane_parts *lanes) {
  dg_real *out = part->out + target * DG_WIDTH + lane;
  //@ ghost const size_t n = at.layer->inputs + at.layer->biases;
  //@ assert n: n == sources_of(at.layer);
  //@ assert place: 0 <= target * DG_WIDTH + lane && target * DG_WIDTH + lane + DG_LANES <= at.layer->outputs * DG_WIDTH;
  //@ assert out_place: out == part->out + (target * DG_WIDTH + lane);
  //@ assert out_part: \subset(out + (0 .. DG_LANES-1), part->out + (0 .. at.layer->outputs*DG_WIDTH-1));
  //@ assert out_valid: \valid(out + (0 .. DG_LANES-1));
  //@ assert out_layer: layer_apart(model, at, out, DG_LANES);
  //@ assert out_weight: \separated(out + (0 .. DG_LANES-1), part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1));
  //@ assert out_scratch: \separated(out + (0 .. DG_LANES-1), part->scratch + (0 .. forward_reals_of(at.layer)-1));
  //@ assert out_indices: \separated(out + (0 .. DG_LANES-1), part->indices + (0 .. sources_of(at.layer)*DG_LANES-1));
  //@ assert out_src: \separated(out + (0 .. DG_LANES-1), part->src + (0 .. sources_of(at.layer)*DG_WIDTH-1));
  //@ assert out_line: \separated(out + (0 .. DG_LANES-1), part->line_used + (at.line .. at.line+lines_of(at.layer)-1));
  //@ assert out_neuron: \separated(out + (0 .. DG_LANES-1), part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1));
  //@ assert out: model_out(model, part, at, out);
  //@ assert lanes_out: \separated(lanes, out + (0 .. DG_LANES-1));
  //@ assert k_out: \separated(k, out + (0 .. DG_LANES-1));
  //@ assert older_size: target * DG_WIDTH <= at.layer->outputs * DG_WIDTH;
  //@ assert older_out: \forall integer i; 0 <= i < target * DG_WIDTH ==> \separated(part->out + i, out + (0 .. DG_LANES-1));
  /*@ assert older_delayed: \forall integer i; 0 <= i < target * DG_WIDTH ==>
        \separated(part->out + i, part->delayed + (0 .. sources_of(at.layer)*DG_WIDTH-1)); */
  /*@ assert older_weight: \forall integer i; 0 <= i < target * DG_WIDTH ==>
        \separated(part->out + i, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1)); */
  /*@ assert older_key: \forall integer i; 0 <= i < target * DG_WIDTH ==>
        \separated(part->out + i, lanes->key + (0 .. forward_reals_of(at.layer)-1)); */
  /*@ assert older_line: \forall integer i; 0 <= i < target * DG_WIDTH ==>
        \separated(part->out + i, part->line_used + (at.line .. at.line+lines_of(at.layer)-1)); */
  /*@ assert older_neuron: \forall integer i; 0 <= i < target * DG_WIDTH ==>
        \separated(part->out + i, part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1)); */
  if (target == 0 || at.layer->delay.kind == DG_DELAY_SYNAPTIC) {
    used = dg_hw_arrivals(model, part, at, k, target, sample, lane, lanes);
    //@ assert arrivals_ratio: k->ratio == \at(k->ratio, Pre);
    //@ assert arrivals_sources: SameReals{Pre, Here}(part->src, n * DG_WIDTH);
    //@ assert arrivals_older: SameReals{Pre, Here}(part->out, target * DG_WIDTH);
    //@ assert arrivals_rho: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
  }
  //@ assert ratio_first: k->ratio == \at(k->ratio, Pre);
  //@ assert sources_first: SameReals{Pre, Here}(part->src, n * DG_WIDTH);
  //@ assert older_first: SameReals{Pre, Here}(part->out, target * DG_WIDTH);
  //@ assert neuron_first: at.layer->neuron == \at(at.layer->neuron, Pre);
  //@ assert chip_first: SameChip{Pre, Here}(model->chip);
  //@ assert rho_first: hw_rho(model->chip, at.layer) ==> ArrivedRho(lanes, n, used);
  //@ assert order_first: !hw_rho(model->chip, at.layer) ==> Ordered(lanes->key, lanes->mark, n);
  /*@ assert older_apart: \forall integer i; 0 <= i < target * DG_WIDTH ==>
        \separated(part->out + i, out + (0 .. DG_LANES-1)) &&
        \separated(part->out + i, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1)) &&
        \separated(part->out + i, lanes->key + (0 .. forward_reals_of(at.layer)-1)) &&
        \separated(part->out + i, part->line_used + (at.line .. at.line+lines_of(at.layer)-1)) &&
        \separated(part->out + i, part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1)); */
  //@ ghost Sorted: ;
  dg_hw_spikes(model, part, at, target, sample, used, lanes, out);
  //@ assert ratio: k->ratio == \at(k->ratio, Pre);
  //@ assert older_kept: SameReals{Sorted, Here}(part->out, target * DG_WIDTH);
  //@ assert src_out: \forall integer i; 0 <= i < n * DG_WIDTH ==> \separated(part->src + i, out + (0 .. DG_LANES-1));
  /*@ assert src_weight: \forall integer i; 0 <= i < n * DG_WIDTH ==>
        \separated(part->src + i, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1)); */
  /*@ assert src_key: \forall integer i; 0 <= i < n * DG_WIDTH ==>
        \separated(part->src + i, lanes->key + (0 .. forward_reals_of(at.layer)-1)); */
  /*@ assert src_line: \forall integer i; 0 <= i < n * DG_WIDTH ==>
        \separated(part->src + i, part->line_used + (at.line .. at.line+lines_of(at.layer)-1)); */
  /*@ assert src_neuron: \forall integer i; 0 <= i < n * DG_WIDTH ==>
        \separated(part->src + i, part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1)); */
  /*@ assert src_apart: \forall integer i; 0 <= i < n * DG_WIDTH ==>
        \separated(part->src + i, out + (0 .. DG_LANES-1)) &&
        \separated(part->src + i, part->weight + (0 .. (sources_of(at.layer)+3)*DG_LANES-1)) &&
        \separated(part->src + i, lanes->key + (0 .. forward_reals_of(at.layer)-1)) &&
        \separated(part->src + i, part->line_used + (at.line .. at.line+lines_of(at.layer)-1)) &&
        \separated(part->src + i, part->neuron_used + (at.neuron .. at.neuron+at.layer->outputs-1)); */
  //@ assert sources_kept: SameReals{Sorted, Here}(part->src, n * DG_WIDTH);
  //@ assert sources: SameReals{Pre, Here}(part->src, n * DG_WIDTH);
  //@ assert older: SameReals{Pre, Here}(part->out, target * DG_WIDTH);
  /*@ assert index: \forall integer i, c; 0 <= i < target && lane <= c < lane + DG_LANES ==>
        0 <= i * DG_WIDTH + c < target * DG_WIDTH; */
  //@ ghost dg_hw_lemma_lanes_above(out);
  //@ ghost dg_hw_lemma_row_lanes(part->out, target, lane, out);
  /*@ assert columns: \forall integer c; lane <= c < lane + DG_LANES ==>
        RowValue(part->out, target, c) == LaneValue(out, 0, c - lane); */
  return used;
}

/* A layer of the model for DG_LANES samples from column lane of a chunk on: src in, out. Arrivals are sorted once, or for every
   target where each has delays of its own. */
/*@ requires layer: model_layer(model, part, at) && Neuron(&at.layer->neuron) && lane <= DG_WIDTH - DG_LANES;
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    terminates \true;
    assigns part->delayed[0 .. sources_of(at.layer)*DG_WIDTH-1], part->out[0 .. at.layer->outputs*DG_WIDTH-1],
      part->weight[0 .. (sources_of(at.layer)+3)*DG_LANES-1], part->scratch[0 .. forward_reals_of(at.layer)-1],
      part->indices[0 .. sources_of(at.layer)*DG_LANES-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1],
      part->neuron_used[at.neuron .. at.neuron+at.layer->outputs-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures sources: SameReals{Pre, Post}(part->src, sources_of(at.layer) * DG_WIDTH);
    ensures positive: hw_rho(model->chip, at.layer) ==> RowsAbove(part->out, at.layer->outputs, lane); */
static inline void dg_hw_layer(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t first, size_t lane) {
  const dg_layer *layer = at.layer;
  const size_t n = dg_layer_sources(layer), sample = first + lane;
  const dg_constants k = dg_hw_domain(model->chip, layer);
  const dg_lane_parts lanes = dg_lane_cut(n, part->scratch, part->indices);
  size_t used = n;
  //@ assert places: lanes.key == part->scratch && lanes.source == part->indices;
  /*@ assert valid: \valid(lanes.key + (0 .. forward_reals(n)-1)) && \valid(lanes.source + (0 .. n*DG_LANES-1)) &&
        n <= sorting_rows(n); */
  //@ assert apart: \separated(lanes.key + (0 .. forward_reals(n)-1), lanes.source + (0 .. n*DG_LANES-1), &lanes);
  //@ assert laid: laid_out(n, &lanes);
  //@ assert lanes: model_lanes(part, layer, &lanes);
  //@ assert lanes_out: \separated(&lanes, part->out + (0 .. layer->outputs*DG_WIDTH-1));
  //@ assert lanes_weight: \separated(&lanes, part->weight + (0 .. (sources_of(layer)+3)*DG_LANES-1));
  //@ assert k_scratch: \separated(&k, part->scratch + (0 .. forward_reals_of(layer)-1));
  //@ assert k_delayed: \separated(&k, part->delayed + (0 .. sources_of(layer)*DG_WIDTH-1));
  //@ assert k_out: \separated(&k, part->out + (0 .. layer->outputs*DG_WIDTH-1));
  //@ assert k_weight: \separated(&k, part->weight + (0 .. (sources_of(layer)+3)*DG_LANES-1));
  //@ assert k_line: \separated(&k, part->line_used + (at.line .. at.line+lines_of(layer)-1));
  //@ assert k_neuron: \separated(&k, part->neuron_used + (at.neuron .. at.neuron+layer->outputs-1));
  //@ assert domain: k.ratio == DG_RATIO_TWO <==> \at(hw_rho(model->chip, at.layer), Pre);
  /*@ loop invariant range: 0 <= j <= layer->outputs;
      loop invariant neuron: at.layer->neuron == \at(at.layer->neuron, Pre);
      loop invariant chip: SameChip{Pre, Here}(model->chip);
      loop invariant domain: k.ratio == DG_RATIO_TWO <==> \at(hw_rho(model->chip, at.layer), Pre);
      loop invariant sources: SameReals{Pre, Here}(part->src, n * DG_WIDTH);
      loop invariant used: used <= n;
      loop invariant rho: j > 0 && \at(hw_rho(model->chip, at.layer), Pre) ==> ArrivedRho(&lanes, n, used);
      loop invariant order: j > 0 && !\at(hw_rho(model->chip, at.layer), Pre) ==> Ordered(lanes.key, lanes.mark, n);
      loop invariant positive: \at(hw_rho(model->chip, at.layer), Pre) ==> RowsAbove(part->out, j, lane);
      loop assigns j, used, part->delayed[0 .. n*DG_WIDTH-1], part->out[0 .. layer->outputs*DG_WIDTH-1],
        part->weight[0 .. (n+3)*DG_LANES-1], part->scratch[0 .. forward_reals_of(layer)-1], part->indices[0 .. n*DG_LANES-1],
        part->line_used[at.line .. at.line+lines_of(layer)-1], part->neuron_used[at.neuron .. at.neuron+layer->outputs-1];
      loop variant layer->outputs - j; */
  for (size_t j = 0; j < layer->outputs; j++) {
    //@ assert place: 0 <= j * DG_WIDTH + lane && j * DG_WIDTH + lane + DG_LANES <= layer->outputs * DG_WIDTH;
    /*@ assert out_part: \subset(part->out + (j*DG_WIDTH+lane .. j*DG_WIDTH+lane+DG_LANES-1),
          part->out + (0 .. layer->outputs*DG_WIDTH-1)); */
    //@ assert rho: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
    //@ assert domain: ModelDomain(model->chip, at.layer, &k);
    //@ assert inputs: ModelPositive(model->chip, at.layer, part->src, n * DG_WIDTH);
    used = dg_hw_target_pass(model, part, at, &k, j, sample, lane, used, &lanes);
    //@ assert rho_then: hw_rho(model->chip, at.layer) <==> \at(hw_rho(model->chip, at.layer), Pre);
    //@ assert older: \at(hw_rho(model->chip, at.layer), Pre) ==> RowsAbove(part->out, j, lane);
    //@ assert next: \at(hw_rho(model->chip, at.layer), Pre) ==> RowsAbove(part->out, j + 1, lane);
  }
}

/* Times t[n] on the grid of the chip's events. */
/*@ requires chip: \valid_read(chip) && chip->unit > 0;
    requires valid: \valid(t + (0 .. n-1));
    requires apart: \separated(t + (0 .. n-1), chip);
    terminates \true; assigns t[0 .. n-1];
    ensures plain: chip->resolution <= 0 ==> SameReals{Pre, Post}(t, n);
    ensures chip: SameChip{Pre, Post}(chip); */
static inline void dg_hw_events(const dg_hw_chip *chip, size_t n, dg_real *t) {
  /*@ loop invariant range: 0 <= x <= n;
      loop invariant plain: chip->resolution <= 0 ==> SameReals{Pre, Here}(t, n);
      loop invariant chip: chip->unit > 0 && chip->resolution == \at(chip->resolution, Pre);
      loop assigns x, t[0 .. n-1]; loop variant n - x; */
  for (size_t x = 0; x < n; x++) t[x] = dg_hw_event(chip, t[x]);
}

/* Inputs t[inputs][DG_WIDTH] in the domain of a layer, each in so many rows of src. */
/*@ requires constants: \valid_read(k) && k->tau_mem > 0;
    requires sizes: 1 <= inputs <= DG_SIZE_MAX && 1 <= rows <= DG_SIZE_MAX && inputs * rows <= DG_SIZE_MAX;
    requires valid: \valid_read(t + (0 .. inputs*DG_WIDTH-1)) && \valid(src + (0 .. inputs*rows*DG_WIDTH-1));
    requires apart: \separated(src + (0 .. inputs*rows*DG_WIDTH-1), t + (0 .. inputs*DG_WIDTH-1)) &&
      \separated(src + (0 .. inputs*rows*DG_WIDTH-1), k);
    terminates \true; assigns src[0 .. inputs*rows*DG_WIDTH-1];
    ensures positive: k->ratio == DG_RATIO_TWO ==> Positives(src, inputs * rows * DG_WIDTH); */
static inline void dg_hw_load_rows(const dg_constants *k, dg_real t_ref, size_t inputs, size_t rows, const dg_real *t,
                                   dg_real *src) {
  size_t first = 0;
  /*@ loop invariant range: 0 <= i <= inputs;
      loop invariant first: first == i * rows * DG_WIDTH <= inputs * rows * DG_WIDTH;
      loop invariant constants: k->tau_mem > 0;
      loop invariant positive: k->ratio == DG_RATIO_TWO ==> \forall integer y; 0 <= y < first ==> src[y] > 0;
      loop assigns i, first, src[0 .. inputs*rows*DG_WIDTH-1]; loop variant inputs - i; */
  for (size_t i = 0; i < inputs; i++, first += rows * DG_WIDTH) {
    //@ ghost dg_lemma_input(i, inputs, rows);
    dg_load_input(k, t_ref, t + i * DG_WIDTH, rows, first, src);
    //@ assert older: k->ratio == DG_RATIO_TWO ==> \forall integer y; 0 <= y < first ==> src[y] > 0;
    //@ assert index: (size_t)(i + 1) == i + 1 && (size_t)(first + rows * DG_WIDTH) == first + rows * DG_WIDTH;
    //@ assert next: first + rows * DG_WIDTH == (i + 1) * rows * DG_WIDTH;
  }
}

/* The sources of the first layer for a chunk: inputs on the grid of the chip's events, and biases. */
/*@ requires model: \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && \valid_read(part);
    requires net: admitted_network(model->net) && admitted_batch(&model->batch, model->net->inputs) && first < model->batch.count;
    requires valid: \valid(part->t + (0 .. model->net->inputs*DG_WIDTH-1)) &&
      \valid(part->src + (0 .. model->net->layers->inputs*DG_WIDTH-1));
    requires apart: model_apart(model, part->t, model->net->inputs * DG_WIDTH) &&
      model_apart(model, part->src, model->net->layers->inputs * DG_WIDTH);
    requires batch_apart: batch_apart(&model->batch, model->net->inputs, part->t, model->net->inputs * DG_WIDTH);
    requires src_apart: \separated(part->src + (0 .. model->net->layers->inputs*DG_WIDTH-1),
      part->t + (0 .. model->net->inputs*DG_WIDTH-1));
    terminates \true; assigns part->t[0 .. model->net->inputs*DG_WIDTH-1], part->src[0 .. model->net->layers->inputs*DG_WIDTH-1];
    ensures net: admitted_network(model->net);
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: ModelPositive(model->chip, model->net->layers, part->src, model->net->layers->inputs * DG_WIDTH); */
static inline void dg_hw_load(const dg_hw_model *model, const dg_hw_model_parts *part, size_t first) {
  const dg_network *net = model->net;
  const size_t inputs = net->inputs, rows = net->multiplex;
  const dg_constants k = dg_hw_domain(model->chip, net->layers);
  //@ ghost dg_lemma_shape(net);
  //@ assert sizes: net->layers->inputs == inputs * rows && inputs * rows <= DG_SIZE_MAX;
  //@ assert apart_t: neurons_apart(net->layers, net->depth, part->t, inputs * DG_WIDTH);
  //@ assert apart_src: neurons_apart(net->layers, net->depth, part->src, inputs * rows * DG_WIDTH);
  dg_load_batch(net, &model->batch, first, part->t);
  //@ assert neurons_loaded: SameNeurons{Pre, Here}(net->layers, net->depth);
  //@ assert chip_loaded: SameChip{Pre, Here}(model->chip);
  dg_hw_events(model->chip, inputs * DG_WIDTH, part->t);
  //@ assert neurons_timed: SameNeurons{Pre, Here}(net->layers, net->depth);
  dg_hw_load_rows(&k, net->t_ref, inputs, rows, part->t, part->src);
  //@ assert neurons: SameNeurons{Pre, Here}(net->layers, net->depth);
  //@ assert signs: admitted_neurons(net->layers, net->depth);
  //@ ghost dg_lemma_network(net);
}

/* Bias spikes of a layer, below its inputs. */
/*@ requires model: \valid_read(model) && \valid_read(model->chip) && \valid_read(model->net) && \valid_read(part);
    requires layer: admitted_layer(layer);
    requires src: \valid(part->src + (0 .. sources_of(layer)*DG_WIDTH-1));
    requires apart: model_apart(model, part->src, sources_of(layer) * DG_WIDTH) &&
      \separated(part->src + (0 .. sources_of(layer)*DG_WIDTH-1), layer);
    requires inputs: ModelPositive(model->chip, layer, part->src, layer->inputs * DG_WIDTH);
    terminates \true; assigns part->src[layer->inputs*DG_WIDTH .. sources_of(layer)*DG_WIDTH-1];
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures neuron: layer->neuron == \old(layer->neuron);
    ensures positive: ModelPositive(model->chip, layer, part->src, sources_of(layer) * DG_WIDTH); */
static inline void dg_hw_biases(const dg_hw_model *model, const dg_hw_model_parts *part, const dg_layer *layer) {
  const dg_constants k = dg_hw_domain(model->chip, layer);
  //@ assert neurons_apart: neurons_apart(model->net->layers, model->net->depth, part->src, sources_of(layer) * DG_WIDTH);
  /*@ loop invariant range: 0 <= b <= layer->biases;
      loop invariant constants: k.tau_mem > 0;
      loop invariant positive: k.ratio == DG_RATIO_TWO ==> Positives(part->src, (layer->inputs + b) * DG_WIDTH);
      loop assigns b, part->src[layer->inputs*DG_WIDTH .. sources_of(layer)*DG_WIDTH-1]; loop variant layer->biases - b; */
  for (size_t b = 0; b < layer->biases; b++) {
    dg_fill_row(dg_encode(&k, model->net->t_ref, layer->bias_times[b]), (layer->inputs + b) * DG_WIDTH, part->src);
    //@ assert older: k.ratio == DG_RATIO_TWO ==> Positives(part->src, (layer->inputs + b) * DG_WIDTH);
  }
  //@ assert neuron: layer->neuron == \at(layer->neuron, Pre);
  //@ assert chip: SameChip{Pre, Here}(model->chip);
}

/* What is read of a spike time t: its event, unless it comes when the next sample has begun. */
/*@ requires valid: \valid_read(chip) && chip->unit > 0;
    terminates \true; assigns \nothing;
    ensures plain: chip->resolution <= 0 && chip->interval <= 0 ==> \result == t; */
static inline dg_real dg_hw_seen(const dg_hw_chip *chip, dg_real t) {
  const dg_real event = dg_hw_event(chip, t);
  return chip->interval > 0 && !(dg_hw_microseconds(chip, event) < chip->interval) ? DG_NEVER : event;
}

/* The spikes of a layer in the sample of one column, x, as they are read. */
/*@ requires model: \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && \valid_read(model->net) &&
      \valid_read(k);
    requires size: outputs <= DG_SIZE_MAX;
    requires valid: \valid(row + (0 .. outputs-1)) && \valid_read(x + (0 .. (outputs-1)*DG_WIDTH));
    requires apart: \separated(&model->chip->unit, row + (0 .. outputs-1)) &&
      \separated(x + (0 .. (outputs-1)*DG_WIDTH), row + (0 .. outputs-1));
    requires positive: k->ratio == DG_RATIO_TWO ==> ColumnAbove(x, outputs);
    terminates \true; assigns row[0 .. outputs-1]; */
static inline void dg_hw_record_row(const dg_hw_model *model, const dg_constants *k, size_t outputs, const dg_real *x,
                                    dg_real *row) {
  /*@ loop invariant range: 0 <= j <= outputs;
      loop invariant unit: model->chip->unit > 0;
      loop invariant same: \forall integer i; 0 <= i < outputs ==> LaneValue(x, i, 0) == LaneValue{Pre}(x, i, 0);
      loop assigns j, row[0 .. outputs-1]; loop variant outputs - j; */
  for (size_t j = 0; j < outputs; j++) {
    //@ assert place: LaneValue(x, j, 0) == x[j * DG_WIDTH] && 0 <= j * DG_WIDTH <= (outputs - 1) * DG_WIDTH;
    const dg_real t = dg_decode(k, model->net->t_ref, x[j * DG_WIDTH]);
    row[j] = dg_hw_seen(model->chip, t);
  }
}

/* The spikes of a layer for samples first and on, as they are read. */
/*@ requires at: at_layer(at) && Neuron(&at.layer->neuron);
    requires model: \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && \valid_read(part);
    requires net: \valid_read(model->net) && admitted_layers(model->net->layers, model->net->depth) &&
      at.neuron + at.layer->outputs <= neuron_count(model->net);
    requires sizes: first < model->batch.count <= DG_BATCH_MAX &&
      0 <= model->batch.count * neuron_count(model->net) <= SIZE_MAX / 16;
    requires valid: \valid(record + (0 .. model->batch.count*neuron_count(model->net)-1)) &&
      \valid_read(part->out + (0 .. at.layer->outputs*DG_WIDTH-1));
    requires chip_apart: \separated(&model->chip->unit, record + (0 .. model->batch.count*neuron_count(model->net)-1));
    requires apart: \separated(part->out + (0 .. at.layer->outputs*DG_WIDTH-1),
      record + (0 .. model->batch.count*neuron_count(model->net)-1));
    requires record_apart: model_apart(model, record, model->batch.count * neuron_count(model->net)) &&
      \separated(record + (0 .. model->batch.count*neuron_count(model->net)-1), at.layer);
    requires positive: ModelPositive(model->chip, at.layer, part->out, at.layer->outputs * DG_WIDTH);
    terminates \true; assigns record[0 .. model->batch.count*neuron_count(model->net)-1];
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: ModelPositive(model->chip, at.layer, part->out, at.layer->outputs * DG_WIDTH); */
static inline void dg_hw_record(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t first,
                                dg_real *record) {
  const dg_constants k = dg_hw_domain(model->chip, at.layer);
  const size_t neurons = dg_neuron_count(model->net), count = model->batch.count, outputs = at.layer->outputs;
  //@ assert each: reals_apart(part->out, outputs * DG_WIDTH, record, count * neurons);
  //@ assert neurons_apart: neurons_apart(model->net->layers, model->net->depth, record, count * neurons);
  /*@ loop invariant range: first <= n <= count && n <= first + DG_WIDTH;
      loop invariant unit: model->chip->unit > 0;
      loop invariant positive: k.ratio == DG_RATIO_TWO ==> Positives(part->out, outputs * DG_WIDTH);
      loop assigns n, record[0 .. count*neurons-1]; loop variant count - n; */
  for (size_t n = first; n < count && n < first + DG_WIDTH; n++) {
    //@ ghost dg_hw_lemma_rows(n, 1, count, neurons);
    //@ assert within: 0 <= n * neurons && n * neurons + at.neuron + outputs <= count * neurons;
    //@ assert place: (size_t)(n * neurons + at.neuron) == n * neurons + at.neuron;
    //@ assert column: 0 <= n - first && n - first + (outputs - 1) * DG_WIDTH < outputs * DG_WIDTH;
    //@ ghost dg_hw_lemma_column(part->out, outputs, n - first);
    //@ assert above: k.ratio == DG_RATIO_TWO ==> ColumnAbove(part->out + (n - first), outputs);
    dg_hw_record_row(model, &k, outputs, part->out + (n - first), record + (n * neurons + at.neuron));
  }
  //@ assert neuron: at.layer->neuron == \at(at.layer->neuron, Pre);
  //@ assert chip: SameChip{Pre, Here}(model->chip);
}

/* A layer of the model for all samples of a chunk: src in, out. */
/*@ requires layer: model_layer(model, part, at) && Neuron(&at.layer->neuron);
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    terminates \true;
    assigns part->delayed[0 .. sources_of(at.layer)*DG_WIDTH-1], part->out[0 .. at.layer->outputs*DG_WIDTH-1],
      part->weight[0 .. (sources_of(at.layer)+3)*DG_LANES-1], part->scratch[0 .. forward_reals_of(at.layer)-1],
      part->indices[0 .. sources_of(at.layer)*DG_LANES-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1],
      part->neuron_used[at.neuron .. at.neuron+at.layer->outputs-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: ModelPositive(model->chip, at.layer, part->out, at.layer->outputs * DG_WIDTH); */
static inline void dg_hw_all_lanes(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t first) {
  //@ assert width: DG_LANES == DG_WIDTH;
  /*@ loop invariant range: lane == 0 || lane == DG_WIDTH;
      loop invariant neuron: at.layer->neuron == \at(at.layer->neuron, Pre);
      loop invariant chip: SameChip{Pre, Here}(model->chip);
      loop invariant inputs: lane == 0 ==> ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
      loop invariant positive: lane > 0 && hw_rho(model->chip, at.layer) ==> RowsAbove(part->out, at.layer->outputs, 0);
      loop assigns lane, part->delayed[0 .. sources_of(at.layer)*DG_WIDTH-1], part->out[0 .. at.layer->outputs*DG_WIDTH-1],
        part->weight[0 .. (sources_of(at.layer)+3)*DG_LANES-1], part->scratch[0 .. forward_reals_of(at.layer)-1],
        part->indices[0 .. sources_of(at.layer)*DG_LANES-1], part->line_used[at.line .. at.line+lines_of(at.layer)-1],
        part->neuron_used[at.neuron .. at.neuron+at.layer->outputs-1];
      loop variant DG_WIDTH - lane; */
  for (size_t lane = 0; lane < DG_WIDTH; lane += DG_LANES) dg_hw_layer(model, part, at, first, lane);
  //@ ghost dg_hw_lemma_rows_above(part->out, at.layer->outputs);
}

/* What the neurons of a layer send, as the next one's domain has it: its inputs. */
/*@ requires model: \valid_read(model) && \valid_read(model->chip) && \valid_read(model->net) && \valid_read(part);
    requires layers: \valid_read(from) && \valid_read(to) && Neuron(&from->neuron) && Neuron(&to->neuron);
    requires arrays: \valid_read(part->out + (0 .. to->inputs*DG_WIDTH-1)) && \valid(part->src + (0 .. to->inputs*DG_WIDTH-1)) &&
      \separated(part->src + (0 .. to->inputs*DG_WIDTH-1), part->out + (0 .. to->inputs*DG_WIDTH-1));
    requires size: to->inputs <= DG_SIZE_MAX;
    requires apart: model_apart(model, part->src, to->inputs * DG_WIDTH) &&
      \separated(part->src + (0 .. to->inputs*DG_WIDTH-1), to);
    requires positive: ModelPositive(model->chip, from, part->out, to->inputs * DG_WIDTH);
    terminates \true; assigns part->src[0 .. to->inputs*DG_WIDTH-1];
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: ModelPositive(model->chip, to, part->src, to->inputs * DG_WIDTH); */
static inline void dg_hw_inputs(const dg_hw_model *model, const dg_hw_model_parts *part, const dg_layer *from, const dg_layer *to) {
  const dg_constants of = dg_hw_domain(model->chip, from), in = dg_hw_domain(model->chip, to);
  //@ assert neurons_apart: neurons_apart(model->net->layers, model->net->depth, part->src, to->inputs * DG_WIDTH);
  dg_recode(&of, &in, model->net->t_ref, to->inputs * DG_WIDTH, part->out, part->src);
  //@ assert neuron: to->neuron == \at(to->neuron, Pre);
  //@ assert chip: SameChip{Pre, Here}(model->chip);
}

/* The layer after one whose spikes lie in out, with its inputs in src. */
/*@ requires runs: model_runs(model) && l + 1 < model->net->depth;
    requires place: model_place(model->net, at, l);
    requires regions: model_regions(model, part, record);
    requires positive: ModelPositive(model->chip, at.layer, part->out, at.layer->outputs * DG_WIDTH);
    terminates \true; assigns part->t[0 .. passing_reals(model->net)-1];
    ensures place: model_place(model->net, \result, l + 1);
    ensures runs: model_runs(model);
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures inputs: ModelPositive(model->chip, \result.layer, part->src, \result.layer->inputs * DG_WIDTH); */
static inline dg_hw_at dg_hw_next(const dg_hw_model *model, const dg_hw_model_parts *part,
                                  dg_hw_at at) /*@ ghost (const dg_real *record, size_t l) */ {
  //@ ghost dg_hw_lemma_model_layer(model, part, record, at, l);
  //@ ghost dg_lemma_shape(model->net);
  const dg_hw_at next = dg_hw_after(at);
  //@ ghost dg_hw_lemma_next(model->net, at, next, l);
  //@ ghost dg_hw_lemma_model_layer(model, part, record, next, l + 1);
  //@ ghost dg_hw_lemma_counts(model->net);
  //@ ghost dg_hw_lemma_sources(model, part, record, next, l + 1);
  //@ ghost dg_hw_lemma_inputs(model, part, at, next);
  dg_hw_inputs(model, part, at.layer, next.layer);
  //@ assert signs: admitted_neurons(model->net->layers, model->net->depth);
  //@ ghost dg_lemma_network(model->net);
  return next;
}

/* A layer for a chunk as dg_hw_all_lanes computes it; what it may write is where all layers do. */
/*@ requires runs: model_runs(model) && l < model->net->depth;
    requires place: model_place(model->net, at, l);
    requires regions: model_regions(model, part, record);
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    terminates \true;
    assigns part->t[0 .. passing_reals(model->net)-1], part->line_used[0 .. line_count(model->net)-1],
      part->neuron_used[0 .. neuron_count(model->net)-1],
      part->indices[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1];
    ensures neuron: at.layer->neuron == \old(at.layer->neuron);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: ModelPositive(model->chip, at.layer, part->out, at.layer->outputs * DG_WIDTH); */
static inline void dg_hw_layer_lanes(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at,
                                     size_t first) /*@ ghost (const dg_real *record, size_t l) */ {
  //@ ghost dg_hw_lemma_model_layer(model, part, record, at, l);
  //@ ghost dg_hw_lemma_counts(model->net);
  //@ ghost dg_hw_lemma_within(model->net, part, at);
  dg_hw_all_lanes(model, part, at, first);
}

/* The spikes of a layer for a chunk, from its sources. */
/*@ requires runs: model_runs(model) && l < model->net->depth;
    requires place: model_place(model->net, at, l);
    requires regions: model_regions(model, part, record);
    requires positive: ModelPositive(model->chip, at.layer, part->src, sources_of(at.layer) * DG_WIDTH);
    terminates \true;
    assigns part->t[0 .. passing_reals(model->net)-1], part->line_used[0 .. line_count(model->net)-1],
      part->neuron_used[0 .. neuron_count(model->net)-1],
      part->indices[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1];
    ensures runs: model_runs(model);
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: ModelPositive(model->chip, at.layer, part->out, at.layer->outputs * DG_WIDTH); */
static inline void dg_hw_layer_spikes(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at,
                                      size_t first) /*@ ghost (const dg_real *record, size_t l) */ {
  //@ ghost dg_lemma_shape(model->net);
  //@ ghost dg_hw_lemma_kept(model, part);
  dg_hw_layer_lanes(model, part, at, first) /*@ ghost (record, l) */;
  //@ assert neurons: SameNeurons{Pre, Here}(model->net->layers, model->net->depth);
  //@ assert signs: admitted_neurons(model->net->layers, model->net->depth);
  //@ ghost dg_lemma_network(model->net);
}

/* A layer for a chunk, from inputs that lie in src: its spikes in out, and as they are read. */
/*@ requires runs: model_runs(model) && l < model->net->depth && first < model->batch.count;
    requires place: model_place(model->net, at, l);
    requires regions: model_regions(model, part, record);
    requires inputs: ModelPositive(model->chip, at.layer, part->src, at.layer->inputs * DG_WIDTH);
    terminates \true;
    assigns record[0 .. model->batch.count*neuron_count(model->net)-1], part->t[0 .. passing_reals(model->net)-1],
      part->line_used[0 .. line_count(model->net)-1], part->neuron_used[0 .. neuron_count(model->net)-1],
      part->indices[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1];
    ensures runs: model_runs(model);
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures chip: SameChip{Pre, Post}(model->chip);
    ensures positive: ModelPositive(model->chip, at.layer, part->out, at.layer->outputs * DG_WIDTH); */
static inline void dg_hw_layer_chunk(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t first,
                                     dg_real *record) /*@ ghost (size_t l) */ {
  //@ ghost dg_lemma_shape(model->net);
  //@ ghost dg_hw_lemma_counts(model->net);
  //@ ghost dg_hw_lemma_model_layer(model, part, record, at, l);
  //@ ghost dg_hw_lemma_sources(model, part, record, at, l);
  dg_hw_biases(model, part, at.layer);
  //@ assert signs_biases: admitted_neurons(model->net->layers, model->net->depth);
  //@ ghost dg_lemma_network(model->net);
  //@ assert neurons_biases: SameNeurons{Pre, Here}(model->net->layers, model->net->depth);
  dg_hw_layer_spikes(model, part, at, first) /*@ ghost (record, l) */;
  //@ assert neurons_spikes: SameNeurons{Pre, Here}(model->net->layers, model->net->depth);
  //@ ghost dg_lemma_shape(model->net);
  //@ ghost dg_hw_lemma_model_layer(model, part, record, at, l);
  //@ ghost dg_hw_lemma_recorded(model, part, record, at, l);
  dg_hw_record(model, part, at, first, record);
  //@ assert neurons: SameNeurons{Pre, Here}(model->net->layers, model->net->depth);
  //@ assert signs: admitted_neurons(model->net->layers, model->net->depth);
  //@ ghost dg_lemma_network(model->net);
}

/* All layers for a chunk, from inputs that lie in src: their spikes as they are read. */
/*@ requires runs: model_runs(model) && first < model->batch.count;
    requires place: model_place(model->net, at, 0);
    requires regions: model_regions(model, part, record);
    requires inputs: ModelPositive(model->chip, at.layer, part->src, at.layer->inputs * DG_WIDTH);
    terminates \true;
    assigns record[0 .. model->batch.count*neuron_count(model->net)-1], part->t[0 .. passing_reals(model->net)-1],
      part->line_used[0 .. line_count(model->net)-1], part->neuron_used[0 .. neuron_count(model->net)-1],
      part->indices[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1];
    ensures runs: model_runs(model);
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth); */
static inline void dg_hw_chunk_layers(const dg_hw_model *model, const dg_hw_model_parts *part, dg_hw_at at, size_t first,
                                      dg_real *record) {
  const dg_network *net = model->net;
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant place: l < net->depth ==> model_place(net, at, l);
      loop invariant runs: model_runs(model);
      loop invariant neurons: SameNeurons{Pre, Here}(net->layers, net->depth);
      loop invariant inputs: l < net->depth ==> ModelPositive(model->chip, at.layer, part->src, at.layer->inputs * DG_WIDTH);
      loop assigns l, at, record[0 .. model->batch.count*neuron_count(net)-1], part->t[0 .. passing_reals(net)-1],
        part->line_used[0 .. line_count(net)-1], part->neuron_used[0 .. neuron_count(net)-1],
        part->indices[0 .. most_sources(net->layers, net->depth)*DG_LANES-1];
      loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    dg_hw_layer_chunk(model, part, at, first, record) /*@ ghost (l) */;
    //@ assert neurons: SameNeurons{Pre, Here}(net->layers, net->depth);
    if (l + 1 < net->depth) {
      at = dg_hw_next(model, part, at) /*@ ghost (record, l) */;
      //@ assert next: model_place(net, at, l + 1);
    }
    //@ assert place: l + 1 < net->depth ==> model_place(net, at, l + 1);
    //@ assert step: (size_t)(l + 1) == l + 1;
  }
}

/* A chunk of the batch that stimulates the model. */
/*@ requires model: model_waits(model) && first < model->batch.count;
    requires part: model_cut(model->net, part);
    requires arrays: model_arrays(model, part->t, part->indices, record);
    requires apart: model_arrays_apart(model, part->t, part->indices, record);
    terminates \true;
    assigns record[0 .. model->batch.count*neuron_count(model->net)-1], part->t[0 .. passing_reals(model->net)-1],
      part->line_used[0 .. line_count(model->net)-1], part->neuron_used[0 .. neuron_count(model->net)-1],
      part->indices[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1];
    ensures waits: model_waits(model);
    ensures neurons: SameNeurons{Pre, Post}(model->net->layers, model->net->depth);
    ensures batch: model->batch == \old(model->batch);
    ensures apart: model_arrays_apart(model, part->t, part->indices, record); */
static inline void dg_hw_chunk(const dg_hw_model *model, const dg_hw_model_parts *part, size_t first, dg_real *record) {
  const dg_network *net = model->net;
  dg_hw_at at = dg_hw_first(net);
  //@ assert runs: model_runs(model);
  //@ assert regions: model_regions(model, part, record);
  /*@ assert index_apart: \forall integer n; 0 <= n < model->batch.count ==> \separated(model->batch.index + n,
        part->indices + (0 .. most_sources(net->layers, net->depth)*DG_LANES-1)); */
  //@ ghost dg_lemma_shape(net);
  //@ assert place: model_place(net, at, 0);
  //@ ghost dg_hw_lemma_model_layer(model, part, record, at, 0);
  //@ ghost dg_hw_lemma_counts(net);
  //@ ghost dg_hw_lemma_load(model, part, record, at);
  //@ ghost dg_hw_lemma_batch_apart(model, part, net->inputs * DG_WIDTH);
  dg_hw_load(model, part, first);
  dg_hw_chunk_layers(model, part, at, first, record);
  /*@ assert index: \forall integer n; 0 <= n < model->batch.count && model->batch.index != \null ==>
        model->batch.index[n] == \at(model->batch.index[n], Pre); */
  /*@ assert row: \forall integer n; 0 <= n < model->batch.count ==>
        row_of{Here}(&model->batch, n) == row_of{Pre}(&model->batch, n); */
  //@ assert rows_then: readable_rows{Pre}(&model->batch, \at(model->net->inputs, Pre));
  //@ assert readable: readable_rows(&model->batch, net->inputs);
  //@ assert t_apart: batch_apart(&model->batch, net->inputs, part->t, model_reals(net));
  //@ assert record_apart: batch_apart(&model->batch, net->inputs, record, model->batch.count * neuron_count(net));
  //@ assert rows_apart: rows_apart(&model->batch, part->indices, most_sources(net->layers, net->depth) * DG_LANES);
}

/* Weights and delays of a layer as its synapses and elements realise them. */
/*@ requires at: at_layer(at);
    requires model: \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && model->chip->weights.per_unit > 0;
    requires element: \valid_read(model->element + (at.line .. at.line+lines_of(at.layer)-1));
    requires valid: \valid_read(settings + (at.setting .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1)) &&
      \valid(made + (at.setting .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1));
    requires apart: \separated(&model->chip->unit, made + (at.setting .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1)) &&
      \separated(&model->chip->weights.per_unit, made + (at.setting .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1));
    terminates \true; assigns made[at.setting .. at.setting+weights_of(at.layer)+lines_of(at.layer)-1]; */
static inline void dg_hw_layer_made(const dg_hw_model *model, dg_hw_at at, const dg_real *settings, dg_real *made) {
  const size_t weights = dg_layer_weights(at.layer), lines = dg_hw_layer_lines(at.layer);
  //@ ghost dg_hw_lemma_lines(at.layer);
  /*@ loop invariant range: at.setting <= i <= at.setting + weights;
      loop invariant chip: model->chip->unit > 0 && model->chip->weights.per_unit > 0;
      loop assigns i, made[at.setting .. at.setting+weights+lines-1]; loop variant at.setting + weights - i; */
  for (size_t i = at.setting; i < at.setting + weights; i++) made[i] = dg_hw_synapse(model->chip, (uint32_t)i, settings[i]);
  /*@ loop invariant range: 0 <= x <= lines;
      loop invariant chip: model->chip->unit > 0;
      loop assigns x, made[at.setting .. at.setting+weights+lines-1]; loop variant lines - x; */
  for (size_t x = 0; x < lines; x++) {
    const size_t i = at.setting + weights + x;
    made[i] = dg_hw_delay_made(model->chip, (uint32_t)model->element[at.line + x], settings[i]);
  }
}

/* Those of all layers. */
/*@ requires model: \valid_read(model) && \valid_read(model->chip) && model->chip->unit > 0 && model->chip->weights.per_unit > 0;
    requires net: \valid_read(model->net) && admitted_network(model->net);
    requires element: \valid_read(model->element + (0 .. line_count(model->net)-1));
    requires valid: \valid_read(settings + (0 .. setting_count(model->net)-1)) && \valid(made + (0 .. setting_count(model->net)-1));
    requires apart: \separated(&model->chip->unit, made + (0 .. setting_count(model->net)-1)) &&
      \separated(&model->chip->weights.per_unit, made + (0 .. setting_count(model->net)-1)) &&
      network_apart(model->net, made, setting_count(model->net));
    terminates \true; assigns made[0 .. setting_count(model->net)-1]; */
static inline void dg_hw_made(const dg_hw_model *model, const dg_real *settings, dg_real *made) {
  const dg_network *net = model->net;
  dg_hw_at at = dg_hw_first(net);
  //@ ghost dg_lemma_shape(net);
  /*@ loop invariant range: 0 <= l <= net->depth;
      loop invariant at: l < net->depth ==> at.layer == net->layers + l && at.setting == settings_in(net->layers, l) &&
        at.line == lines_in(net->layers, l);
      loop invariant neurons: l < net->depth ==> at.neuron <= DG_SIZE_MAX * l;
      loop invariant chip: model->chip->unit > 0 && model->chip->weights.per_unit > 0;
      loop invariant shape: shaped_network(net);
      loop assigns l, at, made[0 .. setting_count(net)-1]; loop variant net->depth - l; */
  for (size_t l = 0; l < net->depth; l++) {
    //@ ghost dg_hw_lemma_place(net, l);
    //@ assert setting: 0 <= at.setting && at.setting + weights_of(at.layer) + lines_of(at.layer) <= setting_count(net);
    //@ assert line: 0 <= at.line && at.line + lines_of(at.layer) <= line_count(net);
    dg_hw_layer_made(model, at, settings, made);
    if (l + 1 < net->depth) at = dg_hw_after(at);
  }
}

/* The four functions of a model. Errors: NULL, WORKSPACE, CODE, ORDER, ELEMENT, those of the network, the batch and the chip. */
/*@ requires given: model_given(model, settings);
    terminates \true; assigns model->configured, model->work.real[0 .. model->work.reals-1];
    ensures null: model == \null || settings == \null ==> \result == (dg_hw_status)DG_ERROR_NULL;
    ensures configured: \result == DG_HW_OK ==> model->configured == 1;
    ensures kept: \result != DG_HW_OK && model != \null ==> model->configured == \old(model->configured); */
static inline dg_hw_status dg_hw_model_configure_of(dg_hw_model *model, const dg_real *settings) {
  if (model == NULL || settings == NULL || model->chip == NULL || model->element == NULL) return (dg_hw_status)DG_ERROR_NULL;
  const dg_network *net = model->net;
  const dg_status admitted = dg_network_check(net);
  if (admitted != DG_OK) return (dg_hw_status)admitted;
  const dg_status room = dg_workspace_check(&model->work, dg_hw_model_reals(net), dg_network_extent(net).sources * DG_LANES);
  if (room != DG_OK) return (dg_hw_status)room;
  dg_hw_status status = dg_hw_chip_check(model->chip);
  if (status == DG_HW_OK) status = dg_hw_settings_check(model->chip, net, settings);
  if (status != DG_HW_OK) return status;
  dg_real *made = dg_hw_model_cut(net, &model->work).made;
  //@ ghost const size_t place = made - model->work.real;
  //@ ghost dg_lemma_shape(net);
  //@ ghost const size_t count = dg_hw_lemma_settings(net);
  //@ assert place: made == model->work.real + place && place + count <= model->work.reals;
  //@ ghost dg_hw_lemma_network_part(net, model->work.real, model->work.reals, made, place, count);
  //@ assert apart: network_apart(net, made, setting_count(net));
  //@ assert valid: \valid(made + (0 .. setting_count(net)-1));
  //@ assert chip: \separated(model->chip, made + (0 .. setting_count(net)-1));
  dg_hw_made(model, settings, made);
  model->configured = 1;
  return DG_HW_OK;
}
/*@ requires given: model_given(((dg_hw_model *)context), settings);
    terminates \true; assigns ((dg_hw_model *)context)->configured,
      ((dg_hw_model *)context)->work.real[0 .. ((dg_hw_model *)context)->work.reals-1];
    ensures null: context == \null || settings == \null ==> \result == (dg_hw_status)DG_ERROR_NULL;
    ensures configured: \result == DG_HW_OK ==> ((dg_hw_model *)context)->configured == 1; */
static inline dg_hw_status dg_hw_model_configure(void *context, const dg_real *settings) {
  return dg_hw_model_configure_of((dg_hw_model *)context, settings);
}

/*@ requires given: model_stimulated(model, batch);
    terminates \true; assigns model->number, model->batch, model->stimulated;
    ensures order: model == \null || !\old(model->configured) ==> \result == DG_HW_ERROR_ORDER;
    ensures waits: \result == DG_HW_OK ==> model->number == number && model->batch == *batch && model->stimulated == 1; */
static inline dg_hw_status dg_hw_model_stimulate_of(dg_hw_model *model, uint64_t number, const dg_batch *batch) {
  if (model == NULL || !model->configured) return DG_HW_ERROR_ORDER;
  const dg_status status = dg_batch_check(model->net, batch);
  if (status != DG_OK) return (dg_hw_status)status;
  model->number = number;
  model->batch = *batch;
  model->stimulated = 1;
  return DG_HW_OK;
}
/*@ requires given: model_stimulated(((dg_hw_model *)context), batch);
    terminates \true; assigns ((dg_hw_model *)context)->number, ((dg_hw_model *)context)->batch,
      ((dg_hw_model *)context)->stimulated;
    ensures order: context == \null || !\old(((dg_hw_model *)context)->configured) ==> \result == DG_HW_ERROR_ORDER;
    ensures waits: \result == DG_HW_OK ==> ((dg_hw_model *)context)->number == number &&
      ((dg_hw_model *)context)->batch == *batch && ((dg_hw_model *)context)->stimulated == 1; */
static inline dg_hw_status dg_hw_model_stimulate(void *context, uint64_t number, const dg_batch *batch) {
  return dg_hw_model_stimulate_of((dg_hw_model *)context, number, batch);
}

/* Nothing has been used yet. */
/*@ requires valid: \valid(used + (0 .. n-1));
    terminates \true; assigns used[0 .. n-1];
    ensures unused: \forall integer i; 0 <= i < n ==> used[i] == -DG_REAL_MAX; */
static inline void dg_hw_unused(size_t n, dg_real *used) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant unused: \forall integer j; 0 <= j < i ==> used[j] == -DG_REAL_MAX;
      loop assigns i, used[0 .. n-1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) used[i] = -DG_REAL_MAX;
}

/* The spikes of the batch that stimulates the model. */
/*@ requires model: model_waits(model);
    requires part: model_cut(model->net, part);
    requires arrays: model_arrays(model, part->t, part->indices, record);
    requires apart: model_arrays_apart(model, part->t, part->indices, record);
    requires places: 0 <= passing_reals(model->net) && 0 <= setting_count(model->net) && 0 <= line_count(model->net) &&
      0 <= neuron_count(model->net);
    terminates \true;
    assigns record[0 .. model->batch.count*neuron_count(model->net)-1], part->t[0 .. model_reals(model->net)-1],
      part->indices[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1]; */
static inline void dg_hw_chunks(const dg_hw_model *model, const dg_hw_model_parts *part, dg_real *record) {
  const size_t lines = dg_hw_line_count(model->net), neurons = dg_neuron_count(model->net);
  //@ ghost dg_lemma_shape(model->net);
  //@ assert reals: model_reals(model->net) == passing_reals(model->net) + setting_count(model->net) + lines + neurons;
  //@ assert reals_apart: model_apart(model, part->t, model_reals(model->net));
  //@ ghost dg_hw_lemma_kept(model, part);
  //@ ghost dg_hw_lemma_unit(model, part);
  //@ ghost dg_hw_lemma_used(model->net, part);
  //@ assert line: part->line_used == part->t + (passing_reals(model->net) + setting_count(model->net));
  //@ assert neuron: part->neuron_used == part->t + (passing_reals(model->net) + setting_count(model->net) + lines);
  //@ assert each: neurons_apart(model->net->layers, model->net->depth, part->t, model_reals(model->net));
  dg_hw_unused(lines, part->line_used);
  //@ assert lines_unit: model->chip->unit == \at(model->chip->unit, Pre);
  //@ assert lines_same: SameNeurons{Pre, Here}(model->net->layers, model->net->depth);
  dg_hw_unused(neurons, part->neuron_used);
  //@ assert same: SameNeurons{Pre, Here}(model->net->layers, model->net->depth);
  //@ assert signs: admitted_neurons(model->net->layers, model->net->depth);
  //@ ghost dg_lemma_network(model->net);
  //@ assert unit: model->chip->unit > 0;
  //@ assert waits: model_waits(model);
  /*@ loop invariant range: 0 <= first < model->batch.count + DG_WIDTH;
      loop invariant waits: model_waits(model);
      loop invariant apart: model_arrays_apart(model, part->t, part->indices, record);
      loop assigns first, record[0 .. model->batch.count*neuron_count(model->net)-1], part->t[0 .. model_reals(model->net)-1],
        part->indices[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1];
      loop variant model->batch.count + DG_WIDTH - first; */
  for (size_t first = 0; first < model->batch.count; first += DG_WIDTH) dg_hw_chunk(model, part, first, record);
}

/*@ requires model: model == \null || \valid(model);
    requires waits: model != \null && record != \null && model->stimulated != 0 ==> model_waits(model) &&
      \valid_read(&model->work) &&
      model_arrays(model, model->work.real, model->work.integer, record) &&
      model_arrays_apart(model, model->work.real, model->work.integer, record);
    terminates \true;
    assigns model->stimulated, record[0 .. model->batch.count*neuron_count(model->net)-1],
      model->work.real[0 .. model_reals(model->net)-1],
      model->work.integer[0 .. most_sources(model->net->layers, model->net->depth)*DG_LANES-1];
    ensures null: record == \null ==> \result == (dg_hw_status)DG_ERROR_NULL;
    ensures order: record != \null && (model == \null || \old(model->stimulated) == 0) ==> \result == DG_HW_ERROR_ORDER;
    ensures read: \result == DG_HW_OK ==> model->stimulated == 0; */
static inline dg_hw_status dg_hw_model_read_of(dg_hw_model *model, dg_real *record) {
  if (record == NULL) return (dg_hw_status)DG_ERROR_NULL;
  if (model == NULL || !model->stimulated) return DG_HW_ERROR_ORDER;
  //@ assert chip: \valid_read(model->chip) && model->chip->unit > 0;
  //@ assert element: \valid_read(model->element + (0 .. line_count(model->net)-1));
  //@ assert read: \valid_read(model->net) && \valid_read(model->net->layers + (0 .. model->net->depth-1));
  /*@ assert then: \forall integer l; 0 <= l < model->net->depth ==> admitted_layer{Pre}(model->net->layers + l) &&
        readable_layer{Pre}(model->net->layers + l); */
  /*@ assert biases: \forall integer l; 0 <= l < model->net->depth && (model->net->layers + l)->bias_times != \null ==>
        \valid_read((model->net->layers + l)->bias_times + (0 .. (model->net->layers + l)->biases-1)); */
  //@ assert one: \forall integer l; 0 <= l < model->net->depth ==> \valid_read(model->net->layers + l);
  //@ assert each: \forall integer l; 0 <= l < model->net->depth ==> readable_layer(model->net->layers + l);
  //@ assert neuron: \forall integer l; 0 <= l < model->net->depth ==> Neuron(&(model->net->layers + l)->neuron);
  //@ assert layer: \forall integer l; 0 <= l < model->net->depth ==> admitted_layer(model->net->layers + l);
  //@ assert net: \valid_read(model->net) && admitted_network(model->net);
  //@ assert index: model->batch.index != \null ==> \valid_read(model->batch.index + (0 .. model->batch.count-1));
  //@ assert rows_then: readable_rows{Pre}(&model->batch, model->net->inputs);
  /*@ assert row: \forall integer n; 0 <= n < model->batch.count ==>
        \valid_read(model->batch.inputs + (row_of(&model->batch, n) * model->net->inputs ..
                                          row_of(&model->batch, n) * model->net->inputs + model->net->inputs - 1)); */
  //@ assert rows: readable_rows(&model->batch, model->net->inputs);
  //@ assert batch: admitted_batch(&model->batch, model->net->inputs);
  //@ assert waits: model_waits(model);
  //@ ghost dg_lemma_shape(model->net);
  const dg_hw_model_parts part = dg_hw_model_cut(model->net, &model->work);
  //@ assert cut: model_cut(model->net, &part);
  //@ assert shape: shaped_network(model->net);
  //@ assert neurons: admitted_neurons(model->net->layers, model->net->depth);
  //@ ghost dg_lemma_network(model->net);
  //@ assert batch_kept: admitted_batch(&model->batch, model->net->inputs);
  //@ assert kept: model_waits(model);
  //@ ghost dg_hw_lemma_counts(model->net);
  dg_hw_chunks(model, &part, record);
  model->stimulated = 0;
  return DG_HW_OK;
}
/*@ requires model: context == \null || \valid(((dg_hw_model *)context));
    requires waits: context != \null && record != \null && ((dg_hw_model *)context)->stimulated != 0 ==>
      model_waits(((dg_hw_model *)context)) &&
      \valid_read(&((dg_hw_model *)context)->work) && model_arrays(((dg_hw_model *)context), ((dg_hw_model *)context)->work.real,
        ((dg_hw_model *)context)->work.integer, record) &&
      model_arrays_apart(((dg_hw_model *)context), ((dg_hw_model *)context)->work.real,
        ((dg_hw_model *)context)->work.integer, record);
    terminates \true;
    assigns ((dg_hw_model *)context)->stimulated,
      record[0 .. ((dg_hw_model *)context)->batch.count*neuron_count(((dg_hw_model *)context)->net)-1],
      ((dg_hw_model *)context)->work.real[0 .. model_reals(((dg_hw_model *)context)->net)-1],
      ((dg_hw_model *)context)->work.integer[0 .. most_sources(((dg_hw_model *)context)->net->layers,
        ((dg_hw_model *)context)->net->depth)*DG_LANES-1];
    ensures order: record != \null && (context == \null || \old(((dg_hw_model *)context)->stimulated) == 0) ==>
      \result == DG_HW_ERROR_ORDER;
    ensures read: \result == DG_HW_OK ==> ((dg_hw_model *)context)->stimulated == 0; */
static inline dg_hw_status dg_hw_model_read(void *context, dg_real *record) {
  return dg_hw_model_read_of((dg_hw_model *)context, record);
}

/*@ requires chip: \valid_read(chip) && chip->unit > 0;
    requires delay: \valid(delay + (0 .. count-1)) && \separated(&chip->unit, delay + (0 .. count-1));
    terminates \true; assigns delay[0 .. count-1];
    ensures measured: \result == DG_HW_OK ==> \at(chip->element.last, Pre) != 0 && element < \at(chip->elements, Pre) &&
      \at(chip->element.first, Pre) <= code <= \at(chip->element.last, Pre); */
static inline dg_hw_status dg_hw_chip_measure(const dg_hw_chip *chip, size_t element, dg_index code, uint64_t event, size_t count,
                                              dg_real *delay) {
  const dg_hw_elements *e = &chip->element;
  if (e->last == 0) return DG_HW_ERROR_SUPPORT;
  if (element >= chip->elements) return DG_HW_ERROR_ELEMENT;
  if (code < e->first || code > e->last) return DG_HW_ERROR_CODE;
  const uint32_t place = (uint32_t)element;
  const int dead = dg_hw_dead(chip, place);
  const dg_real made = dg_hw_microseconds(chip, dg_hw_delay_made(chip, place, (dg_real)code));
  /*@ loop invariant range: 0 <= i <= count;
      loop invariant unit: chip->unit > 0;
      loop assigns i, delay[0 .. count-1]; loop variant count - i; */
  for (size_t i = 0; i < count; i++) {
    const dg_real d = made + dg_hw_spread(e->jitter, chip->seed, DG_HW_MEASURE_JITTER, place, event + i);
    const int missing = dg_hw_happens(e->missing, chip->seed, DG_HW_MEASURE_MISSING, place, event + i);
    delay[i] = dead || missing ? DG_NEVER : dg_hw_microseconds(chip, dg_hw_event(chip, d / chip->unit));
  }
  return DG_HW_OK;
}

/*@ requires given: model_measured(model, delay, count);
    terminates \true; assigns delay[0 .. count-1];
    ensures null: model == \null || delay == \null ==> \result == (dg_hw_status)DG_ERROR_NULL; */
static inline dg_hw_status dg_hw_model_measure_of(const dg_hw_model *model, size_t element, dg_index code, uint64_t event,
                                                  size_t count, dg_real *delay) {
  if (model == NULL || model->chip == NULL || delay == NULL) return (dg_hw_status)DG_ERROR_NULL;
  return dg_hw_chip_measure(model->chip, element, code, event, count, delay);
}
/*@ requires given: model_measured(((dg_hw_model *)context), delay, count);
    terminates \true; assigns delay[0 .. count-1];
    ensures null: context == \null || delay == \null ==> \result == (dg_hw_status)DG_ERROR_NULL; */
static inline dg_hw_status dg_hw_model_measure(void *context, size_t element, dg_index code, uint64_t event, size_t count,
                                               dg_real *delay) {
  return dg_hw_model_measure_of((const dg_hw_model *)context, element, code, event, count, delay);
}

/*@ terminates \true; assigns \nothing;
    ensures functions: \result.configure == &dg_hw_model_configure &&
      \result.stimulate == &dg_hw_model_stimulate && \result.read == &dg_hw_model_read &&
        \result.measure == &dg_hw_model_measure; */
static inline dg_hw_substrate dg_hw_model_substrate(dg_hw_model *model) {
  const dg_hw_substrate substrate = {model, dg_hw_model_configure, dg_hw_model_stimulate, dg_hw_model_read, dg_hw_model_measure};
  return substrate;
}

/* ---- 10 training in the loop -----------------------------------------------------------------------------------------------
   Forward on a substrate, backward from the times it gave, in the formulas of the ideal model (SPEC 4.4).                   */

/* What is trained, and on what: chip: codes and ranges, none of its noise is looked at; fit: what is known of the element of each
   line (dg_hw_lines_known). */
typedef struct {
  const dg_hw_chip *chip;
  const dg_network *net;
  const dg_hw_fit *fit;
  const dg_hw_substrate *substrate;
} dg_hw_loop;
#ifdef __FRAMAC__
#include "proofs/acsl/loop.h"
#endif

/* Reals of the workspace of dg_hw_train_batch for batches of count samples; SIZE_MAX if there are more. */
/*@ requires admitted: admitted_network(net) && count <= DG_BATCH_MAX;
    terminates \true; assigns \nothing;
    ensures reals: \result == \min(loop_reals(net, count), SIZE_MAX);
    ensures counts: 0 <= training_reals(net) && 0 <= setting_count(net) && 0 <= count * neuron_count(net); */
static inline size_t dg_hw_training_reals(const dg_network *net, size_t count) {
  const dg_sizes size = dg_training_sizes(net);
  const size_t settings = dg_hw_setting_count(net), parameters = dg_parameter_count(net), neurons = dg_neuron_count(net);
  const size_t record = dg_size_product(count, neurons);
  const size_t more = dg_size_sum(record, dg_size_sum(settings, parameters)), all = dg_size_sum(size.reals, more);
  /*@ assert counts: settings == setting_count(net) && parameters == parameter_count(net) && neurons == neuron_count(net) &&
        size.reals == training_reals(net); */
  //@ assert product: 0 <= count * neurons;
  return all;
}

/* Whether batches of count samples can be trained in the loop. */
/*@ requires null_or_readable: net == \null || readable_network(net);
    terminates \true; assigns \nothing;
    ensures admitted: \result == DG_HW_OK ==> net != \null && admitted_network(net) && 1 <= count <= DG_BATCH_MAX;
    ensures sizes: \result == DG_HW_OK ==> loop_reals(net, count) <= SIZE_MAX / sizeof(dg_real); */
static inline dg_hw_status dg_hw_training_check(const dg_network *net, size_t count) {
  const dg_status status = dg_network_check(net);
  if (status != DG_OK) return (dg_hw_status)status;
  if (count == 0) return (dg_hw_status)DG_ERROR_EMPTY;
  if (count > DG_BATCH_MAX) return (dg_hw_status)DG_ERROR_TOO_LARGE;
  return dg_hw_training_reals(net, count) > SIZE_MAX / sizeof(dg_real) ? (dg_hw_status)DG_ERROR_TOO_LARGE : DG_HW_OK;
}

/* Size of the workspace of dg_hw_train_batch for batches of up to count samples. */
/*@ requires null_or_readable: net == \null || readable_network(net);
    requires output: (reals == \null || \valid(reals)) && (integers == \null || \valid(integers));
    requires separate: \separated(reals, integers) && (net != \null ==> size_apart(net, reals) && size_apart(net, integers));
    terminates \true; assigns *reals, *integers;
    ensures admitted: \result == DG_HW_OK ==> \old(admitted_network(net)) && reals != \null && integers != \null &&
      1 <= count <= DG_BATCH_MAX;
    ensures sizes: \result == DG_HW_OK ==> *reals == \old(loop_reals(net, count)) && *integers == \old(training_integers(net));
    ensures bytes: \result == DG_HW_OK ==> *reals <= SIZE_MAX / sizeof(dg_real); */
static inline dg_hw_status dg_hw_training_workspace(const dg_network *net, size_t count, size_t *reals, size_t *integers) {
  const dg_status admitted = dg_network_check(net);
  if (admitted != DG_OK) return (dg_hw_status)admitted;
  if (reals == NULL || integers == NULL) return (dg_hw_status)DG_ERROR_NULL;
  const dg_hw_status status = dg_hw_training_check(net, count);
  if (status != DG_HW_OK) return status;
  const size_t all = dg_hw_training_reals(net, count), indices = dg_training_sizes(net).integers;
  //@ assert all: all == loop_reals(net, count);
  *reals = all;
  *integers = indices;
  return DG_HW_OK;
}

/* Sends the settings for parameters to the substrate; work: room for dg_hw_setting_count reals. Errors: those of the parameters and
   the substrate. */
/*@ requires loop: loop == \null || hw_loop(loop);
    requires work: work == \null || usable_workspace(work);
    requires parts: loop == \null || loop->net == \null || parameters == \null || work == \null || loop->chip == \null ||
      loop->fit == \null || hw_loop_parts(loop, parameters, work->real);
    terminates \true; assigns work->real[0 .. setting_count(loop->net) - 1], dg_hw_any.samples;
    ensures given: \result == DG_HW_OK ==> loop != \null && work != \null && parameters != \null;
    ensures whole: \result == DG_HW_OK ==> loop->chip != \null && loop->fit != \null && loop->substrate != \null; */
static inline dg_hw_status dg_hw_configure(const dg_hw_loop *loop, const dg_real *parameters, const dg_workspace *work) {
  if (loop == NULL || loop->chip == NULL || loop->fit == NULL || loop->substrate == NULL || parameters == NULL)
    return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = (dg_hw_status)dg_network_check(loop->net);
  if (status != DG_HW_OK) return status;
  const size_t settings = dg_hw_setting_count(loop->net), count = dg_parameter_count(loop->net);
  status = (dg_hw_status)dg_workspace_check(work, settings, 0);
  if (status == DG_HW_OK) status = (dg_hw_status)dg_all_finite(count, parameters);
  if (status != DG_HW_OK) return status;
  //@ assert any: dg_hw_any.settings == settings;
  dg_hw_settings(loop->chip, loop->net, loop->fit, parameters, work->real);
  //@ calls dg_hw_any_configure;
  status = loop->substrate->configure(loop->substrate->context, work->real);
  return status;
}

/* Runs a batch: record[n][dg_neuron_count] receives the spikes that the substrate gave; a time that delgrad.h does not admit
   (SPEC 2.4) counts as a spike that does not come. Errors: those of the batch and the substrate. */
/*@ requires loop: loop == \null || hw_loop(loop);
    requires batch: loop != \null && loop->net != \null && batch != \null ==> readable_batch(batch, loop->net->inputs);
    requires record: record == \null || loop == \null || loop->net == \null || batch == \null ||
      (0 <= batch->count * neuron_count(loop->net) <= SIZE_MAX / sizeof(dg_real) &&
       \valid(record + (0 .. batch->count * neuron_count(loop->net) - 1)));
    requires separate: record == \null || loop == \null || loop->net == \null || batch == \null ||
      network_apart(loop->net, record, batch->count * neuron_count(loop->net));
    terminates \true;
    assigns dg_hw_any.samples, record[0 .. batch->count * neuron_count(loop->net) - 1];
    ensures given: \result == DG_HW_OK ==> loop != \null && record != \null && batch != \null &&
      1 <= batch->count <= DG_BATCH_MAX; */
static inline dg_hw_status dg_hw_run(const dg_hw_loop *loop, uint64_t number, const dg_batch *batch, dg_real *record) {
  if (loop == NULL || loop->substrate == NULL || record == NULL) return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = (dg_hw_status)dg_network_check(loop->net);
  if (status == DG_HW_OK) status = (dg_hw_status)dg_batch_check(loop->net, batch);
  if (status != DG_HW_OK) return status;
  const dg_network *net = loop->net;
  const size_t neurons = dg_neuron_count(net), spikes = batch->count * neurons;
  //@ assert fits: spikes == batch->count * neurons && dg_hw_any.neurons == neurons;
  //@ calls dg_hw_any_stimulate;
  status = loop->substrate->stimulate(loop->substrate->context, number, batch);
  if (status != DG_HW_OK) return status;
  //@ assert waits: dg_hw_any.samples * dg_hw_any.neurons == spikes;
  //@ calls dg_hw_any_read;
  status = loop->substrate->read(loop->substrate->context, record);
  if (status != DG_HW_OK) return status;
  /*@ loop invariant range: 0 <= x <= spikes;
      loop assigns x, record[0 .. spikes - 1]; loop variant spikes - x; */
  for (size_t x = 0; x < spikes; x++)
    if (dg_time_check(net, record[x]) != DG_OK) record[x] = DG_NEVER;
  return DG_HW_OK;
}

/* How many samples of a batch a record of it classifies right (SPEC 7.6). */
/*@ requires net: admitted_network(net);
    requires batch: admitted_batch(batch, net->inputs) && batch->labels != \null && readable_labels(batch);
    requires loss: \valid_read(loss);
    requires size: 0 <= batch->count * neuron_count(net) <= SIZE_MAX / 16;
    requires record: \valid_read(record + (0 .. batch->count * neuron_count(net) - 1));
    terminates \true; assigns \nothing;
    ensures correct: \result <= batch->count; */
static inline size_t dg_hw_correct(const dg_network *net, const dg_loss *loss, const dg_batch *batch, const dg_real *record) {
  const size_t neurons = dg_neuron_count(net), outputs = dg_output_count(net);
  size_t correct = 0;
  //@ ghost dg_lemma_index(batch, net->inputs);
  //@ ghost dg_lemma_layer(net, net->depth - 1);
  //@ assert outputs: 1 <= outputs <= neurons && outputs <= DG_SIZE_MAX;
  /*@ loop invariant range: 0 <= n <= batch->count && correct <= n;
      loop assigns n, correct; loop variant batch->count - n; */
  for (size_t n = 0; n < batch->count; n++) {
    //@ ghost dg_hw_lemma_row(n, batch->count, neurons);
    const size_t end = n * neurons + neurons;
    //@ assert end: end == n * neurons + neurons && 0 <= n * neurons;
    //@ assert below: end <= batch->count * neurons;
    //@ assert row: \valid_read(batch->labels + row_of(batch, n));
    const size_t first = end - outputs;
    //@ assert first: first + outputs == end;
    //@ assert readable: \valid_read(record + (first .. first + outputs - 1));
    correct += dg_class(loss, outputs, record + first, 1) == batch->labels[dg_batch_row(batch, n)];
  }
  return correct;
}

/* A batch in the loop: settings for parameters are sent, the batch is run as number, record receives its spikes, and ideal the
   parameters that its gradient is taken at. */
/*@ requires loop: hw_loop(loop) && admitted_network(loop->net) && hw_loop_known(loop);
    requires batch: readable_batch(batch, loop->net->inputs);
    requires parameters: parameters == \null || \valid_read(parameters + (0 .. parameter_count(loop->net)-1));
    requires work: usable_workspace(work) && 0 <= setting_count(loop->net) <= work->reals;
    requires ideal: \valid(ideal + (0 .. parameter_count(loop->net)-1));
    requires size: 0 <= batch->count * neuron_count(loop->net) <= SIZE_MAX / sizeof(dg_real);
    requires record: \valid(record + (0 .. batch->count*neuron_count(loop->net)-1));
    requires work_apart: hw_loop_apart(loop, parameters, work->real, setting_count(loop->net));
    requires ideal_apart: hw_loop_apart(loop, parameters, ideal, parameter_count(loop->net));
    requires record_apart: hw_loop_apart(loop, parameters, record, batch->count * neuron_count(loop->net));
    terminates \true;
    assigns work->real[0 .. setting_count(loop->net)-1], ideal[0 .. parameter_count(loop->net)-1],
      record[0 .. batch->count*neuron_count(loop->net)-1], dg_hw_any.samples;
    ensures given: \result == DG_HW_OK ==> loop->chip != \null && loop->fit != \null && parameters != \null;
    ensures network: \result == DG_HW_OK ==> admitted_network(loop->net);
    ensures known: \result == DG_HW_OK ==> hw_loop_known(loop); */
static inline dg_hw_status dg_hw_measured(const dg_hw_loop *loop, uint64_t number, const dg_batch *batch, const dg_real *parameters,
                                          const dg_workspace *work, dg_real *ideal, dg_real *record) {
  //@ ghost dg_lemma_shape(loop->net);
  //@ assert work_network: network_apart(loop->net, work->real, setting_count(loop->net));
  //@ assert work_layers: \separated(work->real + (0 .. setting_count(loop->net)-1), loop->net->layers + (0 .. loop->net->depth-1));
  //@ assert work_neurons: neurons_apart(loop->net->layers, loop->net->depth, work->real, setting_count(loop->net));
  /*@ assert ideal_gains: \forall integer i; 0 <= i < line_count(loop->net) ==>
        \separated(&loop->fit[i].gain, ideal + (0 .. parameter_count(loop->net)-1)); */
  /*@ assert record_gains: \forall integer i; 0 <= i < line_count(loop->net) ==>
        \separated(&loop->fit[i].gain, record + (0 .. batch->count*neuron_count(loop->net)-1)); */
  //@ assert ideal_neurons: neurons_apart(loop->net->layers, loop->net->depth, ideal, parameter_count(loop->net));
  //@ assert record_neurons: neurons_apart(loop->net->layers, loop->net->depth, record, batch->count * neuron_count(loop->net));
  dg_hw_status status = dg_hw_configure(loop, parameters, work);
  //@ assert configured_neurons: SameNeurons{Pre, Here}(loop->net->layers, loop->net->depth);
  //@ assert configured_chip: loop->chip == \null || (coded_chip(loop->chip) && loop->chip->weights.per_unit > 0);
  //@ assert configured_gains: SameGains{Pre, Here}(loop->fit, line_count(loop->net));
  //@ assert configured_fits: loop->fit == \null || rising_fits(loop->fit, line_count(loop->net));
  //@ assert configured_loop: hw_loop(loop);
  //@ ghost Configured: ;
  if (status == DG_HW_OK) status = dg_hw_run(loop, number, batch, record);
  if (status != DG_HW_OK) return status;
  //@ assert run_neurons: SameNeurons{Pre, Here}(loop->net->layers, loop->net->depth);
  //@ assert run_chip: coded_chip(loop->chip) && loop->chip->weights.per_unit > 0;
  //@ assert run_gains: SameGains{Configured, Here}(loop->fit, line_count(loop->net));
  //@ assert run_fits: rising_fits(loop->fit, line_count(loop->net));
  //@ assert signs: admitted_neurons(loop->net->layers, loop->net->depth);
  //@ ghost dg_lemma_network(loop->net);
  //@ ghost Run: ;
  dg_hw_ideal(loop->chip, loop->net, parameters, ideal);
  //@ assert neurons: SameNeurons{Pre, Here}(loop->net->layers, loop->net->depth);
  //@ assert last_signs: admitted_neurons(loop->net->layers, loop->net->depth);
  //@ ghost dg_lemma_network(loop->net);
  //@ assert last_chip: coded_chip(loop->chip) && loop->chip->weights.per_unit > 0;
  //@ assert last_gains: SameGains{Run, Here}(loop->fit, line_count(loop->net));
  //@ assert last_fits: rising_fits(loop->fit, line_count(loop->net));
  return DG_HW_OK;
}

/* The update that the finished sums of so many samples bring in the loop: dg_train_step at a gradient that has passed through the
   elements. The layer that was bumped, or DG_NO_LAYER. */
/*@ requires loop: \valid_read(loop) && coded_chip(loop->chip) && rising_fits(loop->fit, line_count(loop->net));
    requires admitted: admitted_network(loop->net) && admitted_training(training, loop->net->depth) && samples <= DG_BATCH_MAX;
    requires valid: \valid(state) && \valid(parameters + (0 .. parameter_count(loop->net)-1)) &&
      \valid(moments + (0 .. 2*parameter_count(loop->net)-1));
    requires sums: \valid(gradient + (0 .. parameter_count(loop->net)-1)) &&
      \valid_read(missing + (0 .. neuron_count(loop->net)-1)) &&
      counted(loop->net, missing, samples);
    requires steps: state->steps < UINT64_MAX;
    requires separate: \separated(parameters + (0 .. parameter_count(loop->net)-1), moments + (0 .. 2*parameter_count(loop->net)-1),
      gradient + (0 .. parameter_count(loop->net)-1), missing + (0 .. neuron_count(loop->net)-1), state);
    requires apart: \separated(state, loop->net) && \separated(state, loop->net->layers + (0 .. loop->net->depth-1)) &&
      \separated(state, training) && network_apart(loop->net, parameters, parameter_count(loop->net)) &&
      network_apart(loop->net, moments, 2 * parameter_count(loop->net)) &&
      training_apart(training, loop->net->depth, parameters, parameter_count(loop->net)) &&
      training_apart(training, loop->net->depth, moments, 2 * parameter_count(loop->net));
    requires gradient_apart: network_apart(loop->net, gradient, parameter_count(loop->net)) &&
      training_apart(training, loop->net->depth, gradient, parameter_count(loop->net)) &&
      fits_apart(loop->fit, line_count(loop->net), gradient, parameter_count(loop->net));
    terminates \true;
    assigns *state, parameters[0 .. parameter_count(loop->net)-1], moments[0 .. 2*parameter_count(loop->net)-1],
      gradient[0 .. parameter_count(loop->net)-1];
    ensures counts: state->batches == (uint64_t)(\old(state->batches) + 1) &&
      state->batch == (uint64_t)(\old(state->batch) + 1) && state->epoch == \old(state->epoch);
    ensures steps: state->steps == \old(state->steps) + (\result == DG_NO_LAYER ? 1 : 0);
    ensures bumped: state->bump_layer == \result; */
static inline uint32_t dg_hw_train_step(const dg_hw_loop *loop, const dg_training *training, size_t samples, dg_real *gradient,
                                        const dg_index *missing, dg_training_state *state, dg_real *parameters, dg_real *moments) {
  //@ ghost dg_lemma_shape(loop->net);
  //@ assert neurons_apart: neurons_apart(loop->net->layers, loop->net->depth, gradient, parameter_count(loop->net));
  //@ assert settings_apart: settings_apart(training, gradient, parameter_count(loop->net));
  dg_hw_through_elements(loop->chip, loop->net, loop->fit, parameters, gradient);
  //@ assert same: SameNeurons{Pre, Here}(loop->net->layers, loop->net->depth);
  //@ assert neurons: admitted_neurons(loop->net->layers, loop->net->depth);
  //@ ghost dg_lemma_network(loop->net);
  //@ assert settings: SameSettings{Pre, Here}(training);
  return dg_train_step(loop->net, training, samples, gradient, missing, state, parameters, moments);
}

/* The gradient of a batch at ideal and the spikes measured, whose arguments are admitted and the workspace prepared, and the update
   that it brings. */
/*@ requires loop: \valid_read(loop) && coded_chip(loop->chip) && rising_fits(loop->fit, line_count(loop->net));
    requires admitted: admitted_network(loop->net) && admitted_training(training, loop->net->depth);
    requires batch: admitted_batch(batch, loop->net->inputs) && admitted_labels(batch, output_count(loop->net));
    requires arrays: \valid_read(ideal + (0 .. parameter_count(loop->net)-1)) &&
      \valid_read(measured + (0 .. batch->count*neuron_count(loop->net)-1));
    requires workspace: holds_workspace(work, work->reals, work->integers);
    requires enough: training_reals(loop->net) <= work->reals && training_integers(loop->net) <= work->integers &&
      0 <= chunk_reals(loop->net) && 0 <= inference_integers(loop->net);
    requires factors: NetworkFactors(loop->net,
      work->real + (work->reals - prepared_reals(loop->net) - 2 * parameter_count(loop->net)), loop->net->depth);
    requires valid: \valid(state) && state->steps < UINT64_MAX && \valid(parameters + (0 .. parameter_count(loop->net)-1)) &&
      \valid(moments + (0 .. 2*parameter_count(loop->net)-1));
    requires work_apart: work_apart(loop->net, training, batch, ideal, measured, work->real, work->reals, work->integer,
      work->integers);
    requires loop_apart: hw_loop_apart(loop, parameters, work->real, work->reals) &&
      \separated(loop->chip, work->integer + (0 .. work->integers-1));
    requires separate: \separated(parameters + (0 .. parameter_count(loop->net)-1), moments + (0 .. 2*parameter_count(loop->net)-1),
      work->real + (0 .. work->reals-1), work->integer + (0 .. work->integers-1), state);
    requires apart: \separated(state, loop->net) && \separated(state, loop->net->layers + (0 .. loop->net->depth-1)) &&
      \separated(state, training) && network_apart(loop->net, parameters, parameter_count(loop->net)) &&
      network_apart(loop->net, moments, 2 * parameter_count(loop->net)) &&
      training_apart(training, loop->net->depth, parameters, parameter_count(loop->net)) &&
      training_apart(training, loop->net->depth, moments, 2 * parameter_count(loop->net));
    terminates \true;
    assigns *state, parameters[0 .. parameter_count(loop->net)-1], moments[0 .. 2*parameter_count(loop->net)-1],
      work->real[0 .. work->reals-1], work->integer[0 .. work->integers-1];
    ensures counts: state->batches == (uint64_t)(\old(state->batches) + 1) &&
      state->batch == (uint64_t)(\old(state->batch) + 1) && state->epoch == \old(state->epoch);
    ensures bumped: state->bump_layer == \result.bumped;
    ensures correct: \result.correct <= \old(batch->count); */
static inline dg_batch_result dg_hw_train_prepared(const dg_hw_loop *loop, const dg_training *training, const dg_batch *batch,
                                                   const dg_real *ideal, const dg_real *measured, const dg_workspace *work,
                                                   dg_training_state *state, dg_real *parameters, dg_real *moments) {
  const size_t samples = batch->count;
  const dg_training_parts part = dg_training_cut(loop->net, work);
  //@ assert sizes: training_sizes_positive(loop->net, part);
  //@ ghost dg_lemma_sums_within(loop->net, work, part);
  //@ ghost size_t from = part.batch.gradient - work->real, count = part.chunk.gradient - part.batch.gradient;
  //@ assert from: part.batch.gradient == work->real + from && count == parameter_count(loop->net) && from + count <= work->reals;
  //@ ghost dg_lemma_gradient_inside(loop->net, training, work->real, work->reals, from);
  //@ ghost dg_hw_lemma_loop_part(loop, parameters, work->real, work->reals, part.batch.gradient, from, count);
  //@ assert gradient_fits: fits_apart(loop->fit, line_count(loop->net), part.batch.gradient, parameter_count(loop->net));
  //@ ghost dg_hw_lemma_gains(loop, parameters, work->real, work->reals);
  /*@ assert gains_apart: \forall integer i; 0 <= i < line_count(loop->net) ==>
        \separated(&loop->fit[i].gain, work->real + (0 .. work->reals-1)); */
  /*@ assert codes_apart: \separated(&loop->chip->weights.most, work->integer + (0 .. work->integers-1)) &&
        \separated(&loop->chip->element.first, work->integer + (0 .. work->integers-1)) &&
        \separated(&loop->chip->element.last, work->integer + (0 .. work->integers-1)); */
  dg_batch_result result = dg_batch_gradient(loop->net, ideal, training, state->batches, batch, measured, part, work);
  //@ assert gains: SameGains{Pre, Here}(loop->fit, line_count(loop->net));
  //@ assert fits: rising_fits(loop->fit, line_count(loop->net));
  //@ assert chip: coded_chip(loop->chip);
  /*@ assert gradient: \separated(part.batch.gradient + (0 .. parameter_count(loop->net)-1),
        parameters + (0 .. parameter_count(loop->net)-1)); */
  /*@ assert gradient_moments: \separated(part.batch.gradient + (0 .. parameter_count(loop->net)-1),
        moments + (0 .. 2*parameter_count(loop->net)-1)); */
  //@ assert gradient_state: \separated(part.batch.gradient + (0 .. parameter_count(loop->net)-1), state);
  /*@ assert missing: \separated(part.batch.missing + (0 .. neuron_count(loop->net)-1),
        parameters + (0 .. parameter_count(loop->net)-1)); */
  /*@ assert missing_moments: \separated(part.batch.missing + (0 .. neuron_count(loop->net)-1),
        moments + (0 .. 2*parameter_count(loop->net)-1)); */
  //@ assert missing_state: \separated(part.batch.missing + (0 .. neuron_count(loop->net)-1), state);
  /*@ assert gradient_missing: \separated(part.batch.gradient + (0 .. parameter_count(loop->net)-1),
        part.batch.missing + (0 .. neuron_count(loop->net)-1)); */
  //@ assert network_apart: network_apart(loop->net, part.batch.gradient, parameter_count(loop->net));
  //@ assert training_apart: training_apart(training, loop->net->depth, part.batch.gradient, parameter_count(loop->net));
  //@ assert fits_apart: fits_apart(loop->fit, line_count(loop->net), part.batch.gradient, parameter_count(loop->net));
  result.bumped = dg_hw_train_step(loop, training, samples, part.batch.gradient, part.batch.missing, state, parameters, moments);
  return result;
}

/* Trains one batch of an admitted network: work, room for ideal, which receives the parameters that the gradient is taken at, and
   record of the batch's spikes. */
/*@ requires loop: hw_loop(loop) && admitted_network(loop->net) && hw_loop_known(loop);
    requires training: readable_training(training, loop->net->depth);
    requires batch: readable_batch(batch, loop->net->inputs) && readable_labels(batch);
    requires parameters: parameters == \null || \valid(parameters + (0 .. parameter_count(loop->net)-1));
    requires output: \valid(result) && \valid(state) && state->steps < UINT64_MAX &&
      \valid(moments + (0 .. 2*parameter_count(loop->net)-1));
    requires workspace: holds_workspace(work, work->reals, work->integers) && 0 <= setting_count(loop->net) <= work->reals;
    requires ideal: \valid(ideal + (0 .. parameter_count(loop->net)-1));
    requires size: 0 <= batch->count * neuron_count(loop->net) <= SIZE_MAX / sizeof(dg_real);
    requires record: \valid(record + (0 .. batch->count*neuron_count(loop->net)-1));
    requires work_apart: work_apart(loop->net, training, batch, ideal, record, work->real, work->reals, work->integer,
      work->integers);
    requires known_apart: hw_loop_apart(loop, parameters, work->real, work->reals) &&
      hw_loop_apart(loop, parameters, ideal, parameter_count(loop->net)) &&
      hw_loop_apart(loop, parameters, record, batch->count * neuron_count(loop->net));
    requires chip_apart: \separated(loop->chip, work->integer + (0 .. work->integers-1));
    requires update_apart: hw_update_apart(loop, training, state, parameters, moments, work->real, work->reals, work->integer,
      work->integers);
    requires result_apart: \separated(result, state) && \separated(ideal + (0 .. parameter_count(loop->net)-1), state) &&
      \separated(record + (0 .. batch->count*neuron_count(loop->net)-1), state);
    terminates \true;
    assigns *state, parameters[0 .. parameter_count(loop->net)-1], moments[0 .. 2*parameter_count(loop->net)-1], *result,
      work->real[0 .. work->reals-1], work->integer[0 .. work->integers-1], ideal[0 .. parameter_count(loop->net)-1],
      record[0 .. batch->count*neuron_count(loop->net)-1], dg_hw_any.samples;
    ensures counts: \result == DG_HW_OK ==> state->batches == (uint64_t)(\old(state->batches) + 1) &&
      state->batch == (uint64_t)(\old(state->batch) + 1) && state->epoch == \old(state->epoch);
    ensures bumped: \result == DG_HW_OK ==> state->bump_layer == result->bumped; */
static inline dg_hw_status dg_hw_train_parts(const dg_hw_loop *loop, const dg_training *training, const dg_batch *batch,
                                             dg_training_state *state, dg_real *parameters, dg_real *moments,
                                             dg_batch_result *result, const dg_workspace *work, dg_real *ideal, dg_real *record) {
  //@ ghost dg_hw_lemma_loop_settings(loop, parameters, work->real, work->reals);
  //@ ghost dg_hw_lemma_gains(loop, parameters, work->real, work->reals);
  /*@ assert gains_apart: \forall integer i; 0 <= i < line_count(loop->net) ==>
        \separated(&loop->fit[i].gain, work->real + (0 .. work->reals-1)); */
  //@ assert settings_apart: hw_loop_apart(loop, parameters, work->real, setting_count(loop->net));
  dg_hw_status status = dg_hw_measured(loop, state->batches, batch, parameters, work, ideal, record);
  /*@ assert counted: state->batches == \at(state->batches, Pre) && state->batch == \at(state->batch, Pre) &&
        state->steps == \at(state->steps, Pre); */
  //@ assert work_apart: work_separate(loop->net, training, work, ideal);
  //@ ghost Measured: ;
  if (status == DG_HW_OK) status = (dg_hw_status)dg_training_prepare(loop->net, ideal, training, batch, record, work);
  if (status != DG_HW_OK) return status;
  //@ assert chip: coded_chip(loop->chip);
  //@ assert gains: SameGains{Measured, Here}(loop->fit, line_count(loop->net));
  //@ assert fits: rising_fits(loop->fit, line_count(loop->net));
  const dg_batch_result found = dg_hw_train_prepared(loop, training, batch, ideal, record, work, state, parameters, moments);
  /*@ assert counts: state->batches == (uint64_t)(\at(state->batches, Pre) + 1) &&
        state->batch == (uint64_t)(\at(state->batch, Pre) + 1); */
  //@ ghost Stepped: ;
  result->loss = found.loss;
  result->correct = found.correct;
  result->bumped = found.bumped;
  /*@ assert apart: \separated(&state->batches, &result->correct) && \separated(&state->batch, &result->correct) &&
        \separated(&state->epoch, &result->correct) && \separated(&state->bump_layer, &result->bumped); */
  /*@ assert state: state->batches == \at(state->batches, Stepped) && state->batch == \at(state->batch, Stepped) &&
        state->epoch == \at(state->epoch, Stepped) && state->bump_layer == \at(state->bump_layer, Stepped); */
  return DG_HW_OK;
}

/* Trains one batch in the loop: settings are sent, the batch is run as number state->batches, its gradient taken at the coded
   weights and the measured times, passed through the elements, and the update made on parameters, the master copy. moments,
   state, result: as for dg_train_batch. Errors: those of dg_train_batch and of the substrate; nothing but the workspace is
   written then, so that the batch can be tried again. input_noise must be 0 (RANGE): noise is the substrate's. */
/*@ requires loop: loop == \null || hw_loop(loop);
    requires known: loop == \null || loop->net == \null || hw_loop_known(loop);
    requires training: loop != \null && loop->net != \null && training != \null ==> readable_training(training, loop->net->depth);
    requires batch: (batch == \null || \valid_read(batch)) && (loop != \null && loop->net != \null && batch != \null ==>
      readable_batch(batch, loop->net->inputs) && readable_labels(batch));
    requires workspace: work == \null || usable_workspace(work);
    requires output: (result == \null || \valid(result)) && (state == \null || (\valid(state) && state->steps < UINT64_MAX));
    requires arrays: loop != \null && loop->net != \null ==>
      (parameters == \null || \valid(parameters + (0 .. parameter_count(loop->net)-1))) &&
      (moments == \null || \valid(moments + (0 .. 2*parameter_count(loop->net)-1)));
    requires separate: loop != \null && loop->net != \null && training != \null && batch != \null && work != \null ==>
      hw_training_apart(loop, training, batch, parameters, work->real, work->reals, work->integer, work->integers) &&
      hw_update_apart(loop, training, state, parameters, moments, work->real, work->reals, work->integer, work->integers) &&
      \separated(result, state);
    terminates \true;
    assigns *state, parameters[0 .. parameter_count(loop->net)-1], moments[0 .. 2*parameter_count(loop->net)-1], *result,
      work->real[0 .. work->reals-1], work->integer[0 .. work->integers-1], dg_hw_any.samples;
    ensures counts: \result == DG_HW_OK ==> state->batches == (uint64_t)(\old(state->batches) + 1) &&
      state->batch == (uint64_t)(\old(state->batch) + 1) && state->epoch == \old(state->epoch);
    ensures bumped: \result == DG_HW_OK ==> state->bump_layer == result->bumped; */
static inline dg_hw_status dg_hw_train_batch(const dg_hw_loop *loop, const dg_training *training, const dg_batch *batch,
                                             dg_training_state *state, dg_real *parameters, dg_real *moments,
                                             dg_batch_result *result, const dg_workspace *work) {
  if (loop == NULL || batch == NULL || training == NULL || state == NULL || moments == NULL || result == NULL)
    return (dg_hw_status)DG_ERROR_NULL;
  //@ assert given: \valid_read(loop);
  //@ assert substrate: loop->substrate == \null || any_substrate(loop->substrate);
  //@ assert layers: loop->net == \null || loop->net->layers == \null || \valid_read(loop->net->layers + (0 .. loop->net->depth-1));
  /*@ assert each_valid: loop->net == \null || loop->net->layers == \null ||
        \forall integer l; 0 <= l < loop->net->depth ==> \valid_read(loop->net->layers + l); */
  /*@ assert each_times: loop->net == \null || loop->net->layers == \null ||
        \forall integer l; 0 <= l < loop->net->depth ==> (loop->net->layers + l)->bias_times == \null ||
          \valid_read((loop->net->layers + l)->bias_times + (0 .. (loop->net->layers + l)->biases-1)); */
  /*@ assert each: loop->net == \null || loop->net->layers == \null ||
        \forall integer l; 0 <= l < loop->net->depth ==> readable_layer(loop->net->layers + l); */
  //@ assert readable: loop->net == \null || readable_network(loop->net);
  //@ assert runs: loop->net == \null || runs_network(loop->net);
  //@ assert loop: hw_loop(loop);
  const dg_network *net = loop->net;
  //@ assert net: net == \null || readable_network(net);
  dg_hw_status status = dg_hw_training_check(net, batch->count);
  if (status != DG_HW_OK) return status;
  //@ assert batch: readable_batch(batch, net->inputs);
  //@ assert labels: readable_labels(batch);
  const size_t reals = dg_hw_training_reals(net, batch->count);
  status = (dg_hw_status)dg_workspace_check(work, reals, dg_training_sizes(net).integers);
  if (status != DG_HW_OK) return status;
  if (training->input_noise != 0) return (dg_hw_status)DG_ERROR_RANGE;
  const size_t count = dg_parameter_count(net), neurons = dg_neuron_count(net), spikes = batch->count * neurons;
  //@ assert reals: reals == training_reals(net) + batch->count * neurons + setting_count(net) + count;
  //@ assert spikes: spikes == batch->count * neurons && spikes <= SIZE_MAX / sizeof(dg_real);
  const dg_workspace rest = {work->real, work->reals - spikes - count, work->integer, work->integers};
  dg_real *ideal = work->real + rest.reals, *record = ideal + count;
  //@ assert rest: rest.reals + count + spikes == work->reals && 0 <= setting_count(net) <= rest.reals;
  //@ assert valid: \valid(ideal + (0 .. count-1)) && \valid(record + (0 .. spikes-1));
  //@ assert holds: holds_workspace(&rest, rest.reals, rest.integers);
  /*@ ghost dg_hw_lemma_parts(loop, training, batch, parameters, work->real, work->reals, work->integer, work->integers,
        rest.reals, count,
                              spikes, ideal, record); */
  /*@ assert update: hw_update_apart(loop, training, state, parameters, moments, rest.real, rest.reals, rest.integer,
        rest.integers); */
  //@ assert rows: readable_batch(batch, net->inputs);
  //@ assert row_labels: readable_labels(batch);
  return dg_hw_train_parts(loop, training, batch, state, parameters, moments, result, &rest, ideal, record);
}

/* ---- 11 a chip on a wire -------------------------------------------------------------------------------------------------
   A substrate at the other end of a stream of bytes (SPEC 14). The host asks, the board answers; what it answers follows from the
   question alone, so that any question may be asked again. All numbers are little-endian.                                    */

#define DG_HW_PROTOCOL 1u    /* version of what frames say */
#define DG_HW_HEAD 16u       /* bytes of a frame before its payload */
#define DG_HW_FRAME 20u      /* bytes of a frame beside its payload */
#define DG_HW_HELLO_BYTES 28u /* payload of the answer to HELLO */
#define DG_HW_RUN_BYTES 16u   /* payload of RUN before the input times */
#define DG_HW_MEASURE_BYTES 20u

/* Types of frames: questions, what is added to them in an answer, and the answer that says what went wrong. */
#define DG_HW_HELLO 1u
#define DG_HW_CONFIGURE 2u
#define DG_HW_RUN 3u
#define DG_HW_MEASURE 4u
#define DG_HW_ANSWER 0x80u
#define DG_HW_ERROR 0xffu

/* A frame; payload points into the bytes it was found in. */
typedef struct {
  unsigned version, type;
  uint32_t sequence;
  size_t length;
  const unsigned char *payload;
} dg_hw_frame;

/* Completes the first 12 bytes of a frame by their CRC. */
/*@ requires valid: \valid(out + (0 .. 15));
    terminates \true; assigns out[12 .. 15];
    ensures crc: holds_number(out + 12, 4, (uint32_t)(~\old(crc_of(out, 12)))); */
static inline void dg_hw_seal_head(unsigned char *out) { dg_write_number(out + 12, 4, dg_crc32(12, out)); }

/* Makes a frame of the length bytes of payload that stand at out[DG_HW_HEAD]; returns its size. */
/*@ requires size: length <= 0xffffffff - 20;
    requires valid: \valid(out + (0 .. length + 19));
    terminates \true; assigns out[0 .. 15], out[length + 16 .. length + 19];
    ensures size: \result == length + 20; */
static inline size_t dg_hw_seal(unsigned char *out, unsigned type, uint32_t sequence, size_t length) {
  out[0] = 'D';
  out[1] = 'G';
  out[2] = (unsigned char)DG_HW_PROTOCOL;
  out[3] = (unsigned char)type;
  dg_write_number(out + 4, 4, sequence);
  dg_write_number(out + 8, 4, length);
  dg_hw_seal_head(out);
  dg_write_number(out + DG_HW_HEAD + length, 4, dg_crc32(length, out + DG_HW_HEAD));
  return DG_HW_FRAME + length;
}

/* Numbers as bytes, in the place of out; the other way is dg_read_reals. */
/*@ requires sizes: n <= SIZE_MAX / 16;
    requires valid: \valid(out + (0 .. sizeof(dg_real) * n - 1)) && \valid_read(x + (0 .. n - 1));
    terminates \true; assigns out[0 .. sizeof(dg_real) * n - 1]; */
static inline void dg_hw_write_reals(unsigned char *out, size_t n, const dg_real *x) {
  /*@ loop invariant range: 0 <= i <= n;
      loop assigns i, out[0 .. sizeof(dg_real) * n - 1]; loop variant n - i; */
  for (size_t i = 0; i < n; i++) dg_write_number(out + i * sizeof(dg_real), sizeof(dg_real), dg_bits_of(x[i]));
}

/* ---- frames out of a stream of bytes ---- */

/* Finds frames in a stream. bytes[capacity]: room for the largest frame, at least DG_HW_FRAME; the rest begins as 0. filled: bytes
   there; start: those done with; taken: size of the frame given out last. frames, dropped: frames found, and bytes that
   belonged to none. */
typedef struct {
  unsigned char *bytes;
  size_t capacity, filled, start, taken;
  uint64_t frames, dropped;
} dg_hw_decoder;
#ifdef __FRAMAC__
/*@ predicate hw_decoder(dg_hw_decoder *d) =
      \valid(d) && 20 <= d->capacity <= 0xffffffff && \valid(d->bytes + (0 .. d->capacity - 1)) &&
        \separated(d, d->bytes + (0 .. d->capacity - 1)) &&
      0 <= d->start && 0 <= d->taken && d->start + d->taken <= d->filled <= d->capacity; */
/*@ predicate hw_payload(dg_hw_frame *frame) = \valid_read(frame) && \valid_read(frame->payload + (0 .. frame->length - 1)); */
/*@ predicate hw_frame_of(dg_hw_decoder *d, dg_hw_frame *frame) = // the frame given out last, within the bytes that are filled
      frame->payload == d->bytes + (d->start + 16) && d->taken == frame->length + 20 && frame->version <= 255 &&
        frame->type <= 255 &&
      hw_payload(frame); */
#endif

/* Lets go of the frame given out last. */
/*@ requires decoder: hw_decoder(decoder);
    terminates \true; assigns decoder->start, decoder->taken, decoder->filled;
    ensures decoder: hw_decoder(decoder);
    ensures taken: decoder->taken == 0;
    ensures left: decoder->filled - decoder->start == \old(decoder->filled) - \old(decoder->start) - \old(decoder->taken); */
static inline void dg_hw_release(dg_hw_decoder *decoder) {
  decoder->start += decoder->taken;
  decoder->taken = 0;
  if (decoder->start == decoder->filled) decoder->start = decoder->filled = 0;
}

/* Moves what is left to the front. */
/*@ requires decoder: hw_decoder(decoder) && decoder->taken == 0;
    terminates \true; assigns decoder->start, decoder->filled, decoder->bytes[0 .. decoder->capacity - 1];
    ensures decoder: hw_decoder(decoder);
    ensures front: decoder->start == 0 && decoder->filled == \old(decoder->filled) - \old(decoder->start); */
static inline void dg_hw_compact(dg_hw_decoder *decoder) {
  const size_t left = decoder->filled - decoder->start;
  unsigned char *bytes = decoder->bytes;
  const unsigned char *from = bytes + decoder->start;
  /*@ loop invariant range: 0 <= i <= left;
      loop assigns i, bytes[0 .. left - 1]; loop variant left - i; */
  for (size_t i = 0; i < left; i++) bytes[i] = from[i];
  decoder->start = 0;
  decoder->filled = left;
}

/* Takes in a byte. One that finds no room, because nobody took frames out, pushes out the oldest. */
/*@ requires decoder: hw_decoder(decoder);
    terminates \true;
    assigns decoder->start, decoder->taken, decoder->filled, decoder->dropped, decoder->bytes[0 .. decoder->capacity - 1];
    ensures decoder: hw_decoder(decoder); */
static inline void dg_hw_feed(dg_hw_decoder *decoder, unsigned char byte) {
  dg_hw_release(decoder);
  if (decoder->filled == decoder->capacity) {
    if (decoder->start == 0) {
      decoder->start = 1;
      decoder->dropped++;
    }
    dg_hw_compact(decoder);
  }
  decoder->bytes[decoder->filled] = byte;
  decoder->filled++;
}

typedef enum { DG_HW_LOOK_BAD, DG_HW_LOOK_MORE, DG_HW_LOOK_GOOD } dg_hw_look_result;

/* Whether n bytes begin with a frame of at most capacity bytes, may do so when more have come, or do not. */
/*@ requires valid: 1 <= n && \valid_read(in + (0 .. n - 1));
    requires capacity: 20 <= capacity;
    terminates \true; assigns \nothing;
    ensures good: \result == DG_HW_LOOK_GOOD ==> 20 <= n && 20 + little_endian(in + 8, 4) <= n; */
static inline dg_hw_look_result dg_hw_look(size_t n, const unsigned char *in, size_t capacity) {
  if (in[0] != 'D' || (n > 1 && in[1] != 'G')) return DG_HW_LOOK_BAD;
  if (n < DG_HW_HEAD) return DG_HW_LOOK_MORE;
  if (dg_read_number(in + 12, 4) != dg_crc32(12, in)) return DG_HW_LOOK_BAD;
  const uint64_t length = dg_read_number(in + 8, 4);
  if (length > capacity - DG_HW_FRAME) return DG_HW_LOOK_BAD;
  if (n - DG_HW_HEAD < length + 4u) return DG_HW_LOOK_MORE;
  const unsigned char *payload = in + DG_HW_HEAD;
  return dg_read_number(payload + length, 4) == dg_crc32((size_t)length, payload) ? DG_HW_LOOK_GOOD : DG_HW_LOOK_BAD;
}

/* The next frame among the bytes there. Where one is wrong, its first byte is dropped and the search goes on behind it; where one
   is not yet complete the search waits, unless nothing more will come. */
/*@ requires decoder: hw_decoder(decoder);
    requires frame: \valid(frame) && \separated(frame, decoder, decoder->bytes + (0 .. decoder->capacity - 1));
    terminates \true;
    assigns *frame, decoder->start, decoder->taken, decoder->filled, decoder->frames, decoder->dropped;
    ensures decoder: hw_decoder(decoder);
    ensures same: decoder->bytes == \old(decoder->bytes) && decoder->capacity == \old(decoder->capacity);
    ensures frame: \result != 0 ==> hw_frame_of(decoder, frame);
    ensures progress: \result != 0 ==> decoder->filled - decoder->start - decoder->taken <
      \old(decoder->filled) - \old(decoder->start) - \old(decoder->taken); */
static inline int dg_hw_search(dg_hw_decoder *decoder, int complete, dg_hw_frame *frame) {
  dg_hw_release(decoder);
  /*@ loop invariant decoder: hw_decoder(decoder) && decoder->taken == 0;
      loop invariant left: decoder->filled - decoder->start <=
        \at(decoder->filled, Pre) - \at(decoder->start, Pre) - \at(decoder->taken, Pre);
      loop assigns decoder->start, decoder->dropped; loop variant decoder->filled - decoder->start; */
  while (decoder->start < decoder->filled) {
    const unsigned char *in = decoder->bytes + decoder->start;
    const dg_hw_look_result found = dg_hw_look(decoder->filled - decoder->start, in, decoder->capacity);
    if (found == DG_HW_LOOK_GOOD) {
      frame->version = in[2];
      frame->type = in[3];
      frame->sequence = (uint32_t)dg_read_number(in + 4, 4);
      frame->length = (size_t)dg_read_number(in + 8, 4);
      frame->payload = in + DG_HW_HEAD;
      decoder->taken = DG_HW_FRAME + frame->length;
      decoder->frames++;
      return 1;
    }
    if (found == DG_HW_LOOK_MORE && !complete) return 0;
    decoder->start++;
    decoder->dropped++;
  }
  decoder->start = decoder->filled = 0;
  return 0;
}

/* Whether there is another frame, of any version; it stays until the decoder is used again. */
/*@ requires decoder: hw_decoder(decoder);
    requires frame: \valid(frame) && \separated(frame, decoder, decoder->bytes + (0 .. decoder->capacity - 1));
    terminates \true;
    assigns *frame, decoder->start, decoder->taken, decoder->filled, decoder->frames, decoder->dropped;
    ensures decoder: hw_decoder(decoder);
    ensures frame: \result != 0 ==> hw_frame_of(decoder, frame); */
static inline int dg_hw_take(dg_hw_decoder *decoder, dg_hw_frame *frame) { return dg_hw_search(decoder, 0, frame); }

/* The same when no byte has come for a while: a frame that is not complete will never be, and may hide a good one behind it. To be
   called until it gives 0; no byte is left then. */
/*@ requires decoder: hw_decoder(decoder);
    requires frame: \valid(frame) && \separated(frame, decoder, decoder->bytes + (0 .. decoder->capacity - 1));
    terminates \true;
    assigns *frame, decoder->start, decoder->taken, decoder->filled, decoder->frames, decoder->dropped;
    ensures decoder: hw_decoder(decoder);
    ensures frame: \result != 0 ==> hw_frame_of(decoder, frame); */
static inline int dg_hw_take_idle(dg_hw_decoder *decoder, dg_hw_frame *frame) { return dg_hw_search(decoder, 1, frame); }

/* ---- sizes ---- */
#ifdef __FRAMAC__
#include "proofs/acsl/wire.h"
#endif

/* Bytes of the payload of CONFIGURE: the element of each line, then the settings. */
/*@ requires admitted: admitted_network(net);
    terminates \true; assigns \nothing;
    ensures bytes: \result == at_most_size(configure_bytes(net)); */
static inline size_t dg_hw_configure_bytes(const dg_network *net) {
  return dg_size_sum(dg_size_product(4, dg_hw_line_count(net)), dg_size_product(sizeof(dg_real), dg_hw_setting_count(net)));
}

/* The larger of two sizes. */
/*@ terminates \true; assigns \nothing;
    ensures larger: \result == \max(a, b); */
static inline size_t dg_hw_larger(size_t a, size_t b) { return a > b ? a : b; }

/* Bytes of the largest frame of either side, for batches of up to largest samples, of an admitted network. */
/*@ requires admitted: admitted_network(net);
    terminates \true; assigns \nothing;
    ensures holds: \result < SIZE_MAX ==> hw_frames_fit(net, largest, \result); */
static inline size_t dg_hw_frame_bytes(const dg_network *net, size_t largest) {
  const size_t neurons = dg_neuron_count(net), configure = dg_hw_configure_bytes(net), network = dg_network_bytes(net);
  const size_t row = net->inputs * sizeof(dg_real), spikes = neurons * sizeof(dg_real);
  //@ assert rows: row == net->inputs * sizeof(dg_real) && spikes == neuron_count(net) * sizeof(dg_real);
  const size_t run = dg_size_sum(DG_HW_RUN_BYTES, dg_size_product(largest, row)), record = dg_size_product(largest, spikes);
  const size_t payload = dg_hw_larger(dg_hw_larger(run, record), dg_hw_larger(configure, network));
  //@ assert run: run < SIZE_MAX ==> run == 16 + largest * row;
  //@ assert record: record < SIZE_MAX ==> record == largest * spikes;
  //@ assert configure: configure < SIZE_MAX ==> configure == configure_bytes(net);
  //@ assert payload: run <= payload && record <= payload && configure <= payload && network <= payload;
  return dg_size_sum(dg_hw_larger(payload, DG_HW_REPEATS * sizeof(dg_real)), DG_HW_FRAME);
}

/* Whether batches and frames may be so large. */
/*@ terminates \true; assigns \nothing;
    ensures status: \result == (largest == 0 ? (dg_hw_status)DG_ERROR_EMPTY :
      largest > DG_BATCH_MAX || bytes > 0xffffffff ? (dg_hw_status)DG_ERROR_TOO_LARGE : DG_HW_OK); */
static inline dg_hw_status dg_hw_frame_check(size_t largest, size_t bytes) {
  if (largest == 0) return (dg_hw_status)DG_ERROR_EMPTY;
  return largest > DG_BATCH_MAX || bytes > 0xffffffffu ? (dg_hw_status)DG_ERROR_TOO_LARGE : DG_HW_OK;
}

/* Bytes of the largest frame of either side, for batches of up to largest samples: what decoders and buffers of both need. Errors:
   those of the network; EMPTY or TOO_LARGE for largest. */
/*@ requires null_or_readable: net == \null || readable_network(net);
    requires output: bytes == \null || \valid(bytes);
    requires separate: net != \null ==> size_apart(net, bytes);
    terminates \true; assigns *bytes;
    ensures admitted: \result == DG_HW_OK ==> \old(admitted_network(net)) && bytes != \null && 1 <= largest <= DG_BATCH_MAX;
    ensures bytes: \result == DG_HW_OK ==> *bytes <= 0xffffffff && hw_frames_fit{Pre}(net, largest, *bytes); */
static inline dg_hw_status dg_hw_frame_room(const dg_network *net, size_t largest, size_t *bytes) {
  dg_hw_status status = (dg_hw_status)dg_network_check(net);
  if (status != DG_HW_OK) return status;
  if (bytes == NULL) return (dg_hw_status)DG_ERROR_NULL;
  const size_t most = dg_hw_frame_bytes(net, largest);
  status = dg_hw_frame_check(largest, most);
  if (status == DG_HW_OK) *bytes = most;
  return status;
}

/* A number that tells networks apart: the CRC of the descriptor (SPEC 11.2), which is written to room[dg_network_bytes]. */
/*@ requires admitted: admitted_network(net);
    requires room: \valid(room + (0 .. network_bytes(net) - 1));
    requires separate: \separated(room + (0 .. network_bytes(net) - 1), net) &&
      \separated(room + (0 .. network_bytes(net) - 1), net->layers + (0 .. net->depth - 1));
    terminates \true; assigns room[0 .. network_bytes(net) - 1];
    ensures mark: \result == (uint32_t)(~crc_of(room, network_bytes(net))); */
static inline uint32_t dg_hw_network_mark(const dg_network *net, unsigned char *room) {
  dg_stream_at stream = {room, NULL, 0, DG_WRITE, 1};
  //@ assert layers: net->layers == \at(net->layers, Pre);
  /*@ assert biases: \forall integer l; 0 <= l < net->depth ==>
        (net->layers + l)->bias_times == \at((net->layers + l)->bias_times, Pre); */
  //@ assert each: \forall integer l; 0 <= l < net->depth ==> readable_layer(net->layers + l) && admitted_layer(net->layers + l);
  //@ assert network: readable_network(net);
  //@ assert admitted: admitted_network(net);
  //@ ghost dg_lemma_layers_bytes(net->layers, net->depth);
  //@ assert bytes: 0 <= network_bytes(net) <= 64 + 16 * DG_SIZE_MAX * DG_SIZE_MAX;
  //@ assert room: room_for(&stream, network_bytes(net));
  dg_network_fields(&stream, net);
  return dg_crc32((size_t)stream.at, room);
}

/* ---- the board ---- */

/* What answers. net, substrate: what runs; element[lines]: the delay element of each line, which the substrate reads when it is
   configured; elements: how many the chip has, at most 2^31; settings, inputs[largest][net->inputs], record[largest][neurons]:
   room; largest: most samples of a batch. The rest begins as 0: configured, and the mark of what is; the question answered last,
   and the size of its answer. */
typedef struct {
  const dg_network *net;
  const dg_hw_substrate *substrate;
  dg_index *element;
  size_t elements, largest;
  dg_real *settings, *inputs, *record;
  int configured;
  uint32_t configuration;
  uint32_t sequence, mark;
  unsigned type;
  size_t answer;
} dg_hw_server;
#ifdef __FRAMAC__
#include "proofs/acsl/board.h"
#endif

/* What comes of a question: a status and the size of the payload of the answer. */
typedef struct {
  dg_hw_status status;
  size_t length;
} dg_hw_reply;
/*@ terminates \true; assigns \nothing;
    ensures reply: \result.status == status && \result.length == length; */
static inline dg_hw_reply dg_hw_replied(dg_hw_status status, size_t length) {
  const dg_hw_reply reply = {status, length};
  return reply;
}
/*@ terminates \true; assigns \nothing;
    ensures refused: \result.status == status && \result.length == 0; */
static inline dg_hw_reply dg_hw_refused(dg_hw_status status) { return dg_hw_replied(status, 0); }

/* Says what runs: sizes, most samples, the mark of the network. */
/*@ requires valid: \valid(out + (0 .. 27));
    terminates \true; assigns out[0 .. 27];
    ensures real: holds_number(out, 4, sizeof(dg_real));
    ensures inputs: holds_number(out + 4, 4, inputs);
    ensures neurons: holds_number(out + 8, 4, neurons);
    ensures lines: holds_number(out + 12, 4, lines);
    ensures settings: holds_number(out + 16, 4, settings);
    ensures largest: holds_number(out + 20, 4, largest);
    ensures mark: holds_number(out + 24, 4, mark); */
static inline void dg_hw_write_hello(unsigned char *out, size_t inputs, size_t neurons, size_t lines, size_t settings,
                                     size_t largest, uint32_t mark) {
  dg_write_number(out, 4, sizeof(dg_real));
  dg_write_number(out + 4, 4, inputs);
  dg_write_number(out + 8, 4, neurons);
  dg_write_number(out + 12, 4, lines);
  dg_write_number(out + 16, 4, settings);
  dg_write_number(out + 20, 4, largest);
  dg_write_number(out + 24, 4, mark);
}

/* The answers to each type of question, into the payload out[room]. */
/*@ requires server: hw_server(server);
    requires request: hw_request(request);
    requires out: \valid(out + (0 .. room - 1)) && hw_server_apart(server, out, room);
    terminates \true; assigns out[0 .. room - 1];
    ensures length: \result.length <= room;
    ensures hello: \result.status == DG_HW_OK ==> request->length == 0 && \result.length == DG_HW_HELLO_BYTES; */
static inline dg_hw_reply dg_hw_serve_hello(const dg_hw_server *server, const dg_hw_frame *request, unsigned char *out,
                                            size_t room) {
  const dg_network *net = server->net;
  const size_t bytes = dg_network_bytes(net), neurons = dg_neuron_count(net);
  if (request->length != 0) return dg_hw_refused(DG_HW_ERROR_FRAME);
  if (room < DG_HW_HELLO_BYTES || room < bytes) return dg_hw_refused((dg_hw_status)DG_ERROR_CAPACITY);
  const size_t lines = dg_hw_line_count(net), settings = dg_hw_setting_count(net);
  const uint32_t mark = dg_hw_network_mark(net, out);
  dg_hw_write_hello(out, net->inputs, neurons, lines, settings, server->largest, mark);
  return dg_hw_replied(DG_HW_OK, DG_HW_HELLO_BYTES);
}

/* Whether the elements of n lines exist, none twice. */
/*@ requires valid: \valid_read(in + (0 .. 4 * n - 1));
    requires size: n <= SIZE_MAX / 4;
    terminates \true; assigns \nothing;
    ensures below: \result != 0 ==> hw_elements_below(in, n, elements); */
static inline int dg_hw_elements_good(size_t n, const unsigned char *in, size_t elements) {
  /*@ loop invariant range: 0 <= i <= n;
      loop invariant below: hw_elements_below(in, i, elements);
      loop assigns i; loop variant n - i; */
  for (size_t i = 0; i < n; i++) {
    const uint64_t element = dg_read_number(in + 4 * i, 4);
    if (element >= elements) return 0;
    //@ assert below: hw_element_below(in, i, elements);
    /*@ loop invariant range: 0 <= j <= i; loop assigns j; loop variant i - j; */
    for (size_t j = 0; j < i; j++)
      if (dg_read_number(in + 4 * j, 4) == element) return 0;
  }
  return 1;
}

/* Takes the elements of so many lines and the settings out of a question. */
/*@ requires sizes: lines <= SIZE_MAX / 4 && settings <= SIZE_MAX / 16 && 4 * lines + sizeof(dg_real) * settings <= SIZE_MAX;
    requires in: \valid_read(in + (0 .. 4 * lines + sizeof(dg_real) * settings - 1));
    requires room: \valid(element + (0 .. lines - 1)) && \valid(setting + (0 .. settings - 1));
    requires below: hw_elements_below(in, lines, 0x80000000);
    terminates \true; assigns element[0 .. lines - 1], setting[0 .. settings - 1];
    ensures elements: \forall integer i; 0 <= i < lines ==> element[i] == little_endian(in + 4 * i, 4); */
static inline void dg_hw_read_settings(const unsigned char *in, size_t lines, size_t settings, dg_index *element,
                                       dg_real *setting) {
  /*@ loop invariant range: 0 <= i <= lines;
      loop invariant elements: \forall integer k; 0 <= k < i ==> element[k] == little_endian(in + 4 * k, 4);
      loop assigns i, element[0 .. lines - 1]; loop variant lines - i; */
  for (size_t i = 0; i < lines; i++) {
    const uint64_t found = dg_read_number(in + 4 * i, 4);
    //@ assert below: hw_element_below(in, i, 0x80000000);
    //@ assert eva_below: found < 0x80000000;
    element[i] = (dg_index)found;
  }
  dg_read_reals(in + 4 * lines, settings, setting);
}

/* Configures the substrate by the settings kept. */
/*@ requires substrate: any_substrate(substrate);
    requires settings: \valid_read(settings + (0 .. dg_hw_any.settings - 1));
    terminates \true; assigns dg_hw_any.samples; */
static inline dg_hw_status dg_hw_substrate_configure(const dg_hw_substrate *substrate, const dg_real *settings) {
  dg_hw_status status;
  //@ calls dg_hw_any_configure;
  status = substrate->configure(substrate->context, settings);
  return status;
}

/*@ requires server: hw_server(server);
    requires request: hw_request(request);
    requires separate: hw_server_separate(server, request);
    terminates \true;
    assigns server->configured, server->configuration, server->element[0 .. line_count(server->net) - 1],
      server->settings[0 .. setting_count(server->net) - 1], dg_hw_any.samples;
    ensures length: \result.length == 0;
    ensures configured: \result.status == DG_HW_OK ==> server->configured == 1; */
static inline dg_hw_reply dg_hw_serve_configure(dg_hw_server *server, const dg_hw_frame *request) {
  const size_t lines = dg_hw_line_count(server->net), settings = dg_hw_setting_count(server->net);
  const size_t bytes = dg_hw_configure_bytes(server->net);
  const unsigned char *in = request->payload;
  if (request->length != bytes) return dg_hw_refused(DG_HW_ERROR_FRAME);
  //@ assert bytes: 4 * lines + sizeof(dg_real) * settings == request->length;
  if (!dg_hw_elements_good(lines, in, server->elements)) return dg_hw_refused(DG_HW_ERROR_ELEMENT);
  //@ assert below: \forall integer i; hw_element_below(in, i, server->elements) ==> hw_element_below(in, i, 0x80000000);
  server->configured = 0; /* until the substrate has agreed */
  dg_hw_read_settings(in, lines, settings, server->element, server->settings);
  const dg_hw_status status = dg_hw_substrate_configure(server->substrate, server->settings);
  if (status != DG_HW_OK) return dg_hw_refused(status);
  server->configuration = dg_crc32(request->length, in);
  server->configured = 1;
  return dg_hw_refused(DG_HW_OK);
}

/* Runs count samples, rows of inputs, on a substrate: their spikes go to record. */
/*@ requires substrate: any_substrate(substrate);
    requires sizes: 0 <= count * dg_hw_any.inputs <= SIZE_MAX / 16 && 0 <= count * dg_hw_any.neurons <= SIZE_MAX / 16;
    requires inputs: \valid_read(inputs + (0 .. count * dg_hw_any.inputs - 1));
    requires record: \valid(record + (0 .. count * dg_hw_any.neurons - 1));
    terminates \true; assigns dg_hw_any.samples, record[0 .. count * dg_hw_any.neurons - 1]; */
static inline dg_hw_status dg_hw_substrate_run(const dg_hw_substrate *substrate, uint64_t number, const dg_real *inputs,
                                               size_t count, dg_real *record) {
  const dg_batch batch = {inputs, NULL, NULL, count};
  dg_hw_status status;
  //@ ghost dg_hw_lemma_batch(&batch, dg_hw_any.inputs);
  //@ calls dg_hw_any_stimulate;
  status = substrate->stimulate(substrate->context, number, &batch);
  if (status != DG_HW_OK) return status;
  //@ calls dg_hw_any_read;
  status = substrate->read(substrate->context, record);
  return status;
}

/*@ requires server: hw_server(server);
    requires request: hw_request(request);
    requires out: \valid(out + (0 .. room - 1));
    terminates \true;
    assigns dg_hw_any.samples, server->inputs[0 .. server->largest * server->net->inputs - 1],
      server->record[0 .. server->largest * neuron_count(server->net) - 1], out[0 .. room - 1];
    ensures length: \result.length <= room; */
static inline dg_hw_reply dg_hw_serve_run(const dg_hw_server *server, const dg_hw_frame *request, unsigned char *out, size_t room) {
  const dg_network *net = server->net;
  const unsigned char *in = request->payload;
  const size_t width = net->inputs, neurons = dg_neuron_count(net), bytes = request->length;
  if (bytes < DG_HW_RUN_BYTES) return dg_hw_refused(DG_HW_ERROR_FRAME);
  const uint64_t number = dg_read_number(in, 8), configuration = dg_read_number(in + 8, 4), count = dg_read_number(in + 12, 4);
  if (count == 0) return dg_hw_refused((dg_hw_status)DG_ERROR_EMPTY);
  if (count > server->largest) return dg_hw_refused((dg_hw_status)DG_ERROR_TOO_LARGE);
  //@ ghost dg_hw_lemma_part(count, server->largest, width);
  //@ ghost dg_hw_lemma_part(count, server->largest, neurons);
  const size_t inputs = (size_t)count * width, spikes = (size_t)count * neurons;
  //@ assert inputs: inputs == count * width && inputs <= server->largest * server->net->inputs;
  //@ assert spikes: spikes == count * neurons && spikes <= server->largest * neuron_count(server->net);
  if (bytes != DG_HW_RUN_BYTES + inputs * sizeof(dg_real)) return dg_hw_refused(DG_HW_ERROR_FRAME);
  if (room < spikes * sizeof(dg_real)) return dg_hw_refused((dg_hw_status)DG_ERROR_CAPACITY);
  if (!server->configured || server->configuration != configuration) return dg_hw_refused(DG_HW_ERROR_ORDER);
  //@ assert room: \valid(server->inputs + (0 .. inputs - 1));
  //@ assert record: \valid(server->record + (0 .. spikes - 1));
  dg_read_reals(in + DG_HW_RUN_BYTES, inputs, server->inputs);
  //@ assert runs: dg_hw_any.inputs == width && dg_hw_any.neurons == neurons;
  //@ assert sizes: 0 <= count * width <= SIZE_MAX / 16 && 0 <= count * neurons <= SIZE_MAX / 16;
  //@ assert product: count * dg_hw_any.neurons == count * neurons;
  const dg_hw_status status = dg_hw_substrate_run(server->substrate, number, server->inputs, (size_t)count, server->record);
  if (status != DG_HW_OK) return dg_hw_refused(status);
  dg_hw_write_reals(out, spikes, server->record);
  return dg_hw_replied(DG_HW_OK, spikes * sizeof(dg_real));
}

/*@ requires substrate: any_substrate(server->substrate) && \valid_read(server);
    requires request: hw_request(request);
    requires out: \valid(out + (0 .. room - 1));
    terminates \true; assigns out[0 .. room - 1];
    ensures length: \result.length <= room;
    ensures measure: \result.status == DG_HW_OK ==> request->length == DG_HW_MEASURE_BYTES; */
static inline dg_hw_reply dg_hw_serve_measure(const dg_hw_server *server, const dg_hw_frame *request, unsigned char *out,
                                              size_t room) {
  dg_real delay[DG_HW_REPEATS];
  const unsigned char *in = request->payload;
  if (request->length != DG_HW_MEASURE_BYTES) return dg_hw_refused(DG_HW_ERROR_FRAME);
  const uint64_t element = dg_read_number(in, 4), code = dg_read_number(in + 4, 4), event = dg_read_number(in + 8, 8);
  const uint64_t count = dg_read_number(in + 16, 4);
  if (count == 0) return dg_hw_refused((dg_hw_status)DG_ERROR_EMPTY);
  if (count > DG_HW_REPEATS) return dg_hw_refused((dg_hw_status)DG_ERROR_TOO_LARGE);
  if (element >= server->elements) return dg_hw_refused(DG_HW_ERROR_ELEMENT);
  if (code > (uint64_t)1 << 20) return dg_hw_refused(DG_HW_ERROR_CODE);
  if (room < count * sizeof(dg_real)) return dg_hw_refused((dg_hw_status)DG_ERROR_CAPACITY);
  const dg_hw_substrate *substrate = server->substrate;
  dg_hw_status status;
  //@ calls dg_hw_any_measure;
  status = substrate->measure(substrate->context, (size_t)element, (dg_index)code, event, (size_t)count, delay);
  if (status != DG_HW_OK) return dg_hw_refused(status);
  dg_hw_write_reals(out, (size_t)count, delay);
  return dg_hw_replied(DG_HW_OK, (size_t)count * sizeof(dg_real));
}

/* The answer to a question of this version, as a payload. */
/*@ requires server: hw_server(server);
    requires request: hw_request(request);
    requires separate: hw_server_separate(server, request);
    requires out: \valid(out + (0 .. room - 1)) && hw_server_apart(server, out, room);
    terminates \true;
    assigns server->configured, server->configuration, server->element[0 .. line_count(server->net) - 1],
      server->settings[0 .. setting_count(server->net) - 1], dg_hw_any.samples,
      server->inputs[0 .. server->largest * server->net->inputs - 1],
      server->record[0 .. server->largest * neuron_count(server->net) - 1], out[0 .. room - 1];
    ensures length: \result.length <= room;
    ensures version: request->version != DG_HW_PROTOCOL ==> \result.status == DG_HW_ERROR_VERSION; */
static inline dg_hw_reply dg_hw_serve_payload(dg_hw_server *server, const dg_hw_frame *request, unsigned char *out, size_t room) {
  if (request->version != DG_HW_PROTOCOL) return dg_hw_refused(DG_HW_ERROR_VERSION);
  switch (request->type) {
  case DG_HW_HELLO: return dg_hw_serve_hello(server, request, out, room);
  case DG_HW_CONFIGURE: return dg_hw_serve_configure(server, request);
  case DG_HW_RUN: return dg_hw_serve_run(server, request, out, room);
  case DG_HW_MEASURE: return dg_hw_serve_measure(server, request, out, room);
  default: break;
  }
  return dg_hw_refused(DG_HW_ERROR_FRAME);
}

/* Answers a frame: the bytes to send go to out[capacity], which must not overlap the frame; returns how many. Whatever the frame
   says, nothing is written beyond the arrays of the server and out. An answer is not answered: 0. capacity: that of
   dg_hw_frame_room, or larger answers turn into errors (CAPACITY). out must stay as it is from one call to the next: where the last
   question comes again, because its answer was lost or slow, the same answer is sent without running anything, so that a host in a
   hurry does not drown the board. */
/*@ requires server: hw_server(server) && hw_answer_size(server->answer, capacity);
    requires request: hw_request(request);
    requires separate: hw_server_separate(server, request);
    requires size: capacity <= 0xffffffff;
    requires out: \valid(out + (0 .. capacity - 1)) && hw_server_apart(server, out, capacity);
    requires frame: \separated(out + (0 .. capacity - 1), request, request->payload + (0 .. request->length - 1));
    terminates \true;
    assigns server->configured, server->configuration, server->sequence, server->type, server->mark, server->answer,
      server->element[0 .. line_count(server->net) - 1], server->settings[0 .. setting_count(server->net) - 1], dg_hw_any.samples,
      server->inputs[0 .. server->largest * server->net->inputs - 1],
      server->record[0 .. server->largest * neuron_count(server->net) - 1], out[0 .. capacity - 1];
    ensures size: hw_answer_size(\result, capacity);
    ensures answers: request->type >= DG_HW_ANSWER ==> \result == 0;
    ensures kept: hw_answer_size(server->answer, capacity); */
static inline size_t dg_hw_serve(dg_hw_server *server, const dg_hw_frame *request, unsigned char *out, size_t capacity) {
  if (request->type >= DG_HW_ANSWER || capacity < DG_HW_FRAME + 2u) return 0;
  const uint32_t mark = dg_crc32(request->length, request->payload);
  const int again = server->sequence == request->sequence && server->type == request->type && server->mark == mark;
  if (again && server->answer > 0 && request->version == DG_HW_PROTOCOL) return server->answer;
  unsigned char *payload = out + DG_HW_HEAD;
  const dg_hw_reply reply = dg_hw_serve_payload(server, request, payload, capacity - DG_HW_FRAME);
  unsigned type = request->type + DG_HW_ANSWER;
  size_t length = reply.length;
  if (reply.status != DG_HW_OK) {
    payload[0] = (unsigned char)reply.status;
    payload[1] = (unsigned char)DG_HW_PROTOCOL;
    length = 2;
    type = DG_HW_ERROR;
  }
  server->sequence = request->sequence;
  server->type = request->type;
  server->mark = mark;
  server->answer = request->version == DG_HW_PROTOCOL ? DG_HW_FRAME + length : 0;
  return dg_hw_seal(out, type, request->sequence, length);
}

/* ---- the host ---- */

/* A stream of bytes. send: all n bytes, 0 if it went well. receive: 1 and a byte, 0 if none has come for as long as an answer may
   take, below 0 if none will ever come. */
typedef struct {
  void *context;
  int (*send)(void *context, const unsigned char *bytes, size_t n);
  int (*receive)(void *context, unsigned char *byte);
} dg_hw_link;

/* The other end of a wire. net, element (from dg_hw_place): what shall run there; decoder, out[room]: of dg_hw_frame_room bytes
   each; settings[dg_hw_setting_count]; sequence: number of the last question, begun anywhere; retries: how often one is asked
   again. The rest begins as 0: largest batch that the board takes, what it was configured with last, the batch that waits; frames
   sent and received, questions asked again, frames that answered none, configurations that the board had lost. */
typedef struct {
  dg_hw_link link;
  const dg_network *net;
  const dg_index *element;
  dg_hw_decoder decoder;
  unsigned char *out;
  size_t room;
  dg_real *settings;
  uint32_t sequence, retries;
  size_t largest;
  int configured, stimulated;
  uint32_t configuration;
  uint64_t number;
  dg_batch batch;
  uint64_t sent, received, resent, stale, lost;
} dg_hw_wire;
#ifdef __FRAMAC__
#include "proofs/acsl/host.h"
#endif

/* What an answer to a question means. */
/*@ requires valid: hw_payload(answer);
    terminates \true; assigns \nothing;
    ensures good: \result == DG_HW_OK <==> answer->version == DG_HW_PROTOCOL && answer->type != DG_HW_ERROR; */
static inline dg_hw_status dg_hw_answered(const dg_hw_frame *answer) {
  if (answer->version != DG_HW_PROTOCOL) return DG_HW_ERROR_VERSION;
  if (answer->type != DG_HW_ERROR) return DG_HW_OK;
  if (answer->length != 2) return DG_HW_ERROR_FRAME;
  const unsigned status = answer->payload[0];
  const int known = (status > DG_OK && status < DG_STATUS_COUNT) || (status >= DG_HW_ERROR_CHIP && status < DG_HW_STATUS_END);
  return known ? (dg_hw_status)status : DG_HW_ERROR_FRAME;
}

/* The next frame among the bytes there; counts it. idle: as for dg_hw_search. */
/*@ requires wire: hw_wire(wire);
    requires answer: hw_answer_room(wire, answer);
    terminates \true;
    assigns *answer, wire->received, wire->decoder.start, wire->decoder.taken, wire->decoder.filled, wire->decoder.frames,
      wire->decoder.dropped;
    ensures wire: hw_wire(wire);
    ensures same: SameWire{Pre, Post}(wire);
    ensures progress: \result != 0 ==> hw_left(wire) < \old(hw_left(wire));
    ensures frame: \result != 0 ==> hw_frame_of(&wire->decoder, answer); */
static inline int dg_hw_find(dg_hw_wire *wire, int idle, dg_hw_frame *answer) {
  //@ assert apart: \separated(answer, wire) && \separated(answer, wire->decoder.bytes + (0 .. wire->decoder.capacity - 1));
  const int found = dg_hw_search(&wire->decoder, idle, answer);
  //@ assert link: wire->link.send == \at(wire->link.send, Pre) && wire->link.receive == \at(wire->link.receive, Pre);
  //@ assert out: wire->out == \at(wire->out, Pre);
  //@ assert kept: wire->element == \at(wire->element, Pre) && wire->settings == \at(wire->settings, Pre);
  //@ assert batch: wire->batch.inputs == \at(wire->batch.inputs, Pre) && wire->batch.index == \at(wire->batch.index, Pre);
  //@ assert count: wire->batch.count == \at(wire->batch.count, Pre);
  //@ assert room: wire->room == \at(wire->room, Pre);
  //@ assert retries: wire->retries == \at(wire->retries, Pre);
  wire->received += found != 0;
  //@ assert frame: found != 0 ==> hw_frame_of(&wire->decoder, answer);
  return found;
}

/* Whether a frame answers the question of this type and the wire's sequence; one that does not is counted. */
/*@ requires wire: hw_wire(wire) && type <= 4;
    requires frame: \valid_read(frame) && \separated(frame, wire) && hw_frame_of(&wire->decoder, frame);
    terminates \true; assigns wire->stale;
    ensures wire: hw_wire(wire);
    ensures same: SameWire{Pre, Post}(wire);
    ensures left: hw_left(wire) == \old(hw_left(wire));
    ensures answer: \result != 0 ==> hw_answer(wire, type, frame); */
static inline int dg_hw_answers(dg_hw_wire *wire, unsigned type, const dg_hw_frame *frame) {
  const int answers = frame->sequence == wire->sequence && (frame->type == type + DG_HW_ANSWER || frame->type == DG_HW_ERROR);
  //@ assert answer: answers != 0 ==> hw_answer(wire, type, frame);
  wire->stale += !answers;
  return answers;
}

/* The next frame that answers the question of this type and the wire's sequence, among the bytes there; others are counted and let
   go. idle: as for dg_hw_search. */
/*@ requires wire: hw_wire(wire) && type <= 4;
    requires answer: hw_answer_room(wire, answer);
    terminates \true;
    assigns *answer, wire->received, wire->stale, wire->decoder.start, wire->decoder.taken, wire->decoder.filled,
      wire->decoder.frames, wire->decoder.dropped;
    ensures wire: hw_wire(wire);
    ensures same: SameWire{Pre, Post}(wire);
    ensures answer: \result != 0 ==> hw_answer(wire, type, answer); */
static inline int dg_hw_match(dg_hw_wire *wire, unsigned type, int idle, dg_hw_frame *answer) {
  /*@ loop invariant wire: hw_wire(wire);
      loop invariant same: SameWire{Pre, Here}(wire);
      loop assigns *answer, wire->received, wire->stale, wire->decoder.start, wire->decoder.taken, wire->decoder.filled,
        wire->decoder.frames, wire->decoder.dropped;
      loop variant wire->decoder.filled - wire->decoder.start - wire->decoder.taken; */
  while (dg_hw_find(wire, idle, answer)) {
    //@ assert found: SameWire{Pre, Here}(wire);
    //@ assert fewer: hw_left(wire) < \at(hw_left(wire), LoopCurrent);
    if (dg_hw_answers(wire, type, answer)) return 1;
    //@ assert same: SameWire{Pre, Here}(wire);
    //@ assert left: hw_left(wire) < \at(hw_left(wire), LoopCurrent);
  }
  return 0;
}

/* Receives a byte, if one has come; the result is that of the stream. */
/*@ requires wire: hw_wire(wire);
    terminates \true;
    assigns dg_hw_far, wire->decoder.start, wire->decoder.taken, wire->decoder.filled, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1];
    ensures wire: hw_wire(wire);
    ensures same: SameWire{Pre, Post}(wire); */
static inline int dg_hw_listen(dg_hw_wire *wire) {
  unsigned char byte = 0;
  int got;
  //@ calls dg_hw_any_receive;
  got = wire->link.receive(wire->link.context, &byte);
  if (got > 0) dg_hw_feed(&wire->decoder, byte);
  return got;
}

/* Waits for an answer. One that has not come among as many bytes as 16 largest frames will not come. */
/*@ requires wire: hw_wire(wire) && type <= 4;
    requires answer: hw_answer_room(wire, answer);
    terminates \true;
    assigns *answer, dg_hw_far, wire->received, wire->stale, wire->decoder.start, wire->decoder.taken, wire->decoder.filled,
      wire->decoder.frames, wire->decoder.dropped, wire->decoder.bytes[0 .. wire->decoder.capacity - 1];
    ensures wire: hw_wire(wire);
    ensures same: SameWire{Pre, Post}(wire);
    ensures answer: \result == DG_HW_OK ==> hw_answer(wire, type, answer) && answer->type == type + DG_HW_ANSWER; */
static inline dg_hw_status dg_hw_await(dg_hw_wire *wire, unsigned type, dg_hw_frame *answer) {
  /*@ loop invariant wire: hw_wire(wire);
      loop invariant same: SameWire{Pre, Here}(wire);
      loop assigns patience, *answer, dg_hw_far, wire->received, wire->stale, wire->decoder.start, wire->decoder.taken,
        wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped, wire->decoder.bytes[0 .. wire->decoder.capacity - 1];
      loop variant patience; */
  for (uint64_t patience = (uint64_t)16 * wire->decoder.capacity; patience > 0; patience--) {
    const int got = dg_hw_listen(wire);
    if (got < 0) return DG_HW_ERROR_CLOSED;
    if (dg_hw_match(wire, type, got == 0, answer)) {
      //@ assert same: SameWire{Pre, Here}(wire);
      //@ assert found: hw_frame_of(&wire->decoder, answer);
      //@ assert payload: hw_payload(answer);
      return dg_hw_answered(answer);
    }
    if (got == 0) return DG_HW_ERROR_SILENT;
  }
  return DG_HW_ERROR_SILENT;
}

/* Sends the frame of so many bytes at out; 0 if it went well. */
/*@ requires wire: hw_wire(wire) && \valid_read(wire->out + (0 .. bytes - 1));
    terminates \true; assigns dg_hw_far; */
static inline int dg_hw_send(const dg_hw_wire *wire, size_t bytes) {
  int failed;
  //@ calls dg_hw_any_send;
  failed = wire->link.send(wire->link.context, wire->out, bytes);
  return failed;
}

/* Asks a question, whose payload of length bytes stands at out[DG_HW_HEAD], and again after each time-out. An answer must have size
   bytes of payload. Errors: SILENT, CLOSED, VERSION, FRAME, those of the board. */
/*@ requires wire: hw_wire(wire) && type <= 4;
    requires out: hw_wire_out(wire, length);
    requires answer: hw_answer_room(wire, answer) && \separated(answer, wire->out + (0 .. length + 19));
    terminates \true;
    assigns *answer, dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. length + 19];
    ensures wire: hw_wire(wire);
    ensures same: SameWire{Pre, Post}(wire);
    ensures answer: \result == DG_HW_OK ==> hw_answer(wire, type, answer) && hw_payload(answer) && answer->length == size; */
static inline dg_hw_status dg_hw_ask(dg_hw_wire *wire, unsigned type, size_t length, size_t size, dg_hw_frame *answer) {
  wire->sequence++;
  const size_t bytes = dg_hw_seal(wire->out, type, wire->sequence, length);
  /*@ loop invariant range: 0 <= again <= wire->retries + 1;
      loop invariant wire: hw_wire(wire);
      loop invariant same: SameWire{Pre, Here}(wire);
      loop assigns again, *answer, dg_hw_far, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
        wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
        wire->decoder.bytes[0 .. wire->decoder.capacity - 1];
      loop variant wire->retries + 1 - again; */
  for (uint64_t again = 0; again <= wire->retries; again++) {
    if (dg_hw_send(wire, bytes) != 0) return DG_HW_ERROR_CLOSED;
    wire->sent++;
    wire->resent += again > 0;
    const dg_hw_status status = dg_hw_await(wire, type, answer);
    //@ assert same: SameWire{Pre, Here}(wire);
    if (status == DG_HW_OK && answer->length != size) return DG_HW_ERROR_FRAME;
    if (status != DG_HW_ERROR_SILENT) return status;
  }
  return DG_HW_ERROR_SILENT;
}

/* Whether a wire can be used for batches of count samples: DG_HW_OK, or what it lacks. */
/*@ requires wire: hw_wire_given(wire);
    terminates \true; assigns \nothing;
    ensures whole: \result == DG_HW_OK ==> wire != \null && hw_host(wire) && admitted_network(wire->net);
    ensures count: \result == DG_HW_OK ==> 1 <= count <= DG_BATCH_MAX;
    ensures fits: \result == DG_HW_OK ==> hw_host_fits(wire, count); */
static inline dg_hw_status dg_hw_wire_check(const dg_hw_wire *wire, size_t count) {
  if (wire == NULL || wire->link.send == NULL || wire->link.receive == NULL || wire->out == NULL || wire->decoder.bytes == NULL ||
      wire->settings == NULL || wire->element == NULL)
    return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = (dg_hw_status)dg_network_check(wire->net);
  if (status != DG_HW_OK) return status;
  const size_t bytes = dg_hw_frame_bytes(wire->net, count);
  status = dg_hw_frame_check(count, bytes);
  if (status != DG_HW_OK) return status;
  return wire->room < bytes || wire->decoder.capacity < bytes ? (dg_hw_status)DG_ERROR_CAPACITY : DG_HW_OK;
}

/* Whether the answer to HELLO says what is given; sets wire->largest. */
/*@ requires wire: hw_host(wire);
    requires answer: hw_payload(answer) && answer->length == DG_HW_HELLO_BYTES;
    terminates \true; assigns wire->largest;
    ensures wire: hw_host(wire) && SameWire{Pre, Post}(wire);
    ensures largest: \result == DG_HW_OK ==> 1 <= wire->largest <= DG_BATCH_MAX; */
static inline dg_hw_status dg_hw_read_hello(dg_hw_wire *wire, const dg_hw_frame *answer, size_t inputs, size_t neurons,
                                            size_t lines, size_t settings, uint32_t mark) {
  const unsigned char *in = answer->payload;
  if (dg_read_number(in, 4) != sizeof(dg_real) || dg_read_number(in + 4, 4) != inputs || dg_read_number(in + 8, 4) != neurons ||
      dg_read_number(in + 12, 4) != lines || dg_read_number(in + 16, 4) != settings || dg_read_number(in + 24, 4) != mark)
    return DG_HW_ERROR_OTHER;
  const uint64_t largest = dg_read_number(in + 20, 4);
  if (largest == 0) return DG_HW_ERROR_FRAME;
  wire->largest = largest < DG_BATCH_MAX ? (size_t)largest : DG_BATCH_MAX;
  return DG_HW_OK;
}

/* The n reals that an answer consists of. */
/*@ requires answer: hw_payload(answer) && answer->length == sizeof(dg_real) * n && n <= SIZE_MAX / 16;
    requires valid: \valid(x + (0 .. n - 1));
    terminates \true; assigns x[0 .. n - 1]; */
static inline void dg_hw_read_answer(const dg_hw_frame *answer, size_t n, dg_real *x) { dg_read_reals(answer->payload, n, x); }

/* Begins: asks the board what it is, and sets wire->largest. Errors: OTHER if it has another precision or network, CAPACITY if room
   or the decoder is too small even for one sample, those of an exchange. */
/*@ requires wire: hw_wire_given(wire);
    requires separate: wire != \null && wire->net != \null ==> hw_host_apart(wire);
    terminates \true;
    assigns wire->largest, dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures largest: \result == DG_HW_OK ==> 1 <= wire->largest <= DG_BATCH_MAX; */
static inline dg_hw_status dg_hw_wire_hello(dg_hw_wire *wire) {
  dg_hw_status status = dg_hw_wire_check(wire, 1);
  if (status != DG_HW_OK) return status;
  const dg_network *net = wire->net;
  const size_t neurons = dg_neuron_count(net), lines = dg_hw_line_count(net), settings = dg_hw_setting_count(net);
  const uint32_t mark = dg_hw_network_mark(net, wire->out);
  const size_t inputs = net->inputs;
  dg_hw_frame answer;
  status = dg_hw_ask(wire, DG_HW_HELLO, 0, DG_HW_HELLO_BYTES, &answer);
  if (status != DG_HW_OK) return status;
  //@ assert host: hw_host(wire);
  return dg_hw_read_hello(wire, &answer, inputs, neurons, lines, settings, mark);
}

/* Elements of so many lines, and settings, as a question. */
/*@ requires sizes: lines <= SIZE_MAX / 8 && settings <= SIZE_MAX / 16 && 4 * lines + sizeof(dg_real) * settings <= SIZE_MAX;
    requires out: \valid(out + (0 .. 4 * lines + sizeof(dg_real) * settings - 1));
    requires in: \valid_read(element + (0 .. lines - 1)) && \valid_read(setting + (0 .. settings - 1));
    terminates \true; assigns out[0 .. 4 * lines + sizeof(dg_real) * settings - 1]; */
static inline void dg_hw_write_settings(unsigned char *out, size_t lines, size_t settings, const dg_index *element,
                                        const dg_real *setting) {
  /*@ loop invariant range: 0 <= i <= lines;
      loop assigns i, out[0 .. 4 * lines - 1]; loop variant lines - i; */
  for (size_t i = 0; i < lines; i++) dg_write_number(out + 4 * i, 4, (uint64_t)element[i]);
  dg_hw_write_reals(out + 4 * lines, settings, setting);
}

/* Sends the settings kept, and the elements of so many lines. */
/*@ requires wire: hw_host(wire);
    requires sizes: 0 <= lines && 0 <= settings && hw_question_fits(wire, 4 * lines + sizeof(dg_real) * settings);
    requires answer: hw_answer_apart(wire, answer);
    requires kept: \valid_read(wire->element + (0 .. lines - 1)) && \valid_read(wire->settings + (0 .. settings - 1));
    terminates \true;
    assigns *answer, wire->configuration, dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale,
      wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures wire: hw_host(wire) && SameWire{Pre, Post}(wire); */
static inline dg_hw_status dg_hw_wire_send_settings(dg_hw_wire *wire, size_t lines, size_t settings, dg_hw_frame *answer) {
  const size_t length = 4 * lines + sizeof(dg_real) * settings;
  unsigned char *payload = wire->out + DG_HW_HEAD;
  dg_hw_write_settings(payload, lines, settings, wire->element, wire->settings);
  wire->configuration = dg_crc32(length, payload);
  return dg_hw_ask(wire, DG_HW_CONFIGURE, length, 0, answer);
}

/* The same with a frame of its own for the answer. */
/*@ requires wire: hw_host(wire);
    requires sizes: 0 <= lines && 0 <= settings && hw_question_fits(wire, 4 * lines + sizeof(dg_real) * settings);
    requires kept: \valid_read(wire->element + (0 .. lines - 1)) && \valid_read(wire->settings + (0 .. settings - 1));
    terminates \true;
    assigns wire->configuration, dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale,
      wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1]; */
static inline dg_hw_status dg_hw_wire_settings(dg_hw_wire *wire, size_t lines, size_t settings) {
  dg_hw_frame answer;
  return dg_hw_wire_send_settings(wire, lines, settings, &answer);
}

/* The samples of a batch of so many inputs, as a question. */
/*@ requires batch: admitted_batch(batch, inputs);
    requires size: 0 <= batch->count * inputs <= SIZE_MAX / 16;
    requires out: \valid(out + (0 .. sizeof(dg_real) * (batch->count * inputs) - 1));
    terminates \true; assigns out[0 .. sizeof(dg_real) * (batch->count * inputs) - 1]; */
static inline void dg_hw_write_inputs(unsigned char *out, const dg_batch *batch, size_t inputs) {
  //@ ghost dg_lemma_index(batch, inputs);
  /*@ loop invariant range: 0 <= n <= batch->count;
      loop assigns n, out[0 .. sizeof(dg_real) * (batch->count * inputs) - 1]; loop variant batch->count - n; */
  for (size_t n = 0; n < batch->count; n++) {
    //@ ghost dg_hw_lemma_row(n, batch->count, inputs);
    const size_t first = n * inputs, row = dg_batch_row(batch, n);
    //@ assert within: first == n * inputs && first + inputs <= batch->count * inputs;
    //@ assert row: row == row_of(batch, n) && (size_t)(row * inputs) == row * inputs;
    dg_hw_write_reals(out + first * sizeof(dg_real), inputs, batch->inputs + row * inputs);
  }
}

/* Sends the batch that waits, of so many inputs, and receives its spikes, so many of each sample. */
/*@ requires wire: hw_host(wire) && hw_pending(wire, inputs);
    requires sizes: 0 <= inputs && 0 <= neurons && hw_batch_fits(wire, wire->batch.count, inputs, neurons);
    requires record: \valid(record + (0 .. wire->batch.count * neurons - 1));
    requires answer: hw_answer_apart(wire, answer);
    terminates \true;
    assigns *answer, record[0 .. wire->batch.count * neurons - 1], dg_hw_far, wire->sequence, wire->sent, wire->resent,
      wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures wire: hw_host(wire);
    ensures same: SameWire{Pre, Post}(wire);
    ensures batch: hw_pending(wire, inputs); */
static inline dg_hw_status dg_hw_wire_run(dg_hw_wire *wire, size_t inputs, size_t neurons, dg_real *record,
                                          dg_hw_frame *answer) {
  const dg_batch *batch = &wire->batch;
  const size_t count = batch->count, spikes = count * neurons, length = DG_HW_RUN_BYTES + count * inputs * sizeof(dg_real);
  unsigned char *payload = wire->out + DG_HW_HEAD;
  //@ assert sizes: spikes == count * neurons && length == 16 + sizeof(dg_real) * (count * inputs) && length <= 0xffffffff - 20;
  //@ ghost dg_hw_lemma_pending(wire, inputs);
  dg_write_number(payload, 8, wire->number);
  dg_write_number(payload + 8, 4, wire->configuration);
  dg_write_number(payload + 12, 4, count);
  dg_hw_write_inputs(payload + DG_HW_RUN_BYTES, batch, inputs);
  const dg_hw_status status = dg_hw_ask(wire, DG_HW_RUN, length, spikes * sizeof(dg_real), answer);
  //@ assert host: hw_host(wire);
  //@ assert same: SameWire{Pre, Here}(wire);
  //@ assert pending: hw_pending(wire, inputs);
  if (status == DG_HW_OK) dg_hw_read_answer(answer, spikes, record);
  return status;
}

/* The four functions of a wire. Errors: those of an exchange and of the board; ORDER before dg_hw_wire_hello. */
/*@ requires wire: hw_wire_given(wire);
    requires settings: settings == \null || wire == \null || wire->net == \null || hw_kept(wire, settings);
    terminates \true;
    assigns wire->configured, wire->stimulated, wire->settings[0 .. setting_count(wire->net) - 1], wire->configuration, dg_hw_far,
      wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures configured: \result == DG_HW_OK ==> wire->configured == 1; */
static inline dg_hw_status dg_hw_configure_wire(dg_hw_wire *wire, const dg_real *settings) {
  if (settings == NULL) return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = dg_hw_wire_check(wire, 1);
  if (status != DG_HW_OK) return status;
  if (wire->largest == 0) return DG_HW_ERROR_ORDER;
  const size_t count = dg_hw_setting_count(wire->net), lines = dg_hw_line_count(wire->net);
  //@ assert fits: hw_question_fits(wire, 4 * lines + sizeof(dg_real) * count);
  /*@ loop invariant range: 0 <= i <= count;
      loop assigns i, wire->settings[0 .. count - 1]; loop variant count - i; */
  for (size_t i = 0; i < count; i++) wire->settings[i] = settings[i];
  wire->configured = wire->stimulated = 0;
  status = dg_hw_wire_settings(wire, lines, count);
  if (status == DG_HW_OK) wire->configured = 1;
  return status;
}

/*@ requires wire: hw_wire_given(wire);
    requires batch: hw_batch_given(wire, batch);
    terminates \true; assigns wire->number, wire->batch, wire->stimulated;
    ensures stimulated: \result == DG_HW_OK ==> wire->stimulated == 1 && wire->number == number; */
static inline dg_hw_status dg_hw_stimulate_wire(dg_hw_wire *wire, uint64_t number, const dg_batch *batch) {
  if (wire == NULL) return (dg_hw_status)DG_ERROR_NULL;
  if (!wire->configured) return DG_HW_ERROR_ORDER;
  const dg_status status = dg_batch_check(wire->net, batch);
  if (status != DG_OK) return (dg_hw_status)status;
  if (batch->count > wire->largest) return (dg_hw_status)DG_ERROR_TOO_LARGE;
  const dg_hw_status fits = dg_hw_wire_check(wire, batch->count);
  if (fits != DG_HW_OK) return fits;
  wire->number = number;
  wire->batch = *batch;
  wire->stimulated = 1;
  return DG_HW_OK;
}

/* Configures the board again, and sends the batch that waits. */
/*@ requires wire: hw_wire_waits(wire, lines, settings, inputs, neurons);
    requires record: \valid(record + (0 .. wire->batch.count * neurons - 1));
    requires answer: hw_answer_apart(wire, answer);
    terminates \true;
    assigns *answer, wire->configuration, record[0 .. wire->batch.count * neurons - 1],
      dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures waits: hw_wire_waits(wire, lines, settings, inputs, neurons);
    ensures same: SameWire{Pre, Post}(wire); */
static inline dg_hw_status dg_hw_wire_again(dg_hw_wire *wire, size_t lines, size_t settings, size_t inputs, size_t neurons,
                                            dg_real *record, dg_hw_frame *answer) {
  dg_hw_status status = dg_hw_wire_send_settings(wire, lines, settings, answer);
  //@ assert sent: SameWire{Pre, Here}(wire);
  //@ assert fits: hw_batch_fits(wire, wire->batch.count, inputs, neurons);
  //@ assert pending: hw_pending(wire, inputs);
  if (status == DG_HW_OK) status = dg_hw_wire_run(wire, inputs, neurons, record, answer);
  //@ assert last: SameWire{Pre, Here}(wire);
  //@ assert last_host: hw_host(wire);
  //@ assert last_fits: hw_batch_fits(wire, wire->batch.count, inputs, neurons);
  //@ assert last_question: hw_question_fits(wire, 4 * lines + sizeof(dg_real) * settings);
  //@ assert last_kept: \valid_read(wire->element + (0 .. lines - 1)) && \valid_read(wire->settings + (0 .. settings - 1));
  return status;
}

/* The same after the board has lost its configuration, which is counted. */
/*@ requires wire: hw_wire_waits(wire, lines, settings, inputs, neurons);
    requires record: \valid(record + (0 .. wire->batch.count * neurons - 1));
    requires answer: hw_answer_apart(wire, answer);
    terminates \true;
    assigns *answer, wire->lost, wire->configuration, record[0 .. wire->batch.count * neurons - 1],
      dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures waits: hw_wire_waits(wire, lines, settings, inputs, neurons);
    ensures same: SameWire{Pre, Post}(wire); */
static inline dg_hw_status dg_hw_wire_lost(dg_hw_wire *wire, size_t lines, size_t settings, size_t inputs, size_t neurons,
                                           dg_real *record, dg_hw_frame *answer) {
  wire->lost++;
  //@ assert same: SameWire{Pre, Here}(wire);
  //@ assert host: hw_host(wire);
  //@ assert waits: hw_wire_waits(wire, lines, settings, inputs, neurons);
  return dg_hw_wire_again(wire, lines, settings, inputs, neurons, record, answer);
}

/* Sends the batch that waits and receives its spikes; a board that has lost its configuration, because it began anew or an old
   frame came late, is configured again. */
/*@ requires wire: hw_wire_waits(wire, lines, settings, inputs, neurons);
    requires record: \valid(record + (0 .. wire->batch.count * neurons - 1));
    requires answer: hw_answer_apart(wire, answer);
    terminates \true;
    assigns *answer, wire->lost, wire->configuration, record[0 .. wire->batch.count * neurons - 1],
      dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1]; */
static inline dg_hw_status dg_hw_wire_persist(dg_hw_wire *wire, size_t lines, size_t settings, size_t inputs, size_t neurons,
                                              dg_real *record, dg_hw_frame *answer) {
  dg_hw_status status = dg_hw_wire_run(wire, inputs, neurons, record, answer);
  //@ assert fits: hw_batch_fits(wire, wire->batch.count, inputs, neurons);
  //@ assert question: hw_question_fits(wire, 4 * lines + sizeof(dg_real) * settings);
  //@ assert kept: \valid_read(wire->element + (0 .. lines - 1)) && \valid_read(wire->settings + (0 .. settings - 1));
  /*@ loop invariant range: 0 <= again <= wire->retries;
      loop invariant waits: hw_wire_waits(wire, lines, settings, inputs, neurons);
      loop invariant same: SameWire{Pre, Here}(wire);
      loop assigns again, status, *answer, wire->lost, wire->configuration, record[0 .. wire->batch.count * neurons - 1],
        dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
        wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
      loop variant wire->retries - again; */
  for (uint64_t again = 0; again < wire->retries && status == DG_HW_ERROR_ORDER; again++)
    status = dg_hw_wire_lost(wire, lines, settings, inputs, neurons, record, answer);
  return status;
}

/* The same with a frame of its own for the answer. */
/*@ requires wire: hw_wire_waits(wire, lines, settings, inputs, neurons);
    requires record: \valid(record + (0 .. wire->batch.count * neurons - 1));
    terminates \true;
    assigns wire->lost, wire->configuration, record[0 .. wire->batch.count * neurons - 1],
      dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1]; */
static inline dg_hw_status dg_hw_wire_exchange(dg_hw_wire *wire, size_t lines, size_t settings, size_t inputs, size_t neurons,
                                               dg_real *record) {
  dg_hw_frame answer;
  //@ assert host: hw_host(wire);
  //@ assert pending: hw_pending(wire, inputs);
  //@ assert apart: hw_answer_apart(wire, &answer);
  return dg_hw_wire_persist(wire, lines, settings, inputs, neurons, record, &answer);
}

/* The same for the network of the wire. */
/*@ requires waits: hw_waits(wire);
    requires record: \valid(record + (0 .. wire->batch.count * neuron_count(wire->net) - 1));
    terminates \true;
    assigns wire->lost, wire->configuration, record[0 .. wire->batch.count * neuron_count(wire->net) - 1],
      dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1]; */
static inline dg_hw_status dg_hw_wire_read_batch(dg_hw_wire *wire, dg_real *record) {
  const dg_network *net = wire->net;
  //@ assert network: admitted_network(net);
  const size_t inputs = net->inputs, neurons = dg_neuron_count(net);
  const size_t lines = dg_hw_line_count(net), settings = dg_hw_setting_count(net);
  //@ assert positive: \forall integer x, y; 0 <= x && 0 <= y ==> 0 <= x * y;
  //@ assert products: 0 <= wire->batch.count * inputs && 0 <= wire->batch.count * neurons;
  //@ assert room: hw_frames_fit(net, wire->batch.count, wire->room) && hw_frames_fit(net, wire->batch.count, 0xffffffff);
  //@ assert question: 16 + sizeof(dg_real) * (wire->batch.count * inputs) + 20 <= wire->room;
  //@ assert most: 16 + sizeof(dg_real) * (wire->batch.count * inputs) + 20 <= 0xffffffff;
  //@ assert spikes: sizeof(dg_real) * (wire->batch.count * neurons) <= 0xffffffff;
  //@ assert sizes: hw_batch_fits(wire, wire->batch.count, inputs, neurons);
  //@ assert fits: hw_question_fits(wire, 4 * lines + sizeof(dg_real) * settings);
  //@ ghost dg_hw_lemma_pending(wire, inputs);
  return dg_hw_wire_exchange(wire, lines, settings, inputs, neurons, record);
}

/* Reads the batch that waits, as above. */
/*@ requires wire: wire == \null || \valid(wire);
    requires waits: wire != \null && wire->stimulated != 0 ==> hw_waits(wire);
    requires record: wire != \null && wire->stimulated != 0 && record != \null ==>
      \valid(record + (0 .. wire->batch.count * neuron_count(wire->net) - 1));
    terminates \true;
    assigns wire->stimulated, wire->lost, wire->configuration, record[0 .. wire->batch.count * neuron_count(wire->net) - 1],
      dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures read: \result == DG_HW_OK ==> wire->stimulated == 0; */
static inline dg_hw_status dg_hw_read_wire(dg_hw_wire *wire, dg_real *record) {
  if (wire == NULL || record == NULL) return (dg_hw_status)DG_ERROR_NULL;
  if (!wire->stimulated) return DG_HW_ERROR_ORDER;
  const dg_hw_status status = dg_hw_wire_read_batch(wire, record);
  if (status == DG_HW_OK) wire->stimulated = 0;
  return status;
}

/* Measures an element up to DG_HW_REPEATS times. */
/*@ requires wire: hw_host(wire) && hw_question_fits(wire, DG_HW_MEASURE_BYTES);
    requires count: 1 <= count <= DG_HW_REPEATS;
    requires answer: hw_answer_apart(wire, answer);
    requires delay: \valid(delay + (0 .. count - 1));
    terminates \true;
    assigns *answer, delay[0 .. count - 1], dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale,
      wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures wire: hw_host(wire) && SameWire{Pre, Post}(wire); */
static inline dg_hw_status dg_hw_wire_delays(dg_hw_wire *wire, uint64_t element, uint64_t code, uint64_t event, size_t count,
                                             dg_real *delay, dg_hw_frame *answer) {
  unsigned char *payload = wire->out + DG_HW_HEAD;
  dg_write_number(payload, 4, element);
  dg_write_number(payload + 4, 4, code);
  dg_write_number(payload + 8, 8, event);
  dg_write_number(payload + 16, 4, count);
  const dg_hw_status status = dg_hw_ask(wire, DG_HW_MEASURE, DG_HW_MEASURE_BYTES, count * sizeof(dg_real), answer);
  if (status == DG_HW_OK) dg_hw_read_answer(answer, count, delay);
  return status;
}

/* Measures an element count times. */
/*@ requires wire: hw_host(wire) && hw_question_fits(wire, DG_HW_MEASURE_BYTES);
    requires answer: hw_answer_apart(wire, answer);
    requires delay: \valid(delay + (0 .. count - 1));
    terminates \true;
    assigns *answer, delay[0 .. count - 1], dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale,
      wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1]; */
static inline dg_hw_status dg_hw_wire_all_delays(dg_hw_wire *wire, uint64_t element, uint64_t code, uint64_t event, size_t count,
                                                 dg_real *delay, dg_hw_frame *answer) {
  size_t part = 0;
  /*@ loop invariant range: 0 <= done <= count;
      loop invariant wire: hw_host(wire);
      loop invariant same: SameWire{Pre, Here}(wire);
      loop invariant answer: hw_answer_apart(wire, answer);
      loop assigns done, part, *answer, delay[0 .. count - 1], dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received,
        wire->stale, wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
      loop variant count - done; */
  for (size_t done = 0; done < count; done += part) {
    part = count - done < DG_HW_REPEATS ? count - done : DG_HW_REPEATS;
    const dg_hw_status status = dg_hw_wire_delays(wire, element, code, event + done, part, delay + done, answer);
    /*@ assert bytes: wire->decoder.bytes == \at(wire->decoder.bytes, Pre) &&
          wire->decoder.capacity == \at(wire->decoder.capacity, Pre); */
    //@ assert out: wire->out == \at(wire->out, Pre) && wire->room == \at(wire->room, Pre);
    if (status != DG_HW_OK) return status;
  }
  return DG_HW_OK;
}

/*@ requires wire: hw_wire_given(wire);
    requires delay: delay == \null || \valid(delay + (0 .. count - 1));
    terminates \true;
    assigns delay[0 .. count - 1], dg_hw_far, wire->sequence, wire->sent, wire->resent, wire->received, wire->stale,
      wire->decoder.start,
      wire->decoder.taken, wire->decoder.filled, wire->decoder.frames, wire->decoder.dropped,
      wire->decoder.bytes[0 .. wire->decoder.capacity - 1], wire->out[0 .. wire->room - 1];
    ensures code: \result == DG_HW_OK ==> 0 <= code <= 1048576 && element <= 0xffffffff; */
static inline dg_hw_status dg_hw_measure_wire(dg_hw_wire *wire, size_t element, dg_index code, uint64_t event, size_t count,
                                              dg_real *delay) {
  if (delay == NULL) return (dg_hw_status)DG_ERROR_NULL;
  dg_hw_status status = dg_hw_wire_check(wire, 1);
  if (status != DG_HW_OK) return status;
  if (wire->largest == 0) return DG_HW_ERROR_ORDER;
  if (element > 0xffffffffu) return DG_HW_ERROR_ELEMENT;
  if (code < 0 || code > 1 << 20) return DG_HW_ERROR_CODE;
  //@ assert fits: hw_question_fits(wire, DG_HW_MEASURE_BYTES);
  dg_hw_frame answer;
  return dg_hw_wire_all_delays(wire, element, (uint64_t)code, event, count, delay, &answer);
}

/* The same, as a substrate calls them. */
/*@ requires wire: hw_wire_given(((dg_hw_wire *)context));
    requires settings: settings == \null || context == \null || ((dg_hw_wire *)context)->net == \null ||
      hw_kept(((dg_hw_wire *)context), settings);
    terminates \true;
    assigns ((dg_hw_wire *)context)->configured, ((dg_hw_wire *)context)->stimulated,
      ((dg_hw_wire *)context)->settings[0 .. setting_count(((dg_hw_wire *)context)->net) - 1],
      ((dg_hw_wire *)context)->configuration,
      dg_hw_far, ((dg_hw_wire *)context)->sequence, ((dg_hw_wire *)context)->sent, ((dg_hw_wire *)context)->resent,
        ((dg_hw_wire *)context)->received,
      ((dg_hw_wire *)context)->stale, ((dg_hw_wire *)context)->decoder.start, ((dg_hw_wire *)context)->decoder.taken,
        ((dg_hw_wire *)context)->decoder.filled,
      ((dg_hw_wire *)context)->decoder.frames, ((dg_hw_wire *)context)->decoder.dropped,
      ((dg_hw_wire *)context)->decoder.bytes[0 .. ((dg_hw_wire *)context)->decoder.capacity - 1],
        ((dg_hw_wire *)context)->out[0 .. ((dg_hw_wire *)context)->room - 1];
    ensures configured: \result == DG_HW_OK ==> ((dg_hw_wire *)context)->configured == 1; */
static inline dg_hw_status dg_hw_wire_configure(void *context, const dg_real *settings) {
  return dg_hw_configure_wire((dg_hw_wire *)context, settings);
}
/*@ requires wire: hw_wire_given(((dg_hw_wire *)context));
    requires batch: hw_batch_given(((dg_hw_wire *)context), batch);
    terminates \true; assigns ((dg_hw_wire *)context)->number, ((dg_hw_wire *)context)->batch, ((dg_hw_wire *)context)->stimulated;
    ensures stimulated: \result == DG_HW_OK ==> ((dg_hw_wire *)context)->stimulated == 1 &&
      ((dg_hw_wire *)context)->number == number; */
static inline dg_hw_status dg_hw_wire_stimulate(void *context, uint64_t number, const dg_batch *batch) {
  return dg_hw_stimulate_wire((dg_hw_wire *)context, number, batch);
}
/*@ requires wire: context == \null || \valid(((dg_hw_wire *)context));
    requires waits: context != \null && ((dg_hw_wire *)context)->stimulated != 0 ==> hw_waits(((dg_hw_wire *)context));
    requires record: context != \null && ((dg_hw_wire *)context)->stimulated != 0 && record != \null ==>
      \valid(record + (0 .. ((dg_hw_wire *)context)->batch.count * neuron_count(((dg_hw_wire *)context)->net) - 1));
    terminates \true;
    assigns ((dg_hw_wire *)context)->stimulated, ((dg_hw_wire *)context)->lost, ((dg_hw_wire *)context)->configuration,
      record[0 .. ((dg_hw_wire *)context)->batch.count * neuron_count(((dg_hw_wire *)context)->net) - 1],
      dg_hw_far, ((dg_hw_wire *)context)->sequence, ((dg_hw_wire *)context)->sent, ((dg_hw_wire *)context)->resent,
        ((dg_hw_wire *)context)->received,
      ((dg_hw_wire *)context)->stale, ((dg_hw_wire *)context)->decoder.start, ((dg_hw_wire *)context)->decoder.taken,
        ((dg_hw_wire *)context)->decoder.filled,
      ((dg_hw_wire *)context)->decoder.frames, ((dg_hw_wire *)context)->decoder.dropped,
      ((dg_hw_wire *)context)->decoder.bytes[0 .. ((dg_hw_wire *)context)->decoder.capacity - 1],
        ((dg_hw_wire *)context)->out[0 .. ((dg_hw_wire *)context)->room - 1];
    ensures read: \result == DG_HW_OK ==> ((dg_hw_wire *)context)->stimulated == 0; */
static inline dg_hw_status dg_hw_wire_read(void *context, dg_real *record) { return dg_hw_read_wire((dg_hw_wire *)context,
                                                                                                    record); }
/*@ requires wire: hw_wire_given(((dg_hw_wire *)context));
    requires delay: delay == \null || \valid(delay + (0 .. count - 1));
    terminates \true;
    assigns delay[0 .. count - 1],
      dg_hw_far, ((dg_hw_wire *)context)->sequence, ((dg_hw_wire *)context)->sent, ((dg_hw_wire *)context)->resent,
        ((dg_hw_wire *)context)->received,
      ((dg_hw_wire *)context)->stale, ((dg_hw_wire *)context)->decoder.start, ((dg_hw_wire *)context)->decoder.taken,
        ((dg_hw_wire *)context)->decoder.filled,
      ((dg_hw_wire *)context)->decoder.frames, ((dg_hw_wire *)context)->decoder.dropped,
      ((dg_hw_wire *)context)->decoder.bytes[0 .. ((dg_hw_wire *)context)->decoder.capacity - 1],
        ((dg_hw_wire *)context)->out[0 .. ((dg_hw_wire *)context)->room - 1];
    ensures code: \result == DG_HW_OK ==> 0 <= code <= 1048576 && element <= 0xffffffff; */
static inline dg_hw_status dg_hw_wire_measure(void *context, size_t element, dg_index code, uint64_t event, size_t count,
                                              dg_real *delay) {
  return dg_hw_measure_wire((dg_hw_wire *)context, element, code, event, count, delay);
}

/*@ terminates \true; assigns \nothing;
    ensures context: \result.configure == &dg_hw_wire_configure && \result.stimulate == &dg_hw_wire_stimulate &&
      \result.read == &dg_hw_wire_read && \result.measure == &dg_hw_wire_measure; */
static inline dg_hw_substrate dg_hw_wire_substrate(dg_hw_wire *wire) {
  const dg_hw_substrate substrate = {wire, dg_hw_wire_configure, dg_hw_wire_stimulate, dg_hw_wire_read, dg_hw_wire_measure};
  return substrate;
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
