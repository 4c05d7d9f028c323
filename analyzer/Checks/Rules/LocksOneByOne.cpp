//===- LocksOneByOne.cpp - locks-one-by-one -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two locks are taken one after the other, where nothing says which comes
/// first. Two kinds:
///
///     void transfer(Account &From, Account &To) {
///       std::lock_guard A(From.M);
///       std::lock_guard B(To.M);      // and transfer(To, From)?
///
/// the same member of two objects, or two elements of one array: the caller
/// decides the order, unless the function compares the two first. Two unlike
/// mutexes are taken in one order whenever the function runs. Where two threads
/// are seen to take them in opposite orders, lock-order tells it.
///
/// Misses: locks that are taken in two functions.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Locks/Contexts.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace heddle;

namespace {

/// What tells two alike locks apart: the objects they belong to, or indices.
struct Choice {
  LocalId Owner = LocalId::None;
  TermId Index = TermId::None;
};

/// Second is taken while First is held.
struct Pair {
  EventRef First, Second;
  PlaceId Lock = PlaceId::None, Next = PlaceId::None;
  std::pair<KeyId, KeyId> Keys;
};

class SteppedLocks {
public:
  SteppedLocks(const CheckContext &Context, FuncId F)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition),
        Keys(M, F) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *A = std::get_if<Acquire>(&M[At]);
      if (A && valid(A->Lock) && !A->Recursive)
        follow(At, *A);
    });
    for (const Pair &X : Pairs)
      // Both orders, in one function: it knows which one when.
      if (llvm::none_of(Pairs, [&](const Pair &Y) {
            return X.Keys.first == Y.Keys.second &&
                   X.Keys.second == Y.Keys.first;
          }))
        tell(X);
  }

private:
  /// Goes on from \p First for as long as it may be held.
  void follow(EventRef First, const Acquire &A) {
    std::vector<bool> Seen(B.Blocks.size());
    std::vector<std::pair<BlockId, uint32_t>> Work{
        {First.Block, First.Index + 1}};
    while (!Work.empty()) {
      auto [Block, From] = Work.back();
      Work.pop_back();
      bool GoesOn = true;
      for (uint32_t I = From; GoesOn && I < B[Block].Events.size(); ++I) {
        const Event &E = B[Block].Events[I];
        const auto *Next = std::get_if<Acquire>(&E);
        if (gives(E, A) ||
            (Next && Next->AtomicGroup && Next->AtomicGroup == A.AtomicGroup))
          GoesOn = false;
        else if (Next && valid(Next->Lock) && !Next->Recursive)
          GoesOn = !pair(First, A, {F, Block, I}, *Next);
      }
      if (!GoesOn)
        continue;
      for (BlockId Succ : B[Block].Term.Succs)
        if (!Seen[index(Succ)]) {
          Seen[index(Succ)] = true;
          Work.push_back({Succ, 0});
        }
    }
  }

  /// Is the lock of \p A given back, or its name another one's?
  bool gives(const Event &E, const Acquire &A) {
    const KeyId Key = Keys.key(A.Lock);
    if (const auto *R = std::get_if<Release>(&E))
      return valid(R->Guard)
                 ? valid(A.Guard) && Keys.key(R->Guard) == Keys.key(A.Guard)
                 : Keys.key(R->Lock) == Key;
    if (const auto *W = std::get_if<Access>(&E))
      return W->Kind != AccessKind::Read && Keys.mentions(Key, Keys.key(W->P));
    if (const auto *G = std::get_if<GuardOp>(&E))
      return valid(A.Guard) && valid(G->From) &&
             Keys.key(G->From) == Keys.key(A.Guard);
    return false;
  }

  /// True if the second lock was reached: what comes behind it is its matter.
  bool pair(EventRef First, const Acquire &A, EventRef Second,
            const Acquire &Next) {
    const std::pair Both(Keys.key(A.Lock), Keys.key(Next.Lock));
    if (Both.first == Both.second)
      return true;
    if (!isAlike(A.Lock, Next.Lock))
      return false;
    const std::optional<Choice> L = choiceOf(A.Lock), R = choiceOf(Next.Lock);
    if (L && R && isFree(*L, *R) && !isCompared(*L, *R) && !areChosen(*L, *R) &&
        !hasGate(First))
      Pairs.push_back({First, Second, A.Lock, Next.Lock, Both});
    return true;
  }

  /// Is a third lock held already, so that only one thread at a time comes, or
  /// a semaphore, so that only some do?
  bool hasGate(EventRef First) const {
    if (!Context.A)
      return false;
    const HeldStates &Ways =
        Context.A->LockTable.contexts().heldAnalysis().before(First);
    return llvm::any_of(Context.A->LockTable.heldAt(First),
                        [](const LockUse &L) { return L.Must; }) ||
           llvm::all_of(Ways, [](const auto &Way) {
             return llvm::any_of(Way.Facts.Held, [](const HeldLockFact &H) {
               return H.Must && H.Kind == HeldKind::Semaphore;
             });
           });
  }

  /// Are both indices set in more places than one, together each time? Then
  /// the last one around the table takes them the other way round.
  bool areChosen(const Choice &L, const Choice &R) const {
    const std::set<BlockId> Mine = settersOf(L), Theirs = settersOf(R);
    return Mine.size() > 1 && Mine == Theirs;
  }

  std::set<BlockId> settersOf(const Choice &C) const {
    std::set<BlockId> Out;
    TermId T = C.Index;
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    if (!valid(T) || B[T].Kind != TermKind::Value ||
        B[B[T].P].Kind != PlaceKind::Local)
      return Out;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *W = std::get_if<Access>(&M[At]);
      if (W && W->Kind == AccessKind::Write &&
          B[W->P].Kind == PlaceKind::Local && B[W->P].Local == B[B[T].P].Local)
        Out.insert(At.Block);
    });
    return Out;
  }

  /// The same member of whatever object, or elements of one array.
  bool isAlike(PlaceId L, PlaceId R) const {
    if (B[Keys.resolve(L)].Type != B[Keys.resolve(R)].Type)
      return false;
    const FieldRef X = Keys.lastField(L), Y = Keys.lastField(R);
    return X == Y &&
           (valid(X.Record) || Keys.rootGlobal(L) == Keys.rootGlobal(R));
  }

  /// Nothing for what is no parameter's own lock and no element.
  std::optional<Choice> choiceOf(PlaceId P) const {
    for (P = Keys.resolve(P); valid(P) && B[P].Kind == PlaceKind::Field;)
      P = Keys.resolve(B[P].Base);
    if (!valid(P))
      return std::nullopt;
    if (B[P].Kind == PlaceKind::Element && valid(B[P].Index) &&
        B[B[P].Index].Kind != TermKind::Int)
      return Choice{.Owner = LocalId::None, .Index = B[P].Index};
    if (B[P].Kind != PlaceKind::Deref)
      return std::nullopt;
    const LocalId Owner = Keys.pointer(P);
    if (!valid(Owner))
      return std::nullopt;
    const LocalKind Kind = B[Owner].Kind;
    if (Kind != LocalKind::Param && Kind != LocalKind::This)
      return std::nullopt;
    // A neighbour reached from a parameter (Node->Next) is no free choice.
    const Term &Pointer = B[B[P].Pointer];
    return Pointer.Kind == TermKind::Value &&
                   B[Pointer.P].Kind == PlaceKind::Local
               ? std::optional(Choice{.Owner = Owner, .Index = TermId::None})
               : std::nullopt;
  }

  /// Can callers give them in either order? Neighbours (I, I + 1) have one,
  /// unless it goes round.
  bool isFree(const Choice &L, const Choice &R) const {
    if (!valid(L.Index) || !valid(R.Index))
      return L.Owner != R.Owner;
    return (!mentions(L.Index, R) || goesRound(L.Index)) &&
           (!mentions(R.Index, L) || goesRound(R.Index));
  }

  bool goesRound(TermId T) const {
    if (!valid(T))
      return false;
    const Term &X = B[T];
    return (X.Kind == TermKind::Binary && X.BinOp == BinaryOp::Rem) ||
           ((X.Kind == TermKind::Cast || X.Kind == TermKind::Binary) &&
            (goesRound(X.A) || goesRound(X.B)));
  }

  bool mentions(TermId T, const Choice &C, unsigned Depth = 0) const {
    if (!valid(T) || Depth > 8)
      return false;
    const Term &X = B[T];
    if (valid(C.Index) && T == C.Index)
      return true;
    if (X.Kind == TermKind::Value || X.Kind == TermKind::AddressOf) {
      if (valid(C.Index) && B[C.Index].Kind == TermKind::Value)
        return B[X.P] == B[B[C.Index].P];
      return valid(C.Owner) &&
             (Keys.pointer(X.P) == C.Owner || Keys.root(X.P) == C.Owner);
    }
    return mentions(X.A, C, Depth + 1) || mentions(X.B, C, Depth + 1);
  }

  /// Does the function ask which of the two is the smaller one?
  bool isCompared(const Choice &L, const Choice &R) const {
    auto Both = [&](TermId A, TermId B) {
      return (mentions(A, L) && mentions(B, R)) ||
             (mentions(A, R) && mentions(B, L));
    };
    if (llvm::any_of(B.Terms, [&](const Term &T) {
          return T.Kind == TermKind::Binary &&
                 (T.BinOp == BinaryOp::Lt || T.BinOp == BinaryOp::Le ||
                  T.BinOp == BinaryOp::Gt || T.BinOp == BinaryOp::Ge) &&
                 Both(T.A, T.B);
        }))
      return true;
    // std::less<>()(&From, &To), std::minmax
    return llvm::any_of(B.Blocks, [&](const BasicBlock &Block) {
      return llvm::any_of(Block.Events, [&](const Event &E) {
        const auto *C = std::get_if<Call>(&E);
        if (!C || !valid(C->Callee) || !M[C->Callee].System ||
            C->Args.size() < 2)
          return false;
        const size_t N = C->Args.size();
        return Both(C->Args[N - 2], C->Args[N - 1]);
      });
    });
  }

  /// A mutex of the C++ library.
  bool isForScopedLock(PlaceId P) const {
    const TypeId T = B[Keys.resolve(P)].Type;
    return valid(T) && valid(M[T].Record) &&
           llvm::StringRef(M[M[T].Record].Name).starts_with("std::") &&
           llvm::StringRef(M[M[T].Record].Name).ends_with("mutex");
  }

  void tell(const Pair &X) {
    if (!Told.insert(X.Second).second)
      return;
    const std::string One = describe(M, F, X.Lock),
                      Other = describe(M, F, X.Next);
    Finding R;
    R.Object = One + ", " + Other;
    R.Cause = localCause(M, F, "steps " + R.Object);
    R.ConsequenceOf = {orderFault(M, X.Second)};
    R.Message = quotedList({One, Other}) +
                " are locked one after the other, in whatever order the "
                "caller names them";
    Site S = siteAt(M, SiteRole::Primary, X.Second, "");
    S.Label = "waits while " + quoted(One) + " is held";
    R.Sites.push_back(std::move(S));
    R.Sites.push_back(siteAt(M, SiteRole::LockTaken, X.First,
                             quoted(One) + " is locked first"));
    R.Belief = Confidence::Likely;
    R.Reasons = {"nothing in " + quoted(displayName(M, F)) +
                 " decides which of the two comes first"};
    R.Why = "a second thread that names the same two the other way round "
            "holds what this one waits for, and waits for what this one "
            "holds: both wait for ever";
    const bool InCpp = isForScopedLock(X.Lock) && isForScopedLock(X.Next);
    const bool IsShared =
        std::get<Acquire>(M[X.First]).Mode == LockMode::Shared ||
        std::get<Acquire>(M[X.Second]).Mode == LockMode::Shared;
    R.Repair = repair(One, Other, InCpp, IsShared);
    if (InCpp && !IsShared)
      offerBothAtOnce(Context, R, makeSpan(M, X.First), makeSpan(M, X.Second));
    Context.Report(std::move(R));
  }

  static std::string repair(const std::string &One, const std::string &Other,
                            bool InCpp, bool IsShared) {
    if (!InCpp)
      return "decide by something that never changes, the address or a "
             "number, which one comes first:\n  if (&" +
             One + " < &" + Other +
             ") … lock them in this order, else in the "
             "other";
    if (IsShared)
      return "take both at once:\n  std::shared_lock A(" + One +
             ", std::defer_lock), B(" + Other +
             ", std::defer_lock);\n  std::lock(A, B);";
    return "take both at once; the library avoids the circle:\n  "
           "std::scoped_lock Both(" +
           One + ", " + Other + ");";
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
  std::vector<Pair> Pairs;
  std::set<EventRef> Told;
};

void check(const CheckContext &Context) {
  forEachUserBody(Context.P.M,
                  [&](FuncId F) { SteppedLocks(Context, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule LocksOneByOne;
const Rule LocksOneByOne = {
    {"locks-one-by-one", Category::Lock, Severity::Warning, RuleScope::Local,
     "two locks are taken one after the other in no fixed order"},
    check};
} // namespace heddle::rules
