/* Evaluations for dgref_cli.sh: cases with tau_mem = 2 tau_syn from a generator, solved by SPEC 3.2 in long double and
   rounded, right or with a fault planted on purpose.

     dgref_faults cases                 the cases as JSON
     dgref_faults FAULT f64|f32         results as CSV: none, sign (dT_dw[0] of case k24), more and less (the causal set with
     the next arrival, or without the last), sum (1e-6 added to A1) */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 40
#define MOST 6
#define TAU_MEM 2.0L
#define C 0.5L

typedef struct {
  int n;
  double w[MOST], a[MOST]; /* in causal order */
} inputs;

typedef struct {
  int causal; /* 0: silent */
  long double A1, A2, S, rho, time;
} spike;

/* Multiples of 1/64, so exact in either precision. */
static double draw(uint32_t *state, int most) {
  *state = *state * 1664525u + 1013904223u;
  return (double)(*state >> 16) / 65536 * most * 64 >= 1 ? floor((double)(*state >> 16) / 65536 * most * 64) / 64 : 1.0 / 64;
}

static inputs draw_inputs(int k) {
  uint32_t state = (uint32_t)k * 2654435761u + 12345u;
  inputs x = {2 + k % (MOST - 1), {0}, {0}};
  double a = 0;
  for (int i = 0; i < x.n; i++) {
    x.w[i] = i % 4 == 2 ? -draw(&state, 1) : draw(&state, 2);
    x.a[i] = a;
    a += draw(&state, 1);
  }
  return x;
}

static void sums(const inputs *x, int causal, spike *s) {
  s->A1 = s->A2 = 0;
  for (int i = 0; i < causal; i++) {
    long double r = expl(x->a[i] / TAU_MEM);
    s->A1 += x->w[i] * r * r;
    s->A2 += x->w[i] * r;
  }
  s->causal = causal;
}

/* SPEC 3.2; returns whether these sums reach c at all. */
static int root(spike *s) {
  long double d = s->A2 * s->A2 - 4 * C * s->A1;
  if (!(s->A1 > 0 && s->A2 > 0 && d >= 0)) return 0;
  s->S = sqrtl(d);
  s->rho = 2 * s->A1 / (s->A2 + s->S);
  s->time = TAU_MEM * logl(s->rho);
  return 1;
}

static spike solve(const inputs *x) {
  for (int k = 1; k <= x->n; k++) {
    spike s;
    sums(x, k, &s);
    if (root(&s) && s.time > x->a[k - 1] && (k == x->n || s.time <= x->a[k])) return s;
  }
  return (spike){0, 0, 0, 0, 0, INFINITY};
}

/* The right solution, changed; a fault that leaves no root leaves the case right. */
static spike plant(const inputs *x, spike s, const char *fault) {
  spike wrong = s;
  if (s.causal == 0) return s;
  if (strcmp(fault, "more") == 0 && s.causal < x->n) sums(x, s.causal + 1, &wrong);
  if (strcmp(fault, "less") == 0 && s.causal > 1) sums(x, s.causal - 1, &wrong);
  if (strcmp(fault, "sum") == 0) wrong.A1 += 1e-6L;
  return root(&wrong) ? wrong : s;
}

static void print_cases(void) {
  printf("{\"format\": \"delgrad-cases-1\", \"cases\": [\n");
  for (int k = 0; k < CASES; k++) {
    inputs x = draw_inputs(k);
    printf("{\"name\": \"k%d\",\n", k);
    printf(" \"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 0.5},\n \"weights\": [");
    for (int i = 0; i < x.n; i++) printf("%s\"%a\"", i > 0 ? ", " : "", x.w[i]);
    printf("], \"arrivals\": [");
    for (int i = 0; i < x.n; i++) printf("%s\"%a\"", i > 0 ? ", " : "", x.a[i]);
    printf("]}%s\n", k + 1 < CASES ? "," : "]}");
  }
}

static void print_value(int k, const char *quantity, int i, long double value, int single) {
  printf("k%d,%s", k, quantity);
  if (i >= 0) printf("[%d]", i);
  if (isinf(value)) printf(",never\n");
  else if (single) printf(",%.9g\n", (double)(float)value);
  else printf(",%a\n", (double)value);
}

static void print_results(const char *fault, int single) {
  printf("case,quantity,value\n");
  for (int k = 0; k < CASES; k++) {
    inputs x = draw_inputs(k);
    spike s = plant(&x, solve(&x), fault);
    print_value(k, "time", -1, s.time, single);
    for (int i = 0; i < x.n; i++) {
      long double u = i < s.causal ? expl(x.a[i] / TAU_MEM) / s.rho : 0, slope = s.causal > 0 ? TAU_MEM * s.rho / s.S : 0;
      long double sign = strcmp(fault, "sign") == 0 && k == 24 && i == 0 ? -1 : 1;
      print_value(k, "dT_dw", i, -sign * slope * u * (1 - u), single);
      print_value(k, "dT_da", i, slope * x.w[i] * u * (2 * u - 1) / TAU_MEM, single);
    }
    print_value(k, "dT_dc", -1, s.causal > 0 ? TAU_MEM * s.rho / s.S : 0, single);
  }
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "cases") == 0) {
    print_cases();
    return 0;
  }
  if (argc != 3) return 2;
  print_results(argv[1], strcmp(argv[2], "f32") == 0);
  return 0;
}
