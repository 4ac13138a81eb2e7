#!/usr/bin/env bash
# The command line of reference/dgref.c: what it prints, what it refuses, and planted faults that `dgref check` must report.
set -eu
cd "$(dirname "$0")/../.."
. tests/lib.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-cc}
passed=0
pass() { passed=$((passed + 1)); tally 1 0; echo "ok    $1"; }
check() { local what=$1; shift; if "$@"; then pass "$what"; else fail "$what"; fi; }

sources=(reference/{dgref,check,case,draw,condition,network,neuron}.c)
flags=(-std=c99 -g -O1 '-DDGREF_VERSION="0.1.0"' "-DDGREF_VECTORS=\"$work/nowhere\"")
libs=(-ljansson -lmpfi -lmpfr -lgmp -lm)
$cc "${flags[@]}" -fsanitize=address,undefined -fno-sanitize-recover=all -o "$work/dgref" "${sources[@]}" "${libs[@]}" &
$cc "${flags[@]}" -o "$work/dgref-plain" "${sources[@]}" "${libs[@]}" &
wait
$cc -std=c99 -O2 -o "$work/faults" tests/oracle/dgref_faults.c -lm
man=$PWD/reference/dgref.1
readme=$PWD/reference/README.md
cd "$work"
dgref() { "$work/dgref" "$@" < /dev/null; }

# refuse PATTERN ARGUMENTS...: exit code 2, one line on stderr with the pattern, nothing on stdout. Standard input is log.in.
: > log.in
refuse() {
  local pattern=$1 code=0 why=
  shift
  timeout 20 "$work/dgref" "$@" > log.out 2> log.err < log.in || code=$?
  [ "$code" -eq 2 ] || why="exit code $code"
  [ "$(wc -l < log.err)" -eq 1 ] || why="$why; not one line on stderr"
  grep -q -e "^dgref: .*$pattern" log.err || why="$why; no '$pattern'"
  [ ! -s log.out ] || why="$why; output"
  if [ -z "$why" ]; then pass "refused: $* ($(sed 's/^dgref: //' log.err | tail -c 70))"; else fail "$*: $why" log.err; fi
}

# exits CODE WHAT ARGUMENTS...: the exit code, with nothing on stderr; output in out.
exits() {
  local expected=$1 what=$2 code=0
  shift 2
  dgref "$@" > out 2> log.err || code=$?
  if [ "$code" -eq "$expected" ] && [ ! -s log.err ]; then pass "$what"; else fail "$what: exit code $code" log.err; fi
}

# ---- help and options
exits 0 'help' --help
for command in spike grad net check; do
  check "help names $command" grep -q "^  dgref $command " out
done
check 'help fits 80 columns' awk 'length > 80 { exit 1 }' out
exits 0 'version' --version
check 'version is a line' grep -qx 'dgref 0.1.0' out
for command in spike grad net check; do
  exits 0 "$command --help" $command --help
  check "help of $command fits 80 columns" awk 'length > 80 { exit 1 }' out
  grep -o '^  --[a-z-]*' out | sed 's/^  --//' >> options
  check "man page names $command" grep -q "^.*dgref $command" "$man"
done
sort -u options > unique
check 'help has all options' [ "$(tr '\n' ' ' < unique)" = 'bound cases digits format help json-result path real vectors ' ]
sed 's/\\-/-/g' "$man" > man.plain
while read -r name; do check "man page has --$name" grep -q -e "--$name" man.plain; done < unique
if have man; then
  check 'man page formats' [ -z "$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -l "$man" 2>&1 > man.txt)" ]
fi

refuse 'a command is missing'
refuse "'spikes' is no command" spikes x.json
refuse 'FILE is missing' spike
refuse 'one FILE at a time' spike a.json b.json
refuse '\-\-digit: no such option' spike --digit 3 a.json
refuse '\-\-real: no such option' spike --real f32 a.json
refuse '\-\-format: no such option' check --format json a.csv
for n in 0 1001 -1 3.5 x '' 99999999999999999999; do
  refuse 'digits: .* is no number from 1 to 1000' spike --digits "$n" a.json
done
refuse '\-\-digits needs an argument' spike --digits
refuse "format: 'xml' is neither text nor json" spike --format xml a.json
refuse "real: 'f16' is neither f64 nor f32" check --real f16 a.csv
refuse "path: 'fast' is neither precise nor batch" check --path=fast a.csv
for b in 0 -1 nan inf x; do refuse 'bound: .* is no positive number' check --bound $b a.csv; done

# ---- solving
cat > one.json << 'END'
{"name": "one", "neuron": {"tau_mem": 2, "tau_syn": 1, "threshold": "0x1.8p-3", "g_leak": 1},
 "weights": [1, 5], "arrivals": [0, 7]}
END
# T = 2 ln(4/3), dT/dw = -1, dT/da = 1, dT/dc = 16/3: tests/oracle/test_case.c
exits 0 'spike' spike one.json
check 'spike prints T to 40 digits' grep -qx '  T              0.5753641449035618548784380119876548630070' out
check 'spike prints the causal set' grep -qx '  causal set     {0}, 1 of 2' out
check 'spike prints since' grep -qx '  since          0.5753641449035618548784380119876548630070 after arrival 0' out
check 'no warning' [ "$(grep -c warning out)" -eq 0 ]
exits 0 'digits' spike --digits 3 one.json
check 'three digits' grep -qx '  T              0.575' out
exits 0 'a thousand digits' spike --digits=1000 one.json
check 'a thousand digits are printed' [ "$(sed -n 's/^  T  *0\.//p' out | tr -d '\n' | wc -c)" -eq 1000 ]
exits 0 'grad' grad one.json
check 'dT_dw' grep -q '^  dT_dw\[0\]       -1\.0* ' out
check 'dT_dw outside the causal set' grep -qx '  dT_dw\[1\]       0' out
check 'dT_da' grep -q '^  dT_da\[0\]       1\.0* ' out
check 'dT_dc' grep -q '^  dT_dc          5\.3* ' out
check 'standard input gives the same' [ "$("$work/dgref" grad - < one.json)" = "$(dgref grad one.json)" ]
exits 0 'json' grad --format json --digits 5 one.json
check 'json has T' grep -q '"time": "0.57536"' out
check 'json has the causal set' grep -q '"causal_set": \[0\]' out
exits 0 'json result' grad --json-result --digits 5 one.json
check 'json result is the result alone' grep -q '^{"crossing": "spikes", "causal": 1,' out
# A result put into its case is skipped: what dgref writes it reads.
{ sed 's/}$/,/; s/ "weights"/\n &/' one.json | tr -d '\n' | sed 's/,$/, "result": /'; cat out; echo '}'; } > with.json
dgref grad with.json > with.txt
check 'a result in the file is not used' [ "$(cat with.txt)" = "$(dgref grad one.json)" ]

tangent() { # weight: tangent for 4 c = 3/4
  sed "s/\[1, 5\]/[\"$1\", 0]/" one.json
}
tangent 0x1.8p-1 > tangent.json
exits 0 'tangent' spike --digits 20 tangent.json
check 'tangency is seen' grep -q '^  crossing       tangent' out
check 'T of the tangent is 2 ln 2' grep -q '^  T              1.3862943611198906188' out
check 'a tangent warns of double' grep -q 'warning .* double' out
tangent 0x1.8000001p-1 > near.json
exits 0 'near tangency' spike near.json
check 'near tangency warns of float' grep -q 'warning .* float' out
check 'and not of double' [ "$(grep -c 'warning .* double' out)" -eq 0 ]
tangent 0x1p-1 > silent.json
exits 0 'silent' grad silent.json
check 'no spike' grep -qx '  T              never' out
sed 's/}$/, "measured": 1}/' one.json | sed 's/"g_leak": 1, "measured": 1}/"g_leak": 1}/' > measured.json
exits 0 'measured' grad --digits 10 measured.json
check 'T is the measured time' grep -qx '  T              1.000000000' out

cat > net.json << 'END'
{"name": "net", "network": {"inputs": 2, "t_ref": 0.5, "layers": [
  {"outputs": 2, "bias_times": [0.25], "neuron": {"tau_mem": 2, "tau_syn": 1, "threshold": 1, "g_leak": 0.5},
   "delay": {"kind": "synaptic"}},
  {"outputs": 2, "neuron": {"tau_mem": 2, "tau_syn": 1, "threshold": 1, "g_leak": 0.5}}]},
 "loss": {"kind": "shift_mse", "delta_t": 0.2},
 "parameters": [1.5, 2, 1, 2, 1, 3,  0, 0.5, 1, -1, 0.2, 0.1,  1.5, 2, 3, 1],
 "samples": [{"inputs": [0, 1], "label": 1}, {"inputs": ["never", 1], "label": 0}]}
END
exits 0 'net' net net.json
cp out net.txt
check 'net prints every gradient component' [ "$(grep -c '^  gradient\[' out)" -eq 16 ]
check 'net prints every time' [ "$(grep -c '^  times\[' out)" -eq 8 ]
exits 0 'net json' net --format json net.json
check 'net json has the loss' grep -q "\"loss\": \"$(awk '$1 == "loss" { print $2 }' net.txt)\"" out
refuse 'net.json: net: is a network, dgref net takes it' grad net.json
refuse 'one.json: one: is a neuron' net one.json

# ---- the worked example of reference/README.md is what dgref prints
example() { # first line
  sed -n "/^    $1/,/^[^ ]/p" "$readme" | sed '$d; s/^    //' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}
example '{"name": "three"' > three.json
example 'case,quantity,value' > all.csv
awk 'NR > 1 && !/^three,/ { exit } { print }' all.csv > mine.csv
example '\$ dgref grad' | sed 1d > grad.txt
example '\$ dgref check' | sed 1d > check.txt
exits 0 'README: grad' grad three.json
check 'README: what grad prints' cmp -s out grad.txt
exits 1 'README: the wrong sign is found' check --cases three.json mine.csv
check 'README: what check prints' cmp -s out check.txt

# ---- bad input
refuse 'none.json: No such file' spike none.json
refuse ': Is a directory' spike .
refuse 'line 1, column 0' spike /dev/null
head -c 100 one.json > cut.json
refuse 'cut.json: line 2, column ' spike cut.json
sed 's/"tau_syn"/"tau_mem"/' one.json > twice.json
refuse 'twice.json: line 1, column .*duplicate' spike twice.json
sed 's/"tau_syn"/"tau_sym"/' one.json > key.json
refuse 'key.json: neuron.tau_sym: unknown key' spike key.json
sed 's/\[1, 5\]/["1", 5]/' one.json > type.json
refuse "type.json: weights\\[0\\]: '1' is not a hex float" spike type.json
sed 's/\[1, 5\]/[1, 1e200]/' one.json > range.json
refuse 'range.json: weights: the sum of' spike range.json
printf '{"a\\nb": 1}' > line.json
refuse 'line.json: a?b: unknown key' spike line.json
cp one.json log.in
sed -i 's/"tau_mem"/"taumem"/' log.in
refuse "-: neuron.taumem: unknown key" spike -
: > log.in
awk 'BEGIN {
  printf "{\"neuron\": {\"tau_mem\": 2, \"tau_syn\": 1, \"threshold\": 1, \"g_leak\": 1}, \"weights\": [1"
  for (i = 0; i < 1048576; i++) printf ",1"
  printf "], \"arrivals\": [0]}"
}' > many.json
refuse 'many.json: weights: 1048577 inputs, must be from 1 to 2^20' spike many.json
sed 's/\[1,1,/[1,/; s/"arrivals": \[0\]/"arrivals": [@]/' many.json | awk '{ n = split($0, part, "@")
  printf "%s0", part[1]; for (i = 1; i < 1048576; i++) printf ",0"; printf "%s", part[2] }' > most.json
(
  ulimit -v 400000
  code=0
  "$work/dgref-plain" grad most.json > log.out 2> log.err < /dev/null || code=$?
  [ "$code" -eq 2 ] && [ "$(wc -l < log.err)" -eq 1 ] && grep -q '^dgref: most.json: .*memory' log.err && [ ! -s log.out ]
) && state=0 || state=1
check 'more inputs than memory allows: one line' [ "$state" -eq 0 ]

# ---- check
./faults cases > cases.json
./faults none f64 > right.csv
exits 0 'right results' check --cases cases.json right.csv
check 'a line for every result' [ "$(grep -c ' k[0-9]' out)" -ge "$(($(wc -l < right.csv) - 1))" ]
exits 0 'right results, batch' check --path batch --cases cases.json right.csv
./faults none f32 > right32.csv
exits 0 'right results in f32' check --real f32 --cases cases.json right32.csv
exits 1 'f32 results are not f64 results' check --cases cases.json right32.csv
exits 1 'a bound that is exceeded' check --bound 1e-6 --cases cases.json right.csv
exits 0 'correct digits' check --digits --cases cases.json right.csv
check 'about 16 of them' \
  [ "$(awk '$3 == "time" && $6 != "inf" && ($6 < 15.5 || $6 > 20) { n++ } END { print n + 0 }' out)" -eq 0 ]
sed 's/$/\r/' right.csv > crlf.csv
exits 0 'lines that end with CR LF' check --cases cases.json crlf.csv

beyond() { awk '/ beyond [0-9]/ { print $2, $3 }' out; }
for real in f64 f32; do
  for path in precise batch; do
    # 1e-6 is a few ulp of a float: no fault there
    faults='sign more less sum'
    if [ $real = f32 ]; then faults='sign more less'; fi
    for fault in $faults; do
      ./faults "$fault" $real > "$fault.csv"
      exits 1 "planted fault: $fault, $real, $path" check --real $real --path $path --cases cases.json "$fault.csv"
      beyond > "$fault.txt"
    done
    check "sign, $real, $path: reported where it is" [ "$(cat sign.txt)" = 'k24 dT_dw[0]' ]
    # every spiking case that the fault changed is named, and no other
    for fault in ${faults#sign }; do
      diff right"$([ $real = f32 ] && echo 32)".csv "$fault.csv" | sed -n 's/^> \([^,]*\),time,.*/\1/p' | sort -u > changed
      sed -n 's/ time$//p' "$fault.txt" | sort -u > reported
      check "$fault, $real, $path: $(wc -l < changed) cases reported" cmp -s changed reported
      check "$fault, $real, $path: there are some" [ "$(wc -l < changed)" -ge 3 ]
    done
  done
done

awk 'BEGIN { print "case,quantity,value" } /^  (loss|times|gradient)/ { print "net," $1 "," $2 }' net.txt > net.csv
exits 0 'right network' check --cases net.json net.csv
check 'the norm of the gradient is one line' [ "$(grep -c '^ *norm ' out)" -eq 1 ]
awk -F , '$2 == "gradient[13]" { sub(",", ",", $0); print $1 "," $2 ",-" $3; next } { print }' net.csv > flipped.csv
exits 1 'planted fault: one sign of a network gradient' check --cases net.json flipped.csv
check 'reported where it is' [ "$(beyond)" = "$(printf 'net gradient[13]\nnet gradient')" ]
grep -v 'gradient\[13\]' net.csv > part.csv
exits 0 'part of a gradient' check --cases net.json part.csv
exits 0 'two files of cases' check --cases net.json --cases=cases.json right.csv
refuse "is the name of two cases" check --cases net.json --cases net.json net.csv

mkdir vectors
cp net.json cases.json vectors
exits 0 'cases of a folder' check --vectors vectors net.csv
DGREF_VECTORS=vectors
export DGREF_VECTORS
exits 0 'the folder of the environment' check net.csv
unset DGREF_VECTORS
refuse 'nowhere: No such file' check net.csv
mkdir empty
refuse 'empty: no \*.json there' check --vectors empty net.csv

row() { printf 'case,quantity,value\n%b' "$1" > row.csv; }
row 'k0,time,1\nk99,time,1\n'; refuse "row.csv: line 3: there is no case 'k99'" check --cases cases.json row.csv
row 'k0,dT_dw[6],1\n'; refuse "row.csv: line 2: 'k0' has no quantity 'dT_dw\\[6\\]'" check --cases cases.json row.csv
row 'k0,time,1\nk0,time,1\n'; refuse 'row.csv: line 3: the same case and quantity as line 2' check --cases cases.json row.csv
row 'k0,time,nan\n'; refuse "row.csv: line 2: 'nan': neither a decimal number" check --cases cases.json row.csv
row 'k0,time\n'; refuse 'row.csv: line 2: must have three fields' check --cases cases.json row.csv
row 'k0,dT_dc,never\n'; refuse "row.csv: line 2: 'never': only a time can be 'never'" check --cases cases.json row.csv
row ''; refuse 'row.csv: line 2: no results' check --cases cases.json row.csv
: > row.csv; refuse "row.csv: line 1: must be 'case,quantity,value'" check --cases cases.json row.csv
refuse "none/row.csv: No such file" check --cases cases.json none/row.csv
refuse 'cut.json: line 2, column' check --cases cut.json right.csv
code=0
"$work/dgref" spike one.json > /dev/full 2> log.err || code=$?
check 'output that cannot be written' [ "$code" -eq 2 ]

echo "$passed passed, $failures failed"
[ "$failures" -eq 0 ]
