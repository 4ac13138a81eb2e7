/* layer_gradient.h: what the backward pass through a layer where tau_mem = 2 tau_syn adds up over samples, sources and targets, in
   the order of their numbers (SPEC 4.2, 6.3, 6.6), to which the contracts of delgrad.h, section 7, refer. */

/*@ // dL/dw and dL/da of synapse i of one target, the factors of whose delays are in row, over the first samples of a chunk.
    logic real WeightSum{L}(real cut, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out, integer n,
                            integer i, integer count) =
      count <= 0 ? 0 : WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, count - 1) +
                       WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, count - 1);
    logic real ArrivalSum{L}(real tau_mem, dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out,
                             integer i, integer count) =
      count <= 0 ? 0 : ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, count - 1) +
                       ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, count - 1);
    // What the first n sources of a target give delay parameter d: the first of each row of folded[n][DG_FOLDED] whose delay it is;
    // first: the first of the target's delay parameters.
    logic real DelaySum{L}(dg_layer *layer, integer first, dg_real *folded, integer n, integer d) =
      n <= 0 ? 0 : DelaySum(layer, first, folded, n - 1, d) +
                   (first + group_of(layer->delay.grouping, source_groups_of(layer), sources_of(layer), n - 1) == d ?
                      folded[(n - 1) * (DG_WIDTH < 8 ? DG_WIDTH : 8)] : 0);
*/

/*@ // In a layer, in sample x: the largest kernel of the first n sources at a target, dL/dw over the kernel after the cut, and what
    // source i at the target adds to dL/dw and dL/da.
    logic real RhoMost{L}(dg_layer *layer, dg_real *shift, dg_real *src, dg_real *out, integer target, integer n, integer x) =
      n <= 0 ? 0 : \max(RhoMost(layer, shift, src, out, target, n - 1, x),
                        KernelRho(RhoArrival(layer, shift, src, target, n - 1, x), out[target * DG_WIDTH + x]));
    logic real RhoByWeight{L}(real cut, dg_layer *layer, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc, dg_real *g_out,
                              integer target, integer x) =
      Cut(cut, RhoMost(layer, shift, src, out, target, sources_of(layer), x),
          -(g_out[target * DG_WIDTH + x] * dT_dc[target * DG_WIDTH + x]));
    logic real RhoWeightOf{L}(real cut, dg_layer *layer, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc, dg_real *g_out,
                              integer target, integer i, integer x) =
      RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, target, x) *
      KernelRho(RhoArrival(layer, shift, src, target, i, x), out[target * DG_WIDTH + x]);
    logic real RhoArrivalOf{L}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out,
                               dg_real *dT_dc, dg_real *g_out, integer target, integer i, integer x) =
      w[target * sources_of(layer) + i] * (g_out[target * DG_WIDTH + x] * dT_dc[target * DG_WIDTH + x] / tau_mem) *
      SlopeRho(RhoArrival(layer, shift, src, target, i, x), out[target * DG_WIDTH + x]);
*/

/*@ // dL/dw and dL/da of a synapse over the first samples of a chunk.
    logic real WeightGradient{L}(real cut, dg_layer *layer, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc,
                                 dg_real *g_out, integer target, integer i, integer count) =
      count <= 0 ? 0 : WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, target, i, count - 1) +
                       RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, target, i, count - 1);
    logic real ArrivalGradient{L}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out,
                                  dg_real *dT_dc, dg_real *g_out, integer target, integer i, integer count) =
      count <= 0 ? 0 : ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, count - 1) +
                       RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, count - 1);
    // dL/dt of source i in sample x over the first targets.
    logic real SourceGradient{L}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out,
                                 dg_real *dT_dc, dg_real *g_out, integer targets, integer i, integer x) =
      targets <= 0 ? 0 : SourceGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets - 1, i, x) +
                         RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets - 1, i, x);
    // dL/dd of delay parameter d over the first n sources of one target, and over the first targets.
    logic real TargetGradient{L}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out,
                                 dg_real *dT_dc, dg_real *g_out, integer target, integer n, integer d) =
      n <= 0 ? 0 : TargetGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, n - 1, d) +
                   (delay_index(layer, n - 1, target) == d ?
                      ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, n - 1, DG_WIDTH) : 0);
    logic real DelayGradient{L}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out,
                                dg_real *dT_dc, dg_real *g_out, integer targets, integer d) =
      targets <= 0 ? 0 : DelayGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets - 1, d) +
                         TargetGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets - 1, sources_of(layer), d);
*/

/*@ ghost // the samples in order, and by folds
  /@ terminates \true; assigns \nothing;
     ensures sum: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, DG_WIDTH) ==
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 0, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 1, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 2, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 3, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 4, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 5, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 6, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       WeightFolded(cut, row, src, rho, dT_dc, g_out, n, i, 7, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)); @/
  static void dg_lemma_weights_summed(dg_real cut, const dg_real *row, const dg_real *src, const dg_real *rho, const dg_real *dT_dc,
                                      const dg_real *g_out, size_t n) {
    dg_lemma_weights_folded(cut, row, src, rho, dT_dc, g_out, n);
    /@ assert four: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 4) ==
         0 +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 0) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 1) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 2) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 3); @/
    /@ assert eight: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 8) ==
         WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 4) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 4) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 5) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 6) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 7); @/
    /@ assert twelve: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 12) ==
         WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 8) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 8) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 9) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 10) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 11); @/
    /@ assert sixteen: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 16) ==
         WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 12) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 12) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 13) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 14) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 15); @/
    /@ assert twenty: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 20) ==
         WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 16) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 16) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 17) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 18) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 19); @/
    /@ assert twenty_four: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 24) ==
         WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 20) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 20) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 21) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 22) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 23); @/
    /@ assert twenty_eight: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 28) ==
         WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 24) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 24) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 25) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 26) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 27); @/
    /@ assert all: \forall integer i; WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 32) ==
         WeightSum(cut, row, src, rho, dT_dc, g_out, n, i, 28) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 28) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 29) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 30) +
         WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, 31); @/
  }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures sum: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, DG_WIDTH) ==
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 0, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 1, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 2, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 3, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 4, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 5, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 6, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)) +
       ArrivalFolded(tau_mem, w, row, src, rho, dT_dc, g_out, i, 7, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8)); @/
  static void dg_lemma_arrivals_summed(dg_real tau_mem, const dg_real *w, const dg_real *row, const dg_real *src,
    const dg_real *rho,
                                       const dg_real *dT_dc, const dg_real *g_out) {
    dg_lemma_arrivals_folded(tau_mem, w, row, src, rho, dT_dc, g_out);
    /@ assert four: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 4) ==
         0 +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 0) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 1) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 2) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 3); @/
    /@ assert eight: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 8) ==
         ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 4) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 4) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 5) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 6) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 7); @/
    /@ assert twelve: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 12) ==
         ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 8) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 8) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 9) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 10) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 11); @/
    /@ assert sixteen: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 16) ==
         ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 12) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 12) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 13) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 14) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 15); @/
    /@ assert twenty: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 20) ==
         ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 16) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 16) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 17) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 18) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 19); @/
    /@ assert twenty_four: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 24) ==
         ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 20) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 20) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 21) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 22) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 23); @/
    /@ assert twenty_eight: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 28) ==
         ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 24) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 24) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 25) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 26) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 27); @/
    /@ assert all: \forall integer i; ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 32) ==
         ArrivalSum(tau_mem, w, row, src, rho, dT_dc, g_out, i, 28) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 28) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 29) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 30) +
         ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, 31); @/
  }
*/

/* What dg_target_sources writes for synapse i, in sample l or fold f; that number of x[..][DG_WIDTH] or x[..][8] is as it was, and
   so are the rates in sample l, and weight and delay of synapse i. */
/*@ predicate SourceAdded{P, H}(dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *by_arrival, dg_real *g_src,
      integer i,
                                integer l) =
      \at(g_src[i * DG_WIDTH + l], H) == \at(g_src[i * DG_WIDTH + l], P) +
        BySlope(\at(w[i], P), \at(by_arrival[l], P), \at(src[i * DG_WIDTH + l], P), \at(row[i], P), \at(rho[l], P));
    predicate WeightIs{P, H}(dg_real *row, dg_real *src, dg_real *rho, dg_real *by_weight, dg_real *g_w, integer i, integer f) =
      \at(g_w[i * 8 + f], H) ==
        ByKernel(\at(by_weight[f], P), \at(src[i * DG_WIDTH + f], P), \at(row[i], P), \at(rho[f], P)) +
        ByKernel(\at(by_weight[f + 16], P), \at(src[i * DG_WIDTH + f + 16], P), \at(row[i], P), \at(rho[f + 16], P)) +
        (ByKernel(\at(by_weight[f + 8], P), \at(src[i * DG_WIDTH + f + 8], P), \at(row[i], P), \at(rho[f + 8], P)) +
         ByKernel(\at(by_weight[f + 24], P), \at(src[i * DG_WIDTH + f + 24], P), \at(row[i], P), \at(rho[f + 24], P)));
    predicate DelayIs{P, H}(dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *by_arrival, dg_real *g_d, integer i,
                            integer f) =
      \at(g_d[i * 8 + f], H) ==
        BySlope(\at(w[i], P), \at(by_arrival[f], P), \at(src[i * DG_WIDTH + f], P), \at(row[i], P), \at(rho[f], P)) +
        BySlope(\at(w[i], P), \at(by_arrival[f + 16], P), \at(src[i * DG_WIDTH + f + 16], P), \at(row[i], P), \at(rho[f + 16], P)) +
        (BySlope(\at(w[i], P), \at(by_arrival[f + 8], P), \at(src[i * DG_WIDTH + f + 8], P), \at(row[i], P), \at(rho[f + 8], P)) +
         BySlope(\at(w[i], P), \at(by_arrival[f + 24], P), \at(src[i * DG_WIDTH + f + 24], P), \at(row[i], P),
           \at(rho[f + 24], P)));
    predicate ChunkSame{P, H}(dg_real *x, integer i, integer l) = \at(x[i * DG_WIDTH + l], H) == \at(x[i * DG_WIDTH + l], P);
    predicate FoldSame{P, H}(dg_real *x, integer i, integer f) = \at(x[i * 8 + f], H) == \at(x[i * 8 + f], P);
    predicate RatesSame{P, H}(dg_real *rho, dg_real *by_weight, dg_real *by_arrival, integer l) =
      \at(rho[l], H) == \at(rho[l], P) && \at(by_weight[l], H) == \at(by_weight[l], P) &&
        \at(by_arrival[l], H) == \at(by_arrival[l], P);
    predicate SynapseSame{P, H}(dg_real *w, dg_real *row, integer i) = \at(w[i], H) == \at(w[i], P) &&
      \at(row[i], H) == \at(row[i], P);
*/

/* What dg_target_backward_two writes for synapse i, in sample l or fold f, and the terms that dg_target_sources makes it of. */
/*@ predicate WeightAs{P, H}(real cut, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out, dg_real *by_weight,
                             integer n, integer i, integer l) =
      ByKernel(\at(by_weight[l], H), \at(src[i * DG_WIDTH + l], H), \at(row[i], H), \at(rho[l], H)) ==
      WeightOf{P}(cut, row, src, rho, dT_dc, g_out, n, i, l);
    predicate ArrivalAs{P, H}(real tau_mem, dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out,
                              dg_real *by_arrival, integer i, integer l) =
      BySlope(\at(w[i], H), \at(by_arrival[l], H), \at(src[i * DG_WIDTH + l], H), \at(row[i], H), \at(rho[l], H)) ==
      ArrivalOf{P}(tau_mem, w, row, src, rho, dT_dc, g_out, i, l);
    predicate SourceBy{P, H}(real tau_mem, dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out,
                             dg_real *g_src, integer i, integer l) =
      \at(g_src[i * DG_WIDTH + l], H) ==
        \at(g_src[i * DG_WIDTH + l], P) + ArrivalOf{P}(tau_mem, w, row, src, rho, dT_dc, g_out, i, l);
    predicate RhoSourceBy{P, H}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out,
      dg_real *dT_dc,
                                dg_real *g_out, dg_real *g_src, integer target, integer i, integer l) =
      \at(g_src[i * DG_WIDTH + l], H) == \at(g_src[i * DG_WIDTH + l], P) +
        RhoArrivalOf{P}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, l);
    predicate SourceIs{P, H}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc,
                             dg_real *g_out, dg_real *g_src, integer targets, integer i, integer l) =
      \at(g_src[i * DG_WIDTH + l], H) == SourceGradient{P}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets, i, l);
    predicate DelayAdded{P, H}(real tau_mem, dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out,
      dg_real *dT_dc,
                               dg_real *g_out, dg_real *g_d, integer targets, integer d) =
      \at(g_d[d], H) == \at(g_d[d], P) + DelayGradient{P}(tau_mem, layer, w, shift, src, out, dT_dc, g_out, targets, d);
    predicate FirstAdded{P, H}(dg_real *x, integer at, dg_real *folded, integer i) =
      \at(x[at + i], H) == \at(x[at + i], P) + \at(folded[i * 8], P);
    predicate PlaceSame{P, H}(dg_real *x, integer at, integer i) = \at(x[at + i], H) == \at(x[at + i], P);
    predicate RhoWeightSame{P, H}(dg_layer *layer, dg_real *g_w, integer target, integer i) =
      \at(g_w[target * sources_of{P}(layer) + i], H) == \at(g_w[target * sources_of{P}(layer) + i], P);
    predicate RhoWeightBy{P, H}(real cut, dg_layer *layer, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc,
      dg_real *g_out,
                                dg_real *g_w, integer target, integer i) =
      \at(g_w[target * sources_of{P}(layer) + i], H) == \at(g_w[target * sources_of{P}(layer) + i], P) +
        WeightGradient{P}(cut, layer, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH);
    predicate WeightBy{P, H}(real cut, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out, dg_real *g_w,
                             integer n, integer i, integer f) =
      \at(g_w[i * 8 + f], H) ==
        WeightFolded{P}(cut, row, src, rho, dT_dc, g_out, n, i, f, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8));
    predicate DelayBy{P, H}(real tau_mem, dg_real *w, dg_real *row, dg_real *src, dg_real *rho, dg_real *dT_dc, dg_real *g_out,
                            dg_real *g_d, integer i, integer f) =
      \at(g_d[i * 8 + f], H) ==
        ArrivalFolded{P}(tau_mem, w, row, src, rho, dT_dc, g_out, i, f, DG_WIDTH / (DG_WIDTH < 8 ? DG_WIDTH : 8));
*/

/*@ ghost // the definitions
  /@ terminates \true; assigns \nothing;
     ensures weight: \forall integer i, l; WeightOf(cut, row, src, rho, dT_dc, g_out, n, i, l) ==
       ByKernel(ByWeightOf(cut, row, src, rho, dT_dc, g_out, n, l), src[i * DG_WIDTH + l], row[i], rho[l]);
     ensures arrival: \forall integer i, l; ArrivalOf(tau_mem, w, row, src, rho, dT_dc, g_out, i, l) ==
       BySlope(w[i], ArrivalRate(tau_mem, g_out[l], dT_dc[l]), src[i * DG_WIDTH + l], row[i], rho[l]); @/
  static void dg_lemma_target_terms(dg_real cut, dg_real tau_mem, const dg_real *w, const dg_real *row, const dg_real *src,
    const dg_real *rho,
                             const dg_real *dT_dc, const dg_real *g_out, size_t n) { }
*/

/* What a pass through a layer reads is as it was. */
/*@ predicate SamePass{P, H}(dg_layer *layer, dg_real *w, dg_real *shift, dg_real *src, dg_real *out, dg_real *dT_dc,
      dg_real *g_out) =
      (\forall integer x; 0 <= x < weights_of{P}(layer) ==> \at(w[x], H) == \at(w[x], P)) &&
      (\forall integer x; 0 <= x < delays_of{P}(layer) ==> \at(shift[x], H) == \at(shift[x], P)) &&
      (\forall integer x; 0 <= x < sources_of{P}(layer) * DG_WIDTH ==> \at(src[x], H) == \at(src[x], P)) &&
      (\forall integer x; 0 <= x < \at(layer->outputs, P) * DG_WIDTH ==> \at(out[x], H) == \at(out[x], P) &&
         \at(dT_dc[x], H) == \at(dT_dc[x], P) && \at(g_out[x], H) == \at(g_out[x], P));
*/

/*@ ghost
  /@ requires row: \forall integer i; 0 <= i < n ==> row[i] == ShiftOf(DG_RATIO_TWO, layer, shift, i, target);
     requires spikes: \forall integer l; 0 <= l < DG_WIDTH ==> out_j[l] == out[target * DG_WIDTH + l];
     terminates \true; assigns \nothing;
     ensures most: \forall integer l; 0 <= l < DG_WIDTH ==>
       MostKernel(row, src, out_j, n, l) == RhoMost(layer, shift, src, out, target, n, l); @/
  static void dg_lemma_target_most(const dg_layer *layer, size_t n, const dg_real *shift, const dg_real *row, const dg_real *src,
                                   const dg_real *out, size_t target, const dg_real *out_j) {
    /@ loop invariant range: 0 <= i <= n;
       loop invariant most: \forall integer l; 0 <= l < DG_WIDTH ==>
         MostKernel(row, src, out_j, i, l) == RhoMost(layer, shift, src, out, target, i, l);
       loop assigns i; loop variant n - i; @/
    for (size_t i = 0; i < n; i++) {
      /@ assert arrival: \forall integer l; src[i * DG_WIDTH + l] * row[i] == RhoArrival(layer, shift, src, target, i, l); @/
      /@ assert row: \forall integer l; MostKernel(row, src, out_j, i + 1, l) ==
           \max(MostKernel(row, src, out_j, i, l), KernelRho(src[i * DG_WIDTH + l] * row[i], out_j[l])); @/
      /@ assert layer: \forall integer l; RhoMost(layer, shift, src, out, target, i + 1, l) ==
           \max(RhoMost(layer, shift, src, out, target, i, l),
                KernelRho(RhoArrival(layer, shift, src, target, i, l), out[target * DG_WIDTH + l])); @/
    }
  }
*/

/*@ ghost // dL/dw at one target
  /@ requires sources: n == sources_of(layer);
     requires row: \forall integer i; 0 <= i < n ==> row[i] == ShiftOf(DG_RATIO_TWO, layer, shift, i, target);
     requires spikes: \forall integer l; 0 <= l < DG_WIDTH ==> out_j[l] == out[target * DG_WIDTH + l] &&
       dT_dc_j[l] == dT_dc[target * DG_WIDTH + l] && g_j[l] == g_out[target * DG_WIDTH + l];
     terminates \true; assigns \nothing;
     ensures weights: \forall integer i; 0 <= i < n ==>
       WeightSum(cut, row, src, out_j, dT_dc_j, g_j, n, i, DG_WIDTH) ==
       WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH); @/
  static void dg_lemma_target_weights(const dg_layer *layer, size_t n, dg_real cut, const dg_real *shift, const dg_real *row,
                                      const dg_real *src, const dg_real *out, const dg_real *dT_dc, const dg_real *g_out,
                                      size_t target, const dg_real *out_j, const dg_real *dT_dc_j, const dg_real *g_j) {
    dg_lemma_target_most(layer, n, shift, row, src, out, target, out_j);
    /@ assert by_row: \forall integer l; ByWeightOf(cut, row, src, out_j, dT_dc_j, g_j, n, l) ==
         Cut(cut, MostKernel(row, src, out_j, n, l), Uncut(g_j[l], dT_dc_j[l])); @/
    /@ assert by_layer: \forall integer l; RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, target, l) ==
         Cut(cut, RhoMost(layer, shift, src, out, target, n, l), Uncut(g_out[target * DG_WIDTH + l],
           dT_dc[target * DG_WIDTH + l])); @/
    /@ assert by_weight: \forall integer l; 0 <= l < DG_WIDTH ==>
         ByWeightOf(cut, row, src, out_j, dT_dc_j, g_j, n, l) ==
         RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, target, l); @/
    dg_lemma_target_terms(cut, 1, src, row, src, out_j, dT_dc_j, g_j, n);
    /@ assert of_layer: \forall integer i, l; RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, target, i, l) ==
         ByKernel(RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, target, l), src[i * DG_WIDTH + l],
                  ShiftOf(DG_RATIO_TWO, layer, shift, i, target), out[target * DG_WIDTH + l]); @/
    /@ assert of_row: \forall integer i, l; row[i] == ShiftOf(DG_RATIO_TWO, layer, shift, i, target) &&
         out_j[l] == out[target * DG_WIDTH + l] && ByWeightOf(cut, row, src, out_j, dT_dc_j, g_j, n, l) ==
         RhoByWeight(cut, layer, shift, src, out, dT_dc, g_out, target, l) ==>
         WeightOf(cut, row, src, out_j, dT_dc_j, g_j, n, i, l) ==
         RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, target, i, l); @/
    /@ assert of: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
         WeightOf(cut, row, src, out_j, dT_dc_j, g_j, n, i, l) ==
         RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, target, i, l); @/
    /@ loop invariant range: 0 <= x <= DG_WIDTH;
       loop invariant weights: \forall integer i; 0 <= i < n ==>
         WeightSum(cut, row, src, out_j, dT_dc_j, g_j, n, i, x) ==
         WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, target, i, x);
       loop assigns x; loop variant DG_WIDTH - x; @/
    for (size_t x = 0; x < DG_WIDTH; x++) {
      /@ assert row: \forall integer i; 0 <= i < n ==>
           WeightSum(cut, row, src, out_j, dT_dc_j, g_j, n, i, x + 1) ==
           WeightSum(cut, row, src, out_j, dT_dc_j, g_j, n, i, x) +
           WeightOf(cut, row, src, out_j, dT_dc_j, g_j, n, i, x); @/
      /@ assert layer: \forall integer i; 0 <= i < n ==>
           WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, target, i, x + 1) ==
           WeightGradient(cut, layer, shift, src, out, dT_dc, g_out, target, i, x) +
           RhoWeightOf(cut, layer, shift, src, out, dT_dc, g_out, target, i, x); @/
    }
  }
*/

/*@ ghost // dL/da at one target
  /@ requires sources: n == sources_of(layer);
     requires row: \forall integer i; 0 <= i < n ==> row[i] == ShiftOf(DG_RATIO_TWO, layer, shift, i, target);
     requires spikes: \forall integer l; 0 <= l < DG_WIDTH ==> out_j[l] == out[target * DG_WIDTH + l] &&
       dT_dc_j[l] == dT_dc[target * DG_WIDTH + l] && g_j[l] == g_out[target * DG_WIDTH + l];
     requires weights: \forall integer i; 0 <= i < n ==> w_j[i] == w[target * n + i];
     terminates \true; assigns \nothing;
     ensures of: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
       ArrivalOf(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j, i, l) ==
       RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, l);
     ensures arrivals: \forall integer i; 0 <= i < n ==>
       ArrivalSum(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j, i,
                  DG_WIDTH) == ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, DG_WIDTH); @/
  static void dg_lemma_target_arrivals(const dg_layer *layer, size_t n, dg_real tau_mem, const dg_real *w, const dg_real *shift,
                                       const dg_real *row, const dg_real *src, const dg_real *out, const dg_real *dT_dc,
                                       const dg_real *g_out, size_t target, const dg_real *w_j, const dg_real *out_j,
                                       const dg_real *dT_dc_j, const dg_real *g_j) {
    dg_lemma_target_terms(0, tau_mem, w_j, row, src, out_j, dT_dc_j, g_j, n);
    /@ assert of_layer: \forall integer i, l; RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, l) ==
         BySlope(w[target * n + i], ArrivalRate(tau_mem, g_out[target * DG_WIDTH + l], dT_dc[target * DG_WIDTH + l]),
                 src[i * DG_WIDTH + l], ShiftOf(DG_RATIO_TWO, layer, shift, i, target), out[target * DG_WIDTH + l]); @/
    /@ assert of_row: \forall integer i, l; row[i] == ShiftOf(DG_RATIO_TWO, layer, shift, i, target) &&
         w_j[i] == w[target * n + i] &&
         out_j[l] == out[target * DG_WIDTH + l] && dT_dc_j[l] == dT_dc[target * DG_WIDTH + l] &&
           g_j[l] == g_out[target * DG_WIDTH + l] ==>
         ArrivalOf(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j, i, l) ==
         RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, l); @/
    /@ assert of: \forall integer i, l; 0 <= i < n && 0 <= l < DG_WIDTH ==>
         ArrivalOf(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j, i,
                   l) == RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, l); @/
    /@ loop invariant range: 0 <= x <= DG_WIDTH;
       loop invariant arrivals: \forall integer i; 0 <= i < n ==>
         ArrivalSum(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j, i,
                    x) == ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, x);
       loop assigns x; loop variant DG_WIDTH - x; @/
    for (size_t x = 0; x < DG_WIDTH; x++) {
      /@ assert row: \forall integer i; 0 <= i < n ==>
           ArrivalSum(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j,
                      i, x + 1) ==
           ArrivalSum(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j,
                      i, x) +
           ArrivalOf(tau_mem, w_j, row, src, out_j, dT_dc_j, g_j, i,
                     x); @/
      /@ assert layer: \forall integer i; 0 <= i < n ==>
           ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, x + 1) ==
           ArrivalGradient(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, x) +
           RhoArrivalOf(tau_mem, layer, w, shift, src, out, dT_dc, g_out, target, i, x); @/
    }
  }
*/

/*@ // Column i of row t of x[..][n] lies in x[from .. to - 1].
    predicate InRow(integer t, integer n, integer i, integer from, integer to) = from <= t * n + i && t * n + i < to;
*/

/*@ ghost
  /@ requires size: j < outputs && outputs <= DG_SIZE_MAX && n <= 2 * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures before: \forall integer t, i; 0 <= t < j && 0 <= i < n ==> InRow(t, n, i, 0, j * n);
     ensures after: \forall integer t, i; j < t < outputs && 0 <= i < n ==> InRow(t, n, i, j * n + n, outputs * n); @/
  static void dg_lemma_other_rows(size_t j, size_t outputs, size_t n) {
    /@ assert before: \forall integer t; 0 <= t < j ==> (j - t) * n >= n; @/
    /@ assert after: \forall integer t; j < t < outputs ==> (t - j) * n >= n; @/
    /@ assert last: \forall integer t; 0 <= t < outputs ==> (outputs - t) * n >= n; @/
    /@ assert first: \forall integer t; 0 <= t ==> t * n >= 0; @/
  }
*/

/*@ ghost
  /@ requires size: outputs <= DG_SIZE_MAX && n <= 2 * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures rows: \forall integer t, i; 0 <= t < outputs && 0 <= i < n ==> InRow(t, n, i, 0, outputs * n); @/
  static void dg_lemma_all_rows(size_t outputs, size_t n) {
    /@ assert last: \forall integer t; 0 <= t < outputs ==> (outputs - t) * n >= n; @/
    /@ assert first: \forall integer t; 0 <= t ==> t * n >= 0; @/
  }
*/
