/* agreement [--cases N] [--networks N] [--seed S]: the two ways of the oracle to its gradients, implicit differentiation and
   extrapolated differences, on random cases: N neurons of every class and ratio, N networks of every ratio. Exit code 1 if they
   disagree by more than 1e-30 of the largest component. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "differences.h"
#include "draw.h"

#define BITS 220
#define LIMIT 1e-30
#define MANY 12       /* with more inputs the first of them in causal order are differenced */
#define PARAMETERS 40 /* networks with more are passed over: every parameter costs solves at 500 bits */

static const char *const ratios[] = {"2", "1", "any"};
static const char *const classes[REF_CLASS_COUNT] = {"random", "plain", "ties", "tangent", "close", "long", "missing", "wide"};

static void progress(const char *what, unsigned long done, unsigned long of) {
  if (done % 50 == 0 || done == of) fprintf(stderr, "\r%s: %lu of %lu ", what, done, of);
  if (done == of) fputc('\n', stderr);
}

static void give_up(const char *what, uint64_t index) {
  fprintf(stderr, "\nagreement: %s, case %lu: no solution\n", what, (unsigned long)index);
  exit(2);
}

/* The disagreement of one neuron, or NaN if it gives no gradient. */
static double neuron(uint64_t seed, uint64_t index, ref_class class_, ref_ratio ratio) {
  ref_inputs x;
  ref_solution s;
  ref_disagreement d;
  double most = (double)NAN;
  if (ref_draw_inputs(seed, index, class_, ratio, (int)(index & 1), &x) != 0) give_up(classes[class_], index);
  ref_solution_init(&s, x.n);
  if (ref_solve(&x, BITS, &s) != 0) give_up(classes[class_], index);
  if (s.crossing == REF_SPIKES) {
    if (ref_differences(&x, &s, x.n > MANY ? MANY : 0, &d) != 0) give_up(classes[class_], index);
    most = fmax(fmax(d.w, d.a), d.c);
  }
  ref_solution_clear(&s);
  ref_inputs_clear(&x);
  return most;
}

static double network(uint64_t seed, uint64_t index, ref_ratio ratio) {
  ref_network net;
  ref_network_solution s;
  double d = (double)NAN;
  if (ref_draw_network(seed, index, ratio, (int)(index & 1), &net) != 0) give_up("network", index);
  ref_network_solution_init(&s, &net);
  if (net.measured == NULL && ref_parameter_count(&net) <= PARAMETERS) {
    if (ref_network_solve(&net, BITS, &s) != 0 || ref_network_differences(&net, &s, &d) != 0) give_up("network", index);
  }
  ref_network_solution_clear(&s);
  ref_network_clear(&net);
  return d;
}

/* Counts N cases that give a gradient; class_ REF_CLASS_COUNT: networks. Returns whether they agree. */
static int agree(uint64_t seed, unsigned long cases, int class_, ref_ratio ratio) {
  const char *name = class_ == REF_CLASS_COUNT ? "network" : classes[class_];
  unsigned long done = 0;
  double most = 0;
  if (cases == 0) return 1;
  for (uint64_t index = 0; done < cases; index++) {
    double d = class_ == REF_CLASS_COUNT ? network(seed, index, ratio) : neuron(seed, index, (ref_class)class_, ratio);
    if (d != d) continue;
    most = fmax(most, d);
    progress(name, ++done, cases);
  }
  printf("RESULT agreement class=%s ratio=%s cases=%lu max_disagreement=%.2g\n", name, ratios[ratio], done, most);
  fflush(stdout);
  return most <= LIMIT;
}

static unsigned long number(const char *option, const char *text) {
  char *end = NULL;
  unsigned long n = text == NULL ? 0 : strtoul(text, &end, 10);
  if (text == NULL || *text < '0' || *text > '9' || *end != '\0') {
    fprintf(stderr, "agreement: %s wants a number; usage: agreement [--cases N] [--networks N] [--seed S]\n", option);
    exit(2);
  }
  return n;
}

int main(int argc, char **argv) {
  unsigned long cases = 1000, networks = 100, seed = 1;
  int good = 1;
  for (int i = 1; i < argc; i += 2) {
    unsigned long n = number(argv[i], argv[i + 1]);
    if (strcmp(argv[i], "--cases") == 0) cases = n;
    else if (strcmp(argv[i], "--networks") == 0) networks = n;
    else if (strcmp(argv[i], "--seed") == 0) seed = n;
    else number(argv[i], NULL);
  }
  for (int ratio = REF_RATIO_TWO; ratio <= REF_RATIO_ANY; ratio++) {
    for (int class_ = REF_CLASS_PLAIN; class_ < REF_CLASS_COUNT; class_++)
      good &= agree(seed, cases, class_, (ref_ratio)ratio);
    good &= agree(seed, networks, REF_CLASS_COUNT, (ref_ratio)ratio);
  }
  return good ? 0 : 1;
}
