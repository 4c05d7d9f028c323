//===- LockOrder.cpp - lock-order -----------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Threads that take the same locks in different orders: each can hold what
/// the next one waits for, in a circle, and then all wait for ever. The cycle
/// has been shown to be possible as far as threads and other held locks go
/// (see Locks): the two threads may run at the same time, and no third lock
/// lets only one of them in.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/CycleStory.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/StringExtras.h"

using namespace heddle;

static std::string message(const CycleStory &Story, CycleKind Kind) {
  std::vector<std::string> Names = Story.lockNames();
  if (Kind == CycleKind::Instances)
    return "two locks of " + quotedList(Names) +
           " are taken one after the other, in no fixed order";
  if (Names.size() == 2)
    return quotedList(Names) + " are locked in opposite orders by two threads";
  return quotedList(Names) + " are locked in a circle by several threads";
}

static std::string why(const CycleStory &Story, CycleKind Kind) {
  const std::vector<LockEdge> &Edges = Story.edges();
  if (Kind == CycleKind::Instances)
    return "one thread can hold the first lock and wait for the second while "
           "another holds that one and waits for the first, or a whole circle "
           "of threads does so: then all of them wait for ever";
  std::string Text;
  for (const LockEdge &E : Edges) {
    Text += Text.empty() ? "" : ", while ";
    Text += Story.thread(E) + " can hold " + quoted(E.From.Name) +
            " and wait for " + quoted(E.To.Name);
  }
  return Text + ": none of them can go on, ever";
}

static std::string repair(const CycleStory &Story, CycleKind Kind, bool IsC) {
  std::vector<std::string> Names = Story.lockNames();
  if (Kind == CycleKind::Instances)
    return std::string("order them, and lock in that order always (the one "
                       "with the smaller index first)") +
           (IsC ? ""
                : ", or take both at once:\n  std::scoped_lock Guard(First, "
                  "Second);");
  if (IsC)
    return "lock them in the same order everywhere, for example " +
           list(Names) + ": pthread_mutex_lock on " + quoted(Names.front()) +
           " first";
  return "lock them in the same order everywhere, or all at once:\n  "
         "std::scoped_lock Guard(" +
         llvm::join(Names, ", ") + ");";
}

/// One step that takes both locks by itself, so that it can take them in the
/// other order, or both at once.
static void offerOrder(const CheckContext &Context, Finding &F,
                       const CycleStory &Story, CycleKind Kind) {
  const Module &M = Context.P.M;
  if (Story.edges().size() > 2)
    return; // who is to change?
  for (const LockEdge &E : llvm::reverse(Story.edges())) {
    if (!F.Fixes.empty() || !valid(E.FromAt.Func) ||
        E.FromAt.Func != E.ToAt.Func)
      continue;
    SourceSpan First = makeSpan(M, E.FromAt), Second = makeSpan(M, E.ToAt);
    if (M.Lang == Language::Cxx)
      offerBothAtOnce(Context, F, First, Second);
    if (F.Fixes.empty() && Kind == CycleKind::Order)
      offerSwap(Context, F, First, Second);
  }
}

static void check(const CheckContext &Context) {
  for (const LockCycle &Cycle : Context.A->LockTable.cycles()) {
    if (kindOf(Cycle) != DeadlockKind::LockOrder)
      continue;
    CycleStory Story(Context, Cycle);
    Finding F = Story.begin();
    F.Message = message(Story, Cycle.Kind);
    F.Why = why(Story, Cycle.Kind);
    F.Repair = repair(Story, Cycle.Kind, Context.P.M.Lang == Language::C);
    bool Primary = true;
    for (const LockEdge &E : Story.edges()) {
      F.Sites.push_back(
          Story.step(Primary ? SiteRole::Primary : SiteRole::LockTaken, E));
      F.Sites.push_back(Story.taken(E));
      F.Explains.push_back(orderFault(Context.P.M, E.ToAt));
      Primary = false;
    }
    Story.addSpawns(F);
    offerOrder(Context, F, Story, Cycle.Kind);
    Context.Report(std::move(F));
  }
}

namespace heddle::rules {
extern const Rule LockOrder;
const Rule LockOrder = {
    {"lock-order", Category::Deadlock, Severity::Error, RuleScope::Program,
     "threads take the same locks in different orders and can wait for each "
     "other for ever"},
    check};
} // namespace heddle::rules
