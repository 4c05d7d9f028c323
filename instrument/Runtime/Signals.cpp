//===- Signals.cpp - Where the threads stand when things go wrong ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two occasions. A *crash*: the handler records the crashing thread's stack
/// and lets the default action happen. A program that *does not end*: a timer
/// signal arrives at some thread, which asks the others one by one to record
/// their stacks. 300 ms later it happens once more; a thread with the same
/// stack both times is stuck rather than slow.
///
/// All this is done with system calls: ThreadSanitizer delays signals that are
/// delivered through its own sigaction until a thread leaves a blocking call,
/// which is just what a deadlocked thread never does.
///
/// A program that installs handlers of its own for these signals gets them,
/// and Heddle then learns less.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Runtime.h"
#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Stack.h"
#include "instrument/Runtime/System.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

using namespace heddle;
using namespace heddle::runtime;

namespace {

// Not SIGRTMAX itself, which people like.
constexpr int AskSignal = 62;
constexpr uint64_t BetweenRounds = 300, AnswerTime = 100; // milliseconds

int Timer = -1;
int Round;       // 1, 2
int ThreadIndex; // of the thread asked last
// The thread that is being asked, then its negation while it answers, then 0.
int Asked;

void onCrash(int Signal, void *Info, void *Context) {
  if (!channelIsOpen())
    return;
  void *Frames[MaxFrames];
  unsigned Count = captureStack(Frames, MaxFrames);
  noteModules();
  {
    Record R("crash");
    R.number("signal", Signal);
    R.stack("stack", Frames, Count);
  }
  noteSchedule();
  // A fault happens again on return, now with the default action. One that
  // was sent (kill, raise) has to be sent again.
  if (static_cast<siginfo_t *>(Info)->si_code <= 0)
    systemCall(SYS_tgkill, processId(), threadId(), Signal);
}

void recordOwnStack() {
  void *Frames[MaxFrames];
  unsigned Count = captureStack(Frames, MaxFrames);
  char Name[17] = {};
  constexpr long GetName = 16; // PR_GET_NAME
  systemCall(SYS_prctl, GetName, long(Name));
  Record R("stacks");
  R.number("round", Round);
  R.number("thread", ThreadIndex);
  R.text("name", Name);
  R.stack("stack", Frames, Count);
}

/// Waits until \p Thread has answered. Threads with all signals blocked, such
/// as ThreadSanitizer's own, do not answer and are left out.
void awaitAnswer(int Thread) {
  uint64_t Deadline = milliseconds() + AnswerTime;
  while (__atomic_load_n(&Asked, __ATOMIC_ACQUIRE) != 0) {
    int Expected = Thread;
    if (milliseconds() > Deadline &&
        __atomic_compare_exchange_n(&Asked, &Expected, 0, false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      return;
    yieldCpu();
  }
}

void ask(int Thread) {
  if (Thread == threadId())
    return recordOwnStack();
  __atomic_store_n(&Asked, Thread, __ATOMIC_RELEASE);
  systemCall(SYS_tgkill, processId(), Thread, AskSignal);
  awaitAnswer(Thread);
}

/// What getdents64 fills in, as the kernel lays it out.
struct DirectoryEntry {
  uint64_t Inode;
  int64_t Offset;
  unsigned short Length;
  unsigned char Type;
  char Name[];
};

/// In the order of their numbers, which is that of creation.
void askEveryThread() {
  long Dir = systemCall(SYS_open, long("/proc/self/task"),
                        O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (Dir < 0)
    return;
  alignas(8) char Buffer[1024];
  ThreadIndex = 0;
  for (;;) {
    long Length = systemCall(SYS_getdents64, Dir, long(Buffer), sizeof(Buffer));
    if (Length <= 0)
      break;
    for (long At = 0; At < Length;) {
      auto *Entry = reinterpret_cast<DirectoryEntry *>(Buffer + At);
      At += Entry->Length;
      int Thread = 0;
      for (const char *C = Entry->Name; *C >= '0' && *C <= '9'; ++C)
        Thread = Thread * 10 + (*C - '0');
      if (Thread == 0)
        continue; // . and ..
      ask(Thread);
      ++ThreadIndex;
    }
  }
  systemCall(SYS_close, Dir);
}

/// One shot, so that a slow round and the next one do not overlap.
void setTimer(uint64_t Milliseconds) {
  itimerspec When = {};
  When.it_value.tv_sec = time_t(Milliseconds / 1000);
  When.it_value.tv_nsec = long(Milliseconds % 1000) * 1000000;
  systemCall(SYS_timer_settime, Timer, 0, long(&When), 0);
}

void onTimer() {
  if (++Round == 1)
    noteModules();
  askEveryThread();
  if (Round < 2)
    return setTimer(BetweenRounds);
  noteSchedule();
  Record R("hung");
}

void onAsk(int, void *Info, void *) {
  if (!channelIsOpen())
    return;
  if (static_cast<siginfo_t *>(Info)->si_code == SI_TIMER)
    return onTimer();
  int Me = threadId();
  int Expected = Me;
  if (!__atomic_compare_exchange_n(&Asked, &Expected, -Me, false,
                                   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return; // too late, or not from us
  recordOwnStack();
  __atomic_store_n(&Asked, 0, __ATOMIC_RELEASE);
}

} // namespace

void runtime::watchSignals(unsigned long HangMilliseconds) {
  constexpr int Deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
  for (int Signal : Deadly)
    handleSignal(Signal, onCrash, /*Once=*/true);
  if (HangMilliseconds == 0)
    return;
  handleSignal(AskSignal, onAsk, /*Once=*/false);
  sigevent Event = {};
  Event.sigev_notify = SIGEV_SIGNAL;
  Event.sigev_signo = AskSignal;
  if (systemCall(SYS_timer_create, CLOCK_MONOTONIC, long(&Event),
                 long(&Timer)) < 0)
    return;
  setTimer(HangMilliseconds);
}
