//===- EmitThreads.cpp - Threads: spawn, join, once -----------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analyzer/Specs/Rewriter.h"

using namespace llvm;

namespace heddle::spec {
namespace {

ThreadKind threadKind(Word W) {
  switch (W) {
  case Word::StdJthread:
    return ThreadKind::StdJthread;
  case Word::StdAsync:
    return ThreadKind::StdAsync;
  case Word::Pthread:
    return ThreadKind::Pthread;
  case Word::C11Thread:
    return ThreadKind::C11Thread;
  case Word::SignalHandler:
    return ThreadKind::SignalHandler;
  case Word::Task:
    return ThreadKind::Task;
  default:
    return ThreadKind::StdThread;
  }
}

} // namespace

void Rewriter::emitSpawn(const Effect &E, LibraryCall &C) {
  Spawn S;
  S.Kind = threadKind(*E.word(Key::Kind));
  S.JoinsOnDestroy = E.flag(Key::JoinsOnDestroy);
  S.Handle = place(std::get<Path>(E.Main), C);
  Argument Callee = argument(*E.value(Key::Callee), C);
  Arguments Args = arguments(E.find(Key::Args), C);
  if (E.flag(Key::Raw)) {
    // pthread_create: a function pointer and a pointer, as they are.
    S.Target = term(Callee);
    for (const Argument &A : Args)
      S.Args.push_back(term(A));
  } else {
    Callee = decayCopy(Callee, C);
    for (Argument &A : Args)
      A = decayCopy(A, C);
    Invocation I = resolve(Callee, std::move(Args));
    if (S.Kind == ThreadKind::StdJthread)
      prependStopToken(I, B.types().recordOf(Callee.Type));
    S.Target = I.Target;
    S.Args = adapt(I, C);
  }
  if (const Value *Eager = E.value(Key::LazyUnless)) {
    // A launch policy without launch::async (1) may run the task in get().
    TermId Policy = term(*Eager, C);
    while (B.body()[Policy].Kind == TermKind::Cast)
      Policy = B.body()[Policy].A;
    const Term &T = B.body()[Policy];
    S.Lazy = T.Kind != TermKind::Int || T.Value != 1;
  }
  if (const Path *P = E.path(Key::DetachedIf))
    if (PlaceId Attribute = place(*P, C); valid(Attribute)) {
      const Place &Node = B.body()[Attribute];
      S.Detached =
          AttributesSet.count({Node.Local, Node.Global, Word::Detached}) > 0;
    }
  if (const Path *P = E.path(Key::Result)) {
    S.Result = place(*P, C);
    C.ResultSet = true;
  }
  emit(std::move(S));
}

/// A signal handler runs like a thread, at any time from here on.
void Rewriter::emitHandler(const Effect &E, LibraryCall &C) {
  Spawn S;
  S.Kind = ThreadKind::SignalHandler;
  S.Target = term(std::get<Value>(E.Main), C);
  TermId T = S.Target;
  while (B.body()[T].Kind == TermKind::Cast)
    T = B.body()[T].A;
  TermKind Kind = B.body()[T].Kind;
  if (Kind != TermKind::Int && Kind != TermKind::Null) // SIG_IGN, SIG_DFL
    emit(std::move(S));
}

void Rewriter::emitOnce(const Effect &E, LibraryCall &C) {
  OnceOp O;
  O.Flag = place(std::get<Path>(E.Main), C);
  Invocation I = resolve(argument(*E.value(Key::Callee), C),
                         arguments(E.find(Key::Args), C));
  O.Target = I.Target;
  O.Args = adapt(I, C);
  emit(std::move(O));
}

void Rewriter::emitThreadOp(const Effect &E, ThreadOp::OpKind Op,
                            LibraryCall &C) {
  ThreadOp T;
  T.Op = Op;
  if (const Path *Handle = std::get_if<Path>(&E.Main)) {
    T.Handle = place(*Handle, C);
    if (!valid(T.Handle))
      return;
  }
  if (const Path *From = E.path(Key::From))
    T.From = place(*From, C);
  if (const Value *V = E.value(Key::Value))
    T.Value = term(*V, C);
  if ((Op == ThreadOp::OpKind::Joinable ||
       Op == ThreadOp::OpKind::StopRequested ||
       Op == ThreadOp::OpKind::Number) &&
      valid(C.Result)) {
    T.Result = C.Result;
    C.ResultSet = true;
  }
  emit(T);
}

void Rewriter::emitThread(const Effect &E, LibraryCall &C) {
  using Op = ThreadOp::OpKind;
  switch (E.V) {
  case Verb::Join: {
    Join J;
    J.Handle = place(std::get<Path>(E.Main), C);
    J.Try = E.flag(Key::Try);
    J.IfJoinable = E.flag(Key::IfJoinable);
    if (J.Try && valid(C.Result)) {
      J.Result = C.Result;
      C.ResultSet = true;
    }
    if (valid(J.Handle))
      emit(J);
    return;
  }
  case Verb::Detach:
    return emitThreadOp(E, Op::Detach, C);
  case Verb::Cancel:
    return emitThreadOp(E, Op::Cancel, C);
  case Verb::ThreadExit:
    return emitThreadOp(E, Op::Exit, C);
  case Verb::ThreadKill:
    return emitThreadOp(E, Op::Kill, C);
  case Verb::ThreadMove:
    return emitThreadOp(E, Op::Move, C);
  case Verb::ThreadSwap:
    return emitThreadOp(E, Op::Swap, C);
  case Verb::Joinable:
    return emitThreadOp(E, Op::Joinable, C);
  case Verb::ThreadDestroy:
    return emitThreadOp(E, Op::Destroy, C);
  case Verb::RequestStop:
    return emitThreadOp(E, Op::RequestStop, C);
  case Verb::StopRequested:
    return emitThreadOp(E, Op::StopRequested, C);
  case Verb::ThreadNumber:
    return emitThreadOp(E, Op::Number, C);
  default:
    return emitThreadOp(E, Op::SetCancelType, C);
  }
}

} // namespace heddle::spec
