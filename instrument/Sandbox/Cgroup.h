//===- Cgroup.h - Memory and task limits of one run -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A control group for one run, in version 2 of the interface and in version 1
/// where that is what the machine has. RLIMIT_AS is no way: ThreadSanitizer
/// reserves terabytes of address space and refuses to start under it; nor is
/// RLIMIT_NPROC, which does not bind root.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SANDBOX_CGROUP_H
#define HEDDLE_SANDBOX_CGROUP_H

#include "instrument/Sandbox/Sandbox.h"

namespace heddle {

/// Directories below which this process may make groups that limit memory and
/// tasks: one for version 2, two for version 1; empty where it may not.
std::vector<std::string> findCgroupParents();

/// Groups of one run; removed with the object, after killing what is left.
class Cgroup {
public:
  /// Makes one group below each of \p Parents.
  Cgroup(llvm::ArrayRef<std::string> Parents, const Limits &Limit);
  ~Cgroup();
  Cgroup(const Cgroup &) = delete;
  Cgroup &operator=(const Cgroup &) = delete;

  /// Files into which a process writes `0` to enter; empty: none could be made.
  llvm::ArrayRef<std::string> entrances() const { return Entrances; }
  /// Has the kernel killed something here for want of memory?
  bool ranOutOfMemory() const;
  /// Kills every member, also those that left their process group.
  void killAll() const;

private:
  std::vector<std::string> Directories, Entrances;
};

} // namespace heddle

#endif // HEDDLE_SANDBOX_CGROUP_H
