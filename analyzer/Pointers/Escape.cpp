//===- Escape.cpp - What other threads can get hold of --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Escape.h"

#include <deque>

namespace heddle::pointers {

namespace {

class EscapeSearch {
public:
  explicit EscapeSearch(const Builder &B)
      : B(B), Reasons(B.Cells.objectCount()), CellsOf(B.Cells.objectCount()) {
    for (uint32_t I = 0; I < B.Cells.cellCount(); ++I) {
      auto Cell = static_cast<CellId>(I);
      CellsOf[index(B.Cells.objectOf(Cell))].push_back(Cell);
    }
  }

  std::vector<EscapeReason> run() {
    seedVariables();
    seedThreads();
    for (const Leak &L : B.Leaks)
      seedTerm(L.In, L.Term, {EscapeKind::UnknownCall, L.Site});
    EscapeReason Stored{
        EscapeKind::FromGlobal, {}, B.Cells.objectOf(B.S.unknownCell())};
    seedSet(B.S.storedInUnknown(), Stored);
    while (!Work.empty()) {
      ObjectId Id = Work.front();
      Work.pop_front();
      spread(Id);
    }
    return std::move(Reasons);
  }

private:
  void seed(ObjectId Id, const EscapeReason &Why) {
    if (Reasons[index(Id)])
      return;
    switch (B.Cells.object(Id).Kind) {
    case ObjectKind::Function:
    case ObjectKind::String:
    case ObjectKind::Thread:
      return; // nothing there to race on
    default:
      break;
    }
    Reasons[index(Id)] = Why;
    Work.push_back(Id);
  }
  void seedSet(const CellSet &Set, const EscapeReason &Why) {
    for (unsigned Target : Set)
      seed(B.Cells.objectOf(static_cast<CellId>(Target)), Why);
  }

  void seedVariables() {
    for (uint32_t I = 0; I < B.Cells.objectCount(); ++I) {
      auto Id = static_cast<ObjectId>(I);
      const MemObject &Object = B.Cells.object(Id);
      if (Object.Kind == ObjectKind::Global && !Object.ThreadLocal)
        seed(Id, {EscapeKind::Global, {}, ObjectId::None});
      else if (Object.Kind == ObjectKind::External ||
               Object.Kind == ObjectKind::Unknown)
        seed(Id, {EscapeKind::External, {}, ObjectId::None});
    }
  }

  void seedThreads() {
    for (InstanceId I = 0; I < B.Instances.size(); ++I) {
      FuncId F = B.Instances[I].Func;
      if (!B.Instances[I].Generated)
        continue;
      const Body &Code = *B.M[F].Definition;
      for (uint32_t Block = 0; Block < Code.Blocks.size(); ++Block)
        for (uint32_t E = 0; E < Code.Blocks[Block].Events.size(); ++E)
          if (const auto *S = std::get_if<Spawn>(&Code.Blocks[Block].Events[E]))
            seedSpawn(I, *S, {F, static_cast<BlockId>(Block), E});
    }
  }
  void seedSpawn(InstanceId In, const Spawn &S, EventRef At) {
    seedTerm(In, S.Target, {EscapeKind::SpawnTarget, At, ObjectId::None});
    EscapeReason Argument{EscapeKind::SpawnArgument, At, ObjectId::None};
    for (TermId Arg : S.Args)
      seedTerm(In, Arg, Argument);
    auto Site = B.Sites.find(At);
    if (Site == B.Sites.end())
      return;
    for (const Callee &To : Site->second.Callees)
      for (const ParamFlow &Flow : B.paramFlows(At, To)) {
        CellId Copy = B.argumentCopy(At, To.Func, Flow.Position);
        if (valid(Copy))
          seed(B.Cells.objectOf(Copy), Argument);
        if (valid(Flow.Cell))
          seed(B.Cells.objectOf(Flow.Cell), Argument);
      }
  }

  /// Seeds what the value of \p T leads to: the objects it points to, or, for
  /// an object passed by value, those that its parts point to.
  void seedTerm(InstanceId In, TermId T, const EscapeReason &Why) {
    if (!valid(T))
      return;
    const Instance &I = B.Instances[In];
    Value V = I.Terms[index(T)];
    if (valid(V.Address))
      seed(B.Cells.objectOf(V.Address), Why);
    else if (valid(V.Node))
      seedSet(B.S.pointsTo(V.Node), Why);
    const Term &X = (*B.M[I.Func].Definition)[T];
    if (X.Kind != TermKind::Value)
      return;
    Location L = I.Places[index(X.P)];
    if (valid(L.Cell))
      seedParts(L.Cell, Why);
    else if (valid(L.Pointer))
      for (unsigned Target : B.S.pointsTo(L.Pointer))
        seedParts(static_cast<CellId>(Target), Why);
  }
  void seedParts(CellId Whole, const EscapeReason &Why) {
    seedSet(B.S.pointsTo(Whole), Why);
    for (CellId Part : B.Cells.children(Whole))
      seedParts(Part, Why);
  }

  void spread(ObjectId Id) {
    EscapeReason Why = Reasons[index(Id)];
    Why.Via = Id;
    if (Why.Kind == EscapeKind::Global || Why.Kind == EscapeKind::External)
      Why = {EscapeKind::FromGlobal, {}, Id};
    for (CellId Cell : CellsOf[index(Id)])
      seedSet(B.S.pointsTo(Cell), Why);
  }

  const Builder &B;
  std::vector<EscapeReason> Reasons;
  std::vector<std::vector<CellId>> CellsOf;
  std::deque<ObjectId> Work;
};

} // namespace

std::vector<EscapeReason> findEscapes(const Builder &B) {
  return EscapeSearch(B).run();
}

} // namespace heddle::pointers
