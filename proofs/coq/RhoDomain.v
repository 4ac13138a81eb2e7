(* RhoDomain.v: where tau_mem = 2 tau_syn, a network that counts in rho = e^{(t - t_ref)/tau_mem} computes the spikes and the
   gradients of the one that counts in times (MODEL 1a, SPEC 3.2, 4.2, 5.3). *)
From Coq Require Import Reals ZArith Lia Lra List Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Sums Network NetworkSpike NetworkNeuron.
Import ListNotations.
Open Scope R_scope.

Section Rho.
Variables (tau_mem tau_syn t_ref : R).
Hypothesis Hs : 0 < tau_syn.
Hypothesis Two : tau_mem = 2 * tau_syn.

Lemma tau_positive : 0 < tau_mem.
Proof. rewrite Two. lra. Qed.

(* dg_encode, dg_decode *)
Definition rho_of (t : R) : R := exp ((t - t_ref) / tau_mem).
Definition time_of_rho (rho : R) : R := tau_mem * ln rho + t_ref.
Definition encoded (t : Rbar) : Rbar := match t with Finite x => Finite (rho_of x) | _ => p_infty end.
Definition decoded (r : Rbar) : Rbar := match r with Finite x => Finite (time_of_rho x) | _ => p_infty end.

Lemma rho_positive t : 0 < rho_of t.
Proof. apply exp_pos. Qed.

Theorem decode_encode t : t <> m_infty -> decoded (encoded t) = t.
Proof.
  assert (H := tau_positive). destruct t; simpl; try congruence. intros _. unfold time_of_rho, rho_of. rewrite ln_exp.
  f_equal. field. lra.
Qed.

Lemma encode_time rho : 0 < rho -> rho_of (time_of_rho rho) = rho.
Proof.
  intro H. assert (P := tau_positive). unfold rho_of, time_of_rho.
  replace ((tau_mem * ln rho + t_ref - t_ref) / tau_mem) with (ln rho) by (field; lra). apply exp_ln. exact H.
Qed.

(* Order is kept. *)
Lemma rho_increasing x y : x < y <-> rho_of x < rho_of y.
Proof.
  assert (P := tau_positive). assert (Q : 0 < / tau_mem) by (apply Rinv_0_lt_compat; exact P).
  assert (M : forall a b, a < b -> rho_of a < rho_of b).
  { intros a b H. unfold rho_of. apply exp_increasing. unfold Rdiv. apply Rmult_lt_compat_r; lra. }
  split; [apply M|]. intro H. destruct (Rtotal_order x y) as [L|[->|G]]; [exact L|lra|]. specialize (M _ _ G). lra.
Qed.

(* Exponentials factor: a delay multiplies r (SPEC 5.3). *)
Definition delayed (r : Rbar) (factor : R) : Rbar := match r with Finite x => Finite (x * factor) | _ => p_infty end.

Theorem delay_is_a_factor t d : t <> m_infty -> encoded (later t d) = delayed (encoded t) (exp (d / tau_mem)).
Proof.
  assert (P := tau_positive). destruct t; simpl; try congruence. intros _. unfold rho_of. rewrite <- exp_plus.
  f_equal. f_equal. field. lra.
Qed.

(* ---- one neuron ----------------------------------------------------------------------------------------------------- *)

(* What an arrival r adds to v at rho, per weight: u - u^2 with u = r/rho. *)
Definition rho_response (r : Rbar) (rho : R) : R :=
  match r with Finite x => if Rlt_dec x rho then x / rho - x / rho * (x / rho) else 0 | _ => 0 end.
Definition rho_membrane n (w : nat -> R) (r : nat -> Rbar) (rho : R) : R := total n (fun i => w i * rho_response (r i) rho).
(* The least rho at which c is reached. *)
Definition rho_spike n c w r : Rbar := Glb_Rbar (fun rho => 0 < rho /\ c <= rho_membrane n w r rho).

Lemma kernel_two s : Kernel tau_mem tau_syn s = exp (- s / tau_mem) - exp (- s / tau_mem) * exp (- s / tau_mem).
Proof.
  assert (P := tau_positive). unfold Kernel. destruct (Req_EM_T tau_mem tau_syn); [lra|].
  rewrite <- exp_plus. replace (- s / tau_syn) with (- s / tau_mem + - s / tau_mem) by (rewrite Two; field; lra).
  replace (tau_syn / (tau_mem - tau_syn)) with 1 by (rewrite Two; field; lra). ring.
Qed.

Lemma ratio a t : rho_of a / rho_of t = exp (- (t - a) / tau_mem).
Proof.
  assert (P := tau_positive). unfold rho_of, Rdiv. rewrite <- exp_Ropp, <- exp_plus. f_equal. field. lra.
Qed.

Lemma response_rho (a : Rbar) t : response (synapse_kernel tau_mem tau_syn) a t = rho_response (encoded a) (rho_of t).
Proof.
  destruct a as [x| |]; simpl; try reflexivity. unfold synapse_kernel.
  destruct (Rle_dec (t - x) 0) as [L|L], (Rlt_dec (rho_of x) (rho_of t)) as [G|G]; try reflexivity.
  - apply <- rho_increasing in G. lra.
  - rewrite kernel_two, ratio. reflexivity.
  - exfalso. apply G. apply -> rho_increasing. lra.
Qed.

Lemma membrane_rho n w a t :
  membrane (synapse_kernel tau_mem tau_syn) n w a t = rho_membrane n w (fun i => encoded (a i)) (rho_of t).
Proof. apply total_ext. intros i _. rewrite response_rho. reflexivity. Qed.

(* The same spike. *)
Theorem rho_spike_is_the_spike n c w a :
  0 < c -> rho_spike n c w (fun i => encoded (a i)) = encoded (neuron_time tau_mem tau_syn c n w a).
Proof.
  intro Hc. assert (K := kernel_is_kernel_like tau_mem tau_syn tau_positive Hs). unfold neuron_time.
  destruct (first_spike (synapse_kernel tau_mem tau_syn) n c w a) as [T| |] eqn:E; simpl.
  - destruct (first_spike_finite _ _ K _ _ _ _ _ E) as [B At]. apply is_glb_Rbar_unique. split.
    + intros rho [P H]. simpl. destruct (Rle_lt_dec (rho_of T) rho) as [|L]; [assumption|]. exfalso.
      rewrite <- (encode_time rho P), <- membrane_rho in H. rewrite <- (encode_time rho P) in L. apply <- rho_increasing in L.
      specialize (B _ L). lra.
    + intros b Hb. apply Hb. split; [apply rho_positive|]. rewrite <- membrane_rho. exact At.
  - assert (B := first_spike_infinite _ _ _ _ _ E). apply is_glb_Rbar_unique. split.
    + intros rho [P H]. rewrite <- (encode_time rho P), <- membrane_rho in H. specialize (B (time_of_rho rho)). lra.
    + intros b _. destruct b; exact I.
  - destruct (first_spike_proper _ _ K n c w a Hc E).
Qed.

(* ---- the closed form ------------------------------------------------------------------------------------------------ *)

(* A1 and A2 over the causal set, r < rho (MODEL 1a). *)
Definition causal_term (r : Rbar) (rho x : R) : R := match r with Finite y => if Rlt_dec y rho then x * y else 0 | _ => 0 end.
Definition A2 n (w : nat -> R) (r : nat -> Rbar) (rho : R) : R := total n (fun i => causal_term (r i) rho (w i)).
Definition A1 n (w : nat -> R) (r : nat -> Rbar) (rho : R) : R := total n (fun i => causal_term (r i) rho (w i * real (r i))).

Lemma rho_membrane_sums n w r rho : 0 < rho -> rho_membrane n w r rho = A2 n w r rho / rho - A1 n w r rho / (rho * rho).
Proof.
  intro P. unfold rho_membrane, A1, A2, Rdiv. rewrite <- !total_scal_r, <- total_minus. apply total_ext. intros i _.
  unfold rho_response, causal_term. destruct (r i); simpl; try ring. destruct (Rlt_dec r0 rho); [field; lra|ring].
Qed.

(* tau_mem rho^2 K' = 2 A1 - A2 rho (SPEC 3.2). *)
Lemma rho_slope n w a T :
  membrane_slope (synapse_slope tau_mem tau_syn) n w a T =
  (2 * A1 n w (fun i => encoded (a i)) (rho_of T) - A2 n w (fun i => encoded (a i)) (rho_of T) * rho_of T) /
  (tau_mem * (rho_of T * rho_of T)).
Proof.
  assert (P := tau_positive). assert (R := rho_positive T). unfold membrane_slope, A1, A2.
  unfold Rdiv. rewrite <- (total_scal_r n (rho_of T)), <- total_scal, <- total_minus, <- total_scal_r. apply total_ext.
    intros i _.
  unfold response_slope, causal_term. destruct (a i) as [x| |]; simpl; try ring.
  destruct (Rlt_dec x T) as [L|L], (Rlt_dec (rho_of x) (rho_of T)) as [G|G]; try ring.
  - unfold synapse_slope. destruct (Rle_dec (T - x) 0); [lra|]. unfold KernelSlope. rewrite kernel_two.
    replace (exp (- (T - x) / tau_syn)) with (exp (- (T - x) / tau_mem) * exp (- (T - x) / tau_mem)).
    + rewrite <- ratio. field. lra.
    + rewrite <- exp_plus. f_equal. rewrite Two. field. lra.
  - exfalso. apply G. apply -> rho_increasing. exact L.
  - exfalso. apply L. apply <- rho_increasing. exact G.
Qed.

(* The quadratic: at an upward crossing rho = 2 A1/(A2 + S) and 2 A1 - A2 rho = S rho, with A1, A2 and the discriminant
   positive. *)
Lemma quadratic_root c a1 a2 rho : 0 < c -> 0 < rho -> a2 / rho - a1 / (rho * rho) = c -> 0 < 2 * a1 - a2 * rho ->
  0 < a1 /\ 0 < a2 /\ 0 < a2 * a2 - 4 * c * a1 /\
  let S := sqrt (a2 * a2 - 4 * c * a1) in rho = 2 * a1 / (a2 + S) /\ 2 * a1 - a2 * rho = S * rho.
Proof.
  intros Hc Hr E Sl.
  assert (Q : a2 * rho - a1 = c * (rho * rho)).
  { rewrite <- E. field. lra. }
  assert (S1 : 0 < a2 - 2 * c * rho).
  { apply (Rmult_lt_reg_r rho); [exact Hr|]. rewrite Rmult_0_l. nra. }
  assert (D : a2 * a2 - 4 * c * a1 = (a2 - 2 * c * rho) * (a2 - 2 * c * rho)) by nra.
  assert (SS : sqrt (a2 * a2 - 4 * c * a1) = a2 - 2 * c * rho) by (rewrite D; apply sqrt_square; lra).
  assert (CR : 0 < c * rho) by (apply Rmult_lt_0_compat; assumption).
  assert (P2 : 0 < a2) by lra. assert (P1 : 0 < a1) by nra.
  split; [exact P1|]. split; [exact P2|]. split; [rewrite D; apply Rmult_lt_0_compat; exact S1|].
  simpl. rewrite SS. split.
  - apply (Rmult_eq_reg_r (a2 + (a2 - 2 * c * rho))); [|lra]. field_simplify; [nra|lra].
  - nra.
Qed.

(* dT/dc at a spike (dg_root_rho). *)
Definition rho_dT_dc n w r rho : R := tau_mem * rho * (rho / (2 * A1 n w r rho - A2 n w r rho * rho)).

Theorem spike_in_closed_form n c w a T :
  0 < c -> neuron_time tau_mem tau_syn c n w a = Finite T -> 0 < membrane_slope (synapse_slope tau_mem tau_syn) n w a T ->
  let r := fun i => encoded (a i) in let rho := rho_of T in
  let a1 := A1 n w r rho in let a2 := A2 n w r rho in let S := sqrt (a2 * a2 - 4 * c * a1) in
  0 < a1 /\ 0 < a2 /\ 0 < S /\ rho = 2 * a1 / (a2 + S) /\ T = tau_mem * ln (2 * a1 / (a2 + S)) + t_ref /\
  rho_dT_dc n w r rho = tau_mem * rho / S /\ rho_dT_dc n w r rho = / membrane_slope (synapse_slope tau_mem tau_syn) n w a T.
Proof.
  intros Hc E Sl r rho a1 a2 S. assert (P := tau_positive). assert (R := rho_positive T). fold rho in R.
  assert (K := kernel_is_kernel_like tau_mem tau_syn P Hs).
  assert (V := first_spike_reaches _ _ K n c w a T Hc E). rewrite membrane_rho in V. fold r rho in V.
  rewrite (rho_membrane_sums n w r rho R) in V. fold a1 a2 in V. rewrite rho_slope in *. fold r rho a1 a2 in Sl |- *.
  assert (Sl' : 0 < 2 * a1 - a2 * rho).
  { assert (0 < tau_mem * (rho * rho)) by (apply Rmult_lt_0_compat; [exact P|apply Rmult_lt_0_compat; exact R]).
    apply (Rmult_lt_reg_r (/ (tau_mem * (rho * rho)))); [apply Rinv_0_lt_compat; assumption|]. rewrite Rmult_0_l. exact Sl. }
  destruct (quadratic_root c a1 a2 rho Hc R V Sl') as (P1 & P2 & D & F & G). fold S in F, G.
  assert (PS : 0 < S) by (apply sqrt_lt_R0; exact D).
  split; [exact P1|]. split; [exact P2|]. split; [exact PS|]. split; [exact F|]. split; [|split].
  - rewrite <- F. unfold rho, rho_of. rewrite ln_exp. field. lra.
  - unfold rho_dT_dc. fold a1 a2. rewrite G. field. lra.
  - unfold rho_dT_dc. fold a1 a2. field. lra.
Qed.

(* ---- gradients (dg_synapse_two, dg_target_backward_two) ------------------------------------------------------------- *)

(* k and tau_mem k' of one synapse, as computed from r, rho and y = 1/rho. *)
Definition rho_kernel (r : Rbar) (rho y : R) : R :=
  match r with Finite x => if Rlt_dec x rho then x * y * ((rho - x) * y) else 0 | _ => 0 end.
Definition rho_kernel_slope (r : Rbar) (rho y : R) : R :=
  match r with Finite x => if Rlt_dec x rho then x * y * ((2 * x - rho) * y) else 0 | _ => 0 end.

Definition rho_by_weight n c w r i : R :=
  match rho_spike n c w r with
  | Finite rho => - rho_dT_dc n w r rho * rho_kernel (r i) rho (1 / rho)
  | _ => 0
  end.
Definition rho_by_arrival n c w r i : R :=
  match rho_spike n c w r with
  | Finite rho => w i * (rho_dT_dc n w r rho * (1 / tau_mem)) * rho_kernel_slope (r i) rho (1 / rho)
  | _ => 0
  end.

Theorem rho_gradients n c w a i :
  0 < c -> neuron_settled tau_mem tau_syn c n w a ->
  rho_by_weight n c w (fun i => encoded (a i)) i = neuron_by_weight tau_mem tau_syn c n w a i /\
  rho_by_arrival n c w (fun i => encoded (a i)) i = neuron_by_arrival tau_mem tau_syn c n w a i.
Proof.
  intros Hc St. assert (P := tau_positive). unfold rho_by_weight, rho_by_arrival. rewrite rho_spike_is_the_spike by exact Hc.
  unfold neuron_by_weight, neuron_by_arrival, spike_by_weight, spike_by_arrival, neuron_settled, settled in *.
  fold (neuron_time tau_mem tau_syn c n w a) in *.
  destruct (neuron_time tau_mem tau_syn c n w a) as [T| |] eqn:E; simpl; try (split; reflexivity).
  destruct St as [Sl _]. destruct (spike_in_closed_form n c w a T Hc E Sl) as (_ & _ & _ & _ & _ & _ & D). simpl in D.
    rewrite D.
  assert (R := rho_positive T). set (m := membrane_slope _ n w a T) in *. split.
  - unfold response. destruct (a i) as [x| |]; simpl; try (field; lra).
    unfold synapse_kernel. destruct (Rle_dec (T - x) 0) as [L|L], (Rlt_dec (rho_of x) (rho_of T)) as [G|G]; try (field; lra).
    + apply <- rho_increasing in G. lra.
    + rewrite kernel_two, <- ratio. field. lra.
    + exfalso. apply G. apply -> rho_increasing. lra.
  - unfold response_slope. destruct (a i) as [x| |]; simpl; try (field; lra).
    destruct (Rlt_dec x T) as [L|L], (Rlt_dec (rho_of x) (rho_of T)) as [G|G]; try (field; lra).
    + unfold synapse_slope. destruct (Rle_dec (T - x) 0); [lra|]. unfold KernelSlope. rewrite kernel_two.
      replace (exp (- (T - x) / tau_syn)) with (exp (- (T - x) / tau_mem) * exp (- (T - x) / tau_mem)) by
        (rewrite <- exp_plus; f_equal; rewrite Two; field; lra).
      rewrite <- ratio. field. repeat split; lra.
    + exfalso. apply G. apply -> rho_increasing. exact L.
    + exfalso. apply L. apply <- rho_increasing. exact G.
Qed.

(* dL/dT = dL/drho rho/tau_mem, as T = tau_mem ln rho + t_ref. *)
Theorem rho_derivative (L : R -> R) T g : is_derive L (rho_of T) g -> is_derive (fun t => L (rho_of t))
  T (g * rho_of T / tau_mem).
Proof.
  intro H. assert (P := tau_positive). replace (g * rho_of T / tau_mem) with (rho_of T / tau_mem * g) by (field; lra).
  apply (is_derive_comp L rho_of); [exact H|]. unfold rho_of, Rdiv, Rminus. auto_derive; [exact I|]. ring.
Qed.

(* ---- networks ------------------------------------------------------------------------------------------------------- *)

(* A layer in rho: bias times are encoded once, delays are factors, rho of one layer is r of the next. *)
Definition rho_source (l : layer) (r : nat -> Rbar) (i : nat) : Rbar :=
  if (i <? inputs l)%nat then r i else encoded (bias_time l (i - inputs l)).
Definition rho_arrival (l : layer) p r j i : Rbar := delayed (rho_source l r i) (exp (shift l p j i / tau_mem)).
Definition rho_forward (l : layer) c p r j : Rbar := rho_spike (sources l) c (weight l p j) (rho_arrival l p r j).
Fixpoint rho_network (ls : list (layer * R)) p r : nat -> Rbar :=
  match ls with [] => r | (l, c) :: rest => rho_network rest (after l p) (rho_forward l c p r) end.

(* dg_layer_backward on rho. *)
Definition rho_source_gradient (l : layer) c p r (g : nat -> R) (i : nat) : R :=
  total (outputs l) (fun j => g j * rho_by_arrival (sources l) c (weight l p j) (rho_arrival l p r j) i).
Definition rho_layer_gradient (l : layer) c p r (g : nat -> R) (k : nat) : R :=
  if (k <? weights l)%nat then
    g (k / sources l)%nat * rho_by_weight (sources l) c (weight l p (k / sources l)) (rho_arrival l p r (k / sources l))
      (k mod sources l)
  else
    total (outputs l) (fun j => total (sources l) (fun i =>
      if same_slot l j i (k - weights l) then g j * rho_by_arrival (sources l) c (weight l p j) (rho_arrival l p r j)
        i else 0)) *
    slope l (p k).
Fixpoint rho_input_gradient (ls : list (layer * R)) p r g : nat -> R :=
  match ls with [] => g | (l, c) :: rest => rho_source_gradient l c p r (rho_input_gradient rest (after l p)
    (rho_forward l c p r) g) end.
Fixpoint rho_parameter_gradient (ls : list (layer * R)) p r g (k : nat) : R :=
  match ls with
  | [] => 0
  | (l, c) :: rest =>
      if (k <? parameters l)%nat then rho_layer_gradient l c p r (rho_input_gradient rest (after l p) (rho_forward l c p r) g) k
      else rho_parameter_gradient rest (after l p) (rho_forward l c p r) g (k - parameters l)
  end.

Definition encoded_all (x : nat -> Rbar) : nat -> Rbar := fun i => encoded (x i).
Definition proper (n : nat) (x : nat -> Rbar) : Prop := forall i, (i < n)%nat -> x i <> m_infty.

Lemma rho_spike_ext n c w r r' : (forall i, (i < n)%nat -> r i = r' i) -> rho_spike n c w r = rho_spike n c w r'.
Proof.
  intro H. apply Glb_Rbar_eqset. intro rho. unfold rho_membrane.
  rewrite (total_ext n _ (fun i => w i * rho_response (r' i) rho)) by (intros i Hi; rewrite (H i Hi); reflexivity). reflexivity.
Qed.

Lemma sums_ext n w r r' rho : (forall i, (i < n)%nat -> r i = r' i) -> A1 n w r rho = A1 n w r' rho /\
  A2 n w r rho = A2 n w r' rho.
Proof. intro H. split; apply total_ext; intros i Hi; rewrite (H i Hi); reflexivity. Qed.

Lemma rho_by_ext n c w r r' i : (i < n)%nat -> (forall i, (i < n)%nat -> r i = r' i) ->
  rho_by_weight n c w r i = rho_by_weight n c w r' i /\ rho_by_arrival n c w r i = rho_by_arrival n c w r' i.
Proof.
  intros Hi H. unfold rho_by_weight, rho_by_arrival. rewrite (rho_spike_ext n c w r r' H), (H i Hi).
  destruct (rho_spike n c w r') as [rho| |]; try (split; reflexivity). unfold rho_dT_dc.
  destruct (sums_ext n w r r' rho H) as [-> ->]. split; reflexivity.
Qed.

Section Layer.
Variables (l : layer) (c : R).
Hypothesis Hl : lif l tau_mem tau_syn c.

Lemma arrival_encoded p x j i : (i < sources l)%nat -> proper (inputs l) x ->
  rho_arrival l p (encoded_all x) j i = encoded (arrival l p x j i).
Proof.
  intros Hi Hx. destruct Hl as (_ & _ & _ & (_ & _ & B) & _). unfold rho_arrival, arrival.
  assert (S : source l x i <> m_infty).
  { unfold source. destruct (Nat.ltb_spec i (inputs l)); [apply Hx; assumption|]. apply B. unfold sources in Hi. lia. }
  rewrite delay_is_a_factor by exact S. f_equal. unfold rho_source, source, encoded_all.
  destruct (i <? inputs l)%nat; reflexivity.
Qed.

Theorem rho_forward_is_forward p x j : proper (inputs l) x -> rho_forward l c p (encoded_all x) j = encoded (forward l p x j).
Proof.
  intro Hx. assert (L := Hl). destruct L as (_ & _ & Hc & _ & E & _ & _). unfold rho_forward, forward. rewrite E.
  rewrite <- rho_spike_is_the_spike by exact Hc. apply rho_spike_ext. intros i Hi. apply arrival_encoded; assumption.
Qed.

Lemma forward_proper p x j : forward l p x j <> m_infty.
Proof.
  destruct Hl as (Hm & _ & Hc & _ & E & _ & _). unfold forward. rewrite E.
  apply (first_spike_proper _ _ (kernel_is_kernel_like tau_mem tau_syn Hm Hs)). exact Hc.
Qed.

Lemma rho_by_is_by p x j i : proper (inputs l) x -> (j < outputs l)%nat -> (i < sources l)%nat ->
  layer_settled l tau_mem tau_syn c p x ->
  rho_by_weight (sources l) c (weight l p j) (rho_arrival l p (encoded_all x) j) i = by_weight l j (weight l p j)
    (arrival l p x j) i /\
  rho_by_arrival (sources l) c (weight l p j) (rho_arrival l p (encoded_all x) j) i = by_arrival l j (weight l p j)
    (arrival l p x j) i.
Proof.
  intros Hx Hj Hi St. assert (L := Hl). destruct L as (_ & _ & Hc & _ & _ & E1 & E2). rewrite E1, E2.
  destruct (rho_gradients (sources l) c (weight l p j) (arrival l p x j) i Hc (St j Hj)) as [<- <-].
  apply rho_by_ext; [exact Hi|]. intros k Hk. apply arrival_encoded; assumption.
Qed.

Theorem rho_backward_is_backward p x g : proper (inputs l) x -> (0 < sources l)%nat -> layer_settled l tau_mem tau_syn c p x ->
  (forall i, (i < sources l)%nat -> rho_source_gradient l c p (encoded_all x) g i = source_gradient l p x g i) /\
  (forall k, (k < parameters l)%nat -> rho_layer_gradient l c p (encoded_all x) g k = layer_gradient l p x g k).
Proof.
  intros Hx Hn St. split.
  - intros i Hi. apply total_ext. intros j Hj. unfold arrival_term. rewrite (proj2 (rho_by_is_by p x j i Hx Hj Hi St)).
    reflexivity.
  - intros k Hk. unfold rho_layer_gradient, layer_gradient. destruct (Nat.ltb_spec k (weights l)) as [L|L].
    + unfold weight_gradient. rewrite (proj1 (rho_by_is_by p x (k / sources l) (k mod sources l) Hx
        ltac:(apply Nat.div_lt_upper_bound; unfold weights in L; lia) ltac:(apply Nat.mod_upper_bound; lia) St)). reflexivity.
    + f_equal. unfold delay_gradient. apply total_ext. intros j Hj. apply total_ext. intros i Hi. unfold arrival_term.
      destruct (same_slot l j i (k - weights l)); [|reflexivity].
      rewrite (proj2 (rho_by_is_by p x j i Hx Hj Hi St)). reflexivity.
Qed.
End Layer.

Lemma encoded_eq ls : forall p r r', (forall i, r i = r' i) -> rho_network ls p r = rho_network ls p r'.
Proof. intros p r r' E. f_equal. apply FunctionalExtensionality.functional_extensionality. exact E. Qed.

(* All layers with the same tau_mem = 2 tau_syn, each with its c. *)
Definition rho_layers (ls : list (layer * R)) : Prop := forall l c, In (l, c) ls -> lif l tau_mem tau_syn c.
Definition constants (ls : list (layer * R)) : list (R * R * R) := map (fun x => (tau_mem, tau_syn, snd x)) ls.

Lemma forward_all l c p x : lif l tau_mem tau_syn c -> proper (inputs l) x ->
  rho_forward l c p (encoded_all x) = encoded_all (forward l p x).
Proof.
  intros Hl Hx. apply FunctionalExtensionality.functional_extensionality. intro j. apply rho_forward_is_forward; assumption.
Qed.

(* Forward: the outputs are the encoded spike times. *)
Theorem rho_network_is_the_network ls : forall n m p x, rho_layers ls -> connected n (map fst ls) m -> proper n x ->
  forall j, rho_network ls p (encoded_all x) j = encoded (network (map fst ls) p x j).
Proof.
  induction ls as [|[l c] ls IH]; intros n m p x R C Hx j; simpl in *; [reflexivity|].
  destruct C as (<- & _ & _ & C). assert (Hl := R l c (or_introl eq_refl)). rewrite (forward_all l c p x Hl Hx).
  apply (IH (outputs l) m); [intros l' c' H; apply R; right; exact H|exact C|].
  intros i _. apply (forward_proper l c Hl).
Qed.

(* Backward: the gradients are the time domain's. *)
Theorem rho_network_gradients ls : forall n m p x g, rho_layers ls -> connected n (map fst ls) m -> proper n x ->
  network_settled (map fst ls) (constants ls) p x ->
  (forall i, (i < n)%nat -> rho_input_gradient ls p (encoded_all x) g i = input_gradient (map fst ls) p x g i) /\
  (forall k, (k < network_parameters (map fst ls))%nat ->
    rho_parameter_gradient ls p (encoded_all x) g k = parameter_gradient (map fst ls) p x g k).
Proof.
  induction ls as [|[l c] ls IH]; intros n m p x g R C Hx St; simpl in *; [split; reflexivity|].
  destruct C as (<- & Hn & W & C). destruct St as [S1 S2]. assert (Hl := R l c (or_introl eq_refl)).
  rewrite (forward_all l c p x Hl Hx).
  destruct (IH (outputs l) m (after l p) (forward l p x) g) as [I1 I2].
  { intros l' c' H. apply R. right. exact H. }
  { exact C. }
  { intros i _. apply (forward_proper l c Hl). }
  { exact S2. }
  set (h := rho_input_gradient ls (after l p) (encoded_all (forward l p x)) g) in *.
  set (h' := input_gradient (map fst ls) (after l p) (forward l p x) g) in *.
  destruct (rho_backward_is_backward l c Hl p x h Hx Hn S1) as [B1 B2]. split.
  - intros i Hi. rewrite B1 by (unfold sources; lia). apply total_ext. intros j Hj. unfold arrival_term. rewrite (I1 j Hj).
    reflexivity.
  - intros k Hk. destruct (Nat.ltb_spec k (parameters l)) as [L|L]; [|apply I2; lia].
    rewrite B2 by exact L. unfold layer_gradient. destruct (Nat.ltb_spec k (weights l)) as [L'|L'].
    + unfold weight_gradient. rewrite I1; [reflexivity|]. apply Nat.div_lt_upper_bound; [lia|]. unfold weights in L'. lia.
    + f_equal. apply total_ext. intros j Hj. apply total_ext. intros i Hi. unfold arrival_term. rewrite (I1 j Hj). reflexivity.
Qed.

End Rho.
