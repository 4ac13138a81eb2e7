(* The definitions of proofs/acsl/elementary.h (SPEC 9.6), under the same names; DG_REAL double, and float beside it. *)

Require Import Reals ZArith Lra.
Open Scope R_scope.

(* The polynomials in the constants of the precision at hand: Q of e^r = 1 + r + r^2/2 + r^3 Q(r), and of 1 + W = p Q(p) *)
Definition CubicPolynomial (r : R) : R :=
  (((((((((2529124240310131 / 1208925819614629174706176) * r + (3793845086892103 / 151115727451828646838272)) * r +
  (1301354659525455 / 4722366482869645213696)) * r + (3253386374509367 / 1180591620717411303424)) * r + (7320136549282785 /
  295147905179352825856)) * r + (3660068274932363 / 18446744073709551616)) * r + (1601279867508133 / 1152921504606846976))
  * r + (600479950315527 / 72057594037927936)) * r + (6004799503160663 / 144115188075855872)) * r + (6004799503160663 /
  36028797018963968).
Definition BranchPolynomial (p : R) : R :=
  (((((((((((((((-(1368368496510769 / 590295810358705651712) * p + (5945576802731197 / 295147905179352825856)) * p -
  (6289982847875297 / 73786976294838206464)) * p + (2202000069334769 / 9223372036854775808)) * p - (2359801268712261 /
  4611686018427387904)) * p + (8545818733998229 / 9223372036854775808)) * p - (7048178215655879 / 4611686018427387904)) * p
  + (5585785129109119 / 2305843009213693952)) * p - (4387914607506295 / 1152921504606846976)) * p + (866614207861909 /
  144115188075855872)) * p - (2771822950864155 / 288230376151711744)) * p + (4506657301830349 / 288230376151711744)) * p -
  (3744791777574977 / 144115188075855872)) * p + (6413459452965453 / 144115188075855872)) * p - (1434479881241717 /
  18014398509481984)) * p + (5504399544561561 / 36028797018963968)) * p - (3002399751580327 / 9007199254740992).
Definition CubicPolynomialFloat (r : R) : R :=
  ((((6862109 / 34359738368) * r + (5983277 / 4294967296)) * r + (4473841 / 536870912)) * r + (87381 / 2097152)) * r +
  (11184811 / 67108864).
Definition BranchPolynomialFloat (p : R) : R :=
  (((((((7727221 / 8589934592) * p - (5025435 / 1073741824)) * p + (6701445 / 536870912)) * p - (25901 / 1048576)) * p +
  (2965029 / 67108864)) * p - (5340801 / 67108864)) * p + (640783 / 4194304)) * p - (1398101 / 4194304).

Definition ExpRestOf (r low : R) : R := r * r * (r * CubicPolynomial r) + (low + low * r) + 1 / 2 * (r * r).
(* One step of Halley's iteration for w - e, given the residual w - e and e = z e^{-w} *)
Definition LambertStep (w residual e : R) : R := w - 2 * residual * (1 + e) / (2 * (1 + e) * (1 + e) + residual * e).

(* SPEC 9.6: the step leaves W, where the residual is 0, alone, and moves towards it from either side while 1 + e > 0 *)
Theorem lambert_step : forall w residual e : R, 0 < 1 + e -> 0 < 2 * (1 + e) * (1 + e) + residual * e ->
  LambertStep w 0 e = w /\ (0 < residual -> LambertStep w residual e < w) /\ (residual < 0 -> w < LambertStep w residual e).
Proof.
  intros w r e He Hd. unfold LambertStep. split; [unfold Rdiv; ring | split; intros Hr].
  - assert (0 < 2 * r * (1 + e) / (2 * (1 + e) * (1 + e) + r * e)); [| lra].
    apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra | exact Hd].
  - assert (0 < 2 * - r * (1 + e) / (2 * (1 + e) * (1 + e) + r * e)); [| unfold Rdiv in *; lra].
    apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra | exact Hd].
Qed.

(* Of what a function gives where it has no value the reals know nothing *)
Definition NotANumber (x : R) : Prop := True.
