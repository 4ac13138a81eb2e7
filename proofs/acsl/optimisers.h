/* optimisers.h: schedules and optimiser steps in reals (SPEC 8). */

/*@ // m milestones lie at or below an epoch (SPEC 8.3).
    predicate milestones_passed(dg_optimiser *optimiser, integer epoch, integer m) =
      0 <= m <= optimiser->milestone_count && (\forall integer i; 0 <= i < m ==> optimiser->milestones[i] <= epoch) &&
      (m < optimiser->milestone_count ==> optimiser->milestones[m] > epoch);
*/

/* One step of a parameter p with gradient g (SPEC 8.1, 8.2): the velocity u or the moments m and v, and p after the step. */
/*@ logic real velocity_after(real momentum, real u, real g) = momentum * u + g;
    logic real mean_after(real beta1, real m, real g) = beta1 * m + (1 - beta1) * g;
    logic real square_after(real beta2, real v, real g) = beta2 * v + (1 - beta2) * (g * g);
    logic real sgd_after(real rate, real p, real u) = p - rate * u;
    logic real adam_with(real rate, real unbias1, real unbias2, real epsilon, real p, real m, real v) =
      p - rate * (m * unbias1) / (\sqrt(v * unbias2) + epsilon);
    logic real adam_after(real rate, real beta1, real beta2, real epsilon, integer step, real p, real m, real v) =
      adam_with(rate, 1 / (1 - nth_power(beta1, step)), 1 / (1 - nth_power(beta2, step)), epsilon, p, m, v);
    predicate adam_ranges(dg_optimiser *optimiser) =
      0 <= optimiser->beta1 < 1 && 0 <= optimiser->beta2 < 1 && optimiser->epsilon > 0;
*/
