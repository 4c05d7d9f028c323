//===- Messages.cpp - Who may have been told that it is done --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A program's own queue ends with a message, and whoever takes that message
/// goes on as if the sender had ended:
///
///     worker: for (…) push(…); Total = …; push(END);
///     main:   while ((Item = pop())) use(Item);  print(Total);
///
/// That END is the last message is in the data, which is not followed. So this
/// is a doubt, no more: the thread notifies after its access, in the order of
/// the text and not in the same loop, and the one that started it waits for
/// that condition between the start and its own access.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Pairs.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

void PairAnalysis::Messages::add(const Messages &Other) {
  for (auto Part : {&Messages::Awaited, &Messages::Told, &Messages::Acquired,
                    &Messages::Posted, &Messages::Spun, &Messages::Cleared,
                    &Messages::Raised, &Messages::Lowered})
    (this->*Part).insert((Other.*Part).begin(), (Other.*Part).end());
}

void PairAnalysis::findMessages() {
  findTokens();
  const Values &V = Context.V;
  Below.resize(P.M.Functions.size());
  auto Add = [&](std::set<CellId> &To, FuncId F, PlaceId Place) {
    const std::vector<CellId> Cells = Pointers.cells(F, Place);
    To.insert(Cells.begin(), Cells.end());
  };
  for (const std::vector<FuncId> &Members : V.order())
    for (unsigned Round = 0; Round < (Members.size() > 1 ? 2U : 1U); ++Round)
      for (FuncId F : Members)
        V.forEachEvent(F, [&](EventRef At) {
          Messages &Here = Below[index(F)];
          const Event &E = P.M[At];
          if (const auto *W = std::get_if<Wait>(&E))
            Add(Here.Awaited, F, W->Condition);
          else if (const auto *N = std::get_if<Notify>(&E))
            Add(Here.Told, F, N->Condition);
          else if (const auto *S = std::get_if<SemaphoreOp>(&E))
            addSemaphore(Here, F, *S);
          else if (std::holds_alternative<Access>(E)) {
            addAtomic(Here, At);
            addToken(Here, At);
          } else if (!std::holds_alternative<Spawn>(E))
            for (const Callee &To : Pointers.callees(At))
              Here.add(Below[index(To.Func)]);
        });
}

void PairAnalysis::addSemaphore(Messages &To, FuncId F,
                                const SemaphoreOp &S) const {
  const std::vector<CellId> Cells = Pointers.cells(F, S.P);
  if (S.Op == SemaphoreOp::OpKind::Release)
    To.Posted.insert(Cells.begin(), Cells.end());
  else if (S.Op == SemaphoreOp::OpKind::Acquire)
    To.Acquired.insert(Cells.begin(), Cells.end());
}

/// An exchange in the condition of a loop, or a plain store to an atomic.
void PairAnalysis::addAtomic(Messages &To, EventRef At) const {
  const auto &X = std::get<Access>(P.M[At]);
  const MemoryOrder Least = X.Kind == AccessKind::Update ? MemoryOrder::Acquire
                                                         : MemoryOrder::Release;
  if (X.Init || (X.Order != Least && X.Order != MemoryOrder::AcqRel &&
                 X.Order != MemoryOrder::SeqCst))
    return;
  const std::vector<CellId> Cells = Pointers.cells(At.Func, X.P);
  const Cfg &G = Context.V.cfg(At.Func);
  const uint32_t Block = index(At.Block);
  // The innermost loop is left from the block that tries.
  auto Leaves = [&](uint32_t Header) {
    return G.isHeader(Header) && G.inCycle(Header, Block) &&
           llvm::any_of(G.Succs[Block], [&](const CfgEdge &E) {
             return !E.IsUnwind && !G.inCycle(Header, E.To);
           });
  };
  if (X.Kind == AccessKind::Update && llvm::any_of(G.Order, Leaves))
    To.Spun.insert(Cells.begin(), Cells.end());
  else if (X.Kind == AccessKind::Write)
    To.Cleared.insert(Cells.begin(), Cells.end());
}

PairAnalysis::Messages PairAnalysis::messagesOf(EventRef At) {
  Messages Out;
  const Event &E = P.M[At];
  if (const auto *S = std::get_if<SemaphoreOp>(&E)) {
    addSemaphore(Out, At.Func, *S);
    return Out;
  }
  if (std::holds_alternative<Access>(E)) {
    addAtomic(Out, At);
    addToken(Out, At);
    return Out;
  }
  if (std::holds_alternative<Wait>(E) || std::holds_alternative<Notify>(E))
    return Below[index(At.Func)];
  if (!std::holds_alternative<Spawn>(E))
    for (const Callee &To : Pointers.callees(At))
      Out.add(Below[index(To.Func)]);
  return Out;
}

/// Is there a loop around both, but not around \p Outside?
static bool shareInnerLoop(const Cfg &G, EventRef A, EventRef B,
                           std::optional<EventRef> Outside) {
  return llvm::any_of(G.Order, [&](uint32_t Header) {
    return G.isHeader(Header) && G.inCycle(Header, index(A.Block)) &&
           G.inCycle(Header, index(B.Block)) &&
           !(Outside && G.inCycle(Header, index(Outside->Block)));
  });
}

/// Conditions that the thread of \p Down notifies after its access.
std::set<CellId> PairAnalysis::toldAfter(const AccessClass &Down) {
  std::set<CellId> Out;
  CallChain Way = Down.Shown.Chain;
  Way.push_back(Down.Shown.At);
  for (EventRef Step : Way)
    Context.V.forEachEvent(Step.Func, [&](EventRef At) {
      if (P.M.position(At).Line > P.M.position(Step).Line &&
          !shareInnerLoop(Context.V.cfg(Step.Func), Step, At, std::nullopt)) {
        const Messages Here = messagesOf(At);
        Out.insert(Here.Told.begin(), Here.Told.end());
      }
    });
  return Out;
}

/// Where \p Up waits, before its access, for what \p Down, a thread that it
/// started, says after its own.
std::optional<EventRef> PairAnalysis::toldBefore(const AccessClass &Up,
                                                 const AccessClass &Down) {
  if (Below.empty())
    findMessages();
  const AbstractThread &Child =
      Table[Table.childTowards(Up.Shown.Thread, Down.Shown.Thread)];
  CallChain Start = Child.SpawnChain, Way = Up.Shown.Chain;
  Start.push_back(Child.Spawn);
  Way.push_back(Up.Shown.At);
  size_t I = 0;
  while (I < Start.size() && I < Way.size() && Start[I] == Way[I])
    ++I;
  if (I == Start.size() || I == Way.size() || Start[I].Func != Way[I].Func)
    return std::nullopt;
  const FuncId F = Way[I].Func;
  auto Line = [&](EventRef At) { return P.M.position(At).Line; };
  std::optional<std::set<CellId>> Told;
  std::optional<EventRef> Out;
  Context.V.forEachEvent(F, [&](EventRef At) {
    if (Out || Line(At) <= Line(Start[I]) || Line(At) >= Line(Way[I]) ||
        shareInnerLoop(Context.V.cfg(F), At, Way[I], Start[I]))
      return;
    const Messages Here = messagesOf(At);
    if (Here.Awaited.empty())
      return;
    if (!Told)
      Told = toldAfter(Down);
    if (llvm::any_of(Here.Awaited, [&](CellId Cell) {
          return llvm::any_of(*Told, [&](CellId Other) {
            return Pointers.mayOverlap(Cell, Other);
          });
        }))
      Out = At;
  });
  return Out;
}
