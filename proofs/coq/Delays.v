(* Delays.v: delay maps, their derivatives, and the projections after an update (SPEC 5.2, MODEL 2). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import Sums Sizes.
Open Scope R_scope.

Definition Sigmoid (p : R) : R := 1 / (1 + exp (- p)).

(* d as a function of its parameter p, and dd/dp. *)
Definition delay_value (delay : dg_delay) (p : R) : R :=
  if Z.eq_dec (dg_delay_map delay) DG_MAP_SIGMOID then dg_delay_shift delay + dg_delay_scale delay * Sigmoid p else p.
Definition delay_slope (delay : dg_delay) (p : R) : R :=
  if Z.eq_dec (dg_delay_map delay) DG_MAP_SIGMOID then dg_delay_scale delay * (Sigmoid p * (1 - Sigmoid p)) else 1.

(* The forms of dg_sigmoid and dg_delay_slope, whose exponential never overflows. *)
Theorem sigmoid_stable p :
  let e := exp (if Rlt_dec p 0 then p else - p) in (if Rlt_dec p 0 then e else 1) / (1 + e) = Sigmoid p.
Proof.
  simpl. unfold Sigmoid. destruct (Rlt_dec p 0); [|reflexivity]. rewrite exp_Ropp. assert (A := exp_pos p). field. lra.
Qed.

Theorem sigmoid_slope_stable p :
  let e := exp (if Rlt_dec p 0 then p else - p) in e / ((1 + e) * (1 + e)) = Sigmoid p * (1 - Sigmoid p).
Proof.
  simpl. unfold Sigmoid. destruct (Rlt_dec p 0).
  - rewrite exp_Ropp. assert (A := exp_pos p). field. lra.
  - assert (A := exp_pos (- p)). field. lra.
Qed.

Theorem sigmoid_range p : 0 < Sigmoid p < 1.
Proof.
  unfold Sigmoid. assert (A := exp_pos (- p)). split; [apply Rdiv_lt_0_compat; lra|].
  apply (Rmult_lt_reg_r (1 + exp (- p))); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Theorem sigmoid_derive p : is_derive Sigmoid p (Sigmoid p * (1 - Sigmoid p)).
Proof.
  unfold Sigmoid. assert (A := exp_pos (- p)). unfold Rdiv. auto_derive; [lra|]. field. lra.
Qed.

(* dd/dp, for every map. *)
Theorem delay_derive delay p : is_derive (delay_value delay) p (delay_slope delay p).
Proof.
  unfold delay_value, delay_slope. destruct (Z.eq_dec (dg_delay_map delay) DG_MAP_SIGMOID); [|apply @is_derive_id].
  unfold Sigmoid. assert (A := exp_pos (- p)). unfold Rdiv. auto_derive; [lra|]. field. lra.
Qed.

(* Admitted ranges give delays that are not negative (SPEC 5.2). *)
Theorem sigmoid_delay_admitted delay p :
  dg_delay_map delay = DG_MAP_SIGMOID -> 0 <= dg_delay_shift delay -> 0 <= dg_delay_shift delay + dg_delay_scale delay ->
  0 <= delay_value delay p.
Proof.
  intros E H1 H2. unfold delay_value. rewrite E. simpl. assert (A := sigmoid_range p).
  destruct (Rle_lt_dec 0 (dg_delay_scale delay)); nra.
Qed.

(* ---- projections ---------------------------------------------------------------------------------------------------- *)

(* DG_MAP_CLIP *)
Definition clipped (p : R) : R := if Rlt_dec p 0 then 0 else p.

Theorem clipped_is_max p : clipped p = Rmax p 0.
Proof. unfold clipped, Rmax. destruct (Rlt_dec p 0), (Rle_dec p 0); lra. Qed.

(* The admitted delay next to p. *)
Theorem clipped_is_nearest p q : 0 <= clipped p /\ (0 <= q -> Rabs (clipped p - p) <= Rabs (q - p)).
Proof.
  unfold clipped. destruct (Rlt_dec p 0); split; try lra; intro H.
  - rewrite !Rabs_pos_eq by lra. lra.
  - rewrite Rminus_eq_0, Rabs_R0. apply Rabs_pos.
Qed.

Theorem clipped_idempotent p : clipped (clipped p) = clipped p.
Proof. unfold clipped. destruct (Rlt_dec p 0); [destruct (Rlt_dec 0 0); reflexivity|]. destruct (Rlt_dec p 0);
  [contradiction|reflexivity]. Qed.

(* DG_MAP_SHIFT: all n are lowered by the least of them and 0. *)
Fixpoint least (n : nat) (p : nat -> R) : R := match n with O => 0 | S m => if Rlt_dec (p m) (least m p)
  then p m else least m p end.
Definition shifted (n : nat) (p : nat -> R) (i : nat) : R := p i - least n p.

Lemma least_spec n p : least n p <= 0 /\ (forall i, (i < n)%nat -> least n p <= p i) /\
  (least n p = 0 \/ exists i, (i < n)%nat /\ least n p = p i).
Proof.
  induction n as [|n (A & B & C)]; cbn [least].
  - split; [lra|]. split; [intros; lia|left; reflexivity].
  - destruct (Rlt_dec (p n) (least n p)) as [L|L].
    + split; [lra|]. split.
      * intros i Hi. destruct (Nat.eq_dec i n) as [->|]; [lra|]. specialize (B i ltac:(lia)). lra.
      * right. exists n. split; [lia|reflexivity].
    + split; [exact A|]. split.
      * intros i Hi. destruct (Nat.eq_dec i n) as [->|]; [lra|]. apply B. lia.
      * destruct C as [C|(i & Hi & C)]; [left; exact C|right; exists i; split; [lia|exact C]].
Qed.

Theorem shifted_admitted n p i : (i < n)%nat -> 0 <= shifted n p i.
Proof. intro H. unfold shifted. assert (A := proj1 (proj2 (least_spec n p)) i H). lra. Qed.

Theorem shifted_differences n p i j : shifted n p i - shifted n p j = p i - p j.
Proof. unfold shifted. ring. Qed.

Theorem shifted_only_if_needed n p i : (forall j, (j < n)%nat -> 0 <= p j) -> shifted n p i = p i.
Proof.
  intro H. unfold shifted. destruct (least_spec n p) as (A & _ & [C|(j & Hj & C)]); [lra|]. specialize (H j Hj). lra.
Qed.

(* One delay becomes 0 where one was negative: no smaller shift would do. *)
Theorem shifted_least n p : (exists j, (j < n)%nat /\ p j < 0) -> exists i, (i < n)%nat /\ shifted n p i = 0.
Proof.
  intros (j & Hj & N). destruct (least_spec n p) as (A & B & [C|(i & Hi & C)]).
  - specialize (B j Hj). lra.
  - exists i. split; [exact Hi|]. unfold shifted. lra.
Qed.

Theorem shifted_idempotent n p i : (i < n)%nat -> shifted n (shifted n p) i = shifted n p i.
Proof. intro H. apply shifted_only_if_needed. intros. apply shifted_admitted. assumption. Qed.
