//===- Sources.cpp - Lines of source, read once --------------*- C++ -*-===//
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

#include "analyzer/Report/Sources.h"

#include "analyzer/Report/LineHash.h"

using namespace heddle;
using llvm::StringRef;

Sources::Source &Sources::source(StringRef File) {
  auto [Entry, IsNew] = Files.try_emplace(File);
  Source &S = Entry->second;
  if (!IsNew)
    return S;
  S.Text = Read(File);
  StringRef Rest = S.Text ? StringRef(*S.Text) : StringRef();
  while (!Rest.empty()) {
    auto [Line, After] = Rest.split('\n');
    S.Lines.push_back(Line.rtrim('\r'));
    Rest = After;
  }
  return S;
}

std::optional<StringRef> Sources::line(StringRef File, uint32_t Number) {
  const Source &S = source(File);
  if (Number == 0 || Number > S.Lines.size())
    return std::nullopt;
  return S.Lines[Number - 1];
}

uint32_t Sources::utf16Column(StringRef File, uint32_t Line, uint32_t Column) {
  std::optional<StringRef> Text = line(File, Line);
  if (!Text || Column == 0)
    return Column;
  uint32_t Units = 1;
  for (unsigned char Byte : Text->take_front(Column - 1).bytes()) {
    bool Continues = (Byte & 0xC0) == 0x80;
    Units += Continues ? 0 : Byte >= 0xF0 ? 2 : 1;
  }
  // A column behind the end of the line stays behind it.
  uint32_t Behind = Column - 1 > Text->size() ? Column - 1 - Text->size() : 0;
  return Units + Behind;
}

std::string Sources::lineHash(StringRef File, uint32_t Line) {
  Source &S = source(File);
  if (!S.Text || Line == 0)
    return "";
  if (!S.Hashes)
    S.Hashes = lineHashes(*S.Text);
  return Line <= S.Hashes->size() ? (*S.Hashes)[Line - 1] : "";
}
