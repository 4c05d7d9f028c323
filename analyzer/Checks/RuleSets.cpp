//===- RuleSets.cpp - Standards, and other sets of rules ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/RuleSets.h"

#include "analyzer/Checks/Check.h"
#include "analyzer/Yaml/Tree.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemoryBuffer.h"

#include <set>

using namespace heddle;

namespace {

struct Text {
  const char *Name, *Yaml;
};

class SetReader {
public:
  explicit SetReader(Complaints &Errors) : Errors(Errors) {}

  RuleSet read(const YamlNode &Root) {
    forEachKey(Root, {"title", "rules", "clauses"}, Errors,
               [&](llvm::StringRef Key, const YamlNode &Node) {
                 if (Key == "title")
                   Result.Title = text(Node);
                 else if (Key == "rules")
                   Result.Clauses.push_back({"", "", "", names(Node)});
                 else
                   for (const YamlNode &Item : listItems(Node, Errors))
                     Result.Clauses.push_back(clause(Item));
               });
    return std::move(Result);
  }

private:
  Clause clause(const YamlNode &Node) {
    Clause C;
    forEachKey(Node, {"id", "about", "rules", "partly"}, Errors,
               [&](llvm::StringRef Key, const YamlNode &Item) {
                 if (Key == "rules")
                   C.Rules = names(Item);
                 else
                   (Key == "id"      ? C.Id
                    : Key == "about" ? C.About
                                     : C.Missing) = text(Item);
               });
    return C;
  }

  std::string text(const YamlNode &Node) {
    return scalarText(Node, Errors).value_or("").str();
  }

  std::vector<std::string> names(const YamlNode &Node) {
    std::vector<std::string> Out;
    for (const YamlNode &Item : listItems(Node, Errors)) {
      const std::string Name = text(Item);
      if (!Name.empty() && !findRule(Name))
        Errors.add(Item, "there is no rule '" + Name + "'" + guess(Name));
      Out.push_back(Name);
    }
    return Out;
  }

  static std::string guess(llvm::StringRef Name) {
    std::vector<llvm::StringRef> Known;
    for (const Rule &R : allRules())
      Known.push_back(R.Info.Id);
    return didYouMean(Name, Known);
  }

  RuleSet Result;
  Complaints &Errors;
};

} // namespace

std::vector<std::string> RuleSet::rules() const {
  std::set<std::string> Unique;
  for (const Clause &C : Clauses)
    Unique.insert(C.Rules.begin(), C.Rules.end());
  return {Unique.begin(), Unique.end()};
}

std::vector<llvm::StringRef> RuleSet::clausesOf(llvm::StringRef Rule) const {
  std::vector<llvm::StringRef> Out;
  for (const Clause &C : Clauses)
    if (llvm::is_contained(C.Rules, Rule))
      Out.push_back(C.Id);
  return Out;
}

llvm::Expected<RuleSet> heddle::parseRuleSet(llvm::StringRef Yaml,
                                             llvm::StringRef FileName) {
  Complaints Errors(Yaml, FileName);
  RuleSet Result;
  if (std::optional<YamlNode> Root = readYaml(Yaml, FileName, Errors))
    Result = SetReader(Errors).read(*Root);
  if (llvm::Error E = Errors.take())
    return std::move(E);
  Result.Name = FileName.str();
  return Result;
}

llvm::ArrayRef<RuleSet> heddle::builtinRuleSets() {
  static const std::vector<RuleSet> All = [] {
    static constexpr Text Texts[] = {
#include "RuleSets.inc"
    };
    std::vector<RuleSet> Sets;
    for (const Text &T : Texts) {
      llvm::Expected<RuleSet> Set = parseRuleSet(T.Yaml, T.Name);
      if (!Set)
        llvm::report_fatal_error(Set.takeError());
      Sets.push_back(std::move(*Set));
    }
    return Sets;
  }();
  return All;
}

llvm::Expected<RuleSet> heddle::findRuleSet(llvm::StringRef Name) {
  std::string Known;
  for (const RuleSet &Set : builtinRuleSets()) {
    if (Set.Name == Name)
      return Set;
    Known += (Known.empty() ? "@" : ", @") + Set.Name;
  }
  auto Buffer = llvm::MemoryBuffer::getFile(Name);
  if (!Buffer)
    return llvm::createStringError(
        "no rule set '@" + Name.str() + "': it is no file (" +
        Buffer.getError().message() + ") and none of " + Known);
  return parseRuleSet((*Buffer)->getBuffer(), Name);
}
