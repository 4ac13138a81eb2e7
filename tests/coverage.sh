#!/usr/bin/env bash
# How much of delgrad.h and delgrad_hw.h the unit tests reach, over all test programs in double and in float. A line or branch counts as
# reached when any program reaches it: the functions are static, so each program has its own copy of them.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

out=build/coverage
min=${COVERAGE_MIN:-95}
export DG_QUICK=1

measure() { # precision, test
  local object=$out/$1/$2 status=0
  mkdir -p "$out/$1"
  # Without -fkeep-... gcc leaves out a static function that no test calls, and nobody would see that it is missing.
  gcc -std=c99 -O0 --coverage -fkeep-inline-functions -fkeep-static-functions -DDG_REAL="$1" -I. \
    -c "tests/$2.c" -o "$object.o"
  gcc --coverage "$object.o" -o "$object" -lcmocka -lmpfr -lgmp -lm
  tests/run.sh -q "$object" || status=1
  gcov -b -c -t "$object.gcda" > "$object.gcov" 2> "$object.err"
  return $status
}

if [ "${1:-}" = --one ]; then measure "$2" "$3"; exit; fi

rm -rf "$out"
for source in tests/test_*.c; do
  for precision in double float; do echo "--one $precision $(basename "$source" .c)"; done
done | xargs -P 2 -L 1 tests/coverage.sh || failures=1

# In gcov's text a source line is `count: number: text`, followed by its branches. Calls are numbered along with the
# branches, so branches are counted here anew, to be the same in both precisions.
cat "$out"/*/*.gcov | awk -v min="$min" -v list="$out/uncovered.txt" '
  /^ *-: *0:Source:/ {
    header = ""
    if (match($0, /[:\/]delgrad(_hw)?\.h$/)) header = substr($0, RSTART + 1)
    next
  }
  header == "" { next }
  /^branch / {
    b++
    if (b > branches[header, line]) branches[header, line] = b
    if ($0 ~ /taken [1-9]/) taken[header, line, b] = 1
    next
  }
  /^(call|function|unconditional|-----)/ { next }
  {
    n = split($0, part, ":")
    if (n < 3) next
    line = part[2] + 0
    b = 0
    if (line == 0) next
    if (line > last[header]) last[header] = line
    text[header, line] = substr($0, length(part[1]) + length(part[2]) + 3)
    if (part[1] ~ /^ *-$/) next
    code[header, line] = 1
    if (part[1] ~ /^ *[0-9]/) run[header, line] = 1
  }
  function report(h,    i, b, miss, lines, reached, all, got) {
    for (i = 1; i <= last[h]; i++) {
      if (!((h, i) in code)) continue
      lines++
      if ((h, i) in run) reached++; else print h ":" i ": never run: " text[h, i] > list
      miss = ""
      for (b = 1; b <= branches[h, i]; b++) {
        all++
        if ((h, i, b) in taken) got++; else miss = miss " " b
      }
      if (miss != "" && (h, i) in run) print h ":" i ": of " branches[h, i] " branches never" miss ": " text[h, i] > list
    }
    if (!lines || !all) { print "FAIL  no coverage of " h " was measured"; bad = 1; return }
    summary = summary sprintf("lines of %-12s    %5.1f %%  (%d of %d)\n", h, 100 * reached / lines, reached, lines)
    summary = summary sprintf("branches of %-12s %5.1f %%  (%d of %d)\n", h, 100 * got / all, got, all)
    result = result sprintf(" %slines=%.4f %sbranches=%.4f", h == "delgrad.h" ? "" : "hw_", reached / lines, h == "delgrad.h" ? "" : "hw_", got / all)
    if (100 * got < min * all) { low = 1; summary = summary "FAIL  fewer than " min " % of branches of " h "\n" }
  }
  END {
    printf "" > list
    report("delgrad.h")
    report("delgrad_hw.h")
    close(list)
    if (bad) exit 1
    if (low) { while ((getline row < list) > 0) print row }
    printf "%s", summary
    print "what is missing is listed in " list
    print "RESULT coverage" result
    exit low
  }'
[ "$failures" -eq 0 ]
