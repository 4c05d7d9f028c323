//===- MutexDestroyedInUse.cpp - mutex-destroyed-in-use -------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock is destroyed, or the object that it is a member of is freed, by a
/// thread that holds it. The usual shape is an object that deletes itself, or
/// is deleted, under its own lock:
///
///     std::lock_guard Guard(M);
///     if (--Owners == 0)
///       delete this;              // Guard unlocks memory that is gone
///
/// Misses: locks that other threads are still to come to are a race between
/// the end of the object and its use, and told by the rules about races;
/// variables whose scope ends.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>

using namespace heddle;

namespace {

class DyingLocks {
public:
  explicit DyingLocks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A),
        All(A.LockTable.contexts()), T(All.values().table()) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      const Values &V = All.values();
      if (const auto *X = std::get_if<Free>(&M[At]))
        visit(At, V.value(At, X->Pointer), describe(M, At.Func, X->Pointer));
      const auto *S = std::get_if<SyncObject>(&M[At]);
      if (S && S->Op == SyncObject::OpKind::Destroy &&
          (S->Kind == SyncObject::ObjectKind::Mutex ||
           S->Kind == SyncObject::ObjectKind::SharedMutex ||
           S->Kind == SyncObject::ObjectKind::Spin))
        visit(At, V.address(At, S->P), describe(M, At.Func, S->P));
    });
  }

private:
  void visit(EventRef At, ValueId Object, const std::string &Name) {
    if (!T.isKnown(Object))
      return;
    std::optional<LockUse> Held;
    CallChain Way;
    unsigned Ways = 0, Holding = 0;
    for (uint32_t Ctx : All.of(At.Func))
      for (const HeldFacts &Facts : All.held(Ctx, At)) {
        ++Ways;
        const ValueId Here = All.absolute(Ctx, Object);
        auto It = llvm::find_if(Facts.Held, [&](const HeldLockFact &H) {
          return H.Kind == HeldKind::Lock && H.Must && isInside(H.Lock, Here);
        });
        if (It == Facts.Held.end())
          continue;
        ++Holding;
        if (!Held) {
          Held = A.LockTable.use(*It);
          Way = All.chain(Ctx);
        }
      }
    if (Held)
      report(At, Name, *Held, Way, Ways == Holding);
  }

  bool isInside(ValueId Lock, ValueId Object) const {
    return !T.isVague(Object) && !T.isVague(Lock) &&
           (All.heldAnalysis().sameLock(Lock, Object) ||
            T.isPartOf(Lock, Object));
  }

  void report(EventRef At, const std::string &Name, const LockUse &Held,
              const CallChain &Way, bool Always) {
    const bool Freed = std::holds_alternative<Free>(M[At]);
    const std::string Lock = quoted(Held.Name);
    Finding F;
    F.Object = Held.Name;
    F.Belief = Always ? Confidence::Certain : Confidence::Likely;
    F.Reasons = {Always ? "every way to this point holds it"
                        : "on other ways to this point it is not held"};
    F.Message = Freed ? Lock + " is held while the object that it is part of "
                               "is freed"
                      : Lock + " is destroyed while it is held";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = Freed ? Lock + " ends with " + quoted(Name) + " here, locked"
                    : Lock + " ends here, locked";
    S.Stack = stackOf(M, Way, At);
    S.Held = heldLocks(M, Held);
    F.Sites.push_back(std::move(S));
    if (valid(Held.Acquired.Func))
      F.Sites.push_back(siteAt(M, SiteRole::LockTaken, Held.Acquired,
                               Lock + " is taken here"));
    F.Why = "to destroy a locked mutex is undefined, and whoever gives it up "
            "afterwards, a guard at the end of its block too, writes to "
            "memory that is gone, or belongs to someone else by then";
    F.Repair =
        Freed ? "decide under the lock, free after it:\n  bool Last;\n  {\n    "
                "std::lock_guard Guard(" +
                    Held.Name + ");\n    Last = …;\n  }\n  if (Last)\n    " +
                    (M.Lang == Language::C ? "free(…);" : "delete …;")
              : "unlock it first, and destroy it when nobody can come any "
                "more";
    if (Freed && M.Lang == Language::C)
      F.Repair = "decide under the lock, unlock, and free then:\n  last = "
                 "…;\n  pthread_mutex_unlock(…);\n  if (last)\n    free(…);";
    // What is destroyed locked and freed then is one fault.
    if (valid(Held.Acquired.Func))
      (Freed ? F.ConsequenceOf : F.Explains)
          .push_back("destroyed " + eventFault(M, Held.Acquired));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  const Contexts &All;
  const ValueTable &T;
};

void check(const CheckContext &Context) { DyingLocks(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule MutexDestroyedInUse;
const Rule MutexDestroyedInUse = {
    {"mutex-destroyed-in-use", Category::Lock, Severity::Error,
     RuleScope::Program, "a lock is destroyed or freed by who holds it"},
    check};
} // namespace heddle::rules
