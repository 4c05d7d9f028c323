//===- SharedObject.h - What people call the object of an access *- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// From a cell to the variable, member or container that a message names, and
/// the locks that its users hold.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_RACES_SHAREDOBJECT_H
#define HEDDLE_RACES_SHAREDOBJECT_H

#include "analyzer/Races/Race.h"

namespace heddle {

/// The variable, member or container that \p C lies in: elements, a
/// container's nodes, the `first` and `second` of a map's pairs are parts of it
/// that have no name of their own.
CellId namedPart(const Program &P, const PointsTo &Pointers, CellId C);

/// REQUIRES: \p Named is a namedPart. Leaves IsContainer to the caller, who
/// knows what is done with it.
SharedObject describeObject(const Program &P, const PointsTo &Pointers,
                            CellId Named);

/// Which lock how many of \p Accesses to \p Object hold: most holders first.
std::vector<GuardedBy> guardsOf(const PointsTo &Pointers, CellId Object,
                                llvm::ArrayRef<const GuardedAccess *> Accesses);

} // namespace heddle

#endif // HEDDLE_RACES_SHAREDOBJECT_H
