//===- Turns.cpp - Who may have waited for his turn -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Two ways in which programs keep threads apart that are not followed, because
/// they are made of numbers:
///
///     Door.enter();   // waits on a condition until it may
///     use(Data);
///     Door.leave();   // changes the state, and notifies
///
///     sem_wait(&Empty); fill(Pot); sem_post(&Full);       // the cook
///     sem_post(&Empty); sem_wait(&Full); eat(Pot);        // the eater
///
/// The first is a lock of the program's own (a loop that tries to set an
/// atomic, which is cleared after, is one as well), the second hands one right
/// to go on back and forth: two semaphores that start with one at most in all.
/// A third: barriers in a loop, one between the two accesses and one on the way
/// back. A fourth: a token (Tokens.cpp).
///
/// That they do what they are meant to do is not shown, so these are doubts.
/// Before and after are taken from the order of the text, and around a loop.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Races/Pairs.h"
#include "analyzer/Races/Refuters/Distinct.h"

#include "llvm/ADT/STLExtras.h"

#include <array>

using namespace heddle;

static bool shareLoop(const Cfg &G, EventRef A, EventRef B) {
  return llvm::any_of(G.Order, [&](uint32_t Header) {
    return G.isHeader(Header) && G.inCycle(Header, index(A.Block)) &&
           G.inCycle(Header, index(B.Block));
  });
}

static auto placeOf(const Module &M, EventRef At) {
  const DeclPosition Pos = M.position(At);
  return std::pair(Pos.Line, Pos.Column);
}

/// Where both ways stand in one loop of one function: is there a barrier in
/// it on the way from one to the other, and on the way back?
bool PairAnalysis::areBetweenBarriers(const AccessClass &A,
                                      const AccessClass &B) const {
  CallChain WayA = A.Shown.Chain, WayB = B.Shown.Chain;
  WayA.push_back(A.Shown.At);
  WayB.push_back(B.Shown.At);
  for (EventRef X : WayA)
    for (EventRef Y : WayB) {
      if (X.Func != Y.Func)
        continue;
      const Cfg &G = Context.V.cfg(X.Func);
      const auto First = std::min(placeOf(P.M, X), placeOf(P.M, Y));
      const auto Last = std::max(placeOf(P.M, X), placeOf(P.M, Y));
      for (uint32_t Header : G.Order) {
        if (!G.isHeader(Header) || !G.inCycle(Header, index(X.Block)) ||
            !G.inCycle(Header, index(Y.Block)))
          continue;
        bool Between = false, Around = false;
        Context.V.forEachEvent(X.Func, [&](EventRef At) {
          const auto *W = std::get_if<BarrierOp>(&P.M[At]);
          if (!W || W->Op != BarrierOp::OpKind::Wait ||
              !G.inCycle(Header, index(At.Block)))
            return;
          const auto Here = placeOf(P.M, At);
          (First < Here && Here < Last ? Between : Around) = true;
        });
        if (Between && Around)
          return true;
      }
    }
  return false;
}

PairAnalysis::Turn PairAnalysis::turnOf(const AccessClass &X) {
  if (Below.empty())
    findMessages();
  Turn Out;
  std::set<CellId> Entered, Left;
  // Tokens, behind the access and before it.
  std::array<std::set<CellId>, 2> Raised, Lowered;
  CallChain Way = X.Shown.Chain;
  Way.push_back(X.Shown.At);
  for (EventRef Step : Way) {
    const Cfg &G = Context.V.cfg(Step.Func);
    Context.V.forEachEvent(Step.Func, [&](EventRef At) {
      if (At == Step || std::holds_alternative<Wait>(P.M[At]) ||
          std::holds_alternative<Notify>(P.M[At]))
        return;
      const Messages Here = messagesOf(At);
      const bool Earlier = placeOf(P.M, At) < placeOf(P.M, Step);
      const bool Again = shareLoop(G, At, Step);
      Raised[Earlier].insert(Here.Raised.begin(), Here.Raised.end());
      Lowered[Earlier].insert(Here.Lowered.begin(), Here.Lowered.end());
      if (Earlier || Again)
        Out.Acquired.insert(Here.Acquired.begin(), Here.Acquired.end());
      if (!Earlier || Again)
        Out.Posted.insert(Here.Posted.begin(), Here.Posted.end());
      if (!Earlier && !Again)
        Out.PostedOnce.insert(Here.Posted.begin(), Here.Posted.end());
      // A round of a loop of its own, until the atomic was got.
      if (Earlier)
        Entered.insert(Here.Spun.begin(), Here.Spun.end());
      else
        Left.insert(Here.Cleared.begin(), Here.Cleared.end());
      // What waits and notifies is no door, but a queue or a barrier.
      if (!std::holds_alternative<Call>(P.M[At]))
        return;
      for (CellId C : Earlier ? Here.Awaited : Here.Told)
        if (!(Earlier ? Here.Told : Here.Awaited).count(C))
          (Earlier ? Entered : Left).insert(C);
    });
  }
  for (CellId C : Entered)
    if (Left.count(C))
      Out.Doors.insert(C);
  for (CellId C : Tokens)
    if ((Lowered[true].count(C) && Raised[false].count(C)) ||
        (Raised[true].count(C) && Lowered[false].count(C)))
      Out.Tokens.insert(C);
  return Out;
}

/// What makes it plausible that the two never meet, in words.
std::optional<std::string> PairAnalysis::inTurn(const AccessClass &A,
                                                const AccessClass &B) {
  if (isChosenOne(Context, A, B))
    return "only the thread whose own number is asked for comes here";
  if (areBetweenBarriers(A, B))
    return "a barrier comes between them, and on the way back";
  const Turn TA = turnOf(A), TB = turnOf(B);
  for (CellId C : TA.Doors)
    if (TB.Doors.count(C))
      return "both wait before, and let others go on after, by '" +
             Pointers.displayName(C) + "'";
  for (CellId C : TA.Tokens)
    if (TB.Tokens.count(C))
      return "both take '" + Pointers.displayName(C) +
             "' under a lock before, and give it back after";
  auto Initial = [&](CellId C) -> std::optional<int64_t> {
    auto It = Context.InitialCounts.find(C);
    return It == Context.InitialCounts.end() ? std::nullopt
                                             : Context.T.asInt(It->second);
  };
  auto Names = [&](CellId C) { return "'" + Pointers.displayName(C) + "'"; };
  for (auto [X, Y] : {std::pair(&TA, &TB), std::pair(&TB, &TA)})
    for (CellId To : X->Acquired) {
      if (Initial(To) == 0 && Y->PostedOnce.count(To))
        return "one waits for " + Names(To) + ", which the other posts after";
      if (!Y->Posted.count(To))
        continue;
      for (CellId Back : Y->Acquired)
        if (X->Posted.count(Back) && Initial(To) && Initial(Back) &&
            *Initial(To) + (To == Back ? 0 : *Initial(Back)) <= 1)
          return "the semaphores " + Names(To) + " and " + Names(Back) +
                 " let one of them go on at a time";
    }
  return std::nullopt;
}
