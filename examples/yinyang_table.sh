#!/bin/sh
# Trains the networks of the README's table and prints one RESULT line for each. Every run's own line is kept in DIR.
set -eu
cd "$(dirname "$0")/.."

seeds='1 2 3 4 5 6 7 8 9 10'
epochs=300
out=build/yinyang_table
networks='none-30 axonal-30 dendritic-30 synaptic-30 synaptic-5'

refuse() { echo "yinyang_table.sh: $1" >&2; exit 2; }

while [ $# -gt 0 ]; do
  case $1 in
    --help)
      echo 'Usage: examples/yinyang_table.sh [--seeds "1 2 3"] [--epochs N] [--out DIR]'
      echo "Without options: seeds $seeds, $epochs epochs, $out."
      exit 0 ;;
    --seeds | --epochs | --out) [ $# -gt 1 ] || refuse "$1: the value is missing" ;;
    *) refuse "'$1': there is no such option; --help lists them" ;;
  esac
  case $1 in
    --seeds) seeds=$2 ;;
    --epochs) epochs=$2 ;;
    --out) out=$2 ;;
  esac
  shift 2
done
case $seeds in *[!0-9\ ]* | '' | ' ') refuse "--seeds '$seeds': give integers with spaces between them" ;; esac
case $epochs in *[!0-9]* | '' | 0*) refuse "--epochs '$epochs': give an integer from 1" ;; esac
mkdir -p "$out" || refuse "--out $out: cannot be made; give another folder"

make -s build/yinyang
# shellcheck disable=SC2086
set -- $seeds
count=$#
total=$((count * $(echo "$networks" | wc -w)))
finished=0
running=

# Waits for the runs that were started, and keeps the lines of those that ended well.
finish() {
  for run in $running; do
    file=$out/${run#*:}
    if wait "${run%%:*}"; then
      mv "$file.part" "$file"
    else
      echo "yinyang_table.sh: the run of $file failed" >&2
      exit 1
    fi
    finished=$((finished + 1))
  done
  running=
  if [ -t 2 ]; then printf '\r%d of %d runs ' "$finished" "$total" >&2; fi
}

stop() {
  for run in $running; do kill "${run%%:*}" 2> /dev/null || :; done
  rm -f "$out"/*.part
}
trap 'stop; exit 130' INT TERM HUP
trap 'stop' EXIT

# Two runs at a time; neither changes the other's result.
for network in $networks; do
  for seed in $seeds; do
    name=$network-$seed.txt
    rm -f "$out/$name"
    build/yinyang --delays "${network%-*}" --hidden "${network#*-}" --seed "$seed" --epochs "$epochs" --quiet \
      > "$out/$name.part" &
    running="$running $!:$name"
    case $running in *:*:*) finish ;; esac
  done
done
finish
if [ -t 2 ]; then printf '\r%20s\r' '' >&2; fi

for network in $networks; do
  parameters=$(build/yinyang --describe --delays "${network%-*}" --hidden "${network#*-}" |
    sed 's/.* parameters=\([0-9]*\).*/\1/')
  for seed in $seeds; do cat "$out/$network-$seed.txt"; done |
    sed -n 's/^RESULT yinyang .*test_accuracy=\([0-9.]*\).*/\1/p' |
    awk -v delays="${network%-*}" -v hidden="${network#*-}" -v parameters="$parameters" -v count="$count" '
      { x[NR] = $1; sum += $1; if (NR == 1 || $1 < min) min = $1; if (NR == 1 || $1 > max) max = $1 }
      END {
        if (NR != count) { print "yinyang_table.sh: " NR " results instead of " count > "/dev/stderr"; exit 1 }
        mean = sum / NR
        for (i = 1; i <= NR; i++) square += (x[i] - mean) ^ 2
        printf "RESULT yinyang_table delays=%s hidden=%s parameters=%s seeds=%d mean=%.4f sd=%.4f min=%.4f max=%.4f\n",
          delays, hidden, parameters, NR, mean, sqrt(square / (NR > 1 ? NR - 1 : 1)), min, max
      }'
done
