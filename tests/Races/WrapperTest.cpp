//===- WrapperTest.cpp - Threads that a function starts for others --------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Programs wrap their thread library. Each thread runs what it was given, and
/// is one thread, whoever else was started by the same lines.
///
//===----------------------------------------------------------------------===//

#include "tests/Races/Analyzed.h"

namespace heddle::test {
namespace {

std::string inC(llvm::StringRef Code) {
  return racesInC(("#include <pthread.h>\n#include <stdlib.h>\n"
                   "static int Mine, Yours, Both;\n" +
                   Code)
                      .str());
}
std::string inCxx(llvm::StringRef Code) {
  return races(("#include <functional>\n#include <memory>\n"
                "#include <pthread.h>\n#include <thread>\n#include <vector>\n"
                "static int Mine, Yours, Both;\n" +
                Code)
                   .str());
}

const char Entry[] = R"(
static void *entry(void *Real) { ((void (*)(void))Real)(); return NULL; }
static pthread_t start(void (*Real)(void)) {
  pthread_t T;
  if (pthread_create(&T, NULL, entry, Real) != 0)
    abort();
  return T;
}
static void one(void) { ++Mine; ++Both; }
static void two(void) { ++Yours; ++Both; }
)";

TEST(Wrappers, RunWhatTheyAreGiven) {
  EXPECT_EQ(inC(std::string(Entry) + R"(
    int main(void) { pthread_t A = start(one), B = start(two);
      pthread_join(A, NULL); pthread_join(B, NULL); })"),
            "Both");
}

TEST(Wrappers, RunOneFunctionTwice) {
  EXPECT_EQ(inC(std::string(Entry) + R"(
    int main(void) { pthread_t A = start(one), B = start(one);
      pthread_join(A, NULL); pthread_join(B, NULL); })"),
            "Both, Mine");
}

TEST(Wrappers, RunOneFunctionInALoop) {
  EXPECT_EQ(inC(std::string(Entry) + R"(
    int main(void) { pthread_t A[4], B = start(two);
      for (int I = 0; I < 4; ++I) A[I] = start(one);
      for (int I = 0; I < 4; ++I) pthread_join(A[I], NULL);
      pthread_join(B, NULL); })"),
            "Both, Mine");
}

TEST(Wrappers, ReturnHandlesThatCanBeJoined) {
  EXPECT_EQ(inC(std::string(Entry) + R"(
    int main(void) { pthread_t A = start(one); pthread_join(A, NULL);
      Both = 0; A = start(two); pthread_join(A, NULL); return Both; })"),
            "");
}

TEST(Wrappers, StartThreadsThatStartOthers) {
  EXPECT_EQ(inC(std::string(Entry) + R"(
    static void first(void) { Both = Mine = 1;
      pthread_t A = start(one), B = start(two);
      pthread_join(A, NULL); pthread_join(B, NULL); Mine = 2; }
    int main(void) { pthread_join(start(first), NULL); return Mine; })"),
            "Both");
}

const char Job[] = R"(
typedef struct { void (*Run)(int *); int *Of; } Job;
static void *entry(void *P) {
  Job *J = P; void (*Run)(int *) = J->Run; int *Of = J->Of;
  free(J); Run(Of); return NULL;
}
static void start(pthread_t *T, void (*Run)(int *), int *Of) {
  Job *J = malloc(sizeof *J); J->Run = Run; J->Of = Of;
  pthread_create(T, NULL, entry, J);
}
static void add(int *Of) { ++*Of; }
static void take(int *Of) { --*Of; }
)";

TEST(Wrappers, HandOnWhatIsAllocatedForEach) {
  EXPECT_EQ(inC(std::string(Job) + R"(
    int main(void) { pthread_t A, B;
      start(&A, add, &Mine); start(&B, take, &Yours);
      pthread_join(A, NULL); pthread_join(B, NULL); return Mine + Yours; })"),
            "");
  EXPECT_EQ(inC(std::string(Job) + R"(
    int main(void) { pthread_t A, B;
      start(&A, add, &Both); start(&B, take, &Both);
      pthread_join(A, NULL); pthread_join(B, NULL); })"),
            "Both");
}

TEST(Wrappers, KeepHandlesForAnotherWrapperToJoin) {
  EXPECT_EQ(inC(std::string(Job) + R"(
    struct Team { pthread_t All[8]; int Size; } Team;
    static void hire(struct Team *T, void (*Run)(int *), int *Of) {
      start(&T->All[T->Size++], Run, Of); }
    static void dismiss(struct Team *T) {
      for (int I = 0; I < T->Size; ++I) pthread_join(T->All[I], NULL);
      T->Size = 0; }
    int main(void) { hire(&Team, add, &Mine); hire(&Team, take, &Yours);
      dismiss(&Team); return Mine + Yours; })"),
            "");
}

const char Class[] = R"(
class Thread {
public:
  virtual ~Thread() = default;
  void start() { pthread_create(&Handle, nullptr, &Thread::enter, this); }
  void join() { pthread_join(Handle, nullptr); }
protected:
  virtual void run() = 0;
private:
  static void *enter(void *P) { static_cast<Thread *>(P)->run(); return P; }
  pthread_t Handle;
};
struct One : Thread { int Own = 0; void run() override { ++Mine; ++Both; ++Own; } };
struct Two : Thread { int Own = 0; void run() override { ++Yours; ++Both; ++Own; } };
)";

TEST(Wrappers, ThatAreBaseClassesRunTheOverrider) {
  EXPECT_EQ(inCxx(std::string(Class) + R"(
    int main() { One A; Two B; A.start(); B.start(); A.join(); B.join();
      return Mine + Yours + A.Own + B.Own; })"),
            "Both");
}

TEST(Wrappers, ThatAreBaseClassesMayLiveOnTheHeap) {
  EXPECT_EQ(inCxx(std::string(Class) + R"(
    int main() { std::unique_ptr<Thread> A(new One), B = std::make_unique<Two>();
      A->start(); B->start(); A->join(); B->join(); return Mine + Yours; })"),
            "Both");
}

TEST(Wrappers, ThatKeepAFunctionRunTheirOwn) {
  EXPECT_EQ(inCxx(R"(
    class Task {
    public:
      explicit Task(std::function<void()> F) : What(std::move(F)) {}
      void start() { T = std::thread([this] { What(); }); }
      void join() { T.join(); }
    private:
      std::function<void()> What;
      std::thread T;
    };
    int main() { Task A([] { ++Mine; ++Both; }), B([] { ++Yours; ++Both; });
      A.start(); B.start(); A.join(); B.join(); return Mine + Yours; })"),
            "Both");
}

TEST(Wrappers, ThatStartInTheConstructorRunTheirOwn) {
  EXPECT_EQ(inCxx(R"(
    class Task {
    public:
      explicit Task(std::function<void()> F)
          : What(std::move(F)), T(&Task::loop, this) {}
      ~Task() { T.join(); }
    private:
      void loop() { What(); }
      std::function<void()> What;
      std::thread T;
    };
    int main() { { Task A([] { ++Mine; ++Both; }), B([] { ++Yours; ++Both; }); }
      return Mine + Yours; })"),
            "Both");
}

TEST(Wrappers, AreNotNeededToGiveAThreadItsFunction) {
  EXPECT_EQ(inC(R"(
    typedef struct { void (*Run)(void); } Job;
    static void *entry(void *P) { ((Job *)P)->Run(); return NULL; }
    static void one(void) { ++Mine; ++Both; }
    static void two(void) { ++Yours; ++Both; }
    int main(void) { Job A = {one}, B = {two}; pthread_t T, U;
      pthread_create(&T, NULL, entry, &A); pthread_create(&U, NULL, entry, &B);
      pthread_join(T, NULL); pthread_join(U, NULL); return Mine + Yours; })"),
            "Both");
}

TEST(Wrappers, LendThreadsTheNameOfWhatTheyRun) {
  Analyzed Code(("#include <pthread.h>\n#include <stdlib.h>\n"
                 "static int Mine, Yours, Both;\n" +
                 std::string(Entry) +
                 "int main(void) { start(one); start(two); }"),
                /*IsC=*/true);
  std::set<std::string> Names;
  for (const AbstractThread &T : Code.A->ThreadTable.all())
    Names.insert(T.Name);
  EXPECT_EQ(Names, (std::set<std::string>{"main", "one", "two"}));
}

} // namespace
} // namespace heddle::test
