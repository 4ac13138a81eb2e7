#!/usr/bin/env bash
# Prints the public functions of delgrad.h: those that its banner, README.md, SPEC.md or the examples name.
#   public.sh [--all]   with --all every function
set -u
cd "$(dirname "$0")/.." || exit
all() { grep -oE '^(DG_FLATTEN )?static [^(]*dg_[a-z0-9_]+\(' delgrad.h | grep -oE 'dg_[a-z0-9_]+\($' | tr -d '(' | sort -u; }
if [ "${1:-}" = --all ]; then all; exit; fi
{ sed '/\*\//q' delgrad.h; cat README.md SPEC.md; find examples \( -name '*.c' -o -name '*.h' \) -exec cat {} +; } |
  grep -oE 'dg_[a-z0-9_]+' | sort -u | comm -12 - <(all)
