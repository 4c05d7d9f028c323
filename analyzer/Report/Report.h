//===- Report.h - What a report looks like -------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The renderers: a Report goes in, bytes come out. Each is one file and one
/// function; none knows how findings are made, none reads the clock or the
/// environment, so that equal reports give equal bytes. Sources come through
/// a SourceReader, which tests replace.
///
/// Thread safety: the functions keep no state.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_REPORT_REPORT_H
#define HEDDLE_REPORT_REPORT_H

#include "analyzer/Findings/Finding.h"
#include "analyzer/Findings/Suppress.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <functional>
#include <string>

namespace heddle {

/// What a renderer needs to know of a rule beyond its findings.
struct RuleText {
  std::string Id;
  std::string Short; ///< one sentence
  std::string Full;  ///< a paragraph
  std::string Help;  ///< Markdown: the page docs/rules/<id>.md
  Severity Level = Severity::Error;
  Category Kind = Category::Race;
};
using RuleTextLookup = std::function<RuleText(llvm::StringRef Id)>;

struct TextOptions {
  bool Colour = false;  ///< ANSI escapes
  unsigned Width = 100; ///< columns of the terminal; prose is wrapped
  /// Where there are more findings that are only possible, they are counted,
  /// not told.
  size_t MaxPossible = SIZE_MAX;
  SourceReader Read; ///< empty: the disk below Report::Root
};
/// For people, in the manner of Clang's diagnostics.
void writeText(const Report &R, llvm::raw_ostream &OS,
               const TextOptions &Options = {});

struct JsonOptions {};
/// Everything in the report; the format is described in docs/json.md.
void writeJson(const Report &R, llvm::raw_ostream &OS,
               const JsonOptions &Options = {});
/// Only \p Findings, in the same form: the elements of an array that is begun.
void writeFindings(llvm::ArrayRef<Finding> Findings, llvm::json::OStream &J);

struct SarifOptions {
  RuleTextLookup Rules; ///< empty: rules have only their ids
  SourceReader Read;    ///< for GitHub's line hash; empty: the disk
};
/// SARIF 2.1.0, with one threadFlow per thread.
void writeSarif(const Report &R, llvm::raw_ostream &OS,
                const SarifOptions &Options = {});

} // namespace heddle

#endif // HEDDLE_REPORT_REPORT_H
