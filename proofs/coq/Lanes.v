(* Lanes.v: rows of lanes, their sorting, and the search for the crossing in rho, of proofs/acsl/{layer,facts_layer}.h under
   the same names (SPEC 3.2, 3.5, 4.2, 6.6). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Delgrad Require Import NeuronDefs Facts_layer Sums Sizes Losses.
Open Scope R_scope.

(* ---- rows and marks ------------------------------------------------------------------------------------------------- *)

(* Row p of x[..][DG_LANES] in lane l *)
Definition LaneValue (x : Z -> R) (p l : Z) : R := x (p * DG_LANES + l)%Z.
Definition RowValue (x : Z -> R) (i c : Z) : R := x (i * DG_WIDTH + c)%Z.
Definition NumberAt (x : Z -> R) (i : Z) : R := x i.

(* Rows from - 1 .. to - 1 ascend in each lane *)
Definition lanes_sorted (x : Z -> R) (from to : Z) : Prop :=
  forall p l : Z, ((from <= p)%Z /\ (p < to)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) -> LaneValue x (p - 1) l <= LaneValue x p l.
Definition SortedBut (x : Z -> R) (last but : Z) : Prop :=
  forall p l : Z, ((1 <= p)%Z /\ (p <= last)%Z) /\ (p <> but /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z)) ->
    LaneValue x (p - 1) l <= LaneValue x p l.

(* Each row is at most all later ones. *)
Theorem lanes_sorted_ascend x n l p q :
  lanes_sorted x 1 n -> (0 <= l < DG_LANES)%Z -> (0 <= p <= q)%Z -> (q < n)%Z -> LaneValue x p l <= LaneValue x q l.
Proof.
  intros S Hl Hp Hq. replace q with (p + Z.of_nat (Z.to_nat (q - p)))%Z in * by lia. revert Hq.
  induction (Z.to_nat (q - p)) as [|m IH]; intro Hq; [right; f_equal; lia|].
  eapply Rle_trans; [apply IH; lia|]. assert (A := S (p + Z.of_nat (Datatypes.S m))%Z l ltac:(lia)).
  replace (p + Z.of_nat (Datatypes.S m) - 1)%Z with (p + Z.of_nat m)%Z in A by lia. exact A.
Qed.

Definition RowFrom (key mark : Z -> R) (rows l : Z) (k m : R) : Prop :=
  exists q : Z, ((0 <= q)%Z /\ (q < rows)%Z) /\ (LaneValue key q l = k /\ LaneValue mark q l = m).
Definition Distinct (mark : Z -> R) (rows : Z) : Prop :=
  forall p q l : Z, ((0 <= p)%Z /\ (p < rows)%Z) /\ (((0 <= q)%Z /\ (q < rows)%Z) /\ (p <> q /\ ((0 <= l)%Z /\
    (l < DG_LANES)%Z))) ->
    LaneValue mark p l <> LaneValue mark q l.
Definition Padded (key mark : Z -> R) (n rows : Z) (never : R) : Prop :=
  forall p l : Z, ((0 <= p)%Z /\ (p < rows)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) ->
    LaneValue key p l <= never /\ ((n <= p)%Z -> LaneValue key p l = never /\ LaneValue mark p l = IZR p).
Definition RowIs (key mark : Z -> R) (p l : Z) (x : dg_arrival) : Prop :=
  LaneValue key p l = dg_arrival_key x /\ LaneValue mark p l = dg_arrival_mark x.
Definition Nowhere (mark : Z -> R) (rows l a b c d : Z) (m : R) : Prop :=
  forall p : Z, ((0 <= p)%Z /\ (p < rows)%Z) /\ (p <> a /\ (p <> b /\ (p <> c /\ p <> d))) -> LaneValue mark p l <> m.
Definition DistinctBut (mark : Z -> R) (rows l a b c d : Z) : Prop :=
  forall p q j : Z,
    ((0 <= p)%Z /\ (p < rows)%Z) /\ (((0 <= q)%Z /\ (q < rows)%Z) /\ (p <> q /\ (((0 <= j)%Z /\ (j < DG_LANES)%Z) /\
      (j <> l \/ (p <> a /\ (p <> b /\ (p <> c /\ (p <> d /\ (q <> a /\ (q <> b /\ (q <> c /\ q <> d)))))))))))  ->
    LaneValue mark p j <> LaneValue mark q j.
Definition PaddedBut (key mark : Z -> R) (n rows : Z) (never : R) (l a b c d : Z) : Prop :=
  forall p j : Z, ((0 <= p)%Z /\ (p < rows)%Z) /\ (((0 <= j)%Z /\ (j < DG_LANES)%Z) /\ (j <> l \/ (p <> a /\ (p <> b /\
    (p <> c /\ p <> d))))) ->
    LaneValue key p j <= never /\ ((n <= p)%Z -> LaneValue key p j = never /\ LaneValue mark p j = IZR p).
Definition PaddedRow (n : Z) (never : R) (p : Z) (x : dg_arrival) : Prop :=
  dg_arrival_key x <= never /\ ((n <= p)%Z -> dg_arrival_key x = never /\ dg_arrival_mark x = IZR p).
Definition Named (mark : Z -> R) (n : Z) : Prop :=
  forall p l : Z, ((0 <= p)%Z /\ (p < n)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) -> LaneValue mark p l = IZR p.
Definition NamesRow (m : R) (n : Z) : Prop := exists i : Z, ((0 <= i)%Z /\ (i < n)%Z) /\ m = IZR i.
Definition NamesRows (mark : Z -> R) (n : Z) : Prop :=
  forall p l : Z, ((0 <= p)%Z /\ (p < n)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) -> NamesRow (LaneValue mark p l) n.
Definition Ordered (key mark : Z -> R) (n : Z) : Prop := lanes_sorted key 1 n /\ (NamesRows mark n /\ Distinct mark n).
Definition RowOf (key : Z -> R) (n l : Z) (k m : R) : Prop :=
  exists i : Z, ((0 <= i)%Z /\ (i < n)%Z) /\ (m = IZR i /\ k = LaneValue key i l).
Definition NotBeyond {never : Never} (x : R) : Prop := x <= dg_never.
Definition IsNever {never : Never} (x : R) : Prop := x = dg_never.
Definition ArrivesAt {never : Never} (a key : R) : Prop := a = if Rlt_dec key DG_REAL_MAX then key else dg_never.
Definition PaddedNever {never : Never} (key mark : Z -> R) (n rows : Z) : Prop := Padded key mark n rows dg_never.
Definition OneOf (x a b c d : dg_arrival) : Prop := x = a \/ (x = b \/ (x = c \/ x = d)).
Definition FourDistinct (a b c d : dg_arrival) : Prop :=
  dg_arrival_mark a <> dg_arrival_mark b /\ (dg_arrival_mark a <> dg_arrival_mark c /\
    (dg_arrival_mark a <> dg_arrival_mark d /\
  (dg_arrival_mark b <> dg_arrival_mark c /\ (dg_arrival_mark b <> dg_arrival_mark d /\
    dg_arrival_mark c <> dg_arrival_mark d)))).
Definition FourFrom (a b c d e f g h : dg_arrival) : Prop :=
  OneOf e a b c d /\ (OneOf f a b c d /\ (OneOf g a b c d /\ OneOf h a b c d)).
Definition FourLast (a b c d e f g h : dg_arrival) : Prop :=
  (dg_arrival_key a <= dg_arrival_key d /\ (dg_arrival_key b <= dg_arrival_key d /\ dg_arrival_key c <= dg_arrival_key d) ->
    h = d) /\
  ((dg_arrival_key a <= dg_arrival_key c /\ (dg_arrival_key b <= dg_arrival_key c /\ dg_arrival_key c = dg_arrival_key d) ->
    g = c) /\
  ((dg_arrival_key a <= dg_arrival_key b /\ (dg_arrival_key b = dg_arrival_key c /\ dg_arrival_key c = dg_arrival_key d) ->
    f = b) /\
   (dg_arrival_key a = dg_arrival_key b /\ (dg_arrival_key b = dg_arrival_key c /\ dg_arrival_key c = dg_arrival_key d) ->
    e = a))).
Definition Power (n : Z) : Prop :=
  (n = 1 \/ n = 2 \/ n = 4 \/ n = 8 \/ n = 16 \/ n = 32 \/ n = 64 \/ n = 128 \/ n = 256 \/ n = 512 \/ n = 1024 \/ n = 2048 \/
   n = 4096 \/ n = 8192 \/ n = 16384 \/ n = 32768 \/ n = 65536 \/ n = 131072 \/ n = 262144 \/ n = 524288 \/ n = 1048576 \/
   n = 2097152 \/ n = 4194304 \/ n = 8388608)%Z.
Definition Blocks (rows from size : Z) : Prop := Power size /\ (Power rows /\ (Z.rem rows size = 0%Z /\ Z.rem from size = 0%Z)).

(* Power is what it says. *)
Theorem Power_is_power n : Power n <-> exists k, (0 <= k <= 23)%Z /\ n = (2 ^ k)%Z.
Proof.
  split.
  - intro H. unfold Power in H.
    repeat match type of H with _ \/ _ => destruct H as [H|H] end;
      [exists 0%Z|exists 1%Z|exists 2%Z|exists 3%Z|exists 4%Z|exists 5%Z|exists 6%Z|exists 7%Z|exists 8%Z|exists 9%Z|exists
        10%Z|exists 11%Z|
       exists 12%Z|exists 13%Z|exists 14%Z|exists 15%Z|exists 16%Z|exists 17%Z|exists 18%Z|exists 19%Z|exists 20%Z|exists 21%Z|
       exists 22%Z|exists 23%Z]; (split; [lia|exact H]).
  - intros (k & Hk & ->). assert (C : k = Z.of_nat (Z.to_nat k)) by lia. rewrite C. assert (L : (Z.to_nat k < 24)%nat) by lia.
    clear C Hk. revert L. generalize (Z.to_nat k). intros m L. do 24 (destruct m as [|m]; [unfold Power; simpl; tauto|]). lia.
Qed.

(* The rows that are sorted are such a power for every admitted number of sources. *)
Theorem sorting_rows_Power n : (n <= 2 * DG_SIZE_MAX)%Z -> Power (sorting_rows n).
Proof.
  intro H. destruct (sorting_rows_power_of_two n) as (k & Hk & E & A & B). apply Power_is_power. exists k. split; [|exact E].
  split; [lia|]. destruct (Z_le_dec k 23) as [|N]; [assumption|]. exfalso. unfold DG_SIZE_MAX in H.
  assert (P : (2 ^ 24 <= 2 ^ k)%Z) by (apply Z.pow_le_mono_r; lia). rewrite <- E in P. lia.
Qed.

(* ---- delays, sums and windows --------------------------------------------------------------------------------------- *)

Definition Positives (x : Z -> R) (n : Z) : Prop := forall i : Z, (0 <= i)%Z /\ (i < n)%Z -> x i > 0.
Definition Factors (x : Z -> R) (n : Z) : Prop := forall i : Z, (0 <= i)%Z /\ (i < n)%Z -> x i >= 1.
Definition KeysPositive (key : Z -> R) (rows : Z) : Prop :=
  forall p l : Z, ((0 <= p)%Z /\ (p < rows)%Z) /\ ((0 <= l)%Z /\ (l < DG_LANES)%Z) -> LaneValue key p l > 0.
Definition DomainPositive (layer : dg_layer) (x : Z -> R) (n : Z) : Prop :=
  dg_neuron_tau_mem (dg_layer_neuron layer) = 2 * dg_neuron_tau_syn (dg_layer_neuron layer) -> Positives x (n * DG_WIDTH).
Definition DomainFactors (layer : dg_layer) (shift : Z -> R) : Prop :=
  dg_neuron_tau_mem (dg_layer_neuron layer) = 2 * dg_neuron_tau_syn (dg_layer_neuron layer) -> Factors shift (delays_of layer).
Definition NetworkFactors (net : dg_network) (shift : Z -> R) (depth : Z) : Prop :=
  forall l : Z, (0 <= l)%Z /\ (l < depth)%Z ->
    DomainFactors (dg_network_layers net l) (fun i_ : Z => shift (delays_in (dg_network_layers net) l + i_)%Z).
Definition StatesPositive (layers : Z -> dg_layer) (states : Z -> R) (depth : Z) : Prop :=
  forall l : Z, (0 <= l)%Z /\ (l < depth)%Z ->
    DomainPositive (layers l) (fun i_ : Z => states (states_in layers l + sources_of (layers l) * DG_WIDTH + i_)%Z)
      (dg_layer_outputs (layers l)).
Definition Lesser (p q : Z) : Z := if Z_lt_dec p q then p else q.
(* A time t as the number x of a layer's domain *)
Definition Encoded {never : Never} (layer : dg_layer) (t_ref t x : R) : Prop :=
  (dg_neuron_tau_mem (dg_layer_neuron layer) <> 2 * dg_neuron_tau_syn (dg_layer_neuron layer) -> x = t) /\
  (dg_neuron_tau_mem (dg_layer_neuron layer) = 2 * dg_neuron_tau_syn (dg_layer_neuron layer) ->
    (0 < x /\ x <= DG_RHO_MAX) /\ ((Comes t -> RhoIs x (dg_neuron_tau_mem (dg_layer_neuron layer)) (t - t_ref)) /\
      (~ Comes t -> x = DG_RHO_MAX))).
(* An arrival in a layer's domain *)
Definition ArrivalKey (ratio : Z) (x shift : R) : R :=
  if Z.eq_dec ratio DG_RATIO_TWO then (if Rlt_dec (x * shift) DG_RHO_MAX then x * shift else DG_RHO_MAX)
  else (if Rlt_dec (x + shift) DG_REAL_MAX then x + shift else DG_REAL_MAX).
(* What dg_layer_shifts makes of delays: factors of at least 1, or terms of at least 0 *)
Definition Shifts (layer : dg_layer) (shift : Z -> R) (n : Z) : Prop :=
  forall i : Z, (0 <= i)%Z /\ (i < n)%Z ->
    shift i >= if Req_EM_T (dg_neuron_tau_mem (dg_layer_neuron layer)) (2 * dg_neuron_tau_syn (dg_layer_neuron layer))
      then 1 else 0.

Definition LaneWeight (named : Z) (w : Z -> R) (source : Z -> Z) (p l : Z) : R :=
  if Z.eq_dec named 0 then LaneValue w p l else w (source (p * DG_LANES + l)%Z).
Definition SumOne (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (p l : Z) : R :=
  Sum (fun q => LaneWeight named w source q l * LaneValue key q l * LaneValue key q l) p.
Definition SumTwo (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (p l : Z) : R :=
  Sum (fun q => LaneWeight named w source q l * LaneValue key q l) p.
Lemma SumOne_unfold named w source key p l :
  SumOne named w source key p l =
  if Z_le_dec p 0 then 0
  else SumOne named w source key (p - 1) l +
       LaneWeight named w source (p - 1) l * LaneValue key (p - 1) l * LaneValue key (p - 1) l.
Proof. apply Sum_unfold. Qed.
Lemma SumTwo_unfold named w source key p l :
  SumTwo named w source key p l =
  if Z_le_dec p 0 then 0 else SumTwo named w source key (p - 1) l + LaneWeight named w source (p - 1)
    l * LaneValue key (p - 1) l.
Proof. apply Sum_unfold. Qed.

Definition WindowAt (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (p : Z) (c : R) (l : Z) : Prop :=
  CrossesRho (SumOne named w source key (p + 1) l) (SumTwo named w source key (p + 1) l) c (LaneValue key p l)
    (LaneValue key (p + 1) l).
Definition NoWindow (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (p : Z) (c : R) (l : Z) : Prop :=
  forall q : Z, (0 <= q)%Z /\ (q < p)%Z -> ~ WindowAt named w source key q c l.
Definition FirstWindow (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (n : Z) (c : R) (l causal : Z) : Prop :=
  (causal = 0%Z -> NoWindow named w source key n c l) /\
  ((causal > 0)%Z -> NoWindow named w source key (causal - 1) c l /\ WindowAt named w source key (causal - 1) c l).
Definition Searched (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (p : Z) (c : R) (l open seen : Z) : Prop :=
  ((0 <= open)%Z /\ (open <= 1)%Z) /\ (((0 <= seen)%Z /\ (seen <= p)%Z) /\
  ((open = 1%Z -> seen = p /\ NoWindow named w source key p c l) /\
   (open = 0%Z -> (seen > 0)%Z /\ FirstWindow named w source key p c l seen))).

(* There is one first window. *)
Theorem first_window_unique named w source key n c l x y :
  (0 <= x <= n)%Z -> (0 <= y <= n)%Z ->
  FirstWindow named w source key n c l x -> FirstWindow named w source key n c l y -> x = y.
Proof.
  assert (H : forall x y, (0 <= x <= n)%Z -> (0 <= y <= n)%Z -> FirstWindow named w source key n c l x ->
    FirstWindow named w source key n c l y -> ~ (x < y)%Z).
  { intros a b Ha Hb [A1 A2] [_ B2] L. destruct (B2 ltac:(lia)) as [N W]. destruct (Z.eq_dec a 0) as [E|E].
    - apply (A1 E (b - 1)%Z); [lia|exact W].
    - destruct (A2 ltac:(lia)) as [_ V]. apply (N (a - 1)%Z); [lia|exact V]. }
  intros Hx Hy X Y. assert (A := H x y Hx Hy X Y). assert (B := H y x Hy Hx Y X). lia.
Qed.

(* ---- the spike in a window ------------------------------------------------------------------------------------------ *)

Definition ClampRho (rho low high : R) : R :=
  if Rlt_dec rho (low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON))) then
    (if Rlt_dec high (low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON))) then high
     else low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON)))
  else if Rlt_dec high rho then high else rho.
Definition Discriminant (c a1 a2 : R) : R := a2 * a2 - 4 * c * a1.
Definition RhoSpikeBy (tau_mem c a1 a2 low high rho dT_dc S : R) : Prop :=
  S >= 0 /\ (S * S = (if Rlt_dec 0 (Discriminant c a1 a2) then Discriminant c a1 a2 else 0) /\
    (rho = ClampRho (2 * a1 / (a2 + S)) low high /\
     dT_dc = (if Rlt_dec 0 (Discriminant c a1 a2) then
                (if Rlt_dec 0 (2 * a1 - a2 * rho) then tau_mem * rho * (rho / (2 * a1 - a2 * rho)) else 0)
              else 0))).
Definition RhoSpike (tau_mem c a1 a2 low high rho dT_dc : R) : Prop := exists S : R,
  RhoSpikeBy tau_mem c a1 a2 low high rho dT_dc S.
Definition LaneSums (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z -> R) (p l causal : Z)
    (a1 a1_low a2 a2_low low high : R) : Prop :=
  IdealLow a1_low /\ (IdealLow a2_low /\
  (a1 = SumOne named w source key (Lesser p causal) l /\ (a2 = SumTwo named w source key (Lesser p causal) l /\
  (low = (if Z_lt_dec 0 (Lesser p causal) then LaneValue key (Lesser p causal - 1) l else DG_RHO_MAX) /\
   high = (if Z_lt_dec 0 (Lesser p causal) then LaneValue key (Lesser p causal) l else DG_RHO_MAX))))).
Definition LaneSpike (tau_mem c : R) (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z ->
  R) (l causal : Z) (rho dT_dc : R) : Prop :=
  (causal > 0)%Z /\ (LaneValue key (causal - 1) l < DG_RHO_MAX /\ SumTwo named w source key causal l > 0) ->
  RhoSpike tau_mem c (SumOne named w source key causal l) (SumTwo named w source key causal l) (LaneValue key (causal - 1) l)
    (LaneValue key causal l) rho dT_dc.
Definition FirstSpikeIn (tau_mem c : R) (named : Z) (w : Z -> R) (source : Z -> Z) (key : Z ->
  R) (n l : Z) (rho dT_dc : R) : Prop :=
  exists causal : Z, ((0 <= causal)%Z /\ (causal <= n)%Z) /\ (FirstWindow named w source key n c l causal /\
    ((causal = 0%Z -> rho = DG_RHO_MAX /\ dT_dc = 0) /\ LaneSpike tau_mem c named w source key l causal rho dT_dc)).
Definition Uncut (g dT_dc : R) : R := - (g * dT_dc).
Definition ArrivalRate (tau_mem g dT_dc : R) : R := g * dT_dc / tau_mem.
Definition Inverse (x : R) : R := if Rlt_dec 0 x then 1 / x else 0.
Definition ByKernel (by_weight t shift rho : R) : R := by_weight * KernelRho (t * shift) rho.
Definition BySlope (w by_arrival t shift rho : R) : R := w * by_arrival * SlopeRho (t * shift) rho.
Definition FourSum (x : Z -> R) (f : Z) : R := x f + x (f + 16)%Z + (x (f + 8)%Z + x (f + 24)%Z).
Definition FourKernels (by_weight t : Z -> R) (shift : R) (rho : Z -> R) (f : Z) : R :=
  ByKernel (by_weight f) (t f) shift (rho f) + ByKernel (by_weight (f + 16)%Z) (t (f + 16)%Z) shift (rho (f + 16)%Z) +
  (ByKernel (by_weight (f + 8)%Z) (t (f + 8)%Z) shift (rho (f + 8)%Z) +
   ByKernel (by_weight (f + 24)%Z) (t (f + 24)%Z) shift (rho (f + 24)%Z)).
Definition FourSlopes (w : R) (by_arrival t : Z -> R) (shift : R) (rho : Z -> R) (f : Z) : R :=
  BySlope w (by_arrival f) (t f) shift (rho f) + BySlope w (by_arrival (f + 16)%Z) (t (f + 16)%Z) shift (rho (f + 16)%Z) +
  (BySlope w (by_arrival (f + 8)%Z) (t (f + 8)%Z) shift (rho (f + 8)%Z) +
   BySlope w (by_arrival (f + 24)%Z) (t (f + 24)%Z) shift (rho (f + 24)%Z)).
Definition Cut (cut most by_weight : R) : R :=
  if Rlt_dec 0 cut then (if Rlt_dec cut (Rabs (by_weight * most)) then 0 else by_weight) else by_weight.

Lemma epsilon_positive : 0 < DG_EPSILON / 2 * (1 + DG_EPSILON).
Proof.
  unfold DG_EPSILON. assert (P : 0 < / 2 ^ 52) by (apply Rinv_0_lt_compat; apply pow_lt; lra).
  apply Rmult_lt_0_compat; lra.
Qed.

(* A spike is later than its causes, and not after the window. *)
Theorem ClampRho_window rho low high : 0 < low < high -> low < ClampRho rho low high <= high.
Proof.
  intro H. assert (E := epsilon_positive). assert (P : 0 < low * (DG_EPSILON / 2 * (1 + DG_EPSILON)))
    by (apply Rmult_lt_0_compat; lra).
  unfold ClampRho. destruct (Rlt_dec rho _); [destruct (Rlt_dec high _)|destruct (Rlt_dec high rho)]; lra.
Qed.

(* What lies in the window is not changed. *)
Theorem ClampRho_inside rho low high : low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON)) <= rho <= high ->
  ClampRho rho low high = rho.
Proof. intro H. unfold ClampRho. destruct (Rlt_dec rho _); [lra|]. destruct (Rlt_dec high rho); lra. Qed.

(* 2 A1/(A2 + S) is where v = A2/rho - A1/rho^2 reaches c (MODEL 1a), and dT/dc is tau_mem rho/S. *)
Theorem RhoSpike_crosses tau_mem c a1 a2 low high rho dT_dc :
  0 < c -> 0 < a1 -> 0 < a2 -> 0 < Discriminant c a1 a2 -> RhoSpike tau_mem c a1 a2 low high rho dT_dc ->
  (forall S, 0 <= S -> S * S = Discriminant c a1 a2 ->
    low + low * (DG_EPSILON / 2 * (1 + DG_EPSILON)) <= 2 * a1 / (a2 + S) <= high) ->
  a2 / rho - a1 / (rho * rho) = c /\ exists S, 0 < S /\ S * S = Discriminant c a1 a2 /\ dT_dc = tau_mem * rho / S.
Proof.
  intros Hc H1 H2 HD (S & HS & ES & ER & EG) W. destruct (Rlt_dec 0 (Discriminant c a1 a2)) as [_|N]; [|contradiction].
  apply Rge_le in HS. rewrite (ClampRho_inside _ _ _ (W S HS ES)) in ER.
  assert (PS : 0 < S) by (destruct HS as [|<-]; [assumption|lra]).
  unfold Discriminant in *. assert (B : rho * (a2 + S) = 2 * a1) by (rewrite ER; field; lra).
  assert (Q : 2 * a1 - a2 * rho = S * rho) by lra.
  assert (PR : 0 < rho) by (rewrite ER; apply Rdiv_lt_0_compat; lra). split.
  - assert (C : c * (4 * a1) = (a2 - S) * (a2 + S)) by lra.
    assert (D : c * rho * rho = a2 * rho - a1).
    { apply (Rmult_eq_reg_l (2 * (a2 + S))); [|lra].
      replace (2 * (a2 + S) * (c * rho * rho)) with (c * (2 * (rho * (a2 + S))) * rho) by ring. rewrite B.
      replace (c * (2 * (2 * a1)) * rho) with (c * (4 * a1) * rho) by ring. rewrite C.
      replace ((a2 - S) * (a2 + S) * rho) with ((a2 - S) * (rho * (a2 + S))) by ring. rewrite B.
      replace (2 * (a2 + S) * (a2 * rho - a1)) with (2 * a2 * (rho * (a2 + S)) - 2 * a1 * (a2 + S)) by ring. rewrite B. ring. }
    replace (a2 / rho - a1 / (rho * rho)) with ((a2 * rho - a1) / (rho * rho)) by (field; lra). rewrite <- D. field. lra.
  - exists S. split; [exact PS|]. split; [exact ES|]. rewrite Q in EG.
    destruct (Rlt_dec 0 (S * rho)) as [_|N]; [rewrite EG; field; lra|].
    exfalso. apply N. apply Rmult_lt_0_compat; assumption.
Qed.

(* The gradient cut: what is kept is within the limit (SPEC 6.6). *)
Theorem Cut_limit cut most by_weight : 0 < cut -> Rabs (Cut cut most by_weight * most) <= cut.
Proof.
  intro H. unfold Cut. destruct (Rlt_dec 0 cut); [|contradiction]. destruct (Rlt_dec cut (Rabs (by_weight * most))); [|lra].
  rewrite Rmult_0_l, Rabs_R0. lra.
Qed.

(* ---- backward through a target (dg_target_backward_two, SPEC 4.2, 6.3) ---------------------------------------------- *)

(* The numbers of lane f in the folded sums: f, f + step, .. *)
Definition StrideSum (x : Z -> R) (l step count : Z) : R := Sum (fun q => x (l + q * step)%Z) count.
Lemma StrideSum_unfold x l step count :
  StrideSum x l step count = if Z_le_dec count 0 then 0 else StrideSum x l step (count - 1) + x (l + (count - 1) * step)%Z.
Proof. apply Sum_unfold. Qed.
Definition ChunkFolded (x : Z -> R) (count : Z) : R :=
  Sum (fun f => StrideSum x f (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8)
    (Z.quot DG_WIDTH (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8))) count.
Lemma ChunkFolded_unfold x count :
  ChunkFolded x count =
  if Z_le_dec count 0 then 0
  else ChunkFolded x (count - 1) + StrideSum x (count - 1) (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8)
    (Z.quot DG_WIDTH (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8)).
Proof. apply Sum_unfold. Qed.

(* The folded lanes together: all samples of the chunk. *)
Theorem ChunkFolded_is_the_sum x : ChunkFolded x 8 = Sum x DG_WIDTH.
Proof.
  unfold ChunkFolded, StrideSum. change (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8%Z) with 8%Z.
    change (Z.quot DG_WIDTH 8) with 4%Z.
  rewrite (Sum_total x DG_WIDTH). change (Z.to_nat DG_WIDTH) with (4 * 8)%nat. rewrite total_table, total_swap, Sum_total.
  change (Z.to_nat 8) with 8%nat. apply total_ext. intros f _. rewrite Sum_total. change (Z.to_nat 4) with 4%nat.
  apply total_ext. intros q _. f_equal. lia.
Qed.

Definition MostKernel (row src rho : Z -> R) (n l : Z) : R :=
  Scan 0 (fun most i => Rmax most (KernelRho (src (i * DG_WIDTH + l)%Z * row i) (rho l))) n.
Lemma MostKernel_unfold row src rho n l :
  MostKernel row src rho n l =
  if Z_le_dec n 0 then 0
  else Rmax (MostKernel row src rho (n - 1) l) (KernelRho (src ((n - 1) * DG_WIDTH + l)%Z * row (n - 1)%Z) (rho l)).
Proof. apply (Scan_unfold 0 (fun most i => Rmax most (KernelRho (src (i * DG_WIDTH + l)%Z * row i) (rho l)))). Qed.
Definition ByWeightOf (cut : R) (row src rho dT_dc g_out : Z -> R) (n l : Z) : R :=
  Cut cut (MostKernel row src rho n l) (- (g_out l * dT_dc l)).
Definition WeightOf (cut : R) (row src rho dT_dc g_out : Z -> R) (n i l : Z) : R :=
  ByWeightOf cut row src rho dT_dc g_out n l * KernelRho (src (i * DG_WIDTH + l)%Z * row i) (rho l).
Definition ArrivalOf (tau_mem : R) (w row src rho dT_dc g_out : Z -> R) (i l : Z) : R :=
  w i * (g_out l * dT_dc l / tau_mem) * SlopeRho (src (i * DG_WIDTH + l)%Z * row i) (rho l).
Definition WeightFolded (cut : R) (row src rho dT_dc g_out : Z -> R) (n i f count : Z) : R :=
  Sum (fun q => WeightOf cut row src rho dT_dc g_out n i (f + q * (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8))%Z) count.
Lemma WeightFolded_unfold cut row src rho dT_dc g_out n i f count :
  WeightFolded cut row src rho dT_dc g_out n i f count =
  if Z_le_dec count 0 then 0
  else WeightFolded cut row src rho dT_dc g_out n i f (count - 1) +
    WeightOf cut row src rho dT_dc g_out n i (f + (count - 1) * (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8))%Z.
Proof. apply Sum_unfold. Qed.
Definition ArrivalFolded (tau_mem : R) (w row src rho dT_dc g_out : Z -> R) (i f count : Z) : R :=
  Sum (fun q => ArrivalOf tau_mem w row src rho dT_dc g_out i (f + q * (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8))%Z) count.
Lemma ArrivalFolded_unfold tau_mem w row src rho dT_dc g_out i f count :
  ArrivalFolded tau_mem w row src rho dT_dc g_out i f count =
  if Z_le_dec count 0 then 0
  else ArrivalFolded tau_mem w row src rho dT_dc g_out i f (count - 1) +
    ArrivalOf tau_mem w row src rho dT_dc g_out i (f + (count - 1) * (if Z_lt_dec DG_WIDTH 8 then DG_WIDTH else 8))%Z.
Proof. apply Sum_unfold. Qed.

(* Without a cut, or below it, the gradient is that of SPEC 4.2. *)
Theorem WeightOf_uncut row src rho dT_dc g_out n i l :
  WeightOf 0 row src rho dT_dc g_out n i l = - (g_out l * dT_dc l) * KernelRho (src (i * DG_WIDTH + l)%Z * row i) (rho l).
Proof. unfold WeightOf, ByWeightOf, Cut. destruct (Rlt_dec 0 0); [lra|reflexivity]. Qed.

(* A kernel is never above the largest, so that no |dL/dw| that is kept exceeds the cut. *)
Lemma MostKernel_bound row src rho l n : forall i, (0 <= i < n)%Z ->
  KernelRho (src (i * DG_WIDTH + l)%Z * row i) (rho l) <= MostKernel row src rho n l.
Proof.
  intros i Hi. assert (E : n = Z.of_nat (Z.to_nat n)) by lia. rewrite E in *. clear E. induction (Z.to_nat n) as [|m IH];
    [lia|].
  rewrite MostKernel_unfold. destruct (Z_le_dec (Z.of_nat (S m)) 0); [lia|].
    replace (Z.of_nat (S m) - 1)%Z with (Z.of_nat m) by lia.
  destruct (Z.eq_dec i (Z.of_nat m)) as [->|N]; [apply Rmax_r|]. eapply Rle_trans; [apply IH; lia|apply Rmax_l].
Qed.

Lemma KernelRho_nonneg r rho : 0 < r -> 0 <= KernelRho r rho.
Proof.
  intro H. unfold KernelRho. destruct (Rlt_dec r rho) as [L|]; [|lra].
  assert (A : r / rho < 1) by (apply (Rmult_lt_reg_r rho); [lra|unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra]).
  assert (B : 0 < r / rho) by (apply Rdiv_lt_0_compat; lra). nra.
Qed.

Theorem WeightOf_cut cut row src rho dT_dc g_out n i l :
  0 < cut -> (0 <= i < n)%Z -> 0 < src (i * DG_WIDTH + l)%Z * row i -> Rabs (WeightOf cut row src rho dT_dc g_out n i l) <= cut.
Proof.
  intros Hc Hi Hp. unfold WeightOf, ByWeightOf. set (most := MostKernel row src rho n l). set (k := KernelRho _ _).
  assert (A := Cut_limit cut most (- (g_out l * dT_dc l)) Hc). assert (B : 0 <= k) by (apply KernelRho_nonneg; exact Hp).
  assert (C : k <= most) by (apply (MostKernel_bound row src rho l n i Hi)).
  rewrite Rabs_mult in *. rewrite (Rabs_pos_eq k B). rewrite (Rabs_pos_eq most) in A by lra.
  apply Rle_trans with (2 := A). apply Rmult_le_compat_l; [apply Rabs_pos|exact C].
Qed.
