//===- AsyncDeferred.cpp - async-deferred --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// std::async is called without std::launch::async: whether a thread is started
/// is the library's choice, and with std::launch::deferred none is. The task
/// then runs in whoever calls get(), or never.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static Finding tell(const Module &M, EventRef At) {
  Finding F;
  F.Object = displayName(M, At.Func);
  F.Belief = Confidence::Certain;
  F.Reasons = {"std::launch::async is not demanded"};
  F.Message = "this task need not run in a thread of its own";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = "started now, later, or never";
  F.Sites.push_back(std::move(S));
  F.Why = "without std::launch::async the library may put the task off until "
          "somebody calls get() or wait(), and run it there, in that thread. "
          "If nobody does, it never runs; wait_for() answers 'deferred' and "
          "a loop that waits for 'ready' never ends; thread_local variables "
          "are those of the caller";
  F.Repair = "say what is meant: std::async(std::launch::async, …)";
  return F;
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *S = std::get_if<Spawn>(&M[At]);
    if (!S || S->Kind != ThreadKind::StdAsync || !S->Lazy)
      return;
    Finding F = tell(M, At);
    offerLaunch(Context, F, F.Sites.front().Span);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule AsyncDeferred;
const Rule AsyncDeferred = {{"async-deferred", Category::Lifetime,
                             Severity::Advice, RuleScope::Local,
                             "std::async may put its task off for ever"},
                            check};
} // namespace heddle::rules
