//===- JoinedElement.cpp - What a worker left behind ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Workers that were started with an element each are joined one by one, and
/// what each has left in its element is read in the same round:
///
///     for (j …) { join(W[j].Handle); use(W[j].Result); }
///
/// The worker of that element has ended; the others have other elements.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuters/Distinct.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// The one element index in which two addresses differ; None where they differ
/// in more, or not at all.
static std::pair<ValueId, ValueId> onlyDifference(const RefuterContext &C,
                                                  ValueId L, ValueId R) {
  const std::pair<ValueId, ValueId> No{ValueId::None, ValueId::None};
  std::pair<ValueId, ValueId> Out = No;
  while (C.T.isKnown(L) && C.T.isKnown(R)) {
    const Value &X = C.T[L], &Y = C.T[R];
    if (L == R ||
        (valid(C.uniqueCell(L)) && C.uniqueCell(L) == C.uniqueCell(R)))
      return Out;
    if (X.Kind != Y.Kind || (X.Kind == ValueKind::Field && X.Field != Y.Field))
      return No;
    if (X.Kind == ValueKind::Element && X.B != Y.B) {
      if (valid(Out.first))
        return No;
      Out = {X.B, Y.B};
    } else if (X.Kind != ValueKind::Field && X.Kind != ValueKind::Element) {
      return No;
    }
    L = X.A;
    R = Y.A;
  }
  return No;
}

/// \p A: of the thread that started B's and joins it.
static std::optional<Refutation> afterOwnJoin(const RefuterContext &C,
                                              const AccessClass &A,
                                              const AccessClass &B) {
  const AbstractThread &W = C.Table[B.Shown.Thread];
  const auto *Start =
      valid(W.Spawn.Func) ? std::get_if<Spawn>(&C.P.M[W.Spawn]) : nullptr;
  const auto [Mine, Theirs] = onlyDifference(C, A.Address, B.Address);
  if (!Start || W.Parent != A.Shown.Thread || !valid(Mine) ||
      !C.T.isKnown(Mine) || !C.T.isKnown(Theirs) || !C.V.induction(Mine))
    return std::nullopt;
  std::set<ValueId> Counted;
  findDistinct(C, B.Shown.Thread, Theirs, Counted);
  if (!Counted.count(Theirs))
    return std::nullopt;
  std::optional<uint32_t> Starter;
  for (uint32_t Ctx : C.All.of(W.Spawn.Func))
    if (C.All[Ctx].Thread == W.Parent) {
      if (Starter)
        return std::nullopt;
      Starter = Ctx;
    }
  if (!Starter)
    return std::nullopt;
  const ValueId Started =
      C.All.absolute(*Starter, C.V.address(W.Spawn, Start->Handle));
  const EventRef Round = C.T[Mine].At;
  const Cfg &G = C.V.cfg(Round.Func);
  for (EventRef At : W.Joins) {
    const auto *End = std::get_if<Join>(&C.P.M[At]);
    if (!End || End->Try || At.Func != Round.Func ||
        At.Func != A.Shown.At.Func ||
        !G.inCycle(index(Round.Block), index(At.Block)))
      continue;
    const ValueId Joined =
        C.All.absolute(A.Context, C.V.address(At, End->Handle));
    const bool IsFirst = llvm::all_of(A.Sites, [&](EventRef Site) {
      return Site.Func == At.Func &&
             G.inCycle(index(Round.Block), index(Site.Block)) &&
             (Site.Block == At.Block
                  ? At.Index < Site.Index
                  : G.dominates(index(At.Block), index(Site.Block)));
    });
    // The handle must name this worker, and no other.
    const auto Awaited = llvm::count_if(C.Table.all(), [&](const auto &X) {
      return llvm::is_contained(X.Joins, At);
    });
    if (IsFirst && Awaited == 1 &&
        onlyDifference(C, Joined, Started) == std::pair(Mine, Theirs))
      return Refutation{entersLoopOnce(C, B.Shown.Thread, Theirs),
                        {"each " + C.nameOf(B.Shown.Thread) +
                         " is joined before its element is touched"}};
  }
  return std::nullopt;
}

std::optional<Refutation> heddle::refuteJoinedElement(const RefuterContext &C,
                                                      const AccessClass &A,
                                                      const AccessClass &B) {
  if (C.Table[A.Shown.Thread].Parent == B.Shown.Thread)
    return afterOwnJoin(C, B, A);
  return afterOwnJoin(C, A, B);
}
