(* Network.v: the backward pass through a network of any depth gives the gradient of the composed loss (MODEL 3, SPEC 4.3, 6).

   Differentiability is said along curves: everything that may move (parameters, input times) depends on one real u, and a
   function of them has the gradient g if along every curve its derivative is the sum of g times the derivatives of what moves.
   For functions of finitely many numbers that is Frechet differentiability; partial derivatives are the curves that move one
   number. *)
From Coq Require Import Reals ZArith Lia Lra List Psatz.
From Coquelicot Require Import Coquelicot.
From Delgrad Require Import Sums.
Import ListNotations.
Open Scope R_scope.

(* Spike times are reals, or +oo for a spike that does not come (SPEC 3.4). Along a curve a spike stays there, or it stays
   absent, and then its derivative is 0 (MODEL 1). *)
Definition derives (f : R -> Rbar) (s d : R) : Prop :=
  is_derive (fun u => real (f u)) s d /\
  (locally s (fun u => is_finite (f u)) \/ locally s (fun u => f u = p_infty)).

Lemma derives_finite (f : R -> R) s d : is_derive f s d -> derives (fun u => Finite (f u)) s d.
Proof. intro H. split; [exact H|]. left. apply filter_forall. reflexivity. Qed.

Lemma derives_const (t : Rbar) s : t <> m_infty -> derives (fun _ => t) s 0.
Proof.
  intro H. split; [apply @is_derive_const|]. destruct t; [left|right|congruence]; apply filter_forall; reflexivity.
Qed.

Lemma derives_absent f s d : derives f s d -> locally s (fun u => f u = p_infty) -> d = 0.
Proof.
  intros [H _] A. apply is_derive_unique in H. rewrite <- H. apply is_derive_unique.
  apply is_derive_ext_loc with (f := fun _ => 0); [|apply @is_derive_const].
  revert A. apply filter_imp. intros u ->. reflexivity.
Qed.

Lemma derives_ext_loc f g s d : locally s (fun u => f u = g u) -> derives f s d -> derives g s d.
Proof.
  intros E [H D]. split.
  - apply is_derive_ext_loc with (2 := H). revert E. apply filter_imp. intros u ->. reflexivity.
  - destruct D as [D|D]; [left|right]; generalize (filter_and _ _ E D); apply filter_imp; intros u [<- ?]; assumption.
Qed.

Lemma derives_ext f g s d : (forall u, f u = g u) -> derives f s d -> derives g s d.
Proof. intro E. apply derives_ext_loc. apply filter_forall. exact E. Qed.

(* A time a delay later. *)
Definition later (t : Rbar) (d : R) : Rbar := Rbar_plus t (Finite d).

(* An arrival that never comes moves nothing: its derivative counts as 0. *)
Definition present (t : Rbar) (x : R) : R := match t with Finite _ => x | _ => 0 end.

Lemma derives_later f d s f' d' :
  derives f s f' -> is_derive d s d' -> derives (fun u => later (f u) (d u)) s (f' + present (f s) d').
Proof.
  intros Hf Hd. destruct (proj2 Hf) as [F|F].
  - assert (Fs := locally_singleton _ _ F). destruct Hf as [Hf _]. rewrite <- Fs. split.
    + apply is_derive_ext_loc with (f := fun u => real (f u) + d u).
      * revert F. apply filter_imp. intros u <-. reflexivity.
      * apply @is_derive_plus; assumption.
    + left. revert F. apply filter_imp. intros u <-. reflexivity.
  - assert (Fs := locally_singleton _ _ F). rewrite (derives_absent _ _ _ Hf F). rewrite Fs. simpl. rewrite Rplus_0_r. split.
    + apply is_derive_ext_loc with (f := fun _ => 0); [|apply @is_derive_const].
      revert F. apply filter_imp. intros u ->. reflexivity.
    + right. revert F. apply filter_imp. intros u ->. reflexivity.
Qed.

(* ---- neurons, losses, layers --------------------------------------------------------------------------------------- *)

(* A neuron maps n weights and n arrivals to a spike time. It has the gradient (by_weight, by_arrival) at w, a. *)
Definition neuron_gradient (n : nat) (T : (nat -> R) -> (nat -> Rbar) -> Rbar) (w : nat -> R) (a : nat -> Rbar)
    (by_weight by_arrival : nat -> R) : Prop :=
  forall (s : R) (wu : R -> nat -> R) (au : R -> nat -> Rbar) (w' a' : nat -> R),
    (forall i, (i < n)%nat -> wu s i = w i) -> (forall i, (i < n)%nat -> au s i = a i) ->
    (forall i, (i < n)%nat -> is_derive (fun u => wu u i) s (w' i)) ->
    (forall i, (i < n)%nat -> derives (fun u => au u i) s (a' i)) ->
    derives (fun u => T (wu u) (au u)) s (total n (fun i => by_weight i * w' i + by_arrival i * a' i)).

(* A loss of n output times has the gradient g at T. *)
Definition loss_gradient (n : nat) (L : (nat -> Rbar) -> R) (T : nat -> Rbar) (g : nat -> R) : Prop :=
  forall (s : R) (Tu : R -> nat -> Rbar) (T' : nat -> R),
    (forall j, (j < n)%nat -> Tu s j = T j) -> (forall j, (j < n)%nat -> derives (fun u => Tu u j) s (T' j)) ->
    is_derive (fun u => L (Tu u)) s (total n (fun j => g j * T' j)).

(* A layer (SPEC 5, 6.1): sources are the inputs, then the biases; slot j i says which delay parameter synapse (i, j) has, if
   any; delay maps a parameter to a delay, slope is its derivative. neuron j maps the weights and arrivals of target j to its
   spike; by_weight and by_arrival give the gradient of that. *)
Record layer := {
  inputs : nat; biases : nat; outputs : nat; delays : nat;
  bias_time : nat -> Rbar;
  slot : nat -> nat -> option nat;
  delay : R -> R; slope : R -> R;
  neuron : nat -> (nat -> R) -> (nat -> Rbar) -> Rbar;
  by_weight : nat -> (nat -> R) -> (nat -> Rbar) -> nat -> R;
  by_arrival : nat -> (nat -> R) -> (nat -> Rbar) -> nat -> R
}.
Definition sources (l : layer) := (inputs l + biases l)%nat.
Definition weights (l : layer) := (outputs l * sources l)%nat.
Definition parameters (l : layer) := (weights l + delays l)%nat.

(* w[target][source], then the delay parameters (SPEC 6.1). *)
Definition weight (l : layer) (p : nat -> R) (j i : nat) : R := p (j * sources l + i)%nat.
Definition shift (l : layer) (p : nat -> R) (j i : nat) : R :=
  match slot l j i with Some q => delay l (p (weights l + q)%nat) | None => 0 end.
Definition source (l : layer) (x : nat -> Rbar) (i : nat) : Rbar :=
  if (i <? inputs l)%nat then x i else bias_time l (i - inputs l).
Definition arrival (l : layer) (p : nat -> R) (x : nat -> Rbar) (j i : nat) : Rbar := later (source l x i) (shift l p j i).
Definition forward (l : layer) (p : nat -> R) (x : nat -> Rbar) (j : nat) : Rbar :=
  neuron l j (weight l p j) (arrival l p x j).

(* What makes a layer one: delay parameters lie in their array, slope is the derivative of delay, biases are times. *)
Definition well_formed (l : layer) : Prop :=
  (forall j i q, (j < outputs l)%nat -> (i < sources l)%nat -> slot l j i = Some q -> (q < delays l)%nat) /\
  (forall p, is_derive (delay l) p (slope l p)) /\
  (forall b, (b < biases l)%nat -> bias_time l b <> m_infty).

(* The layer is differentiable at parameters p and inputs x: each of its neurons has its gradient there, and none by an arrival
   that never comes. *)
Definition regular (l : layer) (p : nat -> R) (x : nat -> Rbar) : Prop :=
  forall j, (j < outputs l)%nat ->
    neuron_gradient (sources l) (neuron l j) (weight l p j) (arrival l p x j)
      (by_weight l j (weight l p j) (arrival l p x j)) (by_arrival l j (weight l p j) (arrival l p x j)) /\
    forall i, (i < sources l)%nat -> ~ is_finite (source l x i) ->
      by_arrival l j (weight l p j) (arrival l p x j) i = 0.

(* ---- the backward pass (dg_layer_backward, dg_batch_finish) --------------------------------------------------------- *)

(* dL/da of one synapse, given dL/dT of the targets. *)
Definition arrival_term (l : layer) p x (g : nat -> R) (j i : nat) : R :=
  g j * by_arrival l j (weight l p j) (arrival l p x j) i.
(* dL/dt of the sources: summed over targets. *)
Definition source_gradient (l : layer) p x (g : nat -> R) (i : nat) : R :=
  total (outputs l) (fun j => arrival_term l p x g j i).
(* dL/dd of one delay: summed over the synapses that share it, by target, then source. *)
Definition same_slot (l : layer) (j i q : nat) : bool := match slot l j i with Some r => (r =? q)%nat | None => false end.
Definition delay_gradient (l : layer) p x (g : nat -> R) (q : nat) : R :=
  total (outputs l) (fun j => total (sources l) (fun i =>
    if same_slot l j i q then arrival_term l p x g j i else 0)).
(* The gradient by the parameters: weights, then delay parameters, dL/dp = dL/dd dd/dp. *)
Definition weight_gradient (l : layer) p x (g : nat -> R) (k : nat) : R :=
  let j := (k / sources l)%nat in g j * by_weight l j (weight l p j) (arrival l p x j) (k mod sources l).
Definition layer_gradient (l : layer) p x (g : nat -> R) (k : nat) : R :=
  if (k <? weights l)%nat then weight_gradient l p x g k
  else delay_gradient l p x g (k - weights l) * slope l (p k).

(* One layer: the derivative of what the targets' gradients weigh is what the backward pass gives. *)
Lemma source_derives l (xu : R -> nat -> Rbar) s x' i :
  well_formed l -> (i < sources l)%nat -> (forall i, (i < inputs l)%nat -> derives (fun u => xu u i) s (x' i)) ->
  derives (fun u => source l (xu u) i) s (if (i <? inputs l)%nat then x' i else 0).
Proof.
  intros (_ & _ & B) Hi H. unfold source. destruct (i <? inputs l)%nat eqn:E.
  - apply H. apply Nat.ltb_lt. exact E.
  - apply Nat.ltb_ge in E. apply derives_const. apply B. unfold sources in Hi. lia.
Qed.

Definition shift' (l : layer) (p p' : nat -> R) (j i : nat) : R :=
  match slot l j i with Some q => slope l (p (weights l + q)%nat) * p' (weights l + q)%nat | None => 0 end.

Lemma shift_derive l (pu : R -> nat -> R) s p' j i :
  well_formed l -> (j < outputs l)%nat -> (i < sources l)%nat ->
  (forall k, (k < parameters l)%nat -> is_derive (fun u => pu u k) s (p' k)) ->
  is_derive (fun u => shift l (pu u) j i) s (shift' l (pu s) p' j i).
Proof.
  intros (I & D & _) Hj Hi H. unfold shift, shift'. destruct (slot l j i) as [q|] eqn:E.
  - assert (Hq := I j i q Hj Hi E).
    rewrite Rmult_comm. apply (is_derive_comp (delay l)); [apply D|].
    apply H. unfold parameters. lia.
  - apply @is_derive_const.
Qed.

Definition forward' (l : layer) p x (p' x' : nat -> R) (j : nat) : R :=
  total (sources l) (fun i =>
    by_weight l j (weight l p j) (arrival l p x j) i * p' (j * sources l + i)%nat +
    by_arrival l j (weight l p j) (arrival l p x j) i *
      ((if (i <? inputs l)%nat then x' i else 0) + present (source l x i) (shift' l p p' j i))).

Lemma forward_derives l (pu : R -> nat -> R) (xu : R -> nat -> Rbar) s (p' x' : nat -> R) :
  well_formed l -> regular l (pu s) (xu s) ->
  (forall k, (k < parameters l)%nat -> is_derive (fun u => pu u k) s (p' k)) ->
  (forall i, (i < inputs l)%nat -> derives (fun u => xu u i) s (x' i)) ->
  forall j, (j < outputs l)%nat -> derives (fun u => forward l (pu u) (xu u) j) s (forward' l (pu s) (xu s) p' x' j).
Proof.
  intros W G Hp Hx j Hj.
  apply (proj1 (G j Hj) s (fun u => weight l (pu u) j) (fun u => arrival l (pu u) (xu u) j)
    (fun i => p' (j * sources l + i)%nat)); intros; try reflexivity.
  - unfold weight. apply Hp. unfold parameters, weights. nia.
  - unfold arrival. apply derives_later.
    + apply source_derives; assumption.
    + apply shift_derive; assumption.
Qed.

Lemma present_scal t g x : present t (g * x) = g * present t x.
Proof. destruct t; simpl; ring. Qed.

(* The sums over synapses, regrouped by parameter. *)
Lemma layer_regroup l p x g p' x' :
  well_formed l -> regular l p x -> (0 < sources l)%nat ->
  total (outputs l) (fun j => g j * forward' l p x p' x' j) =
  total (parameters l) (fun k => layer_gradient l p x g k * p' k) +
  total (inputs l) (fun i => source_gradient l p x g i * x' i).
Proof.
  intros (I & _ & _) G Hn.
  transitivity (
    total (outputs l) (fun j => total (sources l) (fun i =>
      g j * by_weight l j (weight l p j) (arrival l p x j) i * p' (j * sources l + i)%nat)) +
    total (outputs l) (fun j => total (sources l) (fun i =>
      arrival_term l p x g j i * shift' l p p' j i)) +
    total (outputs l) (fun j => total (sources l) (fun i =>
      arrival_term l p x g j i * (if (i <? inputs l)%nat then x' i else 0)))).
  { rewrite <- !total_plus. apply total_ext; intros j Hj. unfold forward'. rewrite <- total_scal, <- !total_plus.
    apply total_ext; intros i Hi. assert (A := proj2 (G j Hj) i Hi). unfold arrival_term.
    destruct (source l x i); simpl; [ring| |]; rewrite A by discriminate; ring. }
  unfold parameters. rewrite total_split. f_equal; [f_equal|].
  - unfold weights. rewrite total_table. apply total_ext; intros j Hj. apply total_ext; intros i Hi.
    unfold layer_gradient, weights, weight_gradient.
    replace (j * sources l + i <? outputs l * sources l)%nat with true by (symmetry; apply Nat.ltb_lt; nia).
    rewrite Nat.div_add_l, Nat.div_small, Nat.add_0_r by lia.
    rewrite Nat.add_comm, Nat.mod_add, Nat.mod_small by lia. reflexivity.
  - transitivity (total (outputs l) (fun j => total (sources l) (fun i => total (delays l) (fun q =>
      (if same_slot l j i q then arrival_term l p x g j i else 0) *
      (slope l (p (weights l + q)%nat) * p' (weights l + q)%nat))))).
    + apply total_ext; intros j Hj. apply total_ext; intros i Hi. unfold shift', same_slot.
      destruct (slot l j i) as [r|] eqn:E.
      * rewrite (total_single _ r); [rewrite Nat.eqb_refl; reflexivity|apply (I j i r); auto|].
        intros q _ Hq. destruct (Nat.eqb_spec r q); [congruence|ring].
      * rewrite total_zero; [ring|]. intros; ring.
    + transitivity (total (outputs l) (fun j => total (delays l) (fun q => total (sources l) (fun i =>
        (if same_slot l j i q then arrival_term l p x g j i else 0)) *
        (slope l (p (weights l + q)%nat) * p' (weights l + q)%nat)))).
      { apply total_ext; intros j _. rewrite total_swap. apply total_ext; intros q _. apply total_scal_r. }
      rewrite total_swap. apply total_ext; intros q Hq. rewrite total_scal_r.
      unfold layer_gradient. replace (weights l + q <? weights l)%nat with false by (symmetry; apply Nat.ltb_ge; lia).
      replace (weights l + q - weights l)%nat with q by lia. unfold delay_gradient. ring.
  - unfold source_gradient. rewrite (total_ext (inputs l)
      (fun i => total (outputs l) (fun j => arrival_term l p x g j i) * x' i)
      (fun i => total (outputs l) (fun j => arrival_term l p x g j i * x' i))) by (intros; symmetry; apply total_scal_r).
    rewrite (total_swap (inputs l) (outputs l)). apply total_ext; intros j Hj. unfold sources. rewrite total_split.
    rewrite (total_zero (biases l)).
    + rewrite Rplus_0_r. apply total_ext; intros i Hi. apply Nat.ltb_lt in Hi. rewrite Hi. reflexivity.
    + intros i _. replace (inputs l + i <? inputs l)%nat with false by (symmetry; apply Nat.ltb_ge; lia). ring.
Qed.

(* ---- networks of any depth ------------------------------------------------------------------------------------------ *)

(* A network is a list of layers; its parameters lie one layer after the other (SPEC 6.1). *)
Fixpoint network_parameters (ls : list layer) : nat :=
  match ls with [] => O | l :: rest => (parameters l + network_parameters rest)%nat end.
Definition after (l : layer) (p : nat -> R) : nat -> R := fun k => p (parameters l + k)%nat.
Fixpoint network (ls : list layer) (p : nat -> R) (x : nat -> Rbar) : nat -> Rbar :=
  match ls with [] => x | l :: rest => network rest (after l p) (forward l p x) end.

(* The inputs of each layer are the outputs of the one before (dg_network_check), n those of the first, m those of the last. *)
Fixpoint connected (n : nat) (ls : list layer) (m : nat) : Prop :=
  match ls with
  | [] => n = m
  | l :: rest => inputs l = n /\ (0 < sources l)%nat /\ well_formed l /\ connected (outputs l) rest m
  end.

(* Every layer is differentiable where the forward pass meets it. *)
Fixpoint all_regular (ls : list layer) (p : nat -> R) (x : nat -> Rbar) : Prop :=
  match ls with
  | [] => True
  | l :: rest => regular l p x /\ all_regular rest (after l p) (forward l p x)
  end.

(* What the forward pass keeps for the backward pass: each layer with its parameters' offset and the times of its sources
   (dg_layer_state). *)
Record state := { at_layer : layer; at_offset : nat; at_inputs : nat -> Rbar }.
Fixpoint states (ls : list layer) (offset : nat) (p : nat -> R) (x : nat -> Rbar) : list state :=
  match ls with
  | [] => []
  | l :: rest =>
      {| at_layer := l; at_offset := offset; at_inputs := x |} ::
      states rest (offset + parameters l) p (forward l (fun k => p (offset + k)%nat) x)
  end.

(* One turn of the loop of dg_network_backward: g is dL/dT of the layer's outputs, and becomes dL/dT of its inputs; the
   gradient by the layer's parameters is added to the array at their offset. *)
Definition add_at (gradient : nat -> R) (offset n : nat) (x : nat -> R) : nat -> R :=
  fun k => gradient k + (if andb (offset <=? k)%nat (k <? offset + n)%nat then x (k - offset)%nat else 0).
Definition backward_step (p : nat -> R) (st : state) (gs : (nat -> R) * (nat -> R)) : (nat -> R) * (nat -> R) :=
  let (g, gradient) := gs in
  let q := fun k => p (at_offset st + k)%nat in
  (source_gradient (at_layer st) q (at_inputs st) g,
   add_at gradient (at_offset st) (parameters (at_layer st)) (layer_gradient (at_layer st) q (at_inputs st) g)).

(* The loop from the last layer to the first. *)
Definition backward (ls : list layer) (p : nat -> R) (x : nat -> Rbar) (g gradient : nat -> R) : (nat -> R) * (nat -> R) :=
  fold_right (backward_step p) (g, gradient) (states ls 0 p x).

(* The same by recursion over layers. *)
Fixpoint input_gradient (ls : list layer) (p : nat -> R) (x : nat -> Rbar) (g : nat -> R) : nat -> R :=
  match ls with
  | [] => g
  | l :: rest => source_gradient l p x (input_gradient rest (after l p) (forward l p x) g)
  end.
Fixpoint parameter_gradient (ls : list layer) (p : nat -> R) (x : nat -> Rbar) (g : nat -> R) (k : nat) : R :=
  match ls with
  | [] => 0
  | l :: rest =>
      if (k <? parameters l)%nat then layer_gradient l p x (input_gradient rest (after l p) (forward l p x) g) k
      else parameter_gradient rest (after l p) (forward l p x) g (k - parameters l)
  end.

Lemma parameter_gradient_beyond ls : forall p x g k, (network_parameters ls <= k)%nat -> parameter_gradient ls p x g k = 0.
Proof.
  induction ls as [|l ls IH]; simpl; intros p x g k H; [reflexivity|].
  destruct (Nat.ltb_spec k (parameters l)); [lia|]. apply IH. lia.
Qed.

Lemma backward_states ls : forall p x offset g gradient,
  let gs := fold_right (backward_step p) (g, gradient) (states ls offset p x) in
  (forall i, fst gs i = input_gradient ls (fun k => p (offset + k)%nat) x g i) /\
  (forall k, snd gs k = gradient k +
     (if (offset <=? k)%nat then parameter_gradient ls (fun k => p (offset + k)%nat) x g (k - offset) else 0)).
Proof.
  induction ls as [|l ls IH]; intros p x offset g gradient; simpl.
  - split; [reflexivity|]. intro k. destruct (offset <=? k)%nat; ring.
  - specialize (IH p (forward l (fun k => p (offset + k)%nat) x) (offset + parameters l)%nat g gradient). simpl in IH.
    destruct (fold_right (backward_step p) (g, gradient)
      (states ls (offset + parameters l) p (forward l (fun k => p (offset + k)%nat) x))) as [g1 gr1].
    simpl in *. destruct IH as [I1 I2].
    assert (E : forall rest y, input_gradient rest (fun k => p (offset + parameters l + k)%nat) y g =
      input_gradient rest (after l (fun k => p (offset + k)%nat)) y g).
    { intros rest y. f_equal. unfold after. apply FunctionalExtensionality.functional_extensionality. intro k. f_equal. lia. }
    assert (E' : forall rest y k, parameter_gradient rest (fun k => p (offset + parameters l + k)%nat) y g k =
      parameter_gradient rest (after l (fun k => p (offset + k)%nat)) y g k).
    { intros rest y k. f_equal. unfold after. apply FunctionalExtensionality.functional_extensionality. intro k'. f_equal.
      lia. }
    assert (G1 : g1 = input_gradient ls (after l (fun k => p (offset + k)%nat)) (forward l (fun k => p (offset + k)%nat) x) g).
    { apply FunctionalExtensionality.functional_extensionality. intro i. rewrite I1, E. reflexivity. }
    split; [intro i; rewrite G1; reflexivity|].
    intro k. unfold add_at. rewrite I2. clear I1 I2. rewrite E', <- G1.
    destruct (Nat.leb_spec offset k); simpl.
    + destruct (Nat.ltb_spec k (offset + parameters l)); destruct (Nat.ltb_spec (k - offset) (parameters l));
        destruct (Nat.leb_spec (offset + parameters l) k); try lia; try ring.
      replace (k - offset - parameters l)%nat with (k - (offset + parameters l))%nat by lia. ring.
    + destruct (Nat.leb_spec (offset + parameters l) k); [lia|ring].
Qed.

(* The loop adds the gradient to the array it is given. *)
Theorem backward_is_gradient ls p x g gradient :
  (forall i, fst (backward ls p x g gradient) i = input_gradient ls p x g i) /\
  (forall k, snd (backward ls p x g gradient) k = gradient k + parameter_gradient ls p x g k).
Proof.
  generalize (backward_states ls p x 0 g gradient). simpl. intros [A B]. split; intro k; [apply A|].
  rewrite B, Nat.sub_0_r. reflexivity.
Qed.

(* The curve of all outputs, with its derivatives. *)
Lemma network_derives ls : forall n m (pu : R -> nat -> R) (xu : R -> nat -> Rbar) s (p' x' : nat -> R),
  connected n ls m -> all_regular ls (pu s) (xu s) ->
  (forall k, (k < network_parameters ls)%nat -> is_derive (fun u => pu u k) s (p' k)) ->
  (forall i, (i < n)%nat -> derives (fun u => xu u i) s (x' i)) ->
  exists T', (forall j, (j < m)%nat -> derives (fun u => network ls (pu u) (xu u) j) s (T' j)) /\
    forall g, total m (fun j => g j * T' j) =
      total (network_parameters ls) (fun k => parameter_gradient ls (pu s) (xu s) g k * p' k) +
      total n (fun i => input_gradient ls (pu s) (xu s) g i * x' i).
Proof.
  induction ls as [|l ls IH]; simpl; intros n m pu xu s p' x' C G Hp Hx.
  - subst m. exists x'. split; [exact Hx|]. intro g. ring.
  - destruct C as (Hin & Hpos & W & C). destruct G as [G1 G2]. subst n.
    assert (Hp1 : forall k, (k < parameters l)%nat -> is_derive (fun u => pu u k) s (p' k)) by (intros; apply Hp; lia).
    assert (D := forward_derives l pu xu s p' x' W G1 Hp1 Hx).
    destruct (IH (outputs l) m (fun u => after l (pu u)) (fun u => forward l (pu u) (xu u)) s
      (fun k => p' (parameters l + k)%nat) (forward' l (pu s) (xu s) p' x') C G2) as (T' & DT & E).
    + intros k Hk. unfold after. apply Hp. lia.
    + exact D.
    + exists T'. split; [exact DT|]. intro g. rewrite E, total_split, (Rplus_comm (total (parameters l) _)), Rplus_assoc.
      f_equal.
      * apply total_ext; intros k Hk.
        replace (parameters l + k <? parameters l)%nat with false by (symmetry; apply Nat.ltb_ge; lia).
        replace (parameters l + k - parameters l)%nat with k by lia. reflexivity.
      * rewrite (layer_regroup l (pu s) (xu s) _ p' x' W G1 Hpos). f_equal.
        apply total_ext; intros k Hk. apply Nat.ltb_lt in Hk. rewrite Hk. reflexivity.
Qed.

(* Copies of the inputs, side by side: input i feeds sources i k .. i k + k - 1 (SPEC 6.2, dg_load_inputs). *)
Definition multiplexed (k : nat) (t : nat -> Rbar) (i : nat) : Rbar := t (i / k)%nat.
(* dL/dt of an input sums over its copies. *)
Definition copies_gradient (k : nat) (g : nat -> R) (i : nat) : R := total k (fun c => g (i * k + c)%nat).

(* The chain rule (MODEL 3, SPEC 4.3): along every curve of parameters and input times the loss of one sample changes by what
   the backward pass says. *)
Theorem network_gradient ls n k m (L : (nat -> Rbar) -> R) g (pu : R -> nat -> R) (tu : R -> nat -> Rbar) s (p' t' : nat -> R) :
  (0 < k)%nat -> connected (n * k) ls m -> all_regular ls (pu s) (multiplexed k (tu s)) ->
  loss_gradient m L (network ls (pu s) (multiplexed k (tu s))) g ->
  (forall q, (q < network_parameters ls)%nat -> is_derive (fun u => pu u q) s (p' q)) ->
  (forall i, (i < n)%nat -> derives (fun u => tu u i) s (t' i)) ->
  is_derive (fun u => L (network ls (pu u) (multiplexed k (tu u)))) s
    (total (network_parameters ls) (fun q => parameter_gradient ls (pu s) (multiplexed k (tu s)) g q * p' q) +
     total n (fun i => copies_gradient k (input_gradient ls (pu s) (multiplexed k (tu s)) g) i * t' i)).
Proof.
  intros Hk C G HL Hp Ht.
  destruct (network_derives ls (n * k) m pu (fun u => multiplexed k (tu u)) s p' (fun i => t' (i / k)%nat) C G Hp)
    as (T' & DT & E).
  - intros i Hi. unfold multiplexed. apply Ht. apply Nat.div_lt_upper_bound; lia.
  - assert (D := HL s (fun u => network ls (pu u) (multiplexed k (tu u))) T' (fun _ _ => eq_refl) DT). rewrite E in D.
    rewrite total_table in D. replace (total n (fun i => copies_gradient _ _ i * t' i)) with
      (total n (fun j => total k (fun i => input_gradient ls (pu s) (multiplexed k (tu s)) g (j * k + i)%nat * t' ((j * k +
        i) / k)%nat))).
    + exact D.
    + apply total_ext; intros j Hj. unfold copies_gradient. rewrite <- total_scal_r. apply total_ext; intros i Hi.
      rewrite Nat.div_add_l, Nat.div_small, Nat.add_0_r by lia. reflexivity.
Qed.

(* One parameter moves: the partial derivatives are what the loop of the backward pass leaves in its array. *)
Definition with_parameter (p : nat -> R) (q : nat) (u : R) : nat -> R := fun k => if (k =? q)%nat then u else p k.

Lemma with_parameter_same p q : with_parameter p q (p q) = p.
Proof.
  apply FunctionalExtensionality.functional_extensionality. intro k. unfold with_parameter. destruct (Nat.eqb_spec k q);
    congruence.
Qed.

Lemma with_parameter_derive p q s k : is_derive (fun u => with_parameter p q u k) s (if (k =? q)%nat then 1 else 0).
Proof. unfold with_parameter. destruct (k =? q)%nat; [apply @is_derive_id|apply @is_derive_const]. Qed.

Theorem network_partial_derivatives ls n k m (L : (nat -> Rbar) -> R) g p t q :
  (0 < k)%nat -> connected (n * k) ls m -> all_regular ls p (multiplexed k t) -> (forall i, (i < n)%nat -> t i <> m_infty) ->
  loss_gradient m L (network ls p (multiplexed k t)) g -> (q < network_parameters ls)%nat ->
  is_derive (fun u => L (network ls (with_parameter p q u) (multiplexed k t))) (p q)
    (snd (backward ls p (multiplexed k t) g (fun _ => 0)) q).
Proof.
  intros Hk C G Ht HL Hq. rewrite (proj2 (backward_is_gradient ls p (multiplexed k t) g (fun _ => 0))), Rplus_0_l.
  generalize (network_gradient ls n k m L g (fun u => with_parameter p q u) (fun _ => t) (p q)
    (fun k => if (k =? q)%nat then 1 else 0) (fun _ => 0) Hk C). rewrite with_parameter_same. intro A.
  assert (B := A G HL (fun k _ => with_parameter_derive p q (p q) k) (fun i Hi => derives_const (t i) (p q) (Ht i Hi))).
  rewrite (total_single _ q) in B; [|exact Hq|intros i _ Hi; destruct (Nat.eqb_spec i q); [congruence|ring]].
  rewrite Nat.eqb_refl, Rmult_1_r, (total_zero n), Rplus_0_r in B by (intros; ring). exact B.
Qed.
