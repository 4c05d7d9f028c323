//===- SyncObjectStorage.cpp - sync-object-storage ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A condition variable, semaphore, barrier or latch that only one thread can
/// ever reach: a variable of a function that no other thread gets to see, or a
/// thread_local one. What it should do between threads it does for nobody. (A
/// lock of that kind is lock-protects-nothing; a wait that ends by itself after
/// a while is a way to sleep.)
///
/// Misses: what each call allocates and keeps for itself.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include <set>

using namespace heddle;

namespace {

/// One use of an object that is there for several threads.
struct Use {
  PlaceId P = PlaceId::None;
  const char *What = "";   ///< its kind, as a person calls it
  const char *Effect = ""; ///< what happens here
};

Use useIn(const Event &E) {
  if (const auto *W = std::get_if<Wait>(&E); W && !W->Timed)
    return {W->Condition, "condition variable", "nobody can wake it"};
  if (const auto *N = std::get_if<Notify>(&E))
    return {N->Condition, "condition variable", "nobody can wait for it"};
  if (const auto *S = std::get_if<SemaphoreOp>(&E);
      S && S->Op != SemaphoreOp::OpKind::TryAcquire)
    return {S->P, "semaphore", "no other thread counts with it"};
  if (const auto *X = std::get_if<BarrierOp>(&E))
    return {X->P, "barrier", "no other thread ever arrives"};
  if (const auto *X = std::get_if<LatchOp>(&E))
    return {X->P, "latch", "no other thread counts it down"};
  return {};
}

class LonelyObjects {
public:
  explicit LonelyObjects(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      if (Use U = useIn(M[At]); valid(U.P))
        visit(At, U);
    });
  }

private:
  void visit(EventRef At, const Use &U) {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, U.P);
    if (Cells.size() != 1 || A.ThreadTable.executing(At.Func).empty())
      return;
    const ObjectId Id = A.Pointers.objectOf(Cells.front());
    const MemObject &O = A.Pointers[Id];
    if (O.Kind == ObjectKind::Local && !isSharedPlace(A.Pointers, At.Func, U.P))
      tell(At, U, O, /*PerThread=*/false);
    else if (O.Kind == ObjectKind::Global && M[O.Global].ThreadLocal &&
             !A.Pointers.escape(Id))
      tell(At, U, O, /*PerThread=*/true);
  }

  void tell(EventRef At, const Use &U, const MemObject &O, bool PerThread) {
    if (!Told.insert({O.Func, O.Local, O.Global}).second)
      return;
    const std::string Name = describe(M, At.Func, U.P), Quoted = quoted(Name);
    Finding F;
    F.Object = Name;
    F.Belief = Confidence::Certain;
    F.Reasons = {"no other thread can reach " + Quoted};
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = U.Effect;
    F.Sites.push_back(std::move(S));
    if (PerThread) {
      F.Cause = "storage " + M[O.Global].Usr;
      F.Explains = {"storage " + std::to_string(index(O.Global))};
      F.Message = "each thread has a " + std::string(U.What) + " " + Quoted +
                  " of its own";
      F.Sites.push_back(declarationSite(M, M[O.Global].Pos,
                                        quoted(O.Name) + " is thread_local"));
    } else {
      F.Cause = localCause(M, O.Func, "storage " + O.Name);
      F.Explains = {localFault(M, O.Func, O.Local)};
      F.Message = Quoted + " is a new " + std::string(U.What) +
                  " in each call of " + quoted(displayName(M, O.Func));
      Site Declared;
      Declared.Role = SiteRole::Declaration;
      Declared.Span = makeSpan(M, O.Func, O.Local);
      Declared.Message = quoted(O.Name) + " is made anew here in each call";
      F.Sites.push_back(std::move(Declared));
    }
    F.Why = std::string("threads meet at a ") + U.What +
            " only if all of them use the same one. No other thread can ever "
            "get at this one: who waits here waits for ever, and who signals "
            "here is heard by nobody";
    F.Repair = PerThread ? "leave out the thread_local at " + quoted(O.Name)
                         : "let it live where all its threads can reach it: "
                           "beside the data that it is about, as a member or "
                           "outside of the function";
    if (PerThread)
      offerForAllThreads(Context, F, O.Name);
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<std::tuple<FuncId, LocalId, GlobalId>> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    LonelyObjects(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule SyncObjectStorage;
const Rule SyncObjectStorage = {
    {"sync-object-storage", Category::Lock, Severity::Warning,
     RuleScope::Program,
     "what threads should meet at is reached by one thread only"},
    check};
} // namespace heddle::rules
