/* facts_optimisers.h: definitions of Adam's step, unfolded, as ghost functions. */

/*@ ghost // the definition
  /@ terminates \true; assigns \nothing;
     ensures definition: adam_with(rate, unbias1, unbias2, epsilon, p, m, v) ==
       p - rate * (m * unbias1) / (\sqrt(v * unbias2) + epsilon); @/
  static void dg_lemma_adam_with(dg_real rate, dg_real unbias1, dg_real unbias2, dg_real epsilon, dg_real p, dg_real m,
                                 dg_real v) { }
*/

/*@ ghost // the definition
  /@ requires unbias: unbias1 == 1 / (1 - nth_power(beta1, step)) && unbias2 == 1 / (1 - nth_power(beta2, step));
     terminates \true; assigns \nothing;
     ensures definition: adam_after(rate, beta1, beta2, epsilon, step, p, m, v) ==
       adam_with(rate, unbias1, unbias2, epsilon, p, m, v); @/
  static void dg_lemma_adam_after(dg_real rate, dg_real beta1, dg_real beta2, dg_real epsilon, uint64_t step, dg_real p,
                                  dg_real m, dg_real v, dg_real unbias1, dg_real unbias2) { }
*/

/*@ ghost
  /@ requires next: next == power * x;
     terminates \true; assigns \nothing;
     ensures product: next * y == power * (y * x); @/
  static void dg_lemma_by_power(dg_real power, dg_real x, dg_real y, dg_real next) { }
*/

/*@ ghost // one step of squaring
  /@ requires positive: n > 0;
     requires next: next == (n % 2 == 1 ? power * x : power);
     terminates \true; assigns \nothing;
     ensures step: next * nth_power(x * x, n / 2) == power * nth_power(x, n); @/
  static void dg_lemma_squaring(dg_real x, uint64_t n, dg_real power, dg_real next) {
    uint64_t half = n / 2, before = n - 1;
    dg_lemma_square(x, half);
    if (n % 2 == 1) {
      /@ assert halves: before == 2 * half && n == before + 1; @/
      dg_lemma_power_next(x, before);
      dg_real y = dg_lemma_power(x, before);
      dg_lemma_associative(y, x);
      /@ assert odd: nth_power(x, n) == y * x && nth_power(x * x, n / 2) == y; @/
      /@ assert product: power * x * y == power * (y * x); @/
      /@ assert next: next == power * x; @/
      dg_lemma_by_power(power, x, y, next);
    } else {
      /@ assert even: n == 2 * half && nth_power(x, n) == nth_power(x * x, n / 2) && next == power; @/
    }
  }
*/
