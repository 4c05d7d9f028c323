//===- ParseTest.cpp - Reading the text form -----------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What tests of the engine write by hand, and what they are told about slips.
///
//===----------------------------------------------------------------------===//

#include "Everything.h"

using namespace heddle;
using namespace heddle::test;

namespace {

/// The program of design.md: two threads, one lock too few.
constexpr llvm::StringLiteral Bank = R"(module "bank.cpp" C++
record class complete system size 40 align 8 std::mutex
record class complete system size 8 align 8 std::thread
global @Balance : int = 0
global @M : std::mutex
func @deposit(%N : int)
  var %L : int
  b0:
    acquire @M exclusive by %L
    update @Balance += %N size 4
    release @M by %L
    return
func @audit()
  b0:
    write @Balance := 0 size 4
    return
func @main() -> int
  var %T : std::thread
  b0:
    spawn %T = thread @deposit(5)
    call @audit()
    join %T
    thread destroy %T
    return 0
)";

std::string complaint(llvm::StringRef Text) {
  llvm::Expected<Module> M = parseModule(Text, "t");
  if (M)
    return "no complaint";
  return llvm::toString(M.takeError());
}

TEST(Parse, ReadsTheExampleOfTheDesign) {
  Module M = parsed(Bank);
  const Body &Deposit = *M[functionNamed(M, "deposit")].Definition;
  const auto &Lock = std::get<Acquire>(Deposit.Blocks[0].Events[0]);
  EXPECT_EQ(Deposit[Lock.Lock].Kind, PlaceKind::Global);
  EXPECT_EQ(Deposit[Deposit[Lock.Guard].Local].Name, "L");
  EXPECT_EQ(M[Deposit[Lock.Lock].Type].Kind, TypeKind::Record);

  const Body &Main = *M[functionNamed(M, "main")].Definition;
  const auto &Start = std::get<Spawn>(Main.Blocks[0].Events[0]);
  const Term &Target = Main[Start.Target];
  EXPECT_EQ(Target.Kind, TermKind::AddressOf);
  EXPECT_EQ(Main[Target.P].Func, functionNamed(M, "deposit"));
}

TEST(Parse, ComesBackAsItWasPrinted) { EXPECT_EQ(printed(parsed(Bank)), Bank); }

TEST(Parse, SkipsCommentsAndEmptyLines) {
  EXPECT_EQ(printed(parsed("# about\nmodule \"m\" C # the language\n\n  # x\n"
                           "func @f(%x : int)  # 3:1\n  b0:  # entry\n"
                           "    let %x := 1 # 3:2\n    return\n")),
            "module \"m\" C\nfunc @f(%x : int)\n  b0:\n    let %x := 1\n"
            "    return\n");
}

TEST(Parse, NamesTemplatesWithoutTheirArguments) {
  Module M = parsed("record class std::map<int, std::vector<int>>\n");
  EXPECT_EQ(M.Records[0].Name, "std::map");
  EXPECT_EQ(M.Records[0].Spelling, "std::map<int, std::vector<int>>");
}

TEST(Parse, KnowsTypesByTheirNames) {
  Module M = parsed("global @a : const unsigned long *const\n"
                    "global @b : void (*)(int, char *)\n"
                    "global @c : int*[2][3]\n");
  const Type &A = M[M.Globals[0].Type];
  EXPECT_EQ(A.Kind, TypeKind::Pointer);
  EXPECT_TRUE(A.Const);
  EXPECT_TRUE(M[A.Elem].Const);
  EXPECT_FALSE(M[A.Elem].Signed);
  const Type &B = M[M.Globals[1].Type];
  EXPECT_EQ(M[B.Elem].Kind, TypeKind::Function);
  EXPECT_EQ(M[B.Elem].Params.size(), 2u);
  const Type &C = M[M.Globals[2].Type];
  EXPECT_EQ(C.SizeBytes, 48u);
  EXPECT_EQ(C.Count, 2u);
}

TEST(Parse, GivesConstantsTheTypeBesideThem) {
  Module M = parsed("func @f(%l : long, %b : bool)\n  b0:\n"
                    "    let %l := 1\n    assume 2 < %l\n    let %b := true\n"
                    "    return\n");
  const Body &B = *M.Functions[0].Definition;
  for (const Term &T : B.Terms)
    if (T.Kind == TermKind::Int) {
      EXPECT_EQ(M[T.Type].Spelling,
                T.Value == 1 && M[T.Type].Kind == TypeKind::Bool ? "bool"
                                                                 : "long");
    }
}

TEST(Print, DeclaresOnlyTypesThatAreMentioned) {
  llvm::StringRef Text = "module \"\" C++\n"
                         "type integer signed size 8 align 8 used_t\n"
                         "type integer signed size 8 align 8 unused_t\n"
                         "func @f(%x : used_t)\n  b0:\n    return\n";
  EXPECT_EQ(printed(parsed(Text)), "module \"\" C++\n"
                                   "type integer signed size 8 align 8 used_t\n"
                                   "func @f(%x : used_t)\n  b0:\n    return\n");
}

TEST(Parse, SharesEqualPlacesAndTerms) {
  Module M = parsed("global @x : int\nfunc @f()\n  b0:\n"
                    "    write @x := @x + 1\n    write @x := @x + 1\n"
                    "    return\n");
  EXPECT_EQ(M.Functions[0].Definition->Places.size(), 1u);
  EXPECT_EQ(M.Functions[0].Definition->Terms.size(), 3u);
}

TEST(Parse, PointsAtTheSlip) {
  EXPECT_EQ(complaint("module \"m\" C\nfunc @f()\n  b0:\n    acquire @M\n"),
            "t:4:14: error: 'M' is not declared\n"
            "      acquire @M\n"
            "               ^");
}

struct Slip {
  const char *Text;
  const char *Message;
};

TEST(Parse, SaysWhatIsWrong) {
  const Slip Slips[] = {
      {"modul \"m\" C\n", "t:1:1: error: there is no declaration 'modul'"},
      {"module m C\n", "t:1:8: error: expected a string in double quotes"},
      {"  b0:\n", "t:1:3: error: expected a declaration in the first column"},
      {"global @g : foo\n", "t:1:13: error: 'foo' is no type; declare it with "
                            "`type` or `record`"},
      {"global @g : int\nglobal @g : int\n",
       "t:2:9: error: there are two '@g'"},
      {"func @f()\n", "t:1:7: error: a function that is defined needs a "
                      "block; without one, write `declare`"},
      {"func @f()\n  b1:\n",
       "t:2:3: error: blocks count up from b0; expected b0"},
      {"func @f()\n  b0:\n  b1:\n",
       "t:3:3: error: the block before does not end; add `goto`, `branch`, "
       "`return`, `leave` or `unreachable`"},
      {"func @f()\n  b0:\n    resume\n    return\n",
       "t:4:5: error: the block has ended; begin another one"},
      {"func @f()\n  b0:\n    goto b7\n",
       "t: error: function 'f()': block 7 of 1"},
      {"func @f()\n  b0:\n    frobnicate\n",
       "t:3:5: error: there is no event 'frobnicate'"},
      {"func @f()\n  b0:\n    let %x := 1\n",
       "t:3:10: error: there is no local 'x'; declare it with `var`"},
      {"func @f(%x : int)\n  b0:\n    let %x := 1 + 2 + 3\n",
       "t:3:21: error: put one of the two operations in parentheses"},
      {"func @f(%x : int)\n  b0:\n    let %x.y := 1\n",
       "t:3:12: error: what is before the '.' is of no known class"},
      {"func @f(%x : int)\n  b0:\n    let 5 := 1\n",
       "t:3:11: error: what is before this is a value, expected a place"},
      {"func @f(%x : int)\n  b0:\n    return %x 5\n",
       "t:3:15: error: expected the end of the line"},
      {"declare @f()\n  b0:\n", "t:2:3: error: a function that is only "
                                "declared has no body; write `func`"},
  };
  for (const Slip &S : Slips)
    EXPECT_EQ(llvm::StringRef(complaint(S.Text)).split('\n').first.str(),
              S.Message);
}

TEST(Parse, RefusesNestingThatWouldExhaustTheStack) {
  std::string Text =
      "func @f(%x : int)\n  b0:\n    let %x := " + std::string(100000, '(') +
      "%x" + std::string(100000, ')') + "\n    return\n";
  EXPECT_NE(complaint(Text).find("nested too deeply"), std::string::npos);
}

/// Cut off anywhere, or with any character changed: an answer, no crash.
TEST(Parse, SurvivesAnyDamage) {
  std::string Text = Everything.str();
  for (size_t I = 0; I < Text.size(); I += 29) {
    complaint(llvm::StringRef(Text).take_front(I));
    std::string Changed = Text;
    Changed[I] = "(`\"%@:.\n0'"[I % 10];
    complaint(Changed);
  }
}

} // namespace
