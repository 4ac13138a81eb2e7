/* Cases as JSON (reference/README.md gives the format), read strictly: unknown keys, wrong types, numbers out of range and
   sizes that memory cannot hold are errors that name file, place and reason. */
#ifndef REF_CASE_H
#define REF_CASE_H

#include <stdio.h>

#include "network.h"

typedef enum { REF_CASE_NEURON, REF_CASE_NETWORK } ref_case_kind;

typedef struct {
  char *name;
  ref_case_kind kind;
  ref_inputs neuron;   /* kind REF_CASE_NEURON */
  int has_measured;
  double measured;
  ref_network network; /* kind REF_CASE_NETWORK */
} ref_case;

typedef struct {
  size_t count;
  ref_case *cases;
} ref_cases;

typedef struct {
  char text[512]; /* "cases[3].neuron.tau_mem: must be positive", without the file's name */
} ref_error;

/* Text that grows. `failed` is set when there is no memory; nothing more is added then. */
typedef struct {
  char *text;
  size_t length, room;
  int failed;
} ref_text;
void ref_text_add(ref_text *out, const char *format, ...);
/* The digits of the number in an enclosure, rounded to nearest; what is in doubt is not written. Returns 0, or 1 if the
   enclosure is too wide to prove them. A tie cannot be proved: an enclosure of one, 2^-256 narrower than the digits ask for,
   goes to the even digit. small: NULL, or a number below which an enclosure that contains 0 is written as 0. */
int ref_text_digits(ref_text *out, const mpfi_t x, unsigned digits, const mpfr_t small);

/* What ref_text_digits takes as small for n numbers of one kind: 2^-256 of the largest. */
void ref_smallest(mpfr_t small, mpfi_t *x, size_t n);

/* Reads one case {...} or a file of cases {"cases": [...]}; results in the file are skipped. Returns 0, or -1 with an
   error. */
int ref_cases_read(const char *text, size_t length, ref_cases *cases, ref_error *error);
void ref_cases_clear(ref_cases *cases);
void ref_case_clear(ref_case *x);

/* The case as JSON, without a result, on one line per member; numbers as hex floats in strings ("never" for infinity). The
   caller frees the text; NULL if there is no memory. */
char *ref_case_write(const ref_case *x);

/* Solves the case and writes its result as JSON, decimals rounded to nearest to `digits` significant digits that are proved.
   A number whose enclosure still contains 0 when it is 2^-256 below the largest of its kind is written as 0. The caller
   frees the text. NULL with an error if memory or REF_BITS_MAX does not suffice. */
char *ref_result_write(const ref_case *x, unsigned digits, ref_error *error);

/* What is written of a solved case: s or net is set, by the case's kind. Returns 0, or 1 if digits are in doubt. */
typedef int ref_writer(ref_text *out, const ref_case *x, const ref_solution *s, const ref_network_solution *net,
                       unsigned digits);
ref_writer ref_write_result;
/* Solves with more and more bits until the writer has its digits. As ref_result_write, which is this with
   ref_write_result. */
char *ref_solve_and_write(const ref_case *x, unsigned digits, ref_writer *write, ref_error *error);

/* The condition numbers of derivatives cost n^2; with more inputs only that of T is told. */
#define REF_CONDITION_INPUTS 16384
/* That of T alone, of a solution with crossing REF_SPIKES; costs n. */
double ref_time_condition(const ref_inputs *x, const ref_solution *s, double floor);

/* A file of cases: begin, add in order (result: NULL or what ref_result_write gave), end. add and end return -1 if out
   cannot be written or there is no memory, else 0. */
typedef struct {
  FILE *out;
  size_t count;
} ref_cases_file;
void ref_cases_begin(ref_cases_file *file, FILE *out);
int ref_cases_add(ref_cases_file *file, const ref_case *x, const char *result);
int ref_cases_end(ref_cases_file *file);

/* A neuron's case, measured or not; as ref_solve. */
int ref_solve_case(const ref_case *x, mpfr_prec_t bits, ref_solution *s);

#endif
