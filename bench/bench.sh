#!/usr/bin/env bash
# What `make bench` runs: speeds of delgrad.h, beside what the processor could do, with pictures.
#   bench.sh [--quick] [--out DIR] [--programs DIR]
# Needs host_f64, host_f32, roofline_f64 and roofline_f32, and uses objdump, perf or valgrind, gnuplot and the programs of
# scaling.sh where they are there. Writes DIR/results.txt (all RESULT lines), data and pictures. Exit code: 0 done, 1 a program
# failed, 2 bad usage. No figure makes it fail, except a fused multiply-add in the roofline loop, which must have none.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit
export LC_ALL=C.UTF-8

usage() {
  cat << 'END'
Usage: bench.sh [--quick] [--out DIR]
Times delgrad.h on this machine, beside the loop of bench/roofline.c. A few minutes.

  --quick    little of everything, in seconds; the figures mean nothing
  --out DIR  where results.txt, data and pictures go (build/bench)
  --programs DIR
             where the compiled programs are (build/bench)
  --help     print this
END
}

fail() { # exit code, message
  echo "bench.sh: $2" >&2
  exit "$1"
}

quick='' out=build/bench programs=build/bench
while [ $# -gt 0 ]; do
  name=${1%%=*}
  case $name in
    --out | --programs)
      if [ "$name" != "$1" ]; then value=${1#*=}; else
        [ $# -ge 2 ] || fail 2 "$name: the value is missing; give $name DIR"
        value=$2
        shift
      fi
      [ -n "$value" ] || fail 2 "$name '': give the name of a folder"
      if [ "$name" = --out ]; then out=$value; else programs=$value; fi ;;
    *)
      case $1 in
        --quick) quick=--quick ;;
        --help) usage; exit 0 ;;
        *) fail 2 "'$1': there is no such option; bench.sh --help lists them" ;;
      esac ;;
  esac
  shift
done
for program in host_f64 host_f32 roofline_f64 roofline_f32; do
  [ -x "$programs/$program" ] || fail 2 "$programs/$program is not there; run: make bench"
done
mkdir -p -- "$out" 2> /dev/null || fail 2 "--out $out: the folder cannot be made; give another"

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
results=$work/results.txt
: > "$results"
rounds=5
[ -z "$quick" ] || rounds=1

have() { command -v "$1" > /dev/null 2>&1; }
title() { printf '\n== %s\n' "$1"; }
busy() { [ ! -t 1 ] || printf '\r\033[K%s' "$1"; } # on a terminal, until the next output
keep() { # shows its input and keeps the results
  busy ''
  tee "$work/kept"
  sed -n '/^RESULT /p' "$work/kept" >> "$results"
}
median() { sort -g | awk '{ x[NR] = $1 } END { print (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2 }'; }
value() { sed -n "s/.* $1=\([^ ]*\).*/\1/p"; } # of a key, line by line

run() { # program arguments...
  local program=$1
  shift
  "$programs/$program" "$@" || fail 1 "$program failed"
}

machine() {
  awk -F ': *' '/^model name/ { print "processor: " $2; exit }' /proc/cpuinfo 2> /dev/null
  echo "processors: $(getconf _NPROCESSORS_ONLN 2> /dev/null || echo unknown)," \
    "load average:$(uptime | sed 's/.*load averages*://')"
}

# ---- the instruction mix of the roofline loop ---------------------------------------------------------------------------

mix() { # precision
  local real=$1 register
  case $(sed -n "s/^RESULT roofline .*real=$real .*vector_bits=\([0-9]*\).*/\1/p" "$work/rounds" | head -n 1) in
    512) register=zmm ;;
    256) register=ymm ;;
    *) register=xmm ;;
  esac
  objdump -d --no-show-raw-insn "$programs/roofline_$real" | awk -v real="$real" -v register="$register" '
    /^[0-9a-f]+ <roofline_(forward|backward)/ { inside = 1; next }
    /^$/ { inside = 0 }
    !inside { next }
    $2 ~ /^vfn?m(add|sub)|^f[n]?m(add|sub|la|ls)/ { fused++ }
    /%[xyz]mm/ {
      width = /%zmm/ ? "zmm" : /%ymm/ ? "ymm" : "xmm"
      count[$2 " " width]++
      if ($2 ~ /^v?(add|sub|mul|div|sqrt|cmp)/) { arithmetic++; if (width == register && $2 ~ /p[sd]$/) full++ }
    }
    END {
      if (!arithmetic) { print "no instructions of x86 vectors in roofline_" real ", so nothing is counted"; exit fused > 0 }
      order = "sort -rn -k 1"
      for (name in count) printf "  %4d %s\n", count[name], name | order
      close(order)
      printf "RESULT instructions program=roofline real=%s arithmetic=%d full_width=%s full_width_share=%.3f fma=%d\n", real,
        arithmetic, register, full / arithmetic, fused
      exit fused > 0
    }'
}

instruction_mix() {
  title 'instructions of the roofline loop, from its object code'
  if ! have objdump; then
    echo 'not counted: objdump is missing (Debian package binutils)'
    return
  fi
  for real in f64 f32; do
    echo "roofline_forward and roofline_backward, $real:"
    mix $real > "$work/mix" || fail 1 "roofline_$real fuses multiplications and additions; compile it with -ffp-contract=off"
    keep < "$work/mix"
  done
}

# ---- 4-30-3 beside the roofline, in turns -------------------------------------------------------------------------------

key_network() {
  local real n
  for n in $(seq $rounds); do
    for real in f64 f32; do
      busy "round $n of $rounds, $real"
      run "host_$real" --net 4-30-3 --repeats 5 $quick >> "$work/rounds"
      run "roofline_$real" --repeats 5 $quick >> "$work/rounds"
    done
  done
  busy ''
}

report_key() { # precision
  local real=$1 samples roofline rate fraction operations
  samples=$(grep "^RESULT bench .*real=$real .*pass=train " "$work/rounds" | value samples_per_s | median)
  roofline=$(grep "^RESULT roofline .*real=$real " "$work/rounds" | value samples_per_s | median)
  rate=$(grep "^RESULT roofline .*real=$real " "$work/rounds" | value muladd_per_s | median)
  fraction=$(grep "^RESULT roofline .*real=$real " "$work/rounds" | value fraction_of_muladd | median)
  operations=$(grep "^RESULT roofline .*real=$real " "$work/rounds" | value ops_per_sample | median)
  echo "RESULT roofline net=4-30-3 real=$real samples_per_s=$roofline ops_per_sample=$operations muladd_per_s=$rate" \
    "fraction_of_muladd=$fraction rounds=$rounds"
  awk -v x="$samples" -v r="$roofline" -v real="$real" -v n="$rounds" 'BEGIN {
    printf "RESULT bench net=4-30-3 delays=synaptic real=%s threads=1 pass=train samples_per_s=%.4g roofline_fraction=%.3f " \
      "rounds=%d\n", real, x, x / r, n }'
}

# ---- all workloads ------------------------------------------------------------------------------------------------------

# Each network with tau_mem = 2 tau_syn gets the roofline of its shape. What is not both passes together has none.
add_fractions() { # file of host's lines, file of roofline's lines
  awk '
    { for (i = 3; i <= NF; i++) { split($i, pair, "="); key[pair[1]] = pair[2] } }
    /^RESULT roofline / { roofline[key["net"] " " key["real"]] = key["samples_per_s"]; next }
    /^RESULT bench / {
      shape = key["net"] " " key["real"]
      known = key["pass"] == "train" && key["tau_ratio"] == 2 && shape in roofline
      print $0 " roofline_fraction=" (known ? sprintf("%.3f", key["samples_per_s"] / roofline[shape]) : "none")
      next
    }
    { print }' "$2" "$1"
}

all_workloads() { # precision
  local real=$1 net
  busy "host_$real: networks, less than a minute"
  run "host_$real" --part workloads $quick --out "$work/parts" --force > "$work/host_$real"
  grep '^RESULT roofline ' "$work/rounds" > "$work/rooflines"
  for net in $(grep '^RESULT bench .*tau_ratio=2 ' "$work/host_$real" | value net | sort -u); do
    [ "$net" != 4-30-3 ] || continue
    run "roofline_$real" --net "$net" --repeats 5 --seconds 0.02 $quick >> "$work/rooflines"
  done
  # 4-30-3 with synaptic delays was measured better, in rounds
  grep -v "^RESULT bench net=4-30-3 delays=synaptic .*pass=train .*tau_ratio=2 " "$work/host_$real" > "$work/host"
  add_fractions "$work/host" "$work/rooflines" | keep
}

# ---- instructions per sample --------------------------------------------------------------------------------------------

with_perf() { # precision
  local real=$1 few=100 many=1100 x
  for x in $few $many; do
    perf stat -x , -e instructions:u,cycles:u -o "$work/perf_$x" "$programs/host_$real" --net 4-30-3 --quick --calls "$x" \
      > /dev/null 2>&1 || return 1
    grep -q '^[0-9][0-9]*,.*instructions' "$work/perf_$x" || return 1
  done
  awk -F , -v real="$real" -v samples=$(((many - few) * 150)) '
    /instructions/ { i[FNR == NR] = $1 } /cycles/ { c[FNR == NR] = $1 }
    END { printf "RESULT instructions program=host net=4-30-3 delays=synaptic real=%s pass=all per_sample=%.0f " \
            "cycles_per_sample=%.0f tool=perf\n", real, (i[0] - i[1]) / samples, (c[0] - c[1]) / samples }' \
    "$work/perf_$few" "$work/perf_$many"
}

with_callgrind() { # precision
  local real=$1 calls=10 program=$programs/callgrind_$1
  [ -x "$program" ] || return 1
  valgrind --tool=callgrind --callgrind-out-file="$work/callgrind" "$program" --net 4-30-3 --quick --calls $calls \
    > "$work/calls" 2> "$work/valgrind" || return 1
  callgrind_annotate --inclusive=yes --threshold=100 "$work/callgrind" 2> /dev/null | tr -d , |
    awk -v real="$real" -v samples=$((calls * 150)) '
      match($0, /(forward|loss|backward)_chunk|update_batch/) && /^ *[0-9]/ {
        name = substr($0, RSTART, RLENGTH)
        sub(/_.*/, "", name)
        if (name in seen) next
        seen[name] = 1
        printf "RESULT instructions program=host net=4-30-3 delays=synaptic real=%s pass=%s per_sample=%.0f tool=callgrind\n",
          real, name, $1 / samples
        found++
      }
      END { exit !found }'
}

counters() {
  title 'instructions per sample, 4-30-3 with synaptic delays, batch 150'
  for real in f64 f32; do
    busy "host_$real: counting instructions"
    if have perf && with_perf $real > "$work/counts"; then :
    elif have valgrind && have callgrind_annotate && with_callgrind $real > "$work/counts"; then
      busy ''
      echo "counted by callgrind in code for AVX2 at most, as valgrind knows no wider vectors; $real:"
    else
      busy ''
      echo "not counted: perf has no counters here, and valgrind (Debian package valgrind) is missing or failed"
      return
    fi
    keep < "$work/counts"
  done
}

# ---- pictures -----------------------------------------------------------------------------------------------------------

pictures() {
  local name
  if ! have gnuplot; then
    echo "no pictures: gnuplot is missing (Debian package gnuplot-nox); their data are in $out"
    return
  fi
  for name in speed complexity parts; do
    if gnuplot -e "directory='$out'" "bench/$name.gnuplot" 2> "$work/gnuplot"; then
      echo "picture: $out/$name.png"
    else
      cat "$work/gnuplot" >&2
      fail 1 "$out/$name.png could not be drawn"
    fi
  done
}

title 'machine'
machine
title '4-30-3 with synaptic delays beside the roofline, one thread'
key_network
for real in f64 f32; do report_key $real | keep; done
instruction_mix
title 'networks of all kinds'
mkdir -p "$work/parts"
for real in f64 f32; do all_workloads $real; done
counters
title 'curves and threads'
mkdir -p "$work/curves" "$work/threads"
for real in f64 f32; do
  run host_$real --part curves $quick --out "$work/curves" --force | keep || exit 1
  OMP_PROC_BIND=${OMP_PROC_BIND:-true} run host_$real --part threads $quick --out "$work/threads" --force | keep || exit 1
  cat "$work/parts/host_$real.dat" "$work/curves/host_$real.dat" "$work/threads/host_$real.dat" > "$work/host_$real.dat"
  mv "$work/host_$real.dat" "$out/host_$real.dat" || fail 1 "$out/host_$real.dat cannot be written"
done
pictures
if [ -z "$quick" ]; then
  title 'threads and processes on Fashion-MNIST'
  bench/scaling.sh | keep || exit 1
fi
mv "$results" "$out/results.txt" || fail 1 "$out/results.txt cannot be written"
title "done in $SECONDS s; results: $out/results.txt"
machine
