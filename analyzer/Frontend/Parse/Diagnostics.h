//===- Diagnostics.h - What the compiler said, kept -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Collects a parse's diagnostics for the Module. Positions are kept with
/// paths, since the module's file table does not exist while parsing; they are
/// resolved at the end. At most MaxKept errors with their notes are kept: a
/// file that is not C++ at all gives thousands.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_DIAGNOSTICS_H
#define HEDDLE_FRONTEND_PARSE_DIAGNOSTICS_H

#include "analyzer/Model/Module.h"

#include "clang/Basic/Diagnostic.h"

#include <string>
#include <vector>

namespace heddle {

class DiagnosticCollector : public clang::DiagnosticConsumer {
public:
  static constexpr unsigned MaxKept = 50;

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  /// While true, errors are about flags, which can be ignored: they count as
  /// warnings.
  void setSurvivable(bool On) { Survivable = On; }

  /// True once an error was seen: the parse is incomplete.
  bool sawError() const { return Errors != 0; }
  /// `import` of a C++20 module was met (it is an error as well).
  const std::vector<std::string> &missingModules() const {
    return MissingModules;
  }

  /// The (first) worst message, for where there is no module to put it in.
  std::string worstError() const;

  /// Begins with what \p Other has collected.
  void takeOver(const DiagnosticCollector &Other);

  /// Appends all to \p M. \p Root: the analysis root.
  void moveInto(Module &M, llvm::StringRef Root);

private:
  struct Entry {
    CompileDiagnostic Diagnostic;
    std::string File; ///< absolute; empty: not in a file
    FileKind Kind = FileKind::User;
  };
  unsigned Errors = 0;
  bool KeepNotes = false;
  bool Survivable = false;
  std::vector<Entry> Entries;
  std::vector<std::string> MissingModules;
};

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_DIAGNOSTICS_H
