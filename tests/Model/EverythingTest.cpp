//===- EverythingTest.cpp - Nothing is lost between forms ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The module of Everything.h through every form, and damaged on the way.
///
//===----------------------------------------------------------------------===//

#include "Everything.h"

#include "analyzer/Model/EnumNames.h"

#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"

#include <set>

using namespace heddle;
using namespace heddle::test;

namespace {

TEST(Everything, HasEveryEvent) {
  Module M = parsed(Everything);
  std::set<size_t> Seen;
  for (const Function &F : M.Functions)
    if (F.Definition)
      for (const BasicBlock &B : F.Definition->Blocks)
        for (const Event &E : B.Events)
          Seen.insert(E.index());
  EXPECT_EQ(Seen.size(), std::variant_size_v<Event>);
}

template <class E, class Table, class Project>
void expectAll(const Table &Entries, Project Kind) {
  std::set<E> Seen;
  for (const auto &Entry : Entries)
    Seen.insert(Kind(Entry));
  EXPECT_EQ(Seen.size(), std::size(EnumNames<E>::Words));
}

TEST(Everything, HasEveryKindOfPlaceTermTypeAndTerminator) {
  Module M = parsed(Everything);
  std::vector<Place> Places;
  std::vector<Term> Terms;
  std::vector<BasicBlock> Blocks;
  std::vector<Loop> Loops;
  for (const Function &F : M.Functions)
    if (F.Definition) {
      llvm::append_range(Places, F.Definition->Places);
      llvm::append_range(Terms, F.Definition->Terms);
      llvm::append_range(Blocks, F.Definition->Blocks);
      llvm::append_range(Loops, F.Definition->Loops);
    }
  expectAll<PlaceKind>(Places, [](const Place &P) { return P.Kind; });
  expectAll<TermKind>(Terms, [](const Term &T) { return T.Kind; });
  expectAll<BinaryOp>(Terms, [](const Term &T) { return T.BinOp; });
  expectAll<UnaryOp>(Terms, [](const Term &T) { return T.UnOp; });
  expectAll<CastKind>(Terms, [](const Term &T) { return T.Cast; });
  expectAll<TerminatorKind>(Blocks,
                            [](const BasicBlock &B) { return B.Term.Kind; });
  expectAll<LoopKind>(Loops, [](const Loop &L) { return L.Kind; });
  expectAll<RecordKind>(M.Records, [](const Record &R) { return R.Kind; });
  expectAll<FunctionKind>(M.Functions,
                          [](const Function &F) { return F.Kind; });
}

/// The first line that differs says more than two pages do.
void expectSameLines(llvm::StringRef Left, llvm::StringRef Right) {
  while (!Left.empty() || !Right.empty()) {
    auto [L, LeftRest] = Left.split('\n');
    auto [R, RightRest] = Right.split('\n');
    ASSERT_EQ(L.str(), R.str());
    Left = LeftRest;
    Right = RightRest;
  }
}

TEST(Everything, PrintsAsItWasWritten) {
  expectSameLines(
      printed(parsed(Everything), {.Positions = false, .System = true}),
      Everything);
}

TEST(Everything, ReadsFromTextWhatItReadsFromBytes) {
  Module M = parsed(Everything);
  llvm::Expected<Module> Read = readModule(bytes(M));
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(printed(*Read), printed(M));
  EXPECT_EQ(bytes(*Read), bytes(M));
}

//===----------------------------------------------------------------------===//
// Damage
//===----------------------------------------------------------------------===//

/// A module of every table, small enough to try every byte.
Module small() {
  return parsed(R"(module "a.c" C
file main "a.c"
record struct complete size 4 align 4 S
  field x : int
    attribute guarded_by global @g "g"
global @g : S = 1
declare @f(S *) -> int
func @main(%c : int) -> int
  var %s : S
  loop 0 while b1 counts %c
  b0: unwind b1
    write %s.x := (long)(%c + 1)
    call *&@f(&%s, (&@g)->x) -> %c
    branch %c < 2.5 then b1 else b0
  b1: loop 0
    return "x"[%c]
init @g
diagnostic error "oops"
gap "a" because "b"
)");
}

constexpr size_t SumBytes = 8;

/// With a sum that fits what is there now: as an attacker would.
std::string withSum(std::string Bytes) {
  Bytes.resize(Bytes.size() - SumBytes);
  char Sum[SumBytes];
  llvm::support::endian::write64le(Sum, llvm::xxh3_64bits(Bytes));
  return Bytes + std::string(Sum, SumBytes);
}

bool reads(llvm::StringRef Bytes) {
  llvm::Expected<Module> M = readModule(Bytes);
  if (M) {
    // Whatever is accepted can be walked.
    EXPECT_FALSE(bytes(*M).empty());
    EXPECT_FALSE(printed(*M, {.System = true}).empty());
    for (size_t F = 0; F != M->Functions.size(); ++F)
      hashFunction(*M, static_cast<FuncId>(F));
    return true;
  }
  llvm::consumeError(M.takeError());
  return false;
}

TEST(Damage, IsRefusedAtEveryLength) {
  std::string Bytes = bytes(small());
  ASSERT_TRUE(reads(Bytes));
  for (size_t Length = 0; Length != Bytes.size(); ++Length)
    EXPECT_FALSE(reads(llvm::StringRef(Bytes).take_front(Length))) << Length;
}

TEST(Damage, IsRefusedAtEveryLengthWithAFittingSum) {
  std::string Bytes = bytes(small());
  for (size_t Length = SumBytes; Length != Bytes.size(); ++Length)
    EXPECT_FALSE(reads(withSum(Bytes.substr(0, Length)))) << Length;
}

TEST(Damage, OfAnyByteIsNoticed) {
  std::string Bytes = bytes(small());
  for (size_t I = 0; I != Bytes.size(); ++I) {
    std::string Changed = Bytes;
    Changed[I] ^= 0x10;
    EXPECT_FALSE(reads(Changed)) << I;
  }
}

TEST(Damage, WithAFittingSumNeverCrashes) {
  std::string Bytes = bytes(small());
  for (size_t I = 0; I + SumBytes < Bytes.size(); ++I)
    for (unsigned Change : {1, 2, 3, 4, 8, 16, 32, 64, 127, 128, 255}) {
      std::string Changed = Bytes;
      Changed[I] = static_cast<char>(Changed[I] + Change);
      reads(withSum(Changed));
    }
}

TEST(Damage, OfAnotherVersionSaysSo) {
  std::string Bytes = bytes(small());
  Bytes[8] = 99;
  llvm::Expected<Module> M = readModule(Bytes);
  ASSERT_FALSE(bool(M));
  EXPECT_EQ(llvm::toString(M.takeError()),
            "not a usable model: it has version 99, this heddle reads 1; make "
            "it again with `heddle lower`");
}

TEST(Damage, DoesNotTakeTextForAModel) {
  EXPECT_FALSE(isBinaryModule(Everything));
  EXPECT_TRUE(isBinaryModule(bytes(small())));
}

} // namespace
