#!/bin/sh
# Errors of delgrad.h against the oracle: RESULT lines, histograms and the table of worst cases in build/accuracy.
#   accuracy.sh --quick | --full [DIR]
# Exit code 1 if a figure exceeds its bound. Two processes at a time; needs build/accuracy_f64 and build/accuracy_f32.
set -eu

case ${1:-} in
  --quick) cases=80000 networks=5000 bounds=100000 elementary=1000000 stride=997 ;;
  --full) cases=1000000 networks=100000 bounds=5000000 elementary=50000000 stride=1 ;; # bounds: of each precision
  *) echo "usage: $0 --quick | --full [DIR]" >&2; exit 2 ;;
esac
top=$(cd "$(dirname "$0")/.." && pwd)
directory=${2:-$top/build/accuracy}
seed=${SEED:-1}
mkdir -p "$directory"

run() { # precision part
  progress=
  [ "$2" -ne 0 ] || progress=--progress
  exec "$top/build/accuracy_$1" --cases "$cases" --networks "$networks" --bounds "$bounds" --elementary "$elementary" \
    --stride "$stride" --seed "$seed" --part "$2" --parts 2 $progress --out "$directory/$1.$2"
}

# Both parts; stops the other one if one fails or the script is interrupted.
first='' second=''
trap '[ -z "$first$second" ] || kill $first $second 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
for real in f64 f32; do
  rm -f "$directory/$real.0" "$directory/$real.1"
  run $real 0 & first=$!
  run $real 1 & second=$!
  wait $first && first='' && wait $second && second='' || { echo "accuracy_$real failed" >&2; exit 2; }
done

code=0
"$top/build/accuracy_f64" --report "$directory" "$directory/f64.0" "$directory/f64.1" "$directory/f32.0" \
  "$directory/f32.1" || code=$?
[ $code -le 1 ] || exit $code
for data in spike_time:4 grad_w:8 grad_a:8 grad_c:8 grad_net:8; do
  name=${data%:*}
  if command -v gnuplot > /dev/null; then
    gnuplot -e "directory='$directory'; name='$name'; bound=${data#*:}" "$top/reference/histogram.gnuplot"
  else
    echo "no histograms: gnuplot is missing (Debian package gnuplot-nox)" >&2
    break
  fi
done
exit $code
