//===- SyncUse.cpp - Locks and conditions that end ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Threads may use a lock, a condition or the like at the same time, but for
/// its end. And who wakes those that wait for a condition may destroy it at
/// once (POSIX, pthread_cond_destroy).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// Does the function of \p End notify \p Condition on every way to it?
static bool notifiesBefore(const RefuterContext &C, EventRef End,
                           CellId Condition) {
  const Cfg &G = C.V.cfg(End.Func);
  bool Found = false;
  C.V.forEachEvent(End.Func, [&](EventRef At) {
    const auto *N = std::get_if<Notify>(&C.P.M[At]);
    if (!N || !G.isReachable(index(At.Block)))
      return;
    const bool Before = At.Block == End.Block
                            ? At.Index < End.Index
                            : G.dominates(index(At.Block), index(End.Block));
    Found |= Before && C.Pointers.mayOverlap(
                           C.Pointers.cells(At.Func, N->Condition), Condition);
  });
  return Found;
}

std::optional<Refutation> heddle::refuteSyncUse(const RefuterContext &C,
                                                const AccessClass &A,
                                                const AccessClass &B) {
  if (!A.Sync && !B.Sync)
    return std::nullopt;
  const bool EndsA = A.Shown.Kind == AccessKind::Destroy,
             EndsB = B.Shown.Kind == AccessKind::Destroy;
  if (!EndsA && !EndsB)
    return Refutation{true, {"to use it is what it is made for"}};
  const auto *Barrier = std::get_if<SyncObject>(&C.P.M[A.Shown.At]);
  if (EndsA && EndsB && Barrier &&
      Barrier->Kind == SyncObject::ObjectKind::Barrier)
    return Refutation{false, {"a barrier tells one of its threads to end it"}};
  const AccessClass &End = EndsA ? A : B, &Use = EndsA ? B : A;
  if (!std::holds_alternative<Wait>(C.P.M[Use.Shown.At]) ||
      !notifiesBefore(C, End.Shown.At, Use.Shown.Cell))
    return std::nullopt;
  return Refutation{false,
                    {"those that wait for it are woken before its end at " +
                     C.position(End.Shown.At)}};
}
