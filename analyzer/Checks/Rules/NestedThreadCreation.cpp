//===- NestedThreadCreation.cpp - nested-thread-creation -----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread is started by a thread that is itself started: who owns it, who
/// joins it, and how many there can be is then spread over the program.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include <set>

using namespace heddle;

static Finding tell(const Module &M, EventRef At, const AbstractThread &By) {
  Finding F;
  F.Object = displayName(M, At.Func);
  F.Belief = Confidence::Likely;
  F.Reasons = {"the function is part of a started thread"};
  F.Message = threadWords(By) + " starts threads itself";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = "a thread of a thread";
  F.Sites.push_back(std::move(S));
  F.Sites.push_back(
      siteAt(M, SiteRole::Spawn, By.Spawn, "which is started here"));
  F.Why = "how many threads there are now depends on how many there are: what "
          "was one each becomes n times m. Whoever stops or joins the outer "
          "ones does not know of the inner ones, and an error on the way "
          "leaves them behind";
  F.Repair = "start all threads in one place, at the beginning, and give them "
             "work through a queue";
  return F;
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const Threads &Table = Context.A->ThreadTable;
  std::set<FuncId> Told;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *S = std::get_if<Spawn>(&M[At]);
    if (!S || S->Kind == ThreadKind::SignalHandler ||
        S->Kind == ThreadKind::OpenMP || S->Kind == ThreadKind::Task || S->Lazy)
      return;
    for (ThreadId Id : Table.executing(At.Func)) {
      const AbstractThread &By = Table[Id];
      if (By.Origin == ThreadOrigin::Spawned && valid(By.Spawn.Func) &&
          Told.insert(At.Func).second)
        return Context.Report(tell(M, At, By));
    }
  });
}

namespace heddle::rules {
extern const Rule NestedThreadCreation;
const Rule NestedThreadCreation = {
    {"nested-thread-creation", Category::Lifetime, Severity::Advice,
     RuleScope::Program, "a started thread starts threads"},
    check};
} // namespace heddle::rules
