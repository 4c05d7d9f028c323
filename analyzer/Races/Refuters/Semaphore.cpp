//===- Semaphore.cpp - Both hold a semaphore that is used as a lock -------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A semaphore that starts with one is a lock if nobody posts it who has not
/// waited for it: then its count is one, or one thread has it. Where a group
/// has it, the first one in waits and the last one out posts, under a lock of
/// their own:
///
///     lock(M); if (++Readers == 1) sem_wait(&Room); unlock(M);
///     …
///     lock(M); if (--Readers == 0) sem_post(&Room); unlock(M);
///
/// That the counter is kept right is not shown, so this is a belief.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// Who posts at \p At: one who holds the semaphore, or may hold it?
void RefuterContext::notePost(EventRef At) {
  const auto &Op = std::get<SemaphoreOp>(P.M[At]);
  const bool ByOne = !valid(Op.Count) || T.asInt(V.value(At, Op.Count)) == 1;
  auto HeldIn = [&](const HeldFacts &Facts, CellId Cell) {
    return llvm::find_if(Facts.Held, [&](const HeldLockFact &H) {
      return H.Kind == HeldKind::Semaphore && uniqueCell(H.Lock) == Cell;
    });
  };
  for (uint32_t Ctx : All.of(At.Func)) {
    const std::optional<std::vector<CellId>> &Known =
        V.resolve(All.absolute(Ctx, V.address(At, Op.P)));
    const std::vector<CellId> Cells =
        Known ? *Known : std::vector<CellId>(Pointers.cells(At.Func, Op.P));
    const std::vector<HeldFacts> Ways = All.held(Ctx, At);
    for (CellId Cell : Cells) {
      bool May = false, Must = true;
      for (const HeldFacts &Facts : Ways) {
        const auto H = HeldIn(Facts, Cell);
        May |= H != Facts.Held.end();
        Must &= H != Facts.Held.end() && H->Must;
      }
      const bool IsPlain = ByOne && Cells.size() == 1;
      Turnstiles[Cell].ByGroup &= IsPlain && May;
      Turnstiles[Cell].ByOwner &= IsPlain && Must;
    }
  }
}

void RefuterContext::findTurnstiles() {
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) {
        const Event &E = P.M[At];
        if (const auto *S = std::get_if<SyncObject>(&E)) {
          if (S->Op == SyncObject::OpKind::Init &&
              S->Kind == SyncObject::ObjectKind::Semaphore)
            for (CellId C : Pointers.cells(F, S->P))
              Turnstiles[C].StartsWithOne &=
                  valid(S->Count) && T.asInt(V.value(At, S->Count)) == 1;
        } else if (const auto *Op = std::get_if<SemaphoreOp>(&E)) {
          if (Op->Op == SemaphoreOp::OpKind::Release)
            notePost(At);
        }
      });
}

/// Was it taken under a lock, as one of a group does for all of them?
static bool isForGroup(const RefuterContext &C, const HeldLockFact &H) {
  const HeldStates &Ways = C.All.heldAnalysis().before(H.At);
  return llvm::all_of(Ways, [&](const auto &Way) {
    return llvm::any_of(Way.Facts.Held, [&](const HeldLockFact &Outer) {
      return Outer.Must && Outer.Lock != H.Lock &&
             (Outer.Kind == HeldKind::Lock ||
              Outer.Kind == HeldKind::Semaphore);
    });
  });
}

std::optional<Refutation> heddle::refuteSemaphore(const RefuterContext &C,
                                                  const AccessClass &A,
                                                  const AccessClass &B) {
  auto Since = [&](const AccessClass &Of, const HeldLockFact &H) {
    return C.nameOf(Of.Shown.Thread) + " has waited for it at " +
           C.position(H.At);
  };
  for (const HeldLockFact &X : A.Facts->Held.Held)
    for (const HeldLockFact &Y : B.Facts->Held.Held) {
      if (X.Kind != HeldKind::Semaphore || Y.Kind != HeldKind::Semaphore ||
          (!X.Must && !Y.Must))
        continue;
      const CellId Cell = C.uniqueCell(X.Lock);
      if (!valid(Cell) || Cell != C.uniqueCell(Y.Lock))
        continue;
      auto Known = C.Turnstiles.find(Cell);
      if (Known == C.Turnstiles.end() || !C.InitialCounts.count(Cell))
        continue;
      const RefuterContext::Turnstile &Gate = Known->second;
      const bool Owned = X.Must && Y.Must && Gate.ByOwner;
      if (!Gate.StartsWithOne || !Gate.ByGroup ||
          (!X.Must && !isForGroup(C, X)) || (!Y.Must && !isForGroup(C, Y)))
        continue;
      return Refutation{Owned,
                        {"the semaphore '" + C.Pointers.displayName(Cell) +
                             "' lets one in at a time",
                         Since(A, X), Since(B, Y)}};
    }
  return std::nullopt;
}
