//===- GivenChoices.cpp - What a schedule plan decides --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Sleeping and waking as in instrument/Runtime/Strategies/Exhaustive.cpp.
///
//===----------------------------------------------------------------------===//

#include "tests/Instrument/GivenChoices.h"

#include "instrument/Runtime/Schedule/Dependence.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

using namespace heddle;
using namespace heddle::test;

GivenChoices::GivenChoices(const SchedulePlan &Plan)
    : Given(ScheduleText::parse(Plan.Decisions)),
      Asleep(Plan.Sleep.begin(), Plan.Sleep.end()) {
  llvm::SmallVector<llvm::StringRef> Items;
  llvm::StringRef(Given.Environment).split(Items, '-', -1, false);
  for (llvm::StringRef Item : Items) {
    auto [Number, Choice] = Item.split('.');
    uint32_t N = 0, C = 0;
    if (!Number.getAsInteger(10, N) && !Choice.getAsInteger(10, C))
      Environment[N] = C;
  }
}

uint32_t GivenChoices::decide(uint32_t Alternatives) {
  auto Found = Environment.find(Asked++);
  uint32_t Wanted = Found == Environment.end() ? 0 : Found->second;
  return Wanted < Alternatives ? Wanted : 0;
}

int GivenChoices::pick(llvm::ArrayRef<uint32_t> Candidates,
                       llvm::function_ref<runtime::Operation(uint32_t)> Next) {
  int Chosen = given();
  if (Chosen < 0) {
    Chosen = awake(Candidates);
    if (Chosen < 0)
      return -1;
    runtime::Operation What = Next(uint32_t(Chosen));
    llvm::erase_if(Asleep, [&](uint32_t T) {
      return int(T) == Chosen || areDependent(Next(T), What);
    });
  }
  Current = Chosen;
  return Chosen;
}

int GivenChoices::given() {
  while (Segment < Given.Segments.size() &&
         Taken == Given.Segments[Segment].Steps) {
    ++Segment;
    Taken = 0;
  }
  if (Segment == Given.Segments.size())
    return -1;
  ++Taken;
  return int(Given.Segments[Segment].Thread);
}

int GivenChoices::awake(llvm::ArrayRef<uint32_t> Candidates) const {
  int Found = -1;
  for (uint32_t T : Candidates)
    if (!llvm::is_contained(Asleep, T) && (Found < 0 || int(T) == Current))
      Found = int(T);
  return Found;
}
