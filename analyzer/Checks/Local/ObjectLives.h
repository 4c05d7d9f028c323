//===- ObjectLives.h - Begin and end of C's locks ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The locks, condition variables, semaphores and barriers of C have no
/// constructor: functions begin and end their life. Here one such object at a
/// time is followed along all ways of a function, from not knowing anything
/// about it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_OBJECTLIVES_H
#define HEDDLE_CHECKS_LOCAL_OBJECTLIVES_H

#include "analyzer/Checks/Local/Throws.h"

#include <set>
#include <vector>

namespace heddle {

/// What is wrong at At, on some way.
struct LifeFault {
  enum class FaultKind : uint8_t {
    NotBegun,   ///< used before it is initialised
    BegunTwice, ///< initialised while it lives, since Earlier
    Ended,      ///< used after it was destroyed, at Earlier
  };
  FaultKind Kind = FaultKind::NotBegun;
  PlaceId Object = PlaceId::None;
  EventRef At, Earlier;
};

/// The first fault of each object of \p F. \p Changing: functions that begin or
/// end lives.
std::vector<LifeFault> lifeFaults(const Module &M, FuncId F,
                                  const Throws &Thrown,
                                  const std::set<FuncId> &Changing);

/// What \p E uses that must have been initialised.
std::vector<PlaceId> objectsUsedBy(const Event &E);
/// Is it of those kinds?
bool hasLife(const SyncObject &S);
/// One of the C++ library's types, which a constructor makes?
bool hasConstructor(const Module &M, FuncId F, PlaceId P);

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_OBJECTLIVES_H
