#!/usr/bin/env bash
# The bridge: what the contracts of delgrad.h speak of (proofs/acsl) is what the theorems of proofs/coq speak of. translate.py
# turns every logic function, predicate, lemma and axiom into a statement of Coq, and Coq compares it with its own definition
# or theorem of that name. An orphan on either side, or any difference, fails.
#   check.sh [--acsl folder] [--coq folder of compiled theories] [--report file]
set -u
cd "$(dirname "$0")/../.." || exit
acsl=proofs/acsl coq=build/coq report=build/proofs/bridge.txt
while [ $# -gt 0 ]; do
  case $1 in
  --acsl) acsl=$2; shift 2 ;;
  --coq) coq=$2; shift 2 ;;
  --report) report=$2; shift 2 ;;
  *) sed -n 's/^#   //p' "$0"; exit 2 ;;
  esac
done
for tool in python3 coqtop; do
  command -v "$tool" > /dev/null || { echo "bridge: $tool is missing (Debian packages python3, coq)" >&2; exit 1; }
done
ls "$coq"/*.vo > /dev/null 2>&1 || { echo "bridge: no compiled theories in $coq: run proofs/coq/check.sh first" >&2; exit 1; }
mkdir -p "$(dirname "$report")"
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT

# What lies where in the model of a chip and which frames fit which buffer (delgrad_hw.h, sections 9 to 11) has no Coq side.
translate() { python3 proofs/bridge/translate.py "$@" delgrad.h $(ls "$acsl"/*.h | grep -vE '/(model|wire|board|host|loop)\.h$'); }
translate --list > "$work/list" && translate > "$work/script" && translate --statements > "$work/statements" ||
  { echo "bridge: translate.py cannot read $acsl" >&2; exit 1; }
# What begins with dg_ideal_ is assumed of the idealised machine, as README.md says; it is no theorem.
awk '$1 != "memory" && $1 != "abstract" && $2 !~ /^dg_ideal_/ { print $2 }' "$work/list" > "$work/names"
[ -s "$work/names" ] || { echo "bridge: nothing to compare in $acsl" >&2; exit 1; }

{
  echo "Require Import Reals ZArith."
  for theory in "$coq"/*.vo; do theory=${theory##*/}; echo "From Delgrad Require Import ${theory%.vo}."; done
  cat "$work/script"
} > "$work/bridge.v"
coqtop -q -Q "$coq" Delgrad < "$work/bridge.v" > "$work/out" 2>&1
grep -oE '^SAME [A-Za-z_0-9]+' "$work/out" | cut -d' ' -f2 | sort > "$work/same"

failed=0 compared=0
differ() { echo "FAIL  bridge $1: $2"; failed=$((failed + 1)); }
while read -r name; do
  if grep -qx "$name" "$work/same"; then
    compared=$((compared + 1))
  elif grep -qE "^ *(Definition|Fixpoint|Theorem|Lemma|Corollary|Function|Inductive|Let) +$name\b" "$coq"/*.v; then
    differ "$name" "the two sides differ"
    grep -n -A2 -E "^ *(Definition|Fixpoint|Theorem|Lemma|Corollary|Function|Inductive) +$name\b" "$coq"/*.v | sed 's/^/        Coq   /'
    awk -v n="$name" 'index($0, n " : ") == 1' "$work/statements" | sed 's/^/        ACSL  /'
  else
    differ "$name" "no Coq twin"
  fi
done < <(sort -u "$work/names")
sort "$work/names" | uniq -d | while read -r name; do echo "FAIL  bridge $name: defined twice"; done > "$work/twice"
cat "$work/twice"
failed=$((failed + $(wc -l < "$work/twice")))

# The other direction: a theorem made for the contracts that no contract asks for.
while read -r name; do
  grep -qx "$name" "$work/names" || differ "$name" "a theorem of proofs/coq/Facts_*.v without ACSL lemma"
done < <(sed -nE 's/^Theorem +(dg_[A-Za-z_0-9]+).*/\1/p' "$coq"/Facts_*.v 2> /dev/null | sort -u)

{
  echo "Both sides of the bridge: ACSL as written, the same in Coq by proofs/bridge/translate.py; Coq has accepted each line marked"
  echo "with the definition or theorem of that name in proofs/coq. Predicates about memory alone have no Coq side:"
  awk '$1 == "memory" { print "  " $2 }' "$work/list"
  echo
  cat "$work/statements"
} > "$report"
echo "RESULT bridge compared=$compared memory=$(grep -c '^memory' "$work/list") orphans_or_differences=$failed"
[ "$failed" -eq 0 ]
