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

/* Row p of x[..][DG_LANES] in lane l. */
/*@ logic real LaneValue{L}(dg_real *x, integer p, integer l) = x[p * DG_LANES + l];
*/

/* Row i of x[..][DG_WIDTH] in column c; number i. */
/*@ logic real RowValue{L}(dg_real *x, integer i, integer c) = x[i * DG_WIDTH + c];
    logic real NumberAt{L}(dg_real *x, integer i) = x[i];
*/

/* Arrays x[n][DG_LANES]: row p is at most row q in each lane; rows from - 1 .. to - 1 ascend. */
/*@ predicate lanes_ordered(dg_real *x, integer p, integer q) =
      \forall integer l; 0 <= l < DG_LANES ==> x[p * DG_LANES + l] <= x[q * DG_LANES + l];
    predicate lanes_sorted(dg_real *x, integer from, integer to) =
      \forall integer p, l; from <= p < to && 0 <= l < DG_LANES ==> LaneValue(x, p - 1, l) <= LaneValue(x, p, l);
    predicate SortedBut(dg_real *x, integer last, integer but) =
      \forall integer p, l; 1 <= p <= last && p != but && 0 <= l < DG_LANES ==> LaneValue(x, p - 1, l) <= LaneValue(x, p, l);
    predicate indices_below(dg_index *order, integer count, integer n) =
      \forall integer x; 0 <= x < count ==> 0 <= order[x] < n;
*/

/* Weights of n sorted arrivals in lanes, or those of the source of each arrival. */
/*@ predicate lane_weights(integer n, dg_real *w, dg_index *source) =
      (source == \null ==> \valid_read(w + (0 .. n*DG_LANES-1))) &&
      (source != \null ==> \valid_read(source + (0 .. n*DG_LANES-1)) &&
                           \forall integer x; 0 <= x < n * DG_LANES ==> \valid_read(w + source[x]));
    predicate lane_weights_apart(integer n, dg_real *w, dg_index *source, dg_index *x) =
      source != \null ==> \separated(x + (0 .. DG_LANES-1), source + (0 .. n*DG_LANES-1));
*/

/* Nothing that the backward pass through a target reads lies in x[0 .. m-1], which it writes. */
/*@ predicate target_apart(integer n, dg_real *w, dg_real *row, dg_real *src, dg_real *out, dg_real *dT_dc, dg_real *g_out,
                           dg_real *x, integer m) =
      \separated(x + (0 .. m-1), w + (0 .. n-1)) && \separated(x + (0 .. m-1), row + (0 .. n-1)) &&
      \separated(x + (0 .. m-1), src + (0 .. n*DG_WIDTH-1)) && \separated(x + (0 .. m-1), out + (0 .. DG_WIDTH-1)) &&
      \separated(x + (0 .. m-1), dT_dc + (0 .. DG_WIDTH-1)) && \separated(x + (0 .. m-1), g_out + (0 .. DG_WIDTH-1));
*/

/* Nothing that a chunk of one neuron's samples is computed from lies in x[DG_WIDTH], which is written. */
/*@ predicate spikes_read(dg_real *rho, dg_real *dT_dc, dg_real *g_out, dg_real *x) =
      chunk_apart(x, rho) && chunk_apart(x, dT_dc) && chunk_apart(x, g_out);
    predicate rates_read(dg_real *t, dg_real *rho, dg_real *y, dg_real *by_weight, dg_real *by_arrival, dg_real *x) =
      chunk_apart(x, t) && chunk_apart(x, rho) && chunk_apart(x, y) && chunk_apart(x, by_weight) && chunk_apart(x, by_arrival);
*/

/* Sums over the samples of a chunk (SPEC 6.3): count numbers from l on, step apart. */
/*@ logic real StrideSum{L}(dg_real *x, integer l, integer step, integer count) =
      count <= 0 ? 0 : StrideSum(x, l, step, count - 1) + x[l + (count - 1) * step];
*/

/*@ // The first of row i of x[..][8] is the sum over that row; that row is as it was.
    predicate RowFolded{P, H}(dg_real *x, integer i) =
      \at(x[i * 8], H) == \at(x[i * 8], P) + \at(x[i * 8 + 1], P) + \at(x[i * 8 + 2], P) + \at(x[i * 8 + 3], P) +
        \at(x[i * 8 + 4], P) + \at(x[i * 8 + 5], P) + \at(x[i * 8 + 6], P) + \at(x[i * 8 + 7], P);
    predicate RowSame{P, H}(dg_real *x, integer i) =
      \at(x[i * 8], H) == \at(x[i * 8], P) && \at(x[i * 8 + 1], H) == \at(x[i * 8 + 1], P) &&
      \at(x[i * 8 + 2], H) == \at(x[i * 8 + 2], P) && \at(x[i * 8 + 3], H) == \at(x[i * 8 + 3], P) &&
      \at(x[i * 8 + 4], H) == \at(x[i * 8 + 4], P) && \at(x[i * 8 + 5], H) == \at(x[i * 8 + 5], P) &&
      \at(x[i * 8 + 6], H) == \at(x[i * 8 + 6], P) && \at(x[i * 8 + 7], H) == \at(x[i * 8 + 7], P);
*/

/*@ logic real ChunkFolded{L}(dg_real *x, integer count) =
      count <= 0 ? 0 : ChunkFolded(x, count - 1) + StrideSum(x, count - 1, (DG_WIDTH < 8 ? DG_WIDTH : 8),
        DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8));
*/

/* The domain of a layer where tau_mem = 2 tau_syn (SPEC 3.2): a time t after the reference time as rho, and back. */
/*@ predicate RhoIs(real rho, real tau_mem, real t) =
      rho == (\exp(t / tau_mem) < DG_RHO_MAX ? \exp(t / tau_mem) : DG_RHO_MAX);
    predicate TimeOfRho(real time, real tau_mem, real t_ref, real rho) = time == tau_mem * \log(rho) + t_ref;
    // What dg_layer_shifts makes of the delays: factors, or terms.
    predicate Shifts(dg_layer *layer, dg_real *shift, integer n) =
      \forall integer i; 0 <= i < n ==> shift[i] >= (layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ? 1 : 0);
    // The window test (SPEC 3.2).
    predicate CrossesRho(real a1, real a2, real c, real r, real next) =
      next > r && a1 > 0 &&
      (a2 * next - a1 >= c * next * next || (a2 * a2 >= 4 * c * a1 && r * a2 <= 2 * a1 && 2 * a1 <= a2 * next));
*/

/* An arrival in the domain of a layer, of the source x after a delay; those that do not come count as the greatest. */
/*@ logic real ArrivalKey(integer ratio, real x, real shift) =
      ratio == DG_RATIO_TWO ? (x * shift < DG_RHO_MAX ? x * shift : DG_RHO_MAX) : (x + shift < DG_REAL_MAX ? x + shift :
        DG_REAL_MAX);
*/

/* Numbers above 0; factors of delays, at least 1; rows of keys above 0. */
/*@ predicate Positives{L}(dg_real *x, integer n) = \forall integer i; 0 <= i < n ==> x[i] > 0;
    predicate Factors{L}(dg_real *x, integer n) = \forall integer i; 0 <= i < n ==> x[i] >= 1;
    predicate KeysPositive{L}(dg_real *key, integer rows) =
      \forall integer p, l; 0 <= p < rows && 0 <= l < DG_LANES ==> LaneValue(key, p, l) > 0;
*/

/* In rho, n neurons' spikes in a chunk are above 0, and factors of delays at least 1. */
/*@ predicate DomainPositive{L}(dg_layer *layer, dg_real *x, integer n) =
      layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==> Positives(x, n * DG_WIDTH);
    predicate DomainFactors{L}(dg_layer *layer, dg_real *shift) =
      layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==> Factors(shift, delays_of(layer));
    // x stands for time t in the domain of a layer.
    predicate Encoded{L}(dg_layer *layer, real t_ref, dg_real t, real x) =
      (layer->neuron.tau_mem != 2 * layer->neuron.tau_syn ==> x == t) &&
      (layer->neuron.tau_mem == 2 * layer->neuron.tau_syn ==> 0 < x <= DG_RHO_MAX &&
        (Comes(t) ==> RhoIs(x, layer->neuron.tau_mem, t - t_ref)) && (!Comes(t) ==> x == DG_RHO_MAX));
*/

/* Sums over the first p arrivals in order in one lane (SPEC 3.2), whose weights lie in w[p][DG_LANES], or are those of the sources
   that are named. */
/*@ logic real LaneWeight{L}(integer named, dg_real *w, dg_index *source, integer p, integer l) =
      named == 0 ? LaneValue(w, p, l) : w[source[p * DG_LANES + l]];
    logic real SumOne{L}(integer named, dg_real *w, dg_index *source, dg_real *key, integer p, integer l) =
      p <= 0 ? 0 : SumOne(named, w, source, key, p - 1, l) +
                   LaneWeight(named, w, source, p - 1, l) * LaneValue(key, p - 1, l) * LaneValue(key, p - 1, l);
    logic real SumTwo{L}(integer named, dg_real *w, dg_index *source, dg_real *key, integer p, integer l) =
      p <= 0 ? 0 : SumTwo(named, w, source, key, p - 1, l) + LaneWeight(named, w, source, p - 1, l) * LaneValue(key, p - 1, l);
    // The window after arrival p holds the crossing; the first such window; what dg_lane_search knows after p arrivals.
    predicate WindowAt{L}(integer named, dg_real *w, dg_index *source, dg_real *key, integer p, real c, integer l) =
      CrossesRho(SumOne(named, w, source, key, p + 1, l), SumTwo(named, w, source, key, p + 1, l), c, LaneValue(key, p, l),
                 LaneValue(key, p + 1, l));
    predicate NoWindow{L}(integer named, dg_real *w, dg_index *source, dg_real *key, integer p, real c, integer l) =
      \forall integer q; 0 <= q < p ==> !WindowAt(named, w, source, key, q, c, l);
    predicate FirstWindow{L}(integer named, dg_real *w, dg_index *source, dg_real *key, integer n, real c, integer l,
      integer causal) =
      (causal == 0 ==> NoWindow(named, w, source, key, n, c, l)) &&
      (causal > 0 ==> NoWindow(named, w, source, key, causal - 1, c, l) && WindowAt(named, w, source, key, causal - 1, c, l));
    predicate Searched{L}(integer named, dg_real *w, dg_index *source, dg_real *key, integer p, real c, integer l, integer open,
                          integer seen) =
      0 <= open <= 1 && 0 <= seen <= p && (open == 1 ==> seen == p && NoWindow(named, w, source, key, p, c, l)) &&
      (open == 0 ==> seen > 0 && FirstWindow(named, w, source, key, p, c, l, seen));
    // The spike in rho of SPEC 3.2 and 1/K' from A1 and A2, in the window low .. high.
    logic real ClampRho(real rho, real low, real high) =
      rho < low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON)) ?
        (low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON)) > high ? high : low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON))) :
        (rho > high ? high : rho);
    logic real Discriminant(real c, real a1, real a2) = a2 * a2 - 4 * c * a1;
    predicate RhoSpikeBy(real tau_mem, real c, real a1, real a2, real low, real high, real rho, real dT_dc, real S) =
      S >= 0 && S * S == (Discriminant(c, a1, a2) > 0 ? Discriminant(c, a1, a2) : 0) &&
      rho == ClampRho(2 * a1 / (a2 + S), low, high) &&
      dT_dc == (Discriminant(c, a1, a2) > 0 && 2 * a1 - a2 * rho > 0 ? tau_mem * rho * (rho / (2 * a1 - a2 * rho)) : 0);
    predicate RhoSpike(real tau_mem, real c, real a1, real a2, real low, real high, real rho, real dT_dc) =
      \exists real S; RhoSpikeBy(tau_mem, c, a1, a2, low, high, rho, dT_dc, S);
    logic integer Lesser(integer p, integer q) = p < q ? p : q;
    predicate LaneSums{L}(integer named, dg_real *w, dg_index *source, dg_real *key, integer p, integer l, integer causal, real a1,
                          real a1_low, real a2, real a2_low, real low, real high) =
      IdealLow(a1_low) && IdealLow(a2_low) &&
      a1 == SumOne(named, w, source, key, Lesser(p, causal), l) && a2 == SumTwo(named, w, source, key, Lesser(p, causal), l) &&
      low == (Lesser(p, causal) > 0 ? LaneValue(key, Lesser(p, causal) - 1, l) : DG_RHO_MAX) &&
      high == (Lesser(p, causal) > 0 ? LaneValue(key, Lesser(p, causal), l) : DG_RHO_MAX);
    predicate LaneSpike{L}(real tau_mem, real c, integer named, dg_real *w, dg_index *source, dg_real *key, integer l,
      integer causal,
                           real rho, real dT_dc) =
      causal > 0 && LaneValue(key, causal - 1, l) < DG_RHO_MAX && SumTwo(named, w, source, key, causal, l) > 0 ==>
        RhoSpike(tau_mem, c, SumOne(named, w, source, key, causal, l), SumTwo(named, w, source, key, causal, l),
                 LaneValue(key, causal - 1, l), LaneValue(key, causal, l), rho, dT_dc);
*/

/* The first spike over n arrivals in order in one lane (SPEC 3.1, 3.2). */
/*@ predicate FirstSpikeIn{L}(real tau_mem, real c, integer named, dg_real *w, dg_index *source, dg_real *key, integer n, integer l,
                             real rho, real dT_dc) =
      \exists integer causal; 0 <= causal <= n && FirstWindow(named, w, source, key, n, c, l, causal) &&
        (causal == 0 ==> rho == DG_RHO_MAX && IsZero(dT_dc)) &&
        LaneSpike(tau_mem, c, named, w, source, key, l, causal, rho, dT_dc);
*/

/* The kernel and tau_mem times its slope, of an arrival r and a spike rho (SPEC 4.2); the gradient cut (SPEC 6.6). */
/*@ logic real KernelRho(real r, real rho) = r < rho ? r / rho - r / rho * (r / rho) : 0;
    logic real SlopeRho(real r, real rho) = r < rho ? 2 * (r / rho * (r / rho)) - r / rho : 0;
    logic real Uncut(real g, real dT_dc) = -(g * dT_dc);
    logic real ArrivalRate(real tau_mem, real g, real dT_dc) = g * dT_dc / tau_mem;
    logic real Inverse(real x) = x > 0 ? 1 / x : 0;
    logic real ByKernel(real by_weight, real t, real shift, real rho) = by_weight * KernelRho(t * shift, rho);
    logic real BySlope(real w, real by_arrival, real t, real shift, real rho) = w * by_arrival * SlopeRho(t * shift, rho);
    // Sums of four samples of a chunk, as dg_fold takes them.
    logic real FourSum{L}(dg_real *x, integer f) = x[f] + x[f + 16] + (x[f + 8] + x[f + 24]);
    logic real FourKernels{L}(dg_real *by_weight, dg_real *t, real shift, dg_real *rho, integer f) =
      ByKernel(by_weight[f], t[f], shift, rho[f]) + ByKernel(by_weight[f + 16], t[f + 16], shift, rho[f + 16]) +
      (ByKernel(by_weight[f + 8], t[f + 8], shift, rho[f + 8]) + ByKernel(by_weight[f + 24], t[f + 24], shift, rho[f + 24]));
    logic real FourSlopes{L}(real w, dg_real *by_arrival, dg_real *t, real shift, dg_real *rho, integer f) =
      BySlope(w, by_arrival[f], t[f], shift, rho[f]) + BySlope(w, by_arrival[f + 16], t[f + 16], shift, rho[f + 16]) +
      (BySlope(w, by_arrival[f + 8], t[f + 8], shift, rho[f + 8]) + BySlope(w, by_arrival[f + 24], t[f + 24], shift, rho[f + 24]));
    logic real Cut(real cut, real most, real by_weight) = cut > 0 && \abs(by_weight * most) > cut ? 0 : by_weight;
*/

/* The constants of dg_rho_of. */
/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures beyond: x >= DG_TIME_MAX + 1 ==> \exp(x) >= DG_RHO_MAX; @/
  static void dg_fact_beyond(dg_real x);
*/

/*@ ghost // the definitions
  /@ requires least: rho == (\exp(t / tau_mem) < DG_RHO_MAX ? \exp(t / tau_mem) : DG_RHO_MAX);
     terminates \true; assigns \nothing;
     ensures rho: RhoIs(rho, tau_mem, t); @/
  static void dg_lemma_rho_is(dg_real rho, dg_real tau_mem, dg_real t) { }
*/
/*@ ghost
  /@ requires time: time == tau_mem * \log(rho) + t_ref;
     terminates \true; assigns \nothing;
     ensures time: TimeOfRho(time, tau_mem, t_ref, rho); @/
  static void dg_lemma_time_is(dg_real time, dg_real tau_mem, dg_real t_ref, dg_real rho) { }
*/

/*@ ghost // the definitions
  /@ requires square: S2 == a2 * a2 - 4 * c * a1;
     requires slope: slope == 2 * a1 - a2 * rho;
     requires S: S >= 0 && S * S == (S2 > 0 ? S2 : 0);
     requires root: root == 2 * a1 / (a2 + S);
     requires rho: rho == ClampRho(root, low, high);
     requires rate: dT_dc == (S2 > 0 && slope > 0 ? tau_mem * rho * (rho / slope) : 0);
     terminates \true; assigns \nothing;
     ensures spike: RhoSpikeBy(tau_mem, c, a1, a2, low, high, rho, dT_dc, S); @/
  static void dg_lemma_spike(dg_real tau_mem, dg_real c, dg_real a1, dg_real a2, dg_real low, dg_real high, dg_real root,
    dg_real rho,
                             dg_real dT_dc, dg_real S, dg_real S2, dg_real slope) {
    /@ assert discriminant: Discriminant(c, a1, a2) == S2; @/
  }
*/

/*@ ghost
  /@ requires positive: y > 0;
     terminates \true; assigns \nothing;
     ensures ahead: x >= 0 ==> x / y >= 0; @/
  static void dg_lemma_ahead(dg_real x, dg_real y) {
    /@ assert product: x / y * y == x; @/
  }
*/

/*@ ghost
  /@ requires index: group < groups && groups <= 2 * DG_SIZE_MAX && own <= 2 * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures row: 0 <= group * own && group * own + own <= groups * own;
     ensures limit: 0 <= groups * own && groups * own <= 4 * DG_SIZE_MAX * DG_SIZE_MAX; @/
  static void dg_lemma_rows(size_t group, size_t groups, size_t own) {
    /@ assert next: (group + 1) * own <= groups * own; @/
    /@ assert limit: groups * own <= 2 * DG_SIZE_MAX * own; @/
  }
*/

/*@ ghost
  /@ requires inverse: rho > 0 && y == 1 / rho;
     terminates \true; assigns \nothing;
     ensures kernel: r * y * ((rho - r) * y) == r / rho - r / rho * (r / rho);
     ensures slope: r * y * ((2 * r - rho) * y) == 2 * (r / rho * (r / rho)) - r / rho; @/
  static void dg_lemma_synapse(dg_real r, dg_real rho, dg_real y) {
    dg_real u = r / rho;
    /@ assert once: y * rho == 1; @/
    /@ assert u: u * rho == r; @/
    /@ assert product: r * y == u; @/
    /@ assert below: (rho - r) * y == 1 - u; @/
    /@ assert above: (2 * r - rho) * y == 2 * u - 1; @/
  }
*/

/* Backward through one target, where tau_mem = 2 tau_syn (SPEC 4.2, 4.3, 6.6): in sample l, dL/dw over minus the kernel after the
   cut, and what synapse i adds to dL/dw and dL/da; sums of the samples f, f + 8, .. */
/*@ logic real MostKernel{L}(dg_real *row, dg_real *src, dg_real *rho, integer n, integer l) =
      n <= 0 ? 0 : \max(MostKernel(row, src, rho, n - 1, l), KernelRho(src[(n - 1) * DG_WIDTH + l] * row[n - 1], rho[l]));
    logic real ByWeightOf{L}(real cut, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out, integer n,
      integer l) =
      Cut(cut, MostKernel(row, src, rho, n, l), -(g_out[l] * dT_dc[l]));
    logic real WeightOf{L}(real cut, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out, integer n, integer i,
                           integer l) =
      ByWeightOf(cut, row, src, rho, dT_dc, g_out, n, l) * KernelRho(src[i * DG_WIDTH + l] * row[i], rho[l]);
    logic real ArrivalOf{L}(real tau_mem, dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out,
                            integer i, integer l) =
      w[i] * (g_out[l] * dT_dc[l] / tau_mem) * SlopeRho(src[i * DG_WIDTH + l] * row[i], rho[l]);
    logic real WeightFolded{L}(real cut, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out, integer n,
      integer i,
                               integer f, integer count) =
      count <= 0 ? 0 : WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, count - 1) +
                       WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f + (count - 1) * (DG_WIDTH < 8 ? DG_WIDTH : 8));
    logic real ArrivalFolded{L}(real tau_mem, dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out,
                                integer i, integer f, integer count) =
      count <= 0 ? 0 : ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, count - 1) +
                       ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, f + (count - 1) * (DG_WIDTH < 8 ? DG_WIDTH : 8));
*/

/*@ ghost
  /@ requires positive: tau > 0 && rate == 1 / tau && rho > 0;
     terminates \true; assigns \nothing;
     ensures weight: -(g * dT_dc) == Uncut(g, dT_dc);
     ensures arrival: g * dT_dc * rate == ArrivalRate(tau, g, dT_dc);
     ensures inverse: 1 / rho == Inverse(rho); @/
  static void dg_lemma_target_rates(dg_real g, dg_real dT_dc, dg_real tau, dg_real rate, dg_real rho) {
    /@ assert rate: g * dT_dc * rate == g * dT_dc / tau; @/
  }
*/

/*@ ghost // the definitions
  /@ requires synapse: kernel == KernelRho(t * shift, rho) && slope == SlopeRho(t * shift, rho);
     terminates \true; assigns \nothing;
     ensures weight: by_weight * kernel == ByKernel(by_weight, t, shift, rho);
     ensures arrival: w * by_arrival * slope == BySlope(w, by_arrival, t, shift, rho); @/
  static void dg_lemma_synapse_terms(dg_real by_weight, dg_real w, dg_real by_arrival, dg_real t, dg_real shift, dg_real rho,
    dg_real kernel,
                             dg_real slope) { }
*/

/*@ ghost // the samples f, f + 8, .. one by one
  /@ terminates \true; assigns \nothing;
     ensures folded: \forall integer i, f;
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) ==
       WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f) + WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f + 8) +
       WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f + 16) + WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f + 24); @/
  static void dg_lemma_weights_folded(dg_real cut, const dg_real *row, const dg_real *src, const dg_real *rho, const dg_real *dT_dc,
                                      const dg_real *g_out, size_t n) {
    /@ assert one: \forall integer i, f; WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, 1) ==
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f); @/
    /@ assert two: \forall integer i, f; WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, 2) ==
         WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, 1) + WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f + 8); @/
    /@ assert three: \forall integer i, f; WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, 3) ==
         WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, 2) + WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f + 16); @/
    /@ assert four: \forall integer i, f; WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, 4) ==
         WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, f, 3) + WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, f + 24); @/
  }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures folded: \forall integer i, f;
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) ==
       ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, f) + ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, f + 8) +
       ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, f + 16) + ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out,
         i, f + 24); @/
  static void dg_lemma_arrivals_folded(dg_real tau_mem, const dg_real *w, const dg_real *row, const dg_real *src,
    const dg_real *rho,
                                       const dg_real *dT_dc, const dg_real *g_out) {
    /@ assert one: \forall integer i, f; ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, 1) ==
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, f); @/
    /@ assert two: \forall integer i, f; ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, 2) ==
         ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, 1) + ArrivalOf(tau_mem, w, row, src, rho, dT_dc,
           g_out, i, f + 8); @/
    /@ assert three: \forall integer i, f; ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, 3) ==
         ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, 2) + ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out,
           i, f + 16); @/
    /@ assert four: \forall integer i, f; ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, 4) ==
         ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, 3) + ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out,
           i, f + 24); @/
  }
*/

/*@ ghost
  /@ requires valid: \valid_read(x + (0 .. DG_WIDTH-1));
     terminates \true; assigns \nothing;
     ensures strides: \forall integer j; 0 <= j < (DG_WIDTH < 8 ? DG_WIDTH : 8) ==>
       StrideSum(x, j, (DG_WIDTH < 8 ? DG_WIDTH : 8), DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) == x[j] + x[j + 8] +
         x[j + 16] + x[j + 24]; @/
  static void dg_lemma_strides(const dg_real *x) {
    /@ assert one: \forall integer j; 0 <= j < 8 ==> StrideSum(x, j, 8, 1) == x[j]; @/
    /@ assert two: \forall integer j; 0 <= j < 8 ==> StrideSum(x, j, 8, 2) == x[j] + x[j + 8]; @/
    /@ assert three: \forall integer j; 0 <= j < 8 ==> StrideSum(x, j, 8, 3) == x[j] + x[j + 8] + x[j + 16]; @/
  }
*/

/*@ ghost
  /@ requires valid: \valid_read(x + (0 .. 7));
     terminates \true; assigns \nothing;
     ensures eight: StrideSum(x, 0, 1, 8) == x[0] + x[1] + x[2] + x[3] + x[4] + x[5] + x[6] + x[7]; @/
  static void dg_lemma_eight(const dg_real *x) {
    /@ assert two: StrideSum(x, 0, 1, 2) == x[0] + x[1]; @/
    /@ assert four: StrideSum(x, 0, 1, 4) == x[0] + x[1] + x[2] + x[3]; @/
    /@ assert six: StrideSum(x, 0, 1, 6) == x[0] + x[1] + x[2] + x[3] + x[4] + x[5]; @/
  }
*/

/*@ ghost // the samples in order, and by folds
  /@ requires valid: \valid_read(x + (0 .. DG_WIDTH-1));
     terminates \true; assigns \nothing;
     ensures chunk: StrideSum(x, 0, 1, DG_WIDTH) == ChunkFolded(x, 8); @/
  static void dg_lemma_chunk(const dg_real *x) {
    dg_lemma_strides(x);
  }
*/

/*@ ghost // all keys from the rows of keys
  /@ requires valid: n <= 2 * DG_SIZE_MAX && \valid_read(key + (0 .. n*DG_LANES-1));
     terminates \true; assigns \nothing;
     ensures positive: KeysPositive(key, n) ==> Positives(key, n * DG_LANES); @/
  static void dg_lemma_keys(size_t n, const dg_real *key) {
    /@ assert place: \forall integer x; 0 <= x < n * DG_LANES ==> LaneValue(key, x / DG_LANES, x % DG_LANES) == key[x]; @/
    /@ assert row: \forall integer x; 0 <= x < n * DG_LANES ==> 0 <= x / DG_LANES < n && 0 <= x % DG_LANES < DG_LANES; @/
  }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures arrival: \forall real x, y; x > 0 && y >= 1 ==> ArrivalKey(DG_RATIO_TWO, x, y) > 0; @/
  static void dg_lemma_arrival(void) {
    /@ assert product: \forall real x, y; x > 0 && y >= 1 ==> x * y > 0; @/
  }
*/

/*@ ghost // factors from the first on
  /@ requires size: n <= 2 * DG_SIZE_MAX && first <= 4 * DG_SIZE_MAX * DG_SIZE_MAX;
     requires valid: \valid_read(shift + (first .. first+n-1));
     terminates \true; assigns \nothing;
     ensures factors: (\forall integer x; first <= x < first + n ==> shift[x] >= 1) ==> Factors(shift + first, n); @/
  static void dg_lemma_factors(size_t n, const dg_real *shift, size_t first) {
    /@ loop invariant range: 0 <= i <= n;
       loop invariant factors: (\forall integer x; first <= x < first + n ==> shift[x] >= 1) ==> Factors(shift + first, i);
       loop assigns i; loop variant n - i; @/
    for (size_t i = 0; i < n; i++) {
      /@ assert next: (\forall integer x; first <= x < first + n ==> shift[x] >= 1) ==> *(shift + (first + i)) >= 1; @/
    }
  }
*/

/*@ ghost // numbers from the first on
  /@ requires size: first + n <= count && count <= 16 * DG_SIZE_MAX * DG_WIDTH && \valid_read(x + (0 .. count-1));
     terminates \true; assigns \nothing;
     ensures positive: Positives(x, count) ==> Positives(x + first, n); @/
  static void dg_lemma_positives(size_t count, const dg_real *x, size_t first, size_t n) {
    /@ loop invariant range: 0 <= i <= n;
       loop invariant positive: Positives(x, count) ==> Positives(x + first, i);
       loop assigns i; loop variant n - i; @/
    for (size_t i = 0; i < n; i++) {
      /@ assert next: Positives(x, count) ==> *(x + (first + i)) > 0; @/
    }
  }
*/
