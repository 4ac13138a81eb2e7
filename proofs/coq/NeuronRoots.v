(* One window between two arrivals: the membrane from a state (v, i), where it first reaches c, and the closed forms of it.
   Everything rests on one fact: with D = tau_mem v' = i - v, the derivative of D e^{s/tau_mem} has the sign of -i, so for i > 0
   v rises, if at all, to one maximum and falls ever after. *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel.
Open Scope R_scope.

(* tau_mem v' *)
Definition Upward (m y v i s : R) : R := CurrentLater y i s - VoltageLater m y v i s.

Lemma VoltageLater_0 m y v i : VoltageLater m y v i 0 = v.
Proof. unfold VoltageLater. rewrite exp_zero_over, kernel_at_arrival. ring. Qed.
Lemma CurrentLater_0 y i : CurrentLater y i 0 = i.
Proof. unfold CurrentLater. rewrite exp_zero_over. ring. Qed.
Lemma CurrentLater_pos y i s : 0 < i -> 0 < CurrentLater y i s.
Proof. intros H. unfold CurrentLater. apply Rmult_lt_0_compat; [exact H | apply exp_pos]. Qed.

Section Window.
Variables (m y v i : R).
Hypotheses (Hm : 0 < m) (Hy : 0 < y).
Notation V := (VoltageLater m y v i).
Notation D := (Upward m y v i).

Lemma Upward_scaled_derive s : is_derive (fun x => D x * exp (x / m)) s (- CurrentLater y i s / y * exp (s / m)).
Proof.
  replace (- CurrentLater y i s / y * exp (s / m))
    with ((- CurrentLater y i s / y - (CurrentLater y i s - V s) / m) * exp (s / m) + D s * (exp (s / m) / m)).
  2:{ unfold Upward. field. lra. }
  apply (is_derive_mult (K := R_AbsRing) D (fun x => exp (x / m))).
  - apply (is_derive_minus (V := R_NormedModule)); [now apply CurrentLater_derive | now apply VoltageLater_derive].
  - set (e := exp (s / m)). unfold Rdiv. auto_derive; [exact I |]. fold (Rdiv s m). fold e. ring.
  - intros; apply Rmult_comm.
Qed.
Lemma Upward_scaled_falls s t : 0 < i -> s < t -> D t * exp (t / m) < D s * exp (s / m).
Proof.
  intros Hi H. eapply (derive_decreasing (fun x => D x * exp (x / m))); [exact H | intros; apply Upward_scaled_derive |].
  intros z _. pose proof (CurrentLater_pos y i z Hi). pose proof (exp_pos (z / m)).
  assert (0 < CurrentLater y i z / y) by now apply Rdiv_lt_0_compat.
  assert (0 < CurrentLater y i z / y * exp (z / m)) by now apply Rmult_lt_0_compat. unfold Rdiv in *. lra.
Qed.
Lemma upward_before s t : 0 < i -> s < t -> 0 <= D t -> 0 < D s.
Proof.
  intros Hi H Ht. pose proof (Upward_scaled_falls s t Hi H).
  assert (0 <= D t * exp (t / m)) by (apply Rmult_le_pos; [exact Ht | left; apply exp_pos]).
  apply (Rmult_lt_reg_r (exp (s / m))); [apply exp_pos | lra].
Qed.
Lemma downward_after s t : 0 < i -> s < t -> D s <= 0 -> D t < 0.
Proof.
  intros Hi H Hs. destruct (Rlt_le_dec (D t) 0) as [L | L]; [exact L |]. pose proof (upward_before s t Hi H L). lra.
Qed.
Lemma voltage_derive s : is_derive V s (D s / m).
Proof. now apply VoltageLater_derive. Qed.
Lemma voltage_rises s t : 0 < i -> s < t -> 0 <= D t -> V s < V t.
Proof.
  intros Hi H Ht. eapply (derive_increasing V); [exact H | intros; apply voltage_derive |].
  intros z Hz. apply Rdiv_lt_0_compat; [| exact Hm]. now apply (upward_before z t).
Qed.
Lemma voltage_falls s t : 0 < i -> s < t -> D s <= 0 -> V t < V s.
Proof.
  intros Hi H Hs. eapply (derive_decreasing V); [exact H | intros; apply voltage_derive |].
  intros z Hz. assert (0 < - D z / m); [| unfold Rdiv in *; lra].
  apply Rdiv_lt_0_compat; [| exact Hm]. pose proof (downward_after s z Hi). lra.
Qed.
Lemma voltage_peak p s : 0 < i -> D p = 0 -> V s <= V p.
Proof.
  intros Hi Hp. destruct (Rtotal_order s p) as [H | [H | H]].
  - left. apply voltage_rises; lra.
  - subst s. lra.
  - left. apply voltage_falls; lra.
Qed.
(* v never exceeds what v and i were at first *)
Lemma voltage_between s : 0 <= s -> V s <= v * exp (-s / m) + Rmax i 0 * (1 - exp (-s / m)).
Proof.
  intros Hs. unfold VoltageLater. pose proof (Kernel_below m y s Hm Hy Hs). pose proof (Kernel_nonneg m y s Hm Hy Hs).
  pose proof (Rmax_l i 0). pose proof (Rmax_r i 0).
  assert (i * Kernel m y s <= Rmax i 0 * Kernel m y s) by now apply Rmult_le_compat_r.
  assert (Rmax i 0 * Kernel m y s <= Rmax i 0 * (1 - exp (-s / m))) by now apply Rmult_le_compat_l. lra.
Qed.
Lemma voltage_low c s : 0 <= s -> v < c -> i < c -> 0 < c -> V s < c.
Proof.
  intros Hs Hv Hi Hc. pose proof (voltage_between s Hs) as B.
  pose proof (exp_le_1 m s Hm Hs). pose proof (exp_pos (-s / m)). set (e := exp (-s / m)) in *.
  assert (Rmax i 0 < c) by (apply Rmax_lub_lt; lra). set (w := Rmax i 0) in *.
  assert (v * e < c * e) by (apply Rmult_lt_compat_r; lra).
    assert (w * (1 - e) <= c * (1 - e)) by (apply Rmult_le_compat_r; lra).
  lra.
Qed.
Lemma voltage_inhibited c s : 0 <= s -> v < c -> i <= 0 -> 0 < c -> V s < c.
Proof. intros. apply voltage_low; lra. Qed.
Lemma voltage_not_rising s : 0 < i -> i <= v -> 0 <= s -> V s <= v.
Proof.
  intros Hi H [Hs | Hs]; [| subst s; rewrite VoltageLater_0; lra].
  left. rewrite <- (VoltageLater_0 m y v i) at 2. apply voltage_falls; [exact Hi | exact Hs |].
  unfold Upward. rewrite CurrentLater_0, VoltageLater_0. lra.
Qed.
Lemma Upward_0 : D 0 = i - v.
Proof. unfold Upward. now rewrite CurrentLater_0, VoltageLater_0. Qed.

Lemma V_continuous s : continuity_pt V s.
Proof.
  apply continuity_pt_filterlim, (ex_derive_continuous (V := R_NormedModule)). eexists. apply voltage_derive.
Qed.
Lemma D_continuous s : continuity_pt D s.
Proof.
  apply continuity_pt_filterlim, (ex_derive_continuous (V := R_NormedModule)). eexists.
  apply (is_derive_minus (V := R_NormedModule)); [now apply CurrentLater_derive | now apply VoltageLater_derive].
Qed.
End Window.

(* Values in between *)
Lemma reaches (f : R -> R) x y c : x <= y -> (forall z, continuity_pt f z) -> f x <= c <= f y ->
  exists z, x <= z <= y /\ f z = c.
Proof.
  intros H C B. destruct (IVT_gen f x y c C) as [z [Hz E]].
  - rewrite Rmin_left, Rmax_right by lra. lra.
  - rewrite Rmin_left, Rmax_right in Hz by lra. now exists z.
Qed.

(* s is where the membrane (v, i), from time 0 on, first reaches c *)
Definition WindowCrossing (m y c v i s : R) : Prop :=
  0 <= s /\ VoltageLater m y v i s = c /\ forall x, 0 <= x < s -> VoltageLater m y v i x < c.

(* SPEC 3.1: where v meets c and does not fall it is for the first time; there is one such place at most *)
Theorem first_crossing_iff : forall tau_mem tau_syn c v i s, 0 < tau_mem -> 0 < tau_syn -> 0 < c -> v < c ->
  (WindowCrossing tau_mem tau_syn c v i s <->
   0 <= s /\ VoltageLater tau_mem tau_syn v i s = c /\ VoltageLater tau_mem tau_syn v i s <= CurrentLater tau_syn i s).
Proof.
  intros m y c v i s Hm Hy Hc Hv.
  assert (Pos : 0 <= s -> VoltageLater m y v i s = c -> 0 < i).
  { intros Hs E. destruct (Rlt_le_dec 0 i) as [H | H]; [exact H |].
    pose proof (voltage_inhibited m y v i Hm Hy c s). lra. }
  split.
  - intros [Hs [E B]]. split; [exact Hs | split; [exact E |]].
    destruct (Rlt_le_dec (Upward m y v i s) 0) as [H | H]; [exfalso | unfold Upward in H; lra].
    specialize (Pos Hs E).
    assert (Hs' : 0 < s). { destruct Hs as [L | L]; [exact L | subst s]. rewrite VoltageLater_0 in E. lra. }
    (* D is negative a little before s too, and v above c there *)
    destruct (Rlt_le_dec 0 (Upward m y v i 0)) as [U | U].
    + destruct (reaches (fun x => - Upward m y v i x) 0 s 0) as [p [Hp Ep]]; [lra | | lra |].
      { intros z. apply continuity_pt_opp, D_continuous; assumption. }
      assert (p < s). { destruct (Req_dec p s) as [Q | Q]; [subst p; lra | lra]. }
      pose proof (voltage_falls m y v i Hm Hy p s Pos). pose proof (B p). lra.
    + pose proof (voltage_falls m y v i Hm Hy 0 s Pos Hs' U). rewrite VoltageLater_0 in *. lra.
  - intros [Hs [E U]]. split; [exact Hs | split; [exact E |]]. intros x Hx.
    rewrite <- E. apply voltage_rises; [exact Hm | exact Hy | now apply Pos | lra | unfold Upward; lra].
Qed.

(* SPEC 3.1: there is one first crossing at most *)
Theorem first_crossing_unique : forall tau_mem tau_syn c v i s t,
  WindowCrossing tau_mem tau_syn c v i s -> WindowCrossing tau_mem tau_syn c v i t -> s = t.
Proof.
  intros m y c v i s t [Hs [Es Bs]] [Ht [Et Bt]]. destruct (Rtotal_order s t) as [H | [H | H]]; [| exact H |].
  - pose proof (Bt s). lra.
  - pose proof (Bs t). lra.
Qed.

(* SPEC 1.3, 3.1: the threshold is reached within a window if and only if it is first crossed there *)
Theorem first_crossing_exists : forall tau_mem tau_syn c v i window, 0 < tau_mem -> 0 < tau_syn -> 0 < c -> v < c ->
  ((exists s, 0 <= s <= window /\ VoltageLater tau_mem tau_syn v i s >= c) <->
   (exists s, s <= window /\ WindowCrossing tau_mem tau_syn c v i s)).
Proof.
  intros m y c v i W Hm Hy Hc Hv. split.
  2:{ intros [s [Hw [Hs [E _]]]]. exists s. lra. }
  intros [x [Hx Ex]].
  assert (Hi : 0 < i).
  { destruct (Rlt_le_dec 0 i) as [H | H]; [exact H |]. pose proof (voltage_inhibited m y v i Hm Hy c x). lra. }
  (* up to a place q where v does not fall *)
  assert (Q : exists q, 0 <= q <= x /\ VoltageLater m y v i q >= c /\ 0 <= Upward m y v i q).
  { destruct (Rle_lt_dec 0 (Upward m y v i x)) as [U | U]; [exists x; lra |].
    destruct (Rle_lt_dec 0 (Upward m y v i 0)) as [U0 | U0].
    - destruct (reaches (fun z => - Upward m y v i z) 0 x 0) as [p [Hp Ep]]; [lra | | lra |].
      { intros z. apply continuity_pt_opp, D_continuous; assumption. }
      exists p. pose proof (voltage_peak m y v i Hm Hy p x Hi). lra.
    - rewrite Upward_0 in U0. pose proof (voltage_not_rising m y v i Hm Hy x Hi). lra. }
  destruct Q as [q [Hq [Eq Uq]]].
  destruct (reaches (VoltageLater m y v i) 0 q c) as [s [Hs Es]]; [lra | intros; apply V_continuous; assumption | |].
  { rewrite VoltageLater_0. lra. }
  exists s. split; [lra |]. apply first_crossing_iff; [assumption .. |]. split; [lra | split; [exact Es |]].
  destruct (Req_dec s q) as [E | N].
  - subst s. unfold Upward in Uq. lra.
  - pose proof (upward_before m y v i Hm Hy s q Hi). unfold Upward in *. lra.
Qed.

(* SPEC 3.3: under the bracketing conditions (below c at first, not below it at the end, and not falling there) v has exactly
   one crossing in the bracket, and it is the first *)
Theorem bracket : forall tau_mem tau_syn c v i high, 0 < tau_mem -> 0 < tau_syn -> 0 < c -> v < c -> 0 <= high ->
  VoltageLater tau_mem tau_syn v i high >= c -> CurrentLater tau_syn i high >= VoltageLater tau_mem tau_syn v i high ->
  exists s, 0 <= s <= high /\ WindowCrossing tau_mem tau_syn c v i s /\
    forall t, 0 <= t <= high -> VoltageLater tau_mem tau_syn v i t = c -> t = s.
Proof.
  intros m y c v i h Hm Hy Hc Hv Hh Eh Uh.
  destruct (proj1 (first_crossing_exists m y c v i h Hm Hy Hc Hv)) as [s [Hs F]]; [exists h; lra |].
  exists s. split; [destruct F; lra | split; [exact F |]]. intros t Ht Et.
  apply (first_crossing_unique m y c v i); [| exact F].
  apply first_crossing_iff; [assumption .. |]. split; [lra | split; [exact Et |]].
  assert (Hi : 0 < i).
  { destruct (Rlt_le_dec 0 i) as [H | H]; [exact H |]. pose proof (voltage_inhibited m y v i Hm Hy c h). lra. }
  destruct (Req_dec t h) as [E | N]; [subst t; lra |].
  pose proof (upward_before m y v i Hm Hy t h Hi). unfold Upward in *. lra.
Qed.
