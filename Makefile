# delgrad is a header: to use it, copy delgrad.h. What is built here is its demo and its tests, all below build/.

HEADERS = delgrad.h
DOCS    = LICENSE SPEC.md
PREFIX  = /usr/local

# What `make check` needs, by Debian package name. The demo needs none of it.
PACKAGES = gcc g++ clang libclang-rt-dev libcmocka-dev libmpfr-dev libgmp-dev cmake pkg-config \
           frama-c-base why3 z3 cvc4 gappa gnuplot-nox fonts-dejavu-core git

# These flags change speed and no result. A compiler that does not know -march=native goes without.
NATIVE      = $(shell echo 'int x;' | $(CC) -march=native -x c -c -o /dev/null - 2>/dev/null && echo -march=native)
DEMO_CFLAGS = -O3 $(NATIVE) -fno-math-errno -fno-trapping-math

TEST_CFLAGS = -std=c99 -O2 -Wall -Wextra -Wconversion -Wshadow -pedantic -Werror -I.
TEST_LIBS   = -lcmocka -lmpfr -lgmp -lm
TEST_NAMES := $(basename $(notdir $(wildcard tests/test_*.c)))
TESTS      := $(TEST_NAMES:%=build/test/double/%) $(TEST_NAMES:%=build/test/float/%)

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

test: $(TESTS:%=%.run) precisions ## the unit tests in double and float, in under a minute

# Two rules: the programs are built only when something changed, and run each time.
$(TESTS:%=%.run): %.run: %
	@tests/run.sh $<

build/test/double/%: tests/%.c $(HEADERS) $(wildcard tests/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -o $@ $< $(TEST_LIBS)

build/test/float/%: tests/%.c $(HEADERS) $(wildcard tests/*.h) Makefile
	@mkdir -p $(@D)
	$(CC) $(TEST_CFLAGS) -DDG_REAL=float -o $@ $< $(TEST_LIBS)

precisions: ## float and double, C and C++, in one program
	@tests/precisions.sh

check: ## everything CI runs, with the time of each stage; installs what is missing
	@tests/check.sh

test-matrix: ## the unit tests over compilers, precisions, languages, sanitizers, optimisation: all pairs
	@tests/matrix.sh

test-product: ## the same, every combination (long)
	@tests/matrix.sh --all

coverage: ## lines and branches of delgrad.h that the unit tests reach; fails below 95 % of branches
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

uninstall: ## remove what install copied
	for f in $(HEADERS); do rm -f "$(DESTDIR)$(PREFIX)/include/$$f"; done
	rm -f "$(DESTDIR)$(PREFIX)/share/pkgconfig/delgrad.pc"
	rm -rf "$(DESTDIR)$(PREFIX)/share/cmake/delgrad" "$(DESTDIR)$(PREFIX)/share/doc/delgrad"

clean: ## remove build/
	rm -rf build

.PHONY: help demo yinyang-table test precisions check test-matrix test-product coverage packages install uninstall \
        clean $(TESTS:%=%.run)
