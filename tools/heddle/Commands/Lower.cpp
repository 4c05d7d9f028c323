//===- Lower.cpp - heddle lower ---------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `heddle lower FILE -o MODEL [-- FLAGS]`: one compiler-like action for each
/// translation unit, which any build system can run, cache and distribute;
/// `heddle check MODEL...` then needs no compiler.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Serialize.h"
#include "tools/heddle/Commands/Command.h"
#include "tools/heddle/Commands/Units.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::SubCommand LowerCommand("lower", "Write the model of one source file");
cl::opt<std::string> Input(cl::Positional, cl::desc("FILE [-- COMPILER FLAGS]"),
                           cl::sub(LowerCommand));
cl::opt<std::string> Output("o", cl::value_desc("MODEL"),
                            cl::desc("File to write (-: standard output)"),
                            cl::sub(LowerCommand));
cl::opt<std::string> BuildDir("p", cl::value_desc("DIR"),
                              cl::desc("Folder with compile_commands.json"),
                              cl::sub(LowerCommand));
cl::opt<std::string>
    Root("root", cl::value_desc("DIR"),
         cl::desc("Paths in the model are relative to this folder; the same "
                  "for all files of a program (default: the project's, or the "
                  "current one)"),
         cl::sub(LowerCommand));
cl::opt<bool> NoCache("no-cache",
                      cl::desc("Neither read nor write the model cache"),
                      cl::sub(LowerCommand));

/// Models of one program must agree on their root, and a build system runs
/// each action for a single file: that file's folder would be no root.
llvm::Expected<std::string> chosenRoot(const Invocation &Call) {
  llvm::SmallString<256> Path(Root);
  std::error_code Failed;
  if (!Root.empty())
    Failed = llvm::sys::fs::make_absolute(Path);
  else if (Call.FlagsGiven)
    Failed = llvm::sys::fs::current_path(Path);
  if (Failed)
    return llvm::createStringError(Failed, "cannot find the current folder, "
                                           "which is the models' root; pass "
                                           "--root with an absolute path");
  llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
  return std::string(Path);
}

/// Under a name of its own first: who reads the file sees all of it, or the
/// old one.
llvm::Error writeModel(const Module &M) {
  if (Output == "-") {
    writeModule(M, llvm::outs());
    return llvm::Error::success();
  }
  return llvm::writeToOutput(Output, [&](llvm::raw_ostream &OS) {
    writeModule(M, OS);
    return llvm::Error::success();
  });
}

int runLower(const Invocation &Call) {
  if (Input.empty())
    return usageError("no input; heddle lower FILE -o MODEL [-- FLAGS]");
  if (Output.empty())
    return usageError("no output; say where to write the model: -o MODEL");
  UnitRequest Request;
  Request.Inputs = {.Paths = {Input},
                    .Flags = Call.Flags,
                    .FlagsGiven = Call.FlagsGiven,
                    .BuildDir = BuildDir};
  llvm::Expected<std::string> Chosen = chosenRoot(Call);
  if (!Chosen)
    return usageError(Chosen.takeError());
  Request.Root = *Chosen;
  Request.UseCache = !NoCache;
  Request.OneOnly = true;
  llvm::Expected<Units> Read = readUnits(Request);
  if (!Read)
    return usageError(Read.takeError());
  if (Read->Modules.empty())
    return ExitIncomplete;
  if (llvm::Error E = writeModel(Read->Modules[0]))
    return usageError(std::move(E));
  return Read->Complete ? ExitClean : ExitIncomplete;
}

CommandRegistration RegisterLower(LowerCommand, runLower);

} // namespace

} // namespace heddle
