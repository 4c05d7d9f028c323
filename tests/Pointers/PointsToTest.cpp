//===- PointsToTest.cpp - What places denote ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Loaded.h"

namespace heddle {
namespace {

/// Types that the programs below share.
const std::string Bank = R"(module "bank.cpp" C++
file main "bank.cpp"
record struct complete size 40 Mutex
record struct complete size 48 Account
  field at 0 Lock : Mutex
  field at 320 Balance : int
  field at 352 Next : Account *
)";

TEST(PointsTo, FollowsAnAddressThroughASpawnToAMember) {
  Loaded T(Bank + R"(
global @Safe : Account
func @deposit(%A : Account *)
  b0:
    write %A->Balance := 1
    return
func @main() -> int
  var %T : int
  b0:
    spawn %T = pthread @deposit(&@Safe)
    return 0
)");
  EXPECT_EQ(T.denotes("deposit", "A->Balance"), Names{"Safe.Balance"});
  EXPECT_TRUE(T->isUnique(T.cell("deposit", "A->Balance")));
  EXPECT_EQ(T.callees(T.event<Spawn>("main")), Names{"deposit"});
}

TEST(PointsTo, KeepsMembersApart) {
  Loaded T(Bank + R"(
global @X : int
global @Y : int
record struct complete size 16 Two
  field at 0 A : int *
  field at 64 B : int *
global @Both : Two
func @main() -> int
  b0:
    write @Both.A := &@X
    write @Both.B := &@Y
    write *@Both.A := 1
    return 0
)");
  EXPECT_EQ(T.denotes("main", "*Both.A"), Names{"X"});
}

TEST(PointsTo, CopiesStructsMemberByMember) {
  Loaded T(Bank + R"(
global @X : int
global @Y : int
record struct complete size 16 Two
  field at 0 A : int *
  field at 64 B : int *
func @take(%T : Two)
  b0:
    write *%T.A := 1
    write *%T.B := 1
    return
func @main() -> int
  var %V : Two
  var %W : Two
  b0:
    write %V.A := &@X
    write %W := %V
    write %V.B := &@Y
    call @take(%W)
    return 0
)");
  EXPECT_EQ(T.denotes("take", "*T.A"), Names{"X"});
  EXPECT_EQ(T.denotes("take", "*T.B"), Names{"Y"});
}

TEST(PointsTo, CopiesStructsThroughPointers) {
  Loaded T(Bank + R"(
global @X : int
record struct complete size 8 Box
  field at 0 P : int *
global @From : Box
global @To : Box
func @copy(%D : Box *, %S : Box *)
  b0:
    write *%D := *%S
    return
func @main() -> int
  b0:
    write @From.P := &@X
    call @copy(&@To, &@From)
    write *@To.P := 1
    return 0
)");
  EXPECT_EQ(T.denotes("main", "*To.P"), Names{"X"});
}

TEST(PointsTo, WalksALinkedListWithoutEnd) {
  Loaded T(Bank + R"(
global @First : Account
global @Second : Account
func @main() -> int
  var %P : Account *
  b0:
    write @First.Next := &@Second
    write @Second.Next := &@First
    let %P := &@First
    goto b1
  b1:
    let %P := %P->Next
    branch nondet then b1 else b2
  b2:
    write %P->Balance := 1
    return 0
)");
  EXPECT_EQ(T.denotes("main", "P->Balance"),
            (Names{"First.Balance", "Second.Balance"}));
}

TEST(PointsTo, TellsElementsOfConstantIndexApart) {
  Loaded T(Bank + R"(
global @Forks : Mutex[5]
func @main() -> int
  var %I : int
  var %P : Mutex *
  b0:
    acquire @Forks[0] exclusive
    acquire @Forks[1] exclusive
    acquire @Forks[%I] exclusive
    let %P := &@Forks[2]
    acquire *%P exclusive
    return 0
)");
  CellId First = T.cell("main", "Forks[0]"),
         Second = T.cell("main", "Forks[1]"), Any = T.cell("main", "Forks[I]");
  EXPECT_EQ(T->displayName(First), "Forks[0]");
  EXPECT_EQ(T->displayName(Any), "Forks[]");
  EXPECT_TRUE(T->isUnique(First));
  EXPECT_FALSE(T->isUnique(Any));
  EXPECT_EQ(T->overlap(First, Second), Overlap::None);
  EXPECT_EQ(T->overlap(First, Any), Overlap::Part);
  EXPECT_EQ(T.denotes("main", "*P"), Names{"Forks[2]"});
}

TEST(PointsTo, SeesThroughOneNameWhatWasStoredUnderAnother) {
  Loaded T(Bank + R"(
global @X : int
global @Slots : Account[4]
global @Owner : Account
func @main() -> int
  var %I : int
  b0:
    write @Slots[1].Next := &@Owner
    write @Slots[%I].Next->Balance := 1
    write @Slots[2].Next->Balance := 1
    return 0
)");
  EXPECT_EQ(T.denotes("main", "Slots[I].Next->Balance"),
            Names{"Owner.Balance"});
}

TEST(PointsTo, TakesAPointerIntoAnArrayAlongIt) {
  Loaded T(Bank + R"(
global @Slots : Account[4]
func @main() -> int
  var %P : Account *
  b0:
    let %P := &@Slots[0]
    goto b1
  b1:
    write %P->Balance := 1
    update %P += 1
    branch nondet then b1 else b2
  b2:
    return 0
)");
  EXPECT_EQ(T.denotes("main", "P->Balance"),
            (Names{"Slots[0].Balance", "Slots[].Balance"}));
}

TEST(PointsTo, FindsTheObjectAroundAMember) {
  Loaded T(R"(module "list.c" C
file main "list.c"
record struct complete size 8 node
  field at 0 next : node *
record struct complete size 24 job
  field at 0 id : int
  field at 64 link : node
global @J : job
func @main() -> int
  var %N : node *
  var %P : job *
  b0:
    let %N := &@J.link
    let %P := (job * as pointer)((char * as pointer)%N ptr+ (-8))
    write %P->id := 1
    return 0
)");
  EXPECT_EQ(T.denotes("main", "P->id"), Names{"J.id"});
}

TEST(PointsTo, SeesAStructThroughItsFirstMember) {
  Loaded T(R"(module "shape.c" C
file main "shape.c"
record struct complete size 4 shape
  field at 0 kind : int
record struct complete size 8 circle
  field at 0 base : shape
  field at 32 radius : int
global @C : circle
func @use(%S : shape *)
  b0:
    write %S->kind := 1
    return
func @main() -> int
  b0:
    call @use((shape * as pointer)(&@C))
    return 0
)");
  EXPECT_EQ(T.denotes("use", "S->kind"), Names{"C.base.kind"});
}

TEST(PointsTo, GivesMembersOfAUnionOneMemory) {
  Loaded T(R"(module "u.c" C
file main "u.c"
record union complete size 8 either
  field at 0 number : long
  field at 0 text : char *
global @E : either
func @main() -> int
  b0:
    write @E.number := 1
    write @E.text := null
    return 0
)");
  EXPECT_EQ(T->overlap(T.cell("main", "E.number"), T.cell("main", "E.text")),
            Overlap::View);
}

TEST(PointsTo, TreatsNeighbouringBitFieldsAsOneLocation) {
  Loaded T(R"(module "b.c" C
file main "b.c"
record struct complete size 8 flags
  field at 0 bits 1 ready : int
  field at 1 bits 1 done : int
  field at 32 count : int
global @F : flags
func @main() -> int
  b0:
    write @F.ready := 1
    write @F.done := 1
    write @F.count := 1
    return 0
)");
  CellId Ready = T.cell("main", "F.ready"), Count = T.cell("main", "F.count");
  EXPECT_EQ(T->overlap(Ready, T.cell("main", "F.done")), Overlap::BitField);
  EXPECT_EQ(T->overlap(Ready, Count), Overlap::None);
}

TEST(PointsTo, FollowsWhatAContainerHolds) {
  Loaded T(Bank + R"(
record class complete system size 24 std::vector<int *>
  name "std::vector"
global @X : int
global @All : std::vector<int *>
func @main() -> int
  b0:
    write (@All.$element : int *) := &@X
    write *(@All.$element : int *) := 1
    return 0
)");
  EXPECT_EQ(T.denotes("main", "*All"), Names{"X"});
}

TEST(PointsTo, NeverLoopsOnAValueThatHoldsValuesOfItsKind) {
  Loaded T(R"(module "json.cpp" C++
file main "json.cpp"
record class complete system size 24 std::vector<Json>
  name "std::vector"
record struct complete size 32 Json
  field at 0 Items : std::vector<Json>
  field at 192 Text : char *
global @Root : Json
func @main() -> int
  b0:
    write (@Root.Items.$element : Json) := @Root
    write (@Root.Items.$element : Json).Text := null
    return 0
)");
  EXPECT_LT(T->cellCount(), 40u);
}

TEST(PointsTo, TellsTheObjectsOfAFactoryApart) {
  Loaded T(Bank + R"(
global @A : Account *
global @B : Account *
func @make() -> Account *
  var %P : Account *
  temp %0 : Account *
  b0:
    allocate new -> %0 of Account
    let %P := %0
    write %P->Balance := 0
    return %P
func @main() -> int
  temp %0 %1 : Account *
  b0:
    call @make() -> %0
    write @A := %0
    call @make() -> %1
    write @B := %1
    write @A->Balance := 1
    write @B->Balance := 1
    return 0
)");
  CellId A = T.cell("main", "A->Balance"), B = T.cell("main", "B->Balance");
  EXPECT_NE(A, B);
  EXPECT_EQ(T->overlap(A, B), Overlap::None);
  EXPECT_TRUE(T->isUnique(A));
  EXPECT_EQ(T->displayName(A), "Account::Balance");
  // The factory itself may be making either.
  EXPECT_EQ(T->cells(T.function("make"), T.place("make", "P->Balance")).size(),
            2u);
}

TEST(PointsTo, CallsMemoryFromALoopMany) {
  Loaded T(Bank + R"(
func @main() -> int
  var %P : Account *
  b0:
    goto b1
  b1:
    allocate new -> %P of Account
    write %P->Balance := 1
    branch nondet then b1 else b2
  b2:
    return 0
)");
  EXPECT_FALSE(T->isUnique(T.cell("main", "P->Balance")));
}

TEST(PointsTo, CallsAnAllocatedArrayMany) {
  Loaded T(Bank + R"(
func @main() -> int
  var %P : Account *
  b0:
    allocate new_array -> %P count 5 of Account
    write ((*%P)[3] : Account).Balance := 1
    return 0
)");
  EXPECT_FALSE(T->isUnique(T.cell("main", "P[3].Balance")));
}

TEST(PointsTo, CallsALocalManyWhenItsFunctionRunsInSeveralThreads) {
  Loaded T(Bank + R"(
func @work()
  var %Mine : Account
  b0:
    write %Mine.Balance := 1
    return
func @main() -> int
  var %Own : Account
  var %T : int
  b0:
    write %Own.Balance := 1
    spawn %T = pthread @work()
    spawn %T = pthread @work()
    return 0
)");
  EXPECT_FALSE(T->isUnique(T.cell("work", "Mine.Balance")));
  EXPECT_TRUE(T->isUnique(T.cell("main", "Own.Balance")));
}

TEST(PointsTo, KnowsTheLockBehindAGuardThatWasMoved) {
  Loaded T(Bank + R"(
record class complete system size 16 std::unique_lock<Mutex>
global @M : Mutex
func @main() -> int
  var %L : std::unique_lock<Mutex>
  var %K : std::unique_lock<Mutex>
  b0:
    acquire @M exclusive by %L
    guard move %K from %L
    release _ by %K if_held
    return 0
)");
  FuncId Main = T.function("main");
  EXPECT_EQ(T.names(T->locksOf(Main, T.place("main", "K"))), Names{"M"});
}

TEST(PointsTo, FindsTheSpawnOfAHandleThatWasStored) {
  Loaded T(Bank + R"(
record class complete system size 24 std::vector<std::thread>
record class complete system size 8 std::thread
func @work()
  b0:
    return
func @main() -> int
  var %All : std::vector<std::thread>
  temp %0 : std::thread
  b0:
    spawn %0 = thread @work()
    thread move (%All.$element : std::thread) from %0
    join (%All.$element : std::thread)
    return 0
)");
  bool Complete = true;
  const auto &Event = std::get<Join>(T.module()[T.event<Join>("main")]);
  EXPECT_EQ(T->threadsOf(T.function("main"), Event.Handle, Complete),
            std::vector<EventRef>{T.event<Spawn>("main")});
  EXPECT_TRUE(Complete);
}

} // namespace
} // namespace heddle
