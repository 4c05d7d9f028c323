//===- LinkTest.cpp - Units become programs -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Link/Program.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Model/Serialize.h"
#include "gtest/gtest.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/ErrorHandling.h"

#include <string>
#include <vector>

namespace heddle {
namespace {

using Names = std::vector<std::string>;

/// Each text is a unit; the first line of it may be left out.
std::vector<Program> linkTexts(const std::vector<std::string> &Texts) {
  std::vector<Module> Units;
  for (const std::string &Text : Texts) {
    llvm::Expected<Module> M = parseModule(Text);
    if (!M)
      llvm::report_fatal_error(M.takeError());
    Units.push_back(std::move(*M));
  }
  std::vector<Program> Programs = link(std::move(Units));
  for (const Program &P : Programs)
    EXPECT_FALSE(llvm::errorToBool(verify(P.M))) << P.Name;
  return Programs;
}

std::string unit(const std::string &File, const std::string &Rest,
                 const char *Lang = "C++") {
  return "module \"" + File + "\" " + Lang + "\nfile main \"" + File + "\"\n" +
         Rest;
}

Names programNames(const std::vector<Program> &Programs) {
  Names Out;
  for (const Program &P : Programs)
    Out.push_back(P.Name);
  return Out;
}
Names fileNames(const Program &P) {
  Names Out;
  for (const SourceFile &F : P.M.Files)
    Out.push_back(F.Path);
  llvm::sort(Out);
  return Out;
}
Names entryNames(const Program &P) {
  Names Out;
  for (FuncId F : P.Entries)
    Out.push_back(P.M[F].Name);
  llvm::sort(Out);
  return Out;
}
Names gaps(const Program &P, LedgerKind Kind) {
  Names Out;
  for (const LedgerEntry &Entry : P.Gaps.entries())
    if (Entry.Kind == Kind)
      Out.push_back(Entry.Text);
  return Out;
}
FuncId find(const Program &P, llvm::StringRef Name) {
  for (uint32_t I = 0; I < P.M.Functions.size(); ++I)
    if (P.M.Functions[I].Name == Name)
      return static_cast<FuncId>(I);
  ADD_FAILURE() << "no function " << Name.str();
  return FuncId::None;
}

const std::string Main = R"(
declare @deposit(%N : int)
usr "c:@F@deposit" @deposit
func @main() -> int
  b0:
    call @deposit(1)
    return 0
usr "c:@F@main" @main
)";
const std::string Deposit = R"(
global extern @Safe : int
usr "c:@Safe" @Safe
func @deposit(%N : int)
  b0:
    update @Safe += %N
    return
usr "c:@F@deposit" @deposit
)";
const std::string Safe = R"(
global @Safe : int = 7
usr "c:@Safe" @Safe
)";

TEST(Link, JoinsDeclarationsWithDefinitions) {
  auto Programs = linkTexts(
      {unit("main.cpp", Main), unit("d.cpp", Deposit), unit("safe.cpp", Safe)});
  ASSERT_EQ(programNames(Programs), Names{"main.cpp"});
  const Program &P = Programs[0];
  EXPECT_EQ(P.M.Functions.size(), 2u);
  ASSERT_EQ(P.M.Globals.size(), 1u);
  EXPECT_TRUE(P.M.Globals[0].Defined);
  EXPECT_EQ(P.M.Globals[0].StaticValue, 7);
  EXPECT_TRUE(P.M[find(P, "deposit")].Definition);
  EXPECT_EQ(entryNames(P), Names{"main"});
  EXPECT_EQ(P.Main, find(P, "main"));
}

TEST(Link, MakesAProgramOfEachMainWithTheUnitsItNeeds) {
  auto Programs =
      linkTexts({unit("bank.cpp", Main), unit("d.cpp", Deposit),
                 unit("safe.cpp", Safe), unit("test.cpp", Main),
                 unit("alone.cpp", "func @main() -> int\n  b0:\n    return 0\n"
                                   "usr \"c:@F@main\" @main\n")});
  ASSERT_EQ(programNames(Programs),
            (Names{"alone.cpp", "bank.cpp", "test.cpp"}));
  EXPECT_EQ(fileNames(Programs[0]), Names{"alone.cpp"});
  EXPECT_EQ(fileNames(Programs[1]), (Names{"bank.cpp", "d.cpp", "safe.cpp"}));
  EXPECT_EQ(fileNames(Programs[2]), (Names{"d.cpp", "safe.cpp", "test.cpp"}));
}

TEST(Link, TakesTheNearestOfSeveralDefinitions) {
  auto Programs =
      linkTexts({unit("ann/main.cpp", Main), unit("ann/d.cpp", Deposit),
                 unit("bob/d.cpp", Deposit), unit("bob/main.cpp", Main)});
  ASSERT_EQ(programNames(Programs), (Names{"ann/main.cpp", "bob/main.cpp"}));
  EXPECT_EQ(fileNames(Programs[0]), (Names{"ann/d.cpp", "ann/main.cpp"}));
  EXPECT_EQ(fileNames(Programs[1]), (Names{"bob/d.cpp", "bob/main.cpp"}));
  EXPECT_TRUE(gaps(Programs[0], LedgerKind::Conflict).empty());
}

TEST(Link, MakesALibraryOfWhatNoProgramNeeds) {
  auto Programs = linkTexts({unit("src/d.cpp", Deposit + R"(
record class complete size 8 Queue
func method of (Queue) @Queue::put(%this : Queue *)
  b0:
    return
usr "c:@S@Queue@F@put" @Queue::put
func method of (Queue) private @Queue::grow(%this : Queue *)
  b0:
    return
usr "c:@S@Queue@F@grow" @Queue::grow
func static @helper()
  b0:
    return
usr "c:d.cpp@F@helper" @helper
)"),
                             unit("src/safe.cpp", Safe)});
  ASSERT_EQ(programNames(Programs), Names{"src"});
  EXPECT_FALSE(valid(Programs[0].Main));
  EXPECT_EQ(entryNames(Programs[0]), (Names{"Queue::put", "deposit"}));
  EXPECT_EQ(gaps(Programs[0], LedgerKind::NoMain).size(), 1u);
}

TEST(Link, CallersKnowAnObjectByItsBaseClass) {
  auto Programs = linkTexts({unit("cache.cpp", R"(
record class complete polymorphic size 8 Cache
declare method of (Cache) virtual @Cache::get()
usr "c:@S@Cache@F@get" @Cache::get
record class complete polymorphic size 8 Table
  base Cache
func method of (Table) virtual static private @Table::get(%this : Table *)
  overrides @Cache::get
  b0:
    return
usr "c:cache.cpp@aN@S@Table@F@get" @Table::get
func method of (Table) virtual static @Table::grow(%this : Table *)
  b0:
    return
usr "c:cache.cpp@aN@S@Table@F@grow" @Table::grow
)")});
  ASSERT_EQ(Programs.size(), 1u);
  EXPECT_EQ(entryNames(Programs[0]), Names{"Table::get"});
}

TEST(Link, SplitsLibrariesThatDefineTheSameSymbol) {
  auto Programs =
      linkTexts({unit("ann/d.cpp", Deposit), unit("bob/d.cpp", Deposit)});
  EXPECT_EQ(programNames(Programs), (Names{"ann/d.cpp", "bob/d.cpp"}));
}

const std::string Inline = R"(
func inline @twice(%N : int) -> int
  b0:
    return %N + %N
usr "c:@F@twice" @twice
)";

TEST(Link, KeepsOneOfEqualInlineFunctions) {
  std::string Shift = "\ntype integer size 2 odd\n"; // other ids, same meaning
  auto Programs = linkTexts({unit("main.cpp", Main + Inline),
                             unit("d.cpp", Shift + Deposit + Inline)});
  ASSERT_EQ(Programs.size(), 1u);
  EXPECT_EQ(Programs[0].M.Functions.size(), 3u);
  EXPECT_TRUE(gaps(Programs[0], LedgerKind::Conflict).empty());
}

TEST(Link, SaysWhenInlineFunctionsDiffer) {
  std::string Other = R"(
func inline @twice(%N : int) -> int
  b0:
    return %N * 3
usr "c:@F@twice" @twice
)";
  auto Programs = linkTexts(
      {unit("main.cpp", Main + Inline), unit("d.cpp", Deposit + Other)});
  EXPECT_EQ(gaps(Programs[0], LedgerKind::Conflict),
            Names{"function 'twice(int)' has another body in d.cpp"});
}

TEST(Link, JoinsClassesAndKeepsDifferentStructsOfOneNameApart) {
  std::string Known = R"(
record struct complete size 8 node
  field at 0 next : node *
usr "c:@S@node" record node
)";
  std::string Declared = R"(
record struct node
usr "c:@S@node" record node
global @Head : node *
usr "c:@Head" @Head
)";
  std::string Other = R"(
record struct complete size 4 node
  field at 0 value : int
usr "c:@S@node" record node
)";
  auto Programs = linkTexts({unit("main.c", Main + Declared, "C"),
                             unit("d.c", Deposit + Known + R"(
global extern @Head : node *
usr "c:@Head" @Head
)",
                                  "C"),
                             unit("other.c", Safe + Other, "C")});
  ASSERT_EQ(Programs.size(), 1u);
  const Module &M = Programs[0].M;
  EXPECT_EQ(M.Records.size(), 2u);
  EXPECT_TRUE(gaps(Programs[0], LedgerKind::Conflict).empty());
  RecordId Pointee = M[M[M.Globals[0].Type].Elem].Record;
  EXPECT_TRUE(M[Pointee].Complete);
  EXPECT_EQ(M[Pointee].Fields[0].Name, "next");
}

TEST(Link, OrdersStaticInitialisersByUnit) {
  std::string First = R"(
global @A : int
  initialized @A$init
func global_init @A$init()
  b0:
    write @A := 1 init
    return
usr "c:@A" @A
usr "c:@A@init" @A$init
init @A
)";
  std::string Second = R"(
global @B : int
  initialized @B$init
func global_init @B$init()
  b0:
    write @B := 1 init
    return
usr "c:@B" @B
usr "c:@B@init" @B$init
init @B
)";
  auto Programs = linkTexts(
      {unit("d.cpp", Deposit + Second), unit("main.cpp", Main + First)});
  ASSERT_EQ(Programs.size(), 1u);
  const Program &P = Programs[0];
  ASSERT_EQ(P.StaticInits.size(), 2u);
  EXPECT_EQ(P.M[P.StaticInits[0]].Name, "B$init");
  EXPECT_EQ(P.M[P.StaticInits[1]].Name, "A$init");
}

TEST(Link, PutsWhatHasNoModelInTheLedger) {
  auto Programs = linkTexts({unit("main.cpp", Main + R"(
diagnostic error "no member named 'x'"
diagnostic warning "unused variable"
gap "function 'f'" because "too large"
)")});
  EXPECT_EQ(gaps(Programs[0], LedgerKind::CompileError),
            Names{"no member named 'x'"});
  EXPECT_EQ(gaps(Programs[0], LedgerKind::NotLowered),
            Names{"function 'f': too large"});
  for (const LedgerEntry &Entry : Programs[0].Gaps.entries())
    EXPECT_TRUE(blocksProof(Entry.Kind));
}

TEST(Link, GivesTheSameBytesTwice) {
  auto Bytes = [&] {
    auto Programs =
        linkTexts({unit("main.cpp", Main + Inline),
                   unit("d.cpp", Deposit + Inline), unit("safe.cpp", Safe)});
    std::string Out;
    llvm::raw_string_ostream OS(Out);
    for (const Program &P : Programs)
      writeModule(P.M, OS);
    return Out;
  };
  EXPECT_EQ(Bytes(), Bytes());
}

TEST(Link, SettlesWhichCallsCanThrow) {
  auto Programs = linkTexts({unit("main.cpp", R"(
declare @unknown()
usr "c:@F@unknown" @unknown
func @quiet()
  b0:
    return
usr "c:@F@quiet" @quiet
func @deep()
  b0:
    call @unknown()
    return
usr "c:@F@deep" @deep
func @main() -> int
  b0: unwind b1
    call @quiet()
    call @deep()
    return 0
  b1:
    resume
usr "c:@F@main" @main
)")});
  const Program &P = Programs[0];
  const auto &Events = P.M[P.Main].Definition->Blocks[0].Events;
  EXPECT_FALSE(std::get<Call>(Events[0]).MayThrow);
  EXPECT_TRUE(std::get<Call>(Events[1]).MayThrow);
}

TEST(Link, GivesEachUseOfAStarterACopy) {
  auto Programs = linkTexts({unit("main.c", R"(
func @entry(%Real : ?)
  b0:
    call *%Real()
    return
usr "c:@F@entry" @entry
func @start(%Real : ?)
  var %T : ?
  b0:
    spawn %T = pthread @entry(%Real)
    return
usr "c:@F@start" @start
func @one()
  b0:
    return
usr "c:@F@one" @one
func @main() -> int
  b0:
    call @start(&@one)
    call @start(&@one)
    return 0
usr "c:@F@main" @main
)",
                                  "C")});
  const Program &P = Programs[0];
  const auto &Events = P.M[P.Main].Definition->Blocks[0].Events;
  const FuncId First = std::get<Call>(Events[0]).Callee,
               Second = std::get<Call>(Events[1]).Callee;
  EXPECT_NE(First, Second);
  EXPECT_EQ(P.original(First), find(P, "start"));
  EXPECT_EQ(P.original(Second), find(P, "start"));
  ASSERT_EQ(P.EntryCopies.size(), 2u);
  for (const auto &[Key, Copy] : P.EntryCopies)
    EXPECT_EQ(P.original(Copy), find(P, "entry"));
}

TEST(Ledger, SortsAndDropsRepetitions) {
  Ledger L;
  L.add({LedgerKind::Havoc, {}, {}, "b"});
  L.add({LedgerKind::Havoc, {}, {}, "a"});
  L.add({LedgerKind::Havoc, {}, {}, "b"});
  ASSERT_EQ(L.entries().size(), 2u);
  EXPECT_EQ(L.entries()[0].Text, "a");
}

} // namespace
} // namespace heddle
