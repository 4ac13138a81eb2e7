/* Logic definitions for the contracts of delgrad.h, sections 7 to 14: a layer, its sizes and its arrays. */

/* Sizes, over the integers (SPEC 2.3, 5.1). */
/*@ logic integer sources_of(dg_layer *layer) = layer->inputs + layer->biases;
    logic integer weights_of(dg_layer *layer) = sources_of(layer) * layer->outputs;
    logic integer source_groups_of(dg_layer *layer) =
      layer->delay.kind == DG_DELAY_NONE ? 0 :
      layer->delay.kind == DG_DELAY_DENDRITIC ? 1 :
      layer->delay.source_groups != 0 ? layer->delay.source_groups : sources_of(layer);
    logic integer target_groups_of(dg_layer *layer) =
      layer->delay.kind == DG_DELAY_NONE ? 0 :
      layer->delay.kind == DG_DELAY_AXONAL ? 1 :
      layer->delay.target_groups != 0 ? layer->delay.target_groups : layer->outputs;
    logic integer delays_of(dg_layer *layer) = source_groups_of(layer) * target_groups_of(layer);
    predicate shared_order(dg_layer *layer) = source_groups_of(layer) <= 1 || target_groups_of(layer) <= 1;
    logic integer power_from(integer power, integer n) = power >= n ? power : power_from(2 * power, n);
    logic integer blocks_end(integer to, integer size) = (to + size - 1) / size * size;
    logic integer sorting_rows(integer n) = power_from(4, n);
    logic integer forward_reals(integer n) = (2 * sorting_rows(n) + n + 2) * DG_LANES + 2 * n;
    logic integer forward_reals_of(dg_layer *layer) = forward_reals(sources_of(layer));
    logic integer backward_reals_of(dg_layer *layer) =
      (layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ? 0 : 2 * sources_of(layer) * DG_WIDTH) +
      (2 * (DG_WIDTH < 8 ? DG_WIDTH : 8) + 1) * sources_of(layer);
*/

/* The group of member i among n in so many groups, and the delay parameter of a synapse (SPEC 5.1, 6.1). */
/*@ logic integer group_of(dg_grouping grouping, integer groups, integer n, integer i) =
      grouping == DG_GROUP_TILED ? i % groups : i / (n / groups);
    logic integer delay_index(dg_layer *layer, integer source, integer target) =
      group_of(layer->delay.grouping, target_groups_of(layer), layer->outputs, target) * source_groups_of(layer) +
      group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), source);
*/

/* What dg_layer_check may read, and what it admits. */
/*@ predicate readable_layer(dg_layer *layer) =
      \valid_read(layer) &&
      (layer->bias_times == \null || \valid_read(layer->bias_times + (0 .. layer->biases-1)));
    predicate admitted_sizes(dg_layer *layer) =
      1 <= layer->inputs <= DG_SIZE_MAX && 1 <= layer->outputs <= DG_SIZE_MAX && 0 <= layer->biases <= DG_SIZE_MAX;
    predicate admitted_groups(dg_layer *layer) =
      layer->delay.kind != DG_DELAY_NONE ==>
        1 <= source_groups_of(layer) <= sources_of(layer) && 1 <= target_groups_of(layer) <= layer->outputs &&
        (layer->delay.grouping != DG_GROUP_TILED ==>
          sources_of(layer) % source_groups_of(layer) == 0 && layer->outputs % target_groups_of(layer) == 0);
    predicate admitted_layer(dg_layer *layer) =
      readable_layer(layer) && (layer->biases > 0 ==> layer->bias_times != \null) &&
      admitted_sizes(layer) && admitted_groups(layer) && Neuron(&layer->neuron);
*/

/* Nothing that a pass through a layer reads lies in x[0 .. n-1], which it writes. */
/*@ predicate read_only(dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), layer) && \separated(x + (0 .. n-1), w + (0 .. weights_of(layer)-1)) &&
      \separated(x + (0 .. n-1), shift + (0 .. delays_of(layer)-1)) &&
      \separated(x + (0 .. n-1), src + (0 .. sources_of(layer)*DG_WIDTH-1));
    predicate indices_apart(dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_index *x, integer n) =
      \separated(x + (0 .. n-1), layer) && \separated(x + (0 .. n-1), w + (0 .. weights_of(layer)-1)) &&
      \separated(x + (0 .. n-1), shift + (0 .. delays_of(layer)-1)) &&
      \separated(x + (0 .. n-1), src + (0 .. sources_of(layer)*DG_WIDTH-1));
    predicate spikes_apart(dg_layer *layer, dg_real *out, dg_real *dT_dc, dg_real *g_out, dg_real *x, integer n) =
      \separated(x + (0 .. n-1), out + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \separated(x + (0 .. n-1), dT_dc + (0 .. layer->outputs*DG_WIDTH-1)) &&
      \separated(x + (0 .. n-1), g_out + (0 .. layer->outputs*DG_WIDTH-1));
*/

/* Two chunks of one neuron's samples do not overlap. */
/*@ predicate chunk_apart(dg_real *x, dg_real *y) = \separated(x + (0 .. DG_WIDTH-1), y + (0 .. DG_WIDTH-1)); */

/* Arrays x[n][DG_LANES]: row p is at most row q in each lane; rows from - 1 .. to - 1 ascend. */
/*@ predicate lanes_ordered(dg_real *x, integer p, integer q) =
      \forall integer l; 0 <= l < DG_LANES ==> x[p * DG_LANES + l] <= x[q * DG_LANES + l];
    predicate lanes_sorted(dg_real *x, integer from, integer to) =
      \forall integer p; from <= p < to ==> lanes_ordered(x, p - 1, p);
    predicate indices_below(dg_index *order, integer count, integer n) =
      \forall integer x; 0 <= x < count ==> 0 <= order[x] < n;
*/

/* Weights of n sorted arrivals in lanes, or of n sources and the source of each arrival. */
/*@ predicate lane_weights(integer n, dg_real *w, dg_index *source) =
      (source == \null ==> \valid_read(w + (0 .. n*DG_LANES-1))) &&
      (source != \null ==> \valid_read(source + (0 .. n*DG_LANES-1)) &&
                           \forall integer x; 0 <= x < n * DG_LANES ==> \valid_read(w + source[x]));
    predicate lane_weights_apart(integer n, dg_real *w, dg_index *source, dg_index *x) =
      (source == \null ==> \separated(x + (0 .. DG_LANES-1), w + (0 .. n*DG_LANES-1))) &&
      (source != \null ==> \separated(x + (0 .. DG_LANES-1), w + (0 .. n-1), source + (0 .. n*DG_LANES-1)));
*/

/* Nothing that the backward pass through a target reads lies in x[0 .. m-1], which it writes. */
/*@ predicate target_apart(integer n, dg_real *w, dg_real *row, dg_real *src, dg_real *out, dg_real *dT_dc, dg_real *g_out,
                           dg_real *x, integer m) =
      \separated(x + (0 .. m-1), w + (0 .. n-1)) && \separated(x + (0 .. m-1), row + (0 .. n-1)) &&
      \separated(x + (0 .. m-1), src + (0 .. n*DG_WIDTH-1)) && \separated(x + (0 .. m-1), out + (0 .. DG_WIDTH-1)) &&
      \separated(x + (0 .. m-1), dT_dc + (0 .. DG_WIDTH-1)) && \separated(x + (0 .. m-1), g_out + (0 .. DG_WIDTH-1));
*/

/* What the samples l, l + h, l + 2 h, .. of a chunk add up to, in the order of SPEC 6.3. */
/*@ predicate power_of_two_or_zero(integer n) =
      n == 0 || n == 1 || n == 2 || n == 4 || n == 8 || n == 16 || n == 32 || n == 64 || n == 128 || n == 256 || n == 512;
    logic real folded_sum(dg_real *x, integer l, integer h) =
      h >= DG_WIDTH ? x[l] : folded_sum(x, l, 2 * h) + folded_sum(x, l + h, 2 * h);
*/
