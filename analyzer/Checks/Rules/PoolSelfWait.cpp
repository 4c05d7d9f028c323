//===- PoolSelfWait.cpp - pool-self-wait ----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A task of a thread pool waits for a result (a future, a latch) that only
/// other tasks of the same pool can give. If all its threads wait like that at
/// once, nobody is left who could run what they wait for; with one thread, the
/// first wait is the last.
///
/// A pool is a thread that calls, in a loop, whatever it is handed (a
/// std::function, a pointer): what points-to finds there are its tasks.
///
/// Misses: waits for condition variables; pools that are described by specs
/// only; what the thread itself sets before it waits is left alone.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

/// A place that waits for a result, or that gives one.
struct ResultOp {
  EventRef At;
  PlaceId P = PlaceId::None;
  bool IsLatch = false;
};

class PoolWaits {
public:
  explicit PoolWaits(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    for (uint32_t F = 0; F < M.Functions.size(); ++F)
      if (M.Functions[F].Definition && !executing(FuncId{F}).empty())
        forEachEvent(M, FuncId{F}, [&](EventRef At) { note(At); });
    for (EventRef Dispatch : Dispatches)
      judge(Dispatch);
  }

private:
  llvm::ArrayRef<ThreadId> executing(FuncId F) const {
    return A.ThreadTable.executing(F);
  }

  void note(EventRef At) {
    if (const auto *Op = std::get_if<FutureOp>(&M[At])) {
      switch (Op->Op) {
      case FutureOp::OpKind::Get:
      case FutureOp::OpKind::Wait:
        Waits.push_back({At, Op->P});
        break;
      case FutureOp::OpKind::Set:
      case FutureOp::OpKind::SetException:
        Gives.push_back({At, Op->P});
        break;
      default:
        break;
      }
    } else if (const auto *Op = std::get_if<LatchOp>(&M[At])) {
      if (Op->Op == LatchOp::OpKind::Wait)
        Waits.push_back({At, Op->P, true});
      else if (Op->Op == LatchOp::OpKind::CountDown)
        Gives.push_back({At, Op->P, true});
    } else if (const auto *C = std::get_if<Call>(&M[At])) {
      const Body &B = *M[At.Func].Definition;
      if (valid(C->Target) && valid(B[At.Block].Loop) && isPool(At))
        Dispatches.push_back(At);
    }
  }

  /// Does a started thread call here what it is handed, of several kinds or
  /// for several threads?
  bool isPool(EventRef At) const {
    return !executing(At.Func).empty() && !A.Pointers.callees(At).empty() &&
           llvm::all_of(executing(At.Func), [&](ThreadId Id) {
             return A.ThreadTable[Id].Origin == ThreadOrigin::Spawned;
           });
  }

  /// Functions that \p From calls, itself included.
  const std::set<FuncId> &reach(FuncId From) {
    auto [It, New] = Reach.try_emplace(From);
    if (!New)
      return It->second;
    std::set<FuncId> Seen{From};
    std::vector<FuncId> Work{From};
    while (!Work.empty()) {
      FuncId F = Work.back();
      Work.pop_back();
      if (!M[F].Definition)
        continue;
      forEachEvent(M, F, [&](EventRef At) {
        if (!std::holds_alternative<Call>(M[At]))
          return;
        for (const Callee &To : A.Pointers.callees(At))
          if (Seen.insert(To.Func).second)
            Work.push_back(To.Func);
      });
    }
    return Reach[From] = std::move(Seen);
  }

  void judge(EventRef Dispatch) {
    std::set<FuncId> Tasks;
    for (const Callee &To : A.Pointers.callees(Dispatch))
      for (FuncId F : reach(To.Func))
        Tasks.insert(F);
    for (const ResultOp &W : Waits)
      if (Tasks.count(W.At.Func) && !M[W.At.Func].System)
        if (std::optional<ResultOp> Give = onlyByTasks(W, Tasks, Dispatch))
          report(Dispatch, W, *Give);
  }

  bool isSame(const ResultOp &W, const ResultOp &G) const {
    return W.IsLatch == G.IsLatch &&
           A.Pointers.mayOverlap(A.Pointers.cells(W.At.Func, W.P),
                                 A.Pointers.cells(G.At.Func, G.P));
  }

  /// Where what \p W waits for is given, if that happens in tasks only.
  std::optional<ResultOp> onlyByTasks(const ResultOp &W,
                                      const std::set<FuncId> &Tasks,
                                      EventRef Dispatch) {
    std::optional<ResultOp> First;
    for (const ResultOp &G : Gives) {
      if (!isSame(W, G))
        continue;
      // Another thread gives it, or the one that waits has seen to it.
      if (!Tasks.count(G.At.Func) || reach(W.At.Func).count(G.At.Func) ||
          executing(G.At.Func) != executing(Dispatch.Func))
        return std::nullopt;
      if (!First)
        First = G;
    }
    return First;
  }

  void report(EventRef Dispatch, const ResultOp &W, const ResultOp &Give) {
    if (!Told.insert(W.At).second)
      return;
    const AbstractThread &T = A.ThreadTable[executing(Dispatch.Func).front()];
    bool One = executing(Dispatch.Func).size() == 1 && !T.Many;
    Finding F;
    F.Object = displayName(M, W.At.Func);
    F.Cause = localCause(M, W.At.Func, "waits for its own pool");
    F.Belief = Confidence::Likely;
    F.Reasons = {"only tasks of the same pool give what is waited for"};
    F.Message = "a task of " + threadWords(T) + " waits for another task of " +
                (One ? "the same thread" : "the same threads");
    Site S = siteAt(M, SiteRole::Primary, W.At, "");
    S.Label = "waits, and keeps the thread";
    S.Thread = T.Name;
    S.ThreadIndex = 0;
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(siteAt(M, SiteRole::Related, Dispatch,
                             threadWords(T) + " runs all tasks from here"));
    Site G = siteAt(M, SiteRole::Notify, Give.At,
                    "what it waits for is given here, in a task");
    if (G.Span.Line && !M[Give.At.Func].System)
      F.Sites.push_back(std::move(G));
    if (valid(T.Spawn.Func))
      F.Sites.push_back(spawnSite(M, T));
    F.Why = One ? "the pool has one thread, and that one waits here: the task "
                  "that it waits for stays in the queue for ever"
                : "each task that waits here takes a thread from the pool. "
                  "When all of them wait, the tasks that they wait for stay in "
                  "the queue, and nobody is left to run them: for ever. With "
                  "fewer tasks than threads it never happens";
    F.Repair = "don't wait inside of a task: do the part here by a plain call, "
               "or let the part that comes after be a task of its own, put "
               "into the queue when the results are there; or wait where no "
               "thread of the pool is (in main)";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::vector<ResultOp> Waits, Gives;
  std::vector<EventRef> Dispatches;
  std::map<FuncId, std::set<FuncId>> Reach;
  std::set<EventRef> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads && valid(Context.P.Main))
    PoolWaits(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule PoolSelfWait;
const Rule PoolSelfWait = {
    {"pool-self-wait", Category::Deadlock, Severity::Error, RuleScope::Program,
     "a task of a thread pool waits for another task of the same pool"},
    check};
} // namespace heddle::rules
