(* The kernel: what it solves, its bounds, and its limit where the two time constants meet. *)

Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs.
Open Scope R_scope.

(* Sums *)
Lemma Sum_zero f : Sum f 0 = 0.
Proof. reflexivity. Qed.
Lemma Sum_next f p : (0 <= p)%Z -> Sum f (p + 1) = Sum f p + f p.
Proof. intros H. rewrite Sum_unfold. destruct (Z_le_dec (p + 1) 0); [lia |]. now replace (p + 1 - 1)%Z with p by lia. Qed.

(* For the sums over 0 .. p-1: from 0, and one more. *)
Lemma Sum_induction (P : Z -> Prop) : (forall p, (p <= 0)%Z -> P p) -> (forall p, (0 <= p)%Z -> P p -> P (p + 1)%Z) ->
  forall p, P p.
Proof.
  intros H0 H1 p. destruct (Z_le_dec p 0) as [H | H]; [now apply H0 |].
  assert (H2 : (0 <= p)%Z) by lia. clear H. revert p H2. apply natlike_ind; [apply H0; lia |].
  intros p Hp IH. replace (Z.succ p) with (p + 1)%Z by lia. now apply H1.
Qed.
Lemma Sum_none f p : (p <= 0)%Z -> Sum f p = 0.
Proof. intros H. rewrite Sum_unfold. destruct (Z_le_dec p 0); [reflexivity | lia]. Qed.

Lemma Sum_ext f g p : (forall q, (0 <= q < p)%Z -> f q = g q) -> Sum f p = Sum g p.
Proof.
  revert p. apply (Sum_induction (fun p => (forall q, (0 <= q < p)%Z -> f q = g q) -> Sum f p = Sum g p)).
  - intros p Hp _. now rewrite !Sum_none.
  - intros p Hp IH H. rewrite !Sum_next by lia. f_equal; [apply IH; intros; apply H; lia | apply H; lia].
Qed.
Lemma Sum_plus f g p : Sum (fun q => f q + g q) p = Sum f p + Sum g p.
Proof.
  pattern p. apply Sum_induction; clear p; intros p Hp.
  - rewrite !Sum_none by exact Hp. ring.
  - intros IH. rewrite !Sum_next, IH by lia. ring.
Qed.
Lemma Sum_scale x f p : Sum (fun q => x * f q) p = x * Sum f p.
Proof.
  pattern p. apply Sum_induction; clear p; intros p Hp.
  - rewrite !Sum_none by exact Hp. ring.
  - intros IH. rewrite !Sum_next, IH by lia. ring.
Qed.
Lemma Sum_minus f g p : Sum (fun q => f q - g q) p = Sum f p - Sum g p.
Proof.
  pattern p. apply Sum_induction; clear p; intros p Hp.
  - rewrite !Sum_none by exact Hp. ring.
  - intros IH. rewrite !Sum_next, IH by lia. ring.
Qed.
Lemma Sum_0 f p : (forall q, (0 <= q < p)%Z -> f q = 0) -> Sum f p = 0.
Proof.
  intros H. rewrite (Sum_ext f (fun q => 0 * 0)) by (intros; rewrite H by assumption; ring). rewrite Sum_scale. ring.
Qed.
Lemma Sum_le f g p : (forall q, (0 <= q < p)%Z -> f q <= g q) -> Sum f p <= Sum g p.
Proof.
  revert p. apply (Sum_induction (fun p => (forall q, (0 <= q < p)%Z -> f q <= g q) -> Sum f p <= Sum g p)).
  - intros p Hp _. rewrite !Sum_none by exact Hp. lra.
  - intros p Hp IH H. rewrite !Sum_next by lia. apply Rplus_le_compat; [apply IH; intros; apply H; lia | apply H; lia].
Qed.
Lemma Sum_abs f p : Rabs (Sum f p) <= Sum (fun q => Rabs (f q)) p.
Proof.
  pattern p. apply Sum_induction; clear p; intros p Hp.
  - rewrite !Sum_none by exact Hp. rewrite Rabs_R0. lra.
  - intros IH. rewrite !Sum_next by lia. eapply Rle_trans; [apply Rabs_triang | lra].
Qed.
Lemma Sum_continuous (f : R -> Z -> R) p x :
  (forall q, (0 <= q < p)%Z -> continuous (fun y => f y q) x) -> continuous (fun y => Sum (f y) p) x.
Proof.
  revert p. apply (Sum_induction (fun p => (forall q, (0 <= q < p)%Z -> continuous (fun y => f y q) x) ->
                                          continuous (fun y => Sum (f y) p) x)).
  - intros p Hp _. apply continuous_ext with (fun _ => 0); [intros; now rewrite Sum_none | apply continuous_const].
  - intros p Hp IH H. apply continuous_ext with (fun y => plus (Sum (f y) p) (f y p)).
    + intros y. now rewrite Sum_next.
    + apply (continuous_plus (V := R_NormedModule)); [apply IH; intros; apply H; lia | apply H; lia].
Qed.
Lemma Sum_derive (f : R -> Z -> R) (d : Z -> R) p x :
  (forall q, (0 <= q < p)%Z -> is_derive (fun y => f y q) x (d q)) -> is_derive (fun y => Sum (f y) p) x (Sum d p).
Proof.
  revert p. apply (Sum_induction (fun p => (forall q, (0 <= q < p)%Z -> is_derive (fun y => f y q) x (d q)) ->
                                          is_derive (fun y => Sum (f y) p) x (Sum d p))).
  - intros p Hp _. rewrite Sum_none by exact Hp.
    apply is_derive_ext with (fun _ => 0); [intros; now rewrite Sum_none | apply is_derive_Reals, derivable_pt_lim_const].
  - intros p Hp IH H. rewrite Sum_next by exact Hp. apply is_derive_ext with (fun y => plus (Sum (f y) p) (f y p)).
    + intros y. now rewrite Sum_next.
    + apply (is_derive_plus (V := R_NormedModule)); [apply IH; intros; apply H; lia | apply H; lia].
Qed.

(* The kernel *)
Lemma Kernel_one tau s : Kernel tau tau s = s / tau * exp (-s / tau).
Proof. unfold Kernel. destruct (Req_EM_T tau tau); [reflexivity | congruence]. Qed.
Lemma Kernel_apart tau_mem tau_syn s : tau_mem <> tau_syn ->
  Kernel tau_mem tau_syn s = tau_syn / (tau_mem - tau_syn) * (exp (-s / tau_mem) - exp (-s / tau_syn)).
Proof. intros H. unfold Kernel. destruct (Req_EM_T tau_mem tau_syn); [congruence | reflexivity]. Qed.

Lemma exp_zero_over tau : exp (-0 / tau) = 1.
Proof. replace (-0 / tau) with 0 by (unfold Rdiv; ring). apply exp_0. Qed.

(* SPEC 1.2: k(0) = 0: an arrival does not move the membrane at once *)
Theorem kernel_at_arrival : forall tau_mem tau_syn, Kernel tau_mem tau_syn 0 = 0.
Proof.
  intros. unfold Kernel. destruct (Req_EM_T tau_mem tau_syn).
  - unfold Rdiv. ring.
  - rewrite !exp_zero_over. ring.
Qed.

Lemma Decay_derive tau s : 0 < tau -> is_derive (fun x => exp (-x / tau)) s (- exp (-s / tau) / tau).
Proof. intros H. unfold Rdiv. auto_derive; [exact I | field; lra]. Qed.

(* SPEC 1.2: tau_mem k' = e^{-s/tau_syn} - k *)
Theorem kernel_slope : forall tau_mem tau_syn s, 0 < tau_mem -> 0 < tau_syn ->
  is_derive (Kernel tau_mem tau_syn) s (KernelSlope tau_mem tau_syn s / tau_mem).
Proof.
  intros m y s Hm Hs. unfold KernelSlope. destruct (Req_EM_T m y) as [E | N].
  - subst y. apply is_derive_ext with (fun x => x / m * exp (-x / m)); [intros; symmetry; apply Kernel_one |].
    rewrite Kernel_one. set (e := exp (-s / m)). unfold Rdiv. auto_derive; [exact I |].
    fold (Rdiv (-s) m). fold e. clearbody e. field. lra.
  - apply is_derive_ext with (fun x => y / (m - y) * (exp (-x / m) - exp (-x / y))).
    { intros; symmetry; now apply Kernel_apart. }
    rewrite Kernel_apart by exact N. set (e := exp (-s / m)). set (f := exp (-s / y)). unfold Rdiv. auto_derive; [exact I |].
    fold (Rdiv (-s) m). fold (Rdiv (-s) y). fold e f. clearbody e f. field. lra.
Qed.

Lemma Kernel_continuous m y s : 0 < m -> 0 < y -> continuous (Kernel m y) s.
Proof. intros Hm Hy. apply (ex_derive_continuous (V := R_NormedModule)). eexists. now apply kernel_slope. Qed.
Lemma KernelSlope_continuous m y s : 0 < m -> 0 < y -> continuous (KernelSlope m y) s.
Proof.
  intros Hm Hy. unfold KernelSlope. apply (continuous_minus (V := R_NormedModule)).
  - apply (ex_derive_continuous (V := R_NormedModule)). eexists. now apply Decay_derive.
  - now apply Kernel_continuous.
Qed.

Lemma CurrentLater_derive y i s : 0 < y -> is_derive (CurrentLater y i) s (- CurrentLater y i s / y).
Proof.
  intros H. unfold CurrentLater. set (e := exp (-s / y)). unfold Rdiv. auto_derive; [exact I |].
  fold (Rdiv (-s) y). fold e. clearbody e. field. lra.
Qed.
Lemma VoltageLater_derive m y v i s : 0 < m -> 0 < y ->
  is_derive (VoltageLater m y v i) s ((CurrentLater y i s - VoltageLater m y v i s) / m).
Proof.
  intros Hm Hy. unfold VoltageLater.
  replace ((CurrentLater y i s - (v * exp (-s / m) + i * Kernel m y s)) / m)
    with (v * (- exp (-s / m) / m) + i * (KernelSlope m y s / m)).
  2:{ unfold CurrentLater, KernelSlope. field. lra. }
  apply (is_derive_plus (V := R_NormedModule)).
  - apply (is_derive_scal (fun x => exp (-x / m))). now apply Decay_derive.
  - apply (is_derive_scal (Kernel m y)). now apply kernel_slope.
Qed.

(* SPEC 1.2: between arrivals tau_mem V' = I - V and tau_syn I' = -I, from (v, i) at s = 0 *)
Theorem membrane_equations : forall tau_mem tau_syn v i s, 0 < tau_mem -> 0 < tau_syn ->
  VoltageLater tau_mem tau_syn v i 0 = v /\ CurrentLater tau_syn i 0 = i /\
  is_derive (VoltageLater tau_mem tau_syn v i) s ((CurrentLater tau_syn i s - VoltageLater tau_mem tau_syn v i s) / tau_mem) /\
  is_derive (CurrentLater tau_syn i) s (- CurrentLater tau_syn i s / tau_syn).
Proof.
  intros m y v i s Hm Hy. split; [| split; [| split]].
  - unfold VoltageLater. rewrite exp_zero_over, kernel_at_arrival. ring.
  - unfold CurrentLater. rewrite exp_zero_over. ring.
  - exact (VoltageLater_derive m y v i s Hm Hy).
  - exact (CurrentLater_derive y i s Hy).
Qed.

(* SPEC 1.2: k for equal time constants is the limit of k for different ones *)
Theorem kernel_limit : forall tau s, 0 < tau ->
  filterlim (fun tau_mem => Kernel tau_mem tau s) (locally' tau) (locally (Kernel tau tau s)).
Proof.
  intros tau s Ht.
  assert (D : is_derive (fun x => exp (-s / x)) tau (s / (tau * tau) * exp (-s / tau))).
  { set (e := exp (-s / tau)). unfold Rdiv. auto_derive; [lra |]. fold (Rdiv (-s) tau). fold e. clearbody e. field. lra. }
  apply is_derive_Reals in D.
  intros P [eps HP].
  set (l := s / (tau * tau) * exp (-s / tau)) in *.
  assert (L : Kernel tau tau s = tau * l). { rewrite Kernel_one. unfold l. field. lra. }
  destruct (D (eps / tau)) as [del Hdel].
  { apply Rdiv_lt_0_compat; [apply cond_pos | exact Ht]. }
  assert (near : forall x : R, Rabs (x - tau) < del -> x <> tau -> Rabs (Kernel x tau s - Kernel tau tau s) < eps).
  2:{ exists del. intros x Hx Hne. exact (HP _ (near x Hx Hne)). }
  intros x Hx Hne.
  assert (Hn : x - tau <> 0) by now apply Rminus_eq_contra.
  specialize (Hdel (x - tau) Hn Hx). replace (tau + (x - tau)) with x in Hdel by ring.
  rewrite L, Kernel_apart by exact Hne.
  replace (tau / (x - tau) * (exp (-s / x) - exp (-s / tau)) - tau * l)
    with (tau * ((exp (-s / x) - exp (-s / tau)) / (x - tau) - l)) by (field; exact Hn).
  rewrite Rabs_mult, (Rabs_right tau) by lra.
  apply Rlt_le_trans with (tau * (eps / tau)); [now apply Rmult_lt_compat_l | right; field; lra].
Qed.

(* A difference quotient by the mean value theorem, and what signs of the derivative give. *)
Lemma derive_between (f df : R -> R) x y : x < y -> (forall z, x <= z <= y -> is_derive f z (df z)) ->
  exists z, x < z < y /\ f y - f x = df z * (y - x).
Proof.
  intros H D. destruct (MVT_cor2 f df x y H) as [z [E Hz]]; [| exists z; now split].
  intros z Hz. now apply is_derive_Reals, D.
Qed.
Lemma derive_increasing (f df : R -> R) x y : x < y -> (forall z, x <= z <= y -> is_derive f z (df z)) ->
  (forall z, x < z < y -> 0 < df z) -> f x < f y.
Proof.
  intros H D P. destruct (derive_between f df x y H D) as [z [Hz E]].
  assert (0 < df z * (y - x)) by (apply Rmult_lt_0_compat; [now apply P | lra]). lra.
Qed.
Lemma derive_decreasing (f df : R -> R) x y : x < y -> (forall z, x <= z <= y -> is_derive f z (df z)) ->
  (forall z, x < z < y -> df z < 0) -> f y < f x.
Proof.
  intros H D P. destruct (derive_between f df x y H D) as [z [Hz E]].
  assert (0 < - df z * (y - x)) by (apply Rmult_lt_0_compat; [specialize (P z Hz); lra | lra]). lra.
Qed.

(* What one input leaves develops like any other membrane: a state and a time are enough. *)
Lemma Kernel_later m y r s : 0 < m -> 0 < y -> Kernel m y (r + s) = Kernel m y r * exp (-s / m) + Decay y r * Kernel m y s.
Proof.
  intros Hm Hy. unfold Decay.
  assert (E : forall z, 0 < z -> exp (-(r + s) / z) = exp (-r / z) * exp (-s / z)).
  { intros z Hz. rewrite <- exp_plus. f_equal. field. lra. }
  destruct (Req_EM_T m y) as [S | N].
  - subst y. rewrite !Kernel_one, E by exact Hm. field. lra.
  - rewrite !Kernel_apart, !E by assumption. ring.
Qed.
Lemma Decay_later y r s : 0 < y -> Decay y (r + s) = Decay y r * exp (-s / y).
Proof. intros Hy. unfold Decay. rewrite <- exp_plus. f_equal. field. lra. Qed.

(* 0 <= k(s) <= 1 - e^{-s/tau_mem} for s >= 0 *)
Lemma Kernel_scaled_derive m y s : 0 < m -> 0 < y ->
  is_derive (fun x => Kernel m y x * exp (x / m)) s (exp (-s / y) * exp (s / m) / m).
Proof.
  intros Hm Hy.
  replace (exp (-s / y) * exp (s / m) / m) with (KernelSlope m y s / m * exp (s / m) + Kernel m y s * (exp (s / m) / m)).
  2:{ unfold KernelSlope. field. lra. }
  apply (is_derive_mult (K := R_AbsRing) (Kernel m y) (fun x => exp (x / m))).
  - now apply kernel_slope.
  - set (e := exp (s / m)). unfold Rdiv. auto_derive; [exact I |]. fold (Rdiv s m). fold e. ring.
  - intros; apply Rmult_comm.
Qed.
Lemma exp_cancel m s : exp (-s / m) * exp (s / m) = 1.
Proof. rewrite <- exp_plus. replace (-s / m + s / m) with 0 by (unfold Rdiv; ring). apply exp_0. Qed.
Lemma exp_le_1 m s : 0 < m -> 0 <= s -> exp (-s / m) <= 1.
Proof.
  intros Hm Hs. rewrite <- exp_0. assert (-s / m <= 0).
  { assert (0 <= s / m) by (apply Rdiv_le_0_compat; lra). unfold Rdiv in *. lra. }
  destruct (Req_dec (-s / m) 0) as [E | N]; [rewrite E; lra | left; apply exp_increasing; lra].
Qed.
Lemma Kernel_positive m y s : 0 < m -> 0 < y -> 0 < s -> 0 < Kernel m y s.
Proof.
  intros Hm Hy Hs.
  assert (G : Kernel m y 0 * exp (0 / m) < Kernel m y s * exp (s / m)).
  { eapply (derive_increasing (fun x => Kernel m y x * exp (x / m))); [exact Hs | intros; now apply Kernel_scaled_derive |].
    intros z Hz. apply Rdiv_lt_0_compat; [| exact Hm]. apply Rmult_lt_0_compat; apply exp_pos. }
  rewrite kernel_at_arrival, Rmult_0_l in G. apply (Rmult_lt_reg_r (exp (s / m))); [apply exp_pos | lra].
Qed.
Lemma Kernel_nonneg m y s : 0 < m -> 0 < y -> 0 <= s -> 0 <= Kernel m y s.
Proof.
  intros Hm Hy [H | H]; [left; now apply Kernel_positive | subst s; rewrite kernel_at_arrival; lra].
Qed.
Lemma Kernel_below m y s : 0 < m -> 0 < y -> 0 <= s -> Kernel m y s <= 1 - exp (-s / m).
Proof.
  intros Hm Hy [Hs | H]; [| subst s; rewrite kernel_at_arrival, exp_zero_over; lra].
  set (f := fun x => Kernel m y x * exp (x / m) - exp (x / m)).
  assert (G : f s <= f 0).
  { destruct (derive_between f (fun x => exp (-x / y) * exp (x / m) / m - exp (x / m) / m) 0 s Hs) as [z [Hz E]].
    - intros z Hz. apply (is_derive_minus (V := R_NormedModule)); [now apply Kernel_scaled_derive |].
      set (e := exp (z / m)). unfold Rdiv. auto_derive; [exact I |]. fold (Rdiv z m). fold e. ring.
    - assert (exp (-z / y) * exp (z / m) / m <= exp (z / m) / m).
      { unfold Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat |].
        rewrite <- (Rmult_1_l (exp (z * / m))) at 2. apply Rmult_le_compat_r; [left; apply exp_pos | apply exp_le_1; lra]. }
      assert (0 <= (exp (z / m) / m - exp (-z / y) * exp (z / m) / m) * (s - 0)) by (apply Rmult_le_pos; lra). lra. }
  unfold f in G. rewrite kernel_at_arrival in G. replace (0 / m) with 0 in G by (unfold Rdiv; ring). rewrite exp_0 in G.
  apply (Rmult_le_reg_r (exp (s / m))); [apply exp_pos |]. rewrite Rmult_minus_distr_r, exp_cancel. lra.
Qed.
Lemma Kernel_le_1 m y s : 0 < m -> 0 < y -> 0 <= s -> Kernel m y s <= 1.
Proof. intros Hm Hy Hs. pose proof (Kernel_below m y s Hm Hy Hs). pose proof (exp_pos (-s / m)). lra. Qed.
