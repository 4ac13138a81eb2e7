/* A network of the oracle as delgrad.h has it, in the precision DG_REAL of this build. */
#ifndef REF_PROBLEM_H
#define REF_PROBLEM_H

#include "delgrad.h"
#include "network.h"

typedef struct {
  dg_network net;
  dg_training training;
  dg_batch batch;
  dg_workspace work;
  dg_layer *layers;
  dg_layer_training *laws;
  dg_real *parameters, *inputs, *gradient, *times, *record, *measured;
  dg_index *labels;
} ref_problem;

/* Returns 0, 1 if delgrad.h refuses the network, -1 without memory; to be cleared in any case. */
int ref_problem_init(ref_problem *p, const ref_network *net);
void ref_problem_clear(ref_problem *p);

#endif
