(* Losses.v: the losses of proofs/acsl/losses.h under the same names (SPEC 7, MODEL 3), and that their slopes are their
   derivatives with respect to every output time, along every curve of output times. *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Sums Sizes Network NetworkSpike.
Open Scope R_scope.

(* ---- definitions ---------------------------------------------------------------------------------------------------- *)

(* j * stride: where output j lies *)
Definition place (stride j : Z) : Z := Fold Z.add (fun _ => stride) j.
Lemma place_unfold stride j : place stride j = if Z_le_dec j 0 then 0%Z else (place stride (j - 1) + stride)%Z.
Proof. apply Fold_unfold. Qed.
Theorem place_is_product stride j : (0 <= j)%Z -> place stride j = (j * stride)%Z.
Proof.
  intro H. replace j with (Z.of_nat (Z.to_nat j)) by lia. induction (Z.to_nat j) as [|n IH]; [reflexivity|].
  rewrite place_unfold. destruct (Z_le_dec (Z.of_nat (S n)) 0); [lia|]. replace (Z.of_nat (S n) - 1)%Z with (Z.of_nat n) by lia.
  rewrite IH. lia.
Qed.
Lemma place_one j : (0 <= j)%Z -> place 1 j = j.
Proof. intro H. rewrite place_is_product by exact H. lia. Qed.

Definition is_zero (x : R) : Prop := 0 <= x /\ x <= 0.
Lemma is_zero_iff x : is_zero x <-> x = 0.
Proof. unfold is_zero. split; intro; lra. Qed.

Definition error_of (T : Z -> R) (stride j label : Z) (correct wrong : R) : R :=
  T (place stride j) - (if Z.eq_dec j label then correct else wrong).
Definition squared_errors (T : Z -> R) (stride n label : Z) (correct wrong : R) : R :=
  Sum (fun j => error_of T stride j label correct wrong * error_of T stride j label correct wrong / 2) n.
Definition gap_of (T : Z -> R) (stride j label : Z) (T_label gap : R) : R :=
  if Z.eq_dec j label then 0 else T (place stride j) - T_label - gap.
Definition gaps (T : Z -> R) (stride n label : Z) (T_label gap : R) : R :=
  Sum (fun j => gap_of T stride j label T_label gap) n.
Definition squared_gaps (T : Z -> R) (stride n label : Z) (T_label gap : R) : R :=
  Sum (fun j => gap_of T stride j label T_label gap * gap_of T stride j label T_label gap / 2) n.

Definition unit_of (first scale : R) : R := exp (first / scale).
Definition share (t scale never : R) : R := if Rlt_dec t never then exp (- t / scale) else 0.
Definition share_of (T : Z -> R) (stride j : Z) (scale never : R) : R := share (T (place stride j)) scale never.
Definition term_of (T : Z -> R) (stride j : Z) (scale never unit : R) : R := unit * share_of T stride j scale never.
Definition shares (T : Z -> R) (stride n : Z) (scale never : R) : R := Sum (fun j => share_of T stride j scale never) n.
Definition cross_entropy (T : Z -> R) (stride n label : Z) (scale never : R) : R :=
  ln (shares T stride n scale never) + T (place stride label) / scale.
Definition share_slope (term : R) (j label : Z) (others sum scale : R) : R :=
  (if Z.eq_dec j label then others else - term) / sum / scale.
Definition cross_entropy_slope (T : Z -> R) (stride n label : Z) (scale never : R) (j : Z) : R :=
  ((if Z.eq_dec j label then 1 else 0) - share_of T stride j scale never / shares T stride n scale never) / scale.

Definition plain_loss (loss : dg_loss) (tau_syn : R) (T : Z -> R) (stride n label : Z) (never : R) : R :=
  if Z.eq_dec (dg_loss_kind loss) DG_LOSS_CROSS_ENTROPY then cross_entropy T stride n label (dg_loss_xi loss * tau_syn) never
  else if Z.eq_dec (dg_loss_kind loss) DG_LOSS_MSE then
    squared_errors T stride n label (dg_loss_t_correct loss) (dg_loss_t_wrong loss)
  else squared_gaps T stride n label (T (place stride label)) (dg_loss_delta_t loss * tau_syn).
Definition plain_slope (loss : dg_loss) (tau_syn : R) (T : Z -> R) (stride n label : Z) (never : R) (j : Z) : R :=
  if Z.eq_dec (dg_loss_kind loss) DG_LOSS_CROSS_ENTROPY then cross_entropy_slope T stride n label (dg_loss_xi loss * tau_syn)
    never j
  else if Z.eq_dec (dg_loss_kind loss) DG_LOSS_MSE then
    error_of T stride j label (dg_loss_t_correct loss) (dg_loss_t_wrong loss)
  else if Z.eq_dec j label then - gaps T stride n label (T (place stride label)) (dg_loss_delta_t loss * tau_syn)
  else gap_of T stride j label (T (place stride label)) (dg_loss_delta_t loss * tau_syn).

Definition early_loss (loss : dg_loss) (tau_syn T_label : R) : R :=
  if Req_EM_T (dg_loss_early_alpha loss) 0 then 0
  else dg_loss_early_alpha loss * exp (T_label / (dg_loss_early_beta loss * tau_syn)).
Definition early_slope (loss : dg_loss) (tau_syn T_label : R) : R :=
  if Req_EM_T (dg_loss_early_alpha loss) 0 then 0
  else dg_loss_early_alpha loss * exp (T_label / (dg_loss_early_beta loss * tau_syn)) / (dg_loss_early_beta loss * tau_syn).
Definition sample_loss (loss : dg_loss) (tau_syn : R) (T : Z -> R) (stride n label : Z) (never : R) : R :=
  plain_loss loss tau_syn T stride n label never + early_loss loss tau_syn (T (place stride label)).
Definition sample_slope (loss : dg_loss) (tau_syn : R) (T : Z -> R) (stride n label : Z) (never : R) (j : Z) : R :=
  plain_slope loss tau_syn T stride n label never j +
  (if Z.eq_dec j label then early_slope loss tau_syn (T (place stride label)) else 0).

Definition complete (loss : dg_loss) (T : Z -> R) (stride n label : Z) (never : R) : Prop :=
  T (place stride label) < never /\
  (dg_loss_kind loss <> DG_LOSS_CROSS_ENTROPY -> forall j : Z, (0 <= j)%Z /\ (j < n)%Z -> T (place stride j) < never).

Definition class_key (loss : dg_loss) (t : R) : R :=
  if Z.eq_dec (dg_loss_kind loss) DG_LOSS_MSE then
    (if Rlt_dec t (dg_loss_t_correct loss) then dg_loss_t_correct loss - t else t - dg_loss_t_correct loss)
  else t.
Definition candidate (loss : dg_loss) (t never : R) : Prop := t < never /\ class_key loss t < never.
Definition no_class (loss : dg_loss) (T : Z -> R) (stride n : Z) (never : R) : Prop :=
  forall j : Z, (0 <= j)%Z /\ (j < n)%Z -> ~ candidate loss (T (place stride j)) never.
Definition class_among (loss : dg_loss) (T : Z -> R) (stride n : Z) (never : R) (c : Z) : Prop :=
  ((0 <= c)%Z /\ (c < n)%Z) /\ candidate loss (T (place stride c)) never /\
  (forall j : Z, ((0 <= j)%Z /\ (j < n)%Z) /\ candidate loss (T (place stride j)) never ->
    class_key loss (T (place stride c)) <= class_key loss (T (place stride j))) /\
  (forall j : Z, ((0 <= j)%Z /\ (j < c)%Z) /\ candidate loss (T (place stride j)) never ->
    class_key loss (T (place stride c)) < class_key loss (T (place stride j))).
Definition zeros (g : Z -> R) (stride n : Z) : Prop := forall j : Z, (0 <= j)%Z /\ (j < n)%Z -> is_zero (g (place stride j)).
Definition in_scale (x limit : R) : Prop := Rabs x <= limit /\ Rabs x * limit >= 1.

Lemma squared_errors_unfold T stride n label correct wrong :
  squared_errors T stride n label correct wrong =
  if Z_le_dec n 0 then 0
  else squared_errors T stride (n - 1) label correct wrong +
    error_of T stride (n - 1) label correct wrong * error_of T stride (n - 1) label correct wrong / 2.
Proof. apply Sum_unfold. Qed.
Lemma gaps_unfold T stride n label T_label gap :
  gaps T stride n label T_label gap =
  if Z_le_dec n 0 then 0 else gaps T stride (n - 1) label T_label gap + gap_of T stride (n - 1) label T_label gap.
Proof. apply Sum_unfold. Qed.
Lemma squared_gaps_unfold T stride n label T_label gap :
  squared_gaps T stride n label T_label gap =
  if Z_le_dec n 0 then 0
  else squared_gaps T stride (n - 1) label T_label gap +
    gap_of T stride (n - 1) label T_label gap * gap_of T stride (n - 1) label T_label gap / 2.
Proof. apply Sum_unfold. Qed.
Lemma shares_unfold T stride n scale never :
  shares T stride n scale never =
  if Z_le_dec n 0 then 0 else shares T stride (n - 1) scale never + share_of T stride (n - 1) scale never.
Proof. apply Sum_unfold. Qed.

(* ---- sums over integers --------------------------------------------------------------------------------------------- *)

Lemma Sum_total f n : Sum f n = total (Z.to_nat n) (fun i => f (Z.of_nat i)).
Proof. unfold Sum. induction (Z.to_nat n); simpl; [reflexivity|]. rewrite IHn0. reflexivity. Qed.

Lemma Sum_ext f g n : (forall q, (0 <= q < n)%Z -> f q = g q) -> Sum f n = Sum g n.
Proof. intro H. rewrite !Sum_total. apply total_ext. intros i Hi. apply H. lia. Qed.

Lemma Sum_plus f g n : Sum (fun q => f q + g q) n = Sum f n + Sum g n.
Proof. rewrite !Sum_total. apply total_plus. Qed.

Lemma Sum_scal c f n : Sum (fun q => c * f q) n = c * Sum f n.
Proof. rewrite !Sum_total. apply total_scal. Qed.

Lemma Sum_nonneg f n : (forall q, (0 <= q < n)%Z -> 0 <= f q) -> 0 <= Sum f n.
Proof. intro H. rewrite Sum_total. apply total_nonneg. intros i Hi. apply H. lia. Qed.

Lemma Sum_single f k n : (0 <= k < n)%Z -> (forall q, (0 <= q < n)%Z -> q <> k -> f q = 0) -> Sum f n = f k.
Proof.
  intros Hk H. rewrite Sum_total, (total_single _ (Z.to_nat k)).
  - rewrite Z2Nat.id by lia. reflexivity.
  - lia.
  - intros i Hi N. apply H; lia.
Qed.

Lemma Sum_pick (x : Z -> R) k n : (0 <= k < n)%Z -> Sum (fun q => if Z.eq_dec q k then x q else 0) n = x k.
Proof.
  intro Hk. rewrite (Sum_single _ k n Hk) by (intros q _ N; destruct (Z.eq_dec q k); congruence).
  destruct (Z.eq_dec k k); congruence.
Qed.

Lemma Sum_at_least f k n : (0 <= k < n)%Z -> (forall q, (0 <= q < n)%Z -> 0 <= f q) -> f k <= Sum f n.
Proof.
  intros Hk H. apply Rle_trans with (Sum (fun q => if Z.eq_dec q k then f k else 0) n).
  - rewrite (Sum_single _ k n Hk) by (intros q _ N; destruct (Z.eq_dec q k); congruence).
    destruct (Z.eq_dec k k); [lra|congruence].
  - rewrite !Sum_total. apply total_le. intros i Hi. destruct (Z.eq_dec (Z.of_nat i) k) as [<-|]; [lra|apply H; lia].
Qed.

Lemma is_derive_Sum (f : Z -> R -> R) s (d : Z -> R) n :
  (forall q, (0 <= q < n)%Z -> is_derive (f q) s (d q)) -> is_derive (fun u => Sum (fun q => f q u) n) s (Sum d n).
Proof.
  intro H. rewrite Sum_total. apply is_derive_ext with (f := fun u => total (Z.to_nat n) (fun i => f (Z.of_nat i) u)).
  - intro u. symmetry. apply Sum_total.
  - apply (is_derive_total (Z.to_nat n) (fun i => f (Z.of_nat i))). intros i Hi. apply H. lia.
Qed.

(* ---- slopes are derivatives ----------------------------------------------------------------------------------------- *)

Section Curve.
Variables (stride n label : Z) (never s : R) (Tu : R -> Z -> R) (T' : Z -> R).
Hypothesis Hlabel : (0 <= label < n)%Z.
Hypothesis HT : forall j, (0 <= j < n)%Z -> is_derive (fun u => Tu u (place stride j)) s (T' j).

(* SPEC 7.2 *)
Theorem squared_errors_derive correct wrong :
  is_derive (fun u => squared_errors (Tu u) stride n label correct wrong) s
    (Sum (fun j => error_of (Tu s) stride j label correct wrong * T' j) n).
Proof.
  unfold squared_errors. apply (is_derive_Sum (fun j u => error_of (Tu u) stride j label correct wrong *
    error_of (Tu u) stride j label correct wrong / 2)).
  intros j Hj. unfold error_of. set (k := if Z.eq_dec j label then correct else wrong).
  replace ((Tu s (place stride j) - k) * T' j) with (T' j * (Tu s (place stride j) - k)) by ring.
  apply (is_derive_comp (fun t => (t - k) * (t - k) / 2) (fun u => Tu u (place stride j))); [|apply HT; exact Hj].
  auto_derive; [exact I|field].
Qed.

Lemma gap_of_derive gap j : (0 <= j < n)%Z ->
  is_derive (fun u => gap_of (Tu u) stride j label (Tu u (place stride label)) gap)
    s (if Z.eq_dec j label then 0 else T' j - T' label).
Proof.
  intro Hj. unfold gap_of. destruct (Z.eq_dec j label); [apply @is_derive_const|].
  rewrite <- (Rminus_0_r (T' j - T' label)).
  apply (is_derive_minus (fun u => Tu u (place stride j) - Tu u (place stride label)) (fun _ => gap));
    [|apply @is_derive_const].
  apply (is_derive_minus (fun u => Tu u (place stride j)) (fun u => Tu u (place stride label))); apply HT; assumption.
Qed.

(* SPEC 7.1 *)
Theorem squared_gaps_derive gap :
  is_derive (fun u => squared_gaps (Tu u) stride n label (Tu u (place stride label)) gap) s
    (Sum (fun j => (if Z.eq_dec j label then - gaps (Tu s) stride n label (Tu s (place stride label)) gap
                    else gap_of (Tu s) stride j label (Tu s (place stride label)) gap) * T' j) n).
Proof.
  set (e := fun j => gap_of (Tu s) stride j label (Tu s (place stride label)) gap).
  replace (Sum _ n) with (Sum (fun j => (if Z.eq_dec j label then 0 else T' j - T' label) * e j) n).
  - unfold squared_gaps. apply (is_derive_Sum (fun j u => gap_of (Tu u) stride j label (Tu u (place stride label)) gap *
      gap_of (Tu u) stride j label (Tu u (place stride label)) gap / 2)).
    intros j Hj. unfold e.
    apply (is_derive_comp (fun x => x * x / 2) (fun u => gap_of (Tu u) stride j label (Tu u (place stride label)) gap)).
    + auto_derive; [exact I|field].
    + apply gap_of_derive. exact Hj.
  - transitivity (Sum (fun j => e j * T' j) n + (- T' label) * Sum e n).
    + rewrite <- Sum_scal, <- Sum_plus. apply Sum_ext. intros j Hj. unfold e, gap_of.
      destruct (Z.eq_dec j label); ring.
    + replace ((- T' label) * Sum e n) with (Sum (fun j => if Z.eq_dec j label then - Sum e n * T' label else 0) n).
      * rewrite <- Sum_plus. apply Sum_ext. intros j Hj. fold (e j). change (gaps _ _ _ _ _ _) with (Sum e n).
        destruct (Z.eq_dec j label) as [->|]; [unfold e at 1, gap_of; destruct (Z.eq_dec label label); [ring|congruence]|ring].
      * rewrite (Sum_single _ label) by (auto; intros q _ N; destruct (Z.eq_dec q label); congruence).
        destruct (Z.eq_dec label label); [ring|congruence].
Qed.

(* An output that is silent stays so along the curve. *)
Hypothesis Hsilent : forall j, (0 <= j < n)%Z -> never <= Tu s (place stride j) ->
  locally s (fun u => never <= Tu u (place stride j)).

Lemma spikes_stay j : (0 <= j < n)%Z -> Tu s (place stride j) < never -> locally s (fun u => Tu u (place stride j) < never).
Proof.
  intros Hj H. assert (C := derive_continuous _ _ _ (HT j Hj)).
  generalize (locally_near _ _ (never - Tu s (place stride j)) C ltac:(lra)). apply filter_imp. intros u A.
    apply Rabs_def2 in A. lra.
Qed.

Lemma share_derive scale j : scale <> 0 -> (0 <= j < n)%Z ->
  is_derive (fun u => share (Tu u (place stride j)) scale never) s (- share (Tu s (place stride j)) scale never / scale * T' j).
Proof.
  intros Hs Hj. destruct (Rlt_le_dec (Tu s (place stride j)) never) as [L|L].
  - apply is_derive_ext_loc with (f := fun u => exp (- Tu u (place stride j) / scale)).
    + generalize (spikes_stay j Hj L). apply filter_imp. intros u A. unfold share. destruct (Rlt_dec _ never);
      [reflexivity|contradiction].
    + unfold share. destruct (Rlt_dec (Tu s (place stride j)) never); [|contradiction].
      replace (- exp (- Tu s (place stride j) / scale) / scale * T' j) with (T' j * (- exp (- Tu s (place stride j) / scale)
        / scale)) by ring.
      apply (is_derive_comp (fun t => exp (- t / scale))); [|apply HT; exact Hj].
      unfold Rdiv. auto_derive; [exact I|]. ring.
  - replace (share (Tu s (place stride j)) scale never) with 0 by (unfold share; destruct (Rlt_dec _ never); [lra|reflexivity]).
    replace (- 0 / scale * T' j) with 0 by (unfold Rdiv; ring).
    apply is_derive_ext_loc with (f := fun _ => 0); [|apply @is_derive_const].
    generalize (Hsilent j Hj L). apply filter_imp. intros u A. unfold share. destruct (Rlt_dec _ never); [lra|reflexivity].
Qed.

Lemma share_nonneg t scale : 0 <= share t scale never.
Proof. unfold share. destruct (Rlt_dec t never); [left; apply exp_pos|lra]. Qed.

Lemma shares_positive T scale : T (place stride label) < never -> 0 < shares T stride n scale never.
Proof.
  intro L. unfold shares. apply Rlt_le_trans with (share (T (place stride label)) scale never).
  - unfold share. destruct (Rlt_dec _ never); [apply exp_pos|contradiction].
  - apply (Sum_at_least (fun j => share (T (place stride j)) scale never)); [exact Hlabel|]. intros; apply share_nonneg.
Qed.

(* SPEC 7.3 *)
Theorem cross_entropy_derive scale :
  scale <> 0 -> Tu s (place stride label) < never ->
  is_derive (fun u => cross_entropy (Tu u) stride n label scale never) s
    (Sum (fun j => cross_entropy_slope (Tu s) stride n label scale never j * T' j) n).
Proof.
  intros Hs L. assert (P := shares_positive (Tu s) scale L).
  set (S := shares (Tu s) stride n scale never) in *.
  replace (Sum _ n) with (Sum (fun j => - share (Tu s (place stride j)) scale never / scale * T' j) n * / S +
    T' label * / scale).
  - unfold cross_entropy.
    apply (is_derive_plus (fun u => ln (shares (Tu u) stride n scale never)) (fun u => Tu u (place stride label) / scale)).
    + apply (is_derive_comp ln).
      * unfold S. auto_derive; [exact P|]. fold S. ring.
      * unfold shares. apply (is_derive_Sum (fun j u => share (Tu u (place stride j)) scale never)).
        intros j Hj. apply share_derive; assumption.
    + apply is_derive_ext with (f := fun u => / scale * Tu u (place stride label)); [intro; apply Rmult_comm|].
      rewrite Rmult_comm. apply is_derive_scal. apply HT. exact Hlabel.
  - unfold cross_entropy_slope. unfold share_of. fold S.
    transitivity (Sum (fun j => / S * (- share (Tu s (place stride j)) scale never / scale * T' j)) n +
                  Sum (fun j => if Z.eq_dec j label then T' label * / scale else 0) n).
    + rewrite Sum_scal, (Sum_single (fun j => if Z.eq_dec j label then _ else 0) label) by
        (auto; intros q _ N; destruct (Z.eq_dec q label); congruence).
      destruct (Z.eq_dec label label); [ring|congruence].
    + rewrite <- Sum_plus. apply Sum_ext. intros j Hj. destruct (Z.eq_dec j label) as [->|]; field; split; lra.
Qed.

(* SPEC 7.4 *)
Theorem early_loss_derive loss tau_syn :
  is_derive (fun u => early_loss loss tau_syn (Tu u (place stride label))) s
    (early_slope loss tau_syn (Tu s (place stride label)) * T' label).
Proof.
  unfold early_loss, early_slope. destruct (Req_EM_T (dg_loss_early_alpha loss) 0).
  - rewrite Rmult_0_l. apply @is_derive_const.
  - set (alpha := dg_loss_early_alpha loss). set (scale := dg_loss_early_beta loss * tau_syn).
    rewrite (Rmult_comm _ (T' label)).
    apply (is_derive_comp (fun t => alpha * exp (t / scale)) (fun u => Tu u (place stride label))); [|apply HT; exact Hlabel].
    unfold Rdiv. auto_derive; [exact I|]. ring.
Qed.

(* All of it: the slope of a complete sample is the derivative of its loss. *)
Theorem sample_loss_derive loss tau_syn :
  complete loss (Tu s) stride n label never -> (dg_loss_kind loss = DG_LOSS_CROSS_ENTROPY -> dg_loss_xi loss * tau_syn <> 0) ->
  is_derive (fun u => sample_loss loss tau_syn (Tu u) stride n label never) s
    (Sum (fun j => sample_slope loss tau_syn (Tu s) stride n label never j * T' j) n).
Proof.
  intros [C _] X. unfold sample_loss, sample_slope.
  replace (Sum _ n) with
    (Sum (fun j => plain_slope loss tau_syn (Tu s) stride n label never j * T' j) n +
     early_slope loss tau_syn (Tu s (place stride label)) * T' label).
  - apply (is_derive_plus (fun u => plain_loss loss tau_syn (Tu u) stride n label never)
                          (fun u => early_loss loss tau_syn (Tu u (place stride label)))); [|apply early_loss_derive].
    unfold plain_loss, plain_slope. destruct (Z.eq_dec (dg_loss_kind loss) DG_LOSS_CROSS_ENTROPY) as [E|E].
    + apply cross_entropy_derive; auto.
    + destruct (Z.eq_dec (dg_loss_kind loss) DG_LOSS_MSE); [apply squared_errors_derive|apply squared_gaps_derive].
  - rewrite <- (Sum_pick (fun j => early_slope loss tau_syn (Tu s (place stride label)) * T' j) label n Hlabel).
    rewrite <- Sum_plus. apply Sum_ext. intros j Hj. destruct (Z.eq_dec j label); ring.
Qed.
End Curve.

(* One output moves: the partial derivatives. *)
Theorem sample_loss_partial_derivative loss tau_syn (T : Z -> R) (stride n label : Z) never j :
  (0 <= label < n)%Z -> (0 <= j < n)%Z -> (0 < stride)%Z -> T (place stride j) < never ->
  complete loss T stride n label never -> (dg_loss_kind loss = DG_LOSS_CROSS_ENTROPY -> dg_loss_xi loss * tau_syn <> 0) ->
  is_derive (fun u => sample_loss loss tau_syn (fun z => if Z.eq_dec z (place stride j) then u else T z) stride n label never)
    (T (place stride j)) (sample_slope loss tau_syn T stride n label never j).
Proof.
  intros Hl Hj Hs Hn C X.
  assert (E : (fun z => if Z.eq_dec z (place stride j) then T (place stride j) else T z) = T).
  { apply FunctionalExtensionality.functional_extensionality. intro z. destruct (Z.eq_dec z (place stride j)); congruence. }
  generalize (sample_loss_derive stride n label never (T (place stride j))
    (fun u z => if Z.eq_dec z (place stride j) then u else T z) (fun i => if Z.eq_dec i j then 1 else 0) Hl).
  intro A. assert (B := fun h1 h2 => A h1 h2 loss tau_syn). clear A. simpl in B. rewrite E in B.
  rewrite (Sum_single _ j n Hj) in B by (intros q _ N; destruct (Z.eq_dec q j); [congruence|ring]).
  destruct (Z.eq_dec j j); [|congruence]. rewrite Rmult_1_r in B. apply B; try assumption.
  - intros i Hi. destruct (Z.eq_dec i j) as [->|N].
    + destruct (Z.eq_dec (place stride j) (place stride j)); [apply @is_derive_id|congruence].
    + destruct (Z.eq_dec (place stride i) (place stride j)) as [Q|]; [rewrite !place_is_product in Q by lia;
      nia|apply @is_derive_const].
  - intros i Hi L. destruct (Z.eq_dec (place stride i) (place stride j)); [lra|]. apply filter_forall. intros; exact L.
Qed.

(* ---- the forms that dg_cross_entropy computes ----------------------------------------------------------------------- *)

(* Times are taken relative to any first; the others' sum keeps the label's share apart. *)
Section Relative.
Variables (T : Z -> R) (stride n label : Z) (scale never first : R).
Hypothesis Hlabel : (0 <= label < n)%Z.
Hypothesis Hscale : scale <> 0.
Hypothesis Hspike : T (place stride label) < never.
Let term (j : Z) : R := if Rlt_dec (T (place stride j)) never then exp (- (T (place stride j) - first) / scale) else 0.
Let others : R := Sum (fun j => if Z.eq_dec j label then 0 else term j) n.

Lemma term_share j : term j = exp (first / scale) * share (T (place stride j)) scale never.
Proof.
  unfold term, share. destruct (Rlt_dec (T (place stride j)) never); [|ring].
  rewrite <- exp_plus. f_equal. field. exact Hscale.
Qed.

Lemma terms_sum : term label + others = exp (first / scale) * shares T stride n scale never.
Proof.
  unfold shares, share_of, others. rewrite <- Sum_scal.
  rewrite <- (Sum_pick term label n Hlabel), <- Sum_plus. apply Sum_ext. intros j Hj. rewrite <- term_share.
  destruct (Z.eq_dec j label); ring.
Qed.

Theorem cross_entropy_relative :
  ln (term label + others) + (T (place stride label) - first) / scale = cross_entropy T stride n label scale never.
Proof.
  rewrite terms_sum, ln_mult.
  - rewrite ln_exp. unfold cross_entropy. field. exact Hscale.
  - apply exp_pos.
  - apply (shares_positive stride n label never Hlabel); exact Hspike.
Qed.

Theorem cross_entropy_first :
  T (place stride label) = first -> ln (1 + others) = cross_entropy T stride n label scale never.
Proof.
  intro E. rewrite <- cross_entropy_relative. unfold term at 1. destruct (Rlt_dec _ never); [|contradiction].
  rewrite E. replace (- (first - first) / scale) with 0 by (field; exact Hscale).
  replace ((first - first) / scale) with 0 by (field; exact Hscale). rewrite exp_0. ring.
Qed.

Theorem cross_entropy_slope_relative j :
  (if Z.eq_dec j label then others else - term j) / (term label + others) / scale =
  cross_entropy_slope T stride n label scale never j.
Proof.
  assert (P := shares_positive stride n label never Hlabel T scale Hspike). assert (Q := exp_pos (first / scale)).
  unfold cross_entropy_slope, share_of. destruct (Z.eq_dec j label) as [->|N].
  - assert (O : others = exp (first / scale) * (shares T stride n scale never - share (T (place stride label)) scale never)).
    { assert (A := terms_sum). rewrite term_share in A. lra. }
    rewrite terms_sum, O. field. repeat split; lra.
  - rewrite terms_sum, term_share. field. repeat split; lra.
Qed.
End Relative.

(* ---- a loss of spike times that may not come ------------------------------------------------------------------------ *)

(* What dg_sample_loss returns: a sample that is not complete counts DG_LOSS_MISSING and gives no gradient (SPEC 7.5). *)
Definition time_number (never : R) (t : Rbar) : R := match t with Finite x => x | _ => never end.
Definition numbers (never : R) (T : nat -> Rbar) : Z -> R := fun z => time_number never (T (Z.to_nat z)).
Definition is_complete (loss : dg_loss) (n label : nat) (T : nat -> Rbar) : Prop :=
  is_finite (T label) /\ (dg_loss_kind loss <> DG_LOSS_CROSS_ENTROPY -> forall j, (j < n)%nat -> is_finite (T j)).

(* The loss L is that of complete samples, and DG_LOSS_MISSING otherwise. *)
Definition counts_as (loss : dg_loss) tau_syn n label never (L : (nat -> Rbar) -> R) : Prop :=
  (forall T, is_complete loss n label T -> L T = sample_loss loss tau_syn (numbers never T) 1 (Z.of_nat n) (Z.of_nat label)
    never) /\
  (forall T, ~ is_complete loss n label T -> L T = DG_LOSS_MISSING).

Lemma derives_finite_or_not f s d : derives f s d ->
  (is_finite (f s) /\ locally s (fun u => is_finite (f u))) \/ (f s = p_infty /\ locally s (fun u => f u = p_infty) /\ d = 0).
Proof.
  intro H. destruct (proj2 H) as [F|F].
  - left. split; [exact (locally_singleton _ _ F)|exact F].
  - right. split; [exact (locally_singleton _ _ F)|]. split; [exact F|]. apply (derives_absent _ _ _ H F).
Qed.

Lemma complete_stays loss n label s (Tu : R -> nat -> Rbar) T' :
  (label < n)%nat -> (forall j, (j < n)%nat -> derives (fun u => Tu u j) s (T' j)) ->
  locally s (fun u => is_complete loss n label (Tu u) <-> is_complete loss n label (Tu s)).
Proof.
  intros Hl H.
  assert (A : locally s (fun u => forall j, (j < n)%nat -> (is_finite (Tu u j) <-> is_finite (Tu s j)))).
  { apply (locally_all n (fun j u => is_finite (Tu u j) <-> is_finite (Tu s j))). intros j Hj.
    destruct (derives_finite_or_not _ _ _ (H j Hj)) as [[F L]|(F & L & _)]; revert L; apply filter_imp; intros u E.
    - tauto.
    - rewrite F, E. tauto. }
  revert A. apply filter_imp. intros u A. unfold is_complete. split; intros [B C]; (split; [apply A; assumption|]);
    intros K j Hj; apply A; auto.
Qed.

Theorem sample_loss_gradient loss tau_syn n label never L T :
  (label < n)%nat -> counts_as loss tau_syn n label never L ->
  (dg_loss_kind loss = DG_LOSS_CROSS_ENTROPY -> dg_loss_xi loss * tau_syn <> 0) ->
  (forall j x, (j < n)%nat -> T j = Finite x -> x < never) ->
  is_complete loss n label T ->
  loss_gradient n L T (fun j => sample_slope loss tau_syn (numbers never T) 1 (Z.of_nat n) (Z.of_nat label) never (Z.of_nat j)).
Proof.
  intros Hl [L1 L2] X N C s Tu T' E D.
  assert (Cs : is_complete loss n label (Tu s)).
  { destruct C as [A B]. split; [rewrite E by exact Hl; exact A|]. intros K j Hj. rewrite E by exact Hj. auto. }
  assert (Hn : forall j, (j < n)%nat -> numbers never (Tu s) (place 1 (Z.of_nat j)) = numbers never T (place 1 (Z.of_nat j))).
  { intros j Hj. unfold numbers. rewrite place_one, Nat2Z.id, E by (exact Hj || lia). reflexivity. }
  assert (S : is_derive (fun u => sample_loss loss tau_syn (numbers never (Tu u)) 1 (Z.of_nat n) (Z.of_nat label) never) s
    (Sum (fun j => sample_slope loss tau_syn (numbers never (Tu s)) 1 (Z.of_nat n) (Z.of_nat label)
      never j * T' (Z.to_nat j)) (Z.of_nat n))).
  { apply (sample_loss_derive 1 (Z.of_nat n) (Z.of_nat label) never s (fun u => numbers never (Tu u))
    (fun j => T' (Z.to_nat j))).
    - lia.
    - intros j Hj. unfold numbers. rewrite place_one by lia. assert (Dj := D (Z.to_nat j) ltac:(lia)).
      destruct (derives_finite_or_not _ _ _ Dj) as [[F G]|(F & G & Z0)].
      + apply is_derive_ext_loc with (2 := proj1 Dj). revert G. apply filter_imp. intros u <-. reflexivity.
      + rewrite Z0. apply is_derive_ext_loc with (f := fun _ => never); [|apply @is_derive_const].
        revert G. apply filter_imp. intros u ->. reflexivity.
    - intros j Hj. unfold numbers. rewrite place_one by lia. assert (Dj := D (Z.to_nat j) ltac:(lia)). intro A.
      destruct (derives_finite_or_not _ _ _ Dj) as [[F G]|(F & G & Z0)].
      + exfalso. assert (B := N (Z.to_nat j) (real (Tu s (Z.to_nat j))) ltac:(lia)). rewrite <- E, F in B by lia.
        specialize (B eq_refl). rewrite <- F in A. simpl in A. lra.
      + revert G. apply filter_imp. intros u ->. simpl. lra.
    - split.
      + unfold numbers. rewrite place_one, Nat2Z.id by lia. destruct Cs as [F _]. assert (B := N label (real (Tu s label)) Hl).
        rewrite <- E, F in B by exact Hl. rewrite <- F. simpl. apply B. reflexivity.
      + intros K j Hj. unfold numbers. rewrite place_one by lia. destruct Cs as [_ F]. specialize (F K (Z.to_nat j) ltac:(lia)).
        assert (B := N (Z.to_nat j) (real (Tu s (Z.to_nat j))) ltac:(lia)). rewrite <- E, F in B by lia.
        rewrite <- F. simpl. apply B. reflexivity.
    - exact X. }
  rewrite Sum_total, Nat2Z.id in S.
  apply is_derive_ext_loc with (f := fun u => sample_loss loss tau_syn (numbers never (Tu u)) 1 (Z.of_nat n)
    (Z.of_nat label) never).
  - generalize (complete_stays loss n label s Tu T' Hl D). apply filter_imp. intros u A. symmetry. apply L1. apply A. exact Cs.
  - match type of S with is_derive _ _ ?x => match goal with |- is_derive _ _ ?y => replace y with x; [exact S|] end end.
    apply total_ext. intros j Hj. rewrite Nat2Z.id. f_equal.
    assert (Q : forall i, (0 <= i < Z.of_nat n)%Z -> numbers never (Tu s) (place 1 i) = numbers never T (place 1 i)).
    { intros i Hi. rewrite <- (Z2Nat.id i) by lia. apply Hn. lia. }
    assert (Qj := Q (Z.of_nat j) ltac:(lia)). assert (Ql := Q (Z.of_nat label) ltac:(lia)).
    unfold sample_slope, plain_slope, cross_entropy_slope, error_of, gaps, gap_of, shares, share_of. rewrite Qj, Ql.
    assert (S1 : forall scale, Sum (fun j => share (numbers never (Tu s) (place 1 j)) scale never) (Z.of_nat n) =
                 Sum (fun j => share (numbers never T (place 1 j)) scale never) (Z.of_nat n)).
    { intro scale. apply Sum_ext. intros i Hi. rewrite (Q i Hi). reflexivity. }
    assert (S2 : forall l x y, Sum (fun j => if Z.eq_dec j l then 0 else numbers never (Tu s) (place 1 j) - x - y)
      (Z.of_nat n) =
                 Sum (fun j => if Z.eq_dec j l then 0 else numbers never T (place 1 j) - x - y) (Z.of_nat n)).
    { intros l x y. apply Sum_ext. intros i Hi. rewrite (Q i Hi). reflexivity. }
    rewrite S1, S2. reflexivity.
Qed.

(* A sample that is not complete has no gradient, and that is its loss's. *)
Theorem missing_sample_gradient loss tau_syn n label never L T :
  (label < n)%nat -> counts_as loss tau_syn n label never L -> ~ is_complete loss n label T -> loss_gradient n L T (fun _ => 0).
Proof.
  intros Hl [_ L2] C s Tu T' E D. rewrite total_zero by (intros; ring).
  apply is_derive_ext_loc with (f := fun _ => DG_LOSS_MISSING); [|apply @is_derive_const].
  generalize (complete_stays loss n label s Tu T' Hl D). apply filter_imp. intros u A. symmetry. apply L2. intro B. apply C.
  apply A in B. destruct B as [F G]. split; [rewrite <- E by exact Hl; exact F|]. intros K j Hj. rewrite <- E by exact Hj. auto.
Qed.

(* ---- the delay term (dg_delay_loss, SPEC 7.4) ----------------------------------------------------------------------- *)

(* alpha mean (d^2) of n delays, each a differentiable function of its parameter; the derivative that is added per parameter. *)
Definition delay_term (alpha : R) (n : nat) (d : nat -> R) : R := alpha / INR n * total n (fun i => d i * d i).

Theorem delay_term_derive alpha n (d : nat -> R -> R) (d' p : nat -> R) (pu : R -> nat -> R) s (p' : nat -> R) :
  (forall i, (i < n)%nat -> pu s i = p i) -> (forall i, (i < n)%nat -> is_derive (d i) (p i) (d' i)) ->
  (forall i, (i < n)%nat -> is_derive (fun u => pu u i) s (p' i)) ->
  is_derive (fun u => delay_term alpha n (fun i => d i (pu u i))) s
    (total n (fun i => 2 * (alpha / INR n) * d i (p i) * d' i * p' i)).
Proof.
  intros E D P. unfold delay_term.
  replace (total n _) with (alpha / INR n * total n (fun i => p' i * (2 * d i (p i) * d' i))).
  - apply is_derive_scal. apply (is_derive_total n (fun i u => d i (pu u i) * d i (pu u i))). intros i Hi.
    apply (is_derive_comp (fun x => d i x * d i x) (fun u => pu u i)); [|apply P; exact Hi].
    rewrite E by exact Hi. replace (2 * d i (p i) * d' i) with (d' i * d i (p i) + d i (p i) * d' i) by ring.
    apply (is_derive_mult (d i) (d i)); [apply D; exact Hi|apply D; exact Hi|intros; apply Rmult_comm].
  - rewrite <- total_scal. apply total_ext. intros; ring.
Qed.
