//===- Keys.h - Which places of a function are the same ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Identity of places within one body. Two mentions of `Acc.M` are two places
/// of the arena; local rules need to know that they are one lock. A *key* is a
/// number that equal places share, taken over the place's structure, with
/// references and pointers followed that are bound exactly once
/// (`std::mutex &M = Acc.M;` makes `M` and `Acc.M` equal).
///
/// Unsound: two keys may still name one object (parameters that alias), and a
/// key with a pointer or index in it may name different ones over time. Good
/// enough for rules that look at one function; program rules ask Pointers.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_KEYS_H
#define HEDDLE_CHECKS_LOCAL_KEYS_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringMap.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace heddle {

enum class KeyId : uint32_t { None = UINT32_MAX };

/// A branch condition, up to negation: `!A`, `A == 0` and `A != 0` share a key.
struct Condition {
  KeyId Key = KeyId::None; ///< None: nothing to remember it by
  bool Negated = false;
  bool IsConstant = false; ///< Value
  bool Value = false;
};

class PlaceKeys {
public:
  /// REQUIRES: \p F has a definition. \p M outlives the result.
  PlaceKeys(const Module &M, FuncId F);

  KeyId key(PlaceId P);
  Condition condition(TermId T);

  /// The local variable that contains \p P, seen through references bound
  /// once; None where P lies behind a pointer or in a global.
  LocalId root(PlaceId P) const;
  /// The global that contains \p P, likewise.
  GlobalId rootGlobal(PlaceId P) const;
  /// The member that \p P is, seen through references: `M` of `this->A.M`.
  FieldRef lastField(PlaceId P) const;
  /// The pointer or reference variable (`this` too) whose target contains
  /// \p P; None where P lies in a variable itself.
  LocalId pointer(PlaceId P) const;

  /// \p P with references followed: what it is an alias of.
  PlaceId resolve(PlaceId P) const;

  /// Does the text of \p Outer mention the place \p Inner: is it a part of it,
  /// or a value that depends on it?
  bool mentions(KeyId Outer, KeyId Inner) const;

  const Body &body() const { return B; }

private:
  std::string text(PlaceId P, unsigned Depth = 0) const;
  std::string text(TermId T, unsigned Depth = 0) const;
  KeyId intern(const std::string &Text);
  void noteBindings();
  void bind(PlaceId P, TermId Value);
  /// The only value that \p P ever gets; None if it gets none or several, or
  /// is no variable (or pseudo field of one: the pointer in an iterator).
  TermId onlyValue(PlaceId P) const;
  /// What \p T is a copy of, through casts and variables with one value.
  TermId follow(TermId T) const;

  const Body &B;
  std::map<std::pair<LocalId, FieldRef>, TermId> BoundTo;
  llvm::StringMap<KeyId> Ids;
  std::vector<std::string> Texts;
};

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_KEYS_H
