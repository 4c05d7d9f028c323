//===- SuspendUnderLock.cpp - suspend-under-lock --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A coroutine waits (co_await) or hands out a value (co_yield) while it holds
/// a lock that it took itself. It goes on when somebody resumes it: perhaps
/// never, perhaps in another thread, which then unlocks what it has not locked.
///
/// A lock that the caller holds is not the coroutine's: nothing is said of it.
/// Nor of the suspensions at the beginning and the end, which nobody wrote.
///
/// Misses: awaitables that never suspend (std::suspend_never) are told apart by
/// nobody here.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

using namespace heddle;

static Finding tell(const Module &M, EventRef At, bool Yields,
                    const LockUse &Held) {
  const std::string Lock = quoted(Held.Name),
                    Word = Yields ? "co_yield" : "co_await";
  Finding F;
  F.Object = Held.Name;
  // What is awaited may be ready, and then nothing is suspended.
  F.Belief = Confidence::Likely;
  F.Reasons = {"every way to this point holds it"};
  F.Message = Word + " suspends this coroutine while it holds " + Lock;
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = Lock + " stays locked while it sleeps";
  S.Held = heldLocks(M, Held);
  F.Sites.push_back(std::move(S));
  F.Sites.push_back(
      siteAt(M, SiteRole::LockTaken, Held.Acquired, Lock + " is taken here"));
  F.Why = "while the coroutine sleeps its caller runs on, and " + Lock +
          " stays locked: whoever wants it waits, the caller too, that should "
          "resume it. And where another thread resumes it, that one unlocks "
          "a mutex it has not locked, which is undefined";
  F.Repair = "end the guard's block before the " + Word +
             ", and take the lock again after it:\n  {\n    std::lock_guard "
             "Guard(" +
             Held.Name + ");\n    …\n  }\n  " + Word + " …;";
  return F;
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *S = std::get_if<Suspend>(&M[At]);
    if (!S ||
        (S->Op != Suspend::OpKind::Await && S->Op != Suspend::OpKind::Yield))
      return;
    for (const LockUse &Held : Context.A->LockTable.heldAt(At))
      if (Held.Must && !Held.ByCaller && valid(Held.Acquired.Func))
        return Context.Report(
            tell(M, At, S->Op == Suspend::OpKind::Yield, Held));
  });
}

namespace heddle::rules {
extern const Rule SuspendUnderLock;
const Rule SuspendUnderLock = {
    {"suspend-under-lock", Category::Lock, Severity::Error, RuleScope::Program,
     "a coroutine is suspended while it holds a lock"},
    check};
} // namespace heddle::rules
