//===- OversizedCriticalSection.cpp - oversized-critical-section ----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock is held longer than what it guards needs: a loop, or a call of a
/// function with a loop, that touches nothing which other threads can reach,
/// and that could as well run before the lock is taken or after it is given up,
/// since what is shared is used on one side of it only.
///
/// And the other end of it: a lock that is a variable of the program, and that
/// is never taken where a second thread could ask for it.
///
/// Misses: work with data that is shared but never changes; locks of objects
/// that one thread uses alone.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/HowMany.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

class LongHolds {
public:
  explicit LongHolds(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Number(A) {}

  void run() {
    forEachUserBody(M, [&](FuncId F) {
      if (locks(F))
        visit(F);
    });
    judgeContention();
  }

private:
  bool locks(FuncId F) const {
    bool Found = false;
    forEachEvent(M, F, [&](EventRef At) {
      Found |= std::holds_alternative<Acquire>(M[At]);
    });
    return Found;
  }

  //===--------------------------------------------------------------------===//
  // Work that touches nothing shared
  //===--------------------------------------------------------------------===//

  /// Does the event only compute, with what is this thread's own?
  bool isPrivate(EventRef At, std::set<FuncId> &Seen) const {
    const Event &E = M[At];
    if (const auto *X = std::get_if<Access>(&E))
      return X->Order == MemoryOrder::NotAtomic && !X->Volatile &&
             !isSharedPlace(A.Pointers, At.Func, X->P);
    if (std::holds_alternative<Call>(E)) {
      llvm::ArrayRef<Callee> To = A.Pointers.callees(At);
      return !To.empty() && !A.Pointers.isUnresolved(At) &&
             llvm::all_of(
                 To, [&](const Callee &C) { return isPrivate(C.Func, Seen); });
    }
    return std::holds_alternative<Assign>(E) ||
           std::holds_alternative<Scope>(E) ||
           std::holds_alternative<MayThrow>(E) ||
           std::holds_alternative<Return>(E);
  }

  bool isPrivate(FuncId F, std::set<FuncId> &Seen) const {
    if (!Seen.insert(F).second)
      return true;
    if (!M[F].Definition)
      return false;
    bool Private = true;
    forEachEvent(
        M, F, [&](EventRef At) { Private = Private && isPrivate(At, Seen); });
    return Private;
  }

  bool hasLoop(FuncId F, unsigned Depth = 0) const {
    if (!M[F].Definition || Depth > 4)
      return false;
    const Body &B = *M[F].Definition;
    for (uint32_t L = 0; L < B.Loops.size(); ++L)
      if (isLong(F, LoopId{L}))
        return true;
    bool Found = false;
    forEachEvent(M, F, [&](EventRef At) {
      if (std::holds_alternative<Call>(M[At]))
        for (const Callee &To : A.Pointers.callees(At))
          Found = Found || (To.Func != F && hasLoop(To.Func, Depth + 1));
    });
    return Found;
  }

  /// More than a handful of rounds.
  bool isLong(FuncId F, LoopId L) const {
    constexpr int64_t Few = 16;
    std::optional<int64_t> N = Number.rounds(F, L);
    return !N || *N > Few;
  }

  void visit(FuncId F) {
    const Body &B = *M[F].Definition;
    std::set<FuncId> Seen;
    for (uint32_t L = 0; L < B.Loops.size(); ++L)
      if (isLong(F, LoopId{L}))
        visitLoop(F, LoopId{L});
    forEachEvent(M, F, [&](EventRef At) {
      const auto *C = std::get_if<Call>(&M[At]);
      if (!C || C->Implicit || !isPrivate(At, Seen))
        return;
      if (llvm::any_of(A.Pointers.callees(At),
                       [&](const Callee &To) { return hasLoop(To.Func); }))
        judge(At, {At.Block}, "this call");
    });
  }

  void visitLoop(FuncId F, LoopId L) {
    const Body &B = *M[F].Definition;
    std::set<BlockId> Blocks;
    std::set<FuncId> Seen;
    std::optional<EventRef> First;
    bool Private = true;
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      if (isInLoop(B, BlockId{I}, L)) {
        Blocks.insert(BlockId{I});
        for (uint32_t E = 0; E < B.Blocks[I].Events.size(); ++E) {
          EventRef At{F, BlockId{I}, E};
          Private = Private && isPrivate(At, Seen);
          if (!First && makeSpan(M, At).Line)
            First = At;
        }
      }
    if (Private && First)
      judge(*First, Blocks, "this loop");
  }

  /// The lock that the function itself took before \p Work.
  std::optional<LockUse> ownLock(EventRef At,
                                 const std::set<BlockId> &Work) const {
    for (const LockUse &Lock : A.LockTable.heldAt(At))
      if (Lock.Must && !Lock.ByCaller && Lock.Chain.empty() &&
          Lock.Acquired.Func == At.Func &&
          (!Work.count(Lock.Acquired.Block) || Work.size() == 1))
        return Lock;
    return std::nullopt;
  }

  void judge(EventRef At, const std::set<BlockId> &Work,
             const std::string &What) {
    std::optional<LockUse> Lock = ownLock(At, Work);
    if (!Lock)
      return;
    const Body &B = *M[At.Func].Definition;
    std::vector<bool> Behind =
        reachableFrom(B, At.Block, [](BlockId) { return true; });
    bool IsBefore = false, IsAfter = false;
    forEachEvent(M, At.Func, [&](EventRef Here) {
      std::set<FuncId> Seen;
      if (Here == At || (Work.size() > 1 && Work.count(Here.Block)) ||
          isPrivate(Here, Seen) || !isOfSection(Here, *Lock))
        return;
      bool Later = Here.Block == At.Block ? Here.Index > At.Index
                                          : bool(Behind[index(Here.Block)]);
      (Later ? IsAfter : IsBefore) = true;
    });
    if (IsBefore != IsAfter && Told.insert(Lock->Acquired).second)
      report(At, What, *Lock, IsAfter);
  }

  /// Is \p Here in the critical section, and not one of its two ends?
  bool isOfSection(EventRef Here, const LockUse &Lock) const {
    const Event &E = M[Here];
    if (std::holds_alternative<Acquire>(E) ||
        std::holds_alternative<Release>(E) ||
        std::holds_alternative<GuardOp>(E))
      return false;
    return llvm::any_of(A.LockTable.heldAt(Here), [&](const LockUse &Use) {
      return Use.Acquired == Lock.Acquired;
    });
  }

  void report(EventRef At, const std::string &What, const LockUse &Lock,
              bool Before) {
    std::string Name = quoted(Lock.Name);
    Finding F;
    F.Object = Lock.Name;
    F.Cause = localCause(M, At.Func, "long hold " + Lock.Name);
    F.Belief = Confidence::Likely;
    F.Reasons = {"it touches nothing that other threads can reach"};
    F.Message = Name + " is held during " + What + ", which does not need it";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "works with its own data only";
    S.Held = heldLocks(M, Lock);
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(
        siteAt(M, SiteRole::LockTaken, Lock.Acquired, Name + " is taken here"));
    F.Why = "as long as one thread is here, everyone who needs " + Name +
            " waits, and there is nothing to wait for: the threads do this "
            "work one after the other";
    F.Repair = Before ? "do it before " + Name + " is taken"
                      : "give " + Name + " up first, and do it then" +
                            (M.Lang == Language::Cxx
                                 ? std::string(": end the guard's scope above "
                                               "this line")
                                 : "");
    Context.Report(std::move(F));
  }

  //===--------------------------------------------------------------------===//
  // Locks that nobody waits for
  //===--------------------------------------------------------------------===//

  void judgeContention() {
    if (!A.HasThreads || !valid(Context.P.Main))
      return;
    std::map<CellId, std::vector<ThreadEvent>> Taken;
    std::set<CellId> Asked;
    forEachUserEvent(M, [&](EventRef At) {
      PlaceId P = PlaceId::None;
      if (const auto *X = std::get_if<Acquire>(&M[At]))
        P = X->Lock;
      else if (const auto *X = std::get_if<TryAcquire>(&M[At]))
        P = X->Lock;
      else if (const auto *W = std::get_if<Wait>(&M[At]))
        for (CellId Cell : valid(W->Guard)
                               ? A.Pointers.locksOf(At.Func, W->Guard)
                               : A.Pointers.cells(At.Func, W->Lock).vec())
          Asked.insert(Cell);
      if (valid(P))
        for (CellId Cell : A.Pointers.cells(At.Func, P))
          llvm::append_range(Taken[Cell], threadsAt(A, At));
    });
    for (const auto &[Cell, Events] : Taken)
      if (isVariable(Cell) && !Asked.count(Cell) && !Events.empty() &&
          !areMeeting(Events))
        reportLonely(Cell, Events.front());
  }

  bool isVariable(CellId Cell) const {
    return !valid(A.Pointers.parent(Cell)) &&
           A.Pointers[A.Pointers.objectOf(Cell)].Kind == ObjectKind::Global &&
           A.Pointers.isUnique(Cell);
  }

  bool areMeeting(const std::vector<ThreadEvent> &Events) const {
    for (size_t I = 0; I < Events.size(); ++I)
      for (size_t J = I; J < Events.size(); ++J)
        if (mayMeet(A, Events[I], Events[J]))
          return true;
    return false;
  }

  void reportLonely(CellId Cell, const ThreadEvent &First) {
    std::string Name = A.Pointers.displayName(Cell);
    Finding F;
    F.Object = Name;
    F.Cause = "lonely " + Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"no two threads can ask for it at the same time"};
    F.Message = "nobody ever waits for " + quoted(Name) +
                ": it is taken where no second thread wants it";
    Site S = siteAt(M, SiteRole::Primary, First.At, "");
    S.Label = "always free";
    S.Thread = A.ThreadTable[First.Thread].Name;
    F.Sites.push_back(std::move(S));
    const MemObject &O = A.Pointers[A.Pointers.objectOf(Cell)];
    F.Sites.push_back(
        declarationSite(M, M[O.Global].Pos, quoted(Name) + " is made here"));
    F.Why = "a lock that is never asked for by two threads guards nothing. "
            "Either it is not needed, or the other threads forgot it";
    F.Repair = "leave it out; or take it in the other threads as well, where "
               "they use what it is to guard";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  HowMany Number;
  std::set<EventRef> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    LongHolds(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule OversizedCriticalSection;
const Rule OversizedCriticalSection = {
    {"oversized-critical-section", Category::Lock, Severity::Advice,
     RuleScope::Program,
     "a lock is held for work that does not need it, or that nobody waits for"},
    check};
} // namespace heddle::rules
