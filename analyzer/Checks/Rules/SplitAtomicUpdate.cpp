//===- SplitAtomicUpdate.cpp - split-atomic-update ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An atomic variable that is read, and then written with a value computed
/// from what was read, in two steps: `A = A + 1`, `A.store(A.load() + 1)`, or
/// the same through a variable. Each step is atomic, both together are not.
///
/// Silent where a lock is held at the store, and where only one thread ever
/// writes the variable: then nobody can come in between.
///
/// Misses: values that take their way through memory or calls.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

bool isAtomic(const Access &A) {
  return A.Order != MemoryOrder::NotAtomic && !A.Init;
}

/// The variable or member that an atomic place is the content of.
struct AtomicHome {
  FieldRef Field;
  GlobalId Global = GlobalId::None;
  friend auto operator<=>(const AtomicHome &, const AtomicHome &) = default;
  explicit operator bool() const {
    return valid(Field.Record) || valid(Global);
  }
};

AtomicHome homeOf(const Body &B, PlaceId P) {
  // std::atomic's value is its pseudo field.
  while (valid(P) && B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
    P = B[P].Base;
  if (!valid(P))
    return {};
  if (B[P].Kind == PlaceKind::Field)
    return {.Field = B[P].Field};
  if (B[P].Kind == PlaceKind::Global)
    return {.Field = {}, .Global = B[P].Global};
  return {};
}

/// Which functions write which atomic variable.
using Writers = std::map<AtomicHome, std::set<FuncId>>;

Writers writersIn(const Module &M) {
  Writers Out;
  for (uint32_t F = 0; F < M.Functions.size(); ++F) {
    if (!M.Functions[F].Definition)
      continue;
    const Body &B = *M.Functions[F].Definition;
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *A = std::get_if<Access>(&E))
          if (isAtomic(*A) && A->Kind != AccessKind::Read)
            if (AtomicHome Home = homeOf(B, A->P))
              Out[Home].insert(FuncId{F});
  }
  return Out;
}

class SplitUpdates {
public:
  SplitUpdates(const CheckContext &Context, const Writers &Written, FuncId F)
      : Context(Context), M(Context.P.M), Written(Written), F(F),
        B(*M[F].Definition), Keys(M, F) {}

  void run() {
    noteValues();
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        EventRef At{F, BlockId{Block}, I};
        const auto *A = std::get_if<Access>(&M[At]);
        if (!A || !isAtomic(*A) || A->Kind != AccessKind::Write ||
            !valid(A->Value))
          continue;
        KeyId Key = Keys.key(A->P);
        if (isChangeOf(A->Value, Key) && !hasOneWriter(A->P) && !isLocked(At))
          report(At, *A, Key);
      }
  }

private:
  /// The only value of each variable that has only one.
  void noteValues() {
    auto Note = [&](PlaceId P, TermId Value) {
      if (!valid(P) || B[P].Kind != PlaceKind::Local)
        return;
      auto [It, New] = Values.try_emplace(B[P].Local, Value);
      if (!New)
        It->second = TermId::None;
    };
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events) {
        if (const auto *A = std::get_if<Assign>(&E))
          Note(A->P, A->Value);
        else if (const auto *A = std::get_if<Access>(&E);
                 A && A->Kind != AccessKind::Read)
          Note(A->P, A->Kind == AccessKind::Write ? A->Value : TermId::None);
      }
  }

  /// Is \p T computed from the content of \p Key, and not just that?
  bool isChangeOf(TermId T, KeyId Key) {
    return dependsOn(T, Key, 0) && !isCopyOf(T, Key, 0);
  }

  bool dependsOn(TermId T, KeyId Key, unsigned Depth) {
    if (!valid(T) || Depth > 8)
      return false;
    const Term &X = B[T];
    switch (X.Kind) {
    case TermKind::Value:
      return Keys.key(X.P) == Key || dependsOn(valueOf(X.P), Key, Depth + 1);
    case TermKind::Unary:
    case TermKind::Cast:
      return dependsOn(X.A, Key, Depth + 1);
    case TermKind::Binary:
      return dependsOn(X.A, Key, Depth + 1) || dependsOn(X.B, Key, Depth + 1);
    default:
      return false;
    }
  }

  bool isCopyOf(TermId T, KeyId Key, unsigned Depth) {
    if (!valid(T) || Depth > 8)
      return false;
    const Term &X = B[T];
    if (X.Kind == TermKind::Cast)
      return isCopyOf(X.A, Key, Depth + 1);
    return X.Kind == TermKind::Value &&
           (Keys.key(X.P) == Key || isCopyOf(valueOf(X.P), Key, Depth + 1));
  }

  TermId valueOf(PlaceId P) const {
    if (B[P].Kind != PlaceKind::Local)
      return TermId::None;
    auto It = Values.find(B[P].Local);
    return It == Values.end() ? TermId::None : It->second;
  }

  /// Is there but one thread that writes the variable?
  bool hasOneWriter(PlaceId P) const {
    AtomicHome Home = homeOf(B, P);
    if (!Context.A || !Home)
      return false;
    std::set<ThreadId> Threads;
    for (FuncId Writer : Written.at(Home))
      for (ThreadId T : Context.A->ThreadTable.executing(Writer))
        Threads.insert(T);
    return Threads.empty() || (Threads.size() == 1 &&
                               !Context.A->ThreadTable[*Threads.begin()].Many);
  }

  bool isLocked(EventRef At) const {
    return Context.A && llvm::any_of(Context.A->LockTable.heldAt(At),
                                     [](const LockUse &L) { return L.Must; });
  }

  /// The read that the new value comes from.
  std::optional<EventRef> readOf(KeyId Key) {
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        if (const auto *A = std::get_if<Access>(&B.Blocks[Block].Events[I]))
          if (A->Kind == AccessKind::Read && Keys.key(A->P) == Key)
            return EventRef{F, BlockId{Block}, I};
    return std::nullopt;
  }

  void report(EventRef At, const Access &A, KeyId Key) {
    PlaceId Whole = A.P;
    while (B[Whole].Kind == PlaceKind::Field && isPseudo(B[Whole].Field))
      Whole = B[Whole].Base;
    std::string Name = describe(M, F, Whole);
    Finding Result;
    Result.Object = Name;
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"several threads write " + quoted(Name) +
                      ", and no lock is held here"};
    Result.Message = quoted(Name) + " is atomic, but this reads it and writes "
                                    "it back in two steps";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Write = true;
    S.Label = "written with a value made from an older one";
    Result.Sites.push_back(std::move(S));
    if (std::optional<EventRef> Read = readOf(Key);
        Read && makeSpan(M, *Read).Line != makeSpan(M, At).Line)
      Result.Sites.push_back(
          siteAt(M, SiteRole::Related, *Read, "the old value is read here"));
    Result.Why = "each of the two steps is atomic, but another thread can "
                 "write between them; its value is then overwritten and lost";
    Result.Repair = repair(Name, A.Value, Key);
    offerOneStep(Context, Result, Result.Sites.front().Span);
    Context.Report(std::move(Result));
  }

  std::string repair(const std::string &Name, TermId Value, KeyId Key) {
    bool IsC = M.Lang == Language::C;
    const Term &New = B[Value];
    bool Adds = New.Kind == TermKind::Binary && New.BinOp == BinaryOp::Add &&
                (isCopyOf(New.A, Key, 0) || isCopyOf(New.B, Key, 0));
    bool Subtracts = New.Kind == TermKind::Binary &&
                     New.BinOp == BinaryOp::Sub && isCopyOf(New.A, Key, 0);
    if (Adds || Subtracts)
      return "update it in one step:\n  " + Name + (Adds ? " += …;" : " -= …;");
    if (IsC)
      return "repeat until nobody came in between:\n  int Old = "
             "atomic_load(&" +
             Name + ");\n  while (!atomic_compare_exchange_weak(&" + Name +
             ", &Old, f(Old)))\n    ;";
    return "repeat until nobody came in between:\n  auto Old = " + Name +
           ".load();\n  while (!" + Name +
           ".compare_exchange_weak(Old, f(Old)))\n    ;";
  }

  const CheckContext &Context;
  const Module &M;
  const Writers &Written;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
  std::map<LocalId, TermId> Values;
};

void check(const CheckContext &Context) {
  if (Context.A && !Context.A->HasThreads)
    return;
  Writers Written = writersIn(Context.P.M);
  forEachUserBody(Context.P.M,
                  [&](FuncId F) { SplitUpdates(Context, Written, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule SplitAtomicUpdate;
const Rule SplitAtomicUpdate = {
    {"split-atomic-update", Category::Race, Severity::Warning, RuleScope::Local,
     "an atomic variable is read and written back in two steps"},
    check};
} // namespace heddle::rules
