(* NetworkChunk.v: what the contract of dg_network_backward says it adds for a chunk (proofs/acsl/network_gradient.h), to the places
   of each layer's weights and delays, is the gradient of the network of NetworkLayers.v (SPEC 4.3, 6.3). *)
From Coq Require Import Reals ZArith Lia Lra List Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import NeuronDefs Facts_layer Sums Network NetworkSpike NetworkNeuron RhoDomain Sizes Losses Delays
  NetworkLayers Lanes Facts_first_spikes LayerGradient NetworkLayerGradient NetworkPasses Facts_network_gradient.
Import ListNotations.
Open Scope R_scope.

(* The passes of all layers over arrays of a network; g_out of a layer is the rates of the layer above. *)
Definition rates_at (layers : Z -> dg_layer) (depth : Z) (parameters delays states g : Z -> R) (l : Z) : Z -> R :=
  fun y => RateInto layers depth parameters delays states g l (y / DG_WIDTH) (y mod DG_WIDTH).
Definition passes_of (layers : Z -> dg_layer) (depth : Z) (parameters delays states g : Z -> R) (first many : nat) :
    list (dg_layer * chunk) :=
  map (fun m => let l := Z.of_nat m in
    (layers l, pass_of layers parameters delays states (rates_at layers depth parameters delays states g (l + 1)) l))
    (seq first many).

Lemma rates_at_row layers depth parameters delays states g l j x : (0 <= x < DG_WIDTH)%Z ->
  rates_at layers depth parameters delays states g l (j * DG_WIDTH + x) =
  RateInto layers depth parameters delays states g l j x.
Proof.
  intro H. unfold rates_at. rewrite Z.div_add_l, Z.div_small, Z.add_0_r by (unfold DG_WIDTH in *; lia).
  rewrite Z.add_comm, Z.mod_add, Z.mod_small by (unfold DG_WIDTH in *; lia). reflexivity.
Qed.

Section Layer.
Variables (never : R) (layers : Z -> dg_layer) (depth : Z) (parameters delays states g : Z -> R) (l : Z).
Let a : chunk := pass_of layers parameters delays states (rates_at layers depth parameters delays states g (l + 1)) l.

(* What the pass of a layer hands on and adds is what the network's backward pass does. *)
Lemma pass_rates i x : (l < depth)%Z -> (x < width)%nat ->
  rates_of (layers l) a x i = RateInto layers depth parameters delays states g l (Z.of_nat i) (Z.of_nat x).
Proof.
  intros L Hx. unfold RateInto, targets_in. destruct (Z_lt_dec l depth); [|lia]. rewrite NetworkRate_sum by lia.
  apply Sum_ext. intros j _. unfold RhoArrivalOf, rate_term, RateTerm, a, pass_of.
  cbn [chunk_w chunk_shift chunk_src chunk_out chunk_dT_dc chunk_g_out].
  rewrite rates_at_row by (unfold width in Hx; lia). reflexivity.
Qed.

Lemma pass_weight j i :
  WeightGradient 0 (layers l) (chunk_shift a) (chunk_src a) (chunk_out a) (chunk_dT_dc a) (chunk_g_out a) j i DG_WIDTH =
  NetworkWeight 0 layers depth parameters delays states g l j i DG_WIDTH.
Proof.
  apply Sum_ext. intros x Hx. unfold RhoWeightOf, RhoByWeight, NetworkWeight_term, CutTerm, a, pass_of.
  cbn [chunk_w chunk_shift chunk_src chunk_out chunk_dT_dc chunk_g_out]. rewrite rates_at_row by exact Hx. reflexivity.
Qed.

Lemma pass_delay d :
  DelayGradient (tau_mem_of (layers l)) (layers l) (chunk_w a) (chunk_shift a) (chunk_src a) (chunk_out a) (chunk_dT_dc a)
    (chunk_g_out a) (dg_layer_outputs (layers l)) d =
  NetworkDelay layers depth parameters delays states g l (dg_layer_outputs (layers l)) d.
Proof.
  apply Sum_ext. intros j _. unfold TargetGradient, NetworkTarget. apply Sum_ext. intros i _.
  destruct (Z.eq_dec _ d); [|reflexivity]. apply Sum_ext. intros x Hx. unfold RhoArrivalOf, rate_term, RateTerm, a, pass_of.
  cbn [chunk_w chunk_shift chunk_src chunk_out chunk_dT_dc chunk_g_out]. rewrite rates_at_row by exact Hx. reflexivity.
Qed.
End Layer.

(* What dg_network_backward ensures of the places of layer l, without a cut, and dg_batch_finish makes of those of its delays. *)
Definition layer_added (net : dg_network) (parameters delays states g : Z -> R) (p : nat -> R) (added : Z -> R) (l : Z) : Prop :=
  let layers := dg_network_layers net in
  let depth := dg_network_depth net in
  (forall j i, (0 <= j < dg_layer_outputs (layers l))%Z -> (0 <= i < sources_of (layers l))%Z ->
    added (parameters_in layers l + (j * sources_of (layers l) + i))%Z =
    NetworkWeight 0 layers depth parameters delays states g l j i DG_WIDTH) /\
  (forall d, (0 <= d < delays_of (layers l))%Z ->
    let place := (parameters_in layers l + weights_of (layers l) + d)%Z in
    added place = NetworkDelay layers depth parameters delays states g l (dg_layer_outputs (layers l)) d *
      delay_slope (dg_layer_delay (layers l)) (p (Z.to_nat place))).

Section Net.
Variables (never : R) (net : dg_network) (parameters delays states g : Z -> R).
Let layers := dg_network_layers net.
Let depth := dg_network_depth net.
Hypothesis net_admitted : admitted_descriptor net.

Lemma layer_admitted l : (0 <= l < depth)%Z -> admitted (layers l).
Proof. apply net_admitted. Qed.

Lemma parameters_next l : (0 <= l)%Z ->
  parameters_in layers (l + 1) = (parameters_in layers l + weights_of (layers l) + delays_of (layers l))%Z.
Proof.
  intro H. rewrite (parameters_in_unfold layers (l + 1)). destruct (Z_le_dec (l + 1) 0); [lia|].
  replace (l + 1 - 1)%Z with l by lia. reflexivity.
Qed.

Lemma parameters_in_positive m : (Z.of_nat m <= depth)%Z -> (0 <= parameters_in layers (Z.of_nat m))%Z.
Proof.
  induction m; intro H; [cbn; lia|]. rewrite Nat2Z.inj_succ, <- Z.add_1_r, parameters_next by lia.
  destruct (layer_admitted (Z.of_nat m) ltac:(lia)) as (S & G & _).
  destruct (delays_of_nonneg _ S G) as [W D]. specialize (IHm ltac:(lia)). lia.
Qed.

Lemma passes_add added many : forall first p whole,
  (forall q, p q = whole (Z.to_nat (parameters_in layers (Z.of_nat first)) + q)%nat) ->
  (Z.of_nat first + Z.of_nat many <= depth)%Z ->
  (forall l, (0 <= l < depth)%Z -> layer_added net parameters delays states g whole added l) ->
  forall q, (q < network_parameters (layers_passed never (passes_of layers depth parameters delays states g first many)))%nat ->
    passes_gradient never (passes_of layers depth parameters delays states g first many) p q =
    added (parameters_in layers (Z.of_nat first) + Z.of_nat q)%Z.
Proof.
  induction many; intros first p whole P H A q Hq; [cbn in Hq; lia|].
  set (l := Z.of_nat first) in *. destruct (layer_of_parameters never _ (layer_admitted l ltac:(lia))) as [Es Ep].
  assert (Pos := parameters_in_positive first ltac:(lia)). fold l in Pos.
  destruct (layer_admitted l ltac:(lia)) as (Sz & Gr & _). destruct (delays_of_nonneg _ Sz Gr) as [Wn Dn].
  assert (Ed : Z.of_nat (Network.delays (layer_of never (layers l))) = delays_of (layers l)) by (cbn; lia).
  assert (Eo : Z.of_nat (outputs (layer_of never (layers l))) = dg_layer_outputs (layers l))
    by (cbn; unfold admitted_sizes in Sz; lia).
  assert (Hn : (0 < sources (layer_of never (layers l)))%nat) by (unfold admitted_sizes, sources_of in *; lia).
  unfold passes_of in Hq |- *. cbn [seq map layers_passed fst network_parameters passes_gradient] in Hq |- *. fold l in Hq |- *.
  set (a := pass_of layers parameters delays states (rates_at layers depth parameters delays states g (l + 1)) l).
  destruct (A l ltac:(lia)) as [Aw Ad]. cbv zeta in Aw, Ad. fold layers depth in Aw, Ad.
  set (ly := layer_of never (layers l)) in *. unfold Network.parameters in Ep.
  destruct (Nat.ltb_spec q (Network.parameters ly)) as [L|L].
  - unfold gradient_of_pass. fold ly. unfold Network.parameters in L. destruct (Nat.ltb_spec q (weights ly)) as [Lw|Lw].
    + unfold weights in Lw, Ep. assert (M := Nat.mod_upper_bound q (sources ly) ltac:(lia)).
      assert (Q := Nat.div_mod q (sources ly) ltac:(lia)).
      assert (J : (q / sources ly < outputs ly)%nat) by (apply Nat.div_lt_upper_bound; lia).
      unfold a. rewrite pass_weight, <- Aw by lia. f_equal.
      rewrite <- Es, <- Nat2Z.inj_mul, <- Nat2Z.inj_add. f_equal. f_equal. lia.
    + unfold a. rewrite pass_delay. assert (D := Ad (Z.of_nat (q - weights ly)) ltac:(lia)).
      assert (E : (weights_of (layers l) + Z.of_nat (q - weights ly) = Z.of_nat q)%Z) by lia.
      rewrite <- Z.add_assoc, E in D. rewrite D. f_equal. f_equal. rewrite P. f_equal. lia.
  - assert (N := parameters_next l ltac:(lia)). assert (El : Z.of_nat (S first) = (l + 1)%Z) by lia.
    fold (passes_of layers depth parameters delays states g (S first) many) in Hq |- *.
    fold (layers_passed never (passes_of layers depth parameters delays states g (S first) many)) in Hq.
    fold ly in Hq. unfold Network.parameters in *.
    rewrite (IHmany (S first) _ whole); [| |lia|exact A|].
    + rewrite El, N. f_equal. lia.
    + intro r. unfold after, Network.parameters. rewrite P. f_equal. rewrite El, N. lia.
    + unfold Network.parameters in *. lia.
Qed.

Lemma layers_passed_are first many :
  layers_passed never (passes_of layers depth parameters delays states g first many) =
  map (fun m => layer_of never (layers (Z.of_nat m))) (seq first many).
Proof. unfold layers_passed, passes_of. rewrite map_map. reflexivity. Qed.
End Net.

(* SPEC 4.3, 6.3: what dg_network_backward adds for a chunk, to the place of every weight and (after dg_batch_finish) of every delay
   parameter, without a cut, is the gradient of the sum of the chunk's losses, wherever no causal set changes. *)
Theorem network_backward_is_the_gradient never t_ref (net : dg_network) (parameters delays states gr added : Z -> R) samples
  (L : nat -> (nat -> Rbar) -> R) (g : nat -> nat -> R) (pu : R -> nat -> R) (t : nat -> nat -> Rbar) s (p' : nat -> R) :
  let layers := dg_network_layers net in
  let depth := dg_network_depth net in
  let k := Z.to_nat (dg_network_multiplex net) in
  let ls := layers_of never net in
  let passes := passes_of layers depth parameters delays states gr 0 (Z.to_nat depth) in
  admitted_descriptor net -> (samples <= width)%nat ->
  network_passes never t_ref passes (pu s) (fun x => multiplexed k (t x)) g ->
  (forall l, (0 <= l < depth)%Z -> layer_added net parameters delays states gr (pu s) added l) ->
  (forall x, (x < samples)%nat -> sample_settled never net (pu s) (t x) /\
    (forall i, (i < Z.to_nat (dg_network_inputs net))%nat -> t x i <> m_infty) /\
    loss_gradient (Z.to_nat (output_count net)) (L x) (outputs_of never net (pu s) (t x)) (g x)) ->
  (forall x j, (samples <= x)%nat -> g x j = 0) ->
  (forall q, (q < network_parameters ls)%nat -> is_derive (fun u => pu u q) s (p' q)) ->
  is_derive (fun u => total samples (fun x => L x (outputs_of never net (pu u) (t x)))) s
    (total (network_parameters ls) (fun q => added (Z.of_nat q) * p' q)).
Proof.
  intros layers depth k ls passes Net Hw N A H Z Hp.
  assert (Els : layers_passed never passes = ls) by apply layers_passed_are.
  assert (Ec : constants_passed passes = constants_of net)
    by (unfold constants_passed, passes, passes_of; rewrite map_map; reflexivity).
  assert (C := layers_of_connected never net Net). fold k ls in C.
  assert (Pos : (0 < k)%nat /\ (0 <= depth)%Z) by (destruct Net as (Hi & Hk & Hd & _); unfold k, depth; lia).
  replace (total (network_parameters ls) (fun q => added (Z.of_nat q) * p' q)) with
    (total (network_parameters ls) (fun q => passes_gradient never passes (pu s) q * p' q)).
  - assert (G := passes_gradient_is_the_gradient never t_ref passes (Z.to_nat (dg_network_inputs net)) k
      (Z.to_nat (output_count net)) samples L g pu t s p'). cbv zeta in G. rewrite Els, Ec in G.
    apply G; try assumption. apply Pos.
  - apply total_ext. intros q Hq. f_equal. rewrite <- Els in Hq. unfold passes.
    rewrite (passes_add never net parameters delays states gr Net added (Z.to_nat depth) 0 (pu s) (pu s)).
    + reflexivity.
    + intro r. reflexivity.
    + fold depth. lia.
    + exact A.
    + exact Hq.
Qed.

(* ---- the passes themselves ------------------------------------------------------------------------------------------ *)

(* Every spike of sample x comes before DG_RHO_MAX. *)
Fixpoint network_timely (never t_ref : R) (passes : list (dg_layer * chunk)) (p : nat -> R) (x : nat -> Rbar) : Prop :=
  match passes with
  | [] => True
  | (d, _) :: rest =>
      (forall j T, forward (layer_of never d) p x j = Finite T -> rho_of (tau_mem_of d) t_ref T <= DG_RHO_MAX) /\
      network_timely never t_ref rest (after (layer_of never d) p) (forward (layer_of never d) p x)
  end.

Section Arrays.
Context {never : Never}.
Variables (t_ref tau_mem : R) (net : dg_network) (parameters delays states gr : Z -> R) (whole : nat -> R)
  (samples : nat) (g : nat -> nat -> R).
Let layers := dg_network_layers net.
Let depth := dg_network_depth net.
Let array_pass (l : Z) : chunk :=
  pass_of layers parameters delays states (rates_at layers depth parameters delays states gr (l + 1)) l.

(* The arrays after dg_network_forward, of a network of one domain whose parameters are whole: weights, and factors of delays that
   are not negative; every crossing written as it is; bias times encoded; dL/dT of the outputs, 0 after the last sample. *)
Record network_arrays : Prop := {
  arrays_admitted : admitted_descriptor net;
  arrays_two : forall l, (0 <= l < depth)%Z -> tau_mem_of (layers l) = tau_mem /\ tau_mem = 2 * tau_syn_of (layers l);
  arrays_weights : forall l k, (0 <= l < depth)%Z -> (0 <= k < weights_of (layers l))%Z ->
    parameters (parameters_in layers l + k)%Z = whole (Z.to_nat (parameters_in layers l + k));
  arrays_shift : forall l d, (0 <= l < depth)%Z -> (0 <= d < delays_of (layers l))%Z ->
    let delay := delay_value (dg_layer_delay (layers l)) (whole (Z.to_nat (parameters_in layers l + weights_of (layers l) + d))) in
    0 <= delay /\ delays (delays_in layers l + d)%Z = exp (delay / tau_mem);
  arrays_spikes : NetworkSpikes layers parameters delays states depth;
  arrays_exact : forall l j x first, (0 <= l < depth)%Z -> (j < Z.to_nat (dg_layer_outputs (layers l)))%nat -> (x < width)%nat ->
    first <= DG_RHO_MAX -> let a := array_pass l in
    RhoFirst (threshold_of (dg_layer_neuron (layers l))) (layers l) (row_of (layers l) a j) (chunk_shift a) (chunk_src a)
      (Z.of_nat j) (sources_of (layers l)) (Z.of_nat x) first -> chunk_out a (entry j x) = first;
  arrays_biases : forall l b x, (0 <= l < depth)%Z -> (b < Z.to_nat (dg_layer_biases (layers l)))%nat -> (x < width)%nat ->
    Encoded (layers l) t_ref (dg_layer_bias_times (layers l) (Z.of_nat b))
      (chunk_src (array_pass l) (entry (Z.to_nat (dg_layer_inputs (layers l)) + b) x));
  arrays_rates : forall j x, (j < Z.to_nat (output_count net))%nat -> (x < width)%nat -> gr (entry j x) = g x j;
  arrays_samples : forall x j, (samples <= x)%nat -> g x j = 0 }.
Hypothesis arrays : network_arrays.

Lemma no_rate above : forall l i x, (0 <= l)%Z -> (l + Z.of_nat (S above) = depth)%Z -> (samples <= x < width)%nat ->
  RateInto layers depth parameters delays states gr l i (Z.of_nat x) = 0.
Proof.
  induction above; intros l i x Hl H Hx; unfold RateInto, targets_in; (destruct (Z_lt_dec l depth); [|lia]);
    rewrite NetworkRate_sum by lia; rewrite Sum_total; apply total_zero; intros j Hj.
  - unfold RateInto, NetworkRate. destruct (Z_le_dec depth (l + 1)); [|lia].
    change (RowValue gr (Z.of_nat j) (Z.of_nat x)) with (gr (entry j x)).
    rewrite (arrays_rates arrays) by (unfold output_count; fold layers depth; replace (depth - 1)%Z with l by lia; lia).
    rewrite (arrays_samples arrays) by lia. unfold rate_term, RateTerm, Rdiv. ring.
  - rewrite IHabove by lia. unfold rate_term, RateTerm, Rdiv. ring.
Qed.

Lemma arrays_hold many : forall first p (t : nat -> nat -> Rbar),
  (first + many)%nat = Z.to_nat depth ->
  (forall q, p q = whole (Z.to_nat (parameters_in layers (Z.of_nat first)) + q)%nat) ->
  (forall i x, (0 < many)%nat -> (i < sources (layer_of never (layers (Z.of_nat first))))%nat -> (x < width)%nat ->
    chunk_src (array_pass (Z.of_nat first)) (entry i x) =
      rho_number tau_mem t_ref (source (layer_of never (layers (Z.of_nat first))) (t x) i)) ->
  let passes := passes_of layers depth parameters delays states gr first many in
  (forall x, (x < samples)%nat -> network_settled (layers_passed never passes) (constants_passed passes) p (t x) /\
    network_timely never t_ref passes p (t x)) ->
  network_passes never t_ref passes p t g.
Proof.
  induction many; intros first p t E P S passes H; [exact I|].
  assert (Net := arrays_admitted arrays). set (l := Z.of_nat first) in *.
  assert (Hl : (0 <= l < depth)%Z) by lia. assert (Ad := layer_admitted net Net l Hl). fold layers in Ad.
  assert (Pos := parameters_in_positive net Net first ltac:(fold depth; lia)). fold layers in Pos. fold l in Pos.
  destruct Ad as (Sz & Gr & Nr). destruct (delays_of_nonneg _ Sz Gr) as [Wn Dn].
  assert (Ad := conj Sz (conj Gr Nr) : admitted (layers l)).
  destruct (layer_of_parameters never _ Ad) as [Es Ep]. destruct (arrays_two arrays l Hl) as [Tau Two].
  assert (Ew : Z.of_nat (weights (layer_of never (layers l))) = weights_of (layers l)).
  { unfold weights. rewrite Nat2Z.inj_mul, Es. cbn. unfold weights_of, admitted_sizes in *. rewrite Z2Nat.id by lia. ring. }
  assert (B : before_pass never t_ref (layers l) p t (array_pass l)).
  { constructor; [exact Ad|congruence| | |].
    - intros k Hk. cbn [array_pass pass_of chunk_w]. rewrite (arrays_weights arrays) by lia. rewrite P. f_equal. lia.
    - intros q Hq. cbn in Hq. destruct (arrays_shift arrays l (Z.of_nat q) Hl ltac:(lia)) as [D F].
      rewrite Tau. cbn [array_pass pass_of chunk_shift]. rewrite P. cbn [Network.delay layer_of].
      replace (Z.to_nat (parameters_in layers l) + (weights (layer_of never (layers l)) + q))%nat
        with (Z.to_nat (parameters_in layers l + weights_of (layers l) + Z.of_nat q)) by lia.
      split; [exact D|exact F].
    - rewrite Tau. intros i x. apply S. lia. }
  assert (A : after_pass (layers l) (array_pass l)).
  { intros j x Hj Hx. split; [|intros f Hf; apply (arrays_exact arrays); assumption].
    apply (network_spikes_are_passes _ _ _ _ _ depth); [apply arrays|exact Hl|congruence|exact Hj|exact Hx]. }
  unfold passes, passes_of. cbn [seq map network_passes]. fold l. fold (array_pass l).
  fold (passes_of layers depth parameters delays states gr (Datatypes.S first) many).
  assert (El : Z.of_nat (Datatypes.S first) = (l + 1)%Z) by lia.
  split; [split; [exact B|split; [exact A|]]|].
  - assert (G : forall j x, (j < Z.to_nat (dg_layer_outputs (layers l)))%nat -> (x < width)%nat ->
      chunk_g_out (array_pass l) (entry j x) =
        RateInto layers depth parameters delays states gr (l + 1) (Z.of_nat j) (Z.of_nat x) /\
      chunk_g_out (array_pass l) (entry j x) =
        rates (passes_of layers depth parameters delays states gr (Datatypes.S first) many) g x j).
    { intros j x Hj Hx. assert (R : chunk_g_out (array_pass l) (entry j x) =
        RateInto layers depth parameters delays states gr (l + 1) (Z.of_nat j) (Z.of_nat x))
        by (cbn [array_pass pass_of chunk_g_out]; unfold entry; apply rates_at_row; unfold width in Hx; lia).
      split; [exact R|]. rewrite R. destruct many.
      - cbn [rates passes_of seq map]. unfold RateInto, NetworkRate. destruct (Z_le_dec depth (l + 1)); [|lia].
        apply (arrays_rates arrays); [|exact Hx]. unfold output_count. fold layers depth.
        replace (depth - 1)%Z with l by lia. exact Hj.
      - cbn [rates passes_of seq map]. rewrite El. symmetry. apply pass_rates; [lia|exact Hx]. }
    intros j x Hj Hx. destruct (G j x Hj Hx) as [R E']. split; [exact E'|]. cbv zeta. rewrite <- E'.
    destruct (Nat.ltb_spec x samples) as [Lx|Lx].
    + right. destruct (H x Lx) as [[N _] [T _]]. split; [apply N; exact Hj|apply T].
    + left. rewrite R. destruct many; [|apply (no_rate many); lia].
      unfold RateInto, NetworkRate. destruct (Z_le_dec depth (l + 1)); [|lia].
      change (RowValue gr (Z.of_nat j) (Z.of_nat x)) with (gr (entry j x)).
      rewrite (arrays_rates arrays), (arrays_samples arrays); [reflexivity|exact Lx| |exact Hx].
      unfold output_count. fold layers depth. replace (depth - 1)%Z with l by lia. exact Hj.
  - apply IHmany.
    + lia.
    + intro r. unfold after, Network.parameters in *. rewrite P, El, (parameters_next net) by lia. fold layers. f_equal. lia.
    + intros i x Hm Hi Hx. rewrite El in *. assert (Hl' : (0 <= l + 1 < depth)%Z) by lia.
      destruct (arrays_two arrays (l + 1)%Z Hl') as [Tau' Two']. rewrite <- Tau'.
      assert (Chain : dg_layer_inputs (layers (l + 1)%Z) = dg_layer_outputs (layers l)).
      { destruct Net as (_ & _ & _ & _ & _ & C). fold layers depth in C. rewrite (C (l + 1)%Z) by lia.
        replace (l + 1 - 1)%Z with l by lia. reflexivity. }
      apply (handed_on_are_the_sources t_ref (layers l) (array_pass l) p t (layers (l + 1)%Z) (array_pass (l + 1)) B A);
        [apply (layer_admitted net Net); exact Hl'|congruence|congruence|exact Chain| |
         exact (fun b y => arrays_biases arrays (l + 1)%Z b y Hl')|exact Hi|exact Hx].
      intros i' x' Hi' Hx'. apply (network_hands_spikes_on layers parameters delays states depth l (arrays_spikes arrays));
        try assumption; try lia; congruence.
    + intros x Hx. destruct (H x Hx) as [[_ N] [_ T]]. split; [exact N|exact T].
Qed.
End Arrays.

(* SPEC 2.4, 3, 4.3, 6.3, MODEL 3: and so, in a network of one domain, arrays as the contracts of dg_network_forward leave them are
   such passes, and what that of dg_network_backward adds is the gradient: from the arrays alone, wherever no causal set changes
   and every spike comes before DG_RHO_MAX. *)
Theorem arrays_gradient_is_the_gradient {never : Never} t_ref tau_mem (net : dg_network)
  (parameters delays states gr added : Z -> R) samples (L : nat -> (nat -> Rbar) -> R)
  (g : nat -> nat -> R) (pu : R -> nat -> R) (t : nat -> nat -> Rbar) s (p' : nat -> R) :
  let layers := dg_network_layers net in
  let depth := dg_network_depth net in
  let k := Z.to_nat (dg_network_multiplex net) in
  let ls := layers_of never net in
  let passes := passes_of layers depth parameters delays states gr 0 (Z.to_nat depth) in
  network_arrays t_ref tau_mem net parameters delays states gr (pu s) samples g -> (samples <= width)%nat ->
  (forall i x, (i < sources (layer_of never (layers 0%Z)))%nat -> (x < width)%nat ->
    states (states_in layers 0 + entry i x)%Z =
      rho_number tau_mem t_ref (source (layer_of never (layers 0%Z)) (multiplexed k (t x)) i)) ->
  (forall l, (0 <= l < depth)%Z -> layer_added net parameters delays states gr (pu s) added l) ->
  (forall x, (x < samples)%nat -> sample_settled never net (pu s) (t x) /\
    network_timely never t_ref passes (pu s) (multiplexed k (t x)) /\
    (forall i, (i < Z.to_nat (dg_network_inputs net))%nat -> t x i <> m_infty) /\
    loss_gradient (Z.to_nat (output_count net)) (L x) (outputs_of never net (pu s) (t x)) (g x)) ->
  (forall q, (q < network_parameters ls)%nat -> is_derive (fun u => pu u q) s (p' q)) ->
  is_derive (fun u => total samples (fun x => L x (outputs_of never net (pu u) (t x)))) s
    (total (network_parameters ls) (fun q => added (Z.of_nat q) * p' q)).
Proof.
  intros layers depth k ls passes Arrays Hw S A H Hp.
  apply (network_backward_is_the_gradient never t_ref net parameters delays states gr added samples L g pu t s p'); try assumption.
  - apply Arrays.
  - apply (arrays_hold t_ref tau_mem net parameters delays states gr (pu s) samples g Arrays);
      [reflexivity|reflexivity|intros i x _; apply S|].
    intros x Hx. destruct (H x Hx) as (N & T & _). split; [|exact T].
    rewrite layers_passed_are. replace (constants_passed _) with (constants_of net); [exact N|].
    unfold constants_passed, passes_of. rewrite map_map. reflexivity.
  - intros x Hx. destruct (H x Hx) as (N & _ & M & G). split; [exact N|split; [exact M|exact G]].
  - apply Arrays.
Qed.
