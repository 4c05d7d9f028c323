//===- Cursor.cpp - Reading the words of a line --------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Cursor.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Cursor.h"

#include "analyzer/Model/Names.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace heddle;
using llvm::StringRef;

void SyntaxError::report(StringRef Where, const llvm::Twine &What) {
  if (At)
    return;
  At = Where.data();
  Message = What.str();
}

llvm::Error SyntaxError::take(StringRef Text, StringRef BufferName) const {
  StringRef Before = Text.take_front(At - Text.data());
  size_t Line = Before.count('\n') + 1;
  size_t Start = Before.rfind('\n') + 1; // npos + 1 is 0
  size_t Column = Before.size() - Start;
  StringRef Source = Text.drop_front(Start).take_until(
      [](char C) { return C == '\n' || C == '\r'; });
  return llvm::createStringError(
      llvm::formatv("{0}:{1}:{2}: error: {3}\n  {4}\n  {5}^", BufferName, Line,
                    Column + 1, Message, Source, std::string(Column, ' ')));
}

static bool isWordChar(char C) { return llvm::isAlnum(C) || C == '_'; }

static bool isSymbolChar(char C) {
  return isWordChar(C) || C == '$' || C == '~' || C == ':' ||
         static_cast<unsigned char>(C) >= 0x80;
}

void Cursor::fail(const llvm::Twine &Message) {
  Errors->report(Rest.ltrim(" \t"), Message);
  Rest = {};
}

void Cursor::skipBlanks() {
  StringRef Trimmed = Rest.ltrim(" \t\r");
  Blank |= Trimmed.size() != Rest.size();
  Rest = Trimmed;
}

StringRef Cursor::take(size_t Length) {
  StringRef Taken = Rest.take_front(Length);
  Rest = Rest.drop_front(Taken.size());
  Blank = Taken.empty() && Blank;
  return Taken;
}

bool Cursor::atEnd() {
  skipBlanks();
  return Rest.empty() || Rest.front() == '#';
}

void Cursor::expectEnd() {
  if (!failed() && !atEnd())
    fail("expected the end of the line");
}

char Cursor::peek() { return atEnd() ? 0 : Rest.front(); }

bool Cursor::eat(StringRef Token) {
  skipBlanks();
  if (!Rest.starts_with(Token))
    return false;
  take(Token.size());
  return true;
}

void Cursor::expect(StringRef Token) {
  if (!failed() && !eat(Token))
    fail("expected '" + Token + "'");
}

StringRef Cursor::peekWord() {
  skipBlanks();
  return Rest.take_while(isWordChar);
}

bool Cursor::eatWord(StringRef Word) {
  if (peekWord() != Word)
    return false;
  take(Word.size());
  return true;
}

StringRef Cursor::word(const llvm::Twine &What) {
  StringRef Word = take(peekWord().size());
  if (Word.empty() && !failed())
    fail("expected " + What);
  return Word;
}

StringRef Cursor::numeral() {
  skipBlanks();
  size_t Length = Rest.starts_with("-") ? 1 : 0;
  while (Length < Rest.size() &&
         (isWordChar(Rest[Length]) ||
          (Rest[Length] == '.' && !Rest.drop_front(Length).starts_with("..")) ||
          (StringRef("+-").contains(Rest[Length]) && Rest[Length - 1] == 'e')))
    ++Length;
  return take(Length);
}

int64_t Cursor::number() {
  StringRef Before = Rest.ltrim();
  int64_t Value = 0;
  if (numeral().getAsInteger(10, Value) && !failed()) {
    Rest = Before;
    fail("expected a number of 64 bits");
  }
  return Value;
}

uint32_t Cursor::index(const llvm::Twine &What) {
  StringRef Before = Rest.ltrim();
  uint32_t Value = 0;
  if ((numeral().getAsInteger(10, Value) || Value == UINT32_MAX) && !failed()) {
    Rest = Before;
    fail("expected " + What);
  }
  return Value;
}

std::string Cursor::string() {
  if (peek() != '"') {
    fail("expected a string in double quotes");
    return {};
  }
  std::string Text;
  size_t I = 1;
  for (; I < Rest.size() && Rest[I] != '"'; ++I) {
    if (Rest[I] != '\\' || I + 1 == Rest.size()) {
      Text += Rest[I];
      continue;
    }
    char Escape = Rest[++I];
    unsigned Code = 0;
    if (Escape == 'n')
      Text += '\n';
    else if (Escape == 't')
      Text += '\t';
    else if (Escape != 'x')
      Text += Escape;
    else if (Rest.substr(I + 1, 2).getAsInteger(16, Code)) {
      fail("'\\x' needs two hexadecimal digits");
      return {};
    } else {
      Text += static_cast<char>(Code);
      I += 2;
    }
  }
  if (I >= Rest.size()) {
    fail("the string does not end");
    return {};
  }
  take(I + 1);
  return Text;
}

std::string Cursor::backquoted() {
  size_t End = Rest.find('`', 1);
  if (End == StringRef::npos) {
    fail("the backquote does not end");
    return {};
  }
  return take(End + 1).drop_front().drop_back().str();
}

std::string Cursor::symbol(const llvm::Twine &What) {
  if (peek() == '`')
    return backquoted();
  size_t Length = Rest.take_while(isSymbolChar).size();
  if (StringRef After = Rest.drop_front(Length); After.starts_with("'"))
    Length += 1 + After.drop_front().take_while(llvm::isDigit).size();
  if (Length == 0)
    fail("expected " + What);
  return take(Length).str();
}

std::string Cursor::localName() {
  if (peek() == '`')
    return backquoted();
  size_t Length =
      Rest.take_while([](char C) { return isSymbolChar(C) || C == '\''; })
          .size();
  if (Length == 0)
    fail("expected a local's name after '%'");
  return take(Length).str();
}

std::string Cursor::typeName() {
  if (eat("?"))
    return {};
  if (peek() == '`')
    return backquoted();
  size_t Length = typeNameLength(Rest);
  if (Length == 0)
    fail("expected a type");
  return take(Length).str();
}
