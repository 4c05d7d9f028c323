//===- UninitializedAtomic.cpp - uninitialized-atomic ---------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An atomic variable is read or updated, and nobody ever gave it a value: a
/// local one without an initialiser (`_Atomic int Done;`, std::atomic before
/// C++20), or a member of what malloc returned. Atomic steps from garbage are
/// still garbage. In one function its ways are followed; for the rest it is
/// asked whether anybody in the program writes it at all.
///
/// Misses: what is read before it is initialised, by another function; objects
/// made by `new`.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Contents.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Paths.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Model/Print.h"
#include "analyzer/Races/Analyses.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

namespace {

/// Reads an atomic's value, alone or to change it.
bool looks(const Access &X) {
  return X.Order != MemoryOrder::NotAtomic && !X.Init &&
         (X.Kind == AccessKind::Read || X.Kind == AccessKind::Update);
}

/// The atomic that a place is the content of.
PlaceId whole(const Body &B, PlaceId P) {
  while (B[P].Kind == PlaceKind::Field && isPseudo(B[P].Field))
    P = B[P].Base;
  return P;
}

enum class Life : uint8_t { Unknown, Raw, Told };

/// Follows one local variable; First is its first use in the source on a way
/// on which it has no value.
class LifeClient : public PathClient<Life> {
public:
  LifeClient(PlaceKeys &Keys, LocalId Object) : Keys(Keys), Object(Object) {}

  std::optional<EventRef> First;

  void transfer(EventRef At, const Event &E, Life &S, Facts &,
                std::vector<std::pair<Life, Facts>> &) override {
    if (const auto *X = std::get_if<Scope>(&E); X && X->Local == Object)
      S = X->Begin ? Life::Raw : Life::Unknown;
    else if (S == Life::Raw)
      use(At, E, S);
  }

private:
  bool isMine(PlaceId P) const { return valid(P) && Keys.root(P) == Object; }
  bool handsOut(TermId T) const {
    const Body &B = Keys.body();
    while (valid(T) && B[T].Kind == TermKind::Cast)
      T = B[T].A;
    return valid(T) && B[T].Kind == TermKind::AddressOf && isMine(B[T].P);
  }

  void use(EventRef At, const Event &E, Life &S) {
    auto HandsOut = [&](const std::vector<TermId> &Args) {
      return llvm::any_of(Args, [&](TermId T) { return handsOut(T); });
    };
    if (const auto *X = std::get_if<Access>(&E)) {
      if (isMine(X->P) && looks(*X)) {
        First = First ? std::min(*First, At) : At;
        S = Life::Told;
      } else if (isMine(X->P) || handsOut(X->Value)) {
        S = Life::Unknown;
      }
    } else if (const auto *X = std::get_if<Assign>(&E)) {
      if (isMine(X->P) || handsOut(X->Value))
        S = Life::Unknown;
    } else if (const auto *C = std::get_if<Call>(&E)) {
      if (HandsOut(C->Args) || isMine(C->Result))
        S = Life::Unknown;
    } else if (const auto *X = std::get_if<Spawn>(&E)) {
      if (HandsOut(X->Args))
        S = Life::Unknown;
    } else if (std::holds_alternative<Havoc>(E)) {
      S = Life::Unknown;
    }
  }

  PlaceKeys &Keys;
  LocalId Object;
};

class RawAtomics {
public:
  explicit RawAtomics(const CheckContext &Context)
      : Context(Context), M(Context.P.M), Thrown(M) {}

  void run() {
    forEachUserBody(M, [&](FuncId F) { followLocals(F); });
    if (Context.A)
      forEachUserEvent(M, [&](EventRef At) {
        if (const auto *X = std::get_if<Access>(&M[At]); X && looks(*X))
          neverWritten(At, *X);
      });
  }

private:
  void followLocals(FuncId F) {
    PlaceKeys Keys(M, F);
    std::map<LocalId, PlaceId> Objects;
    forEachEvent(M, F, [&](EventRef At) {
      if (const auto *X = std::get_if<Access>(&M[At]); X && looks(*X))
        if (LocalId L = Keys.root(X->P);
            valid(L) && Keys.body()[L].Kind == LocalKind::Variable)
          Objects.try_emplace(L, X->P);
    });
    for (auto [L, P] : Objects) {
      LifeClient Client(Keys, L);
      PathSearch<Life> Search(F, Keys, Thrown, Client);
      Search.explore(Life::Unknown);
      if (!Client.First || Search.gaveUp())
        continue;
      Told.insert({F, L});
      Finding R = begin(*Client.First, name(F, P),
                        localCause(M, F, "raw " + name(F, P)));
      R.Belief = Confidence::Certain;
      R.Reasons = {"on this way nothing gives it a value before"};
      Site Declared;
      Declared.Role = SiteRole::Declaration;
      Declared.Span = makeSpan(M, F, L);
      Declared.Message = "it is declared here without an initialiser";
      R.Sites.push_back(std::move(Declared));
      offerFirstValue(Context, R, R.Sites.back().Span, Keys.body()[L].Name);
      Context.Report(std::move(R));
    }
  }

  std::string name(FuncId F, PlaceId P) const {
    return describe(M, F, whole(*M[F].Definition, P));
  }

  /// Nobody in the program writes it, and its memory was not zero.
  void neverWritten(EventRef At, const Access &X) {
    const Analyses &A = *Context.A;
    llvm::ArrayRef<CellId> Cells = A.Pointers.cells(At.Func, X.P);
    if (Cells.size() != 1 || A.ThreadTable.executing(At.Func).empty())
      return;
    const ObjectId Id = A.Pointers.objectOf(Cells.front());
    const MemObject &O = A.Pointers[Id];
    if (A.Pointers.escape(Id).Kind == EscapeKind::UnknownCall ||
        (O.Kind != ObjectKind::Local && O.Kind != ObjectKind::Heap) ||
        (O.Kind == ObjectKind::Heap && !isRawMemory(M, O.Site)) ||
        Told.count({O.Func, O.Local}) || !Seen.insert(Cells.front()).second)
      return;
    if (O.Kind == ObjectKind::Local &&
        (*M[O.Func].Definition)[O.Local].Kind != LocalKind::Variable)
      return;
    if (isWritten(Cells.front()))
      return;
    // A variable has one name, however it is come to.
    Finding R = begin(At,
                      O.Kind == ObjectKind::Local ? variable(Cells.front())
                                                  : name(At.Func, X.P),
                      "raw " + A.Pointers.displayName(Cells.front()) +
                          (O.Kind == ObjectKind::Local ? M[O.Func].Usr : ""));
    R.Belief = Confidence::Likely;
    R.Reasons = {"no function of the program gives it a first value"};
    Site Begins;
    if (O.Kind == ObjectKind::Heap) {
      Begins = siteAt(M, SiteRole::Related, O.Site,
                      "its memory comes from here, with whatever stood in it");
    } else {
      Begins.Role = SiteRole::Declaration;
      Begins.Span = makeSpan(M, O.Func, O.Local);
      Begins.Message = "it is declared here without an initialiser";
    }
    R.Sites.push_back(std::move(Begins));
    if (O.Kind == ObjectKind::Heap)
      offerZeroedMemory(Context, R, R.Sites.back().Span);
    else
      offerFirstValue(Context, R, R.Sites.back().Span, O.Name);
    Context.Report(std::move(R));
  }

  bool isWritten(CellId Cell) const {
    return anyWrite(*Context.A, Cell, [&](EventRef At) {
      // What an atomic holds after an update is assigned, too.
      const auto *X = std::get_if<Access>(&M[At]);
      return X ? X->Kind == AccessKind::Write : !followsUpdate(At);
    });
  }

  bool followsUpdate(EventRef At) const {
    const std::vector<Event> &Events =
        M[At.Func].Definition->Blocks[index(At.Block)].Events;
    const PlaceId P = std::get<Assign>(M[At]).P;
    return llvm::any_of(Events, [&](const Event &E) {
      const auto *X = std::get_if<Access>(&E);
      return X && X->Kind == AccessKind::Update && X->P == P;
    });
  }

  std::string variable(CellId Cell) const {
    const PointsTo &Pointers = Context.A->Pointers;
    while (valid(Pointers.parent(Cell)) && !Pointers.step(Cell).IsElement &&
           isPseudo(Pointers.step(Cell).Field))
      Cell = Pointers.parent(Cell);
    return Pointers.displayName(Cell);
  }

  Finding begin(EventRef At, const std::string &Name, std::string Cause) const {
    const bool IsC = M.Lang == Language::C;
    Finding R;
    R.Object = Name;
    R.Cause = std::move(Cause);
    R.Message =
        quoted(Name) + " is atomic, but has no value yet when it is " +
        (std::get<Access>(M[At]).Kind == AccessKind::Read ? "read" : "updated");
    Site S = siteAt(M, SiteRole::Primary, At, "");
    S.Label = "starts from whatever stood in that memory";
    R.Sites.push_back(std::move(S));
    R.Why = "that each step is atomic does not help if the first one starts "
            "from garbage: a counter counts from there, a flag may be set "
            "before anybody set it, a spin lock may be taken for ever";
    R.Repair =
        IsC ? "give it a value where it begins: an initialiser (= 0), or "
              "before any thread can see it:\n  atomic_init(&" +
                  Name + ", 0);"
            : "give it a value where it begins:\n  std::atomic<…> "
              "Name{0};\nWhat "
              "malloc returns needs a constructor: use new, or placement new";
    return R;
  }

  const CheckContext &Context;
  const Module &M;
  const Throws Thrown;
  std::set<std::pair<FuncId, LocalId>> Told;
  std::set<CellId> Seen;
};

void check(const CheckContext &Context) { RawAtomics(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule UninitializedAtomic;
const Rule UninitializedAtomic = {
    {"uninitialized-atomic", Category::Race, Severity::Warning,
     RuleScope::Local, "an atomic variable is used before it has a value"},
    check};
} // namespace heddle::rules
