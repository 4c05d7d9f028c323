//===- GuardedReferenceEscape.cpp - guarded-reference-escape --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A function that takes a lock, and returns a reference or pointer to what the
/// lock guards: the caller uses it when the lock is long given up. What is
/// returned must be a member or a global that other functions write, and the
/// lock one of the function's own that it gives back before it returns.
///
/// Misses: references kept elsewhere than in the result; iterators; pointers
/// that were computed before.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

/// A member of some class, or a global.
struct Home {
  FieldRef Field;
  GlobalId Global = GlobalId::None;
  friend auto operator<=>(const Home &, const Home &) = default;
};

/// The members and the global that \p P lies in, the innermost first. (A
/// write to a container is one to its hidden parts.)
std::vector<Home> homesOf(const Body &B, PlaceId P) {
  std::vector<Home> Out;
  for (; valid(P); P = B[P].Base) {
    if (B[P].Kind == PlaceKind::Field && !isPseudo(B[P].Field))
      Out.push_back({.Field = B[P].Field});
    if (B[P].Kind == PlaceKind::Global)
      Out.push_back({.Field = {}, .Global = B[P].Global});
    if (B[P].Kind == PlaceKind::Deref)
      break;
  }
  return Out;
}

/// Which functions write what; constructors and initialisers don't count.
std::map<Home, std::set<FuncId>> writersIn(const Module &M) {
  std::map<Home, std::set<FuncId>> Out;
  forEachUserBody(M, [&](FuncId F) {
    FunctionKind Kind = M[F].Kind;
    if (Kind == FunctionKind::Constructor || Kind == FunctionKind::Destructor ||
        Kind == FunctionKind::GlobalInit ||
        Kind == FunctionKind::GlobalTeardown)
      return;
    const Body &B = *M[F].Definition;
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *A = std::get_if<Access>(&E))
          if (A->Kind == AccessKind::Write || A->Kind == AccessKind::Update)
            for (const Home &H : homesOf(B, A->P))
              Out[H].insert(F);
  });
  return Out;
}

class EscapingReferences {
public:
  EscapingReferences(const CheckContext &Context,
                     const std::map<Home, std::set<FuncId>> &Writers, FuncId F)
      : Context(Context), M(Context.P.M), Writers(Writers), F(F),
        B(*M[F].Definition) {}

  void run() {
    TypeId Result = M[F].Result;
    if (!valid(Result) || !isAddress(M[Result].Kind))
      return;
    std::optional<EventRef> Lock = lockOfItsOwn();
    if (!Lock)
      return;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        if (const auto *R = std::get_if<Return>(&B.Blocks[Block].Events[I]))
          if (PlaceId P = returned(*R); valid(P) && isWrittenElsewhere(P))
            return report({F, BlockId{Block}, I}, P, *Lock);
  }

private:
  static bool isAddress(TypeKind Kind) {
    return Kind == TypeKind::LValueReference || Kind == TypeKind::Pointer;
  }

  /// A lock that is taken here, by a guard that gives it back here.
  std::optional<EventRef> lockOfItsOwn() const {
    std::optional<EventRef> Taken;
    bool GivenBack = false;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const Event &E = B.Blocks[Block].Events[I];
        if (std::holds_alternative<Acquire>(E) && !Taken)
          Taken = EventRef{F, BlockId{Block}, I};
        GivenBack |= std::holds_alternative<Release>(E);
      }
    return GivenBack ? Taken : std::nullopt;
  }

  /// What is returned a reference of; None unless a member or a global.
  PlaceId returned(const Return &R) const {
    TermId T = R.Value;
    for (unsigned Steps = 0; valid(T) && Steps < 8; ++Steps) {
      if (B[T].Kind == TermKind::Cast)
        T = B[T].A;
      else if (B[T].Kind == TermKind::Value)
        T = onlyValue(B[T].P);
      else
        break;
    }
    if (!valid(T) || B[T].Kind != TermKind::AddressOf ||
        homesOf(B, B[T].P).empty())
      return PlaceId::None;
    return B[T].P;
  }

  /// The value of a temporary that is set once.
  TermId onlyValue(PlaceId P) const {
    if (B[P].Kind != PlaceKind::Local)
      return TermId::None;
    TermId Value = TermId::None;
    unsigned Count = 0;
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *A = std::get_if<Assign>(&E))
          if (B[A->P].Kind == PlaceKind::Local && B[A->P].Local == B[P].Local) {
            Value = A->Value;
            ++Count;
          }
    return Count == 1 ? Value : TermId::None;
  }

  bool isWrittenElsewhere(PlaceId P) const {
    auto It = Writers.find(homesOf(B, P).front());
    if (It == Writers.end())
      return false;
    return llvm::any_of(It->second, [&](FuncId W) { return W != F; });
  }

  void report(EventRef At, PlaceId P, EventRef Lock) {
    // Of a container's element, the container is what is guarded.
    while (B[P].Kind == PlaceKind::Element ||
           (B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field)))
      P = B[P].Base;
    std::string Name = quoted(describe(M, F, P));
    bool IsPointer = M[M[F].Result].Kind == TypeKind::Pointer;
    std::string What = IsPointer ? "pointer" : "reference";
    Finding Result;
    Result.Object = describe(M, F, P);
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"other functions write " + Name};
    Result.Message = quoted(displayName(M, F)) + " locks, and returns a " +
                     What + " to " + Name + " that is used without the lock";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "the lock ends here, the " + What + " goes on";
    Result.Sites.push_back(std::move(S));
    Result.Sites.push_back(siteAt(M, SiteRole::LockTaken, Lock,
                                  "the lock that guards it is taken here"));
    Result.Why = "the lock guards " + Name +
                 " only until this function returns. The caller reads and "
                 "writes through the " +
                 What +
                 " afterwards, while another thread holds the lock and "
                 "changes it";
    Result.Repair =
        M.Lang == Language::C
            ? "copy the value out under the lock, or let the caller lock and "
              "unlock around its use"
            : "return a copy, without the " +
                  std::string(IsPointer ? "*" : "&") +
                  " in the result type; or take a function that works on it "
                  "while the lock is held";
    offerValueResult(Context, Result, F);
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  const std::map<Home, std::set<FuncId>> &Writers;
  FuncId F;
  const Body &B;
};

void check(const CheckContext &Context) {
  std::map<Home, std::set<FuncId>> Writers = writersIn(Context.P.M);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    EscapingReferences(Context, Writers, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule GuardedReferenceEscape;
const Rule GuardedReferenceEscape = {
    {"guarded-reference-escape", Category::Race, Severity::Warning,
     RuleScope::Local,
     "a reference to guarded data leaves the function that locks"},
    check};
} // namespace heddle::rules
