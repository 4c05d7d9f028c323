//===- SharedLockWriteRace.cpp - shared-lock-write-race -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Both accesses hold the lock, and the one that writes holds it as a reader
/// only, so that the other one may be inside at the same time.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::SharedLock, [&](const RaceStory &Story) {
    const std::string Name = sharedLockOf(Story.first())->Name;
    const std::string Lock = quoted(Name);
    Finding F = Story.begin();
    F.Message = Story.object() + " is " + Story.participle(Story.first()) +
                " while " + Lock + " is held as a reader only";
    F.Why = "readers do not keep each other out, any number of them can hold " +
            Lock + " at the same time: " + Story.interleaving();
    F.Repair = Story.isC()
                   ? "take the lock for writing here:\n  "
                     "pthread_rwlock_wrlock(&" +
                         Name + ");"
                   : "take the lock for writing here:\n  std::unique_lock "
                     "Guard(" +
                         Name + ");";
    if (const LockUse *Lock = sharedLockOf(Story.first());
        valid(Lock->Acquired.Func))
      offerWriting(Context, F, makeSpan(Context.P.M, Lock->Acquired));
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule SharedLockWriteRace;
const Rule SharedLockWriteRace = {{"shared-lock-write-race", Category::Race,
                                   Severity::Error, RuleScope::Program,
                                   "an object is written under a reader's lock",
                                   /*Precedence=*/6},
                                  check};
} // namespace heddle::rules
