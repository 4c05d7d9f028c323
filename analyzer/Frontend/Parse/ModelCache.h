//===- ModelCache.h - Models kept from one run to the next ------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A folder of binary models, one file an entry, with a size cap. An entry is
/// found by a key over everything that is known before parsing: this program,
/// the compiler's own arguments (with every include directory that the driver
/// found), the root, and the content of the main file. It holds the list of
/// all other files that were read, with size, time and content hash, and is
/// used only if all of them are unchanged.
///
/// Files with errors are not kept: their model would change when a missing
/// header appears, and nothing of that is in the list.
///
/// Misses: a new header that shadows one found later on the search path, while
/// all files read before stay as they are (ccache has the same limit).
///
/// A cache that is corrupt, read-only or full never breaks a run: an entry
/// whose checksum is wrong is removed and made anew.
///
/// Thread safety: lookup() and store() may run in several threads, and in
/// several processes.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_MODELCACHE_H
#define HEDDLE_FRONTEND_PARSE_MODELCACHE_H

#include "analyzer/Frontend/Frontend.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

namespace heddle {

/// $HEDDLE_CACHE, else $XDG_CACHE_HOME/heddle, else ~/.cache/heddle; empty
/// where there is none of them.
std::string cacheDirectory();

class ModelCache {
public:
  static constexpr uint64_t MaxBytes = 1ull << 30;

  /// An empty \p Directory: nothing is ever found or kept. State of files is
  /// asked for once and remembered: make a new cache for each run.
  explicit ModelCache(std::string Directory)
      : Directory(std::move(Directory)) {}

  /// Key of a job; empty where it can't be cached (no such file).
  std::string keyOf(const CompileJob &Job, const LowerOptions &Options);

  std::optional<LowerResult> lookup(llvm::StringRef Key);

  /// Keeps \p Result unless it has errors, or a file it was read from changed
  /// since \p ParseStart (nanoseconds of the system clock).
  void store(llvm::StringRef Key, const LowerResult &Result,
             int64_t ParseStart);

  /// Removes old entries once the folder is over MaxBytes.
  void prune() const;

  /// Deletes all entries; returns how many.
  llvm::Expected<unsigned> clear() const;

private:
  struct FileState {
    bool Exists = false;
    uint64_t Size = 0;
    int64_t Time = 0; ///< nanoseconds
    std::string Hash; ///< empty: not asked for yet
  };
  FileState stateOf(llvm::StringRef Path);
  std::string hashOf(llvm::StringRef Path);
  std::string entryPath(llvm::StringRef Key) const;
  bool unchanged(llvm::StringRef DependencyLine, int64_t StoredAt);

  std::string Directory;
  std::mutex Mutex; ///< guards States
  llvm::StringMap<FileState> States;
};

/// lower() by way of \p Cache.
llvm::Expected<LowerResult> lowerCached(const CompileJob &Job,
                                        const LowerOptions &Options,
                                        ModelCache &Cache);

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_MODELCACHE_H
