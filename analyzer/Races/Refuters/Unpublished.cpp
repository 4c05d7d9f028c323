//===- Unpublished.cpp - Nobody else knows the object yet
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An object that its thread has just made is its own until the address goes
/// where others can find it. What comes after is ordered behind that by the
/// way in which the address got there: that way is looked at like any other
/// memory, so if it is itself a race, that is the race to report.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Refuter.h"

using namespace heddle;

std::optional<Refutation> heddle::refuteUnpublished(const RefuterContext &C,
                                                    const AccessClass &A,
                                                    const AccessClass &B) {
  for (const AccessClass *X : {&A, &B})
    if (X->Unpublished)
      return Refutation{true,
                        {"at " + C.position(X->Shown.At) +
                         " no other thread can have the address of the "
                         "object yet"}};
  return std::nullopt;
}
