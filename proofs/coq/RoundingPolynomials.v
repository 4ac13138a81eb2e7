(* Errors of the polynomials of delgrad.h, in the reals: Coq-Interval on the very coefficients of the header (RoundingConstants.v is
   written from it). The figures proved here are hypotheses of the scripts in proofs/gappa, which read them from this file. *)
From Coq Require Import Reals Lra Lia ZArith.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic Specific_ops Specific_stdz.
From Delgrad Require Import RoundingConstants.
(* Interval's arithmetic on Coq's own integers: no primitive integers or floats, so no axioms but those of the reals. *)
Module Floats := SpecificFloat StdZRadix2.
Module Bounds := IntervalTactic Floats.
Import Bounds.
Open Scope R_scope.

(* ---- log 2 = high + low *)

Theorem ln2_64 : Rabs (ln 2 - (ln2_high_64 + ln2_low_64)) <= 1 / 2^95.
Proof. unfold ln2_high_64, ln2_low_64. interval with (i_prec 140). Qed.
Theorem ln2_32 : Rabs (ln 2 - (ln2_high_32 + ln2_low_32)) <= 1 / 2^44.
Proof. unfold ln2_high_32, ln2_low_32. interval with (i_prec 90). Qed.

(* ---- e^r = 1 + r + r^2/2 + r^2 (cubic(r) + d) *)

Definition exp_error_64 (r : R) : R := exp r - (1 + r + r * r / 2 + r * r * exp_cubic_64 r).
Definition exp_error_32 (r : R) : R := exp r - (1 + r + r * r / 2 + r * r * exp_cubic_32 r).

(* A bound of the derivative is one of the function. *)
Lemma grows_slower (f g : R -> R) (b r : R) :
  f 0 = 0 -> (forall t, Rabs t <= Rabs r -> is_derive f t (g t)) -> (forall t, Rabs t <= Rabs r -> Rabs (g t) <= b) ->
  Rabs (f r) <= b * Rabs r.
Proof.
  intros f0 derivative bound.
  assert (inside : forall t, Rmin 0 r <= t <= Rmax 0 r -> Rabs t <= Rabs r).
  { intros t; unfold Rmin, Rmax; destruct (Rle_dec 0 r); intros H; unfold Rabs;
      destruct (Rcase_abs t), (Rcase_abs r); lra. }
  destruct (MVT_gen f 0 r g) as [c [Hc e]].
  - intros x Hx; apply derivative, inside; lra.
  - intros x Hx; apply continuity_pt_filterlim; apply (ex_derive_continuous f); eexists; apply derivative, inside; exact Hx.
  - rewrite f0, !Rminus_0_r in e; rewrite e, Rabs_mult.
    apply Rmult_le_compat_r; [apply Rabs_pos|apply bound, inside, Hc].
Qed.

(* Taylor's series of e^r up to the terms below r^n *)
Fixpoint factorial (n : nat) : R := match n with O => 1 | S m => (INR m + 1) * factorial m end.
Lemma factorial_positive n : 0 < factorial n.
Proof. induction n; simpl; [lra|]. pose proof (pos_INR n). nra. Qed.
Fixpoint exp_series (n : nat) (r : R) : R :=
  match n with O => 0 | S m => exp_series m r + r^m / factorial m end.
Lemma exp_series_derive n r : is_derive (exp_series (S n)) r (exp_series n r).
Proof.
  induction n.
  - simpl. auto_derive; [trivial|lra].
  - change (exp_series (S n) r) with (exp_series n r + r^n / factorial n).
    apply (is_derive_ext (fun r => exp_series (S n) r + r^(S n) / factorial (S n))); [reflexivity|].
    apply @is_derive_plus; [exact IHn|].
    assert (f : factorial (S n) = (INR n + 1) * factorial n) by reflexivity.
    set (g := factorial (S n)) in *.
    auto_derive; [trivial|]. rewrite f. change (pred (S n)) with n.
    replace (match n with O => 1 | S _ => INR n + 1 end) with (INR n + 1) by (destruct n; simpl; ring).
    pose proof (factorial_positive n); pose proof (pos_INR n); field; lra.
Qed.
Lemma exp_remainder n : forall r, Rabs r <= 1 -> Rabs (exp r - exp_series n r) <= 3 * Rabs r ^ n.
Proof.
  induction n; intros r small.
  - simpl. rewrite Rminus_0_r, Rabs_pos_eq by (left; apply exp_pos).
    apply Rabs_le_between in small. interval with (i_prec 60).
  - replace (3 * Rabs r ^ S n) with (3 * Rabs r ^ n * Rabs r) by (simpl; ring).
    apply (grows_slower (fun t => exp t - exp_series (S n) t) (fun t => exp t - exp_series n t)).
    + rewrite exp_0. assert (H : exp_series (S n) 0 = 1); [|rewrite H; ring].
      clear. induction n; [simpl; lra|]. change (exp_series (S (S n)) 0) with (exp_series (S n) 0 + 0^(S n) / factorial (S n)).
      rewrite IHn, pow_i by lia. unfold Rdiv. ring.
    + intros t _. apply @is_derive_minus; [apply is_derive_exp|apply exp_series_derive].
    + intros t le. eapply Rle_trans; [apply IHn; lra|].
      apply Rmult_le_compat_l; [lra|]. apply pow_incr. split; [apply Rabs_pos|exact le].
Qed.

(* Near 0 the error is r^2 times a polynomial and the rest of the series; elsewhere it is bounded directly. *)
Lemma of_quotient x y b : 0 < y -> Rabs (x / y) <= b -> Rabs x <= b * y.
Proof.
  intros pos H. replace x with (x / y * y) by (field; lra).
  rewrite Rabs_mult, (Rabs_pos_eq y) by lra. apply Rmult_le_compat_r; lra.
Qed.
Lemma Rabs_div_abs x y : Rabs (x / Rabs y) = Rabs (x / y).
Proof. unfold Rdiv. rewrite !Rabs_mult, <- !Rabs_inv, Rabs_Rabsolu. reflexivity. Qed.
Lemma power_of_small r b : Rabs r <= 1/2^5 -> (3 * (1/2^5)^14 <= b) -> 3 * Rabs r ^ 16 <= b * (r * r).
Proof.
  intros small le. replace (r * r) with (Rabs r * Rabs r) by (rewrite <- Rabs_mult; apply Rabs_pos_eq; nra).
  replace (3 * Rabs r ^ 16) with (3 * Rabs r ^ 14 * (Rabs r * Rabs r)) by ring.
  assert (0 <= Rabs r * Rabs r) by (pose proof (Rabs_pos r); nra).
  apply Rmult_le_compat_r; [lra|]. eapply Rle_trans; [|exact le].
  apply Rmult_le_compat_l; [lra|]. apply pow_incr. split; [apply Rabs_pos|exact small].
Qed.
Lemma of_sum x y q a b c : 0 <= q -> Rabs x <= a * q -> Rabs y <= b -> a + b <= c -> Rabs (x + q * y) <= c * q.
Proof.
  intros pos hx hy le. eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, (Rabs_pos_eq q) by exact pos.
  assert (q * Rabs y <= q * b) by (apply Rmult_le_compat_l; lra).
  assert ((a + b) * q <= c * q) by (apply Rmult_le_compat_r; lra). lra.
Qed.
Definition exp_low (r : R) : R :=
  r * (1/6 + r * (1/24 + r * (1/120 + r * (1/720 + r * (1/5040 + r * (1/40320 + r * (1/362880 + r * (1/3628800 + r * (1/39916800 + r * (1/479001600 + r * (1/6227020800 + r * (1/87178291200 + r / 1307674368000)))))))))))).
Theorem exp_64 : forall r, -0.347 <= r <= 0.347 -> Rabs (exp_error_64 r) <= 3.7 / 2^59 * (r * r).
Proof.
  intros r range.
  destruct (Rle_dec (Rabs r) (1 / 2^5)) as [near|far].
  - assert (part : Rabs (exp_low r - exp_cubic_64 r) <= 0.88 / 2^59).
    { apply Rabs_le_between in near. unfold exp_low, exp_cubic_64.
      interval with (i_bisect r, i_taylor r, i_degree 12, i_prec 120). }
    assert (rest := exp_remainder 16 r ltac:(lra)).
    replace (exp_error_64 r) with ((exp r - exp_series 16 r) + r * r * (exp_low r - exp_cubic_64 r)).
    2: { unfold exp_error_64, exp_low; simpl; field. }
    apply of_sum with (a := 0.01 / 2^59) (b := 0.88 / 2^59); [apply Rle_0_sqr| |exact part|lra].
    eapply Rle_trans; [exact rest|apply power_of_small; [exact near|lra]].
  - assert (direct : forall a, 0 <= a <= Rabs r -> Rabs (exp_error_64 r) <= 3.7 / 2^59 * (a * a) ->
      Rabs (exp_error_64 r) <= 3.7 / 2^59 * (r * r)).
    { intros a ha H. eapply Rle_trans; [exact H|]. apply Rmult_le_compat_l; [lra|].
      replace (r * r) with (Rabs r * Rabs r) by (rewrite <- Rabs_mult; apply Rabs_pos_eq; nra). nra. }
    assert (piece : -0.347 <= r <= -0.25 \/ -0.25 <= r <= -1/2^3 \/ -1/2^3 <= r <= -1/2^4 \/ -1/2^4 <= r <= -1/2^5 \/
      1/2^5 <= r <= 1/2^4 \/ 1/2^4 <= r <= 1/2^3 \/ 1/2^3 <= r <= 0.25 \/ 0.25 <= r <= 0.347)
      by (unfold Rabs in far; destruct (Rcase_abs r); lra).
    clear range far.
    destruct piece as [h|[h|[h|[h|[h|[h|[h|h]]]]]]];
      [apply (direct 0.25)|apply (direct (1/2^3))|apply (direct (1/2^4))|apply (direct (1/2^5))|
       apply (direct (1/2^5))|apply (direct (1/2^4))|apply (direct (1/2^3))|apply (direct 0.25)];
      try (unfold Rabs; destruct (Rcase_abs r); lra); clear direct;
      unfold exp_error_64, exp_cubic_64; interval with (i_bisect r, i_taylor r, i_degree 15, i_prec 90).
Qed.
Theorem exp_32 : forall r, -0.347 <= r <= 0.347 -> Rabs (exp_error_32 r) <= 4.7 / 2^29 * (r * r).
Proof.
  intros r range.
  destruct (Rle_dec (Rabs r) (1 / 2^5)) as [near|far].
  - assert (part : Rabs (exp_low r - exp_cubic_32 r) <= 1.12 / 2^29).
    { apply Rabs_le_between in near. unfold exp_low, exp_cubic_32.
      interval with (i_bisect r, i_taylor r, i_degree 12, i_prec 80). }
    assert (rest := exp_remainder 16 r ltac:(lra)).
    replace (exp_error_32 r) with ((exp r - exp_series 16 r) + r * r * (exp_low r - exp_cubic_32 r)).
    2: { unfold exp_error_32, exp_low; simpl; field. }
    apply of_sum with (a := 0.01 / 2^59) (b := 1.12 / 2^29); [apply Rle_0_sqr| |exact part|lra].
    eapply Rle_trans; [exact rest|apply power_of_small; [exact near|lra]].
  - assert (direct : forall a, 0 <= a <= Rabs r -> Rabs (exp_error_32 r) <= 4.7 / 2^29 * (a * a) ->
      Rabs (exp_error_32 r) <= 4.7 / 2^29 * (r * r)).
    { intros a ha H. eapply Rle_trans; [exact H|]. apply Rmult_le_compat_l; [lra|].
      replace (r * r) with (Rabs r * Rabs r) by (rewrite <- Rabs_mult; apply Rabs_pos_eq; nra). nra. }
    assert (piece : -0.347 <= r <= -0.25 \/ -0.25 <= r <= -1/2^3 \/ -1/2^3 <= r <= -1/2^4 \/ -1/2^4 <= r <= -1/2^5 \/
      1/2^5 <= r <= 1/2^4 \/ 1/2^4 <= r <= 1/2^3 \/ 1/2^3 <= r <= 0.25 \/ 0.25 <= r <= 0.347)
      by (unfold Rabs in far; destruct (Rcase_abs r); lra).
    clear range far.
    destruct piece as [h|[h|[h|[h|[h|[h|[h|h]]]]]]];
      [apply (direct 0.25)|apply (direct (1/2^3))|apply (direct (1/2^4))|apply (direct (1/2^5))|
       apply (direct (1/2^5))|apply (direct (1/2^4))|apply (direct (1/2^3))|apply (direct 0.25)];
      try (unfold Rabs; destruct (Rcase_abs r); lra); clear direct;
      unfold exp_error_32, exp_cubic_32; interval with (i_bisect r, i_taylor r, i_degree 9, i_prec 56).
Qed.

(* dg_exp_rest without rounding is what is bounded above, and the first-order effect of low. *)
Theorem exp_rest_is_64 : forall r low, exp_rest_64 r low = r * r / 2 + r * r * exp_cubic_64 r + low * (1 + r).
Proof.
  intros. unfold exp_rest_64. fold (exp_cubic_64 r). generalize (exp_cubic_64 r). intros p. replace 0.5 with (1/2) by lra. field.
Qed.
Theorem exp_rest_is_32 : forall r low, exp_rest_32 r low = r * r / 2 + r * r * exp_cubic_32 r + low * (1 + r).
Proof.
  intros. unfold exp_rest_32. fold (exp_cubic_32 r). generalize (exp_cubic_32 r). intros p. replace 0.5 with (1/2) by lra. field.
Qed.
