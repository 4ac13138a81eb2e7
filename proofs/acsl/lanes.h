/* Logic definitions for the contracts of delgrad.h, section 7: the scratch of a layer's forward pass. */

/*@ predicate lane_parts_valid(integer n, dg_lane_parts part) =
      \valid(part.key + (0 .. (sorting_rows(n)+1)*DG_LANES-1)) && \valid(part.mark + (0 .. sorting_rows(n)*DG_LANES-1)) &&
      \valid(part.later + (0 .. (n+1)*DG_LANES-1)) && \valid(part.row + (0 .. n-1)) && \valid(part.a + (0 .. n-1)) &&
      \valid(part.source + (0 .. n*DG_LANES-1));
    predicate lane_parts_separate(integer n, dg_lane_parts part) =
      \separated(part.key + (0 .. (sorting_rows(n)+1)*DG_LANES-1), part.mark + (0 .. sorting_rows(n)*DG_LANES-1),
                 part.later + (0 .. (n+1)*DG_LANES-1), part.row + (0 .. n-1), part.a + (0 .. n-1),
                 part.source + (0 .. n*DG_LANES-1));
    // What one lane of n sorted arrivals is read from, and written to.
    predicate sorted_parts(integer n, dg_real *key, dg_real *mark, dg_real *a, dg_index *source) =
      \valid_read(key + (0 .. n*DG_LANES-1)) && \valid_read(mark + (0 .. n*DG_LANES-1)) && \valid(a + (0 .. n-1)) &&
      \valid(source + (0 .. n-1)) &&
      \separated(a + (0 .. n-1), source + (0 .. n-1), key + (0 .. n*DG_LANES-1), mark + (0 .. n*DG_LANES-1));
    // What is read for them lies apart from the parts that are written.
    predicate part_apart(dg_layer *layer, dg_real *shift, dg_real *src, dg_constants *k, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), layer) && \separated(x + (0 .. n-1), shift + (0 .. delays_of(layer)-1)) &&
      \separated(x + (0 .. n-1), src + (0 .. sources_of(layer)*DG_WIDTH-1)) && \separated(x + (0 .. n-1), k);
    predicate parts_apart(dg_layer *layer, dg_real *shift, dg_real *src, dg_constants *k, dg_lane_parts *part) =
      part_apart(layer, shift, src, k, part->key, (sorting_rows(sources_of(layer))+1)*DG_LANES) &&
      part_apart(layer, shift, src, k, part->mark, sorting_rows(sources_of(layer))*DG_LANES) &&
      part_apart(layer, shift, src, k, part->row, sources_of(layer)) &&
      \separated(part, part->key + (0 .. (sorting_rows(sources_of(layer))+1)*DG_LANES-1),
        part->mark + (0 .. sorting_rows(sources_of(layer))*DG_LANES-1), part->row + (0 .. sources_of(layer)-1),
        part->source + (0 .. sources_of(layer)*DG_LANES-1));
    predicate weights_apart(dg_layer *layer, dg_real *w, dg_lane_parts *part) =
      \separated(w + (0 .. sources_of(layer)-1), part->key + (0 .. (sorting_rows(sources_of(layer))+1)*DG_LANES-1)) &&
      \separated(w + (0 .. sources_of(layer)-1), part->mark + (0 .. sorting_rows(sources_of(layer))*DG_LANES-1)) &&
      \separated(w + (0 .. sources_of(layer)-1), part->row + (0 .. sources_of(layer)-1));
    // The same of one target, and of its spikes.
    predicate target_part_apart(integer n, dg_constants *k, dg_real *w, dg_real *row, dg_real *src, dg_real *x, integer m) =
      \separated(x + (0 .. m-1), k) && \separated(x + (0 .. m-1), w + (0 .. n-1)) && \separated(x + (0 .. m-1), row + (0 .. n-1)) &&
      \separated(x + (0 .. m-1), src + (0 .. n*DG_WIDTH-1));
    predicate target_parts_apart(integer n, dg_constants *k, dg_real *w, dg_real *row, dg_real *src, dg_lane_parts *part) =
      target_part_apart(n, k, w, row, src, part->key, (sorting_rows(n)+1)*DG_LANES) &&
      target_part_apart(n, k, w, row, src, part->mark, sorting_rows(n)*DG_LANES) &&
      target_part_apart(n, k, w, row, src, part->a, n) &&
      \separated(part->source + (0 .. n-1), k, part) && \separated(part->source + (0 .. n-1), w + (0 .. n-1)) &&
      \separated(part, part->key + (0 .. (sorting_rows(n)+1)*DG_LANES-1), part->mark + (0 .. sorting_rows(n)*DG_LANES-1),
        part->a + (0 .. n-1));
    predicate spikes_part_apart(dg_real *out, dg_real *dT_dc, dg_real *x, integer m, integer samples) =
      \separated(x + (0 .. m-1), out + (0 .. samples-1)) && \separated(x + (0 .. m-1), dT_dc + (0 .. samples-1));
    predicate spikes_parts_apart(integer n, dg_real *out, dg_real *dT_dc, dg_lane_parts *part, integer samples) =
      spikes_part_apart(out, dT_dc, part->key, (sorting_rows(n)+1)*DG_LANES, samples) &&
      spikes_part_apart(out, dT_dc, part->mark, sorting_rows(n)*DG_LANES, samples) &&
      spikes_part_apart(out, dT_dc, part->a, n, samples) && \separated(part->source + (0 .. n-1), dT_dc + (0 .. samples-1));
    // As dg_lane_cut lays them out, one after another.
    predicate laid_out(integer n, dg_lane_parts *part) =
      n <= sorting_rows(n) && \valid(part->key + (0 .. forward_reals(n)-1)) && \valid(part->source + (0 .. n*DG_LANES-1)) &&
      \separated(part->key + (0 .. forward_reals(n)-1), part->source + (0 .. n*DG_LANES-1), part) &&
      part->mark == part->key + (sorting_rows(n) + 1) * DG_LANES &&
        part->later == part->key + (2 * sorting_rows(n) + 1) * DG_LANES &&
      part->a == part->key + (2 * sorting_rows(n) + n + 2) * DG_LANES &&
      part->row == part->key + ((2 * sorting_rows(n) + n + 2) * DG_LANES + n);
    predicate mark_after(integer n, dg_lane_parts *part) = part->mark == part->key + (sorting_rows(n) + 1) * DG_LANES;
    predicate later_after(integer n, dg_lane_parts *part) = part->later == part->key + (2 * sorting_rows(n) + 1) * DG_LANES;
    predicate a_after(integer n, dg_lane_parts *part) = part->a == part->key + (2 * sorting_rows(n) + n + 2) * DG_LANES;
    predicate row_last(integer n, dg_lane_parts *part) = part->row == part->key + (forward_reals(n) - n);
*/

/*@ ghost // one of them
  /@ requires index: i < n;
     terminates \true; assigns \nothing;
     ensures positive: Positives(x, n) ==> x[i] > 0; @/
  static void dg_lemma_one_positive(const dg_real *x, size_t n, size_t i) {
  }
*/
