//===- OnceFlagMisuse.cpp - once-flag-misuse ------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// call_once and pthread_once promise "once for this flag". The promise is
/// worth nothing if every call has a flag of its own (a local variable, a
/// parameter by value, a thread_local), and it is a trap if the function that
/// is called once asks for itself again: it waits for its own end.
///
/// Misses: a flag that is a member of objects which each thread makes anew;
/// recursion through virtual functions and std::function.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <set>

using namespace heddle;

namespace {

/// A flag, seen from any function: a variable or a member.
struct FlagName {
  GlobalId Global = GlobalId::None;
  FieldRef Field;
  friend bool operator==(const FlagName &, const FlagName &) = default;
  explicit operator bool() const {
    return valid(Global) || valid(Field.Record);
  }
};

class OnceFlags {
public:
  explicit OnceFlags(const CheckContext &Context)
      : Context(Context), M(Context.P.M) {}

  void run() {
    forEachUserEvent(M, [&](EventRef At) {
      const auto *O = std::get_if<OnceOp>(&M[At]);
      if (!O || O->Op != OnceOp::OpKind::Call || !valid(O->Flag))
        return;
      PlaceKeys Keys(M, At.Func);
      if (!tellPrivate(At, *O, Keys))
        tellRecursion(At, *O, Keys);
    });
  }

private:
  bool tellPrivate(EventRef At, const OnceOp &O, const PlaceKeys &Keys) {
    const Body &B = Keys.body();
    if (LocalId L = Keys.root(O.Flag); valid(L)) {
      if (isShown(At, L, Keys))
        return false;
      bool ByValue = B[L].Kind == LocalKind::Param;
      std::string Name = quoted(B[L].Name);
      report(At, O,
             ByValue ? Name + " is a copy of the flag"
                     : Name + " is a new flag in each call",
             makeSpan(M, At.Func, L),
             Name + (ByValue ? " is handed over by value here"
                             : " is made anew here in each call"),
             ByValue
                 ? "hand over the flag's address"
                 : "make it static, or a member or a variable outside of "
                   "the function:\n  static " +
                       typeName(M, B[L].Type) + " " + B[L].Name +
                       (M.Lang == Language::C ? " = PTHREAD_ONCE_INIT;" : ";"));
      return true;
    }
    GlobalId G = Keys.rootGlobal(O.Flag);
    if (!valid(G) || !M[G].ThreadLocal)
      return false;
    report(At, O, "each thread has a " + quoted(M[G].Name) + " of its own",
           makeSpan(M, M[G].Pos), quoted(M[G].Name) + " is thread_local",
           "leave out the thread_local at " + quoted(M[G].Name));
    return true;
  }

  /// May others get hold of the variable: is its address put anywhere?
  bool isShown(EventRef At, LocalId L, const PlaceKeys &Keys) const {
    const Body &B = Keys.body();
    auto Gives = [&](TermId T) {
      return valid(T) && B[T].Kind == TermKind::AddressOf &&
             Keys.root(B[T].P) == L;
    };
    bool Found = false;
    forEachEvent(M, At.Func, [&](EventRef Here) {
      const Event &E = M[Here];
      if (const auto *C = std::get_if<Call>(&E))
        Found |= llvm::any_of(C->Args, Gives);
      else if (const auto *S = std::get_if<Spawn>(&E))
        Found |= llvm::any_of(S->Args, Gives);
      else if (const auto *X = std::get_if<Access>(&E))
        Found |= Gives(X->Value);
      else if (const auto *X = std::get_if<Assign>(&E))
        Found |= Gives(X->Value);
    });
    return Found;
  }

  void report(EventRef At, const OnceOp &O, std::string Message,
              SourceSpan Declared, std::string DeclaredAs, std::string Repair) {
    Finding F;
    F.Object = describe(M, At.Func, O.Flag);
    F.Cause = localCause(M, At.Func, F.Object);
    F.Belief = Confidence::Certain;
    F.Reasons = {"no second call can see this flag"};
    F.Message = std::move(Message) + ", so 'once' means every time";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "never called before with this flag";
    F.Sites.push_back(std::move(S));
    Site D;
    D.Role = SiteRole::Declaration;
    D.Span = std::move(Declared);
    D.Message = std::move(DeclaredAs);
    F.Sites.push_back(std::move(D));
    F.Why = "what is called once is called once for each flag. Here a flag is "
            "asked that nobody has asked before, so the function runs in every "
            "thread, also in two at the same time";
    F.Repair = std::move(Repair);
    offerStatic(Context, F, F.Sites.back().Span);
    if (F.Fixes.empty())
      offerForAllThreads(Context, F, F.Object);
    Context.Report(std::move(F));
  }

  //===--------------------------------------------------------------------===//
  // Recursion
  //===--------------------------------------------------------------------===//

  static FlagName nameOf(const OnceOp &O, const PlaceKeys &Keys) {
    if (GlobalId G = Keys.rootGlobal(O.Flag); valid(G))
      return {G, Keys.lastField(O.Flag)};
    return {GlobalId::None, Keys.lastField(O.Flag)};
  }

  /// Functions that \p T, what is to be called, may be: by name or closure.
  std::vector<FuncId> targets(const Body &B, TermId T) const {
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    if (!valid(T))
      return {};
    PlaceId P = B[T].P;
    if (!valid(P))
      return {};
    if (B[P].Kind == PlaceKind::Function)
      return {B[P].Func};
    TypeId Type = B[P].Type;
    if (valid(Type) && M[Type].Kind == TypeKind::Record)
      return M[M[Type].Record].CallOperators;
    return {};
  }

  void tellRecursion(EventRef At, const OnceOp &O, const PlaceKeys &Keys) {
    FlagName Flag = nameOf(O, Keys);
    if (!Flag)
      return;
    std::set<FuncId> Seen;
    std::optional<EventRef> Again;
    for (FuncId To : targets(Keys.body(), O.Target))
      if (!Again)
        Again = asksAgain(To, Flag, Seen);
    if (!Again)
      return;
    std::string Name = describe(M, At.Func, O.Flag);
    Finding F;
    F.Object = Name;
    F.Cause = "once again " + localCause(M, Again->Func, Name);
    F.Belief = Confidence::Likely;
    F.Reasons = {"the inner call names the same flag"};
    F.Message = "what is called once for " + quoted(Name) +
                " asks for it again, and waits for itself";
    Site S = siteAt(M, SiteRole::Primary, *Again, "");
    S.Label = "waits until the call around it has ended";
    F.Sites.push_back(std::move(S));
    if (*Again != At)
      F.Sites.push_back(
          siteAt(M, SiteRole::Related, At, "the call around it begins here"));
    F.Why = "a second call of the same flag waits until the first has ended. "
            "Here the second is made by the first: neither ends";
    F.Repair = "let the inner function do its part without asking for the flag "
               "(it is inside already), or give it a flag of its own";
    Context.Report(std::move(F));
  }

  std::optional<EventRef> asksAgain(FuncId F, const FlagName &Flag,
                                    std::set<FuncId> &Seen) const {
    if (!M[F].Definition || M[F].System || !Seen.insert(F).second)
      return std::nullopt;
    PlaceKeys Keys(M, F);
    std::optional<EventRef> Found;
    forEachEvent(M, F, [&](EventRef At) {
      if (Found)
        return;
      if (const auto *C = std::get_if<Call>(&M[At]); C && valid(C->Callee))
        Found = asksAgain(C->Callee, Flag, Seen);
      const auto *O = std::get_if<OnceOp>(&M[At]);
      if (!O || O->Op != OnceOp::OpKind::Call)
        return;
      if (nameOf(*O, Keys) == Flag)
        Found = At;
      for (FuncId To : targets(Keys.body(), O->Target))
        if (!Found)
          Found = asksAgain(To, Flag, Seen);
    });
    return Found;
  }

  const CheckContext &Context;
  const Module &M;
};

void check(const CheckContext &Context) { OnceFlags(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule OnceFlagMisuse;
const Rule OnceFlagMisuse = {
    {"once-flag-misuse", Category::Wait, Severity::Warning, RuleScope::Local,
     "a flag for call_once that is new in each call, or that is asked again "
     "inside"},
    check};
} // namespace heddle::rules
