/* fashion.c: trains a network of spiking neurons on Fashion-MNIST with all processors of one machine.

     cc -O3 -march=native -fno-math-errno -fno-trapping-math -fopenmp -I. -o fashion examples/fashion.c -lz
     ./fashion --help

   Everything but the work of threads is in fashion.h. Threads take chunks of a batch in rounds, and after each round add their
   gradients in the order of the chunks: so the bytes do not depend on their number.                                        */

#define _POSIX_C_SOURCE 200809L
#ifdef _OPENMP
#include <omp.h>
#define MOST_THREADS ((uint64_t)omp_get_num_procs())
#define IN_PARALLEL _Pragma("omp parallel for schedule(static, 1) num_threads((int)threads)") /* the loop that follows */
#else
#define MOST_THREADS ((uint64_t)1)
#define IN_PARALLEL
#endif
#define PROGRAM "fashion"
#define USAGE "fashion [options]"
#define ADVICE "Threads share out the chunks of 32 images that a batch is cut into.\n"
#include "fashion.h"

static size_t threads;
static worker *workers; /* one per thread */

static void give_up(int code) { exit(code); }

static int heard_signal(int own) { return own; }

static void take_leave(void) {}

/* Adds the gradients of so many chunks, in their order, to that of the batch: slice s of threads slices. */
static void add_slice(run *r, size_t count, size_t s) {
  size_t from = r->parameter_count * s / threads, to = r->parameter_count * (s + 1) / threads;
  dg_real *sum = r->sums.gradient;
  for (size_t k = 0; k < count; k++) {
    const dg_real *chunk = workers[k].sums.gradient;
    for (size_t i = from; i < to; i++) sum[i] += chunk[i];
  }
}

static void add_chunks(run *r, const dg_batch *batch) {
  size_t chunks = dg_chunk_count(batch->count), neurons = dg_neuron_count(&r->net);
  dg_sums_clear(&r->net, &r->sums);
  for (size_t first = 0; first < chunks; first += threads) {
    size_t count = chunks - first < threads ? chunks - first : threads;
    IN_PARALLEL
    for (size_t k = 0; k < count; k++)
      workers[k].status = dg_chunk_gradient(&r->net, r->parameters, r->prepared, &r->training, r->state.batches, batch, NULL,
                                            first + k, &workers[k].sums, &workers[k].work);
    IN_PARALLEL
    for (size_t s = 0; s < threads; s++) add_slice(r, count, s);
    for (size_t k = 0; k < count; k++) {
      check_status(r, workers[k].status);
      r->sums.loss += workers[k].sums.loss;
      r->sums.correct += workers[k].sums.correct;
      for (size_t j = 0; j < neurons; j++) r->sums.missing[j] += workers[k].sums.missing[j];
    }
  }
}

static void infer(run *r, const dg_real *parameters, const dataset *set) {
  for (size_t first = 0; first < set->count; first += threads * IMAGES_AT_ONCE) {
    IN_PARALLEL
    for (size_t k = 0; k < threads; k++) {
      size_t from = first + k * IMAGES_AT_ONCE, rest = set->count > from ? set->count - from : 0;
      workers[k].status = rest == 0 ? DG_OK : infer_images(r, parameters, set, from,
                                                           rest < IMAGES_AT_ONCE ? rest : IMAGES_AT_ONCE, workers + k);
    }
    for (size_t k = 0; k < threads; k++) check_status(r, workers[k].status);
  }
}

int main(int count, char **arguments) {
  static run r;
  r.leader = 1;
  if (set_up(&r, count, arguments)) {
    threads = r.option.threads > 0 ? r.option.threads : (size_t)MOST_THREADS;
    workers = (worker *)allocate(threads, sizeof *workers);
    for (size_t k = 0; k < threads; k++) workers[k] = make_worker(&r);
    carry_out(&r);
  }
  finish_output();
  return DONE;
}
