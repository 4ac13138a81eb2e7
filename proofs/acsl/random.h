/* random.h: random numbers as functions over the integers (SPEC 10). */

/*@ // mix of SPEC 10.1, and the state that generator n of a stream of a seed starts with.
    logic integer mix_first(integer z) = (uint64_t)((uint64_t)(z ^ (z >> 30)) * 0xbf58476d1ce4e5b9);
    logic integer mix_second(integer z) = (uint64_t)((uint64_t)(z ^ (z >> 27)) * 0x94d049bb133111eb);
    logic integer mix_last(integer z) = (uint64_t)(z ^ (z >> 31));
    logic integer random_mix(integer z) = mix_last(mix_second(mix_first(z)));
    logic integer random_next(integer state) = (uint64_t)(state + 0x9e3779b97f4a7c15);
    logic integer random_stream(integer seed, integer stream) =
      random_mix((uint64_t)(seed + (uint64_t)(0x9e3779b97f4a7c15 * (uint64_t)(stream + 1))));
    logic integer random_start(integer seed, integer stream, integer n) =
      random_mix((uint64_t)(random_stream(seed, stream) + (uint64_t)(0x9e3779b97f4a7c15 * n)));

    // j of SPEC 10.3: below n, for n < 2^31.
    logic integer below_of(integer bits, integer n) = bits / 4294967296 * n / 4294967296;

    // Uniform and normal numbers.
    predicate polar(real x, real y, real z) =
      0 < x * x + y * y < 1 && z == x * \sqrt(-2 * \log(x * x + y * y) / (x * x + y * y));
*/

#if DG_FLOAT
/*@ logic integer upper_bits(integer bits) = bits / 1099511627776;
    logic real uniform_of(integer bits) = upper_bits(bits) / 16777216.0; */
#else
/*@ logic integer upper_bits(integer bits) = bits / 2048;
    logic real uniform_of(integer bits) = upper_bits(bits) / 9007199254740992.0; */
#endif
