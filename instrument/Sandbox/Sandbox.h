//===- Sandbox.h - Runs programs that are not trusted -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs one command inside bubblewrap: own processes and no network, a system
/// that can only be read, a private /tmp, an environment that starts empty, a
/// wall-clock limit that kills everything, and output that is kept up to a
/// limit and then counted and dropped, so that a flood neither fills memory
/// nor blocks the program. Memory and processes are limited by control groups.
/// What a machine cannot give is told in notes(), never left out in silence.
///
/// No system-call filter: bubblewrap's namespaces and dropped capabilities
/// are the barrier, the kernel behind them is trusted.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SANDBOX_SANDBOX_H
#define HEDDLE_SANDBOX_SANDBOX_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace heddle {

struct Limits {
  double Seconds = 10;                      ///< wall clock
  uint64_t OutputBytes = uint64_t(1) << 20; ///< kept of each stream
  /// Of the command and all its children. ThreadSanitizer's shadow memory
  /// counts: about five times what the program itself uses.
  uint64_t MemoryBytes = uint64_t(4) << 30;
  uint32_t Tasks = 8192; ///< processes and threads
};

/// One command to run. Paths are absolute and the same inside and outside.
struct Task {
  std::vector<std::string> Command;     ///< [0] is a path
  std::string Directory;                ///< where it runs
  std::vector<std::string> Environment; ///< all of it, `NAME=value`
  std::vector<std::string> Readable;    ///< besides the system's libraries
  std::vector<std::string> Writable;
  bool ReadWholeSystem = false; ///< for compilers: headers can be anywhere
  std::string Stdin;            ///< a file; empty: nothing to read
  int PassedFd = -1;            ///< a descriptor of ours that is passed on
  int PassedAs = -1;            ///< its number in the command
  /// No address randomisation: ThreadSanitizer needs that on some kernels, and
  /// two runs then differ less.
  bool FixedAddresses = false;
  Limits Limit;
  /// Asked every few milliseconds: true ends the run as timed out.
  std::function<bool()> GiveUp;
};

enum class EndKind : uint8_t {
  Exited,
  Signalled,
  TimedOut,
  OutOfMemory,
  NotStarted,
};

/// How a command ended.
struct Ending {
  EndKind Kind = EndKind::NotStarted;
  int Code = 0;       ///< exit code or signal number
  std::string Reason; ///< for NotStarted

  static Ending exited(int Code);
  static Ending signalled(int Signal);
  static Ending notStarted(std::string Reason);
  bool succeeded() const { return Kind == EndKind::Exited && Code == 0; }
  friend bool operator==(const Ending &, const Ending &) = default;
};

struct TaskResult {
  Ending How;
  std::string Out, Err;
  uint64_t OutDropped = 0, ErrDropped = 0; ///< bytes beyond the limit
};

/// `exited with code 0`, `was killed by SIGSEGV (Segmentation fault)`,
/// `did not end within 10 s`.
std::string describe(const Ending &How, const Limits &Limit);

enum class SandboxMode : uint8_t {
  On,  ///< where the machine can, else without and with a note
  Off, ///< asked for: `--no-sandbox`
};

class Cgroup;
struct Process;

/// Thread safety: run() may be called from several threads at once.
class Sandbox {
public:
  /// Finds out what this machine can do: takes one run of `true`.
  static Sandbox open(SandboxMode Mode = SandboxMode::On);

  /// Returns when the command and all its children are gone. Never fails:
  /// what went wrong is in the ending.
  TaskResult run(const Task &T) const;

  bool isolated() const { return !Bwrap.empty(); }
  /// What protection is missing and why, for the user.
  llvm::ArrayRef<std::string> notes() const { return Notes; }

private:
  friend class RunServer;
  Process begin(const Task &T, const Cgroup &Group) const;
  /// bwrap passes its child's end on as a shell does: 128 + the signal. That
  /// cannot be told from a program that itself exits with 139; whoever knows
  /// better (an end record was written) takes it back.
  Ending asSeenInside(Ending How) const;

  std::string Bwrap; ///< path; empty: not isolated
  std::vector<std::string> CgroupParents;
  std::vector<std::string> Notes;
};

} // namespace heddle

#endif // HEDDLE_SANDBOX_SANDBOX_H
