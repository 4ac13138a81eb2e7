/* ideal.h: what proofs in the real model assume of the elementary functions, and nothing else does. Included by delgrad.h
   only when proofs/run.sh --wp defines DG_PROOF_IDEAL. The true functions differ from these by the bounds of SPEC.md. */

/* The time of a spike that does not come: some number of which the proofs know nothing. */
extern const dg_real dg_never;
#undef DG_NEVER
#define DG_NEVER dg_never

/* What is no number: another of which they know nothing. */
extern const dg_real dg_nan;
#undef DG_NAN
#define DG_NAN dg_nan

/*@ terminates \true; assigns \nothing; ensures ideal: \result == \exp(x); */
static inline dg_real dg_exp(dg_real x);

/*@ terminates \true; assigns \nothing; ensures ideal: \result == \exp(x) - 1; */
static inline dg_real dg_expm1(dg_real x);

/*@ terminates \true; assigns \nothing; ensures ideal: x > 0 ==> \result == \log(x); */
static inline dg_real dg_log(dg_real x);

/*@ terminates \true; assigns \nothing; ensures ideal: x > -1 ==> \result == \log(1 + x); */
static inline dg_real dg_log1p(dg_real x);

/*@ terminates \true; assigns \nothing; ensures ideal: x >= 0 ==> \result >= 0 && \result * \result == x; */
static inline dg_real dg_sqrt(dg_real x);

/*@ terminates \true; assigns \nothing; ensures ideal: x >= 0 ==> \result >= 0 && \result * \result == x; */
static inline double dg_sqrt_double(double x);

/*@ terminates \true; assigns \nothing; ensures ideal: L >= 0 ==> 0 <= \result < 1 && -\result - \log(1 - \result) == L; */
static inline dg_real dg_lambert_h(dg_real L);

/* In the reals a sum or product is its own high part, and the low parts are 0. */
/*@ terminates \true; assigns \nothing; ensures ideal: \result.high == a + b && \result.low == 0; */
static inline dg_pair dg_two_sum(dg_real a, dg_real b);

/*@ terminates \true; assigns \nothing; ensures ideal: \result.high == a * b && \result.low == 0; */
static inline dg_pair dg_two_product(dg_real a, dg_real b);

/*@ requires ideal: x.low == 0 && y.low == 0;
    terminates \true; assigns \nothing;
    ensures sum: \result.high == x.high + y.high && \result.low == 0; */
static inline dg_pair dg_pair_sum(dg_pair x, dg_pair y);

/*@ requires ideal: x.low == 0 && y.low == 0;
    terminates \true; assigns \nothing;
    ensures product: \result.high == x.high * y.high && \result.low == 0; */
static inline dg_pair dg_pair_product(dg_pair x, dg_pair y);

/*@ requires ideal: x.low == 0 && y.low == 0 && y.high != 0;
    terminates \true; assigns \nothing;
    ensures quotient: \result.high == x.high / y.high && \result.low == 0; */
static inline dg_pair dg_pair_quotient(dg_pair x, dg_pair y);

/*@ requires ideal: x.low == 0;
    terminates \true; assigns \nothing;
    ensures value: \result.value.high == \exp(x.high) && \result.value.low == 0;
    ensures growth: \result.growth.high == \exp(x.high) - 1 && \result.growth.low == 0; */
static inline dg_exponential dg_exp_pair(dg_pair x);

/* The integer nearest to x / log 2, to the rounding of the product. */
/*@ terminates \true; assigns \nothing;
    ensures whole: \result == \truncate(\result);
    ensures count: -0.5001 <= x * DG_LN2_INVERSE - \result <= 0.5001; */
static inline dg_real dg_ln2_count(dg_real x);

/*@ terminates \true; assigns \nothing; ensures power: \result == PowerOfTwo(k); */
static inline dg_real dg_power_of_two_32(int32_t k);
/*@ terminates \true; assigns \nothing; ensures ideal: \result.high == a * b && \result.low == 0; */
static inline dg_pair dg_lane_product(dg_real a, dg_real b);

/*@ requires ideal: u > 0 && low == 0;
    terminates \true; assigns \nothing;
    ensures logarithm: \result.high == \log(u) && \result.low == 0; */
static inline dg_pair dg_log_pair(dg_real u, dg_real low);
