//===- Fixing.h - Fixes, carried out and looked at again --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a fix promises: the program compiles as before, the finding is gone,
/// and there is no new one as severe. A lesser one may come to light that was
/// hidden behind the fault: once a flag is atomic, it can be said that waiting
/// for it in a loop is a waste. Each fix of a sample is carried out by itself,
/// in a copy of the sample's folder; only what it changes is lowered again.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_SAMPLES_FIXING_H
#define HEDDLE_TESTS_SAMPLES_FIXING_H

#include "analyzer/Checks/Driver.h"
#include "analyzer/Frontend/Frontend.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace heddle::samples {

/// One translation unit of a sample, lowered, with specs applied.
struct LoweredUnit {
  std::string File; ///< relative to the tree
  LowerResult Lowered;
};

llvm::Expected<LoweredUnit> lowerUnit(const std::string &Tree,
                                      const std::string &File);

/// The whole static half over \p Units.
Report checkUnits(const std::vector<LoweredUnit> &Units,
                  const CheckOptions &Options);

/// What is wrong with the fixes of \p Before, one line each. \p Tried counts
/// the fixes carried out.
std::vector<std::string> tryFixes(const std::vector<LoweredUnit> &Units,
                                  const Report &Before,
                                  const CheckOptions &Options, unsigned &Tried);

} // namespace heddle::samples

#endif // HEDDLE_TESTS_SAMPLES_FIXING_H
