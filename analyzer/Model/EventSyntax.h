//===- EventSyntax.h - The text of events, in both directions *- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One overload of syntax() an event: the sequence of its words. The printer
/// and the parser both walk these sequences (as LLVM's YAMLIO walks its
/// mappings), so that what is printed can be read back by construction.
///
/// A line begins with a verb, the primitives follow in a fixed order:
///
///     S.word(E.Mode)        one of an enumeration's words, always there
///     S.word(E.Mode, M)     the same, left out where it is M
///     S.place(E.P)          a place, `_` for None
///     S.term(E.V, E.P)      a term; constants take the type of place P
///     S.opt("by", E.Guard)  the keyword and a value, left out for None or 0
///     S.flag("spin", E.B)   the keyword where true
///     S.unless("x", E.B)    the keyword where false
///     S.callee, S.args      what is called, with what
///
//===----------------------------------------------------------------------===//

#ifndef HEDDLE_MODEL_EVENTSYNTAX_H
#define HEDDLE_MODEL_EVENTSYNTAX_H

#include "analyzer/Model/EnumNames.h"

namespace heddle {

/// A verb and the event it begins.
struct Verb {
  llvm::StringLiteral Word;
  Event Prototype;
};
llvm::ArrayRef<Verb> verbs();
llvm::StringRef verbOf(const Event &E);

void syntax(auto &S, Access &E) {
  if (E.Kind == AccessKind::Update) {
    S.place(E.P);
    S.updateOperator(E.Op);
    S.term(E.Value, E.P);
  } else {
    S.place(E.P);
    S.assigned(E.Value, E.P);
  }
  S.opt("size", E.SizeBytes);
  S.word(E.Order, MemoryOrder::NotAtomic);
  S.flag("volatile", E.Volatile);
  S.flag("init", E.Init);
  S.flag("rest", E.Rest);
  S.opt("via", E.Via);
}
void syntax(auto &S, Assign &E) {
  S.place(E.P);
  S.assigned(E.Value, E.P);
}
void syntax(auto &S, Call &E) {
  S.flag("virtual", E.Virtual);
  S.callee(E.Callee, E.Target);
  S.args(E.Args);
  S.opt("->", E.Result);
  S.unless("nothrow", E.MayThrow);
  S.flag("implicit", E.Implicit);
  S.flag("used", E.ResultUsed);
  S.flag("last_owner", E.LastOwner);
}
void syntax(auto &S, MayThrow &E) { S.opt("via", E.Via); }
void syntax(auto &S, Acquire &E) {
  S.place(E.Lock);
  S.word(E.Mode);
  S.flag("recursive", E.Recursive);
  S.flag("spin", E.Spin);
  S.opt("by", E.Guard);
  S.opt("group", E.AtomicGroup);
}
void syntax(auto &S, Release &E) {
  S.place(E.Lock);
  S.word(E.Mode, LockMode::Exclusive);
  S.flag("any_mode", E.AnyMode);
  S.opt("by", E.Guard);
  S.flag("if_held", E.IfHeld);
}
void syntax(auto &S, TryAcquire &E) {
  S.place(E.Lock);
  S.word(E.Mode);
  S.flag("recursive", E.Recursive);
  S.flag("timed", E.Timed);
  S.opt("by", E.Guard);
  S.opt("->", E.Result);
  S.flag("by_value", E.ByValue);
  S.number("success", E.Success, 1);
  S.unless("unused", E.ResultUsed);
}
void syntax(auto &S, GuardOp &E) {
  S.word(E.Op);
  S.place(E.Guard);
  S.opt("on", E.Lock);
  S.opt("from", E.From);
  S.word(E.Mode, LockMode::Exclusive);
  S.opt("->", E.Result);
}
void syntax(auto &S, SyncObject &E) {
  S.word(E.Op);
  S.word(E.Kind);
  S.place(E.P);
  S.flag("recursive", E.Recursive);
  S.opt("count", E.Count);
  S.flag("untimed", E.Untimed);
}
void syntax(auto &S, Spawn &E) {
  S.place(E.Handle);
  S.literal("=");
  S.word(E.Kind);
  S.target(E.Target);
  S.args(E.Args);
  S.flag("joins_on_destroy", E.JoinsOnDestroy);
  S.flag("detached", E.Detached);
  S.flag("lazy", E.Lazy);
  S.word(E.Role, TeamRole::None);
  S.opt("->", E.Result);
}
void syntax(auto &S, Join &E) {
  S.place(E.Handle);
  S.flag("try", E.Try);
  S.flag("if_joinable", E.IfJoinable);
  S.flag("group", E.Group);
  S.flag("deep", E.Deep);
  S.opt("->", E.Result);
}
void syntax(auto &S, ThreadOp &E) {
  S.word(E.Op);
  S.place(E.Handle);
  S.opt("from", E.From);
  S.opt("value", E.Value);
  S.opt("->", E.Result);
}
void syntax(auto &S, Wait &E) {
  S.place(E.Condition);
  S.opt("with", E.Lock);
  S.opt("by", E.Guard);
  S.flag("predicate", E.HasPredicate);
  S.flag("timed", E.Timed);
  S.opt("->", E.Result);
  S.flag("used", E.ResultUsed);
}
void syntax(auto &S, Notify &E) {
  S.place(E.Condition);
  S.flag("all", E.All);
}
void syntax(auto &S, SemaphoreOp &E) {
  S.word(E.Op);
  S.place(E.P);
  S.opt("count", E.Count);
  S.opt("->", E.Result);
}
void syntax(auto &S, BarrierOp &E) {
  S.word(E.Op);
  S.place(E.P);
}
void syntax(auto &S, LatchOp &E) {
  S.word(E.Op);
  S.place(E.P);
  S.opt("count", E.Count);
}
void syntax(auto &S, OnceOp &E) {
  S.word(E.Op);
  S.place(E.Flag);
  S.target(E.Target);
  S.args(E.Args);
}
void syntax(auto &S, FutureOp &E) {
  S.word(E.Op);
  S.place(E.P);
  S.opt("from", E.From);
  S.opt("value", E.Value);
  S.opt("->", E.Result);
}
void syntax(auto &S, QueueOp &E) {
  S.word(E.Op);
  S.place(E.P);
  S.opt("value", E.Value);
  S.opt("->", E.Result);
}
void syntax(auto &S, AtomicSection &) {}
void syntax(auto &S, Fence &E) {
  S.word(E.Order);
  S.flag("signal_only", E.SignalOnly);
}
void syntax(auto &S, Allocate &E) {
  S.word(E.Op);
  S.opt("->", E.Result);
  S.flag("zeroed", E.Zeroed);
  S.opt("count", E.Count);
  S.opt("of", E.Type);
}
void syntax(auto &S, Free &E) {
  S.word(E.Op);
  S.term(E.Pointer);
}
void syntax(auto &S, Assume &E) { S.term(E.Condition); }
void syntax(auto &S, ProcessOp &E) {
  S.word(E.Op);
  S.opt("->", E.Result);
}
void syntax(auto &S, Havoc &E) {
  S.word(E.Reason);
  S.opt("text", E.Text);
  S.args(E.Touched);
  S.opt("->", E.Result);
}
void syntax(auto &S, Scope &E) { S.local(E.Local); }
void syntax(auto &S, Suspend &E) { S.word(E.Op); }
void syntax(auto &S, Throw &E) {
  S.opt("value", E.Value);
  S.opt("of", E.Type);
}
void syntax(auto &S, Catch &E) {
  S.opt("->", E.P);
  S.opt("of", E.Type);
}
void syntax(auto &S, Return &E) { S.trailing(E.Value); }
void syntax(auto &S, Block &E) {
  S.word(E.Op);
  S.opt("via", E.Via);
}
void syntax(auto &S, UnsafeCall &E) {
  S.opt("via", E.Via);
  S.opt("state", E.State);
  S.opt("instead", E.Instead);
}
void syntax(auto &S, ParallelRegion &E) {
  S.word(E.Op);
  S.opt("name", E.Name);
  S.flag("nowait", E.NoWait);
  S.opt("threads", E.NumThreads);
  S.clauses(E.Clauses);
}
void syntax(auto &S, TeamBarrier &E) { S.flag("implicit", E.Implicit); }
void syntax(auto &S, IterationPartition &E) {
  S.local(E.Induction);
  S.opt("from", E.Lower);
  S.opt("to", E.Upper);
  S.opt("step", E.Step);
}
void syntax(auto &S, TaskDependence &E) {
  S.place(E.P);
  S.flag("out", E.Out);
}

} // namespace heddle

#endif // HEDDLE_MODEL_EVENTSYNTAX_H
