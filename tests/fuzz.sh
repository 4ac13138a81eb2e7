#!/usr/bin/env bash
# fuzz.sh RUNS: that many random inputs (a fifth for the wire, where one is many frames), grown from the corpora in tests/fuzz, for each reader: of the oracle, cases in JSON and results in
# CSV; of frames, the board's end of a wire and the host's. Under the address and undefined-behaviour sanitizers; an input that crashes is left in build/fuzz.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

runs=${1:-}
case $runs in '' | *[!0-9]*) echo "usage: $0 RUNS" >&2; exit 2 ;; esac
have clang || { fail 'clang is there (Debian packages clang, libclang-rt-dev)'; exit 1; }

out=build/fuzz
mkdir -p "$out"
oracle='reference/case.c reference/check.c reference/neuron.c reference/network.c reference/condition.c reference/draw.c -ljansson -lmpfi -lmpfr -lgmp -lm'

fuzz() { # name, what it is built with
  local log=$out/$1.log
  mkdir -p "$out/$1.found"
  # shellcheck disable=SC2086 # words on purpose
  if ! clang -std=c99 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I. -o "$out/$1" \
    "tests/fuzz/fuzz_$1.c" $2 > "$log" 2>&1; then
    fail "fuzz_$1 builds" "$log"
    return 1
  fi
  if "$out/$1" -runs="$runs" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$out/$1-" -print_final_stats=1 \
    "$out/$1.found" "tests/fuzz/$1" > "$log" 2>&1 < /dev/null; then
    pass "$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs without a fault"
  else
    tail -n 40 "$log" > "$log.tail"
    fail "$1: a fault" "$log.tail"
    return 1
  fi
}

status=0
fuzz case "$oracle" & first=$!
fuzz check "$oracle" || status=1
wait "$first" || status=1
readers=$runs runs=$((runs / 5 + 1)) # here an input is a conversation of many frames
fuzz board '' & first=$!
fuzz host '' || status=1
wait "$first" || status=1
echo "RESULT fuzz targets=4 runs=$readers conversations=$runs"
exit $status
