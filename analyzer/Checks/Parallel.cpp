//===- Parallel.cpp - Events that threads can be at together --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Parallel.h"

#include "llvm/ADT/STLExtras.h"

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
          !haveCommonLock(A, Events[I].At, Events[J].At))
        return std::pair(Events[I], Events[J]);
  return std::nullopt;
}
