/* golden FILE: what delgrad.h makes of the cases in FILE, as CSV for `dgref check`. */
#include <stdio.h>
#include <stdlib.h>

#include "reference/case.h"
#include "reference/problem.h"

static char *read_all(const char *name, size_t *length) {
  FILE *file = fopen(name, "rb");
  char *text = NULL;
  long size = -1;
  if (file != NULL && fseek(file, 0, SEEK_END) == 0) size = ftell(file);
  if (size >= 0 && fseek(file, 0, SEEK_SET) == 0) text = malloc((size_t)size + 1);
  if (text != NULL) *length = fread(text, 1, (size_t)size, file);
  if (file != NULL) fclose(file);
  return text;
}

static void put(const char *name, const char *quantity, dg_real x) {
  if (x < DG_NEVER) printf("%s,%s,%a\n", name, quantity, (double)x);
  else printf("%s,%s,never\n", name, quantity);
}

static void put_at(const char *name, const char *quantity, size_t i, dg_real x) {
  char indexed[64];
  snprintf(indexed, sizeof indexed, "%s[%zu]", quantity, i);
  put(name, indexed, x);
}

static dg_status put_neuron(const ref_case *c) {
  const ref_inputs *x = &c->neuron;
  const ref_neuron *from = &x->neuron;
  dg_neuron neuron = {(dg_real)from->tau_mem, (dg_real)from->tau_syn, (dg_real)from->threshold, (dg_real)from->e_leak,
                      (dg_real)from->g_leak};
  dg_real *w = malloc(4 * x->n * sizeof *w), *a = w + x->n, *dT_dw = a + x->n, *dT_da = dT_dw + x->n;
  dg_index *order = malloc(x->n * sizeof *order);
  dg_spike spike;
  if (w == NULL || order == NULL) exit(2);
  for (size_t i = 0; i < x->n; i++) w[i] = (dg_real)x->w[i], a[i] = (dg_real)x->a[i];
  dg_status status = DG_OK;
  if (c->has_measured) {
    status = dg_measured_gradient(&neuron, x->n, w, a, (dg_real)c->measured, order, &spike, dT_dw, dT_da);
  } else {
    status = dg_spike_time(&neuron, x->n, w, a, order, &spike);
    if (status == DG_OK) status = dg_spike_gradient(&neuron, x->n, w, a, order, &spike, dT_dw, dT_da);
    if (status == DG_OK) put(c->name, "time", spike.time);
  }
  if (status == DG_OK) put(c->name, "dT_dc", spike.dT_dc);
  for (size_t i = 0; status == DG_OK && i < x->n; i++) {
    put_at(c->name, "dT_dw", i, dT_dw[i]);
    put_at(c->name, "dT_da", i, dT_da[i]);
  }
  free(w);
  free(order);
  return status;
}

static dg_status put_network(const ref_case *c) {
  const ref_network *net = &c->network;
  ref_problem p;
  dg_batch_result result;
  if (ref_problem_init(&p, net) != 0) exit(2);
  dg_status status = dg_infer(&p.net, p.parameters, &p.batch, p.times, p.record, &p.work);
  if (status == DG_OK)
    status = dg_gradient(&p.net, p.parameters, &p.training, 0, &p.batch, p.measured, p.gradient, &result, &p.work);
  size_t neurons = ref_neuron_count(net);
  if (status == DG_OK) put(c->name, "loss", result.loss);
  for (size_t i = 0; status == DG_OK && i < ref_parameter_count(net); i++) put_at(c->name, "gradient", i, p.gradient[i]);
  for (size_t n = 0; status == DG_OK && p.measured == NULL && n < net->samples; n++)
    for (size_t i = 0; i < neurons; i++) {
      char sample[32];
      snprintf(sample, sizeof sample, "times[%zu]", n);
      put_at(c->name, sample, i, p.record[n * neurons + i]);
    }
  ref_problem_clear(&p);
  return status;
}

int main(int argc, char **argv) {
  ref_cases cases;
  ref_error error;
  size_t length = 0;
  char *text = argc == 2 ? read_all(argv[1], &length) : NULL;
  if (text == NULL) {
    fprintf(stderr, "usage: golden FILE\n");
    return 2;
  }
  if (ref_cases_read(text, length, &cases, &error) != 0) {
    fprintf(stderr, "golden: %s: %s\n", argv[1], error.text);
    return 2;
  }
  printf("case,quantity,value\n");
  for (size_t i = 0; i < cases.count; i++) {
    const ref_case *c = cases.cases + i;
    dg_status status = c->kind == REF_CASE_NEURON ? put_neuron(c) : put_network(c);
    if (status == DG_OK) continue;
    fprintf(stderr, "golden: %s: %s: %s\n", argv[1], c->name, dg_status_text(status));
    return 1;
  }
  ref_cases_clear(&cases);
  free(text);
  return 0;
}
