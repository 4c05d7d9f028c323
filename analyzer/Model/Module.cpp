//===- Module.cpp - Looking up positions ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Positions are optional (a model read from text has none), so every lookup
/// answers Line 0 instead of failing.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Module.h"

using namespace heddle;

DeclPosition Module::position(EventRef R) const {
  if (!valid(R.Func) || index(R.Func) >= Functions.size() || !valid(R.Block))
    return {};
  const auto &Table = (*this)[R.Func].Table.Events;
  if (index(R.Block) >= Table.size() || R.Index >= Table[index(R.Block)].size())
    return {};
  return position(R.Func, Table[index(R.Block)][R.Index]);
}

DeclPosition Module::position(FuncId F, RelativeRange Range) const {
  const DeclPosition &Start = (*this)[F].Pos;
  if (Range.Column == 0)
    return {};
  DeclPosition Result;
  // Code included into a body from another file has no relation to where the
  // function stands: its lines are counted from line 0 of that file.
  bool Included = valid(Range.File) && Range.File != Start.File;
  Result.File = Included ? Range.File : Start.File;
  int64_t FirstLine = Included ? 0 : Start.Line;
  Result.Line = static_cast<uint32_t>(FirstLine + Range.Line);
  Result.Column = Range.Column;
  Result.EndLine = static_cast<uint32_t>(FirstLine + Range.EndLine);
  Result.EndColumn = Range.EndColumn;
  return Result;
}
