/* mutation.h: every mutant of a header at once; dg_mutant chooses one, 0 none. mutants.py writes the calls: DGM_PLUS(place, (a), (b))
   stands for a + b, and mutants 4 place + 1, + 2, .. for what it becomes. Each operand is evaluated once, unless a choice skips it. */
#ifndef DG_MUTATION_H
#define DG_MUTATION_H

extern int dg_mutant;
extern unsigned char dg_reached[]; /* by place: evaluated at all */

#define DGM_CHOSEN(place, choice) (dg_mutant == 4 * (place) + (choice))

#define DGM_TWO(place, a, b, first, second, third, plain) __extension__({ \
  dg_reached[place] = 1; \
  __auto_type dgm_a = (a); \
  __auto_type dgm_b = (b); \
  DGM_CHOSEN(place, 1) ? (first) : DGM_CHOSEN(place, 2) ? (second) : DGM_CHOSEN(place, 3) ? (third) : (plain); })

#define DGM_PLUS(place, a, b)  DGM_TWO(place, a, b, dgm_a - dgm_b, dgm_a, dgm_a + dgm_b, dgm_a + dgm_b)
#define DGM_MINUS(place, a, b) DGM_TWO(place, a, b, dgm_a + dgm_b, dgm_b - dgm_a, dgm_a, dgm_a - dgm_b)
#define DGM_TIMES(place, a, b) DGM_TWO(place, a, b, dgm_a / dgm_b, dgm_a, dgm_a * dgm_b, dgm_a * dgm_b)
#define DGM_OVER(place, a, b)  DGM_TWO(place, a, b, dgm_b / dgm_a, dgm_a, dgm_a / dgm_b, dgm_a / dgm_b)
#define DGM_REST(place, a, b)  DGM_TWO(place, a, b, dgm_a / dgm_b, dgm_a, dgm_a % dgm_b, dgm_a % dgm_b)
#define DGM_LESS(place, a, b)  DGM_TWO(place, a, b, dgm_a <= dgm_b, dgm_a >= dgm_b, 0, dgm_a < dgm_b)
#define DGM_MOST(place, a, b)  DGM_TWO(place, a, b, dgm_a < dgm_b, dgm_a > dgm_b, 0, dgm_a <= dgm_b)
#define DGM_MORE(place, a, b)  DGM_TWO(place, a, b, dgm_a >= dgm_b, dgm_a <= dgm_b, 0, dgm_a > dgm_b)
#define DGM_LEAST(place, a, b) DGM_TWO(place, a, b, dgm_a > dgm_b, dgm_a < dgm_b, 0, dgm_a >= dgm_b)
#define DGM_SAME(place, a, b)  DGM_TWO(place, a, b, dgm_a != dgm_b, 0, 0, dgm_a == dgm_b)
#define DGM_OTHER(place, a, b) DGM_TWO(place, a, b, dgm_a == dgm_b, 0, 0, dgm_a != dgm_b)
#define DGM_LEFT(place, a, b)  DGM_TWO(place, a, b, dgm_a >> dgm_b, dgm_a, dgm_a, dgm_a << dgm_b)
#define DGM_RIGHT(place, a, b) DGM_TWO(place, a, b, dgm_a << dgm_b, dgm_a, dgm_a, dgm_a >> dgm_b)
#define DGM_MASK(place, a, b)  DGM_TWO(place, a, b, dgm_a | dgm_b, dgm_a, dgm_a, dgm_a & dgm_b)
#define DGM_JOIN(place, a, b)  DGM_TWO(place, a, b, dgm_a & dgm_b, dgm_a, dgm_a, dgm_a | dgm_b)
#define DGM_TOGGLE(place, a, b) DGM_TWO(place, a, b, dgm_a & dgm_b, dgm_a, dgm_a, dgm_a ^ dgm_b)

/* b is evaluated only where the operator, or its mutant, needs it */
#define DGM_BOTH(place, a, b) __extension__({ \
  dg_reached[place] = 1; \
  int dgm_a = (a) ? 1 : 0; \
  (DGM_CHOSEN(place, 1) ? !dgm_a : dgm_a) ? ((b) ? 1 : 0) : dgm_a; })
#define DGM_EITHER(place, a, b) __extension__({ \
  dg_reached[place] = 1; \
  int dgm_a = (a) ? 1 : 0; \
  (DGM_CHOSEN(place, 1) ? dgm_a : !dgm_a) ? ((b) ? 1 : 0) : dgm_a; })

#define DGM_ONE(place, a, first, second, plain) __extension__({ \
  dg_reached[place] = 1; \
  __auto_type dgm_a = (a); \
  DGM_CHOSEN(place, 1) ? (first) : DGM_CHOSEN(place, 2) ? (second) : (plain); })

#define DGM_NEGATE(place, a)  DGM_ONE(place, a, dgm_a, -dgm_a, -dgm_a)
#define DGM_NOT(place, a)     DGM_ONE(place, a, !!dgm_a, !dgm_a, !dgm_a)
#define DGM_INTEGER(place, a) DGM_ONE(place, a, dgm_a + 1, dgm_a, dgm_a)
#define DGM_REAL(place, a)    DGM_ONE(place, a, dgm_a == 0 ? 1 : dgm_a * 1.25f, dgm_a, dgm_a)
#define DGM_INDEX(place, a)   DGM_ONE(place, a, dgm_a + 1, dgm_a, dgm_a)
#define DGM_ADDEND(place, a)  DGM_ONE(place, a, -dgm_a, 0, dgm_a)
#define DGM_FACTOR(place, a)  DGM_ONE(place, a, 1 / dgm_a, 1, dgm_a)

#endif
