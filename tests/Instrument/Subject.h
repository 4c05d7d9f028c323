//===- Subject.h - One program under many schedules -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// For the tests of the scheduler.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_INSTRUMENT_SUBJECT_H
#define HEDDLE_TESTS_INSTRUMENT_SUBJECT_H

#include "tests/Instrument/Programs.h"

#include <optional>

namespace heddle::test {

/// A program that is built once and run under many schedules.
class Subject {
public:
  Subject(const std::string &Name, llvm::StringRef Text) {
    From.add(Name, Text);
    auto Result = From.build();
    if (!Result)
      ADD_FAILURE() << llvm::toString(Result.takeError());
    else
      Built = std::move(*Result);
  }

  Campaign campaign() const {
    Campaign C;
    C.Executable = Built.Executable;
    C.Limit.Seconds = 20;
    return C;
  }

  std::vector<RunResult> runs(const Strategy &How, unsigned Count) const {
    Campaign C = campaign();
    C.Runs = Count;
    auto Results = explore(C, How, box());
    if (!Results) {
      ADD_FAILURE() << llvm::toString(Results.takeError());
      return {};
    }
    return std::move(*Results);
  }

  RunResult run(const SchedulePlan &Plan) const {
    auto Results = runs(scheduled(Plan), 1);
    return Results.empty() ? RunResult() : Results[0];
  }

  /// The first of \p Count seeds whose run shows \p Kind.
  std::optional<RunResult> find(ObservationKind Kind, SchedulePlan Plan,
                                unsigned Count = 60) const {
    Strategy Seeds = {.Name = "seeds", .Plan = [&](unsigned Index) {
                        Plan.Seed = Index + 1;
                        return Plan;
                      }};
    for (RunResult &R : runs(Seeds, Count))
      if (seen(R, Kind))
        return std::move(R);
    return std::nullopt;
  }

  RunResult replay(const RunResult &R) const {
    SchedulePlan Plan = R.Plan;
    Plan.Strategy = "replay";
    Plan.Decisions = R.Schedule ? R.Schedule->Decisions : "";
    return run(Plan);
  }

  Sources From;
  BuiltProgram Built;
};

/// The smallest deadlock.
inline const char *const Crossed = R"(#include <mutex>
#include <thread>
std::mutex A, B;
void ab() {
  std::lock_guard L(A); // #first
  std::lock_guard M(B); // #ab
}
void ba() {
  std::lock_guard L(B);
  std::lock_guard M(A); // #ba
}
int main() {
  std::thread T(ab), U(ba);
  T.join();
  U.join();
}
)";

inline SchedulePlan plan(const std::string &Strategy, uint64_t Seed = 1,
                         PointLevel Level = PointLevel::Atomics) {
  SchedulePlan P;
  P.Strategy = Strategy;
  P.Seed = Seed;
  P.Level = Level;
  P.Length = 40;
  return P;
}

} // namespace heddle::test

#endif // HEDDLE_TESTS_INSTRUMENT_SUBJECT_H
