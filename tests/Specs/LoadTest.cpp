//===- LoadTest.cpp - Reading spec files ------------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a user sees who makes a mistake in a spec file: every complaint has
/// file, line and column, the line itself and a caret.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Builtin.h"
#include "analyzer/Specs/Specs.h"
#include "gtest/gtest.h"

using namespace heddle;

namespace {

std::string errorsOf(llvm::StringRef Yaml) {
  SpecSet Specs;
  return llvm::toString(Specs.add(Yaml, "my.yaml"));
}

TEST(LoadSpecs, EveryBuiltinFileLoads) {
  for (const spec::BuiltinText &Text : spec::builtinTexts()) {
    SpecSet Specs;
    EXPECT_EQ(llvm::toString(Specs.add(Text.Yaml, Text.FileName)), "");
  }
}

TEST(LoadSpecs, KnowsFunctionsByQualifiedName) {
  const SpecSet &Specs = SpecSet::builtin();
  EXPECT_TRUE(Specs.knows("std::mutex::lock"));
  EXPECT_TRUE(Specs.knows("std::lock_guard::lock_guard"));
  EXPECT_TRUE(Specs.knows("std::lock_guard::~lock_guard"));
  EXPECT_TRUE(Specs.knows("std::unique_lock::operator bool"));
  EXPECT_TRUE(Specs.knows("pthread_create"));
  EXPECT_FALSE(Specs.knows("std::mutex::lokc"));
  EXPECT_FALSE(Specs.knows("my_function"));
}

TEST(LoadSpecs, AcceptsAnEmptyFile) {
  EXPECT_EQ(errorsOf(""), "");
  EXPECT_EQ(errorsOf("# nothing yet\n"), "");
}

TEST(LoadSpecs, SuggestsTheVerbThatWasMeant) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: my_lock\n"
                     "    do:\n"
                     "      - aquire: \"*arg0\"\n"),
            "my.yaml:4:9: error: unknown verb 'aquire'; did you mean "
            "'acquire'?\n"
            "      - aquire: \"*arg0\"\n"
            "        ^");
}

TEST(LoadSpecs, SuggestsTheKeyThatWasMeant) {
  EXPECT_EQ(errorsOf("clases:\n"
                     "  - name: my::Mutex\n"),
            "my.yaml:1:1: error: unknown key 'clases'; did you mean "
            "'classes'?\n"
            "clases:\n"
            "^");
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"
                     "    does: []\n"
                     "    do: []\n"),
            "my.yaml:3:5: error: unknown key 'does'; did you mean 'do'?\n"
            "    does: []\n"
            "    ^");
}

TEST(LoadSpecs, NamesTheOptionsOfAVerb) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"
                     "    do: [{notify: \"*arg0\", predicate: yes}]\n"),
            "my.yaml:3:28: error: 'notify' takes no 'predicate'; its options "
            "are all\n"
            "    do: [{notify: \"*arg0\", predicate: yes}]\n"
            "                           ^");
}

TEST(LoadSpecs, PointsIntoAnExpression) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"
                     "    do: [{read: this.$elemnt}]\n"),
            "my.yaml:3:23: error: unknown hidden state '$elemnt'; did you mean "
            "'$element'?\n"
            "    do: [{read: this.$elemnt}]\n"
            "                      ^");
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"
                     "    do: [{read: \"*args0\"}]\n"),
            "my.yaml:3:19: error: expected 'this', 'result' or an argument "
            "such as 'arg0'; did you mean 'arg0'?\n"
            "    do: [{read: \"*args0\"}]\n"
            "                  ^");
}

TEST(LoadSpecs, ExplainsThatStarsNeedQuotes) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"
                     "    do:\n"
                     "      - read: *arg0\n"),
            "my.yaml:4:15: error: a path that starts with '*' needs quotes: "
            "\"*arg0\"\n"
            "      - read: *arg0\n"
            "              ^");
}

TEST(LoadSpecs, ExplainsThatAmpersandsNeedQuotes) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"
                     "    do: [{return: &arg0}]\n"),
            "my.yaml:3:19: error: an address that starts with '&' needs "
            "quotes: \"&arg0\"\n"
            "    do: [{return: &arg0}]\n"
            "                  ^");
}

TEST(LoadSpecs, AsksForWhatAVerbNeeds) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: go\n"
                     "    do: [{spawn: \"*arg0\", kind: task}]\n"),
            "my.yaml:3:11: error: 'spawn' needs 'callee'\n"
            "    do: [{spawn: \"*arg0\", kind: task}]\n"
            "          ^");
}

TEST(LoadSpecs, AsksForEffects) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"),
            "my.yaml:2:5: error: a function needs effects; write 'do: []' if "
            "it has none\n"
            "  - name: f\n"
            "    ^");
}

TEST(LoadSpecs, RefusesTemplateArgumentsInNames) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: my::Queue<int>::put\n"
                     "    do: []\n"),
            "my.yaml:2:20: error: names are written without template "
            "arguments\n"
            "  - name: my::Queue<int>::put\n"
            "                   ^");
}

TEST(LoadSpecs, ListsTheWordsThatAreKnown) {
  EXPECT_EQ(errorsOf("functions:\n"
                     "  - name: f\n"
                     "    do: [{acquire: \"*arg0\", mode: reader}]\n"),
            "my.yaml:3:35: error: unknown word 'reader'; known here: "
            "exclusive, shared\n"
            "    do: [{acquire: \"*arg0\", mode: reader}]\n"
            "                                  ^");
}

TEST(LoadSpecs, ReportsBadYamlWithACaret) {
  std::string Errors = errorsOf("functions:\n  - name: [f\n    do: []\n");
  EXPECT_EQ(Errors.substr(0, 8), "my.yaml:") << Errors;
  EXPECT_NE(Errors.find('^'), std::string::npos) << Errors;
}

TEST(LoadSpecs, ReportsSeveralMistakesAtOnce) {
  std::string Errors = errorsOf("functions:\n"
                                "  - name: f\n"
                                "    do: [{wirte: \"*arg0\"}]\n"
                                "  - name: g\n"
                                "    do: [{raed: \"*arg0\"}]\n");
  EXPECT_NE(Errors.find("did you mean 'write'?"), std::string::npos) << Errors;
  EXPECT_NE(Errors.find("did you mean 'read'?"), std::string::npos) << Errors;
}

TEST(LoadSpecs, SaysWhichUserFileIsMissing) {
  auto Specs = SpecSet::load({"no/such/file.yaml"});
  ASSERT_FALSE(static_cast<bool>(Specs));
  EXPECT_EQ(llvm::toString(Specs.takeError()),
            "cannot read the spec file 'no/such/file.yaml': No such file or "
            "directory");
}

} // namespace
