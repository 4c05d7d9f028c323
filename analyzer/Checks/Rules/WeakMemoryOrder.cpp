//===- WeakMemoryOrder.cpp - weak-memory-order ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Data is handed to another thread by an atomic flag, and the flag's memory
/// order is too weak to bring the data along: a relaxed store, a relaxed load,
/// or an acquire where a release belongs. The race on the data is found like
/// any other; this rule tells it where such a flag was meant to order it.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Publication.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

using namespace heddle;

static std::string repair(const WeakPublication &Flag, const std::string &Name,
                          bool IsC) {
  const std::string Store =
      IsC ? "atomic_store_explicit(&" + Name + ", …, memory_order_release);"
          : Name + ".store(…, std::memory_order_release);";
  const std::string Load =
      IsC ? "atomic_load_explicit(&" + Name + ", memory_order_acquire)"
          : Name + ".load(std::memory_order_acquire)";
  std::string Text;
  if (Flag.StoreIsWeak)
    Text += "let the store release what was written before it:\n  " + Store;
  if (Flag.StoreIsWeak && Flag.LoadIsWeak)
    Text += "\nand the load acquire it:\n  " + Load;
  else if (Flag.LoadIsWeak)
    Text +=
        "let the load acquire what was written before the store:\n  " + Load;
  return Text + "\nor leave the order out: without one, both are strong enough";
}

static void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  forEachRace(Context, RaceKind::WeakOrder, [&](const RaceStory &Story) {
    const WeakPublication &Flag = *Story.weakFlag();
    PlaceId P = std::get<Access>(M[Flag.Store]).P;
    const Body &B = *M[Flag.Store.Func].Definition;
    while (B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
      P = B[P].Base;
    const std::string Name = describe(M, Flag.Store.Func, P);
    Finding F = Story.begin();
    F.Message = Story.object() + " is handed over by the flag " + quoted(Name) +
                ", whose memory order is too weak for it";
    F.Sites.push_back(siteAt(M, SiteRole::Related, Flag.Store,
                             Flag.StoreIsWeak
                                 ? "this store of " + quoted(Name) +
                                       " does not release what came before it"
                                 : quoted(Name) + " is set here"));
    F.Sites.push_back(siteAt(M, SiteRole::Related, Flag.Load,
                             Flag.LoadIsWeak
                                 ? "this load of " + quoted(Name) +
                                       " does not acquire what came before "
                                       "the store"
                                 : quoted(Name) + " is seen here"));
    F.Why = "an atomic flag alone says nothing about other memory. Compiler "
            "and processor may let the other thread see " +
            quoted(Name) + " set before they let it see " + Story.object() +
            " written; only a release store that an acquire load sees forbids "
            "that";
    F.Repair = repair(Flag, Name, Story.isC());
    std::vector<WordChange> Changes;
    if (Flag.StoreIsWeak)
      Changes.push_back({makeSpan(M, Flag.Store), "memory_order_relaxed",
                         "memory_order_release"});
    if (Flag.LoadIsWeak)
      Changes.push_back({makeSpan(M, Flag.Load), "memory_order_relaxed",
                         "memory_order_acquire"});
    offerWords(Context, F, "let the flag hand over what came before it",
               Changes);
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule WeakMemoryOrder;
const Rule WeakMemoryOrder = {
    {"weak-memory-order", Category::Race, Severity::Warning, RuleScope::Program,
     "data is handed over by a flag whose memory order is too weak",
     /*Precedence=*/6},
    check};
} // namespace heddle::rules
