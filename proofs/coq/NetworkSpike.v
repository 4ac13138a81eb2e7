(* NetworkSpike.v: the first spike of a neuron, as a function of its weights and arrivals, has the gradient of MODEL 1 wherever
   its causal set does not change: it is silent, or it crosses the threshold with positive slope and nothing arrives at that
   very moment. For any kernel that is 0 up to 0, Lipschitz, bounded, vanishing late, and differentiable after 0. *)
From Coq Require Import Reals ZArith Lia Lra List Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import Sums Network.
Open Scope R_scope.

(* ---- calculus along curves ------------------------------------------------------------------------------------------ *)

Lemma continuous_eps (f : R -> R) x :
  continuous f x <-> forall e, 0 < e -> exists d, 0 < d /\ forall y, Rabs (y - x) < d -> Rabs (f y - f x) < e.
Proof.
  split.
  - intros H e He. destruct (proj1 (filterlim_locally f (f x)) H (mkposreal e He)) as [[d Hd] A].
    exists d. split; [exact Hd|]. intros y Hy. apply A. exact Hy.
  - intro H. apply filterlim_locally. intros [e He]. destruct (H e He) as (d & Hd & A).
    exists (mkposreal d Hd). intros y Hy. apply A. exact Hy.
Qed.

Lemma locally_eps (P : R -> Prop) x : locally x P <-> exists d, 0 < d /\ forall y, Rabs (y - x) < d -> P y.
Proof.
  split.
  - intros [[d Hd] H]. exists d. split; [exact Hd|]. intros y Hy. apply H. exact Hy.
  - intros (d & Hd & H). exists (mkposreal d Hd). intros y Hy. apply H. exact Hy.
Qed.

Lemma is_derive_eps (f : R -> R) x l :
  is_derive f x l <->
  forall e, 0 < e -> exists d, 0 < d /\ forall h, h <> 0 -> Rabs h < d -> Rabs ((f (x + h) - f x) / h - l) < e.
Proof.
  rewrite is_derive_Reals. unfold derivable_pt_lim. split; intros H e He; destruct (H e He) as [d D].
  - exists d. split; [apply cond_pos|exact D].
  - destruct D as [Hd D]. exists (mkposreal d Hd). exact D.
Qed.

(* f y - f x = slope (y - x) with a slope that is continuous at x, and back *)
Lemma slope_of (f : R -> R) x l :
  is_derive f x l -> exists q, continuous q x /\ q x = l /\ forall y, f y - f x = q y * (y - x).
Proof.
  rewrite is_derive_eps. intro H.
  exists (fun y => if Req_EM_T y x then l else (f y - f x) / (y - x)).
  assert (E : (if Req_EM_T x x then l else (f x - f x) / (x - x)) = l) by (destruct (Req_EM_T x x); congruence).
  repeat split.
  - apply continuous_eps. intros e He. destruct (H e He) as (d & Hd & A). exists d. split; [exact Hd|]. intros y Hy.
    rewrite E. destruct (Req_EM_T y x) as [->|N]; [rewrite Rminus_eq_0, Rabs_R0; exact He|].
    assert (N' : y - x <> 0) by lra. generalize (A (y - x) N' Hy). replace (x + (y - x)) with y by ring. auto.
  - exact E.
  - intro y. destruct (Req_EM_T y x) as [->|N]; [ring|]. field. lra.
Qed.

Lemma derive_of_slope (f q : R -> R) x :
  continuous q x -> locally x (fun y => f y - f x = q y * (y - x)) -> is_derive f x (q x).
Proof.
  intros Q L. apply is_derive_eps. intros e He.
  destruct (proj1 (continuous_eps q x) Q e He) as (d & Hd & A). apply locally_eps in L. destruct L as (d' & Hd' & B).
  exists (Rmin d d'). split; [apply Rmin_pos; assumption|]. intros h Hh Hs.
  assert (S : x + h - x = h) by ring.
  rewrite B by (rewrite S; eapply Rlt_le_trans; [exact Hs|apply Rmin_r]). rewrite S.
  replace (q (x + h) * h / h) with (q (x + h)) by (field; exact Hh).
  apply A. rewrite S. eapply Rlt_le_trans; [exact Hs|apply Rmin_l].
Qed.

Lemma locally_near (f : R -> R) x e : continuous f x -> 0 < e -> locally x (fun y => Rabs (f y - f x) < e).
Proof. intros C He. apply locally_eps. apply (proj1 (continuous_eps f x) C e He). Qed.

Lemma derive_continuous (f : R -> R) x l : is_derive f x l -> continuous f x.
Proof. intro H. apply (ex_derive_continuous f). exists l. exact H. Qed.

(* ---- the neuron ----------------------------------------------------------------------------------------------------- *)

Record kernel_like (k dk : R -> R) : Prop := {
  kernel_before : forall x, x <= 0 -> k x = 0;
  kernel_lipschitz : exists M, 0 <= M /\ forall x y, Rabs (k x - k y) <= M * Rabs (x - y);
  kernel_bounded : exists B, 0 <= B /\ forall x, Rabs (k x) <= B;
  kernel_late : forall e, 0 < e -> exists X, forall x, X <= x -> Rabs (k x) <= e;
  kernel_derive : forall x, 0 < x -> is_derive k x (dk x)
}.

Section Neuron.
Variables (k dk : R -> R).
Hypothesis K : kernel_like k dk.

(* What an arrival adds to v at time t, per weight, and its slope. *)
Definition response (a : Rbar) (t : R) : R := match a with Finite x => k (t - x) | _ => 0 end.
Definition response_slope (a : Rbar) (t : R) : R :=
  match a with Finite x => if Rlt_dec x t then dk (t - x) else 0 | _ => 0 end.
Definition membrane (n : nat) (w : nat -> R) (a : nat -> Rbar) (t : R) : R := total n (fun i => w i * response (a i) t).
Definition membrane_slope n w a t : R := total n (fun i => w i * response_slope (a i) t).

(* SPEC 1.3: the least time at which v >= c, +oo if there is none. *)
Definition first_spike (n : nat) (c : R) (w : nat -> R) (a : nat -> Rbar) : Rbar := Glb_Rbar (fun t => c <= membrane n w a t).

Lemma membrane_ext n w w' a a' t :
  (forall i, (i < n)%nat -> w i = w' i) -> (forall i, (i < n)%nat -> a i = a' i) -> membrane n w a t = membrane n w' a' t.
Proof. intros H1 H2. apply total_ext; intros i Hi. rewrite H1, H2 by exact Hi. reflexivity. Qed.

Lemma membrane_slope_ext n w w' a a' t :
  (forall i, (i < n)%nat -> w i = w' i) -> (forall i, (i < n)%nat -> a i = a' i) ->
  membrane_slope n w a t = membrane_slope n w' a' t.
Proof. intros H1 H2. apply total_ext; intros i Hi. rewrite H1, H2 by exact Hi. reflexivity. Qed.

Lemma first_spike_ext n c w w' a a' :
  (forall i, (i < n)%nat -> w i = w' i) -> (forall i, (i < n)%nat -> a i = a' i) -> first_spike n c w a = first_spike n c w' a'.
Proof.
  intros H1 H2. apply Glb_Rbar_eqset. intro t. rewrite (membrane_ext n w w' a a' t H1 H2). reflexivity.
Qed.

Lemma response_lipschitz : exists M, 0 <= M /\ forall a t t', Rabs (response a t - response a t') <= M * Rabs (t - t').
Proof.
  destruct (kernel_lipschitz _ _ K) as (M & HM & L). exists M. split; [exact HM|]. intros [x| |] t t'; simpl.
  - eapply Rle_trans; [apply L|]. right. f_equal. f_equal. ring.
  - rewrite Rminus_eq_0, Rabs_R0. apply Rmult_le_pos; [exact HM|apply Rabs_pos].
  - rewrite Rminus_eq_0, Rabs_R0. apply Rmult_le_pos; [exact HM|apply Rabs_pos].
Qed.

Lemma lipschitz_continuous (f : R -> R) M : 0 <= M -> (forall x y, Rabs (f x - f y) <= M * Rabs (x - y)) ->
  forall x, continuous f x.
Proof.
  intros HM L x. apply continuous_eps. intros e He. exists (e / (M + 1)).
  split; [apply Rdiv_lt_0_compat; lra|]. intros y Hy. eapply Rle_lt_trans; [apply L|].
  assert (A : (M + 1) * Rabs (y - x) < (M + 1) * (e / (M + 1))) by (apply Rmult_lt_compat_l; lra).
  replace ((M + 1) * (e / (M + 1))) with e in A by (field; lra). assert (B := Rabs_pos (y - x)). nra.
Qed.

Lemma membrane_continuous n w a t : continuous (membrane n w a) t.
Proof.
  destruct response_lipschitz as (M & HM & L). unfold membrane. apply (continuous_total n (fun i t => w i * response (a i) t)).
  intros i _. apply (continuous_mult (fun _ => w i) (response (a i))); [apply continuous_const|].
  apply (lipschitz_continuous _ M HM). intros; apply L.
Qed.

(* Nothing happens before the first arrival. *)
Lemma membrane_early n w a : exists m, forall t, t <= m -> membrane n w a t = 0.
Proof.
  induction n as [|n [m IH]]; [exists 0; reflexivity|].
  destruct (a n) as [x| |] eqn:E.
  - exists (Rmin m x). intros t Ht. unfold membrane in *. simpl. rewrite IH by (eapply Rle_trans; [exact Ht|apply Rmin_l]).
    rewrite E. simpl. rewrite (kernel_before _ _ K); [ring|]. assert (A := Rmin_r m x). lra.
  - exists m. intros t Ht. unfold membrane in *. simpl. rewrite IH, E by exact Ht. simpl. ring.
  - exists m. intros t Ht. unfold membrane in *. simpl. rewrite IH, E by exact Ht. simpl. ring.
Qed.

(* Late the membrane is at rest. *)
Lemma membrane_late n w a : forall e, 0 < e -> exists m, forall t, m <= t -> Rabs (membrane n w a t) <= e.
Proof.
  induction n as [|n IH]; intros e He.
  - exists 0. intros. unfold membrane. simpl. rewrite Rabs_R0. lra.
  - destruct (IH (e / 2) ltac:(lra)) as [m Hm].
    assert (A : exists m, forall t, m <= t -> Rabs (w n * response (a n) t) <= e / 2).
    { destruct (a n) as [x| |]; simpl;
        try (exists 0; intros; rewrite Rmult_0_r, Rabs_R0; lra).
      assert (P : 0 < Rabs (w n) + 1) by (assert (Q := Rabs_pos (w n)); lra).
      destruct (kernel_late _ _ K (e / 2 / (Rabs (w n) + 1))) as [X HX].
      { apply Rdiv_lt_0_compat; lra. }
      exists (X + x). intros t Ht. rewrite Rabs_mult.
      assert (B := HX (t - x) ltac:(lra)). assert (Q := Rabs_pos (w n)). assert (Q' := Rabs_pos (k (t - x))).
      apply Rle_trans with ((Rabs (w n) + 1) * (e / 2 / (Rabs (w n) + 1))); [nra|].
      right. field. lra. }
    destruct A as [m' Hm']. exists (Rmax m m'). intros t Ht. unfold membrane in *. simpl.
    eapply Rle_trans; [apply Rabs_triang|].
    assert (B1 := Hm t (Rle_trans _ _ _ (Rmax_l _ _) Ht)). assert (B2 := Hm' t (Rle_trans _ _ _ (Rmax_r _ _) Ht)). lra.
Qed.

(* The three things first_spike may say (SPEC 1.3). *)
Lemma first_spike_finite n c w a T :
  first_spike n c w a = Finite T -> (forall t, t < T -> membrane n w a t < c) /\ c <= membrane n w a T.
Proof.
  intro E. unfold first_spike in E. assert (G := Glb_Rbar_correct (fun t => c <= membrane n w a t)). rewrite E in G.
  destruct G as [G1 G2]. split.
  - intros t Ht. destruct (Rlt_le_dec (membrane n w a t) c) as [|H]; [assumption|]. assert (A := G1 t H). simpl in A. lra.
  - destruct (Rle_lt_dec c (membrane n w a T)) as [|H]; [assumption|]. exfalso.
    destruct (proj1 (continuous_eps _ _) (membrane_continuous n w a T) (c - membrane n w a T)) as (d & Hd & A); [lra|].
    assert (B : is_lb_Rbar (fun t => c <= membrane n w a t) (Finite (T + d / 2))).
    { intros t Ht. simpl. destruct (Rle_lt_dec (T + d / 2) t) as [|L]; [assumption|]. exfalso.
      assert (P := G1 t Ht). simpl in P. assert (Q := A t). rewrite Rabs_pos_eq in Q by lra.
      specialize (Q ltac:(lra)). apply Rabs_def2 in Q. lra. }
    assert (P := G2 _ B). simpl in P. lra.
Qed.

Lemma first_spike_infinite n c w a : first_spike n c w a = p_infty -> forall t, membrane n w a t < c.
Proof.
  intros E t. unfold first_spike in E. assert (G := Glb_Rbar_correct (fun t => c <= membrane n w a t)). rewrite E in G.
  destruct (Rlt_le_dec (membrane n w a t) c) as [|H]; [assumption|]. destruct (proj1 G t H).
Qed.

Lemma first_spike_proper n c w a : 0 < c -> first_spike n c w a <> m_infty.
Proof.
  intros Hc E. unfold first_spike in E. assert (G := Glb_Rbar_correct (fun t => c <= membrane n w a t)). rewrite E in G.
  destruct (membrane_early n w a) as [m Hm]. destruct G as [_ G]. apply (G (Finite m)). intros t Ht. simpl.
  destruct (Rle_lt_dec m t); [assumption|]. rewrite Hm in Ht by lra. lra.
Qed.

(* It is the only time that is reached and not before. *)
Lemma first_spike_is n c w a T :
  (forall t, t < T -> membrane n w a t < c) -> c <= membrane n w a T -> first_spike n c w a = Finite T.
Proof.
  intros H1 H2. apply is_glb_Rbar_unique. split.
  - intros t Ht. simpl. destruct (Rle_lt_dec T t) as [|L]; [assumption|]. assert (A := H1 t L). lra.
  - intros b Hb. apply Hb. exact H2.
Qed.

Lemma first_spike_silent n c w a : (forall t, membrane n w a t < c) -> first_spike n c w a = p_infty.
Proof.
  intro H. apply is_glb_Rbar_unique. split.
  - intros t Ht. specialize (H t). lra.
  - intros b _. destruct b; exact I.
Qed.

(* At the spike v is exactly c. *)
Lemma first_spike_reaches n c w a T : 0 < c -> first_spike n c w a = Finite T -> membrane n w a T = c.
Proof.
  intros Hc E. destruct (first_spike_finite n c w a T E) as [A B]. apply Rle_antisym; [|exact B].
  destruct (Rle_lt_dec (membrane n w a T) c) as [|H]; [assumption|]. exfalso.
  destruct (proj1 (continuous_eps _ _) (membrane_continuous n w a T) (membrane n w a T - c)) as (d & Hd & C); [lra|].
  assert (Q := C (T - d / 2)). rewrite Rabs_left in Q by lra. specialize (Q ltac:(lra)). apply Rabs_def2 in Q.
  specialize (A (T - d / 2) ltac:(lra)). lra.
Qed.

(* Below c on a closed stretch, below it by some margin. *)
Lemma margin_until n c w a b :
  0 < c -> (forall t, t <= b -> membrane n w a t < c) -> exists e, 0 < e /\ forall t, t <= b -> membrane n w a t <= c - e.
Proof.
  intros Hc H. destruct (membrane_early n w a) as [m Hm].
  destruct (Rle_lt_dec b m) as [L|L].
  - exists c. split; [exact Hc|]. intros t Ht. rewrite Hm by lra. lra.
  - destruct (continuity_ab_maj (membrane n w a) m b) as (x & Hx & R).
    + lra.
    + intros t _. apply continuity_pt_filterlim. apply membrane_continuous.
    + exists (Rmin c (c - membrane n w a x)). split; [apply Rmin_pos; [exact Hc|specialize (H x); lra]|].
      intros t Ht. destruct (Rle_lt_dec t m) as [L'|L'].
      * rewrite Hm by exact L'. assert (A := Rmin_l c (c - membrane n w a x)). lra.
      * assert (A := Rmin_r c (c - membrane n w a x)). specialize (Hx t ltac:(lra)). lra.
Qed.

Lemma margin_always n c w a :
  0 < c -> (forall t, membrane n w a t < c) -> exists e, 0 < e /\ forall t, membrane n w a t <= c - e.
Proof.
  intros Hc H. destruct (membrane_late n w a (c / 2) ltac:(lra)) as [b Hb].
  destruct (margin_until n c w a b Hc (fun t _ => H t)) as (e & He & M).
  exists (Rmin e (c / 2)). split; [apply Rmin_pos; lra|]. intro t.
  assert (A := Rmin_l e (c / 2)). assert (B := Rmin_r e (c / 2)). destruct (Rle_lt_dec t b) as [L|L].
  - specialize (M t L). lra.
  - specialize (Hb t ltac:(lra)). apply Rabs_le_between in Hb. lra.
Qed.

(* ---- along a curve of weights and arrivals -------------------------------------------------------------------------- *)

Section Curve.
Variables (n : nat) (c s : R) (wu : R -> nat -> R) (au : R -> nat -> Rbar) (w' a' : nat -> R).
Hypothesis Hc : 0 < c.
Hypothesis Hw : forall i, (i < n)%nat -> is_derive (fun u => wu u i) s (w' i).
Hypothesis Ha : forall i, (i < n)%nat -> derives (fun u => au u i) s (a' i).

Lemma response_near i e : (i < n)%nat -> 0 < e ->
  locally s (fun u => forall t, Rabs (wu u i * response (au u i) t - wu s i * response (au s i) t) <= e).
Proof.
  intros Hi He. destruct (kernel_lipschitz _ _ K) as (M & HM & L). destruct (kernel_bounded _ _ K) as (B & HB & Bd).
  destruct (Ha i Hi) as [Da [F|F]]; assert (Fs := locally_singleton _ _ F); simpl in Fs.
  - set (h := fun u => Rabs (wu u i - wu s i) * B + Rabs (wu s i) * M * Rabs (real (au u i) - real (au s i))).
    assert (C : continuous h s).
    { apply (continuous_plus (V := R_NormedModule)).
      - apply (continuous_mult (fun u => Rabs (wu u i - wu s i)) (fun _ => B)); [|apply continuous_const].
        apply (continuous_comp (fun u => wu u i - wu s i) Rabs); [|apply continuous_Rabs].
        apply (continuous_minus (V := R_NormedModule)); [apply (derive_continuous _ _ _ (Hw i Hi))|apply continuous_const].
      - apply (continuous_mult (fun _ => Rabs (wu s i) * M) (fun u => Rabs (real (au u i) - real (au s i))));
        [apply continuous_const|].
        apply (continuous_comp (fun u => real (au u i) - real (au s i)) Rabs); [|apply continuous_Rabs].
        apply (continuous_minus (V := R_NormedModule)); [apply (derive_continuous _ _ _ Da)|apply continuous_const]. }
    assert (Z : h s = 0) by (unfold h; rewrite !Rminus_eq_0, Rabs_R0; ring).
    generalize (filter_and _ _ F (locally_near h s e C He)). apply filter_imp. intros u [Fu Hu] t.
    rewrite Z, Rminus_0_r in Hu. apply Rabs_def2 in Hu.
    rewrite <- Fu, <- Fs. simpl. unfold h in Hu.
    replace (wu u i * k (t - real (au u i)) - wu s i * k (t - real (au s i))) with
      ((wu u i - wu s i) * k (t - real (au u i)) + wu s i * (k (t - real (au u i)) - k (t - real (au s i)))) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite !Rabs_mult.
    assert (A1 := Bd (t - real (au u i))). assert (A2 := L (t - real (au u i)) (t - real (au s i))).
    replace (t - real (au u i) - (t - real (au s i))) with (- (real (au u i) - real (au s i))) in A2 by ring.
    rewrite Rabs_Ropp in A2. assert (P1 := Rabs_pos (wu u i - wu s i)). assert (P2 := Rabs_pos (wu s i)).
    apply (Rmult_le_compat_l _ _ _ P1) in A1. apply (Rmult_le_compat_l _ _ _ P2) in A2. lra.
  - revert F. apply filter_imp. intros u Fu t. rewrite Fu, Fs. simpl. rewrite !Rmult_0_r, Rminus_0_r, Rabs_R0. lra.
Qed.

(* The membrane moves little, at all times at once. *)
Lemma membrane_near e : 0 < e ->
  locally s (fun u => forall t, Rabs (membrane n (wu u) (au u) t - membrane n (wu s) (au s) t) <= e).
Proof.
  unfold membrane. revert e.
  assert (A : forall m, (m <= n)%nat -> forall e, 0 < e -> locally s (fun u => forall t,
    Rabs (total m (fun i => wu u i * response (au u i) t) - total m (fun i => wu s i * response (au s i) t)) <= e)).
  { induction m; intros Hm e He; simpl.
    - apply filter_forall. intros u t. rewrite Rminus_0_r, Rabs_R0. lra.
    - assert (F1 := IHm ltac:(lia) (e / 2) ltac:(lra)). assert (F2 := response_near m (e / 2) ltac:(lia) ltac:(lra)).
      generalize (filter_and _ _ F1 F2). apply filter_imp. intros u [H1 H2] t. specialize (H1 t). specialize (H2 t).
      match goal with |- Rabs (?a + ?b - (?x + ?y)) <= _ => replace (a + b - (x + y)) with ((a - x) + (b - y)) by ring end.
      eapply Rle_trans; [apply Rabs_triang|]. lra. }
  apply A. lia.
Qed.

(* A silent neuron stays silent. *)
Lemma silent_stays : first_spike n c (wu s) (au s) = p_infty -> locally s (fun u => first_spike n c (wu u) (au u) = p_infty).
Proof.
  intro E. destruct (margin_always n c (wu s) (au s) Hc (first_spike_infinite _ _ _ _ E)) as (e & He & M).
  generalize (membrane_near (e / 2) ltac:(lra)). apply filter_imp. intros u Hu. apply first_spike_silent. intro t.
  specialize (Hu t). specialize (M t). apply Rabs_le_between in Hu. lra.
Qed.

Section Spikes.
Variable T : R.
Hypothesis HT : first_spike n c (wu s) (au s) = Finite T.
Hypothesis apart : forall i, (i < n)%nat -> au s i <> Finite T.
Hypothesis rises : 0 < membrane_slope n (wu s) (au s) T.

Lemma kernel_derive_at x : x <> 0 -> is_derive k x (if Rlt_dec 0 x then dk x else 0).
Proof.
  intro N. destruct (Rlt_dec 0 x) as [L|L]; [apply (kernel_derive _ _ K); exact L|].
  apply is_derive_ext_loc with (f := fun _ => 0); [|apply @is_derive_const].
  apply locally_eps. exists (- x). split; [lra|]. intros y Hy. apply Rabs_def2 in Hy.
  symmetry. apply (kernel_before _ _ K). lra.
Qed.

Lemma response_derive i : (i < n)%nat -> is_derive (response (au s i)) T (response_slope (au s i) T).
Proof.
  intro Hi. assert (A := apart i Hi). destruct (au s i) as [x| |]; simpl; try apply @is_derive_const.
  assert (N : T - x <> 0) by (intro Z; apply A; f_equal; lra).
  replace (if Rlt_dec x T then dk (T - x) else 0) with (1 * (if Rlt_dec 0 (T - x) then dk (T - x) else 0)).
  - apply (is_derive_comp k (fun t => t - x)); [apply kernel_derive_at; exact N|].
    auto_derive; [exact I|ring].
  - destruct (Rlt_dec x T), (Rlt_dec 0 (T - x)); try lra.
Qed.

Lemma membrane_derive : is_derive (membrane n (wu s) (au s)) T (membrane_slope n (wu s) (au s) T).
Proof.
  unfold membrane, membrane_slope. apply (is_derive_total n (fun i t => wu s i * response (au s i) t)).
  intros i Hi. apply is_derive_scal. apply response_derive. exact Hi.
Qed.

(* The spike stays there and moves continuously. *)
Lemma spike_near e : 0 < e ->
  locally s (fun u => exists t, first_spike n c (wu u) (au u) = Finite t /\ Rabs (t - T) < e).
Proof.
  intro He. destruct (first_spike_finite _ _ _ _ _ HT) as [Before At].
  destruct (margin_until n c (wu s) (au s) (T - e / 2) Hc (fun t Ht => Before t ltac:(lra))) as (m & Hm & M).
  assert (Up : exists t, T < t < T + e /\ c < membrane n (wu s) (au s) t).
  { assert (D := membrane_derive). rewrite is_derive_eps in D. destruct (D _ rises) as (d & Hd & Q).
    set (h := Rmin (d / 2) (e / 2)). assert (Hh : 0 < h) by (apply Rmin_pos; lra).
    assert (h <= d / 2) by apply Rmin_l. assert (h <= e / 2) by apply Rmin_r.
    exists (T + h). split; [lra|]. assert (P := Q h ltac:(lra)). rewrite (Rabs_pos_eq h) in P by lra.
    specialize (P ltac:(lra)). apply Rabs_def2 in P.
    assert (G : 0 < (membrane n (wu s) (au s) (T + h) - membrane n (wu s) (au s) T) / h) by lra.
    apply (Rmult_lt_compat_r h) in G; [|exact Hh]. unfold Rdiv in G. rewrite Rmult_assoc, Rinv_l in G by lra. lra. }
  destruct Up as (t1 & Ht1 & Up).
  set (q := Rmin (m / 2) (membrane n (wu s) (au s) t1 - c)). assert (Hq : 0 < q) by (apply Rmin_pos; lra).
  assert (q <= m / 2) by apply Rmin_l. assert (q <= membrane n (wu s) (au s) t1 - c) by apply Rmin_r.
  generalize (membrane_near q Hq). apply filter_imp. intros u Hu.
  assert (Lower : is_lb_Rbar (fun t => c <= membrane n (wu u) (au u) t) (Finite (T - e / 2))).
  { intros t Ht. simpl. destruct (Rle_lt_dec (T - e / 2) t) as [|L]; [assumption|]. exfalso.
    specialize (M t ltac:(lra)). specialize (Hu t). apply Rabs_le_between in Hu. lra. }
  assert (Reached : c <= membrane n (wu u) (au u) t1).
  { specialize (Hu t1). apply Rabs_le_between in Hu. lra. }
  unfold first_spike. assert (G := Glb_Rbar_correct (fun t => c <= membrane n (wu u) (au u) t)).
  destruct (Glb_Rbar (fun t => c <= membrane n (wu u) (au u) t)) as [t| |]; destruct G as [G1 G2].
  - exists t. split; [reflexivity|]. assert (A := G1 t1 Reached). assert (B := G2 _ Lower). simpl in A, B.
    apply Rabs_def1; lra.
  - destruct (G1 t1 Reached).
  - destruct (G2 _ Lower).
Qed.

Definition Tu (u : R) : R := real (first_spike n c (wu u) (au u)).

Lemma Tu_s : Tu s = T.
Proof. unfold Tu. rewrite HT. reflexivity. Qed.

Lemma Tu_finite : locally s (fun u => is_finite (first_spike n c (wu u) (au u))).
Proof. generalize (spike_near 1 ltac:(lra)). apply filter_imp. intros u (t & -> & _). reflexivity. Qed.

Lemma Tu_continuous : continuous Tu s.
Proof.
  apply continuous_eps. intros e He. destruct (proj1 (locally_eps _ _) (spike_near e He)) as (d & Hd & A).
  exists d. split; [exact Hd|]. intros u Hu. destruct (A u Hu) as (t & E & B). rewrite Tu_s. unfold Tu. rewrite E. exact B.
Qed.

(* How one synapse's part of the membrane changes with u and with the spike time. *)
Lemma response_slopes i : (i < n)%nat ->
  exists P Q : R -> R, continuous P s /\ continuous Q s /\
    P s = w' i * response (au s i) T - wu s i * response_slope (au s i) T * a' i /\
    Q s = wu s i * response_slope (au s i) T /\
    locally s (fun u => wu u i * response (au u i) (Tu u) - wu s i * response (au s i) T = P u * (u - s) + Q u * (Tu u - T)).
Proof.
  intro Hi. assert (A := apart i Hi).
  destruct (Ha i Hi) as [Da [F|F]]; assert (Fs := locally_singleton _ _ F); simpl in Fs.
  - set (x := real (au s i)) in *. assert (N : T - x <> 0).
    { intro Z. apply A. rewrite <- Fs. f_equal. unfold x in Z. lra. }
    destruct (slope_of _ _ _ (Hw i Hi)) as (om & Com & Vom & Eom).
    destruct (slope_of _ _ _ Da) as (al & Cal & Val & Eal).
    destruct (slope_of _ _ _ (kernel_derive_at _ N)) as (ph & Cph & Vph & Eph).
    set (X := fun u => Tu u - real (au u i)).
    assert (CX : continuous X s) by (apply (continuous_minus (V := R_NormedModule));
      [apply Tu_continuous|apply (derive_continuous _ _ _ Da)]).
    assert (VX : X s = T - x) by (unfold X; rewrite Tu_s; reflexivity).
    assert (Ck : continuous (fun u => k (X u)) s).
    { apply (continuous_comp X k); [exact CX|]. destruct (kernel_lipschitz _ _ K) as (M & HM & L).
      apply (lipschitz_continuous k M HM L). }
    assert (CphX : continuous (fun u => ph (X u)) s).
    { apply (continuous_comp X ph); [exact CX|]. rewrite VX. exact Cph. }
    exists (fun u => om u * k (X u) - wu s i * ph (X u) * al u), (fun u => wu s i * ph (X u)).
    assert (CQ : continuous (fun u => wu s i * ph (X u)) s).
    { apply (continuous_mult (fun _ => wu s i) (fun u => ph (X u))); [apply continuous_const|exact CphX]. }
    repeat split.
    + apply (continuous_minus (V := R_NormedModule)).
      * apply (continuous_mult om (fun u => k (X u))); assumption.
      * apply (continuous_mult (fun u => wu s i * ph (X u)) al); assumption.
    + exact CQ.
    + rewrite VX, Vom, Vph, Val, <- Fs. simpl. fold x. f_equal. f_equal. f_equal.
      destruct (Rlt_dec 0 (T - x)), (Rlt_dec x T); try lra; reflexivity.
    + rewrite VX, Vph, <- Fs. simpl. fold x. f_equal.
      destruct (Rlt_dec 0 (T - x)), (Rlt_dec x T); try lra; reflexivity.
    + revert F. apply filter_imp. intros u Fu. rewrite <- Fu, <- Fs. simpl. fold (X u). fold x.
      assert (E1 := Eom u). assert (E2 := Eal u). assert (E3 := Eph (X u)).
      replace (X u - (T - x)) with ((Tu u - T) - al u * (u - s)) in E3 by (unfold X; fold x in E2; lra).
      replace (wu u i) with (wu s i + om u * (u - s)) by lra.
      replace (k (X u)) with (k (T - x) + ph (X u) * (Tu u - T - al u * (u - s))) by lra.
      replace (om u * (k (T - x) + ph (X u) * (Tu u - T - al u * (u - s)))) with (om u * k (X u)) by (f_equal; lra).
      replace (om u * k (X u)) with (om u * (k (T - x) + ph (X u) * (Tu u - T - al u * (u - s)))) by (f_equal; lra).
      ring.
  - exists (fun _ => 0), (fun _ => 0). repeat split; try apply continuous_const.
    + rewrite Fs. simpl. ring.
    + rewrite Fs. simpl. ring.
    + revert F. apply filter_imp. intros u Fu. rewrite Fu, Fs. simpl. ring.
Qed.

Lemma membrane_slopes m : (m <= n)%nat ->
  exists P Q : R -> R, continuous P s /\ continuous Q s /\
    P s = total m (fun i => w' i * response (au s i) T - wu s i * response_slope (au s i) T * a' i) /\
    Q s = total m (fun i => wu s i * response_slope (au s i) T) /\
    locally s (fun u => membrane m (wu u) (au u) (Tu u) - membrane m (wu s) (au s) T = P u * (u - s) + Q u * (Tu u - T)).
Proof.
  induction m; intro Hm.
  - exists (fun _ => 0), (fun _ => 0). repeat split; try apply continuous_const.
    apply filter_forall. intro u. unfold membrane. simpl. ring.
  - destruct (IHm ltac:(lia)) as (P & Q & CP & CQ & VP & VQ & E).
    destruct (response_slopes m ltac:(lia)) as (P1 & Q1 & CP1 & CQ1 & VP1 & VQ1 & E1).
    exists (fun u => P u + P1 u), (fun u => Q u + Q1 u). repeat split.
    + apply (continuous_plus (V := R_NormedModule)); assumption.
    + apply (continuous_plus (V := R_NormedModule)); assumption.
    + simpl. rewrite VP, VP1. reflexivity.
    + simpl. rewrite VQ, VQ1. reflexivity.
    + generalize (filter_and _ _ E E1). apply filter_imp. intros u [A B]. unfold membrane in *. simpl. lra.
Qed.

(* The implicit function: dT/du is what MODEL 1 says. *)
Lemma spike_derives : derives (fun u => first_spike n c (wu u) (au u)) s
  (total n (fun i => - response (au s i) T / membrane_slope n (wu s) (au s) T * w' i +
                     wu s i * response_slope (au s i) T / membrane_slope n (wu s) (au s) T * a' i)).
Proof.
  split; [|left; apply Tu_finite].
  destruct (membrane_slopes n (le_n n)) as (P & Q & CP & CQ & VP & VQ & E).
  fold (membrane_slope n (wu s) (au s) T) in VQ.
  assert (Qpos : locally s (fun u => 0 < Q u)).
  { generalize (locally_near Q s _ CQ rises). apply filter_imp. intros u H. rewrite VQ in H. apply Rabs_def2 in H. lra. }
  replace (total n _) with (- (P s / Q s)).
  - apply (derive_of_slope Tu (fun u => - (P u / Q u)) s).
    + apply (continuous_opp (V := R_NormedModule)). apply (continuous_mult P (fun u => / Q u)); [exact CP|].
      apply continuous_Rinv_comp; [exact CQ|]. rewrite VQ. lra.
    + generalize (filter_and _ _ (filter_and _ _ E Qpos) Tu_finite). apply filter_imp. intros u [[Eu Qu] Fu].
      rewrite Tu_s. rewrite (first_spike_reaches n c (wu s) (au s) T Hc HT) in Eu.
      rewrite (first_spike_reaches n c (wu u) (au u) (Tu u) Hc) in Eu by (symmetry; exact Fu).
      apply (Rmult_eq_reg_l (Q u)); [|lra]. field_simplify; [|lra]. lra.
  - rewrite VP, VQ. unfold Rdiv. rewrite Ropp_mult_distr_l, <- total_opp, <- total_scal_r.
    apply total_ext; intros i _. field. lra.
Qed.

End Spikes.
End Curve.

(* dT/dw_i and dT/da_i (MODEL 1): 0 for a neuron that does not spike and for what is not causal. *)
Definition spike_by_weight n c w a (i : nat) : R :=
  match first_spike n c w a with
  | Finite T => - response (a i) T / membrane_slope n w a T
  | _ => 0
  end.
Definition spike_by_arrival n c w a (i : nat) : R :=
  match first_spike n c w a with
  | Finite T => w i * response_slope (a i) T / membrane_slope n w a T
  | _ => 0
  end.

(* No causal set changes near w, a: the neuron is silent, or crosses upwards while nothing arrives. *)
Definition settled n c w a : Prop :=
  match first_spike n c w a with
  | Finite T => 0 < membrane_slope n w a T /\ forall i, (i < n)%nat -> a i <> Finite T
  | _ => True
  end.

(* Dendritic delays: when all arrivals come later by d, so does the spike (MODEL 2). *)
Lemma response_later a d t : response (later a d) t = response a (t - d).
Proof. destruct a as [x| |]; simpl; try reflexivity. f_equal. ring. Qed.

Lemma membrane_later n w a d t : membrane n w (fun i => later (a i) d) t = membrane n w a (t - d).
Proof. apply total_ext. intros i _. rewrite response_later. reflexivity. Qed.

Theorem first_spike_later n c w a d : 0 < c -> first_spike n c w (fun i => later (a i) d) = later (first_spike n c w a) d.
Proof.
  intro Hc. destruct (first_spike n c w a) as [T| |] eqn:E; simpl.
  - destruct (first_spike_finite _ _ _ _ _ E) as [B At]. apply first_spike_is.
    + intros t Ht. rewrite membrane_later. apply B. lra.
    + rewrite membrane_later. replace (T + d - d) with T by ring. exact At.
  - assert (B := first_spike_infinite _ _ _ _ E). apply first_spike_silent. intro t. rewrite membrane_later. apply B.
  - destruct (first_spike_proper n c w a Hc E).
Qed.

(* v cannot come down to its first crossing: the slope there is positive unless the neuron is tangent (SPEC 3.4). *)
Lemma first_spike_slope n c w a T :
  first_spike n c w a = Finite T -> (forall i, (i < n)%nat -> a i <> Finite T) -> 0 <= membrane_slope n w a T.
Proof.
  intros E N. destruct (first_spike_finite _ _ _ _ _ E) as [B At].
  destruct (Rle_lt_dec 0 (membrane_slope n w a T)) as [|L]; [assumption|]. exfalso.
  assert (D := membrane_derive n c 0 (fun _ => w) (fun _ => a) T E N). cbv beta in D. rewrite is_derive_eps in D.
  destruct (D (- membrane_slope n w a T) ltac:(lra)) as (d & Hd & Q).
  assert (P := Q (- (d / 2)) ltac:(lra)). rewrite Rabs_Ropp, Rabs_pos_eq in P by lra. specialize (P ltac:(lra)).
  apply Rabs_def2 in P. specialize (B (T + - (d / 2)) ltac:(lra)).
  assert (G : (membrane n w a (T + - (d / 2)) - membrane n w a T) / - (d / 2) < 0) by lra.
  apply (Rmult_lt_compat_r (d / 2)) in G; [|lra]. unfold Rdiv in G. rewrite Rmult_0_l in G.
  replace ((membrane n w a (T + - (d * / 2)) - membrane n w a T) * / - (d * / 2) * (d * / 2)) with
    (- (membrane n w a (T + - (d * / 2)) - membrane n w a T)) in G by (field; lra).
  fold (d / 2) in G. lra.
Qed.

(* So no causal set changes unless the neuron is tangent or an input arrives at the very moment of the spike. *)
Theorem settled_unless_tangent n c w a :
  (forall T, first_spike n c w a = Finite T -> membrane_slope n w a T <> 0 /\ forall i, (i < n)%nat -> a i <> Finite T) ->
  settled n c w a.
Proof.
  intro H. unfold settled. destruct (first_spike n c w a) as [T| |] eqn:E; try exact I.
  destruct (H T eq_refl) as [Z N]. split; [|exact N]. assert (A := first_spike_slope n c w a T E N). lra.
Qed.

Theorem first_spike_gradient n c w a :
  0 < c -> settled n c w a ->
  neuron_gradient n (first_spike n c) w a (spike_by_weight n c w a) (spike_by_arrival n c w a).
Proof.
  intros Hc H s wu au w' a' Ew Ea Hw Ha. unfold settled in H. unfold spike_by_weight, spike_by_arrival.
  assert (E : first_spike n c (wu s) (au s) = first_spike n c w a) by (apply first_spike_ext; assumption).
  destruct (first_spike n c w a) as [T| |] eqn:ET.
  - destruct H as [R N]. assert (ES : membrane_slope n (wu s) (au s) T = membrane_slope n w a T)
    by (apply membrane_slope_ext; assumption).
    generalize (spike_derives n c s wu au w' a' Hc Hw Ha T E
      (fun i Hi => eq_ind_r (fun x => x <> Finite T) (N i Hi) (Ea i Hi)) (eq_ind_r (fun x => 0 < x) R ES)).
    rewrite ES. match goal with |- derives _ _ ?x -> derives _ _ ?y => replace x with y; [auto|] end.
    apply total_ext; intros i Hi. rewrite Ew, Ea by exact Hi. reflexivity.
  - assert (S := silent_stays n c s wu au w' a' Hc Hw Ha E). split.
    + rewrite total_zero by (intros; ring).
      apply is_derive_ext_loc with (f := fun _ => 0); [|apply @is_derive_const].
      revert S. apply filter_imp. intros u ->. reflexivity.
    + right. exact S.
  - destruct (first_spike_proper n c w a Hc ET).
Qed.

Lemma spike_by_arrival_absent n c w a i : ~ is_finite (a i) -> spike_by_arrival n c w a i = 0.
Proof.
  intro H. unfold spike_by_arrival. destruct (first_spike n c w a); try reflexivity.
  destruct (a i); simpl; [elim H; reflexivity| |]; unfold Rdiv; ring.
Qed.

End Neuron.
