//===- FromCode.h - A program from C or C++ --------------------*- C++ -*--===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Takes code to a linked program's pointers, for tests of the rooms that
/// stand on them: a test is a program and an expectation.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_TESTS_POINTERS_FROMCODE_H
#define HEDDLE_TESTS_POINTERS_FROMCODE_H

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Specs/Specs.h"
#include "tests/Pointers/Loaded.h"

namespace heddle {

inline Module lowered(llvm::StringRef Code, bool IsC = false) {
  llvm::Expected<LowerResult> Result = lowerCode(Code, {}, IsC);
  if (!Result) {
    ADD_FAILURE() << llvm::toString(Result.takeError());
    return {};
  }
  for (const CompileDiagnostic &D : Result->M.Diagnostics)
    if (D.Severity >= DiagnosticSeverity::Error)
      ADD_FAILURE() << D.Pos.Line << ": " << D.Message;
  applySpecs(Result->M, SpecSet::builtin());
  return std::move(Result->M);
}

class FromCode : public Loaded {
public:
  explicit FromCode(llvm::StringRef Code, bool IsC = false)
      : Loaded(lowered(Code, IsC)) {}

  /// The N-th access to what reads as \p Text in \p In.
  EventRef access(llvm::StringRef In, llvm::StringRef Text,
                  unsigned N = 0) const {
    FuncId F = function(In);
    if (!valid(F))
      return {};
    const Body &B = *module()[F].Definition;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const auto *A = std::get_if<Access>(&B.Blocks[Block].Events[I]);
        if (A && describe(module(), F, A->P) == Text && N-- == 0)
          return {F, static_cast<BlockId>(Block), I};
      }
    ADD_FAILURE() << "no access to " << Text.str() << " in " << In.str();
    return {};
  }
};

} // namespace heddle

#endif // HEDDLE_TESTS_POINTERS_FROMCODE_H
