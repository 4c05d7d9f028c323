//===- Analyse.cpp - What check and confirm share ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Options, and the pipeline: plan, lower (in parallel), apply specs, check.
/// Whatever goes wrong with one input becomes a line of the report's coverage
/// and the rest goes on.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Analyse.h"

#include "analyzer/Checks/Driver.h"
#include "analyzer/Model/Serialize.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Specs/Specs.h"
#include "tools/heddle/Commands/Config.h"
#include "tools/heddle/Commands/WhyNot.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Threading.h"

#include <set>
#include <tuple>

namespace cl = llvm::cl;

namespace heddle {

cl::SubCommand CheckCommand("check", "Find races and deadlocks");
cl::SubCommand
    ConfirmCommand("confirm",
                   "Find them, then reproduce them under ThreadSanitizer");
// Here and not in their own files: options of other files name them, and this
// one is linked first.
cl::SubCommand ExploreCommand("explore",
                              "Run one program under many schedules");
cl::SubCommand ReplayCommand("replay", "Run the schedule of a token again");

namespace {

#define HEDDLE_BOTH cl::sub(CheckCommand), cl::sub(ConfirmCommand)

cl::list<std::string> Inputs(cl::Positional,
                             cl::desc("FILES or FOLDERS [-- COMPILER FLAGS]"),
                             HEDDLE_BOTH);
cl::opt<std::string> BuildDir("p", cl::value_desc("DIR"),
                              cl::desc("Folder with compile_commands.json"),
                              HEDDLE_BOTH);
cl::opt<unsigned> Jobs("jobs", cl::value_desc("N"), cl::init(0),
                       cl::desc("Files lowered side by side (default: one a "
                                "core)"),
                       HEDDLE_BOTH);
cl::opt<Profile> Mode(
    "profile", cl::init(Profile::Report), cl::desc("What to promise:"),
    cl::values(clEnumValN(Profile::Report, "report",
                          "findings worth reading (default)"),
               clEnumValN(Profile::Prove, "prove",
                          "race-free, race or unknown, never wrong with the "
                          "first two")),
    HEDDLE_BOTH);
cl::list<std::string> Rules("rules", cl::CommaSeparated,
                            cl::value_desc("ID,-ID,+ID,..."),
                            cl::desc("Only these rules; -ID: without it; +ID: "
                                     "this advice too; @SET for ID: a standard "
                                     "(`heddle rules --sets`) or a file"),
                            HEDDLE_BOTH);
cl::opt<bool> Advice("advice", cl::desc("Rules of severity advice too"),
                     HEDDLE_BOTH);
cl::list<std::string> SpecFiles("specs", cl::value_desc("FILE"),
                                cl::desc("More library specs (YAML)"),
                                HEDDLE_BOTH);
cl::list<std::string> ThirdParty(
    "third-party", cl::value_desc("GLOB"),
    cl::desc("Code whose findings are counted, not shown (default: _deps/, "
             "vendor/, third_party/)"),
    HEDDLE_BOTH);
cl::opt<bool> NoCache("no-cache",
                      cl::desc("Neither read nor write the model cache"),
                      HEDDLE_BOTH);
cl::list<std::string>
    WhyNot("why-not", cl::multi_val(2), cl::value_desc("FILE:LINE FILE:LINE"),
           cl::desc("Say why the accesses on these two lines are no race"),
           cl::sub(CheckCommand));

#undef HEDDLE_BOTH

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

llvm::Expected<CheckOptions> checkOptions(const InputPlan &Plan) {
  CheckOptions O;
  if (llvm::Error E =
          selectRules(std::vector<std::string>(Rules.begin(), Rules.end()), O))
    return std::move(E);
  O.Prove = Mode == Profile::Prove;
  O.Advice = Advice;
  O.ThirdParty = {ThirdParty.begin(), ThirdParty.end()};
  O.Root = Plan.Root;
  O.ToolVersion = HEDDLE_VERSION;
  O.Jobs =
      std::max(1u, llvm::hardware_concurrency(Jobs).compute_thread_count());
  return O;
}

/// Which jobs make up each program that can run: those whose main file it
/// contains.
std::vector<ProgramUnits> runnable(llvm::ArrayRef<Program> Programs,
                                   const InputPlan &Plan) {
  std::vector<ProgramUnits> Out;
  for (const Program &P : Programs) {
    if (!valid(P.Main))
      continue;
    std::set<std::string> Mains;
    for (const SourceFile &F : P.M.Files)
      if (F.Kind == FileKind::Main)
        Mains.insert(F.Path);
    ProgramUnits Units{P.Name, {}};
    for (const CompileJob &Job : Plan.Jobs) {
      llvm::StringRef Relative = Job.File;
      if (Relative.consume_front(Plan.Root))
        Relative.consume_front("/");
      if (Mains.count(Relative.str()))
        Units.Jobs.push_back(Job);
    }
    Out.push_back(std::move(Units));
  }
  return Out;
}

/// Can a run show any of the findings?
bool isWorthRunning(const AnalysisRun &Run) {
  return llvm::any_of(Run.Programs,
                      [](const ProgramUnits &P) { return !P.Jobs.empty(); }) &&
         llvm::any_of(Run.Result.Findings, [](const Finding &F) {
           return F.Kind == Category::Race || F.Kind == Category::Deadlock;
         });
}

/// What a person would type next: as it must be typed here.
std::string nextCommand(const AnalysisRun &Run, const Invocation &Call) {
  if (Run.Result.Findings.empty())
    return "";
  std::vector<std::string> Words = {Call.Name};
  if (!isWorthRunning(Run)) {
    Words.insert(Words.end(), {"explain", Run.Result.Findings.front().Rule});
    return shellLine(Words);
  }
  Words.push_back("confirm");
  if (!BuildDir.empty())
    Words.insert(Words.end(), {"-p", BuildDir});
  for (const std::string &File : SpecFiles)
    Words.push_back("--specs=" + File);
  llvm::append_range(Words, Inputs);
  if (Call.FlagsGiven)
    Words.push_back("--");
  llvm::append_range(Words, Call.Flags);
  return shellLine(Words);
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

void mergeCoverage(Coverage &Into, Coverage From) {
  auto Move = [](auto &To, auto &What) {
    To.insert(To.end(), std::make_move_iterator(What.begin()),
              std::make_move_iterator(What.end()));
  };
  // The checks have told already what is missing in the units they saw.
  Into.IncompleteAt.resize(Into.Incomplete.size());
  From.IncompleteAt.resize(From.Incomplete.size());
  std::set<std::tuple<std::string, std::string, uint32_t>> Told;
  for (size_t I = 0; I < Into.Incomplete.size(); ++I)
    Told.insert({Into.Incomplete[I], Into.IncompleteAt[I].File,
                 Into.IncompleteAt[I].Line});
  for (size_t I = 0; I < From.Incomplete.size(); ++I) {
    SourceSpan &At = From.IncompleteAt[I];
    if (!Told.insert({From.Incomplete[I], At.File, At.Line}).second)
      continue;
    Into.Incomplete.push_back(std::move(From.Incomplete[I]));
    Into.IncompleteAt.push_back(std::move(At));
  }
  Move(Into.Notes, From.Notes);
}

} // namespace

llvm::Expected<AnalysisRun> analyseInputs(const Invocation &Call) {
  if (Inputs.empty() && BuildDir.empty())
    return llvm::createStringError(
        "no input; give files, a folder, or `-p BUILD`");
  llvm::Expected<std::string> ConfigFile =
      applyConfig(CheckCommand ? CheckCommand : ConfirmCommand,
                  Inputs.empty() ? BuildDir : Inputs.front());
  if (!ConfigFile)
    return ConfigFile.takeError();
  if (llvm::Error E = checkOutputs())
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
  llvm::Expected<CheckOptions> Options = checkOptions(*Plan);
  if (!Options)
    return Options.takeError();
  Units U = lowerInputs(*Plan);
  for (Module &M : U.Modules)
    applySpecs(M, *Specs);
  AnalysisRun Run{std::move(*Plan), {}, {}};
  std::vector<Program> Programs = link(std::move(U.Modules));
  Run.Programs = runnable(Programs, Run.Plan);
  if (!WhyNot.empty()) {
    if (llvm::Error E = explainPair(Programs, WhyNot[0], WhyNot[1]))
      return std::move(E);
  }
  Run.Result = check(Programs, *Options);
  mergeCoverage(Run.Result.Covered, std::move(U.Gaps));
  if (!ConfigFile->empty())
    Run.Result.Covered.Notes.push_back("options were read from " + *ConfigFile);
  Run.Result.NextCommand = nextCommand(Run, Call);
  return Run;
}

} // namespace heddle
