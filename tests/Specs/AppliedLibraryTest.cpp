//===- AppliedLibraryTest.cpp - Containers, streams, pointers -*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A function that uses containers, streams or wrappers, and the events that
/// the built-in specs make of it.
///
//===----------------------------------------------------------------------===//

#include "Applied.h"
#include "gtest/gtest.h"

using namespace heddle::test;

namespace heddle {
namespace {

const std::vector<std::string> Cxx20 = {"-std=c++20"};

TEST(SpecsApplied, LeaveSynchronisedStreamsAlone) {
  EXPECT_EQ(apply(R"(
#include <syncstream>
#include <iostream>
void f(int N) { std::osyncstream(std::cout) << N << '\n'; })",
                  Cxx20, false)
                .events("f"),
            R"(read %N
update %0.$stream += _
let %1 := &%0
let %2 := 10
update %0.$stream += _
destroy %0
destroy %0
)");
}

TEST(SpecsApplied, KnowWhichStreamsAreSynchronised) {
  EXPECT_EQ(apply(R"(
#include <iostream>
void f(int N, std::ostream &O) {
  std::cout << "n = " << N << std::endl;
  O << N;
})",
                  Cxx20, false)
                .events("f"),
            R"(let %0 := &@std::cout
read %N
let %1 := &@std::cout
read %N
update %O->$stream += _
)");
}

TEST(SpecsApplied, SeeAVectorsShapeAndElements) {
  EXPECT_EQ(apply(R"(
#include <vector>
#include <algorithm>
int f(std::vector<int> &V, int N) {
  V.push_back(N);
  auto It = V.begin();
  *It = 2;
  std::sort(V.begin(), V.end());
  return V[0];
})",
                  Cxx20, false)
                .events("f"),
            R"(write %V->$structure
read %N
write %V->$element[*] := %N init
read %V->$structure
let %It.$pointee := &%V->$element[*]
let %0 := %It.$pointee
write *%0 := 2
read %V->$structure
let %1.$pointee := &%V->$element[*]
read %V->$structure
let %2.$pointee := &%V->$element[*]
update %V->$element[*] += _
read %V->$structure
let %3 := &%V->$element[0]
read *%3
)");
}

TEST(SpecsApplied, SeeThatAMapsSubscriptInserts) {
  EXPECT_EQ(apply(R"(
#include <map>
#include <string>
int f(std::map<int, int> &M) {
  M[1] = 2;
  auto It = M.find(3);
  if (It != M.end())
    return It->second;
  M.insert({4, 5});
  return 0;
})",
                  Cxx20, false)
                .events("f"),
            R"(let %0 := 1
write %M->$structure
let %M->$element.first := 1
let %1 := &%M->$element.second
write *%1 := 2
let %2 := 3
read %M->$structure
let %It.$pointee := &%M->$element
read %M->$structure
let %3.$pointee := &%M->$element
let %4 := nondet
let %5 := %It.$pointee
read %5->second
let %8 := 4
let %9 := 5
write %7.first := 4 init
write %7.second := 5 init
write %M->$structure
write %M->$element.first := %7.first init
write %M->$element.second := %7.second init
let %6.first.$pointee := &%M->$element
)");
}

TEST(SpecsApplied, EndWhatIsSharedWithItsLastOwner) {
  EXPECT_EQ(apply(R"(
#include <memory>
struct S { int N; ~S(); };
void f() {
  auto P = std::make_shared<S>();
  std::shared_ptr<S> Q = P;
  Q->N = 1;
})",
                  Cxx20, false)
                .events("f"),
            R"(allocate library -> %P.$pointee of S
write *%P.$pointee init
read %P.$pointee
let %Q.$pointee := %P.$pointee
read %Q.$pointee
let %0 := %Q.$pointee
write %0->N := 1
read %Q.$pointee
call @S::~S(%Q.$pointee) nothrow implicit last_owner
destroy %Q
read %P.$pointee
call @S::~S(%P.$pointee) nothrow implicit last_owner
destroy %P
)");
}

TEST(SpecsApplied, FollowWhatIsBound) {
  EXPECT_EQ(apply(R"(
#include <functional>
#include <thread>
struct C { void run(int); };
void f(C &O) {
  std::function<void()> F = std::bind(&C::run, &O, 1);
  F();
  std::thread(&C::run, &O, 2).detach();
})",
                  Cxx20, false)
                .events("f"),
            R"(let %1 := (&@C::run : void (C::*)(int))
let %2 := %O
let %3 := 1
let %0.$callable := (&@C::run : void (C::*)(int))
let %0.$argument0 := %2
let %0.$argument1 := 1
allocate library -> %8 of std::_Bind<void (C::*(C *, int))(int)>
let %8->$callable := (&@C::run : void (C::*)(int))
let %8->$argument0 := %0.$argument0
let %8->$argument1 := 1
let %F.$callable := %8
read %F.$callable
call *%F.$callable() implicit
let %5 := (&@C::run : void (C::*)(int))
let %6 := %O
let %7 := 2
spawn %4 = thread *(&@C::run : void (C::*)(int))(%6, 2)
thread detach %4
may_throw
thread destroy %4
destroy %F
destroy %F
thread destroy %4
)");
}

} // namespace
} // namespace heddle
