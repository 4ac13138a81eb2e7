# delgrad is a header: to use it, copy delgrad.h. What is built here is its demo and its tests, all below build/.

HEADERS = delgrad.h delgrad_hw.h
DOCS    = LICENSE SPEC.md
PREFIX  = /usr/local

# What `make check` needs, by Debian package name. The demo needs none of it.
PACKAGES = gcc g++ clang libclang-rt-dev libcmocka-dev libmpfr-dev libmpfi-dev libgmp-dev libjansson-dev cmake pkg-config \
           frama-c-base why3 z3 cvc4 gappa coq libcoq-coquelicot libcoq-interval libcoq-flocq python3 gnuplot-nox fonts-dejavu-core git man-db qemu-user \
           gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-arm-linux-gnueabihf libc6-dev-armhf-cross \
           gcc-riscv64-linux-gnu libc6-dev-riscv64-cross \
           qemu-system-arm gcc-arm-none-eabi libnewlib-arm-none-eabi \
           zlib1g-dev openmpi-bin libopenmpi-dev dataset-fashion-mnist binutils valgrind

# These flags change speed and no result. A compiler that does not know one goes without.
KNOWN       = $(shell echo 'int main(void) { return 0; }' | $(CC) $(1) -x c -o /dev/null - 2>/dev/null && echo $(1))
NATIVE     := $(call KNOWN,-march=native) $(call KNOWN,-mprefer-vector-width=512)
OPENMP     := $(call KNOWN,-fopenmp)
DEMO_CFLAGS = -O3 $(NATIVE) -fno-math-errno -fno-trapping-math

TEST_CFLAGS = -std=c99 -O1 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror -I.
TEST_LIBS   = -lcmocka -lmpfr -lgmp -lm
TEST_NAMES := $(basename $(notdir $(wildcard tests/test_*.c)))
ORACLE_TESTS := $(basename $(notdir $(wildcard tests/oracle/test_*.c)))
TESTS      := $(TEST_NAMES:%=build/test/double/%) $(TEST_NAMES:%=build/test/float/%) $(ORACLE_TESTS:%=build/test/oracle/%)

# The oracle shares no code with the header; only its accuracy programs include it.
REFERENCE_CFLAGS = -std=c99 -O2 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror -I.
REFERENCE_LIBS   = -ljansson -lmpfi -lmpfr -lgmp -lm
ORACLE           = $(addprefix build/reference/,neuron.o network.o condition.o differences.o case.o draw.o)

# The version stands in delgrad.h and nowhere else.
VERSION = $(shell awk '$$2 ~ /^DG_VERSION_(MAJOR|MINOR|PATCH)$$/ { v = v dot $$3; dot = "." } END { print v }' delgrad.h)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: build/yinyang ## train Yin-Yang with delays; needs a C compiler alone
	build/yinyang --out build/demo

yinyang-table: build/yinyang ## train the table of the README, seeds 1 to 10 (long)
	examples/yinyang_table.sh

build/yinyang: examples/yinyang.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(DEMO_CFLAGS) -I. -o $@ $<

hw: build/hardware ## train Yin-Yang for the chip: noise in training, in the loop, calibration (long; goes on where it was stopped)
	examples/hardware.sh

hw-sweep: build/hardware ## accuracy on the model chip against jitter, threshold spread, bits of weights and of delays (long)
	examples/hardware_sweep.sh

build/hardware: examples/hardware.c $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(DEMO_CFLAGS) -I. -o $@ $< -lm

wire: ## train an emulated board over a stream of bytes with faulty frames; its parameters must be those of the model (minutes)
	examples/in_the_loop.sh

BOARD = firmware/board.h firmware/chip.h firmware/network.h $(HEADERS)
LOOP  = examples/in_the_loop.h firmware/network.h $(HEADERS)
STRICT = -std=c99 -O2 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror -I.

build/in_the_loop: examples/in_the_loop.c $(LOOP)
	@mkdir -p $(@D)
	$(CC) $(STRICT) -o $@ $<

build/board_host: firmware/board_host.c $(BOARD)
	@mkdir -p $(@D)
	$(CC) $(STRICT) -o $@ $<

build/twin: firmware/twin.c $(BOARD) $(LOOP)
	@mkdir -p $(@D)
	$(CC) $(STRICT) -o $@ $<

ARM_CC    = arm-none-eabi-gcc
ARM_FLAGS = -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -ffunction-sections -fdata-sections

build/board.elf: firmware/board.c firmware/board.ld $(BOARD)
	@mkdir -p $(@D)
	$(ARM_CC) $(STRICT) -DDG_WIDTH=1 $(ARM_FLAGS) -nostartfiles --specs=nosys.specs -Wl,--gc-sections -T firmware/board.ld -o $@ $<

fashion: build/fashion ## train Fashion-MNIST without, with axonal and with synaptic delays (long)
	examples/fashion_table.sh

build/fashion: examples/fashion.c examples/fashion.h $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(DEMO_CFLAGS) $(OPENMP) -I. -o $@ $< -lz

mpi_train: build/mpi_train ## the same in many processes: mpirun -n 2 build/mpi_train --help

build/mpi_train: examples/mpi_train.c examples/fashion.h $(HEADERS)
	@mkdir -p $(@D)
	examples/mpi_cc.sh $(DEMO_CFLAGS) -I. -o $@ $< -lz

# Benchmarks, in both precisions. The callgrind programs keep to vectors that valgrind knows.
BENCH_f64 = -DDG_REAL=double
BENCH_f32 = -DDG_REAL=float
HASWELL  := $(call KNOWN,-march=haswell)
BENCHES   = $(foreach program,host roofline callgrind,build/bench/$(program)_f64 build/bench/$(program)_f32)

build/bench/host_f64 build/bench/host_f32: build/bench/host_%: bench/host.c bench/workload.h bench/measure.h $(HEADERS)
	@mkdir -p $(@D)
	$(CC) $(DEMO_CFLAGS) $(OPENMP) $(BENCH_$*) -I. -o $@ $<

build/bench/callgrind_f64 build/bench/callgrind_f32: build/bench/callgrind_%: bench/host.c bench/workload.h bench/measure.h $(HEADERS)
	@mkdir -p $(@D)
	$(CC) -O3 $(HASWELL) -fno-math-errno -fno-trapping-math $(BENCH_$*) -I. -o $@ $<

build/bench/roofline_f64 build/bench/roofline_f32: build/bench/roofline_%: bench/roofline.c bench/measure.h
	@mkdir -p $(@D)
	$(CC) $(DEMO_CFLAGS) -ffp-contract=off $(BENCH_$*) -o $@ $< -lm

bench: $(BENCHES) build/fashion build/mpi_train ## speeds on this machine beside what it could do, curves and pictures, in a few minutes
	bench/bench.sh

test: $(TESTS:%=%.run) build/test/substrate.run precisions ## the unit tests in double and float, in under a minute

# Two rules: the programs are built only when something changed, and run each time.
$(TESTS:%=%.run) build/test/substrate.run: %.run: %
	@tests/run.sh $<

build/test/double/%: tests/%.c $(HEADERS) $(wildcard tests/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -o $@ $< $(TEST_LIBS)

build/test/float/%: tests/%.c $(HEADERS) $(wildcard tests/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -DDG_REAL=float -o $@ $< $(TEST_LIBS)

# Training in the loop on a substrate that is compiled apart.
build/test/substrate: tests/substrate/train.c tests/substrate/unknown.c tests/substrate/unknown.h $(HEADERS) Makefile
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -Itests -o $@ tests/substrate/train.c tests/substrate/unknown.c -lcmocka -lm

# Those of the oracle are built once: they choose the precision of cases, not of the header.
build/test/oracle/%: tests/oracle/%.c $(ORACLE) build/reference/check.o $(HEADERS) $(wildcard tests/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(REFERENCE_CFLAGS) -o $@ $< $(ORACLE) build/reference/check.o -lcmocka $(REFERENCE_LIBS)

dgref: build/dgref ## the oracle: exact spike times and gradients, and a check of someone else's

build/reference/%.o: reference/%.c $(wildcard reference/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(REFERENCE_CFLAGS) -c -o $@ $<

# Where dgref looks for golden vectors depends on where it will live.
build/dgref: VECTORS = $(CURDIR)/reference/vectors
build/installed/dgref: VECTORS = $(PREFIX)/share/delgrad/vectors
build/dgref build/installed/dgref: reference/dgref.c build/reference/check.o $(ORACLE) $(wildcard reference/*.h)
	@mkdir -p $(@D)
	$(CC) $(REFERENCE_CFLAGS) -DDGREF_VERSION='"$(VERSION)"' -DDGREF_VECTORS='"$(VECTORS)"' -o $@ $< \
	  build/reference/check.o $(ORACLE) $(REFERENCE_LIBS)

build/vectors: reference/vectors.c $(ORACLE) $(wildcard reference/*.h)
	$(CC) $(REFERENCE_CFLAGS) -o $@ $< $(ORACLE) $(REFERENCE_LIBS)

vectors: build/vectors ## make the golden vectors again, in build/vectors.new, and compare (long)
	reference/vectors.sh

# What includes delgrad.h is built in both precisions.
REAL_f64 = -DDG_WIDTH=1 -DDG_REAL=double
REAL_f32 = -DDG_WIDTH=1 -DDG_REAL=float
ACCURACY = $(wildcard reference/accuracy*.c)
build/accuracy_f64 build/accuracy_f32: build/accuracy_%: $(ACCURACY) $(ORACLE) $(HEADERS) $(wildcard reference/*.h)
	$(CC) $(REFERENCE_CFLAGS) $(REAL_$*) -o $@ $(ACCURACY) $(ORACLE) $(REFERENCE_LIBS)

GOLDEN = tests/oracle/golden.c reference/accuracy_problem.c
build/golden_f64 build/golden_f32: build/golden_%: $(GOLDEN) $(ORACLE) $(HEADERS) $(wildcard reference/*.h)
	$(CC) $(REFERENCE_CFLAGS) $(REAL_$*) -o $@ $(GOLDEN) $(ORACLE) $(REFERENCE_LIBS)

build/agreement: reference/agreement.c $(ORACLE) $(wildcard reference/*.h)
	$(CC) $(REFERENCE_CFLAGS) -o $@ $< $(ORACLE) $(REFERENCE_LIBS)

agreement: build/agreement ## the oracle's two ways to a gradient, on a thousand random cases of every class (long)
	build/agreement

accuracy: build/accuracy_f64 build/accuracy_f32 ## errors against the oracle, a million cases a line, bits everywhere (long)
	reference/accuracy.sh --full
	tests/bits.sh --all

accuracy-quick: build/accuracy_f64 build/accuracy_f32 ## the same lines from fewer cases, in three minutes
	reference/accuracy.sh --quick
	tests/bits.sh --quick

bits: ## results are the same, bit for bit, with every compiler, level, vector width and processor
	tests/bits.sh

fuzz: ## ten million inputs for each reader: of cases, of results, of frames at both ends of a wire (long)
	tests/fuzz.sh 10000000

precisions: ## float and double, C and C++, in one program
	@tests/precisions.sh

prove: ## all proofs as in CI: a sample of the recorded answers replayed, Coq, the bridge, Gappa, Eva, traceability
	@proofs/prove.sh --sample

prove-all: ## the same with every recorded answer (half an hour)
	@proofs/prove.sh

prove-fresh: ## the same, with the provers of WP asked anew (long)
	@proofs/prove.sh --fresh

eacsl: ## contracts executed in the unit tests, all of them (four minutes)
	@proofs/eacsl/run.sh

mutation: ## every single-operator mutant must fail a test or a proof (hours; goes on where it was stopped)
	@tests/mutation/run.py --all --proofs -1

check: ## everything CI runs, with the time of each stage; installs what is missing
	@tests/check.sh

test-matrix: ## the unit tests over compilers, precisions, languages, sanitizers, optimisation: all pairs
	@tests/matrix.sh

test-product: ## the same, every combination (long)
	@tests/matrix.sh --all

coverage: ## lines and branches of both headers that the unit tests reach; fails below 95 % of branches of either
	@tests/coverage.sh

packages: ## install by Debian package name what `make check` needs
	@tests/packages.sh $(PACKAGES)

install: ## copy header, pkg-config and CMake files, licence and specification to DESTDIR, PREFIX
	install -d "$(DESTDIR)$(PREFIX)/include" "$(DESTDIR)$(PREFIX)/share/pkgconfig" \
	  "$(DESTDIR)$(PREFIX)/share/cmake/delgrad" "$(DESTDIR)$(PREFIX)/share/doc/delgrad"
	install -m 644 $(HEADERS) "$(DESTDIR)$(PREFIX)/include/"
	install -m 644 $(DOCS) "$(DESTDIR)$(PREFIX)/share/doc/delgrad/"
	@mkdir -p build
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' packaging/delgrad.pc.in > build/delgrad.pc
	sed -e 's|@VERSION@|$(VERSION)|' packaging/delgradConfigVersion.cmake.in > build/delgradConfigVersion.cmake
	install -m 644 build/delgrad.pc "$(DESTDIR)$(PREFIX)/share/pkgconfig/"
	install -m 644 build/delgradConfigVersion.cmake "$(DESTDIR)$(PREFIX)/share/cmake/delgrad/"
	install -m 644 packaging/delgradConfig.cmake.in "$(DESTDIR)$(PREFIX)/share/cmake/delgrad/delgradConfig.cmake"

install-dgref: ## copy dgref, its manual and the golden vectors to DESTDIR, PREFIX
	rm -f build/installed/dgref
	$(MAKE) build/installed/dgref
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/delgrad/vectors"
	install -m 755 build/installed/dgref "$(DESTDIR)$(PREFIX)/bin/"
	install -m 644 reference/dgref.1 "$(DESTDIR)$(PREFIX)/share/man/man1/"
	install -m 644 reference/vectors/*.json "$(DESTDIR)$(PREFIX)/share/delgrad/vectors/"

uninstall: ## remove what these two copied
	for f in $(HEADERS); do rm -f "$(DESTDIR)$(PREFIX)/include/$$f"; done
	rm -f "$(DESTDIR)$(PREFIX)/share/pkgconfig/delgrad.pc"
	rm -rf "$(DESTDIR)$(PREFIX)/share/cmake/delgrad" "$(DESTDIR)$(PREFIX)/share/doc/delgrad"
	rm -f "$(DESTDIR)$(PREFIX)/bin/dgref" "$(DESTDIR)$(PREFIX)/share/man/man1/dgref.1"
	rm -rf "$(DESTDIR)$(PREFIX)/share/delgrad"

clean: ## remove build/
	rm -rf build

.PHONY: help demo yinyang-table hw hw-sweep wire fashion mpi_train bench test precisions dgref vectors agreement accuracy accuracy-quick bits fuzz prove prove-all prove-fresh eacsl mutation check test-matrix \
        test-product coverage packages install install-dgref uninstall clean $(TESTS:%=%.run) build/test/substrate.run
