//===- EmitSync.cpp - Waiting, ordering, facts ----------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

#include <iterator>

using namespace llvm;

namespace heddle::spec {
namespace {

/// Position of \p V in the group that starts at \p First; the groups of Verb
/// and of the events' OpKinds have the same order where this is used.
int offset(Verb V, Verb First) {
  return static_cast<int>(V) - static_cast<int>(First);
}

int offsetOf(Word W, Word First) {
  return static_cast<int>(W) - static_cast<int>(First);
}

constexpr LatchOp::OpKind LatchOps[] = {
    LatchOp::OpKind::CountDown, LatchOp::OpKind::Wait,
    LatchOp::OpKind::ArriveAndWait, LatchOp::OpKind::TryWait};
constexpr SemaphoreOp::OpKind SemaphoreOps[] = {SemaphoreOp::OpKind::Acquire,
                                                SemaphoreOp::OpKind::TryAcquire,
                                                SemaphoreOp::OpKind::Release};
constexpr BarrierOp::OpKind BarrierOps[] = {BarrierOp::OpKind::Wait,
                                            BarrierOp::OpKind::Arrive,
                                            BarrierOp::OpKind::ArriveAndDrop};
constexpr FutureOp::OpKind FutureOps[] = {
    FutureOp::OpKind::GetFuture,    FutureOp::OpKind::Set,
    FutureOp::OpKind::SetException, FutureOp::OpKind::Get,
    FutureOp::OpKind::Wait,         FutureOp::OpKind::TimedWait,
    FutureOp::OpKind::Valid,        FutureOp::OpKind::Share,
    FutureOp::OpKind::Move};
constexpr QueueOp::OpKind QueueOps[] = {
    QueueOp::OpKind::Put,      QueueOp::OpKind::TryPut, QueueOp::OpKind::Get,
    QueueOp::OpKind::TryGet,   QueueOp::OpKind::Close,  QueueOp::OpKind::Size,
    QueueOp::OpKind::TaskDone, QueueOp::OpKind::JoinAll};
static_assert(std::size(FutureOps) == static_cast<int>(Verb::FutureMove) -
                                          static_cast<int>(Verb::FutureOf) + 1);
static_assert(std::size(QueueOps) == static_cast<int>(Verb::QueueJoin) -
                                         static_cast<int>(Verb::QueuePut) + 1);

} // namespace

void Rewriter::emitSync(const Effect &E, LibraryCall &C) {
  const Path *Main = std::get_if<Path>(&E.Main);
  PlaceId P = Main ? place(*Main, C) : PlaceId::None;
  if (Main && !valid(P))
    return;
  TermId Value = TermId::None, Count = TermId::None;
  if (const spec::Value *V = E.value(Key::Value))
    Value = term(*V, C);
  if (const spec::Value *V = E.value(Key::Count))
    Count = term(*V, C);
  PlaceId Result = C.Result;
  if (valid(Result) && valid(B.types().recordOf(B.typeOf(Result))))
    Result = PlaceId::None; // a class: `return` constructs it
  auto Answers = [&] { C.ResultSet |= valid(Result); };

  if (E.V == Verb::Wait) {
    Wait W;
    W.Condition = P;
    if (const Path *Lock = E.path(Key::Lock))
      W.Lock = place(*Lock, C);
    if (const Path *Guard = E.path(Key::Guard))
      W.Guard = place(*Guard, C);
    // condition_variable_any waits with whatever has lock() and unlock().
    if (valid(W.Guard) && !isGuard(W.Guard))
      std::swap(W.Lock, W.Guard);
    W.HasPredicate = E.flag(Key::Predicate);
    W.Timed = E.flag(Key::Timed);
    if (W.Timed || W.HasPredicate) {
      W.Result = Result;
      Answers();
    }
    W.ResultUsed = C.ResultUsed;
    emit(W);
  } else if (E.V == Verb::Notify) {
    emit(Notify{P, E.flag(Key::All)});
  } else if (E.V <= Verb::SemaphoreRelease) {
    SemaphoreOp S{SemaphoreOps[offset(E.V, Verb::SemaphoreAcquire)], P, Count,
                  PlaceId::None};
    if (E.V == Verb::SemaphoreTry) {
      S.Result = Result;
      Answers();
    }
    emit(S);
  } else if (E.V <= Verb::BarrierDrop) {
    emit(BarrierOp{BarrierOps[offset(E.V, Verb::BarrierWait)], P});
  } else if (E.V <= Verb::LatchTry) {
    emit(LatchOp{LatchOps[offset(E.V, Verb::LatchCountDown)], P, Count});
  } else if (E.V <= Verb::FutureMove) {
    FutureOp F{FutureOps[offset(E.V, Verb::FutureOf)], P, PlaceId::None,
               PlaceId::None, Value};
    if (const Path *From = E.path(Key::From))
      F.From = place(*From, C);
    if (E.V == Verb::FutureOf)
      F.Result = C.Result;
    else if (E.V == Verb::FutureValid || E.V == Verb::FutureTimedWait) {
      F.Result = Result;
      Answers();
    }
    emit(F);
  } else if (E.V <= Verb::QueueJoin) {
    QueueOp Q{QueueOps[offset(E.V, Verb::QueuePut)], P, Value, PlaceId::None};
    if (const Path *To = E.path(Key::Result))
      Q.Result = place(*To, C);
    emit(Q);
  } else if (E.V == Verb::Fence) {
    emit(Fence{order(E, C), E.flag(Key::SignalOnly)});
  } else {
    emit(AtomicSection{E.V == Verb::AtomicBegin});
  }
}

void Rewriter::emitFact(const Effect &E, LibraryCall &C) {
  switch (E.V) {
  case Verb::Block:
    // `poll(Files, N, 0)` looks, and does not wait.
    if (const Value *Time = E.value(Key::UnlessZero)) {
      TermId T = term(*Time, C);
      while (B.body()[T].Kind == TermKind::Cast)
        T = B.body()[T].A;
      if (B.body()[T].Kind == TermKind::Int && B.body()[T].Value == 0)
        return;
    }
    return emit(Block{static_cast<Block::OpKind>(
                          offsetOf(std::get<Word>(E.Main), Word::Sleep)),
                      C.Via});
  case Verb::Unsafe: {
    const Operand *Instead = E.find(Key::Instead);
    return emit(UnsafeCall{C.Via, std::get<std::string>(E.Main),
                           Instead ? std::get<std::string>(*Instead) : ""});
  }
  case Verb::Assume:
  case Verb::Assert:
    return emit(Assume{term(std::get<Value>(E.Main), C), E.V == Verb::Assert});
  case Verb::Process: {
    ProcessOp P;
    P.Op = static_cast<ProcessOp::OpKind>(
        offsetOf(std::get<Word>(E.Main), Word::Exit));
    if (P.Op == ProcessOp::OpKind::Fork || P.Op == ProcessOp::OpKind::SetJmp) {
      P.Result = C.Result;
      C.ResultSet = valid(C.Result);
    }
    return emit(P);
  }
  default: {
    Havoc H;
    H.Reason = HavocReason::UnknownCall;
    H.Text = std::get<std::string>(E.Main);
    for (const Argument &A : arguments(E.find(Key::Touched), C))
      H.Touched.push_back(A.Term);
    if (valid(C.Result) && !C.ResultSet) {
      H.Result = C.Result;
      C.ResultSet = true;
    }
    return emit(std::move(H));
  }
  }
}

} // namespace heddle::spec
