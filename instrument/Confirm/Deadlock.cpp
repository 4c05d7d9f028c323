//===- Deadlock.cpp - A deadlock in words ---------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The runtime names waits by their operation; here they become sentences.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Deadlock.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Confirm/Places.h"
#include "instrument/Explore/Observation.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

bool isLockWait(StringRef Wait) {
  return Wait == "lock" || Wait == "read-lock" || Wait == "write-lock";
}

std::string quoted(const std::string &Name, StringRef Otherwise) {
  return Name.empty() ? Otherwise.str() : "'" + Name + "'";
}

/// Threads that run the same function are told apart by their numbers.
std::string nameOf(const StandingThread &T, const Observation &O) {
  auto Name = [](const StandingThread &Of) {
    return threadWords(Of.IsMain, "", Of.Stack);
  };
  std::string Mine = Name(T);
  bool Unique = llvm::count_if(O.Standing, [&](const StandingThread &Other) {
                  return Name(Other) == Mine;
                }) == 1;
  return Unique ? Mine
                : Mine + " (" + std::to_string(&T - O.Standing.data()) + ")";
}

/// `waits for 'B', which thread 'ba' holds`
std::string waitWords(const StandingThread &T, const Observation &O) {
  const StandingThread *Other =
      T.ForThread < O.Standing.size() ? &O.Standing[T.ForThread] : nullptr;
  if (T.Wait == "join")
    return "waits for the end of " +
           (Other ? nameOf(*Other, O) : std::string("a thread"));
  if (isLockWait(T.Wait)) {
    std::string Text = "waits for " + quoted(T.For, "a lock");
    if (Other == &T)
      return Text + ", which it holds itself";
    if (Other)
      return Text + ", which " + nameOf(*Other, O) + " holds";
    return T.ForThread == StandingThread::NoThread
               ? Text
               : Text + ", whose holder has ended without releasing it";
  }
  if (T.Wait == "waiting")
    return "waits to be notified of " + quoted(T.For, "a condition");
  if (T.Wait == "sem-wait")
    return "waits for the semaphore " + quoted(T.For, "here");
  if (T.Wait == "at-barrier")
    return "waits at the barrier " + quoted(T.For, "here");
  if (T.Wait == "once")
    return "waits for an initialisation that does not end";
  return "waits for an atomic to change that nobody changes";
}

std::string heldWords(const StandingThread &T) {
  std::vector<std::string> Names;
  Names.reserve(T.Held.size());
  for (const HeldMutex &M : T.Held)
    Names.push_back(quoted(M.Name, "a lock"));
  llvm::sort(Names);
  return Names.empty() ? "" : "holds " + llvm::join(Names, " and ") + " and ";
}

bool anyone(const Observation &O,
            llvm::function_ref<bool(const StandingThread &)> Is) {
  return llvm::any_of(
      O.Standing, [&](const StandingThread &T) { return T.Stuck && Is(T); });
}

bool waitsForItself(const Observation &O, const StandingThread &T) {
  return T.ForThread < O.Standing.size() && &O.Standing[T.ForThread] == &T;
}

struct Words {
  StringRef Rule, Why, Repair;
};

/// The rule that such a deadlock belongs to.
Words wordsFor(const Observation &O) {
  if (O.Type == "abandoned")
    return {.Rule = "lock-not-released",
            .Why = "the thread that took the lock has ended and can never "
                   "release it",
            .Repair = "let a guard release it on every way out"};
  if (anyone(O, [&](const StandingThread &T) {
        return isLockWait(T.Wait) && waitsForItself(O, T);
      }))
    return {.Rule = "self-deadlock",
            .Why = "the thread waits for itself, for ever",
            .Repair = "lock it once, or give the inner function a variant that "
                      "expects the lock to be held"};
  if (anyone(O, [](const StandingThread &T) { return !T.Unheard.empty(); }))
    return {.Rule = "lost-wakeup",
            .Why = "the notification came before the wait began: nobody heard "
                   "it, and no other one comes",
            .Repair = "keep what is waited for in a variable, change it under "
                      "the mutex, and wait with a predicate that reads it"};
  if (anyone(O, [](const StandingThread &T) {
        return T.Wait == "join" && !T.Held.empty();
      }))
    return {.Rule = "join-under-lock",
            .Why = "the thread that is waited for needs the lock to end",
            .Repair = "release the lock before the join"};
  if (anyone(O, [](const StandingThread &T) { return T.Wait == "at-barrier"; }))
    return {.Rule = "barrier-count-mismatch",
            .Why = "the barrier opens only when as many threads have come as "
                   "it was made for",
            .Repair = "make it for the number of threads that come"};
  if (anyone(O, [](const StandingThread &T) { return isLockWait(T.Wait); }))
    return {.Rule = "lock-order",
            .Why = "each has what another one waits for: none of them can go "
                   "on, ever",
            .Repair = "take the locks in one order everywhere, or all at once "
                      "with std::scoped_lock"};
  return {.Rule = "wait-never-notified",
          .Why = "no thread is left that could end the wait",
          .Repair = "see to it that whoever waits is woken on every path"};
}

} // namespace

std::vector<Site> heddle::deadlockSites(const Observation &O,
                                        const Places &Where) {
  std::vector<Site> Sites;
  for (uint32_t I = 0; I < O.Standing.size(); ++I) {
    const StandingThread &T = O.Standing[I];
    Site S = siteOf(T.Stack, Where);
    if (!T.Stuck || S.Stack.empty())
      continue;
    S.Role = Sites.empty() ? SiteRole::Primary : SiteRole::Wait;
    S.ThreadIndex = I;
    S.Thread = nameOf(T, O);
    S.Lock = T.For;
    S.Message = S.Thread + " " + heldWords(T) + waitWords(T, O);
    for (const HeldMutex &M : T.Held) {
      const StackFrame *At = userFrame(M.TakenAt);
      S.Held.push_back({.Name = quoted(M.Name, "a lock"),
                        .Shared = false,
                        .AcquiredAt = At ? Where.span(*At) : SourceSpan()});
    }
    Sites.push_back(std::move(S));
    if (!userFrame(T.Unheard))
      continue;
    Site Lost = siteOf(T.Unheard, Where);
    Lost.Role = SiteRole::Notify;
    Lost.Message = "notified here, when nobody waited yet";
    Sites.push_back(std::move(Lost));
  }
  return Sites;
}

void heddle::describeDeadlock(Finding &F, const Observation &O,
                              const Places &Where) {
  Words W = wordsFor(O);
  F.Rule = W.Rule.str();
  F.Kind = Category::Deadlock;
  F.Why = W.Why.str();
  F.Repair = W.Repair.str();
  std::set<std::string> Locks;
  size_t Stuck = 0;
  for (const StandingThread &T : O.Standing) {
    Stuck += T.Stuck;
    if (T.Stuck && !T.For.empty())
      Locks.insert(T.For);
  }
  F.Object = llvm::join(Locks, ", ");
  F.Message = Stuck == 1 ? "a thread waits for ever"
                         : std::to_string(Stuck) +
                               " threads wait for each other, for ever";
  if (!Locks.empty())
    F.Message += ": for '" + llvm::join(Locks, "', '") + "'";
}
