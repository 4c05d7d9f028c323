//===- PrintTest.cpp - What the text form looks like ---------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The program of the design's example, built by hand, and its text.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/Print.h"

#include "analyzer/Model/Serialize.h"
#include "gtest/gtest.h"

using namespace heddle;

namespace {

/// `int Balance; void deposit(int N) { Balance += N; }`
Module deposit() {
  Module M;
  M.Name = "bank.cpp";
  M.Files = {{"bank.cpp", FileKind::Main}};
  M.Types = {{.Kind = TypeKind::Int,
              .Signed = true,
              .SizeBytes = 4,
              .AlignBytes = 4,
              .Spelling = "int"},
             {.Kind = TypeKind::Void, .Spelling = "void"}};
  TypeId Int{0}, Void{1};
  M.Globals.push_back({.Usr = "c:@Balance",
                       .Name = "Balance",
                       .Spelling = "Balance",
                       .Type = Int,
                       .Defined = true,
                       .Pos = {FileId{0}, 1, 5, 1, 12}});
  Body B;
  B.Locals = {{"N", Int, LocalKind::Param}};
  B.Places = {{.Kind = PlaceKind::Global, .Type = Int, .Global = GlobalId{0}},
              {.Kind = PlaceKind::Local, .Type = Int, .Local = LocalId{0}}};
  B.Terms = {{.Kind = TermKind::Value, .Type = Int, .P = PlaceId{1}}};
  B.Blocks.resize(1);
  B.Blocks[0].Events = {Access{.Kind = AccessKind::Update,
                               .P = PlaceId{0},
                               .Value = TermId{0},
                               .SizeBytes = 4},
                        Return{}};
  B.Blocks[0].Term.Kind = TerminatorKind::Return;
  Function F;
  F.Usr = "c:@F@deposit#I#";
  F.Name = "deposit";
  F.Spelling = "deposit(int)";
  F.Result = Void;
  F.Params = {Int};
  F.ParamNames = {"N"};
  F.Definition = B;
  F.Pos = {FileId{0}, 2, 1, 2, 39};
  F.Table.Events = {{{0, 23, 0, 30}, {0, 38, 0, 39}}};
  M.Functions.push_back(F);
  return M;
}

std::string text(const Module &M, PrintOptions Options = {}) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  print(M, OS, Options);
  return Text;
}

TEST(Print, ShowsOneEventALine) {
  EXPECT_EQ(text(deposit()), R"(module "bank.cpp" C++
file main "bank.cpp"
global @Balance : int                             # bank.cpp:1:5
func @deposit(%N : int)                           # bank.cpp:2:1
  b0:
    update @Balance += %N size 4                  # 2:23
    return                                        # 2:38
usr "c:@Balance" @Balance
usr "c:@F@deposit#I#" @deposit
)");
}

TEST(Print, LeavesOutPositionsAndUsrsOnRequest) {
  EXPECT_EQ(text(deposit(), {.Positions = false, .Usrs = false}),
            R"(module "bank.cpp" C++
file main "bank.cpp"
global @Balance : int
func @deposit(%N : int)
  b0:
    update @Balance += %N size 4
    return
)");
}

TEST(Binary, ReadsWhatItWrote) {
  Module M = deposit();
  std::string Bytes;
  llvm::raw_string_ostream OS(Bytes);
  writeModule(M, OS);
  llvm::Expected<Module> Read = readModule(Bytes);
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(*Read, M);
}

} // namespace
