#!/usr/bin/env bash
# Machine-checked proofs of delgrad.h by Frama-C; README.md beside this file says what is proved and what is assumed.
#   proofs/run.sh --typecheck   the annotations are well-typed, and every function and every loop has its contract
#   proofs/run.sh --wp          the neuron routines and the ordering of arrivals are free of run-time errors and right: replays the
#                               recorded answers of the provers, running none; a goal that is not recorded fails
#   proofs/run.sh --fresh       the same by the provers themselves (long)
#   proofs/run.sh --update      the provers run on what is not recorded, then goals and answers are written to results/
#   proofs/run.sh --record      --fresh, then the same
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
DEFINES=
frama() { # precision arguments...
  local precision=$1
  shift
  local source=$BUILD/header_$precision.c
  echo '#include "delgrad.h"' > "$source"
  frama-c -no-unicode -machdep gcc_x86_64 -cpp-extra-args="-I. -DDG_REAL=$precision $DEFINES" \
    -kernel-warn-key CERT:EXP:46=inactive,parser:decimal-float=inactive "$source" "$@"
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
    sed -n 's/^bare //p' "$BUILD/survey" | sort | uniq -c > "$BUILD/missing"
    if [ ! -s "$BUILD/missing" ]; then
      good "$(grep -c '^loop' "$BUILD/survey") loops have assigns and a variant in $precision"
    else
      fail "loops without assigns or variant, by function, in $precision" "$BUILD/missing"
    fi
  done
  finish
}

# --wp proves these, and every ghost lemma of proofs/acsl/lemmas.h that has a body.
PROVED="dg_is_finite dg_in_scale dg_neuron_check dg_neuron_constants dg_pair_of dg_pair_minus dg_pair_sum dg_pair_product dg_pair_quotient dg_kernel dg_decay_of dg_response_two dg_response_one dg_response_any dg_response_at dg_membrane_later dg_membrane_after dg_peak_time
  dg_crosses dg_root_two dg_root_one dg_root_any dg_root_of dg_root_refine dg_membrane_at dg_just_after dg_first_spike dg_order
  dg_inputs_check dg_spike_time dg_since dg_rise_term dg_rise_of dg_derivatives_of dg_gradient_of dg_spike_gradient dg_measured_spike dg_measured_gradient"
RESULTS=proofs/results
EXPECTED=$RESULTS/expected.txt

lemmas() { sed -n 's/^ *static void \(dg_lemma_[a-z_]*\)(.*/\1/p' proofs/acsl/lemmas.h; }

# Provers by Why3; the user's own configuration is left alone. A third entry is Z3 on the goal without its quantified
# hypotheses (z3_ground.pl), which decides polynomial arithmetic.
configure() {
  local version
  export WHY3CONFIG=$PWD/$BUILD/why3.conf
  version=$(z3 --version | sed 's/^Z3 version \([0-9.]*\).*/\1/')
  rm -f "$WHY3CONFIG"
  if ! why3 config detect > "$BUILD/why3.log" 2>&1; then
    fail "why3 finds its provers" "$BUILD/why3.log"
    finish
  fi
  cat >> "$WHY3CONFIG" <<END

[prover]
name = "Z3"
alternative = "ground"
version = "$version"
command = "$PWD/proofs/z3_ground.pl %t %f"
driver = "z3_471"
in_place = false
interactive = false
shortcut = "z3-ground"
END
  if ! frama-c -wp-detect > "$BUILD/provers" 2>&1 || [ "$(grep -cE '\[(z3|cvc4|z3-ground)\|' "$BUILD/provers")" -ne 3 ]; then
    fail 'Frama-C finds Z3, CVC4 and Z3 on ground goals' "$BUILD/provers"
    finish
  fi
}

wp() { # replay|fresh
  local functions
  need frama-c frama-c-base
  need why3 why3
  need z3 z3
  need cvc4 cvc4
  need perl perl-base
  configure
  DEFINES=-DDG_PROOF_IDEAL
  functions=$(echo $PROVED $(lemmas) | tr ' ' ,)
  "$1" float f32 "$functions" &
  "$1" double f64 "$functions"
  wait
  count f64 "$BUILD/wp_f64.log"
  count f32 "$BUILD/wp_f32.log"
  finish
}

# One run of WP on the cache in its session folder.
run_wp() { # precision f64|f32 functions cache-mode timeout
  frama "$1" -warn-special-float none -wp -wp-rte -wp-model Typed+Real \
    -wp-fct "$3" -wp-prover z3,cvc4,z3-ground -wp-timeout "$5" -wp-par 1 \
    -wp-cache "$4" -wp-session "$BUILD/session_$2" < /dev/null > "$BUILD/wp_$2.log" 2>&1
}

# The functions with goals that WP did not prove, by the longest name that begins a goal's.
unproved_functions() { # log
  awk -v names="$(echo $PROVED $(lemmas))" '
    BEGIN { n = split(names, name, " ") }
    /^\[wp\] \[.*\] Goal typed/ && !/: Valid/ {
      goal = $0; sub(/.*\] Goal typed_real_/, "", goal)
      best = ""
      for (i = 1; i <= n; i++) if (index(goal, name[i] "_") == 1 && length(name[i]) > length(best)) best = name[i]
      print best
    }' "$1" | sort -u | paste -sd,
}

# Every goal goes to each prover in turn, briefly at first: most need a tenth of a second of one of them, and would wait for the
# others to give up. What is left is tried again for longer, function by function, and a last run gathers the answers.
prove() { # precision f64|f32 functions functions-to-begin-with
  local timeout left=$4
  for timeout in 1 5 20; do
    if [ -z "$left" ]; then break; fi
    run_wp "$1" "$2" "$left" update $timeout
    left=$(unproved_functions "$BUILD/wp_$2.log")
    if [ -n "$left" ]; then echo "not proved in $timeout s by any prover, in $2: $left"; fi
  done
  run_wp "$1" "$2" "$3" offline 20
}

# The recorded answers hold one line per goal: the name WP gives to its text, and what a prover said of it.
unpack() { # f64|f32
  local cache=$BUILD/session_$1/cache name answer
  rm -rf "$BUILD/session_$1"
  mkdir -p "$cache"
  while read -r name answer; do echo "$answer" > "$cache/$name.json"; done < "$RESULTS/answers_$1.txt"
}

fresh() { # precision f64|f32 functions
  rm -rf "$BUILD/session_$2"
  prove "$1" "$2" "$3" "$3"
}

replay() { # precision f64|f32 functions
  unpack "$2"
  run_wp "$1" "$2" "$3" offline 20
}

update() { # precision f64|f32 functions
  replay "$1" "$2" "$3"
  prove "$1" "$2" "$3" "$(unproved_functions "$BUILD/wp_$2.log")"
}

# Compares the goals of each function with what is expected: no fewer, and every one proved.
count() { # f64|f32 log
  local real=$1 log=$2 table=$BUILD/goals_$1 name least total proved all=0 good=0
  awk -v names="$(echo $PROVED $(lemmas))" '
    BEGIN { n = split(names, name, " ") }
    /^\[wp\] \[.*\] Goal / || /^\[wp\] \[CFG\] Goal / {
      state = $0; sub(/^\[wp\] \[/, "", state); sub(/\] Goal .*/, "", state)
      goal = $0; sub(/.*\] Goal /, "", goal); sub(/ .*/, "", goal); sub(/^typed_real_/, "", goal)
      best = ""
      for (i = 1; i <= n; i++)
        if (index(goal, name[i] "_") == 1 && length(name[i]) > length(best)) best = name[i]
      if (best == "") best = "other"
      total[best]++
      if (state != "Failed" && $0 ~ /: Valid/) proved[best]++
      else print goal > "/dev/stderr"
    }
    END { for (f in total) print f, total[f], proved[f] + 0 }' "$log" 2> "$BUILD/unproved_$real" | sort > "$table"
  while read -r name total proved; do
    all=$((all + total)) good=$((good + proved))
  done < "$table"
  PASSED=$((PASSED + good))
  if [ "$all" -eq 0 ]; then fail "WP ran in $real" "$log"; fi
  failures=$((failures + all - good))
  sed 's/^/FAIL  goal /' "$BUILD/unproved_$real"
  while read -r name least; do
    total=$(awk -v f="$name" '$1 == f { print $2 }' "$table")
    if [ "${total:-0}" -lt "$least" ]; then fail "$name has ${total:-0} goals in $real, expected $least: was a contract dropped?"; fi
  done < <(grep -v '^#' "$EXPECTED")
  for name in $PROVED $(lemmas); do
    if ! grep -q "^$name " "$EXPECTED"; then fail "$name is in $EXPECTED"; fi
  done
  echo "RESULT wp functions=$(wc -l < "$table") goals=$all proved=$good real=$real"
}

record() {
  local real file name
  { echo "# Goals of each function in proofs/run.sh --wp, written by proofs/run.sh --record: fewer is a failure."
    awk '{ print $1, $2 }' "$BUILD/goals_f64"; } > "$EXPECTED"
  for real in f64 f32; do
    for file in "$BUILD/session_$real"/cache/*.json; do
      name=${file##*/}
      if grep -q '"verdict": *"valid"' "$file"; then echo "${name%.json} $(tr -s ' \n' ' ' < "$file")"; fi
    done | sort > "$RESULTS/answers_$real.txt"
  done
}

case ${1:-} in
--typecheck) typecheck ;;
--wp) wp replay ;;
--fresh) wp fresh ;;
--update) (wp update) ; record ;;
--record) (wp fresh) ; record ;;
*)
  sed -n 's/^#   //p' "$0"
  exit 2
  ;;
esac
