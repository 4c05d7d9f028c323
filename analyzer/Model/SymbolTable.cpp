//===- SymbolTable.cpp - What the names of a text stand for --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See ExpressionParser.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/ExpressionParser.h"
#include "analyzer/Model/PseudoFields.h"

#include "llvm/ADT/StringExtras.h"

using namespace heddle;
using llvm::StringRef;

/// One blank before a run of stars: `int*` is `int *`.
static std::string withBlank(StringRef Name) {
  size_t End = Name.find_last_not_of("*&");
  if (End == StringRef::npos || End + 1 == Name.size() || Name[End] == ' ' ||
      Name[End] == '(')
    return Name.str();
  return (Name.take_front(End + 1) + " " + Name.drop_front(End + 1)).str();
}

bool SymbolTable::declareType(const std::string &Name) {
  auto Id = static_cast<TypeId>(M.Types.size());
  M.Types.push_back({.Spelling = withoutNumber(Name).str()});
  TypeNames.push_back(Name);
  return Types.try_emplace(Name, Id).second;
}

bool SymbolTable::declareRecord(const std::string &Name) {
  auto Id = static_cast<RecordId>(M.Records.size());
  std::string Spelling = withoutNumber(Name).str();
  M.Records.push_back({.Usr = Name,
                       .Name = withoutArguments(Spelling).str(),
                       .Spelling = Spelling});
  return Records.try_emplace(Name, Id).second;
}

bool SymbolTable::declareGlobal(const std::string &Name) {
  auto Id = static_cast<GlobalId>(M.Globals.size());
  std::string Spelling = withoutNumber(Name).str();
  M.Globals.push_back(
      {.Usr = "@" + Name, .Name = Spelling, .Spelling = Spelling});
  return !Functions.contains(Name) && Globals.try_emplace(Name, Id).second;
}

bool SymbolTable::declareFunction(const std::string &Name) {
  auto Id = static_cast<FuncId>(M.Functions.size());
  Function F;
  F.Usr = "@" + Name;
  F.Name = withoutNumber(Name).str();
  M.Functions.push_back(std::move(F));
  return !Globals.contains(Name) && Functions.try_emplace(Name, Id).second;
}

TypeId SymbolTable::find(StringRef Written) {
  if (auto It = Types.find(Written); It != Types.end())
    return It->second;
  std::string Name = withBlank(Written);
  if (auto It = Types.find(Name); It != Types.end())
    return It->second;
  constexpr unsigned MaxDepth = 100;
  if (Depth == MaxDepth)
    return TypeId::None;
  ++Depth;
  std::optional<Type> Implied = impliedType(Name, M, *this);
  --Depth;
  if (!Implied)
    return TypeId::None;
  declareType(Name);
  M.Types.back() = *Implied;
  return Types[Name];
}

RecordId SymbolTable::findRecord(StringRef Name) {
  auto It = Records.find(Name);
  return It == Records.end() ? RecordId::None : It->second;
}

TypeId SymbolTable::pointerTo(TypeId T) {
  return valid(T) ? find(pointerName(nameOf(T))) : TypeId::None;
}

TypeId SymbolTable::type(Cursor &C) {
  Cursor Start = C;
  std::string Name = C.typeName();
  if (C.failed() || Name.empty())
    return TypeId::None;
  TypeId T = find(Name);
  if (!valid(T))
    Start.fail("'" + Name + "' is no type; declare it with `type` or `record`");
  return T;
}

RecordId SymbolTable::record(Cursor &C) {
  Cursor Start = C;
  std::string Name = C.typeName();
  RecordId R = findRecord(Name);
  if (!C.failed() && !valid(R))
    Start.fail("there is no record '" + Name + "'");
  return R;
}

void SymbolTable::symbol(Cursor &C, GlobalId &G, FuncId &F) {
  C.expect("@");
  Cursor Start = C;
  std::string Name = C.symbol("a name after '@'");
  if (auto It = Globals.find(Name); It != Globals.end())
    G = It->second;
  else if (auto It = Functions.find(Name); It != Functions.end())
    F = It->second;
  else if (!C.failed())
    Start.fail("'" + Name + "' is not declared");
}

FuncId SymbolTable::function(Cursor &C) {
  Cursor Start = C;
  GlobalId G = GlobalId::None;
  FuncId F = FuncId::None;
  symbol(C, G, F);
  if (valid(G))
    Start.fail("this is a variable, expected a function");
  return F;
}

GlobalId SymbolTable::global(Cursor &C) {
  Cursor Start = C;
  GlobalId G = GlobalId::None;
  FuncId F = FuncId::None;
  symbol(C, G, F);
  if (valid(F))
    Start.fail("this is a function, expected a variable");
  return G;
}

/// `name`, `3`, `$hidden`, or with the class before it: `Base::name`.
FieldRef SymbolTable::field(Cursor &C, RecordId Default) {
  Cursor Start = C;
  std::string Class, Member;
  if (C.peek() == '`') {
    Class = C.symbol("a class");
    C.expect("::");
    Member = C.symbol("a member");
  } else {
    Member = C.symbol("a member");
    if (size_t Colon = Member.rfind("::"); Colon != std::string::npos) {
      Class = Member.substr(0, Colon);
      Member = Member.substr(Colon + 2);
    }
  }
  if (C.failed())
    return {};
  if (auto Hidden = parsePseudoField(Member))
    return *Hidden;
  FieldRef F{Class.empty() ? Default : findRecord(Class), 0};
  if (!valid(F.Record)) {
    Start.fail(Class.empty() ? "what is before the '.' is of no known class"
                             : "there is no record '" + Class + "'");
    return {};
  }
  const std::vector<Field> &Fields = M[F.Record].Fields;
  if (llvm::isDigit(Member.front()) &&
      !StringRef(Member).getAsInteger(10, F.Index) && F.Index < Fields.size())
    return F;
  for (F.Index = 0; F.Index != Fields.size(); ++F.Index)
    if (Fields[F.Index].Name == Member)
      return F;
  Start.fail("'" + M[F.Record].Spelling + "' has no member '" + Member + "'");
  return {};
}
