//===- Loader.cpp - Spec files to specs -----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Loader.h"

#include "analyzer/Specs/EffectLoader.h"
#include "analyzer/Specs/Expression.h"
#include "analyzer/Yaml/Tree.h"

using namespace llvm;

namespace heddle::spec {
namespace {

using Names = std::vector<std::string>;

class FileLoader {
public:
  explicit FileLoader(Complaints &Errors) : Errors(Errors) {}

  SpecFile load(const YamlNode &Root) {
    if (Root.K == YamlNode::Kind::Null)
      return {};
    forEachKey(Root, {"classes", "functions"}, Errors,
               [&](StringRef Key, const YamlNode &Node) {
                 for (const YamlNode &Item : listItems(Node, Errors))
                   if (Key == "classes")
                     loadClass(Item);
                   else
                     loadFunction(Item, {});
               });
    return std::move(File);
  }

private:
  Names loadNames(const YamlNode &Node) {
    Names Result;
    ArrayRef<YamlNode> All(Node);
    if (Node.K == YamlNode::Kind::List)
      All = Node.Items;
    for (const YamlNode &Name : All)
      if (Name.K != YamlNode::Kind::Scalar || Name.Text.empty())
        Errors.add(Name, "expected a name here");
      else if (StringRef(Name.Text).contains('<') &&
               !StringRef(Name.Text).contains("operator"))
        Errors.add(Name.at(Name.Text.find('<')),
                   "names are written without template arguments");
      else
        Result.push_back(Name.Text);
    return Result;
  }

  void loadClass(const YamlNode &Node) {
    Names ClassNames;
    ClassSpec Class;
    const YamlNode *Functions = nullptr;
    forEachKey(Node,
               {"name", "aliases", "fields", "recursive-lock", "callable",
                "functions"},
               Errors, [&](StringRef Key, const YamlNode &Item) {
                 if (Key == "name")
                   ClassNames = loadNames(Item);
                 else if (Key == "fields")
                   loadFields(Item, Class);
                 else if (Key == "recursive-lock")
                   Class.RecursiveLock = loadFlag(Item, Errors);
                 else if (Key == "callable")
                   Class.Callable = loadFlag(Item, Errors);
                 else if (Key == "functions")
                   Functions = &Item;
                 else
                   for (std::string &Alias : loadNames(Item))
                     File.Aliases.emplace_back(Alias, "");
               });
    if (ClassNames.empty()) {
      if (Node.K == YamlNode::Kind::Map)
        Errors.add(Node, "a class needs a 'name'");
      return;
    }
    for (auto &Alias : File.Aliases)
      if (Alias.second.empty())
        Alias.second = ClassNames.front();
    for (const std::string &Name : ClassNames) {
      Class.Name = Name;
      File.Classes.push_back(Class);
    }
    if (Functions)
      for (const YamlNode &Item : listItems(*Functions, Errors))
        loadFunction(Item, ClassNames);
  }

  void loadFields(const YamlNode &Node, ClassSpec &Class) {
    if (Node.K != YamlNode::Kind::Map)
      return Errors.add(Node, "expected hidden state and its type here, such "
                              "as {$element: T0}");
    for (size_t I = 0; I != Node.Keys.size(); ++I) {
      auto Field = parsePseudoField(Node.Keys[I].Text);
      if (!Field)
        Errors.add(Node.Keys[I],
                   "unknown hidden state '" + Node.Keys[I].Text + "'");
      else if (auto Type = parseType(Node.Items[I], Errors))
        Class.Fields[*Field] = std::move(*Type);
    }
  }

  void loadFunction(const YamlNode &Node, const Names &ClassNames) {
    Names FunctionNames;
    FunctionSpec Function;
    bool HasName = false, HasEffects = false;
    forEachKey(Node,
               {"name", "when", "do", "throws", "replaces-body", "atomic-body"},
               Errors, [&](StringRef Key, const YamlNode &Item) {
                 if (Key == "name") {
                   HasName = true;
                   FunctionNames = loadNames(Item);
                 } else if (Key == "when") {
                   Function.When = loadCondition(Item, Errors);
                 } else if (Key == "throws") {
                   Function.Throws = loadFlag(Item, Errors);
                 } else if (Key == "replaces-body") {
                   Function.ReplacesBody = loadFlag(Item, Errors);
                 } else if (Key == "atomic-body") {
                   Function.AtomicBody = loadFlag(Item, Errors);
                 } else {
                   HasEffects = true;
                   for (const YamlNode &Line : listItems(Item, Errors))
                     if (auto Effect = loadEffect(Line, Errors))
                       Function.Do.push_back(std::move(*Effect));
                 }
               });
    if (Node.K != YamlNode::Kind::Map)
      return;
    if (!HasName)
      Errors.add(Node, "a function needs a 'name'");
    if (!HasEffects)
      Errors.add(Node, "a function needs effects; write 'do: []' if it has "
                       "none");
    addFunction(std::move(Function), FunctionNames, ClassNames);
  }

  void addFunction(FunctionSpec Function, const Names &FunctionNames,
                   const Names &ClassNames) {
    size_t Index = File.Functions.size();
    File.Functions.push_back(std::move(Function));
    for (const std::string &Name : FunctionNames) {
      if (ClassNames.empty())
        File.Names.push_back({Name, Index});
      for (const std::string &Class : ClassNames)
        File.Names.push_back({(Twine(Class) + "::" + Name).str(), Index});
    }
  }

  SpecFile File;
  Complaints &Errors;
};

} // namespace

Expected<SpecFile> loadSpecs(StringRef Yaml, StringRef FileName) {
  Complaints Errors(Yaml, FileName);
  SpecFile File;
  if (std::optional<YamlNode> Root = readYaml(Yaml, FileName, Errors))
    File = FileLoader(Errors).load(*Root);
  if (Error E = Errors.take())
    return std::move(E);
  return File;
}

} // namespace heddle::spec
