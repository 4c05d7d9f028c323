//===- ThreadKeyMisuse.cpp - thread-key-misuse ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A key for thread-specific data (pthread_key_t, tss_t) that is made too late,
/// deleted too early, or made again and again:
///
/// - it is made while threads that use it may be running already;
/// - it is deleted while such threads may still be running;
/// - it is made in code that runs many times, and deleted nowhere: there are
/// only so
///   many keys in a process (PTHREAD_KEYS_MAX is 1024, often less).
///
/// A key that pthread_once makes, or that is made under a lock, is made in
/// time.
///
/// Misses: what the keys stand for: values without a destructor, or without a
/// free.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Races/Certain.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <vector>

using namespace heddle;

namespace {

/// A thread and where it uses a key.
struct KeyUse {
  ThreadId Thread = ThreadId::None;
  EventRef At;
};

class Keys {
public:
  explicit Keys(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A),
        Sure(A.ThreadTable.values()) {}

  void run() {
    note();
    for (EventRef At : Made) {
      if (isGuarded(At))
        continue;
      if (std::optional<KeyUse> Use = usedBeside(At))
        tellUsed(At, *Use, /*IsMade=*/true);
      else
        leaked(At);
    }
    for (EventRef At : Deleted)
      if (std::optional<KeyUse> Use = usedBeside(At))
        tellUsed(At, *Use, /*IsMade=*/false);
  }

private:
  llvm::ArrayRef<CellId> cells(EventRef At) const {
    return A.Pointers.cells(At.Func, std::get<SyncObject>(M[At]).P);
  }

  void note() {
    forEachUserEvent(M, [&](EventRef At) {
      const auto *S = std::get_if<SyncObject>(&M[At]);
      if (S && S->Kind == SyncObject::ObjectKind::Key &&
          A.Pointers.isReachable(At.Func))
        (S->Op == SyncObject::OpKind::Init ? Made : Deleted).push_back(At);
    });
    if (Made.empty())
      return;
    forEachUserEvent(M, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      if (X && X->Kind == AccessKind::Read && valid(X->P))
        for (CellId Cell : A.Pointers.cells(At.Func, X->P))
          Reads[Cell].push_back(At);
    });
  }

  /// Is the key made by one thread for all, before they use it?
  bool isGuarded(EventRef At) const {
    return !A.LockTable.heldAt(At).empty() ||
           llvm::any_of(A.Pointers.callersOf(At.Func), [&](EventRef Site) {
             return std::holds_alternative<OnceOp>(M[Site]);
           });
  }

  /// A use of the key by a thread that may be running at \p At.
  std::optional<KeyUse> usedBeside(EventRef At) const {
    for (CellId Cell : cells(At)) {
      auto It = Reads.find(Cell);
      if (It == Reads.end() || !A.Pointers.isUnique(Cell))
        continue;
      for (ThreadId Self : A.ThreadTable.executing(At.Func))
        for (ThreadId Other : A.ThreadTable.runningAt(Self, At))
          for (EventRef Read : It->second)
            if (Other != Self &&
                llvm::is_contained(A.ThreadTable.executing(Read.Func), Other))
              return KeyUse{Other, Read};
    }
    return std::nullopt;
  }

  std::string nameAt(EventRef At) const {
    return describe(M, At.Func, std::get<SyncObject>(M[At]).P);
  }

  void tellUsed(EventRef At, const KeyUse &Use, bool IsMade) {
    const std::string Name = nameAt(At),
                      Who = threadWords(A.ThreadTable[Use.Thread]);
    Finding F;
    F.Object = Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"the thread may be running at this point"};
    F.Message = IsMade ? "the key " + quoted(Name) + " is made when " + Who +
                             ", which uses it, may be running already"
                       : "the key " + quoted(Name) + " is deleted when " + Who +
                             ", which uses it, may still be running";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = IsMade ? "from here on it is a key" : "no key any more";
    F.Sites.push_back(std::move(S));
    Site Other =
        siteAt(M, SiteRole::OtherAccess, Use.At, Who + " uses it here");
    Other.Thread = A.ThreadTable[Use.Thread].Name;
    F.Sites.push_back(std::move(Other));
    F.Sites.push_back(spawnSite(M, A.ThreadTable[Use.Thread]));
    F.Why = std::string(IsMade ? "before it is made, the variable holds some "
                                 "number, often that of another key. "
                               : "after that the number may be given to "
                                 "another key. ") +
            "A thread that uses it then reads and writes data that is not "
            "its own kind, or gets an error that nobody looks at; it is "
            "undefined";
    F.Repair = IsMade ? "make the key before the first thread starts; or let "
                        "each user call pthread_once, which makes it on the "
                        "first use"
                      : "join the threads first, and delete the key then";
    if (IsMade)
      offerEarlier(Context, F, "make the key before the thread starts",
                   F.Sites.front().Span, F.Sites.back().Span);
    Context.Report(std::move(F));
  }

  void leaked(EventRef At) {
    llvm::ArrayRef<CellId> Cells = cells(At);
    const bool IsDeleted = llvm::any_of(Deleted, [&](EventRef Other) {
      llvm::ArrayRef<CellId> Theirs = cells(Other);
      return Theirs.empty() || Cells.empty() ||
             A.Pointers.mayOverlap(Theirs, Cells);
    });
    if (IsDeleted || A.Pointers.runsOnce(At) || !Sure.happens(At))
      return;
    const std::string Name = nameAt(At);
    Finding F;
    F.Object = Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"this runs more than once, and no key is deleted"};
    F.Message =
        "the key " + quoted(Name) + " is made each time and never deleted";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "one key less for the rest of the process";
    F.Sites.push_back(std::move(S));
    F.Why = "a key belongs to the process and stays until it is deleted; there "
            "are only a few hundred. When they are used up, making another one "
            "fails, here or in any library, and data that was to be a thread's "
            "own ends up nowhere";
    F.Repair = "make one key for the whole program, once (pthread_once), and "
               "let every thread set its own value; or delete it where its "
               "owner ends:\n  pthread_key_delete(" +
               Name +
               ");\nIn C11 and C++ a thread_local variable does it "
               "without a key";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  CertainEvents Sure;
  std::vector<EventRef> Made, Deleted;
  std::map<CellId, std::vector<EventRef>> Reads;
};

void check(const CheckContext &Context) { Keys(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule ThreadKeyMisuse;
const Rule ThreadKeyMisuse = {
    {"thread-key-misuse", Category::Lifetime, Severity::Warning,
     RuleScope::Program,
     "a key for thread-specific data is made too late, or over and over"},
    check};
} // namespace heddle::rules
