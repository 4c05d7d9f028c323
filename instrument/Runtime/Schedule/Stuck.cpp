//===- Stuck.cpp - When nobody can go on ----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Only waits whose end is in one thread's hands are followed: for a lock, a
/// once-function, a thread's end. Who waits for a condition or a semaphore may
/// be woken by anybody who still runs, so such waits are a deadlock only when
/// everyone waits. No wait with a timeout is part of a deadlock.
///
/// Misses: a lock held by readers has no owner here, so a writer that waits
/// for itself as a reader is seen only when everyone waits.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Stuck.h"

#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Runtime.h"
#include "instrument/Runtime/Schedule/Objects.h"
#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Schedule/Turn.h"
#include "instrument/Runtime/Stack.h"
#include "instrument/Runtime/System.h"

#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>

using namespace heddle::runtime;

namespace {

const char *wordFor(Stuck How) {
  static constexpr const char *Names[] = {"deadlock",         "cycle",
                                          "abandoned",        "endless",
                                          "too-many-threads", "outside"};
  return Names[unsigned(How)];
}

/// The one thread that could end \p T's wait, if it is in one thread's hands.
Thread *waitsFor(const Thread &T) {
  if (T.Done || T.Deadline)
    return nullptr;
  switch (T.Next.Kind) {
  case Op::Lock:
  case Op::ReadLock:
  case Op::WriteLock:
  case Op::Once:
    return T.At->Owner;
  case Op::Join:
    return T.Target->Done ? nullptr : T.Target;
  default:
    return nullptr;
  }
}

bool isInCycle(const Thread &T) {
  Thread *At = waitsFor(T);
  for (uint32_t Left = detail::LiveCount; At && At != &T && Left; --Left)
    At = waitsFor(*At);
  return At == &T;
}

bool waitsForTheDead(const Thread &T) {
  Thread *Holder = waitsFor(T);
  return Holder && Holder->Done;
}

bool takesPart(Stuck How, const Thread &T, const Thread *Current) {
  switch (How) {
  case Stuck::Cycle:
    return isInCycle(T);
  case Stuck::Abandoned:
    return &T == Current;
  default:
    return true;
  }
}

void writeHeld(Record &R, const Thread &T) {
  R.beginArray("holds");
  forEachHeldBy(T, [&](Object &O) {
    R.beginObject();
    R.number("address", int64_t(O.Address));
    R.stack("stack", O.AcquiredAt, LockFrames);
    R.endObject();
  });
  R.endArray();
}

void writeThread(Record &R, Thread &T, bool TakesPart, void **Frames,
                 unsigned Count) {
  R.beginObject();
  R.number("thread", T.Id);
  R.flag("part", TakesPart);
  R.text("wait", nameOf(T.Next.Kind));
  R.number("address", int64_t(T.Next.Address));
  R.flag("timed", T.Deadline != 0);
  if (Thread *For = waitsFor(T))
    R.number("for", For->Id);
  if (T.Next.Kind == Op::Waiting && T.At->UnheardFrom) {
    R.number("unheard", T.At->UnheardFrom->Id);
    R.stack("unheard-at", T.At->UnheardAt, LockFrames);
  }
  R.stack("stack", Frames, Count);
  writeHeld(R, T);
  R.endObject();
}

bool HasChildren;

/// The value of a line `Key:\tvalue` of /proc/self/status; null: none.
const char *statusOf(LineReader &Status, const char *Key) {
  while (const char *Line = Status.next()) {
    const char *K = Key;
    while (*K && *K == *Line)
      ++K, ++Line;
    if (*K || *Line != ':')
      continue;
    while (*Line == ':' || *Line == '\t' || *Line == ' ')
      ++Line;
    return Line;
  }
  return nullptr;
}

/// Has the program a handler of its own for any signal?
bool catchesSignals() {
  constexpr int Ours[] = {SIGSEGV,
                          SIGBUS,
                          SIGFPE,
                          SIGILL,
                          SIGABRT,
                          SIGTRAP,
                          62 /* see Signals.cpp */,
                          32,
                          33 /* libc's */};
  for (int Signal = 1; Signal <= 64; ++Signal) {
    bool IsOurs = false;
    for (int S : Ours)
      IsOurs |= S == Signal;
    // The kernel's struct begins with the handler: 0 default, 1 ignored.
    uintptr_t Action[4] = {};
    systemCall(SYS_rt_sigaction, Signal, 0, long(Action), sizeof(uint64_t));
    if (!IsOurs && Action[0] > 1)
      return true;
  }
  return false;
}

/// Threads besides those that the scheduler knows, ThreadSanitizer's own and
/// a main thread that has ended before the others.
bool hasStrangers() {
  LineReader Status("/proc/self/status");
  const char *Count = statusOf(Status, "Threads");
  return Count && parseNumber(Count) > detail::LiveCount + 2;
}

} // namespace

void heddle::runtime::noteChildProcess() { HasChildren = true; }

bool heddle::runtime::someoneElseMayWake() {
  if (HasChildren || catchesSignals())
    return true;
  // Threads that have just ended are still being taken down.
  for (uint64_t Until = milliseconds() + 200; hasStrangers(); yieldCpu())
    if (milliseconds() > Until)
      return true;
  return false;
}

void heddle::runtime::endProcess() {
  for (;;)
    systemCall(SYS_exit_group, 0);
}

void heddle::runtime::reportStuck(Stuck How, Thread *Current) {
  noteModules();
  {
    Record R("stuck");
    R.text("how", wordFor(How));
    R.number("steps", int64_t(stepCount()));
    R.beginArray("threads");
    forEachThread([&](Thread &T) {
      void *Frames[MaxFrames];
      unsigned Count = stackOf(T, Frames, MaxFrames);
      writeThread(R, T, takesPart(How, T, Current), Frames, Count);
    });
    R.endArray();
  }
  noteSchedule();
  heddleStopHere();
  endProcess();
}

void heddle::runtime::reportCycleOf(Thread &T) {
  if (isInCycle(T))
    reportStuck(Stuck::Cycle, &T);
  if (waitsForTheDead(T))
    reportStuck(Stuck::Abandoned, &T);
}
