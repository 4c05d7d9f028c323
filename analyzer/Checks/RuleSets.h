//===- RuleSets.h - Standards, and other sets of rules ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A rule set names rules by the clauses of a standard that they check. Sets
/// are YAML files: those in sets/ are compiled in and called by their name
/// (`@cert-c`), a user's own by its path (`@house.yaml`).
///
/// A clause stands in a set only if a rule checks it, and says which part of it
/// no rule checks. That all of a standard holds, no set can say.
///
/// Thread safety: everything here may be called from several threads.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_RULESETS_H
#define HEDDLE_CHECKS_RULESETS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace heddle {

struct Clause {
  std::string Id;      ///< `CON43-C`, `Rule 22.11`; empty: no clause named
  std::string About;   ///< what it asks for, in our words
  std::string Missing; ///< which part of it is not checked; empty: none
  std::vector<std::string> Rules;
};

struct RuleSet {
  std::string Name; ///< `cert-c`, or the path of a file
  std::string Title;
  std::vector<Clause> Clauses;

  /// Sorted, each once.
  std::vector<std::string> rules() const;
  /// Ids of the clauses that \p Rule checks, in the order of the set.
  std::vector<llvm::StringRef> clausesOf(llvm::StringRef Rule) const;
};

/// Those that are compiled in, sorted by name.
llvm::ArrayRef<RuleSet> builtinRuleSets();

/// Reads a set. Errors: no YAML, unknown keys, rules that don't exist, each
/// with line and caret.
llvm::Expected<RuleSet> parseRuleSet(llvm::StringRef Yaml,
                                     llvm::StringRef FileName);

/// The set called \p Name: a compiled-in one, else the file of this path.
llvm::Expected<RuleSet> findRuleSet(llvm::StringRef Name);

} // namespace heddle

#endif // HEDDLE_CHECKS_RULESETS_H
