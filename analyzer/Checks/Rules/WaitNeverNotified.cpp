//===- WaitNeverNotified.cpp - wait-never-notified ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A wait on a condition variable that no thread of the program ever notifies:
/// who waits there sleeps until the machine is switched off. All notifies of
/// all functions that can run are looked at, through all names of the condition
/// variable (points-to).
///
/// Only for programs with a main, whole: in a library the notify may be the
/// caller's. Timed waits end by themselves.
///
/// Misses: a notify that is there and comes too early, or on some ways only;
/// std::condition_variable_any (a stop_token may wake it).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Predicates.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

class SilentConditions {
public:
  explicit SilentConditions(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachEvent([&](EventRef At) {
      if (const auto *N = std::get_if<Notify>(&M[At]))
        note(At, N->Condition);
      // A thread that is cancelled leaves its wait.
      const auto *Op = std::get_if<ThreadOp>(&M[At]);
      AnyNotified |=
          Op && Op->Op == ThreadOp::OpKind::Cancel && canRun(At.Func);
    });
    if (AnyNotified)
      return;
    forEachEvent([&](EventRef At) {
      if (const auto *W = std::get_if<Wait>(&M[At]); W && !W->Timed)
        judge(At, *W);
    });
  }

private:
  void forEachEvent(llvm::function_ref<void(EventRef)> Visit) const {
    for (uint32_t F = 0; F < M.Functions.size(); ++F)
      if (M.Functions[F].Definition)
        heddle::forEachEvent(M, FuncId{F}, Visit);
  }

  bool canRun(FuncId F) const { return !A.ThreadTable.executing(F).empty(); }

  bool isKnown(CellId Cell) const {
    ObjectKind Kind = A.Pointers[A.Pointers.objectOf(Cell)].Kind;
    return Kind != ObjectKind::Unknown && Kind != ObjectKind::External;
  }

  void note(EventRef At, PlaceId Condition) {
    if (!canRun(At.Func)) {
      Unreached.push_back({At, Condition});
      return;
    }
    for (CellId Cell : A.Pointers.cells(At.Func, Condition)) {
      AnyNotified |= !isKnown(Cell);
      Notified.insert(Cell);
    }
  }

  void judge(EventRef At, const Wait &W) {
    if (!canRun(At.Func) || M[At.Func].System || isOfAnyLock(At.Func, W))
      return;
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, W.Condition);
    if (Cells.empty())
      return;
    for (CellId Cell : Cells)
      if (!isKnown(Cell) || llvm::any_of(Notified, [&](CellId Other) {
            return A.Pointers.mayOverlap(Cell, Other);
          }))
        return;
    if (Told.insert(Cells.front()).second)
      report(At, W);
  }

  bool isOfAnyLock(FuncId F, const Wait &W) const {
    TypeId T = (*M[F].Definition)[W.Condition].Type;
    return valid(T) && valid(M[T].Record) &&
           M[M[T].Record].Name == "std::condition_variable_any";
  }

  void report(EventRef At, const Wait &W) {
    bool IsC = M.Lang == Language::C;
    std::string Name = describe(M, At.Func, W.Condition);
    Finding F;
    F.Object = Name;
    F.Cause =
        A.Pointers.displayName(A.Pointers.cells(At.Func, W.Condition).front());
    // Nobody else can: that is the plainer fault (sync-object-storage).
    const MemObject &O = A.Pointers[A.Pointers.objectOf(
        A.Pointers.cells(At.Func, W.Condition).front())];
    if (O.Kind == ObjectKind::Local)
      F.ConsequenceOf = {localFault(M, O.Func, O.Local)};
    F.Belief = Confidence::Likely;
    F.Reasons = {"no function that can run notifies " + quoted(Name)};
    F.Message = "nobody ever notifies " + quoted(Name) +
                ": who waits here waits for ever";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "woken by nobody";
    const AbstractThread &Waiter =
        A.ThreadTable[A.ThreadTable.executing(At.Func).front()];
    S.Thread = Waiter.Name;
    S.ThreadIndex = 0;
    F.Sites.push_back(std::move(S));
    if (std::optional<EventRef> Dead = deadNotify(At, W))
      F.Sites.push_back(siteAt(M, SiteRole::Notify, *Dead,
                               "a notify is here, but nobody calls " +
                                   quoted(displayName(M, Dead->Func))));
    if (valid(Waiter.Spawn.Func))
      F.Sites.push_back(spawnSite(M, Waiter));
    F.Why =
        "a wait sleeps until a notify wakes it. To change the variable that "
        "it waits for wakes nobody: " +
        threadWords(Waiter) +
        " does not look again, and whoever joins it waits for ever, too";
    F.Repair =
        "notify where the awaited thing happens, after the lock is "
        "given up:\n  " +
        (IsC ? "pthread_cond_signal(&" + Name + ");" : Name + ".notify_one();");
    offerNotify(Context, F, At.Func, W.Condition, changesOf(At));
    Context.Report(std::move(F));
  }

  /// The changes, by others than the waiter, of what it waits for.
  std::vector<EventRef> changesOf(EventRef Wait) const {
    std::vector<EventRef> Changes;
    for (const Predicate &P : predicatesOf(A)) {
      if (P.Wait != Wait)
        continue;
      std::vector<CellId> Read(P.Cells.begin(), P.Cells.end());
      forEachUserEvent(M, [&](EventRef At) {
        const auto *X = std::get_if<Access>(&M[At]);
        if (X && !X->Init && X->Kind != AccessKind::Read &&
            At.Func != Wait.Func && canRun(At.Func) &&
            A.Pointers.mayOverlap(A.Pointers.cells(At.Func, X->P), Read))
          Changes.push_back(At);
      });
    }
    return Changes;
  }

  /// A notify of a condition of that name in code that never runs.
  std::optional<EventRef> deadNotify(EventRef At, const Wait &W) const {
    std::string Name = describe(M, At.Func, W.Condition);
    for (const auto &[Where, Condition] : Unreached)
      if (describe(M, Where.Func, Condition) == Name)
        return Where;
    return std::nullopt;
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<CellId> Notified, Told;
  bool AnyNotified = false; ///< one that can't be told, or by other means
  std::vector<std::pair<EventRef, PlaceId>> Unreached;
};

void check(const CheckContext &Context) {
  if (valid(Context.P.Main))
    SilentConditions(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule WaitNeverNotified;
const Rule WaitNeverNotified = {
    {"wait-never-notified", Category::Deadlock, Severity::Error,
     RuleScope::Program,
     "a thread waits for a condition variable that nobody notifies"},
    check};
} // namespace heddle::rules
