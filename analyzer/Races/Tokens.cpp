//===- Tokens.cpp - Flags that say who has the right to go on -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock that is held for a moment only, to take or give back the right to do
/// something longer:
///
///     lock(&M); while (Busy) wait(&C, &M); Busy = true; unlock(&M);
///     use(Data);
///     lock(&M); Busy = false; unlock(&M);
///
/// A token is a plain variable that is asked for in a condition, set and
/// cleared, by numbers, and all of that under one lock. That it is asked for
/// before each time it is taken is not shown (the question may stand in another
/// function), so what it keeps apart is a doubt: see Turns.cpp.
///
/// Misses: a token that is first set, without the lock, by a thread other than
/// main, before it starts those that take it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Pairs.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

/// How a variable is used while there are other threads.
struct TokenUse {
  bool Raised = false, Lowered = false, Asked = false, IsSpoilt = false;
  std::optional<std::set<CellId>> Locks; ///< held at all of them
};

} // namespace

/// What a condition asks of memory: its address.
static ValueId askedFor(const ValueTable &T, ValueId Condition) {
  std::optional<ConditionAtom> Atom = atomOf(T, Condition, true);
  if (!Atom || !T.isKnown(Atom->Subject))
    return ValueId::Unknown;
  const Value &X = T[Atom->Subject];
  return X.Kind == ValueKind::Load ? X.A : ValueId::Unknown;
}

/// Do other threads run when \p At happens, on some way?
static bool isAmongOthers(const Contexts &All, EventRef At) {
  return llvm::any_of(All.of(At.Func), [&](uint32_t Ctx) {
    return All[Ctx].Thread != All.threads().main() ||
           !All.running(Ctx, At).empty();
  });
}

void PairAnalysis::findTokens() {
  const Values &V = Context.V;
  std::map<CellId, TokenUse> Uses;
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members) {
      std::vector<ValueId> Conditions{V.summary(F).Returned};
      for (uint32_t Block : V.cfg(F).Order)
        Conditions.push_back(V.condition(F, Block));
      for (ValueId Condition : Conditions)
        if (CellId C = Context.uniqueCell(askedFor(Context.T, Condition));
            valid(C))
          Uses[C].Asked = true;
    }
  auto Visit = [&](EventRef At) {
    const auto *A = std::get_if<Access>(&P.M[At]);
    if (!A || A->Init)
      return;
    for (CellId C : Pointers.cells(At.Func, A->P)) {
      auto It = Uses.find(C);
      if (It == Uses.end() || It->second.IsSpoilt ||
          !isAmongOthers(Context.All, At))
        continue;
      TokenUse &Use = It->second;
      std::set<CellId> Held;
      for (const LockUse &U : L.heldAt(At))
        if (U.Must && U.Unique)
          Held.insert(U.Cell);
      if (!Use.Locks)
        Use.Locks = Held;
      std::erase_if(*Use.Locks, [&](CellId Lock) { return !Held.count(Lock); });
      Use.IsSpoilt = Use.Locks->empty() || A->Order != MemoryOrder::NotAtomic;
      if (A->Kind == AccessKind::Read)
        continue;
      const std::optional<int64_t> N =
          A->Kind == AccessKind::Write ? Context.T.asInt(V.value(At, A->Value))
                                       : std::nullopt;
      Use.IsSpoilt |= !N;
      (N.value_or(0) ? Use.Raised : Use.Lowered) = true;
    }
  };
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, Visit);
  for (const auto &[C, Use] : Uses)
    if (Use.Raised && Use.Lowered && !Use.IsSpoilt)
      Tokens.insert(C);
}

/// A number that is stored in a token.
void PairAnalysis::addToken(Messages &To, EventRef At) const {
  const auto &X = std::get<Access>(P.M[At]);
  if (X.Init || X.Kind != AccessKind::Write)
    return;
  for (CellId C : Pointers.cells(At.Func, X.P))
    if (Tokens.count(C))
      (Context.T.asInt(Context.V.value(At, X.Value)).value_or(0) ? To.Raised
                                                                 : To.Lowered)
          .insert(C);
}
