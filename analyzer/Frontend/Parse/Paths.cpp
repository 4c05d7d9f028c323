//===- Paths.cpp - Which file a place is in, and whose ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Paths.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/Paths.h"

#include "clang/Basic/FileManager.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace heddle {

std::string pathOf(const clang::SourceManager &SM, clang::SourceLocation Loc) {
  clang::PresumedLoc Presumed = SM.getPresumedLoc(Loc);
  if (Presumed.isInvalid())
    return {};
  StringRef Name = Presumed.getFilename();
  if (Name.starts_with("<")) // <built-in>, <command line>, <scratch space>
    return {};
  SmallString<256> Path(Name);
  SM.getFileManager().makeAbsolutePath(Path);
  sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return std::string(Path);
}

FileKind fileKind(const clang::SourceManager &SM, clang::SourceLocation Loc) {
  if (SM.isInSystemHeader(Loc))
    return FileKind::System;
  clang::FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
  return File == SM.getMainFileID() ? FileKind::Main : FileKind::User;
}

} // namespace heddle
