//===- LineHash.cpp - GitHub's fingerprint of a line ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See LineHash.h.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Report/LineHash.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/ConvertUTF.h"

using namespace heddle;
using llvm::StringRef;

/// Bytes that are no UTF-8 become U+FFFD, as in every web tool.
static std::vector<llvm::UTF16> toUtf16(StringRef Text) {
  std::vector<llvm::UTF16> Units(Text.size());
  const auto *From = reinterpret_cast<const llvm::UTF8 *>(Text.begin());
  const auto *End = reinterpret_cast<const llvm::UTF8 *>(Text.end());
  llvm::UTF16 *To = Units.data();
  llvm::ConvertUTF8toUTF16(&From, End, &To, To + Units.size(),
                           llvm::lenientConversion);
  // A sequence cut off by the end of the file is left over.
  Units.resize(To - Units.data());
  if (From != End)
    Units.push_back(0xFFFD);
  return Units;
}

std::vector<std::string> heddle::lineHashes(StringRef Text) {
  constexpr size_t Block = 100;
  constexpr uint64_t Base = 37;
  constexpr llvm::UTF16 EndOfFile = 0xFFFF;

  std::vector<llvm::UTF16> Kept;
  std::vector<size_t> LineStarts = {0};
  bool AfterCarriageReturn = false;
  for (llvm::UTF16 Unit : toUtf16(Text)) {
    bool Skipped =
        Unit == ' ' || Unit == '\t' || (AfterCarriageReturn && Unit == '\n');
    AfterCarriageReturn = Unit == '\r';
    if (Skipped)
      continue;
    bool EndsLine = Unit == '\r' || Unit == '\n';
    Kept.push_back(EndsLine ? llvm::UTF16('\n') : Unit);
    if (EndsLine)
      LineStarts.push_back(Kept.size());
  }
  Kept.push_back(EndOfFile);
  Kept.resize(Kept.size() + Block, 0);

  std::vector<std::string> Hashes;
  llvm::StringMap<unsigned> Seen;
  for (size_t Start : LineStarts) {
    uint64_t Hash = 0;
    for (size_t I = 0; I != Block; ++I)
      Hash = Hash * Base + Kept[Start + I];
    std::string Digits = llvm::utohexstr(Hash, /*LowerCase=*/true);
    unsigned Occurrence = ++Seen[Digits];
    Hashes.push_back(Digits + ":" + std::to_string(Occurrence));
  }
  return Hashes;
}
