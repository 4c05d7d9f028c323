//===- Sandbox.cpp - Runs programs that are not trusted -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// How the layers stand around a program, outermost first:
///
///   Heddle ── fork ──> [control group: memory, tasks] ── exec ──> bwrap
///     bwrap ── namespaces, mounts, no capabilities ──> pid 1 (bwrap's)
///       pid 1 ── exec ──> the program
///
/// Killing the outer bwrap kills pid 1 (PR_SET_PDEATHSIG), and the kernel then
/// kills everything else in that process namespace: no child is left over.
///
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/Sandbox.h"

#include "instrument/Sandbox/Bubblewrap.h"
#include "instrument/Sandbox/Cgroup.h"
#include "instrument/Sandbox/Process.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <signal.h>
#include <string.h>
#include <string>
#include <utility>

using namespace heddle;

namespace {

/// Empty if \p Bwrap works here, else why not. It is there but useless where
/// user namespaces are forbidden: in many containers, on hardened kernels.
std::string whyUnusable(const std::string &Bwrap) {
  Task Probe;
  Probe.Command = {"/usr/bin/true"};
  Probe.Directory = "/";
  Cgroup None({}, Probe.Limit);
  Process Child = spawn(bubblewrapCommand(Bwrap, Probe), Probe, None);
  if (Child.Pid < 0)
    return Child.Error;
  TaskResult Result = watch(Child, Probe, None);
  if (Result.How.succeeded())
    return {};
  std::string FirstLine =
      llvm::StringRef(Result.Err).split('\n').first.trim().str();
  return FirstLine.empty() ? "it " + describe(Result.How, Probe.Limit)
                           : FirstLine;
}

TaskResult notStarted(const std::string &Reason) {
  TaskResult Result;
  Result.How = Ending::notStarted(Reason);
  return Result;
}

/// `10`, `0.5`.
std::string seconds(double Value) {
  std::string Text;
  llvm::raw_string_ostream(Text) << llvm::format("%g", Value);
  return Text;
}

} // namespace

Ending Ending::exited(int Code) {
  return {.Kind = EndKind::Exited, .Code = Code, .Reason = {}};
}

Ending Ending::signalled(int Signal) {
  return {.Kind = EndKind::Signalled, .Code = Signal, .Reason = {}};
}

Ending Ending::notStarted(std::string Reason) {
  return {.Kind = EndKind::NotStarted, .Code = 0, .Reason = std::move(Reason)};
}

std::string heddle::describe(const Ending &How, const Limits &Limit) {
  switch (How.Kind) {
  case EndKind::Exited:
    return llvm::formatv("exited with code {0}", How.Code).str();
  case EndKind::Signalled: {
    const char *Name = sigabbrev_np(How.Code);
    const char *Words = sigdescr_np(How.Code);
    if (!Name || !Words)
      return llvm::formatv("was killed by signal {0}", How.Code).str();
    return llvm::formatv("was killed by SIG{0} ({1})", Name, Words).str();
  }
  case EndKind::TimedOut:
    return "did not end within " + seconds(Limit.Seconds) + " s";
  case EndKind::OutOfMemory:
    return llvm::formatv("was stopped: it used more than {0} MiB of memory",
                         Limit.MemoryBytes >> 20)
        .str();
  case EndKind::NotStarted:
    break;
  }
  return "could not be started: " + How.Reason;
}

Sandbox Sandbox::open(SandboxMode Mode) {
  Sandbox Result;
  if (Mode == SandboxMode::Off) {
    Result.Notes.push_back("no sandbox, as asked: the program ran with all "
                           "your rights, files and network");
  } else {
    auto Found = llvm::sys::findProgramByName("bwrap");
    std::string Why =
        Found ? whyUnusable(*Found) : "the package 'bubblewrap' is missing";
    if (Why.empty())
      Result.Bwrap = *Found;
    else
      Result.Notes.push_back("NO SANDBOX: the program ran with all your "
                             "rights, files and network, because bubblewrap "
                             "cannot be used here (" +
                             Why + ")");
  }
  Result.CgroupParents = findCgroupParents();
  if (Result.CgroupParents.empty())
    Result.Notes.push_back(
        "no control groups here: memory was watched by Heddle instead of "
        "limited by the kernel, and the number of processes was not limited");
  return Result;
}

Process Sandbox::begin(const Task &T, const Cgroup &Group) const {
  return spawn(isolated() ? bubblewrapCommand(Bwrap, T) : T.Command, T, Group);
}

Ending Sandbox::asSeenInside(Ending How) const {
  if (isolated() && How.Kind == EndKind::Exited && How.Code > 128 &&
      How.Code <= 128 + SIGRTMAX)
    return Ending::signalled(How.Code - 128);
  return How;
}

TaskResult Sandbox::run(const Task &T) const {
  Cgroup Group(CgroupParents, T.Limit);
  Process Child = begin(T, Group);
  if (Child.Pid < 0)
    return notStarted(Child.Error);
  TaskResult Result = watch(Child, T, Group);
  Result.How = Child.Error.empty() ? asSeenInside(std::move(Result.How))
                                   : Ending::notStarted(Child.Error);
  return Result;
}
