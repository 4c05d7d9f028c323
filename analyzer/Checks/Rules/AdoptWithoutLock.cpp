//===- AdoptWithoutLock.cpp - adopt-without-lock --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A guard is told to take over a lock that is held (std::adopt_lock), and on
/// some way there nobody holds it: the guard locks nothing, and unlocks at the
/// end what was not locked.
///
/// Misses: the other half of the mistake, std::lock and then a guard without
/// adopt_lock, is a lock taken twice: self-deadlock.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Holding.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

using namespace heddle;

static Finding tell(const Module &M, EventRef At, const GuardOp &G,
                    const Holding &H) {
  const std::string Lock = describe(M, At.Func, G.Lock);
  Finding F;
  F.Object = Lock;
  F.Belief = H.Elsewhere ? Confidence::Likely : Confidence::Certain;
  F.Reasons = {H.Elsewhere ? "on other ways to this point it is held"
                           : "no way to this point takes it"};
  F.Message = "this guard adopts " + quoted(Lock) + ", which nobody has locked";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = quoted(Lock) + " is not held here";
  S.Stack = stackOf(M, H.Way, At);
  F.Sites.push_back(std::move(S));
  F.Why = "std::adopt_lock means: I hold it already, do not lock. So nothing "
          "is locked, a second thread can be in here at the same time, and at "
          "the end the guard unlocks a mutex that is not locked, which is "
          "undefined";
  F.Repair = "leave out the std::adopt_lock: then the guard locks";
  // It unlocks what is not held: the same fault.
  F.Explains.push_back(eventFault(M, At));
  return F;
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const Analyses &A = *Context.A;
  const Values &V = A.LockTable.contexts().values();
  forEachUserEvent(M, [&](EventRef At) {
    const auto *G = std::get_if<GuardOp>(&M[At]);
    if (!G || G->Op != GuardOp::OpKind::Adopt || !valid(G->Lock))
      return;
    const Holding H = holdingAt(A, At, V.address(At, G->Lock));
    if (!H.Missing)
      return;
    Finding F = tell(M, At, *G, H);
    // Where others come with the lock, locking would be a self-deadlock.
    if (!H.Elsewhere)
      offerPlainGuard(Context, F, F.Sites.front().Span, "adopt_lock");
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule AdoptWithoutLock;
const Rule AdoptWithoutLock = {{"adopt-without-lock", Category::Lock,
                                Severity::Error, RuleScope::Program,
                                "a guard adopts a lock that nobody holds"},
                               check};
} // namespace heddle::rules
