//===- Tree.cpp - YAML with positions -------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Yaml/Tree.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/YAMLParser.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace heddle {
namespace {

// Complaints beyond this many are noise: the first ones say what is wrong.
constexpr unsigned MostComplaints = 20;

class TreeBuilder {
public:
  explicit TreeBuilder(Complaints &Errors) : Errors(Errors) {}

  YamlNode build(yaml::Node *Node) {
    YamlNode Result;
    if (!Node)
      return Result;
    Result.Range = Node->getSourceRange();
    if (auto *Scalar = dyn_cast<yaml::ScalarNode>(Node)) {
      SmallString<64> Storage;
      Result.K = YamlNode::Kind::Scalar;
      Result.Text = Scalar->getValue(Storage).str();
      Result.Quoted = Scalar->getRawValue().starts_with("\"") ||
                      Scalar->getRawValue().starts_with("'");
    } else if (auto *Block = dyn_cast<yaml::BlockScalarNode>(Node)) {
      Result.K = YamlNode::Kind::Scalar;
      Result.Text = Block->getValue().str();
    } else if (auto *Map = dyn_cast<yaml::MappingNode>(Node)) {
      Result.K = YamlNode::Kind::Map;
      for (yaml::KeyValueNode &Entry : *Map) {
        Result.Keys.push_back(build(Entry.getKey()));
        Result.Items.push_back(build(Entry.getValue()));
        complainOfAnchor(Result.Keys.back(), Result.Items.back());
      }
    } else if (auto *List = dyn_cast<yaml::SequenceNode>(Node)) {
      Result.K = YamlNode::Kind::List;
      for (yaml::Node &Item : *List)
        Result.Items.push_back(build(&Item));
    } else if (auto *Alias = dyn_cast<yaml::AliasNode>(Node)) {
      Errors.add(SMLoc::getFromPointer(Alias->getName().data() - 1),
                 "a path that starts with '*' needs quotes: \"*arg0\"");
    }
    return Result;
  }

private:
  /// To YAML, `&arg0` names the nothing that follows it.
  void complainOfAnchor(const YamlNode &Key, const YamlNode &Value) {
    if (Value.K != YamlNode::Kind::Null || !Value.Range.isValid())
      return;
    const char *Begin = Key.Range.End.getPointer();
    const char *End = Value.Range.Start.getPointer();
    if (Begin >= End)
      return;
    StringRef Between(Begin, static_cast<size_t>(End - Begin));
    if (size_t Sign = Between.find('&'); Sign != StringRef::npos)
      Errors.add(SMLoc::getFromPointer(Begin + Sign),
                 "an address that starts with '&' needs quotes: \"&arg0\"");
  }

  Complaints &Errors;
};

} // namespace

SMLoc YamlNode::at(size_t Offset) const {
  // Escapes do not occur in the spec language, so offsets carry over.
  return SMLoc::getFromPointer(Range.Start.getPointer() + Quoted + Offset);
}

Complaints::Complaints(StringRef Text, StringRef FileName) {
  Sources.AddNewSourceBuffer(
      MemoryBuffer::getMemBuffer(Text, FileName,
                                 /*RequiresNullTerminator=*/false),
      SMLoc());
  Sources.setDiagHandler(
      [](const SMDiagnostic &Diagnostic, void *Context) {
        auto &Self = *static_cast<Complaints *>(Context);
        if (++Self.Count > MostComplaints)
          return;
        raw_string_ostream OS(Self.Output);
        Diagnostic.print(nullptr, OS, /*ShowColors=*/false);
      },
      this);
}

void Complaints::add(SMLoc Where, const Twine &What) {
  Sources.PrintMessage(Where, SourceMgr::DK_Error, What);
}

Error Complaints::take() {
  if (!any())
    return Error::success();
  if (Count > MostComplaints)
    Output += (Twine(Count - MostComplaints) + " more errors\n").str();
  StringRef Message = StringRef(Output).rtrim();
  return createStringError(inconvertibleErrorCode(), Message);
}

std::optional<YamlNode> readYaml(StringRef Text, StringRef FileName,
                                 Complaints &Errors) {
  // The reader adds the text to the same source manager once more, under the
  // same name; positions resolve in either.
  yaml::Stream Stream(MemoryBufferRef(Text, FileName), Errors.sources(),
                      /*ShowColors=*/false);
  auto Document = Stream.begin();
  YamlNode Root;
  if (Document != Stream.end())
    Root = TreeBuilder(Errors).build(Document->getRoot());
  if (Stream.failed() || Errors.any()) {
    if (!Errors.any())
      Errors.add(SMLoc::getFromPointer(Text.begin()), "not a YAML document");
    return std::nullopt;
  }
  return Root;
}

static std::string quoted(ArrayRef<StringRef> Words) {
  std::string Result;
  for (StringRef Word : Words)
    Result += (Result.empty() ? "'" : ", '") + Word.str() + "'";
  return Result;
}

void forEachKey(const YamlNode &Map, ArrayRef<StringRef> Known,
                Complaints &Errors,
                function_ref<void(StringRef, const YamlNode &)> Each) {
  if (Map.K != YamlNode::Kind::Map) {
    Errors.add(Map, "expected a mapping with the keys " + quoted(Known));
    return;
  }
  for (size_t I = 0; I != Map.Keys.size(); ++I) {
    StringRef Key = Map.Keys[I].Text;
    if (!is_contained(Known, Key)) {
      std::string Guess = didYouMean(Key, Known);
      Errors.add(
          Map.Keys[I],
          "unknown key '" + Key + "'" +
              (Guess.empty() ? "; known here: " + quoted(Known) : Guess));
    } else if (any_of(ArrayRef(Map.Keys).take_front(I),
                      [&](const YamlNode &K) { return K.Text == Key; })) {
      Errors.add(Map.Keys[I], "'" + Key + "' stands here twice");
    } else {
      Each(Key, Map.Items[I]);
    }
  }
}

ArrayRef<YamlNode> listItems(const YamlNode &Node, Complaints &Errors) {
  if (Node.K == YamlNode::Kind::List)
    return Node.Items;
  Errors.add(Node, "expected a list here (lines that start with '- ')");
  return {};
}

std::optional<StringRef> scalarText(const YamlNode &Node, Complaints &Errors) {
  if (Node.K == YamlNode::Kind::Scalar && !Node.Text.empty())
    return Node.Text;
  Errors.add(Node, "expected a word here");
  return std::nullopt;
}

std::string didYouMean(StringRef Wrong, ArrayRef<StringRef> Words) {
  StringRef Best;
  unsigned Least = static_cast<unsigned>(Wrong.size() / 3 + 2);
  for (StringRef Word : Words) {
    unsigned Distance =
        Wrong.edit_distance(Word, /*AllowReplacements=*/true, Least);
    if (Distance < Least) {
      Least = Distance;
      Best = Word;
    }
  }
  return Best.empty() ? "" : ("; did you mean '" + Best + "'?").str();
}

} // namespace heddle
