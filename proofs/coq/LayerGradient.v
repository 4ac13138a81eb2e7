(* LayerGradient.v: the definitions of proofs/acsl/layer_gradient.h under the same names: what the backward pass through a layer
   where tau_mem = 2 tau_syn adds up over samples, sources and targets (SPEC 4.2, 6.3, 6.6). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Facts_layer Sums Sizes Losses Lanes Facts_first_spikes.
Open Scope R_scope.

(* ---- definitions ---------------------------------------------------------------------------------------------------- *)

Definition WeightSum (cut : R) (row src rho dT_dc g_out : Z -> R) (n i count : Z) : R :=
  Sum (fun x => WeightOf cut row src rho dT_dc g_out n i x) count.
Lemma WeightSum_unfold cut row src rho dT_dc g_out n i count :
  WeightSum cut row src rho dT_dc g_out n i count =
  if Z_le_dec count 0 then 0
  else WeightSum cut row src rho dT_dc g_out n i (count - 1) + WeightOf cut row src rho dT_dc g_out n i (count - 1).
Proof. apply Sum_unfold. Qed.
Definition ArrivalSum (tau_mem : R) (w row src rho dT_dc g_out : Z -> R) (i count : Z) : R :=
  Sum (fun x => ArrivalOf tau_mem w row src rho dT_dc g_out i x) count.
Lemma ArrivalSum_unfold tau_mem w row src rho dT_dc g_out i count :
  ArrivalSum tau_mem w row src rho dT_dc g_out i count =
  if Z_le_dec count 0 then 0
  else ArrivalSum tau_mem w row src rho dT_dc g_out i (count - 1) + ArrivalOf tau_mem w row src rho dT_dc g_out i (count - 1).
Proof. apply Sum_unfold. Qed.
Definition DelaySum (layer : dg_layer) (first : Z) (folded : Z -> R) (n d : Z) : R :=
  Sum (fun i =>
    if Z.eq_dec (first + group_of (dg_delay_grouping (dg_layer_delay layer)) (source_groups_of layer) (sources_of layer) i) d
    then folded (i * (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8))%Z else 0) n.
Lemma DelaySum_unfold layer first folded n d :
  DelaySum layer first folded n d =
  if Z_le_dec n 0 then 0
  else DelaySum layer first folded (n - 1) d +
    (if Z.eq_dec (first + group_of (dg_delay_grouping (dg_layer_delay layer)) (source_groups_of layer) (sources_of layer)
          (n - 1)) d
     then folded ((n - 1) * (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8))%Z else 0).
Proof. apply (Sum_unfold (fun i => if Z.eq_dec (first + _) d then folded (i * _)%Z else 0)). Qed.

Definition InRow (t n i from to : Z) : Prop := (from <= t * n + i)%Z /\ (t * n + i < to)%Z.

Definition RhoMost (layer : dg_layer) (shift src out : Z -> R) (target n x : Z) : R :=
  Scan 0 (fun most i => Rmax most (KernelRho (RhoArrival layer shift src target i x) (out (target * DG_WIDTH + x)%Z))) n.
Lemma RhoMost_unfold layer shift src out target n x :
  RhoMost layer shift src out target n x =
  if Z_le_dec n 0 then 0
  else Rmax (RhoMost layer shift src out target (n - 1) x)
    (KernelRho (RhoArrival layer shift src target (n - 1) x) (out (target * DG_WIDTH + x)%Z)).
Proof.
  apply (Scan_unfold 0
    (fun most i => Rmax most (KernelRho (RhoArrival layer shift src target i x) (out (target * DG_WIDTH + x)%Z)))).
Qed.
Definition RhoByWeight (cut : R) (layer : dg_layer) (shift src out dT_dc g_out : Z -> R) (target x : Z) : R :=
  Cut cut (RhoMost layer shift src out target (sources_of layer) x)
    (- (g_out (target * DG_WIDTH + x)%Z * dT_dc (target * DG_WIDTH + x)%Z)).
Definition RhoWeightOf (cut : R) (layer : dg_layer) (shift src out dT_dc g_out : Z -> R) (target i x : Z) : R :=
  RhoByWeight cut layer shift src out dT_dc g_out target x *
  KernelRho (RhoArrival layer shift src target i x) (out (target * DG_WIDTH + x)%Z).
Definition RhoArrivalOf (tau_mem : R) (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (target i x : Z) : R :=
  w (target * sources_of layer + i)%Z *
  (g_out (target * DG_WIDTH + x)%Z * dT_dc (target * DG_WIDTH + x)%Z / tau_mem) *
  SlopeRho (RhoArrival layer shift src target i x) (out (target * DG_WIDTH + x)%Z).

Definition WeightGradient (cut : R) (layer : dg_layer) (shift src out dT_dc g_out : Z -> R) (target i count : Z) : R :=
  Sum (fun x => RhoWeightOf cut layer shift src out dT_dc g_out target i x) count.
Lemma WeightGradient_unfold cut layer shift src out dT_dc g_out target i count :
  WeightGradient cut layer shift src out dT_dc g_out target i count =
  if Z_le_dec count 0 then 0
  else WeightGradient cut layer shift src out dT_dc g_out target i (count - 1) +
    RhoWeightOf cut layer shift src out dT_dc g_out target i (count - 1).
Proof. apply Sum_unfold. Qed.
Definition ArrivalGradient (tau_mem : R) (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (target i count : Z) : R :=
  Sum (fun x => RhoArrivalOf tau_mem layer w shift src out dT_dc g_out target i x) count.
Lemma ArrivalGradient_unfold tau_mem layer w shift src out dT_dc g_out target i count :
  ArrivalGradient tau_mem layer w shift src out dT_dc g_out target i count =
  if Z_le_dec count 0 then 0
  else ArrivalGradient tau_mem layer w shift src out dT_dc g_out target i (count - 1) +
    RhoArrivalOf tau_mem layer w shift src out dT_dc g_out target i (count - 1).
Proof. apply Sum_unfold. Qed.
Definition SourceGradient (tau_mem : R) (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (targets i x : Z) : R :=
  Sum (fun target => RhoArrivalOf tau_mem layer w shift src out dT_dc g_out target i x) targets.
Lemma SourceGradient_unfold tau_mem layer w shift src out dT_dc g_out targets i x :
  SourceGradient tau_mem layer w shift src out dT_dc g_out targets i x =
  if Z_le_dec targets 0 then 0
  else SourceGradient tau_mem layer w shift src out dT_dc g_out (targets - 1) i x +
    RhoArrivalOf tau_mem layer w shift src out dT_dc g_out (targets - 1) i x.
Proof. apply (Sum_unfold (fun target => RhoArrivalOf tau_mem layer w shift src out dT_dc g_out target i x)). Qed.
Definition TargetGradient (tau_mem : R) (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (target n d : Z) : R :=
  Sum (fun i => if Z.eq_dec (delay_index layer i target) d
                then ArrivalGradient tau_mem layer w shift src out dT_dc g_out target i DG_WIDTH else 0) n.
Lemma TargetGradient_unfold tau_mem layer w shift src out dT_dc g_out target n d :
  TargetGradient tau_mem layer w shift src out dT_dc g_out target n d =
  if Z_le_dec n 0 then 0
  else TargetGradient tau_mem layer w shift src out dT_dc g_out target (n - 1) d +
    (if Z.eq_dec (delay_index layer (n - 1) target) d
     then ArrivalGradient tau_mem layer w shift src out dT_dc g_out target (n - 1) DG_WIDTH else 0).
Proof.
  apply (Sum_unfold (fun i => if Z.eq_dec (delay_index layer i target) d
    then ArrivalGradient tau_mem layer w shift src out dT_dc g_out target i DG_WIDTH else 0)).
Qed.
Definition DelayGradient (tau_mem : R) (layer : dg_layer) (w shift src out dT_dc g_out : Z -> R) (targets d : Z) : R :=
  Sum (fun target => TargetGradient tau_mem layer w shift src out dT_dc g_out target (sources_of layer) d) targets.
Lemma DelayGradient_unfold tau_mem layer w shift src out dT_dc g_out targets d :
  DelayGradient tau_mem layer w shift src out dT_dc g_out targets d =
  if Z_le_dec targets 0 then 0
  else DelayGradient tau_mem layer w shift src out dT_dc g_out (targets - 1) d +
    TargetGradient tau_mem layer w shift src out dT_dc g_out (targets - 1) (sources_of layer) d.
Proof.
  apply (Sum_unfold (fun target => TargetGradient tau_mem layer w shift src out dT_dc g_out target (sources_of layer) d)).
Qed.

(* ---- the cut -------------------------------------------------------------------------------------------------------- *)

(* SPEC 6.6: no |dL/dw| that is kept exceeds the cut. *)
Theorem RhoWeightOf_cut cut layer shift src out dT_dc g_out target i x : 0 < cut -> (0 <= i < sources_of layer)%Z ->
  0 < RhoArrival layer shift src target i x -> Rabs (RhoWeightOf cut layer shift src out dT_dc g_out target i x) <= cut.
Proof.
  exact (WeightOf_cut cut (fun s => ShiftOf DG_RATIO_TWO layer shift s target) src
    (fun l => out (target * DG_WIDTH + l)%Z) (fun l => dT_dc (target * DG_WIDTH + l)%Z)
    (fun l => g_out (target * DG_WIDTH + l)%Z) (sources_of layer) i x).
Qed.

(* SPEC 6.6: what it keeps it leaves as it is. *)
Theorem RhoWeightOf_kept cut layer shift src out dT_dc g_out target i x :
  RhoWeightOf cut layer shift src out dT_dc g_out target i x = RhoWeightOf 0 layer shift src out dT_dc g_out target i x \/
  (0 < cut /\ RhoWeightOf cut layer shift src out dT_dc g_out target i x = 0 /\
   cut < Rabs (RhoByWeight 0 layer shift src out dT_dc g_out target x *
     RhoMost layer shift src out target (sources_of layer) x)).
Proof.
  unfold RhoWeightOf, RhoByWeight, Cut. destruct (Rlt_dec 0 0); [lra|]. destruct (Rlt_dec 0 cut) as [P|]; [|left; reflexivity].
  destruct (Rlt_dec cut _) as [L|]; [|left; reflexivity]. right. split; [exact P|]. split; [ring|exact L].
Qed.
