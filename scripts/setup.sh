# Sourced by ./heddle and ./test: installs what is missing and builds.
# shellcheck shell=bash
#
# Says what it does before it does it. Everything comes from Debian's own
# archive; nothing is written outside the clone but packages and ccache's cache.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${HEDDLE_BUILD:-$root/build}

say() {
  if [ -t 2 ]; then
    printf '\033[2mheddle: %s\033[0m\n' "$*" >&2
  else
    printf 'heddle: %s\n' "$*" >&2
  fi
}
die() { printf 'heddle: %s\n' "$*" >&2; exit 2; }

# Package, and a file that shows it is there: a look at the file costs nothing
# once everything is installed.
build_needs=(
  "clang-22 /usr/bin/clang++-22"
  "lld-22 /usr/bin/ld.lld-22"
  "llvm-22-dev /usr/lib/llvm-22/lib/cmake/llvm/LLVMConfig.cmake"
  "libclang-22-dev /usr/lib/llvm-22/include/clang/AST/AST.h"
  "libclang-cpp22-dev /usr/lib/llvm-22/lib/libclang-cpp.so"
  "libclang-rt-22-dev /usr/lib/llvm-22/lib/clang/22/lib/linux/libclang_rt.tsan-x86_64.a"
  "llvm-22 /usr/bin/llvm-symbolizer-22"
  "libomp-22-dev /usr/lib/llvm-22/lib/clang/22/include/omp.h"
  "libstdc++-12-dev /usr/include/c++/12/thread"
  "cmake /usr/bin/cmake"
  "ninja-build /usr/bin/ninja"
  "ccache /usr/bin/ccache"
  "libgtest-dev /usr/include/gtest/gtest.h"
  "libgmock-dev /usr/include/gmock/gmock.h"
  "bubblewrap /usr/bin/bwrap"
)
test_needs=(
  "gdb /usr/bin/gdb"
  "npm /usr/bin/npm"
  "clang-format-22 /usr/bin/clang-format-22"
)

# install_missing NEED...: apt-get what is not there, as root or through sudo.
install_missing() {
  local missing=() need as_root=()
  for need in "$@"; do
    # A program will do wherever it is, also one that is not Debian's.
    [ -e "${need#* }" ] || command -v "$(basename "${need#* }")" >/dev/null ||
      missing+=("${need%% *}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    die "needs these Debian packages and there is no apt-get here: ${missing[*]}"
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null ||
      die "needs root or sudo to install: ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq >&2 ||
    say "apt-get update failed for some archive; trying with what is known"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "${missing[@]}" >&2 ||
    die "apt-get could not install: ${missing[*]}"
}

# build_targets TARGET...: configures once, then lets ninja decide.
build_targets() {
  if [ ! -f "$build/build.ninja" ]; then
    say "configuring in $build"
    cmake --preset release -S "$root" -B "$build" >"$build.log" 2>&1 || {
      cat "$build.log" >&2
      die "cmake failed; see above"
    }
    rm -f "$build.log"
  fi
  ninja -C "$build" "$@"
}
