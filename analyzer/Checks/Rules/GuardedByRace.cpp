//===- GuardedByRace.cpp - guarded-by-race --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A member or variable says which lock guards it (`guarded_by`, or
/// `pt_guarded_by` for what a pointer points to), and is used on some way
/// without. Also a call of a member function on such an object is a use. The
/// race that comes of it is the same fault and is not told again: here the
/// program itself says which lock is missing.
///
/// Constructors and destructors use their own object as they like. A write
/// needs more than a reader's lock.
///
/// Misses: uses through a reference or pointer that was made elsewhere.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Annotations.h"
#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

namespace {

class GuardedUses {
public:
  explicit GuardedUses(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Declared(A),
        V(A.LockTable.contexts().values()), T(V.table()) {}

  void run() {
    if (!isAnythingGuarded())
      return;
    forEachUserBody(M, [&](FuncId F) {
      if (A.ThreadTable.executing(F).empty() || !Declared.isChecked(F))
        return;
      forEachEvent(M, F, [&](EventRef At) { visit(At); });
    });
  }

private:
  struct Use {
    EventRef At;
    bool Write = false;
    bool ByCall = false; ///< a member function is called on it
  };

  static bool guards(const Attribute &X) {
    return X.Kind == AttributeKind::GuardedBy ||
           X.Kind == AttributeKind::PtGuardedBy;
  }

  bool isAnythingGuarded() const {
    return llvm::any_of(M.Globals,
                        [](const Global &G) {
                          return llvm::any_of(G.Attributes, guards);
                        }) ||
           llvm::any_of(M.Records, [](const Record &R) {
             return llvm::any_of(R.Fields, [](const Field &X) {
               return llvm::any_of(X.Attributes, guards);
             });
           });
  }

  void visit(EventRef At) {
    if (const auto *X = std::get_if<Access>(&M[At])) {
      if (!X->Init)
        follow({At, X->Kind != AccessKind::Read, false}, V.address(At, X->P));
      return;
    }
    const auto *C = std::get_if<Call>(&M[At]);
    if (!C || !valid(C->Callee) || C->Args.empty() || C->Implicit)
      return;
    const Function &To = M[C->Callee];
    if (To.Kind == FunctionKind::Method && To.hasThis())
      follow({At, !To.Const, true}, V.value(At, C->Args.front()));
  }

  /// From the place that is touched to what it is part of.
  void follow(const Use &U, ValueId Address) {
    while (T.isKnown(Address)) {
      const Value &X = T[Address];
      ask(U, Address, AttributeKind::GuardedBy);
      if (X.Kind == ValueKind::Load && valid(X.A)) {
        ask(U, X.A, AttributeKind::PtGuardedBy);
        return; // what the pointer stands in is read by an event of its own
      }
      if (X.Kind != ValueKind::Field && X.Kind != ValueKind::Element)
        return;
      Address = X.A;
    }
  }

  void ask(const Use &U, ValueId Address, AttributeKind Kind) {
    for (const Attribute &X : Declared.attributesOf(Address)) {
      if (X.Kind != Kind || isOwn(U.At.Func, Address))
        continue;
      for (const AttributePath &Path : X.Args) {
        const Holding H =
            Declared.holding(U.At, Declared.ofMember(Address, Path));
        if (H.Missing || (U.Write && H.ReadOnly))
          return report(U, Address, Path, H, Kind);
      }
    }
  }

  /// A part of the object that is being made or destroyed.
  bool isOwn(FuncId F, ValueId Address) const {
    return (M[F].Kind == FunctionKind::Constructor ||
            M[F].Kind == FunctionKind::Destructor) &&
           T.root(Address) == T.param(F, LocalId{0});
  }

  std::string nameOf(ValueId Address) const {
    const Value &X = T[Address];
    return X.Kind == ValueKind::Global
               ? M[X.Global].Spelling
               : M[X.Field.Record].Fields[X.Field.Index].Name;
  }

  DeclPosition positionOf(ValueId Address) const {
    const Value &X = T[Address];
    return X.Kind == ValueKind::Global
               ? M[X.Global].Pos
               : M[X.Field.Record].Fields[X.Field.Index].Pos;
  }

  void report(const Use &U, ValueId Address, const AttributePath &Path,
              const Holding &H, AttributeKind Kind) {
    if (!Told.insert({U.At, Address}).second)
      return;
    const std::string Lock = quoted(Annotations::nameOf(Path));
    const std::string What =
        (Kind == AttributeKind::PtGuardedBy
             ? "what " + quoted(nameOf(Address)) + " points to"
             : quoted(nameOf(Address)));
    const std::string Verb = U.ByCall ? "used" : (U.Write ? "written" : "read");
    Finding F;
    F.Object = nameOf(Address);
    F.Belief = H.Elsewhere ? Confidence::Likely : Confidence::Certain;
    F.Reasons = {H.Elsewhere ? "on other ways to this point it is held"
                             : "no way to this point takes it"};
    F.Message = What + " is " + Verb + " without " + Lock +
                ", the lock that its declaration names";
    if (!H.Missing)
      F.Message = What + " is " + Verb + " under a reader's lock of " + Lock;
    Site S = siteAt(M, SiteRole::Primary, U.At, "");
    S.Label = H.Missing ? Lock + " is not held here"
                        : Lock + " is held as a reader here";
    S.Stack = stackOf(M, H.Way, U.At);
    S.Write = U.Write;
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(
        declarationSite(M, positionOf(Address),
                        What + " is declared to be guarded by " + Lock));
    F.Why = "whoever reads the declaration relies on it and locks " + Lock +
            ". This line does not: it can run in the middle of what another "
            "thread does under the lock, see half of it, or have its own "
            "change overwritten";
    F.Repair = "hold " + Lock + " here; or, if the callers of " +
               quoted(displayName(M, U.At.Func)) +
               " are to hold it, let the function demand it "
               "(requires_capability)";
    if (const auto *X = std::get_if<Access>(&M[U.At]);
        X && H.Missing && !H.Elsewhere && Kind == AttributeKind::GuardedBy)
      offerLock(Context, F, declaredLock(M, Path), {{U.At, X->P, ""}});
    // The race is the same fault.
    F.Explains.push_back(demandFault(M, U.At));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  Annotations Declared;
  const Values &V;
  ValueTable &T;
  std::set<std::pair<EventRef, ValueId>> Told;
};

void check(const CheckContext &Context) { GuardedUses(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule GuardedByRace;
const Rule GuardedByRace = {
    {"guarded-by-race", Category::Race, Severity::Error, RuleScope::Program,
     "data is used without the lock that its declaration names",
     /*Precedence=*/3},
    check};
} // namespace heddle::rules
