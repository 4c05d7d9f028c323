//===- ModuleParser.h - Declarations from text ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The parser of the text form: declarations here, bodies in BodyParser.h.
/// A line that begins in the first column declares something, the indented
/// lines below it belong to it. Names may be used before they are declared, so
/// the paragraphs are gone over in rounds: names, sizes, members, the rest.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_MODULEPARSER_H
#define HEDDLE_MODEL_MODULEPARSER_H

#include "analyzer/Model/BodyParser.h"

#include <utility>

namespace heddle {

/// A declaration and what is indented below it.
struct Paragraph {
  llvm::StringRef Keyword;
  llvm::StringRef Head; ///< behind the keyword
  std::vector<llvm::StringRef> Lines;
  uint32_t Index = 0; ///< in the table of its kind
};

class ModuleParser {
public:
  explicit ModuleParser(llvm::StringRef Text) : Text(Text) {}
  llvm::Expected<Module> parse(llvm::StringRef BufferName);

private:
  using Handler = void (ModuleParser::*)(Paragraph &);
  void split();
  void each(llvm::StringRef Keyword, Handler Handle);

  // Round 1: names.
  void declareType(Paragraph &P);
  void declareRecord(Paragraph &P);
  void declareGlobal(Paragraph &P);
  void declareFunction(Paragraph &P);
  // Later rounds.
  void typeSizes(Paragraph &P);
  void typeParts(Paragraph &P);
  void members(Paragraph &P);
  void recordDetails(Paragraph &P);
  void global(Paragraph &P);
  void function(Paragraph &P);
  void header(Paragraph &P);
  void file(Paragraph &P);
  void initOrder(Paragraph &P);
  void diagnostic(Paragraph &P);
  void gap(Paragraph &P);
  void usr(Paragraph &P);

  Cursor typeScalars(Cursor C, Type &T);
  void base(Cursor &C, Record &R);
  void field(Cursor &C, Record &R);
  Attribute attribute(Cursor &C);
  TemplateArg argument(Cursor &C);
  Cursor functionHead(Cursor C, Function &F);
  void functionParams(Cursor &C, Function &F, BodyParser *Parser);
  bool functionLine(Cursor &C, Function &F);
  Cursor at(llvm::StringRef Line) { return Cursor(Line, Errors); }

  llvm::StringRef Text;
  Module M;
  SymbolTable Symbols{M};
  SyntaxError Errors;
  std::vector<Paragraph> Paragraphs;
};

/// Reads flags and numbers in any order until a word that is neither.
class WordReader {
public:
  explicit WordReader(Cursor &C) : C(C) {}
  WordReader &flag(llvm::StringRef Word, bool &Value, bool Meaning = true) {
    return C.eatWord(Word) ? (Value = Meaning, Hit = true, *this) : *this;
  }
  template <class T> WordReader &number(llvm::StringRef Word, T &Value) {
    if (C.eatWord(Word)) {
      Value = static_cast<T>(C.number());
      Hit = true;
    }
    return *this;
  }
  template <NamedEnum E> WordReader &word(E &Value) {
    if (auto Known = enumOf<E>(C.peekWord())) {
      C.word("");
      Value = *Known;
      Hit = true;
    }
    return *this;
  }
  /// Was anything read since the last call?
  bool again() { return !C.failed() && std::exchange(Hit, false); }

private:
  Cursor &C;
  bool Hit = false;
};

} // namespace heddle

#endif // HEDDLE_MODEL_MODULEPARSER_H
