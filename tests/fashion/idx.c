/* idx.c: writes a small IDX file of images or labels to standard output, for tests of the programs that read Fashion-MNIST.

     idx images|labels COUNT FIRST

   Item n of a file that starts at FIRST is a function of FIRST + n. Each of the ten classes has a bright bar of its own on a
   black ground with grey specks.                                                                                         */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 28, CLASSES = 10 };

static void put_number(unsigned long x) {
  for (int shift = 24; shift >= 0; shift -= 8) putchar((int)(x >> shift & 0xff));
}

static unsigned next(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (unsigned)(*state >> 40);
}

static void put_image(unsigned long n) {
  uint64_t state = n + 1;
  unsigned long class = n % CLASSES;
  for (unsigned y = 0; y < SIDE; y++)
    for (unsigned x = 0; x < SIDE; x++) {
      unsigned noise = next(&state), place = class < 5 ? y : x;
      int bar = place / 5 == class % 5;
      putchar((int)(bar ? 156 + noise % 100 : noise % 9 == 0 ? noise % 128 : 0));
    }
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  int images = strcmp(arguments[1], "images") == 0;
  unsigned long items = strtoul(arguments[2], NULL, 10), first = strtoul(arguments[3], NULL, 10);
  put_number(images ? 0x803 : 0x801);
  put_number(items);
  for (int d = 0; d < 2 && images; d++) put_number(SIDE);
  for (unsigned long n = first; n < first + items; n++)
    if (images) put_image(n);
    else putchar((int)(n % CLASSES));
  return 0;
}
