/* data.h: the Mersenne Twister over the integers, and the classes of the Yin-Yang set in reals (SPEC 12). */

/*@ // MT19937: the words of a seed, the output of a word, and the next 624 words.
    logic integer seeded_word(integer before, integer i) =
      (uint32_t)((uint32_t)(1812433253 * (uint32_t)(before ^ (before >> 30))) + i);
    logic integer temper_first(integer y) = (uint32_t)(y ^ (y >> 11));
    logic integer temper_second(integer y) = (uint32_t)(y ^ ((uint32_t)(y << 7) & 0x9d2c5680));
    logic integer temper_third(integer y) = (uint32_t)(y ^ ((uint32_t)(y << 15) & 0xefc60000));
    logic integer temper_last(integer y) = (uint32_t)(y ^ (y >> 18));
    logic integer tempered(integer word) = temper_last(temper_third(temper_second(temper_first(word))));
*/

/*@ // The class of a point, by its distances to the centre and to the two dots (SPEC 12.1).
    logic real distance(real x, real y) = \sqrt(x * x + y * y);
    logic integer class_by(real centre, real right, real left, real y, real small, real big) =
      centre > big ? -1 :
      right < small || left < small ? 2 :
      right <= small || (small < left && left <= 0.5 * big) || (y > big && right > 0.5 * big) ? 1 : 0;
    logic integer class_of(real x, real y, real small, real big) =
      class_by(distance(x - big, y - big), distance(x - 1.5 * big, y - big), distance(x - 0.5 * big, y - big), y, small, big);
    // A sample x, y, 1-x, 1-y with its class, and n of them (SPEC 12.2).
    predicate yinyang_sample{L}(double *x, integer label, real small, real big) =
      0 <= label <= 2 && label == class_of(x[0], x[1], small, big) && x[2] == 1 - x[0] && x[3] == 1 - x[1];
    predicate yinyang_samples{L}(double *features, dg_index *labels, integer n, real small, real big) =
      \forall integer k; 0 <= k < n ==> yinyang_sample(features + 4 * k, labels[k], small, big);
*/

/*@ ghost // the definition
  /@ terminates \true; assigns \nothing;
     ensures distance: distance(x, y) == \sqrt(x * x + y * y); @/
  static void dg_lemma_distance_definition(double x, double y) { }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures square: distance(x, y) >= 0 && distance(x, y) * distance(x, y) == x * x + y * y; @/
  static void dg_lemma_distance(double x, double y) {
    /@ assert positive: x * x + y * y >= 0; @/
    /@ assert root: \sqrt(x * x + y * y) >= 0; @/
    /@ assert square: \sqrt(x * x + y * y) * \sqrt(x * x + y * y) == x * x + y * y; @/
    dg_lemma_distance_definition(x, y);
  }
*/
