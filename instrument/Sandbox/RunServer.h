//===- RunServer.h - A program that makes its runs in children --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Heddle's end of a fork server (instrument/Runtime/Serve.h): a program with
/// Heddle's runtime is started once, in the sandbox and its control group, and
/// makes a run in a child of its own each time it is asked. A run has streams,
/// deadline and output limit of its own and leaves no process behind.
///
/// The server runs no code of the program, but its child may kill it, or fill
/// what they share. So a server that is gone or not as it was is thrown away
/// with everything in it, and what is not known of a run is said to be so: the
/// caller then makes it in a process of its own.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SANDBOX_RUNSERVER_H
#define HEDDLE_SANDBOX_RUNSERVER_H

#include "instrument/Runtime/Control.h"
#include "instrument/Sandbox/Cgroup.h"
#include "instrument/Sandbox/Process.h"
#include "instrument/Sandbox/Sandbox.h"

#include <memory>
#include <optional>

namespace heddle {

/// What differs from one run of a server to the next.
struct ServedRun {
  int Channel = -1;  ///< a descriptor of ours that the run gets
  std::string Stdin; ///< a file; empty: nothing to read
  Limits Limit;      ///< Seconds and OutputBytes; the others are the server's
  /// Asked every few milliseconds: true ends the run as timed out.
  std::function<bool()> GiveUp;
};

/// Thread safety: one call at a time. The server dies with the thread that
/// started it.
class RunServer {
public:
  /// Starts \p T, whose PassedFd is not used; null if it does not serve.
  /// \p Box must outlive it.
  static std::unique_ptr<RunServer> start(const Sandbox &Box, Task T);
  /// Kills it and what is left of its runs.
  ~RunServer();
  RunServer(const RunServer &) = delete;
  RunServer &operator=(const RunServer &) = delete;

  /// Returns when the run and all that it started are gone. None: it is not
  /// known how the run ended, and the server is spent.
  std::optional<TaskResult> run(const ServedRun &Q);

  /// It can make no more runs that are like the first.
  bool isSpent() const { return Spent; }

private:
  RunServer(const Sandbox &Box, Task T);
  bool awaitReady(const Limits &Limit);
  bool send(const ServedRun &Q, int Out, int Err);
  /// None: there is no answer yet, or, if Spent, there will be none.
  std::optional<control::Answer> receive();

  const Sandbox &Box;
  Cgroup Group;
  Process Child;
  int Socket = -1, PidFd = -1;
  bool Spent = false;
};

} // namespace heddle

#endif // HEDDLE_SANDBOX_RUNSERVER_H
