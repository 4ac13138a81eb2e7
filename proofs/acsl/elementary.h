/* elementary.h: logic definitions for the contracts of delgrad.h, sections 1 and 2. */

/*@ // How many characters the text of a status has.
    logic integer TextLength(integer status) =
      status == DG_OK ? 8 : status == DG_ERROR_NULL ? 38 : status == DG_ERROR_EMPTY ? 14 :
      status == DG_ERROR_TOO_LARGE ? 19 : status == DG_ERROR_NOT_FINITE ? 22 : status == DG_ERROR_RANGE ? 38 :
      status == DG_ERROR_TIME_CONSTANT ? 55 : status == DG_ERROR_THRESHOLD ? 47 : status == DG_ERROR_SHAPE ? 45 :
      status == DG_ERROR_OPTION ? 27 : status == DG_ERROR_DELAY ? 19 : status == DG_ERROR_LABEL ? 23 :
      status == DG_ERROR_WORKSPACE ? 26 : status == DG_ERROR_CAPACITY ? 28 : status == DG_ERROR_UNDECIDED ? 37 :
      status == DG_ERROR_CHECKPOINT_LENGTH ? 39 : status == DG_ERROR_CHECKPOINT_MAGIC ? 32 :
      status == DG_ERROR_CHECKPOINT_VERSION ? 36 : status == DG_ERROR_CHECKPOINT_PRECISION ? 38 :
      status == DG_ERROR_CHECKPOINT_CRC ? 25 : status == DG_ERROR_CHECKPOINT_NETWORK ? 41 :
      status == DG_ERROR_CHECKPOINT_TRAINING ? 49 : 14;
*/

/*@ logic real PowerOfTwo(integer k) = \exp(k * \log(2.0)); */
