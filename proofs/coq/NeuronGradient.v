(* The derivative of the first spike time, for any ratio of the time constants: the implicit function theorem, proved for this
   case. Weights, arrivals and threshold depend on a parameter x in any differentiable way; a single weight, arrival, delay or
   the threshold are special cases, and so is a layer whose arrivals are spikes of the layer before it. *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronSpike.
Open Scope R_scope.

(* f y - f x = (y - x) * chord f l x y, where l is the value for y = x. f has the derivative l if and only if it is
   continuous. *)
Definition chord (f : R -> R) (l x y : R) : R := if Req_EM_T y x then l else (f y - f x) / (y - x).
Lemma chord_spec f l x y : f y - f x = chord f l x y * (y - x).
Proof. unfold chord. destruct (Req_EM_T y x) as [E | N]; [subst y; ring | field; lra]. Qed.
Lemma chord_at f l x : chord f l x x = l.
Proof. unfold chord. destruct (Req_EM_T x x); [reflexivity | congruence]. Qed.
Lemma chord_continuous f l x : is_derive f x l -> continuous (chord f l x) x.
Proof.
  intros D. apply is_derive_Reals in D. apply continuous_near. intros eps He. destruct (D eps He) as [del Hd].
  exists del. split; [apply cond_pos |]. intros y Hy. rewrite chord_at. unfold chord. destruct (Req_EM_T y x) as [E | N].
  - rewrite Rminus_eq_0, Rabs_R0. exact He.
  - assert (Hn : y - x <> 0) by lra. specialize (Hd (y - x) Hn Hy). replace (x + (y - x)) with y in Hd by ring. exact Hd.
Qed.
Lemma chord_derive (f g : R -> R) x : continuous g x -> locally x (fun y => f y - f x = g y * (y - x)) -> is_derive f x (g x).
Proof.
  intros C [d0 E]. apply is_derive_Reals. intros eps He.
  destruct (proj1 (continuous_near g x) C eps He) as [del [Hd P]].
  assert (Hm : 0 < Rmin d0 del) by (apply Rmin_glb_lt; [apply cond_pos | exact Hd]).
  exists (mkposreal _ Hm). intros h Hn Hh. simpl in Hh. pose proof (Rmin_l d0 del). pose proof (Rmin_r d0 del).
  assert (B : ball x d0 (x + h)).
  { change (Rabs (x + h - x) < d0). replace (x + h - x) with h by ring. lra. }
  specialize (E _ B). rewrite E. replace (x + h - x) with h by ring.
  replace (g (x + h) * h / h) with (g (x + h)) by (field; exact Hn). apply P. replace (x + h - x) with h by ring. lra.
Qed.
Lemma continuous_const_R (l x : R) : continuous (fun _ : R => l) x.
Proof. apply continuous_const. Qed.
Lemma continuous_plus_R (f g : R -> R) x : continuous f x -> continuous g x -> continuous (fun y => f y + g y) x.
Proof. apply (continuous_plus (V := R_NormedModule)). Qed.
Lemma continuous_minus_R (f g : R -> R) x : continuous f x -> continuous g x -> continuous (fun y => f y - g y) x.
Proof. apply (continuous_minus (V := R_NormedModule)). Qed.
Lemma continuous_mult_R (f g : R -> R) x : continuous f x -> continuous g x -> continuous (fun y => f y * g y) x.
Proof. apply (continuous_mult (K := R_AbsRing)). Qed.
Lemma continuous_abs_R (f : R -> R) x : continuous f x -> continuous (fun y => Rabs (f y)) x.
Proof. intros C. apply (continuous_comp f Rabs); [exact C | apply continuous_Rabs]. Qed.
Lemma continuous_div_R (f g : R -> R) x : continuous f x -> continuous g x -> g x <> 0 -> continuous (fun y => f y / g y) x.
Proof.
  intros Cf Cg N. apply continuous_mult_R; [exact Cf |]. now apply (continuous_Rinv_comp g).
Qed.

Section Family.
Variables (m y : R) (c : R -> R) (w a : R -> Z -> R) (n : Z) (x0 T0 : R).
Hypotheses (Hm : 0 < m) (Hy : 0 < y) (Hc : 0 < c x0).
Hypothesis (Cc : continuous c x0).
Hypothesis (Cwa : forall q, (0 <= q < n)%Z -> continuous (fun x => w x q) x0 /\ continuous (fun x => a x q) x0).
Hypothesis (Spike : FirstSpike m y (c x0) (w x0) (a x0) n T0).
Hypothesis (Apart : forall q, (0 <= q < n)%Z -> a x0 q <> T0).
Hypothesis (Up : 0 < MembraneRise m y (w x0) (a x0) n T0).
Notation V x := (Membrane m y (w x) (a x) n).

(* How far V moves at most, at any time, when x0 becomes x *)
Definition moved (x : R) : R := Sum (fun q => Rabs (w x q - w x0 q) + Rabs (w x q) * (Rabs (a x q - a x0 q) / m)) n.
Lemma moved_bound x t : Rabs (V x t - V x0 t) <= moved x.
Proof.
  rewrite !Membrane_After, <- Sum_minus. eapply Rle_trans; [apply Sum_abs |]. apply Sum_le. intros q _.
  replace (w x q * After m y (t - a x q) - w x0 q * After m y (t - a x0 q))
    with ((w x q - w x0 q) * After m y (t - a x0 q) + w x q * (After m y (t - a x q) - After m y (t - a x0 q))) by ring.
  eapply Rle_trans; [apply Rabs_triang |]. rewrite !Rabs_mult. apply Rplus_le_compat.
  - rewrite <- (Rmult_1_r (Rabs (w x q - w x0 q))) at 2. apply Rmult_le_compat_l; [apply Rabs_pos |].
    destruct (After_bounds m y (t - a x0 q) Hm Hy). rewrite Rabs_pos_eq; lra.
  - apply Rmult_le_compat_l; [apply Rabs_pos |]. eapply Rle_trans; [now apply After_lipschitz |].
    right. f_equal. rewrite <- Rabs_Ropp. f_equal. ring.
Qed.
Lemma moved_continuous : continuous moved x0.
Proof.
  apply (Sum_continuous (fun x q => Rabs (w x q - w x0 q) + Rabs (w x q) * (Rabs (a x q - a x0 q) / m))). intros q Hq.
  destruct (Cwa q Hq) as [Cw Ca]. apply continuous_plus_R.
  - apply continuous_abs_R, continuous_minus_R; [exact Cw | apply continuous_const_R].
  - apply continuous_mult_R; [now apply continuous_abs_R |]. apply continuous_mult_R; [| apply continuous_const_R].
    apply continuous_abs_R, continuous_minus_R; [exact Ca | apply continuous_const_R].
Qed.
Lemma moved_0 : moved x0 = 0.
Proof. apply Sum_0. intros q _. rewrite !Rminus_eq_0, Rabs_R0. unfold Rdiv. ring. Qed.

(* Before T0 - del, V stays below c by a margin *)
Lemma margin del : 0 < del -> exists eta, 0 < eta /\ forall t, t <= T0 - del -> V x0 t <= c x0 - eta.
Proof.
  intros Hd. destruct (arrivals_bounded (a x0) n) as [A HA].
  set (B := Rmin A (T0 - del)). pose proof (Rmin_l A (T0 - del)) as BA. pose proof (Rmin_r A (T0 - del)) as BT.
    fold B in BA, BT.
  destruct (continuity_ab_maj (V x0) B (T0 - del)) as [p [Hp Bp]]; [exact BT | |].
  { intros t _. apply continuity_pt_filterlim. now apply Membrane_continuous. }
  assert (Vp : V x0 p < c x0) by (apply Spike; lra).
  exists (Rmin (c x0) (c x0 - V x0 p)). split; [apply Rmin_glb_lt; lra |]. intros t Ht.
  pose proof (Rmin_l (c x0) (c x0 - V x0 p)). pose proof (Rmin_r (c x0) (c x0 - V x0 p)).
  destruct (Rle_lt_dec B t) as [L | L].
  - specialize (Hp t (conj L Ht)). lra.
  - rewrite (Membrane_before m y (w x0) (a x0) n A t HA) by lra. lra.
Qed.
(* Soon after T0, V is above c *)
Lemma above del : 0 < del -> exists t, T0 < t < T0 + del /\ c x0 < V x0 t.
Proof.
  intros Hd. pose proof (Membrane_derive m y (w x0) (a x0) n T0 Hm Hy Apart) as D. apply is_derive_Reals in D.
  set (k := MembraneRise m y (w x0) (a x0) n T0 / m) in *.
  assert (Hk : 0 < k) by now apply Rdiv_lt_0_compat.
  destruct (D k Hk) as [d P]. pose proof (cond_pos d).
  set (h := Rmin d del / 2). assert (Hmin : 0 < Rmin d del) by (apply Rmin_glb_lt; lra).
  pose proof (Rmin_l d del). pose proof (Rmin_r d del).
  assert (Hh : h <> 0) by (unfold h; lra). assert (Hs : Rabs h < d) by (unfold h; rewrite Rabs_pos_eq; lra).
  specialize (P h Hh Hs). apply Rabs_def2 in P.
  exists (T0 + h). split; [unfold h; lra |].
  pose proof (first_spike_at_threshold _ _ _ _ _ _ _ Hm Hy Spike) as E.
  assert (G : 0 < (V x0 (T0 + h) - V x0 T0) / h) by lra.
  assert (Hp : 0 < h) by (unfold h; lra).
  assert (0 < (V x0 (T0 + h) - V x0 T0) / h * h) by now apply Rmult_lt_0_compat.
  replace ((V x0 (T0 + h) - V x0 T0) / h * h) with (V x0 (T0 + h) - V x0 T0) in H2 by (field; exact Hh). lra.
Qed.
(* For x near x0 the membrane is below c before T0 - del, and above it before T0 + del *)
Lemma enclosed del : 0 < del -> locally x0 (fun x => (forall t, t <= T0 - del -> V x t < c x) /\
  exists t, t < T0 + del /\ V x t >= c x).
Proof.
  intros Hd. destruct (margin del Hd) as [eta [He B]]. destruct (above del Hd) as [t2 [Ht2 A]].
  set (e := Rmin eta (V x0 t2 - c x0) / 2).
  pose proof (Rmin_l eta (V x0 t2 - c x0)). pose proof (Rmin_r eta (V x0 t2 - c x0)).
  assert (0 < Rmin eta (V x0 t2 - c x0)) by (apply Rmin_glb_lt; lra). assert (Hpos : 0 < e) by (unfold e; lra).
  destruct (proj1 (continuous_near _ _) moved_continuous e Hpos) as [d1 [Hd1 P1]].
  destruct (proj1 (continuous_near _ _) Cc e Hpos) as [d2 [Hd2 P2]].
  assert (Hmin : 0 < Rmin d1 d2) by now apply Rmin_glb_lt.
  exists (mkposreal _ Hmin). intros x Hx. change (Rabs (x - x0) < Rmin d1 d2) in Hx.
  pose proof (Rmin_l d1 d2). pose proof (Rmin_r d1 d2).
  assert (M : moved x < e).
  { assert (L : Rabs (x - x0) < d1) by lra. specialize (P1 x L). rewrite moved_0, Rminus_0_r in P1.
    pose proof (Rle_abs (moved x)). lra. }
  assert (C : Rabs (c x - c x0) < e) by (apply P2; lra). apply Rabs_def2 in C.
  assert (D : forall t, - e < V x t - V x0 t < e).
  { intros t. pose proof (moved_bound x t) as Q. assert (Q' : Rabs (V x t - V x0 t) < e) by lra. apply Rabs_def2 in Q'. lra. }
  split.
  - intros t Ht. specialize (B t Ht). specialize (D t). unfold e in *. lra.
  - exists t2. specialize (D t2). unfold e in *. split; lra.
Qed.
Lemma near_exists : locally x0 (fun x => exists T, FirstSpike m y (c x) (w x) (a x) n T).
Proof.
  assert (H1 : 0 < 1) by lra. generalize (enclosed 1 H1). apply filter_imp. intros x [B [t [_ A]]].
  destruct (first_reach (V x) (c x) (T0 - 1) t) as [T [_ F]]; [intros; now apply Membrane_continuous | exact B | exact A |].
  exists T. exact F.
Qed.
Lemma spike_continuous (T : R -> R) : T x0 = T0 -> locally x0 (fun x => FirstSpike m y (c x) (w x) (a x) n (T x)) ->
  continuous T x0.
Proof.
  intros E F. apply continuous_near. intros eps He.
  assert (H : locally x0 (fun x => Rabs (T x - T x0) < eps)).
  { generalize (filter_and _ _ F (enclosed (eps / 2) ltac:(lra))). apply filter_imp.
    intros x [[R1 B1] [B2 [t [Ht A]]]]. rewrite E. apply Rabs_def1.
    - destruct (Rle_lt_dec (T x) t) as [L | L]; [lra |]. specialize (B1 t L). lra.
    - destruct (Rlt_le_dec (T0 - eps / 2) (T x)) as [L | L]; [lra |]. specialize (B2 (T x) L). lra. }
  destruct H as [d P]. exists d. split; [apply cond_pos | exact P].
Qed.
End Family.

(* SPEC 1.3, 4.1: near a spike with K' > 0 and no arrival at its very time there is a spike for every x *)
Theorem first_spike_near : forall tau_mem tau_syn (c : R -> R) (w a : R -> Z -> R) n x0 T0,
  0 < tau_mem -> 0 < tau_syn -> 0 < c x0 ->
  (forall q, (0 <= q < n)%Z -> continuous (fun x => w x q) x0 /\ continuous (fun x => a x q) x0) -> continuous c x0 ->
  FirstSpike tau_mem tau_syn (c x0) (w x0) (a x0) n T0 -> (forall q, (0 <= q < n)%Z -> a x0 q <> T0) ->
  0 < MembraneRise tau_mem tau_syn (w x0) (a x0) n T0 ->
  locally x0 (fun x => exists T, FirstSpike tau_mem tau_syn (c x) (w x) (a x) n T).
Proof. intros m y c w a n x0 T0 Hm Hy Hc Cwa Cc Sp Ap Up. eapply near_exists; eassumption. Qed.

(* SPEC 4.1, the implicit-function gradients: T' = (c' - sum w_i' k(T - a_i) + sum w_i k'(T - a_i) a_i') / K' *)
Theorem first_spike_derivative : forall tau_mem tau_syn (c : R -> R) (w a : R -> Z -> R) n x0 (T : R -> R) dc (dw da : Z -> R),
  0 < tau_mem -> 0 < tau_syn -> 0 < c x0 -> is_derive c x0 dc ->
  (forall q, (0 <= q < n)%Z -> is_derive (fun x => w x q) x0 (dw q) /\ is_derive (fun x => a x q) x0 (da q)) ->
  locally x0 (fun x => FirstSpike tau_mem tau_syn (c x) (w x) (a x) n (T x)) ->
  (forall q, (0 <= q < n)%Z -> a x0 q <> T x0) -> 0 < MembraneRise tau_mem tau_syn (w x0) (a x0) n (T x0) ->
  is_derive T x0 (tau_mem / MembraneRise tau_mem tau_syn (w x0) (a x0) n (T x0) *
    (dc - Sum (fun q => dw q * After tau_mem tau_syn (T x0 - a x0 q)) n
        + Sum (fun q => w x0 q * AfterSlope tau_mem tau_syn (T x0 - a x0 q) / tau_mem * da q) n)).
Proof.
  intros m y c w a n x0 T dc dw da Hm Hy Hc Dc Dwa F Ap Up.
  assert (Cont : forall (f : R -> R) l, is_derive f x0 l -> continuous f x0).
  { intros f l D. apply (ex_derive_continuous (V := R_NormedModule)). now exists l. }
  assert (Sp : FirstSpike m y (c x0) (w x0) (a x0) n (T x0)) by exact (locally_singleton _ _ F).
  assert (CT : continuous T x0).
  { apply (spike_continuous m y c w a n x0 (T x0)); try assumption; try reflexivity.
    - exact (Cont _ _ Dc).
    - intros q Hq. destruct (Dwa q Hq) as [D1 D2]. split; [exact (Cont _ _ D1) | exact (Cont _ _ D2)]. }
  (* chords of k, of the weights and of the arrivals *)
  set (u := fun q => T x0 - a x0 q).
  set (kappa := fun q x => chord (After m y) (AfterSlope m y (u q) / m) (u q) (T x - a x q)).
  set (omega := fun q => chord (fun x => w x q) (dw q) x0).
  set (alpha := fun q => chord (fun x => a x q) (da q) x0).
  set (gamma := chord c dc x0).
  set (D := fun x => Sum (fun q => w x q * kappa q x) n).
  set (N := fun x => gamma x - Sum (fun q => omega q x * After m y (u q)) n + Sum (fun q => w x q * kappa q x * alpha q x) n).
  assert (Ck : forall q, (0 <= q < n)%Z -> continuous (kappa q) x0).
  { intros q Hq. apply (continuous_comp (fun x => T x - a x q) (chord (After m y) (AfterSlope m y (u q) / m) (u q))).
    - apply continuous_minus_R; [exact CT | exact (Cont _ _ (proj2 (Dwa q Hq)))].
    - apply chord_continuous. apply After_derive; try assumption. unfold u. specialize (Ap q Hq). lra. }
  assert (CD : continuous D x0).
  { apply (Sum_continuous (fun x q => w x q * kappa q x)). intros q Hq.
    apply continuous_mult_R; [exact (Cont _ _ (proj1 (Dwa q Hq))) | now apply Ck]. }
  assert (CN : continuous N x0).
  { apply continuous_plus_R; [apply continuous_minus_R |].
    - now apply chord_continuous.
    - apply (Sum_continuous (fun x q => omega q x * After m y (u q))). intros q Hq.
      apply continuous_mult_R; [apply chord_continuous, Dwa, Hq | apply continuous_const_R].
    - apply (Sum_continuous (fun x q => w x q * kappa q x * alpha q x)). intros q Hq.
      apply continuous_mult_R; [apply continuous_mult_R; [exact (Cont _ _ (proj1 (Dwa q Hq))) | now apply Ck] |].
      apply chord_continuous, Dwa, Hq. }
  assert (D0 : D x0 = MembraneRise m y (w x0) (a x0) n (T x0) / m).
  { unfold D, MembraneRise, Rdiv. rewrite Rmult_comm, <- Sum_scale. apply Sum_ext. intros q _. unfold kappa.
    change (T x0 - a x0 q) with (u q). rewrite chord_at. unfold Rdiv. ring. }
  assert (N0 : N x0 = dc - Sum (fun q => dw q * After m y (T x0 - a x0 q)) n
                      + Sum (fun q => w x0 q * AfterSlope m y (T x0 - a x0 q) / m * da q) n).
  { unfold N. f_equal; [f_equal |].
    - apply chord_at.
    - apply Sum_ext. intros q _. unfold omega. now rewrite chord_at.
    - apply Sum_ext. intros q _. unfold alpha, kappa. rewrite chord_at. change (T x0 - a x0 q) with (u q). rewrite chord_at.
      unfold Rdiv. ring. }
  assert (ND : D x0 <> 0). { rewrite D0. apply Rgt_not_eq. now apply Rdiv_lt_0_compat. }
  replace (m / MembraneRise m y (w x0) (a x0) n (T x0) * _) with (N x0 / D x0).
  2:{ rewrite D0, <- N0. field. split; lra. }
  apply (chord_derive T (fun x => N x / D x)); [now apply continuous_div_R |].
  (* (T x - T x0) D x = (x - x0) N x, both spikes being at the threshold *)
  assert (LD : locally x0 (fun x => D x <> 0)).
  { destruct (proj1 (continuous_near D x0) CD (Rabs (D x0))) as [d [Hd P]]; [now apply Rabs_pos_lt |].
    exists (mkposreal d Hd). intros x Hx E. specialize (P x Hx). rewrite E in P.
    replace (0 - D x0) with (- D x0) in P by ring. rewrite Rabs_Ropp in P. lra. }
  generalize (filter_and _ _ F LD). apply filter_imp. intros x [Fx NDx].
  pose proof (first_spike_at_threshold _ _ _ _ _ _ _ Hm Hy Fx) as Ex.
  pose proof (first_spike_at_threshold _ _ _ _ _ _ _ Hm Hy Sp) as E0.
  assert (G : (T x - T x0) * D x = N x * (x - x0)).
  { assert (Gc : c x - c x0 = gamma x * (x - x0)) by apply chord_spec.
    assert (S : c x - c x0 = (T x - T x0) * D x - (x - x0) * Sum (fun q => w x q * kappa q x * alpha q x) n
                             + (x - x0) * Sum (fun q => omega q x * After m y (u q)) n).
    { rewrite <- Ex, <- E0, !Membrane_After. unfold D. rewrite <- Sum_minus, <- !Sum_scale, <- Sum_minus, <- Sum_plus.
      apply Sum_ext. intros q _.
      assert (Gk : After m y (T x - a x q) - After m y (u q) = kappa q x * (T x - a x q - u q)) by apply chord_spec.
      assert (Gw : w x q - w x0 q = omega q x * (x - x0)) by apply (chord_spec (fun x => w x q)).
      assert (Ga : a x q - a x0 q = alpha q x * (x - x0)) by apply (chord_spec (fun x => a x q)).
      change (T x0 - a x0 q) with (u q).
      replace (w x q * After m y (T x - a x q) - w x0 q * After m y (u q))
        with (w x q * (After m y (T x - a x q) - After m y (u q)) + (w x q - w x0 q) * After m y (u q)) by ring.
      rewrite Gk, Gw. replace (T x - a x q - u q) with (T x - T x0 - (a x q - a x0 q)) by (unfold u; ring).
      rewrite Ga. ring. }
    unfold N. rewrite Gc in S. lra. }
  apply (Rmult_eq_reg_r (D x)); [| exact NDx]. rewrite G. field. exact NDx.
Qed.
