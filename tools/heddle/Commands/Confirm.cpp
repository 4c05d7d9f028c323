//===- Confirm.cpp - heddle confirm --------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Checks, then builds each program with ThreadSanitizer and runs it, so that
/// every finding says whether it was seen happening.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Confirm.h"

#include "instrument/Confirm/Replay.h"
#include "tools/heddle/Commands/Analyse.h"
#include "tools/heddle/Commands/RunOptions.h"

#include "llvm/Support/Error.h"

namespace heddle {

namespace {

/// Why \p P was not run. What the analysis has already said of a file that
/// does not compile is not said a second time in the compiler's words.
std::string reasonFor(const ProgramUnits &P, const Report &R, llvm::Error E) {
  std::string Reason = toString(std::move(E));
  for (const CompileJob &Job : P.Jobs)
    for (const SourceSpan &At : R.Covered.IncompleteAt)
      if (At.Line && llvm::StringRef(Job.File).ends_with("/" + At.File) &&
          llvm::StringRef(Reason).starts_with("'" + Job.File +
                                              "' does not compile"))
        return "it does not compile";
  return Reason;
}

void noteNotRun(Report &R, const std::string &Program, const std::string &Why) {
  R.Covered.Incomplete.push_back(Program + " was not run: " + Why);
  R.Covered.IncompleteAt.emplace_back();
}

int runConfirm(const Invocation &Call) {
  llvm::Expected<AnalysisRun> Run = analyseInputs(Call);
  if (!Run)
    return usageError(Run.takeError());
  Report &R = Run->Result;
  if (Run->Programs.empty())
    R.Covered.Notes.push_back("nothing to run: no program with a main among "
                              "the inputs that compile");
  for (const ProgramUnits &P : Run->Programs) {
    if (!isTarget(P.Name))
      continue;
    ConfirmRequest Q = runRequest(P.Name, P.Jobs, Call.Flags);
    Q.Remember = [&Q](const std::string &Build) {
      // Without it a replay has to be told the files.
      llvm::consumeError(saveProgram(programDirectory(), Build, Q));
    };
    ProgressLine Line(P.Name);
    Q.Progress = std::ref(Line);
    if (llvm::Error E = confirm(R, Q))
      noteNotRun(R, P.Name, reasonFor(P, R, std::move(E)));
  }
  R.NextCommand =
      R.Findings.empty()
          ? ""
          : shellLine({Call.Name, "explain", R.Findings.front().Rule});
  return writeOutputs(R);
}

CommandRegistration Register(ConfirmCommand, runConfirm);

} // namespace

} // namespace heddle
