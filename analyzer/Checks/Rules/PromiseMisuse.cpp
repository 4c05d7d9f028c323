//===- PromiseMisuse.cpp - promise-misuse ---------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A promise is a parcel that is sent once. Told are
///
/// - a second set_value(), and a second get() of a std::future, on a way of one
///   function (see Local/Paths.h): both throw std::future_error;
/// - set_value() on one promise in several threads: the second one throws;
/// - a promise that is set on some ways through the only function that sets it,
/// and
///   not on others: its future gets broken_promise, or waits for ever;
/// - a future that is waited for, and a promise that nobody ever sets.
///
/// std::shared_future may be asked often. A set whose exception is caught is
/// meant.
///
/// Misses: a second get() in another function; elements of containers.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Local/WayBelief.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

using namespace heddle;
using Op = FutureOp::OpKind;

namespace {

bool sets(const FutureOp &O) {
  return O.Op == Op::Set || O.Op == Op::SetException;
}

const FutureOp *futureOp(const Event &E) { return std::get_if<FutureOp>(&E); }

/// The promise or future whose state \p State is: `P` of `*P.$state`.
PlaceId holderOf(const Body &B, PlaceId State) {
  if (!valid(State) || B[State].Kind != PlaceKind::Deref)
    return PlaceId::None;
  const Term &T = B[B[State].Pointer];
  if (T.Kind != TermKind::Value || B[T.P].Kind != PlaceKind::Field ||
      B[T.P].Field != pseudo(PseudoField::State))
    return PlaceId::None;
  return B[T.P].Base;
}

/// What has been done with one state on a way.
enum class Phase : uint8_t { Fresh, Done, Again, Unknown };

struct StateOnWay {
  Phase What = Phase::Fresh;
  EventRef Second;
  friend auto operator<=>(const StateOnWay &, const StateOnWay &) = default;
};

using StateExit = PathExit<StateOnWay>;

/// Follows the state that \p Start speaks of; from \p Start on, or, if
/// \p FromEntry, from the function's beginning.
class StateClient : public PathClient<StateOnWay> {
public:
  StateClient(PlaceKeys &Keys, EventRef Start, const FutureOp &O,
              bool FromEntry)
      : Keys(Keys), B(Keys.body()), Start(Start), Sets(sets(O)),
        Key(Keys.key(O.P)), Root(Keys.pointer(O.P)), FromEntry(FromEntry) {}

  void transfer(EventRef At, const Event &E, StateOnWay &S, Facts &Known,
                std::vector<std::pair<StateOnWay, Facts>> &) override {
    if (S.What == Phase::Fresh && (FromEntry ? isSame(E) : At == Start))
      S.What = Phase::Done;
    else if (S.What == Phase::Done && !FromEntry)
      follow(At, E, S, Known);
    else if (S.What == Phase::Fresh && FromEntry && changes(E))
      S.What = Phase::Unknown;
  }

  bool goOn(const StateOnWay &S) override { return S.What != Phase::Unknown; }

private:
  bool isSame(const Event &E) {
    const FutureOp *O = futureOp(E);
    return O && (Sets ? sets(*O) : O->Op == Op::Get) && Keys.key(O->P) == Key;
  }

  void follow(EventRef At, const Event &E, StateOnWay &S, Facts &Known) {
    const FutureOp *O = futureOp(E);
    if (isSame(E))
      S = {Phase::Again, At};
    else if (O && O->Op == Op::Valid && valid(O->Result) &&
             Keys.key(O->P) == Key)
      Known.set(Keys.key(O->Result), false);
    else if (changes(E))
      S.What = Phase::Unknown;
  }

  /// Does another state come to be meant, or is this one handed to others?
  bool changes(const Event &E) {
    if (const auto *A = std::get_if<Assign>(&E))
      return isPart(A->P) || isMovedAway(A->Value);
    if (const auto *A = std::get_if<Access>(&E))
      return A->Kind != AccessKind::Read &&
             (isPart(A->P) || isMovedAway(A->Value));
    if (const auto *A = std::get_if<Allocate>(&E))
      return isPart(A->Result);
    if (const auto *X = std::get_if<Scope>(&E))
      return !FromEntry && valid(Root) && X->Local == Root;
    const auto *C = std::get_if<Call>(&E);
    const auto *S = std::get_if<Spawn>(&E);
    if (!C && !S)
      return false;
    // A member's state may be changed by whoever gets the object.
    if (C && !valid(Root))
      return true;
    return llvm::any_of(C ? C->Args : S->Args, [&](TermId T) {
      return valid(T) && valid(B[T].P) && Keys.root(B[T].P) == Root;
    });
  }

  /// Of what leads to the state; to write the state itself is to set it.
  bool isPart(PlaceId P) {
    return valid(P) && Keys.key(P) != Key && Keys.mentions(Key, Keys.key(P));
  }

  /// `std::move(P)`: the state's address goes into another promise.
  bool isMovedAway(TermId T) {
    return FromEntry && valid(T) && B[T].Kind == TermKind::Value &&
           B[B[T].P].Kind == PlaceKind::Field &&
           B[B[T].P].Field == pseudo(PseudoField::State) &&
           Keys.root(B[T].P) == Root;
  }

  PlaceKeys &Keys;
  const Body &B;
  EventRef Start;
  bool Sets;
  KeyId Key;
  LocalId Root;
  bool FromEntry;
};

class Promises {
public:
  explicit Promises(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A), Thrown(M) {}

  void run() {
    noteSetters();
    forEachUserBody(M, [&](FuncId F) {
      bool Any = false;
      forEachEvent(M, F,
                   [&](EventRef At) { Any |= futureOp(M[At]) != nullptr; });
      if (!Any)
        return;
      PlaceKeys Keys(M, F);
      forEachEvent(M, F, [&](EventRef At) {
        if (const FutureOp *O = futureOp(M[At]))
          visit(At, *O, Keys);
      });
    });
    tellSetters();
  }

private:
  /// Who sets which state; all of it, if points-to knows.
  void noteSetters() {
    for (uint32_t F = 0; F < M.Functions.size(); ++F)
      if (M.Functions[F].Definition && A.Pointers.isReachable(FuncId{F}))
        forEachEvent(M, FuncId{F}, [&](EventRef At) {
          const FutureOp *O = futureOp(M[At]);
          if (!O || !sets(*O))
            return;
          llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, O->P);
          UnknownSetter |= Cells.empty();
          for (CellId Cell : Cells) {
            UnknownSetter |= A.Pointers.objectOf(Cell) == A.Pointers.unknown();
            Setters[Cell].push_back(At);
          }
        });
  }

  std::string holderClass(FuncId F, PlaceId State) const {
    const Body &B = *M[F].Definition;
    const PlaceId Holder = holderOf(B, State);
    if (!valid(Holder) || !valid(B[Holder].Type) ||
        !valid(M[B[Holder].Type].Record))
      return "";
    return M[M[B[Holder].Type].Record].Name;
  }

  void visit(EventRef At, const FutureOp &O, PlaceKeys &Keys) {
    const std::string Class = holderClass(At.Func, O.P);
    const bool Gets = O.Op == Op::Get && Class == "std::future";
    if (Gets || (sets(O) && Class == "std::promise"))
      if (isOneObject(Keys, O.P))
        twice(At, O, Keys);
    if (sets(O) && Class == "std::promise")
      notAlways(At, O, Keys);
    if (O.Op == Op::Get || O.Op == Op::Wait)
      neverSet(At, O);
  }

  /// A variable or member: not an element, of which the next one may be meant.
  static bool isOneObject(PlaceKeys &Keys, PlaceId State) {
    const Body &B = Keys.body();
    for (PlaceId P = holderOf(B, State); valid(P);
         P = Keys.resolve(B[P].Base)) {
      if (B[P].Kind == PlaceKind::Local || B[P].Kind == PlaceKind::Global)
        return true;
      if (B[P].Kind == PlaceKind::Deref)
        return valid(Keys.pointer(P));
      if (B[P].Kind != PlaceKind::Field || isPseudo(B[P].Field))
        return false;
    }
    return false;
  }

  void twice(EventRef At, const FutureOp &O, PlaceKeys &Keys) {
    StateClient Client(Keys, At, O, /*FromEntry=*/false);
    PathSearch<StateOnWay> Search(At.Func, Keys, Thrown, Client);
    std::optional<StateExit> Worst;
    auto Rank = [](const StateExit &Exit) {
      return std::pair(doubt(Exit.Thrown), Exit.State.Second);
    };
    for (const StateExit &Exit : Search.explore({}))
      if (Exit.State.What == Phase::Again && !isCaught(Exit.State.Second) &&
          (!Worst || Rank(Exit) < Rank(*Worst)))
        Worst = Exit;
    if (Worst)
      tellTwice(At, O, *Worst);
  }

  /// Does a handler around the event take its exception?
  bool isCaught(EventRef At) const {
    const Body &B = *M[At.Func].Definition;
    std::set<BlockId> Seen;
    std::vector<BlockId> Work = {B[At.Block].Unwind};
    while (!Work.empty()) {
      const BlockId Block = Work.back();
      Work.pop_back();
      if (!valid(Block) || !Seen.insert(Block).second)
        continue;
      const std::vector<Event> &Events = B[Block].Events;
      if (!Events.empty() && std::holds_alternative<Catch>(Events.front()))
        return true;
      Work.insert(Work.end(), B[Block].Term.Succs.begin(),
                  B[Block].Term.Succs.end());
    }
    return false;
  }

  std::string nameAt(EventRef At) const {
    return describe(M, At.Func,
                    holderOf(*M[At.Func].Definition, futureOp(M[At])->P));
  }

  void tellTwice(EventRef First, const FutureOp &O, const StateExit &Way) {
    const std::string Name = nameAt(Way.State.Second);
    const bool Gets = O.Op == Op::Get;
    Finding F;
    F.Object = Name;
    F.Cause = localCause(M, First.Func, Name + (Gets ? " got" : " set"));
    F.Message = quoted(Name) + (Gets ? " is asked for its value here, but it "
                                       "has given it away before"
                                     : " is set here, but was set before");
    Site S = siteAt(M, SiteRole::Primary, Way.State.Second, "");
    S.Label = "throws std::future_error";
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(
        siteAt(M, SiteRole::Related, First,
               First == Way.State.Second ? "the round before did it already"
               : Gets ? "get() takes the value out here"
                      : quoted(Name) + " is set here for the first time"));
    F.Why = Gets ? "get() moves the value out and leaves the std::future "
                   "without a state. A second get() throws std::future_error, "
                   "and if nobody catches it the program is aborted"
                 : "a promise is kept once. The second set_value() or "
                   "set_exception() throws std::future_error "
                   "(promise_already_satisfied), and if nobody catches it the "
                   "program is aborted";
    F.Repair = Gets ? "keep the value:\n  auto Value = " + Name +
                          ".get();\nor take a std::shared_future, which may be "
                          "asked often"
                    : "set it on one way only: return after the first, or make "
                      "a new promise for each value; values that come one "
                      "after the other want a queue";
    believeWay(F, Way.Thrown, "there is a way from one to the other");
    Context.Report(std::move(F));
  }

  /// Is \p At among the setters of one function only?
  bool isOnlySetter(EventRef At, const FutureOp &O) const {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, O.P);
    return !UnknownSetter && !Cells.empty() &&
           llvm::all_of(Cells, [&](CellId Cell) {
             return llvm::all_of(Setters.at(Cell), [&](EventRef Other) {
               return Other.Func == At.Func;
             });
           });
  }

  void notAlways(EventRef At, const FutureOp &O, PlaceKeys &Keys) {
    const LocalId Root = Keys.pointer(O.P);
    if (!valid(Root) || !A.Pointers.isReachable(At.Func) ||
        (Keys.body()[Root].Kind != LocalKind::Param &&
         Keys.body()[Root].Kind != LocalKind::This) ||
        (Keys.body()[Root].Kind == LocalKind::This &&
         M[At.Func].Kind != FunctionKind::LambdaCall) ||
        !isOnlySetter(At, O) || !ToldWays.insert(At.Func).second)
      return;
    StateClient Client(Keys, At, O, /*FromEntry=*/true);
    PathSearch<StateOnWay> Search(At.Func, Keys, Thrown, Client);
    std::optional<StateExit> Worst;
    for (const StateExit &Exit : Search.explore({}))
      if (Exit.Kind == ExitKind::Return && Exit.State.What == Phase::Fresh &&
          Exit.Thrown == ThrowBelief::Never && (!Worst || Exit.At < Worst->At))
        Worst = Exit;
    if (Worst)
      tellNotAlways(At, Worst->At);
  }

  void tellNotAlways(EventRef Set, EventRef Exit) {
    const std::string Name = nameAt(Set);
    Finding F;
    F.Object = Name;
    F.Cause = localCause(M, Set.Func, Name + " not always set");
    F.Belief = Confidence::Likely;
    F.Reasons = {"there is a way through the function on which it is not set, "
                 "and nobody else sets it"};
    F.Message = quoted(Name) + " is not set on every way";
    Site S = siteAt(M, SiteRole::Primary, Exit, "");
    S.Label = quoted(Name) + " is left without a value here";
    F.Sites.push_back(std::move(S));
    F.Sites.push_back(siteAt(M, SiteRole::Related, Set, "set only here"));
    F.Why = "whoever holds the future waits for the value. If the promise is "
            "destroyed without one, get() throws broken_promise there, far "
            "from the cause; if the promise lives on, get() waits for ever";
    F.Repair = "set it on every way: a value that says that there is none "
               "(std::optional), or\n  " +
               Name + ".set_exception(std::make_exception_ptr(…));";
    Context.Report(std::move(F));
  }

  void neverSet(EventRef At, const FutureOp &O) {
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, O.P);
    if (UnknownSetter || Cells.empty() ||
        !llvm::all_of(Cells, [&](CellId Cell) {
          return isPromiseState(Cell) && !Setters.count(Cell);
        }))
      return;
    if (!ToldNever.insert(Cells.front()).second)
      return;
    const std::string Name = nameAt(At);
    Finding F;
    F.Object = Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"no set_value() or set_exception() in the program gets to "
                 "this promise"};
    F.Message =
        "nobody ever sets the promise that " + quoted(Name) + " waits for";
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "waits here for ever";
    F.Sites.push_back(std::move(S));
    const EventRef Made = A.Pointers[A.Pointers.objectOf(Cells.front())].Site;
    F.Sites.push_back(
        siteAt(M, SiteRole::Related, Made, "the promise is made here"));
    F.Why = "a future is ready when its promise is set. As long as the promise "
            "lives and is not set, get() and wait() do not return; if it is "
            "destroyed, get() throws broken_promise";
    F.Repair = "hand the promise to the thread that has the result, and set it "
               "there:\n  std::thread Worker([P = std::move(Promise)]() "
               "mutable { P.set_value(…); });\nor let std::async make both";
    Context.Report(std::move(F));
  }

  /// The state that the constructor of a std::promise made.
  bool isPromiseState(CellId Cell) {
    if (PromiseStates.empty()) {
      for (uint32_t F = 0; F < M.Functions.size(); ++F)
        if (M.Functions[F].Definition)
          forEachEvent(M, FuncId{F}, [&](EventRef At) {
            const FutureOp *O = futureOp(M[At]);
            if (O && O->Op == Op::GetFuture &&
                holderClass(At.Func, O->P) == "std::promise")
              for (CellId State : A.Pointers.cells(At.Func, O->P))
                PromiseStates.insert(State);
          });
    }
    return PromiseStates.count(Cell) &&
           A.Pointers[A.Pointers.objectOf(Cell)].Kind == ObjectKind::Heap;
  }

  /// One promise, several threads that set it.
  void tellSetters() {
    for (const auto &[Cell, Events] : Setters) {
      if (!A.Pointers.isUnique(Cell))
        continue;
      std::map<ThreadId, EventRef> By;
      for (EventRef At : Events)
        if (!isCaught(At) &&
            holderClass(At.Func, futureOp(M[At])->P) == "std::promise")
          for (ThreadId T : A.ThreadTable.executing(At.Func)) {
            By.try_emplace(T, At);
            if (A.ThreadTable.isSelfParallel(T))
              return tellSeveral(At, At, T, T);
          }
      if (By.size() > 1)
        tellSeveral(std::next(By.begin())->second, By.begin()->second,
                    std::next(By.begin())->first, By.begin()->first);
    }
  }

  void tellSeveral(EventRef At, EventRef Other, ThreadId T, ThreadId U) {
    const std::string Name = nameAt(At);
    Finding F;
    F.Object = Name;
    F.Belief = Confidence::Likely;
    F.Reasons = {"the promise is one, and both threads come here"};
    F.Message = "several threads set the promise " + quoted(Name);
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "throws in whoever comes second";
    S.Thread = A.ThreadTable[T].Name;
    F.Sites.push_back(std::move(S));
    if (Other != At) {
      Site O = siteAt(M, SiteRole::OtherAccess, Other,
                      threadWords(A.ThreadTable[U]) + " sets it here");
      O.Thread = A.ThreadTable[U].Name;
      F.Sites.push_back(std::move(O));
    }
    if (valid(A.ThreadTable[T].Spawn.Func))
      F.Sites.push_back(spawnSite(M, A.ThreadTable[T]));
    F.Why = "a promise is kept once. The thread that comes second gets "
            "std::future_error (promise_already_satisfied) out of set_value(); "
            "if it does not catch it, the program is aborted";
    F.Repair = "give each thread a promise of its own; or let the first one "
               "win: ask an std::atomic_flag before the set, or catch "
               "std::future_error around it";
    Context.Report(std::move(F));
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  Throws Thrown;
  std::map<CellId, std::vector<EventRef>> Setters;
  std::set<CellId> PromiseStates, ToldNever;
  std::set<FuncId> ToldWays;
  bool UnknownSetter = false;
};

void check(const CheckContext &Context) { Promises(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule PromiseMisuse;
const Rule PromiseMisuse = {
    {"promise-misuse", Category::Lifetime, Severity::Warning,
     RuleScope::Program,
     "a promise is set never or twice, or a future asked twice"},
    check};
} // namespace heddle::rules
