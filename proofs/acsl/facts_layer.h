/* facts_layer.h: the sorting network of delgrad.h, section 7, and steps of its proofs as ghost functions. */

/* What exchanges do to rows of keys and marks, in every lane: each row now is one of the rows before; marks that differ still do;
   rows n and later, which hold their own numbers and the key never, beyond which there is none, stay where they are. */
/*@ predicate RowFrom{L}(dg_real *key, dg_real *mark, integer rows, integer l, real k, real m) =
      \exists integer q; 0 <= q < rows && LaneValue(key, q, l) == k && LaneValue(mark, q, l) == m;
    predicate Moved{A, B}(dg_real *key, dg_real *mark, integer rows) =
      \forall integer p, l; 0 <= p < rows && 0 <= l < DG_LANES ==>
        RowFrom{A}(key, mark, rows, l, LaneValue{B}(key, p, l), LaneValue{B}(mark, p, l));
    predicate Distinct{L}(dg_real *mark, integer rows) =
      \forall integer p, q, l; 0 <= p < rows && 0 <= q < rows && p != q && 0 <= l < DG_LANES ==>
        LaneValue(mark, p, l) != LaneValue(mark, q, l);
    predicate Padded{L}(dg_real *key, dg_real *mark, integer n, integer rows, real never) =
      \forall integer p, l; 0 <= p < rows && 0 <= l < DG_LANES ==> LaneValue(key, p, l) <= never &&
        (n <= p ==> LaneValue(key, p, l) == never && LaneValue(mark, p, l) == p);
    predicate StaysDistinct{A, B}(dg_real *mark, integer rows) = Distinct{A}(mark, rows) ==> Distinct{B}(mark, rows);
    predicate StaysPadded{A, B}(dg_real *key, dg_real *mark, integer rows) =
      \forall integer n, real never; Padded{A}(key, mark, n, rows, never) ==> Padded{B}(key, mark, n, rows, never);
    predicate Rows{L}(dg_real *key, dg_real *mark, integer rows) =
      0 <= rows <= 8 * DG_SIZE_MAX && \valid(key + (0 .. rows*DG_LANES-1)) && \valid(mark + (0 .. rows*DG_LANES-1)) &&
      \separated(key + (0 .. rows*DG_LANES-1), mark + (0 .. rows*DG_LANES-1));
*/

/* Row p of lane l holds x; everything but that row, or but four rows of that lane, is as it was. */
/*@ predicate RowIs{L}(dg_real *key, dg_real *mark, integer p, integer l, dg_arrival x) =
      LaneValue(key, p, l) == x.key && LaneValue(mark, p, l) == x.mark;
    predicate ButOne{A, B}(dg_real *key, dg_real *mark, integer rows, integer l, integer a) =
      \forall integer p, j; 0 <= p < rows && 0 <= j < DG_LANES && (j != l || p != a) ==>
        LaneValue{B}(key, p, j) == LaneValue{A}(key, p, j) && LaneValue{B}(mark, p, j) == LaneValue{A}(mark, p, j);
    predicate ButFour{A, B}(dg_real *key, dg_real *mark, integer rows, integer l, integer a, integer b, integer c, integer d) =
      \forall integer p, j; 0 <= p < rows && 0 <= j < DG_LANES && (j != l || (p != a && p != b && p != c && p != d)) ==>
        LaneValue{B}(key, p, j) == LaneValue{A}(key, p, j) && LaneValue{B}(mark, p, j) == LaneValue{A}(mark, p, j);
*/

/* No row of lane l but those four has mark m. */
/*@ predicate Nowhere{L}(dg_real *mark, integer rows, integer l, integer a, integer b, integer c, integer d, real m) =
      \forall integer p; 0 <= p < rows && p != a && p != b && p != c && p != d ==> LaneValue(mark, p, l) != m;
*/

/* The marks differ outside those four rows of lane l. */
/*@ predicate DistinctBut{L}(dg_real *mark, integer rows, integer l, integer a, integer b, integer c, integer d) =
      \forall integer p, q, j; 0 <= p < rows && 0 <= q < rows && p != q && 0 <= j < DG_LANES &&
        (j != l || (p != a && p != b && p != c && p != d && q != a && q != b && q != c && q != d)) ==>
        LaneValue(mark, p, j) != LaneValue(mark, q, j);
*/

/* What Padded says of the arrival x in row p. */
/*@ predicate PaddedRow(integer n, real never, integer p, dg_arrival x) =
      x.key <= never && (n <= p ==> x.key == never && x.mark == p);
*/

/* Rows p - 1 and p exchanged where that puts the lesser above, in the first lanes; the other rows; all keys (or marks). */
/*@ predicate LowerOf{A, B}(dg_real *key, integer p, integer lanes) =
      \forall integer l; 0 <= l < lanes ==>
        LaneValue{B}(key, p - 1, l) <= LaneValue{A}(key, p - 1, l) && LaneValue{B}(key, p - 1, l) <= LaneValue{A}(key, p, l) &&
        LaneValue{B}(key, p, l) >= LaneValue{A}(key, p - 1, l) && LaneValue{B}(key, p, l) >= LaneValue{A}(key, p, l) &&
        (LaneValue{B}(key, p, l) == LaneValue{A}(key, p - 1, l) || LaneValue{B}(key, p, l) == LaneValue{A}(key, p, l)) &&
        (LaneValue{B}(key, p - 1, l) == LaneValue{A}(key, p - 1, l) || LaneValue{B}(key, p - 1, l) == LaneValue{A}(key, p, l));
    predicate ButRows{A, B}(dg_real *key, integer rows, integer p) =
      \forall integer q, l; 0 <= q < rows && q != p - 1 && q != p && 0 <= l < DG_LANES ==>
        LaneValue{B}(key, q, l) == LaneValue{A}(key, q, l);
    predicate KeysSame{A, B}(dg_real *key, integer rows) =
      \forall integer q, l; 0 <= q < rows && 0 <= l < DG_LANES ==> LaneValue{B}(key, q, l) == LaneValue{A}(key, q, l);
*/

/* Marks that are the numbers of their rows; of some row below n; and what sorting makes of the former: n marks that differ, each
   with the key that its row had. */
/*@ predicate Named{L}(dg_real *mark, integer n) =
      \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==> LaneValue(mark, p, l) == p;
    predicate NamesRow(real m, integer n) = \exists integer i; 0 <= i < n && m == i;
    predicate NamesRows{L}(dg_real *mark, integer n) =
      \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==> NamesRow(LaneValue(mark, p, l), n);
    predicate RowOf{L}(dg_real *key, integer n, integer l, real k, real m) =
      \exists integer i; 0 <= i < n && m == i && k == LaneValue(key, i, l);
    predicate Permuted{A, B}(dg_real *key, dg_real *mark, integer n) =
      \forall integer p, l; 0 <= p < n && 0 <= l < DG_LANES ==>
        RowOf{A}(key, n, l, LaneValue{B}(key, p, l), LaneValue{B}(mark, p, l));
*/

/* Sorted keys with the marks of a permutation. */
/*@ predicate Ordered{L}(dg_real *key, dg_real *mark, integer n) =
      lanes_sorted(key, 1, n) && NamesRows(mark, n) && Distinct(mark, n);
*/

#ifdef DG_PROOF_IDEAL
/*@ predicate NotBeyond{L}(real x) = x <= dg_never;
    predicate IsNever{L}(real x) = x == dg_never;
    // The arrival of a neuron for a key that stands for one.
    predicate ArrivesAt{L}(real a, real key) = a == (key < DG_REAL_MAX ? key : dg_never);
    predicate PaddedNever{L}(dg_real *key, dg_real *mark, integer n, integer rows) = Padded(key, mark, n, rows, dg_never); */
/*@ ghost // what stands for infinity is beyond all numbers of the machine
  /@ terminates \true; assigns \nothing; ensures never: DG_REAL_MAX <= dg_never; @/
  static void dg_ideal_never(void);
*/
#else
/*@ predicate NotBeyond(real x) = \true;
    predicate IsNever(real x) = \true;
    predicate ArrivesAt(real a, real key) = \true;
    predicate PaddedNever(dg_real *key, dg_real *mark, integer n, integer rows) = \true; */
/*@ ghost
  /@ terminates \true; assigns \nothing; @/
  static void dg_ideal_never(void);
*/
#endif

/* Padded, but for four rows of lane l. */
/*@ predicate PaddedBut{L}(dg_real *key, dg_real *mark, integer n, integer rows, real never, integer l, integer a, integer b,
      integer c,
                           integer d) =
      \forall integer p, j; 0 <= p < rows && 0 <= j < DG_LANES && (j != l || (p != a && p != b && p != c && p != d)) ==>
        LaneValue(key, p, j) <= never && (n <= p ==> LaneValue(key, p, j) == never && LaneValue(mark, p, j) == p);
*/

/* Arrivals by value: one of four, and no two of four with the same mark. */
/*@ predicate OneOf(dg_arrival x, dg_arrival a, dg_arrival b, dg_arrival c, dg_arrival d) =
      x == a || x == b || x == c || x == d;
    predicate FourDistinct(dg_arrival a, dg_arrival b, dg_arrival c, dg_arrival d) =
      a.mark != b.mark && a.mark != c.mark && a.mark != d.mark && b.mark != c.mark && b.mark != d.mark && c.mark != d.mark;
    // Exchanges in order make e, f, g, h of a, b, c, d: each was there, and of equal keys at the end those that are last stay.
    predicate FourFrom(dg_arrival a, dg_arrival b, dg_arrival c, dg_arrival d,
                       dg_arrival e, dg_arrival f, dg_arrival g, dg_arrival h) =
      OneOf(e, a, b, c, d) && OneOf(f, a, b, c, d) && OneOf(g, a, b, c, d) && OneOf(h, a, b, c, d);
    predicate FourLast(dg_arrival a, dg_arrival b, dg_arrival c, dg_arrival d,
                       dg_arrival e, dg_arrival f, dg_arrival g, dg_arrival h) =
      (a.key <= d.key && b.key <= d.key && c.key <= d.key ==> h == d) &&
      (a.key <= c.key && b.key <= c.key && c.key == d.key ==> g == c) &&
      (a.key <= b.key && b.key == c.key && c.key == d.key ==> f == b) &&
      (a.key == b.key && b.key == c.key && c.key == d.key ==> e == a);
*/

/*@ ghost // one step after another
  /@ requires from: FourFrom(a, b, c, d, e, f, g, h) && FourFrom(e, f, g, h, i, j, k, l);
     requires last: FourLast(a, b, c, d, e, f, g, h) && FourLast(e, f, g, h, i, j, k, l);
     terminates \true; assigns \nothing;
     ensures from: FourFrom(a, b, c, d, i, j, k, l);
     ensures last: FourLast(a, b, c, d, i, j, k, l); @/
  static void dg_lemma_four(dg_arrival a, dg_arrival b, dg_arrival c, dg_arrival d, dg_arrival e, dg_arrival f, dg_arrival g,
                            dg_arrival h, dg_arrival i, dg_arrival j, dg_arrival k, dg_arrival l) {
    /@ assert i: OneOf(i, a, b, c, d); @/
    /@ assert j: OneOf(j, a, b, c, d); @/
    /@ assert k: OneOf(k, a, b, c, d); @/
    /@ assert l: OneOf(l, a, b, c, d); @/
    /@ assert last_d: a.key <= d.key && b.key <= d.key && c.key <= d.key ==>
         h == d && e.key <= h.key && f.key <= h.key && g.key <= h.key; @/
    /@ assert last_c: a.key <= c.key && b.key <= c.key && c.key == d.key ==>
         g == c && e.key <= g.key && f.key <= g.key && g.key == h.key; @/
    /@ assert last_b: a.key <= b.key && b.key == c.key && c.key == d.key ==>
         f == b && e.key <= f.key && f.key == g.key && g.key == h.key; @/
    /@ assert last_a: a.key == b.key && b.key == c.key && c.key == d.key ==>
         e == a && e.key == f.key && f.key == g.key && g.key == h.key; @/
  }
*/

/* Sizes of blocks of rows. */
/*@ predicate Power(integer n) =
      n == 1 || n == 2 || n == 4 || n == 8 || n == 16 || n == 32 || n == 64 || n == 128 || n == 256 || n == 512 || n == 1024 ||
        n == 2048 ||
      n == 4096 || n == 8192 || n == 16384 || n == 32768 || n == 65536 || n == 131072 || n == 262144 || n == 524288 ||
        n == 1048576 || n == 2097152 || n == 4194304 || n == 8388608;
    predicate Blocks(integer rows, integer from, integer size) =
      Power(size) && Power(rows) && rows % size == 0 && from % size == 0;
*/

/*@ ghost
  /@ requires multiple: 0 < size && x == k * size;
     terminates \true; assigns \nothing;
     ensures divides: x % size == 0; @/
  static void dg_lemma_multiple(size_t k, size_t size, size_t x) {
    /@ assert rest: x == x / size * size + x % size; @/
    /@ assert product: (k - x / size) * size == x % size; @/
    /@ assert less: k - x / size < 1; @/
    /@ assert more: k - x / size > -1; @/
  }
*/

/*@ ghost
  /@ requires size: 0 < size && from % size == 0 && rows % size == 0 && from < rows && rows <= 8 * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures block: from + size <= rows;
     ensures next: (from + size) % size == 0; @/
  static void dg_lemma_block(size_t from, size_t rows, size_t size) {
    /@ assert from: from == from / size * size; @/
    /@ assert rows: rows == rows / size * size; @/
    /@ assert less: from / size < rows / size; @/
    /@ assert next: (from / size + 1) * size <= rows / size * size; @/
    /@ assert sum: from + size == (from / size + 1) * size; @/
    dg_lemma_multiple(from / size + 1, size, from + size);
  }
*/

/*@ ghost // the next power
  /@ requires powers: Power(size) && Power(rows) && size < rows;
     terminates \true; assigns \nothing;
     ensures next: Power(2 * size);
     ensures within: 2 * size <= rows; @/
  static void dg_lemma_doubled(size_t size, size_t rows) { }
*/

/*@ ghost // doubled often enough, size becomes rows
  /@ requires powers: Power(size) && Power(rows) && size <= rows;
     terminates \true; assigns \nothing;
     ensures divides: rows % size == 0; @/
  static void dg_lemma_powers(size_t size, size_t rows) {
    size_t power = size, times = 1;
    /@ loop invariant power: Power(power);
       loop invariant range: size <= power <= rows && 1 <= times <= power;
       loop invariant times: power == times * size;
       loop assigns power, times;
       loop variant rows - power; @/
    while (power < rows) {
      dg_lemma_doubled(power, rows);
      power *= 2;
      times *= 2;
    }
    dg_lemma_multiple(times, size, rows);
  }
*/

/*@ ghost
  /@ requires divides: part > 0 && size > 0 && size % part == 0 && from % size == 0;
     terminates \true; assigns \nothing;
     ensures divides: from % part == 0; @/
  static void dg_lemma_divides(size_t part, size_t size, size_t from) {
    /@ assert size: size == size / part * part; @/
    /@ assert from: from == from / size * size; @/
    /@ assert part: from == (from / size * (size / part)) * part; @/
    dg_lemma_multiple(from / size * (size / part), part, from);
  }
*/

/*@ ghost
  /@ requires valid: n <= 2 * DG_SIZE_MAX && \valid_read(key + (0 .. n*DG_LANES-1)) && lane < DG_LANES;
     requires sorted: lanes_sorted(key, 1, n);
     terminates \true; assigns \nothing;
     ensures ascend: \forall integer p, q; 0 <= p <= q < n ==> LaneValue(key, p, lane) <= LaneValue(key, q, lane); @/
  static void dg_lemma_ascend(size_t n, const dg_real *key, size_t lane) {
    /@ loop invariant range: 0 <= q <= n;
       loop invariant ascend: \forall integer i, j; 0 <= i <= j < q ==> LaneValue(key, i, lane) <= LaneValue(key, j, lane);
       loop assigns q;
       loop variant n - q; @/
    for (size_t q = 0; q < n; q++) {
      /@ assert step: 0 < q ==> LaneValue(key, q - 1, lane) <= LaneValue(key, q, lane); @/
    }
  }
*/

/*@ ghost
  /@ requires power: Power(size) && size >= 4 && x % size == 0;
     terminates \true; assigns \nothing;
     ensures power: Power(size / 4);
     ensures divides: x % (size / 4) == 0; @/
  static void dg_lemma_quarter(size_t size, size_t x) {
    /@ assert quarter: size == 4 * (size / 4); @/
    /@ assert x: x == x / size * 4 * (size / 4); @/
    dg_lemma_multiple(x / size * 4, size / 4, x);
  }
*/

/*@ ghost
  /@ requires rows: Rows(key, mark, rows) && i0 < rows && i1 < rows && l < DG_LANES;
     requires two: RowIs(key, mark, i0, l, a) && RowIs(key, mark, i1, l, b);
     terminates \true; assigns \nothing;
     ensures distinct: DistinctBut(mark, rows, l, i0, i1, i0, i0) && a.mark != b.mark &&
       Nowhere(mark, rows, l, i0, i1, i0, i0, a.mark) && Nowhere(mark, rows, l, i0, i1, i0, i0, b.mark) ==>
       Distinct(mark, rows); @/
  static void dg_lemma_distinct_two(const dg_real *key, const dg_real *mark, size_t rows, size_t l, size_t i0, size_t i1,
                                    dg_arrival a, dg_arrival b) { }
*/

/*@ ghost
  /@ requires rows: Rows(key, mark, rows) && i0 < rows && i1 < rows && i2 < rows && i3 < rows && l < DG_LANES;
     requires four: RowIs(key, mark, i0, l, a) && RowIs(key, mark, i1, l, b) && RowIs(key, mark, i2, l, c) &&
       RowIs(key, mark, i3, l, d);
     terminates \true; assigns \nothing;
     ensures distinct: DistinctBut(mark, rows, l, i0, i1, i2, i3) && FourDistinct(a, b, c, d) &&
       Nowhere(mark, rows, l, i0, i1, i2, i3, a.mark) && Nowhere(mark, rows, l, i0, i1, i2, i3, b.mark) &&
       Nowhere(mark, rows, l, i0, i1, i2, i3, c.mark) && Nowhere(mark, rows, l, i0, i1, i2, i3, d.mark) ==> Distinct(mark, rows); @/
  static void dg_lemma_distinct(const dg_real *key, const dg_real *mark, size_t rows, size_t l, size_t i0, size_t i1, size_t i2,
                                size_t i3, dg_arrival a, dg_arrival b, dg_arrival c, dg_arrival d) { }
*/

/*@ ghost
  /@ requires rows: Rows(key, mark, rows) && i0 < rows && i1 < rows && l < DG_LANES;
     requires two: RowIs(key, mark, i0, l, a) && RowIs(key, mark, i1, l, b);
     terminates \true; assigns \nothing;
     ensures distinct: DistinctBut(mark, rows, l, i0, i1, i1, i1) && a.mark != b.mark &&
       Nowhere(mark, rows, l, i0, i1, i1, i1, a.mark) && Nowhere(mark, rows, l, i0, i1, i1, i1, b.mark) ==> Distinct(mark, rows); @/
  static void dg_lemma_distinct_pair(const dg_real *key, const dg_real *mark, size_t rows, size_t l, size_t i0, size_t i1,
                                    dg_arrival a, dg_arrival b) { }
*/

/*@ ghost
  /@ requires rows: Rows(key, mark, rows) && i0 < rows && i1 < rows && i2 < rows && i3 < rows && l < DG_LANES;
     requires four: RowIs(key, mark, i0, l, a) && RowIs(key, mark, i1, l, b) && RowIs(key, mark, i2, l, c) &&
       RowIs(key, mark, i3, l, d);
     terminates \true; assigns \nothing;
     ensures padded: \forall integer n, real never;
       PaddedBut(key, mark, n, rows, never, l, i0, i1, i2, i3) && PaddedRow(n, never, i0, a) && PaddedRow(n, never, i1, b) &&
       PaddedRow(n, never, i2, c) && PaddedRow(n, never, i3, d) ==> Padded(key, mark, n, rows, never); @/
  static void dg_lemma_padded(const dg_real *key, const dg_real *mark, size_t rows, size_t l, size_t i0, size_t i1, size_t i2,
                              size_t i3, dg_arrival a, dg_arrival b, dg_arrival c, dg_arrival d) { }
*/

/*@ ghost // one more pair in order
  /@ requires row: 1 <= p <= i < rows <= 8 * DG_SIZE_MAX && \valid_read(key + (0 .. rows*DG_LANES-1));
     requires here: \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, p - 1, l) <= LaneValue(key, p, l);
     requires next: p < i ==> \forall integer l; 0 <= l < DG_LANES ==> LaneValue(key, p, l) <= LaneValue(key, p + 1, l);
     requires rest: \forall integer q, l; 1 <= q <= i && q != p - 1 && q != p && q != p + 1 && 0 <= l < DG_LANES ==>
       LaneValue(key, q - 1, l) <= LaneValue(key, q, l);
     terminates \true; assigns \nothing;
     ensures above: SortedBut(key, i, p - 1); @/
  static void dg_lemma_sorted_but(size_t rows, const dg_real *key, size_t i, size_t p) { }
*/

/*@ ghost // rows n and later hold their own numbers, so that no other row does
  /@ requires rows: n <= rows <= 8 * DG_SIZE_MAX && \valid_read(mark + (0 .. rows*DG_LANES-1));
     requires padded: \forall integer p, l; n <= p < rows && 0 <= l < DG_LANES ==> LaneValue(mark, p, l) == p;
     terminates \true; assigns \nothing;
     ensures others: Distinct(mark, rows) ==> \forall integer p, q, l; 0 <= p < n && n <= q < rows && 0 <= l < DG_LANES ==>
       LaneValue(mark, p, l) != q; @/
  static void dg_lemma_own_rows(size_t n, size_t rows, const dg_real *mark) {
    /@ loop invariant range: n <= q <= rows;
       loop invariant others: Distinct(mark, rows) ==> \forall integer p, i, l; 0 <= p < n && n <= i < q && 0 <= l < DG_LANES ==>
         LaneValue(mark, p, l) != i;
       loop assigns q; loop variant rows - q; @/
    for (size_t q = n; q < rows; q++)
      /@ loop invariant range: 0 <= l <= DG_LANES;
         loop invariant row: Distinct(mark, rows) ==> \forall integer p, j; 0 <= p < n && 0 <= j < l ==> LaneValue(mark, p, j) != q;
         loop assigns l; loop variant DG_LANES - l; @/
      for (size_t l = 0; l < DG_LANES; l++) {
        /@ assert own: LaneValue(mark, q, l) == q; @/
        /@ assert other: Distinct(mark, rows) ==> \forall integer p; 0 <= p < n ==>
             LaneValue(mark, p, l) != LaneValue(mark, q, l); @/
        /@ assert here: Distinct(mark, rows) ==> \forall integer p, j; 0 <= p < n && j == l ==> LaneValue(mark, p, j) != q; @/
        /@ assert row: Distinct(mark, rows) ==> \forall integer p, j; 0 <= p < n && 0 <= j <= l ==> LaneValue(mark, p, j) != q; @/
      }
  }
*/
