(* Training.v: predicates of proofs/acsl/training.h about settings, neurons and counts of absent spikes, under the same names, with what
   they mean (SPEC 2.3, 2.6, 8.4). *)
From Coq Require Import Reals ZArith Lia Lra.
From Delgrad Require Import NeuronDefs Sizes Facts_layer.
Open Scope Z_scope.

Definition admitted_loss (loss : dg_loss) : Prop :=
  (dg_loss_kind loss = DG_LOSS_CROSS_ENTROPY -> (dg_loss_xi loss > 0)%R) /\
  (dg_loss_early_alpha loss <> 0%R -> (dg_loss_early_beta loss > 0)%R).
Definition neuron_signs (x : dg_neuron) : Prop :=
  (dg_neuron_tau_mem x > 0)%R /\ (dg_neuron_tau_syn x > 0)%R /\ (dg_neuron_g_leak x > 0)%R /\
  (dg_neuron_threshold x > dg_neuron_e_leak x)%R.
Definition admitted_neurons (layers : Z -> dg_layer) (depth : Z) : Prop :=
  forall l : Z, 0 <= l /\ l < depth -> neuron_signs (dg_layer_neuron (layers l)).
Definition counts_between (missing : Z -> Z) (from to samples : Z) : Prop :=
  forall j : Z, from <= j /\ j < to -> 0 <= missing j /\ missing j <= samples.
Definition late_counts (missing : Z -> Z) (from : Z) (out : Z -> R) (lanes n : Z) : Prop :=
  forall j : Z, from <= j /\ j < from + n -> missing j = late_in (fun i_ : Z => out ((j - from) * DG_WIDTH + i_)) lanes DG_RHO_MAX.

(* What dg_chunk_pass keeps of a neuron is what a neuron is. *)
Theorem neuron_signs_is x : neuron_signs x <-> Neuron x.
Proof. unfold neuron_signs, Neuron. tauto. Qed.

(* Counts between from and to are those of counted. *)
Theorem counts_between_counted net missing samples :
  counts_between missing 0 (neuron_count net) samples <-> counted net missing samples.
Proof. unfold counts_between, counted. tauto. Qed.

Lemma late_in_range rho n limit : 0 <= n -> 0 <= late_in rho n limit <= n.
Proof.
  intro H. pattern n. apply natlike_ind; [|intros m Hm IH|exact H].
  - rewrite late_in_unfold. destruct (Z_le_dec 0 0); lia.
  - rewrite late_in_unfold. destruct (Z_le_dec (Z.succ m) 0); [lia|]. replace (Z.succ m - 1) with m by lia.
    destruct (Rle_dec limit (rho m)); lia.
Qed.

(* No neuron misses more spikes than there are samples (SPEC 8.4). *)
Theorem late_counts_bound missing from out lanes n :
  0 <= lanes -> late_counts missing from out lanes n -> counts_between missing from (from + n) lanes.
Proof. intros H L j Hj. rewrite (L j Hj). apply late_in_range, H. Qed.
