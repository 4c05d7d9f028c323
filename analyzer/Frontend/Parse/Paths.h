//===- Paths.h - Which file a place is in, and whose ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The one answer to two questions that everything in the Frontend must answer
/// alike: what is the path of a source location, and is that file the user's
/// or a library's. `#line` is honoured, as in the compiler's own messages.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_FRONTEND_PARSE_PATHS_H
#define HEDDLE_FRONTEND_PARSE_PATHS_H

#include "analyzer/Model/Position.h"

#include "clang/Basic/SourceManager.h"

#include <string>

namespace heddle {

/// Absolute path, without `.` and `..`, of the file that \p Loc (an expansion
/// location) is in; empty for the compiler's own buffers.
std::string pathOf(const clang::SourceManager &SM, clang::SourceLocation Loc);

/// Main file, the user's header, or a system header (`-isystem`, the
/// compiler's search path, `#pragma GCC system_header`).
FileKind fileKind(const clang::SourceManager &SM, clang::SourceLocation Loc);

} // namespace heddle

#endif // HEDDLE_FRONTEND_PARSE_PATHS_H
