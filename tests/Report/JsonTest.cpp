//===- JsonTest.cpp - What programs read ---------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The whole format as golden text: a change here is a change for users, and
/// belongs into docs/json.md.
///
//===----------------------------------------------------------------------===//

#include "llvm/Support/JSON.h"

#include "SampleReport.h"
#include "gtest/gtest.h"

using namespace heddle;
using namespace heddle::test;

namespace {

std::string json(const Report &R) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  writeJson(R, OS);
  return Out;
}

llvm::json::Value parsedJson(const Report &R) {
  return llvm::cantFail(llvm::json::parse(json(R)));
}

TEST(Json, OfNothingHasEveryKey) {
  Report R;
  R.ToolVersion = "0.1.0";
  EXPECT_EQ(json(R), R"({
  "format": "heddle-report",
  "formatVersion": 1,
  "tool": {
    "name": "heddle",
    "version": "0.1.0"
  },
  "profile": "report",
  "verdict": null,
  "verdictReasons": [],
  "summary": {
    "text": "no findings · 0 programs, 0 functions, 0 threads · everything was analysed",
    "findings": 0,
    "confirmed": 0,
    "suppressed": 0,
    "hiddenThirdParty": 0
  },
  "coverage": {
    "complete": true,
    "files": 0,
    "programs": 0,
    "functions": 0,
    "threads": 0,
    "incomplete": [],
    "notFollowed": [],
    "assumptions": [],
    "notes": []
  },
  "runs": {
    "made": false,
    "notes": []
  },
  "findings": [],
  "suppressed": [],
  "suppressionProblems": [],
  "nextCommand": ""
}
)");
}

TEST(Json, OfAFindingHasEverySite) {
  Report R = sampleReport();
  R.Findings = {sampleDeadlock()};
  std::string Text = json(R);
  size_t Begin = Text.find("  \"findings\": [\n");
  size_t End = Text.find("\n  \"suppressed\"");
  EXPECT_EQ(Text.substr(Begin, End - Begin), R"(  "findings": [
    {
      "id": "fedcba9876543210",
      "rule": "lock-order",
      "severity": "error",
      "confidence": "likely",
      "category": "deadlock",
      "program": "bank",
      "alsoIn": [],
      "object": "A, B",
      "message": "'A' and 'B' are locked in opposite orders by two threads",
      "why": "each can hold what the other waits for",
      "repair": "lock them in the same order everywhere",
      "reasons": [],
      "sites": [
        {
          "role": "primary",
          "span": {
            "file": "files.cpp",
            "line": 12,
            "column": 3,
            "endLine": 12,
            "endColumn": 4,
            "macro": null
          },
          "message": "",
          "label": "thread 'save' holds 'A' and waits for 'B'",
          "function": "save",
          "thread": "save",
          "threadIndex": 0,
          "write": false,
          "held": [
            {
              "name": "A",
              "shared": false,
              "acquiredAt": {
                "file": "files.cpp",
                "line": 11,
                "column": 3,
                "endLine": 11,
                "endColumn": 4,
                "macro": null
              }
            }
          ],
          "lock": "B",
          "stack": []
        },
        {
          "role": "lock-taken",
          "span": {
            "file": "files.cpp",
            "line": 22,
            "column": 3,
            "endLine": 22,
            "endColumn": 4,
            "macro": null
          },
          "message": "thread 'load' holds 'B' and waits for 'A'",
          "label": "",
          "function": "load",
          "thread": "load",
          "threadIndex": 1,
          "write": false,
          "held": [
            {
              "name": "B",
              "shared": false,
              "acquiredAt": {
                "file": "files.cpp",
                "line": 21,
                "column": 3,
                "endLine": 21,
                "endColumn": 4,
                "macro": null
              }
            }
          ],
          "lock": "A",
          "stack": []
        }
      ],
      "moreSites": 0,
      "fixes": [],
      "dynamic": {
        "verdict": "not-run",
        "text": "",
        "token": "",
        "observed": []
      },
      "suppressedBecause": ""
    }
  ],)");
}

TEST(Json, SaysTheVerdictUnderProve) {
  Report R;
  R.Profile = "prove";
  R.Answer = Verdict::Unknown;
  R.AnswerReasons = {"'f' has no body"};
  llvm::json::Value V = parsedJson(R);
  EXPECT_EQ(V.getAsObject()->getString("verdict"), "unknown");
  EXPECT_EQ(*V.getAsObject()->getArray("verdictReasons"),
            llvm::json::Array({"'f' has no body"}));
}

TEST(Json, TellsWhatWasNotAnalysedAndWhere) {
  llvm::json::Value V = parsedJson(sampleReport());
  const llvm::json::Object *C = V.getAsObject()->getObject("coverage");
  EXPECT_EQ(C->getBoolean("complete"), false);
  const llvm::json::Array *Gaps = C->getArray("incomplete");
  ASSERT_EQ(Gaps->size(), 2u);
  EXPECT_EQ((*Gaps)[0].getAsObject()->getObject("span")->getInteger("line"), 7);
  EXPECT_TRUE((*Gaps)[1].getAsObject()->get("span")->getAsNull());
}

TEST(Json, TellsNoAbsolutePathOfThisMachine) {
  EXPECT_EQ(json(sampleReport()).find("/nowhere"), std::string::npos);
}

TEST(Json, MakesUtf8OfWhatIsNone) {
  Report R = sampleReport();
  R.Findings[0].Message = "byte \xFF here";
  EXPECT_NE(json(R).find("byte \xEF\xBF\xBD here"), std::string::npos);
}

} // namespace
