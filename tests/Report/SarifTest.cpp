//===- SarifTest.cpp - What code hosts read ------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The parts of a log that tools act on; the whole is given to the schema and
/// to GitHub's rules, where npm's packages are at hand (see ./test).
///
//===----------------------------------------------------------------------===//

#include "SampleReport.h"
#include "analyzer/Report/LineHash.h"
#include "gtest/gtest.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

#include <cstdlib>

using namespace heddle;
using namespace heddle::test;
namespace json = llvm::json;

namespace {

SarifOptions options() {
  SarifOptions O;
  O.Read = bankReader();
  O.Rules = [](llvm::StringRef Id) {
    RuleText T;
    T.Id = Id.str();
    T.Short = "Shared data is accessed without its lock.";
    T.Full = "Most accesses hold a lock and this one does not.";
    T.Help =
        "# " + Id.str() + "\n\nWhat it means.\n\n" + std::string(2000, 'x');
    T.Kind = Id == "lock-order" ? Category::Deadlock : Category::Race;
    return T;
  };
  return O;
}

std::string sarif(const Report &R, const SarifOptions &O = options()) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  writeSarif(R, OS, O);
  return Out;
}

/// The only run of the log.
json::Object runOf(const Report &R, const SarifOptions &O = options()) {
  json::Value Log = llvm::cantFail(json::parse(sarif(R, O)));
  return std::move(*(*Log.getAsObject()->getArray("runs"))[0].getAsObject());
}

const json::Object &at(const json::Array *A, size_t I) {
  return *(*A)[I].getAsObject();
}

const json::Object &resultOf(const json::Object &Run, size_t I) {
  return at(Run.getArray("results"), I);
}

std::string textOf(const json::Object &O, llvm::StringRef Key = "message") {
  return O.getObject(Key)->getString("text")->str();
}

TEST(Sarif, LinksEverySiteFromTheMessage) {
  json::Object Run = runOf(sampleReport());
  const json::Object &Race = resultOf(Run, 0);
  EXPECT_EQ(
      textOf(Race),
      "'Balance' is written without the lock that guards it elsewhere: in "
      "thread main, holding nothing.\n"
      "[thread 'deposit' updates it here, holding 'M'](1); [thread 'deposit' "
      "starts here \\[once\\]](2); ['Balance' is declared here](3).\n"
      "Why: both threads can be at these two lines at once.\n"
      "Repair: hold 'M' here too:\n  std::lock_guard L(M);\n"
      "Seen: confirmed by ThreadSanitizer, run 1 of 10.");
  EXPECT_EQ(at(Race.getArray("relatedLocations"), 2).getInteger("id"), 3);
}

TEST(Sarif, CountsColumnsInUtf16) {
  json::Object Run = runOf(sampleReport());
  const json::Object *Region = at(resultOf(Run, 0).getArray("locations"), 0)
                                   .getObject("physicalLocation")
                                   ->getObject("region");
  // Before it stand an umlaut, two bytes and one unit, and a bank, four bytes
  // and two units: byte 30 is unit 27.
  EXPECT_EQ(Region->getInteger("startColumn"), 27);
  EXPECT_EQ(Region->getInteger("endColumn"), 34);
}

TEST(Sarif, EncodesPathsAndTellsNoRoot) {
  std::string Text = sarif(sampleReport());
  EXPECT_NE(Text.find("\"uri\": \"a%20b%C3%A4.cpp\""), std::string::npos);
  EXPECT_EQ(Text.find("/nowhere"), std::string::npos);
}

TEST(Sarif, HasOneThreadFlowPerThread) {
  json::Object Run = runOf(sampleReport());
  const json::Array *Flows =
      at(resultOf(Run, 0).getArray("codeFlows"), 0).getArray("threadFlows");
  ASSERT_EQ(Flows->size(), 2u);
  struct Expected {
    const char *Text;
    int64_t Order, Nesting;
    const char *FirstKind, *Locks;
  };
  auto Check = [&](const json::Object &Flow, llvm::ArrayRef<Expected> Steps) {
    const json::Array *Locations = Flow.getArray("locations");
    ASSERT_EQ(Locations->size(), Steps.size());
    for (size_t I = 0; I != Steps.size(); ++I) {
      const json::Object &Step = at(Locations, I);
      EXPECT_EQ(textOf(*Step.getObject("location")), Steps[I].Text);
      EXPECT_EQ(Step.getInteger("executionOrder"), Steps[I].Order);
      EXPECT_EQ(Step.getInteger("nestingLevel"), Steps[I].Nesting);
      EXPECT_EQ((*Step.getArray("kinds"))[0].getAsString(), Steps[I].FirstKind);
      if (const json::Object *State = Step.getObject("state")) {
        EXPECT_EQ(textOf(*State, "locks"), Steps[I].Locks);
      }
    }
  };
  EXPECT_EQ(textOf(at(Flows, 0)), "thread main");
  Check(at(Flows, 0),
        {{"'main' calls 'audit'", 2, 0, "call", ""},
         {"in thread main, holding nothing", 3, 1, "danger", "none"}});
  Check(
      at(Flows, 1),
      {{"thread 'deposit' starts here [once]", 1, 0, "enter", ""},
       {"takes 'M'", 2, 0, "acquire", "none"},
       {"thread 'deposit' updates it here, holding 'M'", 3, 0, "danger", "M"}});
}

TEST(Sarif, DrawsTheGraphOfADeadlock) {
  json::Object Run = runOf(sampleReport());
  const json::Object &Graph = at(resultOf(Run, 1).getArray("graphs"), 0);
  EXPECT_EQ(Graph.getArray("nodes")->size(), 2u);
  const json::Array *Edges = Graph.getArray("edges");
  ASSERT_EQ(Edges->size(), 2u);
  EXPECT_EQ(at(Edges, 0).getString("sourceNodeId"), "A");
  EXPECT_EQ(at(Edges, 0).getString("targetNodeId"), "B");
  EXPECT_EQ(at(Edges, 1).getString("sourceNodeId"), "B");
  EXPECT_EQ(at(Edges, 1).getString("targetNodeId"), "A");
  EXPECT_EQ(textOf(at(Edges, 0), "label"),
            "thread 'save' holds 'A' and waits for 'B'");
}

TEST(Sarif, DrawsAWaitForTheEndOfAThread) {
  Finding F = sampleDeadlock();
  F.Sites[0].Lock = "";    // save waits for the thread load,
  F.Sites[1].Held.clear(); // which needs A
  Report R;
  R.Findings = {F};
  json::Object Run = runOf(R);
  const json::Array *Edges =
      at(resultOf(Run, 0).getArray("graphs"), 0).getArray("edges");
  ASSERT_EQ(Edges->size(), 2u);
  EXPECT_EQ(at(Edges, 0).getString("sourceNodeId"), "A");
  EXPECT_EQ(at(Edges, 0).getString("targetNodeId"), "the end of thread load");
  EXPECT_EQ(at(Edges, 1).getString("sourceNodeId"), "the end of thread load");
  EXPECT_EQ(at(Edges, 1).getString("targetNodeId"), "A");
}

TEST(Sarif, TagsRulesAndResultsWithTheCategory) {
  json::Object Run = runOf(sampleReport());
  const json::Array *Rules =
      Run.getObject("tool")->getObject("driver")->getArray("rules");
  ASSERT_EQ(Rules->size(), 3u);
  EXPECT_EQ(at(Rules, 0).getString("id"), "lock-order");
  EXPECT_EQ(*at(Rules, 0).getObject("properties")->getArray("tags"),
            json::Array({"concurrency", "deadlock"}));
  EXPECT_EQ(*resultOf(Run, 1).getObject("properties")->getArray("tags"),
            json::Array({"deadlock"}));
  EXPECT_EQ(resultOf(Run, 1).getInteger("ruleIndex"), 0);
}

TEST(Sarif, ShortensHelpAtAParagraphForGitHub) {
  json::Object Run = runOf(sampleReport());
  const json::Object &Rule =
      at(Run.getObject("tool")->getObject("driver")->getArray("rules"), 0);
  EXPECT_EQ(textOf(Rule, "help"), "# lock-order\n\nWhat it means.");
  EXPECT_GT(Rule.getObject("help")->getString("markdown")->size(), 2000u);
}

TEST(Sarif, MarksWhatAllowsAFinding) {
  json::Object Run = runOf(sampleReport());
  const json::Object &Allowed =
      at(resultOf(Run, 2).getArray("suppressions"), 0);
  EXPECT_EQ(Allowed.getString("kind"), "inSource");
  EXPECT_EQ(Allowed.getString("justification"), "a test of guards");
}

TEST(Sarif, SaysWhatWasNotAnalysed) {
  json::Object Run = runOf(sampleReport());
  const json::Object &Invocation = at(Run.getArray("invocations"), 0);
  EXPECT_EQ(Invocation.getBoolean("executionSuccessful"), false);
  const json::Array *Notes = Invocation.getArray("toolExecutionNotifications");
  EXPECT_EQ(Notes->size(), 7u);
  EXPECT_EQ(textOf(at(Notes, 0)), "expected ';'");
}

TEST(Sarif, SaysTheVerdictUnderProve) {
  Report R;
  R.Answer = Verdict::RaceFree;
  json::Object Run = runOf(R);
  EXPECT_EQ(Run.getObject("properties")->getString("verdict"), "race-free");
  Report NotAsked;
  EXPECT_FALSE(runOf(NotAsked).getObject("properties")->get("verdict"));
}

TEST(Sarif, CarriesBothFingerprints) {
  json::Object Run = runOf(sampleReport());
  const json::Object *Prints =
      resultOf(Run, 0).getObject("partialFingerprints");
  EXPECT_EQ(Prints->getString("heddle/v1"), "0123456789abcdef");
  EXPECT_EQ(Prints->getString("primaryLocationLineHash"),
            lineHashes(BankSource)[2]);
}

TEST(LineHash, OfTheEmptyFileIsGitHubs) {
  EXPECT_EQ(lineHashes(""), std::vector<std::string>{"c129715d7a2bc9a3:1"});
}

TEST(LineHash, IgnoresBlanksAndTheKindOfLineEnd) {
  std::vector<std::string> Unix = lineHashes("int x;\n\n  y();\n");
  EXPECT_EQ(Unix.size(), 4u);
  EXPECT_EQ(lineHashes("\tint  x ;\r\n\r\ny ( ) ;\r\n"), Unix);
  EXPECT_EQ(lineHashes("intx;\r\ry();\r"), Unix);
}

TEST(LineHash, SurvivesLinesAddedFarAbove) {
  std::string Body = "first();\nsecond();\n";
  EXPECT_EQ(lineHashes("// a comment\n" + Body).back(),
            lineHashes(Body).back());
  EXPECT_EQ(lineHashes("// a comment\n" + Body)[1], lineHashes(Body)[0]);
}

TEST(LineHash, NumbersEqualLines) {
  std::string Text;
  for (int I = 0; I != 60; ++I)
    Text += "x();\n";
  std::vector<std::string> Hashes = lineHashes(Text);
  llvm::StringRef First = llvm::StringRef(Hashes[0]).split(':').first;
  EXPECT_EQ(Hashes[1], (First + ":2").str());
  EXPECT_EQ(Hashes[39], (First + ":40").str());
}

TEST(LineHash, SurvivesBytesThatAreNoUtf8) {
  EXPECT_EQ(lineHashes("\xFF\xE2\x82").size(), 1u);
}

/// Whether a judge in validate-sarif/ finds fault with \p R's log.
std::string complaints(const Report &R) {
  llvm::SmallString<128> File, Log;
  int Handle = 0;
  if (llvm::sys::fs::createTemporaryFile("heddle", "sarif", Handle, File) ||
      llvm::sys::fs::createTemporaryFile("heddle", "log", Log))
    return "no temporary file";
  llvm::raw_fd_ostream(Handle, /*shouldClose=*/true) << sarif(R);
  std::string Script =
      HEDDLE_SOURCE_DIR "/tests/Report/validate-sarif/validate.mjs";
  llvm::ErrorOr<std::string> Node = llvm::sys::findProgramByName("node");
  if (!Node)
    return "node is not installed";
  std::optional<llvm::StringRef> Redirects[] = {std::nullopt, Log.str(),
                                                Log.str()};
  int Status = llvm::sys::ExecuteAndWait(*Node, {*Node, Script, File},
                                         std::nullopt, Redirects);
  auto Said = llvm::MemoryBuffer::getFile(Log);
  std::string Text = Said ? (*Said)->getBuffer().str() : "";
  EXPECT_FALSE(llvm::sys::fs::remove(File));
  EXPECT_FALSE(llvm::sys::fs::remove(Log));
  return Status == 0 ? "" : Text + "status " + std::to_string(Status);
}

TEST(Sarif, PassesTheSchemaAndGitHubsRules) {
  if (!std::getenv("HEDDLE_NODE_MODULES"))
    GTEST_SKIP() << "HEDDLE_NODE_MODULES is not set; ./test sets it";
  EXPECT_EQ(complaints(sampleReport()), "");
  Report Empty;
  Empty.ToolVersion = "0.1.0";
  Empty.Answer = Verdict::RaceFree;
  EXPECT_EQ(complaints(Empty), "");
}

} // namespace
