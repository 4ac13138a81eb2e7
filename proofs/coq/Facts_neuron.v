(* The facts of proofs/acsl/facts_neuron.h and lemmas.h that no prover of WP knows, under the same names. *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronRoots Delgrad.NeuronSpike Delgrad.NeuronFirst.
Open Scope R_scope.

(* SPEC 1.2: e^x >= 1 + x *)
Theorem dg_lemma_exp : forall x : R, exists result : R, result = exp x /\ result >= 1 + x.
Proof.
  intros x. exists (exp x). split; [reflexivity |]. apply Rle_ge.
  destruct (Req_dec x 0) as [E | N]; [subst x; rewrite exp_0; lra | left; now apply exp_ineq1].
Qed.

(* SPEC 3.1: not rising, or too little current *)
Theorem dg_fact_flat : forall tau_mem tau_syn c v i : R, tau_mem > 0 /\ tau_syn > 0 /\ c > 0 -> v < c -> i <= v \/ i < c ->
  BelowAlways tau_mem tau_syn c v i.
Proof.
  intros m y c v i [Hm [Hy Hc]] Hv H s Hs. destruct (Rlt_le_dec i c) as [L | L].
  - now apply voltage_low.
  - destruct H as [H | H]; [| lra]. apply Rle_lt_trans with v; [| exact Hv]. apply voltage_not_rising; lra.
Qed.

(* SPEC 3.1: still rising at the end of the window, and below c there *)
Theorem dg_fact_rising : forall tau_mem tau_syn c v i window : R, tau_mem > 0 /\ tau_syn > 0 /\ c > 0 -> v < c -> window >= 0 ->
  CurrentLater tau_syn i window > VoltageLater tau_mem tau_syn v i window ->
  VoltageLater tau_mem tau_syn v i window < c -> BelowTo tau_mem tau_syn c v i window.
Proof.
  intros m y c v i W [Hm [Hy Hc]] Hv HW U E s [Hs Hw].
  destruct (Rlt_le_dec 0 i) as [Hi | Hi]; [| now apply voltage_inhibited].
  destruct Hw as [L | L]; [| now subst s]. apply Rlt_trans with (VoltageLater m y v i W); [| exact E].
  apply voltage_rises; try assumption. unfold Upward. lra.
Qed.

(* SPEC 3.1: the maximum, where v = i, is below c *)
Theorem dg_fact_peak : forall tau_mem tau_syn c v i peak : R, tau_mem > 0 /\ tau_syn > 0 -> i > 0 ->
  peak >= 0 /\ VoltageLater tau_mem tau_syn v i peak = CurrentLater tau_syn i peak -> CurrentLater tau_syn i peak < c ->
  BelowAlways tau_mem tau_syn c v i.
Proof.
  intros m y c v i p [Hm Hy] Hi [Hp E] L s Hs. apply Rle_lt_trans with (VoltageLater m y v i p); [| lra].
  apply voltage_peak; try assumption. unfold Upward. lra.
Qed.

(* SPEC 3.1: there is no maximum: v comes from below and stays below 0 *)
Theorem dg_fact_tail : forall tau_mem tau_syn c v i : R, tau_mem > 0 /\ tau_syn > 0 /\ tau_mem <> tau_syn /\ c > 0 ->
  i > 0 /\ i > v -> i * tau_syn + v * (tau_mem - tau_syn) <= 0 -> BelowAlways tau_mem tau_syn c v i.
Proof.
  intros m y c v i [Hm [Hy [N Hc]]] [Hi Hv] T s Hs.
  assert (G : y < m).
  { destruct (Rlt_le_dec y m) as [L | L]; [exact L |]. exfalso.
    assert (Hmy : m < y) by lra.
    assert (0 < (i - v) * (y - m)) by (apply Rmult_lt_0_compat; lra). assert (0 < i * m) by now apply Rmult_lt_0_compat. lra. }
  apply Rlt_trans with 0; [| exact Hc].
  unfold VoltageLater. rewrite Kernel_apart by exact N.
  pose proof (exp_pos (-s / m)) as P. pose proof (exp_pos (-s / y)) as Q. set (e := exp (-s / m)) in *.
    set (f := exp (-s / y)) in *.
  replace (v * e + i * (y / (m - y) * (e - f))) with (- ((- (i * y + v * (m - y)) * e + i * y * f) / (m - y))) by (field; lra).
  assert (0 <= - (i * y + v * (m - y)) * e) by (apply Rmult_le_pos; lra).
  assert (0 < i * y * f) by (apply Rmult_lt_0_compat; [now apply Rmult_lt_0_compat | exact Q]).
  assert (0 < (- (i * y + v * (m - y)) * e + i * y * f) / (m - y)) by (apply Rdiv_lt_0_compat; lra). lra.
Qed.

(* SPEC 3.2: v = (v + i) y - i y^2 with y = e^{-s/tau_mem} *)
Lemma VoltageLater_two y v i s : 0 < y ->
  VoltageLater (2 * y) y v i s = (v + i) * exp (-s / (2 * y)) - i * exp (-s / (2 * y)) * exp (-s / (2 * y)).
Proof.
  intros Hy. unfold VoltageLater. rewrite Kernel_apart by lra.
  replace (exp (-s / y)) with (exp (-s / (2 * y)) * exp (-s / (2 * y))).
  2:{ rewrite <- exp_plus. f_equal. field. lra. }
  field. lra.
Qed.
(* SPEC 3.2: v, a quadratic in e^{-s/tau_mem}, does not meet c *)
Theorem dg_fact_two : forall tau_mem tau_syn c v i : R, tau_syn > 0 /\ tau_mem = 2 * tau_syn /\ c > 0 -> i > 0 ->
  ~ CrossesTwo c v i -> BelowAlways tau_mem tau_syn c v i.
Proof.
  intros m y c v i [Hy [E Hc]] Hi N s Hs. subst m. rewrite VoltageLater_two by exact Hy.
  pose proof (exp_pos (-s / (2 * y))) as P. set (e := exp (-s / (2 * y))) in *.
  destruct (Rlt_le_dec ((v + i) * e - i * e * e) c) as [L | L]; [exact L | exfalso; apply N].
  assert (0 < i * e * e) by (apply Rmult_lt_0_compat; [now apply Rmult_lt_0_compat | exact P]).
  split.
  - apply (Rmult_lt_reg_r e); [exact P |]. lra.
  - apply Rle_ge. apply Rle_trans with (4 * i * ((v + i) * e - i * e * e)).
    + replace (4 * c * i) with (4 * i * c) by ring. apply Rmult_le_compat_l; lra.
    + pose proof (Rle_0_sqr (v + i - 2 * i * e)) as S. unfold Rsqr in S. lra.
Qed.

(* SPEC 3.1: where v meets c and does not fall, it does so for the first time *)
Theorem dg_fact_first : forall tau_mem tau_syn c v i since : R, tau_mem > 0 /\ tau_syn > 0 /\ c > 0 ->
  since >= 0 /\ VoltageLater tau_mem tau_syn v i since = c -> CurrentLater tau_syn i since >= c ->
  BelowBefore tau_mem tau_syn c v i since.
Proof.
  intros m y c v i t [Hm [Hy Hc]] [Ht E] U s [Hs L]. rewrite <- E. apply voltage_rises; try assumption; [| unfold Upward; lra].
  destruct (Rlt_le_dec 0 i) as [Hi | Hi]; [exact Hi | exfalso].
  assert (CurrentLater y i t <= 0); [| lra]. unfold CurrentLater. pose proof (exp_pos (-t / y)).
  assert (0 <= - i * exp (-t / y)) by (apply Rmult_le_pos; lra). lra.
Qed.

(* SPEC 3.1: up to its maximum v does not fall *)
Theorem dg_fact_upward : forall tau_mem tau_syn v i peak s : R, tau_mem > 0 /\ tau_syn > 0 -> i > 0 ->
  VoltageLater tau_mem tau_syn v i peak = CurrentLater tau_syn i peak -> 0 <= s /\ s <= peak ->
  CurrentLater tau_syn i s >= VoltageLater tau_mem tau_syn v i s.
Proof.
  intros m y v i p s [Hm Hy] Hi E [Hs [L | L]]; [| subst s; lra].
  pose proof (upward_before m y v i Hm Hy s p Hi L). unfold Upward in *. lra.
Qed.

(* SPEC 3.3: the maximum is a factor e^L above c, L = excess *)
Theorem dg_fact_excess : forall tau c v i : R, tau > 0 /\ c > 0 /\ i > 0 ->
  CurrentLater tau i (tau * ((i - v) / i)) >= c -> ln (i / c) - (i - v) / i >= 0.
Proof.
  intros tau c v i [Ht [Hc Hi]] H. unfold CurrentLater in H.
  replace (- (tau * ((i - v) / i)) / tau) with (- ((i - v) / i)) in H by (field; lra).
  set (x := (i - v) / i) in *.
  assert (L : exp x <= i / c).
  { apply (Rmult_le_reg_r (c * exp (- x))); [apply Rmult_lt_0_compat; [exact Hc | apply exp_pos] |].
    replace (exp x * (c * exp (- x))) with (c * (exp x * exp (- x))) by ring.
    rewrite <- exp_plus, Rplus_opp_r, exp_0.
    replace (i / c * (c * exp (- x))) with (i * exp (- x)) by (field; lra). lra. }
  assert (x <= ln (i / c)); [| lra]. rewrite <- (ln_exp x). destruct L as [L | L].
  - left. apply ln_increasing; [apply exp_pos | exact L].
  - rewrite L. lra.
Qed.

(* SPEC 3.3: the crossing by Lambert's W *)
Theorem dg_fact_lambert : forall tau c v i h x : R, tau > 0 /\ c > 0 /\ i > 0 -> v < c -> i > v ->
  0 <= h /\ h < 1 /\ - h - ln (1 - h) = ln (i / c) - (i - v) / i -> x = (i - v) / i - h ->
  ((x > 0 /\ (v + i * x) * exp (- x) = c) /\ VoltageLater tau tau v i (tau * x) = c) /\
  CurrentLater tau i (tau * x) = c + i * h * exp (- x).
Proof.
  intros tau c v i h x [Ht [Hc Hi]] Hv R [H0 [H1 L]] X.
  assert (E : exp (- x) = c / (i * (1 - h))).
  { replace (- x) with (ln (c / (i * (1 - h)))).
    - apply exp_ln, Rdiv_lt_0_compat; [exact Hc | apply Rmult_lt_0_compat; lra].
    - rewrite ln_div, ln_mult by (try apply Rmult_lt_0_compat; lra). rewrite ln_div in L by lra. lra. }
  assert (C : (v + i * x) * exp (- x) = c).
  { rewrite E, X. field. lra. }
  assert (V : VoltageLater tau tau v i (tau * x) = c).
  { unfold VoltageLater. rewrite Kernel_one. replace (tau * x / tau) with x by (field; lra).
    replace (- (tau * x) / tau) with (- x) by (field; lra). transitivity ((v + i * x) * exp (- x)); [ring | exact C]. }
  assert (J : CurrentLater tau i (tau * x) = c + i * h * exp (- x)).
  { unfold CurrentLater. replace (- (tau * x) / tau) with (- x) by (field; lra).
    transitivity ((v + i * x) * exp (- x) + i * h * exp (- x)); [rewrite X; field; lra | now rewrite C]. }
  repeat split; try assumption.
  destruct (Rlt_le_dec 0 x) as [P | P]; [exact P | exfalso].
  (* otherwise v falls from c at tau x <= 0 no sooner than at 0, where it rises *)
  assert (VoltageLater tau tau v i (tau * x) <= VoltageLater tau tau v i 0); [| rewrite VoltageLater_0 in *; lra].
  destruct P as [P | P]; [| rewrite P, Rmult_0_r; lra].
  left. apply voltage_rises; try assumption; [| unfold Upward; rewrite CurrentLater_0, VoltageLater_0; lra].
  assert (0 < tau * - x) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

(* SPEC 1.2: what one input leaves at t, from its state at t0 *)
Lemma dg_fact_later : forall tau_mem tau_syn t0 a : R, tau_mem > 0 /\ tau_syn > 0 ->
  (forall t : R, Kernel tau_mem tau_syn (t - a) =
    Kernel tau_mem tau_syn (t0 - a) * exp (- (t - t0) / tau_mem) + Decay tau_syn (t0 - a) * Kernel tau_mem tau_syn (t - t0)) /\
  (forall t : R, Decay tau_syn (t - a) = Decay tau_syn (t0 - a) * exp (- (t - t0) / tau_syn)).
Proof.
  intros m y t0 a [Hm Hy]. split; intros t; replace (t - a) with (t0 - a + (t - t0)) by ring;
    [now apply Kernel_later | now apply Decay_later].
Qed.

(* SPEC 1.2: v and i at any time from those at t0 *)
Theorem dg_fact_sums_later : forall (tau_mem tau_syn : R) (w a : Z -> R) (order : Z -> Z) (count : Z) (t0 : R),
  tau_mem > 0 /\ tau_syn > 0 -> SumsLater tau_mem tau_syn w a order count t0 /\ CurrentsLater tau_syn w a order count t0.
Proof.
  intros m y w a order p t0 [Hm Hy]. split; intros t; unfold Voltage, Current, VoltageLater, CurrentLater.
  - rewrite <- (Rmult_comm (exp (- (t - t0) / m))), <- (Rmult_comm (Kernel m y (t - t0))), <- !Sum_scale, <- Sum_plus.
    apply Sum_ext. intros q _. replace (t - a (order q)) with (t0 - a (order q) + (t - t0)) by ring.
    rewrite Kernel_later by assumption. ring.
  - rewrite <- (Rmult_comm (exp (- (t - t0) / y))), <- !Sum_scale.
    apply Sum_ext. intros q _. replace (t - a (order q)) with (t0 - a (order q) + (t - t0)) by ring.
    rewrite Decay_later by assumption. ring.
Qed.

(* SPEC 3.1: the first crossing among the windows between arrivals is the first of all times *)
Theorem dg_fact_first_time : forall (never : Never) (tau_mem tau_syn c : R) (w a : Z -> R) (order : Z -> Z) (n causal : Z)
  (t since : R), tau_mem > 0 /\ tau_syn > 0 /\ c > 0 -> Indices order n n /\ Injective order n -> InOrder a order n ->
  (1 <= causal)%Z /\ (causal <= n)%Z /\ Comes (a (order (causal - 1)%Z)) -> t = a (order (causal - 1)%Z) ->
  since > 0 /\ ((causal < n)%Z -> t + since <= a (order causal)) ->
  Below tau_mem tau_syn c w a order (causal - 1) n -> BelowSince tau_mem tau_syn c w a order causal t since ->
  Voltage tau_mem tau_syn w a order causal (t + since) = c -> FirstCrossing tau_mem tau_syn c w a n (t + since).
Proof.
  intros never m y c w a order n k t s [Hm [Hy Hc]] [Ind Inj] S [Hk1 [Hk2 Co]] Et [Hs Next] B Bs E. split.
  - rewrite <- E. apply Membrane_prefix; try assumption; [lia | |].
    + intros p Hp. assert (a (order p) <= a (order (k - 1)%Z)) by (apply S; lia). lra.
    + intros p Hp. assert (a (order k) <= a (order p)) by (apply S; lia). assert (Hkn : (k < n)%Z) by lia.
      specialize (Next Hkn). lra.
  - intros x Hx. destruct (window_of a order n x) as [j [Hj [L U]]]; [lia | exact S |].
    rewrite (Membrane_prefix m y w a order n j x Ind Inj Hj L) by (intros p Hp; left; now apply U).
    assert (Hjk : (j <= k)%Z).
    { destruct (Z_le_dec j k) as [G | G]; [exact G | exfalso]. assert (Hkj : (0 <= k < j)%Z) by lia. specialize (L k Hkj).
      assert (Hkn : (k < n)%Z) by lia. specialize (Next Hkn). lra. }
    destruct (Z.eq_dec j k) as [G | G].
    + subst j. apply Bs. split; [| exact Hx]. rewrite Et. apply L. lia.
    + destruct (Z.eq_dec j 0) as [G0 | G0]; [subst j; exact Hc |].
      assert (Hjn : (j <= j < n)%Z) by lia. specialize (U j Hjn). assert (a (order j) <= a (order (k - 1)%Z)) by (apply S; lia).
      replace j with (j - 1 + 1)%Z by lia. apply B. split; [lia |]. split; [apply L; lia |].
      replace (j - 1 + 1)%Z with j by lia. split; [intros _; lra |]. unfold TimeComes, Comes in *. lra.
Qed.

(* SPEC 3.7: below c in every window is below c at every time *)
Theorem dg_fact_no_time : forall (never : Never) (tau_mem tau_syn c : R) (w a : Z -> R) (order : Z -> Z) (n : Z),
  tau_mem > 0 /\ tau_syn > 0 /\ c > 0 -> Indices order n n /\ Injective order n -> InOrder a order n ->
  Below tau_mem tau_syn c w a order n n -> NoCrossing tau_mem tau_syn c w a n.
Proof.
  intros never m y c w a order n [Hm [Hy Hc]] [Ind Inj] S B t Ht.
  destruct (Z_le_dec 0 n) as [Hn | Hn].
  2:{ unfold Membrane. rewrite Sum_none by lia. exact Hc. }
  destruct (window_of a order n t Hn S) as [j [Hj [L U]]].
  rewrite (Membrane_prefix m y w a order n j t Ind Inj Hj L) by (intros p Hp; left; now apply U).
  destruct (Z.eq_dec j 0) as [G0 | G0]; [subst j; exact Hc |].
  replace j with (j - 1 + 1)%Z by lia. apply B. split; [lia |]. split; [apply L; lia |].
  replace (j - 1 + 1)%Z with j by lia. split; [intros H; left; apply U; lia | exact Ht].
Qed.

(* A name for a sum *)
Theorem dg_lemma_rise_value :
  forall (tau_mem : R) (tau_syn : R) (w : (Z -> R)) (a : (Z -> R)) (order : (Z -> Z)) (count : Z) (t : R) (since : R), (exists (result : R), (result = (Rise tau_mem tau_syn w a order count t since))).
Proof. intros. eexists. reflexivity. Qed.
