#!/usr/bin/env bash
# One program of seven files that include delgrad.h, as float and as double, in C and in C++, twice each in C: it must link
# without a clash of names or types, and each part must give its own precision's answer.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

src=tests/precisions
out=build/precisions
warn='-Wall -Wextra -Wunused-function -Werror'

build_and_run() { # C compiler, C++ compiler, folder, flags...
  local cc=$1 cxx=$2 dir=$3 f
  shift 3
  mkdir -p "$dir"
  for f in "$src"/*.c; do $cc -std=c99 -O2 $warn "$@" -I. -c "$f" -o "$dir/$(basename "$f").o" || return 1; done
  for f in "$src"/*.cpp; do $cxx -std=c++17 -O2 $warn "$@" -Wodr -I. -c "$f" -o "$dir/$(basename "$f").o" || return 1; done
  # -Wodr speaks only at link time, when the types of all files are seen together.
  $cxx -O2 $warn "$@" -Wodr "$dir"/*.o -o "$dir/program" || return 1
  "$dir/program"
}

lto_works() { # compiler
  echo 'int main(void) { return 0; }' | $1 -flto -x c - -o "$out/lto" 2> /dev/null
}

mkdir -p "$out"
for pair in gcc:g++ clang:clang++; do
  cc=${pair%:*} cxx=${pair#*:}
  if ! have "$cc" || ! have "$cxx"; then
    echo "--    precisions: no $cc with $cxx here"
    continue
  fi
  expect "precisions $cc" build_and_run "$cc" "$cxx" "$out/$cc"
  if lto_works "$cc"; then expect "precisions $cc -flto" build_and_run "$cc" "$cxx" "$out/$cc-lto" -flto; fi
done
[ "$failures" -eq 0 ]
