(* The derivatives of the first spike time one by one, as SPEC.md and the contracts of delgrad.h write them; the two identities;
   the dendritic shift. *)

Require Import Reals ZArith Lia Lra FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronRoots Delgrad.NeuronSpike Delgrad.NeuronFirst.
Require Import Delgrad.NeuronGradient Delgrad.NeuronTwo Delgrad.NeuronOne Delgrad.Facts_neuron.
Open Scope R_scope.

(* f with the value x at j *)
Definition update (f : Z -> R) (j : Z) (x : R) : Z -> R := fun q => if Z.eq_dec q j then x else f q.
Lemma update_same f j : update f j (f j) = f.
Proof. apply functional_extensionality. intros q. unfold update. destruct (Z.eq_dec q j); [now subst q | reflexivity]. Qed.
Lemma update_derive f j q x0 : is_derive (fun x => update f j x q) x0 (if Z.eq_dec q j then 1 else 0).
Proof.
  unfold update. destruct (Z.eq_dec q j).
  - apply (is_derive_id (K := R_AbsRing)).
  - apply is_derive_Reals, derivable_pt_lim_const.
Qed.
Lemma const_derive (l x0 : R) : is_derive (fun _ : R => l) x0 0.
Proof. apply is_derive_Reals, derivable_pt_lim_const. Qed.
Lemma Sum_single (f : Z -> R) j n : (0 <= j < n)%Z -> Sum (fun q => if Z.eq_dec q j then f q else 0) n = f j.
Proof.
  intros Hj. rewrite (Sum_prefix _ (j + 1) n) 
    by (first [lia | intros p Hp; destruct (Z.eq_dec p j); [lia | reflexivity]]).
  rewrite Sum_next by lia. rewrite Sum_0.
  - destruct (Z.eq_dec j j); [ring | congruence].
  - intros q Hq. destruct (Z.eq_dec q j); [lia | reflexivity].
Qed.

(* The first spike comes at T, with K' > 0 and nothing arriving at that very time: there T is differentiable. *)
Definition Transversal (tau_mem tau_syn c : R) (w a : Z -> R) (n : Z) (T : R) : Prop :=
  0 < tau_mem /\ 0 < tau_syn /\ 0 < c /\ FirstSpike tau_mem tau_syn c w a n T /\
  (forall q, (0 <= q < n)%Z -> a q <> T) /\ 0 < MembraneRise tau_mem tau_syn w a n T.
(* K' *)
Definition Slope (tau_mem tau_syn : R) (w a : Z -> R) (n : Z) (T : R) : R := MembraneRise tau_mem tau_syn w a n T / tau_mem.

(* If the spike time is a function of x near x0 it has this derivative, and it is one: there is a spike for every x near x0. *)
Definition SpikeDerivative (tau_mem tau_syn : R) (c : R -> R) (w a : R -> Z -> R) (n : Z) (x0 T0 D : R) : Prop :=
  locally x0 (fun x => exists T, FirstSpike tau_mem tau_syn (c x) (w x) (a x) n T) /\
  forall T : R -> R, locally x0 (fun x => FirstSpike tau_mem tau_syn (c x) (w x) (a x) n (T x)) ->
    T x0 = T0 /\ is_derive T x0 D.

(* SPEC 4.1: the implicit-function gradient for any family of weights, arrivals and thresholds *)
Theorem spike_derivative : forall tau_mem tau_syn (c : R -> R) (w a : R -> Z -> R) n x0 T0 dc (dw da : Z -> R),
  Transversal tau_mem tau_syn (c x0) (w x0) (a x0) n T0 -> is_derive c x0 dc ->
  (forall q, (0 <= q < n)%Z -> is_derive (fun x => w x q) x0 (dw q) /\ is_derive (fun x => a x q) x0 (da q)) ->
  SpikeDerivative tau_mem tau_syn c w a n x0 T0
    ((dc - Sum (fun q => dw q * After tau_mem tau_syn (T0 - a x0 q)) n
         + Sum (fun q => w x0 q * AfterSlope tau_mem tau_syn (T0 - a x0 q) / tau_mem * da q) n) /
     Slope tau_mem tau_syn (w x0) (a x0) n T0).
Proof.
  intros m y c w a n x0 T0 dc dw da [Hm [Hy [Hc [F [Ap Up]]]]] Dc D. split.
  - apply (first_spike_near m y c w a n x0 T0); try assumption.
    + intros q Hq. destruct (D q Hq) as [D1 D2].
      split; apply (ex_derive_continuous (V := R_NormedModule)); eexists; eassumption.
    + apply (ex_derive_continuous (V := R_NormedModule)). eexists. eassumption.
  - intros T L. assert (E : T x0 = T0) by exact (first_spike_unique _ _ _ _ _ _ _ _ (locally_singleton _ _ L) F).
    split; [exact E |]. subst T0.
    pose proof (first_spike_derivative m y c w a n x0 T dc dw da Hm Hy Hc Dc D L Ap Up) as G.
    unfold Slope. match type of G with is_derive _ _ (?r * ?s) => replace (s / _) with (r * s) end; [exact G |].
    field. lra.
Qed.

(* SPEC 4.1: dT/dw_j = -k(T - a_j)/K' *)
Theorem spike_by_weight : forall tau_mem tau_syn c w a n T j, Transversal tau_mem tau_syn c w a n T -> (0 <= j < n)%Z ->
  SpikeDerivative tau_mem tau_syn (fun _ => c) (fun x => update w j x) (fun _ => a) n (w j) T
    (- After tau_mem tau_syn (T - a j) / Slope tau_mem tau_syn w a n T).
Proof.
  intros m y c w a n T j Tr Hj.
  replace (- After m y (T - a j)) with (0 - Sum (fun q => (if Z.eq_dec q j then 1 else 0) * After m y (T - a q)) n
    + Sum (fun q => w q * AfterSlope m y (T - a q) / m * 0) n).
  2:{ rewrite (Sum_0 (fun q => w q * AfterSlope m y (T - a q) / m * 0)) by (intros; ring).
      rewrite (Sum_ext _ (fun q => if Z.eq_dec q j then After m y (T - a q) else 0)).
      - rewrite Sum_single by exact Hj. ring.
      - intros q _. destruct (Z.eq_dec q j); ring. }
  pose proof (spike_derivative m y (fun _ => c) (fun x => update w j x) (fun _ => a) n (w j) T 0
    (fun q => if Z.eq_dec q j then 1 else 0) (fun _ => 0)) as G.
  cbv beta in G. rewrite (update_same w j) in G. apply G.
  - exact Tr.
  - apply const_derive.
  - intros q _. split; [apply update_derive | apply const_derive].
Qed.

(* SPEC 4.1: dT/da_j = w_j k'(T - a_j)/K' *)
Theorem spike_by_arrival : forall tau_mem tau_syn c w a n T j, Transversal tau_mem tau_syn c w a n T -> (0 <= j < n)%Z ->
  SpikeDerivative tau_mem tau_syn (fun _ => c) (fun _ => w) (fun x => update a j x) n (a j) T
    (w j * (AfterSlope tau_mem tau_syn (T - a j) / tau_mem) / Slope tau_mem tau_syn w a n T).
Proof.
  intros m y c w a n T j Tr Hj.
  replace (w j * (AfterSlope m y (T - a j) / m)) with (0 - Sum (fun q => 0 * After m y (T - a q)) n
    + Sum (fun q => w q * AfterSlope m y (T - a q) / m * (if Z.eq_dec q j then 1 else 0)) n).
  2:{ rewrite (Sum_0 (fun q => 0 * After m y (T - a q))) by (intros; ring).
      rewrite (Sum_ext _ (fun q => if Z.eq_dec q j then w q * (AfterSlope m y (T - a q) / m) else 0)).
      - rewrite Sum_single by exact Hj. ring.
      - intros q _. destruct (Z.eq_dec q j); unfold Rdiv; ring. }
  pose proof (spike_derivative m y (fun _ => c) (fun _ => w) (fun x => update a j x) n (a j) T 0
    (fun _ => 0) (fun q => if Z.eq_dec q j then 1 else 0)) as G.
  cbv beta in G. rewrite (update_same a j) in G. apply G.
  - exact Tr.
  - apply const_derive.
  - intros q _. split; [apply const_derive | apply update_derive].
Qed.

(* SPEC 4.1: dT/dc = 1/K' *)
Theorem spike_by_c : forall tau_mem tau_syn c w a n T, Transversal tau_mem tau_syn c w a n T ->
  SpikeDerivative tau_mem tau_syn (fun x => x) (fun _ => w) (fun _ => a) n c T (1 / Slope tau_mem tau_syn w a n T).
Proof.
  intros m y c w a n T Tr.
  pose proof (spike_derivative m y (fun x => x) (fun _ => w) (fun _ => a) n c T 1 (fun _ => 0) (fun _ => 0)) as G.
    cbv beta in G.
  rewrite !Sum_0, Rminus_0_r, Rplus_0_r in G by (intros; ring). apply G; [exact Tr | apply (is_derive_id (K := R_AbsRing)) |].
  intros; split; apply const_derive.
Qed.

(* SPEC 4.1: dT/dthreshold = g_leak dT/dc, as c = g_leak (threshold - e_leak) *)
Theorem spike_by_threshold : forall tau_mem tau_syn g_leak e_leak threshold w a n T,
  Transversal tau_mem tau_syn (g_leak * (threshold - e_leak)) w a n T ->
  SpikeDerivative tau_mem tau_syn (fun x => g_leak * (x - e_leak)) (fun _ => w) (fun _ => a) n threshold T
    (g_leak / Slope tau_mem tau_syn w a n T).
Proof.
  intros m y g e th w a n T Tr.
  pose proof (spike_derivative m y (fun x => g * (x - e)) (fun _ => w) (fun _ => a) n th T g (fun _ => 0) (fun _ => 0)) as G.
  cbv beta in G. rewrite !Sum_0, Rminus_0_r, Rplus_0_r in G by (intros; ring). apply G; [exact Tr | |].
  - auto_derive; [exact I | ring].
  - intros; split; apply const_derive.
Qed.

(* SPEC 4.1, 5.1: a_q = t_q + d for all inputs q that share the delay d: dT/dd is the sum of their dT/da_q *)
Theorem spike_by_delay : forall tau_mem tau_syn c w a n T (shared : Z -> bool) (t : Z -> R) d,
  (forall q, a q = if shared q then t q + d else t q) -> Transversal tau_mem tau_syn c w a n T ->
  SpikeDerivative tau_mem tau_syn (fun _ => c) (fun _ => w) (fun x q => if shared q then t q + x else t q) n d T
    (Sum (fun q =>
       if shared q then w q * (AfterSlope tau_mem tau_syn (T - a q) / tau_mem) / Slope tau_mem tau_syn w a n T else 0) n).
Proof.
  intros m y c w a n T sh t d Ha Tr.
  assert (E : (fun q => if sh q then t q + d else t q) = a) by (apply functional_extensionality; intros; symmetry; apply Ha).
  set (S := Slope m y w a n T).
  replace (Sum (fun q => if sh q then w q * (AfterSlope m y (T - a q) / m) / S else 0) n)
    with ((0 - Sum (fun q => 0 * After m y (T - (if sh q then t q + d else t q))) n +
           Sum (fun q => w q * AfterSlope m y (T - (if sh q then t q + d else t q)) / m * (if sh q then 1 else 0)) n) / S).
  2:{ rewrite Sum_0 by (intros; ring). unfold Rdiv at 1.
      rewrite Rminus_0_r, Rplus_0_l, Rmult_comm, <- Sum_scale. apply Sum_ext. intros q _. rewrite <- Ha.
      destruct (sh q); unfold Rdiv; ring. }
  pose proof (spike_derivative m y (fun _ => c) (fun _ => w) (fun x q => if sh q then t q + x else t q) n d T 0
    (fun _ => 0) (fun q => if sh q then 1 else 0)) as G. cbv beta in G. rewrite E in G. apply G.
  - exact Tr.
  - apply const_derive.
  - intros q _. split; [apply const_derive |]. destruct (sh q); [| apply const_derive]. auto_derive; [exact I | ring].
Qed.

(* SPEC 4.1: shift every arrival, and the spike shifts with it: sum_q dT/da_q = 1 *)
Theorem sum_of_arrival_gradients : forall tau_mem tau_syn c w a n T, Transversal tau_mem tau_syn c w a n T ->
  Sum (fun q => w q * (AfterSlope tau_mem tau_syn (T - a q) / tau_mem) / Slope tau_mem tau_syn w a n T) n = 1.
Proof.
  intros m y c w a n T [Hm [_ [_ [_ [_ Up]]]]].
  rewrite (Sum_ext _ (fun q => / (m * Slope m y w a n T) * (w q * AfterSlope m y (T - a q)))).
  - rewrite Sum_scale. change (Sum (fun q => w q * AfterSlope m y (T - a q)) n) with (MembraneRise m y w a n T).
    unfold Slope. field. lra.
  - intros q _. unfold Slope. field. lra.
Qed.
(* SPEC 4.1: scale every weight and c together, and nothing moves: sum_q w_q dT/dw_q = -c dT/dc *)
Theorem sum_of_weight_gradients : forall tau_mem tau_syn c w a n T, Transversal tau_mem tau_syn c w a n T ->
  Sum (fun q => w q * (- After tau_mem tau_syn (T - a q) / Slope tau_mem tau_syn w a n T)) n =
  - c * (1 / Slope tau_mem tau_syn w a n T).
Proof.
  intros m y c w a n T [Hm [Hy [_ [F [_ Up]]]]]. pose proof (first_spike_at_threshold _ _ _ _ _ _ _ Hm Hy F) as E.
  rewrite Membrane_After in E. set (K := Slope m y w a n T).
  rewrite (Sum_ext _ (fun q => - / K * (w q * After m y (T - a q)))) by (intros; unfold Rdiv; ring).
  rewrite Sum_scale, E. unfold Rdiv. ring.
Qed.

(* SPEC 5.1: a dendritic delay, by which all arrivals (those of bias spikes too) come later, shifts the spike *)
Theorem dendritic_shift : forall tau_mem tau_syn c w a n T d,
  FirstSpike tau_mem tau_syn c w (fun q => a q + d) n (T + d) <-> FirstSpike tau_mem tau_syn c w a n T.
Proof.
  intros m y c w a n T d.
  assert (E : forall t, Membrane m y w (fun q => a q + d) n (t + d) = Membrane m y w a n t).
  { intros t. rewrite !Membrane_After. apply Sum_ext. intros q _. f_equal. f_equal. ring. }
  split; intros [R B]; split.
  - now rewrite <- E.
  - intros t Ht. rewrite <- E. apply B. lra.
  - now rewrite E.
  - intros t Ht. replace t with (t - d + d) by ring. rewrite E. apply B. lra.
Qed.

(* Arrivals in causal order: the first causal ones come before T, no other does. *)
Definition Prefix (a : Z -> R) (order : Z -> Z) (n causal : Z) (T : R) : Prop :=
  Indices order n n /\ Injective order n /\ InOrder a order n /\ (0 <= causal <= n)%Z /\
  (forall p, (0 <= p < causal)%Z -> a (order p) < T) /\ (forall p, (causal <= p < n)%Z -> T <= a (order p)).

Lemma MembraneRise_prefix m y w a order n k T : Prefix a order n k T ->
  MembraneRise m y w a n T = Sum (fun q => w (order q) * KernelSlope m y (T - a (order q))) k.
Proof.
  intros [Ind [Inj [S [Hk [L U]]]]]. unfold MembraneRise.
  rewrite <- (sum_in_any_order (fun q => w q * AfterSlope m y (T - a q)) order n Ind Inj). rewrite (Sum_prefix _ k n Hk).
  - apply Sum_ext. intros p Hp. specialize (L p Hp). rewrite AfterSlope_pos by lra. reflexivity.
  - intros p Hp. specialize (U p Hp). rewrite AfterSlope_neg by lra. ring.
Qed.

(* SPEC 3.1: within its window, from the state at the last causal arrival, the spike is the first crossing *)
Theorem spike_in_window : forall tau_mem tau_syn c w a order n causal T, 0 < tau_mem -> 0 < tau_syn -> 0 < c ->
  Prefix a order n causal T -> FirstSpike tau_mem tau_syn c w a n T ->
  (1 <= causal)%Z /\
  let t := a (order (causal - 1)%Z) in
  Voltage tau_mem tau_syn w a order causal t < c /\
  WindowCrossing tau_mem tau_syn c (Voltage tau_mem tau_syn w a order causal t) (Current tau_syn w a order causal t) (T - t) /\
  Voltage tau_mem tau_syn w a order causal T = c /\
  (forall x, t <= x < T -> Voltage tau_mem tau_syn w a order causal x < c).
Proof.
  intros m y c w a order n k T Hm Hy Hc [Ind [Inj [S [Hk [L U]]]]] F.
  pose proof (first_spike_at_threshold _ _ _ _ _ _ _ Hm Hy F) as E. destruct F as [_ B].
  assert (K : (1 <= k)%Z).
  { destruct (Z_le_dec 1 k) as [G | G]; [exact G | exfalso]. replace k with 0%Z in * by lia.
    rewrite (Membrane_prefix m y w a order n 0 T Ind Inj) in E; [| lia | intros; lia | exact U].
    rewrite Voltage_unfold in E. simpl in E. lra. }
  split; [exact K |]. cbv zeta. set (t := a (order (k - 1)%Z)).
  assert (Ht : t < T) by (apply L; lia).
  assert (Pre : forall x, t <= x <= T -> Membrane m y w a n x = Voltage m y w a order k x).
  { intros x Hx. apply Membrane_prefix; try assumption.
    - intros p Hp. apply Rle_trans with t; [apply S; lia | lra].
    - intros p Hp. specialize (U p Hp). lra. }
  assert (Bx : forall x, t <= x < T -> Voltage m y w a order k x < c).
  { intros x Hx. rewrite <- Pre by lra. apply B. lra. }
  assert (ET : Voltage m y w a order k T = c) by (rewrite <- Pre; lra).
  destruct (dg_fact_sums_later m y w a order k t (conj Hm Hy)) as [V _].
  split; [apply Bx; lra |]. split; [| split; [exact ET | exact Bx]].
  split; [lra |]. split.
  - rewrite <- V. exact ET.
  - intros x Hx. replace x with (t + x - t) at 1 by ring. rewrite <- V. apply Bx. lra.
Qed.
(* SPEC 3.4: at a spike K' >= 0; it is 0 where the crossing is tangent *)
Theorem spike_not_downward : forall tau_mem tau_syn c w a order n causal T, 0 < tau_mem -> 0 < tau_syn -> 0 < c ->
  Prefix a order n causal T -> FirstSpike tau_mem tau_syn c w a n T ->
  MembraneRise tau_mem tau_syn w a n T = Current tau_syn w a order causal T - c /\
  0 <= MembraneRise tau_mem tau_syn w a n T.
Proof.
  intros m y c w a order n k T Hm Hy Hc P F.
  destruct (spike_in_window m y c w a order n k T Hm Hy Hc P F) as [K [Hv [W [ET _]]]].
  set (t := a (order (k - 1)%Z)) in *. cbv zeta in *.
  assert (E : MembraneRise m y w a n T = Current y w a order k T - c).
  { rewrite (MembraneRise_prefix m y w a order n k T P), <- ET. unfold Current, Voltage. rewrite <- Sum_minus.
    apply Sum_ext. intros q _. unfold KernelSlope, Decay. ring. }
  split; [exact E |]. rewrite E.
  apply first_crossing_iff in W; try assumption. destruct W as [_ [E1 U]].
  destruct (dg_fact_sums_later m y w a order k t (conj Hm Hy)) as [_ C]. specialize (C T). lra.
Qed.

(* SPEC 4.1, the contracts of delgrad.h: what dg_gradient_of returns are the derivatives. t: the last causal arrival, since =
   T - t, dT_dc = tau_mem / Rise *)
Lemma Rise_is_MembraneRise m y w a order n k T since : Prefix a order n k T -> (1 <= k)%Z ->
  since = T - a (order (k - 1)%Z) -> Rise m y w a order k (a (order (k - 1)%Z)) since = MembraneRise m y w a n T.
Proof.
  intros P K E. rewrite (MembraneRise_prefix m y w a order n k T P). apply Sum_ext. intros q _. unfold RiseTerm.
  do 2 f_equal. subst since. ring.
Qed.
(* SPEC 4.1: WeightTerm, ArrivalTerm and dT_dc = tau_mem / Rise of the contracts are the derivatives *)
Theorem contract_gradients : forall tau_mem tau_syn c w a order n causal T since dT_dc p,
  Transversal tau_mem tau_syn c w a n T -> Prefix a order n causal T -> (1 <= causal)%Z ->
  let t := a (order (causal - 1)%Z) in
  let rise := Rise tau_mem tau_syn w a order causal t since in
  since = T - t -> dT_dc = tau_mem / rise -> (0 <= p < n)%Z ->
  let j := order p in
  SpikeDerivative tau_mem tau_syn (fun x => x) (fun _ => w) (fun _ => a) n c T dT_dc /\
  SpikeDerivative tau_mem tau_syn (fun _ => c) (fun x => update w j x) (fun _ => a) n (w j) T
    (if Z_lt_dec p causal then WeightTerm tau_mem tau_syn since t (a j) dT_dc else 0) /\
  SpikeDerivative tau_mem tau_syn (fun _ => c) (fun _ => w) (fun x => update a j x) n (a j) T
    (if Z_lt_dec p causal then ArrivalTerm tau_mem tau_syn since t (w j) (a j) dT_dc rise else 0).
Proof.
  intros m y c w a order n k T since d p Tr P K t rise Es Ed Hp j. pose proof Tr as [Hm [_ [_ [_ [_ Up]]]]].
  assert (Er : rise = MembraneRise m y w a n T) by (apply Rise_is_MembraneRise with (n := n); assumption).
  assert (Hj : (0 <= j < n)%Z) by (destruct P as [Ind _]; apply Ind; exact Hp).
  assert (Ed' : d = 1 / Slope m y w a n T) by (rewrite Ed, Er; unfold Slope; field; lra).
  split; [rewrite Ed'; now apply spike_by_c |].
  destruct P as [_ [_ [_ [_ [L U]]]]]. split.
  - replace (if Z_lt_dec p k then WeightTerm m y since t (a j) d else 0) with (- After m y (T - a j) / Slope m y w a n T);
      [now apply spike_by_weight |].
    destruct (Z_lt_dec p k) as [G | G].
    + assert (Hpk : (0 <= p < k)%Z) by lia. specialize (L p Hpk). fold j in L. rewrite After_pos by lra. unfold WeightTerm.
      replace (since + (t - a j)) with (T - a j) by (rewrite Es; ring). rewrite Ed'. unfold Rdiv. ring.
    + assert (Hpk : (k <= p < n)%Z) by lia. specialize (U p Hpk). fold j in U. rewrite After_neg by lra. unfold Rdiv. ring.
  - replace (if Z_lt_dec p k then ArrivalTerm m y since t (w j) (a j) d rise else 0)
      with (w j * (AfterSlope m y (T - a j) / m) / Slope m y w a n T); [now apply spike_by_arrival |].
    destruct (Z_lt_dec p k) as [G | G].
    + assert (Hpk : (0 <= p < k)%Z) by lia. specialize (L p Hpk). fold j in L. rewrite AfterSlope_pos by lra.
      unfold ArrivalTerm, RiseTerm. destruct (Rlt_dec 0 rise) as [R | R]; [| lra].
      replace (since + (t - a j)) with (T - a j) by (rewrite Es; ring). rewrite Er. unfold Slope. field. lra.
    + assert (Hpk : (k <= p < n)%Z) by lia. specialize (U p Hpk). fold j in U. rewrite AfterSlope_neg by lra. unfold Rdiv. ring.
Qed.

(* SPEC 3.2: for tau_mem = 2 tau_syn the first spike is at rho = 2 A1/(A2 + S), T = tau_mem ln rho, and
   tau_mem K' = S/rho *)
Theorem spike_time_two : forall tau_syn c w a order n causal T, 0 < tau_syn -> 0 < c -> Prefix a order n causal T ->
  FirstSpike (2 * tau_syn) tau_syn c w a n T ->
  let A1 := SumA1 (2 * tau_syn) w a order causal in
  let A2 := SumA2 (2 * tau_syn) w a order causal in
  SpikesTwo c A1 A2 /\ Rho (2 * tau_syn) T = RhoTwo c A1 A2 /\ T = 2 * tau_syn * ln (RhoTwo c A1 A2) /\
  MembraneRise (2 * tau_syn) tau_syn w a n T = RootS c A1 A2 / RhoTwo c A1 A2.
Proof.
  intros y c w a order n k T Hy Hc P F A1 A2. assert (Hm : 0 < 2 * y) by lra.
  destruct (spike_in_window (2 * y) y c w a order n k T Hm Hy Hc P F) as [K [Hv [_ [ET Bx]]]].
  set (t := a (order (k - 1)%Z)) in *. cbv zeta in *.
  assert (Ht : t < T) by (destruct P as [_ [_ [_ [_ [L _]]]]]; apply L; lia).
  assert (V : forall x, Voltage (2 * y) y w a order k x = VoltageTwo A1 A2 (Rho (2 * y) x)) by (intros; now apply voltage_two).
  assert (Mono : Rho (2 * y) t <= Rho (2 * y) T).
  { left. apply exp_increasing. unfold Rdiv. apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat | exact Ht]. }
  destruct (root_in_window_two c A1 A2 (Rho (2 * y) t) (Rho (2 * y) T) Hc) as [Sp [[Wl Wr] _]].
  { split; [apply Rho_pos | exact Mono]. }
  { rewrite <- V. exact Hv. }
  { exists (Rho (2 * y) T). split; [lra |]. rewrite <- V, ET. lra. }
  assert (LnRho : forall r, 0 < r -> Rho (2 * y) (2 * y * ln r) = r).
  { intros r Hr. unfold Rho. replace (2 * y * ln r / (2 * y)) with (ln r) by (field; lra). now apply exp_ln. }
  pose proof (RhoTwo_pos c A1 A2 Sp) as Pr.
  assert (E : Rho (2 * y) T = RhoTwo c A1 A2).
  { destruct Wr as [Wr | Wr]; [exfalso | now symmetry].
    set (u := 2 * y * ln (RhoTwo c A1 A2)).
    assert (Eu : Rho (2 * y) u = RhoTwo c A1 A2) by now apply LnRho.
    assert (order_of : forall x z, Rho (2 * y) x < Rho (2 * y) z -> x < z).
    { intros x z H. apply exp_lt_inv in H. apply (Rmult_lt_reg_r (/ (2 * y))); [now apply Rinv_0_lt_compat | exact H]. }
    assert (Hu : t <= u < T) by (split; [left |]; apply order_of; rewrite Eu; assumption).
    specialize (Bx u Hu). rewrite V, Eu, VoltageTwo_root in Bx by exact Sp. lra. }
  split; [exact Sp | split; [exact E | split]].
  - rewrite <- E. unfold Rho. rewrite ln_exp. field. lra.
  - rewrite (MembraneRise_prefix (2 * y) y w a order n k T P), rise_two by exact Hy. fold A1 A2. rewrite E. now apply slope_two.
Qed.
(* SPEC 4.2: dT/dw = -tau_mem (u - u^2) rho/S, dT/da = -w (u - 2 u^2) rho/S, u = r/rho, for a causal input j *)
Theorem spike_gradients_two : forall tau_syn c w a order n causal T j, Transversal (2 * tau_syn) tau_syn c w a n T ->
  Prefix a order n causal T -> (0 <= j < n)%Z -> a j < T ->
  let A1 := SumA1 (2 * tau_syn) w a order causal in
  let A2 := SumA2 (2 * tau_syn) w a order causal in
  let S := RootS c A1 A2 in
  let rho := RhoTwo c A1 A2 in
  let u := Rho (2 * tau_syn) (a j) / rho in
  SpikeDerivative (2 * tau_syn) tau_syn (fun _ => c) (fun x => update w j x) (fun _ => a) n (w j) T
    (- (2 * tau_syn) * (u - u * u) * rho / S) /\
  SpikeDerivative (2 * tau_syn) tau_syn (fun _ => c) (fun _ => w) (fun x => update a j x) n (a j) T
    (- w j * (u - 2 * (u * u)) * rho / S).
Proof.
  intros y c w a order n k T j Tr P Hj Haj A1 A2 S rho u. pose proof Tr as [Hm [Hy [Hc [F [_ Up]]]]].
  destruct (spike_time_two y c w a order n k T Hy Hc P F) as [Sp [E [_ R]]]. fold A1 A2 S rho in Sp, E, R.
  pose proof (RhoTwo_pos c A1 A2 Sp) as Pr. fold rho in Pr.
  assert (PS : 0 < S). { rewrite R in Up. apply (Rmult_lt_reg_r (/ rho)); [now apply Rinv_0_lt_compat |]. unfold Rdiv in Up.
    lra. }
  assert (K : 2 * y * Slope (2 * y) y w a n T = S / rho). { rewrite <- R. unfold Slope. field. lra. }
  destruct (gradients_two (2 * y) u rho S (w j) (Slope (2 * y) y w a n T) Hm Pr PS K) as [G1 G2].
  rewrite <- G1, <- G2. split.
  - replace (u - u * u) with (After (2 * y) y (T - a j)); [now apply spike_by_weight |].
    rewrite After_pos, Kernel_rho by lra. unfold u. rewrite E. ring.
  - replace (2 * (u * u) - u) with (AfterSlope (2 * y) y (T - a j)); [now apply spike_by_arrival |].
    rewrite AfterSlope_pos, KernelSlope_rho by lra. unfold u. rewrite E. ring.
Qed.

(* SPEC 3.3: for tau_mem = tau_syn the first spike is at x = T/tau = B/A1 - W_0(z), rho = e^x = -W A1/c, tau K' = D *)
Theorem spike_time_one : forall tau c w a order n causal T, 0 < tau -> 0 < c -> Prefix a order n causal T ->
  FirstSpike tau tau c w a n T ->
  let A1 := OneA1 tau w a order causal in
  let B := OneB tau w a order causal in
  let W := B / A1 - T / tau in
  0 < A1 /\ LambertW0 (OneZ c A1 B) W /\ exp (T / tau) = - W * A1 / c /\
  MembraneRise tau tau w a n T = A1 * exp (- (T / tau)) * (1 + W).
Proof.
  intros tau c w a order n k T Ht Hc P F A1 B W.
  destruct (spike_in_window tau tau c w a order n k T Ht Ht Hc P F) as [K [Hv [_ [ET Bx]]]].
  destruct (spike_not_downward tau tau c w a order n k T Ht Ht Hc P F) as [E U].
  assert (C : Current tau w a order k T = A1 * exp (- (T / tau))).
  { unfold Current, A1, OneA1. rewrite Rmult_comm, <- Sum_scale. apply Sum_ext. intros q _. unfold Decay.
    replace (- (T - a (order q)) / tau) with (a (order q) / tau + - (T / tau)) by (field; lra). rewrite exp_plus. ring. }
  assert (P1 : 0 < A1). { apply (Rmult_lt_reg_r (exp (- (T / tau)))); [apply exp_pos | lra]. }
  assert (R : MembraneRise tau tau w a n T = A1 * exp (- (T / tau)) * (1 + W)).
  { rewrite (MembraneRise_prefix tau tau w a order n k T P), rise_one by exact Ht. now apply slope_one. }
  assert (HW : -1 <= W).
  { rewrite R in U. destruct (Rle_lt_dec (-1) W) as [G | G]; [exact G | exfalso].
    assert (0 < A1 * exp (- (T / tau)) * - (1 + W)).
    { apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; [exact P1 | apply exp_pos] | lra]. } lra. }
  assert (L : LambertW0 (OneZ c A1 B) W).
  { split; [exact HW |]. pose proof (VoltageOne_compare c A1 B (T / tau) P1) as V.
    assert (Vo : Voltage tau tau w a order k T = VoltageOne A1 B (T / tau)) by now apply voltage_one.
    rewrite <- Vo, ET, Rminus_eq_0 in V. fold W in V.
    assert (0 < A1 * exp (- (B / A1))) by (apply Rmult_lt_0_compat; [exact P1 | apply exp_pos]).
    symmetry in V. apply Rmult_integral in V. lra. }
  split; [exact P1 | split; [exact L | split; [| exact R]]].
  destruct (first_crossing_one c A1 B Hc) as [_ [_ Back]]. destruct (Back W P1 L) as [_ [_ G]].
  replace (B / A1 - W) with (T / tau) in G by (unfold W; ring). exact G.
Qed.
(* SPEC 4.1: dT/dw = -tau s e^{-s}/D, dT/da = -w (s - 1) e^{-s}/D, s = (T - a)/tau, for a causal input j *)
Theorem spike_gradients_one : forall tau c w a order n causal T j, Transversal tau tau c w a n T ->
  Prefix a order n causal T -> (0 <= j < n)%Z -> a j < T ->
  let A1 := OneA1 tau w a order causal in
  let D := A1 * exp (- (T / tau)) * (1 + (OneB tau w a order causal / A1 - T / tau)) in
  let s := (T - a j) / tau in
  SpikeDerivative tau tau (fun _ => c) (fun x => update w j x) (fun _ => a) n (w j) T (- tau * s * exp (- s) / D) /\
  SpikeDerivative tau tau (fun _ => c) (fun _ => w) (fun x => update a j x) n (a j) T (- w j * (s - 1) * exp (- s) / D).
Proof.
  intros tau c w a order n k T j Tr P Hj Haj A1 D s. pose proof Tr as [Ht [_ [Hc [F [_ Up]]]]].
  destruct (spike_time_one tau c w a order n k T Ht Hc P F) as [_ [_ [_ R]]]. fold A1 D in R.
  assert (K : tau * Slope tau tau w a n T = D). { rewrite <- R. unfold Slope. field. lra. }
  assert (N : D <> 0) by (rewrite <- R; lra).
  destruct (gradients_one tau s (w j) D (Slope tau tau w a n T) Ht N K) as [G1 G2]. rewrite <- G1, <- G2.
  assert (Es : s * tau = T - a j) by (unfold s; field; lra). rewrite Es. split.
  - rewrite <- (After_pos tau tau (T - a j)) by lra. now apply spike_by_weight.
  - rewrite <- (AfterSlope_pos tau tau (T - a j)) by lra. now apply spike_by_arrival.
Qed.
