//===- PartitionTest.cpp - Ways told apart by conditions ------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Values/Partition.h"

#include "gtest/gtest.h"

using namespace heddle;

namespace {

class Partitions : public testing::Test {
protected:
  ValueTable T;
  ValueId X = T.param(FuncId{0}, LocalId{0});
  ValueId Y = T.param(FuncId{0}, LocalId{1});

  ConditionAtom atom(ValueId Cond, bool True) {
    std::optional<ConditionAtom> A = atomOf(T, Cond, True);
    EXPECT_TRUE(A.has_value());
    return A.value_or(ConditionAtom());
  }
};

TEST_F(Partitions, NameTheTwoWaysOfABranch) {
  EXPECT_EQ(atom(T.binary(BinaryOp::Eq, X, T.integer(3)), true),
            (ConditionAtom{X, 3, true}));
  EXPECT_EQ(atom(T.binary(BinaryOp::Eq, X, T.integer(3)), false),
            (ConditionAtom{X, 3, false}));
  // `if (X)` asks whether it is other than zero.
  EXPECT_EQ(atom(X, true), (ConditionAtom{X, 0, false}));
  EXPECT_EQ(atom(T.unary(UnaryOp::LogicalNot, X), true),
            (ConditionAtom{X, 0, true}));
}

TEST_F(Partitions, HaveNoNameForWhatIsNotKnown) {
  EXPECT_FALSE(atomOf(T, ValueId::Unknown, true));
}

TEST_F(Partitions, RefuseAContradiction) {
  PartitionKey K;
  EXPECT_TRUE(K.add({X, 0, false}));
  EXPECT_FALSE(K.allows({X, 0, true}));
  EXPECT_TRUE(K.allows({X, 1, true}));
  EXPECT_FALSE(K.add({X, 0, true}));
  PartitionKey One;
  EXPECT_TRUE(One.add({X, 1, true}));
  EXPECT_FALSE(One.allows({X, 2, true}));
  EXPECT_TRUE(One.allows({X, 2, false}));
}

TEST_F(Partitions, KeepWhatBothSayWhereTheyMeet) {
  PartitionKey A, B;
  A.add({X, 0, false});
  A.add({Y, 1, true});
  B.add({X, 0, false});
  B.add({Y, 2, true});
  A.meet(B);
  EXPECT_EQ(A.Atoms, (std::vector<ConditionAtom>{{X, 0, false}}));
}

TEST_F(Partitions, ForgetAValueThatIsGone) {
  PartitionKey K;
  K.add({X, 0, false});
  K.add({Y, 1, true});
  K.forget([&](ValueId V) { return V == X; });
  EXPECT_EQ(K.Atoms, (std::vector<ConditionAtom>{{Y, 1, true}}));
}

class Table : public Partitions {};

TEST_F(Table, ComputesWithConstants) {
  EXPECT_EQ(T.asInt(T.binary(BinaryOp::Add, T.integer(2), T.integer(3))), 5);
  EXPECT_EQ(T.asInt(T.unary(UnaryOp::Neg, T.integer(2))), -2);
}

TEST_F(Table, MakesEqualValuesOnce) {
  EXPECT_EQ(T.binary(BinaryOp::Add, X, T.integer(1)),
            T.binary(BinaryOp::Add, X, T.integer(1)));
  EXPECT_NE(X, Y);
}

TEST_F(Table, KnowsNothingOfWhatIsMadeOfTheUnknown) {
  EXPECT_FALSE(
      T.isKnown(T.binary(BinaryOp::Add, ValueId::Unknown, T.integer(1))));
  EXPECT_FALSE(T.isKnown(T.field(ValueId::Unknown, {RecordId{0}, 0})));
}

TEST_F(Table, KnowsPartsOfAnObject) {
  ValueId Whole = T.global(GlobalId{0});
  ValueId Member = T.field(Whole, {RecordId{0}, 1});
  ValueId Element = T.element(Member, X);
  EXPECT_TRUE(T.isPartOf(Element, Whole));
  EXPECT_TRUE(T.isPartOf(Member, Member));
  EXPECT_FALSE(T.isPartOf(Whole, Member));
  EXPECT_EQ(T.root(Element), Whole);
}

TEST_F(Table, CallsAnElementWithoutIndexVague) {
  ValueId A = T.global(GlobalId{0});
  EXPECT_TRUE(T.isVague(T.element(A, ValueId::Unknown)));
  EXPECT_FALSE(T.isVague(T.element(A, X)));
}

} // namespace
