#!/usr/bin/env bash
# Whole-program analysis of delgrad.h and delgrad_hw.h by Frama-C's Eva, from the entry points in entries.c and (hw_...) hardware.c; README.md in proofs/ says what it shows.
# Two kinds of runs: with any bit pattern as a number, where alarms are undefined behaviour; and, set finite, with numbers that SPEC.md 2
# admits, where every NaN and every infinity is an alarm as it arises. README.md here says what the second kind does not cover.
#   proofs/eva/run.sh            the sets ci and finite of table.txt in both precisions, double in double, and WP on what closes alarms
#   proofs/eva/run.sh --all      all of table.txt
#   proofs/eva/run.sh ENTRY...   these entries alone, all shapes; those of set finite are called finite-ENTRY
#   proofs/eva/run.sh --record   the same as without option, then writes the statements reached to expected.txt: fewer is a failure later
#   proofs/eva/run.sh --plant    the analysis of copies of the header with a fault each; it must find every one
set -u
cd "$(dirname "$0")/../.." || exit
# shellcheck source=tests/lib.sh
. tests/lib.sh

HERE=proofs/eva
BUILD=build/eva
HEADER=delgrad.h HARDWARE=delgrad_hw.h
EXPECTED=$HERE/expected.txt
# Functions that have an entry of their own, which hands them every argument there is; elsewhere they stand for any number.
LEAVES="dg_exp dg_expm1 dg_exp_pair dg_sqrt_double dg_sqrt_soft dg_sqrt dg_ball_exp dg_lambert_w0 dg_lambert_h"
mkdir -p "$BUILD"
alarms_open=0 entries=0 seconds=$SECONDS

if ! have frama-c; then
  echo "$HERE/run.sh: frama-c is missing (Debian package frama-c-base)" >&2
  exit 1
fi
version=$(frama-c -version)
case $version in
25.*) ;;
*)
  echo "$HERE/run.sh: Frama-C 25 is needed, this is $version" >&2
  exit 1
  ;;
esac

# The function that a line of a header belongs to.
function_at() { # header line
  awk -v line="$2" '/^(DG_FLATTEN )?static [^(]*dg_[a-z0-9_]+\(/ { match($0, /dg_[a-z0-9_]+\(/); name = substr($0, RSTART, RLENGTH - 1) }
    NR == line { print name; exit }' "$1"
}

# One line per alarm or assertion that is not proved: "file:line text".
alarms_of() { # log
  awk '/^\[eva:alarm\]/ { if (text) print text; text = $2 " " ; sub(/^[^W]*Warning: */, ""); text = text $0; inside = 1; next }
    inside && /^  / { sub(/^ +/, " "); text = text $0; next }
    { if (text) print text; text = ""; inside = 0 }
    END { if (text) print text }' "$1" | sort -u
}

# Whether closed.txt has a function and a text that this alarm contains, for this entry if it names one; writes which to $BUILD/used.
is_closed() { # function alarm entry
  local name text property only
  while IFS='|' read -r name text property only; do
    name=$(echo $name) text=$(echo $text) property=$(echo $property) only=$(echo $only)
    case $name in '' | '#'*) continue ;; esac
    if [ "$name" = "$1" ] && [[ $2 == *"$text"* ]] && [[ -z $only || " $only " == *" $3 "* ]]; then
      echo "$name $property" >> "$BUILD/used"
      return 0
    fi
  done < "$HERE/closed.txt"
  return 1
}

analyse() { # set entry functions macros leaves options precision
  local set=$1 entry=$2 functions=$3 macros=$4 leaves=$5 options=$6 precision=$7 kind=-DANY special=none finite=
  local folder log bits spec alarm place name open=0 closed=0 reached key source=entries.c
  bits=binary64
  if [ "$precision" = float ]; then bits=binary32; fi
  if [ "$set" = finite ]; then kind='' special=non-finite finite=--finite entry=finite-$entry; fi
  key="$entry $(echo "$macros" | tr -d ' ')"
  folder=$BUILD/$(echo "$entry$macros" | tr -cd 'a-zA-Z0-9_=-').$precision log=$folder.log
  case $leaves in LEAVES*) leaves=$LEAVES${leaves#LEAVES} ;; -) leaves= ;; esac
  spec=
  if [ -n "$leaves" ]; then spec="-eva-use-spec $(echo $leaves | tr ' ' ,)"; fi
  case $macros in *DG_WIDTH*) ;; *) macros="$macros -DDG_WIDTH=1" ;; esac
  mkdir -p "$folder"
  # shellcheck disable=SC2086
  perl "$HERE/strip.pl" $finite $leaves < "$HEADER" > "$folder/delgrad.h"
  cp "$HERE/entries.c" "$HERE/hardware.c" "$folder/"
  if [[ $entry == hw_* ]]; then
    source=hardware.c
    # shellcheck disable=SC2046,SC2086
    perl "$HERE/strip.pl" $(case $macros in *-DHOST*) echo --without dg_hw_await ;; esac) $leaves < "$HARDWARE" > "$folder/delgrad_hw.h"
  fi
  # shellcheck disable=SC2086
  (cd "$folder" && nice frama-c -no-unicode -machdep gcc_x86_64 -cpp-extra-args="-I. $kind -DDG_REAL=$precision $macros" \
    -kernel-warn-key CERT:EXP:46=inactive,parser:decimal-float=inactive,annot:missing-spec=inactive $source -main "eva_${entry#finite-}" \
    -warn-special-float $special -warn-signed-downcast -warn-right-shift-negative \
    -eva -eva-no-print -eva-precision 1 -eva-split-return auto -eva-show-progress -eva-msg-key=-initial-state $spec $options) < /dev/null > "$log" 2>&1
  entries=$((entries + 1))
  if grep -q 'Error' "$log" || ! grep -q 'alarms\? generated' "$log"; then
    fail "eva $key $bits: the analysis ran" "$log"
    return
  fi
  if ! grep -q 'show_each_done' "$log"; then
    fail "eva $key $bits: its end is reached" "$log"
    return
  fi
  for name in $functions; do
    if ! grep -q "computing for function $name " "$log"; then fail "eva $key $bits: $name is analysed"; fi
  done
  reached=$(sed -n 's/.* \([0-9]*\) statements reached.*/\1/p' "$log")
  echo "$entry$(echo "$4" | tr -d ' ')/$bits $reached" >> "$BUILD/reached"
  while read -r alarm; do
    place=${alarm%% *} name=$source
    case $place in
    delgrad.h:*) name=$(function_at "$HEADER" "$(echo "$place" | cut -d: -f2)") ;;
    delgrad_hw.h:*) name=$(function_at "$HARDWARE" "$(echo "$place" | cut -d: -f2)") ;;
    esac
    if is_closed "$name" "$alarm" "$entry"; then
      closed=$((closed + 1))
    else
      open=$((open + 1))
      echo "      $name: $alarm"
    fi
  done < <(alarms_of "$log")
  alarms_open=$((alarms_open + open))
  if [ "$open" -gt 0 ]; then fail "eva $key $bits: $open alarms"; else
    echo "ok    eva $key $bits: 0 alarms ($functions; $reached statements$([ $closed -gt 0 ] && echo ", $closed closed by WP"))"
  fi
}

# Runs the lines of the table of which the second column, or the first, is as wanted.
table() { # set|all|entry...
  local set entry functions macros leaves options precision wanted name both
  rm -f "$BUILD/reached" "$BUILD/used"
  touch "$BUILD/reached" "$BUILD/used"
  while IFS='|' read -r set entry functions macros leaves options; do
    set=$(echo $set) entry=$(echo $entry) functions=$(echo $functions) macros=$(echo $macros) leaves=$(echo $leaves)
    case $set in '' | '#'*) continue ;; esac
    wanted=
    name=$entry
    if [ "$set" = finite ]; then name=finite-$entry; fi
    case " $* " in *" all "* | *" $set "* | *" $name "*) wanted=1 ;; esac
    if [ -z "$wanted" ]; then continue; fi
    both=float
    if [ "$set" = double ] && [[ " $* " == *' double '* ]]; then both=; fi
    for precision in ${PRECISIONS:-double $both}; do analyse "$set" "$entry" "$functions" "$macros" "$leaves" "$options" "$precision"; done
  done < "$HERE/table.txt"
}

# Statements reached must not become fewer, and every analysis must have its number.
compare() {
  local key reached least
  while read -r key reached; do
    least=$(awk -v k="$key" '$1 == k { print $2 }' "$EXPECTED")
    if [ -z "$least" ]; then
      if [ "${1:-}" = ci ]; then fail "eva $key is in $EXPECTED (run.sh --record)"; fi
    elif [ "$reached" -lt "$least" ]; then fail "eva $key reaches $reached statements, expected $least"; fi
  done < "$BUILD/reached"
}

# Public functions: those that a banner, README.md, SPEC.md, the examples or firmware name. Each needs an entry that calls it.
public() {
  local name missing=0 count=0
  { proofs/public.sh; proofs/public.sh --on-hardware; } > "$BUILD/public"
  sed -n 's/^\(ci\|more\|double\) *|[^|]*| *\([^|]*\)|.*/\2/p' "$HERE/table.txt" | tr -s ' ' '\n' | sort -u > "$BUILD/entered"
  while read -r name; do
    count=$((count + 1))
    if ! grep -qx "$name" "$BUILD/entered" || ! grep -q "\b$name\b" "$HERE/entries.c" "$HERE/hardware.c"; then
      fail "eva: public function $name has an entry"
      missing=$((missing + 1))
    fi
  done < "$BUILD/public"
  if [ "$count" -gt 0 ] && [ "$missing" -eq 0 ]; then echo "ok    eva: all $count public functions have an entry"; fi
}

# The properties that close alarms must be among the goals that WP proved: proofs/run.sh --wp has run before, on this header; or --sample,
# which names the functions whose goals rest on having been recorded for it.
close_alarms() {
  local name property log=build/proofs/wp_f64.log
  sort -u "$BUILD/used" > "$BUILD/closing"
  if [ ! -s "$BUILD/closing" ]; then return; fi
  if [ ! -s "$log" ] || [ "$log" -ot "$HEADER" ] || [ "$log" -ot "$HARDWARE" ]; then
    fail "WP has run on this header (proofs/run.sh --wp), as $(wc -l < "$BUILD/closing") alarms are closed by its goals"
    return
  fi
  while read -r name property; do
    if grep -qE "Goal typed_real_${name}_assert_(rte_)?${property}.*: Valid" "$log" &&
      ! grep -E "Goal typed_real_${name}_assert_(rte_)?${property}" "$log" | grep -qv ': Valid'; then
      echo "ok    wp ${name} ${property}"
    elif grep -qx "$name" build/proofs/not_replayed_f64; then
      echo "ok    wp ${name} ${property}, as recorded"
    else
      fail "wp ${name} ${property}, which closes an alarm"
    fi
  done < "$BUILD/closing"
}

finish() {
  echo "RESULT eva entries=$entries alarms=$alarms_open closed=$(sort -u "$BUILD/used" | wc -l) public=$(wc -l < "$BUILD/public") seconds=$((SECONDS - seconds))"
  [ "$failures" -eq 0 ]
  exit
}

# Copies of a header (of entries hw_..., delgrad_hw.h) with one fault each: entry | what Eva must say | perl expression that plants it
plant() {
  local entry text edit count=0 header
  while IFS='~' read -r entry text edit; do
    count=$((count + 1)) header=delgrad.h
    if [[ $entry == hw_* ]]; then header=delgrad_hw.h; fi
    perl -0pe "$edit" "$header" > "$BUILD/planted.h"
    if cmp -s "$header" "$BUILD/planted.h"; then
      fail "plant: the fault for $entry is planted: $edit"
      continue
    fi
    if [[ $entry == hw_* ]]; then HARDWARE=$BUILD/planted.h; else HEADER=$BUILD/planted.h; fi
    (PRECISIONS=double table "$entry" > "$BUILD/plant.log" 2>&1)
    if grep -q "$text" "$BUILD/plant.log" && grep -q FAIL "$BUILD/plant.log"; then
      echo "ok    planted in $entry: found ($text)"
    else
      fail "planted in $entry: $edit is found" "$BUILD/plant.log"
    fi
    HEADER=delgrad.h HARDWARE=delgrad_hw.h
  done < "$HERE/faults.txt"
  [ "$failures" -eq 0 ] && [ "$count" -gt 0 ]
  exit
}

public
case ${1:-} in
'') table ci double finite; compare ci; close_alarms ;;
--all) table all; compare; close_alarms ;;
--record)
  table ci double finite
  close_alarms
  { echo "# Statements that Eva reaches from each entry, written by run.sh --record: fewer is a failure."
    sort "$BUILD/reached"; } > "$EXPECTED"
  ;;
--plant) plant ;;
--*)
  sed -n 's/^#   //p' "$0"
  exit 2
  ;;
*) table "$@"; close_alarms ;;
esac
finish
