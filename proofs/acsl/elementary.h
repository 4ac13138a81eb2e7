/* elementary.h: logic definitions for the contracts of delgrad.h, sections 1 and 2. */

/* What a function gives where it has no value: not a number, of which the reals know nothing. (In the real model \is_NaN is false,
   and `x < 0 ==> \is_NaN(sqrt(x))` would say that no x is negative.) */
#ifdef DG_PROOF_IDEAL
/*@ predicate NotANumber(real x) = \true; */
#else
/*@ predicate NotANumber(double x) = \is_NaN(x); */
#endif

/*@ // How many characters the text of a status has.
    logic integer TextLength(integer status) =
      status == DG_OK ? 8 : status == DG_ERROR_NULL ? 38 : status == DG_ERROR_EMPTY ? 14 :
      status == DG_ERROR_TOO_LARGE ? 19 : status == DG_ERROR_NOT_FINITE ? 22 : status == DG_ERROR_RANGE ? 38 :
      status == DG_ERROR_TIME_CONSTANT ? 55 : status == DG_ERROR_THRESHOLD ? 47 : status == DG_ERROR_SHAPE ? 45 :
      status == DG_ERROR_OPTION ? 27 : status == DG_ERROR_DELAY ? 19 : status == DG_ERROR_LABEL ? 23 :
      status == DG_ERROR_WORKSPACE ? 26 : status == DG_ERROR_CAPACITY ? 28 : status == DG_ERROR_UNDECIDED ? 37 :
      status == DG_ERROR_CHECKPOINT_LENGTH ? 39 : status == DG_ERROR_CHECKPOINT_MAGIC ? 32 :
      status == DG_ERROR_CHECKPOINT_VERSION ? 36 : status == DG_ERROR_CHECKPOINT_PRECISION ? 38 :
      status == DG_ERROR_CHECKPOINT_CRC ? 25 : status == DG_ERROR_CHECKPOINT_NETWORK ? 41 :
      status == DG_ERROR_CHECKPOINT_TRAINING ? 49 : 14;
*/

/*@ logic real PowerOfTwo(integer k) = \exp(k * \log(2.0)); */

/* The polynomials, in the constants of the precision at hand: Q of e^r = 1 + r + r^2/2 + r^3 Q(r), and of 1 + W = p Q(p). */
#if DG_FLOAT
/*@ logic real CubicPolynomial(real r) =
      (((0x1.a2d474p-13 * r + 0x1.6d30b4p-10) * r + 0x1.110fc4p-7) * r + 0x1.5555p-5) * r + 0x1.555556p-3;
    logic real BranchPolynomial(real p) =
      ((((((0x1.d7a1d4p-11 * p - 0x1.32ba6cp-8) * p + 0x1.990614p-7) * p - 0x1.94b4p-6) * p + 0x1.69f128p-5) * p -
      0x1.45fa04p-4) * p + 0x1.38e1ep-3) * p - 0x1.55555p-2; */
#else
/*@ logic real CubicPolynomial(real r) =
      ((((((((0x1.1f8733fdf7ee6p-29 * r + 0x1.af4f6c979608ep-26) * r + 0x1.27e4cf8d4cd3cp-22) * r + 0x1.71de01656e66ep-19)
      * r + 0x1.a01a01aba33e1p-16) * r + 0x1.a01a01ac31516p-13) * r + 0x1.6c16c16c15694p-10) * r + 0x1.1111111110038p-7) *
      r + 0x1.5555555555557p-5) * r + 0x1.5555555555557p-3;
    logic real BranchPolynomial(real p) =
      (((((((((((((((-0x1.3721878a01cc4p-19 * p + 0x1.51f78794fc4bdp-16) * p - 0x1.658b4c14a78e1p-14) * p +
      0x1.f4ad45fb65bc4p-13) * p - 0x1.0c47418b9668ap-11) * p + 0x1.e5c6079f47095p-11) * p - 0x1.90a47dedb99c7p-10) * p +
      0x1.3d83df269867fp-9) * p - 0x1.f2d91f6f866eep-9) * p + 0x1.8a172c022a4a8p-8) * p - 0x1.3b1eaa4bbaa36p-7) * p +
      0x1.002c7eb999acdp-6) * p - 0x1.a9bbc8f520082p-6) * p + 0x1.6c901e479b24dp-5) * p - 0x1.4629b7f0911d4p-4) * p +
      0x1.38e38e38e2f99p-3) * p - 0x1.555555555554ep-2; */
#endif

/*@ logic real ExpRestOf(real r, real low) = r * r * (r * CubicPolynomial(r)) + (low + low * r) + 0.5 * (r * r);
    // One step of Halley's iteration for w - e, given the residual w - e and e = z e^-w.
    logic real LambertStep(real w, real residual, real e) =
      w - 2 * residual * (1 + e) / (2 * (1 + e) * (1 + e) + residual * e);
*/

/*@ ghost // gives a name to an exponential
  /@ terminates \true; assigns \nothing;
     ensures exp: \result == \exp(x);
     ensures convex: \result >= 1 + x; @/
  static dg_real dg_lemma_exp(dg_real x);
*/

/*@ ghost
  /@ requires quotient: y != 0 && q == x / y;
     terminates \true; assigns \nothing;
     ensures once: q * y == x; @/
  static void dg_lemma_once(dg_real x, dg_real y, dg_real q) { }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures inverse: \exp(-x) * \exp(x) == 1; @/
  static void dg_lemma_inverse(dg_real x) {
    dg_real y = dg_lemma_exp(-x), e = dg_lemma_exp(x);
    dg_lemma_once(1, e, y);
  }
*/

/*@ ghost // log(y) is above -1 where y is not small
  /@ requires above: y >= 0.75 && z == \log(y);
     terminates \true; assigns \nothing;
     ensures above: z > -1; @/
  static void dg_lemma_log_above(dg_real y, dg_real z) {
    dg_real less = dg_lemma_exp(-z);
    dg_lemma_inverse(z);
    /@ assert same: \exp(z) == y; @/
    /@ assert convex: less >= 1 - z; @/
  }
*/
