/* Logic definitions for the contracts of delgrad.h, sections 12 and 13: training settings. */

/* What dg_training_check may read, and what it admits (SPEC 2.6). */
/*@ predicate readable_training(dg_training *training, integer depth) =
      \valid_read(training) && (training->layers == \null || \valid_read(training->layers + (0 .. depth-1))) &&
      (training->optimiser.milestones == \null ||
       \valid_read(training->optimiser.milestones + (0 .. training->optimiser.milestone_count-1)));
    predicate admitted_schedule(dg_optimiser *optimiser) =
      (optimiser->schedule == DG_STEP ==> optimiser->every >= 1) &&
      (optimiser->schedule == DG_MULTI_STEP && optimiser->milestone_count > 0 ==> optimiser->milestones != \null);
    predicate admitted_training(dg_training *training, integer depth) =
      readable_training(training, depth) && training->layers != \null && admitted_schedule(&training->optimiser) &&
      (training->loss.kind == DG_LOSS_CROSS_ENTROPY ==> training->loss.xi > 0);
*/

/* Nothing of the settings lies in x[0 .. n-1], which is written. */
/*@ predicate training_apart(dg_training *training, integer depth, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), training) && \separated(x + (0 .. n-1), training->layers + (0 .. depth-1)) &&
      \separated(x + (0 .. n-1), training->optimiser.milestones + (0 .. training->optimiser.milestone_count-1));
*/
