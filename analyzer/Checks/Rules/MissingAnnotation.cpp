//===- MissingAnnotation.cpp - missing-annotation -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A member or variable that is used under one and the same lock everywhere,
/// and whose declaration does not say so. With the attribute (guarded_by) the
/// compiler, and Heddle's local rules in the editor, see the one place that
/// will forget it next year.
///
/// Everywhere means everywhere: also before the threads start and after they
/// have ended, but for constructors and destructors, so that what is proposed
/// makes no new warnings. The lock must be one that the declaration can name: a
/// member of the same class, or a variable.
///
/// Misses: locks that are members of another object; local variables.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Races/AccessClass.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Values/Values.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

/// What can be annotated, and what an annotation can name: a member, seen
/// without its object, or a variable.
struct Name {
  FieldRef Field;
  GlobalId Global = GlobalId::None;
  friend auto operator<=>(const Name &, const Name &) = default;
  bool isMember() const { return valid(Field.Record); }
};

/// How a member or variable is used.
struct Usage {
  std::set<EventRef> Sites;
  std::optional<std::set<Name>> Locks; ///< held at all of them
  bool Written = false, Parallel = false, Spoilt = false;
  std::optional<EventRef> Example, OtherExample; ///< in two functions
};

class Unannotated {
public:
  explicit Unannotated(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A),
        T(A.LockTable.contexts().values().table()) {}

  void run() {
    AccessCollector Collector(Context.P, A.Pointers, A.LockTable);
    for (const auto &[Object, Classes] : Collector.run())
      for (const AccessClass &C : Classes)
        note(C);
    AnyAnnotation = hasAnnotation();
    for (const auto &[What, U] : Uses)
      judge(What, U);
  }

private:
  bool hasAnnotation() const {
    auto Guards = [](const std::vector<Attribute> &All) {
      return llvm::any_of(All, [](const Attribute &X) {
        return X.Kind == AttributeKind::GuardedBy ||
               X.Kind == AttributeKind::PtGuardedBy;
      });
    };
    return llvm::any_of(
               M.Globals,
               [&](const Global &G) { return Guards(G.Attributes); }) ||
           llvm::any_of(M.Records, [&](const Record &R) {
             return llvm::any_of(R.Fields, [&](const Field &F) {
               return Guards(F.Attributes);
             });
           });
  }

  void note(const AccessClass &C) {
    // The innermost members first; each with the object that it is part of.
    for (ValueId V = C.Address; T.isKnown(V);) {
      const Value &X = T[V];
      if (X.Kind == ValueKind::Field) {
        if (!isPseudo(X.Field))
          use({X.Field}, X.A, C);
      } else if (X.Kind == ValueKind::Global) {
        use({{}, X.Global}, ValueId::None, C);
        return;
      } else if (X.Kind != ValueKind::Element) {
        return;
      }
      V = X.A;
    }
    if (!T.isKnown(C.Address))
      spoil(C.Shown.Cell);
  }

  /// Somebody touches the cell, and there is no telling of which object.
  void spoil(CellId Cell) {
    for (; valid(Cell); Cell = A.Pointers.parent(Cell)) {
      if (!valid(A.Pointers.parent(Cell))) {
        const MemObject &O = A.Pointers[A.Pointers.objectOf(Cell)];
        if (O.Kind == ObjectKind::Global)
          Uses[{{}, O.Global}].Spoilt = true;
      } else if (CellStep S = A.Pointers.step(Cell);
                 !S.IsElement && !isPseudo(S.Field)) {
        Uses[{S.Field}].Spoilt = true;
      }
    }
  }

  void use(const Name &What, ValueId Owner, const AccessClass &C) {
    if (isExempt(What, C))
      return;
    Usage &U = Uses[What];
    U.Spoilt |= C.Shown.isAtomic() || C.Shown.Volatile;
    U.Written |= C.Shown.isWrite();
    U.Parallel |= !C.Facts->Running.empty() ||
                  A.ThreadTable[C.Shown.Thread].Origin != ThreadOrigin::Main;
    U.Sites.insert(C.Sites.begin(), C.Sites.end());
    if (!U.Example)
      U.Example = C.Shown.At;
    else if (!U.OtherExample && C.Shown.At.Func != U.Example->Func)
      U.OtherExample = C.Shown.At;
    std::set<Name> Held = locksAt(Owner, C);
    if (!U.Locks)
      U.Locks = std::move(Held);
    else
      std::erase_if(*U.Locks, [&](const Name &L) { return !Held.count(L); });
  }

  /// Constructors and destructors have the object to themselves.
  bool isExempt(const Name &What, const AccessClass &C) const {
    const Function &F = M[C.Shown.At.Func];
    bool IsLife = F.Kind == FunctionKind::Constructor ||
                  F.Kind == FunctionKind::Destructor ||
                  F.Kind == FunctionKind::GlobalInit ||
                  F.Kind == FunctionKind::GlobalTeardown;
    return C.Init ||
           (IsLife && (!What.isMember() || F.Parent == What.Field.Record));
  }

  /// Locks that a declaration in \p Owner's class could name.
  std::set<Name> locksAt(ValueId Owner, const AccessClass &C) const {
    std::set<Name> Locks;
    for (const HeldLockFact &H : C.Facts->Held.Held) {
      if (H.Kind != HeldKind::Lock || !H.Must ||
          (C.Shown.isWrite() && H.Mode == LockMode::Shared))
        continue;
      const Value &Lock = T[H.Lock];
      if (Lock.Kind == ValueKind::Global)
        Locks.insert({{}, Lock.Global});
      else if (Lock.Kind == ValueKind::Field && Lock.A == Owner &&
               !T.isVague(Owner))
        Locks.insert({Lock.Field});
    }
    return Locks;
  }

  static bool hasGuard(const std::vector<Attribute> &All) {
    return llvm::any_of(All, [](const Attribute &X) {
      return X.Kind == AttributeKind::GuardedBy ||
             X.Kind == AttributeKind::PtGuardedBy;
    });
  }

  void judge(const Name &What, const Usage &U) {
    if (U.Spoilt || !U.Parallel || !U.Written || U.Sites.size() < 2 ||
        !U.Locks || U.Locks->size() != 1)
      return;
    const Name &Lock = *U.Locks->begin();
    if (What.isMember()) {
      const Record &R = M[What.Field.Record];
      const Field &F = R.Fields[What.Field.Index];
      if (R.System || R.Kind == RecordKind::Lambda || F.Name.empty() ||
          hasGuard(F.Attributes) ||
          (Lock.isMember() && Lock.Field.Record != What.Field.Record) ||
          (Lock.isMember() && M.Lang == Language::C))
        return;
      report(What, U, Lock, F.Name, F.Type, F.Pos);
    } else if (const Global &G = M[What.Global];
               !G.System && !G.ThreadLocal && !hasGuard(G.Attributes) &&
               G.Storage != StorageKind::FunctionStatic && !Lock.isMember()) {
      report(What, U, Lock, G.Name, G.Type, G.Pos);
    }
  }

  std::string nameOf(const Name &Lock) const {
    return Lock.isMember() ? M[Lock.Field.Record].Fields[Lock.Field.Index].Name
                           : M[Lock.Global].Name;
  }

  void report(const Name &What, const Usage &U, const Name &Lock,
              const std::string &Object, TypeId Type, const DeclPosition &Pos) {
    std::string LockName = nameOf(Lock);
    Finding F;
    F.Object = Object;
    F.Cause = "missing annotation " +
              (What.isMember() ? M[What.Field.Record].Name + "::" : "") +
              Object;
    F.Belief = Confidence::Likely;
    F.Reasons = {"all " + std::to_string(U.Sites.size()) +
                 " accesses outside of constructors and destructors hold " +
                 quoted(LockName)};
    F.Message = quoted(Object) + " is used under " + quoted(LockName) +
                " everywhere, and its declaration does not say so";
    Site S = declarationSite(M, Pos, "");
    S.Role = SiteRole::Primary;
    S.Label = "guarded by " + quoted(LockName) + " in fact";
    F.Sites.push_back(std::move(S));
    for (const std::optional<EventRef> &At : {U.Example, U.OtherExample})
      if (At)
        F.Sites.push_back(siteAt(M, SiteRole::OtherAccess, *At,
                                 "used here, holding " + quoted(LockName)));
    F.Why = "who reads the declaration, and the compiler, know nothing of the "
            "lock. The next function that uses " +
            quoted(Object) +
            " will be written without it, and nothing will "
            "say so until two threads meet there";
    F.Repair =
        "say it where it is declared:\n  " + typeName(M, Type) + " " + Object +
        " GUARDED_BY(" + LockName +
        ");\nand let clang check it with -Wthread-safety" +
        (AnyAnnotation ? ""
                       : ". The macro, for other compilers' sake:\n  #ifdef "
                         "__clang__\n  #define GUARDED_BY(x) "
                         "__attribute__((guarded_by(x)))\n  #else\n  #define "
                         "GUARDED_BY(x)\n  #endif");
    // Without an attribute in the program there is no macro to rely on.
    if (AnyAnnotation && comesFirst(Lock, Pos))
      addFix(F, Object, Type,
             !What.isMember() && M[What.Global].InternalLinkage &&
                 M[What.Global].StaticValue == 0,
             LockName);
    Context.Report(std::move(F));
  }

  /// A variable must be declared before an attribute can name it; members may
  /// stand in any order.
  bool comesFirst(const Name &Lock, const DeclPosition &Pos) const {
    if (Lock.isMember())
      return true;
    const DeclPosition &Declared = M[Lock.Global].Pos;
    return Declared.File == Pos.File && Declared.Line < Pos.Line;
  }

  /// The insertion goes behind the name. Where the declaration is more than
  /// `static`, type and name (an array, a value to begin with), nothing is
  /// offered.
  void addFix(Finding &F, const std::string &Object, TypeId Type,
              bool MayBeStatic, const std::string &LockName) const {
    const SourceSpan &Span = F.Sites.front().Span;
    const size_t Length = typeName(M, Type).size() + 1 + Object.size();
    const size_t Static = MayBeStatic ? llvm::StringRef("static ").size() : 0;
    if (!Span.Macro.empty() || Span.Line != Span.EndLine ||
        (Span.Column + Length != Span.EndColumn &&
         Span.Column + Static + Length != Span.EndColumn))
      return;
    SourceSpan Behind = Span;
    Behind.Column = Behind.EndColumn;
    F.Fixes.push_back({"say that " + quoted(LockName) + " guards it",
                       {{Behind, " GUARDED_BY(" + LockName + ")"}}});
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  const ValueTable &T;
  std::map<Name, Usage> Uses;
  bool AnyAnnotation = false;
};

void check(const CheckContext &Context) {
  if (Context.A->HasThreads)
    Unannotated(Context).run();
}

} // namespace

namespace heddle::rules {
extern const Rule MissingAnnotation;
const Rule MissingAnnotation = {
    {"missing-annotation", Category::Lock, Severity::Advice, RuleScope::Program,
     "a declaration does not name the lock that the whole program holds for "
     "it"},
    check};
} // namespace heddle::rules
