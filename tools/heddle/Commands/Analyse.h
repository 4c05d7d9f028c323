//===- Analyse.h - What check and confirm share --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The way from the command line to a Report, and from a Report to the
/// outputs asked for and the exit code: `check` is this and nothing more,
/// `confirm` runs the program in between.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_ANALYSE_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_ANALYSE_H

#include "analyzer/Findings/Finding.h"
#include "tools/heddle/Commands/Programs.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"

namespace heddle {

extern llvm::cl::SubCommand ExploreCommand;
extern llvm::cl::SubCommand ReplayCommand;

/// A program with a main, and the jobs it is made of.
struct ProgramUnits {
  std::string Name; ///< as in Finding::Program
  std::vector<CompileJob> Jobs;
};

struct AnalysisRun {
  InputPlan Plan;
  std::vector<ProgramUnits> Programs;
  Report Result;
};

/// Plans, lowers, applies specs, links, analyses and checks, as the options
/// say. Errors: usage and nothing to analyse; all else is part of the Report.
llvm::Expected<AnalysisRun> analyseInputs(const Invocation &Call);

/// Are --output and --fail-on as they must be? Asked before the work.
llvm::Error checkOutputs();
/// Writes every output asked for; text to standard output unless another
/// output took its place. Returns the exit code.
int writeOutputs(const Report &R);

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_ANALYSE_H
