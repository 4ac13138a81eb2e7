/* Takes delgrad.h as it comes, in double, and calls it through six other files of either precision. */
#include "common.h"
#include <stdio.h>

int f32(double *time);
int f32_again(double *time);
int f64(double *time);
int f64_again(double *time);
int cpp32(double *time);
int cpp64(double *time);

static int failed;

static void expect(const char *name, int (*call)(double *), int size)
{
    const double known = 0.31669436764074993; /* -2 ln((1 + sqrt(1/2)) / 2) */
    const double bound = size == 4 ? 1e-5 : 1e-13;
    double time = -1;
    const int got = call(&time);
    const double off = time > known ? time - known : known - time;

    if (got != size || !(off <= bound)) {
        printf("%s: %d bytes, T = %.17g; expected %d bytes, T = %.17g within %g\n", name, got, time, size, known, bound);
        failed = 1;
    }
    /* A float's answer that is too good comes from the double code. */
    if (size == 4 && off < 1e-12) {
        printf("%s: T = %.17g was computed in double\n", name, time);
        failed = 1;
    }
}

int main(void)
{
    expect("main", spike_time, (int)sizeof(double));
    expect("f32", f32, 4);
    expect("f32_again", f32_again, 4);
    expect("f64", f64, 8);
    expect("f64_again", f64_again, 8);
    expect("cpp32", cpp32, 4);
    expect("cpp64", cpp64, 8);
    return failed;
}
