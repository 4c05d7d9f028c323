//===- Command.h - What a subcommand is ----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A subcommand is one file: its llvm::cl options, tied to its SubCommand, and
/// a function. It registers itself; Main only parses and dispatches. Commands
/// hold argument parsing and wiring, nothing else.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_COMMAND_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_COMMAND_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace heddle {

/// Exit codes: interfaces of CI systems hang on them. 128+n: a signal.
enum ExitCode : uint8_t {
  ExitClean = 0,
  ExitFindings = 1,
  ExitUsage = 2,      ///< usage, configuration, or no input
  ExitIncomplete = 3, ///< something asked for was not analysed completely
};

/// The command line as far as llvm::cl does not see it.
struct Invocation {
  std::vector<std::string> Flags; ///< what stands after `--`
  bool FlagsGiven = false;        ///< there was a `--`
  std::string Executable;         ///< path of this program
  std::string Name;               ///< what the user typed to call it
};

using CommandFunction = int (*)(const Invocation &);

/// Ties a function to a subcommand; a static object in the command's file.
struct CommandRegistration {
  CommandRegistration(llvm::cl::SubCommand &Sub, CommandFunction Run);
};

/// A command line for a shell: quoted where it must be.
std::string shellLine(llvm::ArrayRef<std::string> Words);

/// Prints `heddle: error: …` and returns ExitUsage.
int usageError(llvm::Error E);
int usageError(const llvm::Twine &Message);

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_COMMAND_H
