//===- ThreadUnsafeCall.cpp - thread-unsafe-call --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Functions of the library that keep state of their own between calls, or
/// answer with a pointer to a buffer of their own (strtok, localtime, rand),
/// called where two threads can be at once without a common lock. The specs
/// name the hidden state; functions with one state are one fault.
///
/// Misses: a result that is used after the lock around the call was given up.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Parallel.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace heddle;

namespace {

/// Nearly all C libraries in use keep it apart by thread, though no standard
/// asks for it: strerror in glibc 2.32 and later, and in musl.
bool isUsuallySafe(llvm::StringRef State) { return State == "strerror"; }

class UnsafeCalls {
public:
  explicit UnsafeCalls(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    collect();
    for (auto &[State, Events] : ByState) {
      llvm::sort(Events, [&](const ThreadEvent &L, const ThreadEvent &R) {
        return std::tuple(makeSpan(M, L.At), L.Thread) <
               std::tuple(makeSpan(M, R.At), R.Thread);
      });
      if (auto Pair = firstMeeting(A, Events))
        report(State, Pair->first, Pair->second, Events);
    }
  }

private:
  void collect() {
    forEachUserBody(M, [&](FuncId F) {
      const Body &B = *M[F].Definition;
      for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
        for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
          // What an object keeps to itself is another rule's: queue-misuse.
          if (const auto *U =
                  std::get_if<UnsafeCall>(&B.Blocks[Block].Events[I]);
              U && !(valid(U->Via) && M[U->Via].hasThis()))
            llvm::append_range(ByState[U->State],
                               threadsAt(A, {F, BlockId{Block}, I}));
    });
  }

  const UnsafeCall &callAt(const ThreadEvent &E) const {
    return std::get<UnsafeCall>(M[E.At]);
  }
  std::string nameAt(const ThreadEvent &E) const {
    return valid(callAt(E).Via) ? displayName(M, callAt(E).Via) : "it";
  }
  std::string threadOf(const ThreadEvent &E) const {
    return threadWords(A.ThreadTable[E.Thread]);
  }

  void report(const std::string &State, const ThreadEvent &First,
              const ThreadEvent &Second,
              const std::vector<ThreadEvent> &Events) {
    std::string Name = quoted(nameAt(First));
    Finding F;
    F.Object = nameAt(First);
    F.Cause = "state " + State;
    F.Belief = Confidence::Likely;
    F.Reasons = {"both calls can be reached at the same time"};
    if (isUsuallySafe(State)) {
      F.Belief = Confidence::Possible;
      F.Reasons.emplace_back("the GNU C library (since 2.32) and musl have one "
                             "for each thread, which no standard promises");
    }
    F.Message = Name + " is not made for threads, and two of them can call it "
                       "at the same time";
    addSites(F, First, Second);
    F.Why = Name + " keeps something between calls" +
            (State == nameAt(First) ? "" : " (" + State + ")") +
            ", once for the whole program. What one thread leaves there, "
            "the other one overwrites or goes on with";
    F.Repair = "use " + callAt(First).Instead +
               " instead; or hold one lock around each call, until its result "
               "is no longer used";
    std::set<SourceSpan> More;
    for (const ThreadEvent &E : Events)
      More.insert(makeSpan(M, E.At));
    offerOwnMemory(Context, F,
                   std::vector<SourceSpan>(More.begin(), More.end()));
    for (const Site &S : F.Sites)
      More.erase(S.Span);
    F.MoreSites = More.size();
    Context.Report(std::move(F));
  }

  void addSites(Finding &F, const ThreadEvent &First,
                const ThreadEvent &Second) const {
    Site Here = siteAt(M, SiteRole::Primary, First.At, "");
    Here.Label = "in " + threadOf(First);
    Here.Thread = A.ThreadTable[First.Thread].Name;
    Here.ThreadIndex = 0;
    Here.Held = heldLocks(M, A.LockTable.heldAt(First.At));
    bool Same = threadOf(First) == threadOf(Second);
    Site There = siteAt(M, SiteRole::OtherAccess, Second.At,
                        (Same ? "another " : "") + threadOf(Second) +
                            " calls " + quoted(nameAt(Second)) + " here");
    There.Thread = A.ThreadTable[Second.Thread].Name;
    There.ThreadIndex = 1;
    There.Held = heldLocks(M, A.LockTable.heldAt(Second.At));
    F.Sites = {std::move(Here), std::move(There)};
    std::set<ThreadId> Told;
    for (const ThreadEvent *E : {&First, &Second})
      if (valid(A.ThreadTable[E->Thread].Spawn.Func) &&
          Told.insert(E->Thread).second) {
        F.Sites.push_back(spawnSite(M, A.ThreadTable[E->Thread]));
        F.Sites.back().ThreadIndex = E == &First ? 0 : 1;
      }
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::map<std::string, std::vector<ThreadEvent>> ByState;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    UnsafeCalls(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule ThreadUnsafeCall;
const Rule ThreadUnsafeCall = {
    {"thread-unsafe-call", Category::Race, Severity::Warning,
     RuleScope::Program,
     "a library function with hidden state is called by several threads"},
    check};
} // namespace heddle::rules
