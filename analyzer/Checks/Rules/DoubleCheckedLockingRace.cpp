//===- DoubleCheckedLockingRace.cpp - double-checked-locking-race ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Double-checked locking with a plain variable: the first look has no lock,
/// and runs while another thread, holding it, writes. The second look under the
/// lock is right, and does not help the first one.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"
#include "analyzer/Checks/RaceStory.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::DoubleChecked, [&](const RaceStory &Story) {
    const Module &M = Context.P.M;
    const SharedObject &O = Story.group().Object;
    std::string Type = valid(O.Type) ? M[O.Type].Spelling : std::string("…");
    Finding F = Story.begin();
    F.Message = "the first look at " + Story.object() +
                " has no lock: double-checked locking with a plain variable";
    F.Why = "another thread may be just writing " + Story.object() +
            " under the lock. Who finds it set here never takes the lock, and "
            "so nothing says that what it stands for is finished: a pointer "
            "may be seen before the object it points to";
    F.Repair =
        Story.isC()
            ? "take pthread_once, or make it atomic:\n  _Atomic(" + Type +
                  ") " + O.Name + ";\nor always take the lock, which is cheap"
            : "let the language do it; a static local is made once, by one "
              "thread, and the others wait:\n  static T Instance;\n  return "
              "Instance;\nor make it atomic:\n  std::atomic<" +
                  Type + "> " + O.Name + ";";
    offerAtomicCheck(Context, F, O);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule DoubleCheckedLockingRace;
const Rule DoubleCheckedLockingRace = {
    {"double-checked-locking-race", Category::Race, Severity::Error,
     RuleScope::Program,
     "double-checked locking looks at a plain variable without the lock",
     /*Precedence=*/5},
    check};
} // namespace heddle::rules
