//===- CfgTest.cpp - Order, loops and dominance ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Cfg.h"

#include "analyzer/Model/Print.h"
#include "gtest/gtest.h"

using namespace heddle;

namespace {

/// A body whose blocks end in \p Ends: `goto b1`, `branch %c then b1 else b2`.
struct Graph {
  explicit Graph(const std::vector<std::string> &Ends) {
    std::string Text = "module \"g.cpp\" C++\nfunc @f(%c : bool)\n";
    for (size_t I = 0; I < Ends.size(); ++I)
      Text += "  b" + std::to_string(I) + ":\n    " + Ends[I] + "\n";
    llvm::Expected<Module> Read = parseModule(Text);
    if (!Read)
      llvm::report_fatal_error(Read.takeError());
    M = std::move(*Read);
    G.emplace(*M.Functions[0].Definition);
  }
  Module M;
  std::optional<Cfg> G;
};

const char Fork[] = "branch %c then b1 else b2";

TEST(ControlFlow, OrdersBlocksSoThatWaysComeFirst) {
  Graph T({Fork, "goto b3", "goto b3", "return"});
  EXPECT_EQ(T.G->Order.front(), 0u);
  EXPECT_EQ(T.G->Order.back(), 3u);
  EXPECT_EQ(T.G->Preds[3].size(), 2u);
}

TEST(ControlFlow, LeavesOutWhatIsNeverReached) {
  Graph T({"return", "return"});
  EXPECT_TRUE(T.G->isReachable(0));
  EXPECT_FALSE(T.G->isReachable(1));
}

TEST(ControlFlow, FindsLoops) {
  Graph T({"goto b1", "branch %c then b2 else b3", "goto b1", "return"});
  EXPECT_TRUE(T.G->isHeader(1));
  EXPECT_FALSE(T.G->isHeader(2));
  EXPECT_EQ(T.G->cycle(1), (std::vector<uint32_t>{1, 2}));
  EXPECT_TRUE(T.G->inCycle(1, 2));
  EXPECT_FALSE(T.G->inCycle(1, 3));
  EXPECT_TRUE(T.G->runsAgain(2));
  EXPECT_FALSE(T.G->runsAgain(0));
}

TEST(ControlFlow, KnowsWhatAllWaysGoThrough) {
  Graph T({Fork, "goto b3", "goto b3", "return"});
  EXPECT_TRUE(T.G->dominates(0, 3));
  EXPECT_FALSE(T.G->dominates(1, 3));
  EXPECT_TRUE(T.G->dominates(3, 3));
}

} // namespace
