//===- UncheckedThreadResult.cpp - unchecked-thread-result ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// pthread_create or thrd_create may fail, and nobody looks at what it
/// returned: the handle then names no thread, and joining it is undefined.
///
/// Misses: results that are stored and never compared.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// Does any expression of the function use the temporary \p Result?
static bool isRead(const Body &B, PlaceId Result) {
  if (!valid(Result))
    return false;
  if (B[Result].Kind != PlaceKind::Local || !B[B[Result].Local].Name.empty())
    return true;
  return llvm::any_of(B.Terms, [&](const Term &T) {
    return T.Kind == TermKind::Value && B[T.P].Kind == PlaceKind::Local &&
           B[T.P].Local == B[Result].Local;
  });
}

static Finding tell(const Module &M, EventRef At, const Spawn &S) {
  const std::string Handle = describe(M, At.Func, S.Handle);
  Finding F;
  F.Object = Handle;
  F.Belief = Confidence::Certain;
  F.Reasons = {"no expression uses the result"};
  F.Message = "whether " + quoted(Handle) + " was started is not asked";
  Site X = siteAt(M, SiteRole::Primary, At, "");
  X.Label = "may fail";
  F.Sites.push_back(std::move(X));
  F.Why = "a system that is out of threads or memory answers with an error, "
          "and the handle is not set. The join that follows then waits for "
          "whatever number happens to stand there, which is undefined, and "
          "what the thread should have done is missing";
  F.Repair = S.Kind == ThreadKind::C11Thread
                 ? "ask: if (thrd_create(…) != thrd_success) …"
                 : "ask: if (pthread_create(…) != 0) …";
  return F;
}

static void report(const CheckContext &Context, Finding F) {
  offerChecked(Context, F, F.Sites.front().Span);
  Context.Report(std::move(F));
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *S = std::get_if<Spawn>(&M[At]);
    if (S && valid(S->Handle) &&
        (S->Kind == ThreadKind::Pthread || S->Kind == ThreadKind::C11Thread) &&
        !isRead(*M[At.Func].Definition, S->Result))
      report(Context, tell(M, At, *S));
  });
}

namespace heddle::rules {
extern const Rule UncheckedThreadResult;
const Rule UncheckedThreadResult = {
    {"unchecked-thread-result", Category::Lifetime, Severity::Advice,
     RuleScope::Local, "whether a thread was started is not asked"},
    check};
} // namespace heddle::rules
