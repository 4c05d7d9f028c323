//===- JoinUnderLock.cpp - join-under-lock --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread waits for another's end (join, a future's value) while it holds a
/// lock that the other one needs to get there.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/CycleStory.h"
#include "analyzer/Checks/Words.h"

#include "llvm/Support/FormatVariadic.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  for (const LockCycle &Cycle : Context.A->LockTable.cycles()) {
    if (kindOf(Cycle) != DeadlockKind::Join)
      continue;
    CycleStory Story(Context, Cycle);
    const LockEdge &Waiter = Story.edges().front();
    std::string Lock = quoted(Waiter.From.Name);
    std::string Awaited = threadWords(Context.A->ThreadTable[Waiter.Awaited]);
    Finding F = Story.begin();
    std::string Waiting = Story.thread(Waiter);
    F.Message =
        llvm::formatv(
            "{0} waits for {1} while it holds {2}, which that thread needs",
            Waiting, Awaited, Lock)
            .str();
    F.Why = llvm::formatv("{0} waits for {1} before it can end, and {2} gives "
                          "{1} up only when it has ended: both wait for ever",
                          Awaited, Lock, Waiting)
                .str();
    F.Repair = "unlock " + Lock + " before the join";
    if (Context.P.M.Lang == Language::Cxx && valid(Waiter.From.Guard))
      F.Repair += ": end the guard's scope above it";
    F.Sites.push_back(Story.step(SiteRole::Primary, Waiter));
    F.Sites.push_back(Story.taken(Waiter));
    for (const LockEdge &E : Story.edges()) {
      if (&E == &Waiter)
        continue;
      Site S = Story.step(SiteRole::LockTaken, E);
      S.Message = Story.thread(E) + " takes " +
                  quoted(E.IsWait ? E.From.Name : E.To.Name) + " here";
      F.Sites.push_back(std::move(S));
    }
    Story.addSpawns(F);
    Context.Report(std::move(F));
  }
}

namespace heddle::rules {
extern const Rule JoinUnderLock;
const Rule JoinUnderLock = {
    {"join-under-lock", Category::Deadlock, Severity::Error, RuleScope::Program,
     "a thread is waited for while a lock is held that it needs"},
    check};
} // namespace heddle::rules
