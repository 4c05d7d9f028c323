//===- PseudoFields.h - Names of hidden fields ------------------*- C++ -*-===//
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

#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace heddle {

/// REQUIRES: isPseudo(F).
std::string pseudoFieldName(FieldRef F);
std::optional<FieldRef> parsePseudoField(llvm::StringRef Name);

/// Has \p F no name that the program's author would know it by? (Hidden state,
/// an anonymous member, what a library keeps to itself: std::array's _M_elems.)
bool isNameless(const Module &M, FieldRef F);

} // namespace heddle

#endif // HEDDLE_MODEL_PSEUDOFIELDS_H
