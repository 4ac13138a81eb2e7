#!/usr/bin/env bash
# The command line of examples/fashion.c: what it refuses, that any number of threads gives the same bytes, and runs that are
# stopped, killed and resumed, by mpi_train too.
set -u
cd "$(dirname "$0")/.." || exit
. tests/lib.sh

also_build() { # nothing here depends on how fast these are
  $cc -O1 -I. -o "$work/fashion-no-openmp" examples/fashion.c -lz &
  $cc -O1 -fopenmp -DDG_REAL=double -I. -o "$work/fashion-double" examples/fashion.c -lz &
}
. tests/fashion/setup.sh

run() { "$fashion" "${small[@]}" "$@" < /dev/null; }
state_of() { find . -not -path './log.*' \( -type f -exec cksum {} + -o -print \) | sort; } # all files and folders here

# refuse_by PROGRAM PATTERN OPTIONS...: exit code 2, one line on stderr with the pattern, nothing on stdout, no file changed.
refuse_by() {
  local by=$1 pattern=$2 before code=0 why=
  shift 2
  before=$(state_of)
  timeout 20 "$by" "$@" > log.out 2> log.err < /dev/null || code=$?
  # What follows MPI_Abort's rule of dashes is Open MPI's.
  if [ "$by" = "$mpi_train" ]; then sed -i -e '/^-----/,/^-----/d' -e '/ORTE_ERROR_LOG/d' log.err; fi
  [ "$code" -eq 2 ] || why="exit code $code"
  [ "$(wc -l < log.err)" -eq 1 ] || why="$why; not one line on stderr"
  grep -q -e "^[a-z_]*: .*$pattern" log.err || why="$why; no '$pattern'"
  [ ! -s log.out ] || why="$why; output"
  [ "$(state_of)" = "$before" ] || why="$why; files changed"
  if [ -z "$why" ]; then pass "refused by $(basename "$by"): $* ($(tail -c 60 log.err))"; else fail "$*: $why" log.err; fi
}
refuse() { refuse_by "$fashion" "$@"; }

# ---- options
"$fashion" --help > help.txt
check 'help fits 80 columns' awk 'length > 80 { exit 1 }' help.txt
for name in delays hidden epochs seed batch dark data held-out train threads save save-every stop-after resume force quiet help
do
  check "help names --$name" grep -q -e "^  --$name " help.txt
done
check "mpi_train's help fits 80 columns" [ "$("$mpi_train" --help | awk 'length > 80' | wc -l)" -eq 0 ]
check 'mpi_train has no --threads' [ "$("$mpi_train" --help | grep -c -e --threads)" -eq 0 ]
run --save one.save > one.txt
check 'quiet prints one line' [ "$(wc -l < one.txt)" -eq 1 ]
check 'RESULT has its keys in order' grep -Eqx 'RESULT fashion delays=axonal hidden=12 epochs=3 seed=1 best_epoch=[123] '\
'valid_accuracy=[01]\.[0-9]{4} test_accuracy=[01]\.[0-9]{4} epoch_seconds=[0-9]+\.[0-9]{3}' one.txt
# right FILE: the percentage of test images that a RESULT line reports.
right() { sed -n 's/.* test_accuracy=0*\([01]\)\.\([0-9][0-9]\).*/\1\2/p' "$1"; }
check 'it learns' [ "$(right one.txt)" -gt 30 ]
refuse 'no such option' --nonsense
refuse 'takes no value' --quiet=yes
refuse 'the value is missing' --data
refuse 'none, axonal or synaptic' --delays dendritic
refuse 'none, late or early' --dark Late
for name in hidden epochs batch held-out train threads save-every stop-after; do refuse 'integer from 1' "--$name" 0; done
for value in -1 1x 1e3 18446744073709551616 ''; do refuse "give an integer" --seed "$value"; done
refuse 'from 1 to 60000' --batch 60001
refuse 'give --save' "${small[@]}" --save-every 5
threads=$(getconf _NPROCESSORS_ONLN)
refuse "from 1 to $threads" --threads $((threads + 1))
refuse "from 1 to $threads" --threads 99999999999999999999
refuse_by "$work/fashion-no-openmp" 'compile with -fopenmp' --threads 2
refuse_by "$work/fashion-no-openmp" 'compile with -fopenmp' --threads 0

# ---- data
refuse 'train-images-idx3-ubyte.gz: cannot be read: No such file.* install the Debian package dataset-fashion-mnist' \
  --data nowhere
refuse_by "$mpi_train" 'install the Debian package dataset-fashion-mnist' --data nowhere
refuse 'held-out 260: there are 260 training images' --data data --held-out 260
refuse 'train 201: there are 200 training images beside' --data data --held-out 60 --train 201
refuse 'there are 260 training images' --data data # 10000 held out

# broken NAME PATTERN COMMAND...: one file of the four is passed through the command and compressed again, and refused.
broken() {
  local name=$1 pattern=$2
  shift 2
  rm -rf bad
  cp -r data bad
  gzip -dc "data/$name-ubyte.gz" | "$@" | put "$name" bad
  refuse "bad/$name-ubyte.gz: .*$pattern" --data bad --held-out 60
}
append() { cat; echo; }
# with_bytes AT BYTES: standard input with bytes, given as for printf, in place of those there.
with_bytes() {
  local all
  all=$(mktemp -p .)
  cat > "$all"
  # shellcheck disable=SC2059
  printf "$2" | dd of="$all" bs=1 seek="$1" conv=notrunc status=none
  cat "$all"
  rm -f "$all"
}
for name in train-images-idx3 t10k-images-idx3; do
  broken $name 'is truncated' head -c 20000
  broken $name 'is truncated' head -c 15
  broken $name 'is truncated' head -c 0
  broken $name 'is longer than its header says' append
  broken $name 'wrong magic number 0x00000801, not 0x00000803' with_bytes 3 '\001'
  broken $name 'wrong magic number' with_bytes 0 '\001'
  broken $name 'wrong magic number' with_bytes 2 '\015'
  broken $name 'claims to hold 0 ' with_bytes 4 '\0\0\0\0'
  broken $name 'claims to hold 4294967295 ' with_bytes 4 '\377\377\377\377'
  broken $name '27 x 28 pixels' with_bytes 11 '\033'
  broken $name '28 x 29 pixels' with_bytes 15 '\035'
done
for name in train-labels-idx1 t10k-labels-idx1; do
  broken $name 'is truncated' head -c 47
  broken $name 'is longer than its header says' append
  broken $name 'wrong magic number 0x00000803, not 0x00000801' with_bytes 3 '\003'
  broken $name 'holds 39 labels for the' with_bytes 4 '\0\0\0\047'
  broken $name 'label 20 is 10, there are classes 0 to 9' with_bytes 28 '\012'
done
rm -rf bad
cp -r data bad
size=$(wc -c < data/train-images-idx3-ubyte.gz)
head -c $((size / 2)) data/train-images-idx3-ubyte.gz > bad/train-images-idx3-ubyte.gz
refuse 'truncated' --data bad
refuse_by "$mpi_train" 'truncated' --data bad
head -c $((size - 1)) data/train-images-idx3-ubyte.gz > bad/train-images-idx3-ubyte.gz
refuse 'truncated' --data bad --held-out 60
with_bytes $((size / 2)) '\0\0\0\0' < data/train-images-idx3-ubyte.gz > bad/train-images-idx3-ubyte.gz
refuse 'damaged' --data bad
with_bytes $((size - 8)) '\0\0\0\0' < data/train-images-idx3-ubyte.gz > bad/train-images-idx3-ubyte.gz
refuse 'damaged' --data bad --held-out 60
: > bad/train-images-idx3-ubyte.gz
refuse 'truncated' --data bad
rm bad/train-images-idx3-ubyte.gz
mkdir bad/train-images-idx3-ubyte.gz
refuse 'not a file' --data bad
rm -rf bad

# ---- same bytes with any number of threads
kinds=0
for option in --delays=none --delays=axonal --delays=synaptic --dark=late --dark=early --seed=2 --train=177 --batch=100; do
  kinds=$((kinds + 1))
  for n in 1 2; do
    [ "$n" -le "$threads" ] || continue
    run "$option" --threads "$n" --save "kind$kinds-$n.save" > "kind$kinds-$n.txt"
    check "$option: $n threads give the same bytes as one" cmp -s "kind$kinds-1.save" "kind$kinds-$n.save"
    check "$option: and the same result" [ "$(figures "kind$kinds-1.txt")" = "$(figures "kind$kinds-$n.txt")" ]
  done
done
check 'axonal delays and no dark pixels are the default' cmp -s one.save kind2-1.save
check 'every option changes the network' [ "$(cksum kind*-1.save | awk '{ print $1 }' | sort -u | wc -l)" -eq "$kinds" ]
"$work/fashion-no-openmp" "${small[@]}" --save no-openmp.save > no-openmp.txt
check 'the same bytes without OpenMP' cmp -s one.save no-openmp.save
"$work/fashion-double" "${small[@]}" --threads 1 --save double1.save > /dev/null
"$work/fashion-double" "${small[@]}" --threads "$((threads < 2 ? 1 : 2))" --save double2.save > /dev/null
check 'double: the same bytes with two threads' cmp -s double1.save double2.save

# ---- stopped, killed and resumed; an epoch has two batches
for n in 1 2 3 6; do
  rm -f at.save
  code=0
  { run --save at.save --stop-after "$n" > log.out 2> log.err; } 2> /dev/null || code=$? # bash would say Terminated
  check "stops after batch $n" [ "$code" -eq 143 ]
  check "says how to go on after batch $n" grep -q 'go on with --resume at.save' log.err
  cp at.save by-mpi.save
  run --threads 1 --save at.save --resume at.save > at.txt
  check "resumed after batch $n: the same bytes as uninterrupted" cmp -s one.save at.save
  check "resumed after batch $n: the same result" [ "$(figures one.txt)" = "$(figures at.txt)" ]
done
{ run --save back.save --stop-after 1 > log.out 2> log.err; } 2> /dev/null
code=0
mpirun -n 2 "$mpi_train" "${small[@]}" --save back.save --resume back.save --stop-after 3 > log.out 2>&1 < /dev/null || code=$?
check 'mpi_train goes on and is stopped' [ "$code" -ne 0 ]
check 'at batch 3' grep -q 'stopped at epoch 2, batch 2; go on with' log.out
run --save back.save --resume back.save > back.txt
check 'fashion, mpi_train, fashion: the same bytes as uninterrupted' cmp -s one.save back.save
check 'fashion, mpi_train, fashion: the same result' [ "$(figures one.txt)" = "$(figures back.txt)" ]
run --epochs 1 --save first.save > first.txt
cp first.save again.save
run --epochs 1 --resume again.save > again.txt
check 'a finished run resumed gives its result again' [ "$(figures first.txt)" = "$(figures again.txt)" ]
check 'without --save the checkpoint is left alone' cmp -s first.save again.save
run --save first.save --resume first.save > first.txt
check 'more epochs: the same bytes as at once' cmp -s one.save first.save

for n in 1 2; do
  before=$(cksum killed.save 2> /dev/null)
  resume=()
  if [ $n -gt 1 ]; then resume=(--resume killed.save); fi
  "$fashion" "${small[@]}" --epochs 100000 --save killed.save --save-every 1 "${resume[@]}" > log.out 2> log.err < /dev/null &
  child=$!
  while [ "$(cksum killed.save 2> /dev/null)" = "$before" ] && kill -0 $child 2> /dev/null; do sleep 0.02; done
  kill -9 $child
  wait $child 2> /dev/null
  child=
done
"$fashion" "${small[@]}" --epochs 100000 --resume killed.save > log.out 2> log.err < /dev/null &
child=$!
sleep 0.5
check 'a run killed twice goes on' kill -0 $child
kill -15 $child
code=0
wait $child 2> /dev/null || code=$?
child=
check 'SIGTERM stops it' [ "$code" -eq 143 ]
check 'and it says so' grep -q 'stopped at epoch .*; nothing was saved' log.err

# ---- checkpoints and files that are refused
refuse 'exists; remove it, or give --force' "${small[@]}" --save one.save
refuse_by "$mpi_train" 'exists; remove it, or give --force' "${small[@]}" --save one.save
echo mine > two.save.tmp
refuse 'two.save.tmp exists' "${small[@]}" --save two.save
refuse 'not a file' "${small[@]}" --save .
refuse 'cannot be written: No such file' "${small[@]}" --save nowhere/x.save
cp one.save forced.save
run --save forced.save --force --seed 9 > /dev/null
check 'force replaces a checkpoint' [ "$(cksum < forced.save)" != "$(cksum < one.save)" ]
head -c 1000 one.save > short.save
refuse 'truncated' "${small[@]}" --resume short.save --save short.save
with_bytes 2000 '\252\252' < one.save > altered.save
refuse 'corrupt' "${small[@]}" --resume altered.save --save altered.save
refuse_by "$mpi_train" 'corrupt' "${small[@]}" --resume altered.save
refuse 'not a delgrad checkpoint' "${small[@]}" --resume help.txt
refuse 'cannot be read: No such file' "${small[@]}" --resume missing.save
refuse 'not a file' "${small[@]}" --resume .
refuse 'another network' "${small[@]}" --resume one.save --hidden 11
refuse 'another network' "${small[@]}" --resume one.save --delays none
refuse 'other training settings' "${small[@]}" --resume one.save --seed 2
refuse 'another precision' "${small[@]}" --resume double1.save
refuse 'made with --batch 130; give that' "${small[@]}" --resume one.save --batch 131
refuse 'made with --dark none; give that' "${small[@]}" --resume one.save --dark late
refuse 'made with --held-out 60; give that' "${small[@]}" --resume one.save --held-out 59 --train 200
refuse 'made with --train 200; give that' "${small[@]}" --resume one.save --train 199
refuse 'more than 2 epochs; give --epochs 3' "${small[@]}" --resume one.save --epochs 2
cp -r data other
./idx images 260 1 | put train-images-idx3 other
refuse 'made with other training images' "${small[@]}" --resume one.save --data other
cp one.save limited.save
code=0
(trap '' XFSZ; ulimit -f 4; run --save limited.save --force --seed 3) > log.out 2> log.err || code=$?
check 'checkpoint beyond the disk: exit code 1' [ "$code" -eq 1 ]
check 'checkpoint beyond the disk: a message' grep -q 'limited.save: cannot be written' log.err
check 'checkpoint beyond the disk: the old one is left' cmp -s one.save limited.save
check 'checkpoint beyond the disk: no temporary file is left' [ ! -e limited.save.tmp ]
code=0
run > /dev/full 2> log.err || code=$?
check 'standard output is full: exit code 1' [ "$code" -eq 1 ]

# ---- the images of Debian
if [ -d /usr/share/datasets/fashion-mnist ]; then
  "$fashion" --train 400 --held-out 400 --hidden 40 --epochs 2 --quiet > real.txt < /dev/null
  check 'learns from Fashion-MNIST' [ "$(right real.txt)" -gt 40 ]
else
  echo 'not run: there is no Fashion-MNIST here (Debian package dataset-fashion-mnist)'
fi
[ "$failures" -eq 0 ]
