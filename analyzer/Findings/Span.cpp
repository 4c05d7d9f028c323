//===- Span.cpp - Source spans of model entities --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Span.h"

using namespace heddle;

SourceSpan heddle::makeSpan(const Module &M, const DeclPosition &Pos) {
  SourceSpan Span;
  if (!valid(Pos.File) || Pos.Line == 0)
    return Span;
  Span.File = M[Pos.File].Path;
  Span.Line = Pos.Line;
  Span.Column = Pos.Column;
  Span.EndLine = Pos.EndLine;
  Span.EndColumn = Pos.EndColumn;
  return Span;
}

SourceSpan heddle::makeSpan(const Module &M, FuncId F,
                            const RelativeRange &Range) {
  SourceSpan Span = makeSpan(M, M.position(F, Range));
  const auto &Origins = M[F].Table.Origins;
  if (Range.Origin < Origins.size())
    Span.Macro = Origins[Range.Origin].Macro;
  return Span;
}

// The side tables are parallel to the body, but a model written by hand (in a
// test, in a bug report) need not have them.
template <class TableT>
static const RelativeRange *entry(const TableT &Table, size_t I) {
  return I < Table.size() ? &Table[I] : nullptr;
}

SourceSpan heddle::makeSpan(const Module &M, EventRef Where) {
  const auto &Table = M[Where.Func].Table.Events;
  if (index(Where.Block) >= Table.size())
    return {};
  const RelativeRange *R = entry(Table[index(Where.Block)], Where.Index);
  return R ? makeSpan(M, Where.Func, *R) : SourceSpan();
}

SourceSpan heddle::makeSpan(const Module &M, FuncId F, LocalId L) {
  const RelativeRange *R = entry(M[F].Table.Locals, index(L));
  return R ? makeSpan(M, F, *R) : SourceSpan();
}

SourceSpan heddle::terminatorSpan(const Module &M, FuncId F, BlockId B) {
  const RelativeRange *R = entry(M[F].Table.Terminators, index(B));
  return R ? makeSpan(M, F, *R) : SourceSpan();
}

std::string heddle::shortLocation(const SourceSpan &Span,
                                  llvm::StringRef SameFile) {
  std::string Text;
  if (SameFile != Span.File)
    Text = Span.File + ":";
  return Text + std::to_string(Span.Line) + ":" + std::to_string(Span.Column);
}
