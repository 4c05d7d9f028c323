//===- ThreadLeak.cpp - thread-leak ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A POSIX or C11 thread that nobody joins and nobody detaches. When it ends,
/// its stack and its result are kept for a join that never comes; and who does
/// not join does not know when it has ended.
///
/// By points-to: no join and no detach in the program gets a handle of this
/// thread, and it does not detach itself. A thread that runs for ever
/// (Endless.h) leaves nothing behind and is not told.
///
/// A std::thread that nobody joins ends the program: thread-not-joined.
///
/// Misses: threads that are joined on some ways only.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Endless.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

namespace {

class LeakedThreads {
public:
  explicit LeakedThreads(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Ends(M) {}

  void run() {
    noteHandles();
    if (UnknownHandle)
      return;
    std::set<EventRef> Told;
    for (uint32_t I = 0; I < A.ThreadTable.all().size(); ++I)
      if (isLeaked(ThreadId{I}))
        if (const AbstractThread &T = A.ThreadTable.all()[I];
            Told.insert(T.Spawn).second)
          report(T);
  }

private:
  /// Functions that detach a thread which no handle names, and handles that
  /// may name any thread.
  void noteHandles() {
    for (uint32_t F = 0; F < M.Functions.size(); ++F)
      if (M.Functions[F].Definition && A.Pointers.isReachable(FuncId{F}))
        forEachEvent(M, FuncId{F}, [&](EventRef At) { noteHandle(At); });
  }

  void noteHandle(EventRef At) {
    const auto *J = std::get_if<Join>(&M[At]);
    const auto *D = std::get_if<ThreadOp>(&M[At]);
    const bool Detaches = D && D->Op == ThreadOp::OpKind::Detach;
    const PlaceId Handle = J ? J->Handle : Detaches ? D->Handle : PlaceId::None;
    if (!valid(Handle) || (J && J->IfJoinable))
      return;
    bool Complete = true;
    const bool None = A.Pointers.threadsOf(At.Func, Handle, Complete).empty();
    if (Detaches && None)
      DetachItself.insert(At.Func); // pthread_detach(pthread_self())
    else
      UnknownHandle |= None || !Complete;
  }

  bool isLeaked(ThreadId Id) {
    const AbstractThread &T = A.ThreadTable[Id];
    if (T.Origin != ThreadOrigin::Spawned || T.Detached || !T.Joins.empty() ||
        (T.Kind != ThreadKind::Pthread && T.Kind != ThreadKind::C11Thread) ||
        T.Entries.empty() || handsOut(T))
      return false;
    for (FuncId F : DetachItself)
      if (llvm::is_contained(A.ThreadTable.executing(F), Id))
        return false;
    return llvm::any_of(T.Entries, [&](FuncId F) { return Ends.finishes(F); });
  }

  /// In a library: may the caller join it? It may, unless the handle is a
  /// variable of the function that starts the thread, and used for nothing
  /// else.
  bool handsOut(const AbstractThread &T) const {
    if (valid(Context.P.Main))
      return false;
    const Body &B = *M[T.Spawn.Func].Definition;
    const PlaceId Handle = std::get<Spawn>(M[T.Spawn]).Handle;
    if (B[Handle].Kind != PlaceKind::Local)
      return true;
    bool Used = false;
    forEachEvent(M, T.Spawn.Func, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      Used |= X && X->Kind == AccessKind::Read &&
              B[X->P].Kind == PlaceKind::Local &&
              B[X->P].Local == B[Handle].Local;
    });
    return Used;
  }

  void report(const AbstractThread &T) {
    const Spawn &Start = std::get<Spawn>(M[T.Spawn]);
    const bool C11 = T.Kind == ThreadKind::C11Thread;
    const std::string Handle = describe(M, T.Spawn.Func, Start.Handle),
                      Join = C11 ? "thrd_join(" + Handle + ", NULL)"
                                 : "pthread_join(" + Handle + ", NULL)",
                      Detach = C11 ? "thrd_detach(" : "pthread_detach(";
    Finding F;
    F.Object = T.Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"no join and no detach in the program gets its handle"};
    F.Message = threadWords(T) + " is neither joined nor detached";
    Site S = siteAt(M, SiteRole::Primary, T.Spawn, "");
    S.Label = T.Many ? "each thread that starts here keeps its stack for ever"
                     : "nobody waits for the thread that starts here";
    F.Sites.push_back(std::move(S));
    F.Why = std::string("a thread that has ended keeps its stack and its "
                        "result until somebody joins it. ") +
            (T.Many ? "Each one that is started adds a stack, often megabytes, "
                      "until no further thread can be started. "
                    : "") +
            "And who does not join does not know that the work is done: when "
            "main returns, the thread is stopped in the middle of it";
    F.Repair = "wait for it before its results are needed, and before main "
               "returns:\n  " +
               Join +
               ";\nor, if nobody ever waits for it, say so right after "
               "the start:\n  " +
               Detach + Handle + ");";
    // Another function than main would be held up by it.
    const Body &B = *M[T.Spawn.Func].Definition;
    if (!T.Many && T.Spawn.Func == Context.P.Main &&
        B[Start.Handle].Kind == PlaceKind::Local)
      offerJoinAtEnd(Context, F, F.Sites.front().Span, Join + ";");
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  Finishing Ends;
  std::set<FuncId> DetachItself;
  bool UnknownHandle = false;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    LeakedThreads(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule ThreadLeak;
const Rule ThreadLeak = {
    {"thread-leak", Category::Lifetime, Severity::Warning, RuleScope::Program,
     "a POSIX or C11 thread is neither joined nor detached"},
    check};
} // namespace heddle::rules
