#!/usr/bin/env bash
# in_the_loop.sh [EPOCHS [SAMPLES [PERCENT]]]: trains the emulated board over its serial line, while PERCENT of the frames are damaged, and
# compares the parameters with those of the model of the same board in one process (5 epochs of 1000 samples, 2 %).
set -u
cd "$(dirname "$0")/.." || exit 1
epochs=${1:-5} samples=${2:-1000} percent=${3:-2}

work=$(mktemp -d)
. examples/wire_setup.sh
trap 'board_end; rm -rf "$work"' EXIT

board_start socket || exit 1
build/in_the_loop --socket "$place" --epochs "$epochs" --samples "$samples" --faults "$percent" \
  --out "$work/wire" > "$work/log" || { cat "$work/log"; exit 1; }
build/twin "$epochs" "$samples" 1 "$work/twin" > "$work/twin.log" || exit 1
sed '$d' "$work/log"
if ! cmp "$work/wire" "$work/twin"; then
  echo "FAIL  the board was trained to other parameters than its model"
  exit 1
fi
cp "$work/wire" build/wire.checkpoint
echo "the parameters are those of the model in one process, byte for byte; they are in build/wire.checkpoint"
tail -n 1 "$work/log" | tee "$work/result"
tr ' ' '\n' < "$work/result" | awk -F = -v percent="$percent" '$1 == "frames" { frames = $2 } $1 == "faults" { faults = $2 }
  END { if (percent >= 2 && faults * 100 < frames) { print "FAIL  fewer than 1 % of the frames were damaged"; exit 1 } }'
