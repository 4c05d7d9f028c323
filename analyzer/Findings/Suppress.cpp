//===- Suppress.cpp - Comments that allow a finding -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The scanner knows just enough of C and C++ to tell a comment from a
/// string: quotes, escapes, raw strings, digit separators, line continuation.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Suppress.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace heddle;
using llvm::StringRef;

namespace {

struct Comment {
  StringRef Text; ///< without its delimiters
  uint32_t Line, Column, EndLine, EndColumn;
  bool Alone; ///< nothing but blanks before it on its line
};

/// Splits a source text into its comments.
class CommentScanner {
public:
  explicit CommentScanner(StringRef Source) : Source(Source) {}

  std::vector<Comment> run() {
    while (At < Source.size())
      step();
    return std::move(Comments);
  }

private:
  char peek(size_t Ahead = 0) const {
    return At + Ahead < Source.size() ? Source[At + Ahead] : '\0';
  }

  void advance() {
    if (Source[At] == '\n') {
      ++Line;
      LineStart = At + 1;
      OnlyBlanks = true;
    } else if (!llvm::isSpace(Source[At])) {
      OnlyBlanks = false;
    }
    ++At;
  }

  void advanceTo(size_t End) {
    while (At < End && At < Source.size())
      advance();
  }

  void step() {
    if (peek() == '/' && peek(1) == '/')
      comment(lineCommentEnd(), 0);
    else if (peek() == '/' && peek(1) == '*')
      comment(std::min(Source.find("*/", At + 2), Source.size() - 2) + 2, 2);
    else if (peek() == '"')
      isRawPrefix() ? rawString() : quoted('"');
    else if (peek() == '\'' && !isDigitSeparator())
      quoted('\'');
    else
      advance();
  }

  // A backslash at the end of the line continues the comment.
  size_t lineCommentEnd() const {
    size_t End = At;
    while (End < Source.size() && Source[End] != '\n')
      End += Source[End] == '\\' && End + 1 < Source.size() ? 2 : 1;
    return std::min(End, Source.size());
  }

  void comment(size_t End, size_t Closing) {
    End = std::max(std::min(End, Source.size()), At + 2);
    size_t TextEnd = std::max(End - std::min(End, Closing), At + 2);
    Comment C{Source.slice(At + 2, TextEnd), Line, column(), 0, 0, OnlyBlanks};
    advanceTo(End);
    C.EndLine = Line;
    C.EndColumn = column();
    Comments.push_back(C);
  }

  uint32_t column() const { return At - LineStart + 1; }

  bool isRawPrefix() const { return At > 0 && Source[At - 1] == 'R'; }

  bool isDigitSeparator() const {
    return At > 0 && llvm::isAlnum(Source[At - 1]) && llvm::isAlnum(peek(1)) &&
           !StringRef("uUL").contains(Source[At - 1]);
  }

  void quoted(char Quote) {
    advance();
    while (At < Source.size() && peek() != Quote && peek() != '\n')
      advanceTo(At + (peek() == '\\' ? 2 : 1));
    if (At < Source.size())
      advance();
  }

  void rawString() {
    size_t Open = Source.find('(', At);
    if (Open == StringRef::npos)
      return advance();
    std::string Closing = (")" + Source.slice(At + 1, Open) + "\"").str();
    size_t End = Source.find(Closing, Open);
    advanceTo(End == StringRef::npos ? Source.size() : End + Closing.size());
  }

  StringRef Source;
  size_t At = 0, LineStart = 0;
  uint32_t Line = 1;
  bool OnlyBlanks = true;
  std::vector<Comment> Comments;
};

std::vector<std::string> splitRules(StringRef List) {
  llvm::SmallVector<StringRef, 4> Parts;
  List.split(Parts, ',', -1, /*KeepEmpty=*/false);
  std::vector<std::string> Rules;
  for (StringRef Part : Parts)
    Rules.push_back(Part.trim().str());
  return Rules;
}

/// `heddle: allow(a, b) reason`
bool parseAllow(StringRef Text, Suppression &S) {
  if (!Text.consume_front("heddle:"))
    return false;
  Text = Text.ltrim();
  if (!Text.consume_front("allow"))
    return false;
  Text = Text.ltrim();
  size_t Close = Text.find(')');
  if (!Text.consume_front("(") || Close == StringRef::npos)
    return false;
  S.Rules = splitRules(Text.take_front(Close - 1));
  S.Reason = Text.drop_front(Close).trim().str();
  return true;
}

/// `NOLINT(heddle-a, other-tool)`: only the parts that are ours.
bool parseNolint(StringRef Text, Suppression &S, bool &NextLine) {
  if (!Text.consume_front("NOLINT"))
    return false;
  NextLine = Text.consume_front("NEXTLINE");
  size_t Close = Text.find(')');
  if (!Text.consume_front("(") || Close == StringRef::npos)
    return false;
  for (StringRef Rule : splitRules(Text.take_front(Close - 1)))
    if (Rule.consume_front("heddle-"))
      S.Rules.push_back(Rule.str());
  S.Nolint = true;
  return !S.Rules.empty();
}

/// The next line with anything on it, for a comment that stands alone.
uint32_t lineBelow(llvm::ArrayRef<StringRef> Lines, uint32_t Line) {
  for (uint32_t Next = Line; Next < Lines.size(); ++Next) {
    StringRef Text = Lines[Next].trim();
    if (!Text.empty() && !Text.starts_with("//"))
      return Next + 1;
  }
  return Line + 1;
}

} // namespace

std::vector<Suppression> heddle::findSuppressions(StringRef Source,
                                                  StringRef File) {
  std::vector<Suppression> Found;
  // Most files have none: don't scan those.
  if (!Source.contains("heddle"))
    return Found;
  llvm::SmallVector<StringRef, 0> Lines;
  Source.split(Lines, '\n');
  for (const Comment &C : CommentScanner(Source).run()) {
    Suppression S;
    bool NextLine = false;
    StringRef Text = C.Text.ltrim("/*! \t").rtrim();
    if (!parseAllow(Text, S) && !parseNolint(Text, S, NextLine))
      continue;
    S.Span = {File.str(), C.Line, C.Column, C.EndLine, C.EndColumn, ""};
    if (NextLine)
      S.Line = C.EndLine + 1;
    else
      S.Line = C.Alone && !S.Nolint ? lineBelow(Lines, C.EndLine) : C.Line;
    Found.push_back(std::move(S));
  }
  return Found;
}

SourceReader heddle::diskReader(std::string Root) {
  return
      [Root = std::move(Root)](StringRef Path) -> std::optional<std::string> {
        llvm::SmallString<128> Full(Path);
        if (!llvm::sys::path::is_absolute(Path)) {
          Full = Root;
          llvm::sys::path::append(Full, Path);
        }
        auto Buffer = llvm::MemoryBuffer::getFile(Full);
        if (!Buffer)
          return std::nullopt;
        return (*Buffer)->getBuffer().str();
      };
}
