#!/usr/bin/env bash
# The proofs can fail: what run.sh and prove.sh must refuse, tried on a copy in which WP is given three functions.
set -u
cd "$(dirname "$0")/.." || exit
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

good() { passed=$((passed + 1)); }
bad() { # what
  echo "FAIL  proofs test: $1"
  failed=$((failed + 1))
}

# A copy of the project in which everything is in unproved.txt but dg_delay_of, its example call, and one that differs in float: their
# answers are recorded first, as which fit depends on what else WP is given.
KEPT='dg_delay_of|example_dg_delay_of|dg_neuron_check'
mkdir -p "$work/recorded/tests"
cp -r delgrad.h delgrad_hw.h proofs examples README.md SPEC.md "$work/recorded/"
cp tests/lib.sh "$work/recorded/tests/"
(cd "$work/recorded" && proofs/run.sh --proved | grep -vxE "$KEPT" | sed 's/$/ not in this test/' >> proofs/unproved.txt
  proofs/run.sh --update) > "$work/log" 2>&1
begin() {
  rm -rf "$work/copy"
  cp -r "$work/recorded" "$work/copy"
}
MODE=--wp
run() { (cd "$work/copy" && proofs/run.sh $MODE) > "$work/log" 2>&1; }
change() { # file, command of sed
  cp "$work/copy/$1" "$work/before"
  sed -i "$2" "$work/copy/$1"
  cmp -s "$work/before" "$work/copy/$1" && bad "$2 changes nothing in $1 any more"
}
refused() { # what, what the output says
  if run; then bad "$1 is accepted"; elif grep -q "$2" "$work/log"; then good; else
    bad "$1: no word of '$2'"
    tail -n 5 "$work/log"
  fi
}

begin
if run; then good; else
  bad 'an unchanged function'
  cat "$work/log"
fi

begin
change delgrad.h '/^static inline dg_real dg_delay_of(/,/^}/ s/shift + /shift - /'
refused 'an operator changed' 'they are stale'
begin
change delgrad.h '/^    ensures identity: delay->map != DG_MAP_SIGMOID ==> .result == p;/ d'
refused 'a contract with a clause less' 'a contract was added or dropped?'
begin
change delgrad.h 's/^   MIT licence/   The MIT licence/'
MODE=--sample
refused 'a sample for another header' 'those that the answers were recorded for'
MODE=--wp
begin
change proofs/calls.h 's/dg_delay_of(&delay, 0)/dg_delay_of((dg_delay *)0, 0)/'
refused 'an example call without its requires' 'FAIL  goal example_dg_delay_of'
begin
change proofs/results/answers_f64.txt '/"valid"/ d'
refused 'a goal without an answer' 'FAIL  goal dg_delay_of'
begin
change proofs/results/versions.txt 's/^z3 .*/z3 4.8.5/'
refused 'another prover' 'recorded with z3 4.8.5'

# What differs between the precisions must be proved in both.
precisions() { # command of sed on the program in float, what precisions.py must then say
  cp "$work/copy/build/proofs/wp_double.c" "$work/double.c"
  sed "$1" "$work/double.c" > "$work/float.c"
  cmp -s "$work/double.c" "$work/float.c" && bad "$1 changes nothing any more"
  if proofs/precisions.py "$work/double.c" "$work/float.c" > "$work/log" 2>&1; then :; fi
  if grep -q "$2" "$work/log"; then good; else bad "precisions.py does not see $1"; fi
}
precisions '/^__inline static dg_real dg_delay_of(/,/^}/ s/shift +/shift -/' '^dg_delay_of$'
precisions 's/^\/\*@ logic real Sigmoid(real p) = 1 /&+ 1 /' '^dg_delay_of$'

# A folder with the tools of run.sh but one, or with another Frama-C, in place of the path.
tools() { # command that is left out
  local tool
  rm -rf "$work/bin"
  mkdir "$work/bin"
  for tool in /usr/bin/* /bin/*; do
    if [ "${tool##*/}" != "$1" ]; then ln -sf "$tool" "$work/bin/"; fi
  done
}
begin
tools z3
PATH=$work/bin refused 'a machine without Z3' 'z3 is missing (Debian package z3)'
if (cd "$work/copy" && PATH=$work/bin proofs/prove.sh) > "$work/log" 2>&1; then bad 'prove.sh without Z3 passes'
elif grep -q 'nothing was proved' "$work/log" && ! grep -q RESULT "$work/log"; then good; else bad 'prove.sh without Z3 says something else'; fi
tools frama-c
printf '#!/bin/sh\nif [ "$1" = -version ]; then echo "26.1 (Iron)"; exit; fi\nexec %s "$@"\n' "$(command -v frama-c)" > "$work/bin/frama-c"
chmod +x "$work/bin/frama-c"
PATH=$work/bin refused 'another Frama-C' 'this machine has frama-c 26.1'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
