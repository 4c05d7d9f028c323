//===- Instances.cpp - Two locks of one kind ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two locks of one summarised cell (the forks of an array, the accounts of a
/// map) are an edge of the lock-order graph from the cell to itself, which is
/// no cycle yet: it is one only if threads can take the instances in a circle.
/// That is taken to be impossible where the second lock is found through the
/// first (a child, the next in a list), has the next higher index, or where the
/// program compares the two before.
///
/// A circle of philosophers also breaks where some reach for the other fork
/// first: the even ones, or the last. The program says so by taking the same
/// two locks both ways round, on the two sides of a question about the thread's
/// own number. That the question really has both answers around the table is
/// an assumption.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Locks/LocksImpl.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// Does \p Id contain \p Part?
static bool contains(const ValueTable &T, ValueId Id, ValueId Part) {
  if (Id == Part)
    return T.isKnown(Id);
  const Value &X = T[Id];
  return (valid(X.A) && contains(T, X.A, Part)) ||
         (valid(X.B) && contains(T, X.B, Part));
}

/// Are the two instances always taken in the same order?
bool Locks::Impl::isOrderedPair(uint32_t Ctx, const OrderEdge &E) const {
  const ValueTable &T = V.table();
  // The index, or the object whose member the lock is.
  auto Instance = [&](ValueId Lock) {
    while (T[Lock].Kind == ValueKind::Field)
      Lock = T[Lock].A;
    return Lock;
  };
  const ValueId First = Instance(E.FromLock), Second = Instance(E.ToLock);
  if (!T.isKnown(First) || !T.isKnown(Second))
    return false;
  const Value &X = T[First], &Y = T[Second];
  // One question decides about both: `if (Id == Last) { First = 0; … }`.
  // Unsound: it may decide for the wrong order.
  auto AreChosen = [&](ValueId A, ValueId B) {
    const Value &P = T[A], &Q = T[B];
    return P.Kind == ValueKind::Phi && Q.Kind == ValueKind::Phi &&
           P.At == Q.At && A != B &&
           !V.cfg(P.At.Func).isHeader(index(P.At.Block));
  };
  if (AreChosen(First, Second) ||
      (X.Kind == ValueKind::Element && Y.Kind == ValueKind::Element &&
       X.A == Y.A && AreChosen(X.B, Y.B)))
    return true;
  if (X.Kind == ValueKind::Element && Y.Kind == ValueKind::Element &&
      X.A == Y.A && T.isKnown(X.B) && T.isKnown(Y.B)) {
    if (std::optional<int64_t> A = T.asInt(X.B), B = T.asInt(Y.B); A && B)
      return *A < *B;
    const Value &Next = T[Y.B];
    if (Next.Kind == ValueKind::Binary && Next.BinOp == BinaryOp::Add &&
        Next.A == X.B && T.asInt(Next.B).value_or(0) > 0)
      return true;
  } else if (contains(T, Second, First) && Second != First) {
    return true; // found through the first
  }
  // A comparison of the two on the way: `if (&A < &B)`, by id, by index.
  auto Mentions = [&](ValueId Cond, ValueId Instance) {
    const Value &I = T[Instance];
    return contains(T, Cond, Instance) ||
           (I.Kind == ValueKind::Element && valid(I.B) &&
            contains(T, Cond, I.B));
  };
  for (uint32_t Id = Ctx; Id != UINT32_MAX; Id = All[Id].Parent)
    for (uint32_t Block : V.cfg(All[Id].Func).Order) {
      const ValueId Cond = All.absolute(Id, V.condition(All[Id].Func, Block));
      const Value &C = T[Cond];
      const bool Compares =
          C.Kind == ValueKind::Binary &&
          (C.BinOp == BinaryOp::Lt || C.BinOp == BinaryOp::Gt ||
           C.BinOp == BinaryOp::Le || C.BinOp == BinaryOp::Ge);
      if (Compares && Mentions(Cond, First) && Mentions(Cond, Second))
        return true;
    }
  return false;
}

/// Does \p Cond ask about something that the function was given, and about
/// nothing that is found out at run time (a call's result)?
static bool asksAboutArgument(const ValueTable &T, ValueId Cond) {
  bool Argument = false, Else = !T.isKnown(Cond);
  llvm::SmallVector<ValueId> Work{Cond};
  while (!Work.empty() && !Else) {
    const Value &X = T[Work.pop_back_val()];
    Argument |= X.Kind == ValueKind::Param;
    Else |= X.Kind == ValueKind::Result || X.Kind == ValueKind::Unknown;
    for (ValueId Part : {X.A, X.B})
      if (valid(Part))
        Work.push_back(Part);
  }
  return Argument && !Else;
}

/// Are \p A and \p B on the two sides of one question about the thread itself?
static bool areAlternatives(const Values &V, EventRef A, EventRef B) {
  const Cfg &G = V.cfg(A.Func);
  const Body &Code = *V.program().M[A.Func].Definition;
  auto Leads = [&](BlockId To, EventRef At) {
    return G.Preds[index(To)].size() == 1 &&
           G.dominates(index(To), index(At.Block));
  };
  return llvm::any_of(G.Order, [&](uint32_t Block) {
    const Terminator &End = Code.Blocks[Block].Term;
    if (End.Kind != TerminatorKind::Branch ||
        !asksAboutArgument(V.table(), V.condition(A.Func, Block)))
      return false;
    const BlockId Yes = End.Succs[0], No = End.Succs[1];
    return (Leads(Yes, A) && Leads(No, B)) || (Leads(Yes, B) && Leads(No, A));
  });
}

/// Are the locks of \p A those of \p B, taken the other way round?
bool Locks::Impl::isReverse(const OrderEdge &A, const OrderEdge &B) const {
  auto Same = [&](ValueId L, ValueId R) { return Held.sameExpression(L, R); };
  if (Same(A.FromLock, B.ToLock) && Same(A.ToLock, B.FromLock))
    return true;
  // In the function's own words, where all four are taken in it.
  const EventRef Ats[] = {A.Shown.FromAt, A.Shown.ToAt, B.Shown.FromAt,
                          B.Shown.ToAt};
  return llvm::all_of(Ats,
                      [&](EventRef At) {
                        return valid(At.Func) && At.Func == Ats[0].Func;
                      }) &&
         Same(Held.lockOf(Ats[0]), Held.lockOf(Ats[3])) &&
         Same(Held.lockOf(Ats[1]), Held.lockOf(Ats[2]));
}

/// Does the thread take the same two locks also the other way round, and its
/// own number decides?
bool Locks::Impl::isTakenBothWays(const OrderEdge &E) const {
  auto Steps = [](const OrderEdge &X) {
    CallChain Out = X.Shown.ToChain;
    Out.push_back(X.Shown.ToAt);
    return Out;
  };
  const CallChain Mine = Steps(E);
  return llvm::any_of(Instances, [&](const OrderEdge &O) {
    if (O.Shown.Thread != E.Shown.Thread || !isReverse(E, O))
      return false;
    const CallChain Other = Steps(O);
    auto [A, B] =
        std::mismatch(Mine.begin(), Mine.end(), Other.begin(), Other.end());
    return A != Mine.end() && B != Other.end() && A->Func == B->Func &&
           areAlternatives(V, *A, *B);
  });
}

/// Is somebody else at the same nesting: another instance of the thread, or
/// another thread?
bool Locks::Impl::meetsOthers(const OrderEdge &E) const {
  if (isAlone())
    return Ascending.count(E.Shown.From.Cell) != 0;
  const ThreadId Id = E.Shown.Thread;
  return Table.isSelfParallel(Id) ||
         llvm::any_of(Instances, [&](const OrderEdge &O) {
           return O.Shown.From.Cell == E.Shown.From.Cell &&
                  O.Shown.Thread != Id &&
                  Table.mayBeParallel(Id, E.Running, O.Shown.Thread, O.Running);
         });
}

/// Can threads that stand at this edge form a circle?
bool Locks::Impl::canCircle(const OrderEdge &E) const {
  if (E.Shown.From.Mode == LockMode::Shared &&
      E.Shown.To.Mode == LockMode::Shared)
    return false;
  // A lock around both keeps them apart.
  return llvm::none_of(E.Shown.Gates,
                       [](const LockUse &G) {
                         return G.Unique && G.Mode == LockMode::Exclusive;
                       }) &&
         meetsOthers(E) && !isTakenBothWays(E);
}

void Locks::Impl::findInstanceCycles() {
  // One finding for a kind of locks: the edge that is most believed.
  std::map<CellId, LockCycle> Found;
  for (const OrderEdge &E : Instances) {
    const ValueTable &T = V.table();
    const bool Exact = !T.isVague(E.FromLock) && !T.isVague(E.ToLock);
    const Confidence Belief =
        Exact && E.Must ? Confidence::Likely : Confidence::Possible;
    auto Old = Found.find(E.Shown.From.Cell);
    if ((Old != Found.end() && Old->second.Belief >= Belief) || !canCircle(E))
      continue;
    LockCycle &C = Found[E.Shown.From.Cell];
    C.Kind = CycleKind::Instances;
    C.Edges = {E.Shown};
    C.Belief = Belief;
    C.Reasons = {"which two of them are taken, and in which order, depends on "
                 "values; nothing keeps threads from taking them in a circle"};
  }
  for (auto &[Cell, C] : Found) {
    SeenCycles.insert({Cell});
    Cycles.push_back(std::move(C));
  }
}
