(* Philox.v: Philox4x32 and the numbers drawn by it, over the integers, of proofs/acsl/philox.h under the same names (SPEC 13.1). *)
From Coq Require Import Reals ZArith Lia Lra List.
Open Scope Z_scope.

Definition philox_low (word factor : Z) : Z := (factor * word) mod 2 ^ 32.
Definition philox_high (word factor : Z) : Z := Z.shiftr (factor * word) 32 mod 2 ^ 32.
Definition philox_mix (high word key : Z) : Z := Z.lxor (Z.lxor high word mod 2 ^ 32) key mod 2 ^ 32.

Fixpoint philox_rounds (rounds : nat) (i w0 w1 w2 w3 first second : Z) : Z :=
  match rounds with
  | O => if Z.eq_dec i 0 then w0 else if Z.eq_dec i 1 then w1 else if Z.eq_dec i 2 then w2 else w3
  | S rest =>
      philox_rounds rest i (philox_mix (philox_high w2 3449720151) w1 first) (philox_low w2 3449720151)
        (philox_mix (philox_high w0 3528531795) w3 second) (philox_low w0 3528531795)
        ((first + 2654435769) mod 2 ^ 32) ((second + 3144134277) mod 2 ^ 32)
  end.
Definition philox_word (i rounds w0 w1 w2 w3 first second : Z) : Z := philox_rounds (Z.to_nat rounds) i w0 w1 w2 w3 first second.

Lemma philox_word_unfold i rounds w0 w1 w2 w3 first second :
  philox_word i rounds w0 w1 w2 w3 first second =
  if Z_le_dec rounds 0 then if Z.eq_dec i 0 then w0 else if Z.eq_dec i 1 then w1 else if Z.eq_dec i 2 then w2 else w3
  else philox_word i (rounds - 1) (philox_mix (philox_high w2 3449720151) w1 first) (philox_low w2 3449720151)
         (philox_mix (philox_high w0 3528531795) w3 second) (philox_low w0 3528531795)
         ((first + 2654435769) mod 2 ^ 32) ((second + 3144134277) mod 2 ^ 32).
Proof.
  unfold philox_word. destruct (Z_le_dec rounds 0) as [N|P].
  - replace (Z.to_nat rounds) with O by lia. reflexivity.
  - replace (Z.to_nat rounds) with (S (Z.to_nat (rounds - 1))) by lia. reflexivity.
Qed.

Definition draw_word (i seed stream place event trial : Z) : Z :=
  philox_word i 10 (event mod 2 ^ 32) (Z.shiftr event 32 mod 2 ^ 32) place ((((stream mod 2 ^ 32) * 256) mod 2 ^ 32 + trial) mod 2 ^ 32)
    (seed mod 2 ^ 32) (Z.shiftr seed 32 mod 2 ^ 32).
Definition fraction_of (high low : Z) : R := (IZR (Z.quot high 32 * 67108864 + Z.quot low 64) / 9007199254740992)%R. (* DG_REAL double *)

(* The known answers that are published with the algorithm, word by word. *)
Theorem philox_answers :
  map (fun i => philox_word i 10 0 0 0 0 0 0) (0 :: 1 :: 2 :: 3 :: nil) = 0x6627e8d5 :: 0xe169c58d :: 0xbc57ac4c :: 0x9b00dbd8 :: nil /\
  map (fun i => philox_word i 10 0xffffffff 0xffffffff 0xffffffff 0xffffffff 0xffffffff 0xffffffff) (0 :: 1 :: 2 :: 3 :: nil) =
    0x408f276d :: 0x41c83b0e :: 0xa20bc7c6 :: 0x6d5451fd :: nil /\
  map (fun i => philox_word i 10 0x243f6a88 0x85a308d3 0x13198a2e 0x03707344 0xa4093822 0x299f31d0) (0 :: 1 :: 2 :: 3 :: nil) =
    0xd16cfe09 :: 0x94fdcceb :: 0x5001e420 :: 0x24126ea1 :: nil.
Proof. vm_compute. repeat split; reflexivity. Qed.

(* A number drawn lies in [0, 1). *)
Theorem fraction_of_range high low : 0 <= high < 2 ^ 32 -> 0 <= low < 2 ^ 32 -> (0 <= fraction_of high low < 1)%R.
Proof.
  intros H L. change (2 ^ 32) with 4294967296 in *. unfold fraction_of. rewrite !Z.quot_div_nonneg by lia.
  assert (A : 0 <= high / 32 < 134217728) by (split; [apply Z.div_pos; lia | apply Z.div_lt_upper_bound; lia]).
  assert (B : 0 <= low / 64 < 67108864) by (split; [apply Z.div_pos; lia | apply Z.div_lt_upper_bound; lia]).
  assert (C : 0 <= high / 32 * 67108864 + low / 64 <= 9007199254740991) by lia.
  destruct C as [C D]. apply IZR_le in C. apply IZR_le in D. split; [|apply Rmult_lt_reg_r with 9007199254740992%R]; lra.
Qed.

(* Draws that differ in the upper 27 bits of the first word, or in the upper 26 of the second, are two numbers. *)
Theorem fraction_of_distinct high low high' low' :
  0 <= high -> 0 <= high' -> 0 <= low < 2 ^ 32 -> 0 <= low' < 2 ^ 32 -> fraction_of high low = fraction_of high' low' ->
  high / 32 = high' / 32 /\ low / 64 = low' / 64.
Proof.
  intros H H' L L' E. change (2 ^ 32) with 4294967296 in *. unfold fraction_of in E.
  apply (f_equal (fun x => x * 9007199254740992)%R) in E. unfold Rdiv in E. rewrite !Rmult_assoc, !Rinv_l, !Rmult_1_r in E by lra.
  apply eq_IZR in E. rewrite !Z.quot_div_nonneg in E by lia.
  assert (B : 0 <= low / 64 < 67108864) by (split; [apply Z.div_pos; lia | apply Z.div_lt_upper_bound; lia]).
  assert (B' : 0 <= low' / 64 < 67108864) by (split; [apply Z.div_pos; lia | apply Z.div_lt_upper_bound; lia]).
  lia.
Qed.
