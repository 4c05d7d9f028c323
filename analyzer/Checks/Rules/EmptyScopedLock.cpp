//===- EmptyScopedLock.cpp - empty-scoped-lock ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `std::scoped_lock Guard;`: a guard without arguments is a guard of no lock,
/// and compiles.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

/// The class of no mutexes; its constructor does nothing, so that no event
/// tells of it.
static bool isOfNone(const Module &M, TypeId T) {
  return valid(T) && valid(M[T].Record) &&
         M[M[T].Record].Name == "std::scoped_lock" &&
         M[M[T].Record].TemplateArgs.empty();
}

static void report(const CheckContext &Context, FuncId F, LocalId L) {
  const Module &M = Context.P.M;
  const std::string &Name = (*M[F].Definition)[L].Name;
  Finding Result;
  Result.Object = Name;
  Result.Belief = Confidence::Certain;
  Result.Reasons = {"a scoped_lock can't be given a mutex later"};
  Result.Message = quoted(Name) + " is given no mutex, and locks nothing";
  Site S;
  S.Role = SiteRole::Primary;
  S.Span = makeSpan(M, F, L);
  S.Function = displayName(M, F);
  S.Label = "no mutex";
  Result.Sites.push_back(std::move(S));
  Result.Why = "std::scoped_lock takes any number of mutexes, none included. "
               "Everything below runs without a lock, and a second thread can "
               "be in it at the same time";
  Result.Repair = "say which:\n  std::scoped_lock " + Name + "(Mutex);";
  offerOnlyMutex(Context, Result, F, L);
  Context.Report(std::move(Result));
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachUserBody(M, [&](FuncId F) {
    const std::vector<Local> &Locals = M[F].Definition->Locals;
    for (uint32_t I = 0; I < Locals.size(); ++I)
      if (Locals[I].Kind == LocalKind::Variable && !Locals[I].Name.empty() &&
          isOfNone(M, Locals[I].Type))
        report(Context, F, LocalId{I});
  });
}

namespace heddle::rules {
extern const Rule EmptyScopedLock;
const Rule EmptyScopedLock = {{"empty-scoped-lock", Category::Lock,
                               Severity::Error, RuleScope::Local,
                               "a scoped_lock without a mutex locks nothing"},
                              check};
} // namespace heddle::rules
