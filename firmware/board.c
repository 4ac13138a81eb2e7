/* board.c: firmware of a board that holds a chip with a network on it and answers the frames of SPEC 14 on its serial line, for ever.

     make build/board.elf
     qemu-system-arm -M mps2-an386 -nographic -monitor none -kernel build/board.elf -serial unix:build/wire.socket,server,nowait

   A Cortex-M4 with a single-precision unit, Arm's MPS2 with the AN386 image. No heap, no interrupts, no library but memcpy and memset. For
   another board change section 1. */

#include <stdint.h>

#include "board.h"

/* ---- 1 the machine --------------------------------------------------------------------------------------------------- */

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

/* The serial line, Arm's CMSDK UART. */
#define UART_DATA REGISTER(0x40004000)
#define UART_STATE REGISTER(0x40004004) /* bit 0: sending, bit 1: a byte has come */
#define UART_CONTROL REGISTER(0x40004008)
#define UART_DIVIDER REGISTER(0x40004010)

/* A counter down from SYSTICK_LOAD that sets bit 16 when it gets to 0. */
#define SYSTICK_CONTROL REGISTER(0xe000e010)
#define SYSTICK_LOAD REGISTER(0xe000e014)
#define SYSTICK_VALUE REGISTER(0xe000e018)

#define COPROCESSORS REGISTER(0xe000ed88)

#define CLOCK 25000000 /* Hz */
#define IDLE_MS 20     /* a line silent for so long has ended a frame that is not complete */

static void machine_start(void) {
  UART_DIVIDER = 16; /* as fast as it goes */
  UART_CONTROL = 3;  /* send and receive */
  SYSTICK_LOAD = CLOCK / 1000 * IDLE_MS - 1;
  SYSTICK_VALUE = 0;
  SYSTICK_CONTROL = 5; /* on, from the processor's clock, no interrupt */
}

static int byte_came(void) { return (UART_STATE & 2u) != 0; }
static unsigned char byte_get(void) { return (unsigned char)UART_DATA; }
static void byte_put(unsigned char byte) {
  while ((UART_STATE & 1u) != 0) {}
  UART_DATA = byte;
}
static int tick(void) { return (SYSTICK_CONTROL & (1u << 16)) != 0; }

/* ---- 2 the board ----------------------------------------------------------------------------------------------------- */

static board the_board;

static void send(size_t size) {
  for (size_t i = 0; i < size; i++) byte_put(the_board.out[i]);
}

int main(void) {
  int quiet = 1; /* whether no byte has come since the last tick */
  machine_start();
  if (board_start(&the_board) != DG_HW_OK)
    for (;;) {} /* a figure of board.h is wrong; the host will say that nobody answers */
  for (;;) {
    size_t size = 0;
    if (byte_came()) {
      dg_hw_feed(&the_board.decoder, byte_get());
      quiet = 0;
      while ((size = board_answer(&the_board, 0)) > 0) send(size);
    } else if (tick()) {
      while (quiet && (size = board_answer(&the_board, 1)) > 0) send(size);
      quiet = 1;
    }
  }
}

/* ---- 3 the first instructions ---------------------------------------------------------------------------------------- */

extern uint32_t stack_end[], data_from[], data_begin[], data_end[], bss_begin[], bss_end[]; /* board.ld */

static void reset(void) __attribute__((noreturn));
static void reset(void) {
  COPROCESSORS |= 0xfu << 20; /* the floating-point unit */
  __asm__ volatile("dsb\n\tisb" ::: "memory");
  memcpy(data_begin, data_from, (size_t)((char *)data_end - (char *)data_begin));
  memset(bss_begin, 0, (size_t)((char *)bss_end - (char *)bss_begin));
  main();
  for (;;) {}
}

static void halt(void) {
  for (;;) {}
}

/* Where the processor looks first: the stack, where to begin, and what to do on a fault. */
typedef union {
  void *stack;
  void (*code)(void);
} vector;
extern const vector vectors[16];
__attribute__((section(".vectors"), used)) const vector vectors[16] = {
    {.stack = stack_end}, {.code = reset}, {.code = halt}, {.code = halt}, {.code = halt}, {.code = halt}, {.code = halt}};
