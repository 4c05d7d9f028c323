//===- CallbackUnderLock.cpp - callback-under-lock ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Code that somebody else brings (a std::function, a pointer to function, an
/// interface that others implement) is called while a lock is held. What it
/// does is not for this class to say: it may take its time, throw, lock
/// something else, or come back and ask for the same lock.
///
/// A closure whose code stands in plain sight (a lambda handed to an algorithm
/// or a wait) is no callback. Where all that can be called is known, and takes
/// no lock and waits for nothing, the finding is possible only.
///
/// Misses: virtual functions that have a body in the base class.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <set>
#include <string>

using namespace heddle;

namespace {

class Callbacks {
public:
  explicit Callbacks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      if (const auto *C = std::get_if<Call>(&M[At]))
        if (isCallback(At, *C))
          judge(At, *C);
    });
  }

private:
  bool isCallback(EventRef At, const Call &C) const {
    const Body &B = *M[At.Func].Definition;
    if (valid(C.Target))
      return isBrought(B, C.Target);
    if (!C.Virtual || !valid(C.Callee) || M[C.Callee].Definition ||
        C.Implicit || C.Args.empty())
      return false;
    // An object's own pure virtual is a step that it leaves to its heirs.
    const Term &Self = B[C.Args.front()];
    return !(Self.Kind == TermKind::Value &&
             B[Self.P].Kind == PlaceKind::Local &&
             B[B[Self.P].Local].Kind == LocalKind::This);
  }

  /// Is what \p Target names handed in from elsewhere?
  bool isBrought(const Body &B, TermId Target) const {
    while (B[Target].Kind == TermKind::Cast)
      Target = B[Target].A;
    PlaceId P = B[Target].P;
    if (!valid(P) || B[P].Kind == PlaceKind::Function)
      return false;
    if (B[P].Kind == PlaceKind::Deref && valid(B[P].Pointer) &&
        valid(B[B[P].Pointer].P))
      P = B[B[P].Pointer].P;
    if (B[P].Kind == PlaceKind::Field &&
        B[P].Field == pseudo(PseudoField::Callable))
      return true;
    TypeId T = B[P].Type;
    if (!valid(T) || M[T].Kind != TypeKind::Pointer)
      return false;
    TypeId To = M[T].Elem;
    return valid(To) && M[To].Kind == TypeKind::Function;
  }

  void judge(EventRef At, const Call &C) {
    for (const LockUse &Lock : A.LockTable.heldAt(At))
      if (Lock.Must && Told.insert({At.Func, Lock.Name}).second)
        return report(At, C, Lock);
  }

  /// Does \p F lock, wait, or call what is not known?
  bool mayCollide(FuncId F, std::set<FuncId> &Seen) const {
    if (!Seen.insert(F).second)
      return false;
    if (!M[F].Definition)
      return true;
    bool Found = false;
    forEachEvent(M, F, [&](EventRef At) {
      const Event &E = M[At];
      Found |=
          std::holds_alternative<Acquire>(E) ||
          std::holds_alternative<Wait>(E) || std::holds_alternative<Join>(E) ||
          std::holds_alternative<SemaphoreOp>(E) ||
          std::holds_alternative<FutureOp>(E) ||
          std::holds_alternative<Block>(E) || std::holds_alternative<Havoc>(E);
      if (std::holds_alternative<Call>(E)) {
        Found |= A.Pointers.isUnresolved(At);
        for (const Callee &To : A.Pointers.callees(At))
          Found = Found || mayCollide(To.Func, Seen);
      }
    });
    return Found;
  }

  std::string nameOf(EventRef At, const Call &C) const {
    if (!valid(C.Target))
      return displayName(M, C.Callee);
    const Body &B = *M[At.Func].Definition;
    TermId T = C.Target;
    while (B[T].Kind == TermKind::Cast)
      T = B[T].A;
    PlaceId P = B[T].P;
    while (valid(P) &&
           ((B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field)) ||
            (B[P].Kind == PlaceKind::Deref && valid(B[P].Pointer) &&
             B[B[P].Pointer].Kind == TermKind::Value &&
             B[B[B[P].Pointer].P].Kind == PlaceKind::Field &&
             isPseudo(B[B[B[P].Pointer].P].Field))))
      P = B[P].Kind == PlaceKind::Field ? B[P].Base : B[B[P].Pointer].P;
    return valid(P) ? describe(M, At.Func, P) : "a callback";
  }

  void believe(Finding &F, EventRef At) const {
    std::set<FuncId> Seen;
    llvm::ArrayRef<Callee> Known = A.Pointers.callees(At);
    bool Open = Known.empty() || A.Pointers.isUnresolved(At);
    bool Collides = llvm::any_of(
        Known, [&](const Callee &To) { return mayCollide(To.Func, Seen); });
    F.Belief = Open || Collides ? Confidence::Likely : Confidence::Possible;
    F.Reasons = {Open ? "what is called is not known here"
                 : Collides
                     ? "something that is called here locks, or waits"
                     : "all that is called here is known, and takes no lock"};
  }

  void report(EventRef At, const Call &C, const LockUse &Lock) {
    std::string Name = quoted(nameOf(At, C)), Held = quoted(Lock.Name);
    Finding F;
    F.Object = nameOf(At, C);
    F.Cause = localCause(M, At.Func, "callback " + F.Object);
    believe(F, At);
    F.Message =
        Name + ", code that others bring, is called while " + Held + " is held";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "called with " + Held;
    S.Held = heldLocks(M, Lock);
    F.Sites.push_back(std::move(S));
    if (valid(Lock.Acquired.Func))
      F.Sites.push_back(siteAt(M, SiteRole::LockTaken, Lock.Acquired,
                               Held + " is taken here"));
    for (const Callee &To : A.Pointers.callees(At))
      if (F.Sites.size() < 5 && M[To.Func].Definition && !M[To.Func].System) {
        Site Known = declarationSite(M, M[To.Func].NamePos,
                                     quoted(displayName(M, To.Func)) +
                                         " is one that may be called");
        Known.Role = SiteRole::Related;
        if (Known.Span.Line)
          F.Sites.push_back(std::move(Known));
      }
    F.Why = "whoever wrote " + Name + " does not know of " + Held +
            ". If it asks this object for anything, it waits for " + Held +
            ", which its own thread holds; if it takes another lock, two "
            "threads may wait for each other; and as long as it runs, nobody "
            "else gets " +
            Held;
    F.Repair = "copy what is to be called while " + Held +
               " is held, give the lock up, then call:\n  " +
               std::string(M.Lang == Language::C
                               ? "pthread_mutex_lock(&m); f = callback; "
                                 "pthread_mutex_unlock(&m);\n  f(…);"
                               : "std::unique_lock Guard(" + Lock.Name +
                                     ");\n  auto Copy = …;\n  "
                                     "Guard.unlock();\n  Copy(…);");
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<std::pair<FuncId, std::string>> Told;
};

void check(const CheckContext &Context) { Callbacks(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule CallbackUnderLock;
const Rule CallbackUnderLock = {
    {"callback-under-lock", Category::Lock, Severity::Advice,
     RuleScope::Program, "code that others bring is called with a lock held"},
    check};
} // namespace heddle::rules
