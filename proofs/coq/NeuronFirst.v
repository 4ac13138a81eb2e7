(* Arrivals in causal order: the membrane between two of them is the sum over a prefix, so that the first crossing among the
   windows is the first of all times (SPEC 3.1). *)

Require Import Reals ZArith Lia Lra List Permutation.
From Coquelicot Require Import Coquelicot.
Require Import Delgrad.NeuronDefs Delgrad.NeuronKernel Delgrad.NeuronSpike.
Open Scope R_scope.

(* A sum does not depend on the order of its terms. *)
Definition sum_list (f : Z -> R) (l : list Z) : R := fold_right (fun x s => f x + s) 0 l.
Definition upto (n : nat) : list Z := map Z.of_nat (seq 0 n).
Lemma sum_list_app f l k : sum_list f (l ++ k) = sum_list f l + sum_list f k.
Proof. induction l as [| x l IH]; simpl; [ring | rewrite IH; ring]. Qed.
Lemma sum_list_permutation f l k : Permutation l k -> sum_list f l = sum_list f k.
Proof. induction 1; simpl; lra. Qed.
Lemma sum_nat_list f n : sum_nat f n = sum_list f (upto n).
Proof.
  induction n as [| n IH]; [reflexivity |]. unfold upto. rewrite seq_S, map_app, sum_list_app. simpl. rewrite IH.
    unfold upto. ring.
Qed.
Lemma in_upto n x : In x (upto n) <-> (0 <= x < Z.of_nat n)%Z.
Proof.
  unfold upto. rewrite in_map_iff. split.
  - intros [k [E H]]. apply in_seq in H. lia.
  - intros H. exists (Z.to_nat x). split; [lia | apply in_seq; lia].
Qed.
Lemma NoDup_map_local {A B} (f : A -> B) l : NoDup l -> (forall x y, In x l -> In y l -> f x = f y -> x = y) -> NoDup (map f l).
Proof.
  induction 1 as [| x l Hx H IH]; intros inj; simpl; constructor.
  - intros H1. apply in_map_iff in H1. destruct H1 as [y [E Hy]].
    assert (y = x) by (apply inj; simpl; auto). subst y. contradiction.
  - apply IH. intros; apply inj; simpl; auto.
Qed.
Lemma NoDup_upto n : NoDup (upto n).
Proof. unfold upto. apply FinFun.Injective_map_NoDup; [intros x y; lia | apply seq_NoDup]. Qed.
Lemma sum_list_map f g l : sum_list (fun x => f (g x)) l = sum_list f (map g l).
Proof. induction l as [| x l IH]; [reflexivity | simpl; now rewrite IH]. Qed.
(* SPEC 3.5: in the reals the order of summation does not matter *)
Theorem sum_in_any_order : forall f order n, Indices order n n -> Injective order n -> Sum (fun q => f (order q)) n = Sum f n.
Proof.
  intros f order n Ind Inj. unfold Sum. rewrite !sum_nat_list, sum_list_map. apply sum_list_permutation.
  destruct (Z_le_dec 0 n) as [Hn | Hn]; [| replace (Z.to_nat n) with O by lia; constructor].
  apply NoDup_Permutation_bis.
  - apply NoDup_map_local; [apply NoDup_upto |]. intros x y Hx Hy E. apply in_upto in Hx, Hy.
    rewrite Z2Nat.id in Hx, Hy by exact Hn.
    destruct (Z.lt_trichotomy x y) as [L | [L | L]]; [| exact L |]; exfalso.
    + apply (Inj x y); [lia | exact E].
    + apply (Inj y x); [lia | now symmetry].
  - now rewrite map_length.
  - intros z Hz. apply in_map_iff in Hz. destruct Hz as [x [E Hx]]. apply in_upto in Hx. rewrite Z2Nat.id in Hx by exact Hn.
    apply in_upto. rewrite Z2Nat.id by exact Hn. subst z. now apply Ind.
Qed.

Lemma Sum_prefix f k n : (0 <= k <= n)%Z -> (forall p, (k <= p < n)%Z -> f p = 0) -> Sum f n = Sum f k.
Proof.
  intros Hk. assert (H : (k <= n)%Z) by lia. revert H. pattern n. apply Zlt_lower_bound_ind with (z := k); [| lia].
  clear n Hk. intros n IH Hn _ Z0. destruct (Z.eq_dec n k) as [E | N]; [now subst n |].
  rewrite Sum_unfold. destruct (Z_le_dec n 0) as [L | L].
  - rewrite Sum_none by lia. reflexivity.
  - rewrite (IH (n - 1)%Z) by (try lia; intros; apply Z0; lia). rewrite Z0 by lia. ring.
Qed.

(* SPEC 3.5: an order in which each arrival comes before its neighbour is in causal order *)
Theorem chain_is_stable : forall a order n, Chain a order n -> Stable a order n /\ InOrder a order n.
Proof.
  intros a order n C.
  assert (St : forall d p, (0 <= p)%Z -> (p + 1 + Z.of_nat d < n)%Z -> Before a (order p) (order (p + 1 + Z.of_nat d)%Z)).
  { induction d as [| d IH]; intros p Hp Hn.
    - replace (p + 1 + Z.of_nat 0)%Z with (p + 1)%Z by lia. replace p with (p + 1 - 1)%Z at 1 by lia. apply C. lia.
    - specialize (IH p Hp). assert (Q : (1 <= p + 1 + Z.of_nat (S d) < n)%Z) by lia. specialize (C _ Q).
      replace (p + 1 + Z.of_nat (S d) - 1)%Z with (p + 1 + Z.of_nat d)%Z in C by lia.
      assert (Hd : (p + 1 + Z.of_nat d < n)%Z) by lia. specialize (IH Hd). unfold Before in *.
      destruct IH as [I | [I1 I2]], C as [K | [K1 K2]]; [left | left | left | right]; try lra. split; [lra | lia]. }
  assert (S : Stable a order n).
  { intros p q H. replace q with (p + 1 + Z.of_nat (Z.to_nat (q - p - 1)))%Z by lia. apply St; lia. }
  split; [exact S |]. intros p q H. destruct (Z.eq_dec p q) as [E | N]; [subst q; lra |].
  assert (Hpq : (0 <= p /\ p < q /\ q < n)%Z) by lia. destruct (S p q Hpq) as [B | [B _]]; lra.
Qed.

(* Between arrivals k - 1 and k of a causal order the membrane is the sum over the first k *)
Lemma Membrane_prefix m y w a order n k t : Indices order n n -> Injective order n -> (0 <= k <= n)%Z ->
  (forall p, (0 <= p < k)%Z -> a (order p) <= t) -> (forall p, (k <= p < n)%Z -> t <= a (order p)) ->
  Membrane m y w a n t = Voltage m y w a order k t.
Proof.
  intros Ind Inj Hk L U. unfold Membrane, MembraneTerm.
  rewrite <- (sum_in_any_order (fun q => if Rle_dec (a q) t then w q * Kernel m y (t - a q) else 0) order n Ind Inj).
  rewrite (Sum_prefix _ k n Hk).
  - apply Sum_ext. intros p Hp. specialize (L p Hp). destruct (Rle_dec (a (order p)) t); [reflexivity | contradiction].
  - intros p Hp. specialize (U p Hp). destruct (Rle_dec (a (order p)) t); [| reflexivity].
    replace (t - a (order p)) with 0 by lra. rewrite kernel_at_arrival. ring.
Qed.
Lemma window_of a order n t : (0 <= n)%Z -> InOrder a order n -> exists k, (0 <= k <= n)%Z /\
  (forall p, (0 <= p < k)%Z -> a (order p) <= t) /\ (forall p, (k <= p < n)%Z -> t < a (order p)).
Proof.
  intros Hn. revert n Hn. apply (natlike_ind (fun n => InOrder a order n -> exists k, (0 <= k <= n)%Z /\
    (forall p, (0 <= p < k)%Z -> a (order p) <= t) /\ (forall p, (k <= p < n)%Z -> t < a (order p)))).
  - intros _. exists 0%Z. split; [lia | split; intros; lia].
  - intros n Hn IH S. destruct IH as [k [Hk [L U]]]; [intros p q H; apply S; lia |].
    destruct (Rle_lt_dec (a (order n)) t) as [H | H].
    + exists (n + 1)%Z. split; [lia |]. split; [| intros; lia]. intros p Hp. apply Rle_trans with (a (order n)); [| exact H].
      apply S. lia.
    + exists k. split; [lia |]. split; [exact L |]. intros p Hp. destruct (Z.eq_dec p n); [now subst p | apply U; lia].
Qed.

(* SPEC 3.1 the other way round: a first spike, at time T, has a causal prefix in the order, after which v(T) = c *)
Theorem first_spike_has_causal_prefix : forall tau_mem tau_syn c w a order n T, 0 < tau_mem -> 0 < tau_syn -> (0 <= n)%Z ->
  Indices order n n -> Injective order n -> InOrder a order n -> FirstSpike tau_mem tau_syn c w a n T ->
  exists causal, (0 <= causal <= n)%Z /\ (forall p, (0 <= p < causal)%Z -> a (order p) < T) /\
    (forall p, (causal <= p < n)%Z -> T <= a (order p)) /\ Voltage tau_mem tau_syn w a order causal T = c.
Proof.
  intros m y c w a order n T Hm Hy Hn Ind Inj S F.
  assert (W : exists k, (0 <= k <= n)%Z /\ (forall p, (0 <= p < k)%Z -> a (order p) < T) /\
                        (forall p, (k <= p < n)%Z -> T <= a (order p))).
  { clear Ind Inj. revert n Hn S F. intros n Hn S _. revert n Hn S.
    apply (natlike_ind (fun n => InOrder a order n -> exists k, (0 <= k <= n)%Z /\
      (forall p, (0 <= p < k)%Z -> a (order p) < T) /\ (forall p, (k <= p < n)%Z -> T <= a (order p)))).
    - intros _. exists 0%Z. split; [lia | split; intros; lia].
    - intros n Hn IH S. destruct IH as [k [Hk [L U]]]; [intros p q H; apply S; lia |].
      destruct (Rlt_le_dec (a (order n)) T) as [H | H].
      + exists (n + 1)%Z. split; [lia |]. split; [| intros; lia]. intros p Hp.
        apply Rle_lt_trans with (a (order n)); [| exact H].
        apply S. lia.
      + exists k. split; [lia |]. split; [exact L |]. intros p Hp. destruct (Z.eq_dec p n); [now subst p | apply U; lia]. }
  destruct W as [k [Hk [L U]]]. exists k. split; [exact Hk | split; [exact L | split; [exact U |]]].
  rewrite <- (Membrane_prefix m y w a order n k T Ind Inj Hk); [| intros; left; now apply L | exact U].
  now apply first_spike_at_threshold.
Qed.
