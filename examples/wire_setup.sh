# shellcheck shell=bash
# Sourced by in_the_loop.sh and tests/wire.sh, in the folder of the library: builds the board and its host in build/, and starts and ends
# the board. Needs a variable work, a folder.

board=

board_end() {
  if [ -n "$board" ]; then
    kill -9 "$board" 2> /dev/null
    wait "$board" 2> /dev/null
  fi
  board=
}

wire_needs() { # command, Debian package
  if ! command -v "$1" > /dev/null 2>&1; then
    echo "$0: $1 is missing; install the Debian package $2" >&2
    exit 1
  fi
}
wire_needs make make
wire_needs arm-none-eabi-gcc 'gcc-arm-none-eabi (and libnewlib-arm-none-eabi)'
wire_needs qemu-system-arm qemu-system-arm
if [ "$(arm-none-eabi-gcc -print-file-name=nosys.specs)" = nosys.specs ]; then
  echo "$0: the C library of arm-none-eabi-gcc is missing; install the Debian package libnewlib-arm-none-eabi" >&2
  exit 1
fi

make -s build/board.elf build/in_the_loop build/twin build/board_host || exit 1

# Starts the board, its line at the socket or device $place: the emulated one (socket or pty), or the one that is a process (host).
board_start() {
  local serial
  place=$work/socket
  rm -f "$place"
  if [ "$1" = socket ]; then serial="unix:$place,server,nowait"; else serial=pty; fi
  if [ "$1" = host ]; then
    build/board_host "$place" > "$work/board.log" 2>&1 < /dev/null &
  else
    qemu-system-arm -M mps2-an386 -nographic -monitor none -kernel build/board.elf -serial "$serial" > "$work/board.log" 2>&1 < /dev/null &
  fi
  board=$!
  for _ in $(seq 200); do
    if [ "$1" = pty ]; then place=$(grep -o '/dev/pts/[0-9]*' "$work/board.log"); fi
    if [ -S "$place" ] || [ -c "$place" ]; then return 0; fi
    if ! kill -0 "$board" 2> /dev/null; then break; fi
    sleep 0.1
  done
  echo "$0: the board did not start" >&2
  sed 's/^/  /' "$work/board.log" >&2
  return 1
}
