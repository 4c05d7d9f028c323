//===- Serialize.h - The binary form of the model ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Binary form: the cache, and the unit of distributed work. Versioned and
/// checked: reading a file that is truncated, corrupt or hostile gives an
/// error, never a crash or a module with an id out of range.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_SERIALIZE_H
#define HEDDLE_MODEL_SERIALIZE_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <array>
#include <string>

namespace heddle {

void writeModule(const Module &M, llvm::raw_ostream &OS);
llvm::Expected<Module> readModule(llvm::StringRef Bytes);
bool isBinaryModule(llvm::StringRef Bytes); ///< looks at the magic only

/// Every id in \p M is inside its table, every block ends properly, positions
/// are parallel to events. Returns the first violation.
llvm::Error verify(const Module &M);

/// Content address of a function: BLAKE3 over its signature and body with
/// declarations named by USR; positions and file names do not count.
using BodyHash = std::array<uint8_t, 20>;
BodyHash hashFunction(const Module &M, FuncId F);

} // namespace heddle

#endif // HEDDLE_MODEL_SERIALIZE_H
