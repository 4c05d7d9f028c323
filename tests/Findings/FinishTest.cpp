//===- FinishTest.cpp - Identity, merging and order -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Findings/Finding.h"

#include <gtest/gtest.h>

using namespace heddle;

namespace {

Site access(SiteRole Role, std::string Function, uint32_t Line,
            std::vector<std::string> Locks = {}, bool Write = true) {
  Site S;
  S.Role = Role;
  S.Span = {"bank.cpp", Line, 3, Line, 9, ""};
  S.Function = std::move(Function);
  S.Write = Write;
  for (std::string &Name : Locks)
    S.Held.push_back({std::move(Name), false, {}});
  return S;
}

Finding race(uint32_t Line, std::string Cause = "c:@Balance") {
  Finding F;
  F.Rule = "data-race";
  F.Object = "Balance";
  F.Cause = std::move(Cause);
  F.Program = "bank";
  F.Sites = {access(SiteRole::Primary, "audit", Line),
             access(SiteRole::OtherAccess, "deposit", Line + 4, {"M"})};
  return F;
}

Report finished(std::vector<Finding> Findings) {
  Report R;
  R.Findings = std::move(Findings);
  finish(R);
  return R;
}

TEST(Finish, LinesDoNotChangeAnId) {
  EXPECT_EQ(finished({race(3)}).Findings[0].Id,
            finished({race(90)}).Findings[0].Id);
}

TEST(Finish, IdDoesNotDependOnWhichAccessIsPrimary) {
  Finding Swapped = race(3);
  std::swap(Swapped.Sites[0], Swapped.Sites[1]);
  Swapped.Sites[0].Role = SiteRole::Primary;
  Swapped.Sites[1].Role = SiteRole::OtherAccess;
  EXPECT_EQ(finished({race(3)}).Findings[0].Id,
            finished({Swapped}).Findings[0].Id);
}

TEST(Finish, RuleObjectFunctionsKindsAndLocksChangeAnId) {
  std::string Id = finished({race(3)}).Findings[0].Id;
  Finding Rule = race(3), Cause = race(3), Function = race(3), Kind = race(3),
          Lock = race(3);
  Rule.Rule = "container-race";
  Cause.Cause = "c:@Other";
  Function.Sites[0].Function = "withdraw";
  Kind.Sites[0].Write = false;
  Lock.Sites[1].Held[0].Name = "N";
  for (const Finding &F : {Rule, Cause, Function, Kind, Lock})
    EXPECT_NE(finished({F}).Findings[0].Id, Id);
}

TEST(Finish, OneCauseIsOneFindingAndCountsItsOtherSites) {
  Finding Second = race(20);
  Second.Sites[0].Function = "withdraw";
  Report R = finished({Second, race(3)});
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Sites[0].Function, "audit");
  EXPECT_EQ(R.Findings[0].MoreSites, 2u);
}

TEST(Finish, SpecialRuleWinsOverGeneralOne) {
  Finding Special = race(20);
  Special.Rule = "unguarded-access-race";
  Special.Precedence = 2;
  Special.Belief = Confidence::Possible;
  Report R = finished({race(3), Special});
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Rule, "unguarded-access-race");
}

TEST(Finish, MoreBelievedFindingStandsForTheCause) {
  Finding Sure = race(20);
  Sure.Belief = Confidence::Certain;
  Report R = finished({race(3), Sure});
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Sites[0].Span.Line, 20u);
}

TEST(Finish, DifferentCausesOfOneNameStayApart) {
  EXPECT_EQ(finished({race(3, "c:@A@x"), race(20, "c:@B@x")}).Findings.size(),
            2u);
}

TEST(Finish, EqualFaultsInOneFunctionGetDifferentIds) {
  Finding First = race(3, ""), Second = race(20, "");
  Report R = finished({First, Second});
  ASSERT_EQ(R.Findings.size(), 2u);
  EXPECT_NE(R.Findings[0].Id, R.Findings[1].Id);
}

TEST(Finish, SharedCodeIsToldOnceAndNamesItsPrograms) {
  Finding Other = race(3);
  Other.Program = "teller";
  Report R = finished({Other, race(3)});
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Program, "bank");
  EXPECT_EQ(R.Findings[0].AlsoIn, std::vector<std::string>{"teller"});
}

TEST(Finish, SortsByPlaceAndForgetsTheOrderOfArrival) {
  Finding A = race(30, "a"), B = race(3, "b"), C = race(3, "c");
  C.Rule = "container-race";
  Report One = finished({A, B, C}), Two = finished({C, A, B});
  EXPECT_EQ(One.Findings, Two.Findings);
  EXPECT_EQ(One.Findings[0].Rule, "container-race");
  EXPECT_EQ(One.Findings[2].Sites[0].Span.Line, 30u);
}

TEST(Finish, AConsequenceIsNotToldBesideItsFault) {
  Finding Leak = race(3), Deadlock = race(9, "");
  Leak.Rule = "lock-not-released";
  Leak.Explains = {"leak"};
  Deadlock.Rule = "self-deadlock";
  Deadlock.ConsequenceOf = {"leak"};
  Report R = finished({Deadlock, Leak});
  ASSERT_EQ(R.Findings.size(), 1u);
  EXPECT_EQ(R.Findings[0].Rule, "lock-not-released");
  EXPECT_EQ(R.Findings[0].MoreSites, 2u);
  // Alone, in another program, or believed more than its fault, it stays.
  EXPECT_EQ(finished({Deadlock}).Findings.size(), 1u);
  Finding Elsewhere = Deadlock;
  Elsewhere.Program = "shop";
  EXPECT_EQ(finished({Elsewhere, Leak}).Findings.size(), 2u);
  Deadlock.Belief = Confidence::Certain;
  EXPECT_EQ(finished({Deadlock, Leak}).Findings.size(), 2u);
}

TEST(Finish, IsIdempotent) {
  Report R = finished({race(3), race(20), race(40, "c:@Other")});
  std::vector<Finding> Once = R.Findings;
  finish(R);
  EXPECT_EQ(R.Findings, Once);
}

} // namespace
