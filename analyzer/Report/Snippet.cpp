//===- Snippet.cpp - A line of source with a mark under it ---*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A line is cut into cells, each the bytes of one character and the columns
/// it takes; all the rest is counting cells.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Report/Snippet.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Unicode.h"

using namespace heddle;

namespace {

constexpr unsigned TabStop = 8;
constexpr llvm::StringLiteral Ellipsis = "...";

struct Cell {
  std::string Text;
  unsigned Columns = 1;
  size_t Offset = 0; ///< in the source line, in bytes
};

/// The character at \p Offset as it is shown.
Cell cellAt(llvm::StringRef Line, size_t Offset, unsigned Column) {
  auto Byte = static_cast<unsigned char>(Line[Offset]);
  if (Byte == '\t') {
    unsigned Blanks = TabStop - Column % TabStop;
    return {std::string(Blanks, ' '), Blanks, Offset};
  }
  size_t Length = llvm::getNumBytesForUTF8(Byte);
  llvm::StringRef Char = Line.substr(Offset, Length);
  int Columns = -1;
  const auto *Begin = reinterpret_cast<const llvm::UTF8 *>(Char.data());
  if (Char.size() == Length &&
      llvm::isLegalUTF8Sequence(Begin, Begin + Char.size()))
    Columns = llvm::sys::unicode::columnWidthUTF8(Char);
  if (Columns < 0)
    return {"?", 1, Offset};
  return {Char.str(), static_cast<unsigned>(Columns), Offset};
}

llvm::SmallVector<Cell, 128> cellsOf(llvm::StringRef Line) {
  llvm::SmallVector<Cell, 128> Cells;
  unsigned Column = 0;
  for (size_t Offset = 0; Offset < Line.size();) {
    Cell C = cellAt(Line, Offset, Column);
    // A byte that is no UTF-8 stands for itself alone.
    bool Whole = C.Text != "?" && Line[Offset] != '\t';
    Offset += Whole ? C.Text.size() : 1;
    Column += C.Columns;
    Cells.push_back(std::move(C));
  }
  return Cells;
}

unsigned columns(llvm::ArrayRef<Cell> Cells) {
  unsigned Sum = 0;
  for (const Cell &C : Cells)
    Sum += C.Columns;
  return Sum;
}

/// Index of the first cell at or behind a byte offset.
size_t cellIndex(llvm::ArrayRef<Cell> Cells, size_t Offset) {
  size_t I = 0;
  while (I < Cells.size() && Cells[I].Offset < Offset)
    ++I;
  return I;
}

struct Window {
  size_t First, Last; ///< cells shown: [First, Last)
};

/// What to show of a line that is too long: the range first of all, then as
/// much before it as after it.
Window choose(llvm::ArrayRef<Cell> Cells, size_t Begin, size_t End,
              unsigned Width) {
  if (columns(Cells) <= Width)
    return {0, Cells.size()};
  unsigned Room = Width > 20 ? Width - 2 * Ellipsis.size() : 14;
  Window W{Begin, Begin};
  unsigned Used = 0;
  while (W.Last < End && Used + Cells[W.Last].Columns <= Room)
    Used += Cells[W.Last++].Columns;
  for (bool Grew = true; Grew;) {
    Grew = false;
    if (W.First > 0 && Used + Cells[W.First - 1].Columns <= Room) {
      Used += Cells[--W.First].Columns;
      Grew = true;
    }
    if (W.Last < Cells.size() && Used + Cells[W.Last].Columns <= Room) {
      Used += Cells[W.Last++].Columns;
      Grew = true;
    }
  }
  return W;
}

} // namespace

unsigned heddle::displayWidth(llvm::StringRef Utf8) {
  return columns(cellsOf(Utf8));
}

Snippet heddle::drawSnippet(llvm::StringRef SourceLine, const SourceSpan &Span,
                            unsigned Width) {
  llvm::SmallVector<Cell, 128> Cells = cellsOf(SourceLine);
  size_t Begin = cellIndex(Cells, Span.Column ? Span.Column - 1 : 0);
  bool OneLine = Span.EndLine == Span.Line && Span.EndColumn > Span.Column;
  size_t End = OneLine ? cellIndex(Cells, Span.EndColumn - 1) : Cells.size();
  // A range that goes on below is underlined to the end of its first line.
  while (!OneLine && End > Begin && Cells[End - 1].Text == " ")
    --End;
  Window Shown = choose(Cells, Begin, End, Width);

  Snippet S;
  if (Shown.First > 0)
    S.Line += Ellipsis;
  S.Underline.assign(S.Line.size(), ' ');
  for (size_t I = Shown.First; I < Shown.Last; ++I) {
    const Cell &C = Cells[I];
    S.Line += C.Text;
    char Mark = I == Begin ? '^' : I > Begin && I < End ? '~' : ' ';
    if (Mark == '^' && C.Columns > 1)
      S.Underline += '^' + std::string(C.Columns - 1, '~');
    else
      S.Underline.append(C.Columns, Mark);
  }
  if (Begin >= Cells.size())
    S.Underline += '^'; // at the end of the line: a missing token
  if (Shown.Last < Cells.size())
    S.Line += Ellipsis;
  S.Underline.resize(S.Underline.find_last_not_of(' ') + 1);
  return S;
}
