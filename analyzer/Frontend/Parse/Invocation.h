//===- Invocation.h - From a compile command to a compiler ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Runs Clang's driver over a reduced command, in this process and without
/// starting anything, and prepares the result for reading only.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_INVOCATION_H
#define HEDDLE_FRONTEND_PARSE_INVOCATION_H

#include "analyzer/Frontend/Parse/CommandLine.h"

#include "clang/Frontend/CompilerInvocation.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <memory>

namespace heddle {

using FileSystem = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

/// The file system that \p Job sees: its own working directory (the process's
/// is never changed), and \p Content in place of its file where given.
llvm::Expected<FileSystem>
fileSystemFor(const CompileJob &Job, const std::optional<std::string> &Content);

/// Driver errors (a flag's bad value) go to \p Diags and are survived.
llvm::Expected<std::shared_ptr<clang::CompilerInvocation>>
makeInvocation(const CompileJob &Job, const SemanticCommand &Command,
               llvm::StringRef Root, const FileSystem &FS,
               clang::DiagnosticConsumer &Diags);

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_INVOCATION_H
