//===- Programs.h - From what the user named to linked programs -*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The first half of every command that analyses: input files, compiler flags
/// and specs as options, and the programs they make.
///
/// Thread safety: none needed; main's thread only.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_PROGRAMS_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_PROGRAMS_H

#include "analyzer/Findings/Finding.h"
#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Link/Program.h"
#include "tools/heddle/Commands/Command.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"

namespace heddle {

extern llvm::cl::SubCommand CheckCommand;
extern llvm::cl::SubCommand ConfirmCommand;
extern llvm::cl::SubCommand ThreadsCommand;
extern llvm::cl::SubCommand LocksCommand;

struct LoadedPrograms {
  InputPlan Plan;
  std::vector<Program> Programs;
  Coverage Gaps;
  std::string ConfigFile; ///< that options were read from; empty: none
};

/// Plans, lowers, applies specs and links. Fails on unusable input; what could
/// not be read or did not compile is in Gaps. \p CheckEarly, for what should be
/// refused before that work is done, runs once the options are complete.
llvm::Expected<LoadedPrograms>
loadPrograms(const Invocation &Call,
             llvm::function_ref<llvm::Error()> CheckEarly = nullptr);

/// Files that were named, `-p BUILD`, `--specs`, and flags, as words of another
/// command on the same programs.
std::vector<std::string> inputWords(const Invocation &Call);

/// Threads to work with, as `--jobs` asks.
unsigned jobCount();

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_PROGRAMS_H
