//===- Check.cpp - heddle check ------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The static half: finds races and deadlocks without running anything, and
/// mends what can be mended mechanically, if asked to.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Analyse.h"
#include "tools/heddle/Commands/ApplyFixes.h"

#include "llvm/Support/CommandLine.h"

#include <chrono>

namespace cl = llvm::cl;

namespace heddle {

static cl::opt<bool>
    FixFiles("fix",
             cl::desc("Carry out the fixes of likely and certain findings, in "
                      "the files; then check again"),
             cl::sub(CheckCommand));

static int runCheck(const Invocation &Call) {
  const llvm::sys::TimePoint<> Begin = std::chrono::system_clock::now();
  llvm::Expected<AnalysisRun> Run = analyseInputs(Call);
  if (!Run)
    return usageError(Run.takeError());
  const int Exit = writeOutputs(Run->Result);
  // A model may be older than its source, and its positions with it.
  if (FixFiles && !Run->Plan.ModelFiles.empty())
    return usageError("--fix takes sources, not models");
  if (FixFiles)
    // What was changed is no part of the report, which may go to a pipe.
    if (llvm::Error E = applyFixes(Run->Result, Begin, llvm::errs()))
      return usageError(std::move(E));
  return Exit;
}

static CommandRegistration Register(CheckCommand, runCheck);

} // namespace heddle
