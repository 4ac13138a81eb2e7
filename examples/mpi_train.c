/* mpi_train.c: trains a network of spiking neurons on Fashion-MNIST with the processes of many machines.

     mpicc -O3 -march=native -fno-math-errno -fno-trapping-math -I. -o mpi_train examples/mpi_train.c -lz
     mpirun -n 2 ./mpi_train --help

   Everything but the work of processes is in fashion.h. All ranks hold the same parameters. Of R ranks, rank k takes chunks k,
   k + R, k + 2 R and so on of a batch. Rank s gets slice s of the gradients of all chunks and adds them in the order of the
   chunks. In the end the slices go to all ranks, and each takes the same step. So the bytes do not depend on the number of
   ranks, and what travels per chunk is one gradient.

   The first rank alone prints and saves. If a rank fails or dies, mpirun and srun end the others.                          */

#define _POSIX_C_SOURCE 200809L
#include <limits.h>
#include <mpi.h>
#define PROGRAM "mpi_train"
#define USAGE "mpirun -n RANKS mpi_train [options]"
#define ADVICE \
  "Ranks share out the chunks of 32 images that a batch is cut into: give a --batch\n" \
  "of 32 for each rank, or more.\n"
#include "fashion.h"

#define MPI_REAL_NUMBER (DG_FLOAT ? MPI_FLOAT : MPI_DOUBLE)
#define MPI_INDEX (DG_FLOAT ? MPI_INT32_T : MPI_INT64_T)

enum { CHUNKS_AT_ONCE = 4 }; /* that a rank computes before sums are exchanged: fewer ranks wait for others, more memory */
static int rank, ranks;
static worker own;
static dg_sums own_sums[CHUNKS_AT_ONCE];
static dg_real *gathered; /* own slice of the gradient of one chunk of each rank, by rank */
static double *round_sums; /* loss and number right of these chunks */
/* Where slices begin and how long they are: of a gradient (one per rank), and in gathered (all as long as the own one). */
static int *slice_at, *slice_size, *gathered_at, *gathered_size;

static void give_up(int code) {
  fflush(stdout);
  fflush(stderr);
  MPI_Abort(MPI_COMM_WORLD, code);
  exit(code); /* not reached */
}

static int heard_signal(int heard) {
  int any = 0;
  MPI_Allreduce(&heard, &any, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return any;
}

static void take_leave(void) { MPI_Finalize(); }

static void cut_slices(const run *r) {
  size_t n = (size_t)ranks;
  slice_at = (int *)allocate(n, sizeof *slice_at);
  slice_size = (int *)allocate(n, sizeof *slice_size);
  gathered_at = (int *)allocate(n, sizeof *gathered_at);
  gathered_size = (int *)allocate(n, sizeof *gathered_size);
  for (size_t k = 0; k < n; k++) {
    slice_at[k] = (int)(r->parameter_count * k / n);
    slice_size[k] = (int)(r->parameter_count * (k + 1) / n) - slice_at[k];
  }
  for (int k = 0; k < ranks; k++) {
    gathered_at[k] = k * slice_size[rank];
    gathered_size[k] = slice_size[rank];
  }
  gathered = (dg_real *)allocate(n * (size_t)slice_size[rank], sizeof *gathered);
  round_sums = (double *)allocate(2 * n, sizeof *round_sums);
}

/* Adds one chunk of each of the first count ranks. The others have none; what they send is not added. */
static void add_row(run *r, size_t count, const dg_sums *mine) {
  double numbers[2] = {(double)mine->loss, (double)mine->correct}; /* exact */
  MPI_Allgather(numbers, 2, MPI_DOUBLE, round_sums, 2, MPI_DOUBLE, MPI_COMM_WORLD);
  MPI_Alltoallv(mine->gradient, slice_size, slice_at, MPI_REAL_NUMBER, gathered, gathered_size, gathered_at, MPI_REAL_NUMBER,
                MPI_COMM_WORLD);
  dg_real *sum = r->sums.gradient + slice_at[rank];
  size_t size = (size_t)slice_size[rank];
  for (size_t k = 0; k < count; k++) {
    r->sums.loss += DG_R(round_sums[2 * k]);
    r->sums.correct += (size_t)round_sums[2 * k + 1];
    for (size_t i = 0; i < size; i++) sum[i] += gathered[k * size + i];
  }
}

static void add_chunks(run *r, const dg_batch *batch) {
  size_t chunks = dg_chunk_count(batch->count), neurons = dg_neuron_count(&r->net), row = (size_t)ranks;
  dg_sums_clear(&r->net, &r->sums);
  for (size_t first = 0; first < chunks; first += CHUNKS_AT_ONCE * row) {
    size_t rows = (chunks - first + row - 1) / row;
    if (rows > CHUNKS_AT_ONCE) rows = CHUNKS_AT_ONCE;
    for (size_t q = 0; q < rows; q++) {
      size_t chunk = first + q * row + (size_t)rank;
      if (chunk >= chunks) continue;
      check_status(r, dg_chunk_gradient(&r->net, r->parameters, r->prepared, &r->training, r->state.batches, batch, NULL, chunk,
                                        own_sums + q, &own.work));
      for (size_t j = 0; j < neurons; j++) r->sums.missing[j] += own_sums[q].missing[j];
    }
    for (size_t q = 0; q < rows; q++) {
      size_t rest = chunks - first - q * row;
      add_row(r, rest < row ? rest : row, own_sums + q);
    }
  }
  MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_REAL_NUMBER, r->sums.gradient, slice_size, slice_at, MPI_REAL_NUMBER, MPI_COMM_WORLD);
  MPI_Allreduce(MPI_IN_PLACE, r->sums.missing, (int)neurons, MPI_INDEX, MPI_SUM, MPI_COMM_WORLD);
}

/* Rank k infers the k-th part of the images; all get all spikes. */
static void infer(run *r, const dg_real *parameters, const dataset *set) {
  size_t n = (size_t)ranks, from = set->count * (size_t)rank / n, to = set->count * ((size_t)rank + 1) / n;
  int *at = (int *)allocate(n, sizeof *at), *size = (int *)allocate(n, sizeof *size);
  for (size_t k = 0; k < n; k++) {
    at[k] = (int)(CLASSES * (set->count * k / n));
    size[k] = (int)(CLASSES * (set->count * (k + 1) / n)) - at[k];
  }
  for (size_t count; from < to; from += count) {
    count = to - from < IMAGES_AT_ONCE ? to - from : IMAGES_AT_ONCE;
    check_status(r, infer_images(r, parameters, set, from, count, &own));
  }
  MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_REAL_NUMBER, r->times, size, at, MPI_REAL_NUMBER, MPI_COMM_WORLD);
  free(size);
  free(at);
}

/* All ranks must have read the same data and the same checkpoint, on whatever machine they are. */
static void compare_ranks(const run *r) {
  uLong checksum = crc32(r->data_checksum, (const Bytef *)r->parameters, (uInt)(r->parameter_count * sizeof(dg_real)));
  unsigned long long mine = (unsigned long long)checksum << 32 | (r->state.batches & 0xffffffff), first = mine;
  MPI_Bcast(&first, 1, MPI_UNSIGNED_LONG_LONG, 0, MPI_COMM_WORLD);
  if (mine != first)
    fail(REFUSED, "the data or the checkpoint read here are not those of rank 0; give all machines the same files");
}

static void check_batch(const run *r) {
  size_t chunks = dg_chunk_count(r->option.batch < r->train.count ? r->option.batch : r->train.count);
  if (r->leader && !r->option.quiet && (size_t)ranks > chunks)
    fprintf(stderr, "%s: a batch has %lu chunks, so %lu of %d ranks have nothing to do; give a larger --batch\n", speaker,
            (unsigned long)chunks, (unsigned long)((size_t)ranks - chunks), ranks);
}

int main(int count, char **arguments) {
  static run r;
  MPI_Init(&count, &arguments);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  r.leader = rank == 0;
  if (!r.leader) snprintf(speaker, sizeof speaker, PROGRAM ": rank %d", rank);
  /* The first rank goes ahead: what all would refuse is said once. */
  if (!r.leader) MPI_Barrier(MPI_COMM_WORLD);
  int wanted = set_up(&r, count, arguments);
  if (r.leader) MPI_Barrier(MPI_COMM_WORLD);
  if (wanted) {
    if (r.parameter_count > INT_MAX / sizeof(dg_real))
      fail(REFUSED, "the network is too large to be sent; take fewer --hidden neurons");
    compare_ranks(&r);
    check_batch(&r);
    own = make_worker(&r);
    for (int q = 0; q < CHUNKS_AT_ONCE; q++) own_sums[q] = make_sums(&r);
    cut_slices(&r);
    carry_out(&r);
  }
  if (r.leader) finish_output();
  take_leave();
  return DONE;
}
