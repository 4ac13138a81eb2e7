#!/usr/bin/env bash
# Trains Yin-Yang for the chip with each mode, kind of delays and sharing pattern, seeds 1 to 5, and prints a RESULT line for each; then
# calibration and pictures. Runs that are done stay in build/hw, so that an interrupted call goes on where it stopped.
#   examples/hardware.sh            300 epochs, as published: about 4 processor minutes a run, 40 runs
#   examples/hardware.sh EPOCHS     fewer, in a folder of their own
set -u
cd "$(dirname "$0")/.." || exit
epochs=${1:-300}
case $epochs in *[!0-9]* | '') sed -n 's/^#   //p' "$0"; exit 2 ;; esac
out=build/hw/$epochs
mkdir -p "$out"
jobs=$(nproc)

runs() {
  local mode seed
  for seed in 1 2 3 4 5; do
    for mode in loop aware; do
      echo "$mode axonal tiled $seed"
      echo "$mode none none $seed"
    done
  done
  for seed in 1 2 3 4 5; do
    echo "ideal axonal tiled $seed"
    echo "ideal none none $seed"
  done
  for seed in 1 2 3 4 5; do
    for mode in loop aware; do echo "$mode axonal neighbours $seed"; done
  done
}

one() { # mode delays sharing seed
  local file=$out/$1_$2_$3_$4.txt sharing=$3
  [ "$sharing" = none ] && sharing=tiled
  if [ -s "$file" ]; then return; fi
  build/hardware --mode "$1" --delays "$2" --sharing "$sharing" --seed "$4" --epochs "$epochs" > "$file.$$" || { rm -f "$file.$$"; exit 255; }
  mv "$file.$$" "$file"
  echo "$1 $2 $3 seed $4: $(sed -n 's/.*\(test_accuracy=.*\)/\1/p' "$file")" >&2
}
export -f one
export out epochs
runs | xargs -P "$jobs" -L 1 bash -c 'one "$@"' one || { echo "hardware.sh: a run failed" >&2; exit 1; }

summary() { # mode delays sharing key what
  cat "$out/$1_$2_$3"_[1-5].txt 2> /dev/null | sed -n "s/.* $4=\([0-9.]*\).*/\1/p" |
    awk -v name="$5 delays=$2 sharing=$3" '{ n++; x += $1; xx += $1 * $1 }
      END { m = x / n; v = n > 1 ? (xx - n * m * m) / (n - 1) : 0; printf "RESULT hw mode=%s seeds=%d mean=%.4f sd=%.4f\n", name, n, m, sqrt(v > 0 ? v : 0) }'
}
for mode in aware loop; do
  summary $mode none none test_accuracy "$mode"
  summary $mode axonal tiled test_accuracy "$mode"
  summary $mode axonal neighbours test_accuracy "$mode"
done
summary ideal none none test_accuracy ideal
summary ideal axonal tiled test_accuracy ideal
summary ideal none none on_chip untrained_on_chip
summary ideal axonal tiled on_chip untrained_on_chip
rm -f "$out/calibration.dat" "$out/raster.dat"
build/hardware --calibrate "$out/calibration.dat"
build/hardware --quiet --mode loop --epochs 20 --raster "$out/raster.dat" > /dev/null
if command -v gnuplot > /dev/null; then
  for picture in calibration raster; do
    LC_ALL=C.UTF-8 gnuplot -e "directory='$out'; what='$picture'" examples/hardware.gnuplot && mv "$out/$picture.png.new" "$out/$picture.png"
  done
  echo "pictures: $out/calibration.png $out/raster.png" >&2
else
  echo "no pictures: gnuplot is missing (Debian package gnuplot-nox)" >&2
fi
