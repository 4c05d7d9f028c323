//===- LowerAll.cpp - Many jobs side by side --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// See Frontend.h. Every job writes into a slot of its own, so that results
/// are in the plan's order without further ado.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Frontend/Parse/ModelCache.h"

#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/Threading.h"

using namespace llvm;

namespace heddle {

std::vector<LoweredJob> lowerAll(const InputPlan &Plan,
                                 const LowerAllOptions &Options) {
  LowerOptions JobOptions = Options.Lower;
  JobOptions.Content.reset();
  ModelCache Cache(Options.UseCache ? cacheDirectory() : std::string());
  std::vector<std::optional<Expected<LowerResult>>> Slots(Plan.Jobs.size());
  {
    DefaultThreadPool Pool(hardware_concurrency(Options.Jobs));
    for (size_t I = 0; I < Plan.Jobs.size(); ++I)
      Pool.async([&, I] {
        Slots[I].emplace(lowerCached(Plan.Jobs[I], JobOptions, Cache));
      });
    Pool.wait();
  }
  Cache.prune();
  std::vector<LoweredJob> Result;
  Result.reserve(Plan.Jobs.size());
  for (size_t I = 0; I < Plan.Jobs.size(); ++I)
    Result.push_back({&Plan.Jobs[I], std::move(*Slots[I])});
  return Result;
}

} // namespace heddle
