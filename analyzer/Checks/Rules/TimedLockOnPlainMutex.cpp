//===- TimedLockOnPlainMutex.cpp - timed-lock-on-plain-mutex --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// mtx_timedlock on a mutex that mtx_init made without mtx_timed. The C
/// standard leaves undefined what happens; the compiler, which stops the same
/// mistake with std::mutex, can't see it here.
///
/// Misses: mutexes of which some are made for it and some not, where one line
/// locks either.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/SyncHomes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

static Finding tell(const Module &M, EventRef At, const TryAcquire &T,
                    EventRef Made) {
  const std::string Lock = describe(M, At.Func, T.Lock);
  const SyncObject &Init = std::get<SyncObject>(M[Made]);
  Finding F;
  F.Object = Lock;
  F.Belief = Confidence::Certain;
  F.Reasons = {"every mtx_init of " + quoted(Lock) + " is without mtx_timed"};
  F.Cause =
      localCause(M, Made.Func, "untimed " + describe(M, Made.Func, Init.P));
  F.Message = quoted(Lock) + " is locked with a time limit, but was not made "
                             "for one";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = "needs mtx_timed";
  F.Sites.push_back(std::move(S));
  F.Sites.push_back(siteAt(M, SiteRole::Related, Made,
                           quoted(Lock) + " is initialised here without "
                                          "mtx_timed"));
  F.Why = "a mutex that was not initialised with mtx_timed need not be able "
          "to wait with a limit: what mtx_timedlock does to it is undefined. "
          "Some systems answer with an error at once, others ignore the limit "
          "and wait for ever";
  F.Repair =
      "say so when it is made:\n  mtx_init(&" + describe(M, Made.Func, Init.P) +
      (Init.Recursive ? ", mtx_timed | mtx_recursive);" : ", mtx_timed);");
  return F;
}

static void report(const CheckContext &Context, Finding F,
                   llvm::ArrayRef<EventRef> Made) {
  std::vector<WordChange> Changes;
  for (EventRef At : Made)
    Changes.push_back({makeSpan(Context.P.M, At), "mtx_plain", "mtx_timed"});
  offerWords(Context, F, "make it for time limits", Changes);
  Context.Report(std::move(F));
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const SyncObjects Objects(M, Context.A);
  if (Objects.inits().empty())
    return;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *T = std::get_if<TryAcquire>(&M[At]);
    if (!T || !T->Timed || !valid(T->Lock))
      return;
    std::vector<EventRef> Made = Objects.initsOf(At.Func, T->Lock);
    if (!Made.empty() && llvm::all_of(Made, [&](EventRef Init) {
          return std::get<SyncObject>(M[Init]).Untimed;
        }))
      report(Context, tell(M, At, *T, Made.front()), Made);
  });
}

namespace heddle::rules {
extern const Rule TimedLockOnPlainMutex;
const Rule TimedLockOnPlainMutex = {
    {"timed-lock-on-plain-mutex", Category::Lock, Severity::Error,
     RuleScope::Local, "a time limit for a mutex that was not made for one"},
    check};
} // namespace heddle::rules
