#!/usr/bin/env bash
# examples/mpi_train.c: the same bytes with 1, 2 and 4 ranks and with threads, resumed with any of these; ranks that die or
# disagree; the Slurm script; no Open MPI.
set -u
cd "$(dirname "$0")/.." || exit
. tests/lib.sh

code=0
PATH=/nowhere examples/mpi_cc.sh -o nothing.o > /dev/null 2> /dev/null || code=$?
message=$(PATH=/nowhere examples/mpi_cc.sh 2>&1)
if [ $code -eq 2 ] && [ "$message" = 'Open MPI is missing: install openmpi-bin libopenmpi-dev' ]; then
  pass 'without Open MPI: the packages are named, exit code 2'
else
  fail "without Open MPI: exit code $code, '$message'"
fi
if ! have mpicc || ! have mpirun; then
  fail "$message"
  exit 1
fi

slurm=$PWD/examples/mpi_train.slurm
also_build() { examples/mpi_cc.sh -O1 -DDG_REAL=double -I. -o "$work/mpi_train-double" examples/mpi_train.c -lz & }
. tests/fashion/setup.sh

# ranks N OPTIONS...: a small run.
ranks() {
  local n=$1
  shift
  mpirun -n "$n" "$mpi_train" "${small[@]}" "$@" < /dev/null
}

# ---- same bytes
# Black images make no spikes: all weights are bumped, in which all ranks must agree.
cp -r data black
(./idx images 260 0 | head -c 16; head -c $((260 * 784)) /dev/zero) | put train-images-idx3 black
kinds=0
for option in --delays=axonal --delays=none --delays=synaptic --batch=200 --data=black; do
  kinds=$((kinds + 1))
  "$fashion" "${small[@]}" "$option" --save "threads$kinds.save" > "threads$kinds.txt" < /dev/null
  for n in 1 2 4; do
    if [ $kinds -gt 1 ] && [ $n -eq 1 ]; then continue; fi
    ranks $n "$option" --save "ranks$kinds-$n.save" > "ranks$kinds-$n.txt" 2> log.err
    check "$option, $n ranks: the same bytes as with threads" cmp -s "threads$kinds.save" "ranks$kinds-$n.save"
    check "$option, $n ranks: the same result" [ "$(figures "threads$kinds.txt")" = "$(figures "ranks$kinds-$n.txt")" ]
    check "$option, $n ranks: nothing but the result" [ "$(cat log.err "ranks$kinds-$n.txt" | wc -l)" -eq 1 ]
  done
done
check 'every option changes the network' [ "$(cksum threads*.save | awk '{ print $1 }' | sort -u | wc -l)" -eq "$kinds" ]
"$mpi_train" "${small[@]}" --save alone.save > alone.txt
check 'without mpirun: the same bytes' cmp -s threads1.save alone.save
for n in 1 4; do mpirun -n $n "$work/mpi_train-double" "${small[@]}" --save double$n.save > /dev/null < /dev/null; done
check 'double: the same bytes with 4 ranks' cmp -s double1.save double4.save
mpirun -n 4 "$mpi_train" --data data --held-out 60 --hidden 12 --batch 60 --epochs 1 > loud.txt 2> log.err < /dev/null
check 'ranks without a chunk are mentioned' grep -q 'a batch has 2 chunks, so 2 of 4 ranks have nothing to do' log.err
check 'a line for the epoch' grep -q '^epoch 1/1  loss ' loud.txt
check 'once' [ "$(wc -l < loud.txt)" -eq 3 ]

# ---- another number of ranks goes on; an epoch has two batches
# leg N BATCHES OPTIONS...: a run that stops after so many.
leg() {
  local n=$1 batches=$2 code=0
  shift 2
  ranks "$n" --save legs.save --stop-after "$batches" "$@" > log.out 2> log.err || code=$?
  check "$n ranks stop after batch $batches" [ "$code" -ne 0 ]
  check "$n ranks say how to go on" grep -q '^mpi_train: stopped at epoch .* go on with --resume legs.save' log.err
}
leg 2 1
leg 4 3 --resume legs.save
leg 1 5 --resume legs.save
ranks 2 --save legs.save --resume legs.save > legs.txt
check '2, 4, 1 and 2 ranks: the same bytes as uninterrupted' cmp -s threads1.save legs.save
check '2, 4, 1 and 2 ranks: the same result' [ "$(figures threads1.txt)" = "$(figures legs.txt)" ]

# ---- a rank that dies
# long_run: a run that does not end by itself, with its checkpoint written; its process is $child.
long_run() {
  rm -f long.save long.save.tmp # the latter of a rank that was killed
  mpirun -n 2 "$mpi_train" "${small[@]}" --epochs 100000 --save long.save --save-every 1 > log.out 2> log.err < /dev/null &
  child=$!
  for _ in $(seq 1000); do
    if [ -e long.save ] || ! kill -0 $child 2> /dev/null; then break; fi
    sleep 0.02
  done
}
# end_of_run: waits for the end, at most 20 seconds; sets code.
end_of_run() {
  for _ in $(seq 1000); do
    kill -0 $child 2> /dev/null || break
    sleep 0.02
  done
  kill -9 $child 2> /dev/null # and then the code tells
  code=0
  wait $child 2> /dev/null || code=$?
  child=
}
for rank in 0 1; do
  long_run
  mapfile -t pids < <(pgrep -P "$child" | sort -n)
  if [ ${#pids[@]} -ne 2 ]; then fail "two ranks run" log.err; exit 1; fi
  kill -9 "${pids[$rank]}"
  end_of_run
  check "rank $rank is killed: the job ends (exit code $code)" [ "$code" -eq 137 ]
  check "rank $rank is killed: a message" grep -q 'exited on signal 9 (Killed)' log.err
  check "rank $rank is killed: no rank is left" [ -z "$(pgrep -f "^$mpi_train ")" ]
  check "rank $rank is killed: no result" [ ! -s log.out ]
done
# From the checkpoint left behind, and from the start, to the same batch.
{ "$fashion" "${small[@]/--quiet/--force}" --epochs 100000 --resume long.save --stop-after 1 > log.out & } 2> /dev/null
child=$!
for _ in $(seq 1000); do
  if grep -q '^resumed' log.out || ! kill -0 $child 2> /dev/null; then break; fi
  sleep 0.02
done
kill -9 $child
wait $child 2> /dev/null
child=
batches=$(sed -n 's/^resumed long.save at epoch \([0-9]*\), batch \([0-9]*\)$/\1 \2/p' log.out |
  awk '{ print 2 * ($1 - 1) + $2 - 1 + 3 }')
check 'the checkpoint is intact' [ -n "$batches" ]
{ ranks 2 --epochs 100000 --resume long.save --save long.save --stop-after "$batches" > log.out 2> log.err; } 2> /dev/null
{ "$fashion" "${small[@]}" --epochs 100000 --save straight.save --stop-after "$batches" > log.out 2> log.err; } 2> /dev/null
check 'a killed run goes on: the same bytes as uninterrupted' cmp -s straight.save long.save

long_run
kill -15 "$(pgrep -P "$child" | sort -n | tail -n 1)"
end_of_run
check "SIGTERM to one rank stops all (exit code $code)" [ "$code" -eq 143 ]
check 'and the first says how to go on' grep -q '^mpi_train: stopped at .* go on with --resume long.save' log.err

# ---- ranks that disagree
# disagree PATTERN OPTIONS...: the second rank has these options, the first has not.
disagree() {
  local pattern=$1 code=0
  shift
  mpirun -n 1 "$mpi_train" "${small[@]}" --save never.save : -n 1 "$mpi_train" "${small[@]}" "$@" > log.out 2> log.err \
    < /dev/null || code=$?
  check "rank 1 with $*: exit code 2" [ "$code" -eq 2 ]
  check "rank 1 with $*: it says why" grep -q "^mpi_train: rank 1: .*$pattern" log.err
  check "rank 1 with $*: nothing is trained" [ ! -e never.save ]
}
cp -r data other
./idx images 260 1 | put train-images-idx3 other
disagree 'not those of rank 0' --data other
disagree 'not those of rank 0' --resume legs.save
disagree 'cannot be read' --data nowhere
disagree 'integer from 1' --epochs 0

# ---- the Slurm script, with mpirun in the place of srun
mkdir tools build
ln -s "$mpi_train" build/mpi_train
# shellcheck disable=SC2016 # for the script that is written
printf '%s\n' '#!/bin/sh' 'while [ "${1#--}" != "$1" ]; do shift; done' 'exec mpirun -n "$SLURM_NTASKS" "$@"' > tools/srun
chmod +x tools/srun
job() { SLURM_NTASKS=$1 PATH=$work/tools:$PATH bash "$slurm" "${small[@]}" "${@:2}" < /dev/null; }
job 2 --stop-after 3 > log.out 2> log.err
saved=$(echo fashion*.save)
check 'Slurm: a checkpoint named after the options' [ -e "$saved" ]
mv "$saved" "${saved/---stop-after-3/}"
saved=${saved/---stop-after-3/}
echo half > "$saved.tmp" # as of a job that was killed
job 4 > job.txt 2> log.err
check 'Slurm: the same job again goes on, to the same bytes' cmp -s threads1.save "$saved"
check 'Slurm: and the same result' [ "$(figures threads1.txt)" = "$(figures job.txt)" ]
SLURM_ARRAY_TASK_ID=7 job 2 > array.txt
check 'Slurm: a job of an array has its own seed' grep -q ' seed=7 ' array.txt
[ "$failures" -eq 0 ]
