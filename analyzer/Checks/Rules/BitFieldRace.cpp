//===- BitFieldRace.cpp - bit-field-race ----------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two neighbouring bit-fields, written by two threads: to write one of them,
/// the machine reads the whole unit, changes some bits, and writes all back.
/// Neighbours in one memory location need one lock, different names or not.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

/// Where the second one of the two is declared, if they stand in one file.
static std::optional<DeclPosition> later(const Module &M,
                                         const RaceStory &Story) {
  DeclPosition Found[2];
  unsigned I = 0;
  for (const GuardedAccess *Access : {&Story.first(), &Story.second()}) {
    const Place &P = (*M[Access->At.Func].Definition)[Access->P];
    if (P.Kind != PlaceKind::Field || isPseudo(P.Field))
      return std::nullopt;
    Found[I++] = M[P.Field.Record].Fields[P.Field.Index].Pos;
  }
  if (Found[0].File != Found[1].File || Found[0].Line == Found[1].Line)
    return std::nullopt;
  return Found[0].Line < Found[1].Line ? Found[1] : Found[0];
}

static void check(const CheckContext &Context) {
  forEachRace(Context, RaceKind::BitField, [&](const RaceStory &Story) {
    const PointsTo &Pointers = Context.A->Pointers;
    std::string One = quoted(Pointers.displayName(Story.first().Cell)),
                Other = quoted(Pointers.displayName(Story.second().Cell));
    Finding F = Story.begin();
    F.Object = Pointers.displayName(Story.first().Cell);
    F.Message = One + " and " + Other +
                " are bits of one memory location, and two threads change "
                "them at the same time";
    F.Why = "there is no instruction that writes a few bits. Each thread reads "
            "the whole word, changes its own bits, and writes the whole word "
            "back: the bits of the other one are then what they were before, "
            "and its change is lost";
    F.Repair = "guard both by one mutex; or make them members of their own:\n  "
               "bool A, B;\nor put a member of width zero between them, which "
               "begins a new memory location:\n  unsigned : 0;";
    if (std::optional<DeclPosition> Later = later(Context.P.M, Story))
      offerBoundary(Context, F, makeSpan(Context.P.M, *Later));
    Context.Report(std::move(F));
  });
}

namespace heddle::rules {
extern const Rule BitFieldRace;
const Rule BitFieldRace = {
    {"bit-field-race", Category::Race, Severity::Error, RuleScope::Program,
     "neighbouring bit-fields are written by two threads",
     /*Precedence=*/6},
    check};
} // namespace heddle::rules
