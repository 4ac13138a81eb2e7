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
