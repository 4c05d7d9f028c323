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

#include <string>
#include <utility>

using namespace heddle;
using llvm::StringRef;

namespace {

/// Time to show where the threads stand, on a loaded machine.
constexpr double HangGrace = 5;

} // namespace

Task heddle::taskOf(const Campaign &C, bool Scheduled, const WorkDir &Work,
                    int PassedAs) {
  Task T;
  T.Command = {C.Executable};
  llvm::append_range(T.Command, C.Args);
  T.Directory = Work.path();
  T.Environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8",
                   "HOME=" + Work.path(), "TMPDIR=/tmp",
                   std::string(channel::EnvironmentName) + "=" +
                       std::to_string(PassedAs)};
  // No time passes for threads that wait for their turn: no use in sleeping
  // at the end so that they may show something.
  if (Scheduled)
    T.Environment.push_back("TSAN_OPTIONS=atexit_sleep_ms=0");
  T.Readable = {llvm::sys::path::parent_path(C.Executable).str()};
  llvm::append_range(T.Readable, C.LibraryDirs);
  if (mayShow(C.DataDir))
    T.Readable.push_back(C.DataDir);
  // A path among the arguments is meant to be read.
  for (const std::string &Arg : C.Args)
    if (StringRef(Arg).starts_with("/") && llvm::sys::fs::exists(Arg))
      T.Readable.push_back(Arg);
  T.Writable = {Work.path()};
  T.Stdin = C.Stdin;
  T.PassedAs = PassedAs;
  T.FixedAddresses = true;
  T.Limit = limitOf(C);
  return T;
}

Limits heddle::limitOf(const Campaign &C) {
  Limits Result = C.Limit;
  Result.Seconds += HangGrace;
  return Result;
}

Task PreparedRun::task() const {
  Task T = taskOf(*For, Scheduled, Work, Records.passedAs());
  T.PassedFd = Records.fd();
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
  auto Work = WorkDir::create(C.DataDir);
  if (!Work)
    return Work.takeError();
  return PreparedRun{.For = &C,
                     .Scheduled = !Plan.Strategy.empty(),
                     .Work = std::move(*Work),
                     .Records = std::move(*Records)};
}
