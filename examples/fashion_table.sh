#!/bin/sh
# Trains on Fashion-MNIST without, with axonal and with synaptic delays, and prints last the result of the best of the three by
# accuracy on the held-out images. Options go to fashion. A run that was stopped goes on from its checkpoint.
set -eu
cd "$(dirname "$0")/.."
out=build/fashion_table

if [ "${1:-}" = --help ]; then
  echo 'Usage: examples/fashion_table.sh [options of build/fashion but --delays, --save, --resume]'
  echo "Keeps checkpoints and results in $out, from which it goes on; remove it to start anew."
  exit 0
fi
make -s build/fashion
mkdir -p "$out"
for delays in none axonal synaptic; do
  file=$out/$delays
  set -- "$@" --delays "$delays" --save "$file.save"
  rm -f "$file.save.tmp"
  if [ -e "$file.save" ]; then build/fashion "$@" --resume "$file.save" | tee "$file.txt"
  else build/fashion "$@" | tee "$file.txt"; fi
  tail -n 1 "$file.txt" | grep -q '^RESULT' || exit 1 # fashion has said why
done
for delays in none axonal synaptic; do tail -n 1 "$out/$delays.txt"; done |
  sed 's/.* valid_accuracy=\([0-9.]*\) .*/\1 &/' | sort -rn | sed -n '1s/^[0-9.]* RESULT fashion /RESULT fashion_best /p'
