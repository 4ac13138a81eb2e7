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

/* Steps of n parameters, from state P to state H. */
/*@ predicate unchanged{P, H}(dg_real *x, integer n) = \forall integer i; 0 <= i < n ==> \at(x[i], H) == \at(x[i], P);
    predicate velocities{P, H}(real momentum, dg_real *g, dg_real *u, integer n) =
      \forall integer i; 0 <= i < n ==> \at(u[i], H) == velocity_after(momentum, \at(u[i], P), \at(g[i], H));
    predicate sgd_steps{P, H}(real rate, dg_real *p, dg_real *u, integer n) =
      \forall integer i; 0 <= i < n ==> \at(p[i], H) == sgd_after(rate, \at(p[i], P), \at(u[i], H));
    predicate means{P, H}(real beta1, dg_real *g, dg_real *m, integer n) =
      \forall integer i; 0 <= i < n ==> \at(m[i], H) == mean_after(beta1, \at(m[i], P), \at(g[i], H));
    predicate mean_squares{P, H}(real beta2, dg_real *g, dg_real *v, integer n) =
      \forall integer i; 0 <= i < n ==> \at(v[i], H) == square_after(beta2, \at(v[i], P), \at(g[i], H));
    predicate kept_positive{P, H}(dg_real *v, integer n) =
      \forall integer i; 0 <= i < n ==> \at(v[i], P) >= 0 ==> \at(v[i], H) >= 0;
    predicate adam_steps{P, H}(real rate, real beta1, real beta2, real epsilon, integer step, dg_real *p, dg_real *m, dg_real *v,
                               integer n) =
      \forall integer i; 0 <= i < n ==> \at(v[i], P) >= 0 ==>
        \at(p[i], H) == adam_after(rate, beta1, beta2, epsilon, step, \at(p[i], P), \at(m[i], H), \at(v[i], H));
*/
