//===- Check.cpp - heddle check ------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The static half: finds races and deadlocks without running anything.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Analyse.h"

namespace heddle {

static int runCheck(const Invocation &Call) {
  llvm::Expected<AnalysisRun> Run = analyseInputs(Call);
  if (!Run)
    return usageError(Run.takeError());
  return writeOutputs(Run->Result);
}

static CommandRegistration Register(CheckCommand, runCheck);

} // namespace heddle
