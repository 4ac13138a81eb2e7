/* What the contracts of delgrad_hw.h ask of a substrate, which it calls through pointers.

   These four functions have no body, here or anywhere: their contracts say what every substrate must do, and `calls` at a call
   through a pointer of dg_hw_substrate says that the function behind it does so. This is an assumption about the substrate, one's
   own or one of delgrad_hw.h, and no theorem: those of delgrad_hw.h take their state from a void pointer, which the memory model of
   these proofs cannot follow. What a substrate keeps behind its context is taken to lie apart from all that its caller reads, and
   that a batch stays as it is until its spikes are read is the caller's promise. dg_hw_any stands for the state: the network that
   runs, by its sizes, and how many samples wait to be read. */
extern struct {
  size_t inputs, neurons, settings, samples;
} dg_hw_any;

/*@ requires settings: \valid_read(settings + (0 .. dg_hw_any.settings-1));
    terminates \true; assigns dg_hw_any.samples; */
extern dg_hw_status dg_hw_any_configure(void *context, const dg_real *settings);

/*@ requires batch: readable_batch(batch, dg_hw_any.inputs);
    terminates \true; assigns dg_hw_any.samples;
    ensures waits: \result == DG_HW_OK ==> dg_hw_any.samples == batch->count; */
extern dg_hw_status dg_hw_any_stimulate(void *context, uint64_t number, const dg_batch *batch);

/*@ requires record: \valid(record + (0 .. dg_hw_any.samples*dg_hw_any.neurons-1));
    terminates \true; assigns record[0 .. dg_hw_any.samples*dg_hw_any.neurons-1], dg_hw_any.samples; */
extern dg_hw_status dg_hw_any_read(void *context, dg_real *record);

/*@ requires delay: \valid(delay + (0 .. count-1));
    terminates \true; assigns delay[0 .. count-1]; */
extern dg_hw_status dg_hw_any_measure(void *context, size_t element, dg_index code, uint64_t event, size_t count, dg_real *delay);

/* A substrate whose functions do so; it runs this network. */
/*@ predicate any_substrate(dg_hw_substrate *substrate) =
      \valid_read(substrate) && substrate->configure == &dg_hw_any_configure && substrate->stimulate == &dg_hw_any_stimulate &&
      substrate->read == &dg_hw_any_read && substrate->measure == &dg_hw_any_measure;
    predicate runs_network{L}(dg_network *net) =
      \valid_read(net) && dg_hw_any.inputs == net->inputs && dg_hw_any.neurons == neuron_count(net) &&
        dg_hw_any.settings == setting_count(net);
*/
