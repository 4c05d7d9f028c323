//===- ParseTypes.cpp - Types and classes from text ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See ModuleParser.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/ModuleParser.h"

using namespace heddle;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// `type KIND words… parts… NAME`: everything before the parts.
Cursor ModuleParser::typeScalars(Cursor C, Type &T) {
  Cursor Start = C;
  StringRef Word = C.word("a kind of type");
  if (auto Kind = enumOf<TypeKind>(Word))
    T.Kind = *Kind;
  else if (!C.failed())
    Start.fail("'" + Word + "' is no kind of type");
  WordReader Words(C);
  do
    Words.flag("signed", T.Signed)
        .flag("const", T.Const)
        .flag("volatile", T.Volatile)
        .flag("variadic", T.Variadic)
        .number("size", T.SizeBytes)
        .number("align", T.AlignBytes)
        .number("count", T.Count);
  while (Words.again());
  return C;
}

/// Skips `of (…)` and the like: names of types can't be told from parts
/// before all names are known.
static void skipPart(Cursor &C, StringRef Word) {
  Cursor Probe = C;
  if (!Probe.eatWord(Word) || !Probe.eat("("))
    return;
  do
    Probe.typeName();
  while (Probe.eat(","));
  Probe.expect(")");
  C = Probe;
}

void ModuleParser::declareType(Paragraph &P) {
  Type Ignored;
  Cursor C = typeScalars(at(P.Head), Ignored);
  skipPart(C, "of");
  skipPart(C, "record");
  skipPart(C, "params");
  Cursor Start = C;
  std::string Name = C.typeName();
  P.Index = static_cast<uint32_t>(M.Types.size());
  if (!Symbols.declareType(Name) && !C.failed())
    Start.fail("there are two types '" + Name + "'");
  C.expectEnd();
}

void ModuleParser::typeSizes(Paragraph &P) {
  typeScalars(at(P.Head), M.Types[P.Index]);
}

void ModuleParser::typeParts(Paragraph &P) {
  Type T = M.Types[P.Index];
  Cursor C = typeScalars(at(P.Head), T);
  auto Part = [&](StringRef Word) {
    Cursor Probe = C;
    if (!Probe.eatWord(Word) || !Probe.eat("("))
      return false;
    C = Probe;
    return true;
  };
  if (Part("of")) {
    T.Elem = Symbols.type(C);
    C.expect(")");
  }
  if (Part("record")) {
    T.Record = Symbols.record(C);
    C.expect(")");
  }
  if (Part("params")) {
    do
      T.Params.push_back(Symbols.type(C));
    while (C.eat(","));
    C.expect(")");
  }
  M.Types[P.Index] = std::move(T);
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

void ModuleParser::declareRecord(Paragraph &P) {
  Cursor C = at(P.Head);
  Record R;
  WordReader Words(C);
  do
    Words.word(R.Kind)
        .flag("complete", R.Complete)
        .flag("system", R.System)
        .flag("polymorphic", R.Polymorphic)
        .flag("trivial", R.TriviallyCopyable)
        .number("size", R.SizeBytes)
        .number("align", R.AlignBytes);
  while (Words.again());
  Cursor Start = C;
  std::string Name = C.typeName();
  P.Index = static_cast<uint32_t>(M.Records.size());
  if (!Symbols.declareRecord(Name) && !C.failed())
    Start.fail("there are two records '" + Name + "'");
  Record &Declared = M.Records.back();
  R.Usr = Declared.Usr;
  R.Name = Declared.Name;
  R.Spelling = Declared.Spelling;
  Declared = std::move(R);
  C.expectEnd();
}

void ModuleParser::base(Cursor &C, Record &R) {
  BaseClass &B = R.Bases.emplace_back();
  WordReader Words(C);
  do
    Words.word(B.Access).flag("virtual", B.Virtual).number("at", B.OffsetBits);
  while (Words.again());
  B.Record = Symbols.record(C);
}

void ModuleParser::field(Cursor &C, Record &R) {
  Field F;
  WordReader Words(C);
  do
    Words.word(F.Access)
        .flag("mutable", F.Mutable)
        .flag("by_reference", F.CaptureByRef)
        .flag("captures_this", F.CaptureThis)
        .number("at", F.OffsetBits)
        .number("bits", F.BitWidth);
  while (Words.again());
  if (!C.eatWord("_"))
    F.Name = C.symbol("a member's name");
  C.expect(":");
  F.Type = Symbols.type(C);
  R.Fields.push_back(std::move(F));
}

/// What other lines may refer to: members, and names that spellings use.
void ModuleParser::members(Paragraph &P) {
  // Types that come into being move nothing but M.Types.
  Record &R = M.Records[P.Index];
  for (StringRef Line : P.Lines) {
    Cursor C = at(Line);
    if (C.eatWord("name"))
      R.Name = C.string();
    else if (C.eatWord("argument"))
      R.TemplateArgs.push_back(argument(C));
    else if (C.eatWord("base"))
      base(C, R);
    else if (C.eatWord("field"))
      field(C, R);
    else
      continue;
    C.expectEnd();
  }
}

void ModuleParser::recordDetails(Paragraph &P) {
  Record &R = M.Records[P.Index];
  size_t Field = 0;
  for (StringRef Line : P.Lines) {
    Cursor C = at(Line);
    if (C.eatWord("field")) {
      ++Field;
      continue;
    }
    if (C.eatWord("name") || C.eatWord("argument") || C.eatWord("base"))
      continue;
    if (C.eatWord("attribute")) // of the member above, or of the class
      (Field ? R.Fields[Field - 1].Attributes : R.Attributes)
          .push_back(attribute(C));
    else if (C.eatWord("method"))
      R.Methods.push_back(Symbols.function(C));
    else if (C.eatWord("destructor"))
      R.Destructor = Symbols.function(C);
    else if (C.eatWord("call_operator"))
      R.CallOperators.push_back(Symbols.function(C));
    else
      C.fail("expected `name`, `argument`, `attribute`, `base`, `field`, "
             "`method`, `destructor` or `call_operator`");
    C.expectEnd();
  }
}

Attribute ModuleParser::attribute(Cursor &C) {
  Attribute A;
  Cursor Start = C;
  StringRef Word = C.word("an attribute");
  if (auto Kind = enumOf<AttributeKind>(Word))
    A.Kind = *Kind;
  else
    Start.fail("there is no attribute '" + Word + "'");
  if (C.eatWord("success"))
    A.SuccessValue = C.number();
  while (!C.failed() && !C.atEnd()) {
    AttributePath &P = A.Args.emplace_back();
    P.Negative = C.eatWord("not");
    Cursor Root = C;
    if (auto Kind =
            enumOf<AttributePath::RootKind>(C.word("the root of a path")))
      P.Root = *Kind;
    else
      Root.fail("a path begins with `this`, `param`, `global` or `other`");
    if (C.eatWord("number"))
      P.Param = C.index("the index of a parameter");
    if (C.peek() == '@')
      P.Global = Symbols.global(C);
    while (C.eat("."))
      P.Fields.push_back(Symbols.field(C, RecordId::None));
    P.Text = C.string();
  }
  return A;
}

TemplateArg ModuleParser::argument(Cursor &C) {
  TemplateArg A;
  A.Spelling = C.string();
  A.IsValue = C.eatWord("value");
  if (A.IsValue)
    A.Value = C.number();
  if (C.eatWord("of"))
    A.Type = Symbols.type(C);
  return A;
}
