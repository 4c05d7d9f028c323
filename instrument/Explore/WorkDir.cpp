//===- WorkDir.cpp - Where a run finds and leaves its files ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Explore/WorkDir.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <climits>
#include <cstddef>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <tuple>
#include <unistd.h>
#include <utility>

using namespace heddle;
using llvm::StringRef;

namespace {

/// A directory with more entries is no place where a program's data lies.
constexpr unsigned MaxLinks = 1000;

/// Calls \p Use(path) for each entry, hidden ones too. False: it could not be
/// read.
template <class Function>
bool forEachEntry(const std::string &Dir, Function Use) {
  std::error_code E;
  for (llvm::sys::fs::directory_iterator It(Dir, E, /*follow=*/false), End;
       !E && It != End; It.increment(E))
    Use(It->path());
  return !E;
}

/// Where a link leads; empty: it is none.
std::string targetOf(const std::string &Path) {
  char Text[PATH_MAX];
  ssize_t Length = readlink(Path.c_str(), Text, sizeof(Text));
  return Length > 0 ? std::string(Text, size_t(Length)) : std::string();
}

void removeEntry(const std::string &Path) {
  struct stat Found;
  if (lstat(Path.c_str(), &Found) == 0 && S_ISDIR(Found.st_mode))
    std::ignore = llvm::sys::fs::remove_directories(Path);
  else
    std::ignore = llvm::sys::fs::remove(Path);
}

} // namespace

bool heddle::mayShow(StringRef Dir) {
  auto Home = llvm::sys::Process::GetEnv("HOME");
  return !Dir.empty() && Dir != "/" && (!Home || Dir != *Home);
}

llvm::Expected<WorkDir> WorkDir::create(const std::string &DataDir) {
  auto Dir = TempDir::create();
  if (!Dir)
    return Dir.takeError();
  WorkDir Result;
  Result.Dir = std::move(*Dir);
  struct stat Made;
  if (stat(Result.path().c_str(), &Made) == 0) {
    Result.Inode = Made.st_ino;
    Result.Mode = Made.st_mode;
  }
  if (!mayShow(DataDir))
    return Result;
  forEachEntry(DataDir, [&](const std::string &Path) {
    StringRef Name = llvm::sys::path::filename(Path);
    if (!Name.starts_with(".") && Result.Links.size() < MaxLinks)
      Result.Links[Name.str()] = Path;
  });
  Result.linkFiles();
  return Result;
}

/// The program finds its data by relative names and can make new files, but
/// not change the old.
void WorkDir::linkFiles() {
  for (const auto &[Name, Target] : Links)
    std::ignore = llvm::sys::fs::create_link(Target, Dir.file(Name));
}

bool WorkDir::isAsMade() const {
  struct stat Now;
  if (stat(path().c_str(), &Now) != 0 || Now.st_ino != Inode ||
      Now.st_mode != Mode)
    return false;
  size_t Known = 0;
  bool Strange = false;
  bool Read = forEachEntry(path(), [&](const std::string &Path) {
    auto At = Links.find(llvm::sys::path::filename(Path).str());
    if (At == Links.end() || targetOf(Path) != At->second)
      Strange = true;
    else
      ++Known;
  });
  return Read && !Strange && Known == Links.size();
}

bool WorkDir::renew() {
  if (isAsMade())
    return true;
  chmod(path().c_str(), Mode & 07777);
  forEachEntry(path(), removeEntry);
  linkFiles();
  return isAsMade();
}
