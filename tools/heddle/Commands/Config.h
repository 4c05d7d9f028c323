//===- Config.h - .heddle.yaml -------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A project's options in a file, `.heddle.yaml`: the nearest one from the
/// first input's folder upward. Its keys are the options of the same names, and
/// an option on the command line takes the place of its key.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_CONFIG_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_CONFIG_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Error.h"

#include <string>

namespace heddle {

/// Gives the options of \p Command that were not given the values of the
/// configuration for \p FirstInput. Returns the file's path, empty if there is
/// none. Errors: unreadable, unknown keys, values of the wrong kind, each with
/// line and caret.
llvm::Expected<std::string> applyConfig(llvm::cl::SubCommand &Command,
                                        llvm::StringRef FirstInput);

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_CONFIG_H
