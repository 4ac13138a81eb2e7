(* NetworkNeuron.v: the kernel of SPEC 1.2 is one of those that NetworkSpike.v asks for, so layers of leaky integrate-and-fire
   neurons are differentiable wherever no causal set changes. *)
From Coq Require Import Reals ZArith Lia Lra List Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Sums Network NetworkSpike.
Open Scope R_scope.

(* The kernel, 0 before the arrival, and its derivative after it. *)
Definition synapse_kernel (tau_mem tau_syn s : R) : R := if Rle_dec s 0 then 0 else Kernel tau_mem tau_syn s.
Definition synapse_slope (tau_mem tau_syn s : R) : R := if Rle_dec s 0 then 0 else KernelSlope tau_mem tau_syn s / tau_mem.

Lemma Kernel_derive tau_mem tau_syn s :
  0 < tau_mem -> 0 < tau_syn -> is_derive (Kernel tau_mem tau_syn) s (KernelSlope tau_mem tau_syn s / tau_mem).
Proof.
  intros Hm Hs. unfold KernelSlope, Kernel. destruct (Req_EM_T tau_mem tau_syn) as [<-|N].
  - auto_derive; [lra|]. unfold Rdiv. field. lra.
  - assert (tau_mem - tau_syn <> 0) by lra. auto_derive; [repeat split; lra|].
    unfold Rdiv. generalize (exp (- s * / tau_mem)), (exp (- s * / tau_syn)). intros x y. field. repeat split; lra.
Qed.

Lemma Kernel_zero tau_mem tau_syn : 0 < tau_mem -> Kernel tau_mem tau_syn 0 = 0.
Proof.
  intro H. unfold Kernel. replace (- 0) with 0 by ring. unfold Rdiv. rewrite !Rmult_0_l.
  destruct (Req_EM_T tau_mem tau_syn); ring.
Qed.

Lemma exp_late u : 0 <= u -> 0 < exp (- u) <= / (1 + u).
Proof.
  intro Hu. split; [apply exp_pos|]. rewrite exp_Ropp. apply Rinv_le_contravar; [lra|]. apply exp_ineq1_le.
Qed.

Lemma exp_negative s tau : 0 < tau -> 0 <= s -> 0 < exp (- s / tau) <= 1.
Proof.
  intros Ht Hs. split; [apply exp_pos|]. rewrite <- exp_0.
  assert (A : - s / tau <= 0). { unfold Rdiv. assert (0 < / tau) by (apply Rinv_0_lt_compat; exact Ht). nra. }
  destruct A as [A|A]; [left; apply exp_increasing; exact A|right; rewrite A; reflexivity].
Qed.

(* u e^-u falls below everything *)
Lemma alpha_bound u : 0 <= u -> 0 <= u * exp (- u) <= 2 / (1 + u / 2).
Proof.
  intro Hu. assert (A := exp_late (u / 2) ltac:(lra)). assert (B := exp_pos (- u)).
  replace (exp (- u)) with (exp (- (u / 2)) * exp (- (u / 2))) in * by (rewrite <- exp_plus; f_equal; lra).
  set (e := exp (- (u / 2))) in *. split; [nra|]. unfold Rdiv. set (q := / (1 + u * / 2)). fold (u / 2) in *.
  assert (Q : (1 + u / 2) * q = 1) by (unfold q; fold (u / 2); field; lra).
  assert (A2 : e <= q) by (unfold q; fold (u / 2); apply A).
  assert (q > 0) by (unfold q; fold (u / 2); apply Rinv_0_lt_compat; lra).
  assert (e * e <= q * q) by (apply Rmult_le_compat; lra). nra.
Qed.

Lemma Kernel_bounded tau_mem tau_syn : 0 < tau_mem -> 0 < tau_syn ->
  exists B, 0 <= B /\ forall s, 0 <= s -> Rabs (Kernel tau_mem tau_syn s) <= B.
Proof.
  intros Hm Hs. unfold Kernel. destruct (Req_EM_T tau_mem tau_syn) as [<-|N].
  - exists 2. split; [lra|]. intros s Hs0. replace (- s / tau_mem) with (- (s / tau_mem)) by (field; lra).
    assert (P : 0 <= s / tau_mem) by (apply Rdiv_le_0_compat; lra). destruct (alpha_bound _ P) as [A B].
    rewrite Rabs_pos_eq by exact A. eapply Rle_trans; [exact B|].
    apply (Rmult_le_reg_r (1 + s / tau_mem / 2)); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - exists (Rabs (tau_syn / (tau_mem - tau_syn))). split; [apply Rabs_pos|]. intros s Hs0. rewrite Rabs_mult.
    rewrite <- (Rmult_1_r (Rabs (tau_syn / _))) at 2. apply Rmult_le_compat_l; [apply Rabs_pos|].
    assert (A := exp_negative s tau_mem Hm Hs0). assert (B := exp_negative s tau_syn Hs Hs0).
    apply Rabs_le. lra.
Qed.

Lemma Kernel_late tau_mem tau_syn : 0 < tau_mem -> 0 < tau_syn ->
  forall e, 0 < e -> exists X, forall s, X <= s -> Rabs (Kernel tau_mem tau_syn s) <= e.
Proof.
  intros Hm Hs e He. unfold Kernel. destruct (Req_EM_T tau_mem tau_syn) as [<-|N].
  - exists (tau_mem * (4 / e)). intros s H. replace (- s / tau_mem) with (- (s / tau_mem)) by (field; lra).
    assert (Q : 4 / e <= s / tau_mem).
    { apply (Rmult_le_reg_l tau_mem); [exact Hm|]. replace (tau_mem * (s / tau_mem)) with s by (field; lra). exact H. }
    assert (P : 0 < 4 / e) by (apply Rdiv_lt_0_compat; lra). destruct (alpha_bound (s / tau_mem)) as [A B]; [lra|].
    rewrite Rabs_pos_eq by exact A. eapply Rle_trans; [exact B|].
    apply (Rmult_le_reg_r (1 + s / tau_mem / 2)); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra.
    assert (E : e * (4 / e) = 4) by (field; lra).
    assert (e * (4 / e) <= e * (s / tau_mem)) by (apply Rmult_le_compat_l; lra). nra.
  - set (G := Rabs (tau_syn / (tau_mem - tau_syn))). assert (HG : 0 <= G) by apply Rabs_pos.
    set (m := Rmax tau_mem tau_syn). assert (Hmm : tau_mem <= m) by apply Rmax_l. assert (Hms : tau_syn <= m) by apply Rmax_r.
    exists (m * ((G + 1) / e)). intros s H. rewrite Rabs_mult. fold G.
    assert (P : 0 < (G + 1) / e) by (apply Rdiv_lt_0_compat; lra).
    assert (Pos : 0 <= s) by (assert (0 <= m * ((G + 1) / e)) by (apply Rmult_le_pos; lra); lra).
    assert (Bd : forall tau, 0 < tau -> tau <= m -> exp (- s / tau) <= e / (G + 1)).
    { intros tau Ht Hle. assert (Q : (G + 1) / e <= s / tau).
      { apply (Rmult_le_reg_l tau); [exact Ht|]. replace (tau * (s / tau)) with s by (field; lra).
        apply Rle_trans with (2 := H). apply Rmult_le_compat_r; lra. }
      replace (- s / tau) with (- (s / tau)) by (field; lra).
      destruct (exp_late (s / tau)) as [_ A]; [lra|]. eapply Rle_trans; [exact A|].
      replace (e / (G + 1)) with (/ ((G + 1) / e)) by (field; lra). apply Rinv_le_contravar; lra. }
    assert (A := Bd tau_mem Hm Hmm). assert (B := Bd tau_syn Hs Hms).
    assert (A0 := exp_pos (- s / tau_mem)). assert (B0 := exp_pos (- s / tau_syn)).
    assert (D : Rabs (exp (- s / tau_mem) - exp (- s / tau_syn)) <= e / (G + 1)) by (apply Rabs_le; lra).
    apply Rle_trans with (G * (e / (G + 1))); [apply Rmult_le_compat_l; assumption|].
    assert (E : (G + 1) * (e / (G + 1)) = e) by (field; lra).
    assert (0 < e / (G + 1)) by (apply Rdiv_lt_0_compat; lra). lra.
Qed.

Lemma Kernel_lipschitz tau_mem tau_syn : 0 < tau_mem -> 0 < tau_syn ->
  exists M, 0 <= M /\ forall x y, 0 <= x -> 0 <= y -> Rabs (Kernel tau_mem tau_syn x - Kernel tau_mem tau_syn y)
    <= M * Rabs (x - y).
Proof.
  intros Hm Hs. destruct (Kernel_bounded tau_mem tau_syn Hm Hs) as (B & HB & Bd).
  exists ((1 + B) / tau_mem). split; [apply Rdiv_le_0_compat; lra|]. intros x y Hx Hy.
  destruct (MVT_gen (Kernel tau_mem tau_syn) y x (fun s => KernelSlope tau_mem tau_syn s / tau_mem)) as (z & Hz & E).
  - intros. apply Kernel_derive; assumption.
  - intros. apply continuity_pt_filterlim. apply (derive_continuous _ _ _ (Kernel_derive tau_mem tau_syn x0 Hm Hs)).
  - rewrite E, Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|].
    assert (Hz0 : 0 <= z) by (eapply Rle_trans; [|apply Hz]; apply Rmin_glb; assumption).
    unfold Rdiv. rewrite Rabs_mult, (Rabs_pos_eq (/ tau_mem)) by (left; apply Rinv_0_lt_compat; exact Hm).
    apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; exact Hm|]. unfold KernelSlope.
    assert (A := Bd z Hz0). apply Rabs_le_between in A. assert (C := exp_negative z tau_syn Hs Hz0). apply Rabs_le. lra.
Qed.

(* SPEC 1.2: for every pair of time constants. *)
Theorem kernel_is_kernel_like tau_mem tau_syn :
  0 < tau_mem -> 0 < tau_syn -> kernel_like (synapse_kernel tau_mem tau_syn) (synapse_slope tau_mem tau_syn).
Proof.
  intros Hm Hs. split.
  - intros x Hx. unfold synapse_kernel. destruct (Rle_dec x 0); [reflexivity|contradiction].
  - destruct (Kernel_lipschitz tau_mem tau_syn Hm Hs) as (M & HM & L). exists M. split; [exact HM|].
    assert (Z := Kernel_zero tau_mem tau_syn Hm).
    assert (P : forall x y, y <= 0 -> 0 < x -> Rabs (Kernel tau_mem tau_syn x) <= M * Rabs (x - y)).
    { intros x y Hy Hx. assert (A := L x 0 ltac:(lra) ltac:(lra)). rewrite Z, !Rminus_0_r in A. eapply Rle_trans; [exact A|].
      apply Rmult_le_compat_l; [exact HM|]. rewrite !Rabs_pos_eq by lra. lra. }
    intros x y. unfold synapse_kernel. destruct (Rle_dec x 0), (Rle_dec y 0).
    + rewrite Rminus_0_r, Rabs_R0. apply Rmult_le_pos; [exact HM|apply Rabs_pos].
    + rewrite Rminus_0_l, Rabs_Ropp, Rabs_minus_sym. apply P; lra.
    + rewrite Rminus_0_r. apply P; lra.
    + apply L; lra.
  - destruct (Kernel_bounded tau_mem tau_syn Hm Hs) as (B & HB & Bd). exists B. split; [exact HB|]. intro x.
    unfold synapse_kernel. destruct (Rle_dec x 0); [rewrite Rabs_R0; exact HB|apply Bd; lra].
  - intros e He. destruct (Kernel_late tau_mem tau_syn Hm Hs e He) as [X HX]. exists X. intros x Hx.
    unfold synapse_kernel. destruct (Rle_dec x 0); [rewrite Rabs_R0; lra|apply HX; exact Hx].
  - intros x Hx. apply is_derive_ext_loc with (f := Kernel tau_mem tau_syn).
    + apply locally_eps. exists x. split; [exact Hx|]. intros y Hy. apply Rabs_def2 in Hy.
      unfold synapse_kernel. destruct (Rle_dec y 0); [lra|reflexivity].
    + unfold synapse_slope. destruct (Rle_dec x 0); [lra|]. apply Kernel_derive; assumption.
Qed.

(* ---- layers of such neurons ----------------------------------------------------------------------------------------- *)

(* The spike time of SPEC 1.3 and its gradient of SPEC 4.1. *)
Definition neuron_time tau_mem tau_syn c n (w : nat -> R) (a : nat -> Rbar) : Rbar :=
  first_spike (synapse_kernel tau_mem tau_syn) n c w a.
Definition neuron_by_weight tau_mem tau_syn c n w a (i : nat) : R :=
  spike_by_weight (synapse_kernel tau_mem tau_syn) (synapse_slope tau_mem tau_syn) n c w a i.
Definition neuron_by_arrival tau_mem tau_syn c n w a (i : nat) : R :=
  spike_by_arrival (synapse_kernel tau_mem tau_syn) (synapse_slope tau_mem tau_syn) n c w a i.
(* Silent, or crossing upwards while nothing arrives: no causal set changes nearby. *)
Definition neuron_settled tau_mem tau_syn c n w a : Prop :=
  settled (synapse_kernel tau_mem tau_syn) (synapse_slope tau_mem tau_syn) n c w a.

Theorem neuron_has_gradient tau_mem tau_syn c n w a :
  0 < tau_mem -> 0 < tau_syn -> 0 < c -> neuron_settled tau_mem tau_syn c n w a ->
  neuron_gradient n (neuron_time tau_mem tau_syn c n) w a (neuron_by_weight tau_mem tau_syn c n w a)
    (neuron_by_arrival tau_mem tau_syn c n w a).
Proof. intros Hm Hs Hc S. apply first_spike_gradient; [apply kernel_is_kernel_like; assumption|exact Hc|exact S]. Qed.

(* It is the first crossing, and +oo if there is none (SPEC 1.3). *)
Theorem neuron_time_spec tau_mem tau_syn c n w a : 0 < tau_mem -> 0 < tau_syn -> 0 < c ->
  let v := membrane (synapse_kernel tau_mem tau_syn) n w a in
  (forall T, neuron_time tau_mem tau_syn c n w a = Finite T <-> v T = c /\ forall t, t < T -> v t < c) /\
  (neuron_time tau_mem tau_syn c n w a = p_infty <-> forall t, v t < c) /\
  neuron_time tau_mem tau_syn c n w a <> m_infty.
Proof.
  intros Hm Hs Hc v. assert (K := kernel_is_kernel_like tau_mem tau_syn Hm Hs). split; [|split].
  - intro T. split.
    + intro E. split; [apply (first_spike_reaches _ _ K n c w a T Hc E)|apply (first_spike_finite _ _ K n c w a T E)].
    + intros [E B]. apply first_spike_is; [exact B|]. right. symmetry. exact E.
  - split; [apply first_spike_infinite|apply first_spike_silent].
  - apply (first_spike_proper _ _ K n c w a Hc).
Qed.

(* The membrane is that of the contracts. *)
Lemma sum_nat_total f n : sum_nat f n = total n (fun i => f (Z.of_nat i)).
Proof. induction n; simpl; [reflexivity|]. rewrite IHn. reflexivity. Qed.

Theorem membrane_is_Membrane tau_mem tau_syn (w a : Z -> R) n t : 0 < tau_mem ->
  membrane (synapse_kernel tau_mem tau_syn) n (fun i => w (Z.of_nat i)) (fun i => Finite (a (Z.of_nat i))) t =
  Membrane tau_mem tau_syn w a (Z.of_nat n) t.
Proof.
  intro Hm. unfold Membrane, Sum. rewrite Nat2Z.id, sum_nat_total. apply total_ext. intros i _. simpl.
  unfold synapse_kernel, MembraneTerm. destruct (Rle_dec (t - a (Z.of_nat i)) 0) as [L|L], (Rle_dec (a (Z.of_nat i)) t)
    as [G|G];
    try ring; [|exfalso; lra]. replace (t - a (Z.of_nat i)) with 0 by lra. rewrite Kernel_zero by exact Hm. reflexivity.
Qed.

Theorem neuron_time_is_FirstCrossing tau_mem tau_syn c (w a : Z -> R) n T : 0 < tau_mem -> 0 < tau_syn -> 0 < c ->
  neuron_time tau_mem tau_syn c n (fun i => w (Z.of_nat i)) (fun i => Finite (a (Z.of_nat i))) = Finite T <->
  FirstCrossing tau_mem tau_syn c w a (Z.of_nat n) T.
Proof.
  intros Hm Hs Hc. destruct (neuron_time_spec tau_mem tau_syn c n (fun i => w (Z.of_nat i))
    (fun i => Finite (a (Z.of_nat i))) Hm Hs Hc) as [A _].
  rewrite A. unfold FirstCrossing. rewrite membrane_is_Membrane by exact Hm.
  split; intros [E B]; (split; [exact E|]); intros t Ht; specialize (B t Ht); rewrite membrane_is_Membrane in * by exact Hm;
    exact B.
Qed.

(* The gradients of SPEC 4.1 in the forms of the layers of other ratios (dg_target_backward_any): by the sum of tau_mem K' over
   causal arrivals. *)
Theorem neuron_gradients_any_ratio tau_mem tau_syn c n w (a : nat -> Rbar) T i x : 0 < tau_mem -> 0 < tau_syn ->
  neuron_time tau_mem tau_syn c n w a = Finite T -> a i = Finite x -> x < T ->
  let rise := total n (fun j => match a j with Finite y => if Rlt_dec y T then w j * KernelSlope tau_mem tau_syn (T - y)
    else 0 | _ => 0 end) in
  0 < rise ->
  neuron_by_weight tau_mem tau_syn c n w a i = - (tau_mem / rise) * Kernel tau_mem tau_syn (T - x) /\
  neuron_by_arrival tau_mem tau_syn c n w a i = w i * KernelSlope tau_mem tau_syn (T - x) / rise.
Proof.
  intros Hm Hs E Ea L rise P.
  assert (M : membrane_slope (synapse_slope tau_mem tau_syn) n w a T = rise / tau_mem).
  { unfold membrane_slope, rise, Rdiv. rewrite <- total_scal_r. apply total_ext. intros j _. unfold response_slope.
    destruct (a j) as [y| |]; try ring. destruct (Rlt_dec y T); [|ring]. unfold synapse_slope, Rdiv.
    destruct (Rle_dec (T - y) 0); [lra|ring]. }
  unfold neuron_by_weight, neuron_by_arrival, spike_by_weight, spike_by_arrival. fold (neuron_time tau_mem tau_syn c n w a).
    rewrite E, M, Ea.
  unfold response, response_slope, synapse_kernel, synapse_slope. destruct (Rle_dec (T - x) 0); [lra|].
    destruct (Rlt_dec x T); [|lra].
  split; field; lra.
Qed.

(* A layer whose neurons are these. *)
Definition lif (l : layer) (tau_mem tau_syn c : R) : Prop :=
  0 < tau_mem /\ 0 < tau_syn /\ 0 < c /\ well_formed l /\
  (forall j, neuron l j = neuron_time tau_mem tau_syn c (sources l)) /\
  (forall j, by_weight l j = neuron_by_weight tau_mem tau_syn c (sources l)) /\
  (forall j, by_arrival l j = neuron_by_arrival tau_mem tau_syn c (sources l)).

Definition layer_settled l tau_mem tau_syn c p x : Prop :=
  forall j, (j < outputs l)%nat -> neuron_settled tau_mem tau_syn c (sources l) (weight l p j) (arrival l p x j).

Lemma lif_regular l tau_mem tau_syn c p x : lif l tau_mem tau_syn c -> layer_settled l tau_mem tau_syn c p x -> regular l p x.
Proof.
  intros (Hm & Hs & Hc & _ & E1 & E2 & E3) S j Hj. rewrite E1, E2, E3. split.
  - apply neuron_has_gradient; auto.
  - intros i Hi A. apply spike_by_arrival_absent. intro F. apply A. unfold arrival, later in F.
    destruct (source l x i); [reflexivity|discriminate|discriminate].
Qed.

(* A dendritic delay, the same for all sources of a target, biases included, shifts that target's spike (MODEL 2, SPEC 5.1). *)
Theorem dendritic_delay_shifts l tau_mem tau_syn c p x j d : lif l tau_mem tau_syn c ->
  (forall i, (i < sources l)%nat -> shift l p j i = d) ->
  forward l p x j = later (neuron l j (weight l p j) (source l x)) d.
Proof.
  intros (Hm & Hs & Hc & _ & E & _) H. unfold forward. rewrite E. unfold neuron_time.
  rewrite <- (first_spike_later _ _ (kernel_is_kernel_like tau_mem tau_syn Hm Hs)) by exact Hc.
  apply first_spike_ext; [reflexivity|]. intros i Hi. unfold arrival. rewrite H by exact Hi. reflexivity.
Qed.

(* A network of such layers, each with its constants (tau_mem, tau_syn, c). *)
Definition lif_network (ls : list layer) (constants : list (R * R * R)) : Prop :=
  Forall2 (fun l k => lif l (fst (fst k)) (snd (fst k)) (snd k)) ls constants.
Fixpoint network_settled (ls : list layer) (constants : list (R * R * R)) p x : Prop :=
  match ls, constants with
  | l :: ls', (tau_mem, tau_syn, c) :: ks =>
      layer_settled l tau_mem tau_syn c p x /\ network_settled ls' ks (after l p) (forward l p x)
  | _, _ => True
  end.

Lemma lif_all_regular ls : forall ks p x, lif_network ls ks -> network_settled ls ks p x -> all_regular ls p x.
Proof.
  induction ls as [|l ls IH]; intros ks p x N S; simpl; [exact I|].
  inversion N as [|? k ? ks' Hl Hn]; subst. destruct k as [[tau_mem tau_syn] c]. simpl in *. destruct S as [S1 S2].
  split; [apply (lif_regular l tau_mem tau_syn c); assumption|apply (IH ks'); assumption].
Qed.

(* MODEL 3, SPEC 4.3: in a network of any depth of leaky integrate-and-fire neurons with any time constants and delays,
   wherever no causal set changes, what the backward pass leaves in its array is the gradient of the composed loss. *)
Theorem backward_pass_is_the_gradient ls ks n k m (L : (nat -> Rbar) -> R) g p t q :
  lif_network ls ks -> (0 < k)%nat -> connected (n * k) ls m -> network_settled ls ks p (multiplexed k t) ->
  (forall i, (i < n)%nat -> t i <> m_infty) -> loss_gradient m L (network ls p (multiplexed k t)) g ->
  (q < network_parameters ls)%nat ->
  is_derive (fun u => L (network ls (with_parameter p q u) (multiplexed k t))) (p q)
    (snd (backward ls p (multiplexed k t) g (fun _ => 0)) q).
Proof.
  intros N Hk C S Ht HL Hq. apply (network_partial_derivatives ls n k m); try assumption.
  apply (lif_all_regular ls ks); assumption.
Qed.
