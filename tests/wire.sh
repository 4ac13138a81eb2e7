#!/usr/bin/env bash
# The board of firmware/ at the other end of a wire, in short: emulated, it is trained through every kind of fault to the parameters of its
# model; killed, stopped, of another version or precision, it makes the host end with a clear message and the last good parameters.
set -u
cd "$(dirname "$0")/.." || exit
. tests/lib.sh
began=$SECONDS

work=$(mktemp -d)
export DG_TALLY=${DG_TALLY:-$work/tally}
touch "$DG_TALLY"
before=$(wc -l < "$DG_TALLY")
trap 'board_end; rm -rf "$work"; if [ -n "$host" ]; then kill -9 "$host" 2> /dev/null; fi' EXIT
host=
. examples/wire_setup.sh

loop=build/in_the_loop
says() { # what, code, expected code, text that the log must have
  if [ "$2" -eq "$3" ] && grep -q -e "$4" "$work/log"; then pass "$1"; else
    echo "exit code $2, expected $3 and: $4" >> "$work/log"
    fail "$1" "$work/log"
  fi
}
same() { # what, file, file
  if [ -s "$2" ] && cmp "$2" "$3" > "$work/cmp" 2>&1; then pass "$1"; else fail "$1" "$work/cmp"; fi
}
wait_for() { # text in the log
  for _ in $(seq 600); do
    if grep -q "$1" "$work/log"; then return; fi
    sleep 0.05
  done
}

refused() { # text, argument...
  local text=$1
  shift
  $loop "$@" > "$work/log" 2>&1 < /dev/null
  says "refused: $*" $? 2 "$text"
}
refused 'give either --socket PATH or --pty PATH'
refused 'give either' --socket a --pty b
refused 'no board can be reached' --socket "$work/nobody"
refused 'no board can be reached' --pty "$work/nobody"
refused 'give an integer from 1' --socket a --epochs 0
refused 'give an integer from 1' --socket a --samples 1e3
refused 'give a number' --socket a --faults nan
refused 'give a number' --socket a --timeout 0
refused 'give absent' --socket a --fault some
refused 'the value is missing' --socket
refused 'there is no such option' --sockets a
refused 'takes no value' --help=yes
refused 'cannot be resumed: No such file' --socket a --resume "$work/nothing"
head -c 3000 /dev/urandom > "$work/noise"
refused 'cannot be resumed' --socket a --resume "$work/noise"
$loop --help > "$work/log" 2>&1
says '--help' $? 0 'Exit code'

for epochs in 1 2; do
  expect "the twin trains $epochs epochs" build/twin $epochs 200 1 "$work/twin$epochs"
done

# Emulated, through all faults.
board_start socket || exit 1
$loop --socket "$place" --epochs 1 --samples 200 --out "$work/one" --timeout 0.7 --faults 1 --fault absent --fault truncated \
  --fault corrupted --fault duplicated --fault reordered > "$work/log" 2>&1
says 'the emulated board is trained through every kind of fault' $? 0 '^RESULT wire epochs=1 frames=.* faults=.* resent=.* test_accuracy='
tail -n 1 "$work/log"
if grep -q 'absent [1-9].* truncated [1-9].* corrupted [1-9].* duplicated [1-9].* reordered [1-9]' "$work/log"; then
  pass 'each kind of fault happened'
else
  fail 'each kind of fault happened' "$work/log"
fi
same 'to the parameters of its model' "$work/one" "$work/twin1"

# Killed while it is trained.
$loop --socket "$place" --epochs 2 --samples 200 --out "$work/two" > "$work/log" 2>&1 &
host=$!
wait_for '^epoch 1'
board_end
wait "$host"
says 'a board that is killed: exit code 1, and a message' $? 1 'in_the_loop: .*the stream of bytes has ended; epoch .*last good batch are in'
host=
board_start host || exit 1
$loop --socket "$place" --epochs 2 --samples 200 --resume "$work/two" --out "$work/two" > "$work/log" 2>&1
says 'the last good parameters are resumed' $? 0 '^RESULT wire epochs=2'
same 'to those of a run that was not interrupted' "$work/two" "$work/twin2"

# A host killed in the middle leaves a board that the next one can use.
$loop --socket "$place" --epochs 100 --samples 400 > "$work/log" 2>&1 &
host=$!
wait_for '^epoch 1'
kill -9 "$host"
wait "$host" 2> /dev/null
host=
$loop --socket "$place" --epochs 1 --samples 200 --out "$work/next" > "$work/log" 2>&1
says 'a host that is killed leaves the board to the next' $? 0 '^RESULT wire epochs=1'
same 'with the same parameters' "$work/next" "$work/twin1"
$loop --socket "$place" --samples 100 --resume "$work/next" > "$work/log" 2>&1
says 'a checkpoint of other samples is refused' $? 2 'another number of samples'
$loop --socket "$place" --samples 200 --seed 2 --resume "$work/next" > "$work/log" 2>&1
says 'a checkpoint of another seed is refused' $? 2 'training settings'

# Stopped while it is trained.
$loop --socket "$place" --epochs 100 --samples 400 --timeout 0.2 --retries 3 --out "$work/stopped" > "$work/log" 2>&1 &
host=$!
wait_for '^epoch 1'
kill -STOP "$board"
wait "$host"
says 'a board that falls silent: exit code 1, and a message' $? 1 'does not answer; epoch .* 3 of .* asked again.*last good batch are in'
host=
kill -CONT "$board"
$loop --socket "$place" --epochs 1 --samples 400 --resume "$work/stopped" > "$work/log" 2>&1
says 'what was saved can be resumed' $? 0 '^RESULT wire'
$loop --socket "$place" --out /dev/null/none --epochs 1 --samples 40 > "$work/log" 2>&1
says 'a checkpoint that cannot be written: exit code 1' $? 1 'cannot be written'
${CC:-cc} -std=c99 -O1 -DDG_REAL=double -I. -o "$work/double" examples/in_the_loop.c
"$work/double" --socket "$place" > "$work/log" 2>&1
says 'a host of another precision: exit code 1' $? 1 'another network or precision'
board_end

# Over a terminal, with frames of another version.
board_start pty || exit 1
$loop --pty "$place" --fault version --out "$work/version" --timeout 0.7 > "$work/log" 2>&1
says 'another version, over a terminal: exit code 1' $? 1 'another version of the protocol'
if [ -s "$work/version" ]; then pass 'parameters are saved'; else fail 'parameters are saved'; fi
board_end

echo "RESULT wire_smoke seconds=$((SECONDS - began))"
tail -n +$((before + 1)) "$DG_TALLY" | awk '{ p += $1; f += $2 } END { print p + 0 " passed, " f + 0 " failed" }'
[ "$failures" -eq 0 ]
