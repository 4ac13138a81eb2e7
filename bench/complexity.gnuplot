# gnuplot -e "directory='build/bench'" complexity.gnuplot
# Reads host_f64.dat and host_f32.dat: forward time over inputs, with the fitted curves.
set terminal pngcairo size 1200, 900 font 'DejaVu Sans,11'
set output directory.'/complexity.png'
file(real) = sprintf('%s/host_%s.dat', directory, real)
set grid lc rgb '#e4e4e4' lw 0.5
set border 3
set tics nomirror
set logscale xy
set autoscale xfix
set format y '10^{%L}'
set xlabel 'inputs n'
set key bottom right samplen 1.5 spacing 1.2 reverse Left
set style line 1 lc rgb '#1b6ca8' lw 1.5 pt 7 ps 0.8
set style line 2 lc rgb '#b5651d' lw 1.5 pt 5 ps 0.8
set style line 3 lc rgb '#2a8c55' lw 1.5 pt 9 ps 0.9
set style line 4 lc rgb '#7a3b8f' lw 1.5 pt 13 ps 1

series(i) = word('synaptic:spiking synaptic:silent', i)
shared(i) = word('axonal:spiking axonal:silent dendritic:spiking none:spiking', i)
kind(s) = s[1:strstrt(s, ':') - 1]
state(s) = s[strstrt(s, ':') + 1:strlen(s)]
block(part, s) = sprintf('%s %s %s', part, kind(s), state(s))
name(s) = (kind(s) eq 'none' ? 'no delays' : kind(s)).', '.state(s)

# The exponent that host.c fitted, as a text; NaN if it could not.
exponent(real, part, s) = system(sprintf("awk -v name='# %s' '$0 == name { on = 1; next } on { print $4; exit }' '%s'", \
                                         block(part, s), file(real)))

set multiplot layout 2, 2 title 'forward, time per sample; lines: fits to n {/Symbol \263} 64' font ',13'
do for [real in 'f64 f32'] {
  set title (real eq 'f64' ? 'binary64' : 'binary32').': synaptic delays, every neuron sorts'
  set yrange [*:*]
  set ylabel 'ns per neuron and sample'
  plot for [i = 1:2] file(real) index block('per_neuron', series(i)) using 1:($2 > 0 ? $2 : NaN) with points ls i \
         title sprintf('%s: n^{%s} log n', name(series(i)), exponent(real, 'per_neuron', series(i))), \
       for [i = 1:2] file(real) index block('per_neuron', series(i)) using 1:($1 >= 64 ? $3 : NaN) with lines ls i notitle
  set title (real eq 'f64' ? 'binary64' : 'binary32').': shared delays, one order for all neurons'
  set yrange [0.005:*]
  set ylabel 'ns per sample'
  plot for [i = 1:4] file(real) index block('per_neuron', shared(i)) using 1:($2 > 0 ? $2 : NaN) with points ls i \
         title sprintf('%s, each neuron: n^{%s}', name(shared(i)), exponent(real, 'per_neuron', shared(i))), \
       for [i = 1:4] file(real) index block('per_neuron', shared(i)) using 1:($1 >= 64 ? $3 : NaN) with lines ls i notitle, \
       for [i = 1:2] file(real) index block('per_sample', shared(i)) using 1:($2 > 0 ? $2 : NaN) with points ls i pt 4 * i + 2 \
         title sprintf('%s, once: n^{%s} log n', name(shared(i)), exponent(real, 'per_sample', shared(i))), \
       for [i = 1:2] file(real) index block('per_sample', shared(i)) using 1:($1 >= 64 ? $3 : NaN) with lines ls i dt 2 notitle
}
unset multiplot
