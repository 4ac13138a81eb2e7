#!/usr/bin/env bash
# Machine-checked proofs of delgrad.h by Frama-C; README.md beside this file says what is proved and what is assumed.
#   proofs/run.sh --typecheck   the annotations are well-typed, and every function and every loop has its contract
#   proofs/run.sh --wp          the functions are free of run-time errors and do what their contracts say: replays the recorded
#                               answers of the provers, running none; a goal that is not recorded fails
#   proofs/run.sh --sample      the same for some of the processes that --wp runs, drawn by DG_SEED or the clock
#   proofs/run.sh --fresh       the same as --wp by the provers themselves (long)
#   proofs/run.sh --update      the provers run on what is not recorded, then goals and answers are written to results/
#   proofs/run.sh --record      --fresh, then the same
#   proofs/run.sh --proved      names the functions of --wp
#   proofs/run.sh --mutant DIR FUNCTION   FUNCTION of the delgrad.h in DIR, by live provers: exit code 0 if proved, 1 if not
set -u
cd "$(dirname "$0")/.." || exit
# shellcheck source=tests/lib.sh
. tests/lib.sh

BUILD=build/proofs
mkdir -p "$BUILD"
PASSED=0

finish() {
  echo "$PASSED passed, $failures failed"
  [ "$failures" -eq 0 ]
  exit
}

need() { # command Debian-package
  have "$1" && return
  echo "proofs/run.sh: $1 is missing (Debian package $2)" >&2
  fail "$1 is there"
  finish
}

good() { # what
  PASSED=$((PASSED + 1))
  echo "ok    $1"
}

# Frama-C on the header alone. CERT:EXP:46 objects to & between two compares, which is how lanes are masked;
# parser:decimal-float to constants such as 0.0125 that are meant to be rounded. No other warning is silenced.
DEFINES=
HARDWARE= # of delgrad_hw.h, if not empty
frama() { # precision arguments...
  local precision=$1
  shift
  local source=$BUILD/header_$precision.c text='#include "delgrad.h"\n#include "proofs/calls.h"\n'
  if [ -n "$HARDWARE" ]; then source=$BUILD/hardware_$precision.c text='#include "delgrad_hw.h"\n#include "proofs/calls_hw.h"\n'; fi
  # shellcheck disable=SC2059
  printf "$text" > "$source.$BASHPID"
  mv "$source.$BASHPID" "$source"
  LD_PRELOAD=${PRELOAD:-} frama-c -no-unicode -machdep gcc_x86_64 -cpp-extra-args="-I. -DDG_REAL=$precision $DEFINES" \
    -kernel-warn-key CERT:EXP:46=inactive,parser:decimal-float=inactive "$source" "$@"
}

# Names of the functions that the headers define.
functions_of_header() { proofs/public.sh --all; }
functions_of_hardware() { proofs/public.sh --hardware; }

# Reads the program as Frama-C prints it and names functions and loops: "contract NAME", "function NAME", "loop NAME" (its
# function), "bare NAME" for a loop without variant.
survey() {
  awk '
    /^ *\/\*@/ || inside { text = (inside ? text : "") $0; inside = $0 !~ /\*\// ; next }
    /^[A-Za-z_].*[ *(]dg_[a-z0-9_]+\(/ {
      match($0, /dg_[a-z0-9_]+\(/); name = substr($0, RSTART, RLENGTH - 1)
      if (text ~ /terminates/ && text ~ /assigns/) print "contract", name
    }
    /^ *while \(/ { print (text ~ /loop variant/ && text ~ /loop assigns/ ? "loop" : "bare"), name }
    $0 !~ /^ *$/ { text = "" }
  ' "$1"
}

typecheck() {
  need frama-c frama-c-base
  HARDWARE= typecheck_header delgrad.h functions_of_header
  HARDWARE=yes typecheck_header delgrad_hw.h functions_of_hardware
  finish
}

# Functions and loops of delgrad_hw.h that have no contract yet are named in unproved.txt.
typecheck_header() { # header, what prints its functions
  local precision log print
  for precision in double float; do
    log=$BUILD/typecheck_$1_$precision.log print=$BUILD/print_$1_$precision.c
    rm -f "$print"
    if frama "$precision" -print -ocode "$print" < /dev/null > "$log" 2>&1 && ! grep -qE 'Warning|Error' "$log"; then
      good "annotations of $1 are well-typed in $precision"
    else
      fail "annotations of $1 are well-typed in $precision" "$log"
      continue
    fi
    "$2" | sort > "$BUILD/functions"
    survey "$print" > "$BUILD/survey"
    sed -n 's/^contract //p' "$BUILD/survey" | sort > "$BUILD/contracts"
    comm -23 "$BUILD/functions" "$BUILD/contracts" | without_contract > "$BUILD/missing"
    if [ -s "$BUILD/functions" ] && [ ! -s "$BUILD/missing" ]; then
      good "$(comm -12 "$BUILD/functions" "$BUILD/contracts" | wc -l) functions of $1 have a contract in $precision"
    else
      fail "functions of $1 without a contract (terminates, assigns) in $precision" "$BUILD/missing"
    fi
    sed -n 's/^bare //p' "$BUILD/survey" | sort -u | without_contract > "$BUILD/missing"
    if [ ! -s "$BUILD/missing" ]; then
      good "$(grep -c '^loop' "$BUILD/survey") loops of $1 and what it includes have assigns and a variant in $precision"
    else
      fail "functions with a loop without assigns or variant in $precision" "$BUILD/missing"
    fi
  done
}
without_contract() { grep -vxF -f <(unproved | grep '^dg_hw_'; echo); }

# --wp proves every function of the header, and every ghost lemma of proofs/acsl that has a body, except what ideal.h assumes
# (bounded by proofs/gappa) and these; README.md says why.
# Assumed beside ideal.h: that the iteration of dg_root_any ends at the crossing (dg_root_limit), and two memcpy of a number's bits.
ASSUMED="dg_root_limit dg_bits_of dg_real_of_bits"
# Not proved: proofs/unproved.txt has the names, and why (float:NAME in float alone; open:NAME is given to WP, but not counted). In
# float WP is given what precisions.py names: all else is the same text in both precisions, and so has the same goals.
unproved() { awk '!/^#/ && NF && !/^(float|open):/ { print $1 }' proofs/unproved.txt; }
still_open() { sed -n 's/^open:\([^ ]*\).*/\1/p' proofs/unproved.txt; }
unproved_in_float() { sed -n 's/^float:\([^ ]*\).*/\1/p' proofs/unproved.txt; }
# What a substrate calls takes a void * and casts it, one line each: WP reads these alone with casts between types of pointers.
casting() { echo dg_hw_{model,wire}_{configure,stimulate,read,measure} dg_hw_replay_{stimulate,read} | tr ' ' '\n'; }
# Show that spikes of one state are those of another: WP is given the lemmas for that (proofs/acsl, DG_TWO_STATES) with these alone.
two_states() {
  echo dg_target_two dg_target_forward dg_lane_forward dg_target_chunk_spikes dg_layer_forward dg_state_forward dg_network_layer_forward |
    tr ' ' '\n'
}
two_gradients() { echo dg_network_backward; } # the same of gradients (DG_TWO_GRADIENTS)
# Declared in ideal.h, and proved of their bodies all the same.
BODIES="dg_two_sum dg_two_product dg_lane_product dg_pair_sum dg_pair_product dg_pair_quotient"
ideal() { grep -oE '\bdg_[a-z0-9_]+\([^)]*\);' proofs/acsl/ideal.h | grep -oE '^dg_[a-z0-9_]+' | grep -vxF -f <(echo "$BODIES" | tr ' ' '\n'); }
proved() { # f64|f32
  { functions_of_header; functions_of_hardware; lemmas; examples; } | sort -u | grep -vxF -f <(ideal; unproved; echo "$ASSUMED" | tr -s ' ' '\n') |
    if [ "$1" = f32 ]; then grep -xF -f "$BUILD/differ" | grep -vxF -f <(unproved_in_float; echo); else cat; fi
}
lemmas() { # ghost functions with a body
  perl -0777 -ne 'print "$1\n" while /\@\/\s*static\s+\w+\s+(dg_\w+)\([^;{]*\)\s*\{/g' proofs/acsl/*.h
}
examples() { grep -ohE '^static void example_[a-z0-9_]+' proofs/calls.h proofs/calls_hw.h | cut -d' ' -f3; }
RESULTS=proofs/results
EXPECTED=$RESULTS/expected.txt

# Provers by Why3; the user's own configuration is left alone. A third entry is Z3 on the goal without its quantified
# hypotheses (z3_ground.pl), which decides polynomial arithmetic. What these three do not find in a few seconds, Z3 and CVC4 get more
# time for, under names of their own, so that the others are not asked again.
PROVERS=z3,cvc4,z3-ground
PATIENT=z3-patient,cvc4-patient
entry() { # name alternative version command driver
  printf '\n[prover]\nname = "%s"\nalternative = "%s"\nversion = "%s"\ncommand = "%s"\ndriver = "%s"\n' "$@"
  printf 'in_place = false\ninteractive = false\nshortcut = "%s-%s"\n' "${1,,}" "$2"
}
configure() {
  local z3 cvc4
  need cc gcc
  if ! cc -O2 -shared -fPIC -o "$BUILD/polling.so" proofs/polling.c > "$BUILD/polling.log" 2>&1; then
    fail 'proofs/polling.c can be compiled' "$BUILD/polling.log"
    finish
  fi
  export WHY3CONFIG=$PWD/$BUILD/why3.conf
  z3=$(versions | sed -n 's/^z3 //p') cvc4=$(versions | sed -n 's/^cvc4 //p')
  rm -f "$WHY3CONFIG"
  if ! why3 config detect > "$BUILD/why3.log" 2>&1; then
    fail "why3 finds its provers" "$BUILD/why3.log"
    finish
  fi
  { entry Z3 ground "$z3" "$PWD/proofs/z3_ground.pl %t %f" z3_471
    entry Z3 patient "$z3" "z3 -smt2 -T:%t %f" z3_471
    entry CVC4 patient "$cvc4" "cvc4 --tlimit=%t001 --lang=smt2 %f" cvc4_17; } >> "$WHY3CONFIG"
  if ! frama-c -wp-detect > "$BUILD/provers" 2>&1 || [ "$(grep -cE '\[(z3|cvc4)(-ground|-patient)?\|' "$BUILD/provers")" -ne 5 ]; then
    fail 'Frama-C finds Z3, CVC4 and Z3 on ground goals' "$BUILD/provers"
    finish
  fi
}

# The provers of the recorded answers: other versions may answer otherwise, and Frama-C numbers and words goals differently.
versions() {
  echo "frama-c $(frama-c -version)"
  echo "why3 $(why3 --version | sed 's/.*version //')"
  echo "z3 $(z3 --version | sed 's/^Z3 version \([0-9.]*\).*/\1/')"
  echo "cvc4 $(cvc4 --version | sed -n 's/^This is CVC4 version \([0-9.]*\).*/\1/p')"
}

same_provers() {
  versions > "$BUILD/versions"
  if [ ! -e "$RESULTS/versions.txt" ] || diff "$RESULTS/versions.txt" "$BUILD/versions" > "$BUILD/versions.diff"; then return; fi
  sed -n 's/^< /proofs\/run.sh: the answers were recorded with /p; s/^> /proofs\/run.sh: this machine has /p' "$BUILD/versions.diff" >&2
  fail 'the provers are those of the recorded answers (make prove-fresh asks the ones that are here)'
  finish
}

# What the answers were recorded for: code and contracts.
stamp() { cat delgrad.h delgrad_hw.h proofs/acsl/*.h | sha256sum | cut -c1-16; }

# The functions that WP reads differently in the two precisions.
differing() {
  local HARDWARE precision
  for HARDWARE in '' yes; do # the second program has the functions of delgrad.h as well
    for precision in double float; do
      frama "$precision" -print -ocode "$BUILD/wp_$precision$HARDWARE.c" < /dev/null > "$BUILD/wp_$precision$HARDWARE.log" 2>&1 &
    done
  done
  wait
  for HARDWARE in '' yes; do
    if ! proofs/precisions.py "$BUILD/wp_double$HARDWARE.c" "$BUILD/wp_float$HARDWARE.c" > "$BUILD/differ$HARDWARE"; then
      fail 'the two precisions can be compared (proofs/precisions.py)' "$BUILD/wp_float$HARDWARE.log"
      finish
    fi
  done
  grep '^dg_hw_' "$BUILD/differyes" >> "$BUILD/differ"
}

wp() { # replay|sample|fresh|update
  need frama-c frama-c-base
  need why3 why3
  need z3 z3
  need cvc4 cvc4
  need perl perl-base
  if [ "$1" = replay ] || [ "$1" = sample ]; then same_provers; fi
  local name
  for name in $(unproved) $(unproved_in_float) $(still_open); do
    if ! { functions_of_header; functions_of_hardware; lemmas; examples; } | grep -qx "$name"; then fail "$name of proofs/unproved.txt is a function"; fi
  done
  configure
  DEFINES=-DDG_PROOF_IDEAL
  differing
  if [ "$1" = sample ]; then draw; fi
  "$1" float f32 &
  "$1" double f64
  wait
  count f64 "$BUILD/wp_f64.log"
  count f32 "$BUILD/wp_f32.log"
  if { [ "$1" = replay ] || [ "$1" = sample ]; } && [ "$failures" -gt 0 ] && ! grep -qx "# recorded for $(stamp)" "$EXPECTED"; then
    echo "proofs/run.sh: a header or proofs/acsl changed after the answers in $RESULTS were recorded: they are stale" >&2
    echo "proofs/run.sh: proofs/run.sh --update asks the provers about what changed, make prove-fresh about everything" >&2
  fi
  finish
}

# One process of WP on the cache in its session folder, with the provers in ASKED.
ASKED=$PROVERS,$PATIENT
one_wp() { # precision f64|f32 functions cache-mode timeout log options...
  local precision=$1 short=$2 functions=$3 mode=$4 timeout=$5 log=$6
  shift 6
  : > "$log"
  if [ -z "$functions" ]; then return; fi
  OCAMLRUNPARAM=s=16M,o=200 PRELOAD=$PWD/$BUILD/polling.so frama "$precision" -warn-special-float none -wp -wp-rte -wp-literals -wp-model Typed+Real "$@" \
    -wp-fct "$functions" -wp-prover "$ASKED" -wp-timeout "$timeout" -wp-par 1 \
    -wp-cache "$mode" -wp-session "$BUILD/session_$short" < /dev/null > "$log" 2>&1
}

# WP runs in several processes, as many at once as there are processors. Which one has a function depends on its name alone: WP
# numbers what it names as it comes, so that answers fit only where the same functions share a process. In double the public functions
# have smoke tests: contracts and loop invariants that contradict themselves prove anything, so WP tries to prove false from each.
# The programs of delgrad.h and of delgrad_hw.h are two, and so are their processes; functions that cast have their own.
processes() { # f64|f32: each function that is given to WP, and its process
  # shellcheck disable=SC2046
  proved "$1" | perl -ne '
    BEGIN { ($short, $casting, $states, $gradients, @public) = @ARGV; @ARGV = (); $public{$_} = 1 for @public; %processes = ("", 10, ".public", 2, ".others", 14);
      %hardware = ("", 6, ".public", 3, ".others", 6) }
    chomp;
    $sum = unpack("%32C*", $_);
    $kind = $short eq "f32" ? "" : $public{$_} ? ".public" : ".others";
    print "$_ $short", index(" $casting ", " $_ ") >= 0 ? ".casts.hardware" : index(" $states ", " $_ ") >= 0 ? ".states" : index(" $gradients ", " $_ ") >= 0 ? ".gradients" :
        /^example_(dg_)?hw_/ ? ".calls.hardware" :
        /^dg_hw_/ ? "$kind.hardware." . $sum % $hardware{$kind} : "$kind." . $sum % $processes{$kind}, "\n"' \
    "$1" "$(casting | paste -sd' ')" "$(two_states | paste -sd' ')" "$(two_gradients)" $(public)
}
public() { proofs/public.sh; proofs/public.sh --on-hardware; }
SMOKE=(-wp-smoke-tests -wp-smoke-timeout 1 -wp-no-smoke-dead-code -wp-no-smoke-dead-call)
ONLY=   # functions; a process with none of them is left out, if there are any
CHOSEN= # processes; others are left out, if there are any

run_wp() { # precision f64|f32 cache-mode timeout
  local process names options list=$BUILD/processes_$2 defines=$DEFINES DEFINES
  processes "$2" > "$list"
  for process in $(chosen "$2"); do
    names=$(awk -v process="$process" '$2 == process { print $1 }' "$list")
    if [ -n "$ONLY" ] && ! grep -qxF "${ONLY//,/$'\n'}" <<< "$names"; then continue; fi
    options=()
    if [[ $process == f64.public.* ]]; then options=("${SMOKE[@]}"); fi
    HARDWARE=
    if [[ $process == *.hardware* ]]; then HARDWARE=yes options+=(-rte-no-pointer-call); fi # `calls` states what they must meet
    if [[ $process == *.casts.* ]]; then options+=(-wp-model Typed+Cast+Real); fi
    DEFINES=$defines
    if [[ $process == *.states ]]; then DEFINES+=" -DDG_TWO_STATES"; fi
    if [[ $process == *.gradients ]]; then DEFINES+=" -DDG_TWO_GRADIENTS"; fi
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    one_wp "$1" "$2" "$(paste -sd, <<< "$names")" "$3" "$4" "$BUILD/wp_$process.log" ${options[@]+"${options[@]}"} &
  done
  wait
  for process in $(chosen "$2"); do sed 's/typed_cast_real_/typed_real_/' "$BUILD/wp_$process.log"; done > "$BUILD/wp_$2.log"
  grep -vwF -f <(chosen "$2") "$list" | cut -d' ' -f1 > "$BUILD/not_replayed_$2" # a sample leaves out
}
chosen() { # f64|f32
  cut -d' ' -f2 "$BUILD/processes_$1" | sort -u | if [ -n "$CHOSEN" ]; then grep -xF "${CHOSEN// /$'\n'}"; else cat; fi
}

# The functions with goals that WP did not prove, by the longest name that begins a goal's.
unproved_functions() { # log
  awk -v names="$(proved f64 | tr '\n' ' ')" '
    BEGIN { n = split(names, name, " ") }
    /^\[wp\] \[.*\] Goal typed/ && !/: Valid/ {
      goal = $0; sub(/.*\] Goal typed_real_/, "", goal)
      best = ""
      for (i = 1; i <= n; i++) if (index(goal, name[i] "_") == 1 && length(name[i]) > length(best)) best = name[i]
      print best
    }' "$1" | sort -u | paste -sd,
}

# Every goal goes to each prover in turn, briefly at first: most need a tenth of a second of one of them, and would wait for the
# others to give up. What is left is tried again for longer; then a replay looks at the processes where something was, and at the
# public ones, whose answers are counted.
prove() { # precision f64|f32
  local left ASKED=$PROVERS ONLY=
  find "$BUILD/session_$2/cache" -name '*.json' -exec touch -a -d 2000-01-01 {} + # so that reading one shows (record)
  run_wp "$1" "$2" update 3
  left=$(unproved_functions "$BUILD/wp_$2.log")
  ASKED=$PROVERS,$PATIENT
  if [ -n "$left" ]; then
    echo "not proved in 3 s by any prover, in $2: $left"
    given_up "$2"
    ONLY=$left
    run_wp "$1" "$2" update 30
  fi
  ONLY=$left,$(public | paste -sd,)
  run_wp "$1" "$2" offline 30
}

# A prover that did not find an answer in time is not asked again.
given_up() { # f64|f32
  find "$BUILD/session_$1/cache" -name '*.json' -exec perl -e '
    for my $file (@ARGV) {
      my ($read, $written) = (stat $file)[8, 9];
      open my $in, "<", $file or die;
      my $answer = do { local $/; <$in> };
      if ($answer =~ s/("verdict": "timeout", "time": )[0-9.]+/${1}1000./) { open my $out, ">", $file or die; print $out $answer; close $out }
      utime $read, $written, $file;
    }' {} +
}

# The recorded answers hold one line per goal: the name WP gives to its text, and what a prover said of it.
unpack() { # f64|f32
  local cache=$BUILD/session_$1/cache name answer
  rm -rf "$BUILD/session_$1"
  mkdir -p "$cache"
  while read -r name answer; do echo "$answer" > "$cache/$name.json"; done < "$RESULTS/answers_$1.txt"
}

fresh() { # precision f64|f32
  rm -rf "$BUILD/session_$2"
  prove "$1" "$2"
}

sample() { replay "$@"; }
replay() { # precision f64|f32
  unpack "$2"
  run_wp "$1" "$2" offline 30
}

# Answers that lie in the session folder already count as well.
update() { # precision f64|f32
  local cache=$BUILD/session_$2/cache name answer
  mkdir -p "$cache"
  while read -r name answer; do echo "$answer" > "$cache/$name.json"; done < "$RESULTS/answers_$2.txt"
  prove "$1" "$2"
}

# Answers that a run of WP took from the cache. A smoke test passes if nothing is known, so a missing answer must count there.
answers_used() { # log
  grep -oE '\(cached: [0-9]+\)' "$1" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}

# Compares the goals of each function with what is expected: exactly as many, and every one proved.
count() { # f64|f32 log
  local real=$1 log=$2 table=$BUILD/goals_$1 process name expected total proved smoke all=0 good=0 smokes=0
  awk -v names="$(proved f64 | tr '\n' ' ')" -v left_out="$(still_open | tr '\n' ' ')" '
    BEGIN { n = split(names, name, " "); m = split(left_out, word, " "); for (i = 1; i <= m; i++) skipped[word[i]] = 1 }
    /^\[wp\] \[.*\] (Goal|Smoke-test) / {
      state = $0; sub(/^\[wp\] \[/, "", state); sub(/\] (Goal|Smoke-test) .*/, "", state)
      goal = $0; sub(/.*\] (Goal|Smoke-test) /, "", goal); sub(/ .*/, "", goal); sub(/^typed_real_/, "", goal)
      best = ""
      for (i = 1; i <= n; i++)
        if (index(goal, name[i] "_") == 1 && length(name[i]) > length(best)) best = name[i]
      if (best == "") best = "other"
      if (best in skipped) next
      if ($0 ~ /\] Smoke-test /) {
        smoke[best]++
        if (state != "Passed") { print goal > "/dev/stderr"; total[best]++ }
        next
      }
      total[best]++
      if (state != "Failed" && $0 ~ /: Valid/) proved[best]++
      else print goal > "/dev/stderr"
    }
    END { for (f in total) print f, total[f], proved[f] + 0, smoke[f] + 0 }' "$log" 2> "$BUILD/unproved_$real" | sort > "$table"
  while read -r name total proved smoke; do
    all=$((all + total)) good=$((good + proved)) smokes=$((smokes + smoke))
  done < "$table"
  PASSED=$((PASSED + good))
  if [ "$all" -eq 0 ]; then fail "WP ran in $real" "$log"; fi
  failures=$((failures + all - good))
  sed 's/^/FAIL  goal /' "$BUILD/unproved_$real" | head -60
  awk '{ print $1, $2, $4 }' "$table" > "$BUILD/counts_$real"
  if ! expected_counts "$real" | diff - <(sort "$BUILD/counts_$real") > "$BUILD/counts.diff"; then
    fail "every function has the goals and smoke tests in $real that $EXPECTED says: a contract was added or dropped?" "$BUILD/counts.diff"
  fi
  for process in $(chosen "$real" | grep public); do
    expected=$(sed -n "s/^answers $process //p" "$EXPECTED")
    total=$(answers_used "$BUILD/wp_$process.log")
    if [ "$total" != "$expected" ]; then
      fail "every prover's answer is recorded in $process: $total used, $EXPECTED has ${expected:-none}"
    fi
  done
  echo "RESULT wp functions=$(wc -l < "$table") goals=$all proved=$good smoke=$smokes real=$real"
}

# Function, goals and smoke tests that are expected of the processes that ran.
expected_counts() { # f64|f32
  awk -v real="$1" -v chosen="$(chosen "$1" | tr '\n' ' ')" '
    BEGIN { n = split(chosen, word, " "); for (i = 1; i <= n; i++) runs[word[i]] = 1 }
    FILENAME != ARGV[1] { if ($1 == real && (!($2 in at) || at[$2] in runs)) print $2, $3, $4; next }
    { at[$1] = $2 }' "$BUILD/processes_$1" "$EXPECTED" | sort
}

# Processes for a sample, one of each kind: about a quarter of the goals. What is not run rests on the header and contracts being those
# recorded.
draw() {
  local seed=${DG_SEED:-$(date +%s)}
  CHOSEN=$({ processes f64; processes f32; } | cut -d' ' -f2 | sort -u | awk -v seed="$seed" '
    { k = $0; sub(/[0-9]+$/, "", k); sub(/.*(\.hardware\.|calls\.hardware)$/, "hardware", k)
      sub(/.*\.(states|gradients)$/, "two", k); name[k, ++n[k]] = $0 }
    END {
      srand(seed)
      kinds = split("f64.casts.hardware f32.casts.hardware hardware two f64.public. f32. f64.others.", kind)
      for (i = 1; i <= kinds; i++) if (n[kind[i]]) print name[kind[i], 1 + int(rand() * n[kind[i]])]
    }' | paste -sd' ')
  echo "a sample of the processes: $CHOSEN (DG_SEED=$seed)"
  if ! grep -qx "# recorded for $(stamp)" "$EXPECTED"; then fail 'the headers and proofs/acsl are those that the answers were recorded for'; fi
}

record() {
  local real process file
  { echo "# Goals and smoke tests of each function in proofs/run.sh --wp, and answers of provers used: written by proofs/run.sh --record."
    echo "# recorded for $(stamp)"
    for real in f64 f32; do
      sed "s/^/$real /" "$BUILD/counts_$real"
      for process in $(chosen "$real" | grep public); do echo "answers $process $(answers_used "$BUILD/wp_$process.log")"; done
    done; } > "$EXPECTED"
  versions > "$RESULTS/versions.txt"
  for real in f64 f32; do
    find "$BUILD/session_$real/cache" -name '*.json' -newerat 2001-01-01 | while read -r file; do # those that the replay read
      echo "$(basename "$file" .json) $(tr -s ' \n' ' ' < "$file")"
    done | sort > "$RESULTS/answers_$real.txt"
  done
}

# One function of another header, by live provers: 0 if all its goals are proved, 1 if not. What is recorded need not be asked again.
mutant() { # folder with delgrad.h, function
  local status cache=$BUILD/session_mutant/cache name answer log=$1/wp.log options=()
  need frama-c frama-c-base
  exec 9> "$BUILD/mutant.lock"
  flock 9 # the first of several at once prepares for all
  export WHY3CONFIG=$PWD/$BUILD/why3.conf
  if ! grep -q ground "$WHY3CONFIG" 2> /dev/null; then configure; fi
  if [ ! -e "$cache" ]; then
    mkdir -p "$cache"
    while read -r name answer; do echo "$answer" > "$cache/$name.json"; done < "$RESULTS/answers_f64.txt"
  fi
  flock -u 9
  if [[ $2 == dg_hw_* ]]; then options=(-rte-no-pointer-call); fi
  if casting | grep -qx "$2"; then options+=(-wp-model Typed+Cast+Real); fi
  if two_states | grep -qx "$2"; then DEFINES=-DDG_TWO_STATES; fi
  if two_gradients | grep -qx "$2"; then DEFINES=-DDG_TWO_GRADIENTS; fi
  if [[ $2 == dg_hw_* ]]; then echo '#include "delgrad_hw.h"'; else echo '#include "delgrad.h"'; fi > "$1/header.c"
  LD_PRELOAD=$PWD/$BUILD/polling.so frama-c -no-unicode -machdep gcc_x86_64 -cpp-extra-args="-I$1 -I. -DDG_REAL=double -DDG_PROOF_IDEAL $DEFINES" \
    -kernel-warn-key CERT:EXP:46=inactive,parser:decimal-float=inactive "$1/header.c" -warn-special-float none \
    -wp -wp-rte -wp-literals -wp-model Typed+Real ${options[@]+"${options[@]}"} -wp-fct "$2" -wp-prover "$PROVERS" -wp-timeout 2 -wp-par 1 -wp-cache update \
    -wp-session "$BUILD/session_mutant" < /dev/null > "$log" 2>&1
  status=$?
  if [ "$status" -ne 0 ] || grep -q '\[kernel\] .*User Error' "$log"; then exit 1; fi # Frama-C itself refuses the mutant
  grep -q '^\[wp\] Proved goals' "$log" || { cat "$log" >&2; exit 3; }
  if grep -E '^\[wp\] \[.*\] Goal ' "$log" | grep -qv ': Valid'; then exit 1; fi
  exit 0
}

case ${1:-} in
--typecheck) typecheck ;;
--wp) wp replay ;;
--sample) wp sample ;;
--fresh) wp fresh ;;
--update) (wp update) ; record ;;
--record) (wp fresh) ; record ;;
--proved) proved f64 ;;
--mutant) mutant "$2" "$3" ;;
*)
  sed -n 's/^#   //p' "$0"
  exit 2
  ;;
esac
