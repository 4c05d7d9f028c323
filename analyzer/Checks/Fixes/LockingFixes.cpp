//===- LockingFixes.cpp - To hold a lock here too -------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Fixes/LockingFixes.h"

#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;
using llvm::StringRef;

namespace {

/// What takes a lock of some type, and what gives it back: a guard, or two
/// calls.
struct LockWords {
  std::string Guard; ///< `std::lock_guard<std::mutex>`; empty: calls
  std::string Take, Give;
};

std::optional<LockWords> wordsFor(const Module &M, TypeId Type) {
  if (!valid(Type))
    return std::nullopt;
  StringRef Spelling = M[Type].Spelling;
  if (Spelling == "pthread_mutex_t")
    return LockWords{"", "pthread_mutex_lock", "pthread_mutex_unlock"};
  if (Spelling == "pthread_rwlock_t")
    return LockWords{"", "pthread_rwlock_wrlock", "pthread_rwlock_unlock"};
  if (Spelling == "omp_lock_t")
    return LockWords{"", "omp_set_lock", "omp_unset_lock"};
  if (!valid(M[Type].Record))
    return std::nullopt;
  const Record &R = M[M[Type].Record];
  if (llvm::is_contained({"std::mutex", "std::recursive_mutex",
                          "std::timed_mutex", "std::recursive_timed_mutex",
                          "std::shared_mutex", "std::shared_timed_mutex"},
                         StringRef(R.Name)))
    return LockWords{"std::lock_guard<" + R.Name + ">", "", ""};
  return std::nullopt;
}

bool isInside(const SourceSpan &Inner, const SourceSpan &Outer) {
  return Inner.File == Outer.File &&
         std::pair(Outer.Line, Outer.Column) <=
             std::pair(Inner.Line, Inner.Column) &&
         std::pair(Inner.EndLine, Inner.EndColumn) <=
             std::pair(Outer.EndLine, Outer.EndColumn);
}

/// Does the event neither wait, nor take locks, nor lead into other code of
/// the program?
bool isHarmless(const Module &M, const Event &E) {
  if (const auto *C = std::get_if<Call>(&E))
    return C->Implicit || (valid(C->Callee) && M[C->Callee].System &&
                           !M[C->Callee].Definition);
  return !std::holds_alternative<Acquire>(E) &&
         !std::holds_alternative<TryAcquire>(E) &&
         !std::holds_alternative<Release>(E) &&
         !std::holds_alternative<Spawn>(E) &&
         !std::holds_alternative<Join>(E) && !std::holds_alternative<Wait>(E) &&
         !std::holds_alternative<Havoc>(E) &&
         !std::holds_alternative<SemaphoreOp>(E) &&
         !std::holds_alternative<BarrierOp>(E) &&
         !std::holds_alternative<LatchOp>(E) &&
         !std::holds_alternative<FutureOp>(E) &&
         !std::holds_alternative<OnceOp>(E);
}

class LockBuilder {
public:
  LockBuilder(const CheckContext &Context, NamedPlace Lock, std::string Title)
      : Context(Context), M(Context.P.M), Lock(Lock),
        Fix(Context, std::move(Title)) {}

  void add(const LockedAccess &Access) {
    std::optional<Anchor> A = Fix.at(makeSpan(M, Access.At));
    std::optional<Statement> S = Fix.statement(A);
    if (!S)
      return;
    if (!Done.insert({A->File, S->First}).second)
      return;
    std::optional<std::string> Name = Access.Lock;
    if (Name->empty())
      Name = spellingAt(Context, Lock, {Access.At.Func, Access.Near}, *A);
    if (!Name || !isSafe(Access.At, *A, *S))
      return Fix.fail();
    take(*A, *S, *Name);
  }

  void offer(Finding &F) { Fix.offer(F); }

private:
  /// Nothing is held, and nothing in the statement may wait.
  bool isSafe(EventRef At, const Anchor &A, const Statement &S) const {
    if (Context.A && !Context.A->LockTable.heldAt(At).empty())
      return false;
    const SourceText &T = *A.Text;
    auto [Line, Column] = T.position(T.tokens()[S.First].Begin);
    auto [EndLine, EndColumn] = T.position(T.tokens()[S.Last].End);
    SourceSpan Whole{A.File, Line, Column, EndLine, EndColumn, ""};
    bool Safe = true;
    forEachEvent(M, At.Func, [&](EventRef Other) {
      SourceSpan Span = makeSpan(M, Other);
      // The call of a function that demands the lock doesn't take it.
      bool Demands = Other == At && std::holds_alternative<Call>(M[At]);
      if (Span.Line && !Demands && isInside(Span, Whole))
        Safe = Safe && isHarmless(M, M[Other]);
    });
    return Safe;
  }

  void take(const Anchor &A, const Statement &S, const std::string &Name) {
    std::optional<LockWords> Words =
        wordsFor(M, (*M[Lock.Func].Definition)[Lock.P].Type);
    if (!Words)
      return Fix.fail();
    const SourceText &T = *A.Text;
    if (Words->Guard.empty()) {
      static constexpr StringRef Jumps[] = {"return", "break",  "continue",
                                            "goto",   "throw",  "exit",
                                            "abort",  "longjmp"};
      if (mentions(T, S.First, S.Last, Jumps))
        return Fix.fail();
      return Fix.surround(A, S, Words->Take + "(&" + Name + ");",
                          Words->Give + "(&" + Name + ");");
    }
    std::string Guard = Words->Guard + " " +
                        FixBuilder::freshName(A, A.First, "Guard") + "(" +
                        Name + ");";
    // What follows is held too, where a declaration can't get a block.
    bool CallFree = T.match(S.Block) != SourceToken::None &&
                    !mentions(T, S.Last, T.match(S.Block), {"("});
    bool Last = isLast(T, S) && !S.Alone;
    if (!Last && !declares(T, S))
      Fix.enclose(A, S, Guard);
    else if (Last || CallFree)
      Fix.surround(A, S, Guard);
    else
      return Fix.fail();
    Fix.include(A.File, "mutex");
  }

  const CheckContext &Context;
  const Module &M;
  NamedPlace Lock;
  FixBuilder Fix;
  std::set<std::pair<std::string, size_t>> Done;
};

const LockUse *heldBy(const GuardedAccess &A, const LockUse &Lock) {
  for (const LockUse &Held : A.Held)
    if (Held.Must && Held.Cell == Lock.Cell && Held.Name == Lock.Name)
      return &Held;
  return nullptr;
}

} // namespace

NamedPlace heddle::lockNamedBy(const Module &M, const LockUse &Use) {
  if (!valid(Use.Acquired.Func))
    return {};
  const Event &E = M[Use.Acquired];
  PlaceId P = PlaceId::None;
  if (const auto *A = std::get_if<Acquire>(&E))
    P = A->Lock;
  else if (const auto *T = std::get_if<TryAcquire>(&E))
    P = T->Lock;
  return {Use.Acquired.Func, P};
}

std::vector<LockedAccess> heddle::accessesOf(const CheckContext &Context,
                                             const GuardedAccess &Class) {
  const Module &M = Context.P.M;
  const Analyses &A = *Context.A;
  std::vector<LockedAccess> Found;
  forEachEvent(M, Class.At.Func, [&](EventRef At) {
    const auto *X = std::get_if<Access>(&M[At]);
    if (At == Class.At ||
        (Class.Count > 1 && X && !X->Init &&
         (X->Kind != AccessKind::Read) == Class.isWrite() &&
         A.Pointers.mayOverlap(A.Pointers.cells(At.Func, X->P), Class.Cell)))
      Found.push_back({At, X ? X->P : Class.P, ""});
  });
  return Found;
}

std::vector<EventRef> heddle::plainAccesses(const CheckContext &Context,
                                            const RaceStory &Story) {
  const RaceGroup &Group = Story.group();
  std::set<EventRef> Plain;
  for (const RaceCandidate &C : Group.Candidates)
    for (uint32_t I : {C.First, C.Second}) {
      const GuardedAccess &Access = Group.Accesses[I];
      if (Access.isAtomic())
        continue;
      std::vector<LockedAccess> All = accessesOf(Context, Access);
      if (All.size() < Access.Count)
        return {};
      for (const LockedAccess &One : All)
        Plain.insert(One.At);
    }
  return {Plain.begin(), Plain.end()};
}

void heddle::offerLock(const CheckContext &Context, Finding &F, NamedPlace Lock,
                       llvm::ArrayRef<LockedAccess> Accesses) {
  if (!valid(Lock.Func) || !valid(Lock.P))
    return;
  const Module &M = Context.P.M;
  LockBuilder Builder(Context, Lock,
                      "hold " + quoted(describe(M, Lock.Func, Lock.P)) +
                          " here");
  for (const LockedAccess &Access : Accesses)
    Builder.add(Access);
  Builder.offer(F);
}

void heddle::offerUsualLock(const CheckContext &Context, Finding &F,
                            const RaceStory &Story) {
  const LockUse &Usual = Story.guard()->Lock;
  const RaceGroup &Group = Story.group();
  const LockUse *Named = heldBy(Story.second(), Usual);
  if (!Named)
    Named = &Usual;
  std::vector<LockedAccess> Lacking;
  std::set<uint32_t> Seen;
  for (const RaceCandidate &C : Group.Candidates)
    for (uint32_t I : {C.First, C.Second}) {
      const GuardedAccess &Access = Group.Accesses[I];
      if (heldBy(Access, Usual) || !Seen.insert(I).second)
        continue;
      std::vector<LockedAccess> All = accessesOf(Context, Access);
      if (All.size() < Access.Count)
        return; // some of them are not in sight
      llvm::append_range(Lacking, All);
    }
  offerLock(Context, F, lockNamedBy(Context.P.M, *Named), Lacking);
}

NamedPlace heddle::declaredLock(const Module &M, const AttributePath &Path) {
  NamedPlace Found;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *A = std::get_if<Acquire>(&M[At]);
    if (!A || !valid(A->Lock) || valid(Found.Func))
      return;
    const Body &B = *M[At.Func].Definition;
    PlaceId P = A->Lock;
    bool IsIt = false;
    if (Path.Root == AttributePath::RootKind::Global && Path.Fields.empty())
      IsIt = B[P].Kind == PlaceKind::Global && B[P].Global == Path.Global;
    else if (Path.Root == AttributePath::RootKind::This &&
             Path.Fields.size() == 1)
      IsIt = memberOf(B, P) == Path.Fields.front();
    if (IsIt)
      Found = {At.Func, A->Lock};
  });
  return Found;
}

//===----------------------------------------------------------------------===//
// The other side's mutex
//===----------------------------------------------------------------------===//

/// The only lock of \p A, if it is a variable of its own.
static const LockUse *onlyLock(const PointsTo &Pointers,
                               const GuardedAccess &A) {
  if (A.Held.size() != 1 || !A.Held.front().Must || !A.Held.front().Unique ||
      A.Held.front().Mode != LockMode::Exclusive ||
      !valid(A.Held.front().Cell) ||
      valid(Pointers.parent(A.Held.front().Cell)))
    return nullptr;
  return &A.Held.front();
}

/// Where \p Lock is taken and given back by name; nothing if it is taken more
/// than once, waited with, or handed about.
static std::optional<std::vector<EventRef>> usesOf(const Analyses &A,
                                                   const LockUse &Lock) {
  const Module &M = A.P.M;
  std::vector<EventRef> Uses;
  unsigned Taken = 0;
  bool Plain = true;
  forEachUserEvent(M, [&](EventRef At) {
    auto IsIt = [&](PlaceId P) {
      return valid(P) &&
             A.Pointers.mayOverlap(A.Pointers.cells(At.Func, P), Lock.Cell);
    };
    if (const auto *X = std::get_if<Acquire>(&M[At]); X && IsIt(X->Lock)) {
      ++Taken;
      Uses.push_back(At);
    } else if (const auto *R = std::get_if<Release>(&M[At]);
               R && IsIt(R->Lock) && !valid(R->Guard)) {
      Uses.push_back(At);
    } else if (const auto *T = std::get_if<TryAcquire>(&M[At])) {
      Plain &= !IsIt(T->Lock);
    } else if (const auto *W = std::get_if<Wait>(&M[At])) {
      Plain &= !IsIt(W->Lock);
    } else if (const auto *G = std::get_if<GuardOp>(&M[At])) {
      Plain &= !IsIt(G->Lock);
    }
  });
  if (!Plain || Taken != 1)
    return std::nullopt;
  return Uses;
}

void heddle::offerOtherMutex(const CheckContext &Context, Finding &F,
                             const RaceStory &Story) {
  const Module &M = Context.P.M;
  const Analyses &A = *Context.A;
  const LockUse *Mine = onlyLock(A.Pointers, Story.first());
  const LockUse *Theirs = onlyLock(A.Pointers, Story.second());
  if (!Mine || !Theirs || !valid(Mine->Acquired.Func))
    return;
  NamedPlace Old = lockNamedBy(M, *Mine), New = lockNamedBy(M, *Theirs);
  std::optional<std::vector<EventRef>> Uses = usesOf(A, *Mine);
  if (!Uses || !valid(Old.P) || !valid(New.P) ||
      (*M[Old.Func].Definition)[Old.P].Type !=
          (*M[New.Func].Definition)[New.P].Type)
    return;
  const std::string Name = describe(M, Old.Func, Old.P);
  FixBuilder Fix(Context, "take the other side's lock");
  for (EventRef At : *Uses) {
    std::optional<Anchor> Where = Fix.at(makeSpan(M, At));
    if (!Where)
      return;
    std::optional<std::string> There =
        spellingAt(Context, New, {At.Func, Old.P}, *Where);
    size_t I = Where->Last;
    while (I > Where->First && !Where->is(I, Name))
      --I;
    if (!There || !Where->is(I, Name) || At.Func != Old.Func)
      return;
    Fix.replace(*Where, I, I, *There);
  }
  Fix.offer(F);
}
