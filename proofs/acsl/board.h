/* Logic definitions for the contracts of delgrad_hw.h, section 11: the board. */

/* A question: so many bytes, of which any may be anything. */
/*@ predicate hw_request(dg_hw_frame *request) =
      \valid_read(request) && request->length <= 0xffffffff && \valid_read(request->payload + (0 .. request->length - 1)) &&
      request->type <= 255;
*/

/* No answer, or a frame. */
/*@ predicate hw_answer_size(integer size, integer capacity) = size == 0 || DG_HW_FRAME <= size <= capacity; */

/* Each of so many elements, 4 bytes, is below this. */
/*@ predicate hw_element_below(unsigned char *in, integer i, integer most) = little_endian(in + 4 * i, 4) < most;
    predicate hw_elements_below(unsigned char *in, integer lines, integer most) =
      \forall integer i; 0 <= i < lines ==> hw_element_below(in, i, most); */

/* What a server has room for: batches of largest samples of so many inputs and neurons, so many lines and settings. */
/*@ predicate hw_room(integer largest, integer width) = 0 <= largest <= DG_BATCH_MAX && 0 <= largest * width <= SIZE_MAX / 16;
    predicate hw_server(dg_hw_server *server) =
      \valid(server) && admitted_network(server->net) && any_substrate(server->substrate) && runs_network(server->net) &&
      server->elements <= 0x80000000 && // a dg_index of float
      hw_room(server->largest, server->net->inputs) && hw_room(server->largest, neuron_count(server->net)) &&
      0 <= line_count(server->net) && 0 <= setting_count(server->net) <= SIZE_MAX / 16 &&
      \valid(server->element + (0 .. line_count(server->net) - 1)) &&
      \valid(server->settings + (0 .. setting_count(server->net) - 1)) &&
      \valid(server->inputs + (0 .. server->largest * server->net->inputs - 1)) &&
      \valid(server->record + (0 .. server->largest * neuron_count(server->net) - 1));
    predicate hw_server_separate(dg_hw_server *server, dg_hw_frame *request) =
      \separated(server, request) && \separated(server, request->payload + (0 .. request->length - 1)) &&
      \separated(server, server->net) && \separated(server, server->substrate) &&
      \separated(server, server->element + (0 .. line_count(server->net) - 1)) &&
      \separated(server, server->settings + (0 .. setting_count(server->net) - 1));
    predicate hw_server_apart(dg_hw_server *server, unsigned char *out, integer n) = // where answers are written
      \separated(out + (0 .. n - 1), server->net) &&
      \separated(out + (0 .. n - 1), server->net->layers + (0 .. server->net->depth - 1)) && \separated(out + (0 .. n - 1), server);
*/

/*@ ghost // some rows of a matrix lie within it
  /@ requires rows: rows <= most && most <= DG_BATCH_MAX && 0 <= most * width <= SIZE_MAX / 16;
     terminates \true; assigns \nothing;
     ensures within: 0 <= rows * width <= most * width; @/
  static void dg_hw_lemma_part(size_t rows, size_t most, size_t width) { }
*/

/*@ ghost // rows of a batch that has no index
  /@ requires batch: \valid_read(batch) && batch->index == \null && 0 <= batch->count * inputs <= SIZE_MAX / 16;
     requires rows: \valid_read(batch->inputs + (0 .. batch->count * inputs - 1));
     terminates \true; assigns \nothing;
     ensures readable: readable_batch(batch, inputs); @/
  static void dg_hw_lemma_batch(const dg_batch *batch, size_t inputs) {
    const size_t count = batch->count;
    /@ assert rows: \forall integer n; 0 <= n < count ==> 0 <= n * inputs && n * inputs + inputs <= count * inputs; @/
  }
*/
