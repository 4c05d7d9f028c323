//===- Watch.cpp - From exec to the end -----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Sandbox/Watch.h"

#include "instrument/Sandbox/Cgroup.h"
#include "instrument/Sandbox/Process.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <functional>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace heddle;

OutputStream::OutputStream(int Fd, std::string &Kept, uint64_t &Dropped,
                           uint64_t Limit)
    : Fd(Fd), Kept(Kept), Dropped(Dropped), Limit(Limit) {
  fcntl(Fd, F_SETFL, fcntl(Fd, F_GETFL) | O_NONBLOCK);
}

OutputStream::~OutputStream() { close(Fd); }

void OutputStream::drain(unsigned MaxReads) {
  char Buffer[65536];
  for (unsigned I = 0; I < MaxReads && !Ended; ++I) {
    ssize_t Length = read(Fd, Buffer, sizeof(Buffer));
    if (Length < 0 && errno == EINTR)
      continue;
    if (Length < 0)
      return;
    Ended = Length == 0;
    size_t Room = Limit - Kept.size();
    size_t Take = std::min<size_t>(Room, Length);
    Kept.append(Buffer, Take);
    Dropped += Length - Take;
  }
}

void heddle::killTree(const Process &Child, const Cgroup &Group) {
  kill(-Child.Pid, SIGKILL);
  kill(Child.Pid, SIGKILL);
  Group.killAll();
}

Watchdog::Watchdog(pid_t Pid, const Limits &Limit,
                   const std::function<bool()> &GiveUp, bool WatchMemory)
    : Pid(Pid), Limit(Limit), GiveUp(GiveUp), WatchMemory(WatchMemory),
      Deadline(Clock::now() +
               std::chrono::duration_cast<Clock::duration>(
                   std::chrono::duration<double>(Limit.Seconds))) {}

Cut Watchdog::check() {
  auto Now = Clock::now();
  if (Now >= Deadline || (GiveUp && GiveUp()))
    return Cut::Time;
  if (WatchMemory && Now >= NextLook) {
    NextLook = Now + std::chrono::milliseconds(100);
    if (residentBytes(Pid) > Limit.MemoryBytes)
      return Cut::Memory;
  }
  return Cut::None;
}

int Watchdog::pause() const {
  auto Left =
      std::chrono::ceil<std::chrono::milliseconds>(Deadline - Clock::now());
  return int(std::clamp<int64_t>(Left.count(), 0, 20));
}

bool heddle::hasEnded(pid_t Pid) {
  siginfo_t Info = {};
  return waitid(P_PID, Pid, &Info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         Info.si_pid == Pid;
}

int heddle::reap(pid_t Pid) {
  int Status = 0;
  while (waitpid(Pid, &Status, 0) < 0 && errno == EINTR) {
  }
  return Status;
}

Ending heddle::endingOf(int Status) {
  if (WIFSIGNALED(Status))
    return Ending::signalled(WTERMSIG(Status));
  return Ending::exited(WEXITSTATUS(Status));
}

TaskResult heddle::watch(Process &Child, const Task &T, const Cgroup &Group) {
  TaskResult Result;
  OutputStream Out(Child.Out, Result.Out, Result.OutDropped,
                   T.Limit.OutputBytes);
  OutputStream Err(Child.Err, Result.Err, Result.ErrDropped,
                   T.Limit.OutputBytes);
  Watchdog Dog(Child.Pid, T.Limit, T.GiveUp, Group.entrances().empty());
  // Without a pidfd (old kernels) the end is noticed at the next tick.
  int PidFd = int(syscall(SYS_pidfd_open, Child.Pid, 0));
  Cut Why = Cut::None;
  while (!hasEnded(Child.Pid) && (Why = Dog.check()) == Cut::None) {
    pollfd Fds[] = {{.fd = Out.pollFd(), .events = POLLIN, .revents = 0},
                    {.fd = Err.pollFd(), .events = POLLIN, .revents = 0},
                    {.fd = PidFd, .events = POLLIN, .revents = 0}};
    poll(Fds, 3, Dog.pause());
    Out.drain(16);
    Err.drain(16);
  }
  if (PidFd >= 0)
    close(PidFd);
  // Also after a normal end: it may have left children behind.
  killTree(Child, Group);
  int Status = reap(Child.Pid);
  // What the pipes still hold: at most their capacity, as writers are dead.
  Out.drain(64);
  Err.drain(64);
  if (Why == Cut::Memory || Group.ranOutOfMemory())
    Result.How.Kind = EndKind::OutOfMemory;
  else if (Why == Cut::Time)
    Result.How.Kind = EndKind::TimedOut;
  else
    Result.How = endingOf(Status);
  return Result;
}

uint64_t heddle::residentBytes(pid_t Pid) {
  std::string Dir = "/proc/" + std::to_string(Pid);
  uint64_t Bytes = 0;
  if (auto Statm = llvm::MemoryBuffer::getFileAsStream(Dir + "/statm")) {
    llvm::StringRef Resident = (*Statm)->getBuffer().split(' ').second;
    uint64_t Pages = 0;
    Resident.consumeInteger(10, Pages);
    Bytes = Pages * uint64_t(sysconf(_SC_PAGESIZE));
  }
  // Children of the first thread: bubblewrap's chain is always there.
  // Misses: children forked by other threads; control groups miss nothing.
  auto Children = llvm::MemoryBuffer::getFileAsStream(
      Dir + "/task/" + std::to_string(Pid) + "/children");
  if (!Children)
    return Bytes;
  llvm::SmallVector<llvm::StringRef, 8> Pids;
  (*Children)->getBuffer().split(Pids, ' ', -1, false);
  for (llvm::StringRef Text : Pids)
    if (pid_t Each = 0; !Text.trim().getAsInteger(10, Each))
      Bytes += residentBytes(Each);
  return Bytes;
}
