//===- LostNames.h - What is left of a lock whose name is lost --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `Items[I % 8]`, unlocked by a function, says nothing to its caller, and
/// nothing any more in the next round of a loop. It is still one of Items, and
/// none of the other locks that are held at the time.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_LOCKS_LOSTNAMES_H
#define HEDDLE_LOCKS_LOSTNAMES_H

#include "analyzer/Values/Values.h"

#include <vector>

namespace heddle {

/// The locks that \p Lock, an address, can be by points-to, each as a value
/// that means the same in any function; Unknown alone if they are too many or
/// not all known.
std::vector<ValueId> lostNames(const Values &V, ValueId Lock);

} // namespace heddle

#endif // HEDDLE_LOCKS_LOSTNAMES_H
