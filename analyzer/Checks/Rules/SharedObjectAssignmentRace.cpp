//===- SharedObjectAssignmentRace.cpp - shared-object-assignment-race -----===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A shared_ptr, a std::function, an optional is replaced by one thread while
/// another one uses or copies it. That the count inside a shared_ptr is atomic
/// makes copies of it safe, not the pointer itself.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RaceStory.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Assignment, [&](const RaceStory &Story) {
    const Module &M = Context.P.M;
    const GuardedAccess &Writer =
        Story.first().isWrite() ? Story.first() : Story.second();
    const GuardedAccess &Other =
        &Writer == &Story.first() ? Story.second() : Story.first();
    const Record &R = M[M[Story.group().Object.Type].Record];
    bool IsShared = R.Name == "std::shared_ptr";
    Finding F = Story.begin();
    F.Message = Story.object() + " is replaced by one thread while another " +
                (Other.isWrite() ? "replaces" : "uses") + " it, without a lock";
    F.Why = IsShared
                ? "the count of a shared_ptr is atomic, the pointer is not: " +
                      Story.thread(Other) +
                      " can read half of the old and half of the new one, or "
                      "take the object just when " +
                      Story.thread(Writer) + " lets its last owner go"
                : Story.thread(Writer) +
                      " destroys the old content and puts a "
                      "new one in its place, step by step, "
                      "while " +
                      Story.thread(Other) + " is using it";
    F.Repair = "guard the object by a mutex: copy it under the lock, use the "
               "copy without:\n  std::lock_guard Guard(Mutex);";
    if (IsShared)
      F.Repair += "\nor make it atomic (C++20):\n  std::atomic<" + R.Spelling +
                  "> " + Story.group().Object.Name + ";";
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule SharedObjectAssignmentRace;
const Rule SharedObjectAssignmentRace = {
    {"shared-object-assignment-race", Category::Race, Severity::Error,
     RuleScope::Program,
     "a shared_ptr or function object is replaced while another thread uses "
     "it",
     /*Precedence=*/3},
    check};
} // namespace heddle::rules
