(* Rounding of the sums of delgrad.h, with the number of terms as a parameter: plain sums, sums as pairs (dg_lane_spikes), folded sums
   over lanes (dg_fold), that two-sums lose nothing, and that sums of what SPEC 2 admits are finite. Precision prec, least exponent
   emin, round to nearest even. *)
From Coq Require Import Reals Lra Lia ZArith.
From Flocq Require Import Core Plus_error Mult_error Relative.
From Flocq.Pff Require Import Pff2Flocq.
From Flocq.IEEE754 Require Import BinarySingleNaN.
Open Scope R_scope.

Section Sums.
Variable emin prec : Z.
Hypothesis precision : (1 < prec)%Z.
Hypothesis least : (emin <= 0)%Z.
Local Instance positive_precision : Prec_gt_0 prec.
Proof. unfold Prec_gt_0. lia. Qed.
Notation format := (generic_format radix2 (FLT_exp emin prec)).
Notation rnd := (round radix2 (FLT_exp emin prec) ZnearestE).
Definition u : R := bpow radix2 (- prec).

Lemma u_positive : 0 < u. Proof. apply bpow_gt_0. Qed.
Lemma rnd_format x : format (rnd x). Proof. apply generic_format_round; typeclasses eauto. Qed.

(* A sum of two numbers is rounded relatively, subnormal or not. *)
Lemma plus_rounding a b : format a -> format b -> Rabs (rnd (a + b) - (a + b)) <= u * Rabs (a + b).
Proof.
  intros fa fb. destruct (FLT_plus_error_N_ex radix2 emin prec (fun x => negb (Z.even x)) a b fa fb) as [e [he H]].
  change (Znearest (fun x => negb (Z.even x))) with ZnearestE in H. rewrite H.
  replace ((a + b) * (1 + e) - (a + b)) with (e * (a + b)) by ring.
  rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|].
  eapply Rle_trans; [exact he|]. unfold u_ro, u. replace (bpow radix2 (- prec + 1)) with (2 * bpow radix2 (- prec)).
  2: { rewrite bpow_plus. change (bpow radix2 1) with 2. ring. }
  pose proof (bpow_gt_0 radix2 (- prec)).
  apply Rle_trans with (/ 2 * (2 * bpow radix2 (- prec)) / 1); [|right; field].
  apply Rmult_le_compat_l; [lra|]. apply Rinv_le; lra.
Qed.

Lemma even_symmetric x : negb (Z.even x) = negb (negb (Z.even (- (x + 1)))).
Proof. rewrite Z.even_opp, Z.even_add. destruct (Z.even x); reflexivity. Qed.

(* dg_two_sum *)
Definition two_sum_high (a b : R) : R := rnd (a + b).
Definition two_sum_low (a b : R) : R :=
  let part := rnd (two_sum_high a b - a) in rnd (rnd (a - rnd (two_sum_high a b - part)) + rnd (b - part)).
Theorem two_sum_exact a b : format a -> format b -> two_sum_high a b + two_sum_low a b = a + b.
Proof.
  intros fa fb. exact (TwoSum_correct emin prec (fun x => negb (Z.even x)) precision least even_symmetric a b fa fb).
Qed.
Lemma two_sum_low_is a b : format a -> format b -> two_sum_low a b = a + b - rnd (a + b).
Proof. intros fa fb. assert (H := two_sum_exact a b fa fb). unfold two_sum_high in H. lra. Qed.

(* The error of a product, normal with all its digits (product at least 2^(emin + 2 prec - 1)), is a number, so that a fused
   multiplication and addition (DG_FMA) returns it exactly. *)
Definition wide (a b : R) : Prop := a * b = 0 \/ bpow radix2 (emin + 2 * prec - 1) <= Rabs (a * b).
Theorem product_error_is_a_number a b : format a -> format b -> wide a b -> format (a * b - rnd (a * b)).
Proof.
  intros fa fb w. replace (a * b - rnd (a * b)) with (- (rnd (a * b) - a * b)) by ring.
  apply generic_format_opp, mult_error_FLT; [typeclasses eauto|typeclasses eauto|exact fa|exact fb|].
  intros nonzero. destruct w as [z|large]; [contradiction|exact large].
Qed.
Theorem fused_product_exact a b : format a -> format b -> wide a b -> rnd (a * b - rnd (a * b)) = a * b - rnd (a * b).
Proof. intros fa fb w. apply round_generic; [typeclasses eauto|apply product_error_is_a_number; assumption]. Qed.

(* dg_product_error without that instruction (Dekker); the splitter is 2^27 + 1 (2^12 + 1) *)
Definition splitter : R := bpow radix2 (prec - Z.div2 prec) + 1.
Definition half_high (a : R) : R := let t := rnd (splitter * a) in rnd (t - rnd (t - a)).
Definition half_low (a : R) : R := rnd (a - half_high a).
Definition product_error (a b product : R) : R :=
  let a1 := half_high a in let a2 := half_low a in let b1 := half_high b in let b2 := half_low b in
  rnd (rnd (rnd (rnd (rnd (a1 * b1) - product) + rnd (a1 * b2)) + rnd (a2 * b1)) + rnd (a2 * b2)).
Lemma rnd_minus x y : rnd (x - y) = - rnd (y - x).
Proof. rewrite <- round_NE_opp. f_equal. ring. Qed.
Theorem product_error_exact a b : (4 <= prec)%Z -> (emin < 0)%Z -> format a -> format b -> wide a b ->
  product_error a b (rnd (a * b)) = a * b - rnd (a * b).
Proof.
  intros digits subnormal fa fb w.
  destruct (Dekker radix2 emin prec (fun x => negb (Z.even x)) digits subnormal a b fa fb (or_introl eq_refl)) as [D _].
  specialize (D w). change (Znearest (fun x => negb (Z.even x))) with ZnearestE in D.
  assert (high : forall x, rnd (rnd (x - rnd (x * splitter)) + rnd (x * splitter)) = half_high x).
  { intros x. unfold half_high. cbv zeta. rewrite (Rmult_comm splitter x), (rnd_minus x). f_equal. ring. }
  change (bpow radix2 (prec - Z.div2 prec) + 1) with splitter in D. rewrite !high in D.
  fold (half_low a) in D. fold (half_low b) in D.
  unfold product_error. cbv zeta. rewrite (Rplus_comm (- _)) in D. unfold Rminus at 1. lra.
Qed.

(* What dg_root_rho adds to sum = a2 + S: S - (sum - a2). *)
Theorem fast_two_sum_exact a b : format a -> format b -> Rabs b <= Rabs a ->
  rnd (b - rnd (rnd (a + b) - a)) = a + b - rnd (a + b).
Proof.
  intros fa fb le.
  assert (H := Fast2Sum_correct emin prec (fun x => negb (Z.even x)) precision least even_symmetric a b fa fb le).
  cbv zeta in H. change (Znearest (fun x => negb (Z.even x))) with ZnearestE in H.
  replace (rnd (rnd (a + b) - a)) with (- rnd (a - rnd (a + b))).
  - replace (b - - rnd (a - rnd (a + b))) with (b + rnd (a - rnd (a + b))) by ring. lra.
  - replace (rnd (a + b) - a) with (- (a - rnd (a + b))) by ring. symmetry. apply round_NE_opp.
Qed.

(* ---- the plain sum, in order *)

Fixpoint sum (x : nat -> R) (n : nat) : R := match n with O => 0 | S m => sum x m + x m end.
Fixpoint rounded_sum (x : nat -> R) (n : nat) : R := match n with O => 0 | S m => rnd (rounded_sum x m + x m) end.
Definition size (x : nat -> R) (n : nat) : R := sum (fun i => Rabs (x i)) n.
Lemma rounded_sum_format x n : format (rounded_sum x n).
Proof. destruct n; [apply generic_format_0|apply rnd_format]. Qed.
Lemma sum_size x n : Rabs (sum x n) <= size x n.
Proof.
  induction n; [unfold size; simpl; rewrite Rabs_R0; lra|].
  change (size x (S n)) with (size x n + Rabs (x n)). simpl. eapply Rle_trans; [apply Rabs_triang|lra].
Qed.
Lemma size_positive x n : 0 <= size x n.
Proof. induction n; [unfold size; simpl; lra|]. change (size x (S n)) with (size x n + Rabs (x n)). pose proof (Rabs_pos (x n)). lra. Qed.
Lemma grown_positive n : 1 <= (1 + u) ^ n.
Proof. apply pow_R1_Rle. pose proof u_positive. lra. Qed.

Theorem rounded_sum_error x n : (forall i, (i < n)%nat -> format (x i)) ->
  Rabs (rounded_sum x n - sum x n) <= ((1 + u) ^ n - 1) * size x n.
Proof.
  induction n; intros fx.
  - unfold size. simpl. rewrite Rminus_0_r, Rabs_R0. lra.
  - assert (IH : Rabs (rounded_sum x n - sum x n) <= ((1 + u) ^ n - 1) * size x n) by (apply IHn; intros; apply fx; lia).
    change (size x (S n)) with (size x n + Rabs (x n)). simpl.
    set (s := rounded_sum x n) in *. set (e := sum x n) in *.
    assert (H := plus_rounding s (x n) (rounded_sum_format x n) (fx n ltac:(lia))).
    assert (G := grown_positive n). assert (P := size_positive x n). assert (U := u_positive).
    assert (small : Rabs (s + x n) <= (1 + u) ^ n * size x n + Rabs (x n)).
    { eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat_r.
      replace s with ((s - e) + e) by ring. eapply Rle_trans; [apply Rabs_triang|].
      assert (E := sum_size x n). fold e in E. lra. }
    replace (rnd (s + x n) - (e + x n)) with ((rnd (s + x n) - (s + x n)) + (s - e)) by ring.
    eapply Rle_trans; [apply Rabs_triang|].
    assert (u * Rabs (s + x n) <= u * ((1 + u) ^ n * size x n + Rabs (x n))) by (apply Rmult_le_compat_l; lra).
    set (g := (1 + u) ^ n) in *. set (A := size x n) in *. pose proof (Rabs_pos (x n)).
    assert (0 <= (g - 1) * (1 + u) * Rabs (x n)) by (apply Rmult_le_pos; [nra|lra]).
    nra.
Qed.
Corollary rounded_sum_size x n : (forall i, (i < n)%nat -> format (x i)) -> Rabs (rounded_sum x n) <= (1 + u) ^ n * size x n.
Proof.
  intros fx. replace (rounded_sum x n) with ((rounded_sum x n - sum x n) + sum x n) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. pose proof (rounded_sum_error x n fx). pose proof (sum_size x n). lra.
Qed.
(* (1+u)^n - 1 <= n u/(1 - n u) *)
Theorem growth n : INR n * u < 1 -> (1 + u) ^ n <= / (1 - INR n * u).
Proof.
  intros small. assert (U := u_positive). assert (H : (1 + u) ^ n * (1 - INR n * u) <= 1).
  { clear small. induction n; [simpl; lra|]. rewrite S_INR. simpl. assert (G := grown_positive n). set (g := (1 + u) ^ n) in *.
    assert (0 <= INR n) by apply pos_INR.
    replace ((1 + u) * g * (1 - (INR n + 1) * u)) with (g * (1 - INR n * u) - g * (u * u * (INR n + 1))) by ring.
    assert (0 <= g * (u * u * (INR n + 1))) by (apply Rmult_le_pos; [lra|apply Rmult_le_pos; nra]). lra. }
  apply Rmult_le_reg_r with (1 - INR n * u); [lra|]. rewrite Rinv_l by lra. exact H.
Qed.

(* ---- the sum as a pair (dg_lane_spikes): high by two-sums, low the plain sum of what was lost and of the terms' low parts y *)

Definition lost (x y : nat -> R) (i : nat) : R := rounded_sum x i + x i - rounded_sum x (S i) + y i.
Definition pair_low_term (x y : nat -> R) (i : nat) : R := rnd (two_sum_low (rounded_sum x i) (x i) + y i).
Definition pair_low (x y : nat -> R) (n : nat) : R := rounded_sum (pair_low_term x y) n.

Lemma sum_split x y n : rounded_sum x n + sum (lost x y) n = sum (fun i => x i + y i) n.
Proof. induction n; [simpl; ring|]. change (sum (lost x y) (S n)) with (sum (lost x y) n + lost x y n). simpl. rewrite <- IHn. unfold lost. simpl. ring. Qed.

Theorem pair_sum_error x y n b :
  (forall i, (i < n)%nat -> format (x i) /\ format (y i) /\ Rabs (y i) <= b * Rabs (x i)) -> 0 <= b ->
  Rabs (rounded_sum x n + pair_low x y n - sum (fun i => x i + y i) n) <=
    ((1 + u) ^ S n - 1) * ((INR n * u * (1 + u) ^ n + b) * size x n).
Proof.
  intros terms hb. assert (U := u_positive).
  assert (fx : forall i, (i < n)%nat -> format (x i)) by (intros i hi; apply (terms i hi)).
  assert (low : forall i, (i < n)%nat -> two_sum_low (rounded_sum x i) (x i) = rounded_sum x i + x i - rounded_sum x (S i)).
  { intros i hi. rewrite two_sum_low_is; [reflexivity|apply rounded_sum_format|apply fx, hi]. }
  assert (one : forall i, (i < n)%nat -> Rabs (pair_low_term x y i - lost x y i) <= u * Rabs (lost x y i)).
  { intros i hi. unfold pair_low_term, lost. rewrite (low i hi). apply plus_rounding; [|apply (terms i hi)].
    replace (rounded_sum x i + x i - rounded_sum x (S i)) with (- (rnd (rounded_sum x i + x i) - (rounded_sum x i + x i))) by (simpl; ring).
    apply generic_format_opp. apply plus_error; try typeclasses eauto; [apply rounded_sum_format|apply fx, hi]. }
  assert (sums : forall m, (m <= n)%nat ->
    Rabs (sum (pair_low_term x y) m - sum (lost x y) m) <= u * size (lost x y) m /\
    size (pair_low_term x y) m <= (1 + u) * size (lost x y) m /\
    size (lost x y) m <= INR m * u * ((1 + u) ^ n * size x n) + b * size x m).
  { induction m; intros hm.
    - unfold size; simpl. rewrite Rminus_0_r, Rabs_R0. repeat split; try lra.
    - destruct (IHm ltac:(lia)) as [H1 [H2 H3]]. assert (O := one m ltac:(lia)).
      assert (R1 : size (lost x y) (S m) = size (lost x y) m + Rabs (lost x y m)) by reflexivity.
      assert (R2 : size (pair_low_term x y) (S m) = size (pair_low_term x y) m + Rabs (pair_low_term x y m)) by reflexivity.
      assert (R3 : size x (S m) = size x m + Rabs (x m)) by reflexivity.
      rewrite R1, R2, R3. simpl sum. repeat split.
      + replace (_ - _) with ((sum (pair_low_term x y) m - sum (lost x y) m) + (pair_low_term x y m - lost x y m)) by ring.
        eapply Rle_trans; [apply Rabs_triang|]. lra.
      + replace (pair_low_term x y m) with ((pair_low_term x y m - lost x y m) + lost x y m) by ring.
        assert (T := Rabs_triang (pair_low_term x y m - lost x y m) (lost x y m)). lra.
      + rewrite S_INR. assert (E := plus_rounding (rounded_sum x m) (x m) (rounded_sum_format x m) (fx m ltac:(lia))).
        assert (B : Rabs (rounded_sum x m + x m) <= (1 + u) ^ n * size x n).
        { eapply Rle_trans; [apply Rabs_triang|].
          assert (S1 := rounded_sum_size x m (fun i hi => fx i ltac:(lia))).
          assert (mono : (1 + u) ^ m <= (1 + u) ^ n) by (apply Rle_pow; [lra|lia]).
          assert (sizes : forall k, (S m + k <= n)%nat -> size x m + Rabs (x m) <= size x (S m + k)).
          { induction k; intros hk; [rewrite Nat.add_0_r; right; reflexivity|].
            rewrite <- plus_n_Sm. change (size x (S (S m + k))) with (size x (S m + k) + Rabs (x (S m + k)%nat)).
            pose proof (Rabs_pos (x (S m + k)%nat)). specialize (IHk ltac:(lia)). lra. }
          specialize (sizes (n - S m)%nat ltac:(lia)). replace (S m + (n - S m))%nat with n in sizes by lia.
          assert (G := grown_positive n). assert (P := size_positive x m). pose proof (Rabs_pos (x m)).
          assert ((1 + u) ^ m * size x m <= (1 + u) ^ n * size x m) by (apply Rmult_le_compat_r; lra).
          assert ((1 + u) ^ n * (size x m + Rabs (x m)) <= (1 + u) ^ n * size x n) by (apply Rmult_le_compat_l; lra).
          nra. }
        assert (L : Rabs (lost x y m) <= u * ((1 + u) ^ n * size x n) + b * Rabs (x m)).
        { unfold lost. eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; [|apply (terms m ltac:(lia))].
          simpl rounded_sum. rewrite Rabs_minus_sym. eapply Rle_trans; [exact E|]. apply Rmult_le_compat_l; lra. }
        lra. }
  destruct (sums n (Nat.le_refl n)) as [H1 [H2 H3]].
  assert (format_low : forall i, (i < n)%nat -> format (pair_low_term x y i)) by (intros; apply rnd_format).
  assert (E := rounded_sum_error (pair_low_term x y) n format_low). fold (pair_low x y n) in E.
  rewrite <- sum_split. replace (_ - _) with ((pair_low x y n - sum (pair_low_term x y) n) +
    (sum (pair_low_term x y) n - sum (lost x y) n)) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (G := grown_positive n). assert (P := size_positive (lost x y) n).
  assert (((1 + u) ^ n - 1) * size (pair_low_term x y) n <= ((1 + u) ^ n - 1) * ((1 + u) * size (lost x y) n))
    by (apply Rmult_le_compat_l; lra).
  replace ((INR n * u * (1 + u) ^ n + b) * size x n) with (INR n * u * ((1 + u) ^ n * size x n) + b * size x n) by ring.
  assert (((1 + u) ^ S n - 1) * size (lost x y) n <=
    ((1 + u) ^ S n - 1) * (INR n * u * ((1 + u) ^ n * size x n) + b * size x n)).
  { apply Rmult_le_compat_l; [|exact H3]. assert (G1 := grown_positive (S n)). lra. }
  simpl pow in *. lra.
Qed.

(* ---- sums over 2^k lanes, folded in halves (dg_fold, dg_fold_up, SPEC 6.3) *)

Fixpoint folded (k : nat) (x : nat -> R) : R :=
  match k with O => x O | S j => folded j (fun l => rnd (x l + x (l + 2 ^ j)%nat)) end.
Fixpoint folded_exact (k : nat) (x : nat -> R) : R :=
  match k with O => x O | S j => folded_exact j (fun l => x l + x (l + 2 ^ j)%nat) end.
Lemma folded_exact_bound k : forall x y z c, 0 <= c -> (forall l, (l < 2 ^ k)%nat -> Rabs (x l - y l) <= c * z l) ->
  Rabs (folded_exact k x - folded_exact k y) <= c * folded_exact k z.
Proof.
  induction k; intros x y z c hc H; [apply H; simpl; lia|]. simpl. apply IHk; [exact hc|]. intros l hl.
  assert (A := H l ltac:(simpl; lia)). assert (B := H (l + 2 ^ k)%nat ltac:(simpl; lia)).
  replace (_ - _) with ((x l - y l) + (x (l + 2 ^ k)%nat - y (l + 2 ^ k)%nat)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. lra.
Qed.
Lemma folded_exact_le k : forall x y, (forall l, (l < 2 ^ k)%nat -> x l <= y l) -> folded_exact k x <= folded_exact k y.
Proof.
  induction k; intros x y H; [apply H; simpl; lia|]. simpl. apply IHk. intros l hl.
  assert (A := H l ltac:(simpl; lia)). assert (B := H (l + 2 ^ k)%nat ltac:(simpl; lia)). lra.
Qed.
Lemma folded_exact_scale k : forall x c, folded_exact k (fun l => c * x l) = c * folded_exact k x.
Proof.
  assert (ext : forall k x y, (forall l, x l = y l) -> folded_exact k x = folded_exact k y).
  { induction k0; intros x y H; [apply H|]. simpl. apply IHk0. intros l. rewrite !H. reflexivity. }
  induction k; intros x c; [reflexivity|]. simpl. rewrite <- IHk. apply ext. intros l. ring.
Qed.
Theorem folded_error k : forall x, (forall l, (l < 2 ^ k)%nat -> format (x l)) ->
  Rabs (folded k x - folded_exact k x) <= ((1 + u) ^ k - 1) * folded_exact k (fun l => Rabs (x l)).
Proof.
  induction k; intros x fx.
  - simpl. rewrite Rminus_diag_eq by reflexivity. rewrite Rabs_R0. lra.
  - simpl. assert (U := u_positive). assert (G := grown_positive k).
    set (x1 := fun l => rnd (x l + x (l + 2 ^ k)%nat)). set (x2 := fun l => x l + x (l + 2 ^ k)%nat).
    set (s := fun l => Rabs (x l) + Rabs (x (l + 2 ^ k)%nat)).
    assert (H1 := IHk x1 (fun l _ => rnd_format _)).
    assert (near : forall l, (l < 2 ^ k)%nat -> Rabs (x1 l - x2 l) <= u * s l).
    { intros l hl. eapply Rle_trans; [apply plus_rounding; apply fx; simpl; lia|].
      apply Rmult_le_compat_l; [lra|apply Rabs_triang]. }
    assert (H2 := folded_exact_bound k x1 x2 s u ltac:(lra) near).
    assert (H3 : folded_exact k (fun l => Rabs (x1 l)) <= (1 + u) * folded_exact k s).
    { rewrite <- folded_exact_scale. apply folded_exact_le. intros l hl. replace (x1 l) with ((x1 l - x2 l) + x2 l) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. specialize (near l hl).
      assert (T : Rabs (x2 l) <= s l) by apply Rabs_triang. lra. }
    replace (_ - _) with ((folded k x1 - folded_exact k x1) + (folded_exact k x1 - folded_exact k x2)) by ring.
    eapply Rle_trans; [apply Rabs_triang|].
    assert (((1 + u) ^ k - 1) * folded_exact k (fun l => Rabs (x1 l)) <= ((1 + u) ^ k - 1) * ((1 + u) * folded_exact k s))
      by (apply Rmult_le_compat_l; lra).
    change (folded_exact k (fun l => Rabs (x l) + Rabs (x (l + 2 ^ k)%nat))) with (folded_exact k s). lra.
Qed.
(* What is folded is the sum over the lanes. *)
Theorem folded_is_sum k : forall x, folded_exact k x = sum x (2 ^ k).
Proof.
  assert (plus : forall n x y, sum (fun l => x l + y l) n = sum x n + sum y n) by (induction n; intros; simpl; [ring|rewrite IHn; ring]).
  assert (split : forall m n x, sum x (n + m) = sum x n + sum (fun l => x (l + n)%nat) m).
  { induction m; intros n x; [rewrite Nat.add_0_r; simpl; ring|]. rewrite <- plus_n_Sm. simpl. rewrite IHm, (Nat.add_comm m n). ring. }
  induction k; intros x; [simpl; ring|]. simpl folded_exact. rewrite IHk, plus. simpl. rewrite Nat.add_0_r, split. reflexivity.
Qed.
End Sums.

(* ---- no sum of what SPEC 2 admits overflows. Below: binary64 and binary32 as IEEE 754 has them, infinities and NaN included. *)

Section Finite.
Variable prec emax : Z.
Context (positive : Prec_gt_0 prec) (range : Prec_lt_emax prec emax).
Hypothesis precision : (1 < prec)%Z.
Hypothesis least : (3 - emax - prec <= 0)%Z.
Notation number := (binary_float prec emax).
Notation emin := (3 - emax - prec)%Z.
Fixpoint machine_sum (x : nat -> number) (n : nat) : number :=
  match n with O => B754_zero false | S m => Bplus mode_NE (machine_sum x m) (x m) end.

Theorem machine_sum_finite (x : nat -> number) (n : nat) (a : R) :
  (forall i, (i < n)%nat -> is_finite (x i) = true) -> size (fun i => B2R (x i)) n <= a ->
  (1 + u prec) ^ n * a < bpow radix2 emax ->
  forall m, (m <= n)%nat ->
    is_finite (machine_sum x m) = true /\ B2R (machine_sum x m) = rounded_sum emin prec (fun i => B2R (x i)) m.
Proof.
  intros fin sizes room. induction m; intros hm; [split; reflexivity|].
  destruct (IHm ltac:(lia)) as [F E]. simpl machine_sum.
  assert (C := Bplus_correct prec emax _ _ mode_NE (machine_sum x m) (x m) F (fin m ltac:(lia))).
  rewrite E in C. fold emin in C.
  assert (R1 : round radix2 (SpecFloat.fexp prec emax) (round_mode mode_NE) (rounded_sum emin prec (fun i => B2R (x i)) m + B2R (x m)) =
    rounded_sum emin prec (fun i => B2R (x i)) (S m)) by reflexivity.
  assert (formats : forall i, (i < S m)%nat -> generic_format radix2 (FLT_exp emin prec) (B2R (x i))) by (intros; apply generic_format_B2R).
  assert (S1 := rounded_sum_size emin prec precision (fun i => B2R (x i)) (S m) formats).
  assert (mono : (1 + u prec) ^ S m <= (1 + u prec) ^ n) by (apply Rle_pow; [pose proof (u_positive prec); lra|lia]).
  assert (grows : forall k, (S m + k <= n)%nat -> size (fun i => B2R (x i)) (S m) <= size (fun i => B2R (x i)) (S m + k)).
  { induction k; intros hk; [rewrite Nat.add_0_r; right; reflexivity|]. rewrite <- plus_n_Sm.
    eapply Rle_trans; [apply IHk; lia|]. unfold size. simpl sum. pose proof (Rabs_pos (B2R (x (S (m + k))))). lra. }
  assert (le := grows (n - S m)%nat ltac:(lia)). replace (S m + (n - S m))%nat with n in le by lia.
  assert (P := size_positive (fun i => B2R (x i)) (S m)). assert (G := grown_positive prec (S m)).
  rewrite R1, Rlt_bool_true in C.
  - destruct C as [C1 [C2 _]]. split; [exact C2|exact C1].
  - eapply Rle_lt_trans; [exact S1|]. eapply Rle_lt_trans; [|exact room].
    apply Rmult_le_compat; lra.
Qed.
End Finite.

(* SPEC 2: at most 2^21 arrivals (inputs and biases), sum |w| <= M = 2^100 (2^20), r <= rho_max = 2^400 (2^40): the terms w r and w r^2
   of A2 and A1, rounded products, sum in size to at most 2 M rho_max^2 = 2^901 (2^101), and no partial sum overflows. *)
Lemma twice n p : (21 < p)%Z -> (Z.of_nat n <= 2 ^ 21)%Z -> (1 + u p) ^ n <= 2.
Proof.
  intros hp hn. assert (U := u_positive p).
  assert (small : INR n * u p <= 1/2).
  { assert (INR n <= bpow radix2 21).
    { rewrite INR_IZR_INZ. change (bpow radix2 21) with (IZR (2 ^ 21)). apply IZR_le. exact hn. }
    assert (bound : u p <= bpow radix2 (-22)) by (apply bpow_le; lia).
    replace (1/2) with (bpow radix2 21 * bpow radix2 (-22)) by (rewrite <- bpow_plus; change (bpow radix2 (21 + -22)) with (/ 2); lra).
    apply Rmult_le_compat; [apply pos_INR|left; exact U|assumption|assumption]. }
  eapply Rle_trans; [apply growth; lra|]. replace 2 with (/ (1/2)) by lra. apply Rinv_le; lra.
Qed.
Lemma range_64 : Prec_lt_emax 53 1024. Proof. reflexivity. Qed.
Lemma range_32 : Prec_lt_emax 24 128. Proof. reflexivity. Qed.
Lemma positive_53 : Prec_gt_0 53. Proof. reflexivity. Qed.
Lemma positive_24 : Prec_gt_0 24. Proof. reflexivity. Qed.

Theorem causal_sums_finite_64 (x : nat -> binary_float 53 1024) n : (Z.of_nat n <= 2 ^ 21)%Z ->
  (forall i, (i < n)%nat -> is_finite (x i) = true) -> size (fun i => B2R (x i)) n <= bpow radix2 901 ->
  is_finite (machine_sum 53 1024 positive_53 range_64 x n) = true.
Proof.
  intros hn fin sizes. apply machine_sum_finite with (n := n) (a := bpow radix2 901); try assumption; try lia.
  assert (T := twice n 53 ltac:(lia) hn). assert (P := bpow_gt_0 radix2 901).
  apply Rle_lt_trans with (2 * bpow radix2 901); [apply Rmult_le_compat_r; lra|].
  change 2 with (bpow radix2 1). rewrite <- bpow_plus. apply bpow_lt. lia.
Qed.
Theorem causal_sums_finite_32 (x : nat -> binary_float 24 128) n : (Z.of_nat n <= 2 ^ 21)%Z ->
  (forall i, (i < n)%nat -> is_finite (x i) = true) -> size (fun i => B2R (x i)) n <= bpow radix2 101 ->
  is_finite (machine_sum 24 128 positive_24 range_32 x n) = true.
Proof.
  intros hn fin sizes. apply machine_sum_finite with (n := n) (a := bpow radix2 101); try assumption; try lia.
  assert (T := twice n 24 ltac:(lia) hn). assert (P := bpow_gt_0 radix2 101).
  apply Rle_lt_trans with (2 * bpow radix2 101); [apply Rmult_le_compat_r; lra|].
  change 2 with (bpow radix2 1). rewrite <- bpow_plus. apply bpow_lt. lia.
Qed.

(* The splitters of delgrad.h, and that its least product (DG_PRODUCT_MIN) is wide enough. *)
Lemma splitter_64 : splitter 53 = 134217729.
Proof. unfold splitter. change (bpow radix2 (53 - Z.div2 53)) with 134217728. lra. Qed.
Lemma splitter_32 : splitter 24 = 4097.
Proof. unfold splitter. change (bpow radix2 (24 - Z.div2 24)) with 4096. lra. Qed.
Theorem product_64 a b : generic_format radix2 (FLT_exp (-1074) 53) a -> generic_format radix2 (FLT_exp (-1074) 53) b ->
  bpow radix2 (-960) <= Rabs (a * b) ->
  let product := round radix2 (FLT_exp (-1074) 53) ZnearestE (a * b) in product_error (-1074) 53 a b product = a * b - product.
Proof.
  intros fa fb large. apply product_error_exact; try lia; try assumption. right.
  eapply Rle_trans; [apply bpow_le|exact large]. lia.
Qed.
Theorem product_32 a b : generic_format radix2 (FLT_exp (-149) 24) a -> generic_format radix2 (FLT_exp (-149) 24) b ->
  bpow radix2 (-100) <= Rabs (a * b) ->
  let product := round radix2 (FLT_exp (-149) 24) ZnearestE (a * b) in product_error (-149) 24 a b product = a * b - product.
Proof.
  intros fa fb large. apply product_error_exact; try lia; try assumption. right.
  eapply Rle_trans; [apply bpow_le|exact large]. lia.
Qed.
