//===- TimedResultIgnored.cpp - timed-result-ignored ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// try_lock and its timed relatives, whose answer nobody looks at: whether the
/// lock is held below is then a matter of luck. Guards ask by themselves, and
/// are asked.
///
/// Misses: an answer that is put into a variable which nobody reads; timed
/// waits for a condition variable, whose answer many rightly ignore in a loop.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

using namespace heddle;

static std::string repair(const Module &M, const TryAcquire &T,
                          const std::string &Name) {
  if (M.Lang == Language::C)
    return "ask, and unlock only where it was got:\n  if "
           "(pthread_mutex_trylock(&" +
           Name + ") == 0) {\n    …\n    pthread_mutex_unlock(&" + Name +
           ");\n  }\nor wait for it: pthread_mutex_lock(&" + Name + ");";
  std::string Type = T.Timed ? ", …" : ", std::try_to_lock";
  return "let a guard try, and ask it:\n  std::unique_lock Guard(" + Name +
         Type +
         ");\n  if (Guard)\n    …\nor wait for it: std::lock_guard "
         "Guard(" +
         Name + ");";
}

static void report(const CheckContext &Context, EventRef At,
                   const TryAcquire &T) {
  const Module &M = Context.P.M;
  std::string Name = describe(M, At.Func, T.Lock);
  Finding F;
  F.Object = Name;
  F.Explains = {eventFault(M, At)};
  F.Belief = Confidence::Certain;
  F.Reasons = {"nothing uses the result"};
  F.Message = "whether " + quoted(Name) + " was got here is not asked";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = "may come back without the lock";
  F.Sites.push_back(std::move(S));
  F.Why = "an attempt to lock fails when another thread has the lock, and then "
          "goes on all the same: everything below runs with the lock or "
          "without it, as it happens, and an unlock at the end takes it away "
          "from the other thread";
  F.Repair = repair(M, T, Name);
  offerWaiting(Context, F, F.Sites.front().Span);
  Context.Report(std::move(F));
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachUserBody(M, [&](FuncId F) {
    const Body &B = *M[F].Definition;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        if (const auto *T = std::get_if<TryAcquire>(&B.Blocks[Block].Events[I]))
          if (!T->ResultUsed && !valid(T->Guard) && valid(T->Lock))
            report(Context, {F, BlockId{Block}, I}, *T);
  });
}

namespace heddle::rules {
extern const Rule TimedResultIgnored;
const Rule TimedResultIgnored = {
    {"timed-result-ignored", Category::Wait, Severity::Warning,
     RuleScope::Local, "nobody asks whether an attempt to lock succeeded"},
    check};
} // namespace heddle::rules
