//===- ManualLockUnlock.cpp - manual-lock-unlock --------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A C++ mutex is locked and unlocked by hand in one function, where a guard
/// would do it: on every way out, also on those that somebody adds next year.
/// Told only where nothing is wrong yet: every way from the lock() comes to an
/// unlock(). What some way forgets is the business of lock-not-released.
///
/// Misses: pairs of lock() and unlock() in two functions; those are the inside
/// of a guard, or need a design, not an edit.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

using namespace heddle;

namespace {

enum class Hold : uint8_t { NotYet, Yes, Released, Given };

struct HoldState {
  Hold What = Hold::NotYet;
  EventRef Last; ///< the release
  friend auto operator<=>(const HoldState &, const HoldState &) = default;
};

/// Follows one lock(), at \p Start.
class HoldClient : public PathClient<HoldState> {
public:
  HoldClient(PlaceKeys &Keys, EventRef Start, PlaceId Lock)
      : Keys(Keys), Start(Start), Key(Keys.key(Lock)) {}

  void transfer(EventRef At, const Event &E, HoldState &S, Facts &,
                std::vector<std::pair<HoldState, Facts>> &) override {
    if (At == Start)
      S = {Hold::Yes, {}};
    else if (S.What != Hold::Yes)
      return;
    else if (const auto *R = std::get_if<Release>(&E)) {
      if (!valid(R->Guard) && Keys.key(R->Lock) == Key)
        S = {Hold::Released, At};
    } else if (const auto *G = std::get_if<GuardOp>(&E)) {
      if (G->Op == GuardOp::OpKind::Adopt && Keys.key(G->Lock) == Key)
        S = {Hold::Given, At};
    }
  }

private:
  PlaceKeys &Keys;
  EventRef Start;
  KeyId Key;
};

/// One of the library's mutexes: those for which there are guards.
bool isLibraryMutex(const Module &M, FuncId F, PlaceId Lock) {
  TypeId T = (*M[F].Definition)[Lock].Type;
  if (!valid(T) || !valid(M[T].Record))
    return false;
  llvm::StringRef Name = M[M[T].Record].Name;
  return Name.starts_with("std::") && Name.ends_with("mutex");
}

class Pairs {
public:
  Pairs(const CheckContext &Context, const Throws &Thrown, FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), F(F), Keys(M, F) {}

  void run() {
    forEachEvent(M, F, [&](EventRef At) {
      const auto *A = std::get_if<Acquire>(&M[At]);
      if (A && !valid(A->Guard) && valid(A->Lock) &&
          isLibraryMutex(M, F, A->Lock))
        follow(At, *A);
    });
  }

private:
  void follow(EventRef Start, const Acquire &A) {
    HoldClient Client(Keys, Start, A.Lock);
    PathSearch<HoldState> Search(F, Keys, Thrown, Client);
    std::set<EventRef> Ends;
    for (const PathExit<HoldState> &Exit : Search.explore({})) {
      // What a library call might throw in theory is the guard's best reason.
      if (Exit.State.What == Hold::Given ||
          (Exit.State.What == Hold::Yes &&
           Exit.Thrown != ThrowBelief::Possible))
        return;
      if (Exit.State.What == Hold::Released)
        Ends.insert(Exit.State.Last);
    }
    if (!Ends.empty())
      report(Start, A, {Ends.begin(), Ends.end()});
  }

  void report(EventRef Start, const Acquire &A,
              const std::vector<EventRef> &Ends) {
    const std::string Name = describe(M, F, A.Lock), Lock = quoted(Name);
    Finding Result;
    Result.Object = Name;
    Result.Belief = Confidence::Certain;
    Result.Reasons = {"every way from here unlocks it in this function"};
    Result.Message = Lock + " is locked and unlocked by hand";
    Site S = siteAt(M, SiteRole::Primary, Start, "");
    S.Label = "a guard would unlock it by itself";
    Result.Sites.push_back(std::move(S));
    for (EventRef End : Ends)
      Result.Sites.push_back(siteAt(M, SiteRole::LockReleased, End,
                                    Lock + " is unlocked by hand here"));
    Result.Why =
        "today every way out unlocks " + Lock +
        ". The next return, break or exception between the two lines will "
        "not, and every thread that wants " +
        Lock + " then waits for ever";
    Result.Repair = repair(Name, A.Mode, Ends.size());
    // Named by lock-not-released, if some way forgets it after all.
    Result.ConsequenceOf = {eventFault(M, Start)};
    std::vector<SourceSpan> Unlocks;
    Unlocks.reserve(Ends.size());
    for (EventRef End : Ends)
      Unlocks.push_back(makeSpan(M, End));
    offerGuard(Context, Result, Result.Sites.front().Span, Unlocks,
               guardType(A.Mode), mutexType(A.Lock), Name);
    Context.Report(std::move(Result));
  }

  static std::string guardType(LockMode Mode) {
    return Mode == LockMode::Shared ? "std::shared_lock" : "std::lock_guard";
  }
  std::string mutexType(PlaceId Lock) const {
    return M[M[(*M[F].Definition)[Lock].Type].Record].Name;
  }

  static std::string repair(const std::string &Name, LockMode Mode,
                            size_t Unlocks) {
    return "let a guard do both, in a block that ends where the unlock "
           "stands:\n  " +
           guardType(Mode) + " Guard(" + Name + ");" +
           (Unlocks > 1 ? "\nor a std::unique_lock, where it is given up "
                          "earlier on some ways"
                        : "");
  }

  const CheckContext &Context;
  const Module &M;
  const Throws &Thrown;
  FuncId F;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  if (Context.P.M.Lang == Language::C)
    return;
  Throws Thrown(Context.P.M);
  forEachUserBody(Context.P.M,
                  [&](FuncId F) { Pairs(Context, Thrown, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule ManualLockUnlock;
const Rule ManualLockUnlock = {
    {"manual-lock-unlock", Category::Lock, Severity::Advice, RuleScope::Local,
     "a mutex is locked and unlocked by hand where a guard fits"},
    check};
} // namespace heddle::rules
