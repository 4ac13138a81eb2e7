/* Someone else's results against the oracle: reading them from CSV, and comparing (SPEC 9). Reading and comparing do not
   solve. */
#ifndef REF_CHECK_H
#define REF_CHECK_H

#include "case.h"
#include "condition.h"

typedef enum {
  REF_TIME,
  REF_SINCE,
  REF_DT_DC,
  REF_DT_DW,
  REF_DT_DA,
  REF_LOSS,
  REF_GRADIENT,
  REF_TIMES,
  REF_QUANTITIES
} ref_quantity;
extern const char *const ref_quantity_names[REF_QUANTITIES];

/* Cases by name, sorted; the cases belong to someone else. */
typedef struct {
  size_t count;
  const ref_case **cases;
} ref_index;

/* One line of the CSV, and what comparing found. */
typedef struct {
  size_t line, which; /* which: the case, in the index */
  ref_quantity quantity;
  size_t i, j;        /* dT_dw[i], times[i][j] */
  const char *value;  /* in the text that was read */
  size_t length;
  double ulp;         /* error in ulp */
  double scaled;      /* divided by max(1, condition number) */
  double relative;    /* |error| / |exact value| */
  int beyond;         /* the bound */
  int undecided;      /* rounding of the real in question could change the causal set */
} ref_row;

typedef struct {
  size_t count;
  ref_row *rows;
} ref_rows;

typedef struct {
  int single; /* real is f32 */
  int batch;  /* times as the batch engine counts them, relative to max(|T - t_ref|, tau_mem) */
  double bound; /* 0: the bound of the quantity */
} ref_rules;

double ref_bound_of(const ref_rules *rules, ref_quantity quantity);
/* Margin below which an evaluation in double or float may decide otherwise (SPEC 9.5). */
double ref_margin_of(int single);

/* Reads "case,quantity,value" lines; rows come back sorted by case, their values point into text. Returns 0, or -1 with an
   error that begins with the line. */
int ref_rows_read(const char *text, size_t length, const ref_index *index, const ref_rules *rules, ref_rows *rows,
                  ref_error *error);
void ref_rows_clear(ref_rows *rows);
void ref_rows_by_line(ref_rows *rows);

/* A solved case. */
typedef struct {
  const ref_case *x;
  ref_solution neuron;
  ref_condition condition;
  ref_network_solution network;
  double network_condition;
} ref_answer;

/* Solves to `bits` bits. Returns 0, or -1 if the solver gives up; to be cleared in both cases. */
int ref_answer_solve(const ref_case *x, const ref_rules *rules, mpfr_prec_t bits, ref_answer *answer);
void ref_answer_clear(ref_answer *answer);
/* Whether every number that the rows ask for is enclosed to far less than an ulp. */
int ref_answer_sharp(const ref_answer *answer, const ref_row *rows, size_t count);

/* Fills ulp, scaled, relative and the flags of the rows of one case. norm: what the error of the reported gradient
   components is, norm-wise; its quantity is REF_GRADIENT if there was one, else REF_QUANTITIES. */
void ref_compare(const ref_answer *answer, const ref_rules *rules, ref_row *rows, size_t count, ref_row *norm);

#endif
