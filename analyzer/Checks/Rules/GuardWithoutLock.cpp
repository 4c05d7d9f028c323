//===- GuardWithoutLock.cpp - guard-without-lock --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A std::unique_lock or std::shared_lock that was told not to lock
/// (std::defer_lock), and that nobody ever tells to. Every use of the guard in
/// the function is looked at: lock(), try_lock(), std::lock, a move, a call
/// that gets it, a wait.
///
/// Misses: guards that lock on some ways only; those without any mutex, which
/// may be meant to get one.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

class IdleGuards {
public:
  IdleGuards(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition),
        Keys(M, F) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *G = std::get_if<GuardOp>(&M[At]);
      if (!G || G->Op != GuardOp::OpKind::Defer || !valid(G->Guard) ||
          !valid(G->Lock))
        return;
      LocalId L = Keys.root(G->Guard);
      if (valid(L) && B[L].Kind == LocalKind::Variable &&
          B[G->Guard].Kind == PlaceKind::Local && !isUsed(L, At))
        report(At, *G, L);
    });
  }

private:
  bool is(PlaceId P, LocalId L) const { return valid(P) && Keys.root(P) == L; }
  bool mentions(TermId T, LocalId L) const { return valid(T) && is(B[T].P, L); }

  /// Does anything but its end of life happen to the guard?
  bool isUsed(LocalId L, EventRef Made) const {
    bool Used = false;
    forEachEvent(M, F, [&](EventRef At) {
      if (At != Made)
        Used |= uses(M[At], L);
    });
    return Used;
  }

  bool uses(const Event &E, LocalId L) const {
    if (const auto *A = std::get_if<Acquire>(&E))
      return is(A->Guard, L);
    if (const auto *T = std::get_if<TryAcquire>(&E))
      return is(T->Guard, L);
    if (const auto *R = std::get_if<Release>(&E))
      return is(R->Guard, L) && !R->IfHeld;
    if (const auto *G = std::get_if<GuardOp>(&E))
      return is(G->Guard, L) || is(G->From, L);
    if (const auto *W = std::get_if<Wait>(&E))
      return is(W->Guard, L);
    if (const auto *C = std::get_if<Call>(&E))
      return llvm::any_of(C->Args, [&](TermId T) { return mentions(T, L); });
    if (const auto *S = std::get_if<Spawn>(&E))
      return llvm::any_of(S->Args, [&](TermId T) { return mentions(T, L); });
    if (const auto *R = std::get_if<Return>(&E))
      return mentions(R->Value, L);
    if (const auto *A = std::get_if<Assign>(&E))
      return mentions(A->Value, L);
    if (const auto *A = std::get_if<Access>(&E))
      return mentions(A->Value, L);
    return false;
  }

  void report(EventRef At, const GuardOp &G, LocalId L) {
    std::string Guard = B[L].Name, Lock = describe(M, F, G.Lock);
    Finding Result;
    Result.Object = Guard;
    Result.Belief = Confidence::Certain;
    Result.Reasons = {"nothing in the function tells it to lock"};
    Result.Message = quoted(Guard) + " was told not to lock " + quoted(Lock) +
                     ", and nobody tells it to";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "std::defer_lock: not locked";
    Result.Sites.push_back(std::move(S));
    Result.Why = "std::defer_lock means: bound to the mutex, not locked yet. "
                 "Everything below runs without the lock, and a second thread "
                 "can be in it at the same time";
    Result.Repair = "leave out the std::defer_lock, or lock where it is "
                    "needed:\n  " +
                    Guard + ".lock();";
    offerPlainGuard(Context, Result, Result.Sites.front().Span, "defer_lock");
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  forEachUserBody(Context.P.M, [&](FuncId F) { IdleGuards(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule GuardWithoutLock;
const Rule GuardWithoutLock = {
    {"guard-without-lock", Category::Lock, Severity::Error, RuleScope::Local,
     "a guard with std::defer_lock is never told to lock"},
    check};
} // namespace heddle::rules
