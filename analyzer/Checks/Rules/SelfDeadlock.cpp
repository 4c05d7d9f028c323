//===- SelfDeadlock.cpp - self-deadlock -----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread locks a mutex that it holds already, here or in a function it
/// calls. A plain mutex does not know its owner: the thread waits for itself.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/CycleStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static std::string repair(const Module &M, const LockEdge &E) {
  std::string Inner = displayName(M, E.ToAt.Func);
  if (E.FromAt.Func == E.ToAt.Func && E.ToChain == E.FromChain)
    return "lock it once: leave out the second lock, or end the scope of the "
           "first guard before it";
  return "split " + quoted(Inner) +
         ": the work without lock in a function of its own, that is called "
         "while " +
         quoted(E.From.Name) + " is held, and one that locks and calls it";
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  for (const LockCycle &Cycle : Context.A->LockTable.cycles()) {
    if (kindOf(Cycle) != DeadlockKind::Self)
      continue;
    CycleStory Story(Context, Cycle);
    const LockEdge &E = Story.edges().front();
    Finding F = Story.begin();
    F.Message =
        quoted(E.To.Name) + " is locked by a thread that holds it already";
    F.Why = Story.thread(E) + " waits here until " + quoted(E.To.Name) +
            " is free. It holds it itself, and cannot unlock it while it "
            "waits: it never goes on, and neither does anyone who needs " +
            quoted(E.To.Name);
    F.Repair = repair(M, E);
    F.Sites.push_back(Story.step(SiteRole::Primary, E));
    F.Sites.back().Label = "locked a second time";
    F.Sites.push_back(Story.taken(E));
    Story.addSpawns(F);
    Context.Report(std::move(F));
  }
}

namespace heddle::rules {
extern const Rule SelfDeadlock;
const Rule SelfDeadlock = {{"self-deadlock", Category::Deadlock,
                            Severity::Error, RuleScope::Program,
                            "a thread locks a mutex that it holds already"},
                           check};
} // namespace heddle::rules
