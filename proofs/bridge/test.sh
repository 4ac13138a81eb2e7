#!/usr/bin/env bash
# The bridge can fail: one operator, constant or name is changed on the ACSL side, then on Coq's, and each change must be seen.
set -u
cd "$(dirname "$0")/../.." || exit
work=$(mktemp -d) || exit
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

cp -r proofs/acsl "$work/acsl"
planted() { # what, command of sed, file
  cp "$work/acsl/$3" "$work/before"
  sed -i "$2" "$work/acsl/$3"
  if cmp -s "$work/before" "$work/acsl/$3"; then
    echo "FAIL  bridge test: $1 is not in $3 any more"
    failed=$((failed + 1))
  fi
}
caught() { # name, what check.sh says of it
  if grep -q "^FAIL  bridge $1: $2" "$work/log"; then passed=$((passed + 1)); else
    echo "FAIL  bridge test: the change of $1 goes unnoticed"
    failed=$((failed + 1))
  fi
}

planted 'a sign in Kernel' 's|(\\exp(-s / tau_mem) - \\exp(-s / tau_syn))|(\\exp(-s / tau_mem) + \\exp(-s / tau_syn))|' neuron.h
planted 'an index in Voltage' 's|w\[order\[p - 1\]\] \* Kernel|w[order[p]] * Kernel|' neuron.h
planted 'a comparison in InOrder' '/predicate InOrder/,/;/ s|a\[order\[p\]\] <= a|a[order[p]] < a|' neuron.h
planted 'a size of a layer' 's|layer->inputs + layer->biases|layer->inputs - layer->biases|' layer.h
planted 'a name without twin' '$a /*@ logic real Sigmoids(real p) = p; */' delays.h
planted 'a state in dg_spikes_same' 's|SpikeOf{B}(tau_mem, c, layer|SpikeOf{A}(tau_mem, c, layer|' first_spikes.h
planted 'a fact' 's|\\result >= 1 + x|\\result >= 2 + x|' elementary.h
proofs/bridge/check.sh --acsl "$work/acsl" --report "$work/report" > "$work/log" 2>&1 && echo "FAIL  bridge test: check.sh passes"
for name in Kernel Voltage InOrder sources_of dg_spikes_same dg_lemma_exp; do caught "$name" 'the two sides differ'; done
caught Sigmoids 'no Coq twin'

# The other side: a definition of Coq changes, its theories are compiled into a folder of their own.
cp -r build/coq "$work/coq"
sed -i 's|^Definition Decay (tau s : R) : R := exp (-s / tau)|Definition Decay (tau s : R) : R := exp (s / tau)|' "$work/coq/NeuronDefs.v"
if cmp -s build/coq/NeuronDefs.v "$work/coq/NeuronDefs.v"; then
  echo "FAIL  bridge test: Decay is not in NeuronDefs.v any more"
  failed=$((failed + 1))
else
  find "$work/coq" -name '*.vo*' ! -name 'NeuronDefs.*' -delete
  (cd "$work/coq" && coqc -Q . Delgrad NeuronDefs.v) > "$work/log" 2>&1
  if proofs/bridge/check.sh --coq "$work/coq" --report "$work/report" > "$work/log" 2>&1 || ! grep -q 'bridge Decay: the two sides differ' "$work/log"; then
    echo "FAIL  bridge test: a change of Coq's Decay goes unnoticed"
    failed=$((failed + 1))
  else
    passed=$((passed + 1))
  fi
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
