//===- Replay.cpp - heddle replay -----------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Tells one schedule as a story. Exit codes: 1 if it shows a finding, 0 if
/// not, 3 if it crashed or could not be followed to its end.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Replay.h"

#include "instrument/Confirm/Places.h"
#include "instrument/Confirm/Timeline.h"
#include "instrument/Explore/Schedule.h"
#include "tools/heddle/Commands/Analyse.h"
#include "tools/heddle/Commands/ReplayJson.h"
#include "tools/heddle/Commands/RunOptions.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdint>

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::list<std::string>
    Words(cl::Positional,
          cl::desc("TOKEN [FILES of the program] [-- COMPILER FLAGS]"),
          cl::sub(ReplayCommand));
enum class Form : uint8_t { Timeline, Summary, Json, Gdb };
cl::opt<Form> As(
    cl::desc("How the run is told:"),
    cl::values(
        clEnumValN(Form::Timeline, "timeline",
                   "Operation by operation, and what it showed (default)"),
        clEnumValN(Form::Summary, "no-timeline", "Only what it showed"),
        clEnumValN(Form::Json, "json", "All of it as JSON, see docs/json.md"),
        clEnumValN(Form::Gdb, "gdb",
                   "What it showed; then again under gdb, which stops there. "
                   "Not in the sandbox")),
    cl::init(Form::Timeline), cl::sub(ReplayCommand));

llvm::Expected<ConfirmRequest> requestFor(const ReplayToken &Token,
                                          const Invocation &Call,
                                          std::string &Root) {
  if (Words.size() == 1) {
    llvm::SmallString<256> Here;
    if (std::error_code Failed = llvm::sys::fs::current_path(Here))
      return llvm::createStringError(Failed, "cannot find the current folder");
    Root = Here.str().str();
    auto Q = loadProgram(programDirectory(), Token.Build);
    if (Q)
      applyRunOptions(*Q);
    return Q;
  }
  auto Plan = planInputs({.Paths = {Words.begin() + 1, Words.end()},
                          .Flags = Call.Flags,
                          .FlagsGiven = Call.FlagsGiven,
                          .BuildDir = {}});
  if (!Plan)
    return Plan.takeError();
  if (Plan->Jobs.empty())
    return llvm::createStringError("no source files behind the token");
  Root = Plan->Root;
  return runRequest("", Plan->Jobs, Call.Flags);
}

void print(const Replayed &Result, const Places &Where) {
  llvm::raw_ostream &OS = llvm::outs();
  for (const std::string &Note : Result.Notes)
    OS << "note: " << Note << '\n';
  if (As == Form::Timeline)
    for (const std::string &Line : timelineText(Result.Timeline, Where))
      OS << Line << '\n';
  for (const Finding &F : Result.Shown.Findings) {
    OS << "\nseen: " << F.Message << " [" << F.Rule << "]\n";
    for (const Site &S : F.Dynamic.Observed)
      OS << "  " << S.Message << " (" << S.Span.File << ':' << S.Span.Line
         << ")\n";
  }
  for (const std::string &Ending : Result.Endings)
    OS << "\nend: " << Ending << '\n';
  if (Result.Shown.Findings.empty() && Result.Run.Complete)
    OS << "\nnothing wrong was seen in this schedule\n";
}

int exitCodeOf(const Replayed &Result) {
  if (!Result.Shown.Findings.empty())
    return ExitFindings;
  return Result.Run.Complete ? ExitClean : ExitIncomplete;
}

int runReplay(const Invocation &Call) {
  if (Words.empty())
    return usageError("no token; confirm and explore give one for what they "
                      "reproduce");
  auto Token = ReplayToken::parse(Words.front());
  if (!Token)
    return usageError(Token.takeError());
  std::string Root;
  auto Q = requestFor(*Token, Call, Root);
  if (!Q)
    return usageError(Q.takeError());
  auto Program = Replayer::build(*Q, *Token, Root);
  if (!Program)
    return usageError(Program.takeError());
  auto Result = Program->run();
  if (!Result)
    return usageError(Result.takeError());
  if (As == Form::Json)
    writeReplayJson(*Result, Words.front(), Places(Root), llvm::outs());
  else
    print(*Result, Places(Root));
  if (As == Form::Gdb) {
    llvm::outs().flush();
    if (llvm::Error E = Program->debug())
      return usageError(std::move(E));
  }
  return exitCodeOf(*Result);
}

CommandRegistration Register(ReplayCommand, runReplay);

} // namespace

} // namespace heddle
