//===- Names.h - Names that are unique within a module -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the text form calls things: the shortest of name, spelling and
/// spelling with a number (`f'2`) that tells an entity from all others that
/// are printed. Spellings that the grammar could misread stand in backquotes.
///
/// Types that follow from their name (`int`, `Account *`, a class) need no
/// line of their own in the text; impliedType() says what a name stands for,
/// to the printer and to the parser alike.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_NAMES_H
#define HEDDLE_MODEL_NAMES_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace heddle {

/// Which declarations a printer shows.
struct Shown {
  std::vector<bool> Types, Records, Globals, Functions;
  /// System records whose members are used: shown with their fields.
  std::vector<bool> Layouts;
};

/// Everything with \p All; else what the program's own code refers to.
Shown shownDeclarations(const Module &M, bool All);
/// What the one function refers to.
Shown shownDeclarations(const Module &M, FuncId F);
/// \p Types and the types they are made of.
std::vector<bool> withParts(const Module &M, std::vector<bool> Types);

class Names {
public:
  Names(const Module &M, const Shown &S);

  const std::string &type(TypeId Id) const;
  const std::string &record(RecordId Id) const { return Records[index(Id)]; }
  const std::string &symbol(GlobalId Id) const { return Globals[index(Id)]; }
  const std::string &symbol(FuncId Id) const { return Functions[index(Id)]; }
  bool isImplied(TypeId Id) const { return Implied[index(Id)]; }
  /// The types that type() was asked for.
  const std::vector<bool> &usedTypes() const { return Used; }

private:
  std::vector<std::string> Types, Records, Globals, Functions;
  std::vector<bool> Implied;
  mutable std::vector<bool> Used;
};

/// Names of a body's locals, without the `%`.
std::vector<std::string> localNames(const Body &B);

/// \p Name as the grammar reads it back: bare or in backquotes.
std::string quoteType(llvm::StringRef Name);
std::string quoteSymbol(llvm::StringRef Name);

/// The length of the type's name at the start of \p Text: up to a comma,
/// parenthesis, ` = `, ` as ` or comment outside brackets.
size_t typeNameLength(llvm::StringRef Text);

/// `f'2` without its number.
llvm::StringRef withoutNumber(llvm::StringRef Name);

/// `std::vector<int>` without its arguments: what a class is called where
/// nothing else is said.
llvm::StringRef withoutArguments(llvm::StringRef Spelling);

/// Is \p Name made of letters, digits, `_`, `$`, `~` and `::`?
bool isPlainName(llvm::StringRef Name);

/// How impliedType() finds the parts of a name.
class TypeFinder {
public:
  virtual ~TypeFinder() = default;
  virtual TypeId find(llvm::StringRef Name) = 0;
  virtual RecordId findRecord(llvm::StringRef Name) = 0;
};

/// The type \p Name stands for where no line declares it: a builtin, a class,
/// a pointer, reference, array or function of types that \p Find knows.
std::optional<Type> impliedType(llvm::StringRef Name, const Module &M,
                                TypeFinder &Find);

/// The usual name of a pointer to the type called \p Name.
std::string pointerName(llvm::StringRef Name);

} // namespace heddle

#endif // HEDDLE_MODEL_NAMES_H
