//===- Machine.cpp - Runs a model step by step ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Where threads are switched. A plain access needs no other order: if two of
/// them could meet, the clocks say so in whichever order they come (Musuvathi,
/// Qadeer: CHESS). What gives something away (an unlock, a start of a thread)
/// can as well be done at once. So a thread is parked only before it takes or
/// looks at something that another thread uses, too, and before it posts a
/// semaphore, which others may take without having waited for that.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Search/Machine.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;
using namespace heddle::machine;

/// What a place is part of, if that is a local variable.
static LocalId rootLocal(const Body &B, PlaceId Id) {
  while (valid(Id)) {
    const Place &Pl = B[Id];
    if (Pl.Kind == PlaceKind::Local)
      return Pl.Local;
    if (Pl.Kind != PlaceKind::Field && Pl.Kind != PlaceKind::Element)
      break;
    Id = Pl.Base;
  }
  return LocalId::None;
}

Machine::Machine(const Program &P, Knowledge &K)
    : P(P), K(K), Escapes(P.M.Functions.size()), Read(P.M.Functions.size()) {
  for (uint32_t F = 0; F < P.M.Functions.size(); ++F) {
    if (!P.M.Functions[F].Definition)
      continue;
    const Body &B = *P.M.Functions[F].Definition;
    Escapes[F].assign(B.Locals.size(), false);
    for (const Term &X : B.Terms) {
      LocalId L = valid(X.P) ? rootLocal(B, X.P) : LocalId::None;
      if (!valid(L))
        continue;
      if (X.Kind == TermKind::AddressOf)
        Escapes[F][index(L)] = true;
      else if (X.Kind == TermKind::Value)
        Read[F].insert(L);
    }
    for (const BasicBlock &BB : B.Blocks)
      for (const Event &E : BB.Events)
        if (std::holds_alternative<TryAcquire>(E))
          HasTries = true;
        else if (const auto *X = std::get_if<Access>(&E))
          noteOrder(X->Order);
        else if (const auto *X = std::get_if<Fence>(&E); X && !X->SignalOnly)
          noteOrder(X->Order);
  }
}

/// Static storage begins as zero, or as the program says.
void Machine::makeGlobals(State &St) const {
  constexpr uint64_t GlobalSpace = uint64_t(1) << 60;
  for (uint32_t G = 0; G < P.M.Globals.size(); ++G) {
    const Global &Var = P.M.Globals[G];
    if (Var.ThreadLocal)
      continue;
    Object &O = St.Mem.edit(static_cast<ObjectName>(GlobalSpace | G));
    O.Zero = Var.Defined;
    const int64_t Bits = bitsOf(Var.Type);
    if (Var.HasStaticValue && Bits > 0 && Bits <= 64)
      O.store(0, Bits, Datum::integer(Var.StaticValue));
  }
}

State Machine::start() {
  State St;
  makeGlobals(St);
  machine::Thread Main;
  Main.Entry = P.Main;
  Main.Now.set(0, 1);
  St.Threads.push_back(Main);
  S = &St;
  T = 0;
  std::vector<Argument> Args;
  const Function &F = P.M[P.Main];
  Args.reserve(F.Params.size());
  for (size_t I = 0; I < F.Params.size(); ++I)
    Args.push_back({I == 0 ? input(F.Params[I]) : Datum::any(), {}});
  if (!St.Inputs.empty())
    St.Inputs[0].Low = 1; // argc
  enter({.Func = P.Main}, Args);
  // The initialisers run first, in their order: the last pushed is the first.
  std::vector<FuncId> Inits = P.StaticInits;
  for (const Global &G : P.M.Globals)
    if (valid(G.Init) && !llvm::is_contained(Inits, G.Init))
      Inits.push_back(G.Init);
  for (FuncId Init : llvm::reverse(Inits))
    if (P.M[Init].Definition)
      enter({.Func = Init}, {});
  S = nullptr;
  return St;
}

EventRef Machine::here() {
  return {frame().Func, static_cast<BlockId>(frame().Block), frame().Event};
}

/// The next event; null at the end of a block.
const Event *Machine::event() {
  const std::vector<Event> &Events = body().Blocks[frame().Block].Events;
  return frame().Event < Events.size() ? &Events[frame().Event] : nullptr;
}

Machine::Next Machine::unsupported(std::string What) {
  K.Gaps.insert(std::move(What));
  return Next::End;
}

/// Main returns, the program is ended, or its meaning ends (a null pointer is
/// followed). What the other threads do until then they may do before, so this
/// thread stops for good, and they go on.
Machine::Next Machine::stop() {
  thread().Status = ThreadStatus::Stopped;
  return Next::Park;
}

/// One of several ways: this run takes the first, copies take the others.
unsigned Machine::choose(unsigned Ways) {
  if (Ways <= 1)
    return 0;
  if (Peeking) {
    Failed = true;
    return 0;
  }
  const size_t Now = Taken.size();
  if (Now < S->Forced.size()) {
    Taken.push_back(S->Forced[Now]);
    return Taken.back();
  }
  for (unsigned Way = 1; Way < Ways; ++Way) {
    State Other = *S;
    Other.Inputs = InputsBefore;
    Other.Exact = ExactBefore;
    Other.Forced = Taken;
    Other.Forced.push_back(static_cast<uint8_t>(Way));
    Other.Current = T;
    Forks->push_back(std::move(Other));
  }
  Taken.push_back(0);
  return 0;
}

Machine::Next Machine::enter(Frame New, const std::vector<Argument> &Args) {
  constexpr size_t MaxDepth = 100;
  if (thread().Stack.size() >= MaxDepth)
    return unsupported("calls nested deeper than 100");
  constexpr uint64_t LocalSpace = uint64_t(3) << 60;
  thread().Stack.push_back(New);
  const Body &B = body();
  uint32_t N = 0;
  for (uint32_t L = 0; L < B.Locals.size() && N < Args.size(); ++L) {
    if (B.Locals[L].Kind != LocalKind::Param)
      continue;
    Object &O = S->Mem.edit(
        static_cast<ObjectName>(LocalSpace | uint64_t(T) << 40 |
                                uint64_t(thread().Stack.size()) << 20 | L));
    const Argument &A = Args[N++];
    if (!A.Content.empty())
      O.Cells = A.Content;
    else if (const int64_t Bits = bitsOf(B.Locals[L].Type))
      O.store(0, Bits, A.Value);
  }
  return Next::On;
}

Machine::Next Machine::finishFrame() {
  const Frame Old = frame();
  if (Old.HasOnce) {
    SyncState &X = sync(Old.Once);
    X.Count = 2;
    publish(X.Released);
  }
  constexpr uint64_t LocalSpace = uint64_t(3) << 60;
  const uint64_t First =
      LocalSpace | uint64_t(T) << 40 | uint64_t(thread().Stack.size()) << 20;
  thread().Stack.pop_back();
  if (!thread().Stack.empty()) {
    S->Mem.erase(static_cast<ObjectName>(First),
                 static_cast<ObjectName>(First + (uint64_t(1) << 20)));
    return Next::On;
  }
  if (T == 0)
    return stop();
  endTask();
  thread().Status = ThreadStatus::Done;
  return Next::Park;
}

Machine::Next Machine::terminator() {
  const Terminator &Term = body().Blocks[frame().Block].Term;
  uint32_t To = 0;
  switch (Term.Kind) {
  case TerminatorKind::Jump:
    break;
  case TerminatorKind::Branch: {
    if (const ParallelRegion *Part = partBehind(Term)) {
      const std::optional<bool> Mine = isMine(*Part, Term.Succs.front());
      if (!Mine)
        return unsupported("which thread of a team does what");
      To = *Mine ? 0 : 1;
      break;
    }
    if (isShareOver()) {
      To = 1;
      break;
    }
    Datum D = eval(Term.Cond);
    if (Failed)
      return Next::End;
    To = truth(D) ? 0 : 1;
    break;
  }
  case TerminatorKind::Switch: {
    Datum D = eval(Term.Cond);
    To = static_cast<uint32_t>(Term.Cases.size());
    for (uint32_t I = 0; I < Term.Cases.size() && !Failed; ++I) {
      if (!truth(compare(BinaryOp::Ge, D, Datum::integer(Term.Cases[I].Low))) ||
          !truth(compare(BinaryOp::Le, D, Datum::integer(Term.Cases[I].High))))
        continue;
      To = I;
      break;
    }
    if (Failed)
      return Next::End;
    break;
  }
  case TerminatorKind::Return:
    return finishFrame();
  case TerminatorKind::Unreachable:
    return Next::End;
  default:
    return unsupported("a computed goto or an exception");
  }
  frame().Block = index(Term.Succs[To]);
  frame().Event = 0;
  return Next::On;
}

bool Machine::othersLive() const {
  for (uint32_t I = 0; I < S->Threads.size(); ++I)
    if (I != T && S->Threads[I].Status == ThreadStatus::Running)
      return true;
  return false;
}

bool Machine::isEnabled(State &St, uint32_t Thread) {
  S = &St;
  T = Thread;
  if (thread().Status != ThreadStatus::Running ||
      (S->SectionOwner != NoThread && S->SectionOwner != T) || !mayStart())
    return false;
  return !isBlocked();
}

StepResult Machine::run(State &St, uint32_t Thread, std::vector<State> &Out) {
  S = &St;
  T = Thread;
  Forks = &Out;
  // A loop that waits for a plain variable must let others run, too.
  constexpr unsigned LongEnough = 1000;
  for (unsigned Steps = 0; Steps < LongEnough; ++Steps) {
    if (Steps && (isPoint() || isBlocked()))
      break;
    Failed = false;
    Taken.clear();
    InputsBefore = S->Inputs;
    ExactBefore = S->Exact;
    ++K.Events;
    startTask();
    Next After = step();
    S->Forced.clear();
    if (Failed)
      After = stop();
    if (After == Next::End)
      return StepResult::Ends;
    if (After == Next::Park)
      break;
  }
  return StepResult::Yields;
}

Machine::Next Machine::step() {
  const Event *E = event();
  if (!E)
    return terminator();
  const uint32_t Depth = static_cast<uint32_t>(thread().Stack.size());
  const Next After = std::visit(
      [&]<class EventT>(const EventT &X) {
        if constexpr (std::is_same_v<EventT, Access>)
          return onAccess(X);
        else if constexpr (std::is_same_v<EventT, Assign>)
          return assign(X.P, X.Value) ? Next::On : Next::End;
        else if constexpr (std::is_same_v<EventT, Call>)
          return onCall(X);
        else if constexpr (std::is_same_v<EventT, Acquire>)
          return onAcquire(X);
        else if constexpr (std::is_same_v<EventT, Release>)
          return onRelease(X);
        else if constexpr (std::is_same_v<EventT, TryAcquire>)
          return onTryAcquire(X);
        else if constexpr (std::is_same_v<EventT, SyncObject>)
          return onSyncObject(X);
        else if constexpr (std::is_same_v<EventT, Spawn>)
          return onSpawn(X);
        else if constexpr (std::is_same_v<EventT, Join>)
          return onJoin(X);
        else if constexpr (std::is_same_v<EventT, ThreadOp>)
          return onThreadOp(X);
        else if constexpr (std::is_same_v<EventT, Wait>)
          return onWait(X);
        else if constexpr (std::is_same_v<EventT, SemaphoreOp>)
          return onSemaphore(X);
        else if constexpr (std::is_same_v<EventT, BarrierOp>)
          return onBarrier(X);
        else if constexpr (std::is_same_v<EventT, OnceOp>)
          return onOnce(X);
        else if constexpr (std::is_same_v<EventT, AtomicSection>)
          return onSection(X);
        else if constexpr (std::is_same_v<EventT, Fence>)
          return onFence(X);
        else if constexpr (std::is_same_v<EventT, ParallelRegion>)
          return onRegion(X);
        else if constexpr (std::is_same_v<EventT, IterationPartition>)
          return onPartition(X);
        else if constexpr (std::is_same_v<EventT, TeamBarrier>)
          return onTeamBarrier();
        else if constexpr (std::is_same_v<EventT, TaskDependence>)
          return onDependence(X);
        else if constexpr (std::is_same_v<EventT, Allocate>)
          return onAllocate(X);
        else if constexpr (std::is_same_v<EventT, Free>)
          return onFree(X);
        else if constexpr (std::is_same_v<EventT, Scope>)
          return onScope(X);
        else if constexpr (std::is_same_v<EventT, Return>)
          return onReturn(X);
        else if constexpr (std::is_same_v<EventT, Assume>) {
          Datum D = eval(X.Condition);
          return !Failed && truth(D) ? Next::On : Next::End;
        } else if constexpr (std::is_same_v<EventT, ProcessOp>) {
          switch (X.Op) {
          case ProcessOp::OpKind::Exit:
          case ProcessOp::OpKind::QuickExit:
          case ProcessOp::OpKind::Abort:
            return stop();
          case ProcessOp::OpKind::ErrorReached:
            return Next::On;
          default:
            return unsupported("fork, exec, setjmp or longjmp");
          }
        } else if constexpr (std::is_same_v<EventT, Notify> ||
                             std::is_same_v<EventT, heddle::Block> ||
                             std::is_same_v<EventT, UnsafeCall> ||
                             std::is_same_v<EventT, MayThrow>)
          // A wait may wake without being told to, so telling changes nothing.
          // A library's hidden state is no object of the program.
          return Next::On;
        else
          return unsupported("an event that is not run");
      },
      *E);
  if (Failed || After != Next::On || thread().Stack.empty())
    return After;
  // On with the next event, of the frame that had this one; a call has moved
  // it on itself, and so has what waits.
  if (thread().Stack.size() == Depth && !thread().Begun)
    ++frame().Event;
  return After;
}
