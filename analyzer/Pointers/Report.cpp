//===- Report.cpp - What pointer analysis could not follow ----------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Pointers/Report.h"

#include <map>
#include <string>
#include <utility>

namespace heddle::pointers {

namespace {

std::string places(size_t Count) {
  return Count == 1 ? "" : " (" + std::to_string(Count) + " places)";
}

const char *reasonName(HavocReason Reason) {
  switch (Reason) {
  case HavocReason::InlineAssembly:
    return "inline assembly";
  case HavocReason::UnknownCall:
    return "a call of unknown effect";
  case HavocReason::ErroneousCode:
    return "code with errors";
  case HavocReason::DependentCode:
    return "an uninstantiated template";
  case HavocReason::Exotic:
    return "a construct without a model";
  case HavocReason::MemberPointer:
    return "a pointer to member";
  case HavocReason::VarArgs:
    return "variable arguments";
  case HavocReason::Module:
    return "a C++20 module";
  case HavocReason::Budget:
    return "code past the work limit";
  case HavocReason::LongJump:
    return "a long jump";
  case HavocReason::OpenMP:
    return "OpenMP";
  }
  return "a construct without a model";
}

void reportCallees(const Builder &B, Ledger &Gaps) {
  for (const auto &[F, Sites] : B.UnknownCallees)
    Gaps.add({LedgerKind::UnknownCallee,
              *Sites.begin(),
              {},
              "call of '" + B.M[F].Spelling +
                  "', which has no body and no spec" + places(Sites.size())});
}

void reportPointers(const Builder &B, Ledger &Gaps) {
  for (const auto &[Site, Info] : B.Sites) {
    const Event &E = B.M[Site];
    bool Nothing = Info.Callees.empty() && !Info.UnknownCallee;
    if (!Info.UnknownTarget && !Nothing)
      continue;
    const char *Known =
        Info.Callees.empty() ? "no known target" : "a target that is not known";
    if (std::holds_alternative<Spawn>(E))
      Gaps.add({LedgerKind::UnresolvedSpawn,
                Site,
                {},
                std::string("thread with ") + Known});
    else if (const auto *C = std::get_if<Call>(&E))
      Gaps.add({LedgerKind::UnresolvedPointer,
                Site,
                {},
                (C->Virtual ? "virtual call of '" + B.M[C->Callee].Spelling +
                                  "' on an object with "
                            : std::string("call through a pointer with ")) +
                    Known});
    else if (std::holds_alternative<OnceOp>(E))
      Gaps.add({LedgerKind::UnresolvedPointer,
                Site,
                {},
                std::string("call_once with ") + Known});
  }
}

/// Why \p E is not followed, or nothing.
std::string notFollowed(const Event &E) {
  if (const auto *H = std::get_if<Havoc>(&E))
    return std::string(reasonName(H->Reason)) +
           (H->Text.empty() ? "" : ": " + H->Text);
  if (std::holds_alternative<Suspend>(E))
    return "a coroutine that suspends is taken to go on at once, in the same "
           "thread";
  if (const auto *R = std::get_if<ParallelRegion>(&E))
    if (R->Op == ParallelRegion::OpKind::BeginTarget)
      return "OpenMP: what a device does is taken to be done here, at once";
  return "";
}

void reportHavocs(const Builder &B, Ledger &Gaps) {
  std::map<std::string, std::pair<EventRef, unsigned>> Found;
  for (const auto &[Site, Info] : B.Sites)
    if (std::string Why = notFollowed(B.M[Site]); !Why.empty()) {
      auto &Entry = Found[Why];
      if (Entry.second++ == 0)
        Entry.first = Site;
    }
  for (const auto &[Why, Where] : Found)
    Gaps.add({LedgerKind::Havoc, Where.first, {}, Why + places(Where.second)});
}

} // namespace

void reportGaps(const Builder &B, Ledger &Gaps) {
  reportCallees(B, Gaps);
  reportPointers(B, Gaps);
  reportHavocs(B, Gaps);
  if (B.S.exhausted())
    Gaps.add({LedgerKind::Budget,
              {},
              {},
              "pointer analysis stopped after " + std::to_string(B.S.work()) +
                  " steps: sets of pointers and callees are not complete"});
}

} // namespace heddle::pointers
