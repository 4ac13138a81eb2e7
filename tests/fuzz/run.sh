#!/usr/bin/env bash
# run.sh [RUNS]: the fuzz targets with clang's libFuzzer, AddressSanitizer and UndefinedBehaviorSanitizer, RUNS each
# (100000). What they find on the way goes to build/fuzz; a crash is left there too, and the exit code is 1.
set -eu
cd "$(dirname "$0")/../.."
. tests/lib.sh

runs=${1:-100000}
mkdir -p build/fuzz/case build/fuzz/check
for target in case check; do
  program=build/fuzz/fuzz_$target
  clang -std=c99 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o "$program" tests/fuzz/fuzz_$target.c \
    reference/{case,check,draw,condition,network,neuron}.c -ljansson -lmpfi -lmpfr -lgmp -lm
  expect "fuzz_$target: $runs runs" "$program" -runs="$runs" -max_len=2000 -verbosity=0 -artifact_prefix=build/fuzz/ \
    build/fuzz/$target tests/fuzz/$target
done
[ "$failures" -eq 0 ]
