(* tau_mem = 2 tau_syn (SPEC 3.2): v is a quadratic in y = 1/rho = e^{-t/tau_mem}. *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronSpike.
Open Scope R_scope.

(* r = e^{a/tau_mem}, and A1, A2 over the first p arrivals in order *)
Definition Rho (tau_mem t : R) : R := exp (t / tau_mem).
Definition SumA1 (tau_mem : R) (w a : Z -> R) (order : Z -> Z) (p : Z) : R :=
  Sum (fun q => w (order q) * (Rho tau_mem (a (order q)) * Rho tau_mem (a (order q)))) p.
Definition SumA2 (tau_mem : R) (w a : Z -> R) (order : Z -> Z) (p : Z) : R :=
  Sum (fun q => w (order q) * Rho tau_mem (a (order q))) p.
(* v at rho; S; the crossing *)
Definition VoltageTwo (A1 A2 rho : R) : R := A2 / rho - A1 / (rho * rho).
Definition RootS (c A1 A2 : R) : R := sqrt (A2 * A2 - 4 * c * A1).
Definition RhoTwo (c A1 A2 : R) : R := 2 * A1 / (A2 + RootS c A1 A2).
Definition SpikesTwo (c A1 A2 : R) : Prop := 0 < A1 /\ 0 < A2 /\ A2 * A2 >= 4 * c * A1.

Lemma Rho_pos m t : 0 < Rho m t.
Proof. apply exp_pos. Qed.
Lemma Kernel_rho y t a : 0 < y ->
  Kernel (2 * y) y (t - a) = Rho (2 * y) a / Rho (2 * y) t * (1 - Rho (2 * y) a / Rho (2 * y) t).
Proof.
  intros Hy. rewrite Kernel_apart by lra. unfold Rho.
  assert (E : exp (a / (2 * y)) / exp (t / (2 * y)) = exp (- (t - a) / (2 * y))).
  { unfold Rdiv at 1. rewrite <- exp_Ropp, <- exp_plus. f_equal. field. lra. }
  rewrite E. replace (exp (- (t - a) / y)) with (exp (- (t - a) / (2 * y)) * exp (- (t - a) / (2 * y))).
  2:{ rewrite <- exp_plus. f_equal. field. lra. }
  field. lra.
Qed.
Lemma KernelSlope_rho y t a : 0 < y ->
  KernelSlope (2 * y) y (t - a) = Rho (2 * y) a / Rho (2 * y) t * (2 * (Rho (2 * y) a / Rho (2 * y) t) - 1).
Proof.
  intros Hy. unfold KernelSlope. rewrite Kernel_rho by exact Hy. unfold Rho.
  assert (E : exp (a / (2 * y)) / exp (t / (2 * y)) = exp (- (t - a) / (2 * y))).
  { unfold Rdiv at 1. rewrite <- exp_Ropp, <- exp_plus. f_equal. field. lra. }
  rewrite E. replace (exp (- (t - a) / y)) with (exp (- (t - a) / (2 * y)) * exp (- (t - a) / (2 * y))).
  2:{ rewrite <- exp_plus. f_equal. field. lra. }
  ring.
Qed.

(* SPEC 3.2: V - E_l is proportional to A2 y - A1 y^2 *)
Theorem voltage_two : forall tau_syn w a order p t, 0 < tau_syn ->
  Voltage (2 * tau_syn) tau_syn w a order p t =
  VoltageTwo (SumA1 (2 * tau_syn) w a order p) (SumA2 (2 * tau_syn) w a order p) (Rho (2 * tau_syn) t).
Proof.
  intros y w a order p t Hy. unfold Voltage, VoltageTwo, SumA1, SumA2. pose proof (Rho_pos (2 * y) t).
  set (r := Rho (2 * y) t) in *. unfold Rdiv.
    rewrite <- (Rmult_comm (/ r)), <- (Rmult_comm (/ (r * r))), <- !Sum_scale, <- Sum_minus.
  apply Sum_ext. intros q _. rewrite Kernel_rho by exact Hy. fold r. field. lra.
Qed.

(* The root *)
Lemma root_square c A1 A2 : A2 * A2 >= 4 * c * A1 -> RootS c A1 A2 * RootS c A1 A2 = A2 * A2 - 4 * c * A1.
Proof. intros H. unfold RootS. apply sqrt_sqrt. lra. Qed.
Lemma root_nonneg c A1 A2 : 0 <= RootS c A1 A2.
Proof. apply sqrt_pos. Qed.
Lemma root_below c A1 A2 : 0 < c -> SpikesTwo c A1 A2 -> RootS c A1 A2 < A2.
Proof.
  intros Hc [H1 [H2 H3]]. pose proof (root_square c A1 A2 H3) as E. pose proof (root_nonneg c A1 A2).
  set (S := RootS c A1 A2) in *. destruct (Rlt_le_dec S A2) as [L | L]; [exact L | exfalso].
  assert (A2 * A2 <= S * S) by (apply Rmult_le_compat; lra). assert (0 < c * A1) by now apply Rmult_lt_0_compat. lra.
Qed.
Lemma RhoTwo_pos c A1 A2 : SpikesTwo c A1 A2 -> 0 < RhoTwo c A1 A2.
Proof. intros [H1 [H2 H3]]. pose proof (root_nonneg c A1 A2). apply Rdiv_lt_0_compat; lra. Qed.
(* 2 c rho = A2 - S: the smaller root of c rho^2 - A2 rho + A1 *)
Lemma RhoTwo_smaller c A1 A2 : SpikesTwo c A1 A2 -> 2 * c * RhoTwo c A1 A2 = A2 - RootS c A1 A2.
Proof.
  intros [H1 [H2 H3]]. pose proof (root_square c A1 A2 H3) as E. pose proof (root_nonneg c A1 A2). unfold RhoTwo.
  set (S := RootS c A1 A2) in *. apply (Rmult_eq_reg_r (A2 + S)); [| lra].
  replace (2 * c * (2 * A1 / (A2 + S)) * (A2 + S)) with (4 * c * A1) by (field; lra). lra.
Qed.
Lemma VoltageTwo_c c A1 A2 rho : 0 < rho -> (VoltageTwo A1 A2 rho - c) * (rho * rho) = A2 * rho - A1 - c * (rho * rho).
Proof. intros H. unfold VoltageTwo. field. lra. Qed.
Lemma quadratic_factors c A1 A2 rho : SpikesTwo c A1 A2 ->
  4 * c * (A2 * rho - A1 - c * (rho * rho)) =
  - ((2 * c * rho - (A2 - RootS c A1 A2)) * (2 * c * rho - (A2 + RootS c A1 A2))).
Proof. intros [H1 [H2 H3]]. pose proof (root_square c A1 A2 H3). lra. Qed.
(* below c before the root, at c there *)
Lemma VoltageTwo_root c A1 A2 : SpikesTwo c A1 A2 -> VoltageTwo A1 A2 (RhoTwo c A1 A2) = c.
Proof.
  intros Sp. pose proof (RhoTwo_pos c A1 A2 Sp) as P. pose proof (RhoTwo_smaller c A1 A2 Sp) as R.
  pose proof (quadratic_factors c A1 A2 (RhoTwo c A1 A2) Sp) as Q. rewrite R, Rminus_eq_0, Rmult_0_l, Ropp_0 in Q.
  pose proof (VoltageTwo_c c A1 A2 _ P) as V.
  destruct (Req_dec c 0) as [E | N].
  - subst c. unfold VoltageTwo. unfold RhoTwo, RootS. destruct Sp as [H1 [H2 _]].
    replace (A2 * A2 - 4 * 0 * A1) with (A2 * A2) by ring. rewrite sqrt_square by lra. field. lra.
  - assert (Z : A2 * RhoTwo c A1 A2 - A1 - c * (RhoTwo c A1 A2 * RhoTwo c A1 A2) = 0).
    { apply (Rmult_eq_reg_l (4 * c)); [rewrite Q; ring | lra]. }
    rewrite Z in V. apply Rminus_diag_uniq. apply (Rmult_eq_reg_r (RhoTwo c A1 A2 * RhoTwo c A1 A2)); [lra |].
    apply Rgt_not_eq. now apply Rmult_lt_0_compat.
Qed.
Lemma VoltageTwo_before c A1 A2 rho : 0 < c -> SpikesTwo c A1 A2 -> 0 < rho < RhoTwo c A1 A2 -> VoltageTwo A1 A2 rho < c.
Proof.
  intros Hc Sp [P L]. pose proof (RhoTwo_smaller c A1 A2 Sp) as R. pose proof (quadratic_factors c A1 A2 rho Sp) as Q.
  pose proof (root_nonneg c A1 A2). pose proof (VoltageTwo_c c A1 A2 rho P) as V.
  assert (2 * c * rho < 2 * c * RhoTwo c A1 A2) by (apply Rmult_lt_compat_l; lra).
  set (S := RootS c A1 A2) in *.
  assert (0 < (A2 - S - 2 * c * rho) * (A2 + S - 2 * c * rho)) by (apply Rmult_lt_0_compat; lra).
  destruct (Rlt_le_dec (VoltageTwo A1 A2 rho) c) as [G | G]; [exact G | exfalso].
  assert (0 <= (VoltageTwo A1 A2 rho - c) * (rho * rho)).
  { apply Rmult_le_pos; [lra |]. left. now apply Rmult_lt_0_compat. }
  assert (0 <= 4 * c * (A2 * rho - A1 - c * (rho * rho))) by (apply Rmult_le_pos; lra). lra.
Qed.
(* who reaches c, having been below it all the time before, has A1 > 0, A2 > 0 and A2^2 >= 4 c A1 *)
Lemma reaching_two c A1 A2 R rho : 0 < c -> 0 < R < rho -> VoltageTwo A1 A2 R < c -> VoltageTwo A1 A2 rho >= c ->
  SpikesTwo c A1 A2.
Proof.
  intros Hc [HR HL] B E. pose proof (VoltageTwo_c c A1 A2 R HR) as V. assert (Hr : 0 < rho) by lra.
  pose proof (VoltageTwo_c c A1 A2 rho Hr) as W.
  assert (PR : 0 < R * R) by now apply Rmult_lt_0_compat. assert (Pr : 0 < rho * rho) by now apply Rmult_lt_0_compat.
  assert (B' : 0 < c * (R * R) + A1 - A2 * R).
  { assert (0 < (c - VoltageTwo A1 A2 R) * (R * R)) by (apply Rmult_lt_0_compat; lra). lra. }
  assert (E' : c * (rho * rho) + A1 - A2 * rho <= 0).
  { assert (0 <= (VoltageTwo A1 A2 rho - c) * (rho * rho)) by (apply Rmult_le_pos; lra). lra. }
  assert (P1 : 0 < A1).
  { (* rho times the first less R times the second *)
    assert (0 < rho * (c * (R * R) + A1 - A2 * R)) by (apply Rmult_lt_0_compat; lra).
    assert (0 <= R * - (c * (rho * rho) + A1 - A2 * rho)) by (apply Rmult_le_pos; lra).
    assert (0 < (rho - R) * (A1 - c * (R * rho))) by lra.
    assert (0 < A1 - c * (R * rho)).
    { apply (Rmult_lt_reg_l (rho - R)); lra. }
    assert (0 < c * (R * rho)) by (apply Rmult_lt_0_compat; [| apply Rmult_lt_0_compat]; lra). lra. }
  assert (P2 : 0 < A2).
  { apply (Rmult_lt_reg_r rho); [exact Hr |]. assert (0 < c * (rho * rho)) by now apply Rmult_lt_0_compat. lra. }
  split; [exact P1 | split; [exact P2 |]].
  (* (2 c rho - A2)^2 >= 0 *)
  pose proof (Rle_0_sqr (2 * c * rho - A2)) as Sq. unfold Rsqr in Sq.
  assert (0 <= 4 * c * - (c * (rho * rho) + A1 - A2 * rho)) by (apply Rmult_le_pos; lra). lra.
Qed.

(* SPEC 3.2: a first crossing exists if and only if A1 > 0, A2 > 0 and A2^2 >= 4 c A1, and it is at rho = 2 A1/(A2 + S) *)
Theorem first_crossing_two : forall c A1 A2, 0 < c ->
  ((exists rho, 0 < rho /\ VoltageTwo A1 A2 rho = c /\ forall x, 0 < x < rho -> VoltageTwo A1 A2 x < c) <->
   SpikesTwo c A1 A2) /\
  (forall rho, 0 < rho -> VoltageTwo A1 A2 rho = c -> (forall x, 0 < x < rho -> VoltageTwo A1 A2 x < c) ->
    rho = RhoTwo c A1 A2).
Proof.
  intros c A1 A2 Hc.
  assert (Sp : forall rho, 0 < rho -> VoltageTwo A1 A2 rho = c -> (forall x, 0 < x < rho -> VoltageTwo A1 A2 x < c) ->
                           SpikesTwo c A1 A2).
  { intros rho P E B. apply (reaching_two c A1 A2 (rho / 2) rho); [exact Hc | lra | apply B; lra | lra]. }
  split; [split |].
  - intros [rho [P [E B]]]. now apply (Sp rho).
  - intros S. exists (RhoTwo c A1 A2). split; [now apply RhoTwo_pos |]. split; [now apply VoltageTwo_root |].
    intros x Hx. now apply VoltageTwo_before.
  - intros rho P E B. specialize (Sp rho P E B). pose proof (RhoTwo_pos c A1 A2 Sp).
    destruct (Rtotal_order rho (RhoTwo c A1 A2)) as [H1 | [H1 | H1]]; [| exact H1 |].
    + pose proof (VoltageTwo_before c A1 A2 rho Hc Sp). lra.
    + pose proof (VoltageTwo_root c A1 A2 Sp). specialize (B (RhoTwo c A1 A2)). lra.
Qed.

Lemma at_least_c c A1 A2 rho : 0 < rho -> (VoltageTwo A1 A2 rho >= c <-> A2 * rho - A1 >= c * (rho * rho)).
Proof.
  intros P. pose proof (VoltageTwo_c c A1 A2 rho P) as V. assert (P2 : 0 < rho * rho) by now apply Rmult_lt_0_compat.
  split; intros H.
  - assert (0 <= (VoltageTwo A1 A2 rho - c) * (rho * rho)) by (apply Rmult_le_pos; lra). lra.
  - destruct (Rle_lt_dec c (VoltageTwo A1 A2 rho)) as [L | L]; [lra | exfalso].
    assert (0 < (c - VoltageTwo A1 A2 rho) * (rho * rho)) by (apply Rmult_lt_0_compat; lra). lra.
Qed.
Lemma peak_reaches c A1 A2 : SpikesTwo c A1 A2 -> VoltageTwo A1 A2 (2 * A1 / A2) >= c.
Proof.
  intros [H1 [H2 H3]]. apply at_least_c; [apply Rdiv_lt_0_compat; lra |].
  replace (A2 * (2 * A1 / A2) - A1) with A1 by (field; lra). apply Rle_ge.
  apply (Rmult_le_reg_r (A2 * A2)); [now apply Rmult_lt_0_compat |].
  replace (c * (2 * A1 / A2 * (2 * A1 / A2)) * (A2 * A2)) with (A1 * (4 * c * A1)) by (field; lra).
  apply Rmult_le_compat_l; lra.
Qed.
Lemma peak_inside_right c A1 A2 rho x : 0 < c -> SpikesTwo c A1 A2 -> 0 < rho < x -> VoltageTwo A1 A2 rho >= c ->
  VoltageTwo A1 A2 x < c -> 2 * A1 < x * A2.
Proof.
  intros Hc [H1 [H2 _]] [P L] E B. assert (Px : 0 < x) by lra.
  apply at_least_c in E; [| exact P].
  assert (B' : A2 * x - A1 < c * (x * x)).
  { destruct (Rlt_le_dec (A2 * x - A1) (c * (x * x))) as [G | G]; [exact G | exfalso].
    apply Rle_ge in G. apply (at_least_c c A1 A2 x Px) in G. lra. }
  (* v at rho, in the form A2 / rho - A1 / rho^2, is larger than at x: (x - rho) (A2 rho x - A1 (rho + x)) < 0 *)
  assert (0 <= (x * x) * (A2 * rho - A1 - c * (rho * rho))) by (apply Rmult_le_pos; [left; now apply Rmult_lt_0_compat | lra]).
  assert (0 < (rho * rho) * (c * (x * x) - (A2 * x - A1))) by (apply Rmult_lt_0_compat; [now apply Rmult_lt_0_compat | lra]).
  assert (D : 0 < (x - rho) * (A2 * (rho * x) - A1 * (rho + x))).
  { replace ((x - rho) * (A2 * (rho * x) - A1 * (rho + x)))
      with ((x * x) * (A2 * rho - A1 - c * (rho * rho)) + (rho * rho) * (c * (x * x) - (A2 * x - A1))) by ring. lra. }
  assert (G : 0 < A2 * (rho * x) - A1 * (rho + x)) by (apply (Rmult_lt_reg_l (x - rho)); lra).
  assert (K : A1 * (2 * rho) < A1 * (rho + x)) by (apply Rmult_lt_compat_l; lra).
  apply (Rmult_lt_reg_r rho); [exact P |]. lra.
Qed.
Lemma peak_inside_left c A1 A2 R rho : 0 < c -> SpikesTwo c A1 A2 -> 0 < R < rho -> VoltageTwo A1 A2 R < c ->
  VoltageTwo A1 A2 rho >= c -> R * A2 <= 2 * A1.
Proof.
  intros Hc Sp [P N] B E. pose proof Sp as [H1 [H2 H3]].
  destruct (Rle_lt_dec (R * A2) (2 * A1)) as [Q | Q]; [exact Q | exfalso].
  pose proof (RhoTwo_smaller c A1 A2 Sp) as Sm. pose proof (root_nonneg c A1 A2). pose proof (root_below c A1 A2 Hc Sp).
  pose proof (quadratic_factors c A1 A2 rho Sp) as F. pose proof (quadratic_factors c A1 A2 R Sp) as FR.
  apply at_least_c in E; [| lra].
  assert (BR : A2 * R - A1 < c * (R * R)).
  { destruct (Rlt_le_dec (A2 * R - A1) (c * (R * R))) as [W | W]; [exact W | exfalso].
    apply Rle_ge in W. apply (at_least_c c A1 A2 R P) in W. lra. }
  set (S := RootS c A1 A2) in *.
  (* R > 2 A1 / A2 > smaller root; so R would have to exceed the larger one, and rho as well *)
  assert (Lo : 0 < 2 * c * R - (A2 - S)).
  { assert (T : 2 * A1 * (2 * c) < R * A2 * (2 * c)) by (apply Rmult_lt_compat_r; lra).
    assert (SS : S * S = A2 * A2 - 4 * c * A1) by now apply root_square.
    assert (S * S <= A2 * S) by (apply Rmult_le_compat_r; lra).
    apply (Rmult_lt_reg_l A2); [exact H2 |]. lra. }
  assert (Hi : 0 < 2 * c * R - (A2 + S)).
  { assert (0 < 4 * c * (c * (R * R) - (A2 * R - A1))) by (apply Rmult_lt_0_compat; lra).
    apply (Rmult_lt_reg_l (2 * c * R - (A2 - S))); [exact Lo |]. lra. }
  assert (M : 2 * c * R < 2 * c * rho) by (apply Rmult_lt_compat_l; lra).
  assert (0 < (2 * c * rho - (A2 - S)) * (2 * c * rho - (A2 + S))) by (apply Rmult_lt_0_compat; lra).
  assert (0 <= 4 * c * (A2 * rho - A1 - c * (rho * rho))) by (apply Rmult_le_pos; lra). lra.
Qed.

(* SPEC 3.2: the crossing lies in [R, R'], v being below c at R, if and only if one of two tests holds that
   need neither root nor division *)
Theorem window_two : forall c A1 A2 R R', 0 < c -> 0 < R <= R' -> VoltageTwo A1 A2 R < c ->
  ((exists rho, R <= rho <= R' /\ VoltageTwo A1 A2 rho >= c) <->
   (A2 * R' - A1 >= c * (R' * R') \/ (A2 > 0 /\ A2 * A2 >= 4 * c * A1 /\ R * A2 <= 2 * A1 <= R' * A2))).
Proof.
  intros c A1 A2 R R' Hc [P L] B. split.
  - intros [rho [[Hl Hr] E]].
    assert (N : R < rho). { destruct Hl as [Hl | Hl]; [exact Hl | subst rho; lra]. }
    pose proof (reaching_two c A1 A2 R rho Hc (conj P N) B E) as Sp. pose proof Sp as [H1 [H2 H3]].
    destruct (Rle_lt_dec c (VoltageTwo A1 A2 R')) as [G | G].
    + left. apply at_least_c; lra.
    + right. assert (rho < R'). { destruct Hr as [Hr | Hr]; [exact Hr | subst rho; lra]. }
      pose proof (peak_inside_right c A1 A2 rho R' Hc Sp) as K.
      split; [exact H2 | split; [exact H3 | split; [| lra]]]. now apply (peak_inside_left c A1 A2 R rho).
  - intros [H | [H2 [H3 [Hl Hr]]]].
    + exists R'. split; [lra |]. apply at_least_c; lra.
    + assert (H1 : 0 < A1). { assert (0 < R * A2) by now apply Rmult_lt_0_compat. lra. }
      exists (2 * A1 / A2). split; [| apply peak_reaches; repeat split; lra].
      split; apply (Rmult_le_reg_r A2); try lra; replace (2 * A1 / A2 * A2) with (2 * A1) by (field; lra); lra.
Qed.

(* SPEC 3.2: after the last arrival only the second test applies, without its right-hand inequality *)
Theorem last_window_two : forall c A1 A2 R, 0 < c -> 0 < R -> VoltageTwo A1 A2 R < c ->
  ((exists rho, R <= rho /\ VoltageTwo A1 A2 rho >= c) <-> (A2 > 0 /\ A2 * A2 >= 4 * c * A1 /\ R * A2 <= 2 * A1)).
Proof.
  intros c A1 A2 R Hc P B. split.
  - intros [rho [Hl E]]. assert (N : R < rho). { destruct Hl as [Hl | Hl]; [exact Hl | subst rho; lra]. }
    pose proof (reaching_two c A1 A2 R rho Hc (conj P N) B E) as Sp. pose proof Sp as [H1 [H2 H3]].
    split; [exact H2 | split; [exact H3 |]]. now apply (peak_inside_left c A1 A2 R rho).
  - intros [H2 [H3 Hl]]. assert (H1 : 0 < A1). { assert (0 < R * A2) by now apply Rmult_lt_0_compat. lra. }
    exists (2 * A1 / A2). split; [| apply peak_reaches; repeat split; lra].
    apply (Rmult_le_reg_r A2); try lra; replace (2 * A1 / A2 * A2) with (2 * A1) by (field; lra); lra.
Qed.

(* SPEC 3.2: if the window holds a crossing, rho = 2 A1/(A2 + S) is in it and v is below c until then *)
Theorem root_in_window_two : forall c A1 A2 R R', 0 < c -> 0 < R <= R' -> VoltageTwo A1 A2 R < c ->
  (exists rho, R <= rho <= R' /\ VoltageTwo A1 A2 rho >= c) ->
  SpikesTwo c A1 A2 /\ R < RhoTwo c A1 A2 <= R' /\ forall rho, R <= rho < RhoTwo c A1 A2 -> VoltageTwo A1 A2 rho < c.
Proof.
  intros c A1 A2 R R' Hc [P L] B [rho [[Hl Hr] E]].
  assert (N : R < rho). { destruct Hl as [Hl | Hl]; [exact Hl | subst rho; lra]. }
  pose proof (reaching_two c A1 A2 R rho Hc (conj P N) B E) as Sp. pose proof Sp as [H1 [H2 H3]].
  split; [exact Sp |].
  assert (below : forall x, R <= x < RhoTwo c A1 A2 -> VoltageTwo A1 A2 x < c) by (intros; apply VoltageTwo_before; auto; lra).
  split; [split | exact below].
  - destruct (Rlt_le_dec R (RhoTwo c A1 A2)) as [G | G]; [exact G | exfalso].
    (* R would lie between the smaller root and the peak, where v >= c *)
    pose proof (peak_inside_left c A1 A2 R rho Hc Sp (conj P N) B E) as Pk.
    pose proof (RhoTwo_smaller c A1 A2 Sp) as Sm. pose proof (root_nonneg c A1 A2).
    pose proof (quadratic_factors c A1 A2 R Sp) as F.
    assert (M : 2 * c * RhoTwo c A1 A2 <= 2 * c * R) by (apply Rmult_le_compat_l; lra).
    assert (K : 2 * c * R <= A2).
    { apply (Rmult_le_reg_r A2); [exact H2 |].
      assert (2 * c * (R * A2) <= 2 * c * (2 * A1)) by (apply Rmult_le_compat_l; lra). lra. }
    set (S := RootS c A1 A2) in *.
    assert (0 <= (2 * c * R - (A2 - S)) * (A2 + S - 2 * c * R)) by (apply Rmult_le_pos; lra).
    assert (0 <= A2 * R - A1 - c * (R * R)) by (apply (Rmult_le_reg_l (4 * c)); lra).
    assert (VoltageTwo A1 A2 R >= c) by (apply at_least_c; lra). lra.
  - destruct (Rle_lt_dec (RhoTwo c A1 A2) rho) as [G | G]; [lra |]. specialize (below rho). lra.
Qed.

(* SPEC 3.2, 4.2: the slope: tau_mem K' = S / rho, with u = r / rho: k = u - u^2, tau_mem k' = 2 u^2 - u *)
Theorem slope_two : forall c A1 A2, SpikesTwo c A1 A2 ->
  2 * A1 / (RhoTwo c A1 A2 * RhoTwo c A1 A2) - A2 / RhoTwo c A1 A2 = RootS c A1 A2 / RhoTwo c A1 A2.
Proof.
  intros c A1 A2 Sp. pose proof (RhoTwo_pos c A1 A2 Sp) as P.
  assert (E : 2 * A1 = RhoTwo c A1 A2 * (A2 + RootS c A1 A2)).
  { unfold RhoTwo. pose proof (root_nonneg c A1 A2). destruct Sp as [H1 [H2 _]]. field. lra. }
  rewrite E. set (r := RhoTwo c A1 A2) in *. set (S := RootS c A1 A2). field. lra.
Qed.
Lemma rise_two y w a order p t : 0 < y ->
  Sum (fun q => w (order q) * KernelSlope (2 * y) y (t - a (order q))) p =
  2 * SumA1 (2 * y) w a order p / (Rho (2 * y) t * Rho (2 * y) t) - SumA2 (2 * y) w a order p / Rho (2 * y) t.
Proof.
  intros Hy. pose proof (Rho_pos (2 * y) t) as P. set (r := Rho (2 * y) t) in *.
  replace (2 * SumA1 (2 * y) w a order p / (r * r) - SumA2 (2 * y) w a order p / r)
    with (2 / (r * r) * SumA1 (2 * y) w a order p - 1 / r * SumA2 (2 * y) w a order p) by (field; lra).
  unfold SumA1, SumA2. rewrite <- !Sum_scale, <- Sum_minus. apply Sum_ext. intros q _. rewrite KernelSlope_rho by exact Hy.
  fold r. field. lra.
Qed.
(* SPEC 4.2: the specialised gradients are the general ones, -k/K' and w k'/K', where tau_mem K' = S / rho *)
Theorem gradients_two : forall tau_mem u rho S w K', 0 < tau_mem -> 0 < rho -> 0 < S -> tau_mem * K' = S / rho ->
  - (u - u * u) / K' = - tau_mem * (u - u * u) * rho / S /\
  w * ((2 * (u * u) - u) / tau_mem) / K' = - w * (u - 2 * (u * u)) * rho / S.
Proof.
  intros m u rho S w K Hm Hr HS E. assert (EK : K = S / rho / m) by (rewrite <- E; field; lra). rewrite EK.
  split; field; repeat split; lra.
Qed.
