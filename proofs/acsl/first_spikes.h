/* first_spikes.h: the first spikes of a layer's targets, over all sources in whatever order (SPEC 1, 3), to which the contracts of
   delgrad.h, section 7, refer. */

/*@ // What the delay of a synapse does to an arrival: a factor where tau_mem = 2 tau_syn, else a term.
    logic real ShiftOf{L}(integer ratio, dg_layer *layer, dg_real *shift, integer source, integer target) =
      layer->delay.kind == DG_DELAY_NONE ? (ratio == DG_RATIO_TWO ? 1 : 0) : shift[delay_index(layer, source, target)];
    // The arrival of source i at a target in sample x of a chunk, in rho.
    logic real RhoArrival{L}(dg_layer *layer, dg_real *shift, dg_real *src, integer target, integer i, integer x) =
      RowValue(src, i, x) * ShiftOf(DG_RATIO_TWO, layer, shift, i, target);
    logic real RhoTerm(real w, real x, real shift, real rho) = w * KernelRho(x * shift, rho);
    logic real RhoRiseTerm(real w, real x, real shift, real rho) = w * SlopeRho(x * shift, rho);
    // v(rho), and tau_mem times its slope, of a target with weights w, over the first n sources.
    logic real RhoMembrane{L}(dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target, integer n, integer x,
      real rho) =
      n <= 0 ? 0 : RhoMembrane(layer, w, shift, src, target, n - 1, x, rho) +
                   RhoTerm(NumberAt(w, n - 1), RowValue(src, n - 1, x), ShiftOf(DG_RATIO_TWO, layer, shift, n - 1, target), rho);
    logic real RhoRise{L}(dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target, integer n, integer x,
      real rho) =
      n <= 0 ? 0 : RhoRise(layer, w, shift, src, target, n - 1, x, rho) +
                   RhoRiseTerm(NumberAt(w, n - 1), RowValue(src, n - 1, x), ShiftOf(DG_RATIO_TWO, layer, shift, n - 1,
                     target), rho);
    logic real RateOf(real tau_mem, real rise) = rise > 0 ? tau_mem / rise : 0;
    // rho, as it is written, of a crossing at first: that, or if a rounded root may lie before its window, its beginning.
    predicate RhoOf(real rho, real first) =
      first <= rho && rho <= DG_RHO_MAX && rho <= first + first * (DG_EPSILON / 2 * (1 + DG_EPSILON));
    predicate RhoFirst{L}(real c, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target, integer n, integer x,
                          real first) =
      0 < first && RhoMembrane(layer, w, shift, src, target, n, x, first) == c &&
      \forall real r; 0 < r < first ==> RhoMembrane(layer, w, shift, src, target, n, x, r) < c;
    predicate RhoSilent{L}(real c, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target, integer n,
      integer x) =
      \forall real r; 0 < r <= DG_RHO_MAX ==> RhoMembrane(layer, w, shift, src, target, n, x, r) < c;
    // The first spike of a target over its n sources in sample x, and 1/K' there.
    predicate SpikeIn{L}(real tau_mem, real c, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target, integer n,
                         integer x, real rho, real dT_dc) =
      (\exists real first; RhoFirst(c, layer, w, shift, src, target, n, x, first) && RhoOf(rho, first) &&
         dT_dc == RateOf(tau_mem, RhoRise(layer, w, shift, src, target, n, x, rho))) ||
      (RhoSilent(c, layer, w, shift, src, target, n, x) && rho == DG_RHO_MAX && IsZero(dT_dc));
    // The same of target j of a layer with weights w.
    predicate SpikeOf{L}(real tau_mem, real c, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer j,
      integer x, real rho,
                         real dT_dc) =
      SpikeIn(tau_mem, c, layer, w + j * sources_of(layer), shift, src, j, sources_of(layer), x, rho, dT_dc);
*/

/*@ // What of a layer's descriptor says which delay parameter a synapse has, beside its sources and groups.
    logic integer targets_of(dg_layer *layer) = layer->outputs;
    logic integer delay_kind_of(dg_layer *layer) = layer->delay.kind;
    logic integer grouping_of(dg_layer *layer) = layer->delay.grouping;
*/

/* Two states that agree on what the spike of a target, the spikes of all targets of a layer, are computed from. */
/*@ predicate TargetSame{A, B}(dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target, integer n) =
      \forall integer i; 0 <= i < n ==>
        NumberAt{B}(w, i) == NumberAt{A}(w, i) &&
        ShiftOf{B}(DG_RATIO_TWO, layer, shift, i, target) == ShiftOf{A}(DG_RATIO_TWO, layer, shift, i, target) &&
        \forall integer x; 0 <= x < DG_WIDTH ==> RowValue{B}(src, i, x) == RowValue{A}(src, i, x);
    predicate ShapeSame{A, B}(dg_layer *layer) =
      sources_of{B}(layer) == sources_of{A}(layer) && targets_of{B}(layer) == targets_of{A}(layer) &&
      delay_kind_of{B}(layer) == delay_kind_of{A}(layer) && grouping_of{B}(layer) == grouping_of{A}(layer) &&
      source_groups_of{B}(layer) == source_groups_of{A}(layer) && target_groups_of{B}(layer) == target_groups_of{A}(layer);
    predicate TargetsSame{A, B}(dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src) =
      ShapeSame{A, B}(layer) &&
      (\forall integer y; 0 <= y < weights_of{A}(layer) ==> NumberAt{B}(w, y) == NumberAt{A}(w, y)) &&
      (\forall integer d; 0 <= d < delays_of{A}(layer) ==> NumberAt{B}(shift, d) == NumberAt{A}(shift, d)) &&
      (\forall integer i, x; 0 <= i < sources_of{A}(layer) && 0 <= x < DG_WIDTH ==>
        RowValue{B}(src, i, x) == RowValue{A}(src, i, x));
*/

/* Their spikes are the same: theorems of these names in proofs/coq/. WP puts a lemma into every goal, so only the functions that
   ask for these are given them (two_states in proofs/run.sh). */
#ifdef DG_TWO_STATES
/*@ lemma dg_spike_same{A, B}:
      \forall dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target, integer n, integer x;
        (\forall integer i; 0 <= i < n ==>
          NumberAt{B}(w, i) == NumberAt{A}(w, i) && RowValue{B}(src, i, x) == RowValue{A}(src, i, x) &&
          ShiftOf{B}(DG_RATIO_TWO, layer, shift, i, target) == ShiftOf{A}(DG_RATIO_TWO, layer, shift, i, target)) ==>
        \forall real tau_mem, real c, real rho, real dT_dc;
          SpikeIn{A}(tau_mem, c, layer, w, shift, src, target, n, x, rho, dT_dc) <==>
          SpikeIn{B}(tau_mem, c, layer, w, shift, src, target, n, x, rho, dT_dc);
    lemma dg_spikes_same{A, B}:
      \forall dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer j, integer x;
        0 <= j < targets_of{A}(layer) && (admitted_sizes{A}(layer) && admitted_groups{A}(layer)) ==>
        sources_of{B}(layer) == sources_of{A}(layer) && targets_of{B}(layer) == targets_of{A}(layer) &&
          delay_kind_of{B}(layer) == delay_kind_of{A}(layer) && grouping_of{B}(layer) == grouping_of{A}(layer) &&
          source_groups_of{B}(layer) == source_groups_of{A}(layer) && target_groups_of{B}(layer) == target_groups_of{A}(layer) ==>
        (\forall integer y; 0 <= y < weights_of{A}(layer) ==> NumberAt{B}(w, y) == NumberAt{A}(w, y)) ==>
        (\forall integer d; 0 <= d < delays_of{A}(layer) ==> NumberAt{B}(shift, d) == NumberAt{A}(shift, d)) ==>
        (\forall integer i; 0 <= i < sources_of{A}(layer) ==> RowValue{B}(src, i, x) == RowValue{A}(src, i, x)) ==>
        \forall real tau_mem, real c, real rho, real dT_dc;
          SpikeOf{A}(tau_mem, c, layer, w, shift, src, j, x, rho, dT_dc) <==>
          SpikeOf{B}(tau_mem, c, layer, w, shift, src, j, x, rho, dT_dc);
*/
#endif

/*@ // Arrivals as they are sorted: without the delay of the target where all of them share it.
    logic real SortedKey{L}(integer ratio, dg_layer *layer, dg_real *shift, dg_real *src, integer target, integer together,
      integer i,
                            integer x) =
      ArrivalKey(ratio, RowValue(src, i, x), together != 0 ? (ratio == DG_RATIO_TWO ? 1 : 0) : ShiftOf(ratio, layer, shift,
        i, target));
    // key[n][DG_LANES] holds the arrivals in the samples from column lane on, each of the source that mark names.
    predicate KeysOf{L}(integer ratio, dg_layer *layer, dg_real *shift, dg_real *src, integer target, integer lane,
      integer together,
                        dg_real *key, dg_real *mark, integer n) =
      \forall integer p, l, i; 0 <= p < n && 0 <= l < DG_LANES && 0 <= i < n && LaneValue(mark, p, l) == i ==>
        LaneValue(key, p, l) == SortedKey(ratio, layer, shift, src, target, together, i, lane + l);
    // The first rows name the sources, too; what is in later rows, the last of them row n, does not come.
    predicate SourcesOf{L}(dg_index *source, dg_real *mark, integer used) =
      \forall integer p, l; 0 <= p < used && 0 <= l < DG_LANES ==> source[p * DG_LANES + l] == LaneValue(mark, p, l);
    predicate NeverFrom{L}(dg_real *key, integer used, integer n) =
      (\forall integer p, l; used <= p < n && 0 <= l < DG_LANES ==> LaneValue(key, p, l) >= DG_RHO_MAX) &&
      (\forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, n, l) == DG_RHO_MAX);
    // Rows 0 .. used after the delay of the target.
    predicate LaterBy{L}(integer together, real d, dg_real *key, dg_real *arrivals, integer used) =
      \forall integer p, l; 0 <= p <= used && 0 <= l < DG_LANES ==>
        LaneValue(arrivals, p, l) == (together != 0 ? ArrivalKey(DG_RATIO_TWO, LaneValue(key, p, l), d) : LaneValue(key, p, l));
    // All that a target's spikes are computed from, in the parts of a layer's scratch.
    predicate SortedLanes{L}(integer ratio, dg_layer *layer, dg_real *shift, dg_real *src, integer target, integer lane,
      integer together,
                             dg_lane_parts *part, integer n, integer used) =
      Ordered(part->key, part->mark, n) && KeysOf(ratio, layer, shift, src, target, lane, together, part->key, part->mark, n) &&
      (ratio == DG_RATIO_TWO ==> indices_below(part->source, used * DG_LANES, n) && SourcesOf(part->source, part->mark, used) &&
        NeverFrom(part->key, used, n) && KeysPositive(part->key, used + 1));
    // What is in the columns before lane, and in other rows than j from there on, as it was.
    predicate BeforeLane{A, B}(dg_real *out, integer outputs, integer lane) =
      \forall integer j, x; 0 <= j < outputs && 0 <= x < lane ==> RowValue{B}(out, j, x) == RowValue{A}(out, j, x);
    predicate SameRowsBut{A, B}(dg_real *out, integer outputs, integer j, integer lane) =
      \forall integer i, x; 0 <= i < outputs && 0 <= x < DG_WIDTH && (i != j || x < lane || x >= lane + DG_LANES) ==>
        RowValue{B}(out, i, x) == RowValue{A}(out, i, x);
    // shared: all targets see the arrivals in one order; together: each after a delay of its own.
    predicate SharesOrder{L}(dg_layer *layer, integer shared, integer together) =
      (shared != 0 && together == 0 ==> target_groups_of(layer) <= 1) &&
      (together != 0 ==> shared != 0 && target_groups_of(layer) > 1 && source_groups_of(layer) <= 1);
    predicate DelayOf{L}(integer ratio, dg_layer *layer, dg_real *shift, integer target, integer n, real d) =
      \forall integer i; 0 <= i < n ==> ShiftOf(ratio, layer, shift, i, target) == d;
*/

/* A theorem of the same name in proofs/coq/. */
/*@ ghost // the first spike among sorted arrivals is the first of all times
  /@ requires positive: tau_mem > 0 && c > 0 && KeysPositive(key, used + 1);
     requires size: used <= n;
     requires sorted: Ordered(key, mark, n) && KeysOf(DG_RATIO_TWO, layer, shift, src, target, lane, together, key, mark, n);
     requires rows: SourcesOf(source, mark, used) && NeverFrom(key, used, n);
     requires later: LaterBy(together, d, key, arrivals, used);
     requires delay: together != 0 ==> d >= 1 && DelayOf(DG_RATIO_TWO, layer, shift, target, n, d);
     terminates \true; assigns \nothing;
     ensures spikes: \forall integer l, real rho, real dT_dc; 0 <= l < DG_LANES &&
       FirstSpikeIn(tau_mem, c, 1, w, source, arrivals, used, l, rho, dT_dc) ==>
       SpikeIn(tau_mem, c, layer, w, shift, src, target, n, lane + l, rho, dT_dc); @/
  static void dg_fact_lane_spikes(dg_real tau_mem, dg_real c, const dg_layer *layer, const dg_real *w, const dg_real *shift,
                                  const dg_real *src, size_t target, size_t lane, int together, dg_real d, size_t n, size_t used,
                                  const dg_real *key, const dg_real *mark, const dg_real *arrivals, const dg_index *source);
*/

/*@ ghost
  /@ requires index: i < n && 1 <= groups && groups <= n && n <= 2 * DG_SIZE_MAX;
     requires divides: grouping != DG_GROUP_TILED ==> n % groups == 0;
     terminates \true; assigns \nothing;
     ensures bound: 0 <= group_of(grouping, groups, n, i) && group_of(grouping, groups, n, i) < groups; @/
  static void dg_lemma_group(dg_grouping grouping, size_t groups, size_t n, size_t i) {
    /@ assert tiled: 0 <= i % groups && i % groups < groups; @/
    /@ assert product: grouping != DG_GROUP_TILED ==> n == n / groups * groups; @/
    /@ assert block: grouping != DG_GROUP_TILED ==> n / groups >= 1; @/
    /@ assert lower: grouping != DG_GROUP_TILED ==> i / (n / groups) * (n / groups) <= i; @/
    /@ assert below: grouping != DG_GROUP_TILED ==> i / (n / groups) < groups; @/
  }
*/

/*@ ghost // the delays of one target
  /@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer) && target < layer->outputs;
     terminates \true; assigns \nothing;
     ensures range: layer->delay.kind != DG_DELAY_NONE ==> \forall integer i; 0 <= i < sources_of(layer) ==>
       0 <= delay_index(layer, i, target) && delay_index(layer, i, target) < delays_of(layer); @/
  static void dg_lemma_delay_range(const dg_layer *layer, size_t target) {
    if (layer->delay.kind != DG_DELAY_NONE) {
      const size_t n = layer->inputs + layer->biases;
      const size_t own = layer->delay.kind == DG_DELAY_DENDRITIC ? 1 : layer->delay.source_groups != 0 ?
        layer->delay.source_groups : n;
      const size_t groups = layer->delay.kind == DG_DELAY_AXONAL ? 1 :
        layer->delay.target_groups != 0 ? layer->delay.target_groups : layer->outputs;
      /@ assert groups: own == source_groups_of(layer) && groups == target_groups_of(layer) && n == sources_of(layer); @/
      dg_lemma_group(layer->delay.grouping, groups, layer->outputs, target);
      /@ assert row: 0 <= group_of(layer->delay.grouping, groups, layer->outputs, target) * own &&
           group_of(layer->delay.grouping, groups, layer->outputs, target) * own + own <= groups * own; @/
      /@ loop invariant range: 0 <= i <= n;
         loop invariant done: \forall integer j; 0 <= j < i ==>
           0 <= delay_index(layer, j, target) && delay_index(layer, j, target) < delays_of(layer);
         loop assigns i; loop variant n - i; @/
      for (size_t i = 0; i < n; i++) dg_lemma_group(layer->delay.grouping, own, n, i);
    }
  }
*/

/*@ ghost // a layer with one group of targets, or of sources
  /@ requires admitted: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer) && target < layer->outputs;
     terminates \true; assigns \nothing;
     ensures targets: layer->delay.kind != DG_DELAY_NONE && target_groups_of(layer) <= 1 ==>
       \forall integer i; 0 <= i < sources_of(layer) ==> delay_index(layer, i, target) == delay_index(layer, i, 0);
     ensures sources: layer->delay.kind != DG_DELAY_NONE && source_groups_of(layer) <= 1 ==>
       \forall integer i; 0 <= i < sources_of(layer) ==> delay_index(layer, i, target) == delay_index(layer, 0, target); @/
  static void dg_lemma_one_group(const dg_layer *layer, size_t target) {
    /@ assert tiled: \forall integer i; i >= 0 ==> i % 1 == 0; @/
    /@ assert block: \forall integer i, n; 0 <= i < n ==> i / (n / 1) == 0; @/
  }
*/

/*@ // The same in time, where tau_mem is not 2 tau_syn: the arrival of source i, v(t), and tau_mem times its slope just before t.
    logic real TimeArrival{L}(dg_layer *layer, dg_real *shift, dg_real *src, integer target, integer i, integer x) =
      src[i * DG_WIDTH + x] + ShiftOf(DG_RATIO_ANY, layer, shift, i, target);
    logic real TimeMembrane{L}(real tau_mem, real tau_syn, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src,
      integer target,
                               integer n, integer x, real t) =
      n <= 0 ? 0 : TimeMembrane(tau_mem, tau_syn, layer, w, shift, src, target, n - 1, x, t) +
                   MembraneTerm(tau_mem, tau_syn, w[n - 1], TimeArrival(layer, shift, src, target, n - 1, x), t);
    logic real SlopeTerm(real tau_mem, real tau_syn, real w, real a, real t) =
      a < t ? w * KernelSlope(tau_mem, tau_syn, t - a) : 0;
    logic real TimeRise{L}(real tau_mem, real tau_syn, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, integer target,
                           integer n, integer x, real t) =
      n <= 0 ? 0 : TimeRise(tau_mem, tau_syn, layer, w, shift, src, target, n - 1, x, t) +
                   SlopeTerm(tau_mem, tau_syn, w[n - 1], TimeArrival(layer, shift, src, target, n - 1, x), t);
    predicate TimeFirst{L}(real tau_mem, real tau_syn, real c, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src,
                           integer target, integer n, integer x, real first) =
      TimeMembrane(tau_mem, tau_syn, layer, w, shift, src, target, n, x, first) == c &&
      \forall real t; t < first ==> TimeMembrane(tau_mem, tau_syn, layer, w, shift, src, target, n, x, t) < c;
    predicate TimeSilent{L}(real tau_mem, real tau_syn, real c, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src,
                            integer target, integer n, integer x) =
      \forall real t; t < DG_REAL_MAX ==> TimeMembrane(tau_mem, tau_syn, layer, w, shift, src, target, n, x, t) < c;
    // The first spike of a target over its n sources in sample x, and 1/K' there; i is an arrival before it.
    predicate TimeSpikeIn{L}(real tau_mem, real tau_syn, real c, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src,
                             integer target, integer n, integer x, real time, real dT_dc) =
      (\exists real first, integer i; (first < DG_REAL_MAX &&
         TimeFirst(tau_mem, tau_syn, c, layer, w, shift, src, target, n, x, first)) &&
         0 <= i < n && TimeArrival(layer, shift, src, target, i, x) < first &&
         TimeIs(time, TimeArrival(layer, shift, src, target, i, x), first - TimeArrival(layer, shift, src, target, i, x),
           DG_EPSILON) &&
         dT_dc == RateOf(tau_mem, TimeRise(tau_mem, tau_syn, layer, w, shift, src, target, n, x, first))) ||
      (TimeSilent(tau_mem, tau_syn, c, layer, w, shift, src, target, n, x) && time >= DG_REAL_MAX);
*/

/* A theorem of the same name in proofs/coq/: what dg_lane_first_spike ensures of one lane is the first spike of all times. */
/*@ ghost
  /@ requires ratio: ratio != DG_RATIO_TWO && NotBeyond(DG_REAL_MAX);
     requires size: 0 <= l < DG_LANES && 0 <= causal <= n;
     requires sorted: Ordered(key, mark, n) && KeysOf(ratio, layer, shift, src, target, lane, together, key, mark, n);
     requires together: together != 0 ==> d >= 0 && DelayOf(ratio, layer, shift, target, n, d);
     requires alone: together == 0 ==> d == 0;
     requires sources: \forall integer p; 0 <= p < n ==> source[p] == LaneValue(mark, p, l);
     requires arrivals: \forall integer p; 0 <= p < n ==> ArrivesAt(a[source[p]] - d, LaneValue(key, p, l));
     requires order: InOrder(a, source, n);
     requires causal: causal > 0 ==> since > 0 && CausalSet(a, source, causal, n, time);
     requires first: causal > 0 ==> FirstCrossing(tau_mem, tau_syn, c, w, a, n, a[source[causal - 1]] + since);
     requires time: causal > 0 ==> TimeIs(time, a[source[causal - 1]], since, DG_EPSILON);
     requires slope: causal > 0 ==> SlopeIs(tau_mem, tau_syn, w, a, source, causal, a[source[causal - 1]], since, crossing, dT_dc);
     requires kinds: causal > 0 ==> crossing == DG_SPIKES || (crossing == DG_TANGENT && IsZero(dT_dc));
     requires never: causal == 0 ==> NoCrossing(tau_mem, tau_syn, c, w, a, n) && !Comes(time);
     terminates \true; assigns \nothing;
     ensures spike: TimeSpikeIn(tau_mem, tau_syn, c, layer, w, shift, src, target, n, lane + l, time, dT_dc); @/
  static void dg_fact_lane_times(dg_real tau_mem, dg_real tau_syn, dg_real c, int ratio, const dg_layer *layer, const dg_real *w,
                                 const dg_real *shift, const dg_real *src, size_t target, size_t lane, size_t l, int together,
                                 dg_real d, size_t n, const dg_real *key, const dg_real *mark, const dg_real *a,
                                 const dg_index *source, size_t causal, int crossing, dg_real since, dg_real time, dg_real dT_dc);
*/
