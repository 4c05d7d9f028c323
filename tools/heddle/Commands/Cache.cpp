//===- Cache.cpp - heddle cache ---------------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// `heddle cache path`, `heddle cache clear`.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/ModelCache.h"
#include "tools/heddle/Commands/Command.h"

#include "llvm/Support/raw_ostream.h"

namespace cl = llvm::cl;

namespace heddle {

namespace {

cl::SubCommand CacheCommand("cache", "Show or clear the model cache");
cl::opt<std::string> Action(cl::Positional, cl::desc("path | clear"),
                            cl::sub(CacheCommand));

int runCache(const Invocation &) {
  std::string Directory = cacheDirectory();
  if (Action != "path" && Action != "clear")
    return usageError("heddle cache path, or heddle cache clear");
  if (Directory.empty())
    return usageError("there is no cache: HEDDLE_CACHE is empty, or there is "
                      "no home directory");
  if (Action == "path") {
    llvm::outs() << Directory << '\n';
    return ExitClean;
  }
  llvm::Expected<unsigned> Count = ModelCache(Directory).clear();
  if (!Count)
    return usageError(Count.takeError());
  llvm::outs() << *Count << (*Count == 1 ? " model" : " models")
               << " removed from " << Directory << '\n';
  return ExitClean;
}

CommandRegistration RegisterCache(CacheCommand, runCache);

} // namespace

} // namespace heddle
