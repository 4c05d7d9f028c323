# Sourced by the benches. Needs network (Debian's source archive) and root or
# sudo once, for a deb-src line and the tools that configure a program.
# shellcheck shell=bash

bench_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${HEDDLE_BENCH_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/heddle-bench}
heddle=$bench_root/heddle
mkdir -p "$work"

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# need COMMAND PACKAGE
need() {
  command -v "$1" >/dev/null || {
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2"
  } >&2
}

# debian_source PACKAGE [SUITE]: the unpacked source folder, on stdout.
debian_source() {
  local package=$1 suite=${2:-bookworm} into=$work/$1
  if [ ! -e "$into/.complete" ]; then
    need dpkg-source dpkg-dev
    local list=/etc/apt/sources.list.d/heddle-bench-$suite.sources
    [ -e "$list" ] || as_root tee "$list" >/dev/null <<EOF
Types: deb-src
URIs: http://deb.debian.org/debian
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
EOF
    as_root apt-get update -qq >&2
    rm -rf "$into" && mkdir -p "$into"
    # Where the archive lacks the Debian patches, upstream's tarball will do.
    (cd "$into" && { apt-get source -qq "$package/$suite" ||
      tar -xf ./*.orig.tar.*; } >&2) || return 1
    touch "$into/.complete"
  fi
  find "$into" -mindepth 1 -maxdepth 1 -type d | head -n 1
}

# compile_commands PACKAGE: configures (and, for make, builds) the package in
# place; leaves compile_commands.json in its folder, which it prints.
compile_commands() {
  local dir
  local suite=bookworm
  # bookworm's sources of these are not everywhere: its successor's will do.
  case $1 in pigz | axel | plzip) suite=trixie ;; esac
  dir=$(debian_source "$1" "$suite") || return 1
  if [ ! -e "$dir/compile_commands.json" ]; then
    case $1 in
    pbzip2)
      need bear bear
      as_root apt-get install -y -qq libbz2-dev >&2
      (cd "$dir" && make clean && bear -- make -j2) >&2 ;;
    lbzip2)
      need bear bear
      as_root apt-get install -y -qq libbz2-dev >&2
      (cd "$dir" && ./configure CFLAGS="-g -O2" &&
        { bear -- make -k -j2 || true; }) >&2 ;;
    leveldb)
      need cmake cmake
      cmake -S "$dir" -B "$dir/build" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
        -DLEVELDB_BUILD_TESTS=OFF -DLEVELDB_BUILD_BENCHMARKS=OFF >&2
      cp "$dir/build/compile_commands.json" "$dir/" ;;
    pigz)
      need bear bear
      as_root apt-get install -y -qq zlib1g-dev >&2
      (cd "$dir" && make clean && bear -- make -j2 pigz) >&2 ;;
    axel)
      need bear bear
      as_root apt-get install -y -qq libssl-dev pkg-config >&2
      (cd "$dir" && ./configure && bear -- make -j2) >&2 ;;
    memcached)
      need bear bear
      as_root apt-get install -y -qq libevent-dev >&2
      (cd "$dir" && ./configure && bear -- make -j2 memcached) >&2 ;;
    zeromq3)
      need cmake cmake
      cmake -S "$dir" -B "$dir/build" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
        -DBUILD_TESTS=OFF -DWITH_PERF_TOOL=OFF -DBUILD_STATIC=OFF >&2
      cp "$dir/build/compile_commands.json" "$dir/" ;;
    plzip)
      need bear bear
      as_root apt-get install -y -qq liblz-dev >&2
      (cd "$dir" && ./configure && bear -- make -j2) >&2 ;;
    redis)
      need bear bear
      # The server alone, without what is built into it of others' libraries.
      (cd "$dir/deps" && make -j2 hiredis linenoise lua hdr_histogram &&
        cd ../src && bear --output "$dir/compile_commands.json" -- \
          make -j2 MALLOC=libc OPTIMIZATION=-O0 redis-server) >&2 ;;
    x265)
      need cmake cmake
      cmake -S "$dir/source" -B "$dir/build-bench" \
        -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DENABLE_ASSEMBLY=OFF \
        -DENABLE_SHARED=OFF >&2
      cp "$dir/build-bench/compile_commands.json" "$dir/" ;;
    *) echo "no recipe for $1" >&2; return 1 ;;
    esac
  fi
  echo "$dir"
}
