(* The facts of proofs/acsl/facts_balls.h under the same names: elementary functions where section 5 of the header bounds them,
   and what a membrane does between the places where its bounds are known (SPEC 9.8). *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Specific_ops Specific_stdz.
From Interval Require Tactic.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronRoots Delgrad.Facts_neuron.
Open Scope R_scope.

(* Interval arithmetic on integers of Coq itself: the usual tactic takes the arithmetic of the processor on trust. *)
Module StdzFloat := SpecificFloat StdZRadix2.
Module StdzInterval := Tactic.IntervalTactic StdzFloat.
Import StdzInterval.

(* e^q = 1 + q + ... + q^7/7! + q^8 ExpTail8(q), and the same up to q^4/4! with ExpTail5 *)
Definition ExpTail8 (q : R) : R :=
  if Req_EM_T q 0 then 1 / 40320
  else (exp q - (1 + q * (1 + q * (1 / 2 + q * (1 / 6 + q * (1 / 24 + q * (1 / 120 + q * (1 / 720 + q * (1 / 5040))))))))) /
       (q * q * q * q * q * q * q * q).
Definition ExpTail5 (q : R) : R :=
  if Req_EM_T q 0 then 1 / 120
  else (exp q - (1 + q * (1 + q * (1 / 2 + q * (1 / 6 + q * (1 / 24)))))) / (q * q * q * q * q).
(* The polynomials that dg_ball_expm1_series takes for them *)
Definition TailPolynomial8 (q : R) : R :=
  3660068268593165 / 147573952589676412928 + q * (1626697008263629 / 590295810358705651712 +
  q * (1301357606610903 / 4722366482869645213696 + q * (1892883791434041 / 75557863725914323419136 +
  q * (630961263811347 / 302231454903657293676544 + q * (6212541674450185 / 38685626227668133590597632 +
  q * (7100047627943069 / 618970019642690137449562112)))))).
Definition TailPolynomial5 (q : R) : R :=
  8947849 / 1073741824 + q * (11930465 / 8589934592 + q * (13634817 / 68719476736)).

(* What the series takes from its third order on (DG_REAL double) *)
Definition ThirdTail (q : R) : R :=
  1 / 6 + q * (1 / 24 + q * (1 / 120 + q * (1 / 720 + q * (1 / 5040 + q * ExpTail8 q)))).
Definition Exp (x : R) : R := exp x.

(* Taylor's formula for e^q *)
Fixpoint inverse_factorial (k : nat) : R := match k with O => 1 | S j => inverse_factorial j / IZR (Z.of_nat (S j)) end.
Lemma inverse_factorial_fact k : inverse_factorial k = / INR (fact k).
Proof.
  induction k as [| k IH]; [simpl; now rewrite Rinv_1 |]. cbn [inverse_factorial].
  rewrite IH, <- INR_IZR_INZ, fact_simpl, mult_INR.
  unfold Rdiv. rewrite Rinv_mult. ring.
Qed.
Lemma exp_derivatives q k t : is_derive_n (fun t => exp (t * q)) k t (q ^ k * exp (t * q)).
Proof.
  revert t. induction k as [| k IH]; intros t; [simpl; ring |].
  cbn [is_derive_n]. apply is_derive_ext with (fun t => q ^ k * exp (t * q)).
  - intros u. symmetry. now apply is_derive_n_unique.
  - rewrite <- tech_pow_Rmult. generalize (q ^ k). intros x. auto_derive; [exact I | ring].
Qed.
Lemma exp_taylor n q : exists z, 0 < z < 1 /\
  exp q = sum_f_R0 (fun k => inverse_factorial k * q ^ k) n + inverse_factorial (S n) * q ^ (S n) * exp (z * q).
Proof.
  destruct (Taylor_Lagrange (fun t => exp (t * q)) n 0 1) as [z [Hz E]]; [lra | |].
  - intros t _ k _. destruct k; [exact I |]. eexists. apply (exp_derivatives q (S k)).
  - exists z. split; [exact Hz |]. rewrite Rmult_1_l in E. rewrite E. f_equal.
    + apply sum_eq. intros k _. rewrite (is_derive_n_unique _ _ _ _ (exp_derivatives q k 0)).
      rewrite Rmult_0_l, exp_0, inverse_factorial_fact. replace (1 - 0) with 1 by ring. rewrite pow1. unfold Rdiv. ring.
    + rewrite (is_derive_n_unique _ _ _ _ (exp_derivatives q (S n) z)), inverse_factorial_fact.
      replace (1 - 0) with 1 by ring. rewrite pow1. unfold Rdiv. ring.
Qed.

Lemma exp_taylor_14 q : exists z, 0 < z < 1 /\
  exp q = 1 + q * (1 + q * (1 / 2 + q * (1 / 6 + q * (1 / 24 + q * (1 / 120 + q * (1 / 720 + q * (1 / 5040))))))) +
    q * q * q * q * q * q * q * q *
    (1 / 40320 + q * (1 / 362880 + q * (1 / 3628800 + q * (1 / 39916800 + q * (1 / 479001600 + q * (1 / 6227020800 +
     q * (1 / 87178291200 + q * (1 / 1307674368000 * exp (z * q))))))))).
Proof.
  destruct (exp_taylor 14 q) as [z [Hz E]]. exists z. split; [exact Hz |]. rewrite E.
  cbn -[IZR Rdiv Rmult Rplus exp pow]. cbn [pow].
  replace (1 / 1 / 2) with (1 / 2) by field. replace (1 / 2 / 3) with (1 / 6) by field.
  replace (1 / 6 / 4) with (1 / 24) by field. replace (1 / 24 / 5) with (1 / 120) by field.
  replace (1 / 120 / 6) with (1 / 720) by field. replace (1 / 720 / 7) with (1 / 5040) by field.
  replace (1 / 5040 / 8) with (1 / 40320) by field. replace (1 / 40320 / 9) with (1 / 362880) by field.
  replace (1 / 362880 / 10) with (1 / 3628800) by field. replace (1 / 3628800 / 11) with (1 / 39916800) by field.
  replace (1 / 39916800 / 12) with (1 / 479001600) by field. replace (1 / 479001600 / 13) with (1 / 6227020800) by field.
  replace (1 / 6227020800 / 14) with (1 / 87178291200) by field.
  replace (1 / 87178291200 / 15) with (1 / 1307674368000) by field.
  unfold Rdiv. rewrite Rinv_1. set (e := exp (z * q)). clearbody e. ring.
Qed.
Lemma exp_taylor_7 q : exists z, 0 < z < 1 /\
  exp q = 1 + q * (1 + q * (1 / 2 + q * (1 / 6 + q * (1 / 24)))) +
    q * q * q * q * q * (1 / 120 + q * (1 / 720 + q * (1 / 5040 + q * (1 / 40320 * exp (z * q))))).
Proof.
  destruct (exp_taylor 7 q) as [z [Hz E]]. exists z. split; [exact Hz |]. rewrite E.
  cbn -[IZR Rdiv Rmult Rplus exp pow]. cbn [pow].
  replace (1 / 1 / 2) with (1 / 2) by field. replace (1 / 2 / 3) with (1 / 6) by field.
  replace (1 / 6 / 4) with (1 / 24) by field. replace (1 / 24 / 5) with (1 / 120) by field.
  replace (1 / 120 / 6) with (1 / 720) by field. replace (1 / 720 / 7) with (1 / 5040) by field.
  replace (1 / 5040 / 8) with (1 / 40320) by field.
  unfold Rdiv. rewrite Rinv_1. set (e := exp (z * q)). clearbody e. ring.
Qed.
Lemma ExpTail8_taylor q : exists z, 0 < z < 1 /\ ExpTail8 q =
  1 / 40320 + q * (1 / 362880 + q * (1 / 3628800 + q * (1 / 39916800 + q * (1 / 479001600 + q * (1 / 6227020800 +
  q * (1 / 87178291200 + q * (1 / 1307674368000 * exp (z * q)))))))).
Proof.
  unfold ExpTail8. destruct (Req_EM_T q 0) as [E | N].
  - exists (1 / 2). split; [lra |]. rewrite E. ring.
  - destruct (exp_taylor_14 q) as [z [Hz E]]. exists z. split; [exact Hz |]. rewrite E at 1.
    match goal with |- (?a + ?p * ?t - ?a) / ?p = ?t => generalize t, a; intros b c end.
    field. exact N.
Qed.
Lemma ExpTail5_taylor q : exists z, 0 < z < 1 /\ ExpTail5 q =
  1 / 120 + q * (1 / 720 + q * (1 / 5040 + q * (1 / 40320 * exp (z * q)))).
Proof.
  unfold ExpTail5. destruct (Req_EM_T q 0) as [E | N].
  - exists (1 / 2). split; [lra |]. rewrite E. ring.
  - destruct (exp_taylor_7 q) as [z [Hz E]]. exists z. split; [exact Hz |]. rewrite E at 1.
    match goal with |- (?a + ?p * ?t - ?a) / ?p = ?t => generalize t, a; intros b c end.
    field. exact N.
Qed.

Lemma polynomials_6 q r c0 c1 c2 c3 c4 c5 c6 rest p0 p1 p2 p3 p4 p5 p6 :
  c0 + q * (c1 + q * (c2 + q * (c3 + q * (c4 + q * (c5 + q * (c6 + q * rest)))))) -
  (p0 + r * (p1 + r * (p2 + r * (p3 + r * (p4 + r * (p5 + r * p6)))))) =
  (c0 - p0) + q * ((c1 - p1) + q * ((c2 - p2) + q * ((c3 - p3) + q * ((c4 - p4) + q * ((c5 - p5) + q * ((c6 - p6) + q *
    rest)))))) +
  (q - r) * (p1 + p2 * (q + r) + p3 * (q * q + q * r + r * r) + p4 * (q * q * q + q * q * r + q * r * r + r * r * r) +
    p5 * (q * q * q * q + q * q * q * r + q * q * r * r + q * r * r * r + r * r * r * r) +
    p6 * (q * q * q * q * q + q * q * q * q * r + q * q * q * r * r + q * q * r * r * r + q * r * r * r * r + r * r * r * r *
      r)).
Proof. ring. Qed.
Lemma polynomials_2 q r c0 c1 c2 rest p0 p1 p2 :
  c0 + q * (c1 + q * (c2 + q * rest)) - (p0 + r * (p1 + r * p2)) =
  (c0 - p0) + q * ((c1 - p1) + q * ((c2 - p2) + q * rest)) + (q - r) * (p1 + p2 * (q + r)).
Proof. ring. Qed.

(* SPEC 9.8: what the series of e^q - 1 leaves out, at a place rounded from q to r *)
Theorem dg_fact_exp_tail :
  (forall q r : R, (- (109 / 5000) <= q <= 109 / 5000) /\ (- (1 / 1125899906842624) <= q - r <= 1 / 1125899906842624) ->
    - (1 / 73786976294838206464) <= ExpTail8 q - TailPolynomial8 r <= 1 / 73786976294838206464) /\
  (forall q r : R, (- (109 / 5000) <= q <= 109 / 5000) /\ (- (1 / 16777216) <= q - r <= 1 / 16777216) ->
    - (1 / 268435456) <= ExpTail5 q - TailPolynomial5 r <= 1 / 268435456).
Proof.
  split; intros q r [Hq Hd].
  - assert (Hr : - (110 / 5000) <= r <= 110 / 5000) by lra.
    destruct (ExpTail8_taylor q) as [z [Hz E]]. rewrite E. unfold TailPolynomial8. rewrite polynomials_6.
    assert (He : 0 <= exp (z * q) <= 2) by (split; [left; apply exp_pos | interval with (Tactic.i_prec 20)]).
    clear E. set (e := exp (z * q)) in *. set (d := q - r) in *. clearbody d e. clear z Hz.
    split; interval with (Tactic.i_prec 120).
  - assert (Hr : - (110 / 5000) <= r <= 110 / 5000) by lra.
    destruct (ExpTail5_taylor q) as [z [Hz E]]. rewrite E. unfold TailPolynomial5. rewrite polynomials_2.
    assert (He : 0 <= exp (z * q) <= 2) by (split; [left; apply exp_pos | interval with (Tactic.i_prec 20)]).
    clear E. set (e := exp (z * q)) in *. set (d := q - r) in *. clearbody d e. clear z Hz.
    split; interval with (Tactic.i_prec 60).
Qed.

(* SPEC 9.8: the series of e^q - 1 itself *)
Theorem dg_fact_exp_series :
  (forall q : R, exp q - 1 =
    q + q * (q * (1 / 2 + q * (1 / 6 + q * (1 / 24 + q * (1 / 120 + q * (1 / 720 + q * (1 / 5040 + q * ExpTail8 q)))))))) /\
  (forall q : R, exp q - 1 = q + q * (q * (1 / 2 + q * (1 / 6 + q * (1 / 24 + q * ExpTail5 q))))).
Proof.
  split; intros q.
  - unfold ExpTail8. destruct (Req_EM_T q 0) as [E | N]; [rewrite E, exp_0; ring |]. set (e := exp q). clearbody e. field.
    exact N.
  - unfold ExpTail5. destruct (Req_EM_T q 0) as [E | N]; [rewrite E, exp_0; ring |]. set (e := exp q). clearbody e. field.
    exact N.
Qed.

Lemma exp_le x y : x <= y -> exp x <= exp y.
Proof. intros [H | H]; [left; now apply exp_increasing | right; now rewrite H]. Qed.
(* SPEC 9.8: e^x of sums *)
Theorem dg_fact_exp_sum : (forall x y : R, Exp (x + y) = Exp x * Exp y) /\ (forall x : R, Exp (2 * x) = Exp x * Exp x).
Proof.
  unfold Exp. split.
  - intros. apply exp_plus.
  - intros. rewrite <- exp_plus. f_equal. ring.
Qed.

(* SPEC 9.8: e^x for x far below 0 *)
Theorem dg_fact_exp_deep :
  (forall x : R, x <= - (867 / 10) -> 0 < Exp x /\ Exp x <= 1 / 42535295865117307932921825928971026432) /\
  (forall x : R, x <= - (1387 / 2) -> 0 < Exp x /\ Exp x <= 1 / IZR (2 ^ 1000)).
Proof.
  unfold Exp.
  let n := eval vm_compute in (2 ^ 1000)%Z in change (2 ^ 1000)%Z with n.
  split; intros x H; (split; [apply exp_pos | eapply Rle_trans; [apply exp_le, H | interval with (Tactic.i_prec 60)]]).
Qed.

(* SPEC 9.6, 9.8: log 2 in three parts *)
Theorem dg_fact_log_two :
  (- (1 / 1152921504606846976) <= ln 2 - (22713 / 32768 + 24543 / 17179869184 + 9337805 / 576460752303423488)
     <= 1 / 1152921504606846976) /\
  (- (1 / 87112285931760246646623899502532662132736) <=
    ln 2 - (1524246769571 / 2199023255552 + 682687435719 / 2417851639229258349412352 +
            226911977200317 / 1361129467683753853853498429727072845824) <= 1 / 87112285931760246646623899502532662132736).
Proof. split; split; interval with (Tactic.i_prec 160). Qed.

Lemma exp_error : forall d : R, -(1) <= d <= 1 -> - (Rabs d + d * d) <= exp d - 1 <= Rabs d + d * d.
Proof.
  intros d Hd. pose proof (Rle_0_sqr d) as S. unfold Rsqr in S. split.
  - destruct (dg_lemma_exp d) as [e [E L]]. rewrite <- E. pose proof (Rle_abs (- d)) as A. rewrite Rabs_Ropp in A. lra.
  - destruct (exp_taylor 2 d) as [z [Hz E]]. rewrite E. cbn -[IZR Rdiv Rmult Rplus exp pow]. cbn [pow].
    pose proof (Rle_abs d).
    assert (He : 0 <= exp (z * d) <= 3).
    { split; [left; apply exp_pos |]. apply Rle_trans with (exp 1); [| interval with (Tactic.i_prec 20)].
      apply exp_le. destruct (Rle_lt_dec 0 d) as [P | P].
      - apply Rle_trans with (1 * d); [apply Rmult_le_compat_r |]; lra.
      - assert (0 <= z * - d) by (apply Rmult_le_pos; lra). lra. }
    set (e := exp (z * d)) in *. clearbody e.
    assert (d * d * (d * e) <= d * d * 3).
    { apply Rmult_le_compat_l; [exact S |]. destruct (Rle_lt_dec 0 d) as [P | P].
      - apply Rle_trans with (1 * e); [apply Rmult_le_compat_r |]; lra.
      - assert (0 <= - d * e) by (apply Rmult_le_pos; lra). lra. }
    lra.
Qed.

(* SPEC 9.8: how far an error d of x = k log 2 + r moves e^x, relative to it *)
Theorem dg_fact_exp_moved : forall k r d : R,
  ((forall y : R, (0 <= d <= 1) /\ (k * ln 2 + r - d <= y <= k * ln 2 + r + d) ->
      - (Exp (k * ln 2 + r) * (d + d * d)) <= Exp y - Exp (k * ln 2 + r) <= Exp (k * ln 2 + r) * (d + d * d)) /\
   (Exp (k * ln 2) > 0 /\ Exp r > 0)) /\
  Exp (k * ln 2 + r) = Exp (k * ln 2) * Exp r.
Proof.
  intros k r d. unfold Exp. split; [split; [| split; apply exp_pos] | apply exp_plus].
  intros y [Hd Hy]. set (x := k * ln 2 + r) in *. destruct (exp_error (y - x)) as [L U]; [lra |].
  replace (exp y) with (exp x * exp (y - x)) by (rewrite <- exp_plus; f_equal; ring). pose proof (exp_pos x) as P.
  assert (A : Rabs (y - x) <= d) by (apply Rabs_le; lra).
  assert (B : (y - x) * (y - x) <= d * d).
  { rewrite <- (Rabs_pos_eq ((y - x) * (y - x))) by apply Rle_0_sqr. rewrite Rabs_mult. pose proof (Rabs_pos (y - x)).
    apply Rmult_le_compat; assumption. }
  replace (exp x * exp (y - x) - exp x) with (exp x * (exp (y - x) - 1)) by ring.
  split.
  - replace (- (exp x * (d + d * d))) with (exp x * - (d + d * d)) by ring. apply Rmult_le_compat_l; lra.
  - apply Rmult_le_compat_l; lra.
Qed.

(* v, i after an arrival at time 0: v reaches c at T for the first time; v stays below c for good, until end_ *)
Definition Reaches (tau_mem tau_syn c v i T : R) : Prop :=
  0 < T /\ VoltageLater tau_mem tau_syn v i T = c /\ forall s : R, 0 <= s < T -> VoltageLater tau_mem tau_syn v i s < c.
(* The first time is later than low and before high *)
Definition CrossesWithin (tau_mem tau_syn c v i low high : R) : Prop :=
  exists T : R, (low < T < high) /\ Reaches tau_mem tau_syn c v i T.
Definition StaysBelow (tau_mem tau_syn c v i : R) : Prop := forall s : R, 0 <= s -> VoltageLater tau_mem tau_syn v i s < c.
Definition StaysBelowUntil (tau_mem tau_syn c v i end_ : R) : Prop :=
  forall s : R, 0 <= s <= end_ -> VoltageLater tau_mem tau_syn v i s < c.

(* SPEC 9.8: v follows i. It stays below c if both are; it has risen all the time, or stays below 0, where it is below i *)
Theorem dg_fact_below :
  ((forall tau_mem tau_syn c v i : R, tau_mem > 0 /\ tau_syn > 0 /\ c > 0 /\ v < c /\ i < c ->
    StaysBelow tau_mem tau_syn c v i) /\
   (forall tau_mem tau_syn c v i end_ : R, tau_mem > 0 /\ tau_syn > 0 /\ c > 0 /\ v < c /\ end_ >= 0 /\
      VoltageLater tau_mem tau_syn v i end_ < c /\ VoltageLater tau_mem tau_syn v i end_ < CurrentLater tau_syn i end_ ->
      StaysBelowUntil tau_mem tau_syn c v i end_)) /\
  (forall tau_mem tau_syn c v i q : R, tau_mem > 0 /\ tau_syn > 0 /\ c > 0 /\ v < c /\ q >= 0 /\
     CurrentLater tau_syn i q < c /\ VoltageLater tau_mem tau_syn v i q < CurrentLater tau_syn i q ->
     StaysBelow tau_mem tau_syn c v i).
Proof.
  assert (W : forall m y c v i e, m > 0 /\ y > 0 /\ c > 0 /\ v < c /\ e >= 0 /\ VoltageLater m y v i e < c /\
    VoltageLater m y v i e < CurrentLater y i e -> StaysBelowUntil m y c v i e).
  { intros m y c v i e [Hm [Hy [Hc [Hv [He [B U]]]]]]. exact (dg_fact_rising m y c v i e (conj Hm (conj Hy Hc)) Hv He U B). }
  split; [split |].
  - intros m y c v i [Hm [Hy [Hc [Hv Hi]]]] s Hs. now apply voltage_low.
  - exact W.
  - intros m y c v i q [Hm [Hy [Hc [Hv [Hq [Iq U]]]]]] s Hs.
    destruct (Rle_lt_dec s q) as [L | L].
    + apply (W m y c v i q); [| lra]. repeat split; try assumption. lra.
    + (* from q on both are below c *)
      assert (E : VoltageLater m y v i s = VoltageLater m y (VoltageLater m y v i q) (CurrentLater y i q) (s - q)).
      { unfold VoltageLater, CurrentLater. replace s with (q + (s - q)) at 1 2 by ring.
        rewrite Kernel_later by assumption. unfold Decay.
        replace (- (q + (s - q)) / m) with (- q / m + - (s - q) / m) by (field; lra). rewrite exp_plus. ring. }
      rewrite E. apply voltage_low; try assumption; lra.
Qed.

(* SPEC 9.8: v has at most one maximum and no minimum after it: where it is below c early and above it late, it crosses
   between *)
Theorem dg_fact_between : forall tau_mem tau_syn c v i low high : R, tau_mem > 0 /\ tau_syn > 0 /\ v < c /\
  (0 <= low < high) /\ VoltageLater tau_mem tau_syn v i low < c /\ VoltageLater tau_mem tau_syn v i high > c ->
  CrossesWithin tau_mem tau_syn c v i low high.
Proof.
  intros m y c v i l h [Hm [Hy [Hv [Hlh [Bl Bh]]]]].
  assert (strict : forall T, l <= T <= h -> VoltageLater m y v i T = c -> l < T < h).
  { intros T HT E. split; [destruct (Req_dec l T) | destruct (Req_dec T h)]; subst; lra. }
  destruct (Rlt_le_dec 0 i) as [Hi | Hi].
  - (* up to a place q > l where v does not fall and is above c *)
    assert (Q : exists q, l < q <= h /\ c < VoltageLater m y v i q /\ 0 <= Upward m y v i q).
    { destruct (Rle_lt_dec 0 (Upward m y v i h)) as [U | U]; [exists h; lra |].
      destruct (Rle_lt_dec (Upward m y v i l) 0) as [Ul | Ul].
      - pose proof (voltage_falls m y v i Hm Hy l h Hi). lra.
      - destruct (reaches (fun z => - Upward m y v i z) l h 0) as [p [Hp Ep]]; [lra | | lra |].
        { intros z. apply continuity_pt_opp, D_continuous; assumption. }
        exists p. pose proof (voltage_peak m y v i Hm Hy p h Hi).
        assert (p <> l) by (intros E; subst p; lra). lra. }
    destruct Q as [q [Hq [Eq Uq]]].
    destruct (reaches (VoltageLater m y v i) l q c) as [T [HT E]]; [lra | intros; apply V_continuous; assumption | lra |].
    exists T. assert (HT' : l < T < h) by (apply strict; [lra | exact E]). split; [exact HT' |].
    split; [lra | split; [exact E |]]. intros s Hs. rewrite <- E. apply voltage_rises; try assumption; [lra |].
    destruct (Req_dec T q) as [N | N]; [now subst T |]. left. apply (upward_before m y v i Hm Hy T q); lra.
  - destruct (reaches (VoltageLater m y v i) l h c) as [T [HT E]]; [lra | intros; apply V_continuous; assumption | lra |].
    assert (HT' : l < T < h) by (apply strict; [lra | exact E]). exists T. split; [exact HT' |].
    split; [lra | split; [exact E |]]. intros s Hs.
    destruct (Rlt_le_dec (VoltageLater m y v i s) c) as [L | L]; [exact L | exfalso].
    (* having risen from v to V(s), it rises ever after *)
    destruct Hs as [[H0 | H0] Hs]; [| subst s; rewrite VoltageLater_0 in L; lra].
    destruct (derive_between (VoltageLater m y v i) (fun x => Upward m y v i x / m) 0 s H0) as [z [Hz M]].
    { intros; now apply voltage_derive. }
    rewrite VoltageLater_0 in M.
    assert (U : 0 < Upward m y v i z).
    { apply (Rmult_lt_reg_r ((s - 0) / m)); [apply Rdiv_lt_0_compat; lra |]. unfold Rdiv in *. lra. }
    assert (rises : forall x, z < x -> 0 < Upward m y v i x).
    { intros x Hx. destruct (derive_between (fun x => Upward m y v i x * exp (x / m))
                              (fun x => - CurrentLater y i x / y * exp (x / m)) z x Hx) as [t [Ht G]].
      { intros; now apply Upward_scaled_derive. }
      assert (0 <= - CurrentLater y i t / y * exp (t / m) * (x - z)).
      { apply Rmult_le_pos; [apply Rmult_le_pos; [| left; apply exp_pos] | lra]. apply Rdiv_le_0_compat; [| exact Hy].
        unfold CurrentLater. replace (- (i * exp (- t / y))) with (- i * exp (- t / y)) by ring.
        apply Rmult_le_pos; [lra | left; apply exp_pos]. }
      assert (0 < Upward m y v i z * exp (z / m)) by (apply Rmult_lt_0_compat; [exact U | apply exp_pos]).
      apply (Rmult_lt_reg_r (exp (x / m))); [apply exp_pos | lra]. }
    assert (VoltageLater m y v i s < VoltageLater m y v i T); [| lra].
    eapply (derive_increasing (VoltageLater m y v i)); [exact Hs | intros; now apply voltage_derive |].
    intros x Hx. apply Rdiv_lt_0_compat; [apply rises; lra | exact Hm].
Qed.

(* SPEC 1.2: the sums over p arrivals move on like the state (v, i) of a membrane *)
Theorem dg_fact_sums_after : forall (tau_mem tau_syn : R) (w a : Z -> R) (order : Z -> Z) (p : Z),
  (forall t s : R, tau_mem > 0 /\ tau_syn > 0 -> Voltage tau_mem tau_syn w a order p (t + s) =
    VoltageLater tau_mem tau_syn (Voltage tau_mem tau_syn w a order p t) (Current tau_syn w a order p t) s) /\
  (forall t s : R, tau_mem > 0 /\ tau_syn > 0 ->
    Current tau_syn w a order p (t + s) = CurrentLater tau_syn (Current tau_syn w a order p t) s).
Proof.
  intros m y w a order p. split; intros t s [Hm Hy]; unfold Voltage, Current, VoltageLater, CurrentLater.
  - rewrite <- (Rmult_comm (exp (- s / m))), <- (Rmult_comm (Kernel m y s)), <- !Sum_scale, <- Sum_plus.
    apply Sum_ext. intros q _. replace (t + s - a (order q)) with (t - a (order q) + s) by ring.
    rewrite Kernel_later by assumption. ring.
  - rewrite <- (Rmult_comm (exp (- s / y))), <- !Sum_scale.
    apply Sum_ext. intros q _. replace (t + s - a (order q)) with (t - a (order q) + s) by ring.
    rewrite Decay_later by assumption. ring.
Qed.
