//===- LineHash.h - GitHub's fingerprint of a line -----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// GitHub code scanning recognises a finding of an earlier upload by
/// `primaryLocationLineHash`: a hash of the line and what follows it, which
/// survives lines added above. GitHub computes it itself when it is missing;
/// we write it so that other tools, and uploads without sources, have it too.
///
/// A line's hash is that of the 100 UTF-16 code units from its first
/// character on that is no blank, blanks left out, line ends as LF, the end of
/// the file as 0xFFFF followed by zeros: the polynomial in 37 modulo 2^64. A
/// number tells equal hashes of a file apart, in the order of lines.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_REPORT_LINEHASH_H
#define HEDDLE_REPORT_LINEHASH_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace heddle {

/// `hash:occurrence` of every line. The text after the last line end counts as
/// a line, also when it is empty.
std::vector<std::string> lineHashes(llvm::StringRef Text);

} // namespace heddle

#endif // HEDDLE_REPORT_LINEHASH_H
