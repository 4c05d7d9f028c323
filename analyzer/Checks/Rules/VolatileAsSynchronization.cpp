//===- VolatileAsSynchronization.cpp - volatile-as-synchronization --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A volatile variable that two threads use at the same time without a lock:
/// its author meant it to be safe by that word. It is a race like any other;
/// volatile keeps the compiler from leaving accesses out, and nothing else.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/AtomicFixes.h"
#include "analyzer/Checks/RaceStory.h"

#include "llvm/ADT/StringRef.h"

using namespace heddle;

/// `int` of `volatile int`.
static std::string plainType(const Module &M, TypeId Type) {
  if (!valid(Type))
    return "…";
  llvm::StringRef Spelling = M[Type].Spelling;
  Spelling.consume_front("volatile ");
  Spelling.consume_back(" volatile");
  return Spelling.str();
}

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::Volatile, [&](const RaceStory &Story) {
    std::string Name = Story.group().Object.Name;
    std::string Type = plainType(Context.P.M, Story.group().Object.Type);
    Finding F = Story.begin();
    F.Message = Story.object() + " is volatile, and that does not make it "
                                 "safe between threads";
    F.Why = "volatile is made for devices: every access in the text is made, "
            "in order. It is not atomic, orders nothing else, and a race on it "
            "is a race: " +
            Story.interleaving();
    F.Repair = "make it atomic, and leave out the volatile:\n  " +
               (Story.isC() ? "_Atomic " + Type + " " + Name + ";"
                            : "std::atomic<" + Type + "> " + Name + ";");
    offerAtomic(Context, F, Story.group().Object);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule VolatileAsSynchronization;
const Rule VolatileAsSynchronization = {
    {"volatile-as-synchronization", Category::Race, Severity::Warning,
     RuleScope::Program, "volatile is taken for atomic", /*Precedence=*/5},
    check};
} // namespace heddle::rules
