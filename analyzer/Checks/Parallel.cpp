//===- Parallel.cpp - Events that threads can be at together --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Parallel.h"

#include "analyzer/Locks/Contexts.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

std::vector<ThreadEvent> heddle::threadsAt(const Analyses &A, EventRef At) {
  std::vector<ThreadEvent> Out;
  for (ThreadId T : A.ThreadTable.executing(At.Func))
    Out.push_back({At, T});
  return Out;
}

bool heddle::mayMeet(const Analyses &A, const ThreadEvent &L,
                     const ThreadEvent &R) {
  return llvm::is_contained(A.ThreadTable.runningAt(L.Thread, L.At),
                            R.Thread) &&
         llvm::is_contained(A.ThreadTable.runningAt(R.Thread, R.At), L.Thread);
}

/// Flags of call_once, or of the initialisation of a static, that the event is
/// always under.
static std::set<CellId> onceFlags(const Analyses &A, EventRef At) {
  const Contexts &All = A.LockTable.contexts();
  std::optional<std::set<CellId>> Out;
  for (uint32_t Ctx : All.of(At.Func))
    for (const HeldFacts &Facts : All.held(Ctx, At)) {
      std::set<CellId> Here;
      for (const HeldLockFact &H : Facts.Held)
        if (H.Kind == HeldKind::Once && H.Must)
          if (const auto &Cells = All.values().resolve(H.Lock);
              Cells && Cells->size() == 1 &&
              A.Pointers.isUnique(Cells->front()))
            Here.insert(Cells->front());
      if (Out)
        std::erase_if(*Out, [&](CellId C) { return !Here.count(C); });
      else
        Out = std::move(Here);
    }
  return Out.value_or(std::set<CellId>());
}

/// What runs once only does not meet itself.
static bool runOnce(const Analyses &A, EventRef L, EventRef R) {
  const std::set<CellId> Flags = onceFlags(A, L);
  return !Flags.empty() && llvm::any_of(onceFlags(A, R), [&](CellId C) {
    return Flags.count(C) > 0;
  });
}

bool heddle::haveCommonLock(const Analyses &A, EventRef L, EventRef R) {
  std::vector<LockUse> Right = A.LockTable.heldAt(R);
  return llvm::any_of(A.LockTable.heldAt(L), [&](const LockUse &One) {
    return One.Must && One.Unique &&
           llvm::any_of(Right, [&](const LockUse &Other) {
             return Other.Must && Other.Cell == One.Cell &&
                    (One.Mode == LockMode::Exclusive ||
                     Other.Mode == LockMode::Exclusive);
           });
  });
}

std::optional<std::pair<ThreadEvent, ThreadEvent>>
heddle::firstMeeting(const Analyses &A,
                     const std::vector<ThreadEvent> &Events) {
  for (size_t I = 0; I < Events.size(); ++I)
    for (size_t J = I; J < Events.size(); ++J)
      if (mayMeet(A, Events[I], Events[J]) &&
          !haveCommonLock(A, Events[I].At, Events[J].At) &&
          !runOnce(A, Events[I].At, Events[J].At))
        return std::pair(Events[I], Events[J]);
  return std::nullopt;
}
