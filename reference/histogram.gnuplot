# gnuplot -e "directory='build/accuracy'; name='grad_w'; bound=8" histogram.gnuplot
# Reads NAME_f64.dat and NAME_f32.dat, of which one may be missing: scaled error in ulps, then one column of shares per line.
set terminal pngcairo size 1000, 820 font 'DejaVu Sans,11'
set output sprintf('%s/%s.png', directory, name)
file(real) = sprintf('%s/%s_%s.dat', directory, name, real)
there(real) = int(system(sprintf('[ -f "%s" ] && echo 1 || echo 0', file(real))))
colour(i) = word('#1b6ca8 #6fb1e0 #2a8c55 #8cd0a6 #b5651d #e8b27d', (i - 2) % 6 + 1)
title_of(real) = sprintf('%s, %s', name, real eq 'f64' ? 'binary64' : 'binary32')

set format y '10^{%L}'
set ylabel 'share of the numbers, bins of 1/32 ulp'
set grid lc rgb '#e4e4e4' lw 0.5
set border 3
set tics nomirror
set key at graph 0.94, graph 0.97 samplen 1 spacing 1.1 noenhanced
set arrow 1 from bound, graph 0 to bound, graph 1 nohead lc rgb '#aa0000' lw 1.5 dt 2
set label 1 sprintf('bound %g', bound) at bound, graph 0.06 right offset -0.6, 0 tc rgb '#aa0000'
do for [i = 2:13] { set style line i pt 7 ps 0.55 lc rgb colour(i) }
if (name eq 'spike_time') {
  set arrow 2 from 2, graph 0 to 2, graph 1 nohead lc rgb '#aa0000' lw 1.5 dt 3
  set label 2 'precise: bound 2' at 2, graph 0.06 right offset -0.6, 0 tc rgb '#aa0000'
}

set multiplot layout 2, 1
do for [real in 'f64 f32'] {
  if (there(real)) {
    unset logscale y
    set autoscale # stats leaves out what is outside of the ranges
    stats file(real) using 1 skip 1 nooutput
    columns = int(STATS_columns)
    most = STATS_max < bound ? bound : STATS_max < 3 * bound ? STATS_max : 3 * bound
    set logscale y
    set xrange [0:most * 1.04]
    set yrange [*:1]
    set title title_of(real) noenhanced
    set xlabel real eq 'f32' ? 'scaled error (ulp): error / max(1, condition number)' : ''
    plot for [i = 2:columns] file(real) using 1:(column(i) > 0 ? column(i) : NaN) with points ls i title columnheader(i)
  }
}
unset multiplot
