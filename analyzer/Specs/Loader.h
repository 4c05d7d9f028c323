//===- Loader.h - Spec files to specs ---------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Turns the YAML of one spec file into the structs of Language.h, or says
/// everything that is wrong with it.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_SPECS_LOADER_H
#define HEDDLE_SPECS_LOADER_H

#include "analyzer/Specs/SpecTable.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace heddle::spec {

llvm::Expected<SpecFile> loadSpecs(llvm::StringRef Yaml,
                                   llvm::StringRef FileName);

} // namespace heddle::spec

#endif // HEDDLE_SPECS_LOADER_H
