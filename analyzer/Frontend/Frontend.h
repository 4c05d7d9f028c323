//===- Frontend.h - C and C++ to models ----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The only door to Clang. A compile job (a file and its command line) goes
/// in, a Module comes out; also for code that does not compile, as far as it
/// goes. Library bodies are skipped and what that loses is instantiated again
/// (see Parse/).
///
/// Thread safety: lower() may run in several threads at once, each call makes
/// a compiler of its own.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_FRONTEND_H
#define HEDDLE_FRONTEND_FRONTEND_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace heddle {

/// One translation unit to lower.
struct CompileJob {
  std::string File;                 ///< absolute
  std::string Directory;            ///< where the command runs
  std::vector<std::string> Command; ///< compiler, flags and file
  bool Guessed = false;             ///< flags are defaults, not given
};

/// What the user asked to analyse, as jobs in deterministic order.
struct InputRequest {
  std::vector<std::string> Paths; ///< files, directories, headers
  std::vector<std::string> Flags; ///< after `--`; empty: not given
  bool FlagsGiven = false;        ///< a `--` was there
  std::string BuildDir;           ///< -p
};

struct InputPlan {
  std::string Root; ///< absolute; paths in models are relative to it
  std::vector<CompileJob> Jobs;
  std::vector<std::string> ModelFiles; ///< inputs that are models already
  std::vector<std::string> Notes;      ///< told to the user ("no
                                       ///< compile_commands.json …")
  std::vector<std::string> Problems;   ///< inputs that could not be read
};

/// Errors: usage, or a database asked for that can't be read. A plan without
/// jobs has Problems that say why. Without Paths, all that BuildDir names.
llvm::Expected<InputPlan> planInputs(const InputRequest &Request);

struct LowerOptions {
  std::string Root; ///< analysis root
  bool SkipLibraryBodies = true;
  /// For tests of Specs: also declares the public member functions of library
  /// classes that type aliases of the main file name, whether they are called
  /// or not; in C, all functions of the headers included.
  bool DeclareMembers = false;
  /// Replaces the content of File (unsaved buffers, tests).
  std::optional<std::string> Content;
};

struct LowerResult {
  Module M;
  bool Complete = true; ///< false: errors, or parts not lowered
  double ParseSeconds = 0, LowerSeconds = 0; ///< 0 when FromCache
  bool FromCache = false;
  /// All files that were read besides the main file, absolute, sorted.
  std::vector<std::string> Dependencies;
};

/// Parses and lowers one job. Fails only where not even a partial model can
/// be had (file unreadable, unknown target).
llvm::Expected<LowerResult> lower(const CompileJob &Job,
                                  const LowerOptions &Options);

struct LowerAllOptions {
  LowerOptions Lower; ///< for every job; Content is not used
  unsigned Jobs = 0;  ///< threads; 0: one a core
  bool UseCache = true;
};

struct LoweredJob {
  const CompileJob *Job = nullptr; ///< into the plan
  llvm::Expected<LowerResult> Result;
};

/// Lowers the jobs of \p Plan side by side. The order is the plan's, whatever
/// the number of threads. A cache that can't be used makes it slower, nothing
/// else.
std::vector<LoweredJob> lowerAll(const InputPlan &Plan,
                                 const LowerAllOptions &Options);

/// For tests: lowers \p Code as `input.cpp` (or `input.c`) with default flags
/// plus \p Flags.
llvm::Expected<LowerResult> lowerCode(llvm::StringRef Code,
                                      llvm::ArrayRef<std::string> Flags = {},
                                      bool IsC = false);

/// Clang's resource directory, or an error that says what to install.
llvm::Expected<std::string> resourceDirectory();

} // namespace heddle

#endif // HEDDLE_FRONTEND_FRONTEND_H
