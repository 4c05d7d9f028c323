//===- PseudoFields.h - Names of hidden fields ----------------------*- C++
//-*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `$element`, `$argument2`: how Specs, the text form and messages write the
/// hidden state of library objects.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_PSEUDOFIELDS_H
#define HEDDLE_MODEL_PSEUDOFIELDS_H

#include "analyzer/Model/Place.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace heddle {

/// REQUIRES: isPseudo(F).
std::string pseudoFieldName(FieldRef F);
std::optional<FieldRef> parsePseudoField(llvm::StringRef Name);

} // namespace heddle

#endif // HEDDLE_MODEL_PSEUDOFIELDS_H
