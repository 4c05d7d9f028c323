//===- DeclaredLockOrder.cpp - declared-lock-order ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two locks are declared to be taken in one order (`acquired_before`,
/// `acquired_after`), and somewhere the second one is held while the first is
/// taken. No second thread is needed to see it: the declaration is the other
/// side. Where the program does take them the other way round as well,
/// lock-order shows both and speaks instead.
///
/// Misses: orders that only follow from two declarations (A before B, B before
/// C: A before C).
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Annotations.h"
#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Guards.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

namespace {

class OrderedLocks {
public:
  explicit OrderedLocks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Declared(A),
        All(A.LockTable.contexts()), T(All.values().table()) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      const auto *X = std::get_if<Acquire>(&M[At]);
      if (X && !X->AtomicGroup)
        for (uint32_t Ctx : All.of(At.Func))
          visit(Ctx, At);
    });
  }

private:
  void visit(uint32_t Ctx, EventRef At) {
    const ValueId Taken = All.absolute(Ctx, All.heldAnalysis().lockOf(At));
    if (T.isVague(Taken))
      return;
    for (const HeldFacts &Facts : All.held(Ctx, At))
      for (const HeldLockFact &H : Facts.Held)
        if (H.Kind == HeldKind::Lock && H.Must && !T.isVague(H.Lock))
          if (isDeclared(Taken, H.Lock))
            report(Ctx, At, Taken, H);
  }

  /// Does a declaration say: \p First is taken before \p Second?
  bool isDeclared(ValueId First, ValueId Second) const {
    return says(First, AttributeKind::AcquiredBefore, Second) ||
           says(Second, AttributeKind::AcquiredAfter, First);
  }

  bool says(ValueId Lock, AttributeKind Kind, ValueId Other) const {
    // The program's own mutex classes have the lock inside.
    for (ValueId Whole = Lock; T.isKnown(Whole); Whole = T[Whole].A) {
      for (const Attribute &X : Declared.attributesOf(Whole))
        if (X.Kind == Kind)
          for (const AttributePath &Path : X.Args)
            if (isIn(Other, Declared.ofMember(Whole, Path)))
              return true;
      if (T[Whole].Kind != ValueKind::Field)
        return false;
    }
    return false;
  }

  bool isIn(ValueId Part, ValueId Whole) const {
    return T.isKnown(Whole) && (All.heldAnalysis().sameLock(Part, Whole) ||
                                T.isPartOf(Part, Whole));
  }

  /// The member or variable of the program's own mutex class around the lock,
  /// by name: the lock inside of it tells nobody anything.
  std::string nameOf(ValueId Lock, std::string Otherwise) const {
    for (ValueId Whole = Lock; T.isKnown(Whole); Whole = T[Whole].A) {
      const Value &X = T[Whole];
      if (X.Kind == ValueKind::Global)
        return M[X.Global].Spelling;
      if (X.Kind != ValueKind::Field || isPseudo(X.Field))
        break;
      const Field &Member = M[X.Field.Record].Fields[X.Field.Index];
      if (!Member.Attributes.empty() || isCapability(Member.Type))
        return Member.Name;
    }
    return Otherwise;
  }

  bool isCapability(TypeId Id) const {
    return valid(Id) && valid(M[Id].Record) &&
           llvm::any_of(M[M[Id].Record].Attributes, [](const Attribute &X) {
             return X.Kind == AttributeKind::Capability;
           });
  }

  /// Out of the functions of a mutex class that only lock for their callers.
  EventRef shownAt(EventRef At, CallChain &Chain) const {
    while (!Chain.empty() && leavesLocked(M, At.Func)) {
      At = Chain.back();
      Chain.pop_back();
    }
    return At;
  }

  void report(uint32_t Ctx, EventRef At, ValueId Taken, const HeldLockFact &H) {
    const LockUse Held = A.LockTable.use(H);
    HeldLockFact Now = H;
    Now.Lock = Taken;
    Now.At = At;
    const std::string First = nameOf(Taken, A.LockTable.use(Now).Name),
                      Second = nameOf(H.Lock, Held.Name);
    CallChain Chain = All.chain(Ctx);
    const EventRef Shown = shownAt(At, Chain);
    if (!Told.insert({Shown, Second}).second)
      return;
    Finding F;
    F.Object = First + ", " + Second;
    F.Belief = Confidence::Certain;
    F.Reasons = {"every way of this call holds the one and takes the other"};
    F.Message = quoted(First) + " is taken while " + quoted(Second) +
                " is held, against the declared order";
    Site S = siteAt(M, SiteRole::Primary, Shown, "");
    S.Label = quoted(Second) + " is held here";
    S.Stack = stackOf(M, Chain, Shown);
    S.Held = heldLocks(M, Held);
    F.Sites.push_back(std::move(S));
    if (valid(Held.Acquired.Func))
      F.Sites.push_back(siteAt(M, SiteRole::LockTaken, Held.Acquired,
                               quoted(Second) + " is taken here"));
    F.Why = "the program declares that " + quoted(First) + " comes before " +
            quoted(Second) + ". A thread that keeps to it holds " +
            quoted(First) + " and waits for " + quoted(Second) +
            "; this one holds " + quoted(Second) + " and waits for " +
            quoted(First) + ": neither goes on";
    F.Repair = "take " + quoted(First) +
               " first here too, or both at once:\n"
               "  std::scoped_lock Guard(" +
               First + ", " + Second + ");";
    F.ConsequenceOf.push_back(demandFault(M, At));
    if (Held.Acquired.Func == Shown.Func && valid(Shown.Func))
      offerSwap(Context, F, makeSpan(M, Held.Acquired), makeSpan(M, Shown));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  Annotations Declared;
  const Contexts &All;
  ValueTable &T;
  std::set<std::pair<EventRef, std::string>> Told;
};

void check(const CheckContext &Context) { OrderedLocks(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule DeclaredLockOrder;
const Rule DeclaredLockOrder = {
    {"declared-lock-order", Category::Deadlock, Severity::Error,
     RuleScope::Program,
     "two locks are taken against the order that the program declares"},
    check};
} // namespace heddle::rules
