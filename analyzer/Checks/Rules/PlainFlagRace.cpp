//===- PlainFlagRace.cpp - plain-flag-race --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A loop that goes on until another thread changes a plain variable, without
/// any lock. A race like others, but with a worse end: the compiler may read
/// the variable once, before the loop, and never again.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"
#include "analyzer/Checks/RaceStory.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Flag, [&](const RaceStory &Story) {
    const Module &M = Context.P.M;
    TypeId Type = Story.group().Object.Type;
    std::string Name = Story.group().Object.Name;
    std::string Spelling = valid(Type) ? M[Type].Spelling : std::string("bool");
    Finding F = Story.begin();
    F.Message = "this loop waits for " + Story.object() +
                ", a plain variable that another thread changes";
    F.Why = "the compiler sees a loop that never changes " + Story.object() +
            ", and may read it once, before the loop: then it runs for ever, "
            "with optimisation switched on. And nothing says that what the "
            "other thread did before can be seen after it";
    F.Repair =
        Story.isC()
            ? "make it atomic:\n  _Atomic " + Spelling + " " + Name +
                  ";\nor wait for a condition variable, which needs no "
                  "processor meanwhile"
            : "make it atomic:\n  std::atomic<" + Spelling + "> " + Name +
                  "{…};\nor wait for a condition variable, which needs no "
                  "processor meanwhile";
    offerAtomic(Context, F, Story.group().Object);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule PlainFlagRace;
const Rule PlainFlagRace = {
    {"plain-flag-race", Category::Race, Severity::Error, RuleScope::Program,
     "a loop waits for a plain variable that another thread changes",
     /*Precedence=*/4},
    check};
} // namespace heddle::rules
