//===- ThreadNotJoined.cpp - thread-not-joined ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A std::thread that is destroyed while it may be joined: its destructor then
/// calls std::terminate, and the program is gone. Every thread started into a
/// local variable, or a local container of threads, is followed along all
/// ways, through moves, until it is joined, detached, handed away, or
/// destroyed (see Local/Paths.h).
///
/// Threads in members and globals have no ways: they are reported if nothing
/// in the program ever joins, detaches or moves them.
///
/// Misses: threads on the heap; a member that some function joins which nobody
/// calls.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Handles.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
#include "analyzer/Checks/Words.h"

using namespace heddle;

namespace {

enum class Phase : uint8_t { NotYet, Running, Settled, Destroyed };

/// Where the thread of one spawn is on a way.
struct ThreadState {
  Phase What = Phase::NotYet;
  LocalId Owner = LocalId::None; ///< the variable that holds it
  EventRef End;                  ///< where it was destroyed
  friend auto operator<=>(const ThreadState &, const ThreadState &) = default;
};

using ThreadExit = PathExit<ThreadState>;

/// Follows the thread started at \p Start.
class ThreadClient : public PathClient<ThreadState> {
public:
  ThreadClient(const Module &M, const Handles &Summaries, PlaceKeys &Keys,
               EventRef Start, LocalId Owner)
      : M(M), B(Keys.body()), Summaries(Summaries), Keys(Keys), Start(Start),
        FirstOwner(Owner) {
    noteJoinLoops();
  }

  void transfer(EventRef At, const Event &E, ThreadState &S, Facts &Known,
                std::vector<std::pair<ThreadState, Facts>> &) override {
    if (At == Start && S.What == Phase::NotYet) {
      S = {Phase::Running, FirstOwner, {}};
      return;
    }
    if (S.What != Phase::Running)
      return;
    if (const auto *J = std::get_if<Join>(&E))
      settleIf(owns(S, J->Handle), S);
    else if (const auto *T = std::get_if<ThreadOp>(&E))
      threadOp(At, *T, S, Known);
    else if (const auto *C = std::get_if<Call>(&E))
      call(*C, S);
    else if (const auto *R = std::get_if<Return>(&E))
      settleIf(mentionsOwner(S, R->Value), S);
    else if (const auto *A = std::get_if<Assign>(&E))
      settleIf(takesAddress(S, A->P, A->Value), S);
    else if (const auto *A = std::get_if<Access>(&E))
      settleIf(A->Kind == AccessKind::Write && takesAddress(S, A->P, A->Value),
               S);
    else if (const auto *X = std::get_if<Scope>(&E))
      destroyIf(!X->Begin && X->Local == S.Owner, At, S);
  }

  // A loop over a container joins all its threads, although one way through
  // it goes round no time at all.
  void enter(BlockId Block, ThreadState &S) override {
    if (S.What == Phase::Running && valid(S.Owner))
      for (const auto &[Header, Owner] : JoinLoops)
        settleIf(Header == Block && Owner == S.Owner, S);
  }

private:
  static void settleIf(bool Yes, ThreadState &S) {
    if (Yes)
      S = {Phase::Settled, LocalId::None, {}};
  }
  static void destroyIf(bool Yes, EventRef At, ThreadState &S) {
    if (Yes)
      S = {Phase::Destroyed, S.Owner, At};
  }

  bool owns(const ThreadState &S, PlaceId Handle) const {
    return valid(Handle) && Keys.root(Handle) == S.Owner;
  }

  void threadOp(EventRef At, const ThreadOp &T, ThreadState &S, Facts &Known) {
    switch (T.Op) {
    case ThreadOp::OpKind::Detach:
      return settleIf(owns(S, T.Handle), S);
    case ThreadOp::OpKind::Swap:
      return settleIf(owns(S, T.Handle) || owns(S, T.From), S);
    case ThreadOp::OpKind::Move:
      if (owns(S, T.From)) {
        // Into a member, a global or the heap: out of sight.
        LocalId To = Keys.root(T.Handle);
        if (valid(To))
          S.Owner = To;
        else
          settleIf(true, S);
      }
      return;
    case ThreadOp::OpKind::Joinable:
      if (owns(S, T.Handle) && valid(T.Result))
        Known.set(Keys.key(T.Result), true);
      return;
    case ThreadOp::OpKind::Destroy:
      return destroyIf(owns(S, T.Handle), At, S);
    default:
      return;
    }
  }

  void call(const Call &C, ThreadState &S) {
    for (unsigned I = 0; I < C.Args.size(); ++I) {
      if (!mentionsOwner(S, C.Args[I]))
        continue;
      // By value: moved into the parameter.
      bool ByAddress = B[C.Args[I]].Kind == TermKind::AddressOf;
      settleIf(!ByAddress || !valid(C.Callee) ||
                   Summaries.settlesParam(C.Callee, I),
               S);
    }
  }

  bool mentionsOwner(const ThreadState &S, TermId T) const {
    if (!valid(T))
      return false;
    const Term &Arg = B[T];
    switch (Arg.Kind) {
    case TermKind::Value:
    case TermKind::AddressOf:
      return Keys.root(Arg.P) == S.Owner;
    case TermKind::Cast:
      return mentionsOwner(S, Arg.A);
    default:
      return false;
    }
  }

  /// Is the owner's address kept in something else than a reference that Keys
  /// follows: a closure, a pointer, an array of pointers?
  bool takesAddress(const ThreadState &S, PlaceId To, TermId Value) const {
    if (!valid(Value) || !mentionsOwner(S, Value) ||
        B[Value].Kind == TermKind::Value)
      return false;
    return B[To].Kind != PlaceKind::Local;
  }

  /// The array or container that \p Handle is in, also where a pointer that
  /// starts there walks over it (`for (auto &T : Array)`).
  LocalId walkedOver(PlaceId Handle) const {
    if (LocalId Owner = Keys.root(Handle); valid(Owner))
      return Owner;
    LocalId Pointer = Keys.pointer(Handle);
    if (!valid(Pointer))
      return LocalId::None;
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events)
        if (const auto *A = std::get_if<Access>(&E))
          if (A->Init && valid(A->Value) && B[A->P].Kind == PlaceKind::Local &&
              B[A->P].Local == Pointer &&
              B[A->Value].Kind == TermKind::AddressOf)
            return Keys.root(B[A->Value].P);
    return LocalId::None;
  }

  void noteJoinLoops() {
    for (const BasicBlock &Block : B.Blocks)
      for (const Event &E : Block.Events) {
        PlaceId Handle = PlaceId::None;
        if (const auto *J = std::get_if<Join>(&E))
          Handle = J->Handle;
        else if (const auto *T = std::get_if<ThreadOp>(&E);
                 T && T->Op == ThreadOp::OpKind::Detach)
          Handle = T->Handle;
        LocalId Owner = valid(Handle) ? walkedOver(Handle) : LocalId::None;
        if (!valid(Owner) || isStdThread(M, B[Owner].Type))
          continue;
        for (LoopId L = Block.Loop; valid(L); L = B[L].Parent)
          JoinLoops.push_back({B[L].Header, Owner});
      }
  }

  const Module &M;
  const Body &B;
  const Handles &Summaries;
  PlaceKeys &Keys;
  EventRef Start;
  LocalId FirstOwner;
  std::vector<std::pair<BlockId, LocalId>> JoinLoops;
};

class UnjoinedThreads {
public:
  UnjoinedThreads(const CheckContext &Context, const Throws &Thrown,
                  const Handles &Summaries, FuncId F)
      : Context(Context), M(Context.P.M), Thrown(Thrown), Summaries(Summaries),
        F(F), B(*M[F].Definition), Keys(M, F) {}

  void run() {
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I)
        visit({F, BlockId{Block}, I});
  }

private:
  void visit(EventRef At) {
    if (const auto *S = std::get_if<Spawn>(&M[At])) {
      if (S->Kind == ThreadKind::StdThread && !S->JoinsOnDestroy &&
          !S->Detached && valid(S->Handle))
        start(At, S->Handle);
    } else if (const auto *C = std::get_if<Call>(&M[At])) {
      // A function that starts a thread and returns it.
      if (valid(C->Callee) && valid(C->Result) && Summaries.starts(C->Callee) &&
          isStdThread(M, M[C->Callee].Result))
        start(At, C->Result);
    } else if (const auto *T = std::get_if<ThreadOp>(&M[At])) {
      if (T->Op == ThreadOp::OpKind::Move)
        keep(At, T->Handle);
    }
  }

  void start(EventRef At, PlaceId Handle) {
    LocalId Owner = Keys.root(Handle);
    if (valid(Owner))
      follow(At, Owner);
    else
      keep(At, Handle);
  }

  /// Was an object made for \p Owner whose destructor may join what is in it
  /// (`JoinAll Guard(Threads);`)?
  bool hasKeeper(LocalId Owner) const {
    bool Kept = false;
    forEachEvent(M, F, [&](EventRef At) {
      const auto *C = std::get_if<Call>(&M[At]);
      if (Kept || !C || !valid(C->Callee) || C->Args.size() < 2 ||
          M[C->Callee].Kind != FunctionKind::Constructor)
        return;
      const bool Given =
          llvm::any_of(llvm::drop_begin(C->Args), [&](TermId Arg) {
            return valid(Arg) && B[Arg].Kind == TermKind::AddressOf &&
                   Keys.root(B[Arg].P) == Owner;
          });
      Kept |= Given && llvm::any_of(M.Functions, [&](const Function &Fn) {
                return Fn.Kind == FunctionKind::Destructor &&
                       Fn.Parent == M[C->Callee].Parent && !Fn.Implicit;
              });
    });
    return Kept;
  }

  void follow(EventRef At, LocalId Owner) {
    ThreadClient Client(M, Summaries, Keys, At, Owner);
    PathSearch<ThreadState> Search(F, Keys, Thrown, Client);
    const ThreadExit *Worst = nullptr;
    std::vector<ThreadExit> Exits = Search.explore({});
    for (const ThreadExit &Exit : Exits)
      if (Exit.State.What == Phase::Destroyed && !hasKeeper(Exit.State.Owner) &&
          (!Worst || rank(Exit) < rank(*Worst)))
        Worst = &Exit;
    if (Worst)
      report(At, *Worst, Exits);
  }

  static std::tuple<unsigned, EventRef> rank(const ThreadExit &Exit) {
    return {doubt(Exit.Thrown), Exit.State.End};
  }

  Finding begin(const std::string &Name) const {
    Finding Result;
    Result.Object = Name;
    Result.Why = "the destructor of a std::thread that was neither joined nor "
                 "detached calls std::terminate: the whole program is aborted, "
                 "whatever its other threads are doing";
    return Result;
  }

  /// A join before every end of its life at which it may still run.
  void offerJoins(Finding &Result, EventRef At, LocalId Owner,
                  const std::vector<ThreadExit> &Exits) const {
    bool Single = isStdThread(M, B[Owner].Type);
    if (!Single && !isSequence(B[Owner].Type))
      return;
    std::vector<SourceSpan> Ends;
    for (const ThreadExit &Exit : Exits) {
      if (Exit.State.What != Phase::Destroyed ||
          Exit.Thrown != ThrowBelief::Never)
        continue;
      if (Exit.State.Owner != Owner)
        return; // moved to another variable on some way
      SourceSpan Span = makeSpan(M, Exit.State.End);
      if (!llvm::is_contained(Ends, Span))
        Ends.push_back(std::move(Span));
    }
    offerJoin(Context, Result, makeSpan(M, At), B[Owner].Name, !Single, Ends);
  }

  bool isSequence(TypeId T) const {
    if (valid(T) && M[T].Kind == TypeKind::Array)
      return true;
    return valid(T) && valid(M[T].Record) &&
           llvm::is_contained(
               {"std::vector", "std::array", "std::list", "std::deque"},
               M[M[T].Record].Name);
  }

  void report(EventRef At, const ThreadExit &Worst,
              const std::vector<ThreadExit> &Exits) {
    LocalId Owner = Worst.State.Owner;
    std::string Name = B[Owner].Name;
    bool Named = !Name.empty();
    Finding Result = begin(Named ? Name : "std::thread");
    std::string What = Named ? quoted(Name) : "this thread";
    bool Single = isStdThread(M, B[Owner].Type);
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "the thread starts here";
    Result.Sites.push_back(std::move(S));
    std::string Join = Single || !Named
                           ? Name + ".join();"
                           : "for (auto &T : " + Name + ") T.join();";
    if (Worst.Thrown == ThrowBelief::Never) {
      Result.Message = What + (Single ? " is destroyed without having been "
                                        "joined"
                                      : " is destroyed with threads that were "
                                        "not joined");
      Result.Belief = Confidence::Certain;
      Result.Reasons = {"there is a way from the start to the end of its life "
                        "without join or detach"};
      Result.Repair = Named ? "wait for it before it goes:\n  " + Join
                            : "give the thread a name and join it";
    } else {
      byException(Result, What, Worst);
    }
    Result.Sites.push_back(
        siteAt(M, SiteRole::ScopeEnd, Worst.State.End,
               What + " is destroyed here, and may still be running"));
    if (Named && Worst.Thrown == ThrowBelief::Never)
      offerJoins(Result, At, Owner, Exits);
    Context.Report(std::move(Result));
  }

  void byException(Finding &Result, const std::string &What,
                   const ThreadExit &Worst) const {
    Result.Message = What +
                     " is destroyed without having been joined if an exception "
                     "comes between its start and its join";
    bool Likely = Worst.Thrown == ThrowBelief::Likely;
    Result.Belief = Likely ? Confidence::Likely : Confidence::Possible;
    Result.Reasons = {Likely ? "the program itself throws on this way"
                             : "only if a library function throws"};
    std::string Thrower = Thrown.nameAt(M[Worst.ThrownAt]);
    Result.Sites.push_back(
        siteAt(M, SiteRole::Related, Worst.ThrownAt,
               Thrower.empty() ? "thrown here" : Thrower + " may throw here"));
    Result.Repair = "take std::jthread, which joins in its destructor, or join "
                    "in a catch block before throwing on";
  }

  /// A thread that ends up in a member or global.
  void keep(EventRef At, PlaceId Handle) {
    Home H = valid(Handle) ? Handles::homeOf(Keys, Handle) : Home();
    if (!H || valid(Keys.root(Handle)) || Summaries.isSettled(H))
      return;
    const std::string &Name =
        valid(H.Global) ? M[H.Global].Name
                        : M[H.Field.Record].Fields[H.Field.Index].Name;
    Finding Result = begin(Name);
    Result.Message = quoted(Name) + " is started here and never joined";
    Result.Belief = Confidence::Likely;
    Result.Reasons = {"nothing in the program joins or detaches " +
                      quoted(Name)};
    Result.Repair = valid(H.Global)
                        ? "join it before main returns:\n  " + Name + ".join();"
                        : "join it in the destructor of " +
                              quoted(M[H.Field.Record].Name) + ":  if (" +
                              Name + ".joinable()) " + Name + ".join();";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "the thread starts here";
    Result.Sites.push_back(std::move(S));
    const DeclPosition &Declared =
        valid(H.Global) ? M[H.Global].Pos
                        : M[H.Field.Record].Fields[H.Field.Index].Pos;
    Result.Sites.push_back(declarationSite(
        M, Declared,
        quoted(Name) + (valid(H.Global) ? " is destroyed when the program ends"
                                        : " is destroyed with its object")));
    Context.Report(std::move(Result));
  }

  const CheckContext &Context;
  const Module &M;
  const Throws &Thrown;
  const Handles &Summaries;
  FuncId F;
  const Body &B;
  PlaceKeys Keys;
};

void check(const CheckContext &Context) {
  Throws Thrown(Context.P.M);
  Handles Summaries(Context.P.M);
  forEachUserBody(Context.P.M, [&](FuncId F) {
    UnjoinedThreads(Context, Thrown, Summaries, F).run();
  });
}

} // namespace

namespace heddle::rules {
extern const Rule ThreadNotJoined;
const Rule ThreadNotJoined = {
    {"thread-not-joined", Category::Lifetime, Severity::Error, RuleScope::Local,
     "a std::thread is destroyed without having been joined or detached"},
    check};
} // namespace heddle::rules
