//===- SelfJoin.cpp - self-join -------------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread waits for its own end, or two wait for each other's: for each join
/// that surely means one thread, there is an edge from those who execute it to
/// that one, and cycles are told. Which thread a handle means is known where
/// the handle is the same place as at the start, seen from both threads, or
/// where points-to knows of one thread only.
///
/// Who first asks whether it is the thread itself is right: where a program
/// knows of thread ids, joins that are not made on every way are left alone.
///
/// Misses: threads in containers; pthread_join(pthread_self()).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Races/Certain.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>

using namespace heddle;

namespace {

/// Who waits for \p Awaited, and where.
struct Edge {
  ThreadId Waiter = ThreadId::None, Awaited = ThreadId::None;
  EventRef At;
  CallChain Way; ///< from the waiter's start
};

class JoinCycles {
public:
  explicit JoinCycles(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A),
        All(A.LockTable.contexts()), V(All.values()), Sure(V) {
    KnowsIds = llvm::any_of(M.Functions, [](const Function &F) {
      return F.Name == "std::this_thread::get_id" || F.Name == "pthread_self" ||
             F.Name == "thrd_current";
    });
  }

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *J = std::get_if<Join>(&M[At]);
          J && !J->Try && !J->Group && valid(J->Handle))
        connect(At, *J);
    });
    for (const Edge &E : Edges)
      if (E.Waiter == E.Awaited)
        reportSelf(E);
    for (const Edge &E : Edges)
      findCycle(E);
  }

private:
  void connect(EventRef At, const Join &J) {
    if (KnowsIds && isOptional(At))
      return;
    for (uint32_t Ctx : All.of(At.Func)) {
      ValueId Handle = All.absolute(Ctx, V.address(At, J.Handle));
      for (uint32_t T = 0; T < A.ThreadTable.all().size(); ++T)
        if (means(At, J, Handle, ThreadId{T}))
          add({All[Ctx].Thread, ThreadId{T}, At, All.chain(Ctx)});
    }
  }

  void add(Edge E) {
    if (Known.insert({E.Waiter, E.Awaited}).second)
      Edges.push_back(std::move(E));
  }

  /// Can the function end without the join, other than because there is
  /// nothing to join?
  bool isOptional(EventRef At) const {
    const Body &B = *M[At.Func].Definition;
    std::set<LocalId> Joinable;
    forEachEvent(M, At.Func, [&](EventRef Here) {
      const auto *T = std::get_if<ThreadOp>(&M[Here]);
      if (T && T->Op == ThreadOp::OpKind::Joinable && valid(T->Result) &&
          B[T->Result].Kind == PlaceKind::Local)
        Joinable.insert(B[T->Result].Local);
    });
    std::set<BlockId> Seen;
    std::vector<BlockId> Work{BlockId{0}};
    while (!Work.empty()) {
      BlockId Here = Work.back();
      Work.pop_back();
      if (Here == At.Block || !Seen.insert(Here).second)
        continue;
      const Terminator &T = B[Here].Term;
      if (T.Kind == TerminatorKind::Return)
        return true;
      if (T.Kind == TerminatorKind::Branch && asks(B, T.Cond, Joinable))
        Work.push_back(T.Succs[0]);
      else
        Work.insert(Work.end(), T.Succs.begin(), T.Succs.end());
    }
    return false;
  }

  static bool asks(const Body &B, TermId Cond, const std::set<LocalId> &Of) {
    return valid(Cond) && B[Cond].Kind == TermKind::Value &&
           B[B[Cond].P].Kind == PlaceKind::Local &&
           Of.count(B[B[Cond].P].Local) > 0;
  }

  /// Is it surely \p Id that is waited for at \p At?
  bool means(EventRef At, const Join &J, ValueId Handle, ThreadId Id) const {
    const AbstractThread &T = A.ThreadTable[Id];
    if (T.Origin != ThreadOrigin::Spawned || T.Many || !valid(T.Spawn.Func) ||
        !llvm::is_contained(T.Joins, At))
      return false;
    const auto *S = std::get_if<Spawn>(&M[T.Spawn]);
    if (!S || !valid(S->Handle))
      return false;
    const ValueTable &Table = V.table();
    if (Table.isKnown(Handle) && !Table.isVague(Handle))
      for (uint32_t Ctx : All.of(T.Spawn.Func))
        if (All[Ctx].Thread == T.Parent && All.chain(Ctx) == T.SpawnChain &&
            All.absolute(Ctx, V.address(T.Spawn, S->Handle)) == Handle)
          return true;
    bool Complete = true;
    std::vector<EventRef> Spawns =
        A.Pointers.threadsOf(At.Func, J.Handle, Complete);
    return Complete && Spawns.size() == 1 && Spawns.front() == T.Spawn &&
           A.Pointers.runsOnce(T.Spawn) &&
           A.ThreadTable.startedBy(T.Spawn).size() == 1;
  }

  std::string object(const Edge &E) const {
    return describe(M, E.At.Func, std::get<Join>(M[E.At]).Handle);
  }

  Site joinSite(const Edge &E, SiteRole Role, std::string Message,
                uint32_t Index) const {
    Site S = siteAt(M, Role, E.At, std::move(Message));
    S.Thread = A.ThreadTable[E.Waiter].Name;
    S.ThreadIndex = Index;
    S.Stack = stackOf(M, E.Way, E.At);
    return S;
  }

  void reportSelf(const Edge &E) {
    const AbstractThread &T = A.ThreadTable[E.Waiter];
    Finding F;
    F.Object = object(E);
    F.Cause = "self-join " + localCause(M, E.At.Func, F.Object);
    bool Certain =
        Sure.happens(E.Way, E.At) && Sure.happens(T.SpawnChain, T.Spawn);
    F.Belief = Certain ? Confidence::Certain : Confidence::Likely;
    F.Reasons = {Certain ? "the join happens in every run of the thread"
                         : "the handle means the thread that joins"};
    F.Message = threadWords(T) + " waits for its own end";
    Site S = joinSite(E, SiteRole::Primary, "", 0);
    S.Label = quoted(F.Object) + " is the thread that is running here";
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(spawnSite(M, T));
    F.Why = "a thread ends when its function has returned, and this one does "
            "not return before it has ended. " +
            std::string(M.Lang == Language::C
                            ? "pthread_join may notice, and fail with EDEADLK; "
                              "it need not, and then waits for ever"
                            : "std::thread notices, and throws a system_error; "
                              "nobody catches it in a thread, so the program "
                              "is terminated");
    F.Repair = "join where the thread was started, after it was told to end; "
               "the thread itself has only to return";
    Context.Report(std::move(F));
  }

  /// The shortest way from \p First's awaited thread back to its waiter.
  void findCycle(const Edge &First) {
    if (First.Waiter == First.Awaited)
      return;
    std::map<ThreadId, const Edge *> By;
    std::vector<ThreadId> Work{First.Awaited};
    for (size_t I = 0; I < Work.size(); ++I)
      for (const Edge &E : Edges)
        if (E.Waiter == Work[I] && E.Awaited != First.Awaited &&
            E.Awaited != E.Waiter && By.try_emplace(E.Awaited, &E).second)
          Work.push_back(E.Awaited);
    if (!By.count(First.Waiter))
      return;
    std::vector<const Edge *> Cycle;
    for (ThreadId T = First.Waiter; T != First.Awaited;
         T = Cycle.back()->Waiter)
      Cycle.push_back(By[T]);
    Cycle.push_back(&First);
    std::set<ThreadId> Members;
    for (const Edge *E : Cycle)
      Members.insert(E->Waiter);
    if (Told.insert(Members).second)
      reportCycle(Cycle);
  }

  void reportCycle(std::vector<const Edge *> Cycle) {
    llvm::sort(Cycle,
               [](const Edge *L, const Edge *R) { return L->At < R->At; });
    std::vector<std::string> Names, Handles;
    for (const Edge *E : Cycle) {
      Names.push_back(threadWords(A.ThreadTable[E->Waiter]));
      Handles.push_back(object(*E));
    }
    llvm::sort(Handles);
    Finding F;
    for (const std::string &Handle : Handles)
      F.Object += (F.Object.empty() ? "" : ", ") + Handle;
    F.Cause = "join cycle " + F.Object;
    F.Belief = Confidence::Likely;
    F.Reasons = {"each join means one thread"};
    F.Message = list(Names) + " wait for each other's end";
    for (size_t I = 0; I < Cycle.size(); ++I) {
      const Edge &E = *Cycle[I];
      std::string What = Names[I] + " waits here for the end of " +
                         threadWords(A.ThreadTable[E.Awaited]);
      F.Sites.push_back(joinSite(E, I ? SiteRole::Join : SiteRole::Primary,
                                 What, uint32_t(I)));
    }
    for (const Edge *E : Cycle)
      F.Sites.push_back(spawnSite(M, A.ThreadTable[E->Waiter]));
    F.Why = "none of them ends before another one has ended: all wait for ever";
    F.Repair = "join in one direction only: whoever starts threads joins them. "
               "If one needs a result of the other, hand the result over "
               "(a future, a condition variable), not the end of the thread";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  const Contexts &All;
  const Values &V;
  CertainEvents Sure;
  bool KnowsIds = false;
  std::vector<Edge> Edges;
  std::set<std::pair<ThreadId, ThreadId>> Known;
  std::set<std::set<ThreadId>> Told;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    JoinCycles(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule SelfJoin;
const Rule SelfJoin = {{"self-join", Category::Deadlock, Severity::Error,
                        RuleScope::Program,
                        "a thread waits for its own end, or two for each "
                        "other's"},
                       check};
} // namespace heddle::rules
