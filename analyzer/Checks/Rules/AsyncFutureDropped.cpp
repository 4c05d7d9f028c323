//===- AsyncFutureDropped.cpp - async-future-dropped ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The future of std::async in a temporary that dies at the end of its own
/// statement. Its destructor waits for the task (and no other future's does),
/// so the statement is a call, and nothing runs in parallel. A function that
/// starts a task and returns its future is known by its body.
///
/// Misses: a future overwritten by the next one (`F = std::async(…)` in a
/// loop), which waits too.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"

#include <set>

using namespace heddle;

namespace {

class DroppedFutures {
public:
  DroppedFutures(const CheckContext &Context, const std::set<FuncId> &Starters,
                 FuncId F)
      : Context(Context), M(Context.P.M), Starters(Starters), F(F),
        B(*M[F].Definition) {}

  void run() {
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        visit({F, BlockId{Block}, I});
  }

private:
  void visit(EventRef At) {
    if (const auto *S = std::get_if<Spawn>(&M[At])) {
      if (S->Kind == ThreadKind::StdAsync && !S->Lazy &&
          isDropped(At, futureOf(S->Handle)))
        report(At, "");
    } else if (const auto *C = std::get_if<Call>(&M[At])) {
      if (valid(C->Callee) && Starters.count(C->Callee) && valid(C->Result) &&
          B[C->Result].Kind == PlaceKind::Local &&
          isDropped(At, B[C->Result].Local))
        report(At, displayName(M, C->Callee));
    }
  }

  /// The variable whose shared state \p Handle is: `*(%0.$state)`.
  LocalId futureOf(PlaceId Handle) const {
    if (!valid(Handle) || B[Handle].Kind != PlaceKind::Deref)
      return LocalId::None;
    TermId T = B[Handle].Pointer;
    while (B[T].Kind == TermKind::Cast)
      T = B[T].A;
    if (B[T].Kind != TermKind::Value || B[B[T].P].Kind != PlaceKind::Field)
      return LocalId::None;
    PlaceId Future = B[B[T].P].Base;
    return valid(Future) && B[Future].Kind == PlaceKind::Local ? B[Future].Local
                                                               : LocalId::None;
  }

  /// Does the destructor of the temporary \p L come before anything else?
  bool isDropped(EventRef At, LocalId L) const {
    if (!valid(L) || B[L].Kind != LocalKind::Temporary)
      return false;
    // Blocks are split where clean-ups change: follow the straight line.
    for (unsigned Jumps = 0; Jumps < 8; ++Jumps) {
      const BasicBlock &Block = B[At.Block];
      for (uint32_t I = At.Index + 1; I < Block.Events.size(); ++I) {
        const Event &E = Block.Events[I];
        if (const auto *J = std::get_if<Join>(&E))
          return J->IfJoinable && futureOf(J->Handle) == L;
        if (!std::holds_alternative<MayThrow>(E) &&
            !std::holds_alternative<Scope>(E))
          return false;
      }
      if (Block.Term.Kind != TerminatorKind::Jump)
        return false;
      At = {F, Block.Term.Succs[0], UINT32_MAX};
    }
    return false;
  }

  void report(EventRef At, const std::string &Starter) {
    Finding Result;
    Result.Object = Starter.empty() ? "std::async" : Starter;
    Result.Message =
        Starter.empty()
            ? "the future of this std::async is dropped, so the program waits "
              "here until the task has ended"
            : "the future that " + quoted(Starter) +
                  " returns is dropped, so the program waits here until the "
                  "task has ended";
    Result.Belief = Confidence::Certain;
    Result.Reasons = {"nothing keeps the future"};
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "waits at the end of this statement";
    Result.Sites.push_back(std::move(S));
    Result.Why = "the destructor of a future from std::async waits for its "
                 "task. A future without a name dies at the end of its own "
                 "statement: the next line runs only when the task is done, as "
                 "if it had been called without any thread";
    std::string Code = Starter.empty() ? "std::async(std::launch::async, …);"
                                       : Starter + "(…);";
    Result.Repair = "keep the future, and ask for the result where it is "
                    "needed:\n  auto Task = " +
                    Code + "\n  …\n  Task.get();";
    offerKeeping(Context, Result, Result.Sites.front().Span, "Task");
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  const std::set<FuncId> &Starters;
  FuncId F;
  const Body &B;
};

/// Functions that start a task and return a future.
std::set<FuncId> startersIn(const Module &M) {
  std::set<FuncId> Out;
  forEachUserBody(M, [&](FuncId F) {
    TypeId Result = M[F].Result;
    if (!valid(Result) || !valid(M[Result].Record) ||
        M[M[Result].Record].Name != "std::future")
      return;
    for (const BasicBlock &Block : M[F].Definition->Blocks)
      for (const Event &E : Block.Events)
        if (const auto *S = std::get_if<Spawn>(&E))
          if (S->Kind == ThreadKind::StdAsync && !S->Lazy)
            Out.insert(F);
  });
  return Out;
}

void check(const CheckContext &Context) {
  std::set<FuncId> Starters = startersIn(Context.P.M);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    DroppedFutures(Context, Starters, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule AsyncFutureDropped;
const Rule AsyncFutureDropped = {
    {"async-future-dropped", Category::Lifetime, Severity::Error,
     RuleScope::Local,
     "the future of std::async is dropped: the program waits at once"},
    check};
} // namespace heddle::rules
