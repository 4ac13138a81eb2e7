#!/usr/bin/env bash
# delgrad.h on the golden vectors, held against the oracle by `dgref check`: neurons on the precise path, networks on that of batches.
set -eu
cd "$(dirname "$0")/../.."
. tests/lib.sh

out=build/golden
mkdir -p "$out"
make -s build/dgref build/golden_f64 build/golden_f32
for file in reference/vectors/f??_*.json; do
  name=$(basename "$file" .json) real=${file##*/} path=precise
  real=${real%%_*}
  case $name in *network*) path=batch ;; esac
  expect "$name, $path" sh -c 'build/golden_$1 $2 > $3.csv && build/dgref check --real $1 --path $4 --cases $2 $3.csv' \
    sh "$real" "$file" "$out/$name" "$path"
done
[ "$failures" -eq 0 ]
