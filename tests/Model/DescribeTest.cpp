//===- DescribeTest.cpp - Places as their author wrote them --*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A place in the text form, and what messages call it.
///
//===----------------------------------------------------------------------===//

#include "Everything.h"

using namespace heddle;
using namespace heddle::test;

namespace {

/// How the place that the only `write` of a body names is described.
std::string described(llvm::StringRef Place, llvm::StringRef Before = "") {
  std::string Text = (R"(module "m" C++
record struct complete system size 40 align 8 std::mutex
record struct complete size 48 align 8 Fork
  field Lock : std::mutex
  field at 320 Uses : int
  field at 352 _ : Choice
record union complete size 4 align 4 Choice
  field Small : int
record struct complete size 8 align 8 Bank
  field Balance : int
  field at 64 Forks : Fork *
  field at 128 Best : Fork
global @Forks : Fork[5]
  name "bank::Forks"
global @Total : int
declare @pick() -> Fork *
func method of (Bank) @Bank::run(%this : Bank *, %r : int &, %p : int *, %pp : int **, %f : Fork *, %i : int, %rf : Fork &)
  temp %0 : Fork *
  temp %1 %2 : int *
  temp %3 : int &
  b0:
)" + Before + "\n    write " +
                      Place + R"( := 0
    return
)")
                         .str();
  Module M = parsed(Text);
  FuncId F = functionNamed(M, "Bank::run");
  for (const Event &E : M[F].Definition->Blocks[0].Events)
    if (const auto *W = std::get_if<Access>(&E))
      return describe(M, F, W->P);
  return "no write";
}

TEST(Describe, NamesVariables) {
  EXPECT_EQ(described("@Total"), "Total");
  EXPECT_EQ(described("%i"), "i");
}

TEST(Describe, LeavesOutThis) {
  EXPECT_EQ(described("%this->Balance"), "Balance");
  EXPECT_EQ(described("%this->Best.Lock"), "Best.Lock");
  EXPECT_EQ(described("*%this"), "*this");
}

TEST(Describe, WritesPointersAsTheirAuthor) {
  EXPECT_EQ(described("*%p"), "*p");
  EXPECT_EQ(described("**%pp"), "**pp");
  EXPECT_EQ(described("%f->Lock"), "f->Lock");
  EXPECT_EQ(described("(*%p)[%i]"), "p[i]");
  EXPECT_EQ(described("*(%p ptr+ %i)"), "p[i]");
  EXPECT_EQ(described("(*%this->Forks)[%i + 1].Lock"), "Forks[i + 1].Lock");
  EXPECT_EQ(described("*&%i"), "i");
}

TEST(Describe, SeesThroughReferences) {
  EXPECT_EQ(described("*%r"), "r");
  EXPECT_EQ(described("%rf->Lock"), "rf.Lock");
}

TEST(Describe, WritesElements) {
  EXPECT_EQ(described("@Forks[%i].Lock"), "Forks[i].Lock");
  EXPECT_EQ(described("@Forks[(%i + 1) % 5].Lock"), "Forks[(i + 1) % 5].Lock");
  EXPECT_EQ(described("@Forks[*]"), "Forks[]");
}

TEST(Describe, HidesAnonymousMembersAndHiddenState) {
  EXPECT_EQ(described("%f->2.Small"), "f->Small");
  EXPECT_EQ(described("@Total.$element"), "Total");
}

TEST(Describe, ResolvesTemporaries) {
  EXPECT_EQ(described("%0->Lock", "    let %0 := &@Forks[%i]"),
            "Forks[i].Lock");
  EXPECT_EQ(described("%0->Lock", "    call @pick() -> %0"), "pick()->Lock");
  EXPECT_EQ(described("*%1", "    let %1 := %p"), "*p");
  EXPECT_EQ(described("*%3", "    let %3 := &@Forks[%i].Uses"),
            "Forks[i].Uses");
  // A conditional expression has two values.
  EXPECT_EQ(described("*%1", "    let %1 := %p\n    let %1 := %2"),
            "*temporary");
  // Around a loop, temporaries may be made of each other.
  EXPECT_EQ(described("*%1", "    let %1 := %2\n    let %2 := %1"),
            "*temporary");
}

TEST(Describe, PassesOverMembersThatALibraryKeepsToItself) {
  Module M = parsed(R"(module "m" C++
record struct complete system size 20 align 4 std::array
  field _M_elems : int[5]
record struct complete size 4 align 4 Own
  field _Mine : int
global @Table : std::array
global @Other : Own
func @f(%i : int)
  b0:
    write @Table._M_elems[%i] := 0
    write @Other._Mine := 0
    return
)");
  std::vector<std::string> Names;
  for (const Event &E : M.Functions[0].Definition->Blocks[0].Events)
    if (const auto *W = std::get_if<Access>(&E))
      Names.push_back(describe(M, FuncId{0}, W->P));
  EXPECT_EQ(Names, (std::vector<std::string>{"Table[i]", "Other._Mine"}));
}

TEST(Describe, NamesWhatALambdaCaptured) {
  Module M = parsed(R"(module "m" C++
record struct complete size 4 align 4 Bank
  field Balance : int
record lambda complete size 24 align 8 Closure
  field by_reference Count : int &
  field at 64 Copy : int
  field captures_this at 128 _ : Bank *
func lambda_call of (Closure) @call(%this : Closure *)
  b0:
    write *%this->Count := 0
    write %this->Copy := 0
    write %this->2->Balance := 0
    return
)");
  std::vector<std::string> Names;
  for (const Event &E : M.Functions[0].Definition->Blocks[0].Events)
    if (const auto *W = std::get_if<Access>(&E))
      Names.push_back(describe(M, FuncId{0}, W->P));
  EXPECT_EQ(Names, (std::vector<std::string>{"Count", "Copy", "Balance"}));
}

} // namespace
