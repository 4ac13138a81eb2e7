/* The workspace of a network, of the size that dg_training_workspace or dg_inference_workspace tells. */
#ifndef WORKSPACE_H
#define WORKSPACE_H

#include <stdlib.h>

#include "unit.h"

#include "delgrad.h"

typedef dg_status workspace_size(const dg_network *net, size_t *reals, size_t *integers);

static inline dg_workspace workspace_of(const dg_network *net, workspace_size *size) {
  dg_workspace work;
  assert_true(size(net, &work.reals, &work.integers) == DG_OK);
  work.real = (dg_real *)malloc(work.reals * sizeof(dg_real));
  work.integer = (dg_index *)malloc(work.integers * sizeof(dg_index));
  assert_true(work.real != NULL && work.integer != NULL);
  return work;
}

static inline void workspace_free(dg_workspace *work) {
  free(work->real);
  free(work->integer);
  work->real = NULL;
  work->integer = NULL;
}

#endif
