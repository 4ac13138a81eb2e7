(* Optimisers.v: powers by squaring, schedules and optimiser steps of proofs/acsl/{batch,optimisers}.h under the same names
   (SPEC 8). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Delgrad Require Import NeuronDefs Sums Sizes.
Open Scope R_scope.

(* ---- powers --------------------------------------------------------------------------------------------------------- *)

Definition nth_power (x : R) (n : Z) : R := x ^ Z.to_nat n.
Lemma nth_power_unfold x n : nth_power x n = if Z_le_dec n 0 then 1 else nth_power x (n - 1) * x.
Proof.
  unfold nth_power. destruct (Z_le_dec n 0) as [H|H].
  - replace (Z.to_nat n) with O by lia. reflexivity.
  - replace (Z.to_nat n) with (S (Z.to_nat (n - 1))) by lia. simpl. ring.
Qed.

Fixpoint positive_power (x : R) (p : positive) : R :=
  match p with xH => x * 1 | xO q => positive_power (x * x) q | xI q => x * positive_power (x * x) q end.
Definition power_by_squaring (x : R) (n : Z) : R := match n with Zpos p => positive_power x p | _ => 1 end.
Lemma power_by_squaring_unfold x n :
  power_by_squaring x n =
  if Z_le_dec n 0 then 1
  else if Z.eq_dec (Z.rem n 2) 1 then x * power_by_squaring (x * x) (Z.quot n 2) else power_by_squaring (x * x) (Z.quot n 2).
Proof.
  destruct n as [|[p|p|]|p]; try reflexivity; cbn [power_by_squaring positive_power].
  - destruct (Z_le_dec (Zpos p~1) 0); [lia|]. rewrite Z.rem_mod_nonneg, Z.quot_div_nonneg by lia.
    replace (Z.pos p~1) with (1 + Z.pos p * 2)%Z by lia. rewrite Z.mod_add, Z.div_add by lia. reflexivity.
  - destruct (Z_le_dec (Zpos p~0) 0); [lia|]. rewrite Z.rem_mod_nonneg, Z.quot_div_nonneg by lia.
    replace (Z.pos p~0) with (0 + Z.pos p * 2)%Z by lia. rewrite Z.mod_add, Z.div_add by lia. reflexivity.
Qed.

Lemma pow_square x m : (x * x) ^ m = x ^ (2 * m).
Proof. rewrite pow_mult. f_equal. simpl. ring. Qed.

Lemma positive_power_is_power p : forall x, positive_power x p = x ^ Pos.to_nat p.
Proof.
  induction p; intro x; cbn [positive_power].
  - rewrite IHp, Pos2Nat.inj_xI, pow_square. simpl. reflexivity.
  - rewrite IHp, Pos2Nat.inj_xO, pow_square. reflexivity.
  - simpl. reflexivity.
Qed.

Theorem power_by_squaring_is_power x n : (0 <= n)%Z -> power_by_squaring x n = x ^ Z.to_nat n.
Proof. intro H. destruct n as [|p|p]; [reflexivity|apply positive_power_is_power|lia]. Qed.

(* The loop of dg_power: power x^n stays what it was. *)
Theorem power_loop_step power x n : (0 < n)%Z ->
  power * nth_power x n =
  (if Z.eq_dec (Z.rem n 2) 1 then power * x else power) * nth_power (x * x) (Z.quot n 2).
Proof.
  intro H. unfold nth_power. rewrite pow_square, Z.rem_mod_nonneg, Z.quot_div_nonneg by lia.
  assert (A := Z.div_mod n 2 ltac:(lia)). assert (B := Z.mod_pos_bound n 2 ltac:(lia)).
  destruct (Z.eq_dec (n mod 2) 1) as [E|E].
  - replace (Z.to_nat n) with (S (2 * Z.to_nat (n / 2))) by lia. simpl pow. ring.
  - replace (Z.to_nat n) with (2 * Z.to_nat (n / 2))%nat by lia. reflexivity.
Qed.

(* ---- schedules (SPEC 8.3) ------------------------------------------------------------------------------------------- *)

Definition milestones_passed (optimiser : dg_optimiser) (epoch m : Z) : Prop :=
  ((0 <= m)%Z /\ (m <= dg_optimiser_milestone_count optimiser)%Z) /\
  (forall i : Z, (0 <= i)%Z /\ (i < m)%Z -> (dg_optimiser_milestones optimiser i <= epoch)%Z) /\
  ((m < dg_optimiser_milestone_count optimiser)%Z -> (dg_optimiser_milestones optimiser m > epoch)%Z).

(* Of milestones that do not decrease, it is the number at or below the epoch. *)
Theorem milestones_passed_counts optimiser epoch m :
  (forall i j, (0 <= i)%Z /\ (i <= j)%Z /\ (j < dg_optimiser_milestone_count optimiser)%Z ->
    (dg_optimiser_milestones optimiser i <= dg_optimiser_milestones optimiser j)%Z) ->
  milestones_passed optimiser epoch m ->
  forall i, (0 <= i < dg_optimiser_milestone_count optimiser)%Z ->
    ((dg_optimiser_milestones optimiser i <= epoch)%Z <-> (i < m)%Z).
Proof.
  intros Mono (R & P & Q) i Hi. split; intro H.
  - destruct (Z_lt_le_dec i m); [assumption|]. exfalso. assert (A := Q ltac:(lia)). assert (B := Mono m i ltac:(lia)). lia.
  - apply P. lia.
Qed.

Theorem milestones_passed_unique optimiser epoch m m' :
  milestones_passed optimiser epoch m -> milestones_passed optimiser epoch m' -> m = m'.
Proof.
  intros (R & P & Q) (R' & P' & Q'). destruct (Z_lt_le_dec m m') as [L|L].
  - assert (A := P' m ltac:(lia)). assert (B := Q ltac:(lia)). lia.
  - destruct (Z_lt_le_dec m' m) as [L'|L']; [|lia]. assert (A := P m' ltac:(lia)). assert (B := Q' ltac:(lia)). lia.
Qed.

(* ---- steps (SPEC 8.1, 8.2) ------------------------------------------------------------------------------------------ *)

Definition velocity_after (momentum u g : R) : R := momentum * u + g.
Definition mean_after (beta1 m g : R) : R := beta1 * m + (1 - beta1) * g.
Definition square_after (beta2 v g : R) : R := beta2 * v + (1 - beta2) * (g * g).
Definition sgd_after (rate p u : R) : R := p - rate * u.
Definition adam_with (rate unbias1 unbias2 epsilon p m v : R) : R :=
  p - rate * (m * unbias1) / (sqrt (v * unbias2) + epsilon).
Definition adam_after (rate beta1 beta2 epsilon : R) (step : Z) (p m v : R) : R :=
  adam_with rate (1 / (1 - nth_power beta1 step)) (1 / (1 - nth_power beta2 step)) epsilon p m v.

(* States after t steps with gradients g 0, .., g (t - 1), from 0. *)
Fixpoint velocity (momentum : R) (g : nat -> R) (t : nat) : R :=
  match t with O => 0 | S k => velocity_after momentum (velocity momentum g k) (g k) end.
Fixpoint mean (beta : R) (g : nat -> R) (t : nat) : R :=
  match t with O => 0 | S k => mean_after beta (mean beta g k) (g k) end.
Fixpoint square (beta : R) (g : nat -> R) (t : nat) : R :=
  match t with O => 0 | S k => square_after beta (square beta g k) (g k) end.

Lemma geometric_sum b (x : nat -> R) t :
  b * total t (fun k => b ^ (t - 1 - k) * x k) + x t = total (S t) (fun k => b ^ (S t - 1 - k) * x k).
Proof.
  cbn [total]. rewrite <- total_scal. replace (S t - 1 - t)%nat with O by lia. rewrite pow_O. f_equal; [|ring].
  apply total_ext. intros k Hk. replace (S t - 1 - k)%nat with (S (t - 1 - k)) by lia. rewrite <- tech_pow_Rmult. ring.
Qed.

Theorem velocity_closed_form momentum g t : velocity momentum g t = total t (fun k => momentum ^ (t - 1 - k) * g k).
Proof.
  induction t; [reflexivity|]. rewrite <- geometric_sum, <- IHt. reflexivity.
Qed.

Theorem mean_closed_form beta g t : mean beta g t = (1 - beta) * total t (fun k => beta ^ (t - 1 - k) * g k).
Proof.
  induction t; [simpl; ring|]. rewrite <- geometric_sum. cbn [mean]. unfold mean_after. rewrite IHt. ring.
Qed.

Theorem square_closed_form beta g t : square beta g t = (1 - beta) * total t (fun k => beta ^ (t - 1 - k) * (g k * g k)).
Proof.
  induction t; [simpl; ring|]. rewrite <- (geometric_sum beta (fun k => g k * g k)). cbn [square]. unfold square_after.
  rewrite IHt. ring.
Qed.

(* The correction makes the weights of a mean add up to 1: that is its bias. *)
Theorem bias_correction beta t : (0 < t)%nat -> 0 <= beta < 1 ->
  1 - beta ^ t <> 0 /\ (1 - beta) * total t (fun k => beta ^ (t - 1 - k)) / (1 - beta ^ t) = 1.
Proof.
  intros Ht Hb.
  assert (P : beta ^ t < 1).
  { destruct t; [lia|]. simpl. assert (beta ^ t <= 1) by (rewrite <- (pow1 t); apply pow_incr; lra).
    assert (0 <= beta ^ t) by (apply pow_le; lra). nra. }
  assert (S : (1 - beta) * total t (fun k => beta ^ (t - 1 - k)) = 1 - beta ^ t).
  { clear. induction t; [simpl; ring|].
    transitivity ((1 - beta) * total (S t) (fun k => beta ^ (S t - 1 - k) * 1)).
    - f_equal. apply total_ext. intros; ring.
    - rewrite <- (geometric_sum beta (fun _ => 1)). rewrite (total_ext t _ (fun k => beta ^ (t - 1 - k))) by (intros; ring).
      simpl pow. rewrite Rmult_plus_distr_l. replace ((1 - beta) * (beta * total t (fun k => beta ^ (t - 1 - k))))
        with (beta * ((1 - beta) * total t (fun k => beta ^ (t - 1 - k)))) by ring. rewrite IHt. ring. }
  split; [lra|]. rewrite S. field. lra.
Qed.

(* With a gradient that stays the same, Adam's corrected moments are that gradient and its square. *)
Theorem adam_constant_gradient beta g t : (0 < t)%nat -> 0 <= beta < 1 ->
  mean beta (fun _ => g) t * (1 / (1 - beta ^ t)) = g /\ square beta (fun _ => g) t * (1 / (1 - beta ^ t)) = g * g.
Proof.
  intros Ht Hb. destruct (bias_correction beta t Ht Hb) as [N E].
  rewrite mean_closed_form, square_closed_form, !total_scal_r. unfold Rdiv in *. split.
  - transitivity ((1 - beta) * total t (fun k => beta ^ (t - 1 - k)) * / (1 - beta ^ t) * g); [ring|rewrite E; ring].
  - transitivity ((1 - beta) * total t (fun k => beta ^ (t - 1 - k)) * / (1 - beta ^ t) * (g * g)); [ring|rewrite E; ring].
Qed.
