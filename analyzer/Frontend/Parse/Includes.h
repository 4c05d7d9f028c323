//===- Includes.h - Who includes whom, as text ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Answers which translation unit includes a header, by reading `#include`
/// lines and looking names up in the command's include directories. Conditions
/// are not evaluated and computed includes not followed: the answer only
/// chooses whose flags a header borrows.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_INCLUDES_H
#define HEDDLE_FRONTEND_PARSE_INCLUDES_H

#include "analyzer/Frontend/Frontend.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

#include <string>
#include <vector>

namespace heddle {

class IncludeScanner {
public:
  /// All user files that \p Job reads, itself included.
  const llvm::StringSet<> &filesOf(const CompileJob &Job);

  /// The job of \p Jobs that \p Header belongs to: `a.cpp` for `a.h` if that
  /// includes it, else the first that does; null if none.
  const CompileJob *includerOf(llvm::StringRef Header,
                               llvm::ArrayRef<const CompileJob *> Jobs);

private:
  struct Include {
    std::string Name;
    bool Angled = false;
  };
  const std::vector<Include> &includesOf(llvm::StringRef File);

  llvm::StringMap<std::vector<Include>> Scanned;
  llvm::StringMap<llvm::StringSet<>> Reached;
};

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_INCLUDES_H
