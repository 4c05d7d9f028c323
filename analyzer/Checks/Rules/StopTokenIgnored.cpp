//===- StopTokenIgnored.cpp - stop-token-ignored --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A std::jthread whose code has a loop without a way out. Its destructor asks
/// it to stop and joins it: the request is one that nobody reads, and the join
/// waits for ever. The loop is one that Endless.h knows to have no end, in the
/// thread's first function or in one that it calls.
///
/// The same loop in a thread that is joined by hand is told by
/// consumer-never-ends.
///
/// Misses: loops that ask for the token, and sleep in a wait that a request to
/// stop does not wake.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Endless.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>

using namespace heddle;

namespace {

class IgnoredTokens {
public:
  explicit IgnoredTokens(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Loops(A) {}

  void run() {
    forEachUserBody(M, [&](FuncId F) {
      const AbstractThread *T = jthreadAt(F);
      const Body &B = *M[F].Definition;
      for (uint32_t L = 0; T && L < B.Loops.size(); ++L)
        if (Loops.isEndless(F, LoopId{L}))
          if (std::optional<EventRef> At = firstIn(F, LoopId{L}))
            return report(*At, *T);
    });
  }

private:
  /// A std::jthread that executes \p F and that somebody waits for.
  const AbstractThread *jthreadAt(FuncId F) const {
    for (ThreadId Id : A.ThreadTable.executing(F)) {
      const AbstractThread &T = A.ThreadTable[Id];
      if (T.Origin == ThreadOrigin::Spawned &&
          T.Kind == ThreadKind::StdJthread && !T.Detached && !T.Joins.empty())
        return &T;
    }
    return nullptr;
  }

  /// Something that stands in the loop and in the source.
  std::optional<EventRef> firstIn(FuncId F, LoopId Loop) const {
    const Body &B = *M[F].Definition;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      if (isInLoop(B, BlockId{Block}, Loop))
        for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
          if (EventRef At{F, BlockId{Block}, I};
              !std::holds_alternative<Scope>(M[At]) && makeSpan(M, At).Line)
            return At;
    return std::nullopt;
  }

  /// Is the thread handed the token that it does not ask?
  bool takesToken(const AbstractThread &T) const {
    return llvm::any_of(T.Entries, [&](FuncId F) {
      return llvm::any_of(M[F].Params, [&](TypeId Param) {
        while (M[Param].Kind == TypeKind::LValueReference ||
               M[Param].Kind == TypeKind::RValueReference)
          Param = M[Param].Elem;
        return valid(M[Param].Record) &&
               M[M[Param].Record].Name == "std::stop_token";
      });
    });
  }

  void report(EventRef At, const AbstractThread &T) {
    const std::string Who = threadWords(T);
    Finding F;
    F.Object = displayName(M, At.Func);
    F.Belief = Confidence::Likely;
    F.Reasons = {"no way leads out of the loop"};
    F.Explains = {endlessFault(M, At.Func)};
    F.Message = Who + " never asks whether it is to stop, and its std::jthread "
                      "waits for it";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "in a loop that nothing ends";
    S.Thread = T.Name;
    S.ThreadIndex = 0;
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(siteAt(M, SiteRole::Join, T.Joins.front(),
                             "asks it to stop and waits for its end here"));
    F.Sites.push_back(spawnSite(M, T));
    F.Why = "the destructor of a std::jthread calls request_stop() and then "
            "join(). To request is all that it can do: a thread that does not "
            "look at its std::stop_token runs on, and the join never returns";
    F.Repair = std::string(takesToken(T)
                               ? "ask the token in every round:\n"
                               : "take a std::stop_token as first parameter, "
                                 "and ask it in every round:\n") +
               "  [](std::stop_token Stop) {\n    while "
               "(!Stop.stop_requested())\n      …\n  }\nA loop that waits "
               "needs a wait that a request ends: std::condition_variable_any "
               "has wait(Lock, Stop, Predicate)";
    offerStopToken(Context, F, At.Func, makeSpan(M, At),
                   llvm::is_contained(T.Entries, At.Func));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  EndlessLoops Loops;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    IgnoredTokens(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule StopTokenIgnored;
const Rule StopTokenIgnored = {{"stop-token-ignored", Category::Lifetime,
                                Severity::Warning, RuleScope::Program,
                                "a std::jthread runs a loop that nothing ends"},
                               check};
} // namespace heddle::rules
