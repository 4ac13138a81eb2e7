#!/usr/bin/env bash
# Prints the public functions of delgrad.h: those that its banner, README.md, SPEC.md or the examples name.
#   public.sh [--all|--hardware]   with --all every function, with --hardware every one of delgrad_hw.h
set -u
cd "$(dirname "$0")/.." || exit
functions() { grep -oE '^(DG_FLATTEN )?static [^(]*dg_[a-z0-9_]+\(' "$1" | grep -oE 'dg_[a-z0-9_]+\($' | tr -d '(' | sort -u; }
all() { functions delgrad.h; }
case ${1:-} in
--all) all; exit ;;
--hardware) functions delgrad_hw.h; exit ;;
esac
{ sed '/\*\//q' delgrad.h; cat README.md SPEC.md; find examples \( -name '*.c' -o -name '*.h' \) -exec cat {} +; } |
  grep -oE 'dg_[a-z0-9_]+' | sort -u | comm -12 - <(all)
