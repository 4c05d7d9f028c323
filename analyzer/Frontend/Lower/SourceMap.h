//===- SourceMap.h - Clang's source locations as positions ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Turns a token range into the range of characters a person sees in a file.
/// What a macro's body wrote is shown where the macro is used, with the name
/// of the macro; what stands in a macro's arguments is shown as it stands.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_LOWER_SOURCEMAP_H
#define HEDDLE_FRONTEND_LOWER_SOURCEMAP_H

#include "analyzer/Model/Module.h"

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

#include <string>
#include <vector>

namespace heddle {

struct LowerTuOptions;

class SourceMap {
public:
  SourceMap(const clang::ASTContext &Ctx, const LowerTuOptions &Options,
            std::vector<SourceFile> &Files)
      : SM(Ctx.getSourceManager()), LO(Ctx.getLangOpts()), Options(Options),
        Files(Files) {}

  /// A range, and the macro it was expanded from (name empty: none).
  struct Resolved {
    DeclPosition Pos;
    std::string Macro;
    clang::SourceLocation MacroDefinition;
  };
  const Resolved &resolve(clang::SourceRange Range);
  DeclPosition position(clang::SourceRange Range) { return resolve(Range).Pos; }
  FileId file(clang::FileID Id);
  /// The main file's name in the model.
  std::string mainFileName();

private:
  Resolved compute(clang::SourceRange Range);

  const clang::SourceManager &SM;
  const clang::LangOptions &LO;
  const LowerTuOptions &Options;
  std::vector<SourceFile> &Files;
  llvm::DenseMap<clang::FileID, FileId> FileIds;
  llvm::DenseMap<clang::SourceRange, Resolved> Cache;
};

} // namespace heddle

#endif // HEDDLE_FRONTEND_LOWER_SOURCEMAP_H
