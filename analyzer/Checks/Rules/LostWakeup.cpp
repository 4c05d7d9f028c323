//===- LostWakeup.cpp - lost-wakeup ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An atomic variable that threads wait for with a condition variable is
/// changed without the wait's mutex, and notified. The waiter looks, finds
/// nothing, and falls asleep; the change and the notify come in between and
/// wake nobody. Only the mutex makes looking and falling asleep one step.
///
/// A change is fine if the mutex is held, or is taken (for however short a
/// time) between the change and the notify. For a plain variable the same
/// mistake is a data race, and told as one. Timed waits look again by
/// themselves.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Predicates.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

class LostWakeups {
public:
  explicit LostWakeups(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    std::vector<Predicate> Predicates = predicatesOf(A);
    std::vector<EventRef> Changes;
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *X = std::get_if<Access>(&M[At]))
        if (X->Order != MemoryOrder::NotAtomic && !X->Init &&
            X->Kind != AccessKind::Read)
          Changes.push_back(At);
    });
    for (const Predicate &P : Predicates) {
      const auto &W = std::get<Wait>(M[P.Wait]);
      if (W.Timed || P.Mutex.empty())
        continue;
      for (EventRef At : Changes)
        judge(P, At);
    }
  }

private:
  void judge(const Predicate &P, EventRef At) {
    const auto &X = std::get<Access>(M[At]);
    std::vector<CellId> Read(P.Cells.begin(), P.Cells.end());
    if (!A.Pointers.mayOverlap(A.Pointers.cells(At.Func, X.P), Read) ||
        holdsOneOf(A, At, P.Mutex))
      return;
    std::optional<EventRef> Told = notifyAfter(P, At);
    if (!Told)
      return;
    for (const ThreadEvent &Waiter : threadsAt(A, P.Wait))
      for (const ThreadEvent &Changer : threadsAt(A, At))
        if (mayMeet(A, Waiter, Changer)) {
          if (Reported.insert(At).second)
            report(P, At, *Told, Waiter, Changer);
          return;
        }
  }

  /// A notify of \p P's condition that follows \p At without the mutex.
  std::optional<EventRef> notifyAfter(const Predicate &P, EventRef At) const {
    const Body &B = *M[At.Func].Definition;
    std::optional<EventRef> Found;
    // False: the mutex is taken here, or the notify was found.
    auto Scan = [&](BlockId Block, uint32_t From) {
      for (uint32_t I = From; I < B[Block].Events.size(); ++I) {
        EventRef Here{At.Func, Block, I};
        if (const auto *L = std::get_if<Acquire>(&M[Here]);
            L && valid(L->Lock) &&
            A.Pointers.mayOverlap(A.Pointers.cells(At.Func, L->Lock), P.Mutex))
          return false;
        const auto *N = std::get_if<Notify>(&M[Here]);
        if (!N || !A.Pointers.mayOverlap(
                      A.Pointers.cells(At.Func, N->Condition), P.Condition))
          continue;
        if (!holdsOneOf(A, Here, P.Mutex) && !Found)
          Found = Here;
        return false;
      }
      return true;
    };
    if (!Scan(At.Block, At.Index + 1))
      return Found;
    (void)reachableFrom(
        B, At.Block, [&](BlockId Block) { return !Found && Scan(Block, 0); });
    return Found;
  }

  /// The mutex as the waiter took it, by itself or through its guard.
  NamedPlace mutexOf(const Predicate &P) const {
    for (const LockUse &Use : A.LockTable.heldAt(P.Wait))
      if (llvm::is_contained(P.Mutex, Use.Cell) && valid(Use.Acquired.Func))
        if (const auto *L = std::get_if<Acquire>(&M[Use.Acquired]))
          return {Use.Acquired.Func, L->Lock};
    return {};
  }

  void report(const Predicate &P, EventRef At, EventRef Told,
              const ThreadEvent &Waiter, const ThreadEvent &Changer) {
    const auto &X = std::get<Access>(M[At]);
    PlaceId Whole = X.P;
    const Body &B = *M[At.Func].Definition;
    while (B[Whole].Kind == PlaceKind::Field && isPseudo(B[Whole].Field))
      Whole = B[Whole].Base;
    std::string Name = describe(M, At.Func, Whole);
    std::string Mutex = quoted(A.Pointers.displayName(P.Mutex.front()));
    const auto &W = std::get<Wait>(M[P.Wait]);
    std::string Condition = quoted(describe(M, P.Wait.Func, W.Condition));
    std::string Who = threadWords(A.ThreadTable[Waiter.Thread]);
    Finding F;
    F.Object = Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"the wait has no timeout, and " + Mutex +
                 " is not taken before the notify"};
    F.Message = quoted(Name) + " is changed without " + Mutex +
                ", so that the wake-up can be lost";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "without " + Mutex;
    S.Thread = A.ThreadTable[Changer.Thread].Name;
    S.ThreadIndex = 0;
    S.Write = true;
    F.Sites.push_back(std::move(S));
    Site V = siteAt(M, SiteRole::Wait, P.Wait, Who + " waits for it here");
    V.Thread = A.ThreadTable[Waiter.Thread].Name;
    V.ThreadIndex = 1;
    F.Sites.push_back(std::move(V));
    F.Sites.push_back(
        siteAt(M, SiteRole::Notify, Told, Condition + " is notified here"));
    F.Why = Who + " looks at " + quoted(Name) +
            ", finds nothing, and is about to sleep. Now the change and the "
            "notify happen: nobody sleeps yet, so nobody is woken. Then " +
            Who + " falls asleep, and there is no second notify. That " +
            quoted(Name) + " is atomic does not help";
    F.Repair = M.Lang == Language::C
                   ? "hold " + Mutex + " while it is changed"
                   : "hold " + Mutex +
                         " while it is changed; the notify may come after:\n  "
                         "{\n    std::lock_guard Guard(" +
                         A.Pointers.displayName(P.Mutex.front()) + ");\n    " +
                         Name + " = …;\n  }";
    offerLock(Context, F, mutexOf(P), {{At, Whole, ""}});
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<EventRef> Reported;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    LostWakeups(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule LostWakeup;
const Rule LostWakeup = {
    {"lost-wakeup", Category::Deadlock, Severity::Error, RuleScope::Program,
     "what a thread waits for is changed without the mutex of the wait"},
    check};
} // namespace heddle::rules
