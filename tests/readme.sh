#!/usr/bin/env bash
# The program in the README compiles as it stands with plain `cc file.c` and prints what the README says it prints.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

readme=${1:-README.md}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The first block of C, and the first block of text after it.
awk -v dir="$work" '
  /^```/ && into != "" { close(into); into = ""; if (stage == 2) exit; next }
  /^```c$/ && stage == 0 { stage = 1; into = dir "/program.c"; next }
  /^```text$/ && stage == 1 { stage = 2; into = dir "/expected"; next }
  into != "" { print > into }' "$readme"

if [ ! -s "$work/program.c" ] || [ ! -s "$work/expected" ]; then
  fail "$readme has no block of C followed by a block of text"
  exit 1
fi
cp delgrad.h "$work/"
cd "$work"

for cc in gcc clang; do
  if ! have "$cc"; then echo "--    no $cc here"; continue; fi
  for level in -O0 -O2; do
    rm -f a.out
    if ! "$cc" "$level" program.c > log 2>&1; then
      fail "$cc $level program.c" log
    elif [ -s log ]; then
      fail "$cc $level program.c warns" log
    elif ! ./a.out > got 2>&1 < /dev/null; then
      fail "$cc $level: the program ends with an error" got
    elif ! diff -u expected got > log; then
      fail "$cc $level: the program prints something else than $readme says" log
    else
      pass "README program, $cc $level"
    fi
  done
done
[ "$failures" -eq 0 ]
