//===- Timeline.cpp - A run as a story ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Names of the runtime's operations become verbs, addresses the names of
/// globals where they have one.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Timeline.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FormatVariadic.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

struct Verb {
  const char *Text;
  const char *Otherwise; ///< what the object is called without a name
};

Verb verbOf(StringRef Kind) {
  return llvm::StringSwitch<Verb>(Kind)
      .Case("lock", {"locks", "a mutex"})
      .Case("relock", {"locks again", "a mutex"})
      .Case("try-lock", {"tries to lock", "a mutex"})
      .Case("unlock", {"unlocks", "a mutex"})
      .Case("read-lock", {"locks to read", "a lock"})
      .Case("write-lock", {"locks to write", "a lock"})
      .Case("cond-wait", {"begins to wait on", "a condition"})
      .Case("waiting", {"wakes up from", "a condition"})
      .Case("notify", {"notifies one of", "a condition"})
      .Case("notify-all", {"notifies all of", "a condition"})
      .Case("sem-wait", {"takes from", "a semaphore"})
      .Case("sem-try", {"tries to take from", "a semaphore"})
      .Case("sem-post", {"gives to", "a semaphore"})
      .Case("arrive", {"arrives at", "a barrier"})
      .Case("at-barrier", {"passes", "a barrier"})
      .Case("once", {"comes to the initialisation of", "a static"})
      .Case("once-end", {"has ended the initialisation of", "a static"})
      .Case("futex-check", {"is about to wait on", "an atomic"})
      .Case("futex-wait", {"wakes up from", "an atomic"})
      .Case("futex-wake", {"wakes who waits on", "an atomic"})
      .Case("read", {"reads", "memory"})
      .Case("write", {"writes", "memory"})
      .Case("atomic-load", {"loads", "an atomic"})
      .Case("atomic-store", {"stores to", "an atomic"})
      .Case("atomic-update", {"updates", "an atomic"})
      .Default({nullptr, nullptr});
}

std::string wordsFor(const TraceStep &S) {
  if (S.Kind == "create")
    return "starts thread " + std::to_string(S.Target);
  if (S.Kind == "join")
    return "joins thread " + std::to_string(S.Target);
  if (S.Kind == "sleep")
    return "sleeps";
  if (S.Kind == "yield")
    return "yields";
  if (S.Kind == "read-clock")
    return "looks at the clock";
  if (S.Kind == "leave")
    return "ends the program";
  if (S.Kind == "try-join")
    return "asks whether a thread has ended";
  if (S.Kind == "cancel")
    return "cancels a thread";
  Verb V = verbOf(S.Kind);
  if (!V.Text)
    return S.Kind;
  return std::string(V.Text) + " " +
         (S.Object.empty() ? V.Otherwise : "'" + S.Object + "'");
}

/// The function that each thread runs, as far as its steps show it.
std::map<uint32_t, std::string> functionsOf(const RunResult &Run) {
  std::map<uint32_t, std::string> Names = {{0, "main"}};
  for (const TraceStep &S : Run.Trace) {
    const StackFrame *Outermost = nullptr;
    for (const StackFrame &F : S.Stack)
      if (!F.File.empty() && !isSystemFile(F.File))
        Outermost = &F;
    if (Outermost)
      Names.try_emplace(S.Thread, Outermost->Function);
  }
  return Names;
}

std::string headingFor(const TimelineStep &S) {
  return S.Thread == 0 ? "thread main"
                       : "thread " + std::to_string(S.Thread) + " '" +
                             S.ThreadFunction + "'";
}

} // namespace

std::vector<TimelineStep> heddle::timeline(const RunResult &Run) {
  std::vector<TimelineStep> Steps;
  auto Functions = functionsOf(Run);
  for (size_t I = 0; I < Run.Trace.size(); ++I) {
    const TraceStep &S = Run.Trace[I];
    if (const StackFrame *F = userFrame(S.Stack))
      Steps.push_back({.Number = I + 1,
                       .Thread = S.Thread,
                       .ThreadFunction = Functions[S.Thread],
                       .At = *F,
                       .Operation = S.Kind,
                       .Object = S.Object,
                       .Words = wordsFor(S)});
  }
  return Steps;
}

std::vector<std::string>
heddle::timelineText(llvm::ArrayRef<TimelineStep> Steps, const Places &Where) {
  size_t Widest = 0;
  for (const TimelineStep &S : Steps)
    Widest = std::max(Widest, Where.text(S.At).size());
  std::vector<std::string> Lines;
  uint32_t Last = UINT32_MAX;
  for (const TimelineStep &S : Steps) {
    if (S.Thread != Last)
      Lines.push_back(headingFor(S));
    Last = S.Thread;
    std::string Place = Where.text(S.At);
    Place.resize(Widest, ' ');
    Lines.push_back(
        llvm::formatv("  {0,4}  {1}  {2}", S.Number, Place, S.Words).str());
  }
  return Lines;
}
