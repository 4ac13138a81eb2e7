(* The definitions of proofs/acsl/first_spikes.h and its theorems, under the same names: the first spike among the sorted
   arrivals of a lane is that of the target over all its sources, in whatever order (SPEC 1, 3). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs NeuronTwo Facts_layer Sums Network NetworkSpike NetworkNeuron RhoDomain Sizes Losses
  Lanes NetworkSearch.
Open Scope R_scope.

(* ---- definitions ---------------------------------------------------------------------------------------------------- *)

Definition ShiftOf (ratio : Z) (layer : dg_layer) (shift : Z -> R) (source target : Z) : R :=
  if Z.eq_dec (dg_delay_kind (dg_layer_delay layer)) DG_DELAY_NONE then (if Z.eq_dec ratio DG_RATIO_TWO then 1 else 0)
  else shift (delay_index layer source target).
Definition RhoArrival (layer : dg_layer) (shift src : Z -> R) (target i x : Z) : R :=
  RowValue src i x * ShiftOf DG_RATIO_TWO layer shift i target.
Definition RhoTerm (w x shift rho : R) : R := w * KernelRho (x * shift) rho.
Definition RhoRiseTerm (w x shift rho : R) : R := w * SlopeRho (x * shift) rho.
Definition RhoMembrane (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) (rho : R) : R :=
  Sum (fun i => w i * KernelRho (RhoArrival layer shift src target i x) rho) n.
Definition RhoRise (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) (rho : R) : R :=
  Sum (fun i => w i * SlopeRho (RhoArrival layer shift src target i x) rho) n.
Lemma RhoMembrane_unfold layer w shift src target n x rho :
  RhoMembrane layer w shift src target n x rho =
  if Z_le_dec n 0 then 0
  else RhoMembrane layer w shift src target (n - 1) x rho +
       RhoTerm (NumberAt w (n - 1)) (RowValue src (n - 1) x) (ShiftOf DG_RATIO_TWO layer shift (n - 1) target) rho.
Proof. apply (Sum_unfold (fun i => w i * KernelRho (RhoArrival layer shift src target i x) rho)). Qed.
Lemma RhoRise_unfold layer w shift src target n x rho :
  RhoRise layer w shift src target n x rho =
  if Z_le_dec n 0 then 0
  else RhoRise layer w shift src target (n - 1) x rho +
       RhoRiseTerm (NumberAt w (n - 1)) (RowValue src (n - 1) x) (ShiftOf DG_RATIO_TWO layer shift (n - 1) target) rho.
Proof. apply (Sum_unfold (fun i => w i * SlopeRho (RhoArrival layer shift src target i x) rho)). Qed.
Definition RateOf (tau_mem rise : R) : R := if Rlt_dec 0 rise then tau_mem / rise else 0.
Definition RhoOf (rho first : R) : Prop :=
  first <= rho /\ (rho <= DG_RHO_MAX /\ rho <= first + first * (DG_EPSILON / 2 * (1 + DG_EPSILON))).
Definition RhoFirst (c : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) (first : R) : Prop :=
  0 < first /\ (RhoMembrane layer w shift src target n x first = c /\
    (forall r : R, 0 < r /\ r < first -> RhoMembrane layer w shift src target n x r < c)).
Definition RhoSilent (c : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) : Prop :=
  forall r : R, 0 < r /\ r <= DG_RHO_MAX -> RhoMembrane layer w shift src target n x r < c.
Definition SpikeIn (tau_mem c : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) (rho dT_dc : R) : Prop :=
  (exists first : R, RhoFirst c layer w shift src target n x first /\ (RhoOf rho first /\
    dT_dc = RateOf tau_mem (RhoRise layer w shift src target n x rho))) \/
  (RhoSilent c layer w shift src target n x /\ (rho = DG_RHO_MAX /\ IsZero dT_dc)).
Definition SpikeOf (tau_mem c : R) (layer : dg_layer) (w shift src : Z -> R) (j x : Z) (rho dT_dc : R) : Prop :=
  SpikeIn tau_mem c layer (fun i_ : Z => w (j * sources_of layer + i_)%Z) shift src j (sources_of layer) x rho dT_dc.

(* In two states of memory that agree on what they are computed from, spikes are the same. *)
Theorem dg_spike_same (layer_A layer_B : Z -> dg_layer) (w_A w_B shift_A shift_B src_A src_B : Z -> R) (target n x : Z) :
  (forall i : Z, (0 <= i)%Z /\ (i < n)%Z ->
    NumberAt w_B i = NumberAt w_A i /\ (RowValue src_B i x = RowValue src_A i x /\
    ShiftOf DG_RATIO_TWO (layer_B 0%Z) shift_B i target = ShiftOf DG_RATIO_TWO (layer_A 0%Z) shift_A i target)) ->
  forall tau_mem c rho dT_dc : R,
    SpikeIn tau_mem c (layer_A 0%Z) w_A shift_A src_A target n x rho dT_dc <->
    SpikeIn tau_mem c (layer_B 0%Z) w_B shift_B src_B target n x rho dT_dc.
Proof.
  intros H tau_mem c rho dT_dc.
  assert (M : RhoMembrane (layer_B 0%Z) w_B shift_B src_B target n x = RhoMembrane (layer_A 0%Z) w_A shift_A src_A target n x).
  { apply FunctionalExtensionality.functional_extensionality. intro r. unfold RhoMembrane, RhoArrival.
    apply Sum_ext. intros i Hi. destruct (H i Hi) as (W & S & D). unfold NumberAt in W. rewrite W, S, D. reflexivity. }
  assert (S : RhoRise (layer_B 0%Z) w_B shift_B src_B target n x = RhoRise (layer_A 0%Z) w_A shift_A src_A target n x).
  { apply FunctionalExtensionality.functional_extensionality. intro r. unfold RhoRise, RhoArrival.
    apply Sum_ext. intros i Hi. destruct (H i Hi) as (W & V & D). unfold NumberAt in W. rewrite W, V, D. reflexivity. }
  unfold SpikeIn, RhoFirst, RhoSilent. rewrite M, S. reflexivity.
Qed.

Definition targets_of (layer : dg_layer) : Z := dg_layer_outputs layer.
Definition delay_kind_of (layer : dg_layer) : Z := dg_delay_kind (dg_layer_delay layer).
Definition grouping_of (layer : dg_layer) : Z := dg_delay_grouping (dg_layer_delay layer).

Theorem dg_spikes_same (layer_A layer_B : Z -> dg_layer) (w_A w_B shift_A shift_B src_A src_B : Z -> R) (j x : Z) :
  ((0 <= j)%Z /\ (j < targets_of (layer_A 0%Z))%Z) /\ (admitted_sizes (layer_A 0%Z) /\ admitted_groups (layer_A 0%Z)) ->
  sources_of (layer_B 0%Z) = sources_of (layer_A 0%Z) /\ (targets_of (layer_B 0%Z) = targets_of (layer_A 0%Z) /\
    (delay_kind_of (layer_B 0%Z) = delay_kind_of (layer_A 0%Z) /\ (grouping_of (layer_B 0%Z) = grouping_of (layer_A 0%Z) /\
    (source_groups_of (layer_B 0%Z) = source_groups_of (layer_A 0%Z) /\
     target_groups_of (layer_B 0%Z) = target_groups_of (layer_A 0%Z))))) ->
  (forall y : Z, (0 <= y)%Z /\ (y < weights_of (layer_A 0%Z))%Z -> NumberAt w_B y = NumberAt w_A y) ->
  (forall d : Z, (0 <= d)%Z /\ (d < delays_of (layer_A 0%Z))%Z -> NumberAt shift_B d = NumberAt shift_A d) ->
  (forall i : Z, (0 <= i)%Z /\ (i < sources_of (layer_A 0%Z))%Z -> RowValue src_B i x = RowValue src_A i x) ->
  forall tau_mem c rho dT_dc : R,
    SpikeOf tau_mem c (layer_A 0%Z) w_A shift_A src_A j x rho dT_dc <->
    SpikeOf tau_mem c (layer_B 0%Z) w_B shift_B src_B j x rho dT_dc.
Proof.
  intros (J & Sz & Gr) (N & T & K & G & Sg & Tg) W D S. unfold SpikeOf. rewrite N. apply dg_spike_same. intros i Hi.
  split; [|split; [apply S; exact Hi|]].
  - unfold NumberAt in *. apply W. unfold weights_of, targets_of in *. nia.
  - unfold ShiftOf. fold (delay_kind_of (layer_B 0%Z)) (delay_kind_of (layer_A 0%Z)). rewrite K.
    replace (delay_index (layer_B 0%Z) i j) with (delay_index (layer_A 0%Z) i j)
      by (unfold delay_index; unfold targets_of, grouping_of in *; rewrite N, T, G, Sg, Tg; reflexivity).
    destruct (Z.eq_dec (delay_kind_of (layer_A 0%Z)) DG_DELAY_NONE) as [E|E]; [reflexivity|]. apply D.
    exact (delay_index_range (layer_A 0%Z) i j Sz Gr E Hi J).
Qed.

Definition SortedKey (ratio : Z) (layer : dg_layer) (shift src : Z -> R) (target together i x : Z) : R :=
  ArrivalKey ratio (RowValue src i x)
    (if Z.eq_dec together 0 then ShiftOf ratio layer shift i target else if Z.eq_dec ratio DG_RATIO_TWO then 1 else 0).
Definition KeysOf (ratio : Z) (layer : dg_layer) (shift src : Z -> R) (target lane together : Z) (key mark : Z -> R)
    (n : Z) : Prop :=
  forall p l i : Z, ((0 <= p)%Z /\ (p < n)%Z) /\ (((0 <= l)%Z /\ (l < DG_LANES)%Z) /\ (((0 <= i)%Z /\ (i < n)%Z) /\
    LaneValue mark p l = IZR i)) -> LaneValue key p l = SortedKey ratio layer shift src target together i (lane + l).
Definition SourcesOf (source : Z -> Z) (mark : Z -> R) (used : Z) : Prop :=
  forall p l : Z, ((0 <= p)%Z /\ (p < used)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) ->
    IZR (source (p * DG_LANES + l)%Z) = LaneValue mark p l.
Definition NeverFrom (key : Z -> R) (used n : Z) : Prop :=
  (forall p l : Z, ((used <= p)%Z /\ (p < n)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) -> LaneValue key p l >= DG_RHO_MAX) /\
  (forall l : Z, (0 <= l)%Z /\ (l < DG_LANES)%Z -> LaneValue key n l = DG_RHO_MAX).
Definition LaterBy (together : Z) (d : R) (key arrivals : Z -> R) (used : Z) : Prop :=
  forall p l : Z, ((0 <= p)%Z /\ (p <= used)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) ->
    LaneValue arrivals p l =
    if Z.eq_dec together 0 then LaneValue key p l else ArrivalKey DG_RATIO_TWO (LaneValue key p l) d.
Definition SharesOrder (layer : dg_layer) (shared together : Z) : Prop :=
  (shared <> 0%Z /\ together = 0%Z -> (target_groups_of layer <= 1)%Z) /\
  (together <> 0%Z -> shared <> 0%Z /\ ((target_groups_of layer > 1)%Z /\ (source_groups_of layer <= 1)%Z)).
Definition DelayOf (ratio : Z) (layer : dg_layer) (shift : Z -> R) (target n : Z) (d : R) : Prop :=
  forall i : Z, (0 <= i)%Z /\ (i < n)%Z -> ShiftOf ratio layer shift i target = d.

(* ---- what comes at DG_RHO_MAX or later ------------------------------------------------------------------------------ *)

Definition cap (x : R) : R := if Rlt_dec x DG_RHO_MAX then x else DG_RHO_MAX.

Lemma rho_max_positive : 0 < DG_RHO_MAX.
Proof. unfold DG_RHO_MAX. apply pow_lt. lra. Qed.

Lemma ArrivalKey_two x shift : ArrivalKey DG_RATIO_TWO x shift = cap (x * shift).
Proof. unfold ArrivalKey. destruct (Z.eq_dec DG_RATIO_TWO DG_RATIO_TWO); [reflexivity|congruence]. Qed.

Lemma cap_most x : cap x <= DG_RHO_MAX.
Proof. unfold cap. destruct (Rlt_dec x DG_RHO_MAX); lra. Qed.

Lemma cap_beyond x : DG_RHO_MAX <= x -> cap x = DG_RHO_MAX.
Proof. intro H. unfold cap. destruct (Rlt_dec x DG_RHO_MAX); lra. Qed.

Lemma cap_increases x y : x <= y -> cap x <= cap y.
Proof. intro H. unfold cap. destruct (Rlt_dec x DG_RHO_MAX), (Rlt_dec y DG_RHO_MAX); lra. Qed.

Lemma cap_positive x : 0 < x -> 0 < cap x.
Proof. intro H. assert (M := rho_max_positive). unfold cap. destruct (Rlt_dec x DG_RHO_MAX); lra. Qed.

(* A delay of at least 1 after the first cap. *)
Lemma cap_later x d : d >= 1 -> cap (cap x * d) = cap (x * d).
Proof.
  intro H. assert (M := rho_max_positive). destruct (Rlt_le_dec x DG_RHO_MAX) as [L|L].
  - unfold cap at 2. destruct (Rlt_dec x DG_RHO_MAX); [reflexivity|lra].
  - rewrite (cap_beyond x L), !cap_beyond; [reflexivity| |]; nra.
Qed.

(* What is 0 for arrivals after rho does not see the cap. *)
Lemma cap_unseen (f : R -> R) rho x : rho <= DG_RHO_MAX -> (forall y, rho <= y -> f y = 0) -> f (cap x) = f x.
Proof.
  intros H Z. unfold cap. destruct (Rlt_dec x DG_RHO_MAX); [reflexivity|]. rewrite !Z by lra. reflexivity.
Qed.

Lemma KernelRho_later rho y : rho <= y -> KernelRho y rho = 0.
Proof. intro H. unfold KernelRho. destruct (Rlt_dec y rho); [lra|reflexivity]. Qed.
Lemma SlopeRho_later rho y : rho <= y -> SlopeRho y rho = 0.
Proof. intro H. unfold SlopeRho. destruct (Rlt_dec y rho); [lra|reflexivity]. Qed.

(* ---- rows and the sources that their marks name --------------------------------------------------------------------- *)

Definition name_of (mark : Z -> R) (l : Z) (p : nat) : nat := Z.to_nat (Int_part (LaneValue mark (Z.of_nat p) l)).

Lemma name_is mark n l p : NamesRows mark n -> (0 <= l < DG_LANES)%Z -> (p < Z.to_nat n)%nat ->
  LaneValue mark (Z.of_nat p) l = IZR (Z.of_nat (name_of mark l p)) /\ (name_of mark l p < Z.to_nat n)%nat.
Proof.
  intros N Hl Hp. destruct (N (Z.of_nat p) l ltac:(lia)) as (i & Hi & E). unfold name_of. rewrite E.
  assert (P : Int_part (IZR i) = i).
  { replace (IZR i) with (INR (Z.to_nat i)); [rewrite Int_part_INR; lia|]. rewrite INR_IZR_INZ. f_equal. lia. }
  rewrite P. split; [f_equal; lia|lia].
Qed.

Lemma names_differ mark n l p q : NamesRows mark n -> Distinct mark n -> (0 <= l < DG_LANES)%Z -> (p < Z.to_nat n)%nat ->
  (q < Z.to_nat n)%nat -> name_of mark l p = name_of mark l q -> p = q.
Proof.
  intros N D Hl Hp Hq E. destruct (Nat.eq_dec p q) as [|X]; [assumption|]. exfalso.
  apply (D (Z.of_nat p) (Z.of_nat q) l); [lia|].
  rewrite (proj1 (name_is mark n l p N Hl Hp)), (proj1 (name_is mark n l q N Hl Hq)), E. reflexivity.
Qed.

(* A sum over the sources, in the order of the marks. *)
Lemma sum_by_names mark n l f : NamesRows mark n -> Distinct mark n -> (0 <= l < DG_LANES)%Z ->
  Sum f n = total (Z.to_nat n) (fun p => f (Z.of_nat (name_of mark l p))).
Proof.
  intros N D Hl. rewrite Sum_total. symmetry.
  apply (total_permuted (Z.to_nat n) (name_of mark l) (fun i => f (Z.of_nat i))).
  - intros p Hp. apply (name_is mark n l p N Hl Hp).
  - intros p q Hp Hq. apply (names_differ mark n l p q N D Hl Hp Hq).
Qed.

(* ---- the spike of one lane ------------------------------------------------------------------------------------------ *)

(* rho is the root, or if that lies in the rounding of the window's beginning, just after it. *)
Lemma ClampRho_of rho low high : low < rho <= high -> high <= DG_RHO_MAX -> 0 < low -> RhoOf (ClampRho rho low high) rho.
Proof.
  intros H M P. assert (E := epsilon_positive). set (e := DG_EPSILON / 2 * (1 + DG_EPSILON)) in *.
  assert (Q : low * e < rho * e) by (apply Rmult_lt_compat_r; lra).
  assert (L : 0 < low * e) by (apply Rmult_lt_0_compat; assumption). unfold RhoOf, ClampRho. fold e.
  destruct (Rlt_dec rho (low + low * e)); [destruct (Rlt_dec high (low + low * e))|destruct (Rlt_dec high rho)];
    (split; [|split]); lra.
Qed.

(* 1/K' of RhoSpikeBy is tau_mem over the rise (2 A1 - A2 rho)/rho^2, from the root on. *)
Lemma rate_of_root tau_mem c a1 a2 s rho dT_dc : 0 < rho -> SpikesTwo c a1 a2 -> s >= 0 ->
  s * s = (if Rlt_dec 0 (Discriminant c a1 a2) then Discriminant c a1 a2 else 0) -> 2 * a1 / (a2 + s) <= rho ->
  dT_dc = (if Rlt_dec 0 (Discriminant c a1 a2) then
             (if Rlt_dec 0 (2 * a1 - a2 * rho) then tau_mem * rho * (rho / (2 * a1 - a2 * rho)) else 0)
           else 0) ->
  dT_dc = RateOf tau_mem ((2 * a1 - a2 * rho) / (rho * rho)).
Proof.
  intros P (P1 & P2 & D) Hs Es From ->. assert (PP : 0 < rho * rho) by (apply Rmult_lt_0_compat; exact P). unfold RateOf.
  destruct (Rlt_dec 0 (2 * a1 - a2 * rho)) as [X|X].
  - destruct (Rlt_dec 0 ((2 * a1 - a2 * rho) / (rho * rho))) as [_|Y].
    2:{ exfalso. apply Y. apply Rdiv_lt_0_compat; assumption. }
    destruct (Rlt_dec 0 (Discriminant c a1 a2)) as [_|Z]; [field; lra|]. exfalso.
    assert (s = 0) by nra. subst s. rewrite Rplus_0_r in From.
    assert (Q : a2 * (2 * a1 / a2) <= a2 * rho) by (apply Rmult_le_compat_l; lra).
    replace (a2 * (2 * a1 / a2)) with (2 * a1) in Q by (field; lra). lra.
  - destruct (Rlt_dec 0 ((2 * a1 - a2 * rho) / (rho * rho))) as [Y|_]; [|destruct (Rlt_dec 0 _); reflexivity]. exfalso.
    apply X. replace (2 * a1 - a2 * rho) with ((2 * a1 - a2 * rho) / (rho * rho) * (rho * rho)) by (field; lra).
    apply Rmult_lt_0_compat; assumption.
Qed.

Lemma root_is_RootS c a1 a2 s : a2 * a2 >= 4 * c * a1 -> s >= 0 ->
  s * s = (if Rlt_dec 0 (Discriminant c a1 a2) then Discriminant c a1 a2 else 0) -> 2 * a1 / (a2 + s) = RhoTwo c a1 a2.
Proof.
  intros D Hs Es. unfold RhoTwo. do 2 f_equal. unfold RootS. apply Rge_le in Hs. rewrite <- (sqrt_square s Hs), Es. f_equal.
  unfold Discriminant. destruct (Rlt_dec 0 (a2 * a2 - 4 * c * a1)); lra.
Qed.

Section Lane.
Variables (layer : dg_layer) (w shift src : Z -> R) (target lane together : Z) (d : R) (n : Z) (used : nat).
Variables (key mark arrivals : Z -> R) (source : Z -> Z) (l : Z).
Hypothesis Hl : (0 <= l < DG_LANES)%Z.
Hypothesis Hu : (Z.of_nat used <= n)%Z.
Hypothesis positive : KeysPositive key (Z.of_nat used + 1).
Hypothesis sorted : Ordered key mark n.
Hypothesis keys : KeysOf DG_RATIO_TWO layer shift src target lane together key mark n.
Hypothesis sources : SourcesOf source mark (Z.of_nat used).
Hypothesis never : NeverFrom key (Z.of_nat used) n.
Hypothesis later : LaterBy together d key arrivals (Z.of_nat used).
Hypothesis delay : together <> 0%Z -> d >= 1 /\ DelayOf DG_RATIO_TWO layer shift target n d.
Let N : nat := Z.to_nat n.
Let a (i : Z) : R := RhoArrival layer shift src target i (lane + l).
Let s (p : nat) : nat := name_of mark l p.
Let W (p : nat) : R := LaneWeight 1 w source (Z.of_nat p) l.
Let r (p : nat) : R := LaneValue arrivals (Z.of_nat p) l.
(* Row p after the delay, of all rows *)
Let k (p : nat) : R :=
  if Z.eq_dec together 0 then LaneValue key (Z.of_nat p) l else cap (LaneValue key (Z.of_nat p) l * d).

Lemma row_is p : (p < N)%nat -> k p = cap (a (Z.of_nat (s p))).
Proof.
  intro Hp. destruct (name_is mark n l p (proj1 (proj2 sorted)) Hl Hp) as [E B]. fold (s p) in E, B.
  assert (K := keys (Z.of_nat p) l (Z.of_nat (s p)) ltac:(repeat split; try lia; exact E)).
  unfold SortedKey in K. rewrite ArrivalKey_two in K. unfold k, a, RhoArrival.
  destruct (Z.eq_dec together 0) as [T|T]; [exact K|]. destruct (delay T) as [Hd Same].
  destruct (Z.eq_dec DG_RATIO_TWO DG_RATIO_TWO) as [_|X]; [|congruence]. rewrite K, Rmult_1_r, cap_later by exact Hd.
  rewrite (Same (Z.of_nat (s p)) ltac:(lia)). reflexivity.
Qed.

Lemma row_beyond p : (used <= p <= N)%nat -> k p = DG_RHO_MAX.
Proof.
  intro Hp. assert (M := rho_max_positive).
  assert (B : LaneValue key (Z.of_nat p) l >= DG_RHO_MAX).
  { destruct (Nat.eq_dec p N) as [->|X]; [|apply never; lia]. right. unfold N. rewrite Z2Nat.id by lia. apply never. lia. }
  assert (L : DG_RHO_MAX <= k p).
  { unfold k. destruct (Z.eq_dec together 0) as [T|T]; [lra|]. destruct (delay T) as [Hd _]. rewrite cap_beyond; nra. }
  destruct (Nat.eq_dec p N) as [E|X].
  - subst p. unfold k. destruct (Z.eq_dec together 0) as [T|T].
    + unfold N. rewrite Z2Nat.id by lia. apply never. lia.
    + destruct (delay T) as [Hd _]. apply cap_beyond. nra.
  - assert (U := row_is p ltac:(lia)). assert (C := cap_most (a (Z.of_nat (s p)))). lra.
Qed.

Lemma arrival_is p : (p <= used)%nat -> r p = k p.
Proof.
  intro Hp. unfold r, k. rewrite (later (Z.of_nat p) l ltac:(lia)). destruct (Z.eq_dec together 0); [reflexivity|].
  apply ArrivalKey_two.
Qed.

Lemma arrivals_end : r used = DG_RHO_MAX.
Proof. rewrite arrival_is by lia. apply row_beyond. unfold N. lia. Qed.

Lemma arrivals_positive p : (p <= used)%nat -> 0 < r p.
Proof.
  intro Hp. rewrite arrival_is by exact Hp. assert (P := positive (Z.of_nat p) l ltac:(lia)). unfold k.
  destruct (Z.eq_dec together 0) as [T|T]; [lra|]. destruct (delay T) as [Hd _]. apply cap_positive. nra.
Qed.

Lemma arrivals_most p : (p <= used)%nat -> r p <= DG_RHO_MAX.
Proof.
  intro Hp. destruct (Nat.eq_dec p used) as [->|X]; [right; apply arrivals_end|].
  rewrite arrival_is, row_is by (unfold N; lia). apply cap_most.
Qed.

Lemma arrivals_ascend p q : (p <= q <= used)%nat -> r p <= r q.
Proof.
  intro Hp. destruct (Nat.eq_dec q used) as [->|X]; [rewrite arrivals_end; apply arrivals_most; lia|].
  rewrite !arrival_is by lia.
  assert (A := lanes_sorted_ascend key n l (Z.of_nat p) (Z.of_nat q) (proj1 sorted) Hl ltac:(lia) ltac:(lia)).
  unfold k. destruct (Z.eq_dec together 0) as [T|T]; [exact A|]. destruct (delay T) as [Hd _]. apply cap_increases. nra.
Qed.

(* A sum over all sources of what arrivals before rho add is one over the rows. *)
Lemma sum_by_rows (f : R -> R) rho : rho <= DG_RHO_MAX -> (forall y, rho <= y -> f y = 0) ->
  Sum (fun i => w i * f (a i)) n = total used (fun p => W p * f (r p)).
Proof.
  intros H Z. destruct sorted as (_ & Named & Apart). rewrite (sum_by_names mark n l _ Named Apart Hl). fold N.
  replace N with (used + (N - used))%nat by (unfold N; lia). rewrite total_split, (total_zero (N - used)).
  - rewrite Rplus_0_r. apply total_ext. intros p Hp. fold (s p).
    rewrite arrival_is, row_is, (cap_unseen f rho) by (unfold N; lia || assumption). f_equal. unfold W, LaneWeight.
    destruct (Z.eq_dec 1 0); [lia|]. f_equal. apply eq_IZR. rewrite (sources (Z.of_nat p) l ltac:(lia)). symmetry.
    apply (name_is mark n l p Named Hl). lia.
  - intros i Hi. fold (s (used + i)%nat). rewrite <- (cap_unseen f rho), <- row_is, row_beyond by (lia || assumption).
    rewrite Z by exact H. ring.
Qed.

Lemma membrane_by_rows rho : rho <= DG_RHO_MAX ->
  RhoMembrane layer w shift src target n (lane + l) rho = rho_membrane used W (fun p => Finite (r p)) rho.
Proof. intro H. apply (sum_by_rows (fun x => KernelRho x rho) rho H (KernelRho_later rho)). Qed.

Let a1 (p : nat) : R := SumOne 1 w source arrivals (Z.of_nat p) l.
Let a2 (p : nat) : R := SumTwo 1 w source arrivals (Z.of_nat p) l.

Lemma rise_by_rows causal rho : (0 < causal <= used)%nat -> r (causal - 1) < rho <= r causal ->
  RhoRise layer w shift src target n (lane + l) rho = (2 * a1 causal - a2 causal * rho) / (rho * rho).
Proof.
  intros Hk H. assert (P := arrivals_positive (causal - 1) ltac:(lia)). assert (M := arrivals_most causal ltac:(lia)).
  transitivity (total used (fun p => W p * SlopeRho (r p) rho)).
  { apply (sum_by_rows (fun x => SlopeRho x rho) rho ltac:(lra) (SlopeRho_later rho)). }
  replace used with (causal + (used - causal))%nat by lia. rewrite total_split, (total_zero (used - causal)).
  - rewrite Rplus_0_r. unfold a1, a2, SumOne, SumTwo. rewrite !Sum_total, !Nat2Z.id. unfold Rdiv.
    rewrite <- (total_scal_r causal rho), <- total_scal, <- total_minus, <- total_scal_r. apply total_ext. intros i Hi.
    fold (r i). fold (W i). assert (A := arrivals_ascend i (causal - 1) ltac:(lia)). unfold SlopeRho.
    destruct (Rlt_dec (r i) rho); [field; lra|lra].
  - intros i Hi. assert (A := arrivals_ascend causal (causal + i) ltac:(lia)). rewrite SlopeRho_later by lra. ring.
Qed.

Lemma lane_spike tau_mem c rho dT_dc : 0 < c -> FirstSpikeIn tau_mem c 1 w source arrivals (Z.of_nat used) l rho dT_dc ->
  SpikeIn tau_mem c layer w shift src target n (lane + l) rho dT_dc.
Proof.
  intros Hc (causal & Hk & F & None & Sp). destruct (Z.eq_dec causal 0) as [E|E].
  - right. subst causal. split; [|exact (None eq_refl)]. intros x [_ Hx]. rewrite membrane_by_rows by exact Hx.
    apply (no_window_membrane 1 w source arrivals l c used Hc arrivals_ascend arrivals_positive F). fold (r used).
    rewrite arrivals_end. exact Hx.
  - left. assert (Q : causal = Z.of_nat (Z.to_nat causal)) by lia. revert Q E Hk F Sp. generalize (Z.to_nat causal). clear None.
    intros m -> E Hk F Sp. assert (Hm : (0 < m <= used)%nat) by lia.
    destruct (first_window_is_the_spike 1 w source arrivals l c used Hc arrivals_ascend arrivals_positive m Hm F)
      as ((P & At & B) & In & Two).
    fold (a1 m) (a2 m) in P, At, B, In, Two. fold (r (m - 1)) (r m) in In. set (first := RhoTwo c (a1 m) (a2 m)) in *.
    assert (M := arrivals_most m ltac:(lia)). assert (Low := arrivals_positive (m - 1) ltac:(lia)).
    unfold LaneSpike in Sp. replace (Z.of_nat m - 1)%Z with (Z.of_nat (m - 1)) in Sp by lia.
    fold (a1 m) (a2 m) (r (m - 1)) (r m) in Sp.
    destruct Sp as (S & HS & ES & ER & EG); [split; [lia|split; [lra|apply Rlt_gt, Two]]|].
    rewrite (root_is_RootS c (a1 m) (a2 m) S (proj2 (proj2 Two)) HS ES) in ER. fold first in ER.
    assert (Of : RhoOf rho first) by (rewrite ER; apply ClampRho_of; lra).
    assert (Window : r (m - 1) < rho <= r m) by (rewrite ER; apply ClampRho_window; lra).
    exists first. split; [|split; [exact Of|]].
    + split; [exact P|]. split.
      * rewrite membrane_by_rows by lra. replace m with (Datatypes.S (m - 1)) in In by lia.
        replace (Datatypes.S (m - 1) - 1)%nat with (m - 1)%nat in In by lia.
        transitivity (VoltageTwo (a1 (Datatypes.S (m - 1))) (a2 (Datatypes.S (m - 1))) first).
        { apply (between 1 w source arrivals l used arrivals_ascend arrivals_positive (m - 1) first); [lia|].
          fold (r (m - 1)) (r (Datatypes.S (m - 1))). lra. }
        replace (Datatypes.S (m - 1)) with m by lia.
        destruct (first_crossing_two c (a1 m) (a2 m) Hc) as [[_ X] U]. destruct (X Two) as (x & Px & Vx & Bx).
        unfold first. rewrite <- (U x Px Vx Bx). exact Vx.
      * intros x [Px Hx]. rewrite membrane_by_rows by lra. apply B. lra.
    + rewrite (rise_by_rows m rho Hm Window). apply (rate_of_root tau_mem c (a1 m) (a2 m) S); try assumption; [lra|].
      rewrite (root_is_RootS c (a1 m) (a2 m) S (proj2 (proj2 Two)) HS ES). apply Of.
Qed.
End Lane.

(* SPEC 1.3, 3.2: the first spike among the sorted arrivals of a lane is the first of all times, over all sources, with the
   slope of the membrane there. *)
Theorem dg_fact_lane_spikes : forall (tau_mem c : R) (layer : dg_layer) (w shift src : Z -> R) (target lane together : Z)
  (d : R) (n used : Z) (key mark arrivals : Z -> R) (source : Z -> Z),
  tau_mem > 0 /\ (c > 0 /\ KeysPositive key (used + 1)) -> (used <= n)%Z ->
  Ordered key mark n /\ KeysOf DG_RATIO_TWO layer shift src target lane together key mark n ->
  SourcesOf source mark used /\ NeverFrom key used n -> LaterBy together d key arrivals used ->
  (together <> 0%Z -> d >= 1 /\ DelayOf DG_RATIO_TWO layer shift target n d) ->
  forall l : Z, forall rho dT_dc : R,
    ((0 <= l)%Z /\ (l < DG_LANES)%Z) /\ FirstSpikeIn tau_mem c 1 w source arrivals used l rho dT_dc ->
    SpikeIn tau_mem c layer w shift src target n (lane + l) rho dT_dc.
Proof.
  intros tau_mem c layer w shift src target lane together d n used key mark arrivals source (_ & Hc & Pos) Hu (Ord & Keys)
    (Src & Nev) Lat Del l rho dT_dc (Hl & F).
  assert (Q : used = Z.of_nat (Z.to_nat used)) by (destruct F as (causal & Hk & _); lia).
  revert Q Hu Pos Src Nev Lat F. generalize (Z.to_nat used). intros m -> Hu Pos Src Nev Lat F.
  apply (lane_spike layer w shift src target lane together d n m key mark arrivals source l); assumption.
Qed.

(* ---- the same in time ----------------------------------------------------------------------------------------------- *)

Definition TimeArrival (layer : dg_layer) (shift src : Z -> R) (target i x : Z) : R :=
  src (i * DG_WIDTH + x)%Z + ShiftOf DG_RATIO_ANY layer shift i target.
Definition TimeMembrane (tau_mem tau_syn : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) (t : R) : R :=
  Sum (fun i => MembraneTerm tau_mem tau_syn (w i) (TimeArrival layer shift src target i x) t) n.
Definition SlopeTerm (tau_mem tau_syn w a t : R) : R := if Rlt_dec a t then w * KernelSlope tau_mem tau_syn (t - a) else 0.
Definition TimeRise (tau_mem tau_syn : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) (t : R) : R :=
  Sum (fun i => SlopeTerm tau_mem tau_syn (w i) (TimeArrival layer shift src target i x) t) n.
Lemma TimeMembrane_unfold tau_mem tau_syn layer w shift src target n x t :
  TimeMembrane tau_mem tau_syn layer w shift src target n x t =
  if Z_le_dec n 0 then 0
  else TimeMembrane tau_mem tau_syn layer w shift src target (n - 1) x t +
       MembraneTerm tau_mem tau_syn (w (n - 1)%Z) (TimeArrival layer shift src target (n - 1) x) t.
Proof. apply (Sum_unfold (fun i => MembraneTerm tau_mem tau_syn (w i) (TimeArrival layer shift src target i x) t)). Qed.
Lemma TimeRise_unfold tau_mem tau_syn layer w shift src target n x t :
  TimeRise tau_mem tau_syn layer w shift src target n x t =
  if Z_le_dec n 0 then 0
  else TimeRise tau_mem tau_syn layer w shift src target (n - 1) x t +
       SlopeTerm tau_mem tau_syn (w (n - 1)%Z) (TimeArrival layer shift src target (n - 1) x) t.
Proof. apply (Sum_unfold (fun i => SlopeTerm tau_mem tau_syn (w i) (TimeArrival layer shift src target i x) t)). Qed.
Definition TimeFirst (tau_mem tau_syn c : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) (first : R) : Prop :=
  TimeMembrane tau_mem tau_syn layer w shift src target n x first = c /\
  (forall t : R, t < first -> TimeMembrane tau_mem tau_syn layer w shift src target n x t < c).
Definition TimeSilent (tau_mem tau_syn c : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z) : Prop :=
  forall t : R, t < DG_REAL_MAX -> TimeMembrane tau_mem tau_syn layer w shift src target n x t < c.
Definition TimeSpikeIn (tau_mem tau_syn c : R) (layer : dg_layer) (w shift src : Z -> R) (target n x : Z)
    (time dT_dc : R) : Prop :=
  (exists (first : R) (i : Z), (first < DG_REAL_MAX /\ TimeFirst tau_mem tau_syn c layer w shift src target n x first) /\
    (((0 <= i)%Z /\ (i < n)%Z) /\ (TimeArrival layer shift src target i x < first /\
      (TimeIs time (TimeArrival layer shift src target i x) (first - TimeArrival layer shift src target i x) DG_EPSILON /\
        dT_dc = RateOf tau_mem (TimeRise tau_mem tau_syn layer w shift src target n x first))))) \/
  (TimeSilent tau_mem tau_syn c layer w shift src target n x /\ time >= DG_REAL_MAX).

Section Time.
Context {never : Never}.
Variables (tau_mem tau_syn : R) (ratio : Z) (layer : dg_layer) (w shift src : Z -> R) (target lane together : Z) (d : R).
Variables (n : Z) (key mark a : Z -> R) (source : Z -> Z) (l : Z).
Hypothesis Any : ratio <> DG_RATIO_TWO.
Hypothesis beyond : NotBeyond DG_REAL_MAX.
Hypothesis Hl : (0 <= l < DG_LANES)%Z.
Hypothesis sorted : Ordered key mark n.
Hypothesis keys : KeysOf ratio layer shift src target lane together key mark n.
Hypothesis shared : together <> 0%Z -> d >= 0 /\ DelayOf ratio layer shift target n d.
Hypothesis own : together = 0%Z -> d = 0.
Hypothesis sources : forall p : Z, (0 <= p)%Z /\ (p < n)%Z -> IZR (source p) = LaneValue mark p l.
Hypothesis arrivals : forall p : Z, (0 <= p)%Z /\ (p < n)%Z -> ArrivesAt (a (source p) - d) (LaneValue key p l).
Let N : nat := Z.to_nat n.
Let b (i : Z) : R := TimeArrival layer shift src target i (lane + l).
Let s (p : nat) : nat := name_of mark l p.

Lemma source_is p : (p < N)%nat -> source (Z.of_nat p) = Z.of_nat (s p) /\ (s p < N)%nat.
Proof.
  intro Hp. destruct (name_is mark n l p (proj1 (proj2 sorted)) Hl Hp) as [E B]. split; [|exact B]. apply eq_IZR.
  rewrite (sources (Z.of_nat p)) by (unfold N in Hp; lia). exact E.
Qed.

Lemma ShiftOf_any i : ShiftOf ratio layer shift i target = ShiftOf DG_RATIO_ANY layer shift i target.
Proof.
  unfold ShiftOf. destruct (Z.eq_dec ratio DG_RATIO_TWO); [contradiction|].
  destruct (Z.eq_dec DG_RATIO_ANY DG_RATIO_TWO); [discriminate|]. reflexivity.
Qed.

(* Each source arrives when it does, or both say that it never does. *)
Lemma arrival_or_never p : (p < N)%nat ->
  a (Z.of_nat (s p)) = b (Z.of_nat (s p)) \/ (DG_REAL_MAX <= a (Z.of_nat (s p)) /\ DG_REAL_MAX <= b (Z.of_nat (s p))).
Proof.
  intro Hp. destruct (source_is p Hp) as [E B]. unfold N in Hp, B.
  destruct (name_is mark n l p (proj1 (proj2 sorted)) Hl Hp) as [Em _]. fold (s p) in Em.
  assert (A := arrivals (Z.of_nat p) ltac:(lia)). rewrite E in A. unfold ArrivesAt in A. unfold NotBeyond in beyond.
  assert (K := keys (Z.of_nat p) l (Z.of_nat (s p)) ltac:(repeat split; try lia; exact Em)).
  unfold SortedKey, ArrivalKey, RowValue in K.
  destruct (Z.eq_dec ratio DG_RATIO_TWO) as [X|_]; [contradiction|]. unfold b, TimeArrival. rewrite <- ShiftOf_any.
  destruct (Z.eq_dec together 0) as [T|T].
  - rewrite (own T) in A. destruct (Rlt_dec (LaneValue key (Z.of_nat p) l) DG_REAL_MAX), (Rlt_dec (_ + _) DG_REAL_MAX);
      first [exfalso; lra|left; lra|right; split; lra].
  - destruct (shared T) as [Hd Same]. rewrite (Same (Z.of_nat (s p)) ltac:(lia)).
    destruct (Rlt_dec (LaneValue key (Z.of_nat p) l) DG_REAL_MAX), (Rlt_dec (_ + _) DG_REAL_MAX);
      first [exfalso; lra|left; lra|right; split; lra].
Qed.

Lemma membrane_in_time t : t < DG_REAL_MAX ->
  TimeMembrane tau_mem tau_syn layer w shift src target n (lane + l) t = Membrane tau_mem tau_syn w a n t.
Proof.
  intro H. destruct sorted as (_ & Named & Apart). unfold TimeMembrane, Membrane.
  rewrite (sum_by_names mark n l _ Named Apart Hl).
  rewrite (sum_by_names mark n l (fun q => MembraneTerm tau_mem tau_syn (w q) (a q) t) Named Apart Hl).
  apply total_ext. intros p Hp. fold (s p). fold (b (Z.of_nat (s p))).
  destruct (arrival_or_never p Hp) as [E|[A B]]; [rewrite E; reflexivity|]. unfold MembraneTerm.
  destruct (Rle_dec (a _) t), (Rle_dec (b _) t); lra.
Qed.

Lemma last_arrival p : (0 <= p < n)%Z -> a (source p) < DG_REAL_MAX -> (0 <= source p < n)%Z /\ a (source p) = b (source p).
Proof.
  intros Hp. assert (Hq : (Z.to_nat p < N)%nat) by (unfold N; lia). destruct (source_is (Z.to_nat p) Hq) as [E B].
  rewrite Z2Nat.id in E by lia. rewrite E. intro L. split; [unfold N in B; lia|].
  destruct (arrival_or_never (Z.to_nat p) Hq) as [Q|[A _]]; [exact Q|lra].
Qed.

Lemma rise_in_time causal since time :
  (0 < causal <= n)%Z -> since > 0 -> InOrder a source n -> CausalSet a source causal n time ->
  let t := a (source (causal - 1)%Z) in t + since <= time -> t + since < DG_REAL_MAX ->
  TimeRise tau_mem tau_syn layer w shift src target n (lane + l) (t + since) = Rise tau_mem tau_syn w a source causal t since.
Proof.
  intros Hk Hs Order (_ & _ & Later) t Ht Max. assert (Named := proj1 (proj2 sorted)). assert (Apart := proj2 (proj2 sorted)).
  unfold TimeRise, Rise. rewrite (sum_by_names mark n l _ Named Apart Hl). rewrite Sum_total. fold N.
  replace N with (Z.to_nat causal + (N - Z.to_nat causal))%nat by (unfold N; lia).
  rewrite total_split, (total_zero (N - Z.to_nat causal)).
  - rewrite Rplus_0_r. apply total_ext. intros p Hp. assert (Hp' : (p < N)%nat) by (unfold N; lia). fold (s p).
    fold (b (Z.of_nat (s p))).
    destruct (source_is p Hp') as [E _]. assert (L := Order (Z.of_nat p) (causal - 1)%Z ltac:(lia)). fold t in L.
    rewrite E in *.
    unfold SlopeTerm, RiseTerm. destruct (arrival_or_never p Hp') as [Q|[A B]]; [|lra]. rewrite <- Q.
    destruct (Rlt_dec (a (Z.of_nat (s p))) (t + since)); [|lra]. do 2 f_equal. ring.
  - intros i Hi. set (p := (Z.to_nat causal + i)%nat). assert (Hp : (p < N)%nat) by (unfold p; lia). fold (s p).
    fold (b (Z.of_nat (s p))).
    destruct (source_is p Hp) as [E _]. assert (L := Later (Z.of_nat p) ltac:(unfold p, N in *; lia)). rewrite E in L.
    unfold SlopeTerm. destruct (Rlt_dec (b (Z.of_nat (s p))) (t + since)) as [X|]; [exfalso|reflexivity].
    unfold Comes, NotBeyond in *. destruct (arrival_or_never p Hp) as [Q|[A B]]; [|lra]. destruct L as [L|L]; lra.
Qed.
End Time.

(* SPEC 1.3, 3.1: the same for times. *)
Theorem dg_fact_lane_times : forall (never : Never) (tau_mem tau_syn c : R) (ratio : Z) (layer : dg_layer)
  (w shift src : Z -> R) (target lane l together : Z) (d : R) (n : Z) (key mark a : Z -> R) (source : Z -> Z)
  (causal crossing : Z) (since time dT_dc : R),
  ratio <> DG_RATIO_TWO /\ NotBeyond DG_REAL_MAX -> ((0 <= l)%Z /\ (l < DG_LANES)%Z) /\ ((0 <= causal)%Z /\ (causal <= n)%Z) ->
  Ordered key mark n /\ KeysOf ratio layer shift src target lane together key mark n ->
  (together <> 0%Z -> d >= 0 /\ DelayOf ratio layer shift target n d) -> (together = 0%Z -> d = 0) ->
  (forall p : Z, (0 <= p)%Z /\ (p < n)%Z -> IZR (source p) = LaneValue mark p l) ->
  (forall p : Z, (0 <= p)%Z /\ (p < n)%Z -> ArrivesAt (a (source p) - d) (LaneValue key p l)) -> InOrder a source n ->
  ((causal > 0)%Z -> since > 0 /\ CausalSet a source causal n time) ->
  ((causal > 0)%Z -> FirstCrossing tau_mem tau_syn c w a n (a (source (causal - 1)%Z) + since)) ->
  ((causal > 0)%Z -> TimeIs time (a (source (causal - 1)%Z)) since DG_EPSILON) ->
  ((causal > 0)%Z -> SlopeIs tau_mem tau_syn w a source causal (a (source (causal - 1)%Z)) since crossing dT_dc) ->
  ((causal > 0)%Z -> crossing = DG_SPIKES \/ (crossing = DG_TANGENT /\ IsZero dT_dc)) ->
  (causal = 0%Z -> NoCrossing tau_mem tau_syn c w a n /\ ~ Comes time) ->
  TimeSpikeIn tau_mem tau_syn c layer w shift src target n (lane + l) time dT_dc.
Proof.
  intros never tau_mem tau_syn c ratio layer w shift src target lane l together d n key mark a source causal crossing since time
    dT_dc (Any & Beyond) (Hl & Hk) (Ord & Keys) Shared Own Src Arr Order Set_ First Time Slope Kinds None.
  assert (Mem := membrane_in_time tau_mem tau_syn ratio layer w shift src target lane together d n key mark a source l Any
    Beyond Hl Ord Keys Shared Own Src Arr).
  destruct (Z.eq_dec causal 0) as [E|E].
  { right. destruct (None E) as [No Late]. split; [|unfold Comes, NotBeyond in *; lra]. intros t Ht. rewrite Mem by exact Ht.
    apply No.
    unfold TimeComes, NotBeyond in *. lra. }
  assert (P : (causal > 0)%Z) by lia. destruct (First P) as [At Before]. destruct (Set_ P) as [Since Causal].
  specialize (Time P). destruct (Slope P) as [Up Flat]. specialize (Kinds P). set (t := a (source (causal - 1)%Z)) in *.
  assert (Late : t + since <= time) by (destruct Time as [->|[X _]]; lra).
  destruct (Rlt_le_dec (t + since) DG_REAL_MAX) as [L|L].
  - left. destruct (last_arrival ratio layer shift src target lane together d n key mark a source l Any Beyond Hl Ord Keys
      Shared Own Src Arr (causal - 1) ltac:(lia)) as [Hi Q]; [fold t; lra|]. fold t in Q.
    exists (t + since), (source (causal - 1)%Z). rewrite <- Q. split; [split; [exact L|]|split; [exact Hi|split; [lra|split]]].
    + split; [rewrite Mem by exact L; exact At|]. intros x Hx. rewrite Mem by lra. apply Before. exact Hx.
    + replace (t + since - t) with since by ring. exact Time.
    + unfold t. rewrite (rise_in_time tau_mem tau_syn ratio layer w shift src target lane together d n key mark a source l Any
        Beyond Hl Ord Keys Shared Own Src Arr causal since time ltac:(lia) Since Order Causal Late L).
      fold t. unfold RateOf. destruct Kinds as [K|[K Zero]].
      * destruct (Up K) as [Rising ->]. destruct (Rlt_dec 0 _); [reflexivity|lra].
      * rewrite (Flat K). destruct (Rlt_dec 0 0); [lra|exact Zero].
  - right. split; [|lra]. intros x Hx. rewrite Mem by exact Hx. apply Before. lra.
Qed.
