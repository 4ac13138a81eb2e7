/* Logic definitions for the contracts of delgrad.h, section 13: a block of bytes and what it holds. */

/* The next n bytes of the block can be written or read, as the mode demands; a block that is written holds nothing of what
   it is written from. */
/*@ predicate room_for(dg_stream_at *stream, integer n) =
      \valid(stream) && stream->at + n <= SIZE_MAX &&
      (stream->mode == DG_WRITE ==> \valid(stream->out + (stream->at .. stream->at + n - 1)) &&
                                    \separated(stream, stream->out + (stream->at .. stream->at + n - 1))) &&
      (stream->mode == DG_COMPARE || stream->mode == DG_READ ==>
        \valid_read(stream->in + (stream->at .. stream->at + n - 1)) &&
        \separated(stream, stream->in + (stream->at .. stream->at + n - 1)));
    predicate block_apart(dg_network *net, dg_training *training, unsigned char *bytes, integer n) =
      \separated(bytes + (0 .. n-1), net) && \separated(bytes + (0 .. n-1), net->layers + (0 .. net->depth-1)) &&
      \separated(bytes + (0 .. n-1), training) &&
      \separated(bytes + (0 .. n-1), training->layers + (0 .. net->depth-1)) &&
      \separated(bytes + (0 .. n-1),
                 training->optimiser.milestones + (0 .. training->optimiser.milestone_count-1)) &&
      \forall integer l; 0 <= l < net->depth ==>
        \separated(bytes + (0 .. n-1), (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1));
*/

/* Byte b of a value, and the number that n bytes stand for (SPEC 11.1). */
/*@ logic integer byte_of(integer value, integer b) = (value >> (8 * b)) & 0xff;
    logic integer little_endian(unsigned char *bytes, integer n) =
      n <= 0 ? 0 : little_endian(bytes, n - 1) + bytes[n - 1] * (1 << (8 * (n - 1)));
*/

/* Bytes of the fields (SPEC 11.1 to 11.4). */
/*@ logic integer layer_bytes(dg_layer *layer) = 52 + sizeof(dg_real) * (layer->biases + 7);
    logic integer layers_bytes(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : layers_bytes(layers, depth - 1) + layer_bytes(layers + (depth - 1));
    logic integer network_bytes(dg_network *net) = 24 + sizeof(dg_real) + layers_bytes(net->layers, net->depth);
    logic integer training_bytes(dg_training *training, integer depth) =
      32 + sizeof(dg_real) * (16 + 7 * depth) + 4 * training->optimiser.milestone_count;
    logic integer state_bytes = 36 + sizeof(dg_real);
    logic integer checkpoint_bytes(dg_network *net, dg_training *training, integer user) =
      DG_CHECKPOINT_HEADER + network_bytes(net) + training_bytes(training, net->depth) + state_bytes +
      3 * parameter_count(net) * sizeof(dg_real) + user + 4;
*/
