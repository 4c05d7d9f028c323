//===- ContainerRace.cpp - container-race ---------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The shape of a library container (its size, buffer, nodes) is changed by one
/// thread while another uses the container. Even a harmless-looking size() or
/// a loop over it is then a race, and the usual end is a crash.
///
/// Races on the elements alone, with the shape at rest, are data races.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

/// `push_back` of `std::vector::push_back`, or what kind of access it is.
static std::string callName(const Module &M, const GuardedAccess &A) {
  if (!valid(A.Via))
    return "";
  llvm::StringRef Name = M[A.Via].Name;
  size_t Colon = Name.rfind("::");
  return Name.substr(Colon == llvm::StringRef::npos ? 0 : Colon + 2).str();
}

static std::string what(const Module &M, const GuardedAccess &A) {
  std::string Call = callName(M, A);
  if (!Call.empty())
    return quoted(Call);
  return A.isWrite() ? "a change" : "a read";
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachRace(Context, RaceKind::Container, [&](const RaceStory &Story) {
    bool FirstWrites = Story.first().isWrite();
    const GuardedAccess &Writer = FirstWrites ? Story.first() : Story.second();
    const GuardedAccess &Other = FirstWrites ? Story.second() : Story.first();
    Finding F = Story.begin();
    F.Message = Story.object() + " is changed by one thread while another " +
                (Other.isWrite() ? "changes" : "uses") + " it, without a lock";
    F.Why =
        "a container of the standard library does not guard itself. While " +
        what(M, Writer) + " in " + Story.thread(Writer) +
        " moves elements or rewrites its size and pointers, " + what(M, Other) +
        " in " + Story.thread(Other) +
        " can follow the old ones: into freed memory, past the end, or to "
        "an element taken twice";
    F.Repair = Story.isC()
                   ? Story.repairWithoutLock()
                   : "hold one mutex at every use of " + Story.object() +
                         ", reading ones too:\n  std::lock_guard "
                         "Guard(Mutex);\nor hand the elements over "
                         "through a queue that locks by itself";
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule ContainerRace;
const Rule ContainerRace = {
    {"container-race", Category::Race, Severity::Error, RuleScope::Program,
     "a container changes its shape while another thread uses it",
     /*Precedence=*/3},
    check};
} // namespace heddle::rules
