(* Error of the logarithm's series of delgrad.h, in the reals; see RoundingPolynomials.v. *)
From Coq Require Import Reals Lra Lia ZArith.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Tactic.
From Delgrad Require Import RoundingConstants RoundingPolynomials.
Import Bounds.
Open Scope R_scope.

(* ---- log(1 + f) = 2 s + s^3 (series(s^2) + d), s = f/(2 + f) *)

Definition log_error_64 (s : R) : R := ln ((1 + s) / (1 - s)) - (2 * s + s * (s * s) * log_series_64 (s * s)).
Definition log_error_32 (s : R) : R := ln ((1 + s) / (1 - s)) - (2 * s + s * (s * s) * log_series_32 (s * s)).
Definition log_low (t : R) : R :=
  2/3 + t * (2/5 + t * (2/7 + t * (2/9 + t * (2/11 + t * (2/13 + t * (2/15 + t * (2/17))))))).
Definition log_rest (s : R) : R := ln ((1 + s) / (1 - s)) - (2 * s + s * (s * s) * log_low (s * s)).
Lemma log_remainder s : Rabs s <= 1/2^5 -> Rabs (log_rest s) <= 2.01 * Rabs s ^ 19.
Proof.
  intros small. replace (2.01 * Rabs s ^ 19) with (2.01 * Rabs s ^ 18 * Rabs s) by (simpl; ring).
  apply (grows_slower log_rest (fun t => 2 * t^18 / (1 - t * t))).
  - unfold log_rest. replace ((1 + 0) / (1 - 0)) with 1 by field. rewrite ln_1. ring.
  - intros t le. apply Rabs_le_between in small. assert (H : -1/2^5 <= t <= 1/2^5).
    { split; unfold Rabs in *; destruct (Rcase_abs t), (Rcase_abs s); lra. }
    unfold log_rest, log_low. auto_derive.
    + repeat split; try lra. apply Rdiv_lt_0_compat; lra.
    + field. repeat split; try lra; nra.
  - intros t le. assert (H : Rabs t <= 1/2^5) by lra.
    assert (square : 0 <= t * t <= 1/2^10).
    { split; [nra|]. replace (t * t) with (Rabs t * Rabs t) by (rewrite <- Rabs_mult; apply Rabs_pos_eq; nra).
      pose proof (Rabs_pos t). nra. }
    unfold Rdiv. rewrite !Rabs_mult, (Rabs_pos_eq 2), (Rabs_pos_eq (/ _)) by
      (try lra; left; apply Rinv_0_lt_compat; lra).
    rewrite <- RPow_abs. assert (0 <= Rabs t ^ 18 <= Rabs s ^ 18).
    { split; [apply pow_le, Rabs_pos|apply pow_incr; split; [apply Rabs_pos|exact le]]. }
    assert (/ (1 - t * t) <= 1.001) by (interval with (i_prec 60)).
    assert (0 < / (1 - t * t)) by (apply Rinv_0_lt_compat; lra). nra.
Qed.
Lemma log_near (series : R -> R) (b : R) (s : R) :
  Rabs s <= 1/2^5 -> (forall t, 0 <= t <= 1/2^10 -> Rabs (log_low t - series t) <= b) ->
  Rabs (ln ((1 + s) / (1 - s)) - (2 * s + s * (s * s) * series (s * s))) <= (b + 2.01 / 2^80) * Rabs s ^ 3.
Proof.
  intros small part. assert (rest := log_remainder s small).
  assert (square : 0 <= s * s <= 1/2^10).
  { split; [nra|]. replace (s * s) with (Rabs s * Rabs s) by (rewrite <- Rabs_mult; apply Rabs_pos_eq; nra).
    pose proof (Rabs_pos s). nra. }
  specialize (part (s * s) square).
  replace (ln _ - _) with (log_rest s + s * (s * s) * (log_low (s * s) - series (s * s))) by (unfold log_rest; ring).
  assert (cube : 0 <= Rabs s ^ 3) by (apply pow_le, Rabs_pos).
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
  replace (Rabs (s * (s * s))) with (Rabs s ^ 3) by (rewrite !Rabs_mult; simpl; ring).
  assert (Rabs s ^ 16 <= (1/2^5)^16) by (apply pow_incr; split; [apply Rabs_pos|exact small]).
  replace (Rabs s ^ 19) with (Rabs s ^ 16 * Rabs s ^ 3) in rest by ring.
  assert (2.01 * (Rabs s ^ 16 * Rabs s ^ 3) <= 2.01 / 2^80 * Rabs s ^ 3).
  { rewrite <- Rmult_assoc. apply Rmult_le_compat_r; [exact cube|lra]. }
  assert (Rabs s ^ 3 * Rabs (log_low (s * s) - series (s * s)) <= Rabs s ^ 3 * b) by (apply Rmult_le_compat_l; assumption).
  lra.
Qed.
Lemma log_odd (series : R -> R) (s : R) : -1 < s < 1 ->
  Rabs (ln ((1 + - s) / (1 - - s)) - (2 * - s + - s * (- s * - s) * series (- s * - s))) =
  Rabs (ln ((1 + s) / (1 - s)) - (2 * s + s * (s * s) * series (s * s))).
Proof.
  intros range. replace ((1 + - s) / (1 - - s)) with (/ ((1 + s) / (1 - s))) by (field; lra).
  rewrite ln_Rinv by (apply Rdiv_lt_0_compat; lra). replace (- s * - s) with (s * s) by ring.
  rewrite <- Rabs_Ropp. f_equal. ring.
Qed.
Lemma of_piece (x c a s : R) : 0 <= a <= s -> 0 <= c -> Rabs x <= c * (a * a * a) -> Rabs x <= c * Rabs s ^ 3.
Proof.
  intros h hc H. eapply Rle_trans; [exact H|]. apply Rmult_le_compat_l; [exact hc|].
  rewrite Rabs_pos_eq by lra. replace (a * a * a) with (a ^ 3) by ring. apply pow_incr. exact h.
Qed.
Theorem log_64 : forall s, -0.1718 <= s <= 0.1718 -> Rabs (log_error_64 s) <= 1 / 2^51 * Rabs s ^ 3.
Proof.
  assert (positive : forall s, 0 <= s <= 0.1718 -> Rabs (log_error_64 s) <= 1 / 2^51 * Rabs s ^ 3).
  { intros s range. destruct (Rle_dec s (1/2^5)) as [near|far].
    - eapply Rle_trans; [apply (log_near log_series_64 (0.73 / 2^51)); [rewrite Rabs_pos_eq; lra|]|].
      + intros t ht. unfold log_low, log_series_64. interval with (i_bisect t, i_taylor t, i_degree 8, i_prec 110).
      + apply Rmult_le_compat_r; [apply pow_le, Rabs_pos|lra].
    - assert (piece : 0.03125 <= s <= 0.0346 \/ 0.0346 <= s <= 0.0384 \/ 0.0384 <= s <= 0.0426 \/ 0.0426 <= s <= 0.0472 \/ 0.0472 <= s <= 0.0523 \/ 0.0523 <= s <= 0.058 \/ 0.058 <= s <= 0.0643 \/ 0.0643 <= s <= 0.0713 \/ 0.0713 <= s <= 0.0791 \/ 0.0791 <= s <= 0.0878 \/ 0.0878 <= s <= 0.0974 \/ 0.0974 <= s <= 0.1081 \/ 0.1081 <= s <= 0.1199 \/ 0.1199 <= s <= 0.133 \/ 0.133 <= s <= 0.1476 \/ 0.1476 <= s <= 0.1638 \/ 0.1638 <= s <= 0.1718) by lra.
      clear range far. unfold log_error_64, log_series_64.
      destruct piece as [h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|h]]]]]]]]]]]]]]]].
      { apply of_piece with (a := 0.03125); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0346); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0384); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0426); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0472); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0523); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.058); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0643); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0713); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0791); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0878); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.0974); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.1081); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.1199); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.133); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.1476); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
      { apply of_piece with (a := 0.1638); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 14, i_prec 80)]. }
  }
  intros s range. destruct (Rle_dec 0 s) as [h|h]; [apply positive; lra|].
  specialize (positive (- s) ltac:(lra)). rewrite Rabs_Ropp in positive. unfold log_error_64 in *.
  rewrite (log_odd log_series_64 s) in positive by lra. exact positive.
Qed.
Theorem log_32 : forall s, -0.1718 <= s <= 0.1718 -> Rabs (log_error_32 s) <= 1.9 / 2^26 * Rabs s ^ 3.
Proof.
  assert (positive : forall s, 0 <= s <= 0.1718 -> Rabs (log_error_32 s) <= 1.9 / 2^26 * Rabs s ^ 3).
  { intros s range. destruct (Rle_dec s (1/2^5)) as [near|far].
    - eapply Rle_trans; [apply (log_near log_series_32 (1.335 / 2^26)); [rewrite Rabs_pos_eq; lra|]|].
      + intros t ht. unfold log_low, log_series_32. interval with (i_bisect t, i_taylor t, i_degree 8, i_prec 110).
      + apply Rmult_le_compat_r; [apply pow_le, Rabs_pos|lra].
    - assert (piece : 0.03125 <= s <= 0.0346 \/ 0.0346 <= s <= 0.0384 \/ 0.0384 <= s <= 0.0426 \/ 0.0426 <= s <= 0.0472 \/ 0.0472 <= s <= 0.0523 \/ 0.0523 <= s <= 0.058 \/ 0.058 <= s <= 0.0643 \/ 0.0643 <= s <= 0.0713 \/ 0.0713 <= s <= 0.0791 \/ 0.0791 <= s <= 0.0878 \/ 0.0878 <= s <= 0.0974 \/ 0.0974 <= s <= 0.1081 \/ 0.1081 <= s <= 0.1199 \/ 0.1199 <= s <= 0.133 \/ 0.133 <= s <= 0.1476 \/ 0.1476 <= s <= 0.1638 \/ 0.1638 <= s <= 0.1718) by lra.
      clear range far. unfold log_error_32, log_series_32.
      destruct piece as [h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|[h|h]]]]]]]]]]]]]]]].
      { apply of_piece with (a := 0.03125); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0346); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0384); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0426); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0472); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0523); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.058); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0643); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0713); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0791); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0878); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.0974); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.1081); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.1199); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.133); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.1476); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
      { apply of_piece with (a := 0.1638); [lra|lra|interval with (i_bisect s, i_taylor s, i_degree 9, i_prec 60)]. }
  }
  intros s range. destruct (Rle_dec 0 s) as [h|h]; [apply positive; lra|].
  specialize (positive (- s) ltac:(lra)). rewrite Rabs_Ropp in positive. unfold log_error_32 in *.
  rewrite (log_odd log_series_32 s) in positive by lra. exact positive.
Qed.

(* f minus what dg_log_pair calls rest, without rounding, is the series that is bounded above. *)
Theorem log_rest_is_64 : forall f s, 0 < 2 + f -> s = f / (2 + f) ->
  f - log_rest_64 f = 2 * s + s * (s * s) * log_series_64 (s * s).
Proof.
  intros f s pos e. assert (F : f = 2 * s / (1 - s)) by (rewrite e; field; lra).
  unfold log_rest_64. rewrite <- e. fold (log_series_64 (s * s)). generalize (log_series_64 (s * s)). intros p.
  assert (1 - s <> 0) by (rewrite e; intros H; apply (f_equal (fun x => x * (2 + f))) in H; field_simplify in H; lra).
  replace 0.5 with (1/2) by lra. rewrite F. field. assumption.
Qed.
Theorem log_rest_is_32 : forall f s, 0 < 2 + f -> s = f / (2 + f) ->
  f - log_rest_32 f = 2 * s + s * (s * s) * log_series_32 (s * s).
Proof.
  intros f s pos e. assert (F : f = 2 * s / (1 - s)) by (rewrite e; field; lra).
  unfold log_rest_32. rewrite <- e. fold (log_series_32 (s * s)). generalize (log_series_32 (s * s)). intros p.
  assert (1 - s <> 0) by (rewrite e; intros H; apply (f_equal (fun x => x * (2 + f))) in H; field_simplify in H; lra).
  replace 0.5 with (1/2) by lra. rewrite F. field. assumption.
Qed.

(* ---- log(1 + x) moves relatively no more than x does: the error of rho - 1 in the time since the last arrival *)

Lemma log_growth_side (s a x : R) : (s = 1 \/ s = -1) -> 0 <= a -> 0 <= x -> s * (ln (1 + a * x) - ln (1 + x)) <= Rabs (a - 1) * ln (1 + x).
Proof.
  intros hs ha hx.
  set (g := fun t => Rabs (a - 1) * ln (1 + t) - s * (ln (1 + a * t) - ln (1 + t))).
  assert (inside : forall t, Rmin 0 x <= t <= Rmax 0 x -> 0 <= t) by (intros t; unfold Rmin, Rmax; destruct (Rle_dec 0 x); lra).
  assert (derivative : forall t, 0 <= t -> is_derive g t (Rabs (a - 1) / (1 + t) - s * (a - 1) / ((1 + a * t) * (1 + t)))).
  { intros t ht. assert (0 <= a * t) by (apply Rmult_le_pos; lra). unfold g. auto_derive; [repeat split; lra|field; lra]. }
  destruct (MVT_gen g 0 x (fun t => Rabs (a - 1) / (1 + t) - s * (a - 1) / ((1 + a * t) * (1 + t)))) as [c [hc e]].
  - intros t ht. apply derivative, inside. lra.
  - intros t ht. apply continuity_pt_filterlim, (ex_derive_continuous g). eexists. apply derivative, inside, ht.
  - assert (g0 : g 0 = 0) by (unfold g; rewrite Rmult_0_r, Rplus_0_r, ln_1; ring).
    assert (pos : 0 <= c) by (apply inside, hc). assert (0 <= a * c) by (apply Rmult_le_pos; lra).
    assert (up : 0 <= Rabs (a - 1) / (1 + c) - s * (a - 1) / ((1 + a * c) * (1 + c))).
    { replace (_ - _) with ((Rabs (a - 1) * (1 + a * c) - s * (a - 1)) * / ((1 + a * c) * (1 + c))) by (field; lra).
      apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra].
      assert (s * (a - 1) <= Rabs (a - 1)) by (destruct hs as [-> | ->]; unfold Rabs; destruct (Rcase_abs (a - 1)); lra).
      pose proof (Rabs_pos (a - 1)). assert (0 <= Rabs (a - 1) * (a * c)) by (apply Rmult_le_pos; lra). lra. }
    rewrite g0, !Rminus_0_r in e. assert (0 <= g x) by (rewrite e; apply Rmult_le_pos; lra). unfold g in *. lra.
Qed.
Theorem log_growth (a x : R) : 0 <= a -> 0 <= x -> Rabs (ln (1 + a * x) - ln (1 + x)) <= Rabs (a - 1) * ln (1 + x).
Proof.
  intros ha hx. assert (U := log_growth_side 1 a x (or_introl eq_refl) ha hx). assert (L := log_growth_side (-1) a x (or_intror eq_refl) ha hx).
  apply Rabs_le. lra.
Qed.
