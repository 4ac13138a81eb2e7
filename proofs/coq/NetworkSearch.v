(* NetworkSearch.v: the window that dg_lane_search finds among sorted arrivals holds the neuron's first spike, and the closed
   form of dg_root_rho is that spike (SPEC 3.2): what the contracts of a layer's lanes say (FirstSpikeIn) is the spike of the
   network model. *)
From Coq Require Import Reals ZArith Lia Lra Psatz FinFun.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs NeuronTwo Facts_layer Sums Network NetworkSpike NetworkNeuron RhoDomain Sizes Losses
  Lanes.
Open Scope R_scope.

(* rho is where c is reached, and not before. *)
Definition is_rho_spike n c w r (rho : R) : Prop :=
  0 < rho /\ c <= rho_membrane n w r rho /\ forall x, 0 < x < rho -> rho_membrane n w r x < c.

Lemma is_rho_spike_least n c w r rho : is_rho_spike n c w r rho -> rho_spike n c w r = Finite rho.
Proof.
  intros (P & At & B). apply is_glb_Rbar_unique. split.
  - intros x [Px Vx]. simpl. destruct (Rle_lt_dec rho x) as [|L]; [assumption|]. specialize (B x ltac:(lra)). lra.
  - intros b Hb. apply Hb. split; assumption.
Qed.

(* What comes later than max counts as coming at max: no spike up to max changes. *)
Definition capped (max : R) (x : Rbar) : Rbar := match x with Finite y => Finite (Rmin y max) | _ => Finite max end.

Lemma response_capped max x rho : rho <= max -> rho_response (capped max x) rho = rho_response x rho.
Proof.
  intro H. destruct x as [y| |]; simpl.
  - unfold Rmin. destruct (Rle_dec y max); [reflexivity|]. destruct (Rlt_dec max rho), (Rlt_dec y rho); try lra; reflexivity.
  - destruct (Rlt_dec max rho); [lra|reflexivity].
  - destruct (Rlt_dec max rho); [lra|reflexivity].
Qed.

Lemma membrane_capped n w x max rho : rho <= max -> rho_membrane n w (fun i => capped max (x i)) rho = rho_membrane n w x rho.
Proof. intro H. apply total_ext. intros i _. rewrite response_capped by exact H. reflexivity. Qed.

Lemma is_rho_spike_capped n c w x max rho : rho <= max ->
  is_rho_spike n c w (fun i => capped max (x i)) rho -> is_rho_spike n c w x rho.
Proof.
  intros H (P & At & B). split; [exact P|]. rewrite membrane_capped in At by exact H. split; [exact At|].
  intros y Hy. rewrite <- (membrane_capped n w x max) by lra. apply B. exact Hy.
Qed.

Section Lane.
Variables (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (l : Z) (c : R) (n : nat).
Let r (p : nat) : R := LaneValue key (Z.of_nat p) l.
Let W (p : nat) : R := LaneWeight named w source (Z.of_nat p) l.
Hypothesis Hc : 0 < c.
(* Rows 0 .. n ascend; the last stands for what never comes. *)
Hypothesis sorted : forall p q, (p <= q <= n)%nat -> r p <= r q.
Hypothesis positive : forall p, (p <= n)%nat -> 0 < r p.

Let v (rho : R) : R := rho_membrane n W (fun p => Finite (r p)) rho.
Let a1 (p : nat) : R := SumOne named w source key (Z.of_nat p) l.
Let a2 (p : nat) : R := SumTwo named w source key (Z.of_nat p) l.

(* Between two arrivals v is A2/rho - A1/rho^2 of those before. *)
Lemma between p rho : (p < n)%nat -> r p <= rho <= r (S p) -> v rho = VoltageTwo (a1 (S p)) (a2 (S p)) rho.
Proof.
  intros Hp H. assert (Pr := positive p ltac:(lia)). unfold v, rho_membrane, VoltageTwo, a1, a2, SumOne, SumTwo.
    rewrite !Sum_total, !Nat2Z.id.
  replace n with (S p + (n - S p))%nat at 1 by lia. rewrite total_split, (total_zero (n - S p)).
  - rewrite Rplus_0_r. unfold Rdiv. rewrite <- !total_scal_r, <- total_minus. apply total_ext. intros i Hi.
    fold (r i). fold (W i). assert (A := sorted i p ltac:(lia)). assert (B := positive i ltac:(lia)). unfold rho_response.
    destruct (Rlt_dec (r i) rho) as [|N]; [field; lra|]. replace rho with (r i) by lra. field. lra.
  - intros i Hi. unfold rho_response. assert (A := sorted (S p) (S p + i)%nat ltac:(lia)).
    destruct (Rlt_dec (r (S p + i)) rho); [lra|ring].
Qed.

Lemma before_first rho : rho <= r 0 -> v rho = 0.
Proof.
  intro H. apply total_zero. intros i Hi. unfold rho_response. assert (A := sorted 0 i ltac:(lia)).
  destruct (Rlt_dec (r i) rho); [lra|ring].
Qed.

(* No window up to an arrival: v is below c until then. *)
Lemma no_window_below p : (p <= n)%nat -> NoWindow named w source key (Z.of_nat p) c l -> forall rho, rho <= r p -> v rho < c.
Proof.
  induction p as [|p IH]; intros Hp N rho H.
  - rewrite before_first by exact H. exact Hc.
  - assert (N' : NoWindow named w source key (Z.of_nat p) c l) by (intros q Hq; apply N; lia).
    destruct (Rle_lt_dec rho (r p)) as [L|L]; [apply IH; auto; lia|].
    assert (Pr := positive p ltac:(lia)). assert (Lt : r p < r (S p)) by lra.
    assert (Vp : VoltageTwo (a1 (S p)) (a2 (S p)) (r p) < c) by (rewrite <- between by (lia || lra); apply IH; auto; [lia|lra]).
    rewrite (between p rho) by (lia || lra). destruct (Rlt_le_dec (VoltageTwo (a1 (S p)) (a2 (S p)) rho) c) as [|G];
      [assumption|]. exfalso.
    apply (N (Z.of_nat p)); [lia|]. unfold WindowAt.
    replace (Z.of_nat p + 1)%Z with (Z.of_nat (S p)) by lia. fold (a1 (S p)) (a2 (S p)) (r p) (r (S p)).
    apply (proj2 (crosses_rho (a1 (S p)) (a2 (S p)) c (r p) (r (S p)) Hc Pr Lt Vp)). exists rho. split; [lra|apply Rle_ge;
      exact G].
Qed.

(* The first window holds the first spike, in closed form. *)
Theorem first_window_is_the_spike causal :
  (0 < causal <= n)%nat -> FirstWindow named w source key (Z.of_nat n) c l (Z.of_nat causal) ->
  let rho := RhoTwo c (a1 causal) (a2 causal) in
  is_rho_spike n c W (fun p => Finite (r p)) rho /\ r (causal - 1) < rho <= r causal /\ SpikesTwo c (a1 causal) (a2 causal).
Proof.
  intros Hk [_ F] rho. destruct (F ltac:(lia)) as [N Win]. clear F. destruct causal as [|p]; [lia|].
  replace (S p - 1)%nat with p by lia. replace (Z.of_nat (S p) - 1)%Z with (Z.of_nat p) in * by lia.
  assert (Pr := positive p ltac:(lia)). assert (B := no_window_below p ltac:(lia) N).
  unfold WindowAt in Win. replace (Z.of_nat p + 1)%Z with (Z.of_nat (S p)) in Win by lia.
    fold (a1 (S p)) (a2 (S p)) (r p) (r (S p)) in Win.
  assert (Lt : r p < r (S p)) by apply Win.
  assert (Vp : VoltageTwo (a1 (S p)) (a2 (S p)) (r p) < c) by (rewrite <- between by (lia || lra); apply B; lra).
  apply (proj1 (crosses_rho (a1 (S p)) (a2 (S p)) c (r p) (r (S p)) Hc Pr Lt Vp)) in Win.
  destruct (root_in_window_two c (a1 (S p)) (a2 (S p)) (r p) (r (S p)) Hc ltac:(lra) Vp Win) as (Sp & In & Before).
  fold rho in In, Before. split; [|split; [exact In|exact Sp]].
  assert (At : VoltageTwo (a1 (S p)) (a2 (S p)) rho = c).
  { destruct (first_crossing_two c (a1 (S p)) (a2 (S p)) Hc) as [[_ E] U]. destruct (E Sp) as (x & Px & Vx & Bx).
    rewrite (U x Px Vx Bx) in Vx. exact Vx. }
  split; [lra|]. split; [fold (v rho); rewrite (between p rho) by (lia || lra); lra|].
  intros x [Px L]. fold (v x). destruct (Rle_lt_dec x (r p)) as [L'|L']; [apply B; exact L'|].
  rewrite (between p x) by (lia || lra). apply Before. lra.
Qed.

(* Without a window v stays below c up to the last row, and there is no spike before that. *)
Lemma no_window_membrane : FirstWindow named w source key (Z.of_nat n) c l 0 ->
  forall rho, rho <= r n -> rho_membrane n W (fun p => Finite (r p)) rho < c.
Proof. intros [F _]. apply (no_window_below n (le_n n) (F eq_refl)). Qed.

Theorem no_window_no_spike :
  FirstWindow named w source key (Z.of_nat n) c l 0 ->
  forall rho, rho_spike n c W (fun p => Finite (r p)) = Finite rho -> r n <= rho.
Proof.
  intros [F _] rho E. assert (B := no_window_below n (le_n n) (F eq_refl)).
  assert (G := Glb_Rbar_correct (fun rho => 0 < rho /\ c <= rho_membrane n W (fun p => Finite (r p)) rho)).
  unfold rho_spike in E. rewrite E in G. destruct G as [_ G].
  apply (G (Finite (r n))). intros x [Px Vx]. simpl. destruct (Rle_lt_dec (r n) x) as [|L]; [assumption|]. exfalso.
  fold (v x) in Vx. specialize (B x ltac:(lra)). lra.
Qed.

(* What dg_lane_spikes gives is the first spike, clamped to its window. *)
Theorem lane_spike_is_the_spike tau_mem causal rho dT_dc :
  (0 < causal <= n)%nat -> FirstWindow named w source key (Z.of_nat n) c l (Z.of_nat causal) -> r (causal - 1) < DG_RHO_MAX ->
  LaneSpike tau_mem c named w source key l (Z.of_nat causal) rho dT_dc ->
  exists first, rho_spike n c W (fun p => Finite (r p)) = Finite first /\ rho = ClampRho first (r (causal - 1)) (r causal) /\
    r (causal - 1) < first <= r causal.
Proof.
  intros Hk F Max Sp. destruct (first_window_is_the_spike causal Hk F) as (E & In & P1 & P2 & D).
  exists (RhoTwo c (a1 causal) (a2 causal)). split; [apply is_rho_spike_least; exact E|]. split; [|exact In].
  replace (Z.of_nat causal - 1)%Z with (Z.of_nat (causal - 1)) in Sp by lia. unfold LaneSpike in Sp.
  replace (Z.of_nat causal - 1)%Z with (Z.of_nat (causal - 1)) in Sp by lia.
  fold (a1 causal) (a2 causal) (r (causal - 1)) (r causal) in Sp.
  destruct Sp as (s & Hs & Es & Er & _); [repeat split; [lia|exact Max|exact P2]|]. rewrite Er. f_equal. unfold RhoTwo.
    do 2 f_equal.
  unfold RootS. apply Rge_le in Hs. rewrite <- (sqrt_square s Hs), Es. f_equal. unfold Discriminant.
  destruct (Rlt_dec 0 (a2 causal * a2 causal - 4 * c * a1 causal)); lra.
Qed.
End Lane.

(* ---- sorted arrivals and sources ------------------------------------------------------------------------------------ *)

(* A sum does not depend on the order of its terms, in the reals. *)
Theorem total_permuted n (s : nat -> nat) f :
  (forall i, (i < n)%nat -> (s i < n)%nat) -> (forall i j, (i < n)%nat -> (j < n)%nat -> s i = s j -> i = j) ->
  total n (fun i => f (s i)) = total n f.
Proof.
  intros B I. assert (S : bSurjective n s) by (apply bInjective_bSurjective; [exact B|exact I]).
  transitivity (total n (fun i => total n (fun k => if (s i =? k)%nat then f k else 0))).
  - apply total_ext. intros i Hi. rewrite (total_single n (s i)); [rewrite Nat.eqb_refl; reflexivity|apply B; exact Hi|].
    intros k _ Hk. destruct (Nat.eqb_spec (s i) k); [congruence|reflexivity].
  - rewrite total_swap. apply total_ext. intros k Hk. destruct (S k Hk) as (i & Hi & E).
    rewrite (total_single n i); [rewrite E, Nat.eqb_refl; reflexivity|exact Hi|].
    intros j Hj N. destruct (Nat.eqb_spec (s j) k) as [E'|]; [|reflexivity]. exfalso. apply N. apply I; auto. congruence.
Qed.

(* The spike found among arrivals in any order is that of the sources. *)
Theorem rho_spike_permuted n c (s : nat -> nat) w r :
  (forall i, (i < n)%nat -> (s i < n)%nat) -> (forall i j, (i < n)%nat -> (j < n)%nat -> s i = s j -> i = j) ->
  rho_spike n c (fun p => w (s p)) (fun p => r (s p)) = rho_spike n c w r.
Proof.
  intros B I. apply Glb_Rbar_eqset. intro rho. unfold rho_membrane.
  rewrite (total_permuted n s (fun i => w i * rho_response (r i) rho) B I). reflexivity.
Qed.

(* ---- one lane and one neuron ---------------------------------------------------------------------------------------- *)

(* The lane's rows hold, in some order s, the weights and the arrivals of a neuron's n sources, in rho and capped at
   DG_RHO_MAX, which the row n holds too. Then the search and the closed form give the neuron's spike. *)
Section Search.
Variables (tau_mem tau_syn t_ref c : R) (n : nat) (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (l : Z).
Variables (s : nat -> nat) (wn : nat -> R) (a : nat -> Rbar).
Hypothesis Hs : 0 < tau_syn.
Hypothesis Two : tau_mem = 2 * tau_syn.
Hypothesis Hc : 0 < c.
Hypothesis inside : forall i, (i < n)%nat -> (s i < n)%nat.
Hypothesis apart : forall i j, (i < n)%nat -> (j < n)%nat -> s i = s j -> i = j.
Hypothesis weights_are : forall p, (p < n)%nat -> LaneWeight named w source (Z.of_nat p) l = wn (s p).
Hypothesis arrivals_are : forall p, (p < n)%nat ->
  Finite (LaneValue key (Z.of_nat p) l) = capped DG_RHO_MAX (encoded tau_mem t_ref (a (s p))).
Hypothesis last_row : LaneValue key (Z.of_nat n) l = DG_RHO_MAX.
Hypothesis sorted : forall p q, (p <= q <= n)%nat -> LaneValue key (Z.of_nat p) l <= LaneValue key (Z.of_nat q) l.

Lemma rows_positive p : (p <= n)%nat -> 0 < LaneValue key (Z.of_nat p) l.
Proof.
  intro H. assert (M : 0 < DG_RHO_MAX) by (unfold DG_RHO_MAX; apply pow_lt; lra).
  destruct (Nat.eq_dec p n) as [->|N]; [rewrite last_row; exact M|]. assert (A := arrivals_are p ltac:(lia)).
  destruct (a (s p)) as [x| |]; simpl in A; injection A as ->; try exact M. apply Rmin_pos; [apply rho_positive|exact M].
Qed.

Lemma rows_membrane rho : rho <= DG_RHO_MAX ->
  rho_membrane n (fun p => LaneWeight named w source (Z.of_nat p) l) (fun p => Finite (LaneValue key (Z.of_nat p) l)) rho =
  rho_membrane n wn (fun i => encoded tau_mem t_ref (a i)) rho.
Proof.
  intro H. unfold rho_membrane.
  rewrite <- (total_permuted n s (fun i => wn i * rho_response (encoded tau_mem t_ref (a i)) rho) inside apart).
  apply total_ext. intros p Hp. rewrite weights_are, arrivals_are by exact Hp. rewrite response_capped by exact H. reflexivity.
Qed.

Theorem search_finds_the_spike causal :
  (0 < causal <= n)%nat -> FirstWindow named w source key (Z.of_nat n) c l (Z.of_nat causal) ->
  encoded tau_mem t_ref (neuron_time tau_mem tau_syn c n wn a) =
  Finite (RhoTwo c (SumOne named w source key (Z.of_nat causal) l) (SumTwo named w source key (Z.of_nat causal) l)).
Proof.
  intros Hk F.
  destruct (first_window_is_the_spike named w source key l c n Hc sorted rows_positive causal Hk F) as ((P & At & B) & In & _).
  set (rho := RhoTwo c _ _) in *. assert (Max : rho <= DG_RHO_MAX).
  { rewrite <- last_row. eapply Rle_trans; [apply In|]. apply sorted. lia. }
  rewrite <- (rho_spike_is_the_spike tau_mem tau_syn t_ref Hs Two n c wn a Hc). apply is_rho_spike_least. split; [exact P|].
    split.
  - rewrite <- rows_membrane by exact Max. exact At.
  - intros x Hx. rewrite <- rows_membrane by lra. apply B. exact Hx.
Qed.

(* No window: the neuron does not spike, or only after DG_RHO_MAX, which counts as never (SPEC 2.4, 3.4). *)
Theorem search_finds_no_spike T :
  FirstWindow named w source key (Z.of_nat n) c l 0 -> neuron_time tau_mem tau_syn c n wn a = Finite T ->
    DG_RHO_MAX < rho_of tau_mem t_ref T.
Proof.
  intros F E. destruct (Rlt_le_dec DG_RHO_MAX (rho_of tau_mem t_ref T)) as [|L]; [assumption|]. exfalso.
  assert (B := no_window_membrane named w source key l c n Hc sorted rows_positive F (rho_of tau_mem t_ref T)).
  rewrite rows_membrane in B by exact L. rewrite last_row in B. specialize (B L).
  rewrite <- (membrane_rho tau_mem tau_syn t_ref Hs Two) in B.
  assert (K := kernel_is_kernel_like tau_mem tau_syn (tau_positive tau_mem tau_syn Hs Two) Hs).
  destruct (first_spike_finite _ _ K n c wn a T E) as [_ At]. lra.
Qed.
End Search.
