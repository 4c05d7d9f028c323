//===- EffectLoader.cpp - The lines of a spec's effects -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/EffectLoader.h"

#include "analyzer/Specs/Expression.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace heddle::spec {
namespace {

std::optional<Word> loadWord(const YamlNode &Node, ArrayRef<Word> Allowed,
                             Complaints &Errors) {
  SmallVector<StringRef, 16> Spellings;
  for (Word W : Allowed) {
    if (spelling(W) == Node.Text)
      return W;
    Spellings.push_back(spelling(W));
  }
  std::string Hint = didYouMean(Node.Text, Spellings);
  if (Hint.empty())
    Hint = "; known here: " + join(Spellings, ", ");
  Errors.add(Node, "unknown word '" + Node.Text + "'" + Hint);
  return std::nullopt;
}

/// A list of values; a single one needs no brackets.
std::optional<std::vector<Value>> loadValues(const YamlNode &Node,
                                             Complaints &Errors) {
  std::vector<Value> Result;
  ArrayRef<YamlNode> All(Node);
  if (Node.K == YamlNode::Kind::List)
    All = Node.Items;
  for (const YamlNode &Item : All) {
    std::optional<Value> V = parseValue(Item, Errors);
    if (!V)
      return std::nullopt;
    Result.push_back(std::move(*V));
  }
  return Result;
}

std::optional<Operand> loadOperand(const YamlNode &Node, OperandKind Kind,
                                   ArrayRef<Word> Words, Complaints &Errors) {
  auto Wrap = [](auto Parsed) -> std::optional<Operand> {
    if (!Parsed)
      return std::nullopt;
    return Operand(std::move(*Parsed));
  };
  switch (Kind) {
  case OperandKind::Nothing:
  case OperandKind::Flag:
    return Operand(loadFlag(Node, Errors));
  case OperandKind::Integer: {
    int64_t Number = 0;
    if (StringRef(Node.Text).getAsInteger(10, Number)) {
      Errors.add(Node, "expected a number here");
      return std::nullopt;
    }
    return Operand(Number);
  }
  case OperandKind::Word:
    return Wrap(loadWord(Node, Words, Errors));
  case OperandKind::Text:
    return Operand(Node.Text);
  case OperandKind::Path:
    return Wrap(parsePath(Node, Errors));
  case OperandKind::Value:
    return Wrap(parseValue(Node, Errors));
  case OperandKind::Values:
    return Wrap(loadValues(Node, Errors));
  case OperandKind::Type:
    return Wrap(parseType(Node, Errors));
  case OperandKind::Order:
    if (StringRef(Node.Text).starts_with("arg"))
      return Wrap(parseValue(Node, Errors));
    return Wrap(loadWord(Node, Words, Errors));
  }
  return std::nullopt;
}

ArrayRef<Key> requiredKeys(Verb V) {
  static constexpr Key NeedsValue[] = {Key::Value};
  static constexpr Key NeedsFrom[] = {Key::From};
  static constexpr Key NeedsKind[] = {Key::Kind};
  static constexpr Key NeedsCallee[] = {Key::Callee};
  static constexpr Key Spawns[] = {Key::Callee, Key::Kind};
  switch (V) {
  case Verb::Assign:
  case Verb::Keep:
    return NeedsValue;
  case Verb::CopyElements:
  case Verb::GuardMove:
  case Verb::GuardSwap:
  case Verb::ThreadMove:
  case Verb::ThreadSwap:
  case Verb::FutureMove:
  case Verb::FutureShare:
    return NeedsFrom;
  case Verb::Init:
  case Verb::Deinit:
  case Verb::SetAttribute:
    return NeedsKind;
  case Verb::Spawn:
    return Spawns;
  case Verb::Once:
    return NeedsCallee;
  default:
    return {};
  }
}

const VerbInfo *findVerb(const YamlNode &Node, Complaints &Errors) {
  const VerbInfo *Found =
      find_if(verbs(), [&](const VerbInfo &V) { return V.Name == Node.Text; });
  if (Found != verbs().end())
    return Found;
  SmallVector<StringRef, 96> Known;
  for (const VerbInfo &V : verbs())
    Known.push_back(V.Name);
  Errors.add(Node,
             "unknown verb '" + Node.Text + "'" + didYouMean(Node.Text, Known));
  return nullptr;
}

const KeyInfo *findOption(const VerbInfo &V, const YamlNode &Node,
                          Complaints &Errors) {
  SmallVector<StringRef, 8> Known;
  for (Key K : V.Options) {
    const KeyInfo &Info = keys()[static_cast<size_t>(K)];
    if (Info.Name == Node.Text)
      return &Info;
    Known.push_back(Info.Name);
  }
  std::string Hint = didYouMean(Node.Text, Known);
  if (Hint.empty())
    Hint = Known.empty() ? "; it takes no options"
                         : "; its options are " + join(Known, ", ");
  Errors.add(Node, "'" + V.Name + "' takes no '" + Node.Text + "'" + Hint);
  return nullptr;
}

} // namespace

bool loadFlag(const YamlNode &Node, Complaints &Errors) {
  if (Node.Text == "yes" || Node.Text == "true")
    return true;
  if (Node.Text != "no" && Node.Text != "false")
    Errors.add(Node, "expected 'yes' or 'no' here");
  return false;
}

std::optional<Effect> loadEffect(const YamlNode &Line, Complaints &Errors) {
  if (Line.K != YamlNode::Kind::Map || Line.Keys.empty()) {
    Errors.add(Line, "expected an effect here, such as 'acquire: this'");
    return std::nullopt;
  }
  const VerbInfo *Info = findVerb(Line.Keys.front(), Errors);
  if (!Info)
    return std::nullopt;
  Effect Result;
  Result.V = Info->V;
  ArrayRef<Word> Words = Info->Main == OperandKind::Order
                             ? keys()[static_cast<size_t>(Key::Order)].Words
                             : Info->Words;
  auto Main = loadOperand(Line.Items.front(), Info->Main, Words, Errors);
  if (!Main)
    return std::nullopt;
  Result.Main = std::move(*Main);
  for (size_t I = 1; I != Line.Keys.size(); ++I) {
    const KeyInfo *Option = findOption(*Info, Line.Keys[I], Errors);
    if (!Option)
      return std::nullopt;
    if (Result.find(Option->K)) {
      Errors.add(Line.Keys[I], "'" + Option->Name + "' stands here twice");
      return std::nullopt;
    }
    auto Op = loadOperand(Line.Items[I], Option->Kind,
                          Option->Words.empty() ? Info->Words : Option->Words,
                          Errors);
    if (!Op)
      return std::nullopt;
    Result.Options.emplace_back(Option->K, std::move(*Op));
  }
  for (Key K : requiredKeys(Result.V))
    if (!Result.find(K))
      Errors.add(Line, "'" + Info->Name + "' needs '" +
                           keys()[static_cast<size_t>(K)].Name + "'");
  return Result;
}

namespace {

/// `2`, `1..3` or `2..`.
void loadArgCount(const YamlNode &Node, Condition &C, Complaints &Errors) {
  auto [Low, High] = StringRef(Node.Text).split("..");
  bool Range = StringRef(Node.Text).contains("..");
  bool Bad = Low.getAsInteger(10, C.MinArgs);
  if (!Range)
    C.MaxArgs = C.MinArgs;
  else if (!High.empty())
    Bad |= High.getAsInteger(10, C.MaxArgs);
  if (Bad)
    Errors.add(Node, "expected a number of arguments: '2', '1..3' or '2..'");
}

} // namespace

Condition loadCondition(const YamlNode &Node, Complaints &Errors) {
  Condition C;
  if (Node.K != YamlNode::Kind::Map) {
    Errors.add(Node, "expected conditions here, such as {args: 1, arg0: self}");
    return C;
  }
  for (size_t I = 0; I != Node.Keys.size(); ++I) {
    StringRef Key = Node.Keys[I].Text;
    const YamlNode &Item = Node.Items[I];
    uint32_t Number = 0;
    if (Key == "args") {
      loadArgCount(Item, C, Errors);
    } else if (Key == "const") {
      C.Const = loadFlag(Item, Errors);
    } else if (Key == "result") {
      C.Result = parsePattern(Item, Errors);
    } else if (Key.starts_with("arg") &&
               !Key.drop_front(3).getAsInteger(10, Number)) {
      if (auto Pattern = parsePattern(Item, Errors))
        C.Args.emplace_back(Number, std::move(*Pattern));
    } else if (Key.starts_with("T") &&
               !Key.drop_front(1).getAsInteger(10, Number)) {
      if (auto Pattern = parsePattern(Item, Errors))
        C.ClassArgs.emplace_back(Number, std::move(*Pattern));
    } else if (Key.starts_with("F") &&
               !Key.drop_front(1).getAsInteger(10, Number)) {
      int64_t Wanted = 0;
      if (StringRef(Item.Text).getAsInteger(10, Wanted))
        Errors.add(Item, "expected a number: the value of the function's "
                         "template argument");
      C.Values.emplace_back(Number, Wanted);
    } else {
      Errors.add(Node.Keys[I], "unknown condition '" + Key + "'" +
                                   didYouMean(Key, {"args", "arg0", "const",
                                                    "result", "T0"}));
    }
  }
  return C;
}

} // namespace heddle::spec
