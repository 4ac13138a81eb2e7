(* Sums.v: finite sums; the sum over lanes and over chunks of samples equals the plain one (SPEC 6.3). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(* f 0 + f 1 + ... + f (n - 1) *)
Fixpoint total (n : nat) (f : nat -> R) : R := match n with O => 0 | S m => total m f + f m end.

Lemma total_ext n f g : (forall i, (i < n)%nat -> f i = g i) -> total n f = total n g.
Proof. induction n; simpl; intro H; [reflexivity|]. rewrite IHn, H; auto. Qed.

Lemma total_zero n f : (forall i, (i < n)%nat -> f i = 0) -> total n f = 0.
Proof. induction n; simpl; intro H; [reflexivity|]. rewrite IHn, H; auto; ring. Qed.

Lemma total_plus n f g : total n (fun i => f i + g i) = total n f + total n g.
Proof. induction n; simpl; [ring|]. rewrite IHn; ring. Qed.

Lemma total_minus n f g : total n (fun i => f i - g i) = total n f - total n g.
Proof. induction n; simpl; [ring|]. rewrite IHn; ring. Qed.

Lemma total_scal n c f : total n (fun i => c * f i) = c * total n f.
Proof. induction n; simpl; [ring|]. rewrite IHn; ring. Qed.

Lemma total_scal_r n c f : total n (fun i => f i * c) = total n f * c.
Proof. induction n; simpl; [ring|]. rewrite IHn; ring. Qed.

Lemma total_opp n f : total n (fun i => - f i) = - total n f.
Proof. induction n; simpl; [ring|]. rewrite IHn; ring. Qed.

Lemma total_swap n m (f : nat -> nat -> R) :
  total n (fun i => total m (fun j => f i j)) = total m (fun j => total n (fun i => f i j)).
Proof.
  induction n; simpl; [symmetry; apply total_zero; reflexivity|].
  rewrite IHn, <- total_plus. reflexivity.
Qed.

Lemma total_split n m f : total (n + m) f = total n f + total m (fun i => f (n + i)%nat).
Proof. induction m; simpl; [rewrite Nat.add_0_r; ring|]. rewrite Nat.add_succ_r; simpl. rewrite IHm; ring. Qed.

(* A sum over the entries of a table x[m][n] is the sum of its rows. *)
Lemma total_table m n f : total (m * n) f = total m (fun j => total n (fun i => f (j * n + i)%nat)).
Proof.
  induction m; simpl; [reflexivity|].
  rewrite Nat.add_comm, total_split, IHm. reflexivity.
Qed.

(* A sum with one term that is not zero. *)
Lemma total_single n k f : (k < n)%nat -> (forall i, (i < n)%nat -> i <> k -> f i = 0) -> total n f = f k.
Proof.
  induction n; intros Hk H; [lia|]. simpl.
  destruct (Nat.eq_dec k n) as [->|Hne].
  - rewrite total_zero; [ring|]. intros; apply H; lia.
  - rewrite IHn by (auto; lia). rewrite (H n) by lia. ring.
Qed.

Lemma total_le n f g : (forall i, (i < n)%nat -> f i <= g i) -> total n f <= total n g.
Proof. induction n; simpl; intro H; [lra|]. apply Rplus_le_compat; auto. Qed.

Lemma total_nonneg n f : (forall i, (i < n)%nat -> 0 <= f i) -> 0 <= total n f.
Proof. intro H. rewrite <- (total_zero n (fun _ => 0)) by reflexivity. apply total_le; auto. Qed.

Lemma total_abs n f : Rabs (total n f) <= total n (fun i => Rabs (f i)).
Proof. induction n; simpl; [rewrite Rabs_R0; lra|]. eapply Rle_trans; [apply Rabs_triang|lra]. Qed.

Lemma total_const n c : total n (fun _ => c) = INR n * c.
Proof. induction n; [simpl; ring|]. rewrite S_INR; simpl total; rewrite IHn; ring. Qed.

(* The derivative of a sum is the sum of the derivatives. *)
Lemma is_derive_total n (f : nat -> R -> R) (s : R) (d : nat -> R) :
  (forall i, (i < n)%nat -> is_derive (f i) s (d i)) -> is_derive (fun u => total n (fun i => f i u)) s (total n d).
Proof.
  induction n; simpl; intro H; [apply @is_derive_const|].
  apply @is_derive_plus; auto.
Qed.

Lemma continuous_total {U : UniformSpace} n (f : nat -> U -> R) (s : U) :
  (forall i, (i < n)%nat -> continuous (f i) s) -> continuous (fun u => total n (fun i => f i u)) s.
Proof.
  induction n; simpl; intro H; [apply continuous_const|].
  apply (continuous_plus (V := R_NormedModule)); auto.
Qed.

Lemma locally_all {U : UniformSpace} n (P : nat -> U -> Prop) (s : U) :
  (forall i, (i < n)%nat -> locally s (P i)) -> locally s (fun u => forall i, (i < n)%nat -> P i u).
Proof.
  induction n; intro H.
  - apply filter_forall. intros; lia.
  - assert (A := IHn (fun i Hi => H i (Nat.lt_lt_succ_r _ _ Hi))).
    generalize (filter_and _ _ A (H n (Nat.lt_succ_diag_r n))). apply filter_imp.
    intros u [B C] i Hi. destruct (Nat.eq_dec i n) as [->|]; [exact C|apply B; lia].
Qed.

(* ---- lanes (dg_fold, dg_fold_up, dg_lane_sum) ----------------------------------------------------------------------- *)

(* One step of the loops: x[l] += x[l + half] for l < half. *)
Definition halve (half : nat) (x : nat -> R) : nat -> R := fun l => if (l <? half)%nat then x l + x (l + half)%nat else x l.

(* The steps half = 2^(k-1), .., 2^j, from 2^k numbers down to 2^j. *)
Fixpoint fold_down (k j : nat) (x : nat -> R) : nat -> R :=
  match k with O => x | S m => if (j <=? m)%nat then fold_down m j (halve (2 ^ m) x) else x end.

Lemma total_halve m x : total (2 ^ m) (halve (2 ^ m) x) = total (2 ^ S m) x.
Proof.
  replace (2 ^ S m)%nat with (2 ^ m + 2 ^ m)%nat by (simpl; lia). rewrite total_split, <- total_plus. apply total_ext.
  intros l Hl. unfold halve. apply Nat.ltb_lt in Hl. rewrite Hl, Nat.add_comm. reflexivity.
Qed.

Lemma fold_down_total k : forall j x, (j <= k)%nat -> total (2 ^ j) (fold_down k j x) = total (2 ^ k) x.
Proof.
  induction k; intros j x H; cbn [fold_down].
  - replace j with O by lia. reflexivity.
  - destruct (Nat.leb_spec j k) as [L|L].
    + rewrite IHk by exact L. apply total_halve.
    + replace j with (S k) by lia. reflexivity.
Qed.

(* dg_lane_sum: halves down to DG_FOLDED = 2^j numbers (dg_fold), then down to one (dg_fold_up), for every width 2^k. *)
Definition lane_sum (k j : nat) (x : nat -> R) : R := fold_down j 0 (fold_down k j x) 0%nat.

Theorem lane_sum_is_the_sum k j x : (j <= k)%nat -> lane_sum k j x = total (2 ^ k) x.
Proof.
  intro H. unfold lane_sum. rewrite <- (fold_down_total k j x H), <- (fold_down_total j 0 _ ltac:(lia)). simpl. ring.
Qed.

(* ---- chunks (SPEC 6.3) ---------------------------------------------------------------------------------------------- *)

Definition chunk_count (width n : nat) : nat := ((n + (width - 1)) / width)%nat.

(* Chunk after chunk, the last one filled with zeros: the plain sum over samples. *)
Theorem chunked_sum width n x :
  (0 < width)%nat ->
  total (chunk_count width n) (fun c => total width (fun l => if (c * width + l <? n)%nat then x (c * width + l)%nat else 0)) =
  total n x.
Proof.
  intro W. rewrite <- (total_table (chunk_count width n) width (fun i => if (i <? n)%nat then x i else 0)).
  assert (C : (n <= chunk_count width n * width)%nat).
  { unfold chunk_count. assert (A := Nat.div_mod (n + (width - 1)) width ltac:(lia)).
    assert (B := Nat.mod_upper_bound (n + (width - 1)) width ltac:(lia)). nia. }
  replace (chunk_count width n * width)%nat with (n + (chunk_count width n * width - n))%nat by lia.
  rewrite total_split, (total_zero (chunk_count width n * width - n)).
  - rewrite Rplus_0_r. apply total_ext. intros i Hi. apply Nat.ltb_lt in Hi. rewrite Hi. reflexivity.
  - intros i _. replace (n + i <? n)%nat with false by (symmetry; apply Nat.ltb_ge; lia). reflexivity.
Qed.

(* Both at once: what a batch adds up to does not depend on the width, which must be a power of two. *)
Theorem batch_sum k j n x :
  (j <= k)%nat ->
  total (chunk_count (2 ^ k) n) (fun c => lane_sum k j (fun l => if (c * 2 ^ k + l <? n)%nat then x (c * 2 ^ k +
    l)%nat else 0)) =
  total n x.
Proof.
  intro H. rewrite <- (chunked_sum (2 ^ k) n x) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  apply total_ext. intros c _. apply lane_sum_is_the_sum. exact H.
Qed.

(* Counts of samples (correct answers, missing spikes) likewise. *)
Fixpoint count (n : nat) (p : nat -> bool) : nat := match n with O => O | S m => (count m p + (if p m then 1 else 0))%nat end.
Fixpoint count_sum (n : nat) (f : nat -> nat) : nat := match n with O => O | S m => (count_sum m f + f m)%nat end.

Lemma count_total n p : INR (count n p) = total n (fun i => if p i then 1 else 0).
Proof. induction n; cbn [count total]; [reflexivity|]. rewrite plus_INR, IHn. destruct (p n); reflexivity. Qed.
Lemma count_sum_total n f : INR (count_sum n f) = total n (fun i => INR (f i)).
Proof. induction n; cbn [count_sum total]; [reflexivity|]. rewrite plus_INR, IHn. reflexivity. Qed.

Theorem chunked_count width n p :
  (0 < width)%nat ->
  count_sum (chunk_count width n) (fun c => count width (fun l => andb (c * width + l <? n)%nat (p (c * width + l)%nat))) =
  count n p.
Proof.
  intro W. apply INR_eq. rewrite count_sum_total, count_total, <- (chunked_sum width n _ W). apply total_ext. intros c _.
  rewrite count_total. apply total_ext. intros l _. destruct (c * width + l <? n)%nat; reflexivity.
Qed.
