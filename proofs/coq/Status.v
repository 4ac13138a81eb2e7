(* Status.v: the status codes of delgrad.h, and the lengths of their texts, of proofs/acsl/elementary.h under the same name. *)
From Coq Require Import ZArith.
Open Scope Z_scope.

Definition DG_OK : Z := 0.
Definition DG_ERROR_NULL : Z := 1.
Definition DG_ERROR_EMPTY : Z := 2.
Definition DG_ERROR_TOO_LARGE : Z := 3.
Definition DG_ERROR_NOT_FINITE : Z := 4.
Definition DG_ERROR_RANGE : Z := 5.
Definition DG_ERROR_TIME_CONSTANT : Z := 6.
Definition DG_ERROR_THRESHOLD : Z := 7.
Definition DG_ERROR_SHAPE : Z := 8.
Definition DG_ERROR_OPTION : Z := 9.
Definition DG_ERROR_DELAY : Z := 10.
Definition DG_ERROR_LABEL : Z := 11.
Definition DG_ERROR_WORKSPACE : Z := 12.
Definition DG_ERROR_CAPACITY : Z := 13.
Definition DG_ERROR_UNDECIDED : Z := 14.
Definition DG_ERROR_CHECKPOINT_LENGTH : Z := 15.
Definition DG_ERROR_CHECKPOINT_MAGIC : Z := 16.
Definition DG_ERROR_CHECKPOINT_VERSION : Z := 17.
Definition DG_ERROR_CHECKPOINT_PRECISION : Z := 18.
Definition DG_ERROR_CHECKPOINT_CRC : Z := 19.
Definition DG_ERROR_CHECKPOINT_NETWORK : Z := 20.
Definition DG_ERROR_CHECKPOINT_TRAINING : Z := 21.
Definition DG_STATUS_COUNT : Z := 22.

Definition TextLength (status : Z) : Z :=
  if Z.eq_dec status DG_OK then 8
  else if Z.eq_dec status DG_ERROR_NULL then 38
  else if Z.eq_dec status DG_ERROR_EMPTY then 14
  else if Z.eq_dec status DG_ERROR_TOO_LARGE then 19
  else if Z.eq_dec status DG_ERROR_NOT_FINITE then 22
  else if Z.eq_dec status DG_ERROR_RANGE then 38
  else if Z.eq_dec status DG_ERROR_TIME_CONSTANT then 55
  else if Z.eq_dec status DG_ERROR_THRESHOLD then 47
  else if Z.eq_dec status DG_ERROR_SHAPE then 45
  else if Z.eq_dec status DG_ERROR_OPTION then 27
  else if Z.eq_dec status DG_ERROR_DELAY then 19
  else if Z.eq_dec status DG_ERROR_LABEL then 23
  else if Z.eq_dec status DG_ERROR_WORKSPACE then 26
  else if Z.eq_dec status DG_ERROR_CAPACITY then 28
  else if Z.eq_dec status DG_ERROR_UNDECIDED then 37
  else if Z.eq_dec status DG_ERROR_CHECKPOINT_LENGTH then 39
  else if Z.eq_dec status DG_ERROR_CHECKPOINT_MAGIC then 32
  else if Z.eq_dec status DG_ERROR_CHECKPOINT_VERSION then 36
  else if Z.eq_dec status DG_ERROR_CHECKPOINT_PRECISION then 38
  else if Z.eq_dec status DG_ERROR_CHECKPOINT_CRC then 25
  else if Z.eq_dec status DG_ERROR_CHECKPOINT_NETWORK then 41
  else if Z.eq_dec status DG_ERROR_CHECKPOINT_TRAINING then 49
  else 14.
