//===- UnlockNotHeld.cpp - unlock-not-held --------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An unlock of a lock that this thread surely does not hold: unlocked already
/// on this way, by hand or by a guard that will do it again; not got by a
/// try_lock; or never locked by anybody in the program. One lock at a time is
/// followed along all ways of a function (see Local/Paths.h), from not knowing
/// anything about it: a function may unlock what its caller locked.
///
/// Misses: the wrong one of two locks, where both are locked somewhere; what
/// called functions unlock.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Guards.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include <set>

using namespace heddle;

namespace {

enum class Hold : uint8_t {
  Unknown,
  Held,
  ByHand,  ///< unlocked by hand, at Last
  ByGuard, ///< unlocked by its guard, at Last
  NotGot,  ///< the try_lock at Last failed
  Fault,   ///< unlocked at Second, although not held
};

struct LockState {
  Hold What = Hold::Unknown;
  uint8_t Count = 0;
  Hold Before = Hold::Unknown; ///< Fault: what it was
  KeyId Guard = KeyId::None;
  EventRef Last, Second;
  friend auto operator<=>(const LockState &, const LockState &) = default;
};

using LockExit = PathExit<LockState>;
using Forks = std::vector<std::pair<LockState, Facts>>;

/// Follows one lock from the entry on.
class LockClient : public PathClient<LockState> {
public:
  LockClient(const std::set<FuncId> &Locking, PlaceKeys &Keys, PlaceId Lock)
      : Locking(Locking), Keys(Keys), Key(Keys.key(Lock)),
        Root(Keys.root(Lock)) {}

  void transfer(EventRef At, const Event &E, LockState &S, Facts &Known,
                Forks &Out) override {
    if (S.What == Hold::Fault)
      return;
    if (const auto *A = std::get_if<Acquire>(&E))
      acquire(*A, S);
    else if (const auto *T = std::get_if<TryAcquire>(&E))
      tryAcquire(At, *T, S, Known, Out);
    else if (const auto *R = std::get_if<Release>(&E))
      release(At, *R, S);
    else if (const auto *G = std::get_if<GuardOp>(&E))
      guard(*G, S);
    else if (forgets(E))
      S = {};
  }

private:
  bool isMine(PlaceId Lock) { return valid(Lock) && Keys.key(Lock) == Key; }
  bool isGuard(PlaceId Guard, const LockState &S) {
    return valid(Guard) && S.Guard != KeyId::None && Keys.key(Guard) == S.Guard;
  }

  void acquire(const Acquire &A, LockState &S) {
    if (!isMine(A.Lock) && !isGuard(A.Guard, S))
      return;
    uint8_t Count = S.What == Hold::Held ? std::min(S.Count + 1, 3) : 1;
    KeyId Guard = valid(A.Guard) ? Keys.key(A.Guard) : S.Guard;
    S = {.What = Hold::Held, .Count = Count, .Guard = Guard};
  }

  void tryAcquire(EventRef At, const TryAcquire &T, LockState &S, Facts &Known,
                  Forks &Out) {
    if (!isMine(T.Lock))
      return;
    if (S.What == Hold::Held || valid(T.Guard)) {
      S = {}; // recursive, or the guard knows
      return;
    }
    KeyId Result = Keys.key(T.Result);
    if (Result == KeyId::None) {
      S = {};
      return;
    }
    bool TrueIfHeld = !T.ByValue || T.Success != 0;
    LockState Failed{.What = Hold::NotGot, .Last = At};
    Facts FailedFacts = Known;
    FailedFacts.set(Result, !TrueIfHeld);
    Out.push_back({Failed, FailedFacts});
    Known.set(Result, TrueIfHeld);
    S = {.What = Hold::Held, .Count = 1};
  }

  void release(EventRef At, const Release &R, LockState &S) {
    if (valid(R.Guard)) {
      if (!isGuard(R.Guard, S))
        return;
      if (S.What == Hold::ByHand)
        fault(At, S);
      else
        S = {.What = Hold::ByGuard, .Guard = S.Guard, .Last = At};
      return;
    }
    if (!isMine(R.Lock))
      return;
    switch (S.What) {
    case Hold::Held:
      if (S.Count > 1) {
        --S.Count;
        return;
      }
      [[fallthrough]];
    case Hold::Unknown:
      S = {.What = Hold::ByHand, .Guard = S.Guard, .Last = At};
      return;
    case Hold::ByHand:
    case Hold::ByGuard:
    case Hold::NotGot:
      return fault(At, S);
    case Hold::Fault:
      return;
    }
  }

  static void fault(EventRef At, LockState &S) {
    S = {.What = Hold::Fault,
         .Before = S.What,
         .Guard = S.Guard,
         .Last = S.Last,
         .Second = At};
  }

  void guard(const GuardOp &G, LockState &S) {
    if (G.Op == GuardOp::OpKind::OwnsLock)
      return;
    if (isMine(G.Lock) && G.Op == GuardOp::OpKind::Adopt)
      S.Guard = Keys.key(G.Guard);
    else if (isGuard(G.Guard, S) || isGuard(G.From, S))
      S = {};
  }

  bool forgets(const Event &E) {
    auto Mentions = [&](PlaceId P) {
      return valid(P) && Keys.mentions(Key, Keys.key(P));
    };
    if (const auto *C = std::get_if<Call>(&E))
      return !valid(C->Callee) || Locking.count(C->Callee);
    if (const auto *A = std::get_if<Access>(&E))
      return A->Kind != AccessKind::Read && Mentions(A->P);
    if (const auto *A = std::get_if<Assign>(&E))
      return Mentions(A->P);
    if (const auto *X = std::get_if<Scope>(&E))
      return valid(Root) && X->Local == Root;
    return std::holds_alternative<SyncObject>(E);
  }

  const std::set<FuncId> &Locking;
  PlaceKeys &Keys;
  KeyId Key;
  LocalId Root;
};

/// Variables and members that somebody in the module locks.
struct LockedLocks {
  std::set<GlobalId> Globals;
  std::set<FieldRef> Fields;
  bool Unknown = false; ///< by a parameter: could be any

  explicit LockedLocks(const Module &M) {
    for (uint32_t I = 0; I < M.Functions.size(); ++I) {
      if (!M.Functions[I].Definition)
        continue;
      PlaceKeys Keys(M, FuncId{I});
      for (const BasicBlock &Block : M.Functions[I].Definition->Blocks)
        for (const Event &E : Block.Events) {
          if (const auto *A = std::get_if<Acquire>(&E))
            note(Keys, A->Lock);
          else if (const auto *T = std::get_if<TryAcquire>(&E))
            note(Keys, T->Lock);
          else if (const auto *G = std::get_if<GuardOp>(&E))
            note(Keys, G->Lock);
        }
    }
  }

  void note(PlaceKeys &Keys, PlaceId Lock) {
    if (!valid(Lock))
      return;
    if (FieldRef Field = Keys.lastField(Lock); valid(Field.Record))
      Fields.insert(Field);
    else if (GlobalId Global = Keys.rootGlobal(Lock); valid(Global))
      Globals.insert(Global);
    else if (!valid(Keys.root(Lock)))
      Unknown = true;
  }

  bool contains(PlaceKeys &Keys, PlaceId Lock) const {
    if (Unknown)
      return true;
    if (FieldRef Field = Keys.lastField(Lock); valid(Field.Record))
      return Fields.count(Field);
    GlobalId Global = Keys.rootGlobal(Lock);
    return !valid(Global) || Globals.count(Global);
  }
};

class WrongUnlocks {
public:
  WrongUnlocks(const CheckContext &Context, const Throws &Thrown,
               const std::set<FuncId> &Locking, const LockedLocks &Locked,
               FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), Locking(Locking),
        Locked(Locked), F(F), B(*M[F].Definition), Keys(M, F) {}

  void run() {
    std::set<KeyId> Seen;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const auto *R = std::get_if<Release>(&B.Blocks[Block].Events[I]);
        if (!R || valid(R->Guard) || !valid(R->Lock))
          continue;
        if (!Locked.contains(Keys, R->Lock))
          neverLocked({F, BlockId{Block}, I}, R->Lock);
        else if (Seen.insert(Keys.key(R->Lock)).second)
          follow(R->Lock);
      }
  }

private:
  void follow(PlaceId Lock) {
    LockClient Client(Locking, Keys, Lock);
    PathSearch<LockState> Search(F, Keys, Thrown, Client);
    auto Rank = [](const LockExit &Exit) {
      return std::tuple(doubt(Exit.Thrown), Exit.State.Second, Exit.State.Last);
    };
    const LockExit *Worst = nullptr;
    std::vector<LockExit> Exits = Search.explore({});
    for (const LockExit &Exit : Exits)
      if (Exit.State.What == Hold::Fault &&
          (!Worst || Rank(Exit) < Rank(*Worst)))
        Worst = &Exit;
    if (Worst)
      report(Lock, *Worst, Exits);
  }

  Finding begin(PlaceId Lock) const {
    Finding Result;
    Result.Object = describe(M, F, Lock);
    Result.Cause = localCause(M, F, Result.Object);
    Result.Why =
        "unlocking a lock that this thread does not hold is undefined. "
        "If another thread has it by now, it is taken out of that "
        "one's hands: two threads are then inside at the same time";
    return Result;
  }

  void addSite(Finding &Result, EventRef At, SiteRole Role,
               const std::string &Text) const {
    Site S = siteAt(M, Role, At, Role == SiteRole::Primary ? "" : Text);
    if (Role == SiteRole::Primary)
      S.Label = Text;
    if (S.Span.Line)
      Result.Sites.push_back(std::move(S));
  }

  void report(PlaceId Lock, const LockExit &Worst,
              llvm::ArrayRef<LockExit> Exits) {
    const LockState &S = Worst.State;
    Finding Result = begin(Lock);
    std::string Name = quoted(Result.Object);
    bool GuardLater = isGuardRelease(S.Second);
    if (GuardLater) {
      Result.Message = Name + " is unlocked by hand, and again by its guard";
      addSite(Result, S.Last, SiteRole::Primary, "unlocked by hand");
      addSite(Result, S.Second, SiteRole::LockReleased,
              "the guard unlocks " + Name + " again here");
      Result.Repair =
          "leave the unlock to the guard: end its scope earlier; or "
          "take a std::unique_lock and let it unlock:\n  "
          "Guard.unlock();";
    } else if (S.Before == Hold::NotGot) {
      Result.Message = Name + " is unlocked although it may not have been got";
      Result.ConsequenceOf = {eventFault(M, S.Last)};
      addSite(Result, S.Second, SiteRole::Primary,
              "also when the attempt has failed");
      addSite(Result, S.Last, SiteRole::LockTaken,
              "this may fail: then " + Name + " is not held");
      Result.Repair = "unlock it only on the way on which it was got";
    } else {
      Result.Message = Name + " is unlocked here, but was unlocked before";
      addSite(Result, S.Second, SiteRole::Primary, "unlocked a second time");
      addSite(Result, S.Last, SiteRole::LockReleased,
              Name + " is unlocked here first");
      Result.Repair =
          M.Lang == Language::C
              ? "unlock it once on every way: in the branch, or behind it"
              : "let a guard unlock it, once and on every way:\n  "
                "std::lock_guard Guard(" +
                    Result.Object + ");";
    }
    believeWay(Result, Worst.Thrown,
               "there is a way here on which it is not held");
    if (GuardLater || isOneTooMany(S, Exits))
      offerRemoval(Context, Result, "leave it to the other unlock",
                   makeSpan(M, S.Last));
    if (!Result.Sites.empty() && Result.Sites.front().Role == SiteRole::Primary)
      Context.Report(std::move(Result));
  }

  /// Do all ways from the first unlock lead to the second one?
  static bool isOneTooMany(const LockState &S, llvm::ArrayRef<LockExit> Exits) {
    return S.Before == Hold::ByHand &&
           llvm::none_of(Exits, [&](const LockExit &Exit) {
             return Exit.State.What != Hold::Fault && Exit.State.Last == S.Last;
           });
  }

  bool isGuardRelease(EventRef At) const {
    const auto *R = std::get_if<Release>(&M[At]);
    return R && valid(R->Guard);
  }

  void neverLocked(EventRef At, PlaceId Lock) {
    Finding Result = begin(Lock);
    std::string Name = quoted(Result.Object);
    Result.Message = Name + " is unlocked here, but never locked";
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"no function of the program locks " + Name};
    addSite(Result, At, SiteRole::Primary, "nobody holds it");
    Result.Repair = "lock " + Name + " before, or unlock the one that is meant";
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  const Throws &Thrown;
  const std::set<FuncId> &Locking;
  const LockedLocks &Locked;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  Throws Thrown(Context.P.M);
  std::set<FuncId> Locking = lockingFunctions(Context.P.M);
  LockedLocks Locked(Context.P.M);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    WrongUnlocks(Context, Thrown, Locking, Locked, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule UnlockNotHeld;
const Rule UnlockNotHeld = {
    {"unlock-not-held", Category::Lock, Severity::Error, RuleScope::Local,
     "a lock is unlocked that the thread does not hold"},
    check};
} // namespace heddle::rules
