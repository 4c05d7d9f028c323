//===- LockHeldInconsistently.cpp - lock-held-inconsistently --------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One line, reached on some ways with a lock that this function took and on
/// others without it:
///
///     if (Shared)
///       M.lock();
///     …
///     M.unlock();       // what if not Shared?
///
/// or with the lock of the round before, where a loop goes on past the unlock.
/// Ways are followed with what their conditions said, so that an unlock under
/// the same condition as the lock is none. A line that is always wrong is told
/// by unlock-not-held or self-deadlock, a way out with the lock by
/// lock-not-released.
///
/// Misses: guards that lock on some ways; locks that called functions take.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/Local/Guards.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/SyncHomes.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

enum class Hold : uint8_t {
  Untouched, ///< since the entry; the caller may hold it
  Unknown,   ///< what happened can't be told
  Held,      ///< by this function, since Last
  Released,  ///< by this function
  Wrong,     ///< asked for again while held: no news behind that
};

struct HoldState {
  Hold What = Hold::Untouched;
  EventRef Last;
  friend auto operator<=>(const HoldState &, const HoldState &) = default;
};

/// How ways come to one lock or unlock.
struct Arrivals {
  bool Without = false;           ///< untouched or released
  bool Untouched = false;         ///< the first of the two
  std::optional<EventRef> Locked; ///< with the lock, taken here
};

/// Follows one lock from the entry on, and notes how its events are reached.
class HoldClient : public PathClient<HoldState> {
public:
  HoldClient(const std::set<FuncId> &Locking, PlaceKeys &Keys, PlaceId Lock)
      : Locking(Locking), Keys(Keys), Key(Keys.key(Lock)) {}

  std::map<EventRef, Arrivals> Seen;

  void transfer(EventRef At, const Event &E, HoldState &S, Facts &Known,
                std::vector<std::pair<HoldState, Facts>> &Out) override {
    if (S.What == Hold::Wrong)
      return;
    if (const auto *A = std::get_if<Acquire>(&E); A && isMine(A->Lock))
      acquire(At, *A, S);
    else if (const auto *T = std::get_if<TryAcquire>(&E); T && isMine(T->Lock))
      tryAcquire(At, *T, S, Known, Out);
    else if (const auto *R = std::get_if<Release>(&E); R && isMine(R->Lock))
      release(At, *R, S);
    else if (isRenamed(E))
      S = {S.What == Hold::Untouched ? Hold::Untouched : Hold::Unknown, {}};
    else if (forgets(E))
      S = {Hold::Unknown, {}};
  }

private:
  bool isMine(PlaceId P) { return valid(P) && Keys.key(P) == Key; }

  void acquire(EventRef At, const Acquire &A, HoldState &S) {
    if (valid(A.Guard) || A.Recursive) {
      S = {Hold::Unknown, {}};
      return;
    }
    note(At, S);
    S = S.What == Hold::Held ? HoldState{Hold::Wrong, At}
                             : HoldState{Hold::Held, At};
  }

  void tryAcquire(EventRef At, const TryAcquire &T, HoldState &S, Facts &Known,
                  std::vector<std::pair<HoldState, Facts>> &Out) {
    KeyId Result = Keys.key(T.Result);
    if (valid(T.Guard) || T.Recursive || Result == KeyId::None) {
      S = {Hold::Unknown, {}};
      return;
    }
    bool TrueIfHeld = !T.ByValue || T.Success != 0;
    // To unlock what was not got is unlock-not-held's.
    std::pair<HoldState, Facts> Failed{{Hold::Unknown, {}}, Known};
    Failed.second.set(Result, !TrueIfHeld);
    Out.push_back(std::move(Failed));
    Known.set(Result, TrueIfHeld);
    S = {Hold::Held, At};
  }

  void release(EventRef At, const Release &R, HoldState &S) {
    if (valid(R.Guard)) {
      S = {Hold::Unknown, {}};
      return;
    }
    note(At, S);
    S = {Hold::Released, At};
  }

  void note(EventRef At, const HoldState &S) {
    Arrivals &Here = Seen[At];
    if (S.What == Hold::Held)
      Here.Locked = Here.Locked ? std::min(*Here.Locked, S.Last) : S.Last;
    Here.Untouched |= S.What == Hold::Untouched;
    Here.Without |= S.What == Hold::Untouched || S.What == Hold::Released;
  }

  /// Does the name mean another lock from here on?
  bool isRenamed(const Event &E) {
    auto Mentions = [&](PlaceId P) {
      return valid(P) && Keys.mentions(Key, Keys.key(P));
    };
    if (const auto *A = std::get_if<Access>(&E))
      return A->Kind != AccessKind::Read && Mentions(A->P);
    if (const auto *A = std::get_if<Assign>(&E))
      return Mentions(A->P);
    if (const auto *C = std::get_if<Call>(&E))
      return Mentions(C->Result);
    return false;
  }

  bool forgets(const Event &E) {
    if (const auto *C = std::get_if<Call>(&E))
      return !valid(C->Callee) || Locking.count(C->Callee);
    if (const auto *G = std::get_if<GuardOp>(&E))
      return isMine(G->Lock);
    return std::holds_alternative<SyncObject>(E);
  }

  const std::set<FuncId> &Locking;
  PlaceKeys &Keys;
  KeyId Key;
};

class UnevenLocks {
public:
  UnevenLocks(const CheckContext &Context, const Throws &Thrown,
              const std::set<FuncId> &Locking, const SyncObjects &Objects,
              FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), Locking(Locking),
        Objects(Objects), F(F), B(*M[F].Definition), Keys(M, F),
        Before(predecessors(B)) {}

  void run() {
    std::set<KeyId> Done;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *A = std::get_if<Acquire>(&M[At]);
      if (A && !valid(A->Guard) && valid(A->Lock) &&
          Done.insert(Keys.key(A->Lock)).second && !isRecursive(A->Lock))
        follow(A->Lock);
    });
  }

private:
  bool isRecursive(PlaceId Lock) const {
    return llvm::any_of(Objects.initsOf(F, Lock), [&](EventRef Init) {
      return std::get<SyncObject>(M[Init]).Recursive;
    });
  }

  void follow(PlaceId Lock) {
    HoldClient Client(Locking, Keys, Lock);
    PathSearch<HoldState> Search(F, Keys, Thrown, Client);
    Search.explore({});
    if (Search.gaveUp())
      return;
    for (const auto &[At, How] : Client.Seen) {
      if (!How.Locked)
        continue;
      if (std::holds_alternative<Release>(M[At]) && How.Untouched)
        return report(At, Lock, *How.Locked, /*IsUnlock=*/true);
      if (std::holds_alternative<Acquire>(M[At]) && How.Without)
        return report(At, Lock, *How.Locked, /*IsUnlock=*/false);
    }
  }

  /// The branch that decides whether the lock at \p Taken is taken.
  std::optional<BlockId> decision(EventRef Taken) const {
    BlockId At = Taken.Block;
    for (unsigned Steps = 0; Steps < 8; ++Steps) {
      const std::vector<BlockId> &Preds = Before[index(At)];
      if (Preds.size() != 1)
        return std::nullopt;
      At = Preds.front();
      if (B[At].Term.Kind == TerminatorKind::Branch)
        return At;
    }
    return std::nullopt;
  }

  /// Is the condition a matter of what the caller says? Then he may well say
  /// that he holds the lock.
  bool isCallersWord(BlockId Branch) const {
    std::function<bool(TermId, unsigned)> FromParam = [&](TermId T,
                                                          unsigned Depth) {
      if (!valid(T) || Depth > 8)
        return false;
      const Term &X = B[T];
      if (X.Kind == TermKind::Value && B[X.P].Kind == PlaceKind::Local)
        return B[B[X.P].Local].Kind == LocalKind::Param;
      return FromParam(X.A, Depth + 1) || FromParam(X.B, Depth + 1);
    };
    return FromParam(B[Branch].Term.Cond, 0);
  }

  void report(EventRef At, PlaceId P, EventRef Taken, bool IsUnlock) {
    const std::string Name = describe(M, F, P), Lock = quoted(Name);
    Finding Result;
    Result.Object = Name;
    Result.Cause = localCause(M, F, "uneven " + Name);
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"there are ways of both kinds to this line"};
    Site S = siteAt(M, SiteRole::Primary, At, "");
    std::string Earlier;
    if (IsUnlock) {
      Result.Message = Lock + " is unlocked here, but locked on some ways only";
      S.Label = "locked on some ways, not on others";
      Earlier = Lock + " is locked here, if the way comes by";
      Result.Why = "on the ways past the lock this thread unlocks what it did "
                   "not lock, which is undefined: if another thread has it, it "
                   "is taken out of that one's hands. And what stands between "
                   "the two lines is guarded on some ways only";
    } else {
      Result.Message =
          Lock + " is locked here, but on some ways is locked already";
      S.Label = "already held on some ways";
      if (At == Taken)
        S.Label = "still held from the round before, on some ways";
      Earlier = Lock + " is locked here, and not unlocked on every way";
      Result.Why = "on those ways the thread waits for a lock that it holds "
                   "itself: it never goes on, and neither does anyone else "
                   "who needs " +
                   Lock;
    }
    Result.Sites.push_back(std::move(S));
    if (At != Taken)
      Result.Sites.push_back(siteAt(M, SiteRole::LockTaken, Taken, Earlier));
    addDecision(Result, Taken, IsUnlock);
    Result.Repair = repair(Name, IsUnlock, At == Taken);
    // A way out with the lock is the plainer way to tell it.
    Result.ConsequenceOf = {eventFault(M, Taken)};
    Context.Report(std::move(Result));
  }

  void addDecision(Finding &Result, EventRef Taken, bool IsUnlock) const {
    if (!IsUnlock)
      return;
    std::optional<BlockId> Branch = decision(Taken);
    if (!Branch)
      return;
    if (isCallersWord(*Branch)) {
      Result.Belief = Confidence::Possible;
      Result.Reasons.push_back(
          "a parameter decides: the caller may say that it holds the lock");
    }
    Site S;
    S.Span = terminatorSpan(M, F, *Branch);
    S.Message = "this decides whether it is locked";
    S.Function = displayName(M, F);
    if (S.Span.Line)
      Result.Sites.push_back(std::move(S));
  }

  std::string repair(const std::string &Name, bool IsUnlock,
                     bool IsLoop) const {
    if (!IsUnlock && !IsLoop)
      return "lock it once: unlock " + quoted(Name) +
             " before this line on every way, or leave out one of the two";
    if (!IsUnlock)
      return "unlock " + quoted(Name) + " on every way to the next round" +
             (M.Lang == Language::C
                  ? ""
                  : "; a guard inside the loop does it by itself:\n  "
                    "std::lock_guard Guard(" +
                        Name + ");");
    if (M.Lang == Language::C)
      return "lock on every way, or unlock under the same condition";
    return "lock on every way; or let a guard remember whether it is "
           "locked:\n  std::unique_lock Guard(" +
           Name + ", std::defer_lock);\n  if (…)\n    Guard.lock();";
  }

  const CheckContext &Context;
  const Module &M;
  const Throws &Thrown;
  const std::set<FuncId> &Locking;
  const SyncObjects &Objects;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
  std::vector<std::vector<BlockId>> Before;
};

void check(const CheckContext &Context) {
  const Module &M = Context.P.M;
  const Throws Thrown(M);
  const std::set<FuncId> Locking = lockingFunctions(M);
  const SyncObjects Objects(M, Context.A);
  forEachUserBody(M, [&](FuncId F) {
    UnevenLocks(Context, Thrown, Locking, Objects, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule LockHeldInconsistently;
const Rule LockHeldInconsistently = {
    {"lock-held-inconsistently", Category::Lock, Severity::Warning,
     RuleScope::Local,
     "a line is reached with a lock on some ways and without it on others"},
    check};
} // namespace heddle::rules
