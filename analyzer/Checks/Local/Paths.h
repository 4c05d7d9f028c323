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
    EventRef ThrownAt;
    BlockId Block = BlockId::None;
    uint32_t Parent = UINT32_MAX;
    bool Queued = true;
  };
  using Current = std::pair<StateT, Facts>;

  void visit(uint32_t Index);
  void finishBlock(uint32_t Index, Current Now);
  void branch(uint32_t Index, const Terminator &T, const Current &Now);
  void throwAt(uint32_t Index, EventRef At, ThrowBelief Belief,
               const Current &Now);
  void push(Node N);
  void leave(uint32_t Index, ExitKind Kind, EventRef At, const StateT &State,
             ThrowBelief Weakest, EventRef ThrownAt);

  FuncId F;
  const Body &B;
  PlaceKeys &Keys;
  const Throws &Thrown;
  PathClient<StateT> &Client;
  unsigned MaxNodes;
  bool GaveUp = false;
  std::vector<Node> Nodes;
  std::deque<uint32_t> Work;
  std::map<std::tuple<BlockId, StateT, ThrowBelief>, uint32_t> Seen;
  std::set<std::tuple<ExitKind, EventRef, StateT, ThrowBelief>> Left;
  std::vector<PathExit<StateT>> Exits;
};

template <class StateT>
std::vector<PathExit<StateT>> PathSearch<StateT>::explore(StateT Start) {
  if (B.Blocks.empty())
    return {};
  push({std::move(Start), {}, ThrowBelief::Never, {}, BlockId{0}, UINT32_MAX});
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
  auto [It, New] =
      Seen.try_emplace({N.Block, N.State, N.Weakest}, Nodes.size());
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
    ThrowBelief Belief = Thrown.at(Events[I]);
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
  const Node &From = Nodes[Index];
  ThrowBelief Weakest = From.Weakest;
  EventRef ThrownAt = From.ThrownAt;
  BlockId Block = From.Block;
  const Terminator &T = B[Block].Term;
  uint32_t Count = B[Block].Events.size();
  switch (T.Kind) {
  case TerminatorKind::Return:
    leave(Index, ExitKind::Return, {F, Block, Count ? Count - 1 : 0}, Now.first,
          Weakest, ThrownAt);
    return;
  case TerminatorKind::Resume:
    leave(Index, ExitKind::Exception, ThrownAt, Now.first, Weakest, ThrownAt);
    return;
  case TerminatorKind::Unreachable:
    return;
  case TerminatorKind::Branch:
    branch(Index, T, Now);
    return;
  case TerminatorKind::Jump:
  case TerminatorKind::Switch:
  case TerminatorKind::Indirect:
    for (BlockId Succ : T.Succs)
      push({Now.first, Now.second, Weakest, ThrownAt, Succ, Index});
    return;
  }
}

template <class StateT>
void PathSearch<StateT>::branch(uint32_t Index, const Terminator &T,
                                const Current &Now) {
  ThrowBelief Weakest = Nodes[Index].Weakest;
  EventRef ThrownAt = Nodes[Index].ThrownAt;
  Condition C = Keys.condition(T.Cond);
  for (bool Taken : {true, false}) {
    if (C.IsConstant && C.Value != Taken)
      continue;
    Node Next{Now.first, Now.second, Weakest, ThrownAt, T.Succs[Taken ? 0 : 1],
              Index};
    if (C.Key != KeyId::None) {
      std::optional<bool> Known = Now.second.get(C.Key);
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
  ThrowBelief Weakest = Nodes[Index].Weakest;
  if (Weakest == ThrowBelief::Never || Belief < Weakest)
    Weakest = Belief;
  BlockId Unwind = B[At.Block].Unwind;
  if (valid(Unwind))
    push({Now.first, Now.second, Weakest, At, Unwind, Index});
  else
    leave(Index, ExitKind::Exception, At, Now.first, Weakest, At);
}

template <class StateT>
void PathSearch<StateT>::leave(uint32_t Index, ExitKind Kind, EventRef At,
                               const StateT &State, ThrowBelief Weakest,
                               EventRef ThrownAt) {
  if (!Left.insert({Kind, At, State, Weakest}).second)
    return;
  PathExit<StateT> Exit{Kind, At, State, Weakest, ThrownAt, {}};
  for (uint32_t I = Index; I != UINT32_MAX; I = Nodes[I].Parent)
    Exit.Way.push_back(Nodes[I].Block);
  std::reverse(Exit.Way.begin(), Exit.Way.end());
  Exits.push_back(std::move(Exit));
}

} // namespace heddle

#endif // HEDDLE_CHECKS_LOCAL_PATHS_H
