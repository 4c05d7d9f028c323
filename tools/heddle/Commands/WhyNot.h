//===- WhyNot.h - --why-not ----------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Answers the question a good analyser is asked most: why is this no race?
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TOOLS_HEDDLE_COMMANDS_WHYNOT_H
#define HEDDLE_TOOLS_HEDDLE_COMMANDS_WHYNOT_H

#include "analyzer/Link/Program.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace heddle {

/// Prints, for every pair of accesses on the two `FILE:LINE`s, the refuter and
/// its facts, or that nothing refutes it.
llvm::Error explainPair(llvm::ArrayRef<Program> Programs, llvm::StringRef First,
                        llvm::StringRef Second);

} // namespace heddle

#endif // HEDDLE_TOOLS_HEDDLE_COMMANDS_WHYNOT_H
