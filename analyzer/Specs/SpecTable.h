//===- SpecTable.h - Specs by name ------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a SpecSet holds: entries by qualified name, classes, and other names
/// of classes. A member's key is its class and its name, where constructors,
/// destructors and conversions are called `constructor`, `destructor` and
/// `conversion`; that makes `std::__shared_ptr::__shared_ptr` and
/// `std::shared_ptr::shared_ptr` one entry.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_SPECTABLE_H
#define HEDDLE_SPECS_SPECTABLE_H

#include "analyzer/Specs/Language.h"
#include "analyzer/Specs/Specs.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <deque>
#include <string>
#include <vector>

namespace heddle::spec {

/// The entries of one name, in the order in which they are tried.
using Entries = std::vector<const FunctionSpec *>;

/// One file's content, before it is merged into a table.
struct SpecFile {
  struct Named {
    std::string Name; ///< or a pattern with `*`
    size_t Spec;      ///< index into Functions
  };
  std::vector<FunctionSpec> Functions;
  std::vector<Named> Names;
  std::vector<ClassSpec> Classes;
  std::vector<std::pair<std::string, std::string>> Aliases; ///< other -> name
};

/// Does \p Text match \p Glob, where `*` stands for any characters?
bool matchesGlob(llvm::StringRef Glob, llvm::StringRef Text);

} // namespace heddle::spec

namespace heddle {

struct SpecSet::Impl {
  void merge(spec::SpecFile File);

  /// Entries that may apply to a call of \p QualifiedName; null where it is
  /// not known.
  const spec::Entries *entries(llvm::StringRef QualifiedName) const;

  /// Entries of a member of the class \p ClassName.
  const spec::Entries *member(llvm::StringRef ClassName,
                              llvm::StringRef Member) const;

  /// Null for classes that no spec describes.
  const spec::ClassSpec *classNamed(llvm::StringRef Name) const;

  /// The name under which \p Name's specs are kept.
  llvm::StringRef canonicalClass(llvm::StringRef Name) const;

private:
  std::string key(llvm::StringRef QualifiedName) const;

  std::deque<spec::FunctionSpec> Functions;
  llvm::StringMap<spec::Entries> Exact;
  std::vector<std::pair<std::string, spec::Entries>> Globs; ///< longest first
  llvm::StringMap<spec::ClassSpec> Classes;
  llvm::StringMap<std::string> Aliases;
};

} // namespace heddle

#endif // HEDDLE_SPECS_SPECTABLE_H
