//===- Programs.cpp - From what the user named to linked programs ---------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Plan, lower (in parallel), apply specs, link. Whatever goes wrong with one
/// input becomes a line of the coverage and the rest goes on.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Programs.h"

#include "analyzer/Model/Serialize.h"
#include "analyzer/Specs/Specs.h"
#include "tools/heddle/Commands/Config.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Threading.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

#define HEDDLE_ALL                                                             \
  cl::sub(CheckCommand), cl::sub(ConfirmCommand), cl::sub(ThreadsCommand),     \
      cl::sub(LocksCommand)

cl::list<std::string> Inputs(cl::Positional,
                             cl::desc("FILES or FOLDERS [-- COMPILER FLAGS]"),
                             HEDDLE_ALL);
cl::opt<std::string> BuildDir("p", cl::value_desc("DIR"),
                              cl::desc("Folder with compile_commands.json"),
                              HEDDLE_ALL);
cl::opt<unsigned> Jobs("jobs", cl::value_desc("N"), cl::init(0),
                       cl::desc("Files lowered side by side (default: one a "
                                "core)"),
                       HEDDLE_ALL);
cl::list<std::string> SpecFiles("specs", cl::value_desc("FILE"),
                                cl::desc("More library specs (YAML)"),
                                HEDDLE_ALL);
cl::opt<bool> NoCache("no-cache",
                      cl::desc("Neither read nor write the model cache"),
                      HEDDLE_ALL);
#undef HEDDLE_ALL

/// Folds one lowered unit into the coverage: what did not compile, what was
/// not lowered.
void noteGaps(const Module &M, Coverage &C) {
  auto Add = [&](std::string Text, const DeclPosition &Pos) {
    C.Incomplete.push_back(std::move(Text));
    SourceSpan Span;
    if (valid(Pos.File))
      Span = {.File = M[Pos.File].Path,
              .Line = Pos.Line,
              .Column = Pos.Column,
              .EndLine = Pos.EndLine,
              .EndColumn = Pos.EndColumn,
              .Macro = ""};
    C.IncompleteAt.push_back(std::move(Span));
  };
  for (const CompileDiagnostic &D : M.Diagnostics)
    if (D.Severity >= DiagnosticSeverity::Error)
      Add(D.Message, D.Pos);
  for (const NotLowered &N : M.Gaps)
    Add(N.What + ": " + N.Why, N.Pos);
}

struct Units {
  std::vector<Module> Modules;
  Coverage Gaps;
};

void addProblem(Coverage &C, std::string Text) {
  C.Incomplete.push_back(std::move(Text));
  C.IncompleteAt.emplace_back();
}

void readModels(const InputPlan &Plan, Units &U) {
  for (const std::string &File : Plan.ModelFiles) {
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    if (!Buffer) {
      addProblem(U.Gaps, File + ": " + Buffer.getError().message());
      continue;
    }
    llvm::Expected<Module> M = readModule((*Buffer)->getBuffer());
    if (M)
      U.Modules.push_back(std::move(*M));
    else
      addProblem(U.Gaps, File + ": " + llvm::toString(M.takeError()));
  }
}

Units lowerInputs(const InputPlan &Plan) {
  Units U;
  for (const std::string &Problem : Plan.Problems)
    addProblem(U.Gaps, Problem);
  U.Gaps.Notes = Plan.Notes;
  readModels(Plan, U);
  LowerAllOptions Options;
  Options.Lower.Root = Plan.Root;
  Options.Jobs = Jobs;
  Options.UseCache = !NoCache;
  for (auto &[Job, Result] : lowerAll(Plan, Options)) {
    if (!Result) {
      addProblem(U.Gaps, llvm::toString(Result.takeError()));
      continue;
    }
    noteGaps(Result->M, U.Gaps);
    U.Modules.push_back(std::move(Result->M));
  }
  return U;
}

/// Paths are told from where the user stands, if all inputs lie below: they
/// can be clicked, and SARIF's are those of a checkout.
void moveRootUp(InputPlan &Plan) {
  llvm::SmallString<256> Here;
  if (llvm::sys::fs::current_path(Here))
    return;
  llvm::StringRef Below = Plan.Root;
  if (Below.consume_front(Here) && (Below.empty() || Below.front() == '/'))
    Plan.Root = Here.str().str();
}

cl::SubCommand &theCommand() {
  for (cl::SubCommand *Sub : {&ConfirmCommand, &ThreadsCommand, &LocksCommand})
    if (*Sub)
      return *Sub;
  return CheckCommand;
}

} // namespace

unsigned jobCount() {
  return std::max(1u, llvm::hardware_concurrency(Jobs).compute_thread_count());
}

std::vector<std::string> inputWords(const Invocation &Call) {
  std::vector<std::string> Words;
  if (!BuildDir.empty())
    Words.insert(Words.end(), {"-p", BuildDir});
  for (const std::string &File : SpecFiles)
    Words.push_back("--specs=" + File);
  llvm::append_range(Words, Inputs);
  if (Call.FlagsGiven)
    Words.push_back("--");
  llvm::append_range(Words, Call.Flags);
  return Words;
}

llvm::Expected<LoadedPrograms>
loadPrograms(const Invocation &Call,
             llvm::function_ref<llvm::Error()> CheckEarly) {
  if (Inputs.empty() && BuildDir.empty())
    return llvm::createStringError(
        "no input; give files, a folder, or `-p BUILD`");
  llvm::Expected<std::string> ConfigFile =
      applyConfig(theCommand(), Inputs.empty() ? BuildDir : Inputs.front());
  if (!ConfigFile)
    return ConfigFile.takeError();
  if (CheckEarly)
    if (llvm::Error E = CheckEarly())
      return std::move(E);
  llvm::Expected<SpecSet> Specs = SpecSet::load(
      std::vector<std::string>(SpecFiles.begin(), SpecFiles.end()));
  if (!Specs)
    return Specs.takeError();
  llvm::Expected<InputPlan> Plan =
      planInputs({.Paths = {Inputs.begin(), Inputs.end()},
                  .Flags = Call.Flags,
                  .FlagsGiven = Call.FlagsGiven,
                  .BuildDir = BuildDir});
  if (!Plan)
    return Plan.takeError();
  moveRootUp(*Plan);
  Units U = lowerInputs(*Plan);
  for (Module &M : U.Modules)
    applySpecs(M, *Specs);
  return LoadedPrograms{std::move(*Plan), link(std::move(U.Modules)),
                        std::move(U.Gaps), std::move(*ConfigFile)};
}

} // namespace heddle
