//===- BarrierCountMismatch.cpp - barrier-count-mismatch ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A barrier is made for a number of threads, a latch for a number of counts.
/// If fewer ever come, whoever waits there waits for ever; if more come, some
/// pass with the wrong group, or are left over. And who waits at a barrier with
/// a lock that the others need on their way to it waits for ever as well.
///
/// Numbers are compared only where the program has all of them in plain sight
/// (HowMany.h), and where the object is one.
///
/// Misses: counts taken from the machine or the command line; barriers that
/// threads leave (arrive_and_drop), or arrive at without waiting.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/HowMany.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

/// All that is known about one barrier or latch.
struct Meeting {
  bool IsLatch = false;
  bool Known = true; ///< everything that is done with it is seen
  std::optional<EventRef> Made;
  std::optional<int64_t> Count;
  std::vector<EventRef> Waits, Arrives; ///< a wait that arrives is in both
};

class Meetings {
public:
  explicit Meetings(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Number(A),
        V(A.LockTable.contexts().values()) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) { note(At); });
    const bool Whole = Number.knowsAllThreads();
    for (const auto &[Cell, X] : All) {
      if (!Whole || !X.Known || !X.Made || !X.Count || X.Waits.empty())
        continue;
      if (X.IsLatch)
        judgeLatch(Cell, X);
      else
        judgeBarrier(Cell, X);
    }
    for (const auto &[Cell, X] : All)
      if (!X.IsLatch)
        judgeLocks(X);
  }

private:
  void note(EventRef At) {
    if (A.ThreadTable.executing(At.Func).empty())
      return;
    if (const auto *O = std::get_if<SyncObject>(&M[At])) {
      bool IsLatch = O->Kind == SyncObject::ObjectKind::Latch;
      if (O->Op != SyncObject::OpKind::Init ||
          (!IsLatch && O->Kind != SyncObject::ObjectKind::Barrier))
        return;
      forOne(At, O->P, [&](Meeting &X) {
        X.Known &= !X.Made.has_value();
        X.Made = At;
        X.IsLatch = IsLatch;
        X.Count = V.table().asInt(V.value(At, O->Count));
      });
    } else if (const auto *Op = std::get_if<BarrierOp>(&M[At])) {
      forOne(At, Op->P, [&](Meeting &X) {
        X.Known &= Op->Op == BarrierOp::OpKind::Wait;
        X.Waits.push_back(At);
        X.Arrives.push_back(At);
      });
    } else if (const auto *Op = std::get_if<LatchOp>(&M[At])) {
      forOne(At, Op->P, [&](Meeting &X) {
        if (Op->Op != LatchOp::OpKind::CountDown)
          X.Waits.push_back(At);
        if (Op->Op == LatchOp::OpKind::CountDown ||
            Op->Op == LatchOp::OpKind::ArriveAndWait)
          X.Arrives.push_back(At);
      });
    }
  }

  /// The object at \p P, if it can only be one; all that it may be are unknown
  /// otherwise.
  void forOne(EventRef At, PlaceId P,
              llvm::function_ref<void(Meeting &)> Visit) {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, P);
    for (CellId Cell : Cells) {
      Meeting &X = All[Cell];
      X.Known &= Cells.size() == 1 && A.Pointers.isUnique(Cell);
      Visit(X);
    }
  }

  /// Threads that come to one of \p Events; nullopt: not known.
  std::optional<int64_t> comers(const std::vector<EventRef> &Events) const {
    std::set<ThreadId> Who;
    for (EventRef At : Events)
      for (const ThreadEvent &E : threadsAt(A, At))
        Who.insert(E.Thread);
    int64_t Sum = 0;
    for (ThreadId Id : Who) {
      std::optional<int64_t> N = Number.threads(Id);
      if (!N)
        return std::nullopt;
      Sum += *N;
    }
    return Sum;
  }

  bool areEveryTime(const std::vector<EventRef> &Events) const {
    return llvm::all_of(Events, [&](EventRef At) {
      return llvm::all_of(threadsAt(A, At), [&](const ThreadEvent &E) {
        return Number.isEveryTime(E.Thread, At);
      });
    });
  }

  void judgeBarrier(CellId Cell, const Meeting &X) {
    std::optional<int64_t> N = comers(X.Waits);
    if (!N || *N == *X.Count || *N == 0)
      return;
    if (*N < *X.Count)
      return report(Cell, X, *N);
    if (areEveryTime(X.Waits))
      report(Cell, X, *N, *N % *X.Count == 0);
  }

  void judgeLatch(CellId Cell, const Meeting &X) {
    int64_t Sum = 0;
    for (EventRef At : X.Arrives) {
      const auto &Op = std::get<LatchOp>(M[At]);
      std::optional<int64_t> By =
          valid(Op.Count) ? V.table().asInt(V.value(At, Op.Count)) : 1;
      for (const ThreadEvent &E : threadsAt(A, At)) {
        std::optional<int64_t> Threads = Number.threads(E.Thread),
                               Times = Number.times(E.Thread, At);
        if (!Threads || !Times || !By)
          return;
        Sum += *Threads * *Times * *By;
      }
    }
    if (Sum < *X.Count || (Sum > *X.Count && areEveryTime(X.Arrives)))
      report(Cell, X, Sum);
  }

  void report(CellId Cell, const Meeting &X, int64_t N, bool InGroups = false) {
    EventRef Wait = X.Waits.front();
    Finding F;
    F.Object = describe(M, X.Made->Func, std::get<SyncObject>(M[*X.Made]).P);
    F.Cause = "meeting " + A.Pointers.displayName(Cell);
    std::string Name = quoted(F.Object), Count = std::to_string(*X.Count),
                Come = std::to_string(N);
    bool Few = N < *X.Count;
    F.Belief = InGroups ? Confidence::Possible : Confidence::Likely;
    F.Reasons = {X.IsLatch ? "all that count it down were counted"
                           : "all threads that come there were counted"};
    if (InGroups)
      F.Reasons.push_back("they may be meant to pass in groups of " + Count);
    std::string Made = X.IsLatch ? " counts from " + Count
                                 : " is made for " + Count + " threads";
    std::string Really =
        X.IsLatch
            ? (N == 1 ? " is counted down once"
                      : " is counted down " + Come + " times")
            : (N == 1 ? " one thread comes" : " " + Come + " threads come");
    F.Message = Name + Made + ", and" + Really;
    Site S = siteAt(M, SiteRole::Primary, *X.Made, "");
    S.Label = X.IsLatch ? "counts from " + Count : "for " + Count + " threads";
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(siteAt(M, SiteRole::Wait, Wait, "waited for here"));
    for (EventRef At : X.Arrives)
      if (At != Wait && F.Sites.size() < 5)
        F.Sites.push_back(
            siteAt(M, SiteRole::Related, At,
                   X.IsLatch ? "counted down here" : "waited for here, too"));
    addSpawns(F, X.Arrives);
    F.Why = why(X, Few, Count);
    F.Repair = "let both come from one number:\n  " +
               std::string(M.Lang == Language::C
                               ? "enum { THREADS = " + Come + " };"
                               : "constexpr int Threads = " + Come + ";") +
               "\nand use it here and in the loop that starts them" +
               (X.IsLatch ? "" : "; main counts, if it waits, too");
    Context.Report(std::move(F));
  }

  static std::string why(const Meeting &X, bool Few, const std::string &Count) {
    if (X.IsLatch)
      return Few ? "the last count never comes: whoever waits for it waits "
                   "for ever"
                 : "the waiters go on after " + Count +
                       " counts, before the rest has happened; and to count "
                       "below zero is undefined";
    return Few ? "a barrier opens when " + Count +
                     " threads have come. The last one never comes: those "
                     "that are there wait for ever, and whoever joins them"
               : "a barrier opens for each " + Count +
                     " that come. The others form a group of their own with "
                     "whoever comes next: rounds mix, and those that are left "
                     "at the end wait for ever";
  }

  void addSpawns(Finding &F, const std::vector<EventRef> &Events) const {
    std::set<EventRef> Spawns;
    for (EventRef At : Events)
      for (const ThreadEvent &E : threadsAt(A, At)) {
        const AbstractThread &T = A.ThreadTable[E.Thread];
        if (valid(T.Spawn.Func) && Spawns.insert(T.Spawn).second &&
            Spawns.size() <= 3)
          F.Sites.push_back(spawnSite(M, T));
      }
  }

  //===--------------------------------------------------------------------===//
  // Under a lock
  //===--------------------------------------------------------------------===//

  void judgeLocks(const Meeting &X) {
    for (EventRef At : X.Waits)
      for (const LockUse &Lock : A.LockTable.heldAt(At))
        if (Lock.Must && Lock.Unique && Lock.Mode == LockMode::Exclusive)
          if (std::optional<ThreadEvent> Other = otherHolder(X, At, Lock)) {
            reportLock(At, Lock, *Other);
            return;
          }
  }

  /// Another thread that has to come to the barrier, and holds the same lock
  /// when it does.
  std::optional<ThreadEvent> otherHolder(const Meeting &X, EventRef At,
                                         const LockUse &Lock) const {
    for (EventRef Rival : X.Waits) {
      if (llvm::none_of(A.LockTable.heldAt(Rival), [&](const LockUse &Use) {
            return Use.Must && Use.Cell == Lock.Cell;
          }))
        continue;
      for (const ThreadEvent &Self : threadsAt(A, At))
        for (const ThreadEvent &E : threadsAt(A, Rival))
          if (mayMeet(A, Self, E))
            return E;
    }
    return std::nullopt;
  }

  void reportLock(EventRef At, const LockUse &Lock, const ThreadEvent &Other) {
    std::string Name = quoted(Lock.Name);
    PlaceId P = std::get<BarrierOp>(M[At]).P;
    std::string Barrier = describe(M, At.Func, P);
    const AbstractThread &Self =
        A.ThreadTable[A.ThreadTable.executing(At.Func).front()];
    Finding F;
    F.Object = Barrier;
    F.Cause = "meeting under a lock " +
              A.Pointers.displayName(A.Pointers.cells(At.Func, P).front());
    F.Belief = Confidence::Likely;
    F.Reasons = {Name + " is held on every way to the barrier"};
    F.Message = threadWords(Self) + " waits at " + quoted(Barrier) +
                " while it holds " + Name +
                ", which the others need to get there";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "waits with " + Name;
    S.Thread = Self.Name;
    S.ThreadIndex = 0;
    S.Held = heldLocks(M, Lock);
    F.Sites.push_back(std::move(S));
    if (valid(Lock.Acquired.Func))
      F.Sites.push_back(siteAt(M, SiteRole::LockTaken, Lock.Acquired,
                               Name + " is taken here"));
    if (Other.At != At)
      F.Sites.push_back(siteAt(M, SiteRole::Related, Other.At,
                               threadWords(A.ThreadTable[Other.Thread]) +
                                   " comes here, with the same lock"));
    F.Why = "the barrier opens when the others have come, too, and they wait "
            "for " +
            Name +
            ", which is given up only behind the barrier: all wait for ever";
    F.Repair = "give " + Name + " up before the barrier" +
               (M.Lang == Language::Cxx && valid(Lock.Guard)
                    ? ": end the guard's scope above this line"
                    : "");
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  HowMany Number;
  const Values &V;
  std::map<CellId, Meeting> All;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    Meetings(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule BarrierCountMismatch;
const Rule BarrierCountMismatch = {
    {"barrier-count-mismatch", Category::Deadlock, Severity::Error,
     RuleScope::Program,
     "a barrier or latch is made for another number than comes, or is waited "
     "at with a lock"},
    check};
} // namespace heddle::rules
