(* Placement.v: the delay lines of a network on a chip and its settings, proofs/acsl/placement.h and model.h, under the same names
   (SPEC 13.2, 13.3). *)
From Coq Require Import Reals ZArith Lia.
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

(* The line of a synapse, the delay parameter of a line, and the rows of synapses that a layer needs. *)
Definition line_of (layer : dg_layer) (source target : Z) : Z :=
  if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_AXONAL then source
  else if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_DENDRITIC then target
  else target * sources_of layer + source.
Definition line_parameter (layer : dg_layer) (line : Z) : Z :=
  if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_AXONAL then delay_index layer line 0
  else if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_DENDRITIC then delay_index layer 0 line
  else delay_index layer (Z.rem line (sources_of layer)) (Z.quot line (sources_of layer)).
Definition rows_of (layer : dg_layer) : Z :=
  if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_SYNAPTIC then lines_of layer else sources_of layer.

(* Elements of a chip, one for each line. *)
Definition placed (element : Z -> Z) (lines elements : Z) : Prop :=
  (forall i, 0 <= i < lines -> 0 <= element i < elements) /\ (forall i j, 0 <= i /\ i < j < lines -> element i < element j).

(* No element is used for two lines (SPEC 13.2). *)
Theorem placed_distinct element lines elements i j :
  placed element lines elements -> 0 <= i < lines -> 0 <= j < lines -> element i = element j -> i = j.
Proof.
  intros [_ up] I J E. destruct (Z.lt_trichotomy i j) as [L | [L | L]]; [|exact L|].
  - specialize (up i j). lia.
  - specialize (up j i). lia.
Qed.

(* Two synapses of a layer with synaptic delays have lines of their own. *)
Theorem line_of_distinct layer s t s' t' :
  dg_delay_kind (dg_layer_delay layer) = DG_DELAY_SYNAPTIC -> 0 <= s < sources_of layer -> 0 <= s' < sources_of layer ->
  line_of layer s t = line_of layer s' t' -> s = s' /\ t = t'.
Proof.
  intros K S S' E. unfold line_of in E. rewrite K in E.
  destruct (Z.eq_dec DG_DELAY_SYNAPTIC DG_DELAY_AXONAL) as [X|_]; [discriminate X|].
  destruct (Z.eq_dec DG_DELAY_SYNAPTIC DG_DELAY_DENDRITIC) as [X|_]; [discriminate X|].
  assert (T : t = t') by (destruct (Z.lt_trichotomy t t') as [L | [L | L]]; [|exact L|]; exfalso; nia). subst. lia.
Qed.

(* Reals of the workspace of the model. *)
Definition model_reals (net : dg_network) : Z :=
  (dg_network_inputs net + 2 * most_sources (dg_network_layers net) (dg_network_depth net) +
   most_outputs (dg_network_layers net) (dg_network_depth net)) * DG_WIDTH +
  (most_sources (dg_network_layers net) (dg_network_depth net) + 3) * DG_LANES +
  most_forward (dg_network_layers net) (dg_network_depth net) + setting_count net + line_count net + neuron_count net.

Open Scope R_scope.

(* The setting of a weight: itself, or the code next to it. *)
Definition SettingOf (w per_unit : R) (most : Z) (setting : R) : Prop :=
  (most = 0%Z -> setting = w) /\
  (most <> 0%Z /\ IZR (- most) <= w * per_unit /\ w * per_unit <= IZR most ->
   - (1 / 2) <= setting - w * per_unit /\ setting - w * per_unit <= 1 / 2).

(* What a gradient is after a share of it is kept; spikes that are above 0. *)
Definition Shared (before after : R) : Prop := 0 <= after /\ after <= before \/ before <= after /\ after <= 0.
Definition LanesAbove (x : Z -> R) (n : Z) : Prop := forall l : Z, (0 <= l < n)%Z -> x l > 0.
