//===- Lower.h - From Clang's AST to the model ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Where Parse/ and Lower/ meet. Parse makes a complete AST (skipped library
/// bodies, instantiations that this loses made up for); lowering turns it into
/// a Module, without asking Sema for anything more. Works on ASTs with errors:
/// what can't be lowered becomes Havoc or an entry in Module::Gaps.
///
/// The tree is lowered recursively, as Clang's own code generator does, with a
/// stack of clean-ups, and not by way of clang::CFG: that keeps the exact order
/// of evaluation, temporaries of conditional branches, unwinding, and moves
/// into the return slot (NRVO), which the CFG blurs or leaves out.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_LOWER_LOWER_H
#define HEDDLE_FRONTEND_LOWER_LOWER_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace clang {
class ASTContext;
class Decl;
class Preprocessor;
} // namespace clang

namespace heddle {

struct LowerTuOptions {
  std::string Root; ///< absolute analysis root; paths are relative to it
  /// Main file as the user names it: absolute, or relative to Root.
  std::string MainFile;
  /// For `.i` and `.ii` inputs: their line markers make user code look like
  /// system headers, so every declaration counts as the user's.
  bool AllUser = false;
  /// See LowerOptions::DeclareMembers.
  bool DeclareMembers = false;
};

/// Is \p D code that the user wrote (or an instantiation of it), so that its
/// body is wanted? Everything outside of system headers is.
bool isUserCode(const clang::ASTContext &Ctx, const clang::Decl *D,
                bool AllUser = false);

/// Lowers a whole translation unit. What the compiler said is left to the
/// caller, who adds it to Module::Diagnostics (files: by modelPath).
/// Deterministic.
Module lowerTranslationUnit(clang::ASTContext &Ctx, clang::Preprocessor &PP,
                            const LowerTuOptions &Options);

/// How a model names a file: relative to \p Root with `/`, except for system
/// headers.
std::string modelPath(llvm::StringRef AbsolutePath, llvm::StringRef Root,
                      bool IsSystem);

} // namespace heddle

#endif // HEDDLE_FRONTEND_LOWER_LOWER_H
