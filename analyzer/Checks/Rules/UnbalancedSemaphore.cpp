//===- UnbalancedSemaphore.cpp - unbalanced-semaphore ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Semaphores have no owner, so nobody but the program itself knows who has to
/// give one back. Three ways to get it wrong are told:
///
/// - a semaphore that is used like a lock (whoever acquires it releases it) is
///   kept on some way out of a function;
/// - two of that kind are taken in opposite orders by two threads;
/// - a semaphore is acquired more often than it is ever released, by numbers
///   that the program has in plain sight (HowMany.h), or is never released.
///
/// Misses: semaphores that are acquired in one function and released in another
/// on purpose (signals), beyond their numbers; those in arrays.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/HowMany.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
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

using OpKind = SemaphoreOp::OpKind;

/// All that is done with one semaphore.
struct Semaphore {
  bool Known = true; ///< one object, and all that is done with it is seen
  std::optional<EventRef> Made;
  std::optional<int64_t> Initial;
  std::vector<EventRef> Acquires, Releases, Tries;
  bool IsLock = false; ///< who acquires it, releases it
};

/// Is the semaphore acquired at Start still held?
struct Hold {
  enum class Phase : uint8_t { Before, Held, Released } What = Phase::Before;
  friend auto operator<=>(const Hold &, const Hold &) = default;
};

class HoldClient : public PathClient<Hold> {
public:
  HoldClient(PlaceKeys &Keys, EventRef Start, PlaceId P)
      : Keys(Keys), Start(Start), Key(Keys.key(P)) {}

  void transfer(EventRef At, const Event &E, Hold &S, Facts &,
                std::vector<std::pair<Hold, Facts>> &) override {
    if (At == Start)
      S.What = Hold::Phase::Held;
    else if (const auto *Op = std::get_if<SemaphoreOp>(&E))
      if (S.What == Hold::Phase::Held && Op->Op == OpKind::Release &&
          Keys.key(Op->P) == Key)
        S.What = Hold::Phase::Released;
  }

private:
  PlaceKeys &Keys;
  EventRef Start;
  KeyId Key;
};

/// Second is acquired while First is held.
struct Nested {
  CellId First = CellId::None, Second = CellId::None;
  EventRef FirstAt, SecondAt;
};

class Semaphores {
public:
  explicit Semaphores(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Number(A),
        V(A.LockTable.contexts().values()), Thrown(M) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) { note(At); });
    for (auto &[Cell, S] : All)
      S.IsLock = !S.Acquires.empty() && llvm::all_of(S.Acquires, [&](auto At) {
        return llvm::any_of(S.Releases,
                            [&](EventRef R) { return R.Func == At.Func; });
      });
    for (const auto &[Cell, S] : All) {
      if (S.IsLock)
        for (EventRef At : S.Acquires)
          judgeWays(At);
      else if (S.Known && S.Made && Number.knowsAllThreads())
        judgeNumbers(Cell, S);
    }
    judgeOrder();
  }

private:
  void note(EventRef At) {
    if (A.ThreadTable.executing(At.Func).empty())
      return;
    const auto *O = std::get_if<SyncObject>(&M[At]);
    const auto *Op = std::get_if<SemaphoreOp>(&M[At]);
    bool IsMade = O && O->Op == SyncObject::OpKind::Init &&
                  O->Kind == SyncObject::ObjectKind::Semaphore;
    if (!IsMade && !Op)
      return;
    llvm::ArrayRef<CellId> Cells =
        A.Pointers.cells(At.Func, IsMade ? O->P : Op->P);
    for (CellId Cell : Cells) {
      Semaphore &S = All[Cell];
      S.Known &= Cells.size() == 1 && A.Pointers.isUnique(Cell);
      if (IsMade) {
        S.Known &= !S.Made.has_value();
        S.Made = At;
        S.Initial = V.table().asInt(V.value(At, O->Count));
      } else if (Op->Op == OpKind::Acquire) {
        S.Acquires.push_back(At);
      } else if (Op->Op == OpKind::Release) {
        S.Releases.push_back(At);
      } else {
        S.Tries.push_back(At);
      }
    }
  }

  const SemaphoreOp &op(EventRef At) const {
    return std::get<SemaphoreOp>(M[At]);
  }
  std::string nameAt(EventRef At) const {
    return describe(M, At.Func, op(At).P);
  }
  std::string releaseText(const std::string &Name) const {
    return M.Lang == Language::C ? "sem_post(&" + Name + ");"
                                 : Name + ".release();";
  }

  //===--------------------------------------------------------------------===//
  // Kept on some way
  //===--------------------------------------------------------------------===//

  /// Taken under a lock: the first of a group takes it for all of them, and
  /// the last one gives it back (Races/Refuters/Semaphore.cpp).
  bool isForGroup(EventRef At) const {
    const HeldStates &Ways = A.LockTable.contexts().heldAnalysis().before(At);
    return llvm::all_of(Ways, [](const auto &Way) {
      return llvm::any_of(Way.Facts.Held, [](const HeldLockFact &Outer) {
        return Outer.Must && (Outer.Kind == HeldKind::Lock ||
                              Outer.Kind == HeldKind::Semaphore);
      });
    });
  }

  void judgeWays(EventRef At) {
    if (!Judged.insert(At).second || isForGroup(At))
      return;
    PlaceKeys Keys(M, At.Func);
    HoldClient Client(Keys, At, op(At).P);
    PathSearch<Hold> Search(At.Func, Keys, Thrown, Client);
    std::vector<PathExit<Hold>> Exits = Search.explore({});
    auto Is = [](Hold::Phase What) {
      return [What](const PathExit<Hold> &X) { return X.State.What == What; };
    };
    // Kept on all ways: meant so.
    if (llvm::none_of(Exits, Is(Hold::Phase::Released)))
      return;
    const PathExit<Hold> *Worst = nullptr;
    for (const PathExit<Hold> &X : Exits)
      if (X.State.What == Hold::Phase::Held &&
          (!Worst || doubt(X.Thrown) < doubt(Worst->Thrown)))
        Worst = &X;
    if (Worst)
      reportKept(At, *Worst, Exits);
  }

  /// Releases it, as another way does, before each way out that keeps it.
  void offerReleases(Finding &F, EventRef At,
                     llvm::ArrayRef<PathExit<Hold>> Exits) const {
    PlaceKeys Keys(M, At.Func);
    std::optional<EventRef> Release;
    forEachEvent(M, At.Func, [&](EventRef Here) {
      const auto *Op = std::get_if<SemaphoreOp>(&M[Here]);
      if (Op && Op->Op == OpKind::Release &&
          Keys.key(Op->P) == Keys.key(op(At).P))
        Release = Here;
    });
    std::set<SourceSpan> Ways;
    for (const PathExit<Hold> &X : Exits)
      if (X.State.What == Hold::Phase::Held && X.Kind != ExitKind::Exception)
        Ways.insert(makeSpan(M, X.At));
    if (Release)
      offerUnlock(Context, F, makeSpan(M, *Release),
                  std::vector<SourceSpan>(Ways.begin(), Ways.end()));
  }

  void reportKept(EventRef At, const PathExit<Hold> &X,
                  llvm::ArrayRef<PathExit<Hold>> Exits) {
    std::string Name = nameAt(At);
    bool ByException = X.Kind == ExitKind::Exception;
    Finding F;
    F.Object = Name;
    F.Cause = localCause(M, At.Func, "kept " + Name);
    believeWay(F, X.Thrown, "other ways out of the function release it");
    if (F.Belief == Confidence::Certain)
      F.Belief = Confidence::Likely;
    F.Message = quoted(Name) +
                " is acquired here and not released on every "
                "way out of " +
                quoted(displayName(M, At.Func));
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "acquired";
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(siteAt(M, SiteRole::ScopeEnd, X.At,
                             ByException
                                 ? "an exception leaves here without a release"
                                 : "the function is left here without a "
                                   "release"));
    F.Why = "a semaphore counts how many may still come in. What is taken and "
            "not given back is gone for the rest of the run: after a few such "
            "ways the count is zero, and everyone waits for ever";
    F.Repair = "release it on this way, too: " + releaseText(Name) +
               (M.Lang == Language::C
                    ? "\nbest with one way out (goto out)"
                    : "\nbest in the destructor of a small guard class");
    offerReleases(F, At, Exits);
    Context.Report(std::move(F));
  }

  //===--------------------------------------------------------------------===//
  // Numbers
  //===--------------------------------------------------------------------===//

  /// How often \p Events happen in a run, at most.
  std::optional<int64_t> total(const std::vector<EventRef> &Events) const {
    int64_t Sum = 0;
    for (EventRef At : Events) {
      TermId Count = op(At).Count;
      std::optional<int64_t> By =
          valid(Count) ? V.table().asInt(V.value(At, Count)) : 1;
      for (const ThreadEvent &E : threadsAt(A, At)) {
        std::optional<int64_t> Threads = Number.threads(E.Thread),
                               Times = Number.times(E.Thread, At);
        if (!By || !Threads || !Times)
          return std::nullopt;
        Sum += *By * *Threads * *Times;
      }
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

  void judgeNumbers(CellId Cell, const Semaphore &S) {
    if (S.Acquires.empty() || !S.Initial || !S.Tries.empty())
      return;
    std::optional<int64_t> Given = total(S.Releases), Taken = total(S.Acquires);
    if (!Given)
      return;
    // A loop without end, or with one that is not known, against a few.
    if (!Taken ? S.Releases.empty()
               : *Taken > *Given + *S.Initial && areEveryTime(S.Acquires))
      reportNumbers(Cell, S, *Given, Taken);
  }

  void reportNumbers(CellId Cell, const Semaphore &S, int64_t Given,
                     std::optional<int64_t> Taken) {
    EventRef At = S.Acquires.front();
    std::string Name = nameAt(At);
    auto Times = [](int64_t N) {
      return N == 1 ? std::string("once") : std::to_string(N) + " times";
    };
    Finding F;
    F.Object = Name;
    F.Cause = "numbers of " + A.Pointers.displayName(Cell);
    F.Belief = Confidence::Likely;
    F.Reasons = {"all acquires and releases that can run were counted"};
    std::string Start = *S.Initial
                            ? " starts with " + std::to_string(*S.Initial) + ","
                            : " starts with nothing,";
    F.Message = quoted(Name) + Start +
                (Given ? " is released " + Times(Given)
                       : std::string(" is never released")) +
                " and acquired " +
                (Taken ? Times(*Taken) : std::string("again and again"));
    Site P = siteAt(M, SiteRole::Primary, At, "");
    P.Label = "waits for ever in the end";
    const AbstractThread &Waiter =
        A.ThreadTable[A.ThreadTable.executing(At.Func).front()];
    P.Thread = Waiter.Name;
    P.ThreadIndex = 0;
    F.Sites.push_back(std::move(P));
    F.Sites.push_back(
        siteAt(M, SiteRole::Declaration, *S.Made, "made with that count here"));
    for (EventRef R : S.Releases)
      if (F.Sites.size() < 5)
        F.Sites.push_back(siteAt(M, SiteRole::Notify, R, "released here"));
    if (valid(Waiter.Spawn.Func))
      F.Sites.push_back(spawnSite(M, Waiter));
    F.Why = "each acquire takes one away, and waits if there is none. There "
            "are not enough for all: the last one waits for ever, and so does "
            "whoever joins that thread";
    F.Repair = "release it once for each acquire: " + releaseText(Name) +
               (M.Lang == Language::C
                    ? ""
                    : "\nor several at once: " + Name + ".release(n);");
    Context.Report(std::move(F));
  }

  //===--------------------------------------------------------------------===//
  // Order
  //===--------------------------------------------------------------------===//

  /// Can control get from \p From to \p To without a release of that?
  bool isHeldAt(EventRef From, EventRef To) const {
    PlaceKeys Keys(M, From.Func);
    const Body &B = Keys.body();
    const KeyId Key = Keys.key(op(From).P);
    std::set<BlockId> Seen;
    std::vector<std::pair<BlockId, uint32_t>> Work{
        {From.Block, From.Index + 1}};
    while (!Work.empty()) {
      auto [Here, I] = Work.back();
      Work.pop_back();
      bool Goes = true;
      for (; Goes && I < B[Here].Events.size(); ++I) {
        if (EventRef{From.Func, Here, I} == To)
          return true;
        const auto *Op = std::get_if<SemaphoreOp>(&B[Here].Events[I]);
        Goes = !Op || Op->Op != OpKind::Release || Keys.key(Op->P) != Key;
      }
      if (Goes)
        for (BlockId Succ : B[Here].Term.Succs)
          if (Seen.insert(Succ).second)
            Work.push_back({Succ, 0});
    }
    return false;
  }

  void judgeOrder() {
    std::vector<Nested> Pairs;
    for (const auto &[First, S] : All)
      for (const auto &[Second, R] : All)
        if (First != Second && S.IsLock && R.IsLock && S.Known && R.Known)
          for (EventRef X : S.Acquires)
            for (EventRef Y : R.Acquires)
              if (X.Func == Y.Func && isHeldAt(X, Y))
                Pairs.push_back({First, Second, X, Y});
    for (const Nested &X : Pairs)
      for (const Nested &Y : Pairs)
        if (X.First == Y.Second && X.Second == Y.First && X.First < X.Second &&
            meet(X.SecondAt, Y.SecondAt) &&
            Told.insert({X.First, X.Second}).second)
          reportOrder(X, Y);
  }

  bool meet(EventRef L, EventRef R) const {
    for (const ThreadEvent &X : threadsAt(A, L))
      for (const ThreadEvent &Y : threadsAt(A, R))
        if (mayMeet(A, X, Y))
          return true;
    return false;
  }

  void reportOrder(Nested X, Nested Y) {
    if (Y.SecondAt < X.SecondAt)
      std::swap(X, Y);
    std::string One = nameAt(X.FirstAt), Other = nameAt(X.SecondAt);
    Finding F;
    F.Object = std::min(One, Other) + ", " + std::max(One, Other);
    F.Cause = "order of " + F.Object;
    F.Belief = Confidence::Likely;
    F.Reasons = {"two threads can be at both places at the same time"};
    F.Message = "the semaphores " + quoted(One) + " and " + quoted(Other) +
                " are acquired in opposite orders";
    F.Sites.push_back(
        siteAt(M, SiteRole::Primary, X.SecondAt,
               "waits for " + quoted(Other) + " and has " + quoted(One)));
    F.Sites.push_back(siteAt(M, SiteRole::LockTaken, X.FirstAt,
                             quoted(One) + " is acquired here"));
    F.Sites.push_back(
        siteAt(M, SiteRole::Related, Y.SecondAt,
               "waits for " + quoted(One) + " and has " + quoted(Other)));
    F.Why = "if each of two threads has got its first one, and there was only "
            "one of each left, each waits for what the other one has: for ever";
    F.Repair = "acquire both in the same order everywhere: " + quoted(One) +
               " first, then " + quoted(Other);
    offerSwap(Context, F, makeSpan(M, X.FirstAt), makeSpan(M, X.SecondAt));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  HowMany Number;
  const Values &V;
  Throws Thrown;
  std::map<CellId, Semaphore> All;
  std::set<EventRef> Judged;
  std::set<std::pair<CellId, CellId>> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    Semaphores(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule UnbalancedSemaphore;
const Rule UnbalancedSemaphore = {
    {"unbalanced-semaphore", Category::Lock, Severity::Warning,
     RuleScope::Program,
     "a semaphore is acquired more often than released, or two in opposite "
     "orders"},
    check};
} // namespace heddle::rules
