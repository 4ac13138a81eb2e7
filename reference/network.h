/* The oracle for networks: output times, loss, and the gradient of every parameter (SPEC 4 to 7), in interval arithmetic. */
#ifndef REF_NETWORK_H
#define REF_NETWORK_H

#include "neuron.h"

typedef enum { REF_DELAY_NONE, REF_DELAY_AXONAL, REF_DELAY_DENDRITIC, REF_DELAY_SYNAPTIC } ref_delay_kind;
typedef enum { REF_MAP_SIGMOID, REF_MAP_CLIP, REF_MAP_SHIFT } ref_delay_map;
typedef enum { REF_GROUP_NEIGHBOURS, REF_GROUP_TILED } ref_grouping;
typedef enum { REF_LOSS_SHIFT_MSE, REF_LOSS_MSE, REF_LOSS_CROSS_ENTROPY } ref_loss_kind;

typedef struct {
  size_t inputs, outputs, biases;
  double *bias_times;
  ref_neuron neuron;
  ref_delay_kind kind;
  ref_delay_map map;
  ref_grouping grouping;
  size_t source_groups, target_groups; /* 0: one each */
  double scale, shift;
} ref_layer;

typedef struct {
  ref_loss_kind kind;
  double delta_t, t_correct, t_wrong, xi, early_alpha, early_beta, delay_alpha;
  int delay_parameters; /* the delay term acts on parameters, not on delays */
} ref_loss;

/* A network and a batch of samples. parameters: as SPEC 6.1, all layers. inputs[sample][input]; labels[sample]; measured: NULL, or
   [sample][neuron] over all layers (SPEC 4.4), infinite for a spike not seen. */
typedef struct {
  size_t inputs, multiplex, depth;
  ref_layer *layers;
  double t_ref;
  ref_loss loss;
  double *parameters;
  size_t samples;
  double *input_times;
  int *labels;
  double *measured;
} ref_network;

size_t ref_parameter_count(const ref_network *net);
size_t ref_neuron_count(const ref_network *net);
/* Of a layer: inputs and biases; weights w[target][source]; delay parameters p[target group][source group]; of these the one of a
   synapse, where the layer has delays. */
size_t ref_source_count(const ref_layer *layer);
size_t ref_weight_count(const ref_layer *layer);
size_t ref_delay_count(const ref_layer *layer);
size_t ref_delay_index(const ref_layer *layer, size_t source, size_t target);

typedef struct {
  size_t parameters, neurons, samples;
  mpfr_prec_t working;
  mpfi_t loss;      /* of the batch (SPEC 7) */
  mpfi_t *gradient; /* parameters */
  mpfi_t *times;    /* [sample][neuron], not set where absent */
  int *absent;      /* [sample][neuron]: no spike */
  int *flat;        /* [sample][neuron]: its gradients are zero: absent, tangent, or at a measured time as SPEC 4.4 */
  int tangent;      /* some neuron was tangent */
  double margin;    /* the least of all neurons, as ref_solution.margin */
} ref_network_solution;

void ref_network_solution_init(ref_network_solution *s, const ref_network *net);
void ref_network_solution_clear(ref_network_solution *s);

/* Loss and gradient to `bits` bits relative to the largest component. Returns 0, or -1 if REF_BITS_MAX does not suffice. */
int ref_network_solve(const ref_network *net, mpfr_prec_t bits, ref_network_solution *s);

#endif
