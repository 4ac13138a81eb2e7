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
    predicate SameWire{P, H}(dg_hw_wire *wire) =
      \at(wire->decoder.bytes, H) == \at(wire->decoder.bytes, P) && \at(wire->decoder.capacity, H) == \at(wire->decoder.capacity, P) &&
      \at(wire->out, H) == \at(wire->out, P);
    predicate hw_wire_out(dg_hw_wire *wire, integer length) = // room for a question
      0 <= length <= 0xffffffff - 20 && \valid(wire->out + (0 .. length + 19)) && \separated(wire, wire->out + (0 .. length + 19)) &&
      \separated(wire->out + (0 .. length + 19), wire->decoder.bytes + (0 .. wire->decoder.capacity - 1));
    predicate hw_answer_room(dg_hw_wire *wire, dg_hw_frame *answer) =
      \valid(answer) && \separated(answer, wire) && \separated(answer, wire->decoder.bytes + (0 .. wire->decoder.capacity - 1));
    predicate hw_answer(dg_hw_wire *wire, integer type, dg_hw_frame *answer) = // one that was found, to the last question
      hw_frame_of(&wire->decoder, answer) && answer->sequence == wire->sequence &&
      (answer->type == type + DG_HW_ANSWER || answer->type == DG_HW_ERROR);
*/
