//===- TryResults.cpp - What a try-lock that fails answers ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `while (pthread_mutex_trylock(&M) == EBUSY)` leaves its loop with the lock:
/// zero is success, and what else may come is EBUSY (a timed one: ETIMEDOUT).
/// So a comparison of such an answer with any number but zero asks whether it
/// is zero, and is written so, for all who follow conditions.
///
/// Unsound: a mutex that is not initialised, or not to be locked again by its
/// owner, gives other answers.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

#include <set>

using namespace llvm;

namespace heddle::spec {

static PlaceId resultOf(const Event &E) {
  PlaceId Out = PlaceId::None;
  std::visit(
      [&]<class EventT>(const EventT &X) {
        if constexpr (requires { X.Result; })
          Out = X.Result;
      },
      E);
  return Out;
}

/// The variables that never hold anything but answers.
static std::set<LocalId> answers(const Body &Code) {
  auto LocalOf = [&](PlaceId P) {
    return valid(P) && Code[P].Kind == PlaceKind::Local ? Code[P].Local
                                                        : LocalId::None;
  };
  std::set<LocalId> Out, Others;
  auto Visit = [&](bool Copies) {
    for (const BasicBlock &Block : Code.Blocks)
      for (const Event &E : Block.Events) {
        const auto *T = std::get_if<TryAcquire>(&E);
        if (T && T->ByValue && T->Success == 0) {
          Out.insert(LocalOf(T->Result));
          continue;
        }
        const auto *A = std::get_if<Assign>(&E);
        const auto *W = std::get_if<Access>(&E);
        const LocalId To = LocalOf(A ? A->P : W ? W->P : resultOf(E));
        if (!valid(To) || (W && W->Kind == AccessKind::Read))
          continue;
        const TermId Value = A ? A->Value : W ? W->Value : TermId::None;
        const LocalId From = valid(Value) && Code[Value].Kind == TermKind::Value
                                 ? LocalOf(Code[Value].P)
                                 : LocalId::None;
        if (Copies && valid(From) && Out.count(From))
          Out.insert(To);
        else if (!valid(From) || !Out.count(From))
          Others.insert(To);
      }
  };
  Visit(/*Copies=*/true);
  Others.clear();
  Visit(/*Copies=*/false);
  Out.erase(LocalId::None);
  for (LocalId L : Others)
    Out.erase(L);
  return Out;
}

void Rewriter::simplifyTries() {
  Body &Code = *M.Functions[index(F)].Definition;
  const std::set<LocalId> Answers = answers(Code);
  if (Answers.empty())
    return;
  for (size_t I = 0; I != Code.Terms.size(); ++I) {
    const Term X = Code.Terms[I];
    if (X.Kind != TermKind::Binary ||
        (X.BinOp != BinaryOp::Eq && X.BinOp != BinaryOp::Ne))
      continue;
    const Term &Answer = Code[X.A], &Number = Code[X.B];
    if (Answer.Kind != TermKind::Value || Number.Kind != TermKind::Int ||
        Number.Value == 0 || Code[Answer.P].Kind != PlaceKind::Local ||
        !Answers.count(Code[Answer.P].Local))
      continue;
    const TermId Zero = B.integer(0, Number.Type);
    Code.Terms[I].B = Zero;
    Code.Terms[I].BinOp = X.BinOp == BinaryOp::Eq ? BinaryOp::Ne : BinaryOp::Eq;
  }
}

} // namespace heddle::spec
