//===- SharedMutableStatic.cpp - shared-mutable-static --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A global variable, or a static one of a function, that threads change and
/// that no lock guards: today only the order of starts and joins protects it,
/// if that. An advice about design: what one function and one thread need can
/// be a local, a parameter or a result. Where two threads can meet, it is a
/// race, and told as one.
///
/// Silent about what is atomic, thread_local, synchronises by itself, is held
/// under one lock by all, or gets its value before the threads start.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

/// What threads do to one variable.
struct Sharing {
  std::set<ThreadId> Threads;
  bool IsAtomic = false;
  std::optional<EventRef> Written; ///< while other threads may run
  std::optional<EventRef> Other;   ///< an access in another function
  bool IsLocked = false;           ///< at some access in which others may run
  /// Held at all of them, so far.
  std::optional<std::set<CellId>> Locks;
};

class Statics {
public:
  explicit Statics(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *X = std::get_if<Access>(&M[At]); X && !X->Init)
        note(At, *X);
    });
    for (const auto &[Id, S] : Variables)
      if (S.Written && !S.IsAtomic && S.Locks && S.Locks->empty() &&
          isShared(S))
        tell(Id, S);
  }

private:
  void note(EventRef At, const Access &X) {
    if (M[At.Func].Kind == FunctionKind::GlobalInit ||
        M[At.Func].Kind == FunctionKind::GlobalTeardown)
      return;
    for (CellId Cell : A.Pointers.cells(At.Func, X.P)) {
      const MemObject &O = A.Pointers[A.Pointers.objectOf(Cell)];
      if (O.Kind != ObjectKind::Global)
        continue;
      const Global &G = M[O.Global];
      if (!G.Const && !G.ThreadLocal && !G.System)
        note(At, X, Variables[O.Global]);
    }
  }

  void note(EventRef At, const Access &X, Sharing &S) const {
    S.IsAtomic |= X.Order != MemoryOrder::NotAtomic;
    bool Parallel = false;
    for (ThreadId Id : A.ThreadTable.executing(At.Func)) {
      S.Threads.insert(Id);
      Parallel |= A.ThreadTable[Id].Origin != ThreadOrigin::Main ||
                  !A.ThreadTable.runningAt(Id, At).empty();
    }
    if (!Parallel)
      return;
    std::set<CellId> Here;
    for (const LockUse &L : A.LockTable.heldAt(At))
      if (L.Must)
        Here.insert(L.Cell);
    S.IsLocked |= !Here.empty();
    if (!S.Locks)
      S.Locks = Here;
    else
      std::erase_if(*S.Locks, [&](CellId C) { return !Here.count(C); });
    if (X.Kind != AccessKind::Read && !S.Written)
      S.Written = At;
    else if (!S.Other)
      S.Other = At;
  }

  bool isShared(const Sharing &S) const {
    return S.Threads.size() > 1 || llvm::any_of(S.Threads, [&](ThreadId Id) {
             return A.ThreadTable[Id].Many;
           });
  }

  void tell(GlobalId Id, const Sharing &S) {
    const Global &G = M[Id];
    const bool IsHidden = G.Storage == StorageKind::FunctionStatic;
    std::string Name = G.Spelling.empty() ? G.Name : G.Spelling;
    if (IsHidden) // without its function's name
      Name = Name.substr(Name.rfind(':') + 1);
    Finding F;
    F.Object = Name;
    F.Cause = "shared static " + G.Usr;
    F.ConsequenceOf = {globalFault(M, Id)};
    F.Belief = S.IsLocked ? Confidence::Possible : Confidence::Likely;
    F.Reasons = {S.IsLocked
                     ? "some accesses hold a lock, and others need none, "
                       "or forgot it"
                     : "no lock is held at any access"};
    F.Message = IsHidden ? "all callers of " + quoted(displayName(M, G.Owner)) +
                               " share its static variable " + quoted(Name)
                         : "threads share the variable " + quoted(Name) +
                               ", and no lock is held by all";
    Site Declared = declarationSite(M, G.Pos, "");
    Declared.Role = SiteRole::Primary;
    Declared.Label = "one for all threads";
    F.Sites.push_back(std::move(Declared));
    F.Sites.push_back(siteAt(M, SiteRole::OtherAccess, *S.Written,
                             describeUse(*S.Written, "changes")));
    if (S.Other)
      F.Sites.push_back(siteAt(M, SiteRole::OtherAccess, *S.Other,
                               describeUse(*S.Other, "uses")));
    F.Why = IsHidden
                ? "a static variable of a function looks like its own, but "
                  "each thread that calls the function gets the same one. The "
                  "first call from a second thread at the same time is a race"
                : "any function of any thread can change it, and only the "
                  "order in which threads start and end keeps them apart. The "
                  "next thread, or a join that moves, makes a race of it";
    F.Repair = "hand it over instead: a local variable, a parameter, a result "
               "(std::async's future); or give each thread its own "
               "(thread_local), or guard it by a mutex beside it";
    if (M.Lang == Language::C)
      F.Repair = "hand it over instead: a local variable, the thread's "
                 "argument and result; or give each thread its own "
                 "(_Thread_local), or guard it by a mutex beside it";
    Context.Report(std::move(F));
  }

  std::string describeUse(EventRef At, llvm::StringRef Verb) const {
    const AbstractThread &T =
        A.ThreadTable[A.ThreadTable.executing(At.Func).front()];
    return threadWords(T) + " " + Verb.str() + " it here";
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::map<GlobalId, Sharing> Variables;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    Statics(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule SharedMutableStatic;
const Rule SharedMutableStatic = {
    {"shared-mutable-static", Category::Race, Severity::Advice,
     RuleScope::Program, "threads share a static variable that no lock guards"},
    check};
} // namespace heddle::rules
