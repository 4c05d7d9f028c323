//===- BusyWait.cpp - busy-wait -------------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A loop that does nothing but ask, again and again, for what another thread
/// will do: an atomic flag, a variable behind a lock, a lock that is tried. It
/// takes a processor from the threads that it waits for, or, with a sleep in
/// it, answers late.
///
/// All ways out of the loop must depend on what is asked for, and nothing in it
/// may do any work. What the loop changes itself (a counter, the node of a
/// list) is no wait for others. A plain variable without a lock is
/// plain-flag-race's or volatile-as-synchronization's matter.
///
/// Code that implements a lock spins on purpose: where the function also
/// exchanges the value that it spins on, nothing is said.
///
/// Misses: a single sleep in place of a join; a loop that does a little work.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>

using namespace heddle;

namespace {

enum class Asks : uint8_t { Atomic, UnderLock, TryLock };

/// What a loop was found to wait for.
struct Awaited {
  Asks How = Asks::Atomic;
  EventRef At;
  std::string Name;
  bool IsNumber = false;
};

class BusyLoops {
public:
  BusyLoops(const CheckContext &Context, FuncId F, bool HasSignals)
      : Context(Context), M(Context.P.M), F(F), B(*M[F].Definition), Keys(M, F),
        HasSignals(HasSignals) {}

  void run() {
    for (uint32_t L = 0; L < B.Loops.size(); ++L)
      visit(LoopId{L});
  }

private:
  template <class VisitT> void forEachInside(VisitT Visit) const {
    for (uint32_t I = 0; I < B.Blocks.size(); ++I)
      if (isInLoop(B, BlockId{I}, Loop))
        for (uint32_t E = 0; E < B.Blocks[I].Events.size(); ++E)
          Visit(EventRef{F, BlockId{I}, E}, B.Blocks[I].Events[E]);
  }

  void visit(LoopId L) {
    Loop = L;
    Found.reset();
    Sleep.reset();
    HasLock = false;
    Changed.clear();
    Answers.clear();
    bool Idle = true;
    forEachInside([&](EventRef At, const Event &E) {
      Idle = Idle && isIdle(E);
      note(At, E);
    });
    if (Idle && waitsAtEveryExit() && Found && !isLock())
      report(L);
  }

  /// Does \p E nothing but ask, or pass the time?
  bool isIdle(const Event &E) const {
    if (const auto *X = std::get_if<Access>(&E)) {
      if (X->Kind == AccessKind::Read)
        return !X->Volatile;
      // A counter makes the loop end by itself.
      return X->Kind == AccessKind::Write && valid(Keys.root(X->P)) &&
             X->Order == MemoryOrder::NotAtomic;
    }
    if (const auto *C = std::get_if<Call>(&E))
      return valid(C->Callee) && !C->Virtual && onlyAsks(C->Callee);
    if (const auto *H = std::get_if<Havoc>(&E))
      return H->Reason == HavocReason::InlineAssembly; // pause
    if (const auto *O = std::get_if<Block>(&E))
      return O->Op == Block::OpKind::Sleep || O->Op == Block::OpKind::Yield;
    return std::holds_alternative<Assign>(E) ||
           std::holds_alternative<Scope>(E) ||
           std::holds_alternative<MayThrow>(E) ||
           std::holds_alternative<Acquire>(E) ||
           std::holds_alternative<Release>(E) ||
           std::holds_alternative<TryAcquire>(E) ||
           std::holds_alternative<GuardOp>(E);
  }

  /// A function that locks, looks and says what it saw.
  bool onlyAsks(FuncId Callee) const {
    if (!M[Callee].Definition || !M[Callee].Definition->Loops.empty())
      return false;
    bool Asks = false, Works = false;
    forEachEvent(M, Callee, [&](EventRef At) {
      const Event &E = M[At];
      Asks |= std::holds_alternative<Acquire>(E);
      if (const auto *X = std::get_if<Access>(&E)) {
        Asks |= X->Order != MemoryOrder::NotAtomic;
        Works |= X->Kind != AccessKind::Read && !X->Init;
      } else {
        Works |= !std::holds_alternative<Assign>(E) &&
                 !std::holds_alternative<Scope>(E) &&
                 !std::holds_alternative<MayThrow>(E) &&
                 !std::holds_alternative<Acquire>(E) &&
                 !std::holds_alternative<Release>(E) &&
                 !std::holds_alternative<GuardOp>(E) &&
                 !std::holds_alternative<Return>(E);
      }
    });
    return Asks && !Works;
  }

  void note(EventRef At, const Event &E) {
    if (const auto *X = std::get_if<Access>(&E)) {
      if (X->Kind != AccessKind::Read)
        Changed.insert(Keys.key(X->P));
      else if (X->Order != MemoryOrder::NotAtomic)
        Answers.insert(
            {Keys.key(X->P), {Asks::Atomic, At, nameOf(X->P), isNumber(X->P)}});
    } else if (const auto *C = std::get_if<Call>(&E);
               C && valid(C->Result) && valid(C->Callee)) {
      Answers.insert({Keys.key(C->Result),
                      {Asks::UnderLock, At, displayName(M, C->Callee)}});
    } else if (const auto *T = std::get_if<TryAcquire>(&E)) {
      if (valid(T->Result) && valid(T->Lock) && !T->Timed)
        Answers.insert(
            {Keys.key(T->Result), {Asks::TryLock, At, nameOf(T->Lock)}});
    } else if (const auto *S = std::get_if<Block>(&E)) {
      if (!Sleep || S->Op == Block::OpKind::Sleep)
        Sleep = S->Op;
    } else if (std::holds_alternative<Acquire>(E)) {
      HasLock = true;
    }
  }

  std::string nameOf(PlaceId P) const { return describe(M, F, whole(P)); }

  PlaceId whole(PlaceId P) const {
    while (B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
      P = B[P].Base;
    return P;
  }

  bool isNumber(PlaceId P) const {
    TypeId T = B[P].Type;
    return !valid(T) || M[T].Kind != TypeKind::Bool;
  }

  /// Is what stands at \p P changed by the loop itself, or found by means of
  /// something that is?
  bool movesOn(PlaceId P) {
    KeyId Key = Keys.key(P);
    return llvm::any_of(Changed, [&](KeyId Written) {
      return Written == Key || Keys.mentions(Key, Written);
    });
  }

  bool waitsAtEveryExit() {
    bool Any = false;
    for (uint32_t I = 0; I < B.Blocks.size(); ++I) {
      const Terminator &T = B.Blocks[I].Term;
      if (!isInLoop(B, BlockId{I}, Loop))
        continue;
      if (T.Kind == TerminatorKind::Return)
        return false;
      if (llvm::all_of(T.Succs,
                       [&](BlockId S) { return isInLoop(B, S, Loop); }))
        continue;
      // The clean-up before a way out belongs to the branch above it.
      if (T.Kind == TerminatorKind::Jump)
        continue;
      if (T.Kind != TerminatorKind::Branch || !waitsFor(T.Cond, 0))
        return false;
      Any = true;
    }
    return Any || leavesByBreak();
  }

  /// `if (Done) break;` with destructors in between: the branches inside.
  bool leavesByBreak() {
    bool Any = false;
    for (uint32_t I = 0; I < B.Blocks.size(); ++I) {
      const Terminator &T = B.Blocks[I].Term;
      if (!isInLoop(B, BlockId{I}, Loop) || T.Kind != TerminatorKind::Branch)
        continue;
      if (!waitsFor(T.Cond, 0))
        return false;
      Any = true;
    }
    return Any;
  }

  /// Does \p T depend on nothing but what others change?
  bool waitsFor(TermId T, unsigned Depth) {
    if (!valid(T) || Depth > 8)
      return false;
    switch (B[T].Kind) {
    case TermKind::Int:
    case TermKind::Null:
      return Depth > 0;
    case TermKind::Unary:
    case TermKind::Cast:
      return waitsFor(B[T].A, Depth + 1);
    case TermKind::Binary:
      return waitsFor(B[T].A, Depth + 1) && waitsFor(B[T].B, Depth + 1);
    case TermKind::Value:
      return waitsFor(B[T].P, Depth + 1);
    default:
      return false;
    }
  }

  bool waitsFor(PlaceId P, unsigned Depth) {
    if (auto It = Answers.find(Keys.key(P));
        It != Answers.end() && !movesOn(P)) {
      if (!Found)
        Found = It->second;
      return true;
    }
    if (B[P].Kind == PlaceKind::Local)
      return waitsForCopy(P, Depth);
    if (!HasLock || valid(Keys.root(P)) || movesOn(P))
      return isFixed(P);
    if (!Found)
      if (std::optional<EventRef> Read = readOf(P))
        Found = {Asks::UnderLock, *Read, nameOf(P), isNumber(P)};
    return Found.has_value();
  }

  /// A variable that the loop fills with an answer, or leaves as it is.
  bool waitsForCopy(PlaceId P, unsigned Depth) {
    bool Filled = false, Waits = true;
    LocalId L = B[P].Local;
    forEachInside([&](EventRef, const Event &E) {
      PlaceId To = PlaceId::None;
      TermId Value = TermId::None;
      if (const auto *S = std::get_if<Assign>(&E))
        To = S->P, Value = S->Value;
      else if (const auto *X = std::get_if<Access>(&E);
               X && X->Kind != AccessKind::Read)
        To = X->P, Value = X->Value;
      if (!valid(To) || B[To].Kind != PlaceKind::Local || B[To].Local != L)
        return;
      Filled = true;
      Waits = Waits && waitsFor(Value, Depth + 1);
    });
    return Filled ? Waits : Depth > 1;
  }

  /// A parameter or constant that is compared with.
  bool isFixed(PlaceId P) const {
    LocalId L = Keys.root(P);
    return valid(L) && B[P].Kind != PlaceKind::Deref;
  }

  std::optional<EventRef> readOf(PlaceId P) {
    std::optional<EventRef> Read;
    forEachInside([&](EventRef At, const Event &E) {
      const auto *X = std::get_if<Access>(&E);
      if (!Read && X && Keys.key(X->P) == Keys.key(P))
        Read = At;
    });
    return Read;
  }

  /// Is the value that is spun on exchanged elsewhere in the function?
  bool isLock() {
    if (Found->How != Asks::Atomic)
      return false;
    const auto &Spun = std::get<Access>(M[Found->At]);
    bool Exchanged = false;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *X = std::get_if<Access>(&M[At]);
      Exchanged |= X && X->Kind == AccessKind::Update &&
                   X->Order != MemoryOrder::NotAtomic &&
                   Keys.key(X->P) == Keys.key(Spun.P);
    });
    return Exchanged;
  }

  void believe(Finding &Result) const {
    bool Sleeps = Sleep == Block::OpKind::Sleep;
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"the loop does nothing else"};
    if (HasSignals) {
      Result.Belief = Confidence::Possible;
      Result.Reasons = {"the program has signal handlers, which may not wake "
                        "anybody by other means"};
    } else if (!Sleeps && Found->How == Asks::Atomic && Found->IsNumber) {
      Result.Belief = Confidence::Possible;
      Result.Reasons = {"a number that is spun on without a sleep may be meant "
                        "for a wait of a moment"};
    }
  }

  void report(LoopId L) {
    bool IsC = M.Lang == Language::C;
    bool Sleeps = Sleep == Block::OpKind::Sleep;
    std::string Name = quoted(Found->Name);
    Finding Result;
    Result.Object = Found->Name;
    Result.Cause =
        localCause(M, F, "busy " + std::to_string(index(L)) + Found->Name);
    believe(Result);
    bool Tries = Found->How == Asks::TryLock;
    Result.Message =
        Tries ? "this loop tries to lock " + Name + " again and again"
              : "this loop asks for " + Name +
                    " again and again until another thread has "
                    "changed it";
    Site S = siteAt(M, SiteRole::Primary, Found->At, "");
    S.Label = Sleeps ? "asked, and asked again after a sleep"
                     : "asked as fast as the processor can";
    Result.Sites.push_back(std::move(S));
    Result.Why =
        Sleeps ? "the sleep is always wrong: too long, and the answer lies "
                 "there and nobody takes it; too short, and the thread wakes "
                 "up for nothing, thousands of times"
               : "the loop takes a whole processor to learn nothing, possibly "
                 "the one that the other thread needs in order to get on" +
                     std::string(Sleep ? "; to yield only makes it give way to "
                                         "those who are ready to run"
                                       : "");
    Result.Repair = repair(IsC, Tries);
    Context.Report(std::move(Result));
  }

  std::string repair(bool IsC, bool Tries) const {
    if (Tries)
      return "wait for the lock: " +
             (IsC ? "pthread_mutex_lock(&" + Found->Name + ");"
                  : "std::lock_guard Guard(" + Found->Name + ");");
    if (IsC)
      return "sleep until the other thread says so:\n  "
             "pthread_mutex_lock(&m);\n  while (!ready)\n    "
             "pthread_cond_wait(&c, &m);\n  pthread_mutex_unlock(&m);\nand "
             "where it is set, with m held: pthread_cond_signal(&c);";
    if (Found->How == Asks::Atomic && !Found->IsNumber)
      return "sleep until it is changed:\n  " + Found->Name +
             ".wait(false);\nand where it is set, right after: " + Found->Name +
             ".notify_all();\nor take a condition variable, or join the "
             "thread, if its end is what you wait for";
    return "sleep until it is so, with a condition variable:\n  "
           "std::unique_lock Lock(M);\n  C.wait(Lock, [&] { return …; });\n"
           "and where it is changed, with M held: C.notify_all();";
  }

  const CheckContext &Context;
  const Module &M;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
  bool HasSignals;
  LoopId Loop = LoopId::None;
  std::optional<Awaited> Found;
  std::optional<Block::OpKind> Sleep;
  bool HasLock = false;
  std::set<KeyId> Changed;
  std::map<KeyId, Awaited> Answers; ///< by the place that holds them
};

void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  bool HasSignals = false;
  forEachUserEvent(M, [&](EventRef At) {
    const auto *S = std::get_if<Spawn>(&M[At]);
    HasSignals |= S && S->Kind == ThreadKind::SignalHandler;
  });
  forEachUserBody(M, [&](FuncId F) {
    if (!M[F].Definition->Loops.empty())
      BusyLoops(Context, F, HasSignals).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule BusyWait;
const Rule BusyWait = {{"busy-wait", Category::Wait, Severity::Warning,
                        RuleScope::Local,
                        "a loop asks again and again for what another thread "
                        "will do"},
                       check};
} // namespace heddle::rules
