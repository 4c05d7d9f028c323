//===- JoinableOverwritten.cpp - joinable-overwritten ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A std::thread variable that gets a new thread while it holds one that was
/// neither joined nor detached: `T = std::thread(…)` in a loop, or a second
/// start(). Every thread that comes into a variable is followed along all ways
/// (see Local/Paths.h) to the next one that does.
///
/// Misses: the second start in another call of the function; elements of
/// containers; vectors that are cleared or shrunk.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Handles.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

enum class Phase : uint8_t { NotYet, Running, Overwritten, Settled };

struct OwnerState {
  Phase What = Phase::NotYet;
  EventRef Second;
  friend auto operator<=>(const OwnerState &, const OwnerState &) = default;
};

using OwnerExit = PathExit<OwnerState>;

/// The variable that a new thread comes into by assignment.
PlaceId assignedBy(const Event &E) {
  const auto *T = std::get_if<ThreadOp>(&E);
  return T && T->Op == ThreadOp::OpKind::Move ? T->Handle : PlaceId::None;
}

/// Follows the variable that gets a thread at \p Start.
class OwnerClient : public PathClient<OwnerState> {
public:
  OwnerClient(PlaceKeys &Keys, EventRef Start, PlaceId Handle)
      : Keys(Keys), B(Keys.body()), Start(Start), Key(Keys.key(Handle)),
        Root(Keys.root(Handle)) {}

  void transfer(EventRef At, const Event &E, OwnerState &S, Facts &Known,
                std::vector<std::pair<OwnerState, Facts>> &) override {
    if (S.What == Phase::Running)
      follow(At, E, S, Known);
    else if (At == Start && S.What == Phase::NotYet)
      S = {Phase::Running, {}};
  }

  bool goOn(const OwnerState &S) override { return S.What != Phase::Settled; }

private:
  void follow(EventRef At, const Event &E, OwnerState &S, Facts &Known) {
    if (PlaceId Handle = assignedBy(E); isMine(Handle))
      S = {Phase::Overwritten, At};
    else if (const auto *T = std::get_if<ThreadOp>(&E);
             T && T->Op == ThreadOp::OpKind::Joinable && isMine(T->Handle)) {
      if (valid(T->Result))
        Known.set(Keys.key(T->Result), true);
    } else if (settles(E))
      S = {Phase::Settled, {}};
  }

  bool isMine(PlaceId P) { return valid(P) && Keys.key(P) == Key; }
  bool isPartOfKey(PlaceId P) {
    return valid(P) && Keys.mentions(Key, Keys.key(P));
  }

  /// Joined, detached, moved away, or out of sight.
  bool settles(const Event &E) {
    if (const auto *J = std::get_if<Join>(&E))
      return isPartOfKey(J->Handle);
    if (const auto *T = std::get_if<ThreadOp>(&E))
      return isPartOfKey(T->Handle) || isPartOfKey(T->From);
    if (const auto *A = std::get_if<Access>(&E))
      return A->Kind != AccessKind::Read && isPartOfKey(A->P);
    if (const auto *A = std::get_if<Assign>(&E))
      return isPartOfKey(A->P) || mentionsRoot(A->Value);
    if (const auto *X = std::get_if<Scope>(&E))
      return valid(Root) && X->Local == Root;
    if (const auto *C = std::get_if<Call>(&E))
      return !valid(Root) || llvm::any_of(C->Args, [&](TermId Arg) {
        return mentionsRoot(Arg);
      });
    return false;
  }

  bool mentionsRoot(TermId T) {
    return valid(T) && valid(B[T].P) && valid(Root) &&
           Keys.root(B[T].P) == Root;
  }

  PlaceKeys &Keys;
  const Body &B;
  EventRef Start;
  KeyId Key;
  LocalId Root;
};

class OverwrittenThreads {
public:
  OverwrittenThreads(const CheckContext &Context, const Throws &Thrown,
                     FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), F(F),
        B(*M[F].Definition), Keys(M, F) {}

  void run() {
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const Event &E = B.Blocks[Block].Events[I];
        PlaceId Handle = assignedBy(E);
        if (const auto *S = std::get_if<Spawn>(&E);
            S && S->Kind == ThreadKind::StdThread && !S->JoinsOnDestroy)
          Handle = S->Handle;
        if (valid(Handle) && isVariable(Handle))
          follow({F, BlockId{Block}, I}, Handle);
      }
  }

private:
  /// A std::thread with a name: a local, member or global, no element.
  bool isVariable(PlaceId Handle) const {
    if (!isStdThread(M, B[Handle].Type))
      return false;
    PlaceId P = Keys.resolve(Handle);
    if (B[P].Kind == PlaceKind::Local)
      return B[B[P].Local].Kind != LocalKind::Temporary;
    return B[P].Kind == PlaceKind::Global ||
           (B[P].Kind == PlaceKind::Field && !isPseudo(B[P].Field));
  }

  void follow(EventRef At, PlaceId Handle) {
    OwnerClient Client(Keys, At, Handle);
    PathSearch<OwnerState> Search(F, Keys, Thrown, Client);
    std::vector<OwnerExit> Exits = Search.explore({});
    const OwnerExit *Worst = nullptr;
    for (const OwnerExit &Exit : Exits)
      if (Exit.State.What == Phase::Overwritten &&
          (!Worst || Exit.Thrown < Worst->Thrown))
        Worst = &Exit;
    if (Worst)
      report(At, Handle, *Worst);
  }

  void report(EventRef First, PlaceId Handle, const OwnerExit &Worst) {
    std::string Name = describe(M, F, Handle);
    EventRef Second = Worst.State.Second;
    Finding Result;
    Result.Object = Name;
    Result.Cause = localCause(M, F, Name);
    Result.Message = quoted(Name) + " gets a new thread while it still has one";
    Site S = siteAt(M, SiteRole::Primary, Second, "");
    S.Label = First == Second ? "in the next round, the last one is still here"
                              : "the first thread is still here";
    Result.Sites.push_back(std::move(S));
    if (First != Second)
      Result.Sites.push_back(siteAt(M, SiteRole::Related, First,
                                    quoted(Name) + " gets a thread here"));
    Result.Why = "an assignment to a std::thread that was neither joined nor "
                 "detached calls std::terminate: the whole program is aborted, "
                 "whatever its threads are doing";
    Result.Repair =
        First == Second
            ? "keep each thread in a place of its own, and join "
              "them all:\n  std::vector<std::thread> Threads;\n  "
              "Threads.emplace_back(…);"
            : "wait for the first one before:\n  " + Name + ".join();";
    Result.Belief = Worst.Thrown == ThrowBelief::Never ? Confidence::Certain
                    : Worst.Thrown == ThrowBelief::Likely
                        ? Confidence::Likely
                        : Confidence::Possible;
    Result.Reasons = {"there is a way from one to the other without join or "
                      "detach"};
    offerJoinBefore(Context, Result, Result.Sites.front().Span);
    Context.Report(std::move(Result));
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
  forEachUserBody(Context.P.M, [&](FuncId F) {
    OverwrittenThreads(Context, Thrown, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule JoinableOverwritten;
const Rule JoinableOverwritten = {
    {"joinable-overwritten", Category::Lifetime, Severity::Error,
     RuleScope::Local,
     "a std::thread that still has a thread is assigned another one"},
    check};
} // namespace heddle::rules
