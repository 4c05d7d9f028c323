//===- Channels.cpp - A signal, and a wait that saw it
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What comes before a signal happens before what comes after a wait that saw
/// it. So a pair is ordered if one access has waited, on every way, for a
/// signal that only the other's thread gives, and that thread has given none
/// before its access. Any other signal that could have ended the wait spoils
/// the argument, and so does a flag that is set from the start or a semaphore
/// that is not empty at the start.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

static const char *wordFor(ChannelKind K) {
  switch (K) {
  case ChannelKind::Future:
    return "the promise";
  case ChannelKind::Latch:
    return "the latch";
  case ChannelKind::Semaphore:
    return "the semaphore";
  default:
    return "the flag";
  }
}

static bool mayBe(const RefuterContext &C, const Channel &X, CellId Cell) {
  const std::optional<std::vector<CellId>> &Cells = C.V.resolve(X.Object);
  return !Cells || C.Pointers.mayOverlap(*Cells, Cell);
}

/// Is everything before \p First's next signal ordered before \p Then?
static std::optional<Refutation> orderedBy(const RefuterContext &C,
                                           const AccessClass &First,
                                           const AccessClass &Then,
                                           const Channel &Through) {
  const std::optional<std::vector<CellId>> &Cells = C.V.resolve(Through.Object);
  if (!Cells || Cells->size() != 1 || Through.Kind == ChannelKind::Once)
    return std::nullopt;
  const CellId Cell = Cells->front();
  for (const Channel &Told : First.Facts->Order.Signalled)
    if (Told.Kind == Through.Kind && mayBe(C, Told, Cell))
      return std::nullopt;
  bool Proved = C.Pointers.isUnique(Cell);
  if (Through.Kind == ChannelKind::FlagSet && C.InitiallySet.count(Cell))
    return std::nullopt;
  if (Through.Kind == ChannelKind::FlagCleared &&
      (C.InitiallyCleared.count(Cell) || !C.InitiallySet.count(Cell)))
    return std::nullopt;
  if (Through.Kind == ChannelKind::Semaphore) {
    auto Count = C.InitialCounts.find(Cell);
    if (Count == C.InitialCounts.end() || C.T.asInt(Count->second) != 0)
      return std::nullopt;
  }
  bool Any = false;
  for (const RefuterContext::Signal &S : C.Signals) {
    if (S.To.Kind != Through.Kind || !C.Pointers.mayOverlap(S.Cells, Cell))
      continue;
    const bool Only = S.Threads.size() == 1 &&
                      S.Threads.front() == First.Shown.Thread &&
                      !C.Table.isSelfParallel(First.Shown.Thread);
    // A latch opens when all have counted down, so others don't matter.
    if (!Only && Through.Kind != ChannelKind::Latch)
      return std::nullopt;
    Proved &= Only;
    if (!S.Releases)
      return std::nullopt;
    Any |= llvm::is_contained(S.Threads, First.Shown.Thread);
  }
  if (!Any)
    return std::nullopt;
  // Unsound for a latch whose count is less than the number of threads.
  if (Through.Kind == ChannelKind::Latch) {
    auto Count = C.InitialCounts.find(Cell);
    Proved &= Count != C.InitialCounts.end() && C.T.asInt(Count->second) == 1;
  }
  return Refutation{Proved,
                    {C.nameOf(Then.Shown.Thread) + " has waited for " +
                         wordFor(Through.Kind) + " '" +
                         C.Pointers.displayName(Cell) + "'",
                     C.nameOf(First.Shown.Thread) + " signals it only after " +
                         C.position(First.Shown.At)}};
}

std::optional<Refutation> heddle::refuteChannel(const RefuterContext &C,
                                                const AccessClass &A,
                                                const AccessClass &B) {
  if (A.Shown.Thread == B.Shown.Thread)
    return std::nullopt;
  for (auto [First, Then] : {std::pair(&A, &B), std::pair(&B, &A)})
    for (const Channel &Through : Then->Facts->Order.Passed)
      if (std::optional<Refutation> R = orderedBy(C, *First, *Then, Through))
        return R;
  return std::nullopt;
}

std::optional<Refutation> heddle::refuteBarrier(const RefuterContext &C,
                                                const AccessClass &A,
                                                const AccessClass &B) {
  auto Phases = [&](const AccessClass &X) {
    std::map<CellId, int> Out;
    for (const auto &[Barrier, N] : X.Facts->Order.Phases)
      if (CellId Cell = C.uniqueCell(Barrier); valid(Cell))
        Out[Cell] = N;
    return Out;
  };
  const std::map<CellId, int> PA = Phases(A), PB = Phases(B);
  std::map<CellId, int> Both = PA;
  Both.insert(PB.begin(), PB.end());
  for (const auto &[Cell, Any] : Both) {
    auto Of = [&, Cell = Cell](const std::map<CellId, int> &P) {
      auto It = P.find(Cell);
      return It == P.end() ? 0 : It->second;
    };
    const int NA = Of(PA), NB = Of(PB);
    auto Users = C.BarrierUsers.find(Cell);
    if (NA < 0 || NB < 0 || NA == NB || Users == C.BarrierUsers.end() ||
        !Users->second.count(A.Shown.Thread) ||
        !Users->second.count(B.Shown.Thread))
      continue;
    // Unsound: the barrier may be meant for other threads than these two.
    return Refutation{false,
                      {"barrier '" + C.Pointers.displayName(Cell) +
                       "' is between them: phases " + std::to_string(NA) +
                       " and " + std::to_string(NB)}};
  }
  return std::nullopt;
}
