#include "problem.h"

#include <stdlib.h>

static dg_real *reals_of(size_t n, const double *x) {
  dg_real *y = malloc((n + 1) * sizeof *y);
  for (size_t i = 0; y != NULL && i < n; i++) y[i] = (dg_real)x[i];
  return y;
}

static int layers_of(ref_problem *p, const ref_network *net) {
  p->layers = calloc(net->depth, sizeof *p->layers);
  p->laws = calloc(net->depth, sizeof *p->laws);
  if (p->layers == NULL || p->laws == NULL) return -1;
  for (size_t l = 0; l < net->depth; l++) {
    const ref_layer *from = net->layers + l;
    dg_layer *to = p->layers + l;
    to->inputs = from->inputs;
    to->outputs = from->outputs;
    to->biases = from->biases;
    to->bias_times = reals_of(from->biases, from->bias_times);
    if (to->bias_times == NULL) return -1;
    to->neuron = (dg_neuron){(dg_real)from->neuron.tau_mem, (dg_real)from->neuron.tau_syn, (dg_real)from->neuron.threshold,
                             (dg_real)from->neuron.e_leak, (dg_real)from->neuron.g_leak};
    to->delay = (dg_delay){(dg_delay_kind)from->kind, (dg_delay_map)from->map, (dg_grouping)from->grouping,
                           from->source_groups, from->target_groups, (dg_real)from->scale, (dg_real)from->shift};
  }
  return 0;
}

static void settings_of(ref_problem *p, const ref_loss *loss) {
  dg_training *t = &p->training;
  t->loss = (dg_loss){(dg_loss_kind)loss->kind, (dg_real)loss->delta_t, (dg_real)loss->t_correct, (dg_real)loss->t_wrong,
                      (dg_real)loss->xi, (dg_real)loss->early_alpha, (dg_real)loss->early_beta, (dg_real)loss->delay_alpha,
                      loss->delay_parameters};
  t->optimiser.kind = DG_SGD;
  t->optimiser.schedule = DG_CONSTANT;
  t->layers = p->laws;
}

int ref_problem_init(ref_problem *p, const ref_network *net) {
  static const ref_problem empty;
  size_t count = ref_parameter_count(net), neurons = ref_neuron_count(net), reals = 0, integers = 0;
  *p = empty;
  if (layers_of(p, net) != 0) return -1;
  settings_of(p, &net->loss);
  p->net = (dg_network){net->inputs, net->multiplex, net->depth, p->layers, (dg_real)net->t_ref};
  p->parameters = reals_of(count, net->parameters);
  p->inputs = reals_of(net->samples * net->inputs, net->input_times);
  p->measured = net->measured == NULL ? NULL : reals_of(net->samples * neurons, net->measured);
  p->labels = malloc(net->samples * sizeof *p->labels);
  p->gradient = calloc(count + 1, sizeof *p->gradient);
  p->record = calloc(net->samples * neurons + 1, sizeof *p->record);
  p->times = calloc(net->samples * neurons + 1, sizeof *p->times);
  if (dg_training_workspace(&p->net, &reals, &integers) != DG_OK) return 1;
  p->work.real = malloc(reals * sizeof *p->work.real);
  p->work.reals = reals;
  p->work.integer = malloc(integers * sizeof *p->work.integer);
  p->work.integers = integers;
  if (p->parameters == NULL || p->inputs == NULL || p->labels == NULL || p->gradient == NULL || p->record == NULL ||
      p->times == NULL || p->work.real == NULL || p->work.integer == NULL)
    return -1;
  for (size_t n = 0; n < net->samples; n++) p->labels[n] = (dg_index)net->labels[n];
  p->batch = (dg_batch){p->inputs, p->labels, NULL, net->samples};
  return 0;
}

void ref_problem_clear(ref_problem *p) {
  for (size_t l = 0; p->layers != NULL && l < p->net.depth; l++) free((void *)(uintptr_t)p->layers[l].bias_times);
  free(p->layers);
  free(p->laws);
  free(p->parameters);
  free(p->inputs);
  free(p->measured);
  free(p->labels);
  free(p->gradient);
  free(p->record);
  free(p->times);
  free(p->work.real);
  free(p->work.integer);
}
