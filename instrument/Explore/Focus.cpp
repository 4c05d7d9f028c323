//===- Focus.cpp - What a run is to be interested in ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Addresses of globals, and mostly those of heap blocks, are the same in every
/// run: address randomisation is off. Where they are not, a run is interested
/// in nothing and is a random walk.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Focus.h"

#include "llvm/ADT/STLExtras.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

/// More interesting things than these are none.
constexpr size_t MostGroups = 64, MostMembers = 48;

/// Counts of \p Uses, each thread's with those of all that it creates.
std::map<uint64_t, uint64_t> eventsOf(const Census &Of,
                                      llvm::ArrayRef<const SharedUse *> Uses) {
  std::map<uint64_t, uint64_t> Result;
  for (const SharedUse *U : Uses) {
    uint64_t Path = U->Path;
    for (unsigned Depth = 0; Depth < 16; ++Depth) {
      Result[Path] += U->Count;
      auto Creator = Of.Creators.find(Path);
      if (Creator == Of.Creators.end() || !Creator->second)
        break;
      Path = Creator->second;
    }
  }
  return Result;
}

bool touches(const SharedUse &U, const Aim &Lines) {
  return llvm::any_of(U.Stack, [&](const StackFrame &F) {
    return llvm::any_of(Lines, [&](const AimLine &L) {
      return L.Line == F.Line && L.File == F.File;
    });
  });
}

/// What one thread holds, and the others then wait for, is one group.
FocusGroup groupOf(const Census &Of, const std::set<uint64_t> &Addresses) {
  FocusGroup G;
  G.Addresses.assign(Addresses.begin(), Addresses.end());
  std::vector<const SharedUse *> Uses;
  for (const SharedUse &U : Of.Uses)
    if (Addresses.count(U.Address))
      Uses.push_back(&U);
  G.Events = eventsOf(Of, Uses);
  return G;
}

} // namespace

void FocusGroup::applyTo(SchedulePlan &Plan) const {
  Plan.Focus = Addresses;
  Plan.Places = Places;
  Plan.Events = Events;
}

std::vector<FocusGroup> heddle::aimedGroups(const Census &Of,
                                            llvm::ArrayRef<Aim> Aims) {
  std::vector<FocusGroup> Result;
  for (const Aim &Lines : Aims) {
    std::set<uint64_t> Addresses;
    for (const SharedUse &U : Of.Uses)
      if (Addresses.size() < MostMembers && touches(U, Lines))
        Addresses.insert(U.Address);
    if (!Addresses.empty())
      Result.push_back(groupOf(Of, Addresses));
  }
  return Result;
}

std::vector<FocusGroup> heddle::sharedGroups(const Census &Of) {
  std::set<uint64_t> Locks;
  std::map<uint64_t, std::set<uint64_t>> Changers; // threads by address
  for (const SharedUse &U : Of.Uses) {
    if (U.Sync && Locks.size() < MostMembers)
      Locks.insert(U.Address);
    std::set<uint64_t> &Threads = Changers[U.Address];
    if (U.Write)
      Threads.insert(U.Path);
  }
  std::vector<std::pair<size_t, uint64_t>> Order;
  Order.reserve(Changers.size());
  for (const auto &[Address, Threads] : Changers)
    Order.push_back({SIZE_MAX - Threads.size(), Address});
  llvm::sort(Order);
  std::vector<FocusGroup> Result;
  if (Locks.size() > 1)
    Result.push_back(groupOf(Of, Locks));
  for (const auto &[Rank, Address] : Order)
    if (Result.size() < MostGroups)
      Result.push_back(groupOf(Of, {Address}));
  return Result;
}
