//===- CoverageTest.cpp - No function is left out ---------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Every public member function of the library classes that threads work with,
/// in every overload, and every function of the C headers for threads, has a
/// spec that applies to a call of it. The lists are taken from the headers of
/// the library that is installed, so that a newer one is held to it too.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Frontend/Frontend.h"
#include "analyzer/Specs/Specs.h"
#include "gtest/gtest.h"

#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace heddle {
namespace {

Module declared(const std::string &Code, StringRef Standard, bool IsC) {
  CompileJob Job;
  Job.File = IsC ? "/input.c" : "/input.cpp";
  Job.Directory = "/";
  Job.Command = {IsC ? "clang" : "clang++", ("-std=" + Standard).str(),
                 "-pthread", Job.File};
  LowerOptions Options;
  Options.Root = "/";
  Options.Content = Code;
  Options.DeclareMembers = true;
  Expected<LowerResult> R = lower(Job, Options);
  if (!R) {
    ADD_FAILURE() << toString(R.takeError());
    return {};
  }
  for (const CompileDiagnostic &D : R->M.Diagnostics)
    if (D.Severity >= DiagnosticSeverity::Error)
      ADD_FAILURE() << D.Message;
  return std::move(R->M);
}

TypeId pointerTo(Module &M, RecordId Class) {
  Type Object, Pointer;
  Object.Kind = TypeKind::Record;
  Object.Record = Class;
  Object.Spelling = M[Class].Spelling;
  M.Types.push_back(Object);
  Pointer.Kind = TypeKind::Pointer;
  Pointer.SizeBytes = Pointer.AlignBytes = 8;
  Pointer.Elem = static_cast<TypeId>(M.Types.size() - 1);
  Pointer.Spelling = Object.Spelling + " *";
  M.Types.push_back(Pointer);
  return static_cast<TypeId>(M.Types.size() - 1);
}

/// A function that does nothing but call \p Callee with its own parameters.
Function callerOf(Module &M, FuncId Callee) {
  const Function &To = M[Callee];
  Function F;
  F.Name = F.Spelling = F.Usr = "calls " + std::to_string(index(Callee));
  Body B;
  Call C;
  C.Callee = Callee;
  auto Place = [&](TypeId T, LocalKind Kind) {
    Local V;
    V.Name = "v" + std::to_string(B.Locals.size());
    V.Type = T;
    V.Kind = Kind;
    B.Locals.push_back(V);
    heddle::Place P;
    P.Local = static_cast<LocalId>(B.Locals.size() - 1);
    P.Type = T;
    B.Places.push_back(P);
    return static_cast<PlaceId>(B.Places.size() - 1);
  };
  auto Parameter = [&](TypeId T) {
    Term V;
    V.Kind = TermKind::Value;
    V.Type = T;
    V.P = Place(T, LocalKind::Param);
    B.Terms.push_back(V);
    F.Params.push_back(T);
    C.Args.push_back(static_cast<TermId>(B.Terms.size() - 1));
  };
  if (To.hasThis())
    Parameter(pointerTo(M, To.Parent));
  for (TypeId T : std::vector<TypeId>(M[Callee].Params))
    Parameter(T);
  if (TypeId R = M[Callee].Result; valid(R) && M[R].Kind != TypeKind::Void) {
    C.Result = Place(R, LocalKind::Temporary);
    C.ResultUsed = true;
  }
  BasicBlock Block;
  Block.Events = {C, Return{}};
  Block.Term.Kind = TerminatorKind::Return;
  B.Blocks.push_back(Block);
  F.Definition = std::move(B);
  return F;
}

/// What of \p M no spec applies to, one a line.
std::string withoutSpec(Module M) {
  size_t Count = M.Functions.size();
  for (size_t I = 0; I != Count; ++I)
    if (M.Functions[I].System && !M.Functions[I].Definition) {
      Function Caller = callerOf(M, static_cast<FuncId>(I));
      M.Functions.push_back(std::move(Caller));
    }
  SpecStats Stats = applySpecs(M, SpecSet::builtin());
  std::string Result;
  for (const auto &[Name, Calls] : Stats.Unknown)
    Result += Name + "\n";
  EXPECT_GT(Stats.CallsRewritten, 0u);
  return Result;
}

std::string withoutSpec(StringRef Headers, ArrayRef<const char *> Classes) {
  std::string Code;
  SmallVector<StringRef> Names;
  Headers.split(Names, ' ');
  for (StringRef Header : Names)
    Code += ("#include <" + Header + ">\n").str();
  Code += "#include <string>\n";
  for (size_t I = 0; I != Classes.size(); ++I) {
    std::string Alias = "Class" + std::to_string(I);
    Code += llvm::formatv("using {0} = {1};\nstatic_assert(sizeof({0}) > 0);\n",
                          Alias, Classes[I])
                .str();
  }
  return withoutSpec(declared(Code, "c++20", /*IsC=*/false));
}

TEST(SpecsCover, Threads) {
  EXPECT_EQ(withoutSpec("thread stop_token",
                        {"std::thread", "std::jthread", "std::thread::id",
                         "std::stop_token", "std::stop_source",
                         "std::stop_callback<void (*)()>"}),
            "");
}

TEST(SpecsCover, Locks) {
  EXPECT_EQ(
      withoutSpec("mutex shared_mutex",
                  {"std::mutex", "std::recursive_mutex", "std::timed_mutex",
                   "std::recursive_timed_mutex", "std::shared_mutex",
                   "std::shared_timed_mutex", "std::lock_guard<std::mutex>",
                   "std::unique_lock<std::timed_mutex>",
                   "std::shared_lock<std::shared_timed_mutex>",
                   "std::scoped_lock<std::mutex, std::mutex>",
                   "std::scoped_lock<>", "std::once_flag"}),
      "");
}

TEST(SpecsCover, WaitingAndOrdering) {
  EXPECT_EQ(
      withoutSpec("condition_variable semaphore latch barrier",
                  {"std::condition_variable", "std::condition_variable_any",
                   "std::counting_semaphore<3>", "std::binary_semaphore",
                   "std::latch", "std::barrier<>",
                   "std::barrier<void (*)() noexcept>"}),
      "");
}

TEST(SpecsCover, Atomics) {
  EXPECT_EQ(withoutSpec("atomic memory",
                        {"std::atomic<int>", "std::atomic<bool>",
                         "std::atomic<int *>", "std::atomic<double>",
                         "std::atomic<std::shared_ptr<int>>",
                         "std::atomic<std::weak_ptr<int>>", "std::atomic_flag",
                         "std::atomic_ref<int>", "std::atomic_ref<int *>",
                         "std::atomic_ref<double>"}),
            "");
}

TEST(SpecsCover, Futures) {
  EXPECT_EQ(withoutSpec("future", {"std::promise<int>", "std::promise<void>",
                                   "std::promise<int &>", "std::future<int>",
                                   "std::future<void>", "std::future<int &>",
                                   "std::shared_future<std::string>",
                                   "std::shared_future<void>",
                                   "std::shared_future<int &>",
                                   "std::packaged_task<int(std::string)>"}),
            "");
}

TEST(SpecsCover, Containers) {
  EXPECT_EQ(
      withoutSpec("queue deque vector map unordered_map list array stack set "
                  "unordered_set forward_list initializer_list span",
                  {"std::queue<int>", "std::priority_queue<std::string>",
                   "std::stack<std::string>", "std::deque<std::string>",
                   "std::vector<std::string>", "std::vector<bool>",
                   "std::list<std::string>", "std::forward_list<std::string>",
                   "std::array<std::string, 3>", "std::map<int, std::string>",
                   "std::multimap<int, std::string>",
                   "std::unordered_map<int, std::string>",
                   "std::unordered_multimap<int, std::string>",
                   "std::set<std::string>", "std::multiset<std::string>",
                   "std::unordered_set<std::string>",
                   "std::unordered_multiset<std::string>",
                   "std::initializer_list<int>", "std::span<int>"}),
      "");
}

TEST(SpecsCover, StringsPointersAndWrappers) {
  EXPECT_EQ(
      withoutSpec("memory functional optional string_view variant any tuple "
                  "utility",
                  {"std::string", "std::wstring", "std::string_view",
                   "std::unique_ptr<int>", "std::unique_ptr<int[]>",
                   "std::shared_ptr<int>", "std::shared_ptr<int[]>",
                   "std::weak_ptr<int>", "std::enable_shared_from_this<int>",
                   "std::function<int(std::string)>",
                   "std::reference_wrapper<int>", "std::optional<std::string>",
                   "std::variant<int, std::string>", "std::any",
                   "std::tuple<int, std::string>",
                   "std::pair<int, std::string>"}),
      "");
}

TEST(SpecsCover, Streams) {
  EXPECT_EQ(
      withoutSpec("iostream fstream sstream syncstream",
                  {"std::ostream", "std::istream", "std::ostringstream",
                   "std::istringstream", "std::stringstream", "std::ofstream",
                   "std::ifstream", "std::fstream", "std::osyncstream"}),
      "");
}

TEST(SpecsCover, FunctionsOfThreadsAndAlgorithms) {
  Module M = declared(R"(
#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <numeric>
#include <string>
#include <thread>
#include <vector>
using namespace std::literals;
int f(std::mutex &A, std::mutex &B, std::atomic<int> &N, std::atomic_flag &F,
      std::vector<int> &V, std::vector<int> &W, std::once_flag &Once,
      std::shared_ptr<int> &P, std::string S, std::launch How) {
  std::lock(A, B);
  std::try_lock(A, B);
  std::call_once(Once, [] {});
  std::this_thread::sleep_for(5ms);
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 1s);
  std::this_thread::yield();
  auto Id = std::this_thread::get_id();
  (void)(Id == std::thread::id());
  auto Later = std::async(How | std::launch::async, [] { return 1; });
  std::atomic_store(&N, std::atomic_load(&N));
  std::atomic_fetch_add_explicit(&N, 1, std::memory_order_relaxed);
  std::atomic_wait(&N, 1);
  std::atomic_notify_all(&N);
  std::atomic_flag_test_and_set(&F);
  std::atomic_thread_fence(std::memory_order_acquire);
  auto Q = std::make_shared<int>(1);
  auto R = std::make_unique<int>(2);
  swap(P, Q);
  std::sort(V.begin(), V.end());
  std::sort(V.begin(), V.end(), [](int L, int R) { return L > R; });
  std::copy(V.begin(), V.end(), std::back_inserter(W));
  std::transform(V.begin(), V.end(), W.begin(), [](int X) { return X + 1; });
  std::for_each(V.begin(), V.end(), [](int &X) { ++X; });
  std::fill(V.begin(), V.end(), 0);
  auto It = std::find(V.begin(), V.end(), 3);
  V.erase(std::remove_if(V.begin(), V.end(), [](int X) { return X == 4; }),
          V.end());
  std::adjacent_find(V.begin(), V.end());
  std::rotate_copy(V.begin(), V.begin() + 1, V.end(), W.begin());
  std::partial_sort_copy(V.begin(), V.end(), W.begin(), W.end());
  std::iota(V.begin(), V.end(), 0);
  S = S + "x"s + std::to_string(std::accumulate(V.begin(), V.end(), 0));
  return Later.get() + *R + std::max(1, 2) + std::min({1, 2}) + (It != V.end()) +
         *std::max_element(V.begin(), V.end()) + std::stoi(S) +
         (S == "y") + (S < "z"s) + int(S.size());
}
)",
                      "c++20", /*IsC=*/false);
  SpecStats Stats = applySpecs(M, SpecSet::builtin());
  std::string Missing;
  for (const auto &[Name, Calls] : Stats.Unknown)
    Missing += Name + "\n";
  EXPECT_EQ(Missing, "");
}

TEST(SpecsCover, PthreadsAndC11Threads) {
  EXPECT_EQ(withoutSpec(declared("#define _GNU_SOURCE\n"
                                 "#include <pthread.h>\n"
                                 "#include <semaphore.h>\n"
                                 "#include <threads.h>\n"
                                 "#include <signal.h>\n"
                                 "#include <unistd.h>\n",
                                 "c17", /*IsC=*/true)),
            "");
}

TEST(SpecsCover, TheCLibrary) {
  EXPECT_EQ(withoutSpec(declared("#define _GNU_SOURCE\n"
                                 "#include <stdio.h>\n"
                                 "#include <stdlib.h>\n"
                                 "#include <string.h>\n"
                                 "#include <time.h>\n"
                                 "#include <ctype.h>\n",
                                 "c17", /*IsC=*/true)),
            "");
}

} // namespace
} // namespace heddle
