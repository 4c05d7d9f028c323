//===- LockProtectsNothing.cpp - lock-protects-nothing --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A lock that no second thread can ever ask for, since every thread has one
/// of its own: a mutex that is a local variable and that no other thread can
/// reach, one that is a parameter by value (a copy), one that is thread_local.
/// Only in a program with threads, and only variables: a mutex that is a
/// member belongs to a class that is meant for threads, wherever an object of
/// it happens to be used.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"

#include <set>

using namespace heddle;

namespace {

class UselessLocks {
public:
  explicit UselessLocks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserBody(M, [&](FuncId F) {
      const Body &B = *M[F].Definition;
      for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
        for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
          visit({F, BlockId{Block}, I});
    });
  }

private:
  void visit(EventRef At) {
    PlaceId Lock = PlaceId::None;
    if (const auto *X = std::get_if<Acquire>(&M[At]))
      Lock = X->Lock;
    else if (const auto *X = std::get_if<TryAcquire>(&M[At]))
      Lock = X->Lock;
    if (!valid(Lock))
      return;
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, Lock);
    if (Cells.size() != 1 || valid(A.Pointers.parent(Cells.front())))
      return;
    const MemObject &O = A.Pointers[A.Pointers.objectOf(Cells.front())];
    if (O.Kind == ObjectKind::Local)
      local(At, O, Lock);
    else if (O.Kind == ObjectKind::Global && M[O.Global].ThreadLocal &&
             Told.insert({FuncId::None, LocalId{index(O.Global)}}).second)
      threadLocal(At, O);
  }

  void local(EventRef At, const MemObject &O, PlaceId Lock) {
    if (isSharedPlace(A.Pointers, At.Func, Lock) ||
        A.ThreadTable.executing(O.Func).empty() ||
        !Told.insert({O.Func, O.Local}).second)
      return;
    const Local &Variable = (*M[O.Func].Definition)[O.Local];
    bool ByValue = Variable.Kind == LocalKind::Param;
    std::string Name = quoted(O.Name), In = quoted(displayName(M, O.Func));
    Finding F = begin(At, O.Name);
    F.Cause = localCause(M, O.Func, O.Name);
    if (ByValue)
      F.Message = Name + " is a copy of the lock, made for each call of " + In;
    else
      F.Message = Name + " is a new lock in each call of " + In +
                  ": it keeps nobody out";
    Site Declared;
    Declared.Role = SiteRole::Declaration;
    Declared.Span = makeSpan(M, O.Func, O.Local);
    Declared.Message = Name + (ByValue ? " is handed over by value here"
                                       : " is made anew here in each call");
    F.Sites.push_back(std::move(Declared));
    F.Why = "a lock keeps out only those who lock the same object. Each thread "
            "that comes here locks " +
            std::string(ByValue ? "a copy" : "a lock") +
            " of its own, which is always free: all of them go on at once";
    F.Repair = repair(Variable, O.Name, ByValue);
    F.Reasons = {"no other thread can reach " + Name};
    if (!ByValue)
      offerStatic(Context, F, F.Sites.back().Span);
    Context.Report(std::move(F));
  }

  std::string repair(const Local &Variable, const std::string &Name,
                     bool ByValue) const {
    if (ByValue)
      return "hand over its address, so that all lock the same one:\n  " +
             typeName(M, Variable.Type) + " *" + Name;
    std::string Type = typeName(M, Variable.Type);
    if (M.Lang == Language::C)
      return "let all threads have the same one, beside the data that it "
             "guards:\n  static " +
             Type + " " + Name + " = PTHREAD_MUTEX_INITIALIZER;";
    return "let all threads have the same one: declare it beside the data that "
           "it guards, as a member of that class or outside of the "
           "function:\n  " +
           Type + " " + Name + ";";
  }

  void threadLocal(EventRef At, const MemObject &O) {
    std::string Name = quoted(O.Name);
    Finding F = begin(At, O.Name);
    F.Cause = M[O.Global].Usr;
    F.Message =
        "each thread has a " + Name + " of its own: the lock keeps nobody out";
    F.Sites.push_back(
        declarationSite(M, M[O.Global].Pos, Name + " is thread_local"));
    F.Why = "a lock keeps out only those who lock the same object, and a "
            "thread_local variable is another object in every thread: the "
            "lock is always free";
    F.Repair = "leave out the thread_local at " + Name;
    F.Reasons = {"no other thread can reach the lock"};
    Context.Report(std::move(F));
  }

  Finding begin(EventRef At, const std::string &Name) const {
    Finding F;
    F.Object = Name;
    F.Belief = Confidence::Certain;
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "no second thread ever waits here";
    F.Sites.push_back(std::move(S));
    return F;
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<std::pair<FuncId, LocalId>> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    UselessLocks(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule LockProtectsNothing;
const Rule LockProtectsNothing = {{"lock-protects-nothing", Category::Lock,
                                   Severity::Error, RuleScope::Program,
                                   "every thread locks a lock of its own"},
                                  check};
} // namespace heddle::rules
