//===- Confirm.cpp - heddle confirm --------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Checks, then builds each program with ThreadSanitizer and runs it, so that
/// every finding says whether it was seen happening.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Confirm.h"

#include "tools/heddle/Commands/Analyse.h"

#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::opt<unsigned> Runs("runs", cl::init(10), cl::value_desc("N"),
                       cl::desc("Runs of each program (default 10)"),
                       cl::sub(ConfirmCommand));
cl::list<std::string> RunArgs("run-arg", cl::value_desc("ARG"),
                              cl::desc("Argument of the program; repeatable"),
                              cl::sub(ConfirmCommand));
cl::opt<std::string> Stdin("stdin", cl::value_desc("FILE"),
                           cl::desc("What each run reads as its input"),
                           cl::sub(ConfirmCommand));
cl::opt<double> Timeout("timeout", cl::init(10), cl::value_desc("SECONDS"),
                        cl::desc("Wall-clock limit of a run (default 10)"),
                        cl::sub(ConfirmCommand));
cl::opt<bool> NoSandbox("no-sandbox",
                        cl::desc("Run the program without isolation"),
                        cl::sub(ConfirmCommand));

/// One line on a terminal that is overwritten as the work goes on; nothing
/// where nobody watches.
class ProgressLine {
public:
  explicit ProgressLine(llvm::StringRef Name) : Name(Name.str()) {}
  ~ProgressLine() {
    if (Shown)
      llvm::errs() << "\r\x1b[K";
  }
  void operator()(llvm::StringRef Step, unsigned Done, unsigned Total) {
    if (!llvm::sys::Process::StandardErrIsDisplayed())
      return;
    Shown = true;
    llvm::errs() << "\r\x1b[K" << Name << ": " << Step << ' ' << Done << '/'
                 << Total;
  }

private:
  std::string Name;
  bool Shown = false;
};

ConfirmRequest requestFor(const ProgramUnits &P, const Invocation &Call) {
  ConfirmRequest Q;
  Q.Program = P.Name;
  for (const CompileJob &Job : P.Jobs)
    Q.Units.push_back(
        {.File = Job.File, .Directory = Job.Directory, .Command = Job.Command});
  Q.LinkFlags = Call.Flags;
  Q.RunArgs = {RunArgs.begin(), RunArgs.end()};
  Q.Stdin = Stdin;
  Q.Runs = Runs;
  Q.TimeoutSeconds = Timeout;
  Q.Isolation = NoSandbox ? SandboxMode::Off : SandboxMode::On;
  return Q;
}

/// Why \p P was not run. What the analysis has already said of a file that
/// does not compile is not said a second time in the compiler's words.
std::string reasonFor(const ProgramUnits &P, const Report &R, llvm::Error E) {
  std::string Reason = toString(std::move(E));
  for (const CompileJob &Job : P.Jobs)
    for (const SourceSpan &At : R.Covered.IncompleteAt)
      if (At.Line && llvm::StringRef(Job.File).ends_with("/" + At.File) &&
          llvm::StringRef(Reason).starts_with("'" + Job.File +
                                              "' does not compile"))
        return "it does not compile";
  return Reason;
}

void noteNotRun(Report &R, const std::string &Program, const std::string &Why) {
  R.Covered.Incomplete.push_back(Program + " was not run: " + Why);
  R.Covered.IncompleteAt.emplace_back();
}

int runConfirm(const Invocation &Call) {
  llvm::Expected<AnalysisRun> Run = analyseInputs(Call);
  if (!Run)
    return usageError(Run.takeError());
  Report &R = Run->Result;
  if (Run->Programs.empty())
    R.Covered.Notes.push_back("nothing to run: no program with a main among "
                              "the inputs that compile");
  for (const ProgramUnits &P : Run->Programs) {
    ConfirmRequest Q = requestFor(P, Call);
    ProgressLine Line(P.Name);
    Q.Progress = std::ref(Line);
    if (llvm::Error E = confirm(R, Q))
      noteNotRun(R, P.Name, reasonFor(P, R, std::move(E)));
  }
  R.NextCommand =
      R.Findings.empty()
          ? ""
          : shellLine({Call.Name, "explain", R.Findings.front().Rule});
  return writeOutputs(R);
}

CommandRegistration Register(ConfirmCommand, runConfirm);

} // namespace

} // namespace heddle
