#!/usr/bin/env bash
# The proofs can fail: what run.sh and prove.sh must refuse, tried on a copy in which WP is given three functions.
#   proofs/test.sh            every trial
#   proofs/test.sh --sample   a third of them, drawn by DG_SEED or the clock
set -u
sample=
case ${1:-} in
'') ;;
--sample) sample=yes RANDOM=${DG_SEED:-$(date +%s)} ;;
*) sed -n 's/^#   //p' "$0"; exit 2 ;;
esac
cd "$(dirname "$0")/.." || exit
unset DG_TALLY # what is refused here is no failure
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
# The answers of all other functions would be copied for each trial, one file each.
(cd "$work/recorded" && : > proofs/results/answers_f64.txt && : > proofs/results/answers_f32.txt || exit
  proofs/run.sh --proved | grep -vxE "$KEPT" | sed 's/$/ not in this test/' >> proofs/unproved.txt
  proofs/run.sh --update
  rm -r build/proofs/session_*) > "$work/log" 2>&1

# One trial in a copy of its own: file and command of sed ("" for none), mode of run.sh, what is changed, what the output must say ("" if it
# must be accepted). Writes its verdict beside the copy. Two at a time.
count=0
trial() {
  if [ -n "$sample" ] && [ "$count" -gt 0 ] && [ $((RANDOM % 3)) -ne 0 ]; then return; fi
  echo "      trial: $4"
  count=$((count + 1))
  attempt "$work/copy$count" "$@" &
  if [ $((count % 2)) -eq 0 ]; then wait; fi
}
attempt() { # folder, then as above
  local copy=$1 file=$2 command=$3 mode=$4 what=$5 says=$6
  cp -r "$work/recorded" "$copy"
  if [ -n "$command" ]; then
    sed -i "$command" "$copy/$file"
    if cmp -s "$work/recorded/$file" "$copy/$file"; then echo "$command changes nothing in $file any more" > "$copy.bad"; fi
  fi
  if (cd "$copy" && proofs/run.sh "$mode") > "$copy.log" 2>&1; then
    if [ -n "$says" ]; then echo "$what is accepted" >> "$copy.bad"; fi
  elif [ -z "$says" ] || ! grep -q "$says" "$copy.log"; then
    { echo "$what: no word of '$says'"; tail -n 5 "$copy.log"; } >> "$copy.bad"
  fi
  return 0
}
verdicts() {
  local n
  wait
  for n in $(seq "$count"); do
    if [ -s "$work/copy$n.bad" ]; then bad "$(cat "$work/copy$n.bad")"; else good; fi
  done
}

trial '' '' --wp 'an unchanged function' ''
trial delgrad.h '/^static inline dg_real dg_delay_of(/,/^}/ s/shift + /shift - /' --wp 'an operator changed' 'they are stale'
trial delgrad.h '/^    ensures identity: delay->map != DG_MAP_SIGMOID ==> .result == p;/ d' --wp 'a contract with a clause less' \
  'a contract was added or dropped?'
trial delgrad.h 's/^   MIT licence/   The MIT licence/' --sample 'a sample for another header' 'those that the answers were recorded for'
trial proofs/calls.h 's/dg_delay_of(&delay, 0)/dg_delay_of((dg_delay *)0, 0)/' --wp 'an example call without its requires' \
  'FAIL  goal example_dg_delay_of'
trial proofs/results/answers_f64.txt '/"valid"/ d' --wp 'a goal without an answer' 'FAIL  goal dg_delay_of'
trial proofs/results/versions.txt 's/^z3 .*/z3 4.8.5/' --wp 'another prover' 'recorded with z3 4.8.5'

# What differs between the precisions must be proved in both.
precisions() { # command of sed on the program in float, what precisions.py must then say
  cp "$work/recorded/build/proofs/wp_double.c" "$work/double.c"
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

tools z3
PATH=$work/bin trial '' '' --wp 'a machine without Z3' 'z3 is missing (Debian package z3)'
wait
if (cd "$work/recorded" && PATH=$work/bin proofs/prove.sh) > "$work/log" 2>&1; then bad 'prove.sh without Z3 passes'
elif grep -q 'nothing was proved' "$work/log" && ! grep -q RESULT "$work/log"; then good; else bad 'prove.sh without Z3 says something else'; fi
tools frama-c
printf '#!/bin/sh\nif [ "$1" = -version ]; then echo "26.1 (Iron)"; exit; fi\nexec %s "$@"\n' "$(command -v frama-c)" > "$work/bin/frama-c"
chmod +x "$work/bin/frama-c"
PATH=$work/bin trial '' '' --wp 'another Frama-C' 'this machine has frama-c 26.1'
verdicts

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
