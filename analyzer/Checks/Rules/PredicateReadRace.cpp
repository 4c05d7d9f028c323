//===- PredicateReadRace.cpp - predicate-read-race ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The condition of a loop around a wait is read without the lock that its
/// writers hold: `while (!Ready) { lock; wait; }`. It is a race, and the
/// wake-up can be lost as well, since the look and the sleep are two steps.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Predicate, [&](const RaceStory &Story) {
    std::string Lock = Story.guard()->Lock.Name;
    Finding F = Story.begin();
    F.Message = "what this loop waits for, " + Story.object() +
                ", is read without " + quoted(Lock) +
                ", under which it is written";
    F.Why = "between the look and the wait the lock is not held: " +
            Story.thread(Story.second()) +
            " can write and notify just there, when nobody sleeps yet, and the "
            "wait after it sleeps for ever. The read itself is a race, too";
    F.Repair = Story.isC()
                   ? "take the lock before the loop, and keep it around look "
                     "and wait:\n  pthread_mutex_lock(&" +
                         Lock + ");\n  while (…)\n    pthread_cond_wait(&…, &" +
                         Lock + ");\n  pthread_mutex_unlock(&" + Lock + ");"
                   : "take the lock before the loop, and keep it around look "
                     "and wait:\n  std::unique_lock Guard(" +
                         Lock + ");\n  C.wait(Guard, [&] { return …; });";
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule PredicateReadRace;
const Rule PredicateReadRace = {
    {"predicate-read-race", Category::Race, Severity::Error, RuleScope::Program,
     "the condition of a wait is read without the lock of its writers",
     /*Precedence=*/5},
    check};
} // namespace heddle::rules
