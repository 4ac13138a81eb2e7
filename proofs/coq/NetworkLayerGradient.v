(* NetworkLayerGradient.v: what the contracts of a layer's passes say where tau_mem = 2 tau_syn (proofs/acsl/first_spikes.h,
   layer_gradient.h) is one layer of the network whose backward pass is the gradient (Network.v, NetworkLayers.v). *)
From Coq Require Import Reals ZArith Lia Lra List Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Facts_layer Sums Network NetworkSpike NetworkNeuron RhoDomain Sizes Losses Delays
  NetworkLayers Lanes Facts_first_spikes LayerGradient.
Import ListNotations.
Open Scope R_scope.

(* The number that a time is written as: beyond DG_RHO_MAX, and of what does not come, DG_RHO_MAX (SPEC 2.4). *)
Definition rho_number (tau_mem t_ref : R) (t : Rbar) : R :=
  match t with Finite x => cap (rho_of tau_mem t_ref x) | _ => DG_RHO_MAX end.

(* SPEC 2.4: a time encoded as the contracts say (dg_encode_inputs) is such a number. *)
Theorem encoded_number {never : Never} d t_ref x y :
  dg_neuron_tau_mem (dg_layer_neuron d) = 2 * dg_neuron_tau_syn (dg_layer_neuron d) -> Encoded d t_ref x y ->
  y = rho_number (dg_neuron_tau_mem (dg_layer_neuron d)) t_ref (time_of dg_never x).
Proof.
  intros Two [_ E]. destruct (E Two) as (_ & Comes_ & Never_). unfold time_of. destruct (Rlt_dec x dg_never) as [L|L].
  - exact (Comes_ L).
  - exact (Never_ L).
Qed.

Section Domain.
Variables (tau_mem tau_syn t_ref : R).
Hypothesis Hs : 0 < tau_syn.
Hypothesis Two : tau_mem = 2 * tau_syn.
Let rho (t : R) : R := rho_of tau_mem t_ref t.

Lemma kernel_in_rho y T : KernelRho (rho y) (rho T) = synapse_kernel tau_mem tau_syn (T - y).
Proof. symmetry. exact (response_rho tau_mem tau_syn t_ref Hs Two (Finite y) T). Qed.

Lemma slope_in_rho y T :
  SlopeRho (rho y) (rho T) = tau_mem * response_slope (synapse_slope tau_mem tau_syn) (Finite y) T.
Proof.
  assert (P := tau_positive tau_mem tau_syn Hs Two). unfold SlopeRho. cbn [response_slope].
  destruct (Rlt_dec (rho y) (rho T)) as [G|G], (Rlt_dec y T) as [L|L].
  - unfold synapse_slope. destruct (Rle_dec (T - y) 0); [lra|]. unfold KernelSlope.
    rewrite (kernel_two tau_mem tau_syn Hs Two). unfold rho. rewrite (ratio tau_mem tau_syn t_ref Hs Two).
    replace (exp (- (T - y) / tau_syn)) with (exp (- (T - y) / tau_mem) * exp (- (T - y) / tau_mem)) by
      (rewrite <- exp_plus; f_equal; rewrite Two; field; lra).
    field. lra.
  - exfalso. apply L. apply <- (rho_increasing tau_mem tau_syn t_ref Hs Two). exact G.
  - exfalso. apply G. apply -> (rho_increasing tau_mem tau_syn t_ref Hs Two). exact L.
  - ring.
Qed.

(* A number times the factor of a delay stands for the time after it, up to DG_RHO_MAX. *)
Lemma number_delayed a d T : 0 <= d -> rho T <= DG_RHO_MAX ->
  KernelRho (rho_number tau_mem t_ref a * exp (d / tau_mem)) (rho T) =
    response (synapse_kernel tau_mem tau_syn) (later a d) T /\
  SlopeRho (rho_number tau_mem t_ref a * exp (d / tau_mem)) (rho T) =
    tau_mem * response_slope (synapse_slope tau_mem tau_syn) (later a d) T.
Proof.
  intros Hd HT. assert (P := tau_positive tau_mem tau_syn Hs Two). assert (M := rho_max_positive).
  assert (E : 1 <= exp (d / tau_mem)).
  { rewrite <- exp_0. apply exp_le_exp. apply Rmult_le_pos; [exact Hd|left; apply Rinv_0_lt_compat; exact P]. }
  assert (Late : forall y, DG_RHO_MAX <= y -> rho T <= y * exp (d / tau_mem)) by (intros; nra).
  destruct a as [y| |].
  - assert (F : rho (y + d) = rho y * exp (d / tau_mem)).
    { unfold rho, rho_of. rewrite <- exp_plus. f_equal. field. lra. }
    change (later (Finite y) d) with (Finite (y + d)). rewrite <- slope_in_rho. cbn [response]. rewrite <- kernel_in_rho, F.
    unfold rho_number, cap. fold (rho y). destruct (Rlt_dec (rho y) DG_RHO_MAX) as [|N]; [split; reflexivity|].
    rewrite !KernelRho_later, !SlopeRho_later by (apply Late; lra). split; reflexivity.
  - cbn [rho_number later Rbar_plus Rbar_plus' response response_slope].
    rewrite KernelRho_later, SlopeRho_later by (apply Late; lra).
    split; [reflexivity|ring].
  - cbn [rho_number later Rbar_plus Rbar_plus' response response_slope].
    rewrite KernelRho_later, SlopeRho_later by (apply Late; lra).
    split; [reflexivity|ring].
Qed.
End Domain.

(* One layer and a chunk of samples: arrays as the contracts have them, dL/dT of the targets among them. *)
Definition width : nat := Z.to_nat DG_WIDTH.
Definition entry (j x : nat) : Z := (Z.of_nat j * DG_WIDTH + Z.of_nat x)%Z.
Record chunk := {
  chunk_w : Z -> R; chunk_shift : Z -> R; chunk_src : Z -> R; chunk_out : Z -> R; chunk_dT_dc : Z -> R; chunk_g_out : Z -> R }.
Definition tau_mem_of (d : dg_layer) : R := dg_neuron_tau_mem (dg_layer_neuron d).
Definition tau_syn_of (d : dg_layer) : R := dg_neuron_tau_syn (dg_layer_neuron d).
Definition row_of (d : dg_layer) (a : chunk) (j : nat) : Z -> R := fun i => chunk_w a (Z.of_nat j * sources_of d + i)%Z.

(* The arrays before a layer's forward pass are those of parameters p and input times t[sample][input]: the weights, the factors
   of delays that are not negative, the arrivals before delays. *)
Record before_pass (never t_ref : R) (d : dg_layer) (p : nat -> R) (t : nat -> nat -> Rbar) (a : chunk) : Prop := {
  pass_admitted : admitted d;
  pass_two : tau_mem_of d = 2 * tau_syn_of d;
  pass_weights : forall k, (k < weights (layer_of never d))%nat -> chunk_w a (Z.of_nat k) = p k;
  pass_shift : forall q, (q < delays (layer_of never d))%nat ->
    let delay := delay (layer_of never d) (p (weights (layer_of never d) + q)%nat) in
    0 <= delay /\ chunk_shift a (Z.of_nat q) = exp (delay / tau_mem_of d);
  pass_src : forall i x, (i < sources (layer_of never d))%nat -> (x < width)%nat ->
    chunk_src a (entry i x) = rho_number (tau_mem_of d) t_ref (source (layer_of never d) (t x) i) }.
(* After it: what dg_layer_forward ensures of each target's spike in each sample, each written as the crossing itself. *)
Definition after_pass (d : dg_layer) (a : chunk) : Prop :=
  forall j x, (j < Z.to_nat (dg_layer_outputs d))%nat -> (x < width)%nat ->
    SpikeOf (tau_mem_of d) (threshold_of (dg_layer_neuron d)) d (chunk_w a) (chunk_shift a) (chunk_src a) (Z.of_nat j)
      (Z.of_nat x) (chunk_out a (entry j x)) (chunk_dT_dc a (entry j x)) /\
    forall first, first <= DG_RHO_MAX -> RhoFirst (threshold_of (dg_layer_neuron d)) d (row_of d a j) (chunk_shift a)
      (chunk_src a) (Z.of_nat j) (sources_of d) (Z.of_nat x) first -> chunk_out a (entry j x) = first.
(* dL/dT is g[sample][target], and where it is not 0, no causal set changes and the spike is not beyond DG_RHO_MAX. *)
Definition regular_pass (never t_ref : R) (d : dg_layer) (p : nat -> R) (t : nat -> nat -> Rbar) (a : chunk)
    (g : nat -> nat -> R) : Prop :=
  forall j x, (j < Z.to_nat (dg_layer_outputs d))%nat -> (x < width)%nat -> chunk_g_out a (entry j x) = g x j /\
    let l := layer_of never d in
    (g x j = 0 \/
     (neuron_settled (tau_mem_of d) (tau_syn_of d) (threshold_of (dg_layer_neuron d)) (sources l) (weight l p j)
        (arrival l p (t x) j) /\
      forall T, forward l p (t x) j = Finite T -> rho_of (tau_mem_of d) t_ref T <= DG_RHO_MAX)).

Section Layer.
Variables (never t_ref : R) (d : dg_layer) (p : nat -> R) (t : nat -> nat -> Rbar) (a : chunk).
Let tau_mem : R := tau_mem_of d.
Let tau_syn : R := tau_syn_of d.
Let c : R := threshold_of (dg_layer_neuron d).
Let l : layer := layer_of never d.
Let w := chunk_w a.
Let f := chunk_shift a.
Let src := chunk_src a.
Let out := chunk_out a.
Let dT_dc := chunk_dT_dc a.
Let g_out := chunk_g_out a.
Let row := row_of d a.
Hypothesis before : before_pass never t_ref d p t a.
Let Two : tau_mem = 2 * tau_syn := pass_two _ _ _ _ _ _ before.

Lemma layer_is_lif : lif l tau_mem tau_syn c.
Proof. apply layer_of_lif. apply before. Qed.

Lemma tau_syn_positive : 0 < tau_syn.
Proof. apply layer_is_lif. Qed.

Lemma sources_count : sources_of d = Z.of_nat (sources l).
Proof. symmetry. apply (layer_of_parameters never d (pass_admitted _ _ _ _ _ _ before)). Qed.

Lemma row_is j i : (j < outputs l)%nat -> (i < sources l)%nat -> row j (Z.of_nat i) = weight l p j i.
Proof.
  intros Hj Hi. unfold row, row_of, weight. rewrite sources_count, <- Nat2Z.inj_mul, <- Nat2Z.inj_add. apply before.
  fold l. unfold weights. nia.
Qed.

(* The factor of a synapse. *)
Lemma factor_is j i : (j < outputs l)%nat -> (i < sources l)%nat ->
  0 <= shift l p j i /\ ShiftOf DG_RATIO_TWO d f (Z.of_nat i) (Z.of_nat j) = exp (shift l p j i / tau_mem).
Proof.
  intros Hj Hi. unfold shift, ShiftOf. assert (W := proj1 (proj1 (proj2 (proj2 (proj2 layer_is_lif))))).
  specialize (W j i). cbn [slot l layer_of] in W |- *.
  destruct (Z.eq_dec (dg_delay_kind (dg_layer_delay d)) DG_DELAY_NONE) as [K|K].
  - destruct (Z.eq_dec DG_RATIO_TWO DG_RATIO_TWO); [|congruence]. unfold Rdiv. rewrite Rmult_0_l, exp_0. split; lra.
  - destruct (pass_admitted _ _ _ _ _ _ before) as (S & G & _).
    assert (A := delay_index_range d (Z.of_nat i) (Z.of_nat j) S G K ltac:(rewrite sources_count; lia)
      ltac:(cbn in Hj; unfold admitted_sizes in S; lia)).
    destruct (pass_shift _ _ _ _ _ _ before _ (W _ Hj Hi eq_refl)) as [D E]. rewrite Z2Nat.id in E by lia.
    split; [exact D|exact E].
Qed.

(* Up to DG_RHO_MAX, an arrival of the contracts does what that of the network does. *)
Lemma arrival_seen j i x T : (j < outputs l)%nat -> (i < sources l)%nat -> (x < width)%nat ->
  rho_of tau_mem t_ref T <= DG_RHO_MAX ->
  KernelRho (RhoArrival d f src (Z.of_nat j) (Z.of_nat i) (Z.of_nat x)) (rho_of tau_mem t_ref T) =
    response (synapse_kernel tau_mem tau_syn) (arrival l p (t x) j i) T /\
  SlopeRho (RhoArrival d f src (Z.of_nat j) (Z.of_nat i) (Z.of_nat x)) (rho_of tau_mem t_ref T) =
    tau_mem * response_slope (synapse_slope tau_mem tau_syn) (arrival l p (t x) j i) T.
Proof.
  intros Hj Hi Hx HT. destruct (factor_is j i Hj Hi) as [D E]. unfold RhoArrival, RowValue. fold (entry i x).
  unfold src. rewrite (pass_src _ _ _ _ _ _ before) by assumption. rewrite E.
  apply (number_delayed tau_mem tau_syn t_ref tau_syn_positive Two); assumption.
Qed.

Lemma membrane_seen j x T : (j < outputs l)%nat -> (x < width)%nat -> rho_of tau_mem t_ref T <= DG_RHO_MAX ->
  RhoMembrane d (row j) f src (Z.of_nat j) (sources_of d) (Z.of_nat x) (rho_of tau_mem t_ref T) =
    membrane (synapse_kernel tau_mem tau_syn) (sources l) (weight l p j) (arrival l p (t x) j) T /\
  RhoRise d (row j) f src (Z.of_nat j) (sources_of d) (Z.of_nat x) (rho_of tau_mem t_ref T) =
    tau_mem * membrane_slope (synapse_slope tau_mem tau_syn) (sources l) (weight l p j) (arrival l p (t x) j) T.
Proof.
  intros Hj Hx HT. unfold RhoMembrane, RhoRise, membrane, membrane_slope.
  rewrite !Sum_total, sources_count, Nat2Z.id, <- total_scal.
  split; apply total_ext; intros i Hi; destruct (arrival_seen j i x T Hj Hi Hx HT) as [A B];
    rewrite row_is by assumption; [rewrite A; reflexivity|rewrite B; ring].
Qed.

Hypothesis passed : after_pass d a.

(* A spike of the contracts is the network's. *)
Lemma spike_seen j x : (j < outputs l)%nat -> (x < width)%nat ->
  (exists T, forward l p (t x) j = Finite T /\ out (entry j x) = rho_of tau_mem t_ref T /\
     rho_of tau_mem t_ref T <= DG_RHO_MAX /\
     dT_dc (entry j x) = RateOf tau_mem (tau_mem * membrane_slope (synapse_slope tau_mem tau_syn) (sources l) (weight l p j)
       (arrival l p (t x) j) T)) \/
  ((forall T, forward l p (t x) j = Finite T -> DG_RHO_MAX < rho_of tau_mem t_ref T) /\
   out (entry j x) = DG_RHO_MAX /\ dT_dc (entry j x) = 0).
Proof.
  intros Hj Hx. destruct layer_is_lif as (Pm & Ps & Hc & _ & En & _).
  destruct (neuron_time_spec tau_mem tau_syn c (sources l) (weight l p j) (arrival l p (t x) j) Pm Ps Hc) as (Spec & _).
  assert (Ef : forward l p (t x) j = neuron_time tau_mem tau_syn c (sources l) (weight l p j) (arrival l p (t x) j))
    by (unfold forward; rewrite En; reflexivity).
  destruct (passed j x Hj Hx) as [[(first & F & (Least & Most & _) & Rate)|(Silent & Out & Zero)] Exact].
  - left. assert (X := Exact first ltac:(lra) F). unfold out, dT_dc. rewrite X in *. destruct F as (Pos & At & Before).
    set (T := time_of_rho tau_mem t_ref first).
    assert (ET : rho_of tau_mem t_ref T = first) by (apply (encode_time tau_mem tau_syn t_ref Ps Two); exact Pos).
    exists T. rewrite ET. split; [|split; [reflexivity|split; [exact Most|]]].
    + rewrite Ef. apply Spec. rewrite <- (proj1 (membrane_seen j x T Hj Hx ltac:(rewrite ET; exact Most))), ET.
      split; [exact At|]. intros y Hy. apply (rho_increasing tau_mem tau_syn t_ref Ps Two) in Hy. rewrite ET in Hy.
      rewrite <- (proj1 (membrane_seen j x y Hj Hx ltac:(lra))). apply Before.
      split; [apply rho_positive|exact Hy].
    + rewrite <- (proj2 (membrane_seen j x T Hj Hx ltac:(rewrite ET; exact Most))), ET. exact Rate.
  - right. split; [|split; [exact Out|exact Zero]]. intros T E. rewrite Ef in E. apply Spec in E. destruct E as [E _].
    destruct (Rlt_le_dec DG_RHO_MAX (rho_of tau_mem t_ref T)) as [|L]; [assumption|exfalso].
    rewrite <- (proj1 (membrane_seen j x T Hj Hx L)) in E.
    apply (Rlt_irrefl c). rewrite <- E at 1. exact (Silent _ (conj (rho_positive tau_mem t_ref T) L)).
Qed.

(* SPEC 1.3, 2.4, 3.2: the numbers that a layer's forward pass writes are those of the network's spikes, so that they are what
   pass_src asks for in the next layer. *)
Theorem layer_forward_is_forward j x : (j < outputs l)%nat -> (x < width)%nat ->
  out (entry j x) = rho_number tau_mem t_ref (forward l p (t x) j).
Proof.
  intros Hj Hx. destruct (spike_seen j x Hj Hx) as [(T & E & O & M & _)|(Late & O & _)]; rewrite O.
  - rewrite E. cbn [rho_number]. unfold cap. destruct (Rlt_dec _ DG_RHO_MAX); lra.
  - destruct (forward l p (t x) j) as [T| |]; try reflexivity. specialize (Late T eq_refl). cbn [rho_number].
    rewrite cap_beyond by lra. reflexivity.
Qed.

Variable g : nat -> nat -> R.
Hypothesis regular_spikes : regular_pass never t_ref d p t a g.

(* SPEC 4.1, 4.2: the term of one synapse in one sample, without a cut. *)
Theorem RhoWeightOf_is_the_gradient j i x : (j < outputs l)%nat -> (i < sources l)%nat -> (x < width)%nat ->
  RhoWeightOf 0 d f src out dT_dc g_out (Z.of_nat j) (Z.of_nat i) (Z.of_nat x) =
    g x j * by_weight l j (weight l p j) (arrival l p (t x) j) i /\
  RhoArrivalOf tau_mem d w f src out dT_dc g_out (Z.of_nat j) (Z.of_nat i) (Z.of_nat x) = arrival_term l p (t x) (g x) j i.
Proof.
  intros Hj Hi Hx. unfold RhoWeightOf, RhoByWeight, Cut, RhoArrivalOf, arrival_term. destruct (Rlt_dec 0 0); [lra|].
  fold (entry j x). destruct layer_is_lif as (Pm & Ps & Hc & _ & En & Ew & Ea).
  destruct (regular_spikes j x Hj Hx) as [Eg Settled]. fold g_out in Eg. rewrite Eg. clear Eg.
  cbv zeta in Settled. fold tau_mem tau_syn c l in Settled.
  destruct Settled as [->|[Settled Timely]]; [split; unfold Rdiv; ring|].
  assert (Ef : forward l p (t x) j = first_spike (synapse_kernel tau_mem tau_syn) (sources l) c (weight l p j)
    (arrival l p (t x) j)) by (unfold forward; rewrite En; reflexivity).
  rewrite Ew, Ea. unfold neuron_by_weight, neuron_by_arrival, spike_by_weight, spike_by_arrival.
  unfold neuron_settled, settled in Settled. rewrite <- Ef in *.
  destruct (spike_seen j x Hj Hx) as [(T & E & O & M & R)|(Late & _ & ->)].
  - rewrite E in *. destruct Settled as [Up _]. rewrite O, R. destruct (arrival_seen j i x T Hj Hi Hx M) as [-> ->].
    assert (Q := row_is j i Hj Hi). unfold row, row_of in Q. fold w in Q. rewrite Q.
    set (m := membrane_slope _ _ _ _ _) in *. unfold RateOf. destruct (Rlt_dec 0 (tau_mem * m)) as [|N]; [|nra].
    split; field; lra.
  - destruct (forward l p (t x) j) as [T| |]; [|split; unfold Rdiv; ring..].
    specialize (Late T eq_refl). specialize (Timely T eq_refl). lra.
Qed.

(* SPEC 4.2, 5.2, 6.3: what the contracts say a layer's backward pass adds up over a chunk, without a cut: the gradients by
   weights, by delay parameters and by the times of the sources, of the network's backward pass. *)
Theorem layer_backward_is_backward :
  (forall j i, (j < outputs l)%nat -> (i < sources l)%nat ->
    WeightGradient 0 d f src out dT_dc g_out (Z.of_nat j) (Z.of_nat i) DG_WIDTH =
    total width (fun x => layer_gradient l p (t x) (g x) (j * sources l + i))) /\
  (forall q, (q < delays l)%nat ->
    DelayGradient tau_mem d w f src out dT_dc g_out (dg_layer_outputs d) (Z.of_nat q) *
      delay_slope (dg_layer_delay d) (p (weights l + q)%nat) =
    total width (fun x => layer_gradient l p (t x) (g x) (weights l + q))) /\
  (forall i x, (i < sources l)%nat -> (x < width)%nat ->
    SourceGradient tau_mem d w f src out dT_dc g_out (dg_layer_outputs d) (Z.of_nat i) (Z.of_nat x) =
    source_gradient l p (t x) (g x) i).
Proof.
  split; [|split].
  - intros j i Hj Hi. unfold WeightGradient. rewrite Sum_total. apply total_ext. intros x Hx.
    rewrite (proj1 (RhoWeightOf_is_the_gradient j i x Hj Hi Hx)). unfold layer_gradient, weight_gradient.
    replace (j * sources l + i <? weights l)%nat with true by (symmetry; apply Nat.ltb_lt; unfold weights; nia).
    rewrite Nat.div_add_l, Nat.div_small, Nat.add_0_r by lia.
    rewrite Nat.add_comm, Nat.mod_add, Nat.mod_small by lia. reflexivity.
  - intros q Hq.
    transitivity (total width (fun x => delay_gradient l p (t x) (g x) q) * slope l (p (weights l + q)%nat)).
    + f_equal. unfold DelayGradient, delay_gradient. rewrite Sum_total, total_swap. apply total_ext. intros j Hj.
      unfold TargetGradient. rewrite Sum_total, sources_count, Nat2Z.id, total_swap. apply total_ext. intros i Hi.
      unfold same_slot. cbn [slot l layer_of].
      destruct (Z.eq_dec (dg_delay_kind (dg_layer_delay d)) DG_DELAY_NONE) as [K|K].
      { exfalso. cbn [delays l layer_of] in Hq. unfold delays_of, source_groups_of in Hq. rewrite K in Hq. cbn in Hq. lia. }
      destruct (pass_admitted _ _ _ _ _ _ before) as (S & G & _).
      assert (A := delay_index_range d (Z.of_nat i) (Z.of_nat j) S G K ltac:(rewrite sources_count; lia)
        ltac:(cbn in Hj; unfold admitted_sizes in S; lia)).
      destruct (Z.eq_dec (delay_index d (Z.of_nat i) (Z.of_nat j)) (Z.of_nat q)) as [E|N],
        (Nat.eqb_spec (Z.to_nat (delay_index d (Z.of_nat i) (Z.of_nat j))) q) as [E'|N']; try (exfalso; lia).
      * unfold ArrivalGradient. rewrite Sum_total. apply total_ext. intros x Hx.
        apply (RhoWeightOf_is_the_gradient j i x Hj Hi Hx).
      * symmetry. apply total_zero. reflexivity.
    + rewrite <- total_scal_r. apply total_ext. intros x _. unfold layer_gradient.
      replace (weights l + q <? weights l)%nat with false by (symmetry; apply Nat.ltb_ge; lia).
      replace (weights l + q - weights l)%nat with q by lia. reflexivity.
  - intros i x Hi Hx. unfold SourceGradient, source_gradient. rewrite Sum_total. apply total_ext. intros j Hj.
    apply (RhoWeightOf_is_the_gradient j i x Hj Hi Hx).
Qed.
End Layer.

(* The numbers of the network's own spikes are such a pass: the contracts can be met, for any weights, delays and times. *)
Section Exists.
Variables (never t_ref : R) (d : dg_layer) (p : nat -> R) (t : nat -> nat -> Rbar) (g : nat -> nat -> R).
Let l : layer := layer_of never d.
Definition own_rate (j x : nat) : R :=
  match forward (layer_of never d) p (t x) j with
  | Finite T =>
      if Rle_dec (rho_of (tau_mem_of d) t_ref T) DG_RHO_MAX then
        RateOf (tau_mem_of d) (tau_mem_of d * membrane_slope (synapse_slope (tau_mem_of d) (tau_syn_of d))
          (sources (layer_of never d)) (weight (layer_of never d) p j) (arrival (layer_of never d) p (t x) j) T)
      else 0
  | _ => 0
  end.
Definition own_pass : chunk := {|
  chunk_w := fun z => p (Z.to_nat z);
  chunk_shift := fun z => exp (delay (layer_of never d) (p (weights (layer_of never d) + Z.to_nat z)%nat) / tau_mem_of d);
  chunk_src := fun z => rho_number (tau_mem_of d) t_ref
    (source (layer_of never d) (t (Z.to_nat (z mod DG_WIDTH))) (Z.to_nat (z / DG_WIDTH)));
  chunk_out := fun z => rho_number (tau_mem_of d) t_ref
    (forward (layer_of never d) p (t (Z.to_nat (z mod DG_WIDTH))) (Z.to_nat (z / DG_WIDTH)));
  chunk_dT_dc := fun z => own_rate (Z.to_nat (z / DG_WIDTH)) (Z.to_nat (z mod DG_WIDTH));
  chunk_g_out := fun z => g (Z.to_nat (z mod DG_WIDTH)) (Z.to_nat (z / DG_WIDTH)) |}.

Lemma entry_place j x : (x < width)%nat -> Z.to_nat (entry j x / DG_WIDTH) = j /\ Z.to_nat (entry j x mod DG_WIDTH) = x.
Proof.
  intro H. unfold width in H. assert (W : (0 < DG_WIDTH)%Z) by reflexivity. unfold entry.
  rewrite (Z.add_comm (Z.of_nat j * DG_WIDTH)), Z.div_add, Z.div_small, Z.mod_add, Z.mod_small by lia. lia.
Qed.

(* SPEC 1.3, 3.2: what the contracts of a layer's passes ask for and ensure holds of the network's own numbers. *)
Theorem own_pass_is_one : admitted d -> tau_mem_of d = 2 * tau_syn_of d ->
  (forall q, (q < delays (layer_of never d))%nat -> 0 <= delay (layer_of never d) (p (weights (layer_of never d) + q)%nat)) ->
  before_pass never t_ref d p t own_pass /\ after_pass d own_pass /\
  forall j x, (x < width)%nat -> chunk_g_out own_pass (entry j x) = g x j.
Proof.
  intros Ad Two Delays.
  assert (B : before_pass never t_ref d p t own_pass).
  { constructor; [exact Ad|exact Two| | |].
    - intros k _. cbn. rewrite Nat2Z.id. reflexivity.
    - intros q Hq. cbn [own_pass chunk_shift]. rewrite Nat2Z.id. split; [apply Delays; exact Hq|reflexivity].
    - intros i x _ Hx. cbn [own_pass chunk_src]. destruct (entry_place i x Hx) as [-> ->]. reflexivity. }
  split; [exact B|]. split; [|intros j x Hx; cbn [own_pass chunk_g_out]; destruct (entry_place j x Hx) as [-> ->]; reflexivity].
  intros j x Hj Hx. destruct (layer_of_lif never d Ad) as (Pm & Ps & Hc & _ & En & _).
  fold (tau_mem_of d) in Pm, En. fold (tau_syn_of d) in Ps, En.
  set (c := threshold_of (dg_layer_neuron d)) in *. fold l in En.
  assert (Seen := fun T => membrane_seen never t_ref d p t own_pass B j x T Hj Hx).
  destruct (neuron_time_spec (tau_mem_of d) (tau_syn_of d) c (sources l) (weight l p j) (arrival l p (t x) j) Pm Ps Hc)
    as (Spec & None & Proper).
  assert (Ef : forward l p (t x) j =
    neuron_time (tau_mem_of d) (tau_syn_of d) c (sources l) (weight l p j) (arrival l p (t x) j))
    by (unfold forward; rewrite En; reflexivity).
  rewrite <- Ef in Spec, None, Proper. fold l c in Seen.
  cbn [own_pass chunk_out chunk_dT_dc]. destruct (entry_place j x Hx) as [-> ->]. unfold own_rate. fold l.
  (* below a spike that comes later than r, or does not come, v is below c *)
  assert (Below : forall r, 0 < r <= DG_RHO_MAX ->
    (forall T, forward l p (t x) j = Finite T -> r < rho_of (tau_mem_of d) t_ref T) ->
    RhoMembrane d (row_of d own_pass j) (chunk_shift own_pass) (chunk_src own_pass) (Z.of_nat j) (sources_of d) (Z.of_nat x)
      r < c).
  { intros r Hr Late. assert (E : rho_of (tau_mem_of d) t_ref (time_of_rho (tau_mem_of d) t_ref r) = r)
      by (apply (encode_time _ (tau_syn_of d)); [exact Ps|exact Two|apply Hr]).
    rewrite <- E, (proj1 (Seen _ ltac:(rewrite E; apply Hr))). destruct (forward l p (t x) j) as [T| |] eqn:F.
    - destruct (proj1 (Spec T) eq_refl) as [_ Before]. apply Before.
      apply <- (rho_increasing _ (tau_syn_of d) t_ref Ps Two). rewrite E. apply Late. reflexivity.
    - apply (proj1 None eq_refl).
    - congruence. }
  assert (Silent : (forall T, forward l p (t x) j = Finite T -> DG_RHO_MAX < rho_of (tau_mem_of d) t_ref T) ->
    RhoSilent c d (row_of d own_pass j) (chunk_shift own_pass) (chunk_src own_pass) (Z.of_nat j) (sources_of d) (Z.of_nat x) /\
    forall first, first <= DG_RHO_MAX -> RhoFirst c d (row_of d own_pass j) (chunk_shift own_pass) (chunk_src own_pass)
      (Z.of_nat j) (sources_of d) (Z.of_nat x) first -> DG_RHO_MAX = first).
  { intro Late. assert (S : RhoSilent c d (row_of d own_pass j) (chunk_shift own_pass) (chunk_src own_pass) (Z.of_nat j)
      (sources_of d) (Z.of_nat x)).
    { intros r Hr. apply Below; [exact Hr|]. intros T E. specialize (Late T E). lra. }
    split; [exact S|]. intros first M (P & At & _). specialize (S first (conj P M)). lra. }
  destruct (forward l p (t x) j) as [T| |] eqn:F; [destruct (Rle_dec (rho_of (tau_mem_of d) t_ref T) DG_RHO_MAX) as [M|M]| |].
  - cbn [rho_number]. replace (cap (rho_of (tau_mem_of d) t_ref T)) with (rho_of (tau_mem_of d) t_ref T)
      by (unfold cap; destruct (Rlt_dec _ DG_RHO_MAX); lra).
    assert (P := rho_positive (tau_mem_of d) t_ref T). destruct (proj1 (Spec T) eq_refl) as [At _].
    destruct (Seen T M) as [V Rise]. rewrite At in V. split.
    + left. exists (rho_of (tau_mem_of d) t_ref T).
      split; [split; [exact P|split; [exact V|]]|split; [|rewrite <- Rise; reflexivity]].
      * intros r Hr. apply Below; [lra|]. intros T' E. injection E as <-. lra.
      * assert (E := epsilon_positive). split; [lra|]. split; [exact M|].
        assert (0 < rho_of (tau_mem_of d) t_ref T * (DG_EPSILON / 2 * (1 + DG_EPSILON)))
          by (apply Rmult_lt_0_compat; assumption). lra.
    + intros first Mf (Pf & Atf & Before). destruct (Rtotal_order (rho_of (tau_mem_of d) t_ref T) first) as [L|[E|L]].
      * specialize (Before _ (conj P L)). fold c in V. lra.
      * exact E.
      * specialize (Below first (conj Pf Mf) (fun T' E => ltac:(injection E as <-; exact L))). lra.
  - destruct (Silent (fun T' E => ltac:(injection E as <-; lra))) as [S Ex]. cbn [rho_number]. rewrite cap_beyond by lra.
    split; [right; split; [exact S|split; reflexivity]|exact Ex].
  - destruct (Silent (fun T' E => ltac:(discriminate))) as [S Ex]. split; [right; split; [exact S|split; reflexivity]|exact Ex].
  - congruence.
Qed.
End Exists.

(* ---- a chunk through a network of such layers ----------------------------------------------------------------------- *)

(* What a layer's contracts say it hands to the layer before as dL/dT. *)
Definition rates_of (d : dg_layer) (a : chunk) (x i : nat) : R :=
  SourceGradient (tau_mem_of d) d (chunk_w a) (chunk_shift a) (chunk_src a) (chunk_out a) (chunk_dT_dc a) (chunk_g_out a)
    (dg_layer_outputs d) (Z.of_nat i) (Z.of_nat x).
(* What they say it adds to the gradient by the layer's parameter k: dL/dw, or dL/dd dd/dp (dg_batch_finish). *)
Definition gradient_of_pass (never : R) (d : dg_layer) (a : chunk) (p : nat -> R) (k : nat) : R :=
  let l := layer_of never d in
  if (k <? weights l)%nat then
    WeightGradient 0 d (chunk_shift a) (chunk_src a) (chunk_out a) (chunk_dT_dc a) (chunk_g_out a)
      (Z.of_nat (k / sources l)) (Z.of_nat (k mod sources l)) DG_WIDTH
  else
    DelayGradient (tau_mem_of d) d (chunk_w a) (chunk_shift a) (chunk_src a) (chunk_out a) (chunk_dT_dc a) (chunk_g_out a)
      (dg_layer_outputs d) (Z.of_nat (k - weights l)) * delay_slope (dg_layer_delay d) (p k).

(* SPEC 2.4, 3.2: a layer whose inputs are copied from the numbers of the layer before, of the same tau_mem, and whose bias
   times are encoded, has the sources that its pass is about (pass_src), those of the network. *)
Theorem handed_on_are_the_sources {never : Never} t_ref d a p t d' a' :
  before_pass never t_ref d p t a -> after_pass d a -> admitted d' -> tau_mem_of d' = 2 * tau_syn_of d' ->
  tau_mem_of d' = tau_mem_of d -> dg_layer_inputs d' = dg_layer_outputs d ->
  (forall i x, (i < Z.to_nat (dg_layer_inputs d'))%nat -> (x < width)%nat ->
    chunk_src a' (entry i x) = chunk_out a (entry i x)) ->
  (forall b x, (b < Z.to_nat (dg_layer_biases d'))%nat -> (x < width)%nat ->
    Encoded d' t_ref (dg_layer_bias_times d' (Z.of_nat b)) (chunk_src a' (entry (Z.to_nat (dg_layer_inputs d') + b) x))) ->
  forall i x, (i < sources (layer_of never d'))%nat -> (x < width)%nat ->
    chunk_src a' (entry i x) =
    rho_number (tau_mem_of d') t_ref (source (layer_of never d') (forward (layer_of never d) p (t x)) i).
Proof.
  intros B A Ad Two Em En Inputs Biases i x Hi Hx. unfold source. cbn [inputs layer_of] in *.
  destruct (Nat.ltb_spec i (Z.to_nat (dg_layer_inputs d'))) as [L|L].
  - rewrite Inputs, Em by assumption. apply (layer_forward_is_forward never t_ref d p t a B A); [|exact Hx].
    cbn. rewrite <- En. exact L.
  - unfold sources in Hi. cbn [inputs biases layer_of] in Hi.
    assert (E := Biases (i - Z.to_nat (dg_layer_inputs d'))%nat x ltac:(lia) Hx).
    replace (Z.to_nat (dg_layer_inputs d') + (i - Z.to_nat (dg_layer_inputs d')))%nat with i in E by lia.
    exact (encoded_number d' t_ref _ _ Two E).
Qed.

(* All passes, layer by layer; g[sample][target] is dL/dT of the last layer's targets. *)
Definition rates (passes : list (dg_layer * chunk)) (g : nat -> nat -> R) : nat -> nat -> R :=
  match passes with [] => g | (d, a) :: _ => rates_of d a end.
Fixpoint network_passes (never t_ref : R) (passes : list (dg_layer * chunk)) (p : nat -> R) (t : nat -> nat -> Rbar)
    (g : nat -> nat -> R) : Prop :=
  match passes with
  | [] => True
  | (d, a) :: rest =>
      (before_pass never t_ref d p t a /\ after_pass d a /\ regular_pass never t_ref d p t a (rates rest g)) /\
      network_passes never t_ref rest (after (layer_of never d) p) (fun x => forward (layer_of never d) p (t x)) g
  end.
Fixpoint passes_gradient (never : R) (passes : list (dg_layer * chunk)) (p : nat -> R) (k : nat) : R :=
  match passes with
  | [] => 0
  | (d, a) :: rest =>
      if (k <? parameters (layer_of never d))%nat then gradient_of_pass never d a p k
      else passes_gradient never rest (after (layer_of never d) p) (k - parameters (layer_of never d))
  end.
Definition layers_passed (never : R) (passes : list (dg_layer * chunk)) : list layer :=
  map (fun q => layer_of never (fst q)) passes.
Definition constants_passed (passes : list (dg_layer * chunk)) : list (R * R * R) :=
  map (fun q => (tau_mem_of (fst q), tau_syn_of (fst q), threshold_of (dg_layer_neuron (fst q)))) passes.

Lemma source_gradient_below l p x g h i : (forall j, (j < outputs l)%nat -> g j = h j) ->
  source_gradient l p x g i = source_gradient l p x h i.
Proof. intro E. apply total_ext. intros j Hj. unfold arrival_term. rewrite E by exact Hj. reflexivity. Qed.

Lemma layer_gradient_below l p x g h k : (forall j, (j < outputs l)%nat -> g j = h j) -> (0 < sources l)%nat ->
  layer_gradient l p x g k = layer_gradient l p x h k.
Proof.
  intros E Hn. unfold layer_gradient. destruct (Nat.ltb_spec k (weights l)) as [L|L].
  - unfold weight_gradient. rewrite E; [reflexivity|]. apply Nat.div_lt_upper_bound; [lia|]. unfold weights in L. lia.
  - f_equal. apply total_ext. intros j Hj. apply total_ext. intros i _. unfold arrival_term. rewrite E by exact Hj. reflexivity.
Qed.

Lemma gradient_of_pass_is never t_ref d a p t g k :
  before_pass never t_ref d p t a -> after_pass d a -> regular_pass never t_ref d p t a g ->
  (0 < sources (layer_of never d))%nat -> (k < parameters (layer_of never d))%nat ->
  gradient_of_pass never d a p k = total width (fun x => layer_gradient (layer_of never d) p (t x) (g x) k).
Proof.
  intros B A G Hn Hk. destruct (layer_backward_is_backward never t_ref d p t a B A g G) as (Ew & Ed & _).
  unfold gradient_of_pass. set (l := layer_of never d) in *. destruct (Nat.ltb_spec k (weights l)) as [L|L].
  - assert (M := Nat.mod_upper_bound k (sources l) ltac:(lia)). assert (Q := Nat.div_mod k (sources l) ltac:(lia)).
    rewrite Ew; [|apply Nat.div_lt_upper_bound; [lia|unfold weights in L; lia]|exact M].
    apply total_ext. intros x _. f_equal. lia.
  - unfold parameters in Hk. assert (E := Ed (k - weights l)%nat ltac:(lia)).
    replace (weights l + (k - weights l))%nat with k in E by lia. exact E.
Qed.

(* SPEC 4.2, 4.3, 6.3: layer by layer, what the contracts say the passes of a chunk hand on and add up, without a cut, is the
   network's backward pass summed over the chunk's samples. *)
Theorem network_passes_are_the_backward_pass never t_ref passes : forall n m p t g,
  network_passes never t_ref passes p t g -> connected n (layers_passed never passes) m ->
  (forall i x, (i < n)%nat -> (x < width)%nat ->
    rates passes g x i = input_gradient (layers_passed never passes) p (t x) (g x) i) /\
  (forall k, (k < network_parameters (layers_passed never passes))%nat ->
    passes_gradient never passes p k =
    total width (fun x => parameter_gradient (layers_passed never passes) p (t x) (g x) k)).
Proof.
  induction passes as [|[d a] rest IH]; intros n m p t g N C.
  - split; [reflexivity|]. cbn. intros k Hk. lia.
  - cbn [network_passes layers_passed map fst connected] in N, C. destruct N as [(B & A & G) N].
    destruct C as (<- & Hn & _ & C).
    destruct (IH _ _ _ _ _ N C) as [I1 I2]. clear IH. cbn [layers_passed map fst network_parameters].
    fold (layers_passed never rest) in *.
    set (l := layer_of never d) in *. split.
    + intros i x Hi Hx. cbn [rates input_gradient]. unfold rates_of.
      destruct (layer_backward_is_backward never t_ref d p t a B A _ G) as (_ & _ & Es).
      rewrite Es by (try exact Hx; unfold sources; fold l; lia). apply source_gradient_below. intros j Hj.
      apply I1; assumption.
    + intros k Hk. cbn [passes_gradient parameter_gradient]. fold l. destruct (Nat.ltb_spec k (parameters l)) as [L|L].
      * rewrite (gradient_of_pass_is never t_ref d a p t _ k B A G Hn L). apply total_ext. intros x Hx.
        apply layer_gradient_below; [|exact Hn]. intros j Hj. apply I1; assumption.
      * apply I2. lia.
Qed.

Lemma passes_are_lif never t_ref passes : forall p t g, network_passes never t_ref passes p t g ->
  lif_network (layers_passed never passes) (constants_passed passes).
Proof.
  induction passes as [|[d a] rest IH]; intros p t g N; [constructor|]. destruct N as [(B & _) N].
  constructor; [apply layer_of_lif; apply B|apply (IH _ _ _ N)].
Qed.

(* SPEC 4.3, 6.3, MODEL 3: and so, wherever no causal set changes, what the contracts say the passes of a chunk add up is the
   gradient of the sum of the samples' losses, along every curve of parameters. A chunk's places after its last sample get no
   dL/dT. *)
Theorem passes_gradient_is_the_gradient never t_ref passes n k m samples (L : nat -> (nat -> Rbar) -> R)
  (g : nat -> nat -> R) (pu : R -> nat -> R) (t : nat -> nat -> Rbar) s (p' : nat -> R) :
  let ls := layers_passed never passes in
  (samples <= width)%nat -> (0 < k)%nat -> connected (n * k) ls m ->
  network_passes never t_ref passes (pu s) (fun x => multiplexed k (t x)) g ->
  (forall x, (x < samples)%nat -> network_settled ls (constants_passed passes) (pu s) (multiplexed k (t x)) /\
    (forall i, (i < n)%nat -> t x i <> m_infty) /\ loss_gradient m (L x) (network ls (pu s) (multiplexed k (t x))) (g x)) ->
  (forall x j, (samples <= x)%nat -> g x j = 0) ->
  (forall q, (q < network_parameters ls)%nat -> is_derive (fun u => pu u q) s (p' q)) ->
  is_derive (fun u => total samples (fun x => L x (network ls (pu u) (multiplexed k (t x))))) s
    (total (network_parameters ls) (fun q => passes_gradient never passes (pu s) q * p' q)).
Proof.
  intros ls Hw Hk C N H Z Hp.
  destruct (network_passes_are_the_backward_pass never t_ref passes _ _ _ _ _ N C) as [_ P].
  replace (total (network_parameters ls) (fun q => passes_gradient never passes (pu s) q * p' q)) with
    (total samples (fun x => total (network_parameters ls) (fun q =>
      parameter_gradient ls (pu s) (multiplexed k (t x)) (g x) q * p' q))).
  - apply (is_derive_total samples (fun x u => L x (network ls (pu u) (multiplexed k (t x))))). intros x Hx.
    destruct (H x Hx) as (S & T & G).
    assert (D := network_gradient ls n k m (L x) (g x) pu (fun _ => t x) s p' (fun _ => 0) Hk C
      (lif_all_regular _ _ _ _ (passes_are_lif never t_ref passes _ _ _ N) S) G Hp
      (fun i Hi => derives_const (t x i) s (T i Hi))).
    rewrite (total_zero n), Rplus_0_r in D by (intros; ring). exact D.
  - rewrite total_swap. apply total_ext. intros q Hq. rewrite P by exact Hq. fold ls. rewrite total_scal_r. f_equal.
    replace width with (samples + (width - samples))%nat at 1 by lia. rewrite total_split, (total_zero (width - samples)).
    + ring.
    + intros i _. replace (g (samples + i)%nat) with (fun j => 0 * g (samples + i)%nat j).
      * rewrite parameter_gradient_scal. ring.
      * apply FunctionalExtensionality.functional_extensionality. intro j. rewrite Z by lia. ring.
Qed.
