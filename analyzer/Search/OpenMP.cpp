//===- OpenMP.cpp - Teams and tasks of a running model --------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// OpenMP leaves much to the implementation: how many threads a team has, who
/// does a `single` or a section, who gets which rounds of a loop, who runs a
/// task. Each choice that is made here is one that OpenMP allows, so that a
/// race that shows is one; but they are not all choices, and so nothing is
/// race-free (a gap says so).
///
/// - A team has two threads, or as many as num_threads asks for.
/// - Of a loop, each thread gets one chunk; who gets which is open, but for
///   schedule(static).
/// - A task is run by a thread of the team that waits at a barrier, or at the
///   region's end, or by the one that waits for it; it is ordered with all else
///   that this thread does. A team of one is not run.
///
/// What is not run: what orders threads in other ways (ordered, doacross),
/// devices, conditions of directives, threadprivate variables, taskloop.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Search/Machine.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

using namespace heddle;
using namespace heddle::machine;
using OpKind = ParallelRegion::OpKind;

// --- Who is where -----------------------------------------------------------

uint32_t Machine::teamSize() {
  return thread().Team == NoTeam
             ? 1
             : static_cast<uint32_t>(S->Teams[thread().Team].Members.size());
}

/// The threads that a handle stands for, by the object that it is (part of).
std::optional<ObjectName> Machine::groupOf(PlaceId Handle) {
  const Place &Pl = body()[Handle];
  std::optional<Address> A =
      address(Pl.Kind == PlaceKind::Element ? Pl.Base : Handle);
  return A ? std::optional(A->Object) : std::nullopt;
}

/// Is \p Id one of \p Group, or with \p Deep a task that one of them made?
bool Machine::belongs(uint32_t Id, const std::vector<uint32_t> &Group,
                      bool Deep) const {
  for (; Id != NoThread; Id = S->Threads[Id].Creator) {
    if (llvm::is_contained(Group, Id))
      return true;
    if (!Deep)
      break;
  }
  return false;
}

/// The threads that \p E waits for.
std::vector<uint32_t> Machine::awaited(const Join &E) {
  std::vector<uint32_t> Out;
  const std::optional<ObjectName> Name = groupOf(E.Handle);
  auto It = Name ? S->Groups.find(*Name) : S->Groups.end();
  if (It != S->Groups.end())
    for (uint32_t Id = 0; Id < S->Threads.size(); ++Id)
      if (belongs(Id, It->second, E.Deep))
        Out.push_back(Id);
  return Out;
}

bool Machine::isGroupDone(const Join &E) {
  return llvm::all_of(awaited(E), [&](uint32_t Id) {
    return S->Threads[Id].Status == ThreadStatus::Done;
  });
}

Machine::Next Machine::onGroupJoin(const Join &E) {
  if (!isGroupDone(E))
    return Next::Park;
  for (uint32_t Id : awaited(E))
    thread().Now.join(S->Threads[Id].Now);
  // Without Deep, tasks of theirs may go on, for which a barrier still waits.
  if (std::optional<ObjectName> Name = groupOf(E.Handle); Name && E.Deep)
    S->Groups.erase(*Name);
  return Next::On;
}

// --- Starting them ----------------------------------------------------------

/// The directive that a spawn belongs to stands before it.
const ParallelRegion *Machine::directive() {
  const auto &Events = body().Blocks[frame().Block].Events;
  for (uint32_t I = frame().Event; I-- > 0;)
    if (const auto *Mark = std::get_if<ParallelRegion>(&Events[I]))
      return Mark;
  return nullptr;
}

Machine::Next Machine::startOne(const Spawn &E, FuncId F,
                                const std::vector<Argument> &Args,
                                machine::Thread Child) {
  constexpr size_t MaxThreads = 12;
  if (S->Threads.size() >= MaxThreads)
    return unsupported("more than 12 threads");
  const std::optional<ObjectName> Group = groupOf(E.Handle);
  if (!Group)
    return Next::End;
  const auto Id = static_cast<uint32_t>(S->Threads.size());
  S->Groups[*Group].push_back(Id);
  Child.Entry = F;
  Child.Now = thread().Now;
  Child.Now.set(Id, 1);
  S->Threads.push_back(std::move(Child));
  const uint32_t Parent = T;
  T = Id;
  const Next After = enter({.Func = F}, Args);
  T = Parent;
  return After;
}

/// How many threads a directive asks for; nothing if that is not known.
std::optional<uint32_t> Machine::threadsAskedFor(const ParallelRegion &Mark) {
  if (!valid(Mark.NumThreads))
    return 2;
  constexpr int64_t MaxTeam = 4;
  Datum N = eval(Mark.NumThreads);
  if (Failed || !concrete(N) || N.Number < 1 || N.Number > MaxTeam)
    return std::nullopt;
  return static_cast<uint32_t>(N.Number);
}

Machine::Next Machine::onTeamSpawn(const Spawn &E) {
  K.Gaps.insert("OpenMP, which is run in some of the ways that it may take");
  // They decide how many threads there are, and how rounds are shared out.
  if (llvm::any_of(P.M.Functions, [](const Function &F) {
        return llvm::StringRef(F.Name).starts_with("omp_set_") &&
               !llvm::StringRef(F.Name).ends_with("_lock");
      }))
    return unsupported("settings of OpenMP");
  if (llvm::any_of(P.M.Globals,
                   [](const Global &G) { return G.ThreadLocal && !G.System; }))
    return unsupported("variables of their own in the threads of a team");
  const FuncId F = target(FuncId::None, E.Target);
  const std::vector<Argument> Args = arguments(E.Args);
  const ParallelRegion *Mark = directive();
  if (!valid(F) || Failed || !Mark)
    return Next::End;
  if (!P.M[F].Definition || !Mark->Name.empty())
    return unsupported("a directive of OpenMP that is not run");
  if (E.Role == TeamRole::Task)
    return onTask(E, F, Args);
  if (Mark->Op != OpKind::BeginParallel)
    return unsupported("taskloop");
  const std::optional<uint32_t> Size =
      E.Role == TeamRole::One ? 1 : threadsAskedFor(*Mark);
  if (!Size)
    return unsupported("a team of unknown size, or of more than 4");
  const auto Team = static_cast<uint32_t>(S->Teams.size());
  S->Teams.emplace_back();
  Next After = Next::On;
  for (uint32_t N = 0; N < *Size && After == Next::On; ++N) {
    S->Teams[Team].Members.push_back(static_cast<uint32_t>(S->Threads.size()));
    machine::Thread Member;
    Member.Team = Team;
    Member.Number = N;
    After = startOne(E, F, Args, std::move(Member));
  }
  tick();
  return After;
}

Machine::Next Machine::onTask(const Spawn &E, FuncId F,
                              const std::vector<Argument> &Args) {
  // The team that runs it is that of the region around.
  uint32_t Around = T;
  while (Around != NoThread && S->Threads[Around].Team == NoTeam)
    Around = S->Threads[Around].Creator;
  if (Around == NoThread ||
      S->Teams[S->Threads[Around].Team].Members.size() < 2)
    return unsupported("a task of a single thread");
  machine::Thread Task;
  Task.Creator = T;
  Task.Depends = std::move(thread().Pending);
  thread().Pending.clear();
  // Siblings that name the same object run one after the other.
  for (uint32_t Id = 0; Id < S->Threads.size(); ++Id)
    for (const Dependence &Old : S->Threads[Id].Depends)
      for (const Dependence &New : Task.Depends)
        if (S->Threads[Id].Creator == T && Old.Object == New.Object &&
            Old.Bit == New.Bit && (Old.Out || New.Out) &&
            !llvm::is_contained(Task.After, Id))
          Task.After.push_back(Id);
  const Next After = startOne(E, F, Args, std::move(Task));
  tick();
  return After;
}

Machine::Next Machine::onDependence(const TaskDependence &E) {
  std::optional<Address> A = address(E.P);
  if (!A)
    return Next::End;
  thread().Pending.push_back({A->Object, A->LocationBit, E.Out});
  return Next::On;
}

/// The threads of the team that may take up the task \p Id now.
std::vector<uint32_t> Machine::hosts(uint32_t Id) {
  uint32_t Own = Id; // the thread of the team whose code it comes from
  while (S->Threads[Own].Team == NoTeam)
    Own = S->Threads[Own].Creator;
  std::vector<uint32_t> Out;
  for (uint32_t Host : S->Teams[S->Threads[Own].Team].Members) {
    const bool IsBusy = llvm::any_of(S->Threads, [&](const auto &Other) {
      return Other.Host == Host && Other.Status != ThreadStatus::Done;
    });
    if (!IsBusy && isIdle(Host, /*InJoins=*/Host == Own))
      Out.push_back(Host);
  }
  return Out;
}

/// Does it stand where a thread runs tasks of others? At barriers, and where
/// it waits for its own.
bool Machine::isIdle(uint32_t Id, bool InJoins) {
  const machine::Thread &X = S->Threads[Id];
  if (X.Status == ThreadStatus::Done)
    return true;
  if (X.Stack.empty() || X.Status != ThreadStatus::Running)
    return false;
  const uint32_t Present = std::exchange(T, Id);
  const Event *E = event();
  const auto *Waits = E ? std::get_if<Join>(E) : nullptr;
  const bool AtBarrier =
      E && std::holds_alternative<TeamBarrier>(*E) && X.Begun;
  const bool Answer =
      AtBarrier || (InJoins && Waits && Waits->Group && isBlocked());
  T = Present;
  return Answer;
}

/// May it go on, as far as tasks need somebody to run them and come after
/// others?
bool Machine::mayStart() {
  const machine::Thread &Me = thread();
  if (Me.Creator == NoThread || Me.Host != NoThread)
    return true;
  return llvm::all_of(Me.After,
                      [&](uint32_t Id) {
                        return S->Threads[Id].Status == ThreadStatus::Done;
                      }) &&
         !hosts(T).empty();
}

/// A task begins: after what its host has done, and the tasks it depends on.
void Machine::startTask() {
  if (thread().Creator == NoThread || thread().Host != NoThread)
    return;
  const std::vector<uint32_t> All = hosts(T);
  const uint32_t Host = All[choose(static_cast<unsigned>(All.size()))];
  thread().Host = Host;
  thread().Now.join(S->Threads[Host].Now);
  for (uint32_t Id : thread().After)
    thread().Now.join(S->Threads[Id].Now);
}

/// What the host does after it is behind the task.
void Machine::endTask() {
  if (thread().Host == NoThread)
    return;
  Clock &Host = S->Threads[thread().Host].Now;
  Host.join(thread().Now);
  Host.set(thread().Host, Host[thread().Host] + 1);
}

// --- Sharing work out -------------------------------------------------------

/// What the team has decided for the construct at \p Mark that this thread now
/// comes to: a number below \p Ways. The first one there decides.
uint32_t Machine::share(EventRef Mark, uint32_t Ways) {
  const uint32_t Round = thread().Encounters[Mark];
  auto &Shares = S->Teams[thread().Team].Shares;
  if (auto It = Shares.find({Mark, Round}); It == Shares.end()) {
    const uint32_t Way = choose(Ways);
    if (Failed)
      return 0;
    Shares[{Mark, Round}] = Way;
  }
  ++thread().Encounters[Mark];
  return Shares[{Mark, Round}];
}

/// What a branch asks that stands before a part which not all threads do; null
/// if it is no such branch.
const ParallelRegion *Machine::partBehind(const Terminator &Term) {
  if (body()[Term.Cond].Kind != TermKind::Nondet)
    return nullptr;
  const auto &Events = body()[Term.Succs.front()].Events;
  const auto *Mark =
      Events.empty() ? nullptr : std::get_if<ParallelRegion>(&Events.front());
  return Mark && (Mark->Op == OpKind::BeginSingle ||
                  Mark->Op == OpKind::BeginMaster ||
                  Mark->Op == OpKind::BeginSection)
             ? Mark
             : nullptr;
}

/// Is this thread the one that does the part at \p Block? Nothing: not known.
std::optional<bool> Machine::isMine(const ParallelRegion &Mark, BlockId Block) {
  if (thread().Team == NoTeam)
    return thread().Creator == NoThread ? std::optional(true) : std::nullopt;
  if (Mark.Op == OpKind::BeginMaster) // with a name: filter
    return Mark.Name.empty() ? std::optional(thread().Number == 0)
                             : std::nullopt;
  if (Mark.Name == "lastprivate")
    return thread().Rounds ? std::optional(thread().Rounds->HasLast)
                           : std::nullopt;
  return share({frame().Func, Block, 0}, teamSize()) == thread().Number;
}

Machine::Next Machine::onRegion(const ParallelRegion &E) {
  switch (E.Op) {
  case OpKind::BeginFor:
    if (!E.Name.empty() && E.Name != "static")
      return unsupported("a schedule, or an order, of rounds");
    if (thread().Rounds ||
        (thread().Team == NoTeam && thread().Creator != NoThread))
      return unsupported("a divided loop in another, or in a task");
    thread().Rounds = LoopShare();
    thread().Rounds->Mark = here();
    thread().Rounds->IsStatic = E.Name == "static";
    return Next::On;
  case OpKind::EndFor:
    thread().Rounds.reset();
    return Next::On;
  case OpKind::BeginOrdered:
  case OpKind::BeginTarget:
  case OpKind::Other:
    return unsupported("a directive of OpenMP that is not run");
  default:
    return Next::On;
  }
}

/// A chunk of the rounds for each thread of the team. Of nested loops that are
/// divided as one, the outermost decides.
Machine::Next Machine::onPartition(const IterationPartition &E) {
  if (!thread().Rounds)
    return unsupported("a divided loop outside of its directive");
  LoopShare &Mine = *thread().Rounds;
  if (Mine.Induction != LocalId::None) {
    if (Mine.IsStatic)
      return unsupported("a schedule, or an order, of rounds");
    return Next::On;
  }
  if (!valid(E.Lower) || !valid(E.Upper) || !valid(E.Step))
    return unsupported("a divided loop of another form");
  Datum Lower = eval(E.Lower), Upper = eval(E.Upper), Step = eval(E.Step);
  if (Failed || !concrete(Lower) || !concrete(Upper) || !concrete(Step) ||
      Step.Number == 0)
    return Failed ? Next::End : unsupported("a divided loop of unknown length");
  const int64_t Sign = Step.Number > 0 ? 1 : -1;
  const int64_t Rounds = std::max<int64_t>(
      0, (Upper.Number - Lower.Number + Step.Number - Sign) / Step.Number);
  const uint32_t Size = teamSize();
  const int64_t Chunk = (Rounds + Size - 1) / Size;
  uint32_t Shift = 0;
  if (Size > 1 && !Mine.IsStatic)
    Shift = share(Mine.Mark, Size);
  if (Failed)
    return Next::End;
  const int64_t From = (thread().Number + Shift) % Size * Chunk;
  const int64_t To = std::min(From + Chunk, Rounds);
  Mine.Induction = E.Induction;
  Mine.Depth = static_cast<uint32_t>(thread().Stack.size());
  Mine.Step = Step.Number;
  Mine.End = Lower.Number + std::max(From, To) * Step.Number;
  Mine.HasLast = From < Rounds && To == Rounds;
  store(localAddress(E.Induction),
        Datum::integer(Lower.Number + From * Step.Number));
  return Next::On;
}

/// At the head of the loop that is divided: are this thread's rounds over?
bool Machine::isShareOver() {
  if (!thread().Rounds || thread().Rounds->Induction == LocalId::None ||
      thread().Rounds->Depth != thread().Stack.size())
    return false;
  const LoopShare &Mine = *thread().Rounds;
  const bool IsHead = llvm::any_of(body().Loops, [&](const Loop &L) {
    return index(L.Header) == frame().Block && L.Induction == Mine.Induction;
  });
  if (!IsHead)
    return false;
  const Datum Now =
      load(localAddress(Mine.Induction), body()[Mine.Induction].Type);
  return Now.isInt() &&
         (Mine.Step > 0 ? Now.Number >= Mine.End : Now.Number <= Mine.End);
}

Machine::Next Machine::onTeamBarrier() {
  if (thread().Team == NoTeam)
    return thread().Creator == NoThread ? Next::On
                                        : unsupported("a barrier in a task");
  TeamState &X = S->Teams[thread().Team];
  if (thread().Begun) {
    if (X.Round == thread().Round)
      return Next::Park;
    thread().Begun = false;
    thread().Now.join(X.Opened);
    return Next::On;
  }
  publish(X.Reached);
  thread().Round = X.Round;
  if (++X.Arrived < X.Members.size()) {
    thread().Begun = true;
    return Next::On;
  }
  ++X.Round;
  X.Arrived = 0;
  X.Opened = X.Reached;
  thread().Now.join(X.Opened);
  return Next::On;
}
