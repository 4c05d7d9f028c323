//===- Parse.cpp - The text form read back -------------------*- C++ -*-===//
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
#include "analyzer/Model/Print.h"
#include "analyzer/Model/Serialize.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace heddle;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Variables and functions
//===----------------------------------------------------------------------===//

static Cursor globalHead(Cursor C, Global &G) {
  G.Defined = true;
  WordReader Words(C);
  do
    Words.word(G.Storage)
        .flag("thread_local", G.ThreadLocal)
        .flag("const", G.Const)
        .flag("static", G.InternalLinkage)
        .flag("extern", G.Defined, false)
        .flag("system", G.System);
  while (Words.again());
  C.expect("@");
  return C;
}

void ModuleParser::declareGlobal(Paragraph &P) {
  Global Ignored;
  Cursor C = globalHead(at(P.Head), Ignored);
  Cursor Start = C;
  std::string Name = C.symbol("a name");
  P.Index = static_cast<uint32_t>(M.Globals.size());
  if (!Symbols.declareGlobal(Name) && !C.failed())
    Start.fail("there are two '@" + Name + "'");
}

void ModuleParser::global(Paragraph &P) {
  Global &G = M.Globals[P.Index];
  Cursor C = globalHead(at(P.Head), G);
  C.symbol("a name");
  C.expect(":");
  G.Type = Symbols.type(C);
  G.HasStaticValue = C.eat("=");
  if (G.HasStaticValue)
    G.StaticValue = C.number();
  C.expectEnd();
  for (StringRef Line : P.Lines) {
    Cursor C = at(Line);
    if (C.eatWord("name"))
      G.Name = C.string();
    else if (C.eatWord("spelling"))
      G.Spelling = C.string();
    else if (C.eatWord("owner"))
      G.Owner = Symbols.function(C);
    else if (C.eatWord("initialized"))
      G.Init = Symbols.function(C);
    else if (C.eatWord("destroyed"))
      G.Teardown = Symbols.function(C);
    else if (C.eatWord("attribute"))
      G.Attributes.push_back(attribute(C));
    else
      C.fail("expected `name`, `spelling`, `owner`, `initialized`, "
             "`destroyed` or `attribute`");
    C.expectEnd();
  }
}

/// `func words… @`: leaves the cursor at the name.
Cursor ModuleParser::functionHead(Cursor C, Function &F) {
  WordReader Words(C);
  do {
    bool IsMember = false;
    Words.word(F.Kind)
        .word(F.Access)
        .flag("virtual", F.Virtual)
        .flag("const", F.Const)
        .flag("noexcept", F.Noexcept)
        .flag("noreturn", F.NoReturn)
        .flag("static", F.InternalLinkage)
        .flag("implicit", F.Implicit)
        .flag("inline", F.Inline)
        .flag("system", F.System)
        .flag("coroutine", F.Coroutine)
        .flag("of", IsMember);
    if (!IsMember)
      continue;
    C.expect("(");
    F.Parent = Symbols.record(C);
    C.expect(")");
  } while (Words.again());
  C.expect("@");
  return C;
}

void ModuleParser::declareFunction(Paragraph &P) {
  Function Ignored;
  Cursor C = functionHead(at(P.Head), Ignored);
  Cursor Start = C;
  std::string Name = C.symbol("a name");
  P.Index = static_cast<uint32_t>(M.Functions.size());
  if (!Symbols.declareFunction(Name) && !C.failed())
    Start.fail("there are two '@" + Name + "'");
}

/// `(%this : A *, %N : int)`; \p Parser gets the locals where there is a body.
void ModuleParser::functionParams(Cursor &C, Function &F, BodyParser *Parser) {
  C.expect("(");
  if (C.eat(")"))
    return;
  do {
    if (C.eat("...")) {
      F.Variadic = true;
      break;
    }
    Cursor Start = C;
    std::string Name;
    if (C.eat("%")) {
      Name = C.localName();
      C.expect(":");
    }
    TypeId T = Symbols.type(C);
    bool IsThis = Name == "this";
    if (Parser)
      Parser->declareParam(
          Start, Name,
          {.Name = withoutNumber(Name).str(),
           .Type = T,
           .Kind = IsThis ? LocalKind::This : LocalKind::Param});
    if (IsThis)
      continue;
    F.Params.push_back(T);
    F.ParamNames.push_back(withoutNumber(Name).str());
  } while (!C.failed() && C.eat(","));
  C.expect(")");
}

/// One of the lines that belong to the function and not to its body.
bool ModuleParser::functionLine(Cursor &C, Function &F) {
  if (C.eatWord("name"))
    F.Name = C.string();
  else if (C.eatWord("spelling"))
    F.Spelling = C.string();
  else if (C.eatWord("argument"))
    F.TemplateArgs.push_back(argument(C));
  else if (C.eatWord("overrides"))
    F.Overrides.push_back(Symbols.function(C));
  else if (C.eatWord("attribute"))
    F.Attributes.push_back(attribute(C));
  else if (C.eatWord("declared")) {
    F.Params.clear();
    F.ParamNames.clear();
    functionParams(C, F, nullptr);
  } else
    return false;
  C.expectEnd();
  return true;
}

void ModuleParser::function(Paragraph &P) {
  // References into M.Functions stay: all functions are declared by now.
  Function &F = M.Functions[P.Index];
  Cursor C = functionHead(at(P.Head), F);
  Cursor Name = C;
  C.symbol("a name");
  std::optional<BodyParser> Parser;
  if (P.Keyword == "func")
    Parser.emplace(M, Symbols, F.Definition.emplace());
  functionParams(C, F, Parser ? &*Parser : nullptr);
  F.Result = C.eat("->") ? Symbols.type(C) : Symbols.named("void");
  C.expectEnd();

  bool InBody = false;
  for (StringRef Line : P.Lines) {
    Cursor C = at(Line);
    if (!InBody && functionLine(C, F))
      continue;
    InBody = true;
    if (Parser)
      Parser->line(C);
    else
      C.fail("a function that is only declared has no body; write `func`");
  }
  if (Parser)
    Parser->finish(Name);
  if (F.Spelling.empty() && !Errors) {
    std::vector<std::string> Types;
    Types.reserve(F.Params.size());
    for (TypeId T : F.Params)
      Types.push_back(valid(T) ? Symbols.nameOf(T) : "?");
    F.Spelling = F.Name + "(" + llvm::join(Types, ", ") + ")";
  }
}

//===----------------------------------------------------------------------===//
// The rest
//===----------------------------------------------------------------------===//

void ModuleParser::header(Paragraph &P) {
  Cursor C = at(P.Head);
  M.Name = C.string();
  if (C.eat("C++"))
    M.Lang = Language::Cxx;
  else if (C.eatWord("C"))
    M.Lang = Language::C;
  else
    C.fail("expected the language, C or C++");
  WordReader Words(C);
  do
    Words.number("pointer", M.Data.PointerBytes)
        .number("long", M.Data.LongBytes)
        .flag("unsigned_char", M.Data.CharSigned, false);
  while (Words.again());
  C.expectEnd();
}

void ModuleParser::file(Paragraph &P) {
  Cursor C = at(P.Head);
  SourceFile F;
  if (auto Kind = enumOf<FileKind>(C.peekWord())) {
    F.Kind = *Kind;
    C.word("");
  } else {
    C.fail("expected `main`, `user` or `system`");
  }
  F.Path = C.string();
  M.Files.push_back(std::move(F));
  C.expectEnd();
}

void ModuleParser::initOrder(Paragraph &P) {
  Cursor C = at(P.Head);
  M.InitOrder.push_back(Symbols.global(C));
  C.expectEnd();
}

void ModuleParser::diagnostic(Paragraph &P) {
  Cursor C = at(P.Head);
  CompileDiagnostic D;
  if (auto Severity = enumOf<DiagnosticSeverity>(C.peekWord())) {
    D.Severity = *Severity;
    C.word("");
  }
  D.Message = C.string();
  M.Diagnostics.push_back(std::move(D));
  C.expectEnd();
}

void ModuleParser::gap(Paragraph &P) {
  Cursor C = at(P.Head);
  NotLowered Gap;
  Gap.What = C.string();
  C.expect("because");
  Gap.Why = C.string();
  M.Gaps.push_back(std::move(Gap));
  C.expectEnd();
}

void ModuleParser::usr(Paragraph &P) {
  Cursor C = at(P.Head);
  std::string Usr = C.string();
  if (C.eatWord("record")) {
    if (RecordId R = Symbols.record(C); valid(R))
      M.Records[index(R)].Usr = Usr;
  } else {
    GlobalId G = GlobalId::None;
    FuncId F = FuncId::None;
    Symbols.symbol(C, G, F);
    if (valid(G))
      M.Globals[index(G)].Usr = Usr;
    else if (valid(F))
      M.Functions[index(F)].Usr = Usr;
  }
  C.expectEnd();
}

void ModuleParser::split() {
  StringRef Rest = Text;
  while (!Rest.empty() && !Errors) {
    StringRef Line = Rest.take_until([](char C) { return C == '\n'; });
    Rest = Rest.drop_front(std::min(Rest.size(), Line.size() + 1));
    Cursor C = at(Line);
    if (C.atEnd())
      continue;
    bool Indented = Line.front() == ' ' || Line.front() == '\t';
    if (Indented && Paragraphs.empty())
      C.fail("expected a declaration in the first column");
    else if (Indented)
      Paragraphs.back().Lines.push_back(Line);
    else {
      StringRef Word = C.word("a declaration");
      Paragraphs.push_back({Word, Line.drop_front(Word.size()), {}, 0});
      constexpr llvm::StringLiteral Known[] = {
          "module",  "file", "type",       "record", "global", "func",
          "declare", "init", "diagnostic", "gap",    "usr"};
      if (!llvm::is_contained(Known, Word))
        at(Line).fail("there is no declaration '" + Word + "'");
    }
  }
}

void ModuleParser::each(StringRef Keyword, Handler Handle) {
  for (Paragraph &P : Paragraphs)
    if (P.Keyword == Keyword && !Errors)
      (this->*Handle)(P);
}

llvm::Expected<Module> ModuleParser::parse(StringRef BufferName) {
  split();
  each("module", &ModuleParser::header);
  each("file", &ModuleParser::file);
  each("type", &ModuleParser::declareType);
  each("record", &ModuleParser::declareRecord);
  each("global", &ModuleParser::declareGlobal);
  for (Paragraph &P : Paragraphs)
    if ((P.Keyword == "func" || P.Keyword == "declare") && !Errors)
      declareFunction(P);
  each("type", &ModuleParser::typeSizes);
  each("type", &ModuleParser::typeParts);
  each("record", &ModuleParser::members);
  each("record", &ModuleParser::recordDetails);
  each("global", &ModuleParser::global);
  for (Paragraph &P : Paragraphs)
    if ((P.Keyword == "func" || P.Keyword == "declare") && !Errors)
      function(P);
  each("init", &ModuleParser::initOrder);
  each("diagnostic", &ModuleParser::diagnostic);
  each("gap", &ModuleParser::gap);
  each("usr", &ModuleParser::usr);
  if (Errors)
    return Errors.take(Text, BufferName);
  if (llvm::Error E = verify(M))
    return llvm::createStringError(BufferName +
                                   ": error: " + llvm::toString(std::move(E)));
  return std::move(M);
}

llvm::Expected<Module> heddle::parseModule(StringRef Text,
                                           StringRef BufferName) {
  return ModuleParser(Text).parse(BufferName);
}
