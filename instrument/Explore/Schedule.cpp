//===- Schedule.cpp - How one run is scheduled ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Texts that cross borders: to the runtime, and to people who paste a token.
///
//===----------------------------------------------------------------------===//

#include "instrument/Explore/Schedule.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/SmallVectorExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>

using namespace heddle;
using llvm::StringRef;

namespace {

constexpr uint32_t Letters = 25; // a to y; z introduces a number

llvm::Error badToken(const std::string &Why) {
  return llvm::createStringError("this is no replay token: " + Why);
}

/// Are these only characters that decisions are made of?
bool isDecisions(StringRef Text) {
  return !Text.empty() && llvm::all_of(Text, [](char C) {
    return llvm::isAlnum(C) || C == '-' || C == '.';
  });
}

} // namespace

std::string SchedulePlan::settings() const {
  if (Strategy.empty())
    return {};
  std::string Text = "strategy=" + Strategy + "\nseed=" + std::to_string(Seed) +
                     "\nlevel=" + std::to_string(unsigned(Level)) + "\n";
  auto Add = [&](const char *Key, uint64_t Value) {
    if (Value)
      Text += std::string(Key) + "=" + std::to_string(Value) + "\n";
  };
  Add("depth", Depth);
  Add("length", Length);
  Add("quantum", Quantum);
  Add("spurious", Spurious);
  Add("try-fails", Spurious && TryFails);
  Add("trace", Trace);
  Add("census", Census);
  Add("lenient", Lenient);
  Add("max-steps", MaxSteps);
  auto AddList = [&](StringRef Key, llvm::ArrayRef<std::string> List) {
    // The runtime's settings have little room; what is left out is only a
    // worse estimate.
    constexpr size_t MostText = 3900;
    std::string Line;
    for (const std::string &Each : List)
      if (Text.size() + Key.size() + Line.size() + Each.size() < MostText)
        Line += (Line.empty() ? "" : ",") + Each;
    if (!Line.empty())
      Text += Key.str() + "=" + Line + "\n";
  };
  auto Hex = [](uint64_t Value) {
    return "0x" + llvm::utohexstr(Value, /*LowerCase=*/true);
  };
  std::vector<std::string> Threads;
  Threads.reserve(Events.size());
  for (const auto &[Path, Count] : Events)
    Threads.push_back(Hex(Path) + ":" + std::to_string(Count));
  AddList("focus", llvm::map_to_vector(Focus, Hex));
  AddList("sleep", llvm::map_to_vector(
                       Sleep, [](uint32_t T) { return std::to_string(T); }));
  AddList("places", llvm::map_to_vector(Places, Hex));
  AddList("events", Threads);
  return Text;
}

std::string ReplayToken::text() const {
  return "h1:" + Build + ":" + Plan.Strategy + ":" + std::to_string(Plan.Seed) +
         ":" + std::to_string(unsigned(Plan.Level)) + ":" +
         (Plan.Spurious ? "s" : "") + ":" + Plan.Decisions;
}

llvm::Expected<ReplayToken> ReplayToken::parse(StringRef Text) {
  llvm::SmallVector<StringRef, 8> Parts;
  Text.trim().split(Parts, ':');
  if (Parts.size() != 7)
    return badToken("seven fields with colons between them are expected, as in "
                    "h1:7c1e22a0:pos:17:1::a12Fb5C");
  if (Parts[0] != "h1")
    return badToken("it begins with '" + Parts[0].str() +
                    "', and this version of Heddle knows 'h1'");
  ReplayToken Token;
  unsigned Level = 0;
  Token.Build = Parts[1].str();
  Token.Plan.Strategy = Parts[2].str();
  if (Parts[3].getAsInteger(10, Token.Plan.Seed))
    return badToken("the seed '" + Parts[3].str() + "' is no number");
  if (Parts[4].getAsInteger(10, Level) || Level > 2)
    return badToken("the level '" + Parts[4].str() + "' is not 0, 1 or 2");
  Token.Plan.Level = PointLevel(Level);
  Token.Plan.Spurious = Parts[5].contains('s');
  if (!isDecisions(Parts[6]))
    return badToken("its end, the decisions, is missing or damaged");
  Token.Plan.Decisions = Parts[6].str();
  return Token;
}

SchedulePlan ReplayToken::replay() const {
  SchedulePlan Result = Plan;
  Result.Strategy = "replay";
  return Result;
}

ScheduleText ScheduleText::parse(StringRef Text) {
  ScheduleText Result;
  StringRef Steps = Text.take_until([](char C) { return C == '-'; });
  Result.Environment = Text.drop_front(Steps.size()).str();
  while (!Steps.empty()) {
    ScheduleSegment S;
    S.Thread = uint32_t(Steps.front() - 'a');
    Steps = Steps.drop_front();
    if (S.Thread == Letters &&
        (Steps.consumeInteger(10, S.Thread) || !Steps.consume_front(".")))
      break;
    if (Steps.consumeInteger(10, S.Steps) || Steps.empty())
      break;
    Steps = Steps.drop_front(); // the check
    Result.Segments.push_back(S);
  }
  return Result;
}

std::string ScheduleText::text() const {
  std::string Text;
  for (const ScheduleSegment &S : Segments) {
    if (S.Thread < Letters)
      Text += char('a' + S.Thread);
    else
      Text += "z" + std::to_string(S.Thread) + ".";
    Text += std::to_string(S.Steps) + "A";
  }
  return Text + Environment;
}
