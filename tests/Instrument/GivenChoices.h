//===- GivenChoices.h - What a schedule plan decides ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The strategy `exhaustive` of the runtime, for the simulated machine: follows
/// the decisions given, then goes on without those that sleep.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_INSTRUMENT_GIVENCHOICES_H
#define HEDDLE_TESTS_INSTRUMENT_GIVENCHOICES_H

#include "instrument/Explore/Schedule.h"
#include "instrument/Runtime/Schedule/Operation.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>
#include <map>
#include <vector>

namespace heddle::test {

class GivenChoices {
public:
  explicit GivenChoices(const SchedulePlan &Plan);

  /// The thread that goes on, or -1: all \p Candidates sleep. \p Next: what a
  /// thread would do.
  int pick(llvm::ArrayRef<uint32_t> Candidates,
           llvm::function_ref<runtime::Operation(uint32_t)> Next);
  /// The environment's choice, below \p Alternatives.
  uint32_t decide(uint32_t Alternatives);
  /// The thread picked last.
  int current() const { return Current; }

private:
  int given();
  int awake(llvm::ArrayRef<uint32_t> Candidates) const;

  ScheduleText Given;
  std::vector<uint32_t> Asleep;
  std::map<uint32_t, uint32_t> Environment;
  size_t Segment = 0;
  uint32_t Asked = 0, Taken = 0;
  int Current = -1;
};

} // namespace heddle::test

#endif // HEDDLE_TESTS_INSTRUMENT_GIVENCHOICES_H
