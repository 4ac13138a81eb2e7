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
*/
