(* NetworkRho.v: the terms that dg_target_backward_two sums (proofs/acsl/layer.h) are those of the chain rule: what lanes
   compute in rho is dL/dT times the gradient of the neuron's spike time by weight and arrival (SPEC 4.1, 4.2). *)
From Coq Require Import Reals ZArith Lia Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Facts_layer Sums Network NetworkSpike NetworkNeuron RhoDomain Sizes Losses Lanes.
Open Scope R_scope.

Lemma rho_kernel_is_KernelRho r rho : 0 < rho -> rho_kernel (Finite r) rho (1 / rho) = KernelRho r rho.
Proof. intro H. unfold rho_kernel, KernelRho. destruct (Rlt_dec r rho); [field; lra|reflexivity]. Qed.

Lemma rho_slope_is_SlopeRho r rho : 0 < rho -> rho_kernel_slope (Finite r) rho (1 / rho) = SlopeRho r rho.
Proof. intro H. unfold rho_kernel_slope, SlopeRho. destruct (Rlt_dec r rho); [field; lra|reflexivity]. Qed.

(* One lane l of the arrays src[source][DG_WIDTH], rho[DG_WIDTH], .. of a target with n sources whose factors are row. a are
   the arrivals that the lane's numbers stand for, T the target's spike. *)
Section Lane.
Variables (tau_mem tau_syn t_ref c : R) (n : nat) (w row src rho dT_dc g_out : Z -> R) (l : Z) (a : nat -> R) (T : R).
Hypothesis Hs : 0 < tau_syn.
Hypothesis Two : tau_mem = 2 * tau_syn.
Hypothesis Hc : 0 < c.
Let wn (i : nat) : R := w (Z.of_nat i).
Let an (i : nat) : Rbar := Finite (a i).
Hypothesis arrivals : forall i, (i < n)%nat ->
  src (Z.of_nat i * DG_WIDTH + l)%Z * row (Z.of_nat i) = rho_of tau_mem t_ref (a i).
Hypothesis spike : neuron_time tau_mem tau_syn c n wn an = Finite T.
Hypothesis rho_is : rho l = rho_of tau_mem t_ref T.
Hypothesis St : neuron_settled tau_mem tau_syn c n wn an.
Hypothesis dT_dc_is : dT_dc l = rho_dT_dc tau_mem n wn (fun i => encoded tau_mem t_ref (an i)) (rho l).

Lemma by_rho i :
  neuron_by_weight tau_mem tau_syn c n wn an i = - dT_dc l * KernelRho (rho_of tau_mem t_ref (a i)) (rho l) /\
  neuron_by_arrival tau_mem tau_syn c n wn an i = wn i * (dT_dc l * (1 / tau_mem)) * SlopeRho (rho_of tau_mem t_ref (a i))
    (rho l).
Proof.
  destruct (rho_gradients tau_mem tau_syn t_ref Hs Two n c wn an i Hc St) as [<- <-].
  unfold rho_by_weight, rho_by_arrival. rewrite (rho_spike_is_the_spike tau_mem tau_syn t_ref Hs Two n c wn an Hc), spike.
  change (encoded tau_mem t_ref (Finite T)) with (Finite (rho_of tau_mem t_ref T)). cbv beta iota.
    rewrite <- rho_is, <- dT_dc_is. assert (P : 0 < rho l) by (rewrite rho_is; apply rho_positive).
  change (encoded tau_mem t_ref (an i)) with (Finite (rho_of tau_mem t_ref (a i))).
    rewrite rho_kernel_is_KernelRho, rho_slope_is_SlopeRho by exact P. split; reflexivity.
Qed.

Theorem WeightOf_is_the_gradient i : (i < n)%nat ->
  WeightOf 0 row src rho dT_dc g_out (Z.of_nat n) (Z.of_nat i) l = g_out l * neuron_by_weight tau_mem tau_syn c n wn an i.
Proof. intro Hi. rewrite WeightOf_uncut, arrivals by exact Hi. rewrite (proj1 (by_rho i)). ring. Qed.

Theorem ArrivalOf_is_the_gradient i : (i < n)%nat ->
  ArrivalOf tau_mem w row src rho dT_dc g_out (Z.of_nat i) l = g_out l * neuron_by_arrival tau_mem tau_syn c n wn an i.
Proof.
  intro Hi. unfold ArrivalOf. rewrite arrivals by exact Hi. rewrite (proj2 (by_rho i)). unfold wn.
  field. rewrite Two. lra.
Qed.
End Lane.

(* The sums of a chunk: folded lanes together are the plain sum over its samples. *)
Theorem WeightFolded_sum cut row src rho dT_dc g_out n i :
  Sum (fun f => WeightFolded cut row src rho dT_dc g_out n i f 4) 8 = Sum (fun l => WeightOf cut row src rho dT_dc g_out n i
    l) DG_WIDTH.
Proof. exact (ChunkFolded_is_the_sum (WeightOf cut row src rho dT_dc g_out n i)). Qed.

Theorem ArrivalFolded_sum tau_mem w row src rho dT_dc g_out i :
  Sum (fun f => ArrivalFolded tau_mem w row src rho dT_dc g_out i f 4) 8 =
    Sum (fun l => ArrivalOf tau_mem w row src rho dT_dc g_out i l) DG_WIDTH.
Proof. exact (ChunkFolded_is_the_sum (ArrivalOf tau_mem w row src rho dT_dc g_out i)). Qed.
