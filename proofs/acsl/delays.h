/* delays.h: the delay maps of SPEC 5.2, to which the contracts of section 6 of delgrad.h refer. */

/*@ logic real Sigmoid(real p) = 1 / (1 + \exp(-p)); */

/*@ ghost // both forms in which it is computed
  /@ requires exponentials: up == \exp(p) && down == \exp(-p) && down * up == 1.0 && up > 0 && down > 0;
     terminates \true; assigns \nothing;
     ensures upper: 1 / (1 + down) == Sigmoid(p);
     ensures lower: up / (1 + up) == Sigmoid(p); @/
  static void dg_lemma_sigmoid(dg_real p, dg_real up, dg_real down) {
    dg_real x = up / (1 + up), y = 1 / (1 + down);
    /@ assert x: x * (1 + up) == up; @/
    /@ assert y: y * (1 + down) == 1; @/
    /@ assert product: x * (1 + up) * down == 1; @/
    /@ assert same: x * (1 + down) == 1; @/
    /@ assert equal: x == y; @/
    /@ assert definition: y == Sigmoid(p); @/
  }
*/

/*@ ghost
  /@ requires exponentials: down * up == 1.0 && up > 0 && down > 0;
     requires either: e == up || e == down;
     requires sigmoid: 1 / (1 + down) == Sigmoid(p) && up / (1 + up) == Sigmoid(p);
     terminates \true; assigns \nothing;
     ensures slope: e / ((1 + e) * (1 + e)) == Sigmoid(p) * (1 - Sigmoid(p)); @/
  static void dg_lemma_sigmoid_slope(dg_real p, dg_real e, dg_real up, dg_real down) {
    dg_real x = up / (1 + up), y = 1 / (1 + down), q = e / ((1 + e) * (1 + e));
    /@ assert x: x * (1 + up) == up; @/
    /@ assert y: y * (1 + down) == 1; @/
    /@ assert equal: x == y; @/
    /@ assert q: q * ((1 + e) * (1 + e)) == e; @/
    /@ assert up: e == up ==> q == x * (1 - x); @/
    /@ assert down: e == down ==> q == y * (1 - y); @/
  }
*/
