//===- Specs.h - What library functions do, as data ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Specs say in YAML what functions without a body do: which memory they read
/// and write, which locks they take, which threads they start. The built-in
/// set lives in analyzer/Specs/data/*.yaml and is compiled in; users add files
/// of their own. Applying specs rewrites the Calls of a module into the events
/// they mean; a call that no spec knows stays.
///
/// Thread safety: a SpecSet is immutable after loading.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_SPECS_H
#define HEDDLE_SPECS_SPECS_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace heddle {

class SpecSet {
public:
  SpecSet();
  ~SpecSet();
  SpecSet(SpecSet &&) noexcept;
  SpecSet &operator=(SpecSet &&) noexcept;

  /// The built-in vocabulary. Cost: parsed once per process.
  static const SpecSet &builtin();

  /// Adds the specs of one YAML text; later ones win over earlier ones of the
  /// same function. Errors carry file, line, column and a caret line.
  llvm::Error add(llvm::StringRef Yaml, llvm::StringRef FileName);

  /// The built-in set plus user files.
  static llvm::Expected<SpecSet> load(llvm::ArrayRef<std::string> UserFiles);

  /// Is \p QualifiedName known (so that a call is not an unknown one)?
  bool knows(llvm::StringRef QualifiedName) const;

  struct Impl;
  std::unique_ptr<Impl> State;
};

struct SpecStats {
  unsigned CallsRewritten = 0;
  unsigned CallsWithBody = 0;
  unsigned CallsIndirect = 0;
  unsigned CallsUnknown = 0;
  /// The unknown ones: function -> number of calls.
  std::map<std::string, unsigned> Unknown;
};

/// Rewrites the library calls of every body of \p M.
SpecStats applySpecs(Module &M, const SpecSet &Specs);

} // namespace heddle

#endif // HEDDLE_SPECS_SPECS_H
