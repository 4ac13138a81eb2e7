/* facts_neuron.h: facts about one window of a neuron that no prover here knows, as ghost functions without a body: a call states
   the contract. Each is a theorem of the same name in proofs/coq/. v, i: the state after an arrival; s: time since. */

/*@ // v stays below c for a time window, before it, and for ever.
    predicate BelowTo(real tau_mem, real tau_syn, real c, real v, real i, real window) =
      \forall real s; 0 <= s <= window ==> VoltageLater(tau_mem, tau_syn, v, i, s) < c;
    predicate BelowBefore(real tau_mem, real tau_syn, real c, real v, real i, real window) =
      \forall real s; 0 <= s < window ==> VoltageLater(tau_mem, tau_syn, v, i, s) < c;
    predicate BelowAlways(real tau_mem, real tau_syn, real c, real v, real i) =
      \forall real s; 0 <= s ==> VoltageLater(tau_mem, tau_syn, v, i, s) < c;
*/

/*@ ghost // not rising, or too little current
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && c > 0;
     requires below: v < c;
     requires flat: i <= v || i < c;
     terminates \true; assigns \nothing;
     ensures below: BelowAlways(tau_mem, tau_syn, c, v, i); @/
  static void dg_fact_flat(dg_real tau_mem, dg_real tau_syn, dg_real c, dg_real v, dg_real i);
*/

/*@ ghost // still rising at the end of the window, and below c there
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && c > 0;
     requires below: v < c;
     requires window: window >= 0;
     requires rising: CurrentLater(tau_syn, i, window) > VoltageLater(tau_mem, tau_syn, v, i, window);
     requires end: VoltageLater(tau_mem, tau_syn, v, i, window) < c;
     terminates \true; assigns \nothing;
     ensures below: BelowTo(tau_mem, tau_syn, c, v, i, window); @/
  static void dg_fact_rising(dg_real tau_mem, dg_real tau_syn, dg_real c, dg_real v, dg_real i, dg_real window);
*/

/*@ ghost // the maximum, where v = i, is below c
  /@ requires positive: tau_mem > 0 && tau_syn > 0;
     requires current: i > 0;
     requires peak: peak >= 0 && VoltageLater(tau_mem, tau_syn, v, i, peak) == CurrentLater(tau_syn, i, peak);
     requires low: CurrentLater(tau_syn, i, peak) < c;
     terminates \true; assigns \nothing;
     ensures below: BelowAlways(tau_mem, tau_syn, c, v, i); @/
  static void dg_fact_peak(dg_real tau_mem, dg_real tau_syn, dg_real c, dg_real v, dg_real i, dg_real peak);
*/

/*@ ghost // there is no maximum: v comes from below and stays below 0
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn && c > 0;
     requires rising: i > 0 && i > v;
     requires tail: i * tau_syn + v * (tau_mem - tau_syn) <= 0;
     terminates \true; assigns \nothing;
     ensures below: BelowAlways(tau_mem, tau_syn, c, v, i); @/
  static void dg_fact_tail(dg_real tau_mem, dg_real tau_syn, dg_real c, dg_real v, dg_real i);
*/

/*@ ghost // tau_mem = 2 tau_syn: v(s) = (v + i) y - i y^2 with y in (0, 1] does not meet c
  /@ requires ratio: tau_syn > 0 && tau_mem == 2 * tau_syn && c > 0;
     requires current: i > 0;
     requires apart: !CrossesTwo(c, v, i);
     terminates \true; assigns \nothing;
     ensures below: BelowAlways(tau_mem, tau_syn, c, v, i); @/
  static void dg_fact_two(dg_real tau_mem, dg_real tau_syn, dg_real c, dg_real v, dg_real i);
*/

/*@ ghost // where v meets c and does not fall, it does so for the first time
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && c > 0;
     requires crossing: since >= 0 && VoltageLater(tau_mem, tau_syn, v, i, since) == c;
     requires upward: CurrentLater(tau_syn, i, since) >= c;
     terminates \true; assigns \nothing;
     ensures first: BelowBefore(tau_mem, tau_syn, c, v, i, since); @/
  static void dg_fact_first(dg_real tau_mem, dg_real tau_syn, dg_real c, dg_real v, dg_real i, dg_real since);
*/

/*@ ghost // up to its maximum v does not fall
  /@ requires positive: tau_mem > 0 && tau_syn > 0;
     requires current: i > 0;
     requires peak: VoltageLater(tau_mem, tau_syn, v, i, peak) == CurrentLater(tau_syn, i, peak);
     requires before: 0 <= s && s <= peak;
     terminates \true; assigns \nothing;
     ensures upward: CurrentLater(tau_syn, i, s) >= VoltageLater(tau_mem, tau_syn, v, i, s); @/
  static void dg_fact_upward(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real peak, dg_real s);
*/

/*@ ghost // tau_mem = tau_syn: the maximum is a factor e^L above c, L = excess
  /@ requires positive: tau > 0 && c > 0 && i > 0;
     requires high: CurrentLater(tau, i, tau * ((i - v) / i)) >= c;
     terminates \true; assigns \nothing;
     ensures excess: \log(i / c) - (i - v) / i >= 0; @/
  static void dg_fact_excess(dg_real tau, dg_real c, dg_real v, dg_real i);
*/

/*@ ghost // SPEC 3.3: the crossing by Lambert's W
  /@ requires positive: tau > 0 && c > 0 && i > 0;
     requires below: v < c;
     requires rising: i > v;
     requires lambert: 0 <= h && h < 1 && -h - \log(1 - h) == \log(i / c) - (i - v) / i;
     requires x: x == (i - v) / i - h;
     terminates \true; assigns \nothing;
     ensures after: x > 0;
     ensures crossing: (v + i * x) * \exp(-x) == c;
     ensures voltage: VoltageLater(tau, tau, v, i, tau * x) == c;
     ensures current: CurrentLater(tau, i, tau * x) == c + i * h * \exp(-x); @/
  static void dg_fact_lambert(dg_real tau, dg_real c, dg_real v, dg_real i, dg_real h, dg_real x);
*/

/*@ ghost // v and i at any time from those at t0
  /@ requires positive: tau_mem > 0 && tau_syn > 0;
     terminates \true; assigns \nothing;
     ensures voltage: SumsLater(tau_mem, tau_syn, w, a, order, count, t0);
     ensures current: CurrentsLater(tau_syn, w, a, order, count, t0); @/
  static void dg_fact_sums_later(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                                 size_t count, dg_real t0);
*/

/*@ ghost // the first crossing among the windows between arrivals is the first of all times
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && c > 0;
     requires order: Indices(order, n, n) && Injective(order, n);
     requires sorted: InOrder(a, order, n);
     requires causal: 1 <= causal && causal <= n && Comes(a[order[causal - 1]]);
     requires t: t == a[order[causal - 1]];
     requires next: since > 0 && (causal < n ==> t + since <= a[order[causal]]);
     requires before: Below(tau_mem, tau_syn, c, w, a, order, causal - 1, n);
     requires since: BelowSince(tau_mem, tau_syn, c, w, a, order, causal, t, since);
     requires crossing: Voltage(tau_mem, tau_syn, w, a, order, causal, t + since) == c;
     terminates \true; assigns \nothing;
     ensures first: FirstCrossing(tau_mem, tau_syn, c, w, a, n, t + since); @/
  static void dg_fact_first_time(dg_real tau_mem, dg_real tau_syn, dg_real c, const dg_real *w, const dg_real *a,
                                 const dg_index *order, size_t n, size_t causal, dg_real t, dg_real since);
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && c > 0;
     requires order: Indices(order, n, n) && Injective(order, n);
     requires sorted: InOrder(a, order, n);
     requires below: Below(tau_mem, tau_syn, c, w, a, order, n, n);
     terminates \true; assigns \nothing;
     ensures silent: NoCrossing(tau_mem, tau_syn, c, w, a, n); @/
  static void dg_fact_no_time(dg_real tau_mem, dg_real tau_syn, dg_real c, const dg_real *w, const dg_real *a,
                              const dg_index *order, size_t n);
*/
