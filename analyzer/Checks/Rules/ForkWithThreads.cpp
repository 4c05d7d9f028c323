//===- ForkWithThreads.cpp - fork-with-threads ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// fork() while other threads may be running: the child has one thread, and
/// every lock that another one held at that moment is locked for ever in it.
/// Until it calls exec, the child may only call what signal handlers may.
///
/// A child that does nothing but exec or end is silent: no block on the way
/// from the fork to exec or _exit calls a function with a body or takes a lock.
///
/// Misses: forks in functions that nobody is seen to call; children that only
/// print, since printf leaves no event.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include <set>

using namespace heddle;

namespace {

class Forks {
public:
  explicit Forks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      const auto *P = std::get_if<ProcessOp>(&M[At]);
      if (!P || P->Op != ProcessOp::OpKind::Fork)
        return;
      for (ThreadId Self : A.ThreadTable.executing(At.Func))
        for (ThreadId Other : A.ThreadTable.runningAt(Self, At))
          if (isThread(Other) && !onlyReplacesItself(At))
            return report(At, Self, Other);
    });
  }

private:
  bool isThread(ThreadId Id) const {
    return A.ThreadTable[Id].Origin == ThreadOrigin::Spawned;
  }

  /// Does what follows the fork lead to exec or the end, with nothing of the
  /// program's own in between? Either side of the test counts: which one is
  /// the child's is not asked.
  bool onlyReplacesItself(EventRef Fork) {
    const Body &B = *M[Fork.Func].Definition;
    Seen.clear();
    if (leadsToExec(B, Fork.Block, Fork.Index + 1))
      return true;
    for (BlockId Succ : B[Fork.Block].Term.Succs) {
      Seen.clear();
      if (valid(Succ) && leadsToExec(B, Succ, 0))
        return true;
    }
    return false;
  }

  /// On all ways from here: exec or the end comes before any work.
  bool leadsToExec(const Body &B, BlockId Block, uint32_t Index) {
    for (; Index < B[Block].Events.size(); ++Index) {
      const Event &E = B[Block].Events[Index];
      if (const auto *P = std::get_if<ProcessOp>(&E))
        return P->Op == ProcessOp::OpKind::Exec ||
               P->Op == ProcessOp::OpKind::QuickExit ||
               P->Op == ProcessOp::OpKind::Exit;
      if (isWork(E))
        return false;
    }
    if (!Seen.insert(Block).second || B[Block].Term.Succs.empty())
      return false;
    for (BlockId Succ : B[Block].Term.Succs)
      if (!valid(Succ) || !leadsToExec(B, Succ, 0))
        return false;
    return true;
  }

  bool isWork(const Event &E) const {
    if (const auto *C = std::get_if<Call>(&E))
      return !valid(C->Callee) || M[C->Callee].Definition.has_value();
    return std::holds_alternative<Acquire>(E) ||
           std::holds_alternative<Spawn>(E) ||
           std::holds_alternative<Join>(E) ||
           std::holds_alternative<Allocate>(E) ||
           std::holds_alternative<Return>(E);
  }

  void report(EventRef At, ThreadId Self, ThreadId Other) {
    Finding F;
    F.Object = displayName(M, At.Func);
    F.Belief = Confidence::Likely;
    F.Reasons = {"a thread that was started before may still be running"};
    F.Message = "the process forks while " + threadWords(A.ThreadTable[Other]) +
                " may be running";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "the child gets a copy of all memory, and of one thread";
    S.Thread = threadWords(A.ThreadTable[Self]);
    F.Sites.push_back(std::move(S));
    if (valid(A.ThreadTable[Other].Spawn.Func))
      F.Sites.push_back(siteAt(M, SiteRole::Spawn, A.ThreadTable[Other].Spawn,
                               "that thread is started here"));
    F.Why = "if the other thread holds a lock at that moment, its copy in the "
            "child is locked, and nobody is there to unlock it: malloc and "
            "printf have such locks. The child stops for ever at the first one "
            "that it needs";
    F.Repair = "fork before the first thread is started; or do nothing in the "
               "child but exec (posix_spawn does both) or _exit";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<BlockId> Seen;
};

void check(const CheckContext &Context) { Forks(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule ForkWithThreads;
const Rule ForkWithThreads = {{"fork-with-threads", Category::Lifetime,
                               Severity::Advice, RuleScope::Program,
                               "a process with several threads forks"},
                              check};
} // namespace heddle::rules
