#!/usr/bin/env bash
# How much faster two threads and two MPI ranks are than one, on Fashion-MNIST (784-350-10, axonal delays, float).
#   scaling.sh [--data DIR] [--seconds X] [--runs N] [--programs DIR]
# Runs of one and of two take turns; medians are compared. Needs fashion, mpi_train and the data; says what is missing, which
# is no failure. Exit code: 0 done, 1 a program failed, 2 bad usage.
set -u
cd "$(dirname "$0")/.." || exit
export LC_ALL=C.UTF-8
# Threads left to themselves may share a processor for a while.
export OMP_PROC_BIND=${OMP_PROC_BIND:-true}
# Open MPI refuses to run for root, and to run more ranks than it believes there are processors.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1

usage() {
  cat << 'END'
Usage: scaling.sh [--data DIR] [--seconds X] [--runs N]
Times one against two threads, and one against two MPI ranks, on Fashion-MNIST.

  --data DIR   where the files of Fashion-MNIST are
               (/usr/share/datasets/fashion-mnist)
  --seconds X  least length of a run, 0.01 to 600 (1.5)
  --runs N     runs of each, of which the median counts, 1 to 99 (5)
  --programs DIR
               where the compiled programs are (build)
  --help       print this
END
}

fail() { # exit code, message
  echo "scaling.sh: $2" >&2
  exit "$1"
}

data=/usr/share/datasets/fashion-mnist seconds=1.5 runs=5 programs=build
while [ $# -gt 0 ]; do
  name=${1%%=*}
  case $name in
    --data | --seconds | --runs | --programs)
      if [ "$name" != "$1" ]; then value=${1#*=}; else
        [ $# -ge 2 ] || fail 2 "$name: the value is missing; scaling.sh --help tells what it takes"
        value=$2
        shift
      fi ;;
    --help) usage; exit 0 ;;
    *) fail 2 "'$1': there is no such option; scaling.sh --help lists them" ;;
  esac
  case $name in
    --data) data=$value ;;
    --programs) programs=$value ;;
    --seconds)
      if ! awk -v x="$value" 'BEGIN { exit !(x ~ /^[0-9]+([.][0-9]+)?$/ && x >= 0.01 && x <= 600) }'; then
        fail 2 "--seconds '$value': give a number from 0.01 to 600"
      fi
      seconds=$value ;;
    --runs)
      [[ $value =~ ^[1-9][0-9]?$ ]] || fail 2 "--runs '$value': give an integer from 1 to 99"
      runs=$value ;;
  esac
  shift
done

if [ ! -d "$data" ]; then
  echo "not measured: there is no $data; give --data DIR (Debian package dataset-fashion-mnist)"
  exit 0
fi

median() { sort -g | awk '{ x[NR] = $1 } END { print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'; }
load() { uptime | sed 's/.*load average[s]*: *//; s/,* .*//'; }

train() { # engine, how many, images: prints the seconds an epoch takes
  local line
  local -a options=(--data "$data" --delays axonal --epochs 1 --held-out 1 --train "$3" --quiet)
  if [ "$1" = openmp ]; then line=$("$programs/fashion" --threads "$2" "${options[@]}" < /dev/null) || return 1
  else line=$(mpirun -n "$2" "$programs/mpi_train" "${options[@]}" < /dev/null) || return 1; fi
  sed -n 's/^RESULT .* epoch_seconds=\([0-9.]*\).*/\1/p' <<< "$line" | grep .
}

scale() { # engine
  local engine=$1 images=1024 most=59999 one='' two='' x
  x=$(train "$engine" 1 $images) || fail 1 "$engine: the program failed or printed no epoch_seconds"
  images=$(awk -v x="$x" -v s="$seconds" -v n=$images -v most=$most 'BEGIN {
    n *= 2.5 * s / (x > 0.01 ? x : 0.01) # so that two take long enough, too
    n = 128 * int(n / 128 + 1)
    print (n < most ? n : most) }')
  for n in $(seq "$runs"); do
    [ ! -t 2 ] || printf '\r\033[K%s: run %d of %d' "$engine" "$n" "$runs" >&2
    x=$(train "$engine" 1 "$images") || fail 1 "$engine: the program failed or printed no epoch_seconds"
    one+="$x "
    x=$(train "$engine" 2 "$images") || fail 1 "$engine: the program failed or printed no epoch_seconds"
    two+="$x "
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
  awk -v engine="$engine" -v a="$(tr ' ' '\n' <<< "${one% }" | median)" -v b="$(tr ' ' '\n' <<< "${two% }" | median)" \
    -v images="$images" -v runs="$runs" -v load="$(load)" 'BEGIN {
      printf "RESULT scaling engine=%s n=2 speedup=%.3f seconds_1=%.2f seconds_2=%.2f images=%d runs=%d load=%s\n", engine,
        (b > 0 ? a / b : 0), a, b, images, runs, load }'
}

if [ -x "$programs/fashion" ]; then scale openmp; else echo "threads not measured: $programs/fashion is not there"; fi
if [ ! -x "$programs/mpi_train" ]; then echo "processes not measured: $programs/mpi_train is not there"
elif ! command -v mpirun > /dev/null; then echo 'processes not measured: mpirun is missing (Debian package openmpi-bin)'
else scale mpi; fi
