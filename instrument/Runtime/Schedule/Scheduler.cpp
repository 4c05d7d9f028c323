//===- Scheduler.cpp - One thread at a time -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// How a switch goes. The thread whose turn it is publishes its next operation
/// in its entry and collects everyone whose operation would not block now (the
/// *enabled*), itself among them. The strategy picks one. If that is somebody
/// else, the entry's futex is set and the old thread sleeps on its own. The
/// one that was picked returns from its point() and executes what it had
/// published.
///
/// Nobody enabled, and nobody whose time could come: that is a deadlock, see
/// Stuck.cpp. The same where a thread blocks and closes a circle of owners,
/// though others could go on.
///
/// What something outside may end is in Outside.h. Blocking calls that have no
/// hook are made with the turn kept; everybody waits for their end. If there
/// is none, Heddle's time limit ends the run and says so.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Scheduler.h"

#include "instrument/Runtime/Channel.h"
#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Schedule/Census.h"
#include "instrument/Runtime/Schedule/Clock.h"
#include "instrument/Runtime/Schedule/Decisions.h"
#include "instrument/Runtime/Schedule/Enabled.h"
#include "instrument/Runtime/Schedule/Frames.h"
#include "instrument/Runtime/Schedule/Outside.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Schedule/Stuck.h"
#include "instrument/Runtime/Schedule/Trace.h"
#include "instrument/Runtime/Schedule/Turn.h"
#include "instrument/Runtime/Strategies/Strategy.h"
#include "instrument/Runtime/System.h"

#include <pthread.h>
#include <stdint.h>

using namespace heddle;
using namespace heddle::runtime;

bool detail::On;
Level detail::PointsUpTo;
__thread Thread *detail::Self;
Thread **detail::Live;
uint32_t detail::LiveCount;
bool runtime::WantSpurious, runtime::WantTryFailures;

extern "C" int __real_main(int, char **, char **);

namespace {

/// So long nothing may happen while every thread waits for something outside.
constexpr uint64_t MostIdle = 3000; // milliseconds
/// Between two operations; so that time passes for those who look.
constexpr uint64_t StepTime = 100;

const Strategy *Who;
Decisions Made;
Thread *Unclaimed; // to be joined or detached, the latest first
uint32_t Created;
uint64_t Steps, Executed, MaxSteps, Switches, Hash = 1469598103934665603u;
pthread_key_t ExitKey;
bool Noted;
const char *Diverged;

/// What is hashed of an operation must not depend on where things lie. The
/// program's own code is linked in one piece, so that the distance from main is
/// the same with either detector.
uint64_t identityOf(const Thread &T) {
  if (T.At)
    return T.At->Id;
  if (T.Target)
    return T.Target->Id;
  constexpr uintptr_t Reach = uintptr_t(1) << 30;
  uintptr_t Place = T.Next.Place - reinterpret_cast<uintptr_t>(&__real_main);
  return Place + Reach < 2 * Reach ? uint32_t(Place) : 0;
}

/// \p T was chosen: records it and gives it its time.
void execute(Thread &T, const Choice &C) {
  Made.step(T.Id, Hash);
  Hash = mixBits(Hash ^ (uint64_t(T.Id) << 40) ^ (uint64_t(T.Next.Kind) << 32) ^
                 identityOf(T));
  ++Executed;
  T.Pending = false;
  T.Looks = onlyLooks(T.Next.Kind) ? T.Looks + 1 : 0;
  T.TimedOut = !isReady(T);
  if (T.TimedOut)
    advanceTimeTo(T.Deadline);
  traceStep(T);
  countUse(T);
  if (Who->OnExecuted)
    Who->OnExecuted(T, C);
}

[[noreturn]] void diverge() {
  Diverged = "the program did something else than when this was recorded";
  noteSchedule();
  endProcess();
}

/// Where everybody waits and somebody for the world, the world is waited for.
Choice collectPatiently(Thread *Current) {
  Choice C = collect(Current, Steps);
  // Time would jump; somebody may be about to come back.
  if (C.Count == 0 && C.TimedCount && someoneIsOutside(/*ByCall=*/true)) {
    nap();
    return collect(Current, Steps);
  }
  for (uint64_t Until = milliseconds() + MostIdle;
       C.Count + C.TimedCount == 0 && someoneIsOutside(/*ByCall=*/false) &&
       milliseconds() < Until;
       C = collect(Current, Steps))
    nap();
  return C;
}

/// The strategy's choice. A replay's thread may still be in a call outside.
Thread *pick(Choice &C) {
  Thread *Next = Who->Pick(C);
  for (uint64_t Until = milliseconds() + MostIdle;
       !Next && someoneIsOutside(/*ByCall=*/false) && milliseconds() < Until;) {
    nap();
    C = collect(C.Current, Steps);
    Next = Who->Pick(C);
  }
  return Next;
}

/// The next thread to run; null if every thread has ended.
Thread *choose(Thread *Current) {
  Choice C = collectPatiently(Current);
  if (C.Count + C.TimedCount == 0) {
    if (detail::LiveCount == 0)
      return nullptr;
    bool Open = someoneIsOutside(/*ByCall=*/false) || someoneElseMayWake();
    reportStuck(Open ? Stuck::Outside : Stuck::Deadlock, Current);
  }
  Thread *Next = C.Count == 1 && C.TimedCount == 0 && !Who->AskAlways
                     ? C.Enabled[0]
                     : pick(C);
  if (!Next)
    diverge();
  execute(*Next, C);
  return Next;
}

void switchFrom(Thread &T, Thread &Next) {
  if (&T == &Next)
    return;
  ++Switches;
  letGo(Next);
  park(T);
}

/// T.Next is new.
void arrive(Thread &T) {
  T.Inside = true;
  T.TimedOut = false;
  if (++Steps > MaxSteps)
    reportStuck(Stuck::Endless, &T);
  advanceTime(StepTime);
  if (Who->OnPoint)
    Who->OnPoint(T, Steps);
}

/// T.Next is over.
void goOn(Thread &T) {
  T.Target = nullptr;
  T.At = nullptr;
  T.Deadline = 0;
  T.Woken = false;
  T.Inside = false;
}

/// T.Next, T.At and so on are set: waits for T's turn.
void await(Thread &T) {
  arrive(T);
  if (!isEnabled(T) && !T.Deadline)
    reportCycleOf(T);
  switchFrom(T, *choose(&T));
  goOn(T);
}

void publish(Thread &T, Op Kind, uintptr_t Address, Caller From) {
  T.Pending = true;
  T.Next.Kind = Kind;
  T.Next.Writes = !onlyLooks(Kind);
  T.Next.Size = 1;
  T.Next.Address = Address;
  T.Next.Second = 0;
  T.Next.Timed = false;
  T.Next.Place = reinterpret_cast<uintptr_t>(From.Place);
  if (tracing())
    keepAllFrames(T, From);
  else if (!isAccess(Kind))
    keepFrames(T, From);
}

/// Called at the end of a thread, and again for each round of destructors of
/// pthread keys. ThreadSanitizer lets go of the thread in the fourth round, so
/// the third is our last; destructors of thread_local objects run before all.
void onExit(void *Argument) {
  constexpr uintptr_t LastRound = 3;
  Thread *T = detail::Self;
  if (!T || !detail::On)
    return;
  uintptr_t Round = reinterpret_cast<uintptr_t>(Argument);
  if (Round < LastRound) {
    pthread_setspecific(ExitKey, reinterpret_cast<void *>(Round + 1));
    return;
  }
  T->Done = true;
  T->Inside = true;
  detail::Self = nullptr;
  uint32_t I = 0;
  while (detail::Live[I] != T)
    ++I;
  for (--detail::LiveCount; I < detail::LiveCount; ++I)
    detail::Live[I] = detail::Live[I + 1];
  if (Thread *Next = choose(T)) {
    ++Switches;
    letGo(*Next);
  }
}

Thread &addThread(Thread *Creator) {
  auto *T = static_cast<Thread *>(carveMemory(sizeof(Thread)));
  T->Id = Created++;
  T->CreatorPath = Creator ? Creator->Path : 0;
  T->Path = Creator ? mixBits(Creator->Path + ++Creator->Children) : 1;
  return *T;
}

} // namespace

void runtime::startScheduler(uintptr_t StackEnd) {
  if (!setting("strategy"))
    return;
  Who = &chosenStrategy();
  detail::Live = static_cast<Thread **>(mapMemory(MaxLive * sizeof(Thread *)));
  Chance.seed(numberSetting("seed", 1));
  MaxSteps = numberSetting("max-steps", 1000000);
  WantSpurious = numberSetting("spurious", 0) != 0;
  WantTryFailures = numberSetting("try-fails", 0) != 0;
  detail::PointsUpTo = Level(numberSetting("level", 0));
  startTrace();
  startCensus();
  if (Who->Begin)
    Who->Begin();
  pinToOneCpu();
  pthread_key_create(&ExitKey, onExit);
  Thread &Main = addThread(nullptr);
  goLive(Main, nullptr);
  Main.Handle = pthread_self();
  Main.StackEnd = StackEnd;
  pthread_setspecific(ExitKey, reinterpret_cast<void *>(1));
  detail::Self = &Main;
  detail::On = true;
}

void runtime::stopScheduler() { detail::On = false; }

void runtime::point(Thread &T, Op Kind, const volatile void *Address,
                    Caller From) {
  publish(T, Kind, reinterpret_cast<uintptr_t>(Address), From);
  await(T);
}

void runtime::pointAt(Thread &T, Op Kind, Object &At, Caller From,
                      const Object *Also) {
  publish(T, Kind, At.Address, From);
  T.At = &At;
  T.Next.Second = Also ? Also->Address : 0;
  await(T);
}

void runtime::pointAccess(Thread &T, Op Kind, const volatile void *Address,
                          uint32_t Size, bool Writes, Caller From) {
  publish(T, Kind, reinterpret_cast<uintptr_t>(Address), From);
  T.Next.Size = Size;
  T.Next.Writes = Writes;
  await(T);
}

bool runtime::pointUntil(Thread &T, Op Kind, Object &At, uint64_t Deadline,
                         Caller From) {
  publish(T, Kind, At.Address, From);
  T.At = &At;
  T.Next.Timed = Deadline != 0;
  T.Deadline = Deadline;
  await(T);
  return !T.TimedOut;
}

void runtime::pointCreated(Thread &T, Thread &Child, Caller From) {
  publish(T, Op::Create, 0, From);
  T.Target = &Child;
  await(T);
}

void runtime::pointJoin(Thread &T, Thread &Target, Caller From) {
  publish(T, Op::Join, 0, From);
  T.Target = &Target;
  await(T);
}

void runtime::pointSleep(Thread &T, uint64_t Nanoseconds, Caller From) {
  publish(T, Op::Sleep, 0, From);
  T.Deadline = virtualTime() + Nanoseconds;
  await(T);
}

bool runtime::pointInput(Thread &T, pollfd *Files, uint32_t Count,
                         uint64_t Deadline, Caller From) {
  publish(T, Op::Input, 0, From);
  T.Files = Files;
  T.FileCount = Count;
  T.Deadline = Deadline;
  await(T);
  return !T.TimedOut;
}

bool runtime::pointSignal(Thread &T, uint64_t Signals, uint64_t Deadline,
                          Caller From) {
  publish(T, Op::SignalWait, 0, From);
  T.Signals = Signals;
  T.SignalsSent |= pendingSignals();
  T.Deadline = Deadline;
  await(T);
  T.SignalsSent = 0;
  return !T.TimedOut;
}

void runtime::leaveTurn(Thread &T, Caller From) {
  publish(T, Op::Outside, 0, From);
  T.Back = 0;
  arrive(T);
  Choice C = collect(&T, Steps);
  T.KeepsTurn = C.Count + C.TimedCount == 0;
  if (T.KeepsTurn)
    return;
  ++Switches;
  letGo(*choose(&T));
}

void runtime::retakeTurn(Thread &T) {
  __atomic_store_n(&T.Back, 1, __ATOMIC_RELEASE);
  if (T.KeepsTurn)
    switchFrom(T, *choose(&T));
  else
    park(T);
  goOn(T);
}

uint32_t runtime::decide(uint32_t Alternatives) {
  uint32_t Chosen =
      Alternatives > 1 && Who->Decide ? Who->Decide(Alternatives) : 0;
  if (Alternatives > 1)
    Made.environment(Chosen);
  return Chosen;
}

bool runtime::decideRare(bool Wanted) {
  // One of four: rarely enough for loops that wait, often enough to be seen.
  return Wanted && decide(4) == 3;
}

Thread *runtime::newThread(Thread &Creator) { return &addThread(&Creator); }

void runtime::announce(Thread &Child, pthread_t Handle, bool Detached) {
  Child.Handle = Handle;
  Child.Next.Kind = Op::Start;
  Child.Pending = true;
  if (Detached)
    return;
  Child.OlderUnclaimed = Unclaimed;
  Unclaimed = &Child;
}

void runtime::goLive(Thread &Child, Thread *Creator) {
  if (detail::LiveCount == MaxLive)
    reportStuck(Stuck::TooManyThreads, Creator);
  // In the order of their numbers, which others may have overtaken.
  uint32_t At = detail::LiveCount++;
  for (; At && detail::Live[At - 1]->Id > Child.Id; --At)
    detail::Live[At] = detail::Live[At - 1];
  detail::Live[At] = &Child;
  if (Who->OnCreate)
    Who->OnCreate(Child, Creator);
}

void runtime::enterThread(Thread &T, uintptr_t StackEnd) {
  T.StackEnd = StackEnd;
  T.Inside = true;
  detail::Self = &T;
  pthread_setspecific(ExitKey, reinterpret_cast<void *>(1));
  park(T);
  T.Inside = false;
}

Thread *runtime::threadOf(pthread_t Handle) {
  for (Thread *T = Unclaimed; T; T = T->OlderUnclaimed)
    if (T->Handle == Handle)
      return T;
  return nullptr;
}

void runtime::claim(Thread &T) {
  for (Thread **Link = &Unclaimed; *Link; Link = &(*Link)->OlderUnclaimed)
    if (*Link == &T) {
      *Link = T.OlderUnclaimed;
      return;
    }
}

uint64_t runtime::operationHash() { return Hash; }
uint64_t runtime::stepCount() { return Steps; }

void runtime::noteSchedule() {
  if (!Who || Noted || !channelIsOpen())
    return;
  Noted = true;
  noteTrace();
  noteCensus();
  if (Who->Finish)
    Who->Finish();
  Made.close(Hash);
  Record R("schedule");
  R.number("steps", int64_t(Executed));
  R.number("switches", int64_t(Switches));
  R.number("threads", Created);
  R.number("hash", int64_t(Hash));
  R.text("diverged", Diverged);
  Made.write(R, "decisions");
}

const char *runtime::givenSchedule() {
  return reinterpret_cast<const char *>(&channelHeader()) +
         channel::ScheduleStart;
}
