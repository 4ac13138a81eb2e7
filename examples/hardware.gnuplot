# Pictures of examples/hardware.sh. Arguments: directory, and what: calibration, raster or sweep (then name, label, published, logarithmic).
set terminal pngcairo size 900,600 font "DejaVu Sans,11"
set grid
if (what eq "calibration") {
  set output directory . "/calibration.png.new"
  set multiplot layout 2,1 title "Delay elements of the model chip before and after calibration"
  set xlabel "delay wanted (µs)"
  set ylabel "delay measured (µs)"
  set key top left
  data = directory . "/calibration.dat"
  # points of the key are drawn larger than those of the data
  plot data using 2:3 with points pt 7 ps 0.2 lc rgb "#d9534f" notitle, NaN with points pt 7 lc rgb "#d9534f" title "before", \
       data using 2:4 with points pt 7 ps 0.2 lc rgb "#4477aa" notitle, NaN with points pt 7 lc rgb "#4477aa" title "after"
  set ylabel "measured − wanted (µs)"
  plot data using 2:($3 - $2) with points pt 7 ps 0.2 lc rgb "#d9534f" notitle, \
       data using 2:($4 - $2) with points pt 7 ps 0.2 lc rgb "#4477aa" notitle
  unset multiplot
}
if (what eq "raster") {
  set output directory . "/raster.png.new"
  set multiplot layout 1,3 title "Spikes of three test samples: ideal network and model chip"
  set xlabel "time (µs)"
  set ylabel "neuron (30 hidden, then 3 outputs)"
  set yrange [-1:36]
  set key top left
  data = directory . "/raster.dat"
  do for [n = 0:2] {
    plot data using ($1 == n ? $3 : NaN):2 with points pt 6 ps 1.1 lc rgb "#4477aa" title "ideal", \
         data using ($1 == n ? $4 : NaN):2 with points pt 2 ps 0.8 lc rgb "#d9534f" title "chip", \
         29.5 with lines dt 2 lc rgb "#999999" notitle
    unset ylabel
  }
  unset multiplot
}
if (what eq "sweep") {
  set output directory . "/" . name . ".png.new"
  set title "In the loop with the model chip: accuracy against " . label
  set xlabel label
  set ylabel "test accuracy (mean of seeds, bars: sd)"
  set yrange [0.3:1]
  set key bottom left
  set offsets graph 0.05, graph 0.05, 0, 0
  axonal = directory . "/" . name . "_axonal.dat"
  none = directory . "/" . name . "_none.dat"
  set arrow from first published, graph 0 to first published, graph 1 nohead dt 2 lc rgb "#999999"
  if (lines_none > 0) {
    plot axonal using 1:2:3 with yerrorlines pt 7 lc rgb "#4477aa" title "axonal delays", \
         none using 1:2:3 with yerrorlines pt 5 lc rgb "#d9534f" title "weights only"
  } else {
    plot axonal using 1:2:3 with yerrorlines pt 7 lc rgb "#4477aa" title "axonal delays"
  }
}
