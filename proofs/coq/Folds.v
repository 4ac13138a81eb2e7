(* Folds.v: folded_sum of proofs/acsl/layer.h, what lanes l, l + h, l + 2 h, .. add up to in the order of SPEC 6.3. *)
From Coq Require Import Reals ZArith Lia Lra.
From Delgrad Require Import NeuronDefs Sums Sizes Losses.
Open Scope R_scope.

(* For any width; nothing is folded by steps that are not positive. *)
Fixpoint folded (fuel : nat) (width : Z) (x : Z -> R) (l h : Z) : R :=
  match fuel with
  | O => x l
  | S m => if Z_le_dec width h then x l else folded m width x l (2 * h) + folded m width x (l + h) (2 * h)
  end.
Definition folded_over (width : Z) (x : Z -> R) (l h : Z) : R :=
  if Z_le_dec width h then x l else if Z_le_dec h 0 then 0 else folded (Z.to_nat (width - h)) width x l h.
Definition folded_sum (x : Z -> R) (l h : Z) : R := folded_over DG_WIDTH x l h.

Lemma folded_enough fuel : forall more width x l h,
  (0 < h)%Z -> (width - h <= Z.of_nat fuel)%Z -> folded (fuel + more) width x l h = folded fuel width x l h.
Proof.
  induction fuel; intros more width x l h Hh H; cbn [folded Nat.add].
  - destruct more; cbn [folded]; [reflexivity|]. destruct (Z_le_dec width h); [reflexivity|lia].
  - destruct (Z_le_dec width h); [reflexivity|]. rewrite !IHfuel by lia. reflexivity.
Qed.

Lemma folded_over_unfold width x l h :
  folded_over width x l h =
  if Z_le_dec width h then x l else folded_over width x l (2 * h) + folded_over width x (l + h) (2 * h).
Proof.
  unfold folded_over. destruct (Z_le_dec width h) as [H|H]; [reflexivity|].
  destruct (Z_le_dec h 0) as [P|P].
  - destruct (Z_le_dec width (2 * h)); [lia|]. destruct (Z_le_dec (2 * h) 0); [ring|lia].
  - replace (Z.to_nat (width - h)) with (S (Z.to_nat (width - h - 1))) by lia. cbn [folded].
    destruct (Z_le_dec width h); [lia|]. destruct (Z_le_dec width (2 * h)) as [Q|Q].
    + destruct (Z.to_nat (width - h - 1)); cbn [folded]; [reflexivity|]. destruct (Z_le_dec width (2 * h)); [reflexivity|lia].
    + destruct (Z_le_dec (2 * h) 0); [lia|].
      replace (Z.to_nat (width - h - 1)) with (Z.to_nat (width - 2 * h) + Z.to_nat (h - 1))%nat by lia.
      rewrite !folded_enough by lia. reflexivity.
Qed.

Lemma folded_sum_unfold x l h :
  folded_sum x l h = if Z_le_dec DG_WIDTH h then x l else folded_sum x l (2 * h) + folded_sum x (l + h) (2 * h).
Proof. apply folded_over_unfold. Qed.

(* A width that is h 2^k: the sum of every h-th number from l on. *)
Theorem folded_is_the_sum k : forall width x l h, (0 < h)%Z -> width = (h * 2 ^ Z.of_nat k)%Z ->
  folded_over width x l h = total (2 ^ k) (fun i => x (l + Z.of_nat i * h)%Z).
Proof.
  induction k; intros width x l h Hh E; rewrite folded_over_unfold.
  - change (2 ^ Z.of_nat 0)%Z with 1%Z in E. destruct (Z_le_dec width h); [|lia].
    cbn [total Nat.pow]. rewrite Rplus_0_l. f_equal. lia.
  - rewrite Nat2Z.inj_succ, Z.pow_succ_r in E by lia. assert (P := Z.pow_pos_nonneg 2 (Z.of_nat k) ltac:(lia) ltac:(lia)).
    destruct (Z_le_dec width h); [nia|].
    rewrite !(IHk width) by (try lia; rewrite E; ring). rewrite <- total_plus.
    replace (2 ^ S k)%nat with (2 ^ k * 2)%nat by (simpl; lia). rewrite total_table. apply total_ext. intros i _.
    cbn [total]. rewrite Rplus_0_l. f_equal; f_equal; lia.
Qed.

(* The lanes of a chunk: all DG_WIDTH numbers. *)
Theorem folded_sum_is_the_sum x : folded_sum x 0 1 = Sum x DG_WIDTH.
Proof.
  unfold folded_sum. rewrite (folded_is_the_sum 5 DG_WIDTH x 0 1) by reflexivity || lia. rewrite Sum_total.
  change (Z.to_nat DG_WIDTH) with (2 ^ 5)%nat. apply total_ext. intros i _. f_equal. lia.
Qed.
