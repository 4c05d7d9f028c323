//===- Overview.cpp - heddle threads, heddle locks ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Overview/Overview.h"

#include "analyzer/Races/Analyses.h"
#include "tools/heddle/Commands/Programs.h"

#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::opt<std::string> SvgFile("svg", cl::value_desc("FILE"),
                             cl::desc("Draw it there instead (-: standard "
                                      "output)"),
                             cl::sub(ThreadsCommand), cl::sub(LocksCommand));

/// To standard error: standard output may be a picture.
void tellGaps(const Coverage &Gaps) {
  for (const std::string &Note : Gaps.Notes)
    llvm::errs() << "note: " << Note << '\n';
  for (size_t I = 0; I < Gaps.Incomplete.size(); ++I) {
    const SourceSpan &At = Gaps.IncompleteAt[I];
    llvm::errs() << "not analysed: ";
    if (At.Line)
      llvm::errs() << At.File << ':' << At.Line << ':' << At.Column << ": ";
    llvm::errs() << Gaps.Incomplete[I] << '\n';
  }
}

template <class DataT>
llvm::Error show(llvm::ArrayRef<DataT> All,
                 void (*Write)(const DataT &, llvm::raw_ostream &),
                 void (*Draw)(llvm::ArrayRef<DataT>, llvm::raw_ostream &)) {
  if (SvgFile.empty()) {
    for (const DataT &Data : All)
      Write(Data, llvm::outs());
    return llvm::Error::success();
  }
  std::error_code Failed;
  llvm::ToolOutputFile Out(SvgFile, Failed, llvm::sys::fs::OF_None);
  if (!Failed) {
    Draw(All, Out.os());
    Out.os().flush();
    Failed = Out.os().error();
    Out.os().clear_error();
  }
  if (Failed)
    return llvm::createStringError(Failed, "cannot write " + SvgFile + ": " +
                                               Failed.message());
  Out.keep();
  return llvm::Error::success();
}

template <class DataT>
int run(const Invocation &Call, DataT (*Collect)(const Analyses &),
        void (*Write)(const DataT &, llvm::raw_ostream &),
        void (*Draw)(llvm::ArrayRef<DataT>, llvm::raw_ostream &)) {
  llvm::Expected<LoadedPrograms> Loaded = loadPrograms(Call);
  if (!Loaded)
    return usageError(Loaded.takeError());
  std::vector<DataT> All;
  for (const Program &P : Loaded->Programs)
    All.push_back(Collect(*analyze(P)));
  if (llvm::Error E = show<DataT>(All, Write, Draw))
    return usageError(std::move(E));
  tellGaps(Loaded->Gaps);
  return Loaded->Gaps.Incomplete.empty() ? ExitClean : ExitIncomplete;
}

CommandRegistration RegisterThreads(ThreadsCommand, [](const Invocation &Call) {
  return run(Call, threadTree, writeThreads, drawThreads);
});
CommandRegistration RegisterLocks(LocksCommand, [](const Invocation &Call) {
  return run(Call, lockMap, writeLocks, drawLocks);
});

} // namespace

} // namespace heddle
