(* Checkpoint.v: the bytes of the parts of a training's settings, as proofs/acsl/checkpoint.h has them (SPEC 11.3), and their sum. *)
From Coq Require Import ZArith Lia.
From Delgrad Require Import Sizes.
Open Scope Z_scope.

Definition loss_bytes : Z := 8 + 7 * sizeof_dg_real.
Definition optimiser_bytes (optimiser : dg_optimiser) : Z :=
  16 + 5 * sizeof_dg_real + 4 * dg_optimiser_milestone_count optimiser.
Definition layer_training_bytes : Z := 7 * sizeof_dg_real.

(* What dg_training_fields writes, part by part (SPEC 11.3). *)
Theorem training_bytes_parts training depth :
  training_bytes training depth =
  loss_bytes + optimiser_bytes (dg_training_optimiser training) + layer_training_bytes * depth + 8 + 4 * sizeof_dg_real.
Proof. unfold training_bytes, loss_bytes, optimiser_bytes, layer_training_bytes. ring. Qed.
