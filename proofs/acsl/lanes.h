/* Logic definitions for the contracts of delgrad.h, section 7: the scratch of a layer's forward pass. */

/*@ predicate lane_parts_valid(integer n, dg_lane_parts part) =
      \valid(part.key + (0 .. (sorting_rows(n)+1)*DG_LANES-1)) && \valid(part.mark + (0 .. sorting_rows(n)*DG_LANES-1)) &&
      \valid(part.later + (0 .. (n+1)*DG_LANES-1)) && \valid(part.row + (0 .. n-1)) && \valid(part.a + (0 .. n-1)) &&
      \valid(part.source + (0 .. n*DG_LANES-1));
    predicate lane_parts_separate(integer n, dg_lane_parts part) =
      \separated(part.key + (0 .. (sorting_rows(n)+1)*DG_LANES-1), part.mark + (0 .. sorting_rows(n)*DG_LANES-1),
                 part.later + (0 .. (n+1)*DG_LANES-1), part.row + (0 .. n-1), part.a + (0 .. n-1),
                 part.source + (0 .. n*DG_LANES-1));
*/
