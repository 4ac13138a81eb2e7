#!/usr/bin/env bash
# The contracts of delgrad.h executed: E-ACSL turns them into code that checks them, and unit tests run with it. filter.pl leaves the
# contracts that hold of rounded numbers; README.md in proofs/ says which.
#   proofs/eacsl/run.sh            the tests in tests.txt
#   proofs/eacsl/run.sh TEST...    these
#   proofs/eacsl/run.sh --plant    a wrong contract and a wrong call: each must abort
set -u
cd "$(dirname "$0")/../.." || exit
# shellcheck source=tests/lib.sh
. tests/lib.sh

HERE=proofs/eacsl
BUILD=build/eacsl
SHARE=/usr/share/frama-c/e-acsl
LIBRARY=/usr/lib/frama-c/e-acsl
SECONDS_MOST=${DG_EACSL_SECONDS:-300}
mkdir -p "$BUILD"
tests=0 checked=0 untranslated=0

for need in frama-c:frama-c-base gcc:gcc perl:perl-base; do
  if ! have "${need%%:*}"; then
    echo "$HERE/run.sh: ${need%%:*} is missing (Debian package ${need##*:})" >&2
    exit 1
  fi
done
SHARE=$(frama-c -print-share-path)/e-acsl
if [ ! -r "$SHARE/e_acsl_rtl.c" ] || [ ! -r "$LIBRARY/libeacsl-dlmalloc.a" ]; then
  echo "$HERE/run.sh: the run-time library of E-ACSL is missing (Debian package frama-c-base)" >&2
  exit 1
fi

# A copy of the header with the contracts that are executed (limits as literals: E-ACSL 25 shifts in 32 bits); kept and left out go to $BUILD/clauses.
header() { # header-file
  perl "$HERE/filter.pl" "$HERE/left_out.txt" proofs/acsl/{batch,checkpoint,data,lanes,layer,network,neuron,parts,training}.h \
    < "$1" 2> "$BUILD/clauses" | sed -e 's|^#include "proofs/acsl/.*||' \
    -e 's/((size_t)1 << 20)/1048576ul/; s/((size_t)1 << 24)/16777216ul/' > "$BUILD/delgrad.h"
  cp "$HERE/before.h" "$HERE/cmocka.h" "$BUILD/"
}

# Instruments a program and links it with E-ACSL's run-time library.
build() { # source program
  local source=$PWD/$1 program=$BUILD/$2
  rm -f "$program.c" "$program"
  # From $BUILD, as Frama-C looks for headers where it is run, and delgrad.h must be the copy.
  (cd "$BUILD" && nice frama-c -no-unicode -no-frama-c-stdlib -machdep gcc_x86_64 \
    -cpp-extra-args="-I. -I../../tests -DDG_WIDTH=2 -include before.h" \
    -kernel-warn-key CERT:EXP:46=inactive,CERT:MSC:38=inactive,parser:decimal-float=inactive,annot:missing-spec=inactive \
    "$source" -e-acsl -e-acsl-full-mtracking -e-acsl-share "$SHARE" -then-last -print -ocode "$2.c") \
    < /dev/null > "$program.log" 2>&1
  if [ ! -s "$program.c" ]; then
    fail "e-acsl $2: translated" "$program.log"
    return 1
  fi
  if ! nice gcc -std=c99 -w -O0 -DE_ACSL_SEGMENT_MMODEL -DE_ACSL_HEAP_SIZE=1024 -I"$SHARE" -o "$program" "$program.c" \
    "$SHARE/e_acsl_rtl.c" -L"$LIBRARY" -leacsl-dlmalloc -lmpfr -lgmp -lm > "$program.gcc" 2>&1; then
    fail "e-acsl $2: compiled" "$program.gcc"
    return 1
  fi
}

run() { # test
  local test=$1 program=$BUILD/$1 status=0 here missed passed
  tests=$((tests + 1))
  build "tests/$test.c" "$test" || return
  here=$(grep -c '__e_acsl_assert(' "$program.c")
  missed=$(grep -c 'Ignoring annotation' "$program.log")
  DG_QUICK=1 nice timeout "$SECONDS_MOST" "$program" > "$program.out" 2>&1 < /dev/null || status=$?
  passed=$(grep -c '^ok ' "$program.out")
  if [ "$status" -ne 0 ] || [ "$passed" -eq 0 ] || [ "$here" -eq 0 ]; then
    tail -20 "$program.out" > "$program.end"
    fail "e-acsl $test: exit code $status, $passed tests" "$program.end"
    return
  fi
  checked=$((checked + here)) untranslated=$((untranslated + missed))
  echo "ok    e-acsl $test: $here annotations checked in $passed tests, $missed not translated"
}

# A contract that is wrong, and a call that breaks one, abort.
plant() {
  local what
  for what in ${PLANTED:-contract call}; do
    sed 's/^    \(ensures product:\) .*/    \1 \\result == 7; *\//' delgrad.h > "$BUILD/planted.h"
    if [ "$what" = call ]; then cp delgrad.h "$BUILD/planted.h"; elif cmp -s delgrad.h "$BUILD/planted.h"; then
      fail "plant: a wrong contract is planted"
      continue
    fi
    header "$BUILD/planted.h"
    if [ "$what" = contract ]; then
      printf '#include "delgrad.h"\nint main(void) { return dg_size_product(2, 3) != 6; }\n' > "$BUILD/plant_$what.c"
    else
      printf '#include "delgrad.h"\nint main(void) {\n  dg_real a[2] = {1, 0};\n  dg_index order[1];\n%s\n  return 0;\n}\n' \
        '  dg_order(2, a, order);' > "$BUILD/plant_$what.c"
    fi
    cp "$BUILD/plant_$what.c" "$BUILD/planted_$what.src.c"
    build "$BUILD/planted_$what.src.c" "planted_$what" || continue
    "$BUILD/planted_$what" > "$BUILD/planted_$what.out" 2>&1 < /dev/null
    if grep -qE 'Postcondition failed|Precondition failed' "$BUILD/planted_$what.out"; then
      echo "ok    e-acsl: a wrong $what aborts ($(grep -oE '(Post|Pre)condition failed' "$BUILD/planted_$what.out" | head -1))"
    else
      fail "e-acsl: a wrong $what aborts" "$BUILD/planted_$what.out"
    fi
  done
}

case ${1:-} in
--plant) plant ;;
--*)
  sed -n 's/^#   //p' "$0"
  exit 2
  ;;
*)
  header delgrad.h
  # shellcheck disable=SC2046
  if [ $# -eq 0 ]; then set -- $(grep -v '^#' "$HERE/tests.txt"); fi
  for test in "$@"; do run "$test"; done
  read -r _ kept _ left < "$BUILD/clauses"
  echo "RESULT eacsl tests=$tests annotations=$checked not_translated=$untranslated clauses_kept=$kept clauses_left_out=$left failures=$failures"
  ;;
esac
[ "$failures" -eq 0 ]
