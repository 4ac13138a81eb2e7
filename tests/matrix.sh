#!/usr/bin/env bash
# Builds and runs the unit tests under many compilers and flags. The rows below hold every pair of values of every two
# columns; the script checks that they do. --sample takes a third of them, drawn by DG_SEED or the clock; --all the full product;
# other arguments name one row.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

rows='
clang  double  c99    sanitize  O0
clang  float   c99    plain     O2
gcc    double  c99    plain     O3
gcc    float   c11    plain     O0
clang  float   c11    sanitize  O2
gcc    double  c11    plain     O3
gcc    double  c17    plain     O0
gcc    float   c17    plain     O2
clang  float   c17    sanitize  O3
gcc    float   c++17  sanitize  O0
gcc    double  c++17  plain     O2
clang  float   c++17  plain     O3
'
columns='gcc clang | double float | c99 c11 c17 c++17 | plain sanitize | O0 O2 O3'

check_pairs() {
  printf '%s\n' "$columns" "$rows" | awk '
    NR == 1 { k = split($0, column, "|"); next }
    NF == 0 { next }
    NF != k { print "a row of " NF " columns: " $0; bad = 1; next }
    {
      for (i = 1; i <= k; i++) {
        if (index(" " column[i] " ", " " $i " ") == 0) { print "unknown value " $i " in: " $0; bad = 1 }
        for (j = i + 1; j <= k; j++) seen[i, $i, j, $j] = 1
      }
    }
    END {
      for (i = 1; i <= k; i++) for (j = i + 1; j <= k; j++) {
        m = split(column[i], a, " "); n = split(column[j], b, " ")
        for (x = 1; x <= m; x++) for (y = 1; y <= n; y++) {
          pairs++
          if (!((i, a[x], j, b[y]) in seen)) { print "no row has both " a[x] " and " b[y]; bad = 1 }
        }
      }
      if (!bad) print "the rows hold all " pairs " pairs"
      exit bad
    }'
}

product() {
  local a
  IFS='|' read -r -a a <<< "$columns"
  for c in ${a[0]}; do for p in ${a[1]}; do for s in ${a[2]}; do for n in ${a[3]}; do for o in ${a[4]}; do
    echo "$c $p $s $n $o"
  done; done; done; done; done
}

run_row() { # compiler precision language sanitizers optimisation
  local name=$1-$2-$3-$4-$5 dir=build/matrix/$1-$2-$3-$4-$5 cc=$1 flags="-std=$3 -DDG_REAL=$2" source program began=$SECONDS
  if [ "$3" = c++17 ]; then
    if [ "$1" = gcc ]; then cc=g++; else cc=clang++; fi
    flags="$flags -x c++"
  fi
  if [ "$4" = sanitize ]; then flags="$flags -g -fsanitize=address,undefined -fno-sanitize-recover=all"; fi
  if [ "$5" = O3 ]; then flags="$flags -O3 -march=native"; else flags="$flags -$5"; fi
  flags="$flags -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror"

  mkdir -p "$dir"
  for source in tests/test_*.c; do
    case $source in *_width_2.c | *_width_4.c | *_width_16.c) [ -n "${DG_MATRIX_ALL:-}" ] || continue ;; esac # 1 and 128 stand for these
    program=$dir/$(basename "$source" .c)
    if $cc $flags -I. -o "$program" "$source" -lcmocka -lmpfr -lgmp -lm > "$program.log" 2>&1; then
      tests/run.sh -q "$program" > "$program.run" && continue
      failures=$((failures + 1))  # counted by run.sh
      echo "FAIL  $name $source"
      sed 's/^/      /' "$program.run"
    else
      fail "$name $source does not compile: $cc $flags" "$program.log"
    fi
  done
  if [ "$failures" -eq 0 ]; then echo "ok    $name, $((SECONDS - began)) s"; else return 1; fi
}

usage() { sed -n 's/^# //p' tests/matrix.sh | head -3; }

case ${1:-} in
  '') check_pairs ;;
  --help) usage; exit ;;
  --sample) check_pairs; rows=$(printf '%s\n' "$rows" | grep . | third) ;;
  --all) rows=$(product); export DG_MATRIX_ALL=1 ;;
  *)
    if [ $# -ne 5 ]; then usage >&2; exit 2; fi
    run_row "$@"
    exit ;;
esac

# Quick: a test that draws random cases may draw fewer here. Two rows at a time.
export DG_QUICK=1
printf '%s\n' "$rows" | grep . | xargs -P 2 -L 1 tests/matrix.sh || exit 1 # each row has said what failed
