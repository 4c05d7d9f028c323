//===- ConstMethodRace.cpp - const-method-race ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A const member function writes a mutable member without a lock, and several
/// threads call it: the library, and most people, take const for "safe to call
/// at the same time".
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::ConstMethod, [&](const RaceStory &Story) {
    const Module &M = Context.P.M;
    const GuardedAccess &Writer =
        Story.first().isWrite() ? Story.first() : Story.second();
    std::string Method = quoted(displayName(M, Writer.At.Func));
    Finding F = Story.begin();
    F.Message =
        Method + " is const, and changes " + Story.object() + " without a lock";
    F.Why = "who calls a const function expects that it only looks, and that "
            "several threads may call it at once, as with every class of the "
            "library. Here " +
            Story.interleaving();
    F.Repair = "give the object a mutex that const functions may take, and "
               "hold it here:\n  mutable std::mutex Mutex;\n  std::lock_guard "
               "Guard(Mutex);\nor compute the value in the constructor; or "
               "once, with std::call_once";
    offerAtomic(Context, F, Story.group().Object);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule ConstMethodRace;
const Rule ConstMethodRace = {
    {"const-method-race", Category::Race, Severity::Warning, RuleScope::Program,
     "a const member function changes a member without a lock",
     /*Precedence=*/2},
    check};
} // namespace heddle::rules
