(* NetworkLayers.v: the networks that descriptors of delgrad.h stand for (SPEC 5, 6), with every delay kind, map and grouping;
   the gradient of a sample's and of a batch's loss (SPEC 4.3, 6.3, 7). *)
From Coq Require Import Reals ZArith Lia Lra List Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Sums Network NetworkSpike NetworkNeuron Sizes Losses Delays.
Import ListNotations.
Open Scope R_scope.

(* ---- from descriptors to layers ------------------------------------------------------------------------------------- *)

Section Descriptor.
Variable never : R. (* DG_NEVER: the number of a spike that does not come *)

Definition time_of (x : R) : Rbar := if Rlt_dec x never then Finite x else p_infty.

Definition threshold_of (neuron : dg_neuron) : R := dg_neuron_g_leak neuron * (dg_neuron_threshold neuron - dg_neuron_e_leak
  neuron).

Definition layer_of (d : dg_layer) : layer :=
  let n := (Z.to_nat (dg_layer_inputs d) + Z.to_nat (dg_layer_biases d))%nat in
  let tau_mem := dg_neuron_tau_mem (dg_layer_neuron d) in
  let tau_syn := dg_neuron_tau_syn (dg_layer_neuron d) in
  let c := threshold_of (dg_layer_neuron d) in
  {| inputs := Z.to_nat (dg_layer_inputs d); biases := Z.to_nat (dg_layer_biases d); outputs := Z.to_nat (dg_layer_outputs d);
     delays := Z.to_nat (delays_of d);
     bias_time := fun b => time_of (dg_layer_bias_times d (Z.of_nat b));
     slot := fun j i => if Z.eq_dec (dg_delay_kind (dg_layer_delay d)) DG_DELAY_NONE then None
                        else Some (Z.to_nat (delay_index d (Z.of_nat i) (Z.of_nat j)));
     delay := delay_value (dg_layer_delay d); slope := delay_slope (dg_layer_delay d);
     neuron := fun _ => neuron_time tau_mem tau_syn c n;
     by_weight := fun _ => neuron_by_weight tau_mem tau_syn c n;
     by_arrival := fun _ => neuron_by_arrival tau_mem tau_syn c n |}.

Definition admitted (d : dg_layer) : Prop := admitted_sizes d /\ admitted_groups d /\ Neuron (dg_layer_neuron d).

Lemma layer_of_lif d : admitted d ->
  lif (layer_of d) (dg_neuron_tau_mem (dg_layer_neuron d)) (dg_neuron_tau_syn (dg_layer_neuron d))
    (threshold_of (dg_layer_neuron d)).
Proof.
  intros (S & G & N). unfold Neuron in N. destruct N as (Hm & Hs & Hg & Ht).
  assert (Sources : Z.of_nat (Z.to_nat (dg_layer_inputs d) + Z.to_nat (dg_layer_biases d)) = sources_of d)
    by (unfold sources_of, admitted_sizes in *; lia).
  split; [lra|]. split; [lra|]. split; [apply Rmult_lt_0_compat; lra|].
  split; [|repeat split; reflexivity]. split; [|split].
  - intros j i q Hj Hi E. cbn in *. destruct (Z.eq_dec (dg_delay_kind (dg_layer_delay d)) DG_DELAY_NONE) as [|K];
    [discriminate|].
    injection E as <-. unfold sources in Hi. cbn in Hi.
    assert (A := delay_index_range d (Z.of_nat i) (Z.of_nat j) S G K ltac:(lia) ltac:(unfold admitted_sizes in S; lia)). lia.
  - intro p. apply delay_derive.
  - intros b _. cbn. unfold time_of. destruct (Rlt_dec _ never); discriminate.
Qed.

(* The layer's parameters are as many as the library counts. *)
Theorem layer_of_parameters d : admitted d ->
  Z.of_nat (sources (layer_of d)) = sources_of d /\ Z.of_nat (parameters (layer_of d)) = (weights_of d + delays_of d)%Z.
Proof.
  intros (S & G & _). destruct (delays_of_nonneg d S G) as [W D]. unfold parameters, weights, sources. cbn.
  unfold admitted_sizes, weights_of, sources_of in *. split; [lia|]. rewrite Nat2Z.inj_add, Nat2Z.inj_mul, Nat2Z.inj_add.
  rewrite !Z2Nat.id by lia. ring.
Qed.

(* All layers of a network, in order. *)
Definition layers_of (net : dg_network) : list layer :=
  map (fun l => layer_of (dg_network_layers net (Z.of_nat l))) (seq 0 (Z.to_nat (dg_network_depth net))).
Definition constants_of (net : dg_network) : list (R * R * R) :=
  map (fun l => let x := dg_layer_neuron (dg_network_layers net (Z.of_nat l)) in
                (dg_neuron_tau_mem x, dg_neuron_tau_syn x, threshold_of x)) (seq 0 (Z.to_nat (dg_network_depth net))).

(* What dg_network_check admits (SPEC 2.3). *)
Definition admitted_descriptor (net : dg_network) : Prop :=
  (1 <= dg_network_inputs net)%Z /\ (1 <= dg_network_multiplex net)%Z /\ (1 <= dg_network_depth net)%Z /\
  (forall l, (0 <= l < dg_network_depth net)%Z -> admitted (dg_network_layers net l)) /\
  dg_layer_inputs (dg_network_layers net 0) = (dg_network_inputs net * dg_network_multiplex net)%Z /\
  chained (dg_network_layers net) (dg_network_depth net).

Lemma layers_of_lif net : admitted_descriptor net -> lif_network (layers_of net) (constants_of net).
Proof.
  intros (_ & _ & Hd & A & _). unfold lif_network, layers_of, constants_of.
  assert (H : forall k first, (Z.of_nat first + Z.of_nat k <= dg_network_depth net)%Z ->
    Forall2 (fun l x => lif l (fst (fst x)) (snd (fst x)) (snd x))
      (map (fun l => layer_of (dg_network_layers net (Z.of_nat l))) (seq first k))
      (map (fun l => let x := dg_layer_neuron (dg_network_layers net (Z.of_nat l)) in
        (dg_neuron_tau_mem x, dg_neuron_tau_syn x, threshold_of x)) (seq first k))).
  { induction k; intros first H; simpl; constructor.
    - apply layer_of_lif. apply A. lia.
    - apply IHk. lia. }
  apply (H _ 0%nat). lia.
Qed.

Lemma layers_of_connected net : admitted_descriptor net ->
  connected (Z.to_nat (dg_network_inputs net) * Z.to_nat (dg_network_multiplex net)) (layers_of net)
    (Z.to_nat (output_count net)).
Proof.
  intros (Hi & Hk & Hd & A & F & C). unfold layers_of.
  assert (H : forall k first m, (0 < k)%nat -> (Z.of_nat first + Z.of_nat k = dg_network_depth net)%Z ->
    m = Z.to_nat (dg_layer_inputs (dg_network_layers net (Z.of_nat first))) ->
    connected m (map (fun l => layer_of (dg_network_layers net (Z.of_nat l))) (seq first k)) (Z.to_nat (output_count net))).
  { induction k; intros first m Hk' H E; [lia|]. assert (Ad := A (Z.of_nat first) ltac:(lia)). cbn [seq map connected].
    split; [cbn; congruence|]. split; [unfold sources; cbn; destruct Ad as (S & _); unfold admitted_sizes in S; lia|].
    split; [apply (layer_of_lif _ Ad)|].
    destruct k.
    - cbn. unfold output_count. f_equal. f_equal. f_equal. lia.
    - apply IHk; [lia|lia|]. cbn [outputs layer_of]. rewrite (C (Z.of_nat (S first))) by lia. f_equal. f_equal. f_equal. lia. }
  apply (H _ 0%nat); [lia|lia|]. cbn [Z.of_nat]. rewrite F, Z2Nat.inj_mul by lia. reflexivity.
Qed.

Theorem layers_of_parameters net : admitted_descriptor net ->
  Z.of_nat (network_parameters (layers_of net)) = parameter_count net.
Proof.
  intros (_ & _ & Hd & A & _). unfold layers_of, parameter_count.
  assert (N : forall k first, (Z.of_nat first + Z.of_nat k <= dg_network_depth net)%Z ->
    (parameters_in (dg_network_layers net) (Z.of_nat first) +
     Z.of_nat (network_parameters (map (fun l => layer_of (dg_network_layers net (Z.of_nat l))) (seq first k))) =
     parameters_in (dg_network_layers net) (Z.of_nat (first + k)))%Z).
  { induction k; intros first H; cbn [seq map network_parameters].
    - rewrite Nat.add_0_r. lia.
    - rewrite Nat2Z.inj_add. destruct (layer_of_parameters _ (A (Z.of_nat first) ltac:(lia))) as [_ ->].
      specialize (IHk (S first) ltac:(lia)). replace (first + S k)%nat with (S first + k)%nat by lia. rewrite <- IHk.
      rewrite (parameters_in_unfold _ (Z.of_nat (S first))). destruct (Z_le_dec (Z.of_nat (S first)) 0); [lia|].
      replace (Z.of_nat (S first) - 1)%Z with (Z.of_nat first) by lia. ring. }
  assert (B := N (Z.to_nat (dg_network_depth net)) 0%nat ltac:(lia)). cbn [Nat.add] in B. rewrite Z2Nat.id in B by lia.
  rewrite <- B. reflexivity.
Qed.

(* ---- one sample ----------------------------------------------------------------------------------------------------- *)

(* Output times of a sample with input times t; parameters are one array (SPEC 6.1, 6.2). *)
Definition outputs_of (net : dg_network) (p : nat -> R) (t : nat -> Rbar) : nat -> Rbar :=
  network (layers_of net) p (multiplexed (Z.to_nat (dg_network_multiplex net)) t).
(* What the backward pass makes of dL/dT of the outputs: the gradient by the parameters. *)
Definition gradient_of (net : dg_network) (p : nat -> R) (t : nat -> Rbar) (g : nat -> R) : nat -> R :=
  snd (backward (layers_of net) p (multiplexed (Z.to_nat (dg_network_multiplex net)) t) g (fun _ => 0)).
(* No causal set changes: every neuron is silent, or crosses upwards while nothing arrives. *)
Definition sample_settled (net : dg_network) (p : nat -> R) (t : nat -> Rbar) : Prop :=
  network_settled (layers_of net) (constants_of net) p (multiplexed (Z.to_nat (dg_network_multiplex net)) t).

Lemma gradient_of_is net p t g k :
  gradient_of net p t g k = parameter_gradient (layers_of net) p (multiplexed (Z.to_nat (dg_network_multiplex net)) t) g k.
Proof. unfold gradient_of. rewrite (proj2 (backward_is_gradient _ _ _ _ _)). ring. Qed.

(* Along a curve of parameters. *)
Theorem sample_gradient net L g (pu : R -> nat -> R) (t : nat -> Rbar) s (p' : nat -> R) :
  admitted_descriptor net -> sample_settled net (pu s) t -> (forall i, t i <> m_infty) ->
  loss_gradient (Z.to_nat (output_count net)) L (outputs_of net (pu s) t) g ->
  (forall q, (q < Z.to_nat (parameter_count net))%nat -> is_derive (fun u => pu u q) s (p' q)) ->
  is_derive (fun u => L (outputs_of net (pu u) t)) s
    (total (Z.to_nat (parameter_count net)) (fun q => gradient_of net (pu s) t g q * p' q)).
Proof.
  intros A S Ht HL Hp. assert (P := layers_of_parameters net A).
  assert (E : Z.to_nat (parameter_count net) = network_parameters (layers_of net)) by lia. rewrite E in *.
  assert (Hk : (0 < Z.to_nat (dg_network_multiplex net))%nat) by (destruct A as (_ & A & _); lia).
  assert (D := network_gradient (layers_of net) (Z.to_nat (dg_network_inputs net)) (Z.to_nat (dg_network_multiplex net))
    (Z.to_nat (output_count net)) L g pu (fun _ => t) s p' (fun _ => 0) Hk (layers_of_connected net A)
    (lif_all_regular _ _ _ _ (layers_of_lif net A) S) HL Hp (fun i _ => derives_const (t i) s (Ht i))).
  rewrite (total_zero (Z.to_nat (dg_network_inputs net))), Rplus_0_r in D by (intros; ring).
  match goal with |- is_derive _ _ ?x => match type of D with is_derive _ _ ?y => replace x with y; [exact D|] end end.
  apply total_ext. intros q _. rewrite gradient_of_is. reflexivity.
Qed.

(* ---- linearity of the backward pass --------------------------------------------------------------------------------- *)

Lemma source_gradient_scal l p x c g i : source_gradient l p x (fun j => c * g j) i = c * source_gradient l p x g i.
Proof. unfold source_gradient, arrival_term. rewrite <- total_scal. apply total_ext. intros; ring. Qed.

Lemma source_gradient_ext l p x g h i : (forall j, g j = h j) -> source_gradient l p x g i = source_gradient l p x h i.
Proof. intro E. apply total_ext. intros j _. unfold arrival_term. rewrite E. reflexivity. Qed.

Lemma layer_gradient_scal l p x c g k : layer_gradient l p x (fun j => c * g j) k = c * layer_gradient l p x g k.
Proof.
  unfold layer_gradient, weight_gradient, delay_gradient, arrival_term. destruct (k <? weights l)%nat; [ring|].
  rewrite <- Rmult_assoc. f_equal. rewrite <- total_scal. apply total_ext. intros j _. rewrite <- total_scal. apply total_ext.
  intros i _. destruct (same_slot l j i (k - weights l)); ring.
Qed.

Lemma layer_gradient_ext l p x g h k : (forall j, g j = h j) -> layer_gradient l p x g k = layer_gradient l p x h k.
Proof. intro E. f_equal. apply FunctionalExtensionality.functional_extensionality. exact E. Qed.

Lemma input_gradient_scal ls : forall p x c g i, input_gradient ls p x (fun j => c * g j) i = c * input_gradient ls p x g i.
Proof.
  induction ls as [|l ls IH]; intros p x c g i; cbn [input_gradient]; [reflexivity|].
  rewrite <- source_gradient_scal. apply source_gradient_ext. intro j. apply IH.
Qed.

Lemma parameter_gradient_scal ls : forall p x c g k,
  parameter_gradient ls p x (fun j => c * g j) k = c * parameter_gradient ls p x g k.
Proof.
  induction ls as [|l ls IH]; intros p x c g k; cbn [parameter_gradient]; [ring|].
  destruct (k <? parameters l)%nat; [|apply IH].
  rewrite <- layer_gradient_scal. apply layer_gradient_ext. intro j. apply input_gradient_scal.
Qed.

Theorem gradient_of_scal net p t c g k : gradient_of net p t (fun j => c * g j) k = c * gradient_of net p t g k.
Proof. rewrite !gradient_of_is. apply parameter_gradient_scal. Qed.

(* ---- a batch -------------------------------------------------------------------------------------------------------- *)

(* The loss of a batch is the mean over its samples, plus the delay term (MODEL 3). *)
Definition batch_loss (net : dg_network) (N : nat) (t : nat -> nat -> Rbar) (L : nat -> (nat -> Rbar) -> R) (p : nat ->
  R) : R :=
  total N (fun n => L n (outputs_of net p (t n))) / INR N.

(* dL/dT of each sample is divided by the batch size first; samples are added in chunks and lanes of any width 2^k (SPEC 6.3).
   *)
Definition batch_gradient (net : dg_network) (k j N : nat) (t : nat -> nat -> Rbar) (g : nat -> nat -> R) (p : nat ->
  R) (q : nat) : R :=
  total (chunk_count (2 ^ k) N) (fun c => lane_sum k j (fun l =>
    if (c * 2 ^ k + l <? N)%nat then gradient_of net p (t (c * 2 ^ k + l)%nat) (fun j => g (c * 2 ^ k + l)%nat j / INR N)
      q else 0)).

Theorem batch_gradient_is_the_gradient net k j N t L g (pu : R -> nat -> R) s (p' : nat -> R) :
  admitted_descriptor net -> (j <= k)%nat -> (0 < N)%nat ->
  (forall n, (n < N)%nat -> sample_settled net (pu s) (t n) /\ (forall i, t n i <> m_infty) /\
    loss_gradient (Z.to_nat (output_count net)) (L n) (outputs_of net (pu s) (t n)) (g n)) ->
  (forall q, (q < Z.to_nat (parameter_count net))%nat -> is_derive (fun u => pu u q) s (p' q)) ->
  is_derive (fun u => batch_loss net N t L (pu u)) s
    (total (Z.to_nat (parameter_count net)) (fun q => batch_gradient net k j N t g (pu s) q * p' q)).
Proof.
  intros A Hj HN H Hp.
  replace (total (Z.to_nat (parameter_count net)) (fun q => batch_gradient net k j N t g (pu s) q * p' q)) with
    (/ INR N * total N (fun n => total (Z.to_nat (parameter_count net)) (fun q => gradient_of net (pu s) (t n) (g n)
      q * p' q))).
  - unfold batch_loss. apply is_derive_ext with (f := fun u => / INR N * total N (fun n => L n (outputs_of net (pu u) (t n)))).
    { intro u. apply Rmult_comm. }
    apply is_derive_scal. apply (is_derive_total N (fun n u => L n (outputs_of net (pu u) (t n)))).
    intros n Hn. destruct (H n Hn) as (S & T & G). apply sample_gradient; assumption.
  - rewrite total_swap, <- total_scal. apply total_ext. intros q _. unfold batch_gradient.
    rewrite (batch_sum k j N (fun n => gradient_of net (pu s) (t n) (fun i => g n i / INR N) q) Hj).
    rewrite <- total_scal_r, <- total_scal. apply total_ext. intros n _.
    replace (gradient_of net (pu s) (t n) (fun i => g n i / INR N) q) with (/ INR N * gradient_of net (pu s) (t n) (g n) q);
      [ring|].
    rewrite <- gradient_of_scal, !gradient_of_is. f_equal. apply FunctionalExtensionality.functional_extensionality. intro i.
    apply Rmult_comm.
Qed.

(* ---- the delay term over all layers (dg_delay_loss, SPEC 7.4) ------------------------------------------------------- *)

(* What is squared, d or its parameter, and its derivative. *)
Definition term_value (of_parameters : bool) (l : layer) (p : R) : R := if of_parameters then p else delay l p.
Definition term_slope (of_parameters : bool) (l : layer) (p : R) : R := if of_parameters then 1 else slope l p.
Fixpoint delay_squares (b : bool) (ls : list layer) (p : nat -> R) : R :=
  match ls with
  | [] => 0
  | l :: rest =>
      total (delays l) (fun q => term_value b l (p (weights l + q)%nat) * term_value b l (p (weights l + q)%nat)) +
      delay_squares b rest (after l p)
  end.
Fixpoint delay_slopes (b : bool) (ls : list layer) (p : nat -> R) (k : nat) : R :=
  match ls with
  | [] => 0
  | l :: rest =>
      if (k <? weights l)%nat then 0
      else if (k <? parameters l)%nat then 2 * term_value b l (p k) * term_slope b l (p k)
      else delay_slopes b rest (after l p) (k - parameters l)
  end.

Lemma term_value_derive b l p : well_formed l -> is_derive (term_value b l) p (term_slope b l p).
Proof. intros (_ & D & _). unfold term_value, term_slope. destruct b; [apply @is_derive_id|apply D]. Qed.

Theorem delay_squares_derive b ls : forall n m (pu : R -> nat -> R) s (p' : nat -> R),
  connected n ls m -> (forall k, (k < network_parameters ls)%nat -> is_derive (fun u => pu u k) s (p' k)) ->
  is_derive (fun u => delay_squares b ls (pu u)) s (total (network_parameters ls) (fun k => delay_slopes b ls (pu s) k * p' k)).
Proof.
  induction ls as [|l ls IH]; intros n m pu s p' C Hp; cbn [delay_squares network_parameters]; [apply @is_derive_const|].
  destruct C as (_ & _ & W & C). rewrite total_split. unfold parameters at 1. rewrite total_split.
  rewrite (total_zero (weights l)), Rplus_0_l.
  - apply (is_derive_plus (fun u => total (delays l) (fun q => term_value b l (pu u (weights l + q)%nat) *
      term_value b l (pu u (weights l + q)%nat))) (fun u => delay_squares b ls (after l (pu u)))).
    + apply (is_derive_total (delays l) (fun q u => term_value b l (pu u (weights l + q)%nat)
      * term_value b l (pu u (weights l + q)%nat))).
      intros q Hq. cbn [delay_slopes]. unfold parameters.
      destruct (Nat.ltb_spec (weights l + q) (weights l)); [lia|]. destruct (Nat.ltb_spec (weights l + q) (weights l +
        delays l)); [|lia].
      set (v := term_value b l). set (x := pu s (weights l + q)%nat).
      replace (2 * v x * term_slope b l x * p' (weights l + q)%nat) with
        (p' (weights l + q)%nat * (term_slope b l x * v x + v x * term_slope b l x)) by ring.
      apply (is_derive_comp (fun y => v y * v y) (fun u => pu u (weights l + q)%nat)); [|apply Hp; cbn [network_parameters];
        unfold parameters; lia].
      apply (is_derive_mult v v); [apply term_value_derive; exact W|apply term_value_derive; exact W|intros; apply Rmult_comm].
    + assert (D := IH (outputs l) m (fun u => after l (pu u)) s (fun k => p' (parameters l + k)%nat) C).
      match type of D with _ -> is_derive _ _ ?x => match goal with |- is_derive _ _ ?y => replace y with x end end.
      * apply D. intros k Hk. unfold after. apply Hp. cbn [network_parameters]. lia.
      * apply total_ext. intros k Hk. cbn [delay_slopes]. destruct (Nat.ltb_spec (parameters l + k) (weights l));
        [unfold parameters in *; lia|].
        destruct (Nat.ltb_spec (parameters l + k) (parameters l)); [lia|].
        replace (parameters l + k - parameters l)%nat with k by lia. reflexivity.
  - intros k Hk. cbn [delay_slopes]. apply Nat.ltb_lt in Hk. rewrite Hk. ring.
Qed.

(* ---- dg_gradient: the loss of a batch and its gradient -------------------------------------------------------------- *)

Section Batch.
Variables (net : dg_network) (loss : dg_loss) (N : nat) (t : nat -> nat -> Rbar) (label : nat -> nat).
Let outputs_n := Z.to_nat (output_count net).
Let tau_syn := dg_neuron_tau_syn (dg_layer_neuron (dg_network_layers net (dg_network_depth net - 1))).
Let by_parameters : bool := if Z.eq_dec (dg_loss_delay_parameters loss) 0 then false else true.
Let scale : R := dg_loss_delay_alpha loss / IZR (delay_count net).

(* The losses of the samples: L n is that of complete samples, DG_LOSS_MISSING otherwise. *)
Variable L : nat -> (nat -> Rbar) -> R.
Hypothesis HL : forall n, (n < N)%nat -> counts_as loss tau_syn outputs_n (label n) never (L n).

(* Mean over samples, and regularisers (MODEL 3). *)
Definition total_loss (p : nat -> R) : R := batch_loss net N t L p + scale * delay_squares by_parameters (layers_of net) p.

(* dL/dT of a sample (dg_sample_loss): zero where it is not complete. *)
Definition output_gradient (complete_sample : bool) (T : nat -> Rbar) (n : nat) (j : nat) : R :=
  if complete_sample then sample_slope loss tau_syn (numbers never T) 1 (Z.of_nat outputs_n) (Z.of_nat (label n))
    never (Z.of_nat j) else 0.

(* The gradient that dg_gradient returns, for any width 2^k: chunks, lanes and the delay term. whole says which samples are
   complete. *)
Definition total_gradient (k j : nat) (whole : nat -> bool) (p : nat -> R) (q : nat) : R :=
  batch_gradient net k j N t (fun n => output_gradient (whole n) (outputs_of net p (t n)) n) p q +
  scale * delay_slopes by_parameters (layers_of net) p q.

Theorem total_gradient_is_the_gradient k j whole (pu : R -> nat -> R) s (p' : nat -> R) :
  admitted_descriptor net -> (j <= k)%nat -> (0 < N)%nat ->
  (dg_loss_kind loss = DG_LOSS_CROSS_ENTROPY -> dg_loss_xi loss * tau_syn <> 0) ->
  (forall n, (n < N)%nat -> (label n < outputs_n)%nat /\ sample_settled net (pu s) (t n) /\ (forall i, t n i <> m_infty) /\
    (forall i x, (i < outputs_n)%nat -> outputs_of net (pu s) (t n) i = Finite x -> x < never) /\
    (whole n = true <-> is_complete loss outputs_n (label n) (outputs_of net (pu s) (t n)))) ->
  (forall q, (q < Z.to_nat (parameter_count net))%nat -> is_derive (fun u => pu u q) s (p' q)) ->
  is_derive (fun u => total_loss (pu u)) s
    (total (Z.to_nat (parameter_count net)) (fun q => total_gradient k j whole (pu s) q * p' q)).
Proof.
  intros A Hj HN X H Hp. unfold total_loss, total_gradient.
  replace (total _ _) with
    (total (Z.to_nat (parameter_count net)) (fun q =>
       batch_gradient net k j N t (fun n => output_gradient (whole n) (outputs_of net (pu s) (t n)) n) (pu s) q * p' q) +
     scale * total (Z.to_nat (parameter_count net)) (fun q => delay_slopes by_parameters (layers_of net) (pu s) q * p' q)).
  - apply (is_derive_plus (fun u => batch_loss net N t L (pu u)) (fun u => scale * delay_squares by_parameters (layers_of
    net) (pu u))).
    + apply (batch_gradient_is_the_gradient net k j N t L); try assumption.
      intros n Hn. destruct (H n Hn) as (Hl & S & T & F & W). split; [exact S|]. split; [exact T|].
      unfold output_gradient. destruct (whole n).
      * apply sample_loss_gradient; try assumption; [apply HL; exact Hn|apply W; reflexivity].
      * apply (missing_sample_gradient loss tau_syn outputs_n (label n) never); [exact Hl|apply HL; exact Hn|].
        intro B. apply W in B. discriminate.
    + apply is_derive_scal. assert (P := layers_of_parameters net A).
      replace (Z.to_nat (parameter_count net)) with (network_parameters (layers_of net)) in * by lia.
      apply (delay_squares_derive _ _ _ _ pu s p' (layers_of_connected net A)). exact Hp.
  - rewrite <- total_scal, <- total_plus. apply total_ext. intros; ring.
Qed.

(* One parameter moves. *)
Theorem total_partial_derivative k j whole (p : nat -> R) q :
  admitted_descriptor net -> (j <= k)%nat -> (0 < N)%nat ->
  (dg_loss_kind loss = DG_LOSS_CROSS_ENTROPY -> dg_loss_xi loss * tau_syn <> 0) ->
  (forall n, (n < N)%nat -> (label n < outputs_n)%nat /\ sample_settled net p (t n) /\ (forall i, t n i <> m_infty) /\
    (forall i x, (i < outputs_n)%nat -> outputs_of net p (t n) i = Finite x -> x < never) /\
    (whole n = true <-> is_complete loss outputs_n (label n) (outputs_of net p (t n)))) ->
  (q < Z.to_nat (parameter_count net))%nat ->
  is_derive (fun u => total_loss (with_parameter p q u)) (p q) (total_gradient k j whole p q).
Proof.
  intros A Hj HN X H Hq.
  generalize (total_gradient_is_the_gradient k j whole (fun u => with_parameter p q u) (p q)
    (fun i => if (i =? q)%nat then 1 else 0) A Hj HN X).
  rewrite with_parameter_same. intro B. specialize (B H (fun i _ => with_parameter_derive p q (p q) i)).
  rewrite (total_single _ q) in B; [|exact Hq|intros i _ Hi; destruct (Nat.eqb_spec i q); [congruence|ring]].
  rewrite Nat.eqb_refl, Rmult_1_r in B. exact B.
Qed.
End Batch.

End Descriptor.
