//===- CallsTest.cpp - Who is called, with what ---------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FromCode.h"

namespace heddle {
namespace {

const std::string Head = R"(module "calls.cpp" C++
file main "calls.cpp"
type function of (void) void ()
type function of (void) params (int) void (int)
)";

const std::string Shapes = Head + R"(
record struct complete polymorphic size 8 Shape
  method @Shape::draw
record struct complete polymorphic size 16 Circle
  base Shape
  field at 64 Radius : int
  method @Circle::draw
record struct complete polymorphic size 16 Square
  base Shape
  field at 64 Side : int
  method @Square::draw
declare method of (Shape) virtual @Shape::draw(%this : Shape *)
func method of (Circle) virtual @Circle::draw(%this : Circle *)
  overrides @Shape::draw
  b0:
    write %this->Radius := 1
    return
func method of (Square) virtual @Square::draw(%this : Square *)
  overrides @Shape::draw
  b0:
    write %this->Side := 1
    return
global @C : Circle
global @S : Square
)";

TEST(Calls, ReachAFunctionThroughItsPointer) {
  Loaded T(Head + R"(
func @f()
  b0:
    return
func @g()
  b0:
    return
func @main() -> int
  var %P : void () *
  b0:
    let %P := &@f
    call *%P()
    return 0
)");
  EXPECT_EQ(T.callees(T.event<Call>("main")), Names{"f"});
  EXPECT_FALSE(T->isUnresolved(T.event<Call>("main")));
  EXPECT_FALSE(T->isReachable(T.function("g")));
}

TEST(Calls, DispatchOnTheObjectThatIsThere) {
  Loaded T(Shapes + R"(
func @main() -> int
  var %P : Shape *
  b0:
    let %P := (Shape * as base)(&@C)
    call virtual @Shape::draw(%P)
    return 0
)");
  EventRef Site = T.event<Call>("main");
  EXPECT_EQ(T.callees(Site), Names{"Circle::draw"});
  EXPECT_EQ(T.denotes("Circle::draw", "Radius"), Names{"C.Radius"});
  std::vector<Binding> Bound = T->bindings(Site, T->callees(Site)[0]);
  ASSERT_EQ(Bound.size(), 1u);
  EXPECT_EQ(T.names(Bound[0].Pointees), Names{"C"});
}

TEST(Calls, BindEachOverriderToItsOwnObjects) {
  Loaded T(Shapes + R"(
func @paint(%P : Shape *)
  b0:
    call virtual @Shape::draw(%P)
    return
func @main() -> int
  b0:
    call @paint((Shape * as base)(&@C))
    call @paint((Shape * as base)(&@S))
    return 0
)");
  EXPECT_EQ(T.callees(T.event<Call>("paint")),
            (Names{"Circle::draw", "Square::draw"}));
  EXPECT_EQ(T.denotes("Square::draw", "Side"), Names{"S.Side"});
}

TEST(Calls, TakeTheWholeHierarchyForObjectsFromOutside) {
  Loaded T(Shapes + R"(
func @paint(%P : Shape *)
  b0:
    call virtual @Shape::draw(%P)
    return
)");
  EXPECT_EQ(T.callees(T.event<Call>("paint")),
            (Names{"Circle::draw", "Square::draw"}));
  EXPECT_TRUE(T->isUnresolved(T.event<Call>("paint")));
  EXPECT_EQ(T.denotes("Circle::draw", "Radius"), Names{"Circle::Radius"});
}

const std::string Closure = Head + R"(
record lambda complete size 8 Closure
  field by_reference at 0 X : int &
  call_operator @op
func lambda_call of (Closure) @op(%this : Closure *)
  b0:
    write *%this->X := 1
    return
)";

TEST(Calls, RunTheOperatorOfAClosureInAThread) {
  Loaded T(Closure + R"(
func @main() -> int
  var %X : int
  var %T : long
  temp %0 : Closure
  b0:
    write %0.X := &%X
    spawn %T = thread *(&%0)()
    return 0
)");
  EventRef Site = T.event<Spawn>("main");
  ASSERT_EQ(T.callees(Site), Names{"op"});
  EXPECT_EQ(T.denotes("op", "X"), Names{"X"});
  std::vector<Binding> Bound = T->bindings(Site, T->callees(Site)[0]);
  ASSERT_EQ(Bound.size(), 1u);
  EXPECT_EQ(T.names(Bound[0].Pointees), Names{"temporary"});
}

TEST(Calls, LookIntoAFunctionWrapper) {
  Loaded T(Closure + R"(
record class complete system size 32 std::function<void ()>
func @run(%F : std::function<void ()>)
  b0:
    call *(&%F)()
    return
func @main() -> int
  var %X : int
  var %F : std::function<void ()>
  temp %0 : Closure
  b0:
    write %0.X := &%X
    write (%F.$callable : Closure *) := &%0
    call @run(%F)
    return 0
)");
  EXPECT_EQ(T.callees(T.event<Call>("run")), Names{"op"});
  EXPECT_EQ(T.denotes("op", "X"), Names{"X"});
}

TEST(Calls, PutBoundArgumentsInTheirPlaces) {
  Loaded T(Head + R"(
type function of (void) params (int *, int *) void (int *, int *)
record class complete system size 32 std::_Bind<f>
record struct complete system size 1 std::_Placeholder<1>
  name "std::_Placeholder"
  argument "1" value 1 of int
global @X : int
global @Y : int
func @f(%A : int *, %B : int *)
  b0:
    write *%A := 1
    write *%B := 1
    return
func @main() -> int
  var %G : std::_Bind<f>
  var %One : std::_Placeholder<1>
  b0:
    write (%G.$callable : void (int *, int *) *) := &@f
    write (%G.$argument0 : std::_Placeholder<1>) := %One
    write (%G.$argument1 : int *) := &@Y
    call *(&%G)(&@X)
    return 0
)");
  EXPECT_EQ(T.denotes("f", "*A"), Names{"X"});
  EXPECT_EQ(T.denotes("f", "*B"), Names{"Y"});
}

TEST(Calls, GiveAReferenceToAPlainValueAnObjectOfItsOwn) {
  Loaded T(Head + R"(
record struct complete size 4 Box
  field at 0 N : int
func @work(%B : Box &)
  b0:
    write %B->N := 1
    return
func @main() -> int
  var %B : Box
  var %T : long
  var %F : void () *
  b0:
    let %F := (void () * as pointer)(&@work)
    spawn %T = thread *%F(%B)
    return 0
)");
  EventRef Site = T.event<Spawn>("main");
  ASSERT_EQ(T.callees(Site), Names{"work"});
  std::vector<Binding> Bound = T->bindings(Site, T->callees(Site)[0]);
  ASSERT_EQ(Bound.size(), 1u);
  ASSERT_TRUE(valid(Bound[0].Copy));
  EXPECT_EQ((*T)[T->objectOf(Bound[0].Copy)].Kind, ObjectKind::Argument);
  EXPECT_EQ(T->pointees(T->cellOf(T.function("work"), Bound[0].Param)).size(),
            1u);
}

TEST(Calls, SayWhatTheyCannotResolve) {
  Loaded T(Head + R"(
declare @mystery(%P : int *) -> void () *
global @X : int
global @P : int *
func @main() -> int
  var %F : void () *
  b0:
    write @P := &@X
    call @mystery(&@X) -> %F
    call *%F()
    call @mystery(&@X)
    return 0
)");
  EXPECT_TRUE(T->isUnresolved(T.event<Call>("main", 1)));
  EXPECT_EQ(T.gaps(LedgerKind::UnknownCallee),
            Names{"call of 'mystery(int *)', which has no body and no spec "
                  "(2 places)"});
  EXPECT_EQ(T.gaps(LedgerKind::UnresolvedPointer),
            Names{"call through a pointer with no known target"});
}

TEST(Calls, RunCallbacksThatUnknownCodeWasHanded) {
  Loaded T(Head + R"(
declare @listen(%F : void () *)
func @handler()
  b0:
    return
func @main() -> int
  b0:
    call @listen(&@handler)
    return 0
)");
  EXPECT_TRUE(T->isReachable(T.function("handler")));
  ASSERT_EQ(T->callees(T.event<Call>("main")).size(), 1u);
  EXPECT_EQ(T->callees(T.event<Call>("main"))[0].Kind, CalleeKind::Callback);
}

TEST(Calls, SuspectMemoryThatUnknownCodeMayHaveChanged) {
  Loaded T(Head + R"(
record struct complete size 8 Box
  field at 0 P : int *
declare @change(%B : Box *)
declare @look(%B : Box const *)
type record const size 8 record (Box) Box const
global @X : int
global @Y : int
global @A : Box
global @B : Box
func @main() -> int
  b0:
    write @A.P := &@X
    write @B.P := &@Y
    call @change(&@A)
    call @look((Box const * as pointer)(&@B))
    write *@A.P := 1
    write *@B.P := 1
    return 0
)");
  EXPECT_EQ(T.denotes("main", "*A.P"), (Names{"X", "unknown memory"}));
  EXPECT_EQ(T.denotes("main", "*B.P"), Names{"Y"});
}

TEST(Calls, AreOrderedCalleesFirst) {
  Loaded T(Head + R"(
func @leaf()
  b0:
    return
func @even()
  b0:
    call @leaf()
    call @odd()
    return
func @odd()
  b0:
    call @even()
    return
func @main() -> int
  b0:
    call @even()
    return 0
)");
  auto Rank = [&](const char *F) { return T->componentOf(T.function(F)); };
  EXPECT_LT(Rank("leaf"), Rank("even"));
  EXPECT_EQ(Rank("even"), Rank("odd"));
  EXPECT_LT(Rank("odd"), Rank("main"));
  EXPECT_TRUE(T->isRecursive(T.function("odd")));
  EXPECT_FALSE(T->isRecursive(T.function("leaf")));
  EXPECT_TRUE(T->runsOnce(T.event<Call>("main")));
  EXPECT_FALSE(T->runsOnce(T.function("leaf")));
  EXPECT_EQ(T->callersOf(T.function("even")).size(), 2u);
}

TEST(Calls, BringBackPointersThroughPromisesAndAsync) {
  FromCode T(R"(
    #include <future>
    #include <thread>
    #include <utility>
    int X, Y;
    int *compute() { return &X; }
    void give(std::promise<int *> P) { P.set_value(&Y); }
    int main() {
      std::future<int *> F = std::async(std::launch::async, compute);
      int *V = F.get();
      *V = 1;
      std::promise<int *> P;
      std::future<int *> G = P.get_future();
      std::thread T(give, std::move(P));
      int *W = G.get();
      *W = 1;
      T.join();
    }
  )");
  const Names Made = T.denotes("main", "*V");
  EXPECT_TRUE(llvm::is_contained(Made, "X"));
  EXPECT_FALSE(llvm::is_contained(Made, "Y"));
  EXPECT_EQ(T.denotes("main", "*W"), Names{"Y"});
}

TEST(Calls, StopAtTheWorkLimitAndSaySo) {
  Loaded T(Closure + R"(
func @main() -> int
  var %X : int
  var %T : long
  temp %0 : Closure
  b0:
    write %0.X := &%X
    spawn %T = thread *(&%0)()
    return 0
)",
           {.MaxWork = 1});
  EXPECT_EQ(T.gaps(LedgerKind::Budget).size(), 1u);
}

} // namespace
} // namespace heddle
