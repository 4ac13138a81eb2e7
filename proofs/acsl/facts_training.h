/* facts_training.h: steps of proofs of delgrad.h, sections 9 to 14, as ghost functions: a call states the contract. */

/*@ ghost
  /@ requires index: 0 <= j < n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures inside: 0 <= j * stride <= (n - 1) * stride;
     ensures small: j * stride <= DG_SIZE_MAX * DG_WIDTH; @/
  static void dg_lemma_inside(size_t j, size_t n, size_t stride) {
    /@ assert small: j * stride <= j * DG_WIDTH; @/
  }
*/

/*@ ghost // element j of n, stride apart
  /@ requires index: 0 <= j < n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures place: place(stride, j) == j * stride;
     ensures inside: 0 <= j * stride <= (n - 1) * stride;
     ensures small: j * stride <= DG_SIZE_MAX * DG_WIDTH; @/
  static void dg_lemma_strided(size_t j, size_t n, size_t stride) {
    /@ loop invariant range: 0 <= k <= j;
       loop invariant place: place(stride, k) == k * stride;
       loop assigns k; loop variant j - k; @/
    for (size_t k = 0; k < j; k++) {
      size_t next = k + 1;
      /@ assert next: place(stride, next) == place(stride, k) + stride; @/
      /@ assert product: next * stride == k * stride + stride; @/
    }
    dg_lemma_inside(j, n, stride);
  }
*/

/*@ ghost // gives it a name, that of the last element: provers see no product in what a loop may write
  /@ requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures last: n >= 1 ==> \result <= (n - 1) * stride && \result >= (n - 1) * stride; @/
  static size_t dg_lemma_last(size_t n, size_t stride) {
    if (n == 0) return 0;
    dg_lemma_inside(n - 1, n, stride);
    return (n - 1) * stride;
  }
*/

/*@ ghost // the other elements lie elsewhere
  /@ requires index: 0 <= j < n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures others: \forall integer i; 0 <= i < n && i != j ==> place(stride, i) != place(stride, j); @/
  static void dg_lemma_places(size_t j, size_t n, size_t stride) {
    /@ loop invariant range: 0 <= k <= n;
       loop invariant before: k <= j ==> \forall integer i; 0 <= i < k ==> place(stride, i) < place(stride, k);
       loop invariant others: k > j ==> \forall integer i; 0 <= i < k && i != j ==> place(stride, i) != place(stride, j);
       loop invariant after: k > j ==> place(stride, j) < place(stride, k);
       loop assigns k; loop variant n - k; @/
    for (size_t k = 0; k < n; k++) {
      size_t next = k + 1;
      /@ assert next: place(stride, next) == place(stride, k) + stride; @/
    }
  }
*/

/*@ ghost // the definition
  /@ terminates \true; assigns \nothing;
     ensures next: nth_power(x, n + 1) == nth_power(x, n) * x; @/
  static void dg_lemma_power_next(dg_real x, uint64_t n) { }
*/

/*@ ghost
  /@ terminates \true; assigns \nothing;
     ensures associative: x * y * y == x * (y * y); @/
  static void dg_lemma_associative(dg_real x, dg_real y) { }
*/

/*@ ghost // gives it a name
  /@ terminates \true; assigns \nothing;
     ensures power: \result == nth_power(x, n); @/
  static dg_real dg_lemma_power(dg_real x, uint64_t n) {
    dg_real y = 1;
    /@ loop invariant range: 0 <= k <= n;
       loop invariant power: y == nth_power(x, k);
       loop assigns k, y; loop variant n - k; @/
    for (uint64_t k = 0; k < n; k++) {
      dg_lemma_power_next(x, k);
      y = y * x;
    }
    return y;
  }
*/

/*@ ghost // x^(2 m) = (x^2)^m
  /@ requires size: 2 * m <= UINT64_MAX;
     terminates \true; assigns \nothing;
     ensures square: nth_power(x, 2 * m) == nth_power(x * x, m); @/
  static void dg_lemma_square(dg_real x, uint64_t m) {
    /@ loop invariant range: 0 <= k <= m;
       loop invariant square: nth_power(x, 2 * k) == nth_power(x * x, k);
       loop assigns k; loop variant m - k; @/
    for (uint64_t k = 0; k < m; k++) {
      uint64_t even = 2 * k;
      uint64_t odd = even + 1;
      /@ assert even: even == 2 * k && odd == 2 * k + 1 && odd + 1 == 2 * (k + 1); @/
      dg_lemma_power_next(x, even);
      dg_lemma_power_next(x, odd);
      dg_lemma_power_next(x * x, k);
      dg_real y = dg_lemma_power(x, even);
      dg_lemma_associative(y, x);
      /@ assert next: nth_power(x, odd + 1) == nth_power(x * x, k + 1); @/
    }
  }
*/

/*@ ghost // the definition
  /@ requires spike: t < DG_NEVER;
     terminates \true; assigns \nothing;
     ensures share: share(t, scale, DG_NEVER) == \exp(-t / scale); @/
  static void dg_lemma_share_spike(dg_real t, dg_real scale) { }
*/

/*@ ghost // the definition
  /@ requires silent: t >= DG_NEVER;
     terminates \true; assigns \nothing;
     ensures share: share(t, scale, DG_NEVER) == 0; @/
  static void dg_lemma_share_silent(dg_real t, dg_real scale) { }
*/

/*@ ghost // gives it a name
  /@ terminates \true; assigns \nothing;
     ensures share: \result == share(t, scale, DG_NEVER);
     ensures spike: t < DG_NEVER ==> \result == \exp(-t / scale) && \result > 0;
     ensures silent: t >= DG_NEVER ==> \result == 0; @/
  static dg_real dg_lemma_share_of(dg_real t, dg_real scale) {
    dg_real e = dg_lemma_exp(-t / scale);
    if (t < DG_NEVER) {
      dg_lemma_share_spike(t, scale);
      return e;
    }
    dg_lemma_share_silent(t, scale);
    return 0;
  }
*/

/*@ ghost
  /@ requires scale: scale > 0;
     terminates \true; assigns \nothing;
     ensures product: \exp(-(t - first) / scale) == \exp(first / scale) * \exp(-t / scale);
     ensures positive: \exp(first / scale) > 0;
     ensures one: \exp(first / scale) * \exp(-first / scale) == 1; @/
  static void dg_lemma_relative(dg_real t, dg_real first, dg_real scale) {
    dg_real whole = -(t - first) / scale, part = -t / scale;
    /@ assert sum: whole == first / scale + part; @/
    dg_lemma_product(first / scale, part, whole);
    dg_lemma_inverse(first / scale);
    /@ assert minus: -(first / scale) == -first / scale; @/
    dg_lemma_same(-(first / scale), -first / scale);
  }
*/

/*@ ghost
  /@ requires positive: x > 0 && y > 0 && z == x * y;
     terminates \true; assigns \nothing;
     ensures log: \log(z) == \log(x) + \log(y); @/
  static void dg_lemma_log_product(dg_real x, dg_real y, dg_real z) { }
*/

/*@ ghost // the definition
  /@ terminates \true; assigns \nothing;
     ensures unit: unit_of(first, scale) == \exp(first / scale); @/
  static void dg_lemma_unit_definition(dg_real first, dg_real scale) { }
*/

/*@ ghost // the definition
  /@ terminates \true; assigns \nothing;
     ensures unit: \result == unit_of(first, scale) && \result == \exp(first / scale) && \result > 0; @/
  static dg_real dg_lemma_unit(dg_real first, dg_real scale) {
    dg_real e = dg_lemma_exp(first / scale);
    dg_lemma_unit_definition(first, scale);
    return e;
  }
*/

/*@ ghost // gives it a name
  /@ terminates \true; assigns \nothing;
     ensures positive: \result == unit_of(first, scale) && \result > 0; @/
  static dg_real dg_lemma_unit_of(dg_real first, dg_real scale) {
    return dg_lemma_unit(first, scale);
  }
*/

/*@ ghost // gives it a name
  /@ terminates \true; assigns \nothing;
     ensures unit: \result == unit_of(first, scale); @/
  static dg_real dg_lemma_unit_name(dg_real first, dg_real scale) {
    return dg_lemma_unit(first, scale);
  }
*/

/*@ ghost // gives it a name
  /@ terminates \true; assigns \nothing;
     ensures share: \result == share(t, scale, DG_NEVER); @/
  static dg_real dg_lemma_share_name(dg_real t, dg_real scale) {
    return dg_lemma_share_of(t, scale);
  }
*/

/*@ ghost // gives their sum a name
  /@ requires valid: \valid_read(T + (0 .. (n-1)*stride));
     requires sizes: n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures sum: \result == shares(T, stride, n, scale, DG_NEVER); @/
  static dg_real dg_lemma_shares(size_t n, const dg_real *T, size_t stride, dg_real scale) {
    dg_real sum = 0;
    /@ loop invariant range: 0 <= j <= n;
       loop invariant sum: sum == shares(T, stride, j, scale, DG_NEVER);
       loop assigns j, sum; loop variant n - j; @/
    for (size_t j = 0; j < n; j++) {
      dg_lemma_strided(j, n, stride);
      dg_real share = dg_lemma_share_name(T[j * stride], scale);
      /@ assert share: share == share_of(T, stride, j, scale, DG_NEVER); @/
      /@ assert next: shares(T, stride, j + 1, scale, DG_NEVER) == shares(T, stride, j, scale, DG_NEVER) + share; @/
      sum = sum + share;
    }
    return sum;
  }
*/

/*@ ghost // e^{-(t - first)/scale} = e^{first/scale} e^{-t/scale}: what an output adds to the sum, and the same relative to first
  /@ requires scale: scale > 0 && unit == unit_of(first, scale);
     terminates \true; assigns \nothing;
     ensures share: \result == share(t, scale, DG_NEVER);
     ensures relative: t < DG_NEVER ==> \exp(-(t - first) / scale) == unit * \result;
     ensures silent: t >= DG_NEVER ==> \result == 0;
     ensures positive: \result >= 0 && (t < DG_NEVER ==> \result > 0);
     ensures unit: unit > 0 && unit * \result >= 0 && (t < DG_NEVER ==> unit * \result > 0);
     ensures one: t == first && t < DG_NEVER ==> unit * \result == 1; @/
  static dg_real dg_lemma_share(dg_real t, dg_real first, dg_real scale, dg_real unit) {
    dg_real s = dg_lemma_share_of(t, scale), u = dg_lemma_unit(first, scale);
    dg_lemma_relative(t, first, scale);
    /@ assert unit: u == unit; @/
    if (t < DG_NEVER) dg_lemma_positive(unit, s);
    return s;
  }
*/

/*@ ghost // what dg_relative_share returns
  /@ requires scale: scale > 0;
     terminates \true; assigns \nothing;
     ensures share: \result == unit_of(first, scale) * share(t, scale, DG_NEVER);
     ensures positive: \result >= 0 && (t < DG_NEVER ==> \result > 0);
     ensures one: t == first && t < DG_NEVER ==> \result == 1; @/
  static dg_real dg_lemma_term(dg_real t, dg_real first, dg_real scale) {
    dg_real unit = dg_lemma_unit_of(first, scale), share = dg_lemma_share(t, first, scale, unit);
    return unit * share;
  }
*/

/*@ ghost // the definition
  /@ requires label: label < n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH && \valid_read(T + (0 .. (n-1)*stride));
     requires values: T_label == T[place(stride, label)] && plain == shares(T, stride, n, scale, DG_NEVER);
     terminates \true; assigns \nothing;
     ensures entropy: cross_entropy(T, stride, n, label, scale, DG_NEVER) == \log(plain) + T_label / scale; @/
  static void dg_lemma_cross_entropy(size_t n, const dg_real *T, size_t stride, size_t label, dg_real scale, dg_real T_label,
                                     dg_real plain) { }
*/

/*@ ghost
  /@ requires positive: unit > 0 && unit * plain > 0;
     terminates \true; assigns \nothing;
     ensures positive: plain > 0; @/
  static void dg_lemma_positive_factor(dg_real unit, dg_real plain) { }
*/

/*@ ghost // shares, with and without the unit
  /@ requires positive: unit > 0 && plain > 0 && scale > 0 && sum == unit * plain && term == unit * share;
     requires label: j == label ==> term == sum - others;
     terminates \true; assigns \nothing;
     ensures slope: share_slope(term, j, label, others, sum, scale) == ((j == label ? 1 : 0) - share / plain) / scale; @/
  static void dg_lemma_entropy(dg_real unit, dg_real plain, dg_real sum, dg_real scale, dg_real others, dg_real term,
                               dg_real share, size_t j, size_t label) {
    /@ assert part: term / sum == share / plain; @/
    /@ assert whole: sum / sum == 1; @/
    /@ assert rest: (sum - term) / sum == sum / sum - term / sum; @/
    /@ assert minus: -term / sum == 0 - term / sum; @/
    /@ assert definition: share_slope(term, j, label, others, sum, scale) == (j == label ? others : -term) / sum / scale; @/
  }
*/

/*@ ghost // gives it a name: provers keep n and the counter of a loop that has come to its end apart
  /@ terminates \true; assigns \nothing;
     ensures count: n >= 1 ==> \result <= n && \result >= n; @/
  static size_t dg_lemma_count(size_t n) {
    return n;
  }
*/

/*@ ghost
  /@ requires positive: scale > 0 && plain > 0 && unit == unit_of(first, scale) && sum == unit * plain;
     terminates \true; assigns \nothing;
     ensures log: \log(sum) == first / scale + \log(plain); @/
  static void dg_lemma_log_sum(dg_real unit, dg_real first, dg_real scale, dg_real plain, dg_real sum) {
    dg_real u = dg_lemma_unit(first, scale);
    /@ assert unit: \log(u) == first / scale; @/
    dg_lemma_log_product(unit, plain, sum);
  }
*/

/*@ ghost
  /@ requires positive: x >= 0 && n >= 1 && mean == x / (dg_real)n;
     terminates \true; assigns \nothing;
     ensures positive: mean >= 0; @/
  static void dg_lemma_positive_mean(dg_real x, size_t n, dg_real mean) {
    dg_real count = (dg_real)n;
    /@ assert count: count >= 1; @/
    /@ assert product: mean * count == x; @/
  }
*/

/*@ ghost // 0 <= x^n < 1
  /@ requires below: 0 <= x < 1 && n >= 1;
     terminates \true; assigns \nothing;
     ensures below: 0 <= nth_power(x, n) < 1; @/
  static void dg_lemma_power_below(dg_real x, uint64_t n) {
    /@ assert one: nth_power(x, 1) == nth_power(x, 0) * x; @/
    /@ loop invariant range: 1 <= k <= n;
       loop invariant below: 0 <= nth_power(x, k) <= x;
       loop assigns k; loop variant n - k; @/
    for (uint64_t k = 1; k < n; k++) {
      /@ assert next: nth_power(x, k + 1) == nth_power(x, k) * x; @/
    }
  }
*/

/*@ ghost // a fraction of n is below n
  /@ requires sizes: 0 <= a <= 4294967295 && 1 <= n <= INT32_MAX;
     terminates \true; assigns \nothing;
     ensures product: 0 <= a * n <= 4294967295 * INT32_MAX;
     ensures below: a * n / 4294967296 < n; @/
  static void dg_lemma_below(uint64_t a, size_t n) {
    /@ assert product: a * n <= 4294967295 * n; @/
    /@ assert less: a * n < 4294967296 * n; @/
  }
*/

/*@ ghost
  /@ requires sizes: sources <= 2 * DG_SIZE_MAX && outputs <= DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures bound: 0 <= sources * outputs <= 2 * DG_SIZE_MAX * DG_SIZE_MAX; @/
  static void dg_lemma_bound(size_t sources, size_t outputs) {
    /@ assert row: sources * outputs <= 2 * DG_SIZE_MAX * outputs; @/
  }
*/

/*@ ghost // weight x lies in one of the rows
  /@ requires inside: 0 <= x < sources * outputs && sources >= 1;
     terminates \true; assigns \nothing;
     ensures row: 0 <= x / sources < outputs; @/
  static void dg_lemma_row(size_t x, size_t sources, size_t outputs) {
    size_t row = x / sources;
    /@ assert below: row * sources <= x; @/
  }
*/

/*@ ghost // the definition of the square root
  /@ requires root: root >= 0 && root * root == square;
     terminates \true; assigns \nothing;
     ensures root: root == \sqrt(square); @/
  static void dg_lemma_sqrt(dg_real square, dg_real root) {
    /@ assert positive: square >= 0 && \sqrt(square) >= 0; @/
    /@ assert square: \sqrt(square) * \sqrt(square) == square; @/
    /@ assert difference: (root - \sqrt(square)) * (root + \sqrt(square)) == 0; @/
  }
*/

/*@ ghost
  /@ requires sizes: samples <= DG_BATCH_MAX && outputs <= DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures bound: 0 <= samples * outputs <= DG_BATCH_MAX * DG_SIZE_MAX; @/
  static void dg_lemma_spikes(size_t samples, size_t outputs) {
    /@ assert row: samples * outputs <= DG_BATCH_MAX * outputs; @/
  }
*/

/*@ ghost // element j of row n lies in the table
  /@ requires sizes: n < rows <= DG_BATCH_MAX && j < columns <= DG_SIZE_MAX * DG_SIZE_MAX;
     terminates \true; assigns \nothing;
     ensures inside: 0 <= n * columns && n * columns + j < rows * columns && n * columns + j <= SIZE_MAX; @/
  static void dg_lemma_cell(size_t n, size_t rows, size_t j, size_t columns) {
    /@ assert row: (n + 1) * columns <= rows * columns; @/
    /@ assert next: (n + 1) * columns == n * columns + columns; @/
    /@ assert all: rows * columns <= DG_BATCH_MAX * columns; @/
  }
*/

/*@ ghost // numbers of weights and of delays are not negative
  /@ requires valid: \valid_read(layer) && admitted_sizes(layer) && admitted_groups(layer);
     terminates \true; assigns \nothing;
     ensures positive: 0 <= weights_of(layer) && 0 <= delays_of(layer); @/
  static void dg_lemma_layer_positive(const dg_layer *layer) {
    /@ assert groups: 0 <= source_groups_of(layer) && 0 <= target_groups_of(layer); @/
  }
*/
