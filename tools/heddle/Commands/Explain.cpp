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
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
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

llvm::StringRef spell(Severity S) {
  switch (S) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Advice:
    return "advice";
  }
  llvm_unreachable("covered switch");
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

int runRules(const Invocation &) {
  for (const Rule &R : allRules())
    llvm::outs() << llvm::formatv("{0,-28} {1,-8} {2}\n", R.Info.Id,
                                  spell(R.Info.Level), R.Info.Summary);
  return ExitClean;
}

CommandRegistration RegisterExplain(Explain, runExplain);
CommandRegistration RegisterRules(Rules, runRules);

} // namespace

} // namespace heddle
