//===- PreparedRun.cpp - All that one run needs ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Explore/PreparedRun.h"

#include "instrument/Runtime/Channel.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"

#include <string>
#include <system_error>
#include <tuple>
#include <utility>

using namespace heddle;
using llvm::StringRef;

namespace {

/// Time to show where the threads stand, on a loaded machine.
constexpr double HangGrace = 5;
/// A directory with more entries is no place where a program's data lies.
constexpr unsigned MaxLinks = 1000;

/// A home directory or the root would show the program everything.
bool mayShow(StringRef Dir) {
  auto Home = llvm::sys::Process::GetEnv("HOME");
  return !Dir.empty() && Dir != "/" && (!Home || Dir != *Home);
}

/// Files of \p From by links in \p To, hidden ones left out: the program finds
/// its data by relative names and can make new files, but not change the old.
void linkFiles(const std::string &From, const TempDir &To) {
  std::error_code E;
  unsigned Count = 0;
  for (llvm::sys::fs::directory_iterator It(From, E), End;
       !E && It != End && Count < MaxLinks; It.increment(E), ++Count) {
    StringRef Name = llvm::sys::path::filename(It->path());
    if (!Name.starts_with("."))
      std::ignore = llvm::sys::fs::create_link(It->path(), To.file(Name.str()));
  }
}

} // namespace

Task PreparedRun::task() const {
  Task T;
  T.Command = {For->Executable};
  llvm::append_range(T.Command, For->Args);
  T.Directory = Work.path();
  T.Environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8",
                   "HOME=" + Work.path(), "TMPDIR=/tmp",
                   std::string(channel::EnvironmentName) + "=" +
                       std::to_string(Records.passedAs())};
  // No time passes for threads that wait for their turn: no use in sleeping
  // at the end so that they may show something.
  if (Scheduled)
    T.Environment.push_back("TSAN_OPTIONS=atexit_sleep_ms=0");
  T.Readable = {llvm::sys::path::parent_path(For->Executable).str()};
  llvm::append_range(T.Readable, For->LibraryDirs);
  if (mayShow(For->DataDir))
    T.Readable.push_back(For->DataDir);
  // A path among the arguments is meant to be read.
  for (const std::string &Arg : For->Args)
    if (StringRef(Arg).starts_with("/") && llvm::sys::fs::exists(Arg))
      T.Readable.push_back(Arg);
  T.Writable = {Work.path()};
  T.Stdin = For->Stdin;
  T.PassedFd = Records.fd();
  T.PassedAs = Records.passedAs();
  T.FixedAddresses = true;
  T.Limit = For->Limit;
  T.Limit.Seconds += HangGrace;
  T.GiveUp = [this] { return Records.saysHung(); };
  return T;
}

llvm::Expected<PreparedRun> heddle::prepareRun(const Campaign &C,
                                               const SchedulePlan &Plan,
                                               double HangSeconds) {
  auto Records =
      RecordChannel::create(HangSeconds, Plan.settings(), Plan.Decisions);
  if (!Records)
    return Records.takeError();
  auto Work = TempDir::create();
  if (!Work)
    return Work.takeError();
  if (mayShow(C.DataDir))
    linkFiles(C.DataDir, *Work);
  return PreparedRun{.For = &C,
                     .Scheduled = !Plan.Strategy.empty(),
                     .Work = std::move(*Work),
                     .Records = std::move(*Records)};
}
