/* lemmas.h: steps of proofs, as ghost functions: a call states the contract. No compiler sees them. They speak of plain
   numbers where they can: what remains is polynomial arithmetic. */

/*@ ghost
  /@ requires same: x == y;
     terminates \true; assigns \nothing;
     ensures same: \exp(x) == \exp(y); @/
  static void dg_lemma_same(dg_real x, dg_real y) { }
*/

/*@ ghost
  /@ requires quotient: y > 0 && q == x / -y;
     terminates \true; assigns \nothing;
     ensures negative: q == -x / y; @/
  static void dg_lemma_negative(dg_real x, dg_real y, dg_real q) { }
*/

/*@ ghost // the definition
  /@ terminates \true; assigns \nothing;
     ensures decay: Decay(tau, s) == \exp(-s / tau); @/
  static void dg_lemma_decay(dg_real tau, dg_real s) { }
*/

/*@ ghost
  /@ requires sum: z == x + y;
     terminates \true; assigns \nothing;
     ensures product: \exp(z) == \exp(x) * \exp(y); @/
  static void dg_lemma_product(dg_real x, dg_real y, dg_real z) { }
*/

/*@ ghost // the definitions
  /@ terminates \true; assigns \nothing;
     ensures kernel: Kernel(tau_mem, tau_syn, s) ==
       (tau_mem == tau_syn ? s / tau_mem * \exp(-s / tau_mem)
                           : tau_syn / (tau_mem - tau_syn) * (\exp(-s / tau_mem) - \exp(-s / tau_syn)));
     ensures voltage: VoltageLater(tau_mem, tau_syn, v, i, s) == v * \exp(-s / tau_mem) + i * Kernel(tau_mem, tau_syn, s);
     ensures current: CurrentLater(tau_syn, i, s) == i * \exp(-s / tau_syn);
     ensures decay: Decay(tau_syn, s) == \exp(-s / tau_syn); @/
  static void dg_lemma_unfold(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real s) { }
*/

/*@ ghost
  /@ requires positive: slow > 0 && fast > 0;
     requires difference: d * slow * fast == slow - fast;
     terminates \true; assigns \nothing;
     ensures rates: \exp(-s / slow) * \exp(-s * d) == \exp(-s / fast); @/
  static void dg_lemma_rates(dg_real slow, dg_real fast, dg_real d, dg_real s) {
    /@ assert inverse: d == 1 / fast - 1 / slow; @/
    /@ assert sum: -s / slow + -s * d == -s / fast; @/
    dg_lemma_product(-s / slow, -s * d, -s / fast);
  }
*/

/*@ ghost
  /@ requires apart: tau_mem != tau_syn;
     requires gain: gain * (tau_mem < tau_syn ? tau_syn - tau_mem : tau_mem - tau_syn) == tau_syn;
     terminates \true; assigns \nothing;
     ensures gain: (tau_mem < tau_syn ? -gain : gain) == tau_syn / (tau_mem - tau_syn); @/
  static void dg_lemma_gain(dg_real tau_mem, dg_real tau_syn, dg_real gain) { }
*/

/*@ ghost
  /@ requires quotient: y != 0 && z != 0 && q == x / y / z;
     terminates \true; assigns \nothing;
     ensures twice: q * y * z == x; @/
  static void dg_lemma_twice(dg_real x, dg_real y, dg_real z, dg_real q) {
    /@ assert once: q * z == x / y; @/
  }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0;
     requires apart: tau_mem != tau_syn;
     requires slow: slow == (tau_mem < tau_syn ? tau_syn : tau_mem);
     requires difference: d * tau_mem * tau_syn == (tau_mem < tau_syn ? tau_syn - tau_mem : tau_mem - tau_syn);
     requires gain: gain * (tau_mem < tau_syn ? tau_syn - tau_mem : tau_mem - tau_syn) == tau_syn;
     terminates \true; assigns \nothing;
     ensures kernel: gain * \exp(-s / slow) * -(\exp(-s * d) - 1) == Kernel(tau_mem, tau_syn, s); @/
  static void dg_lemma_kernel(dg_real tau_mem, dg_real tau_syn, dg_real slow, dg_real d, dg_real gain, dg_real s) {
    dg_lemma_gain(tau_mem, tau_syn, gain);
    dg_lemma_unfold(tau_mem, tau_syn, 0, 0, s);
    if (tau_mem < tau_syn) {
      dg_lemma_rates(tau_syn, tau_mem, d, s);
      /@ assert product: gain * \exp(-s / slow) * -(\exp(-s * d) - 1) == -gain * (\exp(-s / tau_mem) - \exp(-s / tau_syn)); @/
    } else {
      dg_lemma_rates(tau_mem, tau_syn, d, s);
      /@ assert product: gain * \exp(-s / slow) * -(\exp(-s * d) - 1) == gain * (\exp(-s / tau_mem) - \exp(-s / tau_syn)); @/
    }
  }
*/

/*@ ghost
  /@ requires positive: x > 0;
     terminates \true; assigns \nothing;
     ensures scaled: x * y / x == y && -(x * y) / x == -y; @/
  static void dg_lemma_scaled(dg_real x, dg_real y) { }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && i > 0 && i > v;
     requires tail: i * tau_syn + v * (tau_mem - tau_syn) > 0;
     terminates \true; assigns \nothing;
     ensures inside: (i - v) * (tau_mem - tau_syn) / (i * tau_syn + v * (tau_mem - tau_syn)) > -1; @/
  static void dg_lemma_rise(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i) {
    /@ assert numerator: (i - v) * (tau_mem - tau_syn) + (i * tau_syn + v * (tau_mem - tau_syn)) == i * tau_mem; @/
    /@ assert positive: i * tau_mem > 0; @/
  }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn;
     requires gain: q * (tau_mem - tau_syn) == tau_syn;
     requires equal: er * i * tau_mem == i * tau_syn + v * (tau_mem - tau_syn);
     terminates \true; assigns \nothing;
     ensures peak: v + i * (q * (1 - er)) == i * er; @/
  static void dg_lemma_equal(dg_real tau_mem, dg_real tau_syn, dg_real q, dg_real v, dg_real i, dg_real er) {
    /@ assert zero: (v + i * (q * (1 - er)) - i * er) * (tau_mem - tau_syn) == 0; @/
  }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn && i > 0 && i > v;
     requires tail: i * tau_syn + v * (tau_mem - tau_syn) > 0;
     requires ratio: er == 1 + (i - v) * (tau_mem - tau_syn) / (i * tau_syn + v * (tau_mem - tau_syn));
     terminates \true; assigns \nothing;
     ensures ratio: er * (i * tau_syn + v * (tau_mem - tau_syn)) == i * tau_mem; @/
  static void dg_lemma_ratio(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real er) { }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn;
     requires peak: peak == x * tau_mem * (tau_syn / (tau_mem - tau_syn));
     terminates \true; assigns \nothing;
     ensures exponent: -peak / tau_syn == -peak / tau_mem + -x; @/
  static void dg_lemma_exponent(dg_real tau_mem, dg_real tau_syn, dg_real x, dg_real peak) { }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn;
     requires ratio: \exp(x) * tail == i * tau_mem;
     requires tail: tail == i * tau_syn + v * (tau_mem - tau_syn);
     requires exponent: -peak / tau_syn == -peak / tau_mem + -x;
     terminates \true; assigns \nothing;
     ensures peak: VoltageLater(tau_mem, tau_syn, v, i, peak) == CurrentLater(tau_syn, i, peak); @/
  static void dg_lemma_peak(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real tail, dg_real x, dg_real peak) {
    dg_real q = tau_syn / (tau_mem - tau_syn);
    dg_real er = dg_lemma_exp(-x), em = dg_lemma_exp(-peak / tau_mem), es = dg_lemma_exp(-peak / tau_syn);
    dg_lemma_unfold(tau_mem, tau_syn, v, i, peak);
    dg_lemma_once(tau_syn, tau_mem - tau_syn, q);
    dg_lemma_inverse(x);
    dg_lemma_product(-peak / tau_mem, -x, -peak / tau_syn);
    /@ assert inverse: er * i * tau_mem == tail; @/
    dg_lemma_equal(tau_mem, tau_syn, q, v, i, er);
    /@ assert later: VoltageLater(tau_mem, tau_syn, v, i, peak) == v * em + i * (q * (em - es)); @/
    /@ assert product: es == em * er; @/
    /@ assert factor: v * em + i * (q * (em - em * er)) == em * (v + i * (q * (1 - er))); @/
  }
*/

/*@ ghost // ln(1 + z) has the sign of z
  /@ requires domain: \exp(x) == 1 + z && 1 + z > 0;
     terminates \true; assigns \nothing;
     ensures above: z > 0 ==> x > 0;
     ensures below: z < 0 ==> x < 0; @/
  static void dg_lemma_sign(dg_real z, dg_real x) {
    dg_real e = dg_lemma_exp(x), y = dg_lemma_exp(-x);
    dg_lemma_inverse(x);
    /@ assert inverse: y * (1 + z) == 1; @/
  }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn && i > v;
     requires tail: tail > 0 && z == (i - v) * (tau_mem - tau_syn) / tail;
     terminates \true; assigns \nothing;
     ensures faster: tau_mem > tau_syn ==> z > 0;
     ensures slower: tau_mem < tau_syn ==> z < 0; @/
  static void dg_lemma_growth(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real tail, dg_real z) { }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn;
     requires sign: tau_mem > tau_syn ? x > 0 : x < 0;
     requires peak: peak == x * tau_mem * (tau_syn / (tau_mem - tau_syn));
     terminates \true; assigns \nothing;
     ensures positive: peak > 0; @/
  static void dg_lemma_after(dg_real tau_mem, dg_real tau_syn, dg_real x, dg_real peak) {
    dg_real q = tau_syn / (tau_mem - tau_syn);
    dg_lemma_once(tau_syn, tau_mem - tau_syn, q);
    /@ assert product: peak == x * q * tau_mem; @/
    /@ assert sign: x * q > 0; @/
  }
*/

/*@ ghost // the maximum of v, where it has one, comes after the state from which it is reckoned
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && tau_mem != tau_syn && i > v && tail > 0;
     requires inside: (i - v) * (tau_mem - tau_syn) / tail > -1;
     requires growth: \exp(x) == 1 + (i - v) * (tau_mem - tau_syn) / tail;
     requires peak: peak == x * tau_mem * (tau_syn / (tau_mem - tau_syn));
     terminates \true; assigns \nothing;
     ensures positive: peak > 0; @/
  static void dg_lemma_peak_after(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real tail, dg_real x,
                                  dg_real peak) {
    dg_real z = (i - v) * (tau_mem - tau_syn) / tail;
    dg_lemma_growth(tau_mem, tau_syn, v, i, tail, z);
    dg_lemma_sign(z, x);
    dg_lemma_after(tau_mem, tau_syn, x, peak);
  }
*/

/*@ ghost // the height of the maximum for tau_mem = tau_syn
  /@ requires positive: tau > 0 && i > 0;
     requires peak: peak == (i - v) / i && top == \exp(-peak);
     terminates \true; assigns \nothing;
     ensures top: CurrentLater(tau, i, tau * ((i - v) / i)) == i * top; @/
  static void dg_lemma_top(dg_real tau, dg_real v, dg_real i, dg_real peak, dg_real top) {
    dg_real s = tau * peak;
    dg_lemma_scaled(tau, peak);
    dg_lemma_unfold(tau, tau, v, i, s);
    dg_lemma_same(-s / tau, -peak);
    /@ assert current: CurrentLater(tau, i, s) == i * top; @/
  }
*/

/*@ ghost // a Newton step from the root stays there
  /@ requires positive: decay > 0;
     requires root: (v + i * x) * decay == c;
     terminates \true; assigns \nothing;
     ensures settled: (v - c / decay) + i * x == 0; @/
  static void dg_lemma_settled(dg_real c, dg_real v, dg_real i, dg_real x, dg_real decay) {
    dg_real q = c / decay;
    dg_lemma_once(c, decay, q);
    /@ assert equal: (v + i * x - q) * decay == 0; @/
  }
*/

/*@ ghost
  /@ requires factors: x > 0 && y > 0;
     terminates \true; assigns \nothing;
     ensures positive: x * y > 0; @/
  static void dg_lemma_positive(dg_real x, dg_real y) { }
*/

/*@ ghost
  /@ requires peak: x * i == i - v && peak / tau == x;
     terminates \true; assigns \nothing;
     ensures peak: VoltageLater(tau, tau, v, i, peak) == CurrentLater(tau, i, peak); @/
  static void dg_lemma_peak_one(dg_real tau, dg_real v, dg_real i, dg_real x, dg_real peak) {
    dg_real e = dg_lemma_exp(-peak / tau);
    dg_lemma_unfold(tau, tau, v, i, peak);
    /@ assert voltage: VoltageLater(tau, tau, v, i, peak) == v * e + i * (x * e); @/
  }
*/

/*@ ghost
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && c > 0;
     requires ratio: ratio == (tau_mem == tau_syn ? DG_RATIO_ONE : tau_mem == 2 * tau_syn ? DG_RATIO_TWO : DG_RATIO_ANY);
     requires slow: slow == (tau_mem < tau_syn ? tau_syn : tau_mem);
     requires difference: d * tau_mem * tau_syn == (tau_mem < tau_syn ? tau_syn - tau_mem : tau_mem - tau_syn);
     requires gain: tau_mem != tau_syn ==> gain * (tau_mem < tau_syn ? tau_syn - tau_mem : tau_mem - tau_syn) == tau_syn;
     terminates \true; assigns \nothing;
     ensures constants: ConstantsAre(ratio, tau_mem, tau_syn, c, slow, d, gain); @/
  static void dg_lemma_constants(dg_ratio ratio, dg_real tau_mem, dg_real tau_syn, dg_real c, dg_real slow, dg_real d,
                                 dg_real gain) { }
*/

/*@ ghost
  /@ requires factors: below > 0 && growth > 0 && sum > 0 && step == 4 * i * below / growth / sum;
     terminates \true; assigns \nothing;
     ensures positive: i > 0 ==> step > 0; @/
  static void dg_lemma_step(dg_real i, dg_real below, dg_real growth, dg_real sum, dg_real step) { }
*/

/*@ ghost
  /@ requires domain: 1 + step > 0 && time == \log(1 + step);
     terminates \true; assigns \nothing;
     ensures exp: \exp(time) == 1 + step;
     ensures inverse: \exp(-time) * (1 + step) == 1;
     ensures positive: step >= 0 ==> time >= 0; @/
  static void dg_lemma_log(dg_real step, dg_real time) {
    /@ assert exp: \exp(time) == 1 + step; @/
    dg_real y = dg_lemma_exp(-time);
    dg_lemma_inverse(time);
    /@ assert inverse: y * (1 + step) == 1; @/
    /@ assert above: y >= 1 - time; @/
  }
*/

/*@ ghost
  /@ requires factors: x > 0 && y >= 0;
     terminates \true; assigns \nothing;
     ensures positive: x * y >= 0; @/
  static void dg_lemma_positive_or_zero(dg_real x, dg_real y) { }
*/

/*@ ghost // rho - 1 of SPEC 3.2 is a root
  /@ requires rising: i > v && i > 0 && c > v && v + i > 0;
     requires root: S >= 0 && S * S == (v + i) * (v + i) - 4 * c * i;
     requires step: step == 4 * i * (c - v) / (i - v + S) / (v + i + S);
     terminates \true; assigns \nothing;
     ensures rho: (1 + step) * (v + i + S) == 2 * i; @/
  static void dg_lemma_rho(dg_real c, dg_real v, dg_real i, dg_real S, dg_real step) {
    /@ assert step: step * (i - v + S) * (v + i + S) == 4 * i * (c - v); @/
    /@ assert sum: (i - v + S) * (v + i + S) + 4 * i * (c - v) == 2 * i * (i - v + S); @/
    /@ assert product: (1 + step) * (v + i + S) * (i - v + S) == 2 * i * (i - v + S); @/
  }
*/

/*@ ghost // y = 1/rho
  /@ requires positive: i > 0 && S >= 0 && step > 0;
     requires root: S * S == (v + i) * (v + i) - 4 * c * i;
     requires rho: (1 + step) * (v + i + S) == 2 * i && y * (1 + step) == 1;
     terminates \true; assigns \nothing;
     ensures y: 2 * i * y == v + i + S;
     ensures crossing: (v + i) * y - i * y * y == c;
     ensures rise: i * y * y - ((v + i) * y - i * y * y) == S / (1 + step);
     ensures upward: S / (1 + step) >= 0; @/
  static void dg_lemma_root(dg_real c, dg_real v, dg_real i, dg_real S, dg_real step, dg_real y) {
    /@ assert y: 2 * i * y == v + i + S; @/
    /@ assert square: 4 * i * ((v + i) * y - i * y * y) == (v + i) * (v + i) - S * S; @/
    /@ assert quotient: S / (1 + step) == S * y; @/
    /@ assert positive: y > 0; @/
  }
*/

/*@ ghost
  /@ requires ratio: tau_syn > 0 && tau_mem == 2 * tau_syn;
     terminates \true; assigns \nothing;
     ensures sum: -s / tau_syn == -s / tau_mem + -s / tau_mem; @/
  static void dg_lemma_halves(dg_real tau_mem, dg_real tau_syn, dg_real s) { }
*/

/*@ ghost // tau_mem = 2 tau_syn: everything is a polynomial in y = e^{-s/tau_mem}
  /@ requires ratio: tau_syn > 0 && tau_mem == 2 * tau_syn && y == \exp(-s / tau_mem);
     terminates \true; assigns \nothing;
     ensures voltage: VoltageLater(tau_mem, tau_syn, v, i, s) == (v + i) * y - i * y * y;
     ensures current: CurrentLater(tau_syn, i, s) == i * y * y; @/
  static void dg_lemma_two(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real s, dg_real y) {
    dg_real es = dg_lemma_exp(-s / tau_syn), q = tau_syn / (tau_mem - tau_syn);
    dg_lemma_unfold(tau_mem, tau_syn, v, i, s);
    dg_lemma_halves(tau_mem, tau_syn, s);
    dg_lemma_product(-s / tau_mem, -s / tau_mem, -s / tau_syn);
    /@ assert square: es == y * y; @/
    /@ assert gain: q == 1; @/
    /@ assert kernel: Kernel(tau_mem, tau_syn, s) == q * (y - es); @/
  }
*/

/*@ ghost // the definitions
  /@ requires valid: Readable(w, a, order, p + 1);
     terminates \true; assigns \nothing;
     ensures voltage: Voltage(tau_mem, tau_syn, w, a, order, p + 1, t) ==
       Voltage(tau_mem, tau_syn, w, a, order, p, t) + w[order[p]] * Kernel(tau_mem, tau_syn, t - a[order[p]]);
     ensures current: Current(tau_syn, w, a, order, p + 1, t) ==
       Current(tau_syn, w, a, order, p, t) + w[order[p]] * Decay(tau_syn, t - a[order[p]]); @/
  static void dg_lemma_sums(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                            size_t p, dg_real t) { }
*/

/*@ ghost // the definition
  /@ requires current: current == Decay(tau_syn, s);
     requires kernel: kernel == Kernel(tau_mem, tau_syn, s);
     terminates \true; assigns \nothing;
     ensures slope: current - kernel == KernelSlope(tau_mem, tau_syn, s); @/
  static void dg_lemma_slope(dg_real tau_mem, dg_real tau_syn, dg_real s, dg_real current, dg_real kernel) { }
*/

/*@ ghost // the definitions
  /@ requires kernel: kernel == Kernel(tau_mem, tau_syn, since + (t - a));
     requires term: term == RiseTerm(tau_mem, tau_syn, since, t, w, a);
     terminates \true; assigns \nothing;
     ensures weight: -kernel * dT_dc == WeightTerm(tau_mem, tau_syn, since, t, a, dT_dc);
     ensures arrival: (rise > 0 ? term / rise : term * (dT_dc / tau_mem)) ==
                      ArrivalTerm(tau_mem, tau_syn, since, t, w, a, dT_dc, rise); @/
  static void dg_lemma_terms(dg_real tau_mem, dg_real tau_syn, dg_real since, dg_real t, dg_real w, dg_real a, dg_real dT_dc,
                             dg_real rise, dg_real kernel, dg_real term) { }
*/

/*@ ghost // the definition
  /@ requires valid: Readable(w, a, order, p + 1);
     terminates \true; assigns \nothing;
     ensures rise: Rise(tau_mem, tau_syn, w, a, order, p + 1, t, since) == Rise(tau_mem, tau_syn, w, a, order, p, t, since) +
       RiseTerm(tau_mem, tau_syn, since, t, w[order[p]], a[order[p]]); @/
  static void dg_lemma_rises(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                             size_t p, dg_real t, dg_real since) { }
*/

/*@ ghost
  /@ requires valid: \valid_read(a + (0 .. n-1)) && \valid_read(order + (0 .. n-1)) && Indices(order, n, n);
     requires stable: Stable(a, order, n);
     terminates \true; assigns \nothing;
     ensures sorted: InOrder(a, order, n); @/
  static void dg_lemma_in_order(size_t n, const dg_real *a, const dg_index *order) {
    /@ loop invariant bound: 0 <= p <= n;
       loop invariant rows: \forall integer i, j; 0 <= i < p && i <= j < n ==> a[order[i]] <= a[order[j]];
       loop assigns p;
       loop variant n - p; @/
    for (size_t p = 0; p < n; p++) {
      /@ loop invariant bound: p < q <= n;
         loop invariant row: \forall integer j; p <= j < q ==> a[order[p]] <= a[order[j]];
         loop assigns q;
         loop variant n - q; @/
      for (size_t q = p + 1; q < n; q++) {
        /@ assert before: Before(a, order[p], order[q]); @/
      }
    }
  }
*/

/*@ ghost // the state itself
  /@ requires positive: tau_mem > 0 && tau_syn > 0;
     requires now: tau_mem * s == 0.0;
     terminates \true; assigns \nothing;
     ensures voltage: VoltageLater(tau_mem, tau_syn, v, i, s) == v;
     ensures kernel: Kernel(tau_mem, tau_syn, s) == 0.0;
     ensures decay: Decay(tau_syn, s) == 1.0; @/
  static void dg_lemma_now(dg_real tau_mem, dg_real tau_syn, dg_real v, dg_real i, dg_real s) {
    /@ assert zero: s == 0.0; @/
    dg_lemma_unfold(tau_mem, tau_syn, v, i, s);
    dg_real mem = -s / tau_mem, syn = -s / tau_syn;
    dg_real em = dg_lemma_exp(mem), es = dg_lemma_exp(syn);
    /@ assert mem: mem == 0.0 && syn == 0.0; @/
    /@ assert one: em == 1.0 && es == 1.0; @/
  }
*/

/*@ ghost // the membrane that one more input has just reached
  /@ requires positive: tau_mem > 0 && tau_syn > 0;
     requires valid: Readable(w, a, order, p + 1);
     requires t: tau_mem * (t - a[order[p]]) == 0.0; // so written, or WP confuses the 0 of reals with that of integers
     terminates \true; assigns \nothing;
     ensures voltage: Voltage(tau_mem, tau_syn, w, a, order, p + 1, t) == Voltage(tau_mem, tau_syn, w, a, order, p, t);
     ensures current: Current(tau_syn, w, a, order, p + 1, t) == Current(tau_syn, w, a, order, p, t) + w[order[p]]; @/
  static void dg_lemma_arrives(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                               size_t p, dg_real t) {
    dg_real s = t - a[order[p]];
    dg_lemma_sums(tau_mem, tau_syn, w, a, order, p, t);
    dg_lemma_now(tau_mem, tau_syn, t, t, s);
  }
*/

/*@ ghost // no crossing after arrival p
  /@ requires valid: Readable(w, a, order, p + 1);
     requires t0: t0 == a[order[p]];
     requires voltage: v == Voltage(tau_mem, tau_syn, w, a, order, p + 1, t0);
     requires current: i == Current(tau_syn, w, a, order, p + 1, t0);
     requires later: SumsLater(tau_mem, tau_syn, w, a, order, p + 1, t0);
     requires before: Below(tau_mem, tau_syn, c, w, a, order, p, n);
     requires window: \forall real t; InWindow(a, order, n, p, t) ==> VoltageLater(tau_mem, tau_syn, v, i, t - t0) < c;
     terminates \true; assigns \nothing;
     ensures below: Below(tau_mem, tau_syn, c, w, a, order, p + 1, n); @/
  static void dg_lemma_stays(dg_real tau_mem, dg_real tau_syn, dg_real c, const dg_real *w, const dg_real *a,
                             const dg_index *order, size_t p, size_t n, dg_real t0, dg_real v, dg_real i) {
    /@ assert this: \forall real t; InWindow(a, order, n, p, t) ==> Voltage(tau_mem, tau_syn, w, a, order, p + 1, t) < c; @/
  }
*/

/*@ ghost // v stays below c from arrival p, at t, to the next at t_next, or for ever
  /@ requires place: p < n;
     requires valid: Readable(w, a, order, p + 1);
     requires positive: tau_mem > 0 && tau_syn > 0;
     requires t: t == a[order[p]];
     requires next: p + 1 < n ==> t_next == a[order[p + 1]];
     requires last: p + 1 >= n ==> t_next == DG_NEVER;
     requires voltage: v == Voltage(tau_mem, tau_syn, w, a, order, p + 1, t);
     requires current: i == Current(tau_syn, w, a, order, p + 1, t);
     requires before: Below(tau_mem, tau_syn, c, w, a, order, p, n);
     requires quiet: BelowTo(tau_mem, tau_syn, c, v, i, t_next - t) || BelowAlways(tau_mem, tau_syn, c, v, i);
     terminates \true; assigns \nothing;
     ensures below: Below(tau_mem, tau_syn, c, w, a, order, p + 1, n); @/
  static void dg_lemma_quiet(dg_real tau_mem, dg_real tau_syn, dg_real c, const dg_real *w, const dg_real *a,
                             const dg_index *order, size_t p, size_t n, dg_real t, dg_real t_next, dg_real v, dg_real i) {
    /@ assert window: \forall real x; InWindow(a, order, n, p, x) ==> 0 <= x - t <= t_next - t; @/
    /@ assert quiet: \forall real x; InWindow(a, order, n, p, x) ==> VoltageLater(tau_mem, tau_syn, v, i, x - t) < c; @/
    /@ assert count: (size_t)(p + 1) == p + 1; @/
    dg_fact_sums_later(tau_mem, tau_syn, w, a, order, p + 1, t);
    dg_lemma_stays(tau_mem, tau_syn, c, w, a, order, p, n, t, v, i);
  }
*/

/*@ ghost // the crossing after the last of count arrivals, at t0
  /@ requires positive: tau_mem > 0 && tau_syn > 0 && c > 0;
     requires valid: Readable(w, a, order, count);
     requires voltage: v == Voltage(tau_mem, tau_syn, w, a, order, count, t0) && v < c;
     requires current: i == Current(tau_syn, w, a, order, count, t0);
     requires root: RootIs(tau_mem, tau_syn, c, v, i, since, rise);
     terminates \true; assigns \nothing;
     ensures after: since > 0;
     ensures below: BelowSince(tau_mem, tau_syn, c, w, a, order, count, t0, since);
     ensures voltage: Voltage(tau_mem, tau_syn, w, a, order, count, t0 + since) == c;
     ensures current: Current(tau_syn, w, a, order, count, t0 + since) == c + rise; @/
  static void dg_lemma_crosses(dg_real tau_mem, dg_real tau_syn, dg_real c, const dg_real *w, const dg_real *a,
                               const dg_index *order, size_t count, dg_real t0, dg_real v, dg_real i, dg_real since,
                               dg_real rise) {
    dg_fact_sums_later(tau_mem, tau_syn, w, a, order, count, t0);
    dg_fact_first(tau_mem, tau_syn, c, v, i, since);
    dg_lemma_now(tau_mem, tau_syn, v, i, 0.0);
    dg_real t = t0 + since;
    /@ assert since: t - t0 == since; @/
    /@ assert voltage: Voltage(tau_mem, tau_syn, w, a, order, count, t) == VoltageLater(tau_mem, tau_syn, v, i, t - t0); @/
    /@ assert current: Current(tau_syn, w, a, order, count, t) == CurrentLater(tau_syn, i, t - t0); @/
  }
*/

/*@ ghost // tau_mem K', the sum of the terms w_i tau_mem k'(T - a_i), is i - v
  /@ requires valid: Readable(w, a, order, count);
     terminates \true; assigns \nothing;
     ensures rise: Rise(tau_mem, tau_syn, w, a, order, count, t, since) ==
       Current(tau_syn, w, a, order, count, t + since) - Voltage(tau_mem, tau_syn, w, a, order, count, t + since); @/
  static void dg_lemma_rise_is(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                               size_t count, dg_real t, dg_real since) {
    dg_real T = t + since;
    /@ loop invariant bound: 0 <= p <= count;
       loop invariant rise: Rise(tau_mem, tau_syn, w, a, order, p, t, since) ==
         Current(tau_syn, w, a, order, p, T) - Voltage(tau_mem, tau_syn, w, a, order, p, T);
       loop assigns p;
       loop variant count - p; @/
    for (size_t p = 0; p < count; p++) {
      dg_real s = since + (t - a[order[p]]);
      dg_lemma_rises(tau_mem, tau_syn, w, a, order, p, t, since);
      dg_lemma_sums(tau_mem, tau_syn, w, a, order, p, T);
      dg_lemma_decay(tau_syn, s);
      /@ assert s: s == T - a[order[p]]; @/
      /@ assert term: RiseTerm(tau_mem, tau_syn, since, t, w[order[p]], a[order[p]]) ==
           w[order[p]] * Decay(tau_syn, s) - w[order[p]] * Kernel(tau_mem, tau_syn, s); @/
      /@ assert next: (size_t)(p + 1) == p + 1; @/
    }
  }
*/

/*@ ghost // the state at t1 from that at t0
  /@ requires later: SumsLater(tau_mem, tau_syn, w, a, order, count, t0) && CurrentsLater(tau_syn, w, a, order, count, t0);
     requires voltage: v == Voltage(tau_mem, tau_syn, w, a, order, count, t0);
     requires current: i == Current(tau_syn, w, a, order, count, t0);
     requires next_voltage: v1 == VoltageLater(tau_mem, tau_syn, v, i, t1 - t0);
     requires next_current: i1 == CurrentLater(tau_syn, i, t1 - t0);
     terminates \true; assigns \nothing;
     ensures voltage: v1 == Voltage(tau_mem, tau_syn, w, a, order, count, t1);
     ensures current: i1 == Current(tau_syn, w, a, order, count, t1); @/
  static void dg_lemma_next(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                            size_t count, dg_real t0, dg_real v, dg_real i, dg_real t1, dg_real v1, dg_real i1) { }
*/

/*@ ghost
  /@ requires rise: Rise(tau_mem, tau_syn, w, a, order, count, t, since) == rise && rise >= 0;
     requires kind: crossing == (rise > 0 ? DG_SPIKES : DG_TANGENT);
     requires slope: dT_dc == (rise > 0 ? tau_mem / rise : 0.0);
     terminates \true; assigns \nothing;
     ensures slope: SlopeIs(tau_mem, tau_syn, w, a, order, count, t, since, crossing, dT_dc); @/
  static void dg_lemma_slope_is(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                                size_t count, dg_real t, dg_real since, dg_real rise, dg_crossing crossing, dg_real dT_dc) { }
*/

/*@ ghost // the slope at a measured time, since after t
  /@ requires positive: tau_mem > 0 && tau_syn > 0;
     requires valid: Readable(w, a, order, count);
     requires rise: rise == CurrentLater(tau_syn, Current(tau_syn, w, a, order, count, t), since) -
       VoltageLater(tau_mem, tau_syn, Voltage(tau_mem, tau_syn, w, a, order, count, t), Current(tau_syn, w, a, order, count, t),
                    since);
     terminates \true; assigns \nothing;
     ensures rise: Rise(tau_mem, tau_syn, w, a, order, count, t, since) == rise; @/
  static void dg_lemma_measured(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                                size_t count, dg_real t, dg_real since, dg_real rise) {
    dg_real T = t + since;
    dg_fact_sums_later(tau_mem, tau_syn, w, a, order, count, t);
    dg_lemma_rise_is(tau_mem, tau_syn, w, a, order, count, t, since);
    /@ assert since: T - t == since; @/
    /@ assert current: Current(tau_syn, w, a, order, count, T) ==
         CurrentLater(tau_syn, Current(tau_syn, w, a, order, count, t), T - t); @/
    /@ assert voltage: Voltage(tau_mem, tau_syn, w, a, order, count, T) == VoltageLater(tau_mem, tau_syn,
         Voltage(tau_mem, tau_syn, w, a, order, count, t), Current(tau_syn, w, a, order, count, t), T - t); @/
  }
*/

/*@ ghost // the same where memory has changed elsewhere
  /@ requires rise: Rise(tau_mem, tau_syn, w, a, order, count, t, since) == rise;
     requires spikes: crossing == DG_SPIKES ==> rise > 0 && dT_dc == tau_mem / rise;
     requires tangent: crossing == DG_TANGENT ==> rise == 0.0;
     terminates \true; assigns \nothing;
     ensures slope: SlopeIs(tau_mem, tau_syn, w, a, order, count, t, since, crossing, dT_dc); @/
  static void dg_lemma_slope_again(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                                   size_t count, dg_real t, dg_real since, dg_real rise, dg_crossing crossing, dg_real dT_dc) { }
*/

/*@ ghost
  /@ requires valid: \valid_read(a + (0 .. n-1)) && \valid_read(order + (0 .. n-1)) && Indices(order, n, n);
     requires chain: Chain(a, order, n);
     terminates \true; assigns \nothing;
     ensures stable: Stable(a, order, n); @/
  static void dg_lemma_chain(size_t n, const dg_real *a, const dg_index *order) {
    /@ loop invariant bound: 0 <= p <= n;
       loop invariant rows: \forall integer i, j; 0 <= i < p && i < j < n ==> Before(a, order[i], order[j]);
       loop assigns p;
       loop variant n - p; @/
    for (size_t p = 0; p < n; p++) {
      /@ loop invariant bound: p < q && (q <= n || q == p + 1);
         loop invariant row: \forall integer j; p < j < q && j < n ==> Before(a, order[p], order[j]);
         loop assigns q;
         loop variant n - q; @/
      for (size_t q = p + 1; q < n; q++) {
        /@ assert last: Before(a, order[q - 1], order[q]); @/
        /@ assert next: Before(a, order[p], order[q]); @/
      }
    }
  }
*/

/*@ ghost // gives a name to the sum
  /@ requires valid: Readable(w, a, order, count);
     terminates \true; assigns \nothing;
     ensures rise: \result == Rise(tau_mem, tau_syn, w, a, order, count, t, since); @/
  static dg_real dg_lemma_rise_value(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                                     size_t count, dg_real t, dg_real since);
*/

/*@ ghost // gives a name to the threshold
  /@ requires valid: \valid_read(neuron);
     terminates \true; assigns \nothing;
     ensures value: \result == ThresholdOf(neuron); @/
  static dg_real dg_lemma_threshold(const dg_neuron *neuron) {
    return neuron->g_leak * (neuron->threshold - neuron->e_leak);
  }
*/
