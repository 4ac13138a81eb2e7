/* philox.h: Philox4x32 and what is drawn by it, over the integers (SPEC 13.1). */

/*@ // Word i of a block w0 w1 w2 w3 after so many rounds, with the two words of the key.
    logic integer philox_low(integer word, integer factor) = (uint32_t)(factor * word);
    logic integer philox_high(integer word, integer factor) = (uint32_t)((factor * word) >> 32);
    logic integer philox_mix(integer high, integer word, integer key) = (uint32_t)((uint32_t)(high ^ word) ^ key);
    logic integer philox_word(integer i, integer rounds, integer w0, integer w1, integer w2, integer w3, integer first,
      integer second) =
      rounds <= 0 ? (i == 0 ? w0 : i == 1 ? w1 : i == 2 ? w2 : w3) :
      philox_word(i, rounds - 1, philox_mix(philox_high(w2, 3449720151), w1, first), philox_low(w2, 3449720151),
        philox_mix(philox_high(w0, 3528531795), w3, second), philox_low(w0, 3528531795),
        (uint32_t)(first + 2654435769), (uint32_t)(second + 3144134277));

    // Word i of a draw; the number that two words stand for.
    logic integer draw_word(integer i, integer seed, integer stream, integer place, integer event, integer trial) =
      philox_word(i, 10, (uint32_t)event, (uint32_t)(event >> 32), place, (uint32_t)((uint32_t)((uint32_t)stream * 256) + trial),
        (uint32_t)seed, (uint32_t)(seed >> 32));
*/

#if DG_FLOAT
/*@ logic real fraction_of(integer high, integer low) = (high / 256) / 16777216.0; */
#else
/*@ logic real fraction_of(integer high, integer low) = ((high / 32) * 67108864 + low / 64) / 9007199254740992.0; */
#endif
