//===- Signal.cpp - Sending signals, and waiting for them -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Who waits for a signal that is blocked until then goes on when it is
/// pending. pause() and the waits for child processes are calls of which
/// nobody knows when they end.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Hooks/Hook.h"
#include "instrument/Runtime/Schedule/Clock.h"
#include "instrument/Runtime/Schedule/Outside.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>

using namespace heddle::runtime;

extern "C" {
int ___interceptor_sigwait(const sigset_t *, int *);
int ___interceptor_sigwaitinfo(const sigset_t *, siginfo_t *);
int ___interceptor_sigtimedwait(const sigset_t *, siginfo_t *,
                                const timespec *);
int ___interceptor_sigsuspend(const sigset_t *);
int ___interceptor_pause(int);
int ___interceptor_sigaction(int, const struct sigaction *, struct sigaction *);
sighandler_t ___interceptor_signal(int, sighandler_t);
int ___interceptor_pthread_kill(pthread_t, int);
int ___interceptor_kill(pid_t, int);
pid_t ___interceptor_wait(int *);
pid_t ___interceptor_waitpid(pid_t, int *, int);
}

namespace {

/// The kernel's own set: the first word of the C library's.
uint64_t wordOf(const sigset_t *Set) {
  return *reinterpret_cast<const uint64_t *>(Set);
}

/// Makes \p Call, which may block, without the turn.
template <class Function> auto outside(Thread &T, Caller From, Function Call) {
  leaveTurn(T, From);
  auto Result = Call();
  int Error = errno;
  retakeTurn(T);
  errno = Error;
  return Result;
}

bool HasHandler, HasPlainHandler; // plain: without SA_RESTART

bool isHandler(sighandler_t Handler) {
  return Handler != SIG_DFL && Handler != SIG_IGN && Handler != SIG_ERR;
}

} // namespace

bool heddle::runtime::isInterrupted(bool Always) {
  return (Always ? HasHandler : HasPlainHandler) && decideRare(WantSpurious);
}

HEDDLE_HOOK int sigaction(int Signal, const struct sigaction *New,
                          struct sigaction *Old) {
  if (New && isHandler(New->sa_handler)) {
    HasHandler = true;
    HasPlainHandler |= !(New->sa_flags & SA_RESTART);
  }
  HEDDLE_FORWARD(___interceptor_sigaction(Signal, New, Old));
}

HEDDLE_HOOK sighandler_t signal(int Signal, sighandler_t Handler) {
  HasHandler |= isHandler(Handler); // with SA_RESTART
  HEDDLE_FORWARD(___interceptor_signal(Signal, Handler));
}

HEDDLE_HOOK int sigwait(const sigset_t *Set, int *Signal) {
  if (Thread *T = scheduledThread()) {
    pointSignal(*T, wordOf(Set), 0, HEDDLE_CALLER);
    cancellationPoint(*T);
  }
  HEDDLE_FORWARD(___interceptor_sigwait(Set, Signal));
}

HEDDLE_HOOK int sigwaitinfo(const sigset_t *Set, siginfo_t *Info) {
  if (Thread *T = scheduledThread()) {
    pointSignal(*T, wordOf(Set), 0, HEDDLE_CALLER);
    cancellationPoint(*T);
  }
  HEDDLE_FORWARD(___interceptor_sigwaitinfo(Set, Info));
}

HEDDLE_HOOK int sigtimedwait(const sigset_t *Set, siginfo_t *Info,
                             const timespec *Time) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_sigtimedwait(Set, Info, Time));
  uint64_t Deadline = Time ? virtualTime() + durationOf(*Time) : 0;
  pointSignal(*T, wordOf(Set), Deadline, HEDDLE_CALLER);
  cancellationPoint(*T);
  timespec Now = {};
  CalledFrom Here(HEDDLE_CALLER);
  return ___interceptor_sigtimedwait(Set, Info, &Now);
}

HEDDLE_HOOK int sigsuspend(const sigset_t *Mask) {
  if (Thread *T = scheduledThread()) {
    pointSignal(*T, ~wordOf(Mask), 0, HEDDLE_CALLER);
    cancellationPoint(*T);
  }
  HEDDLE_FORWARD(___interceptor_sigsuspend(Mask));
}

HEDDLE_HOOK int pause() {
  Thread *T = scheduledThread();
  if (!T)
    return ___interceptor_pause(0);
  CalledFrom Here(HEDDLE_CALLER);
  return outside(*T, HEDDLE_CALLER, [] { return ___interceptor_pause(0); });
}

HEDDLE_HOOK int pthread_kill(pthread_t Handle, int Signal) {
  if (Thread *Me = scheduledThread()) {
    point(*Me, Op::SendSignal, nullptr, HEDDLE_CALLER);
    if (Signal > 0 && Signal <= 64)
      forEachThread([&](Thread &T) {
        if (T.Handle == Handle)
          T.SignalsSent |= uint64_t(1) << (Signal - 1);
      });
  }
  HEDDLE_FORWARD(___interceptor_pthread_kill(Handle, Signal));
}

HEDDLE_HOOK int kill(pid_t Process, int Signal) {
  if (Thread *T = scheduledThread())
    point(*T, Op::SendSignal, nullptr, HEDDLE_CALLER);
  HEDDLE_FORWARD(___interceptor_kill(Process, Signal));
}

HEDDLE_HOOK pid_t wait(int *Status) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_wait(Status));
  CalledFrom Here(HEDDLE_CALLER);
  return outside(*T, HEDDLE_CALLER,
                 [&] { return ___interceptor_wait(Status); });
}

HEDDLE_HOOK pid_t waitpid(pid_t Process, int *Status, int Options) {
  Thread *T = scheduledThread();
  if (!T)
    HEDDLE_FORWARD(___interceptor_waitpid(Process, Status, Options));
  CalledFrom Here(HEDDLE_CALLER);
  return outside(*T, HEDDLE_CALLER, [&] {
    return ___interceptor_waitpid(Process, Status, Options);
  });
}
