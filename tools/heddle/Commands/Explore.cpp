//===- Explore.cpp - heddle explore ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The dynamic half alone: builds the files as one program, runs it under one
/// schedule after the other and reports what ThreadSanitizer and the scheduler
/// saw.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Replay.h"
#include "tools/heddle/Commands/Analyse.h"
#include "tools/heddle/Commands/RunOptions.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::list<std::string>
    Inputs(cl::Positional, cl::desc("FILES of one program [-- COMPILER FLAGS]"),
           cl::sub(ExploreCommand));
cl::opt<std::string> BuildDir("p", cl::value_desc("DIR"),
                              cl::desc("Folder with compile_commands.json"),
                              cl::sub(ExploreCommand));
cl::opt<bool> StopOnFirst("stop-on-first",
                          cl::desc("Stop when something was found"),
                          cl::sub(ExploreCommand));

int runExplore(const Invocation &Call) {
  if (Inputs.empty() && BuildDir.empty())
    return usageError("no input; give the files of one program");
  auto Plan = planInputs({.Paths = {Inputs.begin(), Inputs.end()},
                          .Flags = Call.Flags,
                          .FlagsGiven = Call.FlagsGiven,
                          .BuildDir = BuildDir});
  if (!Plan)
    return usageError(Plan.takeError());
  if (Plan->Jobs.empty())
    return usageError(Plan->Problems.empty() ? "no source files among the input"
                                             : Plan->Problems.front());
  Report R;
  R.Root = Plan->Root;
  R.Covered.Programs = 1;
  R.Covered.Files = uint32_t(Plan->Jobs.size());
  R.Covered.Incomplete = Plan->Problems;
  R.Covered.IncompleteAt.resize(Plan->Problems.size());
  R.Covered.Notes = Plan->Notes;
  R.Covered.Notes.push_back("the program was only run: `" + Call.Name +
                            " confirm` analyses its source too");
  std::string Name = programName(Plan->Jobs);
  ConfirmRequest Q = runRequest(Name, Plan->Jobs, Call.Flags);
  Q.AtLeast = Q.Schedules;
  Q.StopOnFirst = StopOnFirst;
  Q.Remember = [&Q](const std::string &Build) {
    llvm::consumeError(saveProgram(programDirectory(), Build, Q));
  };
  ProgressLine Line(Name);
  Q.Progress = std::ref(Line);
  if (llvm::Error E = confirm(R, Q)) {
    R.Covered.Incomplete.push_back(Name +
                                   " was not run: " + toString(std::move(E)));
    R.Covered.IncompleteAt.emplace_back();
  }
  return writeOutputs(R);
}

CommandRegistration Register(ExploreCommand, runExplore);

} // namespace

} // namespace heddle
