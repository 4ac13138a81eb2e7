/* Logic definitions for the contracts of delgrad.h, section 13: a block of bytes and what it holds. */

/* The next n bytes of the block can be written or read, as the mode demands; a block that is written holds nothing of what
   it is written from. */
/*@ predicate room_for(dg_stream_at *stream, integer n) =
      \valid(stream) && 0 <= stream->at && stream->at + n <= INT64_MAX &&
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

/* Byte b of a value, 256^b, and the number that n bytes stand for (SPEC 11.1). */
/*@ logic integer rest_of(integer value, integer b) = b <= 0 ? value : rest_of(value, b - 1) / 256;
    logic integer byte_of(integer value, integer b) = rest_of(value, b) % 256;
    logic integer byte_unit(integer b) = b <= 0 ? 1 : byte_unit(b - 1) * 256;
    logic integer little_endian(unsigned char *bytes, integer n) =
      n <= 0 ? 0 : little_endian(bytes, n - 1) + bytes[n - 1] * byte_unit(n - 1);
    predicate holds_number(unsigned char *bytes, integer n, integer value) =
      \forall integer b; 0 <= b < n ==> bytes[b] == byte_of(value, b);
*/

/* The number that the bits of an IEEE 754 format stand for. */
/*@ axiomatic bits { logic real real_of_bits(integer bits); } */

/* The steps of the CRC: a bit, n bits, n bytes. */
/*@ logic integer crc_bit(integer crc) = crc % 2 == 1 ? (uint32_t)((crc >> 1) ^ 0xedb88320) : crc >> 1;
    logic integer crc_bits(integer crc, integer n) = n <= 0 ? crc : crc_bit(crc_bits(crc, n - 1));
    logic integer crc_of(unsigned char *bytes, integer n) =
      n <= 0 ? 0xffffffff : crc_bits((uint32_t)(crc_of(bytes, n - 1) ^ bytes[n - 1]), 8);
*/

/*@ ghost // the powers of 256
  /@ terminates \true; assigns \nothing;
     ensures low: byte_unit(0) == 1 && byte_unit(1) == 256 && byte_unit(2) == 65536 && byte_unit(3) == 16777216 &&
       byte_unit(4) == 4294967296;
     ensures high: byte_unit(5) == 1099511627776 && byte_unit(6) == 281474976710656 && byte_unit(7) == 72057594037927936 &&
       byte_unit(8) == 18446744073709551616; @/
  static void dg_lemma_units(void) {
    /@ assert one: byte_unit(1) == 256; @/
    /@ assert two: byte_unit(2) == 65536; @/
    /@ assert three: byte_unit(3) == 16777216; @/
    /@ assert four: byte_unit(4) == 4294967296; @/
    /@ assert five: byte_unit(5) == 1099511627776; @/
    /@ assert six: byte_unit(6) == 281474976710656; @/
    /@ assert seven: byte_unit(7) == 72057594037927936; @/
  }
*/

/*@ ghost // a unit of a number of at most 8 bytes, and the next
  /@ requires bytes: b <= 7;
     terminates \true; assigns \nothing;
     ensures bound: 1 <= byte_unit(b) <= 72057594037927936;
     ensures next: byte_unit(b + 1) == 256 * byte_unit(b); @/
  static void dg_lemma_unit_bound(size_t b) {
    dg_lemma_units();
    /@ assert cases: b == 0 || b == 1 || b == 2 || b == 3 || b == 4 || b == 5 || b == 6 || b == 7; @/
  }
*/

/*@ ghost // a further digit
  /@ requires bytes: found < unit && digit <= 255 && unit <= 72057594037927936;
     terminates \true; assigns \nothing;
     ensures product: 0 <= digit * unit <= 255 * unit;
     ensures sum: found + digit * unit < 256 * unit; @/
  static void dg_lemma_digit(uint64_t found, uint64_t digit, uint64_t unit) { }
*/

/*@ ghost // bytes that hold a value are read as that value
  /@ requires bytes: n <= 8 && \valid_read(bytes + (0 .. n-1));
     requires value: holds_number(bytes, n, value) && value < byte_unit(n);
     terminates \true; assigns \nothing;
     ensures read: little_endian(bytes, n) == value; @/
  static void dg_lemma_read_back(const unsigned char *bytes, size_t n, uint64_t value) {
    /@ loop invariant range: 0 <= b <= n;
       loop invariant sum: little_endian(bytes, b) + byte_unit(b) * rest_of(value, b) == value;
       loop invariant positive: byte_unit(b) > 0 && rest_of(value, b) >= 0 && little_endian(bytes, b) >= 0;
       loop assigns b; loop variant n - b; @/
    for (size_t b = 0; b < n; b++) {
      /@ assert rest: rest_of(value, b) == 256 * rest_of(value, b + 1) + byte_of(value, b); @/
      /@ assert unit: byte_unit(b + 1) == byte_unit(b) * 256; @/
      /@ assert byte: bytes[b] == byte_of(value, b); @/
      /@ assert next: little_endian(bytes, b + 1) == little_endian(bytes, b) + bytes[b] * byte_unit(b); @/
      /@ assert same: bytes[b] * byte_unit(b) == byte_of(value, b) * byte_unit(b); @/
      /@ assert digit: byte_of(value, b) * byte_unit(b) >= 0; @/
      /@ assert later: rest_of(value, b + 1) >= 0; @/
      /@ assert sum: byte_unit(b) * rest_of(value, b) ==
           byte_unit(b + 1) * rest_of(value, b + 1) + byte_of(value, b) * byte_unit(b); @/
      /@ assert counter: (size_t)(b + 1) == b + 1; @/
      /@ assert all: little_endian(bytes, b + 1) + byte_unit(b + 1) * rest_of(value, b + 1) == value; @/
    }
    /@ assert zero: rest_of(value, n) == 0; @/
  }
*/

/* Bytes of the fields (SPEC 11.1 to 11.4). */
/*@ logic integer layer_bytes(dg_layer *layer) = 52 + sizeof(dg_real) * (layer->biases + 7);
    logic integer layers_bytes(dg_layer *layers, integer depth) =
      depth <= 0 ? 0 : layers_bytes(layers, depth - 1) + layer_bytes(layers + (depth - 1));
    logic integer network_bytes(dg_network *net) = 24 + sizeof(dg_real) + layers_bytes(net->layers, net->depth);
    logic integer loss_bytes = 8 + 7 * sizeof(dg_real);
    logic integer optimiser_bytes(dg_optimiser *optimiser) = 16 + 5 * sizeof(dg_real) + 4 * optimiser->milestone_count;
    logic integer layer_training_bytes = 7 * sizeof(dg_real);
    logic integer training_bytes(dg_training *training, integer depth) =
      32 + sizeof(dg_real) * (16 + 7 * depth) + 4 * training->optimiser.milestone_count;
    logic integer state_bytes = 36 + sizeof(dg_real);
    logic integer checkpoint_bytes(dg_network *net, dg_training *training, integer user) =
      DG_CHECKPOINT_HEADER + network_bytes(net) + training_bytes(training, net->depth) + state_bytes +
      3 * parameter_count(net) * sizeof(dg_real) + user + 4;
*/

/*@ ghost // the bytes of some layers lie within those of all
  /@ requires admitted: admitted_layers(layers, depth);
     terminates \true; assigns \nothing;
     ensures within: \forall integer l; 0 <= l < depth ==>
       0 <= layers_bytes(layers, l) && layers_bytes(layers, l + 1) <= layers_bytes(layers, depth);
     ensures bound: 0 <= layers_bytes(layers, depth) <= 16 * DG_SIZE_MAX * DG_SIZE_MAX; @/
  static void dg_lemma_layers_bytes(const dg_layer *layers, size_t depth) {
    /@ loop invariant range: 0 <= k <= depth;
       loop invariant bound: 0 <= layers_bytes(layers, k) <= 16 * DG_SIZE_MAX * k;
       loop invariant within: \forall integer l; 0 <= l < k ==>
         0 <= layers_bytes(layers, l) && layers_bytes(layers, l + 1) <= layers_bytes(layers, k);
       loop assigns k; loop variant depth - k; @/
    for (size_t k = 0; k < depth; k++) {
      /@ assert layer: 0 <= layer_bytes(layers + k) <= 16 * DG_SIZE_MAX; @/
      /@ assert next: layers_bytes(layers, k + 1) == layers_bytes(layers, k) + layer_bytes(layers + k); @/
    }
  }
*/
