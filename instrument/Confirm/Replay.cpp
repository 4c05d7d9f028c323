//===- Replay.cpp - One schedule again ------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A token names no files, so confirm remembers how the program was built.
///
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Replay.h"

#include "instrument/Build/Build.h"
#include "instrument/Confirm/Confirm.h"
#include "instrument/Confirm/Debug.h"
#include "instrument/Confirm/Judge.h"
#include "instrument/Confirm/RunWords.h"
#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/Schedule.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

std::string fileFor(const std::string &Directory, const std::string &Build) {
  return Directory + "/" + Build + ".json";
}

std::vector<std::string> texts(const llvm::json::Object &From, StringRef Key) {
  std::vector<std::string> Result;
  if (const llvm::json::Array *List = From.getArray(Key))
    for (const llvm::json::Value &Each : *List)
      Result.push_back(Each.getAsString().value_or("").str());
  return Result;
}

} // namespace

Replayer::Replayer(const ConfirmRequest &Q, const ReplayToken &Token,
                   std::string Root)
    : Q(Q), Root(std::move(Root)), Plan(Token.replay()),
      Box(Sandbox::open(Q.Isolation)), Notes(Box.notes()) {
  Plan.Trace = true;
}

llvm::Expected<Replayer> Replayer::build(const ConfirmRequest &Q,
                                         const ReplayToken &Token,
                                         const std::string &Root) {
  Replayer Result(Q, Token, Root);
  auto Built = buildFor(Q, Result.Box);
  if (!Built)
    return Built.takeError();
  Result.Program = std::move(*Built);
  if (Result.Program.Id != Token.Build)
    Result.Notes.push_back("the token is of another build of the program (" +
                           Token.Build + ", this one is " + Result.Program.Id +
                           "): it may go another way");
  return Result;
}

llvm::Expected<Replayed> Replayer::run() const {
  Replayed Result;
  Result.Notes = Notes;
  Campaign C = campaignFor(Q, Program);
  C.Runs = 1;
  auto Runs = explore(C, scheduled(Plan), Box);
  if (!Runs)
    return Runs.takeError();
  if (Runs->empty())
    return llvm::createStringError("the run was not made");
  Result.Shown.Root = Root;
  Judge(Result.Shown, Q, *Runs, C.Limit, /*Every=*/false).judge();
  for (const std::string &Note : runNotes(*Runs, Places(Root)))
    Result.Endings.push_back(Note);
  Result.Run = std::move(Runs->front());
  Result.Timeline = timeline(Result.Run);
  return Result;
}

llvm::Error Replayer::debug() const {
  SchedulePlan Untraced = Plan;
  Untraced.Trace = false;
  return heddle::debug(campaignFor(Q, Program), Untraced, Root);
}

llvm::Error heddle::saveProgram(const std::string &Directory,
                                const std::string &Build,
                                const ConfirmRequest &Q) {
  std::string Path = fileFor(Directory, Build);
  if (std::error_code E = llvm::sys::fs::create_directories(Directory))
    return llvm::createFileError(Directory, E);
  llvm::json::Array Units;
  for (const CompileUnit &U : Q.Units)
    Units.push_back(llvm::json::Object{
        {"file", U.File}, {"directory", U.Directory}, {"command", U.Command}});
  std::error_code E;
  llvm::raw_fd_ostream OS(Path, E);
  if (E)
    return llvm::createFileError(Path, E);
  OS << llvm::json::Value(llvm::json::Object{{"program", Q.Program},
                                             {"units", std::move(Units)},
                                             {"link", Q.LinkFlags},
                                             {"target", Q.Target},
                                             {"arguments", Q.RunArgs},
                                             {"input", Q.Stdin}})
     << '\n';
  return llvm::Error::success();
}

llvm::Expected<ConfirmRequest> heddle::loadProgram(const std::string &Directory,
                                                   const std::string &Build) {
  auto Buffer = llvm::MemoryBuffer::getFile(fileFor(Directory, Build));
  if (!Buffer)
    return llvm::createStringError(
        "nothing is remembered of the program '%s'; give its files behind the "
        "token",
        Build.c_str());
  auto Value = llvm::json::parse((*Buffer)->getBuffer());
  if (!Value)
    return Value.takeError();
  const llvm::json::Object *Top = Value->getAsObject();
  ConfirmRequest Q;
  if (!Top)
    return llvm::createStringError("'%s' is damaged",
                                   fileFor(Directory, Build).c_str());
  Q.Program = Top->getString("program").value_or("").str();
  Q.LinkFlags = texts(*Top, "link");
  Q.Target = Top->getString("target").value_or("").str();
  Q.RunArgs = texts(*Top, "arguments");
  Q.Stdin = Top->getString("input").value_or("").str();
  if (const llvm::json::Array *Units = Top->getArray("units"))
    for (const llvm::json::Value &Each : *Units)
      if (const llvm::json::Object *U = Each.getAsObject())
        Q.Units.push_back(
            {.File = U->getString("file").value_or("").str(),
             .Directory = U->getString("directory").value_or("").str(),
             .Command = texts(*U, "command")});
  return Q;
}
