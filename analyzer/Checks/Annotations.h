//===- Annotations.h - What thread-safety attributes demand -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Clang's thread-safety attributes say which lock guards what (`guarded_by`),
/// which lock callers must hold (`requires_capability`) or must not
/// (`locks_excluded`), and which comes first (`acquired_before`). Here the
/// locks that they name are compared with those that the lock analysis finds,
/// on every way to a point: through calls, whether the functions between carry
/// attributes or not. That is where this differs from -Wthread-safety, which
/// looks at one function and believes the rest.
///
/// What nobody else can meet is left alone: while one thread runs alone, it
/// need not hold anything. A lock that is held under another name, or whose
/// name is lost, counts as held.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_ANNOTATIONS_H
#define HEDDLE_CHECKS_ANNOTATIONS_H

#include "analyzer/Checks/Holding.h"

#include <string>

namespace heddle {

class Annotations {
public:
  explicit Annotations(const Analyses &A);

  /// Is \p F to be looked at? Not if it says `no_thread_safety_analysis`, or
  /// asserts what it holds.
  bool isChecked(FuncId F) const;
  /// How \p Lock, in terms of \p At's function, is held at \p At. What the
  /// function itself demands of its callers is held.
  Holding holding(EventRef At, ValueId Lock) const;

  /// The lock that an attribute of the function called at \p At names; Unknown
  /// if it can't be told.
  ValueId ofCallee(EventRef At, const AttributePath &Path) const;
  /// The lock that an attribute of member or variable names which \p Address,
  /// in any terms, is; \p Field: its owner is Value::A of the address.
  ValueId ofMember(ValueId Address, const AttributePath &Path) const;
  /// Attributes of the member or variable that \p Address is.
  llvm::ArrayRef<Attribute> attributesOf(ValueId Address) const;

  /// `M`, `A.M`: as the attribute says, without `this->`.
  static std::string nameOf(const AttributePath &Path);

private:
  bool demands(FuncId F, ValueId Lock) const;

  const Analyses &A;
  const Module &M;
  const Values &V;
  ValueTable &T;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_ANNOTATIONS_H
