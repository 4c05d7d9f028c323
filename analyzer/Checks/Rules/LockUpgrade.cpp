//===- LockUpgrade.cpp - lock-upgrade -------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread that holds a reader's lock asks for the writer's lock of the same
/// shared mutex. A writer waits until all readers have left, and this one never
/// leaves.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/CycleStory.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  for (const LockCycle &Cycle : Context.A->LockTable.cycles()) {
    if (kindOf(Cycle) != DeadlockKind::Upgrade)
      continue;
    CycleStory Story(Context, Cycle);
    const LockEdge &E = Story.edges().front();
    std::string Name = quoted(E.To.Name);
    Finding F = Story.begin();
    F.Message = Story.thread(E) + " wants to write under " + Name +
                " while it still holds it as a reader";
    F.Why = "a writer waits until all readers have given " + Name +
            " up. This thread is one of them, and gives it up only after it "
            "was a writer: it waits for itself, and everyone else for both";
    F.Repair =
        Context.P.M.Lang == Language::C
            ? "unlock before the writer's lock is taken, and look again "
              "after: others may have written in between"
            : "give the reader's lock up first, and look again under the "
              "writer's lock, since others may have written in between:\n  "
              "Reader.unlock();\n  std::unique_lock Writer(" +
                  E.To.Name + ");";
    F.Sites.push_back(Story.step(SiteRole::Primary, E));
    F.Sites.back().Label = "waits for all readers, itself among them";
    F.Sites.push_back(Story.taken(E));
    Story.addSpawns(F);
    if (valid(E.FromAt.Func) && E.FromAt.Func == E.ToAt.Func)
      offerWriterAtOnce(Context, F, makeSpan(Context.P.M, E.FromAt),
                        makeSpan(Context.P.M, E.ToAt));
    Context.Report(std::move(F));
  }
}

namespace heddle::rules {
extern const Rule LockUpgrade;
const Rule LockUpgrade = {
    {"lock-upgrade", Category::Deadlock, Severity::Error, RuleScope::Program,
     "a reader asks for the writer's lock of the same shared mutex"},
    check};
} // namespace heddle::rules
