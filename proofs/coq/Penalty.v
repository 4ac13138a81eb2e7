(* Penalty.v: the delay term of proofs/acsl/losses.h under the same names (SPEC 7.4), and that its slopes are its derivatives. *)
From Coq Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Sums Sizes Delays.
Open Scope R_scope.

Definition mapped (map : Z) (scale shift p : R) : R := if Z.eq_dec map DG_MAP_SIGMOID then shift + scale * Sigmoid p else p.
Definition mapped_slope (map : Z) (scale p : R) : R :=
  if Z.eq_dec map DG_MAP_SIGMOID then scale * (Sigmoid p * (1 - Sigmoid p)) else 1.
Definition penalised (raw : Z) (delay : dg_delay) (p : R) : R :=
  if Z.eq_dec raw 0 then mapped (dg_delay_map delay) (dg_delay_scale delay) (dg_delay_shift delay) p else p.
Definition penalised_slope (raw : Z) (delay : dg_delay) (p : R) : R :=
  if Z.eq_dec raw 0 then mapped_slope (dg_delay_map delay) (dg_delay_scale delay) p else 1.
Definition penalty (raw : Z) (delay : dg_delay) (p : R) : R := penalised raw delay p * penalised raw delay p.
Definition penalty_slope (raw : Z) (scale : R) (delay : dg_delay) (p : R) : R :=
  2 * scale * penalised raw delay p * penalised_slope raw delay p.

Definition squared_delays (raw : Z) (delay : dg_delay) (p : Z -> R) (from n : Z) : R :=
  Sum (fun i => penalty raw delay (p (from + i)%Z)) n.
Lemma squared_delays_unfold raw delay p from n :
  squared_delays raw delay p from n =
  if Z_le_dec n 0 then 0 else squared_delays raw delay p from (n - 1) + penalty raw delay (p (from + (n - 1))%Z).
Proof. apply Sum_unfold. Qed.

Definition network_penalty (raw : Z) (layers : Z -> dg_layer) (depth : Z) (p : Z -> R) : R :=
  Sum (fun l => squared_delays raw (dg_layer_delay (layers l)) p (parameters_in layers l + weights_of (layers l))%Z
    (delays_of (layers l))) depth.
Lemma network_penalty_unfold raw layers depth p :
  network_penalty raw layers depth p =
  if Z_le_dec depth 0 then 0
  else network_penalty raw layers (depth - 1) p +
    squared_delays raw (dg_layer_delay (layers (depth - 1)%Z)) p
      (parameters_in layers (depth - 1) + weights_of (layers (depth - 1)%Z))%Z (delays_of (layers (depth - 1)%Z)).
Proof. apply (Sum_unfold (fun l => squared_delays raw (dg_layer_delay (layers l)) p
  (parameters_in layers l + weights_of (layers l))%Z (delays_of (layers l)))). Qed.

Definition delay_loss (loss : dg_loss) (net : dg_network) (p : Z -> R) : R :=
  if Req_EM_T (dg_loss_delay_alpha loss) 0 then 0
  else if Z.eq_dec (delay_count net) 0 then 0
  else dg_loss_delay_alpha loss / IZR (delay_count net) *
    network_penalty (dg_loss_delay_parameters loss) (dg_network_layers net) (dg_network_depth net) p.

(* The maps are those of Delays.v. *)
Lemma mapped_value delay p : mapped (dg_delay_map delay) (dg_delay_scale delay) (dg_delay_shift delay) p = delay_value delay p.
Proof. reflexivity. Qed.
Lemma mapped_slope_value delay p : mapped_slope (dg_delay_map delay) (dg_delay_scale delay) p = delay_slope delay p.
Proof. reflexivity. Qed.

(* What dg_penalty_slopes adds to the gradient is the derivative of scale times the penalty (SPEC 7.4). *)
Theorem penalty_derive raw scale delay p :
  is_derive (fun u => scale * penalty raw delay u) p (penalty_slope raw scale delay p).
Proof.
  assert (D : is_derive (fun u => penalised raw delay u) p (penalised_slope raw delay p)).
  { unfold penalised, penalised_slope. destruct (Z.eq_dec raw 0).
    - rewrite mapped_slope_value. apply (delay_derive delay p).
    - apply @is_derive_id. }
  unfold penalty, penalty_slope.
  replace (2 * scale * penalised raw delay p * penalised_slope raw delay p) with
    (scale * (penalised_slope raw delay p * penalised raw delay p + penalised raw delay p * penalised_slope raw delay p)) by ring.
  apply is_derive_scal. apply (is_derive_mult (penalised raw delay) (penalised raw delay)); try exact D. intros; apply Rmult_comm.
Qed.
