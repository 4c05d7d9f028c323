//===- RequiredLockMissing.cpp - required-lock-missing --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A function demands that its callers hold a lock (`requires_capability`,
/// REQUIRES), and some way to a call of it does not. Asked at the call, with
/// what is held there on all ways, see Annotations.h.
///
/// Misses: calls through pointers; locks that the attribute names by more than
/// members of the object or of an argument.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Annotations.h"
#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/LockingFixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

using namespace heddle;

namespace {

class MissingLocks {
public:
  explicit MissingLocks(const CheckContext &Context)
      : Context(Context), M(Context.P.M), Declared(*Context.A) {}

  void run() {
    forEachUserBody(M, [&](FuncId F) {
      // An object that is being made or destroyed is nobody else's.
      if (M[F].Kind == FunctionKind::Constructor ||
          M[F].Kind == FunctionKind::Destructor)
        return;
      forEachEvent(M, F, [&](EventRef At) {
        const auto *C = std::get_if<Call>(&M[At]);
        if (C && valid(C->Callee) && !M[C->Callee].Attributes.empty() &&
            Declared.isChecked(F))
          visit(At, *C);
      });
    });
  }

private:
  void visit(EventRef At, const Call &C) {
    for (const Attribute &X : M[C.Callee].Attributes) {
      const bool Write = X.Kind == AttributeKind::Requires;
      if (!Write && X.Kind != AttributeKind::RequiresShared)
        continue;
      for (const AttributePath &Path : X.Args) {
        if (Path.Negative)
          continue;
        const Holding H = Declared.holding(At, Declared.ofCallee(At, Path));
        if (H.Missing || (Write && H.ReadOnly))
          return report(At, C.Callee, Path, H);
      }
    }
  }

  /// What the attribute's lock is called at the call: a member of the object,
  /// or of an argument. Empty: not plain.
  std::string nameAt(EventRef At, const AttributePath &Path) const {
    const auto &C = std::get<Call>(M[At]);
    const uint32_t This = M[C.Callee].hasThis() ? 1 : 0;
    const uint32_t Index = Path.Root == AttributePath::RootKind::This ? 0
                           : Path.Root == AttributePath::RootKind::Param
                               ? Path.Param + This
                               : UINT32_MAX;
    if (Index >= C.Args.size() || Path.Fields.size() != 1)
      return "";
    const FieldRef Member = Path.Fields.front();
    const Field &Lock = M[Member.Record].Fields[Member.Index];
    const bool Inside = M[At.Func].Parent == Member.Record;
    if (Lock.Access != AccessSpecifier::Public && !Inside)
      return "";
    const std::string Object = describe(M, At.Func, C.Args[Index]);
    if (Object == "this")
      return Inside ? Lock.Name : "";
    if (llvm::StringRef(Object).starts_with("&"))
      return Object.substr(1) + "." + Lock.Name;
    return Object + "->" + Lock.Name;
  }

  /// Some place that takes it: its type is what counts.
  NamedPlace lockOf(AttributePath Path) const {
    Path.Root = AttributePath::RootKind::This;
    return declaredLock(M, Path);
  }

  void report(EventRef At, FuncId Callee, const AttributePath &Path,
              const Holding &H) {
    const std::string Lock = quoted(Annotations::nameOf(Path)),
                      Name = quoted(displayName(M, Callee));
    Finding F;
    F.Object = Annotations::nameOf(Path);
    F.Belief = H.Elsewhere ? Confidence::Likely : Confidence::Certain;
    F.Reasons = {H.Elsewhere ? "on other ways to this point it is held"
                             : "no way to this point takes it"};
    F.Message = H.Missing ? Name + " wants its callers to hold " + Lock +
                                ", and this one does not"
                          : Name + " wants its callers to hold " + Lock +
                                " for writing, and this one holds it as a "
                                "reader";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = H.Missing ? Lock + " is not held here"
                        : Lock + " is held as a reader here";
    S.Stack = stackOf(M, H.Way, At);
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(declarationSite(M, M[Callee].NamePos,
                                      Name + " says so in its declaration"));
    F.Why = Name + " does not lock by itself: it relies on " + Lock +
            " being held. Called without, it works on data that another "
            "thread can be changing at the same time";
    F.Repair = "hold " + Lock + " around the call; or, if the callers of " +
               quoted(displayName(M, At.Func)) +
               " are to hold it, let this function demand it as well";
    if (std::string Name = nameAt(At, Path);
        H.Missing && !H.Elsewhere && !Name.empty())
      offerLock(Context, F, lockOf(Path), {{At, PlaceId::None, Name}});
    // The race behind this call is the same fault.
    F.Explains.push_back(demandFault(M, At));
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  Annotations Declared;
};

void check(const CheckContext &Context) { MissingLocks(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule RequiredLockMissing;
const Rule RequiredLockMissing = {
    {"required-lock-missing", Category::Lock, Severity::Error,
     RuleScope::Program,
     "a function is called without the lock that it demands of its callers"},
    check};
} // namespace heddle::rules
