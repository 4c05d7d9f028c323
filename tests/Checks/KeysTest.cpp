//===- KeysTest.cpp - Which places of a function are the same -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Local/Keys.h"

#include "analyzer/Model/Print.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

Module parse(llvm::StringRef Text) {
  llvm::Expected<Module> M = parseModule(Text);
  if (!M) {
    ADD_FAILURE() << llvm::toString(M.takeError());
    return {};
  }
  return std::move(*M);
}

/// The place that event number \p I of the first block writes or reads.
PlaceId placeOf(const Module &M, uint32_t I) {
  const Event &E = M.Functions[0].Definition->Blocks[0].Events[I];
  if (const auto *A = std::get_if<Access>(&E))
    return A->P;
  return std::get<Assign>(E).P;
}

TEST(PlaceKeys, FollowsReferencesBoundOnce) {
  Module M = parse("module \"a.cpp\" C++\n"
                   "record struct complete size 4 align 4 A\n"
                   "  field X : int\n"
                   "global @G : A\n"
                   "func @f()\n"
                   "  var %R : A &\n"
                   "  b0:\n"
                   "    let %R := &@G\n"
                   "    write %R->X := 1 size 4\n"
                   "    write @G.X := 2 size 4\n"
                   "    return\n");
  ASSERT_FALSE(M.Functions.empty());
  PlaceKeys Keys(M, FuncId{0});
  EXPECT_EQ(Keys.key(placeOf(M, 1)), Keys.key(placeOf(M, 2)));
  EXPECT_EQ(Keys.rootGlobal(placeOf(M, 1)), GlobalId{0});
  EXPECT_EQ(Keys.lastField(placeOf(M, 1)), (FieldRef{RecordId{0}, 0}));
}

TEST(PlaceKeys, DoesNotFollowPointersThatChange) {
  Module M = parse("module \"a.cpp\" C++\n"
                   "global @G : int\n"
                   "global @H : int\n"
                   "func @f()\n"
                   "  var %P : int *\n"
                   "  b0:\n"
                   "    let %P := &@G\n"
                   "    write *%P := 1 size 4\n"
                   "    let %P := &@H\n"
                   "    write @G := 2 size 4\n"
                   "    return\n");
  ASSERT_FALSE(M.Functions.empty());
  PlaceKeys Keys(M, FuncId{0});
  EXPECT_NE(Keys.key(placeOf(M, 1)), Keys.key(placeOf(M, 3)));
}

TEST(PlaceKeys, APointerIntoItsOwnTargetEnds) {
  Module M = parse("module \"a.cpp\" C++\n"
                   "record struct complete size 4 align 4 A\n"
                   "  field X : int\n"
                   "func @f()\n"
                   "  var %P : A *\n"
                   "  b0:\n"
                   "    let %P := (&%P->X : A *)\n"
                   "    write %P->X := 1 size 4\n"
                   "    return\n");
  ASSERT_FALSE(M.Functions.empty());
  PlaceKeys Keys(M, FuncId{0});
  EXPECT_NE(Keys.key(placeOf(M, 1)), KeyId::None);
}

} // namespace
