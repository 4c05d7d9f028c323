//===- Paths.h - All ways through a function --------------------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Follows the ways through one body with a small state that a rule defines:
/// is the lock held, may the thread be joined? A node of the search is a block
/// with a state, so a loop is followed until nothing new comes of it, and a
/// short way to every node is known: that is the one told to people.
///
/// Branches are followed with memory. What a condition was found to be stays
/// known until a variable in it is written, so that
///
///     if (Locked) M.lock();   …   if (Locked) M.unlock();
///
/// has two ways through it and not four. Where ways of one state meet, only
/// what is known on all of them stays known, so the cost is states times
/// blocks (property simulation: Das, Lerner, Seigle, "ESP", PLDI 2002).
/// Exceptions take the Unwind edges that Throws believes in; a way that needs
/// one remembers the weakest.
///
/// Work is bounded; explore() says when it gave up.
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_CHECKS_LOCAL_PATHS_H
#define HEDDLE_CHECKS_LOCAL_PATHS_H

#include "analyzer/Checks/Local/Keys.h"
#include "analyzer/Checks/Local/Throws.h"

#include <algorithm>
#include <compare>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace heddle {

/// What is known about conditions on a way; small and sorted.
class Facts {
public:
  std::optional<bool> get(KeyId Key) const;
  void set(KeyId Key, bool Value);
  /// Forgets all that depends on the place \p Written.
  void forget(const PlaceKeys &Keys, KeyId Written);
  /// Keeps what \p Other knows too. True if something was lost.
  bool meet(const Facts &Other);
  friend auto operator<=>(const Facts &, const Facts &) = default;

private:
  std::vector<std::pair<KeyId, bool>> Known;
};

/// Updates \p Known over an event that is no business of the rule: writes
/// forget, copies of known values are known too.
void transferFacts(PlaceKeys &Keys, const Event &E, Facts &Known);

enum class ExitKind : uint8_t { Return, Exception };

/// A way that left the function.
template <class StateT> struct PathExit {
  ExitKind Kind = ExitKind::Return;
  EventRef At; ///< Return, or the event that throws
  StateT State;
  ThrowBelief Thrown = ThrowBelief::Never; ///< Never: no exception on the way
  EventRef ThrownAt;        ///< the last event on the way that threw
  std::vector<BlockId> Way; ///< blocks from the entry
};

/// What a rule tells the search. StateT is a small value with operator<=>.
template <class StateT> struct PathClient {
  virtual ~PathClient() = default;
  /// The effect of \p E. Pushes to \p Forks states that are possible besides
  /// \p S, with what is known in them.
  virtual void transfer(EventRef At, const Event &E, StateT &S, Facts &Known,
                        std::vector<std::pair<StateT, Facts>> &Forks) = 0;
  /// A block is entered.
  virtual void enter(BlockId Block, StateT &S) {}
  /// Is the way worth following?
  virtual bool goOn(const StateT &S) { return true; }
};

template <class StateT> class PathSearch {
public:
  PathSearch(FuncId F, PlaceKeys &Keys, const Throws &Thrown,
             PathClient<StateT> &Client, unsigned MaxNodes = 5000)
      : F(F), B(Keys.body()), Keys(Keys), Thrown(Thrown), Client(Client),
        MaxNodes(MaxNodes) {}

  /// All ways out. Empty and gaveUp() if there are too many.
  std::vector<PathExit<StateT>> explore(StateT Start);
  bool gaveUp() const { return GaveUp; }

private:
  struct Node {
    StateT State;
    Facts Known;
    ThrowBelief Weakest = ThrowBelief::Never;
    EventRef ThrownAt; ///< last throw on the way
    EventRef Flying;   ///< the one not caught yet
    BlockId Block = BlockId::None;
    uint32_t Parent = UINT32_MAX;
    bool Queued = true;
  };
  using Current = std::pair<StateT, Facts>;

  void visit(uint32_t Index);
  void finishBlock(uint32_t Index, Current Now);
  void branch(const Terminator &T, const Node &From);
  void throwAt(uint32_t Index, EventRef At, ThrowBelief Belief,
               const Current &Now);
  void push(Node N);
  void leave(uint32_t Index, ExitKind Kind, EventRef At, const Node &Last);

  FuncId F;
  const Body &B;
  PlaceKeys &Keys;
  const Throws &Thrown;
  PathClient<StateT> &Client;
  unsigned MaxNodes;
  bool GaveUp = false;
  std::vector<Node> Nodes;
  std::deque<uint32_t> Work;
  std::map<std::tuple<BlockId, StateT, ThrowBelief, EventRef>, uint32_t> Seen;
  std::set<std::tuple<ExitKind, EventRef, StateT, ThrowBelief>> Left;
  std::vector<PathExit<StateT>> Exits;
};

template <class StateT>
std::vector<PathExit<StateT>> PathSearch<StateT>::explore(StateT Start) {
  if (B.Blocks.empty())
    return {};
  Node First;
  First.State = std::move(Start);
  First.Block = BlockId{0};
  push(std::move(First));
  for (unsigned Visits = 0; !Work.empty(); ++Visits) {
    if (Visits > MaxNodes) {
      GaveUp = true;
      return {};
    }
    uint32_t Index = Work.front();
    Work.pop_front();
    Nodes[Index].Queued = false;
    visit(Index);
  }
  return std::move(Exits);
}

template <class StateT> void PathSearch<StateT>::push(Node N) {
  if (!Client.goOn(N.State))
    return;
  const std::vector<Event> &Events = B[N.Block].Events;
  if (!Events.empty() && std::holds_alternative<Catch>(Events.front()))
    N.Flying = {};
  auto [It, New] =
      Seen.try_emplace({N.Block, N.State, N.Weakest, N.Flying}, Nodes.size());
  if (New) {
    Work.push_back(Nodes.size());
    Nodes.push_back(std::move(N));
    return;
  }
  Node &Old = Nodes[It->second];
  if (Old.Known.meet(N.Known) && !Old.Queued) {
    Old.Queued = true;
    Work.push_back(It->second);
  }
}

template <class StateT> void PathSearch<StateT>::visit(uint32_t Index) {
  // Nodes grows: no reference into it may live across a push.
  BlockId Block = Nodes[Index].Block;
  const std::vector<Event> &Events = B[Block].Events;
  std::vector<Current> States = {{Nodes[Index].State, Nodes[Index].Known}};
  Client.enter(Block, States.front().first);
  for (uint32_t I = 0; I < Events.size(); ++I) {
    EventRef At{F, Block, I};
    ThrowBelief Belief = Thrown.beliefAt(Events[I]);
    std::vector<Current> Forks;
    for (Current &Now : States) {
      if (Belief != ThrowBelief::Never)
        throwAt(Index, At, Belief, Now);
      transferFacts(Keys, Events[I], Now.second);
      Client.transfer(At, Events[I], Now.first, Now.second, Forks);
    }
    if (std::holds_alternative<Throw>(Events[I]))
      return;
    if (const auto *P = std::get_if<ProcessOp>(&Events[I]))
      if (P->Op == ProcessOp::OpKind::Exit ||
          P->Op == ProcessOp::OpKind::QuickExit ||
          P->Op == ProcessOp::OpKind::Abort ||
          P->Op == ProcessOp::OpKind::ErrorReached)
        return; // the process ends: nothing is leaked
    for (Current &Fork : Forks)
      States.push_back(std::move(Fork));
  }
  for (Current &Now : States)
    finishBlock(Index, std::move(Now));
}

template <class StateT>
void PathSearch<StateT>::finishBlock(uint32_t Index, Current Now) {
  // Nodes grows while successors are pushed: copy what they inherit.
  Node Next = Nodes[Index];
  Next.State = std::move(Now.first);
  Next.Known = std::move(Now.second);
  Next.Parent = Index;
  Next.Queued = true;
  EventRef Last{F, Next.Block, 0};
  if (uint32_t Count = B[Next.Block].Events.size())
    Last.Index = Count - 1;
  const Terminator &T = B[Next.Block].Term;
  switch (T.Kind) {
  case TerminatorKind::Return:
    return leave(Index, ExitKind::Return, Last, Next);
  case TerminatorKind::Resume:
    return leave(Index, ExitKind::Exception, Next.ThrownAt, Next);
  case TerminatorKind::Unreachable:
    return;
  case TerminatorKind::Branch:
    return branch(T, Next);
  case TerminatorKind::Jump:
  case TerminatorKind::Switch:
  case TerminatorKind::Indirect:
    for (BlockId Succ : T.Succs) {
      Next.Block = Succ;
      push(Next);
    }
    return;
  }
}

template <class StateT>
void PathSearch<StateT>::branch(const Terminator &T, const Node &From) {
  std::optional<bool> Decided;
  if (valid(From.Flying.Func))
    Decided = Thrown.isCaught(
        B, From.Block,
        Thrown.at(B[From.Flying.Block].Events[From.Flying.Index]));
  Condition C = Keys.condition(T.Cond);
  if (C.IsConstant)
    Decided = C.Value;
  for (bool Taken : {true, false}) {
    if (Decided && *Decided != Taken)
      continue;
    Node Next = From;
    Next.Block = T.Succs[Taken ? 0 : 1];
    if (C.Key != KeyId::None) {
      std::optional<bool> Known = From.Known.get(C.Key);
      if (Known && *Known != (Taken != C.Negated))
        continue;
      Next.Known.set(C.Key, Taken != C.Negated);
    }
    push(std::move(Next));
  }
}

template <class StateT>
void PathSearch<StateT>::throwAt(uint32_t Index, EventRef At,
                                 ThrowBelief Belief, const Current &Now) {
  Node Next = Nodes[Index];
  Next.State = Now.first;
  Next.Known = Now.second;
  Next.Parent = Index;
  Next.Queued = true;
  Next.ThrownAt = Next.Flying = At;
  if (Next.Weakest == ThrowBelief::Never || Belief < Next.Weakest)
    Next.Weakest = Belief;
  Next.Block = B[At.Block].Unwind;
  if (valid(Next.Block))
    push(std::move(Next));
  else
    leave(Index, ExitKind::Exception, At, Next);
}

template <class StateT>
void PathSearch<StateT>::leave(uint32_t Index, ExitKind Kind, EventRef At,
                               const Node &Last) {
  if (!Left.insert({Kind, At, Last.State, Last.Weakest}).second)
    return;
  PathExit<StateT> Exit{Kind, At, Last.State, Last.Weakest, Last.ThrownAt, {}};
  for (uint32_t I = Index; I != UINT32_MAX; I = Nodes[I].Parent)
    Exit.Way.push_back(Nodes[I].Block);
  std::reverse(Exit.Way.begin(), Exit.Way.end());
  Exits.push_back(std::move(Exit));
}

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_PATHS_H
