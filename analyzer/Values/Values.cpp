//===- Values.cpp - Symbolic values of all functions ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs the evaluator over the call graph, callees first, and carries values
/// across calls. In
///
///     void lockBoth(Account *A, Account *B) { A->M.lock(); B->M.lock(); }
///     void move() { lockBoth(&Checking, &Savings); … }
///
/// the locks of lockBoth are `Field(Param A, M)` and `Field(Param B, M)`; at
/// the call in move, atCall makes them `Checking.M` and `Savings.M`.
///
/// Members of a recursive component are done in order, with nothing known
/// about what the others return: they may change what they change
/// (MemoryEffects knows), and their values reach across a call only as far as
/// parameters go.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Values.h"

#include "analyzer/Link/Scc.h"
#include "analyzer/Model/Walk.h"
#include "analyzer/Values/Evaluator.h"
#include "analyzer/Values/Operands.h"
#include "analyzer/Values/Partition.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

Values::Values(const Program &P, const PointsTo &Pointers)
    : P(P), Pointers(Pointers), Effects(P, Pointers),
      Graphs(P.M.Functions.size()), Summaries(P.M.Functions.size()),
      Inputs(P.M.Functions.size()) {
  for (uint32_t O = 0; O < Pointers.objectCount(); ++O) {
    const MemObject &Object = Pointers[static_cast<ObjectId>(O)];
    if (Object.Kind == ObjectKind::Heap)
      HeapObjects[Object.Site].push_back(static_cast<ObjectId>(O));
  }
  for (uint32_t F = 0; F < P.M.Functions.size(); ++F)
    if (P.M.Functions[F].Definition)
      Graphs[F] = std::make_unique<Cfg>(*P.M.Functions[F].Definition);
  // Spawned functions before those that spawn them, too: how a thread starts
  // is said in terms of its entry's inputs.
  std::vector<std::vector<uint32_t>> Graph(P.M.Functions.size());
  for (uint32_t F = 0; F < P.M.Functions.size(); ++F)
    if (P.M.Functions[F].Definition)
      forEachEvent(static_cast<FuncId>(F), [&](EventRef At) {
        for (const Callee &To : Pointers.callees(At))
          if (P.M[To.Func].Definition)
            Graph[F].push_back(index(To.Func));
      });
  for (const std::vector<uint32_t> &Component : findSccs(Graph).Components) {
    std::vector<FuncId> Members;
    for (uint32_t F : Component)
      if (P.M.Functions[F].Definition)
        Members.push_back(static_cast<FuncId>(F));
    if (!Members.empty())
      Order.push_back(std::move(Members));
  }
  for (const std::vector<FuncId> &Component : Order)
    for (FuncId F : Component) {
      Evaluator(*this, F).run();
      collectInputs(F);
    }
}

void Values::forEachEvent(FuncId F,
                          llvm::function_ref<void(EventRef)> Visit) const {
  heddle::forEachEvent(P.M, F, Visit);
}

ValueId Values::address(EventRef At, PlaceId Id) const {
  auto It = valid(Id) ? Operands.find({At, index(Id)}) : Operands.end();
  return It == Operands.end() ? ValueId::Unknown : It->second;
}

ValueId Values::value(EventRef At, TermId Id) const {
  auto It = valid(Id) ? Operands.find({At, ~index(Id)}) : Operands.end();
  return It == Operands.end() ? ValueId::Unknown : It->second;
}

ValueId Values::guardedLock(EventRef At) const {
  auto It = Operands.find({At, GuardedLockKey});
  return It == Operands.end() ? ValueId::Unknown : It->second;
}

ValueId Values::condition(FuncId F, uint32_t Block) const {
  auto It = Conditions.find({F, Block});
  return It == Conditions.end() ? ValueId::Unknown : It->second;
}

std::vector<std::pair<ValueId, ValueId>>
Values::constantsAtEnd(FuncId F, uint32_t Block) const {
  auto It = Constants.find({F, Block});
  return It == Constants.end() ? std::vector<std::pair<ValueId, ValueId>>()
                               : It->second;
}

const Induction *Values::induction(ValueId Phi) const {
  auto It = Inductions.find(Phi);
  return It == Inductions.end() ? nullptr : &It->second;
}

// ---- Across calls
// -------------------------------------------------------------

ValueId Values::atCall(EventRef Site, const Callee &To, ValueId V) const {
  auto It = Calls.find({Site, To});
  if (It == Calls.end())
    return Table.isOpen(V) ? ValueId::Unknown : V;
  return substitute(It->second, Site, To.Func, V);
}

ValueId Values::substitute(const Arguments &Args, EventRef Site, FuncId To,
                           ValueId Id) const {
  auto It = llvm::lower_bound(
      Args, Id, [](const auto &Arg, ValueId V) { return Arg.first < V; });
  if (It != Args.end() && It->first == Id)
    return It->second;
  const Value X = Table[Id];
  auto Part = [&](ValueId Sub) { return substitute(Args, Site, To, Sub); };
  switch (X.Kind) {
  case ValueKind::Param:
    return ValueId::Unknown;
  case ValueKind::Field:
    return Table.field(Part(X.A), X.Field);
  case ValueKind::Element:
    return Table.element(Part(X.A), Table.isKnown(X.B) ? Part(X.B) : X.B);
  case ValueKind::Unary:
    return Table.unary(X.UnOp, Part(X.A));
  case ValueKind::Binary:
    return Table.binary(X.BinOp, Part(X.A), Part(X.B));
  case ValueKind::Load: {
    ValueId Address = Part(X.A);
    return Table.inner(Site, Id,
                       Table.isKnown(Address) ? Address : ValueId::None);
  }
  case ValueKind::Fresh:
  case ValueKind::Result:
  case ValueKind::Phi:
    return Table.inner(Site, Id, ValueId::None);
  case ValueKind::Inner: {
    ValueId Address = valid(X.B) ? Part(X.B) : ValueId::Unknown;
    return Table.inner(Site, Id,
                       Table.isKnown(Address) ? Address : ValueId::None);
  }
  default:
    return Id;
  }
}

/// Gathers the outermost parts of \p Id that the state on entry decides.
static void addInputs(const ValueTable &T, FuncId F, ValueId Id,
                      std::vector<ValueId> &Out) {
  if (!valid(Id) || !T.isOpen(Id))
    return;
  const Value &X = T[Id];
  if (X.Kind == ValueKind::Param ||
      (X.Kind == ValueKind::Load && X.At == entryPoint(F))) {
    Out.push_back(Id);
    return;
  }
  if (X.Kind != ValueKind::Inner)
    addInputs(T, F, X.A, Out);
  addInputs(T, F, X.B, Out);
}

/// Plain values that are read or written say nothing about other functions;
/// what is addressed, locked, handed on or left behind does.
static bool isDataOperand(const Event &E) {
  return std::holds_alternative<Access>(E) ||
         std::holds_alternative<Assign>(E) || std::holds_alternative<Call>(E);
}

void Values::collectInputs(FuncId F) {
  std::vector<ValueId> Out;
  auto Add = [&](ValueId Id) { addInputs(Table, F, Id, Out); };
  forEachEvent(F, [&](EventRef At) {
    const Event &E = P.M[At];
    const bool DataOnly = isDataOperand(E);
    forEachOperand(
        E,
        [&](PlaceId Id) {
          if (!DataOnly || std::holds_alternative<Access>(E))
            Add(address(At, Id));
        },
        [&](TermId Id) {
          if (!DataOnly)
            Add(value(At, Id));
        });
    // Which function a pointer calls is asked in each context.
    if (const auto *C = std::get_if<Call>(&E))
      Add(value(At, C->Target));
    for (const Callee &To : Pointers.callees(At)) {
      auto It = Calls.find({At, To});
      if (It != Calls.end())
        for (const auto &[Input, Here] : It->second)
          Add(Here);
    }
  });
  // Branches that the callers' numbers decide. Misses: those of functions that
  // are called from many places, which would be looked at once for each number.
  constexpr size_t FewCallers = 4;
  if (Pointers.callersOf(F).size() <= FewCallers && !Pointers.isRecursive(F))
    for (uint32_t Block : cfg(F).Order)
      if (std::optional<ConditionAtom> A =
              atomOf(Table, condition(F, Block), true))
        Add(A->Subject);
  const ValueSummary &S = Summaries[index(F)];
  Add(S.Returned);
  for (const auto &[Key, Content] : S.Stores) {
    Add(Key);
    Add(Content);
  }
  llvm::sort(Out);
  Out.erase(llvm::unique(Out), Out.end());
  // A function that looks at more than this of its callers' state is seen
  // without the rest; points-to still knows what it may touch.
  constexpr size_t MaxInputs = 96;
  if (Out.size() > MaxInputs)
    Out.resize(MaxInputs);
  Inputs[index(F)] = std::move(Out);
}
