#!/usr/bin/env bash
# The same bits everywhere: tests/bits.c built by every compiler, at every level, for every processor, must print the hashes
# in tests/bits.txt. No floating-point flag and no -std is given: with -std=c99 gcc never contracts anyway.
#   bits.sh            every compiler, level and architecture, each with every number of lanes (two at a time)
#   bits.sh --sample   a third of these, drawn by DG_SEED or the clock
#   bits.sh --all      the product of all of them
#   bits.sh --quick    two builds on this machine, far apart
#   bits.sh --record   writes tests/bits.txt from one build, after a change of results that is meant
#   bits.sh COMPILER TARGET LEVEL LANES PRECISION   one build
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

out=build/bits
hashes=tests/bits.txt
reference='gcc baseline -O2 16'

rows_covering() { # every compiler, target and level together, and each pair with lanes
  local lanes=(1 8 16 32) level compiler target i
  for level in 0 1 2 3; do
    i=$level
    for target in baseline native; do
      for compiler in gcc clang; do
        echo "$compiler $target -O$level ${lanes[i % 4]}"
        i=$((i + 1))
      done
    done
  done
}

rows_product() {
  local compiler target level lanes
  for compiler in gcc clang; do for target in baseline native; do for level in 0 1 2 3; do for lanes in 1 8 16 32; do
    echo "$compiler $target -O$level $lanes"
  done; done; done; done
}

rows_cross() {
  local target
  for target in aarch64 armhf riscv64; do printf 'gcc %s -O2 16\ngcc %s -O0 8\n' $target $target; done
  echo 'clang aarch64 -O3 32'
}

rows_quick() { printf 'clang native -O3 8\ngcc baseline -O0 1\n'; }

need() { # command, Debian packages
  if ! have "$1"; then
    echo "$1 is missing; Debian packages: $2"
    return 1
  fi
}

# The command that compiles for a target, and the one that runs what it made.
tools() { # compiler target
  local name arch package cc=$1
  emulator=
  flags=
  case $2 in
    baseline) ;;
    native) flags=-march=native ;;
    aarch64) name=aarch64-linux-gnu arch=arm64 emulator=qemu-aarch64 ;;
    armhf) name=arm-linux-gnueabihf arch=armhf emulator=qemu-arm ;;
    riscv64) name=riscv64-linux-gnu arch=riscv64 emulator=qemu-riscv64 ;;
    *) echo "no such target: $2"; return 1 ;;
  esac
  if [ -n "$emulator" ]; then
    package="gcc-$name libc6-dev-$arch-cross"
    need "$name-gcc" "$package" && need $emulator qemu-user || return
    if [ "$1" = gcc ]; then cc=$name-gcc; else flags="--target=$name"; fi
    flags="$flags -static"
  fi
  need "$cc" "$cc" || return
  compile="$cc $flags"
}

build() { # file, compiler, target, level, lanes, precision: makes file.hashes
  tools "$2" "$3" || return
  $compile "$4" "-DDG_LANES=$5" "-DDG_REAL=$6" -I. -o "$1" tests/bits.c || return
  if [ -s $out/golden.txt ]; then golden=$out/golden.txt; else golden=; fi
  timeout -k 5 300 $emulator "$1" $golden > "$1.hashes"
}

# Golden vectors as bits.c reads them: words `object.member` and the member's numbers, options by number, without results.
golden_text() { # file...
  cat "$@" | sed 's/[][{},:]/\n&\n/g' | awk '
    BEGIN {
      options = "none=0 axonal=1 dendritic=2 synaptic=3 sigmoid=0 clip=1 shift=2 neighbours=0 tiled=1 " \
        "shift_mse=0 mse=1 cross_entropy=2 false=0 true=1"
      count = split(options, pair, /[= ]/)
      for (i = 1; i < count; i += 2) option[pair[i]] = pair[i + 1]
      option["never"] = "inf"
    }
    function write() {
      if (held != "" && !skipped[depth] && key[depth] != "name" && key[depth] != "format") {
        if (path[depth] != last) printf "\n%s", last = path[depth]
        printf " %s", held in option ? option[held] : held
      }
      held = ""
    }
    { gsub(/[ \t"]/, "") }
    /^$/ { next }
    /^[[{]$/ {
      depth++
      skipped[depth] = skipped[depth - 1] || key[depth - 1] == "result"
      inside[depth] = key[depth - 1] != "" ? key[depth - 1] : inside[depth - 1] # the name of the object or array
      key[depth] = ""
      path[depth] = inside[depth - 1] "." inside[depth]
      if (/{/ && !skipped[depth] && inside[depth] == "cases") printf "\n%s", last = "cases"
      if (/{/ && !skipped[depth] && inside[depth] == "layers") printf "\n%s", last = "network.layers"
      next
    }
    /^[]}]$/ { write(); depth--; next }
    /^,$/ { write(); next }
    /^:$/ { key[depth] = held; path[depth] = inside[depth] "." held; held = ""; next }
    { held = $0 }
    END { print "" }'
}

precision_of() { if [ "$1" = double ]; then echo f64; else echo f32; fi; }

one() { # compiler target level lanes precision
  local name="$1 $2 $3 lanes=$4 $5" began=$SECONDS real file=$out/$1-$2$3-$4-$5 differ
  mkdir -p "$out"
  real=$(precision_of "$5")
  rm -f "$file.hashes" "$file.same"
  if ! build "$file" "$@" > "$file.log" 2>&1; then
    fail "$name does not build or does not run" "$file.log"
    return 1
  fi
  differ=$(diff <(grep " $real " "$hashes") "$file.hashes" | sed -n 's/^[<>] bits \([^ ]*\) .*/\1/p' | sort -u | tr '\n' ' ')
  if [ -n "$differ" ] || [ ! -s "$file.hashes" ]; then
    fail "$name: other bits in ${differ:-everything}"
    return 1
  fi
  touch "$file.same"
  pass "$name, $((SECONDS - began)) s"
}

prepare() { # by the call that starts the others
  rm -rf "$out"
  mkdir -p "$out"
  if ls reference/vectors/*.json > /dev/null 2>&1; then golden_text reference/vectors/*.json > $out/golden.txt; fi
}

record() {
  local precision
  for precision in double float; do
    # shellcheck disable=SC2086 # words on purpose
    build "$out/record" $reference $precision || return
    cat "$out/record.hashes"
  done > "$out/record.txt"
  mv "$out/record.txt" "$hashes"
  echo "recorded $(wc -l < "$hashes") hashes of $reference in $hashes"
}

rows=(rows_cross rows_covering) sample=cat
case ${1:-} in
  '') ;;
  --all) rows=(rows_cross rows_product) ;;
  --quick) rows=(rows_quick) ;;
  --sample) sample=third ;;
  --record) prepare; record; exit ;;
  -*) echo "usage: tests/bits.sh [--sample | --all | --quick | --record]" >&2; exit 2 ;;
  *) one "$@"; exit ;;
esac

prepare
# What is emulated takes longest and comes first, so that none of it is left over at the end.
for list in "${rows[@]}"; do $list; done | sed 's/.*/& double\n& float/' | $sample > "$out/rows"
status=0
xargs -P 2 -L 1 tests/bits.sh < "$out/rows" || status=1
builds=$(wc -l < "$out/rows")
identical=$(find "$out" -name '*.same' | wc -l)
echo "RESULT bits hash=$(sha256sum "$hashes" | cut -c 1-16) builds=$builds identical=$identical"
[ "$status" -eq 0 ] && [ "$identical" -eq "$builds" ]
