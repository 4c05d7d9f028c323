//===- Module.h - The model of one translation unit, or of a program ---------*-
// C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The narrow waist of Heddle: everything left of it knows Clang, everything
/// right of it does not. A Module is what the frontend makes of a translation
/// unit and what linking makes of many: the same tables, so that an analysis
/// or a printer need not know which it has before it.
///
/// Thread safety: a Module is plain data; build it in one thread, share it
/// const.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_MODULE_H
#define HEDDLE_MODEL_MODULE_H

#include "analyzer/Model/Function.h"
#include "analyzer/Model/Type.h"

#include <string>
#include <vector>

namespace heddle {

enum class Language : uint8_t { C, Cxx };

struct DataModel {
  uint32_t PointerBytes = 8; ///< LP64; 4: ILP32
  uint32_t LongBytes = 8;
  bool CharSigned = true;
  friend bool operator==(const DataModel &, const DataModel &) = default;
};

enum class DiagnosticSeverity : uint8_t { Note, Warning, Error, Fatal };

/// What the compiler said; errors make an analysis incomplete.
struct CompileDiagnostic {
  DiagnosticSeverity Severity = DiagnosticSeverity::Error;
  DeclPosition Pos;
  std::string Message;
  friend bool operator==(const CompileDiagnostic &,
                         const CompileDiagnostic &) = default;
};

/// Part of the source that has no model at all: a function whose body could
/// not be lowered, a C++20 module. (What was lowered to Havoc is counted from
/// the bodies.)
struct NotLowered {
  std::string What;
  std::string Why;
  DeclPosition Pos;
  friend bool operator==(const NotLowered &, const NotLowered &) = default;
};

struct Module {
  std::string Name; ///< main file, relative to the analysis root
  Language Lang = Language::Cxx;
  DataModel Data;
  std::vector<SourceFile> Files;
  std::vector<Type> Types;
  std::vector<Record> Records;
  std::vector<Global> Globals;
  std::vector<Function> Functions;
  std::vector<GlobalId> InitOrder; ///< globals with Init, in order of the TU
  std::vector<CompileDiagnostic> Diagnostics;
  std::vector<NotLowered> Gaps;
  friend bool operator==(const Module &, const Module &) = default;

  const SourceFile &operator[](FileId Id) const { return Files[index(Id)]; }
  const Type &operator[](TypeId Id) const { return Types[index(Id)]; }
  const Record &operator[](RecordId Id) const { return Records[index(Id)]; }
  const Global &operator[](GlobalId Id) const { return Globals[index(Id)]; }
  const Function &operator[](FuncId Id) const { return Functions[index(Id)]; }

  /// REQUIRES: the function has a Definition.
  const Event &operator[](EventRef R) const {
    return (*this)[R.Func].Definition->Blocks[index(R.Block)].Events[R.Index];
  }

  /// Absolute source range of an event; Line 0 where unknown.
  DeclPosition position(EventRef R) const;
  DeclPosition position(FuncId F, RelativeRange Range) const;
};

} // namespace heddle

#endif // HEDDLE_MODEL_MODULE_H
