/* Logic definitions for the contracts of delgrad_hw.h, section 11: the host. */

/*@ ghost int dg_hw_far; // what lies at the other end of a stream of bytes, and in between
*/

/* What every stream of bytes must do: nothing of the caller's but the byte received is written. */
/*@ requires valid: \valid_read(bytes + (0 .. n - 1));
    terminates \true; assigns dg_hw_far; */
int dg_hw_any_send(void *context, const unsigned char *bytes, size_t n);
/*@ requires valid: \valid(byte);
    terminates \true; assigns *byte, dg_hw_far; */
int dg_hw_any_receive(void *context, unsigned char *byte);

/* The host's end: its decoder and its stream. */
/*@ predicate hw_wire(dg_hw_wire *wire) =
      \valid(wire) && hw_decoder(&wire->decoder) && \separated(wire, wire->decoder.bytes + (0 .. wire->decoder.capacity - 1)) &&
      wire->link.send == &dg_hw_any_send && wire->link.receive == &dg_hw_any_receive;
    logic integer hw_left(dg_hw_wire *wire) = wire->decoder.filled - wire->decoder.start - wire->decoder.taken;
    predicate SameWire{P, H}(dg_hw_wire *wire) =
      \at(wire->decoder.bytes, H) == \at(wire->decoder.bytes, P) &&
        \at(wire->decoder.capacity, H) == \at(wire->decoder.capacity, P) &&
      \at(wire->out, H) == \at(wire->out, P) && \at(wire->room, H) == \at(wire->room, P) &&
      \at(wire->element, H) == \at(wire->element, P) && \at(wire->settings, H) == \at(wire->settings, P) &&
      \at(wire->batch.inputs, H) == \at(wire->batch.inputs, P) && \at(wire->batch.index, H) == \at(wire->batch.index, P) &&
      \at(wire->batch.count, H) == \at(wire->batch.count, P) && \at(wire->retries, H) == \at(wire->retries, P);
    predicate hw_wire_out(dg_hw_wire *wire, integer length) = // room for a question
      0 <= length <= 0xffffffff - 20 && \valid(wire->out + (0 .. length + 19)) &&
        \separated(wire, wire->out + (0 .. length + 19)) &&
      \separated(wire->out + (0 .. length + 19), wire->decoder.bytes + (0 .. wire->decoder.capacity - 1));
    predicate hw_answer_room(dg_hw_wire *wire, dg_hw_frame *answer) =
      \valid(answer) && \separated(answer, wire) && \separated(answer, wire->decoder.bytes + (0 .. wire->decoder.capacity - 1));
    predicate hw_answer(dg_hw_wire *wire, integer type, dg_hw_frame *answer) = // one that was found, to the last question
      hw_frame_of(&wire->decoder, answer) && answer->sequence == wire->sequence &&
      (answer->type == type + DG_HW_ANSWER || answer->type == DG_HW_ERROR);
*/

/* All that the host's end needs: room for questions, too. A wire as given, of which something may be missing. */
/*@ predicate hw_host(dg_hw_wire *wire) =
      hw_wire(wire) && \valid(wire->out + (0 .. wire->room - 1)) && \separated(wire, wire->out + (0 .. wire->room - 1)) &&
      \separated(wire->out + (0 .. wire->room - 1), wire->decoder.bytes + (0 .. wire->decoder.capacity - 1));
    predicate hw_whole(dg_hw_wire *wire) =
      wire->link.send != \null && wire->link.receive != \null && wire->out != \null && wire->decoder.bytes != \null &&
      wire->settings != \null && wire->element != \null;
    predicate hw_wire_given(dg_hw_wire *wire) =
      wire == \null || (\valid(wire) && (wire->net == \null || readable_network(wire->net)) && (hw_whole(wire) ==> hw_host(wire)));
    predicate hw_answer_apart(dg_hw_wire *wire, dg_hw_frame *answer) =
      hw_answer_room(wire, answer) && \separated(answer, wire->out + (0 .. wire->room - 1));
    predicate hw_host_apart(dg_hw_wire *wire) = // where questions are written there is no network
      \separated(wire->out + (0 .. wire->room - 1), wire->net) &&
      \separated(wire->out + (0 .. wire->room - 1), wire->net->layers + (0 .. wire->net->depth - 1));
*/

/* Frames of batches of count samples find room; a question of so many bytes; a batch of so many inputs and neurons. */
/*@ predicate hw_host_fits(dg_hw_wire *wire, integer count) =
      hw_frames_fit(wire->net, count, wire->room) && hw_frames_fit(wire->net, count, 0xffffffff);
    predicate hw_question_fits(dg_hw_wire *wire, integer length) = length + 20 <= wire->room && length + 20 <= 0xffffffff;
    predicate hw_sizes_fit(integer room, integer count, integer inputs, integer neurons) =
      0 <= sizeof(dg_real) * (count * inputs) && 36 + sizeof(dg_real) * (count * inputs) <= room &&
      36 + sizeof(dg_real) * (count * inputs) <= 0xffffffff && 0 <= sizeof(dg_real) * (count * neurons) <= 0xffffffff;
    predicate hw_batch_fits(dg_hw_wire *wire, integer count, integer inputs, integer neurons) =
      hw_sizes_fit(wire->room, count, inputs, neurons);
*/

/* Settings for a wire, and room for them; a batch given to it; a batch that waits to be read. */
/*@ predicate hw_kept(dg_hw_wire *wire, dg_real *settings) =
      0 <= line_count(wire->net) && 0 <= setting_count(wire->net) &&
      \valid_read(wire->element + (0 .. line_count(wire->net) - 1)) &&
      \valid(wire->settings + (0 .. setting_count(wire->net) - 1)) && \valid_read(settings + (0 .. setting_count(wire->net) - 1));
    predicate hw_batch_separate(dg_hw_wire *wire, dg_batch *batch) = \separated(wire, batch);
    predicate hw_batch_given(dg_hw_wire *wire, dg_batch *batch) =
      (wire == \null || wire->net == \null || batch == \null || readable_batch(batch, wire->net->inputs)) &&
      (wire != \null && wire->configured != 0 ==> admitted_network(wire->net)) &&
      (wire == \null || batch == \null || hw_batch_separate(wire, batch));
    predicate hw_waits(dg_hw_wire *wire) =
      hw_host(wire) && admitted_network(wire->net) && admitted_batch(&wire->batch, wire->net->inputs) &&
      hw_host_fits(wire, wire->batch.count) && 0 <= line_count(wire->net) && 0 <= setting_count(wire->net) &&
      \valid_read(wire->element + (0 .. line_count(wire->net) - 1)) &&
      \valid_read(wire->settings + (0 .. setting_count(wire->net) - 1));
    predicate hw_rows{L}(dg_real *inputs, dg_index *index, integer count, integer width) = // of a batch, by its parts
      (index != \null ==> \valid_read(index + (0 .. count-1))) &&
      \forall integer n; 0 <= n < count ==>
        0 <= (index != \null ? index[n] : n) && 0 <= (index != \null ? index[n] : n) * width &&
        (index != \null ? index[n] : n) * width + width <= SIZE_MAX &&
        \valid_read(inputs + ((index != \null ? index[n] : n) * width .. (index != \null ? index[n] : n) * width + width - 1));
    predicate hw_pending(dg_hw_wire *wire, integer width) =
      wire->batch.inputs != \null && 1 <= wire->batch.count <= DG_BATCH_MAX &&
      hw_rows(wire->batch.inputs, wire->batch.index, wire->batch.count, width);
    predicate hw_wire_waits(dg_hw_wire *wire, integer lines, integer settings, integer inputs, integer neurons) = // by sizes
      hw_host(wire) && hw_pending(wire, inputs) && 0 <= inputs && 0 <= neurons &&
      hw_batch_fits(wire, wire->batch.count, inputs, neurons) && 0 <= lines && 0 <= settings &&
      hw_question_fits(wire, 4 * lines + sizeof(dg_real) * settings) &&
      \valid_read(wire->element + (0 .. lines - 1)) && \valid_read(wire->settings + (0 .. settings - 1));
*/

/*@ ghost // the batch that waits
  /@ requires wire: \valid_read(wire);
     terminates \true; assigns \nothing;
     ensures pending: admitted_batch(&wire->batch, width) ==> hw_pending(wire, width);
     ensures admitted: hw_pending(wire, width) ==> admitted_batch(&wire->batch, width); @/
  static void dg_hw_lemma_pending(const dg_hw_wire *wire, size_t width) {
    /@ assert row: \forall integer n; row_of(&wire->batch, n) == (wire->batch.index != \null ? wire->batch.index[n] : n); @/
    /@ assert there: readable_rows(&wire->batch, width) ==>
         hw_rows(wire->batch.inputs, wire->batch.index, wire->batch.count, width); @/
    /@ assert back: hw_rows(wire->batch.inputs, wire->batch.index, wire->batch.count, width) ==>
         readable_rows(&wire->batch, width); @/
  }
*/
