//===- ExcludedLockHeld.cpp - excluded-lock-held --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A function says that it must not be called with a lock held, because it
/// takes the lock itself (`locks_excluded`, EXCLUDES,
/// `requires_capability(!M)`) or because it may block; and on some way to a
/// call of it, the lock is held. Where the body is known and does take the
/// lock, self-deadlock shows both places and speaks instead.
///
/// Misses: calls through pointers; a lock that is held on some ways of one
/// function only.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Annotations.h"
#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

namespace {

class HeldLocks {
public:
  explicit HeldLocks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), Declared(*Context.A) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      const auto *C = std::get_if<Call>(&M[At]);
      if (C && valid(C->Callee) && !M[C->Callee].Attributes.empty() &&
          Declared.isChecked(At.Func))
        visit(At, *C);
    });
  }

private:
  void visit(EventRef At, const Call &C) {
    for (const Attribute &X : M[C.Callee].Attributes)
      for (const AttributePath &Path : X.Args) {
        if (X.Kind != AttributeKind::Excludes &&
            !(X.Kind == AttributeKind::Requires && Path.Negative))
          continue;
        const Holding H = Declared.holding(At, Declared.ofCallee(At, Path));
        if (H.Held)
          return report(At, C.Callee, Path, H);
      }
  }

  void report(EventRef At, FuncId Callee, const AttributePath &Path,
              const Holding &H) {
    const std::string Lock = quoted(Annotations::nameOf(Path)),
                      Name = quoted(displayName(M, Callee));
    Finding F;
    F.Object = Annotations::nameOf(Path);
    F.Belief = H.Missing ? Confidence::Likely : Confidence::Certain;
    F.Reasons = {H.Missing ? "on other ways to this point it is not held"
                           : "every way to this point holds it"};
    F.Message = Name + " must not be called while " + Lock + " is held";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = Lock + " is held here";
    S.Stack = stackOf(M, H.Way, At);
    S.Held = heldLocks(M, *H.Held);
    F.Sites.push_back(std::move(S));
    if (valid(H.Held->Acquired.Func))
      F.Sites.push_back(siteAt(M, SiteRole::LockTaken, H.Held->Acquired,
                               Lock + " is taken here"));
    F.Sites.push_back(declarationSite(M, M[Callee].NamePos,
                                      Name + " says so in its declaration"));
    F.Why = Name + " may take " + Lock +
            " itself, or wait for someone who "
            "needs it: its caller then waits for a lock that it holds, and "
            "goes on waiting for ever";
    F.Repair = "give " + Lock +
               " up before the call: end the guard's block "
               "above it, and lock again below if need be";
    F.ConsequenceOf.push_back(demandFault(M, At));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  Annotations Declared;
};

void check(const CheckContext &Context) { HeldLocks(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule ExcludedLockHeld;
const Rule ExcludedLockHeld = {
    {"excluded-lock-held", Category::Lock, Severity::Error, RuleScope::Program,
     "a function is called with a lock held that it says must be free"},
    check};
} // namespace heddle::rules
