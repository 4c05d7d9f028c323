//===- Watch.h - What is watched while a program runs -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Output, deadline and memory of a run, whether it is a process of its own
/// (Watch.cpp) or a child of a server (RunServer.cpp). For these two files.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SANDBOX_WATCH_H
#define HEDDLE_SANDBOX_WATCH_H

#include "instrument/Sandbox/Process.h"

#include <chrono>

namespace heddle {

/// One output stream: what is kept, and how much was not.
class OutputStream {
public:
  /// Reads \p Fd, which it owns, without waiting.
  OutputStream(int Fd, std::string &Kept, uint64_t &Dropped, uint64_t Limit);
  ~OutputStream();
  OutputStream(const OutputStream &) = delete;
  OutputStream &operator=(const OutputStream &) = delete;

  /// -1 once nobody can write to it any more: poll() then skips it.
  int pollFd() const { return Ended ? -1 : Fd; }

  /// Takes what is there. Bounded, so that one flooding stream starves
  /// neither the other nor the deadline.
  void drain(unsigned MaxReads);

private:
  int Fd;
  std::string &Kept;
  uint64_t &Dropped;
  uint64_t Limit;
  bool Ended = false;
};

/// Why a run is cut short; None while it may go on.
enum class Cut : uint8_t { None, Time, Memory };

/// What is checked each time poll() returns.
class Watchdog {
public:
  Watchdog(pid_t Pid, const Limits &Limit, const std::function<bool()> &GiveUp,
           bool WatchMemory);
  Cut check();
  /// Milliseconds until check() must be called again.
  int pause() const;

private:
  using Clock = std::chrono::steady_clock;
  pid_t Pid;
  const Limits &Limit;
  const std::function<bool()> &GiveUp;
  bool WatchMemory;
  Clock::time_point Deadline, NextLook;
};

/// Leaves the child a zombie, so that its number is not given to a stranger
/// before killTree().
bool hasEnded(pid_t Pid);
/// Ends the child and all it started. Inside bubblewrap its death takes the
/// whole process namespace along; outside, members that left the session are
/// found by their control group.
void killTree(const Process &Child, const Cgroup &Group);
/// Waits for \p Pid, which ends or has ended; its status.
int reap(pid_t Pid);
/// \p Status: as from wait().
Ending endingOf(int Status);

} // namespace heddle

#endif // HEDDLE_SANDBOX_WATCH_H
