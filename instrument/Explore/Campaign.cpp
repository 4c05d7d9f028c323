//===- Campaign.cpp - Many runs of one program ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Campaign.h"

#include "instrument/Explore/Interpret.h"
#include "instrument/Explore/Observation.h"
#include "instrument/Explore/PreparedRun.h"
#include "instrument/Explore/RecordChannel.h"
#include "instrument/Explore/Workshop.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

StringRef firstLine(StringRef Text) { return Text.split('\n').first.trim(); }

/// Why a run cannot be called clean; empty if it can.
std::string findGap(const Interpretation &I,
                    const RecordChannel::Content &Content,
                    const TaskResult &Task) {
  if (!I.Started) {
    std::string Said = firstLine(Task.Err).str();
    return "Heddle's runtime did not start inside it" +
           (Said.empty() ? "" : ": " + Said);
  }
  if (Content.Damaged)
    return "its records were overwritten";
  if (Content.Dropped)
    return "it reported more than could be kept";
  if (I.Ended)
    return {};
  if (I.Schedule && !I.Schedule->Diverged.empty())
    return "the replay diverged: " + I.Schedule->Diverged;
  if (!I.Stopped.empty())
    return I.Stopped;
  if (I.Quit)
    return "it left through _exit(), so not everything was seen";
  return "its end was not seen";
}

/// What is left of a run when it is over.
struct Remains {
  TaskResult Task;
  RecordChannel::Content Content;
};

/// In a child of a server; none: there is none, or it was lost on the way.
llvm::Expected<std::optional<Remains>> runServed(const Campaign &C,
                                                 const SchedulePlan &Plan) {
  if (!C.Shop || Plan.Strategy.empty())
    return std::nullopt;
  auto Records =
      RecordChannel::create(C.Limit.Seconds, Plan.settings(), Plan.Decisions);
  if (!Records)
    return Records.takeError();
  auto Task = C.Shop->serve(C, *Records);
  if (!Task)
    return std::nullopt;
  return Remains{.Task = std::move(*Task), .Content = Records->read()};
}

llvm::Expected<Remains> runAlone(const Campaign &C, const SchedulePlan &Plan,
                                 const Sandbox &Box) {
  auto Ready = prepareRun(C, Plan, C.Limit.Seconds);
  if (!Ready)
    return Ready.takeError();
  TaskResult Task = Box.run(Ready->task());
  return Remains{.Task = std::move(Task), .Content = Ready->Records.read()};
}

llvm::Expected<Remains> makeRun(const Campaign &C, const SchedulePlan &Plan,
                                const Sandbox &Box) {
  auto Served = runServed(C, Plan);
  if (!Served)
    return Served.takeError();
  return *Served ? std::move(**Served) : runAlone(C, Plan, Box);
}

llvm::Expected<RunResult> runOnce(const Campaign &C, const Strategy &S,
                                  unsigned Index, const Sandbox &Box,
                                  SharedSymbols &Symbols) {
  RunResult Result;
  Result.Plan = S.Plan(C.First + Index);
  Result.Plan.TryFails = C.TryFails;
  auto Made = makeRun(C, Result.Plan, Box);
  if (!Made)
    return Made.takeError();
  auto &[Task, Content] = *Made;
  Interpretation I;
  {
    std::lock_guard Guard(Symbols.Lock);
    I = interpret(Content.Records, Symbols.Symbols);
  }
  Result.How = Task.How;
  Result.Gap = findGap(I, Content, Task);
  bool Crashed = llvm::any_of(I.Seen, [](const Observation &O) {
    return O.Kind == ObservationKind::Crash;
  });
  // An end record and no crash: what looks like a signal was exit(128 + n).
  if (I.Ended && !Crashed && Result.How.Kind == EndKind::Signalled)
    Result.How = Ending::exited(128 + Result.How.Code);
  Result.Complete = Result.Gap.empty() && Result.How.Kind == EndKind::Exited;
  Result.Forked = I.Forked;
  Result.Schedule = std::move(I.Schedule);
  Result.Trace = std::move(I.Trace);
  Result.Shared = std::move(I.Shared);
  Result.Explored = std::move(I.Explored);
  Result.Seen = std::move(I.Seen);
  Result.Out = std::move(Task.Out);
  Result.Err = std::move(Task.Err);
  return Result;
}

/// Hands out runs to workers and collects what they bring back.
class RunQueue {
public:
  explicit RunQueue(const Campaign &C) : C(C), Results(C.Runs) {}

  /// The next run to make; none when all are made or it makes no sense.
  std::optional<unsigned> next() {
    std::lock_guard Guard(Lock);
    if (Next == C.Runs || Hangs >= C.EnoughHangs || Failed)
      return std::nullopt;
    return Next++;
  }

  void put(unsigned Index, llvm::Expected<RunResult> Result) {
    std::lock_guard Guard(Lock);
    if (!Result) {
      Error = llvm::joinErrors(std::move(Error), Result.takeError());
      Failed = true;
      return;
    }
    Hangs += Result->How.Kind == EndKind::TimedOut;
    Results[Index] = std::move(*Result);
    if (C.Progress)
      C.Progress(++Done, C.Runs);
  }

  /// As if the runs had been made one after the other: what other workers did
  /// beyond the last hang is left out.
  llvm::Expected<std::vector<RunResult>> take() {
    if (Error)
      return std::move(Error);
    std::vector<RunResult> List;
    unsigned Seen = 0;
    for (std::optional<RunResult> &R : Results) {
      if (!R || Seen == C.EnoughHangs)
        break;
      Seen += R->How.Kind == EndKind::TimedOut;
      List.push_back(std::move(*R));
    }
    return List;
  }

private:
  const Campaign &C;
  std::mutex Lock;
  unsigned Next = 0, Done = 0, Hangs = 0;
  bool Failed = false;
  llvm::Error Error = llvm::Error::success();
  std::vector<std::optional<RunResult>> Results;
};

} // namespace

Strategy heddle::freeRun() {
  return {.Name = "free-run", .Plan = [](unsigned) { return SchedulePlan(); }};
}

Strategy heddle::scheduled(SchedulePlan Plan) {
  std::string Name = Plan.Strategy;
  return {.Name = std::move(Name),
          .Plan = [Plan = std::move(Plan)](unsigned) { return Plan; }};
}

llvm::Expected<std::vector<RunResult>>
heddle::explore(const Campaign &C, const Strategy &S, const Sandbox &Box) {
  SharedSymbols Own;
  SharedSymbols &Symbols = C.Shop ? C.Shop->symbols() : Own;
  unsigned Workers = std::max(1u, std::min(C.Jobs, C.Runs));
  if (C.Shop && S.Name != freeRun().Name)
    C.Shop->open(C, Workers, Box);
  RunQueue Runs(C);
  auto Work = [&] {
    while (auto Index = Runs.next())
      Runs.put(*Index, runOnce(C, S, *Index, Box, Symbols));
  };
  std::vector<std::thread> Helpers;
  for (unsigned I = 1; I < Workers; ++I)
    Helpers.emplace_back(Work);
  Work();
  for (std::thread &Helper : Helpers)
    Helper.join();
  return Runs.take();
}
