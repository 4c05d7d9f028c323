//===- Explain.cpp - heddle explain and heddle rules ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a rule means, why it hurts and how to repair it: the pages of
/// docs/rules, compiled in, so that they are there without network or clone.
/// And which rules there are, by severity, category or standard.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/RuleSets.h"
#include "analyzer/Findings/Outcome.h"
#include "tools/heddle/Commands/Command.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::SubCommand Explain("explain", "Explain a rule: what, why, and the repair");
cl::opt<std::string> RuleName(cl::Positional, cl::desc("RULE"),
                              cl::sub(Explain));
cl::SubCommand Rules("rules", "List all rules");

cl::opt<Severity> OfSeverity(
    "severity", cl::desc("Only rules of this severity:"),
    cl::values(clEnumValN(Severity::Error, "error", ""),
               clEnumValN(Severity::Warning, "warning", ""),
               clEnumValN(Severity::Advice, "advice", "off by default")),
    cl::sub(Rules));
cl::opt<Category>
    OfCategory("category", cl::desc("Only rules about:"),
               cl::values(clEnumValN(Category::Race, "race", ""),
                          clEnumValN(Category::Deadlock, "deadlock", ""),
                          clEnumValN(Category::Lock, "lock", ""),
                          clEnumValN(Category::Wait, "wait", ""),
                          clEnumValN(Category::Lifetime, "lifetime", "")),
               cl::sub(Rules));
cl::opt<std::string>
    Standard("standard", cl::value_desc("SET"),
             cl::desc("The clauses of a standard and the rules that check "
                      "them; a set's name, or a YAML file"),
             cl::sub(Rules));
cl::opt<bool> ListSets("sets", cl::desc("The standards that are built in"),
                       cl::sub(Rules));

bool isListed(const RuleInfo &Info) {
  return (OfSeverity.getNumOccurrences() == 0 || Info.Level == OfSeverity) &&
         (OfCategory.getNumOccurrences() == 0 || Info.Kind == OfCategory);
}

/// The rule whose name is nearest, for `did you mean`.
const Rule *nearest(llvm::StringRef Name) {
  const Rule *Best = nullptr;
  unsigned Distance = 5; // farther than this is no typing mistake
  for (const Rule &R : allRules())
    if (unsigned D = R.Info.Id.edit_distance(Name, true, Distance);
        D < Distance) {
      Distance = D;
      Best = &R;
    }
  return Best;
}

int runExplain(const Invocation &) {
  if (RuleName.empty())
    return usageError("no rule given; `heddle rules` lists them");
  const Rule *R = findRule(RuleName);
  if (!R) {
    const Rule *Near = nearest(RuleName);
    return usageError("no rule '" + RuleName + "'; " +
                      (Near ? "did you mean '" + Near->Info.Id.str() + "'?"
                            : std::string("`heddle rules` lists them")));
  }
  llvm::outs() << rulePage(R->Info.Id);
  return ExitClean;
}

/// The set to list; null where none was asked for.
llvm::Expected<std::optional<RuleSet>> standardAskedFor() {
  if (Standard.empty())
    return std::nullopt;
  llvm::StringRef Name = Standard;
  Name.consume_front("@");
  return findRuleSet(Name);
}

void listSets() {
  for (const RuleSet &Set : builtinRuleSets())
    llvm::outs() << llvm::formatv("@{0,-18} {1} clauses, {2} rules: {3}\n",
                                  Set.Name, Set.Clauses.size(),
                                  Set.rules().size(), Set.Title);
}

/// `CON43-C  no data races` and, indented, the rules that check it.
void listClauses(const RuleSet &Set) {
  llvm::outs() << Set.Title << "\n";
  for (const Clause &C : Set.Clauses) {
    llvm::outs() << "\n"
                 << C.Id << (C.Id.empty() ? "" : "  ") << C.About << "\n";
    if (!C.Missing.empty())
      llvm::outs() << "  in part; not: " << C.Missing << "\n";
    for (const std::string &Id : C.Rules)
      if (const Rule *R = findRule(Id); R && isListed(R->Info))
        llvm::outs() << "  " << Id << "\n";
  }
}

int runRules(const Invocation &) {
  if (ListSets) {
    listSets();
    return ExitClean;
  }
  llvm::Expected<std::optional<RuleSet>> Set = standardAskedFor();
  if (!Set)
    return usageError(Set.takeError());
  if (*Set) {
    listClauses(**Set);
    return ExitClean;
  }
  for (const Rule &R : allRules())
    if (isListed(R.Info))
      llvm::outs() << llvm::formatv("{0,-29} {1,-8} {2,-9} {3}\n", R.Info.Id,
                                    toString(R.Info.Level),
                                    toString(R.Info.Kind), R.Info.Summary);
  return ExitClean;
}

CommandRegistration RegisterExplain(Explain, runExplain);
CommandRegistration RegisterRules(Rules, runRules);

} // namespace

} // namespace heddle
