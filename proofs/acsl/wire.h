/* Logic definitions for the contracts of delgrad_hw.h, section 11: sizes of frames. */

/* A size, as large as sizes are; the payload of CONFIGURE; all frames about a network fit into so many bytes. */
/*@ logic integer at_most_size(integer n) = n <= SIZE_MAX ? n : SIZE_MAX;
    logic integer configure_bytes(dg_network *net) = 4 * line_count(net) + sizeof(dg_real) * setting_count(net);
    predicate hw_frames_fit(dg_network *net, integer largest, integer bytes) =
      20 + 16 + largest * (net->inputs * sizeof(dg_real)) <= bytes &&
        20 + largest * (neuron_count(net) * sizeof(dg_real)) <= bytes &&
      20 + configure_bytes(net) <= bytes && 20 + network_bytes(net) <= bytes && 20 + DG_HW_REPEATS * sizeof(dg_real) <= bytes;
*/
