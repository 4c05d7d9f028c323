//===- ParseTu.h - The steps of one parse -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// lower() in its steps, for a caller that does something in between: an
/// editor's Session puts a preamble under the parse.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_PARSETU_H
#define HEDDLE_FRONTEND_PARSE_PARSETU_H

#include "analyzer/Frontend/Parse/Diagnostics.h"
#include "analyzer/Frontend/Parse/Invocation.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <memory>

namespace heddle {

/// All that a compiler needs to read one unit, once.
struct PreparedTu {
  FileSystem FS;
  std::shared_ptr<clang::CompilerInvocation> Invocation;
  std::unique_ptr<DiagnosticCollector> Diags;
  bool Preprocessed = false; ///< `.i`, `.ii`
  bool Skip = true;          ///< the policy of LibraryBodies.h
};

llvm::Expected<PreparedTu> prepareTu(const CompileJob &Job,
                                     const LowerOptions &Options);

llvm::Expected<LowerResult> parseAndLower(const CompileJob &Job,
                                          const LowerOptions &Options,
                                          PreparedTu Tu);

/// Calls \p Work in a thread with a deep stack; a crash becomes an error.
llvm::Expected<LowerResult>
guarded(const CompileJob &Job,
        llvm::function_ref<llvm::Expected<LowerResult>()> Work);

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_PARSETU_H
