//===- SourceText.cpp - A file as words and brackets ----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/SourceText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace heddle;
using llvm::StringRef;

static bool isWordChar(char C) { return llvm::isAlnum(C) || C == '_'; }

/// Where the comment that begins at \p At ends; \p At if none does.
static size_t commentEnd(StringRef Text, size_t At) {
  StringRef Rest = Text.drop_front(At);
  if (Rest.starts_with("/*"))
    return std::min(Text.find("*/", At + 2), Text.size() - 2) + 2;
  if (!Rest.starts_with("//"))
    return At;
  size_t End = Text.find('\n', At);
  // A backslash at the end of the line continues the comment.
  while (End != StringRef::npos &&
         Text.slice(At, End).rtrim('\r').ends_with("\\"))
    End = Text.find('\n', End + 1);
  return std::min(End, Text.size());
}

static size_t quotedEnd(StringRef Text, size_t At, char Quote) {
  for (++At; At < Text.size() && Text[At] != '\n'; ++At) {
    if (Text[At] == '\\')
      ++At;
    else if (Text[At] == Quote)
      return At + 1;
  }
  return std::min(At, Text.size());
}

/// \p At: the `"` of `R"delimiter(`.
static size_t rawStringEnd(StringRef Text, size_t At) {
  size_t Open = Text.find('(', At);
  if (Open == StringRef::npos)
    return Text.size();
  std::string Close = (")" + Text.slice(At + 1, Open) + "\"").str();
  size_t End = Text.find(Close, Open);
  return End == StringRef::npos ? Text.size() : End + Close.size();
}

SourceText::SourceText(std::string Source) : Text(std::move(Source)) {
  Lines.push_back(0);
  for (size_t I = 0; I < Text.size(); ++I)
    if (Text[I] == '\n')
      Lines.push_back(I + 1);
  lex();
  pairBrackets();
}

size_t SourceText::directiveEnd(size_t At) const {
  StringRef All = Text;
  while (At < All.size()) {
    if (All[At] == '\n' && !All.take_front(At).rtrim('\r').ends_with("\\"))
      return At;
    size_t Next = commentEnd(All, At);
    At = Next == At ? At + 1 : Next;
  }
  return All.size();
}

/// The end of the token that begins at \p At.
size_t SourceText::tokenEnd(size_t At, TokenKind &Kind) const {
  StringRef All = Text;
  const char C = All[At];
  if (C == '#' && startsLine(At)) {
    Kind = TokenKind::Directive;
    return directiveEnd(At);
  }
  if (C == '"' || C == '\'') {
    Kind = TokenKind::Literal;
    return quotedEnd(All, At, C);
  }
  size_t End = At;
  while (End < All.size() && isWordChar(All[End]))
    ++End;
  if (llvm::isDigit(C)) {
    Kind = TokenKind::Number;
    // 1'000, 1.5e+3
    while (End < All.size() &&
           (isWordChar(All[End]) || All[End] == '.' ||
            (All[End] == '\'' && End + 1 < All.size() &&
             isWordChar(All[End + 1])) ||
            (StringRef("+-").contains(All[End]) &&
             StringRef("eEpP").contains(All[End - 1]) &&
             !All.slice(At, End).starts_with_insensitive("0x"))))
      ++End;
    return End;
  }
  if (End > At) {
    Kind = TokenKind::Word;
    StringRef Word = All.slice(At, End);
    if (End < All.size() && All[End] == '"' &&
        llvm::is_contained({"R", "LR", "uR", "UR", "u8R"}, Word)) {
      Kind = TokenKind::Literal;
      return rawStringEnd(All, End);
    }
    return End;
  }
  Kind = TokenKind::Punct;
  static constexpr StringRef Long[] = {
      "<<=", ">>=", "...", "->*", "->", "::", "++", "--",
      "+=",  "-=",  "*=",  "/=",  "%=", "&=", "|=", "^=",
      "==",  "!=",  "<=",  ">=",  "&&", "||", "<<"}; // not `>>`, which ends two
                                                     // template argument lists
  for (StringRef Punct : Long)
    if (All.drop_front(At).starts_with(Punct))
      return At + Punct.size();
  return At + 1;
}

void SourceText::lex() {
  for (size_t At = 0; At < Text.size();) {
    if (llvm::isSpace(Text[At])) {
      ++At;
      continue;
    }
    if (size_t End = commentEnd(Text, At); End != At) {
      At = End;
      continue;
    }
    SourceToken Token;
    Token.Begin = At;
    Token.End = At = tokenEnd(At, Token.Kind);
    Tokens.push_back(Token);
  }
}

void SourceText::pairBrackets() {
  std::vector<size_t> Open;
  for (size_t I = 0; I < Tokens.size(); ++I) {
    if (Tokens[I].Kind != TokenKind::Punct)
      continue;
    StringRef Word = word(I);
    if (Word == "(" || Word == "[" || Word == "{")
      Open.push_back(I);
    if (Word != ")" && Word != "]" && Word != "}")
      continue;
    StringRef Wanted = Word == ")" ? "(" : Word == "]" ? "[" : "{";
    if (Open.empty() || word(Open.back()) != Wanted)
      continue; // branches of an #if: neither side gets a partner
    Tokens[I].Match = Open.back();
    Tokens[Open.back()].Match = I;
    Open.pop_back();
  }
}

StringRef SourceText::word(size_t Token) const {
  if (Token >= Tokens.size())
    return "";
  return StringRef(Text).slice(Tokens[Token].Begin, Tokens[Token].End);
}

size_t SourceText::tokenAt(size_t Offset) const {
  return llvm::partition_point(
             Tokens, [&](const SourceToken &T) { return T.End <= Offset; }) -
         Tokens.begin();
}

size_t SourceText::match(size_t Token) const {
  return Token < Tokens.size() ? Tokens[Token].Match : SourceToken::None;
}

std::optional<size_t> SourceText::offset(uint32_t Line, uint32_t Column) const {
  if (Line == 0 || Column == 0 || Line > Lines.size())
    return std::nullopt;
  size_t Offset = Lines[Line - 1] + Column - 1;
  if (Offset > lineEnd(Lines[Line - 1]))
    return std::nullopt;
  return Offset;
}

std::pair<uint32_t, uint32_t> SourceText::position(size_t Offset) const {
  size_t Line = llvm::upper_bound(Lines, Offset) - Lines.begin();
  return {static_cast<uint32_t>(Line),
          static_cast<uint32_t>(Offset - Lines[Line - 1] + 1)};
}

size_t SourceText::lineStart(size_t Offset) const {
  return Lines[position(Offset).first - 1];
}

size_t SourceText::lineEnd(size_t Offset) const {
  return std::min(Text.find('\n', Offset), Text.size());
}

StringRef SourceText::indentation(size_t Offset) const {
  StringRef Line = StringRef(Text).drop_front(lineStart(Offset));
  return Line.take_while([](char C) { return C == ' ' || C == '\t'; });
}

bool SourceText::startsWithBlank(size_t Token) const {
  const size_t Begin = Tokens[Token].Begin;
  return Begin > 0 && llvm::isSpace(Text[Begin - 1]);
}

bool SourceText::startsLine(size_t Offset) const {
  return lineStart(Offset) + indentation(Offset).size() >= Offset;
}

const SourceText *SourceTexts::get(StringRef File) {
  auto [Entry, IsNew] = Files.try_emplace(File);
  std::optional<SourceText> &Kept = Entry->second;
  if (IsNew)
    if (std::optional<std::string> Content = Read ? Read(File) : std::nullopt)
      Kept.emplace(std::move(*Content));
  return Kept ? &*Kept : nullptr;
}
