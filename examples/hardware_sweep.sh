#!/usr/bin/env bash
# Test accuracy in the loop with the model chip against delay jitter, threshold spread, bits of weights and bits of delays, seeds 1 to 5:
# a RESULT line and a point of a picture each. Runs that are done stay in build/hw, so that an interrupted call goes on.
#   examples/hardware_sweep.sh [EPOCHS]    40 by default: half a processor minute a run, 140 runs
set -u
cd "$(dirname "$0")/.." || exit
epochs=${1:-40}
case $epochs in *[!0-9]* | '') sed -n 's/^#   //p' "$0"; exit 2 ;; esac
out=build/hw/sweep-$epochs
mkdir -p "$out"

# option, values, kinds of delays, label, value of the published setting
sweeps() {
  echo 'jitter|0 0.06 0.3 0.6 1.2|axonal|delay jitter (µs)|0.06'
  echo 'threshold-spread|0 0.08 0.16 0.32 0.64|axonal none|threshold spread (threshold 2.6)|0.08'
  echo 'weight-bits|2 3 4 5 6 8|axonal none|bits of weights|6'
  echo 'delay-bits|2 3 4 6 8|axonal|bits of delays|8'
}

# A point at its published value is the same run in every sweep.
file_of() { # option value published kind seed
  local point=$1_$2
  if [ "$2" = "$3" ]; then point=published; fi
  echo "$out/${point}_$4_$5.txt"
}
runs() {
  local seed option values kinds published kind value
  for seed in 1 2 3 4 5; do
    sweeps | while IFS='|' read -r option values kinds _ published; do
      for kind in $kinds; do
        for value in $values; do echo "$(file_of "$option" "$value" "$published" "$kind" "$seed") $kind $seed --$option $value"; done
      done
    done
  done | sort -u -s -k1,1 | sort -s -n -k3,3
}

one() { # file kind seed option value
  if [ -s "$1" ]; then return; fi
  build/hardware --quiet --mode loop --delays "$2" --seed "$3" --epochs "$epochs" "$4" "$5" > "$1.$$" || { rm -f "$1.$$"; exit 255; }
  mv "$1.$$" "$1"
}
export -f one
export out epochs
total=$(runs | wc -l)
runs | xargs -P "$(nproc)" -L 1 bash -c 'one "$@"; printf "\r%s of %s runs" "$(ls "$out" | grep -c txt$)" '"$total"' >&2' one || { echo "hardware_sweep.sh: a run failed" >&2; exit 1; }
echo >&2

sweeps | while IFS='|' read -r option values kinds label published; do
  for kind in $kinds; do
    for value in $values; do
      for seed in 1 2 3 4 5; do cat "$(file_of "$option" "$value" "$published" "$kind" "$seed")"; done | sed -n 's/.*test_accuracy=//p' | awk -v x="$value" '
        { n++; s += $1; q += $1 * $1 } END { m = s / n; v = n > 1 ? (q - n * m * m) / (n - 1) : 0; print x, m, sqrt(v > 0 ? v : 0), n }'
    done > "$out/${option}_$kind.dat"
    awk -v o="$option" -v k="$kind" '{ printf "RESULT sweep %s=%s delays=%s seeds=%d mean=%.4f sd=%.4f\n", o, $1, k, $4, $2, $3 }' "$out/${option}_$kind.dat"
  done
  if command -v gnuplot > /dev/null; then
    LC_ALL=C.UTF-8 gnuplot -e "directory='$out'; what='sweep'; name='$option'; label='$label'; published=$published; lines_none=$(grep -c . "$out/${option}_none.dat" 2> /dev/null || true)+0" \
      examples/hardware.gnuplot && mv "$out/$option.png.new" "$out/$option.png"
  else
    echo "no pictures: gnuplot is missing (Debian package gnuplot-nox)" >&2
  fi
done
