"""Fetches the public test suites that `bench/suites` measures: Debian's source
packages of sid, through an apt configuration of our own, so that nothing is
added to the machine's. Only the folders with tests are unpacked."""

import os
import pathlib
import subprocess
import sys

KEY = "/usr/share/keyrings/debian-archive-keyring.gpg"
LINE = f"deb-src [signed-by={KEY}] http://deb.debian.org/debian sid main\n"

# package: (pattern of the archive's name, how to unpack it, parts of it)
PACKAGES = {
    "llvm-toolchain-22": ("llvm*.orig.tar.xz", "tar xJf {0} --wildcards {1}", [
        "*/compiler-rt/test/tsan/*", "*/compiler-rt/test/sanitizer_common/*.h",
        "*/openmp/tools/archer/tests/*", "*/clang/test/Sema/*thread-safety*",
        "*/clang/test/SemaCXX/*thread-safety*", "*/clang/test/Analysis/*",
        "*/clang-tools-extra/test/clang-tidy/checkers/concurrency/*"]),
    "valgrind": ("valgrind*.orig.tar.bz2", "tar xjf {0} --wildcards {1}", [
        "*/config.h", "*/tests/*", "*/include/*", "*/VEX/pub/*",
        "*/drd/*.[ch]",
        "*/helgrind/*.[ch]", "*/memcheck/*.h", "*/coregrind/*.[ch]"]),
    # Debian's archive of gcc holds upstream's archive.
    "gcc-15": ("gcc-15*.orig.tar.gz",
               "tar xzOf {0} --wildcards '*/gcc-15*.tar.xz'"
               " | tar xJ --wildcards {1}",
               ["*/gcc/testsuite/c-c++-common/tsan/*",
                "*/gcc/testsuite/g++.dg/tsan/*"]),
}


def run(command, folder):
    done = subprocess.run(command, cwd=folder, shell=isinstance(command, str),
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr[-2000:]}")


def download(package, into):
    """The package's archive. Its description may already be gone when a new
    revision has replaced it; the archive itself stays."""
    apt = into / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    (apt / "sources.list").write_text(LINE)
    options = [f"-oDir::Etc::sourcelist={apt}/sources.list",
               "-oDir::Etc::sourceparts=/dev/null",
               f"-oDir::State::lists={apt}/lists",
               f"-oDir::Cache={apt}/cache"]
    pattern = PACKAGES[package][0]
    if not list(into.glob(pattern)):
        run(["apt-get", *options, "-qq", "update"], into)
        subprocess.run(["apt-get", *options, "-qq", "source", "--tar-only",
                        "--download-only", package], cwd=into,
                       capture_output=True)
    archives = list(into.glob(pattern))
    if not archives:
        sys.exit(f"{package}: no {pattern} from Debian's source archive; is "
                 "the network there?")
    return archives[0]


def package(name, work):
    """The unpacked folder of a package under `work`."""
    into = work / "suites" / name
    if not (into / ".complete").exists():
        into.mkdir(parents=True, exist_ok=True)
        archive = download(name, into)
        _, unpack, parts = PACKAGES[name]
        run(unpack.format(archive, " ".join(f"'{p}'" for p in parts)), into)
        archive.unlink()
        (into / ".complete").touch()
    return next(d for d in sorted(into.iterdir())
                if d.is_dir() and d.name != "apt")


def need(path, name):
    """Installs what a suite includes and this machine lacks."""
    if not pathlib.Path(path).exists():
        root = [] if os.geteuid() == 0 else ["sudo"]
        run([*root, "apt-get", "install", "-y", "-qq", name], "/")


def folder(suite, work):
    """Where the paths and flags of a suite's labels start."""
    if suite in ("archer-tests", "drd-tests"):
        need("/usr/lib/llvm-22/lib/clang/22/include/omp.h", "libomp-22-dev")
    if suite == "gcc-tsan":
        return package("gcc-15", work) / "gcc" / "testsuite"
    if suite in ("helgrind-tests", "drd-tests"):
        return package("valgrind", work)
    llvm = package("llvm-toolchain-22", work)
    if suite == "archer-tests":
        return llvm / "openmp" / "tools" / "archer" / "tests"
    if suite == "clang-thread-safety":
        return llvm
    # The tests include sanitizer_common/…; lit passes the folder above it.
    include = llvm / "compiler-rt" / "test" / "tsan" / "inc"
    include.mkdir(exist_ok=True)
    link = include / "sanitizer_common"
    if not link.exists():
        link.symlink_to(pathlib.Path("..") / ".." / "sanitizer_common")
    return include.parent
