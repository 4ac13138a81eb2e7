(* The definitions of proofs/acsl/network_gradient.h and its theorems, under the same names: what the
   backward pass of a chunk adds up through all layers is, layer by layer, what the passes of the layers do (SPEC 4.3, 6.3, 6.6). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Delgrad Require Import NeuronDefs Facts_layer Sums Sizes Losses Lanes Facts_first_spikes LayerGradient NetworkPasses.
Open Scope R_scope.

(* ---- definitions ---------------------------------------------------------------------------------------------------- *)

Definition rates_in (layers : Z -> dg_layer) (depth l : Z) : Z :=
  if Z_lt_dec l depth then sources_of (layers l) else dg_layer_outputs (layers (depth - 1)%Z).
Definition targets_in (layers : Z -> dg_layer) (depth l : Z) : Z :=
  if Z_lt_dec l depth then dg_layer_outputs (layers l) else 0%Z.
Definition TauOf (layers : Z -> dg_layer) (l : Z) : R := dg_neuron_tau_mem (dg_layer_neuron (layers l)).
Definition AllTwo (layers : Z -> dg_layer) (depth : Z) : Prop := forall l : Z, (0 <= l)%Z /\ (l < depth)%Z -> TwoOf layers l.
Definition RateTerm (tau_mem w rate dT_dc arrival rho : R) : R := w * (rate * dT_dc / tau_mem) * SlopeRho arrival rho.
Definition CutTerm (cut most rate dT_dc arrival rho : R) : R := Cut cut most (- (rate * dT_dc)) * KernelRho arrival rho.
Definition InRest (j n i first from to end_ : Z) : Prop :=
  ((0 <= first + (j * n + i))%Z /\ (first + (j * n + i) < from)%Z) \/
  ((to <= first + (j * n + i))%Z /\ (first + (j * n + i) < end_)%Z).

(* Part of an array, from number at on. *)
Definition From (x : Z -> R) (at_ : Z) : Z -> R := fun i_ : Z => x (at_ + i_)%Z.

Section Network.
Variables (layers : Z -> dg_layer) (depth : Z) (parameters delays states g : Z -> R).

(* What synapse i of a target of layer l adds to dL/dt of its source in sample x, where dL/dT of the target is rate. *)
Definition rate_term (l target i x : Z) (rate : R) : R :=
  RateTerm (TauOf layers l) (NumberAt (From parameters (parameters_in layers l)) (target * sources_of (layers l) + i)) rate
    (RowValue (From states (slopes_at layers l)) target x)
    (RhoArrival (layers l) (From delays (delays_in layers l)) (From states (states_in layers l)) target i x)
    (RowValue (From states (spikes_at layers l)) target x).
Fixpoint rate_nat (above : nat) (l i x : Z) : R :=
  match above with
  | O => RowValue g i x
  | S m => Sum (fun target => rate_term l target i x (rate_nat m (l + 1) target x)) (dg_layer_outputs (layers l))
  end.
Definition NetworkRate (l targets i x : Z) : R :=
  if Z_le_dec depth l then RowValue g i x
  else Sum (fun target => rate_term l target i x (rate_nat (Z.to_nat (depth - (l + 1))) (l + 1) target x)) targets.
Definition RateInto (l i x : Z) : R := NetworkRate l (targets_in layers depth l) i x.

Lemma rate_nat_is l i x : rate_nat (Z.to_nat (depth - l)) l i x = RateInto l i x.
Proof.
  unfold RateInto, NetworkRate, targets_in. destruct (Z_le_dec depth l) as [H|H].
  - replace (Z.to_nat (depth - l)) with O by lia. reflexivity.
  - destruct (Z_lt_dec l depth); [|lia]. replace (Z.to_nat (depth - l)) with (S (Z.to_nat (depth - (l + 1)))) by lia. reflexivity.
Qed.

Lemma NetworkRate_sum l targets i x : (l < depth)%Z ->
  NetworkRate l targets i x = Sum (fun target => rate_term l target i x (RateInto (l + 1) target x)) targets.
Proof.
  intro H. unfold NetworkRate at 1. destruct (Z_le_dec depth l); [lia|]. apply Sum_ext. intros j _.
  rewrite rate_nat_is. reflexivity.
Qed.

Definition NetworkWeight_term (cut : R) (l target i x : Z) : R :=
  CutTerm cut
    (RhoMost (layers l) (From delays (delays_in layers l)) (From states (states_in layers l)) (From states (spikes_at layers l))
      target (sources_of (layers l)) x)
    (RateInto (l + 1) target x) (RowValue (From states (slopes_at layers l)) target x)
    (RhoArrival (layers l) (From delays (delays_in layers l)) (From states (states_in layers l)) target i x)
    (RowValue (From states (spikes_at layers l)) target x).
Definition NetworkArrival (l target i count : Z) : R :=
  Sum (fun x => rate_term l target i x (RateInto (l + 1) target x)) count.
Definition NetworkTarget (l target n d : Z) : R :=
  Sum (fun i => if Z.eq_dec (delay_index (layers l) i target) d then NetworkArrival l target i DG_WIDTH else 0) n.
Definition NetworkDelay (l targets d : Z) : R :=
  Sum (fun target => NetworkTarget l target (sources_of (layers l)) d) targets.
End Network.

Definition NetworkWeight (cut : R) (layers : Z -> dg_layer) (depth : Z) (parameters delays states g : Z -> R)
    (l target i count : Z) : R :=
  Sum (fun x => NetworkWeight_term layers depth parameters delays states g cut l target i x) count.

Lemma NetworkRate_unfold layers depth parameters delays states g l targets i x :
  NetworkRate layers depth parameters delays states g l targets i x =
  if Z_le_dec depth l then RowValue g i x
  else if Z_le_dec targets 0 then 0
  else NetworkRate layers depth parameters delays states g l (targets - 1) i x +
    RateTerm (TauOf layers l)
      (NumberAt (fun i_ : Z => parameters (parameters_in layers l + i_)%Z) ((targets - 1) * sources_of (layers l) + i))
      (NetworkRate layers depth parameters delays states g (l + 1) (targets_in layers depth (l + 1)) (targets - 1) x)
      (RowValue (fun i_ : Z => states (slopes_at layers l + i_)%Z) (targets - 1) x)
      (RhoArrival (layers l) (fun i_ : Z => delays (delays_in layers l + i_)%Z)
        (fun i_ : Z => states (states_in layers l + i_)%Z) (targets - 1) i x)
      (RowValue (fun i_ : Z => states (spikes_at layers l + i_)%Z) (targets - 1) x).
Proof.
  destruct (Z_le_dec depth l) as [H|H].
  - unfold NetworkRate. destruct (Z_le_dec depth l); [reflexivity|lia].
  - rewrite !(NetworkRate_sum _ _ _ _ _ _ l) by lia.
    apply (Sum_unfold (fun target => rate_term layers parameters delays states l target i x
      (RateInto layers depth parameters delays states g (l + 1) target x))).
Qed.
Lemma NetworkWeight_unfold cut layers depth parameters delays states g l target i count :
  NetworkWeight cut layers depth parameters delays states g l target i count =
  if Z_le_dec count 0 then 0
  else NetworkWeight cut layers depth parameters delays states g l target i (count - 1) +
    NetworkWeight_term layers depth parameters delays states g cut l target i (count - 1).
Proof. apply (Sum_unfold (fun x => NetworkWeight_term layers depth parameters delays states g cut l target i x)). Qed.
Lemma NetworkArrival_unfold layers depth parameters delays states g l target i count :
  NetworkArrival layers depth parameters delays states g l target i count =
  if Z_le_dec count 0 then 0
  else NetworkArrival layers depth parameters delays states g l target i (count - 1) +
    rate_term layers parameters delays states l target i (count - 1)
      (RateInto layers depth parameters delays states g (l + 1) target (count - 1)).
Proof.
  apply (Sum_unfold (fun x => rate_term layers parameters delays states l target i x
    (RateInto layers depth parameters delays states g (l + 1) target x))).
Qed.
Lemma NetworkTarget_unfold layers depth parameters delays states g l target n d :
  NetworkTarget layers depth parameters delays states g l target n d =
  if Z_le_dec n 0 then 0
  else NetworkTarget layers depth parameters delays states g l target (n - 1) d +
    (if Z.eq_dec (delay_index (layers l) (n - 1) target) d
     then NetworkArrival layers depth parameters delays states g l target (n - 1) DG_WIDTH else 0).
Proof.
  apply (Sum_unfold (fun i => if Z.eq_dec (delay_index (layers l) i target) d
    then NetworkArrival layers depth parameters delays states g l target i DG_WIDTH else 0)).
Qed.
Lemma NetworkDelay_unfold layers depth parameters delays states g l targets d :
  NetworkDelay layers depth parameters delays states g l targets d =
  if Z_le_dec targets 0 then 0
  else NetworkDelay layers depth parameters delays states g l (targets - 1) d +
    NetworkTarget layers depth parameters delays states g l (targets - 1) (sources_of (layers l)) d.
Proof.
  apply (Sum_unfold (fun target => NetworkTarget layers depth parameters delays states g l target (sources_of (layers l)) d)).
Qed.

(* ---- a layer's pass, once its targets' rates are those of the network ------------------------------------------------- *)

(* The arrays of a layer's pass hold what the network's do for layer l, and g_out the rates of its targets. *)
Definition Carried (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (layers : Z -> dg_layer)
    (parameters delays states g : Z -> R) (depth l : Z) (then_ : Prop) : Prop :=
  (l < depth)%Z /\ (admitted_sizes (layers l) /\ admitted_groups (layers l)) ->
  sources_of layer = sources_of (layers l) /\ (targets_of layer = targets_of (layers l) /\
    (delay_kind_of layer = delay_kind_of (layers l) /\ (grouping_of layer = grouping_of (layers l) /\
    (source_groups_of layer = source_groups_of (layers l) /\ target_groups_of layer = target_groups_of (layers l))))) ->
  (forall y : Z, (0 <= y)%Z /\ (y < weights_of (layers l))%Z ->
    NumberAt w y = NumberAt (From parameters (parameters_in layers l)) y) ->
  (forall y : Z, (0 <= y)%Z /\ (y < delays_of (layers l))%Z ->
    NumberAt shift y = NumberAt (From delays (delays_in layers l)) y) ->
  (forall y : Z, (0 <= y)%Z /\ (y < sources_of (layers l) * DG_WIDTH)%Z ->
    NumberAt src y = NumberAt (From states (states_in layers l)) y) ->
  (forall y : Z, (0 <= y)%Z /\ (y < targets_of (layers l) * DG_WIDTH)%Z ->
    NumberAt out y = NumberAt (From states (spikes_at layers l)) y) ->
  (forall y : Z, (0 <= y)%Z /\ (y < targets_of (layers l) * DG_WIDTH)%Z ->
    NumberAt dT_dc y = NumberAt (From states (slopes_at layers l)) y) ->
  (forall j c : Z, ((0 <= j)%Z /\ (j < targets_of (layers l))%Z) /\ ((0 <= c)%Z /\ (c < DG_WIDTH)%Z) ->
    RowValue g_out j c = RateInto layers depth parameters delays states g (l + 1) j c) ->
  then_.

Section Layer.
Variables (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (layers : Z -> dg_layer).
Variables (parameters delays states g : Z -> R) (depth l : Z).

Lemma Carried_by (then_ : Prop) :
  ((l < depth)%Z -> sources_of layer = sources_of (layers l) ->
   (forall s t, delay_index layer s t = delay_index (layers l) s t) ->
   (forall j i, (0 <= j < targets_of (layers l))%Z -> (0 <= i < sources_of (layers l))%Z ->
     w (j * sources_of (layers l) + i)%Z =
       NumberAt (From parameters (parameters_in layers l)) (j * sources_of (layers l) + i)) ->
   (forall j i x, (0 <= j < targets_of (layers l))%Z -> (0 <= i < sources_of (layers l))%Z -> (0 <= x < DG_WIDTH)%Z ->
     RhoArrival layer shift src j i x =
       RhoArrival (layers l) (From delays (delays_in layers l)) (From states (states_in layers l)) j i x) ->
   (forall j x, (0 <= j < targets_of (layers l))%Z -> (0 <= x < DG_WIDTH)%Z ->
     out (j * DG_WIDTH + x)%Z = RowValue (From states (spikes_at layers l)) j x /\
     dT_dc (j * DG_WIDTH + x)%Z = RowValue (From states (slopes_at layers l)) j x /\
     g_out (j * DG_WIDTH + x)%Z = RateInto layers depth parameters delays states g (l + 1) j x) -> then_) ->
  Carried layer w shift src out dT_dc g_out layers parameters delays states g depth l then_.
Proof.
  intros H (L & Sz & Gr) (Es & Et & Ek & Eg & Esg & Etg) W D Src Out Slope G.
  assert (I : forall s t, delay_index layer s t = delay_index (layers l) s t).
  { intros s t. unfold delay_index. unfold targets_of, grouping_of in *. rewrite Es, Et, Eg, Esg, Etg. reflexivity. }
  unfold NumberAt in *. apply H; [exact L|exact Es|exact I| | |].
  - intros j i Hj Hi. apply W. unfold weights_of. unfold targets_of in Hj. nia.
  - intros j i x Hj Hi Hx. unfold RhoArrival. f_equal.
    + unfold RowValue. apply Src. unfold DG_WIDTH in *. lia.
    + unfold ShiftOf. fold (delay_kind_of layer) (delay_kind_of (layers l)). rewrite Ek, I.
      destruct (Z.eq_dec (delay_kind_of (layers l)) DG_DELAY_NONE) as [K|K]; [reflexivity|]. apply D.
      apply (delay_index_range (layers l) i j Sz Gr K Hi Hj).
  - intros j x Hj Hx. split; [|split]; [apply Out|apply Slope|apply G]; unfold DG_WIDTH in *; lia.
Qed.
End Layer.

Lemma carried_source (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (layers : Z -> dg_layer)
    (parameters delays states g : Z -> R) (depth l : Z) (tau_mem : R) (targets i x : Z) :
  Carried layer w shift src out dT_dc g_out layers parameters delays states g depth l
    (tau_mem = TauOf layers l /\ (targets = targets_of (layers l) /\
      (((0 <= i)%Z /\ (i < sources_of (layers l))%Z) /\ ((0 <= x)%Z /\ (x < DG_WIDTH)%Z))) ->
     SourceGradient tau_mem layer w shift src out dT_dc g_out targets i x =
     NetworkRate layers depth parameters delays states g l targets i x).
Proof.
  apply Carried_by. intros L Es _ W A S (-> & -> & Hi & Hx). rewrite NetworkRate_sum by exact L. apply Sum_ext. intros j Hj.
  unfold RhoArrivalOf, rate_term, RateTerm. destruct (S j x Hj Hx) as (-> & -> & ->). rewrite Es, (W j i Hj Hi), (A j i x Hj Hi Hx).
  reflexivity.
Qed.

Lemma carried_weight (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (layers : Z -> dg_layer)
    (parameters delays states g : Z -> R) (depth l : Z) (cut : R) (target i : Z) :
  Carried layer w shift src out dT_dc g_out layers parameters delays states g depth l
    (((0 <= target)%Z /\ (target < targets_of (layers l))%Z) /\ ((0 <= i)%Z /\ (i < sources_of (layers l))%Z) ->
     WeightGradient cut layer shift src out dT_dc g_out target i DG_WIDTH =
     NetworkWeight cut layers depth parameters delays states g l target i DG_WIDTH).
Proof.
  apply Carried_by. intros L Es _ _ A S (Ht & Hi). apply Sum_ext. intros x Hx.
  unfold RhoWeightOf, RhoByWeight, NetworkWeight_term, CutTerm. destruct (S target x Ht Hx) as (Eo & -> & ->).
  assert (M : forall n, (n <= sources_of (layers l))%Z ->
    RhoMost layer shift src out target n x =
    RhoMost (layers l) (From delays (delays_in layers l)) (From states (states_in layers l))
      (From states (spikes_at layers l)) target n x).
  { intros n Hn. unfold RhoMost, Scan. assert (Hm : (Z.of_nat (Z.to_nat n) <= Z.max 0 n)%Z) by lia. revert Hm.
    generalize (Z.to_nat n). induction n0 as [|m IH]; intro Hm; cbn [scan_nat]; [reflexivity|].
    rewrite IH by lia. rewrite A by lia. rewrite Eo. reflexivity. }
  rewrite Es, M, Eo, (A target i x Ht Hi Hx) by lia. reflexivity.
Qed.

Lemma carried_delay (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (layers : Z -> dg_layer)
    (parameters delays states g : Z -> R) (depth l : Z) (tau_mem : R) (targets d : Z) :
  Carried layer w shift src out dT_dc g_out layers parameters delays states g depth l
    (tau_mem = TauOf layers l /\ targets = targets_of (layers l) ->
     DelayGradient tau_mem layer w shift src out dT_dc g_out targets d =
     NetworkDelay layers depth parameters delays states g l targets d).
Proof.
  apply Carried_by. intros L Es I W A S (-> & ->). apply Sum_ext. intros j Hj. unfold TargetGradient, NetworkTarget. rewrite Es.
  apply Sum_ext. intros i Hi. rewrite I. destruct (Z.eq_dec _ d); [|reflexivity]. apply Sum_ext. intros x Hx.
  unfold RhoArrivalOf, rate_term, RateTerm. destruct (S j x Hj Hx) as (-> & -> & ->).
  rewrite Es, (W j i Hj Hi), (A j i x Hj Hi Hx). reflexivity.
Qed.

(* The same of the arrays of a network, in two states: A, before the backward pass through all layers, and B, before it goes
   through layer l. *)
Definition Kept_until (layers_A layers_B : Z -> dg_layer) (g_out_B parameters_A parameters_B delays_A delays_B states_A states_B
    g_A : Z -> R) (depth l : Z) (then_ : Prop) : Prop :=
  ((0 <= l)%Z /\ (l < depth)%Z) /\ (admitted_sizes (layers_A l) /\ admitted_groups (layers_A l)) ->
  sources_of (layers_B l) = sources_of (layers_A l) /\ (targets_of (layers_B l) = targets_of (layers_A l) /\
    (delay_kind_of (layers_B l) = delay_kind_of (layers_A l) /\ (grouping_of (layers_B l) = grouping_of (layers_A l) /\
    (source_groups_of (layers_B l) = source_groups_of (layers_A l) /\
     target_groups_of (layers_B l) = target_groups_of (layers_A l))))) ->
  (0 <= parameters_in layers_A l)%Z /\
    (parameters_in layers_A l + weights_of (layers_A l) <= parameters_in layers_A depth)%Z ->
  (0 <= delays_in layers_A l)%Z /\ (delays_in layers_A l + delays_of (layers_A l) <= delays_in layers_A depth)%Z ->
  (0 <= states_in layers_A l)%Z /\
    (slopes_at layers_A l + targets_of (layers_A l) * DG_WIDTH <= states_in layers_A depth)%Z ->
  (forall y : Z, (0 <= y)%Z /\ (y < parameters_in layers_A depth)%Z -> NumberAt parameters_B y = NumberAt parameters_A y) ->
  (forall y : Z, (0 <= y)%Z /\ (y < delays_in layers_A depth)%Z -> NumberAt delays_B y = NumberAt delays_A y) ->
  (forall y : Z, (0 <= y)%Z /\ (y < states_in layers_A depth)%Z -> NumberAt states_B y = NumberAt states_A y) ->
  (forall j c : Z, ((0 <= j)%Z /\ (j < targets_of (layers_A l))%Z) /\ ((0 <= c)%Z /\ (c < DG_WIDTH)%Z) ->
    RowValue g_out_B j c = RateInto layers_A depth parameters_A delays_A states_A g_A (l + 1) j c) ->
  then_.

Lemma Kept_until_by (layers_A layers_B : Z -> dg_layer) (g_out_B parameters_A parameters_B delays_A delays_B states_A states_B
    g_A : Z -> R) (depth l : Z) (then_ : Prop) :
  Carried (layers_B l) (From parameters_B (parameters_in layers_A l)) (From delays_B (delays_in layers_A l))
    (From states_B (states_in layers_A l)) (From states_B (spikes_at layers_A l)) (From states_B (slopes_at layers_A l)) g_out_B
    layers_A parameters_A delays_A states_A g_A depth l then_ ->
  Kept_until layers_A layers_B g_out_B parameters_A parameters_B delays_A delays_B states_A states_B g_A depth l then_.
Proof.
  intros H ((L0 & L) & Sz & Gr) Same (P0 & P1) (D0 & D1) (S0 & S1) P D S G.
  assert (Sz' := Sz). destruct Sz' as (Si & So & Sb). unfold targets_of in *.
  assert (0 <= sources_of (layers_A l))%Z by (unfold sources_of; lia).
  apply (H (conj L (conj Sz Gr)) Same); unfold NumberAt, From in *; try exact G; intros y Hy; unfold targets_of in *;
    [apply P|apply D|apply S|apply S|apply S]; unfold spikes_at, slopes_at, DG_WIDTH in *; lia.
Qed.

Theorem dg_source_gradient (g_out_A g_out_B : Z -> R) (layers_A layers_B : Z -> dg_layer) (parameters_A parameters_B delays_A
  delays_B states_A states_B g_A g_B : Z -> R) (depth l : Z) (tau_mem : R) (targets i x : Z) :
  Kept_until layers_A layers_B g_out_B parameters_A parameters_B delays_A delays_B states_A states_B g_A depth l
    (tau_mem = TauOf layers_A l /\ (targets = targets_of (layers_A l) /\
      (((0 <= i)%Z /\ (i < sources_of (layers_A l))%Z) /\ ((0 <= x)%Z /\ (x < DG_WIDTH)%Z))) ->
     SourceGradient tau_mem (layers_B l) (From parameters_B (parameters_in layers_A l)) (From delays_B (delays_in layers_A l))
       (From states_B (states_in layers_A l)) (From states_B (spikes_at layers_A l)) (From states_B (slopes_at layers_A l))
       g_out_B targets i x =
     NetworkRate layers_A depth parameters_A delays_A states_A g_A l targets i x).
Proof. apply Kept_until_by, carried_source. Qed.

Theorem dg_weight_gradient (g_out_A g_out_B : Z -> R) (layers_A layers_B : Z -> dg_layer) (parameters_A parameters_B delays_A
  delays_B states_A states_B g_A g_B : Z -> R) (depth l : Z) (cut : R) (target i : Z) :
  Kept_until layers_A layers_B g_out_B parameters_A parameters_B delays_A delays_B states_A states_B g_A depth l
    (((0 <= target)%Z /\ (target < targets_of (layers_A l))%Z) /\ ((0 <= i)%Z /\ (i < sources_of (layers_A l))%Z) ->
     WeightGradient cut (layers_B l) (From delays_B (delays_in layers_A l))
       (From states_B (states_in layers_A l)) (From states_B (spikes_at layers_A l)) (From states_B (slopes_at layers_A l))
       g_out_B target i DG_WIDTH =
     NetworkWeight cut layers_A depth parameters_A delays_A states_A g_A l target i DG_WIDTH).
Proof.
  apply (Kept_until_by layers_A layers_B g_out_B parameters_A parameters_B), carried_weight.
Qed.

Theorem dg_delay_gradient (g_out_A g_out_B : Z -> R) (layers_A layers_B : Z -> dg_layer) (parameters_A parameters_B delays_A
  delays_B states_A states_B g_A g_B : Z -> R) (depth l : Z) (tau_mem : R) (targets d : Z) :
  Kept_until layers_A layers_B g_out_B parameters_A parameters_B delays_A delays_B states_A states_B g_A depth l
    (tau_mem = TauOf layers_A l /\ targets = targets_of (layers_A l) ->
     DelayGradient tau_mem (layers_B l) (From parameters_B (parameters_in layers_A l)) (From delays_B (delays_in layers_A l))
       (From states_B (states_in layers_A l)) (From states_B (spikes_at layers_A l)) (From states_B (slopes_at layers_A l))
       g_out_B targets d =
     NetworkDelay layers_A depth parameters_A delays_A states_A g_A l targets d).
Proof. apply Kept_until_by, carried_delay. Qed.
