#!/usr/bin/env bash
# The demo in short: two seeds give two results, and one seed gives the same bytes at any optimisation level.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
native=
if echo 'int x;' | $cc -march=native -x c -c -o /dev/null - 2> /dev/null; then native=-march=native; fi

train() { # program, seed, name
  "$1" --seed "$2" --epochs 5 --quiet --out "$work/$3" --save "$work/$3.save" < /dev/null > "$work/$3.txt"
}
figures() { tail -n 1 "$work/$1.txt" | tr ' ' '\n' | grep -v -e '^seed=' -e '^seconds='; }

$cc -O0 -I. -o "$work/O0" examples/yinyang.c
$cc -O2 -I. -o "$work/O2" examples/yinyang.c
$cc -O3 $native -fno-math-errno -fno-trapping-math -I. -o "$work/O3" examples/yinyang.c

expect 'seed 2 trains' train "$work/O3" 2 seed2
expect 'seed 3 trains' train "$work/O3" 3 seed3
expect 'seed 2 trains at -O0' train "$work/O0" 2 seed2-O0
expect 'seed 2 trains at -O2' train "$work/O2" 2 seed2-O2

for name in seed2 seed3; do
  if tail -n 1 "$work/$name.txt" | grep -q '^RESULT yinyang .*test_accuracy=[0-9.]'; then
    pass "$name ends: $(tail -n 1 "$work/$name.txt")"
  else
    fail "$name does not end with a RESULT line" "$work/$name.txt"
  fi
done
if [ "$(figures seed2)" != "$(figures seed3)" ]; then pass 'two seeds, two results'; else fail 'two seeds, one result'; fi
if ! cmp -s "$work/seed2.save" "$work/seed3.save"; then pass 'two seeds, two networks'; else fail 'two seeds, one network'; fi
for level in O0 O2; do
  if [ -s "$work/seed2.save" ] && cmp -s "$work/seed2.save" "$work/seed2-$level.save"; then
    pass "the same bytes at -$level and -O3"
  else
    fail "other bytes at -$level than at -O3"
  fi
  if [ "$(figures seed2)" = "$(figures "seed2-$level")" ]; then
    pass "the same result at -$level and -O3"
  else
    fail "another result at -$level than at -O3" "$work/seed2-$level.txt"
  fi
done
[ "$failures" -eq 0 ]
