//===- Exhaustive.cpp - One of all schedules, and what it chose from ------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Follows given decisions, then goes on by itself without ever executing an
/// operation of a *sleeping* thread: what would come of it was explored
/// before. A sleeper wakes when something is executed that its operation
/// depends on (Godefroid 1996). When all who could go on sleep, the rest of
/// the run is known already and it ends here.
///
/// Writes what was executed, and at each point who could have been chosen, for
/// instrument/Explore/Exhaustive.cpp, which decides on the next run. A thread
/// that waits with a timeout can always be chosen: its time may come.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Schedule/Decisions.h"
#include "instrument/Runtime/Schedule/Dependence.h"
#include "instrument/Runtime/Schedule/Scheduler.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Schedule/Stuck.h"
#include "instrument/Runtime/Strategies/Strategy.h"
#include "instrument/Runtime/System.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

constexpr uint32_t MostNodes = 20000, MostEnabled = 24, MostAsleep = 64;

struct Node {
  Operation What;
  uint32_t Thread, Target; ///< Target + 1 of a Create or Join, else 0
  uint32_t Alternatives;   ///< of the environment's choice; 0: a thread's
  uint32_t Chosen;
  uint32_t EnabledCount;
  uint32_t Enabled[MostEnabled];
};

Decisions Given;
Node *Nodes;
uint32_t NodeCount, At, StepsDone, Asked;
uint32_t Asleep[MostAsleep], AsleepCount;
bool Pruned, TooLarge;

void begin() {
  Given.parse(givenSchedule());
  Nodes = static_cast<Node *>(mapMemory(MostNodes * sizeof(Node)));
  const char *Text = setting("sleep");
  while (Text && *Text >= '0' && *Text <= '9' && AsleepCount < MostAsleep) {
    Asleep[AsleepCount++] = uint32_t(parseNumber(Text));
    if (*Text == ',')
      ++Text;
  }
}

bool sleeps(const Thread &T) {
  for (uint32_t I = 0; I < AsleepCount; ++I)
    if (Asleep[I] == T.Id)
      return true;
  return false;
}

Node *newNode() {
  TooLarge |= NodeCount == MostNodes;
  return TooLarge ? nullptr : &Nodes[NodeCount++];
}

/// Who may be chosen, with or without time passing.
template <class Function> void forEachCandidate(const Choice &C, Function Use) {
  for (uint32_t I = 0; I < C.Count; ++I)
    Use(*C.Enabled[I]);
  for (uint32_t I = 0; I < C.TimedCount; ++I)
    Use(*C.Timed[I]);
}

/// Null where the decisions given cannot be followed.
Thread *given(const Choice &C, bool &Follows) {
  const Segment *S = Given.segment(At);
  if (S && StepsDone == S->Steps) {
    S = Given.segment(++At);
    StepsDone = 0;
  }
  Follows = S != nullptr;
  Thread *Found = nullptr;
  if (S)
    forEachCandidate(C, [&](Thread &T) {
      if (T.Id == S->Thread)
        Found = &T;
    });
  StepsDone += Found != nullptr;
  return Found;
}

/// The current thread as long as it may, then the one with the lowest number.
Thread *awake(const Choice &C) {
  Thread *Found = nullptr;
  forEachCandidate(C, [&](Thread &T) {
    if (!sleeps(T) && (!Found || &T == C.Current))
      Found = &T;
  });
  return Found;
}

void wakeDependents(const Thread &Ran, const Choice &C) {
  uint32_t Left = 0;
  for (uint32_t I = 0; I < AsleepCount; ++I) {
    bool Stays = Asleep[I] != Ran.Id;
    forEachThread([&](Thread &T) {
      if (T.Id == Asleep[I] && areDependent(T.Next, Ran.Next))
        Stays = false;
    });
    if (Stays)
      Asleep[Left++] = Asleep[I];
  }
  AsleepCount = Left;
}

Thread *pick(const Choice &C) {
  bool Follows = false;
  Thread *Chosen = given(C, Follows);
  if (Follows && !Chosen)
    return nullptr;
  if (!Follows) {
    Chosen = awake(C);
    if (!Chosen || TooLarge) {
      Pruned = !Chosen;
      noteSchedule();
      endProcess();
    }
    wakeDependents(*Chosen, C);
  }
  Node *N = newNode();
  if (!N)
    return Chosen;
  N->What = Chosen->Next;
  N->Thread = Chosen->Id;
  N->Target = Chosen->Target ? Chosen->Target->Id + 1 : 0;
  forEachCandidate(C, [&](Thread &T) {
    TooLarge |= N->EnabledCount == MostEnabled;
    if (!TooLarge)
      N->Enabled[N->EnabledCount++] = T.Id;
  });
  return Chosen;
}

uint32_t chooseAsGiven(uint32_t Alternatives) {
  uint32_t Wanted = Given.environmentAt(Asked++);
  if (Node *N = newNode()) {
    N->Alternatives = Alternatives;
    N->Chosen = Wanted < Alternatives ? Wanted : 0;
  }
  return Wanted < Alternatives ? Wanted : 0;
}

void writeOperation(Record &R, const Operation &O) {
  R.number("kind", int64_t(O.Kind));
  R.number("address", int64_t(O.Address));
  R.number("second", int64_t(O.Second));
  R.number("size", O.Size);
  R.flag("writes", O.Writes);
  R.flag("timed", O.Timed);
}

void finish() {
  for (uint32_t I = 0; I < NodeCount; ++I) {
    const Node &N = Nodes[I];
    Record R("node");
    R.number("thread", N.Thread);
    R.number("target", N.Target);
    R.number("alternatives", N.Alternatives);
    R.number("chosen", N.Chosen);
    writeOperation(R, N.What);
    R.beginArray("enabled");
    for (uint32_t J = 0; J < N.EnabledCount; ++J)
      R.number(nullptr, N.Enabled[J]);
    R.endArray();
  }
  forEachThread([&](Thread &T) {
    if (!T.Pending)
      return;
    Record R("pending");
    R.number("thread", T.Id);
    writeOperation(R, T.Next);
  });
  Record R("explored");
  R.flag("pruned", Pruned);
  R.flag("too-large", TooLarge);
}

} // namespace

const Strategy heddle::runtime::Exhaustive = {
    .Name = "exhaustive",
    .Begin = begin,
    .OnCreate = nullptr,
    .OnPoint = nullptr,
    .Pick = pick,
    .OnExecuted = nullptr,
    .Decide = chooseAsGiven,
    .Finish = finish,
    .AskAlways = true,
};
