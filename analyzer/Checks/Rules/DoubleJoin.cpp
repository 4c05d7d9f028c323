//===- DoubleJoin.cpp - double-join ---------------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread that is joined or detached when it was joined or detached before.
/// Every join and detach is followed along all ways (see Local/Paths.h) to a
/// second one of the same handle, unless a new thread, or nobody knows what,
/// came into the handle in between. `if (T.joinable())` is understood.
///
/// Misses: the second join in another function (`stop()` and the destructor);
/// elements of containers.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

enum class Phase : uint8_t { NotYet, Ended, Again, Unknown };

struct HandleState {
  Phase What = Phase::NotYet;
  EventRef Second;
  friend auto operator<=>(const HandleState &, const HandleState &) = default;
};

using HandleExit = PathExit<HandleState>;

/// The handle of a join or detach; None for all other events.
PlaceId endedBy(const Event &E) {
  if (const auto *J = std::get_if<Join>(&E))
    return J->IfJoinable || J->Try ? PlaceId::None : J->Handle;
  if (const auto *T = std::get_if<ThreadOp>(&E))
    return T->Op == ThreadOp::OpKind::Detach ? T->Handle : PlaceId::None;
  return PlaceId::None;
}

/// Follows the handle that is joined or detached at \p Start.
class HandleClient : public PathClient<HandleState> {
public:
  HandleClient(PlaceKeys &Keys, EventRef Start, PlaceId Handle)
      : Keys(Keys), B(Keys.body()), Start(Start), Key(Keys.key(Handle)),
        Root(Keys.root(Handle)) {}

  void transfer(EventRef At, const Event &E, HandleState &S, Facts &Known,
                std::vector<std::pair<HandleState, Facts>> &) override {
    if (At == Start && S.What == Phase::NotYet)
      S = {Phase::Ended, {}};
    else if (S.What == Phase::Ended)
      follow(At, E, S, Known);
  }

  bool goOn(const HandleState &S) override { return S.What != Phase::Unknown; }

private:
  void follow(EventRef At, const Event &E, HandleState &S, Facts &Known) {
    if (PlaceId Handle = endedBy(E); valid(Handle) && Keys.key(Handle) == Key)
      S = {Phase::Again, At};
    else if (const auto *T = std::get_if<ThreadOp>(&E))
      threadOp(*T, S, Known);
    else if (changes(E))
      S = {Phase::Unknown, {}};
  }

  void threadOp(const ThreadOp &T, HandleState &S, Facts &Known) {
    bool Mine = isPartOfKey(T.Handle) || isPartOfKey(T.From);
    if (Mine && T.Op == ThreadOp::OpKind::Joinable && valid(T.Result))
      Known.set(Keys.key(T.Result), false);
    else if (Mine)
      S = {Phase::Unknown, {}};
  }

  bool isPartOfKey(PlaceId P) {
    return valid(P) && Keys.mentions(Key, Keys.key(P));
  }

  bool changes(const Event &E) {
    if (const auto *S = std::get_if<Spawn>(&E))
      return isPartOfKey(S->Handle);
    if (const auto *J = std::get_if<Join>(&E))
      return isPartOfKey(J->Handle);
    if (const auto *A = std::get_if<Access>(&E))
      return A->Kind != AccessKind::Read && isPartOfKey(A->P);
    if (const auto *A = std::get_if<Assign>(&E))
      return isPartOfKey(A->P);
    if (const auto *X = std::get_if<Scope>(&E))
      return valid(Root) && X->Local == Root;
    if (const auto *C = std::get_if<Call>(&E))
      return !valid(Root) || llvm::any_of(C->Args, [&](TermId Arg) {
        return valid(Arg) && valid(B[Arg].P) && Keys.root(B[Arg].P) == Root;
      });
    return false;
  }

  PlaceKeys &Keys;
  const Body &B;
  EventRef Start;
  KeyId Key;
  LocalId Root;
};

class DoubleJoins {
public:
  DoubleJoins(const CheckContext &Context, const Throws &Thrown, FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), F(F),
        B(*M[F].Definition), Keys(M, F) {}

  void run() {
    std::vector<std::pair<EventRef, PlaceId>> Ends;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        if (PlaceId Handle = endedBy(B.Blocks[Block].Events[I]);
            valid(Handle) && isOneThread(Handle))
          Ends.push_back({{F, BlockId{Block}, I}, Handle});
    if (!Ends.empty())
      for (auto [At, Handle] : Ends)
        follow(At, Handle);
  }

private:
  /// Not an element of a container or array: the next one may be meant.
  bool isOneThread(PlaceId Handle) const {
    for (PlaceId P = Handle; valid(P);) {
      // A reference to an element: `for (Worker &W : Workers) W.T.join();`.
      P = Keys.resolve(P);
      const Place &Here = B[P];
      if (Here.Kind == PlaceKind::Element &&
          (!valid(Here.Index) || B[Here.Index].Kind != TermKind::Int))
        return false;
      if (Here.Kind == PlaceKind::Field && isPseudo(Here.Field))
        return false;
      if (Here.Kind == PlaceKind::Deref) {
        const Term &T = B[Here.Pointer];
        P = T.Kind == TermKind::Value ? T.P : PlaceId::None;
        if (!valid(P))
          return false;
        continue;
      }
      P = Here.Base;
    }
    return true;
  }

  void follow(EventRef At, PlaceId Handle) {
    HandleClient Client(Keys, At, Handle);
    PathSearch<HandleState> Search(F, Keys, Thrown, Client);
    const HandleExit *Worst = nullptr;
    std::vector<HandleExit> Exits = Search.explore({});
    auto Rank = [](const HandleExit &Exit) {
      return std::pair(doubt(Exit.Thrown), Exit.State.Second);
    };
    for (const HandleExit &Exit : Exits)
      if (Exit.State.What == Phase::Again &&
          (!Worst || Rank(Exit) < Rank(*Worst)))
        Worst = &Exit;
    if (Worst)
      report(At, Handle, *Worst);
  }

  bool isDetach(EventRef At) const {
    return std::holds_alternative<ThreadOp>(M[At]);
  }

  void report(EventRef First, PlaceId Handle, const HandleExit &Worst) {
    EventRef Second = Worst.State.Second;
    std::string Name = describe(M, F, Handle);
    std::string Does = isDetach(Second) ? "detached" : "joined";
    std::string Did = isDetach(First) ? "detached" : "joined";
    Finding Result;
    Result.Object = Name;
    Result.Cause = localCause(M, F, Name);
    Result.Message =
        quoted(Name) + " is " + Does + " here, but was " + Did + " before";
    Site S = siteAt(M, SiteRole::Primary, Second, "");
    S.Label = "there is no thread left to " +
              std::string(isDetach(Second) ? "detach" : "wait for");
    Result.Sites.push_back(std::move(S));
    Result.Sites.push_back(
        siteAt(M, SiteRole::Join, First, Did + " here first"));
    bool IsC = M.Lang == Language::C;
    Result.Why =
        IsC ? "a thread that was joined or detached has given its id back. "
              "Whoever uses the id again waits for a thread that may never "
              "have been meant, or crashes: it is undefined"
            : "a std::thread that was joined or detached has no thread any "
              "more. " +
                  std::string(isDetach(Second) ? "detach()" : "join()") +
                  " then throws std::system_error, and if nobody catches it "
                  "the program is aborted";
    Result.Repair = repair(First, Second, Name, IsC);
    if (!IsC && !isDetach(Second))
      offerAskingFirst(Context, Result, Result.Sites.front().Span);
    believeWay(Result, Worst.Thrown,
               "there is a way from one to the other without a new thread in "
               "between");
    Context.Report(std::move(Result));
  }

  std::string repair(EventRef First, EventRef Second, const std::string &Name,
                     bool IsC) const {
    if (isDetach(First) != isDetach(Second))
      return "decide: join a thread whose end matters, and leave out the "
             "detach; or detach it, and never wait for it";
    if (IsC)
      return "leave one of them out; every thread is joined exactly once, by "
             "one thread";
    return "leave one of them out; or ask first, where both ways are "
           "possible:\n  if (" +
           Name + ".joinable())\n    " + Name + ".join();";
  }

  const CheckContext &Context;
  const Module &M;
  const Throws &Thrown;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  Throws Thrown(Context.P.M);
  forEachUserBody(Context.P.M,
                  [&](FuncId F) { DoubleJoins(Context, Thrown, F).run(); });
}

} // namespace

namespace heddle::rules {
extern const Rule DoubleJoin;
const Rule DoubleJoin = {
    {"double-join", Category::Lifetime, Severity::Error, RuleScope::Local,
     "a thread is joined or detached that was joined or detached before"},
    check};
} // namespace heddle::rules
