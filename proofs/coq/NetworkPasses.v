(* The definitions of proofs/acsl/network_passes.h, under the same names: what a forward pass of a chunk through a network writes
   (SPEC 2.4, 3), and that it is what NetworkLayerGradient.v takes of the pass of each layer. *)
From Coq Require Import Reals ZArith Lia.
From Delgrad Require Import NeuronDefs Facts_layer Sums Sizes Losses Lanes NetworkLayers Facts_first_spikes NetworkLayerGradient.
Open Scope R_scope.

Definition spikes_at (layers : Z -> dg_layer) (l : Z) : Z := (states_in layers l + sources_of (layers l) * DG_WIDTH)%Z.
Definition slopes_at (layers : Z -> dg_layer) (l : Z) : Z :=
  (states_in layers l + (sources_of (layers l) + dg_layer_outputs (layers l)) * DG_WIDTH)%Z.
Definition ThresholdIn (x : dg_neuron) : R := dg_neuron_g_leak x * (dg_neuron_threshold x - dg_neuron_e_leak x).
Definition TwoOf (layers : Z -> dg_layer) (l : Z) : Prop :=
  dg_neuron_tau_mem (dg_layer_neuron (layers l)) = 2 * dg_neuron_tau_syn (dg_layer_neuron (layers l)).
Definition PassSpikes (layers : Z -> dg_layer) (w shift states : Z -> R) (l : Z) : Prop :=
  TwoOf layers l -> forall j x : Z, ((0 <= j)%Z /\ (j < dg_layer_outputs (layers l))%Z) /\ ((0 <= x)%Z /\ (x < DG_WIDTH)%Z) ->
    SpikeOf (dg_neuron_tau_mem (dg_layer_neuron (layers l))) (ThresholdIn (dg_layer_neuron (layers l))) (layers l) w shift
      (fun i_ : Z => states (states_in layers l + i_)%Z) j x
      (RowValue (fun i_ : Z => states (spikes_at layers l + i_)%Z) j x)
      (RowValue (fun i_ : Z => states (slopes_at layers l + i_)%Z) j x).
Definition HandedOn (layers : Z -> dg_layer) (states : Z -> R) (l : Z) : Prop :=
  (0 < l)%Z /\ (TwoOf layers (l - 1) /\ (TwoOf layers l /\
    dg_neuron_tau_mem (dg_layer_neuron (layers (l - 1)%Z)) = dg_neuron_tau_mem (dg_layer_neuron (layers l)))) ->
  forall y : Z, (0 <= y)%Z /\ (y < dg_layer_inputs (layers l) * DG_WIDTH)%Z ->
    NumberAt (fun i_ : Z => states (states_in layers l + i_)%Z) y =
    NumberAt (fun i_ : Z => states (spikes_at layers (l - 1) + i_)%Z) y.
Definition NetworkSpikes (layers : Z -> dg_layer) (parameters delays states : Z -> R) (depth : Z) : Prop :=
  forall l : Z, (0 <= l)%Z /\ (l < depth)%Z ->
    PassSpikes layers (fun i_ : Z => parameters (parameters_in layers l + i_)%Z) (fun i_ : Z => delays (delays_in layers l + i_)%Z)
      states l /\
    HandedOn layers states l.

(* The arrays of the pass of layer l, those of a network's parameters, delays and states. *)
Definition pass_of (layers : Z -> dg_layer) (parameters delays states g_out : Z -> R) (l : Z) : chunk := {|
  chunk_w := fun i => parameters (parameters_in layers l + i)%Z;
  chunk_shift := fun i => delays (delays_in layers l + i)%Z;
  chunk_src := fun i => states (states_in layers l + i)%Z;
  chunk_out := fun i => states (spikes_at layers l + i)%Z;
  chunk_dT_dc := fun i => states (slopes_at layers l + i)%Z;
  chunk_g_out := g_out |}.

Theorem network_spikes_are_passes layers parameters delays states g_out depth l :
  NetworkSpikes layers parameters delays states depth -> (0 <= l < depth)%Z ->
  tau_mem_of (layers l) = 2 * tau_syn_of (layers l) ->
  let a := pass_of layers parameters delays states g_out l in
  forall j x, (j < Z.to_nat (dg_layer_outputs (layers l)))%nat -> (x < width)%nat ->
    SpikeOf (tau_mem_of (layers l)) (threshold_of (dg_layer_neuron (layers l))) (layers l) (chunk_w a) (chunk_shift a)
      (chunk_src a) (Z.of_nat j) (Z.of_nat x) (chunk_out a (entry j x)) (chunk_dT_dc a (entry j x)).
Proof.
  intros N Hl Two a j x Hj Hx. destruct (N l Hl) as [P _].
  apply (P Two (Z.of_nat j) (Z.of_nat x)). unfold width in Hx. split; [lia|]. change DG_WIDTH with 32%Z in *. lia.
Qed.

Theorem network_hands_spikes_on layers parameters delays states depth l :
  NetworkSpikes layers parameters delays states depth -> (0 <= l)%Z -> (l + 1 < depth)%Z ->
  tau_mem_of (layers l) = 2 * tau_syn_of (layers l) -> tau_mem_of (layers (l + 1)%Z) = 2 * tau_syn_of (layers (l + 1)%Z) ->
  tau_mem_of (layers (l + 1)%Z) = tau_mem_of (layers l) ->
  forall g_out i x, (i < Z.to_nat (dg_layer_inputs (layers (l + 1)%Z)))%nat -> (x < width)%nat ->
    chunk_src (pass_of layers parameters delays states g_out (l + 1)) (entry i x) =
    chunk_out (pass_of layers parameters delays states g_out l) (entry i x).
Proof.
  intros N H0 Hl Two Two' Tau g_out i x Hi Hx. destruct (N (l + 1)%Z ltac:(lia)) as [_ H].
  unfold HandedOn in H. replace (l + 1 - 1)%Z with l in H by lia. unfold width in Hx.
  apply (H ltac:(repeat split; [lia | exact Two | exact Two' | symmetry; exact Tau]) (entry i x)).
  unfold entry. change DG_WIDTH with 32%Z in *. nia.
Qed.
