/* Section 14 of delgrad.h: the Yin-Yang sets and the Mersenne Twister they are drawn from. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "delgrad.h"
#include "unit.h"

/* ---- SHA-256 (FIPS 180-4) ---- */

typedef struct {
  uint32_t h[8];
  unsigned char block[64];
  uint64_t bytes;
} sha256;

static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

/* The first 32 bits of the fractional part of the root of a prime: square roots start the state, cube roots are the round
   constants. The cube root of a prime up to 311 to 35 bits fits a double. */
static uint32_t fraction_bits(double root) { return (uint32_t)((root - floor(root)) * 4294967296.0); }

static int is_prime(int n) {
  for (int d = 2; d * d <= n; d++)
    if (n % d == 0) return 0;
  return 1;
}

static void sha256_start(sha256 *s) {
  int prime = 1;
  for (int i = 0; i < 8; i++) {
    do prime++;
    while (!is_prime(prime));
    s->h[i] = fraction_bits(sqrt((double)prime));
  }
  s->bytes = 0;
}

static void sha256_block(sha256 *s) {
  uint32_t w[64], x[8];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)s->block[4 * i] << 24 | (uint32_t)s->block[4 * i + 1] << 16 | (uint32_t)s->block[4 * i + 2] << 8 |
           (uint32_t)s->block[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t a = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t b = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + a + w[i - 7] + b;
  }
  memcpy(x, s->h, sizeof x);
  int prime = 1;
  for (int i = 0; i < 64; i++) {
    do prime++;
    while (!is_prime(prime));
    uint32_t e = rotate(x[4], 6) ^ rotate(x[4], 11) ^ rotate(x[4], 25);
    uint32_t t = x[7] + e + ((x[4] & x[5]) ^ (~x[4] & x[6])) + fraction_bits(cbrt((double)prime)) + w[i];
    uint32_t a = rotate(x[0], 2) ^ rotate(x[0], 13) ^ rotate(x[0], 22);
    uint32_t u = a + ((x[0] & x[1]) ^ (x[0] & x[2]) ^ (x[1] & x[2]));
    memmove(x + 1, x, 7 * sizeof x[0]);
    x[4] += t;
    x[0] = t + u;
  }
  for (int i = 0; i < 8; i++) s->h[i] += x[i];
}

static void sha256_byte(sha256 *s, unsigned byte) {
  s->block[s->bytes++ % 64] = (unsigned char)byte;
  if (s->bytes % 64 == 0) sha256_block(s);
}

static void sha256_end(sha256 *s, char hex[65]) {
  uint64_t bits = 8 * s->bytes;
  sha256_byte(s, 0x80);
  while (s->bytes % 64 != 56) sha256_byte(s, 0);
  for (int shift = 56; shift >= 0; shift -= 8) sha256_byte(s, (unsigned)(bits >> shift & 0xff));
  for (int i = 0; i < 8; i++) snprintf(hex + 8 * i, 9, "%08lx", (unsigned long)s->h[i]);
}

static void sha256_of_features(size_t n, const double *x, char hex[65]) {
  sha256 s;
  sha256_start(&s);
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, x + i, sizeof bits);
    for (int b = 0; b < 64; b += 8) sha256_byte(&s, (unsigned)(bits >> b & 0xff));
  }
  sha256_end(&s, hex);
}

static void sha256_of_labels(size_t n, const dg_index *x, char hex[65]) {
  sha256 s;
  sha256_start(&s);
  for (size_t i = 0; i < n; i++)
    for (int b = 0; b < 32; b += 8) sha256_byte(&s, (unsigned)((uint64_t)x[i] >> b & 0xff));
  sha256_end(&s, hex);
}

static void test_sha256(void **unused) {
  (void)unused;
  sha256 s;
  char hex[65];
  sha256_start(&s);
  for (const char *c = "abc"; *c != 0; c++) sha256_byte(&s, (unsigned)*c);
  sha256_end(&s, hex);
  assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* ---- the Mersenne Twister ---- */

static void test_twister(void **unused) {
  (void)unused;
  dg_twister x;
  dg_twister_seed(&x, 5489);
  uint32_t bits = dg_twister_bits(&x);
  assert_true(bits == 3499211612u);
  for (int i = 2; i <= 10000; i++) bits = dg_twister_bits(&x);
  assert_true(bits == 4123659995u);
}

static void test_twister_uniform(void **unused) {
  (void)unused;
  dg_twister x, y;
  dg_twister_seed(&x, 7);
  dg_twister_seed(&y, 7);
  for (int i = 0; i < 1000; i++) {
    double u = dg_twister_uniform(&x);
    uint64_t a = dg_twister_bits(&y) >> 5, b = dg_twister_bits(&y) >> 6;
    assert_true(u >= 0 && u < 1);
    assert_true((uint64_t)(u * 9007199254740992.0) == ((a << 26) + b));
  }
}

/* ---- Yin-Yang ---- */

typedef struct {
  uint32_t seed;
  size_t size;
  const char *features, *labels;
} published_set;

static const published_set published[3] = {
    {42, 5000, "f5a4054d56f2a058f8250fba7ff9720458e1625db7af78a295e45701745b2228",
     "65830ec870152dd758e906d77605d1329d0535115459678aa0c2c19b88bef7e5"},
    {41, 1000, "5eac358bdf2122763dce3703a79f3005e56e46a4db25ec329a07333d0f7b8093",
     "fb9b9e98a53bb9e7c1be926bd2ba5a2261d974b8ac4866c6d55319d2d6dc1f70"},
    {40, 1000, "7bab3ed668ed4992679cff6339fe21bfe7d0c921ddc6187eaa3bc6ef34b888d7",
     "3aa976ea6f871e278280164a640eb5857a6d895ce10246fac2a20d76df22737f"}};

static double features[4 * 5000], more[4 * 5000];
static dg_index labels[5000], more_labels[5000];

static void test_published_sets(void **unused) {
  (void)unused;
  for (int i = 0; i < 3; i++) {
    const published_set *set = published + i;
    char hex[65];
    assert_true(dg_yinyang(set->seed, set->size, features, labels) == DG_OK);
    sha256_of_features(4 * set->size, features, hex);
    assert_string_equal(hex, set->features);
    sha256_of_labels(set->size, labels, hex);
    assert_string_equal(hex, set->labels);
  }
}

static void test_prefix(void **unused) {
  (void)unused;
  const size_t sizes[4] = {1, 2, 31, 700};
  assert_true(dg_yinyang(123, 1000, more, more_labels) == DG_OK);
  for (int s = 0; s < 4; s++) {
    size_t n = sizes[s];
    for (size_t i = 0; i < 4 * 5000; i++) features[i] = -7;
    for (size_t i = 0; i < 5000; i++) labels[i] = 77;
    assert_true(dg_yinyang(123, n, features, labels) == DG_OK);
    assert_memory_equal(features, more, 4 * n * sizeof features[0]);
    assert_memory_equal(labels, more_labels, n * sizeof labels[0]);
    assert_true(features[4 * n] == -7 && labels[n] == 77);
  }
}

/* The disc, its dots and its halves by plain geometry. */
static int class_of(double x, double y) {
  double right = hypot(x - 0.75, y - 0.5), left = hypot(x - 0.25, y - 0.5);
  if (hypot(x - 0.5, y - 0.5) > 0.5) return -1;
  if (right < 0.1 || left < 0.1) return 2;
  if (left <= 0.25) return 1;
  if (right <= 0.25) return 0;
  return y > 0.5;
}

static void test_any_seed(void **unused) {
  (void)unused;
  const uint32_t seeds[5] = {0, 1, 99, 5489, 0xffffffffu};
  for (int s = 0; s < 5; s++) {
    size_t count[3] = {0, 0, 0};
    assert_true(dg_yinyang(seeds[s], 3000, features, labels) == DG_OK);
    for (size_t n = 0; n < 3000; n++) {
      const double *x = features + 4 * n;
      assert_true(x[0] >= 0 && x[0] < 1 && x[1] >= 0 && x[1] < 1);
      assert_true(x[2] == 1 - x[0] && x[3] == 1 - x[1]);
      assert_true(labels[n] == class_of(x[0], x[1]));
      count[labels[n]]++;
    }
    for (int c = 0; c < 3; c++) assert_true(count[c] > 850 && count[c] < 1150);
    if (s > 0) assert_true(memcmp(features, more, 100) != 0);
    memcpy(more, features, sizeof more);
  }
}

static void test_class(void **unused) {
  (void)unused;
  assert_int_equal(dg_yinyang_class(0.75, 0.5), 2);
  assert_int_equal(dg_yinyang_class(0.25, 0.5), 2);
  assert_int_equal(dg_yinyang_class(0.25, 0.59), 2);
  assert_int_equal(dg_yinyang_class(0.25, 0.3), 1);
  assert_int_equal(dg_yinyang_class(0.25, 0.7), 1);
  assert_int_equal(dg_yinyang_class(0.75, 0.7), 0);
  assert_int_equal(dg_yinyang_class(0.75, 0.3), 0);
  assert_int_equal(dg_yinyang_class(0.5, 0.95), 1);
  assert_int_equal(dg_yinyang_class(0.5, 0.05), 0);
  assert_int_equal(dg_yinyang_class(0.01, 0.01), -1);
  assert_int_equal(dg_yinyang_class(0.0, 0.5), 1);
  assert_int_equal(dg_yinyang_class(1.0, 0.5), 0);
  assert_int_equal(dg_yinyang_class(0.5, 1.0), 1);
  assert_int_equal(dg_yinyang_class(0.5, 1.0000001), -1);
  /* on the lines between the classes */
  assert_int_equal(dg_yinyang_class(0.25, 0.25), 1);
  assert_int_equal(dg_yinyang_class(0.75, 0.75), 0);
  assert_int_equal(dg_yinyang_class(0.15, 0.5), 0); /* the rim of the left dot, at half height */
}

/* On the rim of a dot: the dot is open, its rim yang on the right (as published), and by the halves on the left. */
static void test_rim(void **unused) {
  (void)unused;
  int found_right = 0, found_left = 0;
  for (int i = 0; i < 4000 && (!found_right || !found_left); i++) {
    double angle = i * 0.001, dx = 0.1 * cos(angle), dy = -0.1 * sin(angle);
    double x = 0.75 + dx, y = 0.5 + dy;
    if (dg_distance(x - 0.75, y - 0.5) == 0.1) {
      found_right = 1;
      assert_int_equal(dg_yinyang_class(x, y), 1);
    }
    x = 0.25 + dx;
    if (y < 0.5 && dg_distance(x - 0.25, y - 0.5) == 0.1) {
      found_left = 1;
      assert_int_equal(dg_yinyang_class(x, y), 0);
    }
  }
  assert_true(found_right && found_left);
}

static void test_spike_times(void **unused) {
  (void)unused;
  const double v[3] = {0, 0.5, 1};
  dg_real t[4] = {9, 9, 9, 9};
  dg_spike_times_of(3, v, DG_R(0.15), DG_R(2), t);
  assert_true(t[0] == DG_R(0.15));
  assert_true(fabs((double)t[1] - 1.075) < 4 * (double)DG_EPSILON);
  assert_true(fabs((double)t[2] - 2) < 4 * (double)DG_EPSILON);
  assert_true(t[3] == 9);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sha256),         cmocka_unit_test(test_twister),
                                     cmocka_unit_test(test_twister_uniform), cmocka_unit_test(test_published_sets),
                                     cmocka_unit_test(test_prefix),          cmocka_unit_test(test_any_seed),
                                     cmocka_unit_test(test_class),           cmocka_unit_test(test_rim),
                                     cmocka_unit_test(test_spike_times)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
