#!/usr/bin/env bash
# All proofs, each rung of README.md beside this file, with the time of each; the last line is the RESULT of all.
#   proofs/prove.sh           replays the recorded answers of WP's provers; the rest runs: Coq, the bridge, Gappa, Eva
#   proofs/prove.sh --sample  replays some of them, drawn by DG_SEED or the clock, and refuses any change since they were recorded
#   proofs/prove.sh --fresh   asks WP's provers anew as well (long)
set -u
cd "$(dirname "$0")/.." || exit
mode=--wp
case ${1:-} in
'') ;;
--fresh | --sample) mode=$1 ;;
*) sed -n 's/^#   //p' "$0"; exit 2 ;;
esac
LOGS=build/proofs
mkdir -p "$LOGS" build/eva
rm -f "$LOGS"/*.status

stage() { # name command... ; its output is shown and kept
  local name=$1 began=$SECONDS status=0
  shift
  "$@" > "$LOGS/$name.log" 2>&1 < /dev/null || status=$?
  echo "$status" > "$LOGS/$name.status"
  grep -vE '^ok ' "$LOGS/$name.log"
  echo "---- $name: $([ "$status" -eq 0 ] && echo done || echo FAILED) after $((SECONDS - began)) s"
}

for tool in frama-c:frama-c-base why3:why3 z3:z3 cvc4:cvc4 gappa:gappa coqc:coq python3:python3 gnuplot:gnuplot-nox; do
  if ! command -v "${tool%%:*}" > /dev/null; then
    echo "proofs/prove.sh: ${tool%%:*} is missing (Debian package ${tool##*:}): nothing was proved" >&2
    exit 1
  fi
done

# Two things at a time: WP mostly waits, and Eva reads what it proved.
stage typecheck proofs/run.sh --typecheck
stage coq proofs/coq/check.sh build/coq &
stage wp proofs/run.sh "$mode"
wait
stage eva proofs/eva/run.sh &
stage bridge proofs/bridge/check.sh
stage gappa proofs/gappa/check.sh
wait
grep '^ok ' "$LOGS/eva.log" > build/eva/ok.txt
stage trace proofs/trace.py --check
stage picture proofs/coverage.sh

value() { sed -n "s/.*RESULT $2 .*\b$3=\([0-9]*\).*/\1/p" "$LOGS/$1.log" | awk '{ n += $1 } END { if (NR) print n; else print "none" }'; }
goals=$(value wp wp goals) proved=$(value wp wp proved)
unproved=none
if [ "$goals" != none ] && [ "$proved" != none ]; then unproved=$((goals - proved)); fi
theorems=$(sed -n 's/^\([0-9]*\) theorems, \([0-9]*\) admitted$/\1/p' "$LOGS/coq.log")
admitted=$(sed -n 's/^\([0-9]*\) theorems, \([0-9]*\) admitted$/\2/p' "$LOGS/coq.log")
alarms=$(value eva eva alarms) orphans=$(value bridge bridge orphans_or_differences)
echo "RESULT proofs functions=$(value trace trace functions) covered=$(value trace trace covered) goals=$goals proved=$proved" \
  "unproved=$unproved eva_alarms=$alarms coq_theorems=${theorems:-none} admitted=${admitted:-none} orphans=$orphans"
! grep -qvx 0 "$LOGS"/*.status && [ "$unproved" = 0 ] && [ "$alarms" = 0 ] && [ "${admitted:-none}" = 0 ] && [ "$orphans" = 0 ]
