//===- DetectorTest.cpp - Clocks, shadow words, order ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The parts of Heddle's own detector, without a program around them.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Own/Detector.h"

#include "gtest/gtest.h"
#include "instrument/Runtime/Own/Shadow.h"
#include "instrument/Runtime/Own/Store.h"
#include "instrument/Runtime/Own/VectorClock.h"

#include <cstdint>
#include <vector>

using namespace heddle::runtime;

namespace {

//===--- clocks -----------------------------------------------------------===//

TEST(VectorClock, IncludesWhatIsNotLaterThanItself) {
  VectorClock C;
  EXPECT_TRUE(C.isEmpty());
  C.set(5, 7);
  EXPECT_TRUE(C.includes(5, 7));
  EXPECT_TRUE(C.includes(5, 6));
  EXPECT_FALSE(C.includes(5, 8));
  EXPECT_FALSE(C.includes(4, 1));
  EXPECT_FALSE(C.includes(60000, 1));
}

TEST(VectorClock, JoinsToTheLaterOfEachThread) {
  VectorClock A, B;
  A.set(1, 4);
  A.set(2, 1);
  B.set(2, 3);
  B.set(900, 2);
  A.join(B);
  EXPECT_EQ(A.at(1), 4u);
  EXPECT_EQ(A.at(2), 3u);
  EXPECT_EQ(A.at(900), 2u);
  EXPECT_EQ(B.at(1), 0u);
}

TEST(VectorClock, AssignmentForgetsWhatWasThere) {
  VectorClock A, B;
  A.set(3, 9);
  B.set(1, 1);
  A.assign(B);
  EXPECT_EQ(A.at(3), 0u);
  EXPECT_EQ(A.at(1), 1u);
  A.clear();
  EXPECT_TRUE(A.isEmpty());
}

TEST(Sequences, GiveOneNumberToEachSequence) {
  Sequences S;
  uint32_t A = S.extend(0, 10), AB = S.extend(A, 20), ABC = S.extend(AB, 30);
  EXPECT_EQ(S.extend(S.extend(0, 10), 20), AB);
  EXPECT_EQ(S.before(AB), A);
  EXPECT_EQ(S.last(AB), 20u);
  EXPECT_EQ(S.without(ABC, 20), S.extend(A, 30));
  EXPECT_EQ(S.without(ABC, 99), ABC);
  for (uintptr_t I = 0; I < 100000; ++I)
    S.extend(ABC, I);
  EXPECT_EQ(S.extend(S.extend(0, 10), 20), AB);
}

//===--- shadow words -----------------------------------------------------===//

class Word {
public:
  /// Does an access of \p Who at its time 1 race, if \p Past came before?
  bool touch(Slot Who, Touch How, uint8_t Bytes = 0xff,
             const std::vector<Slot> &Past = {}) {
    VectorClock Clock;
    Clock.set(Who, 1);
    for (Slot S : Past)
      Clock.set(S, 1);
    return heddle::runtime::touch(
        C, {.When = 1, .Who = Who, .Bytes = Bytes, .How = How}, Clock, Other);
  }
  Cell C;
  Access Other;
};

TEST(Shadow, TwoWritesRaceUnlessOneHappenedBefore) {
  Word W;
  EXPECT_FALSE(W.touch(1, Touch::Write));
  EXPECT_FALSE(W.touch(2, Touch::Write, 0xff, {1}));
  EXPECT_TRUE(W.touch(3, Touch::Write, 0xff, {1}));
  EXPECT_EQ(W.Other.Who, 2);
}

TEST(Shadow, ReadsDoNotRaceWithEachOther) {
  Word W;
  EXPECT_FALSE(W.touch(1, Touch::Read));
  EXPECT_FALSE(W.touch(2, Touch::Read));
}

TEST(Shadow, KeepsEveryUnorderedReadForALaterWrite) {
  for (Slot Missing = 1; Missing <= 20; ++Missing) {
    Word W;
    std::vector<Slot> Others;
    for (Slot S = 1; S <= 20; ++S) {
      EXPECT_FALSE(W.touch(S, Touch::Read));
      if (S != Missing)
        Others.push_back(S);
    }
    EXPECT_TRUE(W.touch(30, Touch::Write, 0xff, Others));
    EXPECT_EQ(W.Other.Who, Missing);
  }
}

TEST(Shadow, BytesOfAWordAreApart) {
  Word W;
  EXPECT_FALSE(W.touch(1, Touch::Write, 0x0f));
  EXPECT_FALSE(W.touch(2, Touch::Write, 0xf0));
  EXPECT_TRUE(W.touch(3, Touch::Read, 0x18, {1}));
  EXPECT_EQ(W.Other.Who, 2);
}

TEST(Shadow, AtomicAccessesRaceWithPlainOnesOnly) {
  Word W;
  EXPECT_FALSE(W.touch(1, Touch::AtomicWrite));
  EXPECT_FALSE(W.touch(2, Touch::AtomicWrite));
  EXPECT_FALSE(W.touch(3, Touch::AtomicRead));
  EXPECT_TRUE(W.touch(4, Touch::Read, 0xff, {1, 3}));
  EXPECT_EQ(W.Other.Who, 2);
  Word V;
  EXPECT_FALSE(V.touch(1, Touch::AtomicRead));
  EXPECT_FALSE(V.touch(2, Touch::Read));
  EXPECT_TRUE(V.touch(3, Touch::Write, 0xff, {2}));
}

TEST(Shadow, AnAtomicWriteDoesNotHideAnEarlierPlainOne) {
  Word W;
  EXPECT_FALSE(W.touch(1, Touch::Write));
  EXPECT_FALSE(W.touch(2, Touch::AtomicWrite, 0xff, {1}));
  EXPECT_TRUE(W.touch(3, Touch::AtomicRead, 0xff, {2}));
  EXPECT_EQ(W.Other.Who, 1);
}

TEST(Shadow, FreedMemoryIsNobodys) {
  startShadow();
  uintptr_t Address = 0x10000;
  setAccess(Address, 16, {.When = 1, .Who = 1, .How = Touch::Free});
  VectorClock Clock;
  Clock.set(1, 5);
  Access Other;
  Access Now = {.When = 5, .Who = 1, .Bytes = 1, .How = Touch::Read};
  EXPECT_TRUE(touch(*cellAt(Address), Now, Clock, Other));
  EXPECT_EQ(Other.How, Touch::Free);
  forgetAccesses(Address, 16);
  EXPECT_FALSE(touch(*cellAt(Address), Now, Clock, Other));
}

TEST(Shadow, ForgetsLargeBlocksButNotTheirNeighbours) {
  startShadow();
  uintptr_t Start = 0x1234560, Bytes = 5 << 20;
  auto IsTouched = [](uintptr_t At) {
    return cellAt(At)->A.How != Touch::None;
  };
  VectorClock Clock;
  Clock.set(1, 1);
  Access Other;
  for (uintptr_t At :
       {Start - 8, Start, Start + Bytes / 2, Start + Bytes - 8, Start + Bytes})
    touch(*cellAt(At),
          {.When = 1, .Who = 1, .Bytes = 0xff, .How = Touch::Write}, Clock,
          Other);
  forgetAccesses(Start, Bytes);
  EXPECT_TRUE(IsTouched(Start - 8));
  EXPECT_FALSE(IsTouched(Start));
  EXPECT_FALSE(IsTouched(Start + Bytes / 2));
  EXPECT_FALSE(IsTouched(Start + Bytes - 8));
  EXPECT_TRUE(IsTouched(Start + Bytes));
}

//===--- happens-before ---------------------------------------------------===//

std::vector<Race> *Seen; // of the test that runs

/// A main thread that has created two others.
class HappensBefore : public testing::Test {
protected:
  HappensBefore() {
    startDetector([](const Race &R) { Seen->push_back(R); });
    Seen = &Races;
    Main = newWitness(0, nullptr);
    A = newWitness(1, Main);
    B = newWitness(2, Main);
  }

  bool races(Witness &W, Touch How, uint64_t &Data) {
    size_t Before = Races.size();
    checkRange(W, reinterpret_cast<uintptr_t>(&Data), sizeof(Data), How, 77);
    return Races.size() != Before;
  }
  void writesFirst() { EXPECT_FALSE(races(*A, Touch::Write, Data)); }
  bool isOrdered() { return !races(*B, Touch::Read, Data); }

  std::vector<Race> Races;
  Witness *Main, *A, *B;
  // Each test's own: shadow memory stays.
  uint64_t &Data = *new uint64_t();
  Meeting &Flag = meetingAt(new int());
};

TEST_F(HappensBefore, NothingOrdersTwoThreads) {
  writesFirst();
  EXPECT_FALSE(isOrdered());
  ASSERT_EQ(Races.size(), 1u);
  EXPECT_EQ(threadAt(Races[0].Now.Who, Races[0].Now.When), 2u);
  EXPECT_EQ(threadAt(Races[0].Earlier.Who, Races[0].Earlier.When), 1u);
}

TEST_F(HappensBefore, CreationAndJoinOrder) {
  writesFirst();
  joinWitness(*Main, *A);
  EXPECT_FALSE(races(*Main, Touch::Write, Data));
  Witness *C = newWitness(3, Main);
  EXPECT_FALSE(races(*C, Touch::Write, Data));
  EXPECT_TRUE(races(*Main, Touch::Read, Data));
}

TEST_F(HappensBefore, AcquireSeesReleaseAndRelaxedDoesNot) {
  writesFirst();
  storeAtomic(*A, Flag, Order::Release);
  loadAtomic(*B, Flag, Order::Relaxed);
  EXPECT_FALSE(isOrdered());
}

TEST_F(HappensBefore, ReleaseAndAcquireOrder) {
  writesFirst();
  storeAtomic(*A, Flag, Order::Release);
  loadAtomic(*B, Flag, Order::Acquire);
  EXPECT_TRUE(isOrdered());
}

TEST_F(HappensBefore, WhatFollowsTheReleaseIsNotOrdered) {
  storeAtomic(*A, Flag, Order::Release);
  writesFirst();
  loadAtomic(*B, Flag, Order::Acquire);
  EXPECT_FALSE(isOrdered());
}

TEST_F(HappensBefore, FencesOrderRelaxedAccesses) {
  writesFirst();
  fence(*A, Order::Release);
  storeAtomic(*A, Flag, Order::Relaxed);
  loadAtomic(*B, Flag, Order::Relaxed);
  fence(*B, Order::Acquire);
  EXPECT_TRUE(isOrdered());
}

TEST_F(HappensBefore, AFenceOnOneSideIsNotEnough) {
  writesFirst();
  storeAtomic(*A, Flag, Order::Relaxed);
  loadAtomic(*B, Flag, Order::Relaxed);
  fence(*B, Order::Acquire);
  EXPECT_FALSE(isOrdered());
}

TEST_F(HappensBefore, AnUpdateContinuesTheReleaseSequence) {
  writesFirst();
  storeAtomic(*A, Flag, Order::Release);
  updateAtomic(*Main, Flag, Order::Relaxed);
  loadAtomic(*B, Flag, Order::Acquire);
  EXPECT_TRUE(isOrdered());
}

TEST_F(HappensBefore, ARelaxedStoreEndsTheReleaseSequence) {
  writesFirst();
  storeAtomic(*A, Flag, Order::Release);
  storeAtomic(*Main, Flag, Order::Relaxed);
  loadAtomic(*B, Flag, Order::Acquire);
  EXPECT_FALSE(isOrdered());
}

TEST_F(HappensBefore, LocksOrderAndAreHeld) {
  int Lock = 0;
  takeLock(*A, &Lock, true, 1);
  EXPECT_NE(A->Locks, 0u);
  writesFirst();
  dropLock(*A, &Lock);
  EXPECT_EQ(A->Locks, 0u);
  takeLock(*B, &Lock, true, 1);
  EXPECT_TRUE(isOrdered());
  forgetMeetings(reinterpret_cast<uintptr_t>(&Lock), sizeof(Lock));
}

TEST_F(HappensBefore, ReadersAreOrderedBeforeWritersOnly) {
  int Lock = 0;
  takeLock(*A, &Lock, false, 1);
  writesFirst();
  dropLock(*A, &Lock);
  takeLock(*B, &Lock, false, 1);
  EXPECT_FALSE(isOrdered());
  dropLock(*B, &Lock);
  takeLock(*Main, &Lock, true, 1);
  EXPECT_FALSE(races(*Main, Touch::Write, Data));
  forgetMeetings(reinterpret_cast<uintptr_t>(&Lock), sizeof(Lock));
}

TEST_F(HappensBefore, ASlotIsUsedAgainOnlyBehindItsThread) {
  writesFirst();
  Slot Old = A->Self;
  joinWitness(*Main, *A);
  Witness *ByB = newWitness(3, B); // B does not know of the join
  EXPECT_NE(ByB->Self, Old);
  EXPECT_TRUE(races(*ByB, Touch::Read, Data));
  Witness *ByMain = newWitness(4, Main);
  EXPECT_EQ(ByMain->Self, Old);
  EXPECT_FALSE(races(*ByMain, Touch::Read, Data));
  EXPECT_EQ(threadAt(Old, 1), 1u);
}

TEST_F(HappensBefore, MemoryThatIsGivenBackOrdersNothing) {
  writesFirst();
  int Where = 0;
  storeAtomic(*A, meetingAt(&Where), Order::Release);
  forgetMeetings(reinterpret_cast<uintptr_t>(&Where), sizeof(Where));
  loadAtomic(*B, meetingAt(&Where), Order::Acquire);
  EXPECT_FALSE(isOrdered());
}

TEST_F(HappensBefore, CallsLeftByLongjmpAreNotOnTheStack) {
  enterCall(*A, 1, 1000);
  enterCall(*A, 2, 900);
  enterCall(*A, 3, 800);
  enterCall(*A, 4, 900); // 2 and 3 never returned
  EXPECT_EQ(A->Calls, Paths.extend(Paths.extend(0, 1), 4));
  leaveCall(*A);
  leaveCall(*A);
  leaveCall(*A);
  EXPECT_EQ(A->Calls, 0u);
}

} // namespace
