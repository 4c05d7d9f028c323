//===- ResourceDir.cpp - Where Clang's own headers are ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Clang finds `stddef.h` and its friends relative to its own program file;
/// a tool that is installed elsewhere looks in a place that does not exist and
/// every parse fails with "'stddef.h' file not found". So the directory is
/// never left to that default: it is looked for beside the Clang library this
/// program is linked with, in LLVM's usual place, and from the compiler.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"

#include "clang/Basic/Version.h"
#include "clang/Options/OptionUtils.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

#include <dlfcn.h>

using namespace llvm;

namespace heddle {
namespace {

bool holdsClangHeaders(StringRef Dir) {
  SmallString<256> Header(Dir);
  sys::path::append(Header, "include", "stddef.h");
  return sys::fs::exists(Header);
}

/// `<prefix>/lib/clang/22` of the libclang-cpp.so in this process.
std::string besideLibrary() {
  Dl_info Info;
  if (!dladdr(reinterpret_cast<void *>(&clang::getClangFullVersion), &Info) ||
      !Info.dli_fname)
    return {};
  SmallString<256> Library;
  if (sys::fs::real_path(Info.dli_fname, Library))
    return {};
  // GetResourcesPath wants a program in `<prefix>/bin`.
  SmallString<256> Program(sys::path::parent_path(Library));
  sys::path::append(Program, "..", "bin", "clang");
  sys::path::remove_dots(Program, /*remove_dot_dot=*/true);
  return clang::GetResourcesPath(Program);
}

/// What `clang-22 -print-resource-dir` says; empty when there is none.
std::string askCompiler(StringRef Name) {
  ErrorOr<std::string> Program = sys::findProgramByName(Name);
  SmallString<128> Output;
  if (!Program || sys::fs::createTemporaryFile("heddle", "out", Output))
    return {};
  FileRemover Remove(Output);
  std::optional<StringRef> Redirects[] = {StringRef(), Output.str(),
                                          StringRef()};
  if (sys::ExecuteAndWait(*Program, {*Program, "-print-resource-dir"},
                          std::nullopt, Redirects, /*SecondsToWait=*/10))
    return {};
  ErrorOr<std::unique_ptr<MemoryBuffer>> Text = MemoryBuffer::getFile(Output);
  return Text ? (*Text)->getBuffer().trim().str() : std::string();
}

std::string findResourceDirectory() {
  const std::string Major = CLANG_VERSION_MAJOR_STRING;
  const std::string Candidates[] = {
      besideLibrary(), "/usr/lib/llvm-" + Major + "/lib/clang/" + Major,
      "/usr/local/lib/clang/" + Major};
  for (const std::string &Dir : Candidates)
    if (!Dir.empty() && holdsClangHeaders(Dir))
      return Dir;
  for (const std::string &Name : {"clang-" + Major, std::string("clang")}) {
    std::string Dir = askCompiler(Name);
    // Another version's builtin headers would not match this parser.
    if (sys::path::filename(Dir) == Major && holdsClangHeaders(Dir))
      return Dir;
  }
  return {};
}

} // namespace

Expected<std::string> resourceDirectory() {
  static const std::string Dir = findResourceDirectory();
  if (!Dir.empty())
    return Dir;
  return createStringError(
      "Clang " CLANG_VERSION_MAJOR_STRING
      "'s own headers (stddef.h, ...) were not found; install "
      "libclang-common-" CLANG_VERSION_MAJOR_STRING
      "-dev, or put clang-" CLANG_VERSION_MAJOR_STRING " into PATH");
}

} // namespace heddle
