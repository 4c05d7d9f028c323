//===- Model.cpp - heddle model ---------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `heddle model FILE...`: the model as text, for people, golden tests and bug
/// reports. FILE is a source or a binary model.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Print.h"
#include "analyzer/Specs/Specs.h"
#include "tools/heddle/Commands/Command.h"
#include "tools/heddle/Commands/Units.h"

#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::SubCommand ModelCommand("model", "Print the model of source files");
cl::list<std::string> Inputs(cl::Positional,
                             cl::desc("FILES or MODELS [-- COMPILER FLAGS]"),
                             cl::sub(ModelCommand));
cl::opt<std::string> BuildDir("p", cl::value_desc("DIR"),
                              cl::desc("Folder with compile_commands.json"),
                              cl::sub(ModelCommand));
cl::opt<bool> NoPositions("no-positions", cl::desc("Without line and column"),
                          cl::sub(ModelCommand));
cl::opt<bool> NoUsrs("no-usrs", cl::desc("Without the table of USRs"),
                     cl::sub(ModelCommand));
cl::opt<bool>
    WithSpecs("with-specs",
              cl::desc("Library calls as the events they mean, as the analyses "
                       "see them"),
              cl::sub(ModelCommand));
cl::opt<bool> System("system",
                     cl::desc("Also declarations that only headers use"),
                     cl::sub(ModelCommand));
cl::opt<bool> NoCache("no-cache",
                      cl::desc("Neither read nor write the model cache"),
                      cl::sub(ModelCommand));

int runModel(const Invocation &Call) {
  if (Inputs.empty() && BuildDir.empty())
    return usageError("no input; heddle model FILES... [-- FLAGS]");
  UnitRequest Request;
  Request.Inputs = {.Paths = {Inputs.begin(), Inputs.end()},
                    .Flags = Call.Flags,
                    .FlagsGiven = Call.FlagsGiven,
                    .BuildDir = BuildDir};
  Request.UseCache = !NoCache;
  llvm::Expected<Units> Read = readUnits(Request);
  if (!Read)
    return usageError(Read.takeError());
  if (WithSpecs) {
    llvm::Expected<SpecSet> Specs = SpecSet::load({});
    if (!Specs)
      return usageError(Specs.takeError());
    for (Module &M : Read->Modules)
      applySpecs(M, *Specs);
  }
  for (const Module &M : Read->Modules)
    print(M, llvm::outs(),
          {.Positions = !NoPositions, .System = System, .Usrs = !NoUsrs});
  return Read->Complete ? ExitClean : ExitIncomplete;
}

CommandRegistration RegisterModel(ModelCommand, runModel);

} // namespace

} // namespace heddle
