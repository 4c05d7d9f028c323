//===- Plain.cpp - Pairs that are no conflict
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the language does not call a conflict: two reads, two atomic accesses,
/// the destructor that the last of several owners runs, a volatile object
/// shared with a signal handler.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

using namespace heddle;

std::optional<Refutation> heddle::refuteReadOnly(const RefuterContext &,
                                                 const AccessClass &A,
                                                 const AccessClass &B) {
  if (A.Shown.isWrite() || B.Shown.isWrite())
    return std::nullopt;
  return Refutation{true, {"both only read"}};
}

std::optional<Refutation> heddle::refuteAtomic(const RefuterContext &,
                                               const AccessClass &A,
                                               const AccessClass &B) {
  if (!A.Shown.isAtomic() || !B.Shown.isAtomic())
    return std::nullopt;
  return Refutation{true, {"both accesses are atomic"}};
}

std::optional<Refutation> heddle::refuteLastOwner(const RefuterContext &,
                                                  const AccessClass &A,
                                                  const AccessClass &B) {
  if (!A.LastOwner && !B.LastOwner)
    return std::nullopt;
  // Unsound: an access through a plain pointer taken out of the owner may
  // come after the last owner is gone.
  return Refutation{
      false, {"the last of several owners destroys it, after all the others"}};
}

std::optional<Refutation> heddle::refuteSignalSafe(const RefuterContext &C,
                                                   const AccessClass &A,
                                                   const AccessClass &B) {
  const bool Handler = C.Table[A.Shown.Thread].Origin == ThreadOrigin::Signal ||
                       C.Table[B.Shown.Thread].Origin == ThreadOrigin::Signal;
  if (!Handler || !A.Shown.Volatile || !B.Shown.Volatile)
    return std::nullopt;
  return Refutation{false, {"volatile, and shared with a signal handler"}};
}
