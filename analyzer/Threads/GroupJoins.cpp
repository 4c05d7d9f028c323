//===- GroupJoins.cpp - Does a loop join all that were started? -----------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Run.cpp takes a loop that joins elements of an array for one that joins all
/// of them. That is what programs mean, but
///
///     for (I = 0; I < N; ++I) pthread_create(&T[I], ...);
///     for (I = 1; I < N; ++I) pthread_join(T[I], ...);
///
/// leaves one running. Here the two loops are compared: same start, step and
/// bound, and the join is known to be whole; otherwise it is only believed to
/// be, which the ledger says.
///
/// Misses: a wrong range over anything but an index (iterators).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Threads/Run.h"

using namespace heddle;

namespace {

/// `Base[Index]`, Index counted by a loop.
struct CountedHandle {
  ValueId Base = ValueId::Unknown;
  const Induction *Loop = nullptr;
};

} // namespace

/// The array and the loop that counts its index; no Loop: not that simple.
static CountedHandle counted(const Values &V, ValueId Handle) {
  const ValueTable &T = V.table();
  while (T.isKnown(Handle) && T[Handle].Kind == ValueKind::Field)
    Handle = T[Handle].A;
  if (!T.isKnown(Handle) || T[Handle].Kind != ValueKind::Element)
    return {};
  return {T[Handle].A, V.induction(T[Handle].B)};
}

static bool sameRange(const ValueTable &T, const Induction &A,
                      const Induction &B) {
  return T.isKnown(A.Start) && A.Start == B.Start && A.Step == B.Step &&
         A.Op == B.Op && T.isKnown(A.Bound) && A.Bound == B.Bound;
}

void RunAnalysis::doubtGroupJoins() {
  for (const auto &[Where, Groups] : GroupJoins) {
    const auto &[F, Header] = Where;
    for (uint32_t Block : V.cfg(F).cycle(Header)) {
      const std::vector<Event> &Events =
          V.program().M[F].Definition->Blocks[Block].Events;
      for (uint32_t I = 0; I < Events.size(); ++I) {
        const EventRef At{F, static_cast<BlockId>(Block), I};
        for (ValueId Handle : endedBy(At))
          doubtJoin(At, counted(V, Handle).Base, counted(V, Handle).Loop);
      }
    }
  }
}

/// Compares a join of `Base[]` with all starts of threads into it.
void RunAnalysis::doubtJoin(EventRef Join, ValueId Base,
                            const Induction *Joined) {
  if (!Joined)
    return;
  bool Covered = false, Differs = false;
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) {
        const auto *S = std::get_if<Spawn>(&V.program().M[At]);
        if (!S)
          return;
        const CountedHandle Started = counted(V, handle(At, S->Handle));
        if (Started.Base != Base)
          return;
        const bool Same = Started.Loop && sameRange(T, *Started.Loop, *Joined);
        (Same ? Covered : Differs) = true;
      });
  if (!Covered || Differs)
    Gaps.add({.Kind = LedgerKind::Believed,
              .Where = Join,
              .Pos = {},
              .Text = "the loop is believed to join all threads of an array"});
}
