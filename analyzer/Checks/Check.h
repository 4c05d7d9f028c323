//===- Check.h - What a rule is ---------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A rule is one function and one description, in one file, registered by one
/// line in Rules.def. It reads the model and the analyses, never the AST, and
/// reports through the sink of its context.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_CHECK_H
#define HEDDLE_CHECKS_CHECK_H

#include "analyzer/Findings/Finding.h"
#include "analyzer/Link/Program.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <functional>
#include <vector>

namespace heddle {

struct Analyses;   // analyzer/Races/Analyses.h
class SourceTexts; // analyzer/Checks/Fixes/SourceText.h

enum class RuleScope : uint8_t { Local, Program };

struct RuleInfo {
  llvm::StringRef Id; ///< `data-race`: for ever
  Category Kind;
  Severity Level;
  RuleScope Scope;
  llvm::StringRef Summary; ///< one sentence for lists
  /// Of two findings of one cause, that of the rule with the higher number
  /// stays: special rules win over general ones.
  uint8_t Precedence = 0;
};

struct CheckContext {
  const Program &P;
  const Analyses *A; ///< null for local rules on half-typed code
  /// Takes a finding; rule, category, severity, precedence and program are
  /// filled in from the rule's description.
  std::function<void(Finding)> Report;
  /// What the program's files say, for fixes; null: none are offered.
  SourceTexts *Texts = nullptr;
};

using CheckFunction = void (*)(const CheckContext &);

struct Rule {
  RuleInfo Info;
  CheckFunction Run;
};

/// What is the same in every finding of a rule, filled in.
void fillFrom(const RuleInfo &Info, Finding &F);

/// All rules, sorted by id.
llvm::ArrayRef<Rule> allRules();
const Rule *findRule(llvm::StringRef Id);
/// The page docs/rules/<id>.md, compiled in; empty if there is none.
llvm::StringRef rulePage(llvm::StringRef Id);

} // namespace heddle

#endif // HEDDLE_CHECKS_CHECK_H
