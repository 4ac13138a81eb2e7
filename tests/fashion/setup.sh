# shellcheck shell=bash
# Sourced by tests that run fashion and mpi_train: builds both below $work, makes a small set of images in $work/data, and
# stays in $work. CC and OMPI_CC choose the compiler.

work=$(mktemp -d)
child=
trap 'if [ -n "$child" ]; then kill -9 "$child" 2> /dev/null || true; fi; rm -rf "$work"' EXIT
cc=${CC:-cc}
fashion=$work/fashion mpi_train=$work/mpi_train
# Open MPI refuses to run for root, and to run more ranks than it believes there are processors.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1

$cc -O2 -fopenmp -I. -o "$fashion" examples/fashion.c -lz &
examples/mpi_cc.sh -O2 -I. -o "$mpi_train" examples/mpi_train.c -lz &
$cc -o "$work/idx" tests/fashion/idx.c
if declare -F also_build > /dev/null; then also_build; fi # what else the test needs
wait
for program in "$fashion" "$mpi_train"; do
  if [ ! -x "$program" ]; then fail "$(basename "$program") is built"; exit 1; fi
done

# put NAME FOLDER: standard input as the gzip file of this name.
put() { gzip -c > "$2/$1-ubyte.gz"; }

cd "$work" || exit
mkdir data
./idx images 260 0 | put train-images-idx3 data
./idx labels 260 0 | put train-labels-idx1 data
./idx images 40 1000 | put t10k-images-idx3 data
./idx labels 40 1000 | put t10k-labels-idx1 data

# Options of a run that takes a moment: 200 images to train on are two batches, of five and of three chunks. (With two chunks
# their order would not show.)
# shellcheck disable=SC2034 # used by the tests
small=(--data data --held-out 60 --hidden 12 --batch 130 --epochs 3 --quiet)

# check WHAT COMMAND...: the command, which prints nothing, must succeed.
check() { local what=$1; shift; if "$@"; then pass "$what"; else fail "$what"; fi; }
figures() { grep '^RESULT' "$1" | sed 's/ epoch_seconds=.*$//'; } # a RESULT line but for the time it took
