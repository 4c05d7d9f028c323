//===- WorkDir.h - Where a run finds and leaves its files -------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The private directory that a program runs in. It shows the program's data
/// by links, and what the program writes there is gone with it, or, where
/// several runs use the same one in turn, with renew().
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_EXPLORE_WORKDIR_H
#define HEDDLE_EXPLORE_WORKDIR_H

#include "instrument/Sandbox/TempDir.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <map>
#include <string>

namespace heddle {

/// May a program see this directory? A home directory or the root would show
/// it everything. An empty name is none.
bool mayShow(llvm::StringRef Dir);

class WorkDir {
public:
  /// With a link to each file of \p DataDir, if it may be shown.
  static llvm::Expected<WorkDir> create(const std::string &DataDir);

  const std::string &path() const { return Dir.path(); }

  /// Puts everything back as create() made it. REQUIRES: nothing runs in it.
  /// False: that did not succeed.
  bool renew();

private:
  void linkFiles();
  bool isAsMade() const;

  TempDir Dir;
  uint64_t Inode = 0;
  uint32_t Mode = 0;
  std::map<std::string, std::string> Links; ///< name to target
};

} // namespace heddle

#endif // HEDDLE_EXPLORE_WORKDIR_H
