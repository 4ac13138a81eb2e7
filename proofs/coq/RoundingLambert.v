(* The last step of Lambert's W in the reals: what the scripts of proofs/gappa about it take for granted. W e^W = z; a step starts
   from w = W - t. SPEC 9.9. *)
From Coq Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic Specific_ops Specific_stdz.
From Delgrad Require Import RoundingPolynomials Facts_elementary.
Module Floats := SpecificFloat StdZRadix2.
Module Bounds := IntervalTactic Floats.
Import Bounds.
Open Scope R_scope.

(* e^t = 1 + t g, g near 1 (SPEC 9.9). *)
Theorem lambert_growth (t : R) : Rabs t <= 1/8 -> exists g, exp t = 1 + t * g /\ Rabs (g - 1) <= Rabs t.
Proof.
  intros small. destruct (Req_dec t 0) as [->|other].
  - exists 1. rewrite exp_0, Rabs_R0. replace (1 - 1) with 0 by ring. rewrite Rabs_R0. lra.
  - exists ((exp t - 1) / t). split; [field; exact other|].
    assert (rest := exp_remainder 3 t ltac:(lra)). simpl in rest.
    replace ((exp t - 1) / t - 1) with (t / 2 + (exp t - (0 + 1 / 1 + t * 1 / ((0 + 1) * 1) + t * (t * 1) / ((1 + 1) * ((0 + 1) * 1)))) / t)
      by (field; exact other).
    assert (0 < Rabs t) by (apply Rabs_pos_lt; exact other).
    eapply Rle_trans; [apply Rabs_triang|].
    assert (Rabs (t / 2) = Rabs t / 2) by (unfold Rdiv; rewrite Rabs_mult, (Rabs_pos_eq (/ 2)) by lra; reflexivity).
    assert (Rabs ((exp t - (0 + 1 / 1 + t * 1 / ((0 + 1) * 1) + t * (t * 1) / ((1 + 1) * ((0 + 1) * 1)))) / t) <= 3 * (Rabs t * Rabs t)).
    { unfold Rdiv at 1. rewrite Rabs_mult, Rabs_inv. apply Rmult_le_reg_r with (Rabs t); [assumption|].
      rewrite Rmult_assoc, Rinv_l by lra. lra. }
    nra.
Qed.

(* The residual that dg_lambert_last forms, in the reals. *)
Theorem lambert_residual_is (W t z g : R) : z = W * exp W -> exp t = 1 + t * g ->
  z * exp (- (W - t)) = W * (1 + t * g) /\ (W - t) - z * exp (- (W - t)) = - t * (1 + W * g).
Proof.
  intros -> e. assert (E : W * exp W * exp (- (W - t)) = W * (1 + t * g)).
  { rewrite Rmult_assoc, <- exp_plus. replace (W + - (W - t)) with t by ring. rewrite e. ring. }
  split; [exact E|rewrite E; ring].
Qed.

(* Four terms of e^x are less: e^R = e^-w/2 in dg_lambert_last where k = 1. *)
Lemma exp_above n : forall x, 0 <= x -> exp_series n x <= exp x.
Proof.
  induction n; intros x pos; [simpl; left; apply exp_pos|].
  set (f := fun t => exp t - exp_series (S n) t).
  assert (inside : forall t, Rmin 0 x <= t <= Rmax 0 x -> 0 <= t) by (intros t; unfold Rmin, Rmax; destruct (Rle_dec 0 x); lra).
  assert (derivative : forall t, is_derive f t (exp t - exp_series n t)).
  { intros t. apply @is_derive_minus; [apply is_derive_exp|apply exp_series_derive]. }
  destruct (MVT_gen f 0 x (fun t => exp t - exp_series n t)) as [c [hc e]].
  - intros t _. apply derivative.
  - intros t _. apply continuity_pt_filterlim, (ex_derive_continuous f). eexists. apply derivative.
  - assert (start : f 0 = 0).
    { unfold f. rewrite exp_0. enough (H : exp_series (S n) 0 = 1) by (rewrite H; ring).
      clear. induction n; [simpl; lra|]. change (exp_series (S (S n)) 0) with (exp_series (S n) 0 + 0^(S n) / factorial (S n)).
      rewrite IHn, pow_i by lia. unfold Rdiv. ring. }
    assert (0 <= exp c - exp_series n c) by (specialize (IHn c (inside c hc)); lra).
    rewrite start, !Rminus_0_r in e. assert (0 <= f x) by (rewrite e; apply Rmult_le_pos; lra). unfold f in *. lra.
Qed.
Theorem lambert_fraction (x y : R) : 0 <= x <= y -> (1 + x + x ^ 2 / 2 + x ^ 3 / 6) / 2 <= exp y / 2.
Proof.
  intros [pos le]. assert (H := exp_above 4 x pos). simpl in H.
  assert (exp x <= exp y) by (destruct le as [lt|<-]; [left; apply exp_increasing; exact lt|right; reflexivity]). simpl. lra.
Qed.

(* W near 0. *)
Theorem lambert_near_0 (W z : R) : Rabs W <= 1/2^14 -> z = W * exp W -> exists d, W = z * (1 - z + z * z * d) /\ Rabs d <= 1.6.
Proof.
  intros small e. assert (rest := exp_remainder 3 W ltac:(lra)).
  destruct (Req_dec W 0) as [->|other]; [exists 0; rewrite e, Rabs_R0; split; [ring|lra]|].
  set (q := (exp W - 1 - W) / (W * W)).
  assert (E : exp W = 1 + W + W * W * q) by (unfold q; field; exact other).
  assert (near : Rabs (q - 1/2) <= 3 * Rabs W).
  { unfold q. replace ((exp W - 1 - W) / (W * W) - 1/2) with ((exp W - exp_series 3 W) / (W * W)) by (simpl; field; exact other).
    unfold Rdiv. rewrite Rabs_mult, Rabs_inv, Rabs_mult. assert (0 < Rabs W) by (apply Rabs_pos_lt; exact other).
    apply Rmult_le_reg_r with (Rabs W * Rabs W); [nra|]. rewrite Rmult_assoc, Rinv_l by nra. simpl (Rabs W ^ 3) in rest. lra. }
  assert (hW := proj1 (Rabs_le_between _ _) small).
  assert (hq : 0.49 <= q <= 0.51) by (apply Rabs_le_between in near; lra).
  clearbody q. set (d := (2 - q + W * (1 + 2 * q) + 2 * (W * W) * q + W * W * W * (q * q)) / ((1 + W + W * W * q) ^ 3)).
  assert (pos : 0.99 <= 1 + W + W * W * q) by (interval with (i_prec 60)).
  exists d. split.
  - rewrite e, E. unfold d. field. lra.
  - unfold d. interval with (i_prec 60).
Qed.

(* What dg_lambert_w0 starts from for z >= -1/4, l = log(1 + z): within 0.078 of W for every z below e^704. *)
Definition lambert_first (l : R) : R := l - l * ln (1 + l) / (2 + l).
Theorem lambert_start (W : R) : -0.3575 <= W <= 704 -> Rabs (W - lambert_first (ln (1 + W * exp W))) <= 0.078.
Proof.
  intros H. destruct (Rle_dec W 1) as [low|high].
  - unfold lambert_first. interval with (i_bisect W, i_autodiff W, i_prec 40, i_depth 20).
  - assert (far : ln (1 + W * exp W) = W + ln (W + exp (- W))).
    { replace (1 + W * exp W) with (exp W * (W + exp (- W))) by (rewrite exp_Ropp; field; apply Rgt_not_eq, exp_pos).
      rewrite ln_mult, ln_exp; [reflexivity|apply exp_pos|]. pose proof (exp_pos (- W)). lra. }
    rewrite far. unfold lambert_first. assert (1 <= W) by lra. clear far high. destruct (Rle_dec W 16).
    + assert (1 <= W <= 16) by lra. interval with (i_bisect W, i_autodiff W, i_prec 40, i_depth 20).
    + assert (16 <= W <= 704) by lra. interval with (i_bisect W, i_autodiff W, i_prec 40, i_depth 24).
Qed.

(* One step of Halley's iteration leaves the cube of the error. *)
Lemma exp_cubic_rest (t : R) : Rabs t <= 0.1 -> exists q, exp t = 1 + t + t * t / 2 + q * (t * t * t) /\ 0.12 <= q <= 0.21.
Proof.
  intros small. destruct (Req_dec t 0) as [->|other]; [exists (1/6); rewrite exp_0; split; [field|lra]|].
  exists ((exp t - 1 - t - t * t / 2) / (t * t * t)). split; [field; exact other|].
  assert (rest := exp_remainder 5 t ltac:(lra)).
  replace ((exp t - 1 - t - t * t / 2) / (t * t * t)) with (1/6 + t / 24 + (exp t - exp_series 5 t) / (t * t * t)) by (simpl; field; exact other).
  assert (last : Rabs ((exp t - exp_series 5 t) / (t * t * t)) <= 0.03).
  { assert (0 < Rabs t) by (apply Rabs_pos_lt; exact other). set (x := Rabs t) in *. unfold Rdiv. rewrite Rabs_mult, Rabs_inv, !Rabs_mult. fold x.
    apply Rmult_le_reg_r with (x * x * x); [assert (0 < x * x) by nra; nra|].
    rewrite Rmult_assoc, Rinv_l by (assert (0 < x * x) by nra; nra). rewrite Rmult_1_r. eapply Rle_trans; [exact rest|].
    replace (3 * x ^ 5) with (3 * (x * x) * (x * x * x)) by ring. apply Rmult_le_compat_r; [assert (0 < x * x) by nra; nra|nra]. }
  apply Rabs_le_between in last. apply Rabs_le_between in small. lra.
Qed.
Section Step.
  Variables W t q : R.
  Let g := 1 + t + t * t / 2 + q * (t * t * t).
  Let h := 1 + t / 2 + q * (t * t).
  Let m := 1 - 2 * q + 2 * q * t.
  Let n := 1 / 2 + q * t.
  Let divisor := 2 * (1 + W * g) * (1 + W * g) - t * (1 + W * h) * (W * g).
  Definition halley_rest : R := (- h + (1 + W * g) * m - W * g * n) / divisor.
  Hypotheses (ht : -0.1 <= t <= 0.1) (hq : 0.12 <= q <= 0.21).
  Lemma halley_rest_low : -0.3575 <= W <= 4 -> 0 < divisor /\ Rabs halley_rest <= 0.75 /\ Rabs (W * halley_rest) <= 0.4.
  Proof.
    intros H. unfold halley_rest, divisor, g, h, m, n. split; [|split]; interval with (i_bisect W, i_bisect t, i_bisect q, i_prec 30, i_depth 15).
  Qed.
  Lemma halley_rest_high : 4 <= W -> 0 < divisor /\ Rabs halley_rest <= 0.75 /\ Rabs (W * halley_rest) <= 0.4.
  Proof.
    intros H. set (i := / W). assert (hi : 0 <= i <= 0.25).
    { unfold i. split; [left; apply Rinv_0_lt_compat; lra|]. replace 0.25 with (/ 4) by lra. apply Rinv_le_contravar; lra. }
    set (D := 2 * (i + g) * (i + g) - t * (i + h) * g).
    assert (pos : 0.1 <= D) by (unfold D, g, h; interval with (i_bisect i, i_bisect t, i_prec 30)).
    assert (d : divisor = W * W * D) by (unfold divisor, D, i; field; lra).
    assert (up : - h + (1 + W * g) * m - W * g * n = W * (i * (- h + m) + g * (m - n))) by (unfold i; field; lra).
    assert (e : W * halley_rest = (i * (- h + m) + g * (m - n)) / D).
    { unfold halley_rest. rewrite d, up. clearbody D. field. lra. }
    assert (far : Rabs (W * halley_rest) <= 0.4).
    { rewrite e. unfold D, g, h, m, n. interval with (i_bisect i, i_bisect t, i_bisect q, i_prec 30, i_depth 15). }
    split; [rewrite d; apply Rmult_lt_0_compat; nra|]. split; [|exact far].
    rewrite Rabs_mult, (Rabs_pos_eq W) in far by lra. pose proof (Rabs_pos halley_rest). nra.
  Qed.
  Lemma halley_rest_bound : -0.3575 <= W -> 0 < divisor /\ Rabs halley_rest <= 0.75 /\ Rabs (W * halley_rest) <= 0.4.
  Proof. intros H. destruct (Rle_dec W 4); [apply halley_rest_low|apply halley_rest_high]; lra. Qed.
  Lemma halley_rest_is : divisor <> 0 -> let E := W * g in let F := W - t - E in
    W - t - 2 * F * (1 + E) / (2 * (1 + E) * (1 + E) + F * E) - W = - (t * t * t) * (W * halley_rest).
  Proof.
    intros other. cbv zeta. assert (e : 2 * (1 + W * g) * (1 + W * g) + (W - t - W * g) * (W * g) = divisor) by (unfold divisor, g, h; field).
    rewrite e. unfold halley_rest. set (D := divisor) in *.
    replace (W - t - 2 * (W - t - W * g) * (1 + W * g) / D - W) with (- (t * D + 2 * (W - t - W * g) * (1 + W * g)) / D) by (field; exact other).
    replace (t * D + 2 * (W - t - W * g) * (1 + W * g)) with (t * t * t * W * (- h + (1 + W * g) * m - W * g * n));
      [field; exact other|unfold D, divisor, m, n, g, h; field].
  Qed.
End Step.
Theorem lambert_halley (W t : R) : -0.3575 <= W -> Rabs t <= 0.1 -> let w := W - t in let E := W * exp t in
  Rabs (LambertStep w (w - E) E - W) <= 0.4 * Rabs t ^ 3 /\ Rabs (LambertStep w (w - E) E - W) <= 0.75 * Rabs W * Rabs t ^ 3.
Proof.
  intros hW small. cbv zeta. destruct (exp_cubic_rest t small) as [q [e hq]]. rewrite e. unfold LambertStep.
  assert (ht : -0.1 <= t <= 0.1) by (apply Rabs_le_between in small; lra).
  destruct (halley_rest_bound W t q ht hq hW) as [divisor [near far]].
  rewrite halley_rest_is by (apply Rgt_not_eq, divisor).
  assert (cube : Rabs (t * t * t) = Rabs t ^ 3) by (rewrite !Rabs_mult; ring).
  rewrite Rabs_mult, Rabs_Ropp, cube. assert (0 <= Rabs t ^ 3) by (apply pow_le, Rabs_pos). pose proof (Rabs_pos W). split.
  - rewrite Rmult_comm. apply Rmult_le_compat_r; assumption.
  - rewrite Rabs_mult. replace (0.75 * Rabs W * Rabs t ^ 3) with (Rabs t ^ 3 * (Rabs W * 0.75)) by ring.
    apply Rmult_le_compat_l; [assumption|]. apply Rmult_le_compat_l; assumption.
Qed.

(* So two steps, without rounding, come this close to W for z >= -1/4 (SPEC 9.9). *)
Definition lambert_improve (z w : R) : R := let e := z * exp (- w) in LambertStep w (w - e) e.
Theorem lambert_two_steps (W z w : R) : -0.3575 <= W <= 704 -> z = W * exp W ->
  w = lambert_improve z (lambert_improve z (lambert_first (ln (1 + z)))) -> Rabs (w - W) <= 1/2^38 /\ Rabs (w - W) <= 1/2^37 * Rabs W.
Proof.
  intros range hz. assert (start := lambert_start W range). rewrite <- hz in start. set (w0 := lambert_first _) in *.
  assert (one : forall v, Rabs (W - v) <= 0.1 -> Rabs (W - lambert_improve z v) <= 0.4 * Rabs (W - v) ^ 3 /\
    Rabs (W - lambert_improve z v) <= 0.75 * Rabs W * Rabs (W - v) ^ 3).
  { intros v close. destruct (lambert_halley W (W - v) (proj1 range) close) as [near far]. replace (W - (W - v)) with v in near, far by ring.
    assert (e : z * exp (- v) = W * exp (W - v)) by (rewrite hz, Rmult_assoc, <- exp_plus; f_equal; f_equal; ring).
    rewrite (Rabs_minus_sym W). unfold lambert_improve. rewrite e. split; assumption. }
  destruct (one w0 ltac:(lra)) as [first _]. set (w1 := lambert_improve z w0) in *.
  assert (cube : forall x b, Rabs x <= b -> Rabs x ^ 3 <= b ^ 3) by (intros x b le; apply pow_incr; split; [apply Rabs_pos|exact le]).
  assert (close : Rabs (W - w1) <= 0.00019) by (specialize (cube _ _ start); lra).
  intros ->. destruct (one w1 ltac:(lra)) as [near far]. specialize (cube _ _ close). rewrite (Rabs_minus_sym _ W). pose proof (Rabs_pos W).
  split; [lra|]. eapply Rle_trans; [exact far|]. rewrite Rmult_assoc, (Rmult_comm (Rabs W)), <- Rmult_assoc. apply Rmult_le_compat_r; lra.
Qed.

(* For z < -1/4 it starts from the polynomial in p = sqrt (2 (1 + e z)); h = 1 + W, so that e z = -(1 - h) e^h (SPEC 9.9). *)
Theorem lambert_branch_64 (h : R) : 0.125 <= h <= 0.65 -> let p := sqrt (2 * (1 - (1 - h) * exp h)) in
  Rabs (p + p * (p * BranchPolynomial p) - h) <= 1/2^38.
Proof. intros H. cbv zeta. unfold BranchPolynomial. interval with (i_bisect h, i_taylor h, i_degree 11, i_prec 54, i_depth 12). Qed.
Theorem lambert_branch_32 (h : R) : 0.125 <= h <= 0.65 -> let p := sqrt (2 * (1 - (1 - h) * exp h)) in
  Rabs (p + p * (p * BranchPolynomialFloat p) - h) <= 1/2^24.
Proof. intros H. cbv zeta. unfold BranchPolynomialFloat. interval with (i_bisect h, i_taylor h, i_degree 8, i_prec 40, i_depth 12). Qed.
