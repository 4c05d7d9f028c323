//===- Print.h - The text form of the model ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Text form of a module: one event a line, readable by a person, for golden
/// tests and bug reports, and complete enough to be read back, so that tests
/// of the engine can be written without Clang. print and parse are inverse up
/// to positions, which are printed as trailing comments (`# 3:16`) only on
/// request and not read back.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_PRINT_H
#define HEDDLE_MODEL_PRINT_H

#include "analyzer/Model/Module.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

namespace heddle {

struct PrintOptions {
  bool Positions = true;
  bool System = false; ///< also declarations of system headers that no body
                       ///< uses
  bool Usrs = true;    ///< the USRs, at the end; without them names stand for
                       ///< entities, and what is read back links by name
};

void print(const Module &M, llvm::raw_ostream &OS, PrintOptions Options = {});
void printFunction(const Module &M, FuncId F, llvm::raw_ostream &OS,
                   PrintOptions Options = {});
std::string toString(const Module &M, FuncId F, const Event &E);
/// `this->Balance`, `Forks[i].Lock`, `*p`: as a person would write it, through
/// references and captures (`x`, not `*x`); for messages.
std::string describe(const Module &M, FuncId F, PlaceId P);
std::string describe(const Module &M, FuncId F, TermId T);

/// Reads the text form. Errors carry line and column and a caret.
llvm::Expected<Module> parseModule(llvm::StringRef Text,
                                   llvm::StringRef BufferName = "<model>");

} // namespace heddle

#endif // HEDDLE_MODEL_PRINT_H
