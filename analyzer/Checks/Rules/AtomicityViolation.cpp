//===- AtomicityViolation.cpp - atomicity-violation -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A decision is made on shared data, and carried out after the lock was given
/// up and taken again, or in a second operation on an atomic: each step is
/// safe, and what was seen in the first need not hold in the second. Told only
/// where another thread may do the same thing at the same time, so that it
/// happens once too often: two thieves, not a seller and a buyer.
///
/// Queues that are popped so are check-then-pop's; a new value that is computed
/// from the old one is split-atomic-update's.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/CheckThenAct.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static std::string repair(const Module &M, const CheckThenAct &X) {
  if (!X.IsAtomic)
    return X.Acting != X.Inside
               ? "make it one step: a member function that looks and acts "
                 "under one lock, and says whether it did"
               : "keep " + quoted(X.Lock) +
                     " from the question to the change; or ask once more after "
                     "it is taken again";
  bool IsC = M.Lang == Language::C;
  std::string Load =
      IsC ? "atomic_load(&" + X.Object + ")" : X.Object + ".load()";
  if (X.What.Kind == ActKind::Store)
    return "let one operation ask and set; who finds the old value is "
           "first:\n  " +
           (IsC ? "if (atomic_exchange(&" + X.Object + ", …) == …)"
                : "if (" + X.Object + ".exchange(…) == …)");
  std::string Change = X.What.Kind == ActKind::Decrease ? " - 1" : " + 1";
  return "change it only if it is still what was seen:\n  " +
         std::string(IsC ? "int" : "auto") + " Seen = " + Load +
         ";\n  while (Seen … &&\n         !" +
         (IsC ? "atomic_compare_exchange_weak(&" + X.Object + ", &Seen, Seen" +
                    Change + "))"
              : X.Object + ".compare_exchange_weak(Seen, Seen" + Change +
                    "))") +
         "\n    ;";
}

static void report(const CheckContext &Context, const CheckThenAct &X) {
  const Module &M = Context.P.M;
  const Threads &Table = Context.A->ThreadTable;
  std::string Name = quoted(X.Object);
  Finding F;
  F.Object = X.Object;
  F.Belief = Confidence::Likely;
  F.Reasons = {threadWords(Table[X.Rival.Thread]) + " does the same"};
  F.Message = "what is decided by " + Name +
              " is done in a second step: it may have changed in between";
  F.Sites = sitesOf(Context, X, "acts on what was seen before", "seen here",
                    "does the same here");
  F.Why = X.IsAtomic
              ? "each of the two operations is atomic, the pair is not. Two "
                "threads see the same value, both decide to go on, and both "
                "do: it happens once too often"
              : "the lock is given up between the question and the act. Two "
                "threads see the same, both decide to go on, and both do: it "
                "happens once too often";
  F.Repair = repair(M, X);
  Context.Report(std::move(F));
}

static void check(const CheckContext &Context) {
  if (!Context.A->HasThreads)
    return;
  CheckThenActs All(*Context.A);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    for (const CheckThenAct &X : All.in(F))
      if (X.What.Kind != ActKind::Remove)
        report(Context, X);
  });
}

namespace heddle::rules {
extern const Rule AtomicityViolation;
const Rule AtomicityViolation = {
    {"atomicity-violation", Category::Race, Severity::Warning,
     RuleScope::Program,
     "a decision on shared data is carried out in a second step"},
    check};
} // namespace heddle::rules
