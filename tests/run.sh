#!/usr/bin/env bash
# run.sh [-q] PROGRAM: runs a cmocka program and counts its tests. Its output goes to PROGRAM.log; shown of it are the
# lines that are not cmocka's own (-q: not even these), or everything when a test failed.
set -eu
. "$(dirname "$0")/lib.sh"

quiet=
if [ "$1" = -q ]; then quiet=yes; shift; fi
program=$1
log=$program.log

status=0
# The time limit is for a program that hangs: it would otherwise take CI with it.
CMOCKA_MESSAGE_OUTPUT=stdout timeout -k 5 "${DG_TIMEOUT:-300}" "$program" > "$log" 2>&1 < /dev/null || status=$?

# A program may hold several groups of tests, each with its own summary.
count() { sed -n "s/^\[  $1  \].*[ :]\([0-9][0-9]*\) test(s).*/\1/p" "$log" | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(count PASSED)
failed=$(count FAILED)

why=
if [ "$failed" -gt 0 ]; then
  why="$failed failed"
elif [ "$status" -ne 0 ]; then
  failed=1
  why="exit code $status"
elif [ "$passed" -eq 0 ]; then
  failed=1
  why='ran no test'
fi

tally "$passed" "$failed"
if [ -n "$why" ]; then
  cat "$log"
  echo "FAIL  $program: $why, $passed passed"
  exit 1
fi
if [ -z "$quiet" ]; then grep -v '^\[' "$log" || true; fi
echo "ok    $program: $passed tests"
