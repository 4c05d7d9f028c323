//===- Sample.h - Samples and their marks -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the sample tree: which files make a program, and what the marks in
/// their comments expect. The grammar is that of samples/README.md.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_SAMPLES_SAMPLE_H
#define HEDDLE_TESTS_SAMPLES_SAMPLE_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/StringRef.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace heddle::samples {

enum class MarkKind { Expect, Miss, Wrong };

struct Mark {
  MarkKind Kind = MarkKind::Expect;
  std::string Rule;
  std::vector<std::string> Objects; ///< sorted
  std::vector<std::string> With;    ///< names of lines
  bool DynamicConfirmed = false;
  std::optional<Confidence> Belief;
  std::string File; ///< relative to the tree
  uint32_t Line = 0;
};

struct Place {
  std::string File;
  uint32_t Line = 0;
};

struct Sample {
  std::string Name;               ///< `classic/bank`, `rules/lock-order/across`
  std::vector<std::string> Files; ///< sources, relative to the tree
  std::vector<Mark> Marks;
  std::map<std::string, Place> Lines; ///< by name
  bool ExpectNone = false;
  std::vector<std::string> Also;     ///< rules of severity advice to switch on
  bool HasComment = false;           ///< a file of it begins with one
  std::vector<std::string> Problems; ///< marks that can't be read
};

/// Adds the marks of one file to \p S.
void readMarks(llvm::StringRef Source, llvm::StringRef File, Sample &S);

/// All samples below \p Root, sorted by name.
std::vector<Sample> findSamples(llvm::StringRef Root);

/// What is wrong with \p Findings against the marks of \p S: one line each,
/// empty if all is as marked.
std::vector<std::string> compare(const Sample &S,
                                 const std::vector<Finding> &Findings);

} // namespace heddle::samples

#endif // HEDDLE_TESTS_SAMPLES_SAMPLE_H
