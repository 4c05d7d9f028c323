//===- BoundedQueueCycle.cpp - bounded-queue-cycle ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Who puts into a bounded queue waits while it is full, for whoever takes out
/// of it. If that one, and nobody else, waits in the same way to put into a
/// queue that the first one empties, both queues can be full at once.
///
/// A queue is recognised by its waits: a function that waits until there is
/// room and then puts something in (or counts up), one that waits until there
/// is something and takes it out. Which queue is meant is told by the address
/// as each thread knows it. Threads that strictly answer (one out, one in) can
/// fill nothing: somebody must put in a loop in which he does not take, or put
/// from outside.
///
/// Misses: queues made of semaphores; queues in containers; puts with a
/// timeout, which is a repair.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Predicates.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

enum class Side : uint8_t { Put, Get };

/// A thread that comes to a blocking put or get of one queue.
struct QueueUse {
  ThreadId Thread = ThreadId::None;
  Side What = Side::Put;
  ValueId Queue = ValueId::Unknown; ///< address of what is counted
  EventRef Wait;
  CallChain Way; ///< from the thread's start to the function of Wait
};

class QueueCycles {
public:
  explicit QueueCycles(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A),
        All(A.LockTable.contexts()), V(All.values()) {}

  void run() {
    for (const Predicate &P : predicatesOf(A))
      if (!std::get<Wait>(M[P.Wait]).Timed)
        note(P);
    for (const QueueUse &Use : Uses)
      if (Use.What == Side::Put) {
        std::vector<const QueueUse *> Path{&Use};
        follow(Path);
      }
  }

private:
  /// Puts something in, or takes something out?
  std::optional<Side> sideOf(const Access &X, const Body &B) const {
    if (X.Init || X.Kind == AccessKind::Read || X.Kind == AccessKind::Destroy)
      return std::nullopt;
    if (valid(X.Via)) {
      llvm::StringRef Name = llvm::StringRef(M[X.Via].Name).rsplit("::").second;
      if (Name.starts_with("push") || Name.starts_with("emplace"))
        return Side::Put;
      if (Name.starts_with("pop"))
        return Side::Get;
      return std::nullopt;
    }
    if (X.Kind == AccessKind::Update && X.Op == BinaryOp::Sub)
      return Side::Get;
    if (X.Kind == AccessKind::Update && X.Op == BinaryOp::Add &&
        valid(X.Value) && B[X.Value].Kind == TermKind::Int)
      return B[X.Value].Value < 0 ? Side::Get : Side::Put;
    return std::nullopt;
  }

  void note(const Predicate &P) {
    const FuncId F = P.Wait.Func;
    const Body &B = *M[F].Definition;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      if (!X || !asksFor(P, A.Pointers.cells(F, X->P)))
        return;
      if (std::optional<Side> What = sideOf(*X, B))
        noteUses(P.Wait, *What, V.address(At, X->P));
    });
  }

  bool asksFor(const Predicate &P, llvm::ArrayRef<CellId> Cells) const {
    const std::vector<CellId> Asked(P.Cells.begin(), P.Cells.end());
    return A.Pointers.mayOverlap(Cells, Asked);
  }

  void noteUses(EventRef Wait, Side What, ValueId Counted) {
    const ValueTable &T = V.table();
    for (uint32_t Ctx : All.of(Wait.Func)) {
      const ValueId Queue = All.absolute(Ctx, Counted);
      if (T.isKnown(Queue) && !T.isVague(Queue) && !T.isOpen(Queue))
        Uses.push_back({All[Ctx].Thread, What, Queue, Wait, All.chain(Ctx)});
    }
  }

  /// The only thread that takes out of \p Queue; None if there are several.
  ThreadId taker(ValueId Queue) const {
    ThreadId Only = ThreadId::None;
    for (const QueueUse &Use : Uses)
      if (Use.What == Side::Get && Use.Queue == Queue) {
        if (valid(Only) && Only != Use.Thread)
          return ThreadId::None;
        Only = Use.Thread;
      }
    return Only;
  }

  /// Goes on from the thread that empties the last queue of \p Path, until the
  /// first one is reached.
  void follow(std::vector<const QueueUse *> &Path) {
    constexpr size_t Longest = 4;
    const ThreadId Next = taker(Path.back()->Queue);
    if (!valid(Next))
      return;
    if (Next == Path.front()->Thread) {
      tell(Path);
      return;
    }
    if (Path.size() == Longest || llvm::any_of(Path, [&](const QueueUse *U) {
          return U->Thread == Next;
        }))
      return;
    for (const QueueUse &Use : Uses)
      if (Use.What == Side::Put && Use.Thread == Next) {
        Path.push_back(&Use);
        follow(Path);
        Path.pop_back();
      }
  }

  void tell(const std::vector<const QueueUse *> &Path) {
    std::set<ValueId> Queues;
    std::set<ThreadId> Members;
    for (const QueueUse *U : Path) {
      Queues.insert(U->Queue);
      Members.insert(U->Thread);
    }
    const bool CanFill = llvm::any_of(Uses, [&](const QueueUse &U) {
      return U.What == Side::Put && Queues.count(U.Queue) &&
             (!Members.count(U.Thread) || putsInARow(U, Queues));
    });
    if (CanFill && Told.insert(Queues).second)
      report(Path);
  }

  /// Does \p Put stand in a loop that takes nothing out of \p Queues?
  bool putsInARow(const QueueUse &Put, const std::set<ValueId> &Queues) const {
    for (const QueueUse &Get : Uses) {
      if (Get.What != Side::Get || Get.Thread != Put.Thread ||
          !Queues.count(Get.Queue))
        continue;
      // The calls that lead to both part in some function.
      CallChain L = Put.Way, R = Get.Way;
      L.push_back(Put.Wait);
      R.push_back(Get.Wait);
      size_t I = 0;
      while (I < L.size() && I < R.size() && L[I] == R[I])
        ++I;
      if (I == L.size() || I == R.size() || L[I].Func != R[I].Func)
        return false;
      const Body &B = *M[L[I].Func].Definition;
      if (!valid(B[L[I].Block].Loop) ||
          isInLoop(B, R[I].Block, B[L[I].Block].Loop))
        return false;
    }
    return true;
  }

  /// `Left`: the object that the counted member is part of.
  std::string nameOf(const QueueUse &U) const {
    const ValueTable &T = V.table();
    ValueId Whole = U.Queue;
    while (T[Whole].Kind == ValueKind::Field &&
           (isPseudo(T[Whole].Field) || T[T[Whole].A].Kind == ValueKind::Field))
      Whole = T[Whole].A;
    if (T[Whole].Kind == ValueKind::Field)
      Whole = T[Whole].A;
    const Value &X = T[Whole];
    if (X.Kind == ValueKind::Global)
      return M[X.Global].Name;
    if (X.Kind == ValueKind::Local)
      return (*M[X.Func].Definition)[X.Local].Name;
    if (const auto &Cells = V.resolve(U.Queue); Cells && !Cells->empty())
      return A.Pointers.displayName(Cells->front());
    return "the queue";
  }

  /// Where the thread's own code calls the put: the last call, or the wait.
  static EventRef callOf(const QueueUse &U) {
    return U.Way.empty() ? U.Wait : U.Way.back();
  }

  Site putSite(const QueueUse &U, SiteRole Role, uint32_t Index) const {
    std::string Text = threadWords(A.ThreadTable[U.Thread]) +
                       " waits here while " + quoted(nameOf(U)) + " is full";
    Site S = siteAt(M, Role, callOf(U), std::move(Text));
    S.Thread = A.ThreadTable[U.Thread].Name;
    S.ThreadIndex = Index;
    return S;
  }

  void report(std::vector<const QueueUse *> Path) {
    auto First =
        llvm::min_element(Path, [](const QueueUse *L, const QueueUse *R) {
          return callOf(*L) < callOf(*R);
        });
    std::rotate(Path.begin(), First, Path.end());
    std::vector<std::string> Queues, Threads;
    for (const QueueUse *U : Path) {
      Queues.push_back(nameOf(*U));
      Threads.push_back(threadWords(A.ThreadTable[U->Thread]));
    }
    llvm::sort(Queues);
    Finding F;
    for (const std::string &Q : Queues)
      F.Object += (F.Object.empty() ? "" : ", ") + Q;
    F.Cause = "queue cycle " + F.Object;
    F.Belief = Confidence::Likely;
    F.Reasons = {"nobody else takes out of " +
                 std::string(Path.size() == 1 ? "it" : "these queues")};
    F.Message = Path.size() == 1
                    ? Threads.front() + " puts into " + quoted(Queues.front()) +
                          ", which only itself empties"
                    : list(Threads) +
                          " put into each other's bounded queues, and can all "
                          "find them full at once";
    for (size_t I = 0; I < Path.size(); ++I)
      F.Sites.push_back(putSite(
          *Path[I], I ? SiteRole::Wait : SiteRole::Primary, uint32_t(I)));
    for (const QueueUse &U : Uses)
      if (U.What == Side::Get && F.Sites.size() < 6 &&
          llvm::any_of(Path,
                       [&](const QueueUse *P) { return P->Queue == U.Queue; }))
        F.Sites.push_back(siteAt(M, SiteRole::Related, callOf(U),
                                 threadWords(A.ThreadTable[U.Thread]) +
                                     " takes out of " + quoted(nameOf(U)) +
                                     " here, when it gets that far"));
    F.Why = Path.size() == 1
                ? "when the queue is full, the put waits for room, and room "
                  "is made only by the thread that waits: for ever"
                : "when all are full, each thread waits for room that only "
                  "the next one makes, and that one waits as well: for ever. "
                  "With little to do it never happens; under load it does";
    F.Repair =
        "let one direction never block: an unbounded queue there, or a "
        "put that gives up when there is no room (and takes something out of "
        "its own queue first); or a thread of its own that only takes";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  const Contexts &All;
  const Values &V;
  std::vector<QueueUse> Uses;
  std::set<std::set<ValueId>> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    QueueCycles(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule BoundedQueueCycle;
const Rule BoundedQueueCycle = {
    {"bounded-queue-cycle", Category::Deadlock, Severity::Error,
     RuleScope::Program,
     "threads that put into each other's bounded queues can all wait for room"},
    check};
} // namespace heddle::rules
