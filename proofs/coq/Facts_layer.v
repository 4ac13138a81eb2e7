(* The facts of the layers with tau_mem = 2 tau_syn (proofs/acsl/layer.h, facts_layer.h), under the same names. *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Interval Require Import Specific_ops Specific_stdz.
From Interval Require Tactic.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronTwo.
Open Scope R_scope.

Module StdzFloat := SpecificFloat StdZRadix2.
Module StdzInterval := Tactic.IntervalTactic StdzFloat.
Import StdzInterval.

(* DG_REAL double *)
Definition DG_RHO_MAX : R := 2 ^ 400.
Definition DG_TIME_MAX : R := 277.

(* A time t after the reference time as rho, and back *)
Definition RhoCapped (tau_mem t : R) : R := if Rlt_dec (exp (t / tau_mem)) DG_RHO_MAX then exp (t / tau_mem) else DG_RHO_MAX.
Definition RhoIs (rho tau_mem t : R) : Prop := rho = RhoCapped tau_mem t.
Definition TimeOfRho (time tau_mem t_ref rho : R) : Prop := time = tau_mem * ln rho + t_ref.
(* The window test (SPEC 3.2) *)
Definition CrossesRho (a1 a2 c r next : R) : Prop :=
  next > r /\ a1 > 0 /\
  (a2 * next - a1 >= c * next * next \/ (a2 * a2 >= 4 * c * a1 /\ r * a2 <= 2 * a1 /\ 2 * a1 <= a2 * next)).
(* k(T - a) and tau_mem k'(T - a) as functions of r = e^{a/tau_mem} and rho = e^{T/tau_mem}; 0 where the input is not causal *)
Definition KernelRho (r rho : R) : R := if Rlt_dec r rho then r / rho - r / rho * (r / rho) else 0.
Definition SlopeRho (r rho : R) : R := if Rlt_dec r rho then 2 * (r / rho * (r / rho)) - r / rho else 0.

(* SPEC 2.4: what comes later than DG_TIME_MAX + 1 time constants is beyond DG_RHO_MAX *)
Lemma exp_le_exp x y : x <= y -> exp x <= exp y.
Proof. intros [H | H]; [left; now apply exp_increasing | right; now rewrite H]. Qed.
(* SPEC 2.4: what comes later than DG_TIME_MAX + 1 time constants is beyond DG_RHO_MAX (double) *)
Theorem dg_fact_beyond : forall x : R, x >= DG_TIME_MAX + 1 -> exp x >= DG_RHO_MAX.
Proof.
  intros x H. unfold DG_TIME_MAX, DG_RHO_MAX in *. apply Rle_ge. apply Rle_trans with (exp 278); [| apply exp_le_exp; lra].
  interval with (Tactic.i_prec 60).
Qed.
(* SPEC 2.4: the same for float *)
Theorem beyond_float : forall x : R, x >= 27 + 1 -> exp x >= 2 ^ 40.
Proof.
  intros x H. apply Rle_ge. apply Rle_trans with (exp 28); [| apply exp_le_exp; lra]. interval with (Tactic.i_prec 60).
Qed.

(* SPEC 4.2: u = r / rho, k = u - u^2, tau_mem k' = 2 u^2 - u *)
Theorem kernel_rho : forall tau_mem tau_syn a T : R, tau_mem = 2 * tau_syn -> tau_syn > 0 -> a < T ->
  Kernel tau_mem tau_syn (T - a) = KernelRho (exp (a / tau_mem)) (exp (T / tau_mem)) /\
  KernelSlope tau_mem tau_syn (T - a) = SlopeRho (exp (a / tau_mem)) (exp (T / tau_mem)).
Proof.
  intros m y a T Em Hy H. subst m.
  assert (L : exp (a / (2 * y)) < exp (T / (2 * y))).
  { apply exp_increasing. unfold Rdiv. apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat; lra | exact H]. }
  unfold KernelRho, SlopeRho. destruct (Rlt_dec (exp (a / (2 * y))) (exp (T / (2 * y)))); [| lra].
  rewrite (Kernel_rho y T a), (KernelSlope_rho y T a) by exact Hy. unfold Rho. split; ring.
Qed.

(* SPEC 3.2: the window test of the layers: v, below c at r, reaches c by next if and only if it holds *)
Theorem crosses_rho : forall a1 a2 c r next : R, 0 < c -> 0 < r -> r < next -> VoltageTwo a1 a2 r < c ->
  (CrossesRho a1 a2 c r next <-> exists rho, r <= rho <= next /\ VoltageTwo a1 a2 rho >= c).
Proof.
  intros a1 a2 c r x Hc Hr Hx B.
  assert (W := window_two c a1 a2 r x Hc (conj Hr (Rlt_le _ _ Hx)) B). unfold CrossesRho. split.
  - intros [_ [H1 H]]. apply W. destruct H as [H | [H3 [Hl Hu]]]; [left; rewrite <- Rmult_assoc; exact H | right].
    assert (0 < a2). { apply (Rmult_lt_reg_r x); lra. } repeat split; lra.
  - intros [rho [Hrho E]]. split; [exact Hx |].
    assert (N : r < rho). { destruct Hrho as [[Q | Q] _]; [exact Q | subst rho; lra]. }
    pose proof (reaching_two c a1 a2 r rho Hc (conj Hr N) B E) as [H1 [H2 H3]]. split; [exact H1 |].
    destruct (proj1 W) as [H | [_ [H4 [Hl Hu]]]]; [exists rho; now split | left; rewrite Rmult_assoc; exact H | right].
    repeat split; lra.
Qed.
