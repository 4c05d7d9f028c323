//===- Contents.h - What memory holds before it is set up ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Questions of rules about objects that somebody must initialise: does their
/// memory begin with rubbish, and does anything in the program write it?
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_CONTENTS_H
#define HEDDLE_CHECKS_CONTENTS_H

#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace heddle {

/// Is \p Site a malloc(), whose memory holds anything?
bool isRawMemory(const Module &M, EventRef Site);

/// May some event of the program, an access that is no mere read or an
/// assignment, write what \p Cell stands for? \p Counts leaves events out.
bool anyWrite(
    const Analyses &A, CellId Cell,
    llvm::function_ref<bool(EventRef)> Counts = [](EventRef) { return true; });

} // namespace heddle

#endif // HEDDLE_CHECKS_CONTENTS_H
