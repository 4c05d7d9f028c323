//===- Discover.cpp - From ways to spawns to abstract threads -------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A program with main has one root. A library has its callers: functions that
/// are evidently meant to be called from several threads at once (they lock,
/// or belong to a class that owns a lock, a thread or an atomic) are a root
/// each, which is many; all others are taken to be called by one thread that
/// keeps out of their way, as the users of a class without a lock must do.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Threads/Discover.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

ThreadId Threads::Impl::add(AbstractThread T) {
  Table.push_back(std::move(T));
  return static_cast<ThreadId>(Table.size() - 1);
}

void Threads::Impl::discover() {
  addRoots();
  for (uint32_t I = 0; I < Table.size(); ++I)
    addChildren(static_cast<ThreadId>(I));
  for (AbstractThread &T : Table)
    if (!T.Many && valid(T.Parent) && Table[index(T.Parent)].Many) {
      T.Many = true;
      T.ManyBecause = "started by each of several threads";
    }
  nameJoins();
  computeStarts();
  computeExecuting();
}

void Threads::Impl::addRoots() {
  if (!valid(P.Main))
    return addLibraryRoots();
  AbstractThread T{.Entries = P.StaticInits, .Name = "main"};
  T.Entries.push_back(P.Main);
  Main = add(std::move(T));
}

/// Members that hold locks, threads or atomics, by the events that use them.
static std::set<RecordId> synchronisedClasses(const Program &P,
                                              const Values &V) {
  std::set<RecordId> Out;
  auto Mark = [&](FuncId F, PlaceId Id) {
    const Body &B = *P.M[F].Definition;
    while (valid(Id)) {
      const Place &X = B[Id];
      if (X.Kind == PlaceKind::Field && !isPseudo(X.Field)) {
        Out.insert(X.Field.Record);
        return;
      }
      if (X.Kind != PlaceKind::Field && X.Kind != PlaceKind::Element)
        return;
      Id = X.Base;
    }
  };
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) {
        const Event &E = P.M[At];
        if (const auto *A = std::get_if<Acquire>(&E))
          Mark(F, A->Lock);
        else if (const auto *A = std::get_if<TryAcquire>(&E))
          Mark(F, A->Lock);
        else if (const auto *J = std::get_if<Join>(&E))
          Mark(F, J->Handle);
        else if (const auto *S = std::get_if<Spawn>(&E))
          Mark(F, S->Handle);
        else if (const auto *A = std::get_if<Access>(&E))
          if (A->Order != MemoryOrder::NotAtomic)
            Mark(F, A->P);
      });
  return Out;
}

std::vector<FuncId> Threads::Impl::concurrentEntries() const {
  const std::set<RecordId> Classes = synchronisedClasses(P, V);
  std::vector<bool> Locks(P.M.Functions.size());
  for (const std::vector<FuncId> &Members : V.order())
    for (unsigned Round = 0; Round < 2; ++Round)
      for (FuncId F : Members)
        V.forEachEvent(F, [&](EventRef At) {
          if (std::holds_alternative<Acquire>(P.M[At]))
            Locks[index(F)] = true;
          for (const Callee &To : Pointers.callees(At))
            if (Locks[index(To.Func)])
              Locks[index(F)] = true;
        });
  std::vector<FuncId> Out;
  for (FuncId F : P.Entries) {
    const Function &Fn = P.M[F];
    if (!Fn.Definition || Fn.Kind == FunctionKind::Constructor ||
        Fn.Kind == FunctionKind::Destructor)
      continue;
    if (Fn.hasThis() ? Classes.count(Fn.Parent) > 0 : Locks[index(F)])
      Out.push_back(F);
  }
  return Out;
}

void Threads::Impl::addLibraryRoots() {
  const std::vector<FuncId> Concurrent = concurrentEntries();
  AbstractThread Caller{.Origin = ThreadOrigin::Library,
                        .Entries = P.StaticInits,
                        .Name = "caller"};
  for (FuncId F : P.Entries)
    if (P.M[F].Definition && !llvm::is_contained(Concurrent, F))
      Caller.Entries.push_back(F);
  add(std::move(Caller));
  // One thread for all of them: whichever of them is called may run beside
  // any other, and beside itself.
  if (!Concurrent.empty())
    add({.Origin = ThreadOrigin::Library,
         .Entries = Concurrent,
         .Many = true,
         .ManyPerParent = true,
         .ManyBecause = "called from outside, by any number of threads",
         .Name = "caller"});
}

/// What \p F calls without naming it, itself or by what it calls in turn that
/// exists for it alone.
void Threads::Impl::addGiven(FuncId F, std::set<FuncId> &Out) const {
  V.forEachEvent(F, [&](EventRef At) {
    for (const Callee &To : Pointers.callees(At)) {
      if (std::holds_alternative<Spawn>(P.M[At]))
        continue;
      if (To.Kind != CalleeKind::Direct)
        Out.insert(To.Func);
      else if (P.isCopy(To.Func) && To.Func > F)
        addGiven(To.Func, Out);
    }
  });
}

/// What a thread runs, in words. An entry that calls what it is given, and is
/// given one thing, stands for that.
std::string Threads::Impl::nameOf(const std::vector<FuncId> &Entries) const {
  if (Entries.empty())
    return "unknown function";
  FuncId Entry = Entries.front();
  std::set<FuncId> Given;
  if (Entries.size() == 1 && P.isCopy(Entry))
    addGiven(Entry, Given);
  if (Given.size() == 1)
    Entry = *Given.begin();
  const Function &F = P.M[Entry];
  return F.Kind == FunctionKind::LambdaCall || F.Name.empty() ? F.Spelling
                                                              : F.Name;
}

void Threads::Impl::addChildren(ThreadId Parent) {
  const std::vector<FuncId> Entries = Table[index(Parent)].Entries;
  for (FuncId Entry : Entries)
    for (const SpawnWay &Way : Runs.ways(Entry))
      addChild(Parent, Way, Entry);
}

void Threads::Impl::addChild(ThreadId Parent, const SpawnWay &Way,
                             FuncId Entry) {
  const EventRef Site = Way.Chain.back();
  auto [It, IsNew] = Children.try_emplace({Parent, Way.Chain}, ThreadId::None);
  if (!IsNew) {
    AbstractThread &Old = Table[index(It->second)];
    Old.Many |= Way.Again;
    Old.ManyPerParent |= Way.Again;
    return;
  }
  // A thread that starts threads like itself: one stands for all generations.
  // (Like itself: by the same call, where a wrapper starts all threads.)
  const EventRef Caller =
      Way.Chain.size() > 1 ? Way.Chain[Way.Chain.size() - 2] : EventRef();
  auto CallerOf = [](const AbstractThread &T) {
    return T.SpawnChain.empty() ? EventRef() : T.SpawnChain.back();
  };
  for (ThreadId Up = Parent; valid(Up); Up = Table[index(Up)].Parent)
    if (Table[index(Up)].Spawn == Site &&
        CallerOf(Table[index(Up)]) == Caller) {
      AbstractThread &Same = Table[index(Up)];
      Same.Many = Same.ManyPerParent = true;
      Same.ManyBecause = "starts threads like itself";
      Same.Recursive = true;
      It->second = Up;
      return;
    }
  std::vector<ThreadId> &Alike = BySite[{Parent, P.original(Site)}];
  if (Alike.size() >= maxAlike(Site)) {
    AbstractThread &Last = Table[index(Alike.back())];
    addEntries(Last, Site);
    Last.Many = Last.ManyPerParent = true;
    Last.ManyBecause = "started in several places";
    Last.OtherWays = true;
    It->second = Alike.back();
    return;
  }
  constexpr size_t MaxThreads = 4096;
  if (Table.size() >= MaxThreads) {
    Gaps.add({.Kind = LedgerKind::Budget,
              .Where = Site,
              .Pos = {},
              .Text = "more than 4096 abstract threads"});
    It->second = Parent;
    return;
  }
  const auto &S = std::get<Spawn>(P.M[Site]);
  AbstractThread T{.Origin = S.Kind == ThreadKind::SignalHandler
                                 ? ThreadOrigin::Signal
                                 : ThreadOrigin::Spawned,
                   .Kind = S.Kind,
                   .Parent = Parent,
                   .Spawn = Site,
                   .SpawnChain = Way.Chain,
                   .Detached = S.Detached,
                   .Role = S.Role};
  T.SpawnChain.pop_back();
  addEntries(T, Site);
  T.Name = nameOf(T.Entries);
  T.ManyPerParent = Way.Again;
  if (Way.Again) {
    T.Many = true;
    const bool Loop = llvm::any_of(Way.Chain, [&](EventRef At) {
      return V.cfg(At.Func).runsAgain(index(At.Block));
    });
    T.ManyBecause = Loop ? "started in a loop" : "started again and again";
    if (S.Role == TeamRole::Team)
      T.ManyBecause = "a team";
  }
  It->second = add(std::move(T));
  BySite[{Parent, Site}].push_back(It->second);
}

void Threads::Impl::addEntries(AbstractThread &T, EventRef Site) const {
  for (const Callee &To : Pointers.callees(Site))
    T.Entries.push_back(To.Func);
  llvm::sort(T.Entries);
  T.Entries.erase(llvm::unique(T.Entries), T.Entries.end());
}

std::vector<FuncId>
Threads::Impl::closure(const std::vector<FuncId> &Entries) const {
  std::vector<FuncId> Out, Work = Entries;
  std::vector<bool> Seen(P.M.Functions.size());
  while (!Work.empty()) {
    const FuncId F = Work.back();
    Work.pop_back();
    if (Seen[index(F)])
      continue;
    Seen[index(F)] = true;
    Out.push_back(F);
    if (P.M[F].Definition)
      V.forEachEvent(F, [&](EventRef At) {
        if (!std::holds_alternative<Spawn>(P.M[At]))
          for (const Callee &To : Pointers.callees(At))
            Work.push_back(To.Func);
      });
  }
  return Out;
}

/// All that comes later is done once per thread: the more code one runs, the
/// fewer of those that one place starts are told apart by the way to it.
size_t Threads::Impl::maxAlike(EventRef Site) {
  constexpr size_t MaxFunctions = 2000, Least = 2, Most = 64;
  auto [It, IsNew] = CodeSize.try_emplace(Site);
  if (IsNew) {
    std::vector<FuncId> Entries;
    for (const Callee &To : Pointers.callees(Site))
      Entries.push_back(To.Func);
    It->second = std::max<size_t>(closure(Entries).size(), 1);
  }
  return std::clamp(MaxFunctions / It->second, Least, Most);
}

void Threads::Impl::nameJoins() {
  std::map<EventRef, std::vector<EventRef>> Joins;
  std::set<EventRef> Detached;
  for (const std::vector<FuncId> &Members : V.order())
    for (FuncId F : Members)
      V.forEachEvent(F, [&](EventRef At) {
        bool Complete = true;
        if (const auto *J = std::get_if<Join>(&P.M[At])) {
          for (EventRef S : Pointers.threadsOf(F, J->Handle, Complete))
            Joins[S].push_back(At);
        } else if (const auto *Op = std::get_if<ThreadOp>(&P.M[At])) {
          if (Op->Op == ThreadOp::OpKind::Detach && valid(Op->Handle))
            for (EventRef S : Pointers.threadsOf(F, Op->Handle, Complete))
              Detached.insert(S);
        }
      });
  for (AbstractThread &T : Table) {
    if (auto It = Joins.find(T.Spawn); It != Joins.end()) {
      T.Joins = It->second;
      llvm::sort(T.Joins);
    }
    T.Detached |= Detached.count(T.Spawn) > 0;
  }
}

RunFacts Threads::Impl::factsAt(FuncId Entry, const CallChain &Chain) const {
  RunFacts Facts = Runs.before(Chain.back());
  for (size_t I = Chain.size() - 1; I-- > 0;) {
    const EventRef Site = Chain[I];
    const Callee *Next = nullptr;
    for (const Callee &To : Pointers.callees(Site))
      if (To.Func == Chain[I + 1].Func && !Next)
        Next = &To;
    if (!Next) {
      // A chain cut short in recursion: anything started below may run.
      for (const SpawnWay &W : Runs.ways(Site.Func))
        Facts.Started.push_back({.Chain = W.Chain, .Handles = {}});
      Facts = Runs.then(Runs.before(Site), Facts);
      continue;
    }
    Facts = Runs.compose(Runs.before(Site), Site, *Next, Facts);
  }
  return Facts;
}

/// Does the thread run its entries one after the other?
static bool inSequence(const AbstractThread &T) {
  return !valid(T.Parent) && !T.Many;
}

RunFacts Threads::Impl::prefix(ThreadId Id, FuncId Entry) const {
  RunFacts Facts;
  const AbstractThread &T = Table[index(Id)];
  if (!inSequence(T))
    return Facts;
  for (FuncId Before : T.Entries) {
    if (Before == Entry)
      break;
    Facts = Runs.then(Facts, Runs.atReturn(Before));
  }
  return Facts;
}

ThreadId Threads::Impl::childOf(ThreadId Parent, const CallChain &Chain) const {
  if (auto It = Children.find({Parent, Chain}); It != Children.end())
    return It->second;
  // Too many ways were merged into one, by spawn.
  auto It = Children.find({Parent, {Chain.back()}});
  return It == Children.end() ? ThreadId::None : It->second;
}

RunningSet Threads::Impl::runningSet(ThreadId Self,
                                     const RunFacts &Facts) const {
  RunningSet Out;
  for (const StartedThread &X : Facts.Started) {
    const ThreadId Only = X.Merged ? ThreadId::None : childOf(Self, X.Chain);
    if (valid(Only)) {
      Out.push_back({Only, X.OnlyChildren});
      continue;
    }
    // Ways were merged on the way here: any thread started there is meant.
    for (const auto &[Key, Child] : Children)
      if (Key.first == Self && Key.second.back() == X.Chain.back())
        Out.push_back({Child, X.OnlyChildren});
  }
  llvm::sort(Out);
  Out.erase(llvm::unique(Out), Out.end());
  return Out;
}

void Threads::Impl::computeStarts() {
  AtStart.resize(Table.size());
  AtEnd.resize(Table.size());
  for (const auto &[Key, Id] : Children) {
    const auto &[Parent, Chain] = Key;
    for (FuncId Entry : Table[index(Parent)].Entries) {
      if (!llvm::any_of(Runs.ways(Entry),
                        [&](const SpawnWay &W) { return W.Chain == Chain; }))
        continue;
      RunFacts Facts = Runs.then(prefix(Parent, Entry), factsAt(Entry, Chain));
      RunningSet Here = runningSet(Parent, Facts);
      RunningSet &All = AtStart[index(Id)];
      All.insert(All.end(), Here.begin(), Here.end());
      llvm::sort(All);
      All.erase(llvm::unique(All), All.end());
    }
  }
  for (uint32_t I = 0; I < Table.size(); ++I) {
    const auto Id = static_cast<ThreadId>(I);
    RunFacts Facts;
    for (FuncId Entry : Table[I].Entries)
      if (inSequence(Table[I]))
        Facts = Runs.then(Facts, Runs.atReturn(Entry));
      else
        RunAnalysis::meet(Facts, Runs.atReturn(Entry));
    AtEnd[I] = runningSet(Id, Facts);
  }
}

void Threads::Impl::computeExecuting() {
  Executing.resize(P.M.Functions.size());
  for (uint32_t I = 0; I < Table.size(); ++I)
    for (FuncId F : closure(Table[I].Entries))
      Executing[index(F)].push_back(static_cast<ThreadId>(I));
}
