# gnuplot -e "directory='build/bench'" speed.gnuplot
# Reads host_f64.dat and host_f32.dat: samples per second over inputs, neurons and batch (forward and backward, one thread) and
# over threads (all of a batch).
set terminal pngcairo size 1200, 900 font 'DejaVu Sans,11'
set output directory.'/speed.png'
file(real) = sprintf('%s/host_%s.dat', directory, real)
set grid lc rgb '#e4e4e4' lw 0.5
set border 3
set tics nomirror
set logscale xy
set autoscale xfix
set format y '10^{%L}'
set ylabel 'samples per second'
set key bottom left samplen 2 spacing 1.05 noenhanced
set style line 1 lc rgb '#1b6ca8' lw 1.8 pt 7 ps 0.7
set style line 2 lc rgb '#b5651d' lw 1.8 pt 5 ps 0.7
set style line 3 lc rgb '#2a8c55' lw 1.8 pt 9 ps 0.8
set style line 4 lc rgb '#7a3b8f' lw 1.8 pt 13 ps 0.9

set multiplot layout 2, 2 title 'samples per second; solid: binary64, dashed: binary32' font ',13'
set xlabel 'inputs n of one layer (16 neurons with synaptic delays, else 64)'
plot for [i = 1:4] file('f64') index 'inputs '.word('synaptic axonal dendritic none', i).' spiking' \
       using 1:4 with linespoints ls i title word('synaptic axonal dendritic no', i).' delays', \
     for [i = 1:4] file('f32') index 'inputs '.word('synaptic axonal dendritic none', i).' spiking' \
       using 1:4 with linespoints ls i dt 2 notitle
set xlabel 'neurons of one layer with 64 inputs'
plot for [i = 1:2] file('f64') index 'neurons '.word('synaptic axonal', i) \
       using 1:4 with linespoints ls i title word('synaptic axonal', i).' delays', \
     for [i = 1:2] file('f32') index 'neurons '.word('synaptic axonal', i) using 1:4 with linespoints ls i dt 2 notitle
set key bottom right
set xlabel 'samples of a batch, network 4-30-3'
plot for [i = 1:2] file('f64') index 'batch '.word('synaptic axonal', i) \
       using 1:4 with linespoints ls i title word('synaptic axonal', i).' delays', \
     for [i = 1:2] file('f32') index 'batch '.word('synaptic axonal', i) using 1:4 with linespoints ls i dt 2 notitle
unset logscale x
set xtics 1
set offsets 0.5, 0.5
set xlabel 'threads, update included'
set key center right
plot file('f64') index 'threads 4-30-3' using 1:2 with linespoints ls 1 title '4-30-3 synaptic, batch 1024', \
     file('f32') index 'threads 4-30-3' using 1:2 with linespoints ls 1 dt 2 notitle, \
     file('f64') index 'threads 256-128-10' using 1:2 with linespoints ls 2 title '256-128-10 axonal, batch 256', \
     file('f32') index 'threads 256-128-10' using 1:2 with linespoints ls 2 dt 2 notitle
unset multiplot
