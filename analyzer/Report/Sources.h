//===- Sources.h - Lines of source, read once ----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What renderers quote and count in: the lines of the files that a report
/// speaks of, each file read once.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_REPORT_SOURCES_H
#define HEDDLE_REPORT_SOURCES_H

#include "analyzer/Findings/Suppress.h"

#include "llvm/ADT/StringMap.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace heddle {

class Sources {
public:
  /// Without \p Read, files below \p Root on the disk.
  Sources(SourceReader Read, const std::string &Root)
      : Read(Read ? std::move(Read) : diskReader(Root)) {}

  /// Without its line end; nothing for a line or file that is not there.
  std::optional<llvm::StringRef> line(llvm::StringRef File, uint32_t Number);

  /// A column in bytes as one in UTF-16 code units, as SARIF counts; as it
  /// stands where the line can't be read.
  uint32_t utf16Column(llvm::StringRef File, uint32_t Line, uint32_t Column);

  /// GitHub's fingerprint of a line, see LineHash.h; empty where there is none.
  std::string lineHash(llvm::StringRef File, uint32_t Line);

private:
  struct Source {
    std::optional<std::string> Text;
    std::vector<llvm::StringRef> Lines;
    std::optional<std::vector<std::string>> Hashes;
  };
  Source &source(llvm::StringRef File);

  SourceReader Read;
  llvm::StringMap<Source> Files;
};

} // namespace heddle

#endif // HEDDLE_REPORT_SOURCES_H
