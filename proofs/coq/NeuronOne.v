(* tau_mem = tau_syn (SPEC 3.3): Lambert's W. *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronRoots Delgrad.NeuronSpike.
Open Scope R_scope.

(* W_0(z): the w >= -1 with w e^w = z *)
Definition LambertW0 (z W : R) : Prop := -1 <= W /\ W * exp W = z.

Lemma product_derive w : is_derive (fun w => w * exp w) w ((1 + w) * exp w).
Proof. auto_derive; [exact I | ring]. Qed.
Lemma product_rises v w : -1 <= v -> v < w -> v * exp v < w * exp w.
Proof.
  intros Hv H. eapply (derive_increasing (fun w => w * exp w)); [exact H | intros; apply product_derive |].
  intros z Hz. apply Rmult_lt_0_compat; [lra | apply exp_pos].
Qed.
Lemma product_falls v w : v < w -> w <= -1 -> w * exp w < v * exp v.
Proof.
  intros H Hw. eapply (derive_decreasing (fun w => w * exp w)); [exact H | intros; apply product_derive |].
  intros z Hz. assert (0 < - (1 + z) * exp z) by (apply Rmult_lt_0_compat; [lra | apply exp_pos]). lra.
Qed.
Lemma product_least w : - exp (-1) <= w * exp w.
Proof.
  destruct (Rtotal_order w (-1)) as [H | [H | H]].
  - pose proof (product_falls w (-1)). lra.
  - subst w. lra.
  - pose proof (product_rises (-1) w). lra.
Qed.

(* SPEC 3.3: W_0 exists if and only if z >= -1/e *)
Theorem lambert_exists_iff : forall z, (exists W, LambertW0 z W) <-> z >= - exp (-1).
Proof.
  intros z. split.
  - intros [W [_ E]]. pose proof (product_least W). lra.
  - intros H. set (t := Rmax 0 z). pose proof (Rmax_l 0 z) as T0. pose proof (Rmax_r 0 z) as Tz. fold t in T0, Tz.
    destruct (reaches (fun w => w * exp w) (-1) t z) as [W [HW E]]; [lra | | |].
    + intros w. apply continuity_pt_filterlim, (ex_derive_continuous (V := R_NormedModule) (fun w => w * exp w)).
      exists ((1 + w) * exp w). apply product_derive.
    + split; [lra |]. destruct (Rle_lt_dec z 0) as [L | L].
      * apply Rle_trans with 0; [exact L |]. apply Rmult_le_pos; [exact T0 | left; apply exp_pos].
      * assert (1 <= exp t). { rewrite <- exp_0. destruct T0 as [T | T]; [left; now apply exp_increasing | rewrite <- T; lra]. }
        assert (t * 1 <= t * exp t) by (apply Rmult_le_compat_l; lra). lra.
    + exists W. split; [lra | exact E].
Qed.
(* SPEC 3.3: W_0 is unique *)
Theorem lambert_unique : forall z V W, LambertW0 z V -> LambertW0 z W -> V = W.
Proof.
  intros z V W [HV EV] [HW EW]. destruct (Rtotal_order V W) as [H | [H | H]]; [| exact H |].
  - pose proof (product_rises V W HV H). lra.
  - pose proof (product_rises W V HW H). lra.
Qed.

(* SPEC 3.3: h = 1 + W_0(-e^{-1-L}) is the one h in [0, 1) with -h - ln(1 - h) = L, for L >= 0 *)
Theorem lambert_h : forall L h, (0 <= h < 1 /\ - h - ln (1 - h) = L) <-> (LambertW0 (- exp (-1 - L)) (h - 1) /\ h < 1).
Proof.
  intros L h. split.
  - intros [H E]. split; [| lra]. split; [lra |].
    replace (-1 - L) with (ln (1 - h) + (h - 1)) by lra. rewrite exp_plus, exp_ln by lra. ring.
  - intros [[H E] H1]. split; [lra |].
    assert (P : (1 - h) * exp (h - 1) = exp (-1 - L)) by lra.
    assert (G : ln ((1 - h) * exp (h - 1)) = -1 - L) by (rewrite P; apply ln_exp).
    rewrite ln_mult, ln_exp in G by (try lra; apply exp_pos). lra.
Qed.
(* SPEC 3.3: for L >= 0 there is exactly one h *)
Theorem lambert_h_exists : forall L, L >= 0 -> exists h, (0 <= h < 1 /\ - h - ln (1 - h) = L) /\
  forall g, 0 <= g < 1 /\ - g - ln (1 - g) = L -> g = h.
Proof.
  intros L HL.
  assert (Z : - exp (-1 - L) >= - exp (-1)).
  { apply Rle_ge, Ropp_le_contravar. destruct (Req_dec L 0) as [E | N]; [subst L; right; f_equal; ring |].
    left. apply exp_increasing. lra. }
  destruct (proj2 (lambert_exists_iff _) Z) as [W HW]. exists (W + 1).
  assert (H1 : W + 1 < 1).
  { destruct HW as [_ E]. destruct (Rlt_le_dec W 0) as [G | G]; [lra | exfalso].
    assert (0 <= W * exp W) by (apply Rmult_le_pos; [exact G | left; apply exp_pos]). pose proof (exp_pos (-1 - L)). lra. }
  split.
  - apply lambert_h. replace (W + 1 - 1) with W by ring. now split.
  - intros g Hg. apply lambert_h in Hg. destruct Hg as [Hg _]. pose proof (lambert_unique _ _ _ Hg HW). lra.
Qed.

(* A1 and B over the first p arrivals in order, and v at x = t / tau *)
Definition OneA1 (tau : R) (w a : Z -> R) (order : Z -> Z) (p : Z) : R :=
  Sum (fun q => w (order q) * exp (a (order q) / tau)) p.
Definition OneB (tau : R) (w a : Z -> R) (order : Z -> Z) (p : Z) : R :=
  Sum (fun q => w (order q) * (a (order q) / tau) * exp (a (order q) / tau)) p.
Definition VoltageOne (A1 B x : R) : R := (x * A1 - B) * exp (- x).

(* SPEC 3.3: v = (x A1 - B) e^{-x}, x = t/tau *)
Theorem voltage_one : forall tau w a order p t, 0 < tau ->
  Voltage tau tau w a order p t = VoltageOne (OneA1 tau w a order p) (OneB tau w a order p) (t / tau).
Proof.
  intros tau w a order p t H. unfold Voltage, VoltageOne, OneA1, OneB.
  rewrite Rmult_minus_distr_r.
  replace (t / tau * Sum (fun q => w (order q) * exp (a (order q) / tau)) p * exp (- (t / tau)))
    with (t / tau * exp (- (t / tau)) * Sum (fun q => w (order q) * exp (a (order q) / tau)) p) by ring.
  rewrite (Rmult_comm (Sum _ p) (exp (- (t / tau)))), <- !Sum_scale, <- Sum_minus. apply Sum_ext. intros q _.
  rewrite Kernel_one. replace (- (t - a (order q)) / tau) with (a (order q) / tau + - (t / tau)) by (field; lra).
  rewrite exp_plus. field. lra.
Qed.

(* v as a function of W' = B/A1 - x *)
Lemma VoltageOne_lambert A1 B x : 0 < A1 ->
  VoltageOne A1 B x = - (A1 * exp (- (B / A1))) * ((B / A1 - x) * exp (B / A1 - x)).
Proof.
  intros H. unfold VoltageOne. replace (B / A1 - x) with (B / A1 + - x) at 2 by ring. rewrite exp_plus.
  set (e := exp (- x)). set (b := B / A1). assert (E : B = b * A1) by (unfold b; field; lra). clearbody b. rewrite E.
  replace (- (A1 * exp (- b)) * ((b - x) * (exp b * e))) with (- (A1 * (b - x) * e) * (exp (- b) * exp b)) by ring.
  rewrite <- exp_plus, Rplus_opp_l, exp_0. ring.
Qed.
Definition OneZ (c A1 B : R) : R := - (c / A1) * exp (B / A1).
Lemma VoltageOne_compare c A1 B x : 0 < A1 ->
  VoltageOne A1 B x - c = A1 * exp (- (B / A1)) * (OneZ c A1 B - (B / A1 - x) * exp (B / A1 - x)).
Proof.
  intros H. rewrite VoltageOne_lambert by exact H. unfold OneZ. set (p := (B / A1 - x) * exp (B / A1 - x)). clearbody p.
  assert (E : exp (- (B / A1)) * exp (B / A1) = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
  replace (A1 * exp (- (B / A1)) * (- (c / A1) * exp (B / A1) - p))
    with (- (c / A1 * A1) * (exp (- (B / A1)) * exp (B / A1)) - A1 * exp (- (B / A1)) * p) by ring.
  rewrite E. field. lra.
Qed.

(* SPEC 3.3: a first crossing exists if and only if A1 > 0 and z >= -1/e; it is at x = B/A1 - W_0(z), e^x = -W A1/c *)
Theorem first_crossing_one : forall c A1 B, 0 < c ->
  ((exists x, VoltageOne A1 B x = c /\ forall u, u < x -> VoltageOne A1 B u < c) <-> (0 < A1 /\ OneZ c A1 B >= - exp (-1))) /\
  (forall x, VoltageOne A1 B x = c -> (forall u, u < x -> VoltageOne A1 B u < c) -> LambertW0 (OneZ c A1 B) (B / A1 - x)) /\
  (forall W, 0 < A1 -> LambertW0 (OneZ c A1 B) W ->
    VoltageOne A1 B (B / A1 - W) = c /\ (forall u, u < B / A1 - W -> VoltageOne A1 B u < c) /\ exp (B / A1 - W) = - W * A1 / c).
Proof.
  intros c A1 B Hc.
  assert (Pos : forall x, VoltageOne A1 B x = c -> (forall u, u < x -> VoltageOne A1 B u < c) -> 0 < A1).
  { intros x E L. destruct (Rlt_le_dec 0 A1) as [G | G]; [exact G | exfalso].
    destruct (Req_dec A1 0) as [Z | N].
    - (* v = -B e^{-x} falls *)
      specialize (L (x - 1)). unfold VoltageOne in *. rewrite Z in *. assert (x - 1 < x) by lra.
      assert (exp (- x) < exp (- (x - 1))) by (apply exp_increasing; lra). pose proof (exp_pos (- x)).
      assert (0 < - B). { apply (Rmult_lt_reg_r (exp (- x))); [exact (exp_pos _) | lra]. }
      assert (- B * exp (- x) < - B * exp (- (x - 1))) by (apply Rmult_lt_compat_l; lra). lra.
    - (* v is large at early times *)
      assert (HA : A1 < 0) by lra. set (u := Rmin (Rmin (x - 1) 0) ((B + c) / A1)).
      assert (U1 : u <= x - 1 /\ u <= 0 /\ u <= (B + c) / A1).
      { unfold u. pose proof (Rmin_l (Rmin (x - 1) 0) ((B + c) / A1)). pose proof (Rmin_r (Rmin (x - 1) 0) ((B + c) / A1)).
        pose proof (Rmin_l (x - 1) 0). pose proof (Rmin_r (x - 1) 0). lra. }
      destruct U1 as [U1 [U2 U3]]. specialize (L u). unfold VoltageOne in L.
      assert (c <= u * A1 - B).
      { assert (- (u * A1) <= - ((B + c) / A1 * A1)).
        { replace (- (u * A1)) with (u * - A1) by ring. replace (- ((B + c) / A1 * A1)) with ((B + c) / A1 * - A1) by ring.
          apply Rmult_le_compat_r; lra. }
        replace ((B + c) / A1 * A1) with (B + c) in H by (field; exact N). lra. }
      assert (1 <= exp (- u)).
      { rewrite <- exp_0. destruct (Req_dec u 0) as [Q | Q]; [rewrite Q, Ropp_0; lra | left; apply exp_increasing; lra]. }
      assert (c * 1 <= (u * A1 - B) * exp (- u)) by (apply Rmult_le_compat; lra). lra. }
  assert (Sign : 0 < A1 -> 0 < A1 * exp (- (B / A1))) by (intros; apply Rmult_lt_0_compat; [assumption | apply exp_pos]).
  assert (Lam : forall x, VoltageOne A1 B x = c -> (forall u, u < x -> VoltageOne A1 B u < c) ->
    LambertW0 (OneZ c A1 B) (B / A1 - x)).
  { intros x E L. pose proof (Pos x E L) as P. specialize (Sign P).
    pose proof (VoltageOne_compare c A1 B x P) as V. rewrite E, Rminus_eq_0 in V.
    assert (Z : OneZ c A1 B = (B / A1 - x) * exp (B / A1 - x)).
    { symmetry in V. apply Rmult_integral in V. lra. }
    split; [| now symmetry]. destruct (Rle_lt_dec (-1) (B / A1 - x)) as [G | G]; [exact G | exfalso].
    (* at x = B/A1 + 1, earlier, v would be larger *)
    specialize (L (B / A1 + 1)). pose proof (VoltageOne_compare c A1 B (B / A1 + 1) P) as V1.
    replace (B / A1 - (B / A1 + 1)) with (-1) in V1 by ring. rewrite Z in V1. pose proof (product_least (B / A1 - x)) as Q.
    assert (0 <= A1 * exp (- (B / A1)) * ((B / A1 - x) * exp (B / A1 - x) - -1 * exp (-1))) by (apply Rmult_le_pos; lra). lra. }
  assert (Back : forall W, 0 < A1 -> LambertW0 (OneZ c A1 B) W ->
    VoltageOne A1 B (B / A1 - W) = c /\ (forall u, u < B / A1 - W -> VoltageOne A1 B u < c) /\ exp (B / A1 - W) = - W * A1 / c).
  { intros W P [HW E]. specialize (Sign P). split; [| split].
    - pose proof (VoltageOne_compare c A1 B (B / A1 - W) P) as V. replace (B / A1 - (B / A1 - W)) with W in V by ring.
      rewrite E, Rminus_eq_0, Rmult_0_r in V. lra.
    - intros u Hu. pose proof (VoltageOne_compare c A1 B u P) as V.
      pose proof (product_rises W (B / A1 - u) HW) as Q.
      assert (0 < A1 * exp (- (B / A1)) * ((B / A1 - u) * exp (B / A1 - u) - OneZ c A1 B)) by (apply Rmult_lt_0_compat; lra).
        lra.
    - unfold OneZ in E. replace (B / A1 - W) with (B / A1 + - W) by ring. rewrite exp_plus.
      replace (- W * A1 / c) with (- W * exp W * (exp (- W)) * A1 / c).
      + replace (- W * exp W) with (c / A1 * exp (B / A1)) by lra. field. lra.
      + replace (- W * exp W * exp (- W)) with (- W * (exp W * exp (- W))) by ring.
        rewrite <- exp_plus, Rplus_opp_r, exp_0. now rewrite Rmult_1_r. }
  split; [split | split; [exact Lam | exact Back]].
  - intros [x [E L]]. pose proof (Pos x E L) as P. split; [exact P |]. apply lambert_exists_iff. exists (B / A1 - x).
    now apply Lam.
  - intros [P Z]. destruct (proj2 (lambert_exists_iff _) Z) as [W HW]. exists (B / A1 - W).
    destruct (Back W P HW) as [E [L _]]. now split.
Qed.

(* SPEC 3.3: the peak lies at x = 1 + B/A1 and is A1 e^{-x} high *)
Theorem peak_one : forall A1 B x, 0 < A1 ->
  VoltageOne A1 B (1 + B / A1) = A1 * exp (- (1 + B / A1)) /\ VoltageOne A1 B x <= VoltageOne A1 B (1 + B / A1).
Proof.
  intros A1 B x P. split.
  - unfold VoltageOne. f_equal. field. lra.
  - rewrite !VoltageOne_lambert by exact P. replace (B / A1 - (1 + B / A1)) with (-1) by ring.
    pose proof (product_least (B / A1 - x)). assert (0 < A1 * exp (- (B / A1))) by (apply Rmult_lt_0_compat;
      [exact P | apply exp_pos]).
    assert (0 <= A1 * exp (- (B / A1)) * ((B / A1 - x) * exp (B / A1 - x) - -1 * exp (-1))) by (apply Rmult_le_pos; lra). lra.
Qed.

(* SPEC 3.3: tau K' = D = A1 e^{-x} (1 + W), where W = B/A1 - x *)
Lemma rise_one tau w a order p t : 0 < tau ->
  Sum (fun q => w (order q) * KernelSlope tau tau (t - a (order q))) p =
  (OneA1 tau w a order p * (1 - t / tau) + OneB tau w a order p) * exp (- (t / tau)).
Proof.
  intros H. unfold OneA1, OneB.
  replace ((Sum (fun q => w (order q) * exp (a (order q) / tau)) p * (1 - t / tau) +
            Sum (fun q => w (order q) * (a (order q) / tau) * exp (a (order q) / tau)) p) * exp (- (t / tau)))
    with ((1 - t / tau) * exp (- (t / tau)) * Sum (fun q => w (order q) * exp (a (order q) / tau)) p +
          exp (- (t / tau)) * Sum (fun q => w (order q) * (a (order q) / tau) * exp (a (order q) / tau)) p) by ring.
  rewrite <- !Sum_scale, <- Sum_plus. apply Sum_ext. intros q _. unfold KernelSlope.
  rewrite Kernel_one. replace (- (t - a (order q)) / tau) with (a (order q) / tau + - (t / tau)) by (field; lra).
  rewrite exp_plus. field. lra.
Qed.
(* SPEC 3.3, 4.1: tau K' = D = A1 e^{-x} (1 + W) *)
Theorem slope_one : forall A1 B x W, 0 < A1 -> W = B / A1 - x -> (A1 * (1 - x) + B) * exp (- x) = A1 * exp (- x) * (1 + W).
Proof. intros A1 B x W P E. rewrite E. field. lra. Qed.
(* SPEC 4.1: the specialised gradients are the general ones, -k/K' and w k'/K', where tau K' = D and k(s tau) = s e^{-s} *)
Theorem gradients_one : forall tau s w D K', 0 < tau -> D <> 0 -> tau * K' = D ->
  - Kernel tau tau (s * tau) / K' = - tau * s * exp (- s) / D /\
  w * (KernelSlope tau tau (s * tau) / tau) / K' = - w * (s - 1) * exp (- s) / D.
Proof.
  intros tau s w D K' H N E. assert (EK : K' = D / tau) by (rewrite <- E; field; lra).
  unfold KernelSlope. rewrite Kernel_one. replace (- (s * tau) / tau) with (- s) by (field; lra). rewrite EK.
  set (e := exp (- s)). split; field; split; lra.
Qed.
