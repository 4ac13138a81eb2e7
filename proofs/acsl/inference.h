/* Logic definitions for the contracts of delgrad.h, section 8: the workspace of inference, cut into its parts. */

/* The parts can be written, and nothing of a network's descriptor lies in them. */
/*@ predicate inference_valid(dg_network *net, dg_inference_parts part) =
      \valid(part.t + (0 .. net->inputs*DG_WIDTH-1)) &&
      \valid(part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.out + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.dT_dc + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1)) &&
      \valid(part.scratch + (0 .. most_forward(net->layers, net->depth)-1)) &&
      \valid(part.order + (0 .. inference_integers(net)-1));
    predicate inference_apart(dg_network *net, dg_inference_parts part) =
      network_apart(net, part.t, net->inputs * DG_WIDTH) &&
      network_apart(net, part.src, most_sources(net->layers, net->depth) * DG_WIDTH) &&
      network_apart(net, part.out, most_outputs(net->layers, net->depth) * DG_WIDTH) &&
      network_apart(net, part.dT_dc, most_outputs(net->layers, net->depth) * DG_WIDTH) &&
      network_apart(net, part.scratch, most_forward(net->layers, net->depth)) &&
      integers_apart(net, part.order, inference_integers(net));
*/

/* They do not overlap each other, nor weights w[0 .. weights-1] and delays shift[0 .. delays-1]. */
/*@ predicate inference_separate(dg_network *net, dg_inference_parts part, dg_real *w, integer weights, dg_real *shift,
                                 integer delays) =
      \separated(part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1),
                 part.out + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1),
                 part.dT_dc + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1),
                 part.scratch + (0 .. most_forward(net->layers, net->depth)-1), part.order + (0 .. inference_integers(net)-1),
                 w + (0 .. weights-1), shift + (0 .. delays-1));
    predicate inputs_separate(dg_network *net, dg_inference_parts part, dg_real *shift) =
      \separated(part.t + (0 .. net->inputs*DG_WIDTH-1),
                 part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1), shift + (0 .. delay_count(net)-1));
*/

/* Times x[0 .. n-1], which are written, lie apart from these, from parameters and delays, and from the network. */
/*@ predicate times_apart(dg_network *net, dg_inference_parts part, dg_real *parameters, dg_real *shift, dg_real *x, integer n) =
      network_apart(net, x, n) &&
      \separated(x + (0 .. n-1), part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1)) &&
      \separated(x + (0 .. n-1), part.out + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1)) &&
      \separated(x + (0 .. n-1), parameters + (0 .. parameter_count(net)-1)) &&
      \separated(x + (0 .. n-1), shift + (0 .. delay_count(net)-1));
*/

/* The parts lie one after another. */
/*@ predicate inference_cut(dg_network *net, dg_real *x, dg_index *y, dg_inference_parts part) =
      part.t == x + delay_count(net) && part.order == y && part.src == part.t + net->inputs * DG_WIDTH &&
      part.out == part.src + most_sources(net->layers, net->depth) * DG_WIDTH &&
      part.dT_dc == part.out + most_outputs(net->layers, net->depth) * DG_WIDTH &&
      part.scratch == part.dT_dc + most_outputs(net->layers, net->depth) * DG_WIDTH;
*/

/*@ ghost // column x of sample n lies in a table of so many columns
  /@ requires sizes: n < samples <= DG_BATCH_MAX && x < columns <= DG_SIZE_MAX * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures inside: 0 <= n * columns && n * columns + x < samples * columns && n * columns + x <= SIZE_MAX; @/
  static void dg_lemma_sample(size_t n, size_t samples, size_t x, size_t columns) {
    /@ assert row: (n + 1) * columns <= samples * columns; @/
    /@ assert next: (n + 1) * columns == n * columns + columns; @/
    /@ assert all: samples * columns <= DG_BATCH_MAX * columns; @/
  }
*/

/*@ ghost // the rows of a chunk lie among those of all samples
  /@ requires sizes: 1 <= samples && first + samples <= count <= DG_BATCH_MAX && columns <= DG_SIZE_MAX * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures inside: 0 <= first * columns && 0 <= samples * columns && first * columns + samples * columns <= count * columns;
     ensures bound: first * columns <= SIZE_MAX; @/
  static void dg_lemma_chunk_rows(size_t first, size_t samples, size_t count, size_t columns) {
    /@ assert rows: (first + samples) * columns <= count * columns; @/
    /@ assert sum: (first + samples) * columns == first * columns + samples * columns; @/
    /@ assert all: first * columns <= (DG_BATCH_MAX - 1) * columns; @/
  }
*/

/*@ ghost
  /@ requires admitted: admitted_network(net);
     terminates \true; assigns \nothing;
     ensures counts: 0 <= delay_count(net) && 0 <= parameter_count(net);
     ensures most: 0 <= most_sources(net->layers, net->depth) && 0 <= most_outputs(net->layers, net->depth) &&
       0 <= most_forward(net->layers, net->depth); @/
  static void dg_lemma_inference_sizes(const dg_network *net) {
    dg_lemma_offsets(net->layers, net->depth);
    /@ loop invariant range: 0 <= l <= net->depth;
       loop invariant most: 0 <= most_sources(net->layers, l) && 0 <= most_outputs(net->layers, l) &&
         0 <= most_forward(net->layers, l);
       loop assigns l; loop variant net->depth - l; @/
    for (size_t l = 0; l < net->depth; l++) {
      /@ assert sources: most_sources(net->layers, l) <= most_sources(net->layers, l + 1); @/
      /@ assert outputs: most_outputs(net->layers, l) <= most_outputs(net->layers, l + 1); @/
      /@ assert forward: most_forward(net->layers, l) <= most_forward(net->layers, l + 1); @/
    }
  }
*/

/*@ ghost // pieces of an array, one after another, another array and a third
  /@ requires apart: \separated(x + (0 .. n-1), y + (0 .. m-1)) && \separated(x + (0 .. n-1), p + (0 .. parameter_count(net)-1)) &&
       \separated(y + (0 .. m-1), p + (0 .. parameter_count(net)-1));
     requires sizes: a + b + c + 2 * d + e <= n && f <= m;
     requires places: t == x + a && src == t + b && out == src + c && dT_dc == out + d && scratch == dT_dc + d;
     terminates \true; assigns \nothing;
     ensures places: src == x + (a + b) && out == x + (a + b + c) && dT_dc == x + (a + b + c + d) &&
       scratch == x + (a + b + c + 2 * d);
     ensures inputs: \separated(t + (0 .. b-1), src + (0 .. c-1), x + (0 .. a-1));
     ensures src: \separated(src + (0 .. c-1), out + (0 .. d-1)) && \separated(src + (0 .. c-1), dT_dc + (0 .. d-1)) &&
       \separated(src + (0 .. c-1), scratch + (0 .. e-1)) && \separated(src + (0 .. c-1), y + (0 .. f-1)) &&
       \separated(src + (0 .. c-1), p + (0 .. parameter_count(net)-1)) && \separated(src + (0 .. c-1), x + (0 .. a-1));
     ensures out: \separated(out + (0 .. d-1), dT_dc + (0 .. d-1)) && \separated(out + (0 .. d-1), scratch + (0 .. e-1)) &&
       \separated(out + (0 .. d-1), y + (0 .. f-1)) && \separated(out + (0 .. d-1), p + (0 .. parameter_count(net)-1)) &&
       \separated(out + (0 .. d-1), x + (0 .. a-1));
     ensures dT_dc: \separated(dT_dc + (0 .. d-1), scratch + (0 .. e-1)) && \separated(dT_dc + (0 .. d-1), y + (0 .. f-1)) &&
       \separated(dT_dc + (0 .. d-1), p + (0 .. parameter_count(net)-1)) && \separated(dT_dc + (0 .. d-1), x + (0 .. a-1));
     ensures scratch: \separated(scratch + (0 .. e-1), y + (0 .. f-1)) &&
       \separated(scratch + (0 .. e-1), p + (0 .. parameter_count(net)-1)) && \separated(scratch + (0 .. e-1), x + (0 .. a-1));
     ensures rest: \separated(y + (0 .. f-1), p + (0 .. parameter_count(net)-1)) && \separated(y + (0 .. f-1), x + (0 .. a-1)) &&
       \separated(p + (0 .. parameter_count(net)-1), x + (0 .. a-1)); @/
  static void dg_lemma_inference_pieces(const dg_network *net, const dg_real *x, size_t n, const dg_index *y, size_t m,
                                        const dg_real *p, size_t a, size_t b, size_t c, size_t d, size_t e, size_t f,
                                          const dg_real *t,
                                        const dg_real *src, const dg_real *out, const dg_real *dT_dc, const dg_real *scratch) { }
*/

/*@ ghost // nothing of a network's descriptor lies in a piece either
  /@ requires sizes: from + count <= n;
     requires apart: network_apart(net, x, n);
     terminates \true; assigns \nothing;
     ensures apart: network_apart(net, x + from, count); @/
  static void dg_lemma_network_part(const dg_network *net, const dg_real *x, size_t n, size_t from, size_t count) { }
*/

/*@ ghost // the parts lie within the workspace, and apart from each other
  /@ requires admitted: admitted_network(net);
     requires valid: \valid(x + (0 .. n-1)) && \valid(y + (0 .. m-1));
     requires enough: inference_reals(net) <= n && inference_integers(net) <= m;
     requires cut: inference_cut(net, x, y, part);
     requires network: network_apart(net, x, n) && integers_apart(net, y, m);
     requires separate: \separated(x + (0 .. n-1), y + (0 .. m-1)) &&
       \separated(x + (0 .. n-1), parameters + (0 .. parameter_count(net)-1)) &&
       \separated(y + (0 .. m-1), parameters + (0 .. parameter_count(net)-1));
     terminates \true; assigns \nothing;
     ensures delays: 0 <= delay_count(net) <= n;
     ensures valid: inference_valid(net, part);
     ensures apart: inference_apart(net, part);
     ensures inputs: inputs_separate(net, part, x);
     ensures separate: inference_separate(net, part, parameters, parameter_count(net), x, delay_count(net));
     ensures places: part.t == x + (part.t - x) && 0 <= part.t - x && (part.t - x) + net->inputs * DG_WIDTH <= n;
     ensures src: part.src == x + (part.src - x) && 0 <= part.src - x &&
       (part.src - x) + most_sources(net->layers, net->depth) * DG_WIDTH <= n;
     ensures out: part.out == x + (part.out - x) && 0 <= part.out - x &&
       (part.out - x) + most_outputs(net->layers, net->depth) * DG_WIDTH <= n; @/
  static void dg_lemma_inference_parts(const dg_network *net, const dg_real *parameters, dg_real *x, size_t n, dg_index *y,
                                       size_t m, dg_inference_parts part) {
    dg_lemma_inference_sizes(net);
    size_t a = part.t - x, b = part.src - part.t, c = part.out - part.src, d = part.dT_dc - part.out;
    /@ assert delays: a == delay_count(net); @/
    /@ assert inputs: b == net->inputs * DG_WIDTH; @/
    /@ assert sources: c == most_sources(net->layers, net->depth) * DG_WIDTH; @/
    /@ assert outputs: d == most_outputs(net->layers, net->depth) * DG_WIDTH; @/
    /@ assert sum: a + b + c + 2 * d + most_forward(net->layers, net->depth) <= n; @/
    size_t to_scratch = a + b + c + 2 * d, e = n - to_scratch;
    /@ assert scratch: to_scratch == a + b + c + 2 * d && to_scratch + e == n && most_forward(net->layers, net->depth) <= e; @/
    dg_lemma_inference_pieces(net, x, n, y, m, parameters, a, b, c, d, e, m, part.t, part.src, part.out, part.dT_dc, part.scratch);
    dg_lemma_network_part(net, x, n, a, b);
    dg_lemma_network_part(net, x, n, a + b, c);
    dg_lemma_network_part(net, x, n, a + b + c, d);
    dg_lemma_network_part(net, x, n, a + b + c + d, d);
    dg_lemma_network_part(net, x, n, to_scratch, e);
    /@ assert whole: network_apart(net, part.scratch, e) && part.scratch == x + to_scratch; @/
    /@ assert scratch_apart: network_apart(net, part.scratch, most_forward(net->layers, net->depth)); @/
    /@ assert order: 0 <= inference_integers(net) <= m && part.order == y; @/
    /@ assert valid_t: \valid(part.t + (0 .. net->inputs*DG_WIDTH-1)); @/
    /@ assert valid_src: \valid(part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1)); @/
    /@ assert valid_out: \valid(part.out + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1)); @/
    /@ assert valid_dT_dc: \valid(part.dT_dc + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1)); @/
    /@ assert valid_scratch: \valid(part.scratch + (0 .. most_forward(net->layers, net->depth)-1)); @/
    /@ assert valid_order: \valid(part.order + (0 .. inference_integers(net)-1)); @/
    /@ assert t_apart: network_apart(net, part.t, net->inputs * DG_WIDTH); @/
    /@ assert src_apart: network_apart(net, part.src, most_sources(net->layers, net->depth) * DG_WIDTH); @/
    /@ assert out_apart: network_apart(net, part.out, most_outputs(net->layers, net->depth) * DG_WIDTH); @/
    /@ assert dT_dc_apart: network_apart(net, part.dT_dc, most_outputs(net->layers, net->depth) * DG_WIDTH); @/
    /@ assert scratch_src: \separated(part.scratch + (0 .. most_forward(net->layers, net->depth)-1), part.src + (0 .. c-1)); @/
    /@ assert scratch_out: \separated(part.scratch + (0 .. most_forward(net->layers, net->depth)-1), part.out + (0 .. d-1)); @/
    /@ assert scratch_dT_dc: \separated(part.scratch + (0 .. most_forward(net->layers, net->depth)-1), part.dT_dc + (0 .. d-1)); @/
    /@ assert scratch_rest: \separated(part.scratch + (0 .. most_forward(net->layers, net->depth)-1), x + (0 .. a-1)) &&
         \separated(part.scratch + (0 .. most_forward(net->layers, net->depth)-1), parameters + (0 .. parameter_count(net)-1)); @/
    /@ assert order_src: \separated(part.order + (0 .. inference_integers(net)-1), part.src + (0 .. c-1)); @/
    /@ assert order_out: \separated(part.order + (0 .. inference_integers(net)-1), part.out + (0 .. d-1)) &&
         \separated(part.order + (0 .. inference_integers(net)-1), part.dT_dc + (0 .. d-1)); @/
    /@ assert order_scratch: \separated(part.order + (0 .. inference_integers(net)-1),
         part.scratch + (0 .. most_forward(net->layers, net->depth)-1)); @/
    /@ assert order_rest: \separated(part.order + (0 .. inference_integers(net)-1), x + (0 .. a-1)) &&
         \separated(part.order + (0 .. inference_integers(net)-1), parameters + (0 .. parameter_count(net)-1)); @/
    /@ assert integers: integers_apart(net, part.order, inference_integers(net)); @/
  }
*/

/*@ ghost // a batch, times that lie apart from a workspace lie apart from its parts
  /@ requires cut: part.t == x + from && from + net->inputs * DG_WIDTH <= n;
     requires apart: batch_apart(batch, net->inputs, x, n);
     terminates \true; assigns \nothing;
     ensures apart: batch_apart(batch, net->inputs, part.t, net->inputs * DG_WIDTH); @/
  static void dg_lemma_inference_batch(const dg_network *net, const dg_batch *batch, const dg_real *x, size_t n, size_t from,
                                       dg_inference_parts part) { }
*/

/*@ ghost // room for the sources of the widest layer, and of the first
  /@ requires sizes: 0 <= sources_of(net->layers) * DG_WIDTH <= most_sources(net->layers, net->depth) * DG_WIDTH;
     requires apart: network_apart(net, src, most_sources(net->layers, net->depth) * DG_WIDTH);
     terminates \true; assigns \nothing;
     ensures apart: network_apart(net, src, sources_of(net->layers) * DG_WIDTH); @/
  static void dg_lemma_first_sources(const dg_network *net, const dg_real *src) { }
*/

/*@ ghost // no neuron lies there
  /@ requires valid: \valid_read(net) && network_apart(net, src, most_sources(net->layers, net->depth) * DG_WIDTH);
     terminates \true; assigns \nothing;
     ensures neurons: neurons_apart(net->layers, net->depth, src, most_sources(net->layers, net->depth) * DG_WIDTH);
     ensures layers: \forall integer l; 0 <= l < net->depth ==>
       \separated(src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1), net->layers + l) &&
       \separated(src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1),
                  (net->layers + l)->bias_times + (0 .. (net->layers + l)->biases-1)); @/
  static void dg_lemma_sources_neurons(const dg_network *net, const dg_real *src) { }
*/

/*@ ghost // the counter of a loop that has come to its end
  /@ requires end: l == net->depth && AllFactors{Here, Here}(net->layers, shift, l);
     terminates \true; assigns \nothing;
     ensures factors: AllFactors{Here, Here}(net->layers, shift, net->depth); @/
  static void dg_lemma_factors_end(const dg_network *net, const dg_real *shift, size_t l) { }
*/

/*@ ghost // the parameters of one layer lie apart where those of all do
  /@ requires sizes: 0 <= weights_of(net->layers + l) && at + weights_of(net->layers + l) <= parameter_count(net);
     requires separate: inference_separate(net, part, parameters, parameter_count(net), shift, delay_count(net));
     terminates \true; assigns \nothing;
     ensures separate: inference_separate(net, part, parameters + at, weights_of(net->layers + l), shift, delay_count(net)); @/
  static void dg_lemma_separate_layer(const dg_network *net, size_t l, const dg_real *parameters, size_t at, const dg_real *shift,
                                      dg_inference_parts part) {
    /@ assert src: \separated(part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1),
         parameters + at + (0 .. weights_of(net->layers + l)-1)); @/
    /@ assert out: \separated(part.out + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1),
         parameters + at + (0 .. weights_of(net->layers + l)-1)); @/
    /@ assert dT_dc: \separated(part.dT_dc + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1),
         parameters + at + (0 .. weights_of(net->layers + l)-1)); @/
    /@ assert scratch: \separated(part.scratch + (0 .. most_forward(net->layers, net->depth)-1),
         parameters + at + (0 .. weights_of(net->layers + l)-1)); @/
    /@ assert order: \separated(part.order + (0 .. inference_integers(net)-1),
         parameters + at + (0 .. weights_of(net->layers + l)-1)); @/
    /@ assert delays: \separated(parameters + at + (0 .. weights_of(net->layers + l)-1), shift + (0 .. delay_count(net)-1)); @/
  }
*/

/*@ ghost // times of a chunk lie apart where those of all samples do
  /@ requires inside: 0 <= first * columns && 0 <= samples * columns && first * columns + samples * columns <= count * columns &&
       first * columns <= SIZE_MAX;
     requires apart: times_apart(net, part, parameters, shift, x, count * columns);
     terminates \true; assigns \nothing;
     ensures apart: times_apart(net, part, parameters, shift, x + first * columns, samples * columns); @/
  static void dg_lemma_times_part(const dg_network *net, dg_inference_parts part, const dg_real *parameters, const dg_real *shift,
                                  const dg_real *x, size_t first, size_t samples, size_t count, size_t columns) {
    /@ assert network: network_apart(net, x + first * columns, samples * columns); @/
    /@ assert src: \separated(x + first * columns + (0 .. samples*columns-1),
         part.src + (0 .. most_sources(net->layers, net->depth)*DG_WIDTH-1)); @/
    /@ assert out: \separated(x + first * columns + (0 .. samples*columns-1),
         part.out + (0 .. most_outputs(net->layers, net->depth)*DG_WIDTH-1)); @/
  }
*/
