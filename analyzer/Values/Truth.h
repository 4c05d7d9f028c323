//===- Truth.h - Values that are true or false ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_VALUES_TRUTH_H
#define HEDDLE_VALUES_TRUTH_H

#include "analyzer/Values/Value.h"

namespace heddle {

/// Is the value 0 or 1, whatever it is made of?
inline bool isTruth(const ValueTable &T, ValueId Id) {
  const Value &X = T[Id];
  if (X.Kind == ValueKind::Int)
    return X.Int == 0 || X.Int == 1;
  if (X.Kind == ValueKind::Unary)
    return X.UnOp == UnaryOp::LogicalNot;
  if (X.Kind != ValueKind::Binary)
    return false;
  switch (X.BinOp) {
  case BinaryOp::Eq:
  case BinaryOp::Ne:
  case BinaryOp::Lt:
  case BinaryOp::Le:
  case BinaryOp::Gt:
  case BinaryOp::Ge:
    return true;
  default:
    return false;
  }
}

} // namespace heddle

#endif // HEDDLE_VALUES_TRUTH_H
