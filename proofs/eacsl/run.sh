#!/usr/bin/env bash
# The contracts of delgrad.h and delgrad_hw.h executed: E-ACSL turns them into code that checks them, and unit tests run with it. filter.pl leaves the
# contracts that hold of rounded numbers; what it leaves out is listed in build/eacsl/left_out.txt: function, why, clause.
#   proofs/eacsl/run.sh               the tests in tests.txt
#   proofs/eacsl/run.sh --sample      those of a third of the programs, drawn by DG_SEED or the clock
#   proofs/eacsl/run.sh PROGRAM...    those of these programs
#   proofs/eacsl/run.sh --plant       wrong contracts, one of them in delgrad_hw.h, and a wrong call: each must abort
set -u
cd "$(dirname "$0")/../.." || exit
# shellcheck source=tests/lib.sh
. tests/lib.sh

HERE=proofs/eacsl
BUILD=build/eacsl
SHARE=/usr/share/frama-c/e-acsl
LIBRARY=/usr/lib/frama-c/e-acsl
SECONDS_MOST=${DG_EACSL_SECONDS:-60} # of CPU for one test
mkdir -p "$BUILD"
programs=0 tests=0 untranslated=0 outside=0 violations=0 blind=0 executed=0

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

# Copies of the headers with the contracts that are executed (limits as literals: E-ACSL 25 shifts in 32 bits); what is kept and left
# out is counted in $BUILD/clauses.
header() { # delgrad.h and delgrad_hw.h, or what stands in their places
  local from name
  for name in delgrad.h delgrad_hw.h; do
    from=$1
    shift
    perl "$HERE/filter.pl" "$HERE/left_out.txt" "$BUILD/left_out_$name" proofs/acsl/*.h delgrad_hw.h < "$from" 2> "$BUILD/clauses_$name" |
      sed -e 's|^#include "proofs/acsl/.*||' -e 's/((size_t)1 << 20)/1048576ul/; s/((size_t)1 << 24)/16777216ul/' > "$BUILD/$name"
  done
  cat "$BUILD/left_out_delgrad.h" "$BUILD/left_out_delgrad_hw.h" > "$BUILD/left_out.txt"
  awk -F ': ' 'NF == 1 { split($0, word, " "); kept += word[2]; left += word[4]; next } { why[$1] += $2 }
    END { print "kept", kept, "left", left; for (w in why) print w ": " why[w] | "sort" }' "$BUILD"/clauses_delgrad*.h > "$BUILD/clauses"
  cp "$HERE/before.h" "$HERE/cmocka.h" "$HERE/mpfr.h" "$BUILD/"
}

# The run-time library, but for the function that is told of each clause: assert.c.
runtime() {
  local options="-std=c99 -w -O2 -DE_ACSL_EXTERNAL_ASSERT -DE_ACSL_SEGMENT_MMODEL -DE_ACSL_HEAP_SIZE=1024"
  # shellcheck disable=SC2086
  expect "e-acsl: its run-time library compiles" nice gcc $options -I"$SHARE" -c -o "$BUILD/runtime.o" "$SHARE/e_acsl_rtl.c"
  # shellcheck disable=SC2086
  expect "e-acsl: assert.c compiles" nice gcc $options -I"$SHARE" -c -o "$BUILD/assert.o" "$HERE/assert.c"
}

# Instruments a program and links it with E-ACSL's run-time library. NAME=VALUE: a macro or a constant, in place of that of the source.
build() { # source program NAME=VALUE...
  local source=$1 program=$BUILD/$2 name=$2 define macros="-DDG_WIDTH=2"
  shift 2
  rm -f "$program.c" "$program"
  cp "$source" "$program.src.c"
  for define in "$@"; do
    if grep -qE "^(#define| *enum \{) ${define%%=*} " "$program.src.c"; then
      sed -i -e "s/^#define ${define%%=*} .*/#define ${define%%=*} ${define#*=}/" \
        -e "s/^\( *\)enum { ${define%%=*} = .*/\1enum { ${define%%=*} = ${define#*=} };/" "$program.src.c"
    else
      macros="$macros -U${define%%=*} -D$define"
    fi
  done
  # From $BUILD, as Frama-C looks for headers where it is run, and delgrad.h must be the copy. Functions that a program does not call
  # are dropped: translation takes seconds then, not minutes.
  (cd "$BUILD" && nice frama-c -no-unicode -float-hex -no-frama-c-stdlib -machdep gcc_x86_64 -remove-unused-specified-functions \
    -cpp-extra-args="-I. -I../../tests $macros -include before.h" \
    -kernel-warn-key CERT:EXP:46=inactive,CERT:MSC:38=inactive,parser:decimal-float=inactive,annot:missing-spec=inactive \
    "$name.src.c" -e-acsl -e-acsl-full-mtracking -e-acsl-no-assert-print-data -e-acsl-share "$SHARE" \
    -then-last -print -ocode "$name.c") < /dev/null > "$program.log" 2>&1
  if [ ! -s "$program.c" ]; then
    tail -20 "$program.log" > "$program.end"
    fail "e-acsl $name: translated" "$program.end"
    return 1
  fi
  # E-ACSL 25 prints infinity as inf.
  if ! nice gcc -std=c99 -w -O0 -Dinf=1e999 -DE_ACSL_SEGMENT_MMODEL -DE_ACSL_HEAP_SIZE=1024 -I"$SHARE" -o "$program" "$program.c" \
    "$BUILD/runtime.o" "$BUILD/assert.o" -L"$LIBRARY" -Wl,--wrap=__gmpq_set_d -leacsl-dlmalloc -lmpfr -lgmp -lm > "$program.gcc" 2>&1; then
    fail "e-acsl $name: compiled" "$program.gcc"
    return 1
  fi
}

one() { # program test
  local out=$BUILD/$1.$2.out status=0
  (ulimit -t "$SECONDS_MOST" && EACSL_TEST=$2 DG_QUICK=1 exec nice "$BUILD/$1") > "$out" 2>&1 < /dev/null || status=$?
  if [ "$status" -eq 0 ] && grep -qx "ok $2" "$out"; then
    sed -n 's/^clause //p' "$out" >> "$BUILD/executed"
    if grep -qx blind "$out"; then blind=$((blind + 1)); fi
    return 0
  fi
  if grep -qE '^\S+ Error: .* failed' "$out"; then violations=$((violations + 1)); fi
  grep -v '^clause ' "$out" | tail -20 > "$out.end"
  fail "e-acsl $1 $2: exit code $status" "$out.end"
  return 1
}

prepare() { # program
  # shellcheck disable=SC2046
  build "tests/$1.c" "$1" $(sed -nE "s/^$1 ([A-Za-z_]+=.*)/\1/p" "$HERE/tests.txt")
}

run() { # program that is built
  local program=$1 test missed good=0 left=0
  if [ ! -x "$BUILD/$program" ]; then
    failures=$((failures + 1)) # counted by the call that built it
    return
  fi
  programs=$((programs + 1))
  missed=$(grep -c 'Ignoring annotation' "$BUILD/$program.log")
  while read -r test; do
    if grep -q "^$program $test\$" "$HERE/tests.txt"; then
      one "$program" "$test" < /dev/null && good=$((good + 1))
    elif grep -qE "^$program -$test ." "$HERE/tests.txt"; then
      left=$((left + 1))
    else
      fail "e-acsl $program $test: neither run nor left out in tests.txt"
    fi
  done < <("$BUILD/$program" 2> /dev/null | grep '^test_')
  if [ "$good" -eq 0 ]; then
    fail "e-acsl $program: runs tests"
    return
  fi
  tests=$((tests + good)) outside=$((outside + left))
  if [ "$missed" -gt "$untranslated" ]; then untranslated=$missed; fi # of the header, the same in every program
  pass "e-acsl $program: $good tests, $left left out"
}

# A contract that is wrong, and a call that breaks one, abort.
plant() {
  local what
  for what in ${PLANTED:-contract call hardware}; do
    sed 's/^    ensures product: \\result == (a \* b <= .*/    ensures product: \\result == 7; *\//' delgrad.h > "$BUILD/planted.h"
    if [ "$what" != contract ]; then cp delgrad.h "$BUILD/planted.h"; elif cmp -s delgrad.h "$BUILD/planted.h"; then
      fail "plant: a wrong contract is planted"
      continue
    fi
    sed 's/^    ensures size: \\result == length + 20; /    ensures size: \\result == length + 21; /' delgrad_hw.h > "$BUILD/planted_hw.h"
    if [ "$what" != hardware ]; then cp delgrad_hw.h "$BUILD/planted_hw.h"; elif cmp -s delgrad_hw.h "$BUILD/planted_hw.h"; then
      fail "plant: a wrong contract of delgrad_hw.h is planted"
      continue
    fi
    header "$BUILD/planted.h" "$BUILD/planted_hw.h"
    if [ "$what" = hardware ]; then
      printf '#include "delgrad_hw.h"\nint main(void) {\n  unsigned char out[20] = {0};\n  return dg_hw_seal(out, 1, 2, 0) != 20;\n}\n' > "$BUILD/plant_$what.c"
    elif [ "$what" = contract ]; then
      printf '#include "delgrad.h"\nint main(void) { return dg_size_product(2, 3) != 6; }\n' > "$BUILD/plant_$what.c"
    else
      printf '#include "delgrad.h"\nint main(void) {\n  dg_real a[2] = {1, 0};\n  dg_index order[1];\n%s\n  return 0;\n}\n' \
        '  dg_order(2, a, order);' > "$BUILD/plant_$what.c"
    fi
    build "$BUILD/plant_$what.c" "planted_$what" || continue
    (exec "$BUILD/planted_$what") > "$BUILD/planted_$what.out" 2>&1 < /dev/null
    if [ $? -eq 134 ] && grep -qE 'Postcondition failed|Precondition failed' "$BUILD/planted_$what.out"; then
      pass "e-acsl: a wrong ${what/hardware/contract of delgrad_hw.h} aborts ($(grep -oE '(Post|Pre)condition failed' "$BUILD/planted_$what.out" | head -1))"
    else
      fail "e-acsl: a wrong ${what/hardware/contract of delgrad_hw.h} aborts" "$BUILD/planted_$what.out"
    fi
  done
}

case ${1:-} in
--plant)
  runtime
  plant
  ;;
--build) prepare "$2" ;; # one program, for the call below
--sample | '' | [!-]*)
  header delgrad.h delgrad_hw.h
  runtime
  : > "$BUILD/executed"
  listed=$(sed -nE 's/^(test_[a-z_]+) .*/\1/p' "$HERE/tests.txt" | awk '!seen[$0]++')
  # shellcheck disable=SC2046,SC2086
  if [ "${1:-}" = --sample ]; then
    set -- $(third <<< "$listed")
  elif [ $# -eq 0 ]; then
    least=$(sed -n 's/^clauses //p' "$HERE/tests.txt")
    set -- $listed
  fi
  for program in "$@"; do rm -f "$BUILD/$program"; done
  printf '%s\n' "$@" | xargs -P 2 -n 1 "$HERE/run.sh" --build # most of the time
  for program in "$@"; do run "$program"; done
  read -r _ kept _ left < "$BUILD/clauses"
  sort -u "$BUILD/executed" | grep -vc ' RTE ' > "$BUILD/count" # those of the contracts, not E-ACSL's own
  read -r executed < "$BUILD/count"
  if [ "$executed" -lt "${least:-0}" ]; then fail "e-acsl: $executed clauses executed, at least $least before"; fi
  echo "      clauses left out, by why: $(sed 1d "$BUILD/clauses" | tr '\n' ' ')"
  echo "RESULT eacsl programs=$programs tests=$tests tests_left_out=$outside clauses_executed=$executed clauses_kept=$kept" \
    "not_translated=$untranslated clauses_left_out=$left blind=$blind violations=$violations failures=$failures"
  ;;
*)
  sed -n 's/^#   //p' "$0"
  exit 2
  ;;
esac
[ "$failures" -eq 0 ]
