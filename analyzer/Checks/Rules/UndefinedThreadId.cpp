//===- UndefinedThreadId.cpp - undefined-thread-id ------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread is joined, detached or cancelled by a handle that names none: a
/// pthread_t that nothing was stored in, or whose pthread_create has failed, a
/// std::thread that is empty or was moved from. The handles of a function are
/// followed along all ways (see Local/Paths.h) from their declaration to the
/// first use.
///
/// A loop that starts threads is taken to run at least once. A failed start
/// counts where the program asks for the result and goes on nevertheless.
///
/// A handle that was joined before is told by double-join.
///
/// Misses: members; elements of arrays, unless none of them ever gets a thread.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Endless.h"
#include "analyzer/Checks/Local/Handles.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
#include "analyzer/Checks/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heddle;

namespace {

enum class Phase : uint8_t {
  NotYet,
  Empty,   ///< declared, no thread in it
  Moved,   ///< its thread is another one's now
  Failed,  ///< the start has failed
  Defined, ///< names a thread, or nobody knows
  Used,    ///< joined while it named none
};

struct IdState {
  Phase What = Phase::NotYet;
  Phase Before = Phase::NotYet; ///< Used: what it was
  EventRef Since;               ///< Moved, Failed: where that happened
  EventRef At;                  ///< Used: where
  friend auto operator<=>(const IdState &, const IdState &) = default;
};

using IdExit = PathExit<IdState>;

/// The handle that \p E needs a thread in; None for all other events.
PlaceId neededBy(const Event &E) {
  if (const auto *J = std::get_if<Join>(&E))
    return J->IfJoinable ? PlaceId::None : J->Handle;
  if (const auto *T = std::get_if<ThreadOp>(&E))
    if (T->Op == ThreadOp::OpKind::Detach ||
        T->Op == ThreadOp::OpKind::Cancel || T->Op == ThreadOp::OpKind::Kill)
      return T->Handle;
  return PlaceId::None;
}

/// Calls \p Visit with every term that \p E hands on or keeps.
void forEachTerm(const Event &E, llvm::function_ref<void(TermId)> Visit) {
  if (const auto *C = std::get_if<Call>(&E))
    llvm::for_each(C->Args, Visit);
  else if (const auto *S = std::get_if<Spawn>(&E))
    llvm::for_each(S->Args, Visit);
  else if (const auto *X = std::get_if<Access>(&E))
    Visit(X->Value);
  else if (const auto *X = std::get_if<Assign>(&E))
    Visit(X->Value);
  else if (const auto *R = std::get_if<Return>(&E))
    Visit(R->Value);
  else if (const auto *H = std::get_if<Havoc>(&E))
    llvm::for_each(H->Touched, Visit);
}

/// What events do to one variable that holds a handle.
class Variable {
public:
  Variable(PlaceKeys &Keys, LocalId L) : Keys(Keys), B(Keys.body()), L(L) {}

  bool isIn(PlaceId P) const { return valid(P) && Keys.root(P) == L; }

  /// Does \p E put something into it, or let others do so?
  bool isDefinedBy(const Event &E) const {
    if (const auto *S = std::get_if<Spawn>(&E); S && isIn(S->Handle))
      return true;
    if (const auto *T = std::get_if<ThreadOp>(&E))
      return (T->Op == ThreadOp::OpKind::Move && isIn(T->Handle)) ||
             (T->Op == ThreadOp::OpKind::Swap &&
              (isIn(T->Handle) || isIn(T->From)));
    if (const auto *X = std::get_if<Access>(&E);
        X && X->Kind != AccessKind::Read && isIn(X->P))
      return true;
    if (const auto *X = std::get_if<Assign>(&E); X && isIn(X->P))
      return true;
    if (const auto *C = std::get_if<Call>(&E); C && isIn(C->Result))
      return true;
    bool Handed = false;
    forEachTerm(E, [&](TermId T) { Handed |= isAddress(T); });
    return Handed;
  }

private:
  bool isAddress(TermId T) const {
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    return valid(T) && B[T].Kind == TermKind::AddressOf && isIn(B[T].P);
  }

  const PlaceKeys &Keys;
  const Body &B;
  LocalId L;
};

/// Follows one variable.
class IdClient : public PathClient<IdState> {
public:
  IdClient(PlaceKeys &Keys, LocalId L, Finishing &Ends)
      : Keys(Keys), B(Keys.body()), V(Keys, L), L(L), Ends(Ends) {
    for (const BasicBlock &Block : B.Blocks)
      if (llvm::any_of(Block.Events,
                       [&](const Event &E) { return V.isDefinedBy(E); }))
        for (LoopId Loop = Block.Loop; valid(Loop); Loop = B[Loop].Parent)
          Headers.insert(B[Loop].Header);
  }

  void transfer(EventRef At, const Event &E, IdState &S, Facts &Known,
                std::vector<std::pair<IdState, Facts>> &Forks) override {
    if (S.What == Phase::Used)
      return;
    if (const auto *X = std::get_if<Scope>(&E); X && X->Local == L) {
      S = {};
      S.What = X->Begin ? Phase::Empty : Phase::NotYet;
      return;
    }
    if (S.What == Phase::NotYet)
      return;
    if (const auto *C = std::get_if<Call>(&E);
        C && !C->Virtual && valid(C->Callee) && !Ends.finishes(C->Callee))
      S = {Phase::Defined, {}, {}, {}}; // `die("…")`: nothing comes after it
    else if (const auto *T = std::get_if<ThreadOp>(&E);
             T && threadOp(At, *T, S, Known))
      return;
    else if (V.isIn(neededBy(E)))
      S = S.What == Phase::Defined ? S
                                   : IdState{Phase::Used, S.What, S.Since, At};
    else if (V.isDefinedBy(E))
      define(At, E, S, Known, Forks);
  }

  void enter(BlockId Block, IdState &S) override {
    if (S.What == Phase::Empty && Headers.count(Block))
      S = {Phase::Defined, {}, {}, {}};
  }

private:
  /// True if that was all that the event does.
  bool threadOp(EventRef At, const ThreadOp &T, IdState &S, Facts &Known) {
    if (T.Op == ThreadOp::OpKind::Joinable && V.isIn(T.Handle) &&
        valid(T.Result)) {
      if (S.What != Phase::Defined)
        Known.set(Keys.key(T.Result), false);
      return true;
    }
    if (T.Op == ThreadOp::OpKind::Move && V.isIn(T.From)) {
      S = {Phase::Moved, {}, At, {}};
      return true;
    }
    return false;
  }

  void define(EventRef At, const Event &E, IdState &S, Facts &Known,
              std::vector<std::pair<IdState, Facts>> &Forks) {
    S = {Phase::Defined, {}, {}, {}};
    const auto *Start = std::get_if<Spawn>(&E);
    if (!Start || !valid(Start->Result) || !V.isIn(Start->Handle))
      return;
    const KeyId Result = Keys.key(Start->Result);
    Facts Failed = Known;
    Failed.set(Result, true); // an error number
    Known.set(Result, false);
    Forks.push_back({{Phase::Failed, {}, At, {}}, Failed});
  }

  PlaceKeys &Keys;
  const Body &B;
  Variable V;
  LocalId L;
  Finishing &Ends;
  std::set<BlockId> Headers; ///< of loops that put a thread into it
};

class UndefinedIds {
public:
  UndefinedIds(const CheckContext &Context, const Throws &Thrown,
               Finishing &Ends, FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), Ends(Ends), F(F),
        B(*M[F].Definition), Keys(M, F) {}

  void run() {
    std::set<LocalId> Seen;
    forEachEvent(M, F, [&](EventRef At) {
      const PlaceId Handle = neededBy(M[At]);
      const LocalId L = valid(Handle) ? Keys.root(Handle) : LocalId::None;
      if (!valid(L) || B[L].Kind != LocalKind::Variable ||
          !Seen.insert(L).second)
        return;
      if (isWhole(Handle))
        follow(L);
      else if (isNeverDefined(L))
        report(L, {Phase::Used, Phase::Empty, {}, At}, ThrowBelief::Never);
    });
  }

private:
  /// The variable itself, not a part or an element of it.
  bool isWhole(PlaceId Handle) const {
    return B[Keys.resolve(Handle)].Kind == PlaceKind::Local;
  }

  bool isNeverDefined(LocalId L) {
    const Variable V(Keys, L);
    bool Defined = false;
    forEachEvent(M, F, [&](EventRef At) {
      Defined |= !valid(neededBy(M[At])) && V.isDefinedBy(M[At]);
    });
    // The address may be stored by a way that no event shows.
    for (const Term &T : B.Terms)
      Defined |= T.Kind == TermKind::AddressOf && V.isIn(T.P);
    return !Defined;
  }

  void follow(LocalId L) {
    IdClient Client(Keys, L, Ends);
    PathSearch<IdState> Search(F, Keys, Thrown, Client);
    const IdExit *Worst = nullptr;
    std::vector<IdExit> Exits = Search.explore({});
    auto Rank = [](const IdExit &Exit) {
      return std::tuple(Exit.State.Before == Phase::Failed, doubt(Exit.Thrown),
                        Exit.State.At);
    };
    for (const IdExit &Exit : Exits)
      if (Exit.State.What == Phase::Used &&
          (Exit.State.Before != Phase::Failed || asks(Exit)) &&
          (!Worst || Rank(Exit) < Rank(*Worst)))
        Worst = &Exit;
    if (Worst)
      report(L, Worst->State, Worst->Thrown);
  }

  /// Does the way pass a test of what the failed start returned?
  bool asks(const IdExit &Exit) {
    std::set<KeyId> Results = {
        Keys.key(std::get<Spawn>(M[Exit.State.Since]).Result)};
    // `int rc = pthread_create(…)`: the copies are the result, too.
    for (unsigned Round = 0; Round < 2; ++Round)
      forEachEvent(M, F, [&](EventRef At) {
        const auto *X = std::get_if<Access>(&M[At]);
        const auto *Y = std::get_if<Assign>(&M[At]);
        const TermId T = X ? X->Value : Y ? Y->Value : TermId::None;
        if (valid(T) && B[T].Kind == TermKind::Value &&
            Results.count(Keys.key(B[T].P)))
          Results.insert(Keys.key(X ? X->P : Y->P));
      });
    return llvm::any_of(Exit.Way, [&](BlockId Block) {
      const Terminator &T = B[Block].Term;
      return T.Kind == TerminatorKind::Branch &&
             Results.count(Keys.condition(T.Cond).Key);
    });
  }

  std::string verb(EventRef At) const {
    const auto *T = std::get_if<ThreadOp>(&M[At]);
    if (!T)
      return "joined";
    return T->Op == ThreadOp::OpKind::Detach   ? "detached"
           : T->Op == ThreadOp::OpKind::Cancel ? "cancelled"
                                               : "sent a signal";
  }

  void report(LocalId L, const IdState &S, ThrowBelief Way) {
    const std::string Name = B[L].Name, What = quoted(Name), Does = verb(S.At);
    const bool IsClass = isStdThread(M, B[L].Type);
    Finding Result;
    Result.Object = Name;
    Result.Cause = localCause(M, F, Name);
    Site Use = siteAt(M, SiteRole::Primary, S.At, "");
    Use.Label = "there is no thread in " + What + " here";
    Result.Sites.push_back(std::move(Use));
    believeWay(Result, Way,
               "there is a way to this use on which nothing was "
               "started");
    if (S.Before == Phase::Failed) {
      Result.Message = What + " is " + Does +
                       " here, also where starting its thread has failed";
      Result.Belief = std::min(Result.Belief, Confidence::Likely);
      Result.Reasons = {"the program asks for the result of the start, and "
                        "goes on in both cases"};
      Result.Sites.push_back(
          siteAt(M, SiteRole::Spawn, S.Since,
                 "when this fails, " + What + " is left without a value"));
    } else if (S.Before == Phase::Moved) {
      Result.Message =
          What + " is " + Does + " here, but its thread was moved away";
      Result.Sites.push_back(
          siteAt(M, SiteRole::Related, S.Since, "moved from here"));
    } else {
      Result.Message = What + " is " + Does +
                       " here, and no thread was ever started into it";
      Site Declared;
      Declared.Role = SiteRole::Declaration;
      Declared.Span = makeSpan(M, F, L);
      Declared.Message = What + " is declared here, without a thread";
      Result.Sites.push_back(std::move(Declared));
    }
    Result.Why =
        IsClass ? "a std::thread without a thread has nothing to wait for: "
                  "join() and detach() throw std::system_error, and if nobody "
                  "catches it the program is aborted"
                : "an id that names no thread is just whatever stood in that "
                  "memory: the library follows it like a pointer, and crashes, "
                  "or waits for some other thread. It is undefined";
    Result.Repair = repair(S, Name, IsClass);
    Context.Report(std::move(Result));
  }

  static std::string repair(const IdState &S, const std::string &Name,
                            bool IsClass) {
    if (S.Before == Phase::Failed)
      return "leave when the start has failed, or remember that there is no "
             "thread:\n  if (pthread_create(&" +
             Name + ", …) != 0)\n    return 1;";
    if (IsClass)
      return "join the one that has the thread; or ask first:\n  if (" + Name +
             ".joinable())\n    " + Name + ".join();";
    return "start the thread on every way that comes here; or keep a flag that "
           "says whether it was started, and ask it";
  }

  const CheckContext &Context;
  const Module &M;
  const Throws &Thrown;
  Finishing &Ends;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  Throws Thrown(Context.P.M);
  Finishing Ends(Context.P.M);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    UndefinedIds(Context, Thrown, Ends, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule UndefinedThreadId;
const Rule UndefinedThreadId = {
    {"undefined-thread-id", Category::Lifetime, Severity::Error,
     RuleScope::Local, "a handle is joined or detached that names no thread"},
    check};
} // namespace heddle::rules
