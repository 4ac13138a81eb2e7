#!/usr/bin/env bash
# Everything CI runs. A stage that fails does not stop the later ones; the last line counts stages and tests that ran.
set -u
cd "$(dirname "$0")/.." || exit

# A bare machine has no locale, and gnuplot then complains of a degree sign.
export LC_ALL=C.UTF-8
# The stages choose their own number of jobs.
unset MAKEFLAGS MFLAGS MAKELEVEL
rm -rf build/check
mkdir -p build/check
export DG_TALLY=$PWD/build/check/tally
: > "$DG_TALLY"
stages=

stage() { # name command...
  local name=$1 began=$SECONDS log state seconds before
  shift
  log=build/check/${name// /-}.log
  before=$(wc -l < "$DG_TALLY")
  printf '\n== %s: %s\n' "$name" "$*"
  "$@" < /dev/null 2>&1 | tee "$log"
  if [ "${PIPESTATUS[0]}" -eq 0 ]; then state=passed; else state=FAILED; fi
  seconds=$((SECONDS - began))
  # A script that does its own counting ends with a line like ours.
  if [ "$(wc -l < "$DG_TALLY")" -eq "$before" ]; then
    sed -n 's/^\([0-9][0-9]*\) passed, \([0-9][0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1 >> "$DG_TALLY"
  fi
  if [ "$state" = passed ]; then echo '1 0' >> "$DG_TALLY"; else echo '0 1' >> "$DG_TALLY"; fi
  stages+=$(printf '%-14s %-6s %5d s' "$name" "$state" "$seconds")$'\n'
  echo "-- $name $state in $seconds s"
}

if command -v apt-get > /dev/null; then
  stage packages make packages
else
  make packages  # says what to install; a tool that is missing shows in its own stage
fi
stage 'unit tests' make -k -j2 -Otarget test
stage matrix tests/matrix.sh --sample
stage coverage tests/coverage.sh
stage prove proofs/prove.sh --sample
stage 'bridge fails' proofs/bridge/test.sh
stage 'proofs fail' proofs/test.sh --sample
stage e-acsl proofs/eacsl/run.sh --sample
stage mutation tests/mutation/run.py --seconds 40
stage 'same bits' tests/bits.sh --sample
stage dgref tests/oracle/dgref_cli.sh
stage fuzz tests/fuzz.sh 100000
stage vectors make vectors
stage golden tests/oracle/golden.sh
stage accuracy make accuracy-quick
stage 'demo smoke' tests/yinyang_smoke.sh
if [ -e tests/yinyang_cli.sh ]; then stage 'command line' tests/yinyang_cli.sh; fi
stage wire tests/wire.sh
stage fashion tests/fashion_cli.sh
stage mpi tests/mpi.sh
stage bench tests/bench_smoke.sh
stage readme tests/readme.sh
stage install tests/install.sh

printf '\n%s%-14s %-6s %5d s\n\n' "$stages" total '' "$SECONDS"
awk '{ passed += $1; failed += $2 } END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 }' "$DG_TALLY"
