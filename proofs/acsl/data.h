/* Logic definitions for the contracts of delgrad.h, section 14. */

/* How many more draws dg_yinyang makes for a goal class, and for a point of that class. Finite because MT19937 runs through
   all states but zero; that is assumed, not proved, so the two variants of dg_yinyang that use them stay unproved. */
/*@ axiomatic draws {
      logic integer draws_to_goal{L}(dg_twister *twister) reads *twister;
      logic integer draws_to_point{L}(dg_twister *twister, integer goal) reads *twister;
    }
*/
