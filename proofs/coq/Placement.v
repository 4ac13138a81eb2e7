(* Placement.v: the delay lines of a network on a chip and its settings, proofs/acsl/placement.h, under the same names (SPEC 13.2). *)
From Coq Require Import ZArith Lia.
From Delgrad Require Import NeuronDefs Sizes.
Open Scope Z_scope.

Definition lines_of (layer : dg_layer) : Z :=
  if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_NONE then 0
  else if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_AXONAL then sources_of layer
  else if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_DENDRITIC then dg_layer_outputs layer
  else sources_of layer * dg_layer_outputs layer.

Definition lines_in (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.add (fun l => lines_of (layers l)) depth.
Definition settings_in (layers : Z -> dg_layer) (depth : Z) : Z :=
  Fold Z.add (fun l => weights_of (layers l) + lines_of (layers l)) depth.
Definition line_count (net : dg_network) : Z := lines_in (dg_network_layers net) (dg_network_depth net).
Definition setting_count (net : dg_network) : Z := settings_in (dg_network_layers net) (dg_network_depth net).

Lemma lines_in_unfold layers depth :
  lines_in layers depth = if Z_le_dec depth 0 then 0 else lines_in layers (depth - 1) + lines_of (layers (depth - 1)).
Proof. apply Fold_unfold. Qed.
Lemma settings_in_unfold layers depth :
  settings_in layers depth =
  if Z_le_dec depth 0 then 0
  else settings_in layers (depth - 1) + weights_of (layers (depth - 1)) + lines_of (layers (depth - 1)).
Proof. unfold settings_in. rewrite Fold_unfold. destruct (Z_le_dec depth 0); [reflexivity|]. apply Z.add_assoc. Qed.
