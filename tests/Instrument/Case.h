//===- Case.h - Findings and the program that shows them --------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A program with findings as the static half would have made them, and what
/// the dynamic half says of them.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_INSTRUMENT_CASE_H
#define HEDDLE_TESTS_INSTRUMENT_CASE_H

#include "instrument/Confirm/Confirm.h"
#include "tests/Instrument/Programs.h"

namespace heddle::test {

/// A program with the findings that a static analysis would have made.
class Case {
public:
  Case(const std::string &Name, llvm::StringRef Text) : File(Name) {
    From.add(Name, Text);
    R.Root = From.Dir.path();
    Q.Units = From.Units;
    Q.Schedules = 0;
    Q.Runs = 2;
    Q.TimeoutSeconds = 60;
  }

  SourceSpan span(llvm::StringRef Mark) const {
    uint32_t Line = From.line(Mark);
    return {File, Line, 1, Line, 200, ""};
  }

  /// Adds a finding whose sites are the lines marked #Marks.
  Finding &predict(const std::string &Rule, Category Kind,
                   const std::string &Object,
                   const std::vector<std::string> &Marks) {
    Finding F;
    F.Rule = Rule;
    F.Kind = Kind;
    F.Object = Object;
    F.Message = Rule + " of " + Object; // finish() keeps equal ones once
    for (const std::string &Mark : Marks) {
      Site S;
      S.Role = F.Sites.empty() ? SiteRole::Primary : SiteRole::OtherAccess;
      S.Span = span(Mark);
      S.ThreadIndex = uint32_t(F.Sites.size());
      F.Sites.push_back(S);
    }
    R.Findings.push_back(F);
    return R.Findings.back();
  }

  void run() {
    if (llvm::Error E = confirm(R, Q))
      Failure = llvm::toString(std::move(E));
  }

  /// The finding of \p Rule about \p Object.
  const Finding &finding(const std::string &Rule,
                         const std::string &Object = "") const {
    for (const Finding &F : R.Findings)
      if (F.Rule == Rule && (Object.empty() || F.Object == Object))
        return F;
    ADD_FAILURE() << "no " << Rule;
    static const Finding None;
    return None;
  }

  std::string notes() const { return llvm::join(R.DynamicNotes, "\n"); }

  Sources From;
  std::string File, Failure;
  Report R;
  ConfirmRequest Q;
};

} // namespace heddle::test

#endif // HEDDLE_TESTS_INSTRUMENT_CASE_H
