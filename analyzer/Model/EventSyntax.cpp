//===- EventSyntax.cpp - The verbs of the text form ----------*- C++ -*-===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Most kinds of event have one verb. Those whose nature hangs on a flag or an
/// enumerator have one for each value: `read` and `write`, `assume` and
/// `assert`.
///
//===----------------------------------------------------------------------===//

#include "analyzer/Model/EventSyntax.h"

#include "llvm/ADT/STLExtras.h"

using namespace heddle;

llvm::ArrayRef<Verb> heddle::verbs() {
  static const Verb Table[] = {
      {"read", Access{.Kind = AccessKind::Read}},
      {"write", Access{.Kind = AccessKind::Write}},
      {"update", Access{.Kind = AccessKind::Update}},
      {"destroy", Access{.Kind = AccessKind::Destroy}},
      {"let", Assign{}},
      {"call", Call{}},
      {"may_throw", MayThrow{}},
      {"acquire", Acquire{}},
      {"release", Release{}},
      {"try_acquire", TryAcquire{}},
      {"guard", GuardOp{}},
      {"object", SyncObject{}},
      {"spawn", Spawn{}},
      {"join", Join{}},
      {"thread", ThreadOp{}},
      {"wait", Wait{}},
      {"notify", Notify{}},
      {"semaphore", SemaphoreOp{}},
      {"barrier", BarrierOp{}},
      {"latch", LatchOp{}},
      {"once", OnceOp{}},
      {"future", FutureOp{}},
      {"queue", QueueOp{}},
      {"atomic_begin", AtomicSection{.Begin = true}},
      {"atomic_end", AtomicSection{.Begin = false}},
      {"fence", Fence{}},
      {"allocate", Allocate{}},
      {"free", Free{}},
      {"assume", Assume{.IsAssert = false}},
      {"assert", Assume{.IsAssert = true}},
      {"process", ProcessOp{}},
      {"havoc", Havoc{}},
      {"scope_begin", Scope{.Begin = true}},
      {"scope_end", Scope{.Begin = false}},
      {"suspend", Suspend{}},
      {"throw", Throw{}},
      {"catch", Catch{}},
      {"return", Return{}},
      {"block", Block{}},
      {"unsafe", UnsafeCall{}},
      {"omp", ParallelRegion{}},
      {"team_barrier", TeamBarrier{}},
      {"partition", IterationPartition{}},
      {"depend", TaskDependence{}},
  };
  return Table;
}

/// Do two events of one kind go by the same verb?
static bool sameVerb(const Event &L, const Event &R) {
  if (const auto *A = std::get_if<Access>(&L))
    return A->Kind == std::get<Access>(R).Kind;
  if (const auto *A = std::get_if<AtomicSection>(&L))
    return A->Begin == std::get<AtomicSection>(R).Begin;
  if (const auto *A = std::get_if<Assume>(&L))
    return A->IsAssert == std::get<Assume>(R).IsAssert;
  if (const auto *S = std::get_if<Scope>(&L))
    return S->Begin == std::get<Scope>(R).Begin;
  return true;
}

llvm::StringRef heddle::verbOf(const Event &E) {
  return llvm::find_if(verbs(),
                       [&](const Verb &V) {
                         return V.Prototype.index() == E.index() &&
                                sameVerb(V.Prototype, E);
                       })
      ->Word;
}
