//===- Position.h - Source positions, kept beside the model --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Where things stand in the source. Positions are no part of a body's
/// meaning: they live in tables parallel to it, with lines counted from the
/// function's own first line, so that a comment added above changes neither a
/// body's hash nor its table. Paths are relative to the analysis root; a
/// model holds no absolute path except of system headers.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_POSITION_H
#define HEDDLE_MODEL_POSITION_H

#include "analyzer/Model/Ids.h"

#include <string>
#include <vector>

namespace heddle {

enum class FileKind : uint8_t { Main, User, System };

struct SourceFile {
  std::string Path;
  FileKind Kind = FileKind::User;
  friend bool operator==(const SourceFile &, const SourceFile &) = default;
};

/// Where a declaration stands; lines and columns from 1, 0 = unknown.
struct DeclPosition {
  FileId File = FileId::None;
  uint32_t Line = 0, Column = 0;
  uint32_t EndLine = 0, EndColumn = 0; ///< exclusive end
  friend bool operator==(const DeclPosition &, const DeclPosition &) = default;
};

/// A range inside a function: lines relative to Function::Pos.Line, columns
/// from 1 in UTF-8 bytes, end exclusive. File differs from the function's
/// only for code textually included into a body. Origin indexes
/// Positions::Origins (macro), UINT32_MAX: written as it stands.
struct RelativeRange {
  int32_t Line = 0;
  uint32_t Column = 0;
  int32_t EndLine = 0;
  uint32_t EndColumn = 0;
  FileId File = FileId::None; ///< None: the function's own
  uint32_t Origin = UINT32_MAX;
  friend auto operator<=>(const RelativeRange &,
                          const RelativeRange &) = default;
};

/// The macro a range was expanded from: the range is that of the expansion.
struct MacroOrigin {
  std::string Macro;
  DeclPosition Definition;
  friend bool operator==(const MacroOrigin &, const MacroOrigin &) = default;
};

/// Side table of one body.
struct Positions {
  std::vector<std::vector<RelativeRange>> Events; ///< [block][event]
  std::vector<RelativeRange> Terminators;         ///< [block]
  std::vector<RelativeRange> Locals;              ///< [local]
  std::vector<MacroOrigin> Origins;
  friend bool operator==(const Positions &, const Positions &) = default;
};

} // namespace heddle

#endif // HEDDLE_MODEL_POSITION_H
