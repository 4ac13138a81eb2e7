/* Elementary functions of delgrad.h against MPFR. libm, in double for float and in long double for double, sorts out the
   arguments that cannot be the worst; what comes near the largest error so far is decided by MPFR. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "accuracy.h"
#include "delgrad.h"

#define REAL_NAME (DG_FLOAT ? "f32" : "f64")
#define DIGITS (DG_FLOAT ? 24 : 53)
#define BITS 160

/* How far the filter's error in ulps may be off: it has 11 (29) bits more than the result, and an error of a few ulps of its
   own. Where it is no wider, everything goes to MPFR. */
#if DG_FLOAT
typedef double wide;
#define DOUBT 0x1p-22
#elif LDBL_MANT_DIG >= 64
typedef long double wide;
#define DOUBT 0x1p-7
#else
typedef long double wide;
#define DOUBT 1e300
#endif

typedef struct {
  const char *name;
  dg_real (*value)(dg_real);
  wide (*filter)(wide);
  void (*exact)(mpfr_t y, dg_real x);
  int (*domain)(dg_real x);
  dg_real (*draw)(ref_random *random);
} function;

/* ---- reference values ---- */

static void exact_exp(mpfr_t y, dg_real x) {
  mpfr_set_d(y, (double)x, MPFR_RNDN);
  mpfr_exp(y, y, MPFR_RNDN);
}

static void exact_log(mpfr_t y, dg_real x) {
  mpfr_set_d(y, (double)x, MPFR_RNDN);
  mpfr_log(y, y, MPFR_RNDN);
}

static void exact_sqrt(mpfr_t y, dg_real x) {
  mpfr_set_d(y, (double)x, MPFR_RNDN);
  mpfr_sqrt(y, y, MPFR_RNDN);
}

/* 1 + e z, without cancellation near -1/e: in 64 bits or BITS. */
static long double branch_distance(long double z) {
  long double e = 2.718281828459045235360287471352662498L, e_low = -5.0e-20L; /* e = e + e_low, to 1e-21 */
  long double product = e * z, rest = fmal(e, z, -product);
  return (1 + product) + (rest + e_low * z);
}

/* W(z): Newton steps for w + ln(w/z) = 0 or, near the branch point, for w e^w = z, from a start within a tenth. */
static long double lambert(long double z) {
  if (fabsl(z) < 1e-6L) return z * (1 - z * (1 - 1.5L * z * (1 - 16 * z / 9)));
  if (z < -0.25L) {
    long double d = branch_distance(z), p = sqrtl(2 * (d > 0 ? d : 0));
    if (p < 1e-3L) { /* its series, with 221/8505 p^6 the first term that matters no more */
      long double q = 11 / 72.0L - p * (43 / 540.0L - p * (769 / 17280.0L - p * 221 / 8505.0L));
      return -1 + p * (1 - p * (1 / 3.0L - p * q));
    }
    long double h = p * (1 - p * (1 / 3.0L - p * 11 / 72));
    for (int step = 0; step < 6; step++) { /* (1 - (1 - h) e^h) = d, which does not cancel as w e^w does */
      long double f = h * expl(h) - expm1l(h) - d;
      long double move = f / (h * expl(h));
      h -= move;
      if (fabsl(move) < 1e-21L) break;
    }
    return h - 1;
  }
  long double l = log1pl(z), w = l * (1 - log1pl(l) / (2 + l));
  for (int step = 0; step < 6; step++) {
    long double e = z * expl(-w), f = w - e;
    long double move = f / (1 + e - f * e / (2 * (1 + e)));
    w -= move;
    if (fabsl(move) <= 1e-13L * fabsl(w)) break; /* third order: the next one is below 1e-30 */
  }
  return w;
}

#if DG_FLOAT
static double filter_lambert(double z) {
  if (z < -0.25) return (double)lambert(z);
  if (fabs(z) < 1e-6) return z * (1 - z * (1 - 1.5 * z));
  double l = log1p(z), w = l * (1 - log1p(l) / (2 + l));
  for (int step = 0; step < 6; step++) {
    double e = z * exp(-w), f = w - e;
    double move = f / (1 + e - f * e / (2 * (1 + e)));
    w -= move;
    if (fabs(move) <= 1e-5 * fabs(w)) break; /* third order */
  }
  return w;
}
#define FILTER(name) name
#else
static long double filter_lambert(long double z) { return lambert(z); }
#define FILTER(name) name##l
#endif

/* The same in MPFR, by Newton's method for w e^w - z from a start that the filter gives; digits double from there. */
static void exact_lambert(mpfr_t y, dg_real x) {
  mpfr_t z, e, f, slope;
  mpfr_inits2(4 * BITS, z, e, f, slope, (mpfr_ptr)0);
  mpfr_set_d(z, (double)x, MPFR_RNDN);
  mpfr_set_prec(y, 4 * BITS);
  mpfr_set_ld(y, lambert((long double)x), MPFR_RNDN);
  for (int step = 0; step < 60 && !mpfr_zero_p(z); step++) {
    mpfr_exp(e, y, MPFR_RNDN);
    mpfr_mul(f, y, e, MPFR_RNDN);
    mpfr_add(slope, f, e, MPFR_RNDN);
    mpfr_sub(f, f, z, MPFR_RNDN);
    mpfr_div(f, f, slope, MPFR_RNDN);
    mpfr_sub(y, y, f, MPFR_RNDN);
    if (mpfr_zero_p(f) || mpfr_get_exp(f) < mpfr_get_exp(y) - 2 * BITS) break;
  }
  mpfr_clears(z, e, f, slope, (mpfr_ptr)0);
}

/* ---- arguments ---- */

static int exp_range(dg_real x) { return x > (DG_FLOAT ? -200 : -2000) && x < (DG_FLOAT ? 200 : 2000); }
static int not_negative(dg_real x) { return x >= 0 && x < DG_NEVER; }
static int positive(dg_real x) { return x > 0 && x < DG_NEVER; }
static int above_branch(dg_real x) { return (double)x > -0x1.78b56362cef37p-2 && x < DG_NEVER; } /* -1/e */

static dg_real random_bits(ref_random *random) { /* any number but NaN and infinities */
  for (;;) {
    dg_real x;
    uint64_t bits = ref_random_bits(random);
#if DG_FLOAT
    uint32_t half = (uint32_t)(bits >> 32);
    memcpy(&x, &half, sizeof x);
#else
    memcpy(&x, &bits, sizeof x);
#endif
    if (x - x == 0) return x;
  }
}

static dg_real sign(ref_random *random, double x) { return (dg_real)(ref_random_below(random, 2) ? x : -x); }

static dg_real draw_exp(ref_random *random) {
  if (ref_random_below(random, 2)) return sign(random, ref_random_log_uniform(random, -60, 9));
  return (dg_real)(ref_random_uniform(random) * 1456 - 746);
}

static dg_real draw_log(ref_random *random) {
  dg_real x = random_bits(random);
  if (ref_random_below(random, 2)) return x < 0 ? -x : x;
  return (dg_real)(1 + sign(random, ref_random_log_uniform(random, -52, 0)));
}

static dg_real draw_lambert(ref_random *random) {
  switch (ref_random_below(random, 4)) {
  case 0: return (dg_real)(-0x1.78b56362cef37p-2 + ref_random_log_uniform(random, -54, -1));
  case 1: return (dg_real)(-0x1.78b56362cef37p-2 * ref_random_uniform(random));
  case 2: return (dg_real)-ref_random_log_uniform(random, -60, -2);
  default: return (dg_real)ref_random_log_uniform(random, -60, 1000);
  }
}

static const function functions[] = {
  {"exp", dg_exp, FILTER(exp), exact_exp, exp_range, draw_exp},
  {"log", dg_log, FILTER(log), exact_log, positive, draw_log},
  {"sqrt", dg_sqrt, FILTER(sqrt), exact_sqrt, not_negative, random_bits},
  {"lambert_w0", dg_lambert_w0, filter_lambert, exact_lambert, above_branch, draw_lambert},
};

/* ---- measuring ---- */

/* The unit of the last place of e. */
static wide unit_of(wide e) {
  int exponent, least = DG_FLOAT ? -149 : -1074;
#if DG_FLOAT
  uint64_t bits;
  memcpy(&bits, &e, sizeof bits);
  exponent = (int)(bits >> 52 & 0x7ff) - 1022;
  exponent = exponent - DIGITS < least ? least : exponent - DIGITS;
  bits = (uint64_t)(exponent + 1023) << 52;
  memcpy(&e, &bits, sizeof e);
  return e;
#else
  frexpl(e, &exponent);
  return ldexpl(1, e == 0 || exponent - DIGITS < least ? least : exponent - DIGITS);
#endif
}

/* Ulps of y against the filter, or against MPFR if that could be the largest error so far. Infinities are right where the
   exact value rounds to them. */
static double error_of(const function *f, dg_real x, dg_real y, double largest, mpfr_t exact, mpfr_t error) {
  wide e = f->filter((wide)x), off = (wide)y - e;
  off = off < 0 ? -off : off;
  wide unit = unit_of(e), most = (wide)largest - (wide)DOUBT;
  if (off < most * unit) return 0; /* not the largest, which is all that counts */
  if (off < (wide)0.4 * unit) return (double)(off / unit); /* too small to matter in the end */
  f->exact(exact, x);
  if (y != y) return (double)INFINITY;
  if (y - y != 0) {
    mpfr_set_prec(error, DIGITS);
    mpfr_set(error, exact, MPFR_RNDN);
    return mpfr_get_exp(error) > (DG_FLOAT ? 128 : 1024) ? 0 : (double)INFINITY;
  }
  mpfr_set_prec(error, BITS);
  mpfr_sub_d(error, exact, (double)y, MPFR_RNDA);
  return ac_ulps(error, exact, DG_FLOAT);
}

static void measure(const function *f, dg_real x, ac_line *line, mpfr_t exact, mpfr_t error) {
  if (!f->domain(x)) return;
  double ulps = error_of(f, x, f->value(x), line->scaled, exact, error);
  line->cases++;
  if (ulps > line->scaled || !(ulps == ulps)) ac_add(line, ulps, 1, 0, 0, (double)x);
}

static void measure_random(const ac_settings *set, const function *f, ac_line *line, mpfr_t exact, mpfr_t error) {
  ref_random random = ref_random_at(set->seed, 80, set->part);
  uint64_t count = (set->elementary + set->parts - 1) / set->parts;
  for (uint64_t n = 0; n < count; n++) {
    measure(f, f->draw(&random), line, exact, error);
    if ((n & 0xffff) == 0) ac_progress(set, line->name, n, count);
  }
}

/* Every stride-th pattern of 32 bits. */
static void measure_patterns(const ac_settings *set, const function *f, ac_line *line, mpfr_t exact, mpfr_t error) {
  uint64_t step = set->stride * set->parts;
  for (uint64_t n = set->part * set->stride; n <= UINT32_MAX; n += step) {
    uint32_t bits = (uint32_t)n;
    float x;
    memcpy(&x, &bits, sizeof x);
    measure(f, (dg_real)x, line, exact, error);
    if ((n / step & 0xfffff) == 0) ac_progress(set, line->name, n, UINT32_MAX);
  }
}

int ac_elementary(const ac_settings *set, FILE *out) {
  static ac_line line;
  mpfr_t exact, error;
  if (DG_FLOAT ? set->stride == 0 : set->elementary == 0) return 0;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    mpfr_inits2(BITS, exact, error, (mpfr_ptr)0);
    ac_line_start(&line, "elementary", "fn=%s real=%s", functions[i].name, REAL_NAME);
    if (DG_FLOAT) measure_patterns(set, functions + i, &line, exact, error);
    else measure_random(set, functions + i, &line, exact, error);
    ac_line_write(&line, out);
    mpfr_clears(exact, error, (mpfr_ptr)0);
  }
  return 0;
}
