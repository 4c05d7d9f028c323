//===- Database.h - compile_commands.json -----------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads a JSON compilation database and finds the one that belongs to a path.
/// Nothing in it is executed or asked of a build system. Paths come out
/// absolute and free of dots, response files expanded, launchers removed.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_DATABASE_H
#define HEDDLE_FRONTEND_PARSE_DATABASE_H

#include "analyzer/Frontend/Frontend.h"

#include "llvm/ADT/StringMap.h"

#include <optional>
#include <string>
#include <vector>

namespace heddle {

class Database {
public:
  /// Reads \p Path. Fails where it is no database at all; single entries that
  /// make no sense are left out and counted.
  static llvm::Expected<Database> load(llvm::StringRef Path);

  /// All entries, sorted by file; entries of one file in the order of the
  /// database.
  const std::vector<CompileJob> &jobs() const { return Jobs; }
  /// Those of \p File (absolute), also if it is named through a link.
  std::vector<const CompileJob *> jobsOf(llvm::StringRef File) const;

  const std::string &path() const { return Path; }
  unsigned unusableEntries() const { return Unusable; }
  /// Directory that paths in models are relative to.
  std::string projectRoot() const;

private:
  std::string Path;
  std::vector<CompileJob> Jobs;
  llvm::StringMap<std::vector<unsigned>> ByRealPath;
  unsigned Unusable = 0;
};

/// The databases that may belong to \p Directory, nearest first: itself, its
/// `build*` folders, then the same for each folder above.
std::vector<std::string> databasesFor(llvm::StringRef Directory);

/// Longest directory that all \p Paths are below; empty for none.
std::string commonParent(llvm::ArrayRef<std::string> Paths);

/// True if \p Path is \p Directory or below it.
bool isBelow(llvm::StringRef Path, llvm::StringRef Directory);

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_DATABASE_H
