#!/usr/bin/env bash
# The benchmarks in short: every program runs, its RESULT lines are well-formed, wrong use is refused. No speed is asserted.
set -u
cd "$(dirname "$0")/.." || exit
. tests/lib.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
native=
if echo 'int x;' | $cc -march=native -x c -c -o /dev/null - 2> /dev/null; then native=-march=native; fi
openmp=
if echo 'int main(void) { return 0; }' | $cc -fopenmp -x c -o /dev/null - 2> /dev/null; then openmp=-fopenmp; fi
strict="-std=c99 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror"
speed="-O1 $native -fno-math-errno -fno-trapping-math"

build() { # program, source, flags...
  local program=$1 source=$2
  shift 2
  # shellcheck disable=SC2086
  $cc $strict $speed "$@" -I. -o "$work/$program" "$source"
}

# ---- lines ---------------------------------------------------------------------------------------------------------------

number='[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?'
network='net=[0-9]+(-[0-9]+)+'
delays='delays=(none|axonal|dendritic|synaptic)'
bench="RESULT bench $network $delays real=f(32|64) threads=1 pass=(prepare|load|forward|loss|backward|update|train|all)"
bench+=" samples_per_s=$number spread=$number tau_ratio=[0-9.]+ batch=[0-9]+ spikes=(usual|none) spiking=$number causal=$number"
memory="RESULT memory $network $delays real=f(32|64) threads=1 workspace_bytes=[0-9]+ bytes_per_lane=[0-9]+"
memory+=" bytes_per_parameter=$number parameters=[0-9]+"
complexity="RESULT complexity $delays real=f(32|64) part=per_(neuron|sample) spikes=(usual|none) fit=n(_log_n)?"
complexity+=" exponent=(-?$number|-?nan) plain_exponent=(-?$number|-?nan)"
scaling="RESULT scaling engine=openmp $network $delays real=f(32|64) n=[0-9]+ speedup=$number samples_per_s=$number"
scaling+=" spread=$number load=$number"
roofline="RESULT roofline $network real=f(32|64) samples_per_s=$number ops_per_sample=[0-9]+ muladd_per_s=$number"
roofline+=" fraction_of_muladd=$number spread=$number vector_bits=[0-9]+ load=$number"

# Whether a file has so many lines of a form, and no RESULT line of that name that is malformed.
lines() { # what, file, least, name, form
  local good all
  good=$(grep -cxE "$5" "$2")
  all=$(grep -c "^RESULT $4 " "$2")
  if [ "$good" -ge "$3" ] && [ "$good" -eq "$all" ]; then pass "$1: $good lines"
  else fail "$1: $good lines of $all are well-formed, at least $3 wanted" "$2"; fi
}

# ---- wrong use -----------------------------------------------------------------------------------------------------------

refused() { # command...: exit code 2 and one line on stderr that begins with the program's name
  local program code
  program=$(basename "$1" | sed 's/_f[0-9]*$//')
  "$@" > "$work/out" 2> "$work/err" < /dev/null
  code=$?
  if [ "$code" -eq 2 ] && [ "$(wc -l < "$work/err")" -eq 1 ] && grep -q "^$program: " "$work/err" && [ ! -s "$work/out" ]; then
    pass "refused: ${*#"$work"/}"
  else
    fail "exit code $code, and not one line on stderr: ${*#"$work"/}" "$work/err"
  fi
}

# ---- programs ------------------------------------------------------------------------------------------------------------

expect 'host.c compiles without a word, double' build host_f64 bench/host.c -DDG_REAL=double $openmp &
expect 'host.c compiles without a word, float' build host_f32 bench/host.c -DDG_REAL=float $openmp &
expect 'host.c compiles without OpenMP' build host_single bench/host.c &
for real in f64:double f32:float; do
  expect "roofline.c compiles without a word, ${real#*:}" \
    build "roofline_${real%:*}" bench/roofline.c -DDG_REAL="${real#*:}" -ffp-contract=off
done
wait

for real in f64 f32; do
  "$work/roofline_$real" --quick > "$work/roofline" 2>&1
  lines "roofline_$real" "$work/roofline" 1 roofline "$roofline"
  "$work/roofline_$real" --quick --net=1-1 > "$work/roofline" 2>&1
  "$work/roofline_$real" --quick --net 4096-2-1 >> "$work/roofline" 2>&1
  lines "roofline_$real, other networks" "$work/roofline" 2 roofline "$roofline"

  mkdir "$work/$real"
  expect "host_$real runs" sh -c "'$work/host_$real' --quick --out '$work/$real' > '$work/host_out'"
  lines "host_$real, workloads" "$work/host_out" 56 bench "$bench"
  lines "host_$real, memory" "$work/host_out" 8 memory "$memory"
  lines "host_$real, complexity" "$work/host_out" 10 complexity "$complexity"
  [ -z "$openmp" ] || lines "host_$real, threads" "$work/host_out" 1 scaling "$scaling"
  for pass in prepare load forward loss backward update train all; do
    [ "$(grep -c "^RESULT bench .*pass=$pass " "$work/host_out")" -eq 8 ] || fail "host_$real: workloads without pass=$pass"
  done
  if grep '^RESULT bench ' "$work/host_out" |
    awk '{ for (i = 3; i <= NF; i++) { split($i, pair, "="); x[pair[1]] = pair[2] }
           if (x["spikes"] == "none" ? x["spiking"] != 0 : x["spiking"] < 0.7) bad = 1
           silent += x["spikes"] == "none" } END { exit bad || !silent }'; then
    pass "host_$real: neurons spike where they should, and do not where they should not"
  else
    fail "host_$real: shares of spiking neurons are wrong" "$work/host_out"
  fi
  if [ "$(grep -c '^# ' "$work/$real/host_$real.dat")" -ge 15 ]; then pass "host_$real writes the data of pictures"
  else fail "host_$real: blocks of data are missing"; fi
  refused "$work/host_$real" --quick --part threads --out "$work/$real"
done
"$work/host_single" --quick --part threads > "$work/single" 2>&1
if grep -q 'one thread' "$work/single" && ! grep -q RESULT "$work/single"; then pass 'without OpenMP it says so'
else fail 'without OpenMP it does not say so' "$work/single"; fi
"$work/host_f64" --calls 2 --net 4-5-3 --batch 40 --quick > "$work/calls" 2>&1
if grep -qx 'RESULT calls net=4-5-3 delays=synaptic real=f64 threads=1 samples=80' "$work/calls"; then pass 'host --calls'
else fail 'host --calls' "$work/calls"; fi
"$work/host_f32" --net 3-2-2 --delays=none --tau-ratio 0.5 --silent --quick > "$work/one" 2>&1
lines 'host --net' "$work/one" 7 bench "$bench"

for program in host_f64 roofline_f64; do
  expect "$program --help" "$work/$program" --help
  for wrong in --wrong '--net 4' '--net 4-0' '--net 4-x' '--net 4-3-' '--net 1-1-1-1-1-1-1-1-1-1' \
    '--net 99999999999999999999-1' '--net' '--net=' '--seconds 0' '--seconds nan' '--seconds 1x' '--repeats 2' \
    '--repeats -3'; do
    # shellcheck disable=SC2086
    refused "$work/$program" $wrong
  done
done
for wrong in '--part all' '--delays axon --net 2-2' '--delays axonal' '--calls 3' '--batch 0 --net 2-2' \
  '--tau-ratio inf --net 2-2' '--threads 0' '--inputs 5000' '--out= ' '--out /nowhere/at/all'; do
  # shellcheck disable=SC2086
  refused "$work/host_f64" $wrong
done

# ---- scripts -------------------------------------------------------------------------------------------------------------

mkdir "$work/all"
if bench/bench.sh --quick --programs "$work" --out "$work/all" > "$work/log" 2>&1 < /dev/null; then pass 'bench.sh runs'
else fail 'bench.sh fails' "$work/log"; fi
if [ "$(grep -c '^RESULT bench ' "$work/all/results.txt")" -ge 100 ] &&
  ! grep '^RESULT bench ' "$work/all/results.txt" | grep -qvE " roofline_fraction=($number|none)( |\$)"; then
  pass 'every workload has its fraction of the roofline, or none'
else
  fail 'workloads without a fraction of the roofline' "$work/all/results.txt"
fi
for real in f64 f32; do
  if [ "$(grep -cE "^RESULT bench net=4-30-3 delays=synaptic real=$real threads=1 pass=train .*roofline_fraction=0?\.?[0-9]" \
    "$work/all/results.txt")" -eq 1 ]; then pass "4-30-3, $real, has one fraction"
  else fail "4-30-3, $real, has no fraction or many" "$work/all/results.txt"; fi
  # Fewer than sixty would be a loop of which the compiler has found something to leave out.
  if ! have objdump || [ "$(uname -m)" != x86_64 ] ||
    grep -qE "^RESULT instructions program=roofline real=$real arithmetic=([6-9][0-9]|[0-9]{3}) .*fma=0\$" \
      "$work/all/results.txt"; then
    pass "instructions of the roofline loop, $real"
  else
    fail "instructions of the roofline loop, $real, are not counted" "$work/log"
  fi
done
if have gnuplot; then
  for name in speed complexity parts; do
    if head -c 8 "$work/all/$name.png" 2> /dev/null | grep -aq PNG; then pass "picture $name.png"
    else fail "no $name.png" "$work/log"; fi
  done
fi

# A loop with fused multiply-adds is not the loop that is meant.
if grep -qw fma /proc/cpuinfo 2> /dev/null && have objdump; then
  mkdir "$work/fused"
  cp "$work/host_f64" "$work/host_f32" "$work/roofline_f32" "$work/fused"
  build fused/roofline_f64 bench/roofline.c -DDG_REAL=double -O2 -ffp-contract=fast
  if bench/bench.sh --quick --programs "$work/fused" --out "$work/fused" > "$work/log" 2>&1; then
    fail 'fused multiply-adds in the roofline loop pass' "$work/log"
  elif grep -q '^bench.sh: roofline_f64 fuses' "$work/log"; then pass 'fused multiply-adds in the roofline loop are refused'
  else fail 'bench.sh fails for another reason' "$work/log"; fi
fi
for wrong in --wrong --out '--out=' --programs '--programs /nowhere' "--programs $work --out /dev/null/x"; do
  # shellcheck disable=SC2086
  refused bench/bench.sh $wrong
done
for wrong in --wrong --data '--seconds 0' '--seconds x' '--runs 0' '--runs 1000'; do
  # shellcheck disable=SC2086
  refused bench/scaling.sh $wrong
done

# scaling.sh with programs of known speed: two threads take half as long; MPI ranks are not there.
mkdir "$work/fake"
cat > "$work/fake/fashion" << 'END'
#!/bin/sh
case " $* " in *' --threads 1 '*) seconds=3.00 ;; *) seconds=1.50 ;; esac
echo "RESULT fashion delays=axonal epoch_seconds=$seconds"
END
chmod +x "$work/fake/fashion"
bench/scaling.sh --programs "$work/fake" --data "$work" --runs 3 > "$work/log" 2>&1
if grep -qE '^RESULT scaling engine=openmp n=2 speedup=2\.000 .*runs=3 load=[0-9.]+$' "$work/log" &&
  grep -q '^processes not measured' "$work/log"; then pass 'scaling.sh'
else fail 'scaling.sh' "$work/log"; fi
if bench/scaling.sh --data "$work/nowhere" > "$work/log" 2>&1 && grep -q '^not measured: ' "$work/log"; then
  pass 'scaling.sh without data says so'
else
  fail 'scaling.sh without data' "$work/log"
fi
printf '#!/bin/sh\nexit 1\n' > "$work/fake/fashion"
bench/scaling.sh --programs "$work/fake" --data "$work" > "$work/log" 2>&1
if [ $? -eq 1 ] && grep -q '^scaling.sh: openmp' "$work/log"; then pass 'scaling.sh notices a failure'
else fail 'scaling.sh does not notice a failure' "$work/log"; fi

[ "$failures" -eq 0 ]
