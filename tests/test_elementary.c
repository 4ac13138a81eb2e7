/* Elementary functions of delgrad.h against MPFR: errors in ulp, special values, exactness, and a hash of the results that must be
 * the same from every compiler, level and language. DG_TEST_POINTS: random points per function, 60000 without it. */
#include <fenv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <mpfr.h>
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include "delgrad.h"
#include "quick.h"
#include "unit.h"

#if DG_FLOAT
#define REAL_NAME "f32"
#define DIGITS 24
#define LEAST_EXPONENT (-149)
#define MOST_EXPONENT 127
typedef uint32_t bits_t;
#else
#define REAL_NAME "f64"
#define DIGITS 53
#define LEAST_EXPONENT (-1074)
#define MOST_EXPONENT 1023
typedef uint64_t bits_t;
#endif
#define PRECISION 200

static uint64_t random_state = 1;
static uint64_t random_64(void) {                               /* splitmix64 */
  uint64_t z = (random_state += UINT64_C(0x9e3779b97f4a7c15));
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}
static double uniform(double a, double b) { return a + (b - a) * ((double)(random_64() >> 11) * 0x1p-53); }
static dg_real from_bits(bits_t b) { dg_real x; memcpy(&x, &b, sizeof x); return x; }
static bits_t to_bits(dg_real x) { bits_t b; memcpy(&b, &x, sizeof b); return b; }
/* the n-th neighbour of x away from zero (towards it for n < 0) */
static dg_real neighbour(dg_real x, int n) { return from_bits((bits_t)(to_bits(x) + (bits_t)(int64_t)n)); }
/* a positive number, subnormals too, with exponent uniform in [from, to] */
static dg_real binade(int from, int to) {
  const int e = from + (int)(random_64() % (uint64_t)(to - from + 1));
  return (dg_real)__builtin_ldexp(1 + (double)(random_64() >> (64 - DIGITS + 1)) * __builtin_ldexp(1, 1 - DIGITS), e);
}
static dg_real signed_binade(int from, int to) { const dg_real x = binade(from, to); return random_64() & 1 ? x : -x; }

static long points(void) {
  const char *s = getenv("DG_TEST_POINTS");
  return s ? atol(s) : quick() ? 3000 : 60000;
}

/* ---- references -------------------------------------------------------------------------------------------------------- */

typedef void reference(mpfr_t y, const mpfr_t x, dg_real guess);
static mpfr_t t1, t2, t3;
static void ref_exp(mpfr_t y, const mpfr_t x, dg_real g) { (void)g; mpfr_exp(y, x, MPFR_RNDN); }
static void ref_expm1(mpfr_t y, const mpfr_t x, dg_real g) { (void)g; mpfr_expm1(y, x, MPFR_RNDN); }
static void ref_log(mpfr_t y, const mpfr_t x, dg_real g) { (void)g; mpfr_log(y, x, MPFR_RNDN); }
static void ref_log1p(mpfr_t y, const mpfr_t x, dg_real g) { (void)g; mpfr_log1p(y, x, MPFR_RNDN); }
static void ref_sqrt(mpfr_t y, const mpfr_t x, dg_real g) { (void)g; mpfr_sqrt(y, x, MPFR_RNDN); }

/* W by Newton from the tested value: w -= (w - z e^-w) / (1 + z e^-w), until steps are far below an ulp. Near the branch point
 * from -1 + sqrt(2 (1 + e z)), in case the tested value is on the wrong side. */
static void ref_w(mpfr_t y, const mpfr_t z, dg_real guess) {
  if (mpfr_zero_p(z)) { mpfr_set(y, z, MPFR_RNDN); return; }
  mpfr_set_d(y, (double)guess, MPFR_RNDN);
  if ((double)guess < -0.9) {
    mpfr_set_d(t1, 1, MPFR_RNDN), mpfr_exp(t1, t1, MPFR_RNDN), mpfr_mul(t1, t1, z, MPFR_RNDN), mpfr_add_d(t1, t1, 1, MPFR_RNDN);
    mpfr_mul_d(t1, t1, 2, MPFR_RNDN), mpfr_sqrt(y, t1, MPFR_RNDN), mpfr_sub_d(y, y, 1, MPFR_RNDN);
  }
  for (int i = 0; i < 40; i++) {
    mpfr_neg(t1, y, MPFR_RNDN), mpfr_exp(t1, t1, MPFR_RNDN), mpfr_mul(t1, t1, z, MPFR_RNDN);
    mpfr_sub(t2, y, t1, MPFR_RNDN), mpfr_add_d(t1, t1, 1, MPFR_RNDN), mpfr_div(t2, t2, t1, MPFR_RNDN);
    mpfr_sub(y, y, t2, MPFR_RNDN);
    if (mpfr_zero_p(t2) || mpfr_get_exp(t2) < mpfr_get_exp(y) - 55) break;      /* the next error is below 2^-100 */
  }
}
/* h by Newton for F = -h - log1p(-h) - L, F' = h / (1 - h), on 1 - h = v for large L */
static void ref_h(mpfr_t y, const mpfr_t L, dg_real guess) {
  if (mpfr_zero_p(L)) { mpfr_set_d(y, 0, MPFR_RNDN); return; }
  if ((double)guess > 0.9) {                                                     /* 1 - h = v = e^(v-1-L): a contraction by v */
    mpfr_set_d(t1, 0, MPFR_RNDN);
    for (int i = 0; i < 60; i++) {
      mpfr_sub_d(t2, t1, 1, MPFR_RNDN), mpfr_sub(t2, t2, L, MPFR_RNDN), mpfr_exp(t1, t2, MPFR_RNDN);
    }
    mpfr_d_sub(y, 1, t1, MPFR_RNDN);
    return;
  }
  mpfr_set_d(y, (double)guess, MPFR_RNDN);
  if ((double)guess < 1e-12) {                                                   /* h = s - s^2/3 + s^3/36 + s^4/270, s = sqrt(2L) */
    mpfr_mul_d(t1, L, 2, MPFR_RNDN), mpfr_sqrt(t1, t1, MPFR_RNDN);
    mpfr_div_ui(t2, t1, 270, MPFR_RNDN), mpfr_set_d(y, 1, MPFR_RNDN), mpfr_div_ui(y, y, 36, MPFR_RNDN);
    mpfr_add(y, y, t2, MPFR_RNDN), mpfr_mul(y, y, t1, MPFR_RNDN);
    mpfr_set_d(t2, -1, MPFR_RNDN), mpfr_div_ui(t2, t2, 3, MPFR_RNDN), mpfr_add(y, y, t2, MPFR_RNDN), mpfr_mul(y, y, t1, MPFR_RNDN);
    mpfr_add_d(y, y, 1, MPFR_RNDN), mpfr_mul(y, y, t1, MPFR_RNDN);
    return;
  }
  for (int i = 0; i < 40; i++) {
    mpfr_neg(t1, y, MPFR_RNDN), mpfr_log1p(t2, t1, MPFR_RNDN);
    mpfr_sub(t2, t1, t2, MPFR_RNDN), mpfr_sub(t2, t2, L, MPFR_RNDN);             /* F, 80 of 200 bits cancel at most */
    mpfr_add_d(t1, t1, 1, MPFR_RNDN), mpfr_mul(t2, t2, t1, MPFR_RNDN), mpfr_div(t2, t2, y, MPFR_RNDN);
    mpfr_sub(y, y, t2, MPFR_RNDN);
    if (mpfr_zero_p(t2) || mpfr_get_exp(t2) < mpfr_get_exp(y) - 55) break;
  }
}

/* |got - exact| in ulp of the exact value (ulp of the least normal below it), with overflow counted as one step beyond the largest. */
static double ulp_error(dg_real got, const mpfr_t exact) {
  if (got != got) return 1e300;
  if (mpfr_zero_p(exact)) return got == 0 ? 0 : 1e300;
  long e = mpfr_get_exp(exact) - DIGITS;                                         /* ulp = 2^e */
  if (e < LEAST_EXPONENT) e = LEAST_EXPONENT;
  if (got == DG_NEVER) {                                                         /* right when exact rounds to infinity */
    if (mpfr_cmp_si_2exp(exact, 1, MOST_EXPONENT + 1) >= 0) return 0;
    mpfr_set_si_2exp(t3, 1, MOST_EXPONENT + 1, MPFR_RNDN);
  } else {
    if (mpfr_cmp_si_2exp(exact, 1, MOST_EXPONENT + 1) >= 0) e = MOST_EXPONENT + 1 - DIGITS;
    mpfr_set_d(t3, (double)got, MPFR_RNDN);
  }
  mpfr_sub(t3, t3, exact, MPFR_RNDN);
  mpfr_abs(t3, t3, MPFR_RNDN);
  mpfr_mul_2si(t3, t3, -e, MPFR_RNDN);
  return mpfr_get_d(t3, MPFR_RNDN);
}

typedef struct { const char *name; dg_real (*f)(dg_real); reference *ref; double worst; dg_real where; uint64_t hash; long n; } trial;

static void check(trial *t, dg_real x) {
  static mpfr_t mx, my;
  static int ready = 0;
  if (!ready) {
    mpfr_set_default_prec(PRECISION);
    mpfr_inits2(PRECISION, mx, my, t1, t2, t3, (mpfr_ptr)0);
    ready = 1;
  }
  const dg_real y = t->f(x);
  bits_t b = to_bits(y);
  if (y != y) b = 1;                                                             /* all NaN alike */
  t->hash = (t->hash ^ (uint64_t)b) * UINT64_C(0x100000001b3);
  t->hash ^= t->hash >> 29;
  t->n++;
  mpfr_set_d(mx, (double)x, MPFR_RNDN);
  t->ref(my, mx, y);
  const double u = ulp_error(y, my);
  if (u > t->worst) t->worst = u, t->where = x;
}
static void finish(const trial *t, double bound) {
  printf("RESULT elementary fn=%s real=%s max_ulp=%.4f at=%a points=%ld hash=%016llx\n", t->name, REAL_NAME, t->worst,
         (double)t->where, t->n, (unsigned long long)t->hash);
  assert_true(t->worst <= bound); /* as delgrad.h says of each function */
}
static trial start(const char *name, dg_real (*f)(dg_real), reference *ref) {
  trial t;
  memset(&t, 0, sizeof t);
  t.name = name, t.f = f, t.ref = ref, t.hash = UINT64_C(0xcbf29ce484222325);
  random_state = 42;
  return t;
}
static void check_around(trial *t, dg_real x, int n) {
  for (int i = -n; i <= n; i++) check(t, neighbour(x, i));
}
/* boundaries of the argument reduction: (k + 1/2) log 2 and k log 2 */
static void check_reduction(trial *t, int from, int to) {
  for (int k = from; k <= to; k++) {
    check_around(t, (dg_real)((k + 0.5) * 0.69314718055994530942), 2);
    if (k) check_around(t, (dg_real)(k * 0.69314718055994530942), 2);
  }
}

/* ---- tests ------------------------------------------------------------------------------------------------------------- */

static void same(dg_real got, dg_real want) {                                    /* the same bits, or both NaN */
  if (want != want) assert_true(got != got);
  else assert_true(to_bits(got) == to_bits(want));
}
static const dg_real inf = DG_NEVER, zero = 0, one = 1;

static void test_power_of_two(void **state) {
  (void)state;
  for (int k = LEAST_EXPONENT + DIGITS - 1; k <= MOST_EXPONENT; k++)
    assert_true((double)dg_power_of_two((dg_index)k) == __builtin_ldexp(1, k));
}

static void test_exp(void **state) {
  (void)state;
  trial t = start("exp", dg_exp, ref_exp);
  const double top = (MOST_EXPONENT + 1) * 0.69314718055994530942, bottom = LEAST_EXPONENT * 0.69314718055994530942;
  const long n = points();
  for (long i = 0; i < n / 2; i++) check(&t, (dg_real)uniform(bottom - 2, top + 1));
  for (long i = 0; i < n / 4; i++) check(&t, signed_binade(-60, 10));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(bottom - 1, bottom + DIGITS));    /* subnormal results */
  for (long i = 0; i < n / 8; i++) check(&t, (dg_real)uniform(-0.35, 0.35));
  for (long i = 0; i < 1000; i++) check(&t, signed_binade(LEAST_EXPONENT, -60));
  check_around(&t, (dg_real)top, 50), check_around(&t, (dg_real)bottom, 50), check_around(&t, (dg_real)(bottom - 0.69314718), 50);
  check_around(&t, (dg_real)((LEAST_EXPONENT + DIGITS - 1) * 0.69314718055994530942), 50);
  check_reduction(&t, LEAST_EXPONENT - 1, MOST_EXPONENT);
  same(dg_exp(zero), one), same(dg_exp(-zero), one), same(dg_exp(inf), inf), same(dg_exp(-inf), zero), same(dg_exp(DG_NAN), DG_NAN);
  same(dg_exp((dg_real)1e30), inf), same(dg_exp((dg_real)-1e30), zero);
  finish(&t, 0.76);
}

static void test_expm1(void **state) {
  (void)state;
  trial t = start("expm1", dg_expm1, ref_expm1);
  const double top = (MOST_EXPONENT + 1) * 0.69314718055994530942;
  const long n = points();
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(-60, top + 1));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(-2, 2));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(-40, 40));
  for (long i = 0; i < n / 4; i++) check(&t, signed_binade(-60, 10));
  for (long i = 0; i < 1000; i++) check(&t, signed_binade(LEAST_EXPONENT, -60));
  check_around(&t, (dg_real)top, 50);
  check_reduction(&t, -60, MOST_EXPONENT);
  same(dg_expm1(zero), zero), same(dg_expm1(-zero), -zero), same(dg_expm1(inf), inf), same(dg_expm1(-inf), -one);
  same(dg_expm1(DG_NAN), DG_NAN), same(dg_expm1((dg_real)-1e30), -one);
  finish(&t, 0.80);
}

static void test_log(void **state) {
  (void)state;
  trial t = start("log", dg_log, ref_log);
  const long n = points();
  for (long i = 0; i < n / 4; i++) check(&t, binade(LEAST_EXPONENT, MOST_EXPONENT));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(0.4, 2.5));
  for (long i = 0; i < n / 4; i++) check(&t, binade(-4, 4));
  for (long i = 0; i < n / 4; i++) check(&t, one + signed_binade(1 - DIGITS, -2));
  for (int e = LEAST_EXPONENT; e <= MOST_EXPONENT; e++) {
    check(&t, (dg_real)__builtin_ldexp(1, e));
    if (e > LEAST_EXPONENT + 3) check_around(&t, (dg_real)__builtin_ldexp(0.70710678118654752440, e), 2);
  }
  check_around(&t, neighbour(one, 101), 100), check_around(&t, neighbour(one, -101), 100), check(&t, neighbour(inf, -1));
  same(dg_log(one), zero), same(dg_log(zero), -inf), same(dg_log(-zero), -inf), same(dg_log(inf), inf), same(dg_log(-one), DG_NAN);
  same(dg_log(-inf), DG_NAN), same(dg_log(DG_NAN), DG_NAN);
  finish(&t, 0.91);
}

static void test_log1p(void **state) {
  (void)state;
  trial t = start("log1p", dg_log1p, ref_log1p);
  const long n = points();
  for (long i = 0; i < n / 4; i++) check(&t, binade(LEAST_EXPONENT, MOST_EXPONENT));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(-0.99999, 3));
  for (long i = 0; i < n / 4; i++) check(&t, signed_binade(-DIGITS - 5, -1));
  for (long i = 0; i < n / 8; i++) check(&t, -one + binade(-DIGITS, -1));
  for (long i = 0; i < n / 8; i++) check(&t, binade(-2, DIGITS + 5));
  for (int e = LEAST_EXPONENT; e <= MOST_EXPONENT; e++) check(&t, (dg_real)__builtin_ldexp(1, e)), check(&t, (dg_real)-__builtin_ldexp(0.5, e < 0 ? e + 1 : 0));
  check_around(&t, (dg_real)0.41421356237309504880, 100), check_around(&t, (dg_real)-0.29289321881345247560, 100);
  check_around(&t, neighbour(-one, -101), 100), check(&t, neighbour(inf, -1));
  same(dg_log1p(zero), zero), same(dg_log1p(-zero), -zero), same(dg_log1p(-one), -inf), same(dg_log1p(inf), inf);
  same(dg_log1p(neighbour(-one, 1)), DG_NAN), same(dg_log1p(-inf), DG_NAN), same(dg_log1p(DG_NAN), DG_NAN);
  finish(&t, 0.92);
}

static dg_real through_double(dg_real x) { return (dg_real)dg_sqrt_double((double)x); }
static void test_sqrt(void **state) {
  (void)state;
  dg_real (*const f[3])(dg_real) = {dg_sqrt, dg_sqrt_soft, through_double};
  const char *const name[3] = {"sqrt", "sqrt_soft", "sqrt_double"};
  for (int j = 0; j < 3; j++) {
    trial t = start(name[j], f[j], ref_sqrt);
    const long n = points();
    for (long i = 0; i < n / 2; i++) check(&t, binade(LEAST_EXPONENT, MOST_EXPONENT));
    for (int e = LEAST_EXPONENT; e <= MOST_EXPONENT; e++) {
      check(&t, (dg_real)__builtin_ldexp(1, e));
      if (e > LEAST_EXPONENT + 2) check_around(&t, (dg_real)__builtin_ldexp(1, e), 2);
    }
    for (long i = 0; i < n / 8; i++) {                                           /* near squares: roots near ties */
      const dg_real r = binade(-3, 3);
      check_around(&t, r * r, 1);
    }
    check(&t, neighbour(inf, -1));
    same(f[j](zero), zero), same(f[j](-zero), -zero), same(f[j](inf), inf), same(f[j](-one), DG_NAN), same(f[j](-inf), DG_NAN);
    same(f[j](DG_NAN), DG_NAN), same(f[j](4 * one), 2 * one);
    finish(&t, 0.5);
  }
  random_state = 7;
  for (size_t i = 0; i < draws(1000000); i++) {                                  /* bit by bit against each other */
    const dg_real x = from_bits((bits_t)random_64());
    same(dg_sqrt_soft(x), dg_sqrt(x));
    const uint64_t b = random_64();
    double d, r, s;
    memcpy(&d, &b, sizeof d);
    r = dg_sqrt_double(d), s = dg_sqrt_soft_double(d);
    assert_true(r == s || (r != r && s != s));
  }
}

static void test_lambert_w0(void **state) {
  (void)state;
  trial t = start("lambert_w0", dg_lambert_w0, ref_w);
  const dg_real edge = -DG_1_E_HIGH;                                             /* below -1/e by less than an ulp */
  const long n = points();
  for (long i = 0; i < n / 8; i++) check(&t, binade(LEAST_EXPONENT, MOST_EXPONENT));
  for (long i = 0; i < n / 8; i++) check(&t, signed_binade(-40, -3));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(-0.3678, 0.5));
  for (long i = 0; i < n / 8; i++) check(&t, (dg_real)uniform(-0.3678, -0.24));
  for (long i = 0; i < n / 8; i++) check(&t, (dg_real)uniform(0.1, 20));
  for (long i = 0; i < n / 8; i++) check(&t, neighbour(edge, -1) + binade(1 - DIGITS, -2) * (dg_real)0.5);
  for (long i = 0; i < n / 16; i++) check(&t, signed_binade(LEAST_EXPONENT, -40));
  check_around(&t, neighbour(edge, -1001), 1000), check_around(&t, (dg_real)-0.25, 100), check(&t, neighbour(inf, -1));
  check_around(&t, DG_LAMBERT_TINY, 100), check_around(&t, -DG_LAMBERT_TINY, 100), check_around(&t, (dg_real)-0.35537944117144233, 1000);
  check(&t, (dg_real)-0x1.7563152cba4eep-2); /* the polynomial that serves nearer to -1/e would be off by 0.84 ulp */
  same(dg_lambert_w0(zero), zero), same(dg_lambert_w0(-zero), -zero), same(dg_lambert_w0(inf), inf), same(dg_lambert_w0(DG_NAN), DG_NAN);
  same(dg_lambert_w0(edge), DG_NAN), same(dg_lambert_w0(-one), DG_NAN), same(dg_lambert_w0(-inf), DG_NAN);
  finish(&t, 0.76);
}

static void test_lambert_h(void **state) {
  (void)state;
  trial t = start("lambert_h", dg_lambert_h, ref_h);
  const long n = points();
  for (long i = 0; i < n / 4; i++) check(&t, binade(LEAST_EXPONENT, MOST_EXPONENT));
  for (long i = 0; i < n / 4; i++) check(&t, binade(-40, 6));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(0, 1));
  for (long i = 0; i < n / 4; i++) check(&t, (dg_real)uniform(0.3, 50));
  check_around(&t, (dg_real)0.38566248081198462, 100), check_around(&t, neighbour(zero, 101), 100);
  same(dg_lambert_h(zero), zero), same(dg_lambert_h(inf), one), same(dg_lambert_h(-one), DG_NAN), same(dg_lambert_h(DG_NAN), DG_NAN);
  finish(&t, 2);
}

/* A machine that rounds otherwise, or drops subnormal numbers, is told. */
static void test_self_test(void **unused) {
  (void)unused;
  int (*volatile test)(void) = dg_self_test; /* a call that nothing is moved across */
  assert_int_equal(test(), 1);
#if defined(FE_UPWARD) && defined(FE_DOWNWARD) && defined(FE_TOWARDZERO)
  const int ways[3] = {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
  for (int i = 0; i < 3; i++) {
    fesetround(ways[i]);
    const int passes = test();
    fesetround(FE_TONEAREST);
    assert_int_equal(passes, 0);
  }
#endif
#ifdef __SSE2__
  const unsigned control = _mm_getcsr(), drops[2] = {0x8000, 0x40}; /* flush to zero, denormals are zero */
  for (int i = 0; i < 2; i++) {
    _mm_setcsr(control | drops[i]);
    const int passes = test();
    _mm_setcsr(control);
    assert_int_equal(passes, 0);
  }
#endif
  assert_int_equal(test(), 1);
}

/* ---- pairs ---- */

/* |pair - exact| / |exact| in units of DG_EPSILON^2 (or any unit). */
static double pair_error(dg_pair pair, mpfr_t exact, double unit) {
  mpfr_t d;
  mpfr_init2(d, PRECISION);
  mpfr_sub_d(d, exact, (double)pair.high, MPFR_RNDN);
  mpfr_sub_d(d, d, (double)pair.low, MPFR_RNDN);
  mpfr_div(d, d, exact, MPFR_RNDN);
  const double error = mpfr_get_d(d, MPFR_RNDN) / unit;
  mpfr_clear(d);
  return error < 0 ? -error : error;
}

static void set_pair(mpfr_t x, dg_pair pair) {
  mpfr_set_d(x, (double)pair.high, MPFR_RNDN);
  mpfr_add_d(x, x, (double)pair.low, MPFR_RNDN);
}

/* Exponentials and logarithms of pairs, products and quotients, against MPFR. */
static void test_pairs(void **unused) {
  (void)unused;
  const double half = DG_FLOAT ? 0x1p-27 : 0x1p-56, twice = (double)(DG_EPSILON * DG_EPSILON);
  double value = 0, growth = 0, logarithm = 0, product = 0, quotient = 0;
  mpfr_t x, y, exact;
  mpfr_inits2(PRECISION, x, y, exact, (mpfr_ptr)0);
  for (long n = 0; n < points(); n++) {
    const dg_real high = -binade(DG_FLOAT ? -20 : -40, 5), low = high * DG_EPSILON * (dg_real)uniform(-0.25, 0.25);
    const dg_pair a = dg_two_sum(high, low);
    const dg_exponential e = dg_exp_pair(a);
    set_pair(x, a);
    mpfr_exp(exact, x, MPFR_RNDN);
    const double v = pair_error(e.value, exact, half * (1 - (double)high));
    value = v > value ? v : value;
    mpfr_expm1(exact, x, MPFR_RNDN);
    const double g = high > DG_R(-0.34) ? pair_error(e.growth, exact, half) : 0;
    growth = g > growth ? g : growth;
    const dg_real u = binade(-20, 20);
    mpfr_set_d(exact, (double)u, MPFR_RNDN);
    mpfr_log(exact, exact, MPFR_RNDN);
    const double l = u != 1 ? pair_error(dg_log_pair(u, 0), exact, 4 * half) : 0;
    logarithm = l > logarithm ? l : logarithm;
    const dg_pair b = dg_two_sum(u, u * DG_EPSILON * (dg_real)uniform(-0.25, 0.25));
    set_pair(y, b);
    mpfr_mul(exact, x, y, MPFR_RNDN);
    const double m = pair_error(dg_pair_product(a, b), exact, twice);
    product = m > product ? m : product;
    mpfr_div(exact, x, y, MPFR_RNDN);
    const double q = pair_error(dg_pair_quotient(a, b), exact, twice);
    quotient = q > quotient ? q : quotient;
  }
  mpfr_clears(x, y, exact, (mpfr_ptr)0);
  printf("elementary: pairs are off by at most %.3g (value) %.3g (growth) %.3g (log) of their bound, product %.3g and quotient %.3g"
         " DG_EPSILON^2\n", value, growth, logarithm, product, quotient);
  assert_true(value < 0.35 && growth < 0.6 && logarithm < 0.8);
  assert_true(product < 2 && quotient < 4);
}

/* The error of a product is exact down to where it is the least number: (1 + e)(1 - e) = 1 - e^2, in every binade. */
static void test_product_error(void **unused) {
  (void)unused;
  const dg_real e = DG_EPSILON;
  for (int k = LEAST_EXPONENT + 2 * DIGITS; k < MOST_EXPONENT - DIGITS; k++) {
    const dg_real x = (dg_real)__builtin_ldexp(1 + (double)e, k / 2), y = (dg_real)__builtin_ldexp(1 - (double)e, k - k / 2);
    const dg_pair product = dg_two_product(x, y), other = dg_two_product(y, -x);
    assert_true((double)product.high == __builtin_ldexp(1, k) && (double)product.low == -__builtin_ldexp((double)(e * e), k));
    assert_true(other.high == -product.high && other.low == -product.low);
  }
  for (long n = 0; n < points(); n++) { /* any significands */
    const dg_real x = signed_binade(-30, 30), y = n % 4 ? signed_binade(-30, 30) : neighbour(1, (int)(n % 1000) - 500);
    const dg_pair product = dg_two_product(x, y);
    assert_true(product.low == (dg_real)fma((double)x, (double)y, -(double)product.high) && product.high == x * y);
  }
}

/* e^x of a pair counts as 0 where it may be subnormal, and not before. */
static void test_deep(void **unused) {
  (void)unused;
  const dg_exponential at = dg_exp_pair(dg_pair_of(DG_EXP_DEEP)), above = dg_exp_pair(dg_pair_of(DG_EXP_DEEP * (1 - DG_EPSILON)));
  assert_true(at.value.high == 0 && at.value.low == 0 && at.growth.high == -1 && at.growth.low == 0);
  assert_true(above.value.high >= (DG_FLOAT ? DG_R(FLT_MIN) : DG_R(DBL_MIN)) && above.growth.high == -1);
}

/* Fractions from half the root of 2 up to, but not including, the root. */
static void test_split(void **unused) {
  (void)unused;
  const dg_real root = DG_R(0x1.6a09e667f3bcdp+0), below = root * (1 - DG_EPSILON / 2);
  for (int k = LEAST_EXPONENT + DIGITS; k < MOST_EXPONENT; k++) {
    const dg_real scale = (dg_real)__builtin_ldexp(1, k);
    const dg_binary at = dg_binary_split(root * scale), before = dg_binary_split(below * scale);
    assert_true(at.fraction == root / 2 && at.exponent == (dg_real)k + 1);
    assert_true(before.fraction == below && before.exponent == (dg_real)k);
  }
}

/* Times into the domain of layers with tau_mem = 2 tau_syn and back: rounded once, but for what is below an ulp of the time. */
static void test_encode(void **unused) {
  (void)unused;
  const dg_neuron neuron = {DG_R(1.375), DG_R(0.6875), 1, 0, 1};
  const dg_constants k = dg_neuron_constants(&neuron);
  double there = 0, back = 0;
  mpfr_t x, exact;
  mpfr_inits2(PRECISION, x, exact, (mpfr_ptr)0);
  for (long n = 0; n < points(); n++) {
    const dg_real t = (dg_real)uniform(-300, 300) / (DG_FLOAT ? 12 : 1), rho = dg_encode(&k, 0, t);
    mpfr_set_d(x, (double)t, MPFR_RNDN);
    mpfr_div_d(x, x, (double)neuron.tau_mem, MPFR_RNDN);
    mpfr_exp(exact, x, MPFR_RNDN);
    const double far = fabs((double)(t / neuron.tau_mem));
    const double e = pair_error(dg_pair_of(rho), exact, (double)DG_EPSILON) - far / 32;
    there = e > there ? e : there;
    mpfr_set_d(x, (double)rho, MPFR_RNDN);
    mpfr_log(exact, x, MPFR_RNDN);
    mpfr_mul_d(exact, exact, (double)neuron.tau_mem, MPFR_RNDN);
    const double b = pair_error(dg_pair_of(dg_decode(&k, 0, rho)), exact, (double)DG_EPSILON);
    back = b > back ? b : back;
  }
  mpfr_clears(x, exact, (mpfr_ptr)0);
  for (int n = 0; n < 1000; n++) { /* what comes later than the last spike that counts does not come */
    const dg_real late = DG_TIME_MAX + (DG_FLOAT ? DG_R(0.73) : DG_R(0.26)) + DG_R(n) / 100;
    assert_true(dg_encode(&k, 0, late * neuron.tau_mem) == DG_RHO_MAX);
  }
  assert_true(dg_encode(&k, 3, DG_NEVER) == DG_RHO_MAX && dg_decode(&k, 3, DG_RHO_MAX) == DG_NEVER);
  printf("elementary: times into rho are off by %.3f, back by %.3f DG_EPSILON\n", there, back);
  assert_true(there < 0.53);
  assert_true(back < 0.6);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_self_test), cmocka_unit_test(test_power_of_two), cmocka_unit_test(test_pairs), cmocka_unit_test(test_product_error), cmocka_unit_test(test_deep), cmocka_unit_test(test_split), cmocka_unit_test(test_encode), cmocka_unit_test(test_exp),   cmocka_unit_test(test_expm1),
      cmocka_unit_test(test_log),          cmocka_unit_test(test_log1p), cmocka_unit_test(test_sqrt),
      cmocka_unit_test(test_lambert_w0),   cmocka_unit_test(test_lambert_h),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
