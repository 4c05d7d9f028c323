//===- Sources.h - Which files are C or C++, and readable -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What kind of input a file is, by its name and its first bytes, and which
/// sources lie below a folder.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_SOURCES_H
#define HEDDLE_FRONTEND_PARSE_SOURCES_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace heddle {

enum class SourceKind : uint8_t {
  C,
  Cxx,
  Header,          ///< of C++ by its name, or `.h`
  PreprocessedC,   ///< `.i`
  PreprocessedCxx, ///< `.ii`
  Other,
};

SourceKind sourceKind(llvm::StringRef Path);

inline bool isTranslationUnit(SourceKind Kind) {
  return Kind != SourceKind::Header && Kind != SourceKind::Other;
}

/// What the content of a file says.
struct FileCheck {
  bool IsModel = false; ///< a binary model
  std::string Problem;  ///< why it can't be analysed, with the next step
  std::string Note;     ///< worth a word, but no obstacle
};
/// \p Shown: the file as messages name it.
FileCheck checkFile(llvm::StringRef Path, llvm::StringRef Shown);

/// True if a `.h` file is C++ by its content.
bool looksLikeCxx(llvm::StringRef Path);

/// Has the file directives of OpenMP, or does it include <omp.h>? Without
/// -fopenmp the compiler passes over the directives.
bool usesOpenMP(llvm::StringRef Path);

struct SourceTree {
  std::vector<std::string> Sources; ///< translation units, sorted
  std::vector<std::string> Headers; ///< sorted
  std::vector<std::string> Skipped; ///< folders left out, and why, sorted
};

/// The sources below \p Directory, without hidden folders, build trees and
/// other people's code. Follows no links.
SourceTree findSources(llvm::StringRef Directory);

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_SOURCES_H
