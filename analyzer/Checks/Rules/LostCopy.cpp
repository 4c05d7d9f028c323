//===- LostCopy.cpp - lost-copy -------------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread gets a copy, changes it, and the change dies with the thread, while
/// its creator goes on to read the original. Copies are made by parameters
/// that std::thread passes by value, by captures without `&`, by a functor that
/// is handed over itself, and by std::bind even where the function takes a
/// reference.
///
/// A parameter is also a variable to count down in. So a copy counts as lost
/// only if the thread never uses what it wrote, and the creator later reads
/// what it never writes again.
///
/// Misses: copies that are used inside the thread too; copies made in one
/// function for a thread that another one starts.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"

#include <optional>

using namespace heddle;

namespace {

enum class CopyKind : uint8_t { Parameter, Capture, Functor, Bound };

/// What a thread does to a copy: a parameter, or a member of its closure.
struct CopyUse {
  std::optional<EventRef> Written;
  bool IsUsed = false; ///< also for something else than its own next value
};

class LostCopies {
public:
  LostCopies(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition),
        Keys(M, F) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *S = std::get_if<Spawn>(&M[At]);
      if (!S || S->Lazy || !valid(S->Target))
        return;
      TermId Target = S->Target;
      while (B[Target].Kind == TermKind::Cast)
        Target = B[Target].A;
      if (B[Target].Kind == TermKind::AddressOf &&
          B[B[Target].P].Kind == PlaceKind::Function)
        lookAtFunction(At, *S, B[B[Target].P].Func);
      else if (B[Target].Kind == TermKind::Value &&
               B[B[Target].P].Kind == PlaceKind::Local)
        lookAtObject(At, B[B[Target].P].Local);
    });
  }

private:
  //===--- What threads do with their copies ------------------------------===//

  /// \p Mine: is this place (a part of) the copy?
  CopyUse useIn(FuncId Callee,
                llvm::function_ref<bool(PlaceKeys &, PlaceId)> Mine) const {
    CopyUse Use;
    if (!M[Callee].Definition)
      return {.Written = {}, .IsUsed = true};
    PlaceKeys Inner(M, Callee);
    const Body &Code = *M[Callee].Definition;
    int Reads = 0, OwnReads = 0;
    forEachEvent(M, Callee, [&](EventRef At) {
      if (const auto *A = std::get_if<Access>(&M[At])) {
        if (!Mine(Inner, A->P))
          return;
        if (A->Kind == AccessKind::Read)
          // Containers are read on the way to be written: `push_back`.
          Reads += !valid(A->Via);
        else if (A->Kind != AccessKind::Destroy && !A->Init)
          if (!Use.Written)
            Use.Written = At;
        if (A->Kind == AccessKind::Write && valid(A->Value))
          OwnReads += mentions(Code, A->Value,
                               [&](PlaceId P) { return Mine(Inner, P); });
      } else if (const auto *C = std::get_if<Call>(&M[At])) {
        for (TermId Arg : C->Args)
          Use.IsUsed |=
              !C->Implicit && valid(Arg) &&
              mentions(Code, Arg, [&](PlaceId P) { return Mine(Inner, P); });
      }
    });
    Use.IsUsed |= Reads > OwnReads;
    return Use;
  }

  static bool mentions(const Body &Code, TermId T,
                       llvm::function_ref<bool(PlaceId)> Mine) {
    if (!valid(T))
      return false;
    const Term &X = Code[T];
    return (valid(X.P) && Mine(X.P)) || mentions(Code, X.A, Mine) ||
           mentions(Code, X.B, Mine);
  }

  static auto parameter(LocalId Param) {
    return
        [Param](PlaceKeys &Inner, PlaceId P) { return Inner.root(P) == Param; };
  }
  static auto referent(LocalId Param) {
    return [Param](PlaceKeys &Inner, PlaceId P) {
      return Inner.pointer(P) == Param;
    };
  }
  /// The member \p Field of the closure `*this`.
  static auto member(FieldRef Field) {
    return [Field](PlaceKeys &Inner, PlaceId P) {
      const Body &Code = Inner.body();
      for (P = Inner.resolve(P); valid(P); P = Inner.resolve(Code[P].Base)) {
        if (Code[P].Kind == PlaceKind::Field && Code[P].Field == Field)
          return true;
        if (Code[P].Kind != PlaceKind::Field &&
            Code[P].Kind != PlaceKind::Element)
          break;
      }
      return false;
    };
  }

  //===--- Where the copies come from -------------------------------------===//

  void lookAtFunction(EventRef At, const Spawn &S, FuncId Callee) {
    if (!M[Callee].Definition)
      return;
    unsigned First = M[Callee].hasThis() ? 1 : 0;
    for (unsigned I = First; I < S.Args.size(); ++I) {
      LocalId Param{I};
      if (I >= M[Callee].Definition->Locals.size() || !valid(S.Args[I]))
        break;
      if (isAddress((*M[Callee].Definition)[Param].Type))
        continue;
      LocalId Original = variableIn(S.Args[I]);
      if (const Term &T = B[S.Args[I]];
          !valid(Original) && T.Kind == TermKind::Value)
        if (LocalId Copy = Keys.pointer(T.P); valid(Copy))
          Original = copiedFrom(At, Copy);
      if (valid(Original))
        judge(At, Callee, useIn(Callee, parameter(Param)), Original, {},
              CopyKind::Parameter);
    }
  }

  void lookAtObject(EventRef At, LocalId Closure) {
    RecordId R = recordBehind(B[Closure].Type);
    if (!valid(R))
      return;
    if (M[R].Kind == RecordKind::Lambda)
      return lookAtLambda(At, R);
    if (FuncId Bound = boundFunction(At, Closure); valid(Bound))
      return lookAtBound(At, Bound);
    LocalId Original = copiedFrom(At, Closure);
    if (!valid(Original) || M[R].System)
      return;
    for (FuncId Operator : M[R].CallOperators)
      for (uint32_t I = 0; I < M[R].Fields.size(); ++I) {
        FieldRef Field{R, I};
        CopyUse Use = useIn(Operator, member(Field));
        // The creator asks for this very member: what else is it for?
        Use.IsUsed = false;
        judge(At, Operator, Use, Original, Field, CopyKind::Functor);
      }
  }

  void lookAtLambda(EventRef At, RecordId R) {
    for (uint32_t I = 0; I < M[R].Fields.size(); ++I) {
      const Field &Member = M[R].Fields[I];
      if (Member.CaptureByRef || Member.CaptureThis || isAddress(Member.Type))
        continue;
      FieldRef Field{R, I};
      LocalId Original = capturedFrom(Field);
      if (!valid(Original))
        continue;
      for (FuncId Operator : M[R].CallOperators)
        judge(At, Operator, useIn(Operator, member(Field)), Original, {},
              CopyKind::Capture);
    }
  }

  void lookAtBound(EventRef At, FuncId Callee) {
    if (!M[Callee].Definition)
      return;
    const Body &Code = *M[Callee].Definition;
    for (unsigned I = M[Callee].hasThis() ? 1 : 0; I < Code.Locals.size();
         ++I) {
      LocalId Param{I};
      if (Code[Param].Kind != LocalKind::Param)
        break;
      TypeId T = Code[Param].Type;
      if (!valid(T) || M[T].Kind != TypeKind::LValueReference)
        continue;
      LocalId Original = argumentOf(boundArgument(I));
      if (!valid(Original))
        continue;
      CopyUse Use = useIn(Callee, referent(Param));
      Use.IsUsed = false; // who takes a reference wants the change to be seen
      judge(At, Callee, Use, Original, {}, CopyKind::Bound);
    }
  }

  bool isAddress(TypeId T) const {
    return !valid(T) || M[T].Kind == TypeKind::Pointer ||
           M[T].Kind == TypeKind::LValueReference ||
           M[T].Kind == TypeKind::RValueReference;
  }

  RecordId recordBehind(TypeId T) const {
    while (valid(T) && isAddress(T))
      T = M[T].Elem;
    return valid(T) ? M[T].Record : RecordId::None;
  }

  /// The variable of this function whose content (or that of a part of it)
  /// \p T is.
  LocalId variableIn(TermId T) {
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    if (!valid(T) ||
        (B[T].Kind != TermKind::Value && B[T].Kind != TermKind::AddressOf))
      return LocalId::None;
    LocalId L = Keys.root(B[T].P);
    if (!valid(L) || B[L].Kind == LocalKind::Temporary ||
        B[L].Kind == LocalKind::This)
      return LocalId::None;
    return L;
  }

  /// What \p E copies, if it copies something to a place of which \p IsTarget
  /// holds: an assignment, a first write, a copy constructor (for `*Pointer`).
  LocalId originalOf(const Event &E, llvm::function_ref<bool(PlaceId)> IsTarget,
                     LocalId Pointer = LocalId::None) {
    if (const auto *A = std::get_if<Assign>(&E))
      return IsTarget(A->P) ? variableIn(A->Value) : LocalId::None;
    if (const auto *A = std::get_if<Access>(&E))
      return A->Kind == AccessKind::Write && A->Init && IsTarget(A->P)
                 ? variableIn(A->Value)
                 : LocalId::None;
    const auto *C = std::get_if<Call>(&E);
    if (!C || C->Args.size() != 2)
      return LocalId::None;
    const Term &To = B[C->Args[0]];
    bool IsCopy = To.Kind == TermKind::AddressOf && IsTarget(To.P);
    IsCopy |= To.Kind == TermKind::Value && valid(Pointer) &&
              B[To.P].Kind == PlaceKind::Local && B[To.P].Local == Pointer;
    return IsCopy ? variableIn(C->Args[1]) : LocalId::None;
  }

  /// The variable that the capture \p Field of some closure is set from.
  LocalId capturedFrom(FieldRef Field) {
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (LocalId L = originalOf(
                E, [&](PlaceId P) { return member(Field)(Keys, P); });
            valid(L))
          return L;
    return LocalId::None;
  }

  /// The variable that `*Pointer`, made for the thread, is a copy of.
  LocalId copiedFrom(EventRef Spawn, LocalId Pointer) {
    const std::vector<Event> &Events = B[Spawn.Block].Events;
    for (uint32_t I = 0; I < Spawn.Index; ++I)
      if (LocalId L = originalOf(
              Events[I], [&](PlaceId P) { return Keys.pointer(P) == Pointer; },
              Pointer);
          valid(L))
        return L;
    return LocalId::None;
  }

  FuncId boundFunction(EventRef Spawn, LocalId Closure) {
    const std::vector<Event> &Events = B[Spawn.Block].Events;
    for (uint32_t I = 0; I < Spawn.Index; ++I)
      if (const auto *A = std::get_if<Assign>(&Events[I]))
        if (B[A->P].Kind == PlaceKind::Field &&
            B[A->P].Field == pseudo(PseudoField::Callable) &&
            Keys.pointer(A->P) == Closure)
          if (const Term &T = B[A->Value]; T.Kind == TermKind::AddressOf &&
                                           B[T.P].Kind == PlaceKind::Function)
            return B[T.P].Func;
    return FuncId::None;
  }

  LocalId argumentOf(FieldRef Bound) {
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *A = std::get_if<Assign>(&E))
          if (B[A->P].Kind == PlaceKind::Field && B[A->P].Field == Bound &&
              B[A->Value].Kind == TermKind::Value)
            if (LocalId L = variableIn(A->Value); valid(L))
              return L;
    return LocalId::None;
  }

  //===--- What the creator does afterwards -------------------------------===//

  /// The first event after \p Spawn that reads \p Original (its \p Field).
  std::optional<EventRef> readAfter(EventRef Spawn, LocalId Original,
                                    FieldRef Field) {
    std::vector<bool> Later =
        reachableFrom(B, Spawn.Block, [](BlockId) { return true; });
    std::optional<EventRef> Read;
    bool IsWritten = false;
    forEachEvent(M, F, [&](EventRef At) {
      bool IsAfter = Later[index(At.Block)] ||
                     (At.Block == Spawn.Block && At.Index > Spawn.Index);
      if (!IsAfter)
        return;
      if (const auto *A = std::get_if<Access>(&M[At])) {
        if (Keys.root(A->P) != Original ||
            (valid(Field.Record) && Keys.lastField(A->P) != Field))
          return;
        if (A->Kind == AccessKind::Read && !Read)
          Read = At;
        IsWritten |=
            A->Kind == AccessKind::Write || A->Kind == AccessKind::Update;
      } else if (const auto *C = std::get_if<Call>(&M[At])) {
        if (!C->Args.empty() && valid(C->Callee) && valid(Field.Record) &&
            variableIn(C->Args[0]) == Original && reads(C->Callee, Field) &&
            !Read)
          Read = At;
      }
    });
    return IsWritten ? std::nullopt : Read;
  }

  bool reads(FuncId Callee, FieldRef Field) const {
    if (!M[Callee].Definition)
      return false;
    PlaceKeys Inner(M, Callee);
    bool Found = false;
    forEachEvent(M, Callee, [&](EventRef At) {
      if (const auto *A = std::get_if<Access>(&M[At]))
        Found |= A->Kind == AccessKind::Read && Inner.lastField(A->P) == Field;
    });
    return Found;
  }

  void judge(EventRef Spawn, FuncId Callee, const CopyUse &Use,
             LocalId Original, FieldRef Field, CopyKind Kind) {
    if (!Use.Written || Use.IsUsed)
      return;
    if (std::optional<EventRef> Read = readAfter(Spawn, Original, Field))
      report(Spawn, Callee, *Use.Written, *Read, Original, Field, Kind);
  }

  void report(EventRef Spawn, FuncId Callee, EventRef Written, EventRef Read,
              LocalId Original, FieldRef Field, CopyKind Kind) {
    std::string Name = B[Original].Name;
    if (valid(Field.Record))
      Name += "." + M[Field.Record].Fields[Field.Index].Name;
    Finding Result;
    Result.Object = Name;
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"nobody reads what the thread writes into its copy"};
    Result.Message = "the thread changes a copy of " + quoted(Name) +
                     "; what is read here is the unchanged original";
    Site P = siteAt(M, SiteRole::Primary, Read, "");
    P.Label = "the original, as it was before the thread";
    Result.Sites.push_back(std::move(P));
    Result.Sites.push_back(
        siteAt(M, SiteRole::Spawn, Spawn, "the copy is made for the thread"));
    Site W = siteAt(M, SiteRole::OtherAccess, Written,
                    quoted(displayName(M, Callee)) + " changes its copy here");
    W.Write = true;
    Result.Sites.push_back(std::move(W));
    Result.Why = why(Kind, B[Original].Name);
    Result.Repair = repair(Kind, B[Original].Name, Callee);
    if (const RecordId Lambda = M[Callee].Parent;
        Kind == CopyKind::Capture && valid(Lambda))
      offerCapture(Context, Result, makeSpan(M, M[Lambda].Pos),
                   B[Original].Name, /*ByValue=*/false);
    else if (Kind != CopyKind::Parameter && Kind != CopyKind::Capture)
      offerReference(Context, Result, makeSpan(M, Spawn), B[Original].Name);
    Context.Report(std::move(Result));
  }

  static std::string why(CopyKind Kind, const std::string &Name) {
    std::string Copies;
    switch (Kind) {
    case CopyKind::Parameter:
      Copies = "a thread gets its arguments by value, and the function takes "
               "this one by value";
      break;
    case CopyKind::Capture:
      Copies = "a capture without & is a copy";
      break;
    case CopyKind::Functor:
      Copies = "a thread runs a copy of the object it is given";
      break;
    case CopyKind::Bound:
      Copies = "std::bind keeps a copy, and hands a reference to that copy to "
               "the function";
      break;
    }
    return Copies +
           ": the thread works on a variable of its own, which "
           "vanishes with it, and " +
           quoted(Name) + " never hears of it";
  }

  std::string repair(CopyKind Kind, const std::string &Name,
                     FuncId Callee) const {
    switch (Kind) {
    case CopyKind::Capture:
      return "capture it by reference, and join before it is read:\n  [&" +
             Name + "]";
    case CopyKind::Parameter:
      return "let " + quoted(displayName(M, Callee)) +
             " take a reference (with &), hand one over, and join before it "
             "is read:\n  std::thread T(" +
             displayName(M, Callee) + ", std::ref(" + Name + "));";
    case CopyKind::Functor:
    case CopyKind::Bound:
      break;
    }
    return "hand over a reference, and join before it is read:\n  std::ref(" +
           Name + ")";
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  if (Context.P.M.Lang == Language::C)
    return; // pthreads hand over a pointer
  forEachUserBody(Context.P.M, [&](FuncId F) { LostCopies(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule LostCopy;
const Rule LostCopy = {
    {"lost-copy", Category::Lifetime, Severity::Warning, RuleScope::Local,
     "a thread changes a copy, and the original is read afterwards"},
    check};
} // namespace heddle::rules
