//===- Process.h - One child process, watched to its end --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Starts a command and watches it: output, deadline, memory. Knows nothing of
/// bubblewrap. Split in two: spawn() is what happens between fork and exec,
/// where only async-signal-safe calls are allowed because other threads of
/// Heddle may hold any lock at that moment; watch() is everything after.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SANDBOX_PROCESS_H
#define HEDDLE_SANDBOX_PROCESS_H

#include "instrument/Sandbox/Cgroup.h"
#include "instrument/Sandbox/Sandbox.h"

#include <sys/types.h>

namespace heddle {

/// A child whose two output streams are pipes to us.
struct Process {
  pid_t Pid = -1; ///< also its process group and session; -1: not started
  int Out = -1, Err = -1;
  std::string Error; ///< why it was not started
};

/// Starts \p Command with the descriptors, directory, environment and
/// personality that \p T asks for, as a member of \p Group.
Process spawn(const std::vector<std::string> &Command, const Task &T,
              const Cgroup &Group);

/// Reads the child's output until it and what it left behind are gone.
TaskResult watch(Process &Child, const Task &T, const Cgroup &Group);

/// Bytes that \p Pid and its descendants hold in memory. Shared pages count
/// once per process, so this is an upper bound.
uint64_t residentBytes(pid_t Pid);

} // namespace heddle

#endif // HEDDLE_SANDBOX_PROCESS_H
