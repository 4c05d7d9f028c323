//===- Analyse.cpp - What check and confirm share ------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Options of the checks, and the second half of the pipeline: check the
/// programs, and say what was not covered.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/Analyse.h"

#include "analyzer/Checks/Driver.h"
#include "analyzer/Races/Analyses.h"
#include "tools/heddle/Commands/Programs.h"
#include "tools/heddle/Commands/WhyNot.h"

#include "llvm/ADT/STLExtras.h"

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
cl::SubCommand ThreadsCommand("threads",
                              "Show which threads there are, who starts and "
                              "awaits whom, and what they share");
cl::SubCommand LocksCommand("locks",
                            "Show which lock guards what, and what keeps the "
                            "other shared objects apart");

namespace {

#define HEDDLE_BOTH cl::sub(CheckCommand), cl::sub(ConfirmCommand)

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
cl::list<std::string> ThirdParty(
    "third-party", cl::value_desc("GLOB"),
    cl::desc("Code whose findings are counted, not shown (default: _deps/, "
             "vendor/, third_party/)"),
    HEDDLE_BOTH);
cl::list<std::string>
    WhyNot("why-not", cl::multi_val(2), cl::value_desc("FILE:LINE FILE:LINE"),
           cl::desc("Say why the accesses on these two lines are no race"),
           cl::sub(CheckCommand));

#undef HEDDLE_BOTH

/// All but the root, which the inputs decide.
llvm::Error readOptions(CheckOptions &O) {
  if (llvm::Error E =
          selectRules(std::vector<std::string>(Rules.begin(), Rules.end()), O))
    return E;
  O.Prove = Mode == Profile::Prove;
  O.Advice = Advice;
  O.ThirdParty = {ThirdParty.begin(), ThirdParty.end()};
  O.ToolVersion = HEDDLE_VERSION;
  O.Jobs = jobCount();
  return llvm::Error::success();
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
  llvm::append_range(Words, inputWords(Call));
  return shellLine(Words);
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
  CheckOptions Options;
  llvm::Expected<LoadedPrograms> Loaded = loadPrograms(Call, [&] {
    if (llvm::Error E = checkOutputs())
      return E;
    return readOptions(Options);
  });
  if (!Loaded)
    return Loaded.takeError();
  Options.Root = Loaded->Plan.Root;
  AnalysisRun Run{std::move(Loaded->Plan), {}, {}};
  const std::vector<Program> &Programs = Loaded->Programs;
  Run.Programs = runnable(Programs, Run.Plan);
  if (!WhyNot.empty()) {
    if (llvm::Error E = explainPair(Programs, WhyNot[0], WhyNot[1]))
      return std::move(E);
  }
  Run.Result = check(Programs, Options);
  mergeCoverage(Run.Result.Covered, std::move(Loaded->Gaps));
  if (!Loaded->ConfigFile.empty())
    Run.Result.Covered.Notes.push_back("options were read from " +
                                       Loaded->ConfigFile);
  Run.Result.NextCommand = nextCommand(Run, Call);
  return Run;
}

} // namespace heddle
