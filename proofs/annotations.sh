#!/usr/bin/env bash
# Whether every function of the header has a contract (terminates, assigns) and every loop assigns and a variant, as written.
#   proofs/annotations.sh [header]
set -u
cd "$(dirname "$0")/.." || exit

awk '
  function without(what) { printf "%s:%d: %s without %s\n", FILENAME, FNR, name, what; bad++ }
  # An annotation holds until the next line that is neither blank nor DG_SIMD.
  /^ *\/\*@/ { note = ""; inside = 1 }
  inside { note = note " " $0; if (/\*\//) inside = 0; next }
  /^ *\/\*/ { comment = 1 }
  comment { if (/\*\//) comment = 0; next }
  /^ *$/ || /^ *DG_SIMD *$/ { next }
  /^static / && /\(/ {
    match($0, /[a-z0-9_]+\(/); name = substr($0, RSTART, RLENGTH - 1)
    functions++
    if (note !~ /terminates/ || note !~ /[^p] assigns/) without("contract")
    if (note ~ /\[ *\.\. *\]/) without("an exact range")
  }
  { line = $0; sub(/\/\*.*/, "", line); sub(/^ *(} *)?(else *)?/, "", line) }
  line ~ /^do *\{/ { open++ }
  line ~ /^while *\(.*\) *;/ && open > 0 { open--; note = ""; next }
  line ~ /^(for|while|do)[ ({]/ {
    loops++
    if (note !~ /loop assigns/ || note !~ /loop variant/) without("loop assigns and variant")
    if (note ~ /\[ *\.\. *\]/) without("an exact range")
    sub(/^(for|while|do)/, "", line)
  }
  line ~ /[^a-zA-Z_](for|while|do) *[({]/ { without("a line of its own for a loop") }
  { note = "" }
  END {
    printf "annotations: %d functions, %d loops, %d faults\n", functions, loops, bad
    exit bad > 0 || functions == 0 || loops == 0
  }
' "${1:-delgrad.h}"
