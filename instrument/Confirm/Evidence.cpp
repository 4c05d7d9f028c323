//===- Evidence.cpp - Observations in the words of findings ---------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "instrument/Confirm/Evidence.h"

#include "analyzer/Findings/Finding.h"
#include "instrument/Confirm/Deadlock.h"
#include "instrument/Confirm/Places.h"
#include "instrument/Explore/Observation.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace heddle;
using llvm::StringRef;

namespace {

std::string at(const CallStack &Stack, const Places &Where) {
  std::string Text;
  if (std::string Inside = libraryCall(Stack); !Inside.empty())
    Text = " in " + Inside;
  if (const StackFrame *F = userFrame(Stack))
    Text += " at " + Where.text(*F);
  return Text;
}

std::string verb(const ObservedAccess &A) {
  std::string Text = A.Write ? "wrote" : "read";
  return A.Atomic ? Text + " it atomically" : Text + " it";
}

Site accessSite(const ObservedAccess &A, const Observation &O,
                const Places &Where) {
  static const ObservedThread Unknown;
  const ObservedThread &T =
      A.Thread < O.Threads.size() ? O.Threads[A.Thread] : Unknown;
  Site S = siteOf(A.Stack, Where);
  S.Write = A.Write;
  S.ThreadIndex = A.Thread;
  S.Thread = threadWords(T.IsMain, T.Name, A.Stack);
  S.Message = S.Thread + " " + verb(A) + at(A.Stack, Where);
  return S;
}

std::vector<Site> raceSites(const Observation &O, const Places &Where,
                            const Finding *Like) {
  std::vector<Site> Sites;
  Sites.reserve(O.Accesses.size());
  for (const ObservedAccess &A : O.Accesses)
    Sites.push_back(accessSite(A, O, Where));
  // Which of the two was first is luck; the finding's order is not.
  auto IsFirst = [&](const CallStack &Stack) {
    const StackFrame *F = userFrame(Stack);
    return F && Where.covers(Like->Sites[0].Span, *F);
  };
  if (Like && !Like->Sites.empty() && Sites.size() == 2 &&
      !IsFirst(O.Accesses[0].Stack) && IsFirst(O.Accesses[1].Stack))
    std::swap(Sites[0], Sites[1]);
  for (size_t I = 0; I < Sites.size(); ++I)
    Sites[I].Role = I == 0 ? SiteRole::Primary : SiteRole::OtherAccess;
  return Sites;
}

/// Five philosophers at one line are one place.
void dropRepetitions(std::vector<Site> &Sites) {
  std::vector<Site> Kept;
  for (Site &S : Sites)
    if (llvm::none_of(Kept, [&](const Site &Other) {
          return Other.Span == S.Span && Other.Message == S.Message &&
                 Other.Write == S.Write;
        }))
      Kept.push_back(std::move(S));
  Sites = std::move(Kept);
}

/// For each edge of the cycle, in the order of time: where the first lock was
/// taken, and where the second one while it was held.
std::vector<Site> lockSites(const Observation &O, const Places &Where) {
  std::vector<Site> Sites;
  auto Add = [&](const CallStack &Stack, size_t Edge, size_t Lock,
                 StringRef Order) {
    Site S = siteOf(Stack, Where);
    if (S.Stack.empty())
      return;
    Lock %= std::max<size_t>(O.Mutexes.size(), 1);
    std::string Name = Lock < O.Mutexes.size() ? O.Mutexes[Lock].Name : "";
    Name = Name.empty() ? "lock " + std::to_string(Lock + 1) : "'" + Name + "'";
    S.Role = Sites.empty() ? SiteRole::Primary : SiteRole::LockTaken;
    S.ThreadIndex = uint32_t(Edge);
    S.Message = Order.str() + " " + Name + " was taken" + at(Stack, Where);
    Sites.push_back(std::move(S));
  };
  for (size_t Edge = 0; 2 * Edge + 1 < O.Stacks.size(); ++Edge) {
    Add(O.Stacks[2 * Edge + 1], Edge, Edge, "first");
    Add(O.Stacks[2 * Edge], Edge, Edge + 1, "then");
  }
  dropRepetitions(Sites);
  return Sites;
}

std::vector<Site> standingSites(const Observation &O, const Places &Where) {
  std::vector<Site> Sites;
  for (const StandingThread &T : O.Standing) {
    Site S = siteOf(T.Stack, Where);
    if (S.Stack.empty())
      continue;
    S.Role = Sites.empty() ? SiteRole::Primary : SiteRole::Wait;
    S.ThreadIndex = uint32_t(Sites.size());
    S.Thread = threadWords(T.IsMain, "", T.Stack);
    S.Message =
        S.Thread + (T.Stuck ? " stood still" : " was") + at(T.Stack, Where);
    Sites.push_back(std::move(S));
  }
  return Sites;
}

std::vector<Site> stackSites(const Observation &O, const Places &Where,
                             StringRef Message) {
  std::vector<Site> Sites;
  for (const CallStack &Stack : O.Stacks) {
    Site S = siteOf(Stack, Where);
    if (S.Stack.empty())
      continue;
    S.Role = Sites.empty() ? SiteRole::Primary : SiteRole::Related;
    S.Message = Message.str() + at(Stack, Where);
    Sites.push_back(std::move(S));
  }
  return Sites;
}

/// What ThreadSanitizer's word for a misuse is in Heddle's catalogue.
struct MisuseWords {
  StringRef Type, Rule, Message, Why, Repair;
  Category Kind;
};
constexpr MisuseWords Misuses[] = {
    {.Type = "mutex-double-lock",
     .Rule = "self-deadlock",
     .Message = "is locked again by the thread that holds it",
     .Why = "the thread waits for itself, for ever",
     .Repair =
         "lock it once, or give the inner function a variant that expects "
         "the lock to be held",
     .Kind = Category::Deadlock},
    {.Type = "mutex-bad-unlock",
     .Rule = "unlock-not-held",
     .Message = "is unlocked by a thread that does not hold it",
     .Why = "unlocking what another thread holds, or nobody, is undefined: a "
            "third thread may enter while the owner is still inside",
     .Repair = "unlock only where it was locked; a guard does that by itself",
     .Kind = Category::Lock},
    {.Type = "mutex-bad-read-unlock",
     .Rule = "unlock-not-held",
     .Message = "is unlocked in another way than it was locked",
     .Why = "the lock's count of readers is wrong after that",
     .Repair = "use a guard, which unlocks as it locked",
     .Kind = Category::Lock},
    {.Type = "mutex-bad-read-lock",
     .Rule = "self-deadlock",
     .Message = "is locked for reading by the thread that holds it for writing",
     .Why = "the thread waits for itself, for ever",
     .Repair = "release it first",
     .Kind = Category::Deadlock},
    {.Type = "locked-mutex-destroy",
     .Rule = "mutex-destroyed-in-use",
     .Message = "is destroyed while it is locked",
     .Why = "who waits for it, or unlocks it later, uses freed memory",
     .Repair = "let it live longer than every thread that uses it",
     .Kind = Category::Lock},
    {.Type = "mutex-invalid-access",
     .Rule = "mutex-destroyed-in-use",
     .Message = "is used after it was destroyed, or before it was initialised",
     .Why = "the memory may be something else by then",
     .Repair = "let it live longer than every thread that uses it",
     .Kind = Category::Lock},
};

/// Is the access inside a container of the standard library?
bool isInContainer(const CallStack &Stack) {
  std::string Call = libraryCall(Stack);
  for (StringRef Name :
       {"vector", "deque", "list", "forward_list", "map", "multimap", "set",
        "multiset", "unordered_map", "unordered_multimap", "unordered_set",
        "unordered_multiset", "queue", "priority_queue", "stack",
        "__cxx11::list", "__cxx11::basic_string"})
    if (StringRef(Call).starts_with(("std::" + Name + "::").str()))
      return true;
  return false;
}

void describeRace(Finding &F, const Observation &O, const Places &Where) {
  bool Freed = StringRef(O.Type).starts_with("heap-use-after-free");
  bool InContainer = llvm::all_of(O.Accesses, [](const ObservedAccess &A) {
    return isInContainer(A.Stack);
  });
  F.Rule = Freed         ? "destruction-race"
           : InContainer ? "container-race"
                         : "data-race";
  F.Kind = Category::Race;
  std::string What = objectWords(O, Where);
  F.Message = Freed ? What + " is freed by one thread while another uses it"
                    : What + " is accessed by two threads at once, at least "
                             "one of them writing";
  F.Why = Freed ? "what the other thread reads or writes then is whatever lies "
                  "in the freed memory"
          : InContainer
              ? "a container of the standard library does not guard itself: "
                "while one thread moves elements or rewrites its size and "
                "pointers, the other can follow the old ones"
              : "nothing decides which access comes first: a value may be "
                "lost, or seen half written";
  F.Repair = Freed ? "end the other thread's use first: join it, or share the "
                     "memory through a std::shared_ptr"
                   : "guard every access by one mutex; or make it atomic; or "
                     "join the thread first";
}

/// In the order of the source: which thread made which access is luck.
void addSpawns(Finding &F, const Observation &O, const Places &Where) {
  std::map<SourceSpan, Site> Spawns;
  for (const ObservedThread &T : O.Threads) {
    if (T.IsMain || !userFrame(T.CreatedAt))
      continue;
    Site S = siteOf(T.CreatedAt, Where);
    S.Role = SiteRole::Spawn;
    S.Message = "the thread is started here";
    SourceSpan At = S.Span;
    Spawns.try_emplace(At, std::move(S));
  }
  for (auto &[At, S] : Spawns)
    F.Sites.push_back(std::move(S));
}

bool describe(Finding &F, const Observation &O, const Places &Where) {
  switch (O.Kind) {
  case ObservationKind::Race:
    describeRace(F, O, Where);
    return true;
  case ObservationKind::LockOrder:
    F.Rule = "lock-order";
    F.Kind = Category::Deadlock;
    F.Message = objectWords(O, Where) + " are locked in conflicting orders";
    F.Why = "when each of two threads has its first lock and waits for the "
            "other's, both wait for ever";
    F.Repair = "take them in one order everywhere, or both at once with "
               "std::scoped_lock";
    return true;
  case ObservationKind::ThreadLeak:
    F.Rule = "thread-leak";
    F.Kind = Category::Lifetime;
    F.Level = Severity::Warning;
    F.Message = "a thread is neither joined nor detached";
    F.Why = "its stack and its result are kept until the program ends";
    F.Repair = "join it, or detach it";
    return true;
  case ObservationKind::MutexMisuse:
    for (const MisuseWords &W : Misuses)
      if (O.Type == W.Type) {
        F.Rule = W.Rule.str();
        F.Kind = W.Kind;
        F.Message = objectWords(O, Where) + " " + W.Message.str();
        F.Why = W.Why.str();
        F.Repair = W.Repair.str();
        return true;
      }
    return false;
  case ObservationKind::Deadlock:
    describeDeadlock(F, O, Where);
    return true;
  case ObservationKind::OtherReport:
  case ObservationKind::Crash:
  case ObservationKind::Hang:
  case ObservationKind::Endless:
    return false;
  }
  return false;
}

} // namespace

std::vector<Site> heddle::observedSites(const Observation &O,
                                        const Places &Where,
                                        const Finding *Like) {
  switch (O.Kind) {
  case ObservationKind::Race:
    return raceSites(O, Where, Like);
  case ObservationKind::LockOrder:
    return lockSites(O, Where);
  case ObservationKind::Hang:
  case ObservationKind::Endless:
    return standingSites(O, Where);
  case ObservationKind::Deadlock:
    return deadlockSites(O, Where);
  case ObservationKind::Crash:
    return stackSites(O, Where, "the program was ended");
  case ObservationKind::ThreadLeak: {
    Observation Created = O;
    Created.Stacks.clear();
    for (const ObservedThread &T : O.Threads)
      Created.Stacks.push_back(T.CreatedAt);
    return stackSites(Created, Where, "a thread was started and never joined");
  }
  case ObservationKind::MutexMisuse:
  case ObservationKind::OtherReport:
    break;
  }
  return stackSites(O, Where, "it happened");
}

std::string heddle::objectWords(const Observation &O, const Places &Where) {
  if (O.Kind != ObservationKind::Race) {
    std::vector<std::string> Names;
    Names.reserve(O.Mutexes.size());
    for (const ObservedMutex &M : O.Mutexes)
      Names.push_back(M.Name.empty() ? "a lock" : "'" + M.Name + "'");
    llvm::sort(Names);
    Names.erase(llvm::unique(Names), Names.end());
    if (Names.size() == 2)
      return Names[0] + " and " + Names[1];
    if (Names.size() == 1 && O.Mutexes.size() > 1)
      return "several of " + Names[0];
    return Names.empty() ? "a lock" : llvm::join(Names, ", ");
  }
  if (!O.Object.Name.empty())
    return "'" + O.Object.Name + "'";
  if (const StackFrame *F = userFrame(O.Object.AllocatedAt))
    return "memory allocated at " + Where.text(*F);
  if (O.Object.Storage == MemoryKind::Stack)
    return "a local variable";
  return "memory";
}

std::optional<Finding> heddle::findingOf(const Observation &O,
                                         const Places &Where,
                                         const std::string &Program) {
  Finding F;
  F.Program = Program;
  F.Belief = Confidence::Certain;
  if (!describe(F, O, Where))
    return std::nullopt;
  F.Sites = observedSites(O, Where);
  llvm::erase_if(F.Sites, [](const Site &S) { return S.Span.Line == 0; });
  if (F.Sites.empty())
    return std::nullopt;
  F.Dynamic.Verdict = DynamicVerdict::Confirmed;
  F.Dynamic.Observed = F.Sites;
  F.Sites[0].Label = std::move(F.Sites[0].Message);
  F.Sites[0].Message.clear();
  F.Sites[0].Role = SiteRole::Primary;
  if (O.Kind == ObservationKind::Race) {
    F.Object = O.Object.Name;
    addSpawns(F, O, Where);
  } else if (O.Kind != ObservationKind::Deadlock) {
    std::vector<std::string> Names;
    for (const ObservedMutex &M : O.Mutexes)
      if (!M.Name.empty())
        Names.push_back(M.Name);
    llvm::sort(Names);
    Names.erase(llvm::unique(Names), Names.end());
    F.Object = llvm::join(Names, ", ");
  }
  std::vector<std::string> Functions;
  Functions.reserve(F.Dynamic.Observed.size());
  for (const Site &S : F.Dynamic.Observed)
    Functions.push_back(S.Function);
  llvm::sort(Functions);
  // Seen as a deadlock or foretold by the order of locks: the same one.
  if (F.Kind == Category::Deadlock)
    Functions.erase(llvm::unique(Functions), Functions.end());
  // One cause for all the memory of one object: a container's size, its
  // pointers and its elements.
  F.Cause = "run|" + F.Rule + "|" + llvm::join(Functions, "|");
  F.Reasons = {"found only by running the program: the static half did not "
               "see it"};
  return F;
}
