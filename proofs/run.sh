#!/usr/bin/env bash
# Machine-checked proofs of delgrad.h by Frama-C; README.md beside this file says what is proved and what is assumed.
#   proofs/run.sh --typecheck   the annotations are well-typed, and every function has its contract
#   proofs/run.sh --wp          the neuron routines and the ordering of arrivals are free of run-time errors and right
#   proofs/run.sh --record      --wp, then write the number of goals of each function to results/expected.txt
set -u
cd "$(dirname "$0")/.." || exit
# shellcheck source=tests/lib.sh
. tests/lib.sh

BUILD=build/proofs
mkdir -p "$BUILD"
PASSED=0

finish() {
  echo "$PASSED passed, $failures failed"
  [ "$failures" -eq 0 ]
  exit
}

need() { # command Debian-package
  have "$1" && return
  echo "proofs/run.sh: $1 is missing (Debian package $2)" >&2
  fail "$1 is there"
  finish
}

good() { # what
  PASSED=$((PASSED + 1))
  echo "ok    $1"
}

# Frama-C on the header alone. CERT:EXP:46 objects to & between two compares, which is how lanes are masked;
# parser:decimal-float to constants such as 0.0125 that are meant to be rounded. No other warning is silenced.
SOURCE=$BUILD/header.c
frama() { # precision arguments...
  local precision=$1
  shift
  echo '#include "delgrad.h"' > "$SOURCE"
  frama-c -no-unicode -machdep gcc_x86_64 -cpp-extra-args="-I. -DDG_REAL=$precision" \
    -kernel-warn-key CERT:EXP:46=inactive,parser:decimal-float=inactive "$SOURCE" "$@"
}

# Names of the functions that the header defines.
functions_of_header() {
  grep -E '^static (inline )?[a-z].*\(' delgrad.h | sed -E 's/^([^(]*[ *])(dg_[a-z0-9_]+)\(.*/\2/' | sort
}

# Reads the program as Frama-C prints it and names functions and loops: "contract NAME", "function NAME", "loop NAME" (its
# function), "bare NAME" for a loop without variant.
survey() {
  awk '
    /^ *\/\*@/ || inside { text = (inside ? text : "") $0; inside = $0 !~ /\*\// ; next }
    /^[A-Za-z_].*[ *(]dg_[a-z0-9_]+\(/ {
      match($0, /dg_[a-z0-9_]+\(/); name = substr($0, RSTART, RLENGTH - 1)
      if (text ~ /terminates/ && text ~ /assigns/) print "contract", name
    }
    /^ *while \(/ { print (text ~ /loop variant/ && text ~ /loop assigns/ ? "loop" : "bare"), name }
    $0 !~ /^ *$/ { text = "" }
  ' "$1"
}

typecheck() {
  local precision log print
  need frama-c frama-c-base
  for precision in double float; do
    log=$BUILD/typecheck_$precision.log print=$BUILD/print_$precision.c
    rm -f "$print"
    if frama "$precision" -print -ocode "$print" < /dev/null > "$log" 2>&1 && ! grep -qE 'Warning|Error' "$log"; then
      good "annotations are well-typed in $precision"
    else
      fail "annotations are well-typed in $precision" "$log"
      continue
    fi
    functions_of_header > "$BUILD/functions"
    survey "$print" > "$BUILD/survey"
    sed -n 's/^contract //p' "$BUILD/survey" | sort > "$BUILD/contracts"
    comm -23 "$BUILD/functions" "$BUILD/contracts" > "$BUILD/missing"
    if [ -s "$BUILD/functions" ] && [ ! -s "$BUILD/missing" ]; then
      good "$(wc -l < "$BUILD/functions") functions have a contract in $precision"
    else
      fail "functions without a contract (terminates, assigns) in $precision" "$BUILD/missing"
    fi
    echo "note  loops with assigns and a variant in $precision: $(grep -c '^loop' "$BUILD/survey"), without:" \
      "$(grep -c '^bare' "$BUILD/survey")"
  done
  finish
}

case ${1:-} in
--typecheck) typecheck ;;
*)
  sed -n 's/^#   //p' "$0"
  exit 2
  ;;
esac
