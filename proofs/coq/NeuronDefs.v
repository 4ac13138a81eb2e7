(* One neuron: the definitions of proofs/acsl/neuron.h, under the same names.

   How ACSL is written in Coq: integers are Z, reals R; an array is a function from Z, a struct a record whose fields are
   named struct_field. x == y ? a : b is an if over Req_EM_T, Rlt_dec, Rle_dec (integers: Z.eq_dec, Z_lt_dec, Z_le_dec), where
   x > y is read as y < x. A sum over the first p terms is Sum, and F_unfold is its recursive ACSL definition. What only speaks
   of memory (\valid, \separated) has no counterpart. dg_never, some number in the proofs, is an implicit argument. *)

Require Import Reals ZArith Lia Lra.
Open Scope R_scope.

(* f 0 + .. + f (p - 1) *)
Fixpoint sum_nat (f : Z -> R) (n : nat) : R :=
  match n with O => 0 | S m => sum_nat f m + f (Z.of_nat m) end.
Definition Sum (f : Z -> R) (p : Z) : R := sum_nat f (Z.to_nat p).

Lemma Sum_unfold (f : Z -> R) (p : Z) : Sum f p = if Z_le_dec p 0 then 0 else Sum f (p - 1) + f (p - 1)%Z.
Proof.
  unfold Sum. destruct (Z_le_dec p 0) as [H | H].
  - replace (Z.to_nat p) with O by lia. reflexivity.
  - replace (Z.to_nat p) with (S (Z.to_nat (p - 1))) by lia. simpl. rewrite Z2Nat.id by lia. reflexivity.
Qed.

(* Enumerations and structs *)
Definition DG_RATIO_TWO : Z := 0.
Definition DG_RATIO_ONE : Z := 1.
Definition DG_RATIO_ANY : Z := 2.
Definition DG_SILENT : Z := 0.
Definition DG_SPIKES : Z := 1.
Definition DG_TANGENT : Z := 2.
Definition DG_EPSILON : R := / 2 ^ 52. (* DG_REAL double *)

Record dg_pair := { dg_pair_high : R; dg_pair_low : R }.
Record dg_neuron := { dg_neuron_tau_mem : R; dg_neuron_tau_syn : R; dg_neuron_threshold : R; dg_neuron_e_leak : R;
                      dg_neuron_g_leak : R }.
Record dg_constants := { dg_constants_ratio : Z; dg_constants_tau_mem : R; dg_constants_tau_syn : R; dg_constants_c : R;
                         dg_constants_c_low : R; dg_constants_slow : R; dg_constants_difference : R;
                         dg_constants_difference_low : R; dg_constants_gain : R; dg_constants_gain_low : R }.

(* The kernel k(s), and tau_mem k'(s) *)
Definition Kernel (tau_mem tau_syn s : R) : R :=
  if Req_EM_T tau_mem tau_syn then s / tau_mem * exp (-s / tau_mem)
  else tau_syn / (tau_mem - tau_syn) * (exp (-s / tau_mem) - exp (-s / tau_syn)).
Definition KernelSlope (tau_mem tau_syn s : R) : R := exp (-s / tau_syn) - Kernel tau_mem tau_syn s.

(* Membrane (v, i) a time s later, without arrivals in between *)
Definition VoltageLater (tau_mem tau_syn v i s : R) : R := v * exp (-s / tau_mem) + i * Kernel tau_mem tau_syn s.
Definition CurrentLater (tau_syn i s : R) : R := i * exp (-s / tau_syn).

Definition Decay (tau s : R) : R := exp (-s / tau).

(* v and i at time t, as sums over the first p arrivals in causal order *)
Definition Voltage (tau_mem tau_syn : R) (w a : Z -> R) (order : Z -> Z) (p : Z) (t : R) : R :=
  Sum (fun q => w (order q) * Kernel tau_mem tau_syn (t - a (order q))) p.
Definition Current (tau_syn : R) (w a : Z -> R) (order : Z -> Z) (p : Z) (t : R) : R :=
  Sum (fun q => w (order q) * Decay tau_syn (t - a (order q))) p.

Lemma Voltage_unfold tau_mem tau_syn w a order p t :
  Voltage tau_mem tau_syn w a order p t =
  if Z_le_dec p 0 then 0
  else Voltage tau_mem tau_syn w a order (p - 1) t +
       w (order (p - 1)%Z) * Kernel tau_mem tau_syn (t - a (order (p - 1)%Z)).
Proof. apply Sum_unfold. Qed.
Lemma Current_unfold tau_syn w a order p t :
  Current tau_syn w a order p t =
  if Z_le_dec p 0 then 0
  else Current tau_syn w a order (p - 1) t + w (order (p - 1)%Z) * Decay tau_syn (t - a (order (p - 1)%Z)).
Proof. apply Sum_unfold. Qed.

(* In the reals nothing is lost: the low part of a pair is 0 *)
Definition Ideal (x : dg_pair) : Prop := dg_pair_low x = 0.
Definition IdealLow (low : R) : Prop := low = 0.

(* What dg_neuron_constants makes of a neuron *)
Definition ConstantsAre (ratio : Z) (tau_mem tau_syn c slow difference gain : R) : Prop :=
  tau_mem > 0 /\ tau_syn > 0 /\ c > 0 /\
  (ratio = DG_RATIO_ONE \/ ratio = DG_RATIO_TWO \/ ratio = DG_RATIO_ANY) /\
  (ratio = DG_RATIO_ONE <-> tau_mem = tau_syn) /\ (ratio = DG_RATIO_TWO <-> tau_mem = 2 * tau_syn) /\
  slow = (if Rlt_dec tau_mem tau_syn then tau_syn else tau_mem) /\
  difference * tau_mem * tau_syn = (if Rlt_dec tau_mem tau_syn then tau_syn - tau_mem else tau_mem - tau_syn) /\
  (tau_mem <> tau_syn -> gain * (if Rlt_dec tau_mem tau_syn then tau_syn - tau_mem else tau_mem - tau_syn) = tau_syn).
Definition Constants (k : dg_constants) : Prop :=
  ConstantsAre (dg_constants_ratio k) (dg_constants_tau_mem k) (dg_constants_tau_syn k) (dg_constants_c k)
               (dg_constants_slow k) (dg_constants_difference k) (dg_constants_gain k) /\
  IdealLow (dg_constants_c_low k) /\ IdealLow (dg_constants_difference_low k) /\ IdealLow (dg_constants_gain_low k).
Definition Neuron (x : dg_neuron) : Prop :=
  dg_neuron_tau_mem x > 0 /\ dg_neuron_tau_syn x > 0 /\ dg_neuron_g_leak x > 0 /\
  dg_neuron_threshold x > dg_neuron_e_leak x.

(* order[0 .. count-1] name inputs 0 .. n-1, each at most once *)
Definition Indices (order : Z -> Z) (count n : Z) : Prop :=
  forall p : Z, (0 <= p < count -> 0 <= order p < n)%Z.
Definition Injective (order : Z -> Z) (count : Z) : Prop :=
  forall p q : Z, (0 <= p /\ p < q /\ q < count -> order p <> order q)%Z.
Definition InOrder (a : Z -> R) (order : Z -> Z) (count : Z) : Prop :=
  forall p q : Z, (0 <= p /\ p <= q /\ q < count)%Z -> a (order p) <= a (order q).
(* Input x comes before input y: earlier, or at the same time with the lower index *)
Definition Before (a : Z -> R) (x y : Z) : Prop := a x < a y \/ (a x = a y /\ (x < y)%Z).
Definition Stable (a : Z -> R) (order : Z -> Z) (count : Z) : Prop :=
  forall p q : Z, (0 <= p /\ p < q /\ q < count)%Z -> Before a (order p) (order q).
(* Each input comes before its neighbour *)
Definition Chain (a : Z -> R) (order : Z -> Z) (count : Z) : Prop :=
  forall p : Z, (1 <= p < count)%Z -> Before a (order (p - 1)%Z) (order p).
(* The order without what stands at place hole *)
Definition StableBut (a : Z -> R) (order : Z -> Z) (count hole : Z) : Prop :=
  forall p q : Z, (0 <= p /\ p < q /\ q < count)%Z /\ p <> hole /\ q <> hole -> Before a (order p) (order q).

(* v at state (v, i) rises, and has a maximum; when that is; whether v, below c, gets to c if nothing else arrives *)
Definition Rising (v i : R) : Prop := i > v /\ i > 0.
Definition HasPeak (tau_mem tau_syn v i : R) : Prop :=
  Rising v i /\ (tau_mem = tau_syn \/ i * tau_syn + v * (tau_mem - tau_syn) > 0).
Definition PeakTime (tau_mem tau_syn v i : R) : R :=
  if Req_EM_T tau_mem tau_syn then tau_mem * ((i - v) / i)
  else ln (1 + (i - v) * (tau_mem - tau_syn) / (i * tau_syn + v * (tau_mem - tau_syn))) * tau_mem *
       (tau_syn / (tau_mem - tau_syn)).
Definition CrossesTwo (c v i : R) : Prop := v + i > 0 /\ (v + i) * (v + i) >= 4 * c * i.
Definition CrossesPeak (tau_mem tau_syn c v i : R) : Prop :=
  HasPeak tau_mem tau_syn v i /\ CurrentLater tau_syn i (PeakTime tau_mem tau_syn v i) >= c.
Definition Crosses (tau_mem tau_syn c v i : R) : Prop :=
  i > v /\ i >= c /\ (if Req_EM_T tau_mem (2 * tau_syn) then CrossesTwo c v i else CrossesPeak tau_mem tau_syn c v i).
(* v, from below, meets c a time since later, where tau_mem v' = rise >= 0 *)
Definition RootIs (tau_mem tau_syn c v i since rise : R) : Prop :=
  since >= 0 /\ rise >= 0 /\ VoltageLater tau_mem tau_syn v i since = c /\ CurrentLater tau_syn i since = c + rise.

(* SPEC 4.1, for an arrival at a, of a spike that comes since after t *)
Definition WeightTerm (tau_mem tau_syn since t a dT_dc : R) : R := - Kernel tau_mem tau_syn (since + (t - a)) * dT_dc.
Definition RiseTerm (tau_mem tau_syn since t w a : R) : R := w * KernelSlope tau_mem tau_syn (since + (t - a)).
Definition ArrivalTerm (tau_mem tau_syn since t w a dT_dc rise : R) : R :=
  if Rlt_dec 0 rise then RiseTerm tau_mem tau_syn since t w a / rise
  else RiseTerm tau_mem tau_syn since t w a * (dT_dc / tau_mem).

(* tau_mem K' over the first p arrivals in causal order *)
Definition Rise (tau_mem tau_syn : R) (w a : Z -> R) (order : Z -> Z) (p : Z) (t since : R) : R :=
  Sum (fun q => RiseTerm tau_mem tau_syn since t (w (order q)) (a (order q))) p.
Lemma Rise_unfold tau_mem tau_syn w a order p t since :
  Rise tau_mem tau_syn w a order p t since =
  if Z_le_dec p 0 then 0
  else Rise tau_mem tau_syn w a order (p - 1) t since +
       RiseTerm tau_mem tau_syn since t (w (order (p - 1)%Z)) (a (order (p - 1)%Z)).
Proof. apply Sum_unfold. Qed.

(* The gradient of the first p inputs in order, of a spike that comes since after t *)
Definition ByWeight (tau_mem tau_syn : R) (a : Z -> R) (order : Z -> Z) (p : Z) (t since dT_dc : R) (dT_dw : Z -> R) : Prop :=
  forall q : Z, (0 <= q < p)%Z -> dT_dw (order q) = WeightTerm tau_mem tau_syn since t (a (order q)) dT_dc.
Definition ByArrival (tau_mem tau_syn : R) (w a : Z -> R) (order : Z -> Z) (p : Z) (t since dT_dc rise : R)
    (dT_da : Z -> R) : Prop :=
  forall q : Z, (0 <= q < p)%Z ->
    dT_da (order q) = ArrivalTerm tau_mem tau_syn since t (w (order q)) (a (order q)) dT_dc rise.
Definition IsZero (x : R) : Prop := x = 0.
Definition ZeroOutside (order : Z -> Z) (p n : Z) (dT_dw dT_da : Z -> R) : Prop :=
  forall i : Z, (0 <= i < n)%Z /\ (forall q : Z, (0 <= q < p)%Z -> order q <> i) -> IsZero (dT_dw i) /\ IsZero (dT_da i).

(* The time of a spike that does not come: some number *)
Class Never := dg_never : R.
(* An input that comes at all *)
Definition Comes {never : Never} (a : R) : Prop := a < dg_never.
(* SPEC 1.4: the first causal inputs in order come before time, no other does *)
Definition CausalSet {never : Never} (a : Z -> R) (order : Z -> Z) (causal n : Z) (time : R) : Prop :=
  (0 <= causal <= n)%Z /\ (forall p : Z, (0 <= p < causal)%Z -> a (order p) < time) /\
  (forall p : Z, (causal <= p < n)%Z -> a (order p) >= time \/ ~ Comes (a (order p))).

Definition TimeComes {never : Never} (t : R) : Prop := t < dg_never.

(* t lies between arrival q in order and the next one *)
Definition InWindow {never : Never} (a : Z -> R) (order : Z -> Z) (n q : Z) (t : R) : Prop :=
  a (order q) <= t /\ ((q + 1 < n)%Z -> t <= a (order (q + 1)%Z)) /\ TimeComes t.
(* v stays below c from each of the first p arrivals to the next one; before a time since the last of p arrivals, at t0 *)
Definition Below {never : Never} (tau_mem tau_syn c : R) (w a : Z -> R) (order : Z -> Z) (p n : Z) : Prop :=
  forall (q : Z) (t : R), (0 <= q < p)%Z /\ InWindow a order n q t -> Voltage tau_mem tau_syn w a order (q + 1) t < c.
Definition BelowSince (tau_mem tau_syn c : R) (w a : Z -> R) (order : Z -> Z) (p : Z) (t0 since : R) : Prop :=
  forall t : R, t0 <= t < t0 + since -> Voltage tau_mem tau_syn w a order p t < c.
(* v and i at t are those at t0 a time t - t0 later *)
Definition SumsLater (tau_mem tau_syn : R) (w a : Z -> R) (order : Z -> Z) (p : Z) (t0 : R) : Prop :=
  forall t : R, Voltage tau_mem tau_syn w a order p t =
    VoltageLater tau_mem tau_syn (Voltage tau_mem tau_syn w a order p t0) (Current tau_syn w a order p t0) (t - t0).
Definition CurrentsLater (tau_syn : R) (w a : Z -> R) (order : Z -> Z) (p : Z) (t0 : R) : Prop :=
  forall t : R, Current tau_syn w a order p t = CurrentLater tau_syn (Current tau_syn w a order p t0) (t - t0).

(* SPEC 1.2, 1.3: v(t), the sum over the inputs that have come by t; that time is the first at which v reaches c; that no
   time is one *)
Definition MembraneTerm (tau_mem tau_syn w a t : R) : R := if Rle_dec a t then w * Kernel tau_mem tau_syn (t - a) else 0.
Definition Membrane (tau_mem tau_syn : R) (w a : Z -> R) (n : Z) (t : R) : R :=
  Sum (fun q => MembraneTerm tau_mem tau_syn (w q) (a q) t) n.
Lemma Membrane_unfold tau_mem tau_syn w a n t :
  Membrane tau_mem tau_syn w a n t =
  if Z_le_dec n 0 then 0
  else Membrane tau_mem tau_syn w a (n - 1) t + MembraneTerm tau_mem tau_syn (w (n - 1)%Z) (a (n - 1)%Z) t.
Proof. apply Sum_unfold. Qed.
Definition FirstCrossing (tau_mem tau_syn c : R) (w a : Z -> R) (n : Z) (time : R) : Prop :=
  Membrane tau_mem tau_syn w a n time = c /\ (forall t : R, t < time -> Membrane tau_mem tau_syn w a n t < c).
Definition NoCrossing {never : Never} (tau_mem tau_syn c : R) (w a : Z -> R) (n : Z) : Prop :=
  forall t : R, TimeComes t -> Membrane tau_mem tau_syn w a n t < c.

(* v crosses c a time since after t, the last of causal arrivals, no later than the next arrival and for the first time *)
Definition CrossesAt {never : Never} (tau_mem tau_syn c : R) (w a : Z -> R) (order : Z -> Z) (n causal : Z)
    (t since : R) : Prop :=
  since > 0 /\ ((causal < n)%Z -> t + since <= a (order causal)) /\
  Below tau_mem tau_syn c w a order (causal - 1) n /\ BelowSince tau_mem tau_syn c w a order causal t since /\
  Voltage tau_mem tau_syn w a order causal (t + since) = c.
(* 1/K' there: tau_mem K' is the sum Rise, and zero where the crossing is tangent *)
Definition SlopeIs (tau_mem tau_syn : R) (w a : Z -> R) (order : Z -> Z) (causal : Z) (t since : R) (crossing : Z)
    (dT_dc : R) : Prop :=
  (crossing = DG_SPIKES -> Rise tau_mem tau_syn w a order causal t since > 0 /\
     dT_dc = tau_mem / Rise tau_mem tau_syn w a order causal t since) /\
  (crossing = DG_TANGENT -> Rise tau_mem tau_syn w a order causal t since = 0).
(* The time of a spike: t + since, or a number just after t where that would round to t *)
Definition TimeIs (time t since epsilon : R) : Prop :=
  time = t + since \/ (t + since < time /\ time <= t + (Rabs t + 1) * epsilon).

(* v stays below c for a time window, before it, and for ever *)
Definition BelowTo (tau_mem tau_syn c v i window : R) : Prop :=
  forall s : R, 0 <= s <= window -> VoltageLater tau_mem tau_syn v i s < c.
Definition BelowBefore (tau_mem tau_syn c v i window : R) : Prop :=
  forall s : R, 0 <= s < window -> VoltageLater tau_mem tau_syn v i s < c.
Definition BelowAlways (tau_mem tau_syn c v i : R) : Prop :=
  forall s : R, 0 <= s -> VoltageLater tau_mem tau_syn v i s < c.

(* c of a neuron (SPEC 1.1) *)
Definition ThresholdOf (x : dg_neuron) : R := dg_neuron_g_leak x * (dg_neuron_threshold x - dg_neuron_e_leak x).
