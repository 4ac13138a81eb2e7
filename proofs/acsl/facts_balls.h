/* facts_balls.h: facts of analysis behind section 5 of delgrad.h, as ghost functions without a body: a call states the contract.
   Each is a Coq theorem of the same name. */

/*@ // e^q = 1 + q + ... + q^7/7! + q^8 ExpTail8(q), and the same up to q^4/4! with ExpTail5.
    logic real ExpTail8(real q) = q == 0 ? 1.0 / 40320 :
      (\exp(q) - (1 + q * (1 + q * (1.0 / 2 + q * (1.0 / 6 +
        q * (1.0 / 24 + q * (1.0 / 120 + q * (1.0 / 720 + q * (1.0 / 5040))))))))) /
      (q * q * q * q * q * q * q * q);
    logic real ExpTail5(real q) = q == 0 ? 1.0 / 120 :
      (\exp(q) - (1 + q * (1 + q * (1.0 / 2 + q * (1.0 / 6 + q * (1.0 / 24)))))) / (q * q * q * q * q);
    // The polynomials that dg_ball_expm1_series takes for them.
    logic real TailPolynomial8(real q) =
      0x1.a01a01a01a01ap-16 + q * (0x1.71de3a556c734p-19 + q * (0x1.27e4fb7789f5cp-22 + q * (0x1.ae64567f544e4p-26 +
      q * (0x1.1eed8eff8d898p-29 + q * (0x1.6124613a86d09p-33 + q * 0x1.93974a8c07c9dp-37)))));
    logic real TailPolynomial5(real q) = 0x1.111112p-7 + q * (0x1.6c16c2p-10 + q * 0x1.a01a02p-13);
*/

#if DG_FLOAT
/*@ // What the series takes from its third order on.
    logic real ThirdTail(real q) = 1.0 / 6 + q * (1.0 / 24 + q * ExpTail5(q)); */
#else
/*@ logic real ThirdTail(real q) =
      1.0 / 6 + q * (1.0 / 24 + q * (1.0 / 120 + q * (1.0 / 720 + q * (1.0 / 5040 + q * ExpTail8(q))))); */
#endif

/*@ ghost // what the series leaves out, at a place rounded from q to r
  /@ terminates \true; assigns \nothing;
     ensures tail8: \forall real q, r; -0.0218 <= q <= 0.0218 && -0x1p-50 <= q - r <= 0x1p-50 ==>
       -0x1p-66 <= ExpTail8(q) - TailPolynomial8(r) <= 0x1p-66;
     ensures tail5: \forall real q, r; -0.0218 <= q <= 0.0218 && -0x1p-24 <= q - r <= 0x1p-24 ==>
       -0x1p-28 <= ExpTail5(q) - TailPolynomial5(r) <= 0x1p-28; @/
  static void dg_fact_exp_tail(void);
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures series8: \forall real q; \exp(q) - 1 ==
       q + q * (q * (1.0 / 2 + q * (1.0 / 6 + q * (1.0 / 24 +
         q * (1.0 / 120 + q * (1.0 / 720 + q * (1.0 / 5040 + q * ExpTail8(q))))))));
     ensures series5: \forall real q; \exp(q) - 1 ==
       q + q * (q * (1.0 / 2 + q * (1.0 / 6 + q * (1.0 / 24 + q * ExpTail5(q))))); @/
  static void dg_fact_exp_series(void);
*/

/*@ logic real Exp(real x) = \exp(x); */

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures sum: \forall real x, y; Exp(x + y) == Exp(x) * Exp(y);
     ensures twice: \forall real x; Exp(2 * x) == Exp(x) * Exp(x); @/
  static void dg_fact_exp_sum(void);
*/

/*@ ghost // e^x for x far below 0
  /@ terminates \true; assigns \nothing;
     ensures deep32: \forall real x; x <= -86.7 ==> 0 < Exp(x) <= 0x1p-125;
     ensures deep64: \forall real x; x <= -693.5 ==> 0 < Exp(x) <= 0x1p-1000; @/
  static void dg_fact_exp_deep(void);
*/

/*@ ghost // log 2 in three parts
  /@ terminates \true; assigns \nothing;
     ensures parts32: -0x1p-60 <= \log(2.0) - (0x1.62e4p-1 + 0x1.7f7cp-20 + 0x1.1cf79ap-36) <= 0x1p-60;
     ensures parts64: -0x1p-136 <= \log(2.0) - (0x1.62e42fefa3p-1 + 0x1.3de6af278ep-42 + 0x1.9cc01f97b57ap-83) <= 0x1p-136; @/
  static void dg_fact_log_two(void);
*/

/*@ ghost // how far an error d of x moves e^x, relative to it
  /@ terminates \true; assigns \nothing;
     ensures moved: \forall real y; 0 <= d <= 1 && k * \log(2.0) + r - d <= y <= k * \log(2.0) + r + d ==>
       -(Exp(k * \log(2.0) + r) * (d + d * d)) <= Exp(y) - Exp(k * \log(2.0) + r) <= Exp(k * \log(2.0) + r) * (d + d * d);
     ensures positive: Exp(k * \log(2.0)) > 0 && Exp(r) > 0;
     ensures sum: Exp(k * \log(2.0) + r) == Exp(k * \log(2.0)) * Exp(r); @/
  static void dg_fact_exp_moved(dg_real k, dg_real r, dg_real d);
*/

/*@ // v, i after an arrival at time 0: v reaches c at T for the first time.
    predicate Reaches(real tau_mem, real tau_syn, real c, real v, real i, real T) =
      0 < T && VoltageLater(tau_mem, tau_syn, v, i, T) == c &&
      \forall real s; 0 <= s < T ==> VoltageLater(tau_mem, tau_syn, v, i, s) < c;
    // The first time is later than `low` and before `high`.
    predicate CrossesWithin(real tau_mem, real tau_syn, real c, real v, real i, real low, real high) =
      \exists real T; low < T < high && Reaches(tau_mem, tau_syn, c, v, i, T);
    // v stays below c for good, until `end`.
    predicate StaysBelow(real tau_mem, real tau_syn, real c, real v, real i) =
      \forall real s; 0 <= s ==> VoltageLater(tau_mem, tau_syn, v, i, s) < c;
    predicate StaysBelowUntil(real tau_mem, real tau_syn, real c, real v, real i, real end) =
      \forall real s; 0 <= s <= end ==> VoltageLater(tau_mem, tau_syn, v, i, s) < c;
*/

/*@ ghost // v follows i: it stays below c if both are; it has risen all the time, or stays below 0, where it is below i
  /@ terminates \true; assigns \nothing;
     ensures current: \forall real tau_mem, tau_syn, c, v, i;
       tau_mem > 0 && tau_syn > 0 && c > 0 && v < c && i < c ==> StaysBelow(tau_mem, tau_syn, c, v, i);
     ensures window: \forall real tau_mem, tau_syn, c, v, i, end;
       tau_mem > 0 && tau_syn > 0 && c > 0 && v < c && end >= 0 && VoltageLater(tau_mem, tau_syn, v, i, end) < c &&
       VoltageLater(tau_mem, tau_syn, v, i, end) < CurrentLater(tau_syn, i, end) ==>
       StaysBelowUntil(tau_mem, tau_syn, c, v, i, end);
     ensures good: \forall real tau_mem, tau_syn, c, v, i, q;
       tau_mem > 0 && tau_syn > 0 && c > 0 && v < c && q >= 0 && CurrentLater(tau_syn, i, q) < c &&
       VoltageLater(tau_mem, tau_syn, v, i, q) < CurrentLater(tau_syn, i, q) ==> StaysBelow(tau_mem, tau_syn, c, v, i); @/
  static void dg_fact_below(void);
*/

/*@ ghost // v has at most one maximum and no minimum after it: where it is below c early and above it late, it crosses between
  /@ terminates \true; assigns \nothing;
     ensures between: \forall real tau_mem, tau_syn, c, v, i, low, high;
       tau_mem > 0 && tau_syn > 0 && v < c && 0 <= low < high &&
       VoltageLater(tau_mem, tau_syn, v, i, low) < c && VoltageLater(tau_mem, tau_syn, v, i, high) > c ==>
       CrossesWithin(tau_mem, tau_syn, c, v, i, low, high); @/
  static void dg_fact_between(void);
*/

/*@ ghost // the sums over p arrivals move on like the state (v, i) of a membrane
  /@ terminates \true; assigns \nothing;
     ensures voltage: \forall real t, s; tau_mem > 0 && tau_syn > 0 ==> Voltage(tau_mem, tau_syn, w, a, order, p, t + s) ==
       VoltageLater(tau_mem, tau_syn, Voltage(tau_mem, tau_syn, w, a, order, p, t), Current(tau_syn, w, a, order, p, t), s);
     ensures current: \forall real t, s; tau_mem > 0 && tau_syn > 0 ==> Current(tau_syn, w, a, order, p, t + s) ==
       CurrentLater(tau_syn, Current(tau_syn, w, a, order, p, t), s); @/
  static void dg_fact_sums_after(dg_real tau_mem, dg_real tau_syn, const dg_real *w, const dg_real *a, const dg_index *order,
                                 size_t p);
*/
