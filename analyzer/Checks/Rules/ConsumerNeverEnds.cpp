//===- ConsumerNeverEnds.cpp - consumer-never-ends ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread that is joined waits in a loop that has no way out: no return, no
/// break, no condition that ever changes, no exit of thread or process. Whoever
/// joins it waits for ever. A condition that nobody writes is no way out.
///
/// Only loops that wait for something (a condition, a queue, a semaphore, a
/// lock, input, time) are told; a loop that only computes may be left by an
/// exception or a signal in ways that are hard to see.
///
/// Misses: a flag that is set too late, or a wait that is not woken by it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Endless.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

class EndlessConsumers {
public:
  explicit EndlessConsumers(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Loops(A) {}

  void run() {
    if (Loops.anyCancelled())
      return;
    forEachUserBody(M, [&](FuncId F) {
      const AbstractThread *T = joined(F);
      const Body &B = *M[F].Definition;
      for (uint32_t L = 0; T && L < B.Loops.size(); ++L)
        if (Loops.isEndless(F, LoopId{L}))
          if (std::optional<EventRef> Waits = waitIn(F, LoopId{L}))
            report(*Waits, *T);
    });
  }

private:
  /// A thread that executes \p F and is waited for.
  const AbstractThread *joined(FuncId F) const {
    for (ThreadId Id : A.ThreadTable.executing(F)) {
      const AbstractThread &T = A.ThreadTable[Id];
      if (T.Origin == ThreadOrigin::Spawned && !T.Detached && !T.Joins.empty())
        return &T;
    }
    return nullptr;
  }

  /// The first place in the loop that waits for something.
  std::optional<EventRef> waitIn(FuncId F, LoopId Loop) const {
    const Body &B = *M[F].Definition;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      if (isInLoop(B, BlockId{Block}, Loop))
        for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
          if (EventRef At{F, BlockId{Block}, I}; waits(At, 0))
            return At;
    return std::nullopt;
  }

  bool waits(EventRef At, unsigned Depth) const {
    const Event &E = M[At];
    if (const auto *Q = std::get_if<QueueOp>(&E))
      return Q->Op == QueueOp::OpKind::Get;
    if (const auto *S = std::get_if<SemaphoreOp>(&E))
      return S->Op == SemaphoreOp::OpKind::Acquire;
    if (std::holds_alternative<Wait>(E))
      return true;
    if (const auto *X = std::get_if<Block>(&E))
      return X->Op == Block::OpKind::Sleep;
    if (!std::holds_alternative<Call>(E) || Depth >= 3)
      return false;
    return llvm::any_of(A.Pointers.callees(At), [&](const Callee &To) {
      bool Found = false;
      forEachEvent(M, To.Func, [&](EventRef Inner) {
        Found = Found || waits(Inner, Depth + 1);
      });
      return Found;
    });
  }

  void report(EventRef At, const AbstractThread &T) {
    if (!Told.insert(At.Func).second)
      return;
    bool IsC = M.Lang == Language::C;
    std::string Who = threadWords(T);
    Finding F;
    F.Object = displayName(M, At.Func);
    F.Belief = Confidence::Likely;
    F.Reasons = {"no way leads out of the loop"};
    F.ConsequenceOf = {endlessFault(M, At.Func)};
    F.Message = Who + " never leaves this loop, and is waited for";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "waits here for the next one, for ever";
    S.Thread = T.Name;
    S.ThreadIndex = 0;
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(
        siteAt(M, SiteRole::Join, T.Joins.front(), "this waits for its end"));
    if (valid(T.Spawn.Func))
      F.Sites.push_back(spawnSite(M, T));
    F.Why = "when there is nothing left to do, " + Who +
            " waits for more, and " +
            "the join waits for it: the program never ends. All results may "
            "be there, and yet it hangs";
    F.Repair =
        "tell it when there will be no more: a flag that is set with the "
        "lock held, asked for in the wait and after it, and a wake-up for "
        "all:\n  " +
        std::string(IsC ? "pthread_mutex_lock(&m); done = 1; "
                          "pthread_mutex_unlock(&m);\n  "
                          "pthread_cond_broadcast(&c);"
                        : "{ std::lock_guard Guard(M); Done = true; }\n  "
                          "C.notify_all();") +
        "\nor put a last element into the queue that means the end";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  EndlessLoops Loops;
  std::set<FuncId> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    EndlessConsumers(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule ConsumerNeverEnds;
const Rule ConsumerNeverEnds = {
    {"consumer-never-ends", Category::Wait, Severity::Warning,
     RuleScope::Program,
     "a thread that is joined waits in a loop without a way out"},
    check};
} // namespace heddle::rules
