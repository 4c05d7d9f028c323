//===- Match.cpp - Does this observation show that finding? ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Match.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Confirm/Places.h"
#include "instrument/Explore/Observation.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

/// Places at which the fault itself happens, as opposed to what explains it.
bool takesPart(const Site &S) {
  switch (S.Role) {
  case SiteRole::Primary:
  case SiteRole::OtherAccess:
  case SiteRole::LockTaken:
  case SiteRole::Join:
  case SiteRole::Wait:
  case SiteRole::ScopeEnd:
    return true;
  default:
    return false;
  }
}

/// How \p Stack fits the site: at its expression, its line, or by one of the
/// calls that lead there (the access itself may lie in a library without debug
/// information).
Fit fitSite(const Site &S, const CallStack &Stack, const Places &Where) {
  const StackFrame *Top = userFrame(Stack);
  if (!Top)
    return Fit::None;
  if (Where.coversExactly(S.Span, *Top))
    return Fit::Columns;
  if (Where.covers(S.Span, *Top))
    return Fit::Lines;
  for (const StackFrame &F : Stack)
    if (Where.covers(S.Span, F))
      return Fit::OneAccess;
  return Fit::None;
}

Fit bestSite(const Finding &F, const CallStack &Stack, const Places &Where) {
  Fit Best = Fit::None;
  for (const Site &S : F.Sites)
    if (takesPart(S))
      Best = std::max(Best, fitSite(S, Stack, Where));
  return Best;
}

bool isInFunctionOf(const Finding &F, const CallStack &Stack) {
  const StackFrame *Top = userFrame(Stack);
  return Top && llvm::any_of(F.Sites, [&](const Site &S) {
           return takesPart(S) && S.Function == Top->Function;
         });
}

/// Memory that is allocated at a place of the finding: when a racy pointer
/// hands it to another thread, what it points to races along.
bool isPublishedBy(const Finding &F, const Observation &O,
                   const Places &Where) {
  return bestSite(F, O.Object.AllocatedAt, Where) >= Fit::Lines;
}

/// Two sites for two accesses: each access has to be one of them, and a site
/// counts twice where a thread races with its own kind.
Fit matchRace(const Finding &F, const Observation &O, const Places &Where) {
  if (O.Accesses.size() < 2)
    return Fit::None;
  const CallStack &A = O.Accesses[0].Stack, &B = O.Accesses[1].Stack;
  std::vector<const Site *> Sites;
  for (const Site &S : F.Sites)
    if (takesPart(S))
      Sites.push_back(&S);
  Fit Best = Fit::None;
  for (const Site *First : Sites)
    for (const Site *Second : Sites) {
      // The same site twice only if there is no other one to be.
      if (First == Second && Sites.size() > 1)
        continue;
      Best = std::max(Best, std::min(fitSite(*First, A, Where),
                                     fitSite(*Second, B, Where)));
    }
  if (Best >= Fit::Lines)
    return Best;
  Fit FitA = bestSite(F, A, Where), FitB = bestSite(F, B, Where);
  // Both accesses at one of several sites, or one of them elsewhere: more
  // places of the same cause are counted and not listed.
  bool OneFits = FitA >= Fit::Lines || FitB >= Fit::Lines;
  bool OtherIsNear = (isInFunctionOf(F, A) && isInFunctionOf(F, B)) ||
                     F.MoreSites > 0 || sameObject(F, O) ||
                     isPublishedBy(F, O, Where) ||
                     (FitA != Fit::None && FitB != Fit::None);
  if (OneFits && OtherIsNear)
    return Fit::OneAccess;
  if (sameObject(F, O))
    return Fit::SameObject;
  // A local has no name at run time. Where the finding has more places than it
  // lists, two accesses in its functions are two of them.
  bool IsLocal = O.Object.Name.empty();
  if (IsLocal && F.MoreSites > 0 && isInFunctionOf(F, A) &&
      isInFunctionOf(F, B))
    return Fit::SameObject;
  return Best;
}

Fit matchLockOrder(const Finding &F, const Observation &O,
                   const Places &Where) {
  // For each edge of the cycle: where the second lock was taken.
  Fit Best = Fit::Columns;
  unsigned Fitting = 0;
  for (size_t I = 0; I < O.Stacks.size(); I += 2) {
    Fit Edge = bestSite(F, O.Stacks[I], Where);
    Fitting += Edge >= Fit::Lines;
    Best = std::min(Best, Edge);
  }
  if (O.Stacks.empty() || Fitting == 0)
    return sameObject(F, O) ? Fit::SameObject : Fit::None;
  if (Best >= Fit::Lines)
    return Best;
  return sameObject(F, O) ? Fit::OneAccess : Fit::None;
}

bool isBlockedIn(const CallStack &Stack) {
  for (const StackFrame &F : Stack) {
    if (!F.File.empty() && !isSystemFile(F.File))
      return false;
    for (StringRef Name :
         {"pthread_mutex_", "pthread_rwlock_", "pthread_join", "pthread_cond_",
          "pthread_spin_lock", "pthread_barrier_wait", "sem_wait", "syscall",
          "futex", "lll_lock_wait"})
      if (StringRef(F.Function).contains(Name))
        return true;
  }
  return false;
}

/// A run that did not end shows a deadlock if threads have stood still at its
/// places, blocked: all that take part in the cycle, as far as the finding
/// tells them apart.
Fit matchHang(const Finding &F, const Observation &O, const Places &Where) {
  std::set<uint32_t> Needed;
  for (const Site &S : F.Sites)
    if (takesPart(S) && S.ThreadIndex != UINT32_MAX)
      Needed.insert(S.ThreadIndex);
  size_t Waiting = 0;
  Fit Worst = Fit::Columns;
  for (const StandingThread &T : O.Standing) {
    if (!T.Stuck || !isBlockedIn(T.Stack))
      continue;
    Fit At = bestSite(F, T.Stack, Where);
    if (At < Fit::Lines)
      continue;
    ++Waiting;
    Worst = std::min(Worst, At);
  }
  return Waiting >= std::max<size_t>(Needed.size(), 1) ? Worst : Fit::None;
}

/// `Table` of `ns::Table`, `Forks` of `Forks[0].Lock`, `A` of `A`.
StringRef lastName(StringRef Symbol) {
  size_t Colon = Symbol.rfind("::");
  return Colon == StringRef::npos ? Symbol : Symbol.drop_front(Colon + 2);
}
StringRef rootName(StringRef Object) {
  Object = Object.take_until([](char C) { return C == '.' || C == '['; });
  return lastName(Object.split("->").first);
}

std::set<StringRef> rootNames(const Finding &F) {
  llvm::SmallVector<StringRef, 4> Parts;
  StringRef(F.Object).split(Parts, ", ");
  std::set<StringRef> Names;
  for (StringRef Part : Parts)
    Names.insert(rootName(Part));
  return Names;
}

/// The waits themselves may lie in calls that the finding's places make, as in
/// a queue's `put`. They are meant if nobody waits elsewhere, but for
/// somebody's end, and for nothing that the finding does not name.
bool allWaitInCalls(const Finding &F, const Observation &O,
                    const Places &Where) {
  std::set<StringRef> Seen;
  for (const StandingThread &T : O.Standing) {
    if (!T.Stuck || T.Wait == "join")
      continue;
    if (bestSite(F, T.Stack, Where) == Fit::None)
      return false;
    Seen.insert(lastName(T.For));
  }
  return !Seen.empty() && !Seen.contains("") && Seen == rootNames(F);
}

/// The scheduler knows who is part of a deadlock; they have to stand at the
/// finding's places.
Fit matchDeadlock(const Finding &F, const Observation &O, const Places &Where) {
  std::set<uint32_t> Needed;
  for (const Site &S : F.Sites)
    if (takesPart(S) && S.ThreadIndex != UINT32_MAX)
      Needed.insert(S.ThreadIndex);
  Fit Least = allWaitInCalls(F, O, Where) ? Fit::OneAccess : Fit::Lines;
  size_t Waiting = 0;
  Fit Worst = Fit::Columns;
  for (const StandingThread &T : O.Standing)
    if (Fit At = bestSite(F, T.Stack, Where); T.Stuck && At >= Least) {
      ++Waiting;
      Worst = std::min(Worst, At);
    }
  return Waiting >= std::max<size_t>(Needed.size(), 1) ? Worst : Fit::None;
}

/// A notification that came before the wait, which a predicate would have
/// seen, or a change under the mutex. Who else waits for that thread stands
/// anywhere.
Fit matchLostNotification(const Finding &F, const Observation &O,
                          const Places &Where) {
  Fit Best = Fit::None;
  for (const StandingThread &T : O.Standing)
    if (T.Stuck && !T.Unheard.empty())
      Best = std::max(Best, bestSite(F, T.Stack, Where));
  return Best;
}

/// std::terminate from the destructor of (or an assignment to) a std::thread
/// that is still joinable.
Fit matchTerminate(const Finding &F, const Observation &O,
                   const Places &Where) {
  if (O.Stacks.empty())
    return Fit::None;
  bool FromThread = llvm::any_of(O.Stacks[0], [](const StackFrame &Frame) {
    return Frame.Function == "std::thread::~thread" ||
           Frame.Function == "std::thread::operator=";
  });
  if (!FromThread)
    return Fit::None;
  Fit Best = bestSite(F, O.Stacks[0], Where);
  if (Best == Fit::None && isInFunctionOf(F, O.Stacks[0]))
    return Fit::OneAccess;
  return Best;
}

Fit matchLeak(const Finding &F, const Observation &O, const Places &Where) {
  Fit Best = Fit::None;
  for (const ObservedThread &T : O.Threads)
    Best = std::max(Best, bestSite(F, T.CreatedAt, Where));
  return Best;
}

Fit matchMisuse(const Finding &F, const Observation &O, const Places &Where) {
  Fit Best = Fit::None;
  for (const CallStack &Stack : O.Stacks)
    Best = std::max(Best, bestSite(F, Stack, Where));
  return Best != Fit::None  ? Best
         : sameObject(F, O) ? Fit::SameObject
                            : Fit::None;
}

} // namespace

bool heddle::sameObject(const Finding &F, const Observation &O) {
  std::set<StringRef> Predicted = rootNames(F), Seen;
  if (O.Mutexes.empty() || O.Kind == ObservationKind::Race) {
    if (!O.Object.Name.empty())
      Seen.insert(lastName(O.Object.Name));
  } else {
    for (const ObservedMutex &M : O.Mutexes)
      Seen.insert(lastName(M.Name));
  }
  return !Seen.empty() && !Seen.contains("") && Predicted == Seen;
}

std::string heddle::whyNotSeen(const Finding &F) {
  // Each access alone is under a lock or atomic: nothing races.
  bool IsOrdered =
      F.Rule == "atomicity-violation" || F.Rule == "split-atomic-update";
  if ((F.Kind == Category::Race && !IsOrdered) ||
      F.Kind == Category::Deadlock || F.Rule == "thread-not-joined" ||
      F.Rule == "thread-leak" || F.Rule == "unlock-not-held" ||
      F.Rule == "mutex-destroyed-in-use")
    return {};
  if (F.Rule == "dangling-thread-reference")
    return "ThreadSanitizer does not watch when local variables end";
  if (F.Rule == "wait-without-predicate")
    return "it takes a spurious wake-up, which the system hardly ever makes";
  return "a run shows what follows from it, not this itself";
}

Fit heddle::match(const Finding &F, const Observation &O, const Places &Where) {
  if (O.Kind == ObservationKind::Deadlock &&
      (F.Rule == "wait-without-predicate" || F.Rule == "lost-wakeup"))
    return matchLostNotification(F, O, Where);
  if (!whyNotSeen(F).empty())
    return Fit::None;
  switch (O.Kind) {
  case ObservationKind::Race:
    return F.Kind == Category::Race ? matchRace(F, O, Where) : Fit::None;
  case ObservationKind::LockOrder:
    return F.Rule == "lock-order" ? matchLockOrder(F, O, Where) : Fit::None;
  case ObservationKind::Hang:
    return F.Kind == Category::Deadlock ? matchHang(F, O, Where) : Fit::None;
  case ObservationKind::Crash:
    return F.Rule == "thread-not-joined" ? matchTerminate(F, O, Where)
                                         : Fit::None;
  case ObservationKind::ThreadLeak:
    return F.Kind == Category::Lifetime ? matchLeak(F, O, Where) : Fit::None;
  case ObservationKind::MutexMisuse:
    if (O.Type == "mutex-double-lock")
      return F.Rule == "self-deadlock" ? matchMisuse(F, O, Where) : Fit::None;
    return F.Kind == Category::Lock ? matchMisuse(F, O, Where) : Fit::None;
  case ObservationKind::Deadlock:
    return F.Kind == Category::Deadlock ? matchDeadlock(F, O, Where)
                                        : Fit::None;
  case ObservationKind::Endless:
  case ObservationKind::OtherReport:
    break;
  }
  return Fit::None;
}
