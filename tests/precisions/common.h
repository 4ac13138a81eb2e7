/* Each of the files that include this is one precision's view of the same neuron. */
#include "delgrad.h"

/* One input of weight 4 at time 0: with y = exp(-T / tau_mem) the threshold is met where y - y^2 = 1/8, so that
   T = -2 ln((1 + sqrt(1/2)) / 2). */
static int spike_time(double *time)
{
    dg_neuron neuron;
    const dg_real w[1] = { 4 };
    const dg_real a[1] = { 0 };
    dg_index order[1];
    dg_spike spike;

    neuron.tau_mem = 2;
    neuron.tau_syn = 1;
    neuron.threshold = 1;
    neuron.e_leak = 0;
    neuron.g_leak = (dg_real)0.5;
    if (dg_spike_time(&neuron, 1, w, a, order, &spike) != DG_OK) return 0;
    *time = (double)spike.time;
    return (int)sizeof(dg_real);
}
