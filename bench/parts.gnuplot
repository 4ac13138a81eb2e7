# gnuplot -e "directory='build/bench'" parts.gnuplot
# Reads host_f64.dat and host_f32.dat: where the time of a sample goes, as shares of dg_train_batch's parts.
set terminal pngcairo size 1200, 900 font 'DejaVu Sans,11'
set output directory.'/parts.png'
file(real) = sprintf('%s/host_%s.dat', directory, real)
set style data histograms
set style histogram rowstacked
set style fill solid 0.9 noborder
set boxwidth 0.75
set grid ytics lc rgb '#e4e4e4' lw 0.5
set border 3
set tics nomirror
set xtics rotate by 40 right font ',9' noenhanced
set ylabel 'share of the time (%)'
set yrange [0:100]
colour(i) = word('#8a8a8a #9fc5e8 #1b6ca8 #d9a441 #2a8c55 #b5651d', i)
part(i) = word('prepare load forward loss backward update', i)
whole(a, b, c, d, e, f) = a + b + c + d + e + f
microseconds(x) = sprintf(x < 1 ? '%.2f' : x < 10 ? '%.1f' : '%.0f', x)
set bmargin 9
set key outside right top vertical invert samplen 1

set multiplot layout 2, 1
do for [real in 'f64 f32'] {
  set title (real eq 'f64' ? 'binary64' : 'binary32').'; above the bars: microseconds per sample'
  plot for [i = 1:6] file(real) index 'parts' using (100 * column(i + 1) / whole($2, $3, $4, $5, $6, $7)):xtic(1) \
         lc rgb colour(i) title part(i), \
       file(real) index 'parts' using 0:(100):(microseconds(whole($2, $3, $4, $5, $6, $7) / 1000)) \
         with labels offset 0, 0.6 font ',9' notitle
}
unset multiplot
