//===- ConsumerNeverEnds.cpp - consumer-never-ends ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread that is joined waits in a loop that has no way out: no return, no
/// break, no condition that ever changes, no exit of thread or process. Whoever
/// joins it waits for ever. A condition that nobody writes is no way out.
///
/// Only loops that wait for something (a condition, a queue, a semaphore, a
/// lock, input, time) are told; a loop that only computes may be left by an
/// exception or a signal in ways that are hard to see.
///
/// Misses: a flag that is set too late, or a wait that is not woken by it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

class EndlessLoops {
public:
  explicit EndlessLoops(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    noteEnds();
    forEachUserBody(M, [&](FuncId F) {
      const Body &B = *M[F].Definition;
      for (uint32_t L = 0; L < B.Loops.size(); ++L)
        if (const AbstractThread *T = joined(F))
          if (std::optional<EventRef> Waits = endless(F, LoopId{L}))
            report(*Waits, *T);
    });
  }

private:
  /// Functions that may end thread or process, or throw; what is written; who
  /// can be cancelled.
  void noteEnds() {
    for (uint32_t F = 0; F < M.Functions.size(); ++F)
      if (M.Functions[F].Definition)
        forEachEvent(M, FuncId{F}, [&](EventRef At) { noteEnd(At); });
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (FuncId F : Ending)
        for (EventRef Site : A.Pointers.callersOf(F))
          if (std::holds_alternative<Call>(M[Site]))
            Changed |= NewEnding.insert(Site.Func).second;
      Ending.insert(NewEnding.begin(), NewEnding.end());
    }
  }

  void noteEnd(EventRef At) {
    const Event &E = M[At];
    if (ends(E))
      Ending.insert(At.Func);
    if (const auto *T = std::get_if<ThreadOp>(&E))
      AnyCancelled |=
          T->Op == ThreadOp::OpKind::Cancel || T->Op == ThreadOp::OpKind::Kill;
    if (const auto *X = std::get_if<Access>(&E);
        X && X->Kind != AccessKind::Read && !X->Init &&
        !A.ThreadTable.executing(At.Func).empty())
      for (CellId Cell : A.Pointers.cells(At.Func, X->P))
        Written.insert(Cell);
    if (const auto *H = std::get_if<Havoc>(&E))
      AnyHavoc |= !H->Touched.empty();
  }

  static bool ends(const Event &E) {
    if (const auto *T = std::get_if<ThreadOp>(&E))
      return T->Op == ThreadOp::OpKind::Exit;
    return std::holds_alternative<ProcessOp>(E) ||
           std::holds_alternative<Throw>(E);
  }

  /// A thread that executes \p F and is waited for.
  const AbstractThread *joined(FuncId F) const {
    for (ThreadId Id : A.ThreadTable.executing(F)) {
      const AbstractThread &T = A.ThreadTable[Id];
      if (T.Origin == ThreadOrigin::Spawned && !T.Detached && !T.Joins.empty())
        return &T;
    }
    return nullptr;
  }

  /// The place where the loop waits, if it has no way out.
  std::optional<EventRef> endless(FuncId F, LoopId Loop) const {
    const Body &B = *M[F].Definition;
    std::optional<EventRef> Waits;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block) {
      BlockId Here{Block};
      if (!isInside(B, Here, Loop))
        continue;
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        EventRef At{F, Here, I};
        if (mayEnd(At))
          return std::nullopt;
        if (!Waits && waits(At, 0))
          Waits = At;
      }
      if (mayLeave(F, Here, Loop))
        return std::nullopt;
    }
    return AnyCancelled ? std::nullopt : Waits;
  }

  static bool isInside(const Body &B, BlockId Block, LoopId Loop) {
    for (LoopId L = B[Block].Loop; valid(L); L = B[L].Parent)
      if (L == Loop)
        return true;
    return false;
  }

  bool mayEnd(EventRef At) const {
    if (ends(M[At]))
      return true;
    if (std::holds_alternative<Havoc>(M[At]))
      return true;
    if (!std::holds_alternative<Call>(M[At]))
      return false;
    return A.Pointers.isUnresolved(At) ||
           llvm::any_of(A.Pointers.callees(At), [&](const Callee &To) {
             return Ending.count(To.Func) > 0;
           });
  }

  bool waits(EventRef At, unsigned Depth) const {
    const Event &E = M[At];
    if (const auto *Q = std::get_if<QueueOp>(&E))
      return Q->Op == QueueOp::OpKind::Get;
    if (const auto *S = std::get_if<SemaphoreOp>(&E))
      return S->Op == SemaphoreOp::OpKind::Acquire;
    if (std::holds_alternative<Wait>(E))
      return true;
    if (const auto *X = std::get_if<Block>(&E))
      return X->Op == Block::OpKind::Sleep;
    if (!std::holds_alternative<Call>(E) || Depth >= 3)
      return false;
    return llvm::any_of(A.Pointers.callees(At), [&](const Callee &To) {
      bool Found = false;
      forEachEvent(M, To.Func, [&](EventRef Inner) {
        Found = Found || waits(Inner, Depth + 1);
      });
      return Found;
    });
  }

  /// Does \p Block lead out of the loop, on a condition that can change?
  bool mayLeave(FuncId F, BlockId Block, LoopId Loop) const {
    const Body &B = *M[F].Definition;
    const Terminator &T = B[Block].Term;
    if (T.Kind == TerminatorKind::Return)
      return true;
    bool Leads = llvm::any_of(
        T.Succs, [&](BlockId Succ) { return !isInside(B, Succ, Loop); });
    if (!Leads || T.Kind != TerminatorKind::Branch)
      return Leads;
    return !isFrozen(F, T, isInside(B, T.Succs[0], Loop));
  }

  /// Does the condition, a variable that nobody ever writes, keep the loop
  /// going?
  bool isFrozen(FuncId F, const Terminator &T, bool GoesOnIf) const {
    const Body &B = *M[F].Definition;
    TermId Cond = T.Cond;
    while (valid(Cond) && (B[Cond].Kind == TermKind::Cast ||
                           B[Cond].Kind == TermKind::Unary)) {
      if (B[Cond].Kind == TermKind::Unary) {
        if (B[Cond].UnOp != UnaryOp::LogicalNot)
          return false;
        GoesOnIf = !GoesOnIf;
      }
      Cond = B[Cond].A;
    }
    if (AnyHavoc || !valid(Cond) || B[Cond].Kind != TermKind::Value)
      return false;
    PlaceId P = throughTemporary(B, B[Cond].P);
    GlobalId G = globalOf(B, P);
    if (!valid(G) || GoesOnIf != (M[G].HasStaticValue && M[G].StaticValue) ||
        (!M[G].HasStaticValue && valid(M[G].Init)))
      return false;
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(F, P);
    return !Cells.empty() && llvm::none_of(Cells, [&](CellId Cell) {
      return llvm::any_of(
          Written, [&](CellId W) { return A.Pointers.mayOverlap(Cell, W); });
    });
  }

  /// `let %0 := Done` right before `branch %0`.
  static PlaceId throughTemporary(const Body &B, PlaceId P) {
    if (B[P].Kind != PlaceKind::Local ||
        B[B[P].Local].Kind != LocalKind::Temporary)
      return P;
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *X = std::get_if<Assign>(&E);
            X && B[X->P].Kind == PlaceKind::Local &&
            B[X->P].Local == B[P].Local && B[X->Value].Kind == TermKind::Value)
          return B[X->Value].P;
    return P;
  }

  static GlobalId globalOf(const Body &B, PlaceId P) {
    while (valid(P) && B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
      P = B[P].Base;
    return valid(P) && B[P].Kind == PlaceKind::Global ? B[P].Global
                                                      : GlobalId::None;
  }

  void report(EventRef At, const AbstractThread &T) {
    if (!Told.insert(At.Func).second)
      return;
    bool IsC = M.Lang == Language::C;
    std::string Who = threadWords(T);
    Finding F;
    F.Object = displayName(M, At.Func);
    F.Belief = Confidence::Likely;
    F.Reasons = {"no way leads out of the loop"};
    F.Message = Who + " never leaves this loop, and is waited for";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "waits here for the next one, for ever";
    S.Thread = T.Name;
    S.ThreadIndex = 0;
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(
        siteAt(M, SiteRole::Join, T.Joins.front(), "this waits for its end"));
    if (valid(T.Spawn.Func))
      F.Sites.push_back(spawnSite(M, T));
    F.Why = "when there is nothing left to do, " + Who +
            " waits for more, and " +
            "the join waits for it: the program never ends. All results may "
            "be there, and yet it hangs";
    F.Repair =
        "tell it when there will be no more: a flag that is set with the "
        "lock held, asked for in the wait and after it, and a wake-up for "
        "all:\n  " +
        std::string(IsC ? "pthread_mutex_lock(&m); done = 1; "
                          "pthread_mutex_unlock(&m);\n  "
                          "pthread_cond_broadcast(&c);"
                        : "{ std::lock_guard Guard(M); Done = true; }\n  "
                          "C.notify_all();") +
        "\nor put a last element into the queue that means the end";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<FuncId> Ending, NewEnding, Told;
  std::set<CellId> Written;
  bool AnyCancelled = false, AnyHavoc = false;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    EndlessLoops(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule ConsumerNeverEnds;
const Rule ConsumerNeverEnds = {
    {"consumer-never-ends", Category::Wait, Severity::Warning,
     RuleScope::Program,
     "a thread that is joined waits in a loop without a way out"},
    check};
} // namespace heddle::rules
