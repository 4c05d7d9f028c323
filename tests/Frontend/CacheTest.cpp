//===- CacheTest.cpp - Models kept from one run to the next -----*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A cached result is the fresh one, or there is none.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Parse/ModelCache.h"
#include "gtest/gtest.h"
#include "tests/Frontend/TempTree.h"

#include "llvm/Support/MemoryBuffer.h"

#include <chrono>

using namespace llvm;

namespace heddle {
namespace {

class Cache : public testing::Test {
protected:
  Cache() {
    write("a.cpp", "#include \"lib.h\"\nint main() { lib(); }\n");
    write("lib.h", "inline void lib() {}\n");
  }

  /// Writes a file that was last changed \p AgeSeconds ago.
  void write(StringRef Name, StringRef Content, int AgeSeconds = 60) {
    std::string Path = T.add(Name, Content);
    int FD = -1;
    ASSERT_FALSE(sys::fs::openFileForReadWrite(
        Path, FD, sys::fs::CD_OpenExisting, sys::fs::OF_None));
    EXPECT_FALSE(sys::fs::setLastAccessAndModificationTime(
        FD, std::chrono::time_point_cast<std::chrono::nanoseconds>(
                std::chrono::system_clock::now() -
                std::chrono::seconds(AgeSeconds))));
    sys::fs::file_t Handle = sys::fs::convertFDToNativeFile(FD);
    EXPECT_FALSE(sys::fs::closeFile(Handle));
  }

  /// Lowers a.cpp as a new run would.
  LowerResult run(std::vector<std::string> Flags = {}) {
    CompileJob Job;
    Job.File = T.at("a.cpp");
    Job.Directory = T.root();
    Job.Command = {"clang++", "-std=c++20"};
    Job.Command.insert(Job.Command.end(), Flags.begin(), Flags.end());
    Job.Command.push_back("a.cpp");
    LowerOptions Options;
    Options.Root = T.root();
    ModelCache Models(Folder);
    Expected<LowerResult> R = lowerCached(Job, Options, Models);
    EXPECT_TRUE(bool(R)) << toString(R.takeError());
    return R ? std::move(*R) : LowerResult();
  }

  std::vector<std::string> entries() const {
    std::vector<std::string> Result;
    std::error_code EC;
    for (sys::fs::directory_iterator It(Folder, EC), End; It != End && !EC;
         It.increment(EC))
      Result.push_back(It->path());
    return Result;
  }

  TempTree T;
  std::string Folder = T.at("cache");
};

TEST_F(Cache, GivesBackWhatWasMade) {
  LowerResult Fresh = run(), Cached = run();
  EXPECT_FALSE(Fresh.FromCache);
  EXPECT_TRUE(Cached.FromCache);
  EXPECT_EQ(Fresh.M, Cached.M);
  EXPECT_EQ(Fresh.Complete, Cached.Complete);
  EXPECT_EQ(Fresh.Dependencies, Cached.Dependencies);
  EXPECT_EQ(Fresh.Dependencies, std::vector<std::string>{T.at("lib.h")});
}

TEST_F(Cache, NoticesAChangeOfTheFile) {
  run();
  write("a.cpp", "#include \"lib.h\"\nint main() { lib(); lib(); }\n");
  EXPECT_FALSE(run().FromCache);
}

TEST_F(Cache, NoticesAChangeOfAHeader) {
  run();
  write("lib.h", "inline void lib() { ; }\n", 30);
  EXPECT_FALSE(run().FromCache);
  EXPECT_TRUE(run().FromCache);
}

TEST_F(Cache, NoticesAChangeOfEqualSizeAndRecentTime) {
  write("lib.h", "inline int lib() { return 1; }\n", 1);
  run();
  write("lib.h", "inline int lib() { return 2; }\n", 1);
  EXPECT_FALSE(run().FromCache);
}

TEST_F(Cache, LooksAtContentWhereOnlyTheTimeChanged) {
  run();
  write("lib.h", "inline void lib() {}\n", 5);
  EXPECT_TRUE(run().FromCache);
}

TEST_F(Cache, NoticesThatAHeaderIsGone) {
  run();
  ASSERT_FALSE(sys::fs::remove(T.at("lib.h")));
  LowerResult R = run();
  EXPECT_FALSE(R.FromCache);
  EXPECT_FALSE(R.Complete);
}

TEST_F(Cache, DoesNotKeepErrors) {
  write("a.cpp", "#include \"later.h\"\nint main() {}\n");
  EXPECT_FALSE(run().Complete);
  write("later.h", "");
  EXPECT_TRUE(run().Complete);
}

TEST_F(Cache, TellsFlagsApartThatMatterAndOnlyThose) {
  run({"-DA"});
  EXPECT_FALSE(run({"-DB"}).FromCache);
  EXPECT_TRUE(run({"-DA", "-Wall", "-o", "x.o", "-MD"}).FromCache);
}

TEST_F(Cache, RemovesACorruptEntry) {
  run();
  std::vector<std::string> Before = entries();
  ASSERT_EQ(Before.size(), 1u);
  std::string Bytes = (*MemoryBuffer::getFile(Before[0]))->getBuffer().str();
  for (size_t Keep : {size_t(0), size_t(30), Bytes.size() / 2}) {
    std::error_code EC;
    raw_fd_ostream(Before[0], EC) << StringRef(Bytes).take_front(Keep);
    EXPECT_FALSE(run().FromCache) << Keep;
    EXPECT_TRUE(run().FromCache) << Keep;
  }
  Bytes[Bytes.size() - 5] ^= 1;
  std::error_code EC;
  raw_fd_ostream(Before[0], EC) << Bytes;
  EXPECT_FALSE(run().FromCache);
}

TEST_F(Cache, DoesWithoutAFolderItCannotUse) {
  Folder = T.add("file", "in the way");
  EXPECT_TRUE(run().Complete);
  EXPECT_TRUE(run().Complete);
  Folder = "/proc/self/nowhere";
  EXPECT_TRUE(run().Complete);
  Folder.clear();
  EXPECT_TRUE(run().Complete);
  EXPECT_FALSE(run().FromCache);
}

TEST_F(Cache, ClearsOnlyWhatIsItsOwn) {
  run();
  run({"-DX"});
  std::string Mine = T.add("cache/thesis.txt", "do not lose");
  Expected<unsigned> Count = ModelCache(Folder).clear();
  ASSERT_TRUE(bool(Count));
  EXPECT_EQ(*Count, 2u);
  EXPECT_EQ(entries(), std::vector<std::string>{Mine});
}

TEST_F(Cache, GivesEveryNumberOfThreadsTheSameOrder) {
  InputPlan Plan;
  Plan.Root = T.root();
  for (int I = 0; I < 12; ++I) {
    CompileJob Job;
    Job.File = T.add("u" + std::to_string(I) + ".cpp",
                     "void f" + std::to_string(I) + "() {}\n");
    Job.Directory = T.root();
    Job.Command = {"clang++", Job.File};
    Plan.Jobs.push_back(Job);
  }
  LowerAllOptions Options;
  Options.Lower.Root = T.root();
  Options.UseCache = false;
  std::vector<std::vector<Module>> Runs;
  for (unsigned Jobs : {1u, 8u}) {
    Options.Jobs = Jobs;
    auto &Modules = Runs.emplace_back();
    for (LoweredJob &L : lowerAll(Plan, Options)) {
      ASSERT_TRUE(bool(L.Result)) << toString(L.Result.takeError());
      Modules.push_back(std::move(L.Result->M));
    }
  }
  EXPECT_EQ(Runs[0], Runs[1]);
  EXPECT_EQ(Runs[0][11].Name, "u11.cpp");
}

} // namespace
} // namespace heddle
