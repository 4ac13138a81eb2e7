(* Sizes.v: the structs of delgrad.h from section 6 on, and the sizes of proofs/acsl/{layer,network,lanes,batch,parts,training,
   checkpoint}.h under the same names, with what they mean (SPEC 5.1, 6.1, 6.3, 6.4, 11.1). How C and ACSL are written in Coq
   is said in NeuronDefs.v; that a pointer field is not null is a truth value beside it, named field_given. *)
From Coq Require Import Reals ZArith Lia Lra.
From Delgrad Require Import NeuronDefs.
Open Scope Z_scope.

(* ---- constants and structs ------------------------------------------------------------------------------------------ *)

Definition DG_WIDTH : Z := 32.
Definition DG_LANES : Z := 32.
Definition DG_SIZE_MAX : Z := 2 ^ 20.
Definition DG_BATCH_MAX : Z := 2 ^ 24.
Definition SIZE_MAX : Z := 2 ^ 64 - 1.
Definition UINT32_MAX : Z := 2 ^ 32 - 1.
Definition DG_NO_LAYER : Z := UINT32_MAX.
Definition DG_NO_CLASS : Z := -1.
Definition DG_CHECKPOINT_HEADER : Z := 28.
Definition sizeof_dg_real : Z := 8. (* DG_REAL double *)
Definition DG_LOSS_MISSING : R := 100%R.
Definition DG_REAL_MAX : R := (IZR (2 ^ 53 - 1) * IZR (2 ^ 971))%R.

Definition DG_DELAY_NONE : Z := 0.
Definition DG_DELAY_AXONAL : Z := 1.
Definition DG_DELAY_DENDRITIC : Z := 2.
Definition DG_DELAY_SYNAPTIC : Z := 3.
Definition DG_MAP_SIGMOID : Z := 0.
Definition DG_MAP_CLIP : Z := 1.
Definition DG_MAP_SHIFT : Z := 2.
Definition DG_GROUP_NEIGHBOURS : Z := 0.
Definition DG_GROUP_TILED : Z := 1.
Definition DG_LOSS_SHIFT_MSE : Z := 0.
Definition DG_LOSS_MSE : Z := 1.
Definition DG_LOSS_CROSS_ENTROPY : Z := 2.
Definition DG_SGD : Z := 0.
Definition DG_ADAM : Z := 1.
Definition DG_CONSTANT : Z := 0.
Definition DG_STEP : Z := 1.
Definition DG_MULTI_STEP : Z := 2.
Definition DG_EXPONENTIAL : Z := 3.

Record dg_delay := {
  dg_delay_kind : Z; dg_delay_map : Z; dg_delay_grouping : Z; dg_delay_source_groups : Z; dg_delay_target_groups : Z;
  dg_delay_scale : R; dg_delay_shift : R
}.
Record dg_layer := {
  dg_layer_inputs : Z; dg_layer_outputs : Z; dg_layer_biases : Z;
  dg_layer_bias_times : Z -> R; dg_layer_bias_times_given : bool;
  dg_layer_neuron : dg_neuron; dg_layer_delay : dg_delay
}.
Record dg_network := {
  dg_network_inputs : Z; dg_network_multiplex : Z; dg_network_depth : Z;
  dg_network_layers : Z -> dg_layer; dg_network_layers_given : bool; dg_network_t_ref : R
}.
Record dg_workspace := {
  dg_workspace_real : Z -> R; dg_workspace_real_given : bool; dg_workspace_reals : Z;
  dg_workspace_integer : Z -> Z; dg_workspace_integer_given : bool; dg_workspace_integers : Z
}.
Record dg_batch := {
  dg_batch_inputs : Z -> R; dg_batch_inputs_given : bool; dg_batch_labels : Z -> Z; dg_batch_labels_given : bool;
  dg_batch_index : Z -> Z; dg_batch_index_given : bool; dg_batch_count : Z
}.
Record dg_loss := {
  dg_loss_kind : Z; dg_loss_delta_t : R; dg_loss_t_correct : R; dg_loss_t_wrong : R; dg_loss_xi : R;
  dg_loss_early_alpha : R; dg_loss_early_beta : R; dg_loss_delay_alpha : R; dg_loss_delay_parameters : Z
}.
Record dg_optimiser := {
  dg_optimiser_kind : Z; dg_optimiser_momentum : R; dg_optimiser_beta1 : R; dg_optimiser_beta2 : R; dg_optimiser_epsilon : R;
  dg_optimiser_schedule : Z; dg_optimiser_gamma : R; dg_optimiser_every : Z; dg_optimiser_milestone_count : Z;
  dg_optimiser_milestones : Z -> Z; dg_optimiser_milestones_given : bool
}.
Record dg_layer_training := {
  dg_layer_training_weight_mean : R; dg_layer_training_weight_sd : R; dg_layer_training_delay_mean : R;
  dg_layer_training_delay_sd : R; dg_layer_training_weight_rate : R; dg_layer_training_delay_rate : R;
  dg_layer_training_max_missing : R
}.
Record dg_training := {
  dg_training_loss : dg_loss; dg_training_optimiser : dg_optimiser;
  dg_training_layers : Z -> dg_layer_training; dg_training_layers_given : bool;
  dg_training_bump : R; dg_training_gradient_cut : R; dg_training_weight_clip : R; dg_training_input_noise : R;
  dg_training_seed : Z
}.
Record dg_training_state := {
  dg_training_state_epoch : Z; dg_training_state_batch : Z; dg_training_state_batches : Z; dg_training_state_steps : Z;
  dg_training_state_bump_size : R; dg_training_state_bump_layer : Z
}.
Record dg_batch_result := { dg_batch_result_loss : R; dg_batch_result_correct : Z; dg_batch_result_bumped : Z }.
Record dg_sums := {
  dg_sums_gradient : Z -> R; dg_sums_gradient_given : bool; dg_sums_missing : Z -> Z; dg_sums_missing_given : bool;
  dg_sums_loss : R; dg_sums_correct : Z
}.
Record dg_chunk_parts := {
  dg_chunk_parts_t : Z -> R; dg_chunk_parts_measured : Z -> R; dg_chunk_parts_T : Z -> R; dg_chunk_parts_g : Z -> R;
  dg_chunk_parts_g_next : Z -> R; dg_chunk_parts_states : Z -> R; dg_chunk_parts_scratch : Z -> R;
  dg_chunk_parts_order : Z -> Z
}.
Record dg_training_parts := {
  dg_training_parts_prepared : Z -> R; dg_training_parts_batch : dg_sums; dg_training_parts_chunk : dg_sums;
  dg_training_parts_work : dg_workspace
}.
Record dg_arrival := { dg_arrival_key : R; dg_arrival_mark : R }.
Record dg_four := { dg_four_a : Z; dg_four_b : Z; dg_four_c : Z; dg_four_d : Z }.
Record dg_synapse := { dg_synapse_kernel : R; dg_synapse_slope : R }.
Record dg_rho_spike := { dg_rho_spike_rho : R; dg_rho_spike_dT_dc : R }.
Record dg_layer_state := { dg_layer_state_src : Z -> R; dg_layer_state_out : Z -> R; dg_layer_state_dT_dc : Z -> R }.
Record dg_extent := { dg_extent_sources : Z; dg_extent_outputs : Z; dg_extent_forward : Z; dg_extent_backward : Z }.

(* ---- sums and maxima over layers, and other recursions over integers ------------------------------------------------- *)

(* step (.. (step x 0) ..) (n - 1) *)
Fixpoint scan_nat {A : Type} (x : A) (step : A -> Z -> A) (n : nat) : A :=
  match n with O => x | S m => step (scan_nat x step m) (Z.of_nat m) end.
Definition Scan {A : Type} (x : A) (step : A -> Z -> A) (n : Z) : A := scan_nat x step (Z.to_nat n).

Lemma Scan_unfold {A : Type} (x : A) step n : Scan x step n = if Z_le_dec n 0 then x else step (Scan x step (n - 1)) (n - 1).
Proof.
  unfold Scan. destruct (Z_le_dec n 0) as [H|H].
  - replace (Z.to_nat n) with O by lia. reflexivity.
  - replace (Z.to_nat n) with (S (Z.to_nat (n - 1))) by lia. simpl. rewrite Z2Nat.id by lia. reflexivity.
Qed.

Definition Fold (op : Z -> Z -> Z) (f : Z -> Z) (n : Z) : Z := Scan 0 (fun x l => op x (f l)) n.
Lemma Fold_unfold op f n : Fold op f n = if Z_le_dec n 0 then 0 else op (Fold op f (n - 1)) (f (n - 1)).
Proof. apply (Scan_unfold 0 (fun x l => op x (f l))). Qed.

(* ---- layer.h -------------------------------------------------------------------------------------------------------- *)

Definition sources_of (layer : dg_layer) : Z := dg_layer_inputs layer + dg_layer_biases layer.
Definition weights_of (layer : dg_layer) : Z := sources_of layer * dg_layer_outputs layer.
Definition source_groups_of (layer : dg_layer) : Z :=
  if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_NONE then 0
  else if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_DENDRITIC then 1
  else if Z.eq_dec (dg_delay_source_groups (dg_layer_delay layer)) 0 then sources_of layer
  else dg_delay_source_groups (dg_layer_delay layer).
Definition target_groups_of (layer : dg_layer) : Z :=
  if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_NONE then 0
  else if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_AXONAL then 1
  else if Z.eq_dec (dg_delay_target_groups (dg_layer_delay layer)) 0 then dg_layer_outputs layer
  else dg_delay_target_groups (dg_layer_delay layer).
Definition delays_of (layer : dg_layer) : Z := source_groups_of layer * target_groups_of layer.
Definition shared_order (layer : dg_layer) : Prop := source_groups_of layer <= 1 \/ target_groups_of layer <= 1.

(* The least power 2^k power >= n; doubling reaches n in at most n steps. *)
Fixpoint doubled (fuel : nat) (power n : Z) : Z :=
  match fuel with O => power | S m => if Z_le_dec n power then power else doubled m (2 * power) n end.
Definition power_from (power n : Z) : Z :=
  if Z_le_dec n power then power else if Z_le_dec power 0 then 0 else doubled (Z.to_nat (n - power)) power n.

Lemma doubled_enough fuel : forall more power n,
  0 < power -> n - power <= Z.of_nat fuel -> doubled (fuel + more) power n = doubled fuel power n.
Proof.
  induction fuel; intros more power n Hp H; cbn [doubled Nat.add].
  - destruct more; cbn [doubled]; [reflexivity|]. destruct (Z_le_dec n power); [reflexivity|lia].
  - destruct (Z_le_dec n power); [reflexivity|]. apply IHfuel; lia.
Qed.

Lemma power_from_unfold power n : power_from power n = if Z_le_dec n power then power else power_from (2 * power) n.
Proof.
  unfold power_from. destruct (Z_le_dec n power) as [H|H]; [reflexivity|].
  destruct (Z_le_dec power 0) as [P|P].
  - destruct (Z_le_dec n (2 * power)); [lia|]. destruct (Z_le_dec (2 * power) 0); [reflexivity|lia].
  - replace (Z.to_nat (n - power)) with (S (Z.to_nat (n - power - 1))) by lia. cbn [doubled].
    destruct (Z_le_dec n power); [lia|]. destruct (Z_le_dec n (2 * power)) as [Q|Q].
    + destruct (Z.to_nat (n - power - 1)); cbn [doubled]; [reflexivity|]. destruct (Z_le_dec n (2 * power)); [reflexivity|lia].
    + destruct (Z_le_dec (2 * power) 0); [lia|].
      replace (Z.to_nat (n - power - 1)) with (Z.to_nat (n - 2 * power) + Z.to_nat (power - 1))%nat by lia.
      apply doubled_enough; lia.
Qed.

Definition blocks_end (to size : Z) : Z := Z.quot (to + size - 1) size * size.
Definition sorting_rows (n : Z) : Z := power_from 4 n.
Definition forward_reals (n : Z) : Z := (2 * sorting_rows n + n + 2) * DG_LANES + 2 * n.
Definition forward_reals_of (layer : dg_layer) : Z := forward_reals (sources_of layer).
Definition backward_reals_of (layer : dg_layer) : Z :=
  (if Req_EM_T (dg_neuron_tau_mem (dg_layer_neuron layer)) (2 * dg_neuron_tau_syn (dg_layer_neuron layer))%R then 0
   else 2 * sources_of layer * DG_WIDTH) +
  (2 * (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8) + 1) * sources_of layer.

Definition group_of (grouping groups n i : Z) : Z :=
  if Z.eq_dec grouping DG_GROUP_TILED then Z.rem i groups else Z.quot i (Z.quot n groups).
Definition delay_index (layer : dg_layer) (source target : Z) : Z :=
  group_of (dg_delay_grouping (dg_layer_delay layer)) (target_groups_of layer) (dg_layer_outputs layer) target *
    source_groups_of layer +
  group_of (dg_delay_grouping (dg_layer_delay layer)) (source_groups_of layer) (sources_of layer) source.

Definition admitted_sizes (layer : dg_layer) : Prop :=
  (1 <= dg_layer_inputs layer /\ dg_layer_inputs layer <= DG_SIZE_MAX) /\
  (1 <= dg_layer_outputs layer /\ dg_layer_outputs layer <= DG_SIZE_MAX) /\
  (0 <= dg_layer_biases layer /\ dg_layer_biases layer <= DG_SIZE_MAX).
Definition admitted_groups (layer : dg_layer) : Prop :=
  dg_delay_kind (dg_layer_delay layer) <> DG_DELAY_NONE ->
    (1 <= source_groups_of layer /\ source_groups_of layer <= sources_of layer) /\
    (1 <= target_groups_of layer /\ target_groups_of layer <= dg_layer_outputs layer) /\
    (dg_delay_grouping (dg_layer_delay layer) <> DG_GROUP_TILED ->
      Z.rem (sources_of layer) (source_groups_of layer) = 0 /\ Z.rem (dg_layer_outputs layer) (target_groups_of layer) = 0).

Definition lanes_ordered (x : Z -> R) (p q : Z) : Prop :=
  forall l : Z, 0 <= l /\ l < DG_LANES -> (x (p * DG_LANES + l)%Z <= x (q * DG_LANES + l)%Z)%R.
Definition indices_below (order : Z -> Z) (count n : Z) : Prop :=
  forall x : Z, 0 <= x /\ x < count -> 0 <= order x /\ order x < n.
Definition power_of_two_or_zero (n : Z) : Prop :=
  n = 0 \/ n = 1 \/ n = 2 \/ n = 4 \/ n = 8 \/ n = 16 \/ n = 32 \/ n = 64 \/ n = 128 \/ n = 256 \/ n = 512.

(* The group of member i is one of the groups (SPEC 5.1). *)
Lemma group_of_range grouping groups n i :
  0 <= i < n -> 1 <= groups <= n -> (grouping <> DG_GROUP_TILED -> Z.rem n groups = 0) ->
    0 <= group_of grouping groups n i < groups.
Proof.
  intros Hi Hg Hd. unfold group_of. destruct (Z.eq_dec grouping DG_GROUP_TILED) as [E|E].
  - apply Z.rem_bound_pos; lia.
  - specialize (Hd E). rewrite Z.rem_mod_nonneg in Hd by lia. rewrite (Z.quot_div_nonneg n) by lia.
    assert (Q : n = groups * (n / groups)) by (rewrite (Z.div_mod n groups) at 1 by lia; lia).
    assert (P : 0 < n / groups) by (apply Z.div_str_pos; lia).
    rewrite Z.quot_div_nonneg by lia. split; [apply Z.div_pos; lia|]. apply Z.div_lt_upper_bound; lia.
Qed.

(* Every synapse's delay parameter lies in the layer's array (SPEC 6.1). *)
Theorem delay_index_range layer source target :
  admitted_sizes layer -> admitted_groups layer -> dg_delay_kind (dg_layer_delay layer) <> DG_DELAY_NONE ->
  0 <= source < sources_of layer -> 0 <= target < dg_layer_outputs layer ->
    0 <= delay_index layer source target < delays_of layer.
Proof.
  intros _ G K Hs Ht. destruct (G K) as (G1 & G2 & G3). unfold delay_index, delays_of.
  assert (A := group_of_range (dg_delay_grouping (dg_layer_delay layer)) (target_groups_of layer) (dg_layer_outputs layer)
    target
    ltac:(lia) ltac:(lia) (fun E => proj2 (G3 E))).
  assert (B := group_of_range (dg_delay_grouping (dg_layer_delay layer)) (source_groups_of layer) (sources_of layer) source
    ltac:(lia) ltac:(lia) (fun E => proj1 (G3 E))).
  nia.
Qed.

(* No two synapses that differ in target group or source group share a parameter. *)
Theorem delay_index_injective layer s s' t t' :
  admitted_groups layer -> dg_delay_kind (dg_layer_delay layer) <> DG_DELAY_NONE ->
  0 <= s < sources_of layer -> 0 <= s' < sources_of layer -> 0 <= t < dg_layer_outputs layer ->
    0 <= t' < dg_layer_outputs layer ->
  delay_index layer s t = delay_index layer s' t' ->
  let grouping := dg_delay_grouping (dg_layer_delay layer) in
  group_of grouping (source_groups_of layer) (sources_of layer) s = group_of grouping (source_groups_of layer)
    (sources_of layer) s' /\
  group_of grouping (target_groups_of layer) (dg_layer_outputs layer) t =
  group_of grouping (target_groups_of layer) (dg_layer_outputs layer) t'.
Proof.
  intros G K Hs Hs' Ht Ht' E. destruct (G K) as (G1 & G2 & G3). simpl. unfold delay_index in E.
  set (g := dg_delay_grouping (dg_layer_delay layer)) in *.
  assert (B := group_of_range g (source_groups_of layer) (sources_of layer) s ltac:(lia) ltac:(lia) (fun E => proj1 (G3 E))).
  assert (B' := group_of_range g (source_groups_of layer) (sources_of layer) s' ltac:(lia) ltac:(lia) (fun E => proj1 (G3 E))).
  set (a := group_of g (target_groups_of layer) (dg_layer_outputs layer) t) in *.
  set (a' := group_of g (target_groups_of layer) (dg_layer_outputs layer) t') in *.
  set (b := group_of g (source_groups_of layer) (sources_of layer) s) in *.
  set (b' := group_of g (source_groups_of layer) (sources_of layer) s') in *.
  assert (a = a') by nia. split; nia.
Qed.

(* The sorting network's rows: a power of two, at least n and 4, less than twice n if more than 4. *)
Lemma power_from_spec : forall m power n, 0 < power -> n - power <= Z.of_nat m ->
  exists k, 0 <= k /\ power_from power n = power * 2 ^ k /\ n <= power_from power n /\
    (power_from power n = power \/ power_from power n < 2 * n).
Proof.
  induction m; intros power n Hp H; rewrite power_from_unfold; destruct (Z_le_dec n power) as [L|L]; try lia.
  - exists 0. rewrite Z.pow_0_r. repeat split; try lia.
  - exists 0. rewrite Z.pow_0_r. repeat split; try lia.
  - destruct (IHm (2 * power) n ltac:(lia) ltac:(lia)) as (k & Hk & E & A & B). exists (k + 1).
    split; [lia|]. split; [rewrite E, Z.pow_add_r by lia; change (2 ^ 1) with 2; ring|]. split; [exact A|]. right. lia.
Qed.

Theorem sorting_rows_power_of_two n :
  exists k, 2 <= k /\ sorting_rows n = 2 ^ k /\ n <= sorting_rows n /\ (sorting_rows n = 4 \/ sorting_rows n < 2 * n).
Proof.
  destruct (power_from_spec (Z.to_nat (n - 4)) 4 n ltac:(lia) ltac:(lia)) as (k & Hk & E & A & B).
  exists (k + 2). unfold sorting_rows. split; [lia|]. split; [|split; [exact A|exact B]].
  rewrite E, Z.pow_add_r by lia. change (2 ^ 2) with 4. ring.
Qed.

(* The forward scratch holds its parts: sorted arrivals (one row more than are sorted), marks, later arrivals, times, delays. *)
Theorem forward_reals_parts n :
  forward_reals n = (sorting_rows n + 1) * DG_LANES + sorting_rows n * DG_LANES + (n + 1) * DG_LANES + n + n.
Proof. unfold forward_reals. ring. Qed.

(* The backward scratch holds folded gradients by weight and delay, delays, and for other ratios kernels and slopes. *)
Theorem backward_reals_parts layer :
  8 <= DG_WIDTH ->
  backward_reals_of layer =
  sources_of layer * 8 + sources_of layer * 8 + sources_of layer +
  (if Req_EM_T (dg_neuron_tau_mem (dg_layer_neuron layer)) (2 * dg_neuron_tau_syn (dg_layer_neuron layer))%R then 0
   else 2 * sources_of layer * DG_WIDTH).
Proof. intro W. unfold backward_reals_of. destruct (Z_lt_dec DG_WIDTH 8); [lia|]. destruct (Req_EM_T _ _); ring. Qed.

(* ---- network.h ------------------------------------------------------------------------------------------------------ *)

Definition parameters_in (layers : Z -> dg_layer) (depth : Z) : Z :=
  Fold (fun x y => x + y) (fun l => weights_of (layers l) + delays_of (layers l)) depth.
Definition delays_in (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.add (fun l => delays_of (layers l)) depth.
Definition neurons_in (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.add (fun l => dg_layer_outputs (layers l)) depth.
Definition states_in (layers : Z -> dg_layer) (depth : Z) : Z :=
  Fold Z.add (fun l => (sources_of (layers l) + 2 * dg_layer_outputs (layers l)) * DG_WIDTH) depth.
Definition most_sources (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.max (fun l => sources_of (layers l)) depth.
Definition most_outputs (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.max (fun l => dg_layer_outputs (layers l)) depth.
Definition most_forward (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.max (fun l => forward_reals_of (layers l)) depth.
Definition most_backward (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.max (fun l => backward_reals_of (layers l)) depth.

Lemma parameters_in_unfold layers depth :
  parameters_in layers depth =
  if Z_le_dec depth 0 then 0
  else parameters_in layers (depth - 1) + weights_of (layers (depth - 1)) + delays_of (layers (depth - 1)).
Proof.
  unfold parameters_in. rewrite Fold_unfold. destruct (Z_le_dec depth 0); [reflexivity|]. apply Z.add_assoc.
Qed.
Lemma delays_in_unfold layers depth :
  delays_in layers depth = if Z_le_dec depth 0 then 0 else delays_in layers (depth - 1) + delays_of (layers (depth - 1)).
Proof. apply Fold_unfold. Qed.
Lemma neurons_in_unfold layers depth :
  neurons_in layers depth = if Z_le_dec depth 0 then 0 else neurons_in layers (depth - 1) +
    dg_layer_outputs (layers (depth - 1)).
Proof. apply Fold_unfold. Qed.
Lemma states_in_unfold layers depth :
  states_in layers depth =
  if Z_le_dec depth 0 then 0
  else states_in layers (depth - 1) +
       (sources_of (layers (depth - 1)) + 2 * dg_layer_outputs (layers (depth - 1))) * DG_WIDTH.
Proof. apply Fold_unfold. Qed.
Lemma most_sources_unfold layers depth :
  most_sources layers depth =
  if Z_le_dec depth 0 then 0 else Z.max (most_sources layers (depth - 1)) (sources_of (layers (depth - 1))).
Proof. apply Fold_unfold. Qed.
Lemma most_outputs_unfold layers depth :
  most_outputs layers depth =
  if Z_le_dec depth 0 then 0 else Z.max (most_outputs layers (depth - 1)) (dg_layer_outputs (layers (depth - 1))).
Proof. apply Fold_unfold. Qed.
Lemma most_forward_unfold layers depth :
  most_forward layers depth =
  if Z_le_dec depth 0 then 0 else Z.max (most_forward layers (depth - 1)) (forward_reals_of (layers (depth - 1))).
Proof. apply Fold_unfold. Qed.
Lemma most_backward_unfold layers depth :
  most_backward layers depth =
  if Z_le_dec depth 0 then 0 else Z.max (most_backward layers (depth - 1)) (backward_reals_of (layers (depth - 1))).
Proof. apply Fold_unfold. Qed.

Definition parameter_count (net : dg_network) : Z := parameters_in (dg_network_layers net) (dg_network_depth net).
Definition delay_count (net : dg_network) : Z := delays_in (dg_network_layers net) (dg_network_depth net).
Definition neuron_count (net : dg_network) : Z := neurons_in (dg_network_layers net) (dg_network_depth net).
Definition output_count (net : dg_network) : Z := dg_layer_outputs (dg_network_layers net (dg_network_depth net - 1)).
Definition inference_reals (net : dg_network) : Z :=
  delay_count net +
  (dg_network_inputs net + most_sources (dg_network_layers net) (dg_network_depth net) +
   2 * most_outputs (dg_network_layers net) (dg_network_depth net)) * DG_WIDTH +
  most_forward (dg_network_layers net) (dg_network_depth net).
Definition inference_integers (net : dg_network) : Z := most_sources (dg_network_layers net) (dg_network_depth net) * DG_LANES.
Definition chained (layers : Z -> dg_layer) (depth : Z) : Prop :=
  forall l : Z, 0 < l /\ l < depth -> dg_layer_inputs (layers l) = dg_layer_outputs (layers (l - 1)).
Definition nested (layers : Z -> dg_layer) (depth : Z) : Prop :=
  forall l : Z, 0 <= l /\ l < depth ->
    0 <= parameters_in layers l /\ parameters_in layers (l + 1) <= parameters_in layers depth /\
    0 <= delays_in layers l /\ delays_in layers (l + 1) <= delays_in layers depth /\
    0 <= neurons_in layers l /\ neurons_in layers (l + 1) <= neurons_in layers depth /\
    0 <= states_in layers l /\ states_in layers (l + 1) <= states_in layers depth.
Definition widest (layers : Z -> dg_layer) (depth : Z) : Z := Z.max (most_sources layers depth) (most_outputs layers depth).
Definition scratch_reals (net : dg_network) : Z :=
  Z.max (most_forward (dg_network_layers net) (dg_network_depth net)) (most_backward (dg_network_layers net)
    (dg_network_depth net)).
Definition chunk_reals (net : dg_network) : Z :=
  states_in (dg_network_layers net) (dg_network_depth net) + scratch_reals net +
  (dg_network_inputs net + neuron_count net + output_count net +
   2 * widest (dg_network_layers net) (dg_network_depth net)) * DG_WIDTH.
Definition sizes_positive (net : dg_network) : Prop :=
  (0 <= neuron_count net)%Z /\ (0 <= widest (dg_network_layers net) (dg_network_depth net))%Z /\
  (0 <= states_in (dg_network_layers net) (dg_network_depth net))%Z /\
  (0 <= most_forward (dg_network_layers net) (dg_network_depth net))%Z /\
  (0 <= most_backward (dg_network_layers net) (dg_network_depth net))%Z /\ (0 <= inference_integers net)%Z.
Definition prepared_reals (net : dg_network) : Z := delay_count net.
Definition training_reals (net : dg_network) : Z := prepared_reals net + 2 * parameter_count net + chunk_reals net.
Definition training_integers (net : dg_network) : Z := inference_integers net + 2 * neuron_count net.

(* Sums of what is not negative grow. *)
Lemma Fold_grows f n : (forall l, 0 <= l < n -> 0 <= f l) -> forall l, 0 <= l <= n -> 0 <= Fold Z.add f l <= Fold Z.add f n.
Proof.
  intro H. assert (P : forall m, Z.of_nat m <= n -> forall l, 0 <= l <= Z.of_nat m ->
    0 <= Fold Z.add f l <= Fold Z.add f (Z.of_nat m)).
  { induction m; intros Hm l Hl.
    - replace l with 0 by lia. split; apply Z.le_refl.
    - rewrite (Fold_unfold Z.add f (Z.of_nat (S m))). destruct (Z_le_dec (Z.of_nat (S m)) 0); [lia|].
      replace (Z.of_nat (S m) - 1) with (Z.of_nat m) by lia. specialize (IHm ltac:(lia)).
        assert (A := H (Z.of_nat m) ltac:(lia)).
      destruct (Z.eq_dec l (Z.of_nat (S m))) as [->|N].
      + rewrite (Fold_unfold Z.add f (Z.of_nat (S m))). destruct (Z_le_dec (Z.of_nat (S m)) 0); [lia|].
        replace (Z.of_nat (S m) - 1) with (Z.of_nat m) by lia. specialize (IHm (Z.of_nat m) ltac:(lia)). lia.
      + specialize (IHm l ltac:(lia)). lia. }
  intros l Hl. assert (Q := P (Z.to_nat n) ltac:(lia) l ltac:(lia)). rewrite Z2Nat.id in Q by lia. exact Q.
Qed.

Lemma delays_of_nonneg layer : admitted_sizes layer -> admitted_groups layer -> 0 <= weights_of layer /\ 0 <= delays_of layer.
Proof.
  intros S G. unfold weights_of, delays_of, sources_of, admitted_sizes in *. split; [nia|].
  destruct (Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_NONE) as [E|E].
  - unfold source_groups_of. rewrite E. simpl. lia.
  - destruct (G E) as (A & B & _). nia.
Qed.

(* What dg_parameter_count's contract says of an admitted network: the arrays of each layer lie within those of the network. *)
Theorem admitted_layers_nested layers depth :
  (forall l, 0 <= l < depth -> admitted_sizes (layers l) /\ admitted_groups (layers l)) -> nested layers depth.
Proof.
  intros H l Hl.
  assert (W : forall i, 0 <= i < depth -> 0 <= weights_of (layers i) /\ 0 <= delays_of (layers i)).
  { intros i Hi. destruct (H i Hi). apply delays_of_nonneg; assumption. }
  assert (S : forall i, 0 <= i < depth -> 0 <= sources_of (layers i) /\ 0 <= dg_layer_outputs (layers i)).
  { intros i Hi. destruct (H i Hi) as [A _]. unfold admitted_sizes, sources_of in *. lia. }
  unfold parameters_in, delays_in, neurons_in, states_in. change (fun x y => x + y) with Z.add.
  assert (P : forall f, (forall i, 0 <= i < depth -> 0 <= f i) -> 0 <= Fold Z.add f l /\
    Fold Z.add f (l + 1) <= Fold Z.add f depth).
  { intros f Hf. split; [apply (Fold_grows f depth Hf l); lia|apply (Fold_grows f depth Hf (l + 1)); lia]. }
  assert (P1 := P (fun l => weights_of (layers l) + delays_of (layers l)) ltac:(intros i Hi; specialize (W i Hi); lia)).
  assert (P2 := P (fun l => delays_of (layers l)) ltac:(intros i Hi; specialize (W i Hi); lia)).
  assert (P3 := P (fun l => dg_layer_outputs (layers l)) ltac:(intros i Hi; specialize (S i Hi); lia)).
  assert (P4 := P (fun l => (sources_of (layers l) + 2 * dg_layer_outputs (layers l)) * DG_WIDTH)
    ltac:(intros i Hi; specialize (S i Hi); unfold DG_WIDTH; lia)).
  tauto.
Qed.

(* The training workspace holds what is prepared, the gradients of the batch and of a chunk, and the chunk's parts. *)
Theorem training_reals_parts net :
  training_reals net =
  delay_count net + parameter_count net + parameter_count net +
  (dg_network_inputs net * DG_WIDTH + neuron_count net * DG_WIDTH + output_count net * DG_WIDTH +
   widest (dg_network_layers net) (dg_network_depth net) * DG_WIDTH +
   widest (dg_network_layers net) (dg_network_depth net) * DG_WIDTH +
   states_in (dg_network_layers net) (dg_network_depth net) + scratch_reals net).
Proof. unfold training_reals, prepared_reals, chunk_reals. ring. Qed.

(* ---- batch.h, parts.h, training.h ----------------------------------------------------------------------------------- *)

Definition row_of (batch : dg_batch) (n : Z) : Z := if dg_batch_index_given batch then dg_batch_index batch n else n.
Definition chunks_of (count : Z) : Z := Z.quot (count + DG_WIDTH - 1) DG_WIDTH.
Definition counted (net : dg_network) (missing : Z -> Z) (samples : Z) : Prop :=
  forall j : Z, 0 <= j /\ j < neuron_count net -> 0 <= missing j /\ missing j <= samples.
Definition parts_within (net : dg_network) (part : dg_chunk_parts) (work : dg_workspace) : Prop :=
  dg_chunk_parts_t part = dg_workspace_real work /\ dg_chunk_parts_order part = dg_workspace_integer work /\
  (fun i_ : Z => dg_chunk_parts_scratch part (scratch_reals net + i_)) =
    (fun i_ : Z => dg_workspace_real work (chunk_reals net + i_)).
Definition adam_ranges (optimiser : dg_optimiser) : Prop :=
  ((0 <= dg_optimiser_beta1 optimiser)%R /\ (dg_optimiser_beta1 optimiser < 1)%R) /\
  ((0 <= dg_optimiser_beta2 optimiser)%R /\ (dg_optimiser_beta2 optimiser < 1)%R) /\ (dg_optimiser_epsilon optimiser > 0)%R.
Definition admitted_schedule (optimiser : dg_optimiser) : Prop :=
  (dg_optimiser_schedule optimiser = DG_STEP -> dg_optimiser_every optimiser >= 1) /\
  (dg_optimiser_schedule optimiser = DG_MULTI_STEP /\ dg_optimiser_milestone_count optimiser > 0 ->
    dg_optimiser_milestones_given optimiser = true) /\
  (dg_optimiser_kind optimiser <> DG_SGD -> adam_ranges optimiser).
(* Absent spikes of n neurons, and the layers of which too many are absent (SPEC 8.4) *)
Definition absent_in (missing : Z -> Z) (n : Z) : Z := Fold Z.add missing n.
Lemma absent_in_unfold missing n : absent_in missing n = if Z_le_dec n 0 then 0 else absent_in missing (n - 1) +
  missing (n - 1).
Proof. apply Fold_unfold. Qed.
Definition layer_fails (net : dg_network) (training : dg_training) (samples : Z) (missing : Z -> Z) (l : Z) : Prop :=
  (IZR (absent_in (fun i_ : Z => missing (neurons_in (dg_network_layers net) l + i_)%Z)
    (dg_layer_outputs (dg_network_layers net l))) >
   dg_layer_training_max_missing (dg_training_layers training l) * IZR (samples * dg_layer_outputs (dg_network_layers net
     l)))%R.
Definition none_fails (net : dg_network) (training : dg_training) (samples : Z) (missing : Z -> Z) (n : Z) : Prop :=
  forall l : Z, 0 <= l /\ l < n -> ~ layer_fails net training samples missing l.
(* How many of n numbers reach a limit: spikes that do not come (dg_count_missing) *)
Definition late_in (rho : Z -> R) (n : Z) (limit : R) : Z := Fold Z.add (fun l => if Rle_dec limit (rho l) then 1 else 0) n.
Lemma late_in_unfold rho n limit :
  late_in rho n limit = if Z_le_dec n 0 then 0 else late_in rho (n - 1) limit + (if Rle_dec limit (rho (n - 1)) then 1 else 0).
Proof. apply Fold_unfold. Qed.
Definition clipped_to (clip x : R) : R := if Rlt_dec clip x then clip else if Rlt_dec x (- clip)%R then (- clip)%R else x.

(* The nearest number within +-clip (SPEC 8.5). *)
Theorem clipped_to_range clip x : (0 <= clip)%R -> (- clip <= clipped_to clip x <= clip)%R.
Proof. intro H. unfold clipped_to. destruct (Rlt_dec clip x); [lra|]. destruct (Rlt_dec x (- clip)); lra. Qed.

(* The chunks cover all rows: each sample lies in one of them, and none is empty (SPEC 6.3). *)
Theorem chunks_cover count n : 0 <= n < count -> 0 <= n / DG_WIDTH < chunks_of count.
Proof.
  intro H. unfold chunks_of, DG_WIDTH. rewrite Z.quot_div_nonneg by lia. split; [apply Z.div_pos; lia|].
  apply Z.lt_le_trans with ((n + 32) / 32); [|apply Z.div_le_mono; lia].
  replace (n + 32) with (n + 1 * 32) by ring. rewrite Z.div_add by lia. lia.
Qed.

Theorem chunks_not_empty count chunk : 0 < count -> 0 <= chunk < chunks_of count -> chunk * DG_WIDTH < count.
Proof.
  intros Hc H. unfold chunks_of, DG_WIDTH in *. rewrite Z.quot_div_nonneg in H by lia.
  assert (A := Z.mul_div_le (count + 32 - 1) 32 ltac:(lia)). nia.
Qed.

(* ---- checkpoint.h --------------------------------------------------------------------------------------------------- *)

Definition rest_of (value b : Z) : Z := Scan value (fun x _ => Z.quot x 256) b.
Definition byte_of (value b : Z) : Z := Z.rem (rest_of value b) 256.
Definition byte_unit (b : Z) : Z := Scan 1 (fun x _ => x * 256) b.
Definition little_endian (bytes : Z -> Z) (n : Z) : Z := Fold Z.add (fun b => bytes b * byte_unit b) n.
Definition holds_number (bytes : Z -> Z) (n value : Z) : Prop := forall b : Z, 0 <= b /\ b < n -> bytes b = byte_of value b.
(* The steps of the CRC: a bit, n bits, n bytes *)
Definition crc_bit (crc : Z) : Z :=
  if Z.eq_dec (Z.rem crc 2) 1 then Z.lxor (Z.shiftr crc 1) 3988292384 mod 2 ^ 32 else Z.shiftr crc 1.
Definition crc_bits (crc n : Z) : Z := Scan crc (fun x _ => crc_bit x) n.
Definition crc_of (bytes : Z -> Z) (n : Z) : Z := Scan 4294967295 (fun x b => crc_bits (Z.lxor x (bytes b) mod 2 ^ 32) 8) n.
Definition layer_bytes (layer : dg_layer) : Z := 52 + sizeof_dg_real * (dg_layer_biases layer + 7).
Definition layers_bytes (layers : Z -> dg_layer) (depth : Z) : Z := Fold Z.add (fun l => layer_bytes (layers l)) depth.
Definition network_bytes (net : dg_network) : Z := 24 + sizeof_dg_real + layers_bytes (dg_network_layers net)
  (dg_network_depth net).
Definition training_bytes (training : dg_training) (depth : Z) : Z :=
  32 + sizeof_dg_real * (16 + 7 * depth) + 4 * dg_optimiser_milestone_count (dg_training_optimiser training).
Definition state_bytes : Z := 36 + sizeof_dg_real.
Definition checkpoint_bytes (net : dg_network) (training : dg_training) (user : Z) : Z :=
  DG_CHECKPOINT_HEADER + network_bytes net + training_bytes training (dg_network_depth net) + state_bytes +
  3 * parameter_count net * sizeof_dg_real + user + 4.

Lemma rest_of_unfold value b : rest_of value b = if Z_le_dec b 0 then value else Z.quot (rest_of value (b - 1)) 256.
Proof. apply (Scan_unfold value (fun x _ => Z.quot x 256)). Qed.
Lemma byte_unit_unfold b : byte_unit b = if Z_le_dec b 0 then 1 else byte_unit (b - 1) * 256.
Proof. apply (Scan_unfold 1 (fun x _ => x * 256)). Qed.
Lemma little_endian_unfold bytes n :
  little_endian bytes n = if Z_le_dec n 0 then 0 else little_endian bytes (n - 1) + bytes (n - 1) * byte_unit (n - 1).
Proof. apply Fold_unfold. Qed.
Lemma crc_bits_unfold crc n : crc_bits crc n = if Z_le_dec n 0 then crc else crc_bit (crc_bits crc (n - 1)).
Proof. apply (Scan_unfold crc (fun x _ => crc_bit x)). Qed.
Lemma crc_of_unfold bytes n :
  crc_of bytes n = if Z_le_dec n 0 then 4294967295 else crc_bits (Z.lxor (crc_of bytes (n - 1)) (bytes (n - 1)) mod 2 ^ 32) 8.
Proof. apply (Scan_unfold 4294967295 (fun x b => crc_bits (Z.lxor x (bytes b) mod 2 ^ 32) 8)). Qed.
Lemma layers_bytes_unfold layers depth :
  layers_bytes layers depth = if Z_le_dec depth 0 then 0 else layers_bytes layers (depth - 1) +
    layer_bytes (layers (depth - 1)).
Proof. apply Fold_unfold. Qed.

Lemma byte_unit_is_power n : byte_unit (Z.of_nat n) = 256 ^ Z.of_nat n.
Proof.
  induction n; [reflexivity|]. rewrite byte_unit_unfold. destruct (Z_le_dec (Z.of_nat (S n)) 0); [lia|].
  replace (Z.of_nat (S n) - 1) with (Z.of_nat n) by lia. rewrite IHn, Nat2Z.inj_succ, Z.pow_succ_r by lia. ring.
Qed.

Lemma rest_of_is_quotient value n : 0 <= value -> rest_of value (Z.of_nat n) = value / 256 ^ Z.of_nat n.
Proof.
  intro H. induction n; [symmetry; apply Z.div_1_r|]. rewrite rest_of_unfold. destruct (Z_le_dec (Z.of_nat (S n)) 0); [lia|].
  replace (Z.of_nat (S n) - 1) with (Z.of_nat n) by lia. rewrite IHn, Nat2Z.inj_succ, Z.pow_succ_r by lia.
  assert (0 < 256 ^ Z.of_nat n) by (apply Z.pow_pos_nonneg; lia).
  rewrite Z.quot_div_nonneg by (try apply Z.div_pos; lia). rewrite Z.div_div by lia. f_equal. ring.
Qed.

(* Reading the bytes of a value gives back the value, as far as it fits (SPEC 11.1). *)
Theorem little_endian_of_bytes value n : 0 <= value -> 0 <= n -> little_endian (byte_of value) n = value mod 256 ^ n.
Proof.
  intros Hv Hn. replace n with (Z.of_nat (Z.to_nat n)) by lia. induction (Z.to_nat n) as [|m IH]; clear Hn.
  - rewrite Z.mod_1_r. reflexivity.
  - rewrite little_endian_unfold. destruct (Z_le_dec (Z.of_nat (S m)) 0); [lia|].
    replace (Z.of_nat (S m) - 1) with (Z.of_nat m) by lia. unfold byte_of at 2.
    assert (P : 0 < 256 ^ Z.of_nat m) by (apply Z.pow_pos_nonneg; lia).
    rewrite IH, rest_of_is_quotient, byte_unit_is_power by exact Hv.
    rewrite Z.rem_mod_nonneg by (try apply Z.div_pos; lia).
    rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia. rewrite (Z.mul_comm 256), Z.rem_mul_r by lia. ring.
Qed.
