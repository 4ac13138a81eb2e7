(* The definitions of proofs/acsl/balls.h (SPEC 9.8), under the same names. *)

Require Import Reals ZArith Lia Lra.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronRoots Delgrad.Facts_balls.
Open Scope R_scope.

(* high + low, off by at most error; an error of dg_never or more promises nothing *)
Record dg_ball := { dg_ball_high : R; dg_ball_low : R; dg_ball_error : R }.
Definition InBall (centre radius y : R) : Prop := centre - radius <= y /\ y <= centre + radius.
Definition Tight (high low : R) : Prop := Rabs low <= DG_EPSILON / 2 * Rabs high.
Definition Bounded {never : Never} (error : R) : Prop := error < dg_never.
Definition Holds {never : Never} (x : dg_ball) (y : R) : Prop :=
  Bounded (dg_ball_error x) -> Tight (dg_ball_high x) (dg_ball_low x) /\
                               InBall (dg_ball_high x + dg_ball_low x) (dg_ball_error x) y.
Record dg_interval := { dg_interval_low : R; dg_interval_high : R }.
Definition Contains (x : dg_interval) (y : R) : Prop := dg_interval_low x <= y /\ y <= dg_interval_high x.
Definition HoldsQuotient {never : Never} (x : dg_ball) (a b : R) : Prop := Holds x (a / b).
Definition NothingBeyond (order : Z -> Z) (causal n : Z) (x : Z -> dg_interval) : Prop :=
  forall q : Z, (causal <= q)%Z /\ (q < n)%Z ->
    IsZero (dg_interval_low (x (order q))) /\ IsZero (dg_interval_high (x (order q))).

(* b is not near 0; what is left of a when b q is taken away *)
Definition Distant (least b : R) : Prop := Rabs b >= least.
Definition LeavesAtMost (most q a b : R) : Prop := Rabs (a - b * q) <= most.
Definition DividedWith (q most least a b : R) : Prop := Distant least b /\ LeavesAtMost most q a b.

(* 2^k *)
Definition PowerOfTwo (k : Z) : R := exp (IZR k * ln 2).

(* What follows from a neuron's constants *)
Definition Slower (tau_mem tau_syn : R) : R := if Rlt_dec tau_mem tau_syn then tau_syn else tau_mem.
Definition Faster (tau_mem tau_syn : R) : R := if Rlt_dec tau_mem tau_syn then tau_mem else tau_syn.
Definition PerSlow (tau_mem tau_syn : R) : R := 1 / Slower tau_mem tau_syn.
Definition PerDifference (tau_mem tau_syn : R) : R := 1 / Faster tau_mem tau_syn - 1 / Slower tau_mem tau_syn.
Definition GainOf (tau_mem tau_syn : R) : R := tau_syn / (Slower tau_mem tau_syn - Faster tau_mem tau_syn).
Definition RatioIs (ratio : Z) (tau_mem tau_syn : R) : Prop :=
  tau_mem > 0 /\ tau_syn > 0 /\ (ratio = DG_RATIO_ONE \/ ratio = DG_RATIO_TWO \/ ratio = DG_RATIO_ANY) /\
  (ratio = DG_RATIO_ONE <-> tau_mem = tau_syn) /\ (ratio = DG_RATIO_TWO <-> tau_mem = 2 * tau_syn).
Definition BallsAround {never : Never} (ratio : Z) (tau_mem tau_syn : R) (threshold per_slow difference gain : dg_ball) (c : R)
    : Prop :=
  RatioIs ratio tau_mem tau_syn /\ c > 0 /\ Holds threshold c /\ Holds per_slow (PerSlow tau_mem tau_syn) /\
  Holds difference (PerDifference tau_mem tau_syn) /\ (tau_mem <> tau_syn -> Holds gain (GainOf tau_mem tau_syn)).

(* The exponentials that decays are made of, and what is made of them *)
Definition ExpSlow (tau_mem tau_syn s : R) : R := Exp (- (s * PerSlow tau_mem tau_syn)).
Definition ExpRest (tau_mem tau_syn s : R) : R := Exp (- (s * PerDifference tau_mem tau_syn)).
Definition KernelByParts (tau_mem tau_syn s slow rest : R) : Prop :=
  (tau_mem = tau_syn -> slow = Decay tau_mem s /\ s * PerSlow tau_mem tau_syn * slow = Kernel tau_mem tau_syn s) /\
  (tau_mem = 2 * tau_syn -> slow = Decay tau_mem s /\ slow * slow = Decay tau_syn s /\
    slow * - (slow - 1) = Kernel tau_mem tau_syn s) /\
  (tau_mem <> tau_syn -> slow = Decay (Slower tau_mem tau_syn) s /\ slow * rest = Decay (Faster tau_mem tau_syn) s /\
    GainOf tau_mem tau_syn * (slow * - (rest - 1)) = Kernel tau_mem tau_syn s).

Definition HalfWay (tau_mem tau_syn room : R) : R := 1 / 2 * room / (room / tau_mem + 1 / tau_syn).
(* v reaches c for the first time later than s - radius and before s + radius *)
Definition CrossesNear (tau_mem tau_syn c v i s radius : R) : Prop :=
  exists T : R, (s - radius < T /\ T < s + radius) /\ Reaches tau_mem tau_syn c v i T.

(* SPEC 1.2, 9.8: the kernel by parts: e^{x+y} = e^x e^y and the definitions *)
Theorem dg_fact_decays : forall tau_mem tau_syn s : R, tau_mem > 0 /\ tau_syn > 0 ->
  KernelByParts tau_mem tau_syn s (ExpSlow tau_mem tau_syn s) (ExpRest tau_mem tau_syn s).
Proof.
  intros m y s [Hm Hy]. unfold KernelByParts, ExpSlow, ExpRest, PerSlow, PerDifference, GainOf, Slower, Faster, Exp, Decay.
  split; [| split].
  - intros E. subst y. destruct (Rlt_dec m m); [lra |]. replace (- (s * (1 / m))) with (- s / m) by (field; lra).
    split; [reflexivity |]. rewrite Kernel_one. field. lra.
  - intros E. subst m. destruct (Rlt_dec (2 * y) y); [lra |].
    replace (- (s * (1 / (2 * y)))) with (- s / (2 * y)) by (field; lra).
    assert (S : exp (- s / (2 * y)) * exp (- s / (2 * y)) = exp (- s / y)) by (rewrite <- exp_plus; f_equal; field; lra).
    split; [reflexivity | split; [exact S |]]. rewrite Kernel_apart, <- S by lra. field. lra.
  - intros N. rewrite Kernel_apart by exact N. destruct (Rlt_dec m y) as [L | L].
    + replace (- (s * (1 / y))) with (- s / y) by (field; lra).
      assert (S : exp (- s / y) * exp (- (s * (1 / m - 1 / y))) = exp (- s / m)) by (rewrite <- exp_plus; f_equal; field; lra).
      split; [reflexivity | split; [exact S |]]. rewrite <- S. field. lra.
    + replace (- (s * (1 / m))) with (- s / m) by (field; lra).
      assert (S : exp (- s / m) * exp (- (s * (1 / y - 1 / m))) = exp (- s / y)) by (rewrite <- exp_plus; f_equal; field; lra).
      split; [reflexivity | split; [exact S |]]. rewrite <- S. field. lra.
Qed.

(* SPEC 9.8: where a ball of v at `low` lies below c and one at `high` above it, the first crossing lies between *)
Theorem crosses_within_first : forall tau_mem tau_syn c v i low high, CrossesWithin tau_mem tau_syn c v i low high ->
  exists T, low < T < high /\ WindowCrossing tau_mem tau_syn c v i T.
Proof. intros m y c v i l h [T [H [P [E B]]]]. exists T. split; [exact H |]. split; [lra | split; [exact E | exact B]]. Qed.

(* SPEC 9.8: PowerOfTwo is 2^k *)
Theorem power_of_two : forall k : Z, PowerOfTwo k = powerRZ 2 k.
Proof. intros k. unfold PowerOfTwo. rewrite powerRZ_Rpower by lra. reflexivity. Qed.
