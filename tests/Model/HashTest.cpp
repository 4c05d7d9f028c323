//===- HashTest.cpp - What the hash of a function depends on -*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Meaning counts, places in the source and in tables do not.
///
//===----------------------------------------------------------------------===//

#include "Everything.h"

#include <set>

using namespace heddle;
using namespace heddle::test;

namespace {

BodyHash hashOf(const Module &M, llvm::StringRef Function = "f") {
  return hashFunction(M, functionNamed(M, Function));
}

constexpr llvm::StringLiteral Unit = R"(module "a.cpp" C++
record struct complete size 8 align 4 Pair
  field First : int
  field at 32 Second : int
global @p : Pair
declare @g(Pair *)
func @f(%x : int)
  b0:
    write @p.Second := %x + 1 size 4
    call @g(&@p)
    return
)";

/// Unit with one piece of text replaced by another.
Module changed(llvm::StringRef From, llvm::StringRef To) {
  std::string Text = Unit.str();
  size_t At = Text.find(From.str());
  EXPECT_NE(At, std::string::npos) << From.str();
  return parsed(Text.replace(At, From.size(), To.str()));
}

TEST(Hash, IgnoresPositions) {
  Module M = parsed(Unit);
  BodyHash Before = hashOf(M);
  Function &F = M.Functions[index(functionNamed(M, "f"))];
  M.Files = {{"a.cpp", FileKind::Main}};
  F.Pos = {FileId{0}, 10, 1, 14, 2};
  F.NamePos = {FileId{0}, 10, 6, 10, 7};
  F.Table.Events = {{{1, 3, 1, 9}, {2, 3, 2, 9}, {3, 1, 3, 2}}};
  EXPECT_EQ(hashOf(M), Before);
}

TEST(Hash, IgnoresWhereInTheTablesThingsStand) {
  EXPECT_EQ(hashOf(changed("global @p", "global @other : int\nglobal @p")),
            hashOf(parsed(Unit)));
  EXPECT_EQ(hashOf(changed("declare @g", "declare @before()\ndeclare @g")),
            hashOf(parsed(Unit)));
  EXPECT_EQ(hashOf(changed("record struct complete size 8",
                           "type integer signed size 4 align 4 number\n"
                           "record struct complete size 8")),
            hashOf(parsed(Unit)));
}

TEST(Hash, IgnoresWhatAnUnusedMemberIsCalled) {
  EXPECT_EQ(hashOf(changed("field First", "field Head")), hashOf(parsed(Unit)));
}

TEST(Hash, ChangesWithMeaning) {
  BodyHash Before = hashOf(parsed(Unit));
  EXPECT_NE(hashOf(changed("+ 1", "+ 2")), Before);
  EXPECT_NE(hashOf(changed("+ 1", "- 1")), Before);
  EXPECT_NE(hashOf(changed("write @p.Second", "write @p.First")), Before);
  EXPECT_NE(hashOf(changed("    call @g(&@p)\n", "")), Before);
  EXPECT_NE(hashOf(changed("size 4\n    call", "\n    call")), Before);
  EXPECT_NE(hashOf(changed("func @f", "func noexcept @f")), Before);
  Module Renamed = parsed(Unit);
  Renamed.Globals[0].Usr = "c:@another";
  EXPECT_NE(hashOf(Renamed), Before);
}

TEST(Hash, DiffersBetweenAllFunctionsOfEverything) {
  Module M = parsed(Everything);
  std::set<BodyHash> Seen;
  for (size_t F = 0; F != M.Functions.size(); ++F)
    Seen.insert(hashFunction(M, static_cast<FuncId>(F)));
  EXPECT_EQ(Seen.size(), M.Functions.size());
}

} // namespace
