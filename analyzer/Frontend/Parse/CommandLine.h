//===- CommandLine.h - What a compile command means ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A compile command, as a build system wrote it for its own compiler, reduced
/// to what changes the meaning of the source: language, macros, include paths,
/// target. What names outputs, asks for warnings, loads plug-ins or reads
/// another compiler's precompiled headers goes; so do GCC's flags that Clang
/// does not know, and those are reported.
///
/// The reduction is idempotent, and two commands that reduce to the same
/// arguments give the same model: it is the key of the model cache, too.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_COMMANDLINE_H
#define HEDDLE_FRONTEND_PARSE_COMMANDLINE_H

#include "analyzer/Frontend/Frontend.h"

#include <string>
#include <vector>

namespace heddle {

struct SemanticCommand {
  /// `--driver-mode=…`, then flags in their order; no compiler, no file.
  std::vector<std::string> Flags;
  /// Flags that Clang does not know, in their order.
  std::vector<std::string> Dropped;
  friend bool operator==(const SemanticCommand &,
                         const SemanticCommand &) = default;
};

/// Reduces the command of \p Job, see above.
SemanticCommand reduceCommand(const CompileJob &Job);

/// Replaces each `@file` by the arguments in that file, which is looked up in
/// \p Directory. A file that can't be read stays as it is (the compiler treats
/// it as an input, too).
std::vector<std::string> expandResponseFiles(std::vector<std::string> Command,
                                             llvm::StringRef Directory);

/// `clang++ -std=c++20 -pthread`, or C's counterpart: for files that nobody
/// told the flags of.
std::vector<std::string> defaultCommand(bool IsC);

/// Removes `ccache`, `distcc` and their like from the front.
void removeLaunchers(std::vector<std::string> &Command);

/// \p Path made absolute from \p Directory, without `.` and `..`.
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory);

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_COMMANDLINE_H
