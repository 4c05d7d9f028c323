//===- WaitHoldingSecondLock.cpp - wait-holding-second-lock ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread waits for a condition variable, which gives up one mutex, and holds
/// a second one meanwhile that a thread which would notify takes somewhere. If
/// that one needs it to get to its notify, both wait for ever.
///
/// Whether the second lock is taken on the way to the notify is not asked;
/// Likely says as much.
///
/// A semaphore gives up nothing. Who waits for one with a lock in hand, a mutex
/// or a semaphore that starts with one, waits for ever if it is posted only
/// with that lock in hand: the first mistake with a bounded buffer.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

class SecondLocks {
public:
  explicit SecondLocks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) { note(At); });
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *W = std::get_if<Wait>(&M[At]); W && !W->Timed)
        judge(At, *W);
      else if (const auto *S = std::get_if<SemaphoreOp>(&M[At]);
               S && S->Op == SemaphoreOp::OpKind::Acquire)
        judgeSemaphore(At, *S);
    });
  }

private:
  struct Acquisition {
    ThreadId Thread;
    EventRef At;
  };

  void note(EventRef At) {
    llvm::ArrayRef<ThreadId> Threads = A.ThreadTable.executing(At.Func);
    if (const auto *X = std::get_if<Acquire>(&M[At]); X && valid(X->Lock)) {
      for (CellId Cell : A.Pointers.cells(At.Func, X->Lock))
        for (ThreadId T : Threads)
          Taken[Cell].push_back({T, At});
    } else if (const auto *N = std::get_if<Notify>(&M[At])) {
      for (CellId Cell : A.Pointers.cells(At.Func, N->Condition))
        Notifiers[Cell].insert(Threads.begin(), Threads.end());
    } else if (const auto *S = std::get_if<SemaphoreOp>(&M[At])) {
      if (S->Op == SemaphoreOp::OpKind::Release)
        for (CellId Cell : A.Pointers.cells(At.Func, S->P))
          Posts[Cell].push_back(At);
    } else if (const auto *O = std::get_if<SyncObject>(&M[At])) {
      const Values &V = A.LockTable.contexts().values();
      if (O->Op == SyncObject::OpKind::Init &&
          V.table().asInt(V.value(At, O->Count)) == 1)
        for (CellId Cell : A.Pointers.cells(At.Func, O->P))
          StartsWithOne.insert(Cell);
    }
  }

  /// What is held on every way to \p At, mutexes and semaphores.
  std::map<CellId, HeldLockFact> heldAlways(EventRef At) const {
    const Contexts &All = A.LockTable.contexts();
    std::optional<std::map<CellId, HeldLockFact>> Out;
    for (uint32_t Ctx : All.of(At.Func))
      for (const HeldFacts &Way : All.held(Ctx, At)) {
        std::map<CellId, HeldLockFact> Here;
        for (const HeldLockFact &H : Way.Held) {
          const auto &Cells = All.values().resolve(H.Lock);
          if (H.Must && Cells && Cells->size() == 1 &&
              A.Pointers.isUnique(Cells->front()) &&
              (H.Kind == HeldKind::Lock || H.Kind == HeldKind::Semaphore))
            Here.insert({Cells->front(), H});
        }
        if (!Out)
          Out = Here;
        std::erase_if(*Out,
                      [&](const auto &L) { return !Here.count(L.first); });
      }
    return Out.value_or(std::map<CellId, HeldLockFact>());
  }

  /// A mutex, or a semaphore used as one.
  bool isLock(CellId Cell, const HeldLockFact &H, EventRef At) const {
    if (H.Kind == HeldKind::Lock)
      return true;
    auto Given = Posts.find(Cell);
    return StartsWithOne.count(Cell) && Given != Posts.end() &&
           llvm::any_of(Given->second,
                        [&](EventRef Post) { return Post.Func == At.Func; });
  }

  void judgeSemaphore(EventRef At, const SemaphoreOp &S) {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, S.P);
    if (Cells.size() != 1 || !A.Pointers.isUnique(Cells.front()))
      return;
    auto Given = Posts.find(Cells.front());
    // Who gives back what it took lets others in: it is a lock itself.
    if (Given == Posts.end() || llvm::any_of(Given->second, [&](EventRef Post) {
          return heldAlways(Post).count(Cells.front()) > 0;
        }))
      return;
    for (const auto &[Lock, Held] : heldAlways(At)) {
      if (Lock == Cells.front() || !isLock(Lock, Held, At))
        continue;
      std::optional<EventRef> Other;
      const bool Always = llvm::all_of(Given->second, [&](EventRef Post) {
        if (!Other && runsBeside(At, Post))
          Other = Post;
        return heldAlways(Post).count(Lock) > 0;
      });
      if (Always && Other)
        return reportSemaphore(At, S, Held, *Other);
    }
  }

  /// May another thread come to \p Other while one is at \p At?
  bool runsBeside(EventRef At, EventRef Other) const {
    llvm::ArrayRef<ThreadId> There = A.ThreadTable.executing(Other.Func);
    return llvm::any_of(A.ThreadTable.executing(At.Func), [&](ThreadId Self) {
      return llvm::any_of(A.ThreadTable.runningAt(Self, At), [&](ThreadId T) {
        return llvm::is_contained(There, T);
      });
    });
  }

  void reportSemaphore(EventRef At, const SemaphoreOp &S,
                       const HeldLockFact &Held, EventRef Post) {
    const LockUse Lock = A.LockTable.use(Held);
    const AbstractThread &Self =
        A.ThreadTable[A.ThreadTable.executing(At.Func).front()];
    const AbstractThread &Other =
        A.ThreadTable[A.ThreadTable.executing(Post.Func).front()];
    const std::string Name = quoted(Lock.Name),
                      Semaphore = quoted(describe(M, At.Func, S.P));
    Finding F;
    F.Object = Lock.Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {Semaphore + " is posted only where " + Name + " is held"};
    F.Message = threadWords(Self) + " waits for the semaphore " + Semaphore +
                " while it holds " + Name + ", which whoever posts it needs";
    Site Here = siteAt(M, SiteRole::Primary, At, "");
    Here.Label = "waits, and keeps " + Name;
    Here.Thread = Self.Name;
    Here.ThreadIndex = 0;
    F.Sites.push_back(std::move(Here));
    if (valid(Held.At.Func))
      F.Sites.push_back(
          siteAt(M, SiteRole::LockTaken, Held.At, Name + " is taken here"));
    Site There = siteAt(M, SiteRole::Notify, Post,
                        threadWords(Other) + " posts " + Semaphore +
                            " here, with " + Name + " in hand");
    There.Thread = Other.Name;
    There.ThreadIndex = 1;
    F.Sites.push_back(std::move(There));
    F.Why = "when the count of " + Semaphore + " is zero, " +
            threadWords(Self) + " sleeps and keeps " + Name + ", and " +
            threadWords(Other) + " has to get " + Name +
            " before it can post: both wait for ever";
    F.Repair = "wait for " + Semaphore + " first, and take " + Name +
               " after it; hold it only while the data is touched";
    Context.Report(std::move(F));
  }

  bool isOwn(const LockUse &Lock, EventRef At, const Wait &W) const {
    if (valid(W.Lock))
      return llvm::is_contained(A.Pointers.cells(At.Func, W.Lock), Lock.Cell);
    return !valid(W.Guard) ||
           llvm::is_contained(A.Pointers.locksOf(At.Func, W.Guard), Lock.Cell);
  }

  void judge(EventRef At, const Wait &W) {
    for (const LockUse &Lock : A.LockTable.heldAt(At)) {
      if (!Lock.Must || !Lock.Unique || isOwn(Lock, At, W))
        continue;
      if (std::optional<Acquisition> Other = notifierThatTakes(Lock, At, W)) {
        report(At, W, Lock, *Other);
        return;
      }
    }
  }

  /// Where a thread that notifies what \p W waits for, and that may run
  /// meanwhile, takes \p Lock.
  std::optional<Acquisition> notifierThatTakes(const LockUse &Lock, EventRef At,
                                               const Wait &W) const {
    auto It = Taken.find(Lock.Cell);
    if (It == Taken.end())
      return std::nullopt;
    for (ThreadId Self : A.ThreadTable.executing(At.Func)) {
      std::vector<ThreadId> Running = A.ThreadTable.runningAt(Self, At);
      for (CellId Condition : A.Pointers.cells(At.Func, W.Condition)) {
        auto Who = Notifiers.find(Condition);
        if (Who == Notifiers.end())
          continue;
        for (const Acquisition &X : It->second)
          if (Who->second.count(X.Thread) &&
              llvm::is_contained(Running, X.Thread))
            return X;
      }
    }
    return std::nullopt;
  }

  void report(EventRef At, const Wait &W, const LockUse &Lock,
              const Acquisition &Other) {
    const AbstractThread &Self =
        A.ThreadTable[A.ThreadTable.executing(At.Func).front()];
    const AbstractThread &Waker = A.ThreadTable[Other.Thread];
    std::string Name = quoted(Lock.Name),
                Condition = quoted(describe(M, At.Func, W.Condition));
    Finding F;
    F.Object = Lock.Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {threadWords(Waker) + " notifies " + Condition + " and takes " +
                 Name};
    F.Message = threadWords(Self) + " waits for " + Condition +
                " while it holds " + Name + " as well";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "gives up its own mutex, and keeps " + Name;
    S.Thread = Self.Name;
    S.ThreadIndex = 0;
    S.Held = heldLocks(M, A.LockTable.heldAt(At));
    F.Sites.push_back(std::move(S));
    if (valid(Lock.Acquired.Func))
      F.Sites.push_back(siteAt(M, SiteRole::LockTaken, Lock.Acquired,
                               Name + " is taken here"));
    Site Need = siteAt(M, SiteRole::LockTaken, Other.At,
                       threadWords(Waker) + ", which would notify, needs " +
                           Name + " here");
    Need.Thread = Waker.Name;
    Need.ThreadIndex = 1;
    Need.Lock = Lock.Name;
    F.Sites.push_back(std::move(Need));
    F.Why = "a wait gives up the mutex that it is called with, and no other: " +
            threadWords(Waker) + " waits for " + Name +
            " before it notifies, "
            "and " +
            threadWords(Self) +
            " gives it up only when it is notified: both wait for ever";
    F.Repair = "give " + Name +
               " up before the wait, and take it again after; "
               "or guard with one lock what belongs together";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::map<CellId, std::vector<Acquisition>> Taken;
  std::map<CellId, std::set<ThreadId>> Notifiers;
  std::map<CellId, std::vector<EventRef>> Posts; ///< of semaphores
  std::set<CellId> StartsWithOne;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    SecondLocks(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule WaitHoldingSecondLock;
const Rule WaitHoldingSecondLock = {
    {"wait-holding-second-lock", Category::Deadlock, Severity::Error,
     RuleScope::Program,
     "a thread waits for a condition while it holds a second lock that the "
     "notifier needs"},
    check};
} // namespace heddle::rules
