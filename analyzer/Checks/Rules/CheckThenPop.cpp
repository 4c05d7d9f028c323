//===- CheckThenPop.cpp - check-then-pop ----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A queue is asked whether it has something, and popped, in two steps that
/// are each safe: with the lock released in between, or by two calls of a queue
/// that locks by itself. If two threads pop, both may see the last element.
/// Told only where another thread may take elements out at the same time.
///
/// A queue without any lock is container-race's matter.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/CheckThenAct.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static void report(const CheckContext &Context, const CheckThenAct &X) {
  const Threads &Table = Context.A->ThreadTable;
  std::string Name = quoted(X.Object);
  bool ByCall = X.Acting != X.Inside;
  Finding F;
  F.Object = X.Object;
  F.Belief = Confidence::Likely;
  F.Reasons = {threadWords(Table[X.Rival.Thread]) +
               " takes elements out as well"};
  F.Message = Name + " is asked first and popped later: another thread can "
                     "take the last element in between";
  F.Sites = sitesOf(Context, X, "popped here, whatever happened since",
                    "asked here", "takes elements out here");
  F.Why = std::string(ByCall ? "each of the two calls locks, and unlocks again"
                             : "the lock is given up after the question") +
          ". Two threads both learn that there is one element left; the first "
          "one pops it, the second one pops an empty queue, which is undefined";
  F.Repair = ByCall
                 ? "make it one step: a member function that asks and pops "
                   "under one lock, and says whether it got something:\n  "
                   "bool tryPop(T &Out)"
                 : "keep " + quoted(X.Lock) +
                       " from the question to the pop: one guard around both";
  Context.Report(std::move(F));
}

static void check(const CheckContext &Context) {
  if (!Context.A->HasThreads)
    return;
  CheckThenActs All(*Context.A);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    for (const CheckThenAct &X : All.in(F))
      if (X.What.Kind == ActKind::Remove)
        report(Context, X);
  });
}

namespace heddle::rules {
extern const Rule CheckThenPop;
const Rule CheckThenPop = {{"check-then-pop", Category::Wait, Severity::Error,
                            RuleScope::Program,
                            "a shared queue is asked and popped in two steps"},
                           check};
} // namespace heddle::rules
