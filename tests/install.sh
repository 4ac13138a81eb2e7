#!/usr/bin/env bash
# Installs into a folder of its own, finds the library there through pkg-config and through CMake, and uninstalls.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix="$work/a prefix"      # the space is on purpose
stage="$work/a stage"
version=$(awk '$2 ~ /^DG_VERSION_(MAJOR|MINOR|PATCH)$/ { v = v dot $3; dot = "." } END { print v }' delgrad.h)
major=${version%%.*}
minor=${version#*.} minor=${minor%%.*}

cat > "$work/user.c" <<'END'
#include <delgrad_hw.h>
#include <stdio.h>
int main(void)
{
    dg_neuron neuron;
    const dg_real w[1] = { 4 }, a[1] = { 0 };
    dg_index order[1];
    dg_spike spike;
    neuron.tau_mem = 2;
    neuron.tau_syn = 1;
    neuron.threshold = 1;
    neuron.e_leak = 0;
    neuron.g_leak = 0.5;
    if (dg_spike_time(&neuron, 1, w, a, order, &spike) != DG_OK) return 1;
    printf("%.4f\n", (double)spike.time);
    return !(spike.time > 0.3166 && spike.time < 0.3168);
}
END
cp "$work/user.c" "$work/user.cpp"
cat > "$work/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.13)
project(user C CXX)
find_package(delgrad ${WANT} CONFIG REQUIRED)
add_executable(user_c user.c)
add_executable(user_cpp user.cpp)
target_link_libraries(user_c PRIVATE delgrad::delgrad)
target_link_libraries(user_cpp PRIVATE delgrad::delgrad)
END

with_pkg_config() { # folder of delgrad.pc, sysroot
  local flags
  flags=$(PKG_CONFIG_PATH="$1" PKG_CONFIG_SYSROOT_DIR="$2" pkg-config --cflags delgrad) || return 1
  echo "$flags"
  # pkg-config escapes the spaces for a shell, hence eval.
  eval "cc $flags -o '$work/user' '$work/user.c'" && "$work/user"
}
version_is_right() { [ "$(PKG_CONFIG_PATH="$prefix/share/pkgconfig" pkg-config --modversion delgrad)" = "$version" ]; }
configure() { # version
  rm -rf "$work/cmake"
  cmake -S "$work" -B "$work/cmake" -G 'Unix Makefiles' -DWANT="$1" -DCMAKE_PREFIX_PATH="$prefix"
}
with_cmake() { configure "$1" && cmake --build "$work/cmake" && "$work/cmake/user_c" && "$work/cmake/user_cpp"; }
refuses() { # version; for this reason and no other
  ! configure "$1" > "$work/refusal" 2>&1 && grep -q 'compatible with requested' "$work/refusal" && return
  cat "$work/refusal"
  return 1
}
leaves_nothing() { ! find "$1" ! -type d | grep .; }

if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then fail "delgrad.h gives version '$version'"; fi

expect 'make install' make install PREFIX="$prefix"
expect 'delgrad.pc has the version of the header' version_is_right
expect 'C program through pkg-config' with_pkg_config "$prefix/share/pkgconfig" ''
expect 'C and C++ through CMake' with_cmake "$major.$minor"
expect 'CMake: the exact version' with_cmake "$version;EXACT"
expect 'CMake: no version asked for' with_cmake ''
expect "CMake refuses $((major + 1)).0" refuses "$((major + 1)).0"
expect "CMake refuses $major.$((minor + 1))" refuses "$major.$((minor + 1))"
expect "CMake refuses $version.1" refuses "$version.1"
expect 'make install-dgref' make install-dgref PREFIX="$prefix"
printf 'case,quantity,value\nf64_plain/two/0,dT_dw[0],9\n' > "$work/wrong.csv"
finds_fault() { local code=0; "$prefix/bin/dgref" check "$work/wrong.csv" || code=$?; [ "$code" -eq 1 ]; }
expect 'dgref finds the installed golden vectors, and a wrong gradient' finds_fault
touch "$prefix/include/other.h"
expect 'make uninstall' make uninstall PREFIX="$prefix"
if [ "$(find "$prefix" ! -type d)" = "$prefix/include/other.h" ]; then
  pass 'uninstall leaves nothing of its own and all of others'
else
  find "$prefix" ! -type d > "$work/left"
  fail 'after uninstall there is not exactly the file of another' "$work/left"
fi

expect 'make install with DESTDIR' make install DESTDIR="$stage" PREFIX=/usr
expect 'C program through pkg-config from DESTDIR' with_pkg_config "$stage/usr/share/pkgconfig" "$stage"
expect 'make uninstall with DESTDIR' make uninstall DESTDIR="$stage" PREFIX=/usr
expect 'uninstall with DESTDIR leaves nothing' leaves_nothing "$stage"
[ "$failures" -eq 0 ]
