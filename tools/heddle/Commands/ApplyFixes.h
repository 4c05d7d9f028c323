//===- ApplyFixes.h - heddle check --fix ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Carries out the fixes of a report, on the user's files. Nothing is written
/// outside of the analysis root, nor to a file that changed since the analysis
/// began; each file is replaced as a whole, or not at all.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_APPLYFIXES_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_APPLYFIXES_H

#include "analyzer/Findings/Finding.h"

#include "llvm/Support/Chrono.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace heddle {

/// Tells on \p OS what was changed, and which fixes wait for the next run. On
/// failure nothing was changed, unless the message says so. \p Since: when the
/// analysis began to read.
llvm::Error applyFixes(const Report &R, llvm::sys::TimePoint<> Since,
                       llvm::raw_ostream &OS);

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_APPLYFIXES_H
