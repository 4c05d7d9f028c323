//===- VerifyTest.cpp - What a module may not be -------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Each test breaks one rule of a sound module.
///
//===----------------------------------------------------------------------===//

#include "Everything.h"

using namespace heddle;
using namespace heddle::test;

namespace {

class Verify : public testing::Test {
protected:
  Module M = parsed(R"(module "m" C++
record struct complete size 8 align 8 Node
  field next : Node *
global @g : Node
func @f(%x : int)
  b0:
    write @g.next := null
    branch %x == 1 then b1 else b0
  b1:
    return
)");
  Body &B = *M.Functions[0].Definition;

  std::string complaint() {
    llvm::Error E = verify(M);
    return E ? llvm::toString(std::move(E)) : "none";
  }
};

TEST_F(Verify, AcceptsASoundModule) { EXPECT_EQ(complaint(), "none"); }

TEST_F(Verify, AcceptsEveryKindOfThing) {
  M = parsed(Everything);
  EXPECT_EQ(complaint(), "none");
}

TEST_F(Verify, RefusesIdsOutsideTheirTable) {
  std::get<Access>(B.Blocks[0].Events[0]).P = PlaceId{99};
  EXPECT_EQ(complaint(), "function 'f(int)': place 99 of 3");
}

TEST_F(Verify, RefusesMembersThatAreNotThere) {
  for (Place &P : B.Places)
    if (P.Kind == PlaceKind::Field)
      P.Field.Index = 1;
  EXPECT_EQ(complaint(), "function 'f(int)': field 1 of 'Node', which has 1");
}

TEST_F(Verify, RefusesWhatIsMissing) {
  std::get<Access>(B.Blocks[0].Events[0]).P = PlaceId::None;
  EXPECT_EQ(complaint(), "function 'f(int)': missing place of an access");
}

TEST_F(Verify, RefusesAPlaceInsideItself) {
  for (size_t I = 0; I != B.Places.size(); ++I)
    if (B.Places[I].Kind == PlaceKind::Field)
      B.Places[I].Base = static_cast<PlaceId>(I);
  EXPECT_EQ(complaint(),
            "function 'f(int)': a place or term that contains itself");
}

TEST_F(Verify, RefusesATermThroughItsOwnPlace) {
  auto Place = static_cast<PlaceId>(B.Places.size());
  auto Term = static_cast<TermId>(B.Terms.size());
  B.Places.push_back({.Kind = PlaceKind::Deref, .Pointer = Term});
  B.Terms.push_back({.Kind = TermKind::Value, .P = Place});
  EXPECT_EQ(complaint(),
            "function 'f(int)': a place or term that contains itself");
}

TEST_F(Verify, RefusesNestingThatWouldExhaustTheStack) {
  for (int I = 0; I != 5000; ++I)
    B.Terms.push_back({.Kind = TermKind::Unary,
                       .A = static_cast<TermId>(B.Terms.size() - 1)});
  EXPECT_EQ(complaint(), "function 'f(int)': a place or term nested more than "
                         "4000 deep");
}

TEST_F(Verify, RefusesAClassInsideItself) {
  M.Records[0].Bases.push_back({.Record = RecordId{0}});
  EXPECT_EQ(complaint(), "a class that contains itself");
}

TEST_F(Verify, RefusesATypeOfItself) {
  M.Types[0].Elem = TypeId{0};
  EXPECT_EQ(complaint(), "a type that contains itself");
}

TEST_F(Verify, RefusesABranchToOnePlaceOnly) {
  B.Blocks[0].Term.Succs.pop_back();
  EXPECT_EQ(complaint(), "function 'f(int)', b0: a branch has two successors");
}

TEST_F(Verify, RefusesASuccessorBehindTheEnd) {
  B.Blocks[1].Term.Succs.push_back(BlockId{0});
  EXPECT_EQ(complaint(),
            "function 'f(int)', b1: nothing follows where a function ends");
}

TEST_F(Verify, RefusesPositionsThatAreNotParallel) {
  M.Functions[0].Table.Events = {{{}}, {}};
  EXPECT_EQ(complaint(),
            "function 'f(int)': block 1 has 0 positions for 1 events");
}

TEST_F(Verify, RefusesABodyWithoutBlocks) {
  B.Blocks.clear();
  EXPECT_EQ(complaint(), "function 'f(int)': a body without a block");
}

TEST_F(Verify, RefusesACallOfNothing) {
  B.Blocks[1].Events.insert(B.Blocks[1].Events.begin(), Call{});
  EXPECT_EQ(complaint(), "function 'f(int)': a call needs a callee or a "
                         "target, and not both");
}

} // namespace
