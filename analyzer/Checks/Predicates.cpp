//===- Predicates.cpp - What threads wait for -----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "analyzer/Checks/Predicates.h"

#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

constexpr unsigned MaxDepth = 3;

class PredicateReader {
public:
  PredicateReader(const Analyses &A, Predicate &Out)
      : A(A), M(A.P.M), Out(Out) {}

  void run(const Wait &W) {
    const Body &B = *M[Out.Wait.Func].Definition;
    if (W.HasPredicate) {
      const std::vector<Event> &Events = B[Out.Wait.Block].Events;
      for (uint32_t I = Out.Wait.Index + 1; I < Events.size(); ++I)
        if (std::holds_alternative<Call>(Events[I])) {
          call({Out.Wait.Func, Out.Wait.Block, I}, 0);
          return;
        }
      return;
    }
    LoopId Loop = B[Out.Wait.Block].Loop;
    if (!valid(Loop))
      return;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      if (decides(B, BlockId{Block}, Loop))
        block(Out.Wait.Func, BlockId{Block}, 0);
  }

private:
  /// Does \p Block decide whether the loop goes on?
  static bool decides(const Body &B, BlockId Block, LoopId Loop) {
    return isInLoop(B, Block, Loop) &&
           B[Block].Term.Kind == TerminatorKind::Branch &&
           llvm::any_of(B[Block].Term.Succs,
                        [&](BlockId Succ) { return !isInLoop(B, Succ, Loop); });
  }

  void block(FuncId F, BlockId Block, unsigned Depth) {
    const BasicBlock &X = (*M[F].Definition)[Block];
    for (uint32_t I = 0; I < X.Events.size(); ++I) {
      EventRef At{F, Block, I};
      if (const auto *R = std::get_if<Access>(&X.Events[I])) {
        if (R->Kind == AccessKind::Read && isSharedPlace(A.Pointers, F, R->P))
          read(At, *R);
      } else if (std::holds_alternative<Call>(X.Events[I])) {
        call(At, Depth);
      }
    }
    if (valid(X.Term.Cond))
      Out.Text += " ? " + describe(M, F, X.Term.Cond);
  }

  void read(EventRef At, const Access &R) {
    Out.Reads.push_back(At);
    for (CellId Cell : A.Pointers.cells(At.Func, R.P))
      Out.Cells.insert(Cell);
    Out.Text += " " + describe(M, At.Func, R.P);
    if (valid(R.Via))
      Out.Text += "." + M[R.Via].Name;
  }

  void call(EventRef At, unsigned Depth) {
    if (Depth >= MaxDepth)
      return;
    for (const Callee &To : A.Pointers.callees(At)) {
      const Body &B = *M[To.Func].Definition;
      for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block) {
        block(To.Func, BlockId{Block}, Depth + 1);
        for (const Event &E : B.Blocks[Block].Events)
          if (const auto *R = std::get_if<Return>(&E); R && valid(R->Value))
            Out.Text += " = " + describe(M, To.Func, R->Value);
      }
    }
  }

  const Analyses &A;
  const Module &M;
  Predicate &Out;
};

} // namespace

std::vector<Predicate> heddle::predicatesOf(const Analyses &A) {
  const Module &M = A.P.M;
  std::vector<Predicate> All;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *W = std::get_if<Wait>(&M[At]);
    if (!W || A.ThreadTable.executing(At.Func).empty())
      return;
    Predicate X;
    X.Wait = At;
    llvm::append_range(X.Condition, A.Pointers.cells(At.Func, W->Condition));
    if (valid(W->Lock))
      llvm::append_range(X.Mutex, A.Pointers.cells(At.Func, W->Lock));
    else if (valid(W->Guard))
      X.Mutex = A.Pointers.locksOf(At.Func, W->Guard);
    PredicateReader(A, X).run(*W);
    All.push_back(std::move(X));
  });
  return All;
}

bool heddle::holdsOneOf(const Analyses &A, EventRef At,
                        llvm::ArrayRef<CellId> Mutex) {
  return llvm::any_of(A.LockTable.heldAt(At), [&](const LockUse &L) {
    return L.Must && valid(L.Cell) && A.Pointers.mayOverlap(L.Cell, Mutex);
  });
}
