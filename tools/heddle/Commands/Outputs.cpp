//===- Outputs.cpp - Where a report goes ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `--output FORMAT=FILE`, several in one run; without one for standard output
/// the text form goes there.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Findings/Outcome.h"
#include "analyzer/Report/Report.h"
#include "tools/heddle/Commands/Analyse.h"

#include "llvm/Support/Process.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

#define HEDDLE_BOTH                                                            \
  cl::sub(CheckCommand), cl::sub(ConfirmCommand), cl::sub(ExploreCommand)

cl::list<std::string> OutputSpecs(
    "output", cl::value_desc("FORMAT=FILE"),
    cl::desc("Write text, json or sarif to FILE (-: standard output); may be "
             "given several times"),
    HEDDLE_BOTH);
enum class ColourMode : uint8_t { Auto, Always, Never };
cl::opt<ColourMode> Colour(
    "color", cl::init(ColourMode::Auto), cl::desc("Colour in the text:"),
    cl::values(clEnumValN(ColourMode::Auto, "auto",
                          "on a terminal, unless NO_COLOR is set (default)"),
               clEnumValN(ColourMode::Always, "always", ""),
               clEnumValN(ColourMode::Never, "never", "")),
    HEDDLE_BOTH);
cl::opt<std::string> FailOnText(
    "fail-on", cl::value_desc("LEVEL"), cl::init("likely"),
    cl::desc("Exit 1 for findings at or above: possible, likely (default), "
             "certain, confirmed (after `confirm`), never"),
    HEDDLE_BOTH);
enum class ShowMode : uint8_t { Likely, Possible };
cl::opt<ShowMode> Show(
    "show", cl::init(ShowMode::Likely),
    cl::desc("Which findings the text tells:"),
    cl::values(clEnumValN(ShowMode::Likely, "likely",
                          "likely and certain ones, and those that are only "
                          "possible if they are few (default)"),
               clEnumValN(ShowMode::Possible, "possible", "all")),
    HEDDLE_BOTH);
enum class IncompleteMode : uint8_t { Fail, Note };
cl::opt<IncompleteMode> Incomplete(
    "incomplete", cl::init(IncompleteMode::Fail),
    cl::desc("When something was not analysed:"),
    cl::values(clEnumValN(IncompleteMode::Fail, "fail", "exit 3 (default)"),
               clEnumValN(IncompleteMode::Note, "note", "only say so")),
    HEDDLE_BOTH);

#undef HEDDLE_BOTH

bool wantColour(bool OnTerminal) {
  if (Colour == ColourMode::Auto)
    return OnTerminal && !llvm::sys::Process::GetEnv("NO_COLOR");
  return Colour == ColourMode::Always;
}

RuleText textOf(llvm::StringRef Id) {
  const Rule *R = findRule(Id);
  if (!R)
    return {.Id = Id.str(), .Short = "", .Full = "", .Help = ""};
  return {.Id = Id.str(),
          .Short = R->Info.Summary.str(),
          .Full = R->Info.Summary.str(),
          .Help = rulePage(Id).str(),
          .Level = R->Info.Level,
          .Kind = R->Info.Kind};
}

/// REQUIRES: checkOutputs() knows \p Format.
void writeAs(llvm::StringRef Format, const Report &R, llvm::raw_ostream &OS,
             bool OnTerminal) {
  if (Format == "text") {
    TextOptions Options;
    Options.Colour = wantColour(OnTerminal);
    constexpr size_t Few = 5;
    if (Show == ShowMode::Likely)
      Options.MaxPossible = Few;
    if (OnTerminal)
      Options.Width = std::max(40u, llvm::sys::Process::StandardOutColumns());
    writeText(R, OS, Options);
  } else if (Format == "json") {
    writeJson(R, OS);
  } else {
    SarifOptions Options;
    Options.Rules = textOf;
    writeSarif(R, OS, Options);
  }
}

llvm::Error writeOutput(llvm::StringRef Spec, const Report &R,
                        bool &StdoutUsed) {
  auto [Format, File] = Spec.split('=');
  if (File.empty())
    File = "-";
  if (File == "-") {
    StdoutUsed = true;
    writeAs(Format, R, llvm::outs(),
            llvm::sys::Process::StandardOutIsDisplayed());
    return llvm::Error::success();
  }
  std::error_code Failed;
  llvm::ToolOutputFile Out(File, Failed, llvm::sys::fs::OF_None);
  if (Failed)
    return llvm::createStringError(Failed, "cannot write " + File + ": " +
                                               Failed.message());
  writeAs(Format, R, Out.os(), false);
  Out.os().flush();
  if (Out.os().has_error()) {
    std::error_code Why = Out.os().error();
    Out.os().clear_error();
    return llvm::createStringError(Why, "cannot write " + File + ": " +
                                            Why.message());
  }
  Out.keep();
  return llvm::Error::success();
}

} // namespace

llvm::Error checkOutputs() {
  if (!parseFailOn(FailOnText))
    return llvm::createStringError("--fail-on takes possible, likely, certain, "
                                   "confirmed or never, not '" +
                                   FailOnText + "'");
  for (llvm::StringRef Spec : OutputSpecs)
    if (llvm::StringRef Format = Spec.split('=').first;
        !llvm::is_contained({"text", "json", "sarif"}, Format))
      return llvm::createStringError("no output format '" + Format +
                                     "'; there are text, json and sarif, as in "
                                     "--output sarif=FILE");
  return llvm::Error::success();
}

int writeOutputs(const Report &R) {
  bool StdoutUsed = false, Failed = false;
  auto Write = [&](llvm::StringRef Spec) {
    // What can be written is: the analysis may have taken long.
    if (llvm::Error E = writeOutput(Spec, R, StdoutUsed)) {
      usageError(std::move(E));
      Failed = true;
    }
  };
  for (const std::string &Spec : OutputSpecs)
    Write(Spec);
  if (!StdoutUsed)
    Write("text=-");
  if (Failed)
    return ExitUsage;
  std::optional<FailOn> Threshold = parseFailOn(FailOnText);
  return exitCode(R, {.Threshold = *Threshold,
                      .IncompleteIsNote = Incomplete == IncompleteMode::Note});
}

} // namespace heddle
