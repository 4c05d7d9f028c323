//===- Report.h - What pointer analysis could not follow -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Writes the gaps of a finished analysis into the ledger: one entry per
/// unknown function and per construct, with the number of places, because a
/// list of four hundred calls of one function tells nobody anything.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_POINTERS_REPORT_H
#define HEDDLE_POINTERS_REPORT_H

#include "analyzer/Pointers/Builder.h"

namespace heddle::pointers {

void reportGaps(const Builder &B, Ledger &Gaps);

} // namespace heddle::pointers

#endif // HEDDLE_POINTERS_REPORT_H
