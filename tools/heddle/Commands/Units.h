//===- Units.h - What lower and model share ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the inputs of a command that shows or writes models: plans, lowers,
/// and says on standard error what was noted, what is wrong with the source
/// and what could not be read.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_UNITS_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_UNITS_H

#include "analyzer/Frontend/Frontend.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace heddle {

struct UnitRequest {
  InputRequest Inputs;
  std::string Root; ///< empty: as planned
  bool UseCache = true;
  bool OneOnly = false; ///< several units are an error
};

struct Units {
  std::vector<Module> Modules; ///< in the plan's order; model files last
  bool Complete = true;        ///< everything asked for was read completely
};

/// Errors: usage, as those of planInputs().
llvm::Expected<Units> readUnits(const UnitRequest &Request);

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_UNITS_H
