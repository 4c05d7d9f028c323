//===- Taken.h - What the analyses take for granted -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs can do what no sane program does and no analysis here follows:
/// unlock what another thread has locked, make a lock anew while it is in use,
/// jump out of functions, give the address of a thread-local variable away.
/// Under the profile `report` nobody wants to hear of it; whoever proves must
/// not overlook it. Each such place becomes an entry of the ledger that forbids
/// `race-free`.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_TAKEN_H
#define HEDDLE_RACES_TAKEN_H

#include "analyzer/Locks/Locks.h"

namespace heddle {

void noteTakenForGranted(const Program &P, const PointsTo &Pointers,
                         const Threads &Table, const Locks &L, Ledger &Gaps);

} // namespace heddle

#endif // HEDDLE_RACES_TAKEN_H
