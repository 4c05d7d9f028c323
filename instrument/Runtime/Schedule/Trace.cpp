//===- Trace.cpp - Every operation of a run -------------------------------===//
//
// Part of Heddle, under the Apache License v2.0 with LLVM Exceptions.
// See LICENSE for license information.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// An array that the kernel provides page by page.
///
//===----------------------------------------------------------------------===//

#include "instrument/Runtime/Schedule/Trace.h"

#include "instrument/Runtime/Record.h"
#include "instrument/Runtime/Schedule/Settings.h"
#include "instrument/Runtime/Stack.h"
#include "instrument/Runtime/System.h"

#include <stdint.h>

using namespace heddle::runtime;

namespace {

struct Step {
  uint32_t Thread, Target;
  Op Kind;
  uintptr_t Address;
  void *Frames[StepFrames];
};

/// More than anybody reads; what comes after is not kept.
constexpr uint32_t MaxSteps = 20000;
Step *Kept;
uint32_t Count;

} // namespace

void heddle::runtime::startTrace() {
  if (numberSetting("trace", 0))
    Kept = static_cast<Step *>(mapMemory(MaxSteps * sizeof(Step)));
}

bool heddle::runtime::tracing() { return Kept != nullptr; }

void heddle::runtime::traceStep(const Thread &T) {
  if (!Kept || Count == MaxSteps)
    return;
  Step &S = Kept[Count++];
  S.Thread = T.Id;
  S.Target = T.Target ? T.Target->Id : 0;
  S.Kind = T.Next.Kind;
  S.Address = T.Next.Address;
  for (unsigned I = 0; I < StepFrames; ++I)
    S.Frames[I] = T.Frames[I];
}

void heddle::runtime::noteTrace() {
  if (Count)
    noteModules();
  for (uint32_t I = 0; I < Count; ++I) {
    Record R("step");
    R.number("thread", Kept[I].Thread);
    R.text("op", nameOf(Kept[I].Kind));
    R.number("address", int64_t(Kept[I].Address));
    R.number("target", Kept[I].Target);
    R.stack("stack", Kept[I].Frames, StepFrames);
  }
  Count = 0;
}
