/* Read before a test that Frama-C instruments: what it does not know of the compiler's built-in names. */
#define __extension__
#define _Float128 double
#define __builtin_inff() 1e999f
#define __builtin_inf() 1e999
#define __builtin_nan(text) (1e999 - 1e999)
#define __builtin_nanf(text) (1e999f - 1e999f)
