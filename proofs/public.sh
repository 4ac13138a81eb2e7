#!/usr/bin/env bash
# Prints the public functions of delgrad.h: those that its banner, README.md, SPEC.md or the examples name.
#   public.sh --on-hardware        those of delgrad_hw.h; firmware/ names some as well
#   public.sh --all | --hardware   every function of delgrad.h, of delgrad_hw.h
set -u
cd "$(dirname "$0")/.." || exit
functions() { grep -oE '^(DG_FLATTEN )?static [^(]*dg_[a-z0-9_]+\(' "$1" | grep -oE 'dg_[a-z0-9_]+\($' | tr -d '(' | sort -u; }
header=delgrad.h folders=examples
case ${1:-} in
--all) functions delgrad.h; exit ;;
--hardware) functions delgrad_hw.h; exit ;;
--on-hardware) header=delgrad_hw.h folders='examples firmware' ;;
esac
# shellcheck disable=SC2086
{ sed '/\*\//q' "$header"; cat README.md SPEC.md; find $folders \( -name '*.c' -o -name '*.h' \) -exec cat {} +; } |
  grep -oE 'dg_[a-z0-9_]+' | sort -u | comm -12 - <(functions "$header")
