/* balls.h: balls of section 5 of delgrad.h, and what it means that they contain the exact values. */

/*@ // A centre and a radius; the centre is a pair, whose low part is a rounding of the high part.
    predicate InBall(real centre, real radius, real y) = centre - radius <= y <= centre + radius;
    predicate Tight(real high, real low) = \abs(low) <= DG_EPSILON / 2 * \abs(high);
*/

#ifdef DG_PROOF_IDEAL
/*@ // Of an error without bound nothing is known.
    predicate Bounded{L}(real error) = error < dg_never; */
#else
/*@ predicate Bounded{L}(dg_real error) = \is_finite(error); */
#endif

/*@ predicate Holds{L}(dg_ball x, real y) =
      Bounded(x.error) ==> Tight(x.high, x.low) && InBall(x.high + x.low, x.error, y);
    predicate Contains(dg_interval x, real y) = x.low <= y <= x.high;
    predicate HoldsQuotient{L}(dg_ball x, real a, real b) = Holds(x, a / b);
*/

/*@ ghost // a product is off by the errors of its factors
  /@ terminates \true; assigns \nothing;
     ensures product: \forall real a, b; InBall(x, x_error, a) && InBall(y, y_error, b) ==>
       InBall(x * y, \abs(x) * y_error + \abs(y) * x_error + x_error * y_error, a * b); @/
  static void dg_lemma_ball_product(dg_real x, dg_real x_error, dg_real y, dg_real y_error) {
    /@ assert right: \forall real b; InBall(y, y_error, b) ==> InBall(0.0, \abs(x) * y_error, x * (b - y)); @/
    /@ assert left: \forall real a; InBall(x, x_error, a) ==> InBall(0.0, \abs(y) * x_error, y * (a - x)); @/
    /@ assert signs: \forall real p, q, P, Q; InBall(0.0, P, p) && InBall(0.0, Q, q) ==>
         (P - p) * (Q + q) >= 0 && (P + p) * (Q - q) >= 0 && (P - p) * (Q - q) >= 0 && (P + p) * (Q + q) >= 0; @/
    /@ assert errors: \forall real p, q, P, Q; InBall(0.0, P, p) && InBall(0.0, Q, q) ==> InBall(0.0, P * Q, p * q); @/
    /@ assert apart: \forall real c, r, a; InBall(c, r, a) ==> InBall(0.0, r, a - c); @/
    /@ assert both: \forall real a, b; InBall(x, x_error, a) && InBall(y, y_error, b) ==>
         InBall(0.0, x_error * y_error, (a - x) * (b - y)); @/
  }
*/

/*@ ghost // low parts are small
  /@ terminates \true; assigns \nothing;
     ensures width: Tight(high, low) && error >= 0 ==> \abs(high + low) * error <= (1 + DG_EPSILON / 2) * (\abs(high) * error); @/
  static void dg_lemma_ball_width(dg_real high, dg_real low, dg_real error) {
    /@ assert size: Tight(high, low) ==> \abs(high + low) <= (1 + DG_EPSILON / 2) * \abs(high); @/
  }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures lows: Tight(x, x_low) && Tight(y, y_low) ==> \abs(x_low * y_low) <= DG_EPSILON / 2 * (DG_EPSILON / 2) * \abs(x * y); @/
  static void dg_lemma_ball_lows(dg_real x, dg_real x_low, dg_real y, dg_real y_low) {
    /@ assert one: Tight(x, x_low) ==> \abs(x_low) * \abs(y_low) <= DG_EPSILON / 2 * \abs(x) * \abs(y_low); @/
    /@ assert two: Tight(y, y_low) ==> \abs(x) * \abs(y_low) <= \abs(x) * (DG_EPSILON / 2 * \abs(y)); @/
    /@ assert sizes: \abs(x_low * y_low) == \abs(x_low) * \abs(y_low) && \abs(x * y) == \abs(x) * \abs(y); @/
  }
*/

/*@ // b is not near 0; what is left of a when b q is taken away.
    predicate Distant(real least, real b) = \abs(b) >= least;
    predicate LeavesAtMost(real most, real q, real a, real b) = \abs(a - b * q) <= most;
    predicate DividedWith(real q, real most, real least, real a, real b) = Distant(least, b) && LeavesAtMost(most, q, a, b); */

/*@ ghost
  /@ requires least: least > 0;
     requires error: most >= 0 ==> error >= most / least;
     terminates \true; assigns \nothing;
     ensures quotient: \forall real a, b; DividedWith(q, most, least, a, b) ==> InBall(q, error, a / b); @/
  static void dg_lemma_ball_quotient(dg_real q, dg_real most, dg_real least, dg_real error) {
    /@ assert error: most >= 0 ==> error * least >= most; @/
    /@ assert up: \forall real b; most >= 0 && b >= least ==> error * b >= most; @/
    /@ assert down: \forall real b; most >= 0 && b <= -least ==> error * -b >= most; @/
    /@ assert back: \forall real a, b; \abs(b) >= least ==> a == b * (a / b); @/
    /@ assert above: \forall real a, b; b >= least && LeavesAtMost(most, q, a, b) ==> -error * b <= b * (a / b - q) <= error * b; @/
    /@ assert below: \forall real a, b; b <= -least && LeavesAtMost(most, q, a, b) ==>
         error * b <= b * (a / b - q) <= -error * b; @/
    /@ assert cancel: \forall real b, e, x; b > 0 && -e * b <= b * x <= e * b ==> -e <= x <= e; @/
    /@ assert cancel_down: \forall real b, e, x; b < 0 && e * b <= b * x <= -e * b ==> -e <= x <= e; @/
    /@ assert positive: \forall real a, b; b >= least && LeavesAtMost(most, q, a, b) ==> InBall(q, error, a / b); @/
    /@ assert negative: \forall real a, b; b <= -least && LeavesAtMost(most, q, a, b) ==> InBall(q, error, a / b); @/
  }
*/

/*@ // What follows from a neuron's constants.
    logic real Slower(real tau_mem, real tau_syn) = tau_mem < tau_syn ? tau_syn : tau_mem;
    logic real Faster(real tau_mem, real tau_syn) = tau_mem < tau_syn ? tau_mem : tau_syn;
    logic real PerSlow(real tau_mem, real tau_syn) = 1 / Slower(tau_mem, tau_syn);
    logic real PerDifference(real tau_mem, real tau_syn) = 1 / Faster(tau_mem, tau_syn) - 1 / Slower(tau_mem, tau_syn);
    logic real GainOf(real tau_mem, real tau_syn) = tau_syn / (Slower(tau_mem, tau_syn) - Faster(tau_mem, tau_syn));
    predicate RatioIs(integer ratio, real tau_mem, real tau_syn) = tau_mem > 0 && tau_syn > 0 &&
      (ratio == DG_RATIO_ONE || ratio == DG_RATIO_TWO || ratio == DG_RATIO_ANY) &&
      (ratio == DG_RATIO_ONE <==> tau_mem == tau_syn) && (ratio == DG_RATIO_TWO <==> tau_mem == 2 * tau_syn);
    // Balls around these, and around the threshold c.
    predicate BallsAround{L}(integer ratio, real tau_mem, real tau_syn, dg_ball threshold, dg_ball per_slow, dg_ball difference,
                             dg_ball gain, real c) =
      RatioIs(ratio, tau_mem, tau_syn) && c > 0 && Holds(threshold, c) && Holds(per_slow, PerSlow(tau_mem, tau_syn)) &&
      Holds(difference, PerDifference(tau_mem, tau_syn)) && (tau_mem != tau_syn ==> Holds(gain, GainOf(tau_mem, tau_syn)));
    predicate Encloses{L}(dg_ball_constants *k, real c) = \valid_read(k) &&
      BallsAround(k->ratio, k->tau_mem, k->tau_syn, k->c, k->per_slow, k->difference, k->gain, c);
*/

/*@ ghost
  /@ requires scale: scale > 0;
     terminates \true; assigns \nothing;
     ensures back: g * scale * (h * (1 / scale)) == g * h && 1 / scale > 0; @/
  static void dg_lemma_ball_scaled(dg_real g, dg_real scale, dg_real h) {
    /@ assert one: scale * (1 / scale) == 1; @/
  }
*/

/*@ ghost
  /@ requires positive: slow > 0 && fast > 0;
     terminates \true; assigns \nothing;
     ensures inverses: (slow - fast) * (1.0 / slow) * (1.0 / fast) == 1.0 / fast - 1.0 / slow; @/
  static void dg_lemma_ball_inverses(dg_real slow, dg_real fast) {
    /@ assert one: slow * (1.0 / slow) == 1 && fast * (1.0 / fast) == 1; @/
    /@ assert left: slow * (1.0 / slow) * (1.0 / fast) == 1.0 / fast; @/
    /@ assert right: fast * (1.0 / slow) * (1.0 / fast) == 1.0 / slow; @/
  }
*/

/*@ // The exponentials that decays are made of, and what is made of them.
    logic real ExpSlow(real tau_mem, real tau_syn, real s) = Exp(-(s * PerSlow(tau_mem, tau_syn)));
    logic real ExpRest(real tau_mem, real tau_syn, real s) = Exp(-(s * PerDifference(tau_mem, tau_syn)));
    predicate KernelByParts(real tau_mem, real tau_syn, real s, real slow, real rest) =
      (tau_mem == tau_syn ==> slow == Decay(tau_mem, s) && s * PerSlow(tau_mem, tau_syn) * slow == Kernel(tau_mem, tau_syn, s)) &&
      (tau_mem == 2 * tau_syn ==> slow == Decay(tau_mem, s) && slow * slow == Decay(tau_syn, s) &&
        slow * -(slow - 1) == Kernel(tau_mem, tau_syn, s)) &&
      (tau_mem != tau_syn ==> slow == Decay(Slower(tau_mem, tau_syn), s) && slow * rest == Decay(Faster(tau_mem, tau_syn), s) &&
        GainOf(tau_mem, tau_syn) * (slow * -(rest - 1)) == Kernel(tau_mem, tau_syn, s));
*/

/*@ ghost // e^(x+y) = e^x e^y and the definitions; a Coq theorem of the same name
  /@ terminates \true; assigns \nothing;
     ensures parts: \forall real s; tau_mem > 0 && tau_syn > 0 ==>
       KernelByParts(tau_mem, tau_syn, s, ExpSlow(tau_mem, tau_syn, s), ExpRest(tau_mem, tau_syn, s)); @/
  static void dg_fact_decays(dg_real tau_mem, dg_real tau_syn);
*/

/*@ ghost // the definitions
  /@ terminates \true; assigns \nothing;
     ensures voltage: \forall real v, i, s;
       VoltageLater(tau_mem, tau_syn, v, i, s) == v * Decay(tau_mem, s) + i * Kernel(tau_mem, tau_syn, s);
     ensures current: \forall real i, s; CurrentLater(tau_syn, i, s) == i * Decay(tau_syn, s); @/
  static void dg_lemma_ball_later(dg_real tau_mem, dg_real tau_syn) { }
*/

/*@ logic real HalfWay(real tau_mem, real tau_syn, real room) = 0.5 * room / (room / tau_mem + 1 / tau_syn);
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures start: tau_mem > 0 && tau_syn > 0 ==> \forall real v, i; VoltageLater(tau_mem, tau_syn, v, i, 0.0) == v; @/
  static void dg_lemma_ball_start(dg_real tau_mem, dg_real tau_syn) {
    /@ assert one: \exp(0.0) == 1.0; @/
    /@ assert nothing: tau_mem > 0 && tau_syn > 0 ==> -0.0 / tau_mem == 0.0 && -0.0 / tau_syn == 0.0; @/
    /@ assert decays: tau_mem > 0 && tau_syn > 0 ==> \exp(-0.0 / tau_mem) == 1.0 && \exp(-0.0 / tau_syn) == 1.0; @/
    dg_lemma_unfold(tau_mem, tau_syn, 0, 0, 0);
    /@ assert kernel: tau_mem > 0 && tau_syn > 0 ==> Kernel(tau_mem, tau_syn, 0.0) == 0.0; @/
    /@ assert decay: tau_mem > 0 && tau_syn > 0 ==> Decay(tau_mem, 0.0) == 1.0; @/
    dg_lemma_ball_later(tau_mem, tau_syn);
    /@ assert sum: \forall real v, i; VoltageLater(tau_mem, tau_syn, v, i, 0.0) ==
         v * Decay(tau_mem, 0.0) + i * Kernel(tau_mem, tau_syn, 0.0); @/
  }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures power: PowerOfTwo(n) == Exp(n * \log(2.0)); @/
  static void dg_lemma_ball_power(int32_t n) { }
*/

/*@ ghost
  /@ requires wider: lower <= low && high <= higher;
     terminates \true; assigns \nothing;
     ensures within: \forall real c, v, i; CrossesWithin(tau_mem, tau_syn, c, v, i, low, high) ==>
       CrossesWithin(tau_mem, tau_syn, c, v, i, lower, higher); @/
  static void dg_lemma_ball_within(dg_real tau_mem, dg_real tau_syn, dg_real low, dg_real high, dg_real lower, dg_real higher) { }
*/

/*@ // The intervals of the inputs that come after the first causal in order are [0, 0].
    predicate NothingBeyond{L}(dg_index *order, integer causal, integer n, dg_interval *x) =
      \forall integer q; causal <= q < n ==> IsZero(x[order[q]].low) && IsZero(x[order[q]].high);
*/
