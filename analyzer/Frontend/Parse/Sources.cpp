//===- Sources.cpp - Which files are C or C++, and readable -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Sources.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/Sources.h"

#include "analyzer/Model/Serialize.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"

using namespace llvm;

namespace heddle {

SourceKind sourceKind(StringRef Path) {
  return StringSwitch<SourceKind>(sys::path::extension(Path))
      .Case(".c", SourceKind::C)
      .Cases({".cpp", ".cc", ".cxx", ".c++", ".cp", ".C", ".CPP"},
             SourceKind::Cxx)
      .Cases({".cppm", ".ccm", ".cxxm", ".c++m", ".ixx"}, SourceKind::Cxx)
      .Cases({".h", ".hh", ".hpp", ".hxx", ".h++", ".H"}, SourceKind::Header)
      .Cases({".inl", ".ipp", ".tpp", ".txx", ".tcc"}, SourceKind::Header)
      .Case(".i", SourceKind::PreprocessedC)
      .Case(".ii", SourceKind::PreprocessedCxx)
      .Default(SourceKind::Other);
}

FileCheck checkFile(StringRef Path, StringRef Shown) {
  FileCheck Result;
  std::string Name = Shown.str();
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
      MemoryBuffer::getFile(Path, /*IsText=*/false);
  if (!Buffer) {
    Result.Problem = Name + ": " + Buffer.getError().message();
    return Result;
  }
  StringRef Bytes = (*Buffer)->getBuffer();
  if (isBinaryModule(Bytes)) {
    Result.IsModel = true;
    return Result;
  }
  if (Bytes.trim().empty())
    Result.Problem = Name + " is empty: there is nothing to analyse";
  else if (hasUTF16ByteOrderMark(ArrayRef(Bytes.data(), Bytes.size())))
    Result.Problem = Name + " is UTF-16, which compilers do not read; convert "
                            "it: iconv -f UTF-16 -t UTF-8";
  else if (Bytes.contains('\0'))
    Result.Problem = Name + " is not text; give the source files it was made "
                            "from, or their folder";
  else if (!json::isUTF8(Bytes))
    Result.Note = Name + " is not UTF-8; its names are shown as far as they "
                         "are (convert it with iconv -f LATIN1 -t UTF-8)";
  return Result;
}

bool looksLikeCxx(StringRef Path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
  if (!Buffer)
    return true;
  // Words at the start of a line, so that a comment that speaks of a class
  // does not count; standard headers without `.h`.
  static const Regex Marks("^[ \t]*(namespace|template|class|using|public:|"
                           "private:|#[ \t]*include[ \t]*<[a-z_]+>)",
                           Regex::Newline);
  return Marks.match((*Buffer)->getBuffer()) ||
         (*Buffer)->getBuffer().contains("std::");
}

bool usesOpenMP(StringRef Path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(Path);
  static const Regex Marks("^[ \t]*#[ \t]*(pragma[ \t]+omp[ \t]|"
                           "include[ \t]*<omp[.]h>)",
                           Regex::Newline);
  return Buffer && Marks.match((*Buffer)->getBuffer());
}

namespace {

bool exists(StringRef Directory, StringRef Name) {
  SmallString<256> Path(Directory);
  sys::path::append(Path, Name);
  return sys::fs::exists(Path);
}

/// Why a folder is not looked into; empty: it is.
StringRef reasonToSkip(StringRef Directory) {
  StringRef Name = sys::path::filename(Directory);
  if (Name.starts_with("."))
    return "hidden";
  if (is_contained({"_deps", "vendor", "third_party", "third-party",
                    "thirdparty", "3rdparty", "node_modules"},
                   Name))
    return "third party";
  bool BuildName = Name == "build" || Name.starts_with("build-") ||
                   Name.starts_with("build_") ||
                   Name.starts_with("cmake-build-") || Name == "CMakeFiles";
  if (BuildName || exists(Directory, "CMakeCache.txt"))
    return "build tree";
  return {};
}

void collect(StringRef Directory, StringRef Top, SourceTree &Tree) {
  std::error_code EC;
  std::vector<std::string> Folders;
  for (sys::fs::directory_iterator It(Directory, EC, /*follow_symlinks=*/false),
       End;
       It != End && !EC; It.increment(EC)) {
    if (It->type() == sys::fs::file_type::directory_file)
      Folders.push_back(It->path());
    if (It->type() != sys::fs::file_type::regular_file ||
        sys::path::filename(It->path()).starts_with("."))
      continue;
    SourceKind Kind = sourceKind(It->path());
    if (isTranslationUnit(Kind))
      Tree.Sources.push_back(It->path());
    else if (Kind == SourceKind::Header)
      Tree.Headers.push_back(It->path());
  }
  for (const std::string &Folder : Folders) {
    StringRef Reason = reasonToSkip(Folder);
    if (Reason.empty())
      collect(Folder, Top, Tree);
    else if (Reason != "hidden") // everybody expects that
      Tree.Skipped.push_back(
          StringRef(Folder).substr(Top.size()).ltrim('/').str() + " (" +
          Reason.str() + ")");
  }
}

} // namespace

SourceTree findSources(StringRef Directory) {
  SourceTree Tree;
  collect(Directory, Directory, Tree);
  llvm::sort(Tree.Sources);
  llvm::sort(Tree.Headers);
  llvm::sort(Tree.Skipped);
  return Tree;
}

} // namespace heddle
