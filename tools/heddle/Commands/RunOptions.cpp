//===- RunOptions.cpp - How programs are run ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Each option says for which of the commands it is.
///
//===----------------------------------------------------------------------===//

#include "tools/heddle/Commands/RunOptions.h"

#include "analyzer/Frontend/Parse/ModelCache.h"
#include "tools/heddle/Commands/Analyse.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdint>

namespace cl = llvm::cl;

namespace heddle {

namespace {

#define HEDDLE_RUNS                                                            \
  cl::sub(ConfirmCommand), cl::sub(ExploreCommand), cl::sub(ReplayCommand)

cl::opt<unsigned> Schedules(
    "schedules", cl::init(60), cl::value_desc("N"),
    cl::desc("Schedules of each program, at most (default 60; 0: leave them "
             "to the operating system)"),
    cl::sub(ConfirmCommand), cl::sub(ExploreCommand));
enum class OneStrategy : uint8_t { All, Surw, Pos, Pct, Random };
cl::opt<OneStrategy> ByStrategy(
    "strategy", cl::desc("Only schedules by one strategy (default: by turns)"),
    cl::values(clEnumValN(OneStrategy::Surw, "surw",
                          "all orders of a few operations alike"),
               clEnumValN(OneStrategy::Pos, "pos", "partial-order sampling"),
               clEnumValN(OneStrategy::Pct, "pct",
                          "priorities that seldom change"),
               clEnumValN(OneStrategy::Random, "random", "a random walk")),
    cl::init(OneStrategy::All), cl::sub(ConfirmCommand),
    cl::sub(ExploreCommand));
enum class Detector : uint8_t { Tsan, Own };
cl::opt<Detector> Runtime(
    "runtime", cl::desc("Which detector the search runs under"),
    cl::values(clEnumValN(Detector::Tsan, "tsan", "ThreadSanitizer (default)"),
               clEnumValN(Detector::Own, "own",
                          "Heddle's own; what it shows is repeated under "
                          "ThreadSanitizer")),
    cl::init(Detector::Tsan), cl::sub(ConfirmCommand), cl::sub(ExploreCommand));
cl::opt<bool>
    Exhaustive("exhaustive",
               cl::desc("Every schedule of this input, but for those that are "
                        "equivalent to another (at most 10000, see "
                        "--schedules)"),
               cl::sub(ConfirmCommand), cl::sub(ExploreCommand));
cl::opt<uint64_t> Seed("seed", cl::init(1), cl::value_desc("N"),
                       cl::desc("Another number makes other schedules"),
                       cl::sub(ConfirmCommand), cl::sub(ExploreCommand));
cl::opt<unsigned> Runs("runs", cl::init(10), cl::value_desc("N"),
                       cl::desc("Runs of a program that Heddle does not "
                                "schedule (default 10)"),
                       cl::sub(ConfirmCommand), cl::sub(ExploreCommand));
cl::list<std::string> RunArgs("run-arg", cl::value_desc("ARG"),
                              cl::desc("Argument of the program; repeatable"),
                              HEDDLE_RUNS);
cl::opt<std::string> Stdin("stdin", cl::value_desc("FILE"),
                           cl::desc("What each run reads as its input"),
                           HEDDLE_RUNS);
cl::list<std::string>
    LinkWords("link", cl::value_desc("FLAG"),
              cl::desc("For the linker besides the compile commands, as in "
                       "--link=-lbz2; repeatable"),
              HEDDLE_RUNS);
cl::opt<std::string>
    Target("target", cl::value_desc("NAME"),
           cl::desc("Which program, where the files make several: the name of "
                    "the file with its main, without extension"),
           HEDDLE_RUNS);
cl::opt<double> Timeout("timeout", cl::init(10), cl::value_desc("SECONDS"),
                        cl::desc("Wall-clock limit of a run (default 10)"),
                        HEDDLE_RUNS);
cl::opt<bool> NoSandbox("no-sandbox",
                        cl::desc("Run the program without isolation"),
                        HEDDLE_RUNS);

#undef HEDDLE_RUNS

} // namespace

std::string programDirectory() {
  std::string Cache = cacheDirectory();
  return Cache.empty() ? Cache : Cache + "/programs";
}

void applyRunOptions(ConfirmRequest &Q) {
  if (!RunArgs.empty())
    Q.RunArgs = {RunArgs.begin(), RunArgs.end()};
  if (!Stdin.empty())
    Q.Stdin = Stdin;
  if (!Target.empty())
    Q.Target = Target;
  llvm::append_range(Q.LinkFlags, LinkWords);
  constexpr unsigned MostExhaustive = 10000;
  Q.Exhaustive = Exhaustive;
  Q.Own = Runtime == Detector::Own;
  Q.Schedules = Exhaustive && Schedules.getNumOccurrences() == 0
                    ? MostExhaustive
                    : Schedules;
  Q.Seed = Seed;
  constexpr const char *Names[] = {"", "surw", "pos", "pct", "random"};
  Q.Strategy = Names[unsigned(ByStrategy.getValue())];
  Q.Runs = Runs;
  Q.TimeoutSeconds = Timeout;
  Q.Isolation = NoSandbox ? SandboxMode::Off : SandboxMode::On;
}

bool isTarget(llvm::StringRef MainFile) {
  return Target.empty() || llvm::sys::path::stem(MainFile) == Target;
}

/// By its text: only for a name to show.
static bool seemsToHaveMain(const std::string &File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  return Buffer &&
         llvm::Regex("(^|[^A-Za-z0-9_])main[ ]*\\(", llvm::Regex::Newline)
             .match((*Buffer)->getBuffer());
}

std::string programName(llvm::ArrayRef<CompileJob> Jobs) {
  auto *Main = llvm::find_if(Jobs, [&](const CompileJob &Job) {
    return Target.empty() ? Jobs.size() == 1 || seemsToHaveMain(Job.File)
                          : isTarget(Job.File);
  });
  return llvm::sys::path::filename(
             (Main != Jobs.end() ? *Main : Jobs.front()).File)
      .str();
}

ConfirmRequest runRequest(const std::string &Program,
                          llvm::ArrayRef<CompileJob> Jobs,
                          llvm::ArrayRef<std::string> LinkFlags) {
  ConfirmRequest Q;
  Q.Program = Program;
  for (const CompileJob &Job : Jobs)
    Q.Units.push_back(
        {.File = Job.File, .Directory = Job.Directory, .Command = Job.Command});
  Q.LinkFlags = LinkFlags;
  applyRunOptions(Q);
  return Q;
}

ProgressLine::~ProgressLine() {
  if (Shown)
    llvm::errs() << "\r\x1b[K";
}

void ProgressLine::operator()(llvm::StringRef Step, unsigned Done,
                              unsigned Total) {
  if (!llvm::sys::Process::StandardErrIsDisplayed())
    return;
  Shown = true;
  llvm::errs() << "\r\x1b[K" << Name << ": " << Step << ' ' << Done << '/'
               << Total;
}

} // namespace heddle
