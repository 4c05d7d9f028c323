//===- Scheduler.h - One thread at a time -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Lets one thread of the program run at a time and decides at each of its
/// operations which thread is next. Every hook of the Hooks folder comes here
/// first: it publishes the operation that it stands for, and returns when that
/// operation is known not to block and it is this thread's turn. Then the hook
/// performs the real one.
///
/// The hand-off between threads is a futex in code that ThreadSanitizer does
/// not see: it orders nothing in its eyes, so that it still reports every race
/// although no two threads ever run at once.
///
/// Thread safety: all functions but scheduledThread() are for the thread whose
/// turn it is.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RUNTIME_SCHEDULE_SCHEDULER_H
#define HEDDLE_RUNTIME_SCHEDULE_SCHEDULER_H

#include "instrument/Runtime/Schedule/Objects.h"
#include "instrument/Runtime/Schedule/Thread.h"

#include <stdint.h>

namespace heddle::runtime {

/// Which operations are scheduling points; each level includes those before.
enum class Level : uint8_t { Synchronisation, Atomics, Accesses };

namespace detail {
extern bool On;
extern Level PointsUpTo;
extern __thread Thread *Self __attribute__((tls_model("initial-exec")));
} // namespace detail

/// The calling thread if its operations are scheduled, else null: the
/// scheduler is off, or this is the scheduler itself.
inline Thread *scheduledThread() {
  if (!detail::On)
    return nullptr;
  Thread *T = detail::Self;
  return T && !T->Inside ? T : nullptr;
}
/// The same for atomics and accesses, where they are points.
inline Thread *scheduledAt(Level L) {
  return detail::PointsUpTo >= L ? scheduledThread() : nullptr;
}

/// While it lives, nothing that the calling thread does is scheduled: the
/// unwinder uses pthread_once, and may run in a signal handler.
class Unscheduled {
public:
  Unscheduled() : T(detail::Self), Before(T && T->Inside) {
    if (T)
      T->Inside = true;
  }
  ~Unscheduled() {
    if (T)
      T->Inside = Before;
  }
  Unscheduled(const Unscheduled &) = delete;
  Unscheduled &operator=(const Unscheduled &) = delete;

private:
  Thread *T;
  bool Before;
};

/// Makes the calling thread the first one if Heddle asked for a schedule.
/// \p StackEnd: no frame of this thread's lies beyond.
void startScheduler(uintptr_t StackEnd);
/// Lets everybody run freely: the program is over, or this is a forked child.
void stopScheduler();

/// Who called the hook, and the hook's own frame, from which the calls before
/// are found: user code keeps its frame pointers, see instrument/Build.
struct Caller {
  void *Place;
  void *Frame;
};
#define HEDDLE_CALLER                                                          \
  (::heddle::runtime::Caller{__builtin_return_address(0),                      \
                             __builtin_frame_address(0)})

/// The thread is about to do this; returns when it may.
void point(Thread &T, Op Kind, const volatile void *Address, Caller From);
/// \p Also: another object that the operation changes, or null.
void pointAt(Thread &T, Op Kind, Object &At, Caller From,
             const Object *Also = nullptr);
void pointAccess(Thread &T, Op Kind, const volatile void *Address,
                 uint32_t Size, bool Writes, Caller From);
/// The same with a time limit: false if it passed first.
bool pointUntil(Thread &T, Op Kind, Object &At, uint64_t Deadline, Caller From);

void pointCreated(Thread &T, Thread &Child, Caller From);
void pointJoin(Thread &T, Thread &Target, Caller From);
void pointSleep(Thread &T, uint64_t Nanoseconds, Caller From);

/// The environment's choice; 0 is the usual outcome.
uint32_t decide(uint32_t Alternatives);
/// Whether something rare and legal happens now that was asked for by the
/// setting \p Wanted, as a spurious wake-up.
bool decideRare(bool Wanted);
extern bool WantSpurious; ///< setting `spurious`
/// Setting `try-fails`: a try_lock may fail though the lock is free, as C++ and
/// C11 have it, but not POSIX.
extern bool WantTryFailures;

/// A thread that is being created by \p Creator. It can be joined once
/// announce() was called, and chosen after goLive(), which comes behind the
/// point of its creation: nothing of it happens before.
Thread *newThread(Thread &Creator);
void announce(Thread &Child, pthread_t Handle, bool Detached);
void goLive(Thread &Child, Thread *Creator);
/// First thing in the new thread; returns when it may run.
void enterThread(Thread &T, uintptr_t StackEnd);
/// The thread behind \p Handle that was not joined or detached; or null.
Thread *threadOf(pthread_t Handle);
/// It is joined or detached: its handle means nothing from now on.
void claim(Thread &T);

/// Wakes up to \p Max of those who wait so at \p At; the environment decides
/// which. Returns how many.
uint32_t wake(Op WaitKind, Object &At, uint32_t Max);
uint32_t waiterCount(Op WaitKind, Object &At);
/// \p T begins to wait: behind all others.
void queueUp(Thread &T);

/// Hash of everything executed so far: thread, operation, object.
uint64_t operationHash();
uint64_t stepCount();
/// The decisions to replay, as text.
const char *givenSchedule();

/// Writes `schedule`, once: with what the run can be had again.
void noteSchedule();

/// For reports: calls \p Use(Thread &) for each thread that has not ended.
template <class Function> void forEachThread(Function Use);
namespace detail {
extern Thread **Live;
extern uint32_t LiveCount;
} // namespace detail
template <class Function> void forEachThread(Function Use) {
  for (uint32_t I = 0; I < detail::LiveCount; ++I)
    Use(*detail::Live[I]);
}
} // namespace heddle::runtime

#endif // HEDDLE_RUNTIME_SCHEDULE_SCHEDULER_H
