/* facts_training.h: steps of proofs of delgrad.h, sections 9 to 14, as ghost functions: a call states the contract. */

/*@ ghost // element j of n, stride apart
  /@ requires index: 0 <= j < n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures inside: 0 <= j * stride <= (n - 1) * stride;
     ensures small: j * stride <= DG_SIZE_MAX * DG_WIDTH; @/
  static void dg_lemma_strided(size_t j, size_t n, size_t stride) {
    /@ assert small: j * stride <= j * DG_WIDTH; @/
  }
*/

/*@ ghost
  /@ requires index: stride >= 1;
     terminates \true; assigns \nothing;
     ensures before: i < j ==> i * stride < j * stride;
     ensures after: i > j ==> i * stride > j * stride; @/
  static void dg_lemma_apart(size_t i, size_t j, size_t stride) { }
*/

/*@ ghost // writing element j of n leaves the others alone
  /@ requires index: 0 <= j < n <= DG_SIZE_MAX && 1 <= stride <= DG_WIDTH;
     terminates \true; assigns \nothing;
     ensures others: \forall integer i; 0 <= i < n && i != j ==> g + i * stride != g + j * stride; @/
  static void dg_lemma_others(const dg_real *g, size_t j, size_t n, size_t stride) {
    /@ loop invariant range: 0 <= k <= n;
       loop invariant others: \forall integer i; 0 <= i < k && i != j ==> g + i * stride != g + j * stride;
       loop assigns k; loop variant n - k; @/
    for (size_t k = 0; k < n; k++) dg_lemma_apart(k, j, stride);
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
      dg_lemma_power_next(x, 2 * k);
      dg_lemma_power_next(x, 2 * k + 1);
      dg_lemma_power_next(x * x, k);
      dg_real y = dg_lemma_power(x, 2 * k);
      dg_lemma_associative(y, x);
    }
  }
*/

/*@ ghost // e^{-(t - first)/scale} = e^{first/scale} e^{-t/scale}
  /@ requires scale: scale > 0 && unit == \exp(first / scale);
     terminates \true; assigns \nothing;
     ensures share: (t < DG_NEVER ? \exp(-(t - first) / scale) : 0) == unit * share(t, scale, DG_NEVER);
     ensures positive: share(t, scale, DG_NEVER) >= 0 && (t < DG_NEVER ==> share(t, scale, DG_NEVER) > 0); @/
  static void dg_lemma_share(dg_real t, dg_real first, dg_real scale, dg_real unit) {
    dg_real whole = -(t - first) / scale, part = -t / scale;
    /@ assert sum: whole == first / scale + part; @/
    dg_lemma_product(first / scale, part, whole);
    /@ assert product: \exp(-(t - first) / scale) == unit * \exp(-t / scale); @/
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
