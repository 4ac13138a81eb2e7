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
