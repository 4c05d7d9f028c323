//===- Spelling.h - What a thing is called elsewhere ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A fix that takes the lock of another function, or notifies its condition
/// variable, must write their names where it stands: `Lock` in a method of the
/// same class is `S->Lock` in a function. Answered only where the name surely
/// means the same thing there and can be seen.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_FIXES_SPELLING_H
#define HEDDLE_CHECKS_FIXES_SPELLING_H

#include "analyzer/Checks/Fixes/FixBuilder.h"

#include <optional>
#include <string>

namespace heddle {

/// A place of a function.
struct NamedPlace {
  FuncId Func = FuncId::None;
  PlaceId P = PlaceId::None;
};

/// How \p What is written at \p Where, in the function of \p Near. If both are
/// members of one class, the object is taken to be that of \p Near.
/// REQUIRES: \p Where is the anchor of a place in the function of \p Near.
std::optional<std::string> spellingAt(const CheckContext &Context,
                                      NamedPlace What, NamedPlace Near,
                                      const Anchor &Where);

/// Is \p G declared where \p Where stands: above, or in a header that the file
/// includes?
bool isVisibleAt(const CheckContext &Context, GlobalId G, const Anchor &Where);

/// The class of the last member in \p P, seen through hidden state and array
/// elements; Record None if \p P is no member.
FieldRef memberOf(const Body &B, PlaceId &P);

} // namespace heddle

#endif // HEDDLE_CHECKS_FIXES_SPELLING_H
