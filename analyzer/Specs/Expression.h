//===- Expression.h - Paths, values, types of specs -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the expressions of the spec language. Each parser takes the text of
/// one YAML scalar and complains at the character that it did not expect.
///
///   path     this.$structure   *arg0   arg1.$pointee->first   result
///            this.$element[]   this.$element[arg0]   this.$element[0]
///   value    PATH   &PATH   move PATH   0   null   nondet   arg2..
///   type     T0   T0*   T0[]   F1   arg0   pointee(T0)   pair(T0, T1)   bool
///   pattern  std::defer_lock_t   self&&   pointer | iterator   not integer
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_EXPRESSION_H
#define HEDDLE_SPECS_EXPRESSION_H

#include "analyzer/Specs/Language.h"
#include "analyzer/Yaml/Tree.h"

#include <optional>

namespace heddle::spec {

std::optional<Path> parsePath(const YamlNode &Scalar, Complaints &Errors);
std::optional<Value> parseValue(const YamlNode &Scalar, Complaints &Errors);
std::optional<TypeExpr> parseType(const YamlNode &Scalar, Complaints &Errors);
std::optional<TypePattern> parsePattern(const YamlNode &Scalar,
                                        Complaints &Errors);
/// `$element` and its like.
std::optional<PseudoField> parsePseudoField(llvm::StringRef Name);

} // namespace heddle::spec

#endif // HEDDLE_SPECS_EXPRESSION_H
