/* neuron.h: the mathematics of one neuron in reals, to which the contracts of delgrad.h refer (SPEC 1, 3, 4). */

/*@ // The kernel k(s), and tau_mem k'(s).
    logic real Kernel(real tau_mem, real tau_syn, real s) =
      tau_mem == tau_syn ? s / tau_mem * \exp(-s / tau_mem)
                         : tau_syn / (tau_mem - tau_syn) * (\exp(-s / tau_mem) - \exp(-s / tau_syn));
    logic real KernelSlope(real tau_mem, real tau_syn, real s) = \exp(-s / tau_syn) - Kernel(tau_mem, tau_syn, s);

    // Membrane (v, i) a time s later, without arrivals in between.
    logic real VoltageLater(real tau_mem, real tau_syn, real v, real i, real s) =
      v * \exp(-s / tau_mem) + i * Kernel(tau_mem, tau_syn, s);
    logic real CurrentLater(real tau_syn, real i, real s) = i * \exp(-s / tau_syn);

    logic real Decay(real tau, real s) = \exp(-s / tau);

    // v and i at time t, as sums over the first p arrivals in causal order.
    logic real Voltage{L}(real tau_mem, real tau_syn, dg_real *w, dg_real *a, dg_index *order, integer p, real t) =
      p <= 0 ? 0 : Voltage(tau_mem, tau_syn, w, a, order, p - 1, t) +
                   w[order[p - 1]] * Kernel(tau_mem, tau_syn, t - a[order[p - 1]]);
    logic real Current{L}(real tau_syn, dg_real *w, dg_real *a, dg_index *order, integer p, real t) =
      p <= 0 ? 0 : Current(tau_syn, w, a, order, p - 1, t) + w[order[p - 1]] * Decay(tau_syn, t - a[order[p - 1]]);
*/

#ifdef DG_PROOF_IDEAL
/*@ // In the reals nothing is lost: the low part of a pair is 0.
    predicate Ideal(dg_pair x) = x.low == 0;
    predicate IdealLow(real low) = low == 0; */
#else
/*@ predicate Ideal(dg_pair x) = \true;
    predicate IdealLow(real low) = \true; */
#endif

/*@ // What dg_neuron_constants makes of a neuron.
    predicate ConstantsAre(integer ratio, real tau_mem, real tau_syn, real c, real slow, real difference, real gain) =
      tau_mem > 0 && tau_syn > 0 && c > 0 &&
      (ratio == DG_RATIO_ONE || ratio == DG_RATIO_TWO || ratio == DG_RATIO_ANY) &&
      (ratio == DG_RATIO_ONE <==> tau_mem == tau_syn) && (ratio == DG_RATIO_TWO <==> tau_mem == 2 * tau_syn) &&
      slow == (tau_mem < tau_syn ? tau_syn : tau_mem) &&
      difference * tau_mem * tau_syn == (tau_mem < tau_syn ? tau_syn - tau_mem : tau_mem - tau_syn) &&
      (tau_mem != tau_syn ==> gain * (tau_mem < tau_syn ? tau_syn - tau_mem : tau_mem - tau_syn) == tau_syn);
    predicate Constants{L}(dg_constants *k) = \valid_read(k) &&
      ConstantsAre(k->ratio, k->tau_mem, k->tau_syn, k->c, k->slow, k->difference, k->gain) &&
      IdealLow(k->c_low) && IdealLow(k->difference_low) && IdealLow(k->gain_low);
    predicate Neuron{L}(dg_neuron *x) = \valid_read(x) &&
      x->tau_mem > 0 && x->tau_syn > 0 && x->g_leak > 0 && x->threshold > x->e_leak;
    logic real ThresholdOf{L}(dg_neuron *x) = x->g_leak * (x->threshold - x->e_leak); // c
*/

/*@ // order[0 .. count-1] name inputs that can be read.
    predicate Readable{L}(dg_real *w, dg_real *a, dg_index *order, integer count) =
      \forall integer p; 0 <= p < count ==>
        \valid_read(order + p) && \valid_read(w + order[p]) && \valid_read(a + order[p]);
    // They name inputs 0 .. n-1, each at most once.
    predicate Indices{L}(dg_index *order, integer count, integer n) =
      \forall integer p; 0 <= p < count ==> 0 <= order[p] < n;
    predicate Injective{L}(dg_index *order, integer count) =
      \forall integer p, q; 0 <= p < q < count ==> order[p] != order[q];
    predicate InOrder{L}(dg_real *a, dg_index *order, integer count) =
      \forall integer p, q; 0 <= p <= q < count ==> a[order[p]] <= a[order[q]];
    // Input x comes before input y: earlier, or at the same time with the lower index.
    predicate Before{L}(dg_real *a, integer x, integer y) = a[x] < a[y] || (a[x] == a[y] && x < y);
    predicate Stable{L}(dg_real *a, dg_index *order, integer count) =
      \forall integer p, q; 0 <= p < q < count ==> Before(a, order[p], order[q]);
*/

/*@ // v at state (v, i) rises, and has a maximum; when that is; whether v, below c, gets to c if nothing else arrives.
    predicate Rising(real v, real i) = i > v && i > 0;
    predicate HasPeak(real tau_mem, real tau_syn, real v, real i) =
      Rising(v, i) && (tau_mem == tau_syn || i * tau_syn + v * (tau_mem - tau_syn) > 0);
    logic real PeakTime(real tau_mem, real tau_syn, real v, real i) =
      tau_mem == tau_syn ? tau_mem * ((i - v) / i)
        : \log(1 + (i - v) * (tau_mem - tau_syn) / (i * tau_syn + v * (tau_mem - tau_syn))) * tau_mem *
          (tau_syn / (tau_mem - tau_syn));
    predicate CrossesTwo(real c, real v, real i) = v + i > 0 && (v + i) * (v + i) >= 4 * c * i;
    predicate CrossesPeak(real tau_mem, real tau_syn, real c, real v, real i) =
      HasPeak(tau_mem, tau_syn, v, i) && CurrentLater(tau_syn, i, PeakTime(tau_mem, tau_syn, v, i)) >= c;
    predicate Crosses(real tau_mem, real tau_syn, real c, real v, real i) =
      i > v && i >= c && (tau_mem == 2 * tau_syn ? CrossesTwo(c, v, i) : CrossesPeak(tau_mem, tau_syn, c, v, i));
    // v, from below, meets c a time since later, where tau_mem v' = rise >= 0.
    predicate RootIs(real tau_mem, real tau_syn, real c, real v, real i, real since, real rise) =
      since >= 0 && rise >= 0 && VoltageLater(tau_mem, tau_syn, v, i, since) == c &&
      CurrentLater(tau_syn, i, since) == c + rise;
*/

/*@ // Each comes before the next.
    predicate Chain{L}(dg_real *a, dg_index *order, integer count) =
      \forall integer p; 1 <= p < count ==> Before(a, order[p - 1], order[p]);
*/

/*@ // The order without what stands at place hole.
    predicate StableBut{L}(dg_real *a, dg_index *order, integer count, integer hole) =
      \forall integer p, q; 0 <= p < q < count && p != hole && q != hole ==> Before(a, order[p], order[q]);
*/

/*@ // n inputs of a neuron and an order of them.
    predicate Inputs{L}(dg_real *w, dg_real *a, dg_index *order, integer n) =
      \valid_read(w + (0 .. n-1)) && \valid_read(a + (0 .. n-1)) && \valid_read(order + (0 .. n-1)) &&
      Indices(order, n, n) && Injective(order, n);
    predicate Apart{L}(dg_real *w, dg_real *a, dg_index *order, dg_spike *spike, dg_real *dT_dw, dg_real *dT_da,
                       integer n) =
      \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1), w + (0 .. n-1)) &&
      \separated(dT_dw + (0 .. n-1), a + (0 .. n-1), order + (0 .. n-1)) &&
      \separated(dT_da + (0 .. n-1), a + (0 .. n-1), order + (0 .. n-1)) &&
      \separated(dT_dw + (0 .. n-1), dT_da + (0 .. n-1), spike);
    // SPEC 4.1, for an arrival at a, of a spike that comes since after t.
    logic real WeightTerm(real tau_mem, real tau_syn, real since, real t, real a, real dT_dc) =
      -Kernel(tau_mem, tau_syn, since + (t - a)) * dT_dc;
    logic real RiseTerm(real tau_mem, real tau_syn, real since, real t, real w, real a) =
      w * KernelSlope(tau_mem, tau_syn, since + (t - a));
    logic real ArrivalTerm(real tau_mem, real tau_syn, real since, real t, real w, real a, real dT_dc, real rise) =
      rise > 0 ? RiseTerm(tau_mem, tau_syn, since, t, w, a) / rise
               : RiseTerm(tau_mem, tau_syn, since, t, w, a) * (dT_dc / tau_mem);
    // tau_mem K' over the first p arrivals in causal order.
    logic real Rise{L}(real tau_mem, real tau_syn, dg_real *w, dg_real *a, dg_index *order, integer p, real t, real since) =
      p <= 0 ? 0 : Rise(tau_mem, tau_syn, w, a, order, p - 1, t, since) +
                   RiseTerm(tau_mem, tau_syn, since, t, w[order[p - 1]], a[order[p - 1]]);
    // The gradient of the first p inputs in order, of a spike that comes since after t.
    predicate ByWeight{L}(real tau_mem, real tau_syn, dg_real *a, dg_index *order, integer p, real t, real since,
                          real dT_dc, dg_real *dT_dw) =
      \forall integer q; 0 <= q < p ==>
        dT_dw[order[q]] == WeightTerm(tau_mem, tau_syn, since, t, a[order[q]], dT_dc);
    predicate ByArrival{L}(real tau_mem, real tau_syn, dg_real *w, dg_real *a, dg_index *order, integer p, real t,
                           real since, real dT_dc, real rise, dg_real *dT_da) =
      \forall integer q; 0 <= q < p ==> dT_da[order[q]] ==
        ArrivalTerm(tau_mem, tau_syn, since, t, w[order[q]], a[order[q]], dT_dc, rise);
    predicate IsZero(real x) = x == 0.0;
    predicate ZeroOutside{L}(dg_index *order, integer p, integer n, dg_real *dT_dw, dg_real *dT_da) =
      \forall integer i; 0 <= i < n && (\forall integer q; 0 <= q < p ==> order[q] != i) ==> IsZero(dT_dw[i]) && IsZero(dT_da[i]);
*/

#ifdef DG_PROOF_IDEAL
/*@ // An input that comes at all.
    predicate Comes{L}(real a) = a < dg_never;
    predicate TimeComes{L}(real t) = t < dg_never; */
#else
/*@ predicate Comes{L}(dg_real a) = \is_finite(a);
    predicate TimeComes{L}(real t) = \true; */
#endif

/*@ // SPEC 1.4: the first causal inputs in order come before time, no other does.
    predicate CausalSet{L}(dg_real *a, dg_index *order, integer causal, integer n, real time) =
      0 <= causal <= n && (\forall integer p; 0 <= p < causal ==> a[order[p]] < time) &&
      (\forall integer p; causal <= p < n ==> a[order[p]] >= time || !Comes(a[order[p]]));
*/

/*@ // t lies between arrival q in order and the next one.
    predicate InWindow{L}(dg_real *a, dg_index *order, integer n, integer q, real t) =
      a[order[q]] <= t && (q + 1 < n ==> t <= a[order[q + 1]]) && TimeComes(t);
    // v stays below c from each of the first p arrivals to the next one; before a time since the last of p arrivals, at t0.
    predicate Below{L}(real tau_mem, real tau_syn, real c, dg_real *w, dg_real *a, dg_index *order, integer p, integer n) =
      \forall integer q, real t; 0 <= q < p && InWindow(a, order, n, q, t) ==>
        Voltage(tau_mem, tau_syn, w, a, order, q + 1, t) < c;
    predicate BelowSince{L}(real tau_mem, real tau_syn, real c, dg_real *w, dg_real *a, dg_index *order, integer p, real t0,
                            real since) =
      \forall real t; t0 <= t < t0 + since ==> Voltage(tau_mem, tau_syn, w, a, order, p, t) < c;
    // v and i at t are those at t0 a time t - t0 later.
    predicate SumsLater{L}(real tau_mem, real tau_syn, dg_real *w, dg_real *a, dg_index *order, integer p, real t0) =
      \forall real t; Voltage(tau_mem, tau_syn, w, a, order, p, t) ==
        VoltageLater(tau_mem, tau_syn, Voltage(tau_mem, tau_syn, w, a, order, p, t0), Current(tau_syn, w, a, order, p, t0), t - t0);
    predicate CurrentsLater{L}(real tau_syn, dg_real *w, dg_real *a, dg_index *order, integer p, real t0) =
      \forall real t; Current(tau_syn, w, a, order, p, t) ==
        CurrentLater(tau_syn, Current(tau_syn, w, a, order, p, t0), t - t0);
*/

/*@ // SPEC 1.2, 1.3: v(t), the sum over the inputs that have come by t; that time is the first at which v reaches c; that none is.
    logic real MembraneTerm(real tau_mem, real tau_syn, real w, real a, real t) =
      a <= t ? w * Kernel(tau_mem, tau_syn, t - a) : 0;
    logic real Membrane{L}(real tau_mem, real tau_syn, dg_real *w, dg_real *a, integer n, real t) =
      n <= 0 ? 0 : Membrane(tau_mem, tau_syn, w, a, n - 1, t) + MembraneTerm(tau_mem, tau_syn, w[n - 1], a[n - 1], t);
    predicate FirstCrossing{L}(real tau_mem, real tau_syn, real c, dg_real *w, dg_real *a, integer n, real time) =
      Membrane(tau_mem, tau_syn, w, a, n, time) == c &&
      (\forall real t; t < time ==> Membrane(tau_mem, tau_syn, w, a, n, t) < c);
    predicate NoCrossing{L}(real tau_mem, real tau_syn, real c, dg_real *w, dg_real *a, integer n) =
      \forall real t; TimeComes(t) ==> Membrane(tau_mem, tau_syn, w, a, n, t) < c;
*/

/*@ // v crosses c a time since after t, the last of causal arrivals, no later than the next arrival and for the first time.
    predicate CrossesAt{L}(real tau_mem, real tau_syn, real c, dg_real *w, dg_real *a, dg_index *order, integer n, integer causal,
                           real t, real since) =
      since > 0 && (causal < n ==> t + since <= a[order[causal]]) &&
      Below(tau_mem, tau_syn, c, w, a, order, causal - 1, n) &&
      BelowSince(tau_mem, tau_syn, c, w, a, order, causal, t, since) &&
      Voltage(tau_mem, tau_syn, w, a, order, causal, t + since) == c;
    // 1/K' there: tau_mem K' is the sum Rise, and zero where the crossing is tangent.
    predicate SlopeIs{L}(real tau_mem, real tau_syn, dg_real *w, dg_real *a, dg_index *order, integer causal, real t, real since,
                         integer crossing, real dT_dc) =
      (crossing == DG_SPIKES ==> Rise(tau_mem, tau_syn, w, a, order, causal, t, since) > 0 &&
         dT_dc == tau_mem / Rise(tau_mem, tau_syn, w, a, order, causal, t, since)) &&
      (crossing == DG_TANGENT ==> Rise(tau_mem, tau_syn, w, a, order, causal, t, since) == 0);
    // The time of a spike: t + since, or a number just after t where that would round to t.
    predicate TimeIs(real time, real t, real since, real epsilon) =
      time == t + since || (t + since < time && time <= t + (\abs(t) + 1) * epsilon);
*/
