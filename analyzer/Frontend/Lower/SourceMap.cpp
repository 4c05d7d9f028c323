//===- SourceMap.cpp - Clang's source locations as positions ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Ranges and file names. A file is a system header when Clang says so (found
/// by -isystem or in the toolchain), never by its path.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Lower/SourceMap.h"

#include "analyzer/Frontend/Lower/Lower.h"

#include "clang/Lex/Lexer.h"
#include "llvm/Support/Path.h"

using namespace clang;
using namespace heddle;

/// \p Path as seen from \p Root, with `..` where it lies outside.
static std::string relativeTo(llvm::StringRef Path, llvm::StringRef Root) {
  auto Part = llvm::sys::path::begin(Path), End = llvm::sys::path::end(Path);
  auto Base = llvm::sys::path::begin(Root),
       BaseEnd = llvm::sys::path::end(Root);
  while (Part != End && Base != BaseEnd && *Part == *Base) {
    ++Part;
    ++Base;
  }
  llvm::SmallString<128> Out;
  for (; Base != BaseEnd; ++Base)
    if (*Base != "." && !Base->empty())
      llvm::sys::path::append(Out, "..");
  for (; Part != End; ++Part)
    llvm::sys::path::append(Out, *Part);
  return std::string(Out);
}

std::string heddle::modelPath(llvm::StringRef AbsolutePath,
                              llvm::StringRef Root, bool IsSystem) {
  llvm::SmallString<128> Clean(AbsolutePath);
  llvm::sys::path::remove_dots(Clean, /*remove_dot_dot=*/true);
  if (IsSystem || Root.empty() || !llvm::sys::path::is_absolute(Clean))
    return std::string(Clean);
  return relativeTo(Clean, Root);
}

std::string SourceMap::mainFileName() {
  FileId Id = file(SM.getMainFileID());
  return valid(Id) ? Files[index(Id)].Path : Options.MainFile;
}

FileId SourceMap::file(FileID Id) {
  if (Id.isInvalid())
    return FileId::None;
  if (auto It = FileIds.find(Id); It != FileIds.end())
    return It->second;
  SourceFile F;
  bool IsMain = Id == SM.getMainFileID();
  SourceLocation Start = SM.getLocForStartOfFile(Id);
  if (IsMain)
    F.Kind = FileKind::Main;
  else if (SM.isInSystemHeader(Start))
    F.Kind = FileKind::System;
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(Id);
  if (!Entry) {
    // <built-in>, <command line>, <scratch space>
    FileIds[Id] = FileId::None;
    return FileId::None;
  }
  llvm::SmallString<128> Path(Entry->getName());
  if (IsMain && !Options.MainFile.empty())
    Path = Options.MainFile;
  if (!IsMain || llvm::sys::path::is_absolute(Path))
    SM.getFileManager().makeAbsolutePath(Path);
  F.Path = modelPath(Path, Options.Root, F.Kind == FileKind::System);
  // A header without guards is entered several times: one file all the same.
  for (uint32_t I = 0; I < Files.size(); ++I)
    if (Files[I].Path == F.Path)
      return FileIds[Id] = FileId(I);
  Files.push_back(std::move(F));
  return FileIds[Id] = FileId(Files.size() - 1);
}

const SourceMap::Resolved &SourceMap::resolve(SourceRange Range) {
  auto It = Cache.find(Range);
  if (It == Cache.end())
    It = Cache.try_emplace(Range, compute(Range)).first;
  return It->second;
}

SourceMap::Resolved SourceMap::compute(SourceRange Range) {
  Resolved R;
  if (Range.isInvalid())
    return R;
  CharSourceRange Chars =
      Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Range), SM, LO);
  SourceLocation Begin = Range.getBegin();
  // A range that a macro's body begins or ends is shown as the whole use.
  SourceLocation Outer = Begin;
  bool FromBody = false;
  while (Outer.isMacroID()) {
    bool IsArg = SM.isMacroArgExpansion(Outer);
    FromBody |= !IsArg;
    if (!IsArg)
      R.Macro = Lexer::getImmediateMacroName(Outer, SM, LO).str();
    Outer = IsArg ? SM.getImmediateSpellingLoc(Outer)
                  : SM.getImmediateExpansionRange(Outer).getBegin();
  }
  if (FromBody || Chars.isInvalid()) {
    Chars = SM.getExpansionRange(Range);
    SourceLocation B = SM.getExpansionLoc(Chars.getBegin());
    SourceLocation E = SM.getExpansionLoc(Chars.getEnd());
    if (Chars.isTokenRange())
      E = E.getLocWithOffset(
          static_cast<int>(Lexer::MeasureTokenLength(E, SM, LO)));
    Chars = CharSourceRange::getCharRange(B, E);
    R.MacroDefinition = FromBody ? SM.getSpellingLoc(Begin) : SourceLocation();
  }
  if (Chars.isInvalid())
    return R;
  auto [File, Offset] = SM.getDecomposedLoc(Chars.getBegin());
  auto [EndFile, EndOffset] = SM.getDecomposedLoc(Chars.getEnd());
  R.Pos.File = file(File);
  R.Pos.Line = SM.getLineNumber(File, Offset);
  R.Pos.Column = SM.getColumnNumber(File, Offset);
  if (File != EndFile || EndOffset < Offset) {
    R.Pos.EndLine = R.Pos.Line;
    R.Pos.EndColumn = R.Pos.Column + 1;
    return R;
  }
  R.Pos.EndLine = SM.getLineNumber(EndFile, EndOffset);
  R.Pos.EndColumn = SM.getColumnNumber(EndFile, EndOffset);
  return R;
}
