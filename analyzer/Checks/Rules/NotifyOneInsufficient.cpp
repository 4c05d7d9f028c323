//===- NotifyOneInsufficient.cpp - notify-one-insufficient ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One thread is woken where it may be the wrong one, or where all have to
/// wake:
///
/// - threads wait for different things on one condition variable, and a notify
///   wakes any one of them: if it is not the one whose wish came true, it
///   sleeps again, and the right one sleeps on;
/// - several threads wait for something that stays true once it is, and it is
///   told to one of them, once.
///
/// Told only if all of these waiters may be asleep together, and more than one
/// waits in one of the places: a producer and a consumer, one each, never sleep
/// at the same time.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Predicates.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

class SingleNotifies {
public:
  explicit SingleNotifies(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    for (Predicate &P : predicatesOf(A))
      // With several condition variables in sight, it can't be told who is
      // woken by what.
      if (P.Condition.size() == 1 && A.Pointers.isUnique(P.Condition.front()))
        Waits[P.Condition.front()].push_back(std::move(P));
    forEachUserEvent(M, [&](EventRef At) {
      const auto *N = std::get_if<Notify>(&M[At]);
      if (!N || A.ThreadTable.executing(At.Func).empty())
        return;
      for (CellId Cell : A.Pointers.cells(At.Func, N->Condition))
        Notifies[Cell].push_back(At);
    });
    for (const auto &[Cell, Here] : Waits)
      judge(Cell, Here);
  }

private:
  bool isAll(EventRef At) const { return std::get<Notify>(M[At]).All; }

  /// May several threads sleep in this wait at once?
  std::optional<ThreadEvent> crowd(const Predicate &P) const {
    std::vector<ThreadEvent> At = threadsAt(A, P.Wait);
    for (size_t I = 0; I < At.size(); ++I)
      for (size_t J = I; J < At.size(); ++J)
        if (mayMeet(A, At[I], At[J]))
          return At[I];
    return std::nullopt;
  }

  bool mayMeetAt(const Predicate &L, const Predicate &R) const {
    for (const ThreadEvent &One : threadsAt(A, L.Wait))
      for (const ThreadEvent &Other : threadsAt(A, R.Wait))
        if (mayMeet(A, One, Other))
          return true;
    return false;
  }

  void judge(CellId Cell, const std::vector<Predicate> &Here) {
    std::vector<EventRef> &Told = Notifies[Cell];
    auto Single = llvm::find_if(Told, [&](EventRef At) { return !isAll(At); });
    if (Single == Told.end())
      return;
    for (const Predicate &L : Here)
      for (const Predicate &R : Here)
        if (!L.Text.empty() && !R.Text.empty() && L.Text < R.Text &&
            isLambda(L) == isLambda(R) && mayMeetAt(L, R) &&
            (crowd(L) || crowd(R)))
          return reportMixed(Cell, *Single, L, R);
    if (llvm::any_of(Told, [&](EventRef At) { return isAll(At); }))
      return;
    for (const Predicate &P : Here)
      if (crowd(P) && staysTrue(P) && isToldOnce(Told))
        return reportOnce(Cell, *Single, P);
  }

  bool isLambda(const Predicate &P) const {
    return std::get<Wait>(M[P.Wait]).HasPredicate;
  }

  /// Nobody who was woken changes what was waited for.
  bool staysTrue(const Predicate &P) const {
    if (P.Cells.empty())
      return false;
    std::vector<CellId> Read(P.Cells.begin(), P.Cells.end());
    bool Stays = true;
    for (const ThreadEvent &Waiter : threadsAt(A, P.Wait))
      forEachUserEvent(M, [&](EventRef At) {
        const auto *X = std::get_if<Access>(&M[At]);
        if (Stays && X && X->Kind != AccessKind::Read && !X->Init &&
            llvm::is_contained(A.ThreadTable.executing(At.Func), Waiter.Thread))
          Stays = !A.Pointers.mayOverlap(A.Pointers.cells(At.Func, X->P), Read);
      });
    return Stays;
  }

  /// Each notify is reached once, and by somebody who does not wait himself:
  /// no chain of wake-ups.
  bool isToldOnce(const std::vector<EventRef> &Told) const {
    return Told.size() == 1 && A.Pointers.runsOnce(Told.front());
  }

  Finding begin(CellId Cell, EventRef At) const {
    Finding F;
    F.Object = A.Pointers.displayName(Cell);
    F.Cause = F.Object;
    F.Belief = Confidence::Likely;
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "wakes one thread, whichever";
    std::vector<SourceSpan> Single;
    for (EventRef Notify : Notifies.at(Cell))
      if (!isAll(Notify))
        Single.push_back(makeSpan(M, Notify));
    offerBroadcast(Context, F, Single);
    F.Sites.push_back(std::move(S));
    return F;
  }

  Site waitSite(const Predicate &P, std::string Message) const {
    Site S = siteAt(M, SiteRole::Wait, P.Wait, std::move(Message));
    S.Thread = A.ThreadTable[threadsAt(A, P.Wait).front().Thread].Name;
    return S;
  }

  std::string broadcast(CellId Cell) const {
    std::string Name = A.Pointers.displayName(Cell);
    return M.Lang == Language::C ? "pthread_cond_broadcast(&" + Name + ");"
                                 : Name + ".notify_all();";
  }

  void reportMixed(CellId Cell, EventRef At, const Predicate &L,
                   const Predicate &R) {
    Finding F = begin(Cell, At);
    F.Message = "threads wait for different things with " + quoted(F.Object) +
                ", and one of them is woken, perhaps the "
                "wrong one";
    F.Sites.push_back(waitSite(L, "waits for one thing here"));
    F.Sites.push_back(waitSite(R, "waits for another thing here"));
    F.Reasons = {"both kinds of waiters may be asleep at the same time"};
    F.Why = "the one that is woken looks, finds that its own wish did not come "
            "true, and sleeps again. The one whose wish did come true was not "
            "woken; there is no second notify, and in the end all sleep";
    F.Repair = "take one condition variable for each thing that is waited for, "
               "or wake all:\n  " +
               broadcast(Cell);
    Context.Report(std::move(F));
  }

  void reportOnce(CellId Cell, EventRef At, const Predicate &P) {
    Finding F = begin(Cell, At);
    F.Message = "several threads wait for " + quoted(F.Object) +
                ", and one of them is woken, once";
    F.Sites.push_back(waitSite(P, "several threads wait here"));
    const AbstractThread &T =
        A.ThreadTable[threadsAt(A, P.Wait).front().Thread];
    if (valid(T.Spawn.Func))
      F.Sites.push_back(spawnSite(M, T));
    F.Reasons = {"what is waited for stays true, and this is the only notify"};
    F.Why = "a notify wakes one thread that is asleep. The others sleep on, "
            "though what they wait for is true, and whoever joins them waits "
            "for ever";
    F.Repair = "wake all:\n  " + broadcast(Cell);
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::map<CellId, std::vector<Predicate>> Waits;
  std::map<CellId, std::vector<EventRef>> Notifies;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    SingleNotifies(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule NotifyOneInsufficient;
const Rule NotifyOneInsufficient = {
    {"notify-one-insufficient", Category::Wait, Severity::Warning,
     RuleScope::Program,
     "one thread is woken where another one, or all, should be"},
    check};
} // namespace heddle::rules
