/* What the unit tests use of MPFR, declared without gmp.h, which E-ACSL 25 includes itself and cannot meet twice. */
#ifndef EACSL_MPFR_H
#define EACSL_MPFR_H
typedef struct { long precision; int sign; long exponent; unsigned long *limbs; } mpfr_t[1], *mpfr_ptr;
typedef enum { MPFR_RNDN = 0 } mpfr_rnd_t;
void mpfr_set_default_prec(long bits);
void mpfr_init2(mpfr_ptr x, long bits);
void mpfr_inits2(long bits, mpfr_ptr x, ...);
void mpfr_clear(mpfr_ptr x);
void mpfr_clears(mpfr_ptr x, ...);
int mpfr_set(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_set_d(mpfr_ptr y, double x, mpfr_rnd_t round);
int mpfr_set_ld(mpfr_ptr y, long double x, mpfr_rnd_t round);
int mpfr_set_si_2exp(mpfr_ptr y, long x, long e, mpfr_rnd_t round);
double mpfr_get_d(mpfr_ptr x, mpfr_rnd_t round);
long double mpfr_get_ld(mpfr_ptr x, mpfr_rnd_t round);
long mpfr_get_exp(mpfr_ptr x);
int mpfr_zero_p(mpfr_ptr x);
int mpfr_cmp_si_2exp(mpfr_ptr x, long y, long e);
int mpfr_abs(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_neg(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_sqrt(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_exp(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_expm1(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_log(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_log1p(mpfr_ptr y, mpfr_ptr x, mpfr_rnd_t round);
int mpfr_add(mpfr_ptr z, mpfr_ptr x, mpfr_ptr y, mpfr_rnd_t round);
int mpfr_sub(mpfr_ptr z, mpfr_ptr x, mpfr_ptr y, mpfr_rnd_t round);
int mpfr_mul(mpfr_ptr z, mpfr_ptr x, mpfr_ptr y, mpfr_rnd_t round);
int mpfr_div(mpfr_ptr z, mpfr_ptr x, mpfr_ptr y, mpfr_rnd_t round);
int mpfr_add_d(mpfr_ptr z, mpfr_ptr x, double y, mpfr_rnd_t round);
int mpfr_sub_d(mpfr_ptr z, mpfr_ptr x, double y, mpfr_rnd_t round);
int mpfr_d_sub(mpfr_ptr z, double x, mpfr_ptr y, mpfr_rnd_t round);
int mpfr_mul_d(mpfr_ptr z, mpfr_ptr x, double y, mpfr_rnd_t round);
int mpfr_div_d(mpfr_ptr z, mpfr_ptr x, double y, mpfr_rnd_t round);
int mpfr_mul_2si(mpfr_ptr z, mpfr_ptr x, long e, mpfr_rnd_t round);
int mpfr_div_ui(mpfr_ptr z, mpfr_ptr x, unsigned long y, mpfr_rnd_t round);
#endif
