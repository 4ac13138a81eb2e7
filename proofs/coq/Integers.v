(* Integers.v: random numbers and the Mersenne Twister over the integers, and the classes of the Yin-Yang set, of
   proofs/acsl/{random,data}.h under the same names (SPEC 10, 12). A conversion to an unsigned type is a remainder. *)
From Coq Require Import Reals ZArith Lia Lra.
From Flocq Require Import IEEE754.Binary IEEE754.Bits.
Open Scope Z_scope.

(* ---- checkpoint.h: the number that the 64 bits of a binary64 stand for (SPEC 11.1) ---------------------------------- *)

Definition real_of_bits (bits : Z) : R := B2R 53 1024 (b64_of_bits bits).

(* Writing a number's bits and reading them gives it back. *)
Theorem real_of_bits_of_real x : real_of_bits (bits_of_b64 x) = B2R 53 1024 x.
Proof. unfold real_of_bits, b64_of_bits, bits_of_b64. rewrite binary_float_of_bits_of_binary_float. reflexivity. Qed.

(* ---- random.h ------------------------------------------------------------------------------------------------------- *)

Definition mix_first (z : Z) : Z := (Z.lxor z (Z.shiftr z 30) mod 2 ^ 64 * 13787848793156543929) mod 2 ^ 64.
Definition mix_second (z : Z) : Z := (Z.lxor z (Z.shiftr z 27) mod 2 ^ 64 * 10723151780598845931) mod 2 ^ 64.
Definition mix_last (z : Z) : Z := Z.lxor z (Z.shiftr z 31) mod 2 ^ 64.
Definition random_mix (z : Z) : Z := mix_last (mix_second (mix_first z)).
Definition random_next (state : Z) : Z := (state + 11400714819323198485) mod 2 ^ 64.
Definition random_stream (seed stream : Z) : Z :=
  random_mix ((seed + (11400714819323198485 * ((stream + 1) mod 2 ^ 64)) mod 2 ^ 64) mod 2 ^ 64).
Definition random_start (seed stream n : Z) : Z :=
  random_mix ((random_stream seed stream + (11400714819323198485 * n) mod 2 ^ 64) mod 2 ^ 64).
Definition below_of (bits n : Z) : Z := Z.quot (Z.quot bits 4294967296 * n) 4294967296.
Definition upper_bits (bits : Z) : Z := Z.quot bits 2048.
Definition uniform_of (bits : Z) : R := (IZR (upper_bits bits) / 9007199254740992)%R. (* DG_REAL double *)
Definition polar (x y z : R) : Prop :=
  ((0 < x * x + y * y /\ x * x + y * y < 1) /\ z = x * sqrt (- (2) * ln (x * x + y * y) / (x * x + y * y)))%R.

(* j of SPEC 10.3 is below n. *)
Theorem below_of_range bits n : 0 <= bits < 2 ^ 64 -> 0 < n < 2 ^ 31 -> 0 <= below_of bits n < n.
Proof.
  intros Hb Hn. unfold below_of. change (2 ^ 64) with (4294967296 * 4294967296) in Hb.
  assert (A : 0 <= bits / 4294967296 < 4294967296).
  { split; [apply Z.div_pos; lia|apply Z.div_lt_upper_bound; lia]. }
  rewrite (Z.quot_div_nonneg bits) by lia. rewrite Z.quot_div_nonneg by nia.
  split; [apply Z.div_pos; nia|apply Z.div_lt_upper_bound; nia].
Qed.

(* Uniform numbers lie in [0, 1). *)
Theorem uniform_of_range bits : 0 <= bits < 2 ^ 64 -> (0 <= uniform_of bits < 1)%R.
Proof.
  intro H. unfold uniform_of, upper_bits. rewrite Z.quot_div_nonneg by lia.
  assert (A : 0 <= bits / 2048 < 9007199254740992).
  { split; [apply Z.div_pos; lia|apply Z.div_lt_upper_bound; [lia|]]. change (2048 * 9007199254740992) with (2 ^ 64). lia. }
  destruct A as [A B]. apply IZR_le in A. apply IZR_lt in B. split; [apply Rmult_le_pos; lra|].
  apply (Rmult_lt_reg_r 9007199254740992); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
Qed.

(* Normal numbers are defined: the logarithm of what lies in (0, 1) is negative (SPEC 10.1). *)
Theorem polar_defined q : (0 < q < 1)%R -> (0 <= - (2) * ln q / q)%R.
Proof.
  intro H. assert (L : (ln q < 0)%R) by (rewrite <- ln_1; apply ln_increasing; lra).
  apply Rmult_le_pos; [lra|left; apply Rinv_0_lt_compat; lra].
Qed.

(* ---- data.h --------------------------------------------------------------------------------------------------------- *)

Definition seeded_word (before i : Z) : Z :=
  ((1812433253 * (Z.lxor before (Z.shiftr before 30) mod 2 ^ 32)) mod 2 ^ 32 + i) mod 2 ^ 32.
Definition temper_first (y : Z) : Z := Z.lxor y (Z.shiftr y 11) mod 2 ^ 32.
Definition temper_second (y : Z) : Z := Z.lxor y (Z.land (Z.shiftl y 7 mod 2 ^ 32) 2636928640) mod 2 ^ 32.
Definition temper_third (y : Z) : Z := Z.lxor y (Z.land (Z.shiftl y 15 mod 2 ^ 32) 4022730752) mod 2 ^ 32.
Definition temper_last (y : Z) : Z := Z.lxor y (Z.shiftr y 18) mod 2 ^ 32.
Definition tempered (word : Z) : Z := temper_last (temper_third (temper_second (temper_first word))).

Open Scope R_scope.
Definition distance (x y : R) : R := sqrt (x * x + y * y).
Definition class_by (centre right left y small big : R) : Z :=
  if Rlt_dec big centre then (- (1))%Z
  else if Rlt_dec right small then 2%Z
  else if Rlt_dec left small then 2%Z
  else if Rle_dec right small then 1%Z
  else if Rlt_dec small left then
    (if Rle_dec left (1 / 2 * big) then 1%Z
     else if Rlt_dec big y then (if Rlt_dec (1 / 2 * big) right then 1%Z else 0%Z) else 0%Z)
  else if Rlt_dec big y then (if Rlt_dec (1 / 2 * big) right then 1%Z else 0%Z) else 0%Z.
Definition class_of (x y small big : R) : Z :=
  class_by (distance (x - big) (y - big)) (distance (x - 3 / 2 * big) (y - big)) (distance (x - 1 / 2 * big) (y - big))
    y small big.
(* A sample x, y, 1-x, 1-y with its class, and n of them (SPEC 12.2) *)
Definition yinyang_sample (x : Z -> R) (label : Z) (small big : R) : Prop :=
  ((0 <= label)%Z /\ (label <= 2)%Z) /\ (label = class_of (x 0%Z) (x 1%Z) small big /\
    ((x 2%Z = 1 - x 0%Z)%R /\ (x 3%Z = 1 - x 1%Z)%R)).
Definition yinyang_samples (features : Z -> R) (labels : Z -> Z) (n : Z) (small big : R) : Prop :=
  forall k : Z, (0 <= k)%Z /\ (k < n)%Z ->
    yinyang_sample (fun i_ : Z => features (4 * k + i_)%Z) (labels k) small big.

(* SPEC 12.1 in words: outside, dot, yang and yin exclude each other and are all there is. *)
Theorem class_by_cases centre right left y small big :
  let c := class_by centre right left y small big in
  (c = (-1)%Z <-> centre > big) /\
  (c = 2%Z <-> centre <= big /\ (right < small \/ left < small)) /\
  (c = 1%Z <-> centre <= big /\ right >= small /\ left >= small /\
     (right <= small \/ (small < left /\ left <= 1 / 2 * big) \/ (y > big /\ right > 1 / 2 * big))) /\
  (c = (-1)%Z \/ c = 0%Z \/ c = 1%Z \/ c = 2%Z).
Proof.
  simpl. unfold class_by.
  destruct (Rlt_dec big centre); [repeat split; intros; try discriminate; try lra; auto|].
  destruct (Rlt_dec right small); [repeat split; intros; try discriminate; try lra; auto|].
  destruct (Rlt_dec left small); [repeat split; intros; try discriminate; try lra; auto|].
  destruct (Rle_dec right small); [repeat split; intros; try discriminate; try lra; auto|].
  destruct (Rlt_dec small left); [destruct (Rle_dec left (1 / 2 * big))|];
    try destruct (Rlt_dec big y); try destruct (Rlt_dec (1 / 2 * big) right); repeat split; intros; try discriminate;
      try lra; auto.
Qed.
