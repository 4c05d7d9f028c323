//===- DanglingThreadReference.cpp - dangling-thread-reference ------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A thread works with the address of a local variable ([&], std::ref, &X,
/// `this` of a local object) and may still run when the variable's scope ends.
/// For each spawn: which locals may the thread get hold of through what it is
/// handed, and is it among those that may be running at the end of such a
/// local's scope?
///
/// A variable that they also use at the same time is told by the rule for that
/// race (Finding::ConsequenceOf); when that is mended, and the thread may still
/// outlive the variable, it is told here.
///
/// Ends of scopes by exception don't count: a std::thread that is not joined
/// there ends the program (thread-not-joined).
///
/// Misses: objects on the heap that are deleted too early; locals that the
/// thread reaches through more than one object.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Checks/Check.h"
#include "analyzer/Checks/Fixes/Fixes.h"
#include "analyzer/Checks/Local/Graph.h"
#include "analyzer/Checks/RaceStory.h"
#include "analyzer/Checks/Words.h"
#include "analyzer/Races/Analyses.h"
#include "analyzer/Threads/Run.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <set>
#include <utility>

using namespace heddle;

namespace {

class DanglingReferences {
public:
  DanglingReferences(const CheckContext &Context)
      : Context(Context), M(Context.P.M), A(*Context.A) {}

  void run() {
    for (uint32_t I = 0; I < A.ThreadTable.all().size(); ++I) {
      const AbstractThread &T = A.ThreadTable.all()[I];
      if (T.Origin == ThreadOrigin::Spawned && !endsProgram(T))
        spawned(ThreadId{I}, T);
    }
    forEachRace(Context, RaceKind::Lifetime,
                [&](const RaceStory &Story) { destroyed(Story); });
  }

private:
  /// A std::thread that nobody joins or detaches takes the program with it
  /// before any of its references can dangle.
  static bool endsProgram(const AbstractThread &T) {
    return T.Kind == ThreadKind::StdThread && !T.Detached && T.Joins.empty();
  }

  using Variable = std::pair<FuncId, LocalId>;

  /// A use that meets the destructor, found by the race analysis and not by
  /// what the thread was handed.
  void destroyed(const RaceStory &Story) {
    const MemObject &Root = Story.group().Object.Root;
    if (!Told.insert({Root.Func, Root.Local}).second)
      return;
    Finding F = Story.begin();
    llvm::append_range(F.ConsequenceOf, F.Explains);
    F.Explains.clear();
    F.Message =
        Story.object() + " can be destroyed while another thread still uses it";
    F.Why = Story.interleaving();
    F.Repair = repair(Story.object());
    Context.Report(std::move(F));
  }

  std::string repair(const std::string &Name, bool ByThis = false) const {
    if (M.Lang == Language::C)
      return "join the thread before the scope of " + Name +
             " ends; or hand over memory from malloc that the thread frees";
    if (ByThis)
      return "keep the thread in a member and join it in the destructor, so "
             "that " +
             Name +
             " waits for its thread; or let the thread own the object: " +
             "make it a std::shared_ptr, and capture that instead of [this]";
    return "join the thread before the scope of " + Name +
           " ends; or give the thread a value of its own (capture " + Name +
           " by value, without & and std::ref), or let both share it through "
           "a std::shared_ptr";
  }

  void spawned(ThreadId Id, const AbstractThread &T) {
    for (ObjectId Object : handedOver(T)) {
      const MemObject &O = A.Pointers[Object];
      if (O.Kind != ObjectKind::Local || !M[O.Func].Definition ||
          Told.count({O.Func, O.Local}))
        continue;
      if (std::optional<EventRef> End = outlivedAt(Id, O)) {
        Told.insert({O.Func, O.Local});
        report(T, O, *End);
      }
    }
  }

  /// Objects whose addresses are in what the thread is started with. Sorted.
  std::set<ObjectId> handedOver(const AbstractThread &T) const {
    std::set<ObjectId> Objects;
    auto Add = [&](CellId Id) { Objects.insert(A.Pointers.objectOf(Id)); };
    for (const Callee &To : A.Pointers.callees(T.Spawn)) {
      for (const Binding &B : A.Pointers.bindings(T.Spawn, To)) {
        for (CellId Id : B.Pointees)
          Add(Id);
        if (valid(B.Copy))
          addContent(B.Copy, Add);
      }
      // The closure: what its captures refer to.
      for (CellId Callable : {To.This, To.Bound})
        if (valid(Callable))
          addContent(Callable, Add);
    }
    return Objects;
  }

  void addContent(CellId Id, llvm::function_ref<void(CellId)> Add) const {
    for (CellId Target : A.Pointers.pointees(Id))
      Add(Target);
    for (CellId Part : A.Pointers.children(Id))
      addContent(Part, Add);
  }

  /// The end of the local's scope at which the thread may be running.
  std::optional<EventRef> outlivedAt(ThreadId Id, const MemObject &O) const {
    const Body &B = *M[O.Func].Definition;
    std::vector<bool> Normal =
        reachableFrom(B, BlockId{0}, [](BlockId) { return true; });
    Normal[0] = true;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; Normal[Block] && I < B.Blocks[Block].Events.size();
           ++I) {
        const auto *S = std::get_if<Scope>(&B.Blocks[Block].Events[I]);
        if (!S || S->Begin || S->Local != O.Local)
          continue;
        EventRef At{O.Func, BlockId{Block}, I};
        if (isOwnTask(Id, O.Func)) {
          if (isRunningTask(Id, At))
            return At;
          continue;
        }
        for (ThreadId Self : A.ThreadTable.executing(O.Func))
          if (isOwner(Self, Id) && isStartedHere(Id, At) &&
              llvm::is_contained(A.ThreadTable.runningAt(Self, At), Id))
            return At;
      }
    return std::nullopt;
  }

  /// An OpenMP task of the very function whose variable it is given. What other
  /// calls of the function have started is no matter: they have their own.
  bool isOwnTask(ThreadId Id, FuncId F) const {
    const AbstractThread &T = A.ThreadTable[Id];
    return T.Role == TeamRole::Task && T.Spawn.Func == F;
  }

  bool isRunningTask(ThreadId Id, EventRef At) const {
    return llvm::any_of(
        A.ThreadTable.runs().before(At).Started, [&](const StartedThread &X) {
          return X.Chain == CallChain{A.ThreadTable[Id].Spawn} &&
                 !X.OnlyChildren;
        });
  }

  /// Is \p Id, or what it comes from, started by the very call of the function
  /// that \p End ends? What other calls have left running has variables of
  /// their own.
  bool isStartedHere(ThreadId Id, EventRef End) const {
    return llvm::any_of(
        A.ThreadTable.runs().before(End).Started, [&](const StartedThread &X) {
          ThreadId Up = Id;
          while (valid(Up) && A.ThreadTable[Up].Spawn != X.Chain.back())
            Up = A.ThreadTable[Up].Parent;
          return valid(Up) && (Up != Id || !X.OnlyChildren);
        });
  }

  /// Does \p Self own the variable that it hands to \p Id: did it start it?
  bool isOwner(ThreadId Self, ThreadId Id) const {
    return Self != Id && A.ThreadTable.isAncestor(Self, Id);
  }

  /// Where the function that starts \p T lets go of it.
  std::optional<EventRef> detachOf(const AbstractThread &T) const {
    FuncId F = T.Spawn.Func;
    const Body &B = *M[F].Definition;
    for (uint32_t Block = 0; Block < B.Blocks.size(); ++Block)
      for (uint32_t I = 0; I < B.Blocks[Block].Events.size(); ++I) {
        const auto *Op = std::get_if<ThreadOp>(&B.Blocks[Block].Events[I]);
        bool Complete = true;
        if (Op && Op->Op == ThreadOp::OpKind::Detach && valid(Op->Handle) &&
            llvm::is_contained(A.Pointers.threadsOf(F, Op->Handle, Complete),
                               T.Spawn))
          return EventRef{F, BlockId{Block}, I};
      }
    return std::nullopt;
  }

  /// A join in the function of \p End, between the start and it in the order
  /// of the text (or of a round of a loop): whoever wrote it may know why the
  /// way around it is never taken.
  std::optional<EventRef> joinBefore(const AbstractThread &T,
                                     EventRef End) const {
    auto Line = [&](EventRef At) { return M.position(At).Line; };
    for (EventRef Join : T.Joins)
      if (Join.Func == End.Func &&
          (Line(Join) < Line(End) ||
           (T.Spawn.Func == End.Func && Line(End) < Line(T.Spawn))))
        return Join;
    return std::nullopt;
  }

  void report(const AbstractThread &T, const MemObject &O, EventRef End) {
    std::string Name = O.Name.empty() ? "a temporary" : quoted(O.Name);
    std::string Who = threadWords(T);
    Finding F;
    F.Object = O.Name;
    F.Cause = localCause(M, O.Func, O.Name) + "|" + T.Name;
    F.ConsequenceOf = {localFault(M, O.Func, O.Local)};
    F.Explains = {eventFault(M, T.Spawn)};
    F.Message = Who + " uses " + Name + ", and may outlive it";
    F.Belief =
        T.Detached && !O.Multiple ? Confidence::Certain : Confidence::Likely;
    F.Reasons = {T.Detached ? "nobody waits for a detached thread"
                            : "there is a way to the end of the scope on "
                              "which the thread is not joined"};
    if (const std::optional<EventRef> Join = joinBefore(T, End)) {
      F.Belief = Confidence::Possible;
      F.Reasons = {"the thread is waited for in line " +
                   std::to_string(M.position(*Join).Line) +
                   ", though not on every way"};
    }
    Site Start = siteAt(M, SiteRole::Primary, T.Spawn, "");
    Start.Thread = T.Name;
    Start.Label = Name + " is handed over by reference here";
    F.Sites.push_back(std::move(Start));
    F.Sites.push_back(
        siteAt(M, SiteRole::ScopeEnd, End,
               Name + " ends here, and " + Who + " may be running still"));
    if (T.Detached)
      if (std::optional<EventRef> Detach = detachOf(T))
        F.Sites.push_back(siteAt(M, SiteRole::Related, *Detach,
                                 "detached here: nobody waits for it"));
    F.Why = "when the scope ends, the memory of " + Name +
            " is given to other variables. A thread that goes on using it "
            "reads their values, or overwrites them";
    F.Repair = repair(Name, isByThis(T, O));
    if (T.Entries.size() == 1)
      offerOwnCopy(Context, F, M[T.Entries.front()].Parent, O.Name);
    Context.Report(std::move(F));
  }

  /// Is \p O the object whose member function the thread runs, or that a lambda
  /// captured as `this`?
  bool isByThis(const AbstractThread &T, const MemObject &O) const {
    auto IsClass = [&](TypeId Type) {
      return valid(Type) && valid(O.Type) && valid(M[O.Type].Record) &&
             M[Type].Record == M[O.Type].Record;
    };
    return llvm::any_of(T.Entries, [&](FuncId F) {
      if (!M[F].hasThis())
        return false;
      if (M[F].Kind == FunctionKind::Method)
        return valid(O.Type) && M[O.Type].Record == M[F].Parent;
      return llvm::any_of(M[M[F].Parent].Fields, [&](const Field &C) {
        return C.CaptureThis && IsClass(M[C.Type].Elem);
      });
    });
  }

  const CheckContext &Context;
  const Module &M;
  const Analyses &A;
  std::set<Variable> Told;
};

void check(const CheckContext &Context) { DanglingReferences(Context).run(); }

} // namespace

namespace heddle::rules {
extern const Rule DanglingThreadReference;
const Rule DanglingThreadReference = {
    {"dangling-thread-reference", Category::Lifetime, Severity::Error,
     RuleScope::Program,
     "a thread uses a local variable by reference and may outlive it"},
    check};
} // namespace heddle::rules
