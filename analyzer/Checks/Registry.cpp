//===- Registry.cpp - All rules, sorted -----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace heddle::rules {
#define HEDDLE_RULE(Name) extern const Rule Name;
#include "analyzer/Checks/Rules.def"
#undef HEDDLE_RULE
} // namespace heddle::rules

llvm::ArrayRef<Rule> heddle::allRules() {
  static const std::vector<Rule> All = [] {
    std::vector<Rule> Rules = {
#define HEDDLE_RULE(Name) rules::Name,
#include "analyzer/Checks/Rules.def"
#undef HEDDLE_RULE
    };
    llvm::sort(Rules, [](const Rule &L, const Rule &R) {
      return L.Info.Id < R.Info.Id;
    });
    return Rules;
  }();
  return All;
}

const Rule *heddle::findRule(llvm::StringRef Id) {
  for (const Rule &R : allRules())
    if (R.Info.Id == Id)
      return &R;
  return nullptr;
}

void heddle::fillFrom(const RuleInfo &Info, Finding &F) {
  F.Rule = Info.Id.str();
  F.Kind = Info.Kind;
  F.Level = Info.Level;
  F.Precedence = Info.Precedence;
}

namespace {
struct Page {
  const char *Id, *Text;
};
} // namespace

llvm::StringRef heddle::rulePage(llvm::StringRef Id) {
  static constexpr Page Pages[] = {
#include "RulePages.inc"
      {nullptr, nullptr}};
  for (const Page &P : Pages)
    if (P.Id && Id == P.Id)
      return P.Text;
  return {};
}
