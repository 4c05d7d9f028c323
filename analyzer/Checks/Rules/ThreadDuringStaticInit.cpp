//===- ThreadDuringStaticInit.cpp - thread-during-static-init ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread is started while global variables are being made, before main: it
/// runs beside the initialisers that come after it, in other files too, and
/// sees their variables before or in the middle of their construction.
///
/// Only what initialisers of globals do, themselves or through calls. A static
/// of a function is made when the function first runs, and is no such case.
///
/// Misses: threads that outlive main and the destructors of globals.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

/// The calls by which static initialisation comes to \p At, if it does.
static std::optional<CallChain> wayFromStart(const CheckContext &Context,
                                             EventRef At) {
  const Contexts &All = Context.A->LockTable.contexts();
  for (uint32_t Ctx : All.of(At.Func)) {
    CallChain Way = All.chain(Ctx);
    const FuncId Root = Way.empty() ? At.Func : Way.front().Func;
    if (llvm::is_contained(Context.P.StaticInits, Root))
      return Way;
  }
  return std::nullopt;
}

static Finding tell(const Module &M, EventRef At, const CallChain &Way) {
  Finding F;
  F.Object = M[At.Func].Kind == FunctionKind::GlobalInit
                 ? describe(M, At.Func, std::get<Spawn>(M[At]).Handle)
                 : displayName(M, At.Func);
  F.Belief = Confidence::Certain;
  F.Reasons = {"an initialiser of a global variable comes here"};
  F.Message = "a thread is started before main, while globals are being made";
  Site S = siteAt(M, SiteRole::Primary, At, "");
  S.Label = "main has not begun";
  S.Stack = stackOf(M, Way, At);
  F.Sites.push_back(std::move(S));
  F.Why = "the thread runs beside the initialisers that are still to come. "
          "Those of this file come in the order in which they are written, "
          "those of other files in no order that the language knows: the "
          "thread may use a variable that does not exist yet, or one that is "
          "being made at this moment";
  F.Repair = "start it in main, or in a function that main calls";
  return F;
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *S = std::get_if<Spawn>(&M[At]);
    if (!S || S->Kind == ThreadKind::SignalHandler || S->Lazy)
      return;
    if (const std::optional<CallChain> Way = wayFromStart(Context, At))
      Context.Report(tell(M, At, *Way));
  });
}

namespace heddle::rules {
extern const Rule ThreadDuringStaticInit;
const Rule ThreadDuringStaticInit = {
    {"thread-during-static-init", Category::Lifetime, Severity::Warning,
     RuleScope::Program, "a thread is started before main begins"},
    check};
} // namespace heddle::rules
