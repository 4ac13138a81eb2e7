(* Written by proofs/gappa/check.sh from delgrad.h, which also checks that it is up to date. *)
From Coq Require Import Reals.
Open Scope R_scope.

(* ---- binary64 *)
Definition ln2_high_64 : R := 0x1.62e42fefa3p-1.
Definition ln2_low_64 : R := 0x1.3de6af278ece6p-42.
Definition exp_cubic_64 (r : R) : R :=
  (r * ((((((((((((((((((0x1.1f8733fdf7ee6p-29 * r) + 0x1.af4f6c979608ep-26) * r) + 0x1.27e4cf8d4cd3cp-22) * r) + 0x1.71de01656e66ep-19) * r) + 0x1.a01a01aba33e1p-16) * r) + 0x1.a01a01ac31516p-13) * r) + 0x1.6c16c16c15694p-10) * r) + 0x1.1111111110038p-7) * r) + 0x1.5555555555557p-5) * r) + 0x1.5555555555557p-3)).
Definition log_series_64 (t : R) : R :=
  ((((((((((((0x1.2b69630226487p-3 * t) + 0x1.39fcfea8828a1p-3) * t) + 0x1.7462bf325067fp-3) * t) + 0x1.c71c62c1bca9bp-3) * t) + 0x1.2492492e0ab2ap-2) * t) + 0x1.9999999995247p-2) * t) + 0x1.5555555555558p-1).
Definition exp_rest_64 (r low : R) : R :=
  ((((r * r) * (r * ((((((((((((((((((0x1.1f8733fdf7ee6p-29 * r) + 0x1.af4f6c979608ep-26) * r) + 0x1.27e4cf8d4cd3cp-22) * r) + 0x1.71de01656e66ep-19) * r) + 0x1.a01a01aba33e1p-16) * r) + 0x1.a01a01ac31516p-13) * r) + 0x1.6c16c16c15694p-10) * r) + 0x1.1111111110038p-7) * r) + 0x1.5555555555557p-5) * r) + 0x1.5555555555557p-3))) + (low + (low * r))) + (0.5 * (r * r))).
Definition log_rest_64 (f : R) : R :=
  (((0.5 * f) * f) - ((f / (2 + f)) * (((0.5 * f) * f) + (((f / (2 + f)) * (f / (2 + f))) * ((((((((((((0x1.2b69630226487p-3 * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.39fcfea8828a1p-3) * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.7462bf325067fp-3) * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.c71c62c1bca9bp-3) * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.2492492e0ab2ap-2) * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.9999999995247p-2) * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.5555555555558p-1))))).
Definition lambert_branch_64 (p : R) : R :=
  (p + (p * (p * (((((((((((((((((((((((((((((((((-0x1.3721878a01cc4p-19) * p) + 0x1.51f78794fc4bdp-16) * p) + (-0x1.658b4c14a78e1p-14)) * p) + 0x1.f4ad45fb65bc4p-13) * p) + (-0x1.0c47418b9668ap-11)) * p) + 0x1.e5c6079f47095p-11) * p) + (-0x1.90a47dedb99c7p-10)) * p) + 0x1.3d83df269867fp-9) * p) + (-0x1.f2d91f6f866eep-9)) * p) + 0x1.8a172c022a4a8p-8) * p) + (-0x1.3b1eaa4bbaa36p-7)) * p) + 0x1.002c7eb999acdp-6) * p) + (-0x1.a9bbc8f520082p-6)) * p) + 0x1.6c901e479b24dp-5) * p) + (-0x1.4629b7f0911d4p-4)) * p) + 0x1.38e38e38e2f99p-3) * p) + (-0x1.555555555554ep-2))))).

(* ---- binary32 *)
Definition ln2_high_32 : R := 0x1.62e4p-1.
Definition ln2_low_32 : R := 0x1.7f7d1cp-20.
Definition exp_cubic_32 (r : R) : R :=
  (r * ((((((((0x1.a2d474p-13 * r) + 0x1.6d30b4p-10) * r) + 0x1.110fc4p-7) * r) + 0x1.5555p-5) * r) + 0x1.555556p-3)).
Definition log_series_32 (t : R) : R :=
  ((((((0x1.ce8fep-3 * t) + 0x1.24c12p-2) * t) + 0x1.99986ep-2) * t) + 0x1.555556p-1).
Definition exp_rest_32 (r low : R) : R :=
  ((((r * r) * (r * ((((((((0x1.a2d474p-13 * r) + 0x1.6d30b4p-10) * r) + 0x1.110fc4p-7) * r) + 0x1.5555p-5) * r) + 0x1.555556p-3))) + (low + (low * r))) + (0.5 * (r * r))).
Definition log_rest_32 (f : R) : R :=
  (((0.5 * f) * f) - ((f / (2 + f)) * (((0.5 * f) * f) + (((f / (2 + f)) * (f / (2 + f))) * ((((((0x1.ce8fep-3 * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.24c12p-2) * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.99986ep-2) * ((f / (2 + f)) * (f / (2 + f)))) + 0x1.555556p-1))))).
Definition lambert_branch_32 (p : R) : R :=
  (p + (p * (p * ((((((((((((((0x1.d7a1d4p-11 * p) + (-0x1.32ba6cp-8)) * p) + 0x1.990614p-7) * p) + (-0x1.94b4p-6)) * p) + 0x1.69f128p-5) * p) + (-0x1.45fa04p-4)) * p) + 0x1.38e1ep-3) * p) + (-0x1.55555p-2))))).

