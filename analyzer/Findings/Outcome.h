//===- Outcome.h - What a report means for the caller -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// From a report to an exit code and a last line. Exit codes: 0 clean, 1
/// findings at or above the threshold, 3 incomplete (2, usage, is never a
/// matter of a report). Advice never counts; incomplete outranks findings,
/// except a race that prove has shown.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FINDINGS_OUTCOME_H
#define HEDDLE_FINDINGS_OUTCOME_H

#include "analyzer/Findings/Finding.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace heddle {

/// `--fail-on`
enum class FailOn : uint8_t { Possible, Likely, Certain, Confirmed, Never };
std::optional<FailOn> parseFailOn(llvm::StringRef Text);

struct OutcomeOptions {
  FailOn Threshold = FailOn::Likely;
  bool IncompleteIsNote = false; ///< --incomplete=note
};
int exitCode(const Report &R, const OutcomeOptions &Options = {});

llvm::StringRef toString(Severity Level);      ///< `error`
llvm::StringRef toString(Confidence Belief);   ///< `certain`
llvm::StringRef toString(Category Kind);       ///< `race`
llvm::StringRef toString(Verdict Answer);      ///< `race-free`
llvm::StringRef toString(SiteRole Role);       ///< `other-access`
llvm::StringRef toString(DynamicVerdict Seen); ///< `not-reproduced`

/// Removes findings that lie wholly in third-party code and counts them in
/// Coverage::HiddenThirdParty. System headers (absolute paths) always are;
/// \p Globs match anywhere from the start of a path component on:
/// `vendor/` hides `src/vendor/x.c`.
void hideThirdParty(Report &R, llvm::ArrayRef<std::string> Globs);
/// `_deps/`, `vendor/`, `third_party/`
llvm::ArrayRef<std::string> defaultThirdParty();

/// `2 races (1 confirmed), 1 deadlock · 1 program, 3 functions, 2 threads ·
/// everything was analysed`
std::string summaryLine(const Report &R);

} // namespace heddle

#endif // HEDDLE_FINDINGS_OUTCOME_H
