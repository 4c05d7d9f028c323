//===- Workshop.cpp - What the runs of one program share ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Workshop.h"

#include "instrument/Explore/Campaign.h"
#include "instrument/Explore/PreparedRun.h"
#include "instrument/Explore/RecordChannel.h"
#include "instrument/Explore/WorkDir.h"
#include "instrument/Sandbox/RunServer.h"
#include "instrument/Sandbox/Sandbox.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Casting.h"
#include "llvm/Support/Error.h"

#include <mutex>
#include <optional>
#include <string>
#include <utility>

using namespace heddle;

namespace {

/// So many servers may be lost before their runs become processes.
constexpr unsigned MostLost = 3;

/// POSIX message queues outlive their processes, and nothing tells that one is
/// there. Also true if the file cannot be read.
bool usesMessageQueues(const std::string &Executable) {
  auto Object = llvm::object::ObjectFile::createObjectFile(Executable);
  if (!Object) {
    llvm::consumeError(Object.takeError());
    return true;
  }
  auto *Elf =
      llvm::dyn_cast<llvm::object::ELFObjectFileBase>(Object->getBinary());
  if (!Elf)
    return true;
  for (const llvm::object::SymbolRef Symbol :
       Elf->getDynamicSymbolIterators()) {
    auto Name = Symbol.getName();
    if (Name && Name->starts_with("mq_open"))
      return true;
    llvm::consumeError(Name.takeError());
  }
  return false;
}

} // namespace

void Workshop::open(const Campaign &C, unsigned Count, const Sandbox &Box) {
  std::lock_guard Guard(Lock);
  Stock &S = Stocks[C.Executable];
  if (!S.Known) {
    S.Known = true;
    S.Unfit = usesMessageQueues(C.Executable);
  }
  while (!S.Unfit && S.Lost < MostLost && S.Idle.size() < Count) {
    auto Work = WorkDir::create(C.DataDir);
    if (!Work) {
      // Whoever makes the run alone has the same trouble, and says so.
      llvm::consumeError(Work.takeError());
      return;
    }
    auto Server = RunServer::start(
        Box, taskOf(C, /*Scheduled=*/true, *Work, freeHighNumber()));
    if (!Server) {
      S.Unfit = true;
      return;
    }
    S.Idle.push_back({.Work = std::move(*Work), .Server = std::move(Server)});
  }
}

std::optional<Workshop::Bench> Workshop::take(const std::string &Executable) {
  std::lock_guard Guard(Lock);
  Stock &S = Stocks[Executable];
  if (S.Idle.empty())
    return std::nullopt;
  Bench B = std::move(S.Idle.back());
  S.Idle.pop_back();
  return B;
}

void Workshop::putBack(const std::string &Executable, Bench B) {
  bool Usable = !B.Server->isSpent() && B.Work.renew();
  std::lock_guard Guard(Lock);
  Stock &S = Stocks[Executable];
  if (Usable)
    S.Idle.push_back(std::move(B));
  else
    ++S.Lost;
}

std::optional<TaskResult> Workshop::serve(const Campaign &C,
                                          const RecordChannel &Records) {
  std::optional<Bench> B = take(C.Executable);
  if (!B)
    return std::nullopt;
  auto Result = B->Server->run({.Channel = Records.fd(),
                                .Stdin = C.Stdin,
                                .Limit = limitOf(C),
                                .GiveUp = [&] { return Records.saysHung(); }});
  putBack(C.Executable, std::move(*B));
  std::lock_guard Guard(Lock);
  Served += Result.has_value();
  return Result;
}

unsigned Workshop::served() const {
  std::lock_guard Guard(Lock);
  return Served;
}
