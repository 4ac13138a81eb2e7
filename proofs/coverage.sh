#!/usr/bin/env bash
# Draws build/proofs/coverage.png: goals of each function of delgrad.h and delgrad_hw.h in double, by section, proved and not.
set -u
cd "$(dirname "$0")/.." || exit
data=build/proofs/coverage.dat
[ -s "$data" ] || { echo "proofs/coverage.sh: no $data: run proofs/trace.py first" >&2; exit 1; }
awk '$2 != section { if (NR > 1) print ""; section = $2 } { print NR, $2, $3, $4, $1 }' "$data" > "$data.sorted"
rows=$(wc -l < "$data")
gnuplot << END
set terminal pngcairo noenhanced size 1800,700 font "DejaVu Sans,10"
set output "build/proofs/coverage.png.new"
set title "Goals of each function of delgrad.h and delgrad_hw.h: proved by Frama-C/WP, and not proved by it"
set ylabel "goals (logarithmic)"
set logscale y
set yrange [0.7:*]
set xrange [0:$((rows + 1))]
set xtics rotate by 90 right font ",5" scale 0
set key top left
set style fill solid noborder
set boxwidth 0.8
set grid y
plot "$data.sorted" using 1:(\$3 > 0 ? \$3 : 1/0):xtic(5) with boxes lc rgb "#d9534f" title "not proved", \
     "" using 1:(\$4 > 0 ? \$4 : 1/0) with boxes lc rgb "#4477aa" title "proved", \
     "" using 1:(\$3 == 0 ? 1 : 1/0) with points pt 7 ps 0.6 lc rgb "#999999" title "not given to WP (assumed in the reals, or another rung)"
END
mv build/proofs/coverage.png.new build/proofs/coverage.png
