/* ideal.h: what proofs in the real model assume of the elementary functions, and nothing else does. Included by delgrad.h
   only when proofs/run.sh --wp defines DG_PROOF_IDEAL. The true functions differ from these by the bounds of SPEC.md. */

/* The time of a spike that does not come: some number of which the proofs know nothing. */
extern const dg_real dg_never;
#undef DG_NEVER
#define DG_NEVER dg_never

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

/*@ terminates \true; assigns \nothing; ensures ideal: L >= 0 ==> 0 <= \result < 1 && -\result - \log(1 - \result) == L; */
static inline dg_real dg_lambert_h(dg_real L);
