/* losses.h: the losses of SPEC 7 and their derivatives, over n output times T[0], T[stride], .. in reals. never is the time of a
   spike that does not come. */

/*@ // j * stride: where output j lies. A sum, so that provers see a name and not a product.
    logic integer place(integer stride, integer j) = j <= 0 ? 0 : place(stride, j - 1) + stride;
*/

/*@ // Said by two comparisons, because WP mistakes the type of the 0 in "x == 0" under a quantifier.
    predicate is_zero(real x) = 0 <= x && x <= 0;
*/

/*@ // The sums of SPEC 7.1 and 7.2 over the first n outputs.
    logic real error_of(dg_real *T, integer stride, integer j, integer label, real correct, real wrong) =
      T[place(stride, j)] - (j == label ? correct : wrong);
    logic real squared_errors(dg_real *T, integer stride, integer n, integer label, real correct, real wrong) =
      n <= 0 ? 0 : squared_errors(T, stride, n - 1, label, correct, wrong) +
        error_of(T, stride, n - 1, label, correct, wrong) * error_of(T, stride, n - 1, label, correct, wrong) / 2;
    logic real gap_of(dg_real *T, integer stride, integer j, integer label, real T_label, real gap) =
      j == label ? 0 : T[place(stride, j)] - T_label - gap;
    logic real gaps(dg_real *T, integer stride, integer n, integer label, real T_label, real gap) =
      n <= 0 ? 0 : gaps(T, stride, n - 1, label, T_label, gap) + gap_of(T, stride, n - 1, label, T_label, gap);
    logic real squared_gaps(dg_real *T, integer stride, integer n, integer label, real T_label, real gap) =
      n <= 0 ? 0 : squared_gaps(T, stride, n - 1, label, T_label, gap) +
        gap_of(T, stride, n - 1, label, T_label, gap) * gap_of(T, stride, n - 1, label, T_label, gap) / 2;

    // The sum of SPEC 7.3: an output without a spike adds nothing.
    logic real share(real t, real scale, real never) = t < never ? \exp(-t / scale) : 0.0;
    logic real unit_of(real first, real scale) = \exp(first / scale);
    logic real share_of(dg_real *T, integer stride, integer j, real scale, real never) = share(T[place(stride, j)], scale, never);
    logic real term_of(dg_real *T, integer stride, integer j, real scale, real never, real unit) =
      unit * share_of(T, stride, j, scale, never);
    logic real shares(dg_real *T, integer stride, integer n, real scale, real never) =
      n <= 0 ? 0 : shares(T, stride, n - 1, scale, never) + share_of(T, stride, n - 1, scale, never);
    logic real cross_entropy(dg_real *T, integer stride, integer n, integer label, real scale, real never) =
      \log(shares(T, stride, n, scale, never)) + T[place(stride, label)] / scale;
    // For n terms relative to any first: the derivative, when sum is theirs and others theirs but for the label's.
    logic real share_slope(real term, integer j, integer label, real others, real sum, real scale) =
      (j == label ? others : -term) / sum / scale;
    logic real cross_entropy_slope(dg_real *T, integer stride, integer n, integer label, real scale, real never, integer j) =
      ((j == label ? 1 : 0) - share_of(T, stride, j, scale, never) / shares(T, stride, n, scale, never)) / scale;
*/

/*@ // The loss of a sample without the early-output term, and its derivative by output j.
    logic real plain_loss(dg_loss *loss, real tau_syn, dg_real *T, integer stride, integer n, integer label, real never) =
      loss->kind == DG_LOSS_CROSS_ENTROPY ? cross_entropy(T, stride, n, label, loss->xi * tau_syn, never) :
      loss->kind == DG_LOSS_MSE ? squared_errors(T, stride, n, label, loss->t_correct, loss->t_wrong) :
      squared_gaps(T, stride, n, label, T[place(stride, label)], loss->delta_t * tau_syn);
    logic real plain_slope(dg_loss *loss, real tau_syn, dg_real *T, integer stride, integer n, integer label, real never,
                           integer j) =
      loss->kind == DG_LOSS_CROSS_ENTROPY ? cross_entropy_slope(T, stride, n, label, loss->xi * tau_syn, never, j) :
      loss->kind == DG_LOSS_MSE ? error_of(T, stride, j, label, loss->t_correct, loss->t_wrong) :
      j == label ? -gaps(T, stride, n, label, T[place(stride, label)], loss->delta_t * tau_syn) :
      gap_of(T, stride, j, label, T[place(stride, label)], loss->delta_t * tau_syn);

    // The early-output term, and the whole (SPEC 7.4).
    logic real early_loss(dg_loss *loss, real tau_syn, real T_label) =
      loss->early_alpha == 0 ? 0 : loss->early_alpha * \exp(T_label / (loss->early_beta * tau_syn));
    logic real early_slope(dg_loss *loss, real tau_syn, real T_label) =
      loss->early_alpha == 0 ? 0 :
      loss->early_alpha * \exp(T_label / (loss->early_beta * tau_syn)) / (loss->early_beta * tau_syn);
    logic real sample_loss(dg_loss *loss, real tau_syn, dg_real *T, integer stride, integer n, integer label, real never) =
      plain_loss(loss, tau_syn, T, stride, n, label, never) + early_loss(loss, tau_syn, T[place(stride, label)]);
    logic real sample_slope(dg_loss *loss, real tau_syn, dg_real *T, integer stride, integer n, integer label, real never,
                            integer j) =
      plain_slope(loss, tau_syn, T, stride, n, label, never, j) +
      (j == label ? early_slope(loss, tau_syn, T[place(stride, label)]) : 0);

    // Whether a sample has a loss: its label's output spikes, for the squared errors every output (SPEC 7.5).
    predicate complete(dg_loss *loss, dg_real *T, integer stride, integer n, integer label, real never) =
      T[place(stride, label)] < never &&
      (loss->kind != DG_LOSS_CROSS_ENTROPY ==> \forall integer j; 0 <= j < n ==> T[place(stride, j)] < never);
*/

/*@ // Of the first n elements of g only number j may have changed.
    predicate others_kept{P, H}(dg_real *g, integer stride, integer n, integer j) =
      \forall integer i; 0 <= i < n && i != j ==> \at(g[place(stride, i)], H) == \at(g[place(stride, i)], P);
*/

/*@ // Elements from to n of g are as they were.
    predicate unchanged_from{P, H}(dg_real *g, integer stride, integer from, integer n) =
      \forall integer i; from <= i < n ==> \at(g[place(stride, i)], H) == \at(g[place(stride, i)], P);
*/

/*@ // g_0, g_stride, .. are the derivatives, T those of state P.
    predicate zeros(dg_real *g, integer stride, integer n) = \forall integer j; 0 <= j < n ==> is_zero(g[place(stride, j)]);
    predicate error_slopes{P, H}(dg_real *T, dg_real *g, integer stride, integer n, integer label, real correct, real wrong) =
      \forall integer j; 0 <= j < n ==> \at(g[place(stride, j)], H) == error_of{P}(T, stride, j, label, correct, wrong);
    predicate gap_slopes{P, H}(dg_real *T, dg_real *g, integer stride, integer n, integer label, real T_label, real gap) =
      \forall integer j; 0 <= j < n && j != label ==> \at(g[place(stride, j)], H) == gap_of{P}(T, stride, j, label, T_label, gap);
    predicate share_terms{P, H}(dg_real *T, dg_real *g, integer stride, integer from, integer n, real scale, real never,
                                real unit) =
      \forall integer j; from <= j < n ==> \at(g[place(stride, j)], H) == term_of{P}(T, stride, j, scale, never, unit);
    predicate share_slopes{P, H}(dg_real *g, integer stride, integer from, integer n, integer label, real others, real sum,
                                real scale) =
      \forall integer j; from <= j < n ==>
        \at(g[place(stride, j)], H) == share_slope(\at(g[place(stride, j)], P), j, label, others, sum, scale);
    predicate entropy_slopes{P, H}(dg_real *T, dg_real *g, integer stride, integer m, integer n, integer label, real scale,
                                   real never) =
      \forall integer j; 0 <= j < m ==>
        \at(g[place(stride, j)], H) == cross_entropy_slope{P}(T, stride, n, label, scale, never, j);
    predicate plain_slopes{P, H}(dg_loss *loss, real tau_syn, dg_real *T, dg_real *g, integer stride, integer n, integer label,
                                 real never) =
      \forall integer j; 0 <= j < n ==>
        \at(g[place(stride, j)], H) == plain_slope{P}(loss, tau_syn, T, stride, n, label, never, j);
    predicate sample_slopes{P, H}(dg_loss *loss, real tau_syn, dg_real *T, dg_real *g, integer stride, integer n, integer label,
                                  real never) =
      \forall integer j; 0 <= j < n ==>
        \at(g[place(stride, j)], H) == sample_slope{P}(loss, tau_syn, T, stride, n, label, never, j);
*/

/*@ // What decides the class, the outputs that can be it, and the one that is (SPEC 7.6).
    logic real class_key(dg_loss *loss, real t) =
      loss->kind != DG_LOSS_MSE ? t : t < loss->t_correct ? loss->t_correct - t : t - loss->t_correct;
    predicate candidate(dg_loss *loss, real t, real never) = t < never && class_key(loss, t) < never;
    predicate no_class(dg_loss *loss, dg_real *T, integer stride, integer n, real never) =
      \forall integer j; 0 <= j < n ==> !candidate(loss, T[place(stride, j)], never);
    predicate class_among(dg_loss *loss, dg_real *T, integer stride, integer n, real never, integer c) =
      0 <= c < n && candidate(loss, T[place(stride, c)], never) &&
      (\forall integer j; 0 <= j < n && candidate(loss, T[place(stride, j)], never) ==>
        class_key(loss, T[place(stride, c)]) <= class_key(loss, T[place(stride, j)])) &&
      (\forall integer j; 0 <= j < c && candidate(loss, T[place(stride, j)], never) ==>
        class_key(loss, T[place(stride, c)]) < class_key(loss, T[place(stride, j)]));
*/

/*@ // What dg_loss_check asks of the numbers (SPEC 2.6).
    predicate in_scale(real x, real limit) = \abs(x) <= limit && \abs(x) * limit >= 1;
    predicate finite_loss(dg_loss *loss) =
      \is_finite(loss->delta_t) && \is_finite(loss->t_correct) && \is_finite(loss->t_wrong) && \is_finite(loss->xi) &&
      \is_finite(loss->early_alpha) && \is_finite(loss->early_beta) && \is_finite(loss->delay_alpha);
*/

/*@ predicate finite_values(dg_real *g, integer stride, integer n) =
      \forall integer j; 0 <= j < n ==> \is_finite(g[place(stride, j)]);
*/

/*@ // What SPEC 7.4 squares: the delay of parameter p, or p itself if raw; its derivative, that of its square times scale, and the sum.
    logic real mapped(integer map, real scale, real shift, real p) = map == DG_MAP_SIGMOID ? shift + scale * Sigmoid(p) : p;
    logic real mapped_slope(integer map, real scale, real p) =
      map == DG_MAP_SIGMOID ? scale * (Sigmoid(p) * (1 - Sigmoid(p))) : 1.0;
    logic real penalised(integer raw, dg_delay *delay, real p) =
      raw != 0 ? p : mapped(delay->map, delay->scale, delay->shift, p);
    logic real penalised_slope(integer raw, dg_delay *delay, real p) =
      raw != 0 ? 1.0 : mapped_slope(delay->map, delay->scale, p);
    logic real penalty(integer raw, dg_delay *delay, real p) = penalised(raw, delay, p) * penalised(raw, delay, p);
    logic real penalty_slope(integer raw, real scale, dg_delay *delay, real p) =
      2 * scale * penalised(raw, delay, p) * penalised_slope(raw, delay, p);
    logic real squared_delays(integer raw, dg_delay *delay, dg_real *p, integer from, integer n) =
      n <= 0 ? 0 : squared_delays(raw, delay, p, from, n - 1) + penalty(raw, delay, p[from + (n - 1)]);
    logic real network_penalty(integer raw, dg_layer *layers, integer depth, dg_real *p) =
      depth <= 0 ? 0 : network_penalty(raw, layers, depth - 1, p) +
        squared_delays(raw, &(layers + (depth - 1))->delay, p, parameters_in(layers, depth - 1) +
                       weights_of(layers + (depth - 1)), delays_of(layers + (depth - 1)));
    logic real delay_loss(dg_loss *loss, dg_network *net, dg_real *p) =
      loss->delay_alpha == 0 || delay_count(net) == 0 ? 0 :
        loss->delay_alpha / delay_count(net) * network_penalty(loss->delay_parameters, net->layers, net->depth, p);
*/

/*@ // Elements from .. to - 1 of g have grown by the derivatives of p's in state P, or have not changed.
    predicate penalty_added{P, H}(dg_real *g, integer raw, real scale, dg_delay *delay, dg_real *p, integer from, integer to) =
      \forall integer k; from <= k < to ==>
        \at(g[k], H) == \at(g[k], P) + penalty_slope{P}(raw, scale, delay, \at(p[k], P));
    predicate kept_from{P, H}(dg_real *g, integer from, integer n) =
      \forall integer k; from <= k < n ==> \at(g[k], H) == \at(g[k], P);
*/
