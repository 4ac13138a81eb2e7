#!/usr/bin/env bash
# The command line of examples/yinyang.c: every option, every refusal, and runs that are killed and resumed.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

work=$(mktemp -d)
child=
trap 'if [ -n "$child" ]; then kill -9 "$child" 2> /dev/null || true; fi; rm -rf "$work"' EXIT
cc=${CC:-cc}
yy=$work/yinyang
passed=0
pass() { passed=$((passed + 1)); tally 1 0; echo "ok    $1"; }

$cc -O2 -I. -o "$yy" examples/yinyang.c &
$cc -O1 -DDG_REAL=float -I. -o "$work/yinyang-float" examples/yinyang.c &
wait
cd "$work"
unset NO_COLOR COLORTERM

# check WHAT COMMAND...: the command, which prints nothing, must succeed.
check() { local what=$1; shift; if "$@"; then pass "$what"; else fail "$what"; fi; }
small() { "$yy" --epochs 2 --hidden 6 --quiet "$@" < /dev/null; }
figures() { tail -n 1 "$1" | sed 's/ seconds=[0-9.]*$//'; } # a RESULT line but for the time it took
state_of() { find . -not -path './log.*' \( -type f -exec cksum {} + -o -print \) | sort; } # all files and folders here

# refuse PATTERN OPTIONS...: exit code 2, one line on stderr with the pattern, nothing on stdout, no file made or changed.
refuse() {
  local pattern=$1 before code=0 why=
  shift
  before=$(state_of)
  timeout 5 "$yy" "$@" > log.out 2> log.err < /dev/null || code=$?
  [ "$code" -eq 2 ] || why="exit code $code"
  [ "$(wc -l < log.err)" -eq 1 ] || why="$why; not one line on stderr"
  grep -q -e "^yinyang: .*$pattern" log.err || why="$why; no '$pattern'"
  [ ! -s log.out ] || why="$why; output"
  [ "$(state_of)" = "$before" ] || why="$why; files changed"
  if [ -z "$why" ]; then pass "refused: $* ($(sed 's/^yinyang: //' log.err | tail -c 70))"; else fail "$*: $why" log.err; fi
}

# ---- options
"$yy" --help > help.txt
check 'help fits 80 columns' awk 'length > 80 { exit 1 }' help.txt
for name in delays hidden epochs seed batch tau-ratio loss save save-every stop-after resume out force describe quiet \
    help; do
  check "help names --$name" grep -q -e "^  --$name " help.txt
done

small > plain.txt
check 'quiet prints one line' [ "$(wc -l < plain.txt)" -eq 1 ]
check 'RESULT has its keys in order' grep -Eqx \
  'RESULT yinyang delays=synaptic hidden=6 epochs=2 seed=1 test_accuracy=[01]\.[0-9]{4} seconds=[0-9]+\.[0-9]{2}' plain.txt
"$yy" --epochs 1 < /dev/null > defaults.txt
check 'the defaults' grep -q '^RESULT yinyang delays=synaptic hidden=30 epochs=1 seed=1 ' defaults.txt
check 'the RESULT line comes last' [ "$(tail -n 1 defaults.txt | cut -c 1-6)" = RESULT ]
check 'no control characters without a terminal' [ "$(LC_ALL=C tr -d '\n -~' < defaults.txt | wc -c)" -eq 0 ]
check 'the confusion matrix counts the test set' [ "$(awk '/^(yin|yang|dot) / { for (i = 2; i <= NF; i++) n += $i }
  END { print n }' defaults.txt)" -eq 1000 ]
check 'its diagonal is the accuracy' [ "$(awk '/^yin / { n += $2 } /^yang / { n += $3 } /^dot / { n += $4 }
  END { printf "%.4f", n / 1000 }' defaults.txt)" = "$(sed -n 's/.*test_accuracy=\([0-9.]*\) sec.*/\1/p' defaults.txt)" ]
check 'the map is drawn' grep -q '^ *#*[.o]*#' defaults.txt

small --save one.save > one.txt
small --save=two.save > two.txt
check 'the same seed gives the same bytes' cmp -s one.save two.save
check 'and the same result' [ "$(figures one.txt)" = "$(figures two.txt)" ]
n=0
for option in --delays=none --delays=axonal --delays=dendritic --hidden=7 --seed=2 --seed=18446744073709551615 --batch=100 \
    --tau-ratio=1 --tau-ratio=1.7 --tau-ratio=0.5 --loss=mse --loss=cross-entropy --epochs=3; do
  n=$((n + 1))
  small "$option" --save "equals$n.save" > equals.txt
  small "${option%%=*}" "${option#*=}" --save "space$n.save" > space.txt
  check "$option and ${option%%=*} ${option#*=} agree" cmp -s "equals$n.save" "space$n.save"
  if [ "${option%%=*}" != --tau-ratio ] && [ "${option%%=*}" != --batch ] && [ "${option%%=*}" != --loss ]; then
    check "RESULT shows $option" grep -q " ${option#--} " equals.txt
  fi
done
distinct=$(cksum one.save equals*.save | awk '{ print $1 }' | sort -u | wc -l)
check 'every option changes the network' [ "$distinct" -eq $((n + 1)) ]
check 'another seed gives other figures' [ "$(small --seed 5 | sed 's/.*test_/test_/; s/ sec.*//')" != \
  "$(small --seed 6 | sed 's/.*test_/test_/; s/ sec.*//')" ]
check 'describe counts parameters' [ "$("$yy" --describe --delays axonal --hidden 30)" = \
  'DESCRIBE yinyang delays=axonal hidden=30 parameters=244 weights=210 delay_parameters=34' ]
for size in 1 5000; do
  check "batches of $size" grep -q '^RESULT' <("$yy" --epochs 1 --hidden 2 --batch $size --quiet)
done
check 'float trains too' grep -q '^RESULT' <("$work/yinyang-float" --epochs 1 --quiet)

# ---- refusals of options
refuse 'no such option' --nonsense
refuse 'no such option' --hid=3
refuse 'no such option' -h
refuse 'no such option' 30
refuse 'no such option' ''
refuse 'no such option' --hidden2 5
refuse 'takes no value' --quiet=yes
refuse 'takes no value' --help=yes
for name in delays hidden epochs seed batch tau-ratio loss save save-every stop-after resume out; do
  refuse "--$name: the value is missing" --quiet --$name
  refuse "--$name '': give" --$name=
done
for name in hidden epochs batch save-every stop-after; do refuse 'integer from 1' --$name 0; done
for name in hidden epochs seed batch save-every stop-after; do
  for value in -1 +1 ' 1' 1x 1.0 1e3 0x10 nan inf 18446744073709551616 99999999999999999999999; do
    refuse "--$name '$value': give an integer" --$name "$value"
  done
done
refuse 'from 1 to 10000' --hidden 10001
refuse 'from 1 to 5000' --batch 5001
refuse 'from 1 to 1000000' --epochs 1000001
for value in 0 -2 nan inf -inf 2x ' 2' 1e400 0x1p1 0.0999 100.1 1e-400 e5 2,5 ..; do
  refuse 'number from 0.1 to 100' --tau-ratio "$value"
done
refuse 'none, axonal, dendritic or synaptic' --delays all
refuse 'none, axonal, dendritic or synaptic' --delays Synaptic
refuse 'shift-mse, mse or cross-entropy' --loss mse2
refuse 'give --save' --save-every 5

# ---- refusals of files
refuse 'exists; remove it, or give --force' --save one.save
refuse 'exists; remove it, or give --force' --save one.save --resume two.save --epochs 2 --hidden 6
echo mine > three.save.tmp
refuse 'three.save.tmp exists' --save three.save
refuse 'not a file' --save .
refuse 'not a file' --save /dev/full --force
refuse 'cannot be written: No such file' --save nowhere/x.save
refuse 'cannot be written: Not a directory' --save help.txt/x.save
refuse 'cannot be made: Not a directory' --out help.txt/out
refuse 'not a folder' --out help.txt
refuse 'cannot be made' --out /proc/yinyang-out
mkdir theirs1 theirs2 theirs3
echo mine > theirs1/training.dat
echo mine > theirs2/raster.png
mkdir theirs3/delays.gp
refuse 'training.dat is not of this program' --out theirs1
refuse 'raster.png is not of this program' --out theirs2
refuse 'delays.gp is in the way' --out theirs3 --force
if [ "$(id -u)" -ne 0 ]; then
  mkdir locked
  chmod 500 locked
  refuse 'cannot be written: Permission denied' --out locked
  refuse 'cannot be made: Permission denied' --out locked/out
  refuse 'cannot be written: Permission denied' --save locked/x.save
fi
cp one.save forced.save
small --save forced.save --force --seed 9 > /dev/null
check 'force replaces a checkpoint' [ "$(cksum < forced.save)" != "$(cksum < one.save)" ]
check 'no temporary file is left' [ ! -e forced.save.tmp ]

# ---- killed and resumed
run=(--hidden 6 --epochs 30 --batch 50)
"$yy" "${run[@]}" --save full.save --quiet > full.txt
same_as_full() { # what, checkpoint, output
  check "$1: the same bytes as uninterrupted" cmp -s full.save "$2"
  check "$1: the same result as uninterrupted" [ "$(figures full.txt)" = "$(figures "$3")" ]
}
# interrupt SIGNAL FILE OPTIONS...: starts or resumes, and sends the signal as soon as the checkpoint was written anew.
interrupt() {
  local signal=$1 file=$2 before code=0
  shift 2
  before=$(cksum "$file" 2> /dev/null || true)
  # A job in the background ignores SIGINT, and nohup SIGHUP, unless told otherwise.
  env --default-signal=INT,HUP "$yy" "${run[@]}" --save "$file" --quiet "$@" > log.out 2> log.err < /dev/null &
  child=$!
  while [ "$(cksum "$file" 2> /dev/null || true)" = "$before" ] && kill -0 $child 2> /dev/null; do sleep 0.02; done
  sleep "0.0$((RANDOM % 10))"
  kill -"$signal" $child 2> /dev/null || true
  wait $child 2> /dev/null || code=$?
  child=
  check "signal $signal ends the run (exit code $code)" [ "$code" -eq $((128 + signal)) ]
}
interrupt 9 killed.save --save-every 3
interrupt 9 killed.save --save-every 3 --resume killed.save
interrupt 9 killed.save --save-every 1 --resume killed.save
check 'a killed run leaves an unfinished checkpoint' [ "$(cksum < killed.save)" != "$(cksum < full.save)" ]
"$yy" "${run[@]}" --save killed.save --resume=killed.save --quiet > killed.txt
same_as_full 'killed three times' killed.save killed.txt

for signal in 15 2 1; do
  rm -f stopped.save
  interrupt $signal stopped.save --epochs 100000 --save-every 50
  check "signal $signal: one line says how to go on" grep -q 'stopped at epoch .* go on with --resume stopped.save' log.err
  check "signal $signal: no result" [ ! -s log.out ]
  sed 's/.*stopped at \(epoch .*\); go on.*/\1/' log.err > place.txt
  "$yy" "${run[@]}" --epochs 100000 --resume stopped.save > log.out 2> log.err &
  child=$!
  while ! grep -q resumed log.out && kill -0 $child 2> /dev/null; do sleep 0.02; done
  kill -9 $child 2> /dev/null || true
  wait $child 2> /dev/null || true
  child=
  check "signal $signal: the checkpoint is of that place" grep -q "at $(cat place.txt)$" log.out
done
code=0
{ "$yy" "${run[@]}" --stop-after 5 --quiet > log.out 2> log.err; } 2> /dev/null || code=$? # bash would say Terminated
check 'stopped without --save: nothing was saved' grep -q 'epoch 1, batch 6; nothing was saved' log.err
check 'stopped without --save: exit code 143' [ "$code" -eq 143 ]

# Around the end of an epoch (100 batches) and at the end of the run.
for n in 1 99 100 101 150 2999 3000; do
  rm -f at.save
  code=0
  { "$yy" "${run[@]}" --save at.save --stop-after $n --quiet > log.out 2> log.err; } 2> /dev/null || code=$?
  check "stops after batch $n" [ "$code" -eq 143 ]
  "$yy" "${run[@]}" --save at.save --resume at.save --quiet > at.txt
  same_as_full "resumed after batch $n" at.save at.txt
done

"$yy" "${run[@]}" --epochs 12 --save longer.save --quiet > /dev/null
"$yy" "${run[@]}" --save longer.save --resume longer.save --quiet > longer.txt
same_as_full 'continued with more epochs' longer.save longer.txt
cp full.save kept.save
"$yy" "${run[@]}" --resume kept.save --quiet > done.txt
check 'a finished run resumed gives its result again' [ "$(figures full.txt)" = "$(figures done.txt)" ]
check 'without --save the checkpoint is left alone' cmp -s full.save kept.save
"$yy" "${run[@]}" --resume kept.save > loud.txt
check 'a resumed run says where it starts' grep -q '^resumed kept.save at epoch 31, batch 1' loud.txt

# ---- checkpoints that are refused
size=$(wc -c < one.save)
for bytes in 0 1 8 27 28 31 32 200 $((size / 2)) $((size - 1)); do
  head -c "$bytes" one.save > short.save
  refuse 'short.save: the checkpoint is truncated\|short.save: this is not a delgrad' --resume short.save --save short.save \
    --epochs 2 --hidden 6
done
(cat one.save; echo) > long.save
refuse 'truncated or too long' --resume long.save --epochs 2 --hidden 6
for at in 30 300 $((size / 2)) $((size - 300)) $((size - 1)); do
  byte=$(od -An -tu1 -j "$at" -N 1 one.save | tr -d ' ')
  { head -c "$at" one.save; printf '%b' "\\0$(printf %03o $((byte ^ 4)))"; tail -c +$((at + 2)) one.save; } > altered.save
  check "byte $at altered, same size" [ "$(wc -c < altered.save)" -eq "$size" ]
  refuse 'corrupt' --resume altered.save --save altered.save --epochs 2 --hidden 6
done
refuse 'not a delgrad checkpoint' --resume help.txt
refuse 'cannot be read: No such file' --resume missing.save
refuse 'not a file' --resume .
refuse 'another network' --resume one.save --save one.save --epochs 2
refuse 'another network' --resume one.save --epochs 2 --hidden 5
refuse 'another network' --resume one.save --epochs 2 --hidden 6 --delays axonal
refuse 'another network' --resume one.save --epochs 2 --hidden 6 --tau-ratio 1
refuse 'other training settings' --resume one.save --epochs 2 --hidden 6 --seed 2
refuse 'other training settings' --resume one.save --epochs 2 --hidden 6 --loss mse
refuse 'made with --batch 150; give that' --resume one.save --epochs 2 --hidden 6 --batch 100
refuse 'more than 1 epochs; give --epochs 2' --resume one.save --epochs 1 --hidden 6
"$work/yinyang-float" --epochs 2 --hidden 6 --quiet --save float.save > /dev/null
refuse 'another precision' --resume float.save --epochs 2 --hidden 6

# ---- what cannot be written while running
for target in closed full; do
  code=0
  if [ $target = closed ]; then small --save stdout-$target.save >&- 2> log.err || code=$?
  else small --save stdout-$target.save > /dev/full 2> log.err || code=$?; fi
  check "stdout $target: exit code 1" [ "$code" -eq 1 ]
  check "stdout $target: a message" grep -q 'the result could not be written' log.err
  check "stdout $target: the checkpoint is whole" cmp -s one.save stdout-$target.save
done
cp one.save limited.save
code=0
(trap '' XFSZ; ulimit -f 1; small --hidden 30 --save limited.save --force --seed 3) > log.out 2> log.err || code=$?
check 'checkpoint beyond the disk: exit code 1' [ "$code" -eq 1 ]
check 'checkpoint beyond the disk: a message' grep -q 'limited.save: cannot be written' log.err
check 'checkpoint beyond the disk: the old one is left' cmp -s one.save limited.save
check 'checkpoint beyond the disk: no temporary file is left' [ ! -e limited.save.tmp ]
code=0
(trap '' XFSZ; ulimit -f 1; small --out beyond) > log.out 2> log.err || code=$?
check 'pictures beyond the disk: exit code 1' [ "$code" -eq 1 ]
check 'pictures beyond the disk: no RESULT' [ ! -s log.out ]
check 'pictures beyond the disk: no half file' [ -z "$(ls beyond)" ]

# ---- output folder
mkdir tools
PATH=$work/tools small --out bare/a/b > log.out 2> log.err || true
check 'without gnuplot: exit code 0 and a result' grep -q '^RESULT' log.out
PATH=$work/tools "$yy" --epochs 20 --hidden 6 --out chosen > chosen.txt 2> chosen.err || true
best=$(grep -v '^#' chosen/training.dat | LC_ALL=C sort -s -k 5,5nr -k 3,3g |
  awk 'NR == 1 { printf "%d: validation accuracy %.4f", $1, $5 }')
awk '/^(yin|yang|dot) / { print $2, $3, $4, $5 }' chosen.txt > confusion.txt
awk '!/^#/ { n[$3, $4]++ } END { for (k = 0; k < 3; k++) print n[k, 0] + 0, n[k, 1] + 0, n[k, 2] + 0, n[k, 3] + 0 }' \
  chosen/test_points.dat > expected.txt
check 'the confusion matrix: true classes in rows' cmp -s expected.txt confusion.txt
check 'the epoch kept is the best on the validation set' grep -q "^kept epoch $best, " chosen.txt
check 'without gnuplot: the package is named' grep -q gnuplot-nox log.err
check 'without gnuplot: in one line' [ "$(wc -l < log.err)" -eq 1 ]
check 'without gnuplot: data and scripts' [ "$(cd bare/a/b && echo *)" = \
  'decision_map.dat decision_map.gp delays.dat delays.gp raster.dat raster.gp test_points.dat training.dat training.gp' ]
printf '#!/bin/sh\nexit 3\n' > tools/gnuplot
chmod +x tools/gnuplot
code=0
PATH=$work/tools:/usr/bin:/bin small --out bare/a/b > log.out 2> log.err || code=$?
check 'gnuplot fails: exit code 1' [ "$code" -eq 1 ]
check 'gnuplot fails: a message' grep -q 'decision_map.png: cannot be drawn' log.err
check 'training data: a line per epoch' [ "$(grep -vc '^#' bare/a/b/training.dat)" -eq 2 ]
check 'test points: all of them' [ "$(grep -vc '^#' bare/a/b/test_points.dat)" -eq 1000 ]
right=$(awk '!/^#/ && $3 == $4 { n++ } END { printf "%.4f", n / 1000 }' bare/a/b/test_points.dat)
check 'test points: those right make the accuracy' grep -q "test_accuracy=$right " plain.txt
check 'delays: one line each, from 0 to 1' [ "$(awk '!/^#/ && NF == 3 && $3 >= 0 && $3 <= 1 { n++ } END { print n }' \
  bare/a/b/delays.dat)" -eq 42 ]
check 'raster: the inputs of three samples' [ "$(grep -c '^0 ' bare/a/b/raster.dat)" -eq 12 ]
check 'decision map: 400 by 400' [ "$(awk '!/^#/ { n += NF } END { print n }' bare/a/b/decision_map.dat)" -eq 160000 ]
if have gnuplot; then
  mkdir drawn
  echo mine > drawn/notes.txt
  for option in --delays=synaptic --delays=none --epochs=1; do
    rm -f drawn/*.png
    small "$option" --out drawn > log.out 2> log.err
    check "$option: nothing on stderr" [ ! -s log.err ]
    for picture in decision_map training raster delays; do
      check "$option: $picture.png" [ "$(head -c 4 drawn/$picture.png 2> /dev/null | tail -c 3)" = PNG ]
      (cd drawn && gnuplot -d -e "out='$work/redrawn.png'" $picture.gp > ../log.out 2>&1) || true
      check "$option: $picture.gp draws without a word" [ -z "$(grep -v 'matrix contains missing' log.out | grep .)" ]
      check "$option: the same picture" cmp -s drawn/$picture.png redrawn.png
    done
    check "$option: no temporary files" [ -z "$(find drawn -name '*.tmp')" ]
  done
  check 'other files in the folder are left alone' [ "$(cat drawn/notes.txt)" = mine ]
fi

# ---- on a terminal
if have script; then
  on_terminal() { # columns, TERM, options
    local columns=$1 term=$2
    shift 2
    script -qec "stty cols $columns rows 24; env TERM=$term LC_ALL=C.UTF-8 $yy --epochs 100 --hidden 5 --batch 500 $*" \
      /dev/null < /dev/null > terminal.txt
  }
  for columns in 200 80 40 20; do
    on_terminal $columns dumb
    check "$columns columns: a progress bar" [ "$(tr '\r' '\n' < terminal.txt | grep -c '^epoch')" -ge 2 ]
    check "$columns columns: it fits" [ "$(tr '\r' '\n' < terminal.txt | grep '^epoch' |
      awk -v c=$columns 'length >= c' | wc -l)" -eq 0 ]
    check "$columns columns, dumb: no escape sequences" [ "$(grep -c "$(printf '\033')" terminal.txt)" -eq 0 ]
  done
  on_terminal 80 xterm-256color --epochs 1
  check 'a terminal of 256 colours' grep -q "$(printf '\033')\\[38;5;" terminal.txt
  COLORTERM=truecolor on_terminal 80 xterm-256color --epochs 1
  check 'a terminal of all colours' grep -q "$(printf '\033')\\[38;2;" terminal.txt
  NO_COLOR=1 COLORTERM=truecolor on_terminal 80 xterm-256color --epochs 1
  check 'NO_COLOR' [ "$(grep -c "$(printf '\033')" terminal.txt)" -eq 0 ]
  on_terminal 80 xterm-256color --epochs 1 --quiet
  check 'quiet on a terminal' [ "$(wc -l < terminal.txt)" -eq 1 ]
fi

# ---- the table
cd - > /dev/null
examples/yinyang_table.sh --seeds '1 2' --epochs 1 --out "$work/table" > "$work/table.txt" 2> "$work/log.err" || true
cd "$work"
cat > expected.txt << 'END'
delays=none hidden=30 parameters=210 seeds=2
delays=axonal hidden=30 parameters=244 seeds=2
delays=dendritic hidden=30 parameters=243 seeds=2
delays=synaptic hidden=30 parameters=420 seeds=2
delays=synaptic hidden=5 parameters=70 seeds=2
END
x='0\.[0-9]\{4\}'
sed -n "s/^RESULT yinyang_table \(.*\) mean=$x sd=$x min=$x max=$x\$/\1/p" table.txt > found.txt
check 'the table has its five networks' cmp -s expected.txt found.txt
check 'the table keeps every run' [ "$(cat table/*.txt | grep -c '^RESULT yinyang ')" -eq 10 ]
check 'its figures are those of the runs' [ \
  "$(sed -n 's/.*delays=axonal .* mean=\(.*\) sd=.* min=\(.*\) max=\(.*\)/\1 \2 \3/p' table.txt)" = \
  "$(sed 's/.*test_accuracy=\([0-9.]*\) .*/\1/' table/axonal-30-*.txt | sort -n |
  awk '{ x[NR] = $1 } END { printf "%.4f %.4f %.4f", (x[1] + x[2]) / 2, x[1], x[2] }')" ]
refuse_table() { # pattern, options
  local pattern=$1 code=0
  shift
  (cd "$OLDPWD" && examples/yinyang_table.sh "$@") > log.out 2> log.err || code=$?
  check "table refused: $*" [ "$code $(wc -l < log.err) $(grep -c -e "$pattern" log.err)" = '2 1 1' ]
}
refuse_table 'no such option' --nonsense
refuse_table 'the value is missing' --seeds
refuse_table 'give integers' --seeds '1 x'
refuse_table 'give an integer' --epochs 0

echo "$passed passed, $failures failed"
[ "$failures" -eq 0 ]
