(* The whole membrane of one neuron, all arrivals included, and its first spike (SPEC 1.2). *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel.
Open Scope R_scope.

(* What an input of weight 1 leaves a time s after its arrival, 0 before it: potential, tau_mem times its slope, current *)
Definition After (tau_mem tau_syn s : R) : R := if Rle_dec s 0 then 0 else Kernel tau_mem tau_syn s.
Definition AfterSlope (tau_mem tau_syn s : R) : R := if Rle_dec s 0 then 0 else KernelSlope tau_mem tau_syn s.
Definition AfterCurrent (tau_syn s : R) : R := if Rlt_dec s 0 then 0 else Decay tau_syn s.

(* Beside Membrane, V - E_l in units of 1/g_leak: tau_mem times its slope, and the synaptic current, from n inputs *)
Definition MembraneRise (tau_mem tau_syn : R) (w a : Z -> R) (n : Z) (t : R) : R :=
  Sum (fun q => w q * AfterSlope tau_mem tau_syn (t - a q)) n.
Definition MembraneCurrent (tau_syn : R) (w a : Z -> R) (n : Z) (t : R) : R :=
  Sum (fun q => w q * AfterCurrent tau_syn (t - a q)) n.

(* SPEC 1.2: T = min { t : V(t) >= threshold } *)
Definition FirstSpike (tau_mem tau_syn c : R) (w a : Z -> R) (n : Z) (T : R) : Prop :=
  Membrane tau_mem tau_syn w a n T >= c /\ forall t, t < T -> Membrane tau_mem tau_syn w a n t < c.

(* One input *)
Lemma After_pos m y s : 0 < s -> After m y s = Kernel m y s.
Proof. intros H. unfold After. destruct (Rle_dec s 0); [lra | reflexivity]. Qed.
Lemma After_neg m y s : s <= 0 -> After m y s = 0.
Proof. intros H. unfold After. destruct (Rle_dec s 0); [reflexivity | lra]. Qed.
Lemma AfterSlope_pos m y s : 0 < s -> AfterSlope m y s = KernelSlope m y s.
Proof. intros H. unfold AfterSlope. destruct (Rle_dec s 0); [lra | reflexivity]. Qed.
Lemma AfterSlope_neg m y s : s <= 0 -> AfterSlope m y s = 0.
Proof. intros H. unfold AfterSlope. destruct (Rle_dec s 0); [reflexivity | lra]. Qed.

Lemma Membrane_After m y w a n t : Membrane m y w a n t = Sum (fun q => w q * After m y (t - a q)) n.
Proof.
  apply Sum_ext. intros q _. unfold MembraneTerm, After.
    destruct (Rle_dec (a q) t), (Rle_dec (t - a q) 0); try lra; try reflexivity.
  replace (t - a q) with 0 by lra. rewrite kernel_at_arrival. ring.
Qed.

Lemma After_bounds m y s : 0 < m -> 0 < y -> 0 <= After m y s <= 1.
Proof.
  intros Hm Hy. unfold After. destruct (Rle_dec s 0); [lra |].
  split; [apply Kernel_nonneg | apply Kernel_le_1]; lra.
Qed.
Lemma KernelSlope_bounds m y s : 0 < m -> 0 < y -> 0 <= s -> -1 <= KernelSlope m y s <= 1.
Proof.
  intros Hm Hy Hs. unfold KernelSlope. pose proof (Kernel_nonneg m y s Hm Hy Hs). pose proof (Kernel_le_1 m y s Hm Hy Hs).
  pose proof (exp_pos (- s / y)). pose proof (exp_le_1 y s Hy Hs). lra.
Qed.
Lemma Kernel_lipschitz m y s t : 0 < m -> 0 < y -> 0 <= s <= t -> Rabs (Kernel m y t - Kernel m y s) <= (t - s) / m.
Proof.
  intros Hm Hy [Hs [Ht | Ht]]; [| subst t; rewrite !Rminus_eq_0, Rabs_R0; unfold Rdiv; lra].
  destruct (derive_between (Kernel m y) (fun x => KernelSlope m y x / m) s t Ht) as [z [Hz E]].
  { intros; now apply kernel_slope. }
  rewrite E. destruct (KernelSlope_bounds m y z Hm Hy) as [L U]; [lra |].
  replace (KernelSlope m y z / m * (t - s)) with (KernelSlope m y z * ((t - s) / m)) by (field; lra).
  assert (P : 0 <= (t - s) / m) by (apply Rdiv_le_0_compat; lra).
  rewrite Rabs_mult, (Rabs_pos_eq _ P). rewrite <- (Rmult_1_l ((t - s) / m)) at 2.
  apply Rmult_le_compat_r; [exact P |]. apply Rabs_le. lra.
Qed.
Lemma After_lipschitz m y s t : 0 < m -> 0 < y -> Rabs (After m y t - After m y s) <= Rabs (t - s) / m.
Proof.
  intros Hm Hy.
  assert (G : forall s t, s <= t -> Rabs (After m y t - After m y s) <= (t - s) / m).
  { clear s t. intros s t H. unfold After at 1 2. destruct (Rle_dec t 0) as [T | T], (Rle_dec s 0) as [S | S].
    - rewrite Rminus_eq_0, Rabs_R0. apply Rdiv_le_0_compat; lra.
    - lra.
    - replace (Kernel m y t - 0) with (Kernel m y t - Kernel m y 0) by (rewrite kernel_at_arrival; ring).
      eapply Rle_trans; [apply Kernel_lipschitz; lra |]. unfold Rdiv. apply Rmult_le_compat_r; [| lra].
      left. now apply Rinv_0_lt_compat.
    - apply Kernel_lipschitz; lra. }
  destruct (Rle_lt_dec s t) as [H | H].
  - rewrite (Rabs_pos_eq (t - s)) by lra. now apply G.
  - rewrite Rabs_minus_sym, (Rabs_minus_sym t s), (Rabs_pos_eq (s - t)) by lra. apply G. lra.
Qed.

(* Continuity, by epsilon and delta *)
Lemma continuous_near (f : R -> R) x : continuous f x <->
  forall eps, 0 < eps -> exists del, 0 < del /\ forall y, Rabs (y - x) < del -> Rabs (f y - f x) < eps.
Proof.
  split.
  - intros C eps He. apply continuity_pt_filterlim in C. destruct (C eps He) as [del [Hd P]]. exists del. split; [exact Hd |].
    intros y Hy. destruct (Req_dec x y) as [E | N]; [subst y; rewrite Rminus_eq_0, Rabs_R0; exact He |].
    apply (P y). split; [split; [exact I | exact N] | exact Hy].
  - intros P. apply continuity_pt_filterlim. intros eps He. destruct (P eps He) as [del [Hd Q]]. exists del.
    split; [exact Hd |].
    intros y [_ Hy]. now apply Q.
Qed.
Lemma After_continuous m y s : 0 < m -> 0 < y -> continuous (After m y) s.
Proof.
  intros Hm Hy. apply continuous_near. intros eps He. exists (eps * m). split; [now apply Rmult_lt_0_compat |].
  intros t Ht. eapply Rle_lt_trans; [now apply After_lipschitz |].
  apply (Rmult_lt_reg_r m); [exact Hm |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
Lemma near_below (x y : R) : x < y -> locally x (fun z : R => z < y).
Proof. intros H. apply (open_lt y x H). Qed.
Lemma near_above (x y : R) : x < y -> locally y (fun z : R => x < z).
Proof. intros H. apply (open_gt x y H). Qed.
Lemma After_derive m y s : 0 < m -> 0 < y -> s <> 0 -> is_derive (After m y) s (AfterSlope m y s / m).
Proof.
  intros Hm Hy N. destruct (Rle_lt_dec s 0) as [L | L].
  - rewrite AfterSlope_neg by exact L. replace (0 / m) with 0 by (unfold Rdiv; ring).
    apply is_derive_ext_loc with (fun _ => 0).
    + assert (H : s < 0) by lra. generalize (near_below s 0 H). apply filter_imp. intros z Hz. symmetry. apply After_neg. lra.
    + apply is_derive_Reals, derivable_pt_lim_const.
  - rewrite AfterSlope_pos by exact L. apply is_derive_ext_loc with (Kernel m y).
    + generalize (near_above 0 s L). apply filter_imp. intros z Hz. symmetry. now apply After_pos.
    + now apply kernel_slope.
Qed.

Lemma shifted_derive (f : R -> R) x y l : is_derive f (x - y) l -> is_derive (fun z => f (z - y)) x l.
Proof.
  intros D. replace l with (scal 1 l) by (unfold scal; simpl; unfold mult; simpl; ring).
  apply (is_derive_comp f (fun z => z - y)); [exact D |]. auto_derive; [exact I | ring].
Qed.

Lemma AfterCurrent_derive y s : 0 < y -> s <> 0 -> is_derive (AfterCurrent y) s (- AfterCurrent y s / y).
Proof.
  intros Hy N. destruct (Rle_lt_dec s 0) as [L | L].
  - assert (H : s < 0) by lra. unfold AfterCurrent at 2. destruct (Rlt_dec s 0); [| lra].
    replace (- 0 / y) with 0 by (unfold Rdiv; ring).
    apply is_derive_ext_loc with (fun _ => 0); [| apply is_derive_Reals, derivable_pt_lim_const].
    generalize (near_below s 0 H). apply filter_imp. intros z Hz. unfold AfterCurrent.
      destruct (Rlt_dec z 0); [reflexivity | lra].
  - unfold AfterCurrent at 2. destruct (Rlt_dec s 0); [lra |].
    apply is_derive_ext_loc with (Decay y); [| now apply Decay_derive].
    generalize (near_above 0 s L). apply filter_imp. intros z Hz. unfold AfterCurrent.
      destruct (Rlt_dec z 0); [lra | reflexivity].
Qed.
Lemma AfterSlope_current m y s : s <> 0 -> AfterSlope m y s = AfterCurrent y s - After m y s.
Proof.
  intros N. unfold AfterSlope, AfterCurrent, After, KernelSlope, Decay.
  destruct (Rle_dec s 0), (Rlt_dec s 0); try lra.
Qed.
Lemma Membrane_derive m y w a n t : 0 < m -> 0 < y -> (forall q, (0 <= q < n)%Z -> a q <> t) ->
  is_derive (Membrane m y w a n) t (MembraneRise m y w a n t / m).
Proof.
  intros Hm Hy N. apply is_derive_ext with (fun t => Sum (fun q => w q * After m y (t - a q)) n).
  { intros; symmetry; apply Membrane_After. }
  unfold MembraneRise. replace (Sum (fun q => w q * AfterSlope m y (t - a q)) n / m)
    with (Sum (fun q => w q * (AfterSlope m y (t - a q) / m)) n).
  2:{ unfold Rdiv. rewrite Rmult_comm, <- Sum_scale. apply Sum_ext. intros; ring. }
  apply (Sum_derive (fun t q => w q * After m y (t - a q))). intros q Hq.
  apply (is_derive_scal (fun t => After m y (t - a q))). apply (shifted_derive (After m y)).
  apply After_derive; try assumption. specialize (N q Hq). lra.
Qed.
(* SPEC 1.2: tau_mem V' = I - V and tau_syn I' = -I wherever nothing arrives *)
Theorem membrane_solves_lif : forall tau_mem tau_syn w a n t, 0 < tau_mem -> 0 < tau_syn ->
  (forall q, (0 <= q < n)%Z -> a q <> t) ->
  is_derive (Membrane tau_mem tau_syn w a n) t
    ((MembraneCurrent tau_syn w a n t - Membrane tau_mem tau_syn w a n t) / tau_mem) /\
  is_derive (MembraneCurrent tau_syn w a n) t (- MembraneCurrent tau_syn w a n t / tau_syn).
Proof.
  intros m y w a n t Hm Hy N. split.
  - replace (MembraneCurrent y w a n t - Membrane m y w a n t) with (MembraneRise m y w a n t); [now apply Membrane_derive |].
    rewrite Membrane_After. unfold MembraneCurrent, MembraneRise. rewrite <- Sum_minus. apply Sum_ext. intros q Hq.
    rewrite AfterSlope_current by (specialize (N q Hq); lra). ring.
  - replace (- MembraneCurrent y w a n t / y) with (Sum (fun q => w q * (- AfterCurrent y (t - a q) / y)) n).
    2:{ unfold MembraneCurrent. replace (- Sum (fun q => w q * AfterCurrent y (t - a q)) n / y)
          with (-/ y * Sum (fun q => w q * AfterCurrent y (t - a q)) n) by (unfold Rdiv; ring).
        rewrite <- Sum_scale. apply Sum_ext. intros. unfold Rdiv. ring. }
    apply (Sum_derive (fun t q => w q * AfterCurrent y (t - a q))). intros q Hq.
    apply (is_derive_scal (fun t => AfterCurrent y (t - a q))). apply (shifted_derive (AfterCurrent y)).
    apply AfterCurrent_derive; [exact Hy |]. specialize (N q Hq). lra.
Qed.

Lemma Membrane_continuous m y w a n t : 0 < m -> 0 < y -> continuous (Membrane m y w a n) t.
Proof.
  intros Hm Hy. apply continuous_ext with (fun t => Sum (fun q => w q * After m y (t - a q)) n).
  { intros; symmetry; apply Membrane_After. }
  apply (Sum_continuous (fun t q => w q * After m y (t - a q))). intros q _.
  apply (continuous_scal_r (w q) (fun t => After m y (t - a q)) t).
  apply (continuous_comp (fun t => t - a q) (After m y)); [| now apply After_continuous].
  apply (ex_derive_continuous (V := R_NormedModule)). eexists. auto_derive; [exact I | reflexivity].
Qed.
Lemma Sum_limit {F : (R -> Prop) -> Prop} {FF : Filter F} (f : R -> Z -> R) (l : Z -> R) p :
  (forall q, (0 <= q < p)%Z -> filterlim (fun t => f t q) F (locally (l q))) ->
  filterlim (fun t => Sum (f t) p) F (locally (Sum l p)).
Proof.
  revert p. apply (Sum_induction (fun p => (forall q, (0 <= q < p)%Z -> filterlim (fun t => f t q) F (locally (l q))) ->
                                          filterlim (fun t => Sum (f t) p) F (locally (Sum l p)))).
  - intros p Hp _. rewrite Sum_none by exact Hp. apply filterlim_ext with (fun _ => 0); [| apply filterlim_const].
    intros; now rewrite Sum_none.
  - intros p Hp IH H. rewrite Sum_next by exact Hp. apply filterlim_ext with (fun t => plus (Sum (f t) p) (f t p)).
    { intros; now rewrite Sum_next. }
    eapply filterlim_comp_2; [apply IH; intros; apply H; lia | apply H; lia | apply (filterlim_plus (Sum l p) (l p))].
Qed.
Lemma AfterCurrent_left y (w a t : R) : 0 < y ->
  filterlim (fun x => w * AfterCurrent y (x - a)) (at_left t)
    (locally (w * AfterCurrent y (t - a) - (if Req_EM_T a t then w else 0))).
Proof.
  intros Hy. destruct (Req_EM_T a t) as [E | N].
  - subst a. rewrite Rminus_eq_0. unfold AfterCurrent at 2. destruct (Rlt_dec 0 0); [lra |].
    unfold Decay. rewrite exp_zero_over. replace (w * 1 - w) with 0 by ring.
    apply filterlim_ext_loc with (fun _ => 0); [| apply filterlim_const].
    exists (mkposreal 1 Rlt_0_1). intros x _ Hx. unfold AfterCurrent. destruct (Rlt_dec (x - t) 0); [ring | lra].
  - rewrite Rminus_0_r.
    assert (C : continuous (fun x => w * AfterCurrent y (x - a)) t).
    { apply (continuous_scal_r w (fun t => AfterCurrent y (t - a)) t). apply (ex_derive_continuous (V := R_NormedModule)).
      eexists. apply (shifted_derive (AfterCurrent y)). apply AfterCurrent_derive; [exact Hy | lra]. }
    intros P HP. destruct (C P HP) as [del Hd]. exists del. intros x Hx _. now apply Hd.
Qed.
Lemma AfterCurrent_right y (w a t : R) : 0 < y ->
  filterlim (fun x => w * AfterCurrent y (x - a)) (at_right t) (locally (w * AfterCurrent y (t - a))).
Proof.
  intros Hy.
  assert (C : continuous (fun x => w * (if Rlt_dec t a then 0 else Decay y (x - a))) t).
  { apply (continuous_scal_r w (fun x => if Rlt_dec t a then 0 else Decay y (x - a)) t).
    apply (ex_derive_continuous (V := R_NormedModule)). destruct (Rlt_dec t a).
    - eexists. apply is_derive_Reals, derivable_pt_lim_const.
    - eexists. apply (shifted_derive (Decay y)). apply (Decay_derive y _ Hy). }
  assert (E : w * AfterCurrent y (t - a) = w * (if Rlt_dec t a then 0 else Decay y (t - a))).
  { unfold AfterCurrent. destruct (Rlt_dec (t - a) 0), (Rlt_dec t a); try reflexivity; lra. }
  rewrite E. destruct (Rlt_dec t a) as [L | L].
  - apply filterlim_ext_loc with (fun _ => w * 0); [| apply filterlim_const].
    assert (Hd : 0 < a - t) by lra. exists (mkposreal _ Hd). intros x Hx _. unfold AfterCurrent.
    assert (Hx' : Rabs (x - t) < a - t) by exact Hx. apply Rabs_def2 in Hx'. destruct (Rlt_dec (x - a) 0); [reflexivity | lra].
  - apply filterlim_ext_loc with (fun x => w * Decay y (x - a)).
    + exists (mkposreal 1 Rlt_0_1). intros x _ Hx. unfold AfterCurrent. destruct (Rlt_dec (x - a) 0); [lra | reflexivity].
    + intros P HP. destruct (C P HP) as [del Hd]. exists del. intros x Hx _. now apply Hd.
Qed.
(* SPEC 1.2: V is continuous everywhere; at an arrival the current jumps by its weight *)
Theorem arrivals_jump : forall tau_mem tau_syn w a n t, 0 < tau_mem -> 0 < tau_syn ->
  continuous (Membrane tau_mem tau_syn w a n) t /\
  filterlim (MembraneCurrent tau_syn w a n) (at_right t) (locally (MembraneCurrent tau_syn w a n t)) /\
  filterlim (MembraneCurrent tau_syn w a n) (at_left t)
    (locally (MembraneCurrent tau_syn w a n t - Sum (fun q => if Req_EM_T (a q) t then w q else 0) n)).
Proof.
  intros m y w a n t Hm Hy. split; [now apply Membrane_continuous |]. split.
  - apply (Sum_limit (fun x q => w q * AfterCurrent y (x - a q))). intros q _. now apply AfterCurrent_right.
  - unfold MembraneCurrent at 2. rewrite <- Sum_minus.
    apply (Sum_limit (fun x q => w q * AfterCurrent y (x - a q))). intros q _. now apply AfterCurrent_left.
Qed.

(* SPEC 1.3: there is one first spike at most *)
Theorem first_spike_unique : forall tau_mem tau_syn c w a n T U,
  FirstSpike tau_mem tau_syn c w a n T -> FirstSpike tau_mem tau_syn c w a n U -> T = U.
Proof.
  intros m y c w a n T U [HT BT] [HU BU]. destruct (Rtotal_order T U) as [H | [H | H]]; [| exact H |].
  - specialize (BU T H). lra.
  - specialize (BT U H). lra.
Qed.
(* SPEC 1.3: V(T) = c at the first spike *)
Theorem first_spike_at_threshold : forall tau_mem tau_syn c w a n T, 0 < tau_mem -> 0 < tau_syn ->
  FirstSpike tau_mem tau_syn c w a n T -> Membrane tau_mem tau_syn w a n T = c.
Proof.
  intros m y c w a n T Hm Hy [HT BT]. destruct (Req_dec (Membrane m y w a n T) c) as [E | N]; [exact E | exfalso].
  pose proof (proj1 (continuous_near _ T) (Membrane_continuous m y w a n T Hm Hy) (Membrane m y w a n T - c)) as C.
  destruct C as [del [Hd C]]; [lra |].
  specialize (BT (T - del / 2)). specialize (C (T - del / 2)).
  replace (T - del / 2 - T) with (- (del / 2)) in C by ring. rewrite Rabs_Ropp, Rabs_pos_eq in C by lra.
  assert (K : del / 2 < del) by lra. specialize (C K). apply Rabs_def2 in C. lra.
Qed.

Lemma arrivals_bounded (a : Z -> R) n : exists A, forall q, (0 <= q < n)%Z -> A <= a q.
Proof.
  pattern n. apply Sum_induction; clear n; intros n Hn.
  - exists 0. intros; lia.
  - intros [A H]. exists (Rmin A (a n)). intros q Hq. destruct (Z.eq_dec q n) as [E | N].
    + subst q. apply Rmin_r.
    + eapply Rle_trans; [apply Rmin_l | apply H; lia].
Qed.
Lemma Membrane_before m y w a n A t : (forall q, (0 <= q < n)%Z -> A <= a q) -> t <= A -> Membrane m y w a n t = 0.
Proof.
  intros H Ht. rewrite Membrane_After. apply Sum_0. intros q Hq. rewrite After_neg; [ring |]. specialize (H q Hq). lra.
Qed.

(* A continuous function that is below c until t1 and reaches c by t2 has a first place where it does. *)
Lemma first_reach (f : R -> R) c t1 t2 : (forall t, continuous f t) -> (forall t, t <= t1 -> f t < c) -> f t2 >= c ->
  exists T, t1 < T <= t2 /\ f T >= c /\ forall t, t < T -> f t < c.
Proof.
  intros C B E.
  assert (H12 : t1 < t2). { destruct (Rlt_le_dec t1 t2) as [H | H]; [exact H |]. specialize (B t2 H). lra. }
  set (below := fun t => forall s, s <= t -> f s < c).
  destruct (completeness below) as [T [U L]].
  { exists t2. intros t Ht. destruct (Rle_lt_dec t t2) as [H | H]; [exact H |]. specialize (Ht t2). lra. }
  { exists t1. exact B. }
  assert (Bt : forall t, t < T -> f t < c).
  { intros t Ht. destruct (Rlt_le_dec (f t) c) as [H | H]; [exact H | exfalso].
    assert (T <= t); [| lra]. apply L. intros s Hs. destruct (Rle_lt_dec s t) as [G | G]; [exact G |]. specialize (Hs t). lra. }
  assert (R1 : f T >= c).
  { destruct (Rlt_le_dec (f T) c) as [H | H]; [exfalso | lra].
    destruct (proj1 (continuous_near f T) (C T) (c - f T)) as [del [Hd P]]; [lra |].
    assert (S : below (T + del / 2)).
    { intros s Hs. destruct (Rlt_le_dec s T) as [G | G]; [now apply Bt |].
      specialize (P s). rewrite Rabs_pos_eq in P by lra. assert (Q : s - T < del) by lra. specialize (P Q).
      apply Rabs_def2 in P. lra. }
    specialize (U _ S). lra. }
  exists T. split; [| split; assumption]. split.
  - destruct (Rlt_le_dec t1 T) as [H | H]; [exact H |]. specialize (B T H). lra.
  - destruct (Rle_lt_dec T t2) as [H | H]; [exact H |]. specialize (Bt t2 H). lra.
Qed.
(* SPEC 1.3: there is a first spike if and only if the threshold is ever reached *)
Theorem first_spike_exists : forall tau_mem tau_syn c w a n, 0 < tau_mem -> 0 < tau_syn -> 0 < c ->
  ((exists t, Membrane tau_mem tau_syn w a n t >= c) <-> (exists T, FirstSpike tau_mem tau_syn c w a n T)).
Proof.
  intros m y c w a n Hm Hy Hc. split; [| intros [T [H _]]; now exists T].
  intros [t Ht]. destruct (arrivals_bounded a n) as [A HA].
  destruct (first_reach (Membrane m y w a n) c A t) as [T [_ F]]; try assumption.
  - intros; now apply Membrane_continuous.
  - intros s Hs. rewrite (Membrane_before m y w a n A s HA Hs). exact Hc.
  - exists T. exact F.
Qed.

(* SPEC 1.3: reaching the threshold for the first time and meeting it for the first time are the same *)
Theorem first_spike_is_first_crossing : forall tau_mem tau_syn c w a n T, 0 < tau_mem -> 0 < tau_syn ->
  (FirstSpike tau_mem tau_syn c w a n T <-> FirstCrossing tau_mem tau_syn c w a n T).
Proof.
  intros m y c w a n T Hm Hy. split.
  - intros F. split; [now apply first_spike_at_threshold | apply F].
  - intros [E B]. split; [lra | exact B].
Qed.
