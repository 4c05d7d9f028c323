//===- BranchFacts.cpp - What branches on the way say ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A branch says something for a block if the one edge it takes leads there
/// always, that is, if the edge's end dominates the block and has no other way
/// in.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Values/BranchFacts.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

std::optional<ConditionAtom> heddle::branchFact(const Values &V, FuncId F,
                                                uint32_t From, uint32_t To) {
  const Terminator &Term = V.program().M[F].Definition->Blocks[From].Term;
  const ValueId Cond = V.condition(F, From);
  if (Term.Kind == TerminatorKind::Branch && Term.Succs[0] != Term.Succs[1])
    return atomOf(V.table(), Cond, index(Term.Succs[0]) == To);
  if (Term.Kind != TerminatorKind::Switch || !V.table().isKnown(Cond))
    return std::nullopt;
  std::optional<ConditionAtom> Only;
  unsigned Ways = 0;
  for (size_t I = 0; I < Term.Succs.size(); ++I) {
    if (index(Term.Succs[I]) != To)
      continue;
    ++Ways;
    if (I < Term.Cases.size() && Term.Cases[I].Low == Term.Cases[I].High)
      Only = ConditionAtom{Cond, Term.Cases[I].Low, true};
  }
  return Ways == 1 ? Only : std::nullopt;
}

const std::vector<ConditionAtom> &BranchFacts::before(FuncId F,
                                                      uint32_t Block) const {
  auto [It, IsNew] = Known.try_emplace({F, Block});
  std::vector<ConditionAtom> &Out = It->second;
  if (!IsNew)
    return Out;
  const Cfg &G = V.cfg(F);
  for (uint32_t To : G.Order) {
    if (G.Preds[To].size() != 1 || G.Preds[To].front().IsUnwind ||
        !G.dominates(To, Block))
      continue;
    if (std::optional<ConditionAtom> A =
            branchFact(V, F, G.Preds[To].front().From, To);
        A && V.table().isKnown(A->Subject))
      Out.push_back(*A);
  }
  llvm::sort(Out);
  Out.erase(llvm::unique(Out), Out.end());
  return Out;
}
