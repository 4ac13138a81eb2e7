(* What the contracts of delgrad.h, sections 3 and 6, say in the end: the test for a crossing is exact, the roots are first
   crossings, and what dg_spike_gradient writes are the derivatives of the first spike time. *)

Require Import Reals ZArith Lia Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronRoots Delgrad.NeuronSpike Delgrad.NeuronFirst.
Require Import Delgrad.NeuronGradient Delgrad.NeuronFormulas Delgrad.Facts_neuron.
Open Scope R_scope.

Lemma peak_time_root m y v i : 0 < m -> 0 < y -> HasPeak m y v i -> Upward m y v i (PeakTime m y v i) = 0.
Proof.
  intros Hm Hy [[Hv Hi] T]. unfold Upward, PeakTime, CurrentLater, VoltageLater.
  destruct (Req_EM_T m y) as [E | N].
  - subst y. rewrite Kernel_one. replace (- (m * ((i - v) / i)) / m) with (- ((i - v) / i)) by (field; lra).
    set (e := exp (- ((i - v) / i))). field. lra.
  - destruct T as [T | T]; [contradiction |]. rewrite Kernel_apart by exact N.
    set (tail := i * y + v * (m - y)) in *.
    assert (Z : 1 + (i - v) * (m - y) / tail = i * m / tail) by (unfold tail; field; unfold tail in T; lra).
    assert (P : 0 < i * m / tail) by (apply Rdiv_lt_0_compat; [now apply Rmult_lt_0_compat | exact T]).
    rewrite Z. set (x := ln (i * m / tail)).
    assert (X : exp x = i * m / tail) by (now apply exp_ln).
    set (p := x * m * (y / (m - y))).
    assert (Es : exp (- p / y) = exp (- p / m) * exp (- x)).
    { rewrite <- exp_plus. f_equal. unfold p. field. lra. }
    assert (En : exp (- x) = tail / (i * m)).
    { rewrite exp_Ropp, X. field. lra. }
    rewrite Es, En. set (e := exp (- p / m)). unfold tail. field. lra.
Qed.
(* SPEC 3.1: between arrivals v has at most one maximum, at dg_peak_time, where v = i *)
Theorem one_maximum : forall tau_mem tau_syn v i, 0 < tau_mem -> 0 < tau_syn -> HasPeak tau_mem tau_syn v i ->
  0 < PeakTime tau_mem tau_syn v i /\
  VoltageLater tau_mem tau_syn v i (PeakTime tau_mem tau_syn v i) = CurrentLater tau_syn i (PeakTime tau_mem tau_syn v i) /\
  (forall s t, s < t -> t <= PeakTime tau_mem tau_syn v i ->
    VoltageLater tau_mem tau_syn v i s < VoltageLater tau_mem tau_syn v i t) /\
  (forall s t, s < t -> PeakTime tau_mem tau_syn v i <= s ->
    VoltageLater tau_mem tau_syn v i t < VoltageLater tau_mem tau_syn v i s).
Proof.
  intros m y v i Hm Hy H. pose proof (peak_time_root m y v i Hm Hy H) as E. set (p := PeakTime m y v i) in *.
  destruct H as [[Hv Hi] _].
  assert (U : forall t, t <= p -> 0 <= Upward m y v i t).
  { intros t [L | L]; [left; apply (upward_before m y v i Hm Hy t p); lra | subst t; lra]. }
  assert (D : forall s, p <= s -> Upward m y v i s <= 0).
  { intros s [L | L]; [left; apply (downward_after m y v i Hm Hy p s); lra | subst s; lra]. }
  split; [| split; [unfold Upward in E; lra | split]].
  - destruct (Rlt_le_dec 0 p) as [L | L]; [exact L | exfalso]. specialize (D 0 L). rewrite Upward_0 in D. lra.
  - intros s t L B. apply voltage_rises; try assumption. now apply U.
  - intros s t L B. apply voltage_falls; try assumption. now apply D.
Qed.

(* SPEC 3.1, 3.2, 3.3: dg_crosses decides exactly whether v, below c, reaches c if nothing else arrives *)
Theorem crosses_exact : forall tau_mem tau_syn c v i, 0 < tau_mem -> 0 < tau_syn -> 0 < c -> v < c ->
  (Crosses tau_mem tau_syn c v i <-> exists s, 0 <= s /\ VoltageLater tau_mem tau_syn v i s >= c).
Proof.
  intros m y c v i Hm Hy Hc Hv. split.
  - intros [Hr [Hi H]]. destruct (Req_EM_T m (2 * y)) as [E | N].
    + (* at y = (v + i) / (2 i), which is at most 1 *)
      destruct H as [H1 H2]. subst m. set (u := (v + i) / (2 * i)). assert (Pu : 0 < u) by (apply Rdiv_lt_0_compat; lra).
      exists (- (2 * y) * ln u). split.
      * assert (ln u <= 0).
        { rewrite <- ln_1. assert (u < 1) by (apply (Rmult_lt_reg_r (2 * i)); [lra |]; unfold u; field_simplify; lra).
          left. now apply ln_increasing. }
        assert (0 <= 2 * y * - ln u) by (apply Rmult_le_pos; lra). lra.
      * rewrite VoltageLater_two by exact Hy. replace (- (- (2 * y) * ln u) / (2 * y)) with (ln u) by (field; lra).
        rewrite exp_ln by exact Pu.
        replace ((v + i) * u - i * u * u) with ((v + i) * (v + i) / (4 * i)) by (unfold u; field; lra).
        apply Rle_ge. apply (Rmult_le_reg_r (4 * i)); [lra |].
        replace ((v + i) * (v + i) / (4 * i) * (4 * i)) with ((v + i) * (v + i)) by (field; lra). lra.
    + destruct H as [P H]. destruct (one_maximum m y v i Hm Hy P) as [H0 [E _]].
      exists (PeakTime m y v i). split; lra.
  - intros [s [Hs Es]].
    assert (never : ~ BelowAlways m y c v i) by (intros B; specialize (B s Hs); lra).
    assert (Hr : v < i).
    { destruct (Rlt_le_dec v i) as [L | L]; [exact L | exfalso]. apply never, dg_fact_flat; auto. }
    assert (Hi : c <= i).
    { destruct (Rle_lt_dec c i) as [L | L]; [exact L | exfalso]. apply never, dg_fact_flat; auto. }
    split; [exact Hr | split; [lra |]]. destruct (Req_EM_T m (2 * y)) as [E | N].
    + destruct (Rlt_le_dec 0 (v + i)) as [L | L].
      * destruct (Rle_lt_dec (4 * c * i) ((v + i) * (v + i))) as [G | G]; [split; lra | exfalso].
        apply never, (dg_fact_two m y c v i); [auto | lra |]. intros [_ Q]. lra.
      * exfalso. apply never, (dg_fact_two m y c v i); [auto | lra |]. intros [Q _]. lra.
    + assert (P : HasPeak m y v i).
      { split; [split; lra |]. destruct (Req_dec m y) as [Q | Q]; [now left | right].
        destruct (Rlt_le_dec 0 (i * y + v * (m - y))) as [T | T]; [exact T | exfalso].
        apply never, dg_fact_tail; auto. split; lra. }
      split; [exact P |]. destruct (one_maximum m y v i Hm Hy P) as [H0 [E _]].
      destruct (Rle_lt_dec c (CurrentLater y i (PeakTime m y v i))) as [G | G]; [lra | exfalso].
      apply never. apply (dg_fact_peak m y c v i (PeakTime m y v i)); auto; [lra | split; [lra | exact E]].
Qed.

(* SPEC 3.2, 3.3: what the roots of delgrad.h ensure (RootIs) is the first crossing of the window, and there is one such root *)
Theorem root_is_first_crossing : forall tau_mem tau_syn c v i since, 0 < tau_mem -> 0 < tau_syn -> 0 < c -> v < c ->
  ((exists rise, RootIs tau_mem tau_syn c v i since rise) <-> WindowCrossing tau_mem tau_syn c v i since).
Proof.
  intros m y c v i s Hm Hy Hc Hv. rewrite (first_crossing_iff m y c v i s Hm Hy Hc Hv). split.
  - intros [rise [Hs [Hr [E C]]]]. split; [lra | split; [exact E |]]. lra.
  - intros [Hs [E C]]. exists (CurrentLater y i s - c). repeat split; lra.
Qed.

(* SPEC 3.6: inputs that come at the spike or later have no influence on it *)
Theorem later_inputs_do_not_matter : forall tau_mem tau_syn c w a w' a' n T,
  (forall q, (0 <= q < n)%Z -> (w q = w' q /\ a q = a' q) \/ (T <= a q /\ T <= a' q)) ->
  FirstSpike tau_mem tau_syn c w a n T -> FirstSpike tau_mem tau_syn c w' a' n T.
Proof.
  intros m y c w a w' a' n T H [R B].
  assert (E : forall t, t <= T -> Membrane m y w a n t = Membrane m y w' a' n t).
  { intros t Ht. rewrite !Membrane_After. apply Sum_ext. intros q Hq.
    destruct (H q Hq) as [[E1 E2] | [L L']]; [now rewrite E1, E2 |]. rewrite !After_neg by lra. ring. }
  split; [rewrite <- E; lra |]. intros t Ht. rewrite <- E by lra. now apply B.
Qed.

(* SPEC 3.6, 4.3: arrivals at the very time of the spike: the gradients are those of the neuron without these inputs (say, with
   them put off), whose spikes, as long as they do not come later, are the spikes of this one: the limit from the left *)
Theorem ties_from_the_left : forall tau_mem tau_syn c w a w' a' n T T',
  (forall q, (0 <= q < n)%Z -> (w q = w' q /\ a q = a' q) \/ (T <= a q /\ T <= a' q)) -> T' <= T ->
  (FirstSpike tau_mem tau_syn c w' a' n T' <-> FirstSpike tau_mem tau_syn c w a n T').
Proof.
  intros m y c w a w' a' n T T' H L. split; apply later_inputs_do_not_matter; intros q Hq.
  - destruct (H q Hq) as [[E1 E2] | [L1 L2]]; [left; split; congruence | right; split; lra].
  - destruct (H q Hq) as [E | [L1 L2]]; [now left | right; split; lra].
Qed.

(* SPEC 3.1, 4.1: from the ensures of dg_spike_time (crossing, first, slope) and of dg_spike_gradient (weights, arrivals, rest):
   T = t + since is the first spike, and dT_dc, dT_dw, dT_da are its derivatives, unless an input arrives at T itself *)
Theorem contract_spike_gradient : forall (never : Never) tau_mem tau_syn c w a order n causal t since dT_dc dT_dw dT_da,
  0 < tau_mem -> 0 < tau_syn -> 0 < c -> Indices order n n -> Injective order n -> InOrder a order n ->
  (1 <= causal <= n)%Z -> t = a (order (causal - 1)%Z) -> FirstCrossing tau_mem tau_syn c w a n (t + since) ->
  CrossesAt tau_mem tau_syn c w a order n causal t since ->
  SlopeIs tau_mem tau_syn w a order causal t since DG_SPIKES dT_dc ->
  ByWeight tau_mem tau_syn a order causal t since dT_dc dT_dw ->
  ByArrival tau_mem tau_syn w a order causal t since dT_dc (Rise tau_mem tau_syn w a order causal t since) dT_da ->
  ZeroOutside order causal n dT_dw dT_da -> (forall q, (0 <= q < n)%Z -> a q <> t + since) ->
  FirstSpike tau_mem tau_syn c w a n (t + since) /\
  SpikeDerivative tau_mem tau_syn (fun x => x) (fun _ => w) (fun _ => a) n c (t + since) dT_dc /\
  forall p, (0 <= p < n)%Z ->
    SpikeDerivative tau_mem tau_syn (fun _ => c) (fun x => update w (order p) x) (fun _ => a) n (w (order p)) (t + since)
      (dT_dw (order p)) /\
    SpikeDerivative tau_mem tau_syn (fun _ => c) (fun _ => w) (fun x => update a (order p) x) n (a (order p)) (t + since)
      (dT_da (order p)).
Proof.
  intros never m y c w a order n k t s d dw da Hm Hy Hc Ind Inj S Hk Et First [Hs [Next _]] [Sl _] BW BA ZO Ap.
  destruct (Sl eq_refl) as [Up Ed].
  assert (F : FirstSpike m y c w a n (t + s)).
  { now apply first_spike_is_first_crossing. }
  assert (P : Prefix a order n k (t + s)).
  { split; [exact Ind | split; [exact Inj | split; [exact S | split; [lia | split]]]].
    - intros p Hp. assert (a (order p) <= a (order (k - 1)%Z)) by (apply S; lia). lra.
    - intros p Hp. assert (a (order k) <= a (order p)) by (apply S; lia). assert (Hkn : (k < n)%Z) by lia.
      specialize (Next Hkn). lra. }
  assert (Er : Rise m y w a order k t s = MembraneRise m y w a n (t + s)).
  { rewrite Et at 1. apply Rise_is_MembraneRise; [exact P | lia | rewrite <- Et; ring]. }
  assert (Tr : Transversal m y c w a n (t + s)).
  { repeat split; try assumption; try apply F. rewrite <- Er. exact Up. }
  assert (G : forall p, (0 <= p < n)%Z -> let j := order p in
    SpikeDerivative m y (fun x => x) (fun _ => w) (fun _ => a) n c (t + s) d /\
    SpikeDerivative m y (fun _ => c) (fun x => update w j x) (fun _ => a) n (w j) (t + s)
      (if Z_lt_dec p k then WeightTerm m y s t (a j) d else 0) /\
    SpikeDerivative m y (fun _ => c) (fun _ => w) (fun x => update a j x) n (a j) (t + s)
      (if Z_lt_dec p k then ArrivalTerm m y s t (w j) (a j) d (Rise m y w a order k t s) else 0)).
  { intros p Hp. pose proof (contract_gradients m y c w a order n k (t + s) s d p Tr P) as C. cbv zeta in C |- *.
    rewrite <- Et in C. apply C; try assumption; [lia | ring]. }
  split; [exact F | split].
  - assert (H0 : (0 <= 0 < n)%Z) by lia. exact (proj1 (G 0%Z H0)).
  - intros p Hp. destruct (G p Hp) as [_ [G1 G2]]. cbv zeta in G1, G2. destruct (Z_lt_dec p k) as [L | L].
    + assert (Hpk : (0 <= p < k)%Z) by lia. rewrite (BW p Hpk), (BA p Hpk). now split.
    + destruct (ZO (order p)) as [Z1 Z2].
      { split; [now apply Ind |]. intros q Hq Eq. apply (Inj q p); [lia | exact Eq]. }
      unfold IsZero in Z1, Z2. rewrite Z1, Z2. now split.
Qed.

(* SPEC 4.1: where the sum tau_mem K' is not positive as computed, dT_dc takes its place: the same formula w k'/K' *)
Theorem arrival_term_either_way : forall tau_mem tau_syn since t w a dT_dc K rise, 0 < tau_mem -> 0 < K -> dT_dc = 1 / K ->
  rise = tau_mem * K \/ rise <= 0 ->
  ArrivalTerm tau_mem tau_syn since t w a dT_dc rise = w * (KernelSlope tau_mem tau_syn (since + (t - a)) / tau_mem) / K.
Proof.
  intros m y s t w a d K r Hm HK Ed H. unfold ArrivalTerm, RiseTerm. assert (P : 0 < m * K) by now apply Rmult_lt_0_compat.
  destruct (Rlt_dec 0 r) as [L | L].
  - destruct H as [E | E]; [| lra]. rewrite E. field. lra.
  - rewrite Ed. field. lra.
Qed.
