//===- ModelCliTest.cpp - lower, model and cache as commands ----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What users and build systems see of models: exit codes, files, text.
///
//===----------------------------------------------------------------------===//

#include "tests/Commands/CliTest.h"

#include <cstdlib>

namespace heddle {
namespace {

class ModelCli : public CliTest {
protected:
  void SetUp() override {
    CliTest::SetUp();
    // Programs started by this process inherit it; no test touches the
    // developer's own cache.
    setenv("HEDDLE_CACHE", path("cache").c_str(), /*overwrite=*/1);
    Source =
        write("src/a.cpp", "int Total;\nvoid add(int N) { Total += N; }\n");
  }

  std::string Source;
};

TEST_F(ModelCli, PrintsTheModelOfASource) {
  CliResult R = heddle({"model", Source, "--no-positions", "--no-usrs", "--"});
  EXPECT_EQ(R.Exit, 0) << R.Err;
  EXPECT_NE(R.Out.find("func @add(%N : int)"), std::string::npos) << R.Out;
  EXPECT_NE(R.Out.find("update @Total += %N"), std::string::npos) << R.Out;
  EXPECT_EQ(R.Out.find("a.cpp:2"), std::string::npos) << R.Out;
  EXPECT_EQ(R.Err, "");
}

TEST_F(ModelCli, PrintsAWrittenModelAsItPrintsTheSource) {
  CliResult Lowered = heddle({"lower", Source, "-o", path("a.model"), "--root",
                              path("src"), "--", "-DX"});
  EXPECT_EQ(Lowered.Exit, 0) << Lowered.Err;
  CliResult FromModel = heddle({"model", path("a.model")});
  CliResult FromSource = heddle({"model", Source, "--", "-DX"});
  EXPECT_EQ(FromModel.Exit, 0) << FromModel.Err;
  EXPECT_EQ(FromModel.Out, FromSource.Out);
}

TEST_F(ModelCli, WritesTheSameBytesTwice) {
  for (const char *Name : {"1.model", "2.model"})
    EXPECT_EQ(
        heddle({"lower", Source, "--no-cache", "-o", path(Name), "--"}).Exit,
        0);
  EXPECT_EQ(read(path("1.model")), read(path("2.model")));
  EXPECT_NE(read(path("1.model")), "");
}

TEST_F(ModelCli, WritesWhatItCouldReadOfBrokenCodeAndSaysSo) {
  std::string Broken =
      write("broken.cpp", "void good() {}\nvoid bad() { nope(); }\n");
  CliResult R = heddle({"lower", Broken, "-o", path("b.model"), "--"});
  EXPECT_EQ(R.Exit, 3);
  EXPECT_NE(R.Err.find("broken.cpp:2:14: error: use of undeclared"),
            std::string::npos)
      << R.Err;
  R = heddle({"model", path("b.model")});
  EXPECT_NE(R.Out.find("@good"), std::string::npos) << R.Out;
}

TEST_F(ModelCli, ExplainsWrongUse) {
  EXPECT_EQ(heddle({"lower", Source, "--"}).Exit, 2) << "no output";
  EXPECT_EQ(heddle({"model"}).Exit, 2) << "no input";
  EXPECT_EQ(heddle({"model", path("gone.cpp")}).Exit, 3);
  write("src/b.cpp", "int B;");
  CliResult R = heddle({"lower", path("src"), "-o", path("x.model")});
  EXPECT_EQ(R.Exit, 2);
  EXPECT_NE(R.Err.find("2 units"), std::string::npos) << R.Err;
}

TEST_F(ModelCli, ReportsAModelFileThatIsCut) {
  heddle({"lower", Source, "-o", path("a.model"), "--"});
  std::string Bytes = read(path("a.model"));
  write("cut.model", llvm::StringRef(Bytes).drop_back(10));
  CliResult R = heddle({"model", path("cut.model")});
  EXPECT_EQ(R.Exit, 3);
  EXPECT_NE(R.Err.find("lower its source again"), std::string::npos) << R.Err;
}

TEST_F(ModelCli, ShowsAndClearsTheCache) {
  EXPECT_EQ(heddle({"cache", "path"}).Out, path("cache") + "\n");
  EXPECT_EQ(heddle({"cache", "clear"}).Out,
            "0 models removed from " + path("cache") + "\n");
  heddle({"model", Source, "--"});
  CliResult R = heddle({"cache", "clear"});
  EXPECT_EQ(R.Exit, 0);
  EXPECT_EQ(R.Out, "1 model removed from " + path("cache") + "\n");
  EXPECT_EQ(heddle({"cache"}).Exit, 2);
}

} // namespace
} // namespace heddle
